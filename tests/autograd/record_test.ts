// Section 2.2 of the notes, and the scopes of recording.

import { test } from "node:test";
import { autograd, GraphError, nd } from "../../mod.ts";
import { assert, assertEquals, assertStrictEquals, assertThrows } from "../check.ts";

test("notes 2.2: the gradient of 2x²", () => {
  const x = nd.array([[1, 2], [3, 4]]);
  x.attachGrad();
  const z = autograd.record(() => {
    const y = x.mul(2);
    return y.mul(x);
  });
  z.backward();
  assertEquals(String(x.grad), "\n[[ 4.  8.]\n [12. 16.]]\n<NDArray 2x2 @cpu(0)>");
  assertStrictEquals(x.grad, x.grad);
});

test("record() to the end of a block, by using", () => {
  const x = nd.array([3]);
  x.attachGrad();
  let z;
  {
    using _ = autograd.record();
    assert(autograd.isRecording() && autograd.isTraining());
    z = x.mul(x);
  }
  assert(!autograd.isRecording() && !autograd.isTraining());
  z.backward();
  assertEquals(x.grad!.toArray(), [6]);
});

test("record() gives what its function gives, a tuple as a tuple", () => {
  const [n, text] = autograd.record(() => [1, "two"]);
  const number: number = n, two: string = text;
  assertEquals([number, two], [1, "two"]);
});

test("modes nest as in MXNet", () => {
  const modes = (): [boolean, boolean] => [autograd.isRecording(), autograd.isTraining()];
  autograd.record(() => {
    assertEquals(modes(), [true, true]);
    autograd.pause(() => assertEquals(modes(), [false, false]));
    autograd.pause(() => assertEquals(modes(), [false, true]), { trainMode: true });
    autograd.predictMode(() => assertEquals(modes(), [true, false]));
    assertEquals(modes(), [true, true]);
  });
  autograd.record(() => assertEquals(modes(), [true, false]), { trainMode: false });
  autograd.trainMode(() => assertEquals(modes(), [false, true]));
  assertEquals(autograd.setRecording(true), false);
  assertEquals(autograd.setTraining(true), false);
  assertEquals(autograd.setRecording(false), true);
  assertEquals(autograd.setTraining(false), true);
});

test("an error inside leaves the modes as they were", () => {
  assertThrows(
    () =>
      autograd.record(() => {
        throw new Error("inside");
      }),
    Error,
    "inside",
  );
  assertEquals([autograd.isRecording(), autograd.isTraining()], [false, false]);
});

test("a promise is refused", () => {
  assertThrows(() => autograd.record(() => Promise.resolve(1)), GraphError, "synchronous");
  assertThrows(() => autograd.record(async () => {}), GraphError, "promise");
  assertEquals(autograd.isRecording(), false);
});

test("head gradients, gradReq and retainGraph", () => {
  const x = nd.array([1, 2]);
  x.attachGrad({ gradReq: "add" });
  const y = autograd.record(() => x.mul(x));
  y.backward(nd.array([10, 100]), { retainGraph: true });
  y.backward();
  assertEquals(x.grad!.toArray(), [22, 404]);
  assertThrows(() => y.backward(), GraphError);
  assertThrows(() => nd.ones(2).backward(), GraphError);
});

test("backward() of several heads sums, grad() gives arrays and leaves what is attached alone", () => {
  const x = nd.array([2]), w = nd.array([5]);
  x.attachGrad();
  w.attachGrad();
  const [a, b] = autograd.record(() => [x.mul(x), x.mul(w)]);
  autograd.backward([a, b], [null, nd.array([3])]);
  assertEquals([x.grad!.toArray(), w.grad!.toArray()], [[19], [6]]);
  const c = autograd.record(() => x.mul(w));
  const [dx, dw] = autograd.grad(c, [x, w]);
  assertEquals([dx.toArray(), dw.toArray()], [[5], [2]]);
  assertEquals(x.grad!.toArray(), [19]);
});

test("grad() with createGraph gives gradients of gradients", () => {
  const x = nd.array([2]);
  x.attachGrad();
  const second = autograd.record(() => {
    const [first] = autograd.grad(x.pow(3), [x], { createGraph: true });
    return autograd.grad(first, [x], { createGraph: true })[0];
  });
  assertEquals(second.toArray(), [12]);
});

test("markVariables() uses the gradients it is given", () => {
  const x = nd.array([3]), g = nd.zeros(1);
  autograd.markVariables([x], [g]);
  autograd.record(() => x.mul(x)).backward();
  assertEquals(g.toArray(), [6]);
  assertEquals(x.grad!.toArray(), [6]);
});

test("slices of all kinds give their gradients back", () => {
  const x = nd.arange(6).reshape([2, 3]);
  x.attachGrad();
  const total = autograd.record(() => {
    const parts = [x.at(0), x.at("1:2"), x.at(":", 1), x.at("::-1"), x.at([0, 0]), x.at(x.gt(3))];
    return parts.map((p) => nd.sum(p)).reduce((a, b) => a.add(b));
  });
  total.backward();
  assertEquals(x.grad!.toArray(), [[4, 5, 4], [2, 4, 3]]);
});
