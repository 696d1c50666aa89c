// Sets of images that are fetched: from the first source that gives the right file; where none does, the error says
// what to do. A server on the loopback address plays those of the sources.

import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { FileError, gluon } from "../../mod.ts";
import { assert, assertEquals, assertRejects, assertStringIncludes, assertThrows } from "../check.ts";

const { FashionMNIST, MNIST } = gluon.data.vision;
const shipped = new URL("../../data/fashion-mnist-small/", import.meta.url);
const FILES = ["t10k-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte.gz"];

/** Leads every fetch to a server on the loopback address, which `answer` plays; without one, no server can be reached. */
async function elsewhere(
  answer: ((host: string, file: string, response: ServerResponse) => void) | undefined,
  body: (folder: string) => Promise<void>,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "hadron-"));
  const server = createServer((request, response) => {
    const [, host, file] = request.url!.split("/");
    answer!(host, file, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const whole = globalThis.fetch;
  globalThis.fetch = ((url: string, init?: RequestInit): Promise<Response> => {
    if (answer === undefined) return Promise.reject(new TypeError("no network"));
    const { host, pathname } = new URL(url);
    return whole(`http://127.0.0.1:${port}/${host}/${pathname.split("/").at(-1)}`, init);
  }) as typeof fetch;
  try {
    await body(folder);
  } finally {
    globalThis.fetch = whole;
    server.closeAllConnections?.();
    await new Promise<void>((resolve) => server.close(() => resolve()));
    rmSync(folder, { recursive: true });
  }
}

test("load() takes each file from the first source that gives the right one, and fetches it once", async () => {
  const asked: string[] = [];
  await elsewhere((host, file, response) => {
    asked.push(file);
    if (host === "github.com") response.writeHead(404).end();
    else if (host.startsWith("fashion-mnist")) response.end("<html>welcome</html>");
    else response.end(readFileSync(new URL(file, shipped)));
  }, async (folder) => {
    const root = join(folder, "deep", "set");
    assertEquals((await FashionMNIST.load({ root, train: false })).length, 1000);
    assertEquals(asked, FILES.flatMap((file) => [file, file, file]));
    assertEquals(readdirSync(root).sort(), FILES);
    await FashionMNIST.load({ root, train: false });
    assertEquals(asked.length, 6);
  });
});

test("load() that gets no right file names each source and its answer, says what to do, and leaves nothing", async () => {
  await elsewhere((host, _, response) => {
    if (host === "github.com") response.writeHead(503).end();
    else response.end("<html>welcome</html>");
  }, async (folder) => {
    const error = await assertRejects(() => FashionMNIST.load({ root: folder, train: false }), FileError);
    assertStringIncludes(error.message, "fashion/t10k-images-idx3-ubyte.gz: the answer is 503 Service Unavailable");
    assertStringIncludes(error.message, "does not begin as an idx file");
    assertEquals(readdirSync(folder), []);
  });
});

test("without a network load() says which files, which folder, which option and which package", async () => {
  await elsewhere(undefined, async (folder) => {
    const error = await assertRejects(() => FashionMNIST.load({ root: folder, train: false }), FileError);
    for (
      const text of [
        `FashionMNIST: '${folder}/${FILES[0]}' is absent and could not be fetched`,
        "no network",
        `needs ${FILES[0]} and ${FILES[1]} (or the same unpacked, without .gz) in the folder '${folder}'`,
        "the option root",
        'FashionMNIST.load({ root: "/my/folder" })',
        "HADRON_DATA",
        "https://github.com/zalandoresearch/fashion-mnist",
        "Debian's package dataset-fashion-mnist",
        "'/usr/share/datasets/fashion-mnist'",
      ]
    ) assertStringIncludes(error.message, text);
    // A set that Debian has not says nothing of it.
    const other = await assertRejects(() => MNIST.load({ root: folder, train: false }), FileError);
    assertStringIncludes(other.message, `needs ${FILES[0]} and ${FILES[1]}`);
    assert(!other.message.includes("Debian"), other.message);
  });
});

test("a constructor that finds no files says the same, and that load() fetches them", () => {
  for (const text of ["await FashionMNIST.load() fetches", "the option root", "dataset-fashion-mnist"]) {
    assertThrows(() => new FashionMNIST({ root: "/nowhere" }), FileError, text);
  }
});
