// A data set of columns: arrays of equal length, of which a sample takes one row each. Batches of a column that is an
// NDArray are gathered by one call of `take`.

import { nd, NDArray, type TypedArray } from "../ndarray/mod.ts";
import { AttributeError, ShapeError } from "../runtime/mod.ts";
import { type Batch, joinField } from "./batchify.ts";
import { Dataset } from "./dataset.ts";

/** The rows at those places as a new array, by one kernel. */
export function gather(rows: NDArray, places: readonly number[]): NDArray {
  return nd.take(rows, nd.array(Int32Array.from(places)), { axis: 0 });
}

/** Row i as a view; a vector's is a single number, of shape [], so that stacked rows are what `gather` gives. */
export function rowOf(rows: NDArray, i: number): NDArray {
  const row = rows.at(i);
  return rows.ndim > 1 ? row : nd.invoke("_view", [row], { shape: [] })[0];
}

/** What a column of samples of type E is made of. */
export type Source<E> =
  | (E extends TypedArray | number ? never : E)
  | readonly E[]
  | (NDArray extends E ? TypedArray : never);

/** A column: NDArrays are gathered, lists are joined as the samples of any set. */
type Column = NDArray | readonly unknown[];

function columnOf(source: unknown, k: number): Column {
  if (source instanceof NDArray) {
    if (source.ndim === 0) throw new ShapeError("ArrayDataset", `array ${k} is a single number; it needs a first axis`);
    return source;
  }
  if (ArrayBuffer.isView(source) && !(source instanceof DataView)) return nd.array(source as TypedArray);
  if (Array.isArray(source)) return source;
  const got = source === null ? "null" : typeof source;
  throw new AttributeError("ArrayDataset", `argument ${k} is ${got}; it must be an NDArray, a typed array or a list`);
}

/**
 * Samples made of one row of each array: `new ArrayDataset(features, labels)`. A sample is always a tuple, also of one
 * array.
 *
 * NDArrays give views of their rows (a vector's row has shape []), and typed arrays are copied into NDArrays of their
 * dtype, here, once. Lists give their elements, which a batch joins (numbers become float32).
 *
 * @throws ShapeError where the lengths differ.
 */
export class ArrayDataset<T extends readonly unknown[]> extends Dataset<T> {
  readonly #columns: readonly Column[];
  /** How many samples there are: the length of every array. */
  readonly length: number;

  /** Takes one array or more, all of one length. Beside a typed array the type argument says `NDArray`. */
  constructor(...arrays: { [K in keyof T]: Source<T[K]> }) {
    super();
    if (arrays.length === 0) throw new AttributeError("ArrayDataset", "got no array; it needs one or more");
    const columns = (arrays as readonly unknown[]).map(columnOf);
    const lengths = columns.map((c) => c.length);
    if (lengths.some((n) => n !== lengths[0])) {
      throw new ShapeError("ArrayDataset", `the arrays have lengths ${lengths.join(", ")}; they must be equal`);
    }
    this.#columns = columns;
    this.length = lengths[0];
  }

  /** The rows at a place. */
  override item(place: number): T {
    return this.#columns.map((c) => c instanceof NDArray ? rowOf(c, place) : c[place]) as unknown as T;
  }

  /** The samples at those places: one gathering call for each NDArray. */
  override batch(places: readonly number[]): Batch<T> {
    return this.#columns.map((c, k) =>
      c instanceof NDArray ? gather(c, places) : joinField(places.map((i) => c[i]), k)
    ) as unknown as Batch<T>;
  }
}
