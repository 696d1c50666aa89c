// The few forms of Python in which the programs of the golden files are written, as trees. What else Python has is
// refused, so that no program can be read as something it does not say.

/** An expression. Tuples are lists, as in the files. */
export type Expr =
  | { readonly kind: "value"; readonly value: number | string | boolean | null | Uint8Array }
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "list"; readonly items: readonly Expr[] }
  | { readonly kind: "dict"; readonly entries: readonly (readonly [Expr, Expr])[] }
  | { readonly kind: "slice"; readonly ends: readonly (Expr | null)[] }
  | { readonly kind: "attribute"; readonly object: Expr; readonly name: string }
  | { readonly kind: "index"; readonly object: Expr; readonly keys: readonly Expr[] }
  | {
    readonly kind: "call";
    readonly callee: Expr;
    readonly args: readonly Expr[];
    readonly named: readonly (readonly [string, Expr])[];
  }
  | { readonly kind: "unary"; readonly operand: Expr }
  | { readonly kind: "binary"; readonly sign: string; readonly left: Expr; readonly right: Expr };

/** A statement. */
export type Statement =
  | { readonly kind: "expression"; readonly value: Expr }
  | { readonly kind: "assign"; readonly target: Expr; readonly value: Expr }
  | { readonly kind: "change"; readonly sign: string; readonly target: Expr; readonly value: Expr }
  | { readonly kind: "return"; readonly value: Expr }
  | { readonly kind: "pass" }
  | { readonly kind: "with"; readonly context: Expr; readonly body: readonly Statement[] }
  | { readonly kind: "for"; readonly target: Expr; readonly list: Expr; readonly body: readonly Statement[] }
  | { readonly kind: "while"; readonly test: Expr; readonly body: readonly Statement[] }
  | {
    readonly kind: "if";
    readonly test: Expr;
    readonly body: readonly Statement[];
    readonly otherwise: readonly Statement[];
  }
  | {
    readonly kind: "def";
    readonly name: string;
    readonly params: readonly string[];
    readonly body: readonly Statement[];
  }
  | { readonly kind: "class"; readonly name: string; readonly base: Expr; readonly body: readonly Statement[] };

interface Token {
  readonly kind: "number" | "text" | "bytes" | "name" | "sign" | "line" | "indent" | "dedent";
  readonly text: string;
}

const TOKEN =
  /(\d+\.?\d*(?:e[-+]?\d+)?|\.\d+(?:e[-+]?\d+)?)|(b?)(?:'([^']*)'|"([^"]*)")|([A-Za-z_]\w*)|(\*\*|[-+*/]=|[<>=!]=|[-+*/<>=()[\]{},:;.])|[ ]+/gy;

function tokens(source: string): Token[] {
  const found: Token[] = [];
  const indents = [0];
  let depth = 0;
  for (const line of source.split("\n")) {
    if (line.trim() === "") continue;
    const indent = line.length - line.trimStart().length;
    if (depth === 0) {
      if (indent > indents.at(-1)!) {
        indents.push(indent);
        found.push({ kind: "indent", text: "" });
      }
      while (indent < indents.at(-1)!) {
        indents.pop();
        found.push({ kind: "dedent", text: "" });
      }
    }
    TOKEN.lastIndex = indent;
    while (TOKEN.lastIndex < line.length) {
      const at = TOKEN.lastIndex;
      const m = TOKEN.exec(line);
      if (m === null) throw new SyntaxError(`no token at '${line.slice(at)}'`);
      const [, number, bytes, single, double, name, sign] = m;
      if (number !== undefined) found.push({ kind: "number", text: number });
      else if (name !== undefined) found.push({ kind: "name", text: name });
      else if (bytes !== undefined) found.push({ kind: bytes === "b" ? "bytes" : "text", text: single ?? double });
      else if (sign !== undefined) {
        found.push({ kind: "sign", text: sign });
        if ("([{".includes(sign)) depth++;
        else if (")]}".includes(sign)) depth--;
      }
    }
    if (depth === 0) found.push({ kind: "line", text: "" });
  }
  while (indents.pop()! > 0) found.push({ kind: "dedent", text: "" });
  return found;
}

/** How tightly the signs between two operands bind; `**` binds to the right. */
const BINDS: Readonly<Record<string, number>> = {
  "<": 1,
  ">": 1,
  "<=": 1,
  ">=": 1,
  "==": 1,
  "!=": 1,
  "+": 2,
  "-": 2,
  "*": 3,
  "/": 3,
  "**": 5,
};
const UNARY = 4;
const CONSTANTS: Readonly<Record<string, boolean | null>> = { True: true, False: false, None: null };

class Parser {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(source: string) {
    this.#tokens = tokens(source);
  }

  get done(): boolean {
    return this.#at >= this.#tokens.length;
  }

  #is(text: string): boolean {
    const token = this.#tokens[this.#at];
    return token !== undefined && token.text === text && (token.kind === "sign" || token.kind === "name");
  }

  #take(text: string): boolean {
    if (!this.#is(text)) return false;
    this.#at++;
    return true;
  }

  #need(text: string): void {
    if (!this.#take(text)) throw new SyntaxError(`'${this.#tokens[this.#at]?.text}' where '${text}' is needed`);
  }

  #kind(kind: Token["kind"]): string | undefined {
    const token = this.#tokens[this.#at];
    if (token?.kind !== kind) return undefined;
    this.#at++;
    return token.text;
  }

  #name(): string {
    const name = this.#kind("name");
    if (name === undefined) throw new SyntaxError(`'${this.#tokens[this.#at]?.text}' where a name is needed`);
    return name;
  }

  /** Statements of one line, or a compound one. */
  statements(): Statement[] {
    const compound = this.#compound();
    if (compound !== undefined) return [compound];
    const list = [this.#simple()];
    while (this.#take(";")) list.push(this.#simple());
    if (this.#kind("line") === undefined) throw new SyntaxError(`'${this.#tokens[this.#at]?.text}' ends no line`);
    return list;
  }

  #block(): Statement[] {
    this.#need(":");
    if (this.#kind("line") === undefined) return this.statements();
    if (this.#kind("indent") === undefined) throw new SyntaxError("an indented block is missing");
    const body: Statement[] = [];
    while (this.#kind("dedent") === undefined) body.push(...this.statements());
    return body;
  }

  #compound(): Statement | undefined {
    if (this.#take("with")) return { kind: "with", context: this.expression(), body: this.#block() };
    if (this.#take("while")) return { kind: "while", test: this.expression(), body: this.#block() };
    if (this.#take("for")) {
      const target = this.#listed();
      this.#need("in");
      return { kind: "for", target, list: this.#listed(), body: this.#block() };
    }
    if (this.#take("if")) {
      const test = this.expression();
      return { kind: "if", test, body: this.#block(), otherwise: this.#take("else") ? this.#block() : [] };
    }
    if (this.#take("def")) {
      const name = this.#name();
      const params: string[] = [];
      this.#need("(");
      while (!this.#take(")")) {
        params.push(this.#name());
        this.#take(",");
      }
      return { kind: "def", name, params, body: this.#block() };
    }
    if (this.#take("class")) {
      const name = this.#name();
      this.#need("(");
      const base = this.expression();
      this.#need(")");
      return { kind: "class", name, base, body: this.#block() };
    }
    return undefined;
  }

  #simple(): Statement {
    if (this.#take("pass")) return { kind: "pass" };
    if (this.#take("return")) return { kind: "return", value: this.#listed() };
    const first = this.#listed();
    if (this.#take("=")) return { kind: "assign", target: first, value: this.#listed() };
    for (const sign of ["+", "-", "*", "/"]) {
      if (this.#take(`${sign}=`)) return { kind: "change", sign, target: first, value: this.#listed() };
    }
    return { kind: "expression", value: first };
  }

  /** One expression, or several with commas between, which are a tuple. */
  #listed(): Expr {
    const first = this.expression();
    if (!this.#is(",")) return first;
    const items = [first];
    while (this.#take(",")) {
      if (this.#is("=") || this.#tokens[this.#at].kind === "line") break;
      items.push(this.expression());
    }
    return { kind: "list", items };
  }

  expression(least: number = 1): Expr {
    let left: Expr;
    if (this.#take("-")) left = { kind: "unary", operand: this.expression(UNARY) };
    else left = this.#postfix(this.#atom());
    for (;;) {
      const token = this.#tokens[this.#at];
      const bind = token?.kind === "sign" ? BINDS[token.text] : undefined;
      if (bind === undefined || bind < least) return left;
      this.#at++;
      left = { kind: "binary", sign: token.text, left, right: this.expression(token.text === "**" ? UNARY : bind + 1) };
    }
  }

  #atom(): Expr {
    const number = this.#kind("number");
    if (number !== undefined) return { kind: "value", value: Number(number) };
    const bytes = this.#kind("bytes");
    if (bytes !== undefined) return { kind: "value", value: new TextEncoder().encode(bytes) };
    const text = this.#kind("text");
    if (text !== undefined) return { kind: "value", value: text };
    if (this.#take("(")) {
      const items = this.#until(")");
      return items.length === 1 && !items.comma ? items[0] : { kind: "list", items };
    }
    if (this.#take("[")) return { kind: "list", items: this.#until("]") };
    if (this.#take("{")) {
      const entries: [Expr, Expr][] = [];
      while (!this.#take("}")) {
        const key = this.expression();
        this.#need(":");
        entries.push([key, this.expression()]);
        this.#take(",");
      }
      return { kind: "dict", entries };
    }
    const name = this.#name();
    return name in CONSTANTS ? { kind: "value", value: CONSTANTS[name] } : { kind: "name", name };
  }

  #until(end: string): Expr[] & { comma?: boolean } {
    const items: Expr[] & { comma?: boolean } = [];
    while (!this.#take(end)) {
      items.push(this.expression());
      if (this.#take(",")) items.comma = true;
      else if (!this.#is(end)) throw new SyntaxError(`'${end}' is missing`);
    }
    return items;
  }

  #postfix(object: Expr): Expr {
    if (this.#take(".")) return this.#postfix({ kind: "attribute", object, name: this.#name() });
    if (this.#take("[")) {
      const keys: Expr[] = [];
      while (!this.#take("]")) {
        keys.push(this.#key());
        this.#take(",");
      }
      return this.#postfix({ kind: "index", object, keys });
    }
    if (this.#take("(")) {
      const args: Expr[] = [], named: [string, Expr][] = [];
      while (!this.#take(")")) {
        const next = this.#tokens[this.#at + 1];
        if (this.#tokens[this.#at].kind === "name" && next.kind === "sign" && next.text === "=") {
          const name = this.#name();
          this.#need("=");
          named.push([name, this.expression()]);
        } else args.push(this.expression());
        if (!this.#take(",") && !this.#is(")")) throw new SyntaxError("')' is missing");
      }
      return this.#postfix({ kind: "call", callee: object, args, named });
    }
    return object;
  }

  #key(): Expr {
    const ends: (Expr | null)[] = [null];
    while (!this.#is(",") && !this.#is("]")) {
      if (this.#take(":")) ends.push(null);
      else ends[ends.length - 1] = this.expression();
    }
    return ends.length === 1 ? ends[0]! : { kind: "slice", ends };
  }
}

/** The statements of a program. */
export function parse(source: string): Statement[] {
  const parser = new Parser(source);
  const list: Statement[] = [];
  while (!parser.done) list.push(...parser.statements());
  return list;
}

/** One expression. */
export function parseExpression(source: string): Expr {
  const [statement, ...more] = parse(source);
  if (statement.kind !== "expression" || more.length > 0) throw new SyntaxError(`'${source}' is no expression`);
  return statement.value;
}
