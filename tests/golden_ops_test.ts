// Every operator against MXNet 1.9.1: outputs, gradients, and what is left in arrays that the operator changes. Cases
// of operators that this version lacks are counted by the list beside the values.

import { test } from "node:test";
import { autograd, nd } from "../mod.ts";
import { assert, assertEquals } from "./check.ts";
import { arrayOf, difference, type GoldenArray, readGolden, toleranceOf } from "./golden/golden.ts";

interface Case {
  name: string;
  op: string;
  inputs: GoldenArray[];
  attrs: Record<string, unknown>;
  train_mode: boolean;
  outputs: GoldenArray[];
  head_grads: GoldenArray[] | null;
  input_grads: (GoldenArray | null)[] | null;
  inputs_after?: Record<string, GoldenArray>;
}

/** Names of operators that are not in this version, and cases that differ on purpose with the reason. */
interface Exceptions {
  notInThisVersion: string[];
  differs: Record<string, string>;
}

const cases = readGolden<Case[]>("ops.json");
const { notInThisVersion, differs } = readGolden<Exceptions>("ops_exceptions.json");

/** Runs a case and tells what is wrong. */
function wrongs(c: Case): string[] {
  const inputs = c.inputs.map(arrayOf);
  c.input_grads?.forEach((g, i) => g && inputs[i].attachGrad());
  const outputs = autograd.record(() => nd.invoke(c.op, inputs, c.attrs), { trainMode: c.train_mode });
  const found: string[] = [];
  const compare = (what: string, got: Parameters<typeof difference>[0] | null, expected: GoldenArray): void => {
    const text = got === null ? "absent" : difference(got, expected, toleranceOf(c.op, expected.dtype));
    if (text !== undefined) found.push(`${what}: ${text}`);
  };
  if (outputs.length !== c.outputs.length) return [`${outputs.length} outputs, expected ${c.outputs.length}`];
  c.outputs.forEach((expected, i) => compare(`output ${i}`, outputs[i], expected));
  if (c.input_grads !== null && c.head_grads !== null) {
    autograd.backward(outputs, c.head_grads.map(arrayOf), { trainMode: c.train_mode });
    c.input_grads.forEach((expected, i) => expected && compare(`gradient ${i}`, inputs[i].grad, expected));
  }
  for (const [i, expected] of Object.entries(c.inputs_after ?? {})) compare(`input ${i} after`, inputs[+i], expected);
  return found;
}

const lacking = new Set(notInThisVersion);
let ran = 0, lacked = 0;
const different: string[] = [];
const byOperator = Map.groupBy(cases, (c) => c.op);

for (const [op, list] of byOperator) {
  test(`golden: ${op} computes what MXNet does (${list.length} cases)`, () => {
    const failures: string[] = [];
    for (const c of list) {
      let found: string[];
      try {
        found = wrongs(c);
      } catch (error) {
        if ((error as Error).name === "UnknownOperatorError") {
          assert(lacking.has(op), `${op} is unknown, and not in the list of what this version lacks`);
          lacked += list.length;
          return;
        }
        found = [`${(error as Error).name}: ${(error as Error).message}`];
      }
      assert(!lacking.has(op), `${op} exists; take it from the list of what this version lacks`);
      ran++;
      if (c.name in differs) {
        assert(found.length > 0, `${c.name} no longer differs; take it from the list`);
        different.push(c.name);
      } else if (found.length > 0) {
        failures.push(`${c.name} ${JSON.stringify(c.attrs)}: ${found.join("; ")}`);
      }
    }
    assert(failures.length === 0, `${failures.length} of ${list.length} cases differ\n  ${failures.join("\n  ")}`);
  });
}

test("golden: every case of the file was run, or its operator is listed as not in this version", () => {
  console.log(
    `golden ops: ran ${ran} of ${cases.length}; ${lacked} not in this version (${lacking.size} operators); ` +
      `${different.length} differ on purpose`,
  );
  assertEquals(ran + lacked, cases.length);
  assertEquals(different.sort(), Object.keys(differs).sort());
});
