//! Functions of one argument, element by element.
#![forbid(unsafe_code)]

use super::formula::{above_one, any, flat, nothing, positive, unary as entry, unary_backward as backward, unit};
use super::spec::{Forward, Gradient, Needs, OpSpec};
use crate::kernel::num::*;
use crate::unary;

unary! {
    Relu, "_backward_relu", EXACT, |x| relu(x), |g, x, y| select(gt(y.clone(), 0.0), g, minimum(y, 0.0));
    Sigmoid, "_backward_sigmoid", REAL, |x| sigmoid(x), |g, x, y| g * (y.clone() * (lit(1.0) - y));
    Tanh, "_backward_tanh", REAL, |x| tanh(x), |g, x, y| g * (lit(1.0) - square(y));
    Softrelu, "_backward_softrelu", REAL, |x| softplus(x), |g, x, y| g * sigmoid(x);
    Softsign, "_backward_softsign", REAL, |x| x.clone() / (abs(x) + 1.0), |g, x, y| g / square(abs(x) + 1.0);
    LogSigmoid, "_backward_log_sigmoid", REAL, |x| -softplus(-x), |g, x, y| g * sigmoid(-x);
    Mish, "_backward_mish", REAL, |x| x.clone() * tanh(softplus(x)),
        |g, x, y| {
            let t = tanh(softplus(x.clone()));
            g * (t.clone() + x.clone() * (lit(1.0) - square(t)) * sigmoid(x))
        };
    Exp, "_backward_exp", REAL, |x| exp(x), |g, x, y| g * y;
    Expm1, "_backward_expm1", REAL, |x| expm1(x), |g, x, y| g * exp(x);
    Log, "_backward_log", REAL, |x| log(x), |g, x, y| g / x;
    Log2, "_backward_log2", REAL, |x| log2(x), |g, x, y| g / (x * std::f64::consts::LN_2);
    Log10, "_backward_log10", REAL, |x| log10(x), |g, x, y| g / (x * std::f64::consts::LN_10);
    Log1p, "_backward_log1p", REAL, |x| log1p(x), |g, x, y| g / (x + 1.0);
    Sqrt, "_backward_sqrt", REAL, |x| sqrt(x), |g, x, y| g * 0.5 / y;
    Rsqrt, "_backward_rsqrt", REAL, |x| rsqrt(x), |g, x, y| g * -0.5 * y / x;
    Cbrt, "_backward_cbrt", REAL, |x| cbrt(x), |g, x, y| g / (square(y) * 3.0);
    Rcbrt, "_backward_rcbrt", REAL, |x| lit(1.0) / cbrt(x), |g, x, y| g * (y / (x * -3.0));
    Square, "_backward_square", EXACT, |x| square(x), |g, x, y| g * (x * 2.0);
    Reciprocal, "_backward_reciprocal", REAL, |x| lit(1.0) / x, |g, x, y| -(g * square(y));
    Abs, "_backward_abs", EXACT, |x| abs(x), |g, x, y| g * sign(x);
    Negative, "_backward_negative", EXACT, |x| -x, |g, x, y| -g;
    Sin, "_backward_sin", REAL, |x| sin(x), |g, x, y| g * cos(x);
    Cos, "_backward_cos", REAL, |x| cos(x), |g, x, y| -(g * sin(x));
    Tan, "_backward_tan", REAL, |x| tan(x), |g, x, y| g * (square(y) + 1.0);
    Arcsin, "_backward_arcsin", REAL, |x| asin(x), |g, x, y| g / sqrt(lit(1.0) - square(x));
    Arccos, "_backward_arccos", REAL, |x| acos(x), |g, x, y| -(g / sqrt(lit(1.0) - square(x)));
    Arctan, "_backward_arctan", REAL, |x| atan(x), |g, x, y| g / (square(x) + 1.0);
    Sinh, "_backward_sinh", REAL, |x| sinh(x), |g, x, y| g * cosh(x);
    Cosh, "_backward_cosh", REAL, |x| cosh(x), |g, x, y| g * sinh(x);
    Arcsinh, "_backward_arcsinh", REAL, |x| asinh(x), |g, x, y| g / sqrt(square(x) + 1.0);
    Arccosh, "_backward_arccosh", REAL, |x| acosh(x), |g, x, y| g / sqrt(square(x) - 1.0);
    Arctanh, "_backward_arctanh", REAL, |x| atanh(x), |g, x, y| g / (lit(1.0) - square(x));
    Degrees, "_backward_degrees", REAL, |x| x * (180.0 / std::f64::consts::PI), |g, x, y| g * (180.0 / std::f64::consts::PI);
    Radians, "_backward_radians", REAL, |x| x * (std::f64::consts::PI / 180.0), |g, x, y| g * (std::f64::consts::PI / 180.0);
    Erf, "_backward_erf", REAL, |x| erf(x), |g, x, y| g * exp(-square(x)) * std::f64::consts::FRAC_2_SQRT_PI;
    Sign, "", EXACT, |x| sign(x), |g, x, y| nothing(g);
    Round, "", EXACT, |x| round(x), |g, x, y| nothing(g);
    Rint, "", EXACT, |x| rint(x), |g, x, y| nothing(g);
    Ceil, "", EXACT, |x| ceil(x), |g, x, y| nothing(g);
    Floor, "", EXACT, |x| floor(x), |g, x, y| nothing(g);
    Trunc, "", EXACT, |x| trunc(x), |g, x, y| nothing(g);
    LogicalNot, "", EXACT, |x| mask_to_num(eq(x, 0.0)), |g, x, y| nothing(g);
    Identity, "", EXACT, |x| x, |g, x, y| g;
}

const STEPS: &str = "it is constant between its steps";

pub static OPS: &[OpSpec] = &[
    entry::<Relu>("relu", &[], "The larger of 0 and each element; NaN stays.", away_from_zero),
    entry::<Sigmoid>("sigmoid", &[], "1 / (1 + exp(-x)) of each element.", any),
    entry::<Tanh>("tanh", &[], "The hyperbolic tangent of each element.", any),
    entry::<Softsign>("softsign", &[], "x / (1 + |x|) of each element.", away_from_zero),
    OpSpec { hidden: true, ..entry::<Softrelu>("_softrelu", &[], "log(1 + exp(x)) of each element.", any) },
    entry::<LogSigmoid>("log_sigmoid", &[], "log(1 / (1 + exp(-x))) of each element.", any),
    entry::<Mish>("mish", &[], "x tanh(log(1 + exp(x))) of each element (Misra 2019).", any),
    entry::<Exp>("exp", &[], "e to the power of each element.", any),
    entry::<Expm1>("expm1", &[], "exp(x) - 1, exact near 0.", any),
    entry::<Log>("log", &[], "The natural logarithm of each element.", positive),
    entry::<Log2>("log2", &[], "The logarithm to base 2 of each element.", positive),
    entry::<Log10>("log10", &[], "The logarithm to base 10 of each element.", positive),
    entry::<Log1p>("log1p", &[], "log(1 + x), exact near 0.", positive),
    entry::<Sqrt>("sqrt", &[], "The square root of each element.", positive),
    entry::<Rsqrt>("rsqrt", &[], "1 / sqrt(x) of each element.", positive),
    entry::<Cbrt>("cbrt", &[], "The cube root of each element.", positive),
    entry::<Rcbrt>("rcbrt", &[], "1 / cbrt(x) of each element.", positive),
    entry::<Square>("square", &[], "The square of each element.", any),
    entry::<Reciprocal>("reciprocal", &[], "1 / x of each element.", positive),
    entry::<Abs>("abs", &[], "The absolute value of each element; its gradient at 0 is 0.", away_from_zero),
    entry::<Negative>("negative", &["_np_negative"], "Each element with the other sign.", any),
    entry::<Sin>("sin", &[], "The sine of each element, in radians.", any),
    entry::<Cos>("cos", &[], "The cosine of each element, in radians.", any),
    entry::<Tan>("tan", &[], "The tangent of each element, in radians.", unit),
    entry::<Arcsin>("arcsin", &[], "The inverse sine of each element, in radians.", unit),
    entry::<Arccos>("arccos", &[], "The inverse cosine of each element, in radians.", unit),
    entry::<Arctan>("arctan", &[], "The inverse tangent of each element, in radians.", any),
    entry::<Sinh>("sinh", &[], "The hyperbolic sine of each element.", any),
    entry::<Cosh>("cosh", &[], "The hyperbolic cosine of each element.", any),
    entry::<Arcsinh>("arcsinh", &[], "The inverse hyperbolic sine of each element.", any),
    entry::<Arccosh>("arccosh", &[], "The inverse hyperbolic cosine of each element, which is at least 1.", above_one),
    entry::<Arctanh>("arctanh", &[], "The inverse hyperbolic tangent of each element, between -1 and 1.", unit),
    entry::<Degrees>("degrees", &[], "Radians to degrees.", any),
    entry::<Radians>("radians", &[], "Degrees to radians.", any),
    entry::<Erf>("erf", &[], "The error function of each element.", any),
    flat::<Sign>("sign", "-1, 0 or 1 as the element is below, at or above 0.", STEPS),
    flat::<Round>("round", "The nearest integer; halves go away from 0.", STEPS),
    flat::<Rint>("rint", "The nearest integer; halves go down.", STEPS),
    flat::<Ceil>("ceil", "The smallest integer that is not below the element.", STEPS),
    flat::<Floor>("floor", "The largest integer that is not above the element.", STEPS),
    flat::<Trunc>("trunc", "The element without its fraction.", STEPS),
    flat::<Trunc>("fix", "The integer nearest to the element on the side of 0.", STEPS),
    flat::<LogicalNot>("logical_not", "1 where the element is 0, else 0.", STEPS),
    OpSpec { method: false, ..entry::<Identity>("_copy", &["identity", "_np_copy"], "A copy.", any) },
    OpSpec {
        gradient: Gradient::Zero("it stops gradients"),
        needs: |_| Needs::NOTHING,
        method: false,
        forward: Forward::Alias(|_| 0),
        ..entry::<Identity>("BlockGrad", &["stop_gradient"], "The input; no gradient flows through it.", any)
    },
    backward::<Relu>(),
    backward::<Sigmoid>(),
    backward::<Tanh>(),
    backward::<Softsign>(),
    backward::<Softrelu>(),
    backward::<LogSigmoid>(),
    backward::<Mish>(),
    backward::<Exp>(),
    backward::<Expm1>(),
    backward::<Log>(),
    backward::<Log2>(),
    backward::<Log10>(),
    backward::<Log1p>(),
    backward::<Sqrt>(),
    backward::<Rsqrt>(),
    backward::<Cbrt>(),
    backward::<Rcbrt>(),
    backward::<Square>(),
    backward::<Reciprocal>(),
    backward::<Abs>(),
    backward::<Negative>(),
    backward::<Sin>(),
    backward::<Cos>(),
    backward::<Tan>(),
    backward::<Arcsin>(),
    backward::<Arccos>(),
    backward::<Arctan>(),
    backward::<Sinh>(),
    backward::<Cosh>(),
    backward::<Arcsinh>(),
    backward::<Arccosh>(),
    backward::<Arctanh>(),
    backward::<Degrees>(),
    backward::<Radians>(),
    backward::<Erf>(),
];

fn away_from_zero() -> Vec<super::spec::Sample> {
    use super::spec::Sample;
    vec![Sample::new(&[&[2, 3]]).range(0.2, 2.0), Sample::new(&[&[4]]).range(-2.0, -0.2), Sample::new(&[&[0]])]
}
