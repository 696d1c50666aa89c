// Random arrays: spread, seeds, state.

import { test } from "node:test";
import { autograd, nd, random } from "../../mod.ts";
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

test("distributions take numbers or arrays, by position or by name", () => {
  random.seed(2);
  const shape = [200, 200];
  const mean = (x: ReturnType<typeof nd.array>) => x.mean().asScalar();
  const near = (x: number, want: number, by: number) => assert(Math.abs(x - want) < by, `${x} is not near ${want}`);
  near(mean(nd.random.exponential(4, { shape })), 4, 0.1);
  near(mean(nd.random.gamma(9, 0.5, { shape })), 4.5, 0.05);
  near(mean(nd.random.gamma({ alpha: 9, beta: 0.5, shape })), 4.5, 0.05);
  near(mean(nd.random.poisson(45, { shape, dtype: "float64" })), 45, 0.2);
  near(mean(nd.random.negativeBinomial(3, 0.4, { shape })), 4.5, 0.1);
  near(mean(nd.random.generalizedNegativeBinomial(2, 0.3, { shape })), 2, 0.05);
  assertEquals(nd.random.randn(2, 3).shape, [2, 3]);
  near(mean(nd.random.randn(200, 200, { loc: 5 })), 5, 0.03);
  const scale = nd.array([1, 100]);
  const x = nd.random.exponential(scale, { shape: 5000 });
  assertEquals(x.shape, [2, 5000]);
  const [small, large] = x.mean({ axis: 1 }).toArray() as number[];
  near(small, 1, 0.1);
  near(large, 100, 10);
  const out = nd.zeros([2, 3]);
  nd.random.normal(nd.array([0, 50]), nd.array([1, 1]), { out });
  assert(out.at(1).min().asScalar() > 40 && out.at(0).max().asScalar() < 10);
  assertEquals(nd.random.uniform(nd.array([1, 2]), nd.array([2, 3])).shape, [2]);
  assertThrows(() => nd.random.normal(nd.array([0]), 1), Error, "all arrays or all numbers");
  assertThrows(() => nd.random.gamma(0, 1), Error, "above 0");
  assertThrows(() => nd.random.exponential(0), Error, "above 0");
});

test("multinomial draws numbers of outcomes, and their probabilities have gradients", () => {
  const p = nd.array([[0, 0.5, 0.5], [1, 0, 0]]);
  assertEquals(nd.random.multinomial(p).shape, [2]);
  const drawn = nd.random.multinomial(p, { shape: 100 });
  assertEquals([drawn.shape, drawn.dtype], [[2, 100], "int32"]);
  assertEquals([drawn.at(0).min().asScalar(), drawn.at(1).max().asScalar()], [1, 0]);
  p.attachGrad();
  const [, log] = autograd.record(() => nd.random.multinomial(p, { shape: 4, getProb: true }));
  log.backward();
  assertEquals((p.grad!.at(0).toArray() as number[]).reduce((a, b) => a + b), 8);
  assertEquals(p.grad!.at(1).toArray(), [4, 0, 0]);
});
