// Which line of the script queued a long task, kept as text by the task's number: an error that surfaces later can name
// it. Only text is kept, because an Error object keeps the receivers of its frames, our arrays, alive.

/** How many lines are kept: tasks further back than that are done or forgotten. */
const KEPT = 1024;
const tasks = new Uint32Array(KEPT);
const sites: (string | undefined)[] = new Array(KEPT);

/** Deep networks put many frames of ours above the script's own. */
const FRAMES = 40;

/** Where this package lies: frames from there are not the script's. */
const own = new URL("../", import.meta.url).href;
const ownPath = own.startsWith("file://") ? decodeURIComponent(own.slice("file://".length)) : own;

/** The nearest line of the calling script, as `file:line:column`; undefined where the host tells none. */
export function callSite(): string | undefined {
  const limited = Error as unknown as { stackTraceLimit?: number };
  const before = limited.stackTraceLimit;
  limited.stackTraceLimit = FRAMES;
  const stack = new Error().stack ?? "";
  if (before === undefined) delete limited.stackTraceLimit;
  else limited.stackTraceLimit = before;
  for (const line of stack.split("\n")) {
    const place = /(?:at |@|\()((?:file:\/\/|https?:\/\/|\/|[A-Za-z]:\\)[^()]*:\d+:\d+)\)?\s*$/.exec(line)?.[1];
    if (place !== undefined && !place.startsWith(own) && !place.startsWith(ownPath)) return place;
  }
  return undefined;
}

/** Keeps a task's line. */
export function keepSite(task: number, site: string | undefined): void {
  tasks[task % KEPT] = task;
  sites[task % KEPT] = site;
}

/** The line that queued a task, if it was long and not too long ago. */
export function siteOf(task: number): string | undefined {
  return task !== 0 && tasks[task % KEPT] === task ? sites[task % KEPT] : undefined;
}
