// Optimizers by name, and the options that each name takes.
import { nearestNames } from "../ndarray/nearest.ts";
import { show } from "../ndarray/options.ts";
import { AttributeError } from "../runtime/mod.ts";
import {
  AdaDelta,
  type AdaDeltaOptions,
  AdaGrad,
  type AdaGradOptions,
  Ftrl,
  type FtrlOptions,
  RMSProp,
  type RMSPropOptions,
} from "./adaptive.ts";
import { Adam, Adamax, type AdamaxOptions, type AdamOptions, AdamW, Nadam, type NadamOptions } from "./adam.ts";
import { Optimizer, type OptimizerOptions } from "./optimizer.ts";
import { NAG, type NAGOptions, SGD, type SGDOptions, Signum, type SignumOptions } from "./sgd.ts";

/** The options of each optimizer by its name. */
export interface OptimizerTable {
  /** Gradient descent, with momentum where it is asked for. */
  sgd: SGDOptions;
  /** Nesterov's accelerated gradient. */
  nag: NAGOptions;
  /** Signs of the running mean. */
  signum: SignumOptions;
  /** AdaGrad. */
  adagrad: AdaGradOptions;
  /** RMSProp. */
  rmsprop: RMSPropOptions;
  /** AdaDelta. */
  adadelta: AdaDeltaOptions;
  /** Follow the regularized leader. */
  ftrl: FtrlOptions;
  /** Adam. */
  adam: AdamOptions;
  /** Adam with decoupled weight decay. */
  adamw: AdamOptions;
  /** Adam with a running maximum. */
  adamax: AdamaxOptions;
  /** Adam with Nesterov's momentum. */
  nadam: NadamOptions;
}

/** The name of an optimizer. */
export type OptimizerName = keyof OptimizerTable;

type Maker = new (options?: never) => Optimizer;

const classes = new Map<string, Maker>([
  ["sgd", SGD],
  ["nag", NAG],
  ["signum", Signum],
  ["adagrad", AdaGrad],
  ["rmsprop", RMSProp],
  ["adadelta", AdaDelta],
  ["ftrl", Ftrl],
  ["adam", Adam],
  ["adamw", AdamW],
  ["adamax", Adamax],
  ["nadam", Nadam],
]);

/** Makes an optimizer known by its class's name in lower case. */
export function register(optimizer: new (options?: never) => Optimizer): void {
  classes.set(optimizer.name.toLowerCase(), optimizer);
}

/** The optimizer of that name; one that is an optimizer already is returned as it is. */
export function create<K extends OptimizerName>(name: K, options?: OptimizerTable[K]): Optimizer;
/** The same for a name that is known only at run time, or for an optimizer. */
export function create(name: string | Optimizer, options?: OptimizerOptions): Optimizer;
export function create(name: string | Optimizer, options?: OptimizerOptions): Optimizer {
  if (name instanceof Optimizer) return name;
  const key = typeof name === "string" ? name.toLowerCase() : show(name);
  const made = classes.get(key);
  if (made === undefined) {
    const near = nearestNames(key, classes.keys());
    throw new AttributeError(
      "optimizer",
      `there is no optimizer ${show(name)}; ` +
        (near.length > 0 ? `near: ${near.join(", ")}` : `there are ${[...classes.keys()].join(", ")}`),
    );
  }
  return new made(options as never);
}
