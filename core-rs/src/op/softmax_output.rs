//! The output layer of MXNet's symbolic networks: softmax forward, and backward the gradient of the
//! cross entropy with the labels, whatever flows back into it.
#![forbid(unsafe_code)]

use super::attrs::{AttrSpec, Attrs};
use super::spec::{Call, Forward, Gradient, Needs, OpSpec, Sample, input, optional};
use crate::base::{Error, Result, Shape};
use crate::by_real;
use crate::kernel::softmax::{self, Dims, Target};
use crate::kernel::vector::Real;
use crate::kernel::{floats, index};

const ATTRS: &[AttrSpec] = &[
    AttrSpec::float("grad_scale", 1.0, "The gradient is multiplied by it."),
    AttrSpec::float("ignore_label", -1.0, "The label without a gradient, where use_ignore is true."),
    AttrSpec::bool("multi_output", false, "Softmax along axis 1, one for each place of the other axes."),
    AttrSpec::bool("use_ignore", false, "Give no gradient where the label is ignore_label."),
    AttrSpec::bool("preserve_shape", false, "Softmax along the last axis; else the axes after the first are one."),
    AttrSpec::one_of(
        "normalization",
        &["null", "batch", "valid"],
        "null",
        "Divide the gradient by nothing, by the batch, or by the number of labels that are not ignored.",
    ),
    AttrSpec::bool("out_grad", false, "Multiply by the gradient that flows back; else it is not looked at."),
    AttrSpec::float("smooth_alpha", 0.0, "How much of the label's probability goes to the other classes.")
        .between(0.0, 1.0),
];

pub static OPS: &[OpSpec] = &[
    OpSpec {
        name: "SoftmaxOutput",
        aliases: &["Softmax"],
        doc: "Softmax of data; its gradient is that of the cross entropy with label, whatever flows back. Inputs: data \
              [n, classes], label [n]; with multi_output data [n, classes, …], label [n, …]; with preserve_shape data \
              […, classes], label […]; a label of data's shape holds probabilities.",
        inputs: &[input("data"), input("label")],
        attrs: ATTRS,
        infer: |i| {
            let (shape, label) = (i.shape(0), i.shape(1));
            let d = dims(shape, i.attrs)?;
            if label != shape && label.size() != d.outer * d.inner {
                return Err(Error::shape(format!(
                    "label has shape {label}; data {shape} has {} softmaxes, each needs a label",
                    d.outer * d.inner
                )));
            }
            i.one(shape, i.floats_only(0)?)
        },
        forward: Forward::Kernel(|c| {
            let d = dims(c.input(0).shape, c.attrs)?;
            by_real!(c.input(0).dtype, T => {
                let x = floats::input::<T>(c.context, c.input(0));
                softmax::forward(c.context, d, false, 1.0, &x, &mut floats::output::<T>(c.context, c.output(0)));
            });
            Ok(())
        }),
        gradient: Gradient::Rule(|b| {
            if b.graph.recording() {
                return Err(Error::graph(
                    "its gradient is that of the cross entropy, not of its output, so it has no second derivative \
                     (createGraph); use log_softmax and pick",
                ));
            }
            let head = if b.attrs.bool("out_grad") { Some(b.head(0)?) } else { None };
            let inputs = [Some(b.output(0)), Some(b.input(1)), head];
            if b.wants(0) {
                let attrs = b.attrs.clone();
                let gradient = b.call_all("_backward_SoftmaxOutput", &inputs, attrs)?.swap_remove(0);
                b.set(0, gradient);
            }
            b.set_zeros(1)
        }),
        needs: |_| Needs { inputs: 0b10, outputs: 1 },
        cost: |i, _| i.shape(0).size() as u64 * 3 + 50,
        // Data counts as integers, so that no finite differences are taken: its gradient is that of
        // another function. MXNet's values are the test.
        samples: || vec![Sample::new(&[&[3, 4], &[3]]).integers(0, 3).integers(1, 4)],
        ..OpSpec::NEW
    },
    OpSpec {
        name: "_backward_SoftmaxOutput",
        doc: "The gradient of SoftmaxOutput by data, from its output, the labels, and what flows back where out_grad.",
        inputs: &[input("output"), input("label"), optional("head")],
        attrs: ATTRS,
        forward: Forward::Kernel(|c| by_real!(c.input(0).dtype, T => backward::<T>(c))),
        gradient: Gradient::None("SoftmaxOutput has no second derivative"),
        hidden: true,
        samples: || vec![Sample::new(&[&[3, 4], &[3]]).integers(1, 4)],
        ..OpSpec::NEW
    },
];

fn dims(shape: Shape, attrs: &Attrs) -> Result<Dims> {
    let n = shape.ndim();
    if n < 2 {
        return Err(Error::shape(format!("data has shape {shape}; it needs two axes at least")));
    }
    Ok(if attrs.bool("multi_output") {
        Dims { outer: shape[0] as usize, n: shape[1] as usize, inner: shape.span(2, n) }
    } else if attrs.bool("preserve_shape") {
        Dims { outer: shape.span(0, n - 1), n: shape[n - 1] as usize, inner: 1 }
    } else {
        Dims { outer: shape[0] as usize, n: shape.span(1, n), inner: 1 }
    })
}

fn backward<T: Real>(c: &Call) -> Result<()> {
    let (shape, attrs) = (c.input(0).shape, c.attrs);
    let d = dims(shape, attrs)?;
    let y = floats::input::<T>(c.context, c.input(0));
    let mut dx = floats::output::<T>(c.context, c.output(0));
    let grad_scale = attrs.float("grad_scale");
    if c.input(1).shape == shape {
        let label = floats::input::<T>(c.context, c.input(1));
        let scale = T::of(grad_scale);
        dx.iter_mut().zip(y.iter().zip(label.iter())).for_each(|(dx, (&y, &l))| *dx = (y - l) * scale);
    } else {
        let labels = index::integers(c.context, c.input(1));
        let ignore = attrs.bool("use_ignore").then(|| attrs.float("ignore_label") as i64);
        let counted = match attrs.word("normalization") {
            "batch" => shape[0] as usize,
            "valid" => {
                // Counted whether or not use_ignore is set, as in MXNet.
                let out = attrs.float("ignore_label") as i64;
                labels.as_slice().iter().filter(|&&l| l != out).count().max(1)
            }
            _ => 1,
        };
        // With several softmaxes an example, their mean: MXNet divides by their number too.
        let places = if attrs.bool("multi_output") && attrs.word("normalization") != "valid" { d.inner } else { 1 };
        // MXNet smooths only where nothing is ignored and there is one softmax an example.
        let smooth = ignore.is_none() && !attrs.bool("multi_output");
        let alpha = if smooth { attrs.float("smooth_alpha") } else { 0.0 };
        let target = Target {
            on: 1.0 - alpha,
            off: if d.n > 1 { alpha / (d.n - 1) as f64 } else { 0.0 },
            ignore,
            scale: grad_scale / (counted * places) as f64,
        };
        softmax::cross_entropy_backward(c.context, d, &y, labels.as_slice(), target, &mut dx);
    }
    if let Some(head) = c.optional(2) {
        let head = floats::input::<T>(c.context, head);
        dx.iter_mut().zip(head.iter()).for_each(|(dx, &g)| *dx = *dx * g);
    }
    Ok(())
}
