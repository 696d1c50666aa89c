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

/** Options of `smoothL1`. */
export interface SmoothL1Options extends OutOption {
  /** Sigma: the parabola reaches to ± 1 / sigma². Default: 1. */
  scalar?: number;
  /** Accepted and ignored. Default: true. */
  isInt?: boolean;
}

/** Options of `hardSigmoid`. */
export interface HardSigmoidOptions extends OutOption {
  /** The slope. Default: 0.2. */
  alpha?: number;
  /** The value at 0. Default: 0.5. */
  beta?: number;
}

/** Options of `leakyReLU`. */
export interface LeakyReLUOptions extends OutOption {
  /** Which function. Default: "leaky". */
  actType?: "elu" | "gelu" | "leaky" | "prelu" | "rrelu" | "selu";
  /** The slope below 0 of leaky, the factor of elu. Default: 0.25. */
  slope?: number;
  /** The least slope of rrelu. Default: 0.125. */
  lowerBound?: number;
  /** The end of the slopes of rrelu. Default: 0.334. */
  upperBound?: number;
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

/** Options of `sort`. */
export interface SortOptions extends OutOption {
  /** The axis that is ordered; None for all elements in a row. Default: -1. */
  axis?: number | bigint | null;
  /** From the smallest to the largest. Default: true. */
  isAscend?: boolean;
}

/** Options of `argsort`. */
export interface ArgsortOptions extends OutOption {
  /** The axis that is ordered; None for all elements in a row. Default: -1. */
  axis?: number | bigint | null;
  /** From the smallest to the largest. Default: true. */
  isAscend?: boolean;
  /** The dtype of the indices; float32 counts exactly to 2^24. Default: "float32". */
  dtype?: DType;
}

/** Options of `topk`. */
export interface TopkOptions extends OutOption {
  /** The axis that is ordered; None for all elements in a row. Default: -1. */
  axis?: number | bigint | null;
  /** How many; all where it is 0 or less. Default: 1. */
  k?: number | bigint;
  /** What is given. Default: "indices". */
  retTyp?: "value" | "indices" | "mask" | "both";
  /** The smallest instead of the largest. Default: false. */
  isAscend?: boolean;
  /** The dtype of the indices; float32 counts exactly to 2^24. Default: "float32". */
  dtype?: DType;
}

/** Options of `cumsum`. */
export interface CumsumOptions extends OutOption {
  /** The axis; all elements in a row by default. Default: none. */
  axis?: number | bigint | null;
  /** The dtype of the result; a's by default. Default: none. */
  dtype?: DType | null;
}

/** Options of `diff`. */
export interface DiffOptions extends OutOption {
  /** How many times. Default: 1. */
  n?: number | bigint;
  /** The axis. Default: -1. */
  axis?: number | bigint;
}

/** Options of `sequenceMask`. */
export interface SequenceMaskOptions extends OutOption {
  /** Take the lengths from sequence_length; else all are whole. Default: false. */
  useSequenceLength?: boolean;
  /** What stands beyond the end. Default: 0. */
  value?: number;
  /** The axis along which a sequence runs. Default: 0. */
  axis?: number | bigint;
}

/** Options of `sequenceLast`. */
export interface SequenceLastOptions extends OutOption {
  /** Take the lengths from sequence_length; else all are whole. Default: false. */
  useSequenceLength?: boolean;
  /** The axis along which a sequence runs. Default: 0. */
  axis?: number | bigint;
}

/** Options of `sequenceReverse`. */
export interface SequenceReverseOptions extends OutOption {
  /** Take the lengths from sequence_length; else all are whole. Default: false. */
  useSequenceLength?: boolean;
  /** The axis along which a sequence runs. Default: 0. */
  axis?: number | bigint;
}

/** Options of `ravelMultiIndex`. */
export interface RavelMultiIndexOptions extends OutOption {
  /** The array into which the coordinates point; its first size may be -1. Default: required. */
  shape: number | readonly (number | null)[];
}

/** Options of `unravelIndex`. */
export interface UnravelIndexOptions extends OutOption {
  /** The array into which the coordinates point; its first size may be -1. Default: required. */
  shape: number | readonly (number | null)[];
}

/** Options of `unique`. */
export interface UniqueOptions extends OutOption {
  /** Give the first places too. Default: false. */
  returnIndex?: boolean;
  /** Give the places among the different ones too. Default: false. */
  returnInverse?: boolean;
  /** Give how often each occurs too. Default: false. */
  returnCounts?: boolean;
}

/** Options of `bincount`. */
export interface BincountOptions extends OutOption {
  /** The least size of the result. Default: 0. */
  minlength?: number | bigint;
}

/** Options of `searchsorted`. */
export interface SearchsortedOptions extends OutOption {
  /** Before equal numbers, or behind them. Default: "left". */
  side?: "left" | "right";
}

/** Options of `digitize`. */
export interface DigitizeOptions extends OutOption {
  /** Do bins hold their right limits? Default: false. */
  right?: boolean;
}

/** Options of `interp`. */
export interface InterpOptions extends OutOption {
  /** The value before the first point; fp[0] by default. Default: none. */
  left?: number | null;
  /** The value behind the last point; fp[n - 1] by default. Default: none. */
  right?: number | null;
  /** The period of the line; left and right are not used. Default: none. */
  period?: number | null;
}

/** Options of `histogram`. */
export interface HistogramOptions extends OutOption {
  /** How many bins, where no limits are given. Default: 10. */
  bins?: number | bigint;
  /** The limits of the first and the last bin. Default: none. */
  range?: number | readonly number[] | null;
}

/** Options of `median`. */
export interface MedianOptions extends OutOption {
  /** The axes to reduce, counted from either end; all by default. Default: none. */
  axis?: number | readonly (number | null)[] | null;
  /** Keep the reduced axes with size 1. Default: false. */
  keepdims?: boolean;
}

/** Options of `percentile`. */
export interface PercentileOptions extends OutOption {
  /** One percentage or several, 0 to 100. Default: required. */
  q: number | readonly number[];
  /** The axes to reduce, counted from either end; all by default. Default: none. */
  axis?: number | readonly (number | null)[] | null;
  /** What is given for a place between two elements. Default: "linear". */
  interpolation?: "linear" | "lower" | "higher" | "midpoint" | "nearest";
  /** Keep the reduced axes with size 1. Default: false. */
  keepdims?: boolean;
}

/** Options of `quantile`. */
export interface QuantileOptions extends OutOption {
  /** One part or several, 0 to 1. Default: required. */
  q: number | readonly number[];
  /** The axes to reduce, counted from either end; all by default. Default: none. */
  axis?: number | readonly (number | null)[] | null;
  /** What is given for a place between two elements. Default: "linear". */
  interpolation?: "linear" | "lower" | "higher" | "midpoint" | "nearest";
  /** Keep the reduced axes with size 1. Default: false. */
  keepdims?: boolean;
}

/** Options of `meshgrid`. */
export interface MeshgridOptions extends OutOption {
  /** Which axes the first two vectors run along. Default: "xy". */
  indexing?: "xy" | "ij";
}

/** Options of `roll`. */
export interface RollOptions extends OutOption {
  /** How many places, for each axis. Default: required. */
  shift: number | readonly (number | null)[];
  /** The axes. Default: none. */
  axis?: number | readonly (number | null)[] | null;
}

/** Options of `rot90`. */
export interface Rot90Options extends OutOption {
  /** How many quarters. Default: 1. */
  k?: number | bigint;
  /** The plane. Default: [0,1]. */
  axes?: number | readonly (number | null)[];
}

/** Options of `tril`. */
export interface TrilOptions extends OutOption {
  /** The diagonal: above the main one where positive, below where negative. Default: 0. */
  k?: number | bigint;
}

/** Options of `triu`. */
export interface TriuOptions extends OutOption {
  /** The diagonal: above the main one where positive, below where negative. Default: 0. */
  k?: number | bigint;
}

/** Options of `trace`. */
export interface TraceOptions extends OutOption {
  /** The diagonal: above the main one where positive, below where negative. Default: 0. */
  offset?: number | bigint;
  /** The axis of rows. Default: 0. */
  axis1?: number | bigint;
  /** The axis of columns. Default: 1. */
  axis2?: number | bigint;
}

/** Options of `addN`. */
export interface AddNOptions extends OutOption {
  /** Accepted and ignored: the number of arrays is seen. Default: none. */
  numArgs?: number | bigint | null;
}

/** Options of `allFinite`. */
export interface AllFiniteOptions extends OutOption {
  /** Only true: several arrays are checked by multi_all_finite at once. Default: true. */
  initOutput?: boolean;
}

/** Options of `multiAllFinite`. */
export interface MultiAllFiniteOptions extends OutOption {
  /** Accepted and ignored: the number of arrays is seen. Default: none. */
  numArrays?: number | bigint | null;
  /** Only true: several arrays are checked by multi_all_finite at once. Default: true. */
  initOutput?: boolean;
}

/** Options of `multiSumSq`. */
export interface MultiSumSqOptions extends OutOption {
  /** Accepted and ignored: the number of arrays is seen. Default: none. */
  numArrays?: number | bigint | null;
}

/** Options of `khatriRao`. */
export interface KhatriRaoOptions extends OutOption {
  /** Accepted and ignored: the number of arrays is seen. Default: none. */
  numArgs?: number | bigint | null;
}

/** Options of `resetArrays`. */
export interface ResetArraysOptions extends OutOption {
  /** Accepted and ignored: the number of arrays is seen. Default: none. */
  numArrays?: number | bigint | null;
}

/** Options of `ampCast`. */
export interface AmpCastOptions extends OutOption {
  /** The dtype of the result. Default: required. */
  dtype: DType;
}

/** Options of `ampMulticast`. */
export interface AmpMulticastOptions extends OutOption {
  /** Accepted and ignored: the number of arrays is seen. Default: none. */
  numOutputs?: number | bigint | null;
  /** Cast to the narrowest dtype. Default: false. */
  castNarrow?: boolean;
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

/** Options of `any`. */
export interface AnyOptions extends OutOption {
  /** The axes to reduce, counted from either end; all by default. Default: none. */
  axis?: number | readonly (number | null)[] | null;
  /** Keep the reduced axes with size 1. Default: false. */
  keepdims?: boolean;
}

/** Options of `all`. */
export interface AllOptions extends OutOption {
  /** The axes to reduce, counted from either end; all by default. Default: none. */
  axis?: number | readonly (number | null)[] | null;
  /** Keep the reduced axes with size 1. Default: false. */
  keepdims?: boolean;
}

/** Options of `var`. */
export interface VarOptions extends OutOption {
  /** The axes to reduce, counted from either end; all by default. Default: none. */
  axis?: number | readonly (number | null)[] | null;
  /** What is taken off the number of elements in the divisor. Default: 0. */
  ddof?: number;
  /** Keep the reduced axes with size 1. Default: false. */
  keepdims?: boolean;
}

/** Options of `std`. */
export interface StdOptions extends OutOption {
  /** The axes to reduce, counted from either end; all by default. Default: none. */
  axis?: number | readonly (number | null)[] | null;
  /** What is taken off the number of elements in the divisor. Default: 0. */
  ddof?: number;
  /** Keep the reduced axes with size 1. Default: false. */
  keepdims?: boolean;
}

/** Options of `moments`. */
export interface MomentsOptions extends OutOption {
  /** The axes, counted from either end. Default: required. */
  axes: number | readonly (number | null)[];
  /** Keep the reduced axes with size 1. Default: false. */
  keepdims?: boolean;
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

/** Options of `linalgGemm`. */
export interface LinalgGemmOptions extends OutOption {
  /** Use the transpose of A. Default: false. */
  transposeA?: boolean;
  /** Use the transpose of B. Default: false. */
  transposeB?: boolean;
  /** Multiplies the product. Default: 1. */
  alpha?: number;
  /** Multiplies C. Default: 1. */
  beta?: number;
  /** The axis of the matrix rows; columns are the last axis. Default: -2. */
  axis?: number | bigint;
}

/** Options of `linalgGemm2`. */
export interface LinalgGemm2Options extends OutOption {
  /** Use the transpose of A. Default: false. */
  transposeA?: boolean;
  /** Use the transpose of B. Default: false. */
  transposeB?: boolean;
  /** Multiplies the result. Default: 1. */
  alpha?: number;
  /** The axis of the matrix rows; columns are the last axis. Default: -2. */
  axis?: number | bigint;
}

/** Options of `linalgSyrk`. */
export interface LinalgSyrkOptions extends OutOption {
  /** Multiply the transpose with A. Default: false. */
  transpose?: boolean;
  /** Multiplies the result. Default: 1. */
  alpha?: number;
}

/** Options of `linalgTrmm`. */
export interface LinalgTrmmOptions extends OutOption {
  /** Use the transpose of the triangular matrix. Default: false. */
  transpose?: boolean;
  /** The triangular matrix stands on the right. Default: false. */
  rightside?: boolean;
  /** The triangular matrix is lower, else upper. Default: true. */
  lower?: boolean;
  /** Multiplies the result. Default: 1. */
  alpha?: number;
}

/** Options of `linalgTrsm`. */
export interface LinalgTrsmOptions extends OutOption {
  /** Use the transpose of the triangular matrix. Default: false. */
  transpose?: boolean;
  /** The triangular matrix stands on the right. Default: false. */
  rightside?: boolean;
  /** The triangular matrix is lower, else upper. Default: true. */
  lower?: boolean;
  /** Multiplies the result. Default: 1. */
  alpha?: number;
}

/** Options of `linalgPotrf`. */
export interface LinalgPotrfOptions extends OutOption {
  /** The triangular matrix is lower, else upper. Default: true. */
  lower?: boolean;
}

/** Options of `linalgPotri`. */
export interface LinalgPotriOptions extends OutOption {
  /** The triangular matrix is lower, else upper. Default: true. */
  lower?: boolean;
}

/** Options of `linalgExtractdiag`. */
export interface LinalgExtractdiagOptions extends OutOption {
  /** Which diagonal: 0 is the main one, positive ones lie above it, negative ones below. Default: 0. */
  offset?: number | bigint;
}

/** Options of `linalgMakediag`. */
export interface LinalgMakediagOptions extends OutOption {
  /** Which diagonal: 0 is the main one, positive ones lie above it, negative ones below. Default: 0. */
  offset?: number | bigint;
}

/** Options of `linalgExtracttrian`. */
export interface LinalgExtracttrianOptions extends OutOption {
  /** Which diagonal: 0 is the main one, positive ones lie above it, negative ones below. Default: 0. */
  offset?: number | bigint;
  /** The lower triangle, else the upper; only where offset is 0, else its sign decides. Default: true. */
  lower?: boolean;
}

/** Options of `linalgMaketrian`. */
export interface LinalgMaketrianOptions extends OutOption {
  /** Which diagonal: 0 is the main one, positive ones lie above it, negative ones below. Default: 0. */
  offset?: number | bigint;
  /** The lower triangle, else the upper; only where offset is 0, else its sign decides. Default: true. */
  lower?: boolean;
}

/** Options of `linalgSvd`. */
export interface LinalgSvdOptions extends OutOption {
  /** Must be false: U and V have k columns and rows. Default: false. */
  fullMatrices?: boolean;
}

/** Options of `linalgEigh`. */
export interface LinalgEighOptions extends OutOption {
  /** Which triangle is read: the lower or the upper one. Default: "L". */
  uplo?: "L" | "U";
}

/** Options of `linalgPinv`. */
export interface LinalgPinvOptions extends OutOption {
  /** Singular values below this times the largest count as 0. Default: 0.000000000000001. */
  rcond?: number;
  /** Accepted and ignored: it changes no result. Default: false. */
  hermitian?: boolean;
}

/** Options of `linalgLstsq`. */
export interface LinalgLstsqOptions extends OutOption {
  /** Singular values below this times the largest count as 0. Default: 0.000000000000001. */
  rcond?: number;
}

/** Options of `linalgNorm`. */
export interface LinalgNormOptions extends OutOption {
  /** fro: of the squares; nuc: the sum of singular values; of matrices 1 and inf: the largest sum of magnitudes of a column and of a row, 2: the largest singular value; of vectors the p-norm. A minus takes the least. Default: none. */
  ord?: "fro" | "nuc" | "1" | "-1" | "2" | "-2" | "inf" | "-inf" | null;
  /** The axes that are reduced; all by default. Default: none. */
  axis?: number | readonly (number | null)[] | null;
  /** Keep the reduced axes as 1. Default: false. */
  keepdims?: boolean;
}

/** Options of `einsum`. */
export interface EinsumOptions extends OutOption {
  /** The letters of each array, with commas between, and of the result. Default: required. */
  subscripts: string;
  /** Accepted and ignored: the number of arrays is seen. Default: none. */
  numArgs?: number | bigint | null;
  /** Accepted and ignored: the order is always chosen. Default: 0. */
  optimize?: number | bigint;
}

/** Options of `tensordot`. */
export interface TensordotOptions extends OutOption {
  /** So many of the last axes of a and the first of b are summed over. Default: 2. */
  axes?: number | bigint;
  /** Instead, which axes of a are summed over. Default: none. */
  aAxesSummed?: number | readonly (number | null)[] | null;
  /** The axes of b that correspond to them. Default: none. */
  bAxesSummed?: number | readonly (number | null)[] | null;
}

/** Options of `convolve`. */
export interface ConvolveOptions extends OutOption {
  /** full: n + m - 1 elements; same: the middle max(n, m); valid: where both overlap wholly. Default: "full". */
  mode?: "full" | "same" | "valid";
}

/** Options of `fft`. */
export interface FftOptions extends OutOption {
  /** The length of the transform: the axis is cut or filled with zeros to it. By default the axis as it is; of irfft 2 (m - 1). Default: none. */
  n?: number | bigint | null;
  /** The axis along which it is transformed. Default: -1. */
  axis?: number | bigint;
  /** Which way is divided: the inverse by n, both by the root of n, or the forward one by n. Default: "backward". */
  norm?: "backward" | "ortho" | "forward";
}

/** Options of `ifft`. */
export interface IfftOptions extends OutOption {
  /** The length of the transform: the axis is cut or filled with zeros to it. By default the axis as it is; of irfft 2 (m - 1). Default: none. */
  n?: number | bigint | null;
  /** The axis along which it is transformed. Default: -1. */
  axis?: number | bigint;
  /** Which way is divided: the inverse by n, both by the root of n, or the forward one by n. Default: "backward". */
  norm?: "backward" | "ortho" | "forward";
}

/** Options of `rfft`. */
export interface RfftOptions extends OutOption {
  /** The length of the transform: the axis is cut or filled with zeros to it. By default the axis as it is; of irfft 2 (m - 1). Default: none. */
  n?: number | bigint | null;
  /** The axis along which it is transformed. Default: -1. */
  axis?: number | bigint;
  /** Which way is divided: the inverse by n, both by the root of n, or the forward one by n. Default: "backward". */
  norm?: "backward" | "ortho" | "forward";
}

/** Options of `irfft`. */
export interface IrfftOptions extends OutOption {
  /** The length of the transform: the axis is cut or filled with zeros to it. By default the axis as it is; of irfft 2 (m - 1). Default: none. */
  n?: number | bigint | null;
  /** The axis along which it is transformed. Default: -1. */
  axis?: number | bigint;
  /** Which way is divided: the inverse by n, both by the root of n, or the forward one by n. Default: "backward". */
  norm?: "backward" | "ortho" | "forward";
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

/** Options of `deconvolution`. */
export interface DeconvolutionOptions extends OutOption {
  /** The size of the kernel: (w), (h, w) or (d, h, w). Default: required. */
  kernel: number | readonly (number | null)[];
  /** The distance of neighbours of data in the output; 1 by default. Default: []. */
  stride?: number | readonly (number | null)[];
  /** The distance of the kernel's taps; 1 by default. Default: []. */
  dilate?: number | readonly (number | null)[];
  /** What is cut off at both ends of the output; 0 by default. Default: []. */
  pad?: number | readonly (number | null)[];
  /** What the output is longer by at its end; less than stride, 0 by default. Default: []. */
  adj?: number | readonly (number | null)[];
  /** The sizes of the output: pad and adj become what gives them. Default: []. */
  targetShape?: number | readonly (number | null)[];
  /** The number of output channels. Default: required. */
  numFilter: number | bigint;
  /** The number of groups into which channels and filters are divided. Default: 1. */
  numGroup?: number | bigint;
  /** Accepted and ignored. Default: 1024. */
  workspace?: number | bigint;
  /** Leave the bias out. Default: true. */
  noBias?: boolean;
  /** Accepted and ignored. Default: none. */
  cudnnTune?: "fastest" | "limited_workspace" | "off" | null;
  /** Accepted and ignored. Default: false. */
  cudnnOff?: boolean;
  /** The order of axes; the channel must come second. Default: none. */
  layout?: "NCW" | "NCHW" | "NCDHW" | "NWC" | "NHWC" | "NDHWC" | null;
}

/** Options of `convolution`. */
export interface ConvolutionOptions extends OutOption {
  /** The size of the kernel: (w), (h, w) or (d, h, w). Default: required. */
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
  /** The order of axes; the channel must come second. Default: none. */
  layout?: "NCW" | "NCHW" | "NCDHW" | "NWC" | "NHWC" | "NDHWC" | null;
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

/** Options of `im2col`. */
export interface Im2colOptions extends OutOption {
  /** The size of the window: (w), (h, w) or (d, h, w). Default: required. */
  kernel: number | readonly (number | null)[];
  /** The step of the window; 1 by default. Default: []. */
  stride?: number | readonly (number | null)[];
  /** The distance of the window's taps; 1 by default. Default: []. */
  dilate?: number | readonly (number | null)[];
  /** Zeros around the data; 0 by default. Default: []. */
  pad?: number | readonly (number | null)[];
}

/** Options of `col2im`. */
export interface Col2imOptions extends OutOption {
  /** The sizes of the image: (w), (h, w) or (d, h, w). Default: required. */
  outputSize: number | readonly (number | null)[];
  /** The size of the window: (w), (h, w) or (d, h, w). Default: required. */
  kernel: number | readonly (number | null)[];
  /** The step of the window; 1 by default. Default: []. */
  stride?: number | readonly (number | null)[];
  /** The distance of the window's taps; 1 by default. Default: []. */
  dilate?: number | readonly (number | null)[];
  /** Zeros around the data; 0 by default. Default: []. */
  pad?: number | readonly (number | null)[];
}

/** Options of `roiPooling`. */
export interface RoiPoolingOptions extends OutOption {
  /** Cells of a box: (h, w). Default: required. */
  pooledSize: number | readonly (number | null)[];
  /** What the boxes' numbers are multiplied by to count elements of data. Default: required. */
  spatialScale: number;
}

/** Options of `gridGenerator`. */
export interface GridGeneratorOptions extends OutOption {
  /** What data holds. Default: required. */
  transformType: "affine" | "warp";
  /** The size of the result: (h, w); required for affine. Default: [0,0]. */
  targetShape?: number | readonly (number | null)[];
}

/** Options of `spatialTransformer`. */
export interface SpatialTransformerOptions extends OutOption {
  /** The size of the result: (h, w); required for affine. Default: [0,0]. */
  targetShape?: number | readonly (number | null)[];
  /** The only one. Default: required. */
  transformType: "affine";
  /** The only one. Default: required. */
  samplerType: "bilinear";
  /** Accepted and ignored. Default: none. */
  cudnnOff?: boolean | null;
}

/** Options of `bilinearSampler`. */
export interface BilinearSamplerOptions extends OutOption {
  /** Accepted and ignored. Default: none. */
  cudnnOff?: boolean | null;
}

/** Options of `correlation`. */
export interface CorrelationOptions extends OutOption {
  /** The side of a patch; odd. Default: 1. */
  kernelSize?: number | bigint;
  /** The largest displacement along an axis. Default: 1. */
  maxDisplacement?: number | bigint;
  /** The step of the patches of data1. Default: 1. */
  stride1?: number | bigint;
  /** The step of displacements. Default: 1. */
  stride2?: number | bigint;
  /** Zeros around both images. Default: 0. */
  padSize?: number | bigint;
  /** Means of products; else of absolute differences. Default: true. */
  isMultiply?: boolean;
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

/** Options of `layerNorm`. */
export interface LayerNormOptions extends OutOption {
  /** The axis that is normalised. Default: -1. */
  axis?: number | bigint;
  /** Added to the variance. Default: 0.00001. */
  eps?: number;
  /** Give the mean and sqrt(variance + eps) too; no gradient flows through them. Default: false. */
  outputMeanVar?: boolean;
}

/** Options of `groupNorm`. */
export interface GroupNormOptions extends OutOption {
  /** How many groups. Default: 1. */
  numGroups?: number | bigint;
  /** Added to the variance. Default: 0.00001. */
  eps?: number;
  /** Give the mean and sqrt(variance + eps) too; no gradient flows through them. Default: false. */
  outputMeanVar?: boolean;
}

/** Options of `instanceNorm`. */
export interface InstanceNormOptions extends OutOption {
  /** Added to the variance. Default: 0.001. */
  eps?: number;
}

/** Options of `l2Normalization`. */
export interface L2NormalizationOptions extends OutOption {
  /** Added to the sum of squares. Default: 0.0000000001. */
  eps?: number;
  /** What is summed over. Default: "instance". */
  mode?: "channel" | "instance" | "spatial";
}

/** Options of `lrn`. */
export interface LrnOptions extends OutOption {
  /** The factor of the mean of squares. Default: 0.0001. */
  alpha?: number;
  /** The power. Default: 0.75. */
  beta?: number;
  /** What is added to the mean of squares. Default: 2. */
  knorm?: number;
  /** How many neighbouring channels; odd. Default: required. */
  nsize: number | bigint;
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

/** Options of `rnn`. */
export interface RnnOptions extends OutOption {
  /** Units of each layer. Default: required. */
  stateSize: number | bigint;
  /** The number of layers. Default: required. */
  numLayers: number | bigint;
  /** Run through the steps backwards too. Default: false. */
  bidirectional?: boolean;
  /** The cell: a plain one with relu or tanh, LSTM or GRU. Default: required. */
  mode: "rnn_relu" | "rnn_tanh" | "lstm" | "gru";
  /** While training, the probability that an element between two layers is dropped. Default: 0. */
  p?: number;
  /** Give the last states too. Default: false. */
  stateOutputs?: boolean;
  /** Size of the state that LSTM's units are multiplied down to; none by default. Default: none. */
  projectionSize?: number | bigint | null;
  /** The least value of LSTM's cells; together with the greatest. Default: none. */
  lstmStateClipMin?: number | null;
  /** The greatest value of LSTM's cells; together with the least. Default: none. */
  lstmStateClipMax?: number | null;
  /** Where cells are clipped, NaN becomes the least value. Default: false. */
  lstmStateClipNan?: boolean;
  /** Samples have the lengths that sequence_length says. Default: false. */
  useSequenceLength?: boolean;
}

/** Options of `ctcLoss`. */
export interface CtcLossOptions extends OutOption {
  /** Samples have the steps that data_lengths says. Default: false. */
  useDataLengths?: boolean;
  /** Samples have as many labels as label_lengths says. Default: false. */
  useLabelLengths?: boolean;
  /** Which class is the blank. With first, labels are from 1 on and padded with 0; with last, from 0 on and padded with -1. Default: "first". */
  blankLabel?: "first" | "last";
}

/** Options of `linearRegressionOutput`. */
export interface LinearRegressionOutputOptions extends OutOption {
  /** The gradient is multiplied by it. Default: 1. */
  gradScale?: number;
}

/** Options of `logisticRegressionOutput`. */
export interface LogisticRegressionOutputOptions extends OutOption {
  /** The gradient is multiplied by it. Default: 1. */
  gradScale?: number;
}

/** Options of `maeRegressionOutput`. */
export interface MaeRegressionOutputOptions extends OutOption {
  /** The gradient is multiplied by it. Default: 1. */
  gradScale?: number;
}

/** Options of `svmOutput`. */
export interface SvmOutputOptions extends OutOption {
  /** How far beyond 0 an output has to be. Default: 1. */
  margin?: number;
  /** The gradient is multiplied by it. Default: 1. */
  regularizationCoefficient?: number;
  /** Take the hinge loss itself, not its square. Default: false. */
  useLinear?: boolean;
}

/** Options of `makeLoss`. */
export interface MakeLossOptions extends OutOption {
  /** The gradient is multiplied by it. Default: 1. */
  gradScale?: number;
  /** Elements above it count as valid. Default: 0. */
  validThresh?: number;
  /** What the gradient is divided by. Default: "null". */
  normalization?: "batch" | "null" | "valid";
}

/** Options of `identityAttachKLSparseReg`. */
export interface IdentityAttachKLSparseRegOptions extends OutOption {
  /** The mean that is wanted. Default: 0.1. */
  sparsenessTarget?: number;
  /** The weight of the penalty. Default: 0.001. */
  penalty?: number;
  /** How much of moving_avg stays. Default: 0.9. */
  momentum?: number;
}

/** Options of `upSampling`. */
export interface UpSamplingOptions extends OutOption {
  /** How many times as high and wide. Default: required. */
  scale: number | bigint;
  /** Accepted: the number of channels is seen. Default: 0. */
  numFilter?: number | bigint;
  /** How points in between are made. Default: required. */
  sampleType: "bilinear" | "nearest";
  /** What becomes of several images. Default: "concat". */
  multiInputMode?: "concat" | "sum";
  /** Accepted and ignored: the number of arrays is seen. Default: none. */
  numArgs?: number | bigint | null;
  /** Accepted and ignored. Default: 512. */
  workspace?: number | bigint;
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

/** Options of `mpNagMomUpdate`. */
export interface MpNagMomUpdateOptions extends OutOption {
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

/** Options of `mpLambUpdatePhase1`. */
export interface MpLambUpdatePhase1Options extends OutOption {
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

/** Options of `mpLambUpdatePhase2`. */
export interface MpLambUpdatePhase2Options extends OutOption {
  /** The learning rate. Default: required. */
  lr: number;
  /** The least r1; none where negative. Default: -1. */
  lowerBound?: number;
  /** The most r1; none where negative. Default: -1. */
  upperBound?: number;
}

/** Options of `multiSgdUpdate`. */
export interface MultiSgdUpdateOptions extends OutOption {
  /** The learning rate of each weight. Default: required. */
  lrs: number | readonly number[];
  /** The weight decay of each weight. Default: required. */
  wds: number | readonly number[];
  /** The gradient is multiplied by it first. Default: 1. */
  rescaleGrad?: number;
  /** Gradients are clipped to ± this; not at all where negative. Default: -1. */
  clipGradient?: number;
  /** The number of weights. Default: 1. */
  numWeights?: number | bigint;
}

/** Options of `multiSgdMomUpdate`. */
export interface MultiSgdMomUpdateOptions extends OutOption {
  /** The learning rate of each weight. Default: required. */
  lrs: number | readonly number[];
  /** The weight decay of each weight. Default: required. */
  wds: number | readonly number[];
  /** How much of the last step is kept. Default: 0. */
  momentum?: number;
  /** The gradient is multiplied by it first. Default: 1. */
  rescaleGrad?: number;
  /** Gradients are clipped to ± this; not at all where negative. Default: -1. */
  clipGradient?: number;
  /** The number of weights. Default: 1. */
  numWeights?: number | bigint;
}

/** Options of `multiMpSgdUpdate`. */
export interface MultiMpSgdUpdateOptions extends OutOption {
  /** The learning rate of each weight. Default: required. */
  lrs: number | readonly number[];
  /** The weight decay of each weight. Default: required. */
  wds: number | readonly number[];
  /** The gradient is multiplied by it first. Default: 1. */
  rescaleGrad?: number;
  /** Gradients are clipped to ± this; not at all where negative. Default: -1. */
  clipGradient?: number;
  /** The number of weights. Default: 1. */
  numWeights?: number | bigint;
}

/** Options of `multiMpSgdMomUpdate`. */
export interface MultiMpSgdMomUpdateOptions extends OutOption {
  /** The learning rate of each weight. Default: required. */
  lrs: number | readonly number[];
  /** The weight decay of each weight. Default: required. */
  wds: number | readonly number[];
  /** How much of the last step is kept. Default: 0. */
  momentum?: number;
  /** The gradient is multiplied by it first. Default: 1. */
  rescaleGrad?: number;
  /** Gradients are clipped to ± this; not at all where negative. Default: -1. */
  clipGradient?: number;
  /** The number of weights. Default: 1. */
  numWeights?: number | bigint;
}

/** Options of `preloadedMultiSgdUpdate`. */
export interface PreloadedMultiSgdUpdateOptions extends OutOption {
  /** The gradient is multiplied by it first. Default: 1. */
  rescaleGrad?: number;
  /** Gradients are clipped to ± this; not at all where negative. Default: -1. */
  clipGradient?: number;
  /** The number of weights. Default: 1. */
  numWeights?: number | bigint;
}

/** Options of `preloadedMultiSgdMomUpdate`. */
export interface PreloadedMultiSgdMomUpdateOptions extends OutOption {
  /** How much of the last step is kept. Default: 0. */
  momentum?: number;
  /** The gradient is multiplied by it first. Default: 1. */
  rescaleGrad?: number;
  /** Gradients are clipped to ± this; not at all where negative. Default: -1. */
  clipGradient?: number;
  /** The number of weights. Default: 1. */
  numWeights?: number | bigint;
}

/** Options of `preloadedMultiMpSgdUpdate`. */
export interface PreloadedMultiMpSgdUpdateOptions extends OutOption {
  /** The gradient is multiplied by it first. Default: 1. */
  rescaleGrad?: number;
  /** Gradients are clipped to ± this; not at all where negative. Default: -1. */
  clipGradient?: number;
  /** The number of weights. Default: 1. */
  numWeights?: number | bigint;
}

/** Options of `preloadedMultiMpSgdMomUpdate`. */
export interface PreloadedMultiMpSgdMomUpdateOptions extends OutOption {
  /** How much of the last step is kept. Default: 0. */
  momentum?: number;
  /** The gradient is multiplied by it first. Default: 1. */
  rescaleGrad?: number;
  /** Gradients are clipped to ± this; not at all where negative. Default: -1. */
  clipGradient?: number;
  /** The number of weights. Default: 1. */
  numWeights?: number | bigint;
}

/** Options of `multiLars`. */
export interface MultiLarsOptions extends OutOption {
  /** The factor of all rates. Default: required. */
  eta: number;
  /** Keeps the divisor from 0. Default: required. */
  eps: number;
  /** The gradient is multiplied by it first. Default: 1. */
  rescaleGrad?: number;
}

/** Options of `randomExponential`. */
export interface RandomExponentialOptions extends OutOption {
  /** The rate, above 0: 1 / mean. Default: 1. */
  lam?: number;
  /** Sizes of the axes; one element by default. Default: []. */
  shape?: number | readonly (number | null)[];
  /** The dtype of the result; float32 by default. Default: none. */
  dtype?: DType | null;
}

/** Options of `randomGamma`. */
export interface RandomGammaOptions extends OutOption {
  /** The shape, above 0. Default: 1. */
  alpha?: number;
  /** The scale, above 0. Default: 1. */
  beta?: number;
  /** Sizes of the axes; one element by default. Default: []. */
  shape?: number | readonly (number | null)[];
  /** The dtype of the result; float32 by default. Default: none. */
  dtype?: DType | null;
}

/** Options of `randomPoisson`. */
export interface RandomPoissonOptions extends OutOption {
  /** The mean; not negative. Default: 1. */
  lam?: number;
  /** Sizes of the axes; one element by default. Default: []. */
  shape?: number | readonly (number | null)[];
  /** The dtype of the result; float32 by default. Default: none. */
  dtype?: DType | null;
}

/** Options of `randomNegativeBinomial`. */
export interface RandomNegativeBinomialOptions extends OutOption {
  /** At how many failures it ends; not negative. Default: 1. */
  k?: number | bigint;
  /** The probability of a failure, from 0 to 1. Default: 1. */
  p?: number;
  /** Sizes of the axes; one element by default. Default: []. */
  shape?: number | readonly (number | null)[];
  /** The dtype of the result; float32 by default. Default: none. */
  dtype?: DType | null;
}

/** Options of `randomGeneralizedNegativeBinomial`. */
export interface RandomGeneralizedNegativeBinomialOptions extends OutOption {
  /** The mean; not negative. Default: 1. */
  mu?: number;
  /** The dispersion, 1 / k; not negative. Default: 1. */
  alpha?: number;
  /** Sizes of the axes; one element by default. Default: []. */
  shape?: number | readonly (number | null)[];
  /** The dtype of the result; float32 by default. Default: none. */
  dtype?: DType | null;
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

/** Options of `sampleUniform`. */
export interface SampleUniformOptions extends OutOption {
  /** The shape of what is drawn of each distribution; one by default. Default: []. */
  shape?: number | readonly (number | null)[];
  /** The dtype of the result; float32 by default. Default: none. */
  dtype?: DType | null;
}

/** Options of `sampleNormal`. */
export interface SampleNormalOptions extends OutOption {
  /** The shape of what is drawn of each distribution; one by default. Default: []. */
  shape?: number | readonly (number | null)[];
  /** The dtype of the result; float32 by default. Default: none. */
  dtype?: DType | null;
}

/** Options of `sampleGamma`. */
export interface SampleGammaOptions extends OutOption {
  /** The shape of what is drawn of each distribution; one by default. Default: []. */
  shape?: number | readonly (number | null)[];
  /** The dtype of the result; float32 by default. Default: none. */
  dtype?: DType | null;
}

/** Options of `sampleExponential`. */
export interface SampleExponentialOptions extends OutOption {
  /** The shape of what is drawn of each distribution; one by default. Default: []. */
  shape?: number | readonly (number | null)[];
  /** The dtype of the result; float32 by default. Default: none. */
  dtype?: DType | null;
}

/** Options of `samplePoisson`. */
export interface SamplePoissonOptions extends OutOption {
  /** The shape of what is drawn of each distribution; one by default. Default: []. */
  shape?: number | readonly (number | null)[];
  /** The dtype of the result; float32 by default. Default: none. */
  dtype?: DType | null;
}

/** Options of `sampleNegativeBinomial`. */
export interface SampleNegativeBinomialOptions extends OutOption {
  /** The shape of what is drawn of each distribution; one by default. Default: []. */
  shape?: number | readonly (number | null)[];
  /** The dtype of the result; float32 by default. Default: none. */
  dtype?: DType | null;
}

/** Options of `sampleGeneralizedNegativeBinomial`. */
export interface SampleGeneralizedNegativeBinomialOptions extends OutOption {
  /** The shape of what is drawn of each distribution; one by default. Default: []. */
  shape?: number | readonly (number | null)[];
  /** The dtype of the result; float32 by default. Default: none. */
  dtype?: DType | null;
}

/** Options of `sampleMultinomial`. */
export interface SampleMultinomialOptions extends OutOption {
  /** The shape of what is drawn of each distribution; one by default. Default: []. */
  shape?: number | readonly (number | null)[];
  /** Give the logarithms of the probabilities too. Default: false. */
  getProb?: boolean;
  /** The dtype of the outcomes. Default: "int32". */
  dtype?: DType;
}

/** Options of `randomPdfUniform`. */
export interface RandomPdfUniformOptions extends OutOption {
  /** Give the logarithm of the density. Default: false. */
  isLog?: boolean;
}

/** Options of `randomPdfNormal`. */
export interface RandomPdfNormalOptions extends OutOption {
  /** Give the logarithm of the density. Default: false. */
  isLog?: boolean;
}

/** Options of `randomPdfGamma`. */
export interface RandomPdfGammaOptions extends OutOption {
  /** Give the logarithm of the density. Default: false. */
  isLog?: boolean;
}

/** Options of `randomPdfExponential`. */
export interface RandomPdfExponentialOptions extends OutOption {
  /** Give the logarithm of the density. Default: false. */
  isLog?: boolean;
}

/** Options of `randomPdfPoisson`. */
export interface RandomPdfPoissonOptions extends OutOption {
  /** Give the logarithm of the density. Default: false. */
  isLog?: boolean;
}

/** Options of `randomPdfNegativeBinomial`. */
export interface RandomPdfNegativeBinomialOptions extends OutOption {
  /** Give the logarithm of the density. Default: false. */
  isLog?: boolean;
}

/** Options of `randomPdfGeneralizedNegativeBinomial`. */
export interface RandomPdfGeneralizedNegativeBinomialOptions extends OutOption {
  /** Give the logarithm of the density. Default: false. */
  isLog?: boolean;
}

/** Options of `randomPdfDirichlet`. */
export interface RandomPdfDirichletOptions extends OutOption {
  /** Give the logarithm of the density. Default: false. */
  isLog?: boolean;
}

/** Options of `contrib.quadratic`. */
export interface ContribQuadraticOptions extends OutOption {
  /** The factor of x². Default: 0. */
  a?: number;
  /** The factor of x. Default: 0. */
  b?: number;
  /** The constant. Default: 0. */
  c?: number;
}

/** Options of `contrib.gradientmultiplier`. */
export interface ContribGradientmultiplierOptions extends OutOption {
  /** What the gradient is multiplied by. Default: 1. */
  scalar?: number;
  /** Accepted and ignored. Default: true. */
  isInt?: boolean;
}

/** Options of `contrib.booleanMask`. */
export interface ContribBooleanMaskOptions extends OutOption {
  /** The axis of data that index describes. Default: 0. */
  axis?: number | bigint;
}

/** Options of `contrib.allclose`. */
export interface ContribAllcloseOptions extends OutOption {
  /** The distance allowed as a part of |b|. Default: 0.00001. */
  rtol?: number;
  /** The distance allowed anyway. Default: 0.00000001. */
  atol?: number;
  /** Two NaN are close. Default: true. */
  equalNan?: boolean;
}

/** Options of `contrib.arangeLike`. */
export interface ContribArangeLikeOptions extends OutOption {
  /** The first number. Default: 0. */
  start?: number;
  /** The distance of two numbers. Default: 1. */
  step?: number;
  /** How often each number stands. Default: 1. */
  repeat?: number | bigint;
  /** The axis whose size counts; all elements by default. Default: none. */
  axis?: number | bigint | null;
}

/** Options of `contrib.indexArray`. */
export interface ContribIndexArrayOptions extends OutOption {
  /** The axes; all by default. Default: none. */
  axes?: number | readonly (number | null)[] | null;
}

/** Options of `contrib.fft`. */
export interface ContribFftOptions extends OutOption {
  /** Accepted and ignored: rows at a time. Default: 128. */
  computeSize?: number | bigint;
}

/** Options of `contrib.ifft`. */
export interface ContribIfftOptions extends OutOption {
  /** Accepted and ignored: rows at a time. Default: 128. */
  computeSize?: number | bigint;
}

/** Options of `contrib.adaptiveAvgPooling2D`. */
export interface ContribAdaptiveAvgPooling2DOptions extends OutOption {
  /** Height and width of the output, or one number for both; 1 by default. Default: []. */
  outputSize?: number | readonly (number | null)[];
}

/** Options of `contrib.bilinearResize2D`. */
export interface ContribBilinearResize2DOptions extends OutOption {
  /** Height of the output, in mode size without a scale. Default: 1. */
  height?: number | bigint;
  /** Width of the output, in mode size without a scale. Default: 1. */
  width?: number | bigint;
  /** Height as a multiple of data's, in modes size and odd_scale. Default: none. */
  scaleHeight?: number | null;
  /** Width as a multiple of data's, in modes size and odd_scale. Default: none. */
  scaleWidth?: number | null;
  /** Where the output's size comes from: height and width (or scales); scales that keep odd sizes odd, (h - 1) scale + 1; the second input; the next even or odd size below or above. Default: "size". */
  mode?: "size" | "odd_scale" | "like" | "to_even_down" | "to_even_up" | "to_odd_down" | "to_odd_up";
  /** Put the centres of the corner elements upon each other; else the edges of the planes. Default: true. */
  alignCorners?: boolean;
}

/** Options of `contrib.roiAlign`. */
export interface ContribROIAlignOptions extends OutOption {
  /** Cells of a box: (h, w). Default: required. */
  pooledSize: number | readonly (number | null)[];
  /** What the boxes' numbers are multiplied by to count elements of data. Default: required. */
  spatialScale: number;
  /** Samples of a cell along each axis; -1: as many as elements in the cell. Default: -1. */
  sampleRatio?: number | bigint;
  /** Each cell has channels of its own: data has c * h * w of them. Default: false. */
  positionSensitive?: boolean;
  /** Centre the samples half an element off, as Detectron2 does. Default: false. */
  aligned?: boolean;
}

/** Options of `contrib.deformableConvolution`. */
export interface ContribDeformableConvolutionOptions extends OutOption {
  /** The size of the kernel: (h, w). Default: required. */
  kernel: number | readonly (number | null)[];
  /** The step of the kernel; 1 by default. Default: []. */
  stride?: number | readonly (number | null)[];
  /** The distance of the kernel's taps; 1 by default. Default: []. */
  dilate?: number | readonly (number | null)[];
  /** Zeros around the data; 0 by default. Default: []. */
  pad?: number | readonly (number | null)[];
  /** The number of filters (output channels). Default: required. */
  numFilter: number | bigint;
  /** The number of groups of channels and filters. Default: 1. */
  numGroup?: number | bigint;
  /** The number of groups of channels with offsets of their own. Default: 1. */
  numDeformableGroup?: number | bigint;
  /** Accepted and ignored. Default: 1024. */
  workspace?: number | bigint;
  /** Leave the bias out. Default: false. */
  noBias?: boolean;
  /** The order of axes; NCHW. Default: none. */
  layout?: "NCW" | "NCHW" | "NCDHW" | null;
}

/** Options of `contrib.interleavedMatmulSelfattQk`. */
export interface ContribInterleavedMatmulSelfattQkOptions extends OutOption {
  /** The number of heads. Default: required. */
  heads: number | bigint;
}

/** Options of `contrib.interleavedMatmulSelfattValatt`. */
export interface ContribInterleavedMatmulSelfattValattOptions extends OutOption {
  /** The number of heads. Default: required. */
  heads: number | bigint;
}

/** Options of `contrib.interleavedMatmulEncdecQk`. */
export interface ContribInterleavedMatmulEncdecQkOptions extends OutOption {
  /** The number of heads. Default: required. */
  heads: number | bigint;
}

/** Options of `contrib.interleavedMatmulEncdecValatt`. */
export interface ContribInterleavedMatmulEncdecValattOptions extends OutOption {
  /** The number of heads. Default: required. */
  heads: number | bigint;
}

/** Options of `contrib.boxNms`. */
export interface ContribBoxNmsOptions extends OutOption {
  /** A box that overlaps a better one by more is suppressed. Default: 0.5. */
  overlapThresh?: number;
  /** Boxes count only with a score above this. Default: 0. */
  validThresh?: number;
  /** Only so many of the best are looked at; all by default, and 0 leaves data as it is. Default: -1. */
  topk?: number | bigint;
  /** Where the four coordinates begin. Default: 2. */
  coordStart?: number | bigint;
  /** Where the score is. Default: 1. */
  scoreIndex?: number | bigint;
  /** Where the class is; -1 for none. Default: -1. */
  idIndex?: number | bigint;
  /** The class that is left out. Default: -1. */
  backgroundId?: number | bigint;
  /** Suppress boxes of other classes too. Default: false. */
  forceSuppress?: boolean;
  /** What the coordinates are: corners, or centre and sides. Default: "corner". */
  inFormat?: "corner" | "center";
  /** What they become. Default: "corner". */
  outFormat?: "corner" | "center";
}

/** Options of `contrib.boxIou`. */
export interface ContribBoxIouOptions extends OutOption {
  /** [xmin, ymin, xmax, ymax], or center: [x, y, width, height]. Default: "corner". */
  format?: "corner" | "center";
}

/** Options of `contrib.bipartiteMatching`. */
export interface ContribBipartiteMatchingOptions extends OutOption {
  /** The smallest score is the best. Default: false. */
  isAscend?: boolean;
  /** Only better scores are paired. Default: required. */
  threshold: number;
  /** Stop once there are more pairs than this (so there is one more, as in MXNet). Default: -1. */
  topk?: number | bigint;
}

/** Options of `contrib.boxDecode`. */
export interface ContribBoxDecodeOptions extends OutOption {
  /** The first offset is multiplied by it. Default: 1. */
  std0?: number;
  /** The second offset is multiplied by it. Default: 1. */
  std1?: number;
  /** The third offset is multiplied by it. Default: 1. */
  std2?: number;
  /** The fourth offset is multiplied by it. Default: 1. */
  std3?: number;
  /** Where positive, the logarithms of the sides' ratios are at most this. Default: -1. */
  clip?: number;
  /** What anchors are: corners, or centre and sides. Default: "center". */
  format?: "corner" | "center";
}

/** Options of `contrib.multiBoxPrior`. */
export interface ContribMultiBoxPriorOptions extends OutOption {
  /** Sizes, in parts of the image's height. Default: [1.0]. */
  sizes?: number | readonly number[];
  /** Width by height. Default: [1.0]. */
  ratios?: number | readonly number[];
  /** Clip to the image. Default: false. */
  clip?: boolean;
  /** From point to point down and across; by the map's size where not positive. Default: [-1.0,-1.0]. */
  steps?: number | readonly number[];
  /** Of a centre within its cell, down and across. Default: [0.5,0.5]. */
  offsets?: number | readonly number[];
}

/** Options of `contrib.multiBoxTarget`. */
export interface ContribMultiBoxTargetOptions extends OutOption {
  /** Anchors that overlap a box by more are matched with it. Default: 0.5. */
  overlapThreshold?: number;
  /** The class of anchors that do not count. Default: -1. */
  ignoreLabel?: number;
  /** Negatives for each positive; all where it is not positive. Default: -1. */
  negativeMiningRatio?: number;
  /** Anchors that overlap a box by less may be mined. Default: 0.5. */
  negativeMiningThresh?: number;
  /** Accepted and ignored, as in MXNet. Default: 0. */
  minimumNegativeSamples?: number | bigint;
  /** What the four offsets are divided by. Default: [0.1,0.1,0.2,0.2]. */
  variances?: number | readonly number[];
}

/** Options of `contrib.multiBoxDetection`. */
export interface ContribMultiBoxDetectionOptions extends OutOption {
  /** Clip boxes to the image. Default: true. */
  clip?: boolean;
  /** The least score. Default: 0.01. */
  threshold?: number;
  /** Accepted and ignored, as in MXNet: class 0 is the background. Default: 0. */
  backgroundId?: number | bigint;
  /** Boxes that overlap a better one by as much are suppressed; outside of 0 to 1, none are. Default: 0.5. */
  nmsThreshold?: number;
  /** Suppress boxes of other classes too. Default: false. */
  forceSuppress?: boolean;
  /** What the four offsets are divided by. Default: [0.1,0.1,0.2,0.2]. */
  variances?: number | readonly number[];
  /** Only so many of the best are kept; all where it is not positive. Default: -1. */
  nmsTopk?: number | bigint;
}

/** Options of `contrib.adamwUpdate`. */
export interface ContribAdamwUpdateOptions extends OutOption {
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
  /** The schedule's factor of the whole step. Default: required. */
  eta: number;
  /** Gradients are clipped to ± this; not at all where negative. Default: -1. */
  clipGradient?: number;
}

/** Options of `contrib.mpAdamwUpdate`. */
export interface ContribMpAdamwUpdateOptions extends OutOption {
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
  /** The schedule's factor of the whole step. Default: required. */
  eta: number;
  /** Gradients are clipped to ± this; not at all where negative. Default: -1. */
  clipGradient?: number;
}

/** Options of `contrib.groupAdagradUpdate`. */
export interface ContribGroupAdagradUpdateOptions extends OutOption {
  /** The learning rate. Default: required. */
  lr: number;
  /** The gradient is multiplied by it first. Default: 1. */
  rescaleGrad?: number;
  /** Gradients are clipped to ± this; not at all where negative. Default: -1. */
  clipGradient?: number;
  /** Keeps the divisor from 0. Default: 0.00001. */
  epsilon?: number;
}

/** Options of `contrib.multiAdamwUpdate`. */
export interface ContribMultiAdamwUpdateOptions extends OutOption {
  /** The learning rate of each weight. Default: required. */
  lrs: number | readonly number[];
  /** How much of the mean of gradients is kept. Default: 0.9. */
  beta1?: number;
  /** How much of the mean of squares is kept. Default: 0.999. */
  beta2?: number;
  /** Keeps the divisor from 0. Default: 0.00000001. */
  epsilon?: number;
  /** The weight decay of each weight. Default: required. */
  wds: number | readonly number[];
  /** The schedule's factor of the step of each weight. Default: required. */
  etas: number | readonly number[];
  /** Gradients are clipped to ± this; not at all where negative. Default: -1. */
  clipGradient?: number;
  /** The number of weights. Default: 1. */
  numWeights?: number | bigint;
}

/** Options of `contrib.multiMpAdamwUpdate`. */
export interface ContribMultiMpAdamwUpdateOptions extends OutOption {
  /** The learning rate of each weight. Default: required. */
  lrs: number | readonly number[];
  /** How much of the mean of gradients is kept. Default: 0.9. */
  beta1?: number;
  /** How much of the mean of squares is kept. Default: 0.999. */
  beta2?: number;
  /** Keeps the divisor from 0. Default: 0.00000001. */
  epsilon?: number;
  /** The weight decay of each weight. Default: required. */
  wds: number | readonly number[];
  /** The schedule's factor of the step of each weight. Default: required. */
  etas: number | readonly number[];
  /** Gradients are clipped to ± this; not at all where negative. Default: -1. */
  clipGradient?: number;
  /** The number of weights. Default: 1. */
  numWeights?: number | bigint;
}

/** Options of `contrib.multiLambUpdate`. */
export interface ContribMultiLambUpdateOptions extends OutOption {
  /** The learning rate of each weight. Default: required. */
  learningRates: number | readonly number[];
  /** How much of the mean of gradients is kept. Default: 0.9. */
  beta1?: number;
  /** How much of the mean of squares is kept. Default: 0.999. */
  beta2?: number;
  /** Keeps the divisor from 0. Default: 0.000001. */
  epsilon?: number;
  /** The weight decay of each weight. Default: required. */
  wds: number | readonly number[];
  /** The gradient is multiplied by it first. Default: 1. */
  rescaleGrad?: number;
  /** The least norm of a weight; none where negative. Default: -1. */
  lowerBound?: number;
  /** The most norm of a weight; none where negative. Default: -1. */
  upperBound?: number;
  /** Gradients are clipped to ± this; not at all where negative. Default: -1. */
  clipGradient?: number;
  /** Correct the bias of the means. Default: true. */
  biasCorrection?: boolean;
  /** The number of this step of each weight, from 1. Default: required. */
  stepCount: number | readonly (number | null)[];
  /** The number of weights. Default: 1. */
  numTensors?: number | bigint;
}

/** Options of `contrib.multiMpLambUpdate`. */
export interface ContribMultiMpLambUpdateOptions extends OutOption {
  /** The learning rate of each weight. Default: required. */
  learningRates: number | readonly number[];
  /** How much of the mean of gradients is kept. Default: 0.9. */
  beta1?: number;
  /** How much of the mean of squares is kept. Default: 0.999. */
  beta2?: number;
  /** Keeps the divisor from 0. Default: 0.000001. */
  epsilon?: number;
  /** The weight decay of each weight. Default: required. */
  wds: number | readonly number[];
  /** The gradient is multiplied by it first. Default: 1. */
  rescaleGrad?: number;
  /** The least norm of a weight; none where negative. Default: -1. */
  lowerBound?: number;
  /** The most norm of a weight; none where negative. Default: -1. */
  upperBound?: number;
  /** Gradients are clipped to ± this; not at all where negative. Default: -1. */
  clipGradient?: number;
  /** Correct the bias of the means. Default: true. */
  biasCorrection?: boolean;
  /** The number of this step of each weight, from 1. Default: required. */
  stepCount: number | readonly (number | null)[];
  /** The number of weights. Default: 1. */
  numTensors?: number | bigint;
}

/** Options of `image.normalize`. */
export interface ImageNormalizeOptions extends OutOption {
  /** One mean, or one a channel. Default: [0.0,0.0,0.0,0.0]. */
  mean?: number | readonly number[];
  /** One standard deviation, or one a channel. Default: [1.0,1.0,1.0,1.0]. */
  std?: number | readonly number[];
}

/** Options of `image.resize`. */
export interface ImageResizeOptions extends OutOption {
  /** (width, height), or one number for both; required. Default: []. */
  size?: number | readonly (number | null)[];
  /** With one number: it is the shorter edge, the other follows. Default: false. */
  keepRatio?: boolean;
  /** 0 nearest, 1 linear, 2 cubic, 3 area, 4 Lanczos. Default: 1. */
  interp?: number | bigint;
}

/** Options of `image.crop`. */
export interface ImageCropOptions extends OutOption {
  /** The left edge. Default: required. */
  x: number | bigint;
  /** The upper edge. Default: required. */
  y: number | bigint;
  /** The width of the part. Default: required. */
  width: number | bigint;
  /** The height of the part. Default: required. */
  height: number | bigint;
}

/** Options of `image.randomFlipLeftRight`. */
export interface ImageRandomFlipLeftRightOptions extends OutOption {
  /** The probability of a flip, for each image. Default: 0.5. */
  p?: number;
}

/** Options of `image.randomFlipTopBottom`. */
export interface ImageRandomFlipTopBottomOptions extends OutOption {
  /** The probability of a flip, for each image. Default: 0.5. */
  p?: number;
}

/** Options of `image.randomBrightness`. */
export interface ImageRandomBrightnessOptions extends OutOption {
  /** The least factor. Default: required. */
  minFactor: number;
  /** The most factor. Default: required. */
  maxFactor: number;
}

/** Options of `image.randomContrast`. */
export interface ImageRandomContrastOptions extends OutOption {
  /** The least factor. Default: required. */
  minFactor: number;
  /** The most factor. Default: required. */
  maxFactor: number;
}

/** Options of `image.randomSaturation`. */
export interface ImageRandomSaturationOptions extends OutOption {
  /** The least factor. Default: required. */
  minFactor: number;
  /** The most factor. Default: required. */
  maxFactor: number;
}

/** Options of `image.randomHue`. */
export interface ImageRandomHueOptions extends OutOption {
  /** The least factor. Default: required. */
  minFactor: number;
  /** The most factor. Default: required. */
  maxFactor: number;
}

/** Options of `image.randomColorJitter`. */
export interface ImageRandomColorJitterOptions extends OutOption {
  /** How much brightness changes. Default: required. */
  brightness: number;
  /** How much contrast changes. Default: required. */
  contrast: number;
  /** How much saturation changes. Default: required. */
  saturation: number;
  /** How much the hue turns. Default: required. */
  hue: number;
}

/** Options of `image.adjustLighting`. */
export interface ImageAdjustLightingOptions extends OutOption {
  /** Three strengths. Default: required. */
  alpha: number | readonly number[];
}

/** Options of `image.randomLighting`. */
export interface ImageRandomLightingOptions extends OutOption {
  /** The standard deviation of the strengths. Default: 0.05. */
  alphaStd?: number;
}

/** The functions of `nd.contrib`. */
export interface ContribOps {
  /**
   * 1 where the element is NaN, else 0.
   * MXNet's `contrib.isnan`.
   */
  isnan(data: NDArray, options?: OutOption): NDArray;
  /**
   * 1 where the element is infinite, else 0.
   * MXNet's `contrib.isinf`.
   */
  isinf(data: NDArray, options?: OutOption): NDArray;
  /**
   * 1 where the element is neither infinite nor NaN, else 0.
   * MXNet's `contrib.isfinite`.
   */
  isfinite(data: NDArray, options?: OutOption): NDArray;
  /**
   * a x² + b x + c of each element.
   * - `a` (0): The factor of x².
   * - `b` (0): The factor of x.
   * - `c` (0): The constant.
   * MXNet's `contrib.quadratic`.
   */
  quadratic(data: NDArray, options?: ContribQuadraticOptions): NDArray;
  /**
   * Each element divided by the square root of the size of the last axis.
   * MXNet's `contrib.div_sqrt_dim`.
   */
  divSqrtDim(data: NDArray, options?: OutOption): NDArray;
  /**
   * The input; the gradient that flows through it is multiplied by scalar.
   * - `scalar` (1): What the gradient is multiplied by.
   * - `isInt` (true): Accepted and ignored.
   * MXNet's `contrib.gradientmultiplier`.
   */
  gradientmultiplier(data: NDArray, scalar: number, options?: Partial<ContribGradientmultiplierOptions>): NDArray;
  /** `gradientmultiplier`, called in another way. */
  gradientmultiplier(data: NDArray, options?: ContribGradientmultiplierOptions): NDArray;
  /**
   * The nearest integer, halves away from 0; the gradient passes as if it were the input.
   * MXNet's `contrib.round_ste`.
   */
  roundSte(data: NDArray, options?: OutOption): NDArray;
  /**
   * The sign of each element; the gradient passes as if it were the input.
   * MXNet's `contrib.sign_ste`.
   */
  signSte(data: NDArray, options?: OutOption): NDArray;
  /**
   * old_tensor with row index_vector[i] replaced by row i of new_tensor; of several for one row the last stays. Inputs: old_tensor [n, …], index_vector [m], new_tensor [m, …].
   * MXNet's `contrib.index_copy`.
   */
  indexCopy(oldTensor: NDArray, indexVector: NDArray, newTensor: NDArray, options?: OutOption): NDArray;
  /**
   * The slices of data along an axis where index is not 0. Inputs: data, index [n] of the size of the axis. The shape of the result follows from index, which is waited for.
   * - `axis` (0): The axis of data that index describes.
   * MXNet's `contrib.boolean_mask`.
   */
  booleanMask(data: NDArray, index: NDArray, options?: ContribBooleanMaskOptions): NDArray;
  /**
   * 1 (uint8, of shape []) where |a - b| <= atol + rtol |b| everywhere, else 0. Equal infinities are close.
   * - `rtol` (0.00001): The distance allowed as a part of |b|.
   * - `atol` (0.00000001): The distance allowed anyway.
   * - `equalNan` (true): Two NaN are close.
   * MXNet's `contrib.allclose`.
   */
  allclose(a: NDArray, b: NDArray, options?: ContribAllcloseOptions): NDArray;
  /**
   * start, start + step, … each `repeat` times, as many as data has elements, in its shape; or as many as an axis of it has.
   * - `start` (0): The first number.
   * - `step` (1): The distance of two numbers.
   * - `repeat` (1): How often each number stands.
   * - `axis` (none): The axis whose size counts; all elements by default.
   * MXNet's `contrib.arange_like`.
   */
  arangeLike(data: NDArray, options?: ContribArangeLikeOptions): NDArray;
  /**
   * The index of each element of data, along a new last axis, in int64; or its part along some axes.
   * - `axes` (none): The axes; all by default.
   * MXNet's `contrib.index_array`.
   */
  indexArray(data: NDArray, options?: ContribIndexArrayOptions): NDArray;
  /**
   * MXNet's transform of real numbers [..., d] into pairs of real and imaginary parts side by side [..., 2 d].
   * - `computeSize` (128): Accepted and ignored: rows at a time.
   * MXNet's `contrib.fft`.
   */
  fft(data: NDArray, options?: ContribFftOptions): NDArray;
  /**
   * MXNet's inverse of contrib.fft: the real parts [..., d] from pairs [..., 2 d], not divided by d (cuFFT's rule).
   * - `computeSize` (128): Accepted and ignored: rows at a time.
   * MXNet's `contrib.ifft`.
   */
  ifft(data: NDArray, options?: ContribIfftOptions): NDArray;
  /**
   * Means over output_size cells of each plane, as even as they go: cell o reaches from floor(o h / h') to ceil((o + 1) h / h'). Input: data [n, c, h, w]. Output: [n, c, h', w'].
   * - `outputSize` ([]): Height and width of the output, or one number for both; 1 by default.
   * MXNet's `contrib.AdaptiveAvgPooling2D`.
   */
  adaptiveAvgPooling2D(data: NDArray, options?: ContribAdaptiveAvgPooling2DOptions): NDArray;
  /**
   * Each plane brought to another size by bilinear interpolation. Inputs: data [n, c, h, w]; like [n, c, h', w'] with mode like. Output: [n, c, h', w'].
   * - `height` (1): Height of the output, in mode size without a scale.
   * - `width` (1): Width of the output, in mode size without a scale.
   * - `scaleHeight` (none): Height as a multiple of data's, in modes size and odd_scale.
   * - `scaleWidth` (none): Width as a multiple of data's, in modes size and odd_scale.
   * - `mode` ("size"): Where the output's size comes from: height and width (or scales); scales that keep odd sizes odd, (h - 1) scale + 1; the second input; the next even or odd size below or above.
   * - `alignCorners` (true): Put the centres of the corner elements upon each other; else the edges of the planes.
   * MXNet's `contrib.BilinearResize2D`.
   */
  bilinearResize2D(data: NDArray, like: NDArray | null, options?: ContribBilinearResize2DOptions): NDArray;
  /** `bilinearResize2D`, called in another way. */
  bilinearResize2D(data: NDArray, options?: ContribBilinearResize2DOptions): NDArray;
  /**
   * The mean of bilinear samples over each cell of each box. Inputs: data [n, c, h, w], rois [boxes, 5] of (image, x1, y1, x2, y2). Output: [boxes, c] and pooled_size; a box in an image below 0 gives 0.
   * - `pooledSize` (required): Cells of a box: (h, w).
   * - `spatialScale` (required): What the boxes' numbers are multiplied by to count elements of data.
   * - `sampleRatio` (-1): Samples of a cell along each axis; -1: as many as elements in the cell.
   * - `positionSensitive` (false): Each cell has channels of its own: data has c * h * w of them.
   * - `aligned` (false): Centre the samples half an element off, as Detectron2 does.
   * MXNet's `contrib.ROIAlign`.
   */
  roiAlign(data: NDArray, rois: NDArray, options: ContribROIAlignOptions): NDArray;
  /**
   * A convolution whose taps are displaced by offset, with bilinear interpolation. Inputs: data [n, c, h, w], offset [n, num_deformable_group * taps * 2, h', w'] of (y, x) for each tap, weight [num_filter, c / num_group, kernel], bias [num_filter]. Output: [n, num_filter, h', w'], as Convolution's.
   * - `kernel` (required): The size of the kernel: (h, w).
   * - `stride` ([]): The step of the kernel; 1 by default.
   * - `dilate` ([]): The distance of the kernel's taps; 1 by default.
   * - `pad` ([]): Zeros around the data; 0 by default.
   * - `numFilter` (required): The number of filters (output channels).
   * - `numGroup` (1): The number of groups of channels and filters.
   * - `numDeformableGroup` (1): The number of groups of channels with offsets of their own.
   * - `workspace` (1024): Accepted and ignored.
   * - `noBias` (false): Leave the bias out.
   * - `layout` (none): The order of axes; NCHW.
   * MXNet's `contrib.DeformableConvolution`.
   */
  deformableConvolution(data: NDArray, offset: NDArray, weight: NDArray, bias: NDArray | null, options: ContribDeformableConvolutionOptions): NDArray;
  /** `deformableConvolution`, called in another way. */
  deformableConvolution(data: NDArray, offset: NDArray, weight: NDArray, options: ContribDeformableConvolutionOptions): NDArray;
  /**
   * The negative logarithm of the probability that a sequence reads as its labels, over all alignments (Graves and others, 2006). Inputs: data [steps, batch, classes] before softmax, label [batch, at most steps], lengths [batch]. Output: [batch]; 0 where the labels do not fit into the steps.
   * - `useDataLengths` (false): Samples have the steps that data_lengths says.
   * - `useLabelLengths` (false): Samples have as many labels as label_lengths says.
   * - `blankLabel` ("first"): Which class is the blank. With first, labels are from 1 on and padded with 0; with last, from 0 on and padded with -1.
   * MXNet's `CTCLoss`.
   */
  ctcLoss(data: NDArray, label: NDArray, dataLengths: NDArray | null, labelLengths: NDArray | null, options?: CtcLossOptions): NDArray;
  /** `ctcLoss`, called in another way. */
  ctcLoss(data: NDArray, label: NDArray, dataLengths: NDArray | null, options?: CtcLossOptions): NDArray;
  /** `ctcLoss`, called in another way. */
  ctcLoss(data: NDArray, label: NDArray, options?: CtcLossOptions): NDArray;
  /**
   * Queries times the transpose of keys, over the square root of a head's size, for each head. Input: [length, batch, heads * 3 * size], each head's query, key and value after one another. Output: [batch * heads, length, length].
   * - `heads` (required): The number of heads.
   * MXNet's `contrib.interleaved_matmul_selfatt_qk`.
   */
  interleavedMatmulSelfattQk(queriesKeysValues: NDArray, options: ContribInterleavedMatmulSelfattQkOptions): NDArray;
  /**
   * Attention times values for each head: of interleaved projections [length, batch, heads * 3 * size] and attention [batch * heads, length, length]. Output: [length, batch, heads * size].
   * - `heads` (required): The number of heads.
   * MXNet's `contrib.interleaved_matmul_selfatt_valatt`.
   */
  interleavedMatmulSelfattValatt(queriesKeysValues: NDArray, attention: NDArray, options: ContribInterleavedMatmulSelfattValattOptions): NDArray;
  /**
   * Queries times the transpose of keys, over the square root of a head's size, for each head. Inputs: queries [rows, batch, heads * size], and each head's key and value after one another [columns, batch, heads * 2 * size]. Output: [batch * heads, rows, columns].
   * - `heads` (required): The number of heads.
   * MXNet's `contrib.interleaved_matmul_encdec_qk`.
   */
  interleavedMatmulEncdecQk(queries: NDArray, keysValues: NDArray, options: ContribInterleavedMatmulEncdecQkOptions): NDArray;
  /**
   * Attention times values for each head: of keys and values [columns, batch, heads * 2 * size] and attention [batch * heads, rows, columns]. Output: [rows, batch, heads * size].
   * - `heads` (required): The number of heads.
   * MXNet's `contrib.interleaved_matmul_encdec_valatt`.
   */
  interleavedMatmulEncdecValatt(keysValues: NDArray, attention: NDArray, options: ContribInterleavedMatmulEncdecValattOptions): NDArray;
  /**
   * Non-maximum suppression: rows by falling score, without those that overlap a better one; the rest is -1. data is [..., boxes, width]. Gradients go to the rows that the output came from; where the format is changed they are passed on as they are, as in MXNet.
   * - `overlapThresh` (0.5): A box that overlaps a better one by more is suppressed.
   * - `validThresh` (0): Boxes count only with a score above this.
   * - `topk` (-1): Only so many of the best are looked at; all by default, and 0 leaves data as it is.
   * - `coordStart` (2): Where the four coordinates begin.
   * - `scoreIndex` (1): Where the score is.
   * - `idIndex` (-1): Where the class is; -1 for none.
   * - `backgroundId` (-1): The class that is left out.
   * - `forceSuppress` (false): Suppress boxes of other classes too.
   * - `inFormat` ("corner"): What the coordinates are: corners, or centre and sides.
   * - `outFormat` ("corner"): What they become.
   * MXNet's `contrib.box_nms`.
   */
  boxNms(data: NDArray, options?: ContribBoxNmsOptions): NDArray;
  /**
   * Non-maximum suppression: rows by falling score, without those that overlap a better one; the rest is -1. data is [..., boxes, width]. Gradients go to the rows that the output came from; where the format is changed they are passed on as they are, as in MXNet.
   * - `overlapThresh` (0.5): A box that overlaps a better one by more is suppressed.
   * - `validThresh` (0): Boxes count only with a score above this.
   * - `topk` (-1): Only so many of the best are looked at; all by default, and 0 leaves data as it is.
   * - `coordStart` (2): Where the four coordinates begin.
   * - `scoreIndex` (1): Where the score is.
   * - `idIndex` (-1): Where the class is; -1 for none.
   * - `backgroundId` (-1): The class that is left out.
   * - `forceSuppress` (false): Suppress boxes of other classes too.
   * - `inFormat` ("corner"): What the coordinates are: corners, or centre and sides.
   * - `outFormat` ("corner"): What they become.
   * MXNet's `contrib.box_nms`.
   */
  boxNonMaximumSuppression(data: NDArray, options?: ContribBoxNmsOptions): NDArray;
  /**
   * Intersection over union of all pairs of boxes: lhs [..., 4] and rhs [..., 4] give the axes of both.
   * - `format` ("corner"): [xmin, ymin, xmax, ymax], or center: [x, y, width, height].
   * MXNet's `contrib.box_iou`.
   */
  boxIou(lhs: NDArray, rhs: NDArray, options?: ContribBoxIouOptions): NDArray;
  /**
   * Pairs rows with columns of [..., rows, columns], the best score of what is left first. Outputs: the column of each row and the row of each column, -1 where there is none.
   * - `isAscend` (false): The smallest score is the best.
   * - `threshold` (required): Only better scores are paired.
   * - `topk` (-1): Stop once there are more pairs than this (so there is one more, as in MXNet).
   * MXNet's `contrib.bipartite_matching`.
   */
  bipartiteMatching(data: NDArray, options: ContribBipartiteMatchingOptions): [NDArray, NDArray];
  /**
   * Offsets from anchors to the boxes that they are matched with, ((x, y) by the anchor's sides, logarithms of the sides' ratios) minus means, divided by stds; and a mask. Inputs: samples [b, n] (1 positive), matches [b, n], anchors [b, n, 4] and refs [b, m, 4] in corners, means [4], stds [4]. Outputs: [b, n, 4] twice; both are 0 where a sample is not positive.
   * MXNet's `contrib.box_encode`.
   */
  boxEncode(samples: NDArray, matches: NDArray, anchors: NDArray, refs: NDArray, means: NDArray, stds: NDArray, options?: OutOption): [NDArray, NDArray];
  /**
   * The boxes, as corners, that offsets from anchors describe: what box_encode made, without means. Inputs: data [b, n, 4], anchors [1, n, 4].
   * - `std0` (1): The first offset is multiplied by it.
   * - `std1` (1): The second offset is multiplied by it.
   * - `std2` (1): The third offset is multiplied by it.
   * - `std3` (1): The fourth offset is multiplied by it.
   * - `clip` (-1): Where positive, the logarithms of the sides' ratios are at most this.
   * - `format` ("center"): What anchors are: corners, or centre and sides.
   * MXNet's `contrib.box_decode`.
   */
  boxDecode(data: NDArray, anchors: NDArray, options?: ContribBoxDecodeOptions): NDArray;
  /**
   * Anchors around the points of a map: of each size with the first ratio, and of the first size with the other ratios, as corners in parts of the image. data: [n, channels, height, width]; output: [1, height * width * (sizes + ratios - 1), 4].
   * - `sizes` ([1.0]): Sizes, in parts of the image's height.
   * - `ratios` ([1.0]): Width by height.
   * - `clip` (false): Clip to the image.
   * - `steps` ([-1.0,-1.0]): From point to point down and across; by the map's size where not positive.
   * - `offsets` ([0.5,0.5]): Of a centre within its cell, down and across.
   * MXNet's `contrib.MultiBoxPrior`.
   */
  multiBoxPrior(data: NDArray, options?: ContribMultiBoxPriorOptions): NDArray;
  /**
   * Training targets of anchors: each box gets its best anchor, then anchors that overlap a box enough get it. Inputs: anchor [1, n, 4], label [batch, m, 5 or more] (class, corners; -1 from where there are no more), cls_pred [batch, classes, n]. Outputs: offsets [batch, 4 n], their mask, classes [batch, n] (0 is background). With mining only the negatives that look least like background count.
   * - `overlapThreshold` (0.5): Anchors that overlap a box by more are matched with it.
   * - `ignoreLabel` (-1): The class of anchors that do not count.
   * - `negativeMiningRatio` (-1): Negatives for each positive; all where it is not positive.
   * - `negativeMiningThresh` (0.5): Anchors that overlap a box by less may be mined.
   * - `minimumNegativeSamples` (0): Accepted and ignored, as in MXNet.
   * - `variances` ([0.1,0.1,0.2,0.2]): What the four offsets are divided by.
   * MXNet's `contrib.MultiBoxTarget`.
   */
  multiBoxTarget(anchor: NDArray, label: NDArray, clsPred: NDArray, options?: ContribMultiBoxTargetOptions): [NDArray, NDArray, NDArray];
  /**
   * Detections from predictions: offsets become boxes, the best class is taken, and what overlaps a better box of its class is suppressed. Inputs: cls_prob [batch, classes, n] (0 is background), loc_pred [batch, 4 n], anchor [1, n, 4]. Output: [batch, n, 6], rows of class (without background; -1 for none), score and corners.
   * - `clip` (true): Clip boxes to the image.
   * - `threshold` (0.01): The least score.
   * - `backgroundId` (0): Accepted and ignored, as in MXNet: class 0 is the background.
   * - `nmsThreshold` (0.5): Boxes that overlap a better one by as much are suppressed; outside of 0 to 1, none are.
   * - `forceSuppress` (false): Suppress boxes of other classes too.
   * - `variances` ([0.1,0.1,0.2,0.2]): What the four offsets are divided by.
   * - `nmsTopk` (-1): Only so many of the best are kept; all where it is not positive.
   * MXNet's `contrib.MultiBoxDetection`.
   */
  multiBoxDetection(clsProb: NDArray, locPred: NDArray, anchor: NDArray, options?: ContribMultiBoxDetectionOptions): NDArray;
  /**
   * adam_update with decay apart from the gradient: weight - eta * (lr * mean / (sqrt(var) + epsilon) + wd * weight). Nothing changes where rescale_grad, an array of one element, is 0 or not finite.
   * - `lr` (required): The learning rate.
   * - `beta1` (0.9): How much of the mean of gradients is kept.
   * - `beta2` (0.999): How much of the mean of squares is kept.
   * - `epsilon` (0.00000001): Keeps the divisor from 0.
   * - `wd` (0): Weight decay.
   * - `eta` (required): The schedule's factor of the whole step.
   * - `clipGradient` (-1): Gradients are clipped to ± this; not at all where negative.
   * MXNet's `contrib.adamw_update`.
   */
  adamwUpdate(weight: NDArray, grad: NDArray, mean: NDArray, var_: NDArray, rescaleGrad: NDArray, lr: number, options: Omit<ContribAdamwUpdateOptions, "lr">): NDArray;
  /** `adamwUpdate`, called in another way. */
  adamwUpdate(weight: NDArray, grad: NDArray, mean: NDArray, var_: NDArray, rescaleGrad: NDArray, options: ContribAdamwUpdateOptions): NDArray;
  /**
   * contrib.adamw_update of a float32 copy of the weight; the output is rounded to the weight's dtype.
   * - `lr` (required): The learning rate.
   * - `beta1` (0.9): How much of the mean of gradients is kept.
   * - `beta2` (0.999): How much of the mean of squares is kept.
   * - `epsilon` (0.00000001): Keeps the divisor from 0.
   * - `wd` (0): Weight decay.
   * - `eta` (required): The schedule's factor of the whole step.
   * - `clipGradient` (-1): Gradients are clipped to ± this; not at all where negative.
   * MXNet's `contrib.mp_adamw_update`.
   */
  mpAdamwUpdate(weight: NDArray, grad: NDArray, mean: NDArray, var_: NDArray, weight32: NDArray, rescaleGrad: NDArray, lr: number, options: Omit<ContribMpAdamwUpdateOptions, "lr">): NDArray;
  /** `mpAdamwUpdate`, called in another way. */
  mpAdamwUpdate(weight: NDArray, grad: NDArray, mean: NDArray, var_: NDArray, weight32: NDArray, rescaleGrad: NDArray, options: ContribMpAdamwUpdateOptions): NDArray;
  /**
   * Adagrad with one history a row: history += mean(g²) over the row, g = clip(rescale_grad * grad); weight - lr * g / (sqrt(history) + epsilon).
   * - `lr` (required): The learning rate.
   * - `rescaleGrad` (1): The gradient is multiplied by it first.
   * - `clipGradient` (-1): Gradients are clipped to ± this; not at all where negative.
   * - `epsilon` (0.00001): Keeps the divisor from 0.
   * MXNet's `contrib.group_adagrad_update`.
   */
  groupAdagradUpdate(weight: NDArray, grad: NDArray, history: NDArray, lr: number, options?: Partial<ContribGroupAdagradUpdateOptions>): NDArray;
  /** `groupAdagradUpdate`, called in another way. */
  groupAdagradUpdate(weight: NDArray, grad: NDArray, history: NDArray, options: ContribGroupAdagradUpdateOptions): NDArray;
  /**
   * contrib.adamw_update of many weights. Inputs: weight, grad, mean, var, …, rescale_grad.
   * - `lrs` (required): The learning rate of each weight.
   * - `beta1` (0.9): How much of the mean of gradients is kept.
   * - `beta2` (0.999): How much of the mean of squares is kept.
   * - `epsilon` (0.00000001): Keeps the divisor from 0.
   * - `wds` (required): The weight decay of each weight.
   * - `etas` (required): The schedule's factor of the step of each weight.
   * - `clipGradient` (-1): Gradients are clipped to ± this; not at all where negative.
   * - `numWeights` (1): The number of weights.
   * MXNet's `contrib.multi_adamw_update`.
   */
  multiAdamwUpdate(arrays: readonly NDArray[], options: ContribMultiAdamwUpdateOptions): NDArray[];
  /** `multiAdamwUpdate`, called in another way. */
  multiAdamwUpdate(...arrays: NDArray[]): NDArray[];
  /** `multiAdamwUpdate`, called in another way. */
  multiAdamwUpdate(...args: [...NDArray[], ContribMultiAdamwUpdateOptions]): NDArray[];
  /**
   * contrib.mp_adamw_update of many weights. Inputs: weight, grad, mean, var, weight32, …, rescale_grad.
   * - `lrs` (required): The learning rate of each weight.
   * - `beta1` (0.9): How much of the mean of gradients is kept.
   * - `beta2` (0.999): How much of the mean of squares is kept.
   * - `epsilon` (0.00000001): Keeps the divisor from 0.
   * - `wds` (required): The weight decay of each weight.
   * - `etas` (required): The schedule's factor of the step of each weight.
   * - `clipGradient` (-1): Gradients are clipped to ± this; not at all where negative.
   * - `numWeights` (1): The number of weights.
   * MXNet's `contrib.multi_mp_adamw_update`.
   */
  multiMpAdamwUpdate(arrays: readonly NDArray[], options: ContribMultiMpAdamwUpdateOptions): NDArray[];
  /** `multiMpAdamwUpdate`, called in another way. */
  multiMpAdamwUpdate(...arrays: NDArray[]): NDArray[];
  /** `multiMpAdamwUpdate`, called in another way. */
  multiMpAdamwUpdate(...args: [...NDArray[], ContribMultiMpAdamwUpdateOptions]): NDArray[];
  /**
   * Both phases of LAMB for many weights. Inputs: weight, grad, mean, var, weight and so on.
   * - `learningRates` (required): The learning rate of each weight.
   * - `beta1` (0.9): How much of the mean of gradients is kept.
   * - `beta2` (0.999): How much of the mean of squares is kept.
   * - `epsilon` (0.000001): Keeps the divisor from 0.
   * - `wds` (required): The weight decay of each weight.
   * - `rescaleGrad` (1): The gradient is multiplied by it first.
   * - `lowerBound` (-1): The least norm of a weight; none where negative.
   * - `upperBound` (-1): The most norm of a weight; none where negative.
   * - `clipGradient` (-1): Gradients are clipped to ± this; not at all where negative.
   * - `biasCorrection` (true): Correct the bias of the means.
   * - `stepCount` (required): The number of this step of each weight, from 1.
   * - `numTensors` (1): The number of weights.
   * MXNet's `contrib.multi_lamb_update`.
   */
  multiLambUpdate(arrays: readonly NDArray[], options: ContribMultiLambUpdateOptions): NDArray[];
  /** `multiLambUpdate`, called in another way. */
  multiLambUpdate(...arrays: NDArray[]): NDArray[];
  /** `multiLambUpdate`, called in another way. */
  multiLambUpdate(...args: [...NDArray[], ContribMultiLambUpdateOptions]): NDArray[];
  /**
   * Both phases of LAMB for float32 copies of many weights. Inputs: weight, grad, mean, var, weight32, weight and so on.
   * - `learningRates` (required): The learning rate of each weight.
   * - `beta1` (0.9): How much of the mean of gradients is kept.
   * - `beta2` (0.999): How much of the mean of squares is kept.
   * - `epsilon` (0.000001): Keeps the divisor from 0.
   * - `wds` (required): The weight decay of each weight.
   * - `rescaleGrad` (1): The gradient is multiplied by it first.
   * - `lowerBound` (-1): The least norm of a weight; none where negative.
   * - `upperBound` (-1): The most norm of a weight; none where negative.
   * - `clipGradient` (-1): Gradients are clipped to ± this; not at all where negative.
   * - `biasCorrection` (true): Correct the bias of the means.
   * - `stepCount` (required): The number of this step of each weight, from 1.
   * - `numTensors` (1): The number of weights.
   * MXNet's `contrib.multi_mp_lamb_update`.
   */
  multiMpLambUpdate(arrays: readonly NDArray[], options: ContribMultiMpLambUpdateOptions): NDArray[];
  /** `multiMpLambUpdate`, called in another way. */
  multiMpLambUpdate(...arrays: NDArray[]): NDArray[];
  /** `multiMpLambUpdate`, called in another way. */
  multiMpLambUpdate(...args: [...NDArray[], ContribMultiMpLambUpdateOptions]): NDArray[];
}

/** The functions of `nd.image`. */
export interface ImageOps {
  /**
   * Images [height, width, channels] of 0 to 255 as float32 [channels, height, width] of 0 to 1; batches too.
   * MXNet's `image.to_tensor`.
   */
  toTensor(data: NDArray, options?: OutOption): NDArray;
  /**
   * (data - mean) / std of each channel of images [channels, height, width], or of batches of them; the dtype stays.
   * - `mean` ([0.0,0.0,0.0,0.0]): One mean, or one a channel.
   * - `std` ([1.0,1.0,1.0,1.0]): One standard deviation, or one a channel.
   * MXNet's `image.normalize`.
   */
  normalize(data: NDArray, mean: number | readonly number[], std: number | readonly number[], options?: Partial<ImageNormalizeOptions>): NDArray;
  /** `normalize`, called in another way. */
  normalize(data: NDArray, mean: number | readonly number[], options?: Partial<ImageNormalizeOptions>): NDArray;
  /** `normalize`, called in another way. */
  normalize(data: NDArray, options?: ImageNormalizeOptions): NDArray;
  /**
   * Images [height, width, channels], or a batch, at another size; the dtype stays (integers are rounded).
   * - `size` ([]): (width, height), or one number for both; required.
   * - `keepRatio` (false): With one number: it is the shorter edge, the other follows.
   * - `interp` (1): 0 nearest, 1 linear, 2 cubic, 3 area, 4 Lanczos.
   * MXNet's `image.resize`.
   */
  resize(data: NDArray, size: number | readonly (number | null)[], keepRatio: boolean, interp: number | bigint, options?: Partial<ImageResizeOptions>): NDArray;
  /** `resize`, called in another way. */
  resize(data: NDArray, size: number | readonly (number | null)[], keepRatio: boolean, options?: Partial<ImageResizeOptions>): NDArray;
  /** `resize`, called in another way. */
  resize(data: NDArray, size: number | readonly (number | null)[], options?: Partial<ImageResizeOptions>): NDArray;
  /** `resize`, called in another way. */
  resize(data: NDArray, options?: ImageResizeOptions): NDArray;
  /**
   * The part of images [height, width, channels], or of a batch, of that width and height from (x, y) on.
   * - `x` (required): The left edge.
   * - `y` (required): The upper edge.
   * - `width` (required): The width of the part.
   * - `height` (required): The height of the part.
   * MXNet's `image.crop`.
   */
  crop(data: NDArray, x: number | bigint, y: number | bigint, width: number | bigint, height: number | bigint, options?: Partial<ImageCropOptions>): NDArray;
  /** `crop`, called in another way. */
  crop(data: NDArray, x: number | bigint, y: number | bigint, width: number | bigint, options: Omit<ImageCropOptions, "x" | "y" | "width">): NDArray;
  /** `crop`, called in another way. */
  crop(data: NDArray, x: number | bigint, y: number | bigint, options: Omit<ImageCropOptions, "x" | "y">): NDArray;
  /** `crop`, called in another way. */
  crop(data: NDArray, x: number | bigint, options: Omit<ImageCropOptions, "x">): NDArray;
  /** `crop`, called in another way. */
  crop(data: NDArray, options: ImageCropOptions): NDArray;
  /**
   * Images mirrored: columns in reverse order.
   * MXNet's `image.flip_left_right`.
   */
  flipLeftRight(data: NDArray, options?: OutOption): NDArray;
  /**
   * Images upside down: rows in reverse order.
   * MXNet's `image.flip_top_bottom`.
   */
  flipTopBottom(data: NDArray, options?: OutOption): NDArray;
  /**
   * Each image mirrored with the probability p.
   * - `p` (0.5): The probability of a flip, for each image.
   * MXNet's `image.random_flip_left_right`.
   */
  randomFlipLeftRight(data: NDArray, options?: ImageRandomFlipLeftRightOptions): NDArray;
  /**
   * Each image upside down with the probability p.
   * - `p` (0.5): The probability of a flip, for each image.
   * MXNet's `image.random_flip_top_bottom`.
   */
  randomFlipTopBottom(data: NDArray, options?: ImageRandomFlipTopBottomOptions): NDArray;
  /**
   * Images times a factor uniform in [min_factor, max_factor).
   * - `minFactor` (required): The least factor.
   * - `maxFactor` (required): The most factor.
   * MXNet's `image.random_brightness`.
   */
  randomBrightness(data: NDArray, minFactor: number, maxFactor: number, options?: Partial<ImageRandomBrightnessOptions>): NDArray;
  /** `randomBrightness`, called in another way. */
  randomBrightness(data: NDArray, minFactor: number, options: Omit<ImageRandomBrightnessOptions, "minFactor">): NDArray;
  /** `randomBrightness`, called in another way. */
  randomBrightness(data: NDArray, options: ImageRandomBrightnessOptions): NDArray;
  /**
   * The distance of images to their mean gray, times a factor uniform in [min_factor, max_factor).
   * - `minFactor` (required): The least factor.
   * - `maxFactor` (required): The most factor.
   * MXNet's `image.random_contrast`.
   */
  randomContrast(data: NDArray, minFactor: number, maxFactor: number, options?: Partial<ImageRandomContrastOptions>): NDArray;
  /** `randomContrast`, called in another way. */
  randomContrast(data: NDArray, minFactor: number, options: Omit<ImageRandomContrastOptions, "minFactor">): NDArray;
  /** `randomContrast`, called in another way. */
  randomContrast(data: NDArray, options: ImageRandomContrastOptions): NDArray;
  /**
   * The distance of pixels to their gray, times a factor uniform in [min_factor, max_factor).
   * - `minFactor` (required): The least factor.
   * - `maxFactor` (required): The most factor.
   * MXNet's `image.random_saturation`.
   */
  randomSaturation(data: NDArray, minFactor: number, maxFactor: number, options?: Partial<ImageRandomSaturationOptions>): NDArray;
  /** `randomSaturation`, called in another way. */
  randomSaturation(data: NDArray, minFactor: number, options: Omit<ImageRandomSaturationOptions, "minFactor">): NDArray;
  /** `randomSaturation`, called in another way. */
  randomSaturation(data: NDArray, options: ImageRandomSaturationOptions): NDArray;
  /**
   * The hue of images turned by a part of the circle that is uniform in [min_factor, max_factor).
   * - `minFactor` (required): The least factor.
   * - `maxFactor` (required): The most factor.
   * MXNet's `image.random_hue`.
   */
  randomHue(data: NDArray, minFactor: number, maxFactor: number, options?: Partial<ImageRandomHueOptions>): NDArray;
  /** `randomHue`, called in another way. */
  randomHue(data: NDArray, minFactor: number, options: Omit<ImageRandomHueOptions, "minFactor">): NDArray;
  /** `randomHue`, called in another way. */
  randomHue(data: NDArray, options: ImageRandomHueOptions): NDArray;
  /**
   * Brightness, contrast and saturation of images times factors within 1 ± the attribute, and the hue turned by up to ± hue of the circle; in random order.
   * - `brightness` (required): How much brightness changes.
   * - `contrast` (required): How much contrast changes.
   * - `saturation` (required): How much saturation changes.
   * - `hue` (required): How much the hue turns.
   * MXNet's `image.random_color_jitter`.
   */
  randomColorJitter(data: NDArray, brightness: number, contrast: number, saturation: number, hue: number, options?: Partial<ImageRandomColorJitterOptions>): NDArray;
  /** `randomColorJitter`, called in another way. */
  randomColorJitter(data: NDArray, brightness: number, contrast: number, saturation: number, options: Omit<ImageRandomColorJitterOptions, "brightness" | "contrast" | "saturation">): NDArray;
  /** `randomColorJitter`, called in another way. */
  randomColorJitter(data: NDArray, brightness: number, contrast: number, options: Omit<ImageRandomColorJitterOptions, "brightness" | "contrast">): NDArray;
  /** `randomColorJitter`, called in another way. */
  randomColorJitter(data: NDArray, brightness: number, options: Omit<ImageRandomColorJitterOptions, "brightness">): NDArray;
  /** `randomColorJitter`, called in another way. */
  randomColorJitter(data: NDArray, options: ImageRandomColorJitterOptions): NDArray;
  /**
   * Images with alpha along the main directions of the colours of photographs added (AlexNet's noise).
   * - `alpha` (required): Three strengths.
   * MXNet's `image.adjust_lighting`.
   */
  adjustLighting(data: NDArray, alpha: number | readonly number[], options?: Partial<ImageAdjustLightingOptions>): NDArray;
  /** `adjustLighting`, called in another way. */
  adjustLighting(data: NDArray, options: ImageAdjustLightingOptions): NDArray;
  /**
   * image.adjust_lighting with normal strengths of standard deviation alpha_std.
   * - `alphaStd` (0.05): The standard deviation of the strengths.
   * MXNet's `image.random_lighting`.
   */
  randomLighting(data: NDArray, alphaStd: number, options?: Partial<ImageRandomLightingOptions>): NDArray;
  /** `randomLighting`, called in another way. */
  randomLighting(data: NDArray, options?: ImageRandomLightingOptions): NDArray;
}

/** The functions of `nd.linalg`. */
export interface LinalgOps {
  /**
   * alpha op(A) op(B) + beta C, where op may transpose. Inputs: A [..., m, k], B [..., k, n], C [..., m, n], of the same leading axes; with `axis` the rows lie on another axis.
   * - `transposeA` (false): Use the transpose of A.
   * - `transposeB` (false): Use the transpose of B.
   * - `alpha` (1): Multiplies the product.
   * - `beta` (1): Multiplies C.
   * - `axis` (-2): The axis of the matrix rows; columns are the last axis.
   * MXNet's `linalg_gemm`.
   */
  gemm(a: NDArray, b: NDArray, c: NDArray, options?: LinalgGemmOptions): NDArray;
  /**
   * alpha op(A) op(B), where op may transpose. Inputs: A [..., m, k], B [..., k, n], of the same leading axes; with `axis` the rows lie on another axis.
   * - `transposeA` (false): Use the transpose of A.
   * - `transposeB` (false): Use the transpose of B.
   * - `alpha` (1): Multiplies the result.
   * - `axis` (-2): The axis of the matrix rows; columns are the last axis.
   * MXNet's `linalg_gemm2`.
   */
  gemm2(a: NDArray, b: NDArray, options?: LinalgGemm2Options): NDArray;
  /**
   * alpha A Aᵀ, or alpha Aᵀ A with transpose. Input: A [..., m, n].
   * - `transpose` (false): Multiply the transpose with A.
   * - `alpha` (1): Multiplies the result.
   * MXNet's `linalg_syrk`.
   */
  syrk(a: NDArray, options?: LinalgSyrkOptions): NDArray;
  /**
   * alpha op(A) B, or alpha B op(A) with rightside, where A is triangular: only that triangle is read. Inputs: A [..., n, n], B [..., n, m] or [..., m, n].
   * - `transpose` (false): Use the transpose of the triangular matrix.
   * - `rightside` (false): The triangular matrix stands on the right.
   * - `lower` (true): The triangular matrix is lower, else upper.
   * - `alpha` (1): Multiplies the result.
   * MXNet's `linalg_trmm`.
   */
  trmm(a: NDArray, b: NDArray, options?: LinalgTrmmOptions): NDArray;
  /**
   * Solves op(A) X = alpha B, or X op(A) = alpha B with rightside, where A is triangular: only that triangle is read. Inputs: A [..., n, n], B [..., n, m] or [..., m, n]. A zero on the diagonal gives infinities.
   * - `transpose` (false): Use the transpose of the triangular matrix.
   * - `rightside` (false): The triangular matrix stands on the right.
   * - `lower` (true): The triangular matrix is lower, else upper.
   * - `alpha` (1): Multiplies the result.
   * MXNet's `linalg_trsm`.
   */
  trsm(a: NDArray, b: NDArray, options?: LinalgTrsmOptions): NDArray;
  /**
   * Cholesky's factor of symmetric positive definite matrices [..., n, n]: L with L Lᵀ = A, or U with Uᵀ U = A. Only that triangle of A is read. A matrix that is not positive definite is an error, raised when the result is waited for.
   * - `lower` (true): The triangular matrix is lower, else upper.
   * MXNet's `linalg_potrf`.
   */
  potrf(a: NDArray, lower: boolean, options?: Partial<LinalgPotrfOptions>): NDArray;
  /** `potrf`, called in another way. */
  potrf(a: NDArray, options?: LinalgPotrfOptions): NDArray;
  /**
   * Cholesky's factor of symmetric positive definite matrices [..., n, n]: L with L Lᵀ = A, or U with Uᵀ U = A. Only that triangle of A is read. A matrix that is not positive definite is an error, raised when the result is waited for.
   * - `lower` (true): The triangular matrix is lower, else upper.
   * MXNet's `linalg_potrf`.
   */
  cholesky(a: NDArray, lower: boolean, options?: Partial<LinalgPotrfOptions>): NDArray;
  /** `cholesky`, called in another way. */
  cholesky(a: NDArray, options?: LinalgPotrfOptions): NDArray;
  /**
   * The inverse of the matrices whose Cholesky factors A [..., n, n] are given: (A Aᵀ)⁻¹, or (Aᵀ A)⁻¹ of an upper one.
   * - `lower` (true): The triangular matrix is lower, else upper.
   * MXNet's `linalg_potri`.
   */
  potri(a: NDArray, lower: boolean, options?: Partial<LinalgPotriOptions>): NDArray;
  /** `potri`, called in another way. */
  potri(a: NDArray, options?: LinalgPotriOptions): NDArray;
  /**
   * The sum of the logarithms of the diagonal of square matrices [..., n, n]: [...], or [1] of a single one.
   * MXNet's `linalg_sumlogdiag`.
   */
  sumlogdiag(a: NDArray, options?: OutOption): NDArray;
  /**
   * A diagonal of square matrices [..., n, n], as vectors [..., n - |offset|].
   * - `offset` (0): Which diagonal: 0 is the main one, positive ones lie above it, negative ones below.
   * MXNet's `linalg_extractdiag`.
   */
  extractdiag(a: NDArray, offset: number | bigint, options?: Partial<LinalgExtractdiagOptions>): NDArray;
  /** `extractdiag`, called in another way. */
  extractdiag(a: NDArray, options?: LinalgExtractdiagOptions): NDArray;
  /**
   * Square matrices [..., n + |offset|, n + |offset|] that hold the vectors [..., n] on a diagonal, else zeros.
   * - `offset` (0): Which diagonal: 0 is the main one, positive ones lie above it, negative ones below.
   * MXNet's `linalg_makediag`.
   */
  makediag(a: NDArray, offset: number | bigint, options?: Partial<LinalgMakediagOptions>): NDArray;
  /** `makediag`, called in another way. */
  makediag(a: NDArray, options?: LinalgMakediagOptions): NDArray;
  /**
   * A triangle of square matrices [..., n, n], row by row of the lower one (column by column of the upper one), as vectors [..., m (m + 1) / 2] with m = n - |offset|.
   * - `offset` (0): Which diagonal: 0 is the main one, positive ones lie above it, negative ones below.
   * - `lower` (true): The lower triangle, else the upper; only where offset is 0, else its sign decides.
   * MXNet's `linalg_extracttrian`.
   */
  extracttrian(a: NDArray, offset: number | bigint, options?: Partial<LinalgExtracttrianOptions>): NDArray;
  /** `extracttrian`, called in another way. */
  extracttrian(a: NDArray, options?: LinalgExtracttrianOptions): NDArray;
  /**
   * Square matrices that hold the vectors [..., m (m + 1) / 2] as a triangle, else zeros: what extracttrian took.
   * - `offset` (0): Which diagonal: 0 is the main one, positive ones lie above it, negative ones below.
   * - `lower` (true): The lower triangle, else the upper; only where offset is 0, else its sign decides.
   * MXNet's `linalg_maketrian`.
   */
  maketrian(a: NDArray, offset: number | bigint, options?: Partial<LinalgMaketrianOptions>): NDArray;
  /** `maketrian`, called in another way. */
  maketrian(a: NDArray, options?: LinalgMaketrianOptions): NDArray;
  /**
   * LQ factorisation of A [..., m, n], m <= n: outputs Q [..., m, n] with orthonormal rows and L [..., m, m] lower triangular, A = L Q. Signs are LAPACK's. The gradient needs A of full rank.
   * MXNet's `linalg_gelqf`.
   */
  gelqf(a: NDArray, options?: OutOption): [NDArray, NDArray];
  /**
   * Eigenvectors and eigenvalues of symmetric matrices [..., n, n], of which the lower triangle is read: outputs U [..., n, n], whose rows are the vectors, and L [..., n] in ascending order, A = Uᵀ diag(L) U. The largest component of each vector is positive. The gradient needs eigenvalues that differ.
   * MXNet's `linalg_syevd`.
   */
  syevd(a: NDArray, options?: OutOption): [NDArray, NDArray];
  /**
   * The inverse of square matrices [..., n, n]. A singular one is an error, raised when the result is waited for.
   * MXNet's `linalg_inverse`.
   */
  inverse(a: NDArray, options?: OutOption): NDArray;
  /**
   * The inverse of square matrices [..., n, n]. A singular one is an error, raised when the result is waited for.
   * MXNet's `linalg_inverse`.
   */
  inv(a: NDArray, options?: OutOption): NDArray;
  /**
   * The determinant of square matrices [..., n, n]: [...], or [1] of a single one. As in MXNet the gradient of a singular matrix is 0.
   * MXNet's `linalg_det`.
   */
  det(a: NDArray, options?: OutOption): NDArray;
  /**
   * The determinant of square matrices [..., n, n] as its sign and the logarithm of its magnitude, each [...], or [1] of a single one. A singular matrix has sign 0, logarithm -infinity and, as in MXNet, gradient 0.
   * MXNet's `linalg_slogdet`.
   */
  slogdet(a: NDArray, options?: OutOption): [NDArray, NDArray];
  /**
   * Singular value decomposition of matrices [..., m, n]: outputs U [..., m, k], values [..., k] in descending order, V [..., k, n], A = U diag(values) V, k the smaller of m and n (NumPy's full_matrices=false). The largest component of each row of V is positive, as in MXNet. The gradient (Townsend 2016) needs values that differ and are not 0.
   * - `fullMatrices` (false): Must be false: U and V have k columns and rows.
   * MXNet's `linalg_svd`.
   */
  svd(a: NDArray, options?: LinalgSvdOptions): [NDArray, NDArray, NDArray];
  /**
   * Solves A X = B for square matrices A [..., n, n] and B [..., n, k], or vectors [..., n], by LU with partial pivoting. A singular A is an error, raised when the result is waited for.
   * MXNet's `linalg_solve`.
   */
  solve(a: NDArray, b: NDArray, options?: OutOption): NDArray;
  /**
   * QR factorisation of matrices [..., m, n], reduced: outputs Q [..., m, k] with orthonormal columns and R [..., k, n] upper triangular, A = Q R, k the smaller of m and n. Signs are LAPACK's. The gradient (Walter and Lehmann 2010) needs the first k columns to be independent.
   * MXNet's `linalg_qr`.
   */
  qr(a: NDArray, options?: OutOption): [NDArray, NDArray];
  /**
   * Eigenvalues and eigenvectors of symmetric matrices [..., n, n]: outputs values [..., n] in ascending order and vectors [..., n, n] as columns, A = V diag(values) Vᵀ. The largest component of each vector is positive.
   * - `uplo` ("L"): Which triangle is read: the lower or the upper one.
   * MXNet's `linalg_eigh`.
   */
  eigh(a: NDArray, options?: LinalgEighOptions): [NDArray, NDArray];
  /**
   * The pseudo-inverse of matrices [..., m, n] by their singular values: [..., n, m]. The gradient (Golub and Pereyra 1973) holds where the rank does not change.
   * - `rcond` (0.000000000000001): Singular values below this times the largest count as 0.
   * - `hermitian` (false): Accepted and ignored: it changes no result.
   * MXNet's `linalg_pinv`.
   */
  pinv(a: NDArray, rcond: number, options?: Partial<LinalgPinvOptions>): NDArray;
  /** `pinv`, called in another way. */
  pinv(a: NDArray, options?: LinalgPinvOptions): NDArray;
  /**
   * The X of least norm among those that make |A X - B| least, for A [..., m, n] and B [..., m, k] or vectors [..., m]: the pseudo-inverse of A times B. Only the solution, not NumPy's residuals, rank and values.
   * - `rcond` (0.000000000000001): Singular values below this times the largest count as 0.
   * MXNet's `linalg_lstsq`.
   */
  lstsq(a: NDArray, b: NDArray, rcond: number, options?: Partial<LinalgLstsqOptions>): NDArray;
  /** `lstsq`, called in another way. */
  lstsq(a: NDArray, b: NDArray, options?: LinalgLstsqOptions): NDArray;
  /**
   * NumPy's norms over one axis (vectors), two (matrices), or without ord over any (the square root of the sum of squares). Reducing all axes gives [1].
   * - `ord` (none): fro: of the squares; nuc: the sum of singular values; of matrices 1 and inf: the largest sum of magnitudes of a column and of a row, 2: the largest singular value; of vectors the p-norm. A minus takes the least.
   * - `axis` (none): The axes that are reduced; all by default.
   * - `keepdims` (false): Keep the reduced axes as 1.
   * MXNet's `linalg_norm`.
   */
  norm(data: NDArray, ord: "fro" | "nuc" | "1" | "-1" | "2" | "-2" | "inf" | "-inf" | null, axis: number | readonly (number | null)[] | null, options?: Partial<LinalgNormOptions>): NDArray;
  /** `norm`, called in another way. */
  norm(data: NDArray, ord: "fro" | "nuc" | "1" | "-1" | "2" | "-2" | "inf" | "-inf" | null, options?: Partial<LinalgNormOptions>): NDArray;
  /** `norm`, called in another way. */
  norm(data: NDArray, options?: LinalgNormOptions): NDArray;
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
   * The inverse of the error function, between -1 and 1.
   * MXNet's `erfinv`.
   */
  erfinv(data: NDArray, options?: OutOption): NDArray;
  /**
   * The gamma function of each element; NaN at negative integers.
   * MXNet's `gamma`.
   */
  gamma(data: NDArray, options?: OutOption): NDArray;
  /**
   * The logarithm of the absolute value of the gamma function.
   * MXNet's `gammaln`.
   */
  gammaln(data: NDArray, options?: OutOption): NDArray;
  /**
   * The derivative of gammaln.
   * MXNet's `digamma`.
   */
  digamma(data: NDArray, options?: OutOption): NDArray;
  /**
   * 1 where the element is NaN, else 0.
   * MXNet's `contrib.isnan`.
   */
  isnan(data: NDArray, options?: OutOption): NDArray;
  /**
   * 1 where the element is infinite, else 0.
   * MXNet's `contrib.isinf`.
   */
  isinf(data: NDArray, options?: OutOption): NDArray;
  /**
   * 1 where the element is neither infinite nor NaN, else 0.
   * MXNet's `contrib.isfinite`.
   */
  isfinite(data: NDArray, options?: OutOption): NDArray;
  /**
   * Near 0 (up to 1 / scalar²) the parabola (scalar x)² / 2, beyond it |x| - 1 / (2 scalar²).
   * - `scalar` (1): Sigma: the parabola reaches to ± 1 / sigma².
   * - `isInt` (true): Accepted and ignored.
   * MXNet's `smooth_l1`.
   */
  smoothL1(data: NDArray, scalar: number, options?: Partial<SmoothL1Options>): NDArray;
  /** `smoothL1`, called in another way. */
  smoothL1(data: NDArray, options?: SmoothL1Options): NDArray;
  /**
   * alpha x + beta held between 0 and 1.
   * - `alpha` (0.2): The slope.
   * - `beta` (0.5): The value at 0.
   * MXNet's `hard_sigmoid`.
   */
  hardSigmoid(data: NDArray, options?: HardSigmoidOptions): NDArray;
  /**
   * x where it is above 0; below it slope x (leaky), gamma x (prelu, gamma an array, of one element or one a channel), slope (exp(x) - 1) (elu), its self-normalising form (selu), or x times a random slope of each element (rrelu; the mean of the bounds when not training, and the slopes are a second output). gelu is x (1 + erf(x / sqrt(2))) / 2.
   * - `actType` ("leaky"): Which function.
   * - `slope` (0.25): The slope below 0 of leaky, the factor of elu.
   * - `lowerBound` (0.125): The least slope of rrelu.
   * - `upperBound` (0.334): The end of the slopes of rrelu.
   * MXNet's `LeakyReLU`.
   */
  leakyReLU(data: NDArray, gamma: NDArray | null, options?: LeakyReLUOptions): NDArray;
  /** `leakyReLU`, called in another way. */
  leakyReLU(data: NDArray, options?: LeakyReLUOptions): NDArray;
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
   * The elements in order along an axis; with axis None all of them, as one row. NaN is the largest.
   * - `axis` (-1): The axis that is ordered; None for all elements in a row.
   * - `isAscend` (true): From the smallest to the largest.
   * MXNet's `sort`.
   */
  sort(data: NDArray, axis: number | bigint | null, isAscend: boolean, options?: Partial<SortOptions>): NDArray;
  /** `sort`, called in another way. */
  sort(data: NDArray, axis: number | bigint | null, options?: Partial<SortOptions>): NDArray;
  /** `sort`, called in another way. */
  sort(data: NDArray, options?: SortOptions): NDArray;
  /**
   * Where the elements of `sort` stand along the axis. Of equal ones the first comes first.
   * - `axis` (-1): The axis that is ordered; None for all elements in a row.
   * - `isAscend` (true): From the smallest to the largest.
   * - `dtype` ("float32"): The dtype of the indices; float32 counts exactly to 2^24.
   * MXNet's `argsort`.
   */
  argsort(data: NDArray, axis: number | bigint | null, isAscend: boolean, options?: Partial<ArgsortOptions>): NDArray;
  /** `argsort`, called in another way. */
  argsort(data: NDArray, axis: number | bigint | null, options?: Partial<ArgsortOptions>): NDArray;
  /** `argsort`, called in another way. */
  argsort(data: NDArray, options?: ArgsortOptions): NDArray;
  /**
   * The k largest elements along an axis, in order: their indices (ret_typ `indices`), values (`value`), both as two arrays (`both`), or 1 where they stand and 0 elsewhere (`mask`). Indices have the dtype asked for, the others that of data. NaN is the largest.
   * - `axis` (-1): The axis that is ordered; None for all elements in a row.
   * - `k` (1): How many; all where it is 0 or less.
   * - `retTyp` ("indices"): What is given.
   * - `isAscend` (false): The smallest instead of the largest.
   * - `dtype` ("float32"): The dtype of the indices; float32 counts exactly to 2^24.
   * MXNet's `topk`.
   */
  topk(data: NDArray, options?: TopkOptions): NDArray;
  /**
   * Running sums along an axis; of all elements in a row by default. Floats are summed in double precision, integers wrap in the dtype of the result.
   * - `axis` (none): The axis; all elements in a row by default.
   * - `dtype` (none): The dtype of the result; a's by default.
   * MXNet's `cumsum`.
   */
  cumsum(a: NDArray, axis: number | bigint | null, options?: Partial<CumsumOptions>): NDArray;
  /** `cumsum`, called in another way. */
  cumsum(a: NDArray, options?: CumsumOptions): NDArray;
  /**
   * Differences of neighbours along an axis, taken n times; the axis loses n elements.
   * - `n` (1): How many times.
   * - `axis` (-1): The axis.
   * MXNet's `diff`.
   */
  diff(a: NDArray, n: number | bigint, axis: number | bigint, options?: Partial<DiffOptions>): NDArray;
  /** `diff`, called in another way. */
  diff(a: NDArray, n: number | bigint, options?: Partial<DiffOptions>): NDArray;
  /** `diff`, called in another way. */
  diff(a: NDArray, options?: DiffOptions): NDArray;
  /**
   * data with `value` in all steps from sequence_length[b] on. Inputs: data [length, batch, …] (axis 0) or [batch, length, …] (axis 1), sequence_length [batch].
   * - `useSequenceLength` (false): Take the lengths from sequence_length; else all are whole.
   * - `value` (0): What stands beyond the end.
   * - `axis` (0): The axis along which a sequence runs.
   * MXNet's `SequenceMask`.
   */
  sequenceMask(data: NDArray, sequenceLength: NDArray | null, options?: SequenceMaskOptions): NDArray;
  /** `sequenceMask`, called in another way. */
  sequenceMask(data: NDArray, options?: SequenceMaskOptions): NDArray;
  /**
   * Step sequence_length[b] - 1 of each sequence, the last one without lengths. Lengths are 1 or more. Output: [batch, …].
   * - `useSequenceLength` (false): Take the lengths from sequence_length; else all are whole.
   * - `axis` (0): The axis along which a sequence runs.
   * MXNet's `SequenceLast`.
   */
  sequenceLast(data: NDArray, sequenceLength: NDArray | null, options?: SequenceLastOptions): NDArray;
  /** `sequenceLast`, called in another way. */
  sequenceLast(data: NDArray, options?: SequenceLastOptions): NDArray;
  /**
   * The first sequence_length[b] steps of each sequence in reverse order, the others as they are.
   * - `useSequenceLength` (false): Take the lengths from sequence_length; else all are whole.
   * - `axis` (0): The axis along which a sequence runs.
   * MXNet's `SequenceReverse`.
   */
  sequenceReverse(data: NDArray, sequenceLength: NDArray | null, options?: SequenceReverseOptions): NDArray;
  /** `sequenceReverse`, called in another way. */
  sequenceReverse(data: NDArray, options?: SequenceReverseOptions): NDArray;
  /**
   * Coordinates in an array of the given shape as places in it read as one row. Input: [axes, n]; output: [n] of the same dtype.
   * - `shape` (required): The array into which the coordinates point; its first size may be -1.
   * MXNet's `ravel_multi_index`.
   */
  ravelMultiIndex(data: NDArray, shape: number | readonly (number | null)[], options?: Partial<RavelMultiIndexOptions>): NDArray;
  /** `ravelMultiIndex`, called in another way. */
  ravelMultiIndex(data: NDArray, options: RavelMultiIndexOptions): NDArray;
  /**
   * Places in an array read as one row as coordinates in its shape. Input: [n]; output: [axes, n] of the same dtype.
   * - `shape` (required): The array into which the coordinates point; its first size may be -1.
   * MXNet's `unravel_index`.
   */
  unravelIndex(data: NDArray, shape: number | readonly (number | null)[], options?: Partial<UnravelIndexOptions>): NDArray;
  /** `unravelIndex`, called in another way. */
  unravelIndex(data: NDArray, options: UnravelIndexOptions): NDArray;
  /**
   * one_hot by its older name: of indices [n] rows of the width and dtype of out [n, depth]; use one_hot.
   * MXNet's `onehot_encode`.
   */
  onehotEncode(indices: NDArray, outLike: NDArray, options?: OutOption): NDArray;
  /**
   * Where data is not 0: one int64 array of coordinates for each axis, in the order of the elements. The shape of the results follows from data, which is waited for. NaN is not 0.
   * MXNet's `nonzero`.
   */
  nonzero(data: NDArray, options?: OutOption): NDArray[];
  /**
   * The coordinates of nonzero as rows of one int64 array [found, axes].
   * MXNet's `argwhere`.
   */
  argwhere(data: NDArray, options?: OutOption): NDArray;
  /**
   * Where data, read as one row, is not 0: an int64 array of places.
   * MXNet's `flatnonzero`.
   */
  flatnonzero(data: NDArray, options?: OutOption): NDArray;
  /**
   * The different elements of data in ascending order; then, where asked for, the place of the first of each in data read as one row, for each element of data its place among the different ones (in data's shape), and how often each occurs, all int64. NaN is the largest and occurs once. The shape of the result follows from data, which is waited for. A gradient goes to the first of equal elements.
   * - `returnIndex` (false): Give the first places too.
   * - `returnInverse` (false): Give the places among the different ones too.
   * - `returnCounts` (false): Give how often each occurs too.
   * MXNet's `unique`.
   */
  unique(data: NDArray, options?: UniqueOptions): NDArray;
  /**
   * How often each whole number from 0 on occurs in x [n] (int64), or the sum of its weights (in their dtype). The size of the result is the largest number and 1, at least minlength; x is waited for.
   * - `minlength` (0): The least size of the result.
   * MXNet's `bincount`.
   */
  bincount(x: NDArray, weights: NDArray | null, minlength: number | bigint, options?: Partial<BincountOptions>): NDArray;
  /** `bincount`, called in another way. */
  bincount(x: NDArray, weights: NDArray | null, options?: BincountOptions): NDArray;
  /** `bincount`, called in another way. */
  bincount(x: NDArray, minlength: number | bigint, options?: Partial<BincountOptions>): NDArray;
  /** `bincount`, called in another way. */
  bincount(x: NDArray, options?: BincountOptions): NDArray;
  /**
   * Where the numbers v would go into the ascending a [n]: int64 of v's shape. `left`: before equal ones, `right`: behind them. NaN is the largest.
   * - `side` ("left"): Before equal numbers, or behind them.
   * MXNet's `searchsorted`.
   */
  searchsorted(a: NDArray, v: NDArray, side: "left" | "right", options?: Partial<SearchsortedOptions>): NDArray;
  /** `searchsorted`, called in another way. */
  searchsorted(a: NDArray, v: NDArray, options?: SearchsortedOptions): NDArray;
  /**
   * The number of the bin of each element of x among ascending or descending limits bins [n]: int64 of x's shape, 0 before the first limit, n behind the last. A number on a limit is in the bin that begins there, with right in the one that ends there.
   * - `right` (false): Do bins hold their right limits?
   * MXNet's `digitize`.
   */
  digitize(x: NDArray, bins: NDArray, options?: DigitizeOptions): NDArray;
  /**
   * The line through the points (xp, fp) at x: linear between neighbours, `left` and `right` beyond the ends (the end values by default). Inputs: x, ascending xp [n], fp [n]. Output: x's shape. With a period the line repeats, and xp need not ascend. Gradients go to x and fp.
   * - `left` (none): The value before the first point; fp[0] by default.
   * - `right` (none): The value behind the last point; fp[n - 1] by default.
   * - `period` (none): The period of the line; left and right are not used.
   * MXNet's `interp`.
   */
  interp(x: NDArray, xp: NDArray, fp: NDArray, options?: InterpOptions): NDArray;
  /**
   * How many elements of data lie in each bin (int64 [bins]), and the limits of the bins (data's dtype, [bins + 1]). Bins are of equal width from range[0] to range[1], by default from the smallest to the largest element; or an array of ascending limits gives them. The last bin holds its right limit too; what lies outside is not counted.
   * - `bins` (10): How many bins, where no limits are given.
   * - `range` (none): The limits of the first and the last bin.
   * MXNet's `histogram`.
   */
  histogram(data: NDArray, binEdges: NDArray | null, bins: number | bigint, options?: Partial<HistogramOptions>): [NDArray, NDArray];
  /** `histogram`, called in another way. */
  histogram(data: NDArray, binEdges: NDArray | null, options?: HistogramOptions): [NDArray, NDArray];
  /** `histogram`, called in another way. */
  histogram(data: NDArray, bins: number | bigint, options?: Partial<HistogramOptions>): [NDArray, NDArray];
  /** `histogram`, called in another way. */
  histogram(data: NDArray, options?: HistogramOptions): [NDArray, NDArray];
  /**
   * The middle element over axes, of an even number the mean of the two; NaN where there is a NaN. Whole numbers give float64.
   * - `axis` (none): The axes to reduce, counted from either end; all by default.
   * - `keepdims` (false): Keep the reduced axes with size 1.
   * MXNet's `median`.
   */
  median(a: NDArray, axis: number | readonly (number | null)[] | null, options?: Partial<MedianOptions>): NDArray;
  /** `median`, called in another way. */
  median(a: NDArray, options?: MedianOptions): NDArray;
  /**
   * The elements below which q percent lie, over axes. Several q give a new first axis. NaN where there is a NaN; whole numbers give float64.
   * - `q` (required): One percentage or several, 0 to 100.
   * - `axis` (none): The axes to reduce, counted from either end; all by default.
   * - `interpolation` ("linear"): What is given for a place between two elements.
   * - `keepdims` (false): Keep the reduced axes with size 1.
   * MXNet's `percentile`.
   */
  percentile(a: NDArray, q: number | readonly number[], axis: number | readonly (number | null)[] | null, options?: Partial<PercentileOptions>): NDArray;
  /** `percentile`, called in another way. */
  percentile(a: NDArray, q: number | readonly number[], options?: Partial<PercentileOptions>): NDArray;
  /** `percentile`, called in another way. */
  percentile(a: NDArray, options: PercentileOptions): NDArray;
  /**
   * percentile with parts of 1 for percentages.
   * - `q` (required): One part or several, 0 to 1.
   * - `axis` (none): The axes to reduce, counted from either end; all by default.
   * - `interpolation` ("linear"): What is given for a place between two elements.
   * - `keepdims` (false): Keep the reduced axes with size 1.
   * MXNet's `quantile`.
   */
  quantile(a: NDArray, q: number | readonly number[], axis: number | readonly (number | null)[] | null, options?: Partial<QuantileOptions>): NDArray;
  /** `quantile`, called in another way. */
  quantile(a: NDArray, q: number | readonly number[], options?: Partial<QuantileOptions>): NDArray;
  /** `quantile`, called in another way. */
  quantile(a: NDArray, options: QuantileOptions): NDArray;
  /**
   * Coordinates of a grid: from n vectors n arrays, each with a vector along its axis and repeated along the others. With `xy` the first vector runs along axis 1 and the second along axis 0, with `ij` each along its own.
   * - `indexing` ("xy"): Which axes the first two vectors run along.
   * MXNet's `meshgrid`.
   */
  meshgrid(arrays: readonly NDArray[], options?: MeshgridOptions): NDArray[];
  /** `meshgrid`, called in another way. */
  meshgrid(...arrays: NDArray[]): NDArray[];
  /** `meshgrid`, called in another way. */
  meshgrid(...args: [...NDArray[], MeshgridOptions]): NDArray[];
  /**
   * Elements moved along axes, what falls off one end coming in at the other; without axis in the array read as one row.
   * - `shift` (required): How many places, for each axis.
   * - `axis` (none): The axes.
   * MXNet's `roll`.
   */
  roll(data: NDArray, shift: number | readonly (number | null)[], axis: number | readonly (number | null)[] | null, options?: Partial<RollOptions>): NDArray;
  /** `roll`, called in another way. */
  roll(data: NDArray, shift: number | readonly (number | null)[], options?: Partial<RollOptions>): NDArray;
  /** `roll`, called in another way. */
  roll(data: NDArray, options: RollOptions): NDArray;
  /**
   * Turned by k quarters in the plane of two axes, from the first towards the second.
   * - `k` (1): How many quarters.
   * - `axes` ([0,1]): The plane.
   * MXNet's `rot90`.
   */
  rot90(data: NDArray, k: number | bigint, axes: number | readonly (number | null)[], options?: Partial<Rot90Options>): NDArray;
  /** `rot90`, called in another way. */
  rot90(data: NDArray, k: number | bigint, options?: Partial<Rot90Options>): NDArray;
  /** `rot90`, called in another way. */
  rot90(data: NDArray, options?: Rot90Options): NDArray;
  /**
   * The last two axes on and below a diagonal, 0 above; a vector stands for equal rows.
   * - `k` (0): The diagonal: above the main one where positive, below where negative.
   * MXNet's `tril`.
   */
  tril(data: NDArray, k: number | bigint, options?: Partial<TrilOptions>): NDArray;
  /** `tril`, called in another way. */
  tril(data: NDArray, options?: TrilOptions): NDArray;
  /**
   * The last two axes on and above a diagonal, 0 below; a vector stands for equal rows.
   * - `k` (0): The diagonal: above the main one where positive, below where negative.
   * MXNet's `triu`.
   */
  triu(data: NDArray, k: number | bigint, options?: Partial<TriuOptions>): NDArray;
  /** `triu`, called in another way. */
  triu(data: NDArray, options?: TriuOptions): NDArray;
  /**
   * The sum of a diagonal of two axes.
   * - `offset` (0): The diagonal: above the main one where positive, below where negative.
   * - `axis1` (0): The axis of rows.
   * - `axis2` (1): The axis of columns.
   * MXNet's `trace`.
   */
  trace(data: NDArray, offset: number | bigint, options?: Partial<TraceOptions>): NDArray;
  /** `trace`, called in another way. */
  trace(data: NDArray, options?: TraceOptions): NDArray;
  /**
   * The sum of any number of arrays of one shape.
   * - `numArgs` (none): Accepted and ignored: the number of arrays is seen.
   * MXNet's `add_n`.
   */
  addN(arrays: readonly NDArray[], options?: AddNOptions): NDArray;
  /** `addN`, called in another way. */
  addN(...arrays: NDArray[]): NDArray;
  /** `addN`, called in another way. */
  addN(...args: [...NDArray[], AddNOptions]): NDArray;
  /**
   * The sum of any number of arrays of one shape.
   * - `numArgs` (none): Accepted and ignored: the number of arrays is seen.
   * MXNet's `add_n`.
   */
  elementWiseSum(arrays: readonly NDArray[], options?: AddNOptions): NDArray;
  /** `elementWiseSum`, called in another way. */
  elementWiseSum(...arrays: NDArray[]): NDArray;
  /** `elementWiseSum`, called in another way. */
  elementWiseSum(...args: [...NDArray[], AddNOptions]): NDArray;
  /**
   * [1] float32: 1 where all elements of data are finite, else 0.
   * - `initOutput` (true): Only true: several arrays are checked by multi_all_finite at once.
   * MXNet's `all_finite`.
   */
  allFinite(data: NDArray, options?: AllFiniteOptions): NDArray;
  /**
   * [1] float32: 1 where all elements of all arrays are finite, else 0.
   * - `numArrays` (none): Accepted and ignored: the number of arrays is seen.
   * - `initOutput` (true): Only true: several arrays are checked by multi_all_finite at once.
   * MXNet's `multi_all_finite`.
   */
  multiAllFinite(arrays: readonly NDArray[], options?: MultiAllFiniteOptions): NDArray;
  /** `multiAllFinite`, called in another way. */
  multiAllFinite(...arrays: NDArray[]): NDArray;
  /** `multiAllFinite`, called in another way. */
  multiAllFinite(...args: [...NDArray[], MultiAllFiniteOptions]): NDArray;
  /**
   * The sum of squares of each array, a float32 vector.
   * - `numArrays` (none): Accepted and ignored: the number of arrays is seen.
   * MXNet's `multi_sum_sq`.
   */
  multiSumSq(arrays: readonly NDArray[], options?: MultiSumSqOptions): NDArray;
  /** `multiSumSq`, called in another way. */
  multiSumSq(...arrays: NDArray[]): NDArray;
  /** `multiSumSq`, called in another way. */
  multiSumSq(...args: [...NDArray[], MultiSumSqOptions]): NDArray;
  /**
   * Of matrices with equally many columns: column k of the result is the outer product of their columns k. Output: [product of the rows, columns].
   * - `numArgs` (none): Accepted and ignored: the number of arrays is seen.
   * MXNet's `khatri_rao`.
   */
  khatriRao(arrays: readonly NDArray[], options?: KhatriRaoOptions): NDArray;
  /** `khatriRao`, called in another way. */
  khatriRao(...arrays: NDArray[]): NDArray;
  /** `khatriRao`, called in another way. */
  khatriRao(...args: [...NDArray[], KhatriRaoOptions]): NDArray;
  /**
   * Sets all elements of the arrays to 0, in place; it gives nothing.
   * - `numArrays` (none): Accepted and ignored: the number of arrays is seen.
   * MXNet's `reset_arrays`.
   */
  resetArrays(arrays: readonly NDArray[], options?: ResetArraysOptions): NDArray;
  /** `resetArrays`, called in another way. */
  resetArrays(...arrays: NDArray[]): NDArray;
  /** `resetArrays`, called in another way. */
  resetArrays(...args: [...NDArray[], ResetArraysOptions]): NDArray;
  /**
   * float16 and float32 in the dtype that is named; any other dtype as it is.
   * - `dtype` (required): The dtype of the result.
   * MXNet's `amp_cast`.
   */
  ampCast(data: NDArray, dtype: DType, options?: Partial<AmpCastOptions>): NDArray;
  /** `ampCast`, called in another way. */
  ampCast(data: NDArray, options: AmpCastOptions): NDArray;
  /**
   * Arrays of float16 and float32 in the widest dtype among them (the narrowest, with cast_narrow); arrays of any other dtype as they are.
   * - `numOutputs` (none): Accepted and ignored: the number of arrays is seen.
   * - `castNarrow` (false): Cast to the narrowest dtype.
   * MXNet's `amp_multicast`.
   */
  ampMulticast(arrays: readonly NDArray[], options?: AmpMulticastOptions): NDArray[];
  /** `ampMulticast`, called in another way. */
  ampMulticast(...arrays: NDArray[]): NDArray[];
  /** `ampMulticast`, called in another way. */
  ampMulticast(...args: [...NDArray[], AmpMulticastOptions]): NDArray[];
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
   * 1 where an element over the axes is not 0, else 0, in data's dtype; NaN is not 0. Of no elements: 0.
   * - `axis` (none): The axes to reduce, counted from either end; all by default.
   * - `keepdims` (false): Keep the reduced axes with size 1.
   * MXNet's `any`.
   */
  any(data: NDArray, axis: number | readonly (number | null)[] | null, options?: Partial<AnyOptions>): NDArray;
  /** `any`, called in another way. */
  any(data: NDArray, options?: AnyOptions): NDArray;
  /**
   * 1 where no element over the axes is 0, else 0, in data's dtype; NaN is not 0. Of no elements: 1.
   * - `axis` (none): The axes to reduce, counted from either end; all by default.
   * - `keepdims` (false): Keep the reduced axes with size 1.
   * MXNet's `all`.
   */
  all(data: NDArray, axis: number | readonly (number | null)[] | null, options?: Partial<AllOptions>): NDArray;
  /** `all`, called in another way. */
  all(data: NDArray, options?: AllOptions): NDArray;
  /**
   * The variance over axes: the sum of squared distances from the mean, divided by n - ddof.
   * - `axis` (none): The axes to reduce, counted from either end; all by default.
   * - `ddof` (0): What is taken off the number of elements in the divisor.
   * - `keepdims` (false): Keep the reduced axes with size 1.
   * MXNet's `var`.
   */
  var(data: NDArray, axis: number | readonly (number | null)[] | null, options?: Partial<VarOptions>): NDArray;
  /** `var`, called in another way. */
  var(data: NDArray, options?: VarOptions): NDArray;
  /**
   * The standard deviation over axes: the root of the variance.
   * - `axis` (none): The axes to reduce, counted from either end; all by default.
   * - `ddof` (0): What is taken off the number of elements in the divisor.
   * - `keepdims` (false): Keep the reduced axes with size 1.
   * MXNet's `std`.
   */
  std(data: NDArray, axis: number | readonly (number | null)[] | null, options?: Partial<StdOptions>): NDArray;
  /** `std`, called in another way. */
  std(data: NDArray, options?: StdOptions): NDArray;
  /**
   * Mean and (biased) variance over axes, two arrays in data's dtype.
   * - `axes` (required): The axes, counted from either end.
   * - `keepdims` (false): Keep the reduced axes with size 1.
   * MXNet's `moments`.
   */
  moments(data: NDArray, axes: number | readonly (number | null)[], options?: Partial<MomentsOptions>): [NDArray, NDArray];
  /** `moments`, called in another way. */
  moments(data: NDArray, options: MomentsOptions): [NDArray, NDArray];
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
   * alpha op(A) op(B) + beta C, where op may transpose. Inputs: A [..., m, k], B [..., k, n], C [..., m, n], of the same leading axes; with `axis` the rows lie on another axis.
   * - `transposeA` (false): Use the transpose of A.
   * - `transposeB` (false): Use the transpose of B.
   * - `alpha` (1): Multiplies the product.
   * - `beta` (1): Multiplies C.
   * - `axis` (-2): The axis of the matrix rows; columns are the last axis.
   * MXNet's `linalg_gemm`.
   */
  linalgGemm(a: NDArray, b: NDArray, c: NDArray, options?: LinalgGemmOptions): NDArray;
  /**
   * alpha op(A) op(B), where op may transpose. Inputs: A [..., m, k], B [..., k, n], of the same leading axes; with `axis` the rows lie on another axis.
   * - `transposeA` (false): Use the transpose of A.
   * - `transposeB` (false): Use the transpose of B.
   * - `alpha` (1): Multiplies the result.
   * - `axis` (-2): The axis of the matrix rows; columns are the last axis.
   * MXNet's `linalg_gemm2`.
   */
  linalgGemm2(a: NDArray, b: NDArray, options?: LinalgGemm2Options): NDArray;
  /**
   * alpha A Aᵀ, or alpha Aᵀ A with transpose. Input: A [..., m, n].
   * - `transpose` (false): Multiply the transpose with A.
   * - `alpha` (1): Multiplies the result.
   * MXNet's `linalg_syrk`.
   */
  linalgSyrk(a: NDArray, options?: LinalgSyrkOptions): NDArray;
  /**
   * alpha op(A) B, or alpha B op(A) with rightside, where A is triangular: only that triangle is read. Inputs: A [..., n, n], B [..., n, m] or [..., m, n].
   * - `transpose` (false): Use the transpose of the triangular matrix.
   * - `rightside` (false): The triangular matrix stands on the right.
   * - `lower` (true): The triangular matrix is lower, else upper.
   * - `alpha` (1): Multiplies the result.
   * MXNet's `linalg_trmm`.
   */
  linalgTrmm(a: NDArray, b: NDArray, options?: LinalgTrmmOptions): NDArray;
  /**
   * Solves op(A) X = alpha B, or X op(A) = alpha B with rightside, where A is triangular: only that triangle is read. Inputs: A [..., n, n], B [..., n, m] or [..., m, n]. A zero on the diagonal gives infinities.
   * - `transpose` (false): Use the transpose of the triangular matrix.
   * - `rightside` (false): The triangular matrix stands on the right.
   * - `lower` (true): The triangular matrix is lower, else upper.
   * - `alpha` (1): Multiplies the result.
   * MXNet's `linalg_trsm`.
   */
  linalgTrsm(a: NDArray, b: NDArray, options?: LinalgTrsmOptions): NDArray;
  /**
   * Cholesky's factor of symmetric positive definite matrices [..., n, n]: L with L Lᵀ = A, or U with Uᵀ U = A. Only that triangle of A is read. A matrix that is not positive definite is an error, raised when the result is waited for.
   * - `lower` (true): The triangular matrix is lower, else upper.
   * MXNet's `linalg_potrf`.
   */
  linalgPotrf(a: NDArray, lower: boolean, options?: Partial<LinalgPotrfOptions>): NDArray;
  /** `linalgPotrf`, called in another way. */
  linalgPotrf(a: NDArray, options?: LinalgPotrfOptions): NDArray;
  /**
   * Cholesky's factor of symmetric positive definite matrices [..., n, n]: L with L Lᵀ = A, or U with Uᵀ U = A. Only that triangle of A is read. A matrix that is not positive definite is an error, raised when the result is waited for.
   * - `lower` (true): The triangular matrix is lower, else upper.
   * MXNet's `linalg_potrf`.
   */
  linalgCholesky(a: NDArray, lower: boolean, options?: Partial<LinalgPotrfOptions>): NDArray;
  /** `linalgCholesky`, called in another way. */
  linalgCholesky(a: NDArray, options?: LinalgPotrfOptions): NDArray;
  /**
   * The inverse of the matrices whose Cholesky factors A [..., n, n] are given: (A Aᵀ)⁻¹, or (Aᵀ A)⁻¹ of an upper one.
   * - `lower` (true): The triangular matrix is lower, else upper.
   * MXNet's `linalg_potri`.
   */
  linalgPotri(a: NDArray, lower: boolean, options?: Partial<LinalgPotriOptions>): NDArray;
  /** `linalgPotri`, called in another way. */
  linalgPotri(a: NDArray, options?: LinalgPotriOptions): NDArray;
  /**
   * The sum of the logarithms of the diagonal of square matrices [..., n, n]: [...], or [1] of a single one.
   * MXNet's `linalg_sumlogdiag`.
   */
  linalgSumlogdiag(a: NDArray, options?: OutOption): NDArray;
  /**
   * A diagonal of square matrices [..., n, n], as vectors [..., n - |offset|].
   * - `offset` (0): Which diagonal: 0 is the main one, positive ones lie above it, negative ones below.
   * MXNet's `linalg_extractdiag`.
   */
  linalgExtractdiag(a: NDArray, offset: number | bigint, options?: Partial<LinalgExtractdiagOptions>): NDArray;
  /** `linalgExtractdiag`, called in another way. */
  linalgExtractdiag(a: NDArray, options?: LinalgExtractdiagOptions): NDArray;
  /**
   * Square matrices [..., n + |offset|, n + |offset|] that hold the vectors [..., n] on a diagonal, else zeros.
   * - `offset` (0): Which diagonal: 0 is the main one, positive ones lie above it, negative ones below.
   * MXNet's `linalg_makediag`.
   */
  linalgMakediag(a: NDArray, offset: number | bigint, options?: Partial<LinalgMakediagOptions>): NDArray;
  /** `linalgMakediag`, called in another way. */
  linalgMakediag(a: NDArray, options?: LinalgMakediagOptions): NDArray;
  /**
   * A triangle of square matrices [..., n, n], row by row of the lower one (column by column of the upper one), as vectors [..., m (m + 1) / 2] with m = n - |offset|.
   * - `offset` (0): Which diagonal: 0 is the main one, positive ones lie above it, negative ones below.
   * - `lower` (true): The lower triangle, else the upper; only where offset is 0, else its sign decides.
   * MXNet's `linalg_extracttrian`.
   */
  linalgExtracttrian(a: NDArray, offset: number | bigint, options?: Partial<LinalgExtracttrianOptions>): NDArray;
  /** `linalgExtracttrian`, called in another way. */
  linalgExtracttrian(a: NDArray, options?: LinalgExtracttrianOptions): NDArray;
  /**
   * Square matrices that hold the vectors [..., m (m + 1) / 2] as a triangle, else zeros: what extracttrian took.
   * - `offset` (0): Which diagonal: 0 is the main one, positive ones lie above it, negative ones below.
   * - `lower` (true): The lower triangle, else the upper; only where offset is 0, else its sign decides.
   * MXNet's `linalg_maketrian`.
   */
  linalgMaketrian(a: NDArray, offset: number | bigint, options?: Partial<LinalgMaketrianOptions>): NDArray;
  /** `linalgMaketrian`, called in another way. */
  linalgMaketrian(a: NDArray, options?: LinalgMaketrianOptions): NDArray;
  /**
   * LQ factorisation of A [..., m, n], m <= n: outputs Q [..., m, n] with orthonormal rows and L [..., m, m] lower triangular, A = L Q. Signs are LAPACK's. The gradient needs A of full rank.
   * MXNet's `linalg_gelqf`.
   */
  linalgGelqf(a: NDArray, options?: OutOption): [NDArray, NDArray];
  /**
   * Eigenvectors and eigenvalues of symmetric matrices [..., n, n], of which the lower triangle is read: outputs U [..., n, n], whose rows are the vectors, and L [..., n] in ascending order, A = Uᵀ diag(L) U. The largest component of each vector is positive. The gradient needs eigenvalues that differ.
   * MXNet's `linalg_syevd`.
   */
  linalgSyevd(a: NDArray, options?: OutOption): [NDArray, NDArray];
  /**
   * The inverse of square matrices [..., n, n]. A singular one is an error, raised when the result is waited for.
   * MXNet's `linalg_inverse`.
   */
  linalgInverse(a: NDArray, options?: OutOption): NDArray;
  /**
   * The inverse of square matrices [..., n, n]. A singular one is an error, raised when the result is waited for.
   * MXNet's `linalg_inverse`.
   */
  linalgInv(a: NDArray, options?: OutOption): NDArray;
  /**
   * The determinant of square matrices [..., n, n]: [...], or [1] of a single one. As in MXNet the gradient of a singular matrix is 0.
   * MXNet's `linalg_det`.
   */
  linalgDet(a: NDArray, options?: OutOption): NDArray;
  /**
   * The determinant of square matrices [..., n, n] as its sign and the logarithm of its magnitude, each [...], or [1] of a single one. A singular matrix has sign 0, logarithm -infinity and, as in MXNet, gradient 0.
   * MXNet's `linalg_slogdet`.
   */
  linalgSlogdet(a: NDArray, options?: OutOption): [NDArray, NDArray];
  /**
   * Singular value decomposition of matrices [..., m, n]: outputs U [..., m, k], values [..., k] in descending order, V [..., k, n], A = U diag(values) V, k the smaller of m and n (NumPy's full_matrices=false). The largest component of each row of V is positive, as in MXNet. The gradient (Townsend 2016) needs values that differ and are not 0.
   * - `fullMatrices` (false): Must be false: U and V have k columns and rows.
   * MXNet's `linalg_svd`.
   */
  linalgSvd(a: NDArray, options?: LinalgSvdOptions): [NDArray, NDArray, NDArray];
  /**
   * Solves A X = B for square matrices A [..., n, n] and B [..., n, k], or vectors [..., n], by LU with partial pivoting. A singular A is an error, raised when the result is waited for.
   * MXNet's `linalg_solve`.
   */
  linalgSolve(a: NDArray, b: NDArray, options?: OutOption): NDArray;
  /**
   * QR factorisation of matrices [..., m, n], reduced: outputs Q [..., m, k] with orthonormal columns and R [..., k, n] upper triangular, A = Q R, k the smaller of m and n. Signs are LAPACK's. The gradient (Walter and Lehmann 2010) needs the first k columns to be independent.
   * MXNet's `linalg_qr`.
   */
  linalgQr(a: NDArray, options?: OutOption): [NDArray, NDArray];
  /**
   * Eigenvalues and eigenvectors of symmetric matrices [..., n, n]: outputs values [..., n] in ascending order and vectors [..., n, n] as columns, A = V diag(values) Vᵀ. The largest component of each vector is positive.
   * - `uplo` ("L"): Which triangle is read: the lower or the upper one.
   * MXNet's `linalg_eigh`.
   */
  linalgEigh(a: NDArray, options?: LinalgEighOptions): [NDArray, NDArray];
  /**
   * The pseudo-inverse of matrices [..., m, n] by their singular values: [..., n, m]. The gradient (Golub and Pereyra 1973) holds where the rank does not change.
   * - `rcond` (0.000000000000001): Singular values below this times the largest count as 0.
   * - `hermitian` (false): Accepted and ignored: it changes no result.
   * MXNet's `linalg_pinv`.
   */
  linalgPinv(a: NDArray, rcond: number, options?: Partial<LinalgPinvOptions>): NDArray;
  /** `linalgPinv`, called in another way. */
  linalgPinv(a: NDArray, options?: LinalgPinvOptions): NDArray;
  /**
   * The X of least norm among those that make |A X - B| least, for A [..., m, n] and B [..., m, k] or vectors [..., m]: the pseudo-inverse of A times B. Only the solution, not NumPy's residuals, rank and values.
   * - `rcond` (0.000000000000001): Singular values below this times the largest count as 0.
   * MXNet's `linalg_lstsq`.
   */
  linalgLstsq(a: NDArray, b: NDArray, rcond: number, options?: Partial<LinalgLstsqOptions>): NDArray;
  /** `linalgLstsq`, called in another way. */
  linalgLstsq(a: NDArray, b: NDArray, options?: LinalgLstsqOptions): NDArray;
  /**
   * NumPy's norms over one axis (vectors), two (matrices), or without ord over any (the square root of the sum of squares). Reducing all axes gives [1].
   * - `ord` (none): fro: of the squares; nuc: the sum of singular values; of matrices 1 and inf: the largest sum of magnitudes of a column and of a row, 2: the largest singular value; of vectors the p-norm. A minus takes the least.
   * - `axis` (none): The axes that are reduced; all by default.
   * - `keepdims` (false): Keep the reduced axes as 1.
   * MXNet's `linalg_norm`.
   */
  linalgNorm(data: NDArray, ord: "fro" | "nuc" | "1" | "-1" | "2" | "-2" | "inf" | "-inf" | null, axis: number | readonly (number | null)[] | null, options?: Partial<LinalgNormOptions>): NDArray;
  /** `linalgNorm`, called in another way. */
  linalgNorm(data: NDArray, ord: "fro" | "nuc" | "1" | "-1" | "2" | "-2" | "inf" | "-inf" | null, options?: Partial<LinalgNormOptions>): NDArray;
  /** `linalgNorm`, called in another way. */
  linalgNorm(data: NDArray, options?: LinalgNormOptions): NDArray;
  /**
   * NumPy's einsum: letters name the axes of the arrays, `ij,jk->ik` multiplies matrices. A letter that is not behind the arrow is summed over; a letter twice in one array takes its diagonal; without an arrow the result has the letters that occur once, in alphabetical order. Pairs are multiplied in the order that keeps what is between small. A sum over everything is [1].
   * - `subscripts` (required): The letters of each array, with commas between, and of the result.
   * - `numArgs` (none): Accepted and ignored: the number of arrays is seen.
   * - `optimize` (0): Accepted and ignored: the order is always chosen.
   * MXNet's `einsum`.
   */
  einsum(arrays: readonly NDArray[], subscripts: string, options?: Partial<EinsumOptions>): NDArray;
  /** `einsum`, called in another way. */
  einsum(arrays: readonly NDArray[], options: EinsumOptions): NDArray;
  /** `einsum`, called in another way. */
  einsum(...arrays: NDArray[]): NDArray;
  /** `einsum`, called in another way. */
  einsum(...args: [...NDArray[], EinsumOptions]): NDArray;
  /**
   * NumPy's product of matrices: [..., m, k] and [..., k, n] give [..., m, n], leading axes broadcast. A vector on the left is a row, on the right a column, and its axis goes; two vectors give [1].
   * MXNet's `matmul`.
   */
  matmul(a: NDArray, b: NDArray, options?: OutOption): NDArray;
  /**
   * Products of a and b summed over axes that correspond: the last of a with the first of b, or those that are named. The result has the other axes of a, then of b; [1] where none is left.
   * - `axes` (2): So many of the last axes of a and the first of b are summed over.
   * - `aAxesSummed` (none): Instead, which axes of a are summed over.
   * - `bAxesSummed` (none): The axes of b that correspond to them.
   * MXNet's `tensordot`.
   */
  tensordot(a: NDArray, b: NDArray, axes: number | bigint, options?: Partial<TensordotOptions>): NDArray;
  /** `tensordot`, called in another way. */
  tensordot(a: NDArray, b: NDArray, options?: TensordotOptions): NDArray;
  /**
   * Products summed over the last axes: [..., k] and [..., k]; two vectors give [1].
   * MXNet's `inner`.
   */
  inner(a: NDArray, b: NDArray, options?: OutOption): NDArray;
  /**
   * Each element of a times each of b, both flattened: [n, m].
   * MXNet's `outer`.
   */
  outer(a: NDArray, b: NDArray, options?: OutOption): NDArray;
  /**
   * The sum of the products of elements, both arrays flattened: [1].
   * MXNet's `vdot`.
   */
  vdot(a: NDArray, b: NDArray, options?: OutOption): NDArray;
  /**
   * Kronecker's product: each element of a times the whole of b, sizes multiplied axis by axis.
   * MXNet's `kron`.
   */
  kron(a: NDArray, b: NDArray, options?: OutOption): NDArray;
  /**
   * The convolution of two vectors: element i is the sum over j of a[j] v[i - j].
   * - `mode` ("full"): full: n + m - 1 elements; same: the middle max(n, m); valid: where both overlap wholly.
   * MXNet's `convolve`.
   */
  convolve(a: NDArray, v: NDArray, options?: ConvolveOptions): NDArray;
  /**
   * The discrete Fourier transform along an axis of re + i im (im may be left out): outputs the real and the imaginary parts. Of any length in O(n log n), computed in float64.
   * - `n` (none): The length of the transform: the axis is cut or filled with zeros to it. By default the axis as it is; of irfft 2 (m - 1).
   * - `axis` (-1): The axis along which it is transformed.
   * - `norm` ("backward"): Which way is divided: the inverse by n, both by the root of n, or the forward one by n.
   * MXNet's `fft`.
   */
  fft(re: NDArray, im: NDArray | null, n: number | bigint | null, axis: number | bigint, options?: Partial<FftOptions>): [NDArray, NDArray];
  /** `fft`, called in another way. */
  fft(re: NDArray, im: NDArray | null, n: number | bigint | null, options?: Partial<FftOptions>): [NDArray, NDArray];
  /** `fft`, called in another way. */
  fft(re: NDArray, im: NDArray | null, options?: FftOptions): [NDArray, NDArray];
  /** `fft`, called in another way. */
  fft(re: NDArray, n: number | bigint | null, axis: number | bigint, options?: Partial<FftOptions>): [NDArray, NDArray];
  /** `fft`, called in another way. */
  fft(re: NDArray, n: number | bigint | null, options?: Partial<FftOptions>): [NDArray, NDArray];
  /** `fft`, called in another way. */
  fft(re: NDArray, options?: FftOptions): [NDArray, NDArray];
  /**
   * The inverse of fft, divided by n: outputs the real and the imaginary parts.
   * - `n` (none): The length of the transform: the axis is cut or filled with zeros to it. By default the axis as it is; of irfft 2 (m - 1).
   * - `axis` (-1): The axis along which it is transformed.
   * - `norm` ("backward"): Which way is divided: the inverse by n, both by the root of n, or the forward one by n.
   * MXNet's `ifft`.
   */
  ifft(re: NDArray, im: NDArray | null, n: number | bigint | null, axis: number | bigint, options?: Partial<IfftOptions>): [NDArray, NDArray];
  /** `ifft`, called in another way. */
  ifft(re: NDArray, im: NDArray | null, n: number | bigint | null, options?: Partial<IfftOptions>): [NDArray, NDArray];
  /** `ifft`, called in another way. */
  ifft(re: NDArray, im: NDArray | null, options?: IfftOptions): [NDArray, NDArray];
  /** `ifft`, called in another way. */
  ifft(re: NDArray, n: number | bigint | null, axis: number | bigint, options?: Partial<IfftOptions>): [NDArray, NDArray];
  /** `ifft`, called in another way. */
  ifft(re: NDArray, n: number | bigint | null, options?: Partial<IfftOptions>): [NDArray, NDArray];
  /** `ifft`, called in another way. */
  ifft(re: NDArray, options?: IfftOptions): [NDArray, NDArray];
  /**
   * fft of real numbers, of which the first n / 2 + 1 are given: outputs the real and the imaginary parts.
   * - `n` (none): The length of the transform: the axis is cut or filled with zeros to it. By default the axis as it is; of irfft 2 (m - 1).
   * - `axis` (-1): The axis along which it is transformed.
   * - `norm` ("backward"): Which way is divided: the inverse by n, both by the root of n, or the forward one by n.
   * MXNet's `rfft`.
   */
  rfft(re: NDArray, n: number | bigint | null, axis: number | bigint, options?: Partial<RfftOptions>): [NDArray, NDArray];
  /** `rfft`, called in another way. */
  rfft(re: NDArray, n: number | bigint | null, options?: Partial<RfftOptions>): [NDArray, NDArray];
  /** `rfft`, called in another way. */
  rfft(re: NDArray, options?: RfftOptions): [NDArray, NDArray];
  /**
   * The inverse of rfft: n real numbers from the first n / 2 + 1 of their transform; n is 2 (m - 1) of an axis of m unless it is given.
   * - `n` (none): The length of the transform: the axis is cut or filled with zeros to it. By default the axis as it is; of irfft 2 (m - 1).
   * - `axis` (-1): The axis along which it is transformed.
   * - `norm` ("backward"): Which way is divided: the inverse by n, both by the root of n, or the forward one by n.
   * MXNet's `irfft`.
   */
  irfft(re: NDArray, im: NDArray | null, n: number | bigint | null, axis: number | bigint, options?: Partial<IrfftOptions>): NDArray;
  /** `irfft`, called in another way. */
  irfft(re: NDArray, im: NDArray | null, n: number | bigint | null, options?: Partial<IrfftOptions>): NDArray;
  /** `irfft`, called in another way. */
  irfft(re: NDArray, im: NDArray | null, options?: IrfftOptions): NDArray;
  /** `irfft`, called in another way. */
  irfft(re: NDArray, n: number | bigint | null, axis: number | bigint, options?: Partial<IrfftOptions>): NDArray;
  /** `irfft`, called in another way. */
  irfft(re: NDArray, n: number | bigint | null, options?: Partial<IrfftOptions>): NDArray;
  /** `irfft`, called in another way. */
  irfft(re: NDArray, options?: IrfftOptions): NDArray;
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
   * The transposed convolution: each element of data adds its multiple of the filters to the output, stride apart. Inputs: data [n, c, w], [n, c, h, w] or [n, c, d, h, w], weight [c, num_filter / num_group, kernel], bias [num_filter]. Output: [n, num_filter, h', w'] with h' = stride (h - 1) + dilate (kernel - 1) + 1 - 2 pad + adj.
   * - `kernel` (required): The size of the kernel: (w), (h, w) or (d, h, w).
   * - `stride` ([]): The distance of neighbours of data in the output; 1 by default.
   * - `dilate` ([]): The distance of the kernel's taps; 1 by default.
   * - `pad` ([]): What is cut off at both ends of the output; 0 by default.
   * - `adj` ([]): What the output is longer by at its end; less than stride, 0 by default.
   * - `targetShape` ([]): The sizes of the output: pad and adj become what gives them.
   * - `numFilter` (required): The number of output channels.
   * - `numGroup` (1): The number of groups into which channels and filters are divided.
   * - `workspace` (1024): Accepted and ignored.
   * - `noBias` (true): Leave the bias out.
   * - `cudnnTune` (none): Accepted and ignored.
   * - `cudnnOff` (false): Accepted and ignored.
   * - `layout` (none): The order of axes; the channel must come second.
   * MXNet's `Deconvolution`.
   */
  deconvolution(data: NDArray, weight: NDArray, bias: NDArray | null, options: DeconvolutionOptions): NDArray;
  /** `deconvolution`, called in another way. */
  deconvolution(data: NDArray, weight: NDArray, options: DeconvolutionOptions): NDArray;
  /**
   * Slides filters over data (cross-correlation). Inputs: data [n, c, w], [n, c, h, w] or [n, c, d, h, w], weight [num_filter, c / num_group, kernel], bias [num_filter]. Output: [n, num_filter, h', w'] with h' = floor((h + 2 pad - dilate (kernel - 1) - 1) / stride) + 1.
   * - `kernel` (required): The size of the kernel: (w), (h, w) or (d, h, w).
   * - `stride` ([]): The step of the kernel; 1 by default.
   * - `dilate` ([]): The distance of the kernel's taps; 1 by default.
   * - `pad` ([]): Zeros around the data; 0 by default.
   * - `numFilter` (required): The number of filters (output channels).
   * - `numGroup` (1): The number of groups into which channels and filters are divided.
   * - `workspace` (1024): Accepted and ignored.
   * - `noBias` (false): Leave the bias out.
   * - `cudnnTune` (none): Accepted and ignored.
   * - `cudnnOff` (false): Accepted and ignored.
   * - `layout` (none): The order of axes; the channel must come second.
   * MXNet's `Convolution`.
   */
  convolution(data: NDArray, weight: NDArray, bias: NDArray | null, options: ConvolutionOptions): NDArray;
  /** `convolution`, called in another way. */
  convolution(data: NDArray, weight: NDArray, options: ConvolutionOptions): NDArray;
  /**
   * Slides filters over data (cross-correlation). Inputs: data [n, c, w], [n, c, h, w] or [n, c, d, h, w], weight [num_filter, c / num_group, kernel], bias [num_filter]. Output: [n, num_filter, h', w'] with h' = floor((h + 2 pad - dilate (kernel - 1) - 1) / stride) + 1.
   * - `kernel` (required): The size of the kernel: (w), (h, w) or (d, h, w).
   * - `stride` ([]): The step of the kernel; 1 by default.
   * - `dilate` ([]): The distance of the kernel's taps; 1 by default.
   * - `pad` ([]): Zeros around the data; 0 by default.
   * - `numFilter` (required): The number of filters (output channels).
   * - `numGroup` (1): The number of groups into which channels and filters are divided.
   * - `workspace` (1024): Accepted and ignored.
   * - `noBias` (false): Leave the bias out.
   * - `cudnnTune` (none): Accepted and ignored.
   * - `cudnnOff` (false): Accepted and ignored.
   * - `layout` (none): The order of axes; the channel must come second.
   * MXNet's `Convolution`.
   */
  convolutionV1(data: NDArray, weight: NDArray, bias: NDArray | null, options: ConvolutionOptions): NDArray;
  /** `convolutionV1`, called in another way. */
  convolutionV1(data: NDArray, weight: NDArray, options: ConvolutionOptions): NDArray;
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
  poolingV1(data: NDArray, options?: PoolingOptions): NDArray;
  /**
   * What lies under each tap of a sliding window, as columns: the matrix that makes a convolution a product. Input: data [n, c, w], [n, c, h, w] or [n, c, d, h, w]. Output: [n, c * taps, positions].
   * - `kernel` (required): The size of the window: (w), (h, w) or (d, h, w).
   * - `stride` ([]): The step of the window; 1 by default.
   * - `dilate` ([]): The distance of the window's taps; 1 by default.
   * - `pad` ([]): Zeros around the data; 0 by default.
   * MXNet's `im2col`.
   */
  im2col(data: NDArray, options: Im2colOptions): NDArray;
  /**
   * The adjoint of im2col: each element of the image is the sum of the columns' elements that stand for it. Input: data [n, c * taps, positions]. Output: [n, c] and output_size.
   * - `outputSize` (required): The sizes of the image: (w), (h, w) or (d, h, w).
   * - `kernel` (required): The size of the window: (w), (h, w) or (d, h, w).
   * - `stride` ([]): The step of the window; 1 by default.
   * - `dilate` ([]): The distance of the window's taps; 1 by default.
   * - `pad` ([]): Zeros around the data; 0 by default.
   * MXNet's `col2im`.
   */
  col2im(data: NDArray, options: Col2imOptions): NDArray;
  /**
   * The maximum over each cell of each box. Inputs: data [n, c, h, w], rois [boxes, 5] of (image, x1, y1, x2, y2), both corners included. Output: [boxes, c] and pooled_size. A cell outside data, or of no image, is 0.
   * - `pooledSize` (required): Cells of a box: (h, w).
   * - `spatialScale` (required): What the boxes' numbers are multiplied by to count elements of data.
   * MXNet's `ROIPooling`.
   */
  roiPooling(data: NDArray, rois: NDArray, options: RoiPoolingOptions): NDArray;
  /**
   * A grid for BilinearSampler, (x, y) from -1 to 1. affine: data [n, 6], a matrix [[a, b, c], [d, e, f]] of each image that (x, y, 1) is multiplied by; warp: data [n, 2, h, w], a flow in elements that is added to each place. Output: [n, 2, h, w].
   * - `transformType` (required): What data holds.
   * - `targetShape` ([0,0]): The size of the result: (h, w); required for affine.
   * MXNet's `GridGenerator`.
   */
  gridGenerator(data: NDArray, options: GridGeneratorOptions): NDArray;
  /**
   * data seen through an affine map: BilinearSampler on the grid that GridGenerator makes of loc. Inputs: data [n, c, h, w], loc [n, 6]. Output: [n, c] and target_shape.
   * - `targetShape` ([0,0]): The size of the result: (h, w); required for affine.
   * - `transformType` (required): The only one.
   * - `samplerType` (required): The only one.
   * - `cudnnOff` (none): Accepted and ignored.
   * MXNet's `SpatialTransformer`.
   */
  spatialTransformer(data: NDArray, loc: NDArray, options: SpatialTransformerOptions): NDArray;
  /**
   * data at the points of a grid, by bilinear interpolation; 0 outside. Inputs: data [n, c, h, w], grid [n, 2, h', w'] of (x, y), where -1 and 1 are the first and the last element. Output: [n, c, h', w'].
   * - `cudnnOff` (none): Accepted and ignored.
   * MXNet's `BilinearSampler`.
   */
  bilinearSampler(data: NDArray, grid: NDArray, options?: BilinearSamplerOptions): NDArray;
  /**
   * The mean product of each patch of data1 with the patches of data2 around its place. Inputs: data1, data2 [n, c, h, w]. Output: [n, (2 floor(max_displacement / stride2) + 1)^2, h', w'] with h' = ceil((h + 2 pad_size - 2 max_displacement - kernel_size + 1) / stride1).
   * - `kernelSize` (1): The side of a patch; odd.
   * - `maxDisplacement` (1): The largest displacement along an axis.
   * - `stride1` (1): The step of the patches of data1.
   * - `stride2` (1): The step of displacements.
   * - `padSize` (0): Zeros around both images.
   * - `isMultiply` (true): Means of products; else of absolute differences.
   * MXNet's `Correlation`.
   */
  correlation(data1: NDArray, data2: NDArray, options?: CorrelationOptions): NDArray;
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
  batchNormV1(data: NDArray, gamma: NDArray, beta: NDArray, movingMean: NDArray, movingVar: NDArray, options?: BatchNormOptions): NDArray;
  /**
   * (data - mean) / sqrt(variance + eps) * gamma + beta, with mean and variance along one axis. Inputs: data, and gamma, beta of that axis' size. Output: as data; with output_mean_var also mean and sqrt(variance + eps), in which the axis has size 1.
   * - `axis` (-1): The axis that is normalised.
   * - `eps` (0.00001): Added to the variance.
   * - `outputMeanVar` (false): Give the mean and sqrt(variance + eps) too; no gradient flows through them.
   * MXNet's `LayerNorm`.
   */
  layerNorm(data: NDArray, gamma: NDArray, beta: NDArray, options?: LayerNormOptions): NDArray;
  /**
   * The channels (axis 1) are cut into num_groups groups, and each group of each example is normalised: (data - mean) / sqrt(variance + eps) * gamma + beta. Inputs: data of three axes or more; gamma and beta of num_groups elements. Output: as data; with output_mean_var also mean and sqrt(variance + eps), [batch, num_groups].
   * - `numGroups` (1): How many groups.
   * - `eps` (0.00001): Added to the variance.
   * - `outputMeanVar` (false): Give the mean and sqrt(variance + eps) too; no gradient flows through them.
   * MXNet's `GroupNorm`.
   */
  groupNorm(data: NDArray, gamma: NDArray, beta: NDArray, options?: GroupNormOptions): NDArray;
  /**
   * Each channel (axis 1) of each example is normalised: (data - mean) / sqrt(variance + eps) * gamma + beta. Inputs: data of three axes or more; gamma and beta of one element a channel.
   * - `eps` (0.001): Added to the variance.
   * MXNet's `InstanceNorm`.
   */
  instanceNorm(data: NDArray, gamma: NDArray, beta: NDArray, options?: InstanceNormOptions): NDArray;
  /**
   * data / sqrt(sum of squares + eps). The sum runs over all axes but the first (instance), over the channels, axis 1 (channel), or over all axes but the first two (spatial).
   * - `eps` (0.0000000001): Added to the sum of squares.
   * - `mode` ("instance"): What is summed over.
   * MXNet's `L2Normalization`.
   */
  l2Normalization(data: NDArray, options?: L2NormalizationOptions): NDArray;
  /**
   * Local response normalisation: data / (knorm + alpha / nsize * s)^beta, where s is the sum of squares of the nsize channels around. Data is [batch, channels, height, width].
   * - `alpha` (0.0001): The factor of the mean of squares.
   * - `beta` (0.75): The power.
   * - `knorm` (2): What is added to the mean of squares.
   * - `nsize` (required): How many neighbouring channels; odd.
   * MXNet's `LRN`.
   */
  lrn(data: NDArray, options: LrnOptions): NDArray;
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
   * Recurrent layers, one upon the other. Inputs: data [steps, batch, size], parameters (a vector), state [layers * directions, batch, state_size], for lstm state_cell of that shape, with use_sequence_length sequence_length [batch]. Output: [steps, batch, directions * state_size]; with state_outputs also the last state and, for lstm, the last cell. The vector holds for each layer and direction the input's weights [gates * state_size, size] and the state's [gates * state_size, state_size] (then, with a projection, its [projection_size, state_size]), and after all weights for each the biases of the input and of the state. Gates of lstm: i, f, g, o; of gru: r, z, n, with n = tanh(input + r * (state + bias)). Steps beyond a sample's length give 0 and leave its state; backwards it begins at its last step.
   * - `stateSize` (required): Units of each layer.
   * - `numLayers` (required): The number of layers.
   * - `bidirectional` (false): Run through the steps backwards too.
   * - `mode` (required): The cell: a plain one with relu or tanh, LSTM or GRU.
   * - `p` (0): While training, the probability that an element between two layers is dropped.
   * - `stateOutputs` (false): Give the last states too.
   * - `projectionSize` (none): Size of the state that LSTM's units are multiplied down to; none by default.
   * - `lstmStateClipMin` (none): The least value of LSTM's cells; together with the greatest.
   * - `lstmStateClipMax` (none): The greatest value of LSTM's cells; together with the least.
   * - `lstmStateClipNan` (false): Where cells are clipped, NaN becomes the least value.
   * - `useSequenceLength` (false): Samples have the lengths that sequence_length says.
   * MXNet's `RNN`.
   */
  rnn(data: NDArray, parameters: NDArray, state: NDArray, stateCell: NDArray | null, sequenceLength: NDArray | null, options: RnnOptions): NDArray;
  /** `rnn`, called in another way. */
  rnn(data: NDArray, parameters: NDArray, state: NDArray, stateCell: NDArray | null, options: RnnOptions): NDArray;
  /** `rnn`, called in another way. */
  rnn(data: NDArray, parameters: NDArray, state: NDArray, options: RnnOptions): NDArray;
  /**
   * The negative logarithm of the probability that a sequence reads as its labels, over all alignments (Graves and others, 2006). Inputs: data [steps, batch, classes] before softmax, label [batch, at most steps], lengths [batch]. Output: [batch]; 0 where the labels do not fit into the steps.
   * - `useDataLengths` (false): Samples have the steps that data_lengths says.
   * - `useLabelLengths` (false): Samples have as many labels as label_lengths says.
   * - `blankLabel` ("first"): Which class is the blank. With first, labels are from 1 on and padded with 0; with last, from 0 on and padded with -1.
   * MXNet's `CTCLoss`.
   */
  ctcLoss(data: NDArray, label: NDArray, dataLengths: NDArray | null, labelLengths: NDArray | null, options?: CtcLossOptions): NDArray;
  /** `ctcLoss`, called in another way. */
  ctcLoss(data: NDArray, label: NDArray, dataLengths: NDArray | null, options?: CtcLossOptions): NDArray;
  /** `ctcLoss`, called in another way. */
  ctcLoss(data: NDArray, label: NDArray, options?: CtcLossOptions): NDArray;
  /**
   * data; its gradient is (data - label) * grad_scale / the labels of an example, that of half the squared distance. Inputs: data, and label of as many elements.
   * - `gradScale` (1): The gradient is multiplied by it.
   * MXNet's `LinearRegressionOutput`.
   */
  linearRegressionOutput(data: NDArray, label: NDArray, options?: LinearRegressionOutputOptions): NDArray;
  /**
   * The sigmoid of data; its gradient is (output - label) * grad_scale / the labels of an example, that of the cross entropy. Inputs: data, and label of as many elements.
   * - `gradScale` (1): The gradient is multiplied by it.
   * MXNet's `LogisticRegressionOutput`.
   */
  logisticRegressionOutput(data: NDArray, label: NDArray, options?: LogisticRegressionOutputOptions): NDArray;
  /**
   * data; its gradient is 1 where data is above label, else -1, times grad_scale / the labels of an example: that of the absolute distance. Inputs: data, and label of as many elements.
   * - `gradScale` (1): The gradient is multiplied by it.
   * MXNet's `MAERegressionOutput`.
   */
  maeRegressionOutput(data: NDArray, label: NDArray, options?: MaeRegressionOutputOptions): NDArray;
  /**
   * data; its gradient is that of the hinge loss max(0, margin - s data), or of its square, where s is 1 for the class of the label and -1 for the others. Inputs: data [n, classes], label [n].
   * - `margin` (1): How far beyond 0 an output has to be.
   * - `regularizationCoefficient` (1): The gradient is multiplied by it.
   * - `useLinear` (false): Take the hinge loss itself, not its square.
   * MXNet's `SVMOutput`.
   */
  svmOutput(data: NDArray, label: NDArray, options?: SvmOutputOptions): NDArray;
  /**
   * data as a loss: its gradient is grad_scale, whatever flows back; divided by the size of axis 0 (batch), or by the number of elements above valid_thresh (valid).
   * - `gradScale` (1): The gradient is multiplied by it.
   * - `validThresh` (0): Elements above it count as valid.
   * - `normalization` ("null"): What the gradient is divided by.
   * MXNet's `MakeLoss`.
   */
  makeLoss(data: NDArray, options?: MakeLossOptions): NDArray;
  /**
   * data, a matrix of activations between 0 and 1; the gradient of a penalty that draws the mean of each column to sparseness_target joins what flows back: penalty * (-target / mean + (1 - target) / (1 - mean)). The mean is the running one in moving_avg, which moves while training, in forward (MXNet moves it in backward).
   * - `sparsenessTarget` (0.1): The mean that is wanted.
   * - `penalty` (0.001): The weight of the penalty.
   * - `momentum` (0.9): How much of moving_avg stays.
   * MXNet's `IdentityAttachKLSparseReg`.
   */
  identityAttachKLSparseReg(data: NDArray, movingAvg: NDArray, options?: IdentityAttachKLSparseRegOptions): NDArray;
  /**
   * Images [batch, channels, height, width] made scale times as high and wide. nearest: each point is repeated; further images are brought to the size of the first result, and all are joined along the channels or summed. bilinear: data and a weight [channels, 1, k, k], k = 2 scale - scale % 2, through a Deconvolution.
   * - `scale` (required): How many times as high and wide.
   * - `numFilter` (0): Accepted: the number of channels is seen.
   * - `sampleType` (required): How points in between are made.
   * - `multiInputMode` ("concat"): What becomes of several images.
   * - `numArgs` (none): Accepted and ignored: the number of arrays is seen.
   * - `workspace` (512): Accepted and ignored.
   * MXNet's `UpSampling`.
   */
  upSampling(arrays: readonly NDArray[], options: UpSamplingOptions): NDArray;
  /** `upSampling`, called in another way. */
  upSampling(...arrays: NDArray[]): NDArray;
  /** `upSampling`, called in another way. */
  upSampling(...args: [...NDArray[], UpSamplingOptions]): NDArray;
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
   * nag_mom_update of a float32 copy of the weight; the output is rounded to the weight's dtype.
   * - `lr` (required): The learning rate.
   * - `momentum` (0): How much of the last step is kept.
   * - `wd` (0): Weight decay.
   * - `rescaleGrad` (1): The gradient is multiplied by it first.
   * - `clipGradient` (-1): Gradients are clipped to ± this; not at all where negative.
   * MXNet's `mp_nag_mom_update`.
   */
  mpNagMomUpdate(weight: NDArray, grad: NDArray, mom: NDArray, weight32: NDArray, lr: number, options?: Partial<MpNagMomUpdateOptions>): NDArray;
  /** `mpNagMomUpdate`, called in another way. */
  mpNagMomUpdate(weight: NDArray, grad: NDArray, mom: NDArray, weight32: NDArray, options: MpNagMomUpdateOptions): NDArray;
  /**
   * lamb_update_phase1 of a float32 copy of the weight; the direction is float32.
   * - `beta1` (0.9): How much of the mean of gradients is kept.
   * - `beta2` (0.999): How much of the mean of squares is kept.
   * - `epsilon` (0.000001): Keeps the divisor from 0.
   * - `t` (required): The number of this step, from 1.
   * - `biasCorrection` (true): Correct the bias of the means.
   * - `wd` (required): Weight decay.
   * - `rescaleGrad` (1): The gradient is multiplied by it first.
   * - `clipGradient` (-1): Gradients are clipped to ± this; not at all where negative.
   * MXNet's `mp_lamb_update_phase1`.
   */
  mpLambUpdatePhase1(weight: NDArray, grad: NDArray, mean: NDArray, var_: NDArray, weight32: NDArray, options: MpLambUpdatePhase1Options): NDArray;
  /**
   * lamb_update_phase2 of a float32 copy of the weight, which is changed; the output is rounded to the weight's dtype.
   * - `lr` (required): The learning rate.
   * - `lowerBound` (-1): The least r1; none where negative.
   * - `upperBound` (-1): The most r1; none where negative.
   * MXNet's `mp_lamb_update_phase2`.
   */
  mpLambUpdatePhase2(weight: NDArray, g: NDArray, r1: NDArray, r2: NDArray, weight32: NDArray, lr: number, options?: Partial<MpLambUpdatePhase2Options>): NDArray;
  /** `mpLambUpdatePhase2`, called in another way. */
  mpLambUpdatePhase2(weight: NDArray, g: NDArray, r1: NDArray, r2: NDArray, weight32: NDArray, options: MpLambUpdatePhase2Options): NDArray;
  /**
   * sgd_update of many weights. Inputs: weight, grad, weight, grad and so on.
   * - `lrs` (required): The learning rate of each weight.
   * - `wds` (required): The weight decay of each weight.
   * - `rescaleGrad` (1): The gradient is multiplied by it first.
   * - `clipGradient` (-1): Gradients are clipped to ± this; not at all where negative.
   * - `numWeights` (1): The number of weights.
   * MXNet's `multi_sgd_update`.
   */
  multiSgdUpdate(arrays: readonly NDArray[], options: MultiSgdUpdateOptions): NDArray[];
  /** `multiSgdUpdate`, called in another way. */
  multiSgdUpdate(...arrays: NDArray[]): NDArray[];
  /** `multiSgdUpdate`, called in another way. */
  multiSgdUpdate(...args: [...NDArray[], MultiSgdUpdateOptions]): NDArray[];
  /**
   * sgd_mom_update of many weights. Inputs: weight, grad, mom, weight and so on.
   * - `lrs` (required): The learning rate of each weight.
   * - `wds` (required): The weight decay of each weight.
   * - `momentum` (0): How much of the last step is kept.
   * - `rescaleGrad` (1): The gradient is multiplied by it first.
   * - `clipGradient` (-1): Gradients are clipped to ± this; not at all where negative.
   * - `numWeights` (1): The number of weights.
   * MXNet's `multi_sgd_mom_update`.
   */
  multiSgdMomUpdate(arrays: readonly NDArray[], options: MultiSgdMomUpdateOptions): NDArray[];
  /** `multiSgdMomUpdate`, called in another way. */
  multiSgdMomUpdate(...arrays: NDArray[]): NDArray[];
  /** `multiSgdMomUpdate`, called in another way. */
  multiSgdMomUpdate(...args: [...NDArray[], MultiSgdMomUpdateOptions]): NDArray[];
  /**
   * mp_sgd_update of many weights. Inputs: weight, grad, weight32, weight and so on.
   * - `lrs` (required): The learning rate of each weight.
   * - `wds` (required): The weight decay of each weight.
   * - `rescaleGrad` (1): The gradient is multiplied by it first.
   * - `clipGradient` (-1): Gradients are clipped to ± this; not at all where negative.
   * - `numWeights` (1): The number of weights.
   * MXNet's `multi_mp_sgd_update`.
   */
  multiMpSgdUpdate(arrays: readonly NDArray[], options: MultiMpSgdUpdateOptions): NDArray[];
  /** `multiMpSgdUpdate`, called in another way. */
  multiMpSgdUpdate(...arrays: NDArray[]): NDArray[];
  /** `multiMpSgdUpdate`, called in another way. */
  multiMpSgdUpdate(...args: [...NDArray[], MultiMpSgdUpdateOptions]): NDArray[];
  /**
   * mp_sgd_mom_update of many weights. Inputs: weight, grad, mom, weight32, weight and so on.
   * - `lrs` (required): The learning rate of each weight.
   * - `wds` (required): The weight decay of each weight.
   * - `momentum` (0): How much of the last step is kept.
   * - `rescaleGrad` (1): The gradient is multiplied by it first.
   * - `clipGradient` (-1): Gradients are clipped to ± this; not at all where negative.
   * - `numWeights` (1): The number of weights.
   * MXNet's `multi_mp_sgd_mom_update`.
   */
  multiMpSgdMomUpdate(arrays: readonly NDArray[], options: MultiMpSgdMomUpdateOptions): NDArray[];
  /** `multiMpSgdMomUpdate`, called in another way. */
  multiMpSgdMomUpdate(...arrays: NDArray[]): NDArray[];
  /** `multiMpSgdMomUpdate`, called in another way. */
  multiMpSgdMomUpdate(...args: [...NDArray[], MultiMpSgdMomUpdateOptions]): NDArray[];
  /**
   * multi_sgd_update whose rates and decays are arrays. Inputs: weight, grad, …, lrs, wds.
   * - `rescaleGrad` (1): The gradient is multiplied by it first.
   * - `clipGradient` (-1): Gradients are clipped to ± this; not at all where negative.
   * - `numWeights` (1): The number of weights.
   * MXNet's `preloaded_multi_sgd_update`.
   */
  preloadedMultiSgdUpdate(arrays: readonly NDArray[], options?: PreloadedMultiSgdUpdateOptions): NDArray[];
  /** `preloadedMultiSgdUpdate`, called in another way. */
  preloadedMultiSgdUpdate(...arrays: NDArray[]): NDArray[];
  /** `preloadedMultiSgdUpdate`, called in another way. */
  preloadedMultiSgdUpdate(...args: [...NDArray[], PreloadedMultiSgdUpdateOptions]): NDArray[];
  /**
   * multi_sgd_mom_update whose rates and decays are arrays. Inputs: weight, grad, mom, …, lrs, wds.
   * - `momentum` (0): How much of the last step is kept.
   * - `rescaleGrad` (1): The gradient is multiplied by it first.
   * - `clipGradient` (-1): Gradients are clipped to ± this; not at all where negative.
   * - `numWeights` (1): The number of weights.
   * MXNet's `preloaded_multi_sgd_mom_update`.
   */
  preloadedMultiSgdMomUpdate(arrays: readonly NDArray[], options?: PreloadedMultiSgdMomUpdateOptions): NDArray[];
  /** `preloadedMultiSgdMomUpdate`, called in another way. */
  preloadedMultiSgdMomUpdate(...arrays: NDArray[]): NDArray[];
  /** `preloadedMultiSgdMomUpdate`, called in another way. */
  preloadedMultiSgdMomUpdate(...args: [...NDArray[], PreloadedMultiSgdMomUpdateOptions]): NDArray[];
  /**
   * multi_mp_sgd_update whose rates and decays are arrays. Inputs: weight, grad, weight32, …, lrs, wds.
   * - `rescaleGrad` (1): The gradient is multiplied by it first.
   * - `clipGradient` (-1): Gradients are clipped to ± this; not at all where negative.
   * - `numWeights` (1): The number of weights.
   * MXNet's `preloaded_multi_mp_sgd_update`.
   */
  preloadedMultiMpSgdUpdate(arrays: readonly NDArray[], options?: PreloadedMultiMpSgdUpdateOptions): NDArray[];
  /** `preloadedMultiMpSgdUpdate`, called in another way. */
  preloadedMultiMpSgdUpdate(...arrays: NDArray[]): NDArray[];
  /** `preloadedMultiMpSgdUpdate`, called in another way. */
  preloadedMultiMpSgdUpdate(...args: [...NDArray[], PreloadedMultiMpSgdUpdateOptions]): NDArray[];
  /**
   * multi_mp_sgd_mom_update whose rates and decays are arrays. Inputs: weight, grad, mom, weight32, …, lrs, wds.
   * - `momentum` (0): How much of the last step is kept.
   * - `rescaleGrad` (1): The gradient is multiplied by it first.
   * - `clipGradient` (-1): Gradients are clipped to ± this; not at all where negative.
   * - `numWeights` (1): The number of weights.
   * MXNet's `preloaded_multi_mp_sgd_mom_update`.
   */
  preloadedMultiMpSgdMomUpdate(arrays: readonly NDArray[], options?: PreloadedMultiMpSgdMomUpdateOptions): NDArray[];
  /** `preloadedMultiMpSgdMomUpdate`, called in another way. */
  preloadedMultiMpSgdMomUpdate(...arrays: NDArray[]): NDArray[];
  /** `preloadedMultiMpSgdMomUpdate`, called in another way. */
  preloadedMultiMpSgdMomUpdate(...args: [...NDArray[], PreloadedMultiMpSgdMomUpdateOptions]): NDArray[];
  /**
   * The learning rates of LARS: lrs * eta * |w| / (|g| * rescale_grad + wds * |w| + eps) from sums of squares; lrs where one of the norms is 0.
   * - `eta` (required): The factor of all rates.
   * - `eps` (required): Keeps the divisor from 0.
   * - `rescaleGrad` (1): The gradient is multiplied by it first.
   * MXNet's `multi_lars`.
   */
  multiLars(lrs: NDArray, weightsSumSq: NDArray, gradsSumSq: NDArray, wds: NDArray, options: MultiLarsOptions): NDArray;
  /**
   * Numbers of the exponential distribution of rate lam.
   * - `lam` (1): The rate, above 0: 1 / mean.
   * - `shape` ([]): Sizes of the axes; one element by default.
   * - `dtype` (none): The dtype of the result; float32 by default.
   * MXNet's `_random_exponential`.
   */
  randomExponential(lam: number, options?: Partial<RandomExponentialOptions>): NDArray;
  /** `randomExponential`, called in another way. */
  randomExponential(options?: RandomExponentialOptions): NDArray;
  /**
   * Numbers of the gamma distribution of shape alpha and scale beta.
   * - `alpha` (1): The shape, above 0.
   * - `beta` (1): The scale, above 0.
   * - `shape` ([]): Sizes of the axes; one element by default.
   * - `dtype` (none): The dtype of the result; float32 by default.
   * MXNet's `_random_gamma`.
   */
  randomGamma(alpha: number, beta: number, options?: Partial<RandomGammaOptions>): NDArray;
  /** `randomGamma`, called in another way. */
  randomGamma(alpha: number, options?: Partial<RandomGammaOptions>): NDArray;
  /** `randomGamma`, called in another way. */
  randomGamma(options?: RandomGammaOptions): NDArray;
  /**
   * Counts of the Poisson distribution of mean lam, in a float dtype.
   * - `lam` (1): The mean; not negative.
   * - `shape` ([]): Sizes of the axes; one element by default.
   * - `dtype` (none): The dtype of the result; float32 by default.
   * MXNet's `_random_poisson`.
   */
  randomPoisson(lam: number, options?: Partial<RandomPoissonOptions>): NDArray;
  /** `randomPoisson`, called in another way. */
  randomPoisson(options?: RandomPoissonOptions): NDArray;
  /**
   * Successes before the k-th failure, whose probability is p each time; counts in a float dtype.
   * - `k` (1): At how many failures it ends; not negative.
   * - `p` (1): The probability of a failure, from 0 to 1.
   * - `shape` ([]): Sizes of the axes; one element by default.
   * - `dtype` (none): The dtype of the result; float32 by default.
   * MXNet's `_random_negative_binomial`.
   */
  randomNegativeBinomial(k: number | bigint, p: number, options?: Partial<RandomNegativeBinomialOptions>): NDArray;
  /** `randomNegativeBinomial`, called in another way. */
  randomNegativeBinomial(k: number | bigint, options?: Partial<RandomNegativeBinomialOptions>): NDArray;
  /** `randomNegativeBinomial`, called in another way. */
  randomNegativeBinomial(options?: RandomNegativeBinomialOptions): NDArray;
  /**
   * Counts of the negative binomial distribution of mean mu and variance mu + alpha mu², in a float dtype.
   * - `mu` (1): The mean; not negative.
   * - `alpha` (1): The dispersion, 1 / k; not negative.
   * - `shape` ([]): Sizes of the axes; one element by default.
   * - `dtype` (none): The dtype of the result; float32 by default.
   * MXNet's `_random_generalized_negative_binomial`.
   */
  randomGeneralizedNegativeBinomial(mu: number, alpha: number, options?: Partial<RandomGeneralizedNegativeBinomialOptions>): NDArray;
  /** `randomGeneralizedNegativeBinomial`, called in another way. */
  randomGeneralizedNegativeBinomial(mu: number, options?: Partial<RandomGeneralizedNegativeBinomialOptions>): NDArray;
  /** `randomGeneralizedNegativeBinomial`, called in another way. */
  randomGeneralizedNegativeBinomial(options?: RandomGeneralizedNegativeBinomialOptions): NDArray;
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
  /**
   * Numbers uniform in [low, high), for each pair of them.
   * - `shape` ([]): The shape of what is drawn of each distribution; one by default.
   * - `dtype` (none): The dtype of the result; float32 by default.
   * MXNet's `_sample_uniform`.
   */
  sampleUniform(low: NDArray, high: NDArray, shape: number | readonly (number | null)[], options?: Partial<SampleUniformOptions>): NDArray;
  /** `sampleUniform`, called in another way. */
  sampleUniform(low: NDArray, high: NDArray, options?: SampleUniformOptions): NDArray;
  /**
   * Numbers of normal distributions with means mu and standard deviations sigma.
   * - `shape` ([]): The shape of what is drawn of each distribution; one by default.
   * - `dtype` (none): The dtype of the result; float32 by default.
   * MXNet's `_sample_normal`.
   */
  sampleNormal(mu: NDArray, sigma: NDArray, shape: number | readonly (number | null)[], options?: Partial<SampleNormalOptions>): NDArray;
  /** `sampleNormal`, called in another way. */
  sampleNormal(mu: NDArray, sigma: NDArray, options?: SampleNormalOptions): NDArray;
  /**
   * Numbers of gamma distributions of shapes alpha and scales beta.
   * - `shape` ([]): The shape of what is drawn of each distribution; one by default.
   * - `dtype` (none): The dtype of the result; float32 by default.
   * MXNet's `_sample_gamma`.
   */
  sampleGamma(alpha: NDArray, beta: NDArray, shape: number | readonly (number | null)[], options?: Partial<SampleGammaOptions>): NDArray;
  /** `sampleGamma`, called in another way. */
  sampleGamma(alpha: NDArray, beta: NDArray, options?: SampleGammaOptions): NDArray;
  /**
   * Numbers of exponential distributions of rates lam.
   * - `shape` ([]): The shape of what is drawn of each distribution; one by default.
   * - `dtype` (none): The dtype of the result; float32 by default.
   * MXNet's `_sample_exponential`.
   */
  sampleExponential(lam: NDArray, shape: number | readonly (number | null)[], options?: Partial<SampleExponentialOptions>): NDArray;
  /** `sampleExponential`, called in another way. */
  sampleExponential(lam: NDArray, options?: SampleExponentialOptions): NDArray;
  /**
   * Counts of Poisson distributions of means lam.
   * - `shape` ([]): The shape of what is drawn of each distribution; one by default.
   * - `dtype` (none): The dtype of the result; float32 by default.
   * MXNet's `_sample_poisson`.
   */
  samplePoisson(lam: NDArray, shape: number | readonly (number | null)[], options?: Partial<SamplePoissonOptions>): NDArray;
  /** `samplePoisson`, called in another way. */
  samplePoisson(lam: NDArray, options?: SamplePoissonOptions): NDArray;
  /**
   * Successes before the k-th failure, whose probability is p each time. k need not be whole.
   * - `shape` ([]): The shape of what is drawn of each distribution; one by default.
   * - `dtype` (none): The dtype of the result; float32 by default.
   * MXNet's `_sample_negative_binomial`.
   */
  sampleNegativeBinomial(k: NDArray, p: NDArray, shape: number | readonly (number | null)[], options?: Partial<SampleNegativeBinomialOptions>): NDArray;
  /** `sampleNegativeBinomial`, called in another way. */
  sampleNegativeBinomial(k: NDArray, p: NDArray, options?: SampleNegativeBinomialOptions): NDArray;
  /**
   * Counts of negative binomial distributions of means mu and variances mu + alpha mu².
   * - `shape` ([]): The shape of what is drawn of each distribution; one by default.
   * - `dtype` (none): The dtype of the result; float32 by default.
   * MXNet's `_sample_generalized_negative_binomial`.
   */
  sampleGeneralizedNegativeBinomial(mu: NDArray, alpha: NDArray, shape: number | readonly (number | null)[], options?: Partial<SampleGeneralizedNegativeBinomialOptions>): NDArray;
  /** `sampleGeneralizedNegativeBinomial`, called in another way. */
  sampleGeneralizedNegativeBinomial(mu: NDArray, alpha: NDArray, options?: SampleGeneralizedNegativeBinomialOptions): NDArray;
  /**
   * Numbers of outcomes, of distributions whose probabilities are the last axis of data. Output: data's other axes and shape; with get_prob a second array of that shape, the logarithms of the probabilities, whose gradient flows to data.
   * - `shape` ([]): The shape of what is drawn of each distribution; one by default.
   * - `getProb` (false): Give the logarithms of the probabilities too.
   * - `dtype` ("int32"): The dtype of the outcomes.
   * MXNet's `_sample_multinomial`.
   */
  sampleMultinomial(data: NDArray, shape: number | readonly (number | null)[], options?: Partial<SampleMultinomialOptions>): NDArray;
  /** `sampleMultinomial`, called in another way. */
  sampleMultinomial(data: NDArray, options?: SampleMultinomialOptions): NDArray;
  /**
   * The density of uniform distributions on [low, high): 1 / (high - low). Whether the sample lies there is not looked at.
   * - `isLog` (false): Give the logarithm of the density.
   * MXNet's `_random_pdf_uniform`.
   */
  randomPdfUniform(sample: NDArray, low: NDArray, high: NDArray, options?: RandomPdfUniformOptions): NDArray;
  /**
   * The density of normal distributions with means mu and standard deviations sigma.
   * - `isLog` (false): Give the logarithm of the density.
   * MXNet's `_random_pdf_normal`.
   */
  randomPdfNormal(sample: NDArray, mu: NDArray, sigma: NDArray, options?: RandomPdfNormalOptions): NDArray;
  /**
   * The density of gamma distributions of shapes alpha and rates beta (_random_gamma has scales, 1 / rate).
   * - `isLog` (false): Give the logarithm of the density.
   * MXNet's `_random_pdf_gamma`.
   */
  randomPdfGamma(sample: NDArray, alpha: NDArray, beta: NDArray, options?: RandomPdfGammaOptions): NDArray;
  /**
   * The density of exponential distributions of rates lam.
   * - `isLog` (false): Give the logarithm of the density.
   * MXNet's `_random_pdf_exponential`.
   */
  randomPdfExponential(sample: NDArray, lam: NDArray, options?: RandomPdfExponentialOptions): NDArray;
  /**
   * The probability of counts of Poisson distributions of means lam. Counts have no gradient.
   * - `isLog` (false): Give the logarithm of the density.
   * MXNet's `_random_pdf_poisson`.
   */
  randomPdfPoisson(sample: NDArray, lam: NDArray, options?: RandomPdfPoissonOptions): NDArray;
  /**
   * The probability of counts of successes before the k-th failure, whose probability is p each time. Counts have no gradient; k need not be whole.
   * - `isLog` (false): Give the logarithm of the density.
   * MXNet's `_random_pdf_negative_binomial`.
   */
  randomPdfNegativeBinomial(sample: NDArray, k: NDArray, p: NDArray, options?: RandomPdfNegativeBinomialOptions): NDArray;
  /**
   * The probability of counts of negative binomial distributions of means mu and dispersions alpha: k is 1 / alpha, p is 1 / (mu alpha + 1). Counts have no gradient.
   * - `isLog` (false): Give the logarithm of the density.
   * MXNet's `_random_pdf_generalized_negative_binomial`.
   */
  randomPdfGeneralizedNegativeBinomial(sample: NDArray, mu: NDArray, alpha: NDArray, options?: RandomPdfGeneralizedNegativeBinomialOptions): NDArray;
  /**
   * The density of Dirichlet distributions: the last axis of sample and of alpha is one vector. Output: the other axes of sample.
   * - `isLog` (false): Give the logarithm of the density.
   * MXNet's `_random_pdf_dirichlet`.
   */
  randomPdfDirichlet(sample: NDArray, alpha: NDArray, options?: RandomPdfDirichletOptions): NDArray;
  /** MXNet's `nd.contrib`. */
  readonly contrib: ContribOps;
  /** MXNet's `nd.image`. */
  readonly image: ImageOps;
  /** MXNet's `nd.linalg`. */
  readonly linalg: LinalgOps;
}
