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
