// A line through noisy points, learned by gradient descent. Run: deno run examples/03_linear_regression.ts

import { autograd, gluon, nd, type NDArray, random } from "../mod.ts";

const { nn } = gluon;
random.seed(1);

// The truth is y = 2 x0 - 3.4 x1 + 4.2, with a little noise.
const numExamples = 1000;
const X = nd.random.normal({ shape: [numExamples, 2] });
const y = nd.expr`2 * ${X.at(":", 0)} - 3.4 * ${X.at(":", 1)} + 4.2`;
y.iadd(nd.random.normal({ shape: y.shape }).mul(0.01));

const batchSize = 10;
const dataset = new gluon.data.ArrayDataset<[NDArray, NDArray]>(X, y);
const loader = new gluon.data.DataLoader(dataset, batchSize, { shuffle: true });

const net = new nn.Sequential([new nn.Dense(1)]);
net.initialize();
const squareLoss = new gluon.loss.L2Loss();
const trainer = new gluon.Trainer(net.collectParams(), "sgd", { learningRate: 0.1 });

for (let epoch = 0; epoch < 5; epoch++) {
  let totalLoss = 0;
  for (const [data, label] of loader) {
    const loss = autograd.record(() => squareLoss(net(data), label));
    loss.backward();
    trainer.step(batchSize);
    totalLoss += loss.sum().asScalar();
  }
  console.log(`Epoch ${epoch}, average loss: ${(totalLoss / numExamples).toFixed(6)}`);
}
const dense = net.at(0, nn.Dense);
console.log("weight", dense.weight.data(), "bias", dense.bias.data());
