// Section 2.1 of the user's notes: what it says about arrays, line by line.

import { test } from "node:test";
import { nd } from "../../mod.ts";
import { assert, assertEquals, assertStrictEquals } from "../check.ts";

test("notes 2.1: arrays are made, have a shape and a size", () => {
  let x = nd.ones([3, 4]);
  assertEquals(x.toArray(), [[1, 1, 1, 1], [1, 1, 1, 1], [1, 1, 1, 1]]);
  x = nd.zeros([3, 4]);
  const y = nd.randomNormal(0, 1, { shape: [3, 4] });
  assertEquals(x.shape, [3, 4]);
  assertEquals(x.size, 12);
  assertEquals(y.shape, [3, 4]);
  assert(new Set(y.asTypedArray() as Float32Array).size > 6);
});

test("notes 2.1: operators", () => {
  const x = nd.array([[1, 2], [3, 4]]), y = nd.array([[10, 20], [30, 40]]);
  assertEquals(x.add(y).toArray(), [[11, 22], [33, 44]]);
  assertEquals(x.mul(y).toArray(), [[10, 40], [90, 160]]);
  assertEquals(nd.exp(nd.zeros(2)).toArray(), [1, 1]);
  assertEquals(nd.zeros(2).exp().toArray(), [1, 1]);
  assertEquals(nd.dot(x, y.T).toArray(), [[50, 110], [110, 250]]);
});

test("notes 2.1: broadcasting", () => {
  const a = nd.arange(3).reshape([3, 1]), b = nd.arange(2).reshape([1, 2]);
  const c = a.add(b);
  assertEquals(c.shape, [3, 2]);
  assertEquals(c.toArray(), [[0, 1], [1, 2], [2, 3]]);
});

test("notes 2.1: to and from JavaScript's own arrays", () => {
  const y = nd.array(new Float32Array(6).fill(1), { shape: [2, 3] });
  const flat = y.asTypedArray();
  assert(flat instanceof Float32Array);
  flat[0] = 5;
  assertEquals(y.toArray(), [[1, 1, 1], [1, 1, 1]]);
});

test("notes 2.1: new memory, and none", () => {
  const x = nd.ones([2, 3]);
  let y = nd.ones([2, 3]);
  const before = y;
  y = y.add(x);
  assert(y !== before);
  let z = nd.zerosLike(x);
  z.set(x.add(y));
  assertEquals(z.toArray(), [[3, 3, 3], [3, 3, 3]]);
  assertStrictEquals(y.iadd(x), y);
  y.set(y.add(x));
  assertEquals(y.toArray(), [[4, 4, 4], [4, 4, 4]]);
  z = nd.zerosLike(x);
  assertStrictEquals(nd.elemwiseAdd(x, y, { out: z }), z);
  assertEquals(z.toArray(), [[5, 5, 5], [5, 5, 5]]);
});

test("notes 2.1: slicing", () => {
  const x = nd.arange(0, 9).reshape([3, 3]);
  assertEquals(x.at("1:3").toArray(), [[3, 4, 5], [6, 7, 8]]);
  assertEquals(x.at("1:2", "1:3").toArray(), [[4, 5]]);
  x.setAt(["1:2", "1:3"], 12);
  assertEquals(x.toArray(), [[0, 1, 2], [3, 12, 12], [6, 7, 8]]);
  x.setAt([":", 0], (column) => column.add(1));
  assertEquals(x.toArray(), [[1, 1, 2], [4, 12, 12], [7, 7, 8]]);
});

test("at() of one integer or one slice of the first axis is a view, everything else a copy", () => {
  const x = nd.zeros([3, 3]);
  x.at(0).set(1);
  x.at("1:2").set(2);
  x.at(":", 0).set(9);
  x.at("::2").set(9);
  x.at("1:2", "1:3").set(9);
  x.at([0, 1]).set(9);
  assertEquals(x.toArray(), [[1, 1, 1], [2, 2, 2], [0, 0, 0]]);
  for (const row of x) row.iadd(1);
  assertEquals(x.toArray(), [[2, 2, 2], [3, 3, 3], [1, 1, 1]]);
});

test("at() of a mask selects, also of two axes, and setAt() writes there", () => {
  const x = nd.array([[1, 2, 3], [4, 5, 6]]);
  assertEquals(x.at(x.gt(2)).toArray(), [3, 4, 5, 6]);
  assertEquals(x.at(x.gt(2).mul(x.lt(5))).toArray(), [3, 4]);
  assertEquals(x.at(x.at(":", 0).gt(1)).toArray(), [[4, 5, 6]]);
  assertEquals(x.at(x.gt(9)).shape, [0]);
  x.setAt(x.gt(4), 0);
  assertEquals(x.toArray(), [[1, 2, 3], [4, 0, 0]]);
  x.setAt([x.eq(0)], [7, 8]);
  assertEquals(x.toArray(), [[1, 2, 3], [4, 7, 8]]);
});

test("setAt() with indices: the last of repeated places wins, negative ones count from the end", () => {
  const x = nd.zeros(4);
  x.setAt([[0, 0, -1]], [1, 2, 3]);
  assertEquals(x.toArray(), [2, 0, 0, 3]);
  const y = nd.zeros([2, 3, 2]);
  y.setAt([":", nd.array([2, 0])], 1);
  assertEquals(y.toArray(), [[[1, 1], [0, 0], [1, 1]], [[1, 1], [0, 0], [1, 1]]]);
  y.setAt([0, ":", [0, 1]], (old) => old.add(1));
  assertEquals(y.at(0).toArray(), [[2, 2], [1, 1], [2, 2]]);
});

test("at() with indices that are out of bounds is an error also among several", () => {
  const x = nd.arange(6).reshape([2, 3]);
  for (const keys of [[nd.array([0, 5])], [nd.array([0]), nd.array([3])], [nd.array([-3]), nd.array([0])]]) {
    let text = "";
    try {
      x.at(...keys).toArray();
    } catch (error) {
      text = String(error);
    }
    assert(/index (5|3|-1) .*outside/.test(text), text);
  }
});

test("dtypes stay, scalars are cast, views of JavaScript's memory are never given out", () => {
  const i = nd.array([1, 2, 3], { dtype: "int32" });
  assertEquals(i.mul(1.9).toArray(), [1, 2, 3]);
  assertEquals(i.div(2).toArray(), [0, 1, 1]);
  assertEquals(nd.array(new BigInt64Array([1n, 2n])).dtype, "int64");
  assertEquals(nd.array([1.5, 2.5], { dtype: "float16" }).asTypedArray(), new Float32Array([1.5, 2.5]));
  assertEquals(nd.array([300, -1], { dtype: "uint8" }).toArray(), [44, 255]);
  assertEquals(nd.array(5).shape, []);
  assertEquals(nd.array([]).shape, [0]);
  assertEquals(nd.array([[], []]).shape, [2, 0]);
  assertEquals(nd.array([true, false]).toArray(), [1, 0]);
  assertEquals(nd.array(i).dtype, "int32");
  assertEquals(nd.array(i, { dtype: "float64" }).dtype, "float64");
});

test("creation fills by rule", () => {
  assertEquals(nd.full([2], 7).toArray(), [7, 7]);
  assertEquals(nd.arange(0, 3, { repeat: 2 }).toArray(), [0, 0, 1, 1, 2, 2]);
  assertEquals(nd.arange(5, 0, -2).toArray(), [5, 3, 1]);
  assertEquals(nd.arange({ start: 1, stop: 2, step: 0.25 }).toArray(), [1, 1.25, 1.5, 1.75]);
  assertEquals(nd.arange(0).shape, [0]);
  assertEquals(nd.linspace(0, 1, 5).toArray(), [0, 0.25, 0.5, 0.75, 1]);
  assertEquals(nd.linspace(0, 1, 4, { endpoint: false }).toArray(), [0, 0.25, 0.5, 0.75]);
  assertEquals(nd.eye(2, 3, 1).toArray(), [[0, 1, 0], [0, 0, 1]]);
  assertEquals(nd.ones(3, { dtype: "int64" }).toArray(), [1, 1, 1]);
  assertEquals(nd.empty([2, 3]).shape, [2, 3]);
  assertEquals(nd.zeros([0, 3]).shape, [0, 3]);
});

test("contexts: copies go where they are asked, the same context gives the same array", () => {
  const x = nd.array([1, 2]);
  assertStrictEquals(x.asInContext(x.context), x);
  const y = x.copyto(x.context);
  y.set(0);
  assertEquals(x.toArray(), [1, 2]);
  x.copyto(y);
  assertEquals(y.toArray(), [1, 2]);
});

test("read() gives the values without blocking", async () => {
  const x = nd.ones([300, 300]);
  const y = nd.dot(x, x);
  assertEquals((await y.read())[0], 300);
});

test("joining, splitting, moving axes", () => {
  const x = nd.arange(6).reshape([2, 3]);
  assertEquals(nd.concatenate([x, x]).shape, [4, 3]);
  assertEquals(nd.concatenate([x, x], { axis: 1 }).shape, [2, 6]);
  assertEquals(nd.moveaxis(nd.zeros([2, 3, 4]), 0, -1).shape, [3, 4, 2]);
  assertEquals(nd.splitV2(x, [1], { axis: 1 }).map((p) => p.shape), [[2, 1], [2, 2]]);
  assertEquals(nd.splitV2(x, 3, { axis: 1, squeezeAxis: true }).map((p) => p.toArray()), [[0, 3], [1, 4], [2, 5]]);
});

test("invoke() calls operators by MXNet's names", () => {
  const x = nd.array([[1, 2], [3, 4]]);
  assertEquals(nd.invoke("sum", [x], { axis: 1, keepdims: true })[0].toArray(), [[3], [7]]);
  assertEquals(nd.invoke("_internal._plus_scalar", [x], { scalar: 1 })[0].toArray(), [[2, 3], [4, 5]]);
  assertEquals(nd.invoke("maximum", [x, 2])[0].toArray(), [[2, 2], [3, 4]]);
  const out = nd.zeros([2, 2]);
  assertStrictEquals(nd.invoke("elemwise_add", [x, x], { out })[0], out);
  assertEquals(out.toArray(), [[2, 4], [6, 8]]);
});
