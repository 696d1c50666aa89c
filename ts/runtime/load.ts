// Finds out what the host can run, takes one of the two builds of the core, makes its memory and instantiates it. The
// main thread and the workers share `instantiate`.

import { ExecutionError } from "./errors.ts";
import { environment, hasSourceImports, readFileOnce } from "./platform.ts";

/** The exports of the core: see `core-rs/src/abi/README.md`, which says what each takes and gives. */
export interface Exports {
  scratch(): number;
  start(threads: number, flags: number, spin: number): number;
  registry_hash(): number;
  invoke(op: number, inputs: number, outs: number): number;
  invoke1(op: number, a: number, attributes: number, value: number): number;
  invoke2(op: number, a: number, b: number): number;
  array_new(dtype: number, ndim: number, context: number): number;
  array_info(id: number): number;
  array_release(id: number, generation: number): number;
  array_generation(id: number): number;
  array_read(id: number): number;
  array_write(id: number): number;
  array_wait(id: number): number;
  array_pending(id: number): number;
  array_detach(id: number): number;
  wait_all(): number;
  set_recording(on: number): number;
  set_training(on: number): number;
  modes(): number;
  attach_grad(id: number, request: number, gradient: number): number;
  grad_of(id: number): number;
  grad_fresh(id: number, action: number): number;
  backward(heads: number, retain: number, train: number): number;
  grad(heads: number, variables: number, retain: number, train: number, create: number): number;
  walk(): number;
  walk_saved(): number;
  walk_answer(gradients: number): number;
  walk_drop(): number;
  function_record(number: number, inputs: number, outputs: number, saved: number): number;
  function_dead(): number;
  seed(low: number, high: number): number;
  random_draw(words: number, stream: number): number;
  random_state(set: number): number;
  memory_stats(): number;
  sweep_due(): number;
  pool_reserved(): number;
  pool_free(): number;
  swept(): number;
  engine_set_threads(threads: number): number;
  engine_info(): number;
  worker_run(index: number): void;
  worker_died(index: number): number;
  stack_begun(low: number): void;
  stack_ended(low: number): void;
  trap_main(): number;
}

/** What wasm-bindgen and the linker add. */
export interface ThreadExports {
  /** Prepares the calling thread: thread-locals and, on workers, a stack of the given size. */
  __wbindgen_start?(stackBytes?: number): void;
  /** Gives the calling thread's stack and thread-locals back. */
  __wbindgen_thread_destroy?(): void;
  __stack_pointer: WebAssembly.Global;
}

/** The core as it was loaded. */
export interface Loaded {
  readonly build: "threads" | "single";
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly exports: Exports & ThreadExports;
}

/** 64 KB pages of the largest memory that 32-bit addresses reach. */
const MOST_PAGES = 65536;
/** With less than 64 MB nothing sensible can be done. */
const LEAST_PAGES = 1024;

/**
 * A module with shared memory and an atomic load, a relaxed multiply-add, and an exception handler: what the build with
 * threads needs of the host.
 */
const THREADS_PROBE =
  "AGFzbQEAAAABDANgAAF7YAABf2AAAAIJAQFtAW0CAwEBAwQDAAECCk0DOwD9DAAAAAAAAAAAAAAAAAAAAAD9DAAAAAAAAAAAAAAAAAAAAAD9DAAA" +
  "AAAAAAAAAAAAAAAAAAD9hQILCABBAP4QAgALBgAGQBkLCw==";
/** A module with one SIMD constant: what both builds need. */
const SIMD_PROBE = "AGFzbQEAAAABBQFgAAF7AwIBAAoWARQA/QwAAAAAAAAAAAAAAAAAAAAACw==";

function validates(probe: string): boolean {
  return WebAssembly.validate(Uint8Array.from(atob(probe), (letter) => letter.charCodeAt(0)));
}

/** The memory at its full size: it never grows, because growth is not safe between threads. */
function makeMemory(shared: boolean): WebAssembly.Memory {
  for (let pages = MOST_PAGES;; pages /= 2) {
    try {
      return new WebAssembly.Memory({ initial: pages, maximum: pages, shared });
    } catch (error) {
      if (pages / 2 < LEAST_PAGES) {
        throw new ExecutionError("load", "not even 64 MB of address space can be reserved (see `ulimit -v`)", {
          cause: error,
        });
      }
    }
  }
}

async function compile(build: Loaded["build"]): Promise<WebAssembly.Module> {
  if (hasSourceImports) {
    // Literal names: they are found before the script runs, and need no permission.
    const { module } = build === "threads"
      ? await import("../../wasm/hadron_threads.js")
      : await import("../../wasm/hadron_single.js");
    return module;
  }
  const url = build === "threads"
    ? new URL("../../wasm/hadron_threads.wasm", import.meta.url)
    : new URL("../../wasm/hadron_single.wasm", import.meta.url);
  if (url.protocol === "file:") return new WebAssembly.Module(readFileOnce(url, "load") as Uint8Array<ArrayBuffer>);
  const response = await fetch(url);
  if (!response.ok) throw new ExecutionError("load", `${url.href}: ${response.status} ${response.statusText}`);
  return await WebAssembly.compile(await response.arrayBuffer());
}

/**
 * Makes an instance of the core for the calling thread. It must stand on its own: workers get its source text.
 * `stackBytes` is the size of a worker's stack; 0 on the main thread, which has the one that the linker made.
 */
export function instantiate(
  module: WebAssembly.Module,
  memory: WebAssembly.Memory,
  stackBytes: number,
): Exports & ThreadExports {
  // The core imports nothing but its memory. What else is listed belongs to wasm-bindgen: exception tags, which must
  // be there, and functions for JavaScript values, which never cross this border.
  const imports: Record<string, Record<string, WebAssembly.ImportValue>> = {};
  type TagClass = new (type: { parameters: string[] }) => WebAssembly.ImportValue;
  const { Tag } = WebAssembly as unknown as { Tag: TagClass };
  for (const { module: from, name, kind } of WebAssembly.Module.imports(module)) {
    const value = kind === "memory"
      ? memory
      : kind as string === "tag"
      ? new Tag({ parameters: ["externref"] })
      : () => undefined;
    (imports[from] ??= {})[name] = value;
  }
  const exports = new WebAssembly.Instance(module, imports).exports as unknown as Exports & ThreadExports;
  if (stackBytes > 0) exports.__wbindgen_start?.(stackBytes);
  else exports.__wbindgen_start?.();
  return exports;
}

async function load(): Promise<Loaded> {
  const wanted = environment("HADRON_BUILD");
  if (wanted !== undefined && wanted !== "single" && wanted !== "threads") {
    throw new ExecutionError("load", `HADRON_BUILD is '${wanted}'; it can be threads or single`);
  }
  if (!validates(SIMD_PROBE)) {
    throw new ExecutionError("load", "this host has no WebAssembly SIMD, which the core needs");
  }
  const canThread = typeof SharedArrayBuffer !== "undefined" && validates(THREADS_PROBE);
  if (wanted === "threads" && !canThread) {
    throw new ExecutionError("load", "HADRON_BUILD is threads, but this host lacks shared memory or relaxed SIMD");
  }
  const build = canThread && wanted !== "single" ? "threads" : "single";
  const module = await compile(build);
  const memory = makeMemory(build === "threads");
  return { build, module, memory, exports: instantiate(module, memory, 0) };
}

/** The core, loaded when this module is first imported. */
export const loaded: Loaded = await load();
