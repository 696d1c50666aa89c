// Zip files: the directory at their end, with the extension to 64 bits that NumPy uses, and what it points to. Written
// are files that are not packed, as NumPy's savez does, byte for byte.

import { FileError } from "../../runtime/mod.ts";
import { crc32, inflateRaw } from "../../runtime/unpack.ts";
import type { ByteReader } from "./bytes.ts";

const LOCAL = 0x04034b50, CENTRAL = 0x02014b50, END = 0x06054b50, END_64 = 0x06064b50, LOCATOR_64 = 0x07064b50;
const END_BYTES = 22;
/** Deflate packs no tighter. */
const MOST_PACKED = 1032;
/** What stands where a number has 64 bits elsewhere. */
const WIDE = 0xffffffff;

const METHODS: Readonly<Record<number, string>> = { 9: "deflate64", 12: "bzip2", 14: "lzma", 93: "zstd", 95: "xz" };

/** A file in a zip file. */
export interface Member {
  readonly name: string;
  /** Its bytes, unpacked and checked. */
  bytes(): Uint8Array;
}

interface Entry {
  readonly name: string;
  readonly packed: number;
  readonly size: number;
  readonly offset: number;
  readonly method: number;
  readonly crc: number;
  /** Where the directory speaks of it. */
  readonly at: number;
}

/** Where the directory is. */
function directory(reader: ByteReader): { start: number; length: number; count: number } {
  const { bytes, size } = reader;
  let end = size - END_BYTES;
  const lowest = Math.max(0, end - 0xffff);
  const isEnd = (at: number): boolean =>
    bytes[at] === 0x50 && bytes[at + 1] === 0x4b && bytes[at + 2] === 5 && bytes[at + 3] === 6 &&
    (bytes[at + 20] | bytes[at + 21] << 8) === size - at - END_BYTES;
  while (end >= lowest && !isEnd(end)) end--;
  if (end < lowest) throw reader.refuse("it is a truncated zip file: the end of the directory is missing", size);
  reader.at = end + 4;
  const disks = reader.u32("the number of the part");
  reader.u16("the number of files");
  let count = reader.u16("the number of files");
  let length = reader.u32("the length of the directory");
  let start = reader.u32("the start of the directory");
  if (disks !== 0) throw reader.refuse("it is a part of a zip file that was cut into several", end + 4);
  if (count === 0xffff || length === WIDE || start === WIDE) {
    if (end < 20) throw reader.refuse("the end of the directory lacks its 64-bit form", end);
    reader.at = end - 20;
    if (reader.u32("the locator") !== LOCATOR_64) throw reader.refuse("the 64-bit locator is missing", end - 20);
    reader.u32("the locator");
    const at = Number(reader.u64("the locator"));
    if (at > end) throw reader.refuse("the 64-bit end of the directory lies outside", end - 12);
    reader.at = at;
    if (reader.u32("the 64-bit end") !== END_64) throw reader.refuse("the 64-bit end has no mark", at);
    reader.skip(28, "the 64-bit end");
    count = Number(reader.u64("the number of files"));
    length = Number(reader.u64("the length of the directory"));
    start = Number(reader.u64("the start of the directory"));
  }
  // Each file has 46 bytes there.
  if (start + length > end || count * 46 > length) {
    throw reader.refuse(`the directory of ${count} files, ${length} bytes from ${start} on, does not fit`, end);
  }
  return { start, length, count };
}

function readEntry(reader: ByteReader): Entry {
  const at = reader.at;
  if (reader.u32("the directory") !== CENTRAL) throw reader.refuse("the directory has no mark", at);
  reader.skip(4, "versions");
  const flags = reader.u16("flags"), method = reader.u16("the method");
  reader.skip(4, "the time");
  const crc = reader.u32("the checksum");
  let packed = reader.u32("the packed size"), size = reader.u32("the size");
  const nameLength = reader.u16("the length of the name");
  const extraLength = reader.u16("the length of the extension");
  const commentLength = reader.u16("the length of the comment");
  reader.skip(8, "attributes");
  let offset = reader.u32("the place");
  const name = reader.text(nameLength, "the name of a file");
  const extraEnd = reader.at + extraLength;
  reader.skip(extraLength + commentLength, "the extension");
  const next = reader.at;
  reader.at = extraEnd - extraLength;
  while (reader.at + 4 <= extraEnd) {
    const id = reader.u16("the extension"), length = reader.u16("the extension");
    const end = reader.at + length;
    if (end > extraEnd) throw reader.refuse("the extension of a file is too short", reader.at - 4);
    if (id === 1) {
      const wide = (value: number): number =>
        value !== WIDE || reader.at + 8 > end ? value : Number(reader.u64("the extension"));
      size = wide(size);
      packed = wide(packed);
      offset = wide(offset);
    }
    reader.at = end;
  }
  reader.at = next;
  const what = `'${name}'`;
  if (flags & 1) throw reader.refuse(`${what} is encrypted`, at);
  if (method !== 0 && method !== 8) {
    throw reader.refuse(`${what} is packed by ${METHODS[method] ?? `method ${method}`}; deflate is read,`, at);
  }
  if (method === 0 ? packed !== size : size > MOST_PACKED * packed) {
    throw reader.refuse(`${what} says it holds ${size} bytes in ${packed}`, at);
  }
  return { name, packed, size, offset, method, crc, at };
}

/** Where an entry's bytes begin. */
function dataOf(reader: ByteReader, entry: Entry, limit: number): number {
  const what = `'${entry.name}'`;
  if (entry.offset + 30 > limit) throw reader.refuse(`${what} lies at ${entry.offset}, outside the files,`, entry.at);
  reader.at = entry.offset;
  if (reader.u32(what) !== LOCAL) throw reader.refuse(`${what} has no mark`, entry.offset);
  reader.skip(22, what);
  const names = reader.u16(what) + reader.u16(what);
  const start = reader.at + names;
  if (start + entry.packed > limit) {
    throw reader.refuse(`${what} needs ${entry.packed} bytes, more than there are,`, start);
  }
  return start;
}

/** The files in a zip file, in the order of its directory; those of any kind that overlap are refused. */
export function readZip(reader: ByteReader): Member[] {
  const { start, length, count } = directory(reader);
  reader.at = start;
  const entries = Array.from({ length: count }, () => readEntry(reader));
  if (reader.at !== start + length) throw reader.refuse(`the directory should end at byte ${start + length}, not`);
  const names = new Set<string>();
  for (const { name, at } of entries) {
    if (names.has(name)) throw reader.refuse(`the name '${name}' stands twice`, at);
    names.add(name);
  }
  const places = entries.map((entry) => ({ entry, start: dataOf(reader, entry, start) }));
  // Else many files could unpack the same bytes, without bound.
  const sorted = [...places].sort((a, b) => a.entry.offset - b.entry.offset);
  for (let i = 1; i < sorted.length; i++) {
    const before = sorted[i - 1], { entry } = sorted[i];
    if (entry.offset < before.start + before.entry.packed) {
      throw reader.refuse(`'${entry.name}' and '${before.entry.name}' overlap`, entry.offset);
    }
  }
  return places.map(({ entry, start }) => ({ name: entry.name, bytes: () => unpacked(reader, entry, start) }));
}

function unpacked(reader: ByteReader, { name, packed, size, method, crc }: Entry, start: number): Uint8Array {
  let bytes = reader.bytes.subarray(start, start + packed);
  if (method === 8) {
    try {
      bytes = inflateRaw(bytes, size);
    } catch (error) {
      const why = error instanceof FileError ? error.text : (error as Error).message;
      throw reader.refuse(`'${name}' cannot be unpacked (${why})`, start);
    }
  }
  const got = crc32(bytes);
  if (got !== crc) {
    const hex = (value: number): string => value.toString(16).padStart(8, "0");
    throw reader.refuse(`'${name}' is damaged: its checksum is ${hex(got)}, expected ${hex(crc)},`, start);
  }
  return bytes;
}

/** Numbers of so many bytes each, little-endian. */
function numbers(...fields: (readonly [value: number, bytes: 2 | 4 | 8])[]): Uint8Array {
  const out = new Uint8Array(fields.reduce((n, [, bytes]) => n + bytes, 0));
  const view = new DataView(out.buffer);
  let at = 0;
  for (const [value, bytes] of fields) {
    if (bytes === 2) view.setUint16(at, value, true);
    else if (bytes === 4) view.setUint32(at, value, true);
    else view.setBigUint64(at, BigInt(value), true);
    at += bytes;
  }
  return out;
}

/** A zip file of files given in parts, as Python's zipfile writes it for NumPy; undefined if it would pass 4 GiB. */
export function writeZip(
  files: readonly { name: string; parts: () => readonly Uint8Array[] }[],
): Uint8Array[] | undefined {
  const out: Uint8Array[] = [], central: Uint8Array[] = [];
  let offset = 0;
  const VERSION = 45, UNIX = 3 << 8, FIRST_DAY = 0x21; // 1980-01-01
  for (const { name, parts } of files) {
    const whole = joined(parts());
    const text = new TextEncoder().encode(name);
    const ascii = text.length === name.length;
    const size = whole.length, crc = crc32(whole);
    const head: (readonly [number, 2 | 4 | 8])[] = [
      ...[[VERSION, 2], [ascii ? 0 : 0x800, 2], [0, 2], [0, 2], [FIRST_DAY, 2], [crc, 4]] as const,
    ];
    out.push(
      numbers([LOCAL, 4], ...head, [WIDE, 4], [WIDE, 4], [text.length, 2], [20, 2]),
      text,
      numbers([1, 2], [16, 2], [size, 8], [size, 8]),
      whole,
    );
    central.push(
      numbers([CENTRAL, 4], [UNIX | VERSION, 2], ...head, [size, 4], [size, 4], [text.length, 2], [0, 2]),
      numbers([0, 2], [0, 2], [0, 2], [0o600 << 16, 4], [offset, 4]), // may be read and written by its owner
      text,
    );
    offset += 30 + text.length + 20 + size;
    if (offset >= WIDE || text.length > 0xffff || files.length >= 0xffff) return undefined;
  }
  const length = central.reduce((n, part) => n + part.length, 0);
  const end = numbers([END, 4], [0, 2], [0, 2], [files.length, 2], [files.length, 2], [length, 4], [offset, 4], [0, 2]);
  return [...out, ...central, end];
}

/** Parts as one. */
export function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((n, part) => n + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
