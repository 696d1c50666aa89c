// Tables: what pandas makes of the same file, and what is no CSV.

import { test } from "node:test";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import { FileError, nd } from "../../mod.ts";
import { type Column, Frame, parseCsv, readCsv } from "../../ts/frame/mod.ts";
import { assertEquals, assertThrows, close } from "../check.ts";
import { readGolden } from "../golden/golden.ts";

type Table = Record<string, (number | string | null)[]>;
const golden = readGolden<{
  read: Table;
  mean: Record<string, number>;
  std: Record<string, number>;
  dummies: Table;
  filled: Table;
}>("frame.json");
const houses = new URL("../golden/files/houses.csv", import.meta.url);
const features = (): Frame => readCsv(houses).range("MSSubClass", "CentralAir");

function same(frame: Frame, expected: Table): void {
  assertEquals(frame.columns, Object.keys(expected));
  for (const [name, column] of frame) {
    if (column instanceof Float64Array) close(column, expected[name].map((x) => x === null ? NaN : Number(x)), 1e-12);
    else assertEquals(column, expected[name] as Column, name);
  }
}

test("readCsv() reads what pandas reads: quotes, line ends, gaps, numbers", () => {
  const frame = readCsv(houses);
  same(frame, golden.read);
  assertEquals(frame.textColumns, ["MSZoning", "Street", "Alley", "Remark"]);
  same(parseCsv(readFileSync(houses)), golden.read);
  same(parseCsv(new TextEncoder().encode("\ufeff" + readFileSync(houses, "utf8"))), golden.read);
});

test("means, deviations, indicators and filled gaps are those of pandas", () => {
  const x = features().drop("CentralAir");
  for (const [name, mean] of Object.entries(golden.mean)) close(x.mean()[name], mean, 1e-12);
  for (const [name, std] of Object.entries(golden.std)) close(x.std()[name], std, 1e-12);
  const dummies = x.standardize().getDummies({ dummyNa: true });
  same(dummies, golden.dummies);
  const filled = dummies.fillna(dummies.mean());
  same(filled, golden.filled);
  const array = filled.toNDArray();
  assertEquals([array.shape, array.dtype, filled.shape], [[7, 20], "float32", [7, 20]]);
  close(array.at(":", 1), Float32Array.from(golden.filled["LotFrontage"], Number));
  const wide = filled.toNDArray({ dtype: "float64" });
  close(wide.at(":", 1), Float64Array.from(golden.filled["LotFrontage"], Number), 1e-12);
});

test("the house prices of the tutorial go from two files to arrays and back to a file", () => {
  const folder = mkdtempSync(join(tmpdir(), "hadron-"));
  try {
    const all = readCsv(houses);
    const train = all.slice(0, 5), test = all.slice(5).drop("SalePrice");
    const joined = Frame.concat([train.drop("SalePrice"), test]);
    const x = joined.drop("Id").standardize().getDummies({ dummyNa: true }).fillna(0).toNDArray();
    assertEquals(x.at(`0:${train.length}`).shape[0], 5);
    const y = train.select(["SalePrice"]).toNDArray();
    assertEquals(y.shape, [5, 1]);
    const file = join(folder, "submission.csv");
    test.select(["Id"]).assign({ SalePrice: nd.array([1.5, 2e6]).asTypedArray() as Float32Array }).toCsv(file);
    assertEquals(readFileSync(file, "utf8"), "Id,SalePrice\n6,1.5\n7,2000000\n");
    all.toCsv(file);
    same(readCsv(file), golden.read);
    all.toCsv(file, { sep: ";", naRep: "NA" });
    same(readCsv(file, { sep: ";" }), golden.read);
    same(parseCsv(all.toText({ header: false }), { header: false, names: all.columns }), golden.read);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("a column without deviation becomes 0, gaps stay", () => {
  const x = new Frame({ a: [7, 7, NaN], b: [1, 3, 2] }).standardize();
  assertEquals([...x.numbers("a")], [0, 0, NaN]);
  assertEquals([...x.numbers("b")], [-1, 1, 0]);
});

test("options decide what is missing, what is text, what the names are", () => {
  const text = "a,b\n01,-\nNA,2\n";
  assertEquals([...parseCsv(text).numbers("a")], [1, NaN]);
  assertEquals(parseCsv(text, { text: ["a"] }).texts("a"), ["01", null]);
  assertEquals(parseCsv(text, { keepDefaultNa: false }).texts("a"), ["01", "NA"]);
  assertEquals([...parseCsv(text, { naValues: ["-"] }).numbers("b")], [NaN, 2]);
  assertEquals([...parseCsv(text, { naValues: ["-", "01"] }).numbers("a")], [NaN, NaN]);
  assertEquals(parseCsv("a,b,c,d\n0x1f,0b1,1_0,1.5.2\n").textColumns, ["a", "b", "c", "d"]);
  assertEquals([...parseCsv("a\n1e5\n 7 \n-1E-2\n1.#IND\n1e999\n").numbers("a")], [1e5, 7, -0.01, NaN, Infinity]);
  assertEquals(parseCsv("1,2\n3,4", { header: false }).columns, ["0", "1"]);
  assertEquals(parseCsv(text, { names: ["x", "y"] }).columns, ["x", "y"]);
  assertEquals([...parseCsv("a\ntrue\n\nFALSE\n").numbers("a")], [1, 0]);
  assertEquals([...parseCsv("a\n-inf\n1e-3\n.5\n+2.\n").numbers("a")], [-Infinity, 0.001, 0.5, 2]);
  assertEquals(parseCsv(new Uint8Array([0x61, 0x0a, 0xe9]), { encoding: "latin1" }).texts("a"), ["é"]);
  // A quoted nothing is a row, an empty line is none.
  assertEquals([...parseCsv('a\n""\n\n1\n').numbers("a")], [NaN, 1]);
  assertEquals(parseCsv("a,b\n1,\n").columns.length, 2);
  assertEquals([...parseCsv("a,b\n1,").numbers("b")], [NaN]);
});

test("getDummies() takes columns of numbers by name, in order of size", () => {
  const frame = new Frame({ k: [20, 5, NaN], t: ["b", "a", null] }).getDummies({ columns: ["k"] });
  assertEquals(frame.columns, ["t", "k_5", "k_20"]);
  assertEquals([...frame.numbers("k_20")], [1, 0, 0]);
});

test("what is no CSV is refused with line and byte", () => {
  const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
  const few = "there are 1 fields, in the first line 2, in line 3, at";
  assertThrows(() => parseCsv("a,é\n1,2\n3\n"), FileError, `${few} character 8`);
  assertThrows(() => parseCsv(bytes("a,é\n1,2\n3\n")), FileError, `${few} byte 9`);
  assertThrows(() => parseCsv(bytes("\ufeffa,b\n1,2\n3\n")), FileError, `${few} byte 11`);
  assertThrows(() => parseCsv('a\n"x\ny'), FileError, "a quote that is never closed begins in line 2, at character 2");
  assertThrows(() => parseCsv('a,b\n"x"y,2'), FileError, '"y" follows a closing quote in line 2, at character 7');
  assertThrows(() => parseCsv(""), FileError, "is empty");
  assertThrows(() => parseCsv("a,a\n1,2"), FileError, "two columns are called 'a'");
  assertThrows(() => parseCsv(new Uint8Array([0x61, 0x0a, 0xe9, 0x0a])), FileError, "it is no utf-8 at byte 2 of 4");
  assertThrows(() => readCsv("/nowhere/x.csv"), FileError, "there is no such file");
  assertThrows(() => parseCsv("a", { sep: ",," }), Error, "sep is");
  assertThrows(() => parseCsv("a", { seb: ";" } as never), Error, 'did you mean "sep"');
  assertThrows(() => parseCsv(bytes("a"), { encoding: "klingon" }), Error, 'no encoding "klingon"');
});

test("columns that do not fit are refused by name", () => {
  const frame = new Frame({ price: [1, NaN], street: ["x", null] });
  assertThrows(() => frame.column("prize"), Error, "near it are price");
  assertThrows(() => frame.toNDArray(), Error, "street are text; getDummies()");
  assertThrows(() => frame.select(["price"]).toNDArray({ dtype: "int32" }), Error, "'price' has gaps");
  assertThrows(() => frame.numbers("street"), Error, 'is text ("x")');
  assertThrows(() => frame.texts("price"), Error, "is numbers");
  assertThrows(() => new Frame({ a: [1], b: [1, 2] }), Error, "column 'b' has 2 values, the others have 1");
  assertThrows(() => Frame.concat([frame, frame.drop("price")]), Error, "'price' (frame 1)");
  assertThrows(() => Frame.concat([frame, frame.assign({ price: ["1", "2"] })]), Error, "numbers in one frame");
  assertThrows(() => frame.fillna({ price: "none" }), Error, 'cannot be filled with "none"');
  assertEquals(frame.fillna("none").texts("street"), ["x", "none"]);
  assertEquals([...frame.fillna({ price: 3 }).numbers("price")], [1, 3]);
  // A column of nothing but gaps joins either kind.
  const empty = new Frame({ price: [NaN], street: [NaN] });
  assertEquals(Frame.concat([frame, empty]).texts("street"), ["x", null, null]);
});

test("a frame is printed by its edges", () => {
  const small = new Frame({ Id: [1, 20], street: ["Pave", null] });
  assertEquals(String(small), "   Id  street\n0   1    Pave\n1  20    null\n<Frame 2 rows x 2 columns>");
  assertEquals(inspect(small), String(small));
  const columns = Array.from({ length: 80 }, (_, j) => [`c${j}`, new Float64Array(1000).fill(1 / 3)] as const);
  const lines = String(new Frame(columns)).split("\n");
  assertEquals(lines.length, 13);
  assertEquals(lines[1].split(/ +/), ["", "0", ...Array(5).fill("0.333333"), "…", ...Array(5).fill("0.333333")]);
  assertEquals(lines.at(-1), "<Frame 1000 rows x 80 columns>");
  assertEquals(String(new Frame({})), "\n<Frame 0 rows x 0 columns>");
});
