//! Eigenvalues and eigenvectors of a symmetric matrix: Householder's tridiagonal form, then QL
//! with implicit shifts in f64 (EISPACK's tred2 and tql2).

use super::basic::{axpy, dot, finite, largest};
use super::householder::{Order, accumulate, reflector};
use super::rotations::{Rotations, hypot, padded};
use crate::base::Context;
use crate::kernel::gemm::Real;
use crate::kernel::slices::Workspace;

/// Eigenvalues in ascending order and eigenvectors as the rows of `vectors` [n, n]; only the lower triangle of `a` is
/// read, and it is destroyed. The largest component of each vector is positive, as in MXNet. False if a number is
/// not finite or QL does not converge.
pub fn symmetric<T: Real>(context: &dyn Context, a: &mut [T], n: usize, values: &mut [T], vectors: &mut [T]) -> bool {
    if (0..n).any(|i| !finite(&a[i * n..i * n + i + 1])) {
        return false;
    }
    // To magnitudes near 1, so that squares neither overflow nor vanish.
    let scale = (0..n).map(|i| largest(&a[i * n..i * n + i + 1])).fold(0.0, f64::max);
    let scale = if scale > 0.0 { scale } else { 1.0 };
    for i in 0..n {
        super::basic::scale(T::from_f64(1.0 / scale), &mut a[i * n..i * n + i + 1]);
    }
    let mut numbers = Workspace::<f64>::new(context, 2 * n);
    let (d, e) = numbers.as_mut_slice().split_at_mut(n);
    let mut parts = Workspace::<T>::new(context, 2 * n);
    let (taus, p) = parts.as_mut_slice().split_at_mut(n);
    tridiagonal(a, n, d, e, taus, p);
    let ld = padded::<T>(n);
    let mut rows = Workspace::<T>::new(context, n * ld);
    // Row k of the transpose of Q is e_k H_(k+1) ... H_(n-1).
    let order = |k: usize| Order { from: k + 1, to: n, backward: false };
    accumulate(context, rows.as_mut_slice(), ld, n, &|k| k, a, n, taus, &order, &|i| 0..i);
    let mut rotations = Rotations::new(context, rows.as_mut_slice(), ld);
    if !ql(d, e, &mut rotations) {
        return false;
    }
    let rows = rotations.finish();
    let mut order: Workspace<i32> = Workspace::new(context, n);
    let order = order.as_mut_slice();
    order.iter_mut().enumerate().for_each(|(i, o)| *o = i as i32);
    order.sort_by(|&i, &j| d[i as usize].total_cmp(&d[j as usize]));
    for (k, &from) in order.iter().enumerate() {
        let from = from as usize;
        values[k] = T::from_f64(d[from] * scale);
        let row = &mut vectors[k * n..(k + 1) * n];
        row.copy_from_slice(&rows[from * ld..from * ld + n]);
        let mut most = 0;
        for (i, x) in row.iter().enumerate() {
            if x.to_f64().abs() > row[most].to_f64().abs() {
                most = i;
            }
        }
        if row.get(most).is_some_and(|&x| x < T::ZERO) {
            super::basic::scale(T::from_f64(-1.0), row);
        }
    }
    true
}

/// Row i of `a` becomes the vector of reflection i over the places 0..i; `d` and `e` are the diagonal and what stands
/// below it.
fn tridiagonal<T: Real>(a: &mut [T], n: usize, d: &mut [f64], e: &mut [f64], taus: &mut [T], p: &mut [T]) {
    for i in (1..n).rev() {
        let (above, row) = a.split_at_mut(i * n);
        d[i] = row[i].to_f64();
        let v = &mut row[..i];
        let (beta, tau) = reflector(v, i - 1);
        e[i - 1] = beta.to_f64();
        taus[i] = tau;
        if tau == T::ZERO {
            continue;
        }
        let v = &*v;
        // p = tau A v, from the lower triangle.
        let p = &mut p[..i];
        for j in 0..i {
            let row = &above[j * n..j * n + j];
            p[j] = dot(row, &v[..j]) + above[j * n + j] * v[j];
            axpy(v[j], row, &mut p[..j]);
        }
        super::basic::scale(tau, p);
        let k = T::from_f64(-0.5) * tau * dot(p, v);
        axpy(k, v, p);
        for j in 0..i {
            let row = &mut above[j * n..j * n + j + 1];
            axpy(T::ZERO - v[j], &p[..=j], row);
            axpy(T::ZERO - p[j], &v[..=j], row);
        }
    }
    if n > 0 {
        d[0] = a[0].to_f64();
        e[n - 1] = 0.0;
    }
}

/// QL with implicit shifts; rows of `rotations` become eigenvectors. False if it does not converge.
fn ql<T: Real>(d: &mut [f64], e: &mut [f64], rotations: &mut Rotations<T>) -> bool {
    let n = d.len();
    let eps = if size_of::<T>() == 4 { 1e-9 } else { f64::EPSILON };
    let (mut f, mut most) = (0.0f64, 0.0f64);
    for l in 0..n {
        most = most.max(d[l].abs() + e[l].abs());
        let mut m = l;
        while m < n - 1 && e[m].abs() > eps * most {
            m += 1;
        }
        let mut steps = 0;
        loop {
            if m == l {
                break;
            }
            steps += 1;
            if steps > 60 {
                return false;
            }
            let mut g = d[l];
            let mut p = (d[l + 1] - g) / (2.0 * e[l]);
            let mut r = p.hypot(1.0);
            if p < 0.0 {
                r = -r;
            }
            d[l] = e[l] / (p + r);
            d[l + 1] = e[l] * (p + r);
            let next = d[l + 1];
            let mut h = g - d[l];
            d[l + 2..].iter_mut().for_each(|x| *x -= h);
            f += h;
            p = d[m];
            let (mut c, mut c2, mut c3) = (1.0, 1.0, 1.0);
            let first = e[l + 1];
            let (mut s, mut s2) = (0.0, 0.0);
            for i in (l..m).rev() {
                (c3, c2, s2) = (c2, c, s);
                g = c * e[i];
                h = c * p;
                r = hypot(p, e[i]);
                e[i + 1] = s * r;
                s = e[i] / r;
                c = p / r;
                p = c * d[i] - s * g;
                d[i + 1] = h + s * (c * g + s * d[i]);
                rotations.rotate(i + 1, i, c, s);
            }
            p = -s * s2 * c3 * first * e[l] / next;
            e[l] = s * p;
            d[l] = c * p;
            if e[l].abs() <= eps * most {
                break;
            }
        }
        d[l] += f;
        e[l] = 0.0;
    }
    true
}
