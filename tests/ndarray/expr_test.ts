// Infix formulas.

import { test } from "node:test";
import { AttributeError, autograd, nd } from "../../mod.ts";
import { assertEquals, assertThrows } from "../check.ts";

const x = nd.array([1, 2, 3]), y = nd.array([10, 20, 30]);

test("operators bind as in Python", () => {
  assertEquals(nd.expr`${x} + ${y} * 2`.toArray(), [21, 42, 63]);
  assertEquals(nd.expr`(${x} + ${y}) * 2`.toArray(), [22, 44, 66]);
  assertEquals(nd.expr`-${x} ** 2`.toArray(), [-1, -4, -9]);
  assertEquals(nd.expr`2 ** 3 ** 2 * ${x}`.toArray(), [512, 1024, 1536]);
  assertEquals(nd.expr`2 - ${x} - 1`.toArray(), [0, -1, -2]);
  assertEquals(nd.expr`${y} / ${x} % 4`.toArray(), [2, 2, 2]);
  assertEquals(nd.expr`${x} >= 2`.toArray(), [0, 1, 1]);
  assertEquals(nd.expr`1e1 - .5 * ${x}`.toArray(), [9.5, 9, 8.5]);
});

test("functions, options, slices and products", () => {
  const m = nd.array([[1, 2], [3, 4]]);
  assertEquals(nd.expr`sum(${m}, axis: 1)`.toArray(), [3, 7]);
  assertEquals(nd.expr`sum(${m}, axis: [0, 1], keepdims: true)`.toArray(), [[10]]);
  assertEquals(nd.expr`sqrt(${m} * ${m})[1:2, 0]`.toArray(), [3]);
  assertEquals(nd.expr`${m}[::-1]`.toArray(), [[3, 4], [1, 2]]);
  assertEquals(nd.expr`${m}[..., ${1}]`.toArray(), [2, 4]);
  assertEquals(nd.expr`${m} @ ${m}`.toArray(), [[7, 10], [15, 22]]);
  assertEquals(nd.expr`maximum(${x}, 2)`.toArray(), [2, 2, 3]);
});

test("a formula is parsed once for each place and records like the calls it stands for", () => {
  const w = nd.array([3]);
  w.attachGrad();
  for (let i = 1; i <= 2; i++) {
    const loss = autograd.record(() => nd.expr`(${w} - ${i}) ** 2`);
    loss.backward();
    assertEquals(w.grad!.toArray(), [2 * (3 - i)]);
  }
});

test("nonsense is refused with its place", () => {
  const calls: [() => unknown, string][] = [
    [() => nd.expr`${x} + `, "expected a value"],
    [() => nd.expr`(${x} + 1`, "expected ')'"],
    [() => nd.expr`sqr(${x})`, "there is no function 'sqr'"],
    [() => nd.expr`${x} $ 2`, "'$' has no meaning here"],
    [() => nd.expr`1 < ${x} < 3`, "comparisons cannot follow"],
    [() => nd.expr`1 + 2`, "at least one of its values must be an NDArray"],
    [() => nd.expr`${x} 2`, "expected the end"],
  ];
  for (const [call, text] of calls) assertThrows(call, AttributeError, text);
});
