// Activation: one of MXNet's simple activation functions, as a layer.
import type { NDArray, Ops } from "../../ndarray/mod.ts";
import { readArguments, readWord } from "../../ndarray/options.ts";
import { type AnyBlock, BLOCK_OPTIONS, type BlockOptions } from "../block.ts";
import { keepsNothing, Layer, markBuiltIn } from "./layer.ts";

/** The functions by name: log(1 + exp(x)) is softrelu, x / (1 + |x|) is softsign. */
export type ActivationName =
  | "relu"
  | "sigmoid"
  | "tanh"
  | "softrelu"
  | "softsign";

const NAMES: readonly ActivationName[] = ["relu", "sigmoid", "tanh", "softrelu", "softsign"];

/**
 * Applies an activation function to each element.
 *
 * Inputs: any shape. Output: the same shape.
 */
export class Activation extends Layer {
  readonly #activation: ActivationName;

  /** Takes the first settings by place, the others by name. */
  constructor(activation: ActivationName, options?: BlockOptions);
  /** Takes all settings by name. */
  constructor(options: BlockOptions & { activation: ActivationName });
  constructor(...args: unknown[]) {
    const { activation, ...options } = readArguments("Activation", args, ["activation"], BLOCK_OPTIONS);
    const name = readWord("Activation", "activation", activation, NAMES);
    // MXNet names it after its function: `relu0_`.
    super(options, name);
    this.#activation = name;
  }

  /** The stem of automatic prefixes. */
  override alias(): string {
    return this.#activation;
  }

  /** Computes the output from the input and the parameters. */
  override hybridForward(F: Ops, x: NDArray): NDArray {
    return F.activation(x, { actType: this.#activation });
  }

  /** What is printed between the brackets. */
  protected override describe(): string {
    return this.#activation;
  }
}

markBuiltIn(Activation);

/** The activation at the end of another layer: a child named after its function, or null. */
export function makeActivation(owner: string, activation: unknown): Activation | null {
  if (activation === undefined || activation === null) return null;
  const name = readWord(owner, "activation", activation, NAMES);
  return new Activation(name, { prefix: `${name}_` });
}

/** Applies it, and releases the array in between, which nobody else can hold. */
export function activate(activation: AnyBlock | null, x: NDArray): NDArray {
  if (activation === null) return x;
  const y = activation(x) as NDArray;
  if (y !== x && keepsNothing(activation)) x.dispose();
  return y;
}
