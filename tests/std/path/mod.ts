/**
 * Stands in for `jsr:@std/path` where the registry cannot be reached: the functions that tests and examples use, with
 * the same signatures, over Node's own.
 *
 * @module
 */

import path from "node:path";
import url from "node:url";

/** The last part of a path. */
export function basename(text: string, suffix?: string): string {
  return path.basename(text, suffix);
}

/** The folder of a path. */
export function dirname(text: string): string {
  return path.dirname(text);
}

/** The ending of a path, with its dot. */
export function extname(text: string): string {
  return path.extname(text);
}

/** The parts as one path. */
export function join(first: string, ...rest: string[]): string {
  return path.join(first, ...rest);
}

/** The parts as one absolute path. */
export function resolve(...parts: string[]): string {
  return path.resolve(...parts);
}

/** The way from one path to another. */
export function relative(from: string, to: string): string {
  return path.relative(from, to);
}

/** The path of a file URL. */
export function fromFileUrl(address: string | URL): string {
  return url.fileURLToPath(address);
}

/** A path as a file URL. */
export function toFileUrl(text: string): URL {
  return url.pathToFileURL(text);
}
