// Batch normalisation in training, softmax and log_softmax of the shipped core against their definitions, with the
// gradients; the axis in any place, so that lanes run along it and across.

import { test } from "node:test";
import { autograd, nd } from "../../mod.ts";
import { sizeOf, total } from "./naive.ts";
import {
  array,
  cases,
  differentiate,
  type Floats,
  largest,
  type Random,
  type Real,
  ROUNDING,
  within,
} from "./support.ts";

/** The array is [outer, n, inner]: channels, or what a softmax runs along, in the middle. */
interface Case {
  readonly shape: readonly number[];
  readonly axis: number;
  readonly dtype: Real;
}

function parts({ shape, axis }: Case): [outer: number, n: number, inner: number] {
  return [sizeOf(shape.slice(0, axis)), shape[axis], sizeOf(shape.slice(axis + 1))];
}

/** Roundings of the largest magnitude, for results of a few steps each. */
const MOST = 16;

const CHANNELS: readonly Case[] = ([
  [[4, 3, 5, 7], 1],
  [[2, 17, 4, 4], 1],
  [[3, 16, 9, 9], 1],
  [[2, 40, 16, 16], 1],
  [[8, 20, 3, 3], 1],
  [[64, 33], 1],
  [[7, 5, 1, 1], 1],
  [[6, 4, 11], 2],
  [[5, 9, 6], 0],
  [[3, 2, 130, 40], 1],
  [[300, 2], 1],
] as const).flatMap(([shape, axis]) => [
  { shape, axis, dtype: "float32" as const },
  { shape, axis, dtype: "float64" as const },
]);

function random(r: Random): Case {
  const shape = Array.from({ length: r.below(3) + 2 }, () => r.below(r.pick([4, 9, 20])) + 1);
  return { shape, axis: r.below(shape.length), dtype: r.below(4) === 0 ? "float64" : "float32" };
}
/** One element has no variance. */
function randomChannels(r: Random): Case {
  for (;;) {
    const given = random(r), [outer, , inner] = parts(given);
    if (outer * inner >= 4) return given;
  }
}

cases(
  test,
  "batch normalisation in training and its gradients equal the definition",
  CHANNELS,
  randomChannels,
  (p, r) => {
    const [outer, n, inner] = parts(p), count = outer * inner, eps = 1e-3;
    // MXNet keeps it as a float32.
    const momentum = Math.fround(0.9);
    // A mean far from 0 is what makes a variance hard.
    const x = r.values(p.dtype, outer * n * inner, 2, 4), dy = r.values(p.dtype, x.length);
    const [gamma, beta, mean, variance] = [0.5, -1, 0, 1].map((low) => r.values(p.dtype, n, low, low + 1));
    const inputs = [array(x, p.shape), array(gamma, [n]), array(beta, [n])];
    const moving = [array(mean, [n]), array(variance, [n])];
    const options = { eps, momentum, fixGamma: false, axis: p.axis };
    const { y, gradients } = differentiate(
      inputs,
      () => nd.batchNorm(inputs[0], inputs[1], inputs[2], moving[0], moving[1], options),
      () => array(dy, p.shape),
    );
    const want = { y: new Float64Array(x.length), dx: new Float64Array(x.length) };
    const [dGamma, dBeta, newMean, newVariance] = [0, 0, 0, 0].map(() => new Float64Array(n));
    for (let c = 0; c < n; c++) {
      const members: number[] = [];
      for (let o = 0; o < outer; o++) for (let i = 0; i < inner; i++) members.push((o * n + c) * inner + i);
      const m = total(members.map((i) => x[i])) / count;
      const v = total(members.map((i) => (x[i] - m) ** 2)) / count, s = 1 / Math.sqrt(v + eps);
      dBeta[c] = total(members.map((i) => dy[i]));
      dGamma[c] = total(members.map((i) => dy[i] * (x[i] - m) * s));
      for (const i of members) want.y[i] = (x[i] - m) * s * gamma[c] + beta[c];
      for (const i of members) {
        want.dx[i] = gamma[c] * s * (dy[i] - dBeta[c] / count - (x[i] - m) * s * dGamma[c] / count);
      }
      newMean[c] = mean[c] * momentum + m * (1 - momentum);
      newVariance[c] = variance[c] * momentum + v * (1 - momentum);
    }
    // x - mean loses the digits that 4 has before 1, times 1 / sqrt(variance + eps), at most 32.
    const unit = MOST * ROUNDING[p.dtype], spread = count < 16 ? 32 : 4;
    within(`y ${p.dtype}`, y, want.y, unit * spread * largest(want.y));
    within(`dx ${p.dtype}`, gradients[0], want.dx, unit * spread * Math.max(largest(want.dx), 1));
    within(`dgamma ${p.dtype}`, gradients[1], dGamma, unit * spread * Math.max(Math.sqrt(count), largest(dGamma)));
    within(`dbeta ${p.dtype}`, gradients[2], dBeta, unit * Math.sqrt(count));
    within(`moving mean ${p.dtype}`, moving[0], newMean, unit * 4);
    within(`moving variance ${p.dtype}`, moving[1], newVariance, unit * 4);
  },
  150,
);

const LINES: readonly Case[] = ([
  [[5, 10], 1],
  [[7, 3], 1],
  [[64, 31], 1],
  [[9, 32], 1],
  [[3, 1000], 1],
  [[6, 1], 1],
  [[10, 5], 0],
  [[33, 70], 0],
  [[4, 21, 5, 6], 1],
  [[2, 3, 9, 13], 2],
  [[2, 3, 9, 13], 3],
  [[130, 2, 3], 0],
  [[19], 0],
] as const).flatMap(([shape, axis]) => [
  { shape, axis, dtype: "float32" as const },
  { shape, axis, dtype: "float64" as const },
]);

cases(test, "softmax, log_softmax and their gradients equal the definition along any axis", LINES, random, (p, r) => {
  const [outer, n, inner] = parts(p);
  const x = r.values(p.dtype, outer * n * inner, -20, 20), dy = r.values(p.dtype, x.length);
  const [y, log, dx, dLog] = [0, 0, 0, 0].map(() => new Float64Array(x.length));
  for (let line = 0; line < outer * inner; line++) {
    const at = (k: number) => (Math.floor(line / inner) * n + k) * inner + line % inner;
    let most = -Infinity, sum = 0, byY = 0, heads = 0;
    for (let k = 0; k < n; k++) most = Math.max(most, x[at(k)]);
    for (let k = 0; k < n; k++) sum += Math.exp(x[at(k)] - most);
    for (let k = 0; k < n; k++) {
      log[at(k)] = x[at(k)] - most - Math.log(sum);
      y[at(k)] = Math.exp(x[at(k)] - most) / sum;
      byY += dy[at(k)] * y[at(k)];
      heads += dy[at(k)];
    }
    for (let k = 0; k < n; k++) {
      dx[at(k)] = y[at(k)] * (dy[at(k)] - byY);
      dLog[at(k)] = dy[at(k)] - y[at(k)] * heads;
    }
  }
  const head = (values: Floats) => () => array(values, p.shape);
  const input = array(x, p.shape), axis = r.below(2) === 0 ? p.axis : p.axis - p.shape.length;
  const soft = differentiate([input], () => nd.softmax(input, { axis }), head(dy));
  // The difference of up to 40 rounds before exp takes it; in float32 that is 32 roundings of the result.
  const unit = MOST * ROUNDING[p.dtype];
  within(`softmax ${p.dtype}`, soft.y, y, (i) => 6 * unit * y[i]);
  within(`softmax gradient ${p.dtype}`, soft.gradients[0], dx, (i) => 8 * unit * y[i]);
  const logged = differentiate([input], () => nd.logSoftmax(input, { axis }), head(dy));
  within(`log_softmax ${p.dtype}`, logged.y, log, 8 * unit);
  const most = (i: number) => 2 * unit * (1 + y[i] * n);
  within(`log_softmax gradient ${p.dtype}`, logged.gradients[0], dLog, most);
}, 150);

cases(test, "softmax of large and of infinite numbers does not overflow", [0], null, () => {
  const x = array(new Float32Array([1e30, -1e30, 88, -Infinity, 1000, 1000, 0, -Infinity]), [2, 4]);
  within("softmax", nd.softmax(x), [1, 0, 0, 0, 0.5, 0.5, 0, 0], 0);
  within("log_softmax", autograd.record(() => nd.logSoftmax(x)), [
    ...[0, -2e30, -1e30, -Infinity],
    ...[-Math.LN2, -Math.LN2, -1000 - Math.LN2, -Infinity],
  ], (i) => i === 1 || i === 2 ? 1e24 : 1e-4);
});
