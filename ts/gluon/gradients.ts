// Whether a gradient is new: backward marks what it writes, and a Trainer's step takes the mark away.
import type { NDArray } from "../ndarray/mod.ts";
import { core, failed, Handle } from "../runtime/mod.ts";

const ASK = 0;
const CLEAR = 1;
const YES = 2;

function freshness(data: NDArray, action: number): number {
  let answer = 0;
  while ((answer = core.grad_fresh(Handle.idOf(data), action)) === 0) failed();
  return answer;
}

/** Whether backward has written the gradient of `data` since `clearGradFresh`. */
export function isGradFresh(data: NDArray): boolean {
  return freshness(data, ASK) === YES;
}

/** Takes the mark away. */
export function clearGradFresh(data: NDArray): void {
  freshness(data, CLEAR);
}
