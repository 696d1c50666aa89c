// Generated from the operator registry by core-rs/examples/describe.rs (deno task gen). Do not edit.
// deno-fmt-ignore-file

import type { DType } from "./dtype.ts";
import type { NDArray } from "./ndarray.ts";

/** Where the result goes. */
export interface OutOption {
  /** An array of the result's shape and dtype to write into (an array of them for several outputs). */
  out?: NDArray | readonly NDArray[];
}

/** Options of `activation`. */
export interface ActivationOptions extends OutOption {
  /** Which one. Default: required. */
  actType: "relu" | "sigmoid" | "tanh" | "softrelu" | "softsign" | "log_sigmoid" | "mish";
}

/** Options of `fullLike`. */
export interface FullLikeOptions extends OutOption {
  /** The value of every element. Default: required. */
  fillValue: number;
  /** The dtype of the result; data's by default. Default: none. */
  dtype?: DType | null;
}

/** Options of `cast`. */
export interface CastOptions extends OutOption {
  /** The dtype of the result. Default: required. */
  dtype: DType;
}

/** Options of `clip`. */
export interface ClipOptions extends OutOption {
  /** The lower bound; -Infinity for none. Default: required. */
  aMin: number;
  /** The upper bound; Infinity for none. Default: required. */
  aMax: number;
}

/** Options of `reshape`. */
export interface ReshapeOptions extends OutOption {
  /** The new shape, with the codes above. Default: []. */
  shape?: number | readonly (number | null)[];
  /** Match sizes from the right. Default: false. */
  reverse?: boolean;
  /** The older form of shape: 0 is inferred. Default: []. */
  targetShape?: number | readonly (number | null)[];
  /** With target_shape: keep the first size. Default: false. */
  keepHighest?: boolean;
}

/** Options of `reshapeLike`. */
export interface ReshapeLikeOptions extends OutOption {
  /** First axis of lhs that is replaced; 0 by default. Default: none. */
  lhsBegin?: number | bigint | null;
  /** Axis of lhs after the last replaced one; all by default. Default: none. */
  lhsEnd?: number | bigint | null;
  /** First axis of rhs that is taken; 0 by default. Default: none. */
  rhsBegin?: number | bigint | null;
  /** Axis of rhs after the last taken one; all by default. Default: none. */
  rhsEnd?: number | bigint | null;
}

/** Options of `transpose`. */
export interface TransposeOptions extends OutOption {
  /** The new order; all axes reversed by default. Default: []. */
  axes?: number | readonly (number | null)[];
}

/** Options of `swapAxis`. */
export interface SwapAxisOptions extends OutOption {
  /** The first axis. Default: 0. */
  dim1?: number | bigint;
  /** The second axis. Default: 0. */
  dim2?: number | bigint;
}

/** Options of `expandDims`. */
export interface ExpandDimsOptions extends OutOption {
  /** Where the new axis stands in the result; -1 is the last place. Default: required. */
  axis: number | bigint;
}

/** Options of `squeeze`. */
export interface SqueezeOptions extends OutOption {
  /** The axes to take away; all of size 1 by default. Default: none. */
  axis?: number | readonly (number | null)[] | null;
}

/** Options of `depthToSpace`. */
export interface DepthToSpaceOptions extends OutOption {
  /** The side of a block. Default: required. */
  blockSize: number | bigint;
}

/** Options of `spaceToDepth`. */
export interface SpaceToDepthOptions extends OutOption {
  /** The side of a block. Default: required. */
  blockSize: number | bigint;
}

/** Options of `diag`. */
export interface DiagOptions extends OutOption {
  /** Which diagonal: 0 the main one, positive above it, negative below. Default: 0. */
  k?: number | bigint;
  /** The axis of rows. Default: 0. */
  axis1?: number | bigint;
  /** The axis of columns. Default: 1. */
  axis2?: number | bigint;
}

/** Options of `concat`. */
export interface ConcatOptions extends OutOption {
  /** Accepted and ignored: the number of arrays is seen. Default: none. */
  numArgs?: number | bigint | null;
  /** The axis along which the arrays are joined. Default: 1. */
  dim?: number | bigint;
}

/** Options of `stack`. */
export interface StackOptions extends OutOption {
  /** Where the new axis stands in the result. Default: 0. */
  axis?: number | bigint;
  /** Accepted and ignored: the number of arrays is seen. Default: none. */
  numArgs?: number | bigint | null;
}

/** Options of `sliceChannel`. */
export interface SliceChannelOptions extends OutOption {
  /** The number of parts; it must divide the axis. Default: required. */
  numOutputs: number | bigint;
  /** The axis that is cut. Default: 1. */
  axis?: number | bigint;
  /** Take the axis away, where the parts have size 1. Default: false. */
  squeezeAxis?: boolean;
}

/** Options of `slice`. */
export interface SliceOptions extends OutOption {
  /** The first element of each axis; None for the end from which it counts. Default: required. */
  begin: number | readonly (number | null)[];
  /** The element after the last; None for the other end. Default: required. */
  end: number | readonly (number | null)[];
  /** The steps, backwards where negative; 1 by default. Default: []. */
  step?: number | readonly (number | null)[];
}

/** Options of `sliceAxis`. */
export interface SliceAxisOptions extends OutOption {
  /** The axis. Default: required. */
  axis: number | bigint;
  /** The first element; from the end where negative. Default: required. */
  begin: number | bigint;
  /** The element after the last; None, or from the end where negative. Default: none. */
  end?: number | bigint | null;
}

/** Options of `sliceLike`. */
export interface SliceLikeOptions extends OutOption {
  /** The axes that are cut; all by default. Default: []. */
  axes?: number | readonly (number | null)[];
}

/** Options of `reverse`. */
export interface ReverseOptions extends OutOption {
  /** The axes that are reversed. Default: required. */
  axis: number | readonly (number | null)[];
}

/** Options of `broadcastTo`. */
export interface BroadcastToOptions extends OutOption {
  /** The new shape; 0 keeps the size of an axis. Default: []. */
  shape?: number | readonly (number | null)[];
}

/** Options of `broadcastAxis`. */
export interface BroadcastAxisOptions extends OutOption {
  /** The axes, each of size 1. Default: []. */
  axis?: number | readonly (number | null)[];
  /** Their new sizes. Default: []. */
  size?: number | readonly (number | null)[];
}

/** Options of `broadcastLike`. */
export interface BroadcastLikeOptions extends OutOption {
  /** The axes of lhs that are broadcast; all by default. Default: none. */
  lhsAxes?: number | readonly (number | null)[] | null;
  /** The axes of rhs that give their sizes. Default: none. */
  rhsAxes?: number | readonly (number | null)[] | null;
}

/** Options of `tile`. */
export interface TileOptions extends OutOption {
  /** How many times along each axis. Default: required. */
  reps: number | readonly (number | null)[];
}

/** Options of `repeat`. */
export interface RepeatOptions extends OutOption {
  /** How many times each element stands. Default: required. */
  repeats: number | bigint;
  /** The axis; the flattened array by default. Default: none. */
  axis?: number | bigint | null;
}

/** Options of `pad`. */
export interface PadOptions extends OutOption {
  /** What stands in the margin. Default: required. */
  mode: "constant" | "edge" | "reflect";
  /** Before and after of each axis, in a row; 0 for the first two axes. Default: required. */
  padWidth: number | readonly (number | null)[];
  /** The number in a constant margin. Default: 0. */
  constantValue?: number;
}

/** Options of `take`. */
export interface TakeOptions extends OutOption {
  /** The axis from which elements are taken. Default: 0. */
  axis?: number | bigint;
  /** What becomes of an index out of range: the nearest valid one, modulo the size, or an error. Default: "clip". */
  mode?: "clip" | "wrap" | "raise";
}

/** Options of `embedding`. */
export interface EmbeddingOptions extends OutOption {
  /** The number of rows (words). Default: required. */
  inputDim: number | bigint;
  /** The size of a row. Default: required. */
  outputDim: number | bigint;
  /** The dtype of weight; seen from weight itself. Default: "float32". */
  dtype?: DType;
  /** Accepted and ignored: gradients are dense. Default: false. */
  sparseGrad?: boolean;
}

/** Options of `pick`. */
export interface PickOptions extends OutOption {
  /** The axis along which one element is picked. Default: -1. */
  axis?: number | bigint;
  /** Keep the axis with size 1. Default: false. */
  keepdims?: boolean;
  /** What becomes of an index out of range. Default: "clip". */
  mode?: "clip" | "wrap" | "raise";
}

/** Options of `oneHot`. */
export interface OneHotOptions extends OutOption {
  /** The size of the new axis. Default: required. */
  depth: number | bigint;
  /** Stands at the index. Default: 1. */
  onValue?: number;
  /** Stands elsewhere. Default: 0. */
  offValue?: number;
  /** The dtype of the result. Default: "float32". */
  dtype?: DType;
}

/** Options of `scatterNd`. */
export interface ScatterNdOptions extends OutOption {
  /** Shape of the result. Default: required. */
  shape: number | readonly (number | null)[];
}

/** Options of `sum`. */
export interface SumOptions extends OutOption {
  /** The axes to reduce, counted from either end; all by default. Default: none. */
  axis?: number | readonly (number | null)[] | null;
  /** Keep the reduced axes with size 1. Default: false. */
  keepdims?: boolean;
  /** Reduce all axes but those named. Default: false. */
  exclude?: boolean;
}

/** Options of `mean`. */
export interface MeanOptions extends OutOption {
  /** The axes to reduce, counted from either end; all by default. Default: none. */
  axis?: number | readonly (number | null)[] | null;
  /** Keep the reduced axes with size 1. Default: false. */
  keepdims?: boolean;
  /** Reduce all axes but those named. Default: false. */
  exclude?: boolean;
}

/** Options of `prod`. */
export interface ProdOptions extends OutOption {
  /** The axes to reduce, counted from either end; all by default. Default: none. */
  axis?: number | readonly (number | null)[] | null;
  /** Keep the reduced axes with size 1. Default: false. */
  keepdims?: boolean;
  /** Reduce all axes but those named. Default: false. */
  exclude?: boolean;
}

/** Options of `nansum`. */
export interface NansumOptions extends OutOption {
  /** The axes to reduce, counted from either end; all by default. Default: none. */
  axis?: number | readonly (number | null)[] | null;
  /** Keep the reduced axes with size 1. Default: false. */
  keepdims?: boolean;
  /** Reduce all axes but those named. Default: false. */
  exclude?: boolean;
}

/** Options of `nanprod`. */
export interface NanprodOptions extends OutOption {
  /** The axes to reduce, counted from either end; all by default. Default: none. */
  axis?: number | readonly (number | null)[] | null;
  /** Keep the reduced axes with size 1. Default: false. */
  keepdims?: boolean;
  /** Reduce all axes but those named. Default: false. */
  exclude?: boolean;
}

/** Options of `max`. */
export interface MaxOptions extends OutOption {
  /** The axes to reduce, counted from either end; all by default. Default: none. */
  axis?: number | readonly (number | null)[] | null;
  /** Keep the reduced axes with size 1. Default: false. */
  keepdims?: boolean;
  /** Reduce all axes but those named. Default: false. */
  exclude?: boolean;
}

/** Options of `min`. */
export interface MinOptions extends OutOption {
  /** The axes to reduce, counted from either end; all by default. Default: none. */
  axis?: number | readonly (number | null)[] | null;
  /** Keep the reduced axes with size 1. Default: false. */
  keepdims?: boolean;
  /** Reduce all axes but those named. Default: false. */
  exclude?: boolean;
}

/** Options of `norm`. */
export interface NormOptions extends OutOption {
  /** 1 for the sum of absolute values, 2 for the root of the sum of squares. Default: 2. */
  ord?: number | bigint;
  /** The axes to reduce, counted from either end; all by default. Default: none. */
  axis?: number | readonly (number | null)[] | null;
  /** The dtype of the result; data's by default. Default: none. */
  outDtype?: DType | null;
  /** Keep the reduced axes with size 1. Default: false. */
  keepdims?: boolean;
}

/** Options of `argmax`. */
export interface ArgmaxOptions extends OutOption {
  /** The axis; all elements in a row by default. Default: none. */
  axis?: number | bigint | null;
  /** Keep the axis with size 1. Default: false. */
  keepdims?: boolean;
  /** The dtype of the indices; data's by default, which is exact to 2^24 in float32. Default: none. */
  dtype?: DType | null;
}

/** Options of `argmin`. */
export interface ArgminOptions extends OutOption {
  /** The axis; all elements in a row by default. Default: none. */
  axis?: number | bigint | null;
  /** Keep the axis with size 1. Default: false. */
  keepdims?: boolean;
  /** The dtype of the indices; data's by default, which is exact to 2^24 in float32. Default: none. */
  dtype?: DType | null;
}

/** Options of `dot`. */
export interface DotOptions extends OutOption {
  /** Use the transpose of lhs. Default: false. */
  transposeA?: boolean;
  /** Use the transpose of rhs. Default: false. */
  transposeB?: boolean;
  /** Accepted and ignored: arrays are dense. Default: none. */
  forwardStype?: "default" | "csr" | "row_sparse" | null;
}

/** Options of `batchDot`. */
export interface BatchDotOptions extends OutOption {
  /** Use the transpose of lhs. Default: false. */
  transposeA?: boolean;
  /** Use the transpose of rhs. Default: false. */
  transposeB?: boolean;
  /** Accepted and ignored: arrays are dense. Default: none. */
  forwardStype?: "default" | "csr" | "row_sparse" | null;
}

/** Options of `fullyConnected`. */
export interface FullyConnectedOptions extends OutOption {
  /** The number of outputs. Default: required. */
  numHidden: number | bigint;
  /** Leave the bias out. Default: false. */
  noBias?: boolean;
  /** Fold all axes but the first into one; else only the last axis is transformed. Default: true. */
  flatten?: boolean;
}

/** Options of `convolution`. */
export interface ConvolutionOptions extends OutOption {
  /** The size of the kernel: (h, w), or (w) for one axis. Default: required. */
  kernel: number | readonly (number | null)[];
  /** The step of the kernel; 1 by default. Default: []. */
  stride?: number | readonly (number | null)[];
  /** The distance of the kernel's taps; 1 by default. Default: []. */
  dilate?: number | readonly (number | null)[];
  /** Zeros around the data; 0 by default. Default: []. */
  pad?: number | readonly (number | null)[];
  /** The number of filters (output channels). Default: required. */
  numFilter: number | bigint;
  /** The number of groups into which channels and filters are divided. Default: 1. */
  numGroup?: number | bigint;
  /** Accepted and ignored. Default: 1024. */
  workspace?: number | bigint;
  /** Leave the bias out. Default: false. */
  noBias?: boolean;
  /** Accepted and ignored. Default: none. */
  cudnnTune?: "fastest" | "limited_workspace" | "off" | null;
  /** Accepted and ignored. Default: false. */
  cudnnOff?: boolean;
  /** The order of axes; the channel comes second. Default: none. */
  layout?: "NCW" | "NCHW" | "NCDHW" | null;
}

/** Options of `pooling`. */
export interface PoolingOptions extends OutOption {
  /** The size of the window; required unless global_pool. Default: []. */
  kernel?: number | readonly (number | null)[];
  /** What becomes of a window. Default: "max". */
  poolType?: "max" | "avg" | "sum" | "lp";
  /** One window, the whole plane; kernel, stride and pad are not used. Default: false. */
  globalPool?: boolean;
  /** Accepted and ignored. Default: false. */
  cudnnOff?: boolean;
  /** How the number of windows is rounded: down, up, or (one axis, max) as if the input were padded at its end. Default: "valid". */
  poolingConvention?: "valid" | "full" | "same";
  /** The step of the window; 1 by default. Default: []. */
  stride?: number | readonly (number | null)[];
  /** The padding on both sides; 0 by default. Default: []. */
  pad?: number | readonly (number | null)[];
  /** The p of pool_type lp: 1, 2 or 3. Default: none. */
  pValue?: number | bigint | null;
  /** Do averages count padding as part of the window? True by default. Default: none. */
  countIncludePad?: boolean | null;
  /** The order of axes; the channel comes second. Default: none. */
  layout?: "NCW" | "NCHW" | "NCDHW" | null;
}

/** Options of `batchNorm`. */
export interface BatchNormOptions extends OutOption {
  /** Added to the variance. Default: 0.001. */
  eps?: number;
  /** How much of the running statistics stays. Default: 0.9. */
  momentum?: number;
  /** Take gamma as 1, whatever it holds; its gradient is 0. Default: true. */
  fixGamma?: boolean;
  /** Use the running statistics in training too, and keep them. Default: false. */
  useGlobalStats?: boolean;
  /** Give the mean and 1 / sqrt(variance + eps) too. Default: false. */
  outputMeanVar?: boolean;
  /** The channel axis. Default: 1. */
  axis?: number | bigint;
  /** Accepted and ignored. Default: false. */
  cudnnOff?: boolean;
}

/** Options of `dropout`. */
export interface DropoutOptions extends OutOption {
  /** The probability that an element is dropped. Default: 0.5. */
  p?: number;
  /** When elements are dropped. Default: "training". */
  mode?: "training" | "always";
  /** Axes along which one decision is shared. Default: []. */
  axes?: number | readonly (number | null)[];
  /** Accepted and ignored. Default: none. */
  cudnnOff?: boolean | null;
}

/** Options of `softmax`. */
export interface SoftmaxOptions extends OutOption {
  /** The axis along which the results sum to 1. Default: -1. */
  axis?: number | bigint;
  /** Divides data beforehand; 1 by default. Default: none. */
  temperature?: number | null;
  /** The dtype of the result; data's by default. Default: none. */
  dtype?: DType | null;
  /** Only the first `length` elements of each take part. Default: false. */
  useLength?: boolean;
}

/** Options of `softmin`. */
export interface SoftminOptions extends OutOption {
  /** The axis along which the results sum to 1. Default: -1. */
  axis?: number | bigint;
  /** Divides data beforehand; 1 by default. Default: none. */
  temperature?: number | null;
  /** The dtype of the result; data's by default. Default: none. */
  dtype?: DType | null;
}

/** Options of `logSoftmax`. */
export interface LogSoftmaxOptions extends OutOption {
  /** The axis along which the results sum to 1. Default: -1. */
  axis?: number | bigint;
  /** Divides data beforehand; 1 by default. Default: none. */
  temperature?: number | null;
  /** The dtype of the result; data's by default. Default: none. */
  dtype?: DType | null;
}

/** Options of `softmaxActivation`. */
export interface SoftmaxActivationOptions extends OutOption {
  /** instance: along the last axis; channel: along axis 1. Default: "instance". */
  mode?: "instance" | "channel";
}

/** Options of `softmaxOutput`. */
export interface SoftmaxOutputOptions extends OutOption {
  /** The gradient is multiplied by it. Default: 1. */
  gradScale?: number;
  /** The label without a gradient, where use_ignore is true. Default: -1. */
  ignoreLabel?: number;
  /** Softmax along axis 1, one for each place of the other axes. Default: false. */
  multiOutput?: boolean;
  /** Give no gradient where the label is ignore_label. Default: false. */
  useIgnore?: boolean;
  /** Softmax along the last axis; else the axes after the first are one. Default: false. */
  preserveShape?: boolean;
  /** Divide the gradient by nothing, by the batch, or by the number of labels that are not ignored. Default: "null". */
  normalization?: "null" | "batch" | "valid";
  /** Multiply by the gradient that flows back; else it is not looked at. Default: false. */
  outGrad?: boolean;
  /** How much of the label's probability goes to the other classes. Default: 0. */
  smoothAlpha?: number;
}

/** Options of `sgdUpdate`. */
export interface SgdUpdateOptions extends OutOption {
  /** The learning rate. Default: required. */
  lr: number;
  /** Weight decay. Default: 0. */
  wd?: number;
  /** The gradient is multiplied by it first. Default: 1. */
  rescaleGrad?: number;
  /** Gradients are clipped to ± this; not at all where negative. Default: -1. */
  clipGradient?: number;
  /** Accepted and ignored: gradients are dense. Default: true. */
  lazyUpdate?: boolean;
}

/** Options of `sgdMomUpdate`. */
export interface SgdMomUpdateOptions extends OutOption {
  /** The learning rate. Default: required. */
  lr: number;
  /** How much of the last step is kept. Default: 0. */
  momentum?: number;
  /** Weight decay. Default: 0. */
  wd?: number;
  /** The gradient is multiplied by it first. Default: 1. */
  rescaleGrad?: number;
  /** Gradients are clipped to ± this; not at all where negative. Default: -1. */
  clipGradient?: number;
  /** Accepted and ignored: gradients are dense. Default: true. */
  lazyUpdate?: boolean;
}

/** Options of `mpSgdUpdate`. */
export interface MpSgdUpdateOptions extends OutOption {
  /** The learning rate. Default: required. */
  lr: number;
  /** Weight decay. Default: 0. */
  wd?: number;
  /** The gradient is multiplied by it first. Default: 1. */
  rescaleGrad?: number;
  /** Gradients are clipped to ± this; not at all where negative. Default: -1. */
  clipGradient?: number;
  /** Accepted and ignored: gradients are dense. Default: true. */
  lazyUpdate?: boolean;
}

/** Options of `mpSgdMomUpdate`. */
export interface MpSgdMomUpdateOptions extends OutOption {
  /** The learning rate. Default: required. */
  lr: number;
  /** How much of the last step is kept. Default: 0. */
  momentum?: number;
  /** Weight decay. Default: 0. */
  wd?: number;
  /** The gradient is multiplied by it first. Default: 1. */
  rescaleGrad?: number;
  /** Gradients are clipped to ± this; not at all where negative. Default: -1. */
  clipGradient?: number;
  /** Accepted and ignored: gradients are dense. Default: true. */
  lazyUpdate?: boolean;
}

/** Options of `nagMomUpdate`. */
export interface NagMomUpdateOptions extends OutOption {
  /** The learning rate. Default: required. */
  lr: number;
  /** How much of the last step is kept. Default: 0. */
  momentum?: number;
  /** Weight decay. Default: 0. */
  wd?: number;
  /** The gradient is multiplied by it first. Default: 1. */
  rescaleGrad?: number;
  /** Gradients are clipped to ± this; not at all where negative. Default: -1. */
  clipGradient?: number;
}

/** Options of `adamUpdate`. */
export interface AdamUpdateOptions extends OutOption {
  /** The learning rate. Default: required. */
  lr: number;
  /** How much of the mean of gradients is kept. Default: 0.9. */
  beta1?: number;
  /** How much of the mean of squares is kept. Default: 0.999. */
  beta2?: number;
  /** Keeps the divisor from 0. Default: 0.00000001. */
  epsilon?: number;
  /** Weight decay. Default: 0. */
  wd?: number;
  /** The gradient is multiplied by it first. Default: 1. */
  rescaleGrad?: number;
  /** Gradients are clipped to ± this; not at all where negative. Default: -1. */
  clipGradient?: number;
  /** Accepted and ignored: gradients are dense. Default: true. */
  lazyUpdate?: boolean;
}

/** Options of `rmspropUpdate`. */
export interface RmspropUpdateOptions extends OutOption {
  /** The learning rate. Default: required. */
  lr: number;
  /** How much of n is kept. Default: 0.95. */
  gamma1?: number;
  /** Keeps the divisor from 0. Default: 0.00000001. */
  epsilon?: number;
  /** Weight decay. Default: 0. */
  wd?: number;
  /** The gradient is multiplied by it first. Default: 1. */
  rescaleGrad?: number;
  /** Gradients are clipped to ± this; not at all where negative. Default: -1. */
  clipGradient?: number;
  /** Weights are clipped to ± this; not at all where negative. Default: -1. */
  clipWeights?: number;
}

/** Options of `rmspropalexUpdate`. */
export interface RmspropalexUpdateOptions extends OutOption {
  /** The learning rate. Default: required. */
  lr: number;
  /** How much of n and g is kept. Default: 0.95. */
  gamma1?: number;
  /** How much of delta is kept. Default: 0.9. */
  gamma2?: number;
  /** Keeps the divisor from 0. Default: 0.00000001. */
  epsilon?: number;
  /** Weight decay. Default: 0. */
  wd?: number;
  /** The gradient is multiplied by it first. Default: 1. */
  rescaleGrad?: number;
  /** Gradients are clipped to ± this; not at all where negative. Default: -1. */
  clipGradient?: number;
  /** Weights are clipped to ± this; not at all where negative. Default: -1. */
  clipWeights?: number;
}

/** Options of `ftrlUpdate`. */
export interface FtrlUpdateOptions extends OutOption {
  /** The learning rate. Default: required. */
  lr: number;
  /** The strength of the 1-norm. Default: 0.01. */
  lamda1?: number;
  /** Added to the root of n. Default: 1. */
  beta?: number;
  /** Weight decay. Default: 0. */
  wd?: number;
  /** The gradient is multiplied by it first. Default: 1. */
  rescaleGrad?: number;
  /** Gradients are clipped to ± this; not at all where negative. Default: -1. */
  clipGradient?: number;
}

/** Options of `ftmlUpdate`. */
export interface FtmlUpdateOptions extends OutOption {
  /** The learning rate. Default: required. */
  lr: number;
  /** How much of z is kept. Default: 0.6. */
  beta1?: number;
  /** How much of the mean of squares is kept. Default: 0.999. */
  beta2?: number;
  /** Keeps the divisor from 0. Default: 0.00000001. */
  epsilon?: number;
  /** The number of this step, from 1. Default: required. */
  t: number | bigint;
  /** Weight decay. Default: 0. */
  wd?: number;
  /** The gradient is multiplied by it first. Default: 1. */
  rescaleGrad?: number;
  /** Gradients are clipped to ± this; not at all where negative. Default: -1. */
  clipGrad?: number;
}

/** Options of `signsgdUpdate`. */
export interface SignsgdUpdateOptions extends OutOption {
  /** The learning rate. Default: required. */
  lr: number;
  /** Weight decay. Default: 0. */
  wd?: number;
  /** The gradient is multiplied by it first. Default: 1. */
  rescaleGrad?: number;
  /** Gradients are clipped to ± this; not at all where negative. Default: -1. */
  clipGradient?: number;
}

/** Options of `signumUpdate`. */
export interface SignumUpdateOptions extends OutOption {
  /** The learning rate. Default: required. */
  lr: number;
  /** How much of the last step is kept. Default: 0. */
  momentum?: number;
  /** Weight decay. Default: 0. */
  wd?: number;
  /** The gradient is multiplied by it first. Default: 1. */
  rescaleGrad?: number;
  /** Gradients are clipped to ± this; not at all where negative. Default: -1. */
  clipGradient?: number;
  /** Weight decay apart from the gradient. Default: 0. */
  wdLh?: number;
}

/** Options of `lambUpdatePhase1`. */
export interface LambUpdatePhase1Options extends OutOption {
  /** How much of the mean of gradients is kept. Default: 0.9. */
  beta1?: number;
  /** How much of the mean of squares is kept. Default: 0.999. */
  beta2?: number;
  /** Keeps the divisor from 0. Default: 0.000001. */
  epsilon?: number;
  /** The number of this step, from 1. Default: required. */
  t: number | bigint;
  /** Correct the bias of the means. Default: true. */
  biasCorrection?: boolean;
  /** Weight decay. Default: required. */
  wd: number;
  /** The gradient is multiplied by it first. Default: 1. */
  rescaleGrad?: number;
  /** Gradients are clipped to ± this; not at all where negative. Default: -1. */
  clipGradient?: number;
}

/** Options of `lambUpdatePhase2`. */
export interface LambUpdatePhase2Options extends OutOption {
  /** The learning rate. Default: required. */
  lr: number;
  /** The least r1; none where negative. Default: -1. */
  lowerBound?: number;
  /** The most r1; none where negative. Default: -1. */
  upperBound?: number;
}

/** Options of `randomUniform`. */
export interface RandomUniformOptions extends OutOption {
  /** The lower bound, included. Default: 0. */
  low?: number;
  /** The upper bound, not included. Default: 1. */
  high?: number;
  /** Sizes of the axes; one element by default. Default: []. */
  shape?: number | readonly (number | null)[];
  /** The dtype of the result; float32 by default. Default: none. */
  dtype?: DType | null;
}

/** Options of `randomNormal`. */
export interface RandomNormalOptions extends OutOption {
  /** The mean. Default: 0. */
  loc?: number;
  /** The standard deviation; not negative. Default: 1. */
  scale?: number;
  /** Sizes of the axes; one element by default. Default: []. */
  shape?: number | readonly (number | null)[];
  /** The dtype of the result; float32 by default. Default: none. */
  dtype?: DType | null;
}

/** Options of `randomRandint`. */
export interface RandomRandintOptions extends OutOption {
  /** The lower bound, included. Default: required. */
  low: number | bigint;
  /** The upper bound, not included. Default: required. */
  high: number | bigint;
  /** Sizes of the axes; one element by default. Default: []. */
  shape?: number | readonly (number | null)[];
  /** int32 by default. Default: none. */
  dtype?: DType | null;
}

/** The functions of `nd` that the registry gives. */
export interface Ops {
  /**
   * The larger of 0 and each element; NaN stays.
   * MXNet's `relu`.
   */
  relu(data: NDArray, options?: OutOption): NDArray;
  /**
   * 1 / (1 + exp(-x)) of each element.
   * MXNet's `sigmoid`.
   */
  sigmoid(data: NDArray, options?: OutOption): NDArray;
  /**
   * The hyperbolic tangent of each element.
   * MXNet's `tanh`.
   */
  tanh(data: NDArray, options?: OutOption): NDArray;
  /**
   * x / (1 + |x|) of each element.
   * MXNet's `softsign`.
   */
  softsign(data: NDArray, options?: OutOption): NDArray;
  /**
   * log(1 / (1 + exp(-x))) of each element.
   * MXNet's `log_sigmoid`.
   */
  logSigmoid(data: NDArray, options?: OutOption): NDArray;
  /**
   * x tanh(log(1 + exp(x))) of each element (Misra 2019).
   * MXNet's `mish`.
   */
  mish(data: NDArray, options?: OutOption): NDArray;
  /**
   * e to the power of each element.
   * MXNet's `exp`.
   */
  exp(data: NDArray, options?: OutOption): NDArray;
  /**
   * exp(x) - 1, exact near 0.
   * MXNet's `expm1`.
   */
  expm1(data: NDArray, options?: OutOption): NDArray;
  /**
   * The natural logarithm of each element.
   * MXNet's `log`.
   */
  log(data: NDArray, options?: OutOption): NDArray;
  /**
   * The logarithm to base 2 of each element.
   * MXNet's `log2`.
   */
  log2(data: NDArray, options?: OutOption): NDArray;
  /**
   * The logarithm to base 10 of each element.
   * MXNet's `log10`.
   */
  log10(data: NDArray, options?: OutOption): NDArray;
  /**
   * log(1 + x), exact near 0.
   * MXNet's `log1p`.
   */
  log1p(data: NDArray, options?: OutOption): NDArray;
  /**
   * The square root of each element.
   * MXNet's `sqrt`.
   */
  sqrt(data: NDArray, options?: OutOption): NDArray;
  /**
   * 1 / sqrt(x) of each element.
   * MXNet's `rsqrt`.
   */
  rsqrt(data: NDArray, options?: OutOption): NDArray;
  /**
   * The cube root of each element.
   * MXNet's `cbrt`.
   */
  cbrt(data: NDArray, options?: OutOption): NDArray;
  /**
   * 1 / cbrt(x) of each element.
   * MXNet's `rcbrt`.
   */
  rcbrt(data: NDArray, options?: OutOption): NDArray;
  /**
   * The square of each element.
   * MXNet's `square`.
   */
  square(data: NDArray, options?: OutOption): NDArray;
  /**
   * 1 / x of each element.
   * MXNet's `reciprocal`.
   */
  reciprocal(data: NDArray, options?: OutOption): NDArray;
  /**
   * The absolute value of each element; its gradient at 0 is 0.
   * MXNet's `abs`.
   */
  abs(data: NDArray, options?: OutOption): NDArray;
  /**
   * Each element with the other sign.
   * MXNet's `negative`.
   */
  negative(data: NDArray, options?: OutOption): NDArray;
  /**
   * The sine of each element, in radians.
   * MXNet's `sin`.
   */
  sin(data: NDArray, options?: OutOption): NDArray;
  /**
   * The cosine of each element, in radians.
   * MXNet's `cos`.
   */
  cos(data: NDArray, options?: OutOption): NDArray;
  /**
   * The tangent of each element, in radians.
   * MXNet's `tan`.
   */
  tan(data: NDArray, options?: OutOption): NDArray;
  /**
   * The inverse sine of each element, in radians.
   * MXNet's `arcsin`.
   */
  arcsin(data: NDArray, options?: OutOption): NDArray;
  /**
   * The inverse cosine of each element, in radians.
   * MXNet's `arccos`.
   */
  arccos(data: NDArray, options?: OutOption): NDArray;
  /**
   * The inverse tangent of each element, in radians.
   * MXNet's `arctan`.
   */
  arctan(data: NDArray, options?: OutOption): NDArray;
  /**
   * The hyperbolic sine of each element.
   * MXNet's `sinh`.
   */
  sinh(data: NDArray, options?: OutOption): NDArray;
  /**
   * The hyperbolic cosine of each element.
   * MXNet's `cosh`.
   */
  cosh(data: NDArray, options?: OutOption): NDArray;
  /**
   * The inverse hyperbolic sine of each element.
   * MXNet's `arcsinh`.
   */
  arcsinh(data: NDArray, options?: OutOption): NDArray;
  /**
   * The inverse hyperbolic cosine of each element, which is at least 1.
   * MXNet's `arccosh`.
   */
  arccosh(data: NDArray, options?: OutOption): NDArray;
  /**
   * The inverse hyperbolic tangent of each element, between -1 and 1.
   * MXNet's `arctanh`.
   */
  arctanh(data: NDArray, options?: OutOption): NDArray;
  /**
   * Radians to degrees.
   * MXNet's `degrees`.
   */
  degrees(data: NDArray, options?: OutOption): NDArray;
  /**
   * Degrees to radians.
   * MXNet's `radians`.
   */
  radians(data: NDArray, options?: OutOption): NDArray;
  /**
   * The error function of each element.
   * MXNet's `erf`.
   */
  erf(data: NDArray, options?: OutOption): NDArray;
  /**
   * -1, 0 or 1 as the element is below, at or above 0.
   * MXNet's `sign`.
   */
  sign(data: NDArray, options?: OutOption): NDArray;
  /**
   * The nearest integer; halves go away from 0.
   * MXNet's `round`.
   */
  round(data: NDArray, options?: OutOption): NDArray;
  /**
   * The nearest integer; halves go down.
   * MXNet's `rint`.
   */
  rint(data: NDArray, options?: OutOption): NDArray;
  /**
   * The smallest integer that is not below the element.
   * MXNet's `ceil`.
   */
  ceil(data: NDArray, options?: OutOption): NDArray;
  /**
   * The largest integer that is not above the element.
   * MXNet's `floor`.
   */
  floor(data: NDArray, options?: OutOption): NDArray;
  /**
   * The element without its fraction.
   * MXNet's `trunc`.
   */
  trunc(data: NDArray, options?: OutOption): NDArray;
  /**
   * The integer nearest to the element on the side of 0.
   * MXNet's `fix`.
   */
  fix(data: NDArray, options?: OutOption): NDArray;
  /**
   * 1 where the element is 0, else 0.
   * MXNet's `logical_not`.
   */
  logicalNot(data: NDArray, options?: OutOption): NDArray;
  /**
   * A copy.
   * MXNet's `_copy`.
   */
  identity(data: NDArray, options?: OutOption): NDArray;
  /**
   * The input; no gradient flows through it.
   * MXNet's `BlockGrad`.
   */
  blockGrad(data: NDArray, options?: OutOption): NDArray;
  /**
   * The input; no gradient flows through it.
   * MXNet's `BlockGrad`.
   */
  stopGradient(data: NDArray, options?: OutOption): NDArray;
  /**
   * lhs + rhs of equal shapes.
   * MXNet's `elemwise_add`.
   */
  elemwiseAdd(lhs: NDArray, rhs: NDArray, options?: OutOption): NDArray;
  /**
   * lhs + rhs, broadcast as in NumPy.
   * MXNet's `broadcast_add`.
   */
  broadcastAdd(lhs: NDArray, rhs: NDArray, options?: OutOption): NDArray;
  /**
   * lhs + rhs, broadcast as in NumPy.
   * MXNet's `broadcast_add`.
   */
  broadcastPlus(lhs: NDArray, rhs: NDArray, options?: OutOption): NDArray;
  /**
   * lhs - rhs of equal shapes.
   * MXNet's `elemwise_sub`.
   */
  elemwiseSub(lhs: NDArray, rhs: NDArray, options?: OutOption): NDArray;
  /**
   * lhs - rhs, broadcast as in NumPy.
   * MXNet's `broadcast_sub`.
   */
  broadcastSub(lhs: NDArray, rhs: NDArray, options?: OutOption): NDArray;
  /**
   * lhs - rhs, broadcast as in NumPy.
   * MXNet's `broadcast_sub`.
   */
  broadcastMinus(lhs: NDArray, rhs: NDArray, options?: OutOption): NDArray;
  /**
   * lhs * rhs of equal shapes.
   * MXNet's `elemwise_mul`.
   */
  elemwiseMul(lhs: NDArray, rhs: NDArray, options?: OutOption): NDArray;
  /**
   * lhs * rhs, broadcast as in NumPy.
   * MXNet's `broadcast_mul`.
   */
  broadcastMul(lhs: NDArray, rhs: NDArray, options?: OutOption): NDArray;
  /**
   * lhs / rhs of equal shapes; integers truncate, and x / 0 is 0.
   * MXNet's `elemwise_div`.
   */
  elemwiseDiv(lhs: NDArray, rhs: NDArray, options?: OutOption): NDArray;
  /**
   * lhs / rhs, broadcast as in NumPy; integers truncate, and x / 0 is 0.
   * MXNet's `broadcast_div`.
   */
  broadcastDiv(lhs: NDArray, rhs: NDArray, options?: OutOption): NDArray;
  /**
   * The remainder with the sign of rhs, 0 where rhs is 0; broadcasts.
   * MXNet's `broadcast_mod`.
   */
  broadcastMod(lhs: NDArray, rhs: NDArray, options?: OutOption): NDArray;
  /**
   * lhs to the power of rhs, broadcast as in NumPy.
   * MXNet's `broadcast_power`.
   */
  broadcastPower(lhs: NDArray, rhs: NDArray, options?: OutOption): NDArray;
  /**
   * The larger of each pair, broadcast; the gradient of a tie goes to lhs.
   * MXNet's `broadcast_maximum`.
   */
  broadcastMaximum(lhs: NDArray, rhs: NDArray, options?: OutOption): NDArray;
  /**
   * The smaller of each pair, broadcast; the gradient of a tie goes to lhs.
   * MXNet's `broadcast_minimum`.
   */
  broadcastMinimum(lhs: NDArray, rhs: NDArray, options?: OutOption): NDArray;
  /**
   * sqrt(lhs² + rhs²), broadcast.
   * MXNet's `broadcast_hypot`.
   */
  broadcastHypot(lhs: NDArray, rhs: NDArray, options?: OutOption): NDArray;
  /**
   * 1 where lhs = rhs, else 0, in lhs's dtype; broadcasts.
   * MXNet's `broadcast_equal`.
   */
  broadcastEqual(lhs: NDArray, rhs: NDArray, options?: OutOption): NDArray;
  /**
   * 1 where lhs differs from rhs, else 0; broadcasts.
   * MXNet's `broadcast_not_equal`.
   */
  broadcastNotEqual(lhs: NDArray, rhs: NDArray, options?: OutOption): NDArray;
  /**
   * 1 where lhs > rhs, else 0; broadcasts.
   * MXNet's `broadcast_greater`.
   */
  broadcastGreater(lhs: NDArray, rhs: NDArray, options?: OutOption): NDArray;
  /**
   * 1 where lhs >= rhs, else 0; broadcasts.
   * MXNet's `broadcast_greater_equal`.
   */
  broadcastGreaterEqual(lhs: NDArray, rhs: NDArray, options?: OutOption): NDArray;
  /**
   * 1 where lhs < rhs, else 0; broadcasts.
   * MXNet's `broadcast_lesser`.
   */
  broadcastLesser(lhs: NDArray, rhs: NDArray, options?: OutOption): NDArray;
  /**
   * 1 where lhs <= rhs, else 0; broadcasts.
   * MXNet's `broadcast_lesser_equal`.
   */
  broadcastLesserEqual(lhs: NDArray, rhs: NDArray, options?: OutOption): NDArray;
  /**
   * 1 where both are not 0, else 0; broadcasts.
   * MXNet's `broadcast_logical_and`.
   */
  broadcastLogicalAnd(lhs: NDArray, rhs: NDArray, options?: OutOption): NDArray;
  /**
   * 1 where one is not 0, else 0; broadcasts.
   * MXNet's `broadcast_logical_or`.
   */
  broadcastLogicalOr(lhs: NDArray, rhs: NDArray, options?: OutOption): NDArray;
  /**
   * 1 where exactly one is not 0, else 0; broadcasts.
   * MXNet's `broadcast_logical_xor`.
   */
  broadcastLogicalXor(lhs: NDArray, rhs: NDArray, options?: OutOption): NDArray;
  /**
   * An activation by name: relu max(x, 0), sigmoid 1/(1+exp(-x)), tanh, softrelu log(1+exp(x)), softsign x/(1+|x|), log_sigmoid, mish.
   * - `actType` (required): Which one.
   * MXNet's `Activation`.
   */
  activation(data: NDArray, actType: "relu" | "sigmoid" | "tanh" | "softrelu" | "softsign" | "log_sigmoid" | "mish", options?: Partial<ActivationOptions>): NDArray;
  /** `activation`, called in another way. */
  activation(data: NDArray, options: ActivationOptions): NDArray;
  /**
   * Zeros of the shape and dtype of data.
   * MXNet's `zeros_like`.
   */
  zerosLike(data: NDArray, options?: OutOption): NDArray;
  /**
   * Ones of the shape and dtype of data.
   * MXNet's `ones_like`.
   */
  onesLike(data: NDArray, options?: OutOption): NDArray;
  /**
   * One value in the shape of data.
   * - `fillValue` (required): The value of every element.
   * - `dtype` (none): The dtype of the result; data's by default.
   * MXNet's `full_like`.
   */
  fullLike(data: NDArray, fillValue: number, options?: Partial<FullLikeOptions>): NDArray;
  /** `fullLike`, called in another way. */
  fullLike(data: NDArray, options: FullLikeOptions): NDArray;
  /**
   * The elements in another dtype; floats become integers by dropping the fraction.
   * - `dtype` (required): The dtype of the result.
   * MXNet's `Cast`.
   */
  cast(data: NDArray, dtype: DType, options?: Partial<CastOptions>): NDArray;
  /** `cast`, called in another way. */
  cast(data: NDArray, options: CastOptions): NDArray;
  /**
   * Each element held between a_min and a_max; the gradient is 1 from bound to bound, bounds included.
   * - `aMin` (required): The lower bound; -Infinity for none.
   * - `aMax` (required): The upper bound; Infinity for none.
   * MXNet's `clip`.
   */
  clip(data: NDArray, aMin: number, aMax: number, options?: Partial<ClipOptions>): NDArray;
  /** `clip`, called in another way. */
  clip(data: NDArray, aMin: number, options: Omit<ClipOptions, "aMin">): NDArray;
  /** `clip`, called in another way. */
  clip(data: NDArray, options: ClipOptions): NDArray;
  /**
   * The sizes of data as an int64 vector.
   * MXNet's `shape_array`.
   */
  shapeArray(data: NDArray, options?: OutOption): NDArray;
  /**
   * The number of elements of data as an int64 vector of one.
   * MXNet's `size_array`.
   */
  sizeArray(data: NDArray, options?: OutOption): NDArray;
  /**
   * The same elements under another shape, sharing memory. In the new shape 0 copies the size at that place, -1 is inferred, -2 copies all that remain, -3 joins the next two, -4 splits one into the two sizes that follow. With `reverse` the sizes are matched from the right.
   * - `shape` ([]): The new shape, with the codes above.
   * - `reverse` (false): Match sizes from the right.
   * - `targetShape` ([]): The older form of shape: 0 is inferred.
   * - `keepHighest` (false): With target_shape: keep the first size.
   * MXNet's `Reshape`.
   */
  reshape(data: NDArray, shape: number | readonly (number | null)[], options?: Partial<ReshapeOptions>): NDArray;
  /** `reshape`, called in another way. */
  reshape(data: NDArray, options?: ReshapeOptions): NDArray;
  /**
   * The elements of lhs under the shape of rhs, sharing memory.
   * - `lhsBegin` (none): First axis of lhs that is replaced; 0 by default.
   * - `lhsEnd` (none): Axis of lhs after the last replaced one; all by default.
   * - `rhsBegin` (none): First axis of rhs that is taken; 0 by default.
   * - `rhsEnd` (none): Axis of rhs after the last taken one; all by default.
   * MXNet's `reshape_like`.
   */
  reshapeLike(lhs: NDArray, rhs: NDArray, options?: ReshapeLikeOptions): NDArray;
  /**
   * The axes in another order, reversed by default: output axis i is input axis axes[i].
   * - `axes` ([]): The new order; all axes reversed by default.
   * MXNet's `transpose`.
   */
  transpose(data: NDArray, axes: number | readonly (number | null)[], options?: Partial<TransposeOptions>): NDArray;
  /** `transpose`, called in another way. */
  transpose(data: NDArray, options?: TransposeOptions): NDArray;
  /**
   * Two axes change places.
   * - `dim1` (0): The first axis.
   * - `dim2` (0): The second axis.
   * MXNet's `SwapAxis`.
   */
  swapAxis(data: NDArray, dim1: number | bigint, dim2: number | bigint, options?: Partial<SwapAxisOptions>): NDArray;
  /** `swapAxis`, called in another way. */
  swapAxis(data: NDArray, dim1: number | bigint, options?: Partial<SwapAxisOptions>): NDArray;
  /** `swapAxis`, called in another way. */
  swapAxis(data: NDArray, options?: SwapAxisOptions): NDArray;
  /**
   * Two axes change places.
   * - `dim1` (0): The first axis.
   * - `dim2` (0): The second axis.
   * MXNet's `SwapAxis`.
   */
  swapaxes(data: NDArray, dim1: number | bigint, dim2: number | bigint, options?: Partial<SwapAxisOptions>): NDArray;
  /** `swapaxes`, called in another way. */
  swapaxes(data: NDArray, dim1: number | bigint, options?: Partial<SwapAxisOptions>): NDArray;
  /** `swapaxes`, called in another way. */
  swapaxes(data: NDArray, options?: SwapAxisOptions): NDArray;
  /**
   * A new axis of size 1.
   * - `axis` (required): Where the new axis stands in the result; -1 is the last place.
   * MXNet's `expand_dims`.
   */
  expandDims(data: NDArray, axis: number | bigint, options?: Partial<ExpandDimsOptions>): NDArray;
  /** `expandDims`, called in another way. */
  expandDims(data: NDArray, options: ExpandDimsOptions): NDArray;
  /**
   * Axes of size 1 taken away; one stays where all would go.
   * - `axis` (none): The axes to take away; all of size 1 by default.
   * MXNet's `squeeze`.
   */
  squeeze(data: NDArray, axis: number | readonly (number | null)[] | null, options?: Partial<SqueezeOptions>): NDArray;
  /** `squeeze`, called in another way. */
  squeeze(data: NDArray, options?: SqueezeOptions): NDArray;
  /**
   * All axes but the first folded into one: [n, …] becomes [n, k].
   * MXNet's `Flatten`.
   */
  flatten(data: NDArray, options?: OutOption): NDArray;
  /**
   * Channels moved into blocks of space: [n, c s s, h, w] becomes [n, c, h s, w s].
   * - `blockSize` (required): The side of a block.
   * MXNet's `depth_to_space`.
   */
  depthToSpace(data: NDArray, blockSize: number | bigint, options?: Partial<DepthToSpaceOptions>): NDArray;
  /** `depthToSpace`, called in another way. */
  depthToSpace(data: NDArray, options: DepthToSpaceOptions): NDArray;
  /**
   * Blocks of space moved into channels: [n, c, h s, w s] becomes [n, c s s, h, w].
   * - `blockSize` (required): The side of a block.
   * MXNet's `space_to_depth`.
   */
  spaceToDepth(data: NDArray, blockSize: number | bigint, options?: Partial<SpaceToDepthOptions>): NDArray;
  /** `spaceToDepth`, called in another way. */
  spaceToDepth(data: NDArray, options: SpaceToDepthOptions): NDArray;
  /**
   * The k-th diagonal of two axes, as the last axis of the result; a vector becomes a matrix with that diagonal.
   * - `k` (0): Which diagonal: 0 the main one, positive above it, negative below.
   * - `axis1` (0): The axis of rows.
   * - `axis2` (1): The axis of columns.
   * MXNet's `diag`.
   */
  diag(data: NDArray, k: number | bigint, options?: Partial<DiagOptions>): NDArray;
  /** `diag`, called in another way. */
  diag(data: NDArray, options?: DiagOptions): NDArray;
  /**
   * Arrays of equal sizes but along `dim`, one after the other along it.
   * - `numArgs` (none): Accepted and ignored: the number of arrays is seen.
   * - `dim` (1): The axis along which the arrays are joined.
   * MXNet's `Concat`.
   */
  concat(arrays: readonly NDArray[], options?: ConcatOptions): NDArray;
  /** `concat`, called in another way. */
  concat(...arrays: NDArray[]): NDArray;
  /** `concat`, called in another way. */
  concat(...args: [...NDArray[], ConcatOptions]): NDArray;
  /**
   * Arrays of one shape along a new axis.
   * - `axis` (0): Where the new axis stands in the result.
   * - `numArgs` (none): Accepted and ignored: the number of arrays is seen.
   * MXNet's `stack`.
   */
  stack(arrays: readonly NDArray[], options?: StackOptions): NDArray;
  /** `stack`, called in another way. */
  stack(...arrays: NDArray[]): NDArray;
  /** `stack`, called in another way. */
  stack(...args: [...NDArray[], StackOptions]): NDArray;
  /**
   * Equal parts along an axis; with squeeze_axis, parts of size 1 lose it. One part is one array.
   * - `numOutputs` (required): The number of parts; it must divide the axis.
   * - `axis` (1): The axis that is cut.
   * - `squeezeAxis` (false): Take the axis away, where the parts have size 1.
   * MXNet's `SliceChannel`.
   */
  sliceChannel(data: NDArray, numOutputs: number | bigint, options?: Partial<SliceChannelOptions>): NDArray;
  /** `sliceChannel`, called in another way. */
  sliceChannel(data: NDArray, options: SliceChannelOptions): NDArray;
  /**
   * Equal parts along an axis; with squeeze_axis, parts of size 1 lose it. One part is one array.
   * - `numOutputs` (required): The number of parts; it must divide the axis.
   * - `axis` (1): The axis that is cut.
   * - `squeezeAxis` (false): Take the axis away, where the parts have size 1.
   * MXNet's `SliceChannel`.
   */
  split(data: NDArray, numOutputs: number | bigint, options?: Partial<SliceChannelOptions>): NDArray;
  /** `split`, called in another way. */
  split(data: NDArray, options: SliceChannelOptions): NDArray;
  /**
   * A window with steps over the leading axes: elements begin, begin + step, … before end. As in Python, negative places count from the end, and ends beyond the array are cut to it.
   * - `begin` (required): The first element of each axis; None for the end from which it counts.
   * - `end` (required): The element after the last; None for the other end.
   * - `step` ([]): The steps, backwards where negative; 1 by default.
   * MXNet's `slice`.
   */
  slice(data: NDArray, begin: number | readonly (number | null)[], end: number | readonly (number | null)[], options?: Partial<SliceOptions>): NDArray;
  /** `slice`, called in another way. */
  slice(data: NDArray, begin: number | readonly (number | null)[], options: Omit<SliceOptions, "begin">): NDArray;
  /** `slice`, called in another way. */
  slice(data: NDArray, options: SliceOptions): NDArray;
  /**
   * A window with steps over the leading axes: elements begin, begin + step, … before end. As in Python, negative places count from the end, and ends beyond the array are cut to it.
   * - `begin` (required): The first element of each axis; None for the end from which it counts.
   * - `end` (required): The element after the last; None for the other end.
   * - `step` ([]): The steps, backwards where negative; 1 by default.
   * MXNet's `slice`.
   */
  crop(data: NDArray, begin: number | readonly (number | null)[], end: number | readonly (number | null)[], options?: Partial<SliceOptions>): NDArray;
  /** `crop`, called in another way. */
  crop(data: NDArray, begin: number | readonly (number | null)[], options: Omit<SliceOptions, "begin">): NDArray;
  /** `crop`, called in another way. */
  crop(data: NDArray, options: SliceOptions): NDArray;
  /**
   * Elements begin to end of one axis.
   * - `axis` (required): The axis.
   * - `begin` (required): The first element; from the end where negative.
   * - `end` (none): The element after the last; None, or from the end where negative.
   * MXNet's `slice_axis`.
   */
  sliceAxis(data: NDArray, axis: number | bigint, begin: number | bigint, end: number | bigint | null, options?: Partial<SliceAxisOptions>): NDArray;
  /** `sliceAxis`, called in another way. */
  sliceAxis(data: NDArray, axis: number | bigint, begin: number | bigint, options?: Partial<SliceAxisOptions>): NDArray;
  /** `sliceAxis`, called in another way. */
  sliceAxis(data: NDArray, axis: number | bigint, options: Omit<SliceAxisOptions, "axis">): NDArray;
  /** `sliceAxis`, called in another way. */
  sliceAxis(data: NDArray, options: SliceAxisOptions): NDArray;
  /**
   * data cut to the sizes of shape_like, on all axes or on those named.
   * - `axes` ([]): The axes that are cut; all by default.
   * MXNet's `slice_like`.
   */
  sliceLike(data: NDArray, shapeLike: NDArray, axes: number | readonly (number | null)[], options?: Partial<SliceLikeOptions>): NDArray;
  /** `sliceLike`, called in another way. */
  sliceLike(data: NDArray, shapeLike: NDArray, options?: SliceLikeOptions): NDArray;
  /**
   * Elements in reverse order along axes.
   * - `axis` (required): The axes that are reversed.
   * MXNet's `reverse`.
   */
  reverse(data: NDArray, axis: number | readonly (number | null)[], options?: Partial<ReverseOptions>): NDArray;
  /** `reverse`, called in another way. */
  reverse(data: NDArray, options: ReverseOptions): NDArray;
  /**
   * Elements in reverse order along axes.
   * - `axis` (required): The axes that are reversed.
   * MXNet's `reverse`.
   */
  flip(data: NDArray, axis: number | readonly (number | null)[], options?: Partial<ReverseOptions>): NDArray;
  /** `flip`, called in another way. */
  flip(data: NDArray, options: ReverseOptions): NDArray;
  /**
   * Axes of size 1 repeated up to the sizes of shape; new axes come in front.
   * - `shape` ([]): The new shape; 0 keeps the size of an axis.
   * MXNet's `broadcast_to`.
   */
  broadcastTo(data: NDArray, shape: number | readonly (number | null)[], options?: Partial<BroadcastToOptions>): NDArray;
  /** `broadcastTo`, called in another way. */
  broadcastTo(data: NDArray, options?: BroadcastToOptions): NDArray;
  /**
   * Named axes of size 1 repeated up to new sizes.
   * - `axis` ([]): The axes, each of size 1.
   * - `size` ([]): Their new sizes.
   * MXNet's `broadcast_axis`.
   */
  broadcastAxis(data: NDArray, axis: number | readonly (number | null)[], size: number | readonly (number | null)[], options?: Partial<BroadcastAxisOptions>): NDArray;
  /** `broadcastAxis`, called in another way. */
  broadcastAxis(data: NDArray, axis: number | readonly (number | null)[], options?: Partial<BroadcastAxisOptions>): NDArray;
  /** `broadcastAxis`, called in another way. */
  broadcastAxis(data: NDArray, options?: BroadcastAxisOptions): NDArray;
  /**
   * Named axes of size 1 repeated up to new sizes.
   * - `axis` ([]): The axes, each of size 1.
   * - `size` ([]): Their new sizes.
   * MXNet's `broadcast_axis`.
   */
  broadcastAxes(data: NDArray, axis: number | readonly (number | null)[], size: number | readonly (number | null)[], options?: Partial<BroadcastAxisOptions>): NDArray;
  /** `broadcastAxes`, called in another way. */
  broadcastAxes(data: NDArray, axis: number | readonly (number | null)[], options?: Partial<BroadcastAxisOptions>): NDArray;
  /** `broadcastAxes`, called in another way. */
  broadcastAxes(data: NDArray, options?: BroadcastAxisOptions): NDArray;
  /**
   * lhs broadcast to the shape of rhs, or named axes to those of rhs.
   * - `lhsAxes` (none): The axes of lhs that are broadcast; all by default.
   * - `rhsAxes` (none): The axes of rhs that give their sizes.
   * MXNet's `broadcast_like`.
   */
  broadcastLike(lhs: NDArray, rhs: NDArray, options?: BroadcastLikeOptions): NDArray;
  /**
   * The whole array reps times along each axis; the shorter of shape and reps gets ones in front.
   * - `reps` (required): How many times along each axis.
   * MXNet's `tile`.
   */
  tile(data: NDArray, reps: number | readonly (number | null)[], options?: Partial<TileOptions>): NDArray;
  /** `tile`, called in another way. */
  tile(data: NDArray, options: TileOptions): NDArray;
  /**
   * Each element repeats times along an axis, or in the flattened array.
   * - `repeats` (required): How many times each element stands.
   * - `axis` (none): The axis; the flattened array by default.
   * MXNet's `repeat`.
   */
  repeat(data: NDArray, repeats: number | bigint, options?: Partial<RepeatOptions>): NDArray;
  /** `repeat`, called in another way. */
  repeat(data: NDArray, options: RepeatOptions): NDArray;
  /**
   * A margin around the inner axes of an array of four or five axes: a constant, the nearest element (edge), or the elements mirrored at the border (reflect).
   * - `mode` (required): What stands in the margin.
   * - `padWidth` (required): Before and after of each axis, in a row; 0 for the first two axes.
   * - `constantValue` (0): The number in a constant margin.
   * MXNet's `Pad`.
   */
  pad(data: NDArray, mode: "constant" | "edge" | "reflect", padWidth: number | readonly (number | null)[], options?: Partial<PadOptions>): NDArray;
  /** `pad`, called in another way. */
  pad(data: NDArray, mode: "constant" | "edge" | "reflect", options: Omit<PadOptions, "mode">): NDArray;
  /** `pad`, called in another way. */
  pad(data: NDArray, options: PadOptions): NDArray;
  /**
   * Slices of an axis in the order of indices. Inputs: a, indices of any shape. Output: a's shape with the axis replaced by the shape of indices.
   * - `axis` (0): The axis from which elements are taken.
   * - `mode` ("clip"): What becomes of an index out of range: the nearest valid one, modulo the size, or an error.
   * MXNet's `take`.
   */
  take(a: NDArray, indices: NDArray, options?: TakeOptions): NDArray;
  /**
   * Rows of weight, chosen by data. Inputs: data of any shape, weight [input_dim, output_dim]. Output: data's shape and output_dim. Indices out of range take the nearest row.
   * - `inputDim` (required): The number of rows (words).
   * - `outputDim` (required): The size of a row.
   * - `dtype` ("float32"): The dtype of weight; seen from weight itself.
   * - `sparseGrad` (false): Accepted and ignored: gradients are dense.
   * MXNet's `Embedding`.
   */
  embedding(data: NDArray, weight: NDArray, options: EmbeddingOptions): NDArray;
  /**
   * One element along an axis for each place of the others. Inputs: data, index of data's shape without the axis, or with size 1 there.
   * - `axis` (-1): The axis along which one element is picked.
   * - `keepdims` (false): Keep the axis with size 1.
   * - `mode` ("clip"): What becomes of an index out of range.
   * MXNet's `pick`.
   */
  pick(data: NDArray, index: NDArray, axis: number | bigint, options?: Partial<PickOptions>): NDArray;
  /** `pick`, called in another way. */
  pick(data: NDArray, index: NDArray, options?: PickOptions): NDArray;
  /**
   * One element along an axis for each place of the others. Inputs: data, index of data's shape without the axis, or with size 1 there.
   * - `axis` (-1): The axis along which one element is picked.
   * - `keepdims` (false): Keep the axis with size 1.
   * - `mode` ("clip"): What becomes of an index out of range.
   * MXNet's `pick`.
   */
  chooseElement0index(data: NDArray, index: NDArray, axis: number | bigint, options?: Partial<PickOptions>): NDArray;
  /** `chooseElement0index`, called in another way. */
  chooseElement0index(data: NDArray, index: NDArray, options?: PickOptions): NDArray;
  /**
   * One element of each row: a[i, indices[i]]. Inputs: a [n, k], indices [n].
   * MXNet's `batch_take`.
   */
  batchTake(a: NDArray, indices: NDArray, options?: OutOption): NDArray;
  /**
   * lhs with one element of each row replaced: row i has mhs[i] at place rhs[i]. Inputs: lhs [n, k], mhs [n], rhs [n].
   * MXNet's `fill_element_0index`.
   */
  fillElement0index(lhs: NDArray, mhs: NDArray, rhs: NDArray, options?: OutOption): NDArray;
  /**
   * A new last axis of depth elements: on_value at the index, off_value elsewhere; only off_value where the index is out of range.
   * - `depth` (required): The size of the new axis.
   * - `onValue` (1): Stands at the index.
   * - `offValue` (0): Stands elsewhere.
   * - `dtype` ("float32"): The dtype of the result.
   * MXNet's `one_hot`.
   */
  oneHot(indices: NDArray, depth: number | bigint, options?: Partial<OneHotOptions>): NDArray;
  /** `oneHot`, called in another way. */
  oneHot(indices: NDArray, options: OneHotOptions): NDArray;
  /**
   * x where condition is not 0, else y. Inputs: condition of the shape of x, or [n] to choose whole rows; x, y.
   * MXNet's `where`.
   */
  where(condition: NDArray, x: NDArray, y: NDArray, options?: OutOption): NDArray;
  /**
   * Slices of data at points. Inputs: data, indices [m, …] whose first axis holds the coordinates on data's first m axes (negative ones count from the end). Output: the other axes of indices, then of data.
   * MXNet's `gather_nd`.
   */
  gatherNd(data: NDArray, indices: NDArray, options?: OutOption): NDArray;
  /**
   * Zeros of the given shape with slices of data at points; of several at one point the last stays. The reverse of gather_nd.
   * - `shape` (required): Shape of the result.
   * MXNet's `scatter_nd`.
   */
  scatterNd(data: NDArray, indices: NDArray, shape: number | readonly (number | null)[], options?: Partial<ScatterNdOptions>): NDArray;
  /** `scatterNd`, called in another way. */
  scatterNd(data: NDArray, indices: NDArray, options: ScatterNdOptions): NDArray;
  /**
   * The sum over axes; integers wrap in their own dtype.
   * - `axis` (none): The axes to reduce, counted from either end; all by default.
   * - `keepdims` (false): Keep the reduced axes with size 1.
   * - `exclude` (false): Reduce all axes but those named.
   * MXNet's `sum`.
   */
  sum(data: NDArray, axis: number | readonly (number | null)[] | null, options?: Partial<SumOptions>): NDArray;
  /** `sum`, called in another way. */
  sum(data: NDArray, options?: SumOptions): NDArray;
  /**
   * The sum over axes; integers wrap in their own dtype.
   * - `axis` (none): The axes to reduce, counted from either end; all by default.
   * - `keepdims` (false): Keep the reduced axes with size 1.
   * - `exclude` (false): Reduce all axes but those named.
   * MXNet's `sum`.
   */
  sumAxis(data: NDArray, axis: number | readonly (number | null)[] | null, options?: Partial<SumOptions>): NDArray;
  /** `sumAxis`, called in another way. */
  sumAxis(data: NDArray, options?: SumOptions): NDArray;
  /**
   * The mean over axes, in the dtype of data.
   * - `axis` (none): The axes to reduce, counted from either end; all by default.
   * - `keepdims` (false): Keep the reduced axes with size 1.
   * - `exclude` (false): Reduce all axes but those named.
   * MXNet's `mean`.
   */
  mean(data: NDArray, axis: number | readonly (number | null)[] | null, options?: Partial<MeanOptions>): NDArray;
  /** `mean`, called in another way. */
  mean(data: NDArray, options?: MeanOptions): NDArray;
  /**
   * The product over axes.
   * - `axis` (none): The axes to reduce, counted from either end; all by default.
   * - `keepdims` (false): Keep the reduced axes with size 1.
   * - `exclude` (false): Reduce all axes but those named.
   * MXNet's `prod`.
   */
  prod(data: NDArray, axis: number | readonly (number | null)[] | null, options?: Partial<ProdOptions>): NDArray;
  /** `prod`, called in another way. */
  prod(data: NDArray, options?: ProdOptions): NDArray;
  /**
   * The sum over axes with NaN counted as 0.
   * - `axis` (none): The axes to reduce, counted from either end; all by default.
   * - `keepdims` (false): Keep the reduced axes with size 1.
   * - `exclude` (false): Reduce all axes but those named.
   * MXNet's `nansum`.
   */
  nansum(data: NDArray, axis: number | readonly (number | null)[] | null, options?: Partial<NansumOptions>): NDArray;
  /** `nansum`, called in another way. */
  nansum(data: NDArray, options?: NansumOptions): NDArray;
  /**
   * The product over axes with NaN counted as 1.
   * - `axis` (none): The axes to reduce, counted from either end; all by default.
   * - `keepdims` (false): Keep the reduced axes with size 1.
   * - `exclude` (false): Reduce all axes but those named.
   * MXNet's `nanprod`.
   */
  nanprod(data: NDArray, axis: number | readonly (number | null)[] | null, options?: Partial<NanprodOptions>): NDArray;
  /** `nanprod`, called in another way. */
  nanprod(data: NDArray, options?: NanprodOptions): NDArray;
  /**
   * The largest element over axes; NaN wins.
   * - `axis` (none): The axes to reduce, counted from either end; all by default.
   * - `keepdims` (false): Keep the reduced axes with size 1.
   * - `exclude` (false): Reduce all axes but those named.
   * MXNet's `max`.
   */
  max(data: NDArray, axis: number | readonly (number | null)[] | null, options?: Partial<MaxOptions>): NDArray;
  /** `max`, called in another way. */
  max(data: NDArray, options?: MaxOptions): NDArray;
  /**
   * The largest element over axes; NaN wins.
   * - `axis` (none): The axes to reduce, counted from either end; all by default.
   * - `keepdims` (false): Keep the reduced axes with size 1.
   * - `exclude` (false): Reduce all axes but those named.
   * MXNet's `max`.
   */
  maxAxis(data: NDArray, axis: number | readonly (number | null)[] | null, options?: Partial<MaxOptions>): NDArray;
  /** `maxAxis`, called in another way. */
  maxAxis(data: NDArray, options?: MaxOptions): NDArray;
  /**
   * The smallest element over axes; NaN wins.
   * - `axis` (none): The axes to reduce, counted from either end; all by default.
   * - `keepdims` (false): Keep the reduced axes with size 1.
   * - `exclude` (false): Reduce all axes but those named.
   * MXNet's `min`.
   */
  min(data: NDArray, axis: number | readonly (number | null)[] | null, options?: Partial<MinOptions>): NDArray;
  /** `min`, called in another way. */
  min(data: NDArray, options?: MinOptions): NDArray;
  /**
   * The smallest element over axes; NaN wins.
   * - `axis` (none): The axes to reduce, counted from either end; all by default.
   * - `keepdims` (false): Keep the reduced axes with size 1.
   * - `exclude` (false): Reduce all axes but those named.
   * MXNet's `min`.
   */
  minAxis(data: NDArray, axis: number | readonly (number | null)[] | null, options?: Partial<MinOptions>): NDArray;
  /** `minAxis`, called in another way. */
  minAxis(data: NDArray, options?: MinOptions): NDArray;
  /**
   * The 1- or 2-norm over axes, of all elements by default.
   * - `ord` (2): 1 for the sum of absolute values, 2 for the root of the sum of squares.
   * - `axis` (none): The axes to reduce, counted from either end; all by default.
   * - `outDtype` (none): The dtype of the result; data's by default.
   * - `keepdims` (false): Keep the reduced axes with size 1.
   * MXNet's `norm`.
   */
  norm(data: NDArray, options?: NormOptions): NDArray;
  /**
   * The index of the largest element along an axis, the first of equals.
   * - `axis` (none): The axis; all elements in a row by default.
   * - `keepdims` (false): Keep the axis with size 1.
   * - `dtype` (none): The dtype of the indices; data's by default, which is exact to 2^24 in float32.
   * MXNet's `argmax`.
   */
  argmax(data: NDArray, axis: number | bigint | null, options?: Partial<ArgmaxOptions>): NDArray;
  /** `argmax`, called in another way. */
  argmax(data: NDArray, options?: ArgmaxOptions): NDArray;
  /**
   * The index of the smallest element along an axis, the first of equals.
   * - `axis` (none): The axis; all elements in a row by default.
   * - `keepdims` (false): Keep the axis with size 1.
   * - `dtype` (none): The dtype of the indices; data's by default, which is exact to 2^24 in float32.
   * MXNet's `argmin`.
   */
  argmin(data: NDArray, axis: number | bigint | null, options?: Partial<ArgminOptions>): NDArray;
  /** `argmin`, called in another way. */
  argmin(data: NDArray, options?: ArgminOptions): NDArray;
  /**
   * The index of the largest element of each row.
   * MXNet's `argmax_channel`.
   */
  argmaxChannel(data: NDArray, options?: OutOption): NDArray;
  /**
   * The product of two arrays: the last axis of lhs is summed against the first of rhs, so matrices multiply and two vectors give their inner product, of shape [1]. float32 and float64.
   * - `transposeA` (false): Use the transpose of lhs.
   * - `transposeB` (false): Use the transpose of rhs.
   * - `forwardStype` (none): Accepted and ignored: arrays are dense.
   * MXNet's `dot`.
   */
  dot(lhs: NDArray, rhs: NDArray, options?: DotOptions): NDArray;
  /**
   * The product of each pair of matrices of two batches: [b, m, k] and [b, k, n] give [b, m, n].
   * - `transposeA` (false): Use the transpose of lhs.
   * - `transposeB` (false): Use the transpose of rhs.
   * - `forwardStype` (none): Accepted and ignored: arrays are dense.
   * MXNet's `batch_dot`.
   */
  batchDot(lhs: NDArray, rhs: NDArray, options?: BatchDotOptions): NDArray;
  /**
   * A dense layer: data times the transpose of weight, plus bias. Inputs: data [n, …], weight [num_hidden, in], bias [num_hidden]. Output: [n, num_hidden], or with flatten=false [n, …, num_hidden].
   * - `numHidden` (required): The number of outputs.
   * - `noBias` (false): Leave the bias out.
   * - `flatten` (true): Fold all axes but the first into one; else only the last axis is transformed.
   * MXNet's `FullyConnected`.
   */
  fullyConnected(data: NDArray, weight: NDArray, bias: NDArray | null, options: FullyConnectedOptions): NDArray;
  /** `fullyConnected`, called in another way. */
  fullyConnected(data: NDArray, weight: NDArray, options: FullyConnectedOptions): NDArray;
  /**
   * Slides filters over data (cross-correlation). Inputs: data [n, c, h, w] (or [n, c, w]), weight [num_filter, c / num_group, kernel], bias [num_filter]. Output: [n, num_filter, h', w'] with h' = floor((h + 2 pad - dilate (kernel - 1) - 1) / stride) + 1.
   * - `kernel` (required): The size of the kernel: (h, w), or (w) for one axis.
   * - `stride` ([]): The step of the kernel; 1 by default.
   * - `dilate` ([]): The distance of the kernel's taps; 1 by default.
   * - `pad` ([]): Zeros around the data; 0 by default.
   * - `numFilter` (required): The number of filters (output channels).
   * - `numGroup` (1): The number of groups into which channels and filters are divided.
   * - `workspace` (1024): Accepted and ignored.
   * - `noBias` (false): Leave the bias out.
   * - `cudnnTune` (none): Accepted and ignored.
   * - `cudnnOff` (false): Accepted and ignored.
   * - `layout` (none): The order of axes; the channel comes second.
   * MXNet's `Convolution`.
   */
  convolution(data: NDArray, weight: NDArray, bias: NDArray | null, options: ConvolutionOptions): NDArray;
  /** `convolution`, called in another way. */
  convolution(data: NDArray, weight: NDArray, options: ConvolutionOptions): NDArray;
  /**
   * Each window becomes one element: its maximum, average, sum or p-norm. Input: data [n, c, w], [n, c, h, w] or [n, c, d, h, w]. Output: the same with w' = floor((w + 2 pad - kernel) / stride) + 1, or ceil with pooling_convention full. An average divides by the window's size, padding included unless count_include_pad is false; what lies beyond the padding never counts.
   * - `kernel` ([]): The size of the window; required unless global_pool.
   * - `poolType` ("max"): What becomes of a window.
   * - `globalPool` (false): One window, the whole plane; kernel, stride and pad are not used.
   * - `cudnnOff` (false): Accepted and ignored.
   * - `poolingConvention` ("valid"): How the number of windows is rounded: down, up, or (one axis, max) as if the input were padded at its end.
   * - `stride` ([]): The step of the window; 1 by default.
   * - `pad` ([]): The padding on both sides; 0 by default.
   * - `pValue` (none): The p of pool_type lp: 1, 2 or 3.
   * - `countIncludePad` (none): Do averages count padding as part of the window? True by default.
   * - `layout` (none): The order of axes; the channel comes second.
   * MXNet's `Pooling`.
   */
  pooling(data: NDArray, options?: PoolingOptions): NDArray;
  /**
   * Normalises each channel: (data - mean) / sqrt(variance + eps) * gamma + beta. In training the mean and the biased variance are the batch's, and the running ones move: moving * momentum + batch * (1 - momentum); else the running ones are used. Inputs: data, and gamma, beta, moving_mean, moving_var of one element a channel. Output: as data; with output_mean_var also the mean and 1 / sqrt(variance + eps), through which, as in MXNet, no gradient flows.
   * - `eps` (0.001): Added to the variance.
   * - `momentum` (0.9): How much of the running statistics stays.
   * - `fixGamma` (true): Take gamma as 1, whatever it holds; its gradient is 0.
   * - `useGlobalStats` (false): Use the running statistics in training too, and keep them.
   * - `outputMeanVar` (false): Give the mean and 1 / sqrt(variance + eps) too.
   * - `axis` (1): The channel axis.
   * - `cudnnOff` (false): Accepted and ignored.
   * MXNet's `BatchNorm`.
   */
  batchNorm(data: NDArray, gamma: NDArray, beta: NDArray, movingMean: NDArray, movingVar: NDArray, options?: BatchNormOptions): NDArray;
  /**
   * Sets elements to 0 with probability p and scales the others by 1 / (1 - p), while training (or always, with mode always); else data as it is. With p = 1 all is 0 (MXNet gives NaN).
   * - `p` (0.5): The probability that an element is dropped.
   * - `mode` ("training"): When elements are dropped.
   * - `axes` ([]): Axes along which one decision is shared.
   * - `cudnnOff` (none): Accepted and ignored.
   * MXNet's `Dropout`.
   */
  dropout(data: NDArray, p: number, options?: Partial<DropoutOptions>): NDArray;
  /** `dropout`, called in another way. */
  dropout(data: NDArray, options?: DropoutOptions): NDArray;
  /**
   * exp(data) divided by its sum along an axis. With use_length, what lies beyond is 0.
   * - `axis` (-1): The axis along which the results sum to 1.
   * - `temperature` (none): Divides data beforehand; 1 by default.
   * - `dtype` (none): The dtype of the result; data's by default.
   * - `useLength` (false): Only the first `length` elements of each take part.
   * MXNet's `softmax`.
   */
  softmax(data: NDArray, length: NDArray | null, axis: number | bigint, options?: Partial<SoftmaxOptions>): NDArray;
  /** `softmax`, called in another way. */
  softmax(data: NDArray, length: NDArray | null, options?: SoftmaxOptions): NDArray;
  /** `softmax`, called in another way. */
  softmax(data: NDArray, axis: number | bigint, options?: Partial<SoftmaxOptions>): NDArray;
  /** `softmax`, called in another way. */
  softmax(data: NDArray, options?: SoftmaxOptions): NDArray;
  /**
   * softmax of -data.
   * - `axis` (-1): The axis along which the results sum to 1.
   * - `temperature` (none): Divides data beforehand; 1 by default.
   * - `dtype` (none): The dtype of the result; data's by default.
   * MXNet's `softmin`.
   */
  softmin(data: NDArray, axis: number | bigint, options?: Partial<SoftminOptions>): NDArray;
  /** `softmin`, called in another way. */
  softmin(data: NDArray, options?: SoftminOptions): NDArray;
  /**
   * The logarithm of softmax, exact where softmax itself would round to 0.
   * - `axis` (-1): The axis along which the results sum to 1.
   * - `temperature` (none): Divides data beforehand; 1 by default.
   * - `dtype` (none): The dtype of the result; data's by default.
   * MXNet's `log_softmax`.
   */
  logSoftmax(data: NDArray, axis: number | bigint, options?: Partial<LogSoftmaxOptions>): NDArray;
  /** `logSoftmax`, called in another way. */
  logSoftmax(data: NDArray, options?: LogSoftmaxOptions): NDArray;
  /**
   * softmax by its older name; use softmax.
   * - `mode` ("instance"): instance: along the last axis; channel: along axis 1.
   * MXNet's `SoftmaxActivation`.
   */
  softmaxActivation(data: NDArray, options?: SoftmaxActivationOptions): NDArray;
  /**
   * The sum over rows of -log(softmax(data)[label]). Inputs: data [n, classes], label [n]. Output: [1].
   * MXNet's `softmax_cross_entropy`.
   */
  softmaxCrossEntropy(data: NDArray, label: NDArray, options?: OutOption): NDArray;
  /**
   * Softmax of data; its gradient is that of the cross entropy with label, whatever flows back. Inputs: data [n, classes], label [n]; with multi_output data [n, classes, …], label [n, …]; with preserve_shape data […, classes], label […]; a label of data's shape holds probabilities.
   * - `gradScale` (1): The gradient is multiplied by it.
   * - `ignoreLabel` (-1): The label without a gradient, where use_ignore is true.
   * - `multiOutput` (false): Softmax along axis 1, one for each place of the other axes.
   * - `useIgnore` (false): Give no gradient where the label is ignore_label.
   * - `preserveShape` (false): Softmax along the last axis; else the axes after the first are one.
   * - `normalization` ("null"): Divide the gradient by nothing, by the batch, or by the number of labels that are not ignored.
   * - `outGrad` (false): Multiply by the gradient that flows back; else it is not looked at.
   * - `smoothAlpha` (0): How much of the label's probability goes to the other classes.
   * MXNet's `SoftmaxOutput`.
   */
  softmaxOutput(data: NDArray, label: NDArray, options?: SoftmaxOutputOptions): NDArray;
  /**
   * weight - lr * (clip(rescale_grad * grad) + wd * weight).
   * - `lr` (required): The learning rate.
   * - `wd` (0): Weight decay.
   * - `rescaleGrad` (1): The gradient is multiplied by it first.
   * - `clipGradient` (-1): Gradients are clipped to ± this; not at all where negative.
   * - `lazyUpdate` (true): Accepted and ignored: gradients are dense.
   * MXNet's `sgd_update`.
   */
  sgdUpdate(weight: NDArray, grad: NDArray, lr: number, options?: Partial<SgdUpdateOptions>): NDArray;
  /** `sgdUpdate`, called in another way. */
  sgdUpdate(weight: NDArray, grad: NDArray, options: SgdUpdateOptions): NDArray;
  /**
   * mom = momentum * mom - lr * (clip(rescale_grad * grad) + wd * weight); weight + mom.
   * - `lr` (required): The learning rate.
   * - `momentum` (0): How much of the last step is kept.
   * - `wd` (0): Weight decay.
   * - `rescaleGrad` (1): The gradient is multiplied by it first.
   * - `clipGradient` (-1): Gradients are clipped to ± this; not at all where negative.
   * - `lazyUpdate` (true): Accepted and ignored: gradients are dense.
   * MXNet's `sgd_mom_update`.
   */
  sgdMomUpdate(weight: NDArray, grad: NDArray, mom: NDArray, lr: number, options?: Partial<SgdMomUpdateOptions>): NDArray;
  /** `sgdMomUpdate`, called in another way. */
  sgdMomUpdate(weight: NDArray, grad: NDArray, mom: NDArray, options: SgdMomUpdateOptions): NDArray;
  /**
   * sgd_update of a float32 copy of the weight; the output is rounded to the weight's dtype.
   * - `lr` (required): The learning rate.
   * - `wd` (0): Weight decay.
   * - `rescaleGrad` (1): The gradient is multiplied by it first.
   * - `clipGradient` (-1): Gradients are clipped to ± this; not at all where negative.
   * - `lazyUpdate` (true): Accepted and ignored: gradients are dense.
   * MXNet's `mp_sgd_update`.
   */
  mpSgdUpdate(weight: NDArray, grad: NDArray, weight32: NDArray, lr: number, options?: Partial<MpSgdUpdateOptions>): NDArray;
  /** `mpSgdUpdate`, called in another way. */
  mpSgdUpdate(weight: NDArray, grad: NDArray, weight32: NDArray, options: MpSgdUpdateOptions): NDArray;
  /**
   * sgd_mom_update of a float32 copy of the weight; the output is rounded to the weight's dtype.
   * - `lr` (required): The learning rate.
   * - `momentum` (0): How much of the last step is kept.
   * - `wd` (0): Weight decay.
   * - `rescaleGrad` (1): The gradient is multiplied by it first.
   * - `clipGradient` (-1): Gradients are clipped to ± this; not at all where negative.
   * - `lazyUpdate` (true): Accepted and ignored: gradients are dense.
   * MXNet's `mp_sgd_mom_update`.
   */
  mpSgdMomUpdate(weight: NDArray, grad: NDArray, mom: NDArray, weight32: NDArray, lr: number, options?: Partial<MpSgdMomUpdateOptions>): NDArray;
  /** `mpSgdMomUpdate`, called in another way. */
  mpSgdMomUpdate(weight: NDArray, grad: NDArray, mom: NDArray, weight32: NDArray, options: MpSgdMomUpdateOptions): NDArray;
  /**
   * Nesterov's momentum: with g = clip(rescale_grad * grad) + wd * weight the weight moves by momentum² * mom - (momentum + 1) * lr * g, and mom becomes momentum * mom - lr * g of the new weight.
   * - `lr` (required): The learning rate.
   * - `momentum` (0): How much of the last step is kept.
   * - `wd` (0): Weight decay.
   * - `rescaleGrad` (1): The gradient is multiplied by it first.
   * - `clipGradient` (-1): Gradients are clipped to ± this; not at all where negative.
   * MXNet's `nag_mom_update`.
   */
  nagMomUpdate(weight: NDArray, grad: NDArray, mom: NDArray, lr: number, options?: Partial<NagMomUpdateOptions>): NDArray;
  /** `nagMomUpdate`, called in another way. */
  nagMomUpdate(weight: NDArray, grad: NDArray, mom: NDArray, options: NagMomUpdateOptions): NDArray;
  /**
   * With g = clip(rescale_grad * grad + wd * weight), mean and var become running means of g and g²; weight - lr * mean / (sqrt(var) + epsilon). The bias of the means is corrected in lr.
   * - `lr` (required): The learning rate.
   * - `beta1` (0.9): How much of the mean of gradients is kept.
   * - `beta2` (0.999): How much of the mean of squares is kept.
   * - `epsilon` (0.00000001): Keeps the divisor from 0.
   * - `wd` (0): Weight decay.
   * - `rescaleGrad` (1): The gradient is multiplied by it first.
   * - `clipGradient` (-1): Gradients are clipped to ± this; not at all where negative.
   * - `lazyUpdate` (true): Accepted and ignored: gradients are dense.
   * MXNet's `adam_update`.
   */
  adamUpdate(weight: NDArray, grad: NDArray, mean: NDArray, var_: NDArray, lr: number, options?: Partial<AdamUpdateOptions>): NDArray;
  /** `adamUpdate`, called in another way. */
  adamUpdate(weight: NDArray, grad: NDArray, mean: NDArray, var_: NDArray, options: AdamUpdateOptions): NDArray;
  /**
   * With g = clip(rescale_grad * grad + wd * weight), n becomes the running mean of g²; weight - lr * g / sqrt(n + epsilon).
   * - `lr` (required): The learning rate.
   * - `gamma1` (0.95): How much of n is kept.
   * - `epsilon` (0.00000001): Keeps the divisor from 0.
   * - `wd` (0): Weight decay.
   * - `rescaleGrad` (1): The gradient is multiplied by it first.
   * - `clipGradient` (-1): Gradients are clipped to ± this; not at all where negative.
   * - `clipWeights` (-1): Weights are clipped to ± this; not at all where negative.
   * MXNet's `rmsprop_update`.
   */
  rmspropUpdate(weight: NDArray, grad: NDArray, n: NDArray, lr: number, options?: Partial<RmspropUpdateOptions>): NDArray;
  /** `rmspropUpdate`, called in another way. */
  rmspropUpdate(weight: NDArray, grad: NDArray, n: NDArray, options: RmspropUpdateOptions): NDArray;
  /**
   * rmsprop_update centred on the running mean g and with momentum: delta = gamma2 * delta - lr * grad / sqrt(n - g² + epsilon); weight + delta.
   * - `lr` (required): The learning rate.
   * - `gamma1` (0.95): How much of n and g is kept.
   * - `gamma2` (0.9): How much of delta is kept.
   * - `epsilon` (0.00000001): Keeps the divisor from 0.
   * - `wd` (0): Weight decay.
   * - `rescaleGrad` (1): The gradient is multiplied by it first.
   * - `clipGradient` (-1): Gradients are clipped to ± this; not at all where negative.
   * - `clipWeights` (-1): Weights are clipped to ± this; not at all where negative.
   * MXNet's `rmspropalex_update`.
   */
  rmspropalexUpdate(weight: NDArray, grad: NDArray, n: NDArray, g: NDArray, delta: NDArray, lr: number, options?: Partial<RmspropalexUpdateOptions>): NDArray;
  /** `rmspropalexUpdate`, called in another way. */
  rmspropalexUpdate(weight: NDArray, grad: NDArray, n: NDArray, g: NDArray, delta: NDArray, options: RmspropalexUpdateOptions): NDArray;
  /**
   * Follow the regularised leader: z and n accumulate; weights whose z is within lamda1 become 0.
   * - `lr` (required): The learning rate.
   * - `lamda1` (0.01): The strength of the 1-norm.
   * - `beta` (1): Added to the root of n.
   * - `wd` (0): Weight decay.
   * - `rescaleGrad` (1): The gradient is multiplied by it first.
   * - `clipGradient` (-1): Gradients are clipped to ± this; not at all where negative.
   * MXNet's `ftrl_update`.
   */
  ftrlUpdate(weight: NDArray, grad: NDArray, z: NDArray, n: NDArray, lr: number, options?: Partial<FtrlUpdateOptions>): NDArray;
  /** `ftrlUpdate`, called in another way. */
  ftrlUpdate(weight: NDArray, grad: NDArray, z: NDArray, n: NDArray, options: FtrlUpdateOptions): NDArray;
  /**
   * Follow the moving leader: d, v and z are its states, t the number of this step.
   * - `lr` (required): The learning rate.
   * - `beta1` (0.6): How much of z is kept.
   * - `beta2` (0.999): How much of the mean of squares is kept.
   * - `epsilon` (0.00000001): Keeps the divisor from 0.
   * - `t` (required): The number of this step, from 1.
   * - `wd` (0): Weight decay.
   * - `rescaleGrad` (1): The gradient is multiplied by it first.
   * - `clipGrad` (-1): Gradients are clipped to ± this; not at all where negative.
   * MXNet's `ftml_update`.
   */
  ftmlUpdate(weight: NDArray, grad: NDArray, d: NDArray, v: NDArray, z: NDArray, lr: number, options: Omit<FtmlUpdateOptions, "lr">): NDArray;
  /** `ftmlUpdate`, called in another way. */
  ftmlUpdate(weight: NDArray, grad: NDArray, d: NDArray, v: NDArray, z: NDArray, options: FtmlUpdateOptions): NDArray;
  /**
   * (1 - lr * wd) * weight - lr * sign(grad).
   * - `lr` (required): The learning rate.
   * - `wd` (0): Weight decay.
   * - `rescaleGrad` (1): The gradient is multiplied by it first.
   * - `clipGradient` (-1): Gradients are clipped to ± this; not at all where negative.
   * MXNet's `signsgd_update`.
   */
  signsgdUpdate(weight: NDArray, grad: NDArray, lr: number, options?: Partial<SignsgdUpdateOptions>): NDArray;
  /** `signsgdUpdate`, called in another way. */
  signsgdUpdate(weight: NDArray, grad: NDArray, options: SignsgdUpdateOptions): NDArray;
  /**
   * mom = momentum * mom - (1 - momentum) * (clip(rescale_grad * grad) + wd * weight); (1 - lr * wd_lh) * weight + lr * sign(mom).
   * - `lr` (required): The learning rate.
   * - `momentum` (0): How much of the last step is kept.
   * - `wd` (0): Weight decay.
   * - `rescaleGrad` (1): The gradient is multiplied by it first.
   * - `clipGradient` (-1): Gradients are clipped to ± this; not at all where negative.
   * - `wdLh` (0): Weight decay apart from the gradient.
   * MXNet's `signum_update`.
   */
  signumUpdate(weight: NDArray, grad: NDArray, mom: NDArray, lr: number, options?: Partial<SignumUpdateOptions>): NDArray;
  /** `signumUpdate`, called in another way. */
  signumUpdate(weight: NDArray, grad: NDArray, mom: NDArray, options: SignumUpdateOptions): NDArray;
  /**
   * The direction of LAMB: mean / (sqrt(var) + epsilon) + wd * weight, bias corrected by t.
   * - `beta1` (0.9): How much of the mean of gradients is kept.
   * - `beta2` (0.999): How much of the mean of squares is kept.
   * - `epsilon` (0.000001): Keeps the divisor from 0.
   * - `t` (required): The number of this step, from 1.
   * - `biasCorrection` (true): Correct the bias of the means.
   * - `wd` (required): Weight decay.
   * - `rescaleGrad` (1): The gradient is multiplied by it first.
   * - `clipGradient` (-1): Gradients are clipped to ± this; not at all where negative.
   * MXNet's `lamb_update_phase1`.
   */
  lambUpdatePhase1(weight: NDArray, grad: NDArray, mean: NDArray, var_: NDArray, options: LambUpdatePhase1Options): NDArray;
  /**
   * weight - lr * r1 / r2 * g: r1 is the norm of the weight (within the bounds), r2 that of the direction g.
   * - `lr` (required): The learning rate.
   * - `lowerBound` (-1): The least r1; none where negative.
   * - `upperBound` (-1): The most r1; none where negative.
   * MXNet's `lamb_update_phase2`.
   */
  lambUpdatePhase2(weight: NDArray, g: NDArray, r1: NDArray, r2: NDArray, lr: number, options?: Partial<LambUpdatePhase2Options>): NDArray;
  /** `lambUpdatePhase2`, called in another way. */
  lambUpdatePhase2(weight: NDArray, g: NDArray, r1: NDArray, r2: NDArray, options: LambUpdatePhase2Options): NDArray;
  /**
   * Numbers uniform in [low, high).
   * - `low` (0): The lower bound, included.
   * - `high` (1): The upper bound, not included.
   * - `shape` ([]): Sizes of the axes; one element by default.
   * - `dtype` (none): The dtype of the result; float32 by default.
   * MXNet's `_random_uniform`.
   */
  randomUniform(low: number, high: number, options?: Partial<RandomUniformOptions>): NDArray;
  /** `randomUniform`, called in another way. */
  randomUniform(low: number, options?: Partial<RandomUniformOptions>): NDArray;
  /** `randomUniform`, called in another way. */
  randomUniform(options?: RandomUniformOptions): NDArray;
  /**
   * Numbers uniform in [low, high).
   * - `low` (0): The lower bound, included.
   * - `high` (1): The upper bound, not included.
   * - `shape` ([]): Sizes of the axes; one element by default.
   * - `dtype` (none): The dtype of the result; float32 by default.
   * MXNet's `_random_uniform`.
   */
  uniform(low: number, high: number, options?: Partial<RandomUniformOptions>): NDArray;
  /** `uniform`, called in another way. */
  uniform(low: number, options?: Partial<RandomUniformOptions>): NDArray;
  /** `uniform`, called in another way. */
  uniform(options?: RandomUniformOptions): NDArray;
  /**
   * Numbers of the normal distribution.
   * - `loc` (0): The mean.
   * - `scale` (1): The standard deviation; not negative.
   * - `shape` ([]): Sizes of the axes; one element by default.
   * - `dtype` (none): The dtype of the result; float32 by default.
   * MXNet's `_random_normal`.
   */
  randomNormal(loc: number, scale: number, options?: Partial<RandomNormalOptions>): NDArray;
  /** `randomNormal`, called in another way. */
  randomNormal(loc: number, options?: Partial<RandomNormalOptions>): NDArray;
  /** `randomNormal`, called in another way. */
  randomNormal(options?: RandomNormalOptions): NDArray;
  /**
   * Numbers of the normal distribution.
   * - `loc` (0): The mean.
   * - `scale` (1): The standard deviation; not negative.
   * - `shape` ([]): Sizes of the axes; one element by default.
   * - `dtype` (none): The dtype of the result; float32 by default.
   * MXNet's `_random_normal`.
   */
  normal(loc: number, scale: number, options?: Partial<RandomNormalOptions>): NDArray;
  /** `normal`, called in another way. */
  normal(loc: number, options?: Partial<RandomNormalOptions>): NDArray;
  /** `normal`, called in another way. */
  normal(options?: RandomNormalOptions): NDArray;
  /**
   * Integers uniform in [low, high).
   * - `low` (required): The lower bound, included.
   * - `high` (required): The upper bound, not included.
   * - `shape` ([]): Sizes of the axes; one element by default.
   * - `dtype` (none): int32 by default.
   * MXNet's `_random_randint`.
   */
  randomRandint(low: number | bigint, high: number | bigint, options?: Partial<RandomRandintOptions>): NDArray;
  /** `randomRandint`, called in another way. */
  randomRandint(low: number | bigint, options: Omit<RandomRandintOptions, "low">): NDArray;
  /** `randomRandint`, called in another way. */
  randomRandint(options: RandomRandintOptions): NDArray;
  /**
   * The rows of data in random order.
   * MXNet's `_shuffle`.
   */
  shuffle(data: NDArray, options?: OutOption): NDArray;
}
