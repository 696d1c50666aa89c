// What was measured: every turn as a raw line in results/, medians in memory.

import type { Workload } from "./workloads.ts";

/** The median. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** One contender on one workload. */
export interface Cell {
  /** Milliseconds (MB in the group `memory`, per cent in `sweep`), one for each turn. */
  readonly turns: number[];
  /** GFLOP/s of the registers of one core in this host, measured beside each turn. */
  readonly peaks: number[];
  /** Why there is no figure. */
  error?: string;
}

/** Cells by workload, contender and threads. */
export class Results {
  #cells: Map<string, Cell> = new Map();
  #file: string;

  /** Raw lines go to `file`. */
  constructor(file: string) {
    this.#file = file;
  }

  /** Appends a raw line. */
  keep(line: Readonly<Record<string, unknown>>): void {
    Deno.writeTextFileSync(this.#file, `${JSON.stringify(line)}\n`, { append: true });
  }

  /** The cell, made when it is new. */
  cell(workload: string, contender: string, threads: number): Cell {
    const key = `${workload} ${contender} ${threads}`;
    let cell = this.#cells.get(key);
    if (!cell) this.#cells.set(key, cell = { turns: [], peaks: [] });
    return cell;
  }

  /** The median; undefined where nothing was measured. */
  value(workload: string, contender: string, threads: number): number | undefined {
    const { turns } = this.cell(workload, contender, threads);
    return turns.length > 0 ? median(turns) : undefined;
  }

  /** Textbook flops a second over the registers' peak of as many cores as there are threads. */
  ofPeak({ name, flops }: Workload, contender: string, threads: number): number | undefined {
    const { turns, peaks } = this.cell(name, contender, threads);
    if (flops === undefined || turns.length === 0 || peaks.length === 0) return undefined;
    return flops / median(turns) / 1e6 / (median(peaks) * threads);
  }

  /** What could not be measured: workload, contender, threads, reason. */
  errors(): string[][] {
    const rows: string[][] = [];
    for (const [key, { error }] of this.#cells) {
      if (error !== undefined) rows.push([key, error.replaceAll(/\s+/g, " ").slice(0, 160)]);
    }
    return rows;
  }
}
