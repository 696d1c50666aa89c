// Writing files of arrays in MXNet's format (`.params`), byte for byte as MXNet writes them. load.ts reads them.

import { AttributeError, Handle, writeFile } from "../runtime/mod.ts";
import { describe } from "./call.ts";
import { DTYPE_FLAG } from "./dtype.ts";
import { LIST_MAGIC, V2, V3 } from "./load.ts";
import { readable } from "./memory.ts";
import type { NDArray } from "./ndarray.ts";
import type { Shape } from "./types.ts";

/** What can be saved: one array, a list, or arrays by name. */
export type Savable = NDArray | readonly NDArray[] | Readonly<Record<string, NDArray>>;

function entries(operator: string, data: unknown): [name: string | null, NDArray][] {
  const bad = (value: unknown, where: string): AttributeError =>
    new AttributeError(
      operator,
      `${where} is ${describe(value)}; it needs an NDArray, a list of them, or them by name`,
    );
  if (data instanceof Handle) return [[null, data as NDArray]];
  if (Array.isArray(data)) {
    return data.map((x, i) => {
      if (!(x instanceof Handle)) throw bad(x, `element ${i} of the list`);
      return [null, x as NDArray];
    });
  }
  if (data instanceof Map) data = Object.fromEntries(data);
  if (typeof data !== "object" || data === null || ArrayBuffer.isView(data)) throw bad(data, "what is to be saved");
  return Object.entries(data).map(([name, x]) => {
    if (!(x instanceof Handle)) throw bad(x, `'${name}'`);
    return [name, x as NDArray];
  });
}

function shapeBytes(shape: Shape): Uint8Array {
  const bytes = new Uint8Array(4 + 8 * shape.length);
  const view = new DataView(bytes.buffer);
  view.setInt32(0, shape.length, true);
  shape.forEach((d, i) => view.setBigInt64(4 + 8 * i, BigInt(d), true));
  return bytes;
}

function words(...values: number[]): Uint8Array {
  const bytes = new Uint8Array(4 * values.length);
  const view = new DataView(bytes.buffer);
  values.forEach((v, i) => view.setUint32(4 * i, v, true));
  return bytes;
}

/** A 64-bit count. */
function count(value: number): Uint8Array {
  return words(value % 2 ** 32, Math.floor(value / 2 ** 32));
}

function parts(operator: string, data: unknown): Uint8Array[] {
  const list = entries(operator, data);
  const out = [count(LIST_MAGIC), count(0), count(list.length)];
  for (const [, x] of list) {
    const { shape } = x;
    // MXNet's V2 cannot hold a shape of no axes or an axis of size 0: both mean "unknown" there.
    const version = shape.length === 0 || shape.includes(0) ? V3 : V2;
    const elements = readable(x);
    // A copy: the memory under the view may be reused while the next array is waited for.
    const bytes = new Uint8Array(elements.byteLength);
    bytes.set(new Uint8Array(elements.buffer, elements.byteOffset, elements.byteLength));
    // stype 0 (dense), shape, context cpu(0), dtype, elements
    out.push(words(version, 0), shapeBytes(shape), words(1, 0, DTYPE_FLAG[x.dtype]), bytes);
  }
  const names = list.filter(([name]) => name !== null);
  out.push(count(names.length));
  for (const [name] of names) {
    const text = new TextEncoder().encode(name!);
    out.push(count(text.length), text);
  }
  return out;
}

/**
 * Writes arrays to a file as MXNet does: one array, a list, or an object of arrays by name. The file is there whole or
 * not at all.
 *
 * @throws FileError if the file cannot be written.
 */
export function save(file: string | URL, data: Savable): void {
  writeFile(file, parts("save", data), "save");
}

/** What {@linkcode save} would write, as bytes. */
export function saveBytes(data: Savable): Uint8Array {
  const list = parts("saveBytes", data);
  const bytes = new Uint8Array(list.reduce((n, p) => n + p.length, 0));
  let at = 0;
  for (const part of list) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
