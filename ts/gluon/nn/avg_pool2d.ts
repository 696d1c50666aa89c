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
  constructor(options?: AvgPoolOptions);
  constructor(poolSize: Sizes, options?: AvgPoolOptions);
  constructor(poolSize: Sizes, strides: Sizes | null, options?: AvgPoolOptions);
  constructor(
    poolSize: Sizes,
    strides: Sizes | null,
    padding: Sizes,
    options?: AvgPoolOptions,
  );
  constructor(...args: unknown[]) {
    super(2, "avg", false, args);
  }
}

markBuiltIn(AvgPool2D);
