// Metrics made of functions, lists and names.
import type { NDArray } from "../ndarray/mod.ts";
import { nearestNames } from "../ndarray/nearest.ts";
import { isOptions, show } from "../ndarray/options.ts";
import { AttributeError, IndexError } from "../runtime/mod.ts";
import { Accuracy, CrossEntropy, F1, MCC, NegativeLogLikelihood, Perplexity, TopKAccuracy } from "./classification.ts";
import { type Arrays, EvalMetric, type MetricOptions, type MetricResult } from "./metric.ts";
import { Loss, MAE, MSE, RMSE } from "./regression.ts";

/** A function of a label and a prediction: the value for a batch, or its sum and over how many. */
export type MetricFunction = (label: NDArray, pred: NDArray) => number | readonly [sum: number, count: number];

/** A metric made of a function. */
export class CustomMetric extends EvalMetric {
  readonly #function: MetricFunction;

  /** Takes the first settings by place, the others by name. */
  constructor(feval: MetricFunction, name?: string | MetricOptions) {
    if (typeof feval !== "function") {
      throw new AttributeError("CustomMetric", `needs a function, but got ${show(feval)}`);
    }
    const given = isOptions(name) ? name.name as string | undefined : name as string | undefined;
    super(given ?? (feval.name === "" ? "custom" : `custom(${feval.name})`));
    this.#function = feval;
  }

  /** Adds one pair of arrays. */
  protected override add(label: NDArray, pred: NDArray): void {
    const value = this.#function(label, pred);
    const [sum, count] = typeof value === "number" ? [value, 1] : value;
    this.sumMetric += sum;
    this.numInst += count;
  }
}

/** Several metrics at once; `get` gives lists of names and values. */
export class CompositeEvalMetric extends EvalMetric {
  readonly #metrics: EvalMetric[];

  /** Takes the first settings by place, the others by name. */
  constructor(metrics: readonly Metricable[] = [], options: MetricOptions = {}) {
    super(options.name ?? "composite");
    this.#metrics = metrics.map((metric) => create(metric));
  }

  /** Adds one. */
  addMetric(metric: Metricable): void {
    this.#metrics.push(create(metric));
  }

  /** The metric at that place. */
  getMetric(index: number): EvalMetric {
    const found = this.#metrics[index];
    if (found === undefined) {
      throw new IndexError("CompositeEvalMetric", `there is no metric ${index}`);
    }
    return found;
  }

  /** Adds a batch. */
  override update(labels: Arrays, preds: Arrays): void {
    for (const metric of this.#metrics) metric.update(labels, preds);
  }

  /** Adds one pair of arrays. */
  protected override add(label: NDArray, pred: NDArray): void {
    this.update(label, pred);
  }

  /** Forgets all batches. */
  override reset(): void {
    for (const metric of this.#metrics) metric.reset();
  }

  /** Name and value. */
  override get(): MetricResult {
    const pairs = this.#metrics.flatMap((metric) => metric.getNameValue());
    return [pairs.map(([name]) => name), pairs.map(([, value]) => value)];
  }
}

/** What a metric is made of: itself, a name, a function, or a list of them. */
export type Metricable =
  | EvalMetric
  | MetricName
  | MetricFunction
  | readonly Metricable[];

/** Names of metrics. */
export type MetricName =
  | "acc"
  | "accuracy"
  | "top_k_accuracy"
  | "f1"
  | "mcc"
  | "mae"
  | "mse"
  | "rmse"
  | "ce"
  | "cross-entropy"
  | "nll_loss"
  | "perplexity"
  | "loss";

const makers: Record<
  MetricName,
  (options: Record<string, unknown>) => EvalMetric
> = {
  acc: (options) => new Accuracy(options),
  accuracy: (options) => new Accuracy(options),
  top_k_accuracy: (options) => new TopKAccuracy(options),
  f1: (options) => new F1(options),
  mcc: (options) => new MCC(options),
  mae: (options) => new MAE(options),
  mse: (options) => new MSE(options),
  rmse: (options) => new RMSE(options),
  ce: (options) => new CrossEntropy(options),
  "cross-entropy": (options) => new CrossEntropy(options),
  nll_loss: (options) => new NegativeLogLikelihood(options),
  perplexity: (options) => new Perplexity(options),
  loss: (options) => new Loss(options),
};

/** Makes a metric of a name, a function or a list; `options` go to a named one. */
export function create(metric: Metricable, options: Readonly<Record<string, unknown>> = {}): EvalMetric {
  if (metric instanceof EvalMetric) return metric;
  if (typeof metric === "function") return new CustomMetric(metric, options);
  if (Array.isArray(metric)) return new CompositeEvalMetric(metric, options);
  const make = typeof metric === "string" ? makers[metric.toLowerCase() as MetricName] : undefined;
  if (make === undefined) {
    const near = nearestNames(String(metric), Object.keys(makers));
    throw new AttributeError(
      "metric",
      `there is no metric ${show(metric)}; ` +
        (near.length > 0 ? `near: ${near.join(", ")}` : `there are ${Object.keys(makers).join(", ")}`),
    );
  }
  return make({ ...options });
}
