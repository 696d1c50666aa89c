// Recording, gradients, modes and small training loops against MXNet 1.9.1. The cases are programs in Python, which run
// here on this library through a small interpreter.

import { test } from "node:test";
import { NDArray } from "../../mod.ts";
import { freshNames } from "../../ts/gluon/name_scope.ts";
import { assert, assertEquals } from "../check.ts";
import { arrayOf, difference, type GoldenArray, readGolden, type Tolerance } from "../golden/golden.ts";
import { Program } from "../python/interpreter.ts";
import { names } from "../python/mxnet.ts";

type Value = GoldenArray | number | string | boolean | null | Value[];

interface Case {
  name: string;
  program: string;
  inputs: Record<string, GoldenArray>;
  expected: Record<string, Value>;
}

/** Cases of what is not in this version, and cases that differ, each with the reason. */
interface Exceptions {
  notInThisVersion: Record<string, string>;
  differs: Record<string, string>;
}

const cases = readGolden<Case[]>("autograd.json");
const { notInThisVersion, differs } = readGolden<Exceptions>("autograd_exceptions.json");
const tolerance: Tolerance = [1e-4, 1e-5];

/** Tells where a value is not the expected one. */
function wrong(got: unknown, expected: Value): string | undefined {
  if (expected === null || typeof expected === "boolean" || typeof expected === "string") {
    return got === expected ? undefined : `${String(got)}, expected ${expected}`;
  }
  if (typeof expected === "number") {
    const near = typeof got === "number" &&
      Math.abs(got - expected) <= tolerance[1] + tolerance[0] * Math.abs(expected);
    return near ? undefined : `${String(got)}, expected ${expected}`;
  }
  if (Array.isArray(expected)) {
    if (!Array.isArray(got)) return `${String(got)}, expected a list`;
    if (got.length !== expected.length) return `a list of ${got.length}, expected ${expected.length}`;
    return expected.map((value, i) => wrong(got[i], value)).find((text) => text !== undefined);
  }
  return got instanceof NDArray ? difference(got, expected, tolerance) : `${String(got)}, expected an array`;
}

/** Runs a case and tells what is wrong. */
function wrongs({ program, inputs, expected }: Case): string[] {
  using _names = freshNames();
  const arrays = Object.entries(inputs).map(([name, array]) => [name, arrayOf(array)]);
  const made = new Program({ ...names(), ...Object.fromEntries(arrays) });
  made.run(program);
  return Object.entries(expected).flatMap(([expression, value]) => {
    const text = wrong(made.value(expression), value);
    return text === undefined ? [] : [`${expression}: ${text}`];
  });
}

let ran = 0;
const lacking: string[] = [], different: string[] = [];

for (const one of cases) {
  test(`golden: autograd: ${one.name}`, () => {
    let found: string[], thrown = false;
    try {
      found = wrongs(one);
    } catch (error) {
      const { name, message } = error as Error;
      if (one.name in notInThisVersion && (name === "NotInThisVersion" || name === "UnknownOperatorError")) {
        lacking.push(one.name);
        return;
      }
      thrown = true;
      found = [`${name}: ${message}`];
    }
    assert(!(one.name in notInThisVersion), `it is in this version; take it from the list: ${found}`);
    ran++;
    if (one.name in differs) {
      assert(!thrown, `it should differ, not fail: ${found}`);
      assert(found.length > 0, "it no longer differs; take it from the list");
      different.push(one.name);
    } else assertEquals(found, []);
  });
}

test("golden: autograd: every case ran, or is listed with the reason", () => {
  console.log(`golden autograd: ran ${ran} of ${cases.length}; ${different.length} differ on purpose`);
  assertEquals(ran + lacking.length, cases.length);
  assertEquals(lacking.sort(), Object.keys(notInThisVersion).sort());
  assertEquals(different.sort(), Object.keys(differs).sort());
});
