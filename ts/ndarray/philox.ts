// Random numbers for decisions that are made in TypeScript (the order of a shuffled data set): Philox 4x32 with ten
// rounds, keyed by the seed, counting on from where the core's counter of the stream stands.

import { core, E, failed, W } from "../runtime/mod.ts";

/** The stream of shuffling; operators have 0, passes of data loaders those from 2 on. */
export const SHUFFLE_STREAM = 1;

const M0 = 0xd2511f53, M1 = 0xcd9e8d57, W0 = 0x9e3779b9, W1 = 0xbb67ae85;

/** The upper 32 bits of a product of two 32-bit numbers. */
function high(a: number, b: number): number {
  const al = a & 0xffff, ah = a >>> 16, bl = b & 0xffff, bh = b >>> 16;
  const middle = ah * bl + ((al * bl) >>> 16);
  return (ah * bh + Math.floor(middle / 65536) + ((((middle % 65536) + al * bh) / 65536) >>> 0)) >>> 0;
}

/** One block: four words from a counter of four and a key of two. */
export function block(counter: readonly [number, number, number, number], key: readonly [number, number]): number[] {
  let [c0, c1, c2, c3] = counter;
  let [k0, k1] = key;
  for (let round = 0; round < 10; round++) {
    const h0 = high(M0, c0), l0 = Math.imul(M0, c0) >>> 0;
    const h1 = high(M1, c2), l1 = Math.imul(M1, c2) >>> 0;
    [c0, c1, c2, c3] = [(h1 ^ c1 ^ k0) >>> 0, l1, (h0 ^ c3 ^ k1) >>> 0, l0];
    k0 = (k0 + W0) >>> 0;
    k1 = (k1 + W1) >>> 0;
  }
  return [c0, c1, c2, c3];
}

/** Random words of 32 bits, the next ones of a stream. */
export function words(n: number, stream: number = SHUFFLE_STREAM): Uint32Array {
  const blocks = Math.ceil(n / 4);
  const out = new Uint32Array(blocks * 4);
  if (n === 0) return out;
  while (core.random_draw(blocks, stream) === 0) failed();
  let low = E[0], carry = E[1];
  while (core.random_state(0) === 0) failed();
  const key: [number, number] = [W[0], W[1]];
  for (let i = 0; i < blocks; i++) {
    out.set(block([low, carry, stream, 0], key), 4 * i);
    low = (low + 1) >>> 0;
    if (low === 0) carry = (carry + 1) >>> 0;
  }
  return out.subarray(0, n);
}

/** The numbers from 0 to n - 1 in random order; each order is equally likely, but for the last bits of 2^-32. */
export function permutation(n: number, stream: number = SHUFFLE_STREAM): Int32Array {
  const order = new Int32Array(n).map((_, i) => i);
  const random = words(n, stream);
  for (let i = n - 1; i > 0; i--) {
    const j = Math.floor(random[i] / 2 ** 32 * (i + 1));
    const kept = order[i];
    order[i] = order[j];
    order[j] = kept;
  }
  return order;
}
