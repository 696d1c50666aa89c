// What zip files need of the host's zlib: unpacking into a known length, and checksums.

import { FileError } from "./errors.ts";
import { builtin } from "./platform.ts";

/** What of `node:zlib` is used. */
interface Zlib {
  inflateRawSync(bytes: Uint8Array, options: { maxOutputLength: number }): Uint8Array;
  crc32?(bytes: Uint8Array): number;
}

/**
 * The bytes that deflate packed, which must be `length`; more are not made. Throws what the host throws for damaged
 * ones.
 */
export function inflateRaw(bytes: Uint8Array, length: number): Uint8Array {
  const zlib = builtin<Zlib>("node:zlib");
  if (!zlib) throw new FileError("inflateRaw", "there is no zlib here");
  // One more than needed: a limit of 0 is not taken, and a longer result must show.
  const plain = zlib.inflateRawSync(bytes, { maxOutputLength: length + 1 });
  if (plain.length !== length) throw new Error(`unpacked it has ${plain.length} bytes, not ${length}`);
  return new Uint8Array(plain.buffer as ArrayBuffer, plain.byteOffset, plain.byteLength);
}

let table: Uint32Array | undefined;

function makeTable(): Uint32Array {
  return Uint32Array.from({ length: 256 }, (_, byte) => {
    let value = byte;
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
    return value;
  });
}

/** The checksum of zip and gzip. */
export function crc32(bytes: Uint8Array): number {
  const zlib = builtin<Zlib>("node:zlib");
  if (zlib?.crc32) return zlib.crc32(bytes) >>> 0;
  table ??= makeTable();
  let value = 0xffffffff;
  for (let i = 0; i < bytes.length; i++) value = (value >>> 8) ^ table[(value ^ bytes[i]) & 255];
  return (value ^ 0xffffffff) >>> 0;
}
