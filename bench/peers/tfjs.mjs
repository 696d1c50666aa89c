// TensorFlow.js (wasm backend) as a contender, in Deno. It has one thread outside browsers, and no gradient of a
// convolution by its filter, so that it trains no convolutional network.

import { createRequire } from "node:module";
import process from "node:process";
import { permutation, serve, uniform } from "./serve.ts";

const require = createRequire(`${process.env.PEERS_ENV}/`);
const tf = require("@tensorflow/tfjs");
const wasm = require("@tensorflow/tfjs-backend-wasm");
wasm.setWasmPaths(`${process.env.PEERS_ENV}/node_modules/@tensorflow/tfjs-backend-wasm/dist/`);
if (!await tf.setBackend("wasm")) throw new Error("the wasm backend did not start");

const random = (...shape) => tf.tensor(uniform(shape.reduce((a, b) => a * b, 1)), shape);

/** Calls end when their kernels have run: the backend is synchronous. */
const work = (f, ...inputs) => ({
  call() {
    tf.tidy(() => {
      f();
    });
  },
  release: () => tf.dispose(inputs),
});

function linreg({ batches }) {
  if (batches === "loader") throw new Error("its loader's loop is another program (model.fit)");
  const examples = 1000, batch = 10;
  const X = tf.randomNormal([examples, 2]);
  const y = tf.tidy(() => X.dot(tf.tensor2d([[2], [-3.4]])).add(4.2).add(tf.randomNormal([examples, 1]).mul(0.01)));
  return {
    call() {
      const w = tf.variable(tf.randomNormal([2, 1])), b = tf.variable(tf.zeros([1]));
      const sgd = tf.train.sgd(0.1);
      let total = 0;
      for (let epoch = 0; epoch < 5; epoch++) {
        total = 0;
        tf.tidy(() => {
          const order = tf.tensor1d(permutation(examples), "int32");
          const xs = X.gather(order), ys = y.gather(order);
          for (let i = 0; i < examples; i += batch) {
            const data = xs.slice([i, 0], [batch, 2]), label = ys.slice([i, 0], [batch, 1]);
            const loss = sgd.minimize(() => data.matMul(w).add(b).sub(label).square().mul(0.5).mean(), true);
            total += loss.dataSync()[0] * batch;
          }
        });
      }
      tf.dispose([w, b]);
      if (!(total / examples < 1e-3)) throw new Error(`did not converge: ${total / examples}`);
    },
  };
}

function step({ net, n, c, lr }) {
  if (net !== "mlp") throw new Error("no Conv2DBackpropFilter in the wasm backend");
  const x = random(n, c), sgd = tf.train.sgd(lr);
  const labels = Int32Array.from({ length: n }, () => Math.floor(Math.random() * 10));
  const target = tf.tidy(() => tf.oneHot(tf.tensor1d(labels, "int32"), 10).toFloat());
  const variable = (shape) => tf.variable(tf.tidy(() => tf.randomNormal(shape, 0, Math.sqrt(2 / shape[0]))));
  const [w1, w2] = [variable([c, 256]), variable([256, 10])];
  const [b1, b2] = [tf.variable(tf.zeros([256])), tf.variable(tf.zeros([10]))];
  const forward = () => x.matMul(w1).add(b1).relu().matMul(w2).add(b2);
  return work(
    () => sgd.minimize(() => tf.losses.softmaxCrossEntropy(target, forward()), true, [w1, b1, w2, b2]).dataSync(),
    ...[x, target, w1, w2, b1, b2],
  );
}

function layer({ layer, pass, n, c, h, k, kernel, stride, pad }) {
  if (layer !== "conv") throw new Error("it is timed on convolutions only");
  if (pass === "weight") throw new Error("no Conv2DBackpropFilter in the wasm backend");
  const x = random(n, h, h, c), w = random(kernel, kernel, c, k);
  if (pass === "forward") return work(() => tf.conv2d(x, w, stride, pad), x, w);
  const out = Math.floor((h + 2 * pad - kernel) / stride) + 1;
  const head = random(n, out, out, k);
  return work(() => tf.conv2dTranspose(head, w, x.shape, stride, pad), x, w, head);
}

await serve({
  gemm({ n }) {
    const x = random(n, n), y = random(n, n);
    return work(() => tf.matMul(x, y), x, y);
  },
  muladd({ n }) {
    const x = random(n), y = random(n), z = random(n);
    return work(() => x.mul(y).add(z), x, y, z);
  },
  exp({ n }) {
    const x = random(n);
    return work(() => tf.exp(x), x);
  },
  relu({ n }) {
    const x = random(n);
    return work(() => tf.relu(x), x);
  },
  add({ n }) {
    const x = random(n), y = random(n);
    return work(() => x.add(y), x, y);
  },
  sum_axis1({ n }) {
    const x = random(n, n);
    return work(() => tf.sum(x, 1), x);
  },
  chain: ({ n }) => ({
    call() {
      let x = tf.zeros([10]);
      for (let i = 0; i < n; i++) {
        const next = x.add(1);
        x.dispose();
        x = next;
      }
      x.dataSync();
      x.dispose();
    },
  }),
  chain_grad({ n }) {
    const g = tf.grad((x) => {
      for (let i = 0; i < n; i++) x = x.add(1);
      return x;
    });
    return work(() => g(tf.zeros([10])).dataSync());
  },
  linreg,
  step,
  layer,
});
