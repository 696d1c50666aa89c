// The words that every array speaks: shapes, what may be turned into an array, what may index one.

import type { DType } from "./dtype.ts";
import type { NDArray } from "./ndarray.ts";
import type { Context } from "./context.ts";

/** JavaScript's arrays of numbers that an NDArray can be made of or copied to. */
export type TypedArray = Float32Array | Float64Array | Uint8Array | Int8Array | Int32Array | BigInt64Array;

/** Numbers, or lists of lists of numbers, all of one length at each depth. */
export type Nested = number | boolean | readonly Nested[];

/** Sizes along the axes. `[]` is a single number, a size of 0 an empty array. */
export type Shape = readonly number[];

/** What stands on either side of an arithmetic operation. */
export type Operand = NDArray | number;

/**
 * A slice as Python writes it: `"1:3"`, `":-1"`, `"::2"`, `"::-1"`, or `"..."` for all axes that are not named.
 * A computed one is a template: `` `${i}:${i + n}` ``.
 */
export type SliceText = "..." | `${number | ""}:${number | ""}` | `${number | ""}:${number | ""}:${number | ""}`;

/**
 * One place between the brackets of `x[…]`: an integer, a slice, `null` for a new axis of size 1, an array of
 * indices, or a mask (what a comparison gives).
 */
export type Key = number | SliceText | null | NDArray | readonly number[];

/** What `x.set(…)` and `x.setAt(…)` accept; it is cast and broadcast. */
export type Assignable = Operand | Nested | TypedArray;

/** Options of functions that make arrays. */
export interface ArrayOptions {
  /** The type of the elements; "float32" by default. */
  dtype?: DType;
  /** Where the array lives; `cpu(0)` by default. */
  ctx?: Context;
}
