// One operator of each family, as a user would call it: the workloads of the group `families`.

import { autograd, nd, type NDArray } from "../../mod.ts";
import type { Args, Work } from "./serve.ts";

const random = (...shape: number[]): NDArray => nd.random.uniform(-1, 1, { shape });
const waiting = (f: () => NDArray | readonly NDArray[]): Work => ({
  call() {
    const made = f();
    for (const x of Array.isArray(made) ? made : [made]) x.waitToRead();
  },
});
const integers = (n: number, below: number): NDArray => nd.random.randint(0, below, { shape: [n], dtype: "int32" });

/** A symmetric matrix whose eigenvalues are well above zero. */
function positive(n: number): NDArray {
  const a = random(n, n);
  return nd.dot(a, a, { transposeB: true }).div(n).add(nd.eye(n));
}

/** Boxes of [score, x, y, x, y] in the unit square. */
function boxes(n: number): NDArray {
  const corner = nd.random.uniform(0, 0.9, { shape: [1, n, 2] }),
    size = nd.random.uniform(0, 0.1, { shape: [1, n, 2] });
  return nd.concat(nd.random.uniform(0, 1, { shape: [1, n, 1] }), corner, corner.add(size), { dim: 2 });
}

const FAMILIES: Readonly<Record<string, (args: Args) => Work>> = {
  argsort({ n }) {
    const x = random(n);
    return waiting(() => nd.argsort(x));
  },
  topk({ n }) {
    const x = random(n);
    return waiting(() => nd.topk(x, { k: 10, retTyp: "value" }));
  },
  take({ n, c }) {
    const x = random(n, c), i = integers(n, n);
    return waiting(() => nd.take(x, i));
  },
  transpose({ n }) {
    const x = random(n, n);
    return waiting(() => nd.transpose(x));
  },
  nhwc({ n, c, h }) {
    const x = random(n, c, h, h);
    return waiting(() => nd.transpose(x, { axes: [0, 2, 3, 1] }));
  },
  concat({ n }) {
    const x = random(n, n), y = random(n, n);
    return waiting(() => nd.concat(x, y, { dim: 1 }));
  },
  sum({ n, axis }) {
    const x = random(n, n);
    return waiting(() => x.sum({ axis }));
  },
  max({ n, axis }) {
    const x = random(n, n);
    return waiting(() => x.max({ axis }));
  },
  cumsum({ n, c }) {
    const x = random(n, c);
    return waiting(() => nd.cumsum(x, { axis: 1 }));
  },
  layer_norm({ n, c }) {
    const x = random(n, c), gamma = nd.ones([c]), beta = nd.zeros([c]);
    return waiting(() => nd.layerNorm(x, gamma, beta));
  },
  softmax({ n, c }) {
    const x = random(n, c);
    return waiting(() => nd.softmax(x));
  },
  deconvolution({ n, c, h }) {
    const x = random(n, c, h, h), w = random(c, c, 4, 4);
    const options = { kernel: [4, 4], stride: [2, 2], pad: [1, 1], numFilter: c, noBias: true };
    return waiting(() => nd.deconvolution(x, w, options));
  },
  embedding({ n, c }) {
    const i = integers(n, 10_000), w = random(10_000, c);
    w.attachGrad();
    return waiting(() => {
      const y = autograd.record(() => nd.embedding(i, w, { inputDim: 10_000, outputDim: c }));
      y.backward();
      return w.grad!;
    });
  },
  lstm({ steps, n, c }) {
    const x = random(steps, n, c), parameters = random(8 * c * c + 8 * c).mul(0.05);
    const state = nd.zeros([1, n, c]), cell = nd.zeros([1, n, c]);
    return waiting(() => nd.rnn(x, parameters, state, cell, { mode: "lstm", stateSize: c, numLayers: 1 }));
  },
  gemm2({ n }) {
    const x = random(n, n), y = random(n, n);
    return waiting(() => nd.linalg.gemm2(x, y));
  },
  cholesky({ n }) {
    const x = positive(n);
    return waiting(() => nd.linalg.potrf(x));
  },
  svd({ n }) {
    const x = random(n, n);
    return waiting(() => nd.linalg.svd(x));
  },
  normal: ({ n }) => waiting(() => nd.random.normal({ shape: [n] })),
  nms({ n }) {
    const x = boxes(n);
    return waiting(() => nd.contrib.boxNms(x, { overlapThresh: 0.5, coordStart: 1, scoreIndex: 0 }));
  },
  second({ n, c }) {
    const x = random(n, c), weights = [c, c, 1].map((out) => random(out, c).div(c ** 0.5));
    for (const w of weights) w.attachGrad();
    x.attachGrad();
    return waiting(() => {
      const penalty = autograd.record(() => {
        let y = x;
        weights.forEach((w, i) => {
          y = nd.fullyConnected(y, w, { numHidden: w.shape[0], noBias: true });
          if (i < 2) y = nd.tanh(y);
        });
        const [slope] = autograd.grad(y, [x], { createGraph: true });
        return slope.square().sum();
      });
      penalty.backward();
      return weights.map((w) => w.grad!);
    });
  },
};

/** The workload of that name. */
export const family = (args: Args): Work => FAMILIES[args.op](args);
