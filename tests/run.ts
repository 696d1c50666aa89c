// Runs the tests under Deno and under Bun, and tells the counts of both. Needs nothing but Node's npm beside Deno: Bun
// comes from npm where it is not installed.
//
//   deno task test                       everything, in both
//   deno task test tests/ndarray/at_test.ts --only deno

import { spawn, spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
/** The version that is known to work; any installed 1.x is taken. */
const BUN = "bun@1.4.5";
/** A test that hangs must not hang the run. */
const MOST_MINUTES = 10;

interface Outcome {
  readonly name: string;
  readonly passed: number;
  readonly failed: number;
  readonly seconds: number;
}

function bunCommand(): string[] {
  if (spawnSync("bun", ["--version"]).status === 0) return ["bun"];
  return ["npx", "-y", BUN];
}

/** `bun test`, unlike `bun run`, does not fetch what package.json names. */
function installForBun(bun: readonly string[]): void {
  if (existsSync(join(root, "node_modules", "pngjs"))) return;
  const [command, ...rest] = bun;
  spawnSync(command, [...rest, "install", "--no-save", "--silent"], { cwd: root, stdio: "inherit" });
}

/** Runs a command; its output is shown as it comes, and returned. */
function run(command: string, args: readonly string[]): Promise<{ code: number; output: string }> {
  return new Promise((done) => {
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, NO_COLOR: "1" },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    const timer = setTimeout(() => {
      output += `\nstopped after ${MOST_MINUTES} minutes\n`;
      child.kill("SIGKILL");
    }, MOST_MINUTES * 60_000);
    for (const [from, to] of [[child.stdout, process.stdout], [child.stderr, process.stderr]] as const) {
      from.on("data", (bytes: Uint8Array) => {
        output += new TextDecoder().decode(bytes);
        to.write(bytes);
      });
    }
    child.on("error", (error) => done({ code: 127, output: `${output}\n${error.message}` }));
    child.on("close", (code) => {
      clearTimeout(timer);
      done({ code: code ?? 1, output });
    });
  });
}

async function outcome(
  name: string,
  command: string,
  args: readonly string[],
  counts: (output: string) => [number, number],
): Promise<Outcome> {
  console.log(`\n--- ${name}: ${[command, ...args].join(" ")}`);
  const start = performance.now();
  const { code, output } = await run(command, args);
  let [passed, failed] = counts(output);
  // A crash before or after the summary is a failure too.
  if (code !== 0 && failed === 0) failed = 1;
  if (passed === 0 && failed === 0) failed = 1;
  return { name, passed, failed, seconds: (performance.now() - start) / 1000 };
}

function lastCount(output: string, pattern: RegExp): number {
  return Number([...output.matchAll(pattern)].at(-1)?.[1] ?? 0);
}

/** Writes the list of tests anew where one is missing or gone, so that nobody has to keep it. */
function listTests(): void {
  const folder = join(root, "tests");
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith("_test.ts") && name !== "all_test.ts")
    .map((name) => name.replaceAll("\\", "/")).sort();
  const text =
    "// All tests, imported by one file: each file run on its own would start a core and its threads of its own.\n" +
    "// `deno task test` keeps this list.\n\n" + names.map((name) => `import "./${name}";\n`).join("");
  const file = join(folder, "all_test.ts");
  if (readFileSync(file, "utf8") === text) return;
  writeFileSync(file, text);
  console.log(`tests: wrote tests/all_test.ts anew, ${names.length} files`);
}

async function main(args: readonly string[]): Promise<void> {
  const files: string[] = [];
  let only: string | undefined;
  for (let i = 0; i < args.length; i++) {
    if (args[i] === "--only") only = args[++i];
    else files.push(args[i]);
  }
  if (only !== undefined && only !== "deno" && only !== "bun") {
    console.error(`tests: --only takes deno or bun, not ${only}`);
    process.exit(2);
  }
  if (files.length === 0) {
    listTests();
    files.push("tests/all_test.ts");
  }
  for (const file of files) {
    if (!existsSync(resolve(root, file))) {
      console.error(`tests: there is no ${file}`);
      process.exit(2);
    }
  }
  const outcomes: Outcome[] = [];
  if (only !== "bun") {
    outcomes.push(
      await outcome("Deno", process.execPath, ["test", "-A", "--no-check", ...files], (output) => [
        lastCount(output, /\| (\d+) passed/g),
        lastCount(output, /\| (\d+) failed/g),
      ]),
    );
  }
  if (only !== "deno") {
    const bun = bunCommand();
    installForBun(bun);
    const [command, ...rest] = bun;
    outcomes.push(
      await outcome(
        "Bun",
        command,
        [...rest, "test", "--timeout", "120000", ...files.map((file) => `./${file}`)],
        (output) => [
          lastCount(output, /^\s*(\d+) pass\b/gm),
          lastCount(output, /^\s*(\d+) fail\b/gm),
        ],
      ),
    );
  }
  console.log("");
  for (const { name, passed, failed, seconds } of outcomes) {
    console.log(`${name}: ${passed} passed, ${failed} failed (${seconds.toFixed(0)} s)`);
  }
  if (outcomes.some(({ failed }) => failed > 0)) process.exit(1);
}

await main(process.argv.slice(2));
