// Whole trainings: the same bits for any number of threads, and memory that stays flat.

import { test } from "node:test";
import { assert, assertEquals } from "./check.ts";
import { root, runScript } from "./script.ts";

const lenet = `import { autograd, engine, gluon, init, nd, random } from "${root}mod.ts";
const { nn } = gluon;
const make = () => new nn.Sequential([
  new nn.Conv2D(20, { kernelSize: 5, activation: "relu" }), new nn.MaxPool2D({ poolSize: 2, strides: 2 }),
  new nn.Conv2D(50, { kernelSize: 3, activation: "relu" }), new nn.MaxPool2D({ poolSize: 2, strides: 2 }),
  new nn.Flatten(), new nn.Dense(128, { activation: "relu" }), new nn.Dropout(0.3), new nn.Dense(10),
]);
const loss = new gluon.loss.SoftmaxCrossEntropyLoss();
`;

test("a LeNet training gives the same bits with 1, 2 and 8 threads, and several threads do work", async () => {
  const ran = await runScript(
    `${lenet}
    const digests = [];
    let helped = 0;
    for (const threads of [1, 2, 8]) {
      engine.setNumThreads(threads);
      random.seed(7);
      const x = nd.random.uniform({ shape: [32, 1, 28, 28] });
      const y = nd.random.uniform({ low: 0, high: 10, shape: [32] }).floor();
      const net = make();
      net.initialize({ init: new init.Xavier() });
      const trainer = new gluon.Trainer(net.collectParams(), "adam", { learningRate: 0.002 });
      const losses = [];
      for (let i = 0; i < 6; i++) {
        const l = autograd.record(() => loss(net(x), y));
        l.backward();
        trainer.step(32);
        losses.push(l.mean().asScalar());
      }
      const bits = [...net.collectParams()].map(([, p]) => {
        const a = p.data().asTypedArray();
        let h = 0;
        for (const w of new Uint32Array(a.buffer, a.byteOffset, a.length)) h = Math.imul(h ^ w, 16777619) >>> 0;
        return h;
      });
      digests.push(JSON.stringify([losses, bits]));
      helped = engine.info().piecesByWorkers;
    }
    console.log(digests[0] === digests[1] && digests[1] === digests[2], helped > 0 || engine.info().build === "single" || engine.info().engine === "naive");`,
    { seconds: 120 },
  );
  assertEquals(ran.stderr, "");
  assertEquals(ran.stdout.trim(), "true true");
});

test("1,500 training steps keep memory flat, with nothing disposed by the script", async () => {
  const ran = await runScript(
    `${lenet}
    const x = nd.random.uniform({ shape: [4, 1, 28, 28] }), y = nd.array([1, 2, 3, 4]);
    const net = make();
    net.initialize();
    const trainer = new gluon.Trainer(net.collectParams(), "sgd", { learningRate: 0.01 });
    const seen = [];
    for (let i = 1; i <= 1500; i++) {
      const l = autograd.record(() => loss(net(x), y));
      l.backward();
      trainer.step(4);
      l.mean().asScalar();
      if (i === 300 || i === 1500) {
        const m = engine.memoryStats();
        seen.push(m.reserved);
      }
    }
    console.log(JSON.stringify(seen));`,
    { seconds: 240 },
  );
  assertEquals(ran.stderr, "");
  const [early, late] = JSON.parse(ran.stdout) as number[];
  assert(late <= early * 1.05 + (8 << 20), `${early} bytes reserved after 300 steps, ${late} after 1,500`);
});

test("arrays that a script drops in a synchronous loop are found and reused", async () => {
  const ran = await runScript(
    `import { engine, nd } from "${root}mod.ts";
    let peak = 0;
    for (let i = 0; i < 3000; i++) {
      const a = nd.ones([512, 512]);
      const b = a.add(i);
      if (i % 100 === 0) { b.waitToRead(); peak = Math.max(peak, engine.memoryStats().live); }
    }
    console.log(peak);`,
    { seconds: 120 },
  );
  assertEquals(ran.stderr, "");
  assert(Number(ran.stdout) < 1.2e9, `${ran.stdout.trim()} bytes live at once`);
});

test("a process killed while it saves leaves the old file whole", async () => {
  const ran = await runScript(
    `import { nd } from "${root}mod.ts";
    import { spawn } from "node:child_process";
    import process from "node:process";
    import { statSync } from "node:fs";
    const big = nd.ones([4_000_000]);
    if (process.argv.includes("child") || process.env.SAVES === "1") {
      for (;;) nd.save("x.params", big);
    }
    nd.save("x.params", big);
    const size = statSync("x.params").size;
    let whole = 0;
    for (let i = 0; i < 5; i++) {
      const child = spawn("sh", ["-c", 'exec "$RUNNER" ' + ("Deno" in globalThis ? "run -A --no-check " : "") + '"$SCRIPT"'], {
        env: { ...process.env, SAVES: "1", SCRIPT: new URL(import.meta.url).pathname },
        stdio: "ignore",
      });
      const ended = new Promise((done) => child.on("close", done));
      await new Promise((done) => setTimeout(done, 700 + 130 * i));
      child.kill("SIGKILL");
      await ended;
      if (statSync("x.params").size === size && nd.loadList("x.params")[0].sum().asScalar() === 4_000_000) whole++;
    }
    console.log(whole);`,
    { seconds: 120 },
  );
  assertEquals(ran.stdout.trim(), "5", ran.stderr);
});
