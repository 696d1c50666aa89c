// Derivatives of derivatives: the curve of a function, a Hessian, its product with a vector, and a network that is
// trained by its own slope. Run: deno run examples/07_higher_derivatives.ts

import { autograd, gluon, nd, type NDArray, random } from "../mod.ts";

const { nn } = gluon;
random.seed(1);

// createGraph records the way back too, so a gradient can be differentiated like any other array, as often as one likes.
const t = nd.array([0, 1, 2]).attachGrad();
autograd.record(() => {
  let y = nd.sin(t);
  for (const name of ["sin'", "sin''", "sin'''"]) {
    [y] = autograd.grad(y, [t], { createGraph: true });
    console.log(name, y.toArray());
  }
});

/** Rosenbrock's valley, (1 - a)² + 100 (b - a²)². */
function valley(x: NDArray): NDArray {
  const a = x.at("0:1"), b = x.at("1:2");
  return nd.add(nd.sub(1, a).square(), b.sub(a.square()).square().mul(100));
}

// The Hessian: each row is the gradient of one element of the gradient.
const x = nd.array([1, 1]).attachGrad();
const hessian = autograd.record(() => {
  const [slope] = autograd.grad(valley(x), [x], { createGraph: true });
  return nd.stack([0, 1].map((i) => autograd.grad(slope.at(i), [x], { retainGraph: true })[0]));
});
console.log("Hessian at (1, 1):", hessian);

// Its product with a vector needs no Hessian: the gradient of slope · v. So it works for a million parameters too.
const v = nd.array([1, 2]);
const [product] = autograd.record(() => {
  const [slope] = autograd.grad(valley(x), [x], { createGraph: true });
  return autograd.grad(slope, [x], { headGrads: v });
});
console.log("Hessian · (1, 2):", product.toArray(), "=", nd.dot(hessian, v).toArray());

// A gradient penalty, as critics of generative networks have it: the slope of the network should have length 1
// everywhere. The penalty is made of gradients, and backward goes through them to the weights. (A bias of the last
// layer would not change any slope.)
const net = new nn.Sequential([new nn.Dense(32, { activation: "tanh" }), new nn.Dense(1, { useBias: false })]);
net.initialize();
const trainer = new gluon.Trainer(net.collectParams(), "adam", { learningRate: 0.01 });
const points = nd.random.normal({ shape: [128, 2] }).attachGrad();
for (let step = 0; step <= 300; step++) {
  const [penalty, length] = autograd.record(() => {
    const [slope] = autograd.grad(net(points), [points], { createGraph: true });
    const length = slope.square().sum({ axis: 1 }).sqrt();
    return [length.sub(1).square().mean(), length];
  });
  penalty.backward();
  trainer.step(1);
  if (step % 100 === 0) {
    console.log(
      `step ${step}: penalty ${penalty.asScalar().toFixed(4)}, mean slope ${length.mean().asScalar().toFixed(3)}`,
    );
  }
}
