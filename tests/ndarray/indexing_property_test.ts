// Indexing against a naive model: random shapes and keys, read, written and differentiated. SEED=… repeats or varies them.

import { test } from "node:test";
import { autograd, type Key, nd, type NDArray } from "../../mod.ts";
import { assertEquals } from "../check.ts";
import { environment } from "../../ts/runtime/platform.ts";

/** A small generator, so that a failure can be repeated. */
class Random {
  #state: number;
  constructor(seed: number) {
    this.#state = seed >>> 0;
  }
  /** An integer of 0 to n - 1. */
  below(n: number): number {
    this.#state = (Math.imul(this.#state, 1664525) + 1013904223) >>> 0;
    return Math.floor(this.#state / 2 ** 32 * n);
  }
}

/** What a key takes from an axis: places, and whether the axis stays. */
interface Taken {
  readonly key: Key;
  readonly places: readonly number[];
  readonly stays: boolean;
}

/** A slice as Python means it. */
function slice(size: number, begin: number | null, end: number | null, step: number): number[] {
  const clamp = (at: number, low: number, high: number) => Math.min(Math.max(at < 0 ? at + size : at, low), high);
  const places: number[] = [];
  if (step > 0) {
    const to = end === null ? size : clamp(end, 0, size);
    for (let i = begin === null ? 0 : clamp(begin, 0, size); i < to; i += step) places.push(i);
  } else {
    const to = end === null ? -1 : clamp(end, -1, size - 1);
    for (let i = begin === null ? size - 1 : clamp(begin, -1, size - 1); i > to; i += step) places.push(i);
  }
  return places;
}

function randomSlice(r: Random, size: number): Taken {
  const end = () => r.below(3) === 0 ? null : r.below(2 * size + 3) - size - 1;
  const [begin, stop, step] = [end(), end(), [1, 1, 2, 3, -1, -2][r.below(6)]];
  const key = `${begin ?? ""}:${stop ?? ""}${step === 1 ? "" : `:${step}`}` as Key;
  return { key, places: slice(size, begin, stop, step), stays: true };
}

/** Keys for all axes: at most one list of indices, which then has its axis where it stands. */
function randomKeys(r: Random, shape: readonly number[]): { keys: Key[]; taken: Taken[] } {
  const list = r.below(3) === 0 ? r.below(shape.length) : -1;
  const whole = shape.map((size, axis): Taken => {
    if (axis === list) {
      const places = Array.from({ length: r.below(4) + 1 }, () => r.below(size));
      return { key: places.map((at) => r.below(2) ? at : at - size) as Key, places, stays: true };
    }
    // An integer beside a list counts as one in NumPy, and moves axes: the golden cases have those.
    if (list < 0 && r.below(3) === 0) {
      const at = r.below(size);
      return { key: r.below(2) ? at : at - size, places: [at], stays: false };
    }
    return randomSlice(r, size);
  });
  const keys = whole.map((t) => t.key), taken = [...whole];
  // Whole axes may be written as an ellipsis, or left out at the end.
  if (list < 0 && r.below(3) === 0) {
    const from = r.below(shape.length), count = r.below(shape.length - from + 1);
    for (let axis = from; axis < from + count; axis++) {
      taken[axis] = { key: ":", places: slice(shape[axis], null, null, 1), stays: true };
    }
    keys.splice(from, count, "...");
  }
  return { keys, taken };
}

/** The places in the flat data, in the order of the result. */
function flatPlaces(shape: readonly number[], taken: readonly Taken[]): number[] {
  let places = [0];
  taken.forEach(({ places: along }, axis) => {
    places = places.flatMap((base) => along.map((at) => base * shape[axis] + at));
  });
  return places;
}

const rounds = 1500, seed = Number(environment("SEED") ?? 20261124);

test(`reading, writing and gradients of ${rounds} random keys equal the naive model`, () => {
  const r = new Random(seed);
  for (let round = 0; round < rounds; round++) {
    const shape = Array.from({ length: r.below(3) + 1 }, () => r.below(5) + 1);
    const size = shape.reduce((a, b) => a * b, 1);
    const data = Float32Array.from({ length: size }, (_, i) => i + 1);
    const make = (): NDArray => nd.array(data, { shape });
    const { keys, taken } = randomKeys(r, shape);
    const places = flatPlaces(shape, taken);
    const kept = taken.filter((t) => t.stays).map((t) => t.places.length);
    const what = `SEED=${seed} round ${round}: [${shape}] at ${JSON.stringify(keys)}`;

    const read = make().at(...keys);
    // MXNet's way: what has no axes left has one of size 1.
    assertEquals([...read.shape], kept.length === 0 ? [1] : kept, what);
    assertEquals(Array.from(read.asTypedArray() as Float32Array), places.map((at) => data[at]), what);

    const written = make(), expected = Float32Array.from(data);
    if (r.below(2) === 0) {
      written.setAt(keys, -7);
      for (const at of places) expected[at] = -7;
    } else if (places.length > 0) {
      const values = Float32Array.from(places, (_, i) => -i - 1);
      written.setAt(keys, nd.array(values, { shape: [...read.shape] }));
      places.forEach((at, i) => expected[at] = values[i]);
    }
    assertEquals(Array.from(written.asTypedArray() as Float32Array), Array.from(expected), `written: ${what}`);

    const x = make();
    x.attachGrad();
    const weights = nd.array(Float32Array.from(places, (_, i) => i + 2), { shape: [...read.shape] });
    autograd.record(() => x.at(...keys).mul(weights)).backward();
    const gradient = new Float32Array(size);
    places.forEach((at, i) => gradient[at] += i + 2);
    assertEquals(Array.from(x.grad!.asTypedArray() as Float32Array), Array.from(gradient), `gradient: ${what}`);
  }
});
