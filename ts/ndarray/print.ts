// Arrays as text, as NumPy prints them and so MXNet: aligned columns, eight digits at most, the shortest that give the
// number back, long arrays by their edges. Only elements that are printed are read.

import { DisposedError } from "../runtime/mod.ts";
import { halfToNumber, numberToHalf } from "./half.ts";
import { type Elements, readable } from "./memory.ts";
import type { NDArray } from "./ndarray.ts";
import type { DType } from "./dtype.ts";
import type { Shape } from "./types.ts";

/** More elements than this are summarised. */
const THRESHOLD = 1000;
/** How many are shown at each end of an axis then. */
const EDGE = 3;
/** Characters of a line. */
const WIDTH = 75;
/** Digits after the point, at most. */
const PRECISION = 8;

/** The decimal digits of a number, and the exponent of the first. */
interface Digits {
  readonly digits: string;
  readonly exponent: number;
}

/** The digits of a finite number's size, `after` of them after the first; ties go to the even digit, as in NumPy. */
function rounded(value: number, after: number): Digits {
  const magnitude = Math.abs(value);
  const [mantissa, exponent] = magnitude.toExponential(after).split("e");
  const digits = mantissa.replace(".", "");
  // toExponential rounds ties up. A tie is a number that ends with a 5 one digit further on.
  if (Number(digits.at(-1)) % 2 === 1) {
    const longer = magnitude.toExponential(Math.min(after + 25, 100)).split("e")[0].replace(".", "");
    if (/^50*$/.test(longer.slice(after + 1))) {
      return { digits: longer.slice(0, after + 1), exponent: Number(exponent) };
    }
  }
  return { digits, exponent: Number(exponent) };
}

/** The shortest digits that the dtype reads back as the same number. */
function shortest(value: number, dtype: DType): Digits {
  const magnitude = Math.abs(value);
  let found: Digits | undefined;
  if (dtype !== "float64") {
    const read = dtype === "float16" ? (v: number): number => halfToNumber(numberToHalf(v)) : Math.fround;
    const reads = (d: Digits): boolean => read(Number(`${d.digits}e${d.exponent - d.digits.length + 1}`)) === magnitude;
    for (let after = 0; after < 9; after++) {
      found = rounded(value, after);
      if (reads(found)) break;
      // Of two digits equally near, only the upper one reads back where the spacing below is half of that above.
      const [mantissa, exponent] = magnitude.toExponential(after).split("e");
      const upper = { digits: mantissa.replace(".", ""), exponent: Number(exponent) };
      if (upper.digits !== found.digits && reads(upper)) {
        found = upper;
        break;
      }
    }
  }
  if (found === undefined) {
    const [mantissa, exponent] = magnitude.toExponential().split("e");
    found = { digits: mantissa.replace(".", ""), exponent: Number(exponent) };
  }
  return { digits: found.digits.replace(/(?<=.)0+$/, ""), exponent: found.exponent };
}

const sign = (value: number): string => value < 0 || Object.is(value, -0) ? "-" : "";

/** The digits before and after the point. */
function placed({ digits, exponent }: Digits): [string, string] {
  const padded = exponent < 0 ? "0".repeat(-exponent) + digits : digits.padEnd(exponent + 1, "0");
  const point = Math.max(exponent, 0) + 1;
  return [padded.slice(0, point), padded.slice(point)];
}

/** `[-]digits` and the digits after the point. */
function positional(value: number, dtype: DType): [string, string] {
  const short = shortest(value, dtype);
  // Digits before the point are the number's own, beyond the shortest ones too.
  let [whole, fraction] = placed(short.digits.length <= short.exponent ? rounded(value, short.exponent) : short);
  if (fraction.length > PRECISION) {
    [whole, fraction] = placed(rounded(value, short.exponent + PRECISION));
    fraction = fraction.replace(/0+$/, "");
  }
  return [sign(value) + whole, fraction];
}

const exponentText = (exponent: number): string =>
  `${exponent < 0 ? "-" : "+"}${String(Math.abs(exponent)).padStart(2, "0")}`;

const special = (value: number): string => Number.isNaN(value) ? "nan" : value < 0 ? "-inf" : "inf";

/** How all elements are written so that they stand in columns. */
function floatFormat(values: readonly number[], dtype: DType): (value: number) => string {
  const finite = values.filter(Number.isFinite);
  const sizes = finite.map(Math.abs).filter((v) => v !== 0);
  const most = sizes.reduce((a, b) => Math.max(a, b), 0), least = sizes.reduce((a, b) => Math.min(a, b), Infinity);
  const exponential = sizes.length > 0 && (most >= 1e8 || least < 1e-4 || most / least > 1000);
  let left = 0, right = 0;
  let write: (value: number) => string;
  if (exponential) {
    const parts = finite.map((v) => shortest(v, dtype));
    const digits = Math.min(Math.max(...parts.map((p) => p.digits.length)) - 1, PRECISION);
    const tail = Math.max(...parts.map((p) => exponentText(p.exponent).length));
    left = finite.some((v) => sign(v) === "-") ? 2 : 1;
    right = digits + tail + 1;
    // Digits beyond the shortest ones are the number's own, not zeros.
    write = (value) => {
      const { digits: all, exponent } = rounded(value, digits);
      const e = exponentText(exponent);
      const mantissa = `${(sign(value) + all[0]).padStart(left)}.${all.slice(1)}`;
      return `${mantissa}e${e[0]}${e.slice(1).padStart(tail - 1, "0")}`;
    };
  } else {
    const parts = finite.map((v) => positional(v, dtype));
    left = parts.reduce((n, p) => Math.max(n, p[0].length), 0);
    right = parts.reduce((n, p) => Math.max(n, p[1].length), 0);
    write = (value) => {
      const [whole, fraction] = positional(value, dtype);
      return `${whole.padStart(left)}.${fraction.padEnd(right)}`;
    };
  }
  // "nan" and "inf" may also take the room of the point and the digits behind it.
  for (const v of values) if (!Number.isFinite(v)) left = Math.max(left, special(v).length - right - 1);
  return (value) => Number.isFinite(value) ? write(value) : special(value).padStart(left + 1 + right);
}

/** One number alone, as Python's str() writes it. */
function alone(value: number, dtype: DType): string {
  if (!Number.isFinite(value)) return special(value);
  const magnitude = Math.abs(value);
  const short = shortest(value, dtype);
  if (magnitude !== 0 && (magnitude < 1e-4 || magnitude >= 1e16)) {
    const { digits, exponent } = short;
    return `${sign(value)}${digits[0]}${digits.length > 1 ? `.${digits.slice(1)}` : ""}e${exponentText(exponent)}`;
  }
  const [whole, fraction] = placed(short);
  return `${sign(value)}${whole}.${fraction || "0"}`;
}

/** The indices along an axis that are shown; -1 stands for the dots. */
function shown(size: number, summary: boolean): number[] {
  const all = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, i) => from + i);
  return summary && size > 2 * EDGE ? [...all(0, EDGE), -1, ...all(size - EDGE, size)] : all(0, size);
}

/** Elements of a dtype as text. */
export function formatElements(elements: Elements, shape: Shape, dtype: DType): string {
  const whole = !dtype.startsWith("float");
  const value = (i: number): number | bigint => dtype === "float16" ? halfToNumber(elements[i] as number) : elements[i];
  if (shape.length === 0) return whole ? String(value(0)) : alone(value(0) as number, dtype);
  if (elements.length === 0) return "[]";
  const summary = elements.length > THRESHOLD;
  const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((n, d) => n * d, 1));

  const visible: (number | bigint)[] = [];
  const collect = (axis: number, offset: number): void => {
    if (axis === shape.length) visible.push(value(offset));
    else for (const i of shown(shape[axis], summary)) if (i >= 0) collect(axis + 1, offset + i * strides[axis]);
  };
  collect(0, 0);
  let format: (v: number | bigint) => string;
  if (whole) {
    const width = Math.max(...visible.map((v) => String(v).length));
    format = (v) => String(v).padStart(width);
  } else {
    format = floatFormat(visible as number[], dtype) as (v: number | bigint) => string;
  }

  const level = (axis: number, offset: number, indent: string, width: number): string => {
    const left = shape.length - axis;
    let text = "";
    if (left === 1) {
      let line = indent;
      shown(shape[axis], summary).forEach((i, n) => {
        const word = i < 0 ? "..." : format(value(offset + i));
        if (n > 0) line += " ";
        // A break that would not help is not made.
        if (line.length + word.length > width - 1 && line.length > indent.length) {
          text += line.trimEnd() + "\n";
          line = indent;
        }
        line += word;
      });
      text += line;
    } else {
      const rows = shown(shape[axis], summary).map((i) =>
        indent + (i < 0 ? "..." : level(axis + 1, offset + i * strides[axis], indent + " ", width - 1))
      );
      text = rows.join("\n".repeat(left - 1));
    }
    return `[${text.slice(indent.length)}]`;
  };
  return level(0, 0, " ", WIDTH);
}

/** An array as MXNet prints it: values, shape and context. Waits for its values; what failed is thrown. */
export function inspect(x: NDArray): string {
  try {
    const { shape, dtype, context } = x;
    return `\n${formatElements(readable(x), shape, dtype)}\n<NDArray ${shape.join("x")} @${context}>`;
  } catch (error) {
    // A debugger must be able to show what still refers to a disposed array.
    if (error instanceof DisposedError) return "<NDArray, disposed>";
    throw error;
  }
}
