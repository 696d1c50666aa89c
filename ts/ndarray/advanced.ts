// Arrays between the brackets: indices and masks. All arrays are brought to one list of places on one axis, which the
// operator `take` gathers: so gradients flow (and sum where an index repeats), and nothing new is needed in the core.
// Indices count from the end where negative; those out of bounds are an error, at the call for lists and when the
// values are computed for NDArrays.

import { Handle, IndexError } from "../runtime/mod.ts";
import { method, PAIRS } from "./arith.ts";
import { numberOf, run } from "./call.ts";
import { arange, array } from "./create.ts";
import { MASK } from "./mask.ts";
import { readable, writable } from "./memory.ts";
import type { NDArray } from "./ndarray.ts";
import { assigned, atSlices, expand, set, setSlices } from "./slice.ts";
import type { Assignable, Key, Nested, Shape } from "./types.ts";

/** Is one of the keys an array? */
export function hasArrays(keys: readonly Key[]): boolean {
  for (const key of keys) {
    if (Array.isArray(key) || (key as unknown) instanceof Handle || ArrayBuffer.isView(key)) return true;
  }
  return false;
}

const product = (shape: Shape): number => shape.reduce((n, d) => n * d, 1);
const view = (x: NDArray, shape: Shape): NDArray => run(numberOf("_view"), [x], { shape });

function transpose(x: NDArray, axes: readonly number[]): NDArray {
  return axes.every((a, i) => a === i) ? x : run(numberOf("transpose"), [x], { axes });
}

/** Where a mask is not 0: a list of places for each of its axes. */
function nonzero(mask: NDArray): Int32Array[] {
  const { shape, size } = mask;
  const elements = readable(mask);
  const places: number[] = [];
  for (let i = 0; i < size; i++) if (Number(elements[i]) !== 0) places.push(i);
  const lists = shape.map(() => new Int32Array(places.length));
  places.forEach((place, n) => {
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      lists[axis][n] = place % shape[axis];
      place = Math.floor(place / shape[axis]);
    }
  });
  return lists;
}

function isMaskList(key: unknown): key is readonly boolean[] {
  return Array.isArray(key) && key.length > 0 && key.every((v) => typeof v === "boolean");
}

/** The key with masks turned into indices: one key for each axis that it names. */
function unmask(key: Key, axis: number, shape: Shape): Key[] {
  const mask = isMaskList(key)
    ? array(key as Nested)
    : (key as unknown) instanceof Handle && (key as NDArray)[MASK]
    ? key as NDArray
    : null;
  if (mask === null) return [key];
  mask.shape.forEach((d, i) => {
    if (d !== shape[axis + i]) {
      throw new IndexError(
        "at",
        `a mask of shape [${mask.shape}] cannot select from axes of sizes [${shape.slice(axis, axis + mask.ndim)}]`,
      );
    }
  });
  return nonzero(mask).map((list) => array(list));
}

/** Indices as an int32 or int64 array within 0..size, however they were given. */
function indices(key: Key, axis: number, size: number, wide: boolean): NDArray {
  const dtype = wide ? "int64" : "int32";
  if ((key as unknown) instanceof Handle) {
    let x = key as NDArray;
    if (x.dtype !== dtype) x = run(numberOf("Cast"), [x], { dtype }); // float indices are truncated
    const below = method(PAIRS.lt, x, 0);
    return method(PAIRS.add, x, method(PAIRS.mul, below, size));
  }
  const list = typeof key === "number" ? array([key], { dtype }) : array(key as unknown as Nested, { dtype });
  const elements = writable(list); // ours alone
  for (let i = 0; i < elements.length; i++) {
    const index = Number(elements[i]);
    const place = index < 0 ? index + size : index;
    if (place < 0 || place >= size) {
      throw new IndexError("at", `index ${index} is out of bounds for axis ${axis} with size ${size}`);
    }
    if (wide) elements[i] = BigInt(place);
    else elements[i] = place;
  }
  return list;
}

/** Keys with arrays, brought to one axis. */
interface Gathering {
  /** The keys without the arrays: what is cut and put in first. */
  readonly basic: Key[];
  /** Axes of the cut array that the arrays index, and its other axes. */
  readonly axes: number[];
  readonly rest: number[];
  /** Where the axes of the indices stand in the result. */
  readonly place: number;
  /** Places on the one axis that `axes` are joined to. */
  readonly places: NDArray;
}

function gathering(x: NDArray, given: readonly Key[]): Gathering {
  const { shape } = x;
  const keys: Key[] = [];
  let axis = 0;
  for (const key of expand(given, shape.length)) {
    const own = unmask(key, axis, shape);
    keys.push(...own);
    if (key !== null) axis += own.length;
  }
  const isArray = (k: Key): boolean => k !== null && typeof k !== "string";
  const basic: Key[] = keys.map((k) => isArray(k) ? ":" : k);
  const axes: number[] = [], rest: number[] = [], found: { key: Key; axis: number; size: number }[] = [];
  let own = 0;
  keys.forEach((key, i) => {
    if (isArray(key)) {
      axes.push(i);
      found.push({ key, axis: own, size: shape[own] });
    } else rest.push(i);
    if (key !== null) own++;
  });
  const wide = product(found.map((f) => f.size)) > 2 ** 31 - 1;
  let places: NDArray | undefined;
  for (const { key, axis, size } of found) {
    let index = indices(key, axis, size, wide);
    if (found.length > 1 && (key as unknown) instanceof Handle) {
      // Joined with others, an index out of bounds could land on another row: it is looked up on its own axis first.
      const all = arange(size, { dtype: wide ? "int64" : "int32" });
      index = run(numberOf("take"), [all, index], { axis: 0, mode: "raise" });
    }
    places = places === undefined ? index : method(PAIRS.add, method(PAIRS.mul, places, size), index);
  }
  const adjacent = axes.every((a, i) => i === 0 || a === axes[i - 1] + 1);
  return { basic, axes, rest, place: adjacent ? axes[0] : 0, places: places! };
}

/** The cut array with the indexed axes joined to one, which stands at `place`. */
function joined(cut: NDArray, g: Gathering): NDArray {
  const before = g.rest.slice(0, g.place), after = g.rest.slice(g.place);
  const sizes = cut.shape;
  const turned = transpose(cut, [...before, ...g.axes, ...after]);
  const count = product(g.axes.map((a) => sizes[a]));
  return g.axes.length === 1
    ? turned
    : view(turned, [...before.map((a) => sizes[a]), count, ...after.map((a) => sizes[a])]);
}

const plain = (basic: readonly Key[]): boolean => basic.every((k) => k === ":");

/** `x.at(...keys)` where one of the keys is an array. */
export function selectArrays(x: NDArray, keys: readonly Key[]): NDArray {
  return Handle.scope(() => select(x, keys));
}

function select(x: NDArray, keys: readonly Key[]): NDArray {
  const g = gathering(x, keys);
  const cut = plain(g.basic) ? x : atSlices(x, g.basic);
  const result = run(numberOf("take"), [joined(cut, g), g.places], { axis: g.place, mode: "raise" });
  if (x[MASK]) result[MASK] = true;
  return result;
}

/** `x.setAt(keys, value)` where one of the keys is an array. The last of repeated places wins. */
export function assignArrays(x: NDArray, keys: readonly Key[], value: Assignable): NDArray {
  return Handle.scope(() => assign(x, keys, value));
}

function assign(x: NDArray, keys: readonly Key[], value: Assignable): NDArray {
  const g = gathering(x, keys);
  const cut = plain(g.basic) ? x : atSlices(x, g.basic);
  const whole = joined(cut, g);
  const before = whole.shape.slice(0, g.place), after = whole.shape.slice(g.place + 1);
  const source = assigned(value, x, [...before, ...g.places.shape, ...after], "setAt");
  const n = whole.shape[g.place], m = g.places.size;
  if (m === 0 || product(before) * product(after) === 0) return x;
  // A row of the result comes from the array or from the value: both are laid one after the other and gathered.
  const rows = new Int32Array(n).map((_, i) => i);
  const places = readable(g.places);
  for (let i = 0; i < m; i++) {
    const place = Number(places[i]);
    if (!(place >= 0 && place < n)) {
      throw new IndexError("setAt", `an index is out of bounds: the indexed axes have ${n} places`);
    }
    rows[place] = n + i;
  }
  const values = view(source, [...before, m, ...after]);
  const both = run(numberOf("Concat"), [whole, values], { num_args: 2, dim: g.place });
  const mixed = run(numberOf("take"), [both, array(rows)], { axis: g.place, mode: "clip" });
  const order = [...g.rest.slice(0, g.place), ...g.axes, ...g.rest.slice(g.place)];
  const back = order.map((_, axis) => order.indexOf(axis));
  const result = transpose(view(mixed, order.map((axis) => cut.shape[axis])), back);
  return plain(g.basic) ? set(x, result) : setSlices(x, g.basic, result);
}
