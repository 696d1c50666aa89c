// How arguments are read where MXNet has keywords: positionals first, then one options object; names that nobody
// declared are refused with the nearest right one.
import { AttributeError } from "../runtime/mod.ts";
import { nearest } from "./nearest.ts";

/** A plain `{ … }`, which stands for options; instances (arrays, blocks, contexts) do not. */
export function isOptions(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** Refuses an option that is not among `known`. */
export function checkOptions(
  owner: string,
  options: object,
  known: readonly string[],
): void {
  for (const name of Object.keys(options)) {
    if (known.includes(name)) continue;
    const near = nearest(name, known);
    const hint = near !== undefined
      ? `; did you mean "${near}"?`
      : known.length > 0
      ? `; it takes ${known.join(", ")}`
      : "; it takes none";
    throw new AttributeError(owner, `got the unknown option "${name}"${hint}`);
  }
}

/**
 * Reads `(a, b, { c })`, `(a, { b, c })` or `({ a, b, c })` into one record.
 *
 * `positional` are the names that may be given by place, `known` those that may only be given by name.
 */
export function readArguments(
  owner: string,
  args: readonly unknown[],
  positional: readonly string[],
  known: readonly string[],
): Record<string, unknown> {
  const read: Record<string, unknown> = {};
  const last = args.length - 1;
  for (const [place, value] of args.entries()) {
    if (place === last && isOptions(value)) {
      checkOptions(owner, value, [...positional, ...known]);
      for (const [name, given] of Object.entries(value)) {
        if (given === undefined) continue;
        if (read[name] !== undefined) {
          throw new AttributeError(
            owner,
            `got ${name} both by place and by name`,
          );
        }
        read[name] = given;
      }
    } else if (place < positional.length) {
      if (value !== undefined) read[positional[place]] = value;
    } else if (value !== undefined) {
      throw new AttributeError(
        owner,
        `got ${args.length} arguments, but takes ${positional.length} by place ` +
          `(${positional.join(", ")}) and then an options object`,
      );
    }
  }
  return read;
}

/** An integer of at least `min`; bigint is taken too. Anything else is refused. */
export function readInteger(
  owner: string,
  name: string,
  value: unknown,
  min: number = -Infinity,
): number {
  const number = typeof value === "bigint" ? Number(value) : value;
  if (
    typeof number !== "number" || !Number.isSafeInteger(number) || number < min
  ) {
    const bound = min === -Infinity ? "an integer" : `an integer of at least ${min}`;
    throw new AttributeError(
      owner,
      `${name} must be ${bound}, but is ${show(value)}`,
    );
  }
  return number;
}

/** A finite number, within the bounds where they are given. */
export function readNumber(
  owner: string,
  name: string,
  value: unknown,
  min: number = -Infinity,
  max: number = Infinity,
): number {
  if (
    typeof value !== "number" || !Number.isFinite(value) || value < min ||
    value > max
  ) {
    const low = min === -Infinity ? "" : ` of at least ${min}`;
    const high = max === Infinity ? "" : `${low === "" ? " of" : " and"} at most ${max}`;
    throw new AttributeError(
      owner,
      `${name} must be a number${low}${high}, but is ${show(value)}`,
    );
  }
  return value;
}

/** One of the given words. */
export function readWord<const W extends string>(
  owner: string,
  name: string,
  value: unknown,
  words: readonly W[],
): W {
  const found = words.find((word) => word === value);
  if (found === undefined) {
    throw new AttributeError(
      owner,
      `${name} must be one of ${words.map((w) => `"${w}"`).join(", ")}, but is ${show(value)}`,
    );
  }
  return found;
}

/** A tuple of `rank` integers; one number stands for all of them. */
export function readTuple(
  owner: string,
  name: string,
  value: unknown,
  rank: number,
  min: number,
): number[] {
  if (!Array.isArray(value)) {
    return Array<number>(rank).fill(readInteger(owner, name, value, min));
  }
  if (value.length !== rank) {
    throw new AttributeError(
      owner,
      `${name} must be one integer or ${rank} of them, but is ${show(value)}`,
    );
  }
  return value.map((size) => readInteger(owner, name, size, min));
}

/** How a wrong value is quoted in a message. */
export function show(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(show).join(",")}]`;
  if (typeof value === "function") {
    return value.constructor.name === "Function" ? "a function" : value.constructor.name;
  }
  if (typeof value === "object" && value !== null) {
    return value.constructor?.name ?? "an object";
  }
  return typeof value === "bigint" ? `${value}n` : String(value);
}
