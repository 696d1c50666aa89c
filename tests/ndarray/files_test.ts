// Files of arrays: those that MXNet 1.9.1 wrote are read to the last value and written again to the last byte.

import { test } from "node:test";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { engine, FileError, nd, type NDArray } from "../../mod.ts";
import { assertEquals, assertThrows } from "../check.ts";
import { arrayOf, type GoldenArray, readGolden } from "../golden/golden.ts";

interface Case {
  name: string;
  file: string;
  contents?: GoldenArray[] | Record<string, GoldenArray>;
  contents_dense?: Record<string, GoldenArray>;
}

const cases = readGolden<Case[]>("files.json");
const golden = (file: string): URL => new URL(`../golden/${file}`, import.meta.url);
const bytesOf = (file: string): Uint8Array => new Uint8Array(readFileSync(golden(file)));

for (const c of cases) {
  test(`MXNet's ${c.name} is read and written again`, () => {
    const expected = c.contents ?? c.contents_dense!;
    const got = nd.load(golden(c.file));
    assertEquals(Array.isArray(got), Array.isArray(expected));
    assertEquals(Object.keys(got), Object.keys(expected));
    for (const [key, value] of Object.entries(expected)) {
      const x = (got as Record<string, NDArray>)[key], exact = arrayOf(value);
      assertEquals([x.shape, x.dtype, x.asTypedArray()], [exact.shape, exact.dtype, exact.asTypedArray()], key);
    }
    // Old versions, sparse arrays, and dtypes that are only read are written in the present form; MXNet's NumPy writes V3
    // also where V2 would do.
    const bytes = bytesOf(c.file);
    const same = !/sparse|v0|versions|bfloat16|numpy/.test(c.file);
    if (same) assertEquals(nd.saveBytes(got), bytes);
  });
}

test("save() and load() go both ways, whole or not at all", () => {
  const folder = mkdtempSync(join(tmpdir(), "hadron-"));
  try {
    const file = join(folder, "x.params");
    const x = nd.array([[1, 2], [3, 4]]), scalar = nd.array(3.5), none = nd.zeros([0, 2]);
    nd.save(file, { x, "数": scalar, none, half: x.astype("float16"), long: x.astype("int64") });
    const back = nd.loadDict(file);
    assertEquals(Object.keys(back), ["x", "数", "none", "half", "long"]);
    assertEquals(back["x"].toArray(), x.toArray());
    assertEquals(back["数"].shape, []);
    assertEquals(back["none"].shape, [0, 2]);
    assertEquals(back["half"].dtype, "float16");
    assertEquals(back["long"].toArray(), x.toArray());
    nd.save(file, [x, x.at(1)]);
    assertEquals(nd.loadList(file).map((a) => a.shape), [[2, 2], [2]]);
    assertThrows(() => nd.loadDict(file), FileError, "use loadList");
    assertThrows(() => nd.save(file, [x, 2 as unknown as NDArray]), Error, "element 1");
    assertEquals(nd.loadList(file).length, 2);
    assertEquals(readdirSync(folder), ["x.params"]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("every truncation of a file is refused, and tells where", () => {
  for (const file of ["files/dict.nd", "files/sparse.nd", "files/names.nd"]) {
    const bytes = bytesOf(file);
    for (let n = 0; n < bytes.length; n += 7) {
      assertThrows(() => nd.loadBytes(bytes.slice(0, n)), FileError, "at byte");
    }
  }
});

test("foreign and damaged files are refused", () => {
  const folder = mkdtempSync(join(tmpdir(), "hadron-"));
  try {
    const file = join(folder, "x.params");
    assertThrows(() => nd.load(join(folder, "absent.params")), FileError, "absent.params");
    writeFileSync(file, "hello world, this is no file of arrays");
    assertThrows(() => nd.load(file), FileError, "it begins neither with the mark 0x112");
    const bytes = bytesOf("files/two.nd");
    const claim = bytes.slice();
    claim.fill(255, 16, 23); // a number of arrays that no file could hold
    assertThrows(() => nd.loadBytes(claim), FileError, "more than the file has room for");
    const huge = bytes.slice();
    huge.fill(127, 36, 40); // one axis of two billion elements
    assertThrows(() => nd.loadBytes(huge), FileError, "truncated");
    const longer = new Uint8Array(bytes.length + 3);
    longer.set(bytes);
    assertThrows(() => nd.loadBytes(longer), FileError, "3 bytes follow");
    const mark = bytes.slice();
    mark[24] = 1;
    assertThrows(() => nd.loadBytes(mark), FileError, "no mark of an array");
  } finally {
    rmSync(folder, { recursive: true });
  }
});

/** A list of one array whose bytes are those words of 32 bits, little-endian. */
function oneArray(...words: number[]): Uint8Array {
  return new Uint8Array(Uint32Array.of(0x112, 0, 0, 0, 1, 0, ...words, 0, 0).buffer);
}

const V1 = 0xf993fac8, V2 = 0xf993fac9, V3 = 0xf993faca, NONE = 2 ** 32 - 1;

test("arrays that were never made are read as empty ones in every version", () => {
  const heads = [[0], [V1, 0], [V2, 0, 0], [V2, 0, NONE], [V3, 0, NONE], [V3, 0, 2, 3, 0, NONE, NONE]];
  for (const words of heads) {
    const [x] = nd.loadBytes(oneArray(...words)) as NDArray[];
    assertEquals([x.shape, x.dtype], [[0], "float32"], String(words));
  }
  // In V3 no axes are a number.
  const [x] = nd.loadBytes(oneArray(V3, 0, 0, 1, 0, 4, 7)) as NDArray[];
  assertEquals([x.shape, x.dtype, x.asScalar()], [[], "int32", 7]);
});

test("dtypes and shapes that this version lacks are refused by name", () => {
  assertThrows(() => nd.loadBytes(oneArray(V1, 1, 1, 0, 1, 0, 8, 0)), FileError, "the dtype int16");
  assertThrows(() => nd.loadBytes(oneArray(V1, 1, 1, 0, 1, 0, 77, 0)), FileError, "dtype number 77");
  assertThrows(() => nd.loadBytes(oneArray(9, 1, 1, 1, 1, 1, 1, 1, 1, 1)), FileError, "9 axes, there can be 8");
  assertThrows(() => nd.loadBytes(oneArray(V2, 3, 0)), FileError, "storage type 3 at byte 28");
});

test("empty arrays of enormous shapes cost nothing, or are refused", () => {
  const [x] = nd.loadBytes(oneArray(V3, 0, 2, NONE, 0, 0, 0, 1, 0, 0)) as NDArray[];
  assertEquals([x.shape, x.size], [[NONE, 0], 0]);
  const more = oneArray(V3, 0, 3, NONE, 0, NONE, 0, 0, 0, 1, 0, 0);
  assertThrows(() => nd.loadBytes(more), FileError, "more elements than the 4294967295");
});

test("a sparse array of a size that its file cannot justify is refused before memory is taken", () => {
  const claim = (rows: number): Uint8Array =>
    // row_sparse, nothing stored [0,4], shape [rows,4], float32, no indices
    oneArray(V2, 1, 2, 0, 0, 4, 0, 2, rows, 0, 4, 0, 1, 0, 0, 6, 1, 0, 0);
  assertEquals((nd.loadBytes(claim(1000)) as NDArray[])[0].shape, [1000, 4]);
  const { peak } = engine.memoryStats();
  assertThrows(() => nd.loadBytes(claim(20_000_000)), FileError, "would need 80000000 elements at byte");
  assertEquals(engine.memoryStats().peak, peak);
});
