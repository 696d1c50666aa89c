// DataLoader: batches, their order, what prefetching must not change, what is refused.

import { test } from "node:test";
import { autograd, gluon, nd, type NDArray, random } from "../../mod.ts";
import { assert, assertEquals, assertThrows } from "../check.ts";

const { ArrayDataset, DataLoader, SimpleDataset } = gluon.data;
const numbers = (n: number): gluon.data.ArrayDataset<[NDArray, number]> =>
  new ArrayDataset<[NDArray, number]>(nd.arange(n), Array.from({ length: n }, (_, i) => i * 10));

test("a loader gives every sample once, in batches typed by the set", () => {
  const loader = new DataLoader(numbers(7), 3);
  assertEquals(loader.length, 3);
  const seen = [...loader].map(([x, y]) => [x.toArray(), y.toArray()]);
  assertEquals(seen, [[[0, 1, 2], [0, 10, 20]], [[3, 4, 5], [30, 40, 50]], [[6], [60]]]);
  assertEquals([...new DataLoader(numbers(7), 3, { lastBatch: "discard" })].length, 2);
  assertEquals([...new DataLoader(numbers(7), { batchSize: 7 })].length, 1);
});

test("plain lists are sets too; numbers become float32", () => {
  const [batch] = new DataLoader([1, 2, 3], 3);
  assertEquals([batch.toArray(), batch.dtype], [[1, 2, 3], "float32"]);
  const [[a, b]] = new DataLoader<[number, number[]]>([[1, [2, 3]], [4, [5, 6]]], 2);
  assertEquals([a.toArray(), b.toArray()], [[1, 4], [[2, 3], [5, 6]]]);
});

test("shuffling follows the seed, differs from pass to pass, and covers the set", () => {
  const order = (loader: Iterable<[NDArray, NDArray]>): string => [...loader].flatMap(([x]) => x.toArray()).join();
  random.seed(5);
  const loader = new DataLoader(numbers(40), 8, { shuffle: true });
  const first = order(loader), second = order(loader);
  random.seed(5);
  assertEquals(order(new DataLoader(numbers(40), 8, { shuffle: true })), first);
  assert(first !== second);
  assertEquals(
    second.split(",").map(Number).sort((a, b) => a - b).join(),
    Array.from({ length: 40 }, (_, i) => i).join(),
  );
});

test("how far ahead batches are prepared changes no number, neither the data's nor the training's", () => {
  const run = (prefetch: number): unknown[] => {
    random.seed(9);
    const noisy = numbers(12).transform((x, y) => [x.add(nd.random.uniform({ shape: [1] }).reshape([1])), y]);
    const seen: unknown[] = [];
    for (const [x] of new DataLoader(noisy, 4, { shuffle: true, prefetch })) {
      seen.push(x.toArray(), nd.random.normal({ shape: [2] }).toArray());
    }
    return seen;
  };
  assertEquals(run(0), run(1));
  assertEquals(run(0), run(50));
});

test("rollover carries what is left into the next pass", () => {
  const loader = new DataLoader(numbers(5), 2, { lastBatch: "rollover" });
  assertEquals([...loader].map(([x]) => x.toArray()), [[0, 1], [2, 3]]);
  assertEquals([...loader].map(([x]) => x.toArray()), [[4, 0], [1, 2], [3, 4]]);
});

test("for await gives the same batches and lets the event loop breathe", async () => {
  let turns = 0, running = true;
  const tick = (): void => {
    turns++;
    if (running) setTimeout(tick, 0);
  };
  setTimeout(tick, 0);
  const seen: unknown[] = [];
  for await (const [x] of new DataLoader(numbers(40), 1)) seen.push(x.toArray());
  running = false;
  assertEquals(seen.length, 40);
  assert(turns > 0, "a timer ran between batches");
});

test("what prepares batches is not recorded", () => {
  autograd.record(() => {
    for (const [x] of new DataLoader(numbers(4).transform((x, y) => [x.mul(2), y]), 2)) {
      assertThrows(() => x.backward(), Error);
    }
  });
});

test("a sampler, a batch sampler and a batchify function of one's own", () => {
  const reversed = new gluon.data.SequentialSampler(3);
  assertEquals([...new DataLoader(numbers(9), 3, { sampler: reversed })].length, 1);
  const loader = new DataLoader(numbers(9), { batchSampler: [[8, 0], [4]] });
  assertEquals([...loader].map(([x]) => x.toArray()), [[8, 0], [4]]);
  const sums = new DataLoader(new SimpleDataset([1, 2, 3, 4]), 2, {
    batchifyFn: (xs) => xs.reduce((a, b) => a + b, 0),
  });
  assertEquals([...sums], [3, 7]);
});

test("batches of over a thousand samples are joined in parts", () => {
  const many = new SimpleDataset(Array.from({ length: 1203 }, (_, i) => nd.array([i, -i])));
  const [batch] = new DataLoader(many, 1203);
  assertEquals([batch.shape, batch.at(1202).toArray()], [[1203, 2], [1202, -1202]]);
});

test("a loader refuses what it cannot follow", () => {
  const set = numbers(4);
  assertThrows(() => new DataLoader(set, 0), Error, "DataLoader: batchSize is 0");
  assertThrows(() => new DataLoader(set, {}), Error, "batchSize is missing");
  assertThrows(() => new DataLoader(set, 2, { shufle: true } as never), Error, "did you mean 'shuffle'?");
  assertThrows(
    () => new DataLoader(set, 2, { shuffle: true, sampler: new gluon.data.SequentialSampler(4) }),
    Error,
    "both",
  );
  assertThrows(() => new DataLoader(set, { batchSize: 2, batchSampler: [[1]] }), Error, "batchSampler already says");
  assertThrows(() => new DataLoader(3 as never, 2), Error, "it must be a Dataset or a list");
  const ragged = new SimpleDataset([nd.zeros([2]), nd.zeros([3])]);
  assertThrows(
    () => [...new DataLoader(ragged, 2)],
    Error,
    "sample 0 of the batch is float32 [2], that of sample 1 is float32 [3]",
  );
  assertThrows(() => [...new DataLoader([1, "a"] as never[], 2)], Error, "one batch needs one kind");
});
