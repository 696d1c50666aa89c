//! 3x3 convolution of stride 1 by Winograd's F(2,3), F(4,3) and F(6,3): forward, by the data and by
//! the weights, for f32. Tiles of outputs become products at `points` points, each a matrix product
//! over channels. Which size, if any, is chosen by a model of cost on the shape alone.

mod forward;
mod gradient;
#[cfg(test)]
mod tests;
mod transform;

use crate::base::Context;
use crate::kernel::conv::ConvParams;

/// Floats between the arrays of two points, beyond their size: without them the distance is a
/// multiple of 4 KB for most shapes, and the 36 stores of a tile fall into one set of the cache
/// (132 -> 155 GFLOP/s for 128 channels of 28x28).
const GAP: usize = 16;
/// The deepest product of one call of a tile: a panel of B then stays in the first cache.
const DEPTH: usize = 256;

/// The sizes of one transformed convolution: `rows` outputs of `h` by `w` from `channels` inputs.
#[derive(Clone, Copy, Debug)]
struct Sizes {
    n: usize,
    channels: usize,
    rows: usize,
    /// Of the input, and zeros before it.
    h: usize,
    w: usize,
    above: usize,
    left: usize,
    /// Of the output.
    oh: usize,
    ow: usize,
    /// Tiles along both axes of an image.
    th: usize,
    tw: usize,
    /// Outputs of a tile along an axis.
    m: usize,
}

impl Sizes {
    fn tiles(&self) -> usize {
        self.n * self.th * self.tw
    }
    fn points(&self) -> usize {
        (self.m + 2) * (self.m + 2)
    }
    fn forward(p: &ConvParams, m: usize) -> Sizes {
        let (th, tw) = (p.oh.div_ceil(m), p.ow.div_ceil(m));
        let (n, channels, rows, h, w, above, left, oh, ow) = (p.n, p.c, p.k, p.h, p.w, p.ph, p.pw, p.oh, p.ow);
        Sizes { n, channels, rows, h, w, above, left, oh, ow, th, tw, m }
    }
    /// The data gradient is a forward pass over dy, with the weights rotated and their roles swapped.
    fn data(p: &ConvParams, m: usize) -> Sizes {
        let (th, tw) = (p.h.div_ceil(m), p.w.div_ceil(m));
        let (n, channels, rows, oh, ow) = (p.n, p.k, p.c, p.h, p.w);
        Sizes { n, channels, rows, h: p.oh, w: p.ow, above: 2 - p.ph, left: 2 - p.pw, oh, ow, th, tw, m }
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Pass {
    Forward,
    Data,
    Weight,
}

/// Outputs of a tile along an axis (2, 4 or 6) for this shape; None where the transforms do not fit
/// or do not pay.
pub fn choose(p: &ConvParams, pass: Pass) -> Option<usize> {
    let fits = p.is_flat()
        && (p.kh, p.kw, p.sh, p.sw, p.dh, p.dw, p.groups) == (3, 3, 1, 1, 1, 1, 1)
        && p.ph <= 2
        && p.pw <= 2
        && p.oh == ConvParams::output(p.h, 3, 1, p.ph, 1)
        && p.ow == ConvParams::output(p.w, 3, 1, p.pw, 1);
    if !fits || p.c < 8 || p.k < 8 {
        return None;
    }
    let of = |m| if pass == Pass::Data { Sizes::data(p, m) } else { Sizes::forward(p, m) };
    // Nanoseconds. A multiplication in a product takes 0.0435 (46 GFLOP/s), an element at a point
    // some 0.9 to transform, whichever side it stands on, and weights as much.
    let cost = |m: usize| {
        let s = of(m);
        let tiles = s.tiles() as f64;
        let points = s.points() as f64;
        let (rows, channels) = (s.rows.next_multiple_of(4) as f64, s.channels as f64);
        let columns = if pass == Pass::Weight { tiles } else { s.tiles().next_multiple_of(8) as f64 };
        let product = points * columns * rows * channels * 0.0435;
        let transforms = points * 0.9 * (tiles * (rows + channels) + rows * channels);
        // F(6,3) loses a digit, so it must gain something.
        (product + transforms) * if m == 6 { 1.12 } else { 1.0 }
    };
    let s = of(2);
    // What the implicit product multiplies: taps on padding are dropped in small images.
    let along = |size: usize, out: usize, pad: usize| {
        let all = 3 * out;
        let met: usize = (0..out).map(|o| (0..3).filter(|r| o + r >= pad && o + r < pad + size).count()).sum();
        if met * 4 > all * 3 { all } else { met }
    };
    let taps = along(s.h, s.oh, s.above) * along(s.w, s.ow, s.left);
    let direct = (s.n * taps) as f64 * (s.rows.next_multiple_of(4) * s.channels) as f64 * 0.0475;
    let best = [4, 2, 6].into_iter().min_by(|&a, &b| cost(a).total_cmp(&cost(b)))?;
    (cost(best) < direct * 0.92).then_some(best)
}

/// `y = x * w + bias` in tiles of `m`.
pub fn forward(
    context: &dyn Context,
    p: &ConvParams,
    m: usize,
    x: &[f32],
    w: &[f32],
    bias: Option<&[f32]>,
    y: &mut [f32],
) {
    let weights = forward::Weights { row: p.c * 9, channel: 9, rotated: false };
    let s = Sizes::forward(p, m);
    match m {
        2 => forward::run::<4>(context, &s, x, w, weights, bias, y),
        4 => forward::run::<6>(context, &s, x, w, weights, bias, y),
        _ => forward::run::<8>(context, &s, x, w, weights, bias, y),
    }
}

/// The gradient by `x` in tiles of `m`.
pub fn data_gradient(
    context: &dyn Context,
    p: &ConvParams,
    m: usize,
    dy: &[f32],
    w: &[f32],
    bias: Option<&[f32]>,
    dx: &mut [f32],
) {
    let weights = forward::Weights { row: 9, channel: p.c * 9, rotated: true };
    let s = Sizes::data(p, m);
    match m {
        2 => forward::run::<4>(context, &s, dy, w, weights, bias, dx),
        4 => forward::run::<6>(context, &s, dy, w, weights, bias, dx),
        _ => forward::run::<8>(context, &s, dy, w, weights, bias, dx),
    }
}

/// The gradient by `w` in tiles of `m`.
pub fn weight_gradient(context: &dyn Context, p: &ConvParams, m: usize, x: &[f32], dy: &[f32], dw: &mut [f32]) {
    let s = Sizes::forward(p, m);
    match m {
        2 => gradient::run::<4>(context, &s, x, dy, dw),
        4 => gradient::run::<6>(context, &s, x, dy, dw),
        _ => gradient::run::<8>(context, &s, x, dy, dw),
    }
}
