//! Singular values and vectors: Householder's bidiagonal form, then QR with implicit shifts in f64
//! (Golub and Reinsch 1970, in the form of LINPACK's dsvdc).

use super::basic::{axpy, dot, finite, largest, transpose};
use super::householder::{Order, accumulate, reflector};
use super::rotations::{Rotations, hypot, padded};
use crate::base::Context;
use crate::kernel::gemm::Real;
use crate::kernel::slices::Workspace;

/// A [m, n] = U diag(values) V with U [m, k], V [k, n], k the smaller size; values descend. `a` is
/// destroyed. False if a number is not finite or QR does not converge.
pub fn svd<T: Real>(
    context: &dyn Context,
    a: &mut [T],
    (m, n): (usize, usize),
    u: &mut [T],
    values: &mut [T],
    v: &mut [T],
) -> bool {
    let k = m.min(n);
    // Rows of these are the left and right vectors of the tall matrix.
    let (tall, wide) = (m.max(n), k);
    let (ld_left, ld_right) = (padded::<T>(tall), padded::<T>(wide));
    let mut space = Workspace::<T>::new(context, k * (ld_left + ld_right));
    let (left, right) = space.as_mut_slice().split_at_mut(k * ld_left);
    let mut turned = Workspace::<T>::new(context, if m < n { m * n } else { 0 });
    let work = if m < n {
        transpose(a, m, n, turned.as_mut_slice());
        turned.as_mut_slice()
    } else {
        a
    };
    let mut numbers = Workspace::<f64>::new(context, k);
    let s = numbers.as_mut_slice();
    if !decompose(context, work, tall, wide, s, (&mut *left, ld_left), (&mut *right, ld_right)) {
        return false;
    }
    let mut order = Workspace::<i32>::new(context, k);
    let order = order.as_mut_slice();
    order.iter_mut().enumerate().for_each(|(i, o)| *o = i as i32);
    order.sort_by(|&i, &j| s[j as usize].abs().total_cmp(&s[i as usize].abs()));
    let (by_columns, by_rows, ld_columns, ld_rows) =
        if m < n { (right, left, ld_right, ld_left) } else { (left, right, ld_left, ld_right) };
    for (to, &from) in order.iter().enumerate() {
        let from = from as usize;
        values[to] = T::from_f64(s[from].abs());
        let row = &mut by_rows[from * ld_rows..from * ld_rows + n];
        // The largest component of a right vector is positive, as in MXNet.
        let most = row.iter().fold(T::ZERO, |most, &x| if x.to_f64().abs() > most.to_f64().abs() { x } else { most });
        if most < T::ZERO {
            super::basic::scale(T::from_f64(-1.0), row);
        }
        v[to * n..(to + 1) * n].copy_from_slice(row);
        if (most < T::ZERO) != (s[from] < 0.0) {
            super::basic::scale(T::from_f64(-1.0), &mut by_columns[from * ld_columns..from * ld_columns + m]);
        }
    }
    for row in 0..m {
        for (to, &from) in u[row * k..(row + 1) * k].iter_mut().zip(order.iter()) {
            *to = by_columns[from as usize * ld_columns + row];
        }
    }
    true
}

/// Of a tall matrix [m, n], m >= n: values (signed, unordered), left vectors as rows [n, m], right
/// vectors as rows [n, n].
fn decompose<T: Real>(
    context: &dyn Context,
    a: &mut [T],
    m: usize,
    n: usize,
    s: &mut [f64],
    (left, ld_left): (&mut [T], usize),
    (right, ld_right): (&mut [T], usize),
) -> bool {
    if !finite(a) {
        return false;
    }
    if n == 0 {
        return true;
    }
    let scale = largest(a);
    let scale = if scale > 0.0 { scale } else { 1.0 };
    super::basic::scale(T::from_f64(1.0 / scale), a);
    let mut vectors = Workspace::<T>::new(context, n * m + 2 * n + n);
    let (vectors, rest) = vectors.as_mut_slice().split_at_mut(n * m);
    let (taus, sums) = rest.split_at_mut(2 * n);
    let (taus_left, taus_right) = taus.split_at_mut(n);
    let mut numbers = Workspace::<f64>::new(context, n);
    let e = numbers.as_mut_slice();
    bidiagonal(a, (m, n), s, e, vectors, (taus_left, taus_right), sums);
    // Row i of the transpose of U is e_i L_i ... L_0; of V, e_i R_(i-1) ... R_0, and R_j begins at j + 1.
    let order = |i: usize| Order { from: 0, to: i + 1, backward: true };
    accumulate(context, left, ld_left, n, &|i| i, vectors, m, taus_left, &order, &|j| j..m);
    let order = |i: usize| Order { from: 0, to: i, backward: true };
    accumulate(context, right, ld_right, n, &|i| i, a, n, taus_right, &order, &|j| j + 1..n);
    let mut left = Rotations::new(context, left, ld_left);
    let mut right = Rotations::new(context, right, ld_right);
    if !qr(s, e, &mut left, &mut right, if size_of::<T>() == 4 { 1e-9 } else { f64::EPSILON }) {
        return false;
    }
    left.finish();
    right.finish();
    s.iter_mut().for_each(|s| *s *= scale);
    true
}

/// `s` becomes the diagonal, `e` what stands right of it. Vectors of the left reflections are rows of `vectors`, those
/// of the right ones stand in the rows of `a`.
fn bidiagonal<T: Real>(
    a: &mut [T],
    (m, n): (usize, usize),
    s: &mut [f64],
    e: &mut [f64],
    vectors: &mut [T],
    (left, right): (&mut [T], &mut [T]),
    sums: &mut [T],
) {
    e[n - 1] = 0.0;
    for k in 0..n {
        let u = &mut vectors[k * m + k..(k + 1) * m];
        u.iter_mut().zip(a[k * n + k..].iter().step_by(n)).for_each(|(u, x)| *u = *x);
        let (beta, tau) = reflector(u, 0);
        s[k] = beta.to_f64();
        left[k] = tau;
        right[k] = T::ZERO;
        if k + 1 == n {
            break;
        }
        // w = tau Aᵀ u over the columns behind k.
        let w = &mut sums[..n - k - 1];
        w.fill(T::ZERO);
        for (row, &u) in a[k * n..].chunks_exact(n).zip(&*u) {
            axpy(tau * u, &row[k + 1..], w);
        }
        let (first, below) = a[k * n..].split_at_mut(n);
        let v = &mut first[k + 1..];
        axpy(T::from_f64(-1.0), w, v);
        let (beta, tau) = reflector(v, 0);
        e[k] = beta.to_f64();
        right[k] = tau;
        // Both reflections of a row while it is near.
        for (row, &u) in below.chunks_exact_mut(n).zip(&u[1..]) {
            let row = &mut row[k + 1..];
            axpy(T::ZERO - u, w, row);
            axpy(T::ZERO - tau * dot(row, v), v, row);
        }
    }
}

/// Makes `e` zero by rotations, which are applied to the vectors too.
fn qr<T: Real>(s: &mut [f64], e: &mut [f64], u: &mut Rotations<T>, v: &mut Rotations<T>, eps: f64) -> bool {
    let tiny = f64::MIN_POSITIVE;
    let turn = |f: f64, g: f64| {
        let t = hypot(f, g);
        if t == 0.0 { (0.0, 1.0, 0.0) } else { (t, f / t, g / t) }
    };
    let mut p = s.len();
    let mut steps = 0;
    while p > 0 {
        // The block k..p that still has something right of its whole diagonal.
        let mut k = p - 1;
        while k > 0 {
            if e[k - 1].abs() <= tiny + eps * (s[k - 1].abs() + s[k].abs()) {
                e[k - 1] = 0.0;
                break;
            }
            k -= 1;
        }
        if k == p - 1 {
            p -= 1;
            steps = 0;
            continue;
        }
        steps += 1;
        if steps > 100 {
            return false;
        }
        // A diagonal element that vanished cuts the block.
        let zero = (k..p).rev().find(|&i| {
            let near = if i + 1 < p { e[i].abs() } else { 0.0 } + if i > k { e[i - 1].abs() } else { 0.0 };
            s[i].abs() <= tiny + eps * near
        });
        if let Some(z) = zero {
            s[z] = 0.0;
            if z == p - 1 {
                let mut f = e[p - 2];
                e[p - 2] = 0.0;
                for j in (k..p - 1).rev() {
                    let (t, cs, sn) = turn(s[j], f);
                    s[j] = t;
                    if j > k {
                        f = -sn * e[j - 1];
                        e[j - 1] *= cs;
                    }
                    v.rotate(j, p - 1, cs, sn);
                }
            } else {
                let mut f = e[z];
                e[z] = 0.0;
                for j in z + 1..p {
                    let (t, cs, sn) = turn(s[j], f);
                    s[j] = t;
                    f = -sn * e[j];
                    if j + 1 < p {
                        e[j] *= cs;
                    }
                    u.rotate(j, z, cs, sn);
                }
            }
            continue;
        }
        let scale = s[p - 1].abs().max(s[p - 2].abs()).max(e[p - 2].abs()).max(s[k].abs()).max(e[k].abs());
        let (sp, spm1, epm1, sk, ek) =
            (s[p - 1] / scale, s[p - 2] / scale, e[p - 2] / scale, s[k] / scale, e[k] / scale);
        let b = ((spm1 + sp) * (spm1 - sp) + epm1 * epm1) / 2.0;
        let c = (sp * epm1) * (sp * epm1);
        let mut shift = 0.0;
        if b != 0.0 || c != 0.0 {
            let root = (b * b + c).sqrt();
            shift = c / (b + if b < 0.0 { -root } else { root });
        }
        let mut f = (sk + sp) * (sk - sp) + shift;
        let mut g = sk * ek;
        for j in k..p - 1 {
            let (t, cs, sn) = turn(f, g);
            if j > k {
                e[j - 1] = t;
            }
            f = cs * s[j] + sn * e[j];
            e[j] = cs * e[j] - sn * s[j];
            g = sn * s[j + 1];
            s[j + 1] *= cs;
            v.rotate(j, j + 1, cs, sn);
            let (t, cs, sn) = turn(f, g);
            s[j] = t;
            f = cs * e[j] + sn * s[j + 1];
            s[j + 1] = -sn * e[j] + cs * s[j + 1];
            g = sn * e[j + 1];
            e[j + 1] *= cs;
            u.rotate(j, j + 1, cs, sn);
        }
        e[p - 2] = f;
    }
    true
}
