// LayerNorm: normalisation of each sample along one axis.
import type { Initializer, InitName } from "../../init.ts";
import { nd, type NDArray, type Ops } from "../../ndarray/mod.ts";
import { readArguments, readInteger, readNumber } from "../../ndarray/options.ts";
import { ShapeError } from "../../runtime/mod.ts";
import { BLOCK_OPTIONS, type BlockOptions } from "../block.ts";
import type { Params } from "../hybrid_block.ts";
import type { Parameter } from "../parameter.ts";
import { Layer, markBuiltIn, real } from "./layer.ts";

/** Settings of {@linkcode LayerNorm}. */
export interface LayerNormOptions extends BlockOptions {
  /** The axis of features; -1 by default. */
  axis?: number;
  /** Added to the variance; 1e-5 by default. */
  epsilon?: number;
  /** Whether beta is learned; true by default. */
  center?: boolean;
  /** Whether gamma is learned; true by default. */
  scale?: boolean;
  /** Fills beta; "zeros" by default. */
  betaInitializer?: Initializer | InitName | null;
  /** Fills gamma; "ones" by default. */
  gammaInitializer?: Initializer | InitName | null;
  /** Number of features; 0, the default, is found at the first call. */
  inChannels?: number;
}

/**
 * `gamma (x - mean) / sqrt(variance + epsilon) + beta`, mean and variance along `axis` for each sample by itself.
 *
 * Inputs: any shape. Output: the same shape.
 */
export class LayerNorm extends Layer {
  /** [features]. */
  readonly gamma: Parameter;
  /** [features]. */
  readonly beta: Parameter;
  readonly #axis: number;
  readonly #epsilon: number;
  readonly #flags: readonly [boolean, boolean];

  /** Takes all settings by name. */
  constructor(options?: LayerNormOptions);
  constructor(...args: unknown[]) {
    const read = readArguments("LayerNorm", args, ["axis", "epsilon"], [
      "center",
      "scale",
      "betaInitializer",
      "gammaInitializer",
      "inChannels",
      ...BLOCK_OPTIONS,
    ]) as LayerNormOptions;
    super({ prefix: read.prefix, params: read.params });
    this.#axis = readInteger("LayerNorm", "axis", read.axis ?? -1);
    this.#epsilon = readNumber("LayerNorm", "epsilon", read.epsilon ?? 1e-5, 0);
    this.#flags = [read.center ?? true, read.scale ?? true];
    const shape = [readInteger("LayerNorm", "inChannels", read.inChannels ?? 0, 0)];
    const [center, scale] = this.#flags;
    this.gamma = this.params.get("gamma", {
      shape,
      init: read.gammaInitializer ?? "ones",
      gradReq: scale ? "write" : "null",
      allowDeferredInit: true,
    });
    this.beta = this.params.get("beta", {
      shape,
      init: read.betaInitializer ?? "zeros",
      gradReq: center ? "write" : "null",
      allowDeferredInit: true,
    });
  }

  #axisOf(x: NDArray): number {
    const axis = this.#axis < 0 ? this.#axis + x.shape.length : this.#axis;
    if (axis < 0 || axis >= x.shape.length) {
      throw new ShapeError("LayerNorm", `its input has shape [${x.shape}], but its features are on axis ${this.#axis}`);
    }
    return axis;
  }

  /** Completes the parameters' shapes from the first input. */
  override inferShape(x: NDArray): void {
    const features = x.shape[this.#axisOf(x)];
    this.gamma.shape = [features];
    this.beta.shape = [features];
  }

  /** Computes the output from the input and the parameters. */
  override hybridForward(F: Ops, x: NDArray, { gamma, beta }: Params): NDArray {
    const axis = this.#axisOf(x);
    return nd.scope(() => {
      const alike = x.shape.map((size, i) => i === axis ? size : 1);
      const centered = x.sub(x.mean({ axis, keepdims: true }));
      const variance = F.square(centered).mean({ axis, keepdims: true });
      return centered.mul(F.rsqrt(variance.add(this.#epsilon))).mul(gamma.reshape(alike)).add(beta.reshape(alike));
    });
  }

  /** What is printed between the brackets. */
  protected override describe(): string {
    const flag = (on: boolean): string => on ? "True" : "False";
    const features = this.gamma.shape?.[0];
    return `axis=${this.#axis}, eps=${real(this.#epsilon)}, center=${flag(this.#flags[0])}, scale=${
      flag(this.#flags[1])
    }, ` +
      `in_channels=${features ? features : "None"}`;
  }
}

markBuiltIn(LayerNorm);
