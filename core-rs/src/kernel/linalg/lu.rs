//! LU factorisation with partial pivoting, by panels, and what follows from it: solutions, inverses,
//! determinants.

use super::basic::axpy;
use super::triangular::{Triangle, solve_left};
use crate::base::Context;
use crate::kernel::gemm::{self, Bias, Operand, Real};
use crate::kernel::slices::Workspace;

const PANEL: usize = 32;

/// Replaces `a` [n, n] by L (below the diagonal, which counts as 1) and U; row i was exchanged with
/// row `pivots[i]`. False if a pivot is exactly 0: the matrix is singular.
pub fn factor<T: Real>(context: &dyn Context, a: &mut [T], n: usize, pivots: &mut [i32]) -> bool {
    let mut regular = true;
    let mut left = Workspace::<T>::new(context, n * PANEL);
    for k in (0..n).step_by(PANEL) {
        let width = PANEL.min(n - k);
        for j in k..k + width {
            let magnitude = |i: usize| {
                let x = a[i * n + j].to_f64().abs();
                // A NaN is chosen, so that it shows in the result.
                if x.is_nan() { f64::INFINITY } else { x }
            };
            let mut pivot = j;
            for i in j + 1..n {
                if magnitude(i) > magnitude(pivot) {
                    pivot = i;
                }
            }
            pivots[j] = pivot as i32;
            if pivot != j {
                let (upper, lower) = a.split_at_mut(pivot * n);
                upper[j * n..(j + 1) * n].swap_with_slice(&mut lower[..n]);
            }
            let diagonal = a[j * n + j];
            if diagonal == T::ZERO {
                regular = false;
                continue;
            }
            let (above, below) = a.split_at_mut((j + 1) * n);
            let row = &above[j * n + j + 1..j * n + k + width];
            for other in below.chunks_exact_mut(n) {
                let factor = T::from_f64(other[j].to_f64() / diagonal.to_f64());
                other[j] = factor;
                axpy(T::ZERO - factor, row, &mut other[j + 1..k + width]);
            }
        }
        let (from, rest) = (k + width, n - k - width);
        if rest == 0 {
            continue;
        }
        // Rows of the panel to the right: L11 U12 = A12.
        for i in k..from {
            let (above, row) = a.split_at_mut(i * n);
            let (factors, row) = row[..n].split_at_mut(from);
            for s in k..i {
                axpy(T::ZERO - factors[s], &above[s * n + from..(s + 1) * n], row);
            }
        }
        let (above, below) = a.split_at_mut(from * n);
        let left = &mut left.as_mut_slice()[..rest * width];
        for (to, row) in left.chunks_exact_mut(width).zip(below.chunks_exact(n)) {
            to.copy_from_slice(&row[k..from]);
        }
        let (l, u) = (Operand::new(&*left, width, false), Operand::new(&above[k * n + from..], n, false));
        gemm::gemm(context, (rest, rest, width), T::from_f64(-1.0), l, u, T::ONE, &mut below[from..], n, Bias::None);
    }
    regular
}

/// Solves A X = B in place of B [n, columns], from A's factors.
pub fn solve<T: Real>(context: &dyn Context, lu: &[T], n: usize, pivots: &[i32], b: &mut [T], columns: usize) {
    for i in 0..n {
        let other = pivots[i] as usize;
        if other != i {
            let (upper, lower) = b.split_at_mut(other * columns);
            upper[i * columns..(i + 1) * columns].swap_with_slice(&mut lower[..columns]);
        }
    }
    let lower = Triangle { data: lu, n, ld: n, lower: true, transposed: false, unit: true };
    solve_left(context, lower, b, columns);
    solve_left(context, Triangle { lower: false, unit: false, ..lower }, b, columns);
}

/// The sign (-1, 0, 1) and the logarithm of the magnitude of the determinant, from the factors.
pub fn log_determinant<T: Real>(lu: &[T], n: usize, pivots: &[i32]) -> (f64, f64) {
    let (mut sign, mut log) = (1.0, 0.0);
    for i in 0..n {
        let d = lu[i * n + i].to_f64();
        if pivots[i] as usize != i {
            sign = -sign;
        }
        sign *= if d == 0.0 {
            0.0
        } else if d.is_nan() {
            d
        } else {
            d.signum()
        };
        log += d.abs().ln();
    }
    (sign, log)
}

/// The determinant, from the factors.
pub fn determinant<T: Real>(lu: &[T], n: usize, pivots: &[i32]) -> f64 {
    (0..n).fold(1.0, |product, i| {
        let sign = if pivots[i] as usize == i { 1.0 } else { -1.0 };
        product * sign * lu[i * n + i].to_f64()
    })
}
