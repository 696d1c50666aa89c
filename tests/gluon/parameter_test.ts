// Parameters: shapes that complete themselves, contexts, gradients, sharing, dictionaries.
import { test } from "node:test";
import { autograd, cpu, gluon, nd } from "../../mod.ts";
import { assert, assertEquals, assertThrows, close } from "../check.ts";

const { nn } = gluon;

test("a shape is completed but never changed", () => {
  const p = new gluon.Parameter("w", { shape: [3, 0], allowDeferredInit: true });
  p.initialize();
  assertThrows(() => p.shape = [4, 2], Error, "its shape is [3,0]");
  p.setData(nd.ones([3, 2]));
  assertEquals(p.shape, [3, 2]);
  close(p.data(), [[1, 1], [1, 1], [1, 1]]);
  assertThrows(() => p.setData(nd.ones([3, 4])), Error, "[3,4]");
  assertThrows(() => new gluon.Parameter("v", { shape: [0] }).initialize(), Error, "cannot be initialized");
});

test("gradReq can be changed, and null has no gradient", () => {
  const p = new gluon.Parameter("w", { shape: [2], init: "ones" });
  p.initialize();
  const step = (): void => autograd.record(() => p.data().mul(3)).backward();
  step();
  close(p.grad(), [3, 3]);
  p.gradReq = "add";
  step();
  step();
  close(p.grad(), [6, 6]);
  p.zeroGrad();
  close(p.grad(), [0, 0]);
  p.gradReq = "null";
  assertThrows(() => p.grad(), Error, 'gradReq is "null"');
});

test("a parameter lives on several contexts", () => {
  const contexts = [cpu(0), cpu(1)];
  const p = new gluon.Parameter("w", { shape: [2], init: "xavier", dtype: "float32" });
  p.init = "normal";
  p.initialize({ ctx: contexts });
  assertEquals(p.listCtx().map(String), ["cpu(0)", "cpu(1)"]);
  assertEquals(p.data(cpu(1)).context.toString(), "cpu(1)");
  assertEquals(p.data(cpu(0)).toArray(), p.data(cpu(1)).toArray());
  assertThrows(() => p.data(cpu(2)), Error, "initialized on cpu(0), cpu(1)");
  p.setData(nd.array([1, 2]));
  close(p.data(cpu(1)), [1, 2]);
  p.resetCtx(cpu(1));
  assertEquals(p.listCtx().map(String), ["cpu(1)"]);
  close(p.data(), [1, 2]);
  assertEquals(p.grad().context.toString(), "cpu(1)");
});

test("cast changes values and gradients", () => {
  const net = new nn.Dense(2, { inUnits: 2 });
  net.initialize();
  net.cast("float64");
  assertEquals([net.weight.dtype, net.weight.data().dtype, net.weight.grad().dtype], ["float64", "float64", "float64"]);
  assertEquals(net(nd.ones([1, 2], { dtype: "float64" })).dtype, "float64");
});

test("a parameter's arrays cannot be disposed of", () => {
  const p = new gluon.Parameter("w", { shape: [2], init: "ones" });
  nd.scope(() => p.initialize());
  close(p.data(), [1, 1]);
  assertThrows(() => p.data().dispose(), Error, "the data of w");
  assertThrows(() => p.grad().dispose(), Error, "the gradient of w");
});

test("constants are kept, cast and saved, but not learned", () => {
  class Shift extends nn.Block {
    shift = this.params.getConstant("shift", [[1, 2]]);
    override forward(x: typeof this.shift.value) {
      return x.add(this.shift.data());
    }
  }
  const net = new Shift();
  net.initialize();
  close(net(nd.zeros([1, 2])), [[1, 2]]);
  assertEquals(net.shift.gradReq, "null");
  net.shift.gradReq = "write";
  assertEquals(net.shift.gradReq, "null");
  assertEquals(net.collectParams().size, 1);
});

test("get finds, makes, shares and compares", () => {
  const dict = new gluon.ParameterDict("net_");
  const w = dict.get("w", { shape: [2, 0] });
  assert(dict.get("w") === w);
  dict.get("w", { shape: [0, 3] });
  assertEquals(w.shape, [2, 3]);
  assertThrows(() => dict.get("w", { shape: [5, 3] }), Error, "[5,3]");
  assertThrows(() => dict.get("w", { dtype: "float64" }), Error, "float64");
  const sharing = new gluon.ParameterDict("net_", dict);
  assert(sharing.get("w") === w);
  assertThrows(() => dict.at("net_x"), Error, "net_w");
  assertThrows(() => dict.get("v", { shap: [1] } as never), Error, 'did you mean "shape"');
});

test("initialize keeps values unless told otherwise, and warns once for all", () => {
  const net = new nn.Dense(2, { inUnits: 2 });
  net.initialize("ones");
  const warn = console.warn;
  const texts: string[] = [];
  console.warn = (text: string) => texts.push(text);
  try {
    net.initialize("zeros");
  } finally {
    console.warn = warn;
  }
  assertEquals(texts.length, 1);
  close(net.weight.data(), [[1, 1], [1, 1]]);
  net.initialize({ init: "zeros", forceReinit: true });
  close(net.weight.data(), [[0, 0], [0, 0]]);
  assertThrows(() => net.initialize({ ctx: [] }), Error, "empty list of contexts");
  assertThrows(() => net.initialize("xaver" as never), Error, "xavier");
});
