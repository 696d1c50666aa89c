// The notes' chapters 3.5 to 4.5: batch normalisation, convolution, pooling, and the networks built of them.
import { test } from "node:test";
import { autograd, gluon, nd } from "../../mod.ts";
import { assert, assertEquals, close } from "../check.ts";

const { nn } = gluon;

test("3.5: batch normalisation by hand", () => {
  let X = nd.arange(6).reshape([3, 2]);
  let mean = X.mean({ axis: 0 });
  let variance = X.sub(mean).pow(2).mean({ axis: 0 });
  close(mean, [2, 3]);
  close(variance, [8 / 3, 8 / 3]);
  X = nd.arange(6).reshape([1, 1, 3, 2]);
  mean = X.mean({ axis: [0, 2, 3], keepdims: true });
  variance = X.sub(mean).pow(2).mean({ axis: [0, 2, 3], keepdims: true });
  assertEquals(mean.shape, [1, 1, 1, 1]);
  const eps = 1e-5, gamma = nd.array([1]), beta = nd.array([0]);
  const Xhat = X.sub(mean).div(nd.sqrt(variance.add(eps)));
  close(Xhat, nd.expr`(${X} - ${mean}) / sqrt(${variance} + ${eps})`);
  const y = gamma.reshape(mean.shape).mul(Xhat).add(beta.reshape(mean.shape));
  close(y.mean(), [0], 0, 1e-6);
  const momentum = 0.9, movingMean = nd.zeros([1]).reshape(mean.shape);
  movingMean.set(movingMean.mul(momentum).add(mean.mul(1 - momentum)));
  close(movingMean.reshape([1]), [0.25]);
});

test("3.5: a network with BatchNorm, all options by name", () => {
  const net = new nn.Sequential();
  net.nameScope(() => {
    net.add(new nn.Conv2D({ channels: 20, kernelSize: 5 }));
    net.add(new nn.BatchNorm({ axis: 1 }));
    net.add(new nn.Activation({ activation: "relu" }));
    net.add(new nn.MaxPool2D({ poolSize: 2, strides: 2 }));
    net.add(new nn.Conv2D({ channels: 50, kernelSize: 3 }));
    net.add(new nn.BatchNorm({ axis: 1 }));
    net.add(new nn.Activation("relu"));
    net.add(new nn.MaxPool2D({ poolSize: 2, strides: 2 }));
    net.add(new nn.Flatten());
    net.add(new nn.Dense(128, { activation: "relu" }));
    net.add(new nn.Dense(10));
  });
  net.initialize();
  const out = autograd.record(() => net(nd.random.uniform({ shape: [2, 1, 28, 28] })));
  out.backward();
  assertEquals(out.shape, [2, 10]);
  assert(net.at(1, nn.BatchNorm).runningMean.data().abs().sum().asScalar() > 0);
});

test("4.1: convolution and pooling", () => {
  let w = nd.arange(4).reshape([1, 1, 2, 2]), b = nd.array([1]), data = nd.arange(9).reshape([1, 1, 3, 3]);
  let out = nd.convolution(data, w, b, { kernel: w.shape.slice(2), numFilter: w.shape[1]! });
  close(out, [[[[20, 26], [38, 44]]]]);
  out = nd.convolution(data, w, b, { kernel: [2, 2], numFilter: 1, stride: [2, 2], pad: [1, 1] });
  close(out, [[[[1, 9], [22, 44]]]]);
  w = nd.arange(8).reshape([1, 2, 2, 2]);
  data = nd.arange(18).reshape([1, 2, 3, 3]);
  out = nd.convolution(data, w, b, { kernel: w.shape.slice(2), numFilter: w.shape[0]! });
  close(out, [[[[269, 297], [353, 381]]]]);
  w = nd.arange(16).reshape([2, 2, 2, 2]);
  b = nd.array([1, 2]);
  out = nd.convolution(data, w, b, { kernel: w.shape.slice(2), numFilter: w.shape[0]! });
  assertEquals(out.shape, [1, 2, 2, 2]);
  close(out.at(0, 1), [[686, 778], [962, 1054]]);
  const maps = nd.arange(18).reshape([1, 2, 3, 3]);
  close(nd.pooling(maps, { poolType: "max", kernel: [2, 2] }).at(0, 0), [[4, 5], [7, 8]]);
  close(nd.pooling(maps, { poolType: "avg", kernel: [2, 2] }).at(0, 1), [[11, 12], [14, 15]]);
});

test("4.2: LeNet", () => {
  const lenet = new nn.Sequential();
  lenet.nameScope(() =>
    lenet.add(
      new nn.Conv2D(20, { kernelSize: 5, activation: "relu" }),
      new nn.MaxPool2D({ poolSize: 2, strides: 2 }),
      new nn.Conv2D(50, { kernelSize: 3, activation: "relu" }),
      new nn.MaxPool2D({ poolSize: 2, strides: 2 }),
      new nn.Flatten(),
      new nn.Dense(128, { activation: "relu" }),
      new nn.Dense(10),
    )
  );
  lenet.initialize("xavier");
  assertEquals(lenet(nd.ones([2, 1, 28, 28])).shape, [2, 10]);
  assertEquals(lenet.at(0, nn.Conv2D).weight.shape, [20, 1, 5, 5]);
  assertEquals(lenet.at(5, nn.Dense).weight.shape, [128, 1250]);
});

test("4.3 to 4.5: AlexNet, VGG and NiN on small images", () => {
  const alexnet = new nn.Sequential();
  alexnet.nameScope(() =>
    alexnet.add(
      new nn.Conv2D(8, { kernelSize: 11, strides: 4, activation: "relu" }),
      new nn.MaxPool2D({ poolSize: 3, strides: 2 }),
      new nn.Conv2D(8, { kernelSize: 5, padding: 2, activation: "relu" }),
      new nn.MaxPool2D({ poolSize: 3, strides: 2 }),
      new nn.Flatten(),
      new nn.Dense(16, { activation: "relu" }),
      new nn.Dropout(0.5),
      new nn.Dense(10),
    )
  );
  alexnet.initialize();
  assertEquals(alexnet(nd.ones([1, 1, 64, 64])).shape, [1, 10]);

  function vggBlock(numConvs: number, channels: number) {
    const out = new nn.Sequential();
    for (let i = 0; i < numConvs; i++) {
      out.add(new nn.Conv2D(channels, { kernelSize: 3, padding: 1, activation: "relu" }));
    }
    return out.add(new nn.MaxPool2D({ poolSize: 2, strides: 2 }));
  }
  const architecture = [[1, 4], [1, 8], [2, 8]] as const;
  const vggStack = (spec: typeof architecture) => new nn.Sequential(spec.map(([n, c]) => vggBlock(n, c)));
  const vgg = new nn.Sequential();
  vgg.nameScope(() =>
    vgg.add(vggStack(architecture), new nn.Flatten(), new nn.Dense(16, { activation: "relu" }), new nn.Dense(10))
  );
  vgg.initialize();
  assertEquals(vgg(nd.ones([1, 1, 16, 16])).shape, [1, 10]);

  function mlpconv(
    channels: number,
    kernelSize: number,
    padding: number,
    { strides = 1, maxPooling = true } = {},
  ) {
    const out = new nn.Sequential([
      new nn.Conv2D(channels, { kernelSize, strides, padding, activation: "relu" }),
      new nn.Conv2D(channels, { kernelSize: 1, activation: "relu" }),
      new nn.Conv2D(channels, { kernelSize: 1, activation: "relu" }),
    ]);
    if (maxPooling) out.add(new nn.MaxPool2D({ poolSize: 3, strides: 2 }));
    return out;
  }
  const nin = new nn.Sequential();
  nin.nameScope(() =>
    nin.add(
      mlpconv(8, 5, 0, { strides: 2 }),
      new nn.Dropout(0.5),
      mlpconv(10, 3, 1, { maxPooling: false }),
      new nn.AvgPool2D({ poolSize: 5 }),
      new nn.Flatten(),
    )
  );
  nin.initialize();
  assertEquals(nin(nd.ones([1, 1, 28, 28])).shape, [1, 10]);
});
