// Random workloads on the build that ships: whatever the number of threads, and however far the script runs ahead, the
// bits are those of one thread that waits after every call. (The core's own tests do the same natively, ten times as many.)

import process from "node:process";
import { test } from "node:test";
import { engine, nd, type NDArray } from "../../mod.ts";
import { assert } from "../check.ts";

const WORKLOADS = 1000;
const CALLS = 14;
/** Most are small and run at once; products of the last are long tasks, which are queued and cut into pieces. */
const SHAPES: readonly (readonly [rows: number, columns: number, share: number])[] = [
  [3, 5, 0.85],
  [64, 64, 0.96],
  [40, 900, 0.98],
  [320, 320, 1],
];

/** Mulberry32: numbers in [0, 1) from a seed. */
function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let z = Math.imul(state ^ (state >>> 15), state | 1);
    z = (z + Math.imul(z ^ (z >>> 7), z | 61)) ^ z;
    return ((z ^ (z >>> 14)) >>> 0) / 2 ** 32;
  };
}

const values: Float32Array = Float32Array.from({ length: 320 * 320 + 1000 }, (_, i) => generator(i)() - 0.5);

/** One workload; all it did is in the arrays that it gives. */
function run(seed: number, after: () => void): NDArray[] {
  const random = generator(seed);
  const below = (n: number) => Math.floor(random() * n);
  const lot = random();
  const [rows, columns] = SHAPES.find(([, , share]) => lot < share)!;
  const from = below(1000), shape = [rows, columns];
  const start = values.subarray(from, from + rows * columns);
  const arrays = [nd.array(start, { shape }), nd.full(shape, 0.25), nd.ones(shape)];
  const any = () => arrays[below(arrays.length)]!;
  const makes: (() => NDArray)[] = [
    () => any().add(any()).mul(0.5),
    () => any().mul(any()),
    () => any().tanh(),
    () => nd.relu(any()),
    () => any().sub(any().mean()),
    () => nd.maximum(any(), any()),
    () => any().copy(),
    () => (rows === columns ? nd.dot(any(), any(), { transposeB: true }) : any().neg()).tanh(),
    () => any().sum({ axis: 1, keepdims: true }).tanh().mul(any()),
  ];
  const changes: (() => void)[] = [
    () => void any().imul(0.75),
    () => void any().iadd(any()),
    () => void any().at(below(rows)).imul(-1),
    () => any().setAt(below(rows), any().at(below(rows))),
    // Somebody looks in between: nothing may depend on it.
    () => void any().at(0).sum().asScalar(),
    // And arrays are let go while they are still written.
    () => void arrays.splice(below(arrays.length), arrays.length > 3 ? 1 : 0),
  ];
  for (let i = 0; i < CALLS; i++) {
    if (below(5) < 3) arrays.push(makes[below(makes.length)]!());
    else changes[below(changes.length)]!();
    after();
  }
  return arrays;
}

/** The bits of an array, in words. */
const bits = (x: NDArray) => new Uint32Array(x.asTypedArray().slice().buffer);

test(`${WORKLOADS} random workloads give the same bits on 1, 2 and 8 threads as one call at a time`, {
  timeout: 120_000,
}, () => {
  const first = Number(process.env["HADRON_TEST_SEED"] ?? Date.now() % 1e6);
  console.log(`random workloads: HADRON_TEST_SEED=${first}`);
  const usual = engine.info().threads, before = engine.info().piecesByWorkers;
  try {
    const expected: Uint32Array[][] = [];
    engine.setNumThreads(1);
    for (let i = 0; i < WORKLOADS; i++) expected.push(run(first + i, () => nd.waitall()).map(bits));
    for (const threads of [1, 2, 8]) {
      engine.setNumThreads(threads);
      for (let i = 0; i < WORKLOADS; i++) {
        const got = run(first + i, () => {});
        const want = expected[i]!;
        assert(got.length === want.length, `seed ${first + i}: ${got.length} arrays, expected ${want.length}`);
        got.forEach((x, k) => {
          const differs = bits(x).findIndex((word, at) => word !== want[k]![at]);
          assert(
            differs < 0,
            `seed ${first + i}, ${threads} threads: array ${k} [${x.shape}] differs at element ${differs}`,
          );
        });
      }
    }
    const { build, engine: kind, piecesByWorkers } = engine.info();
    if (build === "threads" && kind === "threaded") assert(piecesByWorkers > before, "no worker ran anything");
  } finally {
    engine.setNumThreads(usual);
  }
});
