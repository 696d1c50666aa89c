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
}
