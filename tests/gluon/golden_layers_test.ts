// Layers against MXNet 1.9.1: names, outputs, gradients of inputs and parameters, running statistics.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { autograd, type gluon, nd } from "../../mod.ts";
import { freshNames } from "../../ts/gluon/name_scope.ts";
import { assertEquals } from "../check.ts";
import { arrayOf, difference, type GoldenArray, readGolden, type Tolerance } from "../golden/golden.ts";
import { build, report, type Spec } from "./from_python.ts";

interface Step {
  mode: "train" | "predict";
  outputs: GoldenArray[];
  head_grads?: GoldenArray[];
  input_grads?: (GoldenArray | null)[];
  param_grads?: Record<string, GoldenArray>;
  aux_after?: Record<string, GoldenArray>;
  note?: string;
}

interface Case {
  name: string;
  spec: Spec;
  inputs: GoldenArray[];
  dtype?: "float64";
  param_names: string[];
  saved_names: string[];
  params: Record<string, GoldenArray>;
  steps: Step[];
}

/** MXNet's gradient of SELU is not the derivative of its values; ours is. */
const WRONG_GRADIENT = new Set(["SELU"]);

/** HybridSequential is the same class as Sequential here, so it has that class's prefix. */
const ours = (name: string): string => name.replaceAll("hybridsequential", "sequential");

/** What is wrong with a case. */
function run(one: Case, folder: string): string[] {
  using _names = freshNames();
  const wrong: string[] = [];
  const tolerance: Tolerance = one.dtype === "float64"
    ? [1e-7, 1e-9]
    : JSON.stringify(one.spec).includes("Conv")
    ? [1e-3, 1e-4]
    : [1e-4, 1e-5];
  const check = (what: string, got: Parameters<typeof difference>[0], want: GoldenArray): void => {
    const differs = difference(got, want, tolerance);
    if (differs !== undefined) wrong.push(`${one.name}: ${what}: ${differs}`);
  };
  const net = build(one.spec) as gluon.Block;
  net.initialize();
  if (one.dtype !== undefined) net.cast(one.dtype);
  const inputs = one.inputs.map(arrayOf);
  net(...inputs as [typeof inputs[0]]);
  const params = net.collectParams();
  assertEquals([...params.keys()], one.param_names.map(ours), one.name);
  for (const [name, values] of Object.entries(one.params)) params.at(ours(name)).setData(arrayOf(values));

  const file = join(folder, "layer.params");
  net.saveParameters(file);
  assertEquals(Object.keys(nd.loadDict(file)), one.saved_names, one.name);

  for (const [i, step] of one.steps.entries()) {
    const at = `step ${i} (${step.mode})`;
    for (const input of inputs) if (input.dtype.startsWith("float")) input.attachGrad();
    const output = autograd.record(() => net(...inputs as [typeof inputs[0]]), { trainMode: step.mode === "train" });
    check(`${at}, output`, output, step.outputs[0]);
    if (step.head_grads !== undefined && step.note === undefined && !WRONG_GRADIENT.has(one.name)) {
      output.backward(arrayOf(step.head_grads[0]), { trainMode: step.mode === "train" });
      for (const [k, want] of (step.input_grads ?? []).entries()) {
        if (want !== null) check(`${at}, gradient of input ${k}`, inputs[k].grad!, want);
      }
      for (const [name, want] of Object.entries(step.param_grads ?? {})) {
        check(`${at}, gradient of ${name}`, params.at(ours(name)).grad(), want);
      }
    }
    for (const [name, want] of Object.entries(step.aux_after ?? {})) {
      // MXNet overwrites a gamma that is not learned with 1; here it is taken as 1 and left as it is.
      if (name.endsWith("gamma") && one.spec.kwargs.scale === false) continue;
      check(`${at}, ${name}`, params.at(ours(name)).data(), want);
    }
  }
  return wrong;
}

test("layers agree with MXNet", () => {
  const cases = readGolden<Case[]>("layers.json");
  const folder = mkdtempSync(join(tmpdir(), "hadron-"));
  try {
    const failures = cases.flatMap((one) => {
      try {
        return run(one, folder).slice(0, 1);
      } catch (error) {
        return [`${one.name}: ${error}`];
      }
    });
    report("layers", cases.length, failures);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
