// Tables: columns of numbers and columns of text by name, and the few things that a table needs before it is an array:
// joined, standardized, its gaps filled, its text turned into indicators. The names are those of pandas.

import { type ArrayOptions, nd, type NDArray } from "../ndarray/mod.ts";
import { nearestNames } from "../ndarray/nearest.ts";
import { checkOptions } from "../ndarray/options.ts";
import { AttributeError, DTypeError, ShapeError, writeFile } from "../runtime/mod.ts";
import { quoted } from "./csv.ts";
import { inspect } from "./print.ts";

/** A column's values: numbers, NaN where one is missing, or texts, null where one is missing. */
export type Column = Float64Array | readonly (string | null)[];

/** What a column can be made of. */
export type ColumnLike = Column | readonly number[] | Float32Array | Int32Array | Uint8Array | Int8Array;

/** Options of `getDummies`. */
export interface DummiesOptions {
  /** The columns that are replaced; by default those of text. */
  columns?: readonly string[];
  /** Adds a column `name_nan` for missing values to each; false by default. */
  dummyNa?: boolean;
}

/** Options of `toCsv` and `toText`. */
export interface ToCsvOptions {
  /** What stands between fields; "," by default. */
  sep?: string;
  /** Writes the names as the first line; true by default. */
  header?: boolean;
  /** What stands for a missing value; nothing by default. */
  naRep?: string;
}

function columnOf(name: string, values: unknown): Column {
  if (values instanceof Float64Array) return values;
  if (ArrayBuffer.isView(values) && !(values instanceof DataView) && !(values instanceof BigInt64Array)) {
    return Float64Array.from(values as Float32Array);
  }
  if (Array.isArray(values)) {
    if (values.every((v) => typeof v === "number")) return Float64Array.from(values);
    if (values.every((v) => v === null || typeof v === "string")) return values;
  }
  throw new AttributeError("Frame", `column '${name}' must be numbers, or texts and null`);
}

const missing = (value: number | string | null): boolean => value === null || value !== value;

/** A column as pandas' `mean` sees it: missing values are left out; NaN where none is there. */
function mean(values: Float64Array): number {
  let sum = 0, lost = 0, count = 0;
  for (const x of values) {
    if (x !== x) continue;
    // What rounding loses is carried along (Kahan).
    const y = x - lost, next = sum + y;
    lost = next - sum - y;
    sum = next;
    count++;
  }
  return sum / count;
}

/** The standard deviation of a sample (divided by n - 1). */
function std(values: Float64Array): number {
  const middle = mean(values);
  const squares = values.map((x) => (x - middle) ** 2);
  const count = values.reduce((n, x) => n + (x === x ? 1 : 0), 0);
  return count < 2 ? NaN : Math.sqrt(mean(squares) * count / (count - 1));
}

/** Columns by name, all of one length. A frame is never changed: its methods give new ones, which share columns. */
export class Frame {
  readonly #columns: ReadonlyMap<string, Column>;
  /** How many rows there are. */
  readonly length: number;

  /**
   * Makes a frame of columns by name.
   *
   * @example
   * ```ts ignore
   * new Frame({ Id: [1, 2], Name: ["a", null] });
   * ```
   */
  constructor(columns: Readonly<Record<string, ColumnLike>> | Iterable<readonly [name: string, values: ColumnLike]>) {
    const entries = Symbol.iterator in columns
      ? columns as Iterable<readonly [string, ColumnLike]>
      : Object.entries(columns);
    const made = new Map<string, Column>();
    let length: number | undefined;
    for (const [name, values] of entries) {
      if (made.has(name)) throw new AttributeError("Frame", `there are two columns '${name}'`);
      const column = columnOf(name, values);
      length ??= column.length;
      if (column.length !== length) {
        throw new ShapeError("Frame", `column '${name}' has ${column.length} values, the others have ${length}`);
      }
      made.set(name, column);
    }
    this.#columns = made;
    this.length = length ?? 0;
  }

  /** Rows and columns. */
  get shape(): readonly [rows: number, columns: number] {
    return [this.length, this.#columns.size];
  }

  /** The names of the columns, in their order. */
  get columns(): readonly string[] {
    return [...this.#columns.keys()];
  }

  /** The names of the columns of numbers. */
  get numericColumns(): readonly string[] {
    return this.columns.filter((name) => this.#columns.get(name) instanceof Float64Array);
  }

  /** The names of the columns of text. */
  get textColumns(): readonly string[] {
    return this.columns.filter((name) => !(this.#columns.get(name) instanceof Float64Array));
  }

  /** Names and columns, in their order. */
  [Symbol.iterator](): IterableIterator<[string, Column]> {
    return this.#columns.entries();
  }

  /** The first and last rows and columns, as `console.log` prints them. */
  toString(): string {
    return inspect([...this.#columns], this.length);
  }

  /** What `console.log` prints. */
  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return this.toString();
  }

  /** Is there a column of that name? */
  has(name: string): boolean {
    return this.#columns.has(name);
  }

  /**
   * A column, not a copy.
   *
   * @throws AttributeError if there is none of that name.
   */
  column(name: string): Column {
    return this.#get("column", name);
  }

  /** A column of numbers; one of text is refused. */
  numbers(name: string): Float64Array {
    const column = this.#get("numbers", name);
    if (column instanceof Float64Array) return column;
    const odd = column.find((value) => value !== null);
    throw new DTypeError(
      "Frame.numbers",
      `column '${name}' is text ("${odd ?? ""}"); getDummies() makes numbers of it`,
    );
  }

  /** A column of text; one of numbers is refused. */
  texts(name: string): readonly (string | null)[] {
    const column = this.#get("texts", name);
    if (!(column instanceof Float64Array)) return column;
    throw new DTypeError("Frame.texts", `column '${name}' is numbers; readCsv's option text reads it as text`);
  }

  #get(method: string, name: string): Column {
    const column = this.#columns.get(name);
    if (column !== undefined) return column;
    const near = nearestNames(String(name), this.#columns.keys(), 3);
    const hint = near.length > 0 ? `; near it are ${near.join(", ")}` : `; there are ${this.columns.join(", ")}`;
    throw new AttributeError(`Frame.${method}`, `there is no column '${name}'${hint}`);
  }

  #map(f: (name: string, column: Column) => Column): Frame {
    return new Frame(Array.from(this.#columns, ([name, column]) => [name, f(name, column)] as const));
  }

  /** The columns of those names, in that order. */
  select(names: readonly string[]): Frame {
    return new Frame(names.map((name) => [name, this.#get("select", name)] as const));
  }

  /** The columns from one to another, both included: pandas' `loc[:, first:last]`. */
  range(first: string, last: string): Frame {
    this.#get("range", first);
    this.#get("range", last);
    const names = this.columns;
    return this.select(names.slice(names.indexOf(first), names.indexOf(last) + 1));
  }

  /** The frame without those columns. */
  drop(...names: readonly string[]): Frame {
    for (const name of names) this.#get("drop", name);
    return this.select(this.columns.filter((name) => !names.includes(name)));
  }

  /** The frame with columns added or replaced. */
  assign(columns: Readonly<Record<string, ColumnLike>>): Frame {
    return new Frame(new Map([...this.#columns as Map<string, ColumnLike>, ...Object.entries(columns)]));
  }

  /** Rows from `begin` to before `end`, as an array's `slice`. */
  slice(begin?: number, end?: number): Frame {
    return this.#map((_, column) => column.slice(begin, end));
  }

  /** The first rows; 5 by default. */
  head(n = 5): Frame {
    return this.slice(0, n);
  }

  /** Frames one below the other. The columns must have the same names; their order is that of the first one. */
  static concat(frames: readonly Frame[]): Frame {
    if (!Array.isArray(frames) || frames.length === 0) {
      throw new AttributeError("Frame.concat", "needs a list of frames");
    }
    const list: readonly Frame[] = frames;
    const [first] = list;
    list.forEach((frame, i) => {
      const odd = first.columns.find((name) => !frame.has(name)) ?? frame.columns.find((name) => !first.has(name));
      if (odd !== undefined) {
        throw new AttributeError("Frame.concat", `not all frames have a column '${odd}' (frame ${i})`);
      }
    });
    const join = (name: string): Column => {
      const parts = list.map((frame) => frame.column(name));
      // A column without a single value is numeric until it meets texts.
      const numeric = parts.every((part) => part instanceof Float64Array);
      if (numeric) {
        const whole = new Float64Array(parts.reduce((n, part) => n + part.length, 0));
        let at = 0;
        for (const part of parts as Float64Array[]) {
          whole.set(part, at);
          at += part.length;
        }
        return whole;
      }
      return parts.flatMap((part) => {
        if (!(part instanceof Float64Array)) return part;
        if (part.some((x) => x === x)) {
          throw new DTypeError("Frame.concat", `column '${name}' is numbers in one frame and text in another`);
        }
        return Array.from(part, () => null);
      });
    };
    return new Frame(first.columns.map((name) => [name, join(name)] as const));
  }

  /** What `f` makes of each column of numbers; those of text stay. */
  apply(f: (values: Float64Array, name: string) => ColumnLike): Frame {
    return this.#map((name, column) => column instanceof Float64Array ? columnOf(name, f(column, name)) : column);
  }

  /** The mean of each column of numbers; missing values are left out. */
  mean(): Record<string, number> {
    return Object.fromEntries(this.numericColumns.map((name) => [name, mean(this.numbers(name))]));
  }

  /** The standard deviation of each column of numbers, divided by n - 1 as in pandas; missing values are left out. */
  std(): Record<string, number> {
    return Object.fromEntries(this.numericColumns.map((name) => [name, std(this.numbers(name))]));
  }

  /**
   * Columns of numbers with mean 0 and standard deviation 1: `apply(x => (x - mean) / std)`. Missing values stay missing;
   * a column of equal numbers, which has no deviation, becomes 0.
   */
  standardize(): Frame {
    return this.apply((values) => {
      const middle = mean(values), deviation = std(values);
      return values.map((x) => deviation > 0 ? (x - middle) / deviation : x - middle);
    });
  }

  /** Fills gaps: with one value (a number in columns of numbers, a text in those of text), or one for each name. */
  fillna(value: number | string | Readonly<Record<string, number | string>>): Frame {
    if (typeof value === "object" && value !== null) {
      for (const name of Object.keys(value)) this.#get("fillna", name);
    }
    return this.#map((name, column) => {
      const own = typeof value === "object" ? Object.hasOwn(value, name) ? value[name] : undefined : value;
      if (own === undefined) return column;
      if (column instanceof Float64Array) {
        if (typeof own === "number") return column.map((x) => x === x ? x : own);
      } else if (typeof own === "string") return column.map((x) => x ?? own);
      if (typeof value !== "object") return column;
      const kind = column instanceof Float64Array ? "numbers" : "text";
      throw new DTypeError(
        "Frame.fillna",
        `column '${name}' is ${kind} and cannot be filled with ${JSON.stringify(own)}`,
      );
    });
  }

  /**
   * Columns of text as indicators: for each value, in order, a column `name_value` of ones and zeros. They stand behind
   * the columns that stay, as pandas' `get_dummies` has it.
   *
   * Train and test rows must be joined before, or they get different columns.
   */
  getDummies(options: DummiesOptions = {}): Frame {
    checkOptions("Frame.getDummies", options, ["columns", "dummyNa"]);
    const chosen = options.columns ?? this.textColumns;
    for (const name of chosen) this.#get("getDummies", name);
    const out: [string, Column][] = [...this.#columns].filter(([name]) => !chosen.includes(name));
    for (const name of chosen) {
      const column = this.column(name);
      const values = column instanceof Float64Array
        ? [...new Set(column)].filter((x) => !missing(x)).sort((a, b) => a - b)
        : [...new Set(column)].filter((x) => x !== null).sort(byCodePoint);
      const indicators = new Map(values.map((value) => [value as number | string, new Float64Array(this.length)]));
      const gaps = new Float64Array(this.length);
      column.forEach((value, i) => {
        if (missing(value)) gaps[i] = 1;
        else indicators.get(value!)![i] = 1;
      });
      for (const [value, indicator] of indicators) out.push([`${name}_${value}`, indicator]);
      if (options.dummyNa) out.push([`${name}_nan`, gaps]);
    }
    return new Frame(out);
  }

  /**
   * All columns as an array of shape [rows, columns], float32 unless `dtype` says otherwise. Missing numbers become NaN.
   *
   * @throws DTypeError if a column is text, or has gaps that an integer dtype cannot hold.
   */
  toNDArray(options: ArrayOptions = {}): NDArray {
    const names = this.columns, { length } = this;
    const dtype = options.dtype ?? "float32";
    const values = dtype === "float32"
      ? new Float32Array(length * names.length)
      : new Float64Array(length * names.length);
    if (this.textColumns.length > 0) {
      const some = this.textColumns.slice(0, 3).join(", ");
      throw new DTypeError(
        "Frame.toNDArray",
        `${some} are text; getDummies() makes numbers of text, drop() leaves it out`,
      );
    }
    names.forEach((name, j) => {
      const column = this.numbers(name);
      if (dtype.includes("int") && column.some(missing)) {
        throw new DTypeError("Frame.toNDArray", `'${name}' has gaps, which ${dtype} cannot hold; fillna() fills them`);
      }
      for (let i = 0; i < length; i++) values[i * names.length + j] = column[i];
    });
    return nd.array(values, { ...options, dtype, shape: [length, names.length] });
  }

  /** The frame as the text of a CSV file. */
  toText(options: ToCsvOptions = {}): string {
    checkOptions("Frame.toText", options, ["sep", "header", "naRep"]);
    const { sep = ",", header = true, naRep = "" } = options;
    const columns = [...this.#columns.values()];
    const lines = header ? [this.columns.map((name) => quoted(name, sep)).join(sep)] : [];
    for (let i = 0; i < this.length; i++) {
      const fields = columns.map((column) => {
        const value = column[i];
        return missing(value) ? naRep : typeof value === "number" ? String(value) : quoted(value!, sep);
      });
      // A line of nothing would be taken for no line.
      lines.push(fields.length === 1 && fields[0] === "" ? '""' : fields.join(sep));
    }
    return lines.map((line) => `${line}\n`).join("");
  }

  /** Writes a CSV file, whole or not at all: the names, then a line for each row, without pandas' index. */
  toCsv(file: string | URL, options: ToCsvOptions = {}): void {
    checkOptions("Frame.toCsv", options, ["sep", "header", "naRep"]);
    writeFile(file, new TextEncoder().encode(this.toText(options)), "Frame.toCsv");
  }
}

/** As Python sorts texts. */
function byCodePoint(a: string, b: string): number {
  const x = [...a], y = [...b];
  for (let i = 0; i < x.length && i < y.length; i++) {
    if (x[i] !== y[i]) return x[i].codePointAt(0)! - y[i].codePointAt(0)!;
  }
  return x.length - y.length;
}
