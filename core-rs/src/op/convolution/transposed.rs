//! Deconvolution, the transposed convolution: forward is Convolution's gradient by its data, so its
//! gradients are Convolution and Convolution's gradient by the weight.
#![forbid(unsafe_code)]

use super::sizes::{LAYOUTS, Transposed};
use super::{ATTRS, DATA, bias_gradient, check_bias, real};
use crate::base::{Element, Result};
use crate::by_real;
use crate::kernel::gemm::Real;
use crate::kernel::{conv, floats};
use crate::op::attrs::{Attr, AttrSpec};
use crate::op::spec::{Call, Forward, Gradient, Needs, OpSpec, Sample};
use crate::op::value::Backward;

const TRANSPOSED_ATTRS: &[AttrSpec] = &[
    ATTRS[0],
    AttrSpec::tuple("stride", &[], "The distance of neighbours of data in the output; 1 by default.").at_least(1.0),
    ATTRS[2],
    AttrSpec::tuple("pad", &[], "What is cut off at both ends of the output; 0 by default.").at_least(0.0),
    AttrSpec::tuple("adj", &[], "What the output is longer by at its end; less than stride, 0 by default.")
        .at_least(0.0),
    AttrSpec::tuple("target_shape", &[], "The sizes of the output: pad and adj become what gives them.").at_least(0.0),
    AttrSpec::required_int("num_filter", "The number of output channels.").at_least(1.0),
    AttrSpec::int("num_group", 1, "The number of groups into which channels and filters are divided.").at_least(1.0),
    AttrSpec::int("workspace", 1024, "Accepted and ignored.").at_least(0.0),
    AttrSpec::bool("no_bias", true, "Leave the bias out."),
    AttrSpec::optional_one_of("cudnn_tune", &["fastest", "limited_workspace", "off"], "Accepted and ignored."),
    AttrSpec::bool("cudnn_off", false, "Accepted and ignored."),
    AttrSpec::optional_one_of("layout", LAYOUTS, "The order of axes; the channel must come second."),
];

pub const DECONVOLUTION: OpSpec = OpSpec {
    name: "Deconvolution",
    doc: "The transposed convolution: each element of data adds its multiple of the filters to the output, stride \
          apart. Inputs: data [n, c, w], [n, c, h, w] or [n, c, d, h, w], weight [c, num_filter / num_group, kernel], \
          bias [num_filter]. Output: [n, num_filter, h', w'] with h' = stride (h - 1) + dilate (kernel - 1) + 1 - \
          2 pad + adj.",
    inputs: DATA,
    attrs: TRANSPOSED_ATTRS,
    infer: |i| {
        let dtype = real(i)?;
        let output = Transposed::of(i.attrs, i.shape(0), i.shape(1))?.output;
        check_bias(i.attrs, i.has(2).then(|| i.shape(2)))?;
        i.one(output, dtype)
    },
    forward: Forward::Kernel(|call| by_real!(call.input(0).dtype, T => forward::<T>(call))),
    gradient: Gradient::Rule(gradient),
    needs: |_| Needs { inputs: 0b11, outputs: 0 },
    cost: |i, _| {
        let weight = i.shape(1);
        i.shape(0).size() as u64 * weight.span(1, weight.ndim()) as u64 / 30 + 200
    },
    samples: || {
        vec![
            Sample::new(&[&[2, 3, 3, 4], &[3, 4, 3, 3], &[4]])
                .attr("kernel", vec![3, 3])
                .attr("num_filter", 4)
                .attr("no_bias", false),
            Sample::new(&[&[2, 4, 3, 2], &[4, 1, 3, 2]])
                .attr("kernel", vec![3, 2])
                .attr("num_filter", 2)
                .attr("num_group", 2)
                .attr("stride", vec![2, 3])
                .attr("pad", vec![1, 0])
                .attr("adj", vec![1, 2]),
            Sample::new(&[&[1, 2, 5], &[2, 2, 4], &[2]])
                .attr("kernel", vec![4])
                .attr("num_filter", 2)
                .attr("stride", vec![2])
                .attr("target_shape", vec![9])
                .attr("no_bias", false),
            Sample::new(&[&[1, 2, 2, 3, 2], &[2, 2, 2, 2, 3]])
                .attr("kernel", vec![2, 2, 3])
                .attr("num_filter", 2)
                .attr("stride", vec![2, 1, 2])
                .attr("dilate", vec![1, 2, 1])
                .attr("pad", vec![0, 1, 1]),
            Sample::new(&[&[0, 1, 4, 4], &[1, 2, 2, 2]]).attr("kernel", vec![2, 2]).attr("num_filter", 2),
        ]
    },
    ..OpSpec::NEW
};

fn forward<T: Real + Element>(call: &Call) -> Result<()> {
    let p = Transposed::of(call.attrs, call.input(0).shape, call.input(1).shape)?.sizes.params;
    let [x, w] = [0, 1].map(|i| floats::input::<T>(call.context, call.input(i)));
    let bias = call.optional(2).map(|b| floats::input::<T>(call.context, b));
    let mut y = floats::output::<T>(call.context, call.output(0));
    conv::data_gradient(call.context, &p, &x, &w, bias.as_deref(), &mut y);
    Ok(())
}

fn gradient(b: &mut Backward) -> Result<()> {
    let (head, data) = (b.head(0)?, b.shape(0));
    // The attributes of the convolution whose data gradient this is.
    let pad = Transposed::of(b.attrs, data, b.shape(1))?.pad;
    let mut attrs: Vec<(&str, Attr)> =
        ["kernel", "stride", "dilate", "num_group"].map(|n| (n, b.attrs.get(n).clone())).into();
    attrs.push(("pad", pad.into()));
    attrs.push(("num_filter", (data[1] as i64).into()));
    if b.wants(0) {
        let weight = b.input(1);
        attrs.push(("no_bias", true.into()));
        let gradient = b.call("Convolution", &[&head, &weight], &attrs)?;
        attrs.pop();
        b.set(0, gradient);
    }
    if b.wants(1) {
        let data = b.input(0);
        attrs.push(("shape", b.shape(1).into()));
        let gradient = b.call("_convolution_weight_gradient", &[&head, &data], &attrs)?;
        b.set(1, gradient);
    }
    if b.wants(2) {
        bias_gradient(b, &head)?;
    }
    Ok(())
}
