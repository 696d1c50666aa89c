// The definitions that the shipped kernels are held against: nested loops in float64. Beside each sum stands the sum of
// the magnitudes of what was added up, by which an error of rounding is measured.

/** Sums, and the sums of magnitudes. */
export interface Sums {
  readonly value: Float64Array;
  readonly size: Float64Array;
}

function sums(n: number): Sums {
  return { value: new Float64Array(n), size: new Float64Array(n) };
}

/** [m, k] times [k, n], each as it stands or stored transposed, plus a bias for each column. */
export function product(
  [m, n, k]: readonly number[],
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  transposeA = false,
  transposeB = false,
  bias?: ArrayLike<number>,
): Sums {
  const c = sums(m * n);
  const [ar, ac] = transposeA ? [1, m] : [k, 1], [br, bc] = transposeB ? [1, k] : [n, 1];
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) {
      let value = 0, size = 0;
      for (let s = 0; s < k; s++) {
        const term = a[i * ar + s * ac] * b[s * br + j * bc];
        value += term;
        size += Math.abs(term);
      }
      if (bias) {
        value += bias[j];
        size += Math.abs(bias[j]);
      }
      c.value[i * n + j] = value;
      c.size[i * n + j] = size;
    }
  }
  return c;
}

/** The sizes of a convolution; one axis is two with `h` and `kh` of 1. */
export interface Conv {
  readonly n: number;
  readonly c: number;
  readonly h: number;
  readonly w: number;
  readonly k: number;
  readonly kernel: readonly [number, number];
  readonly stride: readonly [number, number];
  readonly pad: readonly [number, number];
  readonly dilate: readonly [number, number];
  readonly groups: number;
}

/** Positions of a kernel along one axis; below 1 where it does not fit. */
export function outputs(size: number, kernel: number, stride: number, pad: number, dilate: number): number {
  return Math.floor((size + 2 * pad - dilate * (kernel - 1) - 1) / stride) + 1;
}

export function outputOf(p: Conv): [number, number] {
  return [
    outputs(p.h, p.kernel[0], p.stride[0], p.pad[0], p.dilate[0]),
    outputs(p.w, p.kernel[1], p.stride[1], p.pad[1], p.dilate[1]),
  ];
}

/** Output, and gradients by data, weights and bias for the head `dy`. */
export function convolution(
  p: Conv,
  x: ArrayLike<number>,
  w: ArrayLike<number>,
  bias: ArrayLike<number> | null,
  dy: ArrayLike<number>,
): { y: Sums; dx: Sums; dw: Sums; db: Sums } {
  const [oh, ow] = outputOf(p), [kh, kw] = p.kernel;
  const rows = p.k / p.groups, channels = p.c / p.groups;
  const y = sums(p.n * p.k * oh * ow), dx = sums(p.n * p.c * p.h * p.w);
  const dw = sums(p.k * channels * kh * kw), db = sums(p.k);
  for (let image = 0; image < p.n; image++) {
    for (let k = 0; k < p.k; k++) {
      const group = Math.floor(k / rows);
      for (let oy = 0; oy < oh; oy++) {
        for (let ox = 0; ox < ow; ox++) {
          const at = ((image * p.k + k) * oh + oy) * ow + ox, head = dy[at];
          let value = bias ? bias[k] : 0, size = Math.abs(value);
          db.value[k] += head;
          db.size[k] += Math.abs(head);
          for (let c = 0; c < channels; c++) {
            for (let r = 0; r < kh; r++) {
              const iy = oy * p.stride[0] + r * p.dilate[0] - p.pad[0];
              if (iy < 0 || iy >= p.h) continue;
              for (let s = 0; s < kw; s++) {
                const ix = ox * p.stride[1] + s * p.dilate[1] - p.pad[1];
                if (ix < 0 || ix >= p.w) continue;
                const xi = ((image * p.c + group * channels + c) * p.h + iy) * p.w + ix;
                const wi = ((k * channels + c) * kh + r) * kw + s;
                const term = x[xi] * w[wi], byX = head * w[wi], byW = head * x[xi];
                value += term;
                size += Math.abs(term);
                dx.value[xi] += byX;
                dx.size[xi] += Math.abs(byX);
                dw.value[wi] += byW;
                dw.size[wi] += Math.abs(byW);
              }
            }
          }
          y.value[at] = value;
          y.size[at] = size;
        }
      }
    }
  }
  return { y, dx, dw, db };
}

/** The sizes of a pooling; one axis is two with `h` and a kernel of 1. */
export interface Pool {
  readonly planes: number;
  readonly h: number;
  readonly w: number;
  readonly kernel: readonly [number, number];
  readonly stride: readonly [number, number];
  readonly pad: readonly [number, number];
  readonly full: boolean;
}

export function windows(p: Pool): [number, number] {
  const along = (size: number, axis: number) => {
    const room = (size + 2 * p.pad[axis] - p.kernel[axis]) / p.stride[axis];
    return (p.full ? Math.ceil(room) : Math.floor(room)) + 1;
  };
  return [along(p.h, 0), along(p.w, 1)];
}

/** Output and gradient. The first of equal maxima takes the gradient; `avg` divides by the window with its padding. */
export function pooling(
  p: Pool,
  type: "max" | "avg" | "sum" | "avg without padding",
  x: ArrayLike<number>,
  dy: ArrayLike<number>,
): { y: Sums; dx: Sums } {
  const [oh, ow] = windows(p);
  const y = sums(p.planes * oh * ow), dx = sums(p.planes * p.h * p.w);
  for (let plane = 0; plane < p.planes; plane++) {
    for (let oy = 0; oy < oh; oy++) {
      for (let ox = 0; ox < ow; ox++) {
        const at = (plane * oh + oy) * ow + ox;
        const top = oy * p.stride[0] - p.pad[0], left = ox * p.stride[1] - p.pad[1];
        const bottom = Math.min(top + p.kernel[0], p.h + p.pad[0]),
          right = Math.min(left + p.kernel[1], p.w + p.pad[1]);
        const members: number[] = [];
        for (let r = Math.max(top, 0); r < Math.min(bottom, p.h); r++) {
          for (let c = Math.max(left, 0); c < Math.min(right, p.w); c++) members.push((plane * p.h + r) * p.w + c);
        }
        const padded = Math.max(bottom - top, 0) * Math.max(right - left, 0);
        const count = type === "sum" ? 1 : type === "avg" ? padded : members.length;
        let best = -1, value = 0, size = 0;
        for (const m of members) {
          if (best < 0 || x[m] > x[best]) best = m;
          value += x[m] / count;
          size += Math.abs(x[m]) / count;
        }
        y.value[at] = type === "max" ? x[best] : value;
        y.size[at] = type === "max" ? 0 : size;
        for (const m of type === "max" ? [best] : members) {
          const g = type === "max" ? dy[at] : dy[at] / count;
          dx.value[m] += g;
          dx.size[m] += Math.abs(g);
        }
      }
    }
  }
  return { y, dx };
}

/** The number of elements of a shape. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((a, b) => a * b, 1);
}

/** Calls `f` with the coordinates of each element, in row-major order. */
export function each(shape: readonly number[], f: (at: readonly number[], i: number) => void): void {
  const at = shape.map(() => 0);
  for (let i = 0, n = sizeOf(shape); i < n; i++) {
    f(at, i);
    for (let axis = shape.length - 1; axis >= 0 && ++at[axis] === shape[axis]; axis--) at[axis] = 0;
  }
}

/** The place of coordinates in an array of that shape; axes of size 1 are stretched. */
export function place(shape: readonly number[], at: readonly number[]): number {
  let i = 0;
  const skip = at.length - shape.length;
  for (let axis = 0; axis < shape.length; axis++) i = i * shape[axis] + (shape[axis] === 1 ? 0 : at[axis + skip]);
  return i;
}

/** The elements that make each result of a reduction over `axes`, results in row-major order of what is left. */
export function groups(shape: readonly number[], axes: readonly number[], x: ArrayLike<number>): number[][] {
  const kept = shape.map((size, axis) => axes.includes(axis) ? 1 : size);
  const list: number[][] = Array.from({ length: sizeOf(kept) }, () => []);
  each(shape, (at, i) => list[place(kept, at)].push(x[i]));
  return list;
}

/** A sum to which is added what each addition lost (Neumaier): else the twin of a long float64 sum would be the worse. */
export function total(x: Iterable<number>): number {
  let sum = 0, lost = 0;
  for (const v of x) {
    const next = sum + v;
    lost += Math.abs(sum) >= Math.abs(v) ? sum - next + v : v - next + sum;
    sum = next;
  }
  return sum + lost;
}

/** The error function: a series whose terms are all positive, far out the continued fraction of the complement. */
export function erf(x: number): number {
  const a = Math.abs(x);
  let y = 1;
  if (Number.isNaN(a)) return x;
  if (a < 3) {
    let term = a, sum = a;
    for (let n = 1; term > sum * 1e-17; n++) {
      term *= 2 * a * a / (2 * n + 1);
      sum += term;
    }
    y = sum * Math.exp(-a * a) * 2 / Math.sqrt(Math.PI);
  } else if (a < 6) {
    let fraction = a;
    for (let n = 40; n > 0; n--) fraction = a + 0.5 * n / fraction;
    y = 1 - Math.exp(-a * a) / Math.sqrt(Math.PI) / fraction;
  }
  return x < 0 || Object.is(x, -0) ? -y : y;
}
