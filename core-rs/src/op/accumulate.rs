//! Running sums and differences along an axis.
#![forbid(unsafe_code)]

use super::attrs::{Attr, AttrSpec};
use super::spec::{Forward, Gradient, OpSpec, Sample, input};
use super::value::{Graph, Value, call};
use crate::base::{DType, Error, Result, Shape};
use crate::by_real;
use crate::kernel::{floats, scan};

const AXIS: AttrSpec = AttrSpec::optional_int("axis", "The axis; all elements in a row by default.");

/// [n, inner] of the rows that are summed, and the result's shape.
fn rows(shape: Shape, axis: Option<i64>) -> Result<((usize, usize), Shape)> {
    let Some(axis) = axis else { return Ok(((shape.size(), 1), Shape::new(&[shape.size()]))) };
    let a = shape.axis(axis)?;
    Ok(((shape[a] as usize, shape.span(a + 1, shape.ndim())), shape))
}

/// How many elements of the axis `n` differences leave, and the axis.
fn differences(shape: Shape, axis: i64, n: i64) -> Result<(usize, usize)> {
    let a = shape.axis(axis)?;
    Ok((a, (shape[a] as i64 - n).max(0) as usize))
}

pub static OPS: &[OpSpec] = &[
    OpSpec {
        name: "cumsum",
        aliases: &["_np_cumsum"],
        doc: "Running sums along an axis; of all elements in a row by default. Floats are summed in double precision, \
              integers wrap in the dtype of the result.",
        inputs: &[input("a")],
        attrs: &[AXIS, AttrSpec::optional_dtype("dtype", "The dtype of the result; a's by default.")],
        positional: 1,
        infer: |i| {
            let (_, shape) = rows(i.shape(0), i.attrs.optional_int("axis"))?;
            i.one(shape, i.attrs.optional_dtype("dtype").unwrap_or(i.dtype(0)))
        },
        forward: Forward::Kernel(|c| {
            let (x, y) = (c.input(0), c.output(0));
            let (rows, _) = rows(x.shape, c.attrs.optional_int("axis"))?;
            if !y.dtype.is_float() {
                let x = floats::input::<i64>(c.context, x);
                scan::sums(c.context, rows, &x, &mut floats::output::<i64>(c.context, y));
                return Ok(());
            }
            by_real!(y.dtype, T => {
                let x = floats::input::<T>(c.context, x);
                scan::sums(c.context, rows, &x, &mut floats::output::<T>(c.context, y));
            });
            Ok(())
        }),
        gradient: Gradient::Rule(|b| {
            // Running sums from the other end.
            let (head, shape, dtype) = (b.head(0)?, b.shape(0), b.dtype(0));
            let axis = b.attrs.optional_int("axis").unwrap_or(0);
            let head = if head.dtype() == dtype { head } else { b.call("Cast", &[&head], &[("dtype", dtype.into())])? };
            let backwards: [(&str, Attr); 1] = [("axis", vec![axis].into())];
            let turned = b.call("reverse", &[&head], &backwards)?;
            let sums = b.call("cumsum", &[&turned], &[("axis", axis.into())])?;
            let sums = b.call("reverse", &[&sums], &backwards)?;
            let gradient =
                if sums.shape() == shape { sums } else { b.call("_view", &[&sums], &[("shape", shape.into())])? };
            b.set(0, gradient);
            Ok(())
        }),
        method: true,
        samples: || {
            vec![
                Sample::new(&[&[2, 3]]),
                Sample::new(&[&[2, 3, 2]]).attr("axis", 1),
                Sample::new(&[&[4, 2]]).attr("axis", -2).attr("dtype", DType::Float64),
                Sample::new(&[&[0, 3]]).attr("axis", 0),
                Sample::new(&[&[2, 0]]),
            ]
        },
        ..OpSpec::NEW
    },
    OpSpec {
        name: "diff",
        aliases: &["_npi_diff"],
        doc: "Differences of neighbours along an axis, taken n times; the axis loses n elements.",
        inputs: &[input("a")],
        attrs: &[AttrSpec::int("n", 1, "How many times.").at_least(0.0), AttrSpec::int("axis", -1, "The axis.")],
        positional: 2,
        infer: |i| {
            let (a, left) = differences(i.shape(0), i.attrs.int("axis"), i.attrs.int("n"))?;
            i.one(i.shape(0).with(a, left), i.dtype(0))
        },
        forward: Forward::Composite(|graph, attrs, inputs| {
            let mut x = inputs[0].clone().ok_or_else(|| Error::attribute("a is missing"))?;
            let (axis, n) = (attrs.int("axis"), attrs.int("n"));
            let (a, _) = differences(x.shape(), axis, n)?;
            // Once nothing is left, nothing more is lost.
            for _ in 0..n.min(x.shape()[a] as i64) {
                let size = x.shape()[a] as i64;
                let (later, earlier) = (part(graph, &x, a, 1, size)?, part(graph, &x, a, 0, size - 1)?);
                x = call(graph, "elemwise_sub", &[&later, &earlier], &[])?;
            }
            Ok(smallvec::smallvec![x])
        }),
        method: true,
        samples: || {
            vec![
                Sample::new(&[&[2, 4]]),
                Sample::new(&[&[5, 2]]).attr("n", 3).attr("axis", 0),
                Sample::new(&[&[2, 3]]).attr("n", 0),
                Sample::new(&[&[2, 3]]).attr("n", 4),
                Sample::new(&[&[0, 3]]),
            ]
        },
        ..OpSpec::NEW
    },
];

fn part(graph: &mut dyn Graph, x: &Value, axis: usize, begin: i64, end: i64) -> Result<Value> {
    let attrs: [(&str, Attr); 3] = [("axis", (axis as i64).into()), ("begin", begin.into()), ("end", end.into())];
    call(graph, "_slice_range", &[x], &attrs)
}
