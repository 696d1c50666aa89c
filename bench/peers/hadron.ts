// Hadron as a contender, in Deno and in Bun: each workload as a user would write it, nothing released by hand.

import { autograd, engine, gluon, init, nd, type NDArray } from "../../mod.ts";
import { family } from "./hadron_families.ts";
import { NETWORKS } from "./hadron_networks.ts";
import { type Args, type Kinds, permutation, serve, type Work } from "./serve.ts";

const { nn } = gluon;

const random = (...shape: number[]): NDArray => nd.random.uniform(-1, 1, { shape });

/** Calls whose result is waited for. */
const waiting = (f: () => NDArray): Work => ({ call: () => f().waitToRead() });

/** The gradient of one input alone: recorded once, gone back through at each call. */
function gradientOf(x: NDArray, f: () => NDArray): Work {
  x.attachGrad();
  const y = autograd.record(f);
  const head = random(...y.shape);
  return {
    call() {
      y.backward(head, { retainGraph: true });
      x.grad!.waitToRead();
    },
  };
}

function chain(n: number): Work {
  return waiting(() => {
    let x = nd.zeros([10]);
    for (let i = 0; i < n; i++) x = x.add(1);
    return x;
  });
}

function chainGrad(n: number): Work {
  return waiting(() => {
    const x = nd.zeros([10]);
    x.attachGrad();
    const y = autograd.record(() => {
      let y = x;
      for (let i = 0; i < n; i++) y = y.add(1);
      return y;
    });
    y.backward();
    return x.grad!;
  });
}

function linreg({ batches }: Args): Work {
  const examples = 1000, batchSize = 10;
  const X = nd.random.normal({ shape: [examples, 2] });
  const y = nd.expr`2 * ${X.at(":", 0)} - 3.4 * ${X.at(":", 1)} + 4.2`;
  y.iadd(nd.random.normal({ shape: y.shape }).mul(0.01));
  const dataset = new gluon.data.ArrayDataset<[NDArray, NDArray]>(X, y);
  const loader = new gluon.data.DataLoader(dataset, batchSize, { shuffle: true });

  // The same without a loader: both arrays shuffled alike, then slices.
  function* slices(): Generator<[NDArray, NDArray]> {
    const order = nd.array(permutation(examples), { dtype: "int32" });
    const xs = X.take(order), ys = y.take(order);
    for (let i = 0; i < examples; i += batchSize) {
      const rows: `${number}:${number}` = `${i}:${i + batchSize}`;
      yield [xs.at(rows), ys.at(rows)];
    }
  }

  return {
    call() {
      const net = new nn.Sequential([new nn.Dense(1)]);
      net.initialize();
      const squareLoss = new gluon.loss.L2Loss();
      const trainer = new gluon.Trainer(net.collectParams(), "sgd", { learningRate: 0.1 });
      let total = 0;
      for (let epoch = 0; epoch < 5; epoch++) {
        total = 0;
        for (const [data, label] of batches === "loader" ? loader : slices()) {
          const loss = autograd.record(() => squareLoss(net(data), label));
          loss.backward();
          trainer.step(batchSize);
          total += loss.sum().asScalar();
        }
      }
      if (!(total / examples < 1e-3)) throw new Error(`did not converge: ${total / examples}`);
    },
  };
}

function step({ net: name, n, c, h, lr, objects = 0 }: Args): Work {
  const net = NETWORKS[name]();
  net.initialize({ init: new init.Xavier() });
  const lossFunction = new gluon.loss.SoftmaxCrossEntropyLoss();
  const trainer = new gluon.Trainer(net.collectParams(), "sgd", { learningRate: lr });
  const x = h === undefined ? random(n, c) : random(n, c, h, h);
  const label = nd.array(Array.from({ length: n }, () => Math.floor(Math.random() * 10)));
  // What else a script may hold, and the collector must look at.
  const held = Array.from({ length: objects }, (_, i) => ({ i }));
  return {
    call() {
      const loss = autograd.record(() => lossFunction(net(x), label));
      loss.backward();
      trainer.step(n);
      const mean = loss.mean().asScalar();
      nd.waitall();
      if (!Number.isFinite(mean)) throw new Error(`the loss is ${mean}`);
    },
    figures() {
      const { sweeps, live, peak, reserved } = engine.memoryStats();
      return {
        ...{ sweeps: sweeps.count, sweepMs: sweeps.milliseconds, released: sweeps.released },
        ...{ live, peak, reserved, held: held.length },
      };
    },
  };
}

function convolution({ pass, n, c, h, k, kernel, stride, pad }: Args): Work {
  const x = random(n, c, h, h), w = random(k, c, kernel, kernel);
  const options = { kernel: [kernel, kernel], stride: [stride, stride], pad: [pad, pad], numFilter: k, noBias: true };
  const f = () => nd.convolution(x, w, options);
  return pass === "forward" ? waiting(f) : gradientOf(pass === "data" ? x : w, f);
}

function dense({ pass, n, c, k }: Args): Work {
  const x = random(n, c), w = random(k, c), b = nd.zeros([k]);
  const f = () => nd.fullyConnected(x, w, b, { numHidden: k });
  return pass === "forward" ? waiting(f) : gradientOf(pass === "data" ? x : w, f);
}

function maxpool({ pass, n, c, h, kernel, stride }: Args): Work {
  const x = random(n, c, h, h);
  const f = () => nd.pooling(x, { kernel: [kernel, kernel], stride: [stride, stride], poolType: "max" });
  return pass === "forward" ? waiting(f) : gradientOf(x, f);
}

function batchnorm({ pass, n, c, h }: Args): Work {
  const x = random(n, c, h, h);
  const layer = new nn.BatchNorm({ inChannels: c });
  layer.initialize();
  return pass === "forward" ? waiting(() => autograd.trainMode(() => layer(x))) : gradientOf(x, () => layer(x));
}

function elementwise({ layer, pass, n, c, h }: Args): Work {
  const x = random(n, c, h, h), y = random(n, c, h, h);
  const f = layer === "relu" ? () => nd.relu(x) : () => x.add(y);
  return pass === "forward" ? waiting(f) : gradientOf(x, f);
}

const LAYERS: Kinds = { conv: convolution, dense, maxpool, batchnorm, relu: elementwise, add: elementwise };

const kinds: Kinds = {
  gemm({ n }) {
    const x = random(n, n), y = random(n, n);
    return waiting(() => nd.dot(x, y));
  },
  muladd({ n }) {
    const x = random(n), y = random(n), z = random(n);
    return waiting(() => x.mul(y).add(z));
  },
  muladd_expr({ n }) {
    const x = random(n), y = random(n), z = random(n);
    return waiting(() => nd.expr`${x} * ${y} + ${z}`);
  },
  formula8({ n }) {
    const x = random(n), y = random(n), z = random(n);
    return waiting(() => nd.expr`((${x} * ${y} + ${z}) * 0.5 - ${y}) * (${x} + 2) - ${z} * ${x}`);
  },
  exp({ n }) {
    const x = random(n);
    return waiting(() => nd.exp(x));
  },
  relu({ n }) {
    const x = random(n);
    return waiting(() => nd.relu(x));
  },
  add({ n }) {
    const x = random(n), y = random(n);
    return waiting(() => x.add(y));
  },
  sum_axis1({ n }) {
    const x = random(n, n);
    return waiting(() => x.sum({ axis: 1 }));
  },
  chain: ({ n }) => chain(n),
  chain_grad: ({ n }) => chainGrad(n),
  linreg,
  step,
  layer: (args) => LAYERS[args.layer](args),
  family,
};

await serve(kinds);
