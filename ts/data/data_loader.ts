// DataLoader: passes over a data set in batches. Batches are prepared ahead of the reader by calling the operators
// ahead: they return at once, and the engine gathers and transforms while the reader trains.

import { pause } from "../autograd/mod.ts";
import { nearest } from "../ndarray/nearest.ts";
import { nextTurn } from "../runtime/platform.ts";
import { AttributeError } from "../runtime/mod.ts";
import type { Batch, Batchify } from "./batchify.ts";
import { Dataset, SimpleDataset } from "./dataset.ts";
import { BatchSampler, type LastBatch, RandomSampler, type Sampler, SequentialSampler } from "./sampler.ts";
import { Stream } from "./stream.ts";

/** Options of a {@linkcode DataLoader}. */
export interface LoaderOptions<T = unknown, B = unknown> {
  /** Samples in a batch, where it is not given before the options. */
  batchSize?: number;
  /** Visit the samples in a new random order at each pass; false by default. */
  shuffle?: boolean;
  /** The order of the samples, instead of `shuffle`. */
  sampler?: Sampler;
  /** What becomes of samples that do not fill a batch: "keep" (the default), "discard", "rollover". */
  lastBatch?: LastBatch;
  /** The places of each batch, instead of `batchSize`, `shuffle`, `sampler` and `lastBatch`. */
  batchSampler?: Iterable<readonly number[]> & { readonly length: number };
  /** Joins samples to a batch; by default tuples field by field (see `defaultBatchify`). */
  batchifyFn?: Batchify<T, B>;
  /** How many batches are prepared ahead of the reader; 2 by default. It changes no number. */
  prefetch?: number;
  /** Accepted for MXNet's sake: batches are prepared by the engine's threads. */
  numWorkers?: number;
  /** Accepted for MXNet's sake. */
  pinMemory?: boolean;
  /** Accepted for MXNet's sake. */
  pinDeviceId?: number;
  /** Accepted for MXNet's sake. */
  threadPool?: boolean;
  /** Accepted for MXNet's sake. */
  timeout?: number;
}

const OPTIONS: readonly string[] = [
  ...["batchSize", "shuffle", "sampler", "lastBatch", "batchSampler", "batchifyFn", "prefetch"],
  ...["numWorkers", "pinMemory", "pinDeviceId", "threadPool", "timeout"],
];

function refuse(text: string): never {
  throw new AttributeError("DataLoader", text);
}

function checkWhole(name: string, value: unknown, least: number): void {
  if (value !== undefined && (!Number.isInteger(value) || (value as number) < least)) {
    refuse(`${name} is ${String(value)}; it must be a whole number from ${least} on`);
  }
}

/**
 * Passes over a data set in batches: each `for … of` is one pass.
 *
 * A batch has an array for each field of a sample (`for (const [data, label] of loader)`). `for await` gives the same
 * batches and lets the event loop breathe before each. A plain list is a data set too. Shuffling, and random operators
 * in transforms, follow `random.seed`; they draw from a stream of their own.
 *
 * ```ts ignore
 * const loader = new gluon.data.DataLoader(dataset, 256, { shuffle: true });
 * for (const [data, label] of loader) console.log(data.shape, label.shape);
 * ```
 */
export class DataLoader<T, B = Batch<T>> implements Iterable<B>, AsyncIterable<B> {
  readonly #dataset: Dataset<T>;
  readonly #batches: Iterable<readonly number[]> & { readonly length: number };
  readonly #batchifyFn: Batchify<T, B> | undefined;
  readonly #prefetch: number;

  /** A loader that gives batches of `batchSize` samples. */
  constructor(dataset: Dataset<T> | readonly T[], batchSize: number, options?: LoaderOptions<T, B>);
  /** All by name: `{ batchSize }`, or a `batchSampler` that says what is in each batch. */
  constructor(dataset: Dataset<T> | readonly T[], options: LoaderOptions<T, B>);
  constructor(
    dataset: Dataset<T> | readonly T[],
    size: number | LoaderOptions<T, B>,
    more: LoaderOptions<T, B> = {},
  ) {
    if (!(dataset instanceof Dataset) && !Array.isArray(dataset)) {
      refuse(`the data set is ${dataset === null ? "null" : typeof dataset}; it must be a Dataset or a list`);
    }
    const options = typeof size === "object" && size !== null ? size : more;
    for (const key of Object.keys(options)) {
      if (OPTIONS.includes(key)) continue;
      const near = nearest(key, OPTIONS);
      refuse(
        `there is no option '${key}'${near ? `; did you mean '${near}'?` : ""}; its options are ${OPTIONS.join(", ")}`,
      );
    }
    const batchSize = typeof size === "object" && size !== null ? options.batchSize : size;
    const { shuffle, sampler, lastBatch, batchSampler, prefetch } = options;
    checkWhole("prefetch", prefetch, 0);
    checkWhole("numWorkers", options.numWorkers, 0);
    this.#dataset = dataset instanceof Dataset ? dataset : new SimpleDataset(dataset as readonly T[]);
    this.#batchifyFn = options.batchifyFn;
    this.#prefetch = prefetch ?? 2;
    if (batchSampler !== undefined) {
      if (batchSize !== undefined || shuffle || sampler !== undefined || lastBatch !== undefined) {
        refuse("batchSampler already says what is in each batch; leave out batchSize, shuffle, sampler and lastBatch");
      }
      this.#batches = batchSampler;
      return;
    }
    if (batchSize === undefined) refuse("batchSize is missing; it needs that or a batchSampler");
    checkWhole("batchSize", batchSize, 1);
    if (shuffle && sampler !== undefined) refuse("both shuffle and sampler are given; the sampler says the order");
    const { length } = this.#dataset;
    const order = sampler ?? (shuffle ? new RandomSampler(length) : new SequentialSampler(length));
    this.#batches = new BatchSampler(order, batchSize, lastBatch);
  }

  /** How many batches a pass gives. */
  get length(): number {
    return this.#batches.length;
  }

  #make(places: readonly number[]): B {
    if (this.#batchifyFn === undefined) return this.#dataset.batch(places) as B;
    return this.#batchifyFn(places.map((i) => this.#dataset.at(i)));
  }

  /** One pass. */
  *[Symbol.iterator](): IterableIterator<B> {
    const stream = new Stream();
    // What prepares data is not part of the reader's graph, and its random numbers are the stream's.
    const ahead = <R>(body: () => R): R => pause(() => stream.run(body)) as R;
    const batches = ahead(() => this.#batches[Symbol.iterator]());
    const ready: B[] = [];
    for (;;) {
      const next = ahead(() => {
        const { done, value } = batches.next();
        return done ? undefined : { batch: this.#make(value) };
      });
      if (next === undefined) break;
      ready.push(next.batch);
      if (ready.length > this.#prefetch) yield ready.shift()!;
    }
    while (ready.length > 0) yield ready.shift()!;
  }

  /** One pass with a turn of the event loop before each batch. */
  async *[Symbol.asyncIterator](): AsyncIterableIterator<B> {
    for (const batch of this) {
      await new Promise<void>((resolve) => nextTurn(resolve));
      yield batch;
    }
  }
}
