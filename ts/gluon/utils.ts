// Gluon's utilities: batches over several contexts, clipping of gradients, checked downloads.
import { pause } from "../autograd/mod.ts";
import { type Context, nd, NDArray } from "../ndarray/mod.ts";
import { checkOptions, readInteger, readNumber, show } from "../ndarray/options.ts";
import {
  AttributeError,
  FileError,
  fileExists,
  listFolder,
  makeFolder,
  readFile,
  ShapeError,
  writeFile,
} from "../runtime/mod.ts";
import { sha1 } from "../runtime/platform.ts";

/** Settings of `splitData` and `splitAndLoad`. */
export interface SplitOptions {
  /** The axis of samples; 0 by default. */
  batchAxis?: number;
  /** Whether all slices must be of one size; true by default. */
  evenSplit?: boolean;
}

/** Cuts an array along `batchAxis` into `numSlice` slices; without `evenSplit` the first ones may have one sample more. */
export function splitData(data: NDArray, numSlice: number, options: SplitOptions = {}): NDArray[] {
  checkOptions("splitData", options, ["batchAxis", "evenSplit"]);
  const count = readInteger("splitData", "numSlice", numSlice, 1);
  const axis = readInteger("splitData", "batchAxis", options.batchAxis ?? 0, 0);
  const { evenSplit = true } = options;
  const size = data.shape[axis];
  if (size === undefined) {
    throw new ShapeError("splitData", `data has shape [${data.shape}], but no axis ${axis}`);
  }
  if (evenSplit && size % count !== 0) {
    throw new ShapeError(
      "splitData",
      `data has ${size} samples, which ${count} slices of one size cannot share: use a batch size that is a multiple ` +
        `of ${count}, or evenSplit: false`,
    );
  }
  if (size < count) {
    throw new ShapeError("splitData", `data has ${size} samples, too few for ${count} slices`);
  }
  // Sizes differ by one at most, as in MXNet: no context waits long for another.
  const step = Math.floor(size / count), larger = size % count;
  return Array.from({ length: count }, (_, i) => {
    const begin = i * step + Math.min(i, larger);
    const end = begin + step + (i < larger ? 1 : 0);
    if (count === 1) return data;
    return axis === 0 ? data.at(`${begin}:${end}`) : nd.sliceAxis(data, axis, begin, end);
  });
}

/** Cuts a batch and moves each slice to its context. One context gets the array itself where it lives there. */
export function splitAndLoad(data: NDArray, ctxList: readonly Context[], options: SplitOptions = {}): NDArray[] {
  const array = data instanceof NDArray ? data : nd.array(data);
  if (!Array.isArray(ctxList) || ctxList.length === 0) {
    throw new AttributeError("splitAndLoad", `needs a list of contexts, but got ${show(ctxList)}`);
  }
  if (ctxList.length === 1) return [array.asInContext(ctxList[0])];
  return splitData(array, ctxList.length, options).map((slice, i) => slice.asInContext(ctxList[i]));
}

/**
 * Scales the arrays in place so that the norm of all of them together is at most `maxNorm`; returns what the norm was.
 *
 * `checkIsfinite` (the default) warns where the norm is NaN or infinite: such gradients are left as they are.
 */
export function clipGlobalNorm(
  arrays: readonly NDArray[],
  maxNorm: number,
  options: { checkIsfinite?: boolean } = {},
): number {
  checkOptions("clipGlobalNorm", options, ["checkIsfinite"]);
  const bound = readNumber("clipGlobalNorm", "maxNorm", maxNorm, 0);
  if (arrays.length === 0) {
    throw new AttributeError("clipGlobalNorm", "got no array");
  }
  return pause(() =>
    nd.scope(() => {
      let square = 0;
      for (const array of arrays) square += nd.square(array).sum().asScalar();
      const norm = Math.sqrt(square);
      if (!Number.isFinite(norm)) {
        if (options.checkIsfinite ?? true) {
          console.warn(`clipGlobalNorm: the norm is ${norm}; nothing was changed`);
        }
        return norm;
      }
      // 1e-8 as in MXNet, whose results then agree to the last digit.
      const scale = bound / (norm + 1e-8);
      if (scale < 1) { for (const array of arrays) array.imul(scale); }
      return norm;
    })
  );
}

/** Whether a file has that SHA-1, given in hexadecimal. */
export function checkSha1(file: string | URL, sha1Hash: string): boolean {
  return sha1(readFile(file, "checkSha1")) === sha1Hash.toLowerCase();
}

/** Settings of `download`. */
export interface DownloadOptions {
  /** A file, or a folder that gets the name at the end of the address; the current folder by default. */
  path?: string;
  /** Whether a file that is there is fetched again; false by default, unless its checksum is wrong. */
  overwrite?: boolean;
  /** The SHA-1 that the file must have, in hexadecimal. */
  sha1Hash?: string;
  /** How often each address is tried; 5 by default. */
  retries?: number;
}

/**
 * Fetches a file and returns its path. Several addresses are tried one after another; an interrupted transfer goes on
 * where it stopped; the file appears under its name only when it is complete and checked.
 */
export async function download(url: string | readonly string[], options: DownloadOptions = {}): Promise<string> {
  checkOptions("download", options, ["path", "overwrite", "sha1Hash", "retries"]);
  const urls = typeof url === "string" ? [url] : [...url];
  if (urls.length === 0) throw new AttributeError("download", "got no address");
  const retries = readInteger("download", "retries", options.retries ?? 5, 1);
  const file = targetOf(urls[0], options.path);
  const { sha1Hash } = options;
  if (
    !options.overwrite && fileExists(file) &&
    (sha1Hash === undefined || checkSha1(file, sha1Hash))
  ) return file;
  const folder = /^(.*)[/\\][^/\\]*$/.exec(file)?.[1];
  if (folder) makeFolder(folder, "download");

  const failures: string[] = [];
  for (const address of urls) {
    const parts: Uint8Array[] = [];
    for (let attempt = 0; attempt < retries; attempt++) {
      try {
        await fetchInto(address, parts);
        const bytes = joined(parts);
        const got = sha1Hash === undefined ? undefined : sha1(bytes);
        if (got !== undefined && got !== sha1Hash!.toLowerCase()) {
          parts.length = 0;
          throw new Error(`has the SHA-1 ${got}, not ${sha1Hash}`);
        }
        // writeFile writes under another name and renames: a broken file is never found under this one.
        writeFile(file, bytes, "download");
        return file;
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        if (attempt === retries - 1 || /^HTTP 4/.test(reason)) {
          failures.push(`${address}: ${reason}`);
          break;
        }
        await new Promise((resolve) => setTimeout(resolve, Math.min(200 * 2 ** attempt, 3000)));
      }
    }
  }
  throw new FileError("download", `${file} could not be fetched; ${failures.join("; ")}`);
}

function targetOf(url: string, path: string | undefined): string {
  const name = new URL(url).pathname.split("/").findLast((part) => part !== "") ??
    "download";
  if (path === undefined) return name;
  if (/[/\\]$/.test(path)) return path + name;
  const last = path.split(/[/\\]/).at(-1) ?? "";
  // As MXNet: a path that is a folder gets the file. One that is not there yet is a file if it has an ending.
  return isFolder(path) || (!fileExists(path) && !/\.[A-Za-z0-9]+$/.test(last)) ? `${path}/${name}` : path;
}

function isFolder(path: string): boolean {
  if (!fileExists(path)) return false;
  try {
    listFolder(path);
    return true;
  } catch {
    return false;
  }
}

/** Fetches the rest of a file behind the parts that are there. */
async function fetchInto(url: string, parts: Uint8Array[]): Promise<void> {
  const have = parts.reduce((sum, part) => sum + part.length, 0);
  const response = await fetch(url, have > 0 ? { headers: { range: `bytes=${have}-` } } : {});
  if (!response.ok || response.body === null) {
    await response.body?.cancel();
    if (response.status === 416) {
      // What is here is not the beginning of what is there: begin anew.
      parts.length = 0;
      throw new Error("the rest is refused (HTTP 416)");
    }
    throw new Error(`HTTP ${response.status} ${response.statusText}`);
  }
  if (have > 0 && response.status !== 206) parts.length = 0; // the server began anew
  for await (const part of response.body) parts.push(part);
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
