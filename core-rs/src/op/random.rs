//! Random arrays. Element i depends on seed, counter and i alone, so the number of threads changes
//! nothing; the counter moves when the call is made, in program order.
#![forbid(unsafe_code)]

use super::attrs::{AttrSpec, Attrs};
use super::spec::{Call, Forward, Gradient, OpSpec, Sample, Types};
use crate::base::{DType, Error, Result, Shape};
use crate::kernel::rng::{self, Draw};

const SHAPE: AttrSpec = AttrSpec::tuple("shape", &[], "Sizes of the axes; one element by default.");
const DTYPE: AttrSpec = AttrSpec::optional_dtype("dtype", "The dtype of the result; float32 by default.");
const DRAWN: Gradient = Gradient::Zero("its result is drawn, not computed from its inputs");

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

pub static OPS: &[OpSpec] = &[
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

fn float(attrs: &Attrs) -> Result<DType> {
    let dtype = attrs.optional_dtype("dtype").unwrap_or(DType::Float32);
    if dtype.is_float() {
        return Ok(dtype);
    }
    Err(Error::dtype(format!("dtype is {dtype}; it must be float32, float64 or float16")))
}

fn blocks(_: &Attrs, out: &Types) -> u64 {
    rng::blocks(out[0].0.size(), out[0].1 == DType::Float64)
}

fn draw(call: &Call) -> Draw {
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
