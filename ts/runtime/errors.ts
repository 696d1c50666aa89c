// Every error that Hadron throws on purpose: one class a kind, each telling the operator or function, what it got and
// what it needs. The core composes most texts; `core.ts` turns them into these classes.

/** What may be told about an error beside its text. */
export interface HadronErrorOptions {
  /** The line of the script that queued the failed task, where it was kept. */
  readonly site?: string;
  /** The error that led to this one. */
  readonly cause?: unknown;
}

/**
 * Base of all errors of this library. The message is `operator: text`, preceded by the block's path inside a Block.
 *
 * @example
 * ```ts ignore
 * try {
 *   nd.dot(x, y);
 * } catch (error) {
 *   if (error instanceof HadronError) console.log(error.operator, error.text);
 * }
 * ```
 */
export class HadronError extends Error {
  /** The operator or function that refused. */
  readonly operator: string;
  /** What it got and what it needs, without the operator's name. */
  readonly text: string;
  /** The line of the script that queued the failed task; undefined where the error was thrown at the call itself. */
  readonly site: string | undefined;
  #path = "";

  /** Usually thrown by the library; `text` says what was got and what is needed. */
  constructor(operator: string, text: string, options: HadronErrorOptions = {}) {
    super(composed("", operator, text, options.site), "cause" in options ? { cause: options.cause } : undefined);
    this.name = new.target.name;
    this.operator = operator;
    this.text = text;
    this.site = options.site;
  }

  /** Path of the innermost block that was running, or "". */
  get path(): string {
    return this.#path;
  }

  /** Puts a block's path before the message; a path that is there already (an inner block's) stays. Returns the error. */
  within(path: string): this {
    if (this.#path === "" && path !== "") {
      this.#path = path;
      const before = this.message;
      this.message = composed(path, this.operator, this.text, this.site);
      // The stack was written with the old message.
      if (this.stack !== undefined) this.stack = this.stack.replace(before, this.message);
    }
    return this;
  }
}

function composed(path: string, operator: string, text: string, site: string | undefined): string {
  const head = [path, operator].filter((part) => part !== "").join(": ");
  return `${head === "" ? "" : `${head}: `}${text}${site === undefined ? "" : ` (queued at ${site})`}`;
}

/** Shapes that do not fit. */
export class ShapeError extends HadronError {}
/** Dtypes that do not fit; the text names the cast that helps. */
export class DTypeError extends HadronError {}
/** An attribute or option that is missing, unknown, of the wrong type or out of range. */
export class AttributeError extends HadronError {}
/** An index or key outside its range. */
export class IndexError extends HadronError {}
/** A context (device) that does not exist, or arrays of different contexts in one call. */
export class ContextError extends HadronError {}
/** Memory was asked for that is not there; the text has the figures. */
export class MemoryError extends HadronError {}
/** An array was used after it was disposed. */
export class DisposedError extends HadronError {}
/** A Parameter was read before its shape was known. */
export class DeferredError extends HadronError {}
/** Something that the recorded graph does not allow: no graph, freed graph, an array changed before backward. */
export class GraphError extends HadronError {}
/** A failure while a task ran: a fault in a kernel, a check that only the kernel can make. */
export class ExecutionError extends HadronError {}
/** A file that is missing, truncated, foreign or cannot be written. */
export class FileError extends HadronError {}
/** An operator or a registered name that this version does not have. */
export class UnknownOperatorError extends HadronError {}

/** The classes by the core's number of a kind (`base::Kind` in Rust). */
const KINDS: readonly (typeof HadronError)[] = [
  HadronError,
  ShapeError,
  DTypeError,
  AttributeError,
  IndexError,
  ContextError,
  MemoryError,
  DisposedError,
  DeferredError,
  GraphError,
  ExecutionError,
  FileError,
  UnknownOperatorError,
];

/** An error of the kind that the core named by number. */
export function errorOfKind(kind: number, operator: string, text: string, options?: HadronErrorOptions): HadronError {
  return new (KINDS[kind] ?? HadronError)(operator, text, options);
}
