// HybridBlock: a block that receives its parameters as arrays, and completes their shapes at the first call.
import { nd, NDArray, type Ops } from "../ndarray/mod.ts";
import { AttributeError, DeferredError } from "../runtime/mod.ts";
import { Block } from "./block.ts";
import { Parameter } from "./parameter.ts";

/** The parameters of a block by the names of its fields, as arrays on the inputs' context. */
export type Params<K extends string = string> = Readonly<Record<K, NDArray>>;

/**
 * A block whose `hybridForward(F, ...inputs, params)` computes the output: `F` is `nd`, `params` are its own
 * parameters as arrays.
 *
 * ```ts
 * class Scale extends nn.HybridBlock {
 *   factor = this.params.get("factor", { shape: [1], init: "ones" });
 *   override hybridForward(F: Ops, x: NDArray, { factor }: Params): NDArray {
 *     return F.mul(x, factor);
 *   }
 * }
 * ```
 */
export class HybridBlock<A extends unknown[] = [x: NDArray], R = NDArray> extends Block<A, R> {
  /** Looks up the parameters and runs `hybridForward`. */
  override forward(...inputs: A): R {
    return this.hybridForward(
      nd,
      ...[...inputs, this.parameterArrays(...inputs)] as unknown as [
        ...A,
        params: Params,
      ],
    );
  }

  /** Computes the output of arrays; to be overridden, or `forward` in its place. */
  hybridForward(_F: Ops, ..._inputs: [...A, params: Params]): R {
    throw new AttributeError(
      this.constructor.name,
      "has neither a forward(...inputs) nor a hybridForward(F, ...inputs, params): define one",
    );
  }

  /**
   * Completes the shapes of parameters from the inputs of the first call: `this.weight.shape = [units, x.shape[1]]`.
   * Blocks with unknown sizes override it.
   */
  inferShape(..._inputs: A): void {
    throw new DeferredError(
      this.constructor.name,
      "has parameters of unknown size: give their shapes, or override inferShape(...inputs) and set them there",
    );
  }

  /** This block's parameters as arrays on the context of the first array among the inputs. */
  protected parameterArrays(...inputs: A): Params {
    const arrays: Record<string, NDArray> = {};
    let first: NDArray | undefined;
    let looked = false;
    for (const key in this) {
      const value: unknown = this[key];
      if (!(value instanceof Parameter)) continue;
      if (!looked) {
        looked = true;
        first = inputs.find((input): input is NDArray & A[number] => input instanceof NDArray);
      }
      if (value.isDeferred) this.#complete(inputs);
      arrays[key] = value.data(first?.context);
    }
    return arrays;
  }

  #complete(inputs: A): void {
    const own = Object.values(this).filter((value) => value instanceof Parameter);
    const isOpen = (parameter: Parameter): boolean => parameter.shape === null || parameter.shape.includes(0);
    if (own.some(isOpen)) this.inferShape(...inputs);
    for (const parameter of own) parameter.finishDeferredInit();
  }
}
