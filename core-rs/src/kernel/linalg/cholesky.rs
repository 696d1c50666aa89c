//! Cholesky's factorisation of a symmetric positive definite matrix, by panels: what is left of the
//! matrix after each panel is a matrix product.

use super::basic::{dot, inverse};
use crate::base::Context;
use crate::kernel::gemm::{self, Bias, Operand, Real};
use crate::kernel::slices::Workspace;

/// Columns of a panel.
const PANEL: usize = 32;

/// Replaces the lower triangle of `a` [n, n] by L, with L Lᵀ = A, and the rest by zeros; only the lower triangle is
/// read. False if A is not positive definite.
pub fn lower<T: Real>(context: &dyn Context, a: &mut [T], n: usize) -> bool {
    let mut panel = Workspace::<T>::new(context, n * PANEL);
    for k in (0..n).step_by(PANEL) {
        let width = PANEL.min(n - k);
        // Row i of the panel: L[i][j] = (A[i][j] - sum(L[i][..j] L[j][..j])) / L[j][j].
        for j in 0..width {
            let (above, row) = a.split_at_mut((k + j) * n);
            let row = &mut row[k..k + width];
            for s in 0..j {
                let other = &above[(k + s) * n + k..(k + s) * n + k + s + 1];
                row[s] = (row[s] - dot(&row[..s], &other[..s])) * other[s];
            }
            let square = (row[j] - dot(&row[..j], &row[..j])).to_f64();
            if !(square > 0.0 && square.is_finite()) {
                return false;
            }
            // The inverse of the diagonal stands in its place until the panel is done.
            row[j] = T::from_f64(1.0 / square.sqrt());
        }
        let rest = n - k - width;
        solve_rows(a, n, k, width);
        for (i, to) in panel.as_mut_slice().chunks_exact_mut(width).take(rest).enumerate() {
            let at = (k + width + i) * n + k;
            to.copy_from_slice(&a[at..at + width]);
        }
        for j in k..k + width {
            a[j * n + j] = inverse(a[j * n + j]);
        }
        // The lower triangle of what remains, by blocks of rows.
        let x = &panel.as_slice()[..rest * width];
        const ROWS: usize = 2 * PANEL;
        for i in (0..rest).step_by(ROWS) {
            let rows = ROWS.min(rest - i);
            let left = Operand::new(&x[i * width..], width, false);
            let right = Operand::new(x, width, true);
            let c = &mut a[(k + width + i) * n + k + width..];
            let minus = T::from_f64(-1.0);
            gemm::gemm(context, (rows, i + rows, width), minus, left, right, T::ONE, c, n, Bias::None);
        }
    }
    for i in 0..n {
        a[i * n + i + 1..(i + 1) * n].fill(T::ZERO);
    }
    true
}

/// X L11ᵀ = A21 for the rows below a panel, four rows at a time: the columns of L11 are read once for them.
fn solve_rows<T: Real>(a: &mut [T], n: usize, k: usize, width: usize) {
    let (above, below) = a.split_at_mut((k + width) * n);
    let mut rows = below.chunks_exact_mut(n);
    while let Some(first) = rows.next() {
        let mut four = [Some(&mut first[k..k + width]), None, None, None];
        for place in &mut four[1..] {
            *place = rows.next().map(|r| &mut r[k..k + width]);
        }
        for j in 0..width {
            let l = &above[(k + j) * n + k..(k + j) * n + k + j + 1];
            for row in four.iter_mut().flatten() {
                row[j] = (row[j] - dot(&row[..j], &l[..j])) * l[j];
            }
        }
    }
}
