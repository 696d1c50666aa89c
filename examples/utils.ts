// What the chapters share: loading Fashion-MNIST, the training loop, accuracy, the small ResNet, pictures.

import { autograd, type Context, gluon, nd, NDArray } from "../mod.ts";
import { type Figure, ProgressBar, showImages as drawImages } from "../ts/plot/mod.ts";

const { nn } = gluon;
const { vision } = gluon.data;

/** Batches of data and labels; each `for … of` or `for await … of` is one pass. */
export type Batches = Iterable<[NDArray, NDArray]> & AsyncIterable<[NDArray, NDArray]> & { readonly length: number };

/** The names of Fashion-MNIST's ten classes. */
export const CLOTHES: readonly string[] = [
  ...["t-shirt", "trouser", "pullover", "dress", "coat"],
  ...["sandal", "shirt", "sneaker", "bag", "ankle boot"],
];

/** The names of the classes that an array holds. */
export function classNames(classes: NDArray): string[] {
  return Array.from(classes.asTypedArray() as Float32Array, (c) => CLOTHES[c]);
}

/** A loader whose batches all have the full size: samples that do not fill the last one are left out. */
export class DataLoader extends gluon.data.DataLoader<[NDArray, NDArray]> {
  /** Takes a set whose transform can do with a whole batch. */
  constructor(
    dataset: gluon.data.Dataset<[NDArray, NDArray]>,
    batchSize: number,
    options: { shuffle?: boolean } = {},
  ) {
    super(dataset, batchSize, { ...options, lastBatch: "discard" });
  }
}

/** Images as networks want them: float32 from 0 to 1, channels first, and, where `size` is given, of that size. */
export function toNetwork(size?: number): (data: NDArray, label: NDArray) => [NDArray, NDArray] {
  return (data, label) => {
    if (size !== undefined && size !== 28) data = vision.resize(data, size, size);
    // A single channel moves to the front without moving a byte.
    const channelsFirst = data.shape.at(-1) === 1
      ? data.reshape([-1, 1, data.shape.at(-3)!, data.shape.at(-2)!])
      : nd.transpose(data, [0, 3, 1, 2]);
    return [channelsFirst.astype("float32").div(255), label.astype("float32")];
  };
}

/** What {@linkcode loadDataFashionMNIST} may be told. */
export interface FashionOptions {
  /** Width and height of the images; 28 by default. */
  size?: number;
  /** The folder of the files. */
  root?: string | URL;
}

/** Loaders of Fashion-MNIST's training part, shuffled, and test part: [n, 1, size, size] and labels. */
export async function loadDataFashionMNIST(
  batchSize: number,
  { size, root }: FashionOptions = {},
): Promise<[train: Batches, test: Batches]> {
  const transform = toNetwork(size);
  const train = await vision.FashionMNIST.load({ root, train: true, transform });
  const test = await vision.FashionMNIST.load({ root, train: false, transform });
  return [
    new gluon.data.DataLoader(train, batchSize, { shuffle: true }),
    new gluon.data.DataLoader(test, batchSize),
  ];
}

/** Two 3x3 convolutions whose result is added to the input; the first halves the image unless `sameShape`. */
export class Residual extends nn.Block {
  conv1: gluon.nn.Conv2D;
  bn1: gluon.nn.BatchNorm = new nn.BatchNorm();
  conv2: gluon.nn.Conv2D;
  bn2: gluon.nn.BatchNorm = new nn.BatchNorm();
  conv3?: gluon.nn.Conv2D;

  /** A block that gives `channels` channels. */
  constructor(channels: number, { sameShape = true }: { sameShape?: boolean } = {}) {
    super();
    const strides = sameShape ? 1 : 2;
    this.conv1 = new nn.Conv2D(channels, { kernelSize: 3, padding: 1, strides });
    this.conv2 = new nn.Conv2D(channels, { kernelSize: 3, padding: 1 });
    if (!sameShape) this.conv3 = new nn.Conv2D(channels, { kernelSize: 1, strides });
  }

  override forward(x: NDArray): NDArray {
    let out = nd.relu(this.bn1(this.conv1(x)));
    out = this.bn2(this.conv2(out));
    return nd.relu(out.add(this.conv3?.(x) ?? x));
  }
}

/** ResNet-18 for small images: 64, 64, 128, 128, 256, 256 channels. */
export function resnet18(numClasses: number): gluon.nn.Sequential {
  const net = new nn.Sequential();
  net.nameScope(() =>
    net.add(
      new nn.BatchNorm(),
      new nn.Conv2D(64, { kernelSize: 3, strides: 1 }),
      new nn.MaxPool2D({ poolSize: 3, strides: 2 }),
      new Residual(64),
      new Residual(64),
      new Residual(128, { sameShape: false }),
      new Residual(128),
      new Residual(256, { sameShape: false }),
      new Residual(256),
      new nn.GlobalAvgPool2D(),
      new nn.Dense(numClasses),
    )
  );
  return net;
}

/** How many numbers the network learns and keeps, once its shapes are known. */
export function countParameters(net: gluon.Block): number {
  let count = 0;
  for (const [, parameter] of net.collectParams()) count += parameter.data().size;
  return count;
}

const total = (xs: readonly number[]): number => xs.reduce((a, b) => a + b, 0);

function split([data, label]: [NDArray, NDArray], ctx: readonly Context[]) {
  const parts = (x: NDArray): NDArray[] => gluon.utils.splitAndLoad(x, ctx);
  return { data: parts(data), label: parts(label), size: data.length };
}

/** How many of the predictions are right, as an array of one number that need not be waited for. */
const rightOnes = (output: NDArray, label: NDArray): NDArray => output.argmax({ axis: 1 }).eq(label).sum();

/** The share of samples that the network classifies rightly. */
export async function evaluateAccuracy(
  testData: Batches,
  net: gluon.Block,
  ctx: readonly Context[],
): Promise<number> {
  let right = 0, n = 0;
  for await (const batch of testData) {
    const { data, label, size } = split(batch, ctx);
    right += total(data.map((x, k) => rightOnes(net(x), label[k]).asScalar()));
    n += size;
  }
  return right / n;
}

/** What a training run leaves behind. */
export interface History {
  /** Mean loss of each batch. */
  batchLoss: number[];
  /** Mean loss of each epoch. */
  loss: number[];
  /** Share of training samples classified rightly while they were learned, each epoch. */
  trainAcc: number[];
  /** Share of test samples classified rightly, each epoch. */
  testAcc: number[];
}

/** Trains a network and prints a line an epoch; on a terminal a bar shows how far it is. */
export async function train(
  trainData: Batches,
  testData: Batches,
  net: gluon.Block,
  loss: gluon.loss.Loss,
  trainer: gluon.Trainer,
  ctx: Context | Context[],
  numEpochs: number,
  printBatches?: number,
): Promise<History> {
  const contexts = Array.isArray(ctx) ? ctx : [ctx];
  console.log(`Start training on ${contexts.join(", ")}`);
  const history: History = { batchLoss: [], loss: [], trainAcc: [], testAcc: [] };
  for (let epoch = 0; epoch < numEpochs; epoch++) {
    let trainLoss = 0, trainAcc = 0, n = 0, i = 0;
    const start = performance.now();
    using bar = new ProgressBar(trainData.length, { title: `Epoch ${epoch}`, unit: "batch" });
    for await (const batch of trainData) {
      const { data, label, size } = split(batch, contexts);
      const { outputs, losses } = autograd.record(() => {
        const outputs = data.map((x) => net(x));
        return { outputs, losses: outputs.map((output, k) => loss(output, label[k])) };
      });
      for (const l of losses) l.backward();
      trainer.step(size);
      const batchLoss = total(losses.map((l) => l.sum().asScalar()));
      trainAcc += total(outputs.map((output, k) => rightOnes(output, label[k]).asScalar()));
      trainLoss += batchLoss;
      n += size;
      history.batchLoss.push(batchLoss / size);
      bar.advance(1, `loss ${(trainLoss / n).toFixed(3)}`);
      if (printBatches && ++i % printBatches === 0) {
        console.log(`Batch ${n}. Loss: ${(trainLoss / n).toFixed(6)}, Train acc ${(trainAcc / n).toFixed(6)}`);
      }
    }
    bar.finish();
    const testAcc = await evaluateAccuracy(testData, net, contexts);
    history.loss.push(trainLoss / n);
    history.trainAcc.push(trainAcc / n);
    history.testAcc.push(testAcc);
    console.log(
      `Epoch ${epoch}. Loss: ${(trainLoss / n).toFixed(3)}, Train acc ${(trainAcc / n).toFixed(2)}, ` +
        `Test acc ${testAcc.toFixed(2)}, Time ${((performance.now() - start) / 1000).toFixed(1)} sec`,
    );
  }
  return history;
}

/** A grid of images: shows itself in a terminal and a notebook; `save("x.png")` writes it. */
export function showImages(
  images: NDArray | readonly NDArray[],
  rows: number,
  columns: number,
  { figsize }: { figsize?: readonly [width: number, height: number] } = {},
): Figure {
  const first = images instanceof NDArray ? images.at(0) : images[0];
  // A hundred pixels an inch, as many as whole multiples of the image's own pixels allow.
  const scale = figsize && Math.max(1, Math.floor(figsize[0] * 100 / columns / first.shape[1]));
  return drawImages(images, { rows, columns, scale });
}
