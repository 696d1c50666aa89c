//! The plain loops that the fast convolutions are held against. Sums in f64.
#![forbid(unsafe_code)]

use super::ConvParams;
use crate::kernel::gemm::Real;

/// Calls `f` with the indices into y, x and w of each product of the convolution.
fn each(p: &ConvParams, mut f: impl FnMut(usize, usize, usize)) {
    let (rows, channels) = (p.k / p.groups, p.c / p.groups);
    for image in 0..p.n {
        for k in 0..p.k {
            for c in 0..channels {
                for (oy, ox) in (0..p.oh).flat_map(|y| (0..p.ow).map(move |x| (y, x))) {
                    for (r, s) in (0..p.kh).flat_map(|r| (0..p.kw).map(move |s| (r, s))) {
                        let iy = (oy * p.sh + r * p.dh) as isize - p.ph as isize;
                        let ix = (ox * p.sw + s * p.dw) as isize - p.pw as isize;
                        if iy < 0 || ix < 0 || iy >= p.h as isize || ix >= p.w as isize {
                            continue;
                        }
                        let channel = k / rows * channels + c;
                        f(
                            ((image * p.k + k) * p.oh + oy) * p.ow + ox,
                            ((image * p.c + channel) * p.h + iy as usize) * p.w + ix as usize,
                            ((k * channels + c) * p.kh + r) * p.kw + s,
                        );
                    }
                }
            }
        }
    }
}

fn narrow<T: Real>(sums: Vec<f64>) -> Vec<T> {
    sums.into_iter().map(T::from_f64).collect()
}

pub fn forward<T: Real>(p: &ConvParams, x: &[T], w: &[T], bias: Option<&[T]>) -> Vec<T> {
    let mut y = vec![0.0; p.n * p.k * p.oh * p.ow];
    if let Some(bias) = bias {
        for (i, y) in y.iter_mut().enumerate() {
            *y = bias[i / (p.oh * p.ow) % p.k].to_f64();
        }
    }
    each(p, |yi, xi, wi| y[yi] += x[xi].to_f64() * w[wi].to_f64());
    narrow(y)
}

pub fn data_gradient<T: Real>(p: &ConvParams, dy: &[T], w: &[T]) -> Vec<T> {
    let mut dx = vec![0.0; p.n * p.c * p.h * p.w];
    each(p, |yi, xi, wi| dx[xi] += dy[yi].to_f64() * w[wi].to_f64());
    narrow(dx)
}

pub fn weight_gradient<T: Real>(p: &ConvParams, x: &[T], dy: &[T]) -> Vec<T> {
    let mut dw = vec![0.0; p.k * (p.c / p.groups) * p.kh * p.kw];
    each(p, |yi, xi, wi| dw[wi] += x[xi].to_f64() * dy[yi].to_f64());
    narrow(dw)
}
