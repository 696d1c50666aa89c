//! Random arrays. Element i depends on seed, counter and i alone, so the number of threads changes
//! nothing; the counter moves when the call is made, in program order.
#![forbid(unsafe_code)]

use super::attrs::{AttrSpec, Attrs};
use super::spec::{Call, Forward, Gradient, OpSpec, Sample, Types};
use crate::base::{DType, Error, Result, Shape};
use crate::kernel::distributions::{self, Distribution};
use crate::kernel::rng::{self, Draw};

pub(super) const SHAPE: AttrSpec = AttrSpec::tuple("shape", &[], "Sizes of the axes; one element by default.");
pub(super) const DTYPE: AttrSpec = AttrSpec::optional_dtype("dtype", "The dtype of the result; float32 by default.");
pub(super) const DRAWN: Gradient = Gradient::Zero("its result is drawn, not computed from its inputs");

const fn drawn(name: &'static str, aliases: &'static [&'static str], doc: &'static str) -> OpSpec {
    OpSpec {
        name,
        aliases,
        doc,
        inputs: &[],
        infer: |i| i.one(shape(i.attrs)?, float(i.attrs)?),
        gradient: DRAWN,
        random: blocks,
        cost: |_, out| out[0].0.size() as u64 * 4 + 20,
        samples: || vec![Sample::new(&[]).attr("shape", vec![3, 4]), Sample::new(&[]).attr("shape", vec![0])],
        ..OpSpec::NEW
    }
}

const fn like(name: &'static str, doc: &'static str) -> OpSpec {
    OpSpec {
        name,
        aliases: &[],
        doc,
        infer: |i| i.one(i.shape(0), i.floats_only(0)?),
        gradient: DRAWN,
        random: blocks,
        samples: || vec![Sample::new(&[&[2, 3]])],
        ..OpSpec::NEW
    }
}

const UNIFORM: &[AttrSpec] = &[
    AttrSpec::float("low", 0.0, "The lower bound, included."),
    AttrSpec::float("high", 1.0, "The upper bound, not included."),
    SHAPE,
    DTYPE,
];
const NORMAL: &[AttrSpec] = &[
    AttrSpec::float("loc", 0.0, "The mean."),
    AttrSpec::float("scale", 1.0, "The standard deviation; not negative."),
    SHAPE,
    DTYPE,
];

const EXPONENTIAL: AttrSpec = AttrSpec::float("lam", 1.0, "The rate, above 0: 1 / mean.");
const GAMMA: &[AttrSpec] = &[
    AttrSpec::float("alpha", 1.0, "The shape, above 0."),
    AttrSpec::float("beta", 1.0, "The scale, above 0."),
    SHAPE,
    DTYPE,
];
const POISSON: AttrSpec = AttrSpec::float("lam", 1.0, "The mean; not negative.").at_least(0.0);
const NEGATIVE_BINOMIAL: &[AttrSpec] = &[
    AttrSpec::int("k", 1, "At how many failures it ends; not negative.").at_least(0.0),
    AttrSpec::float("p", 1.0, "The probability of a failure, from 0 to 1.").between(0.0, 1.0),
    SHAPE,
    DTYPE,
];
const GENERALIZED: &[AttrSpec] = &[
    AttrSpec::float("mu", 1.0, "The mean; not negative.").at_least(0.0),
    AttrSpec::float("alpha", 1.0, "The dispersion, 1 / k; not negative.").at_least(0.0),
    SHAPE,
    DTYPE,
];
const EXPONENTIAL_DOC: &str = "Numbers of the exponential distribution of rate lam.";
const GAMMA_DOC: &str = "Numbers of the gamma distribution of shape alpha and scale beta.";
const POISSON_DOC: &str = "Counts of the Poisson distribution of mean lam, in a float dtype.";
const NEGATIVE_BINOMIAL_DOC: &str =
    "Successes before the k-th failure, whose probability is p each time; counts in a float dtype.";
const GENERALIZED_DOC: &str =
    "Counts of the negative binomial distribution of mean mu and variance mu + alpha mu², in a float dtype.";

const fn without_shape(attrs: &'static [AttrSpec]) -> &'static [AttrSpec] {
    attrs.split_at(attrs.len() - 2).0
}

/// As `drawn`, with a stream an element.
const fn counted(
    name: &'static str,
    aliases: &'static [&'static str],
    doc: &'static str,
    attrs: &'static [AttrSpec],
    kernel: fn(&Call) -> Result<()>,
) -> OpSpec {
    OpSpec {
        attrs,
        positional: attrs.len() - 2,
        random: |_, out| out[0].0.size() as u64,
        cost: |_, out| out[0].0.size() as u64 * 80 + 20,
        forward: Forward::Kernel(kernel),
        ..drawn(name, aliases, doc)
    }
}
const fn counted_like(
    name: &'static str,
    doc: &'static str,
    attrs: &'static [AttrSpec],
    kernel: fn(&Call) -> Result<()>,
) -> OpSpec {
    OpSpec {
        attrs,
        random: |_, out| out[0].0.size() as u64,
        cost: |_, out| out[0].0.size() as u64 * 80 + 20,
        forward: Forward::Kernel(kernel),
        ..like(name, doc)
    }
}

pub static OPS: &[OpSpec] = &[
    OpSpec {
        attrs: &[EXPONENTIAL, SHAPE, DTYPE],
        positional: 1,
        infer: |i| {
            above_zero(i.attrs, "lam")?;
            i.one(shape(i.attrs)?, float(i.attrs)?)
        },
        forward: Forward::Kernel(exponential),
        ..drawn("_random_exponential", &["random_exponential"], EXPONENTIAL_DOC)
    },
    OpSpec {
        infer: |i| {
            above_zero(i.attrs, "alpha")?;
            above_zero(i.attrs, "beta")?;
            i.one(shape(i.attrs)?, float(i.attrs)?)
        },
        ..counted("_random_gamma", &["random_gamma"], GAMMA_DOC, GAMMA, gamma)
    },
    counted("_random_poisson", &["random_poisson"], POISSON_DOC, &[POISSON, SHAPE, DTYPE], poisson),
    counted(
        "_random_negative_binomial",
        &["random_negative_binomial"],
        NEGATIVE_BINOMIAL_DOC,
        NEGATIVE_BINOMIAL,
        negative_binomial,
    ),
    counted(
        "_random_generalized_negative_binomial",
        &["random_generalized_negative_binomial"],
        GENERALIZED_DOC,
        GENERALIZED,
        generalized,
    ),
    OpSpec {
        attrs: &[EXPONENTIAL],
        infer: |i| {
            above_zero(i.attrs, "lam")?;
            i.one(i.shape(0), i.floats_only(0)?)
        },
        forward: Forward::Kernel(exponential),
        ..like("_random_exponential_like", EXPONENTIAL_DOC)
    },
    OpSpec {
        infer: |i| {
            above_zero(i.attrs, "alpha")?;
            above_zero(i.attrs, "beta")?;
            i.one(i.shape(0), i.floats_only(0)?)
        },
        ..counted_like("_random_gamma_like", GAMMA_DOC, without_shape(GAMMA), gamma)
    },
    counted_like("_random_poisson_like", POISSON_DOC, &[POISSON], poisson),
    counted_like(
        "_random_negative_binomial_like",
        NEGATIVE_BINOMIAL_DOC,
        without_shape(NEGATIVE_BINOMIAL),
        negative_binomial,
    ),
    counted_like(
        "_random_generalized_negative_binomial_like",
        GENERALIZED_DOC,
        without_shape(GENERALIZED),
        generalized,
    ),
    OpSpec {
        attrs: UNIFORM,
        positional: 2,
        forward: Forward::Kernel(uniform),
        ..drawn("_random_uniform", &["random_uniform", "uniform"], "Numbers uniform in [low, high).")
    },
    OpSpec {
        attrs: NORMAL,
        positional: 2,
        forward: Forward::Kernel(normal),
        ..drawn("_random_normal", &["random_normal", "normal"], "Numbers of the normal distribution.")
    },
    OpSpec {
        attrs: &[
            AttrSpec::required_int("low", "The lower bound, included."),
            AttrSpec::required_int("high", "The upper bound, not included."),
            SHAPE,
            AttrSpec::optional_dtype("dtype", "int32 by default."),
        ],
        positional: 2,
        infer: |i| {
            let (low, high) = (i.attrs.int("low"), i.attrs.int("high"));
            if low >= high {
                return Err(Error::attribute(format!("low {low} is not below high {high}")));
            }
            i.one(shape(i.attrs)?, i.attrs.optional_dtype("dtype").unwrap_or(DType::Int32))
        },
        random: |_, out| rng::blocks(out[0].0.size(), true),
        forward: Forward::Kernel(|c| {
            let (low, high) = (c.attrs.int("low"), c.attrs.int("high"));
            rng::randint(c.context, draw(c), low, high, c.output(0));
            Ok(())
        }),
        samples: || vec![Sample::new(&[]).attr("low", 0).attr("high", 9).attr("shape", vec![5])],
        ..drawn("_random_randint", &["random_randint"], "Integers uniform in [low, high).")
    },
    OpSpec {
        attrs: &[UNIFORM[0], UNIFORM[1]],
        forward: Forward::Kernel(uniform),
        ..like("_random_uniform_like", "Numbers uniform in [low, high) in the shape of data.")
    },
    OpSpec {
        attrs: &[NORMAL[0], NORMAL[1]],
        forward: Forward::Kernel(normal),
        ..like("_random_normal_like", "Numbers of the normal distribution in the shape of data.")
    },
    OpSpec {
        infer: |i| i.same(),
        attrs: &[],
        random: |_, out| rng::blocks(out[0].0.dims().first().copied().unwrap_or(1) as usize, true),
        forward: Forward::Kernel(|c| {
            let rows = c.input(0).shape.dims().first().copied().unwrap_or(1) as usize;
            let order = rng::permutation(draw(c), rows);
            crate::kernel::slices::copy_rows(c.input(0), &order, c.output(0));
            Ok(())
        }),
        ..OpSpec { aliases: &["shuffle"], ..like("_shuffle", "The rows of data in random order.") }
    },
];

fn shape(attrs: &Attrs) -> Result<Shape> {
    if attrs.tuple("shape").is_empty() { Ok(Shape::new(&[1])) } else { attrs.shape("shape") }
}

pub(super) fn float(attrs: &Attrs) -> Result<DType> {
    let dtype = attrs.optional_dtype("dtype").unwrap_or(DType::Float32);
    if dtype.is_float() {
        return Ok(dtype);
    }
    Err(Error::dtype(format!("dtype is {dtype}; it must be float32, float64 or float16")))
}

fn blocks(_: &Attrs, out: &Types) -> u64 {
    rng::blocks(out[0].0.size(), out[0].1 == DType::Float64)
}

pub(super) fn draw(call: &Call) -> Draw {
    Draw::new(call.random.0, call.random.1)
}

fn uniform(call: &Call) -> Result<()> {
    let (low, high) = (call.attrs.float("low"), call.attrs.float("high"));
    if !(low <= high) {
        return Err(Error::execution(format!("low {low} is above high {high}")));
    }
    rng::uniform(call.context, draw(call), low, high, call.output(0));
    Ok(())
}

fn normal(call: &Call) -> Result<()> {
    let scale = call.attrs.float("scale");
    if !(scale >= 0.0) {
        return Err(Error::execution(format!("scale is {scale}; a standard deviation is not negative")));
    }
    rng::normal(call.context, draw(call), call.attrs.float("loc"), scale, call.output(0));
    Ok(())
}

/// Refuses 0 and less, and NaN.
fn above_zero(attrs: &Attrs, name: &str) -> Result<()> {
    let value = attrs.float(name);
    if value > 0.0 {
        return Ok(());
    }
    Err(Error::attribute(format!("{name} is {value}; it must be above 0")))
}

fn exponential(call: &Call) -> Result<()> {
    rng::exponential(call.context, draw(call), 1.0 / call.attrs.float("lam"), call.output(0));
    Ok(())
}
fn one(call: &Call, kind: Distribution, a: f64, b: f64) -> Result<()> {
    distributions::sample(call.context, draw(call), kind, &[a], &[b], call.output(0));
    Ok(())
}
fn gamma(call: &Call) -> Result<()> {
    one(call, Distribution::Gamma, call.attrs.float("alpha"), call.attrs.float("beta"))
}
fn poisson(call: &Call) -> Result<()> {
    one(call, Distribution::Poisson, call.attrs.float("lam"), 0.0)
}
fn negative_binomial(call: &Call) -> Result<()> {
    one(call, Distribution::NegativeBinomial, call.attrs.int("k") as f64, call.attrs.float("p"))
}
fn generalized(call: &Call) -> Result<()> {
    let (mu, alpha) = (call.attrs.float("mu"), call.attrs.float("alpha"));
    one(call, Distribution::GeneralizedNegativeBinomial, mu, alpha)
}
