//! Gradients of pooling. No index is stored: the winner of a maximum is found again by comparing
//! inputs with the output, and the first one in row-major order takes the gradient.
//!
//! With stride s, column c of a padded row goes to phase c % s at place c / s; then the columns that
//! consecutive windows see at the same place of the kernel lie side by side, for any stride.

use super::{Kind, Pool, power};
use crate::base::Context;
use crate::kernel::slices::{Parts, Workspace, piece_of};
use crate::kernel::vector::{Real, Vector, load, pieces};

/// The gradient `dx` of `x`, from `x`, the output `y` and its gradient `dy`. Sums and averages read
/// neither `x` nor `y`.
pub fn backward<T: Real>(context: &dyn Context, pool: &Pool, kind: Kind, x: &[T], y: &[T], dy: &[T], dx: &mut [T]) {
    pool.check(dx, dy);
    let pool = &pool.without_depth();
    let (size, out_size) = (pool.in_size(), pool.out_size());
    if dx.is_empty() {
        return;
    }
    if matches!(kind, Kind::Max | Kind::Lp(_)) {
        assert!(x.len() == dx.len() && y.len() == dy.len());
    }
    let window: usize = (0..3).map(|a| pool.kernel[a].min(pool.input[a])).product();
    let count = pieces(pool.planes, size.max(out_size * window));
    let parts = Parts::new(dx);
    context.parallel(count, &|i| {
        let range = piece_of(pool.planes, count, i);
        // SAFETY: pieces take disjoint ranges of planes.
        let dx = unsafe { parts.part(range.start * size..range.end * size) };
        let mut scratch = match kind {
            Kind::Max if pool.is_halving() || pool.is_global() => None,
            Kind::Max => Some(Phases::new(context, pool, 2 * pool.input[0] * pool.input[1])),
            _ => Some(Phases::new(context, pool, 1)),
        };
        for (plane, dx) in range.zip(dx.chunks_exact_mut(size)) {
            let dy = &dy[plane * out_size..][..out_size];
            let inputs = || (&x[plane * size..][..size], &y[plane * out_size..][..out_size]);
            match (kind, &mut scratch) {
                (Kind::Max, None) if pool.is_halving() => max_2x2(pool, inputs(), dy, dx),
                (Kind::Max, None) => {
                    dx.fill(T::ZERO);
                    let (x, y) = inputs();
                    if let Some(first) = x.iter().position(|&e| e == y[0]) {
                        dx[first] = dy[0];
                    }
                }
                (Kind::Max, Some(phases)) => phases.max(pool, inputs(), dy, dx),
                (Kind::Lp(p), Some(phases)) => {
                    let (x, y) = inputs();
                    phases.sum(pool, |_, _, j| root_scale(dy[j], y[j], p), dx);
                    for (dx, &x) in dx.iter_mut().zip(x) {
                        *dx = *dx * power(x, p - 1);
                    }
                }
                (Kind::Average { count_pad }, Some(phases)) => {
                    let [_, out_h, out_w] = pool.output;
                    let above =
                        |row: usize| pool.count(0, row / out_h, count_pad) * pool.count(1, row % out_h, count_pad);
                    let across = |o| pool.count(2, o, count_pad);
                    phases.sum(
                        pool,
                        |row, o, j| {
                            debug_assert_eq!(j, row * out_w + o);
                            let count = above(row) * across(o);
                            if count == 0 { T::ZERO } else { dy[j] / T::of(count as f64) }
                        },
                        dx,
                    );
                }
                (_, Some(phases)) => phases.sum(pool, |_, _, j| dy[j], dx),
                (_, None) => unreachable!("only a maximum needs no scratch"),
            }
        }
    });
}

/// The part of an Lp gradient that belongs to the window.
fn root_scale<T: Real>(dy: T, y: T, p: u32) -> T {
    // A window of zeros has no slope; MXNet's quotient is NaN there.
    if y == T::ZERO && p > 1 { T::ZERO } else { dy / power(y, p - 1) }
}

/// Rows split into phases.
struct Phases<'a, T> {
    space: Workspace<'a, T>,
    /// Elements of one phase of a row.
    len: usize,
    /// Elements of a row.
    row: usize,
}

impl<'a, T: Real> Phases<'a, T> {
    fn new(context: &'a dyn Context, pool: &Pool, rows: usize) -> Self {
        let (w, out_w, k, s, pad) = (pool.input[2], pool.output[2], pool.kernel[2], pool.stride[2], pool.pad[2]);
        let len = (out_w + k / s + 1).max((pad + w).div_ceil(s) + 1) + T::Lanes::N;
        let line = if rows == 1 { w + out_w } else { 0 };
        Phases { space: Workspace::new(context, rows * s * len + line), len, row: s * len }
    }

    /// The gradient of a maximum.
    fn max(&mut self, pool: &Pool, (x, y): (&[T], &[T]), dy: &[T], dx: &mut [T]) {
        let ([_, h, w], [_, out_h, out_w]) = (pool.input, pool.output);
        let ([_, _, kw], [_, _, s], [_, _, pad]) = (pool.kernel, pool.stride, pool.pad);
        let (len, row) = (self.len, self.row);
        let rows = pool.input[0] * h;
        let (xs, gs) = self.space.as_mut_slice().split_at_mut(rows * row);
        // Nothing equals the padding.
        xs.fill(T::NAN);
        gs.fill(T::ZERO);
        for (r, line) in x.chunks_exact(w).enumerate() {
            split(line, &mut xs[r * row..][..row], len, s, pad);
        }
        let n = T::Lanes::N;
        for o in 0..pool.output[0] * out_h {
            let (depth, height) = (pool.window(0, o / out_h), pool.window(1, o % out_h));
            let mut j = 0;
            while j < out_w {
                let m = n.min(out_w - j);
                let at = o * out_w + j;
                // SAFETY: m outputs remain in the row.
                let (y, mut rest): (T::Lanes, T::Lanes) =
                    unsafe { (load(y.as_ptr().add(at), m, T::NAN), load(dy.as_ptr().add(at), m, T::ZERO)) };
                for d in depth.from..depth.to {
                    for r in d * h + height.from..d * h + height.to {
                        for k in 0..kw {
                            let at = r * row + k % s * len + k / s + j;
                            debug_assert!(at + n <= xs.len());
                            // SAFETY: j + k / s + n is below the length of a phase (`new`).
                            unsafe {
                                let e = T::Lanes::load(xs.as_ptr().add(at));
                                let (won, left) = rest.split_eq(e, y);
                                let g = gs.as_mut_ptr().add(at);
                                (T::Lanes::load(g) + won).store(g);
                                rest = left;
                            }
                        }
                    }
                }
                j += n;
            }
        }
        for (r, line) in dx.chunks_exact_mut(w).enumerate() {
            join(&gs[r * row..][..row], line, len, s, pad);
        }
    }

    /// The gradient of a sum, where `g(row, o, index)` is what each element of a window gets.
    fn sum(&mut self, pool: &Pool, g: impl Fn(usize, usize, usize) -> T, dx: &mut [T]) {
        let ([_, h, w], [_, out_h, out_w]) = (pool.input, pool.output);
        let ([_, _, kw], [_, _, s], [_, _, pad]) = (pool.kernel, pool.stride, pool.pad);
        let (len, n) = (self.len, T::Lanes::N);
        let (phases, rest) = self.space.as_mut_slice().split_at_mut(self.row);
        let (line, heads) = rest.split_at_mut(w);
        dx.fill(T::ZERO);
        for o in 0..pool.output[0] * out_h {
            let (depth, height) = (pool.window(0, o / out_h), pool.window(1, o % out_h));
            for (j, head) in heads.iter_mut().enumerate() {
                *head = g(o, j, o * out_w + j);
            }
            phases.fill(T::ZERO);
            let mut j = 0;
            while j < out_w {
                let m = n.min(out_w - j);
                // SAFETY: m heads remain; the phases reach far enough (`new`).
                unsafe {
                    let head: T::Lanes = load(heads.as_ptr().add(j), m, T::ZERO);
                    for k in 0..kw.min(len * s) {
                        let at = phases.as_mut_ptr().add(k % s * len + k / s + j);
                        (T::Lanes::load(at) + head).store(at);
                    }
                }
                j += n;
            }
            join(phases, line, len, s, pad);
            for d in depth.from..depth.to {
                for r in d * h + height.from..d * h + height.to {
                    add(&mut dx[r * w..][..w], line);
                }
            }
        }
    }
}

/// `to += from`.
fn add<T: Real>(to: &mut [T], from: &[T]) {
    for (to, &from) in to.iter_mut().zip(from) {
        *to = *to + from;
    }
}

/// Columns of a row to their phases.
fn split<T: Real>(line: &[T], phases: &mut [T], len: usize, s: usize, pad: usize) {
    if s == 1 {
        phases[pad..pad + line.len()].copy_from_slice(line);
        return;
    }
    let (n, mut c) = (T::Lanes::N, 0);
    if s == 2 {
        if pad % 2 == 1 && !line.is_empty() {
            phases[len + pad / 2] = line[0];
            c = 1;
        }
        while c + 2 * n <= line.len() {
            let at = (c + pad) / 2;
            // SAFETY: 2n columns remain, and (pad + w) / 2 + n is within a phase.
            unsafe {
                let (a, b) = (T::Lanes::load(line.as_ptr().add(c)), T::Lanes::load(line.as_ptr().add(c + n)));
                let (even, odd) = T::Lanes::even_odd(a, b);
                even.store(phases.as_mut_ptr().add(at));
                odd.store(phases.as_mut_ptr().add(len + at));
            }
            c += 2 * n;
        }
    }
    for c in c..line.len() {
        phases[(c + pad) % s * len + (c + pad) / s] = line[c];
    }
}

/// Undoes `split`.
fn join<T: Real>(phases: &[T], line: &mut [T], len: usize, s: usize, pad: usize) {
    if s == 1 {
        line.copy_from_slice(&phases[pad..pad + line.len()]);
        return;
    }
    let (n, mut c) = (T::Lanes::N, 0);
    if s == 2 {
        if pad % 2 == 1 && !line.is_empty() {
            line[0] = phases[len + pad / 2];
            c = 1;
        }
        while c + 2 * n <= line.len() {
            let at = (c + pad) / 2;
            // SAFETY: as in `split`.
            unsafe {
                let even = T::Lanes::load(phases.as_ptr().add(at));
                let odd = T::Lanes::load(phases.as_ptr().add(len + at));
                let (a, b) = T::Lanes::interleave(even, odd);
                a.store(line.as_mut_ptr().add(c));
                b.store(line.as_mut_ptr().add(c + n));
            }
            c += 2 * n;
        }
    }
    for c in c..line.len() {
        line[c] = phases[(c + pad) % s * len + (c + pad) / s];
    }
}

/// Windows of 2x2, stride 2: each input belongs to one window at most.
fn max_2x2<T: Real>(pool: &Pool, (x, y): (&[T], &[T]), dy: &[T], dx: &mut [T]) {
    let ([_, h, w], [_, out_h, out_w]) = (pool.input, pool.output);
    let n = T::Lanes::N;
    if 2 * out_h < h || 2 * out_w < w {
        dx.fill(T::ZERO);
    }
    for o in 0..out_h {
        let at = 2 * o * w;
        let (a, b) = (&x[at..][..w], &x[at + w..][..w]);
        let (da, db) = dx[at..at + 2 * w].split_at_mut(w);
        let (y, dy) = (&y[o * out_w..][..out_w], &dy[o * out_w..][..out_w]);
        let mut j = 0;
        while j + n <= out_w {
            // SAFETY: 2 * (j + n) <= w.
            unsafe {
                let columns = |row: &[T]| {
                    let p = row.as_ptr().add(2 * j);
                    T::Lanes::even_odd(T::Lanes::load(p), T::Lanes::load(p.add(n)))
                };
                let put = |row: &mut [T], even, odd| {
                    let p = row.as_mut_ptr().add(2 * j);
                    let (first, second) = T::Lanes::interleave(even, odd);
                    first.store(p);
                    second.store(p.add(n));
                };
                let ((a0, a1), (b0, b1)) = (columns(a), columns(b));
                let m = T::Lanes::load(y.as_ptr().add(j));
                let (g0, rest) = T::Lanes::load(dy.as_ptr().add(j)).split_eq(a0, m);
                let (g1, rest) = rest.split_eq(a1, m);
                let (g2, rest) = rest.split_eq(b0, m);
                let (g3, _) = rest.split_eq(b1, m);
                put(da, g0, g1);
                put(db, g2, g3);
            }
            j += n;
        }
        for j in j..out_w {
            let (m, g) = (y[j], dy[j]);
            let (g0, rest) = g.split_eq(a[2 * j], m);
            let (g1, rest) = rest.split_eq(a[2 * j + 1], m);
            let (g2, rest) = rest.split_eq(b[2 * j], m);
            let (g3, _) = rest.split_eq(b[2 * j + 1], m);
            (da[2 * j], da[2 * j + 1], db[2 * j], db[2 * j + 1]) = (g0, g1, g2, g3);
        }
    }
}
