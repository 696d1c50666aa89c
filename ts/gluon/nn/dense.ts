// Dense: a fully connected layer.
import type { Initializer, InitName } from "../../init.ts";
import type { DType, NDArray, Ops } from "../../ndarray/mod.ts";
import { readArguments, readInteger } from "../../ndarray/options.ts";
import { BLOCK_OPTIONS, type BlockOptions } from "../block.ts";
import type { Params } from "../hybrid_block.ts";
import type { Parameter } from "../parameter.ts";
import { activate, type Activation, type ActivationName, makeActivation } from "./activation.ts";
import { Layer, markBuiltIn } from "./layer.ts";

/** Settings of {@linkcode Dense}. */
export interface DenseOptions extends BlockOptions {
  /** Applied to the output; none by default. */
  activation?: ActivationName | null;
  /** Whether a bias is added; true by default. */
  useBias?: boolean;
  /** Whether all axes but the first count as one; true by default. Otherwise only the last axis is mapped. */
  flatten?: boolean;
  /** Number of input units; 0, the default, is found at the first call. */
  inUnits?: number;
  /** "float32" by default. */
  dtype?: DType;
  /** Fills the weight; by default the network's initializer does. */
  weightInitializer?: Initializer | InitName | null;
  /** Fills the bias; "zeros" by default. */
  biasInitializer?: Initializer | InitName | null;
}

/**
 * `activation(x · weightᵀ + bias)`.
 *
 * Inputs: [batch, …], whose later axes are folded into inUnits; with `flatten: false` [… , inUnits].
 * Output: [batch, units]; with `flatten: false` [… , units].
 */
export class Dense extends Layer {
  /** [units, inUnits]. */
  readonly weight: Parameter;
  /** [units]; null at run time with `useBias: false`. */
  readonly bias: Parameter;
  /** The activation, or null. */
  readonly act: Activation | null;
  readonly #units: number;
  readonly #flatten: boolean;

  /** Takes the first settings by place, the others by name. */
  constructor(units: number, options?: DenseOptions);
  /** Takes all settings by name. */
  constructor(options: DenseOptions & { units: number });
  constructor(...args: unknown[]) {
    const read = readArguments("Dense", args, ["units", "activation", "useBias", "flatten"], [
      "inUnits",
      "dtype",
      "weightInitializer",
      "biasInitializer",
      ...BLOCK_OPTIONS,
    ]) as Partial<DenseOptions & { units: number }>;
    super({ prefix: read.prefix, params: read.params });
    const units = readInteger("Dense", "units", read.units, 1);
    const inUnits = readInteger("Dense", "inUnits", read.inUnits ?? 0, 0);
    const dtype = read.dtype ?? "float32";
    this.#units = units;
    this.#flatten = read.flatten ?? true;
    using _ = this.nameScope();
    this.weight = this.params.get("weight", {
      shape: [units, inUnits],
      dtype,
      init: read.weightInitializer,
      allowDeferredInit: true,
    });
    this.bias = (read.useBias ?? true)
      ? this.params.get("bias", {
        shape: [units],
        dtype,
        init: read.biasInitializer === undefined ? "zeros" : read.biasInitializer,
        allowDeferredInit: true,
      })
      : null as unknown as Parameter;
    this.act = makeActivation("Dense", read.activation);
  }

  /** Completes the parameters' shapes from the first input. */
  override inferShape(x: NDArray): void {
    const shape = x.shape;
    const inUnits = this.#flatten ? shape.slice(1).reduce((product, n) => product * n, 1) : shape[shape.length - 1];
    this.weight.shape = [this.#units, inUnits];
  }

  /** Computes the output from the input and the parameters. */
  override hybridForward(F: Ops, x: NDArray, { weight, bias }: Params): NDArray {
    const out = F.fullyConnected(x, weight, bias ?? null, {
      numHidden: this.#units,
      noBias: bias === undefined,
      flatten: this.#flatten,
    });
    return activate(this.act, out);
  }

  /** What is printed between the brackets. */
  protected override describe(): string {
    const shape = this.weight.shape;
    return `${shape?.[1] || "None"} -> ${this.#units}, ${this.act ?? "linear"}`;
  }
}

markBuiltIn(Dense);
