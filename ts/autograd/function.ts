// Function: a computation whose gradient the script gives itself, for what autograd cannot differentiate or would
// differentiate badly.

import {
  AttributeError,
  core,
  GraphError,
  Handle,
  keepFunction,
  nextNumber,
  recordFunction,
  savedArrays,
  ShapeError,
} from "../runtime/mod.ts";
import { CALL, Callable } from "../runtime/callable.ts";
import { describe, type NDArray } from "../ndarray/mod.ts";

/** The most arrays that one call can carry: what the scratch area holds. */
const MOST_ARRAYS = 1000;

/** A function is called like one: `new F()(x)` gives what its `forward` gives. */
export interface Function {
  /** Runs `forward`, and puts the call on the tape where that is recording. */
  (...inputs: Parameters<this["forward"]>): ReturnType<this["forward"]>;
}

/**
 * Base of functions with a gradient of their own: `forward` computes the outputs, unrecorded; `backward` gets the
 * gradients of the outputs and gives those of the inputs. Each instance is called once.
 *
 * Gradients of gradients work where `backward` is made of operators, and reads inputs and outputs of `forward` through
 * `saveForBackward`; other arrays count as constants.
 *
 * @example A sigmoid that does not compute `exp` twice.
 * ```ts
 * import { autograd, nd, type NDArray } from "@hadron/hadron";
 *
 * class Sigmoid extends autograd.Function {
 *   override forward(x: NDArray): NDArray {
 *     const y = nd.exp(x.neg()).add(1).pow(-1);
 *     this.saveForBackward(y);
 *     return y;
 *   }
 *   override backward(dy: NDArray): NDArray {
 *     const [y] = this.savedTensors;
 *     return dy.mul(y).mul(nd.sub(1, y));
 *   }
 * }
 * const x = nd.array([0, 2]).attachGrad();
 * autograd.record(() => new Sigmoid()(x)).backward();
 * x.grad; // [0.25, 0.105]
 * ```
 */
export abstract class Function extends Callable {
  #called = false;
  #asked = false;
  /** What forward saved, until the call is on the tape: from then on the tape holds it. */
  #saved: readonly NDArray[] | null = [];

  /** Computes the output, or a list of outputs. Call the instance, not this method. */
  abstract forward(...inputs: NDArray[]): NDArray | readonly NDArray[];

  /**
   * Gradients of the inputs, in their order, from those of the outputs: an array, or a list of them; null where nothing
   * flows back.
   */
  abstract backward(...headGrads: NDArray[]): NDArray | null | readonly (NDArray | null)[];

  /** In forward: keeps arrays for backward. Changing them in place before it is then an error. */
  saveForBackward(...arrays: NDArray[]): void {
    arrays.forEach((array, i) => {
      if (!((array as unknown) instanceof Handle)) {
        throw new AttributeError(
          this.constructor.name,
          `saveForBackward: argument ${i} is ${describe(array)}; it must be an NDArray (a field keeps other values)`,
        );
      }
    });
    this.#saved = arrays;
  }

  /** In backward: the arrays that forward saved. */
  get savedTensors(): readonly NDArray[] {
    if (this.#asked) return savedArrays() as NDArray[];
    if (this.#saved !== null) return this.#saved;
    throw new GraphError(this.constructor.name, "savedTensors can be read in backward only; the tape holds them");
  }

  /** What a call of the instance does. */
  override [CALL](...inputs: NDArray[]): NDArray | readonly NDArray[] {
    const name = this.constructor.name;
    if (this.#called) {
      throw new GraphError(name, "was called a second time; each instance serves one call: new F()(x)");
    }
    for (const method of ["forward", "backward"] as const) {
      // Types say it of abstract methods; scripts without types must hear it at run time.
      if (typeof this[method] !== "function") {
        throw new AttributeError(
          name,
          `has no ${method}; a Function defines forward(…inputs) and backward(…headGrads)`,
        );
      }
    }
    inputs.forEach((input, i) => {
      if (!((input as unknown) instanceof Handle)) {
        throw new AttributeError(
          name,
          `input ${i} is ${describe(input)}; it must be an NDArray (other values go to the constructor)`,
        );
      }
    });
    this.#called = true;
    const recording = core.set_recording(0) === 2;
    let given: NDArray | readonly NDArray[];
    try {
      given = this.forward(...inputs);
    } finally {
      core.set_recording(recording ? 1 : 0);
    }
    const outputs = listOf<never>(given);
    if (outputs === undefined || outputs.length === 0 || !outputs.every((o) => (o as unknown) instanceof Handle)) {
      const got = outputs === undefined
        ? describe(given)
        : outputs.length === 0
        ? "an empty list"
        : `a list with ${describe(outputs.find((o) => !((o as unknown) instanceof Handle)))}`;
      throw new AttributeError(name, `forward returned ${got}; it must return an NDArray or a list of them`);
    }
    if (!recording) return given;
    const saved = this.#saved!;
    if (inputs.length + outputs.length + saved.length > MOST_ARRAYS) {
      throw new AttributeError(name, `has more inputs, outputs and saved arrays than ${MOST_ARRAYS} in all`);
    }
    const number = nextNumber();
    const recorded = recordFunction(number, inputs, outputs, saved) as NDArray[] | null;
    if (recorded === null) return given;
    this.#saved = null;
    const types = inputs.map(({ shape, dtype }) => ({ shape, dtype }));
    keepFunction(number, { answer: (heads: NDArray[]) => this.#answer(heads, types) });
    return outputs === given ? recorded : recorded[0];
  }

  /** Runs backward for the walk back, and checks what it gives. */
  #answer(heads: NDArray[], inputs: readonly Pick<NDArray, "shape" | "dtype">[]): readonly (NDArray | null)[] {
    const name = this.constructor.name;
    this.#asked = true;
    let given: ReturnType<this["backward"]>;
    try {
      given = this.backward(...heads) as ReturnType<this["backward"]>;
    } finally {
      this.#asked = false;
    }
    const gradients = given === null ? [null] : listOf<null>(given);
    if (gradients === undefined) {
      throw new AttributeError(
        name,
        `backward returned ${describe(given)}; it must return an NDArray for its input, or a list of ${inputs.length}`,
      );
    }
    if (gradients.length !== inputs.length) {
      throw new AttributeError(
        name,
        `backward returned ${gradients.length} gradients; forward took ${inputs.length} inputs, and each needs one ` +
          "(null where nothing flows back)",
      );
    }
    return gradients.map((gradient, i) => {
      if (gradient === null) return null;
      if (!((gradient as unknown) instanceof Handle)) {
        throw new AttributeError(
          name,
          `backward returned ${describe(gradient)} as gradient ${i}; it must be an NDArray, or null`,
        );
      }
      const { shape, dtype } = inputs[i];
      if (gradient.shape.length !== shape.length || gradient.shape.some((n, axis) => n !== shape[axis])) {
        throw new ShapeError(
          name,
          `backward gave gradient ${i} the shape [${gradient.shape}]; input ${i} has the shape [${shape}]`,
        );
      }
      // As MXNet, which assigns it to an array of the input's dtype.
      return gradient.dtype === dtype ? gradient : gradient.astype(dtype);
    });
  }
}

/** One array, or the list that was given; undefined where it is neither. */
function listOf<T>(value: NDArray | T | readonly (NDArray | T)[]): readonly (NDArray | T)[] | undefined {
  if (value instanceof Handle) return [value as NDArray];
  return Array.isArray(value) ? value : undefined;
}
