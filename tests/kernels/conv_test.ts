// Convolutions of the shipped core and their gradients against the plain loops, through each way that a shape can go:
// Winograd in tiles of 2, 4 and 6, the implicit product, planes one at a time. Which tile a shape got is seen from
// outside: one infinite input spreads over the outputs of its tile, as NaN.

import { test } from "node:test";
import { nd, type NDArray } from "../../mod.ts";
import { assertEquals } from "../check.ts";
import { type Conv, convolution, outputOf, sizeOf, type Sums } from "./naive.ts";
import { array, cases, differentiate, largest, type Random, type Real, ROUNDING, within } from "./support.ts";

/** Largest error by the largest output: kernel/gemm/README.md. */
const WINOGRAD: Readonly<Record<number, number>> = { 2: 2e-6, 4: 5e-6, 6: 5e-5 };
/** Of a direct sum, in roundings of the sum of magnitudes. */
const MOST = 8;

interface Case extends Conv {
  readonly dtype: Real;
  /** Outputs of a Winograd tile along an axis: forward, by data, by weights; 0 for the other ways. */
  readonly tiles: readonly [number, number, number];
}

type Two = number | readonly [number, number];
const two = (x: Two): readonly [number, number] => typeof x === "number" ? [x, x] : x;

function layer(
  [n, c, h, w]: readonly number[],
  k: number,
  kernel: Two,
  { stride = 1 as Two, pad = 0 as Two, dilate = 1 as Two, groups = 1, dtype = "float32" as Real } = {},
): Case {
  const sides = { kernel: two(kernel), stride: two(stride), pad: two(pad), dilate: two(dilate) };
  return { n, c, h, w, k, ...sides, groups, dtype, tiles: [0, 0, 0] };
}

function winograd([n, c, h, w]: readonly number[], k: number, pad: Two, tiles: Case["tiles"]): Case {
  return { ...layer([n, c, h, w], k, 3, { pad }), tiles };
}

const TILED: readonly Case[] = [
  winograd([8, 32, 6, 6], 64, 1, [2, 2, 2]),
  winograd([3, 40, 10, 10], 64, 1, [2, 2, 4]),
  winograd([3, 40, 10, 10], 64, 0, [4, 2, 4]),
  winograd([4, 24, 8, 8], 24, 1, [4, 4, 4]),
  winograd([1, 24, 14, 14], 24, 2, [4, 0, 4]),
  winograd([3, 16, 18, 18], 16, 1, [6, 6, 6]),
  winograd([3, 16, 18, 18], 16, 0, [4, 6, 4]),
  winograd([3, 16, 20, 20], 16, 0, [6, 4, 6]),
  winograd([2, 12, 18, 18], 32, 1, [0, 0, 6]),
  // Transformed weights beyond 1.6 MB.
  winograd([4, 104, 8, 8], 112, 1, [4, 4, 4]),
  winograd([4, 256, 8, 8], 256, 1, [4, 4, 4]),
];

const DIRECT: readonly Case[] = [
  layer([2, 3, 9, 8], 5, 3),
  layer([2, 3, 9, 8], 5, 3, { dtype: "float64" }),
  layer([2, 16, 9, 9], 16, 3, { pad: 1, dtype: "float64" }),
  layer([3, 9, 13, 12], 14, 3, { stride: 2, pad: 1 }),
  layer([2, 5, 11, 17], 6, 3, { stride: [1, 2], pad: [0, 1] }),
  layer([2, 5, 17, 11], 6, [3, 5], { stride: [3, 2], pad: [1, 2] }),
  layer([2, 8, 12, 13], 8, 3, { dilate: 2, pad: 2 }),
  layer([2, 4, 14, 11], 6, [2, 3], { dilate: [3, 2], stride: [2, 1] }),
  layer([2, 12, 10, 10], 9, 3, { groups: 3, pad: 1 }),
  layer([2, 6, 9, 9], 4, 1, { groups: 2 }),
  // Planes one at a time, one to four filters each; five go by the product.
  layer([2, 12, 17, 17], 12, 3, { groups: 12, pad: 1 }),
  layer([2, 5, 17, 16], 10, 3, { groups: 5, stride: 2, pad: 1 }),
  layer([2, 5, 9, 9], 20, 5, { groups: 5, pad: 2 }),
  layer([2, 3, 9, 9], 15, 3, { groups: 3, pad: 1 }),
  layer([1, 6, 13, 9], 6, 3, { groups: 6, dilate: 2, pad: 2, dtype: "float64" }),
  layer([3, 24, 7, 7], 33, 1),
  layer([3, 13, 14, 14], 18, 1, { stride: 2 }),
  layer([4, 1, 28, 28], 10, 5),
  layer([2, 6, 14, 14], 16, 5, { pad: 2 }),
  layer([1, 3, 40, 38], 9, 7, { stride: 2, pad: 3 }),
  layer([3, 20, 12, 12], 11, 3),
  // Tiny images in wide padding.
  layer([20, 24, 1, 1], 30, 3, { pad: 1 }),
  layer([20, 24, 2, 2], 18, 3, { pad: 1 }),
  layer([9, 8, 3, 3], 12, 3, { pad: 1 }),
  layer([3, 4, 1, 2], 5, 5, { pad: 4 }),
  layer([3, 4, 2, 1], 5, 3, { pad: 5, stride: 3 }),
  // One axis.
  layer([2, 6, 1, 50], 7, [1, 5], { stride: [1, 2], pad: [0, 2] }),
  layer([3, 9, 1, 33], 8, [1, 3], { pad: [0, 1] }),
  layer([2, 4, 1, 40], 4, [1, 4], { groups: 4, dilate: [1, 3], dtype: "float64" }),
];

function random(r: Random): Case {
  if (r.below(4) === 0) {
    // The model of cost decides on the way; the bound of the coarsest is asked for.
    const side = () => r.below(14) + 3;
    const sizes = [r.below(3) + 1, r.below(24) + 8, side(), side()];
    return winograd(sizes, r.below(24) + 8, [r.below(3), r.below(3)], [6, 6, 6]);
  }
  const groups = r.pick([1, 1, 1, 2, 3]);
  const c = r.pick([1, 1, 2, 3, 4, 5]), k = r.below(6) + 1;
  for (;;) {
    const axis = () => {
      const kernel = r.pick([1, 2, 3, 3, 4, 5, 7]);
      const pad = r.pick([0, kernel >> 1, kernel - 1, kernel + 1]);
      return [r.below(14) + 1, kernel, r.pick([1, 1, 2, 3, 4]), pad, r.pick([1, 1, 2, 3])];
    };
    const [y, x] = [axis(), axis()];
    const p = layer([r.below(3) + 1, c * groups, y[0], x[0]], k * groups, [y[1], x[1]], {
      stride: [y[2], x[2]],
      pad: [y[3], x[3]],
      dilate: [y[4], x[4]],
      groups,
      dtype: r.below(4) === 0 ? "float64" : "float32",
    });
    if (Math.min(...outputOf(p)) >= 1) return p;
  }
}

/** One axis goes in as [n, c, w]. */
function shapes(p: Case) {
  const [oh, ow] = outputOf(p), flat = p.h === 1 && p.kernel[0] === 1 && p.pad[0] === 0 && p.stride[0] === 1;
  const space = (h: number, w: number) => flat ? [w] : [h, w];
  return {
    x: [p.n, p.c, ...space(p.h, p.w)],
    w: [p.k, p.c / p.groups, ...space(...p.kernel as [number, number])],
    y: [p.n, p.k, ...space(oh, ow)],
    options: {
      kernel: space(...p.kernel as [number, number]),
      stride: space(...p.stride as [number, number]),
      pad: space(...p.pad as [number, number]),
      dilate: flat ? [p.dilate[1]] : [...p.dilate],
      numFilter: p.k,
      numGroup: p.groups,
    },
  };
}

function allowed(p: Case, tile: number, sums: Sums): number | ((i: number) => number) {
  const direct = MOST * ROUNDING[p.dtype];
  if (tile > 0) return WINOGRAD[tile] * largest(sums.value);
  return (i) => direct * sums.size[i];
}

/** Both sides of forward, data gradient and weight gradient, and of the bias where there is one. */
function sides(p: Case, r: Random): [what: string, tile: number, got: NDArray, want: Sums][] {
  const { x: xs, w: ws, y: ys, options } = shapes(p);
  const [x, w, dy] = [xs, ws, ys].map((shape) => r.values(p.dtype, sizeOf(shape)));
  const bias = r.below(2) === 0 ? r.values(p.dtype, p.k) : null;
  const inputs = [array(x, xs), array(w, ws)];
  if (bias) inputs.push(array(bias, [p.k]));
  const { y, gradients } = differentiate(
    inputs,
    () => nd.convolution(inputs[0], inputs[1], bias ? inputs[2] : null, { ...options, noBias: !bias }),
    () => array(dy, ys),
  );
  assertEquals(y.shape, ys);
  const want = convolution(p, x, w, bias, dy);
  return [
    ["forward", p.tiles[0], y, want.y],
    ["by data", p.tiles[1], gradients[0], want.dx],
    ["by weights", p.tiles[2], gradients[1], want.dw],
    ...(bias ? [["by bias", 0, gradients[2], want.db] as [string, number, NDArray, Sums]] : []),
  ];
}

function compare(p: Case, r: Random): void {
  for (const [what, tile, got, want] of sides(p, r)) {
    within(tile > 0 ? `${what} F(${tile},3)` : `${what} ${p.dtype}`, got, want.value, allowed(p, tile, want));
  }
}

cases(test, "convolutions through Winograd equal the plain loops", TILED, null, compare);

cases(test, "convolutions of all other ways equal the plain loops", DIRECT, random, compare, 400);

/** The tile, from how far an infinity at the third place of its window reaches in the first row; 0 where it stays one. */
function tileOf(list: ArrayLike<number>, columns: number): number {
  let reached = 0, nan = false;
  for (let i = 0; i < columns; i++) {
    if (Number.isFinite(list[i])) continue;
    reached = i + 1;
    if (Number.isNaN(list[i])) nan = true;
  }
  return !nan ? 0 : reached > 4 ? 6 : reached > 3 ? 4 : 2;
}

test("the shapes above get the tiles that they are meant to reach", () => {
  for (const p of TILED) {
    const { x: xs, w: ws, y: ys, options } = shapes(p);
    // The third row and column of the first tile's window; for the gradient the padding is 2 - pad.
    const point = (shape: readonly number[], row: number, column: number) => {
      const values = new Float32Array(sizeOf(shape));
      values[row * shape[3] + column] = Infinity;
      return array(values, shape);
    };
    const run = (x: NDArray) => () => nd.convolution(x, nd.ones(ws), null, { ...options, noBias: true });
    const y = run(point(xs, 2 - p.pad[0], 2 - p.pad[1]))();
    const zeros = nd.zeros(xs), head = point(ys, p.pad[0], p.pad[1]);
    const byData = differentiate([zeros], run(zeros), () => head).gradients[0];
    const seen = [
      tileOf(y.asTypedArray() as Float32Array, ys[3]),
      tileOf(byData.asTypedArray() as Float32Array, xs[3]),
    ];
    assertEquals(seen, p.tiles.slice(0, 2), JSON.stringify(xs));
  }
});
