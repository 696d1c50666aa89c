// Reading parameters from files in every style of keys that MXNet has written. All is checked before anything is
// changed; what does not fit is told as a difference of names.
import { type Context, nd, type NDArray } from "../ndarray/mod.ts";
import { nearestNames } from "../ndarray/nearest.ts";
import { FileError } from "../runtime/mod.ts";
import type { Parameter } from "./parameter.ts";

/** Settings of `loadParameters`. */
export interface LoadOptions {
  /** Where the values go; by default where the parameters are, or `cpu()`. */
  ctx?: Context | readonly Context[];
  /** Accepts a file that lacks parameters; they stay as they are. */
  allowMissing?: boolean;
  /** Accepts a file that has more than the network. */
  ignoreExtra?: boolean;
  /** Casts values of another dtype to the parameter's. */
  castDtype?: boolean;
}

/**
 * Loads `file` into parameters. `styles` are the ways to name them, the likeliest first; the one that fits the file's
 * keys is used.
 */
export function loadInto(
  owner: string,
  file: string | URL,
  styles: readonly ReadonlyMap<string, Parameter>[],
  options: LoadOptions,
): void {
  const loaded = new Map<string, NDArray>();
  for (const [key, values] of Object.entries(nd.loadDict(file))) {
    loaded.set(key.replace(/^(arg|aux):/, ""), values);
  }
  const { allowMissing = false, ignoreExtra = false, castDtype = false, ctx } = options;

  const plans = styles.map((names) => planByName(names, loaded));
  plans.push(planByOrder(styles[0], loaded));
  const fits = (plan: Plan): boolean =>
    (plan.missing.length === 0 || allowMissing) &&
    (plan.extra.length === 0 || ignoreExtra);
  const best = plans.find((plan) => plan.missing.length === 0 && plan.extra.length === 0) ??
    plans.slice(0, -1).reduce((a, b) => b.pairs.length > a.pairs.length ? b : a);
  if (
    !fits(best) ||
    (best.pairs.length === 0 && loaded.size > 0 && styles[0].size > 0)
  ) {
    throw new FileError(owner, `${file} does not fit the network; ${difference(best, loaded, options)}`);
  }
  for (const [parameter, values] of best.pairs) {
    parameter.checkLoad(values, castDtype);
  }
  for (const [parameter, values] of best.pairs) {
    parameter.loadData(values, ctx, castDtype);
  }
}

interface Plan {
  readonly pairs: readonly [Parameter, NDArray][];
  readonly missing: readonly string[];
  readonly extra: readonly string[];
}

/** `runningMean` and `running_mean` are one name. */
function plain(key: string): string {
  return key.replace(/([a-z0-9])([A-Z])/g, "$1_$2").toLowerCase();
}

function planByName(names: ReadonlyMap<string, Parameter>, loaded: ReadonlyMap<string, NDArray>): Plan {
  const byPlain = new Map([...loaded.keys()].map((key) => [plain(key), key]));
  const pairs: [Parameter, NDArray][] = [];
  const missing: string[] = [];
  const used = new Set<string>();
  const done = new Set<Parameter>();
  for (const [name, parameter] of names) {
    const key = loaded.has(name) ? name : byPlain.get(plain(name));
    const values = key === undefined ? undefined : loaded.get(key);
    if (key === undefined || values === undefined) {
      missing.push(name);
    } else {
      used.add(key);
      done.add(parameter);
      pairs.push([parameter, values]);
    }
  }
  return {
    pairs,
    // A shared parameter has several names; one of them in the file is enough.
    missing: missing.filter((name) => !done.has(names.get(name)!)),
    extra: [...loaded.keys()].filter((key) => !used.has(key)),
  };
}

/**
 * Full names of another instance ("sequential3_dense7_weight"): as many, in the same order, with the same endings and
 * shapes. Anything less is no match.
 */
function planByOrder(names: ReadonlyMap<string, Parameter>, loaded: ReadonlyMap<string, NDArray>): Plan {
  const none: Plan = {
    pairs: [],
    missing: [...names.keys()],
    extra: [...loaded.keys()],
  };
  const parameters = [...new Set(names.values())];
  if (parameters.length !== loaded.size || loaded.size === 0) return none;
  const ending = (name: string): string => /(running_mean|running_var|[a-z0-9]+)$/.exec(name)?.[1] ?? name;
  const pairs: [Parameter, NDArray][] = [];
  for (const [i, [key, values]] of [...loaded].entries()) {
    const parameter = parameters[i];
    const shape = parameter.shape;
    const same = ending(key) === ending(parameter.name) &&
      (shape === null ||
        (shape.length === values.shape.length &&
          shape.every((size, d) => size === 0 || size === values.shape[d])));
    if (!same) return none;
    pairs.push([parameter, values]);
  }
  return { pairs, missing: [], extra: [] };
}

function difference(plan: Plan, loaded: ReadonlyMap<string, NDArray>, options: LoadOptions): string {
  const list = (names: readonly string[]): string =>
    names.length > 6 ? `${names.slice(0, 6).join(", ")} and ${names.length - 6} more` : names.join(", ");
  const parts: string[] = [];
  if (plan.missing.length > 0) {
    const near = nearestNames(plan.missing[0], loaded.keys(), 1);
    parts.push(
      `not in the file: ${list(plan.missing)}` +
        (near.length > 0 ? ` (the file has ${near[0]})` : "") +
        (options.allowMissing ? "" : "; allowMissing: true leaves them as they are"),
    );
  }
  if (plan.extra.length > 0) {
    parts.push(
      `not in the network: ${list(plan.extra)}` +
        (options.ignoreExtra ? "" : "; ignoreExtra: true passes over them"),
    );
  }
  return parts.length > 0 ? parts.join("; ") : "no name is common to both";
}
