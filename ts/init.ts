// Initializers: how a new parameter gets its first values. Each fills an array in place; the parameter's name says
// which of its rules applies, as in MXNet.
import { nd, type NDArray } from "./ndarray/mod.ts";
import { CALL, Callable } from "./runtime/callable.ts";
import { nearestNames } from "./ndarray/nearest.ts";
import { readArguments, readNumber, readWord, show } from "./ndarray/options.ts";
import { AttributeError, ShapeError } from "./runtime/mod.ts";

/** Calling an initializer fills an array by the rule that its name asks for. */
export interface Initializer {
  /** Fills `array` by the rule for `name`: `…weight` by initWeight, `…bias` by initBias, and so on. */
  (name: string, array: NDArray): void;
}

/**
 * Base of all initializers. A subclass overrides `initWeight`; the other rules have defaults (bias and beta 0,
 * gamma 1). A network that initializes its parameters uses `initWeight` for each that has no initializer of its own.
 *
 * ```ts
 * class Half extends init.Initializer {
 *   override initWeight(_name: string, array: NDArray) { array.set(0.5); }
 * }
 * ```
 */
export abstract class Initializer extends Callable {
  readonly #settings: Readonly<Record<string, unknown>>;

  /** `settings` are what `dumps` shows of the initializer. */
  constructor(settings: Readonly<Record<string, unknown>> = {}) {
    super();
    this.#settings = settings;
  }

  /** Fills `array` by the rule that belongs to the end of `name`; a name with no rule is refused. */
  override [CALL](name: string, array: NDArray): void {
    if (name.endsWith("weight")) this.initWeight(name, array);
    else if (name.endsWith("bias")) this.initBias(name, array);
    else if (name.endsWith("gamma")) this.initGamma(name, array);
    else if (name.endsWith("beta")) this.initBeta(name, array);
    else if (name.endsWith("min")) this.initZero(name, array);
    else if (name.endsWith("max")) this.initOne(name, array);
    else this.initDefault(name, array);
  }

  /** Fills a weight; every initializer has its own. */
  abstract initWeight(name: string, array: NDArray): void;

  /** Fills a bias, with 0 unless overridden. */
  initBias(_name: string, array: NDArray): void {
    array.set(0);
  }

  /** Fills a scale of a normalisation, with 1 unless overridden. */
  initGamma(_name: string, array: NDArray): void {
    array.set(1);
  }

  /** Fills a shift of a normalisation, with 0 unless overridden. */
  initBeta(_name: string, array: NDArray): void {
    array.set(0);
  }

  /** Fills what is named `…min` with 0. */
  initZero(_name: string, array: NDArray): void {
    array.set(0);
  }

  /** Fills what is named `…max` with 1. */
  initOne(_name: string, array: NDArray): void {
    array.set(1);
  }

  /** What happens to a name that no rule knows: an error, unless overridden. */
  initDefault(name: string, _array: NDArray): void {
    throw new AttributeError(
      this.constructor.name,
      `no rule for a parameter named "${name}"; known endings are weight, bias, gamma, ` +
        `beta, min and max: give the parameter its own init`,
    );
  }

  /** The initializer as JSON, `["uniform", {"scale": 0.07}]`: what {@linkcode create} can make again. */
  dumps(): string {
    return JSON.stringify([this.constructor.name.toLowerCase(), this.#settings]);
  }

  /** The same as `dumps`. */
  override toString(): string {
    return this.dumps();
  }

  /** Class and settings, as `console.log` shows them. */
  [Symbol.for("nodejs.util.inspect.custom")](): string {
    const settings = Object.entries(this.#settings).map(([name, value]) => `${name}=${show(value)}`).join(", ");
    return `${this.constructor.name}(${settings})`;
  }
}

/** Uniform values from `[-scale, scale)`; Gluon's default with scale 0.07. */
export class Uniform extends Initializer {
  /** Half the width of the interval. */
  readonly scale: number;
  /** Takes the first settings by place, the others by name. */
  constructor(scale?: number);
  /** Takes all settings by name. */
  constructor(options: { scale?: number });
  constructor(...args: unknown[]) {
    const { scale = 0.07 } = readArguments("Uniform", args, ["scale"], []);
    const width = readNumber("Uniform", "scale", scale, 0);
    super({ scale: width });
    this.scale = width;
  }
  /** Fills a weight. */
  override initWeight(_name: string, array: NDArray): void {
    nd.random.uniform(-this.scale, this.scale, { out: array });
  }
}

/** Normal values of mean 0 and deviation `sigma`, 0.01 by default. */
export class Normal extends Initializer {
  /** Standard deviation. */
  readonly sigma: number;
  /** Takes the first settings by place, the others by name. */
  constructor(sigma?: number);
  /** Takes all settings by name. */
  constructor(options: { sigma?: number });
  constructor(...args: unknown[]) {
    const { sigma = 0.01 } = readArguments("Normal", args, ["sigma"], []);
    const width = readNumber("Normal", "sigma", sigma, 0);
    super({ sigma: width });
    this.sigma = width;
  }
  /** Fills a weight. */
  override initWeight(_name: string, array: NDArray): void {
    nd.random.normal(0, this.sigma, { out: array });
  }
}

/** One value for every element: a number, or an array of the parameter's shape. */
export class Constant extends Initializer {
  /** The value. */
  readonly value: number | NDArray;
  /** Takes the first settings by place, the others by name. */
  constructor(value: number | NDArray);
  /** Takes all settings by name. */
  constructor(options: { value: number | NDArray });
  constructor(...args: unknown[]) {
    const { value } = readArguments("Constant", args, ["value"], []);
    if (typeof value !== "number" && !isArray(value)) {
      throw new AttributeError("Constant", `value must be a number or an NDArray, but is ${show(value)}`);
    }
    super({ value: typeof value === "number" ? value : value.toArray() });
    this.value = value;
  }
  /** Fills a weight. */
  override initWeight(_name: string, array: NDArray): void {
    array.set(this.value);
  }
}

function isArray(value: unknown): value is NDArray {
  return typeof value === "object" && value !== null && "asTypedArray" in value;
}

/** Fills with 0. */
export class Zero extends Initializer {
  /** Takes no settings. */
  constructor() {
    super();
  }
  /** Fills a weight. */
  override initWeight(_name: string, array: NDArray): void {
    array.set(0);
  }
}

/** Fills with 1. */
export class One extends Initializer {
  /** Takes no settings. */
  constructor() {
    super();
  }
  /** Fills a weight. */
  override initWeight(_name: string, array: NDArray): void {
    array.set(1);
  }
}

/** Settings of {@linkcode Xavier}. */
export interface XavierOptions {
  /** Which distribution; "uniform" by default. */
  rndType?: "uniform" | "gaussian";
  /** Which number of units scales it: inputs, outputs, or their mean (the default). */
  factorType?: "avg" | "in" | "out";
  /** The scale is sqrt(magnitude / factor); 3 by default. */
  magnitude?: number;
}

/**
 * Values whose variance keeps signals at one size through the layers (Glorot and Bengio).
 *
 * With fan_in = shape[1] * prod(shape[2:]) and fan_out = shape[0] * prod(shape[2:]), the scale is
 * sqrt(magnitude / factor): uniform in `[-scale, scale)`, or normal of that deviation. A vector is refused.
 */
export class Xavier extends Initializer {
  /** "uniform" or "gaussian". */
  readonly rndType: "uniform" | "gaussian";
  /** "avg", "in" or "out". */
  readonly factorType: "avg" | "in" | "out";
  /** Numerator under the root. */
  readonly magnitude: number;
  /** Takes the first settings by place, the others by name. */
  constructor(rndType?: "uniform" | "gaussian", factorType?: "avg" | "in" | "out", magnitude?: number);
  /** Takes all settings by name. */
  constructor(options?: XavierOptions);
  constructor(...args: unknown[]) {
    const read = readArguments("Xavier", args, ["rndType", "factorType", "magnitude"], []);
    const rndType = readWord("Xavier", "rndType", read.rndType ?? "uniform", ["uniform", "gaussian"]);
    const factorType = readWord("Xavier", "factorType", read.factorType ?? "avg", ["avg", "in", "out"]);
    const magnitude = readNumber("Xavier", "magnitude", read.magnitude ?? 3, 0);
    super({ rnd_type: rndType, factor_type: factorType, magnitude });
    this.rndType = rndType;
    this.factorType = factorType;
    this.magnitude = magnitude;
  }
  /** Fills a weight. */
  override initWeight(name: string, array: NDArray): void {
    fillScaled(this.constructor.name, name, array, this.rndType, this.factorType, this.magnitude);
  }
}

function fillScaled(
  owner: string,
  name: string,
  array: NDArray,
  rndType: "uniform" | "gaussian",
  factorType: "avg" | "in" | "out",
  magnitude: number,
): void {
  const shape = array.shape;
  if (shape.length < 2) {
    throw new ShapeError(
      owner,
      `parameter ${name} has shape [${shape}], but needs two or more axes: give it an init of its own`,
    );
  }
  const area = shape.slice(2).reduce((product, size) => product * size, 1);
  const fanIn = shape[1] * area;
  const fanOut = shape[0] * area;
  const factor = factorType === "avg" ? (fanIn + fanOut) / 2 : factorType === "in" ? fanIn : fanOut;
  if (factor === 0) return; // an empty weight has nothing to fill
  const scale = Math.sqrt(magnitude / factor);
  if (rndType === "uniform") nd.random.uniform(-scale, scale, { out: array });
  else nd.random.normal(0, scale, { out: array });
}

/** He's initializer for layers before a (leaky) ReLU: normal, magnitude 2 / (1 + slope^2). */
export class MSRAPrelu extends Initializer {
  /** Which number of units scales it. */
  readonly factorType: "avg" | "in" | "out";
  /** Slope of the activation for negative values. */
  readonly slope: number;
  /** Takes the first settings by place, the others by name. */
  constructor(factorType?: "avg" | "in" | "out", slope?: number);
  /** Takes all settings by name. */
  constructor(options?: { factorType?: "avg" | "in" | "out"; slope?: number });
  constructor(...args: unknown[]) {
    const read = readArguments("MSRAPrelu", args, ["factorType", "slope"], []);
    const factorType = readWord("MSRAPrelu", "factorType", read.factorType ?? "avg", ["avg", "in", "out"]);
    const slope = readNumber("MSRAPrelu", "slope", read.slope ?? 0.25);
    super({ factor_type: factorType, slope });
    this.factorType = factorType;
    this.slope = slope;
  }
  /** Fills a weight. */
  override initWeight(name: string, array: NDArray): void {
    fillScaled("MSRAPrelu", name, array, "gaussian", this.factorType, 2 / (1 + this.slope ** 2));
  }
}

/**
 * Orthogonal rows (or columns, whichever are fewer), times `scale`: the weight as a matrix
 * [shape[0], prod(shape[1:])] times its transpose is scale^2 times the identity.
 */
export class Orthogonal extends Initializer {
  /** Length of each row. */
  readonly scale: number;
  /** Distribution of the matrix that is made orthogonal. */
  readonly randType: "uniform" | "normal";
  /** Takes the first settings by place, the others by name. */
  constructor(scale?: number, randType?: "uniform" | "normal");
  /** Takes all settings by name. */
  constructor(options?: { scale?: number; randType?: "uniform" | "normal" });
  constructor(...args: unknown[]) {
    const read = readArguments("Orthogonal", args, ["scale", "randType"], []);
    const scale = readNumber("Orthogonal", "scale", read.scale ?? 1.414);
    const randType = readWord("Orthogonal", "randType", read.randType ?? "uniform", ["uniform", "normal"]);
    super({ scale, rand_type: randType });
    this.scale = scale;
    this.randType = randType;
  }
  /** Fills a weight. */
  override initWeight(_name: string, array: NDArray): void {
    const rows = array.shape[0] ?? 1;
    if (array.size === 0) return;
    const columns = array.size / rows;
    const draw = this.randType === "uniform"
      ? nd.random.uniform(-1, 1, { shape: [rows, columns] })
      : nd.random.normal(0, 1, { shape: [rows, columns] });
    const values = Float64Array.from(draw.asTypedArray() as Float32Array);
    const basis = orthonormalRows(values, rows, columns);
    const scaled = Float32Array.from(basis, (value) => value * this.scale);
    array.set(
      nd.array(scaled, {
        shape: array.shape,
        ctx: array.context,
        dtype: array.dtype,
      }),
    );
  }
}

/** Gram-Schmidt, twice over for accuracy, along the shorter side of a [rows, columns] matrix. */
function orthonormalRows(values: Float64Array, rows: number, columns: number): Float64Array {
  const tall = rows > columns;
  const count = tall ? columns : rows;
  const length = tall ? rows : columns;
  const at = (vector: number, i: number) => tall ? i * columns + vector : vector * columns + i;
  for (let v = 0; v < count; v++) {
    for (let pass = 0; pass < 2; pass++) {
      for (let u = 0; u < v; u++) {
        let along = 0;
        for (let i = 0; i < length; i++) {
          along += values[at(u, i)] * values[at(v, i)];
        }
        for (let i = 0; i < length; i++) {
          values[at(v, i)] -= along * values[at(u, i)];
        }
      }
    }
    let square = 0;
    for (let i = 0; i < length; i++) square += values[at(v, i)] ** 2;
    const norm = Math.sqrt(square);
    for (let i = 0; i < length; i++) values[at(v, i)] /= norm;
  }
  return values;
}

/** Weights of bilinear interpolation, for a transposed convolution that enlarges images. */
export class Bilinear extends Initializer {
  /** Takes no settings. */
  constructor() {
    super();
  }
  /** Fills a weight. */
  override initWeight(name: string, array: NDArray): void {
    const shape = array.shape;
    if (shape.length !== 4) {
      throw new ShapeError("Bilinear", `parameter ${name} has shape [${shape}], but needs four axes`);
    }
    const [, , height, width] = shape;
    const factor = Math.ceil(width / 2);
    const center = (2 * factor - 1 - factor % 2) / (2 * factor);
    const values = new Float32Array(array.size);
    for (let i = 0; i < values.length; i++) {
      const x = i % width;
      const y = Math.floor(i / width) % height;
      values[i] = (1 - Math.abs(x / factor - center)) *
        (1 - Math.abs(y / factor - center));
    }
    array.set(nd.array(values, { shape, ctx: array.context, dtype: array.dtype }));
  }
}

/** Zero, but `forgetBias` for the forget gate: the second quarter of an LSTM's bias. */
export class LSTMBias extends Initializer {
  /** Value of the forget gate's quarter. */
  readonly forgetBias: number;
  /** Takes the first settings by place, the others by name. */
  constructor(forgetBias?: number);
  /** Takes all settings by name. */
  constructor(options?: { forgetBias?: number });
  constructor(...args: unknown[]) {
    const { forgetBias = 1 } = readArguments("LSTMBias", args, ["forgetBias"], []);
    const value = readNumber("LSTMBias", "forgetBias", forgetBias);
    super({ forget_bias: value });
    this.forgetBias = value;
  }
  /** Fills a weight. */
  override initWeight(_name: string, array: NDArray): void {
    const values = new Float32Array(array.size);
    const quarter = Math.floor(array.size / 4);
    values.fill(this.forgetBias, quarter, 2 * quarter);
    array.set(
      nd.array(values, {
        shape: array.shape,
        ctx: array.context,
        dtype: array.dtype,
      }),
    );
  }
}

/** Chooses by name: the first pattern that matches decides which initializer fills the parameter. */
export class Mixed extends Initializer {
  readonly #rules: [RegExp, Initializer][];
  /** Takes the first settings by place, the others by name. */
  constructor(patterns: readonly (string | RegExp)[], initializers: readonly (Initializer | InitName)[]) {
    if (patterns.length !== initializers.length) {
      throw new AttributeError(
        "Mixed",
        `got ${patterns.length} patterns and ${initializers.length} initializers, but needs as many`,
      );
    }
    super({});
    this.#rules = patterns.map((pattern, i) => [new RegExp(pattern), create(initializers[i])]);
  }
  /** Fills an array by the rule that its name asks for. */
  override [CALL](name: string, array: NDArray): void {
    this.#find(name)(name, array);
  }
  /** Fills a weight. */
  override initWeight(name: string, array: NDArray): void {
    this.#find(name)(name, array);
  }
  #find(name: string): Initializer {
    const rule = this.#rules.find(([pattern]) => pattern.test(name));
    if (rule === undefined) {
      throw new AttributeError("Mixed", `no pattern matches "${name}"; add ".*" with a default as the last one`);
    }
    return rule[1];
  }
}

/** Names that stand for an initializer with its defaults. */
export type InitName =
  | "uniform"
  | "normal"
  | "xavier"
  | "msraprelu"
  | "orthogonal"
  | "bilinear"
  | "lstmbias"
  | "zero"
  | "zeros"
  | "one"
  | "ones";

const makers: Record<InitName, () => Initializer> = {
  uniform: () => new Uniform(),
  normal: () => new Normal(),
  xavier: () => new Xavier(),
  msraprelu: () => new MSRAPrelu(),
  orthogonal: () => new Orthogonal(),
  bilinear: () => new Bilinear(),
  lstmbias: () => new LSTMBias(),
  zero: () => new Zero(),
  zeros: () => new Zero(),
  one: () => new One(),
  ones: () => new One(),
};

/** The initializer of that name; one that is an initializer already is returned as it is. */
export function create(initializer: Initializer | InitName): Initializer {
  if (initializer instanceof Initializer) return initializer;
  const name = typeof initializer === "string" ? initializer.toLowerCase() : show(initializer);
  const make = makers[name as InitName];
  if (make === undefined) {
    const near = nearestNames(name, Object.keys(makers));
    throw new AttributeError(
      "init",
      `there is no initializer ${show(initializer)}; ` +
        (near.length > 0 ? `near: ${near.join(", ")}` : `there are ${Object.keys(makers).join(", ")}`),
    );
  }
  return make();
}
