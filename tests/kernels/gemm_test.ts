// dot, batch_dot and FullyConnected of the shipped core against the triple loop: sizes around the edges of the tiles
// (4, 8 and 24), of the row blocks (96), the depth (128, 256) and the column block (1024), and vectors.

import { test } from "node:test";
import { nd } from "../../mod.ts";
import { product, type Sums } from "./naive.ts";
import { array, cases, differentiate, type Random, type Real, ROUNDING, within } from "./support.ts";

/** Errors grow with the number of additions between two roundings that cancel; random signs keep them this small. */
const MOST = 8;

function allowed(dtype: Real, sums: Sums): (i: number) => number {
  return (i) => MOST * ROUNDING[dtype] * sums.size[i];
}

interface Case {
  readonly size: readonly [m: number, n: number, k: number];
  readonly dtype: Real;
  /** 0 to 3: which of the operands are stored transposed. */
  readonly transposed: number;
}

const EDGES = [1, 2, 3, 4, 5, 7, 8, 9, 23, 24, 25, 26, 31, 47, 48, 49, 63, 65, 95, 96, 97, 127, 128, 129];

const SIZES: readonly (readonly [number, number, number])[] = [
  [1, 1, 1],
  [2, 3, 0],
  [0, 3, 2],
  [5, 0, 3],
  ...[1, 2, 3, 4, 5, 6, 7, 8, 9].map((n) => [n, 10 - n, 97] as const),
  ...[1, 2, 3, 5, 7, 8, 9, 16, 23, 24, 25, 26].map((n) => [9, n, 64] as const),
  [95, 23, 128],
  [96, 24, 129],
  [97, 25, 127],
  [127, 26, 96],
  [128, 97, 256],
  [129, 47, 257],
  [33, 49, 255],
  [13, 29, 258],
  [10, 50, 513],
  // One row, one column, and both; the last ones are cut into pieces.
  [1, 97, 65],
  [97, 1, 65],
  [1, 1, 4099],
  [1, 257, 130],
  [257, 1, 130],
  [1, 700, 300],
  [700, 1, 300],
  // Beyond the column block, ragged.
  [37, 1031, 70],
];

const FIXED: Case[] = SIZES.flatMap((size) =>
  [0, 1, 2, 3].map((transposed): Case => ({ size, dtype: "float32", transposed }))
);
for (const [i, size] of SIZES.entries()) FIXED.push({ size, dtype: "float64", transposed: i % 4 });

function random(r: Random): Case {
  const side = () => r.below(4) === 0 ? r.below(130) + 1 : r.pick(EDGES);
  const k = r.below(5) === 0 ? 255 + r.below(50) : side();
  return { size: [side(), side(), k], dtype: r.below(4) === 0 ? "float64" : "float32", transposed: r.below(4) };
}

cases(test, "dot of the shipped core equals the triple loop", FIXED, random, ({ size, dtype, transposed }, r) => {
  const [m, n, k] = size, ta = transposed % 2 === 1, tb = transposed > 1;
  const a = r.values(dtype, m * k), b = r.values(dtype, k * n);
  const got = nd.dot(array(a, ta ? [k, m] : [m, k]), array(b, tb ? [n, k] : [k, n]), {
    transposeA: ta,
    transposeB: tb,
  });
  const want = product(size, a, b, ta, tb);
  within(`dot ${dtype}`, got, want.value, allowed(dtype, want));
}, 250);

const DENSE: Case[] = ([
  [1, 10, 300],
  [64, 10, 84],
  [32, 1, 77],
  [3, 2, 2],
  [7, 9, 1],
  [20, 120, 257],
  [130, 26, 97],
  [5, 1030, 33],
] as const).flatMap((size) => [0, 1].map((transposed): Case => ({ size, dtype: "float32", transposed })));
DENSE.push({ size: [9, 25, 129], dtype: "float64", transposed: 1 }, {
  size: [4, 3, 2],
  dtype: "float64",
  transposed: 0,
});

cases(
  test,
  "FullyConnected and its gradients equal the triple loop",
  DENSE,
  random,
  ({ size, dtype, transposed }, r) => {
    const [m, n, k] = size, noBias = transposed % 2 === 0;
    const [x, w, bias, dy] = [m * k, n * k, n, m * n].map((count) => r.values(dtype, count));
    const inputs = [array(x, [m, k]), array(w, [n, k])];
    if (!noBias) inputs.push(array(bias, [n]));
    const { y, gradients } = differentiate(
      inputs,
      () => nd.fullyConnected(inputs[0], inputs[1], noBias ? null : inputs[2], { numHidden: n, noBias }),
      () => array(dy, [m, n]),
    );
    const want = product(size, x, w, false, true, noBias ? undefined : bias);
    within(`dense ${dtype}`, y, want.value, allowed(dtype, want));
    const dx = product([m, k, n], dy, w), dw = product([n, k, m], dy, x, true, false);
    within(`dense dx ${dtype}`, gradients[0], dx.value, allowed(dtype, dx));
    within(`dense dw ${dtype}`, gradients[1], dw.value, allowed(dtype, dw));
    if (noBias) return;
    const db = product([1, n, m], new Float64Array(m).fill(1), dy);
    within(`dense db ${dtype}`, gradients[2], db.value, allowed(dtype, db));
  },
);

interface Batch extends Case {
  readonly batch: number;
}

const BATCHES: Batch[] = [[5, 7, 9, 11], [3, 120, 110, 100], [40, 16, 33, 20], [0, 3, 3, 3], [2, 4, 4, 0], [
  9,
  1,
  65,
  64,
]]
  .flatMap(([batch, m, n, k]) =>
    [0, 1, 2, 3].map((transposed): Batch => ({ batch, size: [m, n, k], dtype: "float32", transposed }))
  );
BATCHES.push({ batch: 3, size: [25, 9, 130], dtype: "float64", transposed: 2 });

cases(test, "batch_dot equals the triple loop, matrix by matrix", BATCHES, (r): Batch => {
  const { dtype, transposed } = random(r);
  return { batch: r.below(12) + 1, size: [r.below(40) + 1, r.below(40) + 1, r.pick(EDGES)], dtype, transposed };
}, ({ batch, size, dtype, transposed }, r) => {
  const [m, n, k] = size, transposeA = transposed % 2 === 1, transposeB = transposed > 1;
  const a = r.values(dtype, batch * m * k), b = r.values(dtype, batch * k * n);
  const left = array(a, transposeA ? [batch, k, m] : [batch, m, k]);
  const right = array(b, transposeB ? [batch, n, k] : [batch, k, n]);
  const got = nd.batchDot(left, right, { transposeA, transposeB });
  const want = { value: new Float64Array(batch * m * n), size: new Float64Array(batch * m * n) };
  for (let i = 0; i < batch; i++) {
    const [ai, bi] = [a.subarray(i * m * k, (i + 1) * m * k), b.subarray(i * k * n, (i + 1) * k * n)];
    const one = product(size, ai, bi, transposeA, transposeB);
    want.value.set(one.value, i * m * n);
    want.size.set(one.size, i * m * n);
  }
  within(`batch_dot ${dtype}`, got, want.value, allowed(dtype, want));
}, 150);
