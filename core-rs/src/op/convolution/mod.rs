//! Convolution and its two gradients, over one to three axes. The three are closed under
//! differentiation: each is linear in each of its arguments, so gradients of gradients are again one
//! of the three. `transposed.rs` has Deconvolution.
#![forbid(unsafe_code)]

mod sizes;
mod transposed;

use super::attrs::{Attr, AttrSpec, Attrs};
use super::spec::{Call, Forward, Gradient, Infer, InputSpec, Needs, OpSpec, Sample, Types, input, optional};
use super::value::{Backward, Value};
use crate::base::{DType, Element, Error, Result, Shape};
use crate::by_real;
use crate::kernel::gemm::Real;
use crate::kernel::{conv, floats};
use sizes::Sizes;
pub use sizes::Window;

const ATTRS: &[AttrSpec] = &[
    AttrSpec::required_tuple("kernel", "The size of the kernel: (w), (h, w) or (d, h, w).").at_least(1.0),
    AttrSpec::tuple("stride", &[], "The step of the kernel; 1 by default.").at_least(1.0),
    AttrSpec::tuple("dilate", &[], "The distance of the kernel's taps; 1 by default.").at_least(1.0),
    AttrSpec::tuple("pad", &[], "Zeros around the data; 0 by default.").at_least(0.0),
    AttrSpec::required_int("num_filter", "The number of filters (output channels).").at_least(1.0),
    AttrSpec::int("num_group", 1, "The number of groups into which channels and filters are divided.").at_least(1.0),
    AttrSpec::int("workspace", 1024, "Accepted and ignored.").at_least(0.0),
    AttrSpec::bool("no_bias", false, "Leave the bias out."),
    AttrSpec::optional_one_of("cudnn_tune", &["fastest", "limited_workspace", "off"], "Accepted and ignored."),
    AttrSpec::bool("cudnn_off", false, "Accepted and ignored."),
    AttrSpec::optional_one_of("layout", sizes::LAYOUTS, "The order of axes; the channel must come second."),
];

/// The gradients carry the shape that they give, since stride forgets it.
const GRADIENT_ATTRS: &[AttrSpec] = &[
    ATTRS[0],
    ATTRS[1],
    ATTRS[2],
    ATTRS[3],
    ATTRS[4],
    ATTRS[5],
    AttrSpec::required_tuple("shape", "The shape of the result."),
];

const DATA: &[InputSpec] = &[input("data"), input("weight"), optional("bias")];

pub static OPS: &[OpSpec] = &[
    transposed::DECONVOLUTION,
    OpSpec {
        name: "Convolution",
        aliases: &["Convolution_v1"],
        doc: "Slides filters over data (cross-correlation). Inputs: data [n, c, w], [n, c, h, w] or \
              [n, c, d, h, w], weight [num_filter, c / num_group, kernel], bias [num_filter]. Output: \
              [n, num_filter, h', w'] with h' = floor((h + 2 pad - dilate (kernel - 1) - 1) / stride) + 1.",
        inputs: DATA,
        attrs: ATTRS,
        infer,
        forward: Forward::Kernel(|call| by_real!(call.input(0).dtype, T => forward::<T>(call))),
        gradient: Gradient::Rule(|b| {
            let head = b.head(0)?;
            if b.wants(0) {
                let (weight, shape) = (b.input(1), b.shape(0));
                let data = apply(b, "_convolution_data_gradient", &head, &weight, Some(shape))?;
                b.set(0, data);
            }
            if b.wants(1) {
                let (data, shape) = (b.input(0), b.shape(1));
                let weight = apply(b, "_convolution_weight_gradient", &data, &head, Some(shape))?;
                b.set(1, weight);
            }
            if b.wants(2) {
                bias_gradient(b, &head)?;
            }
            Ok(())
        }),
        needs: |_| Needs { inputs: 0b11, outputs: 0 },
        cost,
        samples: || {
            vec![
                Sample::new(&[&[2, 3, 5, 6], &[4, 3, 3, 3], &[4]]).attr("kernel", vec![3, 3]).attr("num_filter", 4),
                Sample::new(&[&[2, 4, 6, 5], &[4, 2, 3, 2]])
                    .attr("kernel", vec![3, 2])
                    .attr("num_filter", 4)
                    .attr("num_group", 2)
                    .attr("stride", vec![2, 1])
                    .attr("pad", vec![1, 0])
                    .attr("no_bias", true),
                Sample::new(&[&[2, 2, 7], &[3, 2, 3], &[3]])
                    .attr("kernel", vec![3])
                    .attr("num_filter", 3)
                    .attr("dilate", vec![2]),
                Sample::new(&[&[2, 4, 3, 4, 5], &[2, 2, 2, 3, 2], &[2]])
                    .attr("kernel", vec![2, 3, 2])
                    .attr("num_filter", 2)
                    .attr("num_group", 2)
                    .attr("stride", vec![1, 2, 2])
                    .attr("pad", vec![1, 1, 0])
                    .attr("dilate", vec![2, 1, 1]),
                Sample::new(&[&[0, 1, 4, 4], &[2, 1, 2, 2], &[2]]).attr("kernel", vec![2, 2]).attr("num_filter", 2),
            ]
        },
        ..OpSpec::NEW
    },
    OpSpec {
        name: "_convolution_data_gradient",
        doc: "The gradient of Convolution by its data: the adjoint of the convolution, as a map of head.",
        inputs: &[input("head"), input("weight")],
        attrs: GRADIENT_ATTRS,
        infer: |i| {
            let dtype = real(i)?;
            let shape = i.attrs.shape("shape")?;
            Sizes::of(i.attrs, shape, i.shape(1))?.expect_output(i.shape(0))?;
            i.one(shape, dtype)
        },
        forward: Forward::Kernel(|call| by_real!(call.input(0).dtype, T => data_gradient::<T>(call))),
        gradient: Gradient::Rule(|b| {
            let head = b.head(0)?;
            if b.wants(0) {
                let weight = b.input(1);
                let gradient = apply(b, "Convolution", &head, &weight, None)?;
                b.set(0, gradient);
            }
            if b.wants(1) {
                let (inner, shape) = (b.input(0), b.shape(1));
                let gradient = apply(b, "_convolution_weight_gradient", &head, &inner, Some(shape))?;
                b.set(1, gradient);
            }
            Ok(())
        }),
        needs: |_| Needs::INPUTS,
        cost: gradient_cost,
        hidden: true,
        samples: || {
            vec![
                Sample::new(&[&[2, 4, 3, 4], &[4, 3, 3, 3]])
                    .attr("kernel", vec![3, 3])
                    .attr("num_filter", 4)
                    .attr("shape", vec![2, 3, 5, 6]),
            ]
        },
        ..OpSpec::NEW
    },
    OpSpec {
        name: "_convolution_weight_gradient",
        doc: "The gradient of Convolution by its weight.",
        inputs: &[input("data"), input("head")],
        attrs: GRADIENT_ATTRS,
        infer: |i| {
            let dtype = real(i)?;
            let shape = i.attrs.shape("shape")?;
            Sizes::of(i.attrs, i.shape(0), shape)?.expect_output(i.shape(1))?;
            i.one(shape, dtype)
        },
        forward: Forward::Kernel(|call| by_real!(call.input(0).dtype, T => weight_gradient::<T>(call))),
        gradient: Gradient::Rule(|b| {
            let head = b.head(0)?;
            if b.wants(0) {
                let (inner, shape) = (b.input(1), b.shape(0));
                let gradient = apply(b, "_convolution_data_gradient", &inner, &head, Some(shape))?;
                b.set(0, gradient);
            }
            if b.wants(1) {
                let data = b.input(0);
                let gradient = apply(b, "Convolution", &data, &head, None)?;
                b.set(1, gradient);
            }
            Ok(())
        }),
        needs: |_| Needs::INPUTS,
        cost: gradient_cost,
        hidden: true,
        samples: || {
            vec![
                Sample::new(&[&[2, 3, 5, 6], &[2, 4, 3, 4]])
                    .attr("kernel", vec![3, 3])
                    .attr("num_filter", 4)
                    .attr("shape", vec![4, 3, 3, 3]),
            ]
        },
        ..OpSpec::NEW
    },
];

/// All arrays of one floating dtype.
fn real(i: &Infer) -> Result<DType> {
    i.floats_only(0)?;
    i.same_dtypes()
}

/// Bias is given if and only if it is wanted, one for each filter.
pub fn check_bias(attrs: &Attrs, bias: Option<Shape>) -> Result<()> {
    let filters = attrs.int("num_filter");
    match (bias, attrs.bool("no_bias")) {
        (Some(_), true) => Err(Error::attribute("a bias is given, but no_bias is true")),
        (None, false) => Err(Error::attribute("bias is missing; give one, or no_bias=true")),
        (Some(bias), false) if bias.dims() != [filters as u32] => {
            Err(Error::shape(format!("bias has shape {bias}, num_filter={filters} needs [{filters}]")))
        }
        _ => Ok(()),
    }
}

fn infer(i: &Infer) -> Result<Types> {
    let dtype = real(i)?;
    let sizes = Sizes::of(i.attrs, i.shape(0), i.shape(1))?;
    check_bias(i.attrs, i.has(2).then(|| i.shape(2)))?;
    i.one(sizes.output, dtype)
}

fn cost(i: &Infer, out: &Types) -> u64 {
    let weight = i.shape(1);
    let per_output = weight.span(1, weight.ndim()) as u64;
    out[0].0.size() as u64 * per_output / 30 + 200
}

fn gradient_cost(i: &Infer, out: &Types) -> u64 {
    let taps: i64 = i.attrs.tuple("kernel").iter().product();
    let smaller = i.shape(0).size().max(out[0].0.size()).max(i.shape(1).size()) as u64;
    smaller * taps as u64 * 2 + 200
}

fn forward<T: Real + Element>(call: &Call) -> Result<()> {
    let p = Sizes::of(call.attrs, call.input(0).shape, call.input(1).shape)?.params;
    let [x, w] = [0, 1].map(|i| floats::input::<T>(call.context, call.input(i)));
    let bias = call.optional(2).map(|b| floats::input::<T>(call.context, b));
    let mut y = floats::output::<T>(call.context, call.output(0));
    conv::forward(call.context, &p, &x, &w, bias.as_deref(), &mut y);
    Ok(())
}

fn data_gradient<T: Real + Element>(call: &Call) -> Result<()> {
    let p = Sizes::of(call.attrs, call.output(0).shape, call.input(1).shape)?.params;
    let [dy, w] = [0, 1].map(|i| floats::input::<T>(call.context, call.input(i)));
    conv::data_gradient(call.context, &p, &dy, &w, None, &mut floats::output::<T>(call.context, call.output(0)));
    Ok(())
}

fn weight_gradient<T: Real + Element>(call: &Call) -> Result<()> {
    let p = Sizes::of(call.attrs, call.input(0).shape, call.output(0).shape)?.params;
    let [x, dy] = [0, 1].map(|i| floats::input::<T>(call.context, call.input(i)));
    conv::weight_gradient(call.context, &p, &x, &dy, &mut floats::output::<T>(call.context, call.output(0)));
    Ok(())
}

/// The sum of head over all axes but the channels.
fn bias_gradient(b: &mut Backward, head: &Value) -> Result<()> {
    let axes: Vec<i64> = (0..head.shape().ndim() as i64).filter(|a| *a != 1).collect();
    let bias = b.call("sum", &[head], &[("axis", axes.into())])?;
    b.set(2, bias);
    Ok(())
}

/// Applies one of the three with the attributes of this call.
fn apply(b: &mut Backward, op: &str, x: &Value, y: &Value, shape: Option<crate::base::Shape>) -> Result<Value> {
    let mut attrs: Vec<(&str, Attr)> =
        ["kernel", "stride", "dilate", "pad", "num_filter", "num_group"].map(|n| (n, b.attrs.get(n).clone())).into();
    match shape {
        Some(shape) => attrs.push(("shape", shape.into())),
        None => attrs.push(("no_bias", true.into())),
    }
    b.call(op, &[x, y], &attrs)
}
