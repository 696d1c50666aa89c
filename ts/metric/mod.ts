// The metrics.
export { type Arrays, EvalMetric, type MetricOptions, type MetricResult } from "./metric.ts";
export {
  Accuracy,
  BinaryMetric,
  CrossEntropy,
  F1,
  MCC,
  NegativeLogLikelihood,
  Perplexity,
  TopKAccuracy,
} from "./classification.ts";
export { DifferenceMetric, Loss, MAE, MSE, RMSE } from "./regression.ts";
export {
  CompositeEvalMetric,
  create,
  CustomMetric,
  type Metricable,
  type MetricFunction,
  type MetricName,
} from "./create.ts";
