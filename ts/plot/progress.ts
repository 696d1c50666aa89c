// A progress bar for terminals: rate, time left, a running text. In a pipe it is silent.

import { stdout } from "../runtime/mod.ts";

/** Options of a {@linkcode ProgressBar}. */
export interface ProgressOptions {
  /** In front of the bar. */
  title?: string;
  /** What is counted, for the rate: "it" by default (`12.3 it/s`). */
  unit?: string;
  /** Shown or not; by default on a terminal alone. */
  enabled?: boolean;
  /** Where it is written; the terminal by default. */
  write?: (text: string) => void;
}

/** Seconds as `m:ss` or `h:mm:ss`. */
export function clock(seconds: number): string {
  if (!Number.isFinite(seconds)) return "?";
  const s = Math.max(0, Math.round(seconds));
  const two = (n: number): string => String(n).padStart(2, "0");
  const minutes = Math.floor(s / 60) % 60, hours = Math.floor(s / 3600);
  return hours > 0 ? `${hours}:${two(minutes)}:${two(s % 60)}` : `${minutes}:${two(s % 60)}`;
}

/**
 * One line of a terminal that is drawn again as work goes on.
 *
 * ```ts ignore
 * const bar = new ProgressBar(loader.length, { title: "epoch 0" });
 * for (const [data, label] of loader) bar.advance(1, `loss ${loss.toFixed(3)}`);
 * bar.finish();
 * ```
 */
export class ProgressBar implements Disposable {
  readonly #total: number;
  readonly #title: string;
  readonly #unit: string;
  readonly #enabled: boolean;
  readonly #write: (text: string) => void;
  readonly #start = performance.now();
  #done = 0;
  #text = "";
  #drawn = -Infinity;
  #open = false;

  /** A bar of `total` steps. */
  constructor(total: number, options: ProgressOptions = {}) {
    this.#total = total;
    this.#title = options.title ?? "";
    this.#unit = options.unit ?? "it";
    this.#enabled = options.enabled ?? stdout.isTerminal();
    this.#write = options.write ?? stdout.write;
  }

  /** Steps done. */
  get done(): number {
    return this.#done;
  }

  /** Counts `steps` more, and shows `text` behind the rate. */
  advance(steps = 1, text?: string): void {
    this.#done += steps;
    if (text !== undefined) this.#text = text;
    const now = performance.now();
    // Ten times a second is as fast as one reads.
    if (!this.#enabled || (now - this.#drawn < 100 && this.#done < this.#total)) return;
    this.#drawn = now;
    this.#open = true;
    this.#write(`\r\x1b[2K${this.#line(now, stdout.columns())}`);
  }

  #line(now: number, columns: number): string {
    const seconds = (now - this.#start) / 1000;
    const rate = this.#done / Math.max(seconds, 1e-9);
    const part = this.#total > 0 ? Math.min(this.#done / this.#total, 1) : 1;
    const left = (this.#total - this.#done) / rate;
    const tail = ` ${this.#done}/${this.#total} ${rate.toPrecision(3)} ${this.#unit}/s, ${clock(left)} left` +
      (this.#text ? `, ${this.#text}` : "");
    const head = this.#title ? `${this.#title} ` : "";
    const room = Math.min(40, columns - 3 - head.length - tail.length);
    const bar = room >= 5 ? `[${"#".repeat(Math.round(part * room)).padEnd(room, ".")}]` : "";
    return (head + bar + tail).slice(0, Math.max(columns - 1, 10));
  }

  /** Takes the bar away, so that the next line of text stands alone. */
  finish(): void {
    if (this.#open) this.#write("\r\x1b[2K");
    this.#open = false;
  }

  /** The same as `finish`. */
  [Symbol.dispose](): void {
    this.finish();
  }
}
