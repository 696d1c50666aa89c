// Writing files of arrays, in the format that the file's name asks for: MXNet's (`.params`), NumPy's (`.npy`, `.npz`) or
// safetensors, each byte for byte as its own library writes it. load.ts reads them.

import { AttributeError, FileError, Handle, writeFile } from "../runtime/mod.ts";
import { describe } from "./call.ts";
import type { DType } from "./dtype.ts";
import { npyHead } from "./files/npy.ts";
import { writeParams } from "./files/params.ts";
import { writeSafetensors } from "./files/safetensors.ts";
import { joined, writeZip } from "./files/zip.ts";
import { readable } from "./memory.ts";
import type { NDArray } from "./ndarray.ts";
import { checkOptions } from "./options.ts";
import type { Shape } from "./types.ts";

/** What can be saved: one array, a list, or arrays by name. */
export type Savable = NDArray | readonly NDArray[] | Readonly<Record<string, NDArray>>;

/** A format of files of arrays: MXNet's, NumPy's two, and safetensors. */
export type FileFormat = "params" | "npy" | "npz" | "safetensors";

/** Options of `nd.save` and `nd.saveBytes`. */
export interface SaveOptions {
  /** The format. By default the ending of the file's name says it: `.npy`, `.npz`, `.safetensors`, else MXNet's. */
  format?: FileFormat;
  /** Texts by name that a safetensors file keeps beside the arrays; `nd.loadMetadata` reads them. */
  metadata?: Readonly<Record<string, string>>;
}

const FORMATS: readonly FileFormat[] = ["params", "npy", "npz", "safetensors"];

/** An array to be written; its bytes are a copy. */
interface Source {
  readonly dtype: DType;
  readonly shape: Shape;
  readonly bytes: () => Uint8Array;
}

function sourceOf(x: NDArray): Source {
  const bytes = (): Uint8Array => {
    const elements = readable(x);
    // A copy: the memory under the view may be reused while the next array is waited for.
    const copy = new Uint8Array(elements.byteLength);
    copy.set(new Uint8Array(elements.buffer, elements.byteOffset, elements.byteLength));
    return copy;
  };
  return { dtype: x.dtype, shape: x.shape, bytes };
}

/** The arrays and their names; null for a list. */
function entries(operator: string, data: unknown): { arrays: Source[]; names: string[] | null } {
  const source = (value: unknown, where: string): Source => {
    if (value instanceof Handle) return sourceOf(value as NDArray);
    throw new AttributeError(
      operator,
      `${where} is ${describe(value)}; it needs an NDArray, a list of them, or them by name`,
    );
  };
  if (data instanceof Handle) return { arrays: [source(data, "")], names: null };
  if (Array.isArray(data)) {
    return { arrays: data.map((x, i) => source(x, `element ${i} of the list`)), names: null };
  }
  const named = data instanceof Map
    ? [...data as Map<string, unknown>]
    : typeof data !== "object" || data === null || ArrayBuffer.isView(data)
    ? undefined
    : Object.entries(data);
  if (named === undefined) return { arrays: [source(data, "what is to be saved")], names: null };
  return { arrays: named.map(([name, x]) => source(x, `'${name}'`)), names: named.map(([name]) => String(name)) };
}

function checkMetadata(operator: string, format: FileFormat, metadata: unknown): void {
  if (metadata === undefined) return;
  if (format !== "safetensors") {
    throw new AttributeError(operator, `metadata is for safetensors files; ${format} has no place for it`);
  }
  if (typeof metadata !== "object" || metadata === null || Array.isArray(metadata)) {
    throw new AttributeError(operator, `metadata is ${describe(metadata)}; it must be an object of texts`);
  }
  for (const [name, value] of Object.entries(metadata)) {
    if (typeof value === "string") continue;
    throw new AttributeError(operator, `metadata '${name}' is ${describe(value)}; it must be a text`);
  }
}

function parts(operator: string, data: unknown, ending: string, options: SaveOptions): Uint8Array[] {
  checkOptions(operator, options, ["format", "metadata"]);
  const format = options.format ?? FORMATS.find((name) => name === ending) ?? "params";
  if (!FORMATS.includes(format)) {
    throw new AttributeError(operator, `there is no format ${JSON.stringify(format)}; there are ${FORMATS.join(", ")}`);
  }
  checkMetadata(operator, format, options.metadata);
  const { arrays, names } = entries(operator, data);
  if (format === "params") return writeParams(arrays, names ?? []);
  if (format === "npy") {
    if (names !== null || arrays.length !== 1) {
      const got = names === null ? `a list of ${arrays.length}` : "arrays by name";
      throw new AttributeError(operator, `got ${got}; .npy holds one array, .npz several`);
    }
    return [npyHead(arrays[0].dtype, arrays[0].shape), arrays[0].bytes()];
  }
  if (format === "safetensors") {
    if (names === null) {
      throw new AttributeError(operator, "got arrays without names; safetensors needs them by name, { weight: x }");
    }
    if (names.includes("__metadata__")) {
      throw new AttributeError(operator, "an array cannot be called __metadata__ in safetensors");
    }
    return writeSafetensors(arrays, names, options.metadata);
  }
  const files = arrays.map(({ dtype, shape, bytes }, i) => ({
    // The names that NumPy gives to arrays without.
    name: `${names?.[i] ?? `arr_${i}`}.npy`,
    parts: () => [npyHead(dtype, shape), bytes()],
  }));
  const zip = writeZip(files);
  if (zip === undefined) {
    throw new FileError(
      operator,
      "the arrays or their names are too many or too large for .npz (4 GiB); use safetensors",
    );
  }
  return zip;
}

/**
 * Writes arrays to a file: one array, a list, or an object of arrays by name. The file is there whole or not at all.
 *
 * The ending of its name says the format: `.npy` (one array), `.npz` (a list gets NumPy's names `arr_0`, `arr_1`, …),
 * `.safetensors` (arrays by name), and for all others MXNet's, byte for byte as MXNet writes it.
 *
 * @throws FileError if the file cannot be written.
 */
export function save(file: string | URL, data: Savable, options: SaveOptions = {}): void {
  if (typeof file !== "string" && !(file instanceof URL)) {
    throw new AttributeError("save", `file is ${describe(file)}; it must be a path or a file URL`);
  }
  const path = typeof file === "string" ? file : file.pathname;
  const ending = /\.([a-z]+)$/i.exec(path)?.[1].toLowerCase() ?? "";
  writeFile(file, parts("save", data, ending, options), "save");
}

/** What {@linkcode save} would write, as bytes; MXNet's format unless `format` says otherwise. */
export function saveBytes(data: Savable, options: SaveOptions = {}): Uint8Array {
  return joined(parts("saveBytes", data, "", options));
}
