// The examples as a newcomer runs them: in a process of their own, with the fewest permissions; and what resnet.ts says
// to a command line that it cannot follow. SLOW=1 adds the long ones on both hosts.

import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { test } from "node:test";
import { nd } from "../mod.ts";
import { parseOptions, type ResnetOptions } from "../examples/resnet_options.ts";
import { assert, assertEquals, assertMatch, assertStringIncludes, assertThrows } from "./check.ts";
import { inDeno, type Ran, root, runFile, runScript } from "./script.ts";

const slow = process.env["SLOW"] !== undefined;
const data = { HADRON_DATA: new URL("data/fashion-mnist-small", root).pathname };

/** Runs an example that needs no arguments. */
async function run(name: string, permissions: string[], seconds = 120): Promise<string> {
  const ran = await runFile(`examples/${name}`, [], { permissions, seconds, env: data });
  assertEquals([ran.code, ran.stderr.replaceAll(/^.*there is no whole set.*\n/gm, "")], [0, ""], ran.stdout);
  return ran.stdout;
}

/** Runs resnet.ts with a command line. */
function resnet(args: string[], seconds = 300): Promise<Ran> {
  return runFile("examples/resnet.ts", args, { permissions: ["-R", "-W"], seconds });
}

test("01_ndarray runs without any permission and prints arrays as MXNet does", async () => {
  const out = await run("01_ndarray.ts", []);
  assertStringIncludes(out, "<NDArray 2x3 @cpu(0)>");
});

test("02_autograd finds the gradients it names", async () => {
  const out = await run("02_autograd.ts", []);
  assertStringIncludes(out, "[[ 4.  8.]\n [12. 16.]]");
  const [, gradient, ratio] = /f\(a\) \/ a: (\S+) (\S+)/.exec(out)!;
  assertEquals(gradient, ratio);
  assertStringIncludes(out, "[12. 30.]");
  assertStringIncludes(out, "[2. 2.]");
});

test("03_linear_regression finds 2, -3.4 and 4.2", async () => {
  const out = await run("03_linear_regression.ts", []);
  const [w0, w1] = /weight\s+\[\[\s*(\S+)\s+(\S+)\]\]/.exec(out)!.slice(1).map(Number);
  const b = Number(/bias\s+\[\s*(\S+)\]/.exec(out)![1]);
  assert(Math.abs(w0 - 2) < 0.01 && Math.abs(w1 + 3.4) < 0.01 && Math.abs(b - 4.2) < 0.01, out);
});

test("04_softmax_regression and 05_mlp learn Fashion-MNIST with leave to read and nothing else", async () => {
  const env = ["-R", "--allow-env=HADRON_DATA"];
  const softmax = await run("04_softmax_regression.ts", env);
  assert(Number(/Epoch 4.*Test acc (\S+)/.exec(softmax)![1]) > 0.72, softmax);
  const mlp = await run("05_mlp.ts", env);
  assert(Number(/Epoch 4.*Test acc ([\d.]+)/.exec(mlp)![1]) > 0.72, mlp);
});

test("the examples take the part that ships where there is no network, and say so once", async () => {
  if (!inDeno) return; // elsewhere nothing says that there is no network
  const ran = await runScript(
    `import { gluon } from "${root}mod.ts";
for (const train of [true, false]) console.log((await gluon.data.vision.FashionMNIST.load({ train })).length);`,
    {
      permissions: ["-R"],
    },
  );
  assertEquals([ran.code, ran.stdout], [0, "6000\n1000\n"], ran.stderr);
  assertEquals(ran.stderr.match(/the part that ships/g)?.length, 1);
});

test("07_higher_derivatives finds the Hessian, and a network whose slope is 1", async () => {
  const out = await run("07_higher_derivatives.ts", []);
  const minusCos2 = Number(/sin''' \[ -1, \S+, (\S+) \]/.exec(out)![1]);
  assert(Math.abs(minusCos2 + Math.cos(2)) < 1e-6, out);
  assertStringIncludes(out, "[[ 802. -400.]\n [-400.  200.]]");
  assertStringIncludes(out, "[ 2, 0 ] = [ 2, 0 ]");
  assert(Number(/step 300: penalty (\S+),/.exec(out)![1]) < 0.01, out);
});

if (slow) {
  test("06_lenet learns", async () => {
    const out = await run("06_lenet.ts", ["-R", "--allow-env=HADRON_DATA"], 300);
    assert(Number(/Epoch 4.*Test acc ([\d.]+)/.exec(out)![1]) > 0.78, out);
  });
}

if (inDeno || slow) {
  test("resnet.ts trains, writes its files and reads them back with equal accuracy", async () => {
    const out = mkdtempSync(join(tmpdir(), "hadron-"));
    try {
      const ran = await resnet(["--epochs", "1", "--batch-size", "128", "--out", out]);
      assertEquals([ran.code, ran.stderr], [0, ""], ran.stdout);
      const lines = ran.stdout.trim().split("\n");
      assertMatch(lines[0], /^(deno|bun|node) \S+, build \w+, \d+ threads, seed 1$/);
      assertStringIncludes(lines[1], "6,000 images to learn from, 1,000 to test on");
      assertStringIncludes(lines[2], "parameters");
      assertMatch(ran.stdout, /^Epoch 0\. Loss: [\d.]+, Train acc [\d.]+, Test acc [\d.]+, Time [\d.]+ sec$/m);
      assert(!ran.stdout.includes("\r"), "no progress bar in a pipe");
      const [, first, second] = /Test accuracy (\S+); of a second network .*: (\S+)/.exec(ran.stdout)!;
      assertEquals(first, second);
      assertEquals(readdirSync(out).sort(), ["curves.svg", "predictions.png", "resnet.params"]);
      assertStringIncludes(readFileSync(join(out, "curves.svg"), "utf8"), "test accuracy");
      assertEquals([...readFileSync(join(out, "predictions.png")).subarray(1, 4)], [80, 78, 71]);
      const parameters = nd.loadDict(join(out, "resnet.params"));
      assertEquals(parameters["1.weight"].shape, [64, 1, 3, 3]);
    } finally {
      rmSync(out, { recursive: true });
    }
  });
}

test("resnet.ts refuses a bad command line with a sentence, a missing folder with its name", async () => {
  const bad = await resnet(["--epochs", "many"], 60);
  assertEquals([bad.code, bad.stdout], [2, ""]);
  assertEquals(bad.stderr, "--epochs is 'many'; it must be a whole number from 1 to 10000.\n");
  const missing = await resnet(["--data", "/nowhere"], 60);
  assertEquals(missing.code, 1);
  assertStringIncludes(missing.stderr, "'/nowhere/train-images-idx3-ubyte.gz' is absent");
  const help = await resnet(["--help"], 60);
  assertEquals(help.code, 0);
  for (const name of ["epochs", "batch-size", "lr", "size", "ctx", "threads", "seed", "data", "out", "help"]) {
    assertStringIncludes(help.stdout, `--${name}`);
  }
});

test("resnet.ts's options: defaults, both ways of writing, every refusal", () => {
  const options = parseOptions([]) as ResnetOptions;
  assertEquals([options.epochs, options.batchSize, options.size, options.out], [3, 64, 28, "out"]);
  const given = parseOptions(["--epochs=5", "--lr", "0.1", "--ctx", "cpu", "--threads", "1"]) as ResnetOptions;
  assertEquals([given.epochs, given.lr, given.threads], [5, 0.1, 1]);
  for (
    const [args, message] of [
      [["--epoch", "2"], "did you mean --epochs?"],
      [["--batchsize", "2"], "did you mean --batch-size?"],
      [["train"], "'train' is no option"],
      [["--epochs"], "--epochs needs a value"],
      [["--epochs", "0"], "from 1 to 10000"],
      [["--epochs", "1.5"], "from 1 to 10000"],
      [["--lr", "fast"], "--lr is 'fast'"],
      [["--lr", "-1"], "above 0"],
      [["--size", "8"], "from 28 to 224"],
      [["--ctx", "gpu"], "there is no GPU in this version"],
      [["--ctx", "tpu"], "--ctx is 'tpu'"],
      [["--threads", "0"], "from 1 to 256"],
      [["--seed", "x"], "--seed is 'x'"],
      [["--data", ""], "--data is empty"],
    ] as const
  ) assertThrows(() => parseOptions(args), Error, message);
});

test("the README's example is examples/quickstart.ts, and it learns", async () => {
  const read = (name: string): string => readFileSync(new URL(name, root), "utf8");
  assertStringIncludes(read("README.md"), "```ts\n" + read("examples/quickstart.ts") + "```");
  const out = await run("quickstart.ts", []);
  assert(Number(/accuracy (\S+)/.exec(out)![1]) > 0.9, out);
});
