// Keys of data sets: indices and slices as Python has them, turned into places.

import type { SliceText } from "../ndarray/mod.ts";
import { AttributeError, IndexError } from "../runtime/mod.ts";

const SLICE = /^\s*(-?\d+)?\s*:\s*(-?\d+)?\s*(?::\s*(-?\d+)?\s*)?$/;

/** The place of an index, which counts from the end where it is negative. */
export function placeOf(name: string, index: number, length: number): number {
  if (!Number.isInteger(index)) throw new IndexError(name, `index ${index} is no whole number`);
  const place = index < 0 ? index + length : index;
  if (place < 0 || place >= length) {
    throw new IndexError(name, `index ${index} is out of bounds for a set of ${length} samples`);
  }
  return place;
}

/** All places of a slice; its ends are cut to the set. */
export function placesOf(name: string, text: SliceText, length: number): number[] {
  const found = text === "..." ? ["", undefined, undefined, undefined] : SLICE.exec(text);
  if (!found) throw new AttributeError(name, `"${text}" is no slice; it must be like "0:9", "-9:", "::2" or "..."`);
  const [start, stop, step = 1] = [1, 2, 3].map((i) => found[i] === undefined ? undefined : Number(found[i]));
  if (step === 0) throw new AttributeError(name, `the step of "${text}" is 0; it must be another number`);
  const low = step > 0 ? 0 : -1, high = step > 0 ? length : length - 1;
  const cut = (v: number): number => Math.min(Math.max(v < 0 ? v + length : v, low), high);
  const begin = start === undefined ? (step > 0 ? low : high) : cut(start);
  const end = stop === undefined ? (step > 0 ? high : low) : cut(stop);
  return Array.from({ length: Math.max(0, Math.ceil((end - begin) / step)) }, (_, i) => begin + i * step);
}
