/**
 * Hadron: arrays, automatic gradients and neural networks, with the names of MXNet's Gluon.
 *
 * @module
 */
export * as autograd from "./ts/autograd/mod.ts";
export * as gluon from "./ts/gluon/mod.ts";
export * as init from "./ts/init.ts";
export * as kvstore from "./ts/kvstore.ts";
export * as lrScheduler from "./ts/lr_scheduler.ts";
export * as metric from "./ts/metric.ts";
export * as optimizer from "./ts/optimizer/mod.ts";
export {
  type ArrayOptions,
  type Assignable,
  Context,
  cpu,
  type DType,
  gpu,
  type Key,
  nd,
  NDArray,
  type Nested,
  numGpus,
  type Operand,
  type Ops,
  randomState as random,
  type Shape,
  type SliceText,
  type TypedArray,
} from "./ts/ndarray/mod.ts";
export {
  AttributeError,
  ContextError,
  DeferredError,
  DisposedError,
  DTypeError,
  engine,
  ExecutionError,
  FileError,
  GraphError,
  HadronError,
  IndexError,
  MemoryError,
  ShapeError,
  UnknownOperatorError,
} from "./ts/runtime/mod.ts";
export type { AnyBlock, BlockOptions, InitializeOptions, Params } from "./ts/gluon/mod.ts";
