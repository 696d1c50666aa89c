// Data sets and samplers: what they hold, how they are cut, filtered, transformed and refused.

import { test } from "node:test";
import { gluon, nd, type NDArray, random } from "../../mod.ts";
import { assert, assertEquals, assertThrows, close } from "../check.ts";

const { ArrayDataset, BatchSampler, FilterSampler, RandomSampler, SequentialSampler, SimpleDataset, transforms } = {
  ...gluon.data,
  transforms: gluon.data.vision.transforms,
};

test("ArrayDataset gives rows of NDArrays and elements of lists", () => {
  const X = nd.arange(12).reshape([4, 3]);
  const set = new ArrayDataset<[NDArray, number]>(X, [10, 11, 12, 13]);
  assertEquals(set.length, 4);
  const [x, y] = set.at(2);
  assertEquals([x.toArray(), y], [[6, 7, 8], 12]);
  assertEquals(set.at(-1)[1], 13);
  const [xs, ys] = set.at("1:3");
  assertEquals([xs.toArray(), ys.toArray(), ys.dtype], [[[3, 4, 5], [6, 7, 8]], [11, 12], "float32"]);
});

test("a row of a vector has shape [], so that stacked rows and gathered ones are alike", () => {
  const set = new ArrayDataset<[NDArray, NDArray]>(nd.arange(6).reshape([3, 2]), nd.array([5, 6, 7]));
  assertEquals(set.at(1)[1].shape, []);
  const direct = set.batch([0, 2])[1];
  const stacked = set.transform((x, y) => [x.mul(1), y.mul(1)]).batch([0, 2])[1];
  assertEquals([direct.shape, direct.toArray()], [[2], [5, 7]]);
  assertEquals([stacked.shape, stacked.toArray()], [[2], [5, 7]]);
});

test("ArrayDataset keeps the dtype of typed arrays and refuses what does not fit", () => {
  const set = new ArrayDataset<[NDArray, NDArray]>(new Uint8Array([1, 2, 3]), new Int32Array([4, 5, 6]));
  const [a, b] = set.batch([2, 0]);
  assertEquals([a.dtype, b.dtype, a.toArray(), b.toArray()], ["uint8", "int32", [3, 1], [6, 4]]);
  assertThrows(
    () => new ArrayDataset<number[]>([1, 2], [1, 2, 3]),
    Error,
    "ArrayDataset: the arrays have lengths 2, 3",
  );
  assertThrows(() => new ArrayDataset(), Error, "needs one or more");
  assertThrows(() => set.at(3), Error, "index 3 is out of bounds for a set of 3 samples");
  assertThrows(() => set.at(0.5), Error, "no whole number");
  assertThrows(() => set.at("1-2" as "1:2"), Error, '"1-2" is no slice');
});

test("slices of sets are Python's", () => {
  const set = new SimpleDataset([0, 1, 2, 3, 4, 5]);
  const list = Array.from({ length: 6 }, (_, i) => i);
  for (
    const [text, expected] of [
      ["1:3", [1, 2]],
      [":-2", [0, 1, 2, 3]],
      ["::2", [0, 2, 4]],
      ["::-1", [5, 4, 3, 2, 1, 0]],
      ["4:100", [4, 5]],
      ["-2:", [4, 5]],
      ["...", list],
      ["4:1:-1", [4, 3, 2]],
    ] as const
  ) assertEquals(set.at(text).toArray(), [...expected], text);
});

test("filter, shard, take and sample choose samples, also in batches", () => {
  const set = new ArrayDataset<[NDArray, number]>(nd.arange(10), Array.from({ length: 10 }, (_, i) => i));
  const even = set.filter(([, y]) => y % 2 === 0);
  assertEquals(even.batch([1, 3])[0].toArray(), [2, 6]);
  assertEquals([0, 1, 2].map((i) => set.shard(3, i).length), [4, 3, 3]);
  assertEquals([...set.shard(3, 1)].map((s) => s[1]), [4, 5, 6]);
  assertEquals([set.take(3).length, set.take(null).length, set.take(99).length], [3, 10, 10]);
  assertEquals([...set.sample([9, 0, -1])].map((s) => s[1]), [9, 0, 9]);
  assertThrows(() => set.shard(3, 3), Error, "index is 3; it must be one of 0 … 2");
  assertThrows(() => set.take(-1), Error, "count is -1");
});

test("transform sees the fields, transformFirst the first; lazily, or once", () => {
  let calls = 0;
  const set = new ArrayDataset<[NDArray, number]>(nd.arange(4), [0, 1, 2, 3]);
  const twice = set.transform((x, y) => {
    calls++;
    return [x.mul(2), y + 1];
  });
  assertEquals(calls, 0);
  assertEquals(twice.batch([1, 2]).map((a) => a.toArray()), [[2, 4], [2, 3]]);
  const first = set.transformFirst((x) => x.add(100), { lazy: false });
  assertEquals(first.at(3)[0].asScalar(), 103);
  assertEquals(first.at(3)[1], 3);
  assertEquals(new SimpleDataset([1, 2, 3]).transform((x) => x * x).at("0:3").toArray(), [1, 4, 9]);
  assertThrows(() => set.transform(3 as never), Error, "it needs a function");
});

test("a set of one's own defines length and item", () => {
  class Squares extends gluon.data.Dataset<number> {
    readonly length = 4;
    override item(place: number): number {
      return place * place;
    }
  }
  const set = new Squares();
  assertEquals([set.at(-1), [...set], set.at("1:").toArray()], [9, [0, 1, 4, 9], [1, 4, 9]]);
  assertThrows(() => set.at(4), Error, "Squares: index 4 is out of bounds");
  class Empty extends gluon.data.Dataset<number> {
    readonly length = 1;
  }
  assertThrows(() => new Empty().at(0), Error, "Empty: has no item(place)");
});

test("samplers: sequential, random, filtered, cut into batches", () => {
  assertEquals([...new SequentialSampler(3, 5)], [5, 6, 7]);
  random.seed(3);
  const sampler = new RandomSampler(50);
  const once = [...sampler], again = [...sampler];
  assertEquals(Float64Array.from(once).sort().join(), Array.from({ length: 50 }, (_, i) => i).join());
  assert(once.join() !== again.join(), "each pass has an order of its own");
  random.seed(3);
  assertEquals([...new RandomSampler(50)], once);
  assertEquals([...new FilterSampler((x: number) => x > 1, new SimpleDataset([0, 5, 1, 7]))], [1, 3]);
  const keep = new BatchSampler(new SequentialSampler(5), 2);
  assertEquals([[...keep], keep.length], [[[0, 1], [2, 3], [4]], 3]);
  const discard = new BatchSampler(new SequentialSampler(5), 2, "discard");
  assertEquals([[...discard], discard.length], [[[0, 1], [2, 3]], 2]);
  const rollover = new BatchSampler(new SequentialSampler(5), 2, "rollover");
  assertEquals([...rollover], [[0, 1], [2, 3]]);
  assertEquals(rollover.length, 3);
  assertEquals([...rollover], [[4, 0], [1, 2], [3, 4]]);
  assertThrows(() => new BatchSampler(new SequentialSampler(5), 0), Error, "batchSize is 0");
  assertThrows(() => new BatchSampler(new SequentialSampler(5), 2, "drop" as "keep"), Error, "lastBatch is 'drop'");
});

test("image transforms do the same to a batch as to each image", () => {
  const images = nd.random.uniform({ low: 0, high: 255, shape: [2, 6, 5, 3] }).astype("uint8");
  const all = new transforms.Compose([
    new transforms.Resize([4, 3]),
    new transforms.ToTensor(),
    new transforms.Normalize([0.1, 0.2, 0.3], [0.5, 0.6, 0.7]),
    new transforms.Cast("float64"),
  ]);
  const batch = all(images);
  assertEquals([batch.shape, batch.dtype], [[2, 3, 3, 4], "float64"]);
  for (const i of [0, 1]) close(all(images.at(i)), batch.at(i), 1e-6, 1e-6);
  const set = new ArrayDataset<[NDArray, NDArray]>(images, nd.array([0, 1])).transformFirst(all);
  close(set.batch([1, 0])[0], nd.stack(batch.at(1), batch.at(0)));
  assertThrows(() => new transforms.ToTensor()(nd.zeros([3])), Error, "ToTensor: got [3]; it needs an image [h,w,c]");
  assertThrows(() => new transforms.Resize(0)(images), Error, "width is 0");
  assertThrows(
    () => new transforms.Normalize([1, 2])(nd.zeros([3, 4, 4])),
    Error,
    "mean has 2 numbers for images of 3 channels",
  );
});
