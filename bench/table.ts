// Tables of medians and ratios, as text.

import type { Contender } from "./contender.ts";
import type { Results } from "./results.ts";
import type { Group, Workload } from "./workloads.ts";

/** Three digits that count. */
export function number(value: number): string {
  if (value >= 100) return value.toFixed(0);
  return value.toPrecision(3);
}

function cell(results: Results, ours: readonly Contender[], workload: Workload, contender: Contender, threads: number) {
  const value = results.value(workload.name, contender.name, threads);
  if (value === undefined) return results.cell(workload.name, contender.name, threads).error ? "cannot" : "";
  if (contender.ours) {
    const share = results.ofPeak(workload, contender.name, threads);
    return share === undefined ? number(value) : `${number(value)} ${(100 * share).toFixed(0)}%`;
  }
  const ratios = ours.map((own) => {
    const mine = results.value(workload.name, own.name, threads);
    return mine === undefined ? "-" : (mine / value).toFixed(2);
  });
  return `${number(value)} (${ratios.join(" ")})`;
}

/** Rows of text in columns as wide as their widest cell. */
export function columns(rows: readonly (readonly string[])[]): string {
  const widths = rows[0].map((_, i) => Math.max(...rows.map((row) => row[i].length)));
  return rows.map((row) =>
    row.map((text, i) => i === 0 ? text.padEnd(widths[i]) : text.padStart(widths[i])).join("  ").trimEnd()
  ).join("\n");
}

const UNITS: Readonly<Record<Group["how"], string>> = {
  time: "ms",
  cold: "ms above the empty process",
  memory: "MB",
  sweep: "% of the time",
};

/** The table of a group. */
export function table(group: Group, threads: number, contenders: readonly Contender[], results: Results): string {
  const ours = contenders.filter((c) => c.ours);
  const shown = contenders.filter((c) =>
    group.workloads.some(({ name }) => {
      const { turns, error } = results.cell(name, c.name, threads);
      return turns.length > 0 || error !== undefined;
    })
  );
  const rows = [
    ["", ...shown.map((c) => c.name)],
    ...group.workloads.map((w) => [w.name, ...shown.map((c) => cell(results, ours, w, c, threads))]),
  ];
  // The layers of a network, each as often as it occurs, add up to what a step must take at least.
  if (group.name.startsWith("layers_")) {
    rows.push([
      "sum of counts",
      ...shown.map((c) => {
        const parts = group.workloads.map((w) => [w.count!, results.value(w.name, c.name, threads)] as const);
        const missing = parts.some(([, value]) => value === undefined);
        const sum = parts.reduce((total, [count, value]) => total + count * (value ?? 0), 0);
        return missing ? `> ${number(sum)}` : number(sum);
      }),
    ]);
  }
  const title = `${group.title}, ${threads} thread${threads > 1 ? "s" : ""}, ${UNITS[group.how]}`;
  return `\n${title}\n${columns(rows)}`;
}
