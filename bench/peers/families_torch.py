"""PyTorch's side of the group `families`: one operator of each family, as a user would call it."""
import torch
import torch.nn.functional as F

from serve import Work


def random(*shape):
    return torch.rand(*shape) * 2 - 1


def positive(n):
    a = random(n, n)
    return a @ a.T / n + torch.eye(n)


def argsort(n):
    x = random(n)
    return lambda: torch.argsort(x)


def topk(n):
    x = random(n)
    return lambda: torch.topk(x, min(10, n)).values


def take(n, c):
    x, i = random(n, c), torch.randint(0, n, (n,))
    return lambda: x[i]


def transpose(n):
    x = random(n, n)
    return lambda: x.T.contiguous()


def nhwc(n, c, h):
    x = random(n, c, h, h)
    return lambda: x.permute(0, 2, 3, 1).contiguous()


def concat(n):
    x, y = random(n, n), random(n, n)
    return lambda: torch.cat([x, y], 1)


def sum(n, axis):
    x = random(n, n)
    return lambda: x.sum(axis)


def max(n, axis):
    x = random(n, n)
    return lambda: x.amax(axis)


def cumsum(n, c):
    x = random(n, c)
    return lambda: x.cumsum(1)


def layer_norm(n, c):
    x, gamma, beta = random(n, c), torch.ones(c), torch.zeros(c)
    return lambda: F.layer_norm(x, (c,), gamma, beta)


def softmax(n, c):
    x = random(n, c)
    return lambda: F.softmax(x, -1)


def deconvolution(n, c, h):
    x, w = random(n, c, h, h), random(c, c, 4, 4)
    return lambda: F.conv_transpose2d(x, w, None, 2, 1)


def embedding(n, c):
    i, w = torch.randint(0, 10_000, (n,)), random(10_000, c).requires_grad_()

    def call():
        w.grad = None
        F.embedding(i, w).sum().backward()
    return call


def lstm(steps, n, c):
    x, net = random(steps, n, c), torch.nn.LSTM(c, c)
    state, cell = torch.zeros(1, n, c), torch.zeros(1, n, c)

    def call():
        with torch.no_grad():
            net(x, (state, cell))
    return call


def gemm2(n):
    x, y = random(n, n), random(n, n)
    return lambda: x @ y


def cholesky(n):
    x = positive(n)
    return lambda: torch.linalg.cholesky(x)


def svd(n):
    x = random(n, n)
    return lambda: torch.linalg.svd(x, full_matrices=False)


def normal(n):
    return lambda: torch.randn(n)


def second(n, c):
    x = random(n, c).requires_grad_()
    weights = [(random(out, c) / c ** 0.5).requires_grad_() for out in (c, c, 1)]

    def call():
        for w in weights:
            w.grad = None
        y = x
        for i, w in enumerate(weights):
            y = y @ w.T
            if i < 2:
                y = torch.tanh(y)
        slope, = torch.autograd.grad(y.sum(), x, create_graph=True)
        (slope ** 2).sum().backward()
    return call


FAMILIES = [argsort, topk, take, transpose, nhwc, concat, sum, max, cumsum, layer_norm, softmax, deconvolution,
            embedding, lstm, gemm2, cholesky, svd, normal, second]


def family(op, **args):
    makers = {f.__name__: f for f in FAMILIES}
    if op not in makers:
        raise NotImplementedError(op)
    return Work(makers[op](**args))
