// What JavaScript holds of an array: the index of its slot in the core. A handle is the slot's only owner; it gives the
// slot up once, when it is disposed or when the sweep finds it dead.

import { core, E, made } from "./core.ts";
import { AttributeError, DisposedError } from "./errors.ts";
import { isDue, sweep, track, untrack } from "./sweep.ts";

/** This copy of the package, for the error about an array of another one. */
const VERSION = "0.1.0";
const COPY: symbol = Symbol.for("hadron.copy");

/** Place of `E` where the core tells that a sweep is due. */
const SWEEP_DUE = 16;

/** Handles made since the innermost open scope; null outside. */
let scope: Handle[] | null = null;

/** Base of everything that stands for an array of the core. */
export abstract class Handle {
  #id: number;
  #generation: number;
  /** Who needs this array for ever ("a Parameter's data"): `dispose` is then refused. */
  #owner: string | undefined;

  /** Takes over a slot: no other handle may have it. */
  constructor(id: number) {
    this.#id = id;
    this.#generation = core.array_generation(id);
    made.handles++;
    track(this, id, this.#generation);
    if (scope !== null) scope.push(this);
    // Here, with the new id safe in its handle, no number that only a local variable holds can go stale.
    if (E[SWEEP_DUE] !== 0 && isDue()) sweep();
  }

  static {
    // Told in the error about an array of another copy.
    Object.defineProperty(Handle.prototype, COPY, { value: VERSION });
  }

  /** The index of the array's slot; it must be used before anything else is called. */
  static idOf(handle: Handle): number {
    if (typeof handle === "object" && handle !== null && #id in handle) {
      if (handle.#id !== 0) return handle.#id;
      throw new DisposedError("NDArray", "the array was disposed; keep it (do not call dispose on it) or make it anew");
    }
    return foreign(handle);
  }

  /** True once the array was disposed. */
  get isDisposed(): boolean {
    return this.#id === 0;
  }

  /**
   * Gives the array's memory back at once. Nothing needs this: what a script no longer holds is found and released.
   * A second call does nothing.
   *
   * @throws DisposedError if the array belongs to a Parameter, a gradient or an optimizer.
   */
  dispose(): void {
    if (this.#id === 0) return;
    if (this.#owner !== undefined) {
      throw new DisposedError("dispose", `the array is ${this.#owner}, which needs it; it is released with its owner`);
    }
    Handle.release(this);
  }

  /** Disposes at the end of a `using` block. */
  [Symbol.dispose](): void {
    this.dispose();
  }

  /** Gives the slot up, whoever owns it: for the library's own temporaries. A second call does nothing. */
  static release(handle: Handle): void {
    const id = handle.#id;
    if (id === 0) return;
    handle.#id = 0;
    untrack(id);
    core.array_release(id, handle.#generation);
  }

  /** Says that an array is needed for ever by `owner` ("a Parameter's data"): dispose is refused, scopes skip it. */
  static protect(handle: Handle, owner: string | undefined): void {
    handle.#owner = owner;
  }

  /**
   * Runs `body`, then releases the arrays made meanwhile, except those of its result (also in arrays, Maps and plain
   * objects) and those that an owner needs.
   */
  static scope<T>(body: () => T): T {
    const outer = scope;
    const mine: Handle[] = [];
    scope = mine;
    let result: T | undefined;
    try {
      return result = body();
    } finally {
      scope = outer;
      const kept = new Set<unknown>();
      collect(result, kept);
      for (const handle of mine) {
        if (kept.has(handle)) outer?.push(handle);
        else if (handle.#owner === undefined) Handle.release(handle);
      }
    }
  }
}

/** Gathers the handles in a value. */
function collect(value: unknown, found: Set<unknown>): void {
  if (typeof value !== "object" || value === null || found.has(value)) return;
  found.add(value);
  if (value instanceof Handle) return;
  if (Array.isArray(value) || value instanceof Set) { for (const item of value) collect(item, found); }
  else if (value instanceof Map) { for (const item of value.values()) collect(item, found); }
  else if (Object.getPrototypeOf(value) === Object.prototype) {
    for (const item of Object.values(value)) collect(item, found);
  }
}

function foreign(value: unknown): never {
  const other = typeof value === "object" && value !== null
    ? (value as Record<symbol, string | undefined>)[COPY]
    : undefined;
  if (other !== undefined) {
    throw new AttributeError(
      "NDArray",
      `two copies of this package are loaded, versions ${VERSION} and ${other}; an array of one cannot be used by the other`,
    );
  }
  throw new AttributeError(
    "NDArray",
    `got ${value === null ? "null" : `a value of type ${typeof value}`}, needs an NDArray`,
  );
}

/** Makes the object of an id; set by the room that has the class. */
let make: (id: number) => Handle = () => {
  throw new AttributeError("NDArray", "the module of arrays is not loaded");
};

/** Tells how an array's object is made from its id. */
export function setFactory(factory: (id: number) => Handle): void {
  make = factory;
}

/** A new array object for an id that the core just gave. */
export function wrap(id: number): Handle {
  return make(id);
}
