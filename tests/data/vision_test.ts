// Fashion-MNIST's files: the part that ships, and every way in which a file can be wrong.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { gunzipSync, gzipSync } from "node:zlib";
import { gluon, nd, type NDArray } from "../../mod.ts";
import { assert, assertEquals, assertRejects, assertThrows, close } from "../check.ts";

const { FashionMNIST, MNIST, readIdx, resize } = gluon.data.vision;
const root = new URL("../../data/fashion-mnist-small/", import.meta.url);

function inFolder(body: (folder: string) => void): void {
  const folder = mkdtempSync(join(tmpdir(), "hadron-"));
  try {
    body(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test("the part of Fashion-MNIST that ships is read, checked and balanced", () => {
  const train = new FashionMNIST({ root }), test = new FashionMNIST({ root, train: false });
  assertEquals([train.length, test.length], [6000, 1000]);
  const [image, label] = test.at(0);
  assertEquals([image.shape, image.dtype, label.shape, label.dtype], [[28, 28, 1], "uint8", [], "int32"]);
  const counts = new Array(10).fill(0);
  const [images, labels] = train.at("...");
  for (const c of labels.asTypedArray()) counts[Number(c)]++;
  assertEquals(counts, new Array(10).fill(600));
  assertEquals(images.shape, [6000, 28, 28, 1]);
  // The first training image of the whole set is an ankle boot.
  assertEquals(train.at(0)[1].asScalar(), 9);
});

test("the transform sees a slice or a batch at once", () => {
  const shapes: string[] = [];
  const transform = (data: NDArray, label: NDArray): [NDArray, NDArray] => {
    shapes.push(`${data.shape}`);
    return [data.astype("float32").div(255), label.astype("float32")];
  };
  const set = new FashionMNIST({ root, train: false, transform });
  const [data, label] = set.at("0:9");
  assertEquals([data.shape, label.shape, label.dtype], [[9, 28, 28, 1], [9], "float32"]);
  for (const [x] of new gluon.data.DataLoader(set, 400)) assert(x.dtype === "float32");
  assertEquals(shapes, ["9,28,28,1", "400,28,28,1", "400,28,28,1", "200,28,28,1"]);
});

test("load() without a network takes the part that ships, and a folder that is given as it is", async () => {
  const set = await FashionMNIST.load({ root, train: false });
  assertEquals(set.length, 1000);
});

test("absent, truncated, foreign and changed files are refused by name", () => {
  inFolder((folder) => {
    assertThrows(() => new FashionMNIST({ root: folder }), Error, "train-images-idx3-ubyte.gz' is absent");
    assertThrows(() => new MNIST({ root: folder, train: false }), Error, "t10k-images-idx3-ubyte.gz");
    const names = ["t10k-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte.gz"];
    const [images, labels] = names.map((name) => readFileSync(new URL(name, root)));
    const write = (i: 0 | 1, bytes: Uint8Array): void => writeFileSync(join(folder, names[i]), bytes);
    const open = (): unknown => new FashionMNIST({ root: folder, train: false });
    write(1, labels);
    write(0, images.subarray(0, 1000));
    assertThrows(open, Error, "truncated or damaged");
    write(0, new TextEncoder().encode("<html>not found</html>"));
    assertThrows(open, Error, "does not begin as an idx file");
    const plain = gunzipSync(images);
    write(0, gzipSync(plain.subarray(0, plain.length - 5)));
    assertThrows(open, Error, "says it holds [1000,28,28]");
    const changed = new Uint8Array(plain);
    changed[5000] ^= 1;
    write(0, gzipSync(changed));
    assertThrows(open, Error, "is not the file of that name that is known");
    write(0, gzipSync(plain));
    write(1, gzipSync(gunzipSync(readFileSync(new URL("train-labels-idx1-ubyte.gz", root)))));
    assertThrows(open, Error, "is not the file of that name that is known");
    write(1, gunzipSync(labels)); // not packed: accepted as it is
    assertEquals((open() as { length: number }).length, 1000);
    assertEquals(readIdx(join(folder, names[0])).shape, [1000, 28, 28]);
  });
  assertThrows(() => new FashionMNIST({ tran: true } as never), Error, "did you mean 'train'?");
});

test("load() of a folder without the files says what is missing", async () => {
  await assertRejects(() => MNIST.load({ root: "/nowhere/mnist", transfrom: 1 } as never), Error, "transform");
});

test("resize is MXNet's, bilinear and nearest, for bytes and floats, up and down", () => {
  const { cases } = JSON.parse(readFileSync(new URL("../golden/resize.json", import.meta.url), "utf8"));
  let nearest = 0;
  for (const { name, input, w, h, interpolation, output } of cases) {
    const kind = input.dtype === "uint8" ? Uint8Array : Float32Array;
    const x = nd.array(new kind(input.data), { shape: input.shape });
    const y = resize(x, w, h, interpolation);
    assertEquals([y.shape, y.dtype], [output.shape, output.dtype], name);
    // The nearest pixel is taken as it is.
    const near = interpolation === 0 ? 0 : input.dtype === "uint8" ? 1 : 0.255;
    close(y, Float64Array.from(output.data), 0, near, name);
    if (interpolation === 0) nearest++;
  }
  assertEquals([cases.length, nearest], [22, 11]);
});

test("resize to the nearest pixel keeps every value and dtype, of one image and of a batch", () => {
  const x = nd.array(Int32Array.from([16777217, 2, 3, -4]), { shape: [2, 2, 1] });
  const y = resize(x, 4, 2, 0);
  assertEquals([y.shape, y.dtype], [[2, 4, 1], "int32"]);
  assertEquals(Array.from(y.asTypedArray(), Number), [16777217, 16777217, 2, 2, 3, 3, -4, -4]);
  const batch = nd.array([NaN, 1, 2, 3, 4, 5, 6, Infinity]).reshape([2, 2, 2, 1]);
  close(resize(batch, 1, 2, 0), [[[[NaN]], [[2]]], [[[4]], [[6]]]]);
  close(resize(batch, 3, 1, 0), [[[[NaN], [NaN], [1]]], [[[4], [4], [5]]]]);
  assertEquals(resize(batch, 2, 2, 0).shape, [2, 2, 2, 1]);
  assertThrows(() => resize(x, 3, 3, 2 as never), Error, "interpolation is 2");
});
