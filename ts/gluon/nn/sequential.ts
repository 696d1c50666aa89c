// Sequential: blocks one after another.
import type { NDArray } from "../../ndarray/mod.ts";
import { isOptions, show } from "../../ndarray/options.ts";
import { AttributeError, IndexError } from "../../runtime/mod.ts";
import type { AnyBlock, Block, BlockOptions } from "../block.ts";
import { HybridBlock } from "../hybrid_block.ts";
import { keepsNothing, markBuiltIn } from "./layer.ts";

/** A class of blocks, for `net.at(0, nn.Dense)`. */
export type Kind<T> = abstract new (...args: never[]) => T;

/**
 * Runs its blocks one after another, each on the output of the one before.
 *
 * ```ts
 * const net = new nn.Sequential([new nn.Dense(256, { activation: "relu" }), new nn.Dense(10)]);
 * net.add(new nn.Dropout(0.5));
 * net.at(0, nn.Dense).weight; net.length; for (const block of net) console.log(block.name);
 * ```
 */
export class Sequential extends HybridBlock implements Iterable<Block> {
  #list: Block[] | null = null;

  /** Takes the first settings by place, the others by name. */
  constructor(blocks?: readonly Block[], options?: BlockOptions);
  /** Takes all settings by name. */
  constructor(options: BlockOptions);
  constructor(blocks?: readonly Block[] | BlockOptions, options?: BlockOptions) {
    super(isOptions(blocks) ? blocks as BlockOptions : options);
    if (Array.isArray(blocks)) this.add(...blocks as readonly Block[]);
    else if (blocks !== undefined && !isOptions(blocks)) {
      throw new AttributeError("Sequential", `needs a list of blocks or options, but got ${show(blocks)}`);
    }
  }

  /** Appends blocks; returns this one. */
  add(...blocks: readonly Block[]): this {
    for (const block of blocks) this.registerChild(block as AnyBlock);
    return this;
  }

  /** Appends a child. */
  override registerChild(block: AnyBlock, name?: string): void {
    super.registerChild(block, name);
    this.#list = null;
  }

  /** The blocks in order. A subclass with fields is looked through each time, as its fields may change. */
  #blocks(): readonly Block[] {
    if (this.#list !== null && Object.keys(this).length === 0) {
      return this.#list;
    }
    return this.#list = [...this.children.values()] as Block[];
  }

  /** Runs the blocks on `x`; further arguments, as `map` passes them, are ignored. */
  override forward(x: NDArray): NDArray {
    const blocks = this.#blocks();
    let out = x;
    for (let i = 0; i < blocks.length; i++) {
      const next = blocks[i](out);
      // Only the library has seen the array between two built-in layers, so it is released as soon as it was used:
      // what backward needs of it is held by the graph.
      if (
        out !== x && out !== next && givesItsOwn(blocks[i - 1]) &&
        takesOnly(blocks[i])
      ) out.dispose();
      out = next;
    }
    return out;
  }

  /** The number of blocks. */
  override get length(): number {
    return this.#blocks().length;
  }

  /** The block at `index`, from the end where negative; of class `kind`, or an error that says what is there. */
  at(index: number): Block;
  /** The block at `index`, which must be of that class. */
  at<T extends Block>(index: number, kind: Kind<T>): T;
  at(index: number, kind?: Kind<Block>): Block {
    const blocks = this.#blocks();
    const found = Number.isInteger(index) ? blocks.at(index) : undefined;
    if (found === undefined) {
      throw new IndexError(
        this.constructor.name,
        `there is no block ${show(index)}; it has ${blocks.length}${
          blocks.length > 0 ? `, 0 to ${blocks.length - 1}` : ""
        }`,
      );
    }
    if (kind !== undefined && !(found instanceof kind)) {
      throw new AttributeError(
        this.constructor.name,
        `block ${index} is a ${(found as Block).constructor.name}, not a ${kind.name}`,
      );
    }
    return found;
  }

  /** The blocks from `start` up to `end`, as `net[start:end]`: the same blocks in a new Sequential. */
  slice(start?: number, end?: number): Sequential {
    const part = new Sequential({ prefix: this.prefix });
    return part.add(...this.#blocks().slice(start, end));
  }

  /** Pairs of position and block. */
  entries(): IterableIterator<[number, Block]> {
    return this.#blocks().entries();
  }

  /** The blocks in order. */
  [Symbol.iterator](): IterableIterator<Block> {
    return this.#blocks()[Symbol.iterator]();
  }

  /** The first and last of its blocks, for {@linkcode takesOnly} and {@linkcode givesItsOwn}. */
  static ends(block: AnyBlock): [Block, Block] | null {
    if (block.constructor !== Sequential || !keepsNothing(block)) return null;
    const blocks = (block as unknown as Sequential).#blocks();
    return blocks.length === 0 ? null : [blocks[0], blocks[blocks.length - 1]];
  }
}

/** Whether a block keeps nothing of its input beyond the call. */
function takesOnly(block: Block): boolean {
  const ends = Sequential.ends(block as AnyBlock);
  return ends === null ? keepsNothing(block as AnyBlock) : takesOnly(ends[0]);
}

/** Whether nobody but the caller holds a block's output. */
function givesItsOwn(block: Block): boolean {
  const ends = Sequential.ends(block as AnyBlock);
  if (ends !== null) return givesItsOwn(ends[1]);
  // An empty Sequential gives its input on, which another may hold.
  return block.constructor !== Sequential && keepsNothing(block as AnyBlock);
}

/** The same class: MXNet needs a second one where networks are compiled. */
export const HybridSequential: typeof Sequential = Sequential;
/** The same class: MXNet needs a second one where networks are compiled. */
export type HybridSequential = Sequential;

markBuiltIn(Sequential);
