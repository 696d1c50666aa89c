//! Batch normalisation over an array [outer, channels, inner], for any place of the channel axis.
//! Forward is two passes (sums about a centre, then scale and shift), backward two. Long runs of a
//! channel are taken on lanes along the run; short ones (9 values, or 1) on lanes across channels.
//! Partial sums are added in f64, in an order that depends on sizes alone.

#[cfg(test)]
mod tests;

use std::ops::Range;

use super::slices::{Parts, Workspace, piece_of};
use super::vector::{Real, Vector, cover, load, pieces, store};
use crate::base::Context;

/// The array is [outer, channels, inner].
#[derive(Clone, Copy, Debug)]
pub struct Dims {
    pub outer: usize,
    pub channels: usize,
    pub inner: usize,
}

impl Dims {
    fn size(&self) -> usize {
        self.outer * self.channels * self.inner
    }
    /// Elements of a channel.
    fn count(&self) -> usize {
        self.outer * self.inner
    }
    /// Elements of one index of the outer axis.
    fn row(&self) -> usize {
        self.channels * self.inner
    }
    /// Long runs and enough channels: each channel does both passes while it is in the cache.
    fn by_channel(&self) -> bool {
        self.inner >= 16 && self.channels >= 16
    }
}

/// What the second pass computes: `(x - centre) * a + b`, backward with `+ g * s`.
#[derive(Clone, Copy)]
struct Scale<T> {
    centre: T,
    a: T,
    b: T,
    s: T,
}

/// `y = (x - mean) / sqrt(variance + eps) * gamma + beta` with the mean and the biased variance of
/// each channel of `x`, which are handed out. Without gamma it is 1.
#[allow(clippy::too_many_arguments)]
pub fn forward<T: Real>(
    context: &dyn Context,
    d: Dims,
    x: &[T],
    gamma: Option<&[T]>,
    beta: &[T],
    eps: f64,
    y: &mut [T],
    mean: &mut [T],
    variance: &mut [T],
) {
    assert!(mean.len() == d.channels && variance.len() == d.channels && beta.len() == d.channels);
    if d.count() == 0 {
        mean.fill(T::ZERO);
        variance.fill(T::ZERO);
        return;
    }
    let (mean, variance) = (Parts::new(mean), Parts::new(variance));
    let count = d.count() as f64;
    // About the first value: without it the difference of two large sums would lose the digits.
    let centre = |c: usize| x[c * d.inner];
    let finish = |c: usize, [sum, squares]: [f64; 2]| {
        let about = sum / count;
        let (m, v) = (centre(c).wide() + about, (squares / count - about * about).max(0.0));
        // SAFETY: each channel is finished once, by one piece.
        unsafe {
            mean.part(c..c + 1)[0] = T::of(m);
            variance.part(c..c + 1)[0] = T::of(v);
        }
        let a = gamma.map_or(1.0, |g| g[c].wide()) / (v + eps).sqrt();
        Scale { centre: T::of(m), a: T::of(a), b: beta[c], s: T::ZERO }
    };
    two_passes::<T, false>(context, d, x, x, &centre, &finish, y);
}

/// The same with given statistics.
#[allow(clippy::too_many_arguments)]
pub fn inference<T: Real>(
    context: &dyn Context,
    d: Dims,
    x: &[T],
    gamma: Option<&[T]>,
    beta: &[T],
    (mean, variance): (&[T], &[T]),
    eps: f64,
    y: &mut [T],
) {
    let scale = |c: usize| {
        let a = gamma.map_or(1.0, |g| g[c].wide()) / (variance[c].wide() + eps).sqrt();
        Scale { centre: mean[c], a: T::of(a), b: beta[c], s: T::ZERO }
    };
    second_pass::<T, false>(context, d, x, x, &scale, y);
}

/// Gradients, from the mean and from `rstd = 1 / sqrt(variance + eps)`. `constant`: the statistics
/// were given, not computed from `x`.
#[allow(clippy::too_many_arguments)]
pub fn backward<T: Real>(
    context: &dyn Context,
    d: Dims,
    x: &[T],
    dy: &[T],
    gamma: Option<&[T]>,
    (mean, rstd): (&[T], &[T]),
    constant: bool,
    dx: &mut [T],
    dgamma: &mut [T],
    dbeta: &mut [T],
) {
    assert!(dgamma.len() == d.channels && dbeta.len() == d.channels);
    if d.count() == 0 {
        dgamma.fill(T::ZERO);
        dbeta.fill(T::ZERO);
        return;
    }
    let (dgamma, dbeta) = (Parts::new(dgamma), Parts::new(dbeta));
    let count = d.count() as f64;
    let centre = |c: usize| mean[c];
    // dx = gamma * r * (dy - mean(dy) - (x - mean) * r^2 * mean(dy * (x - mean)))
    let finish = |c: usize, [sum, product]: [f64; 2]| {
        let r = rstd[c].wide();
        // SAFETY: each channel is finished once, by one piece.
        unsafe {
            dbeta.part(c..c + 1)[0] = T::of(sum);
            dgamma.part(c..c + 1)[0] = T::of(product * r);
        }
        let s = gamma.map_or(1.0, |g| g[c].wide()) * r;
        let (a, b) = if constant { (0.0, 0.0) } else { (-s * r * r * product / count, -s * sum / count) };
        Scale { centre: mean[c], a: T::of(a), b: T::of(b), s: T::of(s) }
    };
    two_passes::<T, true>(context, d, x, dy, &centre, &finish, dx);
}

/// `1 / sqrt(variance + eps)`.
pub fn reciprocal_deviation<T: Real>(variance: &[T], eps: f64, rstd: &mut [T]) {
    rstd.iter_mut().zip(variance).for_each(|(r, v)| *r = T::of(1.0 / (v.wide() + eps).sqrt()));
}

/// `moving = moving * momentum + batch * (1 - momentum)`.
pub fn update_running<T: Real>(moving: &mut [T], batch: &[T], momentum: f64) {
    for (m, &b) in moving.iter_mut().zip(batch) {
        *m = T::of(m.wide() * momentum + b.wide() * (1.0 - momentum));
    }
}

/// Sums over each channel, then `finish` makes the second pass's numbers of them. With `BACK` the
/// sums are of g and g * (x - centre), else of x - centre and its square.
fn two_passes<T: Real, const BACK: bool>(
    context: &dyn Context,
    d: Dims,
    x: &[T],
    g: &[T],
    centre: &(dyn Fn(usize) -> T + Sync),
    finish: &(dyn Fn(usize, [f64; 2]) -> Scale<T> + Sync),
    y: &mut [T],
) {
    assert!(x.len() == d.size() && g.len() == d.size() && y.len() == d.size());
    if d.by_channel() {
        let count = pieces(d.channels, d.count());
        let parts = Parts::new(y);
        context.parallel(count, &|i| {
            for c in piece_of(d.channels, count, i) {
                let scale = finish(c, channel_sums::<T, BACK>(d, x, g, centre(c), c, 0..d.outer));
                for o in 0..d.outer {
                    let at = (o * d.channels + c) * d.inner;
                    // SAFETY: the runs of different channels are disjoint.
                    let y = unsafe { parts.part(at..at + d.inner) };
                    scale_run::<T, BACK>(&x[at..at + d.inner], &g[at..at + d.inner], scale, y);
                }
            }
        });
        return;
    }
    let mut sums = Workspace::<f64>::new(context, 2 * d.channels);
    if d.inner >= 16 {
        sums_of_runs::<T, BACK>(context, d, x, g, centre, sums.as_mut_slice());
    } else {
        sums_across::<T, BACK>(context, d, x, g, centre, sums.as_mut_slice());
    }
    let mut scales = Workspace::<T>::new(context, 4 * d.channels);
    for c in 0..d.channels {
        let s = finish(c, [sums.as_slice()[2 * c], sums.as_slice()[2 * c + 1]]);
        scales.as_mut_slice()[4 * c..4 * c + 4].copy_from_slice(&[s.centre, s.a, s.b, s.s]);
    }
    let scales = scales.as_slice();
    let scale =
        |c: usize| Scale { centre: scales[4 * c], a: scales[4 * c + 1], b: scales[4 * c + 2], s: scales[4 * c + 3] };
    second_pass::<T, BACK>(context, d, x, g, &scale, y);
}

/// The two terms that are summed.
#[inline(always)]
fn terms<V: Vector, const BACK: bool>(x: V, g: V, centre: V) -> (V, V) {
    let e = x - centre;
    if BACK { (g, g * e) } else { (e, e * e) }
}

/// The sums over some outer indices of one channel with long runs.
fn channel_sums<T: Real, const BACK: bool>(
    d: Dims,
    x: &[T],
    g: &[T],
    centre: T,
    c: usize,
    outer: Range<usize>,
) -> [f64; 2] {
    let n = T::Lanes::N;
    let mut total = [0.0; 2];
    let k = T::Lanes::splat(centre);
    for o in outer {
        let at = (o * d.channels + c) * d.inner;
        let (x, g) = (&x[at..at + d.inner], &g[at..at + d.inner]);
        // At most 4096 values are added in the narrow type.
        for (x, g) in x.chunks(4096).zip(g.chunks(4096)) {
            let zero = T::Lanes::splat(T::ZERO);
            let (mut u, mut v) = ([zero; 4], [zero; 4]);
            let mut j = 0;
            while j + n <= x.len() {
                let lanes = ((x.len() - j) / n).min(4);
                for q in 0..lanes {
                    // SAFETY: j + (q + 1) * n <= x.len(), and g is as long.
                    let (x, g) = unsafe {
                        (T::Lanes::load(x.as_ptr().add(j + q * n)), T::Lanes::load(g.as_ptr().add(j + q * n)))
                    };
                    let (a, b) = terms::<_, BACK>(x, g, k);
                    u[q] = u[q] + a;
                    v[q] = v[q] + b;
                }
                j += lanes * n;
            }
            let (mut a, mut b) = (T::ZERO, T::ZERO);
            for j in j..x.len() {
                let (p, q) = terms::<T, BACK>(x[j], g[j], centre);
                (a, b) = (a + p, b + q);
            }
            total[0] += (a + ((u[0] + u[1]) + (u[2] + u[3])).sum()).wide();
            total[1] += (b + ((v[0] + v[1]) + (v[2] + v[3])).sum()).wide();
        }
    }
    total
}

/// Long runs, few channels: cut along the outer axis too.
fn sums_of_runs<T: Real, const BACK: bool>(
    context: &dyn Context,
    d: Dims,
    x: &[T],
    g: &[T],
    centre: &(dyn Fn(usize) -> T + Sync),
    sums: &mut [f64],
) {
    let blocks = (d.size() >> 15).clamp(1, d.outer.min(32));
    let mut partial = Workspace::<f64>::new(context, 2 * blocks * d.channels);
    let parts = Parts::new(partial.as_mut_slice());
    context.parallel(blocks, &|i| {
        for c in 0..d.channels {
            let s = channel_sums::<T, BACK>(d, x, g, centre(c), c, piece_of(d.outer, blocks, i));
            let at = 2 * (i * d.channels + c);
            // SAFETY: each piece has its own block.
            unsafe { parts.part(at..at + 2) }.copy_from_slice(&s);
        }
    });
    sums.fill(0.0);
    for block in partial.as_slice().chunks_exact(2 * d.channels) {
        sums.iter_mut().zip(block).for_each(|(s, b)| *s += b);
    }
}

/// Columns that one piece of `sums_across` adds up, and rows between two additions in f64.
const STRIP: usize = 128;
const ROWS: usize = 128;

/// Short runs: whole rows are added, column by column, then the columns of a channel.
fn sums_across<T: Real, const BACK: bool>(
    context: &dyn Context,
    d: Dims,
    x: &[T],
    g: &[T],
    centre: &(dyn Fn(usize) -> T + Sync),
    sums: &mut [f64],
) {
    let row = d.row();
    let strips = row.div_ceil(STRIP);
    let blocks = ((d.size() / strips.max(1)) >> 13).clamp(1, d.outer.div_ceil(ROWS).min(32));
    let items = strips * blocks;
    let count = pieces(items, d.size() / items.max(1));
    let mut partial = Workspace::<f64>::new(context, 2 * blocks * row);
    let parts = Parts::new(partial.as_mut_slice());
    context.parallel(count, &|i| {
        for item in piece_of(items, count, i) {
            let (block, strip) = (item / strips, item % strips);
            let (from, to) = (strip * STRIP, (strip * STRIP + STRIP).min(row));
            let width = to - from;
            let at = 2 * (block * row + from);
            // SAFETY: items are disjoint strips of disjoint blocks.
            let out = unsafe { parts.part(at..at + 2 * width) };
            out.fill(0.0);
            let mut k = [T::ZERO; STRIP];
            k.iter_mut().enumerate().take(width).for_each(|(j, k)| *k = centre((from + j) / d.inner));
            let mut rows = piece_of(d.outer, blocks, block);
            while !rows.is_empty() {
                let (mut u, mut v) = ([T::ZERO; STRIP], [T::ZERO; STRIP]);
                for o in rows.by_ref().take(ROWS) {
                    let at = o * row + from;
                    add_row::<T, BACK>(&x[at..at + width], &g[at..at + width], &k, &mut u, &mut v);
                }
                for j in 0..width {
                    out[2 * j] += u[j].wide();
                    out[2 * j + 1] += v[j].wide();
                }
            }
        }
    });
    sums.fill(0.0);
    for block in partial.as_slice().chunks_exact(2 * row) {
        for (sums, columns) in sums.chunks_exact_mut(2).zip(block.chunks_exact(2 * d.inner)) {
            for column in columns.chunks_exact(2) {
                sums[0] += column[0];
                sums[1] += column[1];
            }
        }
    }
}

#[inline(always)]
fn add_row<T: Real, const BACK: bool>(x: &[T], g: &[T], k: &[T; STRIP], u: &mut [T; STRIP], v: &mut [T; STRIP]) {
    let n = T::Lanes::N;
    let mut j = 0;
    while j + n <= x.len() {
        // SAFETY: j + n is within the row and the strip, which is at least as long.
        unsafe {
            let (x, g) = (T::Lanes::load(x.as_ptr().add(j)), T::Lanes::load(g.as_ptr().add(j)));
            let (a, b) = terms::<_, BACK>(x, g, T::Lanes::load(k.as_ptr().add(j)));
            (T::Lanes::load(u.as_ptr().add(j)) + a).store(u.as_mut_ptr().add(j));
            (T::Lanes::load(v.as_ptr().add(j)) + b).store(v.as_mut_ptr().add(j));
        }
        j += n;
    }
    for j in j..x.len() {
        let (a, b) = terms::<T, BACK>(x[j], g[j], k[j]);
        (u[j], v[j]) = (u[j] + a, v[j] + b);
    }
}

/// The second pass over all channels.
fn second_pass<T: Real, const BACK: bool>(
    context: &dyn Context,
    d: Dims,
    x: &[T],
    g: &[T],
    scale: &(dyn Fn(usize) -> Scale<T> + Sync),
    y: &mut [T],
) {
    assert!(x.len() == d.size() && g.len() == d.size() && y.len() == d.size());
    if y.is_empty() {
        return;
    }
    if d.inner >= 16 {
        let runs = d.outer * d.channels;
        let count = pieces(runs, d.inner);
        let parts = Parts::new(y);
        context.parallel(count, &|i| {
            for run in piece_of(runs, count, i) {
                let range = run * d.inner..(run + 1) * d.inner;
                // SAFETY: pieces take disjoint ranges of runs.
                let y = unsafe { parts.part(range.clone()) };
                scale_run::<T, BACK>(&x[range.clone()], &g[range], scale(run % d.channels), y);
            }
        });
        return;
    }
    let row = d.row();
    let mut tables = Workspace::<T>::new(context, 4 * row);
    for (t, table) in tables.as_mut_slice().chunks_exact_mut(row).enumerate() {
        for (c, column) in table.chunks_exact_mut(d.inner).enumerate() {
            let s = scale(c);
            column.fill([s.centre, s.a, s.b, s.s][t]);
        }
    }
    let tables = tables.as_slice();
    let count = pieces(d.outer, row);
    let parts = Parts::new(y);
    context.parallel(count, &|i| {
        for o in piece_of(d.outer, count, i) {
            let range = o * row..(o + 1) * row;
            // SAFETY: pieces take disjoint ranges of rows.
            let y = unsafe { parts.part(range.clone()) };
            let (x, g) = (&x[range.clone()], &g[range]);
            cover::<T::Lanes>(row, |j, n| {
                // SAFETY: `cover` keeps j + n within the row; each table is a row long.
                unsafe {
                    let table = |t: usize| load(tables.as_ptr().add(t * row + j), n, T::ZERO);
                    let x: T::Lanes = load(x.as_ptr().add(j), n, T::ZERO);
                    let mut e = (x - table(0)).madd(table(1), table(2));
                    if BACK {
                        e = load::<T::Lanes>(g.as_ptr().add(j), n, T::ZERO).madd(table(3), e);
                    }
                    store(e, y.as_mut_ptr().add(j), n);
                }
            });
        }
    });
}

#[inline(always)]
fn scale_run<T: Real, const BACK: bool>(x: &[T], g: &[T], s: Scale<T>, y: &mut [T]) {
    let (k, a, b, sg) = (T::Lanes::splat(s.centre), T::Lanes::splat(s.a), T::Lanes::splat(s.b), T::Lanes::splat(s.s));
    cover::<T::Lanes>(y.len(), |j, n| {
        // SAFETY: `cover` keeps j + n within the run.
        unsafe {
            let x: T::Lanes = load(x.as_ptr().add(j), n, T::ZERO);
            let mut e = (x - k).madd(a, b);
            if BACK {
                e = load::<T::Lanes>(g.as_ptr().add(j), n, T::ZERO).madd(sg, e);
            }
            store(e, y.as_mut_ptr().add(j), n);
        }
    });
}
