// Optimizers that divide by what each element's gradient has been: AdaGrad, RMSProp, AdaDelta, Ftrl.
import { nd, type NDArray } from "../ndarray/mod.ts";
import { readNumber } from "../ndarray/options.ts";
import { withDecay } from "./adam.ts";
import { type Index, Optimizer, type OptimizerOptions, splitOptions, type State, zerosFor } from "./optimizer.ts";

/** Settings of {@linkcode AdaGrad}. */
export interface AdaGradOptions extends OptimizerOptions {
  /** Keeps the divisor from 0; 1e-7 by default. */
  eps?: number;
}

/** `h += g^2; w -= lr (g / sqrt(h + eps) + wd w)`. */
export class AdaGrad extends Optimizer {
  readonly #eps: number;

  /** Takes all settings by name. */
  constructor(options?: AdaGradOptions) {
    const { own, base } = splitOptions("AdaGrad", options, ["eps"]);
    super(base);
    this.#eps = readNumber("AdaGrad", "eps", own.eps ?? 1e-7);
  }

  /** Makes what is kept for a weight. */
  override createState(_index: Index, weight: NDArray): State {
    return zerosFor(weight);
  }

  /** Changes the weight and its state by one step. */
  override update(index: Index, weight: NDArray, grad: NDArray, state: State): void {
    this.updateCount(index);
    const lr = this.getLr(index);
    const wd = this.getWd(index);
    const history = state as NDArray;
    nd.scope(() => {
      const g = this.prepared(grad);
      history.iadd(nd.square(g));
      weight.isub(g.div(nd.sqrt(history.add(this.#eps))).add(weight.mul(wd)).mul(lr));
    });
  }
}

/** Settings of {@linkcode RMSProp}. */
export interface RMSPropOptions extends OptimizerOptions {
  /** How much of the old mean square is kept; 0.9 by default. */
  gamma1?: number;
  /** With `centered`, how much of the last step goes into the next; 0.9 by default. */
  gamma2?: number;
  /** Keeps the divisor from 0, under the root; 1e-8 by default. */
  epsilon?: number;
  /** Whether the variance replaces the mean square; false by default. */
  centered?: boolean;
  /** Bound of each weight; none by default. */
  clipWeights?: number | null;
}

/** `n = gamma1 n + (1 - gamma1) g^2; w -= lr g / sqrt(n + epsilon)`; the learning rate is 0.001 by default. */
export class RMSProp extends Optimizer {
  readonly #gamma1: number;
  readonly #gamma2: number;
  readonly #epsilon: number;
  readonly #centered: boolean;
  readonly #clipWeights: number | null;

  /** Takes all settings by name. */
  constructor(options?: RMSPropOptions) {
    const names = ["gamma1", "gamma2", "epsilon", "centered", "clipWeights"];
    const { own, base } = splitOptions("RMSProp", options, names);
    super(base, [], 0.001);
    this.#gamma1 = readNumber("RMSProp", "gamma1", own.gamma1 ?? 0.9);
    this.#gamma2 = readNumber("RMSProp", "gamma2", own.gamma2 ?? 0.9);
    this.#epsilon = readNumber("RMSProp", "epsilon", own.epsilon ?? 1e-8);
    this.#centered = own.centered ?? false;
    this.#clipWeights = own.clipWeights ? readNumber("RMSProp", "clipWeights", own.clipWeights) : null;
  }

  /** Makes what is kept for a weight. */
  override createState(_index: Index, weight: NDArray): State {
    return this.#centered ? [zerosFor(weight), zerosFor(weight), zerosFor(weight)] : [zerosFor(weight)];
  }

  /** Changes the weight and its state by one step. */
  override update(index: Index, weight: NDArray, grad: NDArray, state: State): void {
    this.updateCount(index);
    const lr = this.getLr(index);
    const wd = this.getWd(index);
    const [square, mean, step] = state as readonly NDArray[];
    nd.scope(() => {
      const g = withDecay(grad, weight, wd, this.rescaleGrad, this.clipGradient);
      square.set(square.mul(this.#gamma1).add(nd.square(g).mul(1 - this.#gamma1)));
      if (this.#centered) {
        mean.set(mean.mul(this.#gamma1).add(g.mul(1 - this.#gamma1)));
        const spread = nd.sqrt(square.sub(nd.square(mean)).add(this.#epsilon));
        step.set(step.mul(this.#gamma2).sub(g.mul(lr).div(spread)));
        weight.iadd(step);
      } else {
        weight.isub(g.mul(lr).div(nd.sqrt(square.add(this.#epsilon))));
      }
      if (this.#clipWeights !== null) {
        weight.set(weight.clip(-this.#clipWeights, this.#clipWeights));
      }
    });
  }
}

/** Settings of {@linkcode AdaDelta}. */
export interface AdaDeltaOptions extends OptimizerOptions {
  /** How much of the old means is kept; 0.9 by default. */
  rho?: number;
  /** Keeps the quotient from 0; 1e-5 by default. */
  epsilon?: number;
}

/** Steps as long as the recent steps were, in units of the recent gradients. The learning rate plays no part. */
export class AdaDelta extends Optimizer {
  readonly #rho: number;
  readonly #epsilon: number;

  /** Takes all settings by name. */
  constructor(options?: AdaDeltaOptions) {
    const { own, base } = splitOptions("AdaDelta", options, ["rho", "epsilon"]);
    super(base);
    this.#rho = readNumber("AdaDelta", "rho", own.rho ?? 0.9);
    this.#epsilon = readNumber("AdaDelta", "epsilon", own.epsilon ?? 1e-5);
  }

  /** Makes what is kept for a weight. */
  override createState(_index: Index, weight: NDArray): State {
    return [zerosFor(weight), zerosFor(weight)];
  }

  /** Changes the weight and its state by one step. */
  override update(index: Index, weight: NDArray, grad: NDArray, state: State): void {
    this.updateCount(index);
    const wd = this.getWd(index);
    const rho = this.#rho;
    const eps = this.#epsilon;
    const [gradients, steps] = state as readonly [NDArray, NDArray];
    nd.scope(() => {
      const g = this.prepared(grad);
      gradients.set(gradients.mul(rho).add(nd.square(g).mul(1 - rho)));
      const step = nd.sqrt(steps.add(eps)).div(nd.sqrt(gradients.add(eps))).mul(g);
      steps.set(steps.mul(rho).add(nd.square(step).mul(1 - rho)));
      weight.isub(step.add(weight.mul(wd)));
    });
  }
}

/** Settings of {@linkcode Ftrl}. */
export interface FtrlOptions extends OptimizerOptions {
  /** Strength of the pull to exact zeros; 0.01 by default. */
  lamda1?: number;
  /** Smooths the learning rate; 1 by default. */
  beta?: number;
}

/** Follow the regularized leader: weights of rare features become exactly 0. The learning rate is 0.1 by default. */
export class Ftrl extends Optimizer {
  readonly #lamda1: number;
  readonly #beta: number;

  /** Takes all settings by name. */
  constructor(options?: FtrlOptions) {
    const { own, base } = splitOptions("Ftrl", options, ["lamda1", "beta"]);
    super(base, [], 0.1);
    this.#lamda1 = readNumber("Ftrl", "lamda1", own.lamda1 ?? 0.01);
    this.#beta = readNumber("Ftrl", "beta", own.beta ?? 1);
  }

  /** Makes what is kept for a weight. */
  override createState(_index: Index, weight: NDArray): State {
    return [zerosFor(weight), zerosFor(weight)];
  }

  /** Changes the weight and its state by one step. */
  override update(index: Index, weight: NDArray, grad: NDArray, state: State): void {
    this.updateCount(index);
    const lr = this.getLr(index);
    const wd = this.getWd(index);
    const [z, n] = state as readonly [NDArray, NDArray];
    nd.scope(() => {
      const g = this.prepared(grad);
      const square = nd.square(g);
      z.iadd(g.sub(nd.sqrt(n.add(square)).sub(nd.sqrt(n)).mul(weight).div(lr)));
      n.iadd(square);
      const pulled = nd.sign(z).mul(this.#lamda1).sub(z);
      const divisor = nd.sqrt(n).add(this.#beta).div(lr).add(wd);
      weight.set(pulled.div(divisor).mul(nd.abs(z).gt(this.#lamda1)));
    });
  }
}
