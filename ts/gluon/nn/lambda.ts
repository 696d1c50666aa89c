// Lambda and HybridLambda: a function, or an operator's name, as a layer.
import { nd, type NDArray, type Ops } from "../../ndarray/mod.ts";
import { nearestNames } from "../../ndarray/nearest.ts";
import { show } from "../../ndarray/options.ts";
import { AttributeError, UnknownOperatorError } from "../../runtime/mod.ts";
import { Block, type BlockOptions } from "../block.ts";
import { HybridBlock } from "../hybrid_block.ts";

type Function1 = (x: NDArray) => NDArray;

/** The function of `nd` of that name. */
function operator(owner: string, table: Ops, name: string): Function1 {
  const found = (table as unknown as Record<string, unknown>)[name];
  if (typeof found === "function") return found as Function1;
  const near = nearestNames(name, Object.keys(table));
  throw new UnknownOperatorError(
    owner,
    `nd has no function ${show(name)}${near.length > 0 ? `; near: ${near.join(", ")}` : ""}`,
  );
}

/** Wraps a function of arrays, or the function of `nd` of that name: `new nn.Lambda("tanh")`. */
export class Lambda<A extends unknown[] = [x: NDArray], R = NDArray> extends Block<A, R> {
  readonly #function: (...inputs: A) => R;
  readonly #title: string;

  /** Takes the first settings by place, the others by name. */
  constructor(body: ((...inputs: A) => R) | string, options?: BlockOptions) {
    super(options);
    if (typeof body === "function") this.#function = body;
    else if (typeof body === "string") {
      this.#function = operator("Lambda", nd, body) as unknown as (
        ...inputs: A
      ) => R;
    } else {throw new AttributeError(
        "Lambda",
        `needs a function or the name of one, but got ${show(body)}`,
      );}
    this.#title = typeof body === "string" ? body : body.name;
  }

  /** Computes the output. */
  override forward(...inputs: A): R {
    return this.#function(...inputs);
  }

  /** What is printed between the brackets. */
  protected override describe(): string {
    return this.#title;
  }
}

/** Wraps a function `(F, ...inputs)`, or the function of `F` of that name: `new nn.HybridLambda("tanh")`. */
export class HybridLambda<A extends unknown[] = [x: NDArray], R = NDArray> extends HybridBlock<A, R> {
  readonly #function: (F: Ops, ...inputs: A) => R;
  readonly #title: string;

  /** Takes the first settings by place, the others by name. */
  constructor(body: ((F: Ops, ...inputs: A) => R) | string, options?: BlockOptions) {
    super(options);
    if (typeof body === "function") this.#function = body;
    else if (typeof body === "string") {
      operator("HybridLambda", nd, body);
      this.#function = ((F: Ops, x: NDArray) => operator("HybridLambda", F, body)(x)) as unknown as (
        F: Ops,
        ...inputs: A
      ) => R;
    } else {throw new AttributeError(
        "HybridLambda",
        `needs a function or the name of one, but got ${show(body)}`,
      );}
    this.#title = typeof body === "string" ? body : body.name;
  }

  /** Computes the output. */
  override forward(...inputs: A): R {
    return this.#function(nd, ...inputs);
  }

  /** What is printed between the brackets. */
  protected override describe(): string {
    return this.#title;
  }
}
