//! The loops over rows that factorisations are made of: inner products, sums of multiples,
//! transposes. Sums have one fixed order.

use crate::kernel::gemm::{Real, Vector};

/// `sum(x y)`.
#[inline]
pub fn dot<T: Real>(x: &[T], y: &[T]) -> T {
    let n = x.len().min(y.len());
    let lanes = T::V::LANES;
    let (mut a, mut b) = (T::V::splat(T::ZERO), T::V::splat(T::ZERO));
    let (mut c, mut d) = (a, a);
    let mut i = 0;
    while i + 4 * lanes <= n {
        // SAFETY: four vectors from i on are within both.
        unsafe {
            let (p, q) = (x.as_ptr().add(i), y.as_ptr().add(i));
            a = T::V::load(p).madd(T::V::load(q), a);
            b = T::V::load(p.add(lanes)).madd(T::V::load(q.add(lanes)), b);
            c = T::V::load(p.add(2 * lanes)).madd(T::V::load(q.add(2 * lanes)), c);
            d = T::V::load(p.add(3 * lanes)).madd(T::V::load(q.add(3 * lanes)), d);
        }
        i += 4 * lanes;
    }
    while i + lanes <= n {
        // SAFETY: as above.
        unsafe { a = T::V::load(x.as_ptr().add(i)).madd(T::V::load(y.as_ptr().add(i)), a) };
        i += lanes;
    }
    let mut sum = ((a + b) + (c + d)).sum();
    for (x, y) in x[i..n].iter().zip(&y[i..n]) {
        sum += *x * *y;
    }
    sum
}

/// `y += s x`.
#[inline]
pub fn axpy<T: Real>(s: T, x: &[T], y: &mut [T]) {
    let n = x.len().min(y.len());
    let lanes = T::V::LANES;
    let factor = T::V::splat(s);
    let mut i = 0;
    while i + lanes <= n {
        // SAFETY: one vector from i on is within both.
        unsafe {
            let q = y.as_mut_ptr().add(i);
            T::V::load(x.as_ptr().add(i)).madd(factor, T::V::load(q)).store(q);
        }
        i += lanes;
    }
    for (x, y) in x[i..n].iter().zip(&mut y[i..n]) {
        *y += s * *x;
    }
}

/// `x *= s`.
pub fn scale<T: Real>(s: T, x: &mut [T]) {
    x.iter_mut().for_each(|x| *x = *x * s);
}

/// `to[j][i] = from[i][j]`; `from` has `rows` rows of `columns`.
pub fn transpose<T: Real>(from: &[T], rows: usize, columns: usize, to: &mut [T]) {
    const BLOCK: usize = 16;
    for i0 in (0..rows).step_by(BLOCK) {
        for j0 in (0..columns).step_by(BLOCK) {
            for i in i0..(i0 + BLOCK).min(rows) {
                for j in j0..(j0 + BLOCK).min(columns) {
                    to[j * rows + i] = from[i * columns + j];
                }
            }
        }
    }
}

/// One over it, in T.
#[inline]
pub fn inverse<T: Real>(x: T) -> T {
    T::from_f64(1.0 / x.to_f64())
}

/// Are all of them numbers, and finite?
pub fn finite<T: Real>(x: &[T]) -> bool {
    // 0 x is 0 for finite numbers and NaN for the others.
    x.iter().all(|&x| T::ZERO * x == T::ZERO)
}

/// The largest magnitude.
pub fn largest<T: Real>(x: &[T]) -> f64 {
    x.iter().fold(0.0, |m, x| x.to_f64().abs().max(m))
}
