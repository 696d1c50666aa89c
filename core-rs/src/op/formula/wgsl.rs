//! A formula as the text of a WGSL expression. WGSL may assume that there is no NaN and its own
//! functions are loose in places, so the expression calls functions of a prelude.
#![forbid(unsafe_code)]

use std::ops::{Add, BitAnd, BitOr, Div, Mul, Neg, Not, Sub};

use crate::kernel::num::Num;
use crate::{binary_functions, comparisons, constants_for, unary_functions};

/// The text of an expression, bracketed so that it can stand anywhere.
#[derive(Clone, Debug, PartialEq)]
pub struct Wgsl(pub String);

impl Wgsl {
    pub fn name(name: &str) -> Wgsl {
        Wgsl(name.to_string())
    }
}

macro_rules! operators {
    ($($tr:ident $f:ident $o:literal),*) => { $(
        impl $tr for Wgsl {
            type Output = Wgsl;
            fn $f(self, other: Wgsl) -> Wgsl {
                Wgsl(format!(concat!("({} ", $o, " {})"), self.0, other.0))
            }
        }
    )* };
}
operators!(Add add "+", Sub sub "-", Mul mul "*", Div div "/", BitAnd bitand "&", BitOr bitor "|");

impl Neg for Wgsl {
    type Output = Wgsl;
    fn neg(self) -> Wgsl {
        Wgsl(format!("(-{})", self.0))
    }
}
impl Not for Wgsl {
    type Output = Wgsl;
    fn not(self) -> Wgsl {
        Wgsl(format!("(!{})", self.0))
    }
}
constants_for!(Wgsl);

macro_rules! unary {
    ($($f:ident)*) => { $(
        fn $f(self) -> Self {
            Wgsl(format!(concat!(stringify!($f), "_({})"), self.0))
        }
    )* };
}
macro_rules! binary {
    ($($f:ident)*) => { $(
        fn $f(self, other: Self) -> Self {
            Wgsl(format!(concat!(stringify!($f), "_({}, {})"), self.0, other.0))
        }
    )* };
}

/// An exact literal of the f32 nearest to `x`.
fn literal(x: f64) -> String {
    let x = x as f32;
    if x.is_nan() || x.is_infinite() {
        return format!("bits_({}u)", x.to_bits());
    }
    let text = format!("{x:?}");
    if x < 0.0 { format!("({text}f)") } else { format!("{text}f") }
}

impl Num for Wgsl {
    type Mask = Wgsl;
    fn lit(x: f64) -> Wgsl {
        Wgsl(literal(x))
    }
    fn select(mask: Wgsl, a: Wgsl, b: Wgsl) -> Wgsl {
        Wgsl(format!("select({}, {}, {})", b.0, a.0, mask.0))
    }
    unary_functions!(unary);
    binary_functions!(binary);
    comparisons!(binary);
}

/// The functions that expressions call.
pub const PRELUDE: &str = "
fn bits_(b: u32) -> f32 { var v = b; return bitcast<f32>(v); }
fn isnan_(x: f32) -> bool { return (bitcast<u32>(x) & 0x7fffffffu) > 0x7f800000u; }
fn nan_() -> f32 { return bits_(0x7fc00000u); }
fn inf_() -> f32 { return bits_(0x7f800000u); }
fn eq_(a: f32, b: f32) -> bool { return !isnan_(a) && !isnan_(b) && a == b; }
fn ne_(a: f32, b: f32) -> bool { return !eq_(a, b); }
fn gt_(a: f32, b: f32) -> bool { return !isnan_(a) && !isnan_(b) && a > b; }
fn ge_(a: f32, b: f32) -> bool { return !isnan_(a) && !isnan_(b) && a >= b; }
fn lt_(a: f32, b: f32) -> bool { return !isnan_(a) && !isnan_(b) && a < b; }
fn le_(a: f32, b: f32) -> bool { return !isnan_(a) && !isnan_(b) && a <= b; }
fn maximum_(a: f32, b: f32) -> f32 { return select(select(max(a, b), b, isnan_(b)), a, isnan_(a)); }
fn minimum_(a: f32, b: f32) -> f32 { return select(select(min(a, b), b, isnan_(b)), a, isnan_(a)); }
fn abs_(x: f32) -> f32 { return bits_(bitcast<u32>(x) & 0x7fffffffu); }
fn floor_(x: f32) -> f32 { return select(floor(x), x, isnan_(x)); }
fn ceil_(x: f32) -> f32 { return select(ceil(x), x, isnan_(x)); }
fn trunc_(x: f32) -> f32 { return select(trunc(x), x, isnan_(x)); }
fn exp_(x: f32) -> f32 { return select(select(select(exp(x), inf_(), x > 88.72284), 0.0, x < -103.97), x, isnan_(x)); }
fn expm1_(x: f32) -> f32 {
  let p = x * (1.0 + x * (0.5 + x * (0.16666667 + x * (0.041666668 + x * (0.008333334 + x * 0.0013888889)))));
  return select(select(exp_(x) - 1.0, p, abs(x) < 0.4), x, isnan_(x));
}
fn log_(x: f32) -> f32 {
  let near = abs(x - 1.0) < 0.25;
  let y = select(log(max(x, 1e-38)), log1p_(x - 1.0), near);
  return select(select(select(y, -inf_(), x == 0.0), nan_(), x < 0.0), x, isnan_(x) || x > 3.4028234e38);
}
fn log1p_(x: f32) -> f32 {
  let s = x / (2.0 + x);
  let t = s * s;
  let p = 2.0 * s * (1.0 + t * (0.33333334 + t * (0.2 + t * (0.14285715 + t * 0.11111111))));
  let big = log(max(1.0 + x, 1e-38));
  return select(select(select(select(big, p, abs(x) < 0.5), -inf_(), x == -1.0), nan_(), x < -1.0), x, isnan_(x));
}
fn log2_(x: f32) -> f32 { return log_(x) * 1.442695; }
fn log10_(x: f32) -> f32 { return log_(x) * 0.4342945; }
fn sqrt_(x: f32) -> f32 { return select(select(sqrt(max(x, 0.0)), nan_(), x < 0.0), x, isnan_(x)); }
fn cbrt_(x: f32) -> f32 {
  let r = pow(abs(x), 0.33333334);
  let better = r - (r * r * r - abs(x)) / max(3.0 * r * r, 1e-30);
  return select(select(sign(x) * better, x, x == 0.0), x, isnan_(x));
}
fn pow_(a: f32, b: f32) -> f32 {
  let whole = b == floor(b);
  let odd = whole && (abs(b) % 2.0 == 1.0);
  let r = pow(abs(a), b);
  let signed = select(select(nan_(), r, whole), -r, odd);
  let y = select(signed, r, a >= 0.0);
  return select(select(y, 1.0, b == 0.0 || a == 1.0), nan_(), (isnan_(a) && b != 0.0) || (isnan_(b) && a != 1.0));
}
fn modulo_(a: f32, b: f32) -> f32 {
  let r = a - b * floor(a / b);
  return select(select(r, 0.0, b == 0.0), nan_(), isnan_(a) || isnan_(b));
}
fn tanh_(x: f32) -> f32 {
  let a = abs(x);
  let t = x * x;
  let e = exp(-2.0 * min(a, 44.0));
  let big = (1.0 - e) / (1.0 + e);
  let small = x * (1.0 + t * (-0.33333331 + t * (0.13333334 + t * (-0.053968254 + t * 0.021869488))));
  return select(select(select(big, -big, x < 0.0), small, a < 0.3), x, isnan_(x));
}
fn sinh_(x: f32) -> f32 { let e = expm1_(abs(x)); let y = 0.5 * (e + e / (e + 1.0)); return select(select(y, -y, x < 0.0), x, isnan_(x)); }
fn cosh_(x: f32) -> f32 { let e = exp_(abs(x)); return select(0.5 * (e + 1.0 / e), x, isnan_(x)); }
fn reduced_(x: f32, k: f32) -> f32 { return ((x - k * 1.5703125) - k * 4.8375129e-4) - k * 7.549790e-8; }
fn sin_poly_(r: f32) -> f32 { let t = r * r; return r + r * t * (-0.16666655 + t * (0.008332161 + t * -1.9515296e-4)); }
fn cos_poly_(r: f32) -> f32 { let t = r * r; return 1.0 - 0.5 * t + t * t * (0.041666646 + t * (-0.0013887316 + t * 2.4433157e-5)); }
fn sin_(x: f32) -> f32 {
  let k = round(x * 0.63661975);
  let r = reduced_(x, k);
  let q = u32(i32(k)) & 3u;
  let y = select(sin_poly_(r), cos_poly_(r), (q & 1u) == 1u);
  return select(select(y, -y, q >= 2u), nan_(), isnan_(x) || abs(x) > 3.4028234e38);
}
fn cos_(x: f32) -> f32 {
  let k = round(x * 0.63661975);
  let r = reduced_(x, k);
  let q = (u32(i32(k)) + 1u) & 3u;
  let y = select(sin_poly_(r), cos_poly_(r), (q & 1u) == 1u);
  return select(select(y, -y, q >= 2u), nan_(), isnan_(x) || abs(x) > 3.4028234e38);
}
fn tan_(x: f32) -> f32 { return sin_(x) / cos_(x); }
fn atan_(x: f32) -> f32 {
  let a = abs(x);
  let big = a > 2.4142135;
  let mid = a > 0.41421357;
  let y0 = select(select(0.0, 0.7853982, mid), 1.5707964, big);
  let r = select(select(a, (a - 1.0) / (a + 1.0), mid), -1.0 / max(a, 1e-30), big);
  let t = r * r;
  let y = y0 + r + r * t * (-0.3333295 + t * (0.19977711 + t * (-0.13877685 + t * 0.080537446)));
  return select(select(y, -y, x < 0.0), x, isnan_(x));
}
fn asin_(x: f32) -> f32 {
  let a = abs(x);
  let y = 2.0 * atan_(a / (1.0 + sqrt(max(1.0 - a * a, 0.0))));
  return select(select(select(y, -y, x < 0.0), nan_(), a > 1.0), x, isnan_(x));
}
fn acos_(x: f32) -> f32 {
  let y = 2.0 * atan_(sqrt(max(1.0 - x, 0.0)) / max(sqrt(max(1.0 + x, 0.0)), 1e-30));
  return select(select(y, nan_(), abs(x) > 1.0), x, isnan_(x));
}
fn asinh_(x: f32) -> f32 {
  let a = abs(x);
  let y = log1p_(a + a * a / (1.0 + sqrt(1.0 + a * a)));
  return select(select(y, -y, x < 0.0), x, isnan_(x));
}
fn acosh_(x: f32) -> f32 {
  let t = x - 1.0;
  return select(select(log1p_(t + sqrt(max(2.0 * t + t * t, 0.0))), nan_(), x < 1.0), x, isnan_(x));
}
fn atanh_(x: f32) -> f32 {
  let a = abs(x);
  let y = 0.5 * log1p_(2.0 * a / max(1.0 - a, 1e-30));
  return select(select(select(select(y, -y, x < 0.0), sign(x) * inf_(), a == 1.0), nan_(), a > 1.0), x, isnan_(x));
}
fn erf_(x: f32) -> f32 {
  let a = abs(x);
  let t = x * x;
  let small = x * (1.1283791 + t * (-0.37612638 + t * (0.11283792 + t * (-0.026866171 + t * (0.005223978 + t * -8.5483270e-4)))));
  let u = 1.0 / (1.0 + 0.5 * a);
  let p = -1.26551223 + u * (1.00002368 + u * (0.37409196 + u * (0.09678418 + u * (-0.18628806 + u * (0.27886807
    + u * (-1.13520398 + u * (1.48851587 + u * (-0.82215223 + u * 0.17087277))))))));
  let big = 1.0 - u * exp_(-a * a + p);
  return select(select(select(big, -big, x < 0.0), small, a < 0.5), x, isnan_(x));
}
fn erfinv_(x: f32) -> f32 {
  let w = -log_((1.0 - x) * (1.0 + x));
  let n = w - 2.5;
  let near = 1.50140941 + n * (0.246640727 + n * (-0.00417768164 + n * (-0.00125372503 + n * (0.00021858087
    + n * (-4.39150654e-6 + n * (-3.5233877e-6 + n * (3.43273939e-7 + n * 2.81022636e-8)))))));
  let f = sqrt(max(w, 5.0)) - 3.0;
  let far = 2.83297682 + f * (1.00167406 + f * (0.00943887047 + f * (-0.0076224613 + f * (0.00573950773
    + f * (-0.00367342844 + f * (0.00134934322 + f * (0.000100950558 + f * -0.000200214257)))))));
  let y = x * select(far, near, w < 5.0);
  return select(select(select(y, sign(x) * inf_(), abs(x) == 1.0), nan_(), abs(x) > 1.0), x, isnan_(x));
}
fn sin_pi_(x: f32) -> f32 {
  let k = round(x);
  let s = sin_(3.1415927 * (x - k));
  return select(s, -s, abs(k) % 2.0 == 1.0);
}
fn lanczos_(z: f32) -> f32 {
  return 1.0 + 76.180092 / (z + 1.0) - 86.505323 / (z + 2.0) + 24.014098 / (z + 3.0) - 1.2317396 / (z + 4.0)
    + 1.2086510e-3 / (z + 5.0) - 5.395239e-6 / (z + 6.0);
}
fn gammaln_up_(x: f32) -> f32 {
  let t = x + 4.5;
  return (x - 0.5) * log_(t) - t + 0.9189385 + log_(lanczos_(x - 1.0));
}
fn gammaln_(x: f32) -> f32 {
  let low = log_(3.1415927 / max(abs(sin_pi_(x)), 1e-38)) - gammaln_up_(1.0 - x);
  let y = select(gammaln_up_(max(x, 0.5)), low, x < 0.5);
  let pole = (x <= 0.0 && x == floor(x)) || abs(x) > 3.4028234e38;
  return select(select(y, inf_(), pole), x, isnan_(x));
}
fn gamma_(x: f32) -> f32 {
  let up = exp_(gammaln_up_(select(x, 1.0 - x, x < 0.5)));
  let y = select(up, 3.1415927 / (sin_pi_(x) * up), x < 0.5);
  let pole = x < 0.0 && x == floor(x);
  return select(select(select(select(y, 1.0 / x, x == 0.0), inf_(), x > 36.0), nan_(), pole), x, isnan_(x));
}
fn digamma_up_(v: f32) -> f32 {
  var x = v;
  var sum = 0.0;
  for (var i = 0; i < 6; i++) { if x < 6.0 { sum -= 1.0 / x; x += 1.0; } }
  let z = 1.0 / (x * x);
  return sum + log_(x) - 0.5 / x - z * (0.083333336 - z * (0.008333334 - z * 0.003968254));
}
fn digamma_(x: f32) -> f32 {
  let low = digamma_up_(1.0 - x) - 3.1415927 / tan_(3.1415927 * (x - round(x)));
  let y = select(digamma_up_(max(x, 1e-30)), low, x <= 0.0);
  return select(select(y, inf_(), x <= 0.0 && x == floor(x)), x, isnan_(x));
}
";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::num::{gt, lit, select, sigmoid};

    #[test]
    fn expressions_are_bracketed_and_literals_exact() {
        let x = || Wgsl::name("x");
        assert_eq!((x() + 1.0) * x(), Wgsl("((x + 1.0f) * x)".into()));
        assert_eq!(lit(0.1) - x(), Wgsl("(0.1f - x)".into()));
        assert_eq!(select(gt(x(), -2.0), x(), 0.0).0, "select(0.0f, x, gt_(x, (-2.0f)))");
        assert!(sigmoid(x()).0.contains("exp_((-abs_(x)))"));
        assert_eq!(literal(f64::INFINITY), "bits_(2139095040u)");
    }
}
