// Reading files of arrays in MXNet's format (`.params`), all its versions. A file is read whole and checked against its
// own length before anything is made of it, so that a truncated or foreign file costs nothing, and the error says where
// it stops making sense.

import { AttributeError, FileError, readFile } from "../runtime/mod.ts";
import { describe } from "./call.ts";
import { fresh } from "./create.ts";
import { type DType, DTYPES, ELEMENT_BYTES } from "./dtype.ts";
import { type Elements, writable } from "./memory.ts";
import type { NDArray } from "./ndarray.ts";
import type { Shape } from "./types.ts";

/** The mark of a file of arrays. */
export const LIST_MAGIC = 0x112;
const V1 = 0xf993fac8;
/** The mark of an array with a storage type. */
export const V2 = 0xf993fac9;
/** The mark of an array that may have no axes, or an axis of size 0. */
export const V3 = 0xf993faca;

/** An array in the file, before it is made. */
interface Found {
  readonly shape: Shape;
  readonly dtype: DType;
  /** Elements in the file; of a sparse array, those that are stored. */
  readonly data: number;
  /** Fills the elements of the dense array. */
  readonly sparse?: (target: Elements, stored: Elements) => void;
  readonly stored: number;
}

class Reader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #operator: string;
  readonly #source: string;
  at = 0;

  constructor(bytes: Uint8Array, operator: string, source: string) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#operator = operator;
    this.#source = source;
  }

  get size(): number {
    return this.#bytes.length;
  }

  /** Refuses the file, with the place. */
  refuse(what: string, at = this.at): FileError {
    return new FileError(this.#operator, `${this.#source}: ${what} at byte ${at} of ${this.size}`);
  }

  #need(bytes: number, what: string): number {
    const at = this.at;
    if (bytes > this.size - at) {
      throw this.refuse(`it is truncated: ${what} needs ${bytes} bytes, ${this.size - at} are left,`, at);
    }
    this.at += bytes;
    return at;
  }

  u32(what: string): number {
    return this.#view.getUint32(this.#need(4, what), true);
  }

  i32(what: string): number {
    return this.#view.getInt32(this.#need(4, what), true);
  }

  /** A count of 64 bits that the rest of the file must be able to hold, `each` bytes for one. */
  count(what: string, each: number): number {
    const start = this.at;
    const value = this.#view.getBigUint64(this.#need(8, what), true);
    if (value * BigInt(each) > BigInt(this.size - this.at)) {
      throw this.refuse(`${what} is ${value}, more than the file has room for,`, start);
    }
    return Number(value);
  }

  u64(what: string): bigint {
    return this.#view.getBigUint64(this.#need(8, what), true);
  }

  /** `ndim` and the sizes; undefined sizes (-1) are refused. */
  shape(what: string, wide = true): number[] {
    const start = this.at;
    const ndim = this.i32(`${what}'s number of axes`);
    if (ndim === -1) return []; // "none"
    if (ndim < 0 || ndim > 32) throw this.refuse(`${what} has ${ndim} axes`, start);
    return this.sizes(ndim, what, wide);
  }

  sizes(ndim: number, what: string, wide: boolean): number[] {
    const shape: number[] = [];
    for (let i = 0; i < ndim; i++) {
      const start = this.at;
      const d = wide
        ? this.#view.getBigInt64(this.#need(8, `${what}'s size`), true)
        : BigInt(this.#view.getUint32(this.#need(4, `${what}'s size`), true));
      if (d < 0n || d > 0xffffffffn) throw this.refuse(`${what} has a size of ${d}`, start);
      shape.push(Number(d));
    }
    return shape;
  }

  dtype(what: string): DType {
    const start = this.at;
    const flag = this.i32(`${what}'s dtype`);
    if (flag === 7) return "uint8"; // booleans, a byte each
    const dtype = DTYPES[flag];
    if (dtype === undefined) {
      throw this.refuse(`${what} has dtype number ${flag}, which this version does not know,`, start);
    }
    return dtype;
  }

  /** Passes over elements; returns where they are. */
  skip(dtype: DType, shape: Shape, what: string): number {
    return this.#need(shape.reduce((n, d) => n * d, ELEMENT_BYTES[dtype]), what);
  }

  /** Elements at a place in the file, wherever it is aligned. */
  elements(dtype: DType, at: number, length: number, target: Elements): void {
    const bytes = length * ELEMENT_BYTES[dtype];
    new Uint8Array(target.buffer, target.byteOffset, bytes).set(this.#bytes.subarray(at, at + bytes));
  }

  integers(dtype: DType, at: number, length: number, what: string): Int32Array | Uint8Array | BigInt64Array {
    const kinds = { int32: Int32Array, int64: BigInt64Array, uint8: Uint8Array };
    const kind = kinds[dtype as keyof typeof kinds];
    if (kind === undefined) throw this.refuse(`${what} are ${dtype}`, at);
    const list = new kind(length);
    this.elements(dtype, at, length, list);
    return list;
  }

  text(what: string): string {
    const start = this.at;
    const length = this.count(`the length of ${what}`, 1);
    const at = this.#need(length, what);
    try {
      return new TextDecoder("utf-8", { fatal: true }).decode(this.#bytes.slice(at, at + length));
    } catch {
      throw this.refuse(`${what} is no UTF-8`, start);
    }
  }
}

const product = (shape: Shape): number => shape.reduce((n, d) => n * d, 1);

function context(reader: Reader, what: string): void {
  const start = reader.at;
  const type = reader.i32(`${what}'s context`);
  if (type < 1 || type > 6) throw reader.refuse(`${what} has context type ${type}`, start);
  reader.i32(`${what}'s context`); // files made on a GPU are read into ordinary memory
}

const NONE: Found = { shape: [0], dtype: "float32", data: 0, stored: 0 };

function dense(reader: Reader, shape: number[], what: string): Found {
  context(reader, what);
  const dtype = reader.dtype(what);
  return { shape, dtype, data: reader.skip(dtype, shape, `${what} of shape [${shape}]`), stored: product(shape) };
}

/** One array's head; passes over its elements. */
function scan(reader: Reader, index: number): Found {
  const what = `array ${index}`;
  const start = reader.at;
  const magic = reader.u32(what);
  if (magic === V2 || magic === V3) {
    const kind = reader.i32(`${what}'s storage type`);
    if (kind === 1 || kind === 2) return sparse(reader, kind, what);
    if (kind !== 0) throw reader.refuse(`${what} has storage type ${kind}`, start + 4);
    const shape = reader.shape(what);
    // In V2 no axes mean "no array": nothing follows.
    return magic === V2 && shape.length === 0 ? NONE : dense(reader, shape, what);
  }
  const shape = magic === V1
    ? reader.shape(what)
    // V0 has no mark: the word is the number of axes.
    : magic <= 32
    ? reader.sizes(magic, what, false)
    : undefined;
  if (shape === undefined) {
    throw reader.refuse(`${what} begins with 0x${magic.toString(16)}, which is no mark of an array,`, start);
  }
  return shape.length === 0 ? NONE : dense(reader, shape, what);
}

/** A row-sparse (1) or compressed-rows (2) array, to be read as a dense one. */
function sparse(reader: Reader, kind: number, what: string): Found {
  const start = reader.at;
  const storage = reader.shape(`${what}'s storage`);
  const shape = reader.shape(what);
  context(reader, what);
  const dtype = reader.dtype(what);
  const aux = Array.from({ length: kind }, (_, i) => {
    const name = `${what}'s index ${i}`;
    return { dtype: reader.dtype(name), shape: reader.shape(name), name };
  });
  const data = reader.skip(dtype, storage, `${what}'s elements`);
  const lists = aux.map((a) =>
    reader.integers(a.dtype, reader.skip(a.dtype, a.shape, a.name), product(a.shape), a.name)
  );
  // A sparse array may be far larger than its file; what it claims must stay within reason.
  if (product(shape) * ELEMENT_BYTES[dtype] > 2 ** 28 + 1000 * reader.size) {
    throw reader.refuse(`${what} is sparse and would need ${product(shape)} elements`, start);
  }
  const check = (index: number, below: number): number => {
    if (index < 0 || index >= below) throw reader.refuse(`${what} has an index ${index} outside 0..${below}`, start);
    return index;
  };
  const row = product(shape.slice(1));
  if (kind === 1) {
    const [rows] = lists;
    if (storage.length !== shape.length || product(storage) !== rows.length * row) {
      throw reader.refuse(`${what} stores shape [${storage}] for ${rows.length} rows of [${shape}]`, start);
    }
    for (const index of rows) check(Number(index), shape[0]);
    return {
      shape,
      dtype,
      data,
      stored: product(storage),
      sparse: (target, stored) => {
        for (let i = 0; i < rows.length; i++) {
          const from = (stored as Float32Array).subarray(i * row, (i + 1) * row);
          (target as Float32Array).set(from, Number(rows[i]) * row);
        }
      },
    };
  }
  const [starts, columns] = lists;
  const ends = Array.from(starts, Number);
  if (
    shape.length !== 2 || ends.length !== shape[0] + 1 || ends.at(-1) !== product(storage) ||
    columns.length < ends.at(-1)!
  ) {
    throw reader.refuse(
      `${what}: ${ends.length} row starts and ${columns.length} columns do not fit [${shape}]`,
      start,
    );
  }
  ends.forEach((end, i) => {
    if (end < (i === 0 ? 0 : ends[i - 1])) throw reader.refuse(`${what}'s row starts decrease`, start);
  });
  for (let i = 0; i < product(storage); i++) check(Number(columns[i]), shape[1]);
  return {
    shape,
    dtype,
    data,
    stored: product(storage),
    sparse: (target, stored) => {
      for (let r = 0; r < shape[0]; r++) {
        for (let i = ends[r]; i < ends[r + 1]; i++) target[r * row + Number(columns[i])] = stored[i];
      }
    },
  };
}

function make(reader: Reader, found: Found, operator: string): NDArray {
  const x = fresh(operator, found.shape, found.dtype);
  try {
    const elements = writable(x);
    if (!found.sparse) {
      reader.elements(found.dtype, found.data, found.stored, elements);
    } else {
      const stored = new (elements.constructor as Float32ArrayConstructor)(found.stored);
      reader.elements(found.dtype, found.data, found.stored, stored);
      if (found.dtype === "int64") (elements as BigInt64Array).fill(0n);
      else (elements as Float32Array).fill(0);
      found.sparse(elements, stored);
    }
    return x;
  } catch (error) {
    x.dispose();
    throw error;
  }
}

/** Arrays and their names; no names for a list. */
function parse(bytes: Uint8Array, operator: string, source: string): { arrays: NDArray[]; names: string[] } {
  const reader = new Reader(bytes, operator, source);
  const magic = reader.size >= 8 ? reader.u64("the mark") : -1n;
  if (magic !== BigInt(LIST_MAGIC)) {
    throw reader.refuse("it is no file of arrays: the mark 0x112 is missing", 0);
  }
  reader.u64("the reserved word");
  // The smallest array, an absent one of V0, has 4 bytes.
  const n = reader.count("the number of arrays", 4);
  const found: Found[] = [];
  for (let i = 0; i < n; i++) found.push(scan(reader, i));
  const start = reader.at;
  const m = reader.count("the number of names", 8);
  if (m !== 0 && m !== n) throw reader.refuse(`there are ${m} names for ${n} arrays`, start);
  const names: string[] = [];
  for (let i = 0; i < m; i++) names.push(reader.text(`name ${i}`));
  if (reader.at !== reader.size) {
    throw reader.refuse(`it should end, but ${reader.size - reader.at} bytes follow`);
  }
  const seen = new Set<string>();
  for (const name of names) {
    if (seen.has(name)) throw reader.refuse(`the name '${name}' stands twice`, start);
    seen.add(name);
  }
  // Everything is checked; only now memory is taken.
  return { arrays: found.map((f) => make(reader, f, operator)), names };
}

function record(names: string[], arrays: NDArray[]): Record<string, NDArray> {
  const result: Record<string, NDArray> = {};
  // defineProperty: a name may be "__proto__".
  names.forEach((name, i) =>
    Object.defineProperty(result, name, { value: arrays[i], enumerable: true, configurable: true, writable: true })
  );
  return result;
}

const quoted = (file: string | URL): string => `'${file}'`;

/**
 * Reads arrays from a file: a list, or an object of arrays by name, as they were saved (one array gives a list of
 * one, an empty object an empty list). Sparse arrays are read as dense ones, arrays of a GPU into ordinary memory.
 *
 * @throws FileError if the file is missing, truncated or foreign, with the byte where it stops making sense.
 */
export function load(file: string | URL): NDArray[] | Record<string, NDArray> {
  const { arrays, names } = parse(readFile(file, "load"), "load", quoted(file));
  return names.length > 0 ? record(names, arrays) : arrays;
}

/** Reads a file that holds a list; one with names is refused. */
export function loadList(file: string | URL): NDArray[] {
  const { arrays, names } = parse(readFile(file, "loadList"), "loadList", quoted(file));
  if (names.length > 0) {
    throw new FileError(
      "loadList",
      `${quoted(file)} holds arrays by name (${names.slice(0, 3).join(", ")}…); use loadDict`,
    );
  }
  return arrays;
}

/** Reads a file that holds arrays by name; a list is refused. */
export function loadDict(file: string | URL): Record<string, NDArray> {
  const { arrays, names } = parse(readFile(file, "loadDict"), "loadDict", quoted(file));
  if (names.length === 0 && arrays.length > 0) {
    throw new FileError(
      "loadDict",
      `${quoted(file)} holds a list of ${arrays.length} arrays without names; use loadList`,
    );
  }
  return record(names, arrays);
}

/** Reads what {@linkcode saveBytes} gave, or the bytes of a file. */
export function loadBytes(bytes: Uint8Array): NDArray[] | Record<string, NDArray> {
  if (!(bytes instanceof Uint8Array)) {
    throw new AttributeError("loadBytes", `got ${describe(bytes)}; it needs a Uint8Array`);
  }
  const { arrays, names } = parse(bytes, "loadBytes", "the bytes");
  return names.length > 0 ? record(names, arrays) : arrays;
}
