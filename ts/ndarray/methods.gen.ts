// Generated from the operator registry by core-rs/examples/describe.rs (deno task gen). Do not edit.
// deno-fmt-ignore-file

import { Handle } from "../runtime/mod.ts";
import { call } from "./call.ts";
import type { DType } from "./dtype.ts";
import type { NDArray } from "./ndarray.ts";
import type { OutOption, ClipOptions, TransposeOptions, SwapAxisOptions, ExpandDimsOptions, SqueezeOptions, DepthToSpaceOptions, SpaceToDepthOptions, DiagOptions, SliceChannelOptions, SliceOptions, SliceAxisOptions, SliceLikeOptions, ReverseOptions, BroadcastToOptions, BroadcastAxisOptions, BroadcastLikeOptions, TileOptions, RepeatOptions, PadOptions, TakeOptions, PickOptions, OneHotOptions, SortOptions, ArgsortOptions, TopkOptions, CumsumOptions, DiffOptions, UniqueOptions, SumOptions, MeanOptions, ProdOptions, NansumOptions, NanprodOptions, MaxOptions, MinOptions, NormOptions, ArgmaxOptions, ArgminOptions, AnyOptions, AllOptions, VarOptions, StdOptions, DotOptions, BatchDotOptions, SoftmaxOptions, SoftminOptions, LogSoftmaxOptions } from "./ops_types.gen.ts";

/** The methods of NDArray that the registry gives; `NDArray` extends it. */
export abstract class NDArrayMethods extends Handle {
  /**
   * The larger of 0 and each element; NaN stays.
   * MXNet's `relu`.
   */
  relu(options?: OutOption): NDArray;
  relu(...args: unknown[]): NDArray { return call(0, [this, ...args]) as NDArray; }
  /**
   * 1 / (1 + exp(-x)) of each element.
   * MXNet's `sigmoid`.
   */
  sigmoid(options?: OutOption): NDArray;
  sigmoid(...args: unknown[]): NDArray { return call(1, [this, ...args]) as NDArray; }
  /**
   * The hyperbolic tangent of each element.
   * MXNet's `tanh`.
   */
  tanh(options?: OutOption): NDArray;
  tanh(...args: unknown[]): NDArray { return call(2, [this, ...args]) as NDArray; }
  /**
   * x / (1 + |x|) of each element.
   * MXNet's `softsign`.
   */
  softsign(options?: OutOption): NDArray;
  softsign(...args: unknown[]): NDArray { return call(3, [this, ...args]) as NDArray; }
  /**
   * log(1 / (1 + exp(-x))) of each element.
   * MXNet's `log_sigmoid`.
   */
  logSigmoid(options?: OutOption): NDArray;
  logSigmoid(...args: unknown[]): NDArray { return call(5, [this, ...args]) as NDArray; }
  /**
   * x tanh(log(1 + exp(x))) of each element (Misra 2019).
   * MXNet's `mish`.
   */
  mish(options?: OutOption): NDArray;
  mish(...args: unknown[]): NDArray { return call(6, [this, ...args]) as NDArray; }
  /**
   * e to the power of each element.
   * MXNet's `exp`.
   */
  exp(options?: OutOption): NDArray;
  exp(...args: unknown[]): NDArray { return call(7, [this, ...args]) as NDArray; }
  /**
   * exp(x) - 1, exact near 0.
   * MXNet's `expm1`.
   */
  expm1(options?: OutOption): NDArray;
  expm1(...args: unknown[]): NDArray { return call(8, [this, ...args]) as NDArray; }
  /**
   * The natural logarithm of each element.
   * MXNet's `log`.
   */
  log(options?: OutOption): NDArray;
  log(...args: unknown[]): NDArray { return call(9, [this, ...args]) as NDArray; }
  /**
   * The logarithm to base 2 of each element.
   * MXNet's `log2`.
   */
  log2(options?: OutOption): NDArray;
  log2(...args: unknown[]): NDArray { return call(10, [this, ...args]) as NDArray; }
  /**
   * The logarithm to base 10 of each element.
   * MXNet's `log10`.
   */
  log10(options?: OutOption): NDArray;
  log10(...args: unknown[]): NDArray { return call(11, [this, ...args]) as NDArray; }
  /**
   * log(1 + x), exact near 0.
   * MXNet's `log1p`.
   */
  log1p(options?: OutOption): NDArray;
  log1p(...args: unknown[]): NDArray { return call(12, [this, ...args]) as NDArray; }
  /**
   * The square root of each element.
   * MXNet's `sqrt`.
   */
  sqrt(options?: OutOption): NDArray;
  sqrt(...args: unknown[]): NDArray { return call(13, [this, ...args]) as NDArray; }
  /**
   * 1 / sqrt(x) of each element.
   * MXNet's `rsqrt`.
   */
  rsqrt(options?: OutOption): NDArray;
  rsqrt(...args: unknown[]): NDArray { return call(14, [this, ...args]) as NDArray; }
  /**
   * The cube root of each element.
   * MXNet's `cbrt`.
   */
  cbrt(options?: OutOption): NDArray;
  cbrt(...args: unknown[]): NDArray { return call(15, [this, ...args]) as NDArray; }
  /**
   * 1 / cbrt(x) of each element.
   * MXNet's `rcbrt`.
   */
  rcbrt(options?: OutOption): NDArray;
  rcbrt(...args: unknown[]): NDArray { return call(16, [this, ...args]) as NDArray; }
  /**
   * The square of each element.
   * MXNet's `square`.
   */
  square(options?: OutOption): NDArray;
  square(...args: unknown[]): NDArray { return call(17, [this, ...args]) as NDArray; }
  /**
   * 1 / x of each element.
   * MXNet's `reciprocal`.
   */
  reciprocal(options?: OutOption): NDArray;
  reciprocal(...args: unknown[]): NDArray { return call(18, [this, ...args]) as NDArray; }
  /**
   * The absolute value of each element; its gradient at 0 is 0.
   * MXNet's `abs`.
   */
  abs(options?: OutOption): NDArray;
  abs(...args: unknown[]): NDArray { return call(19, [this, ...args]) as NDArray; }
  /**
   * Each element with the other sign.
   * MXNet's `negative`.
   */
  negative(options?: OutOption): NDArray;
  negative(...args: unknown[]): NDArray { return call(20, [this, ...args]) as NDArray; }
  /**
   * The sine of each element, in radians.
   * MXNet's `sin`.
   */
  sin(options?: OutOption): NDArray;
  sin(...args: unknown[]): NDArray { return call(21, [this, ...args]) as NDArray; }
  /**
   * The cosine of each element, in radians.
   * MXNet's `cos`.
   */
  cos(options?: OutOption): NDArray;
  cos(...args: unknown[]): NDArray { return call(22, [this, ...args]) as NDArray; }
  /**
   * The tangent of each element, in radians.
   * MXNet's `tan`.
   */
  tan(options?: OutOption): NDArray;
  tan(...args: unknown[]): NDArray { return call(23, [this, ...args]) as NDArray; }
  /**
   * The inverse sine of each element, in radians.
   * MXNet's `arcsin`.
   */
  arcsin(options?: OutOption): NDArray;
  arcsin(...args: unknown[]): NDArray { return call(24, [this, ...args]) as NDArray; }
  /**
   * The inverse cosine of each element, in radians.
   * MXNet's `arccos`.
   */
  arccos(options?: OutOption): NDArray;
  arccos(...args: unknown[]): NDArray { return call(25, [this, ...args]) as NDArray; }
  /**
   * The inverse tangent of each element, in radians.
   * MXNet's `arctan`.
   */
  arctan(options?: OutOption): NDArray;
  arctan(...args: unknown[]): NDArray { return call(26, [this, ...args]) as NDArray; }
  /**
   * The hyperbolic sine of each element.
   * MXNet's `sinh`.
   */
  sinh(options?: OutOption): NDArray;
  sinh(...args: unknown[]): NDArray { return call(27, [this, ...args]) as NDArray; }
  /**
   * The hyperbolic cosine of each element.
   * MXNet's `cosh`.
   */
  cosh(options?: OutOption): NDArray;
  cosh(...args: unknown[]): NDArray { return call(28, [this, ...args]) as NDArray; }
  /**
   * The inverse hyperbolic sine of each element.
   * MXNet's `arcsinh`.
   */
  arcsinh(options?: OutOption): NDArray;
  arcsinh(...args: unknown[]): NDArray { return call(29, [this, ...args]) as NDArray; }
  /**
   * The inverse hyperbolic cosine of each element, which is at least 1.
   * MXNet's `arccosh`.
   */
  arccosh(options?: OutOption): NDArray;
  arccosh(...args: unknown[]): NDArray { return call(30, [this, ...args]) as NDArray; }
  /**
   * The inverse hyperbolic tangent of each element, between -1 and 1.
   * MXNet's `arctanh`.
   */
  arctanh(options?: OutOption): NDArray;
  arctanh(...args: unknown[]): NDArray { return call(31, [this, ...args]) as NDArray; }
  /**
   * Radians to degrees.
   * MXNet's `degrees`.
   */
  degrees(options?: OutOption): NDArray;
  degrees(...args: unknown[]): NDArray { return call(32, [this, ...args]) as NDArray; }
  /**
   * Degrees to radians.
   * MXNet's `radians`.
   */
  radians(options?: OutOption): NDArray;
  radians(...args: unknown[]): NDArray { return call(33, [this, ...args]) as NDArray; }
  /**
   * The error function of each element.
   * MXNet's `erf`.
   */
  erf(options?: OutOption): NDArray;
  erf(...args: unknown[]): NDArray { return call(34, [this, ...args]) as NDArray; }
  /**
   * -1, 0 or 1 as the element is below, at or above 0.
   * MXNet's `sign`.
   */
  sign(options?: OutOption): NDArray;
  sign(...args: unknown[]): NDArray { return call(35, [this, ...args]) as NDArray; }
  /**
   * The nearest integer; halves go away from 0.
   * MXNet's `round`.
   */
  round(options?: OutOption): NDArray;
  round(...args: unknown[]): NDArray { return call(36, [this, ...args]) as NDArray; }
  /**
   * The nearest integer; halves go down.
   * MXNet's `rint`.
   */
  rint(options?: OutOption): NDArray;
  rint(...args: unknown[]): NDArray { return call(37, [this, ...args]) as NDArray; }
  /**
   * The smallest integer that is not below the element.
   * MXNet's `ceil`.
   */
  ceil(options?: OutOption): NDArray;
  ceil(...args: unknown[]): NDArray { return call(38, [this, ...args]) as NDArray; }
  /**
   * The largest integer that is not above the element.
   * MXNet's `floor`.
   */
  floor(options?: OutOption): NDArray;
  floor(...args: unknown[]): NDArray { return call(39, [this, ...args]) as NDArray; }
  /**
   * The element without its fraction.
   * MXNet's `trunc`.
   */
  trunc(options?: OutOption): NDArray;
  trunc(...args: unknown[]): NDArray { return call(40, [this, ...args]) as NDArray; }
  /**
   * The integer nearest to the element on the side of 0.
   * MXNet's `fix`.
   */
  fix(options?: OutOption): NDArray;
  fix(...args: unknown[]): NDArray { return call(41, [this, ...args]) as NDArray; }
  /**
   * 1 where the element is 0, else 0.
   * MXNet's `logical_not`.
   */
  logicalNot(options?: OutOption): NDArray;
  logicalNot(...args: unknown[]): NDArray { return call(42, [this, ...args]) as NDArray; }
  /**
   * lhs + rhs of equal shapes.
   * MXNet's `elemwise_add`.
   */
  elemwiseAdd(rhs: NDArray, options?: OutOption): NDArray;
  elemwiseAdd(...args: unknown[]): NDArray { return call(80, [this, ...args]) as NDArray; }
  /**
   * The inverse of the error function, between -1 and 1.
   * MXNet's `erfinv`.
   */
  erfinv(options?: OutOption): NDArray;
  erfinv(...args: unknown[]): NDArray { return call(155, [this, ...args]) as NDArray; }
  /**
   * The gamma function of each element; NaN at negative integers.
   * MXNet's `gamma`.
   */
  gamma(options?: OutOption): NDArray;
  gamma(...args: unknown[]): NDArray { return call(156, [this, ...args]) as NDArray; }
  /**
   * The logarithm of the absolute value of the gamma function.
   * MXNet's `gammaln`.
   */
  gammaln(options?: OutOption): NDArray;
  gammaln(...args: unknown[]): NDArray { return call(157, [this, ...args]) as NDArray; }
  /**
   * The derivative of gammaln.
   * MXNet's `digamma`.
   */
  digamma(options?: OutOption): NDArray;
  digamma(...args: unknown[]): NDArray { return call(158, [this, ...args]) as NDArray; }
  /**
   * 1 where the element is NaN, else 0.
   * MXNet's `contrib.isnan`.
   */
  isnan(options?: OutOption): NDArray;
  isnan(...args: unknown[]): NDArray { return call(160, [this, ...args]) as NDArray; }
  /**
   * 1 where the element is infinite, else 0.
   * MXNet's `contrib.isinf`.
   */
  isinf(options?: OutOption): NDArray;
  isinf(...args: unknown[]): NDArray { return call(161, [this, ...args]) as NDArray; }
  /**
   * 1 where the element is neither infinite nor NaN, else 0.
   * MXNet's `contrib.isfinite`.
   */
  isfinite(options?: OutOption): NDArray;
  isfinite(...args: unknown[]): NDArray { return call(162, [this, ...args]) as NDArray; }
  /**
   * Zeros of the shape and dtype of data.
   * MXNet's `zeros_like`.
   */
  zerosLike(options?: OutOption): NDArray;
  zerosLike(...args: unknown[]): NDArray { return call(188, [this, ...args]) as NDArray; }
  /**
   * Ones of the shape and dtype of data.
   * MXNet's `ones_like`.
   */
  onesLike(options?: OutOption): NDArray;
  onesLike(...args: unknown[]): NDArray { return call(189, [this, ...args]) as NDArray; }
  /**
   * Each element held between a_min and a_max; the gradient is 1 from bound to bound, bounds included.
   * - `aMin` (required): The lower bound; -Infinity for none.
   * - `aMax` (required): The upper bound; Infinity for none.
   * MXNet's `clip`.
   */
  clip(aMin: number, aMax: number, options?: Partial<ClipOptions>): NDArray;
  /** `clip`, called in another way. */
  clip(aMin: number, options: Omit<ClipOptions, "aMin">): NDArray;
  /** `clip`, called in another way. */
  clip(options: ClipOptions): NDArray;
  clip(...args: unknown[]): NDArray { return call(196, [this, ...args]) as NDArray; }
  /**
   * The axes in another order, reversed by default: output axis i is input axis axes[i].
   * - `axes` ([]): The new order; all axes reversed by default.
   * MXNet's `transpose`.
   */
  transpose(axes: number | readonly (number | null)[], options?: Partial<TransposeOptions>): NDArray;
  /** `transpose`, called in another way. */
  transpose(options?: TransposeOptions): NDArray;
  transpose(...args: unknown[]): NDArray { return call(205, [this, ...args]) as NDArray; }
  /**
   * Two axes change places.
   * - `dim1` (0): The first axis.
   * - `dim2` (0): The second axis.
   * MXNet's `SwapAxis`.
   */
  swapAxis(dim1: number | bigint, dim2: number | bigint, options?: Partial<SwapAxisOptions>): NDArray;
  /** `swapAxis`, called in another way. */
  swapAxis(dim1: number | bigint, options?: Partial<SwapAxisOptions>): NDArray;
  /** `swapAxis`, called in another way. */
  swapAxis(options?: SwapAxisOptions): NDArray;
  swapAxis(...args: unknown[]): NDArray { return call(206, [this, ...args]) as NDArray; }
  /**
   * Two axes change places.
   * - `dim1` (0): The first axis.
   * - `dim2` (0): The second axis.
   * MXNet's `SwapAxis`.
   */
  swapaxes(dim1: number | bigint, dim2: number | bigint, options?: Partial<SwapAxisOptions>): NDArray;
  /** `swapaxes`, called in another way. */
  swapaxes(dim1: number | bigint, options?: Partial<SwapAxisOptions>): NDArray;
  /** `swapaxes`, called in another way. */
  swapaxes(options?: SwapAxisOptions): NDArray;
  swapaxes(...args: unknown[]): NDArray { return call(206, [this, ...args]) as NDArray; }
  /**
   * A new axis of size 1.
   * - `axis` (required): Where the new axis stands in the result; -1 is the last place.
   * MXNet's `expand_dims`.
   */
  expandDims(axis: number | bigint, options?: Partial<ExpandDimsOptions>): NDArray;
  /** `expandDims`, called in another way. */
  expandDims(options: ExpandDimsOptions): NDArray;
  expandDims(...args: unknown[]): NDArray { return call(207, [this, ...args]) as NDArray; }
  /**
   * Axes of size 1 taken away; one stays where all would go.
   * - `axis` (none): The axes to take away; all of size 1 by default.
   * MXNet's `squeeze`.
   */
  squeeze(axis: number | readonly (number | null)[] | null, options?: Partial<SqueezeOptions>): NDArray;
  /** `squeeze`, called in another way. */
  squeeze(options?: SqueezeOptions): NDArray;
  squeeze(...args: unknown[]): NDArray { return call(208, [this, ...args]) as NDArray; }
  /**
   * All axes but the first folded into one: [n, …] becomes [n, k].
   * MXNet's `Flatten`.
   */
  flatten(options?: OutOption): NDArray;
  flatten(...args: unknown[]): NDArray { return call(209, [this, ...args]) as NDArray; }
  /**
   * Channels moved into blocks of space: [n, c s s, h, w] becomes [n, c, h s, w s].
   * - `blockSize` (required): The side of a block.
   * MXNet's `depth_to_space`.
   */
  depthToSpace(blockSize: number | bigint, options?: Partial<DepthToSpaceOptions>): NDArray;
  /** `depthToSpace`, called in another way. */
  depthToSpace(options: DepthToSpaceOptions): NDArray;
  depthToSpace(...args: unknown[]): NDArray { return call(210, [this, ...args]) as NDArray; }
  /**
   * Blocks of space moved into channels: [n, c, h s, w s] becomes [n, c s s, h, w].
   * - `blockSize` (required): The side of a block.
   * MXNet's `space_to_depth`.
   */
  spaceToDepth(blockSize: number | bigint, options?: Partial<SpaceToDepthOptions>): NDArray;
  /** `spaceToDepth`, called in another way. */
  spaceToDepth(options: SpaceToDepthOptions): NDArray;
  spaceToDepth(...args: unknown[]): NDArray { return call(211, [this, ...args]) as NDArray; }
  /**
   * The k-th diagonal of two axes, as the last axis of the result; a vector becomes a matrix with that diagonal.
   * - `k` (0): Which diagonal: 0 the main one, positive above it, negative below.
   * - `axis1` (0): The axis of rows.
   * - `axis2` (1): The axis of columns.
   * MXNet's `diag`.
   */
  diag(k: number | bigint, options?: Partial<DiagOptions>): NDArray;
  /** `diag`, called in another way. */
  diag(options?: DiagOptions): NDArray;
  diag(...args: unknown[]): NDArray { return call(212, [this, ...args]) as NDArray; }
  /**
   * Equal parts along an axis; with squeeze_axis, parts of size 1 lose it. One part is one array.
   * - `numOutputs` (required): The number of parts; it must divide the axis.
   * - `axis` (1): The axis that is cut.
   * - `squeezeAxis` (false): Take the axis away, where the parts have size 1.
   * MXNet's `SliceChannel`.
   */
  sliceChannel(numOutputs: number | bigint, options?: Partial<SliceChannelOptions>): NDArray;
  /** `sliceChannel`, called in another way. */
  sliceChannel(options: SliceChannelOptions): NDArray;
  sliceChannel(...args: unknown[]): NDArray { return call(216, [this, ...args]) as NDArray; }
  /**
   * Equal parts along an axis; with squeeze_axis, parts of size 1 lose it. One part is one array.
   * - `numOutputs` (required): The number of parts; it must divide the axis.
   * - `axis` (1): The axis that is cut.
   * - `squeezeAxis` (false): Take the axis away, where the parts have size 1.
   * MXNet's `SliceChannel`.
   */
  split(numOutputs: number | bigint, options?: Partial<SliceChannelOptions>): NDArray;
  /** `split`, called in another way. */
  split(options: SliceChannelOptions): NDArray;
  split(...args: unknown[]): NDArray { return call(216, [this, ...args]) as NDArray; }
  /**
   * A window with steps over the leading axes: elements begin, begin + step, … before end. As in Python, negative places count from the end, and ends beyond the array are cut to it.
   * - `begin` (required): The first element of each axis; None for the end from which it counts.
   * - `end` (required): The element after the last; None for the other end.
   * - `step` ([]): The steps, backwards where negative; 1 by default.
   * MXNet's `slice`.
   */
  slice(begin: number | readonly (number | null)[], end: number | readonly (number | null)[], options?: Partial<SliceOptions>): NDArray;
  /** `slice`, called in another way. */
  slice(begin: number | readonly (number | null)[], options: Omit<SliceOptions, "begin">): NDArray;
  /** `slice`, called in another way. */
  slice(options: SliceOptions): NDArray;
  slice(...args: unknown[]): NDArray { return call(218, [this, ...args]) as NDArray; }
  /**
   * A window with steps over the leading axes: elements begin, begin + step, … before end. As in Python, negative places count from the end, and ends beyond the array are cut to it.
   * - `begin` (required): The first element of each axis; None for the end from which it counts.
   * - `end` (required): The element after the last; None for the other end.
   * - `step` ([]): The steps, backwards where negative; 1 by default.
   * MXNet's `slice`.
   */
  crop(begin: number | readonly (number | null)[], end: number | readonly (number | null)[], options?: Partial<SliceOptions>): NDArray;
  /** `crop`, called in another way. */
  crop(begin: number | readonly (number | null)[], options: Omit<SliceOptions, "begin">): NDArray;
  /** `crop`, called in another way. */
  crop(options: SliceOptions): NDArray;
  crop(...args: unknown[]): NDArray { return call(218, [this, ...args]) as NDArray; }
  /**
   * Elements begin to end of one axis.
   * - `axis` (required): The axis.
   * - `begin` (required): The first element; from the end where negative.
   * - `end` (none): The element after the last; None, or from the end where negative.
   * MXNet's `slice_axis`.
   */
  sliceAxis(axis: number | bigint, begin: number | bigint, end: number | bigint | null, options?: Partial<SliceAxisOptions>): NDArray;
  /** `sliceAxis`, called in another way. */
  sliceAxis(axis: number | bigint, begin: number | bigint, options?: Partial<SliceAxisOptions>): NDArray;
  /** `sliceAxis`, called in another way. */
  sliceAxis(axis: number | bigint, options: Omit<SliceAxisOptions, "axis">): NDArray;
  /** `sliceAxis`, called in another way. */
  sliceAxis(options: SliceAxisOptions): NDArray;
  sliceAxis(...args: unknown[]): NDArray { return call(221, [this, ...args]) as NDArray; }
  /**
   * data cut to the sizes of shape_like, on all axes or on those named.
   * - `axes` ([]): The axes that are cut; all by default.
   * MXNet's `slice_like`.
   */
  sliceLike(shapeLike: NDArray, axes: number | readonly (number | null)[], options?: Partial<SliceLikeOptions>): NDArray;
  /** `sliceLike`, called in another way. */
  sliceLike(shapeLike: NDArray, options?: SliceLikeOptions): NDArray;
  sliceLike(...args: unknown[]): NDArray { return call(223, [this, ...args]) as NDArray; }
  /**
   * Elements in reverse order along axes.
   * - `axis` (required): The axes that are reversed.
   * MXNet's `reverse`.
   */
  reverse(axis: number | readonly (number | null)[], options?: Partial<ReverseOptions>): NDArray;
  /** `reverse`, called in another way. */
  reverse(options: ReverseOptions): NDArray;
  reverse(...args: unknown[]): NDArray { return call(224, [this, ...args]) as NDArray; }
  /**
   * Elements in reverse order along axes.
   * - `axis` (required): The axes that are reversed.
   * MXNet's `reverse`.
   */
  flip(axis: number | readonly (number | null)[], options?: Partial<ReverseOptions>): NDArray;
  /** `flip`, called in another way. */
  flip(options: ReverseOptions): NDArray;
  flip(...args: unknown[]): NDArray { return call(224, [this, ...args]) as NDArray; }
  /**
   * Axes of size 1 repeated up to the sizes of shape; new axes come in front.
   * - `shape` ([]): The new shape; 0 keeps the size of an axis.
   * MXNet's `broadcast_to`.
   */
  broadcastTo(shape: number | readonly (number | null)[], options?: Partial<BroadcastToOptions>): NDArray;
  /** `broadcastTo`, called in another way. */
  broadcastTo(options?: BroadcastToOptions): NDArray;
  broadcastTo(...args: unknown[]): NDArray { return call(226, [this, ...args]) as NDArray; }
  /**
   * Named axes of size 1 repeated up to new sizes.
   * - `axis` ([]): The axes, each of size 1.
   * - `size` ([]): Their new sizes.
   * MXNet's `broadcast_axis`.
   */
  broadcastAxis(axis: number | readonly (number | null)[], size: number | readonly (number | null)[], options?: Partial<BroadcastAxisOptions>): NDArray;
  /** `broadcastAxis`, called in another way. */
  broadcastAxis(axis: number | readonly (number | null)[], options?: Partial<BroadcastAxisOptions>): NDArray;
  /** `broadcastAxis`, called in another way. */
  broadcastAxis(options?: BroadcastAxisOptions): NDArray;
  broadcastAxis(...args: unknown[]): NDArray { return call(227, [this, ...args]) as NDArray; }
  /**
   * Named axes of size 1 repeated up to new sizes.
   * - `axis` ([]): The axes, each of size 1.
   * - `size` ([]): Their new sizes.
   * MXNet's `broadcast_axis`.
   */
  broadcastAxes(axis: number | readonly (number | null)[], size: number | readonly (number | null)[], options?: Partial<BroadcastAxisOptions>): NDArray;
  /** `broadcastAxes`, called in another way. */
  broadcastAxes(axis: number | readonly (number | null)[], options?: Partial<BroadcastAxisOptions>): NDArray;
  /** `broadcastAxes`, called in another way. */
  broadcastAxes(options?: BroadcastAxisOptions): NDArray;
  broadcastAxes(...args: unknown[]): NDArray { return call(227, [this, ...args]) as NDArray; }
  /**
   * lhs broadcast to the shape of rhs, or named axes to those of rhs.
   * - `lhsAxes` (none): The axes of lhs that are broadcast; all by default.
   * - `rhsAxes` (none): The axes of rhs that give their sizes.
   * MXNet's `broadcast_like`.
   */
  broadcastLike(rhs: NDArray, options?: BroadcastLikeOptions): NDArray;
  broadcastLike(...args: unknown[]): NDArray { return call(228, [this, ...args]) as NDArray; }
  /**
   * The whole array reps times along each axis; the shorter of shape and reps gets ones in front.
   * - `reps` (required): How many times along each axis.
   * MXNet's `tile`.
   */
  tile(reps: number | readonly (number | null)[], options?: Partial<TileOptions>): NDArray;
  /** `tile`, called in another way. */
  tile(options: TileOptions): NDArray;
  tile(...args: unknown[]): NDArray { return call(229, [this, ...args]) as NDArray; }
  /**
   * Each element repeats times along an axis, or in the flattened array.
   * - `repeats` (required): How many times each element stands.
   * - `axis` (none): The axis; the flattened array by default.
   * MXNet's `repeat`.
   */
  repeat(repeats: number | bigint, options?: Partial<RepeatOptions>): NDArray;
  /** `repeat`, called in another way. */
  repeat(options: RepeatOptions): NDArray;
  repeat(...args: unknown[]): NDArray { return call(230, [this, ...args]) as NDArray; }
  /**
   * A margin around the inner axes of an array of four or five axes: a constant, the nearest element (edge), or the elements mirrored at the border (reflect).
   * - `mode` (required): What stands in the margin.
   * - `padWidth` (required): Before and after of each axis, in a row; 0 for the first two axes.
   * - `constantValue` (0): The number in a constant margin.
   * MXNet's `Pad`.
   */
  pad(mode: "constant" | "edge" | "reflect", padWidth: number | readonly (number | null)[], options?: Partial<PadOptions>): NDArray;
  /** `pad`, called in another way. */
  pad(mode: "constant" | "edge" | "reflect", options: Omit<PadOptions, "mode">): NDArray;
  /** `pad`, called in another way. */
  pad(options: PadOptions): NDArray;
  pad(...args: unknown[]): NDArray { return call(231, [this, ...args]) as NDArray; }
  /**
   * Slices of an axis in the order of indices. Inputs: a, indices of any shape. Output: a's shape with the axis replaced by the shape of indices.
   * - `axis` (0): The axis from which elements are taken.
   * - `mode` ("clip"): What becomes of an index out of range: the nearest valid one, modulo the size, or an error.
   * MXNet's `take`.
   */
  take(indices: NDArray, options?: TakeOptions): NDArray;
  take(...args: unknown[]): NDArray { return call(234, [this, ...args]) as NDArray; }
  /**
   * One element along an axis for each place of the others. Inputs: data, index of data's shape without the axis, or with size 1 there.
   * - `axis` (-1): The axis along which one element is picked.
   * - `keepdims` (false): Keep the axis with size 1.
   * - `mode` ("clip"): What becomes of an index out of range.
   * MXNet's `pick`.
   */
  pick(index: NDArray, axis: number | bigint, options?: Partial<PickOptions>): NDArray;
  /** `pick`, called in another way. */
  pick(index: NDArray, options?: PickOptions): NDArray;
  pick(...args: unknown[]): NDArray { return call(237, [this, ...args]) as NDArray; }
  /**
   * One element along an axis for each place of the others. Inputs: data, index of data's shape without the axis, or with size 1 there.
   * - `axis` (-1): The axis along which one element is picked.
   * - `keepdims` (false): Keep the axis with size 1.
   * - `mode` ("clip"): What becomes of an index out of range.
   * MXNet's `pick`.
   */
  chooseElement0index(index: NDArray, axis: number | bigint, options?: Partial<PickOptions>): NDArray;
  /** `chooseElement0index`, called in another way. */
  chooseElement0index(index: NDArray, options?: PickOptions): NDArray;
  chooseElement0index(...args: unknown[]): NDArray { return call(237, [this, ...args]) as NDArray; }
  /**
   * A new last axis of depth elements: on_value at the index, off_value elsewhere; only off_value where the index is out of range.
   * - `depth` (required): The size of the new axis.
   * - `onValue` (1): Stands at the index.
   * - `offValue` (0): Stands elsewhere.
   * - `dtype` ("float32"): The dtype of the result.
   * MXNet's `one_hot`.
   */
  oneHot(depth: number | bigint, options?: Partial<OneHotOptions>): NDArray;
  /** `oneHot`, called in another way. */
  oneHot(options: OneHotOptions): NDArray;
  oneHot(...args: unknown[]): NDArray { return call(241, [this, ...args]) as NDArray; }
  /**
   * The elements in order along an axis; with axis None all of them, as one row. NaN is the largest.
   * - `axis` (-1): The axis that is ordered; None for all elements in a row.
   * - `isAscend` (true): From the smallest to the largest.
   * MXNet's `sort`.
   */
  sort(axis: number | bigint | null, isAscend: boolean, options?: Partial<SortOptions>): NDArray;
  /** `sort`, called in another way. */
  sort(axis: number | bigint | null, options?: Partial<SortOptions>): NDArray;
  /** `sort`, called in another way. */
  sort(options?: SortOptions): NDArray;
  sort(...args: unknown[]): NDArray { return call(246, [this, ...args]) as NDArray; }
  /**
   * Where the elements of `sort` stand along the axis. Of equal ones the first comes first.
   * - `axis` (-1): The axis that is ordered; None for all elements in a row.
   * - `isAscend` (true): From the smallest to the largest.
   * - `dtype` ("float32"): The dtype of the indices; float32 counts exactly to 2^24.
   * MXNet's `argsort`.
   */
  argsort(axis: number | bigint | null, isAscend: boolean, options?: Partial<ArgsortOptions>): NDArray;
  /** `argsort`, called in another way. */
  argsort(axis: number | bigint | null, options?: Partial<ArgsortOptions>): NDArray;
  /** `argsort`, called in another way. */
  argsort(options?: ArgsortOptions): NDArray;
  argsort(...args: unknown[]): NDArray { return call(247, [this, ...args]) as NDArray; }
  /**
   * The k largest elements along an axis, in order: their indices (ret_typ `indices`), values (`value`), both as two arrays (`both`), or 1 where they stand and 0 elsewhere (`mask`). Indices have the dtype asked for, the others that of data. NaN is the largest.
   * - `axis` (-1): The axis that is ordered; None for all elements in a row.
   * - `k` (1): How many; all where it is 0 or less.
   * - `retTyp` ("indices"): What is given.
   * - `isAscend` (false): The smallest instead of the largest.
   * - `dtype` ("float32"): The dtype of the indices; float32 counts exactly to 2^24.
   * MXNet's `topk`.
   */
  topk(options?: TopkOptions): NDArray;
  topk(...args: unknown[]): NDArray { return call(248, [this, ...args]) as NDArray; }
  /**
   * Running sums along an axis; of all elements in a row by default. Floats are summed in double precision, integers wrap in the dtype of the result.
   * - `axis` (none): The axis; all elements in a row by default.
   * - `dtype` (none): The dtype of the result; a's by default.
   * MXNet's `cumsum`.
   */
  cumsum(axis: number | bigint | null, options?: Partial<CumsumOptions>): NDArray;
  /** `cumsum`, called in another way. */
  cumsum(options?: CumsumOptions): NDArray;
  cumsum(...args: unknown[]): NDArray { return call(250, [this, ...args]) as NDArray; }
  /**
   * Differences of neighbours along an axis, taken n times; the axis loses n elements.
   * - `n` (1): How many times.
   * - `axis` (-1): The axis.
   * MXNet's `diff`.
   */
  diff(n: number | bigint, axis: number | bigint, options?: Partial<DiffOptions>): NDArray;
  /** `diff`, called in another way. */
  diff(n: number | bigint, options?: Partial<DiffOptions>): NDArray;
  /** `diff`, called in another way. */
  diff(options?: DiffOptions): NDArray;
  diff(...args: unknown[]): NDArray { return call(251, [this, ...args]) as NDArray; }
  /**
   * Where data is not 0: one int64 array of coordinates for each axis, in the order of the elements. The shape of the results follows from data, which is waited for. NaN is not 0.
   * MXNet's `nonzero`.
   */
  nonzero(options?: OutOption): NDArray[];
  nonzero(...args: unknown[]): NDArray[] { return call(266, [this, ...args]) as NDArray[]; }
  /**
   * The different elements of data in ascending order; then, where asked for, the place of the first of each in data read as one row, for each element of data its place among the different ones (in data's shape), and how often each occurs, all int64. NaN is the largest and occurs once. The shape of the result follows from data, which is waited for. A gradient goes to the first of equal elements.
   * - `returnIndex` (false): Give the first places too.
   * - `returnInverse` (false): Give the places among the different ones too.
   * - `returnCounts` (false): Give how often each occurs too.
   * MXNet's `unique`.
   */
  unique(options?: UniqueOptions): NDArray;
  unique(...args: unknown[]): NDArray { return call(271, [this, ...args]) as NDArray; }
  /**
   * The sum over axes; integers wrap in their own dtype.
   * - `axis` (none): The axes to reduce, counted from either end; all by default.
   * - `keepdims` (false): Keep the reduced axes with size 1.
   * - `exclude` (false): Reduce all axes but those named.
   * MXNet's `sum`.
   */
  sum(axis: number | readonly (number | null)[] | null, options?: Partial<SumOptions>): NDArray;
  /** `sum`, called in another way. */
  sum(options?: SumOptions): NDArray;
  sum(...args: unknown[]): NDArray { return call(304, [this, ...args]) as NDArray; }
  /**
   * The sum over axes; integers wrap in their own dtype.
   * - `axis` (none): The axes to reduce, counted from either end; all by default.
   * - `keepdims` (false): Keep the reduced axes with size 1.
   * - `exclude` (false): Reduce all axes but those named.
   * MXNet's `sum`.
   */
  sumAxis(axis: number | readonly (number | null)[] | null, options?: Partial<SumOptions>): NDArray;
  /** `sumAxis`, called in another way. */
  sumAxis(options?: SumOptions): NDArray;
  sumAxis(...args: unknown[]): NDArray { return call(304, [this, ...args]) as NDArray; }
  /**
   * The mean over axes, in the dtype of data.
   * - `axis` (none): The axes to reduce, counted from either end; all by default.
   * - `keepdims` (false): Keep the reduced axes with size 1.
   * - `exclude` (false): Reduce all axes but those named.
   * MXNet's `mean`.
   */
  mean(axis: number | readonly (number | null)[] | null, options?: Partial<MeanOptions>): NDArray;
  /** `mean`, called in another way. */
  mean(options?: MeanOptions): NDArray;
  mean(...args: unknown[]): NDArray { return call(305, [this, ...args]) as NDArray; }
  /**
   * The product over axes.
   * - `axis` (none): The axes to reduce, counted from either end; all by default.
   * - `keepdims` (false): Keep the reduced axes with size 1.
   * - `exclude` (false): Reduce all axes but those named.
   * MXNet's `prod`.
   */
  prod(axis: number | readonly (number | null)[] | null, options?: Partial<ProdOptions>): NDArray;
  /** `prod`, called in another way. */
  prod(options?: ProdOptions): NDArray;
  prod(...args: unknown[]): NDArray { return call(306, [this, ...args]) as NDArray; }
  /**
   * The sum over axes with NaN counted as 0.
   * - `axis` (none): The axes to reduce, counted from either end; all by default.
   * - `keepdims` (false): Keep the reduced axes with size 1.
   * - `exclude` (false): Reduce all axes but those named.
   * MXNet's `nansum`.
   */
  nansum(axis: number | readonly (number | null)[] | null, options?: Partial<NansumOptions>): NDArray;
  /** `nansum`, called in another way. */
  nansum(options?: NansumOptions): NDArray;
  nansum(...args: unknown[]): NDArray { return call(307, [this, ...args]) as NDArray; }
  /**
   * The product over axes with NaN counted as 1.
   * - `axis` (none): The axes to reduce, counted from either end; all by default.
   * - `keepdims` (false): Keep the reduced axes with size 1.
   * - `exclude` (false): Reduce all axes but those named.
   * MXNet's `nanprod`.
   */
  nanprod(axis: number | readonly (number | null)[] | null, options?: Partial<NanprodOptions>): NDArray;
  /** `nanprod`, called in another way. */
  nanprod(options?: NanprodOptions): NDArray;
  nanprod(...args: unknown[]): NDArray { return call(308, [this, ...args]) as NDArray; }
  /**
   * The largest element over axes; NaN wins.
   * - `axis` (none): The axes to reduce, counted from either end; all by default.
   * - `keepdims` (false): Keep the reduced axes with size 1.
   * - `exclude` (false): Reduce all axes but those named.
   * MXNet's `max`.
   */
  max(axis: number | readonly (number | null)[] | null, options?: Partial<MaxOptions>): NDArray;
  /** `max`, called in another way. */
  max(options?: MaxOptions): NDArray;
  max(...args: unknown[]): NDArray { return call(309, [this, ...args]) as NDArray; }
  /**
   * The largest element over axes; NaN wins.
   * - `axis` (none): The axes to reduce, counted from either end; all by default.
   * - `keepdims` (false): Keep the reduced axes with size 1.
   * - `exclude` (false): Reduce all axes but those named.
   * MXNet's `max`.
   */
  maxAxis(axis: number | readonly (number | null)[] | null, options?: Partial<MaxOptions>): NDArray;
  /** `maxAxis`, called in another way. */
  maxAxis(options?: MaxOptions): NDArray;
  maxAxis(...args: unknown[]): NDArray { return call(309, [this, ...args]) as NDArray; }
  /**
   * The smallest element over axes; NaN wins.
   * - `axis` (none): The axes to reduce, counted from either end; all by default.
   * - `keepdims` (false): Keep the reduced axes with size 1.
   * - `exclude` (false): Reduce all axes but those named.
   * MXNet's `min`.
   */
  min(axis: number | readonly (number | null)[] | null, options?: Partial<MinOptions>): NDArray;
  /** `min`, called in another way. */
  min(options?: MinOptions): NDArray;
  min(...args: unknown[]): NDArray { return call(310, [this, ...args]) as NDArray; }
  /**
   * The smallest element over axes; NaN wins.
   * - `axis` (none): The axes to reduce, counted from either end; all by default.
   * - `keepdims` (false): Keep the reduced axes with size 1.
   * - `exclude` (false): Reduce all axes but those named.
   * MXNet's `min`.
   */
  minAxis(axis: number | readonly (number | null)[] | null, options?: Partial<MinOptions>): NDArray;
  /** `minAxis`, called in another way. */
  minAxis(options?: MinOptions): NDArray;
  minAxis(...args: unknown[]): NDArray { return call(310, [this, ...args]) as NDArray; }
  /**
   * The 1- or 2-norm over axes, of all elements by default.
   * - `ord` (2): 1 for the sum of absolute values, 2 for the root of the sum of squares.
   * - `axis` (none): The axes to reduce, counted from either end; all by default.
   * - `outDtype` (none): The dtype of the result; data's by default.
   * - `keepdims` (false): Keep the reduced axes with size 1.
   * MXNet's `norm`.
   */
  norm(options?: NormOptions): NDArray;
  norm(...args: unknown[]): NDArray { return call(311, [this, ...args]) as NDArray; }
  /**
   * The index of the largest element along an axis, the first of equals.
   * - `axis` (none): The axis; all elements in a row by default.
   * - `keepdims` (false): Keep the axis with size 1.
   * - `dtype` (none): The dtype of the indices; data's by default, which is exact to 2^24 in float32.
   * MXNet's `argmax`.
   */
  argmax(axis: number | bigint | null, options?: Partial<ArgmaxOptions>): NDArray;
  /** `argmax`, called in another way. */
  argmax(options?: ArgmaxOptions): NDArray;
  argmax(...args: unknown[]): NDArray { return call(312, [this, ...args]) as NDArray; }
  /**
   * The index of the smallest element along an axis, the first of equals.
   * - `axis` (none): The axis; all elements in a row by default.
   * - `keepdims` (false): Keep the axis with size 1.
   * - `dtype` (none): The dtype of the indices; data's by default, which is exact to 2^24 in float32.
   * MXNet's `argmin`.
   */
  argmin(axis: number | bigint | null, options?: Partial<ArgminOptions>): NDArray;
  /** `argmin`, called in another way. */
  argmin(options?: ArgminOptions): NDArray;
  argmin(...args: unknown[]): NDArray { return call(313, [this, ...args]) as NDArray; }
  /**
   * The index of the largest element of each row.
   * MXNet's `argmax_channel`.
   */
  argmaxChannel(options?: OutOption): NDArray;
  argmaxChannel(...args: unknown[]): NDArray { return call(314, [this, ...args]) as NDArray; }
  /**
   * 1 where an element over the axes is not 0, else 0, in data's dtype; NaN is not 0. Of no elements: 0.
   * - `axis` (none): The axes to reduce, counted from either end; all by default.
   * - `keepdims` (false): Keep the reduced axes with size 1.
   * MXNet's `any`.
   */
  any(axis: number | readonly (number | null)[] | null, options?: Partial<AnyOptions>): NDArray;
  /** `any`, called in another way. */
  any(options?: AnyOptions): NDArray;
  any(...args: unknown[]): NDArray { return call(315, [this, ...args]) as NDArray; }
  /**
   * 1 where no element over the axes is 0, else 0, in data's dtype; NaN is not 0. Of no elements: 1.
   * - `axis` (none): The axes to reduce, counted from either end; all by default.
   * - `keepdims` (false): Keep the reduced axes with size 1.
   * MXNet's `all`.
   */
  all(axis: number | readonly (number | null)[] | null, options?: Partial<AllOptions>): NDArray;
  /** `all`, called in another way. */
  all(options?: AllOptions): NDArray;
  all(...args: unknown[]): NDArray { return call(316, [this, ...args]) as NDArray; }
  /**
   * The variance over axes: the sum of squared distances from the mean, divided by n - ddof.
   * - `axis` (none): The axes to reduce, counted from either end; all by default.
   * - `ddof` (0): What is taken off the number of elements in the divisor.
   * - `keepdims` (false): Keep the reduced axes with size 1.
   * MXNet's `var`.
   */
  var(axis: number | readonly (number | null)[] | null, options?: Partial<VarOptions>): NDArray;
  /** `var`, called in another way. */
  var(options?: VarOptions): NDArray;
  var(...args: unknown[]): NDArray { return call(317, [this, ...args]) as NDArray; }
  /**
   * The standard deviation over axes: the root of the variance.
   * - `axis` (none): The axes to reduce, counted from either end; all by default.
   * - `ddof` (0): What is taken off the number of elements in the divisor.
   * - `keepdims` (false): Keep the reduced axes with size 1.
   * MXNet's `std`.
   */
  std(axis: number | readonly (number | null)[] | null, options?: Partial<StdOptions>): NDArray;
  /** `std`, called in another way. */
  std(options?: StdOptions): NDArray;
  std(...args: unknown[]): NDArray { return call(318, [this, ...args]) as NDArray; }
  /**
   * The product of two arrays: the last axis of lhs is summed against the first of rhs, so matrices multiply and two vectors give their inner product, of shape [1]. float32 and float64.
   * - `transposeA` (false): Use the transpose of lhs.
   * - `transposeB` (false): Use the transpose of rhs.
   * - `forwardStype` (none): Accepted and ignored: arrays are dense.
   * MXNet's `dot`.
   */
  dot(rhs: NDArray, options?: DotOptions): NDArray;
  dot(...args: unknown[]): NDArray { return call(320, [this, ...args]) as NDArray; }
  /**
   * The product of each pair of matrices of two batches: [b, m, k] and [b, k, n] give [b, m, n].
   * - `transposeA` (false): Use the transpose of lhs.
   * - `transposeB` (false): Use the transpose of rhs.
   * - `forwardStype` (none): Accepted and ignored: arrays are dense.
   * MXNet's `batch_dot`.
   */
  batchDot(rhs: NDArray, options?: BatchDotOptions): NDArray;
  batchDot(...args: unknown[]): NDArray { return call(321, [this, ...args]) as NDArray; }
  /**
   * exp(data) divided by its sum along an axis. With use_length, what lies beyond is 0.
   * - `axis` (-1): The axis along which the results sum to 1.
   * - `temperature` (none): Divides data beforehand; 1 by default.
   * - `dtype` (none): The dtype of the result; data's by default.
   * - `useLength` (false): Only the first `length` elements of each take part.
   * MXNet's `softmax`.
   */
  softmax(length: NDArray | null, axis: number | bigint, options?: Partial<SoftmaxOptions>): NDArray;
  /** `softmax`, called in another way. */
  softmax(length: NDArray | null, options?: SoftmaxOptions): NDArray;
  /** `softmax`, called in another way. */
  softmax(axis: number | bigint, options?: Partial<SoftmaxOptions>): NDArray;
  /** `softmax`, called in another way. */
  softmax(options?: SoftmaxOptions): NDArray;
  softmax(...args: unknown[]): NDArray { return call(408, [this, ...args]) as NDArray; }
  /**
   * softmax of -data.
   * - `axis` (-1): The axis along which the results sum to 1.
   * - `temperature` (none): Divides data beforehand; 1 by default.
   * - `dtype` (none): The dtype of the result; data's by default.
   * MXNet's `softmin`.
   */
  softmin(axis: number | bigint, options?: Partial<SoftminOptions>): NDArray;
  /** `softmin`, called in another way. */
  softmin(options?: SoftminOptions): NDArray;
  softmin(...args: unknown[]): NDArray { return call(409, [this, ...args]) as NDArray; }
  /**
   * The logarithm of softmax, exact where softmax itself would round to 0.
   * - `axis` (-1): The axis along which the results sum to 1.
   * - `temperature` (none): Divides data beforehand; 1 by default.
   * - `dtype` (none): The dtype of the result; data's by default.
   * MXNet's `log_softmax`.
   */
  logSoftmax(axis: number | bigint, options?: Partial<LogSoftmaxOptions>): NDArray;
  /** `logSoftmax`, called in another way. */
  logSoftmax(options?: LogSoftmaxOptions): NDArray;
  logSoftmax(...args: unknown[]): NDArray { return call(410, [this, ...args]) as NDArray; }
  /** The dtype, which the subclass knows. */
  abstract get dtype(): DType;
}
