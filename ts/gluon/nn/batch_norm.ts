// BatchNorm: normalisation over the batch, with running statistics for prediction.
import type { Initializer, InitName } from "../../init.ts";
import type { DType, NDArray, Ops } from "../../ndarray/mod.ts";
import { readArguments, readInteger, readNumber } from "../../ndarray/options.ts";
import { ShapeError } from "../../runtime/mod.ts";
import { BLOCK_OPTIONS, type BlockOptions } from "../block.ts";
import type { Params } from "../hybrid_block.ts";
import type { Parameter } from "../parameter.ts";
import { Layer, markBuiltIn, real } from "./layer.ts";

/** Settings of {@linkcode BatchNorm}. */
export interface BatchNormOptions extends BlockOptions {
  /** The axis of channels; 1 by default. */
  axis?: number;
  /** How much of the old running statistics a training step keeps; 0.9 by default. */
  momentum?: number;
  /** Added to the variance; 1e-5 by default. */
  epsilon?: number;
  /** Whether beta is learned; true by default. Otherwise it stays 0. */
  center?: boolean;
  /** Whether gamma is learned; true by default. Otherwise it stays 1. */
  scale?: boolean;
  /** Whether the running statistics are used in training too; false by default. */
  useGlobalStats?: boolean;
  /** Fills beta; "zeros" by default. */
  betaInitializer?: Initializer | InitName | null;
  /** Fills gamma; "ones" by default. */
  gammaInitializer?: Initializer | InitName | null;
  /** Fills the running mean; "zeros" by default. */
  runningMeanInitializer?: Initializer | InitName | null;
  /** Fills the running variance; "ones" by default. */
  runningVarianceInitializer?: Initializer | InitName | null;
  /** Number of channels; 0, the default, is found at the first call. */
  inChannels?: number;
}

/**
 * `gamma (x - mean) / sqrt(variance + epsilon) + beta` for each channel.
 *
 * In training (inside `record`) mean and variance are the batch's, and the running statistics follow them; otherwise
 * the running statistics are used.
 *
 * Inputs: any shape with channels on `axis`. Output: the same shape.
 */
export class BatchNorm extends Layer {
  /** [channels]. */
  readonly gamma: Parameter;
  /** [channels]. */
  readonly beta: Parameter;
  /** [channels]; not learned. */
  readonly runningMean: Parameter;
  /** [channels]; not learned. */
  readonly runningVar: Parameter;
  readonly #axis: number;
  readonly #momentum: number;
  readonly #epsilon: number;
  readonly #scale: boolean;
  readonly #useGlobalStats: boolean;

  /** Takes all settings by name. */
  constructor(options?: BatchNormOptions);
  constructor(...args: unknown[]) {
    const read = readArguments("BatchNorm", args, ["axis", "momentum", "epsilon"], [
      "center",
      "scale",
      "useGlobalStats",
      "betaInitializer",
      "gammaInitializer",
      "runningMeanInitializer",
      "runningVarianceInitializer",
      "inChannels",
      ...BLOCK_OPTIONS,
    ]) as BatchNormOptions;
    super({ prefix: read.prefix, params: read.params });
    this.#axis = readInteger("BatchNorm", "axis", read.axis ?? 1);
    this.#momentum = readNumber("BatchNorm", "momentum", read.momentum ?? 0.9);
    this.#epsilon = readNumber("BatchNorm", "epsilon", read.epsilon ?? 1e-5, 0);
    this.#scale = read.scale ?? true;
    this.#useGlobalStats = read.useGlobalStats ?? false;
    const center = read.center ?? true;
    const shape = [readInteger("BatchNorm", "inChannels", read.inChannels ?? 0, 0)];
    const common = { shape, allowDeferredInit: true };
    this.gamma = this.params.get("gamma", {
      ...common,
      init: read.gammaInitializer ?? "ones",
      gradReq: this.#scale ? "write" : "null",
      differentiable: this.#scale,
    });
    this.beta = this.params.get("beta", {
      ...common,
      init: read.betaInitializer ?? "zeros",
      gradReq: center ? "write" : "null",
      differentiable: center,
    });
    this.runningMean = this.params.get("running_mean", {
      ...common,
      init: read.runningMeanInitializer ?? "zeros",
      differentiable: false,
    });
    this.runningVar = this.params.get("running_var", {
      ...common,
      init: read.runningVarianceInitializer ?? "ones",
      differentiable: false,
    });
  }

  /** Completes the parameters' shapes from the first input. */
  override inferShape(x: NDArray): void {
    const axis = this.#axis < 0 ? this.#axis + x.shape.length : this.#axis;
    const channels = x.shape[axis];
    if (channels === undefined) {
      throw new ShapeError("BatchNorm", `its input has shape [${x.shape}], but its channels are on axis ${this.#axis}`);
    }
    for (const parameter of [this.gamma, this.beta, this.runningMean, this.runningVar]) parameter.shape = [channels];
  }

  /** float16 keeps its statistics in float32. */
  override cast(dtype: DType): void {
    super.cast(dtype === "float16" ? "float32" : dtype);
  }

  /** Computes the output from the input and the parameters. */
  override hybridForward(F: Ops, x: NDArray, { gamma, beta, runningMean, runningVar }: Params): NDArray {
    return F.batchNorm(x, gamma, beta, runningMean, runningVar, {
      axis: this.#axis,
      eps: this.#epsilon,
      momentum: this.#momentum,
      fixGamma: !this.#scale,
      useGlobalStats: this.#useGlobalStats,
    });
  }

  /** What is printed between the brackets. */
  protected override describe(): string {
    const flag = (on: boolean): string => on ? "True" : "False";
    const channels = this.gamma.shape?.[0];
    return `axis=${this.#axis}, eps=${real(this.#epsilon)}, momentum=${this.#momentum}, ` +
      `fix_gamma=${flag(!this.#scale)}, use_global_stats=${flag(this.#useGlobalStats)}, ` +
      `in_channels=${channels ? channels : "None"}`;
  }
}

markBuiltIn(BatchNorm);
