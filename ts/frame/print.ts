// Tables as text: as many rows and columns as one can take in, the others by dots.

import type { Column } from "./frame.ts";

/** Rows and columns that are shown at each end. */
const EDGE = 5;
/** The longest text of a cell. */
const MOST_CHARACTERS = 24;

function cell(value: number | string | null): string {
  if (typeof value === "number") return value === value ? String(Number(value.toPrecision(6))) : "NaN";
  const text = value === null ? "null" : value.replaceAll(/\s/g, " ");
  const characters = [...text];
  return characters.length > MOST_CHARACTERS ? `${characters.slice(0, MOST_CHARACTERS - 1).join("")}…` : text;
}

/** Indices of the first and last ones; -1 stands for those between. */
function edges(n: number): number[] {
  if (n <= 2 * EDGE) return [...Array(n).keys()];
  return [...Array(EDGE).keys(), -1, ...Array.from({ length: EDGE }, (_, i) => n - EDGE + i)];
}

/** The table, and how large it is. */
export function inspect(columns: readonly (readonly [string, Column])[], length: number): string {
  const rows = edges(length);
  const blocks = edges(columns.length).map((j) => {
    if (j < 0) return ["…", ...rows.map(() => "…")];
    const [name, column] = columns[j];
    return [cell(name), ...rows.map((i) => i < 0 ? "…" : cell(column[i]))];
  });
  blocks.unshift(["", ...rows.map((i) => i < 0 ? "…" : String(i))]);
  const widths = blocks.map((texts) => Math.max(...texts.map((text) => text.length)));
  const lines = Array.from(
    { length: rows.length + 1 },
    (_, i) => blocks.map((texts, j) => texts[i].padStart(widths[j])).join("  ").trimEnd(),
  );
  return `${lines.join("\n")}\n<Frame ${length} rows x ${columns.length} columns>`;
}
