// autograd.Function: gradients that the script gives itself.

import { test } from "node:test";
import { AttributeError, autograd, GraphError, nd, type NDArray, ShapeError } from "../../mod.ts";
import { keptFunctions, sweep } from "../../ts/runtime/mod.ts";
import { assert, assertEquals, assertStrictEquals, assertThrows, close } from "../check.ts";

class Sigmoid extends autograd.Function {
  override forward(x: NDArray): NDArray {
    const y = nd.exp(x.neg()).add(1).pow(-1);
    this.saveForBackward(y);
    return y;
  }
  override backward(dy: NDArray): NDArray {
    const [y] = this.savedTensors;
    return dy.mul(y).mul(nd.sub(1, y));
  }
}

/** a b and a + b, with ten times the gradient of a + b by b. */
class TwoInTwoOut extends autograd.Function {
  override forward(a: NDArray, b: NDArray): [NDArray, NDArray] {
    this.saveForBackward(a, b);
    return [a.mul(b), a.add(b)];
  }
  override backward(dp: NDArray, dq: NDArray): [NDArray, NDArray] {
    const [a, b] = this.savedTensors;
    return [dp.mul(b).add(dq), dp.mul(a).add(dq.mul(10))];
  }
}

type Body = (self: Made, ...arrays: NDArray[]) => unknown;

/** A function made of two closures, for what is short. */
class Made extends autograd.Function {
  readonly #forward: Body;
  readonly #backward: Body;

  constructor(forward: Body, backward: Body) {
    super();
    this.#forward = forward;
    this.#backward = backward;
  }
  override forward(...x: NDArray[]): NDArray {
    return this.#forward(this, ...x) as NDArray;
  }
  override backward(...dy: NDArray[]): NDArray {
    return this.#backward(this, ...dy) as NDArray;
  }
}

const make = (forward: Body, backward: Body): Made => new Made(forward, backward);

const modes = (): [boolean, boolean] => [autograd.isRecording(), autograd.isTraining()];

test("a Function's backward takes the place of the operators' gradients", () => {
  const x = nd.array([0, 2, -1]).attachGrad();
  const y = autograd.record(() => new Sigmoid()(x).mul(2));
  y.backward(nd.array([1, 10, 100]));
  const s = nd.sigmoid(x);
  close(y, s.mul(2), 1e-6, 1e-7);
  close(x.grad!, s.mul(nd.sub(1, s)).mul(nd.array([2, 20, 200])), 1e-5, 1e-7);
});

test("several inputs and outputs come as a tuple, typed by forward", () => {
  const x = nd.array([1, 2]).attachGrad(), w = nd.array([3, 4]).attachGrad();
  const [p, q] = autograd.record(() => new TwoInTwoOut()(x, w));
  assertEquals([p.toArray(), q.toArray()], [[3, 8], [4, 6]]);
  autograd.backward([p, q], [nd.array([1, 1]), nd.array([100, 1000])]);
  assertEquals([x.grad!.toArray(), w.grad!.toArray()], [[103, 1004], [1001, 10002]]);
});

test("what flows into no output is zero, also where only one output is used", () => {
  const x = nd.array([1, 2]).attachGrad(), w = nd.array([3, 4]).attachGrad();
  const q = autograd.record(() => new TwoInTwoOut()(x, w)[1]);
  q.backward();
  assertEquals([x.grad!.toArray(), w.grad!.toArray()], [[1, 1], [10, 10]]);
});

test("gradReq add sums over calls (MXNet leaves it 0), and one call may be used twice", () => {
  const x = nd.array([1, 2]).attachGrad({ gradReq: "add" }), w = nd.array([3, 4]).attachGrad({ gradReq: "null" });
  for (let i = 0; i < 3; i++) {
    const z = autograd.record(() => {
      const [p] = new TwoInTwoOut()(x, w);
      return p.add(p).add(x);
    });
    z.backward();
  }
  assertEquals(x.grad!.toArray(), [21, 27]);
  assertEquals(w.grad, null);
});

test("a chain of Functions, retainGraph, and grad() with respect to results in the middle", () => {
  const x = nd.array([0.3, -0.7]).attachGrad();
  const [a, b] = autograd.record(() => {
    const a = new Sigmoid()(x.mul(3));
    return [a, new Sigmoid()(a)];
  });
  const exact = (v: number): number => {
    const s = (t: number): number => 1 / (1 + Math.exp(-t)), d = (t: number): number => s(t) * (1 - s(t));
    return 3 * d(3 * v) * d(s(3 * v));
  };
  for (let i = 0; i < 2; i++) {
    b.backward(null, { retainGraph: true });
    close(x.grad!, [exact(0.3), exact(-0.7)].map(Math.fround), 1e-5, 1e-7);
  }
  const [da, dx] = autograd.grad(b, [a, x]);
  close(da, b.mul(nd.sub(1, b)), 1e-5, 1e-7);
  close(dx, x.grad!, 1e-6, 1e-8);
  assertThrows(() => b.backward(), GraphError, "freed");
});

test("gradients of gradients, to the third order, where backward is made of operators", () => {
  const x = nd.array([0.5, -1, 2], { dtype: "float64" }).attachGrad();
  const higher = (f: (x: NDArray) => NDArray): NDArray[] =>
    autograd.record(() => {
      const list = [f(x)];
      for (let i = 0; i < 3; i++) list.push(autograd.grad(list[i], [x], { createGraph: true })[0]);
      return list;
    });
  const own = higher((x) => new Sigmoid()(x)), builtIn = higher((x) => nd.sigmoid(x));
  own.forEach((y, i) => close(y, builtIn[i], 1e-12, 1e-13));
  // Through inputs that were saved: x² x.
  const cube = higher((x) => new TwoInTwoOut()(new TwoInTwoOut()(x, x)[0], x)[0]);
  close(cube[1], x.mul(x).mul(3), 1e-12, 1e-12);
  close(cube[2], x.mul(6), 1e-12, 1e-12);
  close(cube[3], [6, 6, 6], 1e-12, 1e-12);
});

test("modes: forward is not recorded, backward runs in the modes of the walk", () => {
  const x = nd.array([1]).attachGrad();
  const seen: [boolean, boolean][] = [];
  const f = (): Made => make((_, x) => (seen.push(modes()), x.mul(2)), (_, dy) => (seen.push(modes()), dy.mul(2)));
  const y = autograd.record(() => f()(x));
  y.backward(null, { retainGraph: true });
  y.backward(null, { trainMode: false, retainGraph: true });
  autograd.record(() => autograd.grad(y, [x], { createGraph: true }));
  assertEquals(seen, [[false, true], [false, true], [false, false], [true, true]]);
  assertEquals(modes(), [false, false]);
  // Outside of record it is a plain call.
  seen.length = 0;
  assertEquals(f()(x).toArray(), [2]);
  assertThrows(() => f()(x).backward(), GraphError);
  assertEquals(seen[0], [false, false]);
});

test("where no input is in a graph nothing is kept", () => {
  const before = keptFunctions();
  const x = nd.array([1]);
  const y = autograd.record(() => [1, 2, 3].reduce<NDArray>((x) => make((_, x) => x.add(1), (_, dy) => dy)(x), x));
  assertEquals([y.toArray(), keptFunctions()], [[4], before]);
});

test("a backward inside a backward: a part is computed again in place of being kept", () => {
  const w = nd.array([0.5, 2]).attachGrad({ gradReq: "add" });
  const part = (x: NDArray): NDArray => nd.tanh(new Sigmoid()(x).mul(w));
  /** Keeps its input alone. */
  class Checkpoint extends autograd.Function {
    override forward(x: NDArray): NDArray {
      this.saveForBackward(x);
      return part(x);
    }
    override backward(dy: NDArray): NDArray {
      const x = this.savedTensors[0].detach().attachGrad();
      autograd.record(() => part(x)).backward(dy);
      return x.grad!;
    }
  }
  const run = (f: (x: NDArray) => NDArray): unknown[] => {
    const x = nd.array([1, -1]).attachGrad();
    w.grad!.set(0);
    autograd.record(() => f(f(x)).mul(nd.array([3, 4]))).backward();
    assertEquals(modes(), [false, false]);
    return [x.grad!.toArray(), w.grad!.toArray()];
  };
  assertEquals(run((x) => new Checkpoint()(x)), run(part));
});

test("identity Functions change the gradient alone", () => {
  const x = nd.array([1, 2]).attachGrad();
  const reversed = make((_, x) => x, (_, dy) => dy.neg());
  const [y, z] = autograd.record(() => {
    const y = reversed(x);
    return [y, y.mul(x)];
  });
  assert(y !== x);
  z.backward();
  // By y: -x; directly: x.
  assertEquals([y.toArray(), x.grad!.toArray()], [[1, 2], [0, 0]]);
  // The head itself as gradient of two inputs.
  const a = nd.array([1]).attachGrad(), b = nd.array([1]).attachGrad();
  const sum = make((_, a, b) => a.add(b), (_, dy) => [dy, dy]);
  const total = autograd.record(() => nd.add(sum(a, b), a).add(a));
  total.backward();
  assertEquals([a.grad!.toArray(), b.grad!.toArray()], [[3], [1]]);
});

test("gradients of another dtype are cast, null is zero", () => {
  const x = nd.array([1, 2], { dtype: "float64" }).attachGrad(), l = nd.array([1, 2]).attachGrad();
  const f = make((_, x) => x.mul(2), (_, dy) => [dy.astype("float16"), null]);
  autograd.record(() => f(x, l)).backward();
  assertEquals([x.grad!.dtype, x.grad!.toArray(), l.grad!.toArray()], ["float64", [1, 1], [0, 0]]);
});

test("an instance serves one call", () => {
  const f = new Sigmoid(), x = nd.array([1]);
  f(x);
  assertThrows(() => f(x), GraphError, "Sigmoid: was called a second time; each instance serves one call: new F()(x)");
});

test("wrong inputs and outputs of forward are refused with a sentence", () => {
  const x = nd.array([1]).attachGrad();
  const returning = (value: unknown): Made => make(() => value, (_, dy) => dy);
  const call = new Sigmoid() as unknown as (x: unknown) => void;
  assertThrows(() => call(3), AttributeError, "Sigmoid: input 0 is the number 3; it must be an NDArray");
  for (
    const [value, got] of [
      [3, "the number 3"],
      [undefined, "undefined"],
      [[], "an empty list"],
      [[x, [1]], "a list with a JavaScript array"],
      [Promise.resolve(x), "a promise"],
    ] as const
  ) {
    assertThrows(() => autograd.record(() => returning(value)(x)), AttributeError, `Made: forward returned ${got}`);
    assertThrows(() => returning(value)(x), AttributeError, `Made: forward returned ${got}`);
  }
  const saving = make((self) => (self.saveForBackward(3 as unknown as NDArray), x), (_, dy) => dy);
  assertThrows(() => saving(x), AttributeError, "saveForBackward: argument 0 is the number 3");
  const inside = make(() => {
    throw new RangeError("inside");
  }, (_, dy) => dy);
  assertThrows(() => autograd.record(() => inside(x)), RangeError, "inside");
  assertEquals(modes(), [false, false]);
  class Half extends (autograd.Function as unknown as new () => Sigmoid) {}
  assertThrows(() => new Half()(x), AttributeError, "Half: has no forward");
});

test("wrong gradients are refused with a sentence, and the next backward works", () => {
  const x = nd.ones([2, 3]).attachGrad(), w = nd.ones([2, 3]).attachGrad();
  let answer: (dy: NDArray) => unknown = () => undefined;
  const y = autograd.record(() => make((_, x, w) => x.mul(w), (_, dy) => answer(dy))(x.mul(2), w).mul(3));
  const cases: [(dy: NDArray) => unknown, typeof GraphError, string][] = [
    [
      () => undefined,
      AttributeError,
      "backward returned undefined; it must return an NDArray for its input, or a list of 2",
    ],
    [(dy) => Promise.resolve(dy), AttributeError, "backward returned a promise"],
    [(dy) => dy, AttributeError, "backward returned 1 gradients; forward took 2 inputs, and each needs one"],
    [(dy) => [dy, dy, dy], AttributeError, "backward returned 3 gradients; forward took 2 inputs"],
    [(dy) => [dy, 1], AttributeError, "backward returned the number 1 as gradient 1; it must be an NDArray, or null"],
    [(dy) => [dy, dy.at(0)], ShapeError, "Made: backward gave gradient 1 the shape [3]; input 1 has the shape [2,3]"],
    [(dy) => [dy, dy.imul(2)], GraphError, "changed the gradient of an output in place"],
  ];
  for (const [wrong, kind, text] of cases) {
    answer = wrong;
    assertThrows(() => y.backward(null, { retainGraph: true }), kind, text);
    assertThrows(() => autograd.grad(y, [x], { createGraph: true, retainGraph: true }), kind, text);
    assertEquals(modes(), [false, false]);
  }
  const own = new RangeError("of the script");
  answer = () => {
    autograd.setRecording(true);
    throw own;
  };
  try {
    autograd.record(() => y.backward(null, { retainGraph: true }));
    assert(false);
  } catch (error) {
    assertStrictEquals(error, own);
  }
  assertEquals(modes(), [false, false]);
  answer = (dy) => [dy.mul(w), dy.mul(5)];
  y.backward();
  assertEquals([x.grad!.at(0, 0).asScalar(), w.grad!.at(0, 0).asScalar()], [6, 15]);
});

test("savedTensors are read in backward; changing one before it is an error", () => {
  const x = nd.array([1, 2]).attachGrad();
  const f = new Sigmoid();
  const y = autograd.record(() => f(x));
  assertThrows(() => f.savedTensors, GraphError, "in backward only");
  y.backward();
  const kept = nd.array([1, 2]);
  const z = autograd.record(() =>
    make((self, x) => (self.saveForBackward(kept), x.mul(kept)), (self, dy) => dy.mul(self.savedTensors[0]))(x)
  );
  kept.set(3);
  assertThrows(() => z.backward(), GraphError, "needs its saved array of shape [2] as it was in forward");
});

test("Functions and what they saved go with their graph, a long chain too", () => {
  const before = keptFunctions();
  const x = nd.ones(1).attachGrad();
  let asked = 0;
  const chain = (n: number): NDArray =>
    autograd.record(() => {
      let y: NDArray = x;
      const step = (): Made =>
        make(
          (self, x) => (self.saveForBackward(x), x.mul(1)),
          (self, dy) => (asked++, dy.mul(self.savedTensors[0])),
        );
      for (let i = 0; i < n; i++) y = step()(y);
      return y;
    });
  chain(2000).backward();
  assertEquals([asked, x.grad!.toArray(), keptFunctions()], [2000, [1], before]);
  // Dropped without backward: all of it, once the script's arrays are found dead.
  (() => assertEquals(chain(2000).toArray(), [1]))();
  assertEquals(keptFunctions(), before + 2000);
  for (let i = 0; i < 3; i++) sweep(true);
  assert(keptFunctions() < before + 100, `${keptFunctions()} are kept`);
});
