// Gluon's utilities: slices of batches, clipping.
import { test } from "node:test";
import { cpu, gluon, nd } from "../../mod.ts";
import { assert, assertEquals, assertThrows, close } from "../check.ts";

const { utils } = gluon;

test("a batch is cut into slices, evenly or with one sample more in the first", () => {
  const x = nd.arange(14).reshape([7, 2]);
  assertEquals(utils.splitData(x, 3, { evenSplit: false }).map((y) => y.shape[0]), [3, 2, 2]);
  assertThrows(() => utils.splitData(x, 3), Error, "7 samples");
  assertThrows(() => utils.splitData(x, 8, { evenSplit: false }), Error, "too few");
  const parts = utils.splitAndLoad(x, [cpu(0), cpu(1)], { evenSplit: false });
  assertEquals(parts.map((y) => y.context.toString()), ["cpu(0)", "cpu(1)"]);
  close(parts[1].at(0), [8, 9]);
  assert(utils.splitAndLoad(x, [cpu()])[0] === x);
});

test("clipGlobalNorm scales in place and gives the norm", () => {
  const a = nd.array([3, 0]), b = nd.array([[4]]);
  close(utils.clipGlobalNorm([a, b], 1), 5);
  close(a, [0.6, 0], 1e-5);
  close(b, [[0.8]], 1e-5);
  close(utils.clipGlobalNorm([a, b], 10), 1, 1e-5);
  close(a, [0.6, 0], 1e-5);
});
