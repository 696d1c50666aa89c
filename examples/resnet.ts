// ResNet-18 on Fashion-MNIST, start to end: real images, training, a file of parameters, pictures of what it learned.
// Run: npx -y deno@2 run -RW examples/resnet.ts --help

import { cpu, engine, gluon, HadronError, init, nd, type NDArray, random } from "../mod.ts";
import { plotLines, showImages } from "../ts/plot/mod.ts";
import { OPTIONS_TEXT, parseOptions, type ResnetOptions, UsageError } from "./resnet_options.ts";
import { classNames, countParameters, evaluateAccuracy, Residual, resnet18, toNetwork, train } from "./utils.ts";
import { mkdirSync } from "node:fs";
import process from "node:process";

const { nn } = gluon;
const { FashionMNIST } = gluon.data.vision;

/** The network for images of 96 pixels and more: a 7x7 convolution first, and up to 512 channels. */
function resnetLarge(numClasses: number): gluon.nn.Sequential {
  const down = { sameShape: false };
  const net = new nn.Sequential();
  net.nameScope(() =>
    net.add(
      new nn.Conv2D(64, { kernelSize: 7, strides: 2 }),
      new nn.Sequential([new nn.MaxPool2D({ poolSize: 3, strides: 2 }), new Residual(64), new Residual(64)]),
      new nn.Sequential([new Residual(128, down), new Residual(128)]),
      new nn.Sequential([new Residual(256, down), new Residual(256)]),
      new nn.Sequential([new Residual(512, down), new Residual(512)]),
      new nn.Sequential([new nn.AvgPool2D({ poolSize: 3 }), new nn.Dense(numClasses)]),
    )
  );
  return net;
}

/** 6,000 rather than 6000. */
const count = (n: number): string => n.toLocaleString("en");

const makeNet = (size: number): gluon.nn.Sequential => size < 96 ? resnet18(10) : resnetLarge(10);

/** A grid of test images with what the network says; wrong answers are red and name the truth below. */
function drawPredictions(images: NDArray, truth: NDArray, predicted: NDArray): ReturnType<typeof showImages> {
  const is = classNames(truth), says = classNames(predicted);
  return showImages(images, {
    columns: 8,
    scale: images.shape[1] < 64 ? 2 : 1,
    labels: says.map((text, i) => text === is[i] ? text : `${text}\nis ${is[i]}`),
    labelColors: says.map((text, i) => text === is[i] ? [0, 110, 0] : [200, 0, 0]),
  });
}

async function main(options: ResnetOptions): Promise<void> {
  const { epochs, batchSize, lr, size, seed, out, data: root } = options;
  if (options.threads !== undefined) engine.setNumThreads(options.threads);
  const host = engine.info();
  console.log(`${host.host} ${host.hostVersion}, build ${host.build}, ${host.threads} threads, seed ${seed}`);
  random.seed(seed);

  const transform = toNetwork(size);
  const trainSet = new FashionMNIST({ root, train: true, transform });
  const testSet = new FashionMNIST({ root, train: false, transform });
  console.log(
    `Data in ${root instanceof URL ? root.pathname : root}: ${count(trainSet.length)} images to learn from, ` +
      `${count(testSet.length)} to test on, ${size}x${size} pixels`,
  );
  const trainData = new gluon.data.DataLoader(trainSet, batchSize, { shuffle: true });
  const testData = new gluon.data.DataLoader(testSet, batchSize);

  const net = makeNet(size);
  net.initialize({ init: new init.Xavier() });
  net(nd.zeros([1, 1, size, size])); // shapes become known
  console.log(
    `ResNet-18 with ${count(countParameters(net))} parameters, ${epochs} ${epochs === 1 ? "epoch" : "epochs"} of ` +
      `${trainData.length} batches of ${batchSize}, learning rate ${lr}`,
  );
  if (size >= 96) {
    const minutes = Math.ceil(trainSet.length / 6000 * 1.5 * (size / 96) ** 2);
    console.log(
      `Images of ${size} pixels take time: expect about ${minutes} ${
        minutes === 1 ? "minute" : "minutes"
      } an epoch on two cores`,
    );
  }

  const loss = new gluon.loss.SoftmaxCrossEntropyLoss();
  const trainer = new gluon.Trainer(net.collectParams(), "sgd", { learningRate: lr });
  const history = await train(trainData, testData, net, loss, trainer, cpu(), epochs);
  const accuracy = history.testAcc.at(-1)!;

  mkdirSync(out, { recursive: true });
  const file = `${out}/resnet.params`;
  net.saveParameters(file);
  const points = (values: number[]): [number, number][] => values.map((v, i) => [i + 1, v]);
  const each = epochs / history.batchLoss.length;
  plotLines({
    "loss of a batch": history.batchLoss.map((v, i): [number, number] => [(i + 1) * each, v]),
    "train accuracy": points(history.trainAcc),
    "test accuracy": points(history.testAcc),
  }, { title: "ResNet-18 on Fashion-MNIST", xLabel: "epoch" }).save(`${out}/curves.svg`);
  const shown = Array.from({ length: 32 }, (_, i) => Math.floor(i * testSet.length / 32));
  const [images, truth] = testSet.batch(shown);
  drawPredictions(images.reshape([-1, size, size]), truth, net(images).argmax({ axis: 1 })).save(
    `${out}/predictions.png`,
  );
  console.log(`Wrote ${file}, ${out}/curves.svg and ${out}/predictions.png`);

  const second = makeNet(size);
  second.loadParameters(file);
  const again = await evaluateAccuracy(testData, second, [cpu()]);
  console.log(`Test accuracy ${accuracy}; of a second network with the parameters of ${file}: ${again}`);
  if (again !== accuracy) {
    throw new HadronError("resnet", "the two accuracies differ; the file does not hold the network");
  }
}

try {
  const options = parseOptions(process.argv.slice(2));
  if (options === "help") console.log(OPTIONS_TEXT);
  else await main(options);
} catch (error) {
  if (!(error instanceof HadronError) && !(error instanceof UsageError)) throw error;
  console.error(error.message);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
