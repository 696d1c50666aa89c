// Linear algebra, sums of products and transforms, through the surface: namespaces, texts, several outputs, late errors.

import { test } from "node:test";
import { AttributeError, autograd, HadronError, nd } from "../../mod.ts";
import { assertEquals, assertThrows, close } from "../check.ts";

const m = nd.array([[4, 1], [1, 3]]);

test("nd.linalg has MXNet's operators in camelCase", () => {
  assertEquals(nd.linalg.gemm2(m, m, { transposeB: true }).toArray(), [[17, 7], [7, 10]]);
  assertEquals(nd.linalgGemm2(m, m).toArray(), nd.invoke("linalg.gemm2", [m, m])[0].toArray());
  close(nd.linalg.inverse(m), [[3 / 11, -1 / 11], [-1 / 11, 4 / 11]]);
  const [sign, log] = nd.linalg.slogdet(m);
  close(sign, [1]);
  close(log, [Math.log(11)]);
});

test("einsum takes its subscripts as a text, by position or by name", () => {
  assertEquals(nd.einsum([m, m], "ij,jk->ik").toArray(), nd.dot(m, m).toArray());
  assertEquals(nd.einsum([m], { subscripts: "ii" }).toArray(), [7]);
  assertThrows(() => nd.einsum([m], { subscripts: 3 as unknown as string }), AttributeError);
  assertThrows(() => nd.einsum([m], "i".repeat(600)), AttributeError);
  assertThrows(() => nd.einsum([m], "i..."), AttributeError);
});

test("einsum has a gradient", () => {
  const x = nd.array([1, 2, 3]);
  x.attachGrad();
  autograd.record(() => nd.einsum([x, x], "i,i->")).backward();
  assertEquals(x.grad!.toArray(), [2, 4, 6]);
});

test("a transform and its inverse give the array back, as pairs of real and imaginary parts", () => {
  const x = nd.array([1, 2, 3, 4, 5]);
  const [re, im] = nd.fft(x);
  const [back] = nd.ifft(re, im);
  close(back, [1, 2, 3, 4, 5]);
  const [half, imaginary] = nd.rfft(x);
  close(nd.irfft(half, imaginary, { n: 5 }), [1, 2, 3, 4, 5]);
});

test("a matrix that is not positive definite is an error at the wait", () => {
  const factor = nd.linalg.potrf(nd.array([[1, 2], [2, 1]]));
  assertThrows(() => factor.toArray(), HadronError);
});
