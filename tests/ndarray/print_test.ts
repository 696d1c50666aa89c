// Arrays as text. The golden cases of MXNet are in golden_indexing_test.ts; here is what they do not have.

import { test } from "node:test";
import { nd } from "../../mod.ts";
import { assert, assertEquals } from "../check.ts";

test("arrays print as in MXNet", () => {
  assertEquals(String(nd.array([[1, 2], [3, 4]])), "\n[[1. 2.]\n [3. 4.]]\n<NDArray 2x2 @cpu(0)>");
  assertEquals(String(nd.array([1, 2, 300], { dtype: "int32" })), "\n[  1   2 300]\n<NDArray 3 @cpu(0)>");
  assertEquals(String(nd.zeros([0, 2])), "\n[]\n<NDArray 0x2 @cpu(0)>");
  assertEquals(String(nd.array([0.5, -0])), "\n[ 0.5 -0. ]\n<NDArray 2 @cpu(0)>");
});

test("float16 and float64 print the shortest digits that read back", () => {
  assertEquals(String(nd.array([0.1, 2.5], { dtype: "float16" })), "\n[0.1 2.5]\n<NDArray 2 @cpu(0)>");
  assertEquals(String(nd.array([0.1, 1 / 3], { dtype: "float64" })), "\n[0.1        0.33333333]\n<NDArray 2 @cpu(0)>");
});

test("int64 prints exactly", () => {
  const x = nd.array(new BigInt64Array([9007199254740993n, -1n]));
  assertEquals(String(x), "\n[9007199254740993               -1]\n<NDArray 2 @cpu(0)>");
});

test("long arrays are summarised, without work on what is not shown", () => {
  const x = nd.zeros([3000, 3000]);
  x.waitToRead();
  const start = performance.now();
  const text = String(x);
  assert(performance.now() - start < 50);
  assert(text.includes("...") && text.split("\n").length < 12);
});

test("console.log shows the values on every host", () => {
  const shown = nd.array([1])[Symbol.for("nodejs.util.inspect.custom") as unknown as "toString"]();
  assertEquals(shown, "\n[1.]\n<NDArray 1 @cpu(0)>");
});

test("a disposed array can still be shown", () => {
  const x = nd.ones(2);
  x.dispose();
  assertEquals(String(x), "<NDArray, disposed>");
});
