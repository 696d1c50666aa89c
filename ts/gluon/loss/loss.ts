// What the losses share: weights, the mean over all axes but the batch, labels brought to the prediction's form.
import { nd, NDArray, type Ops } from "../../ndarray/mod.ts";
import { isOptions, readArguments, readInteger, readNumber } from "../../ndarray/options.ts";
import { AttributeError, ShapeError } from "../../runtime/mod.ts";
import { BLOCK_OPTIONS, type BlockOptions } from "../block.ts";
import { HybridBlock, type Params } from "../hybrid_block.ts";
import { keepsNothing } from "../nn/layer.ts";

/** What most losses take: `loss(prediction, label)`, and a weight for each sample. */
export type LossArgs = [pred: NDArray, label: NDArray, sampleWeight?: NDArray];

/** What every loss's constructor takes. */
export interface LossOptions extends BlockOptions {
  /** Multiplies the loss. */
  weight?: number | null;
  /** The axis of samples; 0 by default. */
  batchAxis?: number;
}

/** The names of {@linkcode LossOptions}. */
export const LOSS_OPTIONS: readonly string[] = [
  "weight",
  "batchAxis",
  ...BLOCK_OPTIONS,
];

/**
 * Base of all losses. A loss gives one number for each sample, shape [batch]: `backward` on it sums their gradients,
 * and `trainer.step(batchSize)` divides.
 */
export abstract class Loss<A extends unknown[] = LossArgs> extends HybridBlock<A> {
  /** Multiplies the loss; null for 1. */
  readonly weight: number | null;
  /** The axis of samples. */
  readonly batchAxis: number;

  /** `weight` and `batchAxis`, by place or by name. */
  constructor(weight?: number | null | LossOptions, batchAxis?: number, options?: BlockOptions);
  constructor(...args: unknown[]) {
    const last = args.findLast((arg) => arg !== undefined);
    const read = readArguments(
      new.target.name,
      isOptions(last) ? args.filter((arg) => arg !== undefined) : args.slice(0, 2),
      ["weight", "batchAxis"],
      BLOCK_OPTIONS,
    ) as LossOptions;
    super({ prefix: read.prefix, params: read.params });
    this.weight = read.weight === undefined || read.weight === null
      ? null
      : readNumber(new.target.name, "weight", read.weight);
    this.batchAxis = readInteger(new.target.name, "batchAxis", read.batchAxis ?? 0);
  }

  /** Runs `hybridForward` on as many inputs as the loss takes; further arguments, as `map` passes them, are ignored. */
  override forward(...inputs: A): NDArray {
    const count = this.inputCount();
    const arrays: (NDArray | undefined)[] = [];
    for (let i = 0; i < count; i++) {
      const input = inputs[i];
      // What is optional may be followed by the index and the list that `map` passes on.
      arrays.push(input instanceof NDArray ? input : undefined);
      if (i < 2 && !(input instanceof NDArray)) {
        throw new AttributeError(this.constructor.name, `needs ${i === 0 ? "a prediction" : "a label"} as NDArray`);
      }
    }
    const run = (): NDArray =>
      this.hybridForward(
        nd,
        ...[...arrays, this.parameterArrays(...inputs)] as unknown as [
          ...A,
          params: Params,
        ],
      );
    // The arrays in between belong to the library where the formula does.
    return keepsNothing(this) ? nd.scope(run) : run();
  }

  /** How many inputs `hybridForward` takes in front of the parameters; 3 unless overridden. */
  protected inputCount(): number {
    return 3;
  }

  /** Multiplies by the weights and takes the mean over all axes but the batch: [batch]. */
  protected finish(_F: Ops, loss: NDArray, sampleWeight: NDArray | undefined, factor: number = 1): NDArray {
    const weighted = this.applyWeights(loss, sampleWeight, factor);
    return weighted.mean({ axis: this.batchAxis, exclude: true });
  }

  /** Multiplies by the weights. */
  protected applyWeights(loss: NDArray, sampleWeight: NDArray | undefined, factor: number = 1): NDArray {
    let weighted = sampleWeight === undefined ? loss : loss.mul(cast(sampleWeight, loss));
    const scale = (this.weight ?? 1) * factor;
    if (scale !== 1) weighted = weighted.mul(scale);
    return weighted;
  }

  /** A label in the prediction's shape and dtype. */
  protected likePrediction(label: NDArray, pred: NDArray): NDArray {
    const typed = cast(label, pred);
    if (sameShape(typed, pred)) return typed;
    if (typed.size !== pred.size) {
      throw new ShapeError(
        this.constructor.name,
        `label has shape [${label.shape}], but the prediction's [${pred.shape}] needs as many elements`,
      );
    }
    return typed.reshape(pred.shape);
  }
}

function cast(x: NDArray, like: NDArray): NDArray {
  return x.dtype === like.dtype ? x : x.astype(like.dtype);
}

function sameShape(a: NDArray, b: NDArray): boolean {
  return a.shape.length === b.shape.length &&
    a.shape.every((size, i) => size === b.shape[i]);
}

/** Reads the arguments of a loss whose own settings come first by place, and splits them from the base's. */
export function readLoss<T>(
  owner: string,
  args: readonly unknown[],
  positional: readonly string[],
): { own: Partial<T>; base: LossOptions } {
  const read = readArguments(owner, args, positional, LOSS_OPTIONS);
  const base: Record<string, unknown> = {};
  const own: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(read)) {
    (LOSS_OPTIONS.includes(name) ? base : own)[name] = value;
  }
  return { own: own as Partial<T>, base };
}
