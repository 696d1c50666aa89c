import { test } from "node:test";
import { assert, assertEquals, assertRejects, assertThrows } from "../check.ts";
import { root, runScript } from "../script.ts";
import { AttributeError, engine, HadronError, W } from "../../ts/runtime/mod.ts";
import { call, core } from "../../ts/runtime/core.ts";

/** A float32 vector of that many elements. */
function vector(length: number): number {
  return call(() => {
    W[0] = length;
    return core.array_new(0, 1, 0);
  });
}

test("engine.info() tells host, build and threads", () => {
  const info = engine.info();
  assert(info.threads >= 1);
  assert(["threads", "single"].includes(info.build));
  assert(["threaded", "naive"].includes(info.engine));
});

test("engine.setNumThreads() refuses what is no number of threads", () => {
  for (const bad of [0, -1, 2.5, NaN, 1000, "2" as unknown as number]) {
    assertThrows(() => engine.setNumThreads(bad), AttributeError, "engine.setNumThreads: got ");
  }
});

test("engine.setNumThreads() can be changed at any time", () => {
  const before = engine.info().threads;
  for (const threads of [1, 3, 2, before]) {
    engine.setNumThreads(threads);
    if (engine.info().build === "threads") assertEquals(engine.info().threads, threads);
  }
});

test("engine.memoryStats() follows what is made and released", () => {
  const before = engine.memoryStats();
  const id = vector(1 << 20);
  const during = engine.memoryStats();
  assert(during.live >= before.live + (4 << 20));
  assertEquals(during.handles, before.handles + 1);
  core.array_release(id, core.array_generation(id));
  assertEquals(engine.memoryStats().live, before.live);
  assert(engine.memoryStats().maximum <= 2 ** 32);
});

test("a wrong generation does not release", () => {
  const id = vector(4);
  const generation = core.array_generation(id);
  assertEquals(core.array_release(id, generation + 1), 2);
  assertEquals(core.array_release(id, generation), 1);
});

test("a released id is refused by an error of the core", () => {
  const id = vector(4);
  core.array_release(id, core.array_generation(id));
  assertThrows(() => call(() => core.array_read(id)), HadronError, "dispose");
});

test("memory beyond all there is is refused with figures, and the core goes on", () => {
  const error = assertThrows(() => {
    for (let i = 0; i < 5; i++) vector(2 ** 30 - 16);
  }, HadronError);
  assertEquals(error.name, "MemoryError");
  assert(/\d+ MB|\d+ bytes|GB/.test(error.message), error.message);
  const id = vector(1 << 18);
  core.array_release(id, core.array_generation(id));
});

test("settings that are none are refused at the start", async () => {
  const source = `await import("${root}ts/runtime/mod.ts");`;
  for (
    const [name, value, text] of [
      ["HADRON_NUM_THREADS", "many", "HADRON_NUM_THREADS is 'many'; it must be an integer from 1 to 256"],
      ["HADRON_ENGINE", "fast", "HADRON_ENGINE is 'fast'; it can be threaded or naive"],
      ["HADRON_BUILD", "double", "HADRON_BUILD is 'double'; it can be threads or single"],
    ]
  ) {
    const ran = await runScript(source, { env: { [name]: value } });
    assert(ran.code !== 0);
    assert(ran.stderr.includes(text), ran.stderr);
  }
});

test("settings are obeyed", async () => {
  const ran = await runScript(
    `import { engine } from "${root}ts/runtime/mod.ts";
     console.log(JSON.stringify(engine.info()));`,
    { env: { HADRON_NUM_THREADS: "3", HADRON_ENGINE: "naive" } },
  );
  const info = JSON.parse(ran.stdout) as engine.EngineInfo;
  if (info.build === "threads") assertEquals(info.threads, 3);
  assertEquals(info.engine, "naive");
});

test("call() passes on what its function throws", async () => {
  await assertRejects(() => Promise.resolve().then(() => call(() => nowhere())), TypeError);
  function nowhere(): number {
    throw new TypeError("not the core's");
  }
});
