// Gradients that several arrays share on the way back must not be added into for one of them.

import { test } from "node:test";
import { autograd, nd, type NDArray } from "../../mod.ts";
import { close } from "../check.ts";

test("random expressions of shared arrays have the gradients that counting gives", () => {
  let state = 12345;
  const below = (n: number): number => (state = (state * 1103515245 + 12345) & 0x7fffffff) % n;
  for (let round = 0; round < 60; round++) {
    const n = round % 7 === 0 ? 70_000 : 5;
    const leaves = [1, 2, 3].map((v) => nd.full([n], v).attachGrad());
    // Each term is a linear form of the leaves, with its coefficients beside it.
    const terms: [NDArray, number[]][] = [];
    const result = autograd.record(() => {
      leaves.forEach((leaf, i) => terms.push([leaf, [0, 1, 2].map((j) => Number(i === j))]));
      for (let step = 0; step < 12; step++) {
        const [a, ca] = terms[below(terms.length)], [b, cb] = terms[below(terms.length)];
        const kind = below(4);
        if (kind === 0) terms.push([a.sub(b), ca.map((c, j) => c - cb[j])]);
        else if (kind === 1) terms.push([a.mul(2), ca.map((c) => 2 * c)]);
        else if (kind === 2) terms.push([a.reshape([-1]), ca]);
        else terms.push([a.add(b), ca.map((c, j) => c + cb[j])]);
      }
      return terms.slice(-4).reduce<[NDArray, number[]]>(
        ([sum, cs], [t, ct]) => [sum.add(t), cs.map((c, j) => c + ct[j])],
        [leaves[0].add(leaves[1]).add(leaves[2]), [1, 1, 1]],
      );
    });
    result[0].backward();
    leaves.forEach((leaf, j) => close(leaf.grad!.at(`0:3`), [0, 1, 2].map(() => result[1][j]), 1e-6, 1e-6));
    leaves.forEach((leaf, j) => close(leaf.grad!.at(`${n - 2}:${n}`), [0, 1].map(() => result[1][j]), 1e-6, 1e-6));
  }
});
