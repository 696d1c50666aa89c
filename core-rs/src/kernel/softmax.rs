//! Softmax and log-softmax along the middle axis of [outer, n, inner], their gradients, and the
//! gradient of a cross entropy on them. Lanes lie side by side along `inner`; where that is 1, a
//! long row is taken along itself and short ones (ten classes) four rows at a time.

use super::slices::{Parts, piece_of};
use super::vector::{Real, Vector, cover, load, pieces, store};
use crate::base::Context;

/// The array is [outer, n, inner]; the softmax runs over n.
#[derive(Clone, Copy, Debug)]
pub struct Dims {
    pub outer: usize,
    pub n: usize,
    pub inner: usize,
}

impl Dims {
    fn size(&self) -> usize {
        self.outer * self.n * self.inner
    }
}

/// Rows of fewer elements are taken several at a time.
const SHORT: usize = 32;

/// Where the elements of several softmaxes lie: lane l of element k at `k * step + l * lane`.
#[derive(Clone, Copy)]
struct Places {
    n: usize,
    step: usize,
    lane: usize,
}

impl Places {
    /// # Safety
    /// Element `k` of all lanes readable at `p`.
    #[inline(always)]
    unsafe fn get<V: Vector>(self, p: *const V::Scalar, k: usize) -> V {
        // SAFETY: the caller's promise.
        unsafe {
            let p = p.add(k * self.step);
            if self.lane == 1 { V::load(p) } else { V::gather(p, self.lane) }
        }
    }
    /// # Safety
    /// Element `k` of all lanes writable at `p`.
    #[inline(always)]
    unsafe fn put<V: Vector>(self, v: V, p: *mut V::Scalar, k: usize) {
        // SAFETY: the caller's promise.
        unsafe {
            let p = p.add(k * self.step);
            if self.lane == 1 { v.store(p) } else { v.scatter(p, self.lane) }
        }
    }
}

/// One kernel of this file, in its two shapes.
trait Along<T: Real>: Sync {
    /// Several softmaxes side by side, at offset `at` of the arrays.
    ///
    /// # Safety
    /// All places are within the arrays, and no other piece writes them.
    unsafe fn lanes<V: Vector<Scalar = T>>(&self, places: Places, at: usize, out: *mut T);
    /// One softmax over a contiguous row.
    fn row(&self, at: usize, out: &mut [T]);
}

/// Cuts the array into softmaxes and gives each to a thread.
fn each<T: Real, A: Along<T>>(context: &dyn Context, d: Dims, along: &A, out: &mut [T]) {
    assert_eq!(out.len(), d.size());
    if out.is_empty() {
        return;
    }
    let lanes = T::Lanes::N;
    let parts = Parts::new(out);
    if d.inner == 1 {
        let count = pieces(d.outer, 4 * d.n);
        context.parallel(count, &|i| {
            let rows = piece_of(d.outer, count, i);
            let mut row = rows.start;
            let places = Places { n: d.n, step: 1, lane: d.n };
            // SAFETY: pieces take disjoint ranges of rows.
            unsafe {
                while d.n <= SHORT && row + lanes <= rows.end {
                    along.lanes::<T::Lanes>(places, row * d.n, parts.as_ptr());
                    row += lanes;
                }
                for row in row..rows.end {
                    if d.n <= SHORT {
                        along.lanes::<T>(places, row * d.n, parts.as_ptr());
                    } else {
                        along.row(row * d.n, parts.part(row * d.n..(row + 1) * d.n));
                    }
                }
            }
        });
        return;
    }
    // Strips of 64 columns, so that few planes are cut too.
    let strips = d.inner.div_ceil(64);
    let items = d.outer * strips;
    let count = pieces(items, 4 * d.n * d.inner / strips);
    let places = Places { n: d.n, step: d.inner, lane: 1 };
    context.parallel(count, &|i| {
        for item in piece_of(items, count, i) {
            let columns = piece_of(d.inner, strips, item % strips);
            let start = item / strips * d.n * d.inner;
            let mut j = columns.start;
            // SAFETY: pieces take disjoint strips.
            unsafe {
                while j + lanes <= columns.end {
                    along.lanes::<T::Lanes>(places, start + j, parts.as_ptr());
                    j += lanes;
                }
                for j in j..columns.end {
                    along.lanes::<T>(places, start + j, parts.as_ptr());
                }
            }
        }
    });
}

/// `softmax(x * scale)` or its logarithm; scale is 1 / temperature, negative for softmin.
pub fn forward<T: Real>(context: &dyn Context, d: Dims, log: bool, scale: f64, x: &[T], y: &mut [T]) {
    assert_eq!(x.len(), d.size());
    let scale = T::of(scale);
    if log {
        each(context, d, &Forward::<T, true> { x, scale }, y);
    } else {
        each(context, d, &Forward::<T, false> { x, scale }, y);
    }
}

struct Forward<'a, T, const LOG: bool> {
    x: &'a [T],
    scale: T,
}

impl<T: Real, const LOG: bool> Along<T> for Forward<'_, T, LOG> {
    #[inline(always)]
    unsafe fn lanes<V: Vector<Scalar = T>>(&self, p: Places, at: usize, out: *mut T) {
        // SAFETY: the caller's promise.
        unsafe {
            let (x, y, scale) = (self.x.as_ptr().add(at), out.add(at), V::splat(self.scale));
            let mut max = p.get::<V>(x, 0) * scale;
            for k in 1..p.n {
                max = (p.get::<V>(x, k) * scale).pmax(max);
            }
            let mut sum = V::splat(T::ZERO);
            for k in 0..p.n {
                let e = (p.get::<V>(x, k) * scale - max).exp();
                sum = sum + e;
                if !LOG {
                    p.put(e, y, k);
                }
            }
            if LOG {
                let total = sum.log();
                (0..p.n).for_each(|k| p.put(p.get::<V>(x, k) * scale - max - total, y, k));
            } else {
                let part = V::splat(T::ONE) / sum;
                (0..p.n).for_each(|k| p.put(p.get::<V>(y, k) * part, y, k));
            }
        }
    }

    fn row(&self, at: usize, y: &mut [T]) {
        let x = &self.x[at..at + y.len()];
        let (n, scale) = (T::Lanes::N, T::Lanes::splat(self.scale));
        let mut max = T::Lanes::splat(x[0] * self.scale);
        cover::<T::Lanes>(x.len(), |j, m| {
            // SAFETY: `cover` stays within the row.
            max = (unsafe { load::<T::Lanes>(x.as_ptr().add(j), m, x[0]) } * scale).pmax(max);
        });
        // A lane of NaN would be lost among the others; NaN alone differs from itself.
        #[allow(clippy::eq_op)]
        let max = if x.iter().any(|e| e != e) { T::NAN } else { max.largest() };
        let mut sum = [T::Lanes::splat(T::ZERO); 2];
        let top = T::Lanes::splat(max);
        let mut j = 0;
        while j + n <= x.len() {
            // SAFETY: j + n is within both rows.
            unsafe {
                let e = (T::Lanes::load(x.as_ptr().add(j)) * scale - top).exp();
                if !LOG {
                    e.store(y.as_mut_ptr().add(j));
                }
                let s = &mut sum[j / n % 2];
                *s = *s + e;
            }
            j += n;
        }
        let mut total = (sum[0] + sum[1]).sum();
        for j in j..x.len() {
            y[j] = (x[j] * self.scale - max).exp();
            total = total + y[j];
        }
        let (log, part) = (T::Lanes::splat(total.log()), T::Lanes::splat(T::ONE / total));
        let mut j = 0;
        let mut finish = |j: usize, m: usize| {
            // SAFETY: j + m is within both rows.
            unsafe {
                let e = if LOG {
                    load::<T::Lanes>(x.as_ptr().add(j), m, T::ZERO) * scale - top - log
                } else {
                    load::<T::Lanes>(y.as_ptr().add(j), m, T::ZERO) * part
                };
                store(e, y.as_mut_ptr().add(j), m);
            }
        };
        while j < x.len() {
            finish(j, n.min(x.len() - j));
            j += n;
        }
    }
}

/// The gradient from the output `y` and its gradient `dy`.
pub fn backward<T: Real>(context: &dyn Context, d: Dims, log: bool, scale: f64, y: &[T], dy: &[T], dx: &mut [T]) {
    assert!(y.len() == d.size() && dy.len() == d.size());
    let scale = T::of(scale);
    if log {
        each(context, d, &Backward::<T, true> { y, dy, scale }, dx);
    } else {
        each(context, d, &Backward::<T, false> { y, dy, scale }, dx);
    }
}

struct Backward<'a, T, const LOG: bool> {
    y: &'a [T],
    dy: &'a [T],
    scale: T,
}

impl<T: Real, const LOG: bool> Backward<'_, T, LOG> {
    // softmax: dx = (dy - sum(dy * y)) * y, of the logarithm: dx = dy - sum(dy) * exp(y)
    #[inline(always)]
    fn term<V: Vector<Scalar = T>>(y: V, dy: V) -> V {
        if LOG { dy } else { dy * y }
    }
    #[inline(always)]
    fn gradient<V: Vector<Scalar = T>>(&self, y: V, dy: V, sum: V) -> V {
        let dx = if LOG { dy - sum * y.exp() } else { (dy - sum) * y };
        dx * V::splat(self.scale)
    }
}

impl<T: Real, const LOG: bool> Along<T> for Backward<'_, T, LOG> {
    #[inline(always)]
    unsafe fn lanes<V: Vector<Scalar = T>>(&self, p: Places, at: usize, out: *mut T) {
        // SAFETY: the caller's promise.
        unsafe {
            let (y, dy, dx) = (self.y.as_ptr().add(at), self.dy.as_ptr().add(at), out.add(at));
            let mut sum = V::splat(T::ZERO);
            for k in 0..p.n {
                sum = sum + Self::term(p.get::<V>(y, k), p.get::<V>(dy, k));
            }
            for k in 0..p.n {
                p.put(self.gradient(p.get::<V>(y, k), p.get::<V>(dy, k), sum), dx, k);
            }
        }
    }

    fn row(&self, at: usize, dx: &mut [T]) {
        let (y, dy) = (&self.y[at..at + dx.len()], &self.dy[at..at + dx.len()]);
        let n = T::Lanes::N;
        let mut sum = T::Lanes::splat(T::ZERO);
        let mut j = 0;
        while j < y.len() {
            let m = n.min(y.len() - j);
            // SAFETY: j + m is within both rows.
            let (y, dy) = unsafe { (load(y.as_ptr().add(j), m, T::ZERO), load(dy.as_ptr().add(j), m, T::ZERO)) };
            sum = sum + Self::term::<T::Lanes>(y, dy);
            j += n;
        }
        let sum = T::Lanes::splat(sum.sum());
        cover::<T::Lanes>(dx.len(), |j, m| {
            // SAFETY: `cover` stays within the rows.
            unsafe {
                let (y, dy) = (load(y.as_ptr().add(j), m, T::ZERO), load(dy.as_ptr().add(j), m, T::ZERO));
                store(self.gradient::<T::Lanes>(y, dy, sum), dx.as_mut_ptr().add(j), m);
            }
        });
    }
}

/// Softmax over the first `lengths[o, i]` elements of each; the others become 0.
pub fn forward_lengths<T: Real>(d: Dims, scale: f64, x: &[T], lengths: &[i64], y: &mut [T]) {
    assert!(x.len() == d.size() && y.len() == d.size() && lengths.len() == d.outer * d.inner);
    y.fill(T::ZERO);
    let forward = Forward::<T, false> { x, scale: T::of(scale) };
    for (at, &length) in lengths.iter().enumerate() {
        let n = length.clamp(0, d.n as i64) as usize;
        if n > 0 {
            let start = at / d.inner * d.n * d.inner + at % d.inner;
            // SAFETY: the first n of one softmax's places, within the arrays; one thread.
            unsafe { forward.lanes::<T>(Places { n, step: d.inner, lane: 1 }, start, y.as_mut_ptr()) };
        }
    }
}

/// What a label makes of its softmax in `cross_entropy_backward`.
#[derive(Clone, Copy, Debug)]
pub struct Target {
    /// Wanted probability of the labelled class and of each other.
    pub on: f64,
    pub off: f64,
    /// Softmaxes of this label get no gradient.
    pub ignore: Option<i64>,
    pub scale: f64,
}

/// `dx = (y - wanted) * scale`, y being [outer, n, inner] and labels [outer, inner].
pub fn cross_entropy_backward<T: Real>(
    context: &dyn Context,
    d: Dims,
    y: &[T],
    labels: &[i64],
    target: Target,
    dx: &mut [T],
) {
    assert!(y.len() == d.size() && dx.len() == d.size() && labels.len() == d.outer * d.inner);
    let (on, off, scale) = (T::of(target.on), T::of(target.off), T::of(target.scale));
    let count = pieces(d.outer, d.n * d.inner);
    let plane = d.n * d.inner;
    let parts = Parts::new(dx);
    context.parallel(count, &|i| {
        for o in piece_of(d.outer, count, i) {
            // SAFETY: pieces take disjoint ranges of the outer axis.
            let dx = unsafe { parts.part(o * plane..(o + 1) * plane) };
            let y = &y[o * plane..(o + 1) * plane];
            dx.iter_mut().zip(y).for_each(|(dx, &y)| *dx = (y - off) * scale);
            for (j, &label) in labels[o * d.inner..(o + 1) * d.inner].iter().enumerate() {
                if target.ignore == Some(label) {
                    (0..d.n).for_each(|k| dx[k * d.inner + j] = T::ZERO);
                } else if (0..d.n as i64).contains(&label) {
                    let at = label as usize * d.inner + j;
                    dx[at] = (y[at] - on) * scale;
                }
            }
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Serial;
    use crate::kernel::testing::{Random, close};

    fn naive(d: Dims, log: bool, scale: f64, x: &[f64], dy: &[f64]) -> (Vec<f64>, Vec<f64>) {
        let (mut y, mut dx) = (vec![0.0; d.size()], vec![0.0; d.size()]);
        for at in 0..d.outer * d.inner {
            let place = |k: usize| (at / d.inner * d.n + k) * d.inner + at % d.inner;
            let max = (0..d.n).map(|k| x[place(k)] * scale).fold(f64::MIN, f64::max);
            let sum: f64 = (0..d.n).map(|k| (x[place(k)] * scale - max).exp()).sum();
            for k in 0..d.n {
                let e = x[place(k)] * scale - max;
                y[place(k)] = if log { e - sum.ln() } else { e.exp() / sum };
            }
            for k in 0..d.n {
                dx[place(k)] = (0..d.n)
                    .map(|j| {
                        let same = (j == k) as usize as f64;
                        let (yj, yk) = (y[place(j)], y[place(k)]);
                        scale * dy[place(j)] * if log { same - yk.exp() } else { yj * (same - yk) }
                    })
                    .sum();
            }
        }
        (y, dx)
    }

    fn check<T: Real>(d: Dims, r: &mut Random, tolerance: f64) {
        let narrow = |v: Vec<f64>| v.into_iter().map(T::of).collect::<Vec<T>>();
        let wide = |v: &[T]| v.iter().map(|e| e.wide()).collect::<Vec<f64>>();
        let (x, dy) = (narrow((0..d.size()).map(|_| r.uniform(-9.0, 9.0)).collect()), narrow(r.doubles(d.size())));
        let (log, scale) = (r.below(2) == 1, [1.0, -1.0, 0.4][r.below(3)]);
        let (mut y, mut dx) = (vec![T::NAN; d.size()], vec![T::NAN; d.size()]);
        forward(&Serial::default(), d, log, scale, &x, &mut y);
        let (want_y, want_dx) = naive(d, log, scale, &wide(&x), &wide(&dy));
        close(&wide(&y), &want_y, tolerance, &format!("{} {d:?} {log}", T::DTYPE));
        backward(&Serial::default(), d, log, scale, &y, &dy, &mut dx);
        close(&wide(&dx), &want_dx, tolerance, &format!("{} {d:?} {log} dx", T::DTYPE));
    }

    #[test]
    fn softmax_equals_its_definition() {
        let r = &mut Random::new(17);
        for _ in 0..200 {
            let d = Dims { outer: r.below(9) + 1, n: r.below(50) + 1, inner: [1, 1, 3, 70][r.below(4)] };
            check::<f32>(d, r, 1e-5);
            check::<f64>(d, r, 1e-12);
        }
        check::<f32>(Dims { outer: 20, n: 1003, inner: 1 }, r, 1e-5);
        check::<f32>(Dims { outer: 2000, n: 10, inner: 1 }, r, 1e-5);
        check::<f32>(Dims { outer: 2, n: 21, inner: 1000 }, r, 1e-5);
    }

    #[test]
    fn large_numbers_and_nan() {
        let context = &Serial::default();
        for n in [3, 40] {
            let mut x = vec![0.0f32; n];
            (x[0], x[1]) = (1000.0, f32::NEG_INFINITY);
            let mut y = vec![9.0; n];
            forward(context, Dims { outer: 1, n, inner: 1 }, false, 1.0, &x, &mut y);
            assert!(y[0] == 1.0 && y[1..].iter().all(|&e| e == 0.0));
            x[2] = f32::NAN;
            forward(context, Dims { outer: 1, n, inner: 1 }, false, 1.0, &x, &mut y);
            assert!(y.iter().all(|e| e.is_nan()));
        }
    }

    #[test]
    fn lengths_mask_the_end() {
        let d = Dims { outer: 2, n: 3, inner: 1 };
        let mut y = [9.0f64; 6];
        forward_lengths(d, 1.0, &[0.0, 0.0, 5.0, 1.0, 2.0, 3.0], &[2, 0], &mut y);
        assert_eq!(y, [0.5, 0.5, 0.0, 0.0, 0.0, 0.0]);
    }

    #[test]
    fn cross_entropy_takes_the_label_off() {
        let d = Dims { outer: 2, n: 2, inner: 2 };
        let y = [0.25f64, 0.5, 0.75, 0.5, 0.125, 1.0, 0.875, 0.0];
        let mut dx = [9.0; 8];
        let target = Target { on: 1.0, off: 0.0, ignore: Some(7), scale: 2.0 };
        cross_entropy_backward(&Serial::default(), d, &y, &[0, 1, 7, 0], target, &mut dx);
        assert_eq!(dx, [-1.5, 1.0, 1.5, -1.0, 0.0, 0.0, 0.0, 0.0]);
    }
}
