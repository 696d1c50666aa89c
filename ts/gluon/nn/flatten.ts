// Flatten: all axes but the first become one.
import type { NDArray, Ops } from "../../ndarray/mod.ts";
import type { BlockOptions } from "../block.ts";
import { Layer, markBuiltIn } from "./layer.ts";

/**
 * Folds all axes but the first into one.
 *
 * Inputs: [batch, …]. Output: [batch, product of the others].
 */
export class Flatten extends Layer {
  /** Takes all settings by name. */
  constructor(options?: BlockOptions) {
    super(options);
  }

  /** Computes the output from the input and the parameters. */
  override hybridForward(F: Ops, x: NDArray): NDArray {
    return F.flatten(x);
  }

  /** What is printed between the brackets. */
  protected override describe(): string {
    return "";
  }
}

markBuiltIn(Flatten);
