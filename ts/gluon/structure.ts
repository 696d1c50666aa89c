// What `block.save(prefix)` writes beside the parameters: the tree of classes, so that `load` can tell whether the
// network is the one that was saved.
import { FileError, readFile, writeFile } from "../runtime/mod.ts";
import type { AnyBlock } from "./block.ts";

interface Tree {
  readonly class: string;
  readonly children: Readonly<Record<string, Tree>>;
}

function treeOf(block: AnyBlock): Tree {
  const children = [...block.children].map(([name, child]): [string, Tree] => [name, treeOf(child)]);
  return { class: block.constructor.name, children: Object.fromEntries(children) };
}

/** Writes the tree of a block's classes as JSON. */
export function saveStructure(file: string, block: AnyBlock): void {
  const text = JSON.stringify({ format: "hadron-blocks-1", network: treeOf(block) }, null, 1);
  writeFile(file, new TextEncoder().encode(`${text}\n`), "Block.save");
}

/** Refuses a file of another network, with the first place where they differ. */
export function checkStructure(file: string, block: AnyBlock): void {
  let saved: { format?: unknown; network?: Tree };
  try {
    saved = JSON.parse(new TextDecoder().decode(readFile(file, "Block.load")));
  } catch (error) {
    if (error instanceof SyntaxError) throw new FileError("Block.load", `${file} is no JSON: ${error.message}`);
    throw error;
  }
  if (saved?.format !== "hadron-blocks-1" || saved.network === undefined) {
    throw new FileError("Block.load", `${file} was not written by Block.save`);
  }
  const difference = compare(saved.network, treeOf(block), "");
  if (difference !== null) throw new FileError("Block.load", `${file} is of another network: ${difference}`);
}

function compare(saved: Tree, own: Tree, path: string): string | null {
  const place = path === "" ? "the network" : path;
  if (saved.class !== own.class) return `${place} was a ${saved.class} and is a ${own.class}`;
  for (const name of new Set([...Object.keys(saved.children), ...Object.keys(own.children)])) {
    const [before, now] = [saved.children[name], own.children[name]];
    if (before === undefined) return `${place} had no child ${name}`;
    if (now === undefined) return `${place} had a child ${name}, a ${before.class}`;
    const inside = compare(before, now, path === "" ? name : `${path}.${name}`);
    if (inside !== null) return inside;
  }
  return null;
}
