// What is timed: groups of workloads by name. A workload is a kind, which every contender knows how to do, and its
// sizes, which are declared here (or in shapes/*.txt) once and sent to the contenders.

import { readFileSync } from "node:fs";

/** Sizes and options of a workload; what they mean is its kind's business. */
export type Args = Readonly<Record<string, number | string>>;

/** One thing to time. */
export interface Workload {
  /** Its name in tables and raw lines. */
  readonly name: string;
  /** What the contenders look up. */
  readonly kind: string;
  /** Its sizes. */
  readonly args: Args;
  /** Multiply-adds times two of one call, counted as the textbook does, whatever the algorithm. */
  readonly flops?: number;
  /** Bytes that one call must read and write at least. */
  readonly bytes?: number;
  /** Samples or operations of one call. */
  readonly items?: number;
  /** How often the network does it in one step (layers of shapes/*.txt). */
  readonly count?: number;
}

/** Workloads that stand in one table. */
export interface Group {
  /** Its name on the command line. */
  readonly name: string;
  /** The table's heading. */
  readonly title: string;
  /** `time`: calls in warm processes. The others need processes of their own. */
  readonly how: "time" | "cold" | "memory" | "sweep";
  /** Its rows. */
  readonly workloads: readonly Workload[];
}

/** Elements of the elementwise workloads. */
const ELEMENTS = 10_000_000;
/** Dependent additions of the chains. */
const CHAIN = 10_000;

const STEPS: Readonly<Record<string, Workload>> = {
  mlp: { name: "mlp_step", kind: "step", args: { net: "mlp", n: 256, c: 784, lr: 0.1 }, items: 256 },
  lenet: { name: "lenet_step", kind: "step", args: { net: "lenet", n: 256, c: 1, h: 28, lr: 0.1 }, items: 256 },
  rn18_32: { name: "rn18_32_step", kind: "step", args: { net: "rn18_32", n: 64, c: 3, h: 32, lr: 0.05 }, items: 64 },
  rn18_96: { name: "rn18_96_step", kind: "step", args: { net: "rn18_96", n: 64, c: 1, h: 96, lr: 0.05 }, items: 64 },
};

function gemm(n: number): Workload {
  return { name: `gemm_${n}`, kind: "gemm", args: { n }, flops: 2 * n ** 3 };
}

function elementwise(name: string, bytes: number): Workload {
  return { name: `${name}_10m`, kind: name, args: { n: ELEMENTS }, bytes: bytes * ELEMENTS };
}

function layer(name: string, args: Args, flops: number | undefined, count: number): Workload {
  return { name: `${name}_${args.pass}`, kind: "layer", args, flops, count };
}

const size = (h: number, kernel: number, stride: number, pad: number): number =>
  Math.floor((h + 2 * pad - kernel) / stride) + 1;

/** The workloads of one line of shapes/*.txt: each pass of the layer on its own. */
function layers(line: string): Workload[] {
  const [count, type, ...rest] = line.split(/\s+/);
  const [n, c, h, k, kernel, stride, pad] = rest.map(Number);
  const times = Number(count);
  switch (type) {
    case "conv": {
      const out = size(h, kernel, stride, pad);
      const flops = 2 * n * k * out * out * c * kernel * kernel;
      const name = `conv_${n}x${c}x${h}_${k}_${kernel}x${kernel}${stride > 1 ? `s${stride}` : ""}`;
      // The first layer's input is data: nobody asks for its gradient.
      const passes = c > 3 ? ["forward", "data", "weight"] : ["forward", "weight"];
      return passes.map((pass) => layer(name, { layer: "conv", pass, n, c, h, k, kernel, stride, pad }, flops, times));
    }
    case "dense": {
      const flops = 2 * n * c * h;
      return ["forward", "data", "weight"].map((pass) =>
        layer(`dense_${n}x${c}_${h}`, { layer: "dense", pass, n, c, k: h }, flops, times)
      );
    }
    case "maxpool":
      return ["forward", "data"].map((pass) =>
        layer(
          `maxpool_${n}x${c}x${h}`,
          { layer: "maxpool", pass, n, c, h, kernel: k, stride: kernel },
          undefined,
          times,
        )
      );
    case "batchnorm":
    case "relu":
    case "add":
      return ["forward", "data"].map((pass) =>
        layer(`${type}_${n}x${c}x${h}`, { layer: type, pass, n, c, h }, undefined, times)
      );
    default:
      throw new Error(`shapes: the line "${line}" begins with no known layer`);
  }
}

function shapes(file: string): Workload[] {
  const text = readFileSync(new URL(`shapes/${file}.txt`, import.meta.url), "utf8");
  return text.split("\n").map((line) => line.replace(/#.*/, "").trim()).filter((line) => line !== "").flatMap(layers);
}

const networks = Object.keys(STEPS);

/** One operator of each family, on ten elements or so and on many. */
function families(): Workload[] {
  const n = ELEMENTS,
    rows: [op: string, tiny: Args | null, large: Args][] = [
      ["argsort", { n: 10 }, { n }],
      ["topk", { n: 10 }, { n }],
      ["take", { n: 10, c: 1 }, { n: 100_000, c: 100 }],
      ["transpose", { n: 3 }, { n: 3000 }],
      ["nhwc", { n: 1, c: 3, h: 2 }, { n: 32, c: 64, h: 64 }],
      ["concat", { n: 3 }, { n: 2000 }],
      ["sum", { n: 3, axis: 0 }, { n: 3000, axis: 0 }],
      ["sum", { n: 3, axis: 1 }, { n: 3000, axis: 1 }],
      ["max", { n: 3, axis: 0 }, { n: 3000, axis: 0 }],
      ["max", { n: 3, axis: 1 }, { n: 3000, axis: 1 }],
      ["cumsum", { n: 2, c: 5 }, { n: 1000, c: 10_000 }],
      ["layer_norm", { n: 2, c: 5 }, { n: 10_000, c: 1000 }],
      ["softmax", { n: 2, c: 5 }, { n: 10_000, c: 1000 }],
      ["deconvolution", { n: 1, c: 1, h: 3 }, { n: 8, c: 64, h: 28 }],
      ["embedding", null, { n: 10_000, c: 256 }],
      ["lstm", { steps: 2, n: 1, c: 4 }, { steps: 64, n: 32, c: 256 }],
      ["gemm2", { n: 3 }, { n: 1024 }],
      ["cholesky", { n: 3 }, { n: 256 }],
      ["svd", { n: 3 }, { n: 256 }],
      ["normal", { n: 10 }, { n }],
      ["nms", { n: 10 }, { n: 4000 }],
      ["second", { n: 2, c: 5 }, { n: 256, c: 256 }],
    ];
  return rows.flatMap(([op, tiny, large]) => {
    const name = "axis" in large ? `${op}_axis${large.axis}` : op;
    const row = (size: string, args: Args): Workload => ({
      name: `${name}_${size}`,
      kind: "family",
      args: { op, ...args },
    });
    return [...(tiny ? [row("tiny", tiny)] : []), row("large", large)];
  });
}

/** All groups, in the order of the tables. */
export const GROUPS: readonly Group[] = [
  { name: "gemm", title: "Matrix products", how: "time", workloads: [512, 1024, 2048].map(gemm) },
  {
    name: "elementwise",
    title: "Elementwise and reduction",
    how: "time",
    workloads: [
      elementwise("muladd", 16),
      elementwise("muladd_expr", 16),
      elementwise("formula8", 16),
      elementwise("exp", 8),
      elementwise("relu", 8),
      elementwise("add", 12),
      { name: "sum_axis1_4096", kind: "sum_axis1", args: { n: 4096 }, bytes: 4 * 4096 ** 2 },
    ],
  },
  { name: "families", title: "One operator of each family", how: "time", workloads: families() },
  { name: "conv", title: "Convolutions, batch 8", how: "time", workloads: shapes("conv") },
  {
    name: "smallops",
    title: `Chains of ${CHAIN} additions on ten elements`,
    how: "time",
    workloads: [
      { name: "chain_add_10k", kind: "chain", args: { n: CHAIN }, items: CHAIN },
      { name: "chain_add_10k_grad", kind: "chain_grad", args: { n: CHAIN }, items: CHAIN },
    ],
  },
  {
    name: "linreg",
    title: "Linear regression, 5 epochs of 100 batches",
    how: "time",
    workloads: [
      { name: "linreg_5epochs", kind: "linreg", args: { batches: "loader" } },
      { name: "linreg_5epochs_slices", kind: "linreg", args: { batches: "slices" } },
    ],
  },
  ...networks.map((net): Group => ({
    name: net,
    title: `Training step: ${net}`,
    how: "time",
    workloads: [STEPS[net]],
  })),
  ...networks.map((net): Group => ({
    name: `layers_${net}`,
    title: `Layers of ${net}`,
    how: "time",
    workloads: shapes(net),
  })),
  {
    name: "cold",
    title: "From import to the first number, above the empty process",
    how: "cold",
    workloads: [{ name: "cold_start", kind: "cold", args: {} }],
  },
  {
    name: "memory",
    title: "Peak resident memory, 20 steps",
    how: "memory",
    workloads: [STEPS.lenet, STEPS.rn18_32],
  },
  {
    name: "sweep",
    title: "What finding dead arrays costs in training",
    how: "sweep",
    workloads: [STEPS.lenet, STEPS.rn18_32].flatMap((step) => [
      step,
      { ...step, name: `${step.name}_300k`, args: { ...step.args, objects: 300_000 } },
    ]),
  },
];
