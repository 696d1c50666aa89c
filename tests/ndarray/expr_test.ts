// Infix formulas.

import { test } from "node:test";
import { AttributeError, autograd, DTypeError, nd, type NDArray, ShapeError } from "../../mod.ts";
import { assertEquals, assertThrows, close } from "../check.ts";

const x = nd.array([1, 2, 3]), y = nd.array([10, 20, 30]);

test("operators bind as in Python", () => {
  assertEquals(nd.expr`${x} + ${y} * 2`.toArray(), [21, 42, 63]);
  assertEquals(nd.expr`(${x} + ${y}) * 2`.toArray(), [22, 44, 66]);
  assertEquals(nd.expr`-${x} ** 2`.toArray(), [-1, -4, -9]);
  assertEquals(nd.expr`2 ** 3 ** 2 * ${x}`.toArray(), [512, 1024, 1536]);
  assertEquals(nd.expr`2 - ${x} - 1`.toArray(), [0, -1, -2]);
  assertEquals(nd.expr`${y} / ${x} % 4`.toArray(), [2, 2, 2]);
  assertEquals(nd.expr`${x} >= 2`.toArray(), [0, 1, 1]);
  assertEquals(nd.expr`1e1 - .5 * ${x}`.toArray(), [9.5, 9, 8.5]);
});

test("functions, options, slices and products", () => {
  const m = nd.array([[1, 2], [3, 4]]);
  assertEquals(nd.expr`sum(${m}, axis: 1)`.toArray(), [3, 7]);
  assertEquals(nd.expr`sum(${m}, axis: [0, 1], keepdims: true)`.toArray(), [[10]]);
  assertEquals(nd.expr`sqrt(${m} * ${m})[1:2, 0]`.toArray(), [3]);
  assertEquals(nd.expr`${m}[::-1]`.toArray(), [[3, 4], [1, 2]]);
  assertEquals(nd.expr`${m}[..., ${1}]`.toArray(), [2, 4]);
  assertEquals(nd.expr`${m} @ ${m}`.toArray(), [[7, 10], [15, 22]]);
  assertEquals(nd.expr`maximum(${x}, 2)`.toArray(), [2, 2, 3]);
});

test("a formula is parsed once for each place and records like the calls it stands for", () => {
  const w = nd.array([3]);
  w.attachGrad();
  for (let i = 1; i <= 2; i++) {
    const loss = autograd.record(() => nd.expr`(${w} - ${i}) ** 2`);
    loss.backward();
    assertEquals(w.grad!.toArray(), [2 * (3 - i)]);
  }
});

test("nonsense is refused with its place", () => {
  const calls: [() => unknown, string][] = [
    [() => nd.expr`${x} + `, "expected a value"],
    [() => nd.expr`(${x} + 1`, "expected ')'"],
    [() => nd.expr`sqr(${x})`, "there is no function 'sqr'"],
    [() => nd.expr`${x} $ 2`, "'$' has no meaning here"],
    [() => nd.expr`1 < ${x} < 3`, "comparisons cannot follow"],
    [() => nd.expr`1 + 2`, "at least one of its values must be an NDArray"],
    [() => nd.expr`${x} 2`, "expected the end"],
  ];
  for (const [call, text] of calls) assertThrows(call, AttributeError, text);
});

// Neighbouring parts run as one loop; the same calls one after the other are what it must equal, to the last bit.

type Two = (x: NDArray, y: NDArray, v: NDArray) => NDArray;
const BOTH: readonly [what: string, expr: Two, methods: Two][] = [
  ["a product and a sum", (x, y, v) => nd.expr`${x} * ${y} + ${v}`, (x, y, v) => x.mul(y).add(v)],
  [
    "twelve operations",
    (x, y, v) =>
      nd.expr`-(${x} - ${v}) / sqrt(${y} ** 2 + 1e-3) * exp(-abs(${x})) + maximum(${x}, ${v}) % 0.7 - 2 / ${y}`,
    (x, y, v) => {
      const root = y.pow(2).add(1e-3).sqrt(), decay = x.abs().negative().exp();
      const first = x.sub(v).negative().div(root).mul(decay);
      return first.add(nd.maximum(x, v).mod(0.7)).sub(nd.div(2, y));
    },
  ],
  [
    "numbers on either side and comparisons",
    (x, y) => nd.expr`(3 > ${x}) * (${y} >= 1) + 2 ** ${x} - (1 - ${y})`,
    (x, y) => x.lt(3).mul(y.ge(1)).add(nd.pow(2, x)).sub(nd.sub(1, y)),
  ],
  [
    "one array in several places",
    (x) => nd.expr`${x} * ${x} + ${x} / (${x} * 0.5 + 4)`,
    (x) => x.mul(x).add(x.div(x.mul(0.5).add(4))),
  ],
  [
    "functions in between that are no formulas",
    (x, y, v) => nd.expr`tanh(${x} * 2 + 1) * sum(${y} * ${v}) + mean(${x} + ${v}, axis: 0)`,
    (x, y, v) => x.mul(2).add(1).tanh().mul(y.mul(v).sum()).add(x.add(v).mean({ axis: 0 })),
  ],
];
const SHAPES: readonly [x: number[], y: number[], v: number[]][] = [
  [[3, 5], [3, 5], [3, 5]],
  [[3, 5], [5], [1]],
  [[4, 1], [1, 6], [4, 6]],
  [[2, 3, 4], [3, 1], []],
  [[70_001], [70_001], [1]],
  [[0, 3], [3], [1, 3]],
];

function three(shapes: readonly [number[], number[], number[]], dtype: "float32" | "float64"): NDArray[] {
  return shapes.map((shape, i) => nd.random.uniform(0.5 + i, 2 + i, { shape: [...shape], dtype }));
}

for (const [what, expr, methods] of BOTH) {
  test(`a formula equals the calls that it stands for: ${what}`, () => {
    nd.random.seed(3);
    for (const dtype of ["float32", "float64"] as const) {
      for (const shapes of SHAPES) {
        const arrays = three(shapes, dtype);
        const [fused, plain] = [expr, methods].map((f) => {
          const [x, y, v] = arrays.map((one) => one.copy());
          for (const one of [x, y, v]) one.attachGrad();
          const z = autograd.record(() => f(x, y, v));
          z.backward();
          return [z, ...[x, y, v].map((one) => one.grad!)];
        });
        assertEquals(fused[0].shape, plain[0].shape, `${shapes}`);
        assertEquals(fused[0].asTypedArray(), plain[0].asTypedArray(), `${what} ${shapes}`);
        for (let i = 1; i < 4; i++) {
          const most = dtype === "float32" ? 2e-4 : 1e-11;
          close(fused[i], plain[i], most, most, `gradient ${i} of ${shapes}`);
        }
      }
    }
  });
}

test("what a formula compares selects, by functions too", () => {
  const v = nd.array([1, NaN, 3]);
  assertEquals(x.at(nd.expr`${x} > 1`).toArray(), [2, 3]);
  assertEquals(x.at(nd.expr`logicalNot(${x} > 1)`).toArray(), [1]);
  assertEquals(x.at(nd.expr`(${x} > 1) * isfinite(${v})`).toArray(), [3]);
});

test("a formula's gradient has a gradient", () => {
  const x = nd.array([0.5, 1.5, -2], { dtype: "float64" });
  x.attachGrad();
  const first = autograd.record(() => {
    const y = nd.expr`${x} ** 3 * 2 + sin(${x}) * ${x}`;
    return autograd.grad(y, [x], { createGraph: true })[0];
  });
  first.backward();
  const want = [0.5, 1.5, -2].map((v) => 12 * v + 2 * Math.cos(v) - v * Math.sin(v));
  close(x.grad!, want, 1e-12, 1e-12);
});

test("a formula on other dtypes, and of arrays that do not fit, does what the calls do", () => {
  const i = nd.array([7, -7, 3], { dtype: "int32" });
  assertEquals(nd.expr`${i} / 2 + ${i} % 4`.toArray(), i.div(2).add(i.mod(4)).toArray());
  assertEquals(nd.expr`${i} / 2 + ${i}`.dtype, "int32");
  const h = nd.array([1, 2048, 3], { dtype: "float16" });
  assertEquals(nd.expr`(${h} + 1) * 3 - ${h}`.toArray(), h.add(1).mul(3).sub(h).toArray());
  assertThrows(() => nd.expr`${nd.ones(3)} * 2 + ${nd.ones(4)}`, ShapeError, "broadcast");
  assertThrows(() => nd.expr`${nd.ones(3)} * 2 + ${i}`, DTypeError, "cast");
});
