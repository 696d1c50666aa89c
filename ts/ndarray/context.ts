// Where an array lives. There are processors only in this version; `gpu()` can be named, and says so when used.

import { ContextError } from "../runtime/mod.ts";

/** A device: its type and its number. Contexts are equal when both are. */
export class Context {
  /** The kind of device. */
  readonly deviceType: "cpu" | "gpu";
  /** The device's number among those of its kind. `cpu(0)` and `cpu(1)` are two contexts of one memory. */
  readonly deviceId: number;

  /**
   * Usually written {@linkcode cpu} or {@linkcode gpu}.
   *
   * @throws ContextError if the type is neither "cpu" nor "gpu", or the number is not a small integer from 0 on.
   */
  constructor(deviceType: "cpu" | "gpu", deviceId = 0) {
    if (deviceType !== "cpu" && deviceType !== "gpu") {
      throw new ContextError("Context", `there is no device type '${deviceType}'; there are "cpu" and "gpu"`);
    }
    if (!Number.isInteger(deviceId) || deviceId < 0 || deviceId > 255) {
      throw new ContextError("Context", `device number ${deviceId} is no integer from 0 to 255`);
    }
    this.deviceType = deviceType;
    this.deviceId = deviceId;
  }

  /** True if the other context is the same device. */
  equals(other: Context): boolean {
    return this.deviceType === other.deviceType && this.deviceId === other.deviceId;
  }

  /** As MXNet prints it: `cpu(0)`. */
  toString(): string {
    return `${this.deviceType}(${this.deviceId})`;
  }

  /** What console.log shows. */
  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return this.toString();
  }
}

const processors: Context[] = [];

/** The processor. Numbers above 0 name further contexts of the same memory, as in MXNet. */
export function cpu(id = 0): Context {
  return processors[id] ??= new Context("cpu", id);
}

/** A graphics card. It can be named; creating an array there is refused in this version. */
export function gpu(id = 0): Context {
  return new Context("gpu", id);
}

/** How many graphics cards can be used: none in this version. */
export function numGpus(): number {
  return 0;
}

/**
 * The context's number on the border.
 *
 * @throws ContextError for a gpu: this version has none.
 */
export function contextNumber(operator: string, ctx: Context): number {
  if (!(ctx instanceof Context)) {
    throw new ContextError(operator, `ctx is ${String(ctx)}; it must be a Context, as cpu() gives`);
  }
  if (ctx.deviceType === "gpu") {
    throw new ContextError(
      operator,
      `no GPU in this version: ${ctx} was asked for, and numGpus() is 0. Use cpu(), which is the default`,
    );
  }
  return ctx.deviceId;
}

/** The context of a number on the border. */
export function contextOf(number: number): Context {
  return cpu(number);
}
