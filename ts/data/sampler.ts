// Samplers: in which order the places of a set are visited, and how they are cut into batches.

import { AttributeError } from "../runtime/mod.ts";
import { permutation } from "../ndarray/philox.ts";

function checkLength(name: string, length: number): void {
  if (!Number.isInteger(length) || length < 0) {
    throw new AttributeError(name, `length is ${length}; it must be a whole number from 0 on`);
  }
}

/** An order of places. Each iteration is one pass. */
export abstract class Sampler<S = number> implements Iterable<S> {
  /** How many items a pass gives. */
  abstract readonly length: number;
  /** One pass. */
  abstract [Symbol.iterator](): Iterator<S>;
}

/** start, start + 1, … */
export class SequentialSampler extends Sampler {
  /** How many places there are. */
  readonly length: number;
  readonly #start: number;

  /** `length` places from `start` (0 by default) on. */
  constructor(length: number, start = 0) {
    super();
    checkLength("SequentialSampler", length);
    this.length = length;
    this.#start = start;
  }

  /** The places in their order. */
  *[Symbol.iterator](): IterableIterator<number> {
    for (let i = 0; i < this.length; i++) yield this.#start + i;
  }
}

/** 0 … length - 1, shuffled anew at each pass; `random.seed` decides how. */
export class RandomSampler extends Sampler {
  /** How many places there are. */
  readonly length: number;

  /** Shuffles `length` places. */
  constructor(length: number) {
    super();
    checkLength("RandomSampler", length);
    this.length = length;
  }

  /** The places in a new order. */
  *[Symbol.iterator](): IterableIterator<number> {
    yield* permutation(this.length);
  }
}

/** The places of a set's samples for which a function is true. */
export class FilterSampler<T> extends Sampler {
  readonly #places: number[] = [];

  /** Asks `f` about each sample of the set, now. */
  constructor(f: (sample: T) => boolean, dataset: { readonly length: number; at(index: number): T }) {
    super();
    for (let i = 0; i < dataset.length; i++) if (f(dataset.at(i))) this.#places.push(i);
  }

  /** How many samples passed. */
  get length(): number {
    return this.#places.length;
  }

  /** Their places, ascending. */
  [Symbol.iterator](): IterableIterator<number> {
    return this.#places[Symbol.iterator]();
  }
}

/** What to do with samples that do not fill the last batch. */
export type LastBatch = "keep" | "discard" | "rollover";

const LAST_BATCH: readonly string[] = ["keep", "discard", "rollover"];

/** Cuts another sampler's places into batches. */
export class BatchSampler extends Sampler<number[]> {
  readonly #sampler: Sampler;
  readonly #batchSize: number;
  readonly #lastBatch: LastBatch;
  #left: number[] = [];

  /**
   * `lastBatch` says what becomes of places that do not fill a batch: "keep" (the default) gives a smaller batch,
   * "discard" drops them, "rollover" puts them in front of the next pass.
   */
  constructor(sampler: Sampler, batchSize: number, lastBatch: LastBatch = "keep") {
    super();
    if (!Number.isInteger(batchSize) || batchSize < 1) {
      throw new AttributeError("BatchSampler", `batchSize is ${batchSize}; it must be a whole number from 1 on`);
    }
    if (!LAST_BATCH.includes(lastBatch)) {
      throw new AttributeError(
        "BatchSampler",
        `lastBatch is '${lastBatch}'; it must be one of ${LAST_BATCH.join(", ")}`,
      );
    }
    this.#sampler = sampler;
    this.#batchSize = batchSize;
    this.#lastBatch = lastBatch;
  }

  /** How many batches the next pass gives. */
  get length(): number {
    const places = this.#sampler.length + this.#left.length;
    return this.#lastBatch === "keep" ? Math.ceil(places / this.#batchSize) : Math.floor(places / this.#batchSize);
  }

  /** The batches of one pass. */
  *[Symbol.iterator](): IterableIterator<number[]> {
    let batch = this.#left;
    this.#left = [];
    for (const place of this.#sampler) {
      batch.push(place);
      if (batch.length === this.#batchSize) {
        yield batch;
        batch = [];
      }
    }
    if (batch.length === 0) return;
    if (this.#lastBatch === "keep") yield batch;
    else if (this.#lastBatch === "rollover") this.#left = batch;
  }
}
