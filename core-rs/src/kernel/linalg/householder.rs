//! Householder's reflections on rows: LQ and QR factorisations, and the products of reflections
//! that the eigenvalue and singular value decompositions begin with. Signs are LAPACK's.

use super::basic::{axpy, dot, scale, transpose};
use crate::base::Context;
use crate::kernel::gemm::Real;
use crate::kernel::slices::{Parts, Workspace, piece_of};

/// Turns `x` into the vector v of a reflection `I - tau v vᵀ` that maps x to beta at place `at` and
/// 0 elsewhere; `v[at]` is 1. Gives (beta, tau); tau is 0 where x is so already.
pub fn reflector<T: Real>(x: &mut [T], at: usize) -> (T, T) {
    let alpha = x[at].to_f64();
    // The norm in f64, scaled, so that it cannot overflow.
    let largest = x.iter().fold(0.0f64, |m, v| m.max(v.to_f64().abs()));
    let rest: f64 = if largest == 0.0 {
        0.0
    } else {
        x.iter().enumerate().filter(|(i, _)| *i != at).map(|(_, v)| (v.to_f64() / largest).powi(2)).sum()
    };
    if rest == 0.0 {
        x[at] = T::ONE;
        return (T::from_f64(alpha), T::ZERO);
    }
    let norm = largest * ((alpha / largest).powi(2) + rest).sqrt();
    let beta = if alpha >= 0.0 { -norm } else { norm };
    scale(T::from_f64(1.0 / (alpha - beta)), x);
    x[at] = T::ONE;
    (T::from_f64(beta), T::from_f64((beta - alpha) / beta))
}

/// `row -= tau (row . v) v`.
#[inline]
pub fn reflect<T: Real>(tau: T, v: &[T], row: &mut [T]) {
    axpy(T::ZERO - tau * dot(row, v), v, row);
}

/// A [rows, columns] = L Q with L [rows, k] lower, Q [k, columns] with orthonormal rows, k the
/// smaller size. `a` is destroyed.
pub fn lq<T: Real>(context: &dyn Context, a: &mut [T], rows: usize, columns: usize, l: &mut [T], q: &mut [T]) {
    let k = rows.min(columns);
    let mut taus = Workspace::<T>::new(context, k);
    let taus = taus.as_mut_slice();
    l.fill(T::ZERO);
    for i in 0..k {
        let (row, below) = a[i * columns..].split_at_mut(columns);
        let v = &mut row[i..];
        let (beta, tau) = reflector(v, 0);
        taus[i] = tau;
        l[i * k + i] = beta;
        for (r, other) in below.chunks_exact_mut(columns).enumerate() {
            reflect(tau, v, &mut other[i..]);
            l[(i + 1 + r) * k + i] = other[i];
        }
    }
    // Row i of Q is e_i H_i ... H_0.
    let order = |i: usize| Order { from: 0, to: i + 1, backward: true };
    accumulate(context, q, columns, k, &|i| i, a, columns, taus, &order, &|j| j..columns);
}

/// A range of reflections, first to last or last to first.
pub struct Order {
    pub from: usize,
    pub to: usize,
    pub backward: bool,
}
/// Rows of a product of reflections: row i of `out` starts as the unit vector `unit(i)` and is
/// reflected by the vectors `order(i)` (rows of `v`, each over the places `span(j)`).
#[allow(clippy::too_many_arguments)]
pub fn accumulate<T: Real>(
    context: &dyn Context,
    out: &mut [T],
    ld: usize,
    rows: usize,
    unit: &(dyn Fn(usize) -> usize + Sync),
    v: &[T],
    v_ld: usize,
    taus: &[T],
    order: &(dyn Fn(usize) -> Order + Sync),
    span: &(dyn Fn(usize) -> std::ops::Range<usize> + Sync),
) {
    let pieces = ((rows as u64 * rows as u64).saturating_mul(ld as u64)).div_ceil(1 << 20).clamp(1, rows.max(1) as u64);
    let pieces = pieces as usize;
    let parts = Parts::new(out);
    context.parallel(pieces, &|piece| {
        for i in piece_of(rows, pieces, piece) {
            // SAFETY: row i belongs to this piece alone.
            let row = unsafe { parts.part(i * ld..(i + 1) * ld) };
            row.fill(T::ZERO);
            row[unit(i)] = T::ONE;
            let Order { from, to, backward } = order(i);
            for step in from..to {
                let j = if backward { to - 1 - (step - from) } else { step };
                let span = span(j);
                reflect(taus[j], &v[j * v_ld..][span.clone()], &mut row[span]);
            }
        }
    });
}

/// A [rows, columns] = Q R with Q [rows, k], R [k, columns].
pub fn qr<T: Real>(context: &dyn Context, a: &[T], rows: usize, columns: usize, q: &mut [T], r: &mut [T]) {
    let k = rows.min(columns);
    let mut turned = Workspace::<T>::new(context, rows * columns + (rows + columns) * k);
    let (turned, factors) = turned.as_mut_slice().split_at_mut(rows * columns);
    let (l, qt) = factors.split_at_mut(columns * k);
    transpose(a, rows, columns, turned);
    lq(context, turned, columns, rows, l, qt);
    transpose(l, columns, k, r);
    transpose(qt, k, rows, q);
}
