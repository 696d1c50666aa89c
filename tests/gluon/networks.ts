// The small networks whose training MXNet recorded, written in this library.
import { gluon, nd, type NDArray } from "../../mod.ts";

const { nn } = gluon;

/** A Sequential whose blocks are made in its scope. */
function scoped(make: () => gluon.Block[]): gluon.nn.Sequential {
  const net = new nn.Sequential();
  return net.nameScope(() => net.add(...make()));
}

class Residual extends nn.Block {
  conv1: gluon.nn.Conv2D;
  bn1: gluon.nn.BatchNorm;
  conv2: gluon.nn.Conv2D;
  bn2: gluon.nn.BatchNorm;
  conv3?: gluon.nn.Conv2D;
  constructor(channels: number, strides = 1) {
    super();
    this.conv1 = new nn.Conv2D(channels, { kernelSize: 3, padding: 1, strides });
    this.bn1 = new nn.BatchNorm();
    this.conv2 = new nn.Conv2D(channels, { kernelSize: 3, padding: 1 });
    this.bn2 = new nn.BatchNorm();
    if (strides !== 1) this.conv3 = new nn.Conv2D(channels, { kernelSize: 1, strides });
  }
  override forward(x: NDArray): NDArray {
    const out = this.bn2(this.conv2(nd.relu(this.bn1(this.conv1(x)))));
    return nd.relu(out.add(this.conv3?.(x) ?? x));
  }
}

class Inception extends nn.Block {
  p1Conv1: gluon.nn.Conv2D;
  p2Conv1: gluon.nn.Conv2D;
  p2Conv3: gluon.nn.Conv2D;
  p3Conv1: gluon.nn.Conv2D;
  p3Conv5: gluon.nn.Conv2D;
  p4Pool3: gluon.nn.MaxPool2D;
  p4Conv1: gluon.nn.Conv2D;
  constructor() {
    super();
    const conv = (channels: number, kernelSize: number, padding = 0): gluon.nn.Conv2D =>
      new nn.Conv2D(channels, { kernelSize, padding, activation: "relu" });
    this.p1Conv1 = conv(3, 1);
    this.p2Conv1 = conv(3, 1);
    this.p2Conv3 = conv(5, 3, 1);
    this.p3Conv1 = conv(2, 1);
    this.p3Conv5 = conv(3, 5, 2);
    this.p4Pool3 = new nn.MaxPool2D({ poolSize: 3, padding: 1, strides: 1 });
    this.p4Conv1 = conv(2, 1);
  }
  override forward(x: NDArray): NDArray {
    const paths = [
      this.p1Conv1(x),
      this.p2Conv3(this.p2Conv1(x)),
      this.p3Conv5(this.p3Conv1(x)),
      this.p4Conv1(this.p4Pool3(x)),
    ];
    return nd.concat(paths, { dim: 1 });
  }
}

class DenseBlock extends nn.Block {
  net = new nn.Sequential();
  constructor(layers: number, growth: number) {
    super();
    for (let i = 0; i < layers; i++) {
      this.net.add(
        new nn.Sequential([
          new nn.BatchNorm(),
          new nn.Activation("relu"),
          new nn.Conv2D(growth, { kernelSize: 3, padding: 1 }),
        ]),
      );
    }
  }
  override forward(x: NDArray): NDArray {
    for (const layer of this.net) x = nd.concat(x, layer(x), { dim: 1 });
    return x;
  }
}

class Perceptron extends nn.Block {
  dense0: gluon.nn.Dense;
  dense1: gluon.nn.Dense;
  constructor() {
    super();
    using _ = this.nameScope();
    this.dense0 = new nn.Dense(4);
    this.dense1 = new nn.Dense(3);
  }
  override forward(x: NDArray): NDArray {
    return this.dense1(nd.relu(this.dense0(x)));
  }
}
Object.defineProperty(Perceptron, "name", { value: "MLP" });

class MyDense extends nn.Block {
  weight: gluon.Parameter;
  bias: gluon.Parameter;
  constructor(units: number, inUnits: number) {
    super();
    using _ = this.nameScope();
    this.weight = this.params.get("weight", { shape: [inUnits, units] });
    this.bias = this.params.get("bias", { shape: [units] });
  }
  override forward(x: NDArray): NDArray {
    return nd.relu(nd.dot(x, this.weight.data()).add(this.bias.data()));
  }
}

const relu = { activation: "relu" } as const;
const pool = (): gluon.nn.MaxPool2D => new nn.MaxPool2D({ poolSize: 2, strides: 2 });
const conv = (channels: number, kernelSize: number, padding = 0): gluon.nn.Conv2D =>
  new nn.Conv2D(channels, { kernelSize, padding, ...relu });

/** What makes each network, by the name in the golden file. */
export const networks: Record<string, () => gluon.Block> = {
  "linear": () => scoped(() => [new nn.Dense(3)]),
  "softmax regression": () => scoped(() => [new nn.Flatten(), new nn.Dense(3)]),
  "mlp": () => scoped(() => [new nn.Flatten(), new nn.Dense(6, relu), new nn.Dense(3)]),
  "mlp sigmoid hybrid": () =>
    scoped(() => [
      new nn.Dense(7, { activation: "sigmoid" }),
      new nn.Dense(7, { activation: "tanh" }),
      new nn.Dense(3),
    ]),
  "mlp dropout": () => scoped(() => [new nn.Dense(8, relu), new nn.Dropout(0.2), new nn.Dense(3)]),
  "lenet": () =>
    scoped(() => [conv(4, 5), pool(), conv(6, 3), pool(), new nn.Flatten(), new nn.Dense(10, relu), new nn.Dense(3)]),
  "lenet bn": () =>
    scoped(() => [
      new nn.Conv2D(4, { kernelSize: 5 }),
      new nn.BatchNorm({ axis: 1 }),
      new nn.Activation("relu"),
      pool(),
      new nn.Conv2D(6, { kernelSize: 3 }),
      new nn.BatchNorm({ axis: 1 }),
      new nn.Activation("relu"),
      pool(),
      new nn.Flatten(),
      new nn.Dense(8, relu),
      new nn.Dense(3),
    ]),
  "alexnet small": () =>
    scoped(() => [
      new nn.Conv2D(6, { kernelSize: 5, strides: 2, ...relu }),
      new nn.MaxPool2D({ poolSize: 3, strides: 2 }),
      conv(8, 3, 1),
      new nn.MaxPool2D({ poolSize: 3, strides: 2 }),
      new nn.Flatten(),
      new nn.Dense(12, relu),
      new nn.Dropout(0.5),
      new nn.Dense(3),
    ]),
  "vgg small": () =>
    scoped(() => [
      new nn.Sequential([4, 6].map((channels, i) => {
        const convs = Array.from({ length: i + 1 }, () => conv(channels, 3, 1));
        return new nn.Sequential([...convs, pool()]);
      })),
      new nn.Flatten(),
      new nn.Dense(10, relu),
      new nn.Dense(3),
    ]),
  "nin small": () =>
    scoped(() => [
      new nn.Sequential([conv(6, 3), conv(6, 1), conv(6, 1), new nn.MaxPool2D({ poolSize: 3, strides: 2 })]),
      new nn.Sequential([conv(3, 3, 1), conv(3, 1), conv(3, 1)]),
      new nn.AvgPool2D({ poolSize: 4 }),
      new nn.Flatten(),
    ]),
  "inception block": () =>
    scoped(() => [new Inception(), new nn.MaxPool2D({ poolSize: 2 }), new nn.Flatten(), new nn.Dense(3)]),
  "resnet small": () =>
    scoped(() => [
      new nn.Conv2D(4, { kernelSize: 3, padding: 1 }),
      new nn.BatchNorm(),
      new nn.Activation("relu"),
      new Residual(4),
      new Residual(6, 2),
      new nn.GlobalAvgPool2D(),
      new nn.Dense(3),
    ]),
  "dense block": () =>
    scoped(() => [
      new nn.Conv2D(4, { kernelSize: 3, padding: 1 }),
      new nn.BatchNorm(),
      new nn.Activation("relu"),
      new nn.MaxPool2D({ poolSize: 3, strides: 2, padding: 1 }),
      new DenseBlock(2, 2),
      new nn.Sequential([
        new nn.BatchNorm(),
        new nn.Activation("relu"),
        new nn.Conv2D(4, { kernelSize: 1 }),
        new nn.AvgPool2D({ poolSize: 2, strides: 2 }),
      ]),
      new DenseBlock(2, 3),
      new nn.BatchNorm(),
      new nn.Activation("relu"),
      new nn.AvgPool2D({ poolSize: 2 }),
      new nn.Flatten(),
      new nn.Dense(3),
    ]),
  "custom MLP": () => new Perceptron(),
  "MyDense": () => scoped(() => [new MyDense(6, 5), new MyDense(3, 6)]),
  "shared parameters": () => {
    const net = new nn.Sequential();
    net.nameScope(() => {
      net.add(new nn.Dense(4, relu), new nn.Dense(4, relu));
      net.add(new nn.Dense(4, { ...relu, params: net.at(-1).params }));
      net.add(new nn.Dense(3));
    });
    return net;
  },
};
