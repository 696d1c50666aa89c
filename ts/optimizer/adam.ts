// Adam and its relatives: Adam, AdamW, Adamax, Nadam.
import { nd, type NDArray } from "../ndarray/mod.ts";
import { readNumber } from "../ndarray/options.ts";
import { type Index, Optimizer, type OptimizerOptions, splitOptions, type State, zerosFor } from "./optimizer.ts";

/** Settings of {@linkcode Adam}. */
export interface AdamOptions extends OptimizerOptions {
  /** How much of the old mean is kept; 0.9 by default. */
  beta1?: number;
  /** How much of the old mean square is kept; 0.999 by default. */
  beta2?: number;
  /** Keeps the divisor from 0; 1e-8 by default. */
  epsilon?: number;
  /** Accepted for MXNet's sake: gradients are never sparse here. */
  lazyUpdate?: boolean;
}

/**
 * Steps divided by the root of the gradient's running mean square: with g' = clip(g + wd w),
 * `w -= lr sqrt(1 - beta2^t) / (1 - beta1^t) m / (sqrt(v) + epsilon)`; the learning rate is 0.001 by default.
 */
export class Adam extends Optimizer {
  /** How much of the old mean is kept. */
  readonly beta1: number;
  /** How much of the old mean square is kept. */
  readonly beta2: number;
  /** Keeps the divisor from 0. */
  readonly epsilon: number;

  /** Takes all settings by name. */
  constructor(options?: AdamOptions) {
    const { own, base } = splitOptions("Adam", options, ["beta1", "beta2", "epsilon", "lazyUpdate"]);
    super(base, [], 0.001);
    this.beta1 = readNumber("Adam", "beta1", own.beta1 ?? 0.9);
    this.beta2 = readNumber("Adam", "beta2", own.beta2 ?? 0.999);
    this.epsilon = readNumber("Adam", "epsilon", own.epsilon ?? 1e-8);
  }

  /** Makes what is kept for a weight. */
  override createState(_index: Index, weight: NDArray): State {
    return [zerosFor(weight), zerosFor(weight)];
  }

  /** The learning rate with both means corrected for their start at 0. */
  protected correctedLr(index: Index, count: number): number {
    return this.getLr(index) * Math.sqrt(1 - this.beta2 ** count) /
      (1 - this.beta1 ** count);
  }

  /** Changes the weight and its state by one step. */
  override update(index: Index, weight: NDArray, grad: NDArray, state: State): void {
    const lr = this.correctedLr(index, this.updateCount(index));
    const [mean, square] = state as readonly [NDArray, NDArray];
    nd.adamUpdate(weight, grad, mean, square, {
      lr,
      // MXNet's operator holds them in float32, and 1 - beta2 differs by 1e-5 of itself.
      beta1: Math.fround(this.beta1),
      beta2: Math.fround(this.beta2),
      epsilon: this.epsilon,
      wd: this.getWd(index),
      rescaleGrad: this.rescaleGrad,
      clipGradient: this.clip,
      out: weight,
    });
  }
}

/** Adam whose weight decay does not pass through the means: `w -= lr (corrected m / (sqrt(v) + epsilon) + wd w)`. */
export class AdamW extends Adam {
  /** Changes the weight and its state by one step. */
  override update(index: Index, weight: NDArray, grad: NDArray, state: State): void {
    const count = this.updateCount(index);
    const [mean, square] = state as readonly [NDArray, NDArray];
    const decay = this.getLr(index) * this.getWd(index);
    if (decay !== 0) weight.imul(1 - decay);
    nd.adamUpdate(weight, grad, mean, square, {
      lr: this.correctedLr(index, count),
      beta1: Math.fround(this.beta1),
      beta2: Math.fround(this.beta2),
      epsilon: this.epsilon,
      wd: 0,
      rescaleGrad: this.rescaleGrad,
      clipGradient: this.clip,
      out: weight,
    });
  }
}

/** Settings of {@linkcode Adamax}. */
export interface AdamaxOptions extends OptimizerOptions {
  /** How much of the old mean is kept; 0.9 by default. */
  beta1?: number;
  /** How fast the old maximum fades; 0.999 by default. */
  beta2?: number;
}

/** Adam with the running maximum in place of the mean square; the learning rate is 0.002 by default. */
export class Adamax extends Optimizer {
  readonly #beta1: number;
  readonly #beta2: number;

  /** Takes all settings by name. */
  constructor(options?: AdamaxOptions) {
    const { own, base } = splitOptions("Adamax", options, ["beta1", "beta2"]);
    super(base, [], 0.002);
    this.#beta1 = readNumber("Adamax", "beta1", own.beta1 ?? 0.9);
    this.#beta2 = readNumber("Adamax", "beta2", own.beta2 ?? 0.999);
  }

  /** Makes what is kept for a weight. */
  override createState(_index: Index, weight: NDArray): State {
    return [zerosFor(weight), zerosFor(weight)];
  }

  /** Changes the weight and its state by one step. */
  override update(index: Index, weight: NDArray, grad: NDArray, state: State): void {
    const count = this.updateCount(index);
    const lr = this.getLr(index) / (1 - this.#beta1 ** count);
    const wd = this.getWd(index);
    const [mean, largest] = state as readonly [NDArray, NDArray];
    nd.scope(() => {
      const g = withDecay(grad, weight, wd, this.rescaleGrad, this.clipGradient);
      mean.set(mean.mul(this.#beta1).add(g.mul(1 - this.#beta1)));
      largest.set(nd.maximum(largest.mul(this.#beta2), nd.abs(g)));
      weight.isub(mean.mul(lr).div(largest));
    });
  }
}

/** Settings of {@linkcode Nadam}. */
export interface NadamOptions extends AdamaxOptions {
  /** Keeps the divisor from 0; 1e-8 by default. */
  epsilon?: number;
  /** How fast the momentum grows; 0.004 by default. */
  scheduleDecay?: number;
}

/**
 * Adam with Nesterov's momentum; the learning rate is 0.001 by default. As in MXNet, the product of the momenta is one
 * number for all parameters, so it falls once for each of them.
 */
export class Nadam extends Optimizer {
  readonly #beta1: number;
  readonly #beta2: number;
  readonly #epsilon: number;
  readonly #decay: number;
  #schedule = 1;

  /** Takes all settings by name. */
  constructor(options?: NadamOptions) {
    const { own, base } = splitOptions("Nadam", options, ["beta1", "beta2", "epsilon", "scheduleDecay"]);
    super(base, [], 0.001);
    this.#beta1 = readNumber("Nadam", "beta1", own.beta1 ?? 0.9);
    this.#beta2 = readNumber("Nadam", "beta2", own.beta2 ?? 0.999);
    this.#epsilon = readNumber("Nadam", "epsilon", own.epsilon ?? 1e-8);
    this.#decay = readNumber("Nadam", "scheduleDecay", own.scheduleDecay ?? 0.004);
  }

  /** Makes what is kept for a weight. */
  override createState(_index: Index, weight: NDArray): State {
    return [zerosFor(weight), zerosFor(weight)];
  }

  /** Changes the weight and its state by one step. */
  override update(index: Index, weight: NDArray, grad: NDArray, state: State): void {
    const count = this.updateCount(index);
    const lr = this.getLr(index);
    const wd = this.getWd(index);
    const momentum = (at: number): number => this.#beta1 * (1 - 0.5 * 0.96 ** (at * this.#decay));
    const now = momentum(count);
    const next = momentum(count + 1);
    this.#schedule *= now;
    const after = this.#schedule * next;
    const [mean, square] = state as readonly [NDArray, NDArray];
    nd.scope(() => {
      const g = withDecay(grad, weight, wd, this.rescaleGrad, this.clipGradient);
      mean.set(mean.mul(this.#beta1).add(g.mul(1 - this.#beta1)));
      square.set(square.mul(this.#beta2).add(nd.square(g).mul(1 - this.#beta2)));
      const direction = g.mul((1 - now) / (1 - this.#schedule)).add(mean.mul(next / (1 - after)));
      const spread = nd.sqrt(square.mul(1 / (1 - this.#beta2 ** count))).add(this.#epsilon);
      weight.isub(direction.mul(lr).div(spread));
    });
  }
}

/** clip(rescale g + wd w): these clip after the weight decay was added. */
export function withDecay(grad: NDArray, weight: NDArray, wd: number, rescale: number, clip: number | null): NDArray {
  const sum = grad.mul(rescale).add(weight.mul(wd));
  return clip ? sum.clip(-clip, clip) : sum;
}
