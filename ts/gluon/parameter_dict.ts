// ParameterDict: parameters by full name, in order. `block.params` holds a block's own, `collectParams()` those of
// all blocks in it.
import { create, type Initializer, type InitName, Uniform } from "../init.ts";
import { checkOptions, show } from "../ndarray/options.ts";
import { nearestNames } from "../ndarray/nearest.ts";
import { type Context, nd, type NDArray, type Nested, type Shape } from "../ndarray/mod.ts";
import { AttributeError, IndexError } from "../runtime/mod.ts";
import {
  Constant,
  contextList,
  type InitializeOptions,
  Parameter,
  type ParameterOptions,
  readInitialize,
} from "./parameter.ts";
import { loadInto, type LoadOptions } from "./parameter_files.ts";

/** Parameters by their full names, in the order in which they were made. */
export class ParameterDict implements Iterable<[string, Parameter]> {
  /** What `get` puts in front of names. */
  readonly prefix: string;
  readonly #parameters = new Map<string, Parameter>();
  readonly #shared: ParameterDict | null;

  /** `shared` is where `get` looks before it makes a parameter: so blocks share. */
  constructor(prefix: string = "", shared: ParameterDict | null = null) {
    this.prefix = prefix;
    this.#shared = shared;
  }

  /** How many there are. */
  get size(): number {
    return this.#parameters.size;
  }

  /** The parameter of that full name. @throws IndexError with the names near it. */
  at(fullName: string): Parameter {
    const found = this.#parameters.get(fullName);
    if (found !== undefined) return found;
    const near = nearestNames(fullName, this.#parameters.keys());
    const all = [...this.#parameters.keys()];
    const hint = near.length > 0
      ? `near it: ${near.join(", ")}`
      : all.length > 8
      ? `there are ${all.slice(0, 8).join(", ")} and ${all.length - 8} more`
      : all.length > 0
      ? `there are ${all.join(", ")}`
      : "there is none at all";
    throw new IndexError(`ParameterDict ${this.prefix}`, `no parameter is named "${fullName}"; ${hint}`);
  }

  /** Whether there is one of that full name. */
  has(fullName: string): boolean {
    return this.#parameters.has(fullName);
  }

  #find(fullName: string): Parameter | undefined {
    const own = this.#parameters.get(fullName);
    if (own !== undefined) return own;
    const shared = this.#shared?.findShared(fullName);
    if (shared !== undefined) this.#parameters.set(fullName, shared);
    return shared;
  }

  /** What another dictionary that shares with this one finds here. */
  findShared(fullName: string): Parameter | undefined {
    return this.#find(fullName);
  }

  /** Whom blocks made inside this one share with. */
  get shared(): ParameterDict | null {
    return this.#shared;
  }

  /**
   * The parameter `prefix + name`, made with `options` where there is none yet.
   *
   * @throws AttributeError or ShapeError where it exists with other settings.
   */
  get(name: string, options: ParameterOptions = {}): Parameter {
    const fullName = this.prefix + name;
    const found = this.#find(fullName);
    if (found === undefined) {
      const made = new Parameter(fullName, options);
      this.#parameters.set(fullName, made);
      return made;
    }
    if (options.shape !== undefined) matchShape(found, options.shape);
    if (options.dtype !== undefined && options.dtype !== found.dtype) {
      throw new AttributeError(`Parameter ${fullName}`, `asked for as ${options.dtype}, but it is ${found.dtype}`);
    }
    if (options.init !== undefined && options.init !== null && found.init === null) found.init = options.init;
    return found;
  }

  /** The constant `prefix + name`, made of `value` where there is none yet. */
  getConstant(name: string, value?: NDArray | Nested): Constant {
    const fullName = this.prefix + name;
    const found = this.#find(fullName);
    if (found === undefined) {
      if (value === undefined) {
        throw new IndexError(`ParameterDict ${this.prefix}`, `no constant is named "${fullName}"; give it a value`);
      }
      const made = new Constant(fullName, value);
      this.#parameters.set(fullName, made);
      return made;
    }
    if (!(found instanceof Constant)) {
      throw new AttributeError(`ParameterDict ${this.prefix}`, `"${fullName}" is a Parameter, no Constant`);
    }
    return found;
  }

  /** Adds one. @throws AttributeError where another parameter has that name. */
  add(parameter: Parameter): void {
    const there = this.#parameters.get(parameter.name);
    if (there !== undefined && there !== parameter) {
      throw new AttributeError(
        `ParameterDict ${this.prefix}`,
        `two parameters are named "${parameter.name}": make the blocks inside nameScope, or give them a prefix`,
      );
    }
    this.#parameters.set(parameter.name, parameter);
  }

  /** Adds all of another. */
  update(other: Iterable<[string, Parameter]>): void {
    for (const [, parameter] of other) this.add(parameter);
  }

  /**
   * Makes values for all parameters. `init` is for those without an initializer of their own.
   *
   * Those that have values keep them, with a warning, unless `forceReinit`.
   */
  initialize(init?: Initializer | InitName | null, options?: Omit<InitializeOptions, "init">): void;
  /** The same, with the initializer among the options. */
  initialize(options: InitializeOptions): void;
  initialize(init?: Initializer | InitName | null | InitializeOptions, options?: InitializeOptions): void {
    const read = readInitialize(`ParameterDict ${this.prefix}`, init, options);
    const common = read.init === undefined || read.init === null ? new Uniform() : create(read.init);
    const contexts = contextList(read.ctx);
    const kept: string[] = [];
    for (const parameter of this.values()) {
      const own = parameter.init === null ? common : create(parameter.init);
      if (!parameter.initializeWith(own, contexts, read.forceReinit)) {
        kept.push(parameter.name);
      } else if (read.verbose) {
        console.log(`${parameter.name} initialized by ${own.dumps()}`);
      }
    }
    if (kept.length > 0) {
      const names = kept.length > 3 ? `${kept.slice(0, 3).join(", ")} and ${kept.length - 3} more` : kept.join(", ");
      console.warn(
        `initialize: ${names} ${kept.length > 1 ? "are" : "is"} initialized already and ` +
          `${kept.length > 1 ? "keep their" : "keeps its"} values; forceReinit: true makes new ones`,
      );
    }
  }

  /** Sets all gradients to 0. */
  zeroGrad(): void {
    for (const parameter of this.values()) parameter.zeroGrad();
  }

  /** Moves all parameters. */
  resetCtx(ctx: Context | readonly Context[]): void {
    for (const parameter of this.values()) parameter.resetCtx(ctx);
  }

  /** Every context that any of them lives on. */
  listCtx(): Context[] {
    const found: Context[] = [];
    for (const parameter of this.values()) {
      for (const ctx of parameter.listCtx()) {
        if (!found.some((other) => other.equals(ctx))) found.push(ctx);
      }
    }
    return found;
  }

  /** Sets one property of all: `net.collectParams(/bias$/).setAttr("wdMult", 0)`. */
  setAttr<K extends "lrMult" | "wdMult" | "gradReq" | "init">(name: K, value: Parameter[K]): void {
    if (!["lrMult", "wdMult", "gradReq", "init"].includes(name)) {
      throw new AttributeError("setAttr", `got ${show(name)}, but can set lrMult, wdMult, gradReq and init`);
    }
    for (const parameter of this.values()) parameter[name] = value;
  }

  /** Writes all values to a file, by full name without `stripPrefix`. */
  save(file: string | URL, options: { stripPrefix?: string } | string = {}): void {
    const strip = typeof options === "string" ? options : options.stripPrefix ?? "";
    const values: Record<string, NDArray> = {};
    for (const [name, parameter] of this) {
      if (!name.startsWith(strip)) {
        throw new AttributeError("ParameterDict.save", `"${name}" does not begin with the prefix "${strip}"`);
      }
      values[name.slice(strip.length)] = parameter.reduce();
    }
    nd.save(file, values);
  }

  /** Reads values by full name, with `restorePrefix` put in front of the names in the file. */
  load(file: string | URL, options: LoadOptions & { restorePrefix?: string } = {}): void {
    const { restorePrefix = "", ...rest } = options;
    checkOptions("ParameterDict.load", rest, ["ctx", "allowMissing", "ignoreExtra", "castDtype"]);
    const named = new Map(
      [...this].map(([name, parameter]): [string, Parameter] => {
        if (!name.startsWith(restorePrefix)) {
          throw new AttributeError("ParameterDict.load", `"${name}" does not begin with the prefix "${restorePrefix}"`);
        }
        return [name.slice(restorePrefix.length), parameter];
      }),
    );
    loadInto("ParameterDict.load", file, [named], rest);
  }

  /** The full names. */
  keys(): IterableIterator<string> {
    return this.#parameters.keys();
  }

  /** The parameters. */
  values(): IterableIterator<Parameter> {
    return this.#parameters.values();
  }

  /** Pairs of full name and parameter. */
  entries(): IterableIterator<[string, Parameter]> {
    return this.#parameters.entries();
  }

  /** Pairs of full name and parameter. */
  [Symbol.iterator](): IterableIterator<[string, Parameter]> {
    return this.#parameters.entries();
  }

  /** As MXNet prints it: the prefix, then a line for each parameter in brackets. */
  toString(): string {
    const lines = [...this.values()].map((parameter) => `  ${parameter}\n`)
      .join("");
    return `${this.prefix === "" ? "" : `${this.prefix} `}(\n${lines})`;
  }

  /** What `console.log` shows. */
  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return this.toString();
  }
}

/** Joins what is asked for with what is known: 0 matches any size. */
function matchShape(parameter: Parameter, shape: number | Shape): void {
  const asked = typeof shape === "number" ? [shape] : shape;
  const known = parameter.shape;
  parameter.shape = known !== null && known.length === asked.length
    ? asked.map((size, i) => size === 0 ? known[i] : size)
    : asked;
}
