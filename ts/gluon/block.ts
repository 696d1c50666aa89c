// Block: a part of a network. Calling it runs `forward`; its children and parameters are its own fields, looked up
// when they are asked for.
import { isRecording } from "../autograd/mod.ts";
import type { Initializer, InitName } from "../init.ts";
import { type Context, type DType, nd, type NDArray } from "../ndarray/mod.ts";
import { checkOptions, show } from "../ndarray/options.ts";
import { CALL, Callable } from "../runtime/callable.ts";
import { AttributeError, HadronError } from "../runtime/mod.ts";
import { claimName, NameScope, openScope } from "./name_scope.ts";
import { type InitializeOptions, Parameter } from "./parameter.ts";
import { ParameterDict } from "./parameter_dict.ts";
import { loadInto, type LoadOptions } from "./parameter_files.ts";
import { checkStructure, saveStructure } from "./structure.ts";
import { summarize, type Summary } from "./summary.ts";

/** What every block's constructor takes. */
export interface BlockOptions {
  /** In front of the names of its parameters; by default the class's name and a counter, `dense0_`. */
  prefix?: string;
  /** Another block's `params`, to share them. */
  params?: ParameterDict;
}

/** The names of {@linkcode BlockOptions}, for the checks of constructors. */
export const BLOCK_OPTIONS: readonly string[] = ["prefix", "params"];

/** What `hybridize` takes; all of it is accepted and changes nothing yet. */
export interface HybridizeOptions {
  /** Accepted for MXNet's sake. */
  staticAlloc?: boolean;
  /** Accepted for MXNet's sake. */
  staticShape?: boolean;
  /** Accepted for MXNet's sake. */
  inlineLimit?: number;
}

/** Any block, whatever it takes and gives. */
// deno-lint-ignore no-explicit-any -- the upper bound of all blocks: unknown[] would refuse those with typed inputs
export type AnyBlock = Block<any, unknown>;

/** A block is called like a function: `net(x)`. */
export interface Block<A extends unknown[] = [x: NDArray], R = NDArray> {
  /** Runs the block on its inputs. */
  (...inputs: A): R;
}

/** The blocks whose `forward` runs now, the innermost last. */
const running: AnyBlock[] = [];
const warned = new WeakSet<AnyBlock>();
let saidHybridize = false;

/** Whether a block has hooks, which may keep what passes. */
export let isHooked: (block: AnyBlock) => boolean;

/**
 * A part of a network: it holds parameters and other blocks, and `forward` computes its output.
 *
 * Children and parameters are its enumerable fields that hold a Block, a Parameter or an array of Blocks. `A` are the
 * inputs and `R` is the output, where they are other than one array: `extends nn.Block<[a: NDArray, b: NDArray]>`.
 *
 * ```ts
 * class MLP extends nn.Block {
 *   hidden = new nn.Dense(256, { activation: "relu" });
 *   output = new nn.Dense(10);
 *   override forward(x: NDArray): NDArray {
 *     return this.output(this.hidden(x));
 *   }
 * }
 * const net = new MLP();
 * net.initialize();
 * net(nd.ones([2, 20])); // shape [2, 10]
 * ```
 */
export abstract class Block<A extends unknown[] = [x: NDArray], R = NDArray> extends Callable {
  readonly #prefix: string;
  readonly #params: ParameterDict;
  readonly #scope = new NameScope();
  readonly #transparent: boolean;
  readonly #registered = new Map<string, AnyBlock>();
  readonly #preHooks = new Set<Hook>();
  readonly #hooks = new Set<Hook>();
  #listedBy: AnyBlock | null = null;

  static {
    isHooked = (block) => block.#hooks.size > 0 || block.#preHooks.size > 0;
  }

  /** Takes `prefix` and `params`; `stem` is that of the automatic prefix, by default what `alias()` gives. */
  constructor(options: BlockOptions = {}, stem?: string) {
    super();
    checkOptions(this.constructor.name, options, BLOCK_OPTIONS);
    const { prefix, params } = options;
    if (prefix !== undefined && typeof prefix !== "string") {
      throw new AttributeError(this.constructor.name, `prefix must be a string, but is ${show(prefix)}`);
    }
    if (params !== undefined && !(params instanceof ParameterDict)) {
      throw new AttributeError(
        this.constructor.name,
        `params must be a ParameterDict, as block.params, but is ${show(params)}`,
      );
    }
    const claimed = claimName(stem ?? this.alias(), prefix, params);
    this.#prefix = claimed.prefix;
    this.#params = claimed.params;
    this.#transparent = prefix === "";
  }

  /** The stem of automatic prefixes: the class's name in lower case. */
  alias(): string {
    return this.constructor.name.replace(/^_+/, "").toLowerCase() || "block";
  }

  /** Computes the output. Call the block, `net(x)`, not this method: hooks and checks belong to the call. */
  abstract forward(...inputs: A): R;

  /** A call of the block: hooks, `forward`, hooks; errors get the block's path in front. */
  override [CALL](...inputs: A): R {
    // Types say it of abstract methods; scripts without types must hear it at run time.
    if (typeof this.forward !== "function") {
      throw new AttributeError(this.constructor.name, "has no forward; a block defines forward(…inputs)");
    }
    if (this.#preHooks.size > 0) callHooks(this.#preHooks, this, inputs);
    if (
      running.length > 0 && this.#listedBy !== running[running.length - 1] &&
      isRecording()
    ) this.#checkListed();
    running.push(this);
    let output: R;
    try {
      output = this.forward(...inputs);
    } catch (error) {
      // The innermost block comes first, while all blocks around it are still running; the path stays.
      if (error instanceof HadronError) {
        const path = runningPath();
        if (path !== error.operator) error.within(path);
      }
      throw error;
    } finally {
      running.pop();
    }
    if (this.#hooks.size > 0) callHooks(this.#hooks, this, inputs, output);
    return output;
  }

  /** Warns of a block with parameters that no running block lists: Trainer and files would miss it. */
  #checkListed(): void {
    const caller = running[running.length - 1];
    this.#listedBy = caller;
    if (warned.has(this)) return;
    if (caller.#reaches(this) || running[0].#reaches(this)) return;
    if (this.collectParams().size === 0) return;
    warned.add(this);
    console.warn(
      `${caller.constructor.name}: calls ${this.name}, whose parameters it does not list, so they are neither ` +
        `trained nor saved: keep it in a field that is not #private, or call registerChild(block)`,
    );
  }

  #reaches(wanted: AnyBlock): boolean {
    for (const child of this.children.values()) {
      if (child === wanted || child.#reaches(wanted)) return true;
    }
    return false;
  }

  /** In front of the names of this block's parameters: `dense0_`. */
  get prefix(): string {
    return this.#prefix;
  }

  /** The prefix without its last underscore: `dense0`. */
  get name(): string {
    return this.#prefix.endsWith("_") ? this.#prefix.slice(0, -1) : this.#prefix;
  }

  /** This block's own parameters, without its children's; `params.get("weight", { shape })` makes one. */
  get params(): ParameterDict {
    return this.#params;
  }

  /** The blocks inside, by name: the registered ones, then the fields (`conv1`, `layers.0`). */
  get children(): ReadonlyMap<string, AnyBlock> {
    const found = new Map(this.#registered);
    for (const [key, value] of Object.entries(this)) {
      if (value instanceof Block) {
        if (!found.has(key)) found.set(key, value as AnyBlock);
      } else if (Array.isArray(value)) {
        for (const [i, item] of value.entries()) {
          if (item instanceof Block) found.set(`${key}.${i}`, item as AnyBlock);
        }
      }
    }
    return found;
  }

  /** Adds a child that is not in a field; its name is the number of children so far. */
  registerChild(block: AnyBlock, name?: string): void {
    if (!(block instanceof Block)) {
      throw new AttributeError(`${this.constructor.name}.registerChild`, `needs a Block, but got ${show(block)}`);
    }
    this.#registered.set(name ?? String(this.children.size), block);
  }

  /**
   * Blocks made inside get this block's prefix and its counters: with a function, until it returns; with
   * `using _ = this.nameScope();`, to the end of the enclosing block.
   */
  nameScope(): Disposable;
  /** Runs `body` inside the scope and returns what it returns. */
  nameScope<T>(body: () => T): T;
  nameScope<T>(body?: () => T): T | Disposable {
    // prefix "" makes the scope transparent: names come from the scope around it.
    const opened = this.#transparent ? { [Symbol.dispose](): void {} } : openScope(this, this.#scope);
    if (body === undefined) return opened;
    try {
      const result = body();
      if (result instanceof Promise) {
        throw new AttributeError(
          `${this.constructor.name}.nameScope`,
          "got an async function, but scopes are synchronous",
        );
      }
      return result;
    } finally {
      opened[Symbol.dispose]();
    }
  }

  /** Parameters in fields and in `params`, by the name that they have in a file. */
  #ownParameters(): Map<string, Parameter> {
    const found = new Map<string, Parameter>();
    const listed = new Set<Parameter>();
    for (const [key, value] of Object.entries(this)) {
      if (!(value instanceof Parameter)) continue;
      found.set(unusedKey(found, key), value);
      listed.add(value);
    }
    for (const [fullName, parameter] of this.#params) {
      if (listed.has(parameter)) continue;
      const own = this.#params.prefix;
      found.set(unusedKey(found, fullName.startsWith(own) ? fullName.slice(own.length) : fullName), parameter);
    }
    return found;
  }

  /** All parameters inside, by their path in files: `0.weight`, `net.1.running_mean`. */
  #parametersByPath(found: Map<string, Parameter> = new Map(), prefix: string = ""): Map<string, Parameter> {
    for (const [key, parameter] of this.#ownParameters()) {
      found.set(prefix + key, parameter);
    }
    const keys = new Set<string>();
    for (const [name, child] of this.children) {
      // MXNet's spelling in files, as for parameters; registered names are kept as they were given.
      const key = this.#registered.has(name) || keys.has(snake(name)) ? name : snake(name);
      keys.add(key);
      child.#parametersByPath(found, `${prefix}${key}.`);
    }
    return found;
  }

  /**
   * The parameters of this block and all blocks in it, by full name; `select` keeps those whose name matches (a
   * string is a regular expression that must match from the start of the name, as in MXNet).
   */
  collectParams(select?: RegExp | string): ParameterDict {
    const found = new ParameterDict(this.#params.prefix);
    const pattern = select === undefined
      ? null
      : typeof select === "string"
      ? new RegExp(`^(?:${select})`)
      : new RegExp(select.source, select.flags.replace(/[gy]/g, ""));
    const gather = (block: AnyBlock): void => {
      const own = [...block.#params].map(([, parameter]) => parameter);
      for (const value of Object.values(block)) {
        if (value instanceof Parameter && !own.includes(value)) own.push(value);
      }
      for (const parameter of own) {
        if (pattern === null || pattern.test(parameter.name)) {
          found.add(parameter);
        }
      }
      for (const child of block.children.values()) gather(child);
    };
    gather(this);
    return found;
  }

  /**
   * Makes values for all parameters: `initialize()`, `initialize(new init.Xavier())`,
   * `initialize({ init: "xavier", ctx: cpu(1) })`. Sizes that depend on the data are completed by the first call.
   */
  initialize(init?: Initializer | InitName | null, options?: Omit<InitializeOptions, "init">): void;
  /** The same, with the initializer among the options. */
  initialize(options: InitializeOptions): void;
  initialize(init?: Initializer | InitName | null | InitializeOptions, options?: InitializeOptions): void {
    const parameters = this.collectParams();
    parameters.initialize(init as Initializer, options);
  }

  /**
   * Accepted, as in MXNet; compiled graphs are not there yet, so it changes nothing, and says so once.
   */
  hybridize(active: boolean = true, options: HybridizeOptions = {}): void {
    checkOptions(`${this.constructor.name}.hybridize`, options, ["staticAlloc", "staticShape", "inlineLimit"]);
    if (!active || saidHybridize) return;
    saidHybridize = true;
    console.info("hybridize: accepted, but changes nothing yet in this version: blocks run imperatively");
  }

  /** Runs `f` on every block inside, children first, then on this one. */
  apply(f: (block: AnyBlock) => void): this {
    for (const child of this.children.values()) child.apply(f);
    f(this);
    return this;
  }

  /** Changes the dtype of all parameters. */
  cast(dtype: DType): void {
    for (const child of this.children.values()) child.cast(dtype);
    for (const parameter of this.#ownParameters().values()) {
      parameter.cast(dtype);
    }
  }

  /** Calls `hook(block, inputs, output)` after every call, until what it returns is disposed of. */
  registerForwardHook(hook: (block: this, inputs: A, output: R) => void): Disposable {
    return listen(this.#hooks, hook as Hook);
  }

  /** Calls `hook(block, inputs)` before every call, until what it returns is disposed of. */
  registerForwardPreHook(hook: (block: this, inputs: A) => void): Disposable {
    return listen(this.#preHooks, hook as Hook);
  }

  /**
   * Writes all parameters to a file that MXNet can read, by their path in the network (`0.weight`).
   *
   * `deduplicate` writes a shared parameter once.
   */
  saveParameters(file: string | URL, options: { deduplicate?: boolean } = {}): void {
    checkOptions(`${this.constructor.name}.saveParameters`, options, ["deduplicate"]);
    const values: Record<string, NDArray> = {};
    const named = this.#parametersByPath();
    const last = new Map([...named].map(([name, parameter]) => [parameter, name]));
    for (const [name, parameter] of named) {
      if (!options.deduplicate || last.get(parameter) === name) {
        values[name] = parameter.reduce();
      }
    }
    nd.save(file, values);
  }

  /**
   * Reads parameters that `saveParameters`, `saveParams`, `collectParams().save` or MXNet's `export` wrote.
   *
   * Nothing is changed unless all fits. @throws FileError with the names that differ.
   */
  loadParameters(file: string | URL, options: LoadOptions = {}): void {
    const owner = `${this.constructor.name}.loadParameters`;
    checkOptions(owner, options, ["ctx", "allowMissing", "ignoreExtra", "castDtype"]);
    const full = this.collectParams();
    const short = [...full].map(([name, parameter]): [string, Parameter] => [
      name.startsWith(this.#prefix) ? name.slice(this.#prefix.length) : name,
      parameter,
    ]);
    loadInto(owner, file, [this.#parametersByPath(), new Map(short), new Map(full)], options);
  }

  /** The notes' name of `saveParameters`. */
  saveParams(file: string | URL): void {
    this.saveParameters(file);
  }

  /** The notes' name of `loadParameters`. */
  loadParams(file: string | URL, ctx?: Context | readonly Context[] | LoadOptions): void {
    const given = ctx === undefined || Array.isArray(ctx) || "deviceType" in ctx
      ? { ctx: ctx as Context | readonly Context[] | undefined }
      : ctx as LoadOptions;
    this.loadParameters(file, given);
  }

  /** Writes the parameters to `prefix-model.params` and the tree of classes to `prefix-model.json`. */
  save(prefix: string): void {
    saveStructure(`${prefix}-model.json`, this as unknown as AnyBlock);
    this.saveParameters(`${prefix}-model.params`);
  }

  /** Reads what `save` wrote for a network of the same classes. */
  load(prefix: string): void {
    checkStructure(`${prefix}-model.json`, this as unknown as AnyBlock);
    this.loadParameters(`${prefix}-model.params`);
  }

  /**
   * Runs the block on `inputs` and prints a table of its blocks with the shapes of their outputs and the numbers of
   * their parameters; the result holds the same as values.
   */
  summary(...inputs: A): Summary {
    const table = summarize(this as unknown as AnyBlock, inputs);
    console.log(table.toString());
    return table;
  }

  /** What stands between the brackets when the block is printed; null prints its children. */
  protected describe(): string | null {
    return null;
  }

  /** As MXNet prints networks: the class, and a line for each child. */
  override toString(): string {
    const own = this.describe();
    if (own !== null) {
      return own === "" ? this.constructor.name : `${this.constructor.name}(${own})`;
    }
    const lines = [...this.children].map(([key, child]) => `  (${key}): ${String(child).replaceAll("\n", "\n  ")}\n`);
    return `${this.constructor.name}(\n${lines.join("")})`;
  }

  /** What `console.log` shows. */
  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return this.toString();
  }
}

/** A hook of any block: `never` so that blocks of all types are blocks. */
type Hook = (block: never, inputs: never, output: never) => void;

function callHooks(hooks: ReadonlySet<Hook>, ...args: unknown[]): void {
  for (const hook of [...hooks]) {
    (hook as (...args: unknown[]) => void)(...args);
  }
}

function listen(hooks: Set<Hook>, hook: Hook): Disposable {
  hooks.add(hook);
  return {
    [Symbol.dispose](): void {
      hooks.delete(hook);
    },
  };
}

/** `runningMean` → `running_mean`: MXNet's spelling, so that files are read on both sides. */
function snake(key: string): string {
  return key.replace(/([a-z0-9])([A-Z])/g, "$1_$2").toLowerCase();
}

function unusedKey(found: ReadonlyMap<string, unknown>, key: string): string {
  const name = snake(key);
  return found.has(name) ? key : name;
}

/** The way from the outermost running block to the innermost: `ResNet.net.1.conv1`. */
function runningPath(): string {
  let path = running[0].constructor.name;
  for (let i = 1; i < running.length; i++) {
    const key = [...running[i - 1].children].find(([, child]) => child === running[i])?.[0];
    path += `.${key ?? running[i].constructor.name}`;
  }
  return path;
}
