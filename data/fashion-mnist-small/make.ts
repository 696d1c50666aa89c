// Makes the four files beside it from the whole Fashion-MNIST: of each class the first images in the set's own order,
// 600 of 6,000 for training and 100 of 1,000 for testing, so that the classes stay balanced.
//
//   deno run -RW make.ts /usr/share/datasets/fashion-mnist        (Debian: package dataset-fashion-mnist)

import { readFileSync, writeFileSync } from "node:fs";
import process from "node:process";
import { gunzipSync, gzipSync } from "node:zlib";

const from = process.argv[2] ?? "/usr/share/datasets/fashion-mnist";

/** The places of the first `each` samples of every class, ascending. */
function chosen(labels: Uint8Array, each: number): number[] {
  const seen = new Array<number>(10).fill(0);
  const places: number[] = [];
  labels.forEach((label, i) => {
    if (seen[label]++ < each) places.push(i);
  });
  return places;
}

/** An idx file that holds only those samples. `header` is the length of magic and sizes. */
function select(file: Uint8Array, header: number, places: readonly number[]): Uint8Array {
  const view = new DataView(file.buffer, file.byteOffset);
  const bytes = (file.length - header) / view.getUint32(4);
  const small = new Uint8Array(header + places.length * bytes);
  small.set(file.subarray(0, header));
  new DataView(small.buffer).setUint32(4, places.length);
  places.forEach((place, i) => {
    const start = header + place * bytes;
    small.set(file.subarray(start, start + bytes), header + i * bytes);
  });
  return small;
}

/** Gzip whose bytes depend on the contents alone: neither time nor system is written into the header. */
function pack(bytes: Uint8Array): Uint8Array {
  const packed = new Uint8Array(gzipSync(bytes, { level: 9 }));
  packed.fill(0, 4, 8);
  packed[9] = 255;
  return packed;
}

for (const [part, each] of [["train", 600], ["t10k", 100]] as const) {
  const images = new Uint8Array(gunzipSync(readFileSync(`${from}/${part}-images-idx3-ubyte.gz`)));
  const labels = new Uint8Array(gunzipSync(readFileSync(`${from}/${part}-labels-idx1-ubyte.gz`)));
  const places = chosen(labels.subarray(8), each);
  const write = async (name: string, bytes: Uint8Array) => {
    writeFileSync(new URL(`${part}-${name}.gz`, import.meta.url), pack(bytes));
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-1", new Uint8Array(bytes)));
    const sha1 = Array.from(digest, (b) => b.toString(16).padStart(2, "0")).join("");
    console.log(`${part}-${name}: ${places.length} samples, sha1 of the unpacked bytes ${sha1}`);
  };
  await write("images-idx3-ubyte", select(images, 16, places));
  await write("labels-idx1-ubyte", select(labels, 8, places));
}
