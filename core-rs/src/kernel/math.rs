//! Functions on lanes.

use super::lanes::{F32x4, F64x2};

/// Of four f32.
pub mod f32x4 {
    use super::*;

    macro_rules! by_lane { ($($f:ident $std:ident),*) => { $(
        pub fn $f(x: F32x4) -> F32x4 {
            x.map(f32::$std)
        }
    )* } }
    by_lane!(exp exp, expm1 exp_m1, log ln, log1p ln_1p, log2 log2, log10 log10, cbrt cbrt, sin sin, cos cos, tan tan, asin asin,
        acos acos, atan atan, sinh sinh, cosh cosh, tanh tanh, asinh asinh, acosh acosh, atanh atanh);
    pub fn erf(x: F32x4) -> F32x4 {
        x.map(|x| super::f64x2::erf_scalar(x as f64) as f32)
    }
    pub fn pow(a: F32x4, b: F32x4) -> F32x4 {
        a.zip(b, f32::powf)
    }
    /// With the sign of the divisor; 0 where the divisor is.
    pub fn modulo(a: F32x4, b: F32x4) -> F32x4 {
        a.zip(b, |a, b| super::modulo(a as f64, b as f64) as f32)
    }
}

/// Of two f64: by the scalar functions of the library.
pub mod f64x2 {
    use super::*;

    macro_rules! by_lane { ($($f:ident $std:ident),*) => { $(
        pub fn $f(x: F64x2) -> F64x2 {
            x.map(f64::$std)
        }
    )* } }
    by_lane!(exp exp, expm1 exp_m1, log ln, log1p ln_1p, log2 log2, log10 log10, cbrt cbrt, sin sin, cos cos, tan tan,
        asin asin, acos acos, atan atan, sinh sinh, cosh cosh, tanh tanh, asinh asinh, acosh acosh, atanh atanh);

    pub fn erf(x: F64x2) -> F64x2 {
        x.map(erf_scalar)
    }
    pub fn pow(a: F64x2, b: F64x2) -> F64x2 {
        a.zip(b, f64::powf)
    }
    /// With the sign of the divisor; 0 where the divisor is.
    pub fn modulo(a: F64x2, b: F64x2) -> F64x2 {
        a.zip(b, super::modulo)
    }

    /// The error function, to 2e-15 of its value. Below 3 the series
    /// `2/sqrt(pi) exp(-x*x) sum 2^n x^(2n+1) / (1*3*5*…*(2n+1))`, whose terms are all positive,
    /// beyond the continued fraction of the complement.
    pub fn erf_scalar(x: f64) -> f64 {
        let a = x.abs();
        let erf = if a.is_nan() {
            return x;
        } else if a < 3.0 {
            let (mut term, mut sum, mut n) = (a, a, 0.0);
            while term > sum * 1e-17 {
                n += 1.0;
                term *= 2.0 * a * a / (2.0 * n + 1.0);
                sum += term;
            }
            sum * (-a * a).exp() * std::f64::consts::FRAC_2_SQRT_PI
        } else if a < 6.0 {
            let mut fraction = a;
            for n in (1..=40).rev() {
                fraction = a + 0.5 * n as f64 / fraction;
            }
            1.0 - (-a * a).exp() * 0.5 * std::f64::consts::FRAC_2_SQRT_PI / fraction
        } else {
            1.0
        };
        erf.copysign(x)
    }
}

/// With the sign of the divisor; 0 where the divisor is.
fn modulo(a: f64, b: f64) -> f64 {
    if b == 0.0 {
        return 0.0;
    }
    let r = a % b;
    if r != 0.0 && (r < 0.0) != (b < 0.0) { r + b } else { r }
}
