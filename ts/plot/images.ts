// A grid of images with labels, as a PNG picture.

import type { NDArray, TypedArray } from "../ndarray/mod.ts";
import { AttributeError, ShapeError, stdout } from "../runtime/mod.ts";
import { type Figure, Picture } from "./figure.ts";
import { CHARACTER_HEIGHT, CHARACTER_WIDTH, drawText } from "./font.ts";
import { encodePng } from "./png.ts";

/** How a grid of images looks. */
export interface ImagesOptions {
  /** Images in a row; by default as many as make the grid nearly square. */
  columns?: number;
  /** Rows; by default as many as hold all images. */
  rows?: number;
  /** Each pixel becomes a square of this many; by default images are drawn about 64 pixels wide or more. */
  scale?: number;
  /** A text under each image; a line break starts a second line. */
  labels?: readonly string[];
  /** The colour of each label: black where it is not given. */
  labelColors?: readonly (readonly [red: number, green: number, blue: number])[];
}

interface Pixels {
  readonly values: TypedArray;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  /** What stands for white. */
  readonly white: number;
}

function pixelsOf(image: NDArray): Pixels {
  const { shape, dtype } = image;
  const [height, width, channels = 1] = shape;
  if ((shape.length !== 2 && shape.length !== 3) || ![1, 3].includes(channels)) {
    throw new ShapeError("showImages", `an image has shape [${shape}]; it needs [h,w], [h,w,1] or [h,w,3]`);
  }
  const values = image.asTypedArray();
  let white = 255;
  if (dtype.startsWith("float")) {
    // As usual for float images: up to 1, unless something in it says that it goes up to 255.
    let largest = 0;
    for (const v of values) largest = Math.max(largest, Number(v));
    white = largest > 1.5 ? 255 : 1;
  }
  return { values, height, width, channels, white };
}

/** A drawing area of RGBA bytes, white at first. */
class Canvas {
  readonly rgba: Uint8Array;
  readonly width: number;

  constructor(width: number, height: number) {
    this.width = width;
    this.rgba = new Uint8Array(width * height * 4).fill(255);
  }

  dot(x: number, y: number, red: number, green: number, blue: number): void {
    const at = (y * this.width + x) * 4;
    this.rgba[at] = red;
    this.rgba[at + 1] = green;
    this.rgba[at + 2] = blue;
  }
}

/** The grid as a picture. */
class ImageGrid extends Picture {
  readonly width: number;
  readonly height: number;
  readonly #rgba: Uint8Array;
  #bytes: Uint8Array | undefined;

  constructor(rgba: Uint8Array, width: number, height: number) {
    super();
    this.#rgba = rgba;
    this.width = width;
    this.height = height;
  }

  override toBytes(): Uint8Array {
    return this.#bytes ??= encodePng(this.#rgba, this.width, this.height);
  }

  /** Two pixels a character, one above the other, in 24-bit colours; a pipe gets a sentence. */
  protected override inTerminal(): string {
    if (!stdout.isTerminal()) return `[image ${this.width}x${this.height}: save("name.png") writes it]`;
    const columns = Math.min(this.width, Math.max(20, stdout.columns()));
    const step = this.width / columns;
    const colour = (x: number, y: number): string => {
      const at = (Math.min(this.height - 1, Math.floor(y * step)) * this.width + Math.floor(x * step)) * 4;
      return `${this.#rgba[at]};${this.#rgba[at + 1]};${this.#rgba[at + 2]}`;
    };
    let text = "";
    for (let y = 0; y < Math.floor(this.height / step); y += 2) {
      for (let x = 0; x < columns; x++) text += `\x1b[38;2;${colour(x, y)};48;2;${colour(x, y + 1)}m▀`;
      text += "\x1b[0m\n";
    }
    return text;
  }

  protected override inNotebook(): Record<string, string> {
    let binary = "";
    for (const byte of this.toBytes()) binary += String.fromCharCode(byte);
    return { "image/png": btoa(binary) };
  }
}

function checkCount(name: string, value: number | undefined): void {
  if (value !== undefined && (!Number.isInteger(value) || value < 1)) {
    throw new AttributeError("showImages", `${name} is ${value}; it must be a whole number from 1 on`);
  }
}

/**
 * A grid of images, row by row. `images` is a batch [n, h, w], [n, h, w, 1 or 3], or a list of images; bytes, or
 * floats from 0 to 1 (or to 255).
 */
export function showImages(images: NDArray | readonly NDArray[], options: ImagesOptions = {}): Figure {
  for (const name of ["columns", "rows", "scale"] as const) checkCount(name, options[name]);
  const list = [...images].map(pixelsOf);
  if (list.length === 0) throw new ShapeError("showImages", "there is no image; it needs one or more");
  const { labels, labelColors } = options;
  const columns = options.columns ?? Math.ceil(options.rows ? list.length / options.rows : Math.sqrt(list.length));
  const rows = options.rows ?? Math.ceil(list.length / columns);
  const shown = list.slice(0, rows * columns);
  const widest = Math.max(...shown.map((p) => p.width)), highest = Math.max(...shown.map((p) => p.height));
  const scale = options.scale ?? Math.max(1, Math.ceil(64 / widest));
  const lines = (labels ?? []).map((text) => text.split("\n"));
  const textWidth = Math.max(0, ...lines.flat().map((line) => line.length * CHARACTER_WIDTH));
  const textHeight = Math.max(0, ...lines.map((l) => l.length)) * (CHARACTER_HEIGHT + 2);
  const gap = 6;
  const cellWidth = Math.max(widest * scale, textWidth) + gap;
  const cellHeight = highest * scale + textHeight + gap;
  const width = columns * cellWidth + gap, height = rows * cellHeight + gap;
  const canvas = new Canvas(width, height);
  shown.forEach((p, k) => {
    const left = gap + (k % columns) * cellWidth, top = gap + Math.floor(k / columns) * cellHeight;
    const indent = Math.floor((cellWidth - gap - p.width * scale) / 2);
    const level = (at: number): number => Math.round(Math.min(Math.max(Number(p.values[at]) / p.white, 0), 1) * 255);
    for (let y = 0; y < p.height * scale; y++) {
      for (let x = 0; x < p.width * scale; x++) {
        const at = (Math.floor(y / scale) * p.width + Math.floor(x / scale)) * p.channels;
        const [green, blue] = p.channels === 3 ? [1, 2] : [0, 0];
        canvas.dot(left + indent + x, top + y, level(at), level(at + green), level(at + blue));
      }
    }
    const [red, green, blue] = labelColors?.[k] ?? [0, 0, 0];
    lines[k]?.forEach((line, i) => {
      const x0 = left + Math.floor((cellWidth - gap - line.length * CHARACTER_WIDTH) / 2);
      const y0 = top + highest * scale + 2 + i * (CHARACTER_HEIGHT + 2);
      drawText(line, (x, y) => canvas.dot(x0 + x, y0 + y, red, green, blue));
    });
  });
  return new ImageGrid(canvas.rgba, width, height);
}
