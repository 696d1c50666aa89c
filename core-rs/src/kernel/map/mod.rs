//! Formulas over arrays. A formula is written once on [`Num`]; here it becomes loops over float32 and
//! float64 lanes and, where it is exact, over int32 and int64; other dtypes are converted in blocks.
//! Operands broadcast as in NumPy. All works in place: an output may be an input of its shape.

mod convert;
mod driver;
pub mod program;
#[cfg(test)]
pub(crate) mod tests;

pub(crate) use convert::conversion;
pub use convert::{Cast, cast, copy, element, fill, fill_element};
pub use driver::broadcast_to;
pub(crate) use driver::{PIECE, Walk, pieces};

use std::marker::PhantomData;

use driver::{Loops, NONE};

use super::lanes::{F32x4, F64x2};
use super::num::{I32, I64, Num};
use crate::base::{Context, View, ViewMut};

/// A formula of `K` arrays (at most four), perhaps with constants of its own. Integer dtypes compute
/// in int32 or int64 where `INTEGER` says that the formula is exact there, else in float64, truncated.
pub trait Formula<const K: usize>: Sync {
    const INTEGER: bool = false;
    fn at<N: Num>(&self, x: [N; K]) -> N;
}

/// A formula of one number.
pub trait Unary: 'static {
    const INTEGER: bool = false;
    fn forward<N: Num>(x: N) -> N;
}
/// A formula of two numbers.
pub trait Binary: 'static {
    const INTEGER: bool = false;
    fn forward<N: Num>(a: N, b: N) -> N;
}
/// The gradient of `y = f(x)`, given the gradient `g` of y. What it does not use is not read.
pub trait UnaryGradient: 'static {
    const INTEGER: bool = false;
    fn gradient<N: Num>(g: N, x: N, y: N) -> N;
}
/// The gradients of `y = f(a, b)`.
pub trait BinaryGradient: 'static {
    const INTEGER: bool = false;
    fn left<N: Num>(g: N, a: N, b: N, y: N) -> N;
    fn right<N: Num>(g: N, a: N, b: N, y: N) -> N;
}

/// The two operands of a binary formula.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    Left,
    Right,
}

/// `out = f(x)`; the shapes have the same size.
pub fn unary<F: Unary>(context: &dyn Context, x: &View, out: &ViewMut) {
    let x = View { shape: out.shape, ..same_size(x, out) };
    elementwise(context, &OfUnary::<F>(PhantomData), &[x], out);
}
/// `out = f(a, b)`, broadcast to the shape of `out`. Dtypes may be mixed (comparisons do).
pub fn binary<F: Binary>(context: &dyn Context, a: &View, b: &View, out: &ViewMut) {
    elementwise(context, &OfBinary::<F>(PhantomData), &[*a, *b], out);
}
/// `out = f(a, scalar)`, or `f(scalar, a)` if reversed. The scalar is cast to the dtype of `a`.
pub fn binary_scalar<F: Binary>(context: &dyn Context, a: &View, scalar: f64, reversed: bool, out: &ViewMut) {
    let cell = u64::from_ne_bytes(element(scalar, a.dtype));
    let scalar = View { address: &raw const cell as usize, shape: crate::base::Shape::SCALAR, dtype: a.dtype };
    let (a, b) = if reversed { (scalar, *a) } else { (*a, scalar) };
    binary::<F>(context, &a, &b, out);
}
/// `out = gradient(g, x, y)` in one loop; `x` or `y` may be left out where the formula does not use it.
pub fn unary_gradient<F: UnaryGradient>(
    context: &dyn Context,
    g: &View,
    x: Option<&View>,
    y: Option<&View>,
    out: &ViewMut,
) {
    let all = [*g, *x.unwrap_or(g), *y.unwrap_or(g)].map(|v| View { shape: out.shape, ..same_size(&v, out) });
    elementwise(context, &OfUnaryGradient::<F>(PhantomData), &all, out);
}
/// The gradient of one side, of the full shape: where the operand was broadcast, the caller sums it
/// (`reduce::sum_to`). `a`, `b`, `y` may be left out where the formula does not use them.
pub fn binary_gradient<F: BinaryGradient>(
    context: &dyn Context,
    side: Side,
    g: &View,
    a: Option<&View>,
    b: Option<&View>,
    y: Option<&View>,
    out: &ViewMut,
) {
    let all = [*g, *a.unwrap_or(g), *b.unwrap_or(g), *y.unwrap_or(g)];
    match side {
        Side::Left => elementwise(context, &OfLeft::<F>(PhantomData), &all, out),
        Side::Right => elementwise(context, &OfRight::<F>(PhantomData), &all, out),
    }
}
/// `to += from`, of the same size and dtype.
pub fn accumulate(context: &dyn Context, from: &View, to: &ViewMut) {
    struct Add;
    impl Binary for Add {
        const INTEGER: bool = true;
        fn forward<N: Num>(a: N, b: N) -> N {
            a + b
        }
    }
    let from = View { shape: to.shape, ..same_size(from, to) };
    binary::<Add>(context, &to.as_view(), &from, to);
}

/// `out = f(inputs)`, broadcast to the shape of `out`.
pub fn elementwise<F: Formula<K>, const K: usize>(context: &dyn Context, f: &F, inputs: &[View; K], out: &ViewMut) {
    const { assert!(K >= 1 && K <= 4) };
    driver::run(context, &Of::<F, K>::LOOPS, f as *const F as *const u8, inputs, out);
}

fn same_size(v: &View, out: &ViewMut) -> View {
    assert_eq!(v.shape.size(), out.shape.size(), "{} and {} differ in size", v.shape, out.shape);
    *v
}

macro_rules! adapter {
    ($name:ident, $of:ident, $k:literal, |$($x:ident),*| $call:ident) => {
        struct $name<F>(PhantomData<fn() -> F>);
        impl<F: $of> Formula<$k> for $name<F> {
            const INTEGER: bool = F::INTEGER;
            #[inline(always)]
            fn at<N: Num>(&self, [$($x),*]: [N; $k]) -> N {
                F::$call($($x),*)
            }
        }
    };
}
adapter!(OfUnary, Unary, 1, |x| forward);
adapter!(OfBinary, Binary, 2, |a, b| forward);
adapter!(OfUnaryGradient, UnaryGradient, 3, |g, x, y| gradient);
adapter!(OfLeft, BinaryGradient, 4, |g, a, b, y| left);
adapter!(OfRight, BinaryGradient, 4, |g, a, b, y| right);

/// What a loop steps by.
trait Vector: Num + Copy {
    type Element: Copy + Default;
    const LANES: usize;
    /// Vectors per iteration. Lanes go in pairs, to hide latencies; scalars are left to the compiler.
    const PAIR: bool;
    unsafe fn load(p: *const Self::Element) -> Self;
    unsafe fn store(self, p: *mut Self::Element);
    fn splat(x: Self::Element) -> Self;
}
macro_rules! vector {
    ($t:ident, $e:ty) => {
        impl Vector for $t {
            type Element = $e;
            const LANES: usize = $t::LANES;
            const PAIR: bool = true;
            #[inline(always)]
            unsafe fn load(p: *const $e) -> Self {
                unsafe { $t::load(p) }
            }
            #[inline(always)]
            unsafe fn store(self, p: *mut $e) {
                unsafe { $t::store(self, p) }
            }
            #[inline(always)]
            fn splat(x: $e) -> Self {
                $t::splat(x)
            }
        }
    };
}
vector!(F32x4, f32);
vector!(F64x2, f64);
macro_rules! scalar {
    ($t:ident, $e:ty) => {
        impl Vector for $t {
            type Element = $e;
            const LANES: usize = 1;
            const PAIR: bool = false;
            #[inline(always)]
            unsafe fn load(p: *const $e) -> Self {
                $t(unsafe { p.read() })
            }
            #[inline(always)]
            unsafe fn store(self, p: *mut $e) {
                unsafe { p.write(self.0) }
            }
            #[inline(always)]
            fn splat(x: $e) -> Self {
                $t(x)
            }
        }
    };
}
scalar!(I32, i32);
scalar!(I64, i64);

struct Of<F, const K: usize>(PhantomData<fn() -> F>);

impl<F: Formula<K>, const K: usize> Of<F, K> {
    // A const, so that the integer loops exist in the binary only where they are asked for.
    const LOOPS: Loops = Loops {
        f32: over::<F, F32x4, K>,
        f64: over::<F, F64x2, K>,
        integer: if F::INTEGER { Some((over::<F, I32, K>, over::<F, I64, K>)) } else { None },
    };
}

/// The loop of a formula in vectors of one kind. See [`driver::Loop`].
unsafe fn over<F: Formula<K>, V: Vector, const K: usize>(
    formula: *const u8,
    inputs: *const *const u8,
    single: usize,
    out: *mut u8,
    n: usize,
) {
    // SAFETY: the driver hands on the formula, K pointers, and room for n elements behind each.
    unsafe {
        let f = &*(formula as *const F);
        let inputs: [*const V::Element; K] = std::array::from_fn(|k| (*inputs.add(k)) as *const V::Element);
        let out = out as *mut V::Element;
        match (K, single) {
            (2, 0) => whole_and_rest::<F, V, K, 0>(f, inputs, out, n),
            (2, 1) => whole_and_rest::<F, V, K, 1>(f, inputs, out, n),
            _ => whole_and_rest::<F, V, K, NONE>(f, inputs, out, n),
        }
    }
}

/// The most elements of an iteration.
const GROUP: usize = 8;

#[inline(always)]
unsafe fn whole_and_rest<F: Formula<K>, V: Vector, const K: usize, const SINGLE: usize>(
    f: &F,
    inputs: [*const V::Element; K],
    out: *mut V::Element,
    n: usize,
) {
    let group = if V::PAIR { 2 * V::LANES } else { V::LANES };
    let (whole, rest) = (n / group, n % group);
    // SAFETY: the caller's; the rest goes through padded copies, in the same code, so that a result
    // does not depend on where an element stands.
    unsafe {
        iterations::<F, V, K, SINGLE>(f, inputs, out, whole);
        if rest > 0 {
            let mut padded = [[V::Element::default(); GROUP]; K];
            let mut result = [V::Element::default(); GROUP];
            let at = whole * group;
            for k in 0..K {
                let (from, n) = if k == SINGLE { (inputs[k], 1) } else { (inputs[k].add(at), rest) };
                std::ptr::copy_nonoverlapping(from, padded[k].as_mut_ptr(), n);
            }
            let padded: [*const V::Element; K] = std::array::from_fn(|k| padded[k].as_ptr());
            iterations::<F, V, K, SINGLE>(f, padded, result.as_mut_ptr(), 1);
            std::ptr::copy_nonoverlapping(result.as_ptr(), out.add(at), rest);
        }
    }
}

// Called, not inlined: one copy of the formula serves the whole groups and the rest.
#[inline(never)]
unsafe fn iterations<F: Formula<K>, V: Vector, const K: usize, const SINGLE: usize>(
    f: &F,
    inputs: [*const V::Element; K],
    out: *mut V::Element,
    count: usize,
) {
    // SAFETY: the caller gives count groups behind each pointer, one element behind the single one.
    unsafe {
        let single = if SINGLE < K { Some(V::splat(inputs[SINGLE].read())) } else { None };
        let load = |at: usize| -> [V; K] {
            std::array::from_fn(|k| match single {
                Some(x) if k == SINGLE => x,
                _ => V::load(inputs[k].add(at)),
            })
        };
        for i in 0..count {
            if V::PAIR {
                let at = i * 2 * V::LANES;
                let (x, y) = (load(at), load(at + V::LANES));
                let (x, y) = (f.at(x), f.at(y));
                x.store(out.add(at));
                y.store(out.add(at + V::LANES));
            } else {
                let at = i * V::LANES;
                f.at(load(at)).store(out.add(at));
            }
        }
    }
}
