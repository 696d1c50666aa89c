// The idx format of the MNIST family: a magic number, sizes, bytes; gzipped or plain. Everything that can be wrong
// with a file is an error that names it.

import { FileError, readFile } from "../../runtime/mod.ts";
import { gunzip } from "../../runtime/platform.ts";

/** What an idx file holds. */
export interface Idx {
  /** Sizes along the axes; the first is the number of samples. */
  readonly shape: readonly number[];
  /** The elements. */
  readonly data: Uint8Array;
  /** The whole unpacked file. */
  readonly bytes: Uint8Array;
}

const nameOf = (file: string | URL): string => String(file);

/** Unpacks gzip; a file that does not begin as gzip is taken as it is. */
export function unpacked(bytes: Uint8Array, file: string | URL): Uint8Array {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return gunzip(bytes);
  } catch (error) {
    throw new FileError(
      "readIdx",
      `'${nameOf(file)}' has ${bytes.length} bytes and cannot be unpacked (${(error as Error).message}); it is ` +
        "truncated or damaged, fetch it again",
      { cause: error },
    );
  }
}

/** Takes the bytes of an idx file apart. */
export function parseIdx(bytes: Uint8Array, file: string | URL): Idx {
  const refuse = (text: string, at: number): FileError =>
    new FileError("readIdx", `'${nameOf(file)}' ${text} at byte ${at} of ${bytes.length}`);
  const axes = bytes[3];
  if (bytes.length < 8 || bytes[0] !== 0 || bytes[1] !== 0 || axes < 1 || axes > 4) {
    throw refuse("does not begin as an idx file does (two zero bytes, the type, the number of axes)", 0);
  }
  if (bytes[2] !== 0x08) {
    throw refuse(`holds elements of type 0x${bytes[2].toString(16)}; only bytes (0x08) are read;`, 2);
  }
  const header = 4 + 4 * axes;
  if (bytes.length < header) throw refuse("ends within its sizes", bytes.length);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const shape = Array.from({ length: axes }, (_, i) => view.getUint32(4 + 4 * i));
  const needs = header + shape.reduce((n, d) => n * d, 1);
  if (bytes.length !== needs) {
    throw refuse(`says it holds [${shape}], which needs ${needs} bytes, but it has ${bytes.length};`, 4);
  }
  return { shape, data: bytes.subarray(header), bytes };
}

/**
 * Reads an idx file, gzipped or plain.
 *
 * @throws FileError if it is absent, truncated or no idx file.
 */
export function readIdx(file: string | URL): Idx {
  return parseIdx(unpacked(readFile(file, "readIdx"), file), file);
}
