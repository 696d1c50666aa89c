// GlobalAvgPool2D: the mean of each channel.
import { markBuiltIn } from "./layer.ts";
import { type GlobalPoolOptions, Pool } from "./pool.ts";

/**
 * The mean of each channel, over all of space.
 *
 * Inputs: [batch, channels, height, width]. Output: [batch, channels, 1, 1].
 */
export class GlobalAvgPool2D extends Pool {
  /** Takes all settings by name. */
  constructor(options: GlobalPoolOptions = {}) {
    super(2, "avg", true, [options]);
  }
}

markBuiltIn(GlobalAvgPool2D);
