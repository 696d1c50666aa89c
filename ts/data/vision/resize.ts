// Resizing images by matrix products: each output row and column is a weighted sum of one or two input ones, so a whole
// batch is resized by two products that run on the engine's threads, ahead of the reader. The nearest pixel is taken
// rather than weighed: a product would spread a NaN over its row, and round what float32 cannot hold.

import { nd, type NDArray } from "../../ndarray/mod.ts";
import { AttributeError, ShapeError } from "../../runtime/mod.ts";

/** How pixels between others are made: 0 takes the nearest, 1 weighs the two (along each axis) around it. */
export type Interpolation = 0 | 1;

const tables = new Map<string, NDArray>();

/** The table of that kind, made at its first use. */
function table(kind: "weights" | "nearest", from: number, to: number, make: () => NDArray): NDArray {
  const key = `${kind} ${from} ${to}`;
  const known = tables.get(key);
  if (known !== undefined) return known;
  const made = make();
  if (tables.size >= 64) tables.clear();
  tables.set(key, made);
  return made;
}

/**
 * The matrix [from, to] that resizes one axis. Pixel centres are half a pixel in, so output i lies at
 * (i + 0.5) from / to - 0.5 of the input; beyond the first and last centre the edge is repeated.
 */
function weights(from: number, to: number): NDArray {
  return table("weights", from, to, () => {
    const w = new Float32Array(from * to);
    for (let i = 0; i < to; i++) {
      const place = Math.min(Math.max((i + 0.5) * from / to - 0.5, 0), from - 1);
      const low = Math.floor(place), high = Math.min(low + 1, from - 1);
      w[low * to + i] += 1 - (place - low);
      w[high * to + i] += place - low;
    }
    return nd.array(w, { shape: [from, to] });
  });
}

/** Which input pixel of an axis each output pixel is; as in OpenCV, the one at or before i from / to. */
function nearest(from: number, to: number): NDArray {
  return table(
    "nearest",
    from,
    to,
    () => nd.array(Int32Array.from({ length: to }, (_, i) => Math.min(from - 1, Math.floor(i * from / to)))),
  );
}

/**
 * Images [h, w, c], or a batch [n, h, w, c], at another size; the dtype stays (uint8 is rounded and bounded).
 *
 * @throws ShapeError for other shapes, AttributeError for a size below 1.
 */
export function resize(images: NDArray, width: number, height: number, interpolation: Interpolation = 1): NDArray {
  const { shape, ndim, dtype } = images;
  if (ndim !== 3 && ndim !== 4) {
    throw new ShapeError("resize", `got [${shape}]; it needs an image [h,w,c] or a batch [n,h,w,c]`);
  }
  for (const [name, size] of [["width", width], ["height", height]] as const) {
    if (!Number.isInteger(size) || size < 1) {
      throw new AttributeError("resize", `${name} is ${size}; it must be a whole number from 1 on`);
    }
  }
  if (interpolation !== 0 && interpolation !== 1) {
    throw new AttributeError("resize", `interpolation is ${String(interpolation)}; this version has 0 and 1`);
  }
  const [h, w, c] = shape.slice(-3);
  if (h === 0 || w === 0) throw new ShapeError("resize", `got [${shape}]; an image without pixels has no other size`);
  if (h === height && w === width) return images.copy();
  if (interpolation === 0) {
    const rows = nd.take(images, nearest(h, height), { axis: ndim - 3 });
    return nd.take(rows, nearest(w, width), { axis: ndim - 2 });
  }
  const n = ndim === 4 ? shape[0] : 1;
  let x = images.reshape([n, h, w, c]).astype("float32").transpose([0, 3, 1, 2]); // [n, c, h, w]
  x = nd.dot(x, weights(w, width)); // [n, c, h, width]
  x = nd.dot(x.transpose([0, 1, 3, 2]), weights(h, height)); // [n, c, width, height]
  x = x.transpose([0, 3, 2, 1]).reshape([...(ndim === 4 ? [n] : []), height, width, c]);
  if (dtype === "float32") return x;
  return dtype === "float64" || dtype === "float16" ? x.astype(dtype) : nd.round(x).astype(dtype);
}
