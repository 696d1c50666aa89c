//! Matrix products of f32 and f64, row-major, each operand as it stands or transposed. What is
//! small runs in plain loops, what has one row or column as a vector product, the rest through
//! packed panels and register tiles. `README.md` has what was measured.

mod blocked;
pub(crate) mod pack;
pub mod real;
#[cfg(test)]
pub(crate) mod tests;
pub mod tiles;
#[cfg(all(target_arch = "wasm32", target_feature = "relaxed-simd"))]
mod tiles_wasm;
mod vector;

pub use blocked::Bias;
pub(crate) use blocked::edge;
use blocked::{Problem, gemm_blocked, gemm_small};
pub use real::Real;
pub(crate) use real::{Raw, Vector};
use vector::{Vectored, gemv};

use crate::base::Context;
use crate::kernel::slices::piece_of;

/// A matrix operand: row-major with `ld` elements from row to row, used transposed or not.
#[derive(Clone, Copy)]
pub struct Operand<'a, T> {
    pub data: &'a [T],
    pub ld: usize,
    pub transposed: bool,
}

impl<'a, T> Operand<'a, T> {
    pub fn new(data: &'a [T], ld: usize, transposed: bool) -> Self {
        Operand { data, ld, transposed }
    }
    /// Steps between rows and between columns of the matrix as it is used.
    fn strides(&self) -> (usize, usize) {
        if self.transposed { (1, self.ld) } else { (self.ld, 1) }
    }
    fn check(&self, rows: usize, columns: usize, name: &str) {
        let (stored_rows, stored_columns) = if self.transposed { (columns, rows) } else { (rows, columns) };
        assert!(stored_rows <= 1 || self.ld >= stored_columns, "{name}: rows overlap");
        let needed =
            if stored_rows == 0 || stored_columns == 0 { 0 } else { (stored_rows - 1) * self.ld + stored_columns };
        assert!(self.data.len() >= needed, "{name}: {} elements, {needed} needed", self.data.len());
    }
}

/// Products of at most this many multiplications are not packed.
const SMALL: u64 = 2048;

/// Multiplications of a product; beyond 32 bits for matrices that fit in memory.
pub fn work(m: usize, n: usize, k: usize) -> u64 {
    m as u64 * n as u64 * k as u64
}

/// `c[m][n] = alpha * a[m][k] b[k][n] + beta * c + bias`. With `beta` 0, what `c` holds is not read.
#[allow(clippy::too_many_arguments)]
pub fn gemm<T: Real>(
    context: &dyn Context,
    (m, n, k): (usize, usize, usize),
    alpha: T,
    a: Operand<'_, T>,
    b: Operand<'_, T>,
    beta: T,
    c: &mut [T],
    ldc: usize,
    bias: Bias<&[T]>,
) {
    if m == 0 || n == 0 {
        return;
    }
    a.check(m, k, "a");
    b.check(k, n, "b");
    assert!(m <= 1 || ldc >= n, "c: rows overlap");
    assert!(c.len() >= (m - 1) * ldc + n, "c: {} elements are too few", c.len());
    let bias = match bias {
        Bias::None => Bias::None,
        Bias::Columns(v) => {
            assert!(v.len() >= n, "bias: one value a column");
            Bias::Columns(Raw::of(v.as_ptr()))
        }
        Bias::Rows(v) => {
            assert!(v.len() >= m, "bias: one value a row");
            Bias::Rows(Raw::of(v.as_ptr()))
        }
    };
    let ((a_row, a_column), (b_row, b_column)) = (a.strides(), b.strides());
    let problem = Problem {
        m,
        n,
        k,
        alpha,
        a: Raw::of(a.data.as_ptr()),
        a_row,
        a_column,
        b: Raw::of(b.data.as_ptr()),
        b_row,
        b_column,
        beta,
        c: Raw::new(c.as_mut_ptr()),
        ldc,
        bias,
    };
    // SAFETY: the slices were measured above, and `c` is borrowed mutably.
    unsafe { run(context, &problem) }
}

/// Chooses the way by the sizes alone.
unsafe fn run<T: Real>(context: &dyn Context, p: &Problem<T>) {
    // SAFETY: the caller's promise for all.
    unsafe {
        if p.k == 0 || work(p.m, p.n, p.k) <= SMALL {
            gemm_small(p);
        } else if p.n == 1 {
            let bias = |i: usize| match p.bias {
                Bias::None => T::ZERO,
                Bias::Rows(b) => *b.get().add(i),
                Bias::Columns(b) => *b.get(),
            };
            gemv(
                context,
                &Vectored {
                    m: p.m,
                    k: p.k,
                    alpha: p.alpha,
                    a: p.a,
                    a_row: p.a_row,
                    a_column: p.a_column,
                    x: p.b,
                    x_step: p.b_row,
                    beta: p.beta,
                    y: p.c,
                    y_step: p.ldc,
                    bias: &bias,
                },
            );
        } else if p.m == 1 {
            let bias = |j: usize| match p.bias {
                Bias::None => T::ZERO,
                Bias::Rows(b) => *b.get(),
                Bias::Columns(b) => *b.get().add(j),
            };
            gemv(
                context,
                &Vectored {
                    m: p.n,
                    k: p.k,
                    alpha: p.alpha,
                    a: p.b,
                    a_row: p.b_column,
                    a_column: p.b_row,
                    x: p.a,
                    x_step: p.a_column,
                    beta: p.beta,
                    y: p.c,
                    y_step: 1,
                    bias: &bias,
                },
            );
        } else {
            gemm_blocked(context, &T::tiles(), p);
        }
    }
}

/// `c[i] = alpha * a[i] b[i] + beta * c[i]` for each of `batch` matrices that follow each other:
/// `a` [batch, m, k] (or [batch, k, m] when transposed), `b` [batch, k, n] (or [batch, n, k]),
/// `c` [batch, m, n].
#[allow(clippy::too_many_arguments)]
pub fn gemm_batch<T: Real>(
    context: &dyn Context,
    batch: usize,
    (m, n, k): (usize, usize, usize),
    alpha: T,
    (a, a_transposed): (&[T], bool),
    (b, b_transposed): (&[T], bool),
    beta: T,
    c: &mut [T],
) {
    assert!(a.len() >= batch * m * k && b.len() >= batch * k * n && c.len() >= batch * m * n, "batch: too short");
    let (lda, ldb) = (if a_transposed { m } else { k }, if b_transposed { k } else { n });
    let one = |context: &dyn Context, i: usize, c: &mut [T]| {
        let a = Operand::new(&a[i * m * k..(i + 1) * m * k], lda, a_transposed);
        let b = Operand::new(&b[i * k * n..(i + 1) * k * n], ldb, b_transposed);
        gemm(context, (m, n, k), alpha, a, b, beta, c, n, Bias::None);
    };
    if batch < 8 && work(m, n, k) > 1 << 20 {
        // Few large products: each is cut by itself.
        for i in 0..batch {
            one(context, i, &mut c[i * m * n..(i + 1) * m * n]);
        }
        return;
    }
    let pieces = (batch as u64 * work(m, n, k)).div_ceil(1 << 19).clamp(1, batch.max(1) as u64) as usize;
    let c = crate::kernel::slices::Parts::new(&mut c[..batch * m * n]);
    context.parallel(pieces, &|piece| {
        for i in piece_of(batch, pieces, piece) {
            // SAFETY: matrix i belongs to this piece alone.
            let c = unsafe { c.part(i * m * n..(i + 1) * m * n) };
            one(context, i, c);
        }
    });
}

/// The triple loop that the fast ways are held against; sums in f64.
#[allow(clippy::too_many_arguments)]
pub fn gemm_naive<T: Real>(
    (m, n, k): (usize, usize, usize),
    alpha: T,
    a: Operand<'_, T>,
    b: Operand<'_, T>,
    beta: T,
    c: &mut [T],
    ldc: usize,
    bias: Bias<&[T]>,
) {
    let ((ar, ac), (br, bc)) = (a.strides(), b.strides());
    for i in 0..m {
        for j in 0..n {
            let sum: f64 = (0..k).map(|s| a.data[i * ar + s * ac].to_f64() * b.data[s * br + j * bc].to_f64()).sum();
            let bias = match bias {
                Bias::None => 0.0,
                Bias::Rows(v) => v[i].to_f64(),
                Bias::Columns(v) => v[j].to_f64(),
            };
            let kept = if beta == T::ZERO { 0.0 } else { beta.to_f64() * c[i * ldc + j].to_f64() };
            c[i * ldc + j] = T::from_f64(alpha.to_f64() * sum + kept + bias);
        }
    }
}
