// Elementwise parts of a formula that are not computed yet. Neighbours run as one loop of the core when the array is
// needed (operator `_fused`): what one makes for the next never reaches memory. The bits are those of the calls one
// after the other.

import { Handle } from "../runtime/mod.ts";
import { type Pair, PAIRS } from "./arith.ts";
import { operatorOf } from "./attributes.ts";
import { binary, invoke, numberOf, scalar, unary } from "./call.ts";
import { marksMask, MASK } from "./mask.ts";
import type { NDArray } from "./ndarray.ts";

/** An argument of a part. */
type Argument = NDArray | Part | number;

/** What one program may hold; a longer formula runs as several. */
const MOST_STEPS = 48, MOST_ARRAYS = 16;

/** An operator on arguments, not computed yet. */
export class Part {
  /** The operator's number. */
  readonly operator: number;
  /** In the order of its formula. */
  readonly args: readonly Argument[];
  /** Gives a mask. */
  readonly mask: boolean;

  constructor(operator: number, args: readonly Argument[], mask: boolean) {
    this.operator = operator;
    this.args = args;
    this.mask = mask;
  }
}

const isPart = (x: unknown): x is Part => x instanceof Part;

/** Two operands, of which one may be a number. */
export function infix(pair: Pair, a: Argument, b: Argument): Part {
  const and = pair === PAIRS.mul && typeof a !== "number" && typeof b !== "number" && masked(a) && masked(b);
  if (typeof a === "number") {
    const operator = operatorOf(pair.left);
    return new Part(pair.left, operator.formula === "nx" ? [a, b] : [b, a], pair.mask);
  }
  return new Part(typeof b === "number" ? pair.right : pair.arrays, [a, b], pair.mask || and);
}

function masked(x: NDArray | Part): boolean {
  return isPart(x) ? x.mask : x[MASK] === true;
}

/** A function of one array by its operator's name; undefined where it is not a formula. */
export function functionOf(operator: number, x: Argument): Part | undefined {
  const { formula, name } = operatorOf(operator);
  return formula === "x" ? new Part(operator, [x], marksMask(name)) : undefined;
}

/** Minus x. */
export function negative(x: Argument): Part {
  return new Part(numberOf("negative"), [x], false);
}

/** The shape that two broadcast to; undefined where they do not. */
function broadcast(a: readonly number[], b: readonly number[]): readonly number[] | undefined {
  if (a.length === b.length && a.every((d, i) => d === b[i])) return a;
  const [long, short] = a.length >= b.length ? [a, b] : [b, a], gap = long.length - short.length;
  const out = [...long];
  for (let i = 0; i < short.length; i++) {
    const [x, y] = [long[gap + i], short[i]];
    if (x !== y && x !== 1 && y !== 1) return undefined;
    out[gap + i] = x === 1 ? y : x;
  }
  return out;
}

const same = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((d, i) => d === b[i]);

/** A program in the making. */
class Program {
  readonly arrays: NDArray[] = [];
  readonly words: number[] = [];
  steps = 0;

  /** The place of an argument, or the number itself. */
  write(argument: Argument): number {
    if (typeof argument === "number") return argument;
    if (!isPart(argument)) {
      let at = this.arrays.indexOf(argument);
      if (at < 0) at = this.arrays.push(argument) - 1;
      return 2 * at;
    }
    const places = argument.args.map((arg) => this.write(arg));
    this.words.push(argument.operator, ...places);
    return 2 * this.steps++ + 1;
  }
}

/** Parts that can run as one loop: all of one shape and float dtype, on arrays that broadcast to it. */
class Group {
  readonly shape: readonly number[];
  readonly dtype: string;
  readonly part: Part;
  readonly steps: number;
  readonly arrays: number;

  constructor(shape: readonly number[], dtype: string, part: Part, steps: number, arrays: number) {
    this.shape = shape;
    this.dtype = dtype;
    this.part = part;
    this.steps = steps;
    this.arrays = arrays;
  }
}

/** The array that a part of a formula stands for; what else the part held is released, unless the script has it. */
export function force(x: unknown, kept: readonly unknown[]): unknown {
  if (!isPart(x)) return x;
  const resolved = resolve(x, kept);
  return resolved instanceof Group ? runGroup(resolved, kept) : resolved;
}

/** Looks for what fits into one loop with its neighbours, and computes what does not. */
function resolve(part: Part, kept: readonly unknown[]): Group | NDArray {
  const args = part.args.map((arg) => isPart(arg) ? resolve(arg, kept) : arg);
  let shape: readonly number[] | undefined, dtype: string | undefined, fits = true, steps = 1, arrays = 0;
  for (const arg of args) {
    if (typeof arg === "number") continue;
    shape = dtype === undefined ? arg.shape : broadcast(shape!, arg.shape);
    dtype ??= arg.dtype;
    fits &&= shape !== undefined && dtype === arg.dtype;
    if (!fits) break;
    steps += arg instanceof Group ? arg.steps : 0;
    arrays += arg instanceof Group ? arg.arrays : 1;
  }
  fits &&= dtype === "float32" || dtype === "float64";
  const joined = fits && steps <= MOST_STEPS && arrays <= MOST_ARRAYS;
  const chosen = args.map((arg): Argument => {
    if (!(arg instanceof Group)) return arg;
    // What is smaller is computed once, not again for each repetition.
    return joined && same(arg.shape, shape!) ? arg.part : runGroup(arg, kept);
  });
  const changed = new Part(part.operator, chosen, part.mask);
  return fits
    ? new Group(shape!, dtype!, changed, joined ? steps : 1, joined ? arrays : chosen.length)
    : alone(changed, kept);
}

function runGroup({ part }: Group, kept: readonly unknown[]): NDArray {
  if (!part.args.some(isPart)) return alone(part, kept);
  const program = new Program();
  program.write(part);
  const words = [1, program.steps - 1, ...program.words];
  const result = invoke(operatorOf(numberOf("_fused")), program.arrays, [words])[0];
  return finish(part, program.arrays, result, kept);
}

/** One operator on arrays and numbers. */
function alone(part: Part, kept: readonly unknown[]): NDArray {
  const { operator, args } = part, [a, b] = args as (NDArray & number)[];
  const { formula } = operatorOf(operator);
  const result = formula === "x"
    ? unary(operator, a)
    : formula === "xx"
    ? binary(operator, a, b)
    : formula === "xn"
    ? scalar(operator, a, b)
    : scalar(operator, b, a);
  return finish(part, args, result, kept);
}

function finish(part: Part, used: readonly unknown[], result: NDArray, kept: readonly unknown[]): NDArray {
  release(used, result, kept);
  if (part.mask) result[MASK] = true;
  return result;
}

/** Releases what a part of the formula made and its neighbour has used; what the script put in stays. */
export function release(used: readonly unknown[], result: unknown, kept: readonly unknown[]): void {
  for (const x of used) if (x instanceof Handle && x !== result && !kept.includes(x)) Handle.release(x);
}
