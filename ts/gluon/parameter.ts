// Parameter: an array that a network learns, with its gradient, on one or several contexts. Its shape may have
// unknown sizes (0) until the first forward; then its values are made.
import { pause } from "../autograd/mod.ts";
import { create, type Initializer, type InitName, Uniform } from "../init.ts";
import { checkOptions, readNumber, readWord, show } from "../ndarray/options.ts";
import { type Context, cpu, type DType, nd, NDArray, type Nested, type Shape } from "../ndarray/mod.ts";
import { AttributeError, ContextError, DeferredError, DTypeError, Handle, ShapeError } from "../runtime/mod.ts";

/** What backward does with a gradient: overwrite, add up, or nothing. */
export type GradReq = "write" | "add" | "null";

const GRAD_REQS = ["write", "add", "null"] as const;

/** Settings of a {@linkcode Parameter}. */
export interface ParameterOptions {
  /** The shape; 0 marks a size that is not known yet. */
  shape?: number | Shape;
  /** The dtype; "float32" by default. */
  dtype?: DType;
  /** How it is filled; without, the network's initializer does it. */
  init?: Initializer | InitName | null;
  /** What backward does with its gradient; "write" by default. */
  gradReq?: GradReq;
  /** Factor of the optimizer's learning rate; 1 by default. */
  lrMult?: number;
  /** Factor of the optimizer's weight decay; 1 by default. */
  wdMult?: number;
  /** Whether `initialize` may wait for the first forward where sizes are unknown; false by default. */
  allowDeferredInit?: boolean;
  /** False for what is never learned: gradReq then stays "null". */
  differentiable?: boolean;
}

const OPTIONS = ["shape", "dtype", "init", "gradReq", "lrMult", "wdMult", "allowDeferredInit", "differentiable"];

/** Settings of `initialize`, for a block, a dictionary of parameters, or a single parameter. */
export interface InitializeOptions {
  /** The initializer for parameters that have none of their own; `Uniform(0.07)` by default. */
  init?: Initializer | InitName | null;
  /** Where the values live; several contexts hold a copy each. `cpu()` by default. */
  ctx?: Context | readonly Context[];
  /** Makes new values where there are some already. */
  forceReinit?: boolean;
  /** Prints a line for each parameter. */
  verbose?: boolean;
}

/** The arguments `(init, options)` and `(options)` of `initialize`, read into one. */
export function readInitialize(
  owner: string,
  init: Initializer | InitName | null | undefined | InitializeOptions,
  options: InitializeOptions | undefined,
): InitializeOptions {
  const first = typeof init === "object" && init !== null ? init : { ...options, init };
  checkOptions(owner, first, ["init", "ctx", "forceReinit", "verbose"]);
  return first as InitializeOptions;
}

/** One context or several, as a list. */
export function contextList(ctx: Context | readonly Context[] | null | undefined): Context[] {
  if (ctx === undefined || ctx === null) return [cpu()];
  const list = Array.isArray(ctx) ? [...ctx] as Context[] : [ctx as Context];
  if (list.length === 0) {
    throw new ContextError("initialize", "got an empty list of contexts, but needs one");
  }
  for (const [i, one] of list.entries()) {
    if (list.findIndex((other) => other.equals(one)) !== i) {
      throw new ContextError("initialize", `got ${one} twice in the list of contexts`);
    }
  }
  return list;
}

/** A shape as MXNet prints it: `(4, 0)`, `(3,)`. */
export function tuple(shape: Shape | null): string {
  if (shape === null) return "None";
  return shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(", ")})`;
}

interface Deferred {
  readonly init: Initializer;
  readonly contexts: Context[];
}

/**
 * An array that is learned, with its gradient.
 *
 * `data()` is its value and `grad()` its gradient on a context. A size of 0 in `shape` is unknown: the first forward
 * of the block, or `setData`, completes it.
 */
export class Parameter {
  /** The full name, as `collectParams` lists it. */
  readonly name: string;
  /** Factor of the optimizer's learning rate. */
  lrMult: number;
  /** Factor of the optimizer's weight decay. */
  wdMult: number;
  /** Its own initializer; null leaves it to the network's. */
  init: Initializer | InitName | null;
  readonly #allowDeferred: boolean;
  readonly #differentiable: boolean;
  #gradReq: GradReq;
  #shape: Shape | null;
  #dtype: DType;
  #data: NDArray[] | null = null;
  #contexts: Context[] = [];
  #deferred: Deferred | null = null;

  /** Usually made by `block.params.get(name, options)`, which puts the block's prefix in front of the name. */
  constructor(name: string, options: ParameterOptions = {}) {
    checkOptions(`Parameter ${name}`, options, OPTIONS);
    this.name = name;
    this.#shape = options.shape === undefined ? null : checkShape(name, options.shape);
    this.#dtype = options.dtype ?? "float32";
    this.init = options.init ?? null;
    this.#differentiable = options.differentiable ?? true;
    const req = readWord(`Parameter ${name}`, "gradReq", options.gradReq ?? "write", GRAD_REQS);
    this.#gradReq = this.#differentiable ? req : "null";
    this.#allowDeferred = options.allowDeferredInit ?? false;
    this.lrMult = readNumber(`Parameter ${name}`, "lrMult", options.lrMult ?? 1);
    this.wdMult = readNumber(`Parameter ${name}`, "wdMult", options.wdMult ?? 1);
  }

  /** Its shape, with 0 for sizes that are not known yet; null before anything is known. */
  get shape(): Shape | null {
    return this.#shape;
  }

  /** Completes unknown sizes; a size that is known cannot change. */
  set shape(shape: Shape) {
    const next = checkShape(this.name, shape);
    const old = this.#shape;
    if (
      old !== null &&
      (old.length !== next.length ||
        old.some((size, i) => size !== 0 && size !== next[i]))
    ) {
      throw new ShapeError(
        `Parameter ${this.name}`,
        `got the shape [${next}], but its shape is [${old}]${old.includes(0) ? ", where 0 is still open" : ""}`,
      );
    }
    this.#shape = next;
  }

  /** The dtype of values and gradients; `cast` changes it. */
  get dtype(): DType {
    return this.#dtype;
  }

  /** What backward does with the gradient. Setting it makes or drops the buffer. */
  get gradReq(): GradReq {
    return this.#gradReq;
  }

  set gradReq(value: GradReq) {
    const req = readWord(`Parameter ${this.name}`, "gradReq", value, GRAD_REQS);
    const next = this.#differentiable ? req : "null";
    if (next === this.#gradReq) return;
    this.#gradReq = next;
    this.#attach();
  }

  /** Whether it has values, or waits for the first forward to get them. */
  get isInitialized(): boolean {
    return this.#data !== null || this.#deferred !== null;
  }

  /** Whether it waits for its shape. */
  get isDeferred(): boolean {
    return this.#data === null && this.#deferred !== null;
  }

  /**
   * Makes values and gradient. A parameter with unknown sizes waits for the first forward.
   *
   * @throws ShapeError where sizes are unknown and waiting was not allowed.
   */
  initialize(init?: Initializer | InitName | null, options?: Omit<InitializeOptions, "init">): void;
  /** The same, with the initializer among the options. */
  initialize(options: InitializeOptions): void;
  initialize(init?: Initializer | InitName | null | InitializeOptions, options?: InitializeOptions): void {
    const read = readInitialize(`Parameter ${this.name}`, init, options);
    const own = read.init ?? this.init;
    if (!this.initializeWith(own === null ? new Uniform() : create(own), contextList(read.ctx), read.forceReinit)) {
      console.warn(
        `Parameter ${this.name}: is initialized already and keeps its values; forceReinit: true makes new ones`,
      );
    }
  }

  /** Like `initialize`, with all decided: false where values were kept. Used by ParameterDict. */
  initializeWith(init: Initializer, contexts: readonly Context[], force = false): boolean {
    if (this.#data !== null && !force) return false;
    if (!this.#isShapeKnown() && !this.#allowDeferred) {
      throw new ShapeError(
        `Parameter ${this.name}`,
        `its shape is ${
          this.#shape === null ? "unknown" : `[${this.#shape}]`
        }, so it cannot be initialized: give all ` +
          `sizes, or allowDeferredInit: true and an inferShape in its block`,
      );
    }
    this.#data = null;
    this.#deferred = { init, contexts: [...contexts] };
    if (this.#isShapeKnown()) this.finishDeferredInit();
    return true;
  }

  #isShapeKnown(): boolean {
    return this.#shape !== null && !this.#shape.includes(0);
  }

  /** Makes the values that waited for the shape; nothing to do where none wait. */
  finishDeferredInit(): void {
    const deferred = this.#deferred;
    if (deferred === null) return;
    const shape = this.#shape;
    if (shape === null || shape.includes(0)) {
      throw new DeferredError(
        `Parameter ${this.name}`,
        `its shape ${shape === null ? "" : `[${shape}] `}is still unknown after the block's inferShape`,
      );
    }
    pause(() => {
      const first = nd.zeros(shape, {
        dtype: this.#dtype,
        ctx: deferred.contexts[0],
      });
      // A network's initializer treats every parameter as a weight; those that need another rule have their own init.
      deferred.init.initWeight(this.name, first);
      this.#place(first, deferred.contexts);
    });
  }

  /** Holds `first` on the first context and copies of it on the others, each with its gradient. */
  #place(first: NDArray, contexts: readonly Context[]): void {
    const data = contexts.map((ctx, i) => i === 0 ? first : first.copyto(ctx));
    for (const array of data) Handle.protect(array, `the data of ${this.name}`);
    this.#data = data;
    this.#contexts = [...contexts];
    this.#deferred = null;
    this.#attach();
  }

  #attach(): void {
    for (const array of this.#data ?? []) {
      array.attachGrad({ gradReq: this.#gradReq });
      if (array.grad !== null) {
        Handle.protect(array.grad, `the gradient of ${this.name}`);
      }
    }
  }

  #index(ctx: Context | undefined): number {
    if (this.#data === null) throw this.#missing();
    if (ctx === undefined) {
      if (this.#contexts.length === 1) return 0;
      ctx = cpu();
    }
    for (let i = 0; i < this.#contexts.length; i++) {
      if (this.#contexts[i] === ctx || this.#contexts[i].equals(ctx)) return i;
    }
    throw new ContextError(
      `Parameter ${this.name}`,
      `asked for on ${ctx}, but it was initialized on ${this.#contexts.join(", ")}: resetCtx moves it`,
    );
  }

  #missing(): DeferredError {
    if (this.#deferred !== null) {
      return new DeferredError(
        `Parameter ${this.name}`,
        `has no values yet, because its shape ${this.#shape === null ? "" : `[${this.#shape}] `}is not complete: ` +
          "call the network once with data, or give the layer its input size",
      );
    }
    return new DeferredError(
      `Parameter ${this.name}`,
      "is not initialized: call initialize() on the network, or on collectParams(), which holds the parameters of " +
        "all layers (params holds a block's own only)",
    );
  }

  /** The values on `ctx`; where it lives on one context only, `ctx` may be left out. */
  data(ctx?: Context): NDArray {
    return this.#data![this.#index(ctx)];
  }

  /** The values on every context. */
  listData(): NDArray[] {
    if (this.#data === null) throw this.#missing();
    return [...this.#data];
  }

  /** The gradient on `ctx`. @throws AttributeError where gradReq is "null". */
  grad(ctx?: Context): NDArray {
    return this.#gradient(this.data(ctx));
  }

  /** The gradients on every context. */
  listGrad(): NDArray[] {
    return this.listData().map((array) => this.#gradient(array));
  }

  #gradient(array: NDArray): NDArray {
    const grad = array.grad;
    if (grad === null) {
      throw new AttributeError(`Parameter ${this.name}`, `has no gradient, because its gradReq is "${this.#gradReq}"`);
    }
    return grad;
  }

  /** The contexts that it lives on, or will live on. */
  listCtx(): Context[] {
    if (this.#data !== null) return [...this.#contexts];
    if (this.#deferred !== null) return [...this.#deferred.contexts];
    throw this.#missing();
  }

  /** Writes `values` on every context; completes the shape where it was open. */
  setData(values: NDArray | Nested): void {
    const given = values instanceof NDArray ? values : nd.array(values, { dtype: this.#dtype });
    this.shape = given.shape;
    pause(() => {
      if (this.#data === null) {
        if (this.#deferred === null) throw this.#missing();
        const { contexts } = this.#deferred;
        this.#place(copyTo(given, this.#dtype, contexts[0]), contexts);
        return;
      }
      for (const array of this.#data) {
        if (given.context.equals(array.context)) array.set(given);
        else given.copyto(array);
      }
    });
  }

  /** Values from a file: initializes where that has not happened. Used when parameters are loaded. */
  loadData(values: NDArray, ctx: Context | readonly Context[] | undefined, castDtype: boolean): void {
    this.checkLoad(values, castDtype);
    this.shape = values.shape;
    if (ctx !== undefined && this.#data !== null) this.resetCtx(ctx);
    if (this.#data !== null) return this.setData(values);
    const contexts = ctx !== undefined ? contextList(ctx) : this.#deferred?.contexts ?? [cpu()];
    pause(() => this.#place(copyTo(values, this.#dtype, contexts[0]), contexts));
  }

  /** Refuses values that do not fit, before anything is written. */
  checkLoad(values: NDArray, castDtype: boolean): void {
    const shape = this.#shape;
    const given = values.shape;
    if (
      shape !== null &&
      (shape.length !== given.length ||
        shape.some((size, i) => size !== 0 && size !== given[i]))
    ) {
      throw new ShapeError(`Parameter ${this.name}`, `the file has shape [${given}], but it needs [${shape}]`);
    }
    if (values.dtype !== this.#dtype && !castDtype) {
      throw new DTypeError(
        `Parameter ${this.name}`,
        `the file has ${values.dtype}, but it is ${this.#dtype}: load with castDtype: true, or cast the network first`,
      );
    }
  }

  /** One array of its values on the CPU: the mean over the contexts. What a file gets. */
  reduce(): NDArray {
    const data = this.listData();
    if (data.length === 1) return data[0].asInContext(cpu());
    return pause(() => {
      const sum = data[0].copyto(cpu());
      for (const array of data.slice(1)) sum.iadd(array.asInContext(cpu()));
      return sum.div(data.length);
    });
  }

  /** Sets the gradients to 0. */
  zeroGrad(): void {
    if (this.#data === null || this.#gradReq === "null") return;
    pause(() => {
      for (const array of this.listGrad()) array.set(0);
    });
  }

  /** Moves it to other contexts; its gradients begin at 0 there. */
  resetCtx(ctx: Context | readonly Context[]): void {
    const contexts = contextList(ctx);
    if (this.#data !== null) {
      if (
        contexts.length === this.#contexts.length &&
        contexts.every((c, i) => c.equals(this.#contexts[i]))
      ) return;
      const values = this.reduce();
      pause(() => this.#place(values.copyto(contexts[0]), contexts));
    } else if (this.#deferred !== null) {
      this.#deferred = { init: this.#deferred.init, contexts };
    } else {
      throw this.#missing();
    }
  }

  /** Changes the dtype of values and gradients. */
  cast(dtype: DType): void {
    if (dtype === this.#dtype) return;
    this.#dtype = dtype;
    const data = this.#data;
    if (data === null) return;
    pause(() => this.#place(data[0].astype(dtype), this.#contexts));
  }

  /** As MXNet prints it: `Parameter dense0_weight (shape=(4, 0), dtype=float32)`. */
  toString(): string {
    return `${this.constructor.name} ${this.name} (shape=${tuple(this.#shape)}, dtype=${this.#dtype})`;
  }

  /** What `console.log` shows. */
  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return this.toString();
  }
}

/** An array that moves and is saved with the parameters but is not learned. */
export class Constant extends Parameter {
  /** The value that it was made from. */
  readonly value: NDArray;

  /** `value` is an array or nested numbers. */
  constructor(name: string, value: NDArray | Nested) {
    const array = value instanceof NDArray ? value : nd.array(value);
    super(name, {
      shape: array.shape,
      dtype: array.dtype,
      differentiable: false,
    });
    this.value = array;
    this.init = new Fill(array);
  }
}

/** Copies an array of any dtype exactly; init.Constant would go through numbers. */
class Fill extends Uniform {
  readonly #values: NDArray;
  /** Takes the first settings by place, the others by name. */
  constructor(values: NDArray) {
    super();
    this.#values = values;
  }
  /** Fills a weight. */
  override initWeight(_name: string, array: NDArray): void {
    array.set(this.#values);
  }
}

function copyTo(values: NDArray, dtype: DType, ctx: Context): NDArray {
  const there = values.copyto(ctx);
  return there.dtype === dtype ? there : there.astype(dtype);
}

function checkShape(name: string, shape: number | Shape): Shape {
  const sizes = typeof shape === "number" ? [shape] : shape;
  if (
    !Array.isArray(sizes) ||
    sizes.some((size) => !Number.isSafeInteger(size) || size < 0)
  ) {
    throw new ShapeError(`Parameter ${name}`, `the shape must be a list of integers from 0 up, but is ${show(shape)}`);
  }
  return Object.freeze([...sizes]);
}
