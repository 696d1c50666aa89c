// The figures that this version is held to, and whether a run met them. Each is a ratio of things measured in the same
// run, or an amount above the empty process.

import type { Results } from "./results.ts";
import { GROUPS, type Workload } from "./workloads.ts";
import { columns } from "./table.ts";

interface Goal {
  readonly what: string;
  readonly threads: number;
  readonly goal: string;
  /** The figure of one of our columns; undefined where it was not measured. */
  readonly figure: (ours: string) => number | undefined;
  readonly met: (figure: number, ours: string) => boolean;
}

const workloads = new Map(GROUPS.flatMap((g) => g.workloads).map((w) => [w.name, w]));

function goals(results: Results): Goal[] {
  const ratio = (name: string, peer: string, threads: number, most: number): Goal => ({
    what: name,
    threads,
    goal: `<= ${most} of ${peer}`,
    figure(ours) {
      const mine = results.value(name, ours, threads), other = results.value(name, peer, threads);
      return mine === undefined || other === undefined ? undefined : mine / other;
    },
    met: (figure) => figure <= most,
  });
  const peak = (name: string, threads: number, deno: number, bun: number): Goal => ({
    what: name,
    threads,
    goal: deno === bun ? `>= ${deno} of the peak` : `>= ${deno} / ${bun} of the peak`,
    figure: (ours) => results.ofPeak(workloads.get(name) as Workload, ours, threads),
    met: (figure, ours) => figure >= (ours === "hadron-bun" ? bun : deno),
  });
  const most = (name: string, threads: number, unit: string, deno: number, bun: number): Goal => ({
    what: name,
    threads,
    goal: `<= ${deno === bun ? deno : `${deno} / ${bun}`} ${unit}`,
    figure: (ours) => results.value(name, ours, threads),
    met: (figure, ours) => figure <= (ours === "hadron-bun" ? bun : deno),
  });
  const families = GROUPS.find((g) => g.name === "families")!.workloads.map(({ name }): Goal => {
    const large = name.endsWith("_large"), peers = large ? ["torch", "mxnet"] : ["torch"];
    return {
      what: name,
      threads: 2,
      goal: large ? "<= 3 of the faster of torch, mxnet" : "<= 1 of torch",
      figure(ours) {
        const others = peers.map((peer) => results.value(name, peer, 2)).filter((v) => v !== undefined);
        const mine = results.value(name, ours, 2);
        return mine === undefined || others.length === 0 ? undefined : mine / Math.min(...others);
      },
      met: (figure) => figure <= (large ? 3 : 1),
    };
  });
  const gemms = ["gemm_512", "gemm_1024", "gemm_2048"];
  const convolutions = ["conv_8x64x56_64_3x3", "conv_8x128x28_128_3x3", "conv_8x256x14_256_3x3"];
  return [
    ...gemms.map((name) => peak(name, 1, 0.8, 0.75)),
    ...gemms.map((name) => peak(name, 2, 0.75, 0.65)),
    ...gemms.flatMap((name) => [ratio(name, "jaxjs", 1, 0.71), ratio(name, "jaxjs", 2, 0.71)]),
    ...convolutions.flatMap((name) =>
      ["forward", "data", "weight"].map((pass) =>
        peak(`${name}_${pass}`, 1, 1.6, pass === "weight" && name.includes("256x14") ? 1.3 : 1.6)
      )
    ),
    ratio("muladd_expr_10m", "jaxjs", 2, 0.8),
    {
      what: "formula8_10m",
      threads: 2,
      goal: "<= 1.5 of muladd_expr_10m",
      figure(ours) {
        const [long, short] = ["formula8_10m", "muladd_expr_10m"].map((name) => results.value(name, ours, 2));
        return long === undefined || short === undefined ? undefined : long / short;
      },
      met: (figure) => figure <= 1.5,
    },
    ...families,
    ratio("lenet_step", "mxnet", 2, 1),
    ratio("rn18_32_step", "mxnet", 2, 1.5),
    ratio("chain_add_10k", "torch", 1, 0.5),
    ratio("chain_add_10k_grad", "torch", 1, 0.5),
    ratio("chain_add_10k", "torch", 2, 0.5),
    ratio("chain_add_10k_grad", "torch", 2, 0.5),
    ratio("linreg_5epochs", "torch", 1, 0.8),
    ratio("linreg_5epochs", "torch", 2, 0.8),
    ratio("exp_10m", "jaxjs", 2, 0.5),
    ...["sum_axis1_4096", "relu_10m", "add_10m", "muladd_10m"].map((name) => ratio(name, "jaxjs", 2, 1.1)),
    ratio("mlp_step", "torch", 2, 2.5),
    most("cold_start", 2, "ms", 60, 25),
    most("rn18_32_step memory", 2, "MB", 450, 450),
    ...["lenet_step", "lenet_step_300k", "rn18_32_step", "rn18_32_step_300k"].map((name) =>
      most(`${name} sweep`, 2, "%", 3, 1)
    ),
  ];
}

/** The goals of which something was measured, each with its figures; "" where there are none. */
export function judge(results: Results, ours: readonly string[]): string {
  const rows: string[][] = [];
  for (const { what, threads, goal, figure, met } of goals(results)) {
    const figures = ours.map((name) => [name, figure(name)] as const);
    if (figures.every(([, value]) => value === undefined)) continue;
    rows.push([
      what,
      `${threads} t`,
      goal,
      ...figures.map(([name, value]) =>
        value === undefined
          ? ""
          : `${value >= 10 ? value.toFixed(0) : value.toFixed(2)} ${met(value, name) ? "ok" : "SHORT"}`
      ),
    ]);
  }
  if (rows.length === 0) return "";
  return `\nWhat this version is held to\n${columns([["", "", "", ...ours], ...rows])}`;
}
