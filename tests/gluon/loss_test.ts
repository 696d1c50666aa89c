// What losses refuse, and losses of one's own.
import { test } from "node:test";
import { autograd, gluon, nd, type NDArray, type Ops } from "../../mod.ts";
import { assertEquals, assertThrows, close } from "../check.ts";

const { loss } = gluon;

test("a label out of range is an error, not the nearest class", () => {
  const crossEntropy = new loss.SoftmaxCrossEntropyLoss();
  const pred = nd.zeros([2, 3]);
  close(crossEntropy(pred, nd.array([0, 2])), [Math.log(3), Math.log(3)], 1e-5);
  for (const wrong of [3, -1]) {
    assertThrows(() => crossEntropy(pred, nd.array([0, wrong])).asTypedArray(), Error, "pick");
  }
});

test("labels of any dtype are taken", () => {
  const crossEntropy = new loss.SoftmaxCrossEntropyLoss();
  const pred = nd.array([[1, 2, 3]]);
  const want = crossEntropy(pred, nd.array([1])).asScalar();
  for (const dtype of ["int32", "int64", "uint8", "float64"] as const) {
    assertEquals(crossEntropy(pred, nd.array([1], { dtype })).asScalar(), want);
  }
  close(new loss.L2Loss()(nd.array([1]), nd.array([3], { dtype: "int32" })), [2]);
});

test("shapes that cannot meet are refused", () => {
  assertThrows(() => new loss.L2Loss()(nd.ones([2, 3]), nd.ones([2, 2])), Error, "as many elements");
  assertThrows(() => new loss.L2Loss()(nd.ones(2), 3 as never), Error, "needs a label");
  assertThrows(() => new loss.L2Loss({ wieght: 2 } as never), Error, 'did you mean "weight"');
});

test("a loss passed to map ignores what is no input", () => {
  const l2 = new loss.L2Loss();
  const outputs = [nd.ones([2, 1]), nd.zeros([1, 1])].map((x, i, all) => l2(x, x.add(1), ...([i, all] as never[])));
  assertEquals(outputs.map((y) => y.shape), [[2], [1]]);
});

test("a loss of one's own is a block", () => {
  class Cubed extends loss.Loss {
    constructor() {
      super(null, 0);
    }
    override hybridForward(F: Ops, pred: NDArray, label: NDArray, sampleWeight: NDArray | undefined): NDArray {
      return this.finish(F, F.abs(pred.sub(label)).pow(3), sampleWeight);
    }
  }
  const cubed = new Cubed();
  const x = nd.array([[1, 2]]).attachGrad();
  const y = autograd.record(() => cubed(x, nd.zeros([1, 2])));
  close(y, [4.5]);
  y.backward();
  close(x.grad!, [[1.5, 6]], 1e-5);
});
