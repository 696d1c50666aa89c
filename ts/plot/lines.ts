// Curves as an SVG picture: axes, ticks, a legend; nothing else is needed to see a training run.

import { AttributeError } from "../runtime/mod.ts";
import { type Figure, Picture } from "./figure.ts";

/** A curve: its values at 0, 1, 2, …, or points [x, y]. */
export type Curve = readonly number[] | readonly (readonly [x: number, y: number])[];

/** How curves look. */
export interface LinesOptions {
  /** Above the picture. */
  title?: string;
  /** Under the horizontal axis. */
  xLabel?: string;
  /** Beside the vertical axis. */
  yLabel?: string;
  /** Width and height in pixels; [640, 400] by default. */
  size?: readonly [width: number, height: number];
  /** A logarithmic vertical axis; values that are not positive are left out. */
  logY?: boolean;
}

// Okabe and Ito's colours, which the colour-blind can tell apart.
const COLORS = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000"];

const escape = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

/** Round numbers that cover low to high with about `count` steps of 1, 2 or 5 times a power of ten. */
export function ticks(low: number, high: number, count = 5): number[] {
  if (!(high > low)) return [low];
  const rough = (high - low) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5, 10].find((m) => m * power >= rough * 0.999) ?? 10);
  const found: number[] = [];
  for (let i = Math.ceil(low / step - 1e-9); i * step <= high + step * 1e-9; i++) {
    found.push(Number((i * step).toPrecision(12)));
  }
  return found;
}

/** Powers of ten that cover low to high. */
function decades(low: number, high: number): number[] {
  const first = Math.floor(Math.log10(low)), last = Math.ceil(Math.log10(high));
  return Array.from({ length: last - first + 1 }, (_, i) => 10 ** (first + i));
}

const label = (value: number): string =>
  value !== 0 && (Math.abs(value) >= 1e5 || Math.abs(value) < 1e-3)
    ? value.toExponential().replace("e+", "e")
    : String(value);

class LinePlot extends Picture {
  readonly width: number;
  readonly height: number;
  readonly #svg: string;
  readonly #summary: string;

  constructor(svg: string, width: number, height: number, summary: string) {
    super();
    this.#svg = svg;
    this.width = width;
    this.height = height;
    this.#summary = summary;
  }

  override toBytes(): Uint8Array {
    return new TextEncoder().encode(this.#svg);
  }

  protected override inTerminal(): string {
    return this.#summary;
  }

  protected override inNotebook(): Record<string, string> {
    return { "image/svg+xml": this.#svg };
  }
}

const BARS = "▁▂▃▄▅▆▇█";

/** A curve in one line of text. */
function sparkline(values: readonly number[]): string {
  const finite = values.filter(Number.isFinite);
  const low = Math.min(...finite), high = Math.max(...finite);
  const every = Math.max(1, Math.ceil(values.length / 60));
  return values.filter((_, i) => i % every === 0)
    .map((v) => Number.isFinite(v) ? BARS[high > low ? Math.round((v - low) / (high - low) * 7) : 0] : " ").join("");
}

/** The points of a curve that can be drawn. */
function pointsOf(name: string, curve: Curve, logY: boolean): [number, number][] {
  if (!Array.isArray(curve)) throw new AttributeError("plotLines", `curve '${name}' is no list`);
  const points = curve.map((v: number | readonly [number, number], i: number): [number, number] =>
    typeof v === "number" ? [i, v] : [v[0], v[1]]
  );
  return points.filter(([x, y]) => Number.isFinite(x) && Number.isFinite(y) && (!logY || y > 0));
}

/**
 * Curves over a common axis: `plotLines({ loss: [2.3, 1.1], accuracy: [0.4, 0.7] })`. Values that are not finite are
 * left out.
 */
export function plotLines(curves: Readonly<Record<string, Curve>>, options: LinesOptions = {}): Figure {
  const { title = "", xLabel = "", yLabel = "", size = [640, 400], logY = false } = options;
  const [width, height] = size;
  if (!(width >= 120 && height >= 90)) {
    throw new AttributeError("plotLines", `size is [${size}]; it must be [120,90] or more`);
  }
  const series = Object.entries(curves).map(([name, curve]) => ({ name, points: pointsOf(name, curve, logY) }));
  const all = series.flatMap((s) => s.points);
  const bounds = (values: number[]): [number, number] =>
    values.length === 0
      ? [0, 1]
      : values.reduce(([a, b], v) => [Math.min(a, v), Math.max(b, v)], [Infinity, -Infinity]);
  let [x0, x1] = bounds(all.map((p) => p[0]));
  let [y0, y1] = bounds(all.map((p) => p[1]));
  if (x0 === x1) [x0, x1] = [x0 - 0.5, x1 + 0.5];
  if (y0 === y1) [y0, y1] = logY ? [y0 / 2, y1 * 2] : [y0 - 0.5, y1 + 0.5];
  const marksY = logY && y0 > 0 ? decades(y0, y1) : ticks(y0, y1);
  if (logY) [y0, y1] = [marksY[0], marksY.at(-1)!];
  const left = yLabel ? 72 : 56, right = width - 16, top = title ? 34 : 16, bottom = height - (xLabel ? 46 : 30);
  const height01 = (y: number): number =>
    logY ? (Math.log10(y) - Math.log10(y0)) / (Math.log10(y1) - Math.log10(y0)) : (y - y0) / (y1 - y0);
  const px = (x: number): string => (left + (x - x0) / (x1 - x0) * (right - left)).toFixed(1);
  const py = (y: number): string => (bottom - height01(y) * (bottom - top)).toFixed(1);
  const out = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" ` +
    `font-family="sans-serif" font-size="12">`,
    `<rect width="${width}" height="${height}" fill="white"/>`,
  ];
  for (const x of ticks(x0, x1, 8)) {
    out.push(`<line x1="${px(x)}" x2="${px(x)}" y1="${top}" y2="${bottom}" stroke="#e4e4e4"/>`);
    out.push(`<text x="${px(x)}" y="${bottom + 16}" text-anchor="middle">${label(x)}</text>`);
  }
  for (const y of marksY) {
    out.push(`<line x1="${left}" x2="${right}" y1="${py(y)}" y2="${py(y)}" stroke="#e4e4e4"/>`);
    out.push(`<text x="${left - 6}" y="${py(y)}" dy="4" text-anchor="end">${label(y)}</text>`);
  }
  out.push(`<path d="M${left} ${top}V${bottom}H${right}" fill="none" stroke="#444"/>`);
  series.forEach(({ points }, k) => {
    const color = COLORS[k % COLORS.length];
    const path = points.map(([x, y]) => `${px(x)},${py(y)}`).join(" ");
    if (points.length > 1) out.push(`<polyline points="${path}" fill="none" stroke="${color}" stroke-width="2"/>`);
    if (points.length <= 40) {
      for (const [x, y] of points) out.push(`<circle cx="${px(x)}" cy="${py(y)}" r="3" fill="${color}"/>`);
    }
  });
  const widest = Math.max(0, ...series.map((s) => s.name.length)) * 7 + 34;
  series.forEach(({ name }, k) => {
    const x = right - widest, y = top + 14 + 17 * k;
    out.push(
      `<line x1="${x}" x2="${x + 20}" y1="${y - 4}" y2="${y - 4}" stroke="${
        COLORS[k % COLORS.length]
      }" stroke-width="3"/>`,
    );
    out.push(`<text x="${x + 26}" y="${y}">${escape(name)}</text>`);
  });
  const middle = (left + right) / 2;
  if (title) out.push(`<text x="${middle}" y="22" text-anchor="middle" font-size="15">${escape(title)}</text>`);
  if (xLabel) out.push(`<text x="${middle}" y="${height - 10}" text-anchor="middle">${escape(xLabel)}</text>`);
  if (yLabel) {
    const y = (top + bottom) / 2;
    out.push(`<text x="16" y="${y}" text-anchor="middle" transform="rotate(-90 16 ${y})">${escape(yLabel)}</text>`);
  }
  out.push("</svg>");
  const longest = Math.max(0, ...series.map((s) => s.name.length));
  const summary = series.map(({ name, points }) => {
    const ys = points.map((p) => p[1]);
    return `${name.padEnd(longest)} ${sparkline(ys)} ${
      ys.length > 0 ? `${ys[0].toPrecision(4)} … ${ys.at(-1)!.toPrecision(4)}` : "no values"
    }`;
  });
  return new LinePlot(out.join("\n") + "\n", width, height, summary.join("\n"));
}
