//! Arrays joined along an axis, and cut apart again.
#![forbid(unsafe_code)]

use super::attrs::{Attr, AttrSpec, Attrs};
use super::spec::{Call, Forward, Gradient, Infer, OpSpec, Sample, Types, variadic};
use super::value::{Backward, Value};
use crate::base::shape::list;
use crate::base::{Error, Result, Shape};
use crate::kernel::permute::{self, Axis};

const NUM_ARGS: AttrSpec = AttrSpec::optional_int("num_args", "Accepted and ignored: the number of arrays is seen.");

pub static OPS: &[OpSpec] = &[
    OpSpec {
        name: "Concat",
        aliases: &["concat", "_rnn_param_concat"],
        doc: "Arrays of equal sizes but along `dim`, one after the other along it.",
        inputs: &[variadic("data")],
        attrs: &[NUM_ARGS, AttrSpec::int("dim", 1, "The axis along which the arrays are joined.")],
        infer: |i| {
            let dtype = i.same_dtypes()?;
            let first = first(i)?;
            let axis = first.axis(i.attrs.int("dim"))?;
            let mut size = 0;
            for (n, (shape, _)) in i.inputs.iter().flatten().enumerate() {
                if shape.ndim() != first.ndim() || shape.with(axis, 0) != first.with(axis, 0) {
                    return Err(Error::shape(format!(
                        "array 0 has shape {first}, array {n} has {shape}; they may differ along axis {axis} only"
                    )));
                }
                size += shape[axis] as u64;
            }
            i.one(Shape::checked((0..first.ndim()).map(|a| if a == axis { size } else { first[a] as u64 }))?, dtype)
        },
        forward: Forward::Kernel(|c| {
            let to = c.output(0);
            let axis = to.shape.axis(c.attrs.int("dim"))?;
            let (outer, row) = (to.shape.span(0, axis), to.shape.span(axis, to.shape.ndim()));
            let mut at = 0;
            for from in c.inputs.iter().flatten() {
                let run = from.shape.span(axis, from.shape.ndim());
                permute::strided(c.context, &rows(outer, (run, run), row), from, 0, to, at);
                at += run;
            }
            Ok(())
        }),
        gradient: Gradient::Rule(|b| {
            let axis = b.shape(0).axis(b.attrs.int("dim"))?;
            let head = b.head(0)?;
            let mut begin = 0;
            for i in 0..b.input_types.len() {
                let end = begin + b.shape(i)[axis] as i64;
                if b.wants(i) {
                    let part = slice_axis(b, &head, axis, begin, end)?;
                    b.set(i, part);
                }
                begin = end;
            }
            Ok(())
        }),
        samples: || {
            vec![
                Sample::new(&[&[2, 3], &[2, 1], &[2, 2]]),
                Sample::new(&[&[2, 3], &[4, 3]]).attr("dim", 0),
                Sample::new(&[&[2, 3, 2], &[2, 3, 1]]).attr("dim", -1),
                Sample::new(&[&[2, 0], &[2, 2]]),
                Sample::new(&[&[2, 3]]),
            ]
        },
        ..OpSpec::NEW
    },
    OpSpec {
        name: "stack",
        doc: "Arrays of one shape along a new axis.",
        inputs: &[variadic("data")],
        attrs: &[AttrSpec::int("axis", 0, "Where the new axis stands in the result."), NUM_ARGS],
        infer: |i| {
            let dtype = i.same_dtypes()?;
            let first = first(i)?;
            if let Some((n, (shape, _))) = i.inputs.iter().flatten().enumerate().find(|(_, (s, _))| *s != first) {
                return Err(Error::shape(format!(
                    "array 0 has shape {first}, array {n} has {shape}; they must be equal"
                )));
            }
            i.one(first.inserted(new_axis(first, i.attrs)?, i.inputs.len())?, dtype)
        },
        forward: Forward::Kernel(|c| {
            let (to, first) = (c.output(0), c.input(0).shape);
            let axis = new_axis(first, c.attrs)?;
            let (outer, run) = (first.span(0, axis), first.span(axis, first.ndim()));
            for (i, from) in c.inputs.iter().flatten().enumerate() {
                permute::strided(c.context, &rows(outer, (run, run), run * c.inputs.len()), from, 0, to, i * run);
            }
            Ok(())
        }),
        gradient: Gradient::Rule(|b| {
            let shape = b.shape(0);
            let axis = new_axis(shape, b.attrs)?;
            let head = b.head(0)?;
            for i in 0..b.input_types.len() {
                if b.wants(i) {
                    let part = slice_axis(b, &head, axis, i as i64, i as i64 + 1)?;
                    let part = b.call("_view", &[&part], &[("shape", shape.into())])?;
                    b.set(i, part);
                }
            }
            Ok(())
        }),
        samples: || {
            vec![
                Sample::new(&[&[2, 3], &[2, 3]]),
                Sample::new(&[&[2, 3], &[2, 3], &[2, 3]]).attr("axis", -1),
                Sample::new(&[&[3]]).attr("axis", 1),
            ]
        },
        ..OpSpec::NEW
    },
    OpSpec {
        name: "SliceChannel",
        aliases: &["split"],
        doc: "Equal parts along an axis; with squeeze_axis, parts of size 1 lose it. One part is one array.",
        attrs: &[
            AttrSpec::required_int("num_outputs", "The number of parts; it must divide the axis.").at_least(1.0),
            AttrSpec::int("axis", 1, "The axis that is cut."),
            AttrSpec::bool("squeeze_axis", false, "Take the axis away, where the parts have size 1."),
        ],
        positional: 1,
        infer: |i| {
            let (shape, parts) = (i.shape(0), i.attrs.int("num_outputs") as usize);
            let axis = shape.axis(i.attrs.int("axis"))?;
            if shape[axis] as usize % parts != 0 {
                return Err(Error::shape(format!("{parts} parts do not divide axis {axis} of data {shape}")));
            }
            let size = shape[axis] as usize / parts;
            let part = part_shape(shape, axis, size, i.attrs)?;
            Ok((0..parts).map(|_| (part, i.dtype(0))).collect())
        },
        forward: Forward::Kernel(|c| {
            let shape = c.input(0).shape;
            let axis = shape.axis(c.attrs.int("axis"))?;
            let size = shape[axis] as usize / c.outputs.len();
            cut(c, axis, |i| i * size)
        }),
        gradient: Gradient::Rule(|b| {
            let axis = b.shape(0).axis(b.attrs.int("axis"))?;
            joined(b, axis)
        }),
        method: true,
        samples: || {
            vec![
                Sample::new(&[&[2, 4, 3]]).attr("num_outputs", 2),
                Sample::new(&[&[2, 3]]).attr("num_outputs", 3).attr("squeeze_axis", true),
                Sample::new(&[&[4, 3]]).attr("num_outputs", 2).attr("axis", 0),
                Sample::new(&[&[2, 3]]).attr("num_outputs", 1),
            ]
        },
        ..OpSpec::NEW
    },
    OpSpec {
        name: "_split_v2",
        doc: "Parts along an axis: `sections` equal ones, or cut before each of `indices`.",
        attrs: &[
            AttrSpec::tuple("indices", &[], "The first element of each part; a leading 0 is implied."),
            AttrSpec::int("axis", 1, "The axis that is cut."),
            AttrSpec::bool("squeeze_axis", false, "Take the axis away, where the parts have size 1."),
            AttrSpec::int("sections", 0, "The number of equal parts; 0 to cut at the indices.").at_least(0.0),
        ],
        infer: |i| {
            let shape = i.shape(0);
            let axis = shape.axis(i.attrs.int("axis"))?;
            let cuts = cuts(shape, axis, i.attrs)?;
            let parts = cuts.windows(2).map(|w| part_shape(shape, axis, w[1] - w[0], i.attrs));
            parts.map(|shape| Ok((shape?, i.dtype(0)))).collect::<Result<Types>>()
        },
        forward: Forward::Kernel(|c| {
            let shape = c.input(0).shape;
            let axis = shape.axis(c.attrs.int("axis"))?;
            let cuts = cuts(shape, axis, c.attrs)?;
            cut(c, axis, |i| cuts[i])
        }),
        gradient: Gradient::Rule(|b| {
            let axis = b.shape(0).axis(b.attrs.int("axis"))?;
            joined(b, axis)
        }),
        samples: || {
            vec![
                Sample::new(&[&[6, 2]]).attr("indices", vec![2, 3]).attr("axis", 0),
                Sample::new(&[&[2, 3]]).attr("sections", 3).attr("squeeze_axis", true),
                Sample::new(&[&[2, 5]]).attr("indices", vec![0, 0, 4]),
            ]
        },
        ..OpSpec::NEW
    },
];

fn first(i: &Infer) -> Result<Shape> {
    i.inputs
        .first()
        .copied()
        .flatten()
        .map(|t| t.0)
        .ok_or_else(|| Error::attribute("got no arrays; it needs one or more"))
}

/// The place of the new axis of `stack`.
fn new_axis(shape: Shape, attrs: &Attrs) -> Result<usize> {
    let (axis, n) = (attrs.int("axis"), shape.ndim() as i64 + 1);
    if axis < -n || axis >= n {
        return Err(Error::attribute(format!(
            "axis is {axis}; arrays of shape {shape} have places {} to {}",
            -n,
            n - 1
        )));
    }
    Ok((if axis < 0 { axis + n } else { axis }) as usize)
}

/// Runs of one row to rows of another length, or back.
fn rows(outer: usize, (run, from): (usize, usize), to: usize) -> [Axis; 2] {
    [Axis { len: outer, from: from as isize, to }, Axis { len: run, from: 1, to: 1 }]
}

fn part_shape(shape: Shape, axis: usize, size: usize, attrs: &Attrs) -> Result<Shape> {
    if !attrs.bool("squeeze_axis") {
        return Ok(shape.with(axis, size));
    }
    if size != 1 {
        return Err(Error::shape(format!(
            "squeeze_axis needs parts of size 1, axis {axis} of data {shape} gives {size}"
        )));
    }
    Ok(if shape.ndim() == 1 { Shape::new(&[1]) } else { shape.removed(axis) })
}

/// Where the parts of `_split_v2` begin, and the end of the last.
fn cuts(shape: Shape, axis: usize, attrs: &Attrs) -> Result<Vec<usize>> {
    let (n, sections) = (shape[axis] as usize, attrs.int("sections") as usize);
    if sections > 0 {
        if n % sections != 0 {
            return Err(Error::shape(format!("{sections} sections do not divide axis {axis} of data {shape}")));
        }
        return Ok((0..=sections).map(|i| i * (n / sections)).collect());
    }
    let mut cuts: Vec<usize> = attrs.tuple("indices").iter().map(|&i| i.max(0) as usize).collect();
    // MXNet's front end puts the 0 in front itself.
    if cuts.first() != Some(&0) {
        cuts.insert(0, 0);
    }
    cuts.push(n);
    if attrs.tuple("indices").iter().any(|&i| i < 0) || cuts.windows(2).any(|w| w[0] > w[1]) {
        return Err(Error::attribute(format!("indices {} must ascend from 0 to {n}", list(attrs.tuple("indices")))));
    }
    Ok(cuts)
}

/// Each output is the part of the input that begins at `begin(i)`.
fn cut(c: &Call, axis: usize, begin: impl Fn(usize) -> usize) -> Result<()> {
    let from = c.input(0);
    let (outer, row) = (from.shape.span(0, axis), from.shape.span(axis, from.shape.ndim()));
    let inner = from.shape.span(axis + 1, from.shape.ndim());
    for (i, to) in c.outputs.iter().enumerate() {
        let run = to.shape.size() / outer.max(1);
        permute::strided(c.context, &rows(outer, (run, row), run), from, begin(i) * inner, to, 0);
    }
    Ok(())
}

/// The gradient of cutting: the heads joined.
fn joined(b: &mut Backward, axis: usize) -> Result<()> {
    let whole = b.shape(0);
    let squeezed = b.attrs.bool("squeeze_axis");
    let mut heads: Vec<Option<Value>> = Vec::new();
    for i in 0..b.output_types.len() {
        let head = b.head(i)?;
        heads.push(Some(if squeezed {
            b.call("_view", &[&head], &[("shape", whole.with(axis, 1).into())])?
        } else {
            head
        }));
    }
    let op = super::find("Concat").expect("Concat");
    let attrs = Attrs::with(op.attrs, &[("dim", Attr::Int(axis as i64))])?;
    let gradient = b.call_all("Concat", &heads, attrs)?.swap_remove(0);
    b.set(0, gradient);
    Ok(())
}

fn slice_axis(b: &mut Backward, head: &Value, axis: usize, begin: i64, end: i64) -> Result<Value> {
    b.call("_slice_range", &[head], &[("axis", (axis as i64).into()), ("begin", begin.into()), ("end", end.into())])
}
