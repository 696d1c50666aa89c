/**
 * Tables: CSV files, columns by name, and the way from a table to an array.
 *
 * @module
 */

export { type Column, type ColumnLike, type DummiesOptions, Frame, type ToCsvOptions } from "./frame.ts";
export { type CsvOptions, parseCsv, readCsv } from "./read_csv.ts";
