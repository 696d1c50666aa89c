// The one way from a function of `nd` to the core: arguments are taken apart by the operator's table, checked, written
// to the scratch area, and the outputs that come back are wrapped.

import {
  AttributeError,
  core,
  E,
  failed,
  HadronError,
  Handle,
  queued,
  UnknownOperatorError,
  W,
  wrap,
} from "../runtime/mod.ts";
import { encode, type Operator, operatorNames, operatorOf, unknownOption } from "./attributes.ts";
import { marksMask, MASK } from "./mask.ts";
import { nearestNames } from "./nearest.ts";
import type { NDArray } from "./ndarray.ts";

/** The most arrays that one call can carry: what the scratch area holds. */
const MOST_ARRAYS = 1000;

/** What a value is, in an error message. */
export function describe(value: unknown): string {
  if (value === null || value === undefined || typeof value === "boolean") return String(value);
  if (typeof value === "number" || typeof value === "bigint") return `the number ${value}`;
  if (typeof value === "string") return `the text "${value.length > 40 ? value.slice(0, 40) + "…" : value}"`;
  if (typeof value === "function") return "a function";
  if (Array.isArray(value)) return "a JavaScript array (nd.array(…) makes an NDArray of it)";
  if (ArrayBuffer.isView(value)) return `a ${value.constructor.name} (nd.array(…) makes an NDArray of it)`;
  if (value instanceof Promise) return "a promise (await it first)";
  // An array of another copy of this package has an error of its own.
  if (Symbol.for("hadron.copy") in (value as object)) Handle.idOf(value as Handle);
  return `an object (${(value as object).constructor?.name ?? "Object"})`;
}

/** The number of an operator that the library itself needs. */
export function numberOf(name: string): number {
  const number = operatorNames().get(name);
  if (number === undefined) throw unknownOperator(name);
  return number;
}

/** True if the registry has an operator of that name. */
export function hasOperator(name: string): boolean {
  return operatorNames().has(name);
}

/** The error for a name that the registry lacks, with the names near it. */
export function unknownOperator(name: string): UnknownOperatorError {
  const near = nearestNames(name, operatorNames().keys());
  return new UnknownOperatorError(
    "invoke",
    `there is no operator '${name}' in this version${near.length > 0 ? `; near it are ${near.join(", ")}` : ""}`,
  );
}

/**
 * Runs an operator. `values` are the attributes in the order of its table (undefined: the default). With `outs` the
 * results are written into those arrays, which are returned.
 */
export function invoke(
  op: Operator,
  inputs: readonly (Handle | null)[],
  values: readonly unknown[],
  outs?: readonly NDArray[] | null,
): NDArray[] {
  const many = outs ? outs.length : 0;
  if (inputs.length + many > MOST_ARRAYS) {
    throw new AttributeError(op.name, `got ${inputs.length + many} arrays; one call carries at most ${MOST_ARRAYS}`);
  }
  let n = 0;
  for (;;) {
    // Ids are read again after a refusal: the sweep that follows may have moved nothing, but it uses this area.
    for (let i = 0; i < inputs.length; i++) {
      const input = inputs[i];
      W[i] = input === null ? 0 : Handle.idOf(input);
    }
    for (let i = 0; i < many; i++) W[inputs.length + i] = Handle.idOf(outs![i]);
    encode(op, values);
    n = core.invoke(op.number, inputs.length, many);
    if (n !== 0) break;
    failed();
  }
  const task = E[8];
  if (outs) {
    if (task !== 0) queued(task);
    return outs as NDArray[];
  }
  const result: NDArray[] = [];
  if (n === 1) result.push(wrap(W[0]) as NDArray);
  else for (const id of W.slice(0, n)) result.push(wrap(id) as NDArray);
  if (task !== 0) queued(task);
  if (marksMask(op.name)) result[0][MASK] = true;
  return result;
}

/** The error under the name that the script called, where the operator behind it is an inner one (`_plus_scalar`). */
export function renamed(error: unknown, name: string): unknown {
  if (!(error instanceof HadronError) || !error.operator.startsWith("_")) return error;
  return new (error.constructor as typeof HadronError)(name, error.text, { site: error.site, cause: error });
}

/** Runs an operator with attributes by MXNet's names: for the library's own calls. */
export function run(
  number: number,
  inputs: readonly (Handle | null)[],
  attributes: Readonly<Record<string, unknown>>,
  out?: NDArray,
): NDArray {
  const op = operatorOf(number);
  const values: unknown[] = [];
  for (const name in attributes) values[op.byName.get(name)!] = attributes[name];
  return invoke(op, inputs, values, out && [out])[0];
}

/** Place of `E` where the core looks for the context of what operators without inputs make. */
const CONTEXT = 9;

/** Runs an operator without inputs on a context. */
export function make(number: number, attributes: Readonly<Record<string, unknown>>, context: number): NDArray {
  E[CONTEXT] = context;
  try {
    return run(number, [], attributes);
  } finally {
    E[CONTEXT] = 0;
  }
}

/** One input, no attributes, one output: nothing is taken apart. */
export function unary(number: number, x: Handle): NDArray {
  let id = 0;
  while ((id = core.invoke1(number, Handle.idOf(x), 0, 0)) === 0) failed();
  if (E[8] !== 0) queued(E[8]);
  return wrap(id) as NDArray;
}

/** One input and a number, one output. */
export function scalar(number: number, x: Handle, value: number): NDArray {
  let id = 0;
  while ((id = core.invoke1(number, Handle.idOf(x), 1, value)) === 0) failed();
  if (E[8] !== 0) queued(E[8]);
  return wrap(id) as NDArray;
}

/** Two inputs, no attributes, one output. */
export function binary(number: number, x: Handle, y: Handle): NDArray {
  let id = 0;
  while ((id = core.invoke2(number, Handle.idOf(x), Handle.idOf(y))) === 0) failed();
  if (E[8] !== 0) queued(E[8]);
  return wrap(id) as NDArray;
}

function marked(op: Operator, result: NDArray): NDArray {
  if (marksMask(op.name)) result[MASK] = true;
  return result;
}

function isOptions(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Handle) &&
    !ArrayBuffer.isView(value) && !(value instanceof Promise);
}

function isArrays(value: unknown): value is readonly NDArray[] {
  return Array.isArray(value) && value.length > 0 && value.every((v) => v instanceof Handle);
}

/** `out` as a list, checked. */
export function outputs(operator: string, out: unknown): NDArray[] | null {
  if (out === undefined || out === null) return null;
  const list = Array.isArray(out) ? out : [out];
  for (const o of list) {
    if (!(o instanceof Handle)) throw new AttributeError(operator, `out is ${describe(o)}; it must be an NDArray`);
  }
  if (list.length === 0) {
    throw new AttributeError(operator, "out is an empty list; it must hold the arrays to write to");
  }
  return list as NDArray[];
}

/** Takes the input arrays from the arguments; returns how many arguments they were. */
function takeInputs(op: Operator, args: readonly unknown[], inputs: (NDArray | null)[]): number {
  let at = 0;
  const fixed = op.variadic ? op.inputs.length - 1 : op.inputs.length;
  for (let i = 0; i < fixed; i++) {
    const value = args[at];
    const { name, optional } = op.inputs[i];
    if (value instanceof Handle) {
      inputs.push(value as NDArray);
      at++;
    } else if (optional && (value === null || value === undefined)) {
      inputs.push(null);
      if (at < args.length) at++;
    } else if (optional) {
      inputs.push(null);
    } else {
      const got = at < args.length && !(isOptions(value) && at > 0 && at === args.length - 1)
        ? `${name} is ${describe(value)}`
        : `${name} was not given`;
      throw new AttributeError(op.name, `${got}; it needs ${op.inputs.map((x) => x.name).join(", ")} as NDArrays`);
    }
  }
  if (op.variadic) {
    const value = args[at];
    if (isArrays(value)) {
      for (const x of value) inputs.push(x);
      at++;
    } else {
      while (args[at] instanceof Handle) inputs.push(args[at++] as NDArray);
    }
    if (inputs.length === fixed) {
      const got = Array.isArray(value)
        ? value.length === 0 ? "an empty list" : `a list with ${describe(value.find((v) => !(v instanceof Handle)))}`
        : at < args.length
        ? describe(value)
        : "no arrays";
      throw new AttributeError(op.name, `got ${got}; it needs one or more NDArrays, spread or as one array`);
    }
  }
  return at;
}

/** An operator's own name for the number of arrays, among its attributes: it follows from the arrays given. */
const COUNTS = new Set(["num_args", "num_inputs", "num_arrays"]);

/**
 * What every generated function does: input arrays first, then attributes by position, then one object of options.
 * Returns one array, or a list where the operator has several outputs.
 */
export function call(number: number, args: readonly unknown[]): NDArray | NDArray[] {
  const op = operatorOf(number);
  // exp(x), elemwiseAdd(x, y): nothing to take apart.
  if (op.plain && args.length === op.inputs.length && args[0] instanceof Handle) {
    if (args.length === 1) return marked(op, unary(number, args[0]));
    if (args.length === 2 && args[1] instanceof Handle) return marked(op, binary(number, args[0], args[1]));
  }
  const inputs: (NDArray | null)[] = [];
  let at = takeInputs(op, args, inputs);
  const values: unknown[] = [];
  let outs: NDArray[] | null = null;
  for (let place = 0; at < args.length; at++) {
    const value = args[at];
    if (isOptions(value)) {
      if (at !== args.length - 1) {
        throw new AttributeError(op.name, "the object of options must be the last argument");
      }
      for (const key in value) {
        const option = value[key];
        if (key === "out") {
          outs = outputs(op.name, option);
          continue;
        }
        const index = op.byOption.get(key);
        if (index === undefined) throw unknownOption(op.name, key, [...op.byOption.keys(), "out"]);
        if (option === undefined) continue;
        if (values[index] !== undefined) {
          throw new AttributeError(op.name, `${key} was given twice, by position and by name`);
        }
        values[index] = option;
      }
    } else {
      if (place >= op.positional) {
        throw new AttributeError(
          op.name,
          value instanceof Handle
            ? `got more arrays than its ${op.inputs.length} (${op.inputs.map((x) => x.name).join(", ")})`
            : `got ${describe(value)} in place ${at + 1}; ${
              op.attributes.length > op.positional
                ? `give it by name, as one of { ${op.attributes.slice(op.positional).map((a) => a.option).join(", ")} }`
                : "it takes no more arguments"
            }`,
        );
      }
      values[place++] = value;
    }
  }
  if (op.variadic) fillCount(op, inputs.length, values);
  const result = invoke(op, inputs, values, outs);
  return op.many || result.length > 1 ? result : result[0];
}

/** Sets `num_args` and the like, where the table has one. */
export function fillCount(op: Operator, arrays: number, values: unknown[]): void {
  op.attributes.forEach((a, i) => {
    if (COUNTS.has(a.name) && values[i] === undefined) values[i] = arrays;
  });
}
