/**
 * The public face of the engine, as the namespace `engine`: threads, figures, waiting.
 *
 * @module
 */

import { build, call, core, F, setThreads, threads, W, waitall } from "./core.ts";
import { workerCount } from "./cpu_worker.ts";
import { AttributeError } from "./errors.ts";
import { host, hostVersion } from "./platform.ts";
import { sweeps } from "./sweep.ts";

export { waitall } from "./core.ts";

/** What {@linkcode info} tells. */
export interface EngineInfo {
  /** The program that runs the script: "deno", "bun", "node" or "browser". */
  readonly host: string;
  /** Its version. */
  readonly hostVersion: string;
  /** The build of the core: "threads" (shared memory, relaxed SIMD) or "single". */
  readonly build: "threads" | "single";
  /** "threaded", or "naive" (each operator runs at its call: `HADRON_ENGINE=naive`). */
  readonly engine: "threaded" | "naive";
  /** Threads that compute, the main thread included. */
  readonly threads: number;
  /** Workers that have been started: 0 until a task comes that is worth one. */
  readonly workers: number;
  /** Tasks that went through the queue since the start. */
  readonly tasksQueued: number;
  /** Tasks that ran at once in the calling thread. */
  readonly tasksInline: number;
  /** Pieces of loops, and whole tasks, that workers ran. */
  readonly piecesByWorkers: number;
}

/** What {@linkcode memoryStats} tells; bytes unless said otherwise. */
export interface MemoryStats {
  /** Held by arrays, the recorded graph and queued tasks. */
  readonly live: number;
  /** The most that was ever live. */
  readonly peak: number;
  /** Free in the pool, for the next arrays. */
  readonly pooled: number;
  /** Taken from the memory so far; never given back. */
  readonly reserved: number;
  /** All that can be taken. */
  readonly maximum: number;
  /** What a sweep could free at most. */
  readonly sweepable: number;
  /** Array objects that have not been released, as a number. */
  readonly handles: number;
  /** Allocations since the start, as a number. */
  readonly allocations: number;
  /** Sweeps since the start: their number, the arrays that they released, and the milliseconds that they took. */
  readonly sweeps: { readonly count: number; readonly released: number; readonly milliseconds: number };
}

/**
 * Sets how many threads compute, the main thread included: it works while it waits. The default is the number of cores,
 * or `HADRON_NUM_THREADS`. Results do not depend on it. On the build without threads it changes nothing.
 *
 * @throws AttributeError if the number is no integer from 1 to 256.
 *
 * @example
 * ```ts ignore
 * engine.setNumThreads(4);
 * ```
 */
export function setNumThreads(count: number): void {
  if (!Number.isInteger(count) || count < 1 || count > 256) {
    throw new AttributeError("engine.setNumThreads", `got ${String(count)}, needs an integer from 1 to 256`);
  }
  waitall();
  setThreads(count);
}

/** How the engine runs, and what it has done. */
export function info(): EngineInfo {
  call(() => core.engine_info());
  return {
    host,
    hostVersion,
    build,
    engine: W[1] === 1 ? "naive" : "threaded",
    threads: threads(),
    workers: workerCount(),
    tasksQueued: W[2]!,
    tasksInline: W[3]!,
    piecesByWorkers: W[4]!,
  };
}

/** How the core's memory is used. */
export function memoryStats(): MemoryStats {
  call(() => core.memory_stats());
  const [live, peak, pooled, reserved, maximum, sweepable, handles, allocations] = F as unknown as [
    ...[number, number, number, number],
    ...[number, number, number, number],
  ];
  return { live, peak, pooled, reserved, maximum, sweepable, handles, allocations, sweeps: { ...sweeps } };
}
