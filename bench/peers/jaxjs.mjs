// jax-js (wasm backend) as a contender, in Deno. Arrays are counted by reference: `.ref` keeps what is used again.
// Steps of the MLP and of linear regression are compiled with jit, which makes them faster; convolutional networks run
// eagerly, since jit makes those slower.

import process from "node:process";
import { pathToFileURL } from "node:url";
import { permutation, serve, uniform } from "./serve.ts";

const threads = Number(process.env.OMP_NUM_THREADS ?? 1);
// Its pool has as many workers as the machine is said to have cores.
Object.defineProperty(globalThis.navigator, "hardwareConcurrency", { value: threads });
const jax = await import(pathToFileURL(`${process.env.PEERS_ENV}/node_modules/@jax-js/jax/dist/index.js`).href);
const { numpy: np, lax, nn, jit, valueAndGrad, grad, vjp, tree, blockUntilReady } = jax;
await jax.init("wasm");
jax.defaultDevice("wasm");

const array = (values, shape) => np.array(values, { shape });
const random = (...shape) => array(uniform(shape.reduce((a, b) => a * b, 1)), shape);

/** Waits for what f gives, and lets go of it. */
const waiting = (f) => ({
  async call() {
    const result = f();
    await blockUntilReady(result);
    tree.dispose(result);
  },
});

function gradientOf(x, f) {
  const [y, back] = vjp(f, [x.ref]);
  const head = random(...y.shape);
  y.dispose();
  return waiting(() => back(head.ref));
}

function linreg({ batches }) {
  if (batches === "loader") throw new Error("it has no data loader");
  const examples = 1000, batch = 10;
  const normal = () => Math.sqrt(-2 * Math.log(1 - Math.random())) * Math.cos(2 * Math.PI * Math.random());
  const X = Float32Array.from({ length: 2 * examples }, normal);
  const Y = Float32Array.from(
    { length: examples },
    (_, i) => 2 * X[2 * i] - 3.4 * X[2 * i + 1] + 4.2 + 0.01 * normal(),
  );
  const loss = ({ w, b }, x, y) => np.square(np.dot(x, w).add(b).sub(y)).mul(0.5).mean();
  const step = jit((p, x, y) => {
    const [l, g] = valueAndGrad(loss)(tree.ref(p), x, y);
    return [l, { w: p.w.sub(g.w.mul(0.1)), b: p.b.sub(g.b.mul(0.1)) }];
  });
  return {
    async call() {
      let p = { w: random(2, 1), b: np.zeros([1]) }, total = 0;
      for (let epoch = 0; epoch < 5; epoch++) {
        total = 0;
        const order = permutation(examples);
        for (let i = 0; i < examples; i += batch) {
          const rows = order.slice(i, i + batch);
          const x = array(Float32Array.from(rows.flatMap((r) => [X[2 * r], X[2 * r + 1]])), [batch, 2]);
          const [l, next] = step(p, x, array(Float32Array.from(rows, (r) => Y[r]), [batch, 1]));
          p = next;
          total += await l.jsAsync() * batch;
        }
      }
      tree.dispose(p);
      if (!(total / examples < 1e-3)) throw new Error(`did not converge: ${total / examples}`);
    },
  };
}

/** Networks are functions of a list of parameters, which a first call with an empty list fills. */
class Net {
  #next = 0;
  #params = [];

  constructor(forward) {
    this.forward = forward;
  }

  call(params, x) {
    this.#next = 0;
    this.#params = params;
    return this.forward(this, x);
  }

  param(make) {
    if (this.#next === this.#params.length) this.#params.push(make());
    return this.#params[this.#next++].ref;
  }

  weight(shape, fan) {
    return this.param(() => random(...shape).mul(Math.sqrt(6 / fan)));
  }

  dense(x, units) {
    const c = x.shape[1];
    return np.dot(x, this.weight([c, units], c)).add(this.param(() => np.zeros([units])));
  }

  conv(x, channels, kernel, { stride = 1, pad = 0 } = {}) {
    const c = x.shape[1];
    const w = this.weight([channels, c, kernel, kernel], c * kernel * kernel);
    const y = lax.convGeneralDilated(x, w, [stride, stride], [[pad, pad], [pad, pad]]);
    return y.add(this.param(() => np.zeros([channels, 1, 1])));
  }

  batchNorm(x) {
    const shape = [1, x.shape[1], 1, 1], over = [[0, 2, 3], { keepdims: true }];
    const mean = np.mean(x.ref, ...over);
    const variance = np.mean(np.square(x.ref.sub(mean.ref)), ...over);
    const gamma = this.param(() => np.ones(shape)), beta = this.param(() => np.zeros(shape));
    return x.sub(mean).mul(gamma.div(np.sqrt(variance.add(1e-5)))).add(beta);
  }

  residual(x, channels, same) {
    const stride = same ? 1 : 2;
    let y = nn.relu(this.batchNorm(this.conv(x.ref, channels, 3, { stride, pad: 1 })));
    y = this.batchNorm(this.conv(y, channels, 3, { pad: 1 }));
    return nn.relu(y.add(same ? x : this.conv(x, channels, 1, { stride })));
  }

  stages(x, channels) {
    for (const [i, c] of channels.entries()) x = this.residual(this.residual(x, c, i === 0), c, true);
    return x;
  }
}

const maxPool = (x, kernel, stride) => lax.reduceWindow(x, np.max, [kernel, kernel], [stride, stride]);

const NETWORKS = {
  mlp: (net, x) => net.dense(nn.relu(net.dense(x, 256)), 10),
  lenet(net, x) {
    x = maxPool(nn.relu(net.conv(x, 20, 5)), 2, 2);
    x = maxPool(nn.relu(net.conv(x, 50, 3)), 2, 2);
    return net.dense(nn.relu(net.dense(x.reshape([x.shape[0], -1]), 128)), 10);
  },
  rn18_32(net, x) {
    x = maxPool(net.conv(net.batchNorm(x), 64, 3), 3, 2);
    return net.dense(np.mean(net.stages(x, [64, 128, 256]), [2, 3]), 10);
  },
  rn18_96(net, x) {
    x = maxPool(net.conv(x, 64, 7, { stride: 2 }), 3, 2);
    return net.dense(np.mean(net.stages(x, [64, 128, 256, 512]), [2, 3]), 10);
  },
};

async function step({ net: name, n, c, h, lr }) {
  const net = new Net(NETWORKS[name]);
  const x = h === undefined ? random(n, c) : random(n, c, h, h);
  const labels = Int32Array.from({ length: n }, () => Math.floor(Math.random() * 10));
  const target = nn.oneHot(np.array(labels, { dtype: np.int32 }), 10);
  let params = [];
  const first = net.call(params, x.ref);
  await blockUntilReady(first);
  first.dispose();
  const loss = (p, x, y) => nn.logSoftmax(net.call(p, x)).mul(y).sum().mul(-1 / n);
  const eager = (p, x, y) => {
    const [l, g] = valueAndGrad(loss)(tree.ref(p), x, y);
    return [l, p.map((v, i) => v.sub(g[i].mul(lr)))];
  };
  const update = name === "mlp" ? jit(eager) : eager;
  return {
    async call() {
      const [l, next] = update(params, x.ref, target.ref);
      params = next;
      await blockUntilReady(params);
      await l.jsAsync();
    },
  };
}

function layer({ layer, pass, n, c, h, k, kernel, stride, pad }) {
  if (layer !== "conv") throw new Error("it is timed on convolutions only");
  const x = random(n, c, h, h), w = random(k, c, kernel, kernel);
  const f = (x, w) => lax.convGeneralDilated(x, w, [stride, stride], [[pad, pad], [pad, pad]]);
  if (pass === "forward") return waiting(() => f(x.ref, w.ref));
  return pass === "data" ? gradientOf(x, (x) => f(x, w.ref)) : gradientOf(w, (w) => f(x.ref, w));
}

await serve({
  gemm({ n }) {
    const x = random(n, n), y = random(n, n);
    return waiting(() => np.matmul(x.ref, y.ref));
  },
  muladd({ n }) {
    const x = random(n), y = random(n), z = random(n);
    return waiting(() => x.ref.mul(y.ref).add(z.ref));
  },
  muladd_expr({ n }) {
    const x = random(n), y = random(n), z = random(n), f = jit((x, y, z) => x.mul(y).add(z));
    return waiting(() => f(x.ref, y.ref, z.ref));
  },
  exp({ n }) {
    const x = random(n);
    return waiting(() => np.exp(x.ref));
  },
  relu({ n }) {
    const x = random(n);
    return waiting(() => nn.relu(x.ref));
  },
  add({ n }) {
    const x = random(n), y = random(n);
    return waiting(() => x.ref.add(y.ref));
  },
  sum_axis1({ n }) {
    const x = random(n, n);
    return waiting(() => x.ref.sum(1));
  },
  chain({ n }) {
    return waiting(() => {
      let x = np.zeros([10]);
      for (let i = 0; i < n; i++) x = x.add(1);
      return x;
    });
  },
  chain_grad({ n }) {
    const g = grad((x) => {
      for (let i = 0; i < n; i++) x = x.add(1);
      return x.sum();
    });
    return waiting(() => g(np.zeros([10])));
  },
  linreg,
  step,
  layer,
});
