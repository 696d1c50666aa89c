// Trainer: steps, stale gradients, several contexts, factors, schedules, files of states.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { autograd, cpu, gluon, lrScheduler, nd, optimizer } from "../../mod.ts";
import { assert, assertEquals, assertThrows, close } from "../check.ts";

const { nn } = gluon;

function parameter(name = "w"): gluon.Parameter {
  const p = new gluon.Parameter(name, { shape: [2], init: "ones" });
  p.initialize();
  return p;
}

const backward = (p: gluon.Parameter, factor = 1): void => autograd.record(() => p.data().mul(factor)).backward();

test("a step divides by the batch size", () => {
  const p = parameter();
  const trainer = new gluon.Trainer([p], "sgd", { learningRate: 0.5 });
  backward(p, 4);
  trainer.step(4);
  close(p.data(), [0.5, 0.5]);
  assertEquals(trainer.learningRate, 0.5);
  trainer.setLearningRate(1);
  backward(p);
  trainer.step(10);
  close(p.data(), [0.4, 0.4]);
});

test("a stale gradient is an error that changes nothing, or is passed over on request", () => {
  const p = parameter("a"), q = parameter("b");
  const trainer = new gluon.Trainer([p, q], "sgd", { learningRate: 1 });
  assertThrows(() => trainer.step(1), Error, "gradient of a, b");
  backward(p);
  assertThrows(() => trainer.step(1), Error, "gradient of b");
  close(p.data(), [1, 1]);
  trainer.step(1, { ignoreStaleGrad: true });
  close(p.data(), [0, 0]);
  close(q.data(), [1, 1]);
  assertThrows(() => trainer.step(1), Error, "since the last step");
  assertThrows(() => trainer.step(1, { ignoreStaleGrads: true } as never), Error, "ignoreStaleGrad");
});

test("gradients of several contexts are summed", () => {
  const net = new nn.Dense(1, { inUnits: 2, useBias: false });
  const contexts = [cpu(0), cpu(1)];
  net.initialize({ init: "ones", ctx: contexts });
  const trainer = new gluon.Trainer(net.collectParams(), "sgd", { learningRate: 0.1, momentum: 0.9 });
  const alone = new gluon.Parameter("alone", { shape: [1, 2], init: "ones" });
  alone.initialize();
  const single = new gluon.Trainer([alone], "sgd", { learningRate: 0.1, momentum: 0.9 });
  for (let step = 0; step < 3; step++) {
    const x = nd.array([[1, 2], [3, 4]]);
    const parts = gluon.utils.splitAndLoad(x, contexts);
    const losses = autograd.record(() => parts.map((part) => net(part)));
    for (const loss of losses) loss.backward();
    trainer.step(2);
    autograd.record(() => nd.dot(x, alone.data().T)).backward();
    single.step(2);
  }
  for (const ctx of contexts) close(net.weight.data(ctx), alone.data(), 1e-6);
});

test("allreduceGrads and update are the two halves of a step", () => {
  const p = parameter();
  const trainer = new gluon.Trainer([p], "sgd", { learningRate: 1 });
  backward(p, 10);
  trainer.allreduceGrads();
  gluon.utils.clipGlobalNorm([p.grad()], 1);
  trainer.update(1);
  close(p.data(), [1 - Math.SQRT1_2, 1 - Math.SQRT1_2], 1e-5);
  const whole = new gluon.Trainer([p], "sgd", {}, { updateOnKvstore: true });
  assertThrows(() => whole.update(1), Error, "step() only");
});

test("factors of single parameters count", () => {
  const p = parameter("a"), q = parameter("b");
  p.lrMult = 2;
  q.wdMult = 0;
  const trainer = new gluon.Trainer([p, q], "sgd", { learningRate: 0.1, wd: 1 });
  backward(p);
  backward(q);
  trainer.step(1);
  close(p.data(), [0.6, 0.6]);
  close(q.data(), [0.9, 0.9]);
});

test("a schedule decides the learning rate", () => {
  const p = parameter();
  const trainer = new gluon.Trainer([p], "sgd", {
    learningRate: 1,
    lrScheduler: new lrScheduler.FactorScheduler({ step: 1, factor: 0.5 }),
  });
  const rates: number[] = [];
  for (let i = 0; i < 3; i++) {
    backward(p);
    trainer.step(1);
    rates.push(trainer.learningRate);
  }
  assertEquals(rates, [1, 0.5, 0.25]);
  assertThrows(() => trainer.setLearningRate(3), Error, "schedule");
});

test("states go through a file: training goes on as if it had not stopped", () => {
  const folder = mkdtempSync(join(tmpdir(), "hadron-"));
  try {
    const file = join(folder, "trainer.states");
    for (const name of ["adam", "sgd", "adagrad"] as const) {
      const options = name === "sgd" ? { momentum: 0.9 } : {};
      const steps = (p: gluon.Parameter, trainer: gluon.Trainer, n: number): void => {
        for (let i = 0; i < n; i++) {
          backward(p, i + 1);
          trainer.step(1);
        }
      };
      const p = parameter();
      const through = new gluon.Trainer([p], name, options as never);
      steps(p, through, 3);
      through.saveStates(file);
      const q = parameter();
      q.setData(p.data());
      const resumed = new gluon.Trainer([q], name, options as never);
      resumed.loadStates(file);
      steps(p, through, 3);
      steps(q, resumed, 3);
      assertEquals(q.data().toArray(), p.data().toArray(), name);
    }
    const other = new gluon.Trainer([parameter()], "rmsprop");
    assertThrows(() => other.loadStates(file), Error, "states of AdaGrad, not of RMSProp");
    nd.save(file, { w: nd.ones(1) });
    assertThrows(() => other.loadStates(file), Error, "not written by saveStates");
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("wrong arguments of a Trainer are refused", () => {
  const p = parameter();
  assertThrows(() => new gluon.Trainer([p], "sdg" as never), Error, "sgd");
  assertThrows(() => new gluon.Trainer([p], "sgd", { rho: 1 } as never), Error, 'unknown option "rho"');
  assertThrows(() => new gluon.Trainer([3 as never], "sgd"), Error, "Parameters");
  assertThrows(() => new gluon.Trainer([p], "sgd", {}, { kvstore: "dist_sync" }), Error, "several processes");
  assertThrows(() => new gluon.Trainer([p], new optimizer.SGD(), { wd: 1 } as never), Error, "got an optimizer");
  backward(p);
  assertThrows(() => new gluon.Trainer([p], "sgd").step(0), Error, "batchSize");
});

test("parameters are sorted by name", () => {
  const dict = new gluon.ParameterDict("n_");
  for (const name of ["b", "a10", "a2"]) dict.get(name, { shape: [1] });
  const trainer = new gluon.Trainer(dict, "sgd");
  assertEquals(trainer.params.map((p) => p.name), ["n_a10", "n_a2", "n_b"]);
  assert(trainer.optimizer instanceof optimizer.SGD);
});
