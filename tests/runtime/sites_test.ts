import { test } from "node:test";
import { assertEquals, assertMatch } from "../check.ts";
import { callSite, keepSite, siteOf } from "../../ts/runtime/sites.ts";

test("callSite() is the nearest line outside the library", () => {
  assertMatch(callSite() ?? "", /sites_test\.ts:\d+:\d+$/);
});

test("siteOf() knows the last 1,024 tasks", () => {
  // Beyond the numbers of tasks that the tests before this one have queued.
  const task = 2 ** 31;
  keepSite(task, "a.ts:1:1");
  assertEquals(siteOf(task), "a.ts:1:1");
  assertEquals(siteOf(task + 1), undefined);
  assertEquals(siteOf(0), undefined);
  keepSite(task + 1024, "b.ts:1:1");
  assertEquals(siteOf(task), undefined);
  assertEquals(siteOf(task + 1024), "b.ts:1:1");
});
