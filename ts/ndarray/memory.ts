// Elements of arrays in the core's memory, seen as JavaScript's typed arrays, and conversions between dtypes.
// A view is for use at once: it must never leave the library, because the memory under it is reused.

import { address as unsigned, buffer, core, DTypeError, failed, Handle, W } from "../runtime/mod.ts";
import { halfToNumber, numberToHalf } from "./half.ts";
import { type DType, DTYPE_FLAG, ELEMENT_BYTES } from "./dtype.ts";
import type { TypedArray } from "./types.ts";
import type { NDArray } from "./ndarray.ts";

/** What the elements of a dtype look like in memory: float16 as its bits. */
export type Elements = TypedArray | Uint16Array;

const CLASSES = {
  float32: Float32Array,
  float64: Float64Array,
  float16: Uint16Array,
  uint8: Uint8Array,
  int8: Int8Array,
  int32: Int32Array,
  int64: BigInt64Array,
} as const;

/** `length` elements from an address on. */
export function elementsAt(dtype: DType, address: number, length: number): Elements {
  // An empty array has address 1, which no view of wider elements may start at.
  if (length === 0) return new CLASSES[dtype](0);
  return new CLASSES[dtype](buffer as ArrayBuffer, unsigned(address), length);
}

/** Zeros outside the core, in the form that elements of a dtype have there. */
export function emptyElements(dtype: DType, length: number): Elements {
  return new CLASSES[dtype](length);
}

/** Waits for an array and shows its elements. */
export function readable(x: NDArray): Elements {
  let address = 0;
  while ((address = core.array_read(Handle.idOf(x))) === 0) failed();
  return elementsAt(x.dtype, address, x.size);
}

/** Waits until nobody reads or writes an array and shows its elements for writing. */
export function writable(x: NDArray): Elements {
  let address = 0;
  while ((address = core.array_write(Handle.idOf(x))) === 0) failed();
  return elementsAt(x.dtype, address, x.size);
}

/** A new array in the core, its contents undefined; returns the id. */
export function newId(dtype: DType, shape: readonly number[], context: number): number {
  let id = 0;
  for (;;) {
    for (let i = 0; i < shape.length; i++) W[i] = shape[i];
    id = core.array_new(DTYPE_FLAG[dtype], shape.length, context);
    if (id !== 0) return id;
    failed();
  }
}

/** A copy that belongs to the script; float16 as the numbers it stands for. */
export function copyOut(dtype: DType, elements: Elements): TypedArray {
  if (dtype !== "float16") return elements.slice() as TypedArray;
  const copy = new Float32Array(elements.length);
  for (let i = 0; i < copy.length; i++) copy[i] = halfToNumber(elements[i] as number);
  return copy;
}

/** One element as a number; an int64 beyond 2^53 is refused. */
export function numberAt(operator: string, dtype: DType, elements: Elements, i: number): number {
  const value = elements[i];
  if (typeof value === "bigint") {
    if (value > 9007199254740991n || value < -9007199254740991n) {
      throw new DTypeError(
        operator,
        `the int64 ${value} is beyond 2^53, where numbers are not exact; asTypedArray() gives it as a bigint`,
      );
    }
    return Number(value);
  }
  return dtype === "float16" ? halfToNumber(value) : value;
}

/** A number as an int64: cut towards zero, and around at 64 bits; NaN and infinities become 0. */
export function toInt64(value: number | bigint): bigint {
  if (typeof value === "bigint") return BigInt.asIntN(64, value);
  return Number.isFinite(value) ? BigInt.asIntN(64, BigInt(Math.trunc(value))) : 0n;
}

/** Writes numbers (or bigints) over elements of a dtype, converting as a cast does. */
export function convertInto(dtype: DType, target: Elements, source: ArrayLike<number | bigint>): void {
  const n = target.length;
  if (dtype === "int64") {
    const to = target as BigInt64Array;
    for (let i = 0; i < n; i++) to[i] = toInt64(source[i]);
  } else if (dtype === "float16") {
    for (let i = 0; i < n; i++) target[i] = numberToHalf(Number(source[i]));
  } else {
    const to = target as Float32Array;
    for (let i = 0; i < n; i++) to[i] = Number(source[i]);
  }
}

/** Bytes that an array of this shape needs. */
export function bytesOf(dtype: DType, shape: readonly number[]): number {
  return shape.reduce((n, d) => n * d, ELEMENT_BYTES[dtype]);
}
