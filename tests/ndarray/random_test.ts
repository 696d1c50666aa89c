// Random arrays: spread, seeds, state.

import { test } from "node:test";
import { nd, random } from "../../mod.ts";
import { assert, assertEquals, assertNotEquals, assertThrows } from "../check.ts";
import { block } from "../../ts/ndarray/philox.ts";

test("uniform and normal numbers are spread as asked", () => {
  random.seed(1);
  const u = nd.random.uniform(5, 10, { shape: [100, 100] });
  assert(u.min().asScalar() >= 5 && u.max().asScalar() < 10);
  assert(Math.abs(u.mean().asScalar() - 7.5) < 0.05);
  const n = nd.random.normal({ loc: 2, scale: 3, shape: [100, 100] });
  assert(Math.abs(n.mean().asScalar() - 2) < 0.1);
  assert(Math.abs(n.sub(2).square().mean().asScalar() - 9) < 0.5);
});

test("the same seed gives the same numbers, other calls others", () => {
  random.seed(3);
  const a = nd.random.normal({ shape: 5 }).toArray(), b = nd.random.normal({ shape: 5 }).toArray();
  random.seed(3);
  assertEquals(nd.randomNormal({ shape: 5 }).toArray(), a);
  assertEquals(nd.randomNormal({ shape: 5 }).toArray(), b);
  assertNotEquals(a, b);
});

test("out= is filled, by position and by name alike", () => {
  const out = nd.zeros([4, 4]);
  nd.random.uniform({ low: 5, high: 10, out });
  assert(out.min().asScalar() >= 5);
  nd.random.uniform(0, 1, { out });
  assert(out.max().asScalar() < 1);
});

test("the state can be taken and put back, shuffling included", () => {
  const state = random.getState();
  const a = nd.random.uniform({ shape: 3 }).toArray();
  const order = nd.shuffle(nd.arange(50)).toArray();
  random.setState(state);
  assertEquals(nd.random.uniform({ shape: 3 }).toArray(), a);
  assertEquals(nd.shuffle(nd.arange(50)).toArray(), order);
  assertEquals([...order as number[]].sort((p, q) => p - q), nd.arange(50).toArray());
  assertThrows(() => random.setState(new Uint8Array(3)), Error, "getState");
});

test("Philox gives the published numbers", () => {
  assertEquals(block([0, 0, 0, 0], [0, 0]).map((w) => w.toString(16)), [
    "6627e8d5",
    "e169c58d",
    "bc57ac4c",
    "9b00dbd8",
  ]);
  const ones = 0xffffffff;
  assertEquals(
    block([ones, ones, ones, ones], [ones, ones]).map((w) => w.toString(16)),
    ["408f276d", "41c83b0e", "a20bc7c6", "6d5451fd"],
  );
});
