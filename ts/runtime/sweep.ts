// Finds the arrays that the script no longer holds, inside one synchronous job, and gives their slots up. It leans on
// internals of the hosts, so a test at the first sweep decides whether it works; where it does not, the finalizers that
// the hosts run between turns take over, with one warning.

import { core, F, made, setSweep } from "./core.ts";
import { releaseFunctions } from "./functions.ts";
import { type Collector, collector } from "./platform.ts";

/** What the table keeps of a handle: only this keeps nothing alive. */
const refs: (WeakRef<object> | undefined)[] = [];
const generations: number[] = [];

/** Only where the sweep does not work. */
let registry: FinalizationRegistry<{ id: number; generation: number }> | undefined;

/**
 * A new WeakRef keeps its object until the end of the job, and what lives through two of V8's young collections is old. So
 * that list is ended for every so many arrays: then the host's own collections find the dead among them.
 */
const CLEAR_MASK = 1023;
let tracked = 0;

/** Enters a handle into the table of living ones. */
export function track(handle: object, id: number, generation: number): void {
  if ((++tracked & CLEAR_MASK) === 0) means?.clear();
  refs[id] = new WeakRef(handle);
  generations[id] = generation;
  if (registry !== undefined) registry.register(handle, { id, generation });
}

/** Takes a slot out of the table: it has been given up. */
export function untrack(id: number): void {
  refs[id] = undefined;
}

/** undefined before the first sweep, null where there is none. */
let means: Collector | null | undefined;
const PROBES = 32;

/** Objects that are dead when this function has returned. */
function plantProbes(): WeakRef<object>[] {
  return Array.from({ length: PROBES }, (_, i) => new WeakRef({ i }));
}

function fallBack(why: string): void {
  means = null;
  console.warn(
    `Hadron: ${why}, so arrays are released only between turns of the event loop. In long synchronous loops use ` +
      "nd.scope(() => …) or `using`.",
  );
  registry = new FinalizationRegistry(({ id, generation }) => {
    // A slot that was given up since has another generation, and the core refuses.
    if (core.array_release(id, generation) === 1 && generations[id] === generation) refs[id] = undefined;
  });
  for (let id = 0; id < refs.length; id++) {
    const handle = refs[id]?.deref();
    if (handle !== undefined) registry.register(handle, { id, generation: generations[id]! });
  }
}

/** What a sweep takes in milliseconds, collections of old objects apart, and when the last one ended. */
let meanTime = 0;
let lastEnd = -Infinity;
/** How often in a row the host could not collect young objects; then all are collected, which it always can. */
let failures = 0;
const MOST_FAILURES = 4;
/** What the sweeps of this process did. */
export const sweeps: { count: number; released: number; milliseconds: number } = {
  count: 0,
  released: 0,
  milliseconds: 0,
};

/** Sweeps may take this share of the time, unless memory presses. */
const SHARE = 1 / 100;
/**
 * Beyond that share, a sweep saves pages that nobody has touched yet, and those cost about this much a byte (up to five
 * times as much where the host must find them first). What early sweeps have cost is credit, and the pool may grow on it:
 * so a loop pays at most about twice what it would have paid, had one known beforehand how large a pool it needs.
 */
const MS_A_BYTE = 0.5 / 2 ** 20;
let credit = 0;
/** What the pool had reserved after the last sweep. */
let reservedThen = 0;
/** With less than this free, the pool is about to grow. */
const NEAR_BYTES = 64 * 2 ** 20;
/** What the pool may reserve at most. */
let maximum = Infinity;
/** A sweep is put off for this many handles at most: a few hundred bytes each of JavaScript's own memory. */
const PUT_OFF_HANDLES = 300_000;
let handlesThen = 0;
/** While a sweep is put off, the clock is read for every eighth array. */
const CLOCK_MASK = 7;
let asked = 0;

/** The core said that a sweep is due: is it now, or has one taken so long a moment ago that it is put off? */
export function isDue(): boolean {
  if (means === null) return false;
  if ((asked++ & CLOCK_MASK) === 0 && performance.now() - lastEnd >= meanTime / SHARE) return true;
  const reserved = core.pool_reserved();
  const growth = reserved - reservedThen + Math.max(0, NEAR_BYTES - core.pool_free());
  return growth * MS_A_BYTE > credit || made.handles - handlesThen > PUT_OFF_HANDLES || reserved > maximum / 2;
}

function poolFigures(): { reserved: number; maximum: number; sweepable: number; handles: number } {
  // Attributes may be waiting in F.
  const kept = F.slice(0, 8);
  core.memory_stats();
  const figures = { reserved: F[3]!, maximum: F[4]!, sweepable: F[5]!, handles: F[6]! };
  F.set(kept);
  return figures;
}

/** Bytes and handles that the last collection of old objects left, and how many milliseconds it took. */
let oldLeft = 0;
let oldHandles = 0;
let oldTime = 0;
/** From so many bytes on that may be dead among the old, it is worth its time; from so many on at any price. */
const SOME_OLD = 48 * 2 ** 20;
const MUCH_OLD = 256 * 2 ** 20;
const SOME_HANDLES = 50_000;
const MANY_HANDLES = 300_000;
/** Its budget: a share of the time, saved up for a few collections in a row. */
const OLD_SHARE = 1 / 50;
const OLD_SAVED_MS = 50;
let oldBudget = OLD_SAVED_MS;
let oldAsked = 0;

/** An array that was alive during a collection is old in the next: may enough of them be dead? */
function oldIsDue(): boolean {
  const now = performance.now(), { sweepable, handles } = poolFigures();
  const bytes = sweepable - oldLeft, more = handles - oldHandles;
  oldBudget = Math.min(OLD_SAVED_MS, oldBudget + (now - oldAsked) * OLD_SHARE);
  oldAsked = now;
  return bytes >= MUCH_OLD || more >= MANY_HANDLES ||
    (oldBudget >= oldTime && (bytes >= SOME_OLD || more >= SOME_HANDLES));
}

/** Gives up the slots of dead objects; how many. */
function releaseDead(): number {
  let released = 0;
  for (let id = 0; id < refs.length; id++) {
    const ref = refs[id];
    if (ref === undefined || ref.deref() !== undefined) continue;
    refs[id] = undefined;
    core.array_release(id, generations[id]!);
    released++;
  }
  return released;
}

/** Releases the arrays whose objects are dead; those that were alive during a collection only if `all` or if that is due. */
export function sweep(all: boolean = false): void {
  if (means === null) return;
  let probes: WeakRef<object>[] | undefined;
  if (means === undefined) {
    means = collector() ?? null;
    if (means === null) return fallBack("this host cannot be made to tell dead arrays from live ones");
    probes = plantProbes();
    all = true;
  }
  const start = performance.now();
  // What these hold dies with them.
  releaseFunctions();
  means.clear();
  if (!means.collect() && !all && ++failures < MOST_FAILURES) return;
  let released = releaseDead();
  let end = performance.now();
  meanTime = (meanTime + end - start) / 2;
  if (failures > 0 || all || oldIsDue()) {
    // deref() has put all living ones on the list again.
    means.clear();
    means.collectOld();
    released += releaseDead();
    ({ sweepable: oldLeft, handles: oldHandles } = poolFigures());
    oldTime = performance.now() - end;
    oldBudget -= oldTime;
    // Where there is no cheap way, this is what a sweep takes.
    if (failures > 0) meanTime = (meanTime + oldTime) / 2;
  }
  core.swept();
  const early = start - lastEnd < meanTime / SHARE, { reserved, maximum: most } = poolFigures();
  lastEnd = end = performance.now();
  credit = Math.max(0, credit - (reserved - reservedThen) * MS_A_BYTE) + (early ? end - start : 0);
  [reservedThen, maximum, handlesThen, asked, failures] = [reserved, most, made.handles, 0, 0];
  sweeps.count++;
  sweeps.released += released;
  sweeps.milliseconds += end - start;
  // A collector that looks at the stack conservatively may keep a few.
  if (probes !== undefined && probes.filter((probe) => probe.deref() === undefined).length < PROBES / 2) {
    fallBack("this version of the host keeps dead objects");
  }
}
setSweep(() => sweep(true));
