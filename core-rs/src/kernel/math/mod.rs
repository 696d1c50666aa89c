//! Elementary functions on lanes. For four f32 they are vector code with the error, in units of the
//! last place, said beside each; the tests sweep all of the range, subnormals, infinities and NaN.
//! A result does not depend on the lane. For two f64, and for rare functions, the library's scalars.

use super::lanes::{F32x4, F64x2, I32x4};

pub mod special;

/// Of four f32.
pub mod f32x4 {
    use super::*;
    use std::f32::consts::{LN_2, LOG2_E};

    #[inline(always)]
    fn constant(x: f32) -> F32x4 {
        F32x4::splat(x)
    }
    /// Horner's rule, highest coefficient first.
    #[inline(always)]
    fn polynomial<const N: usize>(x: F32x4, c: [f32; N]) -> F32x4 {
        let mut y = constant(c[0]);
        for &c in &c[1..] {
            y = y.madd(x, constant(c));
        }
        y
    }

    // Adding it leaves the nearest integer in the low bits.
    const ROUNDER: f32 = 12582912.0;
    // ln 2 = LN_2_HIGH + LN_2_LOW; the first has 10 bits, so that its products are exact.
    const LN_2_HIGH: f32 = 0.693359375;
    const LN_2_LOW: f32 = -2.121_944_4e-4;

    /// `2^n` for the n that `rounded` holds above `ROUNDER`, halved: (2^(n/2), 2^(n - n/2)). Two
    /// factors reach the subnormals and infinity.
    #[inline(always)]
    fn two_to(rounded: F32x4) -> (F32x4, F32x4) {
        let n = rounded.to_bits() - I32x4::splat(ROUNDER.to_bits() as i32);
        let half = n.shr::<1>();
        let bias = I32x4::splat(127);
        (F32x4::from_bits((half + bias).shl::<23>()), F32x4::from_bits((n - half + bias).shl::<23>()))
    }
    /// `(exp(r) - 1 - r) / r^2` for `|r| <= ln(2) / 2` (Cephes).
    const EXP: [f32; 6] = [1.987_569_1e-4, 1.398_2e-3, 8.333_452e-3, 4.166_579_6e-2, 1.666_666_5e-1, 5e-1];

    /// `x = n ln 2 + r`: (n above `ROUNDER`, r).
    #[inline(always)]
    fn reduce(x: F32x4) -> (F32x4, F32x4) {
        let rounded = x.madd(constant(LOG2_E), constant(ROUNDER));
        let n = rounded - constant(ROUNDER);
        (rounded, n.nmadd(constant(LN_2_LOW), n.nmadd(constant(LN_2_HIGH), x)))
    }
    /// Within the bounds, NaN kept.
    #[inline(always)]
    fn clamp(x: F32x4, low: f32, high: f32) -> F32x4 {
        constant(low).pmax(constant(high).pmin(x))
    }

    #[inline(always)]
    fn exp_of(r: F32x4) -> F32x4 {
        polynomial(r, EXP).madd(r * r, r) + constant(1.0)
    }
    /// To 1.1 ulp.
    #[inline(always)]
    pub fn exp(x: F32x4) -> F32x4 {
        if !x.abs().lt(constant(87.0)).all() {
            return exp_far(x);
        }
        let (rounded, r) = reduce(x);
        // The low bits of `rounded` hold n; those of ROUNDER itself are shifted out.
        let scale = rounded.to_bits().shl::<23>() + I32x4::splat(127 << 23);
        exp_of(r) * F32x4::from_bits(scale)
    }
    /// The same up to infinity and down to subnormals and 0, and of NaN. Apart, since clamps and second
    /// factor cost the usual case in Bun 2.3 instead of 1.5 ns an element (2026-11).
    #[cold]
    #[inline(never)]
    fn exp_far(x: F32x4) -> F32x4 {
        let (rounded, r) = reduce(clamp(x, -104.0, 89.0));
        let (a, b) = two_to(rounded);
        exp_of(r) * a * b
    }

    /// To 1.6 ulp.
    #[inline]
    pub fn expm1(x: F32x4) -> F32x4 {
        let (rounded, r) = reduce(clamp(x, -30.0, 89.0));
        let y = polynomial(r, EXP).madd(r * r, r);
        // Half of 2^n, since 2^128 is out of reach; doubled at the end.
        let n = rounded.to_bits() - I32x4::splat(ROUNDER.to_bits() as i32);
        let half = F32x4::from_bits((n + I32x4::splat(126)).shl::<23>());
        let z = half.madd(y, half - constant(0.5));
        // Subnormals, whose half is not exact, and -0 are their own answer.
        x.abs().lt(constant(1e-37)).select(x, z + z)
    }

    /// A positive finite normal x as `m 2^e` with m from sqrt(1/2) to sqrt(2): (m, e).
    #[inline(always)]
    fn split(x: F32x4) -> (F32x4, F32x4) {
        let bits = x.to_bits();
        let e = (bits - I32x4::splat(0x3f35_04f3)).shr::<23>();
        (F32x4::from_bits(bits - e.shl::<23>()), e.to_f32())
    }
    /// Whether `split` serves all lanes.
    #[inline(always)]
    fn usual(x: F32x4) -> bool {
        (x.ge(constant(f32::MIN_POSITIVE)) & x.lt(constant(f32::INFINITY))).all()
    }
    /// A positive x, subnormals too, as `split` has it; what a logarithm is at 0, infinity and NaN, and
    /// NaN of negatives, takes the place of e.
    #[inline(always)]
    fn split_any(x: F32x4) -> (F32x4, F32x4) {
        let (zero, one) = (constant(0.0), constant(1.0));
        let small = x.lt(constant(f32::MIN_POSITIVE));
        let positive = x.gt(zero) & x.lt(constant(f32::INFINITY));
        let (m, e) = split(positive.select(small.select(x * constant(8388608.0), x), one));
        let e = e - (small & positive).select(constant(23.0), zero);
        let edge = x.eq(zero).select(constant(f32::NEG_INFINITY), x.lt(zero).select(constant(f32::NAN), x));
        (m, positive.select(e, edge))
    }
    /// A logarithm where `split` does not serve: rare, so it costs the others one branch.
    #[cold]
    #[inline(never)]
    fn unusual(x: F32x4, log: fn(F32x4, F32x4) -> F32x4) -> F32x4 {
        let (m, e) = split_any(x);
        let finite = e.abs().lt(constant(f32::INFINITY));
        finite.select(log(m, e), e)
    }
    /// `log(1 + f) - f + f^2/2` for f from sqrt(1/2) - 1 to sqrt(2) - 1 (Cephes).
    #[inline(always)]
    fn log_tail(f: F32x4) -> F32x4 {
        const LOG: [f32; 9] = [
            7.037_683_6e-2,
            -1.151_461e-1,
            1.167_699_9e-1,
            -1.242_014_1e-1,
            1.424_932_3e-1,
            -1.666_805_8e-1,
            2.000_071_5e-1,
            -2.499_999_4e-1,
            3.333_333e-1,
        ];
        polynomial(f, LOG) * f * (f * f)
    }
    #[inline(always)]
    fn log_of_parts(m: F32x4, e: F32x4) -> F32x4 {
        let f = m - constant(1.0);
        let y = e.madd(constant(LN_2_LOW), log_tail(f));
        let y = (f * f).nmadd(constant(0.5), y);
        e.madd(constant(LN_2_HIGH), f + y)
    }

    /// To 0.9 ulp.
    #[inline(always)]
    pub fn log(x: F32x4) -> F32x4 {
        if !usual(x) {
            return unusual(x, log_of_parts);
        }
        let (m, e) = split(x);
        log_of_parts(m, e)
    }

    #[inline(always)]
    fn log2_of_parts(m: F32x4, e: F32x4) -> F32x4 {
        let f = m - constant(1.0);
        let y = (f * f).nmadd(constant(0.5), log_tail(f));
        // log2(e) = 1 + (log2(e) - 1), so that the larger part of the product is exact.
        let rest = constant(LOG2_E - 1.0);
        f.madd(rest, y.madd(rest, y)) + f + e
    }
    /// To 1.7 ulp; exact for powers of two.
    #[inline]
    pub fn log2(x: F32x4) -> F32x4 {
        if !usual(x) {
            return unusual(x, log2_of_parts);
        }
        let (m, e) = split(x);
        log2_of_parts(m, e)
    }

    /// To 1.6 ulp.
    #[inline]
    pub fn log1p(x: F32x4) -> F32x4 {
        let u = x + constant(1.0);
        // What the rounding of 1 + x lost.
        let lost = x - (u - constant(1.0));
        let y = log(u);
        (u.lt(constant(f32::INFINITY)) & u.gt(constant(0.0))).select(y + lost / u, y)
    }

    /// To 1.5 ulp.
    #[inline(always)]
    pub fn tanh(x: F32x4) -> F32x4 {
        const TANH: [f32; 5] = [-5.704_988_7e-3, 2.063_908_9e-2, -5.373_971_6e-2, 1.333_144_2e-1, -3.333_328e-1];
        let z = x * x;
        let small = (polynomial(z, TANH) * z).madd(x, x);
        let a = x.abs();
        let large = constant(1.0) - constant(2.0) / (exp(a + a) + constant(1.0));
        a.lt(constant(0.625)).select(small, large.copysign(x))
    }

    /// To 1.4 ulp (polynomials of N. Juffa).
    #[inline]
    pub fn erf(x: F32x4) -> F32x4 {
        const NEAR: [f32; 6] =
            [-5.967_617e-4, 4.991_194_2e-3, -2.676_813_5e-2, 1.128_199_25e-1, -3.761_253_4e-1, 1.283_791_7e-1];
        const FAR: [f32; 7] = [
            -1.728_534_7e-5,
            3.831_971_3e-4,
            -3.883_964_4e-3,
            2.425_462_2e-2,
            -1.067_778_8e-1,
            -6.348_467e-1,
            -1.287_175_1e-1,
        ];
        let near = polynomial(x * x, NEAR).madd(x, x);
        let a = constant(4.0).pmin(x.abs());
        let far = constant(1.0) - exp(polynomial(a, FAR).madd(a, -a));
        a.lt(constant(0.927_734_4)).select(near, far.copysign(x))
    }

    /// `(tan(r) / r - 1) / r^2` by powers of `r^2`, `|r| <= pi/4` (Cephes' tanf).
    const TAN: [f32; 6] = [9.385_402e-3, 3.119_922_3e-3, 2.443_013_5e-2, 5.341_128e-2, 1.333_88e-1, 3.333_315_7e-1];
    /// Beyond it the reduction below would not be exact.
    const TURNS: f32 = 1048576.0;

    /// `x = n pi/2 + r` with `|r| <= pi/4`: (n modulo 4, r). Computed in f64, since near the zeros of
    /// the sine f32 would lose all digits.
    #[inline(always)]
    fn quadrant(x: F32x4) -> (I32x4, F32x4) {
        // pi/2 in two parts; the first has 33 bits, so that its products are exact.
        const HIGH: f64 = 1.570_796_326_734_125_6;
        const LOW: f64 = 6.077_100_506_506_192e-11;
        let part = |x: F64x2| {
            let n = (x * F64x2::splat(std::f64::consts::FRAC_2_PI)).nearest();
            (n, n.nmadd(F64x2::splat(LOW), n.nmadd(F64x2::splat(HIGH), x)))
        };
        let ((n0, r0), (n1, r1)) = (part(x.low_f64()), part(x.high_f64()));
        (F32x4::from_f64(n0, n1).to_i32_in_range(), F32x4::from_f64(r0, r1))
    }
    /// The sine of `r + n pi/2`.
    #[inline(always)]
    fn sine(n: I32x4, r: F32x4) -> F32x4 {
        let z = r * r;
        let sin = (polynomial(z, [-1.951_529_6e-4, 8.332_161e-3, -1.666_665_5e-1]) * z).madd(r, r);
        let cos = polynomial(z, [2.443_315_7e-5, -1.388_731_6e-3, 4.166_664_6e-2])
            .madd(z * z, constant(0.5).nmadd(z, constant(1.0)));
        let odd = (n & I32x4::splat(1)).eq(I32x4::splat(1));
        let sign = (n & I32x4::splat(2)).shl::<30>();
        F32x4::from_bits(odd.select(cos, sin).to_bits() ^ sign)
    }
    /// Sine and cosine of x full turns, x from 0 to 1: no reduction is lost.
    #[inline(always)]
    pub fn sin_cos_of_turns(x: F32x4) -> (F32x4, F32x4) {
        let quarters = x * constant(4.0);
        let n = quarters.nearest();
        let r = (quarters - n) * constant(std::f32::consts::FRAC_PI_2);
        let n = n.to_i32_in_range();
        (sine(n, r), sine(n + I32x4::splat(1), r))
    }
    #[cold]
    fn by_f64(x: F32x4, f: fn(f64) -> f64) -> F32x4 {
        x.map(|x| f(x as f64) as f32)
    }

    /// To 1.6 ulp.
    pub fn sin(x: F32x4) -> F32x4 {
        if !x.abs().lt(constant(TURNS)).all() {
            return by_f64(x, f64::sin);
        }
        let (n, r) = quadrant(x);
        // -0 and numbers below all rounding are their own sine.
        x.abs().lt(constant(1e-4)).select(x, sine(n, r))
    }
    /// To 1.6 ulp.
    pub fn cos(x: F32x4) -> F32x4 {
        if !x.abs().lt(constant(TURNS)).all() {
            return by_f64(x, f64::cos);
        }
        let (n, r) = quadrant(x);
        sine(n + I32x4::splat(1), r)
    }
    /// To 2.6 ulp.
    pub fn tan(x: F32x4) -> F32x4 {
        if !x.abs().lt(constant(TURNS)).all() {
            return by_f64(x, f64::tan);
        }
        let (n, r) = quadrant(x);
        let z = r * r;
        let t = (polynomial(z, TAN) * z).madd(r, r);
        let odd = (n & I32x4::splat(1)).eq(I32x4::splat(1));
        x.abs().lt(constant(1e-4)).select(x, odd.select(constant(-1.0) / t, t))
    }

    /// `b log2(m 2^e)`.
    #[inline(always)]
    fn exponent(m: F64x2, e: F64x2, b: F64x2) -> F64x2 {
        // 2 atanh(s) = log(m) by its series; |s| <= 0.172, so that 3e-14 is left out.
        let s = (m - F64x2::splat(1.0)) / (m + F64x2::splat(1.0));
        let z = s * s;
        let mut y = F64x2::splat(1.0 / 15.0);
        for n in [13.0, 11.0, 9.0, 7.0, 5.0, 3.0, 1.0] {
            y = y.madd(z, F64x2::splat(1.0 / n));
        }
        (y * s).madd(F64x2::splat(2.0 * std::f64::consts::LOG2_E), e) * b
    }

    /// To 1.2 ulp, with C's answers at the edges: `pow(x, 0) = pow(1, y) = 1`, also for NaN.
    pub fn pow(a: F32x4, b: F32x4) -> F32x4 {
        let (zero, one) = (constant(0.0), constant(1.0));
        let base = a.abs();
        let (m, e) = if usual(base) { split(base) } else { split_any(base) };
        let (low, high) =
            (exponent(m.low_f64(), e.low_f64(), b.low_f64()), exponent(m.high_f64(), e.high_f64(), b.high_f64()));
        // Clamped in f64 (NaN kept), split into an integer and a rest in f64, finished in f32.
        let clamp = |t: F64x2| F64x2::splat(-160.0).pmax(F64x2::splat(130.0).pmin(t));
        let (low, high) = (clamp(low), clamp(high));
        let (n0, n1) = (low.nearest(), high.nearest());
        let r = F32x4::from_f64(low - n0, high - n1) * constant(LN_2);
        let y = polynomial(r, EXP).madd(r * r, r) + one;
        let (p, q) = two_to(F32x4::from_f64(n0, n1) + constant(ROUNDER));
        let y = y * p * q;
        // Signs: a negative base needs an integer exponent.
        let half = b * constant(0.5);
        let whole = b.trunc().eq(b);
        let odd = whole & half.trunc().ne(half);
        let negative = a.to_bits().lt(I32x4::splat(0));
        let y = (negative & odd).select(-y, y);
        let y = (a.lt(zero) & a.gt(constant(f32::NEG_INFINITY)) & !whole & b.eq(b)).select(constant(f32::NAN), y);
        let unit = base.eq(one) & b.abs().eq(constant(f32::INFINITY));
        (b.eq(zero) | a.eq(one) | unit).select(one, y)
    }

    /// With the sign of the divisor; 0 where the divisor is.
    pub fn modulo(a: F32x4, b: F32x4) -> F32x4 {
        a.zip(b, |a, b| super::modulo(a as f64, b as f64) as f32)
    }

    macro_rules! through_f64 { ($($f:ident)*) => { $(
        pub fn $f(x: F32x4) -> F32x4 {
            x.map(|x| (x as f64).$f() as f32)
        }
    )* } }
    through_f64!(log10 cbrt asin acos atan sinh cosh asinh acosh atanh);

    macro_rules! special { ($($f:ident)*) => { $(
        pub fn $f(x: F32x4) -> F32x4 {
            x.map(|x| super::special::$f(x as f64) as f32)
        }
    )* } }
    special!(erfinv gamma gammaln digamma);
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
    macro_rules! special { ($($f:ident)*) => { $(
        pub fn $f(x: F64x2) -> F64x2 {
            x.map(super::special::$f)
        }
    )* } }
    special!(erfinv gamma gammaln digamma);

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

#[cfg(test)]
mod tests;
