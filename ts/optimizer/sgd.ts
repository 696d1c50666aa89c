// SGD and its relatives with momentum: SGD, NAG, Signum.
import { nd, type NDArray } from "../ndarray/mod.ts";
import { readNumber } from "../ndarray/options.ts";
import { type Index, Optimizer, type OptimizerOptions, splitOptions, type State, zerosFor } from "./optimizer.ts";

/** Settings of {@linkcode SGD}. */
export interface SGDOptions extends OptimizerOptions {
  /** How much of the last step goes into the next; 0 by default. */
  momentum?: number;
  /** Accepted for MXNet's sake: gradients are never sparse here. */
  lazyUpdate?: boolean;
}

/**
 * Gradient descent, `w -= lr (g + wd w)`; with momentum `v = momentum v - lr (g + wd w); w += v`. Here and below g is
 * the gradient after rescaling and clipping.
 */
export class SGD extends Optimizer {
  /** How much of the last step goes into the next. */
  readonly momentum: number;

  /** Takes all settings by name. */
  constructor(options?: SGDOptions) {
    const { own, base } = splitOptions("SGD", options, ["momentum", "lazyUpdate"]);
    super(base);
    this.momentum = readNumber("SGD", "momentum", own.momentum ?? 0);
  }

  /** Makes what is kept for a weight. */
  override createState(_index: Index, weight: NDArray): State {
    return this.momentum === 0 ? null : zerosFor(weight);
  }

  /** Changes the weight and its state by one step. */
  override update(index: Index, weight: NDArray, grad: NDArray, state: State): void {
    this.updateCount(index);
    const attributes = {
      lr: this.getLr(index),
      wd: this.getWd(index),
      rescaleGrad: this.rescaleGrad,
      clipGradient: this.clip,
      out: weight,
    };
    if (state === null) nd.sgdUpdate(weight, grad, attributes);
    else {nd.sgdMomUpdate(weight, grad, state as NDArray, {
        momentum: this.momentum,
        ...attributes,
      });}
  }
}

/** Settings of {@linkcode NAG}. */
export interface NAGOptions extends OptimizerOptions {
  /** How much of the last step goes into the next; 0 by default. */
  momentum?: number;
}

/** Nesterov's accelerated gradient: the gradient is taken where momentum alone would lead. */
export class NAG extends Optimizer {
  /** How much of the last step goes into the next. */
  readonly momentum: number;

  /** Takes all settings by name. */
  constructor(options?: NAGOptions) {
    const { own, base } = splitOptions("NAG", options, ["momentum"]);
    super(base);
    this.momentum = readNumber("NAG", "momentum", own.momentum ?? 0);
  }

  /** Makes what is kept for a weight. */
  override createState(_index: Index, weight: NDArray): State {
    return this.momentum === 0 ? null : zerosFor(weight);
  }

  /** Changes the weight and its state by one step. */
  override update(index: Index, weight: NDArray, grad: NDArray, state: State): void {
    this.updateCount(index);
    const lr = this.getLr(index);
    const wd = this.getWd(index);
    nd.scope(() => {
      const g = this.prepared(grad);
      if (state === null) {
        weight.isub(g.add(weight.mul(wd)).mul(lr));
        return;
      }
      const v = state as NDArray;
      const m = this.momentum;
      const step = g.add(weight.mul(wd)).mul(lr * (m + 1));
      weight.iadd(v.mul(m * m).sub(step));
      // MXNet's kernel reads the new weight here.
      v.set(v.mul(m).sub(g.add(weight.mul(wd)).mul(lr)));
    });
  }
}

/** Settings of {@linkcode Signum}. */
export interface SignumOptions extends OptimizerOptions {
  /** How much of the old direction is kept; 0.9 by default. */
  momentum?: number;
  /** Weight decay that is not part of the gradient; 0 by default. */
  wdLh?: number;
}

/** Steps of one size along the signs of the gradient's running mean. */
export class Signum extends Optimizer {
  /** How much of the old direction is kept. */
  readonly momentum: number;
  /** Weight decay that is not part of the gradient. */
  readonly wdLh: number;

  /** Takes all settings by name. */
  constructor(options?: SignumOptions) {
    const { own, base } = splitOptions("Signum", options, ["momentum", "wdLh"]);
    super(base);
    this.momentum = readNumber("Signum", "momentum", own.momentum ?? 0.9);
    this.wdLh = readNumber("Signum", "wdLh", own.wdLh ?? 0);
  }

  /** Makes what is kept for a weight. */
  override createState(_index: Index, weight: NDArray): State {
    return this.momentum === 0 ? null : zerosFor(weight);
  }

  /** Changes the weight and its state by one step. */
  override update(index: Index, weight: NDArray, grad: NDArray, state: State): void {
    this.updateCount(index);
    const lr = this.getLr(index);
    const wd = this.getWd(index);
    nd.scope(() => {
      const g = this.prepared(grad);
      if (state === null) {
        // Without momentum the plain sign of the gradient decides; MXNet's operator leaves weight decay out of it.
        weight.set(weight.mul(1 - lr * wd).sub(nd.sign(g).mul(lr)));
        return;
      }
      const v = state as NDArray;
      v.set(v.mul(this.momentum).sub(g.add(weight.mul(wd)).mul(1 - this.momentum)));
      weight.set(weight.mul(1 - lr * this.wdLh).add(nd.sign(v).mul(lr)));
    });
  }
}
