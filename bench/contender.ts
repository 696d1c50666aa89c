// The processes that are compared: how each is started, and the talk with it, a line of JSON each way.

import type { Args } from "./workloads.ts";

/** How a contender is run. */
export interface Contender {
  /** Its name on the command line and in tables. */
  readonly name: string;
  /** Hadron, or what it is compared with. */
  readonly ours: boolean;
  /** Has it more than one thread? */
  readonly threads: boolean;
  /** The command of the warm process. */
  readonly command: readonly string[];
  /** What must exist before it can run. */
  readonly needs?: string;
  /** A program that imports it and prints the sum of twelve ones, and one that prints 12 without it. */
  readonly cold: readonly [readonly string[], readonly string[]];
}

const here = (path: string): string => new URL(path, import.meta.url).pathname;

/** Where setup.sh put the peers. */
export const PEERS_ENV: string = Deno.env.get("PEERS_ENV") ?? `${Deno.env.get("HOME")}/.cache/hadron-peers`;

const deno = [Deno.execPath(), "run", "-A", "--quiet"];
const bun = [Deno.env.get("BUN") ?? "bun"];
const python = (env: string): string[] => [`${PEERS_ENV}/${env}/bin/python`];
const empty = (run: readonly string[]): string[] => [...run, here("cold/empty.ts")];

function javascript(name: string, ours: boolean, threads: boolean, run: readonly string[], file: string): Contender {
  return {
    name,
    ours,
    threads,
    command: [...run, here(`peers/${file}`)],
    needs: ours ? undefined : `${PEERS_ENV}/node_modules/@${name === "tfjs" ? "tensorflow/tfjs" : "jax-js/jax"}`,
    cold: [[...run, here(`cold/${file}`)], empty(run)],
  };
}

function inPython(name: string, code: string): Contender {
  const run = python(name);
  return {
    name,
    ours: false,
    threads: true,
    command: [...run, here(`peers/${name}_peer.py`)],
    needs: run[0],
    cold: [[...run, "-c", code], [...run, "-c", "print(12.0)"]],
  };
}

/** All contenders; tables have their columns in this order. */
export const CONTENDERS: readonly Contender[] = [
  javascript("hadron-deno", true, true, deno, "hadron.ts"),
  javascript("hadron-bun", true, true, bun, "hadron.ts"),
  inPython("mxnet", "from mxnet import nd; print(nd.ones((3, 4)).sum().asscalar())"),
  inPython("torch", "import torch; print(torch.ones(3, 4).sum().item())"),
  javascript("jaxjs", false, true, deno, "jaxjs.mjs"),
  javascript("tfjs", false, false, deno, "tfjs.mjs"),
];

/** The environment of a contender that may use so many threads. */
export function environment(threads: number): Record<string, string> {
  const count = String(threads);
  return {
    PEERS_ENV,
    HADRON_NUM_THREADS: count,
    OMP_NUM_THREADS: count,
    OPENBLAS_NUM_THREADS: count,
    MKL_NUM_THREADS: count,
    NO_COLOR: "1",
  };
}

/** What a contender answers. */
export interface Reply {
  readonly ms?: number | readonly number[];
  readonly peak?: number;
  readonly figures?: Readonly<Record<string, number>>;
  readonly missing?: boolean;
  readonly error?: string;
}

/** What is asked of a contender. */
export interface Request {
  readonly do: "prepare" | "turn" | "release" | "peak";
  readonly kind?: string;
  readonly args?: Args;
  readonly warm?: number;
  readonly least?: number;
  readonly most?: number;
  readonly clock?: "wall" | "cpu";
}

/** A contender's process. It is started by the first request, and again after it died. */
export class Process {
  readonly contender: Contender;
  #threads: number;
  #limit: number;
  #child?: Deno.ChildProcess;
  #writer?: WritableStreamDefaultWriter<Uint8Array>;
  #lines?: AsyncGenerator<string>;
  #errors: string = "";

  /** `limit`: the seconds after which an answer is no longer waited for. */
  constructor(contender: Contender, threads: number, limit: number) {
    this.contender = contender;
    this.#threads = threads;
    this.#limit = limit;
  }

  #start(): void {
    const [program, ...args] = this.contender.command;
    this.#child = new Deno.Command(program, {
      args,
      env: environment(this.#threads),
      stdin: "piped",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    this.#writer = this.#child.stdin.getWriter();
    this.#lines = lines(this.#child.stdout);
    this.#errors = "";
    void this.#listen(this.#child);
  }

  async #listen(child: Deno.ChildProcess): Promise<void> {
    for await (const text of child.stderr.pipeThrough(new TextDecoderStream())) {
      if (child === this.#child) this.#errors = (this.#errors + text).slice(-2000);
    }
  }

  /** Asks and waits. A process that dies or takes too long gives an error, and is started anew by the next request. */
  async ask(request: Request): Promise<Reply> {
    if (!this.#child) this.#start();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<"late">((resolve) => {
      timer = setTimeout(() => resolve("late"), this.#limit * 1000);
    });
    try {
      await this.#writer!.write(new TextEncoder().encode(`${JSON.stringify(request)}\n`));
      const got = await Promise.race([this.#lines!.next(), late]);
      if (got === "late") {
        await this.end();
        return { error: `no answer in ${this.#limit} s` };
      }
      if (!got.done) return JSON.parse(got.value);
    } catch (error) {
      this.#errors += String(error);
    } finally {
      clearTimeout(timer);
    }
    const tail = this.#errors.trim().split("\n").slice(-3).join(" | ");
    await this.end();
    return { error: `the process ended: ${tail}` };
  }

  /** The most memory that the process has had resident, in MB. */
  peakMemory(): number {
    const status = Deno.readTextFileSync(`/proc/${this.#child!.pid}/status`);
    return Number(/VmHWM:\s*(\d+)/.exec(status)![1]) / 1024;
  }

  /** Ends the process. */
  async end(): Promise<void> {
    const child = this.#child;
    if (!child) return;
    this.#child = undefined;
    try {
      child.kill("SIGKILL");
    } catch {
      // it has ended already
    }
    await child.status;
    await this.#writer?.abort().catch(() => {});
  }
}

async function* lines(stream: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  let rest = "";
  for await (const text of stream.pipeThrough(new TextDecoderStream())) {
    const parts = (rest + text).split("\n");
    rest = parts.pop()!;
    // What a library prints on its own is no answer.
    for (const line of parts) if (line.startsWith("{")) yield line;
  }
}
