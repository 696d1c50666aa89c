// Random arrays. One seed governs everything; the numbers do not depend on how many threads there are.

import { AttributeError, core, failed, Handle, W } from "../runtime/mod.ts";
import { unknownOption } from "./attributes.ts";
import { describe, make, numberOf, outputs, run } from "./call.ts";
import { contextNumber, cpu } from "./context.ts";
import { array, checkDtype, checkShape } from "./create.ts";
import { permutation } from "./philox.ts";
import type { NDArray } from "./ndarray.ts";
import type { DType } from "./dtype.ts";
import type { OutOption } from "./ops_types.gen.ts";
import type { ArrayOptions, Shape } from "./types.ts";

/** Options of {@linkcode Random.uniform}. */
export interface UniformOptions extends ArrayOptions, OutOption {
  /** The lower bound, included; 0 by default. */
  low?: number;
  /** The upper bound, excluded; 1 by default. */
  high?: number;
  /** The shape; `[1]` by default. */
  shape?: number | Shape;
}

/** Options of {@linkcode Random.normal}. */
export interface NormalOptions extends ArrayOptions, OutOption {
  /** The mean; 0 by default. */
  loc?: number;
  /** The standard deviation; 1 by default. */
  scale?: number;
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

/** What `nd.random` offers. Parameters come by position, in MXNet's order, or by name. */
export interface Random {
  /** Numbers spread evenly over `low` to `high`. */
  uniform(low: number, high: number, options?: UniformOptions): NDArray;
  /** Numbers spread evenly over `low` to `high`, which may be an option. */
  uniform(low: number, options?: UniformOptions): NDArray;
  /** Numbers spread evenly over `low` (0) to `high` (1), all by name. */
  uniform(options?: UniformOptions): NDArray;
  /** Numbers of the normal distribution around `loc` with the standard deviation `scale`. */
  normal(loc: number, scale: number, options?: NormalOptions): NDArray;
  /** Numbers of the normal distribution around `loc`; `scale` may be an option. */
  normal(loc: number, options?: NormalOptions): NDArray;
  /** Numbers of the normal distribution around `loc` (0) with the standard deviation `scale` (1), all by name. */
  normal(options?: NormalOptions): NDArray;
  /** Whole numbers from `low` up to, not including, `high`; int32 unless `dtype` is "int64". */
  randint(low: number, high: number, options?: RandintOptions): NDArray;
  /** Whole numbers from `low` up to, not including, `high`, all by name. */
  randint(options: RandintOptions): NDArray;
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
  parameters: Record<string, number>;
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
  const parameters: Record<string, number> = {};
  names.forEach((name, i) => {
    const value = positions[i] ?? options[name] ?? defaults[i];
    if (value === null) throw new AttributeError(operator, `${name} is required and was not given`);
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

function uniform(...args: unknown[]): NDArray {
  return draw(numberOf("_random_uniform"), take("uniform", ["low", "high"], [0, 1], args, "float32"));
}

function normal(...args: unknown[]): NDArray {
  const d = take("normal", ["loc", "scale"], [0, 1], args, "float32");
  return draw(numberOf("_random_normal"), d);
}

function randint(...args: unknown[]): NDArray {
  const d = take("randint", ["low", "high"], [null, null], args, "int32");
  const { low, high } = d.parameters;
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
export const random: Random = { uniform, normal, randint, shuffle, seed };
