// The assertions of all tests: @std/assert's, and those that numerical code needs.

import { test } from "node:test";
import { AssertionError } from "@std/assert";
import { type Context, cpu, gpu, numGpus } from "../ts/ndarray/context.ts";

export {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertInstanceOf,
  AssertionError,
  assertMatch,
  assertNotEquals,
  assertRejects,
  assertStrictEquals,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";

/** A number, nested arrays of numbers, a typed array, or anything with `asTypedArray()` and `shape` (an NDArray). */
export type Numbers =
  | number
  | bigint
  | readonly Numbers[]
  | ArrayLike<number | bigint>
  | { asTypedArray(): ArrayLike<number | bigint>; readonly shape: readonly number[] };

/** The numbers in row-major order, and their shape where it can be told. */
function flatten(value: Numbers): { numbers: number[]; shape: readonly number[] | undefined } {
  if (typeof value === "number" || typeof value === "bigint") return { numbers: [Number(value)], shape: [] };
  if ("asTypedArray" in value) return { numbers: Array.from(value.asTypedArray(), Number), shape: value.shape };
  if (!Array.isArray(value)) return { numbers: Array.from(value as ArrayLike<number>, Number), shape: undefined };
  const parts = (value as Numbers[]).map(flatten);
  const inner = parts[0]?.shape;
  return {
    numbers: parts.flatMap((part) => part.numbers),
    shape: parts.length === 0 ? [0] : inner && [parts.length, ...inner],
  };
}

/**
 * Holds when every number is within `atol + rtol * |expected|` of the one expected, and the shapes are equal where both
 * are known (a typed array has none). NaN equals NaN, an infinity the same infinity.
 */
export function close(actual: Numbers, expected: Numbers, rtol = 1e-5, atol = 1e-6, message = ""): void {
  const a = flatten(actual), e = flatten(expected);
  const fail = (text: string): never => {
    throw new AssertionError({ message: message === "" ? text : `${message}: ${text}` });
  };
  if (a.shape && e.shape && String(a.shape) !== String(e.shape)) {
    fail(`the shape is [${a.shape}], expected [${e.shape}]`);
  }
  if (a.numbers.length !== e.numbers.length) {
    fail(`there are ${a.numbers.length} numbers, expected ${e.numbers.length}`);
  }
  let wrong = 0, worst = -1, excess = 0;
  for (let i = 0; i < a.numbers.length; i++) {
    const x = a.numbers[i], y = e.numbers[i];
    if (Object.is(x, y) || x === y) continue;
    const over = Math.abs(x - y) - (atol + rtol * Math.abs(y));
    if (over <= 0) continue;
    wrong++;
    if (worst < 0 || over > excess) [worst, excess] = [i, Number.isNaN(over) ? Infinity : over];
  }
  if (wrong > 0) {
    fail(
      `${wrong} of ${a.numbers.length} numbers differ; the worst is number ${worst}: ${a.numbers[worst]}, ` +
        `expected ${e.numbers[worst]} (rtol ${rtol}, atol ${atol})`,
    );
  }
}

/** Declares the test once for each device that is present: the processor, and every graphics card. */
export function eachDevice(name: string, body: (ctx: Context) => void | Promise<void>): void {
  const devices = [cpu(), ...Array.from({ length: numGpus() }, (_, i) => gpu(i))];
  for (const ctx of devices) test(`${name} on ${ctx}`, () => body(ctx));
}
