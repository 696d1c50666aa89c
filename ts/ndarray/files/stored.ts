// What all formats have in common: how elements are stored, and arrays that have been found in a file but not yet made.

import { fresh } from "../create.ts";
import { type DType, DTYPES, ELEMENT_BYTES } from "../dtype.ts";
import { type Elements, emptyElements, writable } from "../memory.ts";
import type { NDArray } from "../ndarray.ts";
import type { Shape } from "../types.ts";

/** A way to store elements, and the dtype that they are read as. */
export interface Encoding {
  readonly name: string;
  readonly dtype: DType;
  /** Bytes of one element in the file. */
  readonly bytes: number;
}

/** A byte each; read as 0 and 1. */
export const BOOL: Encoding = { name: "bool", dtype: "uint8", bytes: 1 };
/** The upper half of a float32. */
export const BFLOAT16: Encoding = { name: "bfloat16", dtype: "float32", bytes: 2 };
/** The seven dtypes, as they are in memory. */
export const PLAIN: Readonly<Record<DType, Encoding>> = Object.fromEntries(
  DTYPES.map((dtype) => [dtype, { name: dtype, dtype, bytes: ELEMENT_BYTES[dtype] }]),
) as Record<DType, Encoding>;

/** An array in a file: all is checked, no memory is taken. */
export interface Stored {
  readonly shape: Shape;
  readonly dtype: DType;
  /** Writes all elements. */
  fill(target: Elements): void;
}

/** What a file holds. */
export interface Content {
  readonly arrays: readonly Stored[];
  /** The names of the arrays; null for a list. */
  readonly names: readonly string[] | null;
  /** What safetensors keep beside the arrays. */
  readonly metadata?: Readonly<Record<string, string>>;
}

/** Fills a target with elements that begin at `at`, wherever that is aligned. */
export function decode(encoding: Encoding, bytes: Uint8Array, at: number, target: Elements, bigEndian = false): void {
  const n = target.length;
  if (encoding === BOOL) {
    for (let i = 0; i < n; i++) target[i] = bytes[at + i] === 0 ? 0 : 1;
    return;
  }
  if (encoding === BFLOAT16) {
    const words = new Uint32Array(target.buffer, target.byteOffset, n);
    for (let i = 0; i < n; i++) words[i] = (bytes[at + 2 * i] | bytes[at + 2 * i + 1] << 8) << 16;
    return;
  }
  const to = new Uint8Array(target.buffer, target.byteOffset, n * encoding.bytes);
  to.set(bytes.subarray(at, at + to.length));
  if (!bigEndian || encoding.bytes === 1) return;
  for (let i = 0; i < to.length; i += encoding.bytes) {
    for (let low = i, high = i + encoding.bytes - 1; low < high; low++, high--) {
      const byte = to[low];
      to[low] = to[high];
      to[high] = byte;
    }
  }
}

/** Elements outside the core. */
export function decoded(encoding: Encoding, bytes: Uint8Array, at: number, length: number): Elements {
  const elements = emptyElements(encoding.dtype, length);
  decode(encoding, bytes, at, elements);
  return elements;
}

/** Makes the array. */
export function make({ shape, dtype, fill }: Stored, operator: string): NDArray {
  const x = fresh(operator, shape, dtype);
  try {
    fill(writable(x));
    return x;
  } catch (error) {
    x.dispose();
    throw error;
  }
}
