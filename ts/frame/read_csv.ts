// From CSV to a frame: which fields are missing, which columns are numbers.

import { describe } from "../ndarray/mod.ts";
import { checkOptions } from "../ndarray/options.ts";
import { AttributeError, FileError, readFile } from "../runtime/mod.ts";
import { byteOf, characterOf, decodeText, parseRecords, type PlaceOf, type Records } from "./csv.ts";
import { type Column, Frame } from "./frame.ts";

/** Options of `readCsv` and `parseCsv`. */
export interface CsvOptions {
  /** What stands between fields, one character; "," by default. */
  sep?: string;
  /** Is the first line that of the names? True by default; without, columns are called "0", "1", …. */
  header?: boolean;
  /** Names of the columns, in place of those in the file. */
  names?: readonly string[];
  /** Fields that mean "missing", beside pandas' own ("", "NA", "NaN", "null" and their like). */
  naValues?: readonly string[];
  /** Do pandas' own words for "missing" count? True by default. */
  keepDefaultNa?: boolean;
  /** Columns that are text even where every field looks like a number. */
  text?: readonly string[];
  /** The encoding of a file or bytes; "utf-8" by default. */
  encoding?: string;
}

const OPTIONS = ["sep", "header", "names", "naValues", "keepDefaultNa", "text", "encoding"];

/** What pandas takes as missing. */
const MISSING: readonly string[] = [
  ...["", "#N/A", "#N/A N/A", "#NA", "-1.#IND", "-1.#QNAN", "-NaN", "-nan", "1.#IND", "1.#QNAN", "<NA>", "N/A", "NA"],
  ...["NULL", "NaN", "None", "n/a", "nan", "null"],
];
const NUMBER = /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?\s*$/;
const INFINITE = /^\s*([+-]?)(?:inf|infinity)\s*$/i;
/** pandas' spellings of truth, which are read as 1 and 0. */
const TRUTH: Readonly<Record<string, number>> = { True: 1, TRUE: 1, true: 1, False: 0, FALSE: 0, false: 0 };

/** Does JavaScript read a field as CSV means it? Not where it begins otherwise, nor 0x1f and its like. */
function isPlain(field: string): boolean {
  const first = field.charCodeAt(0), second = field.charCodeAt(1);
  const digit = (first >= 0x30 && first <= 0x39) || first === 0x2d || first === 0x2e;
  return digit && !(second >= 0x41 && second !== 0x45 && second !== 0x65);
}

function numberOf(field: string): number | undefined {
  if (NUMBER.test(field)) return Number(field);
  const infinite = INFINITE.exec(field);
  return infinite ? (infinite[1] === "-" ? -Infinity : Infinity) : undefined;
}

/** Numbers if all fields that are there are numbers (or all truth values), else texts. */
function columnOf(rows: readonly string[][], from: number, j: number, absent: ReadonlySet<string>): Column {
  const n = rows.length - from;
  const read = (number: (field: string) => number | undefined, plain: boolean): Float64Array | undefined => {
    const values = new Float64Array(n).fill(NaN);
    for (let i = 0; i < n; i++) {
      const field = rows[from + i][j];
      // Most fields of most files: neither a look at the words for "missing" nor a pattern.
      if (plain && isPlain(field)) {
        const value = Number(field);
        if (value === value) {
          values[i] = value;
          continue;
        }
      }
      if (absent.has(field)) continue;
      const value = number(field);
      if (value === undefined) return undefined;
      values[i] = value;
    }
    return values;
  };
  const truth = (field: string): number | undefined => Object.hasOwn(TRUTH, field) ? TRUTH[field] : undefined;
  // Unless a number, like -999, means "missing".
  const plain = ![...absent].some((word) => isPlain(word) && numberOf(word) !== undefined);
  return read(numberOf, plain) ?? read(truth, false) ?? textOf(rows, from, j, absent);
}

function textOf(rows: readonly string[][], from: number, j: number, absent: ReadonlySet<string>): (string | null)[] {
  return Array.from({ length: rows.length - from }, (_, i) => {
    const field = rows[from + i][j];
    return absent.has(field) ? null : field;
  });
}

function namesOf(records: Records, options: CsvOptions, width: number, operator: string, source: string): string[] {
  const { header = true } = options;
  const names = options.names !== undefined
    ? [...options.names]
    : header
    ? records.rows[0] ?? []
    : Array.from({ length: width }, (_, j) => String(j));
  if (options.names !== undefined && records.rows.length > 0 && names.length !== width) {
    throw new AttributeError(operator, `names has ${names.length} names, but ${source} has ${width} columns`);
  }
  const twice = names.find((name, j) => names.indexOf(name) !== j);
  if (twice !== undefined) {
    if (options.names !== undefined) throw new AttributeError(operator, `names has '${twice}' twice`);
    throw records.refuse(0, `two columns are called '${twice}' (the option names gives others),`);
  }
  return names;
}

/** A frame of bytes, in the encoding that is asked for. */
function frameOfBytes(bytes: Uint8Array, options: CsvOptions, operator: string, source: string): Frame {
  const { encoding = "utf-8" } = options;
  const text = decodeText(bytes, encoding, operator, source);
  const marked = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  return frameOf(text, options, /^utf-?8$/i.test(encoding) ? byteOf(marked ? 3 : 0) : characterOf, operator, source);
}

function frameOf(text: string, options: CsvOptions, placeOf: PlaceOf, operator: string, source: string): Frame {
  const { header = true, sep = ",", keepDefaultNa = true } = options;
  if (typeof sep !== "string" || sep.length !== 1 || /["\r\n]/.test(sep)) {
    throw new AttributeError(operator, `sep is ${describe(sep)}; it must be one character, no quote and no line end`);
  }
  const records = parseRecords(text, sep, placeOf, operator, source);
  const { rows } = records;
  if (rows.length === 0 && options.names === undefined) throw new FileError(operator, `${source} is empty`);
  const width = rows[0]?.length ?? 0;
  rows.forEach((row, i) => {
    if (row.length !== width) throw records.refuse(i, `there are ${row.length} fields, in the first line ${width},`);
  });
  const names = namesOf(records, options, width, operator, source);
  const absent = new Set([...keepDefaultNa ? MISSING : [], ...options.naValues ?? []]);
  const asText = options.text ?? [];
  for (const name of asText) {
    if (!names.includes(name)) {
      throw new AttributeError(operator, `text names '${name}', which is no column of ${source}`);
    }
  }
  const from = header && rows.length > 0 ? 1 : 0;
  return new Frame(names.map((name, j) => {
    const column = asText.includes(name) ? textOf(rows, from, j, absent) : columnOf(rows, from, j, absent);
    return [name, column] as const;
  }));
}

/**
 * Reads a CSV file. A column is numbers if every field is one (or missing), or if every field is true or false (1 and
 * 0); else it is text.
 *
 * @throws FileError if the file is absent or no CSV, with line and byte.
 *
 * @example
 * ```ts ignore
 * const train = readCsv("train.csv"), test = readCsv("test.csv");
 * const features = Frame.concat([train.drop("SalePrice"), test]).standardize().getDummies({ dummyNa: true }).fillna(0);
 * const x = features.toNDArray().at(`0:${train.length}`);
 * ```
 */
export function readCsv(file: string | URL, options: CsvOptions = {}): Frame {
  checkOptions("readCsv", options, OPTIONS);
  if (typeof file !== "string" && !(file instanceof URL)) {
    throw new AttributeError("readCsv", `file is ${describe(file)}; it must be a path or a file URL`);
  }
  const source = `'${file}'`;
  return frameOfBytes(readFile(file, "readCsv"), options, "readCsv", source);
}

/** Reads the text or the bytes of a CSV file. */
export function parseCsv(data: string | Uint8Array, options: CsvOptions = {}): Frame {
  checkOptions("parseCsv", options, OPTIONS);
  if (typeof data !== "string" && !(data instanceof Uint8Array)) {
    throw new AttributeError("parseCsv", `got ${describe(data)}; it needs a text or a Uint8Array`);
  }
  return typeof data === "string"
    ? frameOf(data.replace(/^\ufeff/, ""), options, characterOf, "parseCsv", "the text")
    : frameOfBytes(data, options, "parseCsv", "the bytes");
}
