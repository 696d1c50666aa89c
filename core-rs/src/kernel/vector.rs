//! One spelling for lanes and for single numbers, so that a kernel written once runs on four f32
//! or two f64 side by side; and the rule by which loops are cut.

use std::ops::{Add, Div, Mul, Neg, Sub};

use super::lanes::{F32x4, F64x2};
use super::math;
use crate::base::Element;

/// `N` numbers that are computed together.
pub trait Vector:
    Copy
    + Send
    + Sync
    + Add<Output = Self>
    + Sub<Output = Self>
    + Mul<Output = Self>
    + Div<Output = Self>
    + Neg<Output = Self>
{
    type Scalar: Real;
    const N: usize;
    fn splat(x: Self::Scalar) -> Self;
    /// # Safety
    /// `N` readable elements at `p`.
    unsafe fn load(p: *const Self::Scalar) -> Self;
    /// # Safety
    /// `N` writable elements at `p`.
    unsafe fn store(self, p: *mut Self::Scalar);
    /// `self * b + c`.
    fn madd(self, b: Self, c: Self) -> Self;
    /// `self > other ? self : other`: a NaN in `self` loses.
    fn pmax(self, other: Self) -> Self;
    fn sqrt(self) -> Self;
    fn abs(self) -> Self;
    /// 1, 0 or -1; NaN gives 0.
    fn sign(self) -> Self;
    /// Elements of even and of odd number of `a` followed by `b`.
    fn even_odd(a: Self, b: Self) -> (Self, Self);
    /// Undoes `even_odd`.
    fn interleave(a: Self, b: Self) -> (Self, Self);
    /// `self` where `a == b` (else 0), and `self` where not (else 0).
    fn split_eq(self, a: Self, b: Self) -> (Self, Self);
    fn exp(self) -> Self;
    fn log(self) -> Self;
    fn tanh(self) -> Self;

    /// The first `n` elements at `p`, then `fill`.
    ///
    /// # Safety
    /// `n` readable elements at `p`.
    #[inline(always)]
    unsafe fn load_part(p: *const Self::Scalar, n: usize, fill: Self::Scalar) -> Self {
        let mut lanes = [fill; 4];
        for (i, lane) in lanes.iter_mut().enumerate().take(n) {
            // SAFETY: i < n.
            *lane = unsafe { *p.add(i) };
        }
        // SAFETY: no vector is wider than four.
        unsafe { Self::load(lanes.as_ptr()) }
    }
    /// Stores the first `n` elements.
    ///
    /// # Safety
    /// `n` writable elements at `p`.
    #[inline(always)]
    unsafe fn store_part(self, p: *mut Self::Scalar, n: usize) {
        for (i, lane) in self.to_lanes().into_iter().enumerate().take(n) {
            // SAFETY: i < n.
            unsafe { *p.add(i) = lane };
        }
    }
    /// Elements `stride` apart.
    ///
    /// # Safety
    /// Readable elements at `p`, `p + stride` … `N` of them.
    #[inline(always)]
    unsafe fn gather(p: *const Self::Scalar, stride: usize) -> Self {
        let mut lanes = [Self::Scalar::default(); 4];
        for (i, lane) in lanes.iter_mut().enumerate().take(Self::N) {
            // SAFETY: the caller's promise.
            *lane = unsafe { *p.add(i * stride) };
        }
        // SAFETY: no vector is wider than four.
        unsafe { Self::load(lanes.as_ptr()) }
    }
    /// Undoes `gather`.
    ///
    /// # Safety
    /// Writable elements at `p`, `p + stride` … `N` of them.
    #[inline(always)]
    unsafe fn scatter(self, p: *mut Self::Scalar, stride: usize) {
        for (i, lane) in self.to_lanes().into_iter().enumerate().take(Self::N) {
            // SAFETY: the caller's promise.
            unsafe { *p.add(i * stride) = lane };
        }
    }
    /// The lanes, then zeros.
    #[inline(always)]
    fn to_lanes(self) -> [Self::Scalar; 4] {
        let mut lanes = [Self::Scalar::default(); 4];
        // SAFETY: no vector is wider than four.
        unsafe { self.store(lanes.as_mut_ptr()) };
        lanes
    }
    /// The sum of the lanes, always in the same order.
    #[inline(always)]
    fn sum(self) -> Self::Scalar {
        let l = self.to_lanes();
        (l[0] + l[2]) + (l[1] + l[3])
    }
    /// The largest lane; NaN only where all are.
    #[inline(always)]
    fn largest(self) -> Self::Scalar {
        self.to_lanes()[1..Self::N].iter().fold(self.to_lanes()[0], |m, &x| x.pmax(m))
    }
}

/// A number that kernels compute with: f32 four at a time, f64 two.
pub trait Real: Element + PartialOrd + Vector<Scalar = Self> {
    type Lanes: Vector<Scalar = Self>;
    const ZERO: Self;
    const ONE: Self;
    const NAN: Self;
    /// The most negative finite number.
    const LOWEST: Self;
    fn of(x: f64) -> Self;
    fn wide(self) -> f64;
    fn cbrt(self) -> Self;
}

macro_rules! real {
    ($t:ident, $lanes:ty, $math:ident) => {
        impl Vector for $t {
            type Scalar = $t;
            const N: usize = 1;
            #[inline(always)]
            fn splat(x: $t) -> $t {
                x
            }
            #[inline(always)]
            unsafe fn load(p: *const $t) -> $t {
                // SAFETY: the caller's promise.
                unsafe { *p }
            }
            #[inline(always)]
            unsafe fn store(self, p: *mut $t) {
                // SAFETY: the caller's promise.
                unsafe { *p = self }
            }
            #[inline(always)]
            fn madd(self, b: $t, c: $t) -> $t {
                self * b + c
            }
            #[inline(always)]
            fn pmax(self, other: $t) -> $t {
                if self > other { self } else { other }
            }
            #[inline(always)]
            fn sqrt(self) -> $t {
                $t::sqrt(self)
            }
            #[inline(always)]
            fn abs(self) -> $t {
                $t::abs(self)
            }
            #[inline(always)]
            fn sign(self) -> $t {
                (self > 0.0) as i32 as $t - (self < 0.0) as i32 as $t
            }
            #[inline(always)]
            fn even_odd(a: $t, b: $t) -> ($t, $t) {
                (a, b)
            }
            #[inline(always)]
            fn interleave(a: $t, b: $t) -> ($t, $t) {
                (a, b)
            }
            #[inline(always)]
            fn split_eq(self, a: $t, b: $t) -> ($t, $t) {
                if a == b { (self, 0.0) } else { (0.0, self) }
            }
            // As on lanes, so that a number's place in an array does not decide its last bit.
            #[inline(always)]
            fn exp(self) -> $t {
                math::$math::exp(<$lanes>::splat(self)).to_array()[0]
            }
            #[inline(always)]
            fn log(self) -> $t {
                math::$math::log(<$lanes>::splat(self)).to_array()[0]
            }
            #[inline(always)]
            fn tanh(self) -> $t {
                math::$math::tanh(<$lanes>::splat(self)).to_array()[0]
            }
        }
        impl Real for $t {
            type Lanes = $lanes;
            const ZERO: $t = 0.0;
            const ONE: $t = 1.0;
            const NAN: $t = $t::NAN;
            const LOWEST: $t = $t::MIN;
            #[inline(always)]
            fn of(x: f64) -> $t {
                x as $t
            }
            #[inline(always)]
            fn wide(self) -> f64 {
                self as f64
            }
            #[inline(always)]
            fn cbrt(self) -> $t {
                $t::cbrt(self)
            }
        }
    };
}
real!(f32, F32x4, f32x4);
real!(f64, F64x2, f64x2);

macro_rules! wide {
    ($t:ident, $e:ident, $n:literal, $math:ident, $interleave:item, $even_odd:item) => {
        impl Vector for $t {
            type Scalar = $e;
            const N: usize = $n;
            #[inline(always)]
            fn splat(x: $e) -> Self {
                $t::splat(x)
            }
            #[inline(always)]
            unsafe fn load(p: *const $e) -> Self {
                // SAFETY: the caller's promise.
                unsafe { $t::load(p) }
            }
            #[inline(always)]
            unsafe fn store(self, p: *mut $e) {
                // SAFETY: the caller's promise.
                unsafe { $t::store(self, p) }
            }
            #[inline(always)]
            fn madd(self, b: Self, c: Self) -> Self {
                $t::madd(self, b, c)
            }
            #[inline(always)]
            fn pmax(self, other: Self) -> Self {
                $t::pmax(self, other)
            }
            #[inline(always)]
            fn sqrt(self) -> Self {
                $t::sqrt(self)
            }
            #[inline(always)]
            fn abs(self) -> Self {
                $t::abs(self)
            }
            #[inline(always)]
            fn sign(self) -> Self {
                let (zero, one) = ($t::splat(0.0), $t::splat(1.0));
                $t::gt(self, zero).select(one, $t::lt(self, zero).select(-one, zero))
            }
            #[inline(always)]
            $even_odd
            #[inline(always)]
            $interleave
            #[inline(always)]
            fn split_eq(self, a: Self, b: Self) -> (Self, Self) {
                let (equal, zero) = ($t::eq(a, b), $t::splat(0.0));
                (equal.select(self, zero), equal.select(zero, self))
            }
            #[inline(always)]
            fn exp(self) -> Self {
                math::$math::exp(self)
            }
            #[inline(always)]
            fn log(self) -> Self {
                math::$math::log(self)
            }
            #[inline(always)]
            fn tanh(self) -> Self {
                math::$math::tanh(self)
            }
        }
    };
}
// The compiler makes one shuffle of each of these.
wide!(
    F32x4,
    f32,
    4,
    f32x4,
    fn interleave(a: Self, b: Self) -> (Self, Self) {
        let ([a, b, c, d], [e, f, g, h]) = (a.to_array(), b.to_array());
        (F32x4::new(a, e, b, f), F32x4::new(c, g, d, h))
    },
    fn even_odd(a: Self, b: Self) -> (Self, Self) {
        let ([a, b, c, d], [e, f, g, h]) = (a.to_array(), b.to_array());
        (F32x4::new(a, c, e, g), F32x4::new(b, d, f, h))
    }
);
wide!(
    F64x2,
    f64,
    2,
    f64x2,
    fn interleave(a: Self, b: Self) -> (Self, Self) {
        let ([a, b], [c, d]) = (a.to_array(), b.to_array());
        (F64x2::new(a, c), F64x2::new(b, d))
    },
    fn even_odd(a: Self, b: Self) -> (Self, Self) {
        let ([a, b], [c, d]) = (a.to_array(), b.to_array());
        (F64x2::new(a, c), F64x2::new(b, d))
    }
);

/// Calls `f(start, count)` for vectors that cover `0..n`: full ones, the last one moved back to end
/// at `n`; a single short one where `n` is below the width. Only for loops that may do an element
/// twice: what is read is not written.
#[inline(always)]
pub fn cover<V: Vector>(n: usize, mut f: impl FnMut(usize, usize)) {
    if n < V::N {
        if n > 0 {
            f(0, n);
        }
        return;
    }
    let mut j = 0;
    while j + V::N <= n {
        f(j, V::N);
        j += V::N;
    }
    if j < n {
        f(n - V::N, V::N);
    }
}

/// `n` elements, a full vector where `n` is its width.
///
/// # Safety
/// `n` readable elements at `p`.
#[inline(always)]
pub unsafe fn load<V: Vector>(p: *const V::Scalar, n: usize, fill: V::Scalar) -> V {
    // SAFETY: the caller's promise.
    unsafe { if n == V::N { V::load(p) } else { V::load_part(p, n, fill) } }
}
/// # Safety
/// `n` writable elements at `p`.
#[inline(always)]
pub unsafe fn store<V: Vector>(v: V, p: *mut V::Scalar, n: usize) {
    // SAFETY: the caller's promise.
    unsafe { if n == V::N { v.store(p) } else { v.store_part(p, n) } }
}

/// The number of pieces for `items` that cost about `each` elements' work: by size alone, so that
/// results do not depend on threads. Fewer than 16 K elements are not worth a hand-over.
pub fn pieces(items: usize, each: usize) -> usize {
    (items.saturating_mul(each.max(1)) >> 14).clamp(1, items.clamp(1, 64))
}
