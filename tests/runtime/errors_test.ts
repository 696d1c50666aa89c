import { test } from "node:test";
import { assert, assertEquals, assertInstanceOf } from "../check.ts";
import * as errors from "../../ts/runtime/errors.ts";

const { AttributeError, errorOfKind, ExecutionError, HadronError, ShapeError } = errors;

test("HadronError says operator and text", () => {
  const error = new ShapeError("dot", "got [2,3] and [2,3], needs [2,3] and [3,n]");
  assertEquals(error.message, "dot: got [2,3] and [2,3], needs [2,3] and [3,n]");
  assertEquals(error.name, "ShapeError");
  assertEquals(error.operator, "dot");
  assertInstanceOf(error, HadronError);
  assertInstanceOf(error, Error);
});

test("HadronError takes the path of the innermost block, once", () => {
  const error = new AttributeError("Convolution", "kernel is missing").within("net0.conv1").within("net0");
  assertEquals(error.path, "net0.conv1");
  assertEquals(error.message, "net0.conv1: Convolution: kernel is missing");
  assert(!error.stack?.includes("net0: "));
});

test("HadronError tells the line that queued the task", () => {
  const error = new ExecutionError("exp", "it failed", { site: "a.ts:3:4" });
  assertEquals(error.message, "exp: it failed (queued at a.ts:3:4)");
  assertEquals(error.within("net").message, "net: exp: it failed (queued at a.ts:3:4)");
});

test("each kind of the core has its class", () => {
  const names = [
    ...["ShapeError", "DTypeError", "AttributeError", "IndexError", "ContextError", "MemoryError", "DisposedError"],
    ...["DeferredError", "GraphError", "ExecutionError", "FileError", "UnknownOperatorError"],
  ];
  names.forEach((name, i) => {
    const error = errorOfKind(i + 1, "x", "y");
    assertEquals(error.name, name);
    assertInstanceOf(error, errors[name as "ShapeError"]);
  });
  assertEquals(errorOfKind(77, "x", "y").name, "HadronError");
});
