// What Conv1D and Conv2D share.
import type { Initializer, InitName } from "../../init.ts";
import type { NDArray, Ops } from "../../ndarray/mod.ts";
import { readArguments, readInteger, readTuple, readWord } from "../../ndarray/options.ts";
import { AttributeError, ShapeError } from "../../runtime/mod.ts";
import { BLOCK_OPTIONS, type BlockOptions } from "../block.ts";
import type { Params } from "../hybrid_block.ts";
import { type Parameter, tuple } from "../parameter.ts";
import { activate, type Activation, type ActivationName, makeActivation } from "./activation.ts";
import { Layer } from "./layer.ts";

/** One integer for all axes, or one for each. */
export type Sizes = number | readonly number[];

/** Settings of convolution layers. */
export interface ConvOptions extends BlockOptions {
  /** Size of the window. */
  kernelSize: Sizes;
  /** Steps between windows; 1 by default. */
  strides?: Sizes;
  /** Zeros on each side; 0 by default. */
  padding?: Sizes;
  /** Distance between the points of a window; 1 by default. */
  dilation?: Sizes;
  /** Number of groups of channels that do not mix; 1 by default. */
  groups?: number;
  /** "NCW" or "NCHW": channels come before the axes of space. */
  layout?: string;
  /** Number of input channels; 0, the default, is found at the first call. */
  inChannels?: number;
  /** Applied to the output; none by default. */
  activation?: ActivationName | null;
  /** Whether a bias is added to each channel; true by default. */
  useBias?: boolean;
  /** Fills the weight; by default the network's initializer does. */
  weightInitializer?: Initializer | InitName | null;
  /** Fills the bias; "zeros" by default. */
  biasInitializer?: Initializer | InitName | null;
}

/** Base of the convolution layers of one rank. */
export abstract class Conv extends Layer {
  /** [channels, inChannels / groups, …kernelSize]. */
  readonly weight: Parameter;
  /** [channels]; null at run time with `useBias: false`. */
  readonly bias: Parameter;
  /** The activation, or null. */
  readonly act: Activation | null;
  readonly #channels: number;
  readonly #kernel: readonly number[];
  readonly #stride: readonly number[];
  readonly #pad: readonly number[];
  readonly #dilate: readonly number[];
  readonly #groups: number;

  /** Takes the first settings by place, the others by name. */
  constructor(rank: 1 | 2, layout: string, args: readonly unknown[]) {
    const owner = new.target.name;
    const read = readArguments(owner, args, ["channels", "kernelSize", "strides", "padding", "dilation", "groups"], [
      "layout",
      "inChannels",
      "activation",
      "useBias",
      "weightInitializer",
      "biasInitializer",
      ...BLOCK_OPTIONS,
    ]) as Partial<ConvOptions & { channels: number }>;
    super({ prefix: read.prefix, params: read.params });
    const channels = readInteger(owner, "channels", read.channels, 1);
    const inChannels = readInteger(owner, "inChannels", read.inChannels ?? 0, 0);
    const groups = readInteger(owner, "groups", read.groups ?? 1, 1);
    if (channels % groups !== 0 || inChannels % groups !== 0) {
      throw new AttributeError(
        owner,
        `channels (${channels}) and inChannels (${inChannels}) must be multiples of groups (${groups})`,
      );
    }
    readWord(owner, "layout", read.layout ?? layout, [layout]);
    this.#channels = channels;
    this.#groups = groups;
    this.#kernel = readTuple(owner, "kernelSize", read.kernelSize, rank, 1);
    this.#stride = readTuple(owner, "strides", read.strides ?? 1, rank, 1);
    this.#pad = readTuple(owner, "padding", read.padding ?? 0, rank, 0);
    this.#dilate = readTuple(owner, "dilation", read.dilation ?? 1, rank, 1);
    using _ = this.nameScope();
    this.weight = this.params.get("weight", {
      shape: [channels, inChannels / groups, ...this.#kernel],
      init: read.weightInitializer,
      allowDeferredInit: true,
    });
    this.bias = (read.useBias ?? true)
      ? this.params.get("bias", {
        shape: [channels],
        init: read.biasInitializer === undefined ? "zeros" : read.biasInitializer,
        allowDeferredInit: true,
      })
      : null as unknown as Parameter;
    this.act = makeActivation(owner, read.activation);
  }

  /** MXNet names convolutions of all ranks `conv0_`. */
  override alias(): string {
    return "conv";
  }

  /** Completes the parameters' shapes from the first input. */
  override inferShape(x: NDArray): void {
    const shape = x.shape;
    const owner = this.constructor.name;
    if (shape.length !== this.#kernel.length + 2) {
      throw new ShapeError(
        owner,
        `its input has shape [${shape}], but needs ${this.#kernel.length + 2} axes: batch, channels, then space`,
      );
    }
    if (shape[1] % this.#groups !== 0) {
      throw new ShapeError(owner, `its input has ${shape[1]} channels, no multiple of its ${this.#groups} groups`);
    }
    this.weight.shape = [
      this.#channels,
      shape[1] / this.#groups,
      ...this.#kernel,
    ];
  }

  /** Computes the output from the input and the parameters. */
  override hybridForward(F: Ops, x: NDArray, { weight, bias }: Params): NDArray {
    const out = F.convolution(x, weight, bias ?? null, {
      kernel: this.#kernel,
      stride: this.#stride,
      pad: this.#pad,
      dilate: this.#dilate,
      numFilter: this.#channels,
      numGroup: this.#groups,
      noBias: bias === undefined,
    });
    return activate(this.act, out);
  }

  /** What is printed between the brackets. */
  protected override describe(): string {
    const inChannels = this.weight.shape?.[1];
    const parts = [
      `${inChannels ? inChannels : "None"} -> ${this.#channels}`,
      `kernel_size=${tuple(this.#kernel)}`,
      `stride=${tuple(this.#stride)}`,
    ];
    if (this.#pad.some((n) => n !== 0)) {
      parts.push(`padding=${tuple(this.#pad)}`);
    }
    if (this.#dilate.some((n) => n !== 1)) {
      parts.push(`dilation=${tuple(this.#dilate)}`);
    }
    if (this.#groups !== 1) parts.push(`groups=${this.#groups}`);
    if (this.bias === null) parts.push("bias=False");
    if (this.act !== null) parts.push(String(this.act));
    return parts.join(", ");
  }
}
