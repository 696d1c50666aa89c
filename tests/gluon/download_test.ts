// Downloads from a server on the loopback address: checked, retried, resumed, and there whole or not at all.

import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { FileError, gluon } from "../../mod.ts";
import { assert, assertEquals, assertMatch, assertRejects, assertStringIncludes } from "../check.ts";

const { checkSha1, download } = gluon.utils;

const TEXT = "hello world";
const SHA1 = "2aae6c35c94fcfb415dbe95f408b9ce91ee846ed";

interface Place {
  readonly folder: string;
  readonly base: string;
  /** What was asked for: address, and range where one was. */
  readonly asked: string[];
}

/** A folder and a server: `/absent` is 404, `/flaky` fails every other time, `/plain` knows no ranges. */
async function served(body: (place: Place) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "hadron-"));
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const { range } = request.headers;
    asked.push(range === undefined ? request.url! : `${request.url} ${range}`);
    if (request.url === "/absent") response.statusCode = 404;
    else if (request.url === "/flaky" && asked.length % 2 === 1) response.statusCode = 503;
    else {
      const begin = request.url === "/plain" ? 0 : Number(/^bytes=(\d+)-$/.exec(range ?? "")?.[1] ?? 0);
      if (begin >= TEXT.length) response.statusCode = 416;
      else {
        if (begin > 0) response.statusCode = 206;
        response.write(TEXT.slice(begin));
      }
    }
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    await body({ folder, base: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked });
  } finally {
    server.closeAllConnections?.();
    await new Promise<void>((resolve) => server.close(() => resolve()));
    rmSync(folder, { recursive: true });
  }
}

/** Breaks the first answer off after so many bytes, for the length of `body`. */
async function brokenOff(bytes: number, body: () => Promise<void>): Promise<void> {
  const whole = globalThis.fetch;
  let first = true;
  globalThis.fetch = (async (input: string, init?: RequestInit): Promise<Response> => {
    const answer = await whole(input, init);
    if (!first) return answer;
    first = false;
    const text = new Uint8Array(await answer.arrayBuffer());
    const left = [text.subarray(0, bytes)];
    const stream = new ReadableStream<Uint8Array>({
      pull(controller): void {
        const part = left.pop();
        if (part === undefined) controller.error(new Error("the connection broke"));
        else controller.enqueue(part);
      },
    });
    return new Response(stream, { status: answer.status });
  }) as typeof fetch;
  try {
    await body();
  } finally {
    globalThis.fetch = whole;
  }
}

test("download checks a file, and keeps one that is right", async () => {
  await served(async ({ folder, base, asked }) => {
    const options = { path: folder, sha1Hash: SHA1 };
    const file = await download(`${base}/greeting`, options);
    assertEquals([file, readFileSync(file, "utf8")], [`${folder}/greeting`, TEXT]);
    assert(checkSha1(file, SHA1) && checkSha1(file, SHA1.toUpperCase()));
    await download(`${base}/greeting`, options);
    assertEquals(asked, ["/greeting"]);
    writeFileSync(file, "broken");
    await download(`${base}/greeting`, options);
    assertEquals([readFileSync(file, "utf8"), asked.length], [TEXT, 2]);
    assertEquals(readdirSync(folder), ["greeting"]);
  });
});

test("download leaves a file without a checksum as it is, unless it is to be overwritten", async () => {
  await served(async ({ folder, base, asked }) => {
    const path = join(folder, "mine.txt");
    writeFileSync(path, "mine");
    await download(`${base}/greeting`, { path });
    assertEquals([readFileSync(path, "utf8"), asked.length], ["mine", 0]);
    await download(`${base}/greeting`, { path, overwrite: true });
    assertEquals([readFileSync(path, "utf8"), asked.length], [TEXT, 1]);
  });
});

test("download refuses a wrong checksum, and leaves nothing behind", async () => {
  await served(async ({ folder, base }) => {
    const path = join(folder, "bad.txt");
    const sha1Hash = "0".repeat(40);
    const error = await assertRejects(() => download(`${base}/greeting`, { path, sha1Hash, retries: 1 }), FileError);
    assertStringIncludes(error.message, `${path} could not be fetched`);
    assertStringIncludes(error.message, `${base}/greeting: has the SHA-1 ${SHA1}, not ${sha1Hash}`);
    assertEquals(readdirSync(folder), []);
    // What was there before is not lost to a failure.
    writeFileSync(path, "old");
    await assertRejects(() => download(`${base}/greeting`, { path, sha1Hash, retries: 1 }), FileError);
    assertEquals([readdirSync(folder), readFileSync(path, "utf8")], [["bad.txt"], "old"]);
  });
});

test("download names every address with its answer, and asks once for what is not there", async () => {
  await served(async ({ folder, base, asked }) => {
    const path = join(folder, "none.txt");
    const error = await assertRejects(() => download([`${base}/absent`, `${base}/absent`], { path }), FileError);
    assertMatch(
      (error as Error).message,
      /^download: \S+none\.txt could not be fetched; (http:\S+\/absent: HTTP 404 Not Found(; |$)){2}/,
    );
    assertEquals([asked, readdirSync(folder)], [["/absent", "/absent"], []]);
    await download([`${base}/absent`, `${base}/greeting`], { path });
    assertEquals(readFileSync(path, "utf8"), TEXT);
  });
});

test("download tries again after a failure of the server, and makes folders", async () => {
  await served(async ({ folder, base, asked }) => {
    await download(`${base}/flaky`, { path: join(folder, "deep/er/flaky.txt") });
    assertEquals([asked.length, existsSync(join(folder, "deep/er/flaky.txt"))], [2, true]);
  });
});

test("download goes on where it was broken off", async () => {
  await served(async ({ folder, base, asked }) => {
    const get = (name: string, after: number): Promise<void> =>
      brokenOff(after, async () => {
        asked.length = 0;
        const file = await download(`${base}/${name}`, { path: join(folder, `${name}${after}`), sha1Hash: SHA1 });
        assertEquals(readFileSync(file, "utf8"), TEXT);
      });
    await get("greeting", 5);
    assertEquals(asked, ["/greeting", "/greeting bytes=5-"]);
    // A server that begins anew is read anew.
    await get("plain", 5);
    assertEquals(asked, ["/plain", "/plain bytes=5-"]);
    // Broken off behind the last byte: there is no rest to ask for.
    await get("greeting", TEXT.length);
    assertEquals(asked, ["/greeting", `/greeting bytes=${TEXT.length}-`, "/greeting"]);
  });
});
