// Python's keyword arguments, as the golden files have them, in this library's spelling; and networks built of specs.
import { gluon } from "../../mod.ts";

/** `{ in_units: 3 }` → `{ inUnits: 3 }`; None stays null. */
export function camel(kwargs: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(kwargs).map(([name, value]) => [
      name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase()),
      value,
    ]),
  );
}

/** A block as the golden files describe it. */
export interface Spec {
  class: string;
  kwargs: Record<string, unknown>;
  children?: Spec[];
  name_scope?: boolean;
}

/** Builds the block of a spec. */
export function build(spec: Spec): gluon.Block {
  const name = spec.class.replace("nn.", "") as keyof typeof gluon.nn;
  const options = camel(spec.kwargs);
  const make = gluon.nn[name] as unknown as new (...args: unknown[]) => gluon.Block;
  if (name === "Lambda" || name === "HybridLambda") return new make(options.function);
  const block = new make(options);
  if (spec.children !== undefined) {
    const sequential = block as gluon.nn.Sequential;
    const add = (): void => {
      for (const child of spec.children!) sequential.add(build(child));
    };
    if (spec.name_scope === false) {
      // Made outside of the scope, so that they take names from around it.
      add();
    } else sequential.nameScope(add);
  }
  return block;
}

/** Prints how many cases ran and fails with what was wrong. */
export function report(group: string, total: number, failures: readonly string[]): void {
  console.log(`${group}: ran ${total - failures.length} of ${total}`);
  if (failures.length > 0) throw new Error(`${group}: ${failures.length} of ${total} differ\n${failures.join("\n")}`);
}
