//! Reductions over any axes, and what undoes them.
#![forbid(unsafe_code)]

use smallvec::SmallVec;

use super::attrs::{AttrSpec, Attrs};
use super::spec::{Call, Forward, Gradient, Needs, OpSpec, Sample};
use super::value::{Backward, Value};
use crate::base::shape::MAX_NDIM;
use crate::base::{DType, Error, Result, Shape, ViewMut};
use crate::kernel::reduce::{self, Reduction};

const AXIS: AttrSpec = AttrSpec::optional_tuple("axis", "The axes to reduce, counted from either end; all by default.");
const KEEPDIMS: AttrSpec = AttrSpec::bool("keepdims", false, "Keep the reduced axes with size 1.");
const EXCLUDE: AttrSpec = AttrSpec::bool("exclude", false, "Reduce all axes but those named.");
const AXES: &[AttrSpec] = &[AXIS, KEEPDIMS, EXCLUDE];

const ARG: &[AttrSpec] = &[
    AttrSpec::optional_int("axis", "The axis; all elements in a row by default."),
    AttrSpec::bool("keepdims", false, "Keep the axis with size 1."),
    AttrSpec::optional_dtype(
        "dtype",
        "The dtype of the indices; data's by default, which is exact to 2^24 in float32.",
    ),
];

const fn reduction(
    name: &'static str,
    aliases: &'static [&'static str],
    doc: &'static str,
    kernel: fn(&Call) -> Result<()>,
    gradient: fn(&mut Backward) -> Result<()>,
) -> OpSpec {
    OpSpec {
        name,
        aliases,
        doc,
        attrs: AXES,
        positional: 1,
        infer: |i| {
            let axes = Axes::of(i.shape(0), i.attrs)?;
            i.one(axes.result, i.dtype(0))
        },
        forward: Forward::Kernel(kernel),
        gradient: Gradient::Rule(gradient),
        cost: |i, _| i.shape(0).size() as u64 / 4 + 20,
        method: true,
        samples,
        ..OpSpec::NEW
    }
}

fn samples() -> Vec<Sample> {
    vec![
        Sample::new(&[&[2, 3, 4]]).range(0.3, 2.0),
        Sample::new(&[&[2, 3, 4]]).range(0.3, 2.0).attr("axis", vec![1]).attr("keepdims", true),
        Sample::new(&[&[2, 3, 4]]).range(0.3, 2.0).attr("axis", vec![-1, 0]),
        Sample::new(&[&[2, 3, 4]]).range(0.3, 2.0).attr("axis", vec![1]).attr("exclude", true),
        Sample::new(&[&[2, 0, 3]]).attr("axis", vec![0]),
    ]
}

pub static OPS: &[OpSpec] = &[
    reduction("sum", &["sum_axis"], "The sum over axes; integers wrap in their own dtype.", run_sum, |b| {
        let head = b.head(0)?;
        let gradient = spread(b, head)?;
        b.set(0, gradient);
        Ok(())
    }),
    reduction("mean", &[], "The mean over axes, in the dtype of data.", run_mean, |b| {
        let count = b.shape(0).size() as f64 / b.output_types[0].0.size().max(1) as f64;
        let head = b.head(0)?;
        let head = b.call("_div_scalar", &[&head], &[("scalar", count.into())])?;
        let gradient = spread(b, head)?;
        b.set(0, gradient);
        Ok(())
    }),
    OpSpec {
        needs: |_| Needs::ALL,
        ..reduction("prod", &[], "The product over axes.", run_prod, |b| {
            let head = b.head(0)?;
            let y = b.output(0);
            let scaled = b.call("broadcast_mul", &[&head, &y], &[])?;
            let spreaded = spread(b, scaled)?;
            let x = b.input(0);
            let gradient = b.call("broadcast_div", &[&spreaded, &x], &[])?;
            b.set(0, gradient);
            Ok(())
        })
    },
    OpSpec {
        needs: |_| Needs::INPUTS,
        ..reduction("nansum", &[], "The sum over axes with NaN counted as 0.", run_nansum, |b| {
            let head = b.head(0)?;
            nan_masked(b, head)
        })
    },
    OpSpec {
        needs: |_| Needs::ALL,
        ..reduction("nanprod", &[], "The product over axes with NaN counted as 1.", run_nanprod, |b| {
            let head = b.head(0)?;
            let y = b.output(0);
            let scaled = b.call("broadcast_mul", &[&head, &y], &[])?;
            let spreaded = spread(b, scaled)?;
            let x = b.input(0);
            let ratio = b.call("broadcast_div", &[&spreaded, &x], &[])?;
            let finite = b.call("broadcast_equal", &[&x, &x], &[])?;
            let zeros = b.call("zeros_like", &[&x], &[])?;
            let gradient = b.call("where", &[&finite, &ratio, &zeros], &[])?;
            b.set(0, gradient);
            Ok(())
        })
    },
    extreme("max", &["max_axis"], "The largest element over axes; NaN wins.", run_max),
    extreme("min", &["min_axis"], "The smallest element over axes; NaN wins.", run_min),
    OpSpec {
        attrs: &[
            AttrSpec::int("ord", 2, "1 for the sum of absolute values, 2 for the root of the sum of squares."),
            AXIS,
            AttrSpec::optional_dtype("out_dtype", "The dtype of the result; data's by default."),
            KEEPDIMS,
        ],
        positional: 0,
        infer: |i| {
            if !matches!(i.attrs.int("ord"), 1 | 2) {
                return Err(Error::attribute(format!("ord is {}; 1 and 2 are possible", i.attrs.int("ord"))));
            }
            i.one(Axes::of(i.shape(0), i.attrs)?.result, i.attrs.optional_dtype("out_dtype").unwrap_or(i.dtype(0)))
        },
        needs: |_| Needs::ALL,
        samples: || {
            vec![
                Sample::new(&[&[2, 3, 4]]).range(0.3, 2.0),
                Sample::new(&[&[2, 3, 4]]).range(0.3, 2.0).attr("axis", vec![1]).attr("ord", 1),
            ]
        },
        ..reduction("norm", &[], "The 1- or 2-norm over axes, of all elements by default.", run_norm, |b| {
            let (head, x, y) = (b.head(0)?, b.input(0), b.output(0));
            let gradient = if b.attrs.int("ord") == 1 {
                let sign = b.call("sign", &[&x], &[])?;
                let head = spread(b, head)?;
                b.call("elemwise_mul", &[&head, &sign], &[])?
            } else {
                let ratio = b.call("elemwise_div", &[&head, &y], &[])?;
                let ratio = spread(b, ratio)?;
                b.call("elemwise_mul", &[&ratio, &x], &[])?
            };
            b.set(0, gradient);
            Ok(())
        })
    },
    arg("argmax", "The index of the largest element along an axis, the first of equals.", true),
    arg("argmin", "The index of the smallest element along an axis, the first of equals.", false),
    OpSpec {
        attrs: &[],
        positional: 0,
        infer: |i| i.one(Shape::new(&[i.shape(0).dims().first().copied().unwrap_or(1) as usize]), i.dtype(0)),
        forward: Forward::Kernel(|c| {
            let x = c.input(0);
            let rows = x.shape.dims().first().copied().unwrap_or(1) as usize;
            let flat = crate::base::View { shape: Shape::new(&[rows, x.shape.size() / rows.max(1)]), ..*x };
            reduce::argmax(c.context, &flat, Some(1), c.output(0));
            Ok(())
        }),
        samples: || vec![Sample::new(&[&[3, 4]])],
        ..arg("argmax_channel", "The index of the largest element of each row.", true)
    },
];

const fn extreme(
    name: &'static str,
    aliases: &'static [&'static str],
    doc: &'static str,
    kernel: fn(&Call) -> Result<()>,
) -> OpSpec {
    OpSpec {
        needs: |_| Needs::ALL,
        ..reduction(name, aliases, doc, kernel, |b| {
            let (head, x, y) = (b.head(0)?, b.input(0), b.output(0));
            let y = keep(b, y)?;
            let winners = b.call("broadcast_equal", &[&x, &y], &[])?;
            let head = spread(b, head)?;
            let gradient = b.call("elemwise_mul", &[&head, &winners], &[])?;
            b.set(0, gradient);
            Ok(())
        })
    }
}

const fn arg(name: &'static str, doc: &'static str, largest: bool) -> OpSpec {
    OpSpec {
        name,
        doc,
        attrs: ARG,
        positional: 1,
        infer: |i| {
            let shape = i.shape(0);
            if shape.size() == 0 && shape.ndim() > 0 {
                let axis = i.attrs.optional_int("axis").map(|a| shape.axis(a)).transpose()?;
                if axis.is_none_or(|a| shape[a] == 0) {
                    return Err(Error::shape(format!("data {shape} has no elements to choose from")));
                }
            }
            i.one(arg_result(shape, i.attrs)?, i.attrs.optional_dtype("dtype").unwrap_or(i.dtype(0)))
        },
        forward: Forward::Kernel(if largest { |c| run_arg(c, true) } else { |c| run_arg(c, false) }),
        gradient: Gradient::Zero("an index does not change with small changes"),
        cost: |i, _| i.shape(0).size() as u64 / 2 + 20,
        method: true,
        samples: || vec![Sample::new(&[&[3, 4]]).attr("axis", 1), Sample::new(&[&[3, 4]])],
        ..OpSpec::NEW
    }
}

fn arg_result(shape: Shape, attrs: &Attrs) -> Result<Shape> {
    let keep = attrs.bool("keepdims");
    Ok(match attrs.optional_int("axis") {
        None if keep => Shape::new(&vec![1; shape.ndim()]),
        None => Shape::new(&[1]),
        Some(axis) => {
            let axis = shape.axis(axis)?;
            if keep {
                shape.with(axis, 1)
            } else if shape.ndim() == 1 {
                Shape::new(&[1])
            } else {
                shape.removed(axis)
            }
        }
    })
}

fn run_arg(call: &Call, largest: bool) -> Result<()> {
    let x = call.input(0);
    let axis = call.attrs.optional_int("axis").map(|a| x.shape.axis(a)).transpose()?;
    let run = if largest { reduce::argmax } else { reduce::argmin };
    run(call.context, x, axis, call.output(0));
    Ok(())
}

/// Which axes are reduced, and the shapes that follow.
pub struct Axes {
    pub reduced: [bool; MAX_NDIM],
    /// With the reduced axes as 1.
    pub kept: Shape,
    pub result: Shape,
}

impl Axes {
    pub fn of(shape: Shape, attrs: &Attrs) -> Result<Axes> {
        let named = attrs.optional_tuple("axis").unwrap_or(&[]);
        let exclude = matches!(attrs.get_if("exclude"), Some(super::Attr::Bool(true)));
        let mut reduced = [false; MAX_NDIM];
        for &axis in named {
            let axis = shape.axis(axis)?;
            if std::mem::replace(&mut reduced[axis], true) {
                return Err(Error::attribute(format!("axis {axis} is named twice")));
            }
        }
        for place in reduced.iter_mut().take(shape.ndim()) {
            *place = if named.is_empty() { true } else { *place != exclude };
        }
        let mut kept = shape;
        let mut rest = Vec::new();
        for axis in 0..shape.ndim() {
            if reduced[axis] {
                kept.set(axis, 1);
            } else {
                rest.push(shape[axis] as usize);
            }
        }
        let result = if attrs.bool("keepdims") {
            kept
        } else if rest.is_empty() {
            Shape::new(&[1])
        } else {
            Shape::new(&rest)
        };
        Ok(Axes { reduced, kept, result })
    }
}

fn run(call: &Call, kind: Reduction) -> Result<()> {
    let x = call.input(0);
    let axes = Axes::of(x.shape, call.attrs)?;
    let reduced: SmallVec<[usize; MAX_NDIM]> = (0..x.shape.ndim()).filter(|&a| axes.reduced[a]).collect();
    let out = ViewMut { shape: axes.kept, ..*call.output(0) };
    reduce::reduce(call.context, kind, x, &reduced, &out);
    Ok(())
}
fn run_sum(call: &Call) -> Result<()> {
    run(call, Reduction::Sum)
}
fn run_mean(call: &Call) -> Result<()> {
    run(call, Reduction::Mean)
}
fn run_prod(call: &Call) -> Result<()> {
    run(call, Reduction::Prod)
}
fn run_nansum(call: &Call) -> Result<()> {
    run(call, Reduction::NanSum)
}
fn run_nanprod(call: &Call) -> Result<()> {
    run(call, Reduction::NanProd)
}
fn run_max(call: &Call) -> Result<()> {
    run(call, Reduction::Max)
}
fn run_min(call: &Call) -> Result<()> {
    run(call, Reduction::Min)
}
fn run_norm(call: &Call) -> Result<()> {
    run(call, if call.attrs.int("ord") == 1 { Reduction::Norm1 } else { Reduction::Norm2 })
}

/// A result with its reduced axes back as 1.
fn keep(b: &mut Backward, value: Value) -> Result<Value> {
    let kept = Axes::of(b.shape(0), b.attrs)?.kept;
    if value.shape() == kept { Ok(value) } else { b.call("_view", &[&value], &[("shape", kept.into())]) }
}

/// A result spread over the shape of the input.
fn spread(b: &mut Backward, value: Value) -> Result<Value> {
    let shape = b.shape(0);
    let value = keep(b, value)?;
    let value = if value.dtype() == b.dtype(0) {
        value
    } else {
        let dtype: DType = b.dtype(0);
        b.call("Cast", &[&value], &[("dtype", dtype.into())])?
    };
    b.call("_spread", &[&value], &[("shape", shape.into())])
}

/// The head where x is a number, 0 where it is NaN.
fn nan_masked(b: &mut Backward, head: Value) -> Result<()> {
    let x = b.input(0);
    let head = spread(b, head)?;
    let finite = b.call("broadcast_equal", &[&x, &x], &[])?;
    let gradient = b.call("elemwise_mul", &[&head, &finite], &[])?;
    b.set(0, gradient);
    Ok(())
}
