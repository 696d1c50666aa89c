// The optimizers.
export {
  type Index,
  type LearningRateSchedule,
  Optimizer,
  type OptimizerOptions,
  type ParameterLike,
  type State,
  Updater,
} from "./optimizer.ts";
export { NAG, type NAGOptions, SGD, type SGDOptions, Signum, type SignumOptions } from "./sgd.ts";
export { Adam, Adamax, type AdamaxOptions, type AdamOptions, AdamW, Nadam, type NadamOptions } from "./adam.ts";
export {
  AdaDelta,
  type AdaDeltaOptions,
  AdaGrad,
  type AdaGradOptions,
  Ftrl,
  type FtrlOptions,
  RMSProp,
  type RMSPropOptions,
} from "./adaptive.ts";
export { create, type OptimizerName, type OptimizerTable, register } from "./registry.ts";
