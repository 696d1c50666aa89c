// Losses of distances between samples: TripletLoss, CosineEmbeddingLoss.
import type { NDArray, Ops } from "../../ndarray/mod.ts";
import { readNumber } from "../../ndarray/options.ts";
import { markBuiltIn } from "../nn/layer.ts";
import { Loss, type LossOptions, readLoss } from "./loss.ts";

/**
 * `max(0, |pred - positive|^2 - |pred - negative|^2 + margin)`: the positive should be nearer than the negative.
 *
 * Inputs: pred, positive, negative of one shape [batch, …]. Output: [batch].
 */
export class TripletLoss extends Loss<
  [pred: NDArray, positive: NDArray, negative: NDArray, sampleWeight?: NDArray]
> {
  readonly #margin: number;

  /** Takes the first settings by place, the others by name. */
  constructor(margin: number, options?: LossOptions);
  /** Takes all settings by name. */
  constructor(options?: LossOptions & { margin?: number });
  constructor(...args: unknown[]) {
    const { own, base } = readLoss<{ margin: number }>("TripletLoss", args, ["margin", "weight", "batchAxis"]);
    super(base);
    this.#margin = readNumber("TripletLoss", "margin", own.margin ?? 1);
  }

  /** How many inputs it takes. */
  protected override inputCount(): number {
    return 4;
  }

  /** The loss of each sample. */
  override hybridForward(
    F: Ops,
    pred: NDArray,
    positive: NDArray,
    negative: NDArray,
    sampleWeight: NDArray | undefined,
  ): NDArray {
    const near = F.square(pred.sub(this.likePrediction(positive, pred)));
    const far = F.square(pred.sub(this.likePrediction(negative, pred)));
    const difference = near.sub(far).sum({
      axis: this.batchAxis,
      exclude: true,
    });
    return this.applyWeights(F.relu(difference.add(this.#margin)), sampleWeight);
  }
}

/**
 * `1 - cos` where label is 1, `max(0, cos - margin)` where it is -1; cos is the cosine between the two inputs.
 *
 * Inputs: two arrays [batch, features], labels [batch]. Output: [batch, 1], as in MXNet.
 */
export class CosineEmbeddingLoss extends Loss<
  [first: NDArray, second: NDArray, label: NDArray, sampleWeight?: NDArray]
> {
  readonly #margin: number;

  /** Takes all settings by name. */
  constructor(options?: LossOptions & { margin?: number }) {
    const { own, base } = readLoss<{ margin: number }>("CosineEmbeddingLoss", [options], [
      "weight",
      "batchAxis",
      "margin",
    ]);
    super(base);
    this.#margin = readNumber("CosineEmbeddingLoss", "margin", own.margin ?? 0);
  }

  /** How many inputs it takes. */
  protected override inputCount(): number {
    return 4;
  }

  /** The loss of each sample. */
  override hybridForward(
    F: Ops,
    first: NDArray,
    second: NDArray,
    label: NDArray,
    sampleWeight: NDArray | undefined,
  ): NDArray {
    const length = (x: NDArray): NDArray => F.sqrt(F.square(x).sum({ axis: -1, keepdims: true }));
    const product = first.mul(this.likePrediction(second, first)).sum({ axis: -1, keepdims: true });
    const cosine = product.div(F.maximum(length(first).mul(length(second)), 1e-12));
    const same = this.likePrediction(label, cosine).eq(1);
    const loss = F.where(same, F.sub(1, cosine), F.relu(cosine.sub(this.#margin)));
    return this.applyWeights(loss, sampleWeight);
  }
}

markBuiltIn(TripletLoss, CosineEmbeddingLoss);
