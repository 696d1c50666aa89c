// Values that MXNet 1.9.1 computed: how they are written in the files here, and how near ours must be.

import { readFileSync } from "node:fs";
import { type DType, nd, type NDArray, type TypedArray } from "../../mod.ts";

/** A number as the files write it: JSON has no word for some. */
export type GoldenNumber = number | "NaN" | "Infinity" | "-Infinity";

/** An array of the files, row-major. */
export interface GoldenArray {
  shape: number[];
  dtype: DType;
  data: GoldenNumber[];
}

/** How far a value may be from MXNet's: `atol + rtol * |expected|`. */
export type Tolerance = readonly [rtol: number, atol: number];

/** The one table of tolerances. The first row whose pattern the operator's name fits decides, else the dtype. */
const BY_OPERATOR: readonly (readonly [RegExp, Tolerance])[] = [
  [/^linalg|^RNN$|^ctc_loss$|^CTCLoss$/, [1e-3, 1e-4]],
];
const BY_DTYPE: Readonly<Record<DType, Tolerance>> = {
  float32: [1e-4, 1e-5],
  float64: [1e-7, 1e-9],
  float16: [5e-3, 1e-3],
  int64: [0, 0],
  int32: [0, 0],
  int8: [0, 0],
  uint8: [0, 0],
};
// MXNet computes these in float32 accuracy also for float64.
const SINGLE = /^(erf|erfinv|gamma|gammaln)$/;

/** The tolerance for an operator's values of that dtype. */
export function toleranceOf(op: string, dtype: DType): Tolerance {
  if (dtype.includes("int")) return [0, 0];
  const row = BY_OPERATOR.find(([pattern]) => pattern.test(op));
  if (row) return row[1];
  if (dtype === "float64" && SINGLE.test(op)) return [1e-5, 1e-5];
  return BY_DTYPE[dtype];
}

/** Reads a file of cases that lies here. */
export function readGolden<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(name, import.meta.url), "utf8")) as T;
}

const KINDS = {
  float32: Float32Array,
  float64: Float64Array,
  float16: Float64Array, // converted by nd.array
  int32: Int32Array,
  int8: Int8Array,
  uint8: Uint8Array,
} as const;

/** The array as ours. */
export function arrayOf({ shape, dtype, data }: GoldenArray): NDArray {
  const values: TypedArray = dtype === "int64"
    ? BigInt64Array.from(data, (v) => BigInt(v))
    : new KINDS[dtype](data.map(Number));
  return nd.array(values, { shape, dtype });
}

/** Tells the first place where `got` is not `expected`, or undefined. */
export function difference(got: NDArray, expected: GoldenArray, [rtol, atol]: Tolerance): string | undefined {
  if (String(got.shape) !== String(expected.shape)) return `shape [${got.shape}], expected [${expected.shape}]`;
  if (got.dtype !== expected.dtype) return `dtype ${got.dtype}, expected ${expected.dtype}`;
  const values = got.asTypedArray();
  for (let i = 0; i < expected.data.length; i++) {
    const a = Number(values[i]), e = Number(expected.data[i]);
    if (Object.is(a, e) || a === e || (Number.isNaN(a) && Number.isNaN(e))) continue;
    if (!(Math.abs(a - e) <= atol + rtol * Math.abs(e))) return `element ${i} is ${a}, expected ${e}`;
  }
  return undefined;
}
