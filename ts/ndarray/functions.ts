// Functions of `nd` that Python writes on top of the operators: joining, splitting and moving axes under NumPy's names,
// and `nd.invoke`, which calls any operator by MXNet's own name.

import { AttributeError, Handle } from "../runtime/mod.ts";
import { arithmetic, type BinaryFunction } from "./arith.ts";
import { operatorNames, operatorOf, unknownOption } from "./attributes.ts";
import { describe, fillCount, invoke as invokeOperator, numberOf, outputs, run, unknownOperator } from "./call.ts";
import { arange, array, empty, eye, full, linspace, ones, zeros } from "./create.ts";
import type { NDArray } from "./ndarray.ts";
import type { Operand, Shape } from "./types.ts";

function arrays(operator: string, value: unknown): readonly NDArray[] {
  const list = value instanceof Handle ? [value] : value;
  if (!Array.isArray(list) || list.length === 0 || !list.every((x) => x instanceof Handle)) {
    throw new AttributeError(operator, `got ${describe(value)}; it needs a list of NDArrays`);
  }
  return list as unknown as readonly NDArray[];
}

/** Options of {@linkcode concatenate}. */
export interface ConcatenateOptions {
  /** The axis along which the arrays are joined; 0 by default. */
  axis?: number;
}

/** Arrays one after the other along `axis` (0 by default); NumPy's name of `concat`. */
export function concatenate(list: readonly NDArray[], options: ConcatenateOptions = {}): NDArray {
  for (const key in options) if (key !== "axis") throw unknownOption("concatenate", key, ["axis"]);
  const inputs = arrays("concatenate", list);
  return run(numberOf("Concat"), inputs, { num_args: inputs.length, dim: options.axis ?? 0 });
}

/** The axis `source` moved to the place `destination`; both may be lists. */
export function moveaxis(x: NDArray, source: number | Shape, destination: number | Shape): NDArray {
  const axes = (value: number | Shape, name: string): number[] =>
    (typeof value === "number" ? [value] : [...value]).map((axis) => {
      const place = axis < 0 ? axis + x.ndim : axis;
      if (!Number.isInteger(axis) || place < 0 || place >= x.ndim) {
        throw new AttributeError("moveaxis", `${name} ${axis} is no axis of an array of ${x.ndim} axes`);
      }
      return place;
    });
  const from = axes(source, "source"), to = axes(destination, "destination");
  if (from.length !== to.length || new Set(from).size !== from.length || new Set(to).size !== to.length) {
    throw new AttributeError("moveaxis", `source [${from}] and destination [${to}] must be as many different axes`);
  }
  const order = Array.from({ length: x.ndim }, (_, i) => i).filter((axis) => !from.includes(axis));
  to.map((place, i): [number, number] => [place, from[i]]).sort((a, b) => a[0] - b[0]).forEach(([place, axis]) =>
    order.splice(place, 0, axis)
  );
  return run(numberOf("transpose"), [x], { axes: order });
}

/** Options of {@linkcode splitV2}. */
export interface SplitV2Options {
  /** The axis that is cut; 0 by default. */
  axis?: number;
  /** Takes the axis away where each part has size 1 on it. */
  squeezeAxis?: boolean;
}

/** Parts along an axis: as many equal ones as a number says, or cut before each index of a list. */
export function splitV2(
  x: NDArray,
  indicesOrSections: number | readonly number[],
  options: SplitV2Options = {},
): NDArray[] {
  for (const key in options) {
    if (key !== "axis" && key !== "squeezeAxis") throw unknownOption("splitV2", key, ["axis", "squeezeAxis"]);
  }
  const given = options.axis ?? 0;
  const axis = given < 0 ? given + x.ndim : given;
  const size = x.shape[axis];
  if (size === undefined) {
    throw new AttributeError("splitV2", `axis ${given} is no axis of an array of shape [${x.shape}]`);
  }
  let cuts: number[];
  if (typeof indicesOrSections === "number") {
    const n = indicesOrSections;
    if (!Number.isInteger(n) || n < 1 || size % n !== 0) {
      throw new AttributeError("splitV2", `axis ${axis} of size ${size} cannot be cut into ${n} equal parts`);
    }
    cuts = Array.from({ length: n + 1 }, (_, i) => i * size / n);
  } else {
    cuts = [0, ...indicesOrSections.map((i) => Math.min(Math.max(i < 0 ? i + size : i, 0), size)), size];
  }
  return cuts.slice(1).map((end, i) => {
    const begin = cuts[i];
    const bound = (v: number | null): (number | null)[] => [...new Array(axis).fill(null), v];
    const part = run(numberOf("slice"), [x], { begin: bound(begin), end: bound(Math.max(begin, end)), step: [] });
    if (!options.squeezeAxis) return part;
    if (part.shape[axis] !== 1) {
      throw new AttributeError("splitV2", `a part has size ${part.shape[axis]} on axis ${axis}; squeezeAxis needs 1`);
    }
    return run(numberOf("_view"), [part], { shape: part.shape.filter((_, a) => a !== axis) });
  });
}

// ---- by MXNet's own names ----

type Attributes = Readonly<Record<string, unknown>>;
type ByName = (inputs: readonly unknown[], attributes: Attributes) => NDArray | readonly NDArray[];

/** The attributes that a Python function takes, in its order, given by name. */
function named(operator: string, attributes: Attributes, names: readonly string[]): unknown[] {
  for (const key in attributes) if (!names.includes(key)) throw unknownOption(operator, key, names);
  return names.map((name) => attributes[name]);
}

const two = (f: BinaryFunction): ByName => (inputs, { out, ...rest }) => {
  named("invoke", rest, ["out"]);
  return f(inputs[0] as Operand, inputs[1] as Operand, out === undefined ? undefined : { out: out as NDArray });
};

const filling = (name: string, f: typeof zeros): ByName => (_, attributes) => {
  const [shape, dtype, ctx, out] = named(name, attributes, ["shape", "dtype", "ctx", "out"]);
  return f(shape as Shape, { dtype, ctx, out } as Parameters<typeof zeros>[1]);
};

/** Functions that MXNet's Python adds to the operators. */
const PYTHON: Readonly<Record<string, ByName>> = {
  add: two(arithmetic.add),
  subtract: two(arithmetic.sub),
  multiply: two(arithmetic.mul),
  divide: two(arithmetic.div),
  true_divide: two(arithmetic.div),
  modulo: two(arithmetic.mod),
  power: two(arithmetic.pow),
  maximum: two(arithmetic.maximum),
  minimum: two(arithmetic.minimum),
  hypot: two(arithmetic.hypot),
  equal: two(arithmetic.eq),
  not_equal: two(arithmetic.ne),
  greater: two(arithmetic.gt),
  greater_equal: two(arithmetic.ge),
  lesser: two(arithmetic.lt),
  lesser_equal: two(arithmetic.le),
  logical_and: two(arithmetic.logicalAnd),
  logical_or: two(arithmetic.logicalOr),
  logical_xor: two(arithmetic.logicalXor),
  zeros: filling("zeros", zeros),
  ones: filling("ones", ones),
  empty: filling("empty", empty as typeof zeros),
  full: (_, attributes) => {
    const [shape, value, ctx, dtype, out] = named("full", attributes, ["shape", "val", "ctx", "dtype", "out"]);
    return full(shape as Shape, value as number, { ctx, dtype, out } as Parameters<typeof full>[2]);
  },
  arange: (_, attributes) => {
    const names = ["start", "stop", "step", "repeat", "infer_range", "ctx", "dtype"];
    const [start, stop, step, repeat, , ctx, dtype] = named("arange", attributes, names);
    return arange({ start, stop, step, repeat, ctx, dtype } as Parameters<typeof arange>[0] & object);
  },
  linspace: (_, attributes) => {
    const names = ["start", "stop", "num", "endpoint", "ctx", "dtype"];
    const [start, stop, num, endpoint, ctx, dtype] = named("linspace", attributes, names);
    return linspace(
      start as number,
      stop as number,
      num as number,
      { endpoint, ctx, dtype } as Parameters<typeof linspace>[3],
    );
  },
  eye: (_, attributes) => {
    const [n, m, k, ctx, dtype] = named("eye", attributes, ["N", "M", "k", "ctx", "dtype"]);
    return eye(
      n as number,
      m as number | undefined,
      k as number | undefined,
      { ctx, dtype } as Parameters<typeof eye>[3],
    );
  },
  array: ([data], attributes) => {
    const [ctx, dtype] = named("array", attributes, ["ctx", "dtype"]);
    return array(data as NDArray, { ctx, dtype } as Parameters<typeof array>[1]);
  },
  concatenate: (inputs, attributes) => {
    const [axis] = named("concatenate", attributes, ["axis", "always_copy"]);
    return concatenate(inputs as NDArray[], { axis: axis as number | undefined });
  },
  moveaxis: ([x], attributes) => {
    const [source, destination] = named("moveaxis", attributes, ["source", "destination"]);
    return moveaxis(x as NDArray, source as number, destination as number);
  },
  split_v2: ([x], attributes) => {
    const [parts, axis, squeezeAxis] = named("split_v2", attributes, ["indices_or_sections", "axis", "squeeze_axis"]);
    return splitV2(x as NDArray, parts as number, { axis, squeezeAxis } as SplitV2Options);
  },
};

/** The operator's number, in all the ways in which MXNet writes its name. */
function lookUp(name: string): number | undefined {
  const names = operatorNames();
  const found = names.get(name);
  if (found !== undefined) return found;
  const bare = name.startsWith("_internal.") ? name.slice(10) : name;
  const split = /^_?(contrib|linalg|random|sparse|image)[._](.+)$/.exec(bare);
  return names.get(bare) ??
    (split ? names.get(`${split[1]}.${split[2]}`) ?? names.get(`_${split[1]}_${split[2]}`) : undefined);
}

/**
 * Calls an operator by MXNet's own name (as under `mx.nd`; also `contrib.box_nms`, `linalg.gemm2`,
 * `_internal._plus_scalar`, and the functions that Python adds, like `maximum` and `split_v2`), with snake_case
 * attributes. An optional array that is absent is null; `out` is among the attributes. Always gives a list of outputs.
 *
 * @throws UnknownOperatorError for an operator that this version lacks, with the names near it.
 */
export function invoke(
  name: string,
  inputs: readonly (NDArray | number | null)[],
  attributes: Attributes = {},
): NDArray[] {
  if (typeof name !== "string") throw new AttributeError("invoke", `the name is ${describe(name)}; it must be a text`);
  if (!Array.isArray(inputs)) {
    throw new AttributeError(name, `the inputs are ${describe(inputs)}; they must be a list of NDArrays`);
  }
  const number = lookUp(name);
  if (number === undefined) {
    const python = Object.hasOwn(PYTHON, name) ? PYTHON[name] : undefined;
    if (python === undefined) throw unknownOperator(name);
    const result = python(inputs, attributes);
    return result instanceof Handle ? [result as NDArray] : [...result as readonly NDArray[]];
  }
  const op = operatorOf(number);
  const least = op.inputs.findLastIndex((x) => !x.optional) + 1;
  if (inputs.length < least || (!op.variadic && inputs.length > op.inputs.length)) {
    const needs = op.inputs.map((x) => x.name + (x.optional ? " (optional)" : "")).join(", ");
    throw new AttributeError(name, `got ${inputs.length} arrays; it needs ${op.inputs.length === 0 ? "none" : needs}`);
  }
  const list = inputs.map((x, i) => {
    if ((x as unknown) instanceof Handle) return x as NDArray;
    if (x === null && op.inputs[i]?.optional) return null;
    throw new AttributeError(name, `${op.inputs[i]?.name ?? `input ${i}`} is ${describe(x)}; it must be an NDArray`);
  });
  while (!op.variadic && list.length < op.inputs.length) list.push(null);
  const values: unknown[] = [];
  let outs: NDArray[] | null = null;
  for (const key in attributes) {
    if (key === "out") {
      outs = outputs(name, attributes[key]);
      continue;
    }
    const index = op.byName.get(key);
    if (index === undefined) throw unknownOption(name, key, [...op.byName.keys(), "out"]);
    values[index] = attributes[key];
  }
  if (op.variadic) fillCount(op, list.length, values);
  return [...invokeOperator(op, list, values, outs)];
}
