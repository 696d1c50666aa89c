// Ten kinds of clothes told apart by one linear layer. Run: deno run -R examples/04_softmax_regression.ts

import { autograd, gluon, type NDArray, random } from "../mod.ts";
import { classNames } from "./utils.ts";

const { nn } = gluon;
const { FashionMNIST } = gluon.data.vision;
random.seed(1);

// The transform sees whole batches: images [n, 28, 28, 1] and labels [n].
function transform(data: NDArray, label: NDArray): [NDArray, NDArray] {
  return [data.astype("float32").div(255), label.astype("float32")];
}
const train = await FashionMNIST.load({ train: true, transform });
const test = await FashionMNIST.load({ train: false, transform });
const batchSize = 256;
const trainData = new gluon.data.DataLoader(train, batchSize, { shuffle: true });
const testData = new gluon.data.DataLoader(test, batchSize);
console.log(`${train.length} images to learn from, ${test.length} to test on`);

const net = new nn.Sequential([new nn.Flatten(), new nn.Dense(10)]);
net.initialize();
const softmaxCrossEntropy = new gluon.loss.SoftmaxCrossEntropyLoss();
const trainer = new gluon.Trainer(net.collectParams(), "sgd", { learningRate: 0.1 });

const right = (output: NDArray, label: NDArray): number => output.argmax({ axis: 1 }).eq(label).sum().asScalar();

for (let epoch = 0; epoch < 5; epoch++) {
  let loss = 0, trainRight = 0, testRight = 0;
  for (const [data, label] of trainData) {
    const [output, losses] = autograd.record(() => {
      const output = net(data);
      return [output, softmaxCrossEntropy(output, label)];
    });
    losses.backward();
    trainer.step(data.length);
    loss += losses.sum().asScalar();
    trainRight += right(output, label);
  }
  for (const [data, label] of testData) testRight += right(net(data), label);
  console.log(
    `Epoch ${epoch}. Loss: ${(loss / train.length).toFixed(4)}, Train acc ${(trainRight / train.length).toFixed(4)}, ` +
      `Test acc ${(testRight / test.length).toFixed(4)}`,
  );
}

// Nine test images: what the network says, and what they are.
const [data, label] = test.at("0:9");
console.log("predicted:", classNames(net(data).argmax({ axis: 1 })).join(", "));
console.log("true:     ", classNames(label).join(", "));
