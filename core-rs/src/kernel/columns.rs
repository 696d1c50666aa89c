//! im2col and its adjoint col2im, over three axes: the elements under each tap of a window, for all
//! positions of the window, as a row.

use super::slices::{Parts, piece_of};
use super::vector::{Real, pieces};
use crate::base::Context;

/// Sizes as (depth, height, width).
#[derive(Clone, Copy, Debug)]
pub struct Columns {
    /// Images times channels.
    pub planes: usize,
    pub input: [usize; 3],
    /// Positions of the window.
    pub output: [usize; 3],
    pub kernel: [usize; 3],
    pub stride: [usize; 3],
    pub pad: [usize; 3],
    pub dilate: [usize; 3],
}

impl Columns {
    fn sizes(&self) -> (usize, usize) {
        let product = |sizes: &[usize; 3]| sizes.iter().product::<usize>();
        (product(&self.input), product(&self.kernel) * product(&self.output))
    }

    /// Calls `f` with the start of a row of positions among the columns, and where it reads: the
    /// start of a row of data (None in the padding), the positions that meet it, and the first column.
    fn rows(&self, mut f: impl FnMut(usize, Option<(usize, std::ops::Range<usize>, usize)>)) {
        let ([kd, kh, kw], [od, oh, ow]) = (self.kernel, self.output);
        let place = |a: usize, o: usize, tap: usize| {
            let at = (o * self.stride[a] + tap * self.dilate[a]).checked_sub(self.pad[a])?;
            (at < self.input[a]).then_some(at)
        };
        let mut to = 0;
        for tap in 0..kd * kh * kw {
            let (q, r, s) = (tap / kw / kh, tap / kw % kh, tap % kw);
            // The positions whose column is inside: pad <= o stride + offset < pad + width.
            let (offset, stride) = (s * self.dilate[2], self.stride[2]);
            let end = (self.pad[2] + self.input[2]).saturating_sub(offset).div_ceil(stride).min(ow);
            let start = self.pad[2].saturating_sub(offset).div_ceil(stride).min(end);
            for row in 0..od * oh {
                let met = match (place(0, row / oh, q), place(1, row % oh, r)) {
                    (Some(z), Some(y)) if start < end => {
                        let first = start * stride + offset - self.pad[2];
                        Some(((z * self.input[1] + y) * self.input[2], start..end, first))
                    }
                    _ => None,
                };
                f(to, met);
                to += ow;
            }
        }
    }
}

/// `columns` [planes, taps, positions] from `x` [planes, depth, height, width]; 0 in the padding.
pub fn gather<T: Real>(context: &dyn Context, p: &Columns, x: &[T], columns: &mut [T]) {
    let (size, out) = p.sizes();
    assert!(x.len() == p.planes * size && columns.len() == p.planes * out);
    let count = pieces(p.planes, out);
    let parts = Parts::new(columns);
    context.parallel(count, &|i| {
        for plane in piece_of(p.planes, count, i) {
            // SAFETY: each plane belongs to one piece.
            let to = unsafe { parts.part(plane * out..(plane + 1) * out) };
            let x = &x[plane * size..][..size];
            p.rows(|at, met| {
                let to = &mut to[at..at + p.output[2]];
                let Some((row, range, first)) = met else { return to.fill(T::ZERO) };
                to[..range.start].fill(T::ZERO);
                to[range.end..].fill(T::ZERO);
                let to = &mut to[range];
                if p.stride[2] == 1 {
                    to.copy_from_slice(&x[row + first..][..to.len()]);
                } else {
                    let from = x[row + first..].iter().step_by(p.stride[2]);
                    to.iter_mut().zip(from).for_each(|(to, &x)| *to = x);
                }
            });
        }
    });
}

/// The adjoint: each element of `y` is the sum of the columns' elements that read it.
pub fn scatter<T: Real>(context: &dyn Context, p: &Columns, columns: &[T], y: &mut [T]) {
    let (size, out) = p.sizes();
    assert!(y.len() == p.planes * size && columns.len() == p.planes * out);
    let count = pieces(p.planes, out);
    let parts = Parts::new(y);
    context.parallel(count, &|i| {
        for plane in piece_of(p.planes, count, i) {
            // SAFETY: each plane belongs to one piece.
            let y = unsafe { parts.part(plane * size..(plane + 1) * size) };
            let from = &columns[plane * out..][..out];
            y.fill(T::ZERO);
            p.rows(|at, met| {
                let Some((row, range, first)) = met else { return };
                let from = &from[at..][range];
                let to = y[row + first..].iter_mut().step_by(p.stride[2]);
                to.zip(from).for_each(|(to, &x)| *to = *to + x);
            });
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Serial;
    use crate::kernel::testing::Random;

    #[test]
    fn columns_equal_plain_loops_and_the_scatter_is_the_adjoint() {
        let mut r = Random::new(5);
        for _ in 0..60 {
            let mut p = Columns {
                planes: r.below(3) + 1,
                input: [1; 3],
                output: [1; 3],
                kernel: [1; 3],
                stride: [1; 3],
                pad: [0; 3],
                dilate: [1; 3],
            };
            for a in 0..3 {
                (p.kernel[a], p.stride[a], p.dilate[a]) = (r.below(3) + 1, r.below(3) + 1, r.below(2) + 1);
                p.pad[a] = r.below(4);
                let reach = (p.kernel[a] - 1) * p.dilate[a] + 1;
                p.input[a] = r.below(5) + reach.saturating_sub(2 * p.pad[a]).max(1);
                p.output[a] = (p.input[a] + 2 * p.pad[a] - reach) / p.stride[a] + 1;
            }
            let (size, out) = p.sizes();
            let (x, g) = (r.doubles(p.planes * size), r.doubles(p.planes * out));
            let (mut y, mut dx) = (vec![f64::NAN; g.len()], vec![f64::NAN; x.len()]);
            gather(&Serial::default(), &p, &x, &mut y);
            scatter(&Serial::default(), &p, &g, &mut dx);
            let taps: usize = p.kernel.iter().product();
            let positions = out / taps;
            for (i, &y) in y.iter().enumerate() {
                let (plane, tap, o) = (i / out, i / positions % taps, i % positions);
                let [_, kh, kw] = p.kernel;
                let [_, oh, ow] = p.output;
                let (tap, o) = ([tap / kw / kh, tap / kw % kh, tap % kw], [o / ow / oh, o / ow % oh, o % ow]);
                let mut at = Some(plane);
                for a in 0..3 {
                    let place = (o[a] * p.stride[a] + tap[a] * p.dilate[a]).checked_sub(p.pad[a]);
                    at = at.zip(place.filter(|&v| v < p.input[a])).map(|(at, v)| at * p.input[a] + v);
                }
                assert_eq!(y, at.map_or(0.0, |at| x[at]), "{p:?}");
            }
            let inner = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
            assert!((inner(&y, &g) - inner(&x, &dx)).abs() < 1e-9, "{p:?}");
        }
    }
}
