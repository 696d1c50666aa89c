// KVStore: values by key, summed over the devices of this process. MXNet's interface for data-parallel training.
import { nd, type NDArray } from "./ndarray/mod.ts";
import { show } from "./ndarray/options.ts";
import { type Optimizer, Updater } from "./optimizer/mod.ts";
import { AttributeError, IndexError } from "./runtime/mod.ts";

/** What a value is found by. */
export type KVKey = number | string;

/** Values by key; what several devices push to one key is summed. */
export class KVStore {
  /** "local" or "device". */
  readonly type: string;
  readonly #values = new Map<KVKey, NDArray>();
  #updater: Updater | null = null;

  /** Usually made by {@linkcode create}. */
  constructor(type: string) {
    this.type = type;
  }

  /** The number of this process among those that train: there is one. */
  get rank(): number {
    return 0;
  }

  /** How many processes train. */
  get numWorkers(): number {
    return 1;
  }

  /** Sets the first value of a key. @throws IndexError where it has one. */
  init(key: KVKey, value: NDArray): void {
    if (this.#values.has(key)) {
      throw new IndexError("KVStore.init", `the key ${show(key)} has a value already`);
    }
    this.#values.set(key, value.copyto(value.context));
  }

  /** Sums the arrays of all devices into the key; with an optimizer, the sum is its gradient. */
  push(key: KVKey, values: NDArray | readonly NDArray[]): void {
    const stored = this.#find("push", key);
    const sum = sumOf(values, stored);
    if (this.#updater !== null) this.#updater.update(key, sum, stored);
    else stored.set(sum);
  }

  /** Copies the key's value into every array. */
  pull(key: KVKey, options: { out: NDArray | readonly NDArray[] }): void {
    const stored = this.#find("pull", key);
    for (const array of listOf(options.out)) stored.copyto(array);
  }

  /** Pushes, then pulls into `out`, or into the pushed arrays. */
  pushpull(
    key: KVKey,
    values: NDArray | readonly NDArray[],
    options: { out?: NDArray | readonly NDArray[] } = {},
  ): void {
    this.push(key, values);
    this.pull(key, { out: options.out ?? values });
  }

  /** From now on a push is a step of this optimizer on the key's value. */
  setOptimizer(optimizer: Optimizer): void {
    this.#updater = new Updater(optimizer);
  }

  #find(method: string, key: KVKey): NDArray {
    const found = this.#values.get(key);
    if (found === undefined) {
      throw new IndexError(`KVStore.${method}`, `the key ${show(key)} has no value: init it first`);
    }
    return found;
  }
}

function listOf(arrays: NDArray | readonly NDArray[]): readonly NDArray[] {
  return Array.isArray(arrays) ? arrays : [arrays as NDArray];
}

/** The sum of arrays on several contexts, on the context of `like`. */
function sumOf(arrays: NDArray | readonly NDArray[], like: NDArray): NDArray {
  const list = listOf(arrays);
  if (list.length === 0) {
    throw new AttributeError("KVStore.push", "got no array");
  }
  const sum = nd.zerosLike(like);
  for (const array of list) sum.iadd(array.asInContext(like.context));
  return sum;
}

/** Sums the arrays, which lie on several contexts, and gives each the sum. */
export function allReduce(arrays: readonly NDArray[]): void {
  if (arrays.length < 2) return;
  nd.scope(() => {
    for (const array of arrays.slice(1)) {
      arrays[0].iadd(array.asInContext(arrays[0].context));
    }
    for (const array of arrays.slice(1)) arrays[0].copyto(array);
  });
}

/** A store of that type: "local" and "device" are the same in one process. */
export function create(type: string = "local"): KVStore {
  checkType("kvstore.create", type);
  return new KVStore(type);
}

/** Refuses stores that need what is not there. */
export function checkType(owner: string, type: string): void {
  if (
    type === "local" || type === "device" || type === "local_allreduce_cpu" ||
    type === "local_allreduce_device"
  ) {
    return;
  }
  throw new AttributeError(
    owner,
    /^(dist|nccl|horovod|byteps)/.test(type)
      ? `${show(type)} joins several processes, which this version cannot: use "local"`
      : `there is no store ${show(type)}: use "local" or "device"`,
  );
}
