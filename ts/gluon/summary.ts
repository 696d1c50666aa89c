// The table of a network's blocks: path, class, shape of the output, number of parameters.
import { pause } from "../autograd/mod.ts";
import { NDArray, type Shape } from "../ndarray/mod.ts";
import type { AnyBlock } from "./block.ts";
import type { Parameter } from "./parameter.ts";

/** One block in a {@linkcode Summary}. */
export interface SummaryRow {
  /** Where it is in the network, `net.1.conv1`; empty for the network itself. */
  readonly path: string;
  /** Its class. */
  readonly type: string;
  /** Shapes of its outputs at its last call. */
  readonly shapes: readonly Shape[];
  /** Elements of its own parameters that no earlier row has counted. */
  readonly parameters: number;
}

/** What `summary` found; as text it is the table. */
export interface Summary {
  /** Shapes of the inputs. */
  readonly inputs: readonly Shape[];
  /** The blocks in the order in which they were left. */
  readonly rows: readonly SummaryRow[];
  /** Elements of all parameters. */
  readonly parameters: number;
  /** Elements of those that have a gradient. */
  readonly trainable: number;
  /** The table. */
  toString(): string;
  /** The values, without methods. */
  toJSON(): Record<string, unknown>;
}

/** Runs `block` on `inputs`, without recording, and notes what each block in it gives. */
export function summarize(block: AnyBlock, inputs: readonly unknown[]): Summary {
  const rows = new Map<AnyBlock, Omit<SummaryRow, "parameters">>();
  const hooks: Disposable[] = [];
  const watch = (one: AnyBlock, path: string): void => {
    hooks.push(
      one.registerForwardHook(
        (self: AnyBlock, _inputs: unknown, output: unknown) => {
          if (!rows.has(self)) {
            rows.set(self, {
              path,
              type: self.constructor.name,
              shapes: shapesOf(output),
            });
          }
        },
      ),
    );
    for (const [key, child] of one.children) {
      watch(child, path === "" ? key : `${path}.${key}`);
    }
  };
  watch(block, "");
  try {
    pause(() => block(...inputs), { trainMode: false });
  } finally {
    for (const hook of hooks) hook[Symbol.dispose]();
  }
  const counted = new Set<Parameter>();
  const size = (parameter: Parameter): number => (parameter.shape ?? []).reduce((product, n) => product * n, 1);
  const full = [...rows].map(([one, row]): SummaryRow => {
    let parameters = 0;
    const own = new Set([...one.params.values()]);
    for (const value of own) {
      if (counted.has(value)) continue;
      counted.add(value);
      parameters += size(value);
    }
    return { ...row, parameters };
  });
  const all = [...block.collectParams().values()];
  return makeSummary({
    inputs: shapesOf(inputs),
    rows: full,
    parameters: all.reduce((sum, parameter) => sum + size(parameter), 0),
    trainable: all.reduce((sum, parameter) => sum + (parameter.gradReq === "null" ? 0 : size(parameter)), 0),
  });
}

function shapesOf(value: unknown): Shape[] {
  if (value instanceof NDArray) return [value.shape];
  return Array.isArray(value) ? value.flatMap(shapesOf) : [];
}

function makeSummary(values: Pick<Summary, "inputs" | "rows" | "parameters" | "trainable">): Summary {
  return {
    ...values,
    toJSON: () => ({ ...values }),
    toString: () => {
      const shapes = (list: readonly Shape[]): string => list.map((shape) => `[${shape.join(", ")}]`).join(" ");
      const count = (n: number): string => n.toLocaleString("en-US");
      const head = ["Layer", "Type", "Output shape", "Parameters"];
      const lines = [
        ["(input)", "", shapes(values.inputs), ""],
        ...values.rows.map((row) => [row.path || "(network)", row.type, shapes(row.shapes), count(row.parameters)]),
      ];
      const widths = head.map((title, i) => Math.max(title.length, ...lines.map((line) => line[i].length)));
      const print = (line: readonly string[]): string =>
        line.map((cell, i) => i === 3 ? cell.padStart(widths[i]) : cell.padEnd(widths[i])).join("  ").trimEnd();
      const rule = (letter: string): string => letter.repeat(widths.reduce((sum, n) => sum + n + 2, -2));
      return [
        print(head),
        rule("="),
        ...lines.map(print),
        rule("-"),
        `Parameters: ${count(values.parameters)}, of which ${count(values.trainable)} are trained`,
      ].join("\n");
    },
  };
}
