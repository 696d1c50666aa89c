// The seven dtypes, by name and by MXNet's number.

/** The type of an array's elements. Lists become float32; typed arrays and NDArrays keep theirs. */
export type DType = "float32" | "float64" | "float16" | "uint8" | "int8" | "int32" | "int64";

/** dtypes by MXNet's type flag, which is their number on the border and in files. */
export const DTYPES: readonly DType[] = ["float32", "float64", "float16", "uint8", "int32", "int8", "int64"];

/** MXNet's type flag of a dtype. */
export const DTYPE_FLAG: Readonly<Record<DType, number>> = {
  float32: 0,
  float64: 1,
  float16: 2,
  uint8: 3,
  int32: 4,
  int8: 5,
  int64: 6,
};

/** Bytes of one element. */
export const ELEMENT_BYTES: Readonly<Record<DType, number>> = {
  float32: 4,
  float64: 8,
  float16: 2,
  uint8: 1,
  int32: 4,
  int8: 1,
  int64: 8,
};
