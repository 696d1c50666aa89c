// What MXNet 1.9.1 refuses is refused here, by an error of the class that fits, which tells the operator, what it got
// and what it needs. The wording is ours; that the call is refused is MXNet's.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { HadronError } from "../mod.ts";
import { freshNames } from "../ts/gluon/name_scope.ts";
import { assert, assertEquals, assertStringIncludes } from "./check.ts";
import { arrayOf, type GoldenArray, readGolden } from "./golden/golden.ts";
import { Program } from "./python/interpreter.ts";
import { names } from "./python/mxnet.ts";

interface Case {
  name: string;
  call: string;
  inputs: Record<string, GoldenArray>;
}

/** The class, the operator, and what the message must tell: what was got, what is needed. */
type Refusal = [kind: string, operator: string, ...tells: string[]];

/** Cases of what is not in this version, and calls that are no error here, each with the reason. */
interface Exceptions {
  notInThisVersion: Record<string, string>;
  differs: Record<string, string>;
}

const cases = readGolden<Case[]>("errors.json");
const refusals = readGolden<Record<string, Refusal>>("errors_refusals.json");
const { notInThisVersion, differs } = readGolden<Exceptions>("errors_exceptions.json");

/** The error with which a case ends, or undefined. */
function errorOf({ call, inputs }: Case): Error | undefined {
  using _names = freshNames();
  const folder = mkdtempSync(join(tmpdir(), "hadron-"));
  try {
    const arrays = Object.entries(inputs).map(([name, array]) => [name, arrayOf(array)]);
    const program = new Program({ ...names(), ...Object.fromEntries(arrays) });
    program.run(call.replaceAll("'g.params'", JSON.stringify(`${folder.replaceAll("\\", "/")}/g.params`)));
    return undefined;
  } catch (error) {
    return error as Error;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

let refused = 0;
const lacking: string[] = [], different: string[] = [];

for (const one of cases) {
  test(`golden: refused: ${one.name}`, () => {
    const error = errorOf(one);
    const got = error === undefined ? "nothing" : `${error.name}: ${error.message}`;
    const lacks = error?.name === "NotInThisVersion" || error?.name === "UnknownOperatorError";
    if (one.name in notInThisVersion) {
      assert(lacks, `it is in this version; take it from the list: ${got}`);
      lacking.push(one.name);
    } else if (one.name in differs) {
      assertEquals(got, "nothing", "it is refused; take it from the list");
      different.push(one.name);
    } else {
      assert(error instanceof HadronError && !lacks, `it must be refused by a HadronError, and got ${got}`);
      assert(one.name in refusals, `errors_refusals.json must say how it is refused: ${got}`);
      const [kind, operator, ...tells] = refusals[one.name];
      assertEquals([error.name, error.operator], [kind, operator], got);
      for (const text of tells) assertStringIncludes(error.text, text);
      refused++;
    }
  });
}

test("golden: refused: every case was refused, or is listed with the reason", () => {
  console.log(
    `golden errors: refused ${refused} of ${cases.length}; ${different.length} are no errors here on purpose`,
  );
  assertEquals(refused, Object.keys(refusals).length);
  assertEquals(refused + lacking.length + different.length, cases.length);
  assertEquals(lacking.sort(), Object.keys(notInThisVersion).sort());
  assertEquals(different.sort(), Object.keys(differs).sort());
});
