// The notes' chapters 3.1 to 3.4: linear and softmax regression, multilayer perceptrons, dropout and weight decay.
import { test } from "node:test";
import { autograd, gluon, nd, type NDArray, random } from "../../mod.ts";
import { assert, assertEquals, assertThrows, close } from "../check.ts";

const { nn } = gluon;

test("3.1: linear regression finds weights and bias", () => {
  random.seed(1);
  const numInputs = 2, numExamples = 1000;
  const [w1, w2] = [2, -3.4], trueB = 4.2;
  const X = nd.randomNormal({ shape: [numExamples, numInputs] });
  const chain = X.at(":", 0).mul(w1).add(X.at(":", 1).mul(w2)).add(trueB);
  const y = nd.expr`${w1} * ${X.at(":", 0)} + ${w2} * ${X.at(":", 1)} + ${trueB}`;
  close(y, chain, 1e-5, 1e-5);
  y.iadd(nd.randomNormal({ shape: y.shape }).mul(0.01));
  const batchSize = 10;
  const dataset = new gluon.data.ArrayDataset<[NDArray, NDArray]>(X, y);
  const dataIter = new gluon.data.DataLoader(dataset, batchSize, { shuffle: true });
  const net = new nn.Sequential();
  net.add(new nn.Dense(1));
  net.initialize();
  const squareLoss = new gluon.loss.L2Loss();
  const trainer = new gluon.Trainer(net.collectParams(), "sgd", { learningRate: 0.1 });
  let last = Infinity;
  for (let e = 0; e < 5; e++) {
    let totalLoss = 0;
    for (const [data, label] of dataIter) {
      const loss = autograd.record(() => squareLoss(net(data), label));
      loss.backward();
      trainer.step(batchSize);
      totalLoss += nd.sum(loss).asScalar();
    }
    last = totalLoss / numExamples;
  }
  assert(last < 1e-4, `loss ${last}`);
  const dense = net.at(0, nn.Dense);
  close(dense.weight.data(), [[w1, w2]], 0, 0.01);
  close(dense.bias.data(), [trueB], 0, 0.01);
  assertThrows(() => net.at(0, nn.Conv2D), Error, "block 0 is a Dense, not a Conv2D");
});

// 3.2, shared by the chapters after it.
function transform(data: NDArray, label: NDArray): [NDArray, NDArray] {
  return [data.astype("float32").div(255), label.astype("float32")];
}
const root = new URL("../../data/fashion-mnist-small/", import.meta.url);
const batchSize = 256;

async function loadData() {
  const mnistTrain = await gluon.data.vision.FashionMNIST.load({ root, train: true, transform });
  const mnistTest = await gluon.data.vision.FashionMNIST.load({ root, train: false, transform });
  return {
    mnistTest,
    trainData: new gluon.data.DataLoader(mnistTrain, batchSize, { shuffle: true }),
    testData: new gluon.data.DataLoader(mnistTest, batchSize),
  };
}
type Loader = Awaited<ReturnType<typeof loadData>>["testData"];

function accuracy(output: NDArray, label: NDArray): number {
  return output.argmax({ axis: 1 }).eq(label).mean().asScalar();
}
function evaluateAccuracy(dataIterator: Loader, net: gluon.Block): number {
  let acc = 0;
  for (const [data, label] of dataIterator) acc += accuracy(net(data), label);
  return acc / dataIterator.length;
}

async function train(net: gluon.Block, trainer: gluon.Trainer, epochs: number): Promise<number> {
  const { trainData, testData } = await loadData();
  const softmaxCrossEntropy = new gluon.loss.SoftmaxCrossEntropyLoss();
  let testAcc = 0;
  for (let epoch = 0; epoch < epochs; epoch++) {
    let trainLoss = 0, trainAcc = 0;
    for await (const [data, label] of trainData) {
      const [output, loss] = autograd.record(() => {
        const output = net(data);
        return [output, softmaxCrossEntropy(output, label)];
      });
      loss.backward();
      trainer.step(batchSize);
      trainLoss += nd.mean(loss).asScalar();
      trainAcc += accuracy(output, label);
    }
    testAcc = evaluateAccuracy(testData, net);
    assert(Number.isFinite(trainLoss) && trainAcc > 0);
  }
  return testAcc;
}

test("3.2: softmax regression learns Fashion-MNIST", async () => {
  random.seed(2);
  const net = new nn.Sequential();
  net.nameScope(() => {
    net.add(new nn.Flatten());
    net.add(new nn.Dense(10));
  });
  net.initialize();
  const trainer = new gluon.Trainer(net.collectParams(), "sgd", { learningRate: 0.1 });
  const testAcc = await train(net, trainer, 5);
  assert(testAcc > 0.7, `test accuracy ${testAcc}`);
  const { mnistTest } = await loadData();
  const [data, label] = mnistTest.at("0:9");
  const predictedLabels = net(data).argmax({ axis: 1 });
  assertEquals(predictedLabels.shape, label.shape);
});

test("3.3: a perceptron with blocks in the constructor learns", async () => {
  random.seed(3);
  const net = new nn.Sequential([new nn.Flatten(), new nn.Dense(256, { activation: "relu" }), new nn.Dense(10)]);
  net.initialize();
  const trainer = new gluon.Trainer(net.collectParams(), "sgd", { learningRate: 0.5 });
  const testAcc = await train(net, trainer, 3);
  assert(testAcc > 0.65, `test accuracy ${testAcc}`);
});

test("3.4: dropout and weight decay", async () => {
  random.seed(4);
  const net = new nn.Sequential();
  const dropProb1 = 0.2, dropProb2 = 0.5, learningRate = 0.1;
  net.nameScope(() => {
    net.add(new nn.Flatten());
    net.add(new nn.Dense(256, { activation: "relu" }));
    net.add(new nn.Dropout(dropProb1));
    net.add(new nn.Dense(256, { activation: "relu" }));
    net.add(new nn.Dropout(dropProb2));
    net.add(new nn.Dense(10));
  });
  net.initialize();
  const plain = new gluon.Trainer(net.collectParams(), "sgd", { learningRate });
  const testAcc = await train(net, plain, 2);
  assert(testAcc > 0.35, `test accuracy ${testAcc}`);

  // With weight decay alone, weights fall by 1 - learningRate * wd a step.
  const weightDecay = 5;
  const dense = net.at(5, nn.Dense);
  const trainer = new gluon.Trainer([dense.weight], "sgd", { learningRate, wd: weightDecay });
  const before = dense.weight.data().copy();
  autograd.record(() => dense(nd.ones([1, 256])).mul(0)).backward();
  trainer.step(1);
  close(dense.weight.data(), before.mul(1 - learningRate * weightDecay), 1e-5, 1e-7);
});
