//! Convolution with one input channel a group: a plane at a time, no matrix product to gain.

use super::ConvParams;
use super::axis::{Axis, Direction, both, padding};
use super::planes::Planes;
use crate::base::Context;
use crate::kernel::gemm::{Raw, Real, Vector};
use crate::kernel::slices::piece_of;

/// Multiplications that make a piece.
const PIECE: usize = 1 << 17;

pub fn forward<T: Real>(context: &dyn Context, p: &ConvParams, x: &[T], w: &[T], bias: Option<&[T]>, y: &mut [T]) {
    let (ys, xs) = both(p, Direction::Forward);
    let planes = Planes::padded(context, x, p.n * p.c, (p.h, p.w), (padding(&ys, p.h), padding(&xs, p.w)));
    let (taps, many, out) = (p.kh * p.kw, p.k / p.groups, Raw::new(y.as_mut_ptr()));
    let all = p.n * p.k;
    let pieces = (all * p.oh * p.ow * taps).div_ceil(PIECE).min(all).max(1);
    context.parallel(pieces, &|piece| {
        for i in piece_of(all, pieces, piece) {
            let (image, k) = (i / p.k, i % p.k);
            let start = bias.map_or(T::ZERO, |b| b[k]);
            // SAFETY: plane i of y belongs to this piece.
            unsafe {
                let from = planes.at.get().add((image * p.c + k / many) * planes.plane);
                let to = out.get().add(i * p.oh * p.ow);
                for y in &ys {
                    for x in &xs {
                        plane(p.kw, from, &planes, y, x, &w[k * taps..], to, p.ow, start, false);
                    }
                }
            }
        }
    });
}

pub fn data_gradient<T: Real>(context: &dyn Context, p: &ConvParams, dy: &[T], w: &[T], dx: &mut [T]) {
    let (ys, xs) = both(p, Direction::Gradient);
    let planes = Planes::padded(context, dy, p.n * p.k, (p.oh, p.ow), (padding(&ys, p.oh), padding(&xs, p.ow)));
    let (taps, many, out) = (p.kh * p.kw, p.k / p.groups, Raw::new(dx.as_mut_ptr()));
    let all = p.n * p.c;
    let pieces = (p.n * p.k * p.oh * p.ow * taps).div_ceil(PIECE).min(all).max(1);
    context.parallel(pieces, &|piece| {
        for i in piece_of(all, pieces, piece) {
            let (image, c) = (i / p.c, i % p.c);
            for m in 0..many {
                let k = c * many + m;
                // SAFETY: plane i of dx belongs to this piece.
                unsafe {
                    let from = planes.at.get().add((image * p.k + k) * planes.plane);
                    let to = out.get().add(i * p.h * p.w);
                    for y in &ys {
                        for x in &xs {
                            plane(p.kw, from, &planes, y, x, &w[k * taps..], to, p.w, T::ZERO, m > 0);
                        }
                    }
                }
            }
        }
    });
}

pub fn weight_gradient<T: Real>(context: &dyn Context, p: &ConvParams, x: &[T], dy: &[T], dw: &mut [T]) {
    let (ys, xs) = both(p, Direction::Forward);
    let planes = Planes::padded(context, x, p.n * p.c, (p.h, p.w), (padding(&ys, p.h), padding(&xs, p.w)));
    let (taps, many, lanes) = (p.kh * p.kw, p.k / p.groups, T::V::LANES);
    dw.fill(T::ZERO);
    let out = Raw::new(dw.as_mut_ptr());
    let pieces = (p.n * p.k * p.oh * p.ow * taps).div_ceil(PIECE).min(p.k).max(1);
    context.parallel(pieces, &|piece| {
        for k in piece_of(p.k, pieces, piece) {
            for (y, x) in ys.iter().flat_map(|y| xs.iter().map(move |x| (y, x))) {
                for &(r, oy) in &y.taps {
                    for &(s, ox) in &x.taps {
                        let mut total = 0.0;
                        for image in 0..p.n {
                            let grad = &dy[(image * p.k + k) * p.oh * p.ow..];
                            let (mut acc, mut rest) = ([T::V::splat(T::ZERO); 4], T::ZERO);
                            // SAFETY: the axes' reads stay inside the padded plane.
                            unsafe {
                                let from = planes.at.get().add((image * p.c + k / many) * planes.plane);
                                for i in 0..y.count {
                                    let from = from.offset(read(&planes, y, x, oy, ox, i));
                                    let grad = grad[(y.out_start + i) * p.ow + x.out_start..].as_ptr();
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
                        unsafe { *out.get().add(k * taps + r * p.kw + s) += T::from_f64(total) };
                    }
                }
            }
        }
    });
}

/// Where row `i` of an axis pair reads under a tap.
#[inline(always)]
fn read<T: Real>(planes: &Planes<'_, T>, y: &Axis, x: &Axis, oy: isize, ox: isize, i: usize) -> isize {
    let row = planes.above as isize + y.start + oy + (i * y.step) as isize;
    row * planes.row as isize + planes.left as isize + x.start + ox
}

/// `LANES` elements, `step` apart.
#[inline(always)]
unsafe fn along<T: Real>(from: *const T, step: usize) -> T::V {
    // SAFETY: the caller's promise that they are readable.
    unsafe { if step == 1 { T::V::load(from) } else { T::V::gather(from, &[0, step, 2 * step, 3 * step]) } }
}

/// One output plane of one class of positions.
///
/// # Safety
/// `from` is a padded plane, `to` an output plane with rows of `row`.
#[allow(clippy::too_many_arguments)]
unsafe fn plane<T: Real>(
    kw: usize,
    from: *const T,
    planes: &Planes<'_, T>,
    y: &Axis,
    x: &Axis,
    w: &[T],
    to: *mut T,
    row: usize,
    start: T,
    accumulate: bool,
) {
    let lanes = T::V::LANES;
    let mut taps = Vec::with_capacity(y.taps.len() * x.taps.len());
    for &(r, oy) in &y.taps {
        for &(s, ox) in &x.taps {
            taps.push((read(planes, y, x, oy, ox, 0) as usize, w[r * kw + s]));
        }
    }
    // SAFETY: the axes' reads stay inside the padded plane, their writes inside the output.
    unsafe {
        for i in 0..y.count {
            let to = to.add((y.out_start + i * y.out_step) * row + x.out_start);
            let from = from.add(i * y.step * planes.row);
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
