// What a picture is to a script: it saves itself to a file, and shows itself in a notebook and, small, in a terminal.

import { writeFile } from "../runtime/mod.ts";

/** A picture. `console.log(figure)` shows it in the terminal, notebooks show it as it is. */
export interface Figure {
  /** Width in pixels. */
  readonly width: number;
  /** Height in pixels. */
  readonly height: number;
  /** Writes the picture, whole or not at all: PNG for grids of images, SVG for curves. */
  save(file: string | URL): void;
  /** The bytes that `save` writes. */
  toBytes(): Uint8Array;
}

/** The method by which Deno, Bun and Node ask an object for its printed form. */
export const INSPECT: unique symbol = Symbol.for("nodejs.util.inspect.custom") as never;
/** The method by which notebooks ask an object for its forms. */
export const DISPLAY: unique symbol = Symbol.for("Jupyter.display") as never;

/** What all figures have in common. */
export abstract class Picture implements Figure {
  abstract readonly width: number;
  abstract readonly height: number;
  abstract toBytes(): Uint8Array;
  /** The printed form. */
  protected abstract inTerminal(): string;
  /** The forms for notebooks, by MIME type. */
  protected abstract inNotebook(): Record<string, string>;

  /** Writes the picture under a temporary name, then renames it. */
  save(file: string | URL): void {
    writeFile(file, this.toBytes(), "Figure.save");
  }

  /** What `console.log` shows. */
  [INSPECT](): string {
    return this.inTerminal();
  }

  /** What a notebook shows. */
  [DISPLAY](): Record<string, string> {
    return this.inNotebook();
  }
}
