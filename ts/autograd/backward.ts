// Going back through what was recorded: into the arrays that attached gradients, or as arrays of their own.

import { AttributeError, core, GraphError, Handle, W, walkBack, wrap } from "../runtime/mod.ts";
import { backwardFrom, type BackwardOptions, describe, type NDArray, unknownOption } from "../ndarray/mod.ts";

/** Options of {@linkcode grad}. */
export interface GradOptions extends BackwardOptions {
  /** One for each head: what its elements weigh; null for ones. */
  headGrads?: NDArray | readonly (NDArray | null)[] | null;
  /** Records the way back too, so that gradients of gradients can be asked for; false by default. */
  createGraph?: boolean;
}

function arrays(operator: string, what: string, value: unknown): readonly NDArray[] {
  const list = value instanceof Handle ? [value] : value;
  if (!Array.isArray(list) || list.length === 0) {
    throw new AttributeError(operator, `${what} are ${describe(value)}; they must be a list of NDArrays`);
  }
  list.forEach((x, i) => {
    if (!(x instanceof Handle)) {
      throw new AttributeError(operator, `${what}: element ${i} is ${describe(x)}; it must be an NDArray`);
    }
  });
  return list;
}

function headGradients(operator: string, value: unknown, heads: number): readonly (NDArray | null)[] {
  if (value === undefined || value === null) return new Array(heads).fill(null);
  const list = value instanceof Handle ? [value] : value;
  if (!Array.isArray(list) || list.length !== heads) {
    const got = Array.isArray(list) ? `${list.length} of them` : describe(value);
    throw new AttributeError(operator, `headGrads are ${got}; there must be one for each of the ${heads} heads`);
  }
  list.forEach((x, i) => {
    if (x !== null && !(x instanceof Handle)) {
      throw new AttributeError(operator, `headGrads: element ${i} is ${describe(x)}; it must be an NDArray or null`);
    }
  });
  return list;
}

function options(operator: string, given: object, names: readonly string[]): void {
  for (const key in given) if (!names.includes(key)) throw unknownOption(operator, key, names);
}

/**
 * Gradients of several arrays at once, summed, with respect to all arrays that attached one.
 *
 * @throws GraphError if a head was not recorded, or its graph is gone.
 */
export function backward(
  heads: NDArray | readonly NDArray[],
  headGrads?: NDArray | readonly (NDArray | null)[] | null,
  opts: BackwardOptions = {},
): void {
  options("backward", opts, ["retainGraph", "trainMode"]);
  const list = arrays("backward", "heads", heads);
  backwardFrom(list, headGradients("backward", headGrads, list.length), opts);
}

/**
 * Gradients of the heads with respect to the variables, as new arrays in the order of the variables; what is attached
 * to the variables stays as it is.
 *
 * @throws GraphError if a head was not recorded, or does not depend on anything that has a gradient.
 */
export function grad(
  heads: NDArray | readonly NDArray[],
  variables: NDArray | readonly NDArray[],
  opts: GradOptions = {},
): NDArray[] {
  options("grad", opts, ["headGrads", "retainGraph", "createGraph", "trainMode"]);
  const from = arrays("grad", "heads", heads);
  const to = arrays("grad", "variables", variables);
  const weights = headGradients("grad", opts.headGrads, from.length);
  if (2 * from.length + to.length > 1000) throw new GraphError("grad", "there are more arrays than one call can carry");
  const create = opts.createGraph ?? false;
  const retain = opts.retainGraph ?? create;
  const n = walkBack(() => {
    from.forEach((head, i) => {
      W[i] = Handle.idOf(head);
      W[from.length + i] = weights[i] === null ? 0 : Handle.idOf(weights[i]!);
    });
    to.forEach((variable, i) => W[2 * from.length + i] = Handle.idOf(variable));
    return core.grad(from.length, to.length, retain ? 1 : 0, opts.trainMode === false ? 0 : 1, create ? 1 : 0);
  });
  return Array.from(W.slice(0, n), (id) => wrap(id) as NDArray);
}

/**
 * Attaches gradient arrays that exist already. `gradReqs` is one word for all, or one for each.
 */
export function markVariables(
  variables: NDArray | readonly NDArray[],
  gradients: NDArray | readonly NDArray[],
  gradReqs: "write" | "add" | "null" | readonly ("write" | "add" | "null")[] = "write",
): void {
  const list = arrays("markVariables", "variables", variables);
  const buffers = arrays("markVariables", "gradients", gradients);
  if (buffers.length !== list.length) {
    throw new AttributeError("markVariables", `got ${list.length} variables and ${buffers.length} gradients`);
  }
  if (typeof gradReqs !== "string" && gradReqs.length !== list.length) {
    throw new AttributeError("markVariables", `got ${list.length} variables and ${gradReqs.length} gradReqs`);
  }
  list.forEach((x, i) => x.attachGradTo(buffers[i], typeof gradReqs === "string" ? gradReqs : gradReqs[i]));
}
