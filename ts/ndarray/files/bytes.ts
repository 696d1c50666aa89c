// Reading a file's bytes: every number and every stretch is checked against what is left, and the error of one that is
// not there, or makes no sense, tells the byte.

import { FileError } from "../../runtime/mod.ts";
import type { Shape } from "../types.ts";

/** The most axes that an array can have. */
const MOST_AXES = 8;
/** The most elements that the core can count. */
const MOST_SIZE = 0xffffffff;

/** How many elements a shape has. */
export const product = (shape: Shape): number => shape.reduce((n, d) => n * d, 1);

/** A place in the bytes of a file, which moves on as they are read. Numbers are little-endian. */
export class ByteReader {
  /** All bytes of the file. */
  readonly bytes: Uint8Array;
  /** The next byte that is read. */
  at = 0;
  readonly #view: DataView;
  readonly #operator: string;
  readonly #source: string;

  /** `operator` is the function that reads, `source` what it reads, for errors. */
  constructor(bytes: Uint8Array, operator: string, source: string) {
    this.bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#operator = operator;
    this.#source = source;
  }

  /** A reader of bytes that lie in this file, packed or not. */
  inside(bytes: Uint8Array, name: string): ByteReader {
    return new ByteReader(bytes, this.#operator, `${this.#source}, ${name}`);
  }

  /** How many bytes there are in all. */
  get size(): number {
    return this.bytes.length;
  }

  /** How many bytes follow. */
  get left(): number {
    return this.size - this.at;
  }

  /** The error that refuses the file, with the place. */
  refuse(what: string, at: number = this.at): FileError {
    return new FileError(this.#operator, `${this.#source}: ${what} at byte ${at} of ${this.size}`);
  }

  /** Passes over bytes; returns where they begin. */
  skip(bytes: number, what: string): number {
    const { at } = this;
    if (bytes > this.left) {
      throw this.refuse(`it is truncated: ${what} needs ${bytes} bytes, ${this.left} are left,`);
    }
    this.at += bytes;
    return at;
  }

  u8(what: string): number {
    return this.bytes[this.skip(1, what)];
  }

  u16(what: string): number {
    return this.#view.getUint16(this.skip(2, what), true);
  }

  u32(what: string): number {
    return this.#view.getUint32(this.skip(4, what), true);
  }

  i32(what: string): number {
    return this.#view.getInt32(this.skip(4, what), true);
  }

  u64(what: string): bigint {
    return this.#view.getBigUint64(this.skip(8, what), true);
  }

  i64(what: string): bigint {
    return this.#view.getBigInt64(this.skip(8, what), true);
  }

  /** A count of 64 bits that the rest of the file must have room for, `each` bytes for one. */
  count(what: string, each: number): number {
    const start = this.at;
    const value = this.u64(what);
    if (value * BigInt(each) > BigInt(this.left)) {
      throw this.refuse(`${what} is ${value}, more than the file has room for,`, start);
    }
    return Number(value);
  }

  /** Text in UTF-8. */
  text(length: number, what: string): string {
    const start = this.skip(length, what);
    try {
      // A copy: some hosts do not decode shared memory. A mark of byte order would be part of a name.
      const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
      return decoder.decode(this.bytes.slice(start, start + length));
    } catch {
      throw this.refuse(`${what} is no UTF-8`, start);
    }
  }

  /** Refuses shapes that no array can have. */
  checkShape(shape: Shape, what: string, at: number): void {
    if (shape.length > MOST_AXES) {
      throw this.refuse(`${what} has ${shape.length} axes, there can be ${MOST_AXES},`, at);
    }
    for (const d of shape) {
      if (!Number.isSafeInteger(d) || d < 0) throw this.refuse(`${what} has a size of ${d}`, at);
    }
    // Sizes of 0 aside: the core counts an array's rows also where they are empty.
    const most = product(shape.filter((d) => d !== 0));
    if (most > MOST_SIZE) {
      throw this.refuse(`${what} has shape [${shape}], of more elements than the ${MOST_SIZE} that are possible,`, at);
    }
  }

  /** Refuses bytes after the last one that means something. */
  end(): void {
    if (this.left > 0) throw this.refuse(`it should end, but ${this.left} bytes follow`);
  }
}
