// GlobalAvgPool1D: the mean of each channel.
import { markBuiltIn } from "./layer.ts";
import { type GlobalPoolOptions, Pool } from "./pool.ts";

/**
 * The mean of each channel, over all of space.
 *
 * Inputs: [batch, channels, width]. Output: [batch, channels, 1].
 */
export class GlobalAvgPool1D extends Pool {
  /** Takes all settings by name. */
  constructor(options: GlobalPoolOptions = {}) {
    super(1, "avg", true, [options]);
  }
}

markBuiltIn(GlobalAvgPool1D);
