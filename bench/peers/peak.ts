// The register peak of a host: how many multiply-adds of four lanes a core can do when nothing is loaded or stored.
// The module is assembled here, so that the measure is the same whatever the core is built from.

/** Chains that do not depend on each other: more than latency times ports, few enough for sixteen registers. */
const CHAINS = 12;
/** Copies of the loop's body. */
const UNROLL = 4;

/** Multiply-adds times two of one repetition: four lanes. */
export const FLOPS_PER_REPETITION: number = CHAINS * UNROLL * 4 * 2;

const I32 = 0x7f, F32 = 0x7d, V128 = 0x7b;
const RELAXED_MADD = [0xfd, 0x85, 0x02], ADD = [0xfd, 0xe4, 0x01], SPLAT = [0xfd, 0x13], LANE = [0xfd, 0x1f, 0];

function unsigned(value: number): number[] {
  const bytes: number[] = [];
  do {
    bytes.push((value & 0x7f) | (value > 0x7f ? 0x80 : 0));
    value >>>= 7;
  } while (value > 0);
  return bytes;
}

const section = (id: number, body: number[]): number[] => [id, ...unsigned(body.length), ...body];
const get = (i: number): number[] => [0x20, i];
const set = (i: number): number[] => [0x21, i];
const float = (value: number): number[] => [0x43, ...new Uint8Array(new Float32Array([value]).buffer)];

/**
 * `(func (param i32 repetitions) (result f32))`: x_i = a * b + x_i, as a matrix product has it, so that a host which
 * does not fuse waits for additions alone. (x_i = x_i * a + b gave 47 in JavaScriptCore where this gives 59.)
 */
function assemble(): Uint8Array<ArrayBuffer> {
  const chain = (i: number): number => 1 + i, a = 1 + CHAINS, b = 2 + CHAINS;
  const code: number[] = [];
  for (let i = 0; i < CHAINS; i++) code.push(...float(i), ...SPLAT, ...set(chain(i)));
  code.push(...float(0.5), ...SPLAT, ...set(a), ...float(1), ...SPLAT, ...set(b));
  code.push(0x03, 0x40); // loop
  for (let copy = 0; copy < UNROLL; copy++) {
    for (let i = 0; i < CHAINS; i++) {
      code.push(...get(a), ...get(b), ...get(chain(i)), ...RELAXED_MADD, ...set(chain(i)));
    }
  }
  code.push(...get(0), 0x41, 1, 0x6b, 0x22, 0, 0x0d, 0, 0x0b); // br_if (repetitions -= 1)
  code.push(...get(chain(0)));
  for (let i = 1; i < CHAINS; i++) code.push(...get(chain(i)), ...ADD);
  code.push(...LANE, 0x0b);
  const body = [1, ...unsigned(CHAINS + 2), V128, ...code];
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [1, 0x60, 1, I32, 1, F32]),
    ...section(3, [1, 0]),
    ...section(7, [1, 4, ...new TextEncoder().encode("peak"), 0, 0]),
    ...section(10, [1, ...unsigned(body.length), ...body]),
  ]);
}

let run: ((repetitions: number) => number) | undefined;

/** GFLOP/s of one core, the best of a few short runs; the first call takes longer, until the loop is compiled well. */
export function registerPeak(): number {
  const first = run === undefined; // the loop must be compiled well first
  run ??= new WebAssembly.Instance(new WebAssembly.Module(assemble())).exports.peak as (repetitions: number) => number;
  const repetitions = 20_000;
  const until = performance.now() + (first ? 500 : 12);
  let best = Infinity;
  while (performance.now() < until) {
    const start = performance.now();
    run(repetitions);
    best = Math.min(best, performance.now() - start);
  }
  return repetitions * FLOPS_PER_REPETITION / best / 1e6;
}
