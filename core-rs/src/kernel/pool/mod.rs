//! Pooling over up to three axes: the geometry (which window belongs to which output, and by how
//! much an average divides) and the loops forward. One and two axes are three with ones in front.
//!
//! A row of outputs is made in two steps: the rows under the window are folded into one line, then
//! the line is folded along its own axis. Both steps run on lanes for strides 1 and 2.

mod backward;
mod places;
#[cfg(test)]
mod tests;

pub use backward::backward;
pub use places::places;

use super::slices::{Parts, Workspace, piece_of};
use super::vector::{Real, Vector, cover, load, pieces, store};
use crate::base::Context;

/// What becomes of a window.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Kind {
    Max,
    Sum,
    /// Divided by the size of the window; padding counts as part of it where `count_pad`. What lies
    /// beyond the padding (convention "full") never counts.
    Average {
        count_pad: bool,
    },
    /// The p-th root of the sum of p-th powers, p = 1, 2 or 3.
    Lp(u32),
}

/// Sizes, innermost axis last.
#[derive(Clone, Copy, Debug)]
pub struct Pool {
    /// Batch times channels.
    pub planes: usize,
    pub input: [usize; 3],
    pub output: [usize; 3],
    pub kernel: [usize; 3],
    pub stride: [usize; 3],
    pub pad: [usize; 3],
}

/// How the number of windows along an axis is rounded.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Convention {
    Valid,
    Full,
    Same,
}

/// The number of windows along one axis; None where the kernel is larger than the padded input.
pub fn windows(input: usize, kernel: usize, stride: usize, pad: usize, convention: Convention) -> Option<usize> {
    let padded = input + 2 * pad;
    let room = padded.checked_sub(kernel)?;
    Some(match convention {
        Convention::Valid => room / stride + 1,
        Convention::Full => room.div_ceil(stride) + 1,
        Convention::Same => padded.div_ceil(stride),
    })
}

/// A window along one axis: the elements it covers, and its size with padding.
#[derive(Clone, Copy)]
struct Window {
    from: usize,
    to: usize,
    padded: usize,
}

impl Pool {
    fn window(&self, axis: usize, o: usize) -> Window {
        let (n, pad) = (self.input[axis], self.pad[axis]);
        let start = o * self.stride[axis];
        let end = (start + self.kernel[axis]).min(n + 2 * pad);
        let from = start.saturating_sub(pad).min(n);
        Window { from, to: end.saturating_sub(pad).clamp(from, n), padded: end.saturating_sub(start) }
    }
    /// What a window contributes to the divisor of an average.
    fn count(&self, axis: usize, o: usize, count_pad: bool) -> usize {
        let w = self.window(axis, o);
        if count_pad { w.padded } else { w.to - w.from }
    }
    fn in_size(&self) -> usize {
        self.input.iter().product()
    }
    fn out_size(&self) -> usize {
        self.output.iter().product()
    }
    /// A depth that is not pooled is only more planes.
    fn without_depth(mut self) -> Pool {
        if self.kernel[0] == 1 && self.stride[0] == 1 && self.pad[0] == 0 {
            self.planes *= self.input[0];
            (self.input[0], self.output[0]) = (1, 1);
        }
        self
    }
    /// One window that is the whole plane.
    fn is_global(&self) -> bool {
        self.output == [1; 3] && self.pad == [0; 3] && (0..3).all(|a| self.kernel[a] >= self.input[a])
    }
    /// Windows of 2x2 that touch each other and stay within the plane.
    fn is_halving(&self) -> bool {
        self.kernel == [1, 2, 2]
            && self.stride[1..] == [2, 2]
            && self.pad == [0; 3]
            && self.input[0] == 1
            && 2 * self.output[1] <= self.input[1]
            && 2 * self.output[2] <= self.input[2]
    }
    fn check<T>(&self, x: &[T], y: &[T]) {
        assert!(x.len() == self.planes * self.in_size() && y.len() == self.planes * self.out_size());
        assert!(self.stride.iter().all(|&s| s > 0));
    }
}

/// How elements are folded together.
trait Fold<T: Real> {
    const START: T;
    fn take<V: Vector<Scalar = T>>(x: V) -> V;
    fn join<V: Vector<Scalar = T>>(acc: V, x: V) -> V;
}
struct Max;
struct Add;
struct Power<const P: u32>;

impl<T: Real> Fold<T> for Max {
    const START: T = T::LOWEST;
    #[inline(always)]
    fn take<V: Vector<Scalar = T>>(x: V) -> V {
        x
    }
    #[inline(always)]
    fn join<V: Vector<Scalar = T>>(acc: V, x: V) -> V {
        x.pmax(acc) // a NaN never wins, as in MXNet
    }
}
impl<T: Real> Fold<T> for Add {
    const START: T = T::ZERO;
    #[inline(always)]
    fn take<V: Vector<Scalar = T>>(x: V) -> V {
        x
    }
    #[inline(always)]
    fn join<V: Vector<Scalar = T>>(acc: V, x: V) -> V {
        acc + x
    }
}
impl<T: Real, const P: u32> Fold<T> for Power<P> {
    const START: T = T::ZERO;
    #[inline(always)]
    fn take<V: Vector<Scalar = T>>(x: V) -> V {
        power(x, P)
    }
    #[inline(always)]
    fn join<V: Vector<Scalar = T>>(acc: V, x: V) -> V {
        acc + x
    }
}

/// `x` to the power of 0, 1, 2 or 3.
#[inline(always)]
fn power<V: Vector>(x: V, p: u32) -> V {
    match p {
        0 => V::splat(V::Scalar::ONE),
        1 => x,
        2 => x * x,
        _ => x * x * x,
    }
}

/// Pools each plane of `x` [planes, d, h, w] into `y`.
pub fn forward<T: Real>(context: &dyn Context, pool: &Pool, kind: Kind, x: &[T], y: &mut [T]) {
    pool.check(x, y);
    let pool = pool.without_depth();
    match kind {
        Kind::Max if pool.is_halving() => max_2x2(context, &pool, x, y),
        Kind::Max => fold::<T, Max>(context, &pool, kind, x, y),
        Kind::Sum | Kind::Average { .. } => fold::<T, Add>(context, &pool, kind, x, y),
        Kind::Lp(1) => fold::<T, Power<1>>(context, &pool, kind, x, y),
        Kind::Lp(2) => fold::<T, Power<2>>(context, &pool, kind, x, y),
        Kind::Lp(_) => fold::<T, Power<3>>(context, &pool, kind, x, y),
    }
}

fn fold<T: Real, F: Fold<T>>(context: &dyn Context, pool: &Pool, kind: Kind, x: &[T], y: &mut [T]) {
    if y.is_empty() {
        return;
    }
    let [_, out_h, out_w] = pool.output;
    let rows = pool.planes * pool.output[0] * out_h;
    let size = pool.in_size();
    let global = pool.is_global();
    let cost = (out_w * pool.kernel[0].min(pool.input[0]) * pool.kernel[1].min(pool.input[1])).max(pool.input[2]);
    let count = pieces(rows, if global { size } else { cost });
    let parts = Parts::new(y);
    context.parallel(count, &|i| {
        let range = piece_of(rows, count, i);
        // SAFETY: pieces take disjoint ranges of rows.
        let y = unsafe { parts.part(range.start * out_w..range.end * out_w) };
        if global {
            for (plane, y) in range.clone().zip(y.iter_mut()) {
                *y = whole::<T, F>(&x[plane * size..][..size]);
            }
            finish_global(pool, kind, y);
            return;
        }
        let mut line = Line::<T>::new(context, pool, F::START);
        for (row, y) in range.zip(y.chunks_exact_mut(out_w)) {
            let (plane, oh) = (row / out_h, row % out_h);
            let (plane, od) = (plane / pool.output[0], plane % pool.output[0]);
            line.gather_rows::<F>(pool, &x[plane * size..][..size], od, oh);
            line.fold_along::<F>(pool, y);
            finish(pool, kind, od, oh, y, &line);
        }
    });
}

/// The fold of a whole plane.
fn whole<T: Real, F: Fold<T>>(x: &[T]) -> T {
    let n = T::Lanes::N;
    let mut acc = [T::Lanes::splat(F::START); 4];
    let blocks = x.chunks_exact(4 * n);
    let mut tail = F::START;
    for &e in blocks.remainder() {
        tail = F::join(tail, F::take(e));
    }
    for block in blocks {
        for (k, acc) in acc.iter_mut().enumerate() {
            // SAFETY: the block holds 4 * n elements.
            let e = unsafe { T::Lanes::load(block.as_ptr().add(k * n)) };
            *acc = F::join(*acc, F::take(e));
        }
    }
    let all = F::join(F::join(acc[0], acc[1]), F::join(acc[2], acc[3]));
    all.to_lanes()[..n].iter().fold(tail, |acc, &e| F::join(acc, e))
}

fn finish_global<T: Real>(pool: &Pool, kind: Kind, y: &mut [T]) {
    match kind {
        Kind::Average { .. } => {
            let count = T::of(pool.in_size() as f64);
            y.iter_mut().for_each(|y| *y = *y / count);
        }
        Kind::Lp(2) => y.iter_mut().for_each(|y| *y = y.sqrt()),
        Kind::Lp(3) => y.iter_mut().for_each(|y| *y = Real::cbrt(*y)),
        _ => {}
    }
}

/// Sums become averages, sums of powers become norms.
fn finish<T: Real>(pool: &Pool, kind: Kind, od: usize, oh: usize, y: &mut [T], line: &Line<T>) {
    match kind {
        Kind::Average { count_pad } => {
            let above = pool.count(0, od, count_pad) * pool.count(1, oh, count_pad);
            let above = T::of(above as f64);
            for (y, &across) in y.iter_mut().zip(line.counts(count_pad)) {
                let count = across * above;
                // An empty window gives 0.
                *y = if count > T::ZERO { *y / count } else { T::ZERO };
            }
        }
        Kind::Lp(2) => y.iter_mut().for_each(|y| *y = y.sqrt()),
        Kind::Lp(3) => y.iter_mut().for_each(|y| *y = Real::cbrt(*y)),
        _ => {}
    }
}

/// The line that the rows under a window are folded into: the padding, `w` elements, and room for
/// what windows and vectors reach beyond. And the widths of the windows.
struct Line<'a, T> {
    space: Workspace<'a, T>,
    len: usize,
    windows: usize,
}

impl<'a, T: Real> Line<'a, T> {
    fn new(context: &'a dyn Context, pool: &Pool, start: T) -> Self {
        let ([_, _, w], [_, _, out_w], [_, _, s]) = (pool.input, pool.output, pool.stride);
        let len = (pool.pad[2] + w).max((out_w + T::Lanes::N) * s + pool.kernel[2]) + 2 * T::Lanes::N;
        let mut space = Workspace::new(context, len + 2 * out_w);
        let (line, counts) = space.as_mut_slice().split_at_mut(len);
        line.fill(start);
        for (o, count) in counts.iter_mut().enumerate() {
            *count = T::of(pool.count(2, o % out_w, o < out_w) as f64);
        }
        Line { space, len, windows: out_w }
    }
    /// The width of each window of a row.
    fn counts(&self, count_pad: bool) -> &[T] {
        let at = self.len + if count_pad { 0 } else { self.windows };
        &self.space.as_slice()[at..at + self.windows]
    }

    /// Folds the rows under the windows of output row (od, oh).
    #[inline(always)]
    fn gather_rows<F: Fold<T>>(&mut self, pool: &Pool, plane: &[T], od: usize, oh: usize) {
        let [_, h, w] = pool.input;
        let (depth, height) = (pool.window(0, od), pool.window(1, oh));
        let line = &mut self.space.as_mut_slice()[pool.pad[2]..pool.pad[2] + w];
        cover::<T::Lanes>(w, |j, n| {
            let mut acc = T::Lanes::splat(F::START);
            for d in depth.from..depth.to {
                let rows = &plane[d * h * w..][..h * w];
                for r in height.from..height.to {
                    let row = &rows[r * w..][..w];
                    // SAFETY: `cover` keeps j + n within the row; a full vector where n is the width.
                    let e = unsafe { load(row.as_ptr().add(j), n, F::START) };
                    acc = F::join(acc, F::take(e));
                }
            }
            // SAFETY: as above, for the line of `w` elements.
            unsafe { store(acc, line.as_mut_ptr().add(j), n) };
        });
    }

    /// Folds the line along its axis into the outputs of a row.
    #[inline(always)]
    fn fold_along<F: Fold<T>>(&self, pool: &Pool, y: &mut [T]) {
        let (kw, s) = (pool.kernel[2], pool.stride[2]);
        let line = self.space.as_slice().as_ptr();
        cover::<T::Lanes>(self.windows, |j, n| {
            let mut acc = T::Lanes::splat(F::START);
            // SAFETY: the farthest read is (j + N) * s + kw + N, within the line (`new`).
            unsafe {
                let from = line.add(j * s);
                match s {
                    1 => (0..kw).for_each(|k| acc = F::join(acc, T::Lanes::load(from.add(k)))),
                    2 => {
                        for k in (0..kw).step_by(2) {
                            let (a, b) = (T::Lanes::load(from.add(k)), T::Lanes::load(from.add(k + T::Lanes::N)));
                            let (even, odd) = T::Lanes::even_odd(a, b);
                            acc = F::join(acc, even);
                            if k + 1 < kw {
                                acc = F::join(acc, odd);
                            }
                        }
                    }
                    _ => (0..kw).for_each(|k| acc = F::join(acc, T::Lanes::gather(from.add(k), s))),
                }
                store(acc, y.as_mut_ptr().add(j), n);
            }
        });
    }
}

/// Windows of 2x2, stride 2: straight from two rows.
fn max_2x2<T: Real>(context: &dyn Context, pool: &Pool, x: &[T], y: &mut [T]) {
    let ([_, h, w], [_, out_h, out_w]) = (pool.input, pool.output);
    let n = T::Lanes::N;
    let rows = pool.planes * out_h;
    let count = pieces(rows, 2 * w);
    let parts = Parts::new(y);
    context.parallel(count, &|i| {
        let range = piece_of(rows, count, i);
        // SAFETY: pieces take disjoint ranges of rows.
        let y = unsafe { parts.part(range.start * out_w..range.end * out_w) };
        for (row, y) in range.zip(y.chunks_exact_mut(out_w)) {
            let at = (row / out_h * h + row % out_h * 2) * w;
            let (upper, lower) = (&x[at..][..w], &x[at + w..][..w]);
            let lowest = T::Lanes::splat(T::LOWEST);
            let mut j = 0;
            while j + n <= out_w {
                // SAFETY: 2 * (j + n) <= 2 * out_w <= w.
                unsafe {
                    let two = |k| {
                        let (a, b) = (upper.as_ptr().add(2 * j + k), lower.as_ptr().add(2 * j + k));
                        T::Lanes::load(b).pmax(T::Lanes::load(a).pmax(lowest))
                    };
                    let (even, odd) = T::Lanes::even_odd(two(0), two(n));
                    odd.pmax(even).store(y.as_mut_ptr().add(j));
                }
                j += n;
            }
            for j in j..out_w {
                let max = |m: T, e: T| e.pmax(m);
                y[j] =
                    [upper[2 * j], upper[2 * j + 1], lower[2 * j], lower[2 * j + 1]].into_iter().fold(T::LOWEST, max);
            }
        }
    });
}
