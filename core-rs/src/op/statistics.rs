//! Moments of an array and questions about its truth, over any axes: made of reductions.
#![forbid(unsafe_code)]

use super::attrs::{Attr, AttrSpec, Attrs};
use super::reduce::Axes;
use super::spec::{Forward, OpSpec, Sample};
use super::value::{Graph, Value, call};
use crate::base::{DType, Error, Result, Shape};
use crate::kernel::reduce::reduced_shape;

const AXIS: AttrSpec = AttrSpec::optional_tuple("axis", "The axes to reduce, counted from either end; all by default.");
const KEEPDIMS: AttrSpec = AttrSpec::bool("keepdims", false, "Keep the reduced axes with size 1.");
const DDOF: AttrSpec = AttrSpec::float("ddof", 0.0, "What is taken off the number of elements in the divisor.");

const fn reduction(name: &'static str, doc: &'static str, attrs: &'static [AttrSpec]) -> OpSpec {
    OpSpec {
        name,
        doc,
        attrs,
        positional: 1,
        infer: |i| i.one(Axes::of(i.shape(0), i.attrs)?.result, i.dtype(0)),
        cost: |i, _| i.shape(0).size() as u64 + 50,
        method: true,
        samples: || {
            vec![
                Sample::new(&[&[2, 3, 4]]).range(0.3, 2.0),
                Sample::new(&[&[2, 3, 4]]).range(0.3, 2.0).attr("axis", vec![1]).attr("keepdims", true),
                Sample::new(&[&[2, 3, 4]]).range(0.3, 2.0).attr("axis", vec![-1, 0]),
                Sample::new(&[&[2, 0, 3]]).attr("axis", vec![0]),
            ]
        },
        ..OpSpec::NEW
    }
}

/// `any` and `all`: the extreme of the mask, held at what it is of no elements.
fn truth(graph: &mut dyn Graph, attrs: &Attrs, x: &Value, extreme: &str, bound: &str, of_none: f64) -> Result<Value> {
    let mask = call(graph, "_not_equal_scalar", &[x], &[("scalar", 0.0.into())])?;
    let given = ["axis", "keepdims"].map(|n| (n, attrs.get(n).clone()));
    let found = call(graph, extreme, &[&mask], &given)?;
    call(graph, bound, &[&found], &[("scalar", of_none.into())])
}

/// Mean and variance over axes, both with the axes as 1. In float32 where data is float16.
fn moments(graph: &mut dyn Graph, x: &Value, axes: &[i64], ddof: f64) -> Result<(Value, Value)> {
    let over: [(&str, Attr); 2] = [("axis", axes.to_vec().into()), ("keepdims", true.into())];
    let mean = call(graph, "mean", &[x], &over)?;
    let centred = call(graph, "broadcast_sub", &[x, &mean], &[])?;
    let squares = call(graph, "square", &[&centred], &[])?;
    if ddof == 0.0 {
        return Ok((mean, call(graph, "mean", &[&squares], &over)?));
    }
    let count = x.shape().size() as f64 / mean.shape().size().max(1) as f64;
    let sum = call(graph, "sum", &[&squares], &over)?;
    let divisor: Attr = (count - ddof).max(0.0).into();
    Ok((mean, call(graph, "_div_scalar", &[&sum], &[("scalar", divisor)])?))
}

fn cast(graph: &mut dyn Graph, x: &Value, dtype: DType) -> Result<Value> {
    if x.dtype() == dtype { Ok(x.clone()) } else { call(graph, "Cast", &[x], &[("dtype", dtype.into())]) }
}

fn wide(dtype: DType) -> DType {
    if dtype == DType::Float16 { DType::Float32 } else { dtype }
}

/// The variance, or its root, in the dtype and shape of the result.
fn spread(graph: &mut dyn Graph, attrs: &Attrs, x: &Value, root: bool) -> Result<Value> {
    let axes = Axes::of(x.shape(), attrs)?;
    let named: Vec<i64> = (0..x.shape().ndim()).filter(|&a| axes.reduced[a]).map(|a| a as i64).collect();
    let dtype = x.dtype();
    let x = cast(graph, x, wide(dtype))?;
    let (_, mut variance) = moments(graph, &x, &named, attrs.float("ddof"))?;
    if root {
        variance = call(graph, "sqrt", &[&variance], &[])?;
    }
    let variance = cast(graph, &variance, dtype)?;
    call(graph, "_view", &[&variance], &[("shape", axes.result.into())])
}

/// The axes of `moments` by their index.
fn moment_axes(shape: Shape, attrs: &Attrs) -> Result<Vec<usize>> {
    let named = attrs.tuple("axes");
    if named.is_empty() {
        return Err(Error::attribute("axes is empty; name all axes where the moments of all elements are wanted"));
    }
    let axes: Vec<usize> = named.iter().map(|&a| shape.axis(a)).collect::<Result<_>>()?;
    match axes.iter().enumerate().find(|(i, a)| axes[..*i].contains(a)) {
        Some((_, twice)) => Err(Error::attribute(format!("axis {twice} is named twice"))),
        None => Ok(axes),
    }
}

fn moment_shape(shape: Shape, axes: &[usize], keepdims: bool) -> Shape {
    let reduced = reduced_shape(&shape, axes, keepdims);
    if reduced.ndim() == 0 { Shape::new(&[1]) } else { reduced }
}

pub static OPS: &[OpSpec] = &[
    OpSpec {
        forward: Forward::Composite(|graph, attrs, inputs| {
            let x = inputs[0].as_ref().expect("data");
            Ok(smallvec::smallvec![truth(graph, attrs, x, "max", "_maximum_scalar", 0.0)?])
        }),
        ..reduction(
            "any",
            "1 where an element over the axes is not 0, else 0, in data's dtype; NaN is not 0. Of no elements: 0.",
            &[AXIS, KEEPDIMS],
        )
    },
    OpSpec {
        forward: Forward::Composite(|graph, attrs, inputs| {
            let x = inputs[0].as_ref().expect("data");
            Ok(smallvec::smallvec![truth(graph, attrs, x, "min", "_minimum_scalar", 1.0)?])
        }),
        ..reduction(
            "all",
            "1 where no element over the axes is 0, else 0, in data's dtype; NaN is not 0. Of no elements: 1.",
            &[AXIS, KEEPDIMS],
        )
    },
    OpSpec {
        infer: |i| i.one(Axes::of(i.shape(0), i.attrs)?.result, i.floats_only(0)?),
        forward: Forward::Composite(|graph, attrs, inputs| {
            Ok(smallvec::smallvec![spread(graph, attrs, inputs[0].as_ref().expect("data"), false)?])
        }),
        ..reduction(
            "var",
            "The variance over axes: the sum of squared distances from the mean, divided by n - ddof.",
            &[AXIS, DDOF, KEEPDIMS],
        )
    },
    OpSpec {
        infer: |i| i.one(Axes::of(i.shape(0), i.attrs)?.result, i.floats_only(0)?),
        forward: Forward::Composite(|graph, attrs, inputs| {
            Ok(smallvec::smallvec![spread(graph, attrs, inputs[0].as_ref().expect("data"), true)?])
        }),
        ..reduction("std", "The standard deviation over axes: the root of the variance.", &[AXIS, DDOF, KEEPDIMS])
    },
    OpSpec {
        name: "moments",
        doc: "Mean and (biased) variance over axes, two arrays in data's dtype.",
        attrs: &[AttrSpec::required_tuple("axes", "The axes, counted from either end."), KEEPDIMS],
        positional: 1,
        infer: |i| {
            let axes = moment_axes(i.shape(0), i.attrs)?;
            let shape = moment_shape(i.shape(0), &axes, i.attrs.bool("keepdims"));
            Ok(smallvec::smallvec![(shape, i.dtype(0)), (shape, i.dtype(0))])
        },
        forward: Forward::Composite(|graph, attrs, inputs| {
            let x = inputs[0].as_ref().expect("data");
            let (dtype, axes) = (x.dtype(), moment_axes(x.shape(), attrs)?);
            let shape: Attr = moment_shape(x.shape(), &axes, attrs.bool("keepdims")).into();
            let named: Vec<i64> = axes.iter().map(|&a| a as i64).collect();
            let x = cast(graph, x, wide(dtype))?;
            let (mean, variance) = moments(graph, &x, &named, 0.0)?;
            let mut results = super::Values::new();
            for value in [mean, variance] {
                let value = cast(graph, &value, dtype)?;
                results.push(call(graph, "_view", &[&value], &[("shape", shape.clone())])?);
            }
            Ok(results)
        }),
        samples: || {
            vec![
                Sample::new(&[&[2, 3, 4]]).attr("axes", vec![0, 2]),
                Sample::new(&[&[2, 3]]).attr("axes", vec![-1]).attr("keepdims", true),
                Sample::new(&[&[2, 3]]).attr("axes", vec![1, 0]),
                Sample::new(&[&[0, 3]]).attr("axes", vec![1]),
            ]
        },
        ..OpSpec::NEW
    },
];
