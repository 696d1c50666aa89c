/**
 * Hadron: arrays, automatic gradients and neural networks, with the names of MXNet's Gluon.
 *
 * @module
 */
/** Recording and gradients. */
export * as autograd from "./ts/autograd/mod.ts";
/** Networks, their parameters, losses, training and data. */
export * as gluon from "./ts/gluon/mod.ts";
/** How parameters get their first values. */
export * as init from "./ts/init.ts";
/** Values by key, summed over devices. */
export * as kvstore from "./ts/kvstore.ts";
/** Learning rates that depend on the number of updates. */
export * as lrScheduler from "./ts/lr_scheduler.ts";
/** What is measured over many batches. */
export * as metric from "./ts/metric/mod.ts";
/** How parameters change by their gradients. */
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
export type {
  AnyBlock,
  Block,
  BlockOptions,
  Constant,
  GradReq,
  HybridizeOptions,
  InitializeOptions,
  LoadOptions,
  Parameter,
  ParameterDict,
  ParameterOptions,
  Params,
  Summary,
  SummaryRow,
} from "./ts/gluon/mod.ts";
export type { CALL, Callable } from "./ts/runtime/callable.ts";
export type { Initializer, InitName } from "./ts/init.ts";
