// Gradients of ordinary code, loops and branches included. Run: deno run examples/02_autograd.ts

import { autograd, nd, type NDArray } from "../mod.ts";

// y = 2 x^2, so the gradient of its sum is 4 x.
const x = nd.array([[1, 2], [3, 4]]).attachGrad();
const y = autograd.record(() => x.mul(2).mul(x));
y.backward();
console.log(x.grad);

// What is recorded is what ran: here the number of doublings depends on the data.
function f(a: NDArray): NDArray {
  let b = a.mul(2);
  while (nd.norm(b).asScalar() < 1000) b = b.mul(2);
  return b.sum().asScalar() > 0 ? b : b.mul(100);
}
const a = nd.array([0.5]).attachGrad();
const c = autograd.record(() => f(a));
c.backward();
console.log("f is a multiple of a, so its gradient is f(a) / a:", a.grad?.asScalar(), c.asScalar() / a.asScalar());

// A head gradient weighs the outputs.
const u = nd.array([1, 2, 3]).attachGrad();
const v = autograd.record(() => u.pow(2));
v.backward(nd.array([1, 10, 100]));
console.log(u.grad);

// Gradients of gradients: d/dx of 3 x^2 is 6 x.
const t = nd.array([2, 5]).attachGrad();
const second = autograd.record(() => {
  const [slope] = autograd.grad([t.pow(3)], [t], { createGraph: true });
  return slope;
});
second.backward();
console.log(t.grad);

// A gradient of one's own: rounding is flat, so nothing could be learnt through it; here it passes gradients on as they
// come.
class Round extends autograd.Function {
  override forward(x: NDArray): NDArray {
    return nd.round(x);
  }
  override backward(dy: NDArray): NDArray {
    return dy;
  }
}
const r = nd.array([0.4, 1.7]).attachGrad();
autograd.record(() => new Round()(r.mul(2))).backward();
console.log(r.grad);
