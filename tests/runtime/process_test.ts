import { test } from "node:test";
import { assert, assertEquals, assertStringIncludes } from "../check.ts";
import { inDeno, root, runScript } from "../script.ts";

const start = `import { call, core, engine, Handle, W } from "${root}ts/runtime/mod.ts";
import { ensureWorkers, workerCount } from "${root}ts/runtime/cpu_worker.ts";
class Vector extends Handle {
  constructor(n = 4) { super(call(() => { W[0] = n; return core.array_new(0, 1, 0); })); }
}
`;

test("a process with workers ends by itself, and no permission is needed", async () => {
  const ran = await runScript(
    `${start}
     ensureWorkers(3);
     new Vector();
     console.log(workerCount());`,
    { permissions: [], seconds: 30, env: { HADRON_BUILD: "" } },
  );
  assertEquals(ran.stderr, "");
  assertEquals(ran.stdout.trim(), "3");
  assertEquals(ran.code, 0);
});

test("a process whose workers sleep ends by itself", async () => {
  const ran = await runScript(
    `${start}
     ensureWorkers(2);
     await new Promise((done) => setTimeout(done, 500));
     console.log("done");`,
    { seconds: 30 },
  );
  assertEquals(ran.stdout.trim(), "done");
  assertEquals(ran.code, 0);
});

test("HADRON_BUILD=single runs without threads", async () => {
  const ran = await runScript(
    `${start}
     ensureWorkers(3);
     const x = new Vector(1000);
     call(() => core.array_read(Handle.idOf(x)));
     console.log(engine.info().build, engine.info().threads, workerCount());`,
    { env: { HADRON_BUILD: "single" } },
  );
  assertEquals(ran.stderr, "");
  assertEquals(ran.stdout.trim(), "single 1 0");
});

test("two copies of the package are told apart", async () => {
  // A query makes Deno load a second copy; Bun ignores it, so only Deno is asked.
  if (!inDeno) return;
  const ran = await runScript(`
    import { Handle } from "${root}ts/runtime/handle.ts";
    import { Handle as Other } from "${root}ts/runtime/handle.ts?copy";
    class X extends Other { constructor() { super(0); } }
    try { Handle.idOf(new X()); } catch (error) { console.log(error.message); }
  `);
  assertStringIncludes(ran.stdout, "two copies of this package are loaded");
});

test("a start without threads being needed is quick", async () => {
  let empty = Infinity, loaded = Infinity;
  for (let i = 0; i < 3; i++) {
    empty = Math.min(empty, (await runScript("")).milliseconds);
    loaded = Math.min(loaded, (await runScript(`${start} new Vector();`)).milliseconds);
  }
  // The promise is 60 ms in Deno and 25 in Bun on an idle machine; how busy this one is shows in the empty process.
  assert(loaded - empty < 200 + 8 * empty, `${(loaded - empty).toFixed(0)} ms above ${empty.toFixed(0)}`);
});
