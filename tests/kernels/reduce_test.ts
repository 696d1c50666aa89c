// Reductions, argmax, transposes and broadcasts of the shipped core against nested loops: every set of axes, with the
// sizes where the loops change (short rows below 32, strips of 256, blocks of 4096).

import { test } from "node:test";
import { nd, type NDArray } from "../../mod.ts";
import { assertEquals } from "../check.ts";
import { each, groups, place, sizeOf, total } from "./naive.ts";
import { array, cases, type Floats, type Random, type Real, ROUNDING, within } from "./support.ts";

interface Case {
  readonly shape: readonly number[];
  readonly dtype: Real;
}

const SHAPES: readonly (readonly number[])[] = [
  [7],
  [4097],
  [31, 33],
  [5, 300],
  [300, 5],
  [2, 9000],
  [3, 4, 5],
  [2, 129, 17],
  [1, 6, 1, 40],
  [3, 2, 4, 5],
  [2, 3, 2, 3, 4],
];
const FIXED: readonly Case[] = SHAPES.flatMap((shape) =>
  (["float32", "float64"] as const).map((dtype) => ({ shape, dtype }))
);

function random(r: Random): Case {
  const shape = Array.from({ length: r.below(4) + 1 }, () => r.below(r.pick([3, 8, 40])) + 1);
  return { shape, dtype: r.below(3) === 0 ? "float64" : "float32" };
}

/** All sets of that many axes, the empty one left out: it means all of them. */
function subsets(n: number): number[][] {
  return Array.from({ length: 2 ** n - 1 }, (_, i) => [...Array(n).keys()].filter((axis) => (i + 1) >> axis & 1));
}

interface Options {
  axis: number[];
  keepdims: boolean;
  exclude: boolean;
}
/** The result of some elements, and the magnitude that its error is measured by. */
type Fold = (x: readonly number[]) => [value: number, size: number];

const FOLDS: Readonly<Record<string, [(x: NDArray, o: Options) => NDArray, Fold]>> = {
  sum: [(x, o) => nd.sum(x, o), (x) => [total(x), total(x.map(Math.abs))]],
  mean: [(x, o) => nd.mean(x, o), (x) => [total(x) / x.length, total(x.map(Math.abs)) / x.length]],
  max: [(x, o) => nd.max(x, o), (x) => [x.reduce((a, b) => Math.max(a, b)), 0]],
  min: [(x, o) => nd.min(x, o), (x) => [x.reduce((a, b) => Math.min(a, b)), 0]],
  prod: [(x, o) => nd.prod(x, o), (x) => {
    const product = x.reduce((a, b) => a * b, 1);
    return [product, Math.abs(product) * (1 + x.length / 8)];
  }],
};
/** Sums of one sign only grow, so their roundings do not cancel. */
const drift = (value: number, n: number): [number, number] => [value, value * (1 + Math.sqrt(n) / MOST)];
const NORMS: Readonly<Record<number, Fold>> = {
  1: (x) => drift(total(x.map(Math.abs)), x.length),
  2: (x) => drift(Math.sqrt(total(x.map((v) => v * v))), x.length),
};
/** Roundings of the magnitude. Blocks of float32 sums are added in float64. */
const MOST = 8;

cases(test, "reductions over every set of axes equal the loops", FIXED, random, ({ shape, dtype }, r) => {
  const x = r.values(dtype, sizeOf(shape)), input = array(x, shape), n = shape.length;
  // Factors near 1: products of thousands stay within range.
  const near = r.values(dtype, x.length, -0.01, 0.01).map((v) => r.below(2) === 0 ? v - 1 : v + 1),
    inputNear = array(near, shape);
  for (const axes of subsets(n)) {
    const of = groups(shape, axes, x), ofNear = groups(shape, axes, near);
    const keepdims = r.below(2) === 0, exclude = axes.length < n && r.below(2) === 0;
    const rest = [...Array(n).keys()].filter((axis) => !axes.includes(axis));
    const named = (exclude ? rest : axes).map((axis) => r.below(2) === 0 ? axis : axis - n);
    const kept = shape.map((size, axis) => axes.includes(axis) ? 1 : size);
    const left = keepdims ? kept : shape.filter((_, axis) => !axes.includes(axis));
    const compare = (name: string, got: NDArray, lists: readonly number[][], fold: Fold) => {
      const want = lists.map(fold);
      assertEquals(got.shape, left.length > 0 ? left : [1], `${name} over ${axes}`);
      within(`${name} ${dtype}`, got, want.map(([v]) => v), (i) => MOST * ROUNDING[dtype] * want[i][1]);
    };
    for (const [name, [f, fold]] of Object.entries(FOLDS)) {
      const [from, lists] = name === "prod" ? [inputNear, ofNear] : [input, of];
      compare(name, f(from, { axis: named, keepdims, exclude }), lists, fold);
    }
    const ord = r.below(2) + 1;
    compare(`norm ${ord}`, nd.norm(input, { axis: axes, ord, keepdims }), of, NORMS[ord]);
  }
}, 200);

cases(test, "argmax and argmin give the first of equals", FIXED, random, ({ shape, dtype }, r) => {
  const x = r.values(dtype, sizeOf(shape));
  if (r.below(2) === 0) x.forEach((_, i) => x[i] = r.below(5));
  const input = array(x, shape);
  for (let axis = 0; axis < shape.length; axis++) {
    const lists = groups(shape, [axis], x);
    const first = (best: (...x: number[]) => number) =>
      lists.map((list) => list.indexOf(list.reduce((a, b) => best(a, b))));
    within("argmax", nd.argmax(input, { axis }), first(Math.max), 0);
    within("argmin", nd.argmin(input, { axis, keepdims: true }), first(Math.min), 0);
  }
}, 150);

function permutations(list: readonly number[]): number[][] {
  if (list.length < 2) return [[...list]];
  return list.flatMap((first) => permutations(list.filter((v) => v !== first)).map((rest) => [first, ...rest]));
}

const MOVED: readonly Case[] = [[5, 7], [64, 65], [33, 4, 9], [4, 6, 5, 8], [1, 70, 3, 19], [2, 3, 4, 3, 2]].flatMap((
  shape,
) => (["float32", "float64"] as const).map((dtype) => ({ shape, dtype })));

cases(test, "transposes equal the loops, for all orders of the axes", MOVED, random, ({ shape, dtype }, r) => {
  const x = r.values(dtype, sizeOf(shape)), input = array(x, shape);
  for (const axes of permutations([...shape.keys()])) {
    const target = axes.map((axis) => shape[axis]), want = new Float64Array(x.length);
    const from = shape.map(() => 0);
    each(target, (at, i) => {
      axes.forEach((axis, j) => from[axis] = at[j]);
      want[i] = x[place(shape, from)];
    });
    const got = nd.transpose(input, { axes });
    assertEquals(got.shape, target);
    within("transpose", got, want, 0);
  }
}, 150);

interface Pair {
  readonly a: readonly number[];
  readonly b: readonly number[];
  readonly dtype: Real;
}

const BINARY: Readonly<Record<string, [(a: NDArray, b: NDArray) => NDArray, (a: number, b: number) => number]>> = {
  add: [nd.broadcastAdd, (a, b) => a + b],
  sub: [nd.broadcastSub, (a, b) => a - b],
  mul: [nd.broadcastMul, (a, b) => a * b],
  div: [nd.broadcastDiv, (a, b) => a / b],
  maximum: [nd.broadcastMaximum, Math.max],
  minimum: [nd.broadcastMinimum, Math.min],
  greater: [nd.broadcastGreater, (a, b) => Number(a > b)],
  equal: [nd.broadcastEqual, (a, b) => Number(a === b)],
};

const PAIRS: readonly Pair[] = ([
  [[3, 4], [3, 4]],
  [[3, 4], [1]],
  [[3, 4], [1, 4]],
  [[3, 1], [1, 4]],
  [[37, 1], [37, 65]],
  [[1, 65], [37, 1]],
  [[2, 3, 4], [2, 1, 4]],
  [[2, 3, 4], [1, 3, 1]],
  [[4, 5, 6, 7], [1, 5, 1, 1]],
  [[4, 5, 6, 7], [4, 1, 6, 1]],
  [[1, 5, 1, 7], [4, 1, 6, 1]],
  [[300, 3], [300, 1]],
  [[1, 1000], [9, 1]],
  [[0, 4], [1, 4]],
] as const).flatMap(([a, b]) => (["float32", "float64"] as const).map((dtype) => ({ a, b, dtype })));

cases(test, "broadcast operators equal the loops", PAIRS, (r): Pair => {
  const { shape, dtype } = random(r);
  const side = () => shape.map((size) => r.below(3) === 0 ? 1 : size);
  return { a: side(), b: side(), dtype };
}, (p, r) => {
  // Ranks differ where the leading axes are 1; operands change places.
  const [a, b] = r.below(2) === 0 ? [p.a, p.b] : [p.b, p.a];
  const rank = Math.max(a.length, b.length),
    at = (shape: readonly number[], i: number) => shape[shape.length - rank + i] ?? 1;
  const shape = Array.from({ length: rank }, (_, i) => at(a, i) === 1 ? at(b, i) : at(a, i));
  // Quarters, so that some are equal; none is 0.
  const quarters = (n: number): Floats => r.values(p.dtype, n).map((v) => Math.ceil(v * 8) / 4 || 0.25);
  const [x, y] = [quarters(sizeOf(a)), quarters(sizeOf(b))];
  const [left, right] = [array(x, a), array(y, b)];
  for (const [name, [f, by]] of Object.entries(BINARY)) {
    const want = p.dtype === "float32" ? new Float32Array(sizeOf(shape)) : new Float64Array(sizeOf(shape));
    each(shape, (at, i) => want[i] = by(x[place(a, at)], y[place(b, at)]));
    const got = f(left, right);
    assertEquals(got.shape, shape);
    within(name, got, want, 0);
  }
}, 200);
