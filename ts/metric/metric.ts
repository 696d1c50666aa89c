// What all metrics share: what is measured over many batches. They read values, so each update waits for its arrays.
import type { NDArray } from "../ndarray/mod.ts";
import { AttributeError, ShapeError } from "../runtime/mod.ts";

/** One array, or one for each output of a network. */
export type Arrays = NDArray | readonly NDArray[];

/** What every metric takes. */
export interface MetricOptions {
  /** Its name in results. */
  name?: string;
}

/** A metric's name and value; with several, lists of them. */
export type MetricResult = [name: string | string[], value: number | number[]];

/** One array as a list of one. */
export function listOf(arrays: Arrays): readonly NDArray[] {
  return Array.isArray(arrays) ? arrays : [arrays as NDArray];
}

/** The values; 64-bit integers as numbers. Waits for them. */
export function numbers(array: NDArray): ArrayLike<number> {
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

/** The error of a metric whose arrays do not fit together. */
export function refuse(metric: string, label: NDArray, pred: NDArray, needs: string): never {
  throw new ShapeError(metric, `label has shape [${label.shape}] and prediction [${pred.shape}], but ${needs}`);
}
