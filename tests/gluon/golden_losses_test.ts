// Losses against MXNet 1.9.1: values and gradients.
import { test } from "node:test";
import { autograd, gluon, type NDArray } from "../../mod.ts";
import { assert, assertEquals } from "../check.ts";
import { arrayOf, difference, type GoldenArray, readGolden, type Tolerance } from "../golden/golden.ts";
import { camel, report } from "./from_python.ts";

interface Case {
  name: string;
  class: string;
  kwargs: Record<string, unknown>;
  inputs: GoldenArray[];
  input_kwargs: Record<string, GoldenArray>;
  output: GoldenArray;
  head_grad: GoldenArray | null;
  input_grads: (GoldenArray | null)[] | null;
  forward_only?: boolean;
}

/** Where MXNet multiplies log(0) by 0 for labels of 0, ours takes those terms as the 0 that they are. */
const STIRLING = /^PoissonNLLLoss#[3478]$/;

function run(one: Case): string[] {
  const tolerance: Tolerance = one.output.dtype === "float64" ? [1e-7, 1e-9] : [1e-4, 1e-5];
  const make = gluon.loss[one.class as keyof typeof gluon.loss] as unknown as new (
    options: Record<string, unknown>,
  ) => (...inputs: (NDArray | undefined)[]) => NDArray;
  const loss = new make(camel(one.kwargs));
  const inputs: (NDArray | undefined)[] = one.inputs.map(arrayOf);
  const extra = one.input_kwargs;
  if ("sample_weight" in extra || "pos_weight" in extra) {
    inputs.push("sample_weight" in extra ? arrayOf(extra.sample_weight) : undefined);
    if ("pos_weight" in extra) inputs.push(arrayOf(extra.pos_weight));
  }
  const wrong: string[] = [];
  const check = (what: string, got: NDArray, want: GoldenArray): void => {
    const differs = difference(got, want, tolerance);
    if (differs !== undefined) wrong.push(`${one.name}: ${what}: ${differs}`);
  };
  const grads = one.input_grads ?? [];
  for (const [i, input] of inputs.entries()) if (grads[i]) input!.attachGrad();
  const output = autograd.record(() => loss(...inputs));
  if (STIRLING.test(one.name)) {
    assertEquals(one.output.data, ["NaN"]);
    assert(Number.isFinite(output.asScalar()));
    return wrong;
  }
  check("value", output, one.output);
  if (one.forward_only || one.head_grad === null) return wrong;
  output.backward(arrayOf(one.head_grad));
  for (const [i, want] of grads.entries()) if (want) check(`gradient of input ${i}`, inputs[i]!.grad!, want);
  return wrong;
}

test("losses agree with MXNet", () => {
  const cases = readGolden<Case[]>("losses.json");
  const failures = cases.flatMap((one) => {
    try {
      return run(one).slice(0, 1);
    } catch (error) {
      return [`${one.name}: ${error}`];
    }
  });
  report("losses", cases.length, failures);
});
