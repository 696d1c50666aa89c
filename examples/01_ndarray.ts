// Arrays: making them, computing with them, reading them. Run: deno run examples/01_ndarray.ts

import { nd } from "../mod.ts";

const x = nd.array([[1, 2, 3], [4, 5, 6]]);
console.log(x, x.shape, x.size, x.dtype);

// Arithmetic goes element by element, and a row or a number is stretched over the rest.
const row = nd.array([10, 20, 30]);
console.log(x.add(row), x.mul(2), nd.sub(1, x));
console.log(nd.expr`sqrt(${x}) + ${x} ** 2 / 10`);

// Products of matrices, sums and means along axes.
console.log(nd.dot(x, x.T), x.sum({ axis: 0 }), x.mean({ axis: 1, keepdims: true }));

// Slices are written as in Python. One row, or one run of rows, shares memory with its array; the rest are copies.
console.log(x.at(1), x.at("0:2", "1:3"), x.at(":", 0));
x.setAt([":", 0], 7);
x.at(0).imul(100);
console.log(x);

// In place, into an array that exists, and back to JavaScript.
const z = nd.zeros([2, 3]);
nd.elemwiseAdd(x, x, { out: z });
z.iadd(1);
console.log(z.toArray(), z.asTypedArray(), z.max().asScalar());

// Random numbers follow one seed. Nothing waits until a value is read.
const noise = nd.random.normal({ shape: [1000, 1000] });
const product = nd.dot(noise, noise);
console.log("mean of a million products:", product.mean().asScalar());
