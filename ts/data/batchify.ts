// How samples become a batch: each field of the samples is joined into one array with a new first axis.

import { type DType, nd, NDArray, type Nested, type TypedArray } from "../ndarray/mod.ts";
import { DTypeError, ShapeError } from "../runtime/mod.ts";

/** A batch of samples of type T: an array for each field of a tuple, else one array. A number becomes float32. */
export type Batch<T> = T extends readonly unknown[] ? { -readonly [K in keyof T]: NDArray } : NDArray;

/** What makes a batch of samples. */
export type Batchify<T, B> = (samples: readonly T[]) => B;

/** One call of an operator takes at most this many arrays. */
const MOST_STACKED = 500;

const kindOf = (value: unknown): string =>
  value instanceof NDArray
    ? "an NDArray"
    : value === null || value === undefined
    ? String(value)
    : Array.isArray(value)
    ? "a list"
    : ArrayBuffer.isView(value)
    ? `a ${value.constructor.name}`
    : typeof value === "object"
    ? `an object (${value.constructor?.name ?? "Object"})`
    : `a ${typeof value}`;

const where = (field: number | null): string => field === null ? "" : `field ${field} of `;

function stack(arrays: readonly NDArray[], field: number | null): NDArray {
  const { shape, dtype } = arrays[0];
  const key = `${dtype} [${shape}]`;
  for (let i = 1; i < arrays.length; i++) {
    const other = `${arrays[i].dtype} [${arrays[i].shape}]`;
    if (other !== key) {
      throw new ShapeError(
        "batchify",
        `${
          where(field)
        }sample 0 of the batch is ${key}, that of sample ${i} is ${other}; one batch needs equal shapes ` +
          "and dtypes (crop or resize in a transform, or give the loader a batchifyFn)",
      );
    }
  }
  if (arrays.length <= MOST_STACKED) return nd.stack(arrays);
  const parts: NDArray[] = [];
  for (let i = 0; i < arrays.length; i += MOST_STACKED) parts.push(nd.stack(arrays.slice(i, i + MOST_STACKED)));
  return nd.concat(parts, { dim: 0 });
}

function joinTyped(arrays: readonly TypedArray[], field: number | null): NDArray {
  const { length, constructor } = arrays[0];
  const joined = new (constructor as unknown as new (n: number) => TypedArray)(arrays.length * length);
  arrays.forEach((array, i) => {
    if (array.constructor !== constructor || array.length !== length) {
      throw new ShapeError(
        "batchify",
        `${where(field)}sample 0 of the batch is a ${constructor.name} of ${length}, that of sample ${i} is ` +
          `${kindOf(array)} of ${array.length}; one batch needs equal kinds and lengths`,
      );
    }
    (joined as Float32Array).set(array as Float32Array, i * length);
  });
  return nd.array(joined, { shape: [arrays.length, length] });
}

/** Joins one field of all samples. */
export function joinField(values: readonly unknown[], field: number | null = null, dtype?: DType): NDArray {
  const first = values[0];
  const odd = values.findIndex((v) => kindOf(v) !== kindOf(first));
  if (odd >= 0) {
    throw new DTypeError(
      "batchify",
      `${where(field)}sample 0 of the batch is ${kindOf(first)}, that of sample ${odd} is ${kindOf(values[odd])}; ` +
        "one batch needs one kind",
    );
  }
  if (first instanceof NDArray) return stack(values as NDArray[], field);
  if (typeof first === "number" || typeof first === "boolean") {
    return nd.array(Float32Array.from(values as number[], Number), { dtype: dtype ?? "float32" });
  }
  if (typeof first === "bigint") return nd.array(BigInt64Array.from(values as bigint[]));
  if (ArrayBuffer.isView(first) && !(first instanceof DataView)) return joinTyped(values as TypedArray[], field);
  if (Array.isArray(first)) return nd.array(values as Nested);
  throw new DTypeError(
    "batchify",
    `${where(field)}a sample is ${kindOf(first)}; it needs numbers, lists of numbers, typed arrays or NDArrays ` +
      "(or give the loader a batchifyFn that joins it)",
  );
}

/**
 * The way in which a `DataLoader` joins samples unless it is told otherwise. A sample that is a list is a tuple of
 * fields, and each field is joined on its own: NDArrays are stacked, numbers become float32 of shape [samples], typed
 * arrays and nested lists get a first axis.
 *
 * @throws ShapeError or DTypeError where the samples do not fit together.
 */
export function defaultBatchify<T>(samples: readonly T[]): Batch<T> {
  const first = samples[0];
  if (first === undefined) throw new ShapeError("batchify", "there is no sample; a batch needs one or more");
  if (!Array.isArray(first)) return joinField(samples) as Batch<T>;
  const tuples = samples as readonly (readonly unknown[])[];
  const odd = tuples.findIndex((t) => !Array.isArray(t) || t.length !== first.length);
  if (odd >= 0) {
    throw new ShapeError(
      "batchify",
      `sample 0 of the batch has ${first.length} fields, sample ${odd} is ${kindOf(tuples[odd])}` +
        `${Array.isArray(tuples[odd]) ? ` of ${tuples[odd].length}` : ""}; one batch needs equal samples`,
    );
  }
  return first.map((_, k) => joinField(tuples.map((t) => t[k]), k)) as Batch<T>;
}
