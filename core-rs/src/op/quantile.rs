//! Order statistics along axes: median, percentile, quantile, by sorting and reading fixed places, so that
//! gradients go to the elements that were read.
#![forbid(unsafe_code)]

use super::attrs::{Attr, AttrSpec, Attrs};
use super::reduce::Axes;
use super::spec::{Forward, Infer, OpSpec, Sample, Types};
use super::value::{Graph, Value, Values, call};
use crate::base::{DType, Error, Result, Shape};

const AXIS: AttrSpec = AttrSpec::optional_tuple("axis", "The axes to reduce, counted from either end; all by default.");
const KEEPDIMS: AttrSpec = AttrSpec::bool("keepdims", false, "Keep the reduced axes with size 1.");
const BETWEEN: AttrSpec = AttrSpec::one_of(
    "interpolation",
    &["linear", "lower", "higher", "midpoint", "nearest"],
    "linear",
    "What is given for a place between two elements.",
);

/// The parts of all elements that are asked for, 0 to 1.
fn parts(attrs: &Attrs, most: f64) -> Result<Vec<f64>> {
    let q = match attrs.get_if("q") {
        None => return Ok(vec![0.5]),
        Some(_) => attrs.floats("q"),
    };
    if q.is_empty() || q.iter().any(|q| !(*q >= 0.0 && *q <= most)) {
        return Err(Error::attribute(format!("q is {q:?}; it needs one number or more, of 0 to {most}")));
    }
    Ok(q.iter().map(|q| q / most).collect())
}

fn float(dtype: DType) -> DType {
    if dtype.is_float() { dtype } else { DType::Float64 }
}

fn shape_of(shape: Shape, attrs: &Attrs, count: usize) -> Result<Shape> {
    let axes = Axes::of(shape, attrs)?;
    if count == 1 {
        return Ok(axes.result);
    }
    let rest = if axes.result == Shape::new(&[1]) && !attrs.bool("keepdims") { Shape::SCALAR } else { axes.result };
    let kept = rest == Shape::SCALAR && axes.reduced.iter().take(shape.ndim()).any(|r| !r);
    (if kept { axes.result } else { rest }).inserted(0, count)
}

fn infer(i: &Infer, most: f64) -> Result<Types> {
    let count = parts(i.attrs, most)?.len();
    i.one(shape_of(i.shape(0), i.attrs, count)?, float(i.dtype(0)))
}

fn column(graph: &mut dyn Graph, sorted: &Value, at: usize) -> Result<Value> {
    let range: [(&str, Attr); 3] = [("axis", 1.into()), ("begin", (at as i64).into()), ("end", (at as i64 + 1).into())];
    call(graph, "_slice_range", &[sorted], &range)
}

/// Rows [rows, 1] of one quantile of sorted rows.
fn one(graph: &mut dyn Graph, sorted: &Value, q: f64, between: &str) -> Result<Value> {
    let place = (sorted.shape()[1] as usize - 1) as f64 * q;
    let (low, high) = (place.floor(), place.ceil());
    let part = match between {
        "lower" => 0.0,
        "higher" => 1.0,
        "midpoint" => 0.5,
        // Halves go to the even place, as NumPy rounds.
        "nearest" => place.round_ties_even() - low,
        _ => place - low,
    };
    if low == high || part == 0.0 || part == 1.0 {
        return column(graph, sorted, if part == 1.0 { high } else { low } as usize);
    }
    let (a, b) = (column(graph, sorted, low as usize)?, column(graph, sorted, high as usize)?);
    let rise = call(graph, "elemwise_sub", &[&b, &a], &[])?;
    let rise = call(graph, "_mul_scalar", &[&rise], &[("scalar", part.into())])?;
    call(graph, "elemwise_add", &[&a, &rise], &[])
}

fn compose(graph: &mut dyn Graph, attrs: &Attrs, inputs: &[Option<Value>], most: f64) -> Result<Values> {
    let mut x = inputs[0].clone().ok_or_else(|| Error::attribute("a is missing"))?;
    let (q, shape) = (parts(attrs, most)?, x.shape());
    let (axes, result) = (Axes::of(shape, attrs)?, shape_of(shape, attrs, q.len())?);
    if !x.dtype().is_float() {
        x = call(graph, "Cast", &[&x], &[("dtype", DType::Float64.into())])?;
    }
    // The reduced axes become the last one.
    let rest = (0..shape.ndim()).filter(|&a| !axes.reduced[a]);
    let order: Vec<i64> = rest.chain((0..shape.ndim()).filter(|&a| axes.reduced[a])).map(|a| a as i64).collect();
    let n: usize = (0..shape.ndim()).filter(|&a| axes.reduced[a]).map(|a| shape[a] as usize).product();
    let rows: usize = (0..shape.ndim()).filter(|&a| !axes.reduced[a]).map(|a| shape[a] as usize).product();
    if n == 0 {
        let full: [(&str, Attr); 3] =
            [("shape", result.into()), ("value", f64::NAN.into()), ("dtype", x.dtype().into())];
        return Ok(smallvec::smallvec![call(graph, "_full", &[], &full)?]);
    }
    if order.windows(2).any(|w| w[0] > w[1]) {
        x = call(graph, "transpose", &[&x], &[("axes", order.into())])?;
    }
    let x = call(graph, "_view", &[&x], &[("shape", vec![rows as i64, n as i64].into())])?;
    let sorted = call(graph, "sort", &[&x], &[])?;
    // NaN comes last: a row that ends in one gives it.
    let last = column(graph, &sorted, n - 1)?;
    let whole = call(graph, "broadcast_equal", &[&last, &last], &[])?;
    let between = if attrs.get_if("interpolation").is_some() { attrs.word("interpolation") } else { "linear" };
    let mut all = Vec::new();
    for q in q {
        let value = one(graph, &sorted, q, between)?;
        all.push(Some(call(graph, "where", &[&whole, &value, &last], &[])?));
    }
    let mut y = if all.len() == 1 {
        all.swap_remove(0).expect("just pushed")
    } else {
        let op = super::find("stack").expect("stack");
        graph.apply(op, &all, op.attrs(&[])?)?.swap_remove(0)
    };
    y = call(graph, "_view", &[&y], &[("shape", result.into())])?;
    Ok(smallvec::smallvec![y])
}

fn samples() -> Vec<Sample> {
    vec![
        Sample::new(&[&[2, 5]]),
        Sample::new(&[&[3, 4, 2]]).attr("axis", vec![1]),
        Sample::new(&[&[3, 4, 2]]).attr("axis", vec![0, -1]).attr("keepdims", true),
        Sample::new(&[&[0, 3]]).attr("axis", vec![1]),
    ]
}

/// The same with a quantile that needs a place between two elements, and with several.
fn samples_of(one: f64, several: [f64; 3]) -> Vec<Sample> {
    let mut all: Vec<Sample> = samples().into_iter().map(|s| s.attr("q", Attr::Floats(vec![one].into()))).collect();
    let several = Attr::Floats(several.to_vec().into());
    all.push(Sample::new(&[&[4, 3]]).attr("q", several.clone()).attr("axis", vec![0]));
    all.push(Sample::new(&[&[4, 3]]).attr("q", several.clone()).word("interpolation", "midpoint"));
    all.push(Sample::new(&[&[4, 3]]).attr("q", several).word("interpolation", "nearest").attr("keepdims", true));
    all
}

const NEW: OpSpec = OpSpec { inputs: &[super::spec::input("a")], samples, ..OpSpec::NEW };

pub static OPS: &[OpSpec] = &[
    OpSpec {
        name: "median",
        doc: "The middle element over axes, of an even number the mean of the two; NaN where there is a NaN. Whole numbers \
              give float64.",
        attrs: &[AXIS, KEEPDIMS],
        positional: 1,
        infer: |i| infer(i, 1.0),
        forward: Forward::Composite(|graph, attrs, inputs| compose(graph, attrs, inputs, 1.0)),
        ..NEW
    },
    OpSpec {
        name: "percentile",
        aliases: &["_npi_percentile"],
        doc: "The elements below which q percent lie, over axes. Several q give a new first axis. NaN where there is a NaN; \
              whole numbers give float64.",
        attrs: &[AttrSpec::required_floats("q", "One percentage or several, 0 to 100."), AXIS, BETWEEN, KEEPDIMS],
        positional: 2,
        infer: |i| infer(i, 100.0),
        forward: Forward::Composite(|graph, attrs, inputs| compose(graph, attrs, inputs, 100.0)),
        samples: || samples_of(30.0, [0.0, 41.0, 100.0]),
        ..NEW
    },
    OpSpec {
        name: "quantile",
        doc: "percentile with parts of 1 for percentages.",
        attrs: &[AttrSpec::required_floats("q", "One part or several, 0 to 1."), AXIS, BETWEEN, KEEPDIMS],
        positional: 2,
        infer: |i| infer(i, 1.0),
        forward: Forward::Composite(|graph, attrs, inputs| compose(graph, attrs, inputs, 1.0)),
        samples: || samples_of(0.3, [0.0, 0.41, 1.0]),
        ..NEW
    },
];
