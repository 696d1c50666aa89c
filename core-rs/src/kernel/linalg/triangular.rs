//! Products with triangular matrices and solutions of triangular systems, by blocks of rows over
//! the matrix product.

use super::basic::{axpy, inverse, scale, transpose};
use crate::base::Context;
use crate::kernel::gemm::{self, Bias, Operand, Real};
use crate::kernel::slices::Workspace;

/// A triangular matrix [n, n] and how it is used. Only that triangle is read.
#[derive(Clone, Copy)]
pub struct Triangle<'a, T> {
    pub data: &'a [T],
    pub n: usize,
    /// Elements from row to row.
    pub ld: usize,
    pub lower: bool,
    pub transposed: bool,
    /// The diagonal counts as 1 and is not read.
    pub unit: bool,
}

impl<T: Real> Triangle<'_, T> {
    fn at(&self, i: usize, j: usize) -> T {
        self.data[if self.transposed { j * self.ld + i } else { i * self.ld + j }]
    }
}

const BLOCK: usize = 32;

/// Solves `op(A) X = B` in place of B [n, columns].
pub fn solve_left<T: Real>(context: &dyn Context, a: Triangle<T>, b: &mut [T], columns: usize) {
    let n = a.n;
    let forward = a.lower != a.transposed;
    let blocks = n.div_ceil(BLOCK);
    for step in 0..blocks {
        let block = if forward { step } else { blocks - 1 - step };
        let (from, to) = (block * BLOCK, ((block + 1) * BLOCK).min(n));
        // Rows that are solved already: before the block, or behind it.
        let (known, rows) = if forward {
            let (before, rest) = b.split_at_mut(from * columns);
            (&*before, &mut rest[..(to - from) * columns])
        } else {
            let (rest, after) = b.split_at_mut(to * columns);
            (&*after, &mut rest[from * columns..])
        };
        let (k0, k) = if forward { (0, from) } else { (to, n - to) };
        if k > 0 && columns > 0 {
            // op(A)[from..to][k0..k0+k]
            let start = if a.transposed { k0 * a.ld + from } else { from * a.ld + k0 };
            let left = Operand::new(&a.data[start..], a.ld, a.transposed);
            let right = Operand::new(known, columns, false);
            let minus = T::from_f64(-1.0);
            gemm::gemm(context, (to - from, columns, k), minus, left, right, T::ONE, rows, columns, Bias::None);
        }
        for step in 0..to - from {
            let i = if forward { step } else { to - from - 1 - step };
            let (before, rest) = rows.split_at_mut(i * columns);
            let (row, after) = rest.split_at_mut(columns);
            let (other, j0) = if forward { (&*before, 0) } else { (&*after, i + 1) };
            for (j, x) in other.chunks_exact(columns.max(1)).enumerate() {
                axpy(T::ZERO - a.at(from + i, from + j0 + j), x, row);
            }
            if !a.unit {
                scale(inverse(a.at(from + i, from + i)), row);
            }
        }
    }
}

/// Solves `X op(A) = B` in place of B [rows, n].
pub fn solve_right<T: Real>(context: &dyn Context, a: Triangle<T>, b: &mut [T], rows: usize) {
    let mut turned = Workspace::<T>::new(context, b.len());
    let turned = turned.as_mut_slice();
    transpose(b, rows, a.n, turned);
    solve_left(context, Triangle { transposed: !a.transposed, ..a }, turned, rows);
    transpose(turned, a.n, rows, b);
}

/// `out = alpha op(A) B`, or `alpha B op(A)`; B and out are [rows, columns].
#[allow(clippy::too_many_arguments)]
pub fn product<T: Real>(
    context: &dyn Context,
    a: Triangle<T>,
    right: bool,
    alpha: T,
    b: &[T],
    (rows, columns): (usize, usize),
    out: &mut [T],
) {
    let n = a.n;
    let mut whole = Workspace::<T>::new(context, n * n);
    let whole = whole.as_mut_slice();
    keep(a.data, n, a.lower, T::ONE, whole);
    let triangle = Operand::new(whole, n, a.transposed);
    let other = Operand::new(b, columns, false);
    let (x, y) = if right { (other, triangle) } else { (triangle, other) };
    gemm::gemm(context, (rows, columns, n), alpha, x, y, T::ZERO, out, columns, Bias::None);
}

/// Copies one triangle [n, n], its diagonal multiplied; zeros elsewhere.
pub fn keep<T: Real>(from: &[T], n: usize, lower: bool, diagonal: T, to: &mut [T]) {
    for i in 0..n {
        let (row, out) = (&from[i * n..(i + 1) * n], &mut to[i * n..(i + 1) * n]);
        let range = if lower { 0..i } else { i + 1..n };
        out.fill(T::ZERO);
        out[range.clone()].copy_from_slice(&row[range]);
        out[i] = diagonal * row[i];
    }
}

/// The inverse of the matrix whose triangular factor is given: `L Lᵀ` or `Uᵀ U`. False where the diagonal has a 0.
pub fn inverse_of_product<T: Real>(context: &dyn Context, factor: &[T], n: usize, lower: bool, out: &mut [T]) -> bool {
    if (0..n).any(|i| factor[i * n + i] == T::ZERO) {
        return false;
    }
    let mut x = Workspace::<T>::new(context, n * n);
    let x = x.as_mut_slice();
    x.fill(T::ZERO);
    (0..n).for_each(|i| x[i * n + i] = T::ONE);
    solve_left(context, Triangle { data: factor, n, ld: n, lower, transposed: false, unit: false }, x, n);
    let (a, b) = (Operand::new(&*x, n, lower), Operand::new(&*x, n, !lower));
    gemm::gemm(context, (n, n, n), T::ONE, a, b, T::ZERO, out, n, Bias::None);
    // Both halves the same to the last bit.
    for i in 0..n {
        for j in i + 1..n {
            out[i * n + j] = out[j * n + i];
        }
    }
    true
}
