// MNIST and Fashion-MNIST from their idx files: images uint8 [n, 28, 28, 1], labels int32 [n], held as two arrays from
// which batches are gathered. `load` fetches what is missing; the constructors only read.

import { nd, type NDArray } from "../../ndarray/mod.ts";
import { AttributeError, environment, FileError, fileExists, makeFolder, writeFile } from "../../runtime/mod.ts";
import { mayFetch, sha1 } from "../../runtime/platform.ts";
import { nearest } from "../../ndarray/nearest.ts";
import { gather, rowOf } from "../array_dataset.ts";
import type { Batch } from "../batchify.ts";
import { Dataset } from "../dataset.ts";
import { type Idx, parseIdx, readIdx, unpacked } from "./idx.ts";

/** A sample or a batch of a set of images: the pixels and the class. */
export type Sample = [data: NDArray, label: NDArray];

/** Options of sets of images. */
export interface VisionOptions<T> {
  /** The folder of the files; by default the set's own folder under `HADRON_DATA`, else under `./data`. */
  root?: string | URL;
  /** The training part (the default) or the test part. */
  train?: boolean;
  /**
   * Makes samples of images and labels. It sees one sample, or a whole batch at once (`ds.at("0:9")`, loaders), and
   * must do with an axis more in front.
   */
  transform?: (data: NDArray, label: NDArray) => T;
}

/** One of a set's files. */
interface Source {
  /** Its name without ".gz". */
  readonly name: string;
  /** SHA-1 of the unpacked bytes of every version that is known; empty where only the form can be checked. */
  readonly sha1: readonly string[];
  /** SHA-1 of the file as its sources offer it, where that is what is published. */
  readonly packed?: string;
}

/** What is to know about a set. */
interface Origin {
  readonly title: string;
  /** Folder under the general data folder. */
  readonly folder: string;
  readonly sources: readonly string[];
  /** Images and labels, training and test. */
  readonly files: { readonly train: readonly [Source, Source]; readonly test: readonly [Source, Source] };
  /** The package of Debian that has it, and where that puts it. */
  readonly debian?: { readonly name: string; readonly folder: string };
  /** A part that ships with the library. */
  readonly shipped?: { readonly root: URL; readonly text: string };
}

const MNIST_ORIGIN: Origin = {
  title: "MNIST",
  folder: "mnist",
  sources: [
    "https://ossci-datasets.s3.amazonaws.com/mnist/",
    "https://storage.googleapis.com/cvdf-datasets/mnist/",
    "https://apache-mxnet.s3-accelerate.dualstack.amazonaws.com/gluon/dataset/mnist/",
  ],
  files: {
    train: [
      { name: "train-images-idx3-ubyte", sha1: [], packed: "6c95f4b05d2bf285e1bfb0e7960c31bd3b3f8a7d" },
      { name: "train-labels-idx1-ubyte", sha1: [], packed: "2a80914081dc54586dbdf242f9805a6b8d2a15fc" },
    ],
    test: [
      { name: "t10k-images-idx3-ubyte", sha1: [], packed: "c3a25af1f52dad7f726cce8cacb138654b760d48" },
      { name: "t10k-labels-idx1-ubyte", sha1: [], packed: "763e7fa3757d93b0cdec073cef058b2004252c17" },
    ],
  },
};

// Checksums are of the unpacked bytes: the same set is packed differently by its author, by MXNet and by Debian. The
// second of each pair is the part that ships in data/fashion-mnist-small.
const FASHION_ORIGIN: Origin = {
  title: "Fashion-MNIST",
  folder: "fashion-mnist",
  sources: [
    "https://github.com/zalandoresearch/fashion-mnist/raw/master/data/fashion/",
    "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",
    "https://apache-mxnet.s3-accelerate.dualstack.amazonaws.com/gluon/dataset/fashion-mnist/",
  ],
  files: {
    train: [
      {
        name: "train-images-idx3-ubyte",
        sha1: ["b9bd999c0106c9b8b4b0cefce58c9a6060f27095", "d96a16c70610c57b157ee86c1d0b9adaffa55991"],
      },
      {
        name: "train-labels-idx1-ubyte",
        sha1: ["4bccf37222e01638381eaa326bf730337a597267", "e2dda876c36a5a52d39ed69815836240257511a6"],
      },
    ],
    test: [
      {
        name: "t10k-images-idx3-ubyte",
        sha1: ["880056926db704f9f713097915f99da346f5b1d1", "9a9aa03a251d0b14fbc3e612f67a2cbddb774fa6"],
      },
      {
        name: "t10k-labels-idx1-ubyte",
        sha1: ["958122e8b4b97fd4e71eca2d08ef754ed77c3ad9", "a4b5d111ad3fd3433e287f2dd32445ee248b2eb5"],
      },
    ],
  },
  debian: { name: "dataset-fashion-mnist", folder: "/usr/share/datasets/fashion-mnist" },
  shipped: {
    root: new URL("../../../data/fashion-mnist-small/", import.meta.url),
    text: "the part that ships with Hadron (6,000 training and 1,000 test images)",
  },
};

const said = new Set<string>();

const OPTIONS: readonly string[] = ["root", "train", "transform"];

function checkOptions<T>(name: string, options: VisionOptions<T>): void {
  if (typeof options !== "object" || options === null) {
    throw new AttributeError(name, `options are ${String(options)}; they must be an object`);
  }
  for (const key of Object.keys(options)) {
    if (OPTIONS.includes(key)) continue;
    const near = nearest(key, OPTIONS);
    const hint = near ? `; did you mean '${near}'?` : "";
    throw new AttributeError(name, `there is no option '${key}'${hint}; its options are ${OPTIONS.join(", ")}`);
  }
  if (options.transform !== undefined && typeof options.transform !== "function") {
    throw new AttributeError(name, `transform is ${typeof options.transform}; it must be a function`);
  }
}

const inside = (folder: string | URL, name: string): string | URL =>
  folder instanceof URL ? new URL(name, folder.href.endsWith("/") ? folder : `${folder.href}/`) : `${folder}/${name}`;

/** The folders in which a set may lie, the likeliest first. The first one is where `load` puts it. */
function foldersOf(origin: Origin, root: string | URL | undefined): (string | URL)[] {
  if (root !== undefined) return [root, inside(root, origin.folder)];
  const base = environment("HADRON_DATA") ?? "./data";
  return [`${base}/${origin.folder}`, base];
}

/** What to do about absent files: which they are, where they belong, where they are to be had. */
function remedy(name: string, origin: Origin, files: readonly Source[], folder: string | URL): string {
  const names = files.map((source) => `${source.name}.gz`).join(" and ");
  const packaged = origin.debian === undefined
    ? ""
    : `, or in Debian's package ${origin.debian.name}, whose root is '${origin.debian.folder}'`;
  return `${origin.title} needs ${names} (or the same unpacked, without .gz) in the folder '${folder}'. Another folder ` +
    `is told by the option root, as in ${name}.load({ root: "/my/folder" }), or by the environment variable ` +
    `HADRON_DATA. The files are at ${origin.sources[0]}${packaged}`;
}

/** Where a file lies in that folder, packed or not. */
function found(folder: string | URL, source: Source): string | URL | undefined {
  return [`${source.name}.gz`, source.name].map((name) => inside(folder, name)).find((file) => fileExists(file));
}

function check(name: string, file: string | URL, source: Source, idx: Idx): void {
  if (source.sha1.length === 0) return;
  const digest = sha1(idx.bytes);
  if (source.sha1.includes(digest)) return;
  throw new FileError(
    name,
    `'${file}' is not the file of that name that is known: its unpacked bytes have SHA-1 ${digest}, expected ` +
      `${source.sha1.join(" or ")}; fetch it again (readIdx reads files of one's own)`,
  );
}

/** Reads and checks one part of a set. */
function open(name: string, origin: Origin, root: string | URL | undefined, train: boolean): [Idx, Idx] {
  const files = origin.files[train ? "train" : "test"];
  const folders = foldersOf(origin, root);
  const folder = folders.find((f) => files.every((source) => found(f, source) !== undefined));
  if (folder === undefined) {
    const missing = files.find((source) => found(folders[0], source) === undefined) ?? files[0];
    throw new FileError(
      name,
      `'${inside(folders[0], `${missing.name}.gz`)}' is absent; await ${name}.load() fetches what is missing. ` +
        remedy(name, origin, files, folders[0]),
    );
  }
  const [images, labels] = files.map((source) => {
    const file = found(folder, source)!;
    const idx = readIdx(file);
    check(name, file, source, idx);
    return { idx, file };
  });
  const [n, height, width] = images.idx.shape;
  if (images.idx.shape.length !== 3 || height !== 28 || width !== 28) {
    throw new FileError(name, `'${images.file}' holds [${images.idx.shape}]; it needs images of [n,28,28]`);
  }
  if (labels.idx.shape.length !== 1 || labels.idx.shape[0] !== n) {
    throw new FileError(name, `'${labels.file}' holds [${labels.idx.shape}], but '${images.file}' has ${n} images`);
  }
  return [images.idx, labels.idx];
}

/** Fetches one file from the first source that gives it, checks it and puts it into the folder. */
async function fetchFile(name: string, origin: Origin, source: Source, folder: string): Promise<void> {
  const file = `${folder}/${source.name}.gz`;
  const reasons: string[] = [];
  for (const base of origin.sources) {
    const url = `${base}${source.name}.gz`;
    try {
      const response = await fetch(url, { signal: AbortSignal.timeout(120_000) });
      if (!response.ok) throw new Error(`the answer is ${response.status} ${response.statusText}`);
      const bytes = new Uint8Array(await response.arrayBuffer());
      if (source.packed !== undefined && sha1(bytes) !== source.packed) throw new Error("its checksum is wrong");
      check(name, url, source, parseIdx(unpacked(bytes, url), url));
      makeFolder(folder, name);
      writeFile(file, bytes, name);
      return;
    } catch (error) {
      reasons.push(`${url}: ${(error as Error).message}`);
    }
  }
  throw new FileError(name, `'${file}' is absent and could not be fetched (${reasons.join("; ")})`);
}

/** Looks for a set, fetches it where it is missing, and tells the folder to read from. */
async function prepare(
  name: string,
  origin: Origin,
  root: string | URL | undefined,
  train: boolean,
): Promise<string | URL | undefined> {
  const files = origin.files[train ? "train" : "test"];
  const folders = foldersOf(origin, root);
  if (folders.some((folder) => files.every((source) => found(folder, source) !== undefined))) return root;
  const folder = String(folders[0]);
  try {
    const host = new URL(origin.sources[0]).host;
    if (!mayFetch(host)) {
      throw new FileError(
        name,
        `'${folder}' lacks files, and this script may not fetch from ${host} (deno run --allow-net)`,
      );
    }
    for (const source of files) if (found(folder, source) === undefined) await fetchFile(name, origin, source, folder);
    return root;
  } catch (error) {
    // A package that came without the part (data folders are not published) has nothing to fall back on.
    const there = origin.shipped?.root.protocol === "file:" &&
      files.every((source) => found(origin.shipped!.root, source) !== undefined);
    if (origin.shipped === undefined || !there || root !== undefined) {
      if (!(error instanceof FileError)) throw error;
      throw new FileError(name, `${error.text}. ${remedy(name, origin, files, folder)}`, { cause: error });
    }
    if (!said.has(name)) {
      said.add(name);
      console.warn(
        `${name}: there is no whole set in '${folder}', and none could be fetched; using ${origin.shipped.text}`,
      );
    }
    return origin.shipped.root;
  }
}

/** Images and labels, and what a transform makes of them: what MNIST and Fashion-MNIST have in common. */
export abstract class ImageSet<T> extends Dataset<T> {
  readonly #images: NDArray;
  readonly #labels: NDArray;
  readonly #transform: ((data: NDArray, label: NDArray) => T) | undefined;
  /** How many images there are. */
  readonly length: number;

  /** Used by the sets themselves. */
  constructor([images, labels]: readonly [NDArray, NDArray], transform?: (data: NDArray, label: NDArray) => T) {
    super();
    this.#images = images;
    this.#labels = labels;
    this.#transform = transform;
    this.length = images.length;
  }

  #made(data: NDArray, label: NDArray): T {
    return this.#transform === undefined ? [data, label] as T : this.#transform(data, label);
  }

  /** The sample at a place: an image [28, 28, 1] and a label of shape [], as the transform makes them. */
  override item(place: number): T {
    return this.#made(rowOf(this.#images, place), rowOf(this.#labels, place));
  }

  /** The samples at those places: two gathering calls, then the transform once. */
  override batch(places: readonly number[]): Batch<T> {
    return this.#made(gather(this.#images, places), gather(this.#labels, places)) as unknown as Batch<T>;
  }
}

function arrays(name: string, origin: Origin, options: VisionOptions<unknown>): [NDArray, NDArray] {
  checkOptions(name, options);
  const [images, labels] = open(name, origin, options.root, options.train ?? true);
  const n = labels.shape[0];
  return [nd.array(images.data, { shape: [n, 28, 28, 1] }), nd.array(Int32Array.from(labels.data))];
}

/**
 * Handwritten digits: 60,000 images for training, 10,000 for testing; uint8 [28, 28, 1] and int32.
 *
 * The constructor only reads; `await MNIST.load(options)` fetches what is missing first.
 *
 * @throws FileError if a file is absent, truncated or foreign.
 */
export class MNIST<const T = Sample> extends ImageSet<T> {
  /** Opens the files of `root`, or of `mnist` in the data folder. */
  constructor(options: VisionOptions<T> = {}) {
    super(arrays("MNIST", MNIST_ORIGIN, options), options.transform);
  }

  /** Fetches what is missing, checks and opens. */
  static async load<const T = Sample>(options: VisionOptions<T> = {}): Promise<MNIST<T>> {
    checkOptions("MNIST", options);
    const root = await prepare("MNIST", MNIST_ORIGIN, options.root, options.train ?? true);
    return new MNIST<T>(root === undefined ? options : { ...options, root });
  }
}

/**
 * Pictures of ten kinds of clothes: 60,000 images for training, 10,000 for testing; uint8 [28, 28, 1] and int32.
 *
 * The constructor only reads. `await FashionMNIST.load(options)` fetches what is missing first; where that cannot be,
 * it takes the part that ships with the library and says so once.
 *
 * @throws FileError if a file is absent, truncated, foreign or has a wrong checksum.
 */
export class FashionMNIST<const T = Sample> extends ImageSet<T> {
  /** Opens the files of `root`, or of `fashion-mnist` in the data folder. */
  constructor(options: VisionOptions<T> = {}) {
    super(arrays("FashionMNIST", FASHION_ORIGIN, options), options.transform);
  }

  /** Fetches what is missing, checks and opens. */
  static async load<const T = Sample>(options: VisionOptions<T> = {}): Promise<FashionMNIST<T>> {
    checkOptions("FashionMNIST", options);
    const root = await prepare("FashionMNIST", FASHION_ORIGIN, options.root, options.train ?? true);
    return new FashionMNIST<T>(root === undefined ? options : { ...options, root });
  }
}
