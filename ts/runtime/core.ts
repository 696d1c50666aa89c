// The border: the core's exports with traps turned into failures, the scratch area's views, and what becomes of a call
// that failed. Callers write `while ((id = core.x(…)) === 0) failed();`, reading ids anew each time: `failed` throws the
// core's error, or returns when the call is to be repeated.

import { OPS, REGISTRY_HASH } from "./abi.gen.ts";
import { ensureWorkers } from "./cpu_worker.ts";
import { errorOfKind, ExecutionError, type HadronError, MemoryError } from "./errors.ts";
import { type Exports, loaded } from "./load.ts";
import { environment, hardwareConcurrency } from "./platform.ts";
import { callSite, keepSite, siteOf } from "./sites.ts";

const { exports, memory } = loaded;

/** Which build of the core runs. */
export const build: "threads" | "single" = loaded.build;

// --- views -----------------------------------------------------------------------------------------------------------

const scratch = exports.scratch() >>> 0;
// The memory never grows, so the views stay.
/** Words: ids going in, ids coming out. */
export const W: Uint32Array = new Uint32Array(memory.buffer, scratch, 1024);
/** Header words: error, number of a long task, hints. */
export const E: Uint32Array = new Uint32Array(memory.buffer, scratch + 4096, 32);
/** Numbers: attributes going in, statistics coming out. */
export const F: Float64Array = new Float64Array(memory.buffer, scratch + 8192, 1024);
/** UTF-8 text. */
export const B: Uint8Array = new Uint8Array(memory.buffer, scratch + 16384, 49152);

/** All of the core's memory. */
export const buffer: ArrayBufferLike = memory.buffer;

/** An address as the core's exports give it: those above 2 GiB come out negative. */
export function address(result: number): number {
  return result >>> 0;
}

/** Places of `E` (`core-rs/src/abi/scratch.rs`). */
const KIND = 0, NAME_BYTES = 1, TEXT_BYTES = 2, TASK = 3, ASKED_LOW = 4, ASKED_HIGH = 5;
/** Kind of a failure that asks for a sweep and a repetition. */
const RETRY = 100;

/** Counts handles made; kept by `handle.ts`. */
export const made: { handles: number } = { handles: 0 };

// --- traps -----------------------------------------------------------------------------------------------------------

/** Where the main thread's stack began: it enters the core with an empty one, and a trap leaves it anywhere. */
const stackTop = exports.__stack_pointer.value as number;
let trapped = false;
/** Traps with no new handle between them, and how many handles there had been. */
let trapsInARow = 0;
let handlesAtTrap = -1;
/** Where so many come in a row, it is not a task that fails. */
const MOST_TRAPS = 1000;
/** Why the core cannot be used any more; null while it can. */
let broken: string | null = null;

/**
 * After a trap on this thread. Inside a kernel it is that task's failure: the core marks it, and the call is repeated.
 * Elsewhere the core's tables may be half changed, and no call can be trusted any more.
 */
function trap(error: unknown): 0 {
  // A stack that is too deep is a RangeError. Anything else is a mistake on this side of the border.
  if (!(error instanceof WebAssembly.RuntimeError || error instanceof RangeError)) throw error;
  if (broken === null) {
    try {
      trapsInARow = made.handles === handlesAtTrap ? trapsInARow + 1 : 1;
      handlesAtTrap = made.handles;
      if (build === "threads" && trapsInARow < MOST_TRAPS) {
        // 1: the task that failed was queued, and waits on it raise its error. 0: it ran at once, its caller is gone,
        // and its error lies in the scratch area.
        E[KIND] = 0;
        trapped = exports.trap_main() !== 0;
        if (trapped || E[KIND] !== 0) return 0;
      }
      broken = String(error);
    } catch {
      broken = String(error);
    } finally {
      // Not before: other threads may be in pieces of a loop whose body lies on the trapped stack, and the core asks
      // what ran there.
      exports.__stack_pointer.value = stackTop;
    }
  }
  return 0;
}

function brokenError(): ExecutionError {
  return new ExecutionError(
    "core",
    `it stopped at an earlier fault (${broken}) and cannot be used any more; start the script again` +
      (build === "single" ? " (the build without threads has no protection from faults in kernels)" : ""),
  );
}

// Each wrapper is written out: the engines inline a call of a constant function, not one of a variable.
const {
  invoke,
  invoke1,
  invoke2,
  array_new,
  array_read,
  array_write,
  array_wait,
  wait_all,
  walk,
  walk_answer,
  walk_drop,
} = exports;

/**
 * The core's exports. Where a kernel may run, a trap comes back as 0 like any failure; `failed` tells what to do.
 * `core-rs/src/abi/README.md` says what each takes and gives.
 */
export const core: Exports = {
  ...(exports as Exports),
  invoke: (op, inputs, outs) => {
    if (broken !== null) return 0;
    try {
      return invoke(op, inputs, outs);
    } catch (error) {
      return trap(error);
    }
  },
  invoke1: (op, a, attributes, value) => {
    if (broken !== null) return 0;
    try {
      return invoke1(op, a, attributes, value);
    } catch (error) {
      return trap(error);
    }
  },
  invoke2: (op, a, b) => {
    if (broken !== null) return 0;
    try {
      return invoke2(op, a, b);
    } catch (error) {
      return trap(error);
    }
  },
  array_new: (dtype, ndim, context) => guarded(() => array_new(dtype, ndim, context)),
  array_read: (id) => guarded(() => array_read(id)),
  array_write: (id) => guarded(() => array_write(id)),
  array_wait: (id) => guarded(() => array_wait(id)),
  wait_all: () => guarded(() => wait_all()),
  walk: () => guarded(() => walk()),
  walk_answer: (gradients) => guarded(() => walk_answer(gradients)),
  walk_drop: () => guarded(() => walk_drop()),
};

function guarded(run: () => number): number {
  if (broken !== null) return 0;
  try {
    return run();
  } catch (error) {
    return trap(error);
  }
}

// --- failures --------------------------------------------------------------------------------------------------------

/** Set by `sweep.ts`, which stands above this file: releases what the script no longer holds, whatever is due. */
let sweepNow: () => void = () => {};
/** Lets the sweep be called when memory was refused. */
export function setSweep(sweep: () => void): void {
  sweepNow = sweep;
}

/** Failures that a wait for memory came upon; the next `waitall` raises them. */
const postponed: HadronError[] = [];
/** Refusals in a row, and how many handles there had been at the last: a new one means that a call got through. */
let refusals = 0;
let handlesThen = -1;

/** Something got through since the last refusal, though it made no handle. */
export function gotThrough(): void {
  refusals = 0;
}

const decoder = new TextDecoder();

function text(from: number, bytes: number): string {
  return decoder.decode(B.slice(from, from + bytes));
}

/** The error that the last failed call left in the scratch area. */
function readError(): HadronError {
  const nameBytes = E[NAME_BYTES]!;
  const operator = text(0, nameBytes);
  const told = inCamelCase(text(nameBytes, E[TEXT_BYTES]!));
  return errorOfKind(E[KIND]!, operator, told, { site: siteOf(E[TASK]!) });
}

/** Attributes whose names in TypeScript differ from MXNet's, which the core uses; made at the first error. */
let attributeNames: Map<string, string> | undefined;

/** The text with attributes as they are written here: "numFilter is 0", not "num_filter is 0". */
function inCamelCase(text: string): string {
  const names = attributeNames ??= new Map(
    OPS.flatMap(({ attrs }) => attrs.map(([name]) => name!)).filter((name) => name.includes("_")).map((name) => [
      name,
      name.replace(/(?<=.)_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase()),
    ]),
  );
  return text.replace(/[a-z0-9]+(?:_[a-z0-9]+)+/g, (word) => names.get(word) ?? word);
}

/**
 * After a call that gave 0: returns when the call is to be repeated (its ids read and its attributes written anew),
 * else throws the core's error.
 */
export function failed(): void {
  if (broken !== null) throw brokenError();
  if (trapped) {
    trapped = false;
    return;
  }
  if (E[KIND] !== RETRY) throw readError();
  refused();
}

/** Memory was refused: finds dead arrays, then waits for tasks that hold some, then gives up. */
function refused(): void {
  const asked = E[ASKED_LOW]! + E[ASKED_HIGH]! * 2 ** 32;
  const nameBytes = E[NAME_BYTES]!;
  const operator = text(0, nameBytes);
  const reason = text(nameBytes, E[TEXT_BYTES]!);
  refusals = made.handles === handlesThen ? refusals + 1 : 1;
  handlesThen = made.handles;
  if (refusals === 1) {
    sweepNow();
  } else if (refusals === 2) {
    waitForAll(postponed);
    sweepNow();
  } else {
    refusals = 0;
    throw new MemoryError(operator, asked > 0 ? `${reason}${figures(asked, reason)}` : reason);
  }
}

/** Megabytes that help to understand a refusal, unless the core's own text has them. */
function figures(asked: number, reason: string): string {
  if (/\d/.test(reason)) return "";
  core.memory_stats();
  const mb = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(0)} MB`;
  return `: ${mb(asked)} were asked for, ${mb(F[0]!)} are live, ${mb(F[2]!)} free in the pool, ${
    mb(F[4]!)
  } is all there is`;
}

/** Waits until no task is left, whatever failed; the failures are kept. */
function waitForAll(failures: HadronError[]): void {
  while (core.wait_all() === 0) {
    if (broken !== null) throw brokenError();
    if (trapped) trapped = false;
    else failures.push(readError());
  }
}

/** Waits for everything; raises each failure that nothing raised before, once. */
export function waitall(): void {
  const earlier = postponed.shift();
  if (earlier) throw earlier;
  while (core.wait_all() === 0) failed();
}

/** Repeats a call until it succeeds; its error otherwise. For calls that are not hot. */
export function call(run: () => number): number {
  let result = 0;
  while ((result = run()) === 0) failed();
  return result;
}

// --- long tasks ------------------------------------------------------------------------------------------------------

/** In place of a number: a long task that ran at once, because no worker was there. */
const RAN_AT_ONCE = 2 ** 32 - 1;

/** To be told the number of a task that is long (`E[8]`, unless 0): starts workers, keeps the line of one that is queued. */
export function queued(task: number): void {
  if (!workersStarted) startWorkers();
  if (task !== RAN_AT_ONCE) keepSite(task, callSite());
}

let workersStarted = false;
let threadsWanted = 1;

function startWorkers(): void {
  workersStarted = true;
  ensureWorkers(threadsWanted - 1);
}

/** How many threads compute, the main thread included. */
export function threads(): number {
  return threadsWanted;
}

/** Changes that number; workers that have too high an index are ended by the core. */
export function setThreads(threads: number): void {
  threadsWanted = build === "threads" ? threads : 1;
  core.engine_set_threads(threadsWanted);
  if (workersStarted) startWorkers();
}

// --- the start -------------------------------------------------------------------------------------------------------

function threadsAsked(): number {
  const given = environment("HADRON_NUM_THREADS");
  if (given === undefined) return hardwareConcurrency();
  const threads = Number(given);
  if (Number.isInteger(threads) && threads >= 1 && threads <= 256) return threads;
  throw new ExecutionError("load", `HADRON_NUM_THREADS is '${given}'; it must be an integer from 1 to 256`);
}

function flagsAsked(): number {
  const engine = environment("HADRON_ENGINE");
  if (engine !== undefined && engine !== "naive" && engine !== "threaded") {
    throw new ExecutionError("load", `HADRON_ENGINE is '${engine}'; it can be threaded or naive`);
  }
  const debug = environment("HADRON_DEBUG");
  return (engine === "naive" ? 1 : 0) | (debug !== undefined ? 2 : 0) | (debug === "memory" ? 4 : 0);
}

/**
 * Empty iterations of a loop that waits: 1 ns each in V8's optimised code, 2 in JSC's, so a worker spins for 50 to 100
 * microseconds (a quarter of them) before it sleeps. It is not measured at the start: there the loop is still
 * interpreted, at 20 ns in JSC, and workers then slept after 3 microseconds, in the middle of a matrix product.
 */
const SPINS = 200_000;

function start(): void {
  if (exports.registry_hash() >>> 0 !== REGISTRY_HASH >>> 0) {
    throw new ExecutionError("load", "wasm/ and ts/ have different operators: run deno task gen, then deno task build");
  }
  const asked = threadsAsked();
  threadsWanted = build === "threads" ? asked : 1;
  call(() => exports.start(threadsWanted, flagsAsked(), threadsWanted > 1 ? SPINS : 1000));
  // The linker puts this thread's stack first, so it ends at address 0.
  exports.stack_begun(0);
}
start();
