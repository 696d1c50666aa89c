// Indexing, assignment, operators, methods and printing against MXNet 1.9.1. The cases are Python; the few forms that
// they use are translated here.

import { test } from "node:test";
import { autograd, nd, NDArray } from "../../mod.ts";
import type { Key } from "../../ts/ndarray/mod.ts";
import { assert, assertEquals } from "../check.ts";
import { arrayOf, difference, type GoldenArray, readGolden, type Tolerance } from "../golden/golden.ts";

interface Case {
  name: string;
  kind: "get" | "set" | "expr";
  expr?: string;
  statement?: string;
  inputs: Record<string, GoldenArray>;
  output?: GoldenArray | number | string | boolean | null | unknown[];
  head_grad?: GoldenArray;
  input_grads?: Record<string, GoldenArray>;
  after?: Record<string, GoldenArray>;
}
type Names = Record<string, NDArray>;

const cases = readGolden<Case[]>("indexing.json");

/** Cases in which we differ from MXNet on purpose. */
const DIFFERENT: Record<string, string> = {
  "get x[b]": "a float array is a list of indices here as there, but out of bounds is an error",
  "get x[np.array([True, False, True, True, False])]": "booleans are a mask and select",
  "set y = x[1:2, 1:3]; y[:] = 5": "only one integer or slice on the first axis gives a view",
  "expr x.norm()#2": "MXNet cuts intermediate results to whole numbers; here the root of the exact sum is cut once",
  "expr x.mean()#2": "MXNet's sum wraps at 256 before it is divided; here the mean of bytes is their mean",
  "set y = x[None]; y[:] = 5": "a new axis gives a copy",
};

/** Cut at commas that are in no bracket. */
function split(text: string): string[] {
  const parts: string[] = [];
  let depth = 0, start = 0;
  for (let i = 0; i <= text.length; i++) {
    if (i === text.length || (text[i] === "," && depth === 0)) {
      parts.push(text.slice(start, i).trim());
      start = i + 1;
    } else if ("[(".includes(text[i])) depth++;
    else if ("])".includes(text[i])) depth--;
  }
  return parts.filter((p) => p !== "" && p !== "()");
}

/** `1:3, ::-1, None, ..., [0, 2], i` as keys. */
function keysOf(text: string, names: Names): Key[] {
  return split(text).map((part): Key => {
    if (part === "None") return null;
    if (/^-?\d+$/.test(part)) return Number(part);
    if (part === "..." || /^[-\d:]+$/.test(part)) return part as Key;
    if (part in names) return names[part];
    const list = /^(?:np\.array\()?(\[.*\])\)?$/.exec(part)?.[1];
    if (list) return JSON.parse(list.replaceAll("True", "true").replaceAll("False", "false"));
    const method = /^(\w+)\.(astype\("(\w+)"\)|asnumpy\(\)\.tolist\(\))$/.exec(part);
    if (method) {
      return method[3] ? names[method[1]].astype(method[3] as "int32") : names[method[1]].toArray() as number[];
    }
    throw new Error(`no translation of the key ${part}`);
  });
}

/** An infix formula on arrays, by `nd.expr`. */
function infix(text: string, names: Names): NDArray {
  const values: NDArray[] = [];
  const parts: string[] = [""];
  for (const word of text.split(/\b(x|y|i|j)\b/)) {
    if (word in names) {
      values.push(names[word]);
      parts.push("");
    } else parts[parts.length - 1] += word;
  }
  return nd.expr(Object.assign(parts, { raw: parts }) as unknown as TemplateStringsArray, ...values);
}

/** A value of Python: number, list, range, array. */
function valueOf(text: string, names: Names): NDArray | number | number[] {
  if (/^-?[\d.]+$/.test(text)) return Number(text);
  if (text in names) return names[text];
  const range = /^(?:list\(range\((\d)\)\)|np\.arange\((\d)\))$/.exec(text);
  if (range) return Array.from({ length: Number(range[1] ?? range[2]) }, (_, i) => i);
  if (text === "[1] * 4") return [1, 1, 1, 1];
  const item = /^(\w)\[(.*)\]$/.exec(text);
  if (item) return names[item[1]].at(...keysOf(item[2], names));
  return infix(text, names);
}

const METHODS: Record<string, (x: NDArray, names: Names) => NDArray> = {
  "x.reshape((-1,))": (x) => x.reshape([-1]),
  "x.copy()": (x) => x.copy(),
  "x.T": (x) => x.T,
  'x.astype("float32")': (x) => x.astype("float32"),
  'x.astype("float32", copy=False)': (x) => x.astype("float32", { copy: false }),
  "x.detach()": (x) => x.detach(),
  "x.flatten()": (x) => nd.flatten(x),
  "x.as_in_context(mx.cpu())": (x) => x.asInContext(x.context),
  "x.expand_dims(0)": (x) => nd.expandDims(x, 0),
  "nd.zeros_like(x)": (x) => nd.zerosLike(x),
};

const IN_PLACE: Record<string, (x: NDArray, y: NDArray | number) => NDArray> = {
  "+": (x, y) => x.iadd(y),
  "-": (x, y) => x.isub(y),
  "*": (x, y) => x.imul(y),
  "/": (x, y) => x.idiv(y),
};

/** One statement; false if its form is not translated. */
function execute(statement: string, names: Names): boolean {
  let m: RegExpExecArray | null;
  if ((m = /^(\w)\[(.*?)\] ?= (.+)$/.exec(statement)) && !/\] [-+*/]?= /.test(m[2])) {
    const value = valueOf(m[3], names);
    if (m[2] === ":") names[m[1]].set(value);
    else names[m[1]].setAt(keysOf(m[2], names), value);
  } else if ((m = /^(\w)\[(.*)\] ([-+*])= (.+)$/.exec(statement))) {
    const [, name, keys, sign, operand] = m;
    const y = valueOf(operand, names) as NDArray | number;
    names[name].setAt(keysOf(keys, names), (old) => IN_PLACE[sign](old.copy(), y));
  } else if ((m = /^(\w) ([-+*/])= (.+)$/.exec(statement))) {
    IN_PLACE[m[2]](names[m[1]], valueOf(m[3], names) as NDArray);
  } else if ((m = /^nd\.(\w+)\((.*), out=(\w)\)$/.exec(statement))) {
    nd.invoke(m[1], m[2].split(", ").map((n) => names[n]), { out: names[m[3]] });
  } else if ((m = /^x\.copyto\((\w)\)$/.exec(statement))) {
    names["x"].copyto(names[m[1]]);
  } else if ((m = /^(\w) = (.+)$/.exec(statement))) {
    const made = METHODS[m[2]];
    if (!made && !/^\w$|^\w\[.*\]$/.test(m[2])) return false;
    names[m[1]] = made ? made(names["x"], names) : valueOf(m[2], names) as NDArray;
  } else return false;
  return true;
}

const camel = (name: string): string => name.replace(/_(\w)/g, (_, c: string) => c.toUpperCase());

/** `axis=1, keepdims=True, (1, 0)` as arguments. */
function argumentsOf(text: string, names: Names): unknown[] {
  const options: Record<string, unknown> = {};
  const args: unknown[] = [];
  for (const part of split(text)) {
    const m = /^(?:(\w+)=)?(.*)$/.exec(part)!;
    const array = /^nd\.array\(\[(.*)\](?: \* (\d))?\)$/.exec(m[2]);
    const value = array
      ? nd.array(new Array(Number(array[2] ?? 1)).fill(JSON.parse(`[${array[1]}]`)).flat())
      : names[m[2]] ??
        JSON.parse(m[2].replace(/^\((.*?),?\)$/, "[$1]").replace("True", "true").replace("False", "false"));
    if (m[1]) options[camel(m[1])] = value;
    else args.push(value);
  }
  return Object.keys(options).length > 0 ? [...args, options] : args;
}

/** The value of an expression, or undefined if its form is not translated. */
function evaluate(expr: string, names: Names): unknown {
  const { x } = names;
  let m: RegExpExecArray | null;
  if (expr === "repr(x)") return String(x);
  if (expr === "len(x)") return x.length;
  if (expr === "x.context") return String(x.context);
  if (expr === "x.T") return x.T;
  if (/^x\.(shape|size|ndim)$/.test(expr)) return x[expr.slice(2) as "size"];
  if (expr === "str(x.asscalar())" || /asscalar|dtype|stype|grad|tolist|asnumpy|bool|list\(|nd\.array\(np/.test(expr)) {
    return undefined;
  }
  if ((m = /^x\.(\w+)\(([^()]*(?:\([^()]*\))?[^()]*)\)$/.exec(expr))) {
    const name = camel(m[1]);
    const args = argumentsOf(m[2], names);
    const own = (x as unknown as Record<string, unknown>)[name];
    const free = (nd as unknown as Record<string, unknown>)[name];
    if (typeof own === "function") return own.apply(x, args);
    return typeof free === "function" ? free(x, ...args) : undefined;
  }
  if (
    (m = /^nd\.(add|subtract|divide|modulo|power|maximum|minimum|equal|greater|logical_and)\((.+), (.+)\)$/.exec(expr))
  ) {
    const f = nd[camel(m[1]) as "add"];
    return f(valueOf(m[2], names) as NDArray, valueOf(m[3], names) as NDArray);
  }
  if (/^[-+*/%<>=!()\d.\sxy]+$/.test(expr)) return infix(expr, names);
  return undefined;
}

const close: Tolerance = [1e-5, 1e-6];
let ran = 0, skipped = 0;

for (const c of cases) {
  const text = c.expr ?? c.statement!;
  if (c.name in DIFFERENT) continue;
  test(`golden: ${c.name}`, (t) => {
    const names: Names = {};
    for (const [name, value] of Object.entries(c.inputs)) names[name] = arrayOf(value);
    if (c.kind === "get") {
      const keys = /^x\[(.*)\]$/.exec(text)![1];
      const run = (): NDArray => names["x"].at(...keysOf(keys === "()" ? "..." : keys, names));
      const grads = c.input_grads?.["x"] !== undefined && c.head_grad !== undefined && !c.head_grad.shape.includes(0);
      if (grads) names["x"].attachGrad();
      const got = grads ? autograd.record(run) : run();
      assertEquals(difference(got, c.output as GoldenArray, close), undefined);
      if (grads) {
        got.backward(arrayOf(c.head_grad!));
        assertEquals(difference(names["x"].grad!, c.input_grads!["x"], close), undefined);
      }
    } else if (c.kind === "set") {
      for (const statement of text.split("; ")) {
        if (!execute(statement, names)) {
          skipped++;
          return t.skip("its form is not translated");
        }
      }
      for (const [name, expected] of Object.entries(c.after!)) {
        assertEquals(difference(names[name], expected, close), undefined, name);
      }
    } else {
      const got = evaluate(text, names);
      if (got === undefined) {
        skipped++;
        return t.skip("its form is not translated");
      }
      if (got instanceof NDArray) assertEquals(difference(got, c.output as GoldenArray, close), undefined);
      else assertEquals(got, c.output);
    }
    ran++;
  });
}

test("golden: most of the cases were translated", () => {
  console.log(`golden indexing: ran ${ran} of ${cases.length}, ${skipped} in other forms`);
  assert(ran >= 270, `${ran}`);
});
