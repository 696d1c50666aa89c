// The only file that knows which program runs us. It offers what differs between Deno, Bun, Node and browsers:
// settings, files, the terminal, threads, and the means to collect garbage. In Deno nothing here asks for a permission
// that the caller did not need anyway.

import { FileError } from "./errors.ts";

/** What of `process` is used: present in Deno, Bun and Node. */
interface Process {
  env: Record<string, string | undefined>;
  pid: number;
  versions: Record<string, string | undefined>;
  stdout: { isTTY?: boolean; columns?: number; write(text: string): boolean };
  getBuiltinModule?(name: string): unknown;
}

interface DenoGlobal {
  version: { deno: string };
  env: { get(name: string): string | undefined };
  permissions: { querySync(descriptor: { name: string; variable?: string; host?: string }): { state: string } };
}

// In Deno the first look at `process` costs milliseconds, and each of Node's modules more: the way from the import to
// the first result touches neither.
const globals = globalThis as unknown as {
  Deno?: DenoGlobal;
  Bun?: { version: string; fileURLToPath?(url: URL): string; mmap?(path: string): Uint8Array };
  process?: Process;
  navigator?: { hardwareConcurrency?: number };
};

/** The program that runs us. */
export const host: "deno" | "bun" | "node" | "browser" = globals.Deno?.version?.deno !== undefined
  ? "deno"
  : globals.Bun !== undefined
  ? "bun"
  : globals.process?.versions?.["node"] !== undefined
  ? "node"
  : "browser";

/** Its version, as it tells it; "" in browsers. */
export const hostVersion: string = globals.Deno?.version?.deno ?? globals.Bun?.version ??
  globals.process?.versions?.["node"] ?? "";

/** Can a compiled module be imported by `import source`? Only there does reading one need no permission. */
export const hasSourceImports: boolean = host === "deno";

/** One of the modules that are part of the host; undefined in browsers. */
export function builtin<T>(name: string): T | undefined {
  try {
    return globals.process?.getBuiltinModule?.(name) as T | undefined;
  } catch {
    return undefined; // Deno throws for names it does not know
  }
}

/** A setting from the environment; undefined where it is not set, or where Deno's permission is not already granted. */
export function environment(name: string): string | undefined {
  let value: string | undefined;
  if (globals.Deno) {
    if (globals.Deno.permissions.querySync({ name: "env", variable: name }).state !== "granted") return undefined;
    value = globals.Deno.env.get(name);
  } else {
    value = globals.process?.env[name];
  }
  return value === "" ? undefined : value;
}

/** How many cores the machine offers. */
export function hardwareConcurrency(): number {
  const told = globals.navigator?.hardwareConcurrency ??
    builtin<{ availableParallelism?(): number }>("node:os")?.availableParallelism?.();
  return Math.max(1, told ?? 1);
}

// --- files -----------------------------------------------------------------------------------------------------------

/** What of `node:fs` is used. */
interface FileSystem {
  readFileSync(path: string | URL): Uint8Array;
  existsSync(path: string | URL): boolean;
  mkdirSync(path: string | URL, options: { recursive: boolean }): void;
  readdirSync(path: string | URL): string[];
  rmSync(path: string, options: { force: boolean }): void;
  renameSync(from: string, to: string): void;
  openSync(path: string, flags: string): number;
  writeSync(file: number, bytes: Uint8Array, offset: number, length: number): number;
  fsyncSync(file: number): void;
  closeSync(file: number): void;
}

function files(task: string): FileSystem {
  const fs = builtin<FileSystem>("node:fs");
  if (!fs) throw new FileError(task, "there is no file system here");
  return fs;
}

function pathOf(path: string | URL): string {
  if (typeof path === "string") return path;
  const url = builtin<{ fileURLToPath(url: URL): string }>("node:url");
  return url ? url.fileURLToPath(path) : path.href;
}

function refused(task: string, path: string | URL, cause: unknown): FileError {
  const { code, message } = cause as { code?: string; message?: string };
  const reasons: Record<string, string> = {
    ENOENT: "there is no such file or folder",
    EACCES: "access is refused",
    EPERM: "access is refused",
    EISDIR: "it is a folder",
    ENOTDIR: "a part of the path is no folder",
    ENOSPC: "the disk is full",
    EROFS: "the file system is read-only",
  };
  const why = reasons[code ?? ""] ?? message ?? String(cause);
  return new FileError(task, `'${pathOf(path)}': ${why}`, { cause });
}

/** All bytes of a file. `task` names the function that wants them, for the error. */
export function readFile(path: string | URL, task = "readFile"): Uint8Array {
  const fs = files(task);
  try {
    const bytes = fs.readFileSync(path);
    return new Uint8Array(bytes.buffer as ArrayBuffer, bytes.byteOffset, bytes.byteLength);
  } catch (error) {
    throw refused(task, path, error);
  }
}

/**
 * The bytes of a file that is read once, now, and not kept. In Bun they are mapped, which saves 5 ms of the start: the
 * core is the first file that is read, and `node:fs` is made by the host when it is first asked for.
 */
export function readFileOnce(url: URL, task: string): Uint8Array {
  try {
    const { fileURLToPath, mmap } = globals.Bun ?? {};
    if (fileURLToPath && mmap) return mmap(fileURLToPath(url));
  } catch {
    // Not on every system.
  }
  return readFile(url, task);
}

/**
 * Writes a file whole or not at all: into a temporary name beside it, then renamed. A reader, or a process killed in
 * between, never sees half of it.
 */
export function writeFile(path: string | URL, parts: Uint8Array | readonly Uint8Array[], task = "writeFile"): void {
  const fs = files(task);
  const target = pathOf(path);
  const temporary = `${target}.${globals.process?.pid ?? 0}.${Math.random().toString(36).slice(2, 8)}.tmp`;
  let open: number | undefined;
  try {
    open = fs.openSync(temporary, "wx");
    for (const part of parts instanceof Uint8Array ? [parts] : parts) {
      let done = 0;
      while (done < part.byteLength) done += fs.writeSync(open, part, done, part.byteLength - done);
    }
    fs.fsyncSync(open);
    fs.closeSync(open);
    open = undefined;
    fs.renameSync(temporary, target);
  } catch (error) {
    try {
      if (open !== undefined) fs.closeSync(open);
      fs.rmSync(temporary, { force: true });
    } catch {
      // What matters is the first error.
    }
    throw refused(task, path, error);
  }
}

/** Is there a file or folder of that name? */
export function fileExists(path: string | URL): boolean {
  return files("fileExists").existsSync(path);
}

/** Makes a folder and those above it; one that exists is left as it is. */
export function makeFolder(path: string | URL, task = "makeFolder"): void {
  try {
    files(task).mkdirSync(path, { recursive: true });
  } catch (error) {
    throw refused(task, path, error);
  }
}

/** Names in a folder, sorted. */
export function listFolder(path: string | URL, task = "listFolder"): string[] {
  try {
    return files(task).readdirSync(path).sort();
  } catch (error) {
    throw refused(task, path, error);
  }
}

/** Removes a file; one that is absent is no error. */
export function removeFile(path: string | URL, task = "removeFile"): void {
  try {
    files(task).rmSync(pathOf(path), { force: true });
  } catch (error) {
    throw refused(task, path, error);
  }
}

/** The bytes that gzip packed. Throws what the host throws for damaged ones. */
export function gunzip(bytes: Uint8Array): Uint8Array {
  const zlib = builtin<{ gunzipSync(bytes: Uint8Array): Uint8Array }>("node:zlib");
  if (!zlib) throw new FileError("gunzip", "there is no gzip here");
  const plain = zlib.gunzipSync(bytes);
  return new Uint8Array(plain.buffer as ArrayBuffer, plain.byteOffset, plain.byteLength);
}

/** SHA-1 in hexadecimal digits. */
export function sha1(bytes: Uint8Array): string {
  interface Hash {
    update(bytes: Uint8Array): Hash;
    digest(encoding: "hex"): string;
  }
  const crypto = builtin<{ createHash(name: string): Hash }>("node:crypto");
  if (!crypto) throw new FileError("sha1", "there is no SHA-1 here that answers at once");
  return crypto.createHash("sha1").update(bytes).digest("hex");
}

/** May this script fetch from that host? False in Deno where the permission is not already granted: no prompt. */
export function mayFetch(address: string): boolean {
  return !globals.Deno || globals.Deno.permissions.querySync({ name: "net", host: address }).state === "granted";
}

// --- the terminal ----------------------------------------------------------------------------------------------------

/** Where a script's text goes. */
export const stdout: {
  /** True on a terminal, false in a pipe or a file. */
  isTerminal(): boolean;
  /** Width of the terminal in characters; 80 where there is none. */
  columns(): number;
  /** Writes text without a line break of its own; nothing where there is no such stream (browsers). */
  write(text: string): void;
} = {
  isTerminal: () => globals.process?.stdout?.isTTY === true,
  columns: () => globals.process?.stdout?.columns ?? 80,
  write: (text) => {
    globals.process?.stdout?.write(text);
  },
};

// --- the end of a turn -----------------------------------------------------------------------------------------------

/** Calls back in the next turn of the event loop, after what is due now; keeps the process until then. */
export function nextTurn(callback: () => void): void {
  const { setImmediate } = globalThis as unknown as { setImmediate?(f: () => void): void };
  if (setImmediate) return void setImmediate(callback);
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => {
    port1.close();
    callback();
  };
  port2.postMessage(0);
}

// --- threads ---------------------------------------------------------------------------------------------------------

/** What of `node:worker_threads` is used. */
interface WorkerThreads {
  Worker: new (source: string, options: { eval: boolean; workerData: unknown }) => {
    on(event: string, listener: (value: unknown) => void): void;
    unref(): void;
  };
}

type WebWorker = Worker & { unref?(): void };

/**
 * Deno's own workers keep the process, and have no public way to say otherwise; the method that Deno's node:worker_threads
 * calls for it has a symbol without a name. It is taken only where its text shows that it is the right one: starting a
 * thread this way blocks 40 ms, by node:worker_threads 120 (Deno 2.9, a busy machine).
 */
function unrefOfDeno(): ((this: Worker, on: boolean) => void) | undefined {
  const prototype = Worker.prototype as unknown as Record<symbol, unknown>;
  const symbol = Object.getOwnPropertySymbols(prototype).find((candidate) => !candidate.description);
  const method = symbol === undefined ? undefined : prototype[symbol];
  if (typeof method !== "function" || method.length !== 1 || !/unrefOpPromise/.test(method.toString())) {
    return undefined;
  }
  return method as (this: Worker, on: boolean) => void;
}

/**
 * Starts a thread that runs `source`, a script that sees `data` and `report(message)`, and ends after it. The thread
 * never keeps the process. `onMessage` gets what it reports, `onFailure` what ended it before or beside that.
 */
export function startWorker(
  source: string,
  data: unknown,
  onMessage: (message: unknown) => void,
  onFailure: (text: string) => void,
): void {
  const unref = host === "deno" ? unrefOfDeno() : undefined;
  if (host === "node" || (host === "deno" && !unref)) {
    const { Worker: Thread } = builtin<WorkerThreads>("node:worker_threads")!;
    const head = `const { workerData: data, parentPort } = require("node:worker_threads");
const report = (message) => parentPort.postMessage(message);
`;
    const worker = new Thread(head + source, { eval: true, workerData: data });
    worker.on("message", onMessage);
    worker.on("error", (error) => onFailure(String((error as Error)?.message ?? error)));
    worker.unref();
    return;
  }
  const body = `self.onmessage = ({ data }) => {
const report = (message) => self.postMessage(message);
${source}
if (self.close) self.close();
else process.exit(); // Bun: ends the thread alone
};`;
  // A URL that holds the text itself: no permission is needed to read it.
  const url = host === "deno"
    ? `data:text/javascript,${encodeURIComponent(body)}`
    : URL.createObjectURL(new Blob([body], { type: "text/javascript" }));
  const worker: WebWorker = new Worker(url, { type: "module" });
  worker.onmessage = (event) => onMessage(event.data);
  worker.onerror = (event) => {
    event.preventDefault?.();
    onFailure(event.message);
  };
  worker.postMessage(data);
  if (unref) unref.call(worker, false);
  else worker.unref?.();
}

// --- garbage ---------------------------------------------------------------------------------------------------------

/** The means to find out, inside one synchronous job, which objects are dead. */
export interface Collector {
  /** Ends the list of objects that WeakRefs keep alive until the end of the job. */
  clear(): void;
  /** Collects young objects: after it, `deref()` of a dead one's WeakRef gives undefined. False: not possible now. */
  collect(): boolean;
  /** Collects all, those too that were alive during earlier collections. Many times dearer. */
  collectOld(): void;
}

/** The host's collector, or undefined where there is none (browsers). */
export function collector(): Collector | undefined {
  if (host === "bun") {
    const jsc = builtin<{ releaseWeakRefs?(): void; edenGC?(): void; fullGC?(): void }>("bun:jsc");
    if (!jsc?.releaseWeakRefs || !jsc.edenGC || !jsc.fullGC) return undefined;
    const { releaseWeakRefs, edenGC, fullGC } = jsc;
    const collect = () => {
      edenGC();
      return true;
    };
    return { clear: () => releaseWeakRefs(), collect, collectOld: () => void fullGC() };
  }
  interface Vm {
    createContext(object: object, options: { microtaskMode: "afterEvaluate" }): object;
    runInNewContext(code: string): unknown;
    Script: new (code: string) => { runInContext(context: object): unknown };
  }
  const vm = builtin<Vm>("node:vm");
  const v8 = builtin<{ setFlagsFromString?(flags: string): void }>("node:v8");
  if (!vm?.createContext || !v8?.setFlagsFromString) return undefined;
  // A script in a context that has a microtask queue of its own ends V8's list of kept objects when it returns, without
  // running the caller's microtasks.
  const context = vm.createContext({}, { microtaskMode: "afterEvaluate" });
  const nothing = new vm.Script("0");
  v8.setFlagsFromString("--expose-gc");
  const gc = vm.runInNewContext("typeof gc === 'function' ? gc : undefined") as (() => void) | undefined;
  v8.setFlagsFromString("--no-expose-gc");
  if (!gc) return undefined;
  const clear = () => void nothing.runInContext(context);
  return { clear, collect: () => scavenge(clear), collectOld: () => gc() };
}

/**
 * V8 collects its young objects before it gives out memory for an ArrayBuffer, if the young ArrayBuffers that it knows
 * of already have about as much. That memory is never touched, so it costs an entry in the page tables; the collection
 * takes 0.1 to 0.3 ms, where `gc()` (which V8 takes for a notice that memory is low) takes 5 to 10.
 */
const PRESSURE_BYTES = 64 * 2 ** 20;
const PRESSURES = 4;

/** In a function of its own: else its registers may keep the object. */
function refToDead(): WeakRef<object> {
  return new WeakRef({});
}

/** Collects young objects; false where that did not find a dead one: V8 is marking, or is older than version 14 or so. */
function scavenge(clear: () => void): boolean {
  const dead = refToDead();
  for (let i = 0; i < PRESSURES; i++) {
    clear();
    try {
      new ArrayBuffer(PRESSURE_BYTES);
    } catch {
      return false;
    }
    if (dead.deref() === undefined) return true;
  }
  return false;
}
