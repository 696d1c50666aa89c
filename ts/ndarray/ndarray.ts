// class NDArray: an array in the core's memory. (One class, so one file, though a long one.) Methods of the operators are in the generated base; here is what
// belongs to the class itself: what it is, arithmetic, indexing, reading, gradients, contexts.

import {
  AttributeError,
  core,
  E,
  failed,
  GraphError,
  HadronError,
  Handle,
  setFactory,
  ShapeError,
  W,
  walkBack,
  whenReady,
  wrap,
} from "../runtime/mod.ts";
import { inPlace, method, PAIRS } from "./arith.ts";
import { operatorOf, unknownOption } from "./attributes.ts";
import { describe, invoke, numberOf, renamed, run, unary } from "./call.ts";
import { Context, contextNumber, contextOf } from "./context.ts";
import { checkDtype, fresh } from "./create.ts";
import { at, setAt } from "./index.ts";
import { MASK } from "./mask.ts";
import { copyOut, numberAt, readable } from "./memory.ts";
import { NDArrayMethods } from "./methods.gen.ts";
import type { ReshapeOptions } from "./ops_types.gen.ts";
import { inspect } from "./print.ts";
import { atInteger, atText, set } from "./slice.ts";
import { type DType, DTYPES } from "./dtype.ts";
import type { Assignable, Key, Nested, Operand, Shape, TypedArray } from "./types.ts";

/** Options of {@linkcode NDArray.attachGrad}. */
export interface AttachGradOptions {
  /** Each backward overwrites the gradient ("write", the default), adds to it ("add"), or leaves it alone ("null"). */
  gradReq?: "write" | "add" | "null";
}

/** Options of {@linkcode NDArray.backward}. */
export interface BackwardOptions {
  /** Keeps the graph, so that backward can run through it once more; false by default. */
  retainGraph?: boolean;
  /** Computes as in training (the default) or as in prediction. */
  trainMode?: boolean;
}

/** `gradReq` as the border numbers it. */
export function gradRequest(operator: string, request: unknown): number {
  const index = ["null", "write", "add"].indexOf(request as string);
  if (index < 0) {
    throw new AttributeError(operator, `gradReq is ${describe(request)}; it must be "write", "add" or "null"`);
  }
  return index;
}

/**
 * An array of numbers of one dtype, on one context. Made by the functions of `nd`, never by `new`.
 *
 * Calls return at once; a long one is computed while the script goes on. What reads values (`asScalar`, `toArray`,
 * `asTypedArray`, printing) waits for what it needs.
 *
 * @example
 * ```ts ignore
 * const x = nd.array([[1, 2], [3, 4]]);
 * console.log(x.mul(2).sum().asScalar()); // 20
 * ```
 */
export class NDArray extends NDArrayMethods implements Iterable<NDArray>, Disposable {
  #shape: Shape | undefined = undefined;
  #dtype: DType = "float32";
  #context: Context | undefined = undefined;
  #grad: NDArray | null = null;
  /** Made by a comparison: as an index it selects. */
  [MASK]: boolean = false;

  static {
    setFactory((id) => new NDArray(id));
  }

  private constructor(id: number) {
    super(id);
  }

  #describe(): Shape {
    while (core.array_info(Handle.idOf(this)) === 0) failed();
    this.#dtype = DTYPES[W[0]];
    this.#context = contextOf(W[10]);
    return this.#shape = Object.freeze(Array.from(W.subarray(2, 2 + W[1])));
  }

  // ---- what it is ----

  /** Sizes along the axes; it cannot be changed. */
  get shape(): Shape {
    return this.#shape ?? this.#describe();
  }

  /** How many elements there are. */
  get size(): number {
    let n = 1;
    for (const d of this.shape) n *= d;
    return n;
  }

  /** How many axes there are. */
  get ndim(): number {
    return this.shape.length;
  }

  /** The size of the first axis: how many rows iteration gives. */
  get length(): number {
    const { shape } = this;
    if (shape.length === 0) throw new ShapeError("length", "an array without axes has no length");
    return shape[0];
  }

  /** The type of the elements. */
  override get dtype(): DType {
    if (this.#shape === undefined) this.#describe();
    return this.#dtype;
  }

  /** Where the array lives. */
  get context(): Context {
    if (this.#context === undefined) this.#describe();
    return this.#context!;
  }

  /** The axes in reverse order; a copy. */
  get T(): NDArray {
    return unary(numberOf("transpose"), this);
  }

  /** The gradient that the last backward left, or null if none is attached. Always the same object. */
  get grad(): NDArray | null {
    if (this.#grad === null) {
      let id = 0;
      while ((id = core.grad_of(Handle.idOf(this))) === 0) {
        if (E[0] === 0) return null;
        failed();
      }
      this.#grad = wrap(id) as NDArray;
      Handle.protect(this.#grad, "the gradient of an array");
    }
    return this.#grad;
  }

  // ---- arithmetic: shapes broadcast, numbers are cast to the array's dtype ----

  /** `this + y`. */
  add(y: Operand): NDArray {
    return method(PAIRS.add, this, y);
  }
  /** `this - y`. */
  sub(y: Operand): NDArray {
    return method(PAIRS.sub, this, y);
  }
  /** `this * y`, element by element. */
  mul(y: Operand): NDArray {
    return method(PAIRS.mul, this, y);
  }
  /** `this / y`; whole numbers are cut towards zero. */
  div(y: Operand): NDArray {
    return method(PAIRS.div, this, y);
  }
  /** `this` to the power of `y`. */
  pow(y: Operand): NDArray {
    return method(PAIRS.pow, this, y);
  }
  /** The remainder of `this / y`, with the sign of y; 0 where y is 0. */
  mod(y: Operand): NDArray {
    return method(PAIRS.mod, this, y);
  }
  /** `-this`. */
  neg(): NDArray {
    return unary(numberOf("negative"), this);
  }
  /** 1 where `this == y`, else 0, in this dtype; a mask for `x.at(mask)`. */
  eq(y: Operand): NDArray {
    return method(PAIRS.eq, this, y);
  }
  /** 1 where `this != y`, else 0. */
  ne(y: Operand): NDArray {
    return method(PAIRS.ne, this, y);
  }
  /** 1 where `this > y`, else 0. */
  gt(y: Operand): NDArray {
    return method(PAIRS.gt, this, y);
  }
  /** 1 where `this >= y`, else 0. */
  ge(y: Operand): NDArray {
    return method(PAIRS.ge, this, y);
  }
  /** 1 where `this < y`, else 0. */
  lt(y: Operand): NDArray {
    return method(PAIRS.lt, this, y);
  }
  /** 1 where `this <= y`, else 0. */
  le(y: Operand): NDArray {
    return method(PAIRS.le, this, y);
  }

  /** `this += y`: no new memory; y broadcasts to this shape. */
  iadd(y: Operand): this {
    inPlace(PAIRS.add, this, y);
    return this;
  }
  /** `this -= y`: no new memory. */
  isub(y: Operand): this {
    inPlace(PAIRS.sub, this, y);
    return this;
  }
  /** `this *= y`: no new memory. */
  imul(y: Operand): this {
    inPlace(PAIRS.mul, this, y);
    return this;
  }
  /** `this /= y`: no new memory. */
  idiv(y: Operand): this {
    inPlace(PAIRS.div, this, y);
    return this;
  }

  // ---- elements ----

  /** `this[:] = value`: all elements; the value is cast and broadcast. Returns this array. */
  set(value: Assignable): this {
    set(this, value);
    return this;
  }

  /**
   * What Python writes as `x[…]`: integers, slices (`"1:3"`, `"::-1"`), `null` for a new axis, `"..."`, index arrays,
   * masks.
   *
   * One integer or one slice of step 1 on the first axis is a **view**: writing into it writes into this array.
   * Everything else is a copy. An integer takes its axis away, but an element of a vector has shape `[1]`.
   *
   * @throws IndexError for an index outside its axis; the ends of slices are cut to the axis.
   */
  at(...keys: Key[]): NDArray;
  // Fixed parameters: a rest parameter costs an array a call, five times the rest of the work in Bun.
  at(key?: Key): NDArray {
    if (arguments.length === 1) {
      if (typeof key === "number") return atInteger(this, key);
      if (typeof key === "string") return atText(this, key);
    }
    return at(this, Array.from(arguments as ArrayLike<Key>));
  }

  /**
   * What Python writes as `x[keys] = value`: one key or a list of keys as in {@linkcode NDArray.at}. The value is cast
   * and broadcast; a function gets the old values (`x[:, 0] += 1` is `x.setAt([":", 0], (old) => old.add(1))`).
   * Returns this array.
   */
  setAt(keys: Key | readonly Key[], value: Assignable | ((old: NDArray) => Assignable)): this {
    setAt(this, keys, value);
    return this;
  }

  /** Rows along the first axis, as views. */
  *[Symbol.iterator](): IterableIterator<NDArray> {
    for (let i = 0; i < this.length; i++) yield atInteger(this, i);
  }

  /**
   * The same elements under another shape, sharing memory: `reshape([3, -1])` or `reshape(3, -1)`. 0 copies the size
   * at that place, -1 is inferred, -2 copies all that remain, -3 joins the next two, -4 splits one into the two that
   * follow.
   */
  reshape(...shape: number[] | [shape: Shape, options?: ReshapeOptions]): NDArray {
    const args: readonly unknown[] = shape;
    const last = args.at(-1);
    const options = typeof last === "object" && last !== null && !Array.isArray(last)
      ? last as Record<string, unknown>
      : {};
    const sizes = last === options ? args.slice(0, -1) : args;
    const op = operatorOf(numberOf("Reshape"));
    const values: unknown[] = [];
    for (const key in options) {
      const index = op.byOption.get(key);
      if (index === undefined) throw unknownOption("reshape", key, ["shape", "reverse"]);
      values[index] = options[key];
    }
    if (sizes.length > 0 || values.length === 0) {
      values[0] = sizes.length === 1 && Array.isArray(sizes[0]) ? sizes[0] : sizes;
    }
    return invoke(op, [this], values)[0];
  }

  /** The elements as another dtype: a copy, unless `{ copy: false }` is given and it has that dtype already. */
  astype(dtype: DType, options: { copy?: boolean } = {}): NDArray {
    checkDtype("astype", dtype);
    if (options.copy === false && dtype === this.dtype) return this;
    return run(numberOf("Cast"), [this], { dtype });
  }

  /** A copy. */
  copy(): NDArray {
    return run(numberOf("_copy"), [this], {});
  }

  // ---- reading: these wait for the values ----

  /** All elements in order, a copy; float16 as a Float32Array. */
  asTypedArray(): TypedArray {
    return copyOut(this.dtype, readable(this));
  }

  /**
   * The one element as a number.
   *
   * @throws ShapeError if there are more or none, DTypeError for an int64 beyond 2^53.
   */
  asScalar(): number {
    const elements = readable(this);
    if (elements.length !== 1) {
      throw new ShapeError("asScalar", `got shape [${this.shape}]; it needs an array of one element`);
    }
    return numberAt("asScalar", this.dtype, elements, 0);
  }

  /** The elements as nested lists; an array without axes is a number. */
  toArray(): Nested {
    const elements = readable(this);
    const { shape, dtype } = this;
    let at = 0;
    const level = (axis: number): Nested => {
      if (axis === shape.length) return numberAt("toArray", dtype, elements, at++);
      const list: Nested[] = new Array(shape[axis]);
      for (let i = 0; i < list.length; i++) list[i] = level(axis + 1);
      return list;
    };
    return level(0);
  }

  /** As {@linkcode NDArray.asTypedArray}, leaving the event loop free while it waits. */
  async read(): Promise<TypedArray> {
    await whenReady(this);
    return this.asTypedArray();
  }

  /** Waits until the values are computed; what failed on the way is thrown here. */
  waitToRead(): void {
    while (core.array_wait(Handle.idOf(this)) === 0) failed();
  }

  // ---- gradients ----

  /** Marks this array as one whose gradient is wanted: {@linkcode NDArray.grad} holds it after backward. Returns it. */
  attachGrad(options: AttachGradOptions = {}): this {
    for (const key in options) if (key !== "gradReq") throw unknownOption("attachGrad", key, ["gradReq"]);
    const request = gradRequest("attachGrad", options.gradReq ?? "write");
    while (core.attach_grad(Handle.idOf(this), request, 0) === 0) failed();
    this.#grad = null;
    return this;
  }

  /** As attachGrad, into a gradient array that exists: for {@linkcode autograd.markVariables} and Parameters. */
  attachGradTo(gradient: NDArray, gradReq: "write" | "add" | "null" = "write"): this {
    const request = gradRequest("markVariables", gradReq);
    while (core.attach_grad(Handle.idOf(this), request, Handle.idOf(gradient)) === 0) failed();
    this.#grad = null;
    return this;
  }

  /** The same values in the same memory, outside the recorded graph. */
  detach(): NDArray {
    let id = 0;
    while ((id = core.array_detach(Handle.idOf(this))) === 0) failed();
    return wrap(id) as NDArray;
  }

  /**
   * Gradients of this array, summed over its elements (weighted by `headGrad`), with respect to all arrays that
   * attached one.
   *
   * @throws GraphError if this array was not recorded, or its graph is gone.
   */
  backward(headGrad: NDArray | null = null, options: BackwardOptions = {}): void {
    for (const key in options) {
      if (key !== "retainGraph" && key !== "trainMode") {
        throw unknownOption("backward", key, ["retainGraph", "trainMode"]);
      }
    }
    if (headGrad !== null && !((headGrad as unknown) instanceof Handle)) {
      throw new AttributeError("backward", `the head gradient is ${describe(headGrad)}; it must be an NDArray or null`);
    }
    backwardFrom([this], [headGrad], options);
  }

  // ---- contexts ----

  /** A copy on a context, or the values cast and written into an array of the same shape, which is returned. */
  copyto(to: Context | NDArray): NDArray {
    if (to instanceof Context) {
      return run(numberOf("_copyto"), [this], {}, fresh("copyto", this.shape, this.dtype, contextNumber("copyto", to)));
    }
    if (!((to as unknown) instanceof Handle)) {
      throw new AttributeError("copyto", `got ${describe(to)}; it needs a Context or an NDArray`);
    }
    if (to === this) throw new AttributeError("copyto", "the source and the target are the same array");
    const { shape } = this;
    if (to.shape.length !== shape.length || to.shape.some((d, i) => d !== shape[i])) {
      throw new ShapeError("copyto", `the target has shape [${to.shape}]; it needs [${shape}]`);
    }
    try {
      return run(numberOf("_copyto"), [this], {}, to);
    } catch (error) {
      throw renamed(error, "copyto");
    }
  }

  /** This array if it is on that context, else a copy there. */
  asInContext(ctx: Context): NDArray {
    return contextNumber("asInContext", ctx) === this.context.deviceId ? this : this.copyto(ctx);
  }

  // ---- as text ----

  /** As MXNet prints it: values, shape, context. Waits for the values that it prints. */
  override toString(): string {
    return inspect(this);
  }

  /** What console.log shows. */
  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return inspect(this);
  }

  /** Text where a text is wanted; a number, for one element, where `Number(x)` asks; `x + y` is refused. */
  [Symbol.toPrimitive](hint: "number" | "string" | "default"): string | number {
    if (hint === "string") return inspect(this);
    if (hint === "number" && this.size === 1) return this.asScalar();
    const number = hint === "number" ? `; Number(x) needs one element, but the shape is [${this.shape}]` : "";
    throw new HadronError(
      "NDArray",
      `JavaScript's operators cannot work on arrays; write x.add(y), x.eq(y) and the like${number}`,
    );
  }
}

/** Runs backward from several arrays; head gradients of null are ones. */
export function backwardFrom(
  heads: readonly NDArray[],
  headGrads: readonly (NDArray | null)[],
  options: BackwardOptions,
): void {
  if (heads.length === 0) throw new GraphError("backward", "there are no arrays to go back from");
  walkBack(() => {
    heads.forEach((head, i) => {
      W[i] = Handle.idOf(head);
      const gradient = headGrads[i];
      W[heads.length + i] = gradient ? Handle.idOf(gradient) : 0;
    });
    return core.backward(heads.length, options.retainGraph ? 1 : 0, options.trainMode === false ? 0 : 1);
  });
}
