// Making arrays: from JavaScript's own, and filled with a rule.

import { AttributeError, DTypeError, Handle, MemoryError, ShapeError, wrap } from "../runtime/mod.ts";
import { unknownOption } from "./attributes.ts";
import { describe, make, numberOf, outputs, run } from "./call.ts";
import { contextNumber, cpu } from "./context.ts";
import { bytesOf, convertInto, type Elements, newId, toInt64, writable } from "./memory.ts";
import { numberToHalf } from "./half.ts";
import type { NDArray } from "./ndarray.ts";
import { type DType, DTYPES } from "./dtype.ts";
import type { OutOption } from "./ops_types.gen.ts";
import type { ArrayOptions, Nested, Shape, TypedArray } from "./types.ts";

/** Options of `nd.array`. */
export interface FromOptions extends ArrayOptions {
  /** The shape; by default that of the nested lists, or `[length]` for a typed array. */
  shape?: number | Shape;
}

/** Options of functions that fill an array of a given shape. */
export interface FillOptions extends ArrayOptions, OutOption {}

/** Options of `nd.arange`. */
export interface ArangeOptions extends ArrayOptions {
  /** The first number; 0 by default. */
  start?: number;
  /** The numbers end before this one. */
  stop?: number | null;
  /** The distance between neighbours; 1 by default. */
  step?: number;
  /** How often each number stands; 1 by default. */
  repeat?: number;
}

/** Options of `nd.linspace`. */
export interface LinspaceOptions extends ArrayOptions {
  /** Does the last number equal `stop`? True by default. */
  endpoint?: boolean;
}

/** The most axes that an array can have. */
const MOST_AXES = 8;
/** What the core's memory can hold at most. */
const MOST_BYTES = 2 ** 32;

const TYPED: readonly [new (n: number) => unknown, DType][] = [
  [Float32Array, "float32"],
  [Float64Array, "float64"],
  [Uint8Array, "uint8"],
  [Uint8ClampedArray, "uint8"],
  [Int8Array, "int8"],
  [Int32Array, "int32"],
  [BigInt64Array, "int64"],
];

/** A dtype by its name, checked. */
export function checkDtype(operator: string, dtype: unknown): DType {
  if (!DTYPES.includes(dtype as DType)) {
    const got = typeof dtype === "string" ? `"${dtype}"` : describe(dtype);
    throw new DTypeError(operator, `there is no dtype ${got}; there are ${DTYPES.join(", ")}`);
  }
  return dtype as DType;
}

/** Sizes as a script gives them: a number stands for one axis. Each must be a whole number from 0 on. */
export function checkShape(operator: string, shape: unknown, dtype: DType): Shape {
  const given = typeof shape === "number" || typeof shape === "bigint" ? [shape] : shape;
  if (!Array.isArray(given)) {
    throw new ShapeError(operator, `shape is ${describe(shape)}; it must be a number or an array of numbers`);
  }
  const sizes = given.map((d) => typeof d === "bigint" ? Number(d) : d);
  for (const d of sizes) {
    if (typeof d !== "number" || !Number.isInteger(d) || d < 0) {
      const what = typeof d === "number" ? d : describe(d);
      throw new ShapeError(operator, `shape [${given}] has a size of ${what}; sizes are whole numbers from 0 on`);
    }
  }
  if (sizes.length > MOST_AXES) {
    throw new ShapeError(operator, `shape [${sizes}] has ${sizes.length} axes; there can be ${MOST_AXES}`);
  }
  const bytes = bytesOf(dtype, sizes);
  if (bytes > MOST_BYTES) {
    throw new MemoryError(
      operator,
      `shape [${sizes}] of ${dtype} needs ${(bytes / 2 ** 30).toPrecision(3)} GiB, but the core's memory is ${
        MOST_BYTES / 2 ** 30
      } GiB`,
    );
  }
  return sizes;
}

interface Place {
  dtype: DType;
  context: number;
}

function place(operator: string, options: ArrayOptions, dtype: DType = "float32"): Place {
  const context = contextNumber(operator, options.ctx ?? cpu());
  return { dtype: checkDtype(operator, options.dtype ?? dtype), context };
}

function checkOptions(operator: string, options: unknown, names: readonly string[]): void {
  if (options === undefined || options === null) return;
  if (typeof options !== "object" || Array.isArray(options) || options instanceof Handle) {
    throw new AttributeError(operator, `options are ${describe(options)}; they must be an object`);
  }
  for (const key in options) if (!names.includes(key)) throw unknownOption(operator, key, names);
}

const ARRAY = ["dtype", "ctx"];
const FILL = ["dtype", "ctx", "out"];

/** An array whose contents are undefined: for filling at once. */
export function fresh(operator: string, shape: Shape, dtype: DType, context = 0): NDArray {
  checkShape(operator, shape, dtype);
  return wrap(newId(dtype, shape, context)) as NDArray;
}

// ---- from JavaScript's own ----

function typedDtype(data: ArrayBufferView): DType | undefined {
  for (const [kind, dtype] of TYPED) if (data instanceof (kind as unknown as typeof Float32Array)) return dtype;
  const Half = (globalThis as unknown as { Float16Array?: typeof Float32Array }).Float16Array;
  return Half && data instanceof Half ? "float16" : undefined;
}

function where(path: readonly number[]): string {
  return path.length === 0 ? "the data" : `element [${path.join("][")}]`;
}

function isList(value: unknown): value is ArrayLike<unknown> {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView));
}

/** The shape of nested lists, by their first elements. */
function shapeOf(data: unknown): number[] {
  const shape: number[] = [];
  let level = data;
  while (isList(level)) {
    shape.push(level.length);
    if (shape.length > MOST_AXES) break;
    level = level[0];
  }
  return shape;
}

function fill(data: unknown, shape: Shape, target: Elements, dtype: DType): void {
  const path: number[] = [];
  let at = 0;
  const refuse = (value: unknown, axis: number): ShapeError | DTypeError => {
    if (isList(value)) {
      const needs = axis === shape.length
        ? "a number, as its neighbours are"
        : `${shape[axis]} long, as the first list at that depth is`;
      return new ShapeError("array", `ragged lists: ${where(path)} is a list of ${value.length}; it must be ${needs}`);
    }
    if (axis < shape.length && (typeof value === "number" || typeof value === "boolean")) {
      return new ShapeError(
        "array",
        `ragged lists: ${where(path)} is ${describe(value)}; it must be a list of ${shape[axis]}`,
      );
    }
    return new DTypeError("array", `${where(path)} is ${describe(value)}; it must be a number`);
  };
  const level = (value: unknown, axis: number): void => {
    if (axis === shape.length) {
      if (typeof value !== "number" && typeof value !== "boolean" && typeof value !== "bigint") {
        throw refuse(value, axis);
      }
      if (dtype === "int64") target[at++] = toInt64(typeof value === "boolean" ? Number(value) : value);
      else if (dtype === "float16") target[at++] = numberToHalf(Number(value));
      else target[at++] = Number(value);
      return;
    }
    if (!isList(value) || value.length !== shape[axis]) throw refuse(value, axis);
    for (let i = 0; i < value.length; i++) {
      path.push(i);
      level(value[i], axis + 1);
      path.pop();
    }
  };
  level(data, 0);
}

/**
 * An array from JavaScript's own.
 *
 * Numbers and nested lists become float32 unless `dtype` says otherwise; typed arrays and NDArrays keep their dtype
 * (Float16Array where the runtime has it; other kinds of typed arrays need a `dtype`). It is always a copy.
 *
 * @throws ShapeError for ragged lists, with the place, or a `shape` of another size.
 */
export function array(data: Nested | TypedArray | NDArray, options: FromOptions = {}): NDArray {
  checkOptions("array", options, ["dtype", "ctx", "shape"]);
  if ((data as unknown) instanceof Handle) return arrayOf(data as NDArray, options);
  const typed = ArrayBuffer.isView(data) && !((data as unknown) instanceof DataView);
  if (!typed && !Array.isArray(data) && typeof data !== "number" && typeof data !== "boolean") {
    throw new DTypeError(
      "array",
      `got ${describe(data)}; it needs a number, nested lists of numbers, a typed array or an NDArray`,
    );
  }
  let dtype = options.dtype;
  if (typed && dtype === undefined) {
    dtype = typedDtype(data as ArrayBufferView);
    if (dtype === undefined) {
      throw new DTypeError(
        "array",
        `${data.constructor.name} has no dtype here; give one of ${DTYPES.join(", ")}, as in { dtype: "int32" }`,
      );
    }
  }
  const to = place("array", options, dtype);
  const own = typed ? [(data as TypedArray).length] : shapeOf(data);
  const shape = options.shape === undefined ? own : checkShape("array", options.shape, to.dtype);
  const size = (s: Shape): number => s.reduce((n, d) => n * d, 1);
  if (size(shape) !== size(own)) {
    throw new ShapeError(
      "array",
      `${size(own)} numbers cannot fill shape [${shape}], which has ${size(shape)} elements`,
    );
  }
  const result = fresh("array", shape, to.dtype, to.context);
  try {
    const elements = writable(result);
    if (!typed) fill(data, own, elements, to.dtype);
    else if (elements.constructor === data.constructor) (elements as Float32Array).set(data as Float32Array);
    else convertInto(to.dtype, elements, data as TypedArray);
  } catch (error) {
    result.dispose();
    throw error;
  }
  return result;
}

function arrayOf(data: NDArray, options: FromOptions): NDArray {
  const to = place("array", options, data.dtype);
  let result: NDArray;
  if (to.context !== data.context.deviceId) {
    result = run(numberOf("_copyto"), [data], {}, fresh("array", data.shape, to.dtype, to.context));
  } else if (to.dtype !== data.dtype) {
    result = run(numberOf("Cast"), [data], { dtype: to.dtype });
  } else {
    result = run(numberOf("_copy"), [data], {});
  }
  if (options.shape === undefined) return result;
  return run(numberOf("_view"), [result], { shape: checkShape("array", options.shape, to.dtype) });
}

// ---- filled by a rule ----

function filled(name: string, shape: number | Shape, options: FillOptions | undefined, value: number): NDArray {
  checkOptions(name, options, FILL);
  const out = outputs(name, options?.out)?.[0];
  if (out) {
    const sizes = checkShape(name, shape, out.dtype);
    return run(numberOf("_full"), [], { shape: sizes, dtype: out.dtype, value }, out);
  }
  const to = place(name, options ?? {});
  const sizes = checkShape(name, shape, to.dtype);
  const attributes = { shape: sizes, dtype: to.dtype };
  if (value === 0) return make(numberOf("_zeros"), attributes, to.context);
  if (value === 1) return make(numberOf("_ones"), attributes, to.context);
  return make(numberOf("_full"), { ...attributes, value }, to.context);
}

/** An array of zeros. `shape` is a list of sizes, or one size. */
export function zeros(shape: number | Shape, options?: FillOptions): NDArray {
  return filled("zeros", shape, options, 0);
}

/** An array of ones. `shape` is a list of sizes, or one size. */
export function ones(shape: number | Shape, options?: FillOptions): NDArray {
  return filled("ones", shape, options, 1);
}

/** An array in which each element is `value`. */
export function full(shape: number | Shape, value: number, options?: FillOptions): NDArray {
  if (typeof value !== "number" && typeof value !== "bigint") {
    throw new AttributeError("full", `value is ${describe(value)}; it must be a number`);
  }
  return filled("full", shape, options, Number(value));
}

/** An array whose contents are undefined, for those who fill it at once. */
export function empty(shape: number | Shape, options: ArrayOptions = {}): NDArray {
  checkOptions("empty", options, ARRAY);
  const to = place("empty", options);
  return fresh("empty", checkShape("empty", shape, to.dtype), to.dtype, to.context);
}

/**
 * Numbers at equal distances: `arange(stop)`, `arange(start, stop)`, `arange(start, stop, step)`; all by name too.
 * The last one is before `stop`. With `repeat` each stands that often.
 */
export function arange(stop: number, options?: ArangeOptions): NDArray;
export function arange(start: number, stop: number | null, options?: ArangeOptions): NDArray;
export function arange(start: number, stop: number | null, step: number, options?: ArangeOptions): NDArray;
export function arange(options: ArangeOptions): NDArray;
export function arange(...args: (number | null | undefined | ArangeOptions)[]): NDArray {
  const last = args.at(-1);
  const options: ArangeOptions = typeof last === "object" && last !== null ? last : {};
  const numbers = last === options ? args.slice(0, -1) : args;
  checkOptions("arange", options, ["start", "stop", "step", "repeat", ...ARRAY]);
  const to = place("arange", options);
  let start = options.start ?? 0, stop = options.stop ?? null;
  if (numbers.length === 1 && options.stop === undefined && options.start === undefined) stop = numbers[0] as number;
  else {
    if (numbers.length > 0) start = numbers[0] as number;
    if (numbers.length > 1) stop = numbers[1] as number | null;
  }
  if (stop === null || stop === undefined) [start, stop] = [0, start];
  const step = (numbers[2] as number | undefined) ?? options.step ?? 1;
  const repeat = Number(options.repeat ?? 1);
  for (const [name, value] of [["start", start], ["stop", stop], ["step", step]] as const) {
    if (typeof value !== "number" || !Number.isFinite(value)) {
      throw new AttributeError("arange", `${name} is ${describe(value)}; it must be a finite number`);
    }
  }
  if (step === 0) throw new AttributeError("arange", "step is 0; the numbers would never reach stop");
  if (!Number.isInteger(repeat) || repeat < 1) {
    throw new AttributeError("arange", `repeat is ${describe(options.repeat)}; it must be a whole number from 1 on`);
  }
  const length = Math.max(0, Math.ceil((stop - start) / step)) * repeat;
  const shape = checkShape("arange", [length], to.dtype);
  if (length === 0) return fresh("arange", shape, to.dtype, to.context);
  return make(numberOf("_arange"), { start, stop, step, repeat, dtype: to.dtype }, to.context);
}

/** `num` numbers at equal distances from `start` to `stop`, the last one included unless `endpoint` is false. */
export function linspace(start: number, stop: number, num: number, options: LinspaceOptions = {}): NDArray {
  checkOptions("linspace", options, ["endpoint", ...ARRAY]);
  const to = place("linspace", options);
  const [length] = checkShape("linspace", [num], to.dtype);
  for (const [name, value] of [["start", start], ["stop", stop]] as const) {
    if (typeof value !== "number" || !Number.isFinite(value)) {
      throw new AttributeError("linspace", `${name} is ${describe(value)}; it must be a finite number`);
    }
  }
  const endpoint = options.endpoint ?? true;
  return make(numberOf("_linspace"), { start, stop, num: length, endpoint, dtype: to.dtype }, to.context);
}

/**
 * Ones on a diagonal, else zeros: `n` rows, `m` columns (n where it is 0), the diagonal moved by `k` to the right
 * (to the left where k is negative).
 */
export function eye(n: number, m = 0, k = 0, options: ArrayOptions = {}): NDArray {
  checkOptions("eye", options, ARRAY);
  const to = place("eye", options);
  const shape = checkShape("eye", [n, m === 0 ? n : m], to.dtype);
  if (!Number.isInteger(k)) throw new AttributeError("eye", `k is ${describe(k)}; it must be a whole number`);
  return make(numberOf("_eye"), { N: shape[0], M: shape[1], k, dtype: to.dtype }, to.context);
}
