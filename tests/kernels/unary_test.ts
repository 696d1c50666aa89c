// The formulas of one argument in the shipped core against Math in float64: the worst error in units of the last place
// of float32, over a sweep of all bit patterns and at the edges. The bounds are those that core-rs/src/kernel/math says;
// formulas made of several of them have what they were measured with, and some room.

import { test } from "node:test";
import { nd, type NDArray } from "../../mod.ts";
import { AssertionError } from "../check.ts";
import { erf } from "./naive.ts";
import { FIGURES, Random } from "./support.ts";

const softplus = (x: number) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));

type Function = [bound: number, f: (x: NDArray) => NDArray, truth: (x: number) => number];

/** Bounds stated beside the function. */
const STATED: Readonly<Record<string, Function>> = {
  exp: [1.1, nd.exp, Math.exp],
  expm1: [1.6, nd.expm1, Math.expm1],
  tanh: [1.5, nd.tanh, Math.tanh],
  log: [0.9, nd.log, Math.log],
  log2: [1.7, nd.log2, Math.log2],
  log1p: [1.6, nd.log1p, Math.log1p],
  erf: [1.4, nd.erf, erf],
  sin: [1.6, nd.sin, Math.sin],
  cos: [1.6, nd.cos, Math.cos],
  tan: [2.6, nd.tan, Math.tan],
  log10: [0.51, nd.log10, Math.log10],
  cbrt: [0.51, nd.cbrt, Math.cbrt],
  arcsin: [0.51, nd.arcsin, Math.asin],
  arccos: [0.51, nd.arccos, Math.acos],
  arctan: [0.51, nd.arctan, Math.atan],
  sinh: [0.51, nd.sinh, Math.sinh],
  cosh: [0.51, nd.cosh, Math.cosh],
  arcsinh: [0.51, nd.arcsinh, Math.asinh],
  arccosh: [0.51, nd.arccosh, Math.acosh],
  arctanh: [0.51, nd.arctanh, Math.atanh],
};

/** Made of others. */
const MADE: Readonly<Record<string, Function>> = {
  sigmoid: [2.6, nd.sigmoid, (x) => x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x))],
  logSigmoid: [2.6, nd.logSigmoid, (x) => -softplus(-x)],
  softrelu: [2.6, (x) => nd.activation(x, { actType: "softrelu" }), softplus],
  // Below -80 exp(x) becomes a subnormal, whose rounding is multiplied by x.
  mish: [6, (x) => nd.mish(nd.maximum(x, -80)), (x) => Math.max(x, -80) * Math.tanh(softplus(Math.max(x, -80)))],
  softsign: [1.6, nd.softsign, (x) => x / (1 + Math.abs(x))],
  rsqrt: [1.6, nd.rsqrt, (x) => 1 / Math.sqrt(x)],
  rcbrt: [1.6, nd.rcbrt, (x) => 1 / Math.cbrt(x)],
  degrees: [1.1, nd.degrees, (x) => x * (180 / Math.PI)],
  radians: [1.1, nd.radians, (x) => x * (Math.PI / 180)],
};

/** One rounding, or none. */
const EXACT: Readonly<Record<string, Function>> = {
  sqrt: [0.5, nd.sqrt, Math.sqrt],
  square: [0.5, nd.square, (x) => x * x],
  reciprocal: [0.5, nd.reciprocal, (x) => 1 / x],
  abs: [0, nd.abs, Math.abs],
  negative: [0, nd.negative, (x) => -x],
  relu: [0, nd.relu, (x) => Math.max(x, 0)],
  // MXNet's of NaN is 0.
  sign: [0, nd.sign, (x) => x < 0 ? -1 : x > 0 ? 1 : 0],
  floor: [0, nd.floor, Math.floor],
  ceil: [0, nd.ceil, Math.ceil],
  trunc: [0, nd.trunc, Math.trunc],
  fix: [0, nd.fix, Math.trunc],
  // Halves go down, and away from 0.
  rint: [0, nd.rint, (x) => Math.ceil(x - 0.5)],
  round: [0, nd.round, (x) => Math.sign(x) * Math.floor(Math.abs(x) + 0.5)],
};

const EDGES = [0, -0, 1, -1, NaN, Infinity, -Infinity, 2 ** -126, -(2 ** -126), 3.4028234663852886e38, 1e-45, -1e-45]
  .concat([-3.4028234663852886e38, 88.72284, 88.72283, 89, -87.33655, -103.97, -104.5, 0.625, 0.6249999, 0.9277344])
  .concat([0.5, -0.5, 1.5, -1.5, 2.5, 0.99999994, 1.0000001, -0.99999994, 1048576, 1048577, 1e9, 1e-4, 8388607.5]);

/** Edges, then every so-many-th bit pattern, and numbers of everyday size. The length is no multiple of the lanes. */
function sweep(): Float32Array {
  const step = 130_003, bits = new Uint32Array(Math.floor(2 ** 32 / step));
  for (let i = 0; i < bits.length; i++) bits[i] = i * step;
  const r = new Random(1),
    common = r.values("float32", 15_000, -12, 12),
    quarter = Float32Array.from(
      { length: 4000 },
      (_, i) => (i - 2000) * Math.PI / 4,
    );
  const whole = [...EDGES, ...new Float32Array(bits.buffer), ...common, ...quarter];
  return new Float32Array(whole.length % 4 === 1 ? whole : [...whole, ...whole.slice(0, (5 - whole.length % 4) % 4)]);
}

/** The distance of float32 numbers at `x`. */
function unit(x: number): number {
  const exponent = x === 0 ? -126 : Math.max(Math.floor(Math.log2(Math.abs(x))), -126);
  return 2 ** (exponent - 23);
}

function ulps(got: number, want: number): number {
  const rounded = Math.fround(want);
  if (Number.isNaN(got) && Number.isNaN(want)) return 0;
  if (got === rounded) return Number.isFinite(rounded) ? Math.abs(got - want) / unit(want) : 0;
  if (!Number.isFinite(got) || !Number.isFinite(rounded)) {
    // The last finite number beside infinity is one unit away.
    const last = Math.max(Math.min(Math.abs(got), Math.abs(rounded))) === 3.4028234663852886e38;
    return last && got > 0 === rounded > 0 ? 1 : Infinity;
  }
  return Math.abs(got - want) / unit(want);
}

const inputs = sweep();

function errors(f: (x: NDArray) => NDArray, truth: (x: number) => number, at: Float32Array): [number, number][] {
  const got = f(nd.array(at)).asTypedArray() as Float32Array;
  return Array.from(at, (x, i) => [ulps(got[i], truth(x)), got[i]]);
}

for (
  const [kind, functions] of [["a stated bound", STATED], ["others in them", MADE], ["one rounding", EXACT]] as const
) {
  test(`formulas with ${kind} keep their bounds`, () => {
    const wrong: string[] = [];
    for (const [name, [bound, f, truth]] of Object.entries(functions)) {
      let worst = 0, text = "";
      errors(f, truth, inputs).forEach(([error, got], i) => {
        if (error <= worst) return;
        [worst, text] = [
          error,
          `${name}(${inputs[i]}) is ${got}, not ${truth(inputs[i])}: ${error} units, of ${bound}`,
        ];
      });
      if (FIGURES) console.log(text);
      if (worst > bound) wrong.push(text);
    }
    if (wrong.length > 0) throw new AssertionError({ message: wrong.join("\n") });
  });
}
