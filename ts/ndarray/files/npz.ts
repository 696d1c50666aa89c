// NumPy's format of several arrays (`.npz`): a zip file of `.npy` files.

import type { ByteReader } from "./bytes.ts";
import { readNpy } from "./npy.ts";
import type { Content, Stored } from "./stored.ts";
import { readZip } from "./zip.ts";

/** What the file holds. The names are those of NumPy: without ".npy". */
export function readNpz(reader: ByteReader): Content {
  const members = readZip(reader);
  const arrays: Stored[] = [], names: string[] = [];
  for (const { name, bytes } of members) {
    if (!name.endsWith(".npy")) {
      const hint = name.endsWith("data.pkl")
        ? "; a file of PyTorch's is a pickle: save_file of the Python package safetensors writes what is read here,"
        : ", which is no .npy,";
      throw reader.refuse(`it is a zip file that holds '${name}'${hint}`, 0);
    }
    arrays.push(readNpy(reader.inside(bytes(), `'${name}'`)));
    names.push(name.slice(0, -4));
  }
  return { arrays, names };
}
