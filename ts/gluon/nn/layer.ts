// What the built-in layers share: one input, further arguments ignored, and the knowledge that none of them keeps an
// array, so that what passes between two of them can be released at once.
import { nd, type NDArray } from "../../ndarray/mod.ts";
import { show } from "../../ndarray/options.ts";
import { AttributeError } from "../../runtime/mod.ts";
import { type AnyBlock, isHooked } from "../block.ts";
import { HybridBlock } from "../hybrid_block.ts";

/** Base of the built-in layers: one array in, one array out; further arguments, as `map` passes them, are ignored. */
export abstract class Layer extends HybridBlock {
  /** Runs `hybridForward` on `x`. */
  override forward(x: NDArray): NDArray {
    if (typeof x !== "object" || x === null || !("shape" in x)) {
      throw new AttributeError(this.constructor.name, `its input must be an NDArray, but is ${show(x)}`);
    }
    return this.hybridForward(nd, x, this.parameterArrays(x));
  }
}

const builtIn = new WeakSet<object>();

/** Declares classes whose `forward` keeps neither its input nor its output. Their subclasses are not meant. */
export function markBuiltIn(...classes: readonly object[]): void {
  for (const one of classes) builtIn.add(one);
}

/** Whether nothing but the caller can hold what goes into and comes out of a call of this block. */
export function keepsNothing(block: AnyBlock): boolean {
  return builtIn.has(block.constructor) && !isHooked(block);
}

/** A number as MXNet prints it: 1e-05 where JavaScript writes 0.00001. */
export function real(value: number): string {
  if (value === 0 || Math.abs(value) >= 1e-4) return String(value);
  return value.toExponential().replace(/e-(\d)$/, "e-0$1");
}
