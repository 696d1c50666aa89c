//! Fourier transforms of any length in O(n log n): Stockham's form with mixed radices, and
//! Bluestein's convolution where a prime factor is large. Computed in f64, whatever is stored.

use crate::base::Context;
use crate::kernel::gemm::Real;
use crate::kernel::slices::{Parts, Workspace, piece_of};

/// Prime factors up to this are a stage of their own.
const LARGEST: usize = 13;

/// What a transform does: `n` points, of which the first `min(length, n)` are read (the rest are 0)
/// and `keep` are written (zeros beyond n); each is multiplied by `scale`.
#[derive(Clone, Copy)]
pub struct Transform {
    pub n: usize,
    pub keep: usize,
    pub inverse: bool,
    pub scale: f64,
}

/// Factors and tables for one length.
struct Plan<'a> {
    n: usize,
    radices: [u8; 64],
    stages: usize,
    /// exp(-2 pi i k / n): cosines, then sines.
    turns: Workspace<'a, f64>,
}

impl<'a> Plan<'a> {
    /// None where a prime factor is too large.
    fn new(context: &'a dyn Context, n: usize) -> Option<Plan<'a>> {
        let (mut radices, mut stages, mut rest) = ([0; 64], 0, n);
        for radix in [4, 2, 3, 5, 7, 11, LARGEST] {
            while rest.is_multiple_of(radix) {
                radices[stages] = radix as u8;
                stages += 1;
                rest /= radix;
            }
        }
        if rest != 1 {
            return None;
        }
        let mut turns = Workspace::<f64>::new(context, 2 * n);
        let (cos, sin) = turns.as_mut_slice().split_at_mut(n);
        for k in 0..n {
            (cos[k], sin[k]) = turn(k, n);
        }
        Some(Plan { n, radices, stages, turns })
    }

    /// Transforms `x` (real parts, then imaginary ones) with a second array of the same size as scratch.
    fn run(&self, x: &mut [f64], scratch: &mut [f64]) {
        let n = self.n;
        let (cos, sin) = self.turns.as_slice().split_at(n);
        let (mut from, mut to) = (&mut *x, &mut *scratch);
        let (mut size, mut s) = (n, 1);
        for &radix in &self.radices[..self.stages] {
            let radix = radix as usize;
            let m = size / radix;
            let (re, im) = from.split_at(n);
            let (out_re, out_im) = to.split_at_mut(n);
            for p in 0..m {
                match radix {
                    2 => radix2((re, im), (out_re, out_im), p, m, s, |k| (cos[k], sin[k])),
                    4 => radix4((re, im), (out_re, out_im), p, m, s, |k| (cos[k], sin[k])),
                    _ => {
                        for j in 0..radix {
                            let (c, d) = (cos[p * j * s], sin[p * j * s]);
                            for q in 0..s {
                                let (mut a, mut b) = (0.0, 0.0);
                                for k in 0..radix {
                                    let (x, y) = (re[q + s * (p + m * k)], im[q + s * (p + m * k)]);
                                    let at = (j * k % radix) * (n / radix);
                                    a += x * cos[at] - y * sin[at];
                                    b += x * sin[at] + y * cos[at];
                                }
                                let place = q + s * (radix * p + j);
                                out_re[place] = a * c - b * d;
                                out_im[place] = a * d + b * c;
                            }
                        }
                    }
                }
            }
            std::mem::swap(&mut from, &mut to);
            (size, s) = (m, s * radix);
        }
        if self.stages % 2 == 1 {
            to.copy_from_slice(from);
        }
    }
}

/// exp(-2 pi i k / n), of an angle below an eighth of a turn, so that symmetric ones are equal to the last bit.
fn turn(k: usize, n: usize) -> (f64, f64) {
    let eighth = 8 * k / n.max(1);
    let angle = |k: usize| k as f64 / n as f64 * std::f64::consts::TAU;
    let (cos, sin) = match eighth {
        0 => (angle(k).cos(), angle(k).sin()),
        1 | 2 => {
            // k - n / 4, in quarters of steps.
            let a = (4 * k) as f64 - n as f64;
            let a = a / (4 * n) as f64 * std::f64::consts::TAU;
            (-a.sin(), a.cos())
        }
        3 | 4 => {
            let a = (2 * k) as f64 - n as f64;
            let a = a / (2 * n) as f64 * std::f64::consts::TAU;
            (-a.cos(), -a.sin())
        }
        5 | 6 => {
            let a = (4 * k) as f64 - 3.0 * n as f64;
            let a = a / (4 * n) as f64 * std::f64::consts::TAU;
            (a.sin(), -a.cos())
        }
        _ => (angle(n - k).cos(), -angle(n - k).sin()),
    };
    (cos, -sin)
}

#[inline]
fn radix2(
    (re, im): (&[f64], &[f64]),
    (out_re, out_im): (&mut [f64], &mut [f64]),
    p: usize,
    m: usize,
    s: usize,
    turns: impl Fn(usize) -> (f64, f64),
) {
    let (c, d) = turns(p * s);
    let part = |k: usize| s * (p + m * k)..s * (p + m * k) + s;
    let (a, b, x, y) = (&re[part(0)], &im[part(0)], &re[part(1)], &im[part(1)]);
    let (first, second) = out_re[2 * p * s..2 * (p + 1) * s].split_at_mut(s);
    let (first_im, second_im) = out_im[2 * p * s..2 * (p + 1) * s].split_at_mut(s);
    for q in 0..s {
        (first[q], first_im[q]) = (a[q] + x[q], b[q] + y[q]);
        let (u, v) = (a[q] - x[q], b[q] - y[q]);
        (second[q], second_im[q]) = (u * c - v * d, u * d + v * c);
    }
}

#[inline]
fn radix4(
    (re, im): (&[f64], &[f64]),
    (out_re, out_im): (&mut [f64], &mut [f64]),
    p: usize,
    m: usize,
    s: usize,
    turns: impl Fn(usize) -> (f64, f64),
) {
    let ((c1, d1), (c2, d2), (c3, d3)) = (turns(p * s), turns(2 * p * s), turns(3 * p * s));
    let part = |k: usize| s * (p + m * k)..s * (p + m * k) + s;
    let (ar, br, cr, dr) = (&re[part(0)], &re[part(1)], &re[part(2)], &re[part(3)]);
    let (ai, bi, ci, di) = (&im[part(0)], &im[part(1)], &im[part(2)], &im[part(3)]);
    let out = 4 * p * s..4 * (p + 1) * s;
    let (r01, r23) = out_re[out.clone()].split_at_mut(2 * s);
    let (i01, i23) = out_im[out].split_at_mut(2 * s);
    let ((r0, r1), (r2, r3)) = (r01.split_at_mut(s), r23.split_at_mut(s));
    let ((i0, i1), (i2, i3)) = (i01.split_at_mut(s), i23.split_at_mut(s));
    for q in 0..s {
        let (er, ei) = (ar[q] + cr[q], ai[q] + ci[q]);
        let (fr, fi) = (ar[q] - cr[q], ai[q] - ci[q]);
        let (gr, gi) = (br[q] + dr[q], bi[q] + di[q]);
        // (b - d) times -i.
        let (hr, hi) = (bi[q] - di[q], dr[q] - br[q]);
        (r0[q], i0[q]) = (er + gr, ei + gi);
        let (u, v) = (fr + hr, fi + hi);
        (r1[q], i1[q]) = (u * c1 - v * d1, u * d1 + v * c1);
        let (u, v) = (er - gr, ei - gi);
        (r2[q], i2[q]) = (u * c2 - v * d2, u * d2 + v * c2);
        let (u, v) = (fr - hr, fi - hi);
        (r3[q], i3[q]) = (u * c3 - v * d3, u * d3 + v * c3);
    }
}

/// Bluestein: the transform as a convolution with a chirp, by transforms of a power of two.
struct Chirp<'a> {
    plan: Plan<'a>,
    /// exp(-pi i k² / n), k below n; then the transform of its conjugate, laid around.
    table: Workspace<'a, f64>,
}

impl<'a> Chirp<'a> {
    fn new(context: &'a dyn Context, n: usize) -> Option<Chirp<'a>> {
        let m = (2 * n - 1).next_power_of_two();
        let plan = Plan::new(context, m)?;
        let mut table = Workspace::<f64>::new(context, 2 * n + 2 * m);
        let (chirp, kernel) = table.as_mut_slice().split_at_mut(2 * n);
        kernel.fill(0.0);
        for k in 0..n {
            let square = (k as u64 * k as u64 % (2 * n as u64)) as usize;
            let (c, d) = turn(square, 2 * n);
            (chirp[k], chirp[n + k]) = (c, d);
            for place in [k, (m - k) % m] {
                (kernel[place], kernel[m + place]) = (c, -d);
            }
        }
        let mut scratch = Workspace::<f64>::new(context, 2 * m);
        plan.run(kernel, scratch.as_mut_slice());
        Some(Chirp { plan, table })
    }

    /// Of `x` [2 n]; `work` has 4 m elements.
    fn run(&self, x: &mut [f64], work: &mut [f64]) {
        let (n, m) = (x.len() / 2, self.plan.n);
        let (chirp, kernel) = self.table.as_slice().split_at(2 * n);
        let (a, scratch) = work.split_at_mut(2 * m);
        a.fill(0.0);
        for k in 0..n {
            let (c, d) = (chirp[k], chirp[n + k]);
            a[k] = x[k] * c - x[n + k] * d;
            a[m + k] = x[k] * d + x[n + k] * c;
        }
        self.plan.run(a, scratch);
        // Multiplied and conjugated: the inverse transform is the conjugate of the transform of the conjugate.
        for k in 0..m {
            let (u, v, c, d) = (a[k], a[m + k], kernel[k], kernel[m + k]);
            (a[k], a[m + k]) = (u * c - v * d, -(u * d + v * c));
        }
        self.plan.run(a, scratch);
        let scale = 1.0 / m as f64;
        for k in 0..n {
            let (u, v, c, d) = (a[k] * scale, -a[m + k] * scale, chirp[k], chirp[n + k]);
            (x[k], x[n + k]) = (u * c - v * d, u * d + v * c);
        }
    }
}

/// Transforms the rows of [rows, length] (no `im`: real ones) into [rows, keep].
pub fn transform<T: Real>(
    context: &dyn Context,
    how: Transform,
    (re, im): (&[T], Option<&[T]>),
    length: usize,
    (out_re, out_im): (&mut [T], &mut [T]),
) {
    let Transform { n, keep, inverse, scale } = how;
    if keep == 0 || out_re.is_empty() || n == 0 {
        return;
    }
    let rows = out_re.len() / keep;
    let plan = Plan::new(context, n);
    let chirp = if plan.is_some() { None } else { Chirp::new(context, n) };
    let scratch = chirp.as_ref().map_or(2 * n, |c| 4 * c.plan.n);
    let work = (scratch as u64) * (usize::BITS - scratch.leading_zeros()) as u64;
    let pieces = (rows as u64 * work).div_ceil(1 << 17).clamp(1, rows as u64) as usize;
    let (out_re, out_im) = (Parts::new(out_re), Parts::new(out_im));
    context.parallel(pieces, &|piece| {
        let mut space = Workspace::<f64>::new(context, 2 * n + scratch);
        let (x, scratch) = space.as_mut_slice().split_at_mut(2 * n);
        let used = length.min(n);
        for row in piece_of(rows, pieces, piece) {
            x.fill(0.0);
            // The inverse is the transform with real and imaginary parts exchanged, before and after.
            let (first, second) = x.split_at_mut(n);
            let (a, b) = if inverse { (second, first) } else { (first, second) };
            let at = row * length..row * length + used;
            a.iter_mut().zip(&re[at.clone()]).for_each(|(a, x)| *a = x.to_f64());
            if let Some(im) = im {
                b.iter_mut().zip(&im[at]).for_each(|(b, x)| *b = x.to_f64());
            }
            match (&plan, &chirp) {
                (Some(plan), _) => plan.run(x, scratch),
                (_, Some(chirp)) => chirp.run(x, scratch),
                _ => {}
            }
            let (first, second) = x.split_at(n);
            let (a, b) = if inverse { (second, first) } else { (first, second) };
            // SAFETY: row `row` belongs to this piece alone.
            let (to_re, to_im) =
                unsafe { (out_re.part(row * keep..(row + 1) * keep), out_im.part(row * keep..(row + 1) * keep)) };
            for (to, from) in [(to_re, a), (to_im, b)] {
                let all = from.iter().copied().chain(std::iter::repeat(0.0));
                to.iter_mut().zip(all).for_each(|(to, x)| *to = T::from_f64(x * scale));
            }
        }
    });
}

/// The first `keep` of each row of `length`, all but number 0 and n / 2 doubled; zeros beyond the half of n.
pub fn weights<T: Real>(x: &[T], length: usize, n: usize, keep: usize, out: &mut [T]) {
    let used = length.min(keep).min(n / 2 + 1);
    out.fill(T::ZERO);
    for (from, to) in x.chunks_exact(length.max(1)).zip(out.chunks_exact_mut(keep.max(1))) {
        for j in 0..used {
            to[j] = if j == 0 || 2 * j == n { from[j] } else { from[j] + from[j] };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Serial;
    use crate::kernel::testing::{Random, close};

    #[test]
    fn every_length_is_the_sum_that_defines_it() {
        let context = &Serial::default();
        let mut random = Random::new(3);
        for n in (1..=70).chain([97, 128, 169, 221, 243, 256, 289, 1009]) {
            let (re, im) = (random.doubles(n), random.doubles(n));
            for inverse in [false, true] {
                let how = Transform { n, keep: n, inverse, scale: 1.0 };
                let (mut a, mut b) = (vec![0.0; n], vec![0.0; n]);
                transform(context, how, (&re, Some(&im)), n, (&mut a, &mut b));
                let (mut c, mut d) = (vec![0.0; n], vec![0.0; n]);
                for k in 0..n {
                    for j in 0..n {
                        let angle = (j * k % n) as f64 / n as f64 * std::f64::consts::TAU;
                        let (cos, sin) = (angle.cos(), if inverse { angle.sin() } else { -angle.sin() });
                        c[k] += re[j] * cos - im[j] * sin;
                        d[k] += re[j] * sin + im[j] * cos;
                    }
                }
                close(&a, &c, 1e-11, "real parts");
                close(&b, &d, 1e-11, "imaginary parts");
            }
        }
    }
}
