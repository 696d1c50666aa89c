// Conv2D: convolution of images.
import { Conv, type ConvOptions, type Sizes } from "./conv.ts";
import { markBuiltIn } from "./layer.ts";

/**
 * Convolution over the last two axes (strictly, cross-correlation, as everywhere in deep learning).
 *
 * Inputs: [batch, inChannels, height, width].
 * Output: [batch, channels, outHeight, outWidth], each (size + 2 padding - dilation (kernelSize - 1) - 1) / strides + 1, rounded down.
 */
export class Conv2D extends Conv {
  /** Takes the first settings by place, the others by name. */
  constructor(channels: number, options: ConvOptions);
  /** Takes the first settings by place, the others by name. */
  constructor(channels: number, kernelSize: Sizes, options?: Partial<ConvOptions>);
  /** Takes all settings by name. */
  constructor(options: ConvOptions & { channels: number });
  constructor(...args: unknown[]) {
    super(2, "NCHW", args);
  }
}

markBuiltIn(Conv2D);
