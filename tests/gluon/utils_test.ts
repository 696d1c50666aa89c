// Gluon's utilities: slices of batches, clipping, downloads that are checked, retried and resumed.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { cpu, gluon, nd } from "../../mod.ts";
import { assert, assertEquals, assertRejects, assertThrows, close } from "../check.ts";

const { utils } = gluon;

test("a batch is cut into slices, evenly or with one sample more in the first", () => {
  const x = nd.arange(14).reshape([7, 2]);
  assertEquals(utils.splitData(x, 3, { evenSplit: false }).map((y) => y.shape[0]), [3, 2, 2]);
  assertThrows(() => utils.splitData(x, 3), Error, "7 samples");
  assertThrows(() => utils.splitData(x, 8, { evenSplit: false }), Error, "too few");
  const parts = utils.splitAndLoad(x, [cpu(0), cpu(1)], { evenSplit: false });
  assertEquals(parts.map((y) => y.context.toString()), ["cpu(0)", "cpu(1)"]);
  close(parts[1].at(0), [8, 9]);
  assert(utils.splitAndLoad(x, [cpu()])[0] === x);
});

test("clipGlobalNorm scales in place and gives the norm", () => {
  const a = nd.array([3, 0]), b = nd.array([[4]]);
  close(utils.clipGlobalNorm([a, b], 1), 5);
  close(a, [0.6, 0], 1e-5);
  close(b, [[0.8]], 1e-5);
  close(utils.clipGlobalNorm([a, b], 10), 1, 1e-5);
  close(a, [0.6, 0], 1e-5);
});

test("download fetches, checks, keeps and retries", async () => {
  const folder = mkdtempSync(join(tmpdir(), "hadron-"));
  let asked = 0;
  const server = createServer((request, response) => {
    asked++;
    if (request.url === "/absent") {
      response.statusCode = 404;
      response.end();
    } else if (request.url === "/flaky" && asked % 2 === 1) {
      response.statusCode = 503;
      response.end();
    } else {
      response.end("hello");
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const sha1Hash = "aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d";
  try {
    const file = await utils.download(`${base}/greeting`, { path: folder, sha1Hash });
    assertEquals(file, `${folder}/greeting`);
    assertEquals(readFileSync(file, "utf8"), "hello");
    assert(utils.checkSha1(file, sha1Hash));
    asked = 0;
    await utils.download(`${base}/greeting`, { path: folder, sha1Hash });
    assertEquals(asked, 0);
    writeFileSync(file, "broken");
    await utils.download(`${base}/greeting`, { path: folder, sha1Hash });
    assertEquals(readFileSync(file, "utf8"), "hello");
    asked = 0;
    await utils.download(`${base}/flaky`, { path: join(folder, "deep/er/flaky.txt") });
    assertEquals([asked, existsSync(join(folder, "deep/er/flaky.txt"))], [2, true]);
    await utils.download([`${base}/absent`, `${base}/greeting`], { path: join(folder, "second.txt") });
    await assertRejects(() => utils.download(`${base}/absent`, { path: join(folder, "none.txt") }), Error, "HTTP 404");
    await assertRejects(
      () => utils.download(`${base}/greeting`, { path: join(folder, "bad.txt"), sha1Hash: "00", retries: 1 }),
      Error,
      "SHA-1",
    );
    assertEquals([existsSync(join(folder, "none.txt")), existsSync(join(folder, "bad.txt"))], [false, false]);
  } finally {
    server.close();
    rmSync(folder, { recursive: true });
  }
});
