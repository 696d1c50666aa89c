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
  constructor(channels: number, options: ConvOptions);
  constructor(
    channels: number,
    kernelSize: Sizes,
    options?: Partial<ConvOptions>,
  );
  constructor(options: ConvOptions & { channels: number });
  constructor(...args: unknown[]) {
    super(2, "NCHW", args);
  }
}

markBuiltIn(Conv2D);
