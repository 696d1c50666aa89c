// Kernels that fail, in a process of its own: an error, a panic or a trap, at once or queued, on any thread. Each becomes
// an error on the waiting side, what depends on it keeps it, the rest goes on, and nothing hangs.

import { test } from "node:test";
import { assertEquals, assertStringIncludes } from "../check.ts";
import { root, runScript } from "../script.ts";

const head = `import { engine, HadronError, nd } from "${root}mod.ts";
const fault = (x, options) => nd.invoke("_fault", [x], options)[0];
const text = (f) => { try { f(); return "nothing"; } catch (e) { return (e instanceof HadronError ? "" : "foreign ") + e.message; } };
const threaded = engine.info().build === "threads" && engine.info().engine === "threaded";
`;

for (const kind of ["error", "panic", "trap"]) {
  test(`a ${kind} in a task, at once and queued, 100 times: an error with operator and shapes, and all goes on`, async () => {
    const ran = await runScript(
      `${head}
      if (!threaded && "${kind}" !== "error") { console.log("ok"); } else {
      engine.setNumThreads(2);
      let told = 0;
      for (let i = 0; i < 100; i++) {
        const x = nd.ones([2, 3]);
        let y;
        const message = text(() => {
          y = fault(x, { kind: "${kind}", in_piece: i % 3 === 1, cost: i % 2 ? 1e6 : 0 });
          y.add(1).waitToRead();
        });
        if (message.includes("_fault") && message.includes("2,3")) told++;
        else console.log(i, message);
        if (x.sum().asScalar() !== 6) console.log(i, "the input is lost");
        text(() => nd.waitall());
      }
      const z = nd.ones([64, 64]);
      console.log(told, nd.dot(z, z).sum().asScalar() === 64 ** 3 ? "ok" : "wrong");
      }`,
      { env: { HADRON_DEBUG: "1" }, seconds: 60 },
    );
    assertEquals(ran.code, 0, ran.stdout + ran.stderr);
    assertStringIncludes(ran.stdout, "ok");
  });
}

// The pattern stays broken, so a process each.
for (const [where, wait] of [["the main thread", "at once"], ["a worker", "asked from time to time"]]) {
  test(`checks of memory see a stack that ${where} has used to its end`, async () => {
    const ran = await runScript(
      `${head}
      const told = (message) => console.log(message.includes("used its stack up to") ? "ok" : message);
      if (!threaded) { console.log("ok"); } else {
        engine.setNumThreads(2);
        const run = (cost) => fault(nd.ones(4), { kind: "stack", cost });
        if ("${wait}" === "at once") told(text(() => run(0).waitToRead()));
        else await run(1e6).read().then(() => told("nothing"), (error) => told(error.message));
      }`,
      { env: { HADRON_DEBUG: "memory" } },
    );
    assertEquals(ran.code, 0, ran.stderr);
    assertStringIncludes(ran.stdout, "ok");
  });
}

test("arrays that depend on a failed one keep its error, waitall raises it once, the rest goes on", async () => {
  const ran = await runScript(
    `${head}
    const bad = fault(nd.ones(4), { kind: "error", cost: 1e6 });
    const child = bad.mul(2), grandchild = child.add(nd.ones(4)), other = nd.ones(4).mul(3);
    console.log(text(() => grandchild.asScalar === undefined || grandchild.asTypedArray()));
    console.log(text(() => child.waitToRead()));
    console.log(text(() => child.waitToRead()));
    console.log(other.sum().asScalar());
    fault(nd.ones(2), { kind: "error", cost: 1e6 });
    console.log(text(() => nd.waitall()));
    console.log(text(() => nd.waitall()));
    child.set(nd.ones(4));
    console.log(child.sum().asScalar());`,
    { env: { HADRON_DEBUG: "1" } },
  );
  const lines = ran.stdout.trim().split("\n").filter((line) => line.trim() !== "" && !line.startsWith("    at"));
  assertEquals(ran.code, 0, ran.stderr);
  for (const line of lines.slice(0, 3)) assertStringIncludes(line, "_fault");
  assertEquals(lines.at(-1), "4");
  assertEquals(lines.filter((line) => line === "12").length, 1);
  assertEquals(lines.filter((line) => line === "nothing").length, 1);
});

test("an error of a long queued task tells the script's line", async () => {
  const ran = await runScript(
    `${head}
    if (!threaded) { console.log("script.ts"); } else {
    const x = fault(nd.ones(4), { kind: "panic", cost: 1e6 }); // this line
    try { x.waitToRead(); } catch (error) { console.log(error.site); }
    }`,
    { env: { HADRON_DEBUG: "1" } },
  );
  assertStringIncludes(ran.stdout, "script.ts");
  assertEquals(ran.code, 0);
});
