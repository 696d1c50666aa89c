//! The norms of weights and gradients, and the learning rates that LARS makes of them.
#![forbid(unsafe_code)]

use super::attrs::AttrSpec;
use super::spec::{Call, Forward, Gradient, OpSpec, Sample, input};
use super::update::{RESCALE, alike};
use crate::base::{DType, Shape, View, ViewMut};
use crate::kernel::floats;
use crate::kernel::reduce::{self, Reduction};
use crate::kernel::slices::Workspace;

/// The root of the sum of squares.
pub(super) fn norm(c: &Call, x: &View) -> f64 {
    let mut out = Workspace::<f64>::new(c.context, 1);
    let out = out.as_mut_slice();
    let axes: Vec<usize> = (0..x.shape.ndim()).collect();
    let shape = Shape::new(&vec![1; x.shape.ndim()]);
    let to = ViewMut { address: out.as_mut_ptr() as usize, shape, dtype: DType::Float64 };
    reduce::reduce(c.context, Reduction::Norm2, x, &axes, &to);
    out[0]
}

pub static OPS: &[OpSpec] = &[OpSpec {
    name: "multi_lars",
    doc: "The learning rates of LARS: lrs * eta * |w| / (|g| * rescale_grad + wds * |w| + eps) from sums of squares; \
              lrs where one of the norms is 0.",
    inputs: &[input("lrs"), input("weights_sum_sq"), input("grads_sum_sq"), input("wds")],
    attrs: &[
        AttrSpec::required_float("eta", "The factor of all rates."),
        AttrSpec::required_float("eps", "Keeps the divisor from 0."),
        RESCALE,
    ],
    infer: |i| {
        i.floats_only(0)?;
        i.same_dtypes()?;
        alike(i, 4)
    },
    forward: Forward::Kernel(|c| {
        let (eta, eps, rescale) = (c.attrs.float("eta"), c.attrs.float("eps"), c.attrs.float("rescale_grad"));
        let read = |i: usize| floats::input::<f64>(c.context, c.input(i));
        let (lrs, weights, grads, wds) = (read(0), read(1), read(2), read(3));
        let mut out = floats::output::<f64>(c.context, c.output(0));
        for (i, out) in out.iter_mut().enumerate() {
            let (w, g) = (weights[i].sqrt(), grads[i].sqrt());
            let scaled = w > 0.0 && g > 0.0;
            *out = if scaled { lrs[i] * eta * w / (g * rescale + wds[i] * w + eps) } else { lrs[i] };
        }
        Ok(())
    }),
    gradient: Gradient::None("an optimizer's step is not part of a model"),
    samples: || {
        let of = |n| Sample::new(&[&[n], &[n], &[n], &[n]]).range(0.1, 1.0).attr("eta", 0.1).attr("eps", 0.01);
        vec![of(3), of(0)]
    },
    ..OpSpec::NEW
}];
