// NumPy's files and safetensors: those that their own libraries wrote are read to the last value and written again to the
// last byte; what is not read is refused by name.

import { test } from "node:test";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { FileError, gluon, nd, type NDArray } from "../../mod.ts";
import { assertEquals, assertThrows } from "../check.ts";
import { arrayOf, type GoldenArray, readGolden } from "../golden/golden.ts";

interface Case {
  name: string;
  file: string;
  contents: GoldenArray[] | Record<string, GoldenArray>;
  same: boolean;
  metadata?: Record<string, string>;
}

const golden = (file: string): URL => new URL(`../golden/${file}`, import.meta.url);
const bytesOf = (file: string): Uint8Array => new Uint8Array(readFileSync(golden(file)));

function inFolder(body: (folder: string) => void): void {
  const folder = mkdtempSync(join(tmpdir(), "hadron-"));
  try {
    body(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

for (const c of readGolden<Case[]>("files_numpy.json")) {
  test(`the file of ${c.name} is read and written again`, () => {
    const got = nd.load(golden(c.file));
    assertEquals(Array.isArray(got), Array.isArray(c.contents));
    assertEquals(Object.keys(got).sort(), Object.keys(c.contents).sort());
    for (const [key, value] of Object.entries(c.contents)) {
      const x = (got as Record<string, NDArray>)[key], exact = arrayOf(value);
      assertEquals([x.shape, x.dtype, x.asTypedArray()], [exact.shape, exact.dtype, exact.asTypedArray()], key);
    }
    if (!c.same) return;
    const ending = /\.(npy|npz|safetensors)$/.exec(c.file)![1] as "npy";
    inFolder((folder) => {
      const file = pathToFileURL(join(folder, `x.${ending.toUpperCase()}`));
      nd.save(file, got, { metadata: c.metadata });
      assertEquals(new Uint8Array(readFileSync(file)), bytesOf(c.file));
      assertEquals(nd.saveBytes(got, { format: ending, metadata: c.metadata }), bytesOf(c.file));
    });
  });
}

test("lists, single arrays and names go into the formats that can hold them", () => {
  inFolder((folder) => {
    const x = nd.array([[1, 2], [3, 4]]), y = nd.array([5, 6], { dtype: "int64" });
    const [npy, npz, st] = ["x.npy", "x.npz", "x.safetensors"].map((name) => join(folder, name));
    nd.save(npy, x.T);
    assertEquals(nd.loadList(npy)[0].toArray(), [[1, 3], [2, 4]]);
    nd.save(npy, [y]);
    assertEquals(nd.loadList(npy)[0].toArray(), [5, 6]);
    assertThrows(() => nd.loadDict(npy), FileError, "a list of 1 array without names; use loadList");
    assertThrows(() => nd.save(npy, [x, y]), Error, "got a list of 2; .npy holds one array, .npz several");
    assertThrows(() => nd.save(npy, { x }), Error, "got arrays by name; .npy holds one array");
    nd.save(npz, [x, y]);
    assertEquals(nd.loadList(npz).map((a) => a.toArray()), [[[1, 2], [3, 4]], [5, 6]]);
    assertEquals(Object.keys(nd.loadDict(npz)), ["arr_0", "arr_1"]);
    nd.save(npz, { x, y });
    assertThrows(() => nd.loadList(npz), FileError, "holds arrays by name (x, y); use loadDict");
    assertThrows(() => nd.save(st, [x]), Error, "safetensors needs them by name");
    assertThrows(() => nd.save(st, { __metadata__: x }), Error, "__metadata__");
    nd.save(st, { 10: y, 9: x });
    assertEquals(nd.loadDict(st)["10"].toArray(), [5, 6]);
    assertEquals(nd.loadMetadata(st), {});
    // The name decides only how a file is written.
    nd.save(npz, { x }, { format: "params" });
    assertEquals(nd.loadDict(npz)["x"].toArray(), x.toArray());
    assertThrows(() => nd.loadMetadata(npz), FileError, "is no safetensors file");
    assertThrows(() => nd.save(npz, x, { metadata: { a: "b" } }), Error, "npz has no place for it");
    assertThrows(() => nd.save(st, { x }, { metadata: { a: 1 } as unknown as Record<string, string> }), Error, "'a'");
    assertThrows(() => nd.save(st, { x }, { format: "pickle" as "npy" }), Error, 'no format "pickle"');
  });
});

test("metadata of safetensors is read from a path or bytes", () => {
  assertEquals(nd.loadMetadata(golden("files/metadata.safetensors")), { format: 'np "1"' });
  assertEquals(nd.loadMetadata(bytesOf("files/metadata.safetensors")), { format: 'np "1"' });
});

test("a network's parameters go through every format that has names", () => {
  inFolder((folder) => {
    const make = (): gluon.nn.Sequential => new gluon.nn.Sequential([new gluon.nn.Dense(3, { inUnits: 2 })]);
    const net = make(), x = nd.array([[1, 2]]);
    net.initialize();
    for (const ending of ["npz", "safetensors"]) {
      const file = join(folder, `net.${ending}`);
      net.saveParameters(file);
      const other = make();
      other.loadParameters(file);
      assertEquals(other(x).toArray(), net(x).toArray());
    }
  });
});

/** An .npy file with that head. */
function npy(head: string, data: Uint8Array = new Uint8Array(8), version: number[] = [1, 0]): Uint8Array {
  const text = new TextEncoder().encode(head);
  const length = version[0] === 1 ? [text.length & 255, text.length >> 8] : [text.length & 255, text.length >> 8, 0, 0];
  return Uint8Array.from([0x93, ...new TextEncoder().encode("NUMPY"), ...version, ...length, ...text, ...data]);
}

test("dtypes that this version lacks are refused by name", () => {
  const cases: [string, string][] = [
    ["'<i2'", "int16"],
    ["'>u4'", "uint32"],
    ["'<u8'", "uint64"],
    ["'<c8'", "complex64"],
    ["'<f16'", "float128"],
    ["'|O'", "a pickle"],
    ["'<U3'", "text"],
    ["'<M8[ns]'", "times"],
    ["'<V2'", "bfloat16"],
    ["[('a', '<f4')]", "structured"],
  ];
  for (const [descr, name] of cases) {
    const head = `{'descr': ${descr}, 'fortran_order': False, 'shape': (2,), }\n`;
    assertThrows(() => nd.loadBytes(npy(head)), FileError, name);
  }
  const tensors = (head: string, data = 0): Uint8Array => {
    const text = new TextEncoder().encode(head);
    const bytes = new Uint8Array(8 + text.length + data);
    bytes[0] = text.length;
    bytes.set(text, 8);
    return bytes;
  };
  const one = (dtype: string, shape: string, offsets: string): string =>
    `{"x":{"dtype":"${dtype}","shape":${shape},"data_offsets":${offsets}}}`;
  assertThrows(() => nd.loadBytes(tensors(one("F8_E4M3", "[1]", "[0,1]"), 1)), FileError, "the dtype F8_E4M3");
  assertThrows(() => nd.loadBytes(tensors(one("F32", "[1]", "[0,8]"), 8)), FileError, "needs 4 bytes");
  assertThrows(() => nd.loadBytes(tensors(one("F32", "[1]", "[4,8]"), 8)), FileError, "begins at 4, where 0 is due");
  assertThrows(() => nd.loadBytes(tensors(one("F32", "[1]", "[0,4]"), 8)), FileError, "4 bytes follow");
  assertThrows(() => nd.loadBytes(tensors(one("F32", "[-1]", "[0,4]"), 4)), FileError, "needs dtype, shape");
  assertThrows(() => nd.loadBytes(tensors(one("F32", "[1,1,1,1,1,1,1,1,1]", "[0,4]"), 4)), FileError, "9 axes");
  assertThrows(() => nd.loadBytes(tensors("{]")), FileError, "no JSON");
});

test("heads of .npy that make no sense are refused with the place", () => {
  const good = "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }\n";
  assertEquals((nd.loadBytes(npy(good)) as NDArray[])[0].shape, [2]);
  // Python 2's long numbers, other quotes, another order of keys.
  const odd = '{"shape": (1L, 2L), "fortran_order": True, "descr": ">f4"}';
  assertEquals((nd.loadBytes(npy(odd, undefined, [2, 0])) as NDArray[])[0].shape, [1, 2]);
  const bad: [string, string][] = [
    ["", "needs '{' at byte 10"],
    [good.replace("False", "0"), "needs True or False"],
    [good.replace("(2,)", "2"), "a shape in brackets"],
    [good.replace("(2,)", "(3,)"), "truncated: the array of shape [3] needs 12 bytes"],
    [good.replace("(2,)", "(1,)"), "4 bytes follow"],
    [good.replace("'shape': (2,), ", ""), "lacks descr"],
    [good.replace("'shape'", "'shade'"), "the key 'shade'"],
    [good.replace("}", "} x"), "does not end"],
    [good.replace("(2,)", "(1,1,1,1,1,1,1,1,2)"), "9 axes, there can be 8"],
  ];
  for (const [head, text] of bad) assertThrows(() => nd.loadBytes(npy(head)), FileError, text);
  assertThrows(() => nd.loadBytes(npy(good, undefined, [4, 0])), FileError, "version 4.0");
});

test("zip files are checked: damage, foreign members, sizes that lie", () => {
  const bytes = bytesOf("files/packed.npz");
  const view = new DataView(bytes.buffer);
  const end = bytes.length - 22, central = view.getUint32(end + 16, true);
  const changed = (change: (copy: Uint8Array, view: DataView) => void): Uint8Array => {
    const copy = bytes.slice();
    change(copy, new DataView(copy.buffer));
    return copy;
  };
  const load = (change: (copy: Uint8Array, view: DataView) => void) => () => nd.loadBytes(changed(change));
  assertThrows(load((_, v) => v.setUint32(central + 16, 1, true)), FileError, "its checksum is");
  assertThrows(
    load((_, v) => v.setUint32(central + 24, 0x7fffffff, true)),
    FileError,
    "says it holds 2147483647 bytes",
  );
  assertThrows(load((_, v) => v.setUint32(central + 24, 100, true)), FileError, "cannot be unpacked");
  assertThrows(load((_, v) => v.setUint16(central + 10, 12, true)), FileError, "is packed by bzip2");
  assertThrows(load((_, v) => v.setUint16(central + 8, 1, true)), FileError, "is encrypted");
  assertThrows(load((_, v) => v.setUint32(central + 42, 5, true)), FileError, "has no mark at byte 5");
  assertThrows(load((_, v) => v.setUint16(end + 10, 200, true)), FileError, "does not fit");
  const next = central + 46 + view.getUint16(central + 28, true);
  assertThrows(load((_, v) => v.setUint32(next + 42, 0, true)), FileError, "overlap");
  assertThrows(load((c) => c.set([0x2e, 0x74, 0x78, 0x74], central + 46 + 6)), FileError, ".txt', which is no .npy");
  assertThrows(() => nd.loadBytes(bytes.slice(0, bytes.length - 1)), FileError, "the end of the directory is missing");
});

test("bytes in shared memory, and at any place in it, are read too", () => {
  for (const name of ["sparse.nd", "names.nd", "fortran_big.npy", "packed.npz", "dtypes.safetensors"]) {
    const bytes = bytesOf(`files/${name}`);
    const shared = new Uint8Array(new SharedArrayBuffer(bytes.length + 8), 3, bytes.length);
    shared.set(bytes);
    const [a, b] = [bytes, shared].map((from) => Object.values(nd.loadBytes(from)).map((x) => x.asTypedArray()));
    assertEquals(a, b, name);
  }
});
