//! Arrays made larger by repeating what they hold: broadcast, tile, repeat, pad.
#![forbid(unsafe_code)]

use super::attrs::{AttrSpec, Attrs};
use super::spec::{Forward, Gradient, OpSpec, Sample, input};
use super::value::{Backward, Value};
use crate::base::shape::list;
use crate::base::{Error, Result, Shape};
use crate::by_real;
use crate::kernel::margin::{self, Margin};
use crate::kernel::permute::{self, Axis};
use crate::kernel::{floats, map};

/// The gradient of repeating along axes of size 1.
fn summed(b: &mut Backward) -> Result<()> {
    let (head, shape) = (b.head(0)?, b.shape(0));
    let gradient = b.sum_to(head, shape)?;
    b.set(0, gradient);
    Ok(())
}

const fn broadcasting(name: &'static str, aliases: &'static [&'static str], doc: &'static str) -> OpSpec {
    OpSpec {
        name,
        aliases,
        doc,
        forward: Forward::Kernel(|c| {
            map::broadcast_to(c.context, c.input(0), c.output(0));
            Ok(())
        }),
        gradient: Gradient::Rule(summed),
        method: true,
        ..OpSpec::NEW
    }
}

const AXIS: &[AttrSpec] = &[
    AttrSpec::tuple("axis", &[], "The axes, each of size 1."),
    AttrSpec::tuple("size", &[], "Their new sizes.").at_least(0.0),
];
const LIKE: &[AttrSpec] = &[
    AttrSpec::optional_tuple("lhs_axes", "The axes of lhs that are broadcast; all by default."),
    AttrSpec::optional_tuple("rhs_axes", "The axes of rhs that give their sizes."),
];
const REPEAT: &[AttrSpec] = &[
    AttrSpec::required_int("repeats", "How many times each element stands.").at_least(0.0),
    AttrSpec::optional_int("axis", "The axis; the flattened array by default."),
];
const PAD: &[AttrSpec] = &[
    AttrSpec::required_one_of("mode", &["constant", "edge", "reflect"], "What stands in the margin."),
    AttrSpec::required_tuple("pad_width", "Before and after of each axis, in a row; 0 for the first two axes.")
        .at_least(0.0),
    AttrSpec::float("constant_value", 0.0, "The number in a constant margin."),
];
const PAD_GRADIENT: &[AttrSpec] = &[
    AttrSpec::one_of("mode", &["constant", "edge", "reflect"], "edge", "What stands in the margin."),
    PAD[1],
    AttrSpec::required_tuple("shape", "Shape of the result."),
];

pub static OPS: &[OpSpec] = &[
    OpSpec {
        attrs: &[AttrSpec::tuple("shape", &[], "The new shape; 0 keeps the size of an axis.")],
        positional: 1,
        infer: |i| {
            let (from, to) = (i.shape(0), i.attrs.tuple("shape"));
            if from.ndim() > to.len() {
                return Err(Error::shape(format!("data {from} has more axes than shape {}", list(to))));
            }
            let ahead = to.len() - from.ndim();
            let mut dims = Vec::new();
            for (a, &size) in to.iter().enumerate() {
                let own = if a >= ahead { from[a - ahead] as i64 } else { 1 };
                if size < 0 || !(own == 1 || size == 0 || size == own) {
                    return Err(Error::shape(format!(
                        "data {from} cannot be broadcast to {}: {own} against {size}",
                        list(to)
                    )));
                }
                // 0 keeps a size; where the size is 0 already, it stays.
                dims.push(if size == 0 { own as u64 } else { size as u64 });
            }
            i.one(Shape::checked(dims)?, i.dtype(0))
        },
        samples: || {
            vec![
                Sample::new(&[&[1, 3, 1]]).attr("shape", vec![2, 3, 3]),
                Sample::new(&[&[2, 1]]).attr("shape", vec![0, 3]),
                Sample::new(&[&[3]]).attr("shape", vec![2, 3]),
            ]
        },
        ..broadcasting("broadcast_to", &[], "Axes of size 1 repeated up to the sizes of shape; new axes come in front.")
    },
    OpSpec {
        attrs: AXIS,
        positional: 2,
        infer: |i| {
            let (mut shape, axes, sizes) = (i.shape(0), i.attrs.tuple("axis"), i.attrs.tuple("size"));
            if axes.len() != sizes.len() {
                return Err(Error::attribute(format!("axis names {} axes, size {} sizes", axes.len(), sizes.len())));
            }
            for (&axis, &size) in axes.iter().zip(sizes) {
                let a = shape.axis(axis)?;
                if shape[a] != 1 {
                    return Err(Error::shape(format!("axis {a} of data {} has size {}, not 1", i.shape(0), shape[a])));
                }
                shape =
                    Shape::checked(shape.iter().enumerate().map(|(x, d)| if x == a { size as u64 } else { d as u64 }))?;
            }
            i.one(shape, i.dtype(0))
        },
        samples: || vec![Sample::new(&[&[1, 3, 1]]).attr("axis", vec![0, 2]).attr("size", vec![2, 3])],
        ..broadcasting("broadcast_axis", &["broadcast_axes"], "Named axes of size 1 repeated up to new sizes.")
    },
    OpSpec {
        inputs: &[input("lhs"), input("rhs")],
        attrs: LIKE,
        infer: |i| i.one(like(i.shape(0), i.shape(1), i.attrs)?, i.dtype(0)),
        gradient: Gradient::Rule(|b| {
            if b.wants(0) {
                summed(b)?;
            }
            b.set_zeros(1)
        }),
        samples: || {
            vec![
                Sample::new(&[&[1, 3], &[2, 3]]),
                Sample::new(&[&[1, 3], &[4, 2]]).attr("lhs_axes", vec![0]).attr("rhs_axes", vec![-1]),
            ]
        },
        ..broadcasting("broadcast_like", &[], "lhs broadcast to the shape of rhs, or named axes to those of rhs.")
    },
    OpSpec {
        name: "tile",
        doc: "The whole array reps times along each axis; the shorter of shape and reps gets ones in front.",
        attrs: &[AttrSpec::required_tuple("reps", "How many times along each axis.").at_least(0.0)],
        positional: 1,
        infer: |i| {
            let tiles = tiles(i.shape(0), i.attrs)?;
            i.one(Shape::checked(tiles.iter().map(|(n, r)| (n * r) as u64))?, i.dtype(0))
        },
        forward: Forward::Kernel(|c| {
            let from = c.input(0);
            let tiles = tiles(from.shape, c.attrs)?;
            let (mut lens, mut steps) = (vec![], vec![]);
            let mut step = from.shape.size() as isize;
            for (n, reps) in tiles {
                step /= n.max(1) as isize;
                lens.extend([reps, n]);
                steps.extend([0, step]);
            }
            permute::strided(c.context, &permute::axes(&lens, &steps), from, 0, c.output(0), 0);
            Ok(())
        }),
        gradient: Gradient::Rule(|b| {
            let shape = b.shape(0);
            let tiles = tiles(shape, b.attrs)?;
            let mut sum = b.head(0)?;
            // One axis after the other: all at once could need more than eight axes.
            for (a, &(n, reps)) in tiles.iter().enumerate() {
                if reps != 1 {
                    let outer: usize = tiles[..a].iter().map(|t| t.0).product();
                    let inner: usize = tiles[a + 1..].iter().map(|(n, r)| n * r).product();
                    sum = sum_middle(b, &sum, [outer, reps, n * inner])?;
                }
            }
            let gradient = b.call("_view", &[&sum], &[("shape", shape.into())])?;
            b.set(0, gradient);
            Ok(())
        }),
        method: true,
        samples: || {
            vec![
                Sample::new(&[&[3, 2]]).attr("reps", vec![2]),
                Sample::new(&[&[2, 1]]).attr("reps", vec![2, 1, 3]),
                Sample::new(&[&[2, 3, 2]]).attr("reps", vec![2, 3, 2]),
                Sample::new(&[&[2]]).attr("reps", vec![0]),
            ]
        },
        ..OpSpec::NEW
    },
    OpSpec {
        name: "repeat",
        doc: "Each element repeats times along an axis, or in the flattened array.",
        attrs: REPEAT,
        positional: 1,
        infer: |i| {
            let ([outer, n, inner], repeats) = (repeat_sizes(i.shape(0), i.attrs)?, i.attrs.int("repeats") as u64);
            let Some(axis) = i.attrs.optional_int("axis") else {
                return i.one(Shape::checked([(outer * n * inner) as u64 * repeats])?, i.dtype(0));
            };
            let (shape, a) = (i.shape(0), i.shape(0).axis(axis)?);
            let dims = shape.iter().enumerate().map(|(x, d)| d as u64 * if x == a { repeats } else { 1 });
            i.one(Shape::checked(dims)?, i.dtype(0))
        },
        forward: Forward::Kernel(|c| {
            let ([outer, n, inner], repeats) =
                (repeat_sizes(c.input(0).shape, c.attrs)?, c.attrs.int("repeats") as usize);
            let steps = [(n * inner) as isize, inner as isize, 0, 1];
            let axes = permute::axes(&[outer, n, repeats, inner], &steps);
            permute::strided(c.context, &axes, c.input(0), 0, c.output(0), 0);
            Ok(())
        }),
        gradient: Gradient::Rule(|b| {
            let (shape, repeats) = (b.shape(0), b.attrs.int("repeats") as usize);
            let [outer, n, inner] = repeat_sizes(shape, b.attrs)?;
            let head = b.head(0)?;
            let sum = sum_middle(b, &head, [outer * n, repeats, inner])?;
            let gradient = b.call("_view", &[&sum], &[("shape", shape.into())])?;
            b.set(0, gradient);
            Ok(())
        }),
        method: true,
        samples: || {
            vec![
                Sample::new(&[&[4, 2]]).attr("repeats", 2),
                Sample::new(&[&[2, 3, 2]]).attr("repeats", 3).attr("axis", 1),
                Sample::new(&[&[2, 3]]).attr("repeats", 2).attr("axis", -1),
            ]
        },
        ..OpSpec::NEW
    },
    OpSpec {
        name: "Pad",
        aliases: &["pad"],
        doc: "A margin around the inner axes of an array of four or five axes: a constant, the nearest element (edge), or \
              the elements mirrored at the border (reflect).",
        attrs: PAD,
        positional: 2,
        infer: |i| i.one(padded(i.shape(0), i.attrs)?, i.dtype(0)),
        forward: Forward::Kernel(|c| {
            let (from, to, mode) = (c.input(0), c.output(0), c.attrs.word("mode"));
            let widths = c.attrs.tuple("pad_width");
            if mode == "constant" {
                map::fill(c.context, c.attrs.float("constant_value"), to);
                let strides = to.shape.strides();
                let at: usize = (0..to.shape.ndim()).map(|a| widths[2 * a] as usize * strides[a]).sum();
                let inner = from.shape.strides();
                let axes: Vec<Axis> = (0..to.shape.ndim())
                    .map(|a| Axis { len: from.shape[a] as usize, from: inner[a] as isize, to: strides[a] })
                    .collect();
                permute::strided(c.context, &axes, from, 0, to, at);
                return Ok(());
            }
            margin::gather(c.context, &margin_of(from.shape, widths, mode), from, to);
            Ok(())
        }),
        gradient: Gradient::Rule(|b| {
            let (head, shape) = (b.head(0)?, b.shape(0));
            let widths = b.attrs.tuple("pad_width").to_vec();
            let gradient = if b.attrs.word("mode") == "constant" {
                let begin: Vec<i64> = widths.iter().step_by(2).copied().collect();
                let end: Vec<i64> = begin.iter().zip(shape.iter()).map(|(b, n)| b + n as i64).collect();
                b.call("slice", &[&head], &[("begin", begin.into()), ("end", end.into())])?
            } else {
                let op = super::find("_backward_Pad").expect("_backward_Pad");
                let mut attrs = op.attrs(&[("pad_width", widths.into()), ("shape", shape.into())])?;
                attrs.set_word("mode", b.attrs.word("mode"))?;
                b.call_all("_backward_Pad", &[Some(head)], attrs)?.swap_remove(0)
            };
            b.set(0, gradient);
            Ok(())
        }),
        method: true,
        samples: || {
            let widths = vec![0, 0, 0, 0, 1, 2, 0, 1];
            vec![
                Sample::new(&[&[1, 2, 3, 4]]).word("mode", "constant").attr("pad_width", widths.clone()),
                Sample::new(&[&[1, 2, 3, 4]]).word("mode", "edge").attr("pad_width", widths.clone()),
                Sample::new(&[&[1, 2, 3, 4]]).word("mode", "reflect").attr("pad_width", widths),
            ]
        },
        ..OpSpec::NEW
    },
    OpSpec {
        name: "_backward_Pad",
        doc: "The sum of what stands for each element in a margin: the gradient of Pad.",
        attrs: PAD_GRADIENT,
        infer: |i| {
            i.floats_only(0)?;
            i.one(i.attrs.shape("shape")?, i.dtype(0))
        },
        forward: Forward::Kernel(|c| {
            let (head, to) = (c.input(0), c.output(0));
            let margin = margin_of(to.shape, c.attrs.tuple("pad_width"), c.attrs.word("mode"));
            by_real!(to.dtype, T => {
                let (head, mut to) = (floats::input::<T>(c.context, head), floats::output::<T>(c.context, to));
                margin::scatter(c.context, &margin, &head, &mut to);
            });
            Ok(())
        }),
        // Linear, and the other way round: what was summed is spread again.
        gradient: Gradient::Rule(|b| {
            let head = b.head(0)?;
            let attrs = ["mode", "pad_width"].map(|name| (name, b.attrs.get(name).clone()));
            let gradient = b.call("Pad", &[&head], &attrs)?;
            b.set(0, gradient);
            Ok(())
        }),
        hidden: true,
        samples: || {
            vec![
                Sample::new(&[&[1, 1, 3, 5]])
                    .word("mode", "edge")
                    .attr("pad_width", vec![0, 0, 0, 0, 1, 0, 1, 1])
                    .attr("shape", vec![1, 1, 2, 3]),
            ]
        },
        ..OpSpec::NEW
    },
    OpSpec {
        attrs: &[AttrSpec::tuple("shape", &[], "The new shape; sizes are taken as they are.")],
        positional: 1,
        infer: |i| {
            let shape = i.attrs.shape("shape")?;
            if i.shape(0).broadcast(&shape)? != shape {
                return Err(Error::shape(format!("{} does not broadcast to {shape}", i.shape(0))));
            }
            i.one(shape, i.dtype(0))
        },
        method: false,
        hidden: true,
        samples: || {
            vec![Sample::new(&[&[2, 1]]).attr("shape", vec![2, 0]), Sample::new(&[&[3]]).attr("shape", vec![2, 3])]
        },
        ..broadcasting("_spread", &[], "broadcast_to with real zeros in the shape: the gradient of sums.")
    },
];

/// The shape of `broadcast_like`.
fn like(lhs: Shape, rhs: Shape, attrs: &Attrs) -> Result<Shape> {
    let (own, other) = (attrs.optional_tuple("lhs_axes"), attrs.optional_tuple("rhs_axes"));
    let (own, other) = match (own, other) {
        (None, None) => {
            if lhs.broadcast(&rhs)? != rhs {
                return Err(Error::shape(format!("lhs {lhs} cannot be broadcast to rhs {rhs}")));
            }
            return Ok(rhs);
        }
        (Some(own), Some(other)) if own.len() == other.len() => (own, other),
        _ => return Err(Error::attribute("lhs_axes and rhs_axes must be given together and name as many axes")),
    };
    let mut shape = lhs;
    for (&a, &b) in own.iter().zip(other) {
        let (a, b) = (lhs.axis(a)?, rhs.axis(b)?);
        if lhs[a] != 1 {
            return Err(Error::shape(format!("axis {a} of lhs {lhs} has size {}, only 1 can be broadcast", lhs[a])));
        }
        shape.set(a, rhs[b] as usize);
    }
    Shape::checked(shape.iter().map(|d| d as u64))
}

/// Size and repetitions of each axis of a tiled array.
fn tiles(shape: Shape, attrs: &Attrs) -> Result<Vec<(usize, usize)>> {
    let reps = attrs.tuple("reps");
    if let Some(bad) = reps.iter().find(|&&r| r < 0) {
        return Err(Error::attribute(format!("reps has {bad}; an array cannot stand less than 0 times")));
    }
    let n = reps.len().max(shape.ndim());
    let (ahead, before) = (n - shape.ndim(), n - reps.len());
    let size = |a: usize| if a < ahead { 1 } else { shape[a - ahead] as usize };
    let times = |a: usize| if a < before { 1 } else { reps[a - before] as usize };
    Ok((0..n).map(|a| (size(a), times(a))).collect())
}

/// Outer, the repeated axis, inner.
fn repeat_sizes(shape: Shape, attrs: &Attrs) -> Result<[usize; 3]> {
    let Some(axis) = attrs.optional_int("axis") else { return Ok([1, shape.size(), 1]) };
    let a = shape.axis(axis)?;
    Ok([shape.span(0, a), shape[a] as usize, shape.span(a + 1, shape.ndim())])
}

/// The sum over the middle one of three axes.
fn sum_middle(b: &mut Backward, x: &Value, sizes: [usize; 3]) -> Result<Value> {
    let x = b.call("_view", &[x], &[("shape", Shape::new(&sizes).into())])?;
    b.call("_sum_to", &[&x], &[("shape", Shape::new(&[sizes[0], 1, sizes[2]]).into())])
}

fn padded(shape: Shape, attrs: &Attrs) -> Result<Shape> {
    let (widths, mode) = (attrs.tuple("pad_width"), attrs.word("mode"));
    if !matches!(shape.ndim(), 4 | 5) {
        return Err(Error::shape(format!("data has shape {shape}; it needs four or five axes")));
    }
    if widths.len() != 2 * shape.ndim() {
        return Err(Error::attribute(format!(
            "pad_width has {} numbers; data {shape} needs {}, before and after of each axis",
            widths.len(),
            2 * shape.ndim()
        )));
    }
    if widths[..4].iter().any(|&w| w != 0) {
        return Err(Error::attribute(format!(
            "pad_width is {}; its first four must be 0 (batch and channel)",
            list(widths)
        )));
    }
    for a in 2..shape.ndim() {
        let (n, most) = (shape[a] as i64, widths[2 * a].max(widths[2 * a + 1]));
        if n == 0 && mode != "constant" && most > 0 {
            return Err(Error::shape(format!("axis {a} of data {shape} is empty; mode {mode} has nothing to repeat")));
        }
        if mode == "reflect" && most >= n.max(2) {
            return Err(Error::attribute(format!(
                "pad_width of axis {a} is {most}; reflect needs less than its size {n}"
            )));
        }
    }
    Shape::checked((0..shape.ndim()).map(|a| shape[a] as u64 + (widths[2 * a] + widths[2 * a + 1]) as u64))
}

fn margin_of(shape: Shape, widths: &[i64], mode: &str) -> Margin {
    let axes = 2..shape.ndim();
    Margin {
        planes: shape.span(0, 2),
        inner: axes.clone().map(|a| shape[a] as usize).collect(),
        tables: axes
            .map(|a| {
                let (before, after) = (widths[2 * a] as usize, widths[2 * a + 1] as usize);
                margin::table(shape[a] as usize, before, after, mode == "reflect")
            })
            .collect(),
    }
}
