// Pixels as a PNG file, by pngjs.

import { PNG } from "pngjs";

/** RGBA bytes, row by row, as the bytes of a PNG file. */
export function encodePng(rgba: Uint8Array, width: number, height: number): Uint8Array {
  const image = new PNG({ width, height });
  image.data.set(rgba);
  return new Uint8Array(PNG.sync.write(image, { deflateLevel: 9 }));
}
