import { test } from "node:test";
import { assertEquals, assertMatch } from "../check.ts";
import { callSite, keepSite, siteOf } from "../../ts/runtime/sites.ts";

test("callSite() is the nearest line outside the library", () => {
  assertMatch(callSite() ?? "", /sites_test\.ts:\d+:\d+$/);
});

test("siteOf() knows the last 1,024 tasks", () => {
  keepSite(5, "a.ts:1:1");
  assertEquals(siteOf(5), "a.ts:1:1");
  assertEquals(siteOf(6), undefined);
  assertEquals(siteOf(0), undefined);
  keepSite(5 + 1024, "b.ts:1:1");
  assertEquals(siteOf(5), undefined);
  assertEquals(siteOf(5 + 1024), "b.ts:1:1");
});
