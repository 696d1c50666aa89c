// Builds the core twice with wasm-pack and writes the results into wasm/, with BUILD.json beside
// them: the hash of what they were built from and the tools that built them.
//
//   deno task build            both builds, optimised (what is committed)
//   deno task build --dev      both builds without link-time optimisation: seconds, for daily work
//   deno task build --only threads|single
//   deno task build --out DIR  somewhere else (continuous integration tests its own fresh build)
//   deno task build --check    compares the hash in wasm/BUILD.json with the sources, builds nothing

import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { homedir } from "node:os";
import { delimiter, dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import process from "node:process";

const crate = dirname(fileURLToPath(import.meta.url));
const root = dirname(crate);

/** What `wasm/BUILD.json` holds. */
interface Manifest {
  /** SHA-256 over the core's sources, Cargo.toml, Cargo.lock and this file. */
  sources: string;
  /** "release" is what may be committed; "dev" is for daily work. */
  profile: "release" | "dev";
  /** Version of each tool: the bytes can be compared only where these are equal. */
  tools: Record<string, string>;
  /** Size and SHA-256 of each file. */
  files: Record<string, { bytes: number; sha256: string }>;
}

/** The two builds. Both import their memory, which is made at its full size and never grows. */
const builds = {
  // Shared memory, atomics, fused multiply-add where the host has it, panics that can be caught.
  threads: {
    features: ["--features", "threads"],
    std: "std,panic_unwind",
    panic: "unwind",
    target: "+atomics,+bulk-memory,+mutable-globals,+simd128,+relaxed-simd,+exception-handling",
    link: [
      "--shared-memory",
      "--import-memory",
      "--max-memory=4294967296",
      "--export=__wasm_init_tls",
      "--export=__tls_size",
      "--export=__tls_align",
      "--export=__tls_base",
      "--export=__stack_pointer",
    ],
    optimise: ["--enable-threads", "--enable-relaxed-simd", "--enable-exception-handling"],
  },
  // One thread, plain SIMD: for hosts that lack shared memory or relaxed SIMD.
  single: {
    features: [],
    std: "std,panic_abort",
    panic: "abort",
    target: "+bulk-memory,+mutable-globals,+simd128",
    link: ["--import-memory", "--export=__stack_pointer"],
    optimise: [],
  },
} as const;
type Build = keyof typeof builds;

const optimiseAlways = [
  "--enable-bulk-memory",
  "--enable-simd",
  "--enable-mutable-globals",
  "--enable-nontrapping-float-to-int",
  "--enable-sign-ext",
  "--enable-reference-types",
  "--enable-multivalue",
];

function fail(text: string): never {
  console.error(`build: ${text}`);
  process.exit(1);
}

/** Files that decide what the builds contain, sorted, as paths relative to the repository. */
function sources(): string[] {
  const found: string[] = [];
  const walk = (folder: string): void => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) walk(path);
      else if (/\.(rs|wgsl|txt|json)$/.test(entry.name)) found.push(path);
    }
  };
  walk(join(crate, "src"));
  for (const name of ["Cargo.toml", "Cargo.lock", "build.ts"]) found.push(join(crate, name));
  return found.map((path) => relative(root, path).replaceAll("\\", "/")).sort();
}

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

function hashOfSources(): string {
  const hash = createHash("sha256");
  for (const path of sources()) {
    const bytes = readFileSync(join(root, path));
    hash.update(`${path}\0${bytes.length}\0`).update(bytes);
  }
  return hash.digest("hex");
}

/** The first line a program prints about its version, or "" when it cannot be run. */
function version(program: string, ...args: string[]): string {
  const run = spawnSync(program, args, { encoding: "utf8" });
  return run.status === 0 ? run.stdout.split("\n")[0]?.trim() ?? "" : "";
}

/** The full path of a program, looked for in the folders given first, then in PATH. */
function find(names: readonly string[], folders: readonly string[]): string | undefined {
  for (const folder of [...folders, ...(process.env["PATH"] ?? "").split(delimiter)]) {
    for (const name of names) {
      const path = join(folder, name);
      if (existsSync(path) && statSync(path).isFile()) return path;
    }
  }
  return undefined;
}

/**
 * A folder with cargo and rustc that can build std for wasm, i.e. that have std's sources. Debian's
 * (rustc-web, rust-web-src) has them; of a rustup installation only one with the component rust-src.
 */
function rustFolder(): string {
  const tried: string[] = [];
  const folders = [process.env["HADRON_RUST"] ?? "", "/usr/bin", ...(process.env["PATH"] ?? "").split(delimiter)];
  for (const folder of folders) {
    if (folder === "" || tried.includes(folder) || !existsSync(join(folder, "rustc"))) continue;
    tried.push(folder);
    if (!existsSync(join(folder, "cargo"))) continue;
    const sysroot = version(join(folder, "rustc"), "--print", "sysroot");
    if (existsSync(join(sysroot, "lib/rustlib/src/rust/library/std/Cargo.toml"))) return folder;
  }
  fail(
    `found no rustc with the sources of std (looked in ${tried.join(", ") || "PATH"}). ` +
      "On Debian: apt-get install rustc-web cargo-web rust-web-src lld-19 (scripts/setup.sh does it)",
  );
}

interface Tools {
  rust: string;
  wasmPack: string;
  linker: string;
  optimiser: string | undefined;
  versions: Record<string, string>;
}

function tools(): Tools {
  const cache = process.env["HADRON_TOOLS"] ?? join(homedir(), ".cache", "hadron-tools");
  const folders = [join(cache, "bin"), join(root, "node_modules", ".bin"), join(cache, "node_modules", ".bin")];
  const rust = rustFolder();
  const wasmPack = find(["wasm-pack"], folders) ?? fail("wasm-pack is missing: run scripts/setup.sh");
  const bindgen = find(["wasm-bindgen"], folders) ?? fail("wasm-bindgen is missing: run scripts/setup.sh");
  const linker = find(["wasm-ld", "wasm-ld-21", "wasm-ld-20", "wasm-ld-19", "rust-lld"], ["/usr/bin"]) ??
    fail("wasm-ld is missing: apt-get install lld-19");
  const optimiser = find(["wasm-opt"], folders);
  return {
    rust,
    wasmPack,
    linker,
    optimiser,
    versions: {
      rustc: version(join(rust, "rustc"), "--version"),
      "wasm-pack": version(wasmPack, "--version"),
      "wasm-bindgen": version(bindgen, "--version"),
      "wasm-ld": version(linker, "--version"),
      "wasm-opt": optimiser ? version(optimiser, "--version") : "none",
    },
  };
}

/** Flags that keep this machine's folders out of panic messages, so that bytes do not depend on it. */
function remap(): string[] {
  const cargoHome = process.env["CARGO_HOME"] ?? join(homedir(), ".cargo");
  const registry = join(cargoHome, "registry", "src");
  const folders = existsSync(registry) ? readdirSync(registry).map((name) => join(registry, name)) : [];
  return [
    ...folders.map((folder) => `--remap-path-prefix=${folder}=crates`),
    `--remap-path-prefix=${crate}=core-rs`,
  ];
}

function build(name: Build, dev: boolean, out: string, tool: Tools): void {
  const recipe = builds[name];
  const target = join(crate, "target", `wasm-${name}${dev ? "-dev" : ""}`);
  const environment: Record<string, string | undefined> = {
    ...process.env,
    // wasm-pack takes cargo, rustc and wasm-bindgen from PATH.
    PATH: [tool.rust, dirname(tool.wasmPack), process.env["PATH"] ?? ""].join(delimiter),
    // -Z build-std and the atomic instructions are not stable yet.
    RUSTC_BOOTSTRAP: "1",
    CARGO_TARGET_DIR: target,
    CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER: tool.linker,
    CARGO_PROFILE_RELEASE_PANIC: recipe.panic,
    RUSTFLAGS: [
      `-C target-feature=${recipe.target}`,
      `-C panic=${recipe.panic}`,
      // LLVM copies functions of this size at most into their callers (275 by default): a fifth less to compile at the
      // start, and no step, chain or kernel got slower. Kernels say themselves what is always inlined.
      "-C llvm-args=-inline-threshold=50",
      ...recipe.link.map((argument) => `-C link-arg=${argument}`),
      ...remap(),
    ].join(" "),
  };
  if (dev) {
    environment["CARGO_PROFILE_RELEASE_LTO"] = "off";
    environment["CARGO_PROFILE_RELEASE_CODEGEN_UNITS"] = "16";
    environment["CARGO_PROFILE_RELEASE_INCREMENTAL"] = "true";
  }
  const packed = join(target, "packed");
  // --mode force: wasm-pack would look for rustup's target; std is built from source instead.
  const args = [
    ...["build", crate, "--release", "--target", "web", "--mode", "force", "--no-opt", "--no-pack"],
    ...["--no-typescript", "--out-dir", packed, "--out-name", "hadron"],
    ...["--", "--locked", ...recipe.features, "-Z", `build-std=${recipe.std}`],
  ];
  const run = spawnSync(tool.wasmPack, args, { env: environment, stdio: ["ignore", "inherit", "inherit"] });
  if (run.status !== 0) fail(`wasm-pack failed for the ${name} build`);

  // Of wasm-bindgen's output only the module is kept: it knows how threads get stacks and
  // thread-locals. Its JavaScript is not needed, since every export takes and returns numbers.
  const made = join(packed, "hadron_bg.wasm");
  const file = join(out, `hadron_${name}.wasm`);
  const fresh = `${file}.new`;
  if (tool.optimiser && !dev) {
    execFileSync(tool.optimiser, ["-O3", ...recipe.optimise, ...optimiseAlways, made, "-o", fresh], {
      stdio: "inherit",
    });
  } else {
    if (!dev) console.warn("build: wasm-opt is missing (npm package binaryen): the module is larger and slower");
    copyFileSync(made, fresh);
  }
  renameSync(fresh, file);
  // Deno takes the compiled module by `import source`, which needs no permission; TypeScript and
  // Bun cannot parse that, hence a JavaScript file that only Deno imports.
  writeFileSync(
    join(out, `hadron_${name}.js`),
    `// Generated by core-rs/build.ts. Only Deno imports this file: it needs no permission for it.
// @ts-self-types="./hadron_${name}.d.ts"
import source module from "./hadron_${name}.wasm";
export { module };
`,
  );
  writeFileSync(
    join(out, `hadron_${name}.d.ts`),
    `// Generated by core-rs/build.ts.
/** The compiled core, ${name === "threads" ? "with threads" : "with one thread"}. */
export const module: WebAssembly.Module;
`,
  );
}

function readManifest(folder: string): Manifest | undefined {
  const path = join(folder, "BUILD.json");
  return existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) as Manifest : undefined;
}

function writeManifest(out: string, hash: string, dev: boolean, tool: Tools): void {
  const manifest: Manifest = { sources: hash, profile: dev ? "dev" : "release", tools: tool.versions, files: {} };
  for (const name of Object.keys(builds)) {
    const path = join(out, `hadron_${name}.wasm`);
    if (!existsSync(path)) continue;
    const bytes = readFileSync(path);
    manifest.files[`hadron_${name}.wasm`] = { bytes: bytes.length, sha256: sha256(bytes) };
  }
  writeFileSync(join(out, "BUILD.json"), JSON.stringify(manifest, null, 2) + "\n");
}

/** Is wasm/ what the sources say? Prints what is wrong, and how to mend it. */
function checkManifest(folder: string): boolean {
  const manifest = readManifest(folder);
  const mend = "run `deno task build` and commit wasm/";
  const complain = (text: string): boolean => {
    console.error(`build --check: ${text}: ${mend}`);
    return false;
  };
  if (!manifest) return complain("wasm/BUILD.json is missing");
  if (manifest.profile !== "release") return complain("wasm/ holds a --dev build");
  if (manifest.sources !== hashOfSources()) return complain("wasm/ is older than core-rs/");
  for (const [name, { sha256: wanted }] of Object.entries(manifest.files)) {
    const path = join(folder, name);
    if (!existsSync(path) || sha256(readFileSync(path)) !== wanted) {
      return complain(`wasm/${name} is not the file that BUILD.json tells`);
    }
  }
  console.log(`build --check: wasm/ is fresh (${manifest.sources.slice(0, 12)})`);
  return true;
}

function main(args: string[]): void {
  let dev = false, check = false, only: Build | undefined, out = join(root, "wasm");
  for (let i = 0; i < args.length; i++) {
    const option = args[i];
    if (option === "--dev") dev = true;
    else if (option === "--check") check = true;
    else if (option === "--out") out = resolve(args[++i] ?? fail("--out needs a folder"));
    else if (option === "--only") {
      const name = args[++i];
      if (name !== "threads" && name !== "single") fail(`--only takes threads or single, not ${name}`);
      only = name;
    } else fail(`unknown option ${option}; there are --dev, --only, --out and --check`);
  }
  if (check) process.exit(checkManifest(out) ? 0 : 1);
  const tool = tools();
  // The sources may be edited while the compiler runs: what is recorded is what it began with.
  const hash = hashOfSources();
  mkdirSync(out, { recursive: true });
  // Fetched first, so that the folders to be remapped exist.
  execFileSync(join(tool.rust, "cargo"), ["fetch", "--locked", "--manifest-path", join(crate, "Cargo.toml")], {
    stdio: "inherit",
    env: { ...process.env, PATH: [tool.rust, process.env["PATH"] ?? ""].join(delimiter) },
  });
  for (const name of only ? [only] : Object.keys(builds) as Build[]) {
    const start = performance.now();
    build(name, dev, out, tool);
    const bytes = statSync(join(out, `hadron_${name}.wasm`)).size;
    console.log(
      `build: ${relative(root, out)}/hadron_${name}.wasm, ${(bytes / 1024).toFixed(0)} KB, ` +
        `${((performance.now() - start) / 1000).toFixed(0)} s`,
    );
  }
  // One build alone leaves the other as it was: not fit to be committed.
  writeManifest(out, hash, dev || only !== undefined, tool);
}

main(process.argv.slice(2));
