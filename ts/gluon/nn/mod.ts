// The layers.
export {
  type AnyBlock,
  Block,
  type BlockOptions,
  type HybridizeOptions,
} from "../block.ts";
export { HybridBlock, type Params } from "../hybrid_block.ts";
export { HybridSequential, type Kind, Sequential } from "./sequential.ts";
export { Layer } from "./layer.ts";
export { Dense, type DenseOptions } from "./dense.ts";
export { Conv, type ConvOptions, type Sizes } from "./conv.ts";
export { Conv1D } from "./conv1d.ts";
export { Conv2D } from "./conv2d.ts";
export {
  type AvgPoolOptions,
  type GlobalPoolOptions,
  Pool,
  type PoolOptions,
} from "./pool.ts";
export { MaxPool1D } from "./max_pool1d.ts";
export { MaxPool2D } from "./max_pool2d.ts";
export { AvgPool1D } from "./avg_pool1d.ts";
export { AvgPool2D } from "./avg_pool2d.ts";
export { GlobalMaxPool1D } from "./global_max_pool1d.ts";
export { GlobalMaxPool2D } from "./global_max_pool2d.ts";
export { GlobalAvgPool1D } from "./global_avg_pool1d.ts";
export { GlobalAvgPool2D } from "./global_avg_pool2d.ts";
export { BatchNorm, type BatchNormOptions } from "./batch_norm.ts";
export { LayerNorm, type LayerNormOptions } from "./layer_norm.ts";
export { Dropout, type DropoutOptions } from "./dropout.ts";
export { Flatten } from "./flatten.ts";
export { Embedding, type EmbeddingOptions } from "./embedding.ts";
export { Activation, type ActivationName } from "./activation.ts";
export {
  ELU,
  GELU,
  LeakyReLU,
  PReLU,
  type PReLUOptions,
  SELU,
  Swish,
} from "./activations.ts";
export { HybridLambda, Lambda } from "./lambda.ts";
