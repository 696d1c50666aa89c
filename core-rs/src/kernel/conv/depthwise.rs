//! Convolution with one input channel a group: a channel at a time, no matrix product to gain.

use super::ConvParams;
use super::axis::{Axis, Direction, all, paddings, triples};
use super::planes::Planes;
use crate::base::Context;
use crate::kernel::gemm::{Raw, Real, Vector};
use crate::kernel::slices::piece_of;

/// Multiplications that make a piece.
const PIECE: usize = 1 << 17;

pub fn forward<T: Real>(context: &dyn Context, p: &ConvParams, x: &[T], w: &[T], bias: Option<&[T]>, y: &mut [T]) {
    let axes = all(p, Direction::Forward);
    let size = [p.d, p.h, p.w];
    let planes = Planes::padded(context, x, p.n * p.c, size, paddings(&axes, size));
    let (taps, many, out) = (p.taps(), p.k / p.groups, Raw::new(y.as_mut_ptr()));
    let total = p.n * p.k;
    let pieces = (total * p.positions() * taps).div_ceil(PIECE).min(total).max(1);
    context.parallel(pieces, &|piece| {
        for i in piece_of(total, pieces, piece) {
            let (image, k) = (i / p.k, i % p.k);
            let start = bias.map_or(T::ZERO, |b| b[k]);
            // SAFETY: plane i of y belongs to this piece.
            unsafe {
                let from = planes.at.get().add((image * p.c + k / many) * planes.plane);
                let to = out.get().add(i * p.positions());
                for axes in triples(&axes) {
                    channel(p, from, &planes, axes, &w[k * taps..], to, (p.oh, p.ow), start, false);
                }
            }
        }
    });
}

pub fn data_gradient<T: Real>(
    context: &dyn Context,
    p: &ConvParams,
    dy: &[T],
    w: &[T],
    bias: Option<&[T]>,
    dx: &mut [T],
) {
    let axes = all(p, Direction::Gradient);
    let size = [p.od, p.oh, p.ow];
    let planes = Planes::padded(context, dy, p.n * p.k, size, paddings(&axes, size));
    let (taps, many, out) = (p.taps(), p.k / p.groups, Raw::new(dx.as_mut_ptr()));
    let total = p.n * p.c;
    let pieces = (p.n * p.k * p.positions() * taps).div_ceil(PIECE).min(total).max(1);
    context.parallel(pieces, &|piece| {
        for i in piece_of(total, pieces, piece) {
            let (image, c) = (i / p.c, i % p.c);
            for m in 0..many {
                let k = c * many + m;
                let start = if m > 0 { T::ZERO } else { bias.map_or(T::ZERO, |b| b[c]) };
                // SAFETY: plane i of dx belongs to this piece.
                unsafe {
                    let from = planes.at.get().add((image * p.k + k) * planes.plane);
                    let to = out.get().add(i * p.d * p.h * p.w);
                    for axes in triples(&axes) {
                        channel(p, from, &planes, axes, &w[k * taps..], to, (p.h, p.w), start, m > 0);
                    }
                }
            }
        }
    });
}

pub fn weight_gradient<T: Real>(context: &dyn Context, p: &ConvParams, x: &[T], dy: &[T], dw: &mut [T]) {
    let axes = all(p, Direction::Forward);
    let size = [p.d, p.h, p.w];
    let planes = Planes::padded(context, x, p.n * p.c, size, paddings(&axes, size));
    let (taps, many, lanes) = (p.taps(), p.k / p.groups, T::V::LANES);
    dw.fill(T::ZERO);
    let out = Raw::new(dw.as_mut_ptr());
    let pieces = (p.n * p.k * p.positions() * taps).div_ceil(PIECE).min(p.k).max(1);
    context.parallel(pieces, &|piece| {
        for k in piece_of(p.k, pieces, piece) {
            for axes in triples(&axes) {
                let [z, y, x] = axes;
                for (tap, offset) in taps_of(p, &planes, axes) {
                    let mut total = 0.0;
                    for image in 0..p.n {
                        let grad = &dy[(image * p.k + k) * p.positions()..];
                        let (mut acc, mut rest) = ([T::V::splat(T::ZERO); 4], T::ZERO);
                        // SAFETY: the axes' reads stay inside the padded plane.
                        unsafe {
                            let from = planes.at.get().add((image * p.c + k / many) * planes.plane);
                            for row in 0..z.count * y.count {
                                let (l, i) = (row / y.count, row % y.count);
                                let from = from.add(offset + l * z.step * planes.slice + i * y.step * planes.row);
                                let at = ((z.out_start + l) * p.oh + y.out_start + i) * p.ow + x.out_start;
                                let grad = grad[at..].as_ptr();
                                let mut j = 0;
                                while x.step == 1 && j + 4 * lanes <= x.count {
                                    for (l, acc) in acc.iter_mut().enumerate() {
                                        let v = T::V::load(from.add(j + l * lanes));
                                        *acc = T::V::load(grad.add(j + l * lanes)).madd(v, *acc);
                                    }
                                    j += 4 * lanes;
                                }
                                while j + lanes <= x.count {
                                    let v = along(from.add(j * x.step), x.step);
                                    acc[0] = T::V::load(grad.add(j)).madd(v, acc[0]);
                                    j += lanes;
                                }
                                while j < x.count {
                                    rest += *grad.add(j) * *from.add(j * x.step);
                                    j += 1;
                                }
                            }
                        }
                        total += ((acc[0] + acc[2]) + (acc[1] + acc[3])).sum().to_f64() + rest.to_f64();
                    }
                    // SAFETY: the weights of filter k belong to this piece.
                    unsafe { *out.get().add(k * taps + tap) += T::from_f64(total) };
                }
            }
        }
    });
}

/// The taps that a class of positions meets: index in the filter, and where position 0 reads.
fn taps_of<T: Real>(p: &ConvParams, planes: &Planes<'_, T>, axes: [&Axis; 3]) -> Vec<(usize, usize)> {
    let [z, y, x] = axes;
    let mut taps = Vec::with_capacity(z.taps.len() * y.taps.len() * x.taps.len());
    for &(q, dz) in &z.taps {
        for &(r, dy) in &y.taps {
            for &(s, dx) in &x.taps {
                taps.push(((q * p.kh + r) * p.kw + s, planes.read(axes, [dz, dy, dx]) as usize));
            }
        }
    }
    taps
}

/// `LANES` elements, `step` apart.
#[inline(always)]
unsafe fn along<T: Real>(from: *const T, step: usize) -> T::V {
    // SAFETY: the caller's promise that they are readable.
    unsafe { if step == 1 { T::V::load(from) } else { T::V::gather(from, &[0, step, 2 * step, 3 * step]) } }
}

/// One output channel of one class of positions.
///
/// # Safety
/// `from` is a padded channel, `to` an output channel of slices of `rows` by `row`.
#[allow(clippy::too_many_arguments)]
unsafe fn channel<T: Real>(
    p: &ConvParams,
    from: *const T,
    planes: &Planes<'_, T>,
    axes: [&Axis; 3],
    w: &[T],
    to: *mut T,
    (rows, row): (usize, usize),
    start: T,
    accumulate: bool,
) {
    let lanes = T::V::LANES;
    let [z, y, x] = axes;
    let taps: Vec<(usize, T)> = taps_of(p, planes, axes).into_iter().map(|(tap, at)| (at, w[tap])).collect();
    // SAFETY: the axes' reads stay inside the padded channel, their writes inside the output.
    unsafe {
        for i in 0..z.count * y.count {
            let (l, i) = (i / y.count, i % y.count);
            let slice = (z.out_start + l * z.out_step) * rows;
            let to = to.add((slice + y.out_start + i * y.out_step) * row + x.out_start);
            let from = from.add(l * z.step * planes.slice + i * y.step * planes.row);
            let put = |j: usize, v: T::V| {
                if x.out_step == 1 {
                    let to = to.add(j);
                    if accumulate { (T::V::load(to) + v).store(to) } else { v.store(to) }
                } else {
                    let mut out = [T::ZERO; 4];
                    v.store(out.as_mut_ptr());
                    for (l, &v) in out[..lanes].iter().enumerate() {
                        let to = to.add((j + l) * x.out_step);
                        *to = if accumulate { *to + v } else { v };
                    }
                }
            };
            let mut j = 0;
            // Four vectors at a time share the reading of a tap.
            while x.step == 1 && j + 4 * lanes <= x.count {
                let mut acc = [T::V::splat(start); 4];
                for &(tap, w) in &taps {
                    let (from, w) = (from.add(tap + j), T::V::splat(w));
                    for (l, acc) in acc.iter_mut().enumerate() {
                        *acc = w.madd(T::V::load(from.add(l * lanes)), *acc);
                    }
                }
                for (l, &acc) in acc.iter().enumerate() {
                    put(j + l * lanes, acc);
                }
                j += 4 * lanes;
            }
            while j + lanes <= x.count {
                let mut acc = T::V::splat(start);
                for &(tap, w) in &taps {
                    acc = T::V::splat(w).madd(along(from.add(tap + j * x.step), x.step), acc);
                }
                put(j, acc);
                j += lanes;
            }
            while j < x.count {
                let mut sum = start;
                for &(tap, w) in &taps {
                    sum += w * *from.add(tap + j * x.step);
                }
                let to = to.add(j * x.out_step);
                *to = if accumulate { *to + sum } else { sum };
                j += 1;
            }
        }
    }
}
