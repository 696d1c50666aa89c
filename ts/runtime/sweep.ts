// Finds the arrays that the script no longer holds, inside one synchronous job, and gives their slots up. It leans on
// internals of the hosts, so a test at the first sweep decides whether it works; where it does not, the finalizers that
// the hosts run between turns take over, with one warning.

import { core, F, setSweep } from "./core.ts";
import { type Collector, collector } from "./platform.ts";

/** What the table keeps of a handle: only this keeps nothing alive. */
const refs: (WeakRef<object> | undefined)[] = [];
const generations: number[] = [];

/** Only where the sweep does not work. */
let registry: FinalizationRegistry<{ id: number; generation: number }> | undefined;

/** Enters a handle into the table of living ones. */
export function track(handle: object, id: number, generation: number): void {
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

/** Milliseconds of the last sweep, when it ended, and how many there were. */
let lastTime = 0;
let lastEnd = -Infinity;
/** Handles that it left. */
let handlesLeft = 0;
/** What the sweeps of this process did. */
export const sweeps: { count: number; released: number; milliseconds: number } = {
  count: 0,
  released: 0,
  milliseconds: 0,
};

/** Sweeps may take this share of the time, unless memory presses. */
const SHARE = 1 / 20;
/**
 * Sweepable bytes up to which a sweep may be put off for the sake of that share. Not more: pages that are touched for
 * the first time cost 15 to 20 ms for 40 MB, which is two or three sweeps.
 */
const PUT_OFF_BYTES = 512 * 2 ** 20;
/** While the pool has less than this free, bytes above it are looked for at once: else fresh pages would be touched. */
const FREE_ENOUGH = 64 * 2 ** 20;
/** And handles: a few hundred bytes each of JavaScript's own memory. */
const PUT_OFF_HANDLES = 300_000;

/** While a sweep is put off, it is asked again only after so many new arrays … */
const ASK_EVERY = 32;
/** … and after this share of those that there are: the answer takes a look at each (at every 32nd it was 10 us an array). */
const ASK_SHARE = 1 / 16;
/** Handles when it was last asked. */
let handlesNow = 0;
let untilAsked = 0;

/** The core said that a sweep is due: is it now, or has one taken so long a moment ago that it is put off? */
export function isDue(): boolean {
  if (untilAsked-- > 0 || means === null) return false;
  if (mustNow()) {
    untilAsked = 0;
    return true;
  }
  untilAsked = Math.max(ASK_EVERY, handlesNow * ASK_SHARE);
  return false;
}

function mustNow(): boolean {
  if (performance.now() - lastEnd >= lastTime / SHARE) return true;
  // Attributes may be waiting in F.
  const kept = F.slice(0, 8);
  core.memory_stats();
  const pooled = F[2]!, reserved = F[3]!, maximum = F[4]!, sweepable = F[5]!, handles = F[6]!;
  F.set(kept);
  handlesNow = handles;
  if (sweepable > FREE_ENOUGH && pooled < FREE_ENOUGH) return true;
  return sweepable > Math.min(PUT_OFF_BYTES, maximum / 4) || handles - handlesLeft > PUT_OFF_HANDLES ||
    reserved > maximum / 2;
}

/** Releases every array whose object is dead. */
export function sweep(): void {
  if (means === null) return;
  const start = performance.now();
  let probes: WeakRef<object>[] | undefined;
  if (means === undefined) {
    means = collector() ?? null;
    if (means === null) return fallBack("this host cannot be made to tell dead arrays from live ones");
    probes = plantProbes();
  }
  means.clear();
  means.collect();
  let released = 0, left = 0;
  for (let id = 0; id < refs.length; id++) {
    const ref = refs[id];
    if (ref === undefined) continue;
    if (ref.deref() !== undefined) {
      left++;
      continue;
    }
    refs[id] = undefined;
    core.array_release(id, generations[id]!);
    released++;
  }
  handlesLeft = left;
  core.swept();
  lastEnd = performance.now();
  lastTime = lastEnd - start;
  sweeps.count++;
  sweeps.released += released;
  sweeps.milliseconds += lastTime;
  // A collector that looks at the stack conservatively may keep a few.
  if (probes !== undefined && probes.filter((probe) => probe.deref() === undefined).length < PROBES / 2) {
    fallBack("this version of the host keeps dead objects");
  }
}
setSweep(sweep);
