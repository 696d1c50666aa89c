// Runs a small script in a process of its own, under the program that runs the tests: for what only a whole process can
// show (its end, its settings, its permissions, its faults).

import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";

/** What a script did. */
export interface Ran {
  /** Its exit code; -1 when it had to be killed. */
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly milliseconds: number;
}

/** How a script is run. */
export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Deno's permission flags; all by default. */
  readonly permissions?: readonly string[];
  /** After so many seconds it is killed: nothing may hang. */
  readonly seconds?: number;
}

/** The repository's folder as a URL, to import from in a script. */
export const root: string = new URL("../", import.meta.url).href;

/** Is it Deno that runs the tests? */
export const inDeno: boolean = "Deno" in globalThis;

/** Runs the text of a module. */
export async function runScript(source: string, options: RunOptions = {}): Promise<Ran> {
  const folder = mkdtempSync(join(tmpdir(), "hadron-test-"));
  try {
    const file = join(folder, "script.ts");
    writeFileSync(file, source);
    return await runFile(file, [], options, folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Runs a module with arguments. */
export async function runFile(
  file: string,
  words: readonly string[],
  options: RunOptions = {},
  folder: string = fileURLToPath(root),
): Promise<Ran> {
  const head = inDeno ? ["run", "--no-check", "--no-prompt", ...(options.permissions ?? ["-A"])] : [];
  const args = [...head, file, ...words];
  const env = { ...process.env, NO_COLOR: "1", RUNNER: process.execPath, ...options.env };
  const start = performance.now();
  return await new Promise<Ran>((done, fail) => {
    // By way of a variable: where node:child_process in Deno sees that it starts a Deno, it gives it every permission.
    const child = spawn("sh", ["-c", 'exec "$RUNNER" "$@"', "sh", ...args], {
      env,
      stdio: ["ignore", "pipe", "pipe"],
      cwd: folder,
    });
    let stdout = "", stderr = "", killed = false;
    child.stdout.on("data", (bytes: Uint8Array) => stdout += new TextDecoder().decode(bytes));
    child.stderr.on("data", (bytes: Uint8Array) => stderr += new TextDecoder().decode(bytes));
    const timer = setTimeout(() => {
      killed = true;
      child.kill("SIGKILL");
    }, (options.seconds ?? 60) * 1000);
    child.on("error", fail);
    child.on("close", (code) => {
      clearTimeout(timer);
      done({ code: killed ? -1 : code ?? -1, stdout, stderr, milliseconds: performance.now() - start });
    });
  });
}
