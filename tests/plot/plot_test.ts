// Pictures and progress: what is drawn, what is written, what a pipe sees.

import { Buffer } from "node:buffer";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { PNG } from "pngjs";
import { nd } from "../../mod.ts";
import { clock, plotLines, ProgressBar, showImages } from "../../ts/plot/mod.ts";
import { ticks } from "../../ts/plot/lines.ts";
import { assert, assertEquals, assertStringIncludes, assertThrows } from "../check.ts";

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

test("plotLines() draws a curve for each series, with a legend and axes that hold all values", () => {
  const svg = text(
    plotLines({ "loss <a>": [3, 2, NaN, 1], accuracy: [[0, 0.1], [3, 0.9]] }, { title: "A & B" }).toBytes(),
  );
  assertStringIncludes(svg, "<svg xmlns");
  assertStringIncludes(svg, "loss &lt;a&gt;");
  assertStringIncludes(svg, "A &amp; B");
  assertEquals(svg.match(/<polyline/g)?.length, 2);
  assert(!svg.includes("NaN"), "values that are not finite are left out");
  assertEquals(text(plotLines({}).toBytes()).match(/<polyline/g), null);
  assertStringIncludes(text(plotLines({ one: [5] }).toBytes()), "<circle");
  assert(!text(plotLines({ x: [0, 1, 10, 100] }, { logY: true }).toBytes()).includes("NaN"));
  assertThrows(() => plotLines({ a: [1] }, { size: [10, 10] }), Error, "size is [10,10]");
});

test("ticks are round numbers inside the range", () => {
  assertEquals(ticks(0, 1), [0, 0.2, 0.4, 0.6, 0.8, 1]);
  assertEquals(ticks(-3, 7), [-2, 0, 2, 4, 6]);
  assertEquals(ticks(0.1, 0.32), [0.1, 0.15, 0.2, 0.25, 0.3]);
  assertEquals(ticks(5, 5), [5]);
});

test("showImages() lays images out in a grid whose pixels are theirs", () => {
  const images = nd.array(new Uint8Array([0, 255, 128, 64]), { shape: [1, 2, 2] });
  const figure = showImages(images, { scale: 3 });
  const png = PNG.sync.read(Buffer.from(figure.toBytes()));
  assertEquals([png.width, png.height], [figure.width, figure.height]);
  const at = (x: number, y: number): number => png.data[(y * png.width + x) * 4];
  assertEquals([at(6, 6), at(9, 6), at(6, 9), at(9, 9), at(11, 11), at(0, 0)], [0, 255, 128, 64, 64, 255]);
  const floats = showImages(nd.array([[[0, 0.5], [1, 2]]]).clip(0, 1), { scale: 1 });
  const second = PNG.sync.read(Buffer.from(floats.toBytes()));
  assertEquals(second.data[(6 * second.width + 7) * 4], 128);
  const rgb = nd.array(new Uint8Array([10, 20, 30]), { shape: [1, 1, 3] });
  const third = PNG.sync.read(Buffer.from(showImages([rgb], { scale: 1 }).toBytes()));
  assertEquals([...third.data.subarray((6 * third.width + 6) * 4, (6 * third.width + 6) * 4 + 3)], [10, 20, 30]);
  assertThrows(() => showImages([]), Error, "there is no image");
  assertThrows(() => showImages([nd.zeros([2, 2, 4])]), Error, "it needs [h,w], [h,w,1] or [h,w,3]");
  assertThrows(() => showImages(images, { columns: 0 }), Error, "columns is 0");
});

test("labels are drawn below the images in their colours", () => {
  const images = nd.zeros([2, 4, 4]).add(1);
  const plain = showImages(images, { scale: 2 });
  const labelled = showImages(images, {
    scale: 2,
    labels: ["ok", "no\nis yes"],
    labelColors: [[0, 110, 0], [200, 0, 0]],
  });
  assert(labelled.height > plain.height && labelled.width > plain.width);
  const png = PNG.sync.read(Buffer.from(labelled.toBytes()));
  const colours = new Set<string>();
  for (let i = 0; i < png.data.length; i += 4) colours.add(png.data.subarray(i, i + 3).join());
  assert(colours.has("0,110,0") && colours.has("200,0,0"));
});

test("a figure is saved whole under its name and nothing else", () => {
  const folder = mkdtempSync(join(tmpdir(), "hadron-"));
  try {
    plotLines({ a: [1, 2] }).save(join(folder, "a.svg"));
    assertEquals(readdirSync(folder), ["a.svg"]);
    assertStringIncludes(readFileSync(join(folder, "a.svg"), "utf8"), "</svg>");
    assertThrows(() => plotLines({ a: [1] }).save(join(folder, "no", "a.svg")), Error, "no such file or folder");
    assert(!existsSync(join(folder, "no")));
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("a progress bar shows rate, time left and text, and is silent in a pipe", () => {
  const written: string[] = [];
  const bar = new ProgressBar(10, { title: "epoch 1", unit: "batch", enabled: true, write: (t) => written.push(t) });
  bar.advance(5, "loss 0.5");
  bar.advance(5);
  bar.finish();
  const last = written.at(-2)!;
  assertStringIncludes(last, "epoch 1");
  assertStringIncludes(last, "10/10");
  assertStringIncludes(last, "batch/s");
  assertStringIncludes(last, "0:00 left, loss 0.5");
  const silent: string[] = [];
  const pipe = new ProgressBar(2, { enabled: false, write: (t) => silent.push(t) });
  pipe.advance(2);
  pipe.finish();
  assertEquals([silent, pipe.done], [[], 2]);
  assertEquals([clock(5), clock(65), clock(3725), clock(Infinity)], ["0:05", "1:05", "1:02:05", "?"]);
});
