// Learning rates that depend on the number of updates, with a warm-up before them.
import { checkOptions, readArguments, readInteger, readNumber, readWord, show } from "./ndarray/options.ts";
import { CALL, Callable } from "./runtime/callable.ts";
import { AttributeError } from "./runtime/mod.ts";

/** What every schedule takes. */
export interface LRSchedulerOptions {
  /** The rate that the schedule starts from; 0.01 by default. An optimizer's learningRate replaces it. */
  baseLr?: number;
  /** Number of updates before the schedule begins; 0 by default. */
  warmupSteps?: number;
  /** The rate at the first of them; 0 by default. */
  warmupBeginLr?: number;
  /** Whether the rate rises to the base or stays during the warm-up; "linear" by default. */
  warmupMode?: "linear" | "constant";
}

const OPTIONS = ["baseLr", "warmupSteps", "warmupBeginLr", "warmupMode"];

/** Reads `(required, { … })` or `({ required, … })`: what MXNet requires may stand in front, as everywhere. */
function readSchedule<T extends LRSchedulerOptions>(
  owner: string,
  args: readonly unknown[],
  required: string,
  more: readonly string[],
): T {
  return readArguments(owner, args, [required], [...more, ...OPTIONS]) as unknown as T;
}

/** A schedule is called with the number of updates and gives the learning rate. */
export interface LRScheduler {
  /** The learning rate at that update. */
  (numUpdate: number): number;
}

/** Base of all schedules: the warm-up, then what a subclass's `rate` says. */
export abstract class LRScheduler extends Callable {
  #baseLr: number;
  /** Number of updates before the schedule begins. */
  readonly warmupSteps: number;
  /** The rate at the end of the warm-up. */
  protected warmupFinalLr: number;
  readonly #warmupBeginLr: number;
  readonly #warmupMode: "linear" | "constant";

  /** Takes all settings by name. */
  constructor(options: LRSchedulerOptions = {}) {
    super();
    const owner = this.constructor.name;
    checkOptions(owner, options, OPTIONS);
    this.#baseLr = readNumber(owner, "baseLr", options.baseLr ?? 0.01);
    this.warmupFinalLr = this.#baseLr;
    this.warmupSteps = readInteger(owner, "warmupSteps", options.warmupSteps ?? 0, 0);
    this.#warmupBeginLr = readNumber(owner, "warmupBeginLr", options.warmupBeginLr ?? 0);
    if (this.#warmupBeginLr > this.#baseLr) {
      throw new AttributeError(owner, `warmupBeginLr is ${this.#warmupBeginLr}, more than baseLr, ${this.#baseLr}`);
    }
    this.#warmupMode = readWord(owner, "warmupMode", options.warmupMode ?? "linear", ["linear", "constant"]);
  }

  /** The rate that the schedule starts from. */
  get baseLr(): number {
    return this.#baseLr;
  }

  set baseLr(rate: number) {
    this.#baseLr = readNumber(this.constructor.name, "baseLr", rate);
    this.warmupFinalLr = this.#baseLr;
    this.restart();
  }

  /** The learning rate at that update. */
  override [CALL](numUpdate: number): number {
    if (numUpdate >= this.warmupSteps) return this.rate(numUpdate);
    if (this.#warmupMode === "constant") return this.#warmupBeginLr;
    return this.#warmupBeginLr +
      (this.warmupFinalLr - this.#warmupBeginLr) * numUpdate / this.warmupSteps;
  }

  /** The rate after the warm-up. */
  protected abstract rate(numUpdate: number): number;

  /** Called when `baseLr` was set: schedules that remember start anew. */
  protected restart(): void {}

  /** The schedule's name and base rate. */
  override toString(): string {
    return `${this.constructor.name}(baseLr=${this.#baseLr})`;
  }

  /** What `console.log` shows. */
  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return this.toString();
  }
}

/** Settings of {@linkcode FactorScheduler}. */
export interface FactorSchedulerOptions extends LRSchedulerOptions {
  /** The rate falls after each so many updates. */
  step: number;
  /** What it is multiplied by; 1 by default. */
  factor?: number;
  /** Where it stops falling; 1e-8 by default. */
  stopFactorLr?: number;
}

/** Multiplies the rate by `factor` after every `step` updates. */
export class FactorScheduler extends LRScheduler {
  readonly #step: number;
  readonly #factor: number;
  readonly #stop: number;

  /** Takes `step` by place, the others by name. */
  constructor(step: number, options?: Omit<FactorSchedulerOptions, "step">);
  /** Takes all settings by name. */
  constructor(options: FactorSchedulerOptions);
  constructor(...args: unknown[]) {
    const { step, factor = 1, stopFactorLr = 1e-8, ...options } = readSchedule<FactorSchedulerOptions>(
      "FactorScheduler",
      args,
      "step",
      ["factor", "stopFactorLr"],
    );
    super(options);
    this.#step = readInteger("FactorScheduler", "step", step, 1);
    this.#factor = readNumber("FactorScheduler", "factor", factor, 0, 1);
    this.#stop = readNumber("FactorScheduler", "stopFactorLr", stopFactorLr, 0);
  }

  /** The rate after the warm-up. */
  protected override rate(numUpdate: number): number {
    // The rate falls once update k * step is passed: after 1 * step, 2 * step, …
    let rate = this.baseLr;
    const falls = Math.max(0, Math.ceil(numUpdate / this.#step) - 1);
    for (let i = 0; i < falls; i++) {
      rate *= this.#factor;
      if (rate < this.#stop) return this.#stop;
    }
    return rate;
  }
}

/** Settings of {@linkcode MultiFactorScheduler}. */
export interface MultiFactorSchedulerOptions extends LRSchedulerOptions {
  /** The updates after which the rate falls, rising. */
  step: readonly number[];
  /** What it is multiplied by; 1 by default. */
  factor?: number;
}

/** Multiplies the rate by `factor` after each of the given updates. */
export class MultiFactorScheduler extends LRScheduler {
  readonly #steps: readonly number[];
  readonly #factor: number;

  /** Takes `step` by place, the others by name. */
  constructor(step: readonly number[], options?: Omit<MultiFactorSchedulerOptions, "step">);
  /** Takes all settings by name. */
  constructor(options: MultiFactorSchedulerOptions);
  constructor(...args: unknown[]) {
    const { step, factor = 1, ...options } = readSchedule<MultiFactorSchedulerOptions>(
      "MultiFactorScheduler",
      args,
      "step",
      ["factor"],
    );
    super(options);
    if (!Array.isArray(step) || step.length === 0) {
      throw new AttributeError("MultiFactorScheduler", `step must be a list of update numbers, but is ${show(step)}`);
    }
    this.#steps = step.map((at) => readInteger("MultiFactorScheduler", "step", at, 1));
    if (this.#steps.some((at, i) => i > 0 && at <= this.#steps[i - 1])) {
      throw new AttributeError("MultiFactorScheduler", `step must rise, but is [${this.#steps.join(", ")}]`);
    }
    this.#factor = readNumber("MultiFactorScheduler", "factor", factor, 0, 1);
  }

  /** The rate after the warm-up. */
  protected override rate(numUpdate: number): number {
    let rate = this.baseLr;
    for (const at of this.#steps) if (numUpdate > at) rate *= this.#factor;
    return rate;
  }
}

/** Settings of schedules that end at an update. */
export interface EndingSchedulerOptions extends LRSchedulerOptions {
  /** The update at which the final rate is reached. */
  maxUpdate: number;
  /** The rate from then on; 0 by default. */
  finalLr?: number;
}

/** A schedule that falls from the base to the final rate by a curve. */
export abstract class EndingScheduler extends LRScheduler {
  readonly #maxUpdate: number;
  readonly #finalLr: number;

  /** Takes the first settings by place, the others by name. */
  constructor(owner: string, { maxUpdate, finalLr = 0, ...options }: EndingSchedulerOptions) {
    super(options);
    this.#maxUpdate = readInteger(owner, "maxUpdate", maxUpdate, 1);
    this.#finalLr = readNumber(owner, "finalLr", finalLr);
    if (this.#maxUpdate <= this.warmupSteps) {
      throw new AttributeError(owner, `maxUpdate (${maxUpdate}) must be more than warmupSteps (${this.warmupSteps})`);
    }
  }

  /** 1 at the start, 0 at the end. */
  protected abstract curve(part: number): number;

  /** The rate after the warm-up. */
  protected override rate(numUpdate: number): number {
    const steps = this.#maxUpdate - this.warmupSteps;
    const part = Math.min(1, (numUpdate - this.warmupSteps) / steps);
    return this.#finalLr + (this.baseLr - this.#finalLr) * this.curve(part);
  }
}

/** Settings of {@linkcode PolyScheduler}. */
export interface PolySchedulerOptions extends EndingSchedulerOptions {
  /** The power; 2 by default. */
  pwr?: number;
}

/** Falls to the final rate by `(1 - update / maxUpdate)^pwr`. */
export class PolyScheduler extends EndingScheduler {
  readonly #power: number;

  /** Takes `maxUpdate` by place, the others by name. */
  constructor(maxUpdate: number, options?: Omit<PolySchedulerOptions, "maxUpdate">);
  /** Takes all settings by name. */
  constructor(options: PolySchedulerOptions);
  constructor(...args: unknown[]) {
    const { pwr = 2, ...options } = readSchedule<PolySchedulerOptions>("PolyScheduler", args, "maxUpdate", [
      "finalLr",
      "pwr",
    ]);
    super("PolyScheduler", options);
    this.#power = readNumber("PolyScheduler", "pwr", pwr, 0);
  }

  /** 1 at the start, 0 at the end. */
  protected override curve(part: number): number {
    return (1 - part) ** this.#power;
  }
}

/** Falls to the final rate by half a cosine. */
export class CosineScheduler extends EndingScheduler {
  /** Takes `maxUpdate` by place, the others by name. */
  constructor(maxUpdate: number, options?: Omit<EndingSchedulerOptions, "maxUpdate">);
  /** Takes all settings by name. */
  constructor(options: EndingSchedulerOptions);
  constructor(...args: unknown[]) {
    super("CosineScheduler", readSchedule("CosineScheduler", args, "maxUpdate", ["finalLr"]));
  }

  /** 1 at the start, 0 at the end. */
  protected override curve(part: number): number {
    return (1 + Math.cos(Math.PI * part)) / 2;
  }
}
