// Sets of images and their transforms; `gluon.data.vision`.

export { FashionMNIST, ImageSet, MNIST, type Sample, type VisionOptions } from "./mnist.ts";
export { type Idx, readIdx } from "./idx.ts";
export { type Interpolation, resize } from "./resize.ts";
/** Transforms of images, for one image or a batch. */
export * as transforms from "./transforms.ts";
