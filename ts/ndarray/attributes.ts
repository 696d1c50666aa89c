// Attributes on their way to the core: names and kinds are checked against the operator's table, and the numbers are
// written in the form that the border expects (a mask of those present, then their values).

import { ALIASES, AttributeError, F, type OpEntry, OPS } from "../runtime/mod.ts";
import { nearest } from "./nearest.ts";
import { DTYPE_FLAG, DTYPES } from "./dtype.ts";

/** One attribute of an operator, taken apart once. */
export interface Attribute {
  /** MXNet's name: `num_filter`. */
  readonly name: string;
  /** The name of the option: `numFilter`. */
  readonly option: string;
  /** i integer, f number, b boolean, t integers, F numbers, e one of `words`, d dtype, s text. */
  readonly kind: string;
  readonly required: boolean;
  readonly words: readonly string[];
}

/** An operator's table, taken apart at its first call. */
export interface Operator {
  readonly number: number;
  readonly name: string;
  readonly inputs: readonly { readonly name: string; readonly optional: boolean }[];
  /** The last input stands for any number of arrays. */
  readonly variadic: boolean;
  /** The result is a list, however many arrays it has. */
  readonly many: boolean;
  /** A fixed number of arrays, no attributes, one output. */
  readonly plain: boolean;
  /** What the arguments of a formula are in a program: x an array, n the attribute `scalar`; "" for no formula. */
  readonly formula: string;
  /** How many of the first attributes may be given by position. */
  readonly positional: number;
  readonly attributes: readonly Attribute[];
  /** Place of an attribute by the name of its option, and by MXNet's name. */
  readonly byOption: ReadonlyMap<string, number>;
  readonly byName: ReadonlyMap<string, number>;
}

/** `num_filter` as an option: `numFilter`. */
export function optionName(name: string): string {
  return name.replace(/_+([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

const operators: Operator[] = [];

/** The operator of that number. */
export function operatorOf(number: number): Operator {
  return operators[number] ??= takeApart(number, OPS[number]);
}

function takeApart(number: number, entry: OpEntry): Operator {
  const inputs = entry.inputs.map((text) => ({
    name: text.replace(/\?$|\.\.\.$/, ""),
    optional: text.endsWith("?"),
  }));
  const attributes = entry.attrs.map(([name, kind, ...words]): Attribute => ({
    name,
    option: optionName(name),
    kind: kind[0],
    required: kind.includes("!"),
    words,
  }));
  return {
    number,
    name: entry.name,
    inputs,
    variadic: entry.inputs.at(-1)?.endsWith("...") ?? false,
    many: entry.many,
    plain: entry.attrs.length === 0 && !entry.many && !entry.inputs.some((text) => /[?.]$/.test(text)),
    formula: entry.formula ?? "",
    positional: entry.positional,
    attributes,
    byOption: new Map(attributes.map((a, i) => [a.option, i])),
    byName: new Map(attributes.map((a, i) => [a.name, i])),
  };
}

let numbers: Map<string, number> | undefined;

/** All names of operators, with their numbers. */
export function operatorNames(): ReadonlyMap<string, number> {
  return numbers ??= new Map([...OPS.map((op, i): [string, number] => [op.name, i]), ...Object.entries(ALIASES)]);
}

/** Refuses an option that no one declared, with the nearest right name. */
export function unknownOption(operator: string, given: string, names: Iterable<string>): AttributeError {
  const known = [...names];
  const near = nearest(given, known);
  const all = known.length === 0 ? "it takes no options" : `its options are ${known.join(", ")}`;
  return new AttributeError(operator, `there is no option '${given}'; ${near ? `did you mean '${near}'? ` : ""}${all}`);
}

function shown(value: unknown): string {
  if (typeof value === "string") return `"${value}"`;
  if (typeof value === "bigint") return `${value}n`;
  if (Array.isArray(value)) return `[${value.map(shown).join(",")}]`;
  if (typeof value === "function") return "a function";
  if (typeof value === "object" && value !== null) return `an object (${value.constructor?.name ?? "Object"})`;
  return String(value);
}

function wrong(op: Operator, a: Attribute, value: unknown, needs: string): AttributeError {
  return new AttributeError(op.name, `${a.option} is ${shown(value)}; it must be ${needs}`);
}

/** A whole number from a number or a bigint; anything else is refused in the words of `needs`. */
function integer(op: Operator, a: Attribute, given: unknown, value: unknown, needs: string): number {
  const n = typeof value === "bigint" ? Number(value) : value;
  if (typeof n !== "number" || !Number.isSafeInteger(n)) throw wrong(op, a, given, needs);
  return n;
}

function tuple(op: Operator, a: Attribute, value: unknown, at: number): number {
  const items = typeof value === "number" || typeof value === "bigint" ? [value] : value;
  const whole = a.kind === "t";
  const needs = whole ? "an integer or an array of integers" : "a number or an array of numbers";
  if (!Array.isArray(items) && !(ArrayBuffer.isView(items) && !(items instanceof DataView))) {
    throw wrong(op, a, value, needs);
  }
  const list = items as ArrayLike<unknown>;
  if (at + list.length + 1 > F.length) {
    throw new AttributeError(op.name, `${a.option} has ${list.length} elements; that is more than a call can carry`);
  }
  F[at++] = list.length;
  for (let i = 0; i < list.length; i++) {
    const item = list[i];
    if (item === null && whole) F[at++] = NaN;
    else if (whole) F[at++] = integer(op, a, value, item, needs);
    else if (typeof item === "number") F[at++] = item;
    else throw wrong(op, a, value, needs);
  }
  return at;
}

/** The longest text that an attribute holds. */
const MOST_TEXT = 512;

function text(op: Operator, a: Attribute, value: unknown, at: number): number {
  if (typeof value !== "string") throw wrong(op, a, value, "a text");
  const characters = [...value];
  const most = Math.min(MOST_TEXT, F.length - at - 1);
  if (characters.length > most) {
    throw new AttributeError(op.name, `${a.option} has ${characters.length} characters; at most ${most} are possible`);
  }
  F[at++] = characters.length;
  for (const character of characters) F[at++] = character.codePointAt(0)!;
  return at;
}

function put(op: Operator, a: Attribute, value: unknown, at: number): number {
  switch (a.kind) {
    case "i":
      F[at] = integer(op, a, value, value, "an integer");
      return at + 1;
    case "f":
      if (typeof value !== "number") {
        if (typeof value !== "bigint") throw wrong(op, a, value, "a number");
        value = Number(value);
      }
      F[at] = value as number;
      return at + 1;
    case "b":
      if (typeof value !== "boolean" && value !== 0 && value !== 1) throw wrong(op, a, value, "true or false");
      F[at] = Number(value);
      return at + 1;
    case "e": {
      const index = typeof value === "string" ? a.words.indexOf(value) : -1;
      if (index < 0) {
        const near = typeof value === "string" ? nearest(value, a.words) : undefined;
        const list = a.words.map((w) => `"${w}"`).join(", ");
        throw wrong(op, a, value, near ? `one of ${list}; did you mean "${near}"?` : `one of ${list}`);
      }
      F[at] = index;
      return at + 1;
    }
    case "d": {
      const flag = typeof value === "string" ? (DTYPE_FLAG as Record<string, number>)[value] : undefined;
      if (flag === undefined) throw wrong(op, a, value, `one of ${DTYPES.join(", ")}`);
      F[at] = flag;
      return at + 1;
    }
    case "s":
      return text(op, a, value, at);
    default:
      return tuple(op, a, value, at);
  }
}

/**
 * Writes the attributes into the scratch area. `values` is in the order of the table; undefined means absent (the
 * default holds), null means MXNet's None.
 */
export function encode(op: Operator, values: readonly unknown[]): void {
  let mask = 0;
  let at = 1;
  const all = op.attributes;
  for (let i = 0; i < all.length; i++) {
    const value = values[i];
    const a = all[i];
    if (value === undefined) {
      if (a.required) throw new AttributeError(op.name, `${a.option} is required and was not given`);
      continue;
    }
    mask += 2 ** i;
    if (value === null) F[at++] = a.kind === "t" || a.kind === "F" || a.kind === "s" ? -1 : NaN;
    else at = put(op, a, value, at);
  }
  F[0] = mask;
}
