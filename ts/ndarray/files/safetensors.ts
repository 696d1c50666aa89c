// The safetensors format: a length, a head in JSON, the elements one array after the other. Booleans are read as uint8,
// bfloat16 as float32. What is written is what the reference implementation writes: wide dtypes first, then by name.

import type { DType } from "../dtype.ts";
import type { Shape } from "../types.ts";
import { type ByteReader, product } from "./bytes.ts";
import { BFLOAT16, BOOL, type Content, decode, type Encoding, PLAIN, type Stored } from "./stored.ts";

/** The longest head that the reference implementation reads. */
const MOST_HEAD = 100_000_000;

const CODES: Readonly<Record<DType, string>> = {
  int64: "I64",
  float64: "F64",
  float32: "F32",
  int32: "I32",
  float16: "F16",
  int8: "I8",
  uint8: "U8",
};
/** The order in which they stand in a file. */
const ORDER = Object.keys(CODES) as DType[];

const ENCODINGS: ReadonlyMap<string, Encoding> = new Map([
  ...ORDER.map((dtype) => [CODES[dtype], PLAIN[dtype]] as const),
  ["BF16", BFLOAT16],
  ["BOOL", BOOL],
]);

/** Does a file begin as one of these does? */
export function isSafetensors(bytes: Uint8Array): boolean {
  // The head is shorter than 4 GiB, and an object.
  return bytes.length > 8 && bytes[8] === 0x7b && bytes.subarray(4, 8).every((byte) => byte === 0);
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const areCounts = (value: unknown): value is number[] =>
  Array.isArray(value) && value.every((d) => Number.isSafeInteger(d) && d >= 0);

/** What the file holds, in the order of its head. */
export function readSafetensors(reader: ByteReader): Content {
  const length = reader.count("the length of the head", 1);
  if (length > MOST_HEAD) throw reader.refuse(`the head has ${length} bytes; ${MOST_HEAD} are the most,`, 0);
  const text = reader.text(length, "the head");
  const base = reader.at;
  let head: unknown;
  try {
    head = JSON.parse(text);
  } catch (error) {
    throw reader.refuse(`the head of ${length} bytes is no JSON (${(error as Error).message})`, 8);
  }
  if (!isRecord(head)) throw reader.refuse("the head is no object", 8);
  let metadata: Record<string, string> | undefined;
  const names: string[] = [], arrays: Stored[] = [];
  const places: { name: string; begin: number; end: number }[] = [];
  for (const [name, value] of Object.entries(head)) {
    const what = `'${name}'`;
    if (name === "__metadata__") {
      if (!isRecord(value) || Object.values(value).some((v) => typeof v !== "string")) {
        throw reader.refuse("__metadata__ is no object of texts", 8);
      }
      metadata = value as Record<string, string>;
      continue;
    }
    if (!isRecord(value)) throw reader.refuse(`${what} is no object`, 8);
    const { dtype, shape, data_offsets: offsets } = value;
    if (typeof dtype !== "string" || !areCounts(shape) || !areCounts(offsets) || offsets.length !== 2) {
      throw reader.refuse(`${what} needs dtype, shape and data_offsets`, 8);
    }
    const encoding = ENCODINGS.get(dtype);
    if (encoding === undefined) {
      throw reader.refuse(
        `${what} has the dtype ${dtype.slice(0, 20)}; read are ${[...ENCODINGS.keys()].join(", ")};`,
        8,
      );
    }
    reader.checkShape(shape, what, 8);
    const [begin, end] = offsets;
    const needs = product(shape) * encoding.bytes;
    if (end - begin !== needs) {
      throw reader.refuse(`${what} of ${dtype} [${shape}] needs ${needs} bytes, but has ${begin} to ${end},`, 8);
    }
    if (end > reader.left) {
      throw reader.refuse(`it is truncated: ${what} ends at ${end} of ${reader.left} bytes of elements,`, base);
    }
    names.push(name);
    places.push({ name, begin, end });
    const { bytes } = reader;
    arrays.push({ shape, dtype: encoding.dtype, fill: (target) => decode(encoding, bytes, base + begin, target) });
  }
  // One after the other, without holes: what lies in no array could be anything.
  let end = 0;
  for (const place of places.sort((a, b) => a.begin - b.begin || a.end - b.end)) {
    if (place.begin !== end) {
      throw reader.refuse(`'${place.name}' begins at ${place.begin}, where ${end} is due,`, base + end);
    }
    ({ end } = place);
  }
  reader.skip(end, "the elements");
  reader.end();
  return { arrays, names, metadata: metadata ?? {} };
}

/** Compares as UTF-8 does. */
function compare(a: Uint8Array, b: Uint8Array): number {
  for (let i = 0; i < a.length && i < b.length; i++) if (a[i] !== b[i]) return a[i] - b[i];
  return a.length - b.length;
}

/** The file, in parts. */
export function writeSafetensors(
  arrays: readonly { readonly dtype: DType; readonly shape: Shape; readonly bytes: () => Uint8Array }[],
  names: readonly string[],
  metadata: Readonly<Record<string, string>> | undefined,
): Uint8Array[] {
  const encoder = new TextEncoder();
  const sorted = arrays.map((array, i) => ({ ...array, name: names[i], key: encoder.encode(names[i]) }))
    .sort((a, b) => ORDER.indexOf(a.dtype) - ORDER.indexOf(b.dtype) || compare(a.key, b.key));
  const fields: string[] = [];
  // By hand: an object would move names like "0" to the front.
  if (metadata !== undefined) fields.push(`"__metadata__":${JSON.stringify(metadata)}`);
  let end = 0;
  for (const { name, dtype, shape } of sorted) {
    const begin = end;
    end += product(shape) * PLAIN[dtype].bytes;
    const value = { dtype: CODES[dtype], shape, data_offsets: [begin, end] };
    fields.push(`${JSON.stringify(name)}:${JSON.stringify(value)}`);
  }
  const head = encoder.encode(`{${fields.join(",")}}`);
  const room = Math.ceil(head.length / 8) * 8;
  const first = new Uint8Array(8 + room).fill(0x20);
  new DataView(first.buffer).setBigUint64(0, BigInt(room), true);
  first.set(head, 8);
  return [first, ...sorted.map(({ bytes }) => bytes())];
}
