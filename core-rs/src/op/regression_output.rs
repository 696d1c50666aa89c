//! Output layers of MXNet's symbolic networks besides softmax: forward a prediction, and backward the
//! gradient of a loss with the labels, whatever flows back.
#![forbid(unsafe_code)]

use super::attrs::{Attr, AttrSpec};
use super::spec::{Forward, Gradient, Infer, Needs, OpSpec, Sample, Types, input, mutated};
use super::unary::{Identity, Sigmoid};
use super::value::{Backward, Value};
use crate::base::{Error, Result, Shape};
use crate::by_real;
use crate::kernel::vector::Real;
use crate::kernel::{floats, map, reduce};

const INPUTS: &[super::spec::InputSpec] = &[input("data"), input("label")];
const SCALE: &[AttrSpec] = &[GRAD_SCALE];
const GRAD_SCALE: AttrSpec = AttrSpec::float("grad_scale", 1.0, "The gradient is multiplied by it.");

/// An output layer; `slope` turns (output, label) into the gradient of its loss.
const fn regression(name: &'static str, doc: &'static str, gradient: fn(&mut Backward) -> Result<()>) -> OpSpec {
    OpSpec {
        name,
        doc,
        inputs: INPUTS,
        attrs: SCALE,
        infer: infer_regression,
        forward: Forward::Kernel(|c| {
            map::unary::<Identity>(c.context, c.input(0), c.output(0));
            Ok(())
        }),
        gradient: Gradient::Rule(gradient),
        needs: |_| Needs { inputs: 0b10, outputs: 1 },
        // As integers, here and below: the gradient is that of another function.
        samples: || {
            vec![
                Sample::new(&[&[3, 4], &[3, 4]]).integers(0, 3).integers(1, 4),
                Sample::new(&[&[3, 1], &[3]]).integers(0, 3).integers(1, 4).attr("grad_scale", 0.5),
                Sample::new(&[&[0, 2], &[0, 2]]),
            ]
        },
        ..OpSpec::NEW
    }
}

fn infer_regression(i: &Infer) -> Result<Types> {
    let (data, label) = (i.shape(0), i.shape(1));
    i.floats_only(0)?;
    if data.size() != label.size() || data.dims().first() != label.dims().first() {
        return Err(Error::shape(format!("data has shape {data}, label {label}; each element of data needs a label")));
    }
    i.same()
}

pub static OPS: &[OpSpec] = &[
    regression(
        "LinearRegressionOutput",
        "data; its gradient is (data - label) * grad_scale / the labels of an example, that of half the squared \
         distance. Inputs: data, and label of as many elements.",
        |b| {
            let (y, label) = (b.output(0), label(b)?);
            let difference = b.call("elemwise_sub", &[&y, &label], &[])?;
            finish(b, difference)
        },
    ),
    OpSpec {
        forward: Forward::Kernel(|c| {
            map::unary::<Sigmoid>(c.context, c.input(0), c.output(0));
            Ok(())
        }),
        ..regression(
            "LogisticRegressionOutput",
            "The sigmoid of data; its gradient is (output - label) * grad_scale / the labels of an example, that of the \
             cross entropy. Inputs: data, and label of as many elements.",
            |b| {
                let (y, label) = (b.output(0), label(b)?);
                let difference = b.call("elemwise_sub", &[&y, &label], &[])?;
                finish(b, difference)
            },
        )
    },
    regression(
        "MAERegressionOutput",
        "data; its gradient is 1 where data is above label, else -1, times grad_scale / the labels of an example: that of \
         the absolute distance. Inputs: data, and label of as many elements.",
        |b| {
            let (y, label) = (b.output(0), label(b)?);
            let above = b.call("broadcast_greater", &[&y, &label], &[])?;
            let twice = b.call("_mul_scalar", &[&above], &[("scalar", 2.0.into())])?;
            let sign = b.call("_minus_scalar", &[&twice], &[("scalar", 1.0.into())])?;
            finish(b, sign)
        },
    ),
    OpSpec {
        name: "SVMOutput",
        doc: "data; its gradient is that of the hinge loss max(0, margin - s data), or of its square, where s is 1 for \
              the class of the label and -1 for the others. Inputs: data [n, classes], label [n].",
        inputs: &[input("data"), input("label")],
        attrs: &[
            AttrSpec::float("margin", 1.0, "How far beyond 0 an output has to be."),
            AttrSpec::float("regularization_coefficient", 1.0, "The gradient is multiplied by it."),
            AttrSpec::bool("use_linear", false, "Take the hinge loss itself, not its square."),
        ],
        infer: |i| {
            let (data, label) = (i.shape(0), i.shape(1));
            i.floats_only(0)?;
            if data.ndim() < 1 || label != data.removed(data.ndim() - 1) {
                return Err(Error::shape(format!(
                    "data has shape {data}, label {label}; the label needs data's axes but the last"
                )));
            }
            i.same()
        },
        forward: Forward::Kernel(|c| {
            map::unary::<Identity>(c.context, c.input(0), c.output(0));
            Ok(())
        }),
        gradient: Gradient::Rule(|b| {
            b.first_order_only()?;
            let (y, label, shape, dtype) = (b.output(0), b.input(1), b.shape(0), b.dtype(0));
            let classes = shape[shape.ndim() - 1] as i64;
            let given: [(&str, Attr); 4] = [
                ("depth", classes.into()),
                ("on_value", 1.0.into()),
                ("off_value", (-1.0).into()),
                ("dtype", dtype.into()),
            ];
            let sign = b.call("one_hot", &[&label], &given)?;
            let distance = b.call("elemwise_mul", &[&sign, &y], &[])?;
            // MXNet keeps these attributes as float32, for data of float64 too.
            let single = |name: &str| b.attrs.float(name) as f32 as f64;
            let (margin, factor) = (Attr::Float(single("margin")), -single("regularization_coefficient"));
            let missing = b.call("_rminus_scalar", &[&distance], &[("scalar", margin)])?;
            let (slope, factor) = if b.attrs.bool("use_linear") {
                (b.call("_greater_scalar", &[&missing], &[("scalar", 0.0.into())])?, factor)
            } else {
                (b.call("relu", &[&missing], &[])?, 2.0 * factor)
            };
            let gradient = b.call("elemwise_mul", &[&slope, &sign], &[])?;
            let gradient = b.call("_mul_scalar", &[&gradient], &[("scalar", factor.into())])?;
            put(b, gradient)
        }),
        needs: |_| Needs { inputs: 0b10, outputs: 1 },
        samples: || {
            vec![
                Sample::new(&[&[3, 4], &[3]]).integers(0, 3).integers(1, 4),
                Sample::new(&[&[3, 4], &[3]]).integers(0, 3).integers(1, 4).attr("use_linear", true),
                Sample::new(&[&[0, 2], &[0]]).integers(1, 2),
            ]
        },
        ..OpSpec::NEW
    },
    OpSpec {
        name: "MakeLoss",
        doc: "data as a loss: its gradient is grad_scale, whatever flows back; divided by the size of axis 0 (batch), or by \
              the number of elements above valid_thresh (valid).",
        attrs: &[
            GRAD_SCALE,
            AttrSpec::float("valid_thresh", 0.0, "Elements above it count as valid."),
            AttrSpec::one_of("normalization", &["batch", "null", "valid"], "null", "What the gradient is divided by."),
        ],
        infer: |i| {
            i.floats_only(0)?;
            i.same()
        },
        forward: Forward::Kernel(|c| {
            map::unary::<Identity>(c.context, c.input(0), c.output(0));
            Ok(())
        }),
        gradient: Gradient::Rule(|b| {
            b.first_order_only()?;
            let (shape, dtype, scale) = (b.shape(0), b.dtype(0), b.attrs.float("grad_scale"));
            let batch = shape.dims().first().copied().unwrap_or(1) as f64;
            let value = if b.attrs.word("normalization") == "batch" { scale / batch } else { scale };
            let all = [("shape", shape.into()), ("value", value.into()), ("dtype", dtype.into())];
            let mut gradient = b.call("_full", &[], &all)?;
            if b.attrs.word("normalization") == "valid" {
                let (x, least) = (b.input(0), b.attrs.get("valid_thresh").clone());
                let valid = b.call("_greater_scalar", &[&x], &[("scalar", least)])?;
                let count = b.call("sum", &[&valid], &[])?;
                let count = b.call("_maximum_scalar", &[&count], &[("scalar", 1.0.into())])?;
                gradient = if shape.ndim() == 0 {
                    let count = b.call("_view", &[&count], &[("shape", shape.into())])?;
                    b.call("broadcast_div", &[&gradient, &count], &[])?
                } else {
                    b.call("broadcast_div", &[&gradient, &count], &[])?
                };
            }
            b.set(0, gradient);
            Ok(())
        }),
        needs: |attrs| if attrs.word("normalization") == "valid" { Needs::INPUTS } else { Needs::NOTHING },
        samples: || {
            vec![
                Sample::new(&[&[2, 3]]).integers(0, 4),
                Sample::new(&[&[2, 3]]).integers(0, 4).word("normalization", "valid"),
                Sample::new(&[&[0, 3]]).word("normalization", "valid"),
            ]
        },
        ..OpSpec::NEW
    },
    OpSpec {
        name: "make_loss",
        doc: "data as a loss: its gradient is 1, whatever flows back.",
        forward: Forward::Kernel(|c| {
            map::unary::<Identity>(c.context, c.input(0), c.output(0));
            Ok(())
        }),
        gradient: Gradient::Rule(|b| {
            b.first_order_only()?;
            let (shape, dtype) = (b.shape(0), b.dtype(0));
            let gradient = b.call("_ones", &[], &[("shape", shape.into()), ("dtype", dtype.into())])?;
            b.set(0, gradient);
            Ok(())
        }),
        samples: || vec![Sample::new(&[&[2, 3]]).integers(0, 4), Sample::new(&[&[0]])],
        ..OpSpec::NEW
    },
    OpSpec {
        name: "IdentityAttachKLSparseReg",
        doc: "data, a matrix of activations between 0 and 1; the gradient of a penalty that draws the mean of each column \
              to sparseness_target joins what flows back: penalty * (-target / mean + (1 - target) / (1 - mean)). The mean \
              is the running one in moving_avg, which moves while training, in forward (MXNet moves it in backward).",
        inputs: &[input("data"), mutated("moving_avg")],
        attrs: &[
            AttrSpec::float("sparseness_target", 0.1, "The mean that is wanted.").between(0.0, 1.0),
            AttrSpec::float("penalty", 0.001, "The weight of the penalty."),
            AttrSpec::float("momentum", 0.9, "How much of moving_avg stays.").between(0.0, 1.0),
        ],
        infer: |i| {
            let (shape, dtype) = (i.shape(0), i.floats_only(0)?);
            if shape.ndim() != 2 || i.shape(1) != Shape::new(&[shape[1] as usize]) {
                return Err(Error::shape(format!(
                    "data has shape {shape}, moving_avg {}; they must be [n, columns] and [columns]",
                    i.shape(1)
                )));
            }
            i.same_dtypes()?;
            Ok(smallvec::smallvec![(shape, dtype), (i.shape(1), dtype)])
        },
        forward: Forward::Kernel(|c| {
            map::unary::<Identity>(c.context, c.input(0), c.output(0));
            let moving = c.mutated(1);
            if c.training && c.input(0).shape.size() > 0 {
                reduce::reduce(c.context, reduce::Reduction::Mean, c.input(0), &[0], c.output(1));
                let momentum = c.attrs.float("momentum");
                by_real!(moving.dtype, T => {
                    let mean = floats::input::<T>(c.context, &c.output(1).as_view()).to_vec();
                    let mut kept = floats::output::<T>(c.context, &moving);
                    let old = floats::input::<T>(c.context, c.input(1)).to_vec();
                    for ((kept, old), mean) in kept.iter_mut().zip(old).zip(mean) {
                        *kept = T::of(momentum * old.wide() + (1.0 - momentum) * mean.wide());
                    }
                });
            }
            map::copy(c.context, &moving.as_view(), c.output(1));
            Ok(())
        }),
        gradient: Gradient::Rule(|b| {
            b.first_order_only()?;
            let (head, mean, target) = (b.head(0)?, b.output(1), b.attrs.float("sparseness_target"));
            let low = b.call("_rdiv_scalar", &[&mean], &[("scalar", (-target).into())])?;
            let rest = b.call("_rminus_scalar", &[&mean], &[("scalar", 1.0.into())])?;
            let high = b.call("_rdiv_scalar", &[&rest], &[("scalar", (1.0 - target).into())])?;
            let slope = b.call("elemwise_add", &[&low, &high], &[])?;
            let slope = b.call("_mul_scalar", &[&slope], &[("scalar", b.attrs.get("penalty").clone())])?;
            let gradient = b.call("broadcast_add", &[&head, &slope], &[])?;
            put(b, gradient)
        }),
        needs: |_| Needs { inputs: 0, outputs: 0b10 },
        visible: |_, _| 1,
        samples: || vec![Sample::new(&[&[3, 2], &[2]]).range(0.2, 0.8).integers(0, 2), Sample::new(&[&[0, 2], &[2]])],
        ..OpSpec::NEW
    },
];

/// The label under the shape and dtype of data.
fn label(b: &mut Backward) -> Result<Value> {
    b.first_order_only()?;
    let (mut label, shape, dtype) = (b.input(1), b.shape(0), b.dtype(0));
    if label.shape() != shape {
        label = b.call("_view", &[&label], &[("shape", shape.into())])?;
    }
    if label.dtype() != dtype {
        label = b.call("Cast", &[&label], &[("dtype", dtype.into())])?;
    }
    Ok(label)
}

/// Scales the gradient by grad_scale over the labels of an example.
fn finish(b: &mut Backward, gradient: Value) -> Result<()> {
    let shape = b.shape(1);
    let each = shape.span(1.min(shape.ndim()), shape.ndim()).max(1);
    let scale = b.attrs.float("grad_scale") / each as f64;
    let gradient = b.call("_mul_scalar", &[&gradient], &[("scalar", scale.into())])?;
    put(b, gradient)
}

/// The gradient of data; none flows to the label.
fn put(b: &mut Backward, gradient: Value) -> Result<()> {
    if b.wants(0) {
        b.set(0, gradient);
    }
    if b.wants(1) {
        let (shape, dtype) = (b.shape(1), b.dtype(1));
        let zeros = b.call("_zeros", &[], &[("shape", shape.into()), ("dtype", dtype.into())])?;
        b.set(1, zeros);
    }
    Ok(())
}
