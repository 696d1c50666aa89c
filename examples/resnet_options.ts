// The options of resnet.ts: what they are, and what is wrong with those that were given.

import { nearest } from "../ts/ndarray/nearest.ts";

/** What `resnet.ts` was told. */
export interface ResnetOptions {
  epochs: number;
  batchSize: number;
  lr: number;
  size: number;
  threads: number | undefined;
  seed: number;
  data: string | URL;
  out: string;
}

/** A command line that cannot be followed; the message is a sentence for the person who typed it. */
export class UsageError extends Error {}

/** What `--help` prints. */
export const OPTIONS_TEXT = `Trains a ResNet-18 on Fashion-MNIST and writes parameters and pictures.

  --epochs N       passes over the training images (3)
  --batch-size N   images in a step (64)
  --lr X           learning rate (0.05)
  --size N         width and height of the images, 28 to 224 (28); from 96 on the larger network of the book
  --ctx NAME       where to compute: cpu (this version has no GPU)
  --threads N      threads to use (one for each core)
  --seed N         where random numbers begin (1)
  --data DIR       folder with the four files of Fashion-MNIST (the 6,000 + 1,000 images that come along)
  --out DIR        folder to write to (out)
  --help           this text`;

const NAMES = ["epochs", "batch-size", "lr", "size", "ctx", "threads", "seed", "data", "out", "help"] as const;
type Name = typeof NAMES[number];

function nearestName(name: string): string | undefined {
  const starts = NAMES.find((n) => n.startsWith(name) || name.startsWith(n));
  return starts ?? nearest(name.replaceAll("-", "_"), NAMES.map((n) => n.replaceAll("-", "_")))?.replaceAll("_", "-");
}

function whole(name: Name, text: string, least: number, most: number): number {
  const value = Number(text);
  if (text.trim() === "" || !Number.isInteger(value) || value < least || value > most) {
    throw new UsageError(`--${name} is '${text}'; it must be a whole number from ${least} to ${most}.`);
  }
  return value;
}

/** Reads a command line. Throws a UsageError for anything that it cannot follow. */
export function parseOptions(args: readonly string[]): ResnetOptions | "help" {
  const given = new Map<Name, string>();
  for (let i = 0; i < args.length; i++) {
    const found = /^--([^=]+)(?:=(.*))?$/s.exec(args[i]);
    if (!found) throw new UsageError(`'${args[i]}' is no option; options begin with --, see --help.`);
    const [, name, attached] = found;
    if (!(NAMES as readonly string[]).includes(name)) {
      const near = nearestName(name);
      throw new UsageError(`There is no option --${name}${near ? `; did you mean --${near}?` : ""} See --help.`);
    }
    if (name === "help") return "help";
    const value = attached ?? args[++i];
    if (value === undefined) throw new UsageError(`--${name} needs a value, see --help.`);
    given.set(name as Name, value);
  }
  const ctx = given.get("ctx") ?? "cpu";
  if (/^gpu/.test(ctx)) throw new UsageError("--ctx gpu: there is no GPU in this version; leave it out, or give cpu.");
  if (!/^cpu(\(0\))?$/.test(ctx)) throw new UsageError(`--ctx is '${ctx}'; it must be cpu.`);
  const lrText = given.get("lr") ?? "0.05";
  const lr = Number(lrText);
  if (lrText.trim() === "" || !(lr > 0 && lr <= 10)) {
    throw new UsageError(`--lr is '${lrText}'; it must be a number above 0, at most 10.`);
  }
  const folder = (name: "data" | "out"): string | undefined => {
    const value = given.get(name);
    if (value !== undefined && value.trim() === "") throw new UsageError(`--${name} is empty; it must be a folder.`);
    return value;
  };
  const threads = given.get("threads");
  return {
    epochs: whole("epochs", given.get("epochs") ?? "3", 1, 10_000),
    batchSize: whole("batch-size", given.get("batch-size") ?? "64", 1, 10_000),
    lr,
    size: whole("size", given.get("size") ?? "28", 28, 224),
    threads: threads === undefined ? undefined : whole("threads", threads, 1, 256),
    seed: whole("seed", given.get("seed") ?? "1", 0, Number.MAX_SAFE_INTEGER),
    data: folder("data") ?? new URL("../data/fashion-mnist-small/", import.meta.url),
    out: folder("out") ?? "out",
  };
}
