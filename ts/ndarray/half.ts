// Half precision (float16) numbers, which not every runtime's typed arrays know.

const word = new Uint32Array(1);
const single = new Float32Array(word.buffer);

/** The number that 16 bits stand for. */
export function halfToNumber(bits: number): number {
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  const sign = bits & 0x8000 ? -1 : 1;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction ? NaN : sign * Infinity;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** The nearest half, ties to even; too large becomes infinity. */
export function numberToHalf(value: number): number {
  single[0] = value;
  const bits = word[0];
  const sign = (bits >>> 16) & 0x8000;
  const exponent = ((bits >>> 23) & 255) - 112; // as a half counts it
  let fraction = bits & 0x7fffff;
  if (exponent >= 31) return sign | 0x7c00 | (exponent === 143 && fraction ? 0x200 : 0);
  if (exponent <= 0) {
    if (exponent < -10) return sign;
    fraction |= 0x800000;
    return sign | shifted(fraction, 14 - exponent);
  }
  // A carry out of the fraction raises the exponent, up to infinity: exactly what is wanted.
  return sign | (exponent << 10) + shifted(fraction, 13);
}

function shifted(fraction: number, by: number): number {
  const kept = fraction >>> by;
  const rest = fraction & ((1 << by) - 1);
  const tie = 1 << (by - 1);
  return kept + (rest > tie || (rest === tie && (kept & 1)) ? 1 : 0);
}
