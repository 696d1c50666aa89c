// Waiting for an array without blocking the event loop.

import { call, core } from "./core.ts";
import { workerCount } from "./cpu_worker.ts";
import { Handle } from "./handle.ts";
import { nextTurn } from "./platform.ts";

/** So many turns are looked at one after the other; later a timer spares the processor. */
const EAGER_TURNS = 100;

/**
 * Resolves when the array is computed; rejects with its error. The timers that it waits by keep the process meanwhile.
 * Where no worker runs, only this thread can compute, and it does.
 */
export async function whenReady(handle: Handle): Promise<void> {
  // One turn always, so that a loop of reads lets other things happen.
  await new Promise<void>((resolve) => nextTurn(resolve));
  for (let turn = 0; workerCount() > 0 && core.array_pending(Handle.idOf(handle)) === 1; turn++) {
    await new Promise<void>((resolve) => {
      if (turn < EAGER_TURNS) nextTurn(resolve);
      else setTimeout(resolve, 1);
    });
  }
  call(() => core.array_wait(Handle.idOf(handle)));
}
