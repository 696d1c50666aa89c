import { test } from "node:test";
import { assertRejects } from "../check.ts";
import { call, core, DisposedError, Handle, W, whenReady } from "../../ts/runtime/mod.ts";

class Vector extends Handle {
  constructor() {
    super(call(() => {
      W[0] = 4;
      return core.array_new(0, 1, 0);
    }));
  }
}

test("whenReady() resolves for an array that is computed", async () => {
  const x = new Vector();
  await whenReady(x);
  x.dispose();
});

test("whenReady() rejects for an array that was disposed", async () => {
  const x = new Vector();
  x.dispose();
  await assertRejects(() => whenReady(x), DisposedError);
});
