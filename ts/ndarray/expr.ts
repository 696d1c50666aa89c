// `` nd.expr`…` ``: infix formulas. A formula is parsed once for each place in the source (the template's strings are
// the key) into a tree of closures that call the very functions a script would call, so it records and differentiates
// like them. Neighbouring elementwise parts wait for one another and run as one loop (`fuse.ts`).
//
//   comparison  sum (("==" | "!=" | "<" | "<=" | ">" | ">=") sum)?
//   sum         term (("+" | "-") term)*
//   term        sign (("*" | "/" | "%" | "@") sign)*
//   sign        ("-" | "+") sign | power
//   power       postfix ("**" sign)?
//   postfix     primary ("[" keys "]")*
//   primary     number | ${…} | name "(" arguments ")" | "(" comparison ")"

import { AttributeError, Handle, ShapeError } from "../runtime/mod.ts";
import { type Pair, PAIRS } from "./arith.ts";
import { operatorNames } from "./attributes.ts";
import { describe } from "./call.ts";
import { force, functionOf, infix, negative, Part, release } from "./fuse.ts";
import { at } from "./index.ts";
import type { NDArray } from "./ndarray.ts";
import { nearest } from "./nearest.ts";
import type { Key } from "./types.ts";

/** What `` nd.expr`…` `` is: arrays, numbers and, as keys and options, lists and texts are put in by `${…}`. */
export type Expr = (parts: TemplateStringsArray, ...values: ExprValue[]) => NDArray;

/** What may stand in a `${…}` of a formula. */
export type ExprValue = NDArray | number | readonly number[] | string | boolean | null;

/** A part of a formula, ready to be computed from the values of the `${…}`. */
type Node = (values: readonly unknown[]) => unknown;
type Functions = Readonly<Record<string, unknown>>;

interface Token {
  readonly text: string;
  /** number, name, text, hole, end, or the sign itself */
  readonly kind: string;
  readonly at: number;
  readonly value?: unknown;
}

const SIGNS = /\*\*|==|!=|<=|>=|\.\.\.|[-+*/%@<>()[\],:]/y;
const NUMBER = /(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?/y;
const NAME = /[A-Za-z_][A-Za-z_0-9]*/y;
const TEXT = /"[^"]*"|'[^']*'/y;

/** The formula as one text, each `${…}` shown as such, for error messages. */
function whole(parts: readonly string[]): string {
  return parts.map((part, i) => i === 0 ? part : "${" + i + "}" + part).join("");
}

function tokens(parts: readonly string[]): Token[] {
  const list: Token[] = [];
  let offset = 0;
  parts.forEach((part, i) => {
    if (i > 0) {
      const text = "${" + i + "}";
      list.push({ text, kind: "hole", at: offset, value: i - 1 });
      offset += text.length;
    }
    let at = 0;
    const match = (pattern: RegExp): string | undefined => {
      pattern.lastIndex = at;
      return pattern.exec(part)?.[0];
    };
    while (at < part.length) {
      if (/\s/.test(part[at])) {
        at++;
        continue;
      }
      const place = offset + at;
      let text: string | undefined;
      if ((text = match(NUMBER)) !== undefined) list.push({ text, kind: "number", at: place, value: Number(text) });
      else if ((text = match(NAME)) !== undefined) list.push({ text, kind: "name", at: place });
      else if ((text = match(TEXT)) !== undefined) {
        list.push({ text, kind: "text", at: place, value: text.slice(1, -1) });
      } else if ((text = match(SIGNS)) !== undefined) list.push({ text, kind: text, at: place });
      else throw bad(parts, place, `'${part[at]}' has no meaning here`);
      at += text.length;
    }
    offset += part.length;
  });
  list.push({ text: "the end", kind: "end", at: offset });
  return list;
}

function bad(parts: readonly string[], at: number, what: string): AttributeError {
  const text = whole(parts);
  const line = text.lastIndexOf("\n", at - 1) + 1;
  const end = text.indexOf("\n", at);
  const shown = text.slice(line, end < 0 ? undefined : end);
  return new AttributeError("expr", `${what}\n  ${shown}\n  ${" ".repeat(at - line)}^`);
}

/** What two numbers give, so that constant parts of a formula need no array. */
const ON_NUMBERS: Readonly<Record<string, (a: number, b: number) => number>> = {
  "+": (a, b) => a + b,
  "-": (a, b) => a - b,
  "*": (a, b) => a * b,
  "/": (a, b) => a / b,
  "%": (a, b) => b === 0 ? 0 : a - b * Math.floor(a / b),
  "**": (a, b) => a ** b,
};

const ON_ARRAYS: Readonly<Record<string, Pair>> = {
  "+": PAIRS.add,
  "-": PAIRS.sub,
  "*": PAIRS.mul,
  "/": PAIRS.div,
  "%": PAIRS.mod,
  "**": PAIRS.pow,
  "==": PAIRS.eq,
  "!=": PAIRS.ne,
  "<": PAIRS.lt,
  "<=": PAIRS.le,
  ">": PAIRS.gt,
  ">=": PAIRS.ge,
};

/** Functions of two arguments that are formulas. */
const FUNCTIONS: Readonly<Record<string, Pair>> = PAIRS;

/** Can it be an argument of a formula? */
function isOperand(x: unknown): x is NDArray | Part | number {
  return typeof x === "number" || x instanceof Handle || x instanceof Part;
}

class Parser {
  readonly #parts: readonly string[];
  readonly #tokens: readonly Token[];
  readonly #functions: Functions;
  #place = 0;

  constructor(parts: readonly string[], functions: Functions) {
    this.#parts = parts;
    this.#tokens = tokens(parts);
    this.#functions = functions;
  }

  get #next(): Token {
    return this.#tokens[this.#place];
  }

  #bad(what: string, token: Token = this.#next): AttributeError {
    return bad(this.#parts, token.at, what);
  }

  #take(...kinds: string[]): Token | undefined {
    return kinds.includes(this.#next.kind) ? this.#tokens[this.#place++] : undefined;
  }

  #expect(kind: string, where: string): void {
    if (!this.#take(kind)) throw this.#bad(`expected '${kind}' ${where}, found ${this.#next.text}`);
  }

  parse(): Node {
    const node = this.#comparison();
    if (this.#next.kind !== "end") throw this.#bad(`expected the end or an operator, found ${this.#next.text}`);
    return node;
  }

  #infix(sign: Token, a: Node, b: Node): Node {
    const numbers = ON_NUMBERS[sign.kind], arrays = ON_ARRAYS[sign.kind];
    return (values) => {
      const x = a(values), y = b(values);
      if (numbers && typeof x === "number" && typeof y === "number") return numbers(x, y);
      if (sign.kind !== "@") return this.#operate(sign, arrays, x, y);
      const [left, right] = [force(x, values), force(y, values)];
      const result = this.#product(sign, left, right);
      release([left, right], result, values);
      return result;
    };
  }

  #operate(sign: Token, pair: Pair, x: unknown, y: unknown): Part {
    for (const v of [x, y]) {
      if (!isOperand(v)) {
        throw this.#bad(`beside '${sign.text}' stands ${describe(v)}; it must be an NDArray or a number`, sign);
      }
    }
    return infix(pair, x as NDArray, y as NDArray);
  }

  #product(sign: Token, x: unknown, y: unknown): unknown {
    if (!(x instanceof Handle && y instanceof Handle)) throw this.#bad("'@' needs an NDArray on both sides", sign);
    const a = x as NDArray, b = y as NDArray;
    const name = a.ndim <= 2 && b.ndim <= 2 ? "dot" : a.ndim === 3 && b.ndim === 3 ? "batchDot" : undefined;
    if (name === undefined) {
      throw new ShapeError(
        "expr",
        `'@' got shapes [${a.shape}] and [${b.shape}]; it needs two matrices, or two batches of them`,
      );
    }
    return (this.#functions[name] as (a: NDArray, b: NDArray) => NDArray)(a, b);
  }

  #comparison(): Node {
    const left = this.#sum();
    const sign = this.#take("==", "!=", "<", "<=", ">", ">=");
    if (!sign) return left;
    const node = this.#infix(sign, left, this.#sum());
    if (this.#take("==", "!=", "<", "<=", ">", ">=")) {
      this.#place--;
      throw this.#bad("comparisons cannot follow one another; multiply two of them to have both");
    }
    return node;
  }

  #sum(): Node {
    let node = this.#term();
    for (let sign; (sign = this.#take("+", "-"));) node = this.#infix(sign, node, this.#term());
    return node;
  }

  #term(): Node {
    let node = this.#sign();
    for (let sign; (sign = this.#take("*", "/", "%", "@"));) node = this.#infix(sign, node, this.#sign());
    return node;
  }

  #sign(): Node {
    if (this.#take("+")) return this.#sign();
    const minus = this.#take("-");
    if (!minus) return this.#power();
    const node = this.#sign();
    return (values) => {
      const x = node(values);
      if (typeof x === "number") return -x;
      if (!isOperand(x)) throw this.#bad(`'-' stands before ${describe(x)}`, minus);
      return negative(x);
    };
  }

  #power(): Node {
    const base = this.#postfix();
    const sign = this.#take("**");
    return sign ? this.#infix(sign, base, this.#sign()) : base;
  }

  #postfix(): Node {
    let node = this.#primary();
    for (let open; (open = this.#take("["));) {
      const bracket = open, of = node;
      const keys: Node[] = [];
      do keys.push(this.#key()); while (this.#take(","));
      this.#expect("]", "after the keys");
      node = (values) => {
        const x = force(of(values), values);
        if (!(x instanceof Handle)) {
          throw this.#bad(`'[' stands after ${describe(x)}; only arrays can be indexed`, bracket);
        }
        const result = at(x as NDArray, keys.map((k) => force(k(values), values)) as Key[]);
        release([x], result, values);
        return result;
      };
    }
    return node;
  }

  /** One key between brackets: a slice if there is a colon, else any value. */
  #key(): Node {
    if (this.#take("...")) return () => "...";
    const ends: (Node | null)[] = [];
    for (;;) {
      const empty = this.#next.kind === ":" || this.#next.kind === "," || this.#next.kind === "]";
      ends.push(empty ? null : this.#value());
      if (ends.length < 3 && this.#take(":")) continue;
      break;
    }
    if (ends.length === 1) {
      if (ends[0] === null) throw this.#bad("a key is missing");
      return ends[0];
    }
    return (values) => ends.map((end) => end === null ? "" : String(end(values))).join(":");
  }

  /** An expression, or a word or list that only keys and options know. */
  #value(): Node {
    const token = this.#next;
    if (token.kind === "text") {
      this.#place++;
      return () => token.value;
    }
    const words: Readonly<Record<string, unknown>> = { true: true, false: false, null: null, None: null };
    if (token.kind === "name" && Object.hasOwn(words, token.text)) {
      this.#place++;
      return () => words[token.text];
    }
    if (this.#take("[")) {
      const items: Node[] = [];
      while (!this.#take("]")) {
        items.push(this.#value());
        if (!this.#take(",") && this.#next.kind !== "]") {
          throw this.#bad(`expected ',' or ']', found ${this.#next.text}`);
        }
      }
      return (values) => items.map((item) => force(item(values), values));
    }
    return this.#comparison();
  }

  #primary(): Node {
    const token = this.#next;
    this.#place++;
    switch (token.kind) {
      case "number":
        return () => token.value;
      case "hole":
        return (values) => values[token.value as number];
      case "(": {
        const node = this.#comparison();
        this.#expect(")", "to close the bracket");
        return node;
      }
      case "name":
        return this.#call(token);
    }
    this.#place--;
    throw this.#bad(`expected a value, found ${token.text}`);
  }

  #call(name: Token): Node {
    const f = Object.hasOwn(this.#functions, name.text) ? this.#functions[name.text] : undefined;
    if (typeof f !== "function") {
      const near = nearest(name.text, Object.keys(this.#functions));
      const hint = this.#next.kind === "(" ? "" : "; values come in as ${…}";
      throw this.#bad(`there is no function '${name.text}'${near ? `; did you mean '${near}'?` : hint}`, name);
    }
    this.#expect("(", `after ${name.text}`);
    const args: Node[] = [];
    const options: [string, Node][] = [];
    while (!this.#take(")")) {
      const [first, second] = [this.#next, this.#tokens[this.#place + 1]];
      if (first.kind === "name" && second.kind === ":") {
        this.#place += 2;
        options.push([first.text, this.#value()]);
      } else if (options.length > 0) {
        throw this.#bad("an argument cannot follow an option");
      } else {
        args.push(this.#value());
      }
      if (!this.#take(",") && this.#next.kind !== ")") throw this.#bad(`expected ',' or ')', found ${this.#next.text}`);
    }
    const pair = Object.hasOwn(FUNCTIONS, name.text) ? FUNCTIONS[name.text] : undefined;
    const operator = operatorNames().get(name.text.replace(/[A-Z]/g, (letter) => "_" + letter.toLowerCase()));
    return (values) => {
      const raw = args.map((arg) => arg(values));
      if (options.length === 0 && raw.every(isOperand) && raw.some((x) => typeof x !== "number")) {
        if (pair && raw.length === 2) return infix(pair, raw[0], raw[1]);
        const part = operator !== undefined && raw.length === 1 ? functionOf(operator, raw[0]) : undefined;
        if (part) return part;
      }
      const given = raw.map((x) => force(x, values));
      const named = options.map(([key, value]): [string, unknown] => [key, force(value(values), values)]);
      const all = named.length > 0 ? [...given, Object.fromEntries(named)] : given;
      const result = (f as (...args: unknown[]) => unknown)(...all);
      release(given, result, values);
      return result;
    };
  }
}

/** Makes `nd.expr`, which finds functions by name in that table. */
export function makeExpr(functions: Functions): Expr {
  const parsed = new WeakMap<TemplateStringsArray, Node>();
  return (parts, ...values) => {
    if (!Array.isArray(parts) || !Array.isArray(parts.raw)) {
      throw new AttributeError("expr", "it is written before a template: nd.expr`${x} + 1`");
    }
    let node = parsed.get(parts);
    if (node === undefined) parsed.set(parts, node = new Parser(parts, functions).parse());
    const result = force(node(values), values);
    if (!(result instanceof Handle)) {
      throw new AttributeError(
        "expr",
        `the formula gives ${describe(result)}; at least one of its values must be an NDArray`,
      );
    }
    return result as NDArray;
  };
}
