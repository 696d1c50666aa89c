/**
 * What the other rooms use of the runtime: the core's calls, handles, errors, files and threads. Users meet `engine` and
 * the errors; the rest is the library's own.
 *
 * @module
 */

export * from "./errors.ts";
export { address, B, buffer, build, call, core, E, F, failed, queued, W, waitall } from "./core.ts";
export { Handle, setFactory, wrap } from "./handle.ts";
export { sweep } from "./sweep.ts";
export { recordFunction, savedArrays, walkBack } from "./walk.ts";
export { keepFunction, keptFunctions, nextNumber } from "./functions.ts";
export { whenReady } from "./wait.ts";
export {
  environment,
  fileExists,
  hardwareConcurrency,
  host,
  hostVersion,
  listFolder,
  makeFolder,
  nextTurn,
  readFile,
  removeFile,
  stdout,
  writeFile,
} from "./platform.ts";
export { ALIASES, type OpEntry, OPS } from "./abi.gen.ts";
/** Threads, figures and waiting: what users may ask of the runtime. */
export * as engine from "./engine.ts";
