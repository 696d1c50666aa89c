import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { test } from "node:test";
import { join } from "@std/path";
import { assert, assertEquals, assertStringIncludes, assertThrows } from "../check.ts";
import { inDeno, root, runScript } from "../script.ts";
import { FileError } from "../../ts/runtime/errors.ts";
import {
  collector,
  environment,
  fileExists,
  hardwareConcurrency,
  host,
  listFolder,
  makeFolder,
  readFile,
  removeFile,
  startWorker,
  writeFile,
} from "../../ts/runtime/platform.ts";

function inFolder(body: (folder: string) => void): void {
  const folder = mkdtempSync(join(tmpdir(), "hadron-test-"));
  try {
    body(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

test("host is the program that runs the tests", () => {
  assertEquals(host, inDeno ? "deno" : "bun");
  assert(hardwareConcurrency() >= 1);
});

test("files are written whole, read back, listed and removed", () => {
  inFolder((folder) => {
    const path = join(folder, "a", "b.bin");
    makeFolder(join(folder, "a"));
    writeFile(path, [new Uint8Array([1, 2]), new Uint8Array(0), new Uint8Array([3])]);
    assertEquals([...readFile(path)], [1, 2, 3]);
    writeFile(path, new Uint8Array(70_000).fill(7));
    assertEquals(readFile(path).length, 70_000);
    assertEquals(listFolder(join(folder, "a")), ["b.bin"]);
    assert(fileExists(path));
    removeFile(path);
    removeFile(path);
    assert(!existsSync(path));
  });
});

test("a view on shared memory can be written to a file", () => {
  inFolder((folder) => {
    const shared = new Uint8Array(new SharedArrayBuffer(16));
    shared.fill(9);
    writeFile(join(folder, "x"), shared.subarray(4, 8));
    assertEquals([...readFile(join(folder, "x"))], [9, 9, 9, 9]);
  });
});

test("a file that cannot be read or written is a FileError that names task and path", () => {
  inFolder((folder) => {
    const missing = join(folder, "none", "x");
    const read = assertThrows(() => readFile(missing, "nd.load"), FileError);
    assertEquals(read.message, `nd.load: '${missing}': there is no such file or folder`);
    assertThrows(() => writeFile(missing, new Uint8Array(1), "nd.save"), FileError, "nd.save: ");
    makeFolder(join(folder, "folder"));
    assertThrows(() => writeFile(join(folder, "folder"), new Uint8Array(1)), FileError);
    // Nothing half written is left.
    assertEquals(readdirSync(folder), ["folder"]);
  });
});

test("environment() gives what is set, and undefined for what is empty or absent", () => {
  assert(environment("PATH") !== undefined);
  assertEquals(environment("HADRON_NO_SUCH_VARIABLE"), undefined);
});

test("environment() never asks for a permission", { skip: !inDeno }, async () => {
  const ran = await runScript(
    `import { environment } from "${root}ts/runtime/platform.ts";
     console.log(environment("HOME"));`,
    { permissions: [] },
  );
  assertEquals(ran.stdout.trim(), "undefined");
  assertEquals(ran.stderr, "");
});

test("a worker gets its data, reports, and does not keep the process", async () => {
  const ran = await runScript(
    `import { startWorker } from "${root}ts/runtime/platform.ts";
     const answer = await new Promise((done) => {
       const timer = setTimeout(() => done("none"), 10_000);
       startWorker("report(data.n + 1); Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);", { n: 41 },
         (m) => { clearTimeout(timer); done(m); }, (text) => done(text));
     });
     console.log(answer);`,
    { permissions: [], seconds: 20 },
  );
  assertEquals(ran.stderr, "");
  assertEquals(ran.stdout.trim(), "42");
  assertEquals(ran.code, 0);
});

test("a worker that throws is reported", async () => {
  const text = await new Promise<string>((done) => {
    // A worker does not keep the process; this timer does.
    const timer = setTimeout(() => done("nothing"), 10_000);
    const say = (what: string): void => {
      clearTimeout(timer);
      done(what);
    };
    startWorker("throw new Error('stillborn');", {}, () => say("a message"), say);
  });
  assertStringIncludes(text, "stillborn");
});

test("the collector tells dead objects from live ones inside one job", () => {
  const means = collector();
  assert(means !== undefined);
  const alive: object[] = [];
  const plant = () => Array.from({ length: 100 }, (_, i) => new WeakRef({ i }));
  const dead = plant();
  const kept = Array.from({ length: 100 }, (_, i) => {
    alive.push({ i });
    return new WeakRef(alive[i]);
  });
  means.clear();
  means.collect();
  assert(dead.filter((ref) => ref.deref() === undefined).length >= 90);
  assertEquals(kept.filter((ref) => ref.deref() !== undefined).length, 100);
  assertEquals(alive.length, 100);
});
