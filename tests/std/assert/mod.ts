/**
 * Stands in for `jsr:@std/assert` where the registry cannot be reached: the functions that the tests use, with the same
 * signatures, over Node's own assertions.
 *
 * @module
 */

import assert_ from "node:assert/strict";

/** What is thrown when an assertion does not hold. */
export const AssertionError: typeof assert_.AssertionError = assert_.AssertionError;

// deno-lint-ignore no-explicit-any -- the signature of @std/assert
type ErrorClass<E extends Error> = abstract new (...args: any[]) => E;

function fail(message: string): never {
  throw new AssertionError({ message });
}

/** Holds when the expression is true. */
export function assert(expression: unknown, message = "the assertion does not hold"): asserts expression {
  if (!expression) fail(message);
}

/** Holds when both are equal by structure. */
export function assertEquals<T>(actual: T, expected: T, message?: string): void {
  assert_.deepStrictEqual(actual, expected, message);
}

/** Holds when they are not equal by structure. */
export function assertNotEquals<T>(actual: T, expected: T, message?: string): void {
  assert_.notDeepStrictEqual(actual, expected, message);
}

/** Holds when both are the same by `Object.is`. */
export function assertStrictEquals<T>(actual: unknown, expected: T, message?: string): asserts actual is T {
  assert_.strictEqual(actual, expected, message);
}

/** Holds when the numbers differ by at most the tolerance. */
export function assertAlmostEquals(actual: number, expected: number, tolerance = 1e-7, message?: string): void {
  if (Object.is(actual, expected)) return;
  const difference = Math.abs(expected - actual);
  if (!(difference <= tolerance)) fail(message ?? `${actual} is not within ${tolerance} of ${expected}`);
}

/** Holds when the text contains the other. */
export function assertStringIncludes(actual: string, expected: string, message?: string): void {
  if (!actual.includes(expected)) fail(message ?? `"${actual}" does not contain "${expected}"`);
}

/** Holds when the text matches. */
export function assertMatch(actual: string, expected: RegExp, message?: string): void {
  if (!expected.test(actual)) fail(message ?? `"${actual}" does not match ${expected}`);
}

/** Holds when the object is an instance of the class. */
export function assertInstanceOf<T>(
  actual: unknown,
  // deno-lint-ignore no-explicit-any -- the signature of @std/assert
  expectedType: abstract new (...args: any[]) => T,
  message?: string,
): asserts actual is T {
  if (!(actual instanceof expectedType)) fail(message ?? `${String(actual)} is no ${expectedType.name}`);
}

function matches<E extends Error>(error: unknown, type: ErrorClass<E>, includes: string | undefined): E {
  if (!(error instanceof type)) {
    const got = error instanceof Error ? `${error.constructor.name}: ${error.message}` : String(error);
    fail(`threw ${got} instead of ${type.name}`);
  }
  if (includes !== undefined && !error.message.includes(includes)) {
    fail(`the message "${error.message}" does not contain "${includes}"`);
  }
  return error;
}

/** Holds when the function throws an error of the class whose message contains the text; gives the error. */
export function assertThrows<E extends Error = Error>(
  fn: () => unknown,
  type: ErrorClass<E> = Error as unknown as ErrorClass<E>,
  includes?: string,
): E {
  let result: unknown;
  try {
    result = fn();
  } catch (error) {
    return matches(error, type, includes);
  }
  fail(`nothing was thrown (it returned ${String(result)}); ${type.name} was expected`);
}

/** Holds when the promise is rejected with an error of the class whose message contains the text; gives the error. */
export async function assertRejects<E extends Error = Error>(
  fn: () => PromiseLike<unknown>,
  type: ErrorClass<E> = Error as unknown as ErrorClass<E>,
  includes?: string,
): Promise<E> {
  try {
    await fn();
  } catch (error) {
    return matches(error, type, includes);
  }
  fail(`the promise was fulfilled; ${type.name} was expected`);
}
