// Data sets: something with a length whose samples are asked for by their place, one at a time or as a batch, and the
// sets that are made of others: transformed, filtered, cut, sampled.

import type { SliceText } from "../ndarray/mod.ts";
import { AttributeError } from "../runtime/mod.ts";
import { type Batch, defaultBatchify } from "./batchify.ts";
import { placeOf, placesOf } from "./slices.ts";

/** What `transform` takes: a function of the sample, or of its fields where the sample is a tuple. */
export type Transform<T, U> = T extends readonly unknown[] ? (...fields: T) => U : (sample: T) => U;

/** The first field of a tuple; the sample itself where it is none. */
export type First<T> = T extends readonly [infer A, ...unknown[]] ? A : T extends readonly (infer A)[] ? A : T;

/** A sample whose first field became a U. */
export type WithFirst<T, U> = T extends readonly [unknown, ...infer Rest] ? [U, ...Rest]
  : T extends readonly (infer A)[] ? (U | A)[]
  : U;

/** Functions with a true property of this name map whole batches as they map samples. */
export const MAPS_BATCHES: unique symbol = Symbol("maps batches");

/**
 * A set of samples of type T. A subclass defines `length` and `item`; `batch` may be overridden where a batch can be
 * made faster than sample by sample.
 *
 * ```ts ignore
 * class Squares extends gluon.data.Dataset<number> {
 *   readonly length = 10;
 *   override item(i: number): number {
 *     return i * i;
 *   }
 * }
 * ```
 */
export abstract class Dataset<T> implements Iterable<T> {
  /** How many samples there are. */
  abstract readonly length: number;

  /** The sample at a place from 0 to length - 1: what a subclass defines, and `at` asks. */
  item(_place: number): T {
    throw new AttributeError(this.constructor.name, "has no item(place); a subclass of Dataset defines it");
  }

  // The index comes last: types are inferred from the last overload.
  /** The samples of a slice, joined as in a batch: `ds.at("0:9")`. */
  at(slice: SliceText): Batch<T>;
  /** The sample at an index, which counts from the end where it is negative. */
  at(index: number): T;
  at(key: number | SliceText): T | Batch<T> {
    const name = this.constructor.name;
    if (typeof key === "string") return this.batch(placesOf(name, key, this.length));
    return this.item(placeOf(name, key, this.length));
  }

  /** The samples at those places joined: what a `DataLoader` asks for. */
  batch(places: readonly number[]): Batch<T> {
    return defaultBatchify(places.map((i) => this.at(i)));
  }

  /** The samples in their order. */
  *[Symbol.iterator](): IterableIterator<T> {
    for (let i = 0; i < this.length; i++) yield this.at(i);
  }

  /**
   * The set whose samples are `f` of this one's; a tuple's fields are its arguments. With `lazy` (true by default) `f`
   * runs each time a sample is asked for, so random augmentation differs from pass to pass.
   */
  transform<const U>(f: Transform<T, U>, { lazy = true }: { lazy?: boolean } = {}): Dataset<U> {
    if (typeof f !== "function") throw new AttributeError("transform", `got ${typeof f}; it needs a function`);
    const lazily = new TransformedDataset<T, U>(this, f as (...fields: unknown[]) => U, false);
    return lazy ? lazily : new SimpleDataset([...lazily]);
  }

  /** Like `transform`, for the first field alone: the image, and not its label. */
  transformFirst<U>(f: (first: First<T>) => U, { lazy = true }: { lazy?: boolean } = {}): Dataset<WithFirst<T, U>> {
    if (typeof f !== "function") throw new AttributeError("transformFirst", `got ${typeof f}; it needs a function`);
    const lazily = new TransformedDataset<T, WithFirst<T, U>>(this, f as (...fields: unknown[]) => never, true);
    return lazy ? lazily : new SimpleDataset([...lazily]);
  }

  /** The samples for which `f` is true. `f` sees every sample once, now. */
  filter(f: (sample: T) => boolean): Dataset<T> {
    const places: number[] = [];
    for (let i = 0; i < this.length; i++) if (f(this.at(i))) places.push(i);
    return new SelectedDataset(this, places);
  }

  /** Part `index` of `numShards` parts of nearly equal length, for training in several places. */
  shard(numShards: number, index: number): Dataset<T> {
    if (!Number.isInteger(numShards) || numShards < 1) {
      throw new AttributeError("shard", `numShards is ${numShards}; it must be a whole number from 1 on`);
    }
    if (!Number.isInteger(index) || index < 0 || index >= numShards) {
      throw new AttributeError("shard", `index is ${index}; it must be one of 0 … ${numShards - 1}`);
    }
    const each = Math.floor(this.length / numShards), rest = this.length % numShards;
    const begin = each * index + Math.min(index, rest);
    return new SelectedDataset(this, range(begin, begin + each + (index < rest ? 1 : 0)));
  }

  /** The first `count` samples; all of them where it is null or more than there are. */
  take(count: number | null): Dataset<T> {
    if (count !== null && (!Number.isInteger(count) || count < 0)) {
      throw new AttributeError("take", `count is ${count}; it must be null or a whole number from 0 on`);
    }
    return new SelectedDataset(this, range(0, Math.min(count ?? this.length, this.length)));
  }

  /** The samples in the order in which `sampler` names their places now. */
  sample(sampler: Iterable<number>): Dataset<T> {
    return new SelectedDataset(this, [...sampler].map((i) => placeOf("sample", i, this.length)));
  }
}

const range = (begin: number, end: number): number[] => Array.from({ length: end - begin }, (_, i) => begin + i);

/** A set of what a list holds. A plain list given to a `DataLoader` becomes one. */
export class SimpleDataset<T> extends Dataset<T> {
  readonly #samples: ArrayLike<T>;

  /** The list is kept, not copied. */
  constructor(samples: ArrayLike<T>) {
    super();
    if (typeof samples !== "object" || samples === null || !Number.isInteger(samples.length)) {
      throw new AttributeError("SimpleDataset", `got ${samples === null ? "null" : typeof samples}; it needs a list`);
    }
    this.#samples = samples;
  }

  /** How many samples the list holds. */
  get length(): number {
    return this.#samples.length;
  }

  /** The element at a place. */
  override item(place: number): T {
    return this.#samples[place];
  }
}

/** Some places of another set, in an order of their own. */
class SelectedDataset<T> extends Dataset<T> {
  readonly #of: Dataset<T>;
  readonly #places: readonly number[];

  constructor(of: Dataset<T>, places: readonly number[]) {
    super();
    this.#of = of;
    this.#places = places;
  }

  get length(): number {
    return this.#places.length;
  }

  override item(place: number): T {
    return this.#of.at(this.#places[place]);
  }

  override batch(places: readonly number[]): Batch<T> {
    return this.#of.batch(places.map((i) => this.#places[i]));
  }
}

/** `f` of another set's samples. */
class TransformedDataset<T, U> extends Dataset<U> {
  readonly #of: Dataset<T>;
  readonly #f: (...fields: unknown[]) => unknown;
  readonly #firstOnly: boolean;

  constructor(of: Dataset<T>, f: (...fields: unknown[]) => unknown, firstOnly: boolean) {
    super();
    this.#of = of;
    this.#f = f;
    this.#firstOnly = firstOnly;
  }

  get length(): number {
    return this.#of.length;
  }

  #apply(sample: unknown): unknown {
    if (!Array.isArray(sample)) return this.#f(sample);
    return this.#firstOnly ? [this.#f(sample[0]), ...sample.slice(1)] : this.#f(...sample);
  }

  override item(place: number): U {
    return this.#apply(this.#of.at(place)) as U;
  }

  override batch(places: readonly number[]): Batch<U> {
    // A function that maps batches as it maps samples runs once, after one gathering kernel.
    if ((this.#f as { [MAPS_BATCHES]?: boolean })[MAPS_BATCHES]) return this.#apply(this.#of.batch(places)) as Batch<U>;
    return super.batch(places);
  }
}
