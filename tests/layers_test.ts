// The shape of the code: who may import whom, where `unsafe` and the hosts' names may stand, how long a file is. The
// lists here are the documentation of the layers.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { dirname, fromFileUrl, join, relative } from "@std/path";
import { assert, assertEquals } from "./check.ts";

const root = dirname(dirname(fromFileUrl(import.meta.url)));

/** Rooms of ts/, lowest first. A file imports its own room and those below; rooms of one line do not know each other. */
const ROOMS: readonly (readonly string[])[] = [
  ["wasm"],
  ["runtime"],
  ["ndarray"],
  ["autograd", "symbol"],
  ["lr_scheduler", "init", "metric", "image", "plot", "frame"],
  ["optimizer"],
  ["kvstore"],
  ["gluon"],
  ["data"],
];

/** Imports upwards that are meant. gluon offers the data sets under its own name, as Gluon does. */
const EXCEPTIONS: readonly (readonly [file: string, room: string])[] = [["ts/gluon/mod.ts", "data"]];

/** Rooms of the core, lowest first. */
const CORE: readonly (readonly string[])[] = [
  ["base"],
  ["kernel", "memory", "engine"],
  ["op"],
  ["device"],
  ["autograd"],
  ["graph"],
  ["abi"],
];

/** Where the core may leave what the compiler proves. */
const UNSAFE = [/^kernel\//, /^memory\//, /^engine\/queue\.rs$/, /^abi\//];

/** Above so many lines a file must say in its head why it is long ("Long because …"). */
const MOST_LINES = 600;

function files(folder: string, ending: RegExp): string[] {
  const path = join(root, folder);
  if (!existsSync(path)) return [];
  return readdirSync(path, { withFileTypes: true }).flatMap((entry) => {
    const inside = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return entry.name === "target" ? [] : files(inside, ending);
    return ending.test(entry.name) ? [inside] : [];
  }).sort();
}

function read(file: string): string {
  return readFileSync(join(root, file), "utf8");
}

function level(rooms: readonly (readonly string[])[], room: string): number {
  return rooms.findIndex((names) => names.includes(room));
}

/** The room of a file or folder below ts/: `ts/gluon/nn/dense.ts` is in gluon, `ts/init.ts` in init. */
function roomOf(path: string): string {
  const parts = path.split("/");
  return parts[0] === "ts" ? parts[1].replace(/\.ts$/, "") : parts[0];
}

function imports(file: string): string[] {
  return [...read(file).matchAll(/(?:from|import)\s*\(?\s*"(\.[^"]+)"/g)].map(([, target]) =>
    relative(root, join(root, dirname(file), target))
  );
}

/** Rust without comments and without its tests. */
function rustCode(file: string): string {
  const text = read(file).replace(/\/\*[\s\S]*?\*\//g, "").replace(/\/\/.*$/gm, "");
  const tests = text.search(/#\[cfg\(test\)\]\s*(pub\s+)?mod \w+\s*\{/);
  return tests < 0 ? text : text.slice(0, tests);
}

function isRustTest(file: string): boolean {
  return /(\/|_)(tests|testing)(\.rs|\/)/.test(file);
}

test("imports of ts/ go downwards", () => {
  const wrong: string[] = [];
  for (const file of files("ts", /\.ts$/)) {
    const room = roomOf(file), mine = level(ROOMS, room);
    if (mine < 0) wrong.push(`${file}: the room ${room} is in no list`);
    for (const target of imports(file)) {
      const other = roomOf(target);
      if (other === room || EXCEPTIONS.some(([from, to]) => from === file && to === other)) continue;
      const theirs = level(ROOMS, other);
      if (theirs < 0 || theirs >= mine) wrong.push(`${file} imports ${target}`);
    }
  }
  assertEquals(wrong, []);
});

test("only mod.ts of gluon names data, and data takes gluon's files one by one", () => {
  // gluon/mod.ts imports data/mod.ts; were a file of data to import gluon/mod.ts, a class would extend one that is not
  // there yet.
  const wrong = files("ts/data", /\.ts$/).filter((file) =>
    imports(file).includes("ts/gluon/mod.ts") || imports(file).includes("mod.ts")
  );
  assertEquals(wrong, []);
});

test("the library's code names a host in one file only", () => {
  const code = (file: string): string => read(file).replace(/\/\*[\s\S]*?\*\//g, "").replace(/(?<!:)\/\/.*$/gm, "");
  const wrong = files("ts", /\.ts$/).filter((file) =>
    file !== "ts/runtime/platform.ts" && /\b(Deno|Bun|process|navigator)(\b[.\[?]|")/.test(code(file))
  );
  assertEquals(wrong, []);
});

test("the core's modules use what is below them", () => {
  const wrong: string[] = [];
  for (const file of files("core-rs/src", /\.rs$/)) {
    const path = file.slice("core-rs/src/".length);
    if (!path.includes("/") || isRustTest(file)) continue;
    const room = path.split("/")[0], mine = level(CORE, room);
    if (mine < 0) wrong.push(`${file}: the room ${room} is in no list`);
    for (const [, other] of rustCode(file).matchAll(/\bcrate::(\w+)(?=::|;)/g)) {
      if (other === room) continue;
      const theirs = level(CORE, other);
      // Macros live at the root: `use crate::unary;`.
      if (theirs < 0 && !existsSync(join(root, "core-rs/src", other))) continue;
      // An operator is data for the engine's callers: it names neither the engine nor memory's pool.
      if (theirs < 0 || theirs >= mine || (room === "op" && other === "engine")) wrong.push(`${file} uses ${other}`);
    }
  }
  assertEquals([...new Set(wrong)], []);
});

test("`unsafe` stands in its rooms only; elsewhere the compiler forbids it", () => {
  const wrong: string[] = [];
  for (const file of files("core-rs/src", /\.rs$/)) {
    const path = file.slice("core-rs/src/".length);
    if (UNSAFE.some((room) => room.test(path)) || isRustTest(file)) continue;
    if (/\bunsafe\b/.test(rustCode(file))) wrong.push(`${file} has unsafe code`);
    if (path !== "lib.rs" && !path.endsWith("engine/mod.rs") && !read(file).includes("#![forbid(unsafe_code)]")) {
      wrong.push(`${file} lacks #![forbid(unsafe_code)]`);
    }
  }
  assertEquals(wrong, []);
});

test("the core's instruction set is named in kernel/lanes and in the tiles only", () => {
  const wrong = files("core-rs/src", /\.rs$/).filter((file) =>
    !/\/kernel\/(lanes|gemm\/tiles)/.test(file) &&
    /\b(core|std)::arch::(wasm32::(v128|[fiu]\d+x\d+)|x86_64)/.test(rustCode(file))
  );
  assertEquals(wrong, []);
});

test("generated files say what made them", () => {
  for (const file of files("ts", /\.gen\.ts$/)) {
    assert(/^\/\/ Generated/.test(read(file)), `${file} does not begin with "// Generated"`);
  }
});

test("each file begins with what lives in it, and a long one says why it is long", () => {
  const wrong: string[] = [];
  const all = [...files("ts", /(?<!\.gen)\.ts$/), ...files("core-rs/src", /\.rs$/), ...files("tests", /\.ts$/)];
  for (const file of all) {
    const text = read(file);
    const lines = text.split("\n").length;
    if (lines > MOST_LINES && !/Long because/.test(text.slice(0, 1500))) wrong.push(`${file} has ${lines} lines`);
    const hasHead = /^(#!\[.*\n)*\s*(\/\/|\/\*)/.test(text);
    if (!hasHead && !file.endsWith("_test.ts")) wrong.push(`${file} has no head`);
  }
  assertEquals(wrong, []);
});

test("all_test.ts imports every test", () => {
  // `deno task test` adds those that are missing.
  const listed = imports("tests/all_test.ts").sort();
  const there = files("tests", /_test\.ts$/).filter((file) => file !== "tests/all_test.ts");
  assertEquals(listed, there);
});

test("tests take `test` from node:test and assertions from check.ts", () => {
  const wrong: string[] = [];
  for (const file of files("tests", /_test\.ts$/)) {
    const text = read(file);
    if (/from "(@std\/assert|node:assert[^"]*|bun:test)"/.test(text)) wrong.push(`${file} imports other assertions`);
    if (file !== "tests/all_test.ts" && !/from "node:test"/.test(text)) wrong.push(`${file} does not use node:test`);
  }
  assertEquals(wrong, []);
});

test("every entry point of deno.json is there", () => {
  const { exports } = JSON.parse(read("deno.json")) as { exports: Record<string, string> };
  const missing = Object.values(exports).filter((file) => !existsSync(join(root, file)));
  assertEquals(missing, []);
});

test("package.json and deno.json name the same packages", () => {
  const { imports: named } = JSON.parse(read("deno.json")) as { imports: Record<string, string> };
  const { dependencies } = JSON.parse(read("package.json")) as { dependencies: Record<string, string> };
  const fromNpm = Object.entries(named).filter(([, target]) => target.startsWith("npm:"))
    .map(([name, target]) => [name, target.slice(target.lastIndexOf("@") + 1)]);
  assertEquals(Object.fromEntries(fromNpm), dependencies);
});
