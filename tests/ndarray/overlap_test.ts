// Writing in place into memory that the same call reads, where the two windows are not the same one.

import { test } from "node:test";
import { nd } from "../../mod.ts";
import { assertEquals } from "../check.ts";

test("an array plus its own first row, in place, reads the row as it was", () => {
  const x = nd.ones([300, 1000]);
  x.iadd(x.at(0));
  assertEquals([x.min().asScalar(), x.max().asScalar()], [2, 2]);
});

test("out= that overlaps an input, shifted, gets what the input held before", () => {
  for (const [from, to] of [["0:9000", "1:9001"], ["1:9001", "0:9000"]] as const) {
    const x = nd.arange(9001);
    const expected = x.at(from).add(10).toArray();
    nd.invoke("_plus_scalar", [x.at(from)], { scalar: 10, out: x.at(to) });
    assertEquals(x.at(to).toArray(), expected);
  }
});
