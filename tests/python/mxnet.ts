// What Python's MXNet writes differently from this library: names, keyword arguments, operators, and the few functions
// of Python itself that the golden programs use.

import { readFileSync, writeFileSync } from "node:fs";
import { autograd, cpu, gluon, gpu, init, lrScheduler, metric, nd, NDArray, optimizer } from "../../mod.ts";

/** A module or class of MXNet that this version lacks. */
export class NotInThisVersion extends Error {
  override name = "NotInThisVersion";
}

type Function = (...args: unknown[]) => unknown;
type Members = Record<string, unknown>;

/** Python's names of what is called otherwise here by more than its spelling. */
const RENAMED: Readonly<Record<string, string>> = { asscalar: "asScalar", setattr: "setAttr", append: "push" };

/** `in_units` → `inUnits`; names of classes stay. */
export function camel(name: string): string {
  return RENAMED[name] ?? name.replace(/(?<=.)_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

/** Operators begin in lower case: `FullyConnected` → `fullyConnected`, `RNN` → `rnn`. */
function operatorName(name: string): string {
  return camel(name).replace(/^([A-Z]+)(?=[A-Z][a-z])|^[A-Z]+/, (run) => run.toLowerCase());
}

/** Keyword arguments as one object of options behind the others. */
function withOptions(args: readonly unknown[], named: Readonly<Members>): unknown[] {
  const entries = Object.entries(named).map(([name, value]) => [camel(name), value]);
  return entries.length === 0 ? [...args] : [...args, Object.fromEntries(entries)];
}

const isClass = (value: unknown): value is new (...args: unknown[]) => object =>
  typeof value === "function" && /^class\b/.test(Function.prototype.toString.call(value));

/** Calls what an expression gave: a function, a class or an instance that can be called. */
export function constructs(callee: unknown, args: readonly unknown[], named: Readonly<Members>, name: string): unknown {
  if (callee === undefined) throw new NotInThisVersion(name);
  const all = withOptions(args, named);
  return isClass(callee) ? new callee(...all) : (callee as Function)(...all);
}

/** Calls whose arguments stand elsewhere here; all others keep their places. */
const SPECIAL: Readonly<Record<string, (object: unknown, args: readonly unknown[], named: Members) => unknown>> = {
  // The head gradient comes first here, also where only options follow.
  backward: (object, args, named) =>
    (object as Record<"backward", Function>).backward(
      ...object instanceof NDArray && args.length === 0 ? [null] : args,
      ...withOptions([], named),
    ),
  mark_variables: (_, [variables, gradients], { grad_reqs }) =>
    autograd.markVariables(variables as NDArray[], gradients as NDArray[], grad_reqs as "write"),
  setattr: (object, [name, value]) => (object as Record<"setAttr", Function>).setAttr(camel(name as string), value),
  // The optimizer's settings are a dict in Python.
  Trainer: (_, [params, name, settings], named) =>
    constructs(
      gluon.Trainer,
      [params, name, Object.assign({}, ...withOptions([], settings as Members ?? {}))],
      named,
      "",
    ),
  asnumpy: (object) => Array.from((object as NDArray).asTypedArray(), Number),
  tolist: (object) => object,
  // A name with attributes there, a plain name here.
  InitDesc: (_, [name]) => name,
};

/** `object.name(…)`. */
export function called(object: object, name: string, args: readonly unknown[], named: Members): unknown {
  if (name in SPECIAL) return SPECIAL[name](object, args, named);
  if (object === undefined) throw new NotInThisVersion(name);
  if (object === nd) {
    const f = (nd as unknown as Members)[operatorName(name)];
    // The library's own error for an operator that it lacks.
    return f === undefined ? nd.invoke(name, []) : (f as Function)(...withOptions(args, named));
  }
  const member = (object as Members)[camel(name)];
  if (isClass(member)) return constructs(member, args, named, name);
  if (member === undefined) throw new NotInThisVersion(name);
  return (member as Function).apply(object, withOptions(args, named));
}

const METHODS: Readonly<Record<string, "add">> = {
  "+": "add",
  "-": "sub" as "add",
  "*": "mul" as "add",
  "/": "div" as "add",
  "**": "pow" as "add",
  "<": "lt" as "add",
  ">": "gt" as "add",
  "==": "eq" as "add",
};

/** `left sign right`, for arrays, numbers and lists. */
export function binary(sign: string, left: unknown, right: unknown): unknown {
  if (left instanceof NDArray) return left[METHODS[sign]](right as NDArray);
  if (right instanceof NDArray) return nd[METHODS[sign]](left as number, right);
  if (Array.isArray(left)) return [...left, ...right as unknown[]];
  const a = left as number, b = right as number;
  switch (sign) {
    case "+":
      return a + b;
    case "-":
      return a - b;
    case "*":
      return a * b;
    case "/":
      return a / b;
    case "**":
      return a ** b;
    case "<":
      return a < b;
    case ">":
      return a > b;
    default:
      throw new SyntaxError(`no translation of ${typeof left} ${sign} ${typeof right}`);
  }
}

/** MXNet's modules, and functions of Python. */
export function names(): Record<string, unknown> {
  return {
    nd,
    autograd,
    gluon,
    nn: gluon.nn,
    image: undefined,
    mx: { cpu, gpu, init, metric, optimizer, lrScheduler, nd },
    open: (name: string) => ({
      write: (bytes: Uint8Array) => writeFileSync(name, bytes),
      read: () => new Uint8Array(readFileSync(name)),
    }),
    range: (from: number, to?: number, step = 1) => {
      const [begin, end] = to === undefined ? [0, from] : [from, to];
      return Array.from({ length: Math.ceil((end - begin) / step) }, (_, i) => begin + i * step);
    },
    sorted: (list: Iterable<string | number>) => [...list].sort((a, b) => a < b ? -1 : 1),
    set: (list: Iterable<unknown>) => [...new Set(list)],
    abs: Math.abs,
    float: Number,
    bool: Boolean,
  };
}
