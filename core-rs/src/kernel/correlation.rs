//! Correlation of the patches of two images with each other, at displacements of a square, and its
//! gradients.

use super::slices::{Parts, Workspace, piece_of};
use super::vector::{Real, pieces};
use crate::base::Context;

#[derive(Clone, Copy, Debug)]
pub struct Correlation {
    pub n: usize,
    pub c: usize,
    pub h: usize,
    pub w: usize,
    /// Of the output; `out_c` is the number of displacements.
    pub out_c: usize,
    pub out_h: usize,
    pub out_w: usize,
    pub kernel: usize,
    pub displacement: usize,
    pub stride1: usize,
    pub stride2: usize,
    pub pad: usize,
    /// Products; else absolute differences.
    pub multiply: bool,
}

impl Correlation {
    fn rows(&self) -> usize {
        self.h + 2 * self.pad
    }
    fn row(&self) -> usize {
        self.w + 2 * self.pad
    }
    fn elements(&self) -> f64 {
        (self.kernel * self.kernel * self.c) as f64
    }

    /// Zeros around each plane.
    fn padded<'a, T: Real>(&self, context: &'a dyn Context, x: &[T]) -> Workspace<'a, T> {
        let (rows, row) = (self.rows(), self.row());
        let mut copy = Workspace::<T>::new(context, self.n * self.c * rows * row);
        let to = copy.as_mut_slice();
        to.fill(T::ZERO);
        for (i, line) in x.chunks_exact(self.w.max(1)).enumerate() {
            let at = (i / self.h * rows + i % self.h + self.pad) * row + self.pad;
            to[at..at + self.w].copy_from_slice(line);
        }
        copy
    }

    /// Calls `f` for each displacement, output row and tap with the starts of the rows that meet: in
    /// a plane of the first image, in one of the second, and in the output of an image.
    fn meetings(&self, channels: std::ops::Range<usize>, mut f: impl FnMut(usize, usize, usize)) {
        let radius = self.displacement / self.stride2;
        let width = 2 * radius + 1;
        let row = self.row();
        for q in channels {
            // Displacements start at -radius, and displacement - radius * stride2 is not negative.
            let start = self.displacement - radius * self.stride2;
            let (right, down) = (start + q % width * self.stride2, start + q / width * self.stride2);
            for i in 0..self.out_h {
                for tap in 0..self.kernel * self.kernel {
                    let (r, s) = (tap / self.kernel, tap % self.kernel);
                    let y = i * self.stride1 + r;
                    f(
                        (y + self.displacement) * row + self.displacement + s,
                        (y + down) * row + right + s,
                        (q * self.out_h + i) * self.out_w,
                    );
                }
            }
        }
    }
}

pub fn forward<T: Real>(context: &dyn Context, p: &Correlation, a: &[T], b: &[T], y: &mut [T]) {
    let (a, b) = (p.padded(context, a), p.padded(context, b));
    let (a, b) = (a.as_slice(), b.as_slice());
    let (plane, block) = (p.rows() * p.row(), p.out_h * p.out_w);
    let all = p.n * p.out_c;
    let count = pieces(all, block * p.c * p.kernel * p.kernel);
    let parts = Parts::new(y);
    context.parallel(count, &|piece| {
        for i in piece_of(all, count, piece) {
            // SAFETY: each plane of the output belongs to one piece.
            let y = unsafe { parts.part(i * block..(i + 1) * block) };
            let (image, q) = (i / p.out_c, i % p.out_c);
            y.fill(T::ZERO);
            for c in 0..p.c {
                let from = (image * p.c + c) * plane;
                let (a, b) = (&a[from..from + plane], &b[from..from + plane]);
                p.meetings(q..q + 1, |at_a, at_b, to| {
                    let y = &mut y[to - q * block..][..p.out_w];
                    let (a, b) = (a[at_a..].iter().step_by(p.stride1), b[at_b..].iter().step_by(p.stride1));
                    for ((y, &a), &b) in y.iter_mut().zip(a).zip(b) {
                        *y = *y + if p.multiply { a * b } else { (a - b).abs() };
                    }
                });
            }
            let count = T::of(p.elements());
            y.iter_mut().for_each(|y| *y = *y / count);
        }
    });
}

/// The gradient by the first image, or by the second.
pub fn backward<T: Real>(
    context: &dyn Context,
    p: &Correlation,
    second: bool,
    a: &[T],
    b: &[T],
    dy: &[T],
    dx: &mut [T],
) {
    let (a, b) = (p.padded(context, a), p.padded(context, b));
    let (a, b) = (a.as_slice(), b.as_slice());
    let (plane, size, block) = (p.rows() * p.row(), p.h * p.w, p.out_c * p.out_h * p.out_w);
    let all = p.n * p.c;
    let count = pieces(all, block * p.kernel * p.kernel);
    let parts = Parts::new(dx);
    context.parallel(count, &|piece| {
        let mut sums = Workspace::<T>::new(context, plane);
        let sums = sums.as_mut_slice();
        for i in piece_of(all, count, piece) {
            // SAFETY: each plane belongs to one piece.
            let dx = unsafe { parts.part(i * size..(i + 1) * size) };
            let (a, b) = (&a[i * plane..][..plane], &b[i * plane..][..plane]);
            let dy = &dy[i / p.c * block..][..block];
            sums.fill(T::ZERO);
            p.meetings(0..p.out_c, |at_a, at_b, from| {
                let step = p.stride1;
                for (j, &head) in dy[from..from + p.out_w].iter().enumerate() {
                    let (a, b) = (a[at_a + j * step], b[at_b + j * step]);
                    // A tie counts as the first being larger, as in MXNet.
                    let slope = match (p.multiply, second) {
                        (true, false) => b,
                        (true, true) => a,
                        (false, false) => {
                            if a >= b {
                                T::ONE
                            } else {
                                -T::ONE
                            }
                        }
                        (false, true) => {
                            if a >= b {
                                -T::ONE
                            } else {
                                T::ONE
                            }
                        }
                    };
                    let to = &mut sums[if second { at_b } else { at_a } + j * step];
                    *to = *to + head * slope;
                }
            });
            let count = T::of(p.elements());
            for (y, line) in dx.chunks_exact_mut(p.w).enumerate() {
                let from = &sums[(y + p.pad) * p.row() + p.pad..];
                line.iter_mut().zip(from).for_each(|(to, &v)| *to = v / count);
            }
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Serial;
    use crate::kernel::testing::{Random, close};

    #[test]
    fn correlation_equals_plain_loops() {
        let mut r = Random::new(3);
        for round in 0..20 {
            let mut p = Correlation {
                n: 2,
                c: r.below(3) + 1,
                h: r.below(3) + 5,
                w: r.below(3) + 5,
                out_c: 0,
                out_h: 0,
                out_w: 0,
                kernel: [1, 3][r.below(2)],
                displacement: r.below(3),
                stride1: r.below(2) + 1,
                stride2: r.below(2) + 1,
                pad: r.below(3) + 2,
                multiply: round % 2 == 0,
            };
            let border = 2 * p.displacement + p.kernel - 1;
            let radius = p.displacement / p.stride2;
            p.out_c = (2 * radius + 1).pow(2);
            (p.out_h, p.out_w) = ((p.rows() - border).div_ceil(p.stride1), (p.row() - border).div_ceil(p.stride1));
            let size = p.n * p.c * p.h * p.w;
            let (a, b) = (r.doubles(size), r.doubles(size));
            let at = |x: &[f64], plane: usize, y: usize, column: usize| {
                let (y, column) = (y.wrapping_sub(p.pad), column.wrapping_sub(p.pad));
                if y < p.h && column < p.w { x[(plane * p.h + y) * p.w + column] } else { 0.0 }
            };
            let mut want = vec![0.0; p.n * p.out_c * p.out_h * p.out_w];
            for (i, want) in want.iter_mut().enumerate() {
                let (image, q) = (i / (p.out_c * p.out_h * p.out_w), i / (p.out_h * p.out_w) % p.out_c);
                let (y, x) = (i / p.out_w % p.out_h * p.stride1, i % p.out_w * p.stride1);
                let shift = |q: usize| p.displacement + q * p.stride2 - radius * p.stride2;
                let (down, right) = (shift(q / (2 * radius + 1)), shift(q % (2 * radius + 1)));
                for k in 0..p.c * p.kernel * p.kernel {
                    let plane = image * p.c + k / (p.kernel * p.kernel);
                    let (dy, dx) = (k / p.kernel % p.kernel, k % p.kernel);
                    let u = at(&a, plane, y + dy + p.displacement, x + dx + p.displacement);
                    let v = at(&b, plane, y + dy + down, x + dx + right);
                    *want += if p.multiply { u * v } else { (u - v).abs() } / p.elements();
                }
            }
            let mut got = vec![f64::NAN; want.len()];
            forward(&Serial::default(), &p, &a, &b, &mut got);
            close(&got, &want, 1e-12, &format!("{p:?}"));
        }
    }
}
