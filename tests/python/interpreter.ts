// Runs programs of the golden files on this library: Python's statements, and MXNet's names in our spelling. What the
// two languages write differently is said in `mxnet.ts`; nothing here knows a single function of the library.

import { NDArray } from "../../mod.ts";
import { binary, called, camel, constructs, NotInThisVersion } from "./mxnet.ts";
import { type Expr, parse, parseExpression, type Statement } from "./parser.ts";

type Key = Parameters<NDArray["at"]>[number];

/** Names and what they hold; a function sees those around it. */
class Scope {
  readonly #names = new Map<string, unknown>();
  readonly #outer: Scope | undefined;

  constructor(outer?: Scope) {
    this.#outer = outer;
  }

  get(name: string): unknown {
    if (this.#names.has(name)) return this.#names.get(name);
    if (this.#outer === undefined) throw new SyntaxError(`the program has no name '${name}'`);
    return this.#outer.get(name);
  }

  set(name: string, value: unknown): void {
    this.#names.set(name, value);
  }

  entries(): IterableIterator<[string, unknown]> {
    return this.#names.entries();
  }
}

/** What a `return` carries out of its function. */
class Returned {
  readonly value: unknown;

  constructor(value: unknown) {
    this.value = value;
  }
}

type Members = Record<string, unknown>;

function evaluate(expr: Expr, scope: Scope): unknown {
  switch (expr.kind) {
    case "value":
      return expr.value;
    case "name":
      return scope.get(expr.name);
    case "list":
      return expr.items.map((item) => evaluate(item, scope));
    case "dict":
      return Object.fromEntries(expr.entries.map(([key, value]) => [evaluate(key, scope), evaluate(value, scope)]));
    case "slice":
      return expr.ends.map((end) => end === null ? "" : String(evaluate(end, scope))).join(":");
    case "attribute": {
      const object = evaluate(expr.object, scope) as Members | undefined;
      if (object === undefined) throw new NotInThisVersion(source(expr));
      return object[camel(expr.name)];
    }
    case "index":
      return item(evaluate(expr.object, scope), expr.keys.map((key) => evaluate(key, scope) as Key));
    case "call": {
      const args = expr.args.map((arg) => evaluate(arg, scope));
      const named = Object.fromEntries(expr.named.map(([name, value]) => [name, evaluate(value, scope)]));
      if (expr.callee.kind === "attribute") {
        return called(evaluate(expr.callee.object, scope) as object, expr.callee.name, args, named);
      }
      return constructs(evaluate(expr.callee, scope), args, named, source(expr.callee));
    }
    case "unary": {
      const value = evaluate(expr.operand, scope);
      return value instanceof NDArray ? value.neg() : -(value as number);
    }
    case "binary":
      return binary(expr.sign, evaluate(expr.left, scope), evaluate(expr.right, scope));
  }
}

/** How an expression reads, for messages. */
function source(expr: Expr): string {
  if (expr.kind === "name") return expr.name;
  return expr.kind === "attribute" ? `${source(expr.object)}.${expr.name}` : expr.kind;
}

/** `object[keys]`. */
function item(object: unknown, keys: readonly Key[]): unknown {
  if (object instanceof NDArray) return object.at(...keys);
  const [key] = keys;
  if (Array.isArray(object) || object instanceof Uint8Array) {
    if (typeof key === "number") return object.at(key);
    const [begin, end] = String(key).split(":").map((part) => part === "" ? undefined : Number(part));
    return object.slice(begin, end);
  }
  if (typeof (object as Members).at === "function") return (object as { at(key: unknown): unknown }).at(key);
  throw new SyntaxError(`nothing to take [${String(key)}] of`);
}

function assign(target: Expr, value: unknown, scope: Scope): void {
  if (target.kind === "name") scope.set(target.name, value);
  else if (target.kind === "list") {
    const values = [...value as Iterable<unknown>];
    if (values.length !== target.items.length) throw new SyntaxError(`${values.length} values to unpack`);
    target.items.forEach((part, i) => assign(part, values[i], scope));
  } else if (target.kind === "attribute") {
    (evaluate(target.object, scope) as Members)[camel(target.name)] = value;
  } else if (target.kind === "index") {
    const array = evaluate(target.object, scope) as NDArray;
    const keys = target.keys.map((key) => evaluate(key, scope) as Key);
    if (keys.length === 1 && keys[0] === ":") array.set(value as NDArray);
    else array.setAt(keys, value as NDArray);
  } else throw new SyntaxError(`nothing can be assigned to ${target.kind}`);
}

/** `target += value` and the like: arrays change in place, as in Python. */
function change(sign: string, target: Expr, value: unknown, scope: Scope): void {
  const old = evaluate(target, scope);
  if (old instanceof NDArray) {
    const name = ({ "+": "iadd", "-": "isub", "*": "imul", "/": "idiv" } as const)[sign as "+"];
    old[name](value as NDArray);
  } else assign(target, binary(sign, old, value), scope);
}

function define(statement: Statement & { kind: "def" }, scope: Scope): (...args: unknown[]) => unknown {
  return (...args) => {
    const inner = new Scope(scope);
    statement.params.forEach((name, i) => inner.set(name, args[i]));
    const done = run(statement.body, inner);
    return done instanceof Returned ? done.value : null;
  };
}

/** A class whose methods get the instance as first argument, as Python's do. */
function derive(statement: Statement & { kind: "class" }, scope: Scope): unknown {
  const base = evaluate(statement.base, scope) as (new (...args: unknown[]) => object) | undefined;
  if (base === undefined) throw new NotInThisVersion(source(statement.base));
  const made = class extends base {};
  Object.defineProperty(made, "name", { value: statement.name });
  const body = new Scope(scope);
  run(statement.body, body);
  for (const [name, method] of body.entries()) {
    (made.prototype as Members)[camel(name)] = function (this: unknown, ...args: unknown[]) {
      return (method as (...args: unknown[]) => unknown)(this, ...args);
    };
  }
  return made;
}

function run(statements: readonly Statement[], scope: Scope): Returned | undefined {
  for (const statement of statements) {
    const done = execute(statement, scope);
    if (done !== undefined) return done;
  }
  return undefined;
}

function execute(statement: Statement, scope: Scope): Returned | undefined {
  switch (statement.kind) {
    case "expression":
      evaluate(statement.value, scope);
      return undefined;
    case "assign":
      assign(statement.target, evaluate(statement.value, scope), scope);
      return undefined;
    case "change":
      change(statement.sign, statement.target, evaluate(statement.value, scope), scope);
      return undefined;
    case "return":
      return new Returned(evaluate(statement.value, scope));
    case "pass":
      return undefined;
    case "with": {
      const context = evaluate(statement.context, scope) as Disposable;
      try {
        return run(statement.body, scope);
      } finally {
        context[Symbol.dispose]();
      }
    }
    case "for":
      for (const value of evaluate(statement.list, scope) as Iterable<unknown>) {
        assign(statement.target, value, scope);
        const done = run(statement.body, scope);
        if (done !== undefined) return done;
      }
      return undefined;
    case "while":
      while (evaluate(statement.test, scope)) {
        const done = run(statement.body, scope);
        if (done !== undefined) return done;
      }
      return undefined;
    case "if":
      return run(evaluate(statement.test, scope) ? statement.body : statement.otherwise, scope);
    case "def":
      scope.set(statement.name, define(statement, scope));
      return undefined;
    case "class":
      scope.set(statement.name, derive(statement, scope));
      return undefined;
  }
}

/** A program with the names that it starts from; afterwards, expressions tell what it left. */
export class Program {
  readonly #scope = new Scope();

  /** Takes the names that the program finds. */
  constructor(names: Readonly<Record<string, unknown>>) {
    for (const [name, value] of Object.entries(names)) this.#scope.set(name, value);
  }

  /** Runs the statements. */
  run(text: string): void {
    run(parse(text), this.#scope);
  }

  /** The value of an expression. */
  value(text: string): unknown {
    return evaluate(parseExpression(text), this.#scope);
  }
}
