//! Densities of samples: `_random_pdf_x`. Each is made of other operators, so gradients of any order
//! follow from theirs. A sample has the axes of the parameters first, then its own.
#![forbid(unsafe_code)]

use super::attrs::{Attr, AttrSpec, Attrs};
use super::spec::{Compose, Forward, Infer, InputSpec, OpSpec, Sample, Types, input};
use super::value::{Graph, Value, Values, call};
use crate::base::{DType, Error, Result, Shape};

const LOG: &[AttrSpec] = &[AttrSpec::bool("is_log", false, "Give the logarithm of the density.")];

/// What the formulas below are written with.
struct Formula<'a> {
    graph: &'a mut dyn Graph,
    sample: Value,
}

impl Formula<'_> {
    fn two(&mut self, name: &str, a: &Value, b: &Value) -> Result<Value> {
        call(self.graph, name, &[a, b], &[])
    }
    fn add(&mut self, a: &Value, b: &Value) -> Result<Value> {
        self.two("broadcast_add", a, b)
    }
    fn sub(&mut self, a: &Value, b: &Value) -> Result<Value> {
        self.two("broadcast_sub", a, b)
    }
    fn mul(&mut self, a: &Value, b: &Value) -> Result<Value> {
        self.two("broadcast_mul", a, b)
    }
    fn div(&mut self, a: &Value, b: &Value) -> Result<Value> {
        self.two("broadcast_div", a, b)
    }
    fn one(&mut self, name: &str, a: &Value) -> Result<Value> {
        call(self.graph, name, &[a], &[])
    }
    fn log(&mut self, a: &Value) -> Result<Value> {
        self.one("log", a)
    }
    fn gammaln(&mut self, a: &Value) -> Result<Value> {
        self.one("gammaln", a)
    }
    /// With a number: `_plus_scalar` and its like.
    fn number(&mut self, name: &str, a: &Value, number: f64) -> Result<Value> {
        call(self.graph, name, &[a], &[("scalar", number.into())])
    }
    /// A parameter with axes of 1 for those of the sample that it does not have.
    fn parameter(&mut self, value: &Value, vector: bool) -> Result<Value> {
        let (own, ndim) = (value.shape(), self.sample.shape().ndim());
        let mut sizes: Vec<usize> = own.iter().collect();
        let at = sizes.len() - vector as usize;
        sizes.splice(at..at, std::iter::repeat_n(1, ndim - own.ndim()));
        call(self.graph, "_view", &[value], &[("shape", Shape::new(&sizes).into())])
    }
}

type Density = fn(&mut Formula, &[Value]) -> Result<Value>;

/// Computes the logarithm of the density, and its exponential unless `is_log`; float16 by way of float32.
fn density(
    graph: &mut dyn Graph,
    attrs: &Attrs,
    inputs: &[Option<Value>],
    vector: bool,
    log: Density,
) -> Result<Values> {
    let dtype = inputs[0].as_ref().expect("a sample").dtype();
    let cast = |graph: &mut dyn Graph, value: &Value, to: DType| call(graph, "Cast", &[value], &[("dtype", to.into())]);
    let mut wide = Vec::new();
    for value in inputs.iter().flatten() {
        wide.push(if dtype == DType::Float16 { cast(graph, value, DType::Float32)? } else { value.clone() });
    }
    let mut f = Formula { graph, sample: wide[0].clone() };
    let parameters: Vec<Value> = wide[1..].iter().map(|p| f.parameter(p, vector)).collect::<Result<_>>()?;
    let mut y = log(&mut f, &parameters)?;
    if !attrs.bool("is_log") {
        y = f.one("exp", &y)?;
    }
    if dtype == DType::Float16 {
        y = cast(f.graph, &y, dtype)?;
    }
    Ok(smallvec::smallvec![y])
}

fn infer(i: &Infer, vector: bool) -> Result<Types> {
    let (sample, own) = (i.shape(0), i.shape(1));
    for k in 0..i.inputs.len() {
        i.floats_only(k)?;
        if k > 1 && i.shape(k) != own {
            return Err(Error::shape(format!(
                "the parameters have shapes {own} and {}; they must be equal",
                i.shape(k)
            )));
        }
    }
    let dtype = i.same_dtypes()?;
    let (n, m) = (sample.ndim(), own.ndim());
    let last = vector as usize;
    let fits = m >= last
        && m <= n
        && sample.dims()[..m - last] == own.dims()[..m - last]
        && sample.dims()[n - last..] == own.dims()[m - last..];
    if !fits {
        let needs = if vector { "its first axes, and the last one" } else { "its first axes" };
        return Err(Error::shape(format!("sample has shape {sample}, the parameters {own}; they must be {needs}")));
    }
    match (vector, n) {
        (false, _) => i.one(sample, dtype),
        (true, 1) => i.one(Shape::new(&[1]), dtype),
        (true, _) => i.one(sample.removed(n - 1), dtype),
    }
}

const fn entry(
    name: &'static str,
    aliases: &'static [&'static str],
    doc: &'static str,
    inputs: &'static [InputSpec],
    forward: Compose,
    samples: fn() -> Vec<Sample>,
) -> OpSpec {
    OpSpec {
        name,
        aliases,
        doc,
        inputs,
        attrs: LOG,
        infer: |i| infer(i, false),
        forward: Forward::Composite(forward),
        samples,
        ..OpSpec::NEW
    }
}

/// Samples and `N` parameters between 0.2 and 0.9.
fn cases<const N: usize>() -> Vec<Sample> {
    let of = |sample: &[usize], own: &[usize]| {
        let mut shapes = vec![sample];
        shapes.resize(N + 1, own);
        Sample::new(&shapes).range(0.2, 0.9)
    };
    vec![
        of(&[2, 3], &[2, 3]),
        of(&[2, 3, 4], &[2]).attr("is_log", true),
        of(&[3, 2], &[3]),
        of(&[0, 2], &[0]),
        of(&[2, 0], &[2]),
    ]
}
/// The same with whole numbers as samples, which have no gradient.
fn counts<const N: usize>() -> Vec<Sample> {
    cases::<N>().into_iter().map(|s| s.integers(0, 5)).collect()
}

/// The logarithm of the negative binomial density of counts `x`.
fn negative_binomial(f: &mut Formula, k: &Value, p: &Value) -> Result<Value> {
    let x = f.sample.clone();
    let x = f.one("BlockGrad", &x)?;
    let (both, after) = (f.add(&x, k)?, f.number("_plus_scalar", &x, 1.0)?);
    let (both, after, own) = (f.gammaln(&both)?, f.gammaln(&after)?, f.gammaln(k)?);
    let (left, right) = (f.sub(&both, &after)?, f.log(p)?);
    let (left, right) = (f.sub(&left, &own)?, f.mul(k, &right)?);
    let (left, other) = (f.add(&left, &right)?, f.number("_rminus_scalar", p, 1.0)?);
    let other = f.log(&other)?;
    let other = f.mul(&x, &other)?;
    f.add(&left, &other)
}

pub static OPS: &[OpSpec] = &[
    entry(
        "_random_pdf_uniform",
        &["random_pdf_uniform"],
        "The density of uniform distributions on [low, high): 1 / (high - low). Whether the sample lies there is not \
         looked at.",
        &[input("sample"), input("low"), input("high")],
        |graph, attrs, inputs| {
            density(graph, attrs, inputs, false, |f, p| {
                let width = f.sub(&p[1], &p[0])?;
                let log = f.log(&width)?;
                let log = f.one("negative", &log)?;
                let shape: Attr = f.sample.shape().into();
                call(f.graph, "_spread", &[&log], &[("shape", shape)])
            })
        },
        || {
            // The upper bound above the lower one, whatever is drawn.
            let of = |log: bool| Sample::new(&[&[2, 3], &[2], &[2]]).range(0.2, 0.9).integers(1, 1).attr("is_log", log);
            vec![of(false), of(true)]
        },
    ),
    entry(
        "_random_pdf_normal",
        &["random_pdf_normal"],
        "The density of normal distributions with means mu and standard deviations sigma.",
        &[input("sample"), input("mu"), input("sigma")],
        |graph, attrs, inputs| {
            density(graph, attrs, inputs, false, |f, p| {
                let x = f.sample.clone();
                let away = f.sub(&x, &p[0])?;
                let z = f.div(&away, &p[1])?;
                let square = f.one("square", &z)?;
                let left = f.number("_mul_scalar", &square, -0.5)?;
                let right = f.log(&p[1])?;
                let right = f.number("_plus_scalar", &right, 0.5 * std::f64::consts::TAU.ln())?;
                f.sub(&left, &right)
            })
        },
        cases::<2>,
    ),
    entry(
        "_random_pdf_gamma",
        &["random_pdf_gamma"],
        "The density of gamma distributions of shapes alpha and rates beta (_random_gamma has scales, 1 / rate).",
        &[input("sample"), input("alpha"), input("beta")],
        |graph, attrs, inputs| {
            density(graph, attrs, inputs, false, |f, p| {
                let x = f.sample.clone();
                let (a, b) = (&p[0], &p[1]);
                let (log_b, log_x) = (f.log(b)?, f.log(&x)?);
                let less = f.number("_minus_scalar", a, 1.0)?;
                let (one, two, three) = (f.mul(a, &log_b)?, f.mul(&less, &log_x)?, f.mul(b, &x)?);
                let sum = f.add(&one, &two)?;
                let (sum, own) = (f.sub(&sum, &three)?, f.gammaln(a)?);
                f.sub(&sum, &own)
            })
        },
        cases::<2>,
    ),
    entry(
        "_random_pdf_exponential",
        &["random_pdf_exponential"],
        "The density of exponential distributions of rates lam.",
        &[input("sample"), input("lam")],
        |graph, attrs, inputs| {
            density(graph, attrs, inputs, false, |f, p| {
                let x = f.sample.clone();
                let (log, product) = (f.log(&p[0])?, f.mul(&p[0], &x)?);
                f.sub(&log, &product)
            })
        },
        cases::<1>,
    ),
    entry(
        "_random_pdf_poisson",
        &["random_pdf_poisson"],
        "The probability of counts of Poisson distributions of means lam. Counts have no gradient.",
        &[input("sample"), input("lam")],
        |graph, attrs, inputs| {
            density(graph, attrs, inputs, false, |f, p| {
                let x = f.sample.clone();
                let x = f.one("BlockGrad", &x)?;
                let (log, after) = (f.log(&p[0])?, f.number("_plus_scalar", &x, 1.0)?);
                let (left, right) = (f.mul(&x, &log)?, f.gammaln(&after)?);
                let left = f.sub(&left, &right)?;
                f.sub(&left, &p[0])
            })
        },
        counts::<1>,
    ),
    entry(
        "_random_pdf_negative_binomial",
        &["random_pdf_negative_binomial"],
        "The probability of counts of successes before the k-th failure, whose probability is p each time. Counts have \
         no gradient; k need not be whole.",
        &[input("sample"), input("k"), input("p")],
        |graph, attrs, inputs| density(graph, attrs, inputs, false, |f, p| negative_binomial(f, &p[0], &p[1])),
        counts::<2>,
    ),
    entry(
        "_random_pdf_generalized_negative_binomial",
        &["random_pdf_generalized_negative_binomial"],
        "The probability of counts of negative binomial distributions of means mu and dispersions alpha: k is 1 / alpha, \
         p is 1 / (mu alpha + 1). Counts have no gradient.",
        &[input("sample"), input("mu"), input("alpha")],
        |graph, attrs, inputs| {
            density(graph, attrs, inputs, false, |f, p| {
                let k = f.number("_rdiv_scalar", &p[1], 1.0)?;
                let product = f.mul(&p[0], &p[1])?;
                let product = f.number("_plus_scalar", &product, 1.0)?;
                let p = f.number("_rdiv_scalar", &product, 1.0)?;
                negative_binomial(f, &k, &p)
            })
        },
        counts::<2>,
    ),
    OpSpec {
        infer: |i| infer(i, true),
        ..entry(
            "_random_pdf_dirichlet",
            &["random_pdf_dirichlet"],
            "The density of Dirichlet distributions: the last axis of sample and of alpha is one vector. Output: the other \
             axes of sample.",
            &[input("sample"), input("alpha")],
            |graph, attrs, inputs| {
                density(graph, attrs, inputs, true, |f, p| {
                    let x = f.sample.clone();
                    let last: [(&str, Attr); 1] = [("axis", vec![-1].into())];
                    let (less, log) = (f.number("_minus_scalar", &p[0], 1.0)?, f.log(&x)?);
                    let product = f.mul(&less, &log)?;
                    let left = call(f.graph, "sum", &[&product], &last)?;
                    let whole = call(f.graph, "sum", &[&p[0]], &last)?;
                    let whole = f.gammaln(&whole)?;
                    let each = f.gammaln(&p[0])?;
                    let each = call(f.graph, "sum", &[&each], &last)?;
                    let right = f.sub(&whole, &each)?;
                    f.add(&left, &right)
                })
            },
            || {
                let of = |sample: &[usize], own: &[usize]| Sample::new(&[sample, own]).range(0.2, 0.9);
                vec![
                    of(&[3], &[3]),
                    of(&[2, 4, 3], &[3]).attr("is_log", true),
                    of(&[2, 4, 3], &[2, 3]),
                    of(&[2, 3], &[2, 3]).attr("is_log", true),
                    of(&[0, 3], &[3]),
                ]
            },
        )
    },
];
