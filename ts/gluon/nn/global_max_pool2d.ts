// GlobalMaxPool2D: the largest value of each channel.
import { markBuiltIn } from "./layer.ts";
import { type GlobalPoolOptions, Pool } from "./pool.ts";

/**
 * The largest value of each channel, over all of space.
 *
 * Inputs: [batch, channels, height, width]. Output: [batch, channels, 1, 1].
 */
export class GlobalMaxPool2D extends Pool {
  /** Takes all settings by name. */
  constructor(options: GlobalPoolOptions = {}) {
    super(2, "max", true, [options]);
  }
}

markBuiltIn(GlobalMaxPool2D);
