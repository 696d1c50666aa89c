// Times the kernels on one thread, in Deno or Bun: GFLOP/s and per cent of the register peak.
//   deno run --allow-read run.mjs check|gemm|conv|net|other|all [filter] [--tiles=1..4] [--cpu]
//   bun run.mjs …
import { readFileSync } from "node:fs";
import process from "node:process";

const host = typeof Deno !== "undefined" ? "deno" : typeof Bun !== "undefined" ? "bun" : "node";
const module = new WebAssembly.Module(readFileSync(new URL("kernels.wasm", import.meta.url)));
const memory = new WebAssembly.Memory({ initial: 16384, maximum: 65536, shared: true });
const imports = {};
for (const { module: from, name, kind } of WebAssembly.Module.imports(module)) {
  imports[from] ??= {};
  imports[from][name] = kind === "memory" ? memory : () => {
    throw new Error(`import ${name}`);
  };
}
const core = new WebAssembly.Instance(module, imports).exports;

const allocate = (n) => core.allocate(n * 4) >>> 0;
const values = (n, scale = 1) => {
  const at = allocate(n), v = new Float32Array(memory.buffer, at, n);
  let x = 12345 + n;
  for (let i = 0; i < n; i++) {
    x = (Math.imul(x, 1664525) + 1013904223) >>> 0;
    v[i] = (x / 4294967296 - 0.5) * 2 * scale;
  }
  return at;
};

// On a busy machine --cpu takes the processor time of the process instead of the time on the wall.
const cpu = process.argv.includes("--cpu");
const now = () => {
  if (!cpu) return performance.now();
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

/** Interleaved rounds of `works` ([name, call, flops]); the median of each. */
export function time(works, rounds = 7) {
  const plan = works.map(([name, call, flops]) => {
    const from = now();
    let calls = 0;
    do {
      call();
      calls++;
    } while (now() - from < 100);
    const one = (now() - from) / calls;
    return { name, call, flops, repeat: Math.max(1, Math.ceil((cpu ? 20 : 4) / one)), times: [] };
  });
  for (let round = 0; round < rounds; round++) {
    for (const work of plan) {
      const from = now();
      for (let i = 0; i < work.repeat; i++) work.call();
      work.times.push((now() - from) / work.repeat);
    }
  }
  return plan.map(({ name, flops, times }) => {
    times.sort((a, b) => a - b);
    const ms = times[times.length >> 1];
    return { name, ms, best: times[0], speed: flops / ms / 1e6 };
  });
}

const [what = "all", filter = ""] = process.argv.slice(2).filter((a) => !a.startsWith("--"));
const tiles = Number(process.argv.find((a) => a.startsWith("--tiles="))?.slice(8) ?? 0);
core.choose(tiles);
if (what === "check") {
  // Each set of tiles against the plain loops; F(6,3) loses most.
  let failed = 0;
  for (const [wide, bound] of [[0, 5e-5], [1, 1e-12]]) {
    for (const tile of [0, 1, 2, 3, 4]) {
      const error = core.check(tile, wide);
      if (!(error <= bound)) failed++;
      console.log(
        `${host} f${wide ? 64 : 32} tiles ${tile}: ${error.toExponential(1)}${error <= bound ? "" : " FAILED"}`,
      );
    }
  }
  process.exit(failed);
}
const works = [];
const add = (name, call, flops) => name.includes(filter) && works.push([name, call, flops]);

if (what === "gemm" || what === "all") {
  const side = 2048, [a, b, c] = [values(side * side), values(side * side), values(side * side)];
  for (const n of [64, 128, 256, 512, 1024, 2048]) {
    add(`gemm ${n}`, () => core.gemm32(0, n, n, n, a, b, c), 2 * n ** 3);
  }
  for (
    const [m, n, k, mode, name] of [
      [256, 256, 784, 1, "NT 256x256x784"],
      [256, 784, 256, 0, "NN 256x784x256"],
      [256, 784, 256, 2, "TN 256x784x256"],
      [256, 128, 1250, 1, "NT 256x128x1250"],
      [256, 10, 128, 1, "NT 256x10x128"],
      [64, 3136, 576, 0, "NN 64x3136x576"],
      [256, 1, 1024, 0, "NN 256x1x1024"],
    ]
  ) add(`gemm ${name}`, () => core.gemm32(mode, m, n, k, a, b, c), 2 * m * n * k);
  add("gemm64 512", () => core.gemm64(512, 512, 512, a, b, c), 2 * 512 ** 3);
}
if (what !== "gemm") {
  const layers = {
    conv: [[8, 64, 56, 64, 3, 1, 1], [8, 128, 28, 128, 3, 1, 1], [8, 256, 14, 256, 3, 1, 1], [8, 512, 7, 512, 3, 1, 1]],
    net: [
      [256, 1, 28, 20, 5, 1, 0],
      [256, 20, 12, 50, 3, 1, 0],
      [64, 3, 32, 64, 3, 1, 0],
      [64, 64, 14, 64, 3, 1, 1],
      [64, 64, 14, 128, 3, 2, 1],
      [64, 64, 14, 128, 1, 2, 0],
      [64, 128, 7, 128, 3, 1, 1],
      [64, 128, 7, 256, 3, 2, 1],
      [64, 256, 4, 256, 3, 1, 1],
      [64, 256, 2, 256, 3, 1, 1],
    ],
    other: [
      [8, 3, 224, 64, 7, 2, 3],
      [8, 64, 56, 256, 1, 1, 0],
      [64, 64, 24, 64, 3, 1, 1],
      [64, 128, 12, 128, 3, 1, 1],
      [64, 256, 6, 256, 3, 1, 1],
      [64, 512, 3, 512, 3, 1, 1],
      [8, 64, 56, 64, 3, 1, 1, 64],
    ],
  };
  for (const set of what === "all" ? Object.keys(layers) : [what]) {
    for (const [n, c, h, k, kernel, stride, pad, groups = 1] of layers[set]) {
      const out = Math.floor((h + 2 * pad - kernel) / stride) + 1;
      const label = `${n}x${c}x${h} -> ${k} ${kernel}x${kernel}s${stride}${groups > 1 ? ` g${groups}` : ""}`;
      if (!["forward", "data", "weight"].some((pass) => `${label} ${pass}`.includes(filter))) continue;
      const [x, w, y] = [
        values(n * c * h * h),
        values(k * (c / groups) * kernel * kernel, 0.1),
        values(n * k * out * out),
      ];
      const flops = 2 * n * k * out * out * (c / groups) * kernel * kernel;
      for (const [i, name] of ["forward", "data", "weight"].entries()) {
        if ((name === "data" && c <= 3) || !`${label} ${name}`.includes(filter)) continue;
        works.push([`${label} ${name}`, () => core.conv32(i, n, c, h, k, kernel, stride, pad, groups, x, w, y), flops]);
      }
    }
  }
}
works.unshift(["peak", () => core.peak(40000, 0.5), 40000 * 96]);
const results = time(works);
const peak = results[0].speed;
console.log(`${host}, tiles ${tiles || (core.fuses() ? "4x8 (fused)" : "2x24 (not fused)")}`);
for (const { name, ms, best, speed } of results) {
  const percent = ((100 * speed) / peak).toFixed(0);
  console.log(
    `${name.padEnd(36)} ${ms.toFixed(3).padStart(9)} ms ${speed.toFixed(1).padStart(7)} GFLOP/s ${
      percent.padStart(4)
    } %   (best ${best.toFixed(3)})`,
  );
}
