import { test } from "node:test";
import { assert, assertEquals, assertThrows } from "../check.ts";
import { AttributeError, call, core, DisposedError, engine, Handle, sweep, W } from "../../ts/runtime/mod.ts";

class Vector extends Handle {
  constructor(length = 4) {
    super(call(() => {
      W[0] = length;
      return core.array_new(0, 1, 0);
    }));
  }
}

/** Makes handles that are dead when it has returned. */
function drop(count: number): void {
  for (let i = 0; i < count; i++) new Vector();
}

test("dispose() gives the slot up, once", () => {
  const before = engine.memoryStats().handles;
  const x = new Vector();
  assertEquals(engine.memoryStats().handles, before + 1);
  assert(!x.isDisposed);
  x.dispose();
  x.dispose();
  assert(x.isDisposed);
  assertEquals(engine.memoryStats().handles, before);
  assertThrows(() => Handle.idOf(x), DisposedError, "was disposed");
});

test("a late dispose does not touch the slot's next array", () => {
  const x = new Vector();
  const id = Handle.idOf(x);
  x.dispose();
  const y = new Vector();
  x.dispose();
  assertEquals(Handle.idOf(y) === id || Handle.idOf(y) > 0, true);
  call(() => core.array_read(Handle.idOf(y)));
  y.dispose();
});

test("`using` disposes at the end of the block", () => {
  let outside: Vector;
  {
    using x = new Vector();
    outside = x;
    assert(!outside.isDisposed);
  }
  assert(outside.isDisposed);
});

test("an array that has an owner cannot be disposed", () => {
  const x = new Vector();
  Handle.protect(x, "the data of Parameter 'dense0_weight'");
  assertThrows(() => x.dispose(), DisposedError, "the data of Parameter 'dense0_weight'");
  Handle.scope(() => void Handle.protect(new Vector(), "the optimizer's"));
  Handle.protect(x, undefined);
  x.dispose();
});

test("idOf() refuses what is no array, and says what it got", () => {
  for (const [bad, text] of [[5, "number"], [null, "null"], ["x", "string"], [{}, "object"]] as const) {
    assertThrows(() => Handle.idOf(bad as unknown as Handle), AttributeError, text);
  }
});

test("scope() releases what was made in it, except its result", () => {
  const before = engine.memoryStats().handles;
  const kept = Handle.scope(() => {
    new Vector();
    const inner = Handle.scope(() => [new Vector(), new Vector()]);
    new Vector();
    return { a: inner[0], b: new Map([["x", new Vector()]]) };
  });
  assertEquals(engine.memoryStats().handles, before + 2);
  kept.a.dispose();
  kept.b.get("x")!.dispose();
});

test("scope() releases also when its function throws", () => {
  const before = engine.memoryStats().handles;
  assertThrows(
    () =>
      Handle.scope(() => {
        new Vector();
        throw new Error("on purpose");
      }),
    Error,
    "on purpose",
  );
  assertEquals(engine.memoryStats().handles, before);
});

test("sweep() releases dead arrays in a synchronous job and keeps live ones", () => {
  const before = engine.memoryStats().handles;
  const alive = Array.from({ length: 50 }, () => new Vector());
  drop(1000);
  sweep();
  const left = engine.memoryStats().handles;
  // A collector that scans the stack conservatively may keep a few.
  assert(left - before <= 50 + 100, `${left - before} are left`);
  for (const x of alive) call(() => core.array_read(Handle.idOf(x)));
  for (const x of alive) x.dispose();
});

test("handles that nobody keeps stay few in a long synchronous loop", () => {
  let most = 0;
  for (let i = 0; i < 80; i++) {
    drop(10_000);
    most = Math.max(most, engine.memoryStats().handles);
  }
  // 800,000 were made. A sweep is due at 100,000 new ones, and may be put off where collections are dear.
  assert(most < 450_000, `${most} handles were live at once`);
});
