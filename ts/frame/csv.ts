// CSV as RFC 4180 has it: fields, quotes, line ends. What stands in a file that is none is told with line and byte.

import { AttributeError, FileError } from "../runtime/mod.ts";

/** The records of a text, and where each begins. */
export interface Records {
  /** Fields, quotes taken off. */
  readonly rows: string[][];
  /** Line of each record's beginning, from 1 on. */
  readonly lines: number[];
  /** Says what is wrong with a record. */
  refuse(record: number, what: string): FileError;
}

/** The text of bytes, without the mark of byte order. */
export function decodeText(bytes: Uint8Array, encoding: string, operator: string, source: string): string {
  let decoder: TextDecoder;
  try {
    decoder = new TextDecoder(encoding, { fatal: true });
  } catch {
    throw new AttributeError(
      operator,
      `there is no encoding "${encoding}"; there are "utf-8", "latin1", "utf-16le" and others`,
    );
  }
  // A copy: some hosts do not decode shared memory.
  const own = bytes.slice();
  try {
    return decoder.decode(own);
  } catch {
    const readable = new TextDecoder(encoding, { ignoreBOM: true }).decode(own);
    const at = new TextEncoder().encode(readable.slice(0, readable.indexOf("\ufffd"))).length;
    throw new FileError(
      operator,
      `${source}: it is no ${encoding} at byte ${at} of ${bytes.length}; encoding: "latin1" reads files of old programs`,
    );
  }
}

const QUOTE = 0x22, NEWLINE = 0x0a, RETURN = 0x0d;

/** Where a character of a text was in its file: in words. */
export type PlaceOf = (text: string, index: number) => string;

/** In a file of UTF-8, which begins so many bytes before its text. */
export const byteOf = (before: number): PlaceOf => (text, index) =>
  `byte ${before + new TextEncoder().encode(text.slice(0, index)).length}`;
/** In other files, and in texts. */
export const characterOf: PlaceOf = (_, index) => `character ${index}`;

/** Takes a text apart. Empty lines are passed over. */
export function parseRecords(
  text: string,
  separator: string,
  placeOf: PlaceOf,
  operator: string,
  source: string,
): Records {
  const SEPARATOR = separator.charCodeAt(0);
  const rows: string[][] = [], lines: number[] = [], starts: number[] = [];
  const at = (index: number, line: number, what: string): FileError =>
    new FileError(operator, `${source}: ${what} in line ${line}, at ${placeOf(text, index)}`);
  let line = 1, i = 0, row: string[] = [], rowLine = 1, rowStart = 0;
  const end = (): void => {
    // An empty line has one empty field.
    if (row.length > 1 || row[0] !== "" || text.charCodeAt(rowStart) === QUOTE) {
      rows.push(row);
      lines.push(rowLine);
      starts.push(rowStart);
    }
    [row, rowLine, rowStart] = [[], line, i];
  };
  while (i < text.length) {
    let field: string;
    if (text.charCodeAt(i) === QUOTE) {
      const begin = i, beginLine = line;
      field = "";
      for (;;) {
        const close = text.indexOf('"', i + 1);
        if (close < 0) throw at(begin, beginLine, "a quote that is never closed begins");
        const part = text.slice(i + 1, close);
        for (let n = part.indexOf("\n"); n >= 0; n = part.indexOf("\n", n + 1)) line++;
        field += part;
        i = close + 1;
        if (text.charCodeAt(i) !== QUOTE) break;
        field += '"'; // two quotes stand for one
      }
      const next = text.charCodeAt(i);
      if (i < text.length && next !== SEPARATOR && next !== NEWLINE && next !== RETURN) {
        throw at(i, line, `${JSON.stringify(text[i])} follows a closing quote`);
      }
    } else {
      const begin = i;
      let code = text.charCodeAt(i);
      while (i < text.length && code !== SEPARATOR && code !== NEWLINE && code !== RETURN) code = text.charCodeAt(++i);
      field = text.slice(begin, i);
    }
    row.push(field);
    if (i >= text.length) break;
    if (text.charCodeAt(i) === SEPARATOR) {
      i++;
      // The last field of a text that ends with a separator.
      if (i === text.length) row.push("");
      continue;
    }
    i += text.charCodeAt(i) === RETURN && text.charCodeAt(i + 1) === NEWLINE ? 2 : 1;
    line++;
    end();
  }
  if (row.length > 0) end();
  return { rows, lines, refuse: (record, what) => at(starts[record], lines[record], what) };
}

/** A field as it stands in a file: in quotes where it must be. */
export function quoted(field: string, separator: string): string {
  const must = field === "" || field.includes('"') || field.includes("\n") || field.includes("\r") ||
    field.includes(separator);
  return must ? `"${field.replaceAll('"', '""')}"` : field;
}
