// `nd`: the registry's functions, and what is written on top of them.

import { Handle, waitall } from "../runtime/mod.ts";
import { type Arithmetic, arithmetic } from "./arith.ts";
import * as create from "./create.ts";
import { type Expr, makeExpr } from "./expr.ts";
import * as functions from "./functions.ts";
import * as loading from "./load.ts";
import { ops } from "./ops.gen.ts";
import type { Ops as RegistryOps } from "./ops_types.gen.ts";
import { type Random, random } from "./random.ts";
import * as saving from "./save.ts";

/** Functions that take and give arrays: what a block's `forward` works with. */
export interface Ops extends RegistryOps, Arithmetic {
  /** {@linkcode create.array} */
  array: typeof create.array;
  /** {@linkcode create.zeros} */
  zeros: typeof create.zeros;
  /** {@linkcode create.ones} */
  ones: typeof create.ones;
  /** {@linkcode create.full} */
  full: typeof create.full;
  /** {@linkcode create.empty} */
  empty: typeof create.empty;
  /** {@linkcode create.arange} */
  arange: typeof create.arange;
  /** {@linkcode create.linspace} */
  linspace: typeof create.linspace;
  /** {@linkcode create.eye} */
  eye: typeof create.eye;
  /** {@linkcode functions.concatenate} */
  concatenate: typeof functions.concatenate;
  /** {@linkcode functions.moveaxis} */
  moveaxis: typeof functions.moveaxis;
  /** {@linkcode functions.splitV2} */
  splitV2: typeof functions.splitV2;
  /** {@linkcode functions.invoke} */
  invoke: typeof functions.invoke;
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
  /** {@linkcode saving.save} */
  save: typeof saving.save;
  /** {@linkcode loading.load} */
  load: typeof loading.load;
  /** {@linkcode loading.loadList} */
  loadList: typeof loading.loadList;
  /** {@linkcode loading.loadDict} */
  loadDict: typeof loading.loadDict;
  /** {@linkcode saving.saveBytes} */
  saveBytes: typeof saving.saveBytes;
  /** {@linkcode loading.loadBytes} */
  loadBytes: typeof loading.loadBytes;
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
  waitall,
  scope: <T>(body: () => T): T => Handle.scope(body),
};
