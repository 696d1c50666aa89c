"""PyTorch as a contender, on the CPU: each workload as a user would write it, eagerly."""
import os

import torch
import torch.nn as nn
import torch.nn.functional as F
from torch.utils.data import DataLoader, TensorDataset

from families_torch import family
from serve import Work, serve

torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", "1")))


def random(*shape):
    return torch.rand(*shape) * 2 - 1


def gradient_of(x, f):
    """The gradient of one input alone: recorded once, gone back through at each call."""
    x.requires_grad_()
    y = f()
    head = random(*y.shape)
    return Work(lambda: torch.autograd.grad(y, x, head, retain_graph=True))


def gemm(n):
    x, y = random(n, n), random(n, n)
    return Work(lambda: x @ y)


def muladd(n):
    x, y, z = random(n), random(n), random(n)
    return Work(lambda: x * y + z)


def exp(n):
    x = random(n)
    return Work(lambda: torch.exp(x))


def relu(n):
    x = random(n)
    return Work(lambda: torch.relu(x))


def add(n):
    x, y = random(n), random(n)
    return Work(lambda: x + y)


def sum_axis1(n):
    x = random(n, n)
    return Work(lambda: x.sum(1))


def chain(n):
    def call():
        x = torch.zeros(10)
        for _ in range(n):
            x = x + 1
    return Work(call)


def chain_grad(n):
    def call():
        x = torch.zeros(10, requires_grad=True)
        y = x
        for _ in range(n):
            y = y + 1
        y.sum().backward()
    return Work(call)


def linreg(batches):
    examples, batch_size = 1000, 10
    X = torch.randn(examples, 2)
    y = 2 * X[:, 0] - 3.4 * X[:, 1] + 4.2 + .01 * torch.randn(examples)
    loader = DataLoader(TensorDataset(X, y), batch_size, shuffle=True)

    def slices():
        order = torch.randperm(examples)
        xs, ys = X[order], y[order]
        for i in range(0, examples, batch_size):
            yield xs[i:i + batch_size], ys[i:i + batch_size]

    def call():
        net = nn.Linear(2, 1)
        sgd = torch.optim.SGD(net.parameters(), lr=0.1)
        for _ in range(5):
            total = 0.0
            for data, label in (loader if batches == "loader" else slices()):
                loss = 0.5 * (net(data)[:, 0] - label) ** 2
                sgd.zero_grad()
                loss.mean().backward()
                sgd.step()
                total += loss.sum().item()
        assert total / examples < 1e-3, f"did not converge: {total / examples}"
    return Work(call)


class Residual(nn.Module):
    def __init__(self, c, channels, same_shape):
        super().__init__()
        stride = 1 if same_shape else 2
        self.conv1, self.bn1 = nn.Conv2d(c, channels, 3, stride, 1), nn.BatchNorm2d(channels)
        self.conv2, self.bn2 = nn.Conv2d(channels, channels, 3, 1, 1), nn.BatchNorm2d(channels)
        self.conv3 = None if same_shape else nn.Conv2d(c, channels, 1, stride)

    def forward(self, x):
        y = F.relu(self.bn1(self.conv1(x)))
        return F.relu(self.bn2(self.conv2(y)) + (x if self.conv3 is None else self.conv3(x)))


def stages(channels):
    before = channels[:1] + channels[:-1]
    return [block for i, (c, out) in enumerate(zip(before, channels))
            for block in (Residual(c, out, i == 0), Residual(out, out, True))]


NETWORKS = {
    "mlp": lambda: [nn.Linear(784, 256), nn.ReLU(), nn.Linear(256, 10)],
    "lenet": lambda: [nn.Conv2d(1, 20, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(20, 50, 3), nn.ReLU(),
                      nn.MaxPool2d(2), nn.Flatten(), nn.Linear(1250, 128), nn.ReLU(), nn.Linear(128, 10)],
    "rn18_32": lambda: [nn.BatchNorm2d(3), nn.Conv2d(3, 64, 3), nn.MaxPool2d(3, 2), *stages([64, 128, 256]),
                        nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(256, 10)],
    "rn18_96": lambda: [nn.Conv2d(1, 64, 7, 2), nn.MaxPool2d(3, 2), *stages([64, 128, 256, 512]),
                        nn.AvgPool2d(3), nn.Flatten(), nn.Linear(512, 10)],
}


def step(net, n, c, lr, h=None):
    net = nn.Sequential(*NETWORKS[net]())
    sgd = torch.optim.SGD(net.parameters(), lr=lr)
    x = random(n, c) if h is None else random(n, c, h, h)
    label = torch.randint(0, 10, (n,))

    def call():
        loss = F.cross_entropy(net(x), label)
        sgd.zero_grad()
        loss.backward()
        sgd.step()
        loss.item()
    return Work(call)


def forward_only(f):
    def call():
        with torch.no_grad():
            f()
    return Work(call)


def conv(way, n, c, h, k, kernel, stride, pad):
    x, w = random(n, c, h, h), random(k, c, kernel, kernel)

    def f():
        return F.conv2d(x, w, stride=stride, padding=pad)
    return forward_only(f) if way == "forward" else gradient_of(x if way == "data" else w, f)


def dense(way, n, c, k):
    x, w, b = random(n, c), random(k, c), torch.zeros(k)

    def f():
        return F.linear(x, w, b)
    return forward_only(f) if way == "forward" else gradient_of(x if way == "data" else w, f)


def maxpool(way, n, c, h, kernel, stride):
    x = random(n, c, h, h)
    return either(way, x, lambda: F.max_pool2d(x, kernel, stride))


def batchnorm(way, n, c, h):
    x, norm = random(n, c, h, h), nn.BatchNorm2d(c)
    return either(way, x, lambda: norm(x))


def unary_relu(way, n, c, h):
    x = random(n, c, h, h)
    return either(way, x, lambda: F.relu(x))


def binary_add(way, n, c, h):
    x, y = random(n, c, h, h), random(n, c, h, h)
    return either(way, x, lambda: x + y)


def either(way, x, f):
    return forward_only(f) if way == "forward" else gradient_of(x, f)


LAYERS = {"conv": conv, "dense": dense, "maxpool": maxpool, "batchnorm": batchnorm,
          "relu": unary_relu, "add": binary_add}


def layer(layer, **args):
    # `pass` is a word of Python's own.
    return LAYERS[layer](args.pop("pass"), **args)


if __name__ == "__main__":
    serve({f.__name__: f for f in (gemm, muladd, exp, relu, add, sum_axis1, chain, chain_grad, linreg, step, layer,
                                   family)})
