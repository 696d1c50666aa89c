// Arithmetic and comparisons on arrays and numbers, in either place: what Python writes as operators, and the
// functions of the same meaning under MXNet's names. Each picks the operator for two arrays, or for an array and a
// number on its right or left.

import { AttributeError, Handle } from "../runtime/mod.ts";
import { operatorNames, operatorOf, unknownOption } from "./attributes.ts";
import { binary, describe, invoke, outputs, renamed, scalar, unknownOperator } from "./call.ts";
import { MASK } from "./mask.ts";
import type { NDArray } from "./ndarray.ts";
import type { OutOption } from "./ops_types.gen.ts";
import type { Operand } from "./types.ts";

/** A function of two operands: broadcasting, one of them may be a number. */
export type BinaryFunction = (a: Operand, b: Operand, options?: OutOption) => NDArray;

/** The operators behind one function of two operands. */
export interface Pair {
  readonly name: string;
  /** Two arrays. */
  readonly arrays: number;
  /** An array and a number. */
  readonly right: number;
  /** A number and an array. */
  readonly left: number;
  readonly names: readonly [arrays: string, right: string, left: string];
  /** Gives a mask. */
  readonly mask: boolean;
}

function pair(name: string, arrays: string, right: string, left: string, mask = false): Pair {
  const find = (n: string): number => operatorNames().get(n) ?? operatorNames().get(`_internal.${n}`) ?? -1;
  return {
    name,
    arrays: find(arrays),
    right: find(right),
    left: find(left),
    names: [arrays, right, left],
    mask,
  };
}

/** The pairs by the name of the function. */
export const PAIRS = {
  add: pair("add", "broadcast_add", "_plus_scalar", "_plus_scalar"),
  sub: pair("sub", "broadcast_sub", "_minus_scalar", "_rminus_scalar"),
  mul: pair("mul", "broadcast_mul", "_mul_scalar", "_mul_scalar"),
  div: pair("div", "broadcast_div", "_div_scalar", "_rdiv_scalar"),
  mod: pair("mod", "broadcast_mod", "_mod_scalar", "_rmod_scalar"),
  pow: pair("pow", "broadcast_power", "_power_scalar", "_rpower_scalar"),
  maximum: pair("maximum", "broadcast_maximum", "_maximum_scalar", "_maximum_scalar"),
  minimum: pair("minimum", "broadcast_minimum", "_minimum_scalar", "_minimum_scalar"),
  hypot: pair("hypot", "broadcast_hypot", "_hypot_scalar", "_hypot_scalar"),
  eq: pair("eq", "broadcast_equal", "_equal_scalar", "_equal_scalar", true),
  ne: pair("ne", "broadcast_not_equal", "_not_equal_scalar", "_not_equal_scalar", true),
  gt: pair("gt", "broadcast_greater", "_greater_scalar", "_lesser_scalar", true),
  ge: pair("ge", "broadcast_greater_equal", "_greater_equal_scalar", "_lesser_equal_scalar", true),
  lt: pair("lt", "broadcast_lesser", "_lesser_scalar", "_greater_scalar", true),
  le: pair("le", "broadcast_lesser_equal", "_lesser_equal_scalar", "_greater_equal_scalar", true),
  logicalAnd: pair("logicalAnd", "broadcast_logical_and", "_logical_and_scalar", "_logical_and_scalar", true),
  logicalOr: pair("logicalOr", "broadcast_logical_or", "_logical_or_scalar", "_logical_or_scalar", true),
  logicalXor: pair("logicalXor", "broadcast_logical_xor", "_logical_xor_scalar", "_logical_xor_scalar", true),
} as const;

function notOperand(p: Pair, side: string, value: unknown): AttributeError {
  return new AttributeError(p.name, `the ${side} side is ${describe(value)}; it must be an NDArray or a number`);
}

function present(p: Pair, which: 0 | 1 | 2): number {
  const number = which === 0 ? p.arrays : which === 1 ? p.right : p.left;
  if (number < 0) throw unknownOperator(p.names[which]);
  return number;
}

/** The operator for these operands, its inputs and its number. */
function choose(p: Pair, a: unknown, b: unknown): [number: number, inputs: Handle[], value?: number] {
  if (a instanceof Handle) {
    if (b instanceof Handle) return [present(p, 0), [a, b]];
    if (typeof b === "number" || typeof b === "bigint" || typeof b === "boolean") {
      return [present(p, 1), [a], Number(b)];
    }
    throw notOperand(p, "right", b);
  }
  const number = typeof a === "number" || typeof a === "bigint" || typeof a === "boolean";
  if (!number) throw notOperand(p, "left", a);
  if (b instanceof Handle) return [present(p, 2), [b], Number(a)];
  if (typeof b === "number" || typeof b === "bigint") {
    throw new AttributeError(p.name, "both sides are numbers; at least one must be an NDArray");
  }
  throw notOperand(p, "right", b);
}

/** An array and an operand: the way of the methods. */
export function method(p: Pair, x: NDArray, y: Operand): NDArray {
  let result: NDArray;
  if (typeof y === "number") {
    result = scalar(p.right < 0 ? present(p, 1) : p.right, x, y);
  } else if ((y as unknown) instanceof Handle) {
    result = binary(p.arrays < 0 ? present(p, 0) : p.arrays, x, y);
    // A product of masks is how NumPy's readers write "and".
    if (p === PAIRS.mul && x[MASK] && y[MASK]) result[MASK] = true;
  } else {
    const [number, inputs, value] = choose(p, x, y);
    result = value === undefined ? binary(number, inputs[0], inputs[1]) : scalar(number, inputs[0], value);
  }
  if (p.mask) result[MASK] = true;
  return result;
}

/** Two operands in either place, with `out`: the way of the functions of `nd`. */
export function either(p: Pair, a: Operand, b: Operand, options?: OutOption): NDArray {
  let out: NDArray[] | null = null;
  if (options !== undefined && options !== null) {
    for (const key in options) if (key !== "out") throw unknownOption(p.name, key, ["out"]);
    out = outputs(p.name, options.out);
  }
  if (out === null && (a as unknown) instanceof Handle) return method(p, a as NDArray, b);
  const [number, inputs, value] = choose(p, a, b);
  const result = invoke(operatorOf(number), inputs, value === undefined ? [] : [value], out)[0];
  if (p.mask) result[MASK] = true;
  return result;
}

/** The array itself becomes the result: no new memory. */
export function inPlace(p: Pair, x: NDArray, y: Operand): NDArray {
  const [number, inputs, value] = choose(p, x, y);
  x[MASK] = false;
  try {
    return invoke(operatorOf(number), inputs, value === undefined ? [] : [value], [x])[0];
  } catch (error) {
    throw renamed(error, `i${p.name}`);
  }
}

/**
 * Functions of two operands: arrays of shapes that broadcast together, or an array and a number in either place.
 * Numbers are cast to the array's dtype; arrays of different dtypes are refused.
 */
export interface Arithmetic {
  /** `a + b`. */
  add: BinaryFunction;
  /** `a - b`. */
  sub: BinaryFunction;
  /** `a * b`. */
  mul: BinaryFunction;
  /** `a / b`; whole numbers are cut towards zero. */
  div: BinaryFunction;
  /** The remainder of `a / b`, with the sign of b; 0 where b is 0. */
  mod: BinaryFunction;
  /** `a` to the power of `b`. */
  pow: BinaryFunction;
  /** MXNet's name of {@linkcode Arithmetic.sub}. */
  subtract: BinaryFunction;
  /** MXNet's name of {@linkcode Arithmetic.mul}. */
  multiply: BinaryFunction;
  /** MXNet's name of {@linkcode Arithmetic.div}. */
  divide: BinaryFunction;
  /** The same as {@linkcode Arithmetic.div}. */
  trueDivide: BinaryFunction;
  /** MXNet's name of {@linkcode Arithmetic.mod}. */
  modulo: BinaryFunction;
  /** MXNet's name of {@linkcode Arithmetic.pow}. */
  power: BinaryFunction;
  /** The greater of two, element by element. */
  maximum: BinaryFunction;
  /** The smaller of two, element by element. */
  minimum: BinaryFunction;
  /** The length of the hypotenuse: `sqrt(a² + b²)`. */
  hypot: BinaryFunction;
  /** 1 where `a == b`, else 0; like all comparisons in the dtype of the input, and a mask for `x.at(mask)`. */
  eq: BinaryFunction;
  /** 1 where `a != b`, else 0. */
  ne: BinaryFunction;
  /** 1 where `a > b`, else 0. */
  gt: BinaryFunction;
  /** 1 where `a >= b`, else 0. */
  ge: BinaryFunction;
  /** 1 where `a < b`, else 0. */
  lt: BinaryFunction;
  /** 1 where `a <= b`, else 0. */
  le: BinaryFunction;
  /** MXNet's name of {@linkcode Arithmetic.eq}. */
  equal: BinaryFunction;
  /** MXNet's name of {@linkcode Arithmetic.ne}. */
  notEqual: BinaryFunction;
  /** MXNet's name of {@linkcode Arithmetic.gt}. */
  greater: BinaryFunction;
  /** MXNet's name of {@linkcode Arithmetic.ge}. */
  greaterEqual: BinaryFunction;
  /** MXNet's name of {@linkcode Arithmetic.lt}. */
  lesser: BinaryFunction;
  /** MXNet's name of {@linkcode Arithmetic.le}. */
  lesserEqual: BinaryFunction;
  /** 1 where both are not 0. */
  logicalAnd: BinaryFunction;
  /** 1 where one of them is not 0. */
  logicalOr: BinaryFunction;
  /** 1 where exactly one of them is not 0. */
  logicalXor: BinaryFunction;
}

const of = (p: Pair): BinaryFunction => (a, b, options) => either(p, a, b, options);

/** The functions of {@linkcode Arithmetic}. */
export const arithmetic: Arithmetic = {
  add: of(PAIRS.add),
  sub: of(PAIRS.sub),
  mul: of(PAIRS.mul),
  div: of(PAIRS.div),
  mod: of(PAIRS.mod),
  pow: of(PAIRS.pow),
  subtract: of(PAIRS.sub),
  multiply: of(PAIRS.mul),
  divide: of(PAIRS.div),
  trueDivide: of(PAIRS.div),
  modulo: of(PAIRS.mod),
  power: of(PAIRS.pow),
  maximum: of(PAIRS.maximum),
  minimum: of(PAIRS.minimum),
  hypot: of(PAIRS.hypot),
  eq: of(PAIRS.eq),
  ne: of(PAIRS.ne),
  gt: of(PAIRS.gt),
  ge: of(PAIRS.ge),
  lt: of(PAIRS.lt),
  le: of(PAIRS.le),
  equal: of(PAIRS.eq),
  notEqual: of(PAIRS.ne),
  greater: of(PAIRS.gt),
  greaterEqual: of(PAIRS.ge),
  lesser: of(PAIRS.lt),
  lesserEqual: of(PAIRS.le),
  logicalAnd: of(PAIRS.logicalAnd),
  logicalOr: of(PAIRS.logicalOr),
  logicalXor: of(PAIRS.logicalXor),
};
