// Embedding: a row of a table for each index.
import type { Initializer, InitName } from "../../init.ts";
import type { DType, NDArray, Ops } from "../../ndarray/mod.ts";
import { readArguments, readInteger } from "../../ndarray/options.ts";
import { BLOCK_OPTIONS, type BlockOptions } from "../block.ts";
import type { Params } from "../hybrid_block.ts";
import type { Parameter } from "../parameter.ts";
import { Layer, markBuiltIn } from "./layer.ts";

/** Settings of {@linkcode Embedding}. */
export interface EmbeddingOptions extends BlockOptions {
  /** "float32" by default. */
  dtype?: DType;
  /** Fills the weight; by default the network's initializer does. */
  weightInitializer?: Initializer | InitName | null;
  /** Accepted for MXNet's sake: gradients are never sparse here. */
  sparseGrad?: boolean;
}

/**
 * Turns indices into rows of a learned table. An index out of range takes the nearest row, as in MXNet.
 *
 * Inputs: indices of any shape and dtype. Output: the same shape and outputDim behind it.
 */
export class Embedding extends Layer {
  /** [inputDim, outputDim]. */
  readonly weight: Parameter;
  readonly #dims: readonly [number, number];

  /** Takes the first settings by place, the others by name. */
  constructor(inputDim: number, outputDim: number, options?: EmbeddingOptions);
  /** Takes all settings by name. */
  constructor(options: EmbeddingOptions & { inputDim: number; outputDim: number });
  constructor(...args: unknown[]) {
    const read = readArguments("Embedding", args, ["inputDim", "outputDim"], [
      "dtype",
      "weightInitializer",
      "sparseGrad",
      ...BLOCK_OPTIONS,
    ]) as EmbeddingOptions & { inputDim?: number; outputDim?: number };
    super({ prefix: read.prefix, params: read.params });
    const inputDim = readInteger("Embedding", "inputDim", read.inputDim, 1);
    const outputDim = readInteger("Embedding", "outputDim", read.outputDim, 1);
    this.#dims = [inputDim, outputDim];
    this.weight = this.params.get("weight", {
      shape: this.#dims,
      dtype: read.dtype,
      init: read.weightInitializer,
      allowDeferredInit: true,
    });
  }

  /** Computes the output from the input and the parameters. */
  override hybridForward(F: Ops, x: NDArray, { weight }: Params): NDArray {
    return F.take(weight, x, { axis: 0, mode: "clip" });
  }

  /** What is printed between the brackets. */
  protected override describe(): string {
    return `${this.#dims[0]} -> ${this.#dims[1]}, ${this.weight.dtype}`;
  }
}

markBuiltIn(Embedding);
