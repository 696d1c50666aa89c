//! The plain loops that the fast convolutions are held against. Sums in f64.
#![forbid(unsafe_code)]

use super::ConvParams;
use crate::kernel::gemm::Real;

/// Calls `f` with the indices into y, x and w of each product of the convolution.
fn each(p: &ConvParams, mut f: impl FnMut(usize, usize, usize)) {
    let (rows, channels) = (p.k / p.groups, p.c / p.groups);
    let boxed = |z: usize, y: usize, x: usize| {
        (0..z).flat_map(move |z| (0..y).flat_map(move |y| (0..x).map(move |x| (z, y, x))))
    };
    // The place in the input, if it is not padding.
    let place = |o: usize, stride: usize, tap: usize, dilate: usize, pad: usize, size: usize| {
        (o * stride + tap * dilate).checked_sub(pad).filter(|&i| i < size)
    };
    for (image, k, c) in boxed(p.n, p.k, channels) {
        for (oz, oy, ox) in boxed(p.od, p.oh, p.ow) {
            for (q, r, s) in boxed(p.kd, p.kh, p.kw) {
                let (Some(iz), Some(iy), Some(ix)) = (
                    place(oz, p.sd, q, p.dd, p.pd, p.d),
                    place(oy, p.sh, r, p.dh, p.ph, p.h),
                    place(ox, p.sw, s, p.dw, p.pw, p.w),
                ) else {
                    continue;
                };
                let channel = k / rows * channels + c;
                f(
                    (((image * p.k + k) * p.od + oz) * p.oh + oy) * p.ow + ox,
                    (((image * p.c + channel) * p.d + iz) * p.h + iy) * p.w + ix,
                    (((k * channels + c) * p.kd + q) * p.kh + r) * p.kw + s,
                );
            }
        }
    }
}

fn narrow<T: Real>(sums: Vec<f64>) -> Vec<T> {
    sums.into_iter().map(T::from_f64).collect()
}

pub fn forward<T: Real>(p: &ConvParams, x: &[T], w: &[T], bias: Option<&[T]>) -> Vec<T> {
    let mut y = vec![0.0; p.sizes().2];
    if let Some(bias) = bias {
        for (i, y) in y.iter_mut().enumerate() {
            *y = bias[i / p.positions() % p.k].to_f64();
        }
    }
    each(p, |yi, xi, wi| y[yi] += x[xi].to_f64() * w[wi].to_f64());
    narrow(y)
}

pub fn data_gradient<T: Real>(p: &ConvParams, dy: &[T], w: &[T]) -> Vec<T> {
    let mut dx = vec![0.0; p.sizes().0];
    each(p, |yi, xi, wi| dx[xi] += dy[yi].to_f64() * w[wi].to_f64());
    narrow(dx)
}

pub fn weight_gradient<T: Real>(p: &ConvParams, x: &[T], dy: &[T]) -> Vec<T> {
    let mut dw = vec![0.0; p.sizes().1];
    each(p, |yi, xi, wi| dw[wi] += x[xi].to_f64() * dy[yi].to_f64());
    narrow(dw)
}
