// AvgPool2D: the mean of each window.
import type { Sizes } from "./conv.ts";
import { markBuiltIn } from "./layer.ts";
import { type AvgPoolOptions, Pool } from "./pool.ts";

/**
 * The mean in each window along the last two axes.
 *
 * Inputs: [batch, channels, height, width].
 * Output: the same axes; each size of space becomes (size + 2 padding - poolSize) / strides + 1, rounded down, or up
 * with `ceilMode`.
 */
export class AvgPool2D extends Pool {
  /** Takes all settings by name. */
  constructor(options?: AvgPoolOptions);
  /** Takes the first settings by place, the others by name. */
  constructor(poolSize: Sizes, options?: AvgPoolOptions);
  /** Takes the first settings by place, the others by name. */
  constructor(poolSize: Sizes, strides: Sizes | null, options?: AvgPoolOptions);
  /** Takes the first settings by place, the others by name. */
  constructor(poolSize: Sizes, strides: Sizes | null, padding: Sizes, options?: AvgPoolOptions);
  constructor(...args: unknown[]) {
    super(2, "avg", false, args);
  }
}

markBuiltIn(AvgPool2D);
