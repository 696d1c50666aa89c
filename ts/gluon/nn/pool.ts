// What the pooling layers share.
import type { NDArray, Ops } from "../../ndarray/mod.ts";
import { readArguments, readTuple, readWord } from "../../ndarray/options.ts";
import { BLOCK_OPTIONS, type BlockOptions } from "../block.ts";
import { tuple } from "../parameter.ts";
import type { Sizes } from "./conv.ts";
import { Layer } from "./layer.ts";

/** Settings of global pooling layers. */
export interface GlobalPoolOptions extends BlockOptions {
  /** "NCW" or "NCHW": channels come before the axes of space. */
  layout?: string;
}

/** Settings of pooling layers. */
export interface PoolOptions extends GlobalPoolOptions {
  /** Size of the window; 2 by default. */
  poolSize?: Sizes;
  /** Steps between windows; as large as the window by default. */
  strides?: Sizes | null;
  /** Points added on each side; 0 by default. They never win a maximum. */
  padding?: Sizes;
  /** Rounds the output's size up, so that a window may reach over the edge; false by default. */
  ceilMode?: boolean;
}

/** Settings of average pooling layers. */
export interface AvgPoolOptions extends PoolOptions {
  /** Whether the padding counts in the divisor; true by default. */
  countIncludePad?: boolean;
}

/** Base of the pooling layers. */
export abstract class Pool extends Layer {
  readonly #kernel: readonly number[];
  readonly #stride: readonly number[];
  readonly #pad: readonly number[];
  readonly #ceilMode: boolean;
  readonly #global: boolean;
  readonly #type: "max" | "avg";
  readonly #countIncludePad: boolean | undefined;
  readonly #layout: string;

  /** Takes the first settings by place, the others by name. */
  constructor(rank: 1 | 2, type: "max" | "avg", global: boolean, args: readonly unknown[]) {
    const owner = new.target.name;
    const layout = rank === 1 ? "NCW" : "NCHW";
    const positional = global ? [] : ["poolSize", "strides", "padding"];
    const named = global ? [] : ["ceilMode", ...(type === "avg" ? ["countIncludePad"] : [])];
    const read = readArguments(owner, args, positional, [
      "layout",
      ...named,
      ...BLOCK_OPTIONS,
    ]) as AvgPoolOptions;
    super({ prefix: read.prefix, params: read.params });
    readWord(owner, "layout", read.layout ?? layout, [layout]);
    this.#layout = layout;
    this.#kernel = readTuple(owner, "poolSize", read.poolSize ?? (global ? 1 : 2), rank, 1);
    this.#stride = readTuple(owner, "strides", read.strides ?? this.#kernel, rank, 1);
    this.#pad = readTuple(owner, "padding", read.padding ?? 0, rank, 0);
    this.#ceilMode = global || (read.ceilMode ?? false);
    this.#global = global;
    this.#type = type;
    this.#countIncludePad = type === "avg" && !global ? read.countIncludePad ?? true : undefined;
  }

  /** MXNet names pooling layers of all kinds `pool0_`. */
  override alias(): string {
    return "pool";
  }

  /** Computes the output from the input and the parameters. */
  override hybridForward(F: Ops, x: NDArray): NDArray {
    return F.pooling(x, {
      poolType: this.#type,
      kernel: this.#kernel,
      stride: this.#stride,
      pad: this.#pad,
      globalPool: this.#global,
      poolingConvention: this.#ceilMode ? "full" : "valid",
      ...(this.#countIncludePad === undefined ? {} : { countIncludePad: this.#countIncludePad }),
    });
  }

  /** What is printed between the brackets. */
  protected override describe(): string {
    return [
      `size=${tuple(this.#kernel)}`,
      `stride=${tuple(this.#stride)}`,
      `padding=${tuple(this.#pad)}`,
      `ceil_mode=${this.#ceilMode ? "True" : "False"}`,
      `global_pool=${this.#global ? "True" : "False"}`,
      `pool_type=${this.#type}`,
      `layout=${this.#layout}`,
    ].join(", ");
  }
}
