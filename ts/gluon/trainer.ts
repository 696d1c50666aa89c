// Trainer: applies an optimizer to a network's parameters, after their gradients were summed over all contexts.
import { pause } from "../autograd/mod.ts";
import { allReduce, checkType, type KVStore } from "../kvstore.ts";
import { checkOptions, readNumber, show } from "../ndarray/options.ts";
import { type Context, nd, NDArray } from "../ndarray/mod.ts";
import {
  create,
  type Index,
  Optimizer,
  type OptimizerOptions,
  type OptimizerTable,
  type State,
  Updater,
} from "../optimizer/mod.ts";
import { AttributeError, FileError, GraphError } from "../runtime/mod.ts";
import { clearGradFresh, isGradFresh } from "./gradients.ts";
import { Parameter } from "./parameter.ts";
import { ParameterDict } from "./parameter_dict.ts";

/** Settings of a {@linkcode Trainer} beside the optimizer's. */
export interface TrainerOptions {
  /** How gradients of several contexts meet: "device" by default; one process, so all are the same. */
  kvstore?: string | KVStore | null;
  /** Whether `step` is all there is: `allreduceGrads` and `update` are then refused. False by default. */
  updateOnKvstore?: boolean | null;
}

/** What a Trainer takes after the parameters: the optimizer's name decides the type of its options. */
export type TrainerArgs =
  | {
    [K in keyof OptimizerTable]: [optimizer: K, options?: OptimizerTable[K], trainer?: TrainerOptions];
  }[keyof OptimizerTable]
  | [optimizer: Optimizer, options?: null, trainer?: TrainerOptions];

/**
 * Changes parameters by their gradients.
 *
 * ```ts
 * const trainer = new gluon.Trainer(net.collectParams(), "sgd", { learningRate: 0.1 });
 * const loss = autograd.record(() => lossFunction(net(data), label));
 * loss.backward();
 * trainer.step(batchSize);
 * ```
 */
export class Trainer {
  /** The parameters, in the order of their names. */
  readonly params: readonly Parameter[];
  /** The optimizer. */
  readonly optimizer: Optimizer;
  readonly #scale: number;
  readonly #stepOnly: boolean;
  #updaters: Updater[] = [];
  #contexts: Context[] | null = null;

  /** Takes the first settings by place, the others by name. */
  constructor(
    params: ParameterDict | Iterable<Parameter>,
    ...args: TrainerArgs
  );
  /** Takes the first settings by place, the others by name. */
  constructor(
    params: ParameterDict | Iterable<Parameter>,
    optimizer: string | Optimizer,
    options?: OptimizerOptions | null,
    trainer: TrainerOptions = {},
  ) {
    checkOptions("Trainer", trainer, ["kvstore", "updateOnKvstore", "compressionParams"]);
    if (typeof trainer.kvstore === "string") {
      checkType("Trainer", trainer.kvstore);
    }
    this.params = readParameters(params);
    const paramDict = Object.fromEntries(this.params.map((parameter, i) => [i, parameter]));
    if (optimizer instanceof Optimizer) {
      if (
        options !== undefined && options !== null &&
        Object.keys(options).length > 0
      ) {
        throw new AttributeError("Trainer", "got an optimizer and options: give the options to the optimizer");
      }
      this.optimizer = optimizer;
      optimizer.paramDict = paramDict;
    } else {
      this.optimizer = create(optimizer, { ...options, paramDict });
    }
    this.#scale = this.optimizer.rescaleGrad;
    this.#stepOnly = trainer.updateOnKvstore ?? false;
  }

  /** The learning rate now. */
  get learningRate(): number {
    return this.optimizer.learningRate;
  }

  /** Sets the learning rate. @throws AttributeError where a schedule decides it. */
  setLearningRate(learningRate: number): void {
    this.optimizer.setLearningRate(learningRate);
  }

  /** Looks up the contexts once all parameters are initialized; one updater serves each. */
  #ready(): void {
    if (this.#contexts !== null) return;
    let contexts: Context[] | null = null;
    for (const parameter of this.params) {
      const own = parameter.listCtx();
      if (contexts === null) contexts = own;
      else if (
        own.length !== contexts.length ||
        own.some((ctx, i) => !ctx.equals(contexts![i]))
      ) {
        throw new AttributeError(
          "Trainer",
          `all parameters must be on the same contexts, but ${this.params[0].name} is on ${contexts.join(", ")} and ` +
            `${parameter.name} on ${own.join(", ")}`,
        );
      }
    }
    this.#contexts = contexts ?? [];
    while (this.#updaters.length < this.#contexts.length) {
      this.#updaters.push(new Updater(this.optimizer));
    }
  }

  /**
   * One step: gradients are summed over contexts, divided by `batchSize`, and applied.
   *
   * A gradient that backward has not written since the last step is an error; with `ignoreStaleGrad` such parameters
   * are left as they are.
   */
  step(batchSize: number, options: { ignoreStaleGrad?: boolean } = {}): void {
    checkOptions("Trainer.step", options, ["ignoreStaleGrad"]);
    this.#scaleBy("step", batchSize);
    pause(() => {
      this.#ready();
      this.#reduce();
      this.#update(options.ignoreStaleGrad ?? false, "step");
    });
  }

  /** Sums gradients over contexts, and no more: what lies between this and `update` sees the sums. */
  allreduceGrads(): void {
    this.#refuseStepOnly("allreduceGrads");
    pause(() => {
      this.#ready();
      this.#reduce();
    });
  }

  /** Applies the gradients as they are, divided by `batchSize`; `allreduceGrads` comes before it. */
  update(batchSize: number, options: { ignoreStaleGrad?: boolean } = {}): void {
    checkOptions("Trainer.update", options, ["ignoreStaleGrad"]);
    this.#refuseStepOnly("update");
    this.#scaleBy("update", batchSize);
    pause(() => {
      this.#ready();
      this.#update(options.ignoreStaleGrad ?? false, "update");
    });
  }

  #scaleBy(method: string, batchSize: number): void {
    const size = readNumber(`Trainer.${method}`, "batchSize", batchSize);
    if (size <= 0) {
      throw new AttributeError(`Trainer.${method}`, `batchSize must be more than 0, but is ${size}`);
    }
    this.optimizer.rescaleGrad = this.#scale / size;
  }

  #refuseStepOnly(method: string): void {
    if (!this.#stepOnly) return;
    throw new AttributeError(`Trainer.${method}`, "made with updateOnKvstore: true, which leaves step() only");
  }

  #reduce(): void {
    if (this.#contexts!.length < 2) return;
    for (const parameter of this.params) {
      if (parameter.gradReq !== "null") allReduce(parameter.listGrad());
    }
  }

  #update(ignoreStale: boolean, method: string): void {
    const stale = ignoreStale ? [] : this.params.filter(isStale);
    if (stale.length > 0) {
      const names = stale.slice(0, 3).map((parameter) => parameter.name).join(", ");
      const more = stale.length > 3 ? ` and ${stale.length - 3} more` : "";
      throw new GraphError(
        `Trainer.${method}`,
        `backward has not written the gradient of ${names}${more} since the last step: the loss does not reach ` +
          `${stale.length > 1 ? "them" : "it"}, or backward was not called; ignoreStaleGrad: true leaves such ` +
          "parameters as they are",
      );
    }
    for (const [index, parameter] of this.params.entries()) {
      if (parameter.gradReq === "null") continue;
      const data = parameter.listData();
      for (let device = 0; device < data.length; device++) {
        if (!isGradFresh(data[device])) continue;
        this.optimizer.setCurrentContext(device);
        this.#updaters[device].update(index, parameter.grad(data[device].context), data[device]);
        clearGradFresh(data[device]);
      }
    }
  }

  /** Writes the optimizer's state, counts and all, to a file that `loadStates` reads; it replaces the file at once. */
  saveStates(file: string | URL): void {
    const values: Record<string, NDArray> = {};
    const flatten = (state: State, key: string): void => {
      if (state instanceof NDArray) values[key] = state;
      else if (state !== null) {
        for (const [i, part] of state.entries()) flatten(part, `${key}.${i}`);
      }
    };
    for (const [index, state] of this.#updaters[0]?.states ?? []) {
      flatten(state, `state:${index}`);
    }
    const head: Head = {
      format: FORMAT,
      optimizer: this.optimizer.constructor.name,
      parameters: this.params.map((parameter) => parameter.name),
      shapes: this.params.map((parameter) => parameter.shape ?? []),
      counts: this.optimizer.counts,
      numUpdate: this.optimizer.numUpdate,
      learningRate: this.optimizer.lrScheduler === null ? this.optimizer.learningRate : null,
    };
    values[HEAD] = nd.array(new TextEncoder().encode(JSON.stringify(head)));
    nd.save(file, values);
  }

  /** Reads what `saveStates` wrote for the same optimizer and the same parameters. */
  loadStates(file: string | URL): void {
    const values = nd.loadDict(file);
    const owner = "Trainer.loadStates";
    const head = readHead(owner, file, values[HEAD]);
    const kind = this.optimizer.constructor.name;
    if (head.optimizer !== kind) {
      throw new FileError(owner, `${file} holds states of ${head.optimizer}, not of ${kind}`);
    }
    if (head.parameters.length !== this.params.length) {
      throw new FileError(
        owner,
        `${file} holds states of ${head.parameters.length} parameters, but there are ${this.params.length}`,
      );
    }
    for (const [i, shape] of head.shapes.entries()) {
      const own = this.params[i].shape ?? [];
      if (
        own.length !== shape.length ||
        own.some((size, d) => size !== 0 && size !== shape[d])
      ) {
        throw new FileError(
          owner,
          `${file} holds [${shape}] for ${head.parameters[i]}, but ${this.params[i].name} has [${own}]`,
        );
      }
    }
    this.#ready();
    const states = new Map<number, State>();
    for (const [key, value] of Object.entries(values)) {
      const found = /^state:(\d+)((?:\.\d+)*)$/.exec(key);
      if (found === null) continue;
      const path = found[2].split(".").slice(1).map(Number);
      states.set(Number(found[1]), put(states.get(Number(found[1])) ?? null, path, value));
    }
    for (const [device, updater] of this.#updaters.entries()) {
      updater.states.clear();
      for (const index of this.params.keys()) {
        const counted = head.counts[String(index)] !== undefined;
        if (counted) {
          updater.restore(index as Index, onContext(states.get(index) ?? null, this.#contexts![device]));
        }
      }
    }
    this.optimizer.restoreCounts(head.counts, head.numUpdate);
    if (head.learningRate !== null && this.optimizer.lrScheduler === null) {
      this.optimizer.setLearningRate(head.learningRate);
    }
  }
}

/** The key of the description in a file of states. */
const HEAD = "trainer";
const FORMAT = "hadron-trainer-1";

interface Head {
  readonly format: string;
  readonly optimizer: string;
  readonly parameters: readonly string[];
  readonly shapes: readonly (readonly number[])[];
  readonly counts: Readonly<Record<string, number>>;
  readonly numUpdate: number;
  readonly learningRate: number | null;
}

function readHead(owner: string, file: string | URL, bytes: NDArray | undefined): Head {
  try {
    const head = JSON.parse(new TextDecoder().decode(bytes?.asTypedArray() as Uint8Array)) as Head;
    if (head.format === FORMAT) return head;
  } catch {
    // Told below: what cannot be read as a description is another kind of file.
  }
  throw new FileError(owner, `${file} was not written by saveStates (MXNet's own files of states are not portable)`);
}

/** Sets one array in a nested state. */
function put(state: State, path: readonly number[], value: NDArray): State {
  if (path.length === 0) return value;
  const list = state instanceof NDArray || state === null ? [] : [...state];
  while (list.length <= path[0]) list.push(null);
  list[path[0]] = put(list[path[0]], path.slice(1), value);
  return list;
}

function onContext(state: State, ctx: Context): State {
  if (state === null) return null;
  return state instanceof NDArray ? state.copyto(ctx) : state.map((part) => onContext(part, ctx));
}

function isStale(parameter: Parameter): boolean {
  return parameter.gradReq !== "null" &&
    parameter.listData().some((array) => !isGradFresh(array));
}

/** A dictionary's parameters by name, or a list's in its order. */
function readParameters(params: ParameterDict | Iterable<Parameter>): Parameter[] {
  const list: unknown[] = params instanceof ParameterDict
    ? [...params.values()].sort((a, b) => a.name < b.name ? -1 : a.name > b.name ? 1 : 0)
    : typeof params === "object" && params !== null && Symbol.iterator in params
    ? [...params]
    : [params];
  for (const parameter of list) {
    if (!(parameter instanceof Parameter)) {
      throw new AttributeError("Trainer", `needs a ParameterDict or Parameters, but got ${show(parameter)}`);
    }
  }
  return [...new Set(list as Parameter[])];
}
