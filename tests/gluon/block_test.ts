// Blocks: calls, names, children, hooks, errors with paths, printing, files.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { inspect } from "node:util";
import { autograd, gluon, nd, type NDArray, type Ops, type Params } from "../../mod.ts";
import { freshNames } from "../../ts/gluon/name_scope.ts";
import { assert, assertEquals, assertStrictEquals, assertThrows, close } from "../check.ts";

const { nn } = gluon;

/** Runs `body` with console.warn caught; gives what was warned. */
function warnings(body: () => void): string[] {
  const warn = console.warn;
  const texts: string[] = [];
  console.warn = (text: string) => texts.push(text);
  try {
    body();
  } finally {
    console.warn = warn;
  }
  return texts;
}

function inFolder(body: (file: (name: string) => string) => void): void {
  const folder = mkdtempSync(join(tmpdir(), "hadron-"));
  try {
    body((name) => join(folder, name));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

class Two extends nn.Block {
  first = new nn.Dense(3, { inUnits: 2 });
  layers = [new nn.Dense(3, { inUnits: 3 }), new nn.Dense(2, { inUnits: 3 })];
  override forward(x: NDArray): NDArray {
    return this.layers.reduce((out, layer) => layer(out), this.first(x));
  }
}

test("a block is a function and an instance of its classes", () => {
  const net = new Two();
  assertEquals(typeof net, "function");
  assert(net instanceof Two && net instanceof nn.Block);
  assertEquals(net.constructor.name, "Two");
  assertEquals(net.call, undefined as never);
  net.initialize();
  assertEquals(net(nd.ones([1, 2])).shape, [1, 2]);
});

test("children are the fields, also those in arrays and those assigned later", () => {
  const net = new Two();
  assertEquals([...net.children.keys()], ["first", "layers.0", "layers.1"]);
  assertEquals(net.collectParams().size, 6);
  net.first = new nn.Dense(3, { inUnits: 2, useBias: false });
  assertEquals(net.collectParams().size, 5);
  net.registerChild(new nn.Dense(1, { inUnits: 1 }), "extra");
  assertEquals([...net.children.keys()], ["extra", "first", "layers.0", "layers.1"]);
});

test("names count as in MXNet: per class, per scope, transparent with an empty prefix", () => {
  using _names = freshNames();
  const net = new nn.Sequential();
  assertEquals([net.name, net.prefix], ["sequential0", "sequential0_"]);
  net.nameScope(() => net.add(new nn.Dense(1), new nn.Dense(1), new nn.Conv2D(1, { kernelSize: 1 })));
  assertEquals([...net].map((block) => block.name), ["sequential0_dense0", "sequential0_dense1", "sequential0_conv0"]);
  assertEquals(new nn.Dense(1).name, "dense0");
  assertEquals(new nn.Dense(1).name, "dense1");
  const open = new nn.Sequential({ prefix: "" });
  open.nameScope(() => open.add(new nn.Dense(1)));
  assertEquals(open.at(0).name, "dense2");
  const named = new nn.Sequential({ prefix: "my_" });
  named.nameScope(() => named.add(new nn.Dense(1, { prefix: "fc_" })));
  assertEquals(named.at(0).prefix, "my_fc_");
  const shared = new nn.Dense(1, { params: net.at(0).params });
  assertEquals(shared.weight.name, "sequential0_dense0_weight");
  assertEquals(new nn.Dense(1).name, "dense4");
});

test("a scope ends with its block, also when an error passes", () => {
  using _names = freshNames();
  const net = new nn.Sequential();
  assertThrows(() =>
    net.nameScope(() => {
      throw new Error("stop");
    })
  );
  assertEquals(new nn.Dense(1).name, "dense0");
  assertThrows(() => net.nameScope(() => Promise.resolve()), Error, "synchronous");
});

test("two parameters of one name are told when they are collected", () => {
  const net = new nn.Sequential([new nn.Dense(1, { prefix: "a_" }), new nn.Dense(1, { prefix: "a_" })]);
  assertThrows(() => net.collectParams(), Error, 'two parameters are named "a_weight"');
});

test("collectParams selects by pattern", () => {
  const net = new Two();
  assertEquals(net.collectParams(/weight$/g).size, 3);
  assertEquals(net.collectParams(".*bias").size, 3);
  assertEquals(net.collectParams("bias").size, 0);
  net.collectParams(/bias$/).setAttr("wdMult", 0);
  assertEquals(net.first.bias.wdMult, 0);
});

test("hooks run until they are disposed of", () => {
  const net = new nn.Dense(2, { inUnits: 3 });
  net.initialize();
  const seen: string[] = [];
  const before = net.registerForwardPreHook((block, [x]) => seen.push(`before ${block.name === net.name} ${x.shape}`));
  {
    using _after = net.registerForwardHook((_block, _inputs, y) => seen.push(`after ${y.shape}`));
    net(nd.ones([1, 3]));
  }
  before[Symbol.dispose]();
  net(nd.ones([1, 3]));
  assertEquals(seen, ["before true 1,3", "after 1,2"]);
});

test("apply visits children before their parents", () => {
  const names: string[] = [];
  new Two().apply((block) => names.push(block.constructor.name));
  assertEquals(names, ["Dense", "Dense", "Dense", "Two"]);
});

test("errors inside a block begin with its path", () => {
  const net = new nn.Sequential([new nn.Sequential([new nn.Flatten(), new nn.Dense(2, { inUnits: 3 })])]);
  net.initialize();
  assertThrows(() => net(nd.ones([1, 4])), Error, "Sequential.0.1: FullyConnected: ");
  assertThrows(() => net(3 as never), Error, "Sequential.0.0: Flatten: ");
});

test("a parameter that is not ready says what to do", () => {
  const dense = new nn.Dense(2);
  assertThrows(() => dense.weight.data(), Error, "call initialize()");
  assertThrows(() => dense(nd.ones([1, 2])), Error, "call initialize()");
  dense.initialize();
  assertThrows(() => dense.weight.data(), Error, "call the network once");
  dense(nd.ones([1, 2]));
  assertEquals(dense.weight.data().shape, [2, 2]);
});

test("a private block with parameters warns once when it is trained", () => {
  class Hidden extends nn.Block {
    #dense = new nn.Dense(2, { inUnits: 2 });
    start(): void {
      this.#dense.initialize();
    }
    override forward(x: NDArray): NDArray {
      return this.#dense(x);
    }
  }
  const net = new Hidden();
  net.start();
  assertEquals(warnings(() => net(nd.ones([1, 2]))), []);
  const texts = warnings(() => {
    autograd.record(() => net(nd.ones([1, 2])));
    autograd.record(() => net(nd.ones([1, 2])));
  });
  assertEquals(texts.length, 1);
  assert(texts[0].includes("registerChild"));
  assertEquals(warnings(() => autograd.record(() => new Two().apply(() => {}))), []);
});

test("networks print as in MXNet", () => {
  const net = new nn.Sequential([
    new nn.Conv2D(20, { kernelSize: 5, padding: 2, activation: "relu" }),
    new nn.MaxPool2D({ poolSize: 2, strides: 2 }),
    new nn.BatchNorm(),
    new nn.Dropout(0.5),
    new nn.Flatten(),
    new nn.Dense(10, { inUnits: 4 }),
  ]);
  assertEquals(
    inspect(net),
    `Sequential(
  (0): Conv2D(None -> 20, kernel_size=(5, 5), stride=(1, 1), padding=(2, 2), Activation(relu))
  (1): MaxPool2D(size=(2, 2), stride=(2, 2), padding=(0, 0), ceil_mode=False, global_pool=False, pool_type=max, layout=NCHW)
  (2): BatchNorm(axis=1, eps=1e-05, momentum=0.9, fix_gamma=False, use_global_stats=False, in_channels=None)
  (3): Dropout(p = 0.5, axes=())
  (4): Flatten
  (5): Dense(4 -> 10, linear)
)`,
  );
});

test("a Sequential is a list of blocks", () => {
  const net = new nn.Sequential([new nn.Dense(3, { inUnits: 3 })]);
  assertStrictEquals(net.add(new nn.Flatten(), new nn.Dense(3, { inUnits: 3 })), net);
  assertEquals(net.length, 3);
  assertEquals([...net.entries()].map(([i]) => i), [0, 1, 2]);
  assert(net.at(-1) === [...net][2]);
  assertEquals(net.slice(0, -2).length, 1);
  assert(net.slice(1).at(0) === net.at(1));
  assertThrows(() => net.at(3), Error, "there is no block 3");
  assertThrows(() => net.add(3 as never), Error, "needs a Block");
  assert((nn.HybridSequential as unknown) === nn.Sequential);
  net.initialize();
  const outputs = [nd.ones([1, 3]), nd.ones([2, 3])].map(net);
  assertEquals(outputs.map((y) => y.shape), [[1, 3], [2, 3]]);
});

test("a Sequential gives nothing back that others hold", () => {
  let kept: NDArray | null = null;
  class Keeper extends nn.Block {
    override forward(x: NDArray): NDArray {
      kept = x;
      return x;
    }
  }
  const net = new nn.Sequential([
    new nn.Dense(3, { inUnits: 3 }),
    new Keeper(),
    new nn.Sequential(),
    new nn.Dense(3, { inUnits: 3 }),
    new nn.Flatten(),
  ]);
  net.initialize();
  const x = nd.ones([1, 3]);
  const y = net(x);
  assertEquals([x.isDisposed, y.isDisposed, kept!.isDisposed], [false, false, false]);
  let seen: NDArray | null = null;
  using _hook = net.at(3).registerForwardHook((_block, _inputs, out) => {
    seen = out;
  });
  net(x);
  assertEquals(seen!.isDisposed, false);
});

test("a HybridBlock gets its parameters as arrays and completes their shapes", () => {
  class Scale extends nn.HybridBlock {
    factor = this.params.get("factor", { shape: [0], init: "ones", allowDeferredInit: true });
    override inferShape(x: NDArray): void {
      this.factor.shape = [x.shape[1]];
    }
    override hybridForward(F: Ops, x: NDArray, { factor }: Params): NDArray {
      return F.mul(x, factor);
    }
  }
  const net = new Scale();
  net.initialize();
  close(net(nd.array([[1, 2]])), [[1, 2]]);
  assertEquals(net.factor.shape, [2]);
  class Lost extends nn.HybridBlock {
    factor = this.params.get("factor", { shape: [0], allowDeferredInit: true });
    override hybridForward(F: Ops, x: NDArray, { factor }: Params): NDArray {
      return F.mul(x, factor);
    }
  }
  const lost = new Lost();
  lost.initialize();
  assertThrows(() => lost(nd.ones([1, 2])), Error, "override inferShape");
  assertThrows(() => new nn.HybridBlock()(nd.ones(1)), Error, "neither a forward");
});

test("parameters go through files in all of MXNet's styles of keys", () => {
  inFolder((file) => {
    const make = (): gluon.nn.Sequential => {
      const net = new nn.Sequential();
      net.nameScope(() =>
        net.add(new nn.Dense(3, { inUnits: 2 }), new nn.BatchNorm({ inChannels: 3 }), new nn.Dense(1, { inUnits: 3 }))
      );
      return net;
    };
    const net = make();
    net.initialize("xavier");
    const x = nd.random.uniform({ shape: [4, 2] });
    const want = net(x).toArray();
    const params = net.collectParams();
    net.saveParameters(file("paths"));
    assertEquals(Object.keys(nd.loadDict(file("paths"))).slice(0, 4), ["0.weight", "0.bias", "1.gamma", "1.beta"]);
    params.save(file("short"), { stripPrefix: net.prefix });
    params.save(file("full"));
    const exported: Record<string, NDArray> = {};
    for (const [name, parameter] of params) {
      exported[`${name.includes("running") ? "aux" : "arg"}:${name}`] = parameter.data();
    }
    nd.save(file("exported"), exported);
    for (const style of ["paths", "short", "full", "exported"]) {
      const other = make();
      other.loadParameters(file(style));
      assertEquals(other(x).toArray(), want, style);
    }
  });
});

test("a file that does not fit changes nothing and tells the difference", () => {
  inFolder((file) => {
    const net = new nn.Sequential([new nn.Dense(3, { inUnits: 2 }), new nn.Dense(1, { inUnits: 3 })]);
    net.initialize();
    net.saveParameters(file("two"));
    const three = new nn.Sequential([
      new nn.Dense(3, { inUnits: 2 }),
      new nn.Dense(1, { inUnits: 3 }),
      new nn.Dense(1, { inUnits: 1 }),
    ]);
    three.initialize();
    const before = three.at(0, nn.Dense).weight.data().toArray();
    assertThrows(() => three.loadParameters(file("two")), Error, "not in the file: 2.weight, 2.bias");
    assertEquals(three.at(0, nn.Dense).weight.data().toArray(), before);
    three.loadParameters(file("two"), { allowMissing: true });
    assertEquals(three.at(0, nn.Dense).weight.data().toArray(), net.at(0, nn.Dense).weight.data().toArray());
    three.saveParameters(file("three"));
    assertThrows(() => net.loadParameters(file("three")), Error, "not in the network: 2.weight");
    net.loadParameters(file("three"), { ignoreExtra: true });
    const wide = new nn.Sequential([new nn.Dense(4, { inUnits: 2 }), new nn.Dense(1, { inUnits: 4 })]);
    wide.initialize();
    const old = wide.at(0, nn.Dense).bias.data().toArray();
    assertThrows(() => wide.loadParameters(file("two")), Error, "the file has shape [3,2], but it needs [4,2]");
    assertEquals(wide.at(0, nn.Dense).bias.data().toArray(), old);
    assertThrows(() => net.loadParameters(file("absent")), Error, "absent");
    assertThrows(() => net.loadParameters(file("two"), { allowMising: true } as never), Error, "allowMissing");
  });
});

test("a network is saved and loaded whole, into one of the same classes only", () => {
  inFolder((file) => {
    const net = new Two();
    net.initialize("xavier");
    net.save(file("two"));
    const other = new Two();
    other.load(file("two"));
    assertEquals(other.first.weight.data().toArray(), net.first.weight.data().toArray());
    const wrong = new Two();
    wrong.layers.pop();
    assertThrows(() => wrong.load(file("two")), Error, "had a child layers.1, a Dense");
  });
});

test("summary prints the blocks and counts their parameters", () => {
  const net = new nn.Sequential([new nn.Dense(3, { activation: "relu" }), new nn.BatchNorm(), new nn.Dense(2)]);
  net.initialize();
  const log = console.log;
  let printed = "";
  console.log = (text: string) => printed = text;
  const table = (() => {
    try {
      return net.summary(nd.ones([4, 5]));
    } finally {
      console.log = log;
    }
  })();
  assertEquals(printed, table.toString());
  assertEquals(table.parameters, 5 * 3 + 3 + 4 * 3 + 3 * 2 + 2);
  assertEquals(table.trainable, table.parameters - 6);
  assertEquals(table.rows.map((row) => [row.path, row.type, String(row.shapes), row.parameters]), [
    ["0.act", "Activation", "4,3", 0],
    ["0", "Dense", "4,3", 18],
    ["1", "BatchNorm", "4,3", 12],
    ["2", "Dense", "4,2", 8],
    ["", "Sequential", "4,2", 0],
  ]);
  assertEquals(JSON.parse(JSON.stringify(table)).parameters, table.parameters);
  // Running statistics are as they were: a summary is no training step.
  close(net.at(1, nn.BatchNorm).runningMean.data(), [0, 0, 0]);
});

test("wrong settings of layers are refused with the right name", () => {
  assertThrows(() => new nn.Conv2D({ channels: 2, kernalSize: 3 } as never), Error, 'did you mean "kernelSize"');
  assertThrows(() => new nn.Dense(2.5), Error, "units must be an integer of at least 1");
  assertThrows(() => new nn.Dense(undefined as never), Error, "units must be");
  assertThrows(() => new nn.Dense(2, { activation: "rellu" as never }), Error, 'activation must be one of "relu"');
  assertThrows(() => new nn.Conv2D(4, { kernelSize: [1, 2, 3] }), Error, "one integer or 2 of them");
  assertThrows(() => new nn.Dropout(1.5), Error, "rate must be a number");
  assertThrows(() => new nn.Conv2D(3, { kernelSize: 1, layout: "NHWC" }), Error, 'layout must be one of "NCHW"');
  assertThrows(() => new nn.Sequential({ prefx: "a" } as never), Error, 'did you mean "prefix"');
  assertEquals(new nn.Dense(3n as never).weight.shape, [3, 0]);
});
