"""MXNet as a contender: each workload as a user would write it with NDArray and Gluon, not hybridized."""
import mxnet as mx
import numpy as np
from mxnet import autograd, gluon, init, nd
from mxnet.gluon import nn

from families_mxnet import family
from serve import Work, serve


def random(*shape):
    return nd.random.uniform(-1, 1, shape=shape)


def waiting(f):
    return Work(lambda: f().wait_to_read())


def gradient_of(x, f):
    """The gradient of one input alone: recorded once, gone back through at each call."""
    x.attach_grad()
    with autograd.record():
        y = f()
    head = random(*y.shape)

    def call():
        y.backward(head, retain_graph=True)
        x.grad.wait_to_read()
    return Work(call)


def gemm(n):
    x, y = random(n, n), random(n, n)
    return waiting(lambda: nd.dot(x, y))


def muladd(n):
    x, y, z = random(n), random(n), random(n)
    return waiting(lambda: x * y + z)


def exp(n):
    x = random(n)
    return waiting(lambda: nd.exp(x))


def relu(n):
    x = random(n)
    return waiting(lambda: nd.relu(x))


def add(n):
    x, y = random(n), random(n)
    return waiting(lambda: x + y)


def sum_axis1(n):
    x = random(n, n)
    return waiting(lambda: x.sum(axis=1))


def chain(n):
    def call():
        x = nd.zeros(10)
        for _ in range(n):
            x = x + 1
        return x
    return waiting(call)


def chain_grad(n):
    def call():
        x = nd.zeros(10)
        x.attach_grad()
        with autograd.record():
            y = x
            for _ in range(n):
                y = y + 1
        y.backward()
        return x.grad
    return waiting(call)


def linreg(batches):
    examples, batch_size = 1000, 10
    X = nd.random_normal(shape=(examples, 2))
    y = 2 * X[:, 0] - 3.4 * X[:, 1] + 4.2
    y += .01 * nd.random_normal(shape=y.shape)
    loader = gluon.data.DataLoader(gluon.data.ArrayDataset(X, y), batch_size, shuffle=True)

    def slices():
        order = nd.array(np.random.permutation(examples))
        xs, ys = X.take(order), y.take(order)
        for i in range(0, examples, batch_size):
            yield xs[i:i + batch_size], ys[i:i + batch_size]

    def call():
        net = nn.Sequential()
        net.add(nn.Dense(1))
        net.initialize()
        square_loss = gluon.loss.L2Loss()
        trainer = gluon.Trainer(net.collect_params(), "sgd", {"learning_rate": 0.1})
        for _ in range(5):
            total = 0
            for data, label in (loader if batches == "loader" else slices()):
                with autograd.record():
                    loss = square_loss(net(data), label)
                loss.backward()
                trainer.step(batch_size)
                total += loss.sum().asscalar()
        assert total / examples < 1e-3, f"did not converge: {total / examples}"
    return Work(call)


class Residual(nn.Block):
    def __init__(self, channels, same_shape):
        super().__init__()
        strides = 1 if same_shape else 2
        with self.name_scope():
            self.conv1 = nn.Conv2D(channels, kernel_size=3, padding=1, strides=strides)
            self.bn1 = nn.BatchNorm()
            self.conv2 = nn.Conv2D(channels, kernel_size=3, padding=1)
            self.bn2 = nn.BatchNorm()
            self.conv3 = None if same_shape else nn.Conv2D(channels, kernel_size=1, strides=strides)

    def forward(self, x):
        y = nd.relu(self.bn1(self.conv1(x)))
        return nd.relu(self.bn2(self.conv2(y)) + (x if self.conv3 is None else self.conv3(x)))


def stages(channels):
    return [Residual(c, same) for i, c in enumerate(channels) for same in (i == 0, True)]


NETWORKS = {
    "mlp": lambda: [nn.Dense(256, activation="relu"), nn.Dense(10)],
    "lenet": lambda: [nn.Conv2D(20, kernel_size=5, activation="relu"), nn.MaxPool2D(pool_size=2, strides=2),
                      nn.Conv2D(50, kernel_size=3, activation="relu"), nn.MaxPool2D(pool_size=2, strides=2),
                      nn.Flatten(), nn.Dense(128, activation="relu"), nn.Dense(10)],
    "rn18_32": lambda: [nn.BatchNorm(), nn.Conv2D(64, kernel_size=3), nn.MaxPool2D(pool_size=3, strides=2),
                        *stages([64, 128, 256]), nn.GlobalAvgPool2D(), nn.Dense(10)],
    "rn18_96": lambda: [nn.Conv2D(64, kernel_size=7, strides=2), nn.MaxPool2D(pool_size=3, strides=2),
                        *stages([64, 128, 256, 512]), nn.AvgPool2D(pool_size=3), nn.Dense(10)],
}


def step(net, n, c, lr, h=None):
    layers, net = NETWORKS[net](), nn.Sequential()
    net.add(*layers)
    net.initialize(init=init.Xavier())
    loss_function = gluon.loss.SoftmaxCrossEntropyLoss()
    trainer = gluon.Trainer(net.collect_params(), "sgd", {"learning_rate": lr})
    x = random(n, c) if h is None else random(n, c, h, h)
    label = nd.array(np.random.randint(0, 10, n))

    def call():
        with autograd.record():
            loss = loss_function(net(x), label)
        loss.backward()
        trainer.step(n)
        mean = loss.mean().asscalar()
        nd.waitall()
        assert np.isfinite(mean)
    return Work(call)


def layer(layer, **args):
    # `pass` is a word of Python's own.
    return LAYERS[layer](args.pop("pass"), **args)


def conv(way, n, c, h, k, kernel, stride, pad):
    x, w = random(n, c, h, h), random(k, c, kernel, kernel)

    def f():
        return nd.Convolution(x, w, kernel=(kernel, kernel), stride=(stride, stride), pad=(pad, pad),
                              num_filter=k, no_bias=True)
    return waiting(f) if way == "forward" else gradient_of(x if way == "data" else w, f)


def dense(way, n, c, k):
    x, w, b = random(n, c), random(k, c), nd.zeros(k)

    def f():
        return nd.FullyConnected(x, w, b, num_hidden=k)
    return waiting(f) if way == "forward" else gradient_of(x if way == "data" else w, f)


def maxpool(way, n, c, h, kernel, stride):
    x = random(n, c, h, h)

    def f():
        return nd.Pooling(x, kernel=(kernel, kernel), stride=(stride, stride), pool_type="max")
    return waiting(f) if way == "forward" else gradient_of(x, f)


def batchnorm(way, n, c, h):
    x, norm = random(n, c, h, h), nn.BatchNorm(in_channels=c)
    norm.initialize()

    def f():
        with autograd.train_mode():
            return norm(x)
    return waiting(f) if way == "forward" else gradient_of(x, lambda: norm(x))


def unary_relu(way, n, c, h):
    x = random(n, c, h, h)
    return waiting(lambda: nd.relu(x)) if way == "forward" else gradient_of(x, lambda: nd.relu(x))


def binary_add(way, n, c, h):
    x, y = random(n, c, h, h), random(n, c, h, h)
    return waiting(lambda: x + y) if way == "forward" else gradient_of(x, lambda: x + y)


LAYERS = {"conv": conv, "dense": dense, "maxpool": maxpool, "batchnorm": batchnorm,
          "relu": unary_relu, "add": binary_add}

if __name__ == "__main__":
    mx.random.seed(1)
    serve({f.__name__: f for f in (gemm, muladd, exp, relu, add, sum_axis1, chain, chain_grad, linreg, step, layer,
                                   family)})
