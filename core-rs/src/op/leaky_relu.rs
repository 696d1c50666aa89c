//! LeakyReLU and its relatives: made of formulas of their own, which have their gradients.
#![forbid(unsafe_code)]

use super::attrs::AttrSpec;
use super::formula::{
    broadcast, fused_scalar_rule, left_backward as left, right_backward as right, scalar, unary as entry,
    unary_backward as backward,
};
use super::spec::{Forward, Gradient, OpSpec, Sample, input, optional};
use super::value::call;
use crate::base::{DType, Error, Result, Shape, ViewMut};
use crate::kernel::map;
use crate::kernel::num::*;
use crate::kernel::rng::{self, Draw};
use crate::kernel::slices::Workspace;
use crate::{binary, unary};

const ALPHA: f64 = 1.673_263_242_354_377_2;
const LAMBDA: f64 = 1.050_700_987_355_480_5;
const ROOT_HALF: f64 = std::f64::consts::FRAC_1_SQRT_2;
/// 1 / sqrt(2 pi)
const DENSITY: f64 = 0.398_942_280_401_432_7;

unary! {
    Selu, "_backward_selu", EXACT,
        |x| select(gt(x.clone(), 0.0), x.clone(), expm1(x) * ALPHA) * LAMBDA,
        |g, x, y| g * select(gt(x, 0.0), LAMBDA, y + ALPHA * LAMBDA);
    Gelu, "_backward_gelu", EXACT,
        |x| x.clone() * (erf(x * ROOT_HALF) + 1.0) * 0.5,
        |g, x, y| {
            let half = (erf(x.clone() * ROOT_HALF) + 1.0) * 0.5;
            g * (half + x.clone() * exp(square(x) * -0.5) * DENSITY)
        };
}

binary! {
    Leaky, "leaky", EXACT, |a, b| select(gt(a.clone(), 0.0), a.clone(), a * b),
        |g, a, b, y| select(gt(a, 0.0), g.clone(), g * b),
        select(gt(a.clone(), 0.0), 0.0, g * a);
    Elu, "elu", EXACT, |a, b| select(gt(a.clone(), 0.0), a.clone(), expm1(a) * b),
        |g, a, b, y| select(gt(a, 0.0), g.clone(), g * (y + b)),
        select(gt(a.clone(), 0.0), 0.0, g * expm1(a));
}

const LOWER: AttrSpec = AttrSpec::float("lower_bound", 0.125, "The least slope of rrelu.");
const UPPER: AttrSpec = AttrSpec::float("upper_bound", 0.334, "The end of the slopes of rrelu.");

fn both_signs() -> Vec<Sample> {
    vec![Sample::new(&[&[2, 3]]).range(0.2, 2.0), Sample::new(&[&[4]]).range(-2.0, -0.2), Sample::new(&[&[0]])]
}

pub static OPS: &[OpSpec] = &[
    OpSpec {
        name: "LeakyReLU",
        doc: "x where it is above 0; below it slope x (leaky), gamma x (prelu, gamma an array, of one element or one a \
              channel), slope (exp(x) - 1) (elu), its self-normalising form (selu), or x times a random slope of each \
              element (rrelu; the mean of the bounds when not training, and the slopes are a second output). gelu is \
              x (1 + erf(x / sqrt(2))) / 2.",
        inputs: &[input("data"), optional("gamma")],
        attrs: &[
            AttrSpec::one_of(
                "act_type",
                &["elu", "gelu", "leaky", "prelu", "rrelu", "selu"],
                "leaky",
                "Which function.",
            ),
            AttrSpec::float("slope", 0.25, "The slope below 0 of leaky, the factor of elu."),
            LOWER,
            UPPER,
        ],
        infer: |i| {
            i.floats_only(0)?;
            let (shape, dtype) = (i.shape(0), i.same_dtypes()?);
            match (i.attrs.word("act_type"), i.has(1)) {
                ("prelu", true) => {
                    spread_gamma(shape, i.shape(1))?;
                }
                ("prelu", false) => return Err(Error::attribute("gamma is missing; prelu needs it")),
                (other, true) => return Err(Error::attribute(format!("a gamma is given, but {other} has none"))),
                ("rrelu", false) => {
                    bounds(i.attrs)?;
                    return Ok(smallvec::smallvec![(shape, dtype), (shape, dtype)]);
                }
                _ => {}
            }
            i.one(shape, dtype)
        },
        forward: Forward::Composite(|graph, attrs, inputs| {
            let x = inputs[0].clone().expect("data");
            let slope = [("scalar", attrs.get("slope").clone())];
            let result = match attrs.word("act_type") {
                "leaky" => call(graph, "_leaky_scalar", &[&x], &slope)?,
                "elu" => call(graph, "_elu_scalar", &[&x], &slope)?,
                "selu" => call(graph, "_selu", &[&x], &[])?,
                "gelu" => call(graph, "_gelu", &[&x], &[])?,
                "prelu" => {
                    let gamma = inputs[1].clone().expect("gamma");
                    let shape = spread_gamma(x.shape(), gamma.shape())?;
                    let gamma = call(graph, "_view", &[&gamma], &[("shape", shape.into())])?;
                    call(graph, "_leaky", &[&x, &gamma], &[])?
                }
                _ => {
                    let given = ["lower_bound", "upper_bound"].map(|n| (n, attrs.get(n).clone()));
                    let slopes = call(graph, "_rrelu_slopes", &[&x], &given)?;
                    let y = call(graph, "_leaky", &[&x, &slopes], &[])?;
                    return Ok(smallvec::smallvec![y, slopes]);
                }
            };
            Ok(smallvec::smallvec![result])
        }),
        samples: || {
            let one = |word| Sample::new(&[&[2, 3]]).range(-2.0, -0.2).word("act_type", word);
            vec![
                one("leaky").attr("slope", 0.1),
                one("elu").attr("slope", 0.7),
                one("selu"),
                one("gelu"),
                one("rrelu"),
                one("rrelu").predict(),
                Sample::new(&[&[2, 3, 4]]).range(0.2, 1.0).word("act_type", "elu"),
                Sample::new(&[&[2, 3, 4], &[3]]).range(-1.0, -0.2).word("act_type", "prelu"),
                Sample::new(&[&[2, 3], &[1]]).range(-1.0, -0.2).word("act_type", "prelu"),
                Sample::new(&[&[2, 3], &[2, 3]]).range(-1.0, -0.2).word("act_type", "prelu"),
                Sample::new(&[&[0, 3]]),
            ]
        },
        ..OpSpec::NEW
    },
    OpSpec {
        name: "_rrelu_slopes",
        doc: "In the shape of data: uniform random slopes while training, else the mean of the bounds.",
        attrs: &[LOWER, UPPER],
        forward: Forward::Kernel(|c| {
            let ((low, high), to) = (bounds(c.attrs)?, c.output(0));
            if !c.training {
                map::fill(c.context, 0.5 * (low + high), to);
                return Ok(());
            }
            // In float32 for all dtypes, so that a slope does not depend on the dtype.
            let draw = Draw::new(c.random.0, c.random.1);
            let mut space = Workspace::<f32>::new(c.context, to.shape.size());
            let address = space.as_mut_slice().as_mut_ptr() as usize;
            let slopes = ViewMut { address, shape: to.shape, dtype: DType::Float32 };
            rng::uniform(c.context, draw, low, high, &slopes);
            map::cast(c.context, &slopes.as_view(), to);
            Ok(())
        }),
        gradient: Gradient::Zero("slopes do not depend on data"),
        random: |_, types| rng::blocks(types[0].0.size(), false),
        cost: |i, _| i.shape(0).size() as u64 * 3 + 50,
        hidden: true,
        samples: both_signs,
        ..OpSpec::NEW
    },
    OpSpec { hidden: true, method: false, ..entry::<Selu>("_selu", &[], "The self-normalising elu.", both_signs) },
    OpSpec {
        hidden: true,
        method: false,
        ..entry::<Gelu>("_gelu", &[], "x times the probability that a normal number is below x.", both_signs)
    },
    OpSpec {
        hidden: true,
        samples: || {
            vec![
                Sample::new(&[&[2, 3], &[2, 3]]).range(-2.0, -0.2),
                Sample::new(&[&[2, 3], &[3]]).range(0.2, 2.0),
                Sample::new(&[&[0, 3], &[3]]),
            ]
        },
        ..broadcast::<Leaky>("_leaky", &[], "lhs where it is above 0, else lhs * rhs; broadcasts.")
    },
    OpSpec {
        hidden: true,
        gradient: Gradient::Rule(fused_scalar_rule::<Leaky>),
        ..scalar::<Leaky>("_leaky_scalar", &[], "x where it is above 0, else x * scalar.")
    },
    OpSpec {
        hidden: true,
        gradient: Gradient::Rule(fused_scalar_rule::<Elu>),
        ..scalar::<Elu>("_elu_scalar", &[], "x where it is above 0, else scalar (exp(x) - 1).")
    },
    backward::<Selu>(),
    backward::<Gelu>(),
    left::<Leaky>(),
    right::<Leaky>(),
    left::<Elu>(),
];

fn bounds(attrs: &super::Attrs) -> Result<(f64, f64)> {
    let (low, high) = (attrs.float("lower_bound"), attrs.float("upper_bound"));
    if low <= high && low.is_finite() && high.is_finite() {
        return Ok((low, high));
    }
    Err(Error::attribute(format!("lower_bound is {low} and upper_bound {high}; they must be numbers in this order")))
}

/// The shape under which gamma broadcasts to data: its axes stand at the first two of data.
fn spread_gamma(data: Shape, gamma: Shape) -> Result<Shape> {
    let mut shape = Shape::new(&vec![1; data.ndim()]);
    let mut left = gamma.ndim();
    for axis in (0..data.ndim().min(2)).rev() {
        if left > 0 && (gamma[left - 1] == data[axis] || gamma[left - 1] == 1) {
            shape.set(axis, gamma[left - 1] as usize);
            left -= 1;
        }
    }
    if left == 0 {
        return Ok(shape);
    }
    let channels = data.dims().get(1).copied().unwrap_or(1);
    Err(Error::shape(format!("gamma has shape {gamma}; data {data} needs [1] or [{channels}], one slope a channel")))
}
