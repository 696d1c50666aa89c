// What stands between the brackets of `x[…]`: integers, slices, new axes and "...". One integer or one step-1 slice
// on the first axis gives a view; everything else here is a copy through the operator `slice`, so that gradients
// flow. Keys that are arrays are the matter of advanced.ts; index.ts decides between the two.

import { AttributeError, core, E, F, failed, Handle, IndexError, queued, ShapeError, W, wrap } from "../runtime/mod.ts";
import { array } from "./create.ts";
import { describe, numberOf, renamed, run } from "./call.ts";
import { MASK } from "./mask.ts";
import type { NDArray } from "./ndarray.ts";
import type { Assignable, Key, Shape } from "./types.ts";

/** A slice taken apart; null is an end that was left out. */
interface Slice {
  readonly start: number | null;
  readonly stop: number | null;
  readonly step: number;
}

const SLICE = /^\s*(-?\d+)?\s*:\s*(-?\d+)?\s*(?::\s*(-?\d+)?\s*)?$/;
const ELLIPSIS = "...";
const slices = new Map<string, Slice>();

/** Texts are literals for the most part, so each is taken apart once; computed ones are bounded. */
function parse(text: string): Slice {
  let slice = slices.get(text);
  if (slice !== undefined) return slice;
  const found = SLICE.exec(text);
  if (!found) {
    throw new AttributeError("at", `"${text}" is no slice; it must be like "1:3", ":-1", "::2" or "..."`);
  }
  const [start, stop, step] = [1, 2, 3].map((i) => found[i] === undefined ? null : Number(found[i]));
  if (step === 0) throw new AttributeError("at", `the step of "${text}" is 0; it must be another number`);
  slice = { start, stop, step: step ?? 1 };
  if (slices.size >= 4096) slices.clear();
  slices.set(text, slice);
  return slice;
}

/** What a slice means on an axis of that size: as in Python, ends are cut to the axis. */
function resolve(slice: Slice, size: number): { begin: number; end: number; step: number; length: number } {
  const { step } = slice;
  const cut = (v: number, low: number, high: number): number => Math.min(Math.max(v < 0 ? v + size : v, low), high);
  const begin = slice.start === null
    ? step > 0 ? 0 : size - 1
    : step > 0
    ? cut(slice.start, 0, size)
    : cut(slice.start, -1, size - 1);
  const end = slice.stop === null
    ? step > 0 ? size : -1
    : step > 0
    ? cut(slice.stop, 0, size)
    : cut(slice.stop, -1, size - 1);
  return { begin, end, step, length: Math.max(0, Math.ceil((end - begin) / step)) };
}

function checkIndex(index: number, axis: number, size: number): number {
  if (!Number.isInteger(index)) throw new IndexError("at", `index ${index} is no whole number`);
  const place = index < 0 ? index + size : index;
  if (place < 0 || place >= size) {
    throw new IndexError("at", `index ${index} is out of bounds for axis ${axis} with size ${size}`);
  }
  return place;
}

let rowsOperator = -1;

/** Rows of the first axis as a view; `drop` takes the axis away. */
function rows(x: NDArray, begin: number, end: number, drop: boolean): NDArray {
  if (rowsOperator < 0) rowsOperator = numberOf("_slice_rows");
  for (;;) {
    W[0] = Handle.idOf(x);
    F[0] = 7;
    F[1] = begin;
    F[2] = end;
    F[3] = drop ? 1 : 0;
    if (core.invoke(rowsOperator, 1, 0) !== 0) break;
    failed();
  }
  const task = E[8];
  const view = wrap(W[0]) as NDArray;
  if (task !== 0) queued(task);
  if (x[MASK]) view[MASK] = true;
  return view;
}

/** `x.at(i)`: a row as a view; an element of a vector keeps shape [1]. */
export function atInteger(x: NDArray, index: number): NDArray {
  const { shape } = x;
  if (shape.length === 0) throw new IndexError("at", "too many keys: 1 for an array without axes");
  const place = checkIndex(index, 0, shape[0]);
  return rows(x, place, place + 1, true);
}

/** `x.at("1:3")`. */
export function atText(x: NDArray, text: string): NDArray {
  if (text === ELLIPSIS) return atSlices(x, [text]);
  const slice = parse(text);
  const { shape } = x;
  if (shape.length === 0) throw new IndexError("at", "too many keys: 1 for an array without axes");
  if (slice.step !== 1) return atSlices(x, [text as Key]);
  const { begin, length } = resolve(slice, shape[0]);
  return rows(x, begin, begin + length, false);
}

/** Keys taken apart against a shape: what the operator `slice` needs, and the shape that comes out. */
interface Basic {
  readonly begin: (number | null)[];
  readonly end: (number | null)[];
  readonly step: number[];
  /** One size for each axis of the array: integers count as 1. */
  readonly cut: number[];
  /** The result's shape: axes of integers gone, new axes put in. */
  readonly result: number[];
  /** A view will do: only the first axis is restricted, by an integer or a step-1 slice. */
  readonly view: "integer" | "slice" | null;
}

/** Replaces "..." by as many ":" as there are axes left, and appends those that were not named. */
export function expand(keys: readonly Key[], ndim: number): Key[] {
  const named = keys.reduce<number>((n, k) => n + (k === null || k === ELLIPSIS ? 0 : maskAxes(k)), 0);
  const dots = keys.filter((k) => k === ELLIPSIS).length;
  if (dots > 1) throw new IndexError("at", 'there can be one "..."');
  if (named > ndim) {
    throw new IndexError("at", `too many keys: ${named} for an array of ${ndim} axes`);
  }
  const rest: Key[] = new Array(ndim - named).fill(":");
  if (dots === 0) return [...keys, ...rest];
  const place = keys.indexOf(ELLIPSIS);
  return [...keys.slice(0, place), ...rest, ...keys.slice(place + 1)];
}

/** A mask of several axes stands for as many keys. */
function maskAxes(key: Key): number {
  return (key as unknown) instanceof Handle && (key as NDArray)[MASK] ? (key as NDArray).ndim : 1;
}

function takeApart(keys: readonly Key[], shape: Shape): Basic {
  const begin: (number | null)[] = [], end: (number | null)[] = [], step: number[] = [];
  const cut: number[] = [], result: number[] = [];
  let kinds = "";
  for (const key of keys) {
    if (key === null) {
      result.push(1);
      kinds += "n";
      continue;
    }
    const axis = cut.length;
    const size = shape[axis];
    if (typeof key === "number") {
      const place = checkIndex(key, axis, size);
      begin.push(place);
      end.push(place + 1);
      step.push(1);
      cut.push(1);
      kinds += "i";
    } else if (typeof key === "string") {
      const range = resolve(parse(key), size);
      // An empty range is written as 0..0; a range that runs down past the first element has no end.
      begin.push(range.length === 0 ? 0 : range.begin);
      end.push(range.length === 0 ? 0 : range.end < 0 ? null : range.end);
      step.push(range.length === 0 ? 1 : range.step);
      cut.push(range.length);
      result.push(range.length);
      kinds += range.step === 1 ? range.length === size ? ":" : "s" : "t";
    } else {
      throw new AttributeError(
        "at",
        `a key is ${
          describe(key)
        }; it must be an integer, a slice like "1:3", "...", null, an array of indices or a mask`,
      );
    }
  }
  // x.at(1, 2, 3) of a cube has shape [1], as in MXNet.
  if (result.length === 0 && shape.length > 0) result.push(1);
  const view = /^i:*$/.test(kinds) ? "integer" : /^[s:]:*$/.test(kinds) ? "slice" : null;
  return { begin, end, step, cut, result, view };
}

const same = (a: Shape, b: Shape): boolean => a.length === b.length && a.every((d, i) => d === b[i]);

/** `x.at(...keys)` without arrays among the keys. */
export function atSlices(x: NDArray, keys: readonly Key[]): NDArray {
  const { shape } = x;
  const basic = takeApart(expand(keys, shape.length), shape);
  // Written with "..." or with no key, it is a copy like every other combination.
  if (basic.view !== null && keys.length > 0 && keys[0] !== ELLIPSIS) {
    const first = basic.begin[0]!;
    return rows(x, first, first + basic.cut[0], basic.view === "integer");
  }
  let result = shape.length === 0
    ? run(numberOf("_copy"), [x], {})
    : run(numberOf("slice"), [x], { begin: basic.begin, end: basic.end, step: basic.step });
  if (!same(basic.cut, basic.result)) result = view(result, basic.result);
  if (x[MASK]) result[MASK] = true;
  return result;
}

/** The array under a shape of the same size. It must be ours alone: its handle is given up, the view has the memory. */
function view(x: NDArray, shape: Shape): NDArray {
  const result = run(numberOf("_view"), [x], { shape });
  Handle.release(x);
  return result;
}

/**
 * A value for `x.set` and `x.setAt` as an array of that dtype, broadcast to that shape. What is made on the way is
 * released; so is the result, by {@linkcode done}, unless it is the value itself.
 */
export function assigned(value: Assignable, like: NDArray, shape: Shape, where: string): NDArray {
  const given = (value as unknown) instanceof Handle;
  let source = given
    ? value as NDArray
    : array(value as Exclude<Assignable, NDArray>, { dtype: like.dtype, ctx: like.context });
  const next = (made: NDArray): void => {
    if (source !== value) Handle.release(source);
    source = made;
  };
  let own: Shape = source.shape;
  // Axes of size 1 in front do not count, as in NumPy.
  while (own.length > shape.length && own[0] === 1) own = own.slice(1);
  const offset = shape.length - own.length;
  if (offset < 0 || own.some((d, i) => d !== 1 && d !== shape[offset + i])) {
    throw new ShapeError(
      where,
      `a value of shape [${source.shape}] cannot be broadcast to [${shape}], the place it is for`,
    );
  }
  if (source.dtype !== like.dtype) next(run(numberOf("Cast"), [source], { dtype: like.dtype }));
  const aligned = [...new Array(offset).fill(1), ...own];
  if (!same(aligned, source.shape)) next(run(numberOf("_view"), [source], { shape: aligned }));
  if (!same(aligned, shape)) next(run(numberOf("broadcast_to"), [source], { shape }));
  return source;
}

/** Releases what {@linkcode assigned} made. */
export function done(source: NDArray, value: unknown): void {
  if (source !== value) Handle.release(source);
}

/** `x.set(value)`: all elements. */
export function set(x: NDArray, value: Assignable): NDArray {
  try {
    return setAll(x, value);
  } catch (error) {
    throw renamed(error, "set");
  }
}

function setAll(x: NDArray, value: Assignable): NDArray {
  x[MASK] = false;
  if (typeof value === "number" || typeof value === "boolean" || typeof value === "bigint") {
    return run(numberOf("_full"), [], { shape: x.shape, dtype: x.dtype, value: Number(value) }, x);
  }
  if ((value as unknown) instanceof Handle && same((value as NDArray).shape, x.shape)) {
    return run(numberOf("_copyto"), [value as NDArray], {}, x); // casts by itself
  }
  const source = assigned(value, x, x.shape, "set");
  run(numberOf("_copyto"), [source], {}, x);
  done(source, value);
  return x;
}

/** `x.setAt(keys, value)` without arrays among the keys. */
export function setSlices(x: NDArray, keys: readonly Key[], value: Assignable): NDArray {
  const { shape } = x;
  const { begin, end, step, cut, result } = takeApart(expand(keys, shape.length), shape);
  const number = typeof value === "number" || typeof value === "boolean";
  const whole = cut.every((d, i) => d === shape[i] && step[i] === 1);
  if (whole && (number || same(result, shape))) return set(x, value);
  if (cut.includes(0)) {
    if (!number) done(assigned(value, x, result, "setAt"), value); // refuses what does not fit
    return x;
  }
  x[MASK] = false;
  let source = number
    ? run(numberOf("_full"), [], { shape: cut, dtype: x.dtype, value: Number(value) })
    : assigned(value, x, result, "setAt");
  if (!same(source.shape, cut)) {
    const turned = run(numberOf("_view"), [source], { shape: cut });
    done(source, value);
    source = turned;
  }
  try {
    // It writes into x; what it gives beside that is of no use here.
    Handle.release(run(numberOf("_write_window"), [x, source], { begin, end, step }));
  } catch (error) {
    throw renamed(error, "setAt");
  }
  done(source, value);
  return x;
}
