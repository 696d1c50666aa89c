// Transforms of images. Each takes one image or a batch of them (an axis more in front), so that a set that hands out
// whole batches is transformed by a few kernels and not image by image.

import { Block } from "../../gluon/block.ts";
import { type DType, nd, type NDArray } from "../../ndarray/mod.ts";
import { AttributeError, ShapeError } from "../../runtime/mod.ts";
import { MAPS_BATCHES } from "../dataset.ts";
import { type Interpolation, resize } from "./resize.ts";

/** Base of transforms that treat the images of a batch alike. */
export abstract class ImageTransform extends Block {
  /** True: a whole batch may be given at once. */
  get [MAPS_BATCHES](): boolean {
    return true;
  }
}

/** Transforms one after the other: `new Compose([new Resize(96), new ToTensor()])`. */
export class Compose extends Block {
  readonly #transforms: readonly Block[];

  /** Takes the transforms in their order. */
  constructor(transforms: readonly Block[]) {
    super();
    if (!Array.isArray(transforms)) {
      throw new AttributeError("Compose", `got ${typeof transforms}; it needs a list of transforms`);
    }
    this.#transforms = transforms;
  }

  /** True where each of them may be given a whole batch. */
  get [MAPS_BATCHES](): boolean {
    return this.#transforms.every((t) => (t as { [MAPS_BATCHES]?: boolean })[MAPS_BATCHES] === true);
  }

  /** The image after all of them. */
  override forward(x: NDArray): NDArray {
    return this.#transforms.reduce((image, transform) => transform(image), x);
  }
}

/** Another dtype; float32 by default. */
export class Cast extends ImageTransform {
  readonly #dtype: DType;

  /** Casts to `dtype`. */
  constructor(dtype: DType = "float32") {
    super();
    this.#dtype = dtype;
  }

  /** The same values in that dtype. */
  override forward(x: NDArray): NDArray {
    return x.astype(this.#dtype);
  }
}

/** Bytes [h, w, c] from 0 to 255 to float32 [c, h, w] from 0 to 1. */
export class ToTensor extends ImageTransform {
  /** The image with its channels in front. */
  override forward(x: NDArray): NDArray {
    if (x.ndim !== 3 && x.ndim !== 4) {
      throw new ShapeError("ToTensor", `got [${x.shape}]; it needs an image [h,w,c] or a batch [n,h,w,c]`);
    }
    return x.transpose(x.ndim === 3 ? [2, 0, 1] : [0, 3, 1, 2]).astype("float32").div(255);
  }
}

/** (x - mean) / std of images [c, h, w]: a number for all channels or one for each. */
export class Normalize extends ImageTransform {
  readonly #mean: readonly number[];
  readonly #std: readonly number[];

  /** Takes numbers, or a list with one for each channel. */
  constructor(mean: number | readonly number[] = 0, std: number | readonly number[] = 1) {
    super();
    this.#mean = typeof mean === "number" ? [mean] : mean;
    this.#std = typeof std === "number" ? [std] : std;
  }

  /** The image with its channels shifted and scaled. */
  override forward(x: NDArray): NDArray {
    if (x.ndim !== 3 && x.ndim !== 4) {
      throw new ShapeError("Normalize", `got [${x.shape}]; it needs an image [c,h,w] or a batch [n,c,h,w]`);
    }
    const channels = x.shape[x.ndim - 3];
    const column = (name: string, values: readonly number[]): NDArray => {
      if (values.length !== 1 && values.length !== channels) {
        throw new ShapeError("Normalize", `${name} has ${values.length} numbers for images of ${channels} channels`);
      }
      return nd.array(values, { dtype: x.dtype }).reshape([values.length, 1, 1]);
    };
    return x.sub(column("mean", this.#mean)).div(column("std", this.#std));
  }
}

/** Images [h, w, c] at another size. */
export class Resize extends ImageTransform {
  readonly #size: number | readonly [width: number, height: number];
  readonly #keepRatio: boolean;
  readonly #interpolation: Interpolation;

  /**
   * `size` is [width, height], or one number for both. With `keepRatio` one number is that of the shorter side.
   * `interpolation` is 1 (bilinear, the default) or 0 (nearest).
   */
  constructor(
    size: number | readonly [width: number, height: number],
    { keepRatio = false, interpolation = 1 }: { keepRatio?: boolean; interpolation?: Interpolation } = {},
  ) {
    super();
    this.#size = size;
    this.#keepRatio = keepRatio;
    this.#interpolation = interpolation;
  }

  /** The image or images at that size. */
  override forward(x: NDArray): NDArray {
    if (typeof this.#size !== "number") return resize(x, this.#size[0], this.#size[1], this.#interpolation);
    const [h, w] = x.shape.slice(-3);
    if (!this.#keepRatio) return resize(x, this.#size, this.#size, this.#interpolation);
    return h > w
      ? resize(x, this.#size, Math.floor(h * this.#size / w), this.#interpolation)
      : resize(x, Math.floor(w * this.#size / h), this.#size, this.#interpolation);
  }
}
