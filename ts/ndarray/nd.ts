// `nd`: the registry's functions, and what is written on top of them.

import { Handle, waitall } from "../runtime/mod.ts";
import { type Arithmetic, arithmetic } from "./arith.ts";
import * as create from "./create.ts";
import type { ArangeOptions, FillOptions, FromOptions, LinspaceOptions } from "./create.ts";
import { type Expr, makeExpr } from "./expr.ts";
import * as functions from "./functions.ts";
import type { ConcatenateOptions, SplitV2Options } from "./functions.ts";
import * as loading from "./load.ts";
import { ops } from "./ops.gen.ts";
import type { Ops as RegistryOps } from "./ops_types.gen.ts";
import { type Random, random } from "./random.ts";
import * as saving from "./save.ts";
import type { Savable, SaveOptions } from "./save.ts";
import type { NDArray } from "./ndarray.ts";
import type { ArrayOptions, Nested, Shape, TypedArray } from "./types.ts";

/** Functions that take and give arrays: what a block's `forward` works with. */
export interface Ops
  extends Omit<RegistryOps, "randomNormal" | "randomUniform" | "randomRandint" | "shuffle">, Arithmetic {
  /**
   * An array from JavaScript's own: a number, nested lists, a typed array or an NDArray; always a copy.
   *
   * Numbers and lists become float32 unless `dtype` says otherwise; typed arrays and NDArrays keep their dtype.
   *
   * @throws ShapeError for ragged lists, with the place, or a `shape` of another size.
   */
  array(data: Nested | TypedArray | NDArray, options?: FromOptions): NDArray;
  /** An array of zeros. `shape` is a list of sizes, or one size. */
  zeros(shape: number | Shape, options?: FillOptions): NDArray;
  /** An array of ones. `shape` is a list of sizes, or one size. */
  ones(shape: number | Shape, options?: FillOptions): NDArray;
  /** An array in which each element is `value`. */
  full(shape: number | Shape, value: number, options?: FillOptions): NDArray;
  /** An array whose contents are undefined, for those who fill it at once. */
  empty(shape: number | Shape, options?: ArrayOptions): NDArray;
  /** Numbers from 0 to before `stop`, at distances of `step`. */
  arange(stop: number, options?: ArangeOptions): NDArray;
  /** Numbers from `start` to before `stop`. With `repeat` each stands that often. */
  arange(start: number, stop: number | null, options?: ArangeOptions): NDArray;
  /** Numbers from `start` to before `stop`, at distances of `step`. */
  arange(start: number, stop: number | null, step: number, options?: ArangeOptions): NDArray;
  /** Numbers at equal distances, all by name. */
  arange(options: ArangeOptions): NDArray;
  /** `num` numbers at equal distances from `start` to `stop`, which is the last one unless `endpoint` is false. */
  linspace(start: number, stop: number, num: number, options?: LinspaceOptions): NDArray;
  /** Ones on a diagonal, else zeros: `n` rows, `m` columns (n where it is 0), the diagonal moved right by `k`. */
  eye(n: number, m?: number, k?: number, options?: ArrayOptions): NDArray;
  /** Arrays one after the other along `axis` (0 by default); NumPy's name of `concat`. */
  concatenate(arrays: readonly NDArray[], options?: ConcatenateOptions): NDArray;
  /** The axis `source` moved to the place `destination`; both may be lists. */
  moveaxis(x: NDArray, source: number | Shape, destination: number | Shape): NDArray;
  /** Parts along an axis: as many equal ones as a number says, or cut before each index of a list. */
  splitV2(x: NDArray, indicesOrSections: number | readonly number[], options?: SplitV2Options): NDArray[];
  /**
   * Calls an operator by MXNet's own name (as under `mx.nd`; also `contrib.box_nms`, `linalg.gemm2`,
   * `_internal._plus_scalar`, and the functions that Python adds, like `maximum` and `split_v2`), with snake_case
   * attributes. An optional array that is absent is null; `out` is among the attributes. Always gives a list.
   *
   * @throws UnknownOperatorError for an operator that this version lacks, with the names near it.
   */
  invoke(
    name: string,
    inputs: readonly (NDArray | number | null)[],
    attributes?: Readonly<Record<string, unknown>>,
  ): NDArray[];
  /**
   * An infix formula, `` nd.expr`(${x} - ${mean}) / sqrt(${v} + ${eps})` ``: `+ - * / % ** @`, comparisons, brackets,
   * slices, and the functions of `nd` by name with options as `name: value`. Parsed once for each place in the source.
   *
   * @throws AttributeError with the place, for a formula that makes no sense.
   */
  expr: Expr;
  /** Random arrays. */
  readonly random: Random;
  /** The same as `nd.random.normal`. */
  randomNormal: Random["normal"];
  /** The same as `nd.random.uniform`. */
  randomUniform: Random["uniform"];
  /** The same as `nd.random.randint`. */
  randomRandint: Random["randint"];
  /** The same as `nd.random.shuffle`. */
  shuffle: Random["shuffle"];
}

/** All of `nd`: {@linkcode Ops}, files, and what concerns the program as a whole. */
export interface Nd extends Ops {
  /**
   * Writes arrays to a file: one array, a list, or an object of arrays by name. The file is there whole or not at all.
   *
   * The ending of its name says the format: `.npy` (one array), `.npz` (a list gets NumPy's names `arr_0`, `arr_1`, …),
   * `.safetensors` (arrays by name), and for all others MXNet's, byte for byte as MXNet writes it.
   *
   * @throws FileError if the file cannot be written.
   */
  save(file: string | URL, data: Savable, options?: SaveOptions): void;
  /**
   * Reads arrays from a file: a list, or an object of arrays by name. `.params` of MXNet (all versions), `.npy` and
   * `.npz` of NumPy and `.safetensors` are told apart by their first bytes.
   *
   * MXNet's files give what was saved (one array gives a list of one, an empty object an empty list); `.npy` gives a
   * list of one, `.npz` and `.safetensors` give names. Sparse arrays (row_sparse, csr) are read as dense ones, booleans
   * as uint8, bfloat16 as float32, arrays of a GPU into ordinary memory; other dtypes are refused by name.
   *
   * @throws FileError if the file is missing, truncated or foreign, with the byte where it stops making sense.
   */
  load(file: string | URL): NDArray[] | Record<string, NDArray>;
  /** Reads a file that holds a list; one with names is refused, unless they are `arr_0`, `arr_1`, … of NumPy's lists. */
  loadList(file: string | URL): NDArray[];
  /** Reads a file that holds arrays by name; a list is refused. */
  loadDict(file: string | URL): Record<string, NDArray>;
  /** What `save` would write, as bytes; MXNet's format unless `format` says otherwise. */
  saveBytes(data: Savable, options?: SaveOptions): Uint8Array;
  /** Reads what `saveBytes` gave, or the bytes of a file. */
  loadBytes(bytes: Uint8Array): NDArray[] | Record<string, NDArray>;
  /** The texts that a safetensors file, or its bytes, keeps beside its arrays; an empty object where it has none. */
  loadMetadata(file: string | URL | Uint8Array): Record<string, string>;
  /** Waits until everything is computed; throws each failure that nothing threw before, once. */
  waitall(): void;
  /**
   * Runs `body` and releases at once the arrays that it made, except those that it returns (also inside lists, Maps and
   * plain objects). Nothing needs it: it is for loops in browsers, and for those who count microseconds.
   */
  scope<T>(body: () => T): T;
}

/** The functions on arrays. */
export const nd: Nd = {
  ...ops,
  ...arithmetic,
  array: create.array,
  zeros: create.zeros,
  ones: create.ones,
  full: create.full,
  empty: create.empty,
  arange: create.arange,
  linspace: create.linspace,
  eye: create.eye,
  concatenate: functions.concatenate,
  moveaxis: functions.moveaxis,
  splitV2: functions.splitV2,
  invoke: functions.invoke,
  expr: makeExpr({ ...ops, ...arithmetic, ...create }),
  random,
  randomNormal: random.normal,
  randomUniform: random.uniform,
  randomRandint: random.randint,
  shuffle: random.shuffle,
  save: saving.save,
  load: loading.load,
  loadList: loading.loadList,
  loadDict: loading.loadDict,
  saveBytes: saving.saveBytes,
  loadBytes: loading.loadBytes,
  loadMetadata: loading.loadMetadata,
  waitall,
  scope: <T>(body: () => T): T => Handle.scope(body),
};
