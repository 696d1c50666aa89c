// The script's own functions that stand on the tape: the core knows them by number and tells when it no longer needs one.

import { core } from "./core.ts";
import type { Handle } from "./handle.ts";

/** What the walk back asks when it comes to a node of the script; `walk.ts` has the way there. */
export interface Asked {
  /** Gradients of the inputs from those of the outputs; null where nothing flows back. */
  answer(heads: Handle[]): readonly (Handle | null)[];
}

const functions = new Map<number, Asked>();
let last = 0;

/** A number for the next function. */
export function nextNumber(): number {
  return last = (last + 1) % 2 ** 32 || 1;
}

/** Enters a function whose node stands on the tape. */
export function keepFunction(number: number, asked: Asked): void {
  functions.set(number, asked);
}

/** The function of a number that the core gave. */
export function functionOf(number: number): Asked {
  return functions.get(number)!;
}

/** How many functions stand on the tape, as far as is known. */
export function keptFunctions(): number {
  return functions.size;
}

/** Lets the functions go whose nodes are gone. */
export function releaseFunctions(): void {
  if (functions.size === 0) return;
  for (let number = 0; (number = core.function_dead() >>> 0) !== 0;) functions.delete(number);
}
