//! The small numeric trait in which operator formulas, forward and gradient, are written once:
//! `lit(1.0) / (lit(1.0) + exp(-x))`, `select(gt(x, 0.0), g, 0.0)`. Instances here are scalars and
//! lanes, which make kernels of a formula; others print it or build a graph of it, so nothing in
//! here may branch on a value.
//!
//! A number may stand on the right of an operator and as an argument as it is (`x * 2.0`,
//! `maximum(x, 0.0)`); on the left it is wrapped (`lit(1.0) - x`).

use std::ops::{Add, BitAnd, BitOr, Div, Mul, Neg, Not, Sub};

use super::lanes::{F32x4, F64x2, M32x4, M64x2};
use super::math;

/// Calls the macro `$with` with the names of all functions of one argument: for an instance that
/// implements each of them alike.
#[macro_export]
macro_rules! unary_functions {
    ($with:ident) => {
        $with! { exp expm1 log log1p log2 log10 sqrt cbrt abs sin cos tan asin acos atan sinh cosh tanh asinh acosh
        atanh erf erfinv gamma gammaln digamma floor ceil trunc }
    };
}
/// The same for the functions of two arguments.
#[macro_export]
macro_rules! binary_functions {
    ($with:ident) => {
        $with! { pow modulo minimum maximum }
    };
}
/// The same for the comparisons.
#[macro_export]
macro_rules! comparisons {
    ($with:ident) => {
        $with! { gt ge lt le eq ne }
    };
}

macro_rules! unary_methods { ($($f:ident)*) => { $(fn $f(self) -> Self;)* } }
macro_rules! binary_methods { ($($f:ident)*) => { $(fn $f(self, other: Self) -> Self;)* } }
macro_rules! comparison_methods { ($($f:ident)*) => { $(fn $f(self, other: Self) -> Self::Mask;)* } }

/// What a formula may compute with. Integers: arithmetic wraps, `/` truncates, division by zero
/// gives 0, and functions that are not exact are computed in f64 and truncated. `modulo` has the
/// sign of the divisor and is 0 where the divisor is. `minimum` and `maximum` hand NaN on.
pub trait Num:
    Clone
    + From<f64>
    + From<Lit>
    + Neg<Output = Self>
    + Add<Output = Self>
    + Sub<Output = Self>
    + Mul<Output = Self>
    + Div<Output = Self>
    + Add<f64, Output = Self>
    + Sub<f64, Output = Self>
    + Mul<f64, Output = Self>
    + Div<f64, Output = Self>
{
    /// What a comparison answers.
    type Mask: Clone + BitAnd<Output = Self::Mask> + BitOr<Output = Self::Mask> + Not<Output = Self::Mask>;

    /// A constant.
    fn lit(x: f64) -> Self;
    /// `mask ? a : b`, both computed.
    fn select(mask: Self::Mask, a: Self, b: Self) -> Self;

    unary_functions!(unary_methods);
    binary_functions!(binary_methods);
    comparisons!(comparison_methods);

    /// `max(x, 0)`, NaN kept.
    #[inline(always)]
    fn relu(self) -> Self {
        self.maximum(Self::lit(0.0))
    }
}

/// A comparison's answer about values of `N`. Combine with `&`, `|`, `!`.
pub struct Mask<N: Num>(pub N::Mask);

impl<N: Num> Clone for Mask<N> {
    fn clone(&self) -> Self {
        Mask(self.0.clone())
    }
}
impl<N: Num> BitAnd for Mask<N> {
    type Output = Self;
    #[inline(always)]
    fn bitand(self, other: Self) -> Self {
        Mask(self.0 & other.0)
    }
}
impl<N: Num> BitOr for Mask<N> {
    type Output = Self;
    #[inline(always)]
    fn bitor(self, other: Self) -> Self {
        Mask(self.0 | other.0)
    }
}
impl<N: Num> Not for Mask<N> {
    type Output = Self;
    #[inline(always)]
    fn not(self) -> Self {
        Mask(!self.0)
    }
}

/// A constant on the left of an operator.
#[derive(Clone, Copy)]
pub struct Lit(pub f64);

/// A constant: `lit(1.0) - x`.
#[inline(always)]
pub fn lit(x: f64) -> Lit {
    Lit(x)
}

macro_rules! literal_operators {
    ($($tr:ident $f:ident $o:tt),*) => { $(
        impl<N: Num> $tr<N> for Lit {
            type Output = N;
            #[inline(always)]
            fn $f(self, x: N) -> N {
                N::lit(self.0) $o x
            }
        }
    )* };
}
literal_operators!(Add add +, Sub sub -, Mul mul *, Div div /);

/// Gives a type with `Num` and its operators on itself the operators with constants.
#[macro_export]
macro_rules! constants_for {
    ($($t:ty),*) => { $(
        $crate::constants_for!(@ $t: Add add +, Sub sub -, Mul mul *, Div div /);
        impl From<f64> for $t {
            #[inline(always)]
            fn from(x: f64) -> Self {
                <$t as $crate::kernel::num::Num>::lit(x)
            }
        }
        impl From<$crate::kernel::num::Lit> for $t {
            #[inline(always)]
            fn from(x: $crate::kernel::num::Lit) -> Self {
                <$t as $crate::kernel::num::Num>::lit(x.0)
            }
        }
    )* };
    (@ $t:ty: $($tr:ident $f:ident $o:tt),*) => { $(
        impl std::ops::$tr<f64> for $t {
            type Output = $t;
            #[inline(always)]
            fn $f(self, x: f64) -> $t {
                self $o <$t as $crate::kernel::num::Num>::lit(x)
            }
        }
    )* };
}
constants_for!(F32x4, F64x2, I32, I64);

macro_rules! unary_free { ($($f:ident)*) => { $(
    #[inline(always)]
    pub fn $f<N: Num>(x: N) -> N {
        N::$f(x)
    }
)* } }
macro_rules! binary_free { ($($f:ident)*) => { $(
    #[inline(always)]
    pub fn $f<N: Num>(a: N, b: impl Into<N>) -> N {
        N::$f(a, b.into())
    }
)* } }
macro_rules! comparison_free { ($($f:ident)*) => { $(
    #[inline(always)]
    pub fn $f<N: Num>(a: N, b: impl Into<N>) -> Mask<N> {
        Mask(N::$f(a, b.into()))
    }
)* } }
unary_functions!(unary_free);
binary_functions!(binary_free);
comparisons!(comparison_free);

/// `mask ? a : b`, both computed.
#[inline(always)]
pub fn select<N: Num>(mask: Mask<N>, a: impl Into<N>, b: impl Into<N>) -> N {
    N::select(mask.0, a.into(), b.into())
}
/// 1 where true, else 0.
#[inline(always)]
pub fn mask_to_num<N: Num>(mask: Mask<N>) -> N {
    select(mask, 1.0, 0.0)
}
#[inline(always)]
pub fn square<N: Num>(x: N) -> N {
    x.clone() * x
}
#[inline(always)]
pub fn rsqrt<N: Num>(x: N) -> N {
    lit(1.0) / sqrt(x)
}
#[inline(always)]
pub fn relu<N: Num>(x: N) -> N {
    N::relu(x)
}
/// -1, 0 or 1; 0 for NaN.
#[inline(always)]
pub fn sign<N: Num>(x: N) -> N {
    mask_to_num(gt(x.clone(), 0.0)) - mask_to_num(lt(x, 0.0))
}
/// Halves go away from zero.
#[inline(always)]
pub fn round<N: Num>(x: N) -> N {
    let whole = trunc(x.clone());
    let up = ge(abs(x.clone() - whole.clone()), 0.5);
    select(up, whole.clone() + sign(x), whole)
}
/// Halves go down, as MXNet's `rint`.
#[inline(always)]
pub fn rint<N: Num>(x: N) -> N {
    let (below, above) = (floor(x.clone()), ceil(x.clone()));
    select(le(x.clone() - below.clone(), above.clone() - x), below, above)
}
/// `1 / (1 + exp(-x))` without overflow.
#[inline(always)]
pub fn sigmoid<N: Num>(x: N) -> N {
    let e = exp(-abs(x.clone()));
    select(ge(x, 0.0), 1.0, e.clone()) / (e + 1.0)
}
/// `log(1 + exp(x))` without overflow.
#[inline(always)]
pub fn softplus<N: Num>(x: N) -> N {
    log1p(exp(-abs(x.clone()))) + relu(x)
}

macro_rules! lanes {
    ($t:ident, $mask:ident, $e:ty, $math:ident: $($f:ident)*) => {
        impl Num for $t {
            type Mask = $mask;
            #[inline(always)]
            fn lit(x: f64) -> Self {
                $t::splat(x as $e)
            }
            #[inline(always)]
            fn select(mask: $mask, a: Self, b: Self) -> Self {
                mask.select(a, b)
            }
            lanes!(@inherent $t: sqrt abs floor ceil trunc relu);
            $(#[inline(always)]
            fn $f(self) -> Self {
                math::$math::$f(self)
            })*
            #[inline(always)]
            fn pow(self, other: Self) -> Self {
                math::$math::pow(self, other)
            }
            #[inline(always)]
            fn modulo(self, other: Self) -> Self {
                math::$math::modulo(self, other)
            }
            #[inline(always)]
            fn minimum(self, other: Self) -> Self {
                self.min(other)
            }
            #[inline(always)]
            fn maximum(self, other: Self) -> Self {
                self.max(other)
            }
            lanes!(@compare $t $mask: gt ge lt le eq ne);
        }
    };
    (@inherent $t:ident: $($f:ident)*) => { $(
        #[inline(always)]
        fn $f(self) -> Self {
            <$t>::$f(self)
        }
    )* };
    (@compare $t:ident $mask:ident: $($f:ident)*) => { $(
        #[inline(always)]
        fn $f(self, other: Self) -> $mask {
            <$t>::$f(self, other)
        }
    )* };
}
lanes!(F32x4, M32x4, f32, f32x4: exp expm1 log log1p log2 log10 cbrt sin cos tan asin acos atan sinh cosh tanh asinh
    acosh atanh erf erfinv gamma gammaln digamma);
lanes!(F64x2, M64x2, f64, f64x2: exp expm1 log log1p log2 log10 cbrt sin cos tan asin acos atan sinh cosh tanh asinh
    acosh atanh erf erfinv gamma gammaln digamma);

/// One i32 whose arithmetic is total: it wraps, and dividing by zero gives 0.
#[derive(Clone, Copy, Debug, PartialEq)]
#[repr(transparent)]
pub struct I32(pub i32);

/// One i64 whose arithmetic is total: it wraps, and dividing by zero gives 0.
#[derive(Clone, Copy, Debug, PartialEq)]
#[repr(transparent)]
pub struct I64(pub i64);

macro_rules! integer {
    ($t:ident, $e:ty) => {
        impl Add for $t {
            type Output = $t;
            #[inline(always)]
            fn add(self, b: $t) -> $t {
                $t(self.0.wrapping_add(b.0))
            }
        }
        impl Sub for $t {
            type Output = $t;
            #[inline(always)]
            fn sub(self, b: $t) -> $t {
                $t(self.0.wrapping_sub(b.0))
            }
        }
        impl Mul for $t {
            type Output = $t;
            #[inline(always)]
            fn mul(self, b: $t) -> $t {
                $t(self.0.wrapping_mul(b.0))
            }
        }
        impl Div for $t {
            type Output = $t;
            #[inline(always)]
            fn div(self, b: $t) -> $t {
                $t(if b.0 == 0 { 0 } else { self.0.wrapping_div(b.0) })
            }
        }
        impl Neg for $t {
            type Output = $t;
            #[inline(always)]
            fn neg(self) -> $t {
                $t(self.0.wrapping_neg())
            }
        }
        impl Num for $t {
            type Mask = bool;
            #[inline(always)]
            fn lit(x: f64) -> Self {
                $t(x as $e)
            }
            #[inline(always)]
            fn select(mask: bool, a: Self, b: Self) -> Self {
                if mask { a } else { b }
            }
            integer!(@through_f64 $e: exp expm1=exp_m1 log=ln log1p=ln_1p log2 log10 sqrt cbrt sin cos tan asin acos
                atan sinh cosh tanh asinh acosh atanh);
            integer!(@same floor ceil trunc);
            integer!(@compare gt > ge >= lt < le <= eq == ne !=);
            fn erf(self) -> Self {
                $t(math::f64x2::erf_scalar(self.0 as f64) as $e)
            }
            integer!(@special $e: erfinv gamma gammaln digamma);
            #[inline(always)]
            fn abs(self) -> Self {
                $t(self.0.wrapping_abs())
            }
            #[inline(always)]
            fn minimum(self, b: Self) -> Self {
                $t(self.0.min(b.0))
            }
            #[inline(always)]
            fn maximum(self, b: Self) -> Self {
                $t(self.0.max(b.0))
            }
            #[inline(always)]
            fn modulo(self, b: Self) -> Self {
                if b.0 == 0 {
                    return $t(0);
                }
                let r = self.0.wrapping_rem(b.0);
                $t(if r != 0 && (r < 0) != (b.0 < 0) { r.wrapping_add(b.0) } else { r })
            }
            /// Exact, wrapping; a negative exponent truncates `1 / base^n`.
            fn pow(self, b: Self) -> Self {
                if b.0 >= 0 {
                    let (mut base, mut left, mut out) = (self.0, b.0, 1 as $e);
                    while left != 0 {
                        if left & 1 == 1 {
                            out = out.wrapping_mul(base);
                        }
                        base = base.wrapping_mul(base);
                        left >>= 1;
                    }
                    return $t(out);
                }
                $t(match self.0 {
                    1 => 1,
                    -1 => if b.0 % 2 == 0 { 1 } else { -1 },
                    _ => 0,
                })
            }
        }
    };
    (@through_f64 $e:ty: $($f:ident $(= $std:ident)?)*) => { $(
        fn $f(self) -> Self {
            Self(integer!(@name (self.0 as f64) $f $($std)?) as $e)
        }
    )* };
    (@special $e:ty: $($f:ident)*) => { $(
        fn $f(self) -> Self {
            Self(math::special::$f(self.0 as f64) as $e)
        }
    )* };
    (@name $x:tt $f:ident) => { f64::$f($x) };
    (@name $x:tt $f:ident $std:ident) => { f64::$std($x) };
    (@same $($f:ident)*) => { $(
        #[inline(always)]
        fn $f(self) -> Self {
            self
        }
    )* };
    (@compare $($f:ident $o:tt)*) => { $(
        #[inline(always)]
        fn $f(self, b: Self) -> bool {
            self.0 $o b.0
        }
    )* };
}
integer!(I32, i32);
integer!(I64, i64);

#[cfg(test)]
mod tests {
    use super::*;

    fn formula<N: Num>(x: N) -> N {
        let y = lit(1.0) / (lit(1.0) + exp(-x.clone()));
        let g = y.clone() * (lit(1.0) - y);
        select(gt(x.clone(), 0.0) & !ge(x, lit(100.0)), g * 2.0, 0.5)
    }

    #[test]
    fn one_formula_serves_every_instance() {
        let s = |x: f64| 1.0 / (1.0 + (-x).exp());
        let expected = 2.0 * s(1.25) * (1.0 - s(1.25));
        assert!((formula(F64x2::splat(1.25)).to_array()[1] - expected).abs() < 1e-15);
        assert!((formula(F32x4::splat(1.25)).to_array()[2] as f64 - expected).abs() < 1e-7);
        assert_eq!(formula(F64x2::new(-1.0, 200.0)).to_array(), [0.5, 0.5]);
        assert_eq!(formula(I32(-3)), I32(0));
    }

    #[test]
    fn integers_are_total() {
        assert_eq!((I32(7) / I32(0), I32(-7) / I32(2), I32(i32::MIN) / I32(-1)), (I32(0), I32(-3), I32(i32::MIN)));
        assert_eq!((modulo(I32(-7), 3.0), modulo(I32(7), I32(-3)), modulo(I32(7), 0.0)), (I32(2), I32(-2), I32(0)));
        assert_eq!((pow(I64(3), 39.0), pow(I32(2), -1.0), pow(I32(-1), I32(-3))), (I64(3i64.pow(39)), I32(0), I32(-1)));
        assert_eq!(pow(I32(3), 40.0), I32(3i32.wrapping_pow(40)));
        assert_eq!((sqrt(I32(17)), square(I64(1 << 40)), sign(I32(-9))), (I32(4), I64(0), I32(-1)));
    }

    #[test]
    fn rounding_is_mxnets() {
        let four = |f: fn(F32x4) -> F32x4, x: [f32; 4]| f(F32x4::new(x[0], x[1], x[2], x[3])).to_array();
        assert_eq!(four(round, [0.5, -0.5, 2.5, -2.4]), [1.0, -1.0, 3.0, -2.0]);
        assert_eq!(four(round, [0.49999997, 8388609.0, f32::INFINITY, -1.5]), [0.0, 8388609.0, f32::INFINITY, -2.0]);
        assert_eq!(four(rint, [0.5, 1.5, -0.5, 2.7]), [0.0, 1.0, -1.0, 3.0]);
        assert!(four(round, [f32::NAN; 4])[0].is_nan() && four(rint, [f32::NAN; 4])[0].is_nan());
        assert_eq!(four(sign, [-0.0, 3.0, -0.1, f32::NAN]), [0.0, 1.0, -1.0, 0.0]);
        let m = modulo(F32x4::new(-7.0, 7.0, 5.5, 1.0), F32x4::new(3.0, -3.0, 0.0, f32::NAN)).to_array();
        assert_eq!(m[..3], [2.0, -2.0, 0.0]);
        assert!(m[3].is_nan());
    }

    #[test]
    fn relu_and_maximum_keep_nan() {
        let x = F32x4::new(f32::NAN, -1.0, 2.0, 0.0);
        assert!(relu(x).to_array()[0].is_nan() && maximum(x, 0.0).to_array()[0].is_nan());
        assert_eq!(relu(x).to_array()[1..], [0.0, 2.0, 0.0]);
        assert!(maximum(F64x2::splat(1.0), f64::NAN).to_array()[0].is_nan());
    }

    #[test]
    fn sigmoid_and_softplus_do_not_overflow() {
        let s = sigmoid(F32x4::new(-200.0, 200.0, 0.0, f32::NAN)).to_array();
        assert_eq!(s[..3], [0.0, 1.0, 0.5]);
        assert!(s[3].is_nan());
        assert_eq!(softplus(F32x4::new(-200.0, 200.0, 0.0, 0.0)).to_array()[..2], [0.0, 200.0]);
    }
}
