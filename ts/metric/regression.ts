// Metrics of numbers: the differences of labels and predictions, and the mean of losses.
import type { NDArray } from "../ndarray/mod.ts";
import { readArguments } from "../ndarray/options.ts";
import { type Arrays, EvalMetric, listOf, type MetricOptions, numbers, refuse } from "./metric.ts";

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
