// A network with a hidden layer. Run: deno run -R examples/05_mlp.ts

import { cpu, gluon, random } from "../mod.ts";
import { loadDataFashionMNIST, train } from "./utils.ts";

const { nn } = gluon;
random.seed(1);

const [trainData, testData] = await loadDataFashionMNIST(256);

const net = new nn.Sequential([
  new nn.Flatten(),
  new nn.Dense(256, { activation: "relu" }),
  new nn.Dense(10),
]);
net.initialize();
const loss = new gluon.loss.SoftmaxCrossEntropyLoss();
const trainer = new gluon.Trainer(net.collectParams(), "sgd", { learningRate: 0.5 });

await train(trainData, testData, net, loss, trainer, cpu(), 5);
