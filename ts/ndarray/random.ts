// Random arrays. One seed governs everything; the numbers do not depend on how many threads there are.

import { AttributeError, core, failed, Handle, W } from "../runtime/mod.ts";
import { operatorOf, unknownOption } from "./attributes.ts";
import { describe, invoke, make, numberOf, outputs, run } from "./call.ts";
import { contextNumber, cpu } from "./context.ts";
import { array, checkDtype, checkShape } from "./create.ts";
import { permutation } from "./philox.ts";
import type { NDArray } from "./ndarray.ts";
import type { DType } from "./dtype.ts";
import type { OutOption } from "./ops_types.gen.ts";
import type { ArrayOptions, Shape } from "./types.ts";

/** A parameter of a distribution: a number, or an array that holds one for each of many distributions. */
export type RandomParameter = number | NDArray;

/** Options of {@linkcode Random.uniform}. */
export interface UniformOptions extends ArrayOptions, OutOption {
  /** The lower bound, included; 0 by default. */
  low?: RandomParameter;
  /** The upper bound, excluded; 1 by default. */
  high?: RandomParameter;
  /** The shape; `[1]` by default. */
  shape?: number | Shape;
}

/** Options of {@linkcode Random.normal}. */
export interface NormalOptions extends ArrayOptions, OutOption {
  /** The mean; 0 by default. */
  loc?: RandomParameter;
  /** The standard deviation; 1 by default. */
  scale?: RandomParameter;
  /** The shape; `[1]` by default. */
  shape?: number | Shape;
}

/** Options of {@linkcode Random.randint}. */
export interface RandintOptions extends ArrayOptions, OutOption {
  /** The lower bound, included. */
  low?: number;
  /** The upper bound, excluded. */
  high?: number;
  /** The shape; `[1]` by default. */
  shape?: number | Shape;
}

/** What the distributions below have in common. */
export interface DrawOptions extends ArrayOptions, OutOption {
  /**
   * The shape; `[1]` by default. Where parameters are arrays it is what is drawn of each of their distributions, one
   * number by default: the result has their shape with this behind it.
   */
  shape?: number | Shape;
}

/** Options of {@linkcode Random.exponential}. */
export interface ExponentialOptions extends DrawOptions {
  /** The mean; 1 by default. */
  scale?: RandomParameter;
}

/** Options of {@linkcode Random.gamma}. */
export interface GammaOptions extends DrawOptions {
  /** The shape of the distribution; 1 by default. */
  alpha?: RandomParameter;
  /** The scale; 1 by default. */
  beta?: RandomParameter;
}

/** Options of {@linkcode Random.poisson}. */
export interface PoissonOptions extends DrawOptions {
  /** The mean; 1 by default. */
  lam?: RandomParameter;
}

/** Options of {@linkcode Random.negativeBinomial}. */
export interface NegativeBinomialOptions extends DrawOptions {
  /** At how many failures it ends; 1 by default. */
  k?: RandomParameter;
  /** The probability of a failure; 1 by default. */
  p?: RandomParameter;
}

/** Options of {@linkcode Random.generalizedNegativeBinomial}. */
export interface GeneralizedNegativeBinomialOptions extends DrawOptions {
  /** The mean; 1 by default. */
  mu?: RandomParameter;
  /** The dispersion, 1 / k; 1 by default. */
  alpha?: RandomParameter;
}

/** Options of {@linkcode Random.multinomial}. */
export interface MultinomialOptions {
  /** The shape of what is drawn of each distribution; one number by default. */
  shape?: number | Shape;
  /** Give the logarithms of the probabilities too; their gradient flows to the probabilities. */
  getProb?: boolean;
  /** The dtype of the numbers; "int32" by default. */
  dtype?: DType;
}

/** What `nd.random` offers. Parameters come by position, in MXNet's order, or by name. */
export interface Random {
  /** Numbers spread evenly over `low` to `high`. */
  uniform(low: RandomParameter, high: RandomParameter, options?: UniformOptions): NDArray;
  /** Numbers spread evenly over `low` to `high`, which may be an option. */
  uniform(low: RandomParameter, options?: UniformOptions): NDArray;
  /** Numbers spread evenly over `low` (0) to `high` (1), all by name. */
  uniform(options?: UniformOptions): NDArray;
  /** Numbers of the normal distribution around `loc` with the standard deviation `scale`. */
  normal(loc: RandomParameter, scale: RandomParameter, options?: NormalOptions): NDArray;
  /** Numbers of the normal distribution around `loc`; `scale` may be an option. */
  normal(loc: RandomParameter, options?: NormalOptions): NDArray;
  /** Numbers of the normal distribution around `loc` (0) with the standard deviation `scale` (1), all by name. */
  normal(options?: NormalOptions): NDArray;
  /** Whole numbers from `low` up to, not including, `high`; int32 unless `dtype` is "int64". */
  randint(low: number, high: number, options?: RandintOptions): NDArray;
  /** Whole numbers from `low` up to, not including, `high`, all by name. */
  randint(options: RandintOptions): NDArray;
  /** Numbers of the normal distribution, of the shape that is written as arguments. */
  randn(...shape: number[] | [...number[], Omit<NormalOptions, "shape">]): NDArray;
  /** Numbers of the exponential distribution whose mean is `scale`. */
  exponential(scale: RandomParameter, options?: ExponentialOptions): NDArray;
  /** Numbers of the exponential distribution, all by name. */
  exponential(options?: ExponentialOptions): NDArray;
  /** Numbers of the gamma distribution of shape `alpha` and scale `beta`. */
  gamma(alpha: RandomParameter, beta: RandomParameter, options?: GammaOptions): NDArray;
  /** Numbers of the gamma distribution of shape `alpha`; `beta` may be an option. */
  gamma(alpha: RandomParameter, options?: GammaOptions): NDArray;
  /** Numbers of the gamma distribution, all by name. */
  gamma(options?: GammaOptions): NDArray;
  /** Counts of the Poisson distribution whose mean is `lam`, as floats. */
  poisson(lam: RandomParameter, options?: PoissonOptions): NDArray;
  /** Counts of the Poisson distribution, all by name. */
  poisson(options?: PoissonOptions): NDArray;
  /** Successes before the `k`-th failure, whose probability is `p` each time, as floats. */
  negativeBinomial(k: RandomParameter, p: RandomParameter, options?: NegativeBinomialOptions): NDArray;
  /** Successes before the `k`-th failure; `p` may be an option. */
  negativeBinomial(k: RandomParameter, options?: NegativeBinomialOptions): NDArray;
  /** Successes before the `k`-th failure, all by name. */
  negativeBinomial(options?: NegativeBinomialOptions): NDArray;
  /** Counts whose mean is `mu` and whose variance is `mu + alpha * mu ** 2`, as floats. */
  generalizedNegativeBinomial(
    mu: RandomParameter,
    alpha: RandomParameter,
    options?: GeneralizedNegativeBinomialOptions,
  ): NDArray;
  /** Counts whose mean is `mu`; `alpha` may be an option. */
  generalizedNegativeBinomial(mu: RandomParameter, options?: GeneralizedNegativeBinomialOptions): NDArray;
  /** The same, all by name. */
  generalizedNegativeBinomial(options?: GeneralizedNegativeBinomialOptions): NDArray;
  /** Numbers of outcomes and the logarithms of their probabilities, which are the last axis of `data`. */
  multinomial(data: NDArray, options: MultinomialOptions & { getProb: true }): [NDArray, NDArray];
  /** Numbers of outcomes, whose probabilities are the last axis of `data`. */
  multinomial(data: NDArray, options?: MultinomialOptions): NDArray;
  /** A copy with its rows in random order. */
  shuffle(data: NDArray): NDArray;
  /** Starts all random numbers anew from a number: the same seed gives the same numbers. */
  seed(seed: number): void;
}

/** The seed and counters of everything random. */
export interface RandomState {
  /** Starts all random numbers anew from a number; shuffling, dropout and initialisation included. */
  seed(seed: number): void;
  /** Where all streams of random numbers stand. */
  getState(): Uint8Array;
  /** Puts all streams back to where {@linkcode RandomState.getState} found them. */
  setState(state: Uint8Array): void;
}

type Given = readonly unknown[];

/** What a draw was asked for: its parameters, and where the numbers go. */
interface Draw {
  parameters: Record<string, RandomParameter>;
  shape: Shape;
  dtype: DType;
  context: number;
  out: NDArray | undefined;
}

function take(
  operator: string,
  names: readonly string[],
  defaults: readonly (number | null)[],
  args: Given,
  dtype: DType,
): Draw {
  const last = args.at(-1);
  const options = typeof last === "object" && last !== null && !Array.isArray(last) && !(last instanceof Handle)
    ? last as Record<string, unknown>
    : {};
  const positions = last === options ? args.slice(0, -1) : args;
  const known = [...names, "shape", "dtype", "ctx", "out"];
  for (const key in options) if (!known.includes(key)) throw unknownOption(operator, key, known);
  if (positions.length > names.length + 1) {
    throw new AttributeError(
      operator,
      `got ${positions.length} arguments; it takes ${names.join(", ")}, shape and options`,
    );
  }
  const parameters: Record<string, RandomParameter> = {};
  names.forEach((name, i) => {
    const value = positions[i] ?? options[name] ?? defaults[i];
    if (value === null) throw new AttributeError(operator, `${name} is required and was not given`);
    if (value instanceof Handle) {
      parameters[name] = value as NDArray;
      return;
    }
    if (typeof value !== "number" && typeof value !== "bigint") {
      throw new AttributeError(operator, `${name} is ${describe(value)}; it must be a number`);
    }
    if (Number.isNaN(Number(value))) throw new AttributeError(operator, `${name} is NaN`);
    parameters[name] = Number(value);
  });
  const ctx = options["ctx"] === undefined ? cpu() : options["ctx"];
  const context = contextNumber(operator, ctx as ReturnType<typeof cpu>);
  const out = outputs(operator, options["out"])?.[0];
  const chosen = out !== undefined ? out.dtype : checkDtype(operator, options["dtype"] ?? dtype);
  const given = positions[names.length] ?? options["shape"];
  const arrays = names.filter((name) => typeof parameters[name] !== "number");
  if (arrays.length > 0) {
    if (arrays.length < names.length) {
      throw new AttributeError(
        operator,
        `${arrays.join(", ")} is an array and the rest numbers; the parameters must be all arrays or all numbers`,
      );
    }
    const own = (parameters[names[0]] as NDArray).shape;
    const shape = given !== undefined
      ? checkShape(operator, given, chosen)
      : out === undefined
      ? []
      : out.shape.slice(own.length);
    return { parameters, shape, dtype: chosen, context, out };
  }
  if (out !== undefined) {
    if (given !== undefined && String(checkShape(operator, given, chosen)) !== String(out.shape)) {
      throw new AttributeError(operator, `shape is [${given}], but out has shape [${out.shape}]`);
    }
    return { parameters, shape: out.shape, dtype: chosen, context, out };
  }
  return { parameters, shape: checkShape(operator, given ?? [1], chosen), dtype: chosen, context, out };
}

function draw(number: number, d: Draw): NDArray {
  const attributes = { ...d.parameters, shape: d.shape, dtype: d.dtype };
  return d.out === undefined ? make(number, attributes, d.context) : run(number, [], attributes, d.out);
}

/** Draws of `_random_x`, or of `_sample_x` where the parameters are arrays. */
function dispatch(name: string, names: readonly string[], d: Draw): NDArray {
  const first = d.parameters[names[0]];
  if (typeof first === "number") return draw(numberOf(`_random_${name}`), d);
  const arrays = names.map((name) => d.parameters[name] as NDArray);
  return run(numberOf(`_sample_${name}`), arrays, { shape: d.shape, dtype: d.dtype }, d.out);
}

/** A function of `nd.random` for a distribution that MXNet calls `name`. */
function distribution(script: string, name: string, names: readonly string[], defaults: readonly number[]) {
  return (...args: unknown[]): NDArray => dispatch(name, names, take(script, names, defaults, args, "float32"));
}

const uniform = distribution("uniform", "uniform", ["low", "high"], [0, 1]);
const normal = distribution("normal", "normal", ["loc", "scale"], [0, 1]);
const gamma = distribution("gamma", "gamma", ["alpha", "beta"], [1, 1]);
const poisson = distribution("poisson", "poisson", ["lam"], [1]);
const negativeBinomial = distribution("negativeBinomial", "negative_binomial", ["k", "p"], [1, 1]);
const generalizedNegativeBinomial = distribution(
  "generalizedNegativeBinomial",
  "generalized_negative_binomial",
  ["mu", "alpha"],
  [1, 1],
);

/** By its mean, as in MXNet; the operators have its rate. */
function exponential(...args: unknown[]): NDArray {
  const d = take("exponential", ["scale"], [1], args, "float32");
  const { scale } = d.parameters;
  if (typeof scale === "number") {
    if (!(scale > 0)) throw new AttributeError("exponential", `scale is ${scale}; it must be above 0`);
    return dispatch("exponential", ["lam"], { ...d, parameters: { lam: 1 / scale } });
  }
  const lam = run(numberOf("_rdiv_scalar"), [scale], { scalar: 1 });
  const result = dispatch("exponential", ["lam"], { ...d, parameters: { lam } });
  Handle.release(lam);
  return result;
}

function randn(...args: unknown[]): NDArray {
  const last = args.at(-1);
  const options = typeof last === "object" && last !== null ? last : {};
  const shape = last === options ? args.slice(0, -1) : args;
  if ("shape" in options) throw unknownOption("randn", "shape", ["loc", "scale", "dtype", "ctx", "out"]);
  return normal({ ...options, ...(shape.length > 0 ? { shape } : {}) });
}

function multinomial(data: NDArray, options: MultinomialOptions = {}): NDArray | [NDArray, NDArray] {
  if (!((data as unknown) instanceof Handle)) {
    throw new AttributeError("multinomial", `got ${describe(data)}; it needs an NDArray of probabilities`);
  }
  const known = ["shape", "getProb", "dtype"];
  for (const key in options) if (!known.includes(key)) throw unknownOption("multinomial", key, known);
  const dtype = checkDtype("multinomial", options.dtype ?? "int32");
  const shape = options.shape === undefined ? [] : checkShape("multinomial", options.shape, dtype);
  const both = options.getProb ?? false;
  const result = invoke(operatorOf(numberOf("_sample_multinomial")), [data], [shape, both, dtype]);
  return both ? [result[0], result[1]] : result[0];
}

function randint(...args: unknown[]): NDArray {
  const d = take("randint", ["low", "high"], [null, null], args, "int32");
  const [low, high] = [Number(d.parameters["low"]), Number(d.parameters["high"])];
  if (!Number.isSafeInteger(low) || !Number.isSafeInteger(high) || high <= low) {
    throw new AttributeError("randint", `got low = ${low}, high = ${high}; it needs whole numbers, low below high`);
  }
  return draw(numberOf("_random_randint"), d);
}

function shuffle(data: NDArray): NDArray {
  if (!((data as unknown) instanceof Handle)) {
    throw new AttributeError("shuffle", `got ${describe(data)}; it needs an NDArray`);
  }
  if (data.ndim === 0) throw new AttributeError("shuffle", "an array without axes has no rows to shuffle");
  const order = array(permutation(data.length));
  const result = run(numberOf("take"), [data, order], { axis: 0, mode: "clip" });
  Handle.release(order);
  return result;
}

/** Starts all random numbers anew. */
export function seed(value: number): void {
  const n = typeof value === "bigint"
    ? value
    : typeof value === "number" && Number.isInteger(value)
    ? BigInt(value)
    : null;
  if (n === null) throw new AttributeError("seed", `got ${describe(value)}; it needs a whole number`);
  const bits = BigInt.asUintN(64, n);
  while (core.seed(Number(bits & 0xffffffffn), Number(bits >> 32n)) === 0) failed();
}

/** Words of a state: the seed and the counters of eight streams. */
const STATE_WORDS = 18;
/** What a state begins with, so that foreign bytes are refused. */
const STATE_MARK = 0x48524e31;

function getState(): Uint8Array {
  while (core.random_state(0) === 0) failed();
  const view = new DataView(new ArrayBuffer(4 + 4 * STATE_WORDS));
  view.setUint32(0, STATE_MARK, true);
  for (let i = 0; i < STATE_WORDS; i++) view.setUint32(4 + 4 * i, W[i], true);
  return new Uint8Array(view.buffer);
}

function setState(state: Uint8Array): void {
  const view = state instanceof Uint8Array ? new DataView(state.buffer, state.byteOffset, state.byteLength) : null;
  if (view === null || view.byteLength !== 4 + 4 * STATE_WORDS || view.getUint32(0, true) !== STATE_MARK) {
    throw new AttributeError("setState", `got ${describe(state)}; it needs what getState gave`);
  }
  do {
    for (let i = 0; i < STATE_WORDS; i++) W[i] = view.getUint32(4 + 4 * i, true);
    if (core.random_state(1) !== 0) return;
    failed();
  } while (true);
}

/** `mx.random`: the seed and the state. */
export const randomState: RandomState = { seed, getState, setState };

/** `nd.random`. */
export const random: Random = {
  uniform,
  normal,
  randn,
  exponential,
  gamma,
  poisson,
  negativeBinomial,
  generalizedNegativeBinomial,
  multinomial: multinomial as Random["multinomial"],
  randint,
  shuffle,
  seed,
};
