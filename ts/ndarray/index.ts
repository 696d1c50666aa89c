// `x.at(…)` and `x.setAt(…)`: keys without arrays go to slice.ts, keys with indices or masks to advanced.ts.

import { assignArrays, hasArrays, selectArrays } from "./advanced.ts";
import type { NDArray } from "./ndarray.ts";
import { atSlices, setSlices } from "./slice.ts";
import type { Assignable, Key } from "./types.ts";

/** `x.at(...keys)`, any keys. */
export function at(x: NDArray, keys: readonly Key[]): NDArray {
  return hasArrays(keys) ? selectArrays(x, keys) : atSlices(x, keys);
}

/** `x.setAt(keys, value)`: one key, or a list of them (`x.setAt([1, 2], v)` is Python's `x[1, 2] = v`). */
export function setAt(
  x: NDArray,
  key: Key | readonly Key[],
  value: Assignable | ((old: NDArray) => Assignable),
): NDArray {
  const keys = Array.isArray(key) ? key as readonly Key[] : [key as Key];
  const given = typeof value === "function" ? value(at(x, keys)) : value;
  return hasArrays(keys) ? assignArrays(x, keys, given) : setSlices(x, keys, given);
}
