// The one command to remember: everything that must hold before a change is handed in, one step after the other, all of
// them even when one fails.
//
//   deno task ok         as continuous integration runs it
//   deno task ok --dev   without the question whether wasm/ is as fresh as core-rs/ (for the day's work)

import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const deno = process.execPath;

interface Step {
  readonly name: string;
  readonly command: readonly string[];
  /** Why it is left out here; undefined when it runs. */
  readonly skip?: string;
}

function has(program: string, ...args: string[]): boolean {
  return spawnSync(program, args, { stdio: "ignore" }).status === 0;
}

function inFolder(folder: string, ending: RegExp): string[] {
  const path = join(root, folder);
  if (!existsSync(path)) return [];
  return readdirSync(path, { recursive: true, encoding: "utf8" })
    .filter((name) => ending.test(name) && !name.startsWith("target"))
    .map((name) => `${folder}/${name}`).sort();
}

function steps(dev: boolean): Step[] {
  const { exports } = JSON.parse(readFileSync(join(root, "deno.json"), "utf8")) as { exports: Record<string, string> };
  const entries = Object.values(exports);
  const noCargo = has("cargo", "--version") ? undefined : "there is no cargo here";
  const noRustfmt = has("rustfmt", "--version") ? undefined : "there is no rustfmt here";
  const scripts = [...inFolder("examples", /^[^/]+\.ts$/), ...inFolder("bench", /^[^/]+\.ts$/)];
  return [
    { name: "format", command: [deno, "fmt", "--check"] },
    {
      name: "format of the core",
      // By name: rustfmt does not follow modules that a macro declares.
      command: [
        ...["rustfmt", "--check", "--edition", "2024", "--config-path", "rustfmt.toml"],
        ...inFolder("core-rs/src", /\.rs$/),
      ],
      skip: noRustfmt,
    },
    { name: "lint", command: [deno, "lint"] },
    { name: "types", command: [deno, "check", ...entries, "tests/all_test.ts", "core-rs/build.ts", ...scripts] },
    { name: "documentation", command: [deno, "doc", "--lint", ...entries] },
    { name: "generated files", command: [deno, "task", "gen", "--check"], skip: noCargo },
    {
      name: "wasm/ as fresh as core-rs/",
      command: [deno, "run", "-A", "core-rs/build.ts", "--check"],
      skip: dev ? "--dev" : undefined,
    },
    { name: "tests", command: [deno, "run", "-A", "tests/run.ts"] },
    { name: "publishing", command: [deno, "publish", "--dry-run", "--allow-dirty", "--quiet"] },
  ];
}

function main(args: readonly string[]): void {
  const unknown = args.find((option) => option !== "--dev");
  if (unknown !== undefined) {
    console.error(`ok: there is no option ${unknown}; there is --dev`);
    process.exit(2);
  }
  const failed: string[] = [];
  let passed = 0;
  for (const { name, command, skip } of steps(args.includes("--dev"))) {
    if (skip !== undefined) {
      console.log(`\n=== ${name}: left out (${skip})`);
      continue;
    }
    console.log(`\n=== ${name}`);
    const start = performance.now();
    const { status } = spawnSync(command[0], command.slice(1), { cwd: root, stdio: "inherit" });
    const seconds = ((performance.now() - start) / 1000).toFixed(0);
    if (status === 0) passed++;
    else failed.push(name);
    console.log(`${status === 0 ? "passed" : "FAILED"}: ${name} (${seconds} s)`);
  }
  console.log(
    `\nok: ${passed} steps passed, ${failed.length} failed${failed.length > 0 ? `: ${failed.join(", ")}` : ""}`,
  );
  if (failed.length > 0) process.exit(1);
}

main(process.argv.slice(2));
