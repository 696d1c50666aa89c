// The side of a JavaScript contender: it reads a request a line, does the work and answers with a line of JSON.
// The process stays warm between the turns, which the benchmark hands round among all contenders.

import process from "node:process";
import { registerPeak } from "./peak.ts";

/** Sizes and options of a workload. */
// deno-lint-ignore no-explicit-any -- each kind knows which of them are numbers
export type Args = Readonly<Record<string, any>>;

/** A workload ready to be called: each call ends when its result is there. */
export interface Work {
  /** Does it once. */
  call(): unknown;
  /** Lets go of what it holds. */
  release?(): void;
  /** Figures beside the time, read after each turn. */
  figures?(): Record<string, number>;
}

/** What a contender can do, by kind. */
export type Kinds = Readonly<Record<string, (args: Args) => Work | Promise<Work>>>;

interface Request {
  readonly do: "prepare" | "turn" | "release" | "peak" | "end";
  readonly kind: string;
  readonly args: Args;
  /** Untimed calls first. */
  readonly warm: number;
  /** A turn lasts at least so many milliseconds … */
  readonly least: number;
  /** … or so many calls. */
  readonly most: number;
  /** What is read: the clock on the wall, or the time that this process had a core. */
  readonly clock: "wall" | "cpu";
}

function cpuTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

async function timed(work: Work, now: () => number = () => performance.now()): Promise<number> {
  const start = now();
  const result = work.call();
  // An await costs a turn of the event loop: only where the result is a promise.
  if (result instanceof Promise) await result;
  return now() - start;
}

/** Code is compiled in steps while it runs: a third of a second and two calls, or one call that is slow. */
async function warmUp(work: Work): Promise<number> {
  let spent = 0, last = 0;
  for (let calls = 0; calls < 2 || spent < 300; calls++) {
    last = await timed(work);
    spent += last;
    if (spent > 3000) break;
  }
  return last;
}

async function turn(work: Work, { warm, least, most, clock }: Request): Promise<number[]> {
  for (let i = 0; i < warm; i++) await timed(work);
  const ms: number[] = [];
  let spent = 0;
  while (ms.length === 0 || (spent < least && ms.length < most)) {
    const one = await timed(work, clock === "cpu" ? cpuTime : undefined);
    ms.push(one);
    spent += one;
  }
  return ms;
}

/** Answers requests until the input ends. */
export async function serve(kinds: Kinds): Promise<void> {
  let work: Work | undefined;
  const answer = async (request: Request): Promise<Record<string, unknown>> => {
    switch (request.do) {
      case "prepare": {
        work?.release?.();
        work = undefined;
        const make = kinds[request.kind];
        if (make === undefined) return { missing: true };
        work = await make(request.args);
        return { ms: await warmUp(work) };
      }
      case "turn":
        return { ms: await turn(work!, request), figures: work!.figures?.() };
      case "release":
        work?.release?.();
        work = undefined;
        return {};
      case "peak":
        return { peak: registerPeak() };
      case "end":
        process.exit(0);
    }
  };
  let rest = "";
  process.stdin.setEncoding("utf8");
  for await (const text of process.stdin) {
    const lines = (rest + text).split("\n");
    rest = lines.pop()!;
    for (const line of lines) {
      let reply: Record<string, unknown>;
      try {
        reply = await answer(JSON.parse(line));
      } catch (error) {
        work = undefined;
        reply = { error: error instanceof Error ? error.message : String(error) };
      }
      process.stdout.write(`${JSON.stringify(reply)}\n`);
    }
  }
  process.exit(0);
}

/** A permutation of 0 … n - 1. */
export function permutation(n: number): number[] {
  const order = Array.from({ length: n }, (_, i) => i);
  for (let i = n - 1; i > 0; i--) {
    const j = Math.floor(Math.random() * (i + 1));
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order;
}

/** Numbers from -1 to 1. */
export function uniform(n: number): Float32Array<ArrayBuffer> {
  const values = new Float32Array(n);
  for (let i = 0; i < n; i++) values[i] = Math.random() * 2 - 1;
  return values;
}
