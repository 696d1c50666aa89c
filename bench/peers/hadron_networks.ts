// The timed networks as a user of Hadron writes them.

import { gluon, nd, type NDArray } from "../../mod.ts";

const { nn } = gluon;

function mlp(): gluon.nn.Sequential {
  return new nn.Sequential([new nn.Dense(256, { activation: "relu" }), new nn.Dense(10)]);
}

function lenet(): gluon.nn.Sequential {
  return new nn.Sequential([
    new nn.Conv2D(20, { kernelSize: 5, activation: "relu" }),
    new nn.MaxPool2D({ poolSize: 2, strides: 2 }),
    new nn.Conv2D(50, { kernelSize: 3, activation: "relu" }),
    new nn.MaxPool2D({ poolSize: 2, strides: 2 }),
    new nn.Flatten(),
    new nn.Dense(128, { activation: "relu" }),
    new nn.Dense(10),
  ]);
}

class Residual extends nn.Block {
  conv1: gluon.nn.Conv2D;
  bn1: gluon.nn.BatchNorm = new nn.BatchNorm();
  conv2: gluon.nn.Conv2D;
  bn2: gluon.nn.BatchNorm = new nn.BatchNorm();
  conv3?: gluon.nn.Conv2D;

  constructor(channels: number, sameShape: boolean) {
    super();
    const strides = sameShape ? 1 : 2;
    this.conv1 = new nn.Conv2D(channels, { kernelSize: 3, padding: 1, strides });
    this.conv2 = new nn.Conv2D(channels, { kernelSize: 3, padding: 1 });
    if (!sameShape) this.conv3 = new nn.Conv2D(channels, { kernelSize: 1, strides });
  }

  override forward(x: NDArray): NDArray {
    const y = nd.relu(this.bn1(this.conv1(x)));
    return nd.relu(this.bn2(this.conv2(y)).add(this.conv3?.(x) ?? x));
  }
}

const stages = (channels: readonly number[]): Residual[] =>
  channels.flatMap((c, i) => [new Residual(c, i === 0), new Residual(c, true)]);

function resnet32(): gluon.nn.Sequential {
  return new nn.Sequential([
    new nn.BatchNorm(),
    new nn.Conv2D(64, { kernelSize: 3 }),
    new nn.MaxPool2D({ poolSize: 3, strides: 2 }),
    ...stages([64, 128, 256]),
    new nn.GlobalAvgPool2D(),
    new nn.Dense(10),
  ]);
}

function resnet96(): gluon.nn.Sequential {
  return new nn.Sequential([
    new nn.Conv2D(64, { kernelSize: 7, strides: 2 }),
    new nn.MaxPool2D({ poolSize: 3, strides: 2 }),
    ...stages([64, 128, 256, 512]),
    new nn.AvgPool2D({ poolSize: 3 }),
    new nn.Dense(10),
  ]);
}

/** The networks by the names of the workloads. */
export const NETWORKS: Readonly<Record<string, () => gluon.nn.Sequential>> = {
  mlp,
  lenet,
  rn18_32: resnet32,
  rn18_96: resnet96,
};
