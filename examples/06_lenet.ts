// A convolutional network. Run: deno run -R examples/06_lenet.ts

import { cpu, gluon, init, random } from "../mod.ts";
import { loadDataFashionMNIST, train } from "./utils.ts";

const { nn } = gluon;
random.seed(1);

const [trainData, testData] = await loadDataFashionMNIST(64);

const net = new nn.Sequential();
net.nameScope(() =>
  net.add(
    new nn.Conv2D(20, { kernelSize: 5, activation: "relu" }),
    new nn.MaxPool2D({ poolSize: 2, strides: 2 }),
    new nn.Conv2D(50, { kernelSize: 3, activation: "relu" }),
    new nn.MaxPool2D({ poolSize: 2, strides: 2 }),
    new nn.Flatten(),
    new nn.Dense(128, { activation: "relu" }),
    new nn.Dense(10),
  )
);
net.initialize({ init: new init.Xavier() });
const loss = new gluon.loss.SoftmaxCrossEntropyLoss();
const trainer = new gluon.Trainer(net.collectParams(), "sgd", { learningRate: 0.1, momentum: 0.5 });

await train(trainData, testData, net, loss, trainer, cpu(), 5);
