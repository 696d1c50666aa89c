//! Axes in another order, added, taken away: transpose and its relatives. The results are copies.
#![forbid(unsafe_code)]

use super::attrs::{Attr, AttrSpec};
use super::spec::{Forward, Gradient, OpSpec, Sample};
use super::value::{Graph, Value, Values, call};
use crate::base::shape::list;
use crate::base::{Error, Result, Shape};
use crate::kernel::{map, permute};

/// The same elements in the same order under another shape.
const fn reshaping(name: &'static str, aliases: &'static [&'static str], doc: &'static str) -> OpSpec {
    OpSpec {
        name,
        aliases,
        doc,
        positional: 1,
        forward: Forward::Kernel(|c| {
            let to = c.output(0);
            map::copy(c.context, &crate::base::View { shape: to.shape, ..*c.input(0) }, to);
            Ok(())
        }),
        gradient: Gradient::Rule(super::shape::view_back),
        method: true,
        ..OpSpec::NEW
    }
}

pub static OPS: &[OpSpec] = &[
    OpSpec {
        name: "transpose",
        doc: "The axes in another order, reversed by default: output axis i is input axis axes[i].",
        attrs: &[AttrSpec::tuple("axes", &[], "The new order; all axes reversed by default.")],
        positional: 1,
        infer: |i| {
            let shape = i.shape(0);
            let dims = order(shape, i.attrs.tuple("axes"))?.iter().map(|&a| shape[a] as usize).collect::<Vec<_>>();
            i.one(Shape::new(&dims), i.dtype(0))
        },
        forward: Forward::Kernel(|c| {
            let from = c.input(0);
            let order = order(from.shape, c.attrs.tuple("axes"))?;
            let strides = from.shape.strides();
            let steps: Vec<isize> = order.iter().map(|&a| strides[a] as isize).collect();
            let to = c.output(0);
            permute::strided(c.context, &permute::axes(&to.shape.to_vec(), &steps), from, 0, to, 0);
            Ok(())
        }),
        gradient: Gradient::Rule(|b| {
            let order = order(b.shape(0), b.attrs.tuple("axes"))?;
            let mut back = vec![0i64; order.len()];
            order.iter().enumerate().for_each(|(i, &a)| back[a] = i as i64);
            let head = b.head(0)?;
            let gradient = b.call("transpose", &[&head], &[("axes", back.into())])?;
            b.set(0, gradient);
            Ok(())
        }),
        method: true,
        samples: || {
            vec![
                Sample::new(&[&[2, 3]]),
                Sample::new(&[&[2, 3, 4, 2]]).attr("axes", vec![1, 3, 0, 2]),
                Sample::new(&[&[2, 0, 4]]).attr("axes", vec![-1, 0, 1]),
                Sample::new(&[&[3]]),
            ]
        },
        ..OpSpec::NEW
    },
    OpSpec {
        name: "SwapAxis",
        aliases: &["swapaxes"],
        doc: "Two axes change places.",
        attrs: &[AttrSpec::int("dim1", 0, "The first axis."), AttrSpec::int("dim2", 0, "The second axis.")],
        positional: 2,
        infer: |i| {
            let shape = i.shape(0);
            let (a, b) = (shape.axis(i.attrs.int("dim1"))?, shape.axis(i.attrs.int("dim2"))?);
            i.one(shape.with(a, shape[b] as usize).with(b, shape[a] as usize), i.dtype(0))
        },
        forward: Forward::Composite(|graph, attrs, inputs| {
            let x = inputs[0].clone().expect("data");
            let shape = x.shape();
            let mut axes: Vec<i64> = (0..shape.ndim() as i64).collect();
            axes.swap(shape.axis(attrs.int("dim1"))?, shape.axis(attrs.int("dim2"))?);
            one(call(graph, "transpose", &[&x], &[("axes", axes.into())])?)
        }),
        method: true,
        samples: || {
            vec![
                Sample::new(&[&[2, 3, 4]]).attr("dim1", 0).attr("dim2", 2),
                Sample::new(&[&[2, 3]]).attr("dim1", -1).attr("dim2", 0),
            ]
        },
        ..OpSpec::NEW
    },
    OpSpec {
        attrs: &[AttrSpec::required_int("axis", "Where the new axis stands in the result; -1 is the last place.")],
        infer: |i| {
            let (shape, axis) = (i.shape(0), i.attrs.int("axis"));
            let n = shape.ndim() as i64;
            if axis < -n - 1 || axis > n {
                return Err(Error::attribute(format!(
                    "axis is {axis}; for data {shape} it must be from {} to {n}",
                    -n - 1
                )));
            }
            i.one(shape.inserted((if axis < 0 { axis + n + 1 } else { axis }) as usize, 1)?, i.dtype(0))
        },
        samples: || vec![Sample::new(&[&[2, 3]]).attr("axis", 1), Sample::new(&[&[2, 3]]).attr("axis", -1)],
        ..reshaping("expand_dims", &[], "A new axis of size 1.")
    },
    OpSpec {
        attrs: &[AttrSpec::optional_tuple("axis", "The axes to take away; all of size 1 by default.")],
        infer: |i| i.one(squeezed(i.shape(0), i.attrs.optional_tuple("axis"))?, i.dtype(0)),
        samples: || {
            vec![
                Sample::new(&[&[1, 2, 1, 3]]),
                Sample::new(&[&[1, 2, 1]]).attr("axis", vec![-1]),
                Sample::new(&[&[1, 1]]),
            ]
        },
        ..reshaping("squeeze", &[], "Axes of size 1 taken away; one stays where all would go.")
    },
    OpSpec {
        infer: |i| {
            let shape = i.shape(0);
            let rows = shape.dims().first().copied().unwrap_or(1) as usize;
            i.one(Shape::new(&[rows, shape.span(shape.ndim().min(1), shape.ndim())]), i.dtype(0))
        },
        positional: 0,
        samples: || vec![Sample::new(&[&[2, 3, 4]]), Sample::new(&[&[3]]), Sample::new(&[&[0, 2, 2]])],
        ..reshaping("Flatten", &["flatten"], "All axes but the first folded into one: [n, …] becomes [n, k].")
    },
    OpSpec {
        infer: |i| {
            let (shape, s) = (i.shape(0), i.attrs.int("block_size") as usize);
            let [n, c, h, w] = four(shape)?;
            if c % (s * s) != 0 {
                return Err(Error::shape(format!(
                    "block_size {s} needs channels in multiples of {}, got {shape}",
                    s * s
                )));
            }
            i.one(Shape::new(&[n, c / (s * s), h * s, w * s]), i.dtype(0))
        },
        forward: Forward::Composite(|graph, attrs, inputs| {
            let x = inputs[0].clone().expect("data");
            let ([n, c, h, w], s) = (four(x.shape())?, attrs.int("block_size") as usize);
            let c = c / (s * s);
            through(graph, x, &[n, s, s, c, h, w], &[0, 3, 4, 1, 5, 2], &[n, c, h * s, w * s])
        }),
        samples: || vec![Sample::new(&[&[1, 8, 2, 3]]).attr("block_size", 2)],
        ..blocks("depth_to_space", "Channels moved into blocks of space: [n, c s s, h, w] becomes [n, c, h s, w s].")
    },
    OpSpec {
        infer: |i| {
            let (shape, s) = (i.shape(0), i.attrs.int("block_size") as usize);
            let [n, c, h, w] = four(shape)?;
            if h % s != 0 || w % s != 0 {
                return Err(Error::shape(format!("block_size {s} does not divide height and width of {shape}")));
            }
            i.one(Shape::new(&[n, c * s * s, h / s, w / s]), i.dtype(0))
        },
        forward: Forward::Composite(|graph, attrs, inputs| {
            let x = inputs[0].clone().expect("data");
            let ([n, c, h, w], s) = (four(x.shape())?, attrs.int("block_size") as usize);
            let (h, w) = (h / s, w / s);
            through(graph, x, &[n, c, h, s, w, s], &[0, 3, 5, 1, 2, 4], &[n, c * s * s, h, w])
        }),
        samples: || vec![Sample::new(&[&[1, 2, 4, 6]]).attr("block_size", 2)],
        ..blocks("space_to_depth", "Blocks of space moved into channels: [n, c, h s, w s] becomes [n, c s s, h, w].")
    },
    OpSpec {
        name: "diag",
        doc: "The k-th diagonal of two axes, as the last axis of the result; a vector becomes a matrix with that diagonal.",
        attrs: DIAGONAL,
        positional: 1,
        infer: |i| {
            let shape = i.shape(0);
            if shape.ndim() == 1 {
                let n = shape[0] as usize + i.attrs.int("k").unsigned_abs() as usize;
                return i.one(Shape::new(&[n, n]), i.dtype(0));
            }
            let d = Diagonal::of(shape, i.attrs.int("k"), i.attrs.int("axis1"), i.attrs.int("axis2"))?;
            i.one(d.result, i.dtype(0))
        },
        forward: Forward::Kernel(|c| {
            let (from, to, k) = (c.input(0), c.output(0), c.attrs.int("k"));
            if from.shape.ndim() == 1 {
                let d = Diagonal::of(to.shape, k, 0, 1)?;
                map::fill(c.context, 0.0, to);
                permute::strided(c.context, &d.axes(true), from, 0, to, d.start);
            } else {
                let d = Diagonal::of(from.shape, k, c.attrs.int("axis1"), c.attrs.int("axis2"))?;
                permute::strided(c.context, &d.axes(false), from, d.start, to, 0);
            }
            Ok(())
        }),
        gradient: Gradient::Rule(|b| {
            let (head, shape) = (b.head(0)?, b.shape(0));
            let names = if shape.ndim() == 1 { ["k", "", ""] } else { ["k", "axis1", "axis2"] };
            let mut attrs: Vec<(&str, Attr)> =
                names.iter().filter(|n| !n.is_empty()).map(|&n| (n, b.attrs.get(n).clone())).collect();
            let gradient = if shape.ndim() == 1 {
                b.call("diag", &[&head], &attrs)?
            } else {
                attrs.push(("shape", shape.into()));
                b.call("_diag_into", &[&head], &attrs)?
            };
            b.set(0, gradient);
            Ok(())
        }),
        method: true,
        samples: || {
            vec![
                Sample::new(&[&[3]]).attr("k", 1),
                Sample::new(&[&[3, 4]]).attr("k", -1),
                Sample::new(&[&[2, 3, 3]]).attr("axis1", 1).attr("axis2", 2),
            ]
        },
        ..OpSpec::NEW
    },
    OpSpec {
        name: "_diag_into",
        doc: "Zeros of the given shape with data on a diagonal: the gradient of diag.",
        attrs: &[DIAGONAL[0], DIAGONAL[1], DIAGONAL[2], AttrSpec::required_tuple("shape", "Shape of the result.")],
        infer: |i| i.one(i.attrs.shape("shape")?, i.dtype(0)),
        forward: Forward::Kernel(|c| {
            let to = c.output(0);
            let d = Diagonal::of(to.shape, c.attrs.int("k"), c.attrs.int("axis1"), c.attrs.int("axis2"))?;
            map::fill(c.context, 0.0, to);
            permute::strided(c.context, &d.axes(true), c.input(0), 0, to, d.start);
            Ok(())
        }),
        gradient: Gradient::Rule(|b| {
            let head = b.head(0)?;
            let attrs: Vec<(&str, Attr)> = ["k", "axis1", "axis2"].map(|n| (n, b.attrs.get(n).clone())).into();
            let gradient = b.call("diag", &[&head], &attrs)?;
            b.set(0, gradient);
            Ok(())
        }),
        hidden: true,
        samples: || vec![Sample::new(&[&[3]]).attr("shape", vec![3, 4])],
        ..OpSpec::NEW
    },
];

const DIAGONAL: &[AttrSpec] = &[
    AttrSpec::int("k", 0, "Which diagonal: 0 the main one, positive above it, negative below."),
    AttrSpec::int("axis1", 0, "The axis of rows."),
    AttrSpec::int("axis2", 1, "The axis of columns."),
];

const BLOCK: &[AttrSpec] = &[AttrSpec::required_int("block_size", "The side of a block.").at_least(1.0)];

const fn blocks(name: &'static str, doc: &'static str) -> OpSpec {
    OpSpec { name, doc, attrs: BLOCK, positional: 1, method: true, ..OpSpec::NEW }
}

fn one(value: Value) -> Result<Values> {
    Ok(smallvec::smallvec![value])
}

/// View, transpose, view.
fn through(graph: &mut dyn Graph, x: Value, split: &[usize], axes: &[i64], joined: &[usize]) -> Result<Values> {
    let x = call(graph, "_view", &[&x], &[("shape", Shape::new(split).into())])?;
    let x = call(graph, "transpose", &[&x], &[("axes", axes.to_vec().into())])?;
    one(call(graph, "_view", &[&x], &[("shape", Shape::new(joined).into())])?)
}

fn four(shape: Shape) -> Result<[usize; 4]> {
    let dims = shape.to_vec();
    dims.try_into().map_err(|_| Error::shape(format!("data has shape {shape}; it needs four axes [n,c,h,w]")))
}

/// The axes of a transpose, checked.
fn order(shape: Shape, axes: &[i64]) -> Result<Vec<usize>> {
    let n = shape.ndim();
    if axes.is_empty() {
        return Ok((0..n).rev().collect());
    }
    if axes.len() != n {
        return Err(Error::attribute(format!("axes names {} axes, data {shape} has {n}", axes.len())));
    }
    let order = axes.iter().map(|&a| shape.axis(a)).collect::<Result<Vec<_>>>()?;
    if (0..n).any(|a| !order.contains(&a)) {
        return Err(Error::attribute(format!("axes {} names an axis twice", list(axes))));
    }
    Ok(order)
}

fn squeezed(shape: Shape, axes: Option<&[i64]>) -> Result<Shape> {
    let gone = match axes {
        None => (0..shape.ndim()).filter(|&a| shape[a] == 1).collect(),
        Some(axes) => axes.iter().map(|&a| shape.axis(a)).collect::<Result<Vec<_>>>()?,
    };
    if let Some(&bad) = gone.iter().find(|&&a| shape[a] != 1) {
        return Err(Error::shape(format!("axis {bad} of data {shape} has size {}, only 1 can go", shape[bad])));
    }
    let dims: Vec<usize> = (0..shape.ndim()).filter(|a| !gone.contains(a)).map(|a| shape[a] as usize).collect();
    // MXNet without NumPy's semantics has no arrays of no axis.
    Ok(Shape::new(if dims.is_empty() && shape.ndim() > 0 { &[1] } else { &dims }))
}

/// Where a diagonal lies in an array.
struct Diagonal {
    /// Sizes of the other axes and the length of the diagonal.
    result: Shape,
    start: usize,
    steps: Vec<usize>,
}

impl Diagonal {
    fn of(shape: Shape, k: i64, axis1: i64, axis2: i64) -> Result<Diagonal> {
        if shape.ndim() < 2 {
            return Err(Error::shape(format!("data has shape {shape}; it needs an axis at least")));
        }
        let (a, b) = (shape.axis(axis1)?, shape.axis(axis2)?);
        if a == b {
            return Err(Error::attribute(format!("axis1 and axis2 are both {a}")));
        }
        let (down, right) = ((-k).max(0) as usize, k.max(0) as usize);
        let (rows, columns) = (shape[a] as usize, shape[b] as usize);
        let length = rows.saturating_sub(down).min(columns.saturating_sub(right));
        let strides = shape.strides();
        let others = || (0..shape.ndim()).filter(|&x| x != a && x != b);
        let mut dims: Vec<usize> = others().map(|x| shape[x] as usize).collect();
        dims.push(length);
        let mut steps: Vec<usize> = others().map(|x| strides[x]).collect();
        steps.push(strides[a] + strides[b]);
        let start = if length == 0 { 0 } else { down * strides[a] + right * strides[b] };
        Ok(Diagonal { result: Shape::new(&dims), start, steps })
    }
    /// The copy between the diagonal and a dense array.
    fn axes(&self, into: bool) -> Vec<permute::Axis> {
        let steps: Vec<isize> = self.steps.iter().map(|&s| s as isize).collect();
        let mut axes = permute::axes(&self.result.to_vec(), &steps);
        if into {
            axes.iter_mut().for_each(|a| (a.from, a.to) = (a.to as isize, a.from as usize));
        }
        axes
    }
}
