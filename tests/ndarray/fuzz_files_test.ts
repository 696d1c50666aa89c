// Files that were damaged at random, in every format that is read: nothing crashes, hangs or takes memory that the file's
// size does not justify, and every refusal says at which byte. The damage is the same in every run. FUZZ=20000 sets how
// many files of each format there are; without it there are fewer, and they end when their time is up.

import { test } from "node:test";
import { readdirSync, readFileSync } from "node:fs";
import process from "node:process";
import { gzipSync } from "node:zlib";
import { engine, HadronError, nd } from "../../mod.ts";
import { parseIdx, unpacked } from "../../ts/data/vision/idx.ts";
import { parseCsv } from "../../ts/frame/mod.ts";
import { assert } from "../check.ts";

const asked = Number(process.env["FUZZ"] ?? 0);
const ROUNDS = asked || 2000;
const MOST_SECONDS = asked ? 300 : 8;
/** What a file may cost beyond its size: deflate packs at most so tightly, and sparse arrays have an allowance. */
const MOST_TIMES = 1100, ALLOWANCE = 2 ** 26;

/** Numbers from a seed (a linear congruence, the upper bits). */
function generator(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const NUMBERS = [0, 1, 2, 7, 8, 12, 127, 128, 255, 256, 65535, 2 ** 16, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1];
const TEXTS = [
  ...["'<f8'", "'|O'", "True", "False", "(", ")", "{", "}", "[", "]", ",", ":", "-1", "99999999999999999999", '"', "'"],
  ...["1e9", "null", '"F64"', '"BF16"', "\\u0000", "\xff", "NA", "\n", "\r\n", '""', "PK\x05\x06", "PK\x01\x02"],
];

/** A file with a few things wrong. Most damage falls on the beginning and the end, where heads and directories are. */
function damage(bytes: Uint8Array, other: Uint8Array, next: (below: number) => number): Uint8Array {
  let copy = Uint8Array.from(bytes);
  const place = (): number => {
    const n = copy.length;
    const kind = next(3);
    return kind === 0 ? next(n) : kind === 1 ? next(Math.min(n, 128)) : Math.max(0, n - 1 - next(Math.min(n, 160)));
  };
  const splice = (at: number, remove: number, insert: Uint8Array): void => {
    copy = Uint8Array.from([...copy.subarray(0, at), ...insert, ...copy.subarray(at + remove)]);
  };
  for (let i = 0, n = 1 + next(3); i < n; i++) {
    if (copy.length === 0) return copy;
    const at = place();
    switch (next(9)) {
      case 0:
        copy[at] = next(256);
        break;
      case 1:
        copy[at] ^= 1 << next(8);
        break;
      case 2:
      case 3: { // a number somewhere, most are aligned
        const start = at & ~3;
        if (start + 8 > copy.length) break;
        const view = new DataView(copy.buffer);
        view.setUint32(start, NUMBERS[next(NUMBERS.length)], next(8) > 0);
        if (next(2) > 0) view.setUint32(start + 4, next(4) > 0 ? 0 : 2 ** 32 - 1, true);
        break;
      }
      case 4:
        copy = copy.slice(0, next(4) > 0 ? at : copy.length - 1 - next(Math.min(8, copy.length)));
        break;
      case 5:
        splice(at, 0, copy.slice(at, at + 1 + next(40)));
        break;
      case 6:
        splice(at, 1 + next(16), new Uint8Array(0));
        break;
      case 7:
        splice(at, next(6), new TextEncoder().encode(TEXTS[next(TEXTS.length)]));
        break;
      case 8: {
        const from = next(other.length);
        splice(at, next(32), other.subarray(from, from + next(64)));
        break;
      }
    }
  }
  return copy;
}

/** Damages files over and over and reads them. */
function fuzz(seed: number, files: readonly Uint8Array[], read: (bytes: Uint8Array) => void, place: RegExp): void {
  const next = generator(seed);
  const started = performance.now();
  let refused = 0, done = 0;
  for (; done < ROUNDS && performance.now() - started < MOST_SECONDS * 1000; done++) {
    const bytes = damage(files[next(files.length)], files[next(files.length)], next);
    const before = performance.now(), { live } = engine.memoryStats();
    const says = (): string => `round ${done} of seed ${seed}, base64 ${btoa(String.fromCharCode(...bytes))}`;
    try {
      // Releases what was read.
      nd.scope(() => {
        read(bytes);
        const held = engine.memoryStats().live - live;
        assert(held <= ALLOWANCE + MOST_TIMES * bytes.length, `${held} bytes are held; ${says()}`);
      });
    } catch (error) {
      if (!(error instanceof HadronError)) throw new Error(`${String(error)}; ${says()}`, { cause: error });
      assert(place.test(error.message), `the place is missing in "${error.message}"; ${says()}`);
      refused++;
    }
    const took = performance.now() - before;
    assert(took < 2000, `it took ${took} ms; ${says()}`);
  }
  // Else the damage would miss what matters; and a first round of none would pass everything.
  assert(done > 100 && refused > done / 4 && refused < done, `${refused} of ${done} were refused`);
}

const folder = new URL("../golden/files/", import.meta.url);
const filesOf = (ending: RegExp): Uint8Array[] =>
  readdirSync(folder).filter((name) => ending.test(name)).sort().map((name) =>
    new Uint8Array(readFileSync(new URL(name, folder)))
  );

const FORMATS: readonly (readonly [string, RegExp])[] = [
  [".params", /\.(nd|params|v0)$/],
  ["sparse .params", /^sparse.*\.nd$/],
  [".npy", /\.npy$/],
  [".npz", /\.npz$/],
  [".safetensors", /\.safetensors$/],
];
FORMATS.forEach(([name, ending], i) => {
  test(`damaged ${name} files are read or refused, at a byte`, () =>
    fuzz(100 + i, filesOf(ending), (bytes) => void nd.loadBytes(bytes), /at byte \d+ of \d+/));
});

test("damaged idx files, plain and packed, are read or refused", () => {
  const plain = [
    Uint8Array.from([0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 3, ...Array(12).keys()]),
    Uint8Array.from([0, 0, 8, 1, 0, 0, 0, 5, 1, 2, 3, 4, 5]),
  ];
  const files = [...plain, ...plain.map((bytes) => new Uint8Array(gzipSync(bytes)))];
  // What gzip refuses has no byte.
  fuzz(200, files, (bytes) => void parseIdx(unpacked(bytes, "x"), "x"), /at byte \d+ of \d+|cannot be unpacked/);
});

test("damaged CSV files are read or refused, in a line", () => {
  // What is empty has no place.
  const place = /in line \d+, at byte \d+|at byte \d+ of \d+|is empty/;
  fuzz(300, filesOf(/\.csv$/), (bytes) => void parseCsv(bytes).toText(), place);
});
