// NumPy's format of one array (`.npy`), versions 1.0, 2.0 and 3.0: a head that is a Python literal, then the elements,
// of either byte order and either order of axes. What is written is what NumPy 2 writes, byte for byte.

import type { DType } from "../dtype.ts";
import { type Elements, emptyElements } from "../memory.ts";
import type { Shape } from "../types.ts";
import { type ByteReader, product } from "./bytes.ts";
import { BOOL, decode, type Encoding, PLAIN, type Stored } from "./stored.ts";

/** How a file begins. */
export const NPY_MAGIC: readonly number[] = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];
/** The head ends at a multiple of so many bytes. */
const ALIGNMENT = 64;
/** NumPy leaves room for the first size to grow. */
const MOST_DIGITS = 21;

const CODES: Readonly<Record<DType, string>> = {
  float32: "<f4",
  float64: "<f8",
  float16: "<f2",
  uint8: "|u1",
  int8: "|i1",
  int32: "<i4",
  int64: "<i8",
};

const ENCODINGS: ReadonlyMap<string, Encoding> = new Map([
  ["b1", BOOL],
  ...Object.entries(CODES).map(([dtype, code]) => [code.slice(1), PLAIN[dtype as DType]] as const),
]);

/** What NumPy's other kinds are called. */
const UNREAD: readonly (readonly [RegExp, string])[] = [
  [/^O/, "Python objects, a pickle that only Python should open"],
  [/^i(\d+)$/, "int"],
  [/^u(\d+)$/, "uint"],
  [/^f(\d+)$/, "float"],
  [/^c(\d+)$/, "complex"],
  [/^[US]\d*$/, "text"],
  [/^[Mm]8/, "times"],
  [/^V\d*$/, "bytes without a type (bfloat16 is stored so)"],
];

function nameOf(code: string): string {
  for (const [pattern, name] of UNREAD) {
    const found = pattern.exec(code);
    if (found) return found[1] === undefined ? name : `${name}${8 * Number(found[1])}`;
  }
  return "of a kind that is unknown";
}

interface Head {
  readonly encoding: Encoding;
  readonly bigEndian: boolean;
  readonly fortran: boolean;
  readonly shape: Shape;
}

/** Takes the literal apart: `{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }`, the keys in any order. */
class HeadReader {
  #text: string;
  #start: number;
  #reader: ByteReader;
  #what: string;
  #at = 0;

  constructor(reader: ByteReader, text: string, start: number, what: string) {
    [this.#reader, this.#text, this.#start, this.#what] = [reader, text, start, what];
  }

  refuse(text: string): Error {
    return this.#reader.refuse(`${this.#what}'s head ${text}`, this.#start + this.#at);
  }

  /** What stands next, after white space; "" where it is something else. */
  #next(pattern: RegExp): string {
    const sticky = new RegExp(`[ \\t\\r\\n]*(${pattern.source})`, "y");
    sticky.lastIndex = this.#at;
    const found = sticky.exec(this.#text);
    if (!found) return "";
    this.#at = sticky.lastIndex;
    return found[1];
  }

  #need(pattern: RegExp, what: string): string {
    const found = this.#next(pattern);
    if (found === "") throw this.refuse(`needs ${what}`);
    return found;
  }

  #type(): { encoding: Encoding; bigEndian: boolean } {
    const descr = this.#next(/'[^'\\]*'|"[^"\\]*"/);
    if (descr === "") {
      if (this.#next(/\[/) !== "") throw this.refuse("has fields (a structured dtype), which are not read,");
      throw this.refuse("has no dtype");
    }
    const code = descr.slice(1, -1);
    const [, order, kind] = /^([<>|=]?)(.*)$/s.exec(code)!;
    const encoding = ENCODINGS.get(kind);
    if (encoding === undefined) {
      throw this.refuse(
        `has the dtype ${JSON.stringify(code.slice(0, 20))} (${nameOf(kind)}); read are ` +
          `${[...ENCODINGS.values()].map(({ name }) => name).join(", ")};`,
      );
    }
    return { encoding, bigEndian: order === ">" };
  }

  #shape(): number[] {
    this.#need(/\(/, "a shape in brackets");
    const shape: number[] = [];
    for (;;) {
      const size = this.#next(/\d+L?/); // Python 2 wrote 3L
      if (size === "") break;
      shape.push(Number(size.replace("L", "")));
      if (this.#next(/,/) === "") break;
      if (shape.length > 64) throw this.refuse("has more than 64 axes");
    }
    this.#need(/\)/, "a shape in brackets");
    this.#reader.checkShape(shape, this.#what, this.#start + this.#at);
    return shape;
  }

  head(): Head {
    this.#need(/\{/, "'{'");
    let type: { encoding: Encoding; bigEndian: boolean } | undefined, fortran: boolean | undefined;
    let shape: number[] | undefined;
    for (;;) {
      const key = this.#next(/'[a-z_]*'|"[a-z_]*"/).slice(1, -1);
      if (key === "") break;
      this.#need(/:/, "':'");
      if (key === "descr" && type === undefined) type = this.#type();
      else if (key === "fortran_order" && fortran === undefined) {
        fortran = this.#need(/True|False/, "True or False") === "True";
      } else if (key === "shape" && shape === undefined) shape = this.#shape();
      else throw this.refuse(`has the key '${key}', which does not belong there,`);
      if (this.#next(/,/) === "") break;
    }
    this.#need(/\}/, "'}'");
    if (type === undefined || fortran === undefined || shape === undefined) {
      throw this.refuse("lacks descr, fortran_order or shape");
    }
    if (this.#at < this.#text.length && /[^ \t\r\n]/.test(this.#text.slice(this.#at))) {
      throw this.refuse("does not end where it should");
    }
    return { ...type, fortran, shape };
  }
}

/** The array; `what` names it for errors. The reader must end with it. */
export function readNpy(reader: ByteReader, what = "the array"): Stored {
  if (!NPY_MAGIC.every((byte, i) => reader.bytes[i] === byte)) {
    throw reader.refuse(`${what} is no .npy: it begins otherwise`, 0);
  }
  reader.skip(NPY_MAGIC.length, "the mark");
  const version = reader.u8("the version");
  const minor = reader.u8("the version");
  if (version < 1 || version > 3 || minor !== 0) {
    throw reader.refuse(`${what} has version ${version}.${minor}; 1.0, 2.0 and 3.0 are known,`, NPY_MAGIC.length);
  }
  const length = version === 1 ? reader.u16("the length of the head") : reader.u32("the length of the head");
  const start = reader.skip(length, "the head");
  // In 1.0 and 2.0 the head is Latin-1, in 3.0 UTF-8: only names of fields, which are refused, can tell.
  const text = new TextDecoder("latin1").decode(reader.bytes.slice(start, start + length));
  const { encoding, bigEndian, fortran, shape } = new HeadReader(reader, text, start, what).head();
  const at = reader.skip(product(shape) * encoding.bytes, `${what} of shape [${shape}]`);
  reader.end();
  const { bytes } = reader;
  const fill = (target: Elements): void => decode(encoding, bytes, at, target, bigEndian);
  if (!fortran || shape.length < 2) return { shape, dtype: encoding.dtype, fill };
  return {
    shape,
    dtype: encoding.dtype,
    fill: (target) => {
      const columns = emptyElements(encoding.dtype, target.length);
      fill(columns);
      transpose(columns, target, shape);
    },
  };
}

/** Elements whose first axis moves fastest, put so that the last one does. */
function transpose(from: Elements, to: Elements, shape: Shape): void {
  const steps = shape.map((_, axis) => product(shape.slice(0, axis)));
  const place = shape.map(() => 0);
  const last = shape.length - 1, width = shape[last], step = steps[last];
  let source = 0;
  for (let i = 0; i < to.length; i += width) {
    for (let j = 0; j < width; j++) to[i + j] = from[source + j * step];
    for (let axis = last - 1; axis >= 0; axis--) {
      source += steps[axis];
      if (++place[axis] < shape[axis]) break;
      source -= steps[axis] * place[axis];
      place[axis] = 0;
    }
  }
}

/** The head that NumPy would write. */
export function npyHead(dtype: DType, shape: Shape): Uint8Array {
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(", ")})`;
  const room = shape.length === 0 ? 0 : MOST_DIGITS - String(shape[0]).length;
  const text = `{'descr': '${CODES[dtype]}', 'fortran_order': False, 'shape': ${tuple}, }${" ".repeat(room)}`;
  const before = NPY_MAGIC.length + 4;
  const padding = ALIGNMENT - (before + text.length + 1) % ALIGNMENT;
  const head = `${text}${" ".repeat(padding)}\n`;
  const bytes = new Uint8Array(before + head.length);
  bytes.set([...NPY_MAGIC, 1, 0, head.length & 255, head.length >> 8]);
  bytes.set(new TextEncoder().encode(head), before);
  return bytes;
}
