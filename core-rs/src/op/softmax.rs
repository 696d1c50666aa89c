//! Softmax in its forms: softmax, softmin, log_softmax, the older SoftmaxActivation, and the cross
//! entropy of labels.
#![forbid(unsafe_code)]

use super::attrs::{Attr, AttrSpec, Attrs};
use super::spec::{Forward, Gradient, Infer, Needs, OpSpec, Sample, Types, input, optional};
use super::value::{Backward, call};
use crate::base::{Error, Result, Shape};
use crate::by_real;
use crate::kernel::softmax::{self, Dims};
use crate::kernel::{floats, index};

const AXIS: AttrSpec = AttrSpec::int("axis", -1, "The axis along which the results sum to 1.");
const TEMPERATURE: AttrSpec = AttrSpec::optional_float("temperature", "Divides data beforehand; 1 by default.");
const DTYPE: AttrSpec = AttrSpec::optional_dtype("dtype", "The dtype of the result; data's by default.");
const LENGTHS: AttrSpec = AttrSpec::bool("use_length", false, "Only the first `length` elements of each take part.");
const PLAIN: &[AttrSpec] = &[AXIS, TEMPERATURE, DTYPE];

/// One operator of the family: the sign of data, and whether the logarithm is wanted.
const fn family(name: &'static str, doc: &'static str) -> OpSpec {
    OpSpec {
        name,
        doc,
        attrs: PLAIN,
        positional: 1,
        infer,
        needs: |_| Needs::OUTPUTS,
        cost: |i, _| i.shape(0).size() as u64 * 3 + 50,
        method: true,
        samples: || {
            vec![
                Sample::new(&[&[2, 5]]),
                Sample::new(&[&[2, 3, 4]]).attr("axis", 1).attr("temperature", 1.7),
                Sample::new(&[&[40]]),
                Sample::new(&[&[0, 3]]),
            ]
        },
        ..OpSpec::NEW
    }
}

fn infer(i: &Infer) -> Result<Types> {
    let dtype = i.floats_only(0)?;
    i.shape(0).axis(i.attrs.int("axis"))?;
    let out = i.attrs.optional_dtype("dtype").unwrap_or(dtype);
    if !out.is_float() {
        return Err(Error::dtype(format!("dtype is {out}; it must be float32, float64 or float16")));
    }
    if i.attrs.optional_float("temperature") == Some(0.0) {
        return Err(Error::attribute("temperature is 0; data is divided by it"));
    }
    i.one(i.shape(0), out)
}

fn scale(attrs: &Attrs) -> f64 {
    1.0 / attrs.optional_float("temperature").unwrap_or(1.0)
}

fn dims(shape: Shape, axis: i64) -> Result<Dims> {
    let a = shape.axis(axis)?;
    Ok(Dims { outer: shape.span(0, a), n: shape[a] as usize, inner: shape.span(a + 1, shape.ndim()) })
}

fn forward(c: &super::spec::Call, log: bool, scale: f64, axis: i64) -> Result<()> {
    let d = dims(c.input(0).shape, axis)?;
    // In the wider of the two dtypes.
    let dtype = if c.output(0).dtype.size() > c.input(0).dtype.size() { c.output(0).dtype } else { c.input(0).dtype };
    by_real!(dtype, T => {
        let x = floats::input::<T>(c.context, c.input(0));
        softmax::forward(c.context, d, log, scale, &x, &mut floats::output::<T>(c.context, c.output(0)));
    });
    Ok(())
}

fn gradient(b: &mut Backward, log: bool, scale: f64, axis: i64) -> Result<()> {
    let (head, y) = (b.head(0)?, b.output(0));
    let gradient = if b.graph.recording() {
        // softmax: (g - sum(g y)) y, of the logarithm: g - sum(g) exp(y)
        let total: [(&str, Attr); 2] = [("axis", vec![axis].into()), ("keepdims", true.into())];
        let inner = if log {
            let (sum, p) = (b.call("sum", &[&head], &total)?, b.call("exp", &[&y], &[])?);
            let part = b.call("broadcast_mul", &[&p, &sum], &[])?;
            b.call("elemwise_sub", &[&head, &part], &[])?
        } else {
            let product = b.call("elemwise_mul", &[&head, &y], &[])?;
            let sum = b.call("sum", &[&product], &total)?;
            let inner = b.call("broadcast_sub", &[&head, &sum], &[])?;
            b.call("elemwise_mul", &[&inner, &y], &[])?
        };
        b.call("_mul_scalar", &[&inner], &[("scalar", scale.into())])?
    } else {
        let attrs = [("axis", axis.into()), ("scale", scale.into()), ("log", log.into())];
        b.call("_backward_softmax", &[&head, &y], &attrs)?
    };
    let dtype = b.dtype(0);
    let gradient =
        if gradient.dtype() == dtype { gradient } else { b.call("Cast", &[&gradient], &[("dtype", dtype.into())])? };
    b.set(0, gradient);
    b.set_zeros(1)
}

pub static OPS: &[OpSpec] = &[
    OpSpec {
        inputs: &[input("data"), optional("length")],
        attrs: &[AXIS, TEMPERATURE, DTYPE, LENGTHS],
        infer: |i| {
            let types = infer(i)?;
            let (shape, axis) = (i.shape(0), i.shape(0).axis(i.attrs.int("axis"))?);
            match (i.attrs.bool("use_length"), i.has(1)) {
                (false, false) => Ok(types),
                (true, true) if i.shape(1) == shape.removed(axis) => Ok(types),
                (true, true) => Err(Error::shape(format!(
                    "length has shape {}; data {shape} without axis {axis} needs {}",
                    i.shape(1),
                    shape.removed(axis)
                ))),
                (true, false) => Err(Error::attribute("length is missing; use_length needs it")),
                (false, true) => Err(Error::attribute("a length is given, but use_length is false")),
            }
        },
        forward: Forward::Kernel(|c| {
            let Some(length) = c.optional(1) else { return forward(c, false, scale(c.attrs), c.attrs.int("axis")) };
            let d = dims(c.input(0).shape, c.attrs.int("axis"))?;
            let lengths = index::integers(c.context, length);
            by_real!(c.input(0).dtype, T => {
                let x = floats::input::<T>(c.context, c.input(0));
                let mut y = floats::output::<T>(c.context, c.output(0));
                softmax::forward_lengths(d, scale(c.attrs), &x, lengths.as_slice(), &mut y);
            });
            Ok(())
        }),
        gradient: Gradient::Rule(|b| gradient(b, false, scale(b.attrs), b.attrs.int("axis"))),
        ..family("softmax", "exp(data) divided by its sum along an axis. With use_length, what lies beyond is 0.")
    },
    OpSpec {
        forward: Forward::Kernel(|c| forward(c, false, -scale(c.attrs), c.attrs.int("axis"))),
        gradient: Gradient::Rule(|b| gradient(b, false, -scale(b.attrs), b.attrs.int("axis"))),
        ..family("softmin", "softmax of -data.")
    },
    OpSpec {
        forward: Forward::Kernel(|c| forward(c, true, scale(c.attrs), c.attrs.int("axis"))),
        gradient: Gradient::Rule(|b| gradient(b, true, scale(b.attrs), b.attrs.int("axis"))),
        ..family("log_softmax", "The logarithm of softmax, exact where softmax itself would round to 0.")
    },
    OpSpec {
        attrs: &[AttrSpec::one_of(
            "mode",
            &["instance", "channel"],
            "instance",
            "instance: along the last axis; channel: along axis 1.",
        )],
        positional: 0,
        infer: |i| {
            i.floats_only(0)?;
            i.shape(0).axis(activation_axis(i.attrs))?;
            i.same()
        },
        forward: Forward::Kernel(|c| forward(c, false, 1.0, activation_axis(c.attrs))),
        gradient: Gradient::Rule(|b| gradient(b, false, 1.0, activation_axis(b.attrs))),
        method: false,
        samples: || vec![Sample::new(&[&[3, 4]]), Sample::new(&[&[2, 3, 2, 2]]).word("mode", "channel")],
        ..family("SoftmaxActivation", "softmax by its older name; use softmax.")
    },
    OpSpec {
        name: "_backward_softmax",
        doc: "The gradient of softmax or log_softmax from the gradient of its output and the output.",
        inputs: &[input("head"), input("output")],
        attrs: &[
            AXIS,
            AttrSpec::float("scale", 1.0, "What data was multiplied by."),
            AttrSpec::bool("log", false, "Of log_softmax."),
        ],
        infer: |i| {
            i.same_dtypes()?;
            i.same()
        },
        forward: Forward::Kernel(|c| {
            let d = dims(c.input(0).shape, c.attrs.int("axis"))?;
            let (scale, log) = (c.attrs.float("scale"), c.attrs.bool("log"));
            by_real!(c.input(0).dtype, T => {
                let (dy, y) = (floats::input::<T>(c.context, c.input(0)), floats::input::<T>(c.context, c.input(1)));
                softmax::backward(c.context, d, log, scale, &y, &dy, &mut floats::output::<T>(c.context, c.output(0)));
            });
            Ok(())
        }),
        gradient: Gradient::None(
            "where gradients of gradients are wanted, softmax's gradient is made of other operators",
        ),
        hidden: true,
        samples: || vec![Sample::new(&[&[2, 3], &[2, 3]])],
        ..OpSpec::NEW
    },
    OpSpec {
        name: "softmax_cross_entropy",
        doc: "The sum over rows of -log(softmax(data)[label]). Inputs: data [n, classes], label [n]. Output: [1].",
        inputs: &[input("data"), input("label")],
        infer: |i| {
            let (data, label) = (i.shape(0), i.shape(1));
            if data.ndim() != 2 || label != Shape::new(&[data[0] as usize]) {
                return Err(Error::shape(format!(
                    "data has shape {data}, label {label}; they must be [n,classes] and [n]"
                )));
            }
            i.one(Shape::new(&[1]), i.floats_only(0)?)
        },
        forward: Forward::Composite(|graph, _, inputs| {
            let (data, label) = (inputs[0].clone().expect("data"), inputs[1].clone().expect("label"));
            if data.shape().ndim() != 2 || label.shape() != Shape::new(&[data.shape()[0] as usize]) {
                return Err(Error::shape(format!(
                    "data has shape {}, label {}; they must be [n,classes] and [n]",
                    data.shape(),
                    label.shape()
                )));
            }
            let logs = call(graph, "log_softmax", &[&data], &[])?;
            let picked = call(graph, "pick", &[&logs, &label], &[])?;
            let sum = call(graph, "sum", &[&picked], &[])?;
            Ok(smallvec::smallvec![call(graph, "negative", &[&sum], &[])?])
        }),
        samples: || vec![Sample::new(&[&[3, 4], &[3]]).integers(1, 4)],
        ..OpSpec::NEW
    },
];

fn activation_axis(attrs: &Attrs) -> i64 {
    if attrs.word("mode") == "channel" { 1 } else { -1 }
}
