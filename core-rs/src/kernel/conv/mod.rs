//! Convolution of images [n, c, d, h, w] with filters [k, c / groups, kd, kh, kw], and its three
//! gradients, for f32 and f64. Each entry chooses its way by the shape alone: a plane at a time where a group
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

/// The sizes of one convolution. Two axes are three with `d` and `kd` of 1, and so on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ConvParams {
    /// Images, input channels, input slices, rows and columns.
    pub n: usize,
    pub c: usize,
    pub d: usize,
    pub h: usize,
    pub w: usize,
    /// Filters, their slices, rows and columns.
    pub k: usize,
    pub kd: usize,
    pub kh: usize,
    pub kw: usize,
    /// Strides, padding, dilation.
    pub sd: usize,
    pub sh: usize,
    pub sw: usize,
    pub pd: usize,
    pub ph: usize,
    pub pw: usize,
    pub dd: usize,
    pub dh: usize,
    pub dw: usize,
    /// Divides `c` and `k`.
    pub groups: usize,
    /// Output slices, rows and columns.
    pub od: usize,
    pub oh: usize,
    pub ow: usize,
}

impl ConvParams {
    /// A depth of one slice, for images of rows and columns.
    pub const FLAT: ConvParams = ConvParams {
        n: 1,
        c: 1,
        d: 1,
        h: 1,
        w: 1,
        k: 1,
        kd: 1,
        kh: 1,
        kw: 1,
        sd: 1,
        sh: 1,
        sw: 1,
        pd: 0,
        ph: 0,
        pw: 0,
        dd: 1,
        dh: 1,
        dw: 1,
        groups: 1,
        od: 1,
        oh: 1,
        ow: 1,
    };

    /// Positions of a kernel along one axis: 0 when it does not fit.
    pub fn output(size: usize, kernel: usize, stride: usize, pad: usize, dilate: usize) -> usize {
        (size + 2 * pad).checked_sub((kernel - 1) * dilate + 1).map_or(0, |room| room / stride + 1)
    }
    /// Elements of the input, the filters and the output.
    pub fn sizes(&self) -> (usize, usize, usize) {
        (
            self.n * self.c * self.d * self.h * self.w,
            self.k * (self.c / self.groups) * self.taps(),
            self.n * self.k * self.positions(),
        )
    }
    /// Elements of a filter for one channel.
    pub fn taps(&self) -> usize {
        self.kd * self.kh * self.kw
    }
    /// Elements of one output channel.
    pub fn positions(&self) -> usize {
        self.od * self.oh * self.ow
    }
    /// One slice deep, as images are.
    pub fn is_flat(&self) -> bool {
        (self.d, self.kd, self.sd, self.pd, self.od) == (1, 1, 1, 0, 1)
    }
    fn check(&self, x: usize, w: usize, y: usize) {
        assert!(self.groups > 0 && self.c % self.groups == 0 && self.k % self.groups == 0, "groups: {self:?}");
        assert!(
            self.taps() > 0 && self.sd * self.sh * self.sw > 0 && self.dd * self.dh * self.dw > 0,
            "zero in {self:?}"
        );
        assert!(
            self.od <= Self::output(self.d, self.kd, self.sd, self.pd, self.dd)
                && self.oh <= Self::output(self.h, self.kh, self.sh, self.ph, self.dh)
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

/// `y = x * w + bias`, `y` [n, k, od, oh, ow], `bias` [k].
pub fn forward<T: Real>(context: &dyn Context, p: &ConvParams, x: &[T], w: &[T], bias: Option<&[T]>, y: &mut [T]) {
    p.check(x.len(), w.len(), y.len());
    assert!(bias.is_none_or(|b| b.len() == p.k), "one bias a filter");
    if p.empty() {
        let plane = p.positions();
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

/// The gradient by `x`, from `dy` [n, k, od, oh, ow]; overwrites `dx`. A bias [c] is added where this
/// is a convolution of its own, the transposed one.
pub fn data_gradient<T: Real>(
    context: &dyn Context,
    p: &ConvParams,
    dy: &[T],
    w: &[T],
    bias: Option<&[T]>,
    dx: &mut [T],
) {
    p.check(dx.len(), w.len(), dy.len());
    assert!(bias.is_none_or(|b| b.len() == p.c), "one bias a channel");
    if p.empty() {
        let plane = p.d * p.h * p.w;
        for (i, dx) in dx.iter_mut().enumerate() {
            *dx = bias.map_or(T::ZERO, |b| b[i / plane % p.c]);
        }
    } else if p.depthwise() {
        depthwise::data_gradient(context, p, dy, w, bias, dx);
    } else if let (Some(dy), Some(w), Some(m)) = (T::f32s(dy), T::f32s(w), winograd::choose(p, Pass::Data)) {
        let dx = T::f32s_mut(dx).expect("f32 like dy");
        winograd::data_gradient(context, p, m, dy, w, bias.and_then(T::f32s), dx);
    } else {
        implicit::data_gradient(context, p, dy, w, bias, dx);
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
    let (plane, lanes) = (p.positions(), T::V::LANES);
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
