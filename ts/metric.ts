// Metrics: what is measured over many batches. They read values, so each update waits for its arrays.
import type { NDArray } from "./ndarray/mod.ts";
import { nearestNames } from "./ndarray/nearest.ts";
import { isOptions, readArguments, readInteger, readNumber, readWord, show } from "./ndarray/options.ts";
import { AttributeError, IndexError, ShapeError } from "./runtime/mod.ts";

/** One array, or one for each output of a network. */
export type Arrays = NDArray | readonly NDArray[];

/** What every metric takes. */
export interface MetricOptions {
  /** Its name in results. */
  name?: string;
}

/** A metric's name and value; with several, lists of them. */
export type MetricResult = [name: string | string[], value: number | number[]];

function listOf(arrays: Arrays): readonly NDArray[] {
  return Array.isArray(arrays) ? arrays : [arrays as NDArray];
}

function numbers(array: NDArray): ArrayLike<number> {
  const values = array.asTypedArray();
  return values instanceof BigInt64Array ? Float64Array.from(values, Number) : values;
}

/** Base of all metrics: sums something over batches; `get` divides by the number of things. */
export abstract class EvalMetric {
  /** Its name in results. */
  readonly name: string;
  /** What was summed since the last reset. */
  protected sumMetric: number = 0;
  /** Over how many. */
  protected numInst: number = 0;

  /** Takes the first settings by place, the others by name. */
  constructor(name: string) {
    this.name = name;
  }

  /** Adds a batch: labels and predictions, one array or one for each output. */
  update(labels: Arrays, preds: Arrays): void {
    const labelList = listOf(labels);
    const predList = listOf(preds);
    if (labelList.length !== predList.length) {
      throw new AttributeError(
        `${this.constructor.name}.update`,
        `got ${labelList.length} labels and ${predList.length} predictions, but needs as many`,
      );
    }
    for (const [i, label] of labelList.entries()) this.add(label, predList[i]);
  }

  /** Adds one pair of arrays. */
  protected abstract add(label: NDArray, pred: NDArray): void;

  /** Forgets all batches. */
  reset(): void {
    this.sumMetric = 0;
    this.numInst = 0;
  }

  /** Name and value; the value is NaN before the first batch. */
  get(): MetricResult {
    return [this.name, this.numInst === 0 ? NaN : this.sumMetric / this.numInst];
  }

  /** Pairs of name and value. */
  getNameValue(): [name: string, value: number][] {
    const [name, value] = this.get();
    if (!Array.isArray(name)) return [[name, value as number]];
    return name.map((one, i) => [one, (value as number[])[i]]);
  }

  /** The same as `console.log` shows. */
  toString(): string {
    return `${this.constructor.name}: ${this.getNameValue().map(([name, value]) => `${name} = ${value}`).join(", ")}`;
  }

  /** What `console.log` shows. */
  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return this.toString();
  }
}

function refuse(metric: string, label: NDArray, pred: NDArray, needs: string): never {
  throw new ShapeError(metric, `label has shape [${label.shape}] and prediction [${pred.shape}], but ${needs}`);
}

/** The share of right classes. Predictions are class numbers, or scores along `axis` (1 by default). */
export class Accuracy extends EvalMetric {
  readonly #axis: number;

  /** Takes all settings by name. */
  constructor(options?: MetricOptions & { axis?: number });
  constructor(...args: unknown[]) {
    const read = readArguments("Accuracy", args, ["axis"], ["name"]);
    super((read.name as string) ?? "accuracy");
    this.#axis = readInteger("Accuracy", "axis", read.axis ?? 1);
  }

  /** Adds one pair of arrays. */
  protected override add(label: NDArray, pred: NDArray): void {
    const same = label.shape.length === pred.shape.length &&
      label.shape.every((n, i) => n === pred.shape[i]);
    const classes = same ? pred : pred.argmax({ axis: this.#axis });
    if (classes.size !== label.size) {
      refuse("Accuracy", label, pred, "needs one label for each sample");
    }
    const got = numbers(classes);
    const want = numbers(label);
    for (let i = 0; i < got.length; i++) {
      if (Math.trunc(got[i]) === Math.trunc(want[i])) this.sumMetric++;
    }
    this.numInst += got.length;
  }
}

/** The share of samples whose class is among the `topK` best. */
export class TopKAccuracy extends EvalMetric {
  readonly #topK: number;

  /** Takes the first settings by place, the others by name. */
  constructor(topK: number, options?: MetricOptions);
  /** Takes all settings by name. */
  constructor(options?: MetricOptions & { topK?: number });
  constructor(...args: unknown[]) {
    const read = readArguments("TopKAccuracy", args, ["topK"], ["name"]);
    const topK = readInteger("TopKAccuracy", "topK", read.topK ?? 1, 1);
    super(`${(read.name as string) ?? "top_k_accuracy"}_${topK}`);
    this.#topK = topK;
  }

  /** Adds one pair of arrays. */
  protected override add(label: NDArray, pred: NDArray): void {
    if (pred.shape.length !== 2 || label.size !== pred.shape[0]) {
      refuse("TopKAccuracy", label, pred, "needs scores [batch, classes] and a label for each sample");
    }
    const [rows, classes] = pred.shape;
    const scores = numbers(pred);
    const want = numbers(label);
    for (let row = 0; row < rows; row++) {
      const at = row * classes;
      const right = Math.trunc(want[row]);
      if (right < 0 || right >= classes) continue;
      let better = 0;
      for (let c = 0; c < classes; c++) {
        const more = scores[at + c] - scores[at + right];
        if (more > 0 || (more === 0 && c < right)) better++;
      }
      if (better < this.#topK) this.sumMetric++;
    }
    this.numInst += rows;
  }
}

/** Counts of a question with two answers. */
class Counts {
  truePositives = 0;
  falsePositives = 0;
  falseNegatives = 0;
  trueNegatives = 0;

  get total(): number {
    return this.truePositives + this.falsePositives + this.falseNegatives +
      this.trueNegatives;
  }

  /** Adds one pair of arrays. */
  add(metric: string, label: NDArray, pred: NDArray): void {
    if (pred.shape.length !== 2 || pred.shape[0] !== label.size) {
      refuse(metric, label, pred, "needs scores [batch, 2] and a label 0 or 1 for each sample");
    }
    const got = numbers(pred.argmax({ axis: 1 }));
    const want = numbers(label);
    for (let i = 0; i < got.length; i++) {
      if (want[i] !== 0 && want[i] !== 1) {
        throw new IndexError(metric, `label ${want[i]} is neither 0 nor 1: it measures questions with two answers`);
      }
      if (got[i] === 1) {
        want[i] === 1 ? this.truePositives++ : this.falsePositives++;
      } else want[i] === 1 ? this.falseNegatives++ : this.trueNegatives++;
    }
  }
}

type Average = "macro" | "micro";

/** What F1 and MCC share: "macro" takes the mean over updates, "micro" counts all samples together. */
export abstract class BinaryMetric extends EvalMetric {
  #counts: Counts = new Counts();
  readonly #average: Average;

  /** Takes the first settings by place, the others by name. */
  constructor(name: string, average: unknown) {
    super(name);
    this.#average = readWord(new.target.name, "average", average ?? "macro", ["macro", "micro"]);
  }

  /** The value of counts. */
  protected abstract score(tp: number, fp: number, fn: number, tn: number): number;

  /** Adds a batch. */
  override update(labels: Arrays, preds: Arrays): void {
    super.update(labels, preds);
    const {
      truePositives,
      falsePositives,
      falseNegatives,
      trueNegatives,
      total,
    } = this.#counts;
    const score = this.score(truePositives, falsePositives, falseNegatives, trueNegatives);
    if (this.#average === "macro") {
      this.sumMetric += score;
      this.numInst++;
      this.#counts = new Counts();
    } else {
      this.sumMetric = score * total;
      this.numInst = total;
    }
  }

  /** Adds one pair of arrays. */
  protected override add(label: NDArray, pred: NDArray): void {
    this.#counts.add(this.constructor.name, label, pred);
  }

  /** Forgets all batches. */
  override reset(): void {
    super.reset();
    this.#counts = new Counts();
  }
}

/** The harmonic mean of precision and recall, for questions with two answers. */
export class F1 extends BinaryMetric {
  /** Takes all settings by name. */
  constructor(options: MetricOptions & { average?: Average } = {}) {
    const read = readArguments("F1", [options], [], ["name", "average"]);
    super((read.name as string) ?? "f1", read.average);
  }
  /** The value of counts. */
  protected override score(tp: number, fp: number, fn: number): number {
    const precision = tp + fp > 0 ? tp / (tp + fp) : 0;
    const recall = tp + fn > 0 ? tp / (tp + fn) : 0;
    return precision + recall > 0 ? 2 * precision * recall / (precision + recall) : 0;
  }
}

/** Matthews' correlation of predictions and labels, -1 to 1, for questions with two answers. */
export class MCC extends BinaryMetric {
  /** Takes all settings by name. */
  constructor(options: MetricOptions & { average?: Average } = {}) {
    const read = readArguments("MCC", [options], [], ["name", "average"]);
    super((read.name as string) ?? "mcc", read.average);
  }
  /** The value of counts. */
  protected override score(tp: number, fp: number, fn: number, tn: number): number {
    let divisor = 1;
    for (const sum of [tp + fp, tp + fn, tn + fp, tn + fn]) {
      if (sum !== 0) divisor *= sum;
    }
    return (tp * tn - fp * fn) / Math.sqrt(divisor);
  }
}

/** What the metrics of differences share: the mean of each update, averaged over updates. */
export abstract class DifferenceMetric extends EvalMetric {
  /** What one difference counts. */
  protected abstract measure(difference: number): number;

  /** Adds one pair of arrays. */
  protected override add(label: NDArray, pred: NDArray): void {
    if (label.size !== pred.size) {
      refuse(this.constructor.name, label, pred, "needs as many elements");
    }
    const want = numbers(label);
    const got = numbers(pred);
    let sum = 0;
    for (let i = 0; i < got.length; i++) sum += this.measure(want[i] - got[i]);
    this.sumMetric += this.finish(sum / got.length);
    this.numInst++;
  }

  /** What becomes of the mean of an update. */
  protected finish(mean: number): number {
    return mean;
  }
}

/** The mean absolute difference. */
export class MAE extends DifferenceMetric {
  /** Takes all settings by name. */
  constructor(options: MetricOptions = {}) {
    super((readArguments("MAE", [options], [], ["name"]).name as string) ?? "mae");
  }
  /** What one difference counts. */
  protected override measure(difference: number): number {
    return Math.abs(difference);
  }
}

/** The mean squared difference. */
export class MSE extends DifferenceMetric {
  /** Takes all settings by name. */
  constructor(options: MetricOptions = {}) {
    super((readArguments("MSE", [options], [], ["name"]).name as string) ?? "mse");
  }
  /** What one difference counts. */
  protected override measure(difference: number): number {
    return difference * difference;
  }
}

/** The root of the mean squared difference of each update, averaged over updates, as in MXNet. */
export class RMSE extends DifferenceMetric {
  /** Takes all settings by name. */
  constructor(options: MetricOptions = {}) {
    super((readArguments("RMSE", [options], [], ["name"]).name as string) ?? "rmse");
  }
  /** What one difference counts. */
  protected override measure(difference: number): number {
    return difference * difference;
  }
  /** What becomes of the mean of an update. */
  protected override finish(mean: number): number {
    return Math.sqrt(mean);
  }
}

/** Minus the logarithm of the probability of the right class, mean over samples. Predictions are probabilities. */
export class CrossEntropy extends EvalMetric {
  readonly #eps: number;

  /** Takes all settings by name. */
  constructor(options?: MetricOptions & { eps?: number });
  constructor(...args: unknown[]) {
    const read = readArguments("CrossEntropy", args, ["eps"], ["name"]);
    super((read.name as string) ?? "cross-entropy");
    this.#eps = readNumber("CrossEntropy", "eps", read.eps ?? 1e-12, 0);
  }

  /** Adds one pair of arrays. */
  protected override add(label: NDArray, pred: NDArray): void {
    for (const probability of picked(this.constructor.name, label, pred)) {
      this.sumMetric -= Math.log(probability + this.#eps);
      this.numInst++;
    }
  }
}

/** The same as {@linkcode CrossEntropy}, under MXNet's other name. */
export class NegativeLogLikelihood extends CrossEntropy {
  /** Takes all settings by name. */
  constructor(options: MetricOptions & { eps?: number } = {}) {
    super({ name: "nll-loss", ...options });
  }
}

/** The probability of the right class of each sample: predictions [..., classes], labels for the other axes. */
function* picked(metric: string, label: NDArray, pred: NDArray): Generator<number> {
  const classes = pred.shape[pred.shape.length - 1] ?? 0;
  if (label.size * classes !== pred.size) {
    refuse(metric, label, pred, "needs a label for each row of probabilities");
  }
  const probabilities = numbers(pred);
  const want = numbers(label);
  for (let i = 0; i < want.length; i++) {
    const right = Math.trunc(want[i]);
    if (!(right >= 0 && right < classes)) {
      throw new IndexError(metric, `label ${want[i]} is out of range: there are ${classes} classes`);
    }
    yield probabilities[i * classes + right];
  }
}

/** exp of the mean of minus the logarithms; labels equal to `ignoreLabel` do not count. */
export class Perplexity extends EvalMetric {
  readonly #ignore: number | null;

  /** Takes the first settings by place, the others by name. */
  constructor(ignoreLabel?: number | null, options?: MetricOptions);
  /** Takes all settings by name. */
  constructor(options?: MetricOptions & { ignoreLabel?: number | null });
  constructor(...args: unknown[]) {
    const read = readArguments("Perplexity", args, ["ignoreLabel"], ["name"]);
    super((read.name as string) ?? "perplexity");
    this.#ignore = read.ignoreLabel === undefined || read.ignoreLabel === null
      ? null
      : readInteger("Perplexity", "ignoreLabel", read.ignoreLabel);
  }

  /** Adds one pair of arrays. */
  protected override add(label: NDArray, pred: NDArray): void {
    const want = numbers(label);
    let i = 0;
    for (const probability of picked("Perplexity", label, pred)) {
      if (Math.trunc(want[i++]) === this.#ignore) continue;
      this.sumMetric -= Math.log(Math.max(1e-10, probability));
      this.numInst++;
    }
  }

  /** Name and value. */
  override get(): MetricResult {
    const [name, value] = super.get();
    return [name, Math.exp(value as number)];
  }
}

/** The mean of all elements of the predictions, which are losses; labels are not looked at. */
export class Loss extends EvalMetric {
  /** Takes all settings by name. */
  constructor(options: MetricOptions = {}) {
    super((readArguments("Loss", [options], [], ["name"]).name as string) ?? "loss");
  }

  /** Adds a batch. */
  override update(_labels: unknown, preds: Arrays): void {
    for (const pred of listOf(preds)) this.add(pred, pred);
  }

  /** Adds one pair of arrays. */
  protected override add(_label: NDArray, pred: NDArray): void {
    const values = numbers(pred);
    for (let i = 0; i < values.length; i++) this.sumMetric += values[i];
    this.numInst += values.length;
  }
}

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
