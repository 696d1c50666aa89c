import { autograd, gluon, nd, type NDArray } from "../mod.ts";
const { nn } = gluon;

// 400 points of the plane; those inside the unit circle are of class 1.
const points = nd.random.normal({ shape: [400, 2] });
const inside = points.pow(2).sum({ axis: 1 }).lt(1);
const data = new gluon.data.ArrayDataset<[NDArray, NDArray]>(points, inside);
const net = new nn.Sequential([new nn.Dense(16, { activation: "relu" }), new nn.Dense(2)]);
net.initialize();
const loss = new gluon.loss.SoftmaxCrossEntropyLoss();
const trainer = new gluon.Trainer(net.collectParams(), "adam", { learningRate: 0.05 });
for (let epoch = 0; epoch < 20; epoch++) {
  for (const [x, y] of new gluon.data.DataLoader(data, 50, { shuffle: true })) {
    autograd.record(() => loss(net(x), y)).backward();
    trainer.step(50);
  }
}
console.log("accuracy", net(points).argmax({ axis: 1 }).eq(inside).mean().asScalar());
