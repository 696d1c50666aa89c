// Optimizer: what all of them share: the learning rate and its schedule, weight decay, factors for single parameters,
// how often each was updated; and Updater, which keeps their states.
import { type DType, nd, type NDArray } from "../ndarray/mod.ts";
import { checkOptions, isOptions, readInteger, readNumber, show } from "../ndarray/options.ts";
import { AttributeError, Handle } from "../runtime/mod.ts";

/** A learning rate that depends on the number of updates, as those of `lrScheduler`. */
export interface LearningRateSchedule {
  /** The rate at an update. */
  (numUpdate: number): number;
  /** The rate that it starts from. */
  baseLr: number;
}

/** What an optimizer needs to know of a parameter. */
export interface ParameterLike {
  /** Its full name. */
  readonly name: string;
  /** Factor of the learning rate. */
  readonly lrMult: number;
  /** Factor of the weight decay. */
  readonly wdMult: number;
}

/** Which parameter: its place in the trainer's list, or a name. */
export type Index = number | string;

/** What an optimizer keeps for one parameter: nothing, an array, or several. */
export type State = NDArray | null | readonly State[];

/** What every optimizer takes. */
export interface OptimizerOptions {
  /** Size of a step; 0.01 unless the optimizer says otherwise. */
  learningRate?: number;
  /** Weight decay: how much of a weight is added to its gradient; 0 by default. */
  wd?: number;
  /** Bound of each element of the gradient, after rescaling; none by default. */
  clipGradient?: number | null;
  /** Factor of gradients; 1 by default. A Trainer divides by the batch size besides. */
  rescaleGrad?: number;
  /** Decides the learning rate at each update; `learningRate`, where given, becomes its `baseLr`. */
  lrScheduler?: LearningRateSchedule | null;
  /** Whether float16 weights are updated in float32 copies; false by default. */
  multiPrecision?: boolean;
  /** The number of updates to begin with; 0 by default. */
  beginNumUpdate?: number;
  /** Names of the parameters by their index, for `setLrMult` and `setWdMult`. */
  paramIdx2name?: Readonly<Record<Index, string>>;
  /** The parameters by index, which hold their own factors. */
  paramDict?: Readonly<Record<Index, ParameterLike>>;
}

const OPTIONS = [
  "learningRate",
  "wd",
  "clipGradient",
  "rescaleGrad",
  "lrScheduler",
  "multiPrecision",
  "beginNumUpdate",
  "paramIdx2name",
  "paramDict",
];

/**
 * Base of all optimizers. One of one's own defines `createState` and `update`:
 *
 * ```ts
 * class Plain extends optimizer.Optimizer {
 *   override createState(): optimizer.State { return null; }
 *   override update(index: optimizer.Index, weight: NDArray, grad: NDArray): void {
 *     this.updateCount(index);
 *     weight.isub(grad.mul(this.rescaleGrad * this.getLr(index)));
 *   }
 * }
 * const trainer = new gluon.Trainer(net.collectParams(), new Plain({ learningRate: 0.1 }));
 * ```
 */
export abstract class Optimizer {
  /** Factor of gradients. */
  rescaleGrad: number;
  /** Weight decay. */
  wd: number;
  /** Bound of each element of the gradient, or null. */
  clipGradient: number | null;
  /** The schedule of the learning rate, or null. */
  readonly lrScheduler: LearningRateSchedule | null;
  /** Whether float16 weights are updated in float32 copies. */
  readonly multiPrecision: boolean;
  /** The parameters by index; a Trainer fills it. */
  paramDict: Readonly<Record<Index, ParameterLike>>;
  /** The greatest number of updates of any parameter: what schedules see. */
  numUpdate: number;
  readonly #beginNumUpdate: number;
  readonly #names: Readonly<Record<Index, string>>;
  #lr: number;
  #lrMult: ReadonlyMap<string, number> = new Map();
  #wdMult: ReadonlyMap<string, number> = new Map();
  /** One table for each device, so that copies of a parameter on several devices count alike. */
  #countsByDevice: Map<Index, number>[] = [new Map()];
  #device = 0;

  /** `own` are the names of a subclass's options, for the message about an unknown one. */
  constructor(options: OptimizerOptions = {}, own: readonly string[] = [], defaultLearningRate: number = 0.01) {
    const owner = this.constructor.name;
    checkOptions(owner, options, [...own, ...OPTIONS]);
    const { learningRate, lrScheduler = null, clipGradient = null } = options;
    if (learningRate !== undefined) {
      readNumber(owner, "learningRate", learningRate);
    }
    if (lrScheduler !== null && typeof lrScheduler !== "function") {
      throw new AttributeError(
        owner,
        `lrScheduler must be a schedule, as lrScheduler makes, but is ${show(lrScheduler)}`,
      );
    }
    this.lrScheduler = lrScheduler;
    if (lrScheduler !== null && learningRate !== undefined) {
      lrScheduler.baseLr = learningRate;
    }
    this.#lr = learningRate ?? defaultLearningRate;
    this.wd = readNumber(owner, "wd", options.wd ?? 0);
    this.rescaleGrad = readNumber(owner, "rescaleGrad", options.rescaleGrad ?? 1);
    this.clipGradient = clipGradient === null ? null : readNumber(owner, "clipGradient", clipGradient);
    this.multiPrecision = options.multiPrecision ?? false;
    this.#beginNumUpdate = readInteger(owner, "beginNumUpdate", options.beginNumUpdate ?? 0, 0);
    this.numUpdate = this.#beginNumUpdate;
    this.#names = options.paramIdx2name ?? {};
    this.paramDict = options.paramDict ?? {};
    this.setLrMult({});
    this.setWdMult({});
  }

  /** Makes what is kept for a weight: momenta and the like. */
  abstract createState(index: Index, weight: NDArray): State;

  /** Changes the weight, and the state, by one step along the gradient. */
  abstract update(index: Index, weight: NDArray, grad: NDArray, state: State): void;

  /** Like `createState`; with multiPrecision a float16 weight gets a float32 copy in front of its state. */
  createStateMultiPrecision(index: Index, weight: NDArray): State {
    if (!this.#isHalf(weight)) return this.createState(index, weight);
    const copy = weight.astype("float32");
    return [copy, this.createState(index, copy)];
  }

  /** Like `update`, on the float32 copy where there is one. */
  updateMultiPrecision(index: Index, weight: NDArray, grad: NDArray, state: State): void {
    if (!this.#isHalf(weight)) return this.update(index, weight, grad, state);
    const [copy, own] = state as readonly [NDArray, State];
    nd.scope(() => {
      this.update(index, copy, grad.astype("float32"), own);
      weight.set(copy.astype("float16"));
    });
  }

  #isHalf(weight: NDArray): boolean {
    return this.multiPrecision && weight.dtype === "float16";
  }

  /** The learning rate now: the schedule's, where there is one. */
  get learningRate(): number {
    return this.lrScheduler === null ? this.#lr : this.lrScheduler(this.numUpdate);
  }

  /** Sets the learning rate. @throws AttributeError where a schedule decides it. */
  setLearningRate(learningRate: number): void {
    if (this.lrScheduler !== null) {
      throw new AttributeError(
        `${this.constructor.name}.setLearningRate`,
        "a schedule decides the learning rate: change its baseLr, or make the optimizer without lrScheduler",
      );
    }
    this.#lr = readNumber(`${this.constructor.name}.setLearningRate`, "learningRate", learningRate);
  }

  /** Factors of the learning rate by name or index; those not named have 1. */
  setLrMult(factors: Readonly<Record<Index, number>>): void {
    this.#lrMult = new Map(Object.entries(factors));
  }

  /** Factors of the weight decay by name or index. Of the known names, those of no weight and no gamma have 0. */
  setWdMult(factors: Readonly<Record<Index, number>>): void {
    const all = new Map<string, number>();
    for (const name of Object.values(this.#names)) {
      if (!/(_weight|_gamma)$/.test(name)) all.set(name, 0);
    }
    for (const [name, factor] of Object.entries(factors)) all.set(name, factor);
    this.#wdMult = all;
  }

  /** Counts an update of that parameter; called at the start of `update`. */
  protected updateCount(index: Index): number {
    const counts = this.#countsByDevice[this.#device];
    const count = (counts.get(index) ?? this.#beginNumUpdate) + 1;
    counts.set(index, count);
    if (count > this.numUpdate) this.numUpdate = count;
    return count;
  }

  /** The learning rate for that parameter. */
  protected getLr(index: Index): number {
    return this.learningRate * this.#factor(index, this.#lrMult, "lrMult");
  }

  /** The weight decay for that parameter. */
  protected getWd(index: Index): number {
    return this.wd * this.#factor(index, this.#wdMult, "wdMult");
  }

  #factor(index: Index, factors: ReadonlyMap<string, number>, key: "lrMult" | "wdMult"): number {
    const parameter = this.paramDict[index];
    if (parameter !== undefined) return parameter[key];
    const name = this.#names[index];
    return factors.get(String(index)) ??
      (name === undefined ? 1 : factors.get(name) ?? 1);
  }

  /** The gradient, rescaled and clipped, as a new array. */
  protected prepared(grad: NDArray): NDArray {
    const scaled = grad.mul(this.rescaleGrad);
    return this.clipGradient ? scaled.clip(-this.clipGradient, this.clipGradient) : scaled;
  }

  /** How update operators want `clipGradient`: below 0 is none. */
  protected get clip(): number {
    return this.clipGradient || -1;
  }

  /** Which of several devices is updated next; a Trainer says it. */
  setCurrentContext(device: number): void {
    this.#device = device;
    while (this.#countsByDevice.length <= device) {
      this.#countsByDevice.push(new Map());
    }
  }

  /** The numbers of updates, for files: index → count. */
  get counts(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#countsByDevice[0]);
  }

  /** Puts back what `counts` and `numUpdate` gave. */
  restoreCounts(counts: Readonly<Record<string, number>>, numUpdate: number): void {
    // Indices that are numbers come back from JSON as text.
    const index = (text: string): Index => /^\d+$/.test(text) ? Number(text) : text;
    const entries = Object.entries(counts).map(([key, count]): [Index, number] => [index(key), count]);
    this.#countsByDevice = this.#countsByDevice.map(() => new Map(entries));
    this.numUpdate = numUpdate;
  }

  /** Class and learning rate, as `console.log` shows them. */
  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return `${this.constructor.name}(learningRate=${this.learningRate}, wd=${this.wd})`;
  }
}

/** Applies an optimizer to weights and keeps their states. */
export class Updater {
  /** The optimizer. */
  readonly optimizer: Optimizer;
  /** States by index. */
  readonly states: Map<Index, State> = new Map();

  /** Takes the first settings by place, the others by name. */
  constructor(optimizer: Optimizer) {
    this.optimizer = optimizer;
  }

  /** Puts a state back that was read from a file. */
  restore(index: Index, state: State): void {
    keepState(state);
    this.states.set(index, state);
  }

  /** One step of `weight` along `grad`; the state is made at the first. */
  update(index: Index, grad: NDArray, weight: NDArray): void {
    let state = this.states.get(index);
    if (state === undefined) {
      state = this.optimizer.createStateMultiPrecision(index, weight);
      this.restore(index, state);
    }
    this.optimizer.updateMultiPrecision(index, weight, grad, state);
  }
}

/** Protects a state's arrays from `dispose` and `nd.scope`, which would break the next step. */
export function keepState(state: State): void {
  if (state === null) return;
  if (Array.isArray(state)) state.forEach(keepState);
  else Handle.protect(state as NDArray, "the state of an optimizer");
}

/** Zeros like a weight: same shape, dtype and context. */
export function zerosFor(weight: NDArray, dtype: DType = weight.dtype): NDArray {
  return nd.zeros(weight.shape, { dtype, ctx: weight.context });
}

/** Splits an optimizer's own options from the base's. */
export function splitOptions<T extends OptimizerOptions>(
  owner: string,
  options: T | undefined,
  own: readonly string[],
): { own: Partial<T>; base: OptimizerOptions } {
  if (options === undefined || options === null) return { own: {}, base: {} };
  if (!isOptions(options)) {
    throw new AttributeError(owner, `its options must be a record, but are ${show(options)}`);
  }
  checkOptions(owner, options, [...own, ...OPTIONS]);
  const mine: Record<string, unknown> = {};
  const base: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(options)) {
    (own.includes(name) ? mine : base)[name] = value;
  }
  return { own: mine as Partial<T>, base };
}
