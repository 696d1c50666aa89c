// Metrics against MXNet 1.9.1.
import { test } from "node:test";
import { metric, nd } from "../mod.ts";
import { assert, assertEquals, assertThrows, close } from "./check.ts";
import { camel, report } from "./gluon/from_python.ts";
import { arrayOf, type GoldenArray, type GoldenNumber, readGolden } from "./golden/golden.ts";

interface Result {
  name: string | string[];
  value: GoldenNumber | GoldenNumber[];
}

interface Case {
  name: string;
  metric: metric.MetricName | metric.MetricName[];
  kwargs: Record<string, unknown>;
  updates: { labels: GoldenArray[]; preds: GoldenArray[] }[];
  after_each_update: Result[];
  after_reset: Result;
}

function same(got: metric.MetricResult, want: Result): void {
  assertEquals(got[0], want.name);
  const list = (value: unknown): number[] => (Array.isArray(value) ? value : [value]).map(Number);
  close(list(got[1]), list(want.value), 1e-5, 1e-6);
}

function run(one: Case): void {
  // In a list the file names a metric without its arguments: MXNet's was top_k_accuracy of 2.
  const made = Array.isArray(one.metric)
    ? metric.create(one.metric.map((name) => name === "top_k_accuracy" ? new metric.TopKAccuracy(2) : name))
    : metric.create(one.metric, camel(one.kwargs));
  for (const [i, update] of one.updates.entries()) {
    made.update(update.labels.map(arrayOf), update.preds.map(arrayOf));
    same(made.get(), one.after_each_update[i]);
  }
  made.reset();
  same(made.get(), one.after_reset);
}

test("metrics agree with MXNet", () => {
  const cases = readGolden<Case[]>("metrics.json");
  const failures = cases.flatMap((one) => {
    try {
      run(one);
      return [];
    } catch (error) {
      return [`${one.name}: ${error}`];
    }
  });
  report("metrics", cases.length, failures);
});

test("a metric is made of a function or a list, and takes single arrays", () => {
  const made = metric.create(["acc", (label, pred) => label.size + pred.size]);
  made.update(nd.array([0, 1]), nd.array([[1, 0], [1, 0]]));
  const [names, values] = made.get();
  assertEquals(names, ["accuracy", "custom"]);
  assertEquals(values, [0.5, 6]);
});

test("wrong labels and names are refused", () => {
  const made = new metric.CrossEntropy();
  assertThrows(() => made.update(nd.array([3]), nd.array([[0.5, 0.5]])), Error, "out of range");
  assertThrows(() => metric.create("acuracy" as never), Error, "accuracy");
  assert(Number.isNaN(new metric.MAE().get()[1] as number));
});
