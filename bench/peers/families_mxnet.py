"""MXNet's side of the group `families`: one operator of each family, as a user would call it."""
from mxnet import autograd, nd

from serve import Work


def random(*shape):
    return nd.random.uniform(-1, 1, shape)


def positive(n):
    a = random(n, n)
    return nd.dot(a, a, transpose_b=True) / n + nd.eye(n)


def argsort(n):
    x = random(n)
    return lambda: nd.argsort(x)


def topk(n):
    x = random(n)
    return lambda: nd.topk(x, k=10, ret_typ="value")


def take(n, c):
    x, i = random(n, c), nd.random.randint(0, n, (n,))
    return lambda: nd.take(x, i)


def transpose(n):
    x = random(n, n)
    return lambda: nd.transpose(x)


def nhwc(n, c, h):
    x = random(n, c, h, h)
    return lambda: nd.transpose(x, axes=(0, 2, 3, 1))


def concat(n):
    x, y = random(n, n), random(n, n)
    return lambda: nd.concat(x, y, dim=1)


def sum(n, axis):
    x = random(n, n)
    return lambda: x.sum(axis=axis)


def max(n, axis):
    x = random(n, n)
    return lambda: x.max(axis=axis)


def cumsum(n, c):
    x = random(n, c)
    return lambda: nd.cumsum(x, axis=1)


def layer_norm(n, c):
    x, gamma, beta = random(n, c), nd.ones(c), nd.zeros(c)
    return lambda: nd.LayerNorm(x, gamma, beta)


def softmax(n, c):
    x = random(n, c)
    return lambda: nd.softmax(x)


def deconvolution(n, c, h):
    x, w = random(n, c, h, h), random(c, c, 4, 4)
    return lambda: nd.Deconvolution(x, w, kernel=(4, 4), stride=(2, 2), pad=(1, 1), num_filter=c, no_bias=True)


def embedding(n, c):
    i, w = nd.random.randint(0, 10_000, (n,)), random(10_000, c)
    w.attach_grad()

    def call():
        with autograd.record():
            y = nd.Embedding(i, w, input_dim=10_000, output_dim=c)
        y.backward()
        return w.grad
    return call


def lstm(steps, n, c):
    x, parameters = random(steps, n, c), random(8 * c * c + 8 * c) * 0.05
    state, cell = nd.zeros((1, n, c)), nd.zeros((1, n, c))
    return lambda: nd.RNN(x, parameters, state, cell, mode="lstm", state_size=c, num_layers=1)


def gemm2(n):
    x, y = random(n, n), random(n, n)
    return lambda: nd.linalg.gemm2(x, y)


def cholesky(n):
    x = positive(n)
    return lambda: nd.linalg.potrf(x)


def normal(n):
    return lambda: nd.random.normal(shape=(n,))


def nms(n):
    corner, size = nd.random.uniform(0, 0.9, (1, n, 2)), nd.random.uniform(0, 0.1, (1, n, 2))
    x = nd.concat(nd.random.uniform(0, 1, (1, n, 1)), corner, corner + size, dim=2)
    return lambda: nd.contrib.box_nms(x, overlap_thresh=0.5, coord_start=1, score_index=0)


FAMILIES = [argsort, topk, take, transpose, nhwc, concat, sum, max, cumsum, layer_norm, softmax, deconvolution,
            embedding, lstm, gemm2, cholesky, normal, nms]


def family(op, **args):
    makers = {f.__name__: f for f in FAMILIES}
    if op not in makers:
        raise NotImplementedError(op)
    call = makers[op](**args)

    def waited():
        made = call()
        for x in made if isinstance(made, list) else [made]:
            x.wait_to_read()
    return Work(waited)
