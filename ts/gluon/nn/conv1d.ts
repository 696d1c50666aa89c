// Conv1D: convolution of sequences.
import { Conv, type ConvOptions, type Sizes } from "./conv.ts";
import { markBuiltIn } from "./layer.ts";

/**
 * Convolution over the last axis (strictly, cross-correlation, as everywhere in deep learning).
 *
 * Inputs: [batch, inChannels, width].
 * Output: [batch, channels, (width + 2 padding - dilation (kernelSize - 1) - 1) / strides + 1].
 */
export class Conv1D extends Conv {
  /** Takes the first settings by place, the others by name. */
  constructor(channels: number, options: ConvOptions);
  /** Takes the first settings by place, the others by name. */
  constructor(channels: number, kernelSize: Sizes, options?: Partial<ConvOptions>);
  /** Takes all settings by name. */
  constructor(options: ConvOptions & { channels: number });
  constructor(...args: unknown[]) {
    super(1, "NCW", args);
  }
}

markBuiltIn(Conv1D);
