/**
 * Arrays: `nd` with all functions, `NDArray`, contexts.
 *
 * @module
 */

export { type Nd, nd, type Ops } from "./nd.ts";
export { type AttachGradOptions, type BackwardOptions, NDArray } from "./ndarray.ts";
export { Context, cpu, gpu, numGpus } from "./context.ts";
export { type Random, type RandomState, randomState } from "./random.ts";
export type {
  DrawOptions,
  ExponentialOptions,
  GammaOptions,
  GeneralizedNegativeBinomialOptions,
  MultinomialOptions,
  NegativeBinomialOptions,
  NormalOptions,
  PoissonOptions,
  RandintOptions,
  RandomParameter,
  UniformOptions,
} from "./random.ts";
export type { ArangeOptions, FillOptions, FromOptions, LinspaceOptions } from "./create.ts";
export type { ConcatenateOptions, SplitV2Options } from "./functions.ts";
export type { Arithmetic, BinaryFunction } from "./arith.ts";
export type { FileFormat, Savable, SaveOptions } from "./save.ts";
export type { Expr, ExprValue } from "./expr.ts";
export { NDArrayMethods } from "./methods.gen.ts";
export { AttributeError, HadronError, type HadronErrorOptions, Handle } from "../runtime/mod.ts";
export type { DType } from "./dtype.ts";
export type { ArrayOptions, Assignable, Key, Nested, Operand, Shape, SliceText, TypedArray } from "./types.ts";
export type * from "./ops_types.gen.ts";
export type { Ops as RegistryOps } from "./ops_types.gen.ts";

// For the rooms above; scripts meet them through `nd` and `autograd`.
export { unknownOption } from "./attributes.ts";
export { nearest, nearestNames } from "./nearest.ts";
export { describe, hasOperator, numberOf, run } from "./call.ts";
export { backwardFrom } from "./ndarray.ts";
export { permutation, SHUFFLE_STREAM, words as randomWords } from "./philox.ts";
