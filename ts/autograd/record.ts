// Opening and closing the recording of gradients: for the length of a function, or to the end of a block.

import { AttributeError, core, GraphError } from "../runtime/mod.ts";
import { unknownOption } from "../ndarray/mod.ts";

/** Options of {@linkcode record} and {@linkcode pause}. */
export interface RecordOptions {
  /** Do layers behave as in training? True by default while recording, false while paused. */
  trainMode?: boolean;
}

/** Turns recording on or off; returns whether it was on. */
export function setRecording(on: boolean): boolean {
  return core.set_recording(on ? 1 : 0) === 2;
}

/** Turns training mode on or off (dropout, batch normalisation); returns whether it was on. */
export function setTraining(on: boolean): boolean {
  return core.set_training(on ? 1 : 0) === 2;
}

/** Is what operators do being recorded for backward? */
export function isRecording(): boolean {
  return (core.modes() & 1) !== 0;
}

/** Do layers behave as in training? */
export function isTraining(): boolean {
  return (core.modes() & 2) !== 0;
}

/** Sets the modes that are not undefined; the Disposable puts back what was before. */
function modes(recording: boolean | undefined, training: boolean | undefined): Disposable {
  const before = core.modes();
  if (recording !== undefined) core.set_recording(recording ? 1 : 0);
  if (training !== undefined) core.set_training(training ? 1 : 0);
  return {
    [Symbol.dispose](): void {
      if (recording !== undefined) core.set_recording(before & 1);
      if (training !== undefined) core.set_training(before >> 1 & 1);
    },
  };
}

function within<T>(name: string, scope: Disposable, body: () => T): T {
  let result: T;
  try {
    result = body();
  } finally {
    scope[Symbol.dispose]();
  }
  if (typeof (result as { then?: unknown } | null | undefined)?.then === "function") {
    // What runs after the first await would not be recorded: better no result than a silently wrong gradient.
    (result as { then(done: () => void, failed: () => void): void }).then(() => {}, () => {});
    throw new GraphError(
      name,
      "its function returned a promise; it must be synchronous: await what it needs before, and read what it gives after",
    );
  }
  return result;
}

function flag(name: string, options: RecordOptions | undefined, default_: boolean): boolean {
  if (options === undefined) return default_;
  for (const key in options) if (key !== "trainMode") throw unknownOption(name, key, ["trainMode"]);
  return options.trainMode ?? default_;
}

function open<T>(
  name: string,
  recording: boolean | undefined,
  training: boolean,
  body: unknown,
): T | Disposable {
  if (typeof body === "function") return within(name, modes(recording, training), body as () => T);
  if (body !== undefined && (typeof body !== "object" || body === null)) {
    throw new AttributeError(name, "its first argument must be a function, or options for `using`");
  }
  return modes(recording, training);
}

/**
 * Records what `body` does, so that backward can follow it, and returns what `body` returns. Sets training mode too,
 * unless `trainMode` is false. What was before is put back, also when `body` throws.
 *
 * @throws GraphError if `body` returns a promise.
 */
export function record<const T>(body: () => T, options?: RecordOptions): T;
/** `using _ = autograd.record();` records to the end of the block. */
export function record(options?: RecordOptions): Disposable;
export function record<T>(body?: (() => T) | RecordOptions, options?: RecordOptions): T | Disposable {
  const given = typeof body === "function" ? options : body as RecordOptions | undefined;
  return open("record", true, flag("record", given, true), body);
}

/** Stops recording, and training mode unless `trainMode` is true, for the length of `body`. */
export function pause<const T>(body: () => T, options?: RecordOptions): T;
/** `using _ = autograd.pause();` stops recording to the end of the block. */
export function pause(options?: RecordOptions): Disposable;
export function pause<T>(body?: (() => T) | RecordOptions, options?: RecordOptions): T | Disposable {
  const given = typeof body === "function" ? options : body as RecordOptions | undefined;
  return open("pause", false, flag("pause", given, false), body);
}

/** Layers behave as in training for the length of `body`; recording stays as it is. */
export function trainMode<const T>(body: () => T): T;
/** `using _ = autograd.trainMode();` to the end of the block. */
export function trainMode(): Disposable;
export function trainMode<T>(body?: () => T): T | Disposable {
  return open("trainMode", undefined, true, body);
}

/** Layers behave as in prediction for the length of `body`; recording stays as it is. */
export function predictMode<const T>(body: () => T): T;
/** `using _ = autograd.predictMode();` to the end of the block. */
export function predictMode(): Disposable;
export function predictMode<T>(body?: () => T): T | Disposable {
  return open("predictMode", undefined, false, body);
}
