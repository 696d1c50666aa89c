// The benchmark: Hadron and its peers on the same work in the same run. Every contender is a process that stays warm;
// turns go round (A B C A B C …), so that what the machine does meanwhile hits all alike; medians are compared.
// deno task bench -- gemm,conv,smallops,lenet,rn18_32     (--help tells the options)

import { type Contender, CONTENDERS, environment, PEERS_ENV, Process } from "./contender.ts";
import { judge } from "./goals.ts";
import { median, Results } from "./results.ts";
import { columns, table } from "./table.ts";
import { type Group, GROUPS, type Workload } from "./workloads.ts";

const HELP = `deno task bench -- GROUP[,GROUP…] [options]

Groups: ${GROUPS.map((g) => g.name).join(", ")}, all

  --peers A,B       contenders; all by default: ${CONTENDERS.map((c) => c.name).join(", ")}
  --threads 1,2     threads of each contender, one pass for each number; 1,2 by default
  --only TEXT       workloads whose name contains it
  --rounds N        turns of each contender on each workload; 7 by default
  --turn MS         how long a turn lasts at least; 40 by default
  --limit SECONDS   how long an answer is waited for; 60 by default
  --clock wall|cpu  cpu: the time that a contender had a core, for a busy machine and one thread; wall by default
  --help            this text

bench/setup.sh installs the peers into $PEERS_ENV (here: ${PEERS_ENV}).`;

interface Options {
  readonly groups: readonly Group[];
  readonly contenders: readonly Contender[];
  readonly threads: readonly number[];
  readonly only: string;
  readonly rounds: number;
  readonly turn: number;
  readonly limit: number;
  readonly clock: "wall" | "cpu";
}

class UsageError extends Error {}

function pick<T extends { readonly name: string }>(what: string, names: string, all: readonly T[]): T[] {
  return names.split(",").map((name) => {
    const found = all.find((one) => one.name === name);
    if (!found) throw new UsageError(`there is no ${what} "${name}"; there are ${all.map((x) => x.name).join(", ")}`);
    return found;
  });
}

function whole(name: string, text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new UsageError(`--${name} is "${text}"; it needs a whole number`);
  return value;
}

function parse(args: readonly string[]): Options | "help" {
  const given = new Map<string, string>();
  const names: string[] = [];
  for (let i = 0; i < args.length; i++) {
    if (args[i] === "--help") return "help";
    if (args[i] === "--") continue;
    if (!args[i].startsWith("--")) {
      names.push(args[i]);
      continue;
    }
    const [name, value] = args[i].slice(2).split("=");
    if (!["peers", "threads", "only", "rounds", "turn", "limit", "clock"].includes(name)) {
      throw new UsageError(`there is no option --${name}; --help lists them`);
    }
    const text = value ?? args[++i];
    if (text === undefined) throw new UsageError(`--${name} needs a value`);
    given.set(name, text);
  }
  if (names.length === 0) return "help";
  const groups = names.join(",") === "all" ? [...GROUPS] : pick("group", names.join(","), GROUPS);
  const peers = given.get("peers"), clock = given.get("clock") ?? "wall";
  if (clock !== "wall" && clock !== "cpu") throw new UsageError(`--clock is "${clock}"; it can be wall or cpu`);
  return {
    groups,
    contenders: peers === undefined ? CONTENDERS : pick("contender", peers, CONTENDERS),
    threads: (given.get("threads") ?? "1,2").split(",").map((text) => whole("threads", text)),
    only: given.get("only") ?? "",
    rounds: whole("rounds", given.get("rounds") ?? "7"),
    turn: whole("turn", given.get("turn") ?? "40"),
    limit: whole("limit", given.get("limit") ?? "60"),
    clock,
  };
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Threads that wait for work spin for a while: the next contender starts when they sleep. */
const SETTLE = 30;
/** Seconds that one contender may spend on one workload; slow ones get fewer turns. */
const BUDGET = 15;

function exists(path: string): boolean {
  try {
    Deno.statSync(path);
    return true;
  } catch {
    return false;
  }
}

function canRun(contender: Contender, threads: number): boolean {
  if (contender.needs !== undefined && !exists(contender.needs)) {
    console.log(`${contender.name}: not installed (${contender.needs}); bench/setup.sh does it`);
    return false;
  }
  return threads === 1 || contender.threads;
}

/** A run, which knows its options and collects its results. */
class Run {
  readonly options: Options;
  readonly results: Results;

  constructor(options: Options, results: Results) {
    this.options = options;
    this.results = results;
  }

  workloads(group: Group): Workload[] {
    return group.workloads.filter((w) => w.name.includes(this.options.only));
  }

  async pass(threads: number): Promise<void> {
    const contenders = this.options.contenders.filter((c) => canRun(c, threads));
    const processes = contenders.map((c) => new Process(c, threads, this.options.limit));
    for (const group of this.options.groups) {
      const start = performance.now();
      for (const workload of this.workloads(group)) {
        progress(`${threads} t ${workload.name}`);
        if (group.how === "time") await this.#time(group, workload, processes, threads);
        if (group.how === "cold") await this.#cold(workload, contenders, threads);
        if (group.how === "memory") await this.#memory(workload, contenders, threads);
        if (group.how === "sweep") await this.#sweep(workload, contenders, threads);
      }
      progress("");
      const shown = { ...group, workloads: this.workloads(group).map((w) => ({ ...w, name: renamed(group, w) })) };
      if (shown.workloads.length > 0) {
        console.log(table(shown, threads, contenders, this.results));
        console.log(`(${((performance.now() - start) / 1000).toFixed(0)} s, load ${load()})`);
      }
    }
    for (const process of processes) await process.end();
  }

  /** Turns go round until each contender has had its number of them. */
  async #time(group: Group, workload: Workload, processes: readonly Process[], threads: number): Promise<void> {
    const { rounds, turn, clock } = this.options;
    const { kind, args, name } = workload;
    const ready: { process: Process; once: number; rounds: number }[] = [];
    for (const process of processes) {
      const reply = await process.ask({ do: "prepare", kind, args });
      const cell = this.results.cell(name, process.contender.name, threads);
      if (typeof reply.ms === "number") {
        const most = Math.max(1, Math.floor(BUDGET * 1000 / reply.ms));
        ready.push({ process, once: reply.ms, rounds: Math.min(rounds, most) });
      } else {
        cell.error = reply.error ?? "it does not know this kind of work";
        this.results.keep({ group: group.name, workload: name, contender: process.contender.name, threads, ...cell });
      }
    }
    for (let round = 0; round < rounds; round++) {
      for (const { process, once, rounds } of ready) {
        const { contender } = process;
        const cell = this.results.cell(name, contender.name, threads);
        if (round >= rounds || cell.error !== undefined) continue;
        await pause(SETTLE);
        // The others' work has emptied the caches: the first call of a turn does not count, unless calls are long.
        const reply = await process.ask({ do: "turn", warm: once < 500 ? 1 : 0, least: turn, most: 1000, clock });
        if (!Array.isArray(reply.ms)) {
          cell.error = reply.error ?? "no times";
          this.results.keep({ group: group.name, workload: name, contender: contender.name, threads, ...cell });
          continue;
        }
        const peak = contender.ours && workload.flops !== undefined
          ? (await process.ask({ do: "peak" })).peak
          : undefined;
        cell.turns.push(median(reply.ms));
        if (peak !== undefined) cell.peaks.push(peak);
        this.results.keep({
          ...{ group: group.name, workload: name, contender: contender.name, threads, round },
          ...{ ms: reply.ms, peak, figures: reply.figures },
        });
      }
    }
    for (const { process } of ready) await process.ask({ do: "release" });
  }

  /** Whole processes, each beside an empty one of the same runtime. */
  async #cold(workload: Workload, contenders: readonly Contender[], threads: number): Promise<void> {
    const { rounds } = this.options;
    for (let round = -1; round < rounds; round++) { // the first fills the caches
      for (const contender of contenders) {
        const cell = this.results.cell(workload.name, contender.name, threads);
        if (cell.error !== undefined) continue;
        const cold = await lifetime(contender.cold[0], threads);
        const empty = await lifetime(contender.cold[1], threads);
        const error = cold.error ?? empty.error;
        if (error !== undefined) cell.error = error;
        else if (round >= 0) cell.turns.push(cold.ms - empty.ms);
        this.results.keep({ group: "cold", contender: contender.name, threads, round, cold, empty });
      }
    }
  }

  /** A process of its own for each contender: the most it had resident after twenty steps. */
  async #memory(workload: Workload, contenders: readonly Contender[], threads: number): Promise<void> {
    for (const contender of contenders) {
      const process = new Process(contender, threads, this.options.limit);
      const cell = this.results.cell(`${workload.name} memory`, contender.name, threads);
      const prepared = await process.ask({ do: "prepare", kind: workload.kind, args: workload.args });
      const reply = prepared.error === undefined
        ? await process.ask({ do: "turn", warm: 0, least: 1e9, most: 20 })
        : prepared;
      if (Array.isArray(reply.ms)) cell.turns.push(process.peakMemory());
      else cell.error = reply.error ?? "no answer";
      await process.end();
      this.results.keep({
        ...{ group: "memory", workload: workload.name, contender: contender.name, threads, ...cell },
        figures: reply.figures,
      });
    }
  }

  /** Enough steps for several sweeps; the time that they took, by the library's own count. */
  async #sweep(workload: Workload, contenders: readonly Contender[], threads: number): Promise<void> {
    for (const contender of contenders.filter((c) => c.ours)) {
      const process = new Process(contender, threads, this.options.limit);
      const cell = this.results.cell(`${workload.name} sweep`, contender.name, threads);
      await process.ask({ do: "prepare", kind: workload.kind, args: workload.args });
      const before = await process.ask({ do: "turn", warm: 0, least: 0, most: 1 });
      const reply = await process.ask({ do: "turn", warm: 0, least: 12_000, most: 1000 });
      if (Array.isArray(reply.ms) && before.figures && reply.figures) {
        const spent = reply.ms.reduce((a: number, b: number) => a + b, 0);
        cell.turns.push(100 * (reply.figures.sweepMs - before.figures.sweepMs) / spent);
      } else cell.error = reply.error ?? before.error ?? "no figures";
      await process.end();
      this.results.keep({
        ...{ group: "sweep", workload: workload.name, contender: contender.name, threads, ...cell },
        ...{ before: before.figures, after: reply.figures },
      });
    }
  }
}

/** Workloads that are timed in one group and weighed in another. */
function renamed(group: Group, { name }: Workload): string {
  return group.how === "memory" || group.how === "sweep" ? `${name} ${group.how}` : name;
}

async function lifetime(
  [program, ...args]: readonly string[],
  threads: number,
): Promise<{ ms: number; error?: string }> {
  const start = performance.now();
  const { success, stdout, stderr } = await new Deno.Command(program, { args, env: environment(threads) }).output();
  const ms = performance.now() - start;
  if (success && new TextDecoder().decode(stdout).includes("12")) return { ms };
  return { ms, error: new TextDecoder().decode(stderr).slice(-400) };
}

function progress(text: string): void {
  if (Deno.stderr.isTerminal()) Deno.stderr.writeSync(new TextEncoder().encode(`\r\x1b[K${text}`));
}

const load = (): string => Deno.loadavg().map((value) => value.toFixed(1)).join(" ");

function processor(): string {
  try {
    return /model name\s*:\s*(.*)/.exec(Deno.readTextFileSync("/proc/cpuinfo"))?.[1] ?? "unknown processor";
  } catch {
    return "unknown processor";
  }
}

async function main(args: readonly string[]): Promise<void> {
  const options = parse(args);
  if (options === "help") return console.log(HELP);
  const folder = new URL("results/", import.meta.url).pathname;
  Deno.mkdirSync(folder, { recursive: true });
  const file = `${folder}${new Date().toISOString().slice(0, 19).replaceAll(":", "")}.jsonl`;
  const results = new Results(file);
  const cores = navigator.hardwareConcurrency;
  results.keep({ args, processor: processor(), cores, load: Deno.loadavg(), deno: Deno.version.deno });
  console.log(`${processor()}, ${cores} cores, load ${load()}; raw lines in ${file}`);
  if (Deno.loadavg()[0] > cores / 2) console.log("The machine is busy: times are longer than they should be.");
  console.log("Hadron: time, and per cent of the registers' multiply-add peak. Peers: time (Hadron's over it).");
  const run = new Run(options, results);
  for (const threads of options.threads) await run.pass(threads);
  const ours = options.contenders.filter((c) => c.ours).map((c) => c.name);
  console.log(judge(results, ours));
  const errors = results.errors();
  if (errors.length > 0) console.log(`\nWhat could not be done\n${columns(errors)}`);
}

try {
  await main(Deno.args);
  Deno.exit(0);
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  console.error(error.message);
  Deno.exit(2);
}
