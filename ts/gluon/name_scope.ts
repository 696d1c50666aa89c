// How blocks get their prefixes: a counter for each class name, one for the process and one for each open scope.
import { ParameterDict } from "./parameter_dict.ts";

/** The block whose scope is open, as this file needs it. */
export interface ScopeOwner {
  readonly prefix: string;
  readonly params: ParameterDict;
}

/** One block's counters: `dense` → how many were made in its scope. */
export class NameScope {
  readonly #counts = new Map<string, number>();

  /** The next name for `hint`: `dense0`, `dense1`, … */
  next(hint: string): string {
    const count = this.#counts.get(hint) ?? 0;
    this.#counts.set(hint, count + 1);
    return `${hint}${count}`;
  }
}

interface Open {
  readonly owner: ScopeOwner;
  readonly scope: NameScope;
}

let outside = new NameScope();
let current: Open | null = null;

/** The full prefix and the dictionary of a block that is being made. */
export function claimName(
  hint: string,
  prefix: string | undefined,
  params: ParameterDict | undefined,
): { prefix: string; params: ParameterDict } {
  if (current === null) {
    const own = prefix ?? `${outside.next(hint)}_`;
    return {
      prefix: own,
      params: params === undefined ? new ParameterDict(own) : new ParameterDict(params.prefix, params),
    };
  }
  // The counter advances for shared parameters too, so that the names of later blocks do not depend on sharing.
  const own = prefix ?? `${current.scope.next(hint)}_`;
  const parent = current.owner;
  return {
    prefix: parent.prefix + own,
    params: params === undefined
      ? new ParameterDict(parent.params.prefix + own, parent.params.shared)
      : new ParameterDict(params.prefix, params),
  };
}

/** Opens the scope of `owner` until the result is disposed of. */
export function openScope(owner: ScopeOwner, scope: NameScope): Disposable {
  const before = current;
  current = { owner, scope };
  return {
    [Symbol.dispose](): void {
      current = before;
    },
  };
}

/** Counts from 0 again, outside of all scopes, until the result is disposed of. For tests that compare names. */
export function freshNames(): Disposable {
  const before = { outside, current };
  outside = new NameScope();
  current = null;
  return {
    [Symbol.dispose](): void {
      outside = before.outside;
      current = before.current;
    },
  };
}
