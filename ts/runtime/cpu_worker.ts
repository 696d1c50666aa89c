// Threads of the core: started when the first task comes that is worth one, replaced when one dies, never a reason for
// the process to go on. After its start a worker is in the core's charge alone.

import { instantiate, loaded } from "./load.ts";
import type { Exports, ThreadExports } from "./load.ts";
import { startWorker } from "./platform.ts";

/** What a worker is started with. */
interface Start {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly index: number;
  readonly stackBytes: number;
}

/** What a worker says when it ends. */
interface Report {
  readonly index: number;
  /** Why it died; absent when the core told it to end. */
  readonly trap?: string;
}

const STACK_BYTES = 1 << 20;
/** After so many deaths at birth in a row no further worker is tried. */
const MOST_STILLBORN = 3;
/** And after so many faults in all: something is wrong that a new thread does not mend. */
const MOST_DEATHS = 1000;

/** The whole of a worker. It must stand on its own: its source text is what the thread gets. */
function body(
  data: Start,
  report: (message: Report) => void,
  make: (module: WebAssembly.Module, memory: WebAssembly.Memory, stackBytes: number) => Exports & ThreadExports,
): void {
  const exports = make(data.module, data.memory, data.stackBytes);
  const stackEnd = exports.__stack_pointer.value as number - data.stackBytes;
  exports.stack_begun(stackEnd);
  let trap: string | undefined;
  try {
    exports.worker_run(data.index);
  } catch (error) {
    trap = String(error);
    exports.worker_died(data.index);
  }
  // Nothing of the core refers to this thread's stack any more: jobs and waiters live in tables.
  exports.stack_ended(stackEnd);
  exports.__wbindgen_thread_destroy?.();
  report(trap === undefined ? { index: data.index } : { index: data.index, trap });
}

function source(): string {
  return `(${body.toString()})(data, report, ${instantiate.toString()});`;
}

/** Index of each worker that runs or is starting. */
const running = new Set<number>();
let stillborn = 0;
let deaths = 0;
let wanted = 0;

function start(index: number): void {
  running.add(index);
  const data: Start = { module: loaded.module, memory: loaded.memory, index, stackBytes: STACK_BYTES };
  let over = false;
  /** Once a thread: whatever a host reports after its last message is about the same end. */
  const end = (goOn: boolean, warning: string): void => {
    running.delete(index);
    if (!goOn) console.warn(`Hadron: ${warning}; computing goes on with fewer threads.`);
    else if (index <= wanted) start(index);
  };
  startWorker(
    source(),
    data,
    (message) => {
      if (over) return;
      over = true;
      stillborn = 0;
      const { trap } = message as Report;
      end(trap === undefined || ++deaths < MOST_DEATHS, `${deaths} faults in threads, the last ${trap}`);
    },
    (text) => {
      if (over) return;
      over = true;
      // It never reached its own catch: the engine is told here.
      loaded.exports.worker_died(index);
      end(++stillborn < MOST_STILLBORN, `a thread could not be started (${text})`);
    },
  );
}

/** Sees to it that `count` workers run beside the main thread; those beyond are ended by the core itself. */
export function ensureWorkers(count: number): void {
  wanted = loaded.build === "threads" ? count : 0;
  for (let index = 1; index <= wanted; index++) if (!running.has(index)) start(index);
}

/** How many workers run or are starting. */
export function workerCount(): number {
  return running.size;
}
