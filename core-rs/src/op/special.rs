//! More functions of one array, element by element: the gamma family, tests of numbers, formulas with
//! attributes, and functions whose gradient is another's.
#![forbid(unsafe_code)]

use super::attrs::AttrSpec;
use super::formula::{any, flat, nothing, positive, scalar, unary as entry, unary_backward as backward, unit};
use super::spec::{Forward, Gradient, Needs, OpSpec, Sample};
use super::unary::{Identity, Round, Sign};
use super::value::{Backward, Value};
use crate::base::Result;
use crate::kernel::map::{self, Formula};
use crate::kernel::math::special;
use crate::kernel::num::*;
use crate::{binary, by_real, kernel::floats, unary};

const HALF_ROOT_PI: f64 = 0.886_226_925_452_758;

unary! {
    Erfinv, "_backward_erfinv", REAL, |x| erfinv(x), |g, x, y| g * exp(square(y)) * HALF_ROOT_PI;
    Gamma, "_backward_gamma", REAL, |x| gamma(x), |g, x, y| g * y * digamma(x);
    Gammaln, "_backward_gammaln", REAL, |x| gammaln(x), |g, x, y| g * digamma(x);
    Digamma, "", REAL, |x| digamma(x), |g, x, y| nothing(g);
    IsNan, "", REAL, |x| mask_to_num(ne(x.clone(), x)), |g, x, y| nothing(g);
    IsInf, "", REAL, |x| mask_to_num(eq(abs(x), f64::INFINITY)), |g, x, y| nothing(g);
    IsFinite, "", REAL, |x| mask_to_num(lt(abs(x), f64::INFINITY)), |g, x, y| nothing(g);
}

binary! {
    SmoothL1, "smooth_l1", REAL,
        |a, b| {
            let s = square(b);
            let linear = abs(a.clone()) - lit(0.5) / s.clone();
            select(gt(abs(a.clone()), lit(1.0) / s.clone()), linear, square(a) * s * 0.5)
        },
        |g, a, b, y| {
            let s = square(b);
            let slope = select(gt(abs(a.clone()), lit(1.0) / s.clone()), sign(a.clone()), a * s);
            g * slope
        },
        {
            let s = square(b.clone());
            g * select(gt(abs(a.clone()), lit(1.0) / s.clone()), lit(1.0) / (s * b.clone()), square(a) * b)
        };
}

const STEPS: &str = "it is constant between its steps";
const SLOW: fn(&super::spec::Infer, &super::spec::Types) -> u64 = |_, out| out[0].0.size() as u64 * 40 + 20;
const N: AttrSpec = AttrSpec::required_int("n", "Which derivative.").between(0.0, 100.0);
const ALPHA: AttrSpec = AttrSpec::float("alpha", 0.2, "The slope.");
const BETA: AttrSpec = AttrSpec::float("beta", 0.5, "The value at 0.");
const FACTOR: AttrSpec = AttrSpec::float("scalar", 1.0, "What the gradient is multiplied by.");
const SIGMA: &[AttrSpec] = &[
    AttrSpec::float("scalar", 1.0, "Sigma: the parabola reaches to ± 1 / sigma²."),
    AttrSpec::bool("is_int", true, "Accepted and ignored."),
];

pub static OPS: &[OpSpec] = &[
    OpSpec {
        cost: SLOW,
        ..entry::<Erfinv>("erfinv", &[], "The inverse of the error function, between -1 and 1.", unit)
    },
    OpSpec {
        cost: SLOW,
        ..entry::<Gamma>("gamma", &[], "The gamma function of each element; NaN at negative integers.", positive)
    },
    OpSpec {
        cost: SLOW,
        samples: || vec![Sample::new(&[&[2, 3]]).range(0.3, 4.0), Sample::new(&[&[3]]).range(-0.9, -0.1)],
        ..entry::<Gammaln>("gammaln", &[], "The logarithm of the absolute value of the gamma function.", positive)
    },
    OpSpec {
        gradient: Gradient::Rule(|b| polygamma_rule(b, 1)),
        needs: |_| Needs::INPUTS,
        cost: SLOW,
        ..entry::<Digamma>("digamma", &[], "The derivative of gammaln.", positive)
    },
    OpSpec {
        name: "_polygamma",
        doc: "The n-th derivative of digamma.",
        attrs: &[N],
        positional: 1,
        infer: |i| {
            i.floats_only(0)?;
            i.same()
        },
        forward: Forward::Kernel(|c| {
            let n = c.attrs.int("n") as u32;
            by_real!(c.input(0).dtype, T => {
                use crate::kernel::vector::Real;
                let x = floats::input::<T>(c.context, c.input(0));
                let mut y = floats::output::<T>(c.context, c.output(0));
                y.iter_mut().zip(x.iter()).for_each(|(y, x)| *y = T::of(special::polygamma(n, x.wide())));
            });
            Ok(())
        }),
        gradient: Gradient::Rule(|b| polygamma_rule(b, b.attrs.int("n") + 1)),
        needs: |_| Needs::INPUTS,
        cost: SLOW,
        hidden: true,
        samples: || vec![Sample::new(&[&[2, 3]]).range(0.5, 3.0).attr("n", 1)],
        ..OpSpec::NEW
    },
    OpSpec {
        aliases: &["_contrib_isnan", "isnan"],
        ..flat::<IsNan>("contrib.isnan", "1 where the element is NaN, else 0.", STEPS)
    },
    OpSpec {
        aliases: &["_contrib_isinf", "isinf"],
        ..flat::<IsInf>("contrib.isinf", "1 where the element is infinite, else 0.", STEPS)
    },
    OpSpec {
        aliases: &["_contrib_isfinite", "isfinite"],
        ..flat::<IsFinite>("contrib.isfinite", "1 where the element is neither infinite nor NaN, else 0.", STEPS)
    },
    OpSpec {
        attrs: SIGMA,
        samples: || {
            vec![
                Sample::new(&[&[2, 3]]).range(-0.9, 0.9),
                Sample::new(&[&[2, 3]]).range(0.3, 3.0).attr("scalar", 2.0),
                Sample::new(&[&[4]]).range(-3.0, -1.2),
                Sample::new(&[&[0]]),
            ]
        },
        ..scalar::<SmoothL1>(
            "smooth_l1",
            &[],
            "Near 0 (up to 1 / scalar²) the parabola (scalar x)² / 2, beyond it |x| - 1 / (2 scalar²).",
        )
    },
    OpSpec {
        name: "hard_sigmoid",
        doc: "alpha x + beta held between 0 and 1.",
        attrs: &[ALPHA, BETA],
        infer: |i| {
            i.floats_only(0)?;
            i.same()
        },
        forward: Forward::Kernel(|c| {
            let formula = HardSigmoid { alpha: c.attrs.float("alpha"), beta: c.attrs.float("beta") };
            map::elementwise(c.context, &formula, &[*c.input(0)], c.output(0));
            Ok(())
        }),
        gradient: Gradient::Rule(|b| {
            let (alpha, head, y) = (b.attrs.float("alpha"), b.head(0)?, b.output(0));
            let above = b.call("_greater_scalar", &[&y], &[("scalar", 0.0.into())])?;
            let below = b.call("_lesser_scalar", &[&y], &[("scalar", 1.0.into())])?;
            let inside = b.call("elemwise_mul", &[&above, &below], &[])?;
            let gradient = b.call("elemwise_mul", &[&head, &inside], &[])?;
            let gradient = scaled(b, &gradient, alpha)?;
            b.set(0, gradient);
            Ok(())
        }),
        needs: |_| Needs::OUTPUTS,
        elementwise: true,
        samples: || {
            vec![
                Sample::new(&[&[2, 3]]).range(-2.0, 2.0),
                Sample::new(&[&[4]]).range(-1.0, 1.0).attr("alpha", 3.0).attr("beta", 7.0),
                Sample::new(&[&[0]]),
            ]
        },
        ..OpSpec::NEW
    },
    OpSpec {
        name: "contrib.quadratic",
        aliases: &["_contrib_quadratic"],
        doc: "a x² + b x + c of each element.",
        attrs: &[
            AttrSpec::float("a", 0.0, "The factor of x²."),
            AttrSpec::float("b", 0.0, "The factor of x."),
            AttrSpec::float("c", 0.0, "The constant."),
        ],
        forward: Forward::Kernel(|c| {
            let formula = Quadratic { a: c.attrs.float("a"), b: c.attrs.float("b"), c: c.attrs.float("c") };
            let (x, to) = (c.input(0), c.output(0));
            if x.dtype.is_float() {
                map::elementwise(c.context, &formula, &[*x], to);
                return Ok(());
            }
            // Integers in float32 and truncated, as in MXNet: 0.7 * 8 is a hair below 5.6 in float64.
            let (x, mut y) = (floats::input::<f32>(c.context, x), floats::output::<f32>(c.context, to));
            let [a, b, k] = [formula.a, formula.b, formula.c].map(|v| v as f32);
            y.iter_mut().zip(x.iter()).for_each(|(y, &x)| *y = x * (a * x + b) + k);
            Ok(())
        }),
        gradient: Gradient::Rule(|b| {
            let (head, x, a2) = (b.head(0)?, b.input(0), 2.0 * b.attrs.float("a"));
            let slope = scaled(b, &x, a2)?;
            let slope = b.call("_plus_scalar", &[&slope], &[("scalar", b.attrs.float("b").into())])?;
            let gradient = b.call("elemwise_mul", &[&head, &slope], &[])?;
            b.set(0, gradient);
            Ok(())
        }),
        needs: |_| Needs::INPUTS,
        elementwise: true,
        samples: || vec![Sample::new(&[&[2, 3]]).attr("a", 0.7).attr("b", -0.3).attr("c", 2.0), Sample::new(&[&[0]])],
        ..OpSpec::NEW
    },
    OpSpec {
        aliases: &["_contrib_div_sqrt_dim"],
        forward: Forward::Kernel(|c| {
            let factor = root_of_last(c.input(0).shape).recip();
            map::elementwise(c.context, &Quadratic { a: 0.0, b: factor, c: 0.0 }, &[*c.input(0)], c.output(0));
            Ok(())
        }),
        gradient: Gradient::Rule(|b| {
            let (head, factor) = (b.head(0)?, root_of_last(b.shape(0)).recip());
            let gradient = scaled(b, &head, factor)?;
            b.set(0, gradient);
            Ok(())
        }),
        ..same("contrib.div_sqrt_dim", "Each element divided by the square root of the size of the last axis.")
    },
    OpSpec {
        aliases: &["_contrib_gradientmultiplier"],
        attrs: &[FACTOR, AttrSpec::bool("is_int", true, "Accepted and ignored.")],
        positional: 1,
        gradient: Gradient::Rule(|b| {
            let (head, factor) = (b.head(0)?, b.attrs.float("scalar"));
            let gradient = scaled(b, &head, factor)?;
            b.set(0, gradient);
            Ok(())
        }),
        // As integers: its gradient is not that of the identity.
        samples: || vec![Sample::new(&[&[2, 3]]).integers(0, 5).attr("scalar", 0.5), Sample::new(&[&[0]])],
        ..same("contrib.gradientmultiplier", "The input; the gradient that flows through it is multiplied by scalar.")
    },
    OpSpec {
        aliases: &["_contrib_round_ste"],
        forward: Forward::Kernel(|c| {
            map::unary::<Round>(c.context, c.input(0), c.output(0));
            Ok(())
        }),
        ..through(
            "contrib.round_ste",
            "The nearest integer, halves away from 0; the gradient passes as if it were the input.",
        )
    },
    OpSpec {
        aliases: &["_contrib_sign_ste"],
        forward: Forward::Kernel(|c| {
            map::unary::<Sign>(c.context, c.input(0), c.output(0));
            Ok(())
        }),
        ..through("contrib.sign_ste", "The sign of each element; the gradient passes as if it were the input.")
    },
    backward::<Erfinv>(),
    backward::<Gamma>(),
    backward::<Gammaln>(),
];

/// A copy of the input, until something else is said.
const fn same(name: &'static str, doc: &'static str) -> OpSpec {
    OpSpec {
        name,
        doc,
        forward: Forward::Kernel(|c| {
            map::unary::<Identity>(c.context, c.input(0), c.output(0));
            Ok(())
        }),
        elementwise: true,
        samples: any,
        ..OpSpec::NEW
    }
}

/// An estimator whose gradient passes straight through.
const fn through(name: &'static str, doc: &'static str) -> OpSpec {
    OpSpec {
        gradient: Gradient::Rule(|b| {
            let head = b.head(0)?;
            b.set(0, head);
            Ok(())
        }),
        // As integers: its gradient is not that of its values.
        samples: || vec![Sample::new(&[&[2, 3]]).integers(0, 5), Sample::new(&[&[0]])],
        ..same(name, doc)
    }
}

fn root_of_last(shape: crate::base::Shape) -> f64 {
    (shape.iter().next_back().unwrap_or(1) as f64).sqrt()
}

fn scaled(b: &mut Backward, value: &Value, factor: f64) -> Result<Value> {
    b.call("_mul_scalar", &[value], &[("scalar", factor.into())])
}

/// The gradient of the derivative before the n-th.
fn polygamma_rule(b: &mut Backward, n: i64) -> Result<()> {
    let (head, x) = (b.head(0)?, b.input(0));
    let slope = b.call("_polygamma", &[&x], &[("n", n.into())])?;
    let gradient = b.call("elemwise_mul", &[&head, &slope], &[])?;
    b.set(0, gradient);
    Ok(())
}

struct HardSigmoid {
    alpha: f64,
    beta: f64,
}
impl Formula<1> for HardSigmoid {
    #[inline(always)]
    fn at<N: Num>(&self, [x]: [N; 1]) -> N {
        minimum(maximum(x * self.alpha + self.beta, 0.0), 1.0)
    }
}

struct Quadratic {
    a: f64,
    b: f64,
    c: f64,
}
impl Formula<1> for Quadratic {
    #[inline(always)]
    fn at<N: Num>(&self, [x]: [N; 1]) -> N {
        x.clone() * (x * self.a + self.b) + self.c
    }
}
