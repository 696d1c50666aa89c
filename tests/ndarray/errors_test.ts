// Bad calls: each is refused at the call, by the right class, with what it got and what it needs.

import { test } from "node:test";
import {
  AttributeError,
  ContextError,
  cpu,
  DisposedError,
  DTypeError,
  gpu,
  HadronError,
  IndexError,
  MemoryError,
  nd,
  numGpus,
  ShapeError,
  UnknownOperatorError,
} from "../../mod.ts";
import { assert, assertEquals, assertThrows } from "../check.ts";

const x = nd.arange(12).reshape([3, 4]);
// Types say no to most of these; scripts without types must hear it at run time.
// deno-lint-ignore no-explicit-any
const any = (value: unknown): any => value;

type Class = typeof HadronError;
const calls: [what: string, call: () => unknown, kind: Class, text: string | RegExp][] = [
  ["ragged lists", () => nd.array([[1, 2], [3]]), ShapeError, "element [1] is a list of 1"],
  ["a number among lists", () => nd.array(any([[1], 2])), ShapeError, "element [1] is the number 2"],
  ["a list among numbers", () => nd.array(any([1, [2]])), ShapeError, "element [1] is a list of 1"],
  ["a hole", () => nd.array(any([1, undefined])), DTypeError, "element [1] is undefined"],
  ["a text", () => nd.array(any("abc")), DTypeError, 'the text "abc"'],
  [
    "an attribute of the core, named as here",
    () => nd.fullyConnected(x, x, { numHidden: 3 }),
    AttributeError,
    "noBias=true",
  ],
  ["an unknown dtype", () => nd.zeros(2, { dtype: any("float23") }), DTypeError, "float23"],
  ["a typed array without dtype", () => nd.array(any(new Uint16Array(2))), DTypeError, "Uint16Array"],
  [
    "a shape of another size",
    () => nd.array([1, 2, 3], { shape: [2, 2] }),
    ShapeError,
    "3 numbers cannot fill shape [2,2]",
  ],
  ["NaN in a shape", () => nd.zeros([2, NaN]), ShapeError, "size of NaN"],
  ["a negative size", () => nd.ones([-1]), ShapeError, "size of -1"],
  ["half a size", () => nd.ones([2.5]), ShapeError, "size of 2.5"],
  ["nine axes", () => nd.ones([1, 1, 1, 1, 1, 1, 1, 1, 1]), ShapeError, "9 axes"],
  ["beyond memory", () => nd.zeros([1e6, 1e6]), MemoryError, "GiB"],
  ["a step of 0", () => nd.arange(0, 5, 0), AttributeError, "step is 0"],
  ["a GPU", () => nd.ones(2, { ctx: gpu() }), ContextError, "no GPU in this version"],
  ["a context that is none", () => nd.ones(2, { ctx: any("cpu") }), ContextError, "must be a Context"],
  ["device -1", () => cpu(-1), ContextError, "-1"],
  ["an option that no one declared", () => nd.sum(x, any({ axes: 1 })), AttributeError, "did you mean 'axis'?"],
  ["another of creation", () => nd.ones(2, any({ dtyp: "int32" })), AttributeError, "did you mean 'dtype'?"],
  ["an integer that is none", () => nd.sum(x, { axis: 1.5 }), AttributeError, "axis is 1.5"],
  ["a text for a number", () => nd.clip(x, any("a"), 2), AttributeError, 'aMin is "a"'],
  ["an unknown word", () => nd.activation(x, { actType: any("relo") }), AttributeError, 'did you mean "relu"?'],
  ["an array missing", () => any(nd).dot(x), AttributeError, "rhs was not given"],
  ["a number for an array", () => any(nd).exp(3), AttributeError, "the number 3"],
  ["a list for an array", () => any(nd).exp([1, 2]), AttributeError, "nd.array(…)"],
  ["an array too many", () => any(nd).exp(x, x), AttributeError, "more arrays"],
  ["the same twice", () => any(nd).clip(x, 1, 2, { aMin: 0 }), AttributeError, "twice"],
  ["a required attribute missing", () => any(nd).clip(x, 1), AttributeError, "aMax is required"],
  ["a text as operand", () => x.add(any("1")), AttributeError, 'the text "1"'],
  ["two numbers", () => nd.add(1, 2), AttributeError, "both sides are numbers"],
  ["shapes that do not broadcast", () => x.add(nd.ones([3, 3])), ShapeError, "broadcast"],
  ["dtypes mixed", () => x.add(nd.ones([3, 4], { dtype: "int32" })), DTypeError, "astype"],
  ["growing in place", () => nd.ones([1, 4]).iadd(x), ShapeError, ""],
  ["an index beyond", () => x.at(3), IndexError, "index 3 is out of bounds for axis 0 with size 3"],
  ["an index before", () => x.at(0, -5), IndexError, "index -5 is out of bounds for axis 1"],
  ["an index in a list beyond", () => x.at([0, 3]), IndexError, "index 3"],
  ["half an index", () => x.at(0.5), IndexError, "0.5"],
  ["too many keys", () => x.at(0, 0, 0), IndexError, "too many keys: 3"],
  ["two ellipses", () => x.at("...", "..."), IndexError, '"..."'],
  ["a slice that is none", () => x.at(any("a")), AttributeError, '"a" is no slice'],
  ["a slice without step", () => x.at("::0"), AttributeError, "step"],
  ["a key that is none", () => x.at(any(undefined)), AttributeError, "undefined"],
  ["a mask of another shape", () => x.at(nd.ones(4).gt(0)), IndexError, "mask"],
  ["a value that does not fit", () => x.setAt("0:1", nd.ones([4, 4])), ShapeError, "cannot be broadcast to [1,4]"],
  ["a value that does not fit all", () => x.set(nd.ones([4, 4])), ShapeError, "cannot be broadcast"],
  ["asScalar of many", () => x.asScalar(), ShapeError, "[3,4]"],
  ["copyto another shape", () => x.copyto(nd.ones([4, 3])), ShapeError, "[4,3]"],
  ["out of another shape", () => nd.elemwiseAdd(x, x, { out: nd.ones([4, 3]) }), ShapeError, ""],
  ["out that is none", () => nd.exp(x, { out: any(3) }), AttributeError, "out is the number 3"],
  ["reshape to more", () => x.reshape([8, 3]), ShapeError, ""],
  ["reshape with two -1", () => x.reshape([-1, -1]), AttributeError, "-1"],
  ["JavaScript's operators", () => any(x) + 1, HadronError, "x.add(y)"],
  ["an operator that is not there", () => nd.invoke("Convolutoin", [x]), UnknownOperatorError, "Convolution"],
  ["too few arrays by name", () => nd.invoke("dot", [x]), AttributeError, "got 1 arrays"],
  ["camelCase by name", () => nd.invoke("sum", [x], { keepDims: true }), AttributeError, "did you mean 'keepdims'?"],
  ["a seed that is none", () => nd.random.seed(any("a")), AttributeError, "whole number"],
  ["an option of random", () => nd.random.uniform(any({ hi: 3 })), AttributeError, "'hi'"],
  ["an empty range", () => nd.random.randint(3, 3), AttributeError, "low = 3"],
  ["an axis that is not there", () => nd.sort(x, { axis: 4 }), AttributeError, "axis 4 is outside"],
  ["more of the largest than there are", () => nd.topk(x, { k: 9 }), AttributeError, "k is 9"],
  ["an option misspelt", () => nd.topk(x, any({ kk: 2 })), AttributeError, "did you mean 'k'?"],
  ["subscripts of another array", () => nd.einsum([x], "ijk"), ShapeError, "names 3 axes"],
  ["a matrix without an inverse", () => nd.linalg.inverse(x), ShapeError, "must be square"],
  [
    "an equation that does not fit",
    () => nd.linalg.solve(nd.ones([2, 2]), nd.ones([3])),
    ShapeError,
    "needs B of [2] or of [2,k], got [3]",
  ],
  ["a scale of another size", () => nd.layerNorm(x, nd.ones([3]), nd.ones([3])), ShapeError, "needs [4]"],
  ["too few axes", () => nd.deconvolution(x, x, { kernel: [2, 2], numFilter: 1 }), ShapeError, "needs 4 axes"],
  ["points without values", () => nd.interp(x, nd.ones([2]), nd.ones([3])), ShapeError, "xp has shape [2] and fp [3]"],
  ["a parameter outside its domain", () => nd.random.gamma(-1, 1, { shape: [2] }), AttributeError, "alpha is -1"],
  [
    "parameters of another network",
    () => nd.rnn(nd.ones([2, 1, 3]), nd.ones([5]), nd.zeros([1, 1, 4]), { mode: "gru", stateSize: 4, numLayers: 1 }),
    ShapeError,
    "needs [108]",
  ],
  ["whole numbers transformed", () => nd.fft(nd.ones([2], { dtype: "int32" })), DTypeError, "int32"],
  ["a percentile of 150", () => nd.percentile(x, { q: [150] }), AttributeError, "0 to 100"],
  ["a mask of another length", () => nd.contrib.booleanMask(x, nd.ones([2])), ShapeError, "needs [3]"],
  ["no arrays at all", () => nd.meshgrid([]), AttributeError, "an empty list"],
  // With these MXNet reads foreign memory.
  ["a reshape to more", () => x.reshape([13]), ShapeError, "12 elements, shape [13] has 13"],
  ["a reshape to less", () => x.reshape([1, 1]), ShapeError, "12 elements, shape [1,1] has 1"],
  ["an axis twice", () => nd.transpose(x, { axes: [0, 0] }), AttributeError, "names an axis twice"],
  [
    "statistics of other channels",
    () => nd.batchNorm(x, nd.ones([3]), nd.ones([4]), nd.ones([4]), nd.ones([4])),
    ShapeError,
    "gamma has shape [3]",
  ],
  [
    "a crop beyond the image",
    () => nd.image.crop(nd.ones([4, 4, 3]), { x: 0, y: 0, width: 20, height: 20 }),
    AttributeError,
    "go beyond",
  ],
];

for (const [what, call, kind, text] of calls) {
  test(`${what}: refused`, () => {
    const error = assertThrows(call, kind) as HadronError;
    assert(typeof text === "string" ? error.message.includes(text) : text.test(error.message), error.message);
    assert(error.operator !== "" && error.message.startsWith(error.operator), error.message);
  });
}

test("a disposed array is refused, and dispose() may be called twice", () => {
  const y = nd.ones(2);
  y.dispose();
  y.dispose();
  assertThrows(() => y.add(1), DisposedError, "disposed");
  assertThrows(() => y.shape.length, DisposedError);
});

test("int64 beyond 2^53 is refused as a number and given as a bigint", () => {
  const y = nd.array(new BigInt64Array([2n ** 60n]));
  assertThrows(() => y.asScalar(), DTypeError, "2^53");
  assertThrows(() => y.toArray(), DTypeError, "2^53");
  assertEquals(y.asTypedArray(), new BigInt64Array([2n ** 60n]));
});

test("there are no GPUs", () => assertEquals(numGpus(), 0));
