// The way back through what was recorded. The core walks; where it comes to a function of the script it stops, the
// function's backward runs here, and the core goes on with what that gave.

import { call, core, E, failed, gotThrough, W } from "./core.ts";
import { functionOf, releaseFunctions } from "./functions.ts";
import { Handle, wrap } from "./handle.ts";

/** What `core.walk` gives when a function is asked. */
const ASKED = 2 ** 20;
/** Place of `E` where the core counts the nodes that the walk has passed. */
const WALKED = 10;

/**
 * Walks back to the end. `begin` tells the core from where (it may be called again); the result is the number of arrays
 * whose ids the core then left in `W`. Where anything fails, the walk is given up, and modes are as before.
 */
export function walkBack(begin: () => number): number {
  call(begin);
  let walked = 0;
  try {
    for (;;) {
      const n = core.walk();
      if (n === 0) {
        if (E[WALKED] !== walked) gotThrough();
        walked = E[WALKED];
        failed();
      } else if (n === ASKED) ask();
      else return n - 1;
    }
  } catch (error) {
    core.walk_drop();
    throw error;
  } finally {
    releaseFunctions();
  }
}

function ask(): void {
  const asked = functionOf(W[0]);
  // The ids are read before a new handle can sweep.
  const heads = Array.from(W.slice(2, 2 + W[1]), wrap);
  const gradients = asked.answer(heads);
  call(() => {
    gradients.forEach((gradient, i) => W[i] = gradient === null ? 0 : Handle.idOf(gradient));
    return core.walk_answer(gradients.length);
  });
}

/** What the function that is asked now has saved. */
export function savedArrays(): Handle[] {
  const n = call(() => core.walk_saved()) - 1;
  return Array.from(W.slice(0, n), wrap);
}

/**
 * Puts a call of a function of the script on the tape; gives its outputs anew, as results of that call, or null where no
 * input is in a graph.
 */
export function recordFunction(
  number: number,
  inputs: readonly Handle[],
  outputs: readonly Handle[],
  saved: readonly Handle[],
): Handle[] | null {
  releaseFunctions();
  const n = call(() => {
    let at = 0;
    for (const list of [inputs, outputs, saved]) for (const handle of list) W[at++] = Handle.idOf(handle);
    return core.function_record(number, inputs.length, outputs.length, saved.length);
  });
  return n === 1 ? null : Array.from(W.slice(0, n - 1), wrap);
}
