// Random numbers for data. Each pass of a loader has a stream of its own, whose seed is one draw from the general
// generator: however far ahead batches are prepared, the numbers of the training around it stay the same.

import { words } from "../ndarray/philox.ts";
import { randomState } from "../ndarray/random.ts";

/** The random numbers of one pass. */
export class Stream {
  #state: Uint8Array;

  constructor() {
    const [low, high] = words(2);
    const outside = randomState.getState();
    randomState.seed(low + 2 ** 32 * (high >>> 11)); // 53 bits: a seed is a whole number
    this.#state = randomState.getState();
    randomState.setState(outside);
  }

  /** Runs `body`, whose random numbers come from this stream instead of the general generator. */
  run<T>(body: () => T): T {
    const outside = randomState.getState();
    randomState.setState(this.#state);
    try {
      return body();
    } finally {
      this.#state = randomState.getState();
      randomState.setState(outside);
    }
  }
}
