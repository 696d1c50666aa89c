// Optimizers and schedules against MXNet 1.9.1, five updates each, with the states that they leave.
import { test } from "node:test";
import { lrScheduler, nd, type NDArray, optimizer } from "../mod.ts";
import { assertEquals, assertThrows, close } from "./check.ts";
import { camel, report } from "./gluon/from_python.ts";
import { arrayOf, difference, type GoldenArray, readGolden, type Tolerance } from "./golden/golden.ts";

interface Case {
  name: string;
  kind: "optimizer" | "scheduler";
  optimizer: string;
  class: string;
  kwargs: Record<string, unknown>;
  lr_scheduler: { class: string; kwargs: Record<string, unknown> } | null;
  weight: GoldenArray;
  grads: GoldenArray[];
  weights_after: GoldenArray[];
  states_after: GoldenArray[];
  param_name?: string;
  lr_mult?: Record<string, number>;
  wd_mult?: Record<string, number>;
  num_update: number[];
  lr: number[];
}

function schedule(name: string, kwargs: Record<string, unknown>): lrScheduler.LRScheduler {
  const make = lrScheduler[name as keyof typeof lrScheduler] as unknown as new (
    options: Record<string, unknown>,
  ) => lrScheduler.LRScheduler;
  return new make(camel(kwargs));
}

function flatten(state: optimizer.State): NDArray[] {
  if (state === null) return [];
  return Array.isArray(state) ? state.flatMap(flatten) : [state as NDArray];
}

function run(one: Case): void {
  if (one.kind === "scheduler") {
    const made = schedule(one.class, one.kwargs);
    close(one.num_update.map((n) => made(n)), one.lr, 1e-9, 1e-12);
    return;
  }
  const options = camel(one.kwargs);
  if (one.lr_scheduler) options.lrScheduler = schedule(one.lr_scheduler.class, one.lr_scheduler.kwargs);
  if (one.param_name) options.paramIdx2name = { 0: one.param_name };
  const made = optimizer.create(one.optimizer, options);
  if (one.lr_mult) made.setLrMult(one.lr_mult);
  if (one.wd_mult) made.setWdMult(one.wd_mult);
  const updater = new optimizer.Updater(made);
  const weight = arrayOf(one.weight);
  const tolerance: Tolerance = weight.dtype === "float16"
    ? [5e-3, 1e-3]
    : one.optimizer === "nadam"
    ? [1e-4, 1e-5]
    : [1e-5, 1e-6];
  const check = (what: string, got: NDArray, want: GoldenArray): void => {
    const differs = difference(got, want, want.dtype === "float16" ? [5e-3, 1e-3] : tolerance);
    if (differs !== undefined) throw new Error(`${what}: ${differs}`);
  };
  for (const [i, grad] of one.grads.entries()) {
    updater.update(0, arrayOf(grad), weight);
    check(`weight after update ${i + 1}`, weight, one.weights_after[i]);
  }
  const states = flatten(updater.states.get(0) ?? null);
  // The float32 copy of a float16 weight comes first here; MXNet's SGD alone has it last.
  const own = one.optimizer === "sgd" && one.kwargs.multi_precision ? [...states.slice(1), states[0]] : states;
  assertEquals(own.length, one.states_after.length);
  for (const [i, want] of one.states_after.entries()) check(`state ${i}`, own[i], want);
}

test("optimizers and schedules agree with MXNet", () => {
  const cases = readGolden<Case[]>("optimizers.json");
  const failures = cases.flatMap((one) => {
    try {
      run(one);
      return [];
    } catch (error) {
      return [`${one.name}: ${error}`];
    }
  });
  report("optimizers", cases.length, failures);
});

test("an optimizer's options are checked", () => {
  assertThrows(() => new optimizer.SGD({ momentun: 0.9 } as never), Error, 'did you mean "momentum"');
  assertThrows(() => new optimizer.Adam({ learningRate: "0.1" as never }), Error, "learningRate must be a number");
  assertThrows(() => optimizer.create("adamm"), Error, "adam");
});

test("a schedule decides the learning rate, and cannot be overruled", () => {
  const sgd = new optimizer.SGD({
    learningRate: 1,
    lrScheduler: new lrScheduler.FactorScheduler({ step: 1, factor: 0.5 }),
  });
  assertEquals(sgd.learningRate, 1);
  assertThrows(() => sgd.setLearningRate(2), Error, "schedule");
});

test("an optimizer of one's own is used by an Updater", () => {
  class Plain extends optimizer.Optimizer {
    override createState(): optimizer.State {
      return null;
    }
    override update(index: optimizer.Index, weight: NDArray, grad: NDArray): void {
      this.updateCount(index);
      weight.isub(grad.mul(this.rescaleGrad * this.getLr(index)));
    }
  }
  const updater = new optimizer.Updater(new Plain({ learningRate: 0.5 }));
  const weight = nd.ones(3);
  updater.update(0, nd.ones(3), weight);
  close(weight, [0.5, 0.5, 0.5]);
});

test("a schedule takes what MXNet requires by place or by name, and not twice", () => {
  const { CosineScheduler, FactorScheduler, MultiFactorScheduler, PolyScheduler } = lrScheduler;
  const same: [lrScheduler.LRScheduler, lrScheduler.LRScheduler][] = [
    [new FactorScheduler(2, { factor: 0.5, baseLr: 1 }), new FactorScheduler({ step: 2, factor: 0.5, baseLr: 1 })],
    [new MultiFactorScheduler([2, 4], { factor: 0.5 }), new MultiFactorScheduler({ step: [2, 4], factor: 0.5 })],
    [new PolyScheduler(6, { pwr: 1 }), new PolyScheduler({ maxUpdate: 6, pwr: 1 })],
    [new CosineScheduler(6, { finalLr: 0.001 }), new CosineScheduler({ maxUpdate: 6, finalLr: 0.001 })],
  ];
  for (const [byPlace, byName] of same) {
    assertEquals([0, 1, 3, 5, 7].map((n) => byPlace(n)), [0, 1, 3, 5, 7].map((n) => byName(n)));
  }
  assertThrows(() => new FactorScheduler(2, { step: 3 } as never), Error, "both by place and by name");
  assertThrows(() => new FactorScheduler(2, { facto: 0.5 } as never), Error, 'did you mean "factor"?');
});
