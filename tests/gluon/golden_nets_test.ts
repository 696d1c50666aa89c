// Whole networks against MXNet 1.9.1: its files are read, and five steps of training give the same losses.
import { test } from "node:test";
import { autograd, gluon, nd, type NDArray } from "../../mod.ts";
import { freshNames } from "../../ts/gluon/name_scope.ts";
import { assertEquals, close } from "../check.ts";
import { arrayOf, type GoldenArray, readGolden } from "../golden/golden.ts";
import { camel, report } from "./from_python.ts";
import { networks } from "./networks.ts";

interface Case {
  name: string;
  params_file: string;
  train: boolean;
  trainer: Record<string, number>;
  input: GoldenArray;
  label: GoldenArray;
  param_names: string[];
  saved_names: string[];
  param_shapes: Record<string, number[]>;
  num_parameters: number;
  logits_predict: GoldenArray;
  loss_predict: GoldenArray;
  logits_train?: GoldenArray;
  loss_train?: GoldenArray;
  grad_norms?: Record<string, number>;
  losses_5_steps?: number[];
  param_norms_after?: Record<string, number>;
  logits_predict_after?: GoldenArray;
}

const ours = (name: string): string => name.replaceAll("hybridsequential", "sequential");
const norm = (x: NDArray): number => Math.sqrt(nd.square(x).sum().asScalar());

function run(one: Case): void {
  using _names = freshNames();
  const near = (got: NDArray, want: GoldenArray, what: string): void => close(got, arrayOf(want), 1e-4, 1e-4, what);
  const net = networks[one.name]();
  net.loadParameters(new URL(`../golden/${one.params_file}`, import.meta.url));
  const params = net.collectParams();
  assertEquals([...params.keys()], one.param_names.map(ours));
  for (const [name, shape] of Object.entries(one.param_shapes)) assertEquals(params.at(ours(name)).shape, shape);

  const loss = new gluon.loss.SoftmaxCrossEntropyLoss();
  const x = arrayOf(one.input);
  const label = arrayOf(one.label);
  const logits = net(x);
  near(logits, one.logits_predict, "prediction");
  near(loss(logits, label), one.loss_predict, "its loss");
  if (!one.train) return;

  const trainer = new gluon.Trainer(params, "sgd", camel(one.trainer));
  const losses: number[] = [];
  for (let step = 0; step < 5; step++) {
    const [output, l] = autograd.record(() => {
      const output = net(x);
      return [output, loss(output, label)];
    });
    l.backward();
    if (step === 0) {
      near(output, one.logits_train!, "output in training");
      near(l, one.loss_train!, "its loss");
      for (const [name, want] of Object.entries(one.grad_norms!)) {
        close(norm(params.at(ours(name)).grad()), want, 1e-3, 1e-4, `gradient of ${name}`);
      }
    }
    trainer.step(x.shape[0]);
    losses.push(l.mean().asScalar());
  }
  close(losses, one.losses_5_steps!, 1e-3, 1e-5, "losses of five steps");
  for (const [name, want] of Object.entries(one.param_norms_after!)) {
    close(norm(params.at(ours(name)).data()), want, 1e-3, 1e-4, `${name} after five steps`);
  }
  close(net(x), arrayOf(one.logits_predict_after!), 1e-3, 1e-3, "prediction after five steps");
}

test("networks read MXNet's files and train as in MXNet", () => {
  const cases = readGolden<Case[]>("nets.json");
  const failures = cases.flatMap((one) => {
    try {
      run(one);
      return [];
    } catch (error) {
      return [`${one.name}: ${error}`];
    }
  });
  report("nets", cases.length, failures);
});
