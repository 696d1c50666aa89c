//! Elements moved about by whole rows: meshgrid, roll, rot90, tril, triu, trace.
#![forbid(unsafe_code)]

use super::attrs::{Attr, AttrSpec, Attrs};
use super::spec::{Call, Forward, Gradient, OpSpec, Sample, input, variadic};
use super::value::{Graph, Value, Values, call};
use crate::base::{Error, Result, Shape};
use crate::by_bits;
use crate::kernel::slices::{read_bits, write_bits};

const DIAGONAL: AttrSpec =
    AttrSpec::int("k", 0, "The diagonal: above the main one where positive, below where negative.");

fn first(inputs: &[Option<Value>]) -> Result<Value> {
    inputs.first().cloned().flatten().ok_or_else(|| Error::attribute("an array is missing"))
}

fn view(graph: &mut dyn Graph, x: &Value, shape: Shape) -> Result<Value> {
    call(graph, "_view", &[x], &[("shape", shape.into())])
}

/// The shape of a triangle of data: a vector stands for equal rows.
fn triangle_shape(shape: Shape) -> Result<Shape> {
    match shape.ndim() {
        0 => Err(Error::shape("data has no axes; it needs one or more")),
        1 => Shape::checked([shape[0] as u64; 2]),
        _ => Ok(shape),
    }
}

fn triangle(c: &Call, upper: bool) -> Result<()> {
    let (from, to, k) = (c.input(0), c.output(0), c.attrs.int("k"));
    let (rows, columns) = (to.shape[to.shape.ndim() - 2] as usize, to.shape[to.shape.ndim() - 1] as usize);
    if to.shape.size() == 0 {
        return Ok(());
    }
    by_bits!(to.dtype, T => {
        let (from, to) = (read_bits::<T>(from), write_bits::<T>(to));
        for (at, to) in to.chunks_exact_mut(columns).enumerate() {
            let row = (at % rows) as i64;
            let from = &from[at * columns % from.len()..][..columns];
            // Columns below `cut` are on or left of the diagonal, or (for the upper part) left of it.
            let cut = row.saturating_add(k).saturating_add(!upper as i64).clamp(0, columns as i64) as usize;
            let (kept, rest) = if upper { (cut..columns, 0..cut) } else { (0..cut, cut..columns) };
            to[kept.clone()].copy_from_slice(&from[kept]);
            to[rest].fill(T::default());
        }
    });
    Ok(())
}

const fn triangular(name: &'static str, alias: &'static [&'static str], doc: &'static str) -> OpSpec {
    OpSpec {
        name,
        aliases: alias,
        doc,
        attrs: &[DIAGONAL],
        positional: 1,
        infer: |i| i.one(triangle_shape(i.shape(0))?, i.dtype(0)),
        gradient: Gradient::Rule(|b| {
            let (head, shape) = (b.head(0)?, b.shape(0));
            let part = b.call(b.op.name, &[&head], &[("k", b.attrs.get("k").clone())])?;
            let gradient = b.sum_to(part, shape)?;
            b.set(0, gradient);
            Ok(())
        }),
        samples: || {
            vec![
                Sample::new(&[&[3, 4]]),
                Sample::new(&[&[2, 4, 3]]).attr("k", 1),
                Sample::new(&[&[3, 3]]).attr("k", -2),
                Sample::new(&[&[3]]).attr("k", -1),
                Sample::new(&[&[0, 3]]),
            ]
        },
        ..OpSpec::NEW
    }
}

/// Pairs of an axis and its shift, which is brought into `0..size`.
fn shifts(shape: Shape, attrs: &Attrs) -> Result<Vec<(usize, usize)>> {
    let (shift, axes) = (attrs.tuple("shift"), attrs.tuple("axis"));
    let n = shift.len().max(axes.len());
    if shift.is_empty() || (shift.len() != n && shift.len() != 1) || (axes.len() != n && axes.len() != 1) {
        return Err(Error::attribute(format!(
            "shift is {shift:?} and axis {axes:?}; they need as many numbers, or one"
        )));
    }
    let at = |t: &[i64], i: usize| t[if t.len() == 1 { 0 } else { i }];
    let pair = |i: usize| -> Result<(usize, usize)> {
        let a = shape.axis(at(axes, i))?;
        Ok((a, at(shift, i).rem_euclid((shape[a] as i64).max(1)) as usize))
    };
    (0..n).map(pair).collect()
}

fn rolled(graph: &mut dyn Graph, x: Value, axis: usize, shift: usize) -> Result<Value> {
    if shift == 0 {
        return Ok(x);
    }
    let n = x.shape()[axis] as usize;
    let mut part = |begin: usize, end: usize| {
        let range: [(&str, Attr); 3] =
            [("axis", (axis as i64).into()), ("begin", (begin as i64).into()), ("end", (end as i64).into())];
        call(graph, "_slice_range", &[&x], &range)
    };
    let (tail, head) = (part(n - shift, n)?, part(0, n - shift)?);
    call(graph, "Concat", &[&tail, &head], &[("dim", (axis as i64).into())])
}

/// The two axes of a rotation.
fn plane(shape: Shape, attrs: &Attrs) -> Result<(usize, usize)> {
    let axes = attrs.tuple("axes");
    let [a, b] = axes else {
        return Err(Error::attribute(format!("axes is {axes:?}; it needs two axes")));
    };
    let (a, b) = (shape.axis(*a)?, shape.axis(*b)?);
    if a == b {
        return Err(Error::attribute(format!("axes is {axes:?}; the two must be different")));
    }
    Ok((a, b))
}

/// The shape that the arrays of `meshgrid` get, and which axis belongs to which.
fn mesh(shapes: impl Iterator<Item = Shape>, attrs: &Attrs) -> Result<(Shape, Vec<usize>)> {
    let mut sizes = Vec::new();
    for (i, shape) in shapes.enumerate() {
        if shape.ndim() > 1 {
            return Err(Error::shape(format!("array {i} has shape {shape}; it must be [n]")));
        }
        sizes.push(shape.size() as u64);
    }
    let mut axes: Vec<usize> = (0..sizes.len()).collect();
    if attrs.word("indexing") == "xy" && sizes.len() > 1 {
        sizes.swap(0, 1);
        axes.swap(0, 1);
    }
    Ok((Shape::checked(sizes)?, axes))
}

pub static OPS: &[OpSpec] = &[
    OpSpec {
        name: "meshgrid",
        doc: "Coordinates of a grid: from n vectors n arrays, each with a vector along its axis and repeated along the \
              others. With `xy` the first vector runs along axis 1 and the second along axis 0, with `ij` each along its \
              own.",
        inputs: &[variadic("xi")],
        attrs: &[AttrSpec::one_of("indexing", &["xy", "ij"], "xy", "Which axes the first two vectors run along.")],
        infer: |i| {
            let (shape, _) = mesh(i.inputs.iter().flatten().map(|t| t.0), i.attrs)?;
            Ok(i.inputs.iter().flatten().map(|t| (shape, t.1)).collect())
        },
        forward: Forward::Composite(|graph, attrs, inputs| {
            let (shape, axes) = mesh(inputs.iter().flatten().map(|v| v.shape()), attrs)?;
            let mut all = Values::new();
            for (x, axis) in inputs.iter().flatten().zip(axes) {
                let mut thin = shape;
                (0..shape.ndim()).filter(|&a| a != axis).for_each(|a| thin.set(a, 1));
                let x = view(graph, x, thin)?;
                all.push(call(graph, "broadcast_to", &[&x], &[("shape", shape.into())])?);
            }
            Ok(all)
        }),
        many: true,
        samples: || {
            vec![
                Sample::new(&[&[3], &[2]]),
                Sample::new(&[&[3], &[2], &[2]]).word("indexing", "ij"),
                Sample::new(&[&[4]]),
            ]
        },
        ..OpSpec::NEW
    },
    OpSpec {
        name: "roll",
        aliases: &["_np_roll"],
        doc: "Elements moved along axes, what falls off one end coming in at the other; without axis in the array read as \
              one row.",
        attrs: &[
            AttrSpec::required_tuple("shift", "How many places, for each axis."),
            AttrSpec::optional_tuple("axis", "The axes."),
        ],
        positional: 2,
        infer: |i| {
            if i.attrs.is_none("axis") {
                if i.attrs.tuple("shift").len() != 1 {
                    return Err(Error::attribute("without axis, shift is one number"));
                }
            } else {
                shifts(i.shape(0), i.attrs)?;
            }
            i.same()
        },
        forward: Forward::Composite(|graph, attrs, inputs| {
            let mut x = first(inputs)?;
            let shape = x.shape();
            if attrs.is_none("axis") {
                let [shift] = attrs.tuple("shift") else {
                    return Err(Error::attribute("without axis, shift is one number"));
                };
                let n = shape.size();
                x = view(graph, &x, Shape::new(&[n]))?;
                x = rolled(graph, x, 0, shift.rem_euclid(n.max(1) as i64) as usize)?;
                x = view(graph, &x, shape)?;
            } else {
                for (axis, shift) in shifts(shape, attrs)? {
                    x = rolled(graph, x, axis, shift)?;
                }
            }
            // An array that did not move is copied all the same: the result is never a view of data.
            Ok(smallvec::smallvec![call(graph, "_copy", &[&x], &[])?])
        }),
        samples: || {
            vec![
                Sample::new(&[&[2, 3]]).attr("shift", vec![2]),
                Sample::new(&[&[2, 5]]).attr("shift", vec![-7]).attr("axis", vec![1]),
                Sample::new(&[&[4, 3]]).attr("shift", vec![1, 2]).attr("axis", vec![0, -1]),
                Sample::new(&[&[0, 3]]).attr("shift", vec![1]).attr("axis", vec![0]),
            ]
        },
        ..OpSpec::NEW
    },
    OpSpec {
        name: "rot90",
        aliases: &["_npi_rot90"],
        doc: "Turned by k quarters in the plane of two axes, from the first towards the second.",
        attrs: &[AttrSpec::int("k", 1, "How many quarters."), AttrSpec::tuple("axes", &[0, 1], "The plane.")],
        positional: 2,
        infer: |i| {
            let (a, b) = plane(i.shape(0), i.attrs)?;
            let (shape, odd) = (i.shape(0), i.attrs.int("k").rem_euclid(2) == 1);
            let turned = shape.with(a, shape[b] as usize).with(b, shape[a] as usize);
            i.one(if odd { turned } else { shape }, i.dtype(0))
        },
        forward: Forward::Composite(|graph, attrs, inputs| {
            let x = first(inputs)?;
            let (a, b) = plane(x.shape(), attrs)?;
            let flip = |graph: &mut dyn Graph, x: &Value, axes: Vec<i64>| {
                call(graph, "reverse", &[x], &[("axis", axes.into())])
            };
            let swapped: [(&str, Attr); 2] = [("dim1", (a as i64).into()), ("dim2", (b as i64).into())];
            let (a, b) = (a as i64, b as i64);
            let y = match attrs.int("k").rem_euclid(4) {
                0 => call(graph, "_copy", &[&x], &[])?,
                1 => {
                    let x = flip(graph, &x, vec![b])?;
                    call(graph, "SwapAxis", &[&x], &swapped)?
                }
                2 => flip(graph, &x, vec![a, b])?,
                _ => {
                    let x = call(graph, "SwapAxis", &[&x], &swapped)?;
                    flip(graph, &x, vec![b])?
                }
            };
            Ok(smallvec::smallvec![y])
        }),
        samples: || {
            let sample = |k: i64| Sample::new(&[&[2, 3]]).attr("k", k);
            let mut all: Vec<Sample> = (0..4).map(sample).collect();
            all.push(Sample::new(&[&[2, 3, 4]]).attr("k", -1).attr("axes", vec![2, 0]));
            all.push(Sample::new(&[&[0, 3]]));
            all
        },
        ..OpSpec::NEW
    },
    OpSpec {
        forward: Forward::Kernel(|c| triangle(c, false)),
        ..triangular(
            "tril",
            &["_npi_tril"],
            "The last two axes on and below a diagonal, 0 above; a vector stands for equal rows.",
        )
    },
    OpSpec {
        forward: Forward::Kernel(|c| triangle(c, true)),
        ..triangular(
            "triu",
            &["_npi_triu"],
            "The last two axes on and above a diagonal, 0 below; a vector stands for equal rows.",
        )
    },
    OpSpec {
        name: "trace",
        aliases: &["_np_trace"],
        doc: "The sum of a diagonal of two axes.",
        inputs: &[input("data")],
        attrs: &[
            AttrSpec::int("offset", 0, "The diagonal: above the main one where positive, below where negative."),
            AttrSpec::int("axis1", 0, "The axis of rows."),
            AttrSpec::int("axis2", 1, "The axis of columns."),
        ],
        positional: 1,
        infer: |i| {
            let shape = i.shape(0);
            let (a, b) = (shape.axis(i.attrs.int("axis1"))?, shape.axis(i.attrs.int("axis2"))?);
            if a == b {
                return Err(Error::attribute(format!("axis1 and axis2 are both {a}; they must be different")));
            }
            let rest = shape.removed(a.max(b)).removed(a.min(b));
            i.one(if rest.ndim() == 0 { Shape::new(&[1]) } else { rest }, i.dtype(0))
        },
        forward: Forward::Composite(|graph, attrs, inputs| {
            let x = first(inputs)?;
            if x.shape().ndim() < 2 {
                return Err(Error::shape(format!("data has shape {}; it needs two axes or more", x.shape())));
            }
            let of = |name: &str| attrs.get(name).clone();
            let axes: [(&str, Attr); 3] = [("k", of("offset")), ("axis1", of("axis1")), ("axis2", of("axis2"))];
            let diagonal = call(graph, "diag", &[&x], &axes)?;
            Ok(smallvec::smallvec![call(graph, "sum", &[&diagonal], &[("axis", vec![-1].into())])?])
        }),
        samples: || {
            vec![
                Sample::new(&[&[3, 4]]),
                Sample::new(&[&[2, 3, 3]]).attr("offset", -1).attr("axis1", 2).attr("axis2", 1),
            ]
        },
        ..OpSpec::NEW
    },
];
