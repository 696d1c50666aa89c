//! Convolution of images [n, c, h, w] with filters [k, c / groups, kh, kw], and its three gradients,
//! for f32 and f64. Each entry chooses its way by the shape alone: a plane at a time where a group
//! has one input channel, Winograd for 3x3 of stride 1 in f32 where it pays, else an implicit matrix
//! product.

pub(crate) mod axis;
mod depthwise;
mod implicit;
pub mod naive;
pub(crate) mod planes;
#[cfg(test)]
mod tests;
mod weight;

use crate::base::Context;
use crate::kernel::gemm::{Raw, Real, Vector};
use crate::kernel::slices::piece_of;
use crate::kernel::winograd::{self, Pass};

/// The sizes of one convolution. One axis is two with `h` and `kh` of 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ConvParams {
    /// Images, input channels, input rows and columns.
    pub n: usize,
    pub c: usize,
    pub h: usize,
    pub w: usize,
    /// Filters, their rows and columns.
    pub k: usize,
    pub kh: usize,
    pub kw: usize,
    pub sh: usize,
    pub sw: usize,
    pub ph: usize,
    pub pw: usize,
    pub dh: usize,
    pub dw: usize,
    /// Divides `c` and `k`.
    pub groups: usize,
    /// Output rows and columns.
    pub oh: usize,
    pub ow: usize,
}

impl ConvParams {
    /// Positions of a kernel along one axis: 0 when it does not fit.
    pub fn output(size: usize, kernel: usize, stride: usize, pad: usize, dilate: usize) -> usize {
        (size + 2 * pad).checked_sub((kernel - 1) * dilate + 1).map_or(0, |room| room / stride + 1)
    }
    /// Elements of the input, the filters and the output.
    pub fn sizes(&self) -> (usize, usize, usize) {
        (
            self.n * self.c * self.h * self.w,
            self.k * (self.c / self.groups) * self.kh * self.kw,
            self.n * self.k * self.oh * self.ow,
        )
    }
    fn check(&self, x: usize, w: usize, y: usize) {
        assert!(self.groups > 0 && self.c % self.groups == 0 && self.k % self.groups == 0, "groups: {self:?}");
        assert!(self.kh * self.kw * self.sh * self.sw * self.dh * self.dw > 0, "zero in {self:?}");
        assert!(
            self.oh <= Self::output(self.h, self.kh, self.sh, self.ph, self.dh)
                && self.ow <= Self::output(self.w, self.kw, self.sw, self.pw, self.dw),
            "output too large: {self:?}"
        );
        assert_eq!(self.sizes(), (x, w, y), "lengths of input, filters, output: {self:?}");
    }
    fn depthwise(&self) -> bool {
        self.groups == self.c && self.groups > 1 && self.k / self.groups <= 4
    }
    fn empty(&self) -> bool {
        let (x, w, y) = self.sizes();
        x == 0 || w == 0 || y == 0
    }
}

/// `y = x * w + bias`, `y` [n, k, oh, ow], `bias` [k].
pub fn forward<T: Real>(context: &dyn Context, p: &ConvParams, x: &[T], w: &[T], bias: Option<&[T]>, y: &mut [T]) {
    p.check(x.len(), w.len(), y.len());
    assert!(bias.is_none_or(|b| b.len() == p.k), "one bias a filter");
    if p.empty() {
        let plane = p.oh * p.ow;
        for (i, y) in y.iter_mut().enumerate() {
            *y = bias.map_or(T::ZERO, |b| b[i / plane % p.k]);
        }
    } else if p.depthwise() {
        depthwise::forward(context, p, x, w, bias, y);
    } else if let (Some(x), Some(w), Some(m)) = (T::f32s(x), T::f32s(w), winograd::choose(p, Pass::Forward)) {
        let y = T::f32s_mut(y).expect("f32 like the input");
        winograd::forward(context, p, m, x, w, bias.and_then(T::f32s), y);
    } else {
        implicit::forward(context, p, x, w, bias, y);
    }
}

/// The gradient by `x`, from `dy` [n, k, oh, ow]; overwrites `dx`.
pub fn data_gradient<T: Real>(context: &dyn Context, p: &ConvParams, dy: &[T], w: &[T], dx: &mut [T]) {
    p.check(dx.len(), w.len(), dy.len());
    if p.empty() {
        dx.fill(T::ZERO);
    } else if p.depthwise() {
        depthwise::data_gradient(context, p, dy, w, dx);
    } else if let (Some(dy), Some(w), Some(m)) = (T::f32s(dy), T::f32s(w), winograd::choose(p, Pass::Data)) {
        winograd::data_gradient(context, p, m, dy, w, T::f32s_mut(dx).expect("f32 like dy"));
    } else {
        implicit::data_gradient(context, p, dy, w, dx);
    }
}

/// The gradient by `w`; overwrites `dw`.
pub fn weight_gradient<T: Real>(context: &dyn Context, p: &ConvParams, x: &[T], dy: &[T], dw: &mut [T]) {
    p.check(x.len(), dw.len(), dy.len());
    if p.empty() {
        dw.fill(T::ZERO);
    } else if p.depthwise() {
        depthwise::weight_gradient(context, p, x, dy, dw);
    } else if let (Some(x), Some(dy), Some(m)) = (T::f32s(x), T::f32s(dy), winograd::choose(p, Pass::Weight)) {
        winograd::weight_gradient(context, p, m, x, dy, T::f32s_mut(dw).expect("f32 like the input"));
    } else {
        weight::weight_gradient(context, p, x, dy, dw);
    }
}

/// The gradient by the bias: the sum of each filter's planes; overwrites `db` [k].
pub fn bias_gradient<T: Real>(context: &dyn Context, p: &ConvParams, dy: &[T], db: &mut [T]) {
    assert_eq!((dy.len(), db.len()), (p.sizes().2, p.k), "lengths of gradient and bias: {p:?}");
    let (plane, lanes) = (p.oh * p.ow, T::V::LANES);
    let out = Raw::new(db.as_mut_ptr());
    let pieces = dy.len().div_ceil(1 << 16).min(p.k).max(1);
    context.parallel(pieces, &|piece| {
        for k in piece_of(p.k, pieces, piece) {
            let mut total = 0.0;
            for image in 0..p.n {
                let dy = &dy[(image * p.k + k) * plane..][..plane];
                let mut sums = [T::V::splat(T::ZERO); 4];
                let whole = plane / (4 * lanes) * 4 * lanes;
                for i in (0..whole).step_by(4 * lanes) {
                    for (l, sum) in sums.iter_mut().enumerate() {
                        // SAFETY: below `whole`.
                        *sum = *sum + unsafe { T::V::load(dy.as_ptr().add(i + l * lanes)) };
                    }
                }
                total += ((sums[0] + sums[2]) + (sums[1] + sums[3])).sum().to_f64();
                total += dy[whole..].iter().map(|v| v.to_f64()).sum::<f64>();
            }
            // SAFETY: element k belongs to this piece.
            unsafe { *out.get().add(k) = T::from_f64(total) };
        }
    });
}
