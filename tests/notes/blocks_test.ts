// The notes' chapters 5.1 to 5.3: blocks of one's own, parameters, files.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import type * as mx from "../../mod.ts";
import { gluon, init, nd, type NDArray } from "../../mod.ts";
import { assert, assertEquals, assertMatch, assertThrows, close } from "../check.ts";

const { nn } = gluon;

class MLP extends nn.Block {
  dense0: gluon.nn.Dense;
  dense1: gluon.nn.Dense;
  constructor(options?: mx.BlockOptions) {
    super(options);
    using _ = this.nameScope();
    this.dense0 = new nn.Dense(256);
    this.dense1 = new nn.Dense(10);
  }
  override forward(x: NDArray): NDArray {
    return this.dense1(nd.relu(this.dense0(x)));
  }
}

class MySequential extends nn.Block {
  add(block: gluon.Block) {
    this.registerChild(block);
  }
  override forward(x: NDArray): NDArray {
    for (const block of this.children.values()) x = block(x) as NDArray;
    return x;
  }
}

class FancyMLP extends nn.Block {
  dense: gluon.nn.Dense;
  weight: NDArray;
  constructor(options?: mx.BlockOptions) {
    super(options);
    using _ = this.nameScope();
    this.dense = new nn.Dense(256);
    this.weight = nd.randomUniform({ shape: [256, 20] });
  }
  override forward(x: NDArray): NDArray {
    x = nd.relu(this.dense(x));
    x = nd.relu(nd.dot(x, this.weight).add(1));
    return nd.relu(this.dense(x));
  }
}

class RecMLP extends nn.Block {
  net = new nn.Sequential();
  dense: gluon.nn.Dense;
  constructor(options?: mx.BlockOptions) {
    super(options);
    using _ = this.nameScope();
    this.net.add(new nn.Dense(256, { activation: "relu" }));
    this.net.add(new nn.Dense(128, { activation: "relu" }));
    this.dense = new nn.Dense(64);
  }
  override forward(x: NDArray): NDArray {
    return nd.relu(this.dense(this.net(x)));
  }
}

class CenteredLayer extends nn.Block {
  override forward(x: NDArray): NDArray {
    return x.sub(x.mean());
  }
}

class MyDense extends nn.Block {
  weight: gluon.Parameter;
  bias: gluon.Parameter;
  constructor(units: number, { inUnits, ...options }: { inUnits: number } & mx.BlockOptions) {
    super(options);
    using _ = this.nameScope();
    this.weight = this.params.get("weight", { shape: [inUnits, units] });
    this.bias = this.params.get("bias", { shape: [units] });
  }
  override forward(x: NDArray): NDArray {
    return nd.relu(nd.dot(x, this.weight.data()).add(this.bias.data()));
  }
}

class Pair extends nn.Block<[a: NDArray, b: NDArray], [sum: NDArray, product: NDArray]> {
  override forward(a: NDArray, b: NDArray): [NDArray, NDArray] {
    return [a.add(b), a.mul(b)];
  }
}

test("5.1: blocks of one's own", () => {
  const mlp = new MLP();
  mlp.initialize();
  assertEquals(mlp(nd.random.uniform({ shape: [4, 20] })).shape, [4, 10]);
  assertMatch(mlp.dense0.name, /^mlp\d+_dense0$/);

  const net4 = new MySequential();
  net4.nameScope(() => {
    net4.add(new nn.Dense(256, { activation: "relu" }));
    net4.add(new nn.Dense(10));
  });
  net4.initialize();
  assertEquals(net4(nd.ones([4, 20])).shape, [4, 10]);
  assertEquals([...net4.children.keys()], ["0", "1"]);

  const fancy = new FancyMLP();
  fancy.initialize();
  assertEquals(fancy(nd.random.uniform({ shape: [4, 20] })).shape, [4, 256]);

  const recMlp = new nn.Sequential();
  recMlp.add(new RecMLP());
  recMlp.add(new nn.Dense(10));
  recMlp.initialize();
  assertEquals(recMlp(nd.ones([4, 20])).shape, [4, 10]);
  assertEquals([...recMlp.at(0).children.keys()], ["net", "dense"]);

  const net = new nn.Sequential();
  net.nameScope(() => net.add(new nn.Dense(128), new nn.Dense(10), new CenteredLayer()));
  net.initialize();
  close(net(nd.random.uniform({ shape: [4, 8] })).mean(), [0], 0, 1e-6);

  const dense = new MyDense(5, { inUnits: 10, prefix: "o_my_dense_" });
  assertEquals(
    String(dense.params),
    "o_my_dense_ (\n  Parameter o_my_dense_weight (shape=(10, 5), dtype=float32)\n" +
      "  Parameter o_my_dense_bias (shape=(5,), dtype=float32)\n)",
  );
  const net2 = new nn.Sequential();
  net2.nameScope(() => net2.add(new MyDense(32, { inUnits: 64 }), new MyDense(2, { inUnits: 32 })));
  net2.initialize();
  assertEquals(net2(nd.ones([2, 64])).shape, [2, 2]);

  const [sum, product] = new Pair()(nd.ones(3), nd.ones(3));
  close(sum, [2, 2, 2]);
  close(product, [1, 1, 1]);
});

class MyInit extends init.Initializer {
  static seen: (readonly number[])[] = [];
  override initWeight(_name: string, arr: NDArray): void {
    MyInit.seen.push(arr.shape);
    nd.random.uniform({ low: 5, high: 10, out: arr });
  }
}

test("5.2: parameters", () => {
  const getNet = () => {
    const net = new nn.Sequential();
    net.nameScope(() => net.add(new nn.Dense(4, { activation: "relu" }), new nn.Dense(2)));
    return net;
  };
  let net = getNet();
  net.initialize();
  net(nd.random.uniform({ shape: [3, 5] }));
  const w = net.at(0, nn.Dense).weight, b = net.at(0, nn.Dense).bias;
  assertEquals(w.data().shape, [4, 5]);
  assertEquals(w.grad().shape, [4, 5]);
  close(b.data(), [0, 0, 0, 0]);
  close(b.grad(), [0, 0, 0, 0]);
  const params = net.collectParams();
  assert(params.at(`${net.prefix}dense0_bias`) === b);
  assert(params.get("dense0_weight") === w);
  assertThrows(() => params.at(`${net.prefix}dense0_bia`), Error, "dense0_bias");
  params.initialize({ init: new init.Normal({ sigma: 0.02 }), forceReinit: true });
  const values = w.data().asTypedArray() as Float32Array;
  assert(values.some((v) => v !== 0) && values.every((v) => Math.abs(v) < 0.2));

  net = new nn.Sequential();
  net.nameScope(() => {
    net.add(new nn.Dense(4, { activation: "relu" }));
    net.add(new nn.Dense(4, { activation: "relu" }));
    net.add(new nn.Dense(4, { activation: "relu", params: net.at(-1).params }));
    net.add(new nn.Dense(2));
  });
  net.initialize();
  net(nd.ones([3, 5]));
  assert(net.at(1, nn.Dense).weight === net.at(2, nn.Dense).weight);

  net = getNet();
  net.initialize(new MyInit());
  assertEquals(MyInit.seen, []);
  net(nd.ones([3, 5]));
  assertEquals(MyInit.seen, [[4, 5], [2, 4]]);
  const drawn = net.at(0, nn.Dense).weight.data().asTypedArray() as Float32Array;
  assert(drawn.every((v) => v >= 5 && v < 10));
});

test("5.3: files", () => {
  const folder = mkdtempSync(join(tmpdir(), "hadron-"));
  try {
    const x = nd.ones(3), y = nd.zeros(4);
    nd.save(join(folder, "test1.params"), [x, y]);
    const [a, b] = nd.loadList(join(folder, "test1.params"));
    close(a, [1, 1, 1]);
    close(b, [0, 0, 0, 0]);
    const make = () => {
      const net = new nn.Sequential();
      net.nameScope(() => net.add(new nn.Dense(10, { activation: "relu" }), new nn.Dense(2)));
      return net;
    };
    const net = make();
    net.initialize();
    const input = nd.random.uniform({ shape: [2, 10] });
    const before = net(input);
    net.saveParams(join(folder, "mlp.params"));
    const net2 = make();
    net2.loadParams(join(folder, "mlp.params"));
    assertEquals(net2(input).toArray(), before.toArray());
  } finally {
    rmSync(folder, { recursive: true });
  }
});
