// Pooling of the shipped core and its gradients against the definition: windows that touch, overlap and leave gaps, the
// whole plane, padding, both conventions, one axis and two.

import { test } from "node:test";
import { nd } from "../../mod.ts";
import { assertEquals } from "../check.ts";
import { type Pool, pooling, windows } from "./naive.ts";
import { array, cases, differentiate, type Random, type Real, ROUNDING, within } from "./support.ts";

type Type = Parameters<typeof pooling>[1];
type Two = number | readonly [number, number];

interface Case extends Pool {
  readonly type: Type;
  readonly dtype: Real;
  readonly global: boolean;
  /** Few different values, so that maxima tie. */
  readonly ties: boolean;
}

const TYPES: readonly Type[] = ["max", "avg", "sum", "avg without padding"];
/** Roundings of the sum of magnitudes. */
const MOST = 8;

function pool(
  [planes, h, w]: readonly number[],
  kernel: Two,
  stride: Two,
  { pad = 0 as Two, full = false, type = "max" as Type, dtype = "float32" as Real, global = false, ties = false } = {},
): Case {
  const two = (x: Two): readonly [number, number] => typeof x === "number" ? [x, x] : x;
  return {
    planes,
    h,
    w,
    kernel: global ? [h, w] : two(kernel),
    stride: global ? [1, 1] : two(stride),
    pad: two(pad),
    full,
    type,
    dtype,
    global,
    ties,
  };
}

const FIXED: readonly Case[] = TYPES.flatMap((type) => [
  pool([4, 12, 18], 2, 2, { type }),
  pool([4, 13, 11], 2, 2, { type }),
  pool([4, 13, 11], 2, 2, { type, full: true }),
  pool([3, 9, 10], 2, 2, { type, dtype: "float64" }),
  // Overlapping; the larger one is cut into pieces.
  pool([3, 15, 17], 3, 2, { type }),
  pool([3, 16, 22], 3, 2, { type, pad: 1 }),
  pool([3, 16, 22], 3, 2, { type, pad: 1, ties: true }),
  pool([40, 24, 24], 3, 2, { type, pad: 1 }),
  pool([3, 14, 16], 3, 2, { type, full: true }),
  pool([2, 9, 21], 3, 1, { type, pad: 1, ties: true }),
  pool([2, 10, 23], [3, 2], [1, 3], { type, pad: [1, 0], full: true }),
  pool([2, 17, 30], 2, 3, { type }),
  pool([2, 8, 9], [5, 4], [4, 1], { type, pad: [2, 1], dtype: "float64" }),
  pool([2, 1, 1], 3, 1, { type, pad: 1 }),
  pool([6, 7, 7], 1, 1, { type, global: true }),
  pool([2, 33, 65], 1, 1, { type, global: true, ties: true }),
  pool([2, 5, 3], 1, 1, { type, global: true, dtype: "float64" }),
  pool([4, 1, 40], [1, 3], [1, 2], { type }),
  pool([4, 1, 41], [1, 4], [1, 3], { type, pad: [0, 1], full: true }),
]);

function random(r: Random): Case {
  for (;;) {
    const axis = (most: number) => {
      const size = r.below(most) + 1, kernel = r.below(5) === 0 ? size : r.below(4) + 1;
      return [size, kernel, r.below(3) + 1, r.below(Math.min(kernel, 3))];
    };
    const [y, x] = [r.below(5) === 0 ? [1, 1, 1, 0] : axis(9), axis(23)];
    const given = pool([r.below(5) + 1, y[0], x[0]], [y[1], x[1]], [y[2], x[2]], {
      pad: [y[3], x[3]],
      full: r.below(2) === 0,
      type: r.pick(TYPES),
      dtype: r.below(4) === 0 ? "float64" : "float32",
      ties: r.below(2) === 0,
    });
    // A window that lies beyond the padding has no maximum.
    const inside = [0, 1].every((a) => {
      const size = [given.h, given.w][a];
      return size + 2 * given.pad[a] >= given.kernel[a] &&
        (windows(given)[a] - 1) * given.stride[a] - given.pad[a] < size;
    });
    if (inside) return given;
  }
}

cases(test, "pooling and its gradients equal the definition", FIXED, random, (p, r) => {
  const [oh, ow] = windows(p), flat = p.h === 1 && p.kernel[0] === 1 && p.pad[0] === 0 && p.stride[0] === 1;
  const space = (list: readonly number[]) => flat ? [list[1]] : [...list];
  const x = r.values(p.dtype, p.planes * p.h * p.w), dy = r.values(p.dtype, p.planes * oh * ow);
  if (p.ties) x.forEach((_, i) => x[i] = r.below(3) - 1);
  const input = array(x, [1, p.planes, ...space([p.h, p.w])]), shape = [1, p.planes, ...space([oh, ow])];
  const { y, gradients } = differentiate([input], () =>
    nd.pooling(input, {
      poolType: p.type === "avg without padding" ? "avg" : p.type,
      countIncludePad: p.type === "avg without padding" ? false : null,
      ...(p.global ? { globalPool: true } : { kernel: space(p.kernel), stride: space(p.stride), pad: space(p.pad) }),
      poolingConvention: p.full ? "full" : "valid",
    }), () => array(dy, shape));
  assertEquals(y.shape, shape);
  const want = pooling(p, p.type, x, dy), unit = MOST * ROUNDING[p.dtype];
  within(`${p.type} ${p.dtype}`, y, want.y.value, (i) => unit * want.y.size[i]);
  within(`${p.type} gradient ${p.dtype}`, gradients[0], want.dx.value, (i) => unit * want.dx.size[i]);
}, 200);
