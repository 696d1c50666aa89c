//! The same on batches of matrices that follow each other. Each gives the number of the first matrix
//! that could not be treated.

use super::triangular::Triangle;
use super::{basic, cholesky, each, eigen, householder, lu, svd, triangular};
use crate::base::Context;
use crate::kernel::gemm::{self, Bias, Operand, Real};
use crate::kernel::slices::{Parts, Workspace};

fn cube(n: usize) -> u64 {
    (n as u64).pow(3) + 64
}

/// Matrix `i` of a batch in `size` elements each.
///
/// # Safety
/// No two pieces ask for the same matrix at a time.
#[allow(clippy::mut_from_ref)]
unsafe fn part<'a, T>(parts: &'a Parts<'_, T>, i: usize, size: usize) -> &'a mut [T] {
    // SAFETY: the caller's promise.
    unsafe { parts.part(i * size..(i + 1) * size) }
}

/// Rows and columns of a product, and how its operands lie: matrices `[outer][rows][inner][columns]`.
#[derive(Clone, Copy)]
pub struct Layout {
    pub outer: usize,
    pub inner: usize,
    pub sizes: (usize, usize, usize),
    pub transposed: (bool, bool),
}

/// `c = alpha op(a) op(b) + beta c` for each matrix of the batch.
pub fn gemm<T: Real>(context: &dyn Context, at: Layout, alpha: T, a: &[T], b: &[T], beta: T, c: &mut [T]) {
    let Layout { outer, inner, sizes: (m, n, k), transposed: (ta, tb) } = at;
    let (ca, cb) = (if ta { m } else { k }, if tb { k } else { n });
    let (size_a, size_b, size_c) = (m * k * inner, k * n * inner, m * n * inner);
    if size_c * outer == 0 {
        return;
    }
    let c = Parts::new(c);
    let work = gemm::work(m, n, k).saturating_mul(inner as u64);
    each(context, outer, work, &|i| {
        // SAFETY: matrices [i] belong to this piece alone.
        let c = unsafe { part(&c, i, size_c) };
        for s in 0..inner {
            let left = Operand::new(a.get(i * size_a + s * ca..).unwrap_or(&[]), inner * ca, ta);
            let right = Operand::new(b.get(i * size_b + s * cb..).unwrap_or(&[]), inner * cb, tb);
            gemm::gemm(context, (m, n, k), alpha, left, right, beta, &mut c[s * n..], inner * n, Bias::None);
        }
        true
    });
}

/// Cholesky factors of [batch, n, n], from the triangle that is named.
pub fn potrf<T: Real>(context: &dyn Context, a: &[T], n: usize, lower: bool, out: &mut [T]) -> Option<usize> {
    let (size, out) = (n * n, Parts::new(out));
    each(context, out.len() / size.max(1), cube(n) / 3, &|i| {
        // SAFETY: matrix i belongs to this piece alone.
        let (from, to) = (&a[i * size..(i + 1) * size], unsafe { part(&out, i, size) });
        if lower {
            to.copy_from_slice(from);
            return cholesky::lower(context, to, n);
        }
        let mut turned = Workspace::<T>::new(context, size);
        basic::transpose(from, n, n, turned.as_mut_slice());
        let fine = cholesky::lower(context, turned.as_mut_slice(), n);
        basic::transpose(turned.as_slice(), n, n, to);
        fine
    })
}

/// Inverses of the matrices whose factors are given.
pub fn potri<T: Real>(context: &dyn Context, a: &[T], n: usize, lower: bool, out: &mut [T]) -> Option<usize> {
    let (size, out) = (n * n, Parts::new(out));
    each(context, out.len() / size.max(1), cube(n), &|i| {
        // SAFETY: matrix i belongs to this piece alone.
        let to = unsafe { part(&out, i, size) };
        triangular::inverse_of_product(context, &a[i * size..(i + 1) * size], n, lower, to)
    })
}

/// How a triangular matrix is used.
#[derive(Clone, Copy)]
pub struct Use {
    pub n: usize,
    pub lower: bool,
    pub transposed: bool,
    pub right: bool,
}

/// Products of triangular matrices [batch, n, n] with others [batch, rows, columns], or solutions.
#[allow(clippy::too_many_arguments)]
pub fn triangle<T: Real>(
    context: &dyn Context,
    how: Use,
    solve: bool,
    alpha: T,
    a: &[T],
    b: &[T],
    (rows, columns): (usize, usize),
    out: &mut [T],
) {
    let (square, size, out) = (how.n * how.n, rows * columns, Parts::new(out));
    if size == 0 {
        return;
    }
    each(context, out.len() / size, gemm::work(rows, columns, how.n), &|i| {
        // SAFETY: matrix i belongs to this piece alone.
        let to = unsafe { part(&out, i, size) };
        let data = &a[i * square..(i + 1) * square];
        let (lower, transposed) = (how.lower, how.transposed);
        let triangle = Triangle { data, n: how.n, ld: how.n, lower, transposed, unit: false };
        let from = &b[i * size..(i + 1) * size];
        if !solve {
            triangular::product(context, triangle, how.right, alpha, from, (rows, columns), to);
            return true;
        }
        to.iter_mut().zip(from).for_each(|(to, from)| *to = alpha * *from);
        if how.right {
            triangular::solve_right(context, triangle, to, rows);
        } else {
            triangular::solve_left(context, triangle, to, columns);
        }
        true
    });
}

/// One triangle of each matrix, its diagonal multiplied; zeros elsewhere.
pub fn keep<T: Real>(context: &dyn Context, a: &[T], n: usize, lower: bool, diagonal: T, out: &mut [T]) {
    let (size, out) = (n * n, Parts::new(out));
    each(context, out.len() / size.max(1), size as u64, &|i| {
        // SAFETY: matrix i belongs to this piece alone.
        triangular::keep(&a[i * size..(i + 1) * size], n, lower, diagonal, unsafe { part(&out, i, size) });
        true
    });
}

/// Places of a diagonal or a triangle of [n, n]: for each element in its order, where it stands.
fn places(n: usize, offset: i64, triangle: Option<bool>) -> impl Iterator<Item = usize> {
    let shift = (offset.unsigned_abs() as usize).min(n);
    let left = n - shift;
    let upper = offset > 0 || (offset == 0 && triangle == Some(false));
    (0..left)
        .flat_map(move |row| {
            (if triangle.is_some() { 0 } else { row }..row + 1).map(move |column| (row + shift, column))
        })
        .map(move |(row, column)| if upper { column * n + row } else { row * n + column })
}

/// Takes a diagonal (`triangle` None) or a triangle (lower or not, where the offset is 0) out of each [n, n].
pub fn extract<T: Real>(a: &[T], n: usize, offset: i64, triangle: Option<bool>, out: &mut [T]) {
    for (matrix, out) in a.chunks_exact((n * n).max(1)).zip(out.chunks_exact_mut(count(n, offset, triangle).max(1))) {
        out.iter_mut().zip(places(n, offset, triangle)).for_each(|(o, at)| *o = matrix[at]);
    }
}

/// Puts them into matrices of zeros.
pub fn make<T: Real>(a: &[T], n: usize, offset: i64, triangle: Option<bool>, out: &mut [T]) {
    out.fill(T::ZERO);
    for (matrix, a) in out.chunks_exact_mut((n * n).max(1)).zip(a.chunks_exact(count(n, offset, triangle).max(1))) {
        a.iter().zip(places(n, offset, triangle)).for_each(|(a, at)| matrix[at] = *a);
    }
}

/// How many elements that is.
pub fn count(n: usize, offset: i64, triangle: Option<bool>) -> usize {
    let left = n - (offset.unsigned_abs() as usize).min(n);
    if triangle.is_some() { left * (left + 1) / 2 } else { left }
}

/// Inverses of [batch, n, n]. Where `zeros` is set, a singular matrix gives zeros.
pub fn inverse<T: Real>(context: &dyn Context, a: &[T], n: usize, zeros: bool, out: &mut [T]) -> Option<usize> {
    let (size, out) = (n * n, Parts::new(out));
    each(context, out.len() / size.max(1), 2 * cube(n), &|i| {
        // SAFETY: matrix i belongs to this piece alone.
        let to = unsafe { part(&out, i, size) };
        let (mut work, mut pivots) = (Workspace::<T>::new(context, size), Workspace::<i32>::new(context, n));
        let (work, pivots) = (work.as_mut_slice(), pivots.as_mut_slice());
        work.copy_from_slice(&a[i * size..(i + 1) * size]);
        let regular = lu::factor(context, work, n, pivots);
        to.fill(T::ZERO);
        if regular {
            (0..n).for_each(|j| to[j * n + j] = T::ONE);
            lu::solve(context, work, n, pivots, to, n);
        }
        regular || zeros
    })
}

/// Solves A X = B for [batch, n, n] and [batch, n, columns].
pub fn solve<T: Real>(
    context: &dyn Context,
    a: &[T],
    b: &[T],
    (n, columns): (usize, usize),
    out: &mut [T],
) -> Option<usize> {
    out.copy_from_slice(b);
    let (square, size, out) = (n * n, n * columns, Parts::new(out));
    if size == 0 {
        return None;
    }
    each(context, out.len() / size, cube(n), &|i| {
        // SAFETY: matrix i belongs to this piece alone.
        let to = unsafe { part(&out, i, size) };
        let (mut work, mut pivots) = (Workspace::<T>::new(context, square), Workspace::<i32>::new(context, n));
        let (work, pivots) = (work.as_mut_slice(), pivots.as_mut_slice());
        work.copy_from_slice(&a[i * square..(i + 1) * square]);
        let regular = lu::factor(context, work, n, pivots);
        if regular {
            lu::solve(context, work, n, pivots, to, columns);
        }
        regular
    })
}

/// Determinants of [batch, n, n]; with `logs`, their signs and the logarithms of their magnitudes.
pub fn determinant<T: Real>(context: &dyn Context, a: &[T], n: usize, out: &mut [T], logs: Option<&mut [T]>) {
    let size = n * n;
    let (count, out, logs) = (out.len(), Parts::new(out), logs.map(Parts::new));
    each(context, count, cube(n), &|i| {
        let (mut work, mut pivots) = (Workspace::<T>::new(context, size), Workspace::<i32>::new(context, n));
        let (work, pivots) = (work.as_mut_slice(), pivots.as_mut_slice());
        work.copy_from_slice(&a[i * size..(i + 1) * size]);
        lu::factor(context, work, n, pivots);
        // SAFETY: element i belongs to this piece alone.
        let out = unsafe { part(&out, i, 1) };
        match &logs {
            None => out[0] = T::from_f64(lu::determinant(work, n, pivots)),
            Some(logs) => {
                let (sign, log) = lu::log_determinant(work, n, pivots);
                out[0] = T::from_f64(sign);
                // SAFETY: as above.
                let place = unsafe { part(logs, i, 1) };
                place[0] = T::from_f64(log);
            }
        }
        true
    });
}

/// A = first second for [batch, rows, columns]: L and Q (`qr` false), or Q and R.
pub fn orthogonal<T: Real>(
    context: &dyn Context,
    qr: bool,
    a: &[T],
    (rows, columns): (usize, usize),
    first: &mut [T],
    second: &mut [T],
) {
    let (size, k) = (rows * columns, rows.min(columns));
    if size == 0 {
        return;
    }
    let (first, second) = (Parts::new(first), Parts::new(second));
    each(context, a.len() / size, 4 * gemm::work(rows, columns, k), &|i| {
        let from = &a[i * size..(i + 1) * size];
        // SAFETY: matrices i belong to this piece alone.
        let (first, second) = unsafe { (part(&first, i, rows * k), part(&second, i, k * columns)) };
        if qr {
            householder::qr(context, from, rows, columns, first, second);
        } else {
            let mut work = Workspace::<T>::new(context, size);
            work.as_mut_slice().copy_from_slice(from);
            householder::lq(context, work.as_mut_slice(), rows, columns, first, second);
        }
        true
    });
}

/// Eigenvectors (as rows) and eigenvalues of symmetric [batch, n, n].
pub fn symmetric<T: Real>(
    context: &dyn Context,
    a: &[T],
    n: usize,
    vectors: &mut [T],
    values: &mut [T],
) -> Option<usize> {
    let (size, vectors, values) = (n * n, Parts::new(vectors), Parts::new(values));
    each(context, a.len() / size.max(1), 8 * cube(n), &|i| {
        let mut work = Workspace::<T>::new(context, size);
        work.as_mut_slice().copy_from_slice(&a[i * size..(i + 1) * size]);
        // SAFETY: matrices i belong to this piece alone.
        let (vectors, values) = unsafe { (part(&vectors, i, size), part(&values, i, n)) };
        eigen::symmetric(context, work.as_mut_slice(), n, values, vectors)
    })
}

/// Singular value decompositions of [batch, rows, columns]: [batch, rows, k], [batch, k], [batch, k, columns].
pub fn singular<T: Real>(
    context: &dyn Context,
    a: &[T],
    (rows, columns): (usize, usize),
    u: &mut [T],
    s: &mut [T],
    v: &mut [T],
) -> Option<usize> {
    let (size, k) = (rows * columns, rows.min(columns));
    if size == 0 {
        return None;
    }
    let (u, s, v) = (Parts::new(u), Parts::new(s), Parts::new(v));
    each(context, a.len() / size, 16 * gemm::work(rows, columns, k), &|i| {
        let mut work = Workspace::<T>::new(context, size);
        work.as_mut_slice().copy_from_slice(&a[i * size..(i + 1) * size]);
        // SAFETY: matrices i belong to this piece alone.
        let (u, s, v) = unsafe { (part(&u, i, rows * k), part(&s, i, k), part(&v, i, k * columns)) };
        svd::svd(context, work.as_mut_slice(), (rows, columns), u, s, v)
    })
}

/// Pseudo-inverses of [batch, rows, columns]: V S⁻¹ Uᵀ, without values of at most `rcond` times the largest.
pub fn pseudo_inverse<T: Real>(
    context: &dyn Context,
    a: &[T],
    (rows, columns): (usize, usize),
    rcond: f64,
    out: &mut [T],
) -> Option<usize> {
    let (size, k, out) = (rows * columns, rows.min(columns), Parts::new(out));
    if size == 0 {
        return None;
    }
    each(context, a.len() / size, 16 * gemm::work(rows, columns, k), &|i| {
        let mut work = Workspace::<T>::new(context, size + k * (rows + columns + 1));
        let (work, rest) = work.as_mut_slice().split_at_mut(size);
        let (u, rest) = rest.split_at_mut(rows * k);
        let (v, s) = rest.split_at_mut(columns * k);
        work.copy_from_slice(&a[i * size..(i + 1) * size]);
        let fine = svd::svd(context, work, (rows, columns), u, s, v);
        let least = rcond * s[0].to_f64();
        for (row, s) in v.chunks_exact_mut(columns).zip(&*s) {
            basic::scale(if s.to_f64() > least { basic::inverse(*s) } else { T::ZERO }, row);
        }
        let (left, right) = (Operand::new(&*v, columns, true), Operand::new(&*u, k, true));
        // SAFETY: matrix i belongs to this piece alone.
        let to = unsafe { part(&out, i, size) };
        gemm::gemm(context, (columns, rows, k), T::ONE, left, right, T::ZERO, to, rows, Bias::None);
        fine
    })
}
