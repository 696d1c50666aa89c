//! Matrix times vector: bound by reading the matrix once, so nothing is packed.

use super::real::{Raw, Real, Vector};
use crate::base::Context;
use crate::kernel::slices::{Workspace, piece_of};

/// `y[i] = alpha * sum over s of a[i * a_row + s * a_column] * x[s * x_step] + beta * y[i] + bias(i)`.
pub struct Vectored<'a, T> {
    pub m: usize,
    pub k: usize,
    pub alpha: T,
    pub a: Raw<T>,
    pub a_row: usize,
    pub a_column: usize,
    pub x: Raw<T>,
    pub x_step: usize,
    pub beta: T,
    pub y: Raw<T>,
    pub y_step: usize,
    pub bias: &'a (dyn Fn(usize) -> T + Sync),
}

/// # Safety
/// The pointers hold what the sizes and strides say, one of A's strides is 1, nobody else writes y.
pub unsafe fn gemv<T: Real>(context: &dyn Context, p: &Vectored<'_, T>) {
    let mut gathered;
    let mut x = p.x;
    if p.x_step != 1 {
        gathered = Workspace::<T>::new(context, p.k);
        for (s, to) in gathered.as_mut_slice().iter_mut().enumerate() {
            // SAFETY: element s of x.
            *to = unsafe { *p.x.get().add(s * p.x_step) };
        }
        x = Raw::new(gathered.as_mut_slice().as_mut_ptr());
    }
    let finish = |i: usize, sum: T| {
        // SAFETY: element i of y, written by the piece that owns row i.
        unsafe {
            let y = p.y.get().add(i * p.y_step);
            let kept = if p.beta == T::ZERO { T::ZERO } else { p.beta * *y };
            *y = p.alpha * sum + kept + (p.bias)(i);
        }
    };
    let pieces = (p.m * p.k).div_ceil(1 << 17).min(p.m.div_ceil(16)).max(1);
    context.parallel(pieces, &|piece| {
        let rows = piece_of(p.m, pieces, piece);
        // SAFETY: rows of A and all of x.
        unsafe {
            if p.a_column == 1 {
                for i in rows {
                    finish(i, dot(p.a.get().add(i * p.a_row), x.get(), p.k));
                }
            } else {
                let mut i = rows.start;
                while i < rows.end {
                    let count = (rows.end - i).min(64);
                    let mut sums = [T::ZERO; 64];
                    columns(p.a.get().add(i), p.a_column, x.get(), p.k, count, &mut sums);
                    for (l, &sum) in sums[..count].iter().enumerate() {
                        finish(i + l, sum);
                    }
                    i += count;
                }
            }
        }
    });
}

/// # Safety
/// `k` elements at both.
pub unsafe fn dot<T: Real>(a: *const T, b: *const T, k: usize) -> T {
    let lanes = T::V::LANES;
    let mut acc = [T::V::splat(T::ZERO); 4];
    let mut s = 0;
    // SAFETY: below k.
    unsafe {
        while s + 4 * lanes <= k {
            for (l, acc) in acc.iter_mut().enumerate() {
                *acc = T::V::load(a.add(s + l * lanes)).madd(T::V::load(b.add(s + l * lanes)), *acc);
            }
            s += 4 * lanes;
        }
        while s + lanes <= k {
            acc[0] = T::V::load(a.add(s)).madd(T::V::load(b.add(s)), acc[0]);
            s += lanes;
        }
        let mut sum = ((acc[0] + acc[2]) + (acc[1] + acc[3])).sum();
        while s < k {
            sum += *a.add(s) * *b.add(s);
            s += 1;
        }
        sum
    }
}

/// `sums[l] += a[s * step + l] * x[s]` over `k` steps, in whole rows of A.
///
/// # Safety
/// `count <= 64` columns by `k` rows of A; `k` elements of x.
unsafe fn columns<T: Real>(a: *const T, step: usize, x: *const T, k: usize, count: usize, sums: &mut [T; 64]) {
    let lanes = T::V::LANES;
    let whole = count / lanes * lanes;
    // SAFETY: within the promise.
    unsafe {
        let mut l = 0;
        while l < whole {
            let wide = (whole - l).min(8 * lanes) / lanes;
            let mut acc = [T::V::splat(T::ZERO); 8];
            for s in 0..k {
                let (row, v) = (a.add(s * step + l), T::V::splat(*x.add(s)));
                for (j, acc) in acc[..wide].iter_mut().enumerate() {
                    *acc = v.madd(T::V::load(row.add(j * lanes)), *acc);
                }
            }
            for (j, acc) in acc[..wide].iter().enumerate() {
                acc.store(sums.as_mut_ptr().add(l + j * lanes));
            }
            l += wide * lanes;
        }
        for l in whole..count {
            let mut sum = T::ZERO;
            for s in 0..k {
                sum += *a.add(s * step + l) * *x.add(s);
            }
            sums[l] = sum;
        }
    }
}
