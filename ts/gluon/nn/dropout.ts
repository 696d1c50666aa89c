// Dropout: zeros at random while training.
import type { NDArray, Ops } from "../../ndarray/mod.ts";
import { readArguments, readNumber, readTuple } from "../../ndarray/options.ts";
import { BLOCK_OPTIONS, type BlockOptions } from "../block.ts";
import { tuple } from "../parameter.ts";
import { Layer, markBuiltIn } from "./layer.ts";

/** Settings of {@linkcode Dropout}. */
export interface DropoutOptions extends BlockOptions {
  /** Axes along which one mask is shared; none by default. */
  axes?: readonly number[];
}

/**
 * In training, sets each element to 0 with probability `rate` and multiplies the others by 1 / (1 - rate); otherwise
 * passes its input on.
 *
 * Inputs: any shape. Output: the same shape.
 */
export class Dropout extends Layer {
  readonly #rate: number;
  readonly #axes: readonly number[];

  /** Takes the first settings by place, the others by name. */
  constructor(rate: number, options?: DropoutOptions);
  /** Takes all settings by name. */
  constructor(options: DropoutOptions & { rate: number });
  constructor(...args: unknown[]) {
    const read = readArguments("Dropout", args, ["rate", "axes"], BLOCK_OPTIONS) as
      & DropoutOptions
      & { rate?: number };
    super({ prefix: read.prefix, params: read.params });
    this.#rate = readNumber("Dropout", "rate", read.rate, 0, 1);
    const axes = read.axes ?? [];
    this.#axes = readTuple("Dropout", "axes", axes, axes.length, 0);
  }

  /** Computes the output from the input and the parameters. */
  override hybridForward(F: Ops, x: NDArray): NDArray {
    return F.dropout(x, { p: this.#rate, axes: this.#axes });
  }

  /** What is printed between the brackets. */
  protected override describe(): string {
    return `p = ${this.#rate}, axes=${tuple(this.#axes)}`;
  }
}

markBuiltIn(Dropout);
