// Initializers: MXNet's rules by name, statistics of what is drawn, exact values, names and JSON.
import { test } from "node:test";
import { gluon, init, nd, type NDArray } from "../mod.ts";
import { assert, assertEquals, assertInstanceOf, assertThrows, close } from "./check.ts";
import { camel, report } from "./gluon/from_python.ts";
import { arrayOf, type GoldenArray, readGolden } from "./golden/golden.ts";

interface Case {
  name: string;
  kind: "rule" | "statistic" | "exact" | "orthogonal" | "create" | "gluon";
  class: string;
  kwargs: Record<string, unknown>;
  param_name: string;
  shape: number[];
  result: string | Record<string, string>;
  value: GoldenArray;
  std: number;
  bound?: number;
  distribution: "uniform" | "normal";
  gram_diagonal: number;
  argument: string;
  error?: string;
  program: string;
}

const cases = readGolden<Case[]>("init.json");

function make(one: Case): init.Initializer {
  const options = camel(one.kwargs);
  if (Array.isArray(options.value)) options.value = nd.array(options.value as number[]);
  const build = init[one.class as keyof typeof init] as unknown as new (
    options?: Record<string, unknown>,
  ) => init.Initializer;
  return new build(options);
}

/** What MXNet's file calls the contents of an array. */
function describe(array: NDArray): string {
  const values = Array.from(array.asTypedArray() as Float32Array);
  if (values.some((value) => value !== values[0])) return "random";
  return values[0] === 0 ? "zeros" : values[0] === 1 ? "ones" : `constant ${values[0]}`;
}

class MyInit extends init.Initializer {
  override initWeight(_name: string, array: NDArray): void {
    nd.random.uniform({ low: 5, high: 10, out: array });
  }
}

function network(): gluon.nn.Sequential {
  const { nn } = gluon;
  return new nn.Sequential([
    new nn.Conv2D(4, { kernelSize: 3 }),
    new nn.BatchNorm(),
    new nn.PReLU(),
    new nn.Flatten(),
    new nn.Dense(3),
    new nn.LayerNorm(),
  ]);
}

/** The programs of the file, by name. */
const programs: Record<string, () => gluon.Block> = {
  "gluon default": () => started(undefined),
  "gluon Xavier": () => started(new init.Xavier()),
  "gluon One": () => started(new init.One()),
  "gluon Constant": () => started(new init.Constant(5)),
  "gluon string": () => started("ones"),
  "gluon Zero": () => started(new init.Zero()),
  "gluon force_reinit": () => {
    const net = started(new init.One());
    net.collectParams().initialize({ init: new init.Constant(7), forceReinit: true });
    return net;
  },
  "gluon no force_reinit": () => {
    const net = started(new init.One());
    const warn = console.warn;
    const warnings: string[] = [];
    console.warn = (text: string) => warnings.push(text);
    try {
      net.initialize(new init.Constant(7));
    } finally {
      console.warn = warn;
    }
    assertEquals(warnings.length, 1);
    return net;
  },
  "gluon own initializers": () => {
    const net = new gluon.nn.Dense(3, {
      inUnits: 2,
      weightInitializer: new init.Constant(2),
      biasInitializer: "ones",
    });
    net.initialize(new init.Xavier());
    return net;
  },
  "gluon MyInit": () => {
    const net = new gluon.nn.Dense(3, { inUnits: 2 });
    net.initialize(new MyInit());
    return net;
  },
  "gluon Embedding": () => {
    const net = new gluon.nn.Embedding(4, 3);
    net.initialize(new init.Normal(1));
    return net;
  },
};

function started(initializer: init.Initializer | init.InitName | undefined): gluon.Block {
  const net = network();
  net.initialize(initializer);
  net(nd.ones([2, 1, 6, 6]));
  return net;
}

function run(one: Case): void {
  switch (one.kind) {
    case "rule": {
      const array = nd.full([4, 4], 9);
      if (String(one.result).startsWith("error")) {
        assertThrows(() => make(one)(one.param_name, array));
      } else {
        make(one)(one.param_name, array);
        assertEquals(describe(array), one.result);
      }
      return;
    }
    case "statistic": {
      const array = nd.zeros(one.shape);
      make(one)("fc_weight", array);
      const values = array.asTypedArray() as Float32Array;
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      const std = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
      const room = values.length > 5000 ? 0.03 : 0.1;
      assert(Math.abs(std / one.std - 1) < room, `std ${std}, expected ${one.std}`);
      if (one.bound !== undefined) {
        assert(values.every((value) => Math.abs(value) <= one.bound! * 1.000001), "a value beyond the bound");
      }
      return;
    }
    case "exact": {
      const array = nd.zeros(one.shape);
      make(one)(one.param_name, array);
      close(array, arrayOf(one.value), 1e-6, 1e-6);
      return;
    }
    case "orthogonal": {
      const array = nd.zeros(one.shape);
      make(one)("fc_weight", array);
      const matrix = array.reshape([one.shape[0], -1]);
      const gram = matrix.shape[0] <= matrix.shape[1] ? nd.dot(matrix, matrix.T) : nd.dot(matrix.T, matrix);
      const n = gram.shape[0];
      const want = Array.from(
        { length: n },
        (_, i) => Array.from({ length: n }, (_, j) => i === j ? one.gram_diagonal : 0),
      );
      close(gram, want, 1e-5, 1e-5);
      return;
    }
    case "create": {
      if (one.error !== undefined) assertThrows(() => init.create(one.argument as init.InitName));
      else assertEquals(init.create(one.argument as init.InitName).constructor.name, one.class);
      return;
    }
    case "gluon": {
      const net = programs[one.name]();
      const names = Object.keys(one.result);
      const params = [...net.collectParams().values()];
      assertEquals(params.length, names.length);
      for (const [i, name] of names.entries()) {
        assertEquals(describe(params[i].data()), (one.result as Record<string, string>)[name], name);
      }
    }
  }
}

test("initializers agree with MXNet", () => {
  const failures = cases.flatMap((one) => {
    try {
      run(one);
      return [];
    } catch (error) {
      return [`${one.name}: ${error}`];
    }
  });
  report("init", cases.length, failures);
});

test("an initializer prints and saves its settings", () => {
  assertEquals(new init.Constant(1).dumps(), '["constant",{"value":1}]');
  assertEquals(new init.Uniform(0.5).dumps(), '["uniform",{"scale":0.5}]');
  assertInstanceOf(init.create("xavier"), init.Xavier);
});

test("wrong settings and names of initializers are refused", () => {
  assertThrows(() => new init.Uniform({ scal: 1 } as never), Error, 'did you mean "scale"');
  assertThrows(() => new init.Xavier({ rndType: "normal" as never }), Error, "rndType must be one of");
  assertThrows(() => init.create("xavir" as never), Error, "xavier");
  assertThrows(() => new init.Xavier()("fc_weight", nd.zeros(3)), Error, "two or more axes");
});
