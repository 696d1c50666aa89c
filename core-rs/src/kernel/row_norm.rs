//! Normalisation of rows to mean 0 and variance 1, then scaled and shifted: by a number of each
//! column (layers) or of each row (instances and groups). A row is read three times while it is in
//! the cache, which is more exact than one pass. Sums are added in f64 by blocks; partial sums of
//! columns in an order that sizes alone decide.

use super::slices::{Parts, Workspace, piece_of};
use super::vector::{Real, Vector, cover, load, pieces, store};
use crate::base::Context;

/// Where the factor of an element stands in gamma.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Per {
    Column,
    /// Row `r` has number `r % n`.
    Row(usize),
}

/// An array of `rows` times `n`, each row normalised.
#[derive(Clone, Copy, Debug)]
pub struct Rows {
    pub rows: usize,
    pub n: usize,
    pub per: Per,
    pub eps: f64,
}

impl Rows {
    /// Elements of gamma and beta.
    pub fn parameters(&self) -> usize {
        match self.per {
            Per::Column => self.n,
            Per::Row(n) => n,
        }
    }
    fn check(&self, sizes: &[usize], parameters: &[usize]) {
        assert!(sizes.iter().all(|&s| s == self.rows * self.n), "row_norm: {self:?} of {sizes:?}");
        assert!(parameters.iter().all(|&p| p == self.parameters()), "row_norm: {self:?} with {parameters:?}");
    }
}

/// What f32 adds up before it goes to f64.
const BLOCK: usize = 512;

/// The sum of `f(vector at j)` over the row; what lies beyond its end counts as 0.
#[inline(always)]
fn sum<T: Real>(n: usize, f: impl Fn(usize, usize) -> T::Lanes) -> f64 {
    let width = T::Lanes::N;
    let (mut total, mut from) = (0.0, 0);
    while from < n {
        let to = n.min(from + BLOCK);
        let (mut a, mut b) = (T::Lanes::splat(T::ZERO), T::Lanes::splat(T::ZERO));
        let mut j = from;
        while j + 2 * width <= to {
            a = a + f(j, width);
            b = b + f(j + width, width);
            j += 2 * width;
        }
        while j < to {
            a = a + f(j, width.min(to - j));
            j += width;
        }
        total += (a + b).sum().wide();
        from = to;
    }
    total
}

/// Mean and standard deviation (with eps) of a row.
#[inline(always)]
fn moments<T: Real>(x: &[T], eps: f64) -> (T, T) {
    let (n, count) = (x.len(), x.len() as f64);
    // SAFETY: `sum` keeps j + m within the row.
    let mean = T::of(sum::<T>(n, |j, m| unsafe { load(x.as_ptr().add(j), m, T::ZERO) }) / count);
    let centre = T::Lanes::splat(mean);
    let squares = sum::<T>(n, |j, m| {
        // SAFETY: as above; beyond the end stands the mean, whose distance is 0.
        let d = unsafe { load::<T::Lanes>(x.as_ptr().add(j), m, mean) } - centre;
        d * d
    });
    (mean, T::of((squares / count + eps).sqrt()))
}

/// `y = (x - mean) / std * gamma + beta`, and mean and `std = sqrt(variance + eps)` of each row.
#[allow(clippy::too_many_arguments)]
pub fn forward<T: Real>(
    context: &dyn Context,
    r: Rows,
    x: &[T],
    gamma: &[T],
    beta: &[T],
    y: &mut [T],
    mean: &mut [T],
    std: &mut [T],
) {
    r.check(&[x.len(), y.len()], &[gamma.len(), beta.len()]);
    assert!(mean.len() == r.rows && std.len() == r.rows);
    if r.n == 0 {
        mean.fill(T::ZERO);
        return std.fill(T::of(r.eps.sqrt()));
    }
    let count = pieces(r.rows, 2 * r.n);
    let (y, mean, std) = (Parts::new(y), Parts::new(mean), Parts::new(std));
    context.parallel(count, &|i| {
        for row in piece_of(r.rows, count, i) {
            let range = row * r.n..(row + 1) * r.n;
            let x = &x[range.clone()];
            let (m, s) = moments(x, r.eps);
            // SAFETY: pieces take disjoint ranges of rows.
            let y = unsafe {
                mean.part(row..row + 1)[0] = m;
                std.part(row..row + 1)[0] = s;
                y.part(range)
            };
            let (centre, rstd) = (T::Lanes::splat(m), T::Lanes::splat(T::ONE / s));
            let one = match r.per {
                Per::Column => (T::ZERO, T::ZERO),
                Per::Row(n) => (gamma[row % n], beta[row % n]),
            };
            cover::<T::Lanes>(r.n, |j, k| {
                // SAFETY: `cover` keeps j + k within the row; gamma and beta are a row long where
                // they are read.
                unsafe {
                    let hat = (load::<T::Lanes>(x.as_ptr().add(j), k, T::ZERO) - centre) * rstd;
                    let (g, b) = match r.per {
                        Per::Column => {
                            (load(gamma.as_ptr().add(j), k, T::ZERO), load(beta.as_ptr().add(j), k, T::ZERO))
                        }
                        Per::Row(_) => (T::Lanes::splat(one.0), T::Lanes::splat(one.1)),
                    };
                    store(hat.madd(g, b), y.as_mut_ptr().add(j), k);
                }
            });
        }
    });
}

/// The three gradients. Without statistics they are computed again (where those that are kept are of
/// a narrower dtype).
#[allow(clippy::too_many_arguments)]
pub fn backward<T: Real>(
    context: &dyn Context,
    r: Rows,
    x: &[T],
    dy: &[T],
    gamma: &[T],
    statistics: Option<(&[T], &[T])>,
    dx: &mut [T],
    dgamma: &mut [T],
    dbeta: &mut [T],
) {
    r.check(&[x.len(), dy.len(), dx.len()], &[gamma.len(), dgamma.len(), dbeta.len()]);
    let own = r.parameters();
    // At most 32 pieces, each with sums of its own for all parameters of columns.
    let count = match r.per {
        Per::Column => pieces(r.rows, 3 * r.n).min(32),
        Per::Row(_) => pieces(r.rows, 3 * r.n),
    };
    let each = match r.per {
        Per::Column => count,
        Per::Row(_) => r.rows,
    };
    let width = if r.per == Per::Column { 2 * r.n } else { 2 };
    let mut totals = Workspace::<f64>::new(context, each * width);
    let totals = totals.as_mut_slice();
    totals.fill(0.0);
    if r.n > 0 {
        let (parts, dx) = (Parts::new(&mut *totals), Parts::new(dx));
        context.parallel(count, &|i| {
            // SAFETY: each piece has its own sums, or those of its rows.
            let column_sums = |i: usize| unsafe { parts.part(i * width..(i + 1) * width) };
            let mut near = Workspace::<T>::new(context, if r.per == Per::Column { width } else { 0 });
            let near = near.as_mut_slice();
            near.fill(T::ZERO);
            let mut waiting = 0;
            for row in piece_of(r.rows, count, i) {
                let range = row * r.n..(row + 1) * r.n;
                let (x, dy) = (&x[range.clone()], &dy[range.clone()]);
                // SAFETY: pieces take disjoint ranges of rows.
                let dx = unsafe { dx.part(range) };
                let (m, s) = statistics.map_or_else(|| moments(x, r.eps), |(mean, std)| (mean[row], std[row]));
                match r.per {
                    Per::Column => {
                        columns_row(x, dy, gamma, m, s, dx, near);
                        waiting += 1;
                        if waiting == 64 {
                            flush(near, column_sums(i));
                            waiting = 0;
                        }
                    }
                    Per::Row(n) => {
                        let [product, plain] = whole_row(x, dy, gamma[row % n], m, s, dx);
                        column_sums(row).copy_from_slice(&[product, plain]);
                    }
                }
            }
            if r.per == Per::Column {
                flush(near, column_sums(i));
            }
        });
    }
    let mut whole = Workspace::<f64>::new(context, 2 * own);
    let whole = whole.as_mut_slice();
    whole.fill(0.0);
    match r.per {
        Per::Column => {
            for part in totals.chunks_exact(width.max(1)) {
                whole.iter_mut().zip(part).for_each(|(w, p)| *w += p);
            }
        }
        Per::Row(n) => {
            for (row, part) in totals.chunks_exact(2).enumerate() {
                whole[row % n] += part[0];
                whole[n + row % n] += part[1];
            }
        }
    }
    let (product, plain) = whole.split_at(own);
    dgamma.iter_mut().zip(product).for_each(|(d, &w)| *d = T::of(w));
    dbeta.iter_mut().zip(plain).for_each(|(d, &w)| *d = T::of(w));
}

/// Adds what was summed up in `T` to f64, and begins anew.
fn flush<T: Real>(near: &mut [T], to: &mut [f64]) {
    for (near, to) in near.iter_mut().zip(to) {
        *to += near.wide();
        *near = T::ZERO;
    }
}

/// One row of a layer: dx, and its share of dgamma and dbeta added to `near`.
#[inline(always)]
fn columns_row<T: Real>(x: &[T], dy: &[T], gamma: &[T], mean: T, std: T, dx: &mut [T], near: &mut [T]) {
    let n = x.len();
    let (centre, rstd) = (T::Lanes::splat(mean), T::Lanes::splat(T::ONE / std));
    // SAFETY (all blocks): j + m is within the row, as long as gamma and each half of `near`.
    let at = |j: usize, m: usize| unsafe {
        let hat = (load::<T::Lanes>(x.as_ptr().add(j), m, mean) - centre) * rstd;
        (hat, load::<T::Lanes>(dy.as_ptr().add(j), m, T::ZERO), load::<T::Lanes>(gamma.as_ptr().add(j), m, T::ZERO))
    };
    let plain = sum::<T>(n, |j, m| {
        let (_, dy, gamma) = at(j, m);
        dy * gamma
    });
    let product = sum::<T>(n, |j, m| {
        let (hat, dy, gamma) = at(j, m);
        dy * gamma * hat
    });
    let (a, b) = (T::Lanes::splat(T::of(plain / n as f64)), T::Lanes::splat(T::of(product / n as f64)));
    let (to_gamma, to_beta) = near.split_at_mut(n);
    let width = T::Lanes::N;
    let mut j = 0;
    while j < n {
        let m = width.min(n - j);
        let (hat, dy, gamma) = at(j, m);
        // SAFETY: as above.
        unsafe {
            store((dy * gamma - a - hat * b) * rstd, dx.as_mut_ptr().add(j), m);
            let (p, q) = (to_gamma.as_mut_ptr().add(j), to_beta.as_mut_ptr().add(j));
            store(dy.madd(hat, load(p, m, T::ZERO)), p, m);
            store(dy + load(q, m, T::ZERO), q, m);
        }
        j += m;
    }
}

/// One row with one gamma: dx, and the row's sums of dy times the normalised x and of dy.
#[inline(always)]
fn whole_row<T: Real>(x: &[T], dy: &[T], gamma: T, mean: T, std: T, dx: &mut [T]) -> [f64; 2] {
    let n = x.len();
    let (centre, rstd) = (T::Lanes::splat(mean), T::Lanes::splat(T::ONE / std));
    // SAFETY: j + m is within the row.
    let at = |j: usize, m: usize| unsafe {
        let hat = (load::<T::Lanes>(x.as_ptr().add(j), m, mean) - centre) * rstd;
        (hat, load::<T::Lanes>(dy.as_ptr().add(j), m, T::ZERO))
    };
    let plain = sum::<T>(n, |j, m| at(j, m).1);
    let product = sum::<T>(n, |j, m| {
        let (hat, dy) = at(j, m);
        dy * hat
    });
    let (a, b) = (T::Lanes::splat(T::of(plain / n as f64)), T::Lanes::splat(T::of(product / n as f64)));
    let scale = T::Lanes::splat(gamma) * rstd;
    cover::<T::Lanes>(n, |j, m| {
        let (hat, dy) = at(j, m);
        // SAFETY: as above.
        unsafe { store((dy - a - hat * b) * scale, dx.as_mut_ptr().add(j), m) };
    });
    [product, plain]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Serial;
    use crate::kernel::testing::{Random, close};

    /// y, mean, std, dx, dgamma, dbeta by the definition.
    fn naive(r: Rows, x: &[f64], gamma: &[f64], beta: &[f64], dy: &[f64]) -> [Vec<f64>; 6] {
        let (size, own) = (r.rows * r.n, r.parameters());
        let mut out = [size, r.rows, r.rows, size, own, own].map(|n| vec![0.0; n]);
        for row in 0..r.rows {
            let at = row * r.n..(row + 1) * r.n;
            let m = x[at.clone()].iter().sum::<f64>() / r.n as f64;
            let s = (x[at.clone()].iter().map(|x| (x - m).powi(2)).sum::<f64>() / r.n as f64 + r.eps).sqrt();
            let parameter = |i: usize| if let Per::Row(n) = r.per { row % n } else { i % r.n };
            let g = |i: usize| dy[i] * gamma[parameter(i)];
            let a = at.clone().map(g).sum::<f64>() / r.n as f64;
            let b = at.clone().map(|i| g(i) * (x[i] - m) / s).sum::<f64>() / r.n as f64;
            (out[1][row], out[2][row]) = (m, s);
            for i in at {
                let hat = (x[i] - m) / s;
                out[0][i] = hat * gamma[parameter(i)] + beta[parameter(i)];
                out[3][i] = (g(i) - a - hat * b) / s;
                out[4][parameter(i)] += dy[i] * hat;
                out[5][parameter(i)] += dy[i];
            }
        }
        out
    }

    fn check<T: Real>(r: Rows, random: &mut Random, offset: f64, tolerance: f64) {
        let narrow = |v: Vec<f64>| v.into_iter().map(T::of).collect::<Vec<T>>();
        let wide = |v: &[T]| v.iter().map(|e| e.wide()).collect::<Vec<f64>>();
        let (size, own) = (r.rows * r.n, r.parameters());
        let x = narrow(random.doubles(size).iter().map(|x| x + offset).collect());
        let dy = narrow(random.doubles(size));
        let (gamma, beta) = (narrow(random.doubles(own)), narrow(random.doubles(own)));
        let want = naive(r, &wide(&x), &wide(&gamma), &wide(&beta), &wide(&dy));
        let mut got = [size, r.rows, r.rows, size, own, own].map(|n| vec![T::NAN; n]);
        let [y, mean, std, dx, dgamma, dbeta] = &mut got;
        let context = &Serial::default();
        forward(context, r, &x, &gamma, &beta, y, mean, std);
        backward(context, r, &x, &dy, &gamma, Some((mean, std)), dx, dgamma, dbeta);
        let names = ["y", "mean", "std", "dx", "dgamma", "dbeta"];
        for ((got, want), name) in got.iter().zip(&want).zip(names) {
            let tolerance = if name.starts_with("dg") { 30.0 * tolerance } else { tolerance };
            close(&wide(got), want, tolerance, &format!("{name} of {} {r:?}", T::DTYPE));
        }
        let again = &mut vec![T::NAN; size];
        let (mut g, mut b) = (vec![T::NAN; own], vec![T::NAN; own]);
        backward(context, r, &x, &dy, &gamma, None, again, &mut g, &mut b);
        close(&wide(again), &want[3], tolerance, "dx with statistics computed again");
    }

    #[test]
    fn rows_are_normalised_as_defined() {
        let random = &mut Random::new(5);
        for _ in 0..80 {
            let n = random.below(40) + 1;
            let rows = random.below(20) + 1;
            for per in [Per::Column, Per::Row(random.below(5) + 1)] {
                let r = Rows { rows, n, per, eps: 1e-3 };
                check::<f32>(r, random, 0.0, 3e-5);
                check::<f64>(r, random, 0.0, 1e-12);
            }
        }
        for (rows, n, per) in
            [(700, 130, Per::Column), (3, 5000, Per::Column), (60, 700, Per::Row(6)), (0, 4, Per::Column)]
        {
            let r = Rows { rows, n, per, eps: 1e-5 };
            check::<f32>(r, random, 0.0, 1e-4);
            check::<f32>(r, random, 1000.0, 2e-3);
            check::<f64>(r, random, 0.0, 1e-11);
        }
    }

    #[test]
    fn empty_rows_give_empty_results_and_zero_gradients() {
        let r = Rows { rows: 3, n: 0, per: Per::Row(3), eps: 4.0 };
        let (mut mean, mut std) = ([1f32; 3], [1f32; 3]);
        let context = &Serial::default();
        forward(context, r, &[], &[1.0; 3], &[1.0; 3], &mut [], &mut mean, &mut std);
        assert_eq!((mean, std), ([0.0; 3], [2.0; 3]));
        let (mut dgamma, mut dbeta) = ([1f32; 3], [1f32; 3]);
        backward(context, r, &[], &[], &[1.0; 3], Some((&mean, &std)), &mut [], &mut dgamma, &mut dbeta);
        assert_eq!((dgamma, dbeta), ([0.0; 3], [0.0; 3]));
    }
}
