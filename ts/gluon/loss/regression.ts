// Losses of numbers: L2Loss, L1Loss, HuberLoss, PoissonNLLLoss.
import type { NDArray, Ops } from "../../ndarray/mod.ts";
import { readNumber } from "../../ndarray/options.ts";
import { markBuiltIn } from "../nn/layer.ts";
import { Loss, type LossArgs, type LossOptions, readLoss } from "./loss.ts";

/** Half the squared difference, `(label - pred)^2 / 2`, mean over all axes but the batch. */
export class L2Loss extends Loss {
  /** Takes the first settings by place, the others by name. */
  constructor(weight: number | null, batchAxis?: number, options?: LossOptions);
  /** Takes all settings by name. */
  constructor(options?: LossOptions);
  constructor(...args: unknown[]) {
    super(readLoss("L2Loss", args, ["weight", "batchAxis"]).base);
  }
  /** The loss of each sample. */
  override hybridForward(F: Ops, pred: NDArray, label: NDArray, sampleWeight: NDArray | undefined): NDArray {
    return this.finish(F, F.square(pred.sub(this.likePrediction(label, pred))), sampleWeight, 0.5);
  }
}

/** The absolute difference, `|label - pred|`, mean over all axes but the batch. */
export class L1Loss extends Loss {
  /** Takes the first settings by place, the others by name. */
  constructor(weight: number | null, batchAxis?: number, options?: LossOptions);
  /** Takes all settings by name. */
  constructor(options?: LossOptions);
  constructor(...args: unknown[]) {
    super(readLoss("L1Loss", args, ["weight", "batchAxis"]).base);
  }
  /** The loss of each sample. */
  override hybridForward(F: Ops, pred: NDArray, label: NDArray, sampleWeight: NDArray | undefined): NDArray {
    return this.finish(F, F.abs(pred.sub(this.likePrediction(label, pred))), sampleWeight);
  }
}

/** Squared near 0 and absolute from `rho` on: `d^2 / (2 rho)` where d = |label - pred| <= rho, else `d - rho / 2`. */
export class HuberLoss extends Loss {
  readonly #rho: number;
  /** Takes the first settings by place, the others by name. */
  constructor(rho: number, options?: LossOptions);
  /** Takes all settings by name. */
  constructor(options?: LossOptions & { rho?: number });
  constructor(...args: unknown[]) {
    const { own, base } = readLoss<{ rho: number }>("HuberLoss", args, ["rho", "weight", "batchAxis"]);
    super(base);
    this.#rho = readNumber("HuberLoss", "rho", own.rho ?? 1, 0);
  }
  /** The loss of each sample. */
  override hybridForward(F: Ops, pred: NDArray, label: NDArray, sampleWeight: NDArray | undefined): NDArray {
    const distance = F.abs(pred.sub(this.likePrediction(label, pred)));
    const far = distance.sub(0.5 * this.#rho);
    const near = F.square(distance).mul(0.5 / this.#rho);
    return this.finish(F, F.where(distance.gt(this.#rho), far, near), sampleWeight);
  }
}

/**
 * Negative log likelihood of counts: `exp(pred) - label pred` with `fromLogits` (the default), else
 * `pred - label log(pred + 1e-8)`. One number for the whole batch, shape [1], as in MXNet.
 */
export class PoissonNLLLoss extends Loss<LossArgs> {
  readonly #fromLogits: boolean;
  readonly #computeFull: boolean;
  /** Takes all settings by name. */
  constructor(options?: LossOptions & { fromLogits?: boolean; computeFull?: boolean }) {
    const { own, base } = readLoss<
      { fromLogits: boolean; computeFull: boolean }
    >("PoissonNLLLoss", [options], ["weight", "fromLogits", "batchAxis", "computeFull"]);
    super(base);
    this.#fromLogits = own.fromLogits ?? true;
    this.#computeFull = own.computeFull ?? false;
  }
  /** The loss of each sample. */
  override hybridForward(F: Ops, pred: NDArray, label: NDArray, sampleWeight: NDArray | undefined): NDArray {
    const target = this.likePrediction(label, pred);
    let loss = this.#fromLogits ? F.exp(pred).sub(target.mul(pred)) : pred.sub(target.mul(F.log(pred.add(1e-8))));
    if (this.#computeFull) {
      // Stirling's formula for log(label!), which holds from 1 up; max keeps the logarithm of smaller labels finite.
      const safe = F.maximum(target, 1);
      const stirling = safe.mul(F.log(safe)).sub(safe).add(F.log(safe.mul(2 * Math.PI)).mul(0.5));
      loss = loss.add(stirling.mul(target.gt(1)));
    }
    return this.applyWeights(loss, sampleWeight).mean();
  }
}

markBuiltIn(L2Loss, L1Loss, HuberLoss, PoissonNLLLoss);
