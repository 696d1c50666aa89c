// Metrics of classes: the share of right ones, F1 and MCC, and what follows from the probability of the right class.
import type { NDArray } from "../ndarray/mod.ts";
import { readArguments, readInteger, readNumber, readWord } from "../ndarray/options.ts";
import { IndexError } from "../runtime/mod.ts";
import { type Arrays, EvalMetric, type MetricOptions, type MetricResult, numbers, refuse } from "./metric.ts";

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
