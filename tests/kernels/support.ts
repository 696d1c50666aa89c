// What the tests of the shipped kernels share: numbers from a seed, time-boxed random cases, gradients, and a comparison
// that allows each element its own error. SEED=… repeats or varies the random cases; FIGURES=1 tells the worst errors.

import type { test } from "node:test";
import { autograd, nd, type NDArray } from "../../mod.ts";
import { environment } from "../../ts/runtime/platform.ts";
import { AssertionError } from "../check.ts";

export type Real = "float32" | "float64";
export type Floats = Float32Array | Float64Array;

const SEED = Number(environment("SEED") ?? 20_261_124) >>> 0;
/** Are the worst errors told? */
export const FIGURES = environment("FIGURES") !== undefined;

/** Half the distance of neighbouring numbers at 1. */
export const ROUNDING: Readonly<Record<Real, number>> = { float32: 2 ** -24, float64: 2 ** -53 };

/** A small generator (xorshift on 32 bits). */
export class Random {
  #state: number;
  constructor(seed: number) {
    this.#state = (Math.imul(seed, 0x9e3779b1) ^ 0x5bd1e995) | 1;
    for (let i = 0; i < 8; i++) this.word();
  }
  word(): number {
    let x = this.#state;
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    this.#state = x;
    return x >>> 0;
  }
  /** An integer from 0 to before n. */
  below(n: number): number {
    return Math.floor(this.word() / 2 ** 32 * n);
  }
  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)];
  }
  uniform(low: number, high: number): number {
    return low + (high - low) * (this.word() / 2 ** 32);
  }
  values(dtype: Real, n: number, low = -1, high = 1): Floats {
    const list = dtype === "float32" ? new Float32Array(n) : new Float64Array(n);
    for (let i = 0; i < n; i++) list[i] = this.uniform(low, high);
    return list;
  }
}

/** Cases of a list that always runs, then random ones for `milliseconds`. A failure names its case and the seed. */
export function cases<T>(
  declare: typeof test,
  name: string,
  list: readonly T[],
  random: ((r: Random) => T) | null,
  body: (given: T, r: Random) => void,
  milliseconds = 150,
): void {
  declare(name, () => {
    const r = new Random(SEED);
    let count = 0;
    const run = (given: T) => {
      count++;
      try {
        body(given, r);
      } catch (error) {
        throw new Error(`case ${count} ${JSON.stringify(given)} of SEED=${SEED}: ${(error as Error).message}`, {
          cause: error,
        });
      }
    };
    for (const given of list) run(given);
    const end = performance.now() + milliseconds;
    if (random) { while (performance.now() < end) run(random(r)); }
    if (FIGURES) console.log(`${name}: ${count} cases, SEED=${SEED}`);
    for (const [what, [worst, at]] of worsts) {
      if (FIGURES) console.log(`  ${what}: ${worst.toPrecision(3)} of what is allowed, ${at}`);
    }
    worsts.clear();
  });
}

const worsts = new Map<string, [number, string]>();

/** Remembers the worst error under a name, for FIGURES. */
function note(what: string, share: number, at: string): void {
  if (share > (worsts.get(what)?.[0] ?? -1)) worsts.set(what, [share, at]);
}

/** Each element within `allowed` of the one wanted (or of the largest magnitude that `allowed` says for all). */
export function within(
  what: string,
  got: NDArray,
  want: ArrayLike<number>,
  allowed: number | ((i: number) => number),
): void {
  const list = got.asTypedArray() as Floats;
  if (list.length !== want.length) {
    throw new AssertionError({ message: `${what}: ${list.length} elements, expected ${want.length}` });
  }
  let worst = 0;
  for (let i = 0; i < list.length; i++) {
    const a = list[i], b = want[i];
    if (a === b || (Number.isNaN(a) && Number.isNaN(b))) continue;
    const most = typeof allowed === "number" ? allowed : allowed(i), off = Math.abs(a - b);
    if (!(off <= most)) {
      throw new AssertionError({
        message: `${what}: element ${i} of [${got.shape}] is ${a}, expected ${b}: off by ${off}, allowed ${most}`,
      });
    }
    worst = Math.max(worst, off / most);
  }
  note(what, worst, `[${got.shape}]`);
}

/** An NDArray of those numbers. */
export function array(values: Floats, shape: readonly number[]): NDArray {
  return nd.array(values, { shape });
}

/** The output of `f`, and the gradients of its inputs for a given head. */
export function differentiate(
  inputs: readonly NDArray[],
  f: () => NDArray,
  head: (y: NDArray) => NDArray,
): { y: NDArray; gradients: NDArray[] } {
  for (const input of inputs) input.attachGrad();
  const y = autograd.record(f);
  y.backward(head(y));
  return { y, gradients: inputs.map((input) => input.grad!) };
}

export function largest(values: ArrayLike<number>): number {
  let most = 0;
  for (let i = 0; i < values.length; i++) most = Math.max(most, Math.abs(values[i]));
  return most;
}
