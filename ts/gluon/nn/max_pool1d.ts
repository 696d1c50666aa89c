// MaxPool1D: the largest value of each window.
import type { Sizes } from "./conv.ts";
import { markBuiltIn } from "./layer.ts";
import { Pool, type PoolOptions } from "./pool.ts";

/**
 * The largest value in each window along the last axis.
 *
 * Inputs: [batch, channels, width].
 * Output: the same axes; each size of space becomes (size + 2 padding - poolSize) / strides + 1, rounded down, or up
 * with `ceilMode`.
 */
export class MaxPool1D extends Pool {
  /** Takes all settings by name. */
  constructor(options?: PoolOptions);
  /** Takes the first settings by place, the others by name. */
  constructor(poolSize: Sizes, options?: PoolOptions);
  /** Takes the first settings by place, the others by name. */
  constructor(poolSize: Sizes, strides: Sizes | null, options?: PoolOptions);
  /** Takes the first settings by place, the others by name. */
  constructor(poolSize: Sizes, strides: Sizes | null, padding: Sizes, options?: PoolOptions);
  constructor(...args: unknown[]) {
    super(1, "max", false, args);
  }
}

markBuiltIn(MaxPool1D);
