// MXNet's own format (`.params`), versions V0 (before 0.8) to V3. Files of all versions are read, sparse arrays as dense
// ones, booleans as uint8, bfloat16 as float32; what is written is what MXNet 1.9.1 writes, byte for byte.
//
//   file      u64 0x112 | u64 0 | u64 n | n arrays | u64 m | m names (u64 length, UTF-8); m is n, or 0 for a list
//   V2, V3    u32 mark | i32 storage type | shape | context | i32 dtype | elements
//             sparse: before the shape that of what is stored, after the dtype that of each index array; these at the end
//   V1        u32 mark | shape | context | i32 dtype | elements
//   V0        the same without the mark, sizes of 32 bits
//   shape     i32 axes | an i64 each;  context: i32 device type | i32 device number

import { type DType, DTYPE_FLAG, DTYPES } from "../dtype.ts";
import type { Elements } from "../memory.ts";
import type { Shape } from "../types.ts";
import { type ByteReader, product } from "./bytes.ts";
import { BFLOAT16, BOOL, type Content, decode, decoded, type Encoding, PLAIN, type Stored } from "./stored.ts";

/** The mark of a file of arrays. */
export const LIST_MAGIC = 0x112;
const V1 = 0xf993fac8;
/** The mark of an array with a storage type. */
const V2 = 0xf993fac9;
/** The mark of an array that may have no axes, or an axis of size 0. */
const V3 = 0xf993faca;

const ENCODINGS: Readonly<Record<number, Encoding>> = {
  ...DTYPES.map((dtype) => PLAIN[dtype]),
  7: BOOL,
  12: BFLOAT16,
};
/** MXNet's numbers of dtypes that are not read. */
const UNREAD: Readonly<Record<number, string>> = { 8: "int16", 9: "uint16", 10: "uint32", 11: "uint64" };
/** What a sparse array may need beyond a thousand times its file. */
const SPARSE_ALLOWANCE = 2 ** 26;

/** What stands for an array that was never made. */
const NONE: Stored = { shape: [0], dtype: "float32", fill: () => {} };

/** The sizes; null for one that is unknown, or for no shape at all. */
function readShape(reader: ByteReader, what: string): number[] | null {
  const start = reader.at;
  const ndim = reader.i32(`${what}'s number of axes`);
  if (ndim === -1) return null;
  if (ndim < 0 || ndim > 32) throw reader.refuse(`${what} has ${ndim} axes`, start);
  const sizes = Array.from({ length: ndim }, () => Number(reader.i64(`${what}'s size`)));
  if (sizes.includes(-1)) return null;
  reader.checkShape(sizes, what, start);
  return sizes;
}

function knownShape(reader: ByteReader, what: string): number[] {
  const start = reader.at;
  const shape = readShape(reader, what);
  if (shape === null) throw reader.refuse(`${what} has no known shape`, start);
  return shape;
}

function readEncoding(reader: ByteReader, what: string): Encoding {
  const start = reader.at;
  const flag = reader.i32(`${what}'s dtype`);
  const encoding = ENCODINGS[flag];
  if (encoding !== undefined) return encoding;
  const name = UNREAD[flag] === undefined ? `dtype number ${flag}` : `the dtype ${UNREAD[flag]}`;
  throw reader.refuse(`${what} has ${name}, which this version does not have,`, start);
}

/** Files made on a GPU are read into ordinary memory. */
function skipContext(reader: ByteReader, what: string): void {
  const start = reader.at;
  const type = reader.i32(`${what}'s context`);
  if (type < 1 || type > 6) throw reader.refuse(`${what} has context type ${type}`, start);
  reader.i32(`${what}'s context`);
}

function dense(reader: ByteReader, shape: number[], what: string): Stored {
  skipContext(reader, what);
  const encoding = readEncoding(reader, what);
  const at = reader.skip(product(shape) * encoding.bytes, `${what} of shape [${shape}]`);
  const { bytes } = reader;
  return { shape, dtype: encoding.dtype, fill: (target) => decode(encoding, bytes, at, target) };
}

/** One array's head; passes over its elements. */
function readArray(reader: ByteReader, index: number): Stored {
  const what = `array ${index}`;
  const start = reader.at;
  const mark = reader.u32(what);
  if (mark === V2 || mark === V3) {
    const kind = reader.i32(`${what}'s storage type`);
    if (kind !== 0 && kind !== 1 && kind !== 2) throw reader.refuse(`${what} has storage type ${kind}`, start + 4);
    const stored = kind === 0 ? [] : knownShape(reader, `${what}'s storage`);
    const shape = readShape(reader, what);
    // In V2 no axes mean "no array", in V3 an unknown shape: nothing follows.
    if (shape === null || (shape.length === 0 && mark === V2)) return NONE;
    return kind === 0 ? dense(reader, shape, what) : sparse(reader, kind, stored, shape, what);
  }
  if (mark === V1) {
    const shape = readShape(reader, what);
    return shape === null || shape.length === 0 ? NONE : dense(reader, shape, what);
  }
  // V0 has no mark: the word is the number of axes.
  if (mark > 32) {
    throw reader.refuse(`${what} begins with 0x${mark.toString(16)}, which is no mark of an array,`, start);
  }
  if (mark === 0) return NONE;
  const shape = Array.from({ length: mark }, () => reader.u32(`${what}'s size`));
  reader.checkShape(shape, what, start);
  return dense(reader, shape, what);
}

/** Indices of a sparse array: whole numbers, each checked. */
function indices(elements: Elements): ArrayLike<number> {
  return elements instanceof BigInt64Array ? Float64Array.from(elements, Number) : elements as Int32Array;
}

/** A row-sparse (1) or compressed-rows (2) array, to be read as a dense one. */
function sparse(reader: ByteReader, kind: 1 | 2, storage: Shape, shape: Shape, what: string): Stored {
  const start = reader.at;
  skipContext(reader, what);
  const encoding = readEncoding(reader, what);
  const heads = Array.from({ length: kind }, (_, i) => {
    const name = `${what}'s index ${i}`, at = reader.at;
    const encoding = readEncoding(reader, name);
    if (!["int32", "int64", "uint8"].includes(encoding.name)) throw reader.refuse(`${name} is ${encoding.name}`, at);
    return { encoding, length: product(knownShape(reader, name)), name };
  });
  const count = product(storage);
  const data = reader.skip(count * encoding.bytes, `${what}'s elements`);
  const lists = heads.map(({ encoding, length, name }) =>
    indices(decoded(encoding, reader.bytes, reader.skip(length * encoding.bytes, name), length))
  );
  // A sparse array may be far larger than its file; what it claims must stay within reason.
  if (product(shape) * encoding.bytes > SPARSE_ALLOWANCE + 1000 * reader.size) {
    throw reader.refuse(`${what} is sparse and would need ${product(shape)} elements`, start);
  }
  const check = (list: ArrayLike<number>, length: number, below: number): void => {
    for (let i = 0; i < length; i++) {
      if (list[i] < 0 || list[i] >= below) {
        throw reader.refuse(`${what} has an index ${list[i]} outside 0..${below}`, start);
      }
    }
  };
  const stored = (): Elements => decoded(encoding, reader.bytes, data, count);
  const row = product(shape.slice(1));
  if (kind === 1) {
    const [rows] = lists;
    if (shape.length === 0 || count !== rows.length * row) {
      throw reader.refuse(`${what} stores shape [${storage}] for ${rows.length} rows of [${shape}]`, start);
    }
    check(rows, rows.length, shape[0]);
    return { shape, dtype: encoding.dtype, fill: (target) => fillRows(target, stored(), rows, row) };
  }
  const [ends, columns] = lists;
  // One that was never written has no row starts either.
  const empty = ends.length === 0 && count === 0 && shape.length === 2;
  if (
    !empty && (shape.length !== 2 || ends.length !== shape[0] + 1 || ends[shape[0]] !== count || columns.length < count)
  ) {
    throw reader.refuse(
      `${what}: ${ends.length} row starts and ${columns.length} columns do not fit ${count} elements of [${shape}]`,
      start,
    );
  }
  for (let i = 0; i < ends.length; i++) {
    if (ends[i] < (i === 0 ? 0 : ends[i - 1])) throw reader.refuse(`${what}'s row starts decrease`, start);
  }
  check(columns, count, shape[1]);
  return { shape, dtype: encoding.dtype, fill: (target) => fillCompressed(target, stored(), ends, columns, row) };
}

function zero(target: Elements): void {
  if (target instanceof BigInt64Array) target.fill(0n);
  else target.fill(0);
}

function fillRows(target: Elements, stored: Elements, rows: ArrayLike<number>, row: number): void {
  zero(target);
  for (let i = 0; i < rows.length; i++) {
    (target as Float32Array).set((stored as Float32Array).subarray(i * row, (i + 1) * row), rows[i] * row);
  }
}

function fillCompressed(
  target: Elements,
  stored: Elements,
  ends: ArrayLike<number>,
  columns: ArrayLike<number>,
  row: number,
): void {
  zero(target);
  for (let r = 0; r + 1 < ends.length; r++) {
    for (let i = ends[r]; i < ends[r + 1]; i++) target[r * row + columns[i]] = stored[i];
  }
}

/** What the file holds. */
export function readParams(reader: ByteReader): Content {
  reader.skip(16, "the mark and the reserved word");
  // The smallest array, an absent one of V0, has 4 bytes.
  const n = reader.count("the number of arrays", 4);
  const arrays: Stored[] = [];
  for (let i = 0; i < n; i++) arrays.push(readArray(reader, i));
  const start = reader.at;
  const m = reader.count("the number of names", 8);
  if (m !== 0 && m !== n) throw reader.refuse(`there are ${m} names for ${n} arrays`, start);
  const names = new Set<string>();
  for (let i = 0; i < m; i++) {
    const at = reader.at;
    const name = reader.text(reader.count(`the length of name ${i}`, 1), `name ${i}`);
    if (names.has(name)) throw reader.refuse(`the name '${name}' stands twice`, at);
    names.add(name);
  }
  reader.end();
  return { arrays, names: m === 0 ? null : [...names] };
}

/** Words of 32 bits. */
function words(...values: number[]): Uint8Array {
  const bytes = new Uint8Array(4 * values.length);
  const view = new DataView(bytes.buffer);
  values.forEach((v, i) => view.setUint32(4 * i, v, true));
  return bytes;
}

/** A number of 64 bits. */
function long(value: number): Uint8Array {
  return words(value % 2 ** 32, Math.floor(value / 2 ** 32));
}

/** The file that MXNet would write, in parts. */
export function writeParams(
  arrays: readonly { readonly dtype: DType; readonly shape: Shape; readonly bytes: () => Uint8Array }[],
  names: readonly string[],
): Uint8Array[] {
  const out = [long(LIST_MAGIC), long(0), long(arrays.length)];
  for (const { dtype, shape, bytes } of arrays) {
    // MXNet's V2 cannot hold a shape of no axes or an axis of size 0: both mean "unknown" there.
    const mark = shape.length === 0 || shape.includes(0) ? V3 : V2;
    // Dense, the shape, the context cpu(0), the dtype.
    out.push(words(mark, 0, shape.length), ...shape.map(long), words(1, 0, DTYPE_FLAG[dtype]), bytes());
  }
  out.push(long(names.length));
  for (const name of names) {
    const text = new TextEncoder().encode(name);
    out.push(long(text.length), text);
  }
  return out;
}
