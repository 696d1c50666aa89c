// Reading files of arrays: MXNet's `.params`, NumPy's `.npy` and `.npz`, safetensors. The first bytes tell which, not the
// name. A file is read whole and checked against its own length before anything is made of it, so that a truncated or
// foreign file costs nothing, and the error says where it stops making sense.

import { AttributeError, FileError, readFile } from "../runtime/mod.ts";
import { describe } from "./call.ts";
import { ByteReader } from "./files/bytes.ts";
import { NPY_MAGIC, readNpy } from "./files/npy.ts";
import { readNpz } from "./files/npz.ts";
import { LIST_MAGIC, readParams } from "./files/params.ts";
import { isSafetensors, readSafetensors } from "./files/safetensors.ts";
import { type Content, make } from "./files/stored.ts";
import type { NDArray } from "./ndarray.ts";

const PARAMS_MAGIC = [LIST_MAGIC & 255, LIST_MAGIC >> 8, 0, 0, 0, 0, 0, 0];
const ZIP_MAGIC = [0x50, 0x4b];

function parse(bytes: Uint8Array, operator: string, source: string): Content {
  const reader = new ByteReader(bytes, operator, source);
  const begins = (magic: readonly number[]): boolean => magic.every((byte, i) => bytes[i] === byte);
  if (begins(PARAMS_MAGIC)) return readParams(reader);
  if (begins(NPY_MAGIC)) return { arrays: [readNpy(reader)], names: null };
  if (begins(ZIP_MAGIC)) return readNpz(reader);
  if (isSafetensors(bytes)) return readSafetensors(reader);
  throw reader.refuse(
    "it is no file of arrays: it begins neither with the mark 0x112 of .params, nor as .npy, .npz or .safetensors do,",
    0,
  );
}

/** A file is named as it is; bytes have no name. */
function content(file: string | URL | Uint8Array, operator: string): { found: Content; source: string } {
  if (file instanceof Uint8Array) return { found: parse(file, operator, "the bytes"), source: "the bytes" };
  if (typeof file !== "string" && !(file instanceof URL)) {
    throw new AttributeError(operator, `file is ${describe(file)}; it must be a path or a file URL`);
  }
  const source = `'${file}'`;
  return { found: parse(readFile(file, operator), operator, source), source };
}

/** Makes the arrays: of all, or of none. */
function made(found: Content, operator: string): NDArray[] {
  const arrays: NDArray[] = [];
  try {
    for (const stored of found.arrays) arrays.push(make(stored, operator));
    return arrays;
  } catch (error) {
    for (const x of arrays) x.dispose();
    throw error;
  }
}

function record(found: Content, operator: string): Record<string, NDArray> {
  const result: Record<string, NDArray> = {};
  const arrays = made(found, operator);
  // defineProperty: a name may be "__proto__".
  found.names?.forEach((name, i) =>
    Object.defineProperty(result, name, { value: arrays[i], enumerable: true, configurable: true, writable: true })
  );
  return result;
}

const either = (found: Content, operator: string): NDArray[] | Record<string, NDArray> =>
  found.names === null ? made(found, operator) : record(found, operator);

/**
 * Reads arrays from a file: a list, or an object of arrays by name. `.params` of MXNet (all versions), `.npy` and `.npz`
 * of NumPy and `.safetensors` are told apart by their first bytes.
 *
 * MXNet's files give what was saved (one array gives a list of one, an empty object an empty list); `.npy` gives a list
 * of one, `.npz` and `.safetensors` give names. Sparse arrays are read as dense ones, booleans as uint8, bfloat16 as
 * float32, arrays of a GPU into ordinary memory; other dtypes are refused by name.
 *
 * @throws FileError if the file is missing, truncated or foreign, with the byte where it stops making sense.
 */
export function load(file: string | URL): NDArray[] | Record<string, NDArray> {
  return either(content(file, "load").found, "load");
}

/** Reads a file that holds a list; one with names is refused, unless they are `arr_0`, `arr_1`, … of NumPy's lists. */
export function loadList(file: string | URL): NDArray[] {
  const { found, source } = content(file, "loadList");
  if (found.names?.some((name, i) => name !== `arr_${i}`)) {
    const { length } = found.names;
    throw new FileError(
      "loadList",
      `${source} holds arrays by name (${found.names.slice(0, 3).join(", ")}${length > 3 ? ", …" : ""}); use loadDict`,
    );
  }
  return made(found, "loadList");
}

/** Reads a file that holds arrays by name; a list is refused. */
export function loadDict(file: string | URL): Record<string, NDArray> {
  const { found, source } = content(file, "loadDict");
  if (found.names === null && found.arrays.length > 0) {
    const { length } = found.arrays;
    throw new FileError(
      "loadDict",
      `${source} holds a list of ${length} array${length === 1 ? "" : "s"} without names; use loadList`,
    );
  }
  return record(found, "loadDict");
}

/** Reads what {@linkcode saveBytes} gave, or the bytes of a file. */
export function loadBytes(bytes: Uint8Array): NDArray[] | Record<string, NDArray> {
  if (!(bytes instanceof Uint8Array)) {
    throw new AttributeError("loadBytes", `got ${describe(bytes)}; it needs a Uint8Array`);
  }
  return either(content(bytes, "loadBytes").found, "loadBytes");
}

/** The texts that a safetensors file keeps beside its arrays (`__metadata__`); an empty object where it has none. */
export function loadMetadata(file: string | URL | Uint8Array): Record<string, string> {
  const { found, source } = content(file, "loadMetadata");
  if (found.metadata === undefined) throw new FileError("loadMetadata", `${source} is no safetensors file`);
  return { ...found.metadata };
}
