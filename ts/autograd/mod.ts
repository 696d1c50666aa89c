// autograd: recording, and gradients of what was recorded.

export {
  isRecording,
  isTraining,
  pause,
  predictMode,
  record,
  type RecordOptions,
  setRecording,
  setTraining,
  trainMode,
} from "./record.ts";
export { Function } from "./function.ts";
export { backward, grad, type GradOptions, markVariables } from "./backward.ts";
export type { AttachGradOptions, BackwardOptions } from "../ndarray/mod.ts";
