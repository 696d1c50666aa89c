// Activation layers beyond Activation: LeakyReLU, PReLU, ELU, SELU, GELU, Swish.
import { Constant, type Initializer, type InitName } from "../../init.ts";
import { nd, type NDArray, type Ops } from "../../ndarray/mod.ts";
import { readArguments, readInteger, readNumber } from "../../ndarray/options.ts";
import { BLOCK_OPTIONS, type BlockOptions } from "../block.ts";
import type { Params } from "../hybrid_block.ts";
import type { Parameter } from "../parameter.ts";
import { Layer, markBuiltIn } from "./layer.ts";

/** `x` where x > 0, else `alpha x`. */
export class LeakyReLU extends Layer {
  readonly #alpha: number;

  /** Takes the first settings by place, the others by name. */
  constructor(alpha: number, options?: BlockOptions);
  /** Takes all settings by name. */
  constructor(options: BlockOptions & { alpha: number });
  constructor(...args: unknown[]) {
    const { alpha, ...options } = readArguments("LeakyReLU", args, ["alpha"], BLOCK_OPTIONS);
    super(options);
    this.#alpha = readNumber("LeakyReLU", "alpha", alpha, 0);
  }

  /** Computes the output from the input and the parameters. */
  override hybridForward(F: Ops, x: NDArray): NDArray {
    return nd.scope(() => F.where(x.gt(0), x, x.mul(this.#alpha)));
  }

  /** What is printed between the brackets. */
  protected override describe(): string {
    return String(this.#alpha);
  }
}

/** Settings of {@linkcode PReLU}. */
export interface PReLUOptions extends BlockOptions {
  /** Fills alpha; 0.25 by default. */
  alphaInitializer?: Initializer | InitName;
  /** Number of slopes: 1 (the default), or one for each channel. */
  inChannels?: number;
}

/** LeakyReLU whose slope is learned. */
export class PReLU extends Layer {
  /** [inChannels]. */
  readonly alpha: Parameter;

  /** Takes all settings by name. */
  constructor(options?: PReLUOptions);
  constructor(...args: unknown[]) {
    const read = readArguments("PReLU", args, ["alphaInitializer", "inChannels"], BLOCK_OPTIONS) as PReLUOptions;
    super({ prefix: read.prefix, params: read.params });
    this.alpha = this.params.get("alpha", {
      shape: [readInteger("PReLU", "inChannels", read.inChannels ?? 1, 1)],
      init: read.alphaInitializer ?? new Constant(0.25),
    });
  }

  /** Computes the output from the input and the parameters. */
  override hybridForward(F: Ops, x: NDArray, { alpha }: Params): NDArray {
    return nd.scope(() => {
      // One slope for all, or one for each channel, on axis 1.
      const slope = alpha.reshape(x.shape.map((_, axis) => axis === 1 ? alpha.size : 1));
      return F.where(x.gt(0), x, x.mul(slope));
    });
  }

  /** What is printed between the brackets. */
  protected override describe(): string {
    return "";
  }
}

/** `x` where x > 0, else `alpha (exp(x) - 1)`; alpha is 1 by default. */
export class ELU extends Layer {
  readonly #alpha: number;

  /** Takes the first settings by place, the others by name. */
  constructor(alpha?: number, options?: BlockOptions);
  /** Takes all settings by name. */
  constructor(options: BlockOptions & { alpha?: number });
  constructor(...args: unknown[]) {
    const { alpha, ...options } = readArguments("ELU", args, ["alpha"], BLOCK_OPTIONS);
    super(options);
    this.#alpha = readNumber("ELU", "alpha", alpha ?? 1);
  }

  /** Computes the output from the input and the parameters. */
  override hybridForward(F: Ops, x: NDArray): NDArray {
    return elu(F, x, this.#alpha, 1);
  }

  /** What is printed between the brackets. */
  protected override describe(): string {
    return "";
  }
}

/** `scale x` where x > 0, else `scale alpha (exp(x) - 1)`. */
function elu(F: Ops, x: NDArray, alpha: number, scale: number): NDArray {
  return nd.scope(() => {
    // The branch that is not taken must stay finite, or its gradient of 0 times infinity is NaN.
    const below = F.expm1(F.minimum(x, 0)).mul(alpha);
    const out = F.where(x.gt(0), x, below);
    return scale === 1 ? out : out.mul(scale);
  });
}

/** ELU with the two constants that keep mean 0 and variance 1. */
export class SELU extends Layer {
  /** Computes the output from the input and the parameters. */
  override hybridForward(F: Ops, x: NDArray): NDArray {
    // The fixed point of mean 0 and variance 1, of Klambauer and others.
    return elu(F, x, 1.6732632423543772, 1.0507009873554805);
  }

  /** What is printed between the brackets. */
  protected override describe(): string {
    return "";
  }
}

/** `x (1 + erf(x / sqrt(2))) / 2`. */
export class GELU extends Layer {
  /** Computes the output from the input and the parameters. */
  override hybridForward(F: Ops, x: NDArray): NDArray {
    return nd.scope(() => x.mul(F.erf(x.mul(Math.SQRT1_2)).add(1)).mul(0.5));
  }

  /** What is printed between the brackets. */
  protected override describe(): string {
    return "";
  }
}

/** `x sigmoid(beta x)`; beta is 1 by default. */
export class Swish extends Layer {
  readonly #beta: number;

  /** Takes the first settings by place, the others by name. */
  constructor(beta?: number, options?: BlockOptions);
  /** Takes all settings by name. */
  constructor(options: BlockOptions & { beta?: number });
  constructor(...args: unknown[]) {
    const { beta, ...options } = readArguments("Swish", args, ["beta"], BLOCK_OPTIONS);
    super(options);
    this.#beta = readNumber("Swish", "beta", beta ?? 1);
  }

  /** Computes the output from the input and the parameters. */
  override hybridForward(F: Ops, x: NDArray): NDArray {
    return nd.scope(() => x.mul(F.sigmoid(x.mul(this.#beta))));
  }

  /** What is printed between the brackets. */
  protected override describe(): string {
    return "";
  }
}

markBuiltIn(LeakyReLU, PReLU, ELU, SELU, GELU, Swish);
