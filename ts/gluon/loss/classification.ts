// Losses of classes: SoftmaxCrossEntropyLoss, SigmoidBinaryCrossEntropyLoss, LogisticLoss, HingeLoss,
// SquaredHingeLoss, KLDivLoss.
import type { NDArray, Ops } from "../../ndarray/mod.ts";
import { readInteger, readNumber, readWord } from "../../ndarray/options.ts";
import { markBuiltIn } from "../nn/layer.ts";
import { Loss, type LossOptions, readLoss } from "./loss.ts";

/** Settings of {@linkcode SoftmaxCrossEntropyLoss}. */
export interface SoftmaxCrossEntropyOptions extends LossOptions {
  /** The axis of classes; -1 by default. */
  axis?: number;
  /** Whether labels are class numbers (the default) rather than probabilities. */
  sparseLabel?: boolean;
  /** Whether predictions are logarithms of probabilities already; false by default. */
  fromLogits?: boolean;
}

/**
 * Minus the logarithm of the probability that softmax gives the right class.
 *
 * Inputs: pred with classes on `axis`; label without that axis (or with size 1 there), of any dtype, or, with
 * `sparseLabel: false`, probabilities of pred's shape. A class number out of range is an error.
 * Output: [batch].
 */
export class SoftmaxCrossEntropyLoss extends Loss {
  readonly #axis: number;
  readonly #sparse: boolean;
  readonly #fromLogits: boolean;

  /** Takes all settings by name. */
  constructor(options?: SoftmaxCrossEntropyOptions);
  /** Takes the first settings by place, the others by name. */
  constructor(axis: number, options?: SoftmaxCrossEntropyOptions);
  constructor(...args: unknown[]) {
    const { own, base } = readLoss<SoftmaxCrossEntropyOptions>(
      "SoftmaxCrossEntropyLoss",
      args,
      ["axis", "sparseLabel", "fromLogits"],
    );
    super(base);
    this.#axis = readInteger("SoftmaxCrossEntropyLoss", "axis", own.axis ?? -1);
    this.#sparse = own.sparseLabel ?? true;
    this.#fromLogits = own.fromLogits ?? false;
  }

  /** MXNet's name of it. */
  override alias(): string {
    return "softmaxcrossentropyloss";
  }

  /** The loss of each sample. */
  override hybridForward(F: Ops, pred: NDArray, label: NDArray, sampleWeight: NDArray | undefined): NDArray {
    const axis = this.#axis;
    const logits = this.#fromLogits ? pred : F.logSoftmax(pred, { axis });
    const loss = this.#sparse
      ? F.pick(logits, label, { axis, keepdims: true, mode: "raise" }).neg()
      : logits.mul(this.likePrediction(label, pred)).sum({
        axis,
        keepdims: true,
      }).neg();
    return this.finish(F, loss, sampleWeight);
  }
}

/** A short name of {@linkcode SoftmaxCrossEntropyLoss}. */
export const SoftmaxCELoss: typeof SoftmaxCrossEntropyLoss = SoftmaxCrossEntropyLoss;
/** A short name of {@linkcode SoftmaxCrossEntropyLoss}. */
export type SoftmaxCELoss = SoftmaxCrossEntropyLoss;

/** log(1 + exp(-|x|)), which never overflows. */
function softTail(F: Ops, x: NDArray): NDArray {
  return F.activation(F.abs(x).neg(), { actType: "softrelu" });
}

/**
 * Cross entropy of independent yes-or-no questions. `pred` are logits, or probabilities with `fromSigmoid`.
 *
 * Inputs: pred; label of the same size, 0 to 1; then sampleWeight and posWeight, which multiplies the yes part.
 * Output: [batch].
 */
export class SigmoidBinaryCrossEntropyLoss extends Loss<
  [pred: NDArray, label: NDArray, sampleWeight?: NDArray, posWeight?: NDArray]
> {
  readonly #fromSigmoid: boolean;

  /** Takes the first settings by place, the others by name. */
  constructor(fromSigmoid: boolean, options?: LossOptions);
  /** Takes all settings by name. */
  constructor(options?: LossOptions & { fromSigmoid?: boolean });
  constructor(...args: unknown[]) {
    const { own, base } = readLoss<{ fromSigmoid: boolean }>("SigmoidBinaryCrossEntropyLoss", args, ["fromSigmoid"]);
    super(base);
    this.#fromSigmoid = own.fromSigmoid ?? false;
  }

  /** How many inputs it takes. */
  protected override inputCount(): number {
    return 4;
  }

  /** The loss of each sample. */
  override hybridForward(
    F: Ops,
    pred: NDArray,
    label: NDArray,
    sampleWeight: NDArray | undefined,
    posWeight: NDArray | undefined,
  ): NDArray {
    const yes = this.likePrediction(label, pred);
    return this.finish(F, this.#fromSigmoid ? fromProbability() : fromLogit(), sampleWeight);

    function fromLogit(): NDArray {
      if (posWeight === undefined) {
        return F.relu(pred).sub(pred.mul(yes)).add(softTail(F, pred));
      }
      const factor = yes.mul(posWeight.sub(1)).add(1);
      return pred.sub(pred.mul(yes)).add(factor.mul(softTail(F, pred).add(F.relu(pred.neg()))));
    }

    function fromProbability(): NDArray {
      const tiny = 1e-12; // keeps the logarithm finite
      let right = F.log(pred.add(tiny)).mul(yes);
      if (posWeight !== undefined) right = right.mul(posWeight);
      const wrong = F.log(F.sub(1 + tiny, pred)).mul(F.sub(1, yes));
      return right.add(wrong).neg();
    }
  }
}

/** A short name of {@linkcode SigmoidBinaryCrossEntropyLoss}. */
export const SigmoidBCELoss: typeof SigmoidBinaryCrossEntropyLoss = SigmoidBinaryCrossEntropyLoss;
/** A short name of {@linkcode SigmoidBinaryCrossEntropyLoss}. */
export type SigmoidBCELoss = SigmoidBinaryCrossEntropyLoss;

/** `log(1 + exp(-label pred))` for labels -1 and 1; with `labelFormat: "binary"` for labels 0 and 1. */
export class LogisticLoss extends Loss {
  readonly #signed: boolean;

  /** Takes all settings by name. */
  constructor(options?: LossOptions & { labelFormat?: "signed" | "binary" }) {
    const { own, base } = readLoss<{ labelFormat: string }>("LogisticLoss", [options], [
      "weight",
      "batchAxis",
      "labelFormat",
    ]);
    super(base);
    this.#signed = readWord("LogisticLoss", "labelFormat", own.labelFormat ?? "signed", [
      "signed",
      "binary",
    ]) === "signed";
  }

  /** The loss of each sample. */
  override hybridForward(F: Ops, pred: NDArray, label: NDArray, sampleWeight: NDArray | undefined): NDArray {
    const given = this.likePrediction(label, pred);
    const yes = this.#signed ? given.add(1).mul(0.5) : given;
    return this.finish(F, F.relu(pred).sub(pred.mul(yes)).add(softTail(F, pred)), sampleWeight);
  }
}

/** `max(0, margin - label pred)` for labels -1 and 1. */
export class HingeLoss extends Loss {
  readonly #margin: number;

  /** Takes the first settings by place, the others by name. */
  constructor(margin: number, options?: LossOptions);
  /** Takes all settings by name. */
  constructor(options?: LossOptions & { margin?: number });
  constructor(...args: unknown[]) {
    const { own, base } = readLoss<{ margin: number }>("HingeLoss", args, ["margin", "weight", "batchAxis"]);
    super(base);
    this.#margin = readNumber("HingeLoss", "margin", own.margin ?? 1);
  }

  /** The loss of each sample. */
  override hybridForward(F: Ops, pred: NDArray, label: NDArray, sampleWeight: NDArray | undefined): NDArray {
    const loss = F.relu(F.sub(this.#margin, pred.mul(this.likePrediction(label, pred))));
    return this.finish(F, loss, sampleWeight);
  }
}

/** The square of {@linkcode HingeLoss}'s. */
export class SquaredHingeLoss extends Loss {
  readonly #margin: number;

  /** Takes the first settings by place, the others by name. */
  constructor(margin: number, options?: LossOptions);
  /** Takes all settings by name. */
  constructor(options?: LossOptions & { margin?: number });
  constructor(...args: unknown[]) {
    const { own, base } = readLoss<{ margin: number }>("SquaredHingeLoss", args, ["margin", "weight", "batchAxis"]);
    super(base);
    this.#margin = readNumber("SquaredHingeLoss", "margin", own.margin ?? 1);
  }

  /** The loss of each sample. */
  override hybridForward(F: Ops, pred: NDArray, label: NDArray, sampleWeight: NDArray | undefined): NDArray {
    const loss = F.relu(F.sub(this.#margin, pred.mul(this.likePrediction(label, pred))));
    return this.finish(F, F.square(loss), sampleWeight);
  }
}

/**
 * `label (log(label) - pred)`, summed over all axes but the batch: how far the distribution of `pred` is from `label`'s. `pred` are logarithms of
 * probabilities, or with `fromLogits: false` what softmax along `axis` turns into them.
 */
export class KLDivLoss extends Loss {
  readonly #fromLogits: boolean;
  readonly #axis: number;

  /** Takes all settings by name. */
  constructor(options?: LossOptions & { fromLogits?: boolean; axis?: number });
  /** Takes the first settings by place, the others by name. */
  constructor(fromLogits: boolean, options?: LossOptions & { axis?: number });
  constructor(...args: unknown[]) {
    const { own, base } = readLoss<{ fromLogits: boolean; axis: number }>("KLDivLoss", args, ["fromLogits", "axis"]);
    super(base);
    this.#fromLogits = own.fromLogits ?? true;
    this.#axis = readInteger("KLDivLoss", "axis", own.axis ?? -1);
  }

  /** The loss of each sample. */
  override hybridForward(F: Ops, pred: NDArray, label: NDArray, sampleWeight: NDArray | undefined): NDArray {
    const logits = this.#fromLogits ? pred : F.logSoftmax(pred, { axis: this.#axis });
    const target = this.likePrediction(label, pred);
    const loss = target.mul(F.log(target.add(1e-12)).sub(logits));
    return this.applyWeights(loss, sampleWeight).sum({ axis: this.batchAxis, exclude: true });
  }
}

markBuiltIn(
  SoftmaxCrossEntropyLoss,
  SigmoidBinaryCrossEntropyLoss,
  LogisticLoss,
  HingeLoss,
  SquaredHingeLoss,
  KLDivLoss,
);
