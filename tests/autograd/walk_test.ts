// The walk back where it is long, where the graph ends on the way, and where memory is refused on the way.

import { test } from "node:test";
import { AttributeError, autograd, GraphError, nd, type NDArray } from "../../mod.ts";
import { assertEquals, assertThrows, close } from "../check.ts";
import { root, runScript } from "../script.ts";

test("100,000 operators go back, are recorded on the way, and are dropped", () => {
  const x = nd.array([0.5, 1]).attachGrad();
  const chain = (): NDArray => {
    let y: NDArray = x;
    for (let i = 0; i < 100_000; i++) y = i % 10_000 === 0 ? y.mul(x) : y.add(0);
    return y;
  };
  // x¹¹
  autograd.record(chain).backward();
  close(x.grad!, [11 * 0.5 ** 10, 11], 1e-5, 1e-7);
  const second = autograd.record(() => {
    const [first] = autograd.grad(chain(), [x], { createGraph: true });
    return autograd.grad(first, [x])[0];
  });
  close(second, [110 * 0.5 ** 9, 110], 1e-5, 1e-7);
  autograd.record(chain).dispose();
});

test("grad() with createGraph goes to any order", () => {
  const x = nd.array([0.5, 2], { dtype: "float64" }).attachGrad();
  autograd.record(() => {
    let y = x.pow(6), factor = 1;
    for (let order = 1; order <= 6; order++) {
      [y] = autograd.grad(y, [x], { createGraph: true });
      factor *= 7 - order;
      close(y, [0.5, 2].map((v) => factor * v ** (6 - order)), 1e-12, 1e-12);
    }
    // Constant from here on.
    [y] = autograd.grad(y, [x], { createGraph: true });
    assertEquals(y.toArray(), [0, 0]);
    let e = nd.exp(x.mul(x));
    for (let order = 1; order <= 4; order++) [e] = autograd.grad(e, [x], { createGraph: true });
    // (16 x⁴ + 48 x² + 12) exp(x²)
    close(e, [0.5, 2].map((v) => (16 * v ** 4 + 48 * v ** 2 + 12) * Math.exp(v * v)), 1e-12, 1e-12);
  });
});

test("backward() through a gradient writes what is attached: the penalty of a slope", () => {
  const w = nd.array([[1, -2], [3, 0.5]], { dtype: "float64" }).attachGrad();
  const x = nd.array([[0.3, -0.2]], { dtype: "float64" }).attachGrad();
  const penalty = (): NDArray => {
    const [slope] = autograd.grad(nd.tanh(nd.dot(x, w)), [x], { createGraph: true });
    return slope.square().sum().sub(1).square();
  };
  autograd.record(penalty).backward();
  const found = w.grad!.toArray() as number[][];
  // Against differences.
  const h = 1e-6;
  for (const [i, j] of [[0, 0], [0, 1], [1, 0], [1, 1]]) {
    const at = (step: number): number => {
      w.setAt([i, j], (old) => old.add(step));
      const value = autograd.record(penalty).asScalar();
      w.setAt([i, j], (old) => old.sub(step));
      return value;
    };
    close(nd.array([found[i][j]]), [(at(h) - at(-h)) / (2 * h)], 1e-6, 1e-7);
  }
});

test("a detached array ends the graph: nothing flows past it", () => {
  const x = nd.array([2, 3]).attachGrad();
  const [y, cut, blocked] = autograd.record(() => {
    const y = x.mul(x);
    return [y, y.detach().mul(x), nd.blockGrad(y).mul(x)];
  });
  cut.backward(null, { retainGraph: true });
  assertEquals(x.grad!.toArray(), [4, 9]);
  blocked.backward(null, { retainGraph: true });
  assertEquals(x.grad!.toArray(), [4, 9]);
  // The first part is still there.
  y.backward();
  assertEquals(x.grad!.toArray(), [4, 6]);
  assertThrows(() => y.detach().backward(), GraphError);
  // attachGrad() in the middle cuts too, and starts anew.
  const middle = autograd.record(() => x.mul(2)).attachGrad();
  autograd.record(() => middle.mul(middle)).backward();
  assertEquals([middle.grad!.toArray(), x.grad!.toArray()], [[8, 12], [4, 6]]);
});

test("markVariables() with one request for each, and what does not fit", () => {
  const [x, y] = [nd.array([3]), nd.array([4])], grads = [nd.array([1]), nd.array([1])];
  autograd.markVariables([x, y], grads, ["add", "write"]);
  for (let i = 0; i < 2; i++) autograd.record(() => x.mul(y)).backward();
  assertEquals(grads.map((g) => g.toArray()), [[9], [3]]);
  assertThrows(() => autograd.markVariables([x, y], [grads[0]]), AttributeError, "got 2 variables and 1 gradients");
  assertThrows(() => autograd.markVariables([x, y], grads, ["add"]), AttributeError, "got 2 variables and 1 gradReqs");
  assertThrows(() => autograd.markVariables(x, grads[0], "plus" as "add"), AttributeError, "gradReq");
});

test("where memory is refused on the way back, dead arrays are found and the walk goes on", async () => {
  const ran = await runScript(
    `import { autograd, HadronError, nd } from "${root}mod.ts";
const n = 2 ** 22; // 16 MB
const x = nd.full([n], 2).attachGrad(), w = nd.full([n], 3).attachGrad({ gradReq: "add" });
let held = [];
const fill = () => {
  for (const mb of [256, 16]) {
    try {
      for (;;) held.push(nd.empty([mb * 2 ** 18]));
    } catch (error) {
      if (!(error instanceof HadronError) || error.name !== "MemoryError") throw error;
    }
  }
};
// So many arrays' worth is free at once, the rest only when it is found dead. (A function: no register keeps them.)
const letGo = (free) => {
  for (let i = 0; i < free; i++) held.pop().dispose();
  held = [];
};
for (const free of [1, 3, 4]) {
  const y = autograd.record(() => x.mul(w).mul(w).mul(x).mul(w));
  fill();
  letGo(free);
  y.backward();
  console.log(x.grad.at(0).asScalar(), w.grad.at(n - 1).asScalar());
  w.grad.set(0);
}`,
    { permissions: [] },
  );
  // 2 x w³ and 3 x² w².
  assertEquals([ran.code, ran.stdout.trim().split("\n")], [0, new Array(3).fill("108 108")], ran.stderr);
});
