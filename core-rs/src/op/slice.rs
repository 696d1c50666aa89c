//! Windows of an array, with steps: slice and its relatives, and what writes into such a window.
#![forbid(unsafe_code)]

use super::attrs::{Attr, AttrSpec, Attrs, NONE};
use super::spec::{Forward, Gradient, OpSpec, Sample, Types, input, mutated, variadic};
use super::value::Backward;
use crate::base::shape::list;
use crate::base::{Error, Result, Shape};
use crate::kernel::map;
use crate::kernel::permute::{self, Axis};

pub(super) const BEGIN: AttrSpec =
    AttrSpec::required_tuple("begin", "The first element of each axis; None for the end from which it counts.");
pub(super) const END: AttrSpec = AttrSpec::required_tuple("end", "The element after the last; None for the other end.");
pub(super) const STEP: AttrSpec = AttrSpec::tuple("step", &[], "The steps, backwards where negative; 1 by default.");
const SHAPE: AttrSpec = AttrSpec::required_tuple("shape", "Shape of the whole.");

/// A window of an array: its shape, its first element, the step of each axis in elements.
pub(super) struct Window {
    pub shape: Shape,
    start: usize,
    steps: Vec<isize>,
}

impl Window {
    pub fn of(shape: Shape, attrs: &Attrs) -> Result<Window> {
        let (begin, end, step) = (attrs.tuple("begin"), attrs.tuple("end"), attrs.tuple("step"));
        let most = shape.ndim();
        if begin.len() != end.len() || begin.len() > most || (!step.is_empty() && step.len() != begin.len()) {
            return Err(Error::attribute(format!(
                "begin, end and step name {}, {} and {} axes; data {shape} has {most}, and they must name as many",
                begin.len(),
                end.len(),
                step.len()
            )));
        }
        let strides = shape.strides();
        let mut window = Window { shape, start: 0, steps: vec![] };
        for (axis, &stride) in strides.iter().enumerate().take(most) {
            let given = |t: &[i64]| t.get(axis).copied().filter(|&v| v != NONE);
            let step = given(step).unwrap_or(1);
            let (first, count) = range(shape[axis] as i64, given(begin), given(end), step)?;
            window.shape.set(axis, count);
            window.start += first * stride;
            window.steps.push(step as isize * stride as isize);
        }
        if window.shape.size() == 0 {
            window.start = 0;
        }
        Ok(window)
    }
    /// From the window to a dense array.
    fn out(&self) -> Vec<Axis> {
        permute::axes(&self.shape.to_vec(), &self.steps)
    }
    /// From a dense array into the window: axes that run backwards are walked from their other end.
    pub fn inwards(&self) -> (Vec<Axis>, usize, usize) {
        let (mut from, mut to) = (0, self.start);
        let axes = self.out().into_iter().map(|a| {
            if a.from >= 0 || a.len == 0 {
                return Axis { len: a.len, from: a.to as isize, to: a.from as usize };
            }
            from += (a.len - 1) * a.to;
            to -= (a.len - 1) * a.from.unsigned_abs();
            Axis { len: a.len, from: -(a.to as isize), to: a.from.unsigned_abs() }
        });
        (axes.collect(), from, to)
    }
}

/// First element and number of elements of a slice of `n`, as in Python.
fn range(n: i64, begin: Option<i64>, end: Option<i64>, step: i64) -> Result<(usize, usize)> {
    if step == 0 {
        return Err(Error::attribute("step is 0; it must lead on"));
    }
    let (low, high) = if step > 0 { (0, n) } else { (-1, n - 1) };
    let place = |v: i64| (if v < 0 { v + n } else { v }).clamp(low, high);
    let (first, last) = if step > 0 { (0, n) } else { (n - 1, -1) };
    let (first, last) = (begin.map_or(first, place), end.map_or(last, place));
    let way = (last - first) * step.signum();
    let count = if way <= 0 { 0 } else { (way + step.abs() - 1) / step.abs() };
    Ok((first.max(0) as usize, count as usize))
}

/// `begin` and `end` of one axis, all of the others.
fn along(ndim: usize, axis: usize, begin: i64, end: i64) -> [(&'static str, Attr); 2] {
    let of = |v: i64| Attr::from((0..ndim).map(|a| if a == axis { v } else { NONE }).collect::<Vec<_>>());
    [("begin", of(begin)), ("end", of(end))]
}

fn window_of_range(shape: Shape, attrs: &Attrs) -> Result<(usize, usize, usize)> {
    let axis = shape.axis(attrs.int("axis"))?;
    let n = shape[axis] as i64;
    let place = |v: i64| if v < 0 { v + n } else { v };
    let (begin, end) = (place(attrs.int("begin")), attrs.optional_int("end").map_or(n, place));
    if begin < 0 || end > n || begin > end {
        return Err(Error::attribute(format!(
            "begin {} and end {} do not fit axis {axis} of data {shape}: they must be 0 <= begin <= end <= {n}",
            attrs.int("begin"),
            attrs.optional_int("end").map_or("None".into(), |e| e.to_string()),
        )));
    }
    Ok((axis, begin as usize, end as usize))
}

const RANGE: &[AttrSpec] = &[
    AttrSpec::required_int("axis", "The axis."),
    AttrSpec::required_int("begin", "The first element; from the end where negative."),
    AttrSpec::optional_int("end", "The element after the last; None, or from the end where negative."),
];

const fn slice_range(name: &'static str, aliases: &'static [&'static str], doc: &'static str) -> OpSpec {
    OpSpec {
        name,
        aliases,
        doc,
        attrs: RANGE,
        positional: 3,
        infer: |i| {
            let shape = i.shape(0);
            let (axis, begin, end) = window_of_range(shape, i.attrs)?;
            i.one(shape.with(axis, end - begin), i.dtype(0))
        },
        forward: Forward::Kernel(|c| {
            let (from, to) = (c.input(0), c.output(0));
            let (axis, begin, _) = window_of_range(from.shape, c.attrs)?;
            let (row, inner) = (from.shape.span(axis, from.shape.ndim()), from.shape.span(axis + 1, from.shape.ndim()));
            let run = to.shape.span(axis, to.shape.ndim());
            let outer = from.shape.span(0, axis);
            let axes = [Axis { len: outer, from: row as isize, to: run }, Axis { len: run, from: 1, to: 1 }];
            permute::strided(c.context, &axes, from, begin * inner, to, 0);
            Ok(())
        }),
        gradient: Gradient::Rule(|b| {
            let (axis, begin, end) = window_of_range(b.shape(0), b.attrs)?;
            let window = along(b.shape(0).ndim(), axis, begin as i64, end as i64);
            put_back(b, 0, &window)
        }),
        ..OpSpec::NEW
    }
}

/// The gradient of a window: the head in zeros.
fn put_back(b: &mut Backward, i: usize, window: &[(&str, Attr)]) -> Result<()> {
    let head = b.head(0)?;
    let mut attrs = window.to_vec();
    attrs.push(("shape", b.shape(i).into()));
    let gradient = b.call("_backward_slice", &[&head], &attrs)?;
    b.set(i, gradient);
    Ok(())
}

fn given(attrs: &Attrs, names: &[&'static str]) -> Vec<(&'static str, Attr)> {
    names.iter().map(|&n| (n, attrs.get(n).clone())).collect()
}

pub static OPS: &[OpSpec] = &[
    OpSpec {
        name: "slice",
        aliases: &["crop"],
        doc: "A window with steps over the leading axes: elements begin, begin + step, … before end. As in Python, \
              negative places count from the end, and ends beyond the array are cut to it.",
        attrs: &[BEGIN, END, STEP],
        positional: 2,
        infer: |i| i.one(Window::of(i.shape(0), i.attrs)?.shape, i.dtype(0)),
        forward: Forward::Kernel(|c| {
            let window = Window::of(c.input(0).shape, c.attrs)?;
            permute::strided(c.context, &window.out(), c.input(0), window.start, c.output(0), 0);
            Ok(())
        }),
        gradient: Gradient::Rule(|b| {
            let window = given(b.attrs, &["begin", "end", "step"]);
            put_back(b, 0, &window)
        }),
        method: true,
        samples: || {
            vec![
                Sample::new(&[&[4, 5]]).attr("begin", vec![1, 0]).attr("end", vec![3, 2]),
                Sample::new(&[&[4, 5]])
                    .attr("begin", vec![NONE, 3])
                    .attr("end", vec![NONE, 0])
                    .attr("step", vec![2, -2]),
                Sample::new(&[&[4, 3, 2]]).attr("begin", vec![-2]).attr("end", vec![9]),
                Sample::new(&[&[4]]).attr("begin", vec![2]).attr("end", vec![1]),
            ]
        },
        ..OpSpec::NEW
    },
    OpSpec {
        name: "_backward_slice",
        doc: "Zeros of the given shape with data put into a window: the gradient of slice.",
        attrs: &[BEGIN, END, STEP, SHAPE],
        infer: |i| {
            let shape = i.attrs.shape("shape")?;
            fits(i.shape(0), &Window::of(shape, i.attrs)?)?;
            i.one(shape, i.dtype(0))
        },
        forward: Forward::Kernel(|c| {
            let to = c.output(0);
            let (axes, from, at) = Window::of(to.shape, c.attrs)?.inwards();
            map::fill(c.context, 0.0, to);
            permute::strided(c.context, &axes, c.input(0), from, to, at);
            Ok(())
        }),
        gradient: Gradient::Rule(|b| {
            let head = b.head(0)?;
            let window = given(b.attrs, &["begin", "end", "step"]);
            let gradient = b.call("slice", &[&head], &window)?;
            b.set(0, gradient);
            Ok(())
        }),
        hidden: true,
        samples: || {
            vec![
                Sample::new(&[&[2, 2]])
                    .attr("begin", vec![3, 0])
                    .attr("end", vec![NONE, 3])
                    .attr("step", vec![-2, 2])
                    .attr("shape", vec![4, 4]),
            ]
        },
        ..OpSpec::NEW
    },
    OpSpec {
        name: "_write_window",
        doc: "Writes rhs, of the shape of the window, into a window of lhs, and gives the window's new contents.",
        inputs: &[mutated("lhs"), input("rhs")],
        attrs: &[BEGIN, END, STEP],
        infer: |i| {
            fits(i.shape(1), &Window::of(i.shape(0), i.attrs)?)?;
            i.one(i.shape(1), i.same_dtypes()?)
        },
        forward: Forward::Kernel(|c| {
            let (whole, part) = (c.mutated(0), c.input(1));
            let (axes, from, at) = Window::of(whole.shape, c.attrs)?.inwards();
            permute::strided(c.context, &axes, part, from, &whole, at);
            map::copy(c.context, part, c.output(0));
            Ok(())
        }),
        gradient: Gradient::None("it writes into an array; use slices of new arrays under record"),
        hidden: true,
        samples: || vec![Sample::new(&[&[4, 3], &[2, 3]]).attr("begin", vec![1]).attr("end", vec![3])],
        ..OpSpec::NEW
    },
    OpSpec {
        method: true,
        samples: || {
            vec![
                Sample::new(&[&[5, 4]]).attr("axis", 0).attr("begin", 1).attr("end", 3),
                Sample::new(&[&[3, 4, 2]]).attr("axis", 1).attr("begin", -3),
                Sample::new(&[&[3, 4]]).attr("axis", -1).attr("begin", 0).attr("end", -1),
            ]
        },
        infer: |i| {
            let shape = i.shape(0);
            let (axis, begin, end) = window_of_range(shape, i.attrs)?;
            if begin == end {
                return Err(Error::attribute(format!("begin and end are both {begin}; the slice would be empty")));
            }
            i.one(shape.with(axis, end - begin), i.dtype(0))
        },
        ..slice_range("slice_axis", &[], "Elements begin to end of one axis.")
    },
    OpSpec {
        hidden: true,
        samples: || vec![Sample::new(&[&[5, 4]]).attr("axis", 0).attr("begin", 1).attr("end", 1)],
        ..slice_range("_slice_range", &[], "slice_axis that may give an empty result.")
    },
    OpSpec {
        name: "slice_like",
        doc: "data cut to the sizes of shape_like, on all axes or on those named.",
        inputs: &[input("data"), input("shape_like")],
        attrs: &[AttrSpec::tuple("axes", &[], "The axes that are cut; all by default.")],
        positional: 1,
        infer: |i| i.one(cut_like(i.shape(0), i.shape(1), i.attrs)?, i.dtype(0)),
        forward: Forward::Kernel(|c| {
            let (from, to) = (c.input(0), c.output(0));
            let steps: Vec<isize> = from.shape.strides().iter().take(from.shape.ndim()).map(|&s| s as isize).collect();
            permute::strided(c.context, &permute::axes(&to.shape.to_vec(), &steps), from, 0, to, 0);
            Ok(())
        }),
        gradient: Gradient::Rule(|b| {
            let shape = b.output_types[0].0;
            if b.wants(0) {
                let begin: Attr = vec![0; shape.ndim()].into();
                put_back(b, 0, &[("begin", begin), ("end", shape.into())])?;
            }
            b.set_zeros(1)
        }),
        method: true,
        samples: || {
            vec![Sample::new(&[&[4, 5], &[2, 3]]), Sample::new(&[&[4, 5, 3], &[2, 3, 2]]).attr("axes", vec![-1, 0])]
        },
        ..OpSpec::NEW
    },
    OpSpec {
        name: "reverse",
        aliases: &["flip"],
        doc: "Elements in reverse order along axes.",
        attrs: &[AttrSpec::required_tuple("axis", "The axes that are reversed.")],
        positional: 1,
        infer: |i| {
            reversed(i.shape(0), i.attrs)?;
            i.same()
        },
        forward: Forward::Kernel(|c| {
            let (from, to) = (c.input(0), c.output(0));
            let (steps, start) = reversed(from.shape, c.attrs)?;
            permute::strided(c.context, &permute::axes(&to.shape.to_vec(), &steps), from, start, to, 0);
            Ok(())
        }),
        gradient: Gradient::Rule(|b| {
            let head = b.head(0)?;
            let axes = given(b.attrs, &["axis"]);
            let gradient = b.call("reverse", &[&head], &axes)?;
            b.set(0, gradient);
            Ok(())
        }),
        method: true,
        samples: || {
            vec![
                Sample::new(&[&[3, 4]]).attr("axis", vec![1]),
                Sample::new(&[&[2, 3, 4]]).attr("axis", vec![0, -1]),
                Sample::new(&[&[2, 0]]).attr("axis", vec![1]),
            ]
        },
        ..OpSpec::NEW
    },
    OpSpec {
        name: "Crop",
        doc: "A window of height and width: of size h_w, or as large as a second array's; at offset, or in the middle.",
        inputs: &[variadic("data")],
        attrs: &[
            AttrSpec::optional_int("num_args", "Accepted and ignored: the number of arrays is seen."),
            AttrSpec::tuple("offset", &[0, 0], "Where the window begins: (y, x).").at_least(0.0),
            AttrSpec::tuple("h_w", &[0, 0], "Height and width, where no second array is given.").at_least(0.0),
            AttrSpec::bool("center_crop", false, "Take the middle; offset is not used."),
        ],
        infer: |i| Ok(Types::from_elem((crop(i.inputs.iter().flatten().map(|t| t.0), i.attrs)?.0, i.dtype(0)), 1)),
        forward: Forward::Kernel(|c| {
            let (_, at) = crop(c.inputs.iter().flatten().map(|v| v.shape), c.attrs)?;
            let (from, to) = (c.input(0), c.output(0));
            let strides = from.shape.strides();
            let steps: Vec<isize> = (0..4).map(|a| strides[a] as isize).collect();
            let start = at[0] * strides[2] + at[1];
            permute::strided(c.context, &permute::axes(&to.shape.to_vec(), &steps), from, start, to, 0);
            Ok(())
        }),
        gradient: Gradient::Rule(|b| {
            let (to, at) = crop(b.input_types.iter().flatten().map(|t| t.0), b.attrs)?;
            let begin: Attr = vec![0, 0, at[0] as i64, at[1] as i64].into();
            let end: Vec<i64> = (0..4).map(|a| to[a] as i64 + if a > 1 { at[a - 2] as i64 } else { 0 }).collect();
            if b.wants(0) {
                put_back(b, 0, &[("begin", begin), ("end", end.into())])?;
            }
            b.set_zeros(1)
        }),
        samples: || {
            vec![
                Sample::new(&[&[1, 2, 5, 5]]).attr("offset", vec![1, 2]).attr("h_w", vec![3, 2]),
                Sample::new(&[&[1, 1, 5, 5], &[1, 1, 3, 2]]).attr("center_crop", true),
            ]
        },
        ..OpSpec::NEW
    },
];

pub(super) fn fits(part: Shape, window: &Window) -> Result<()> {
    if part == window.shape {
        return Ok(());
    }
    Err(Error::shape(format!("the window has shape {}, what goes into it has {part}", window.shape)))
}

fn cut_like(shape: Shape, like: Shape, attrs: &Attrs) -> Result<Shape> {
    let axes = match attrs.tuple("axes") {
        [] => {
            if shape.ndim() != like.ndim() {
                return Err(Error::shape(format!(
                    "data {shape} and shape_like {like} need as many axes; or name axes"
                )));
            }
            (0..shape.ndim()).collect()
        }
        axes => axes.iter().map(|&a| shape.axis(a)).collect::<Result<Vec<_>>>()?,
    };
    let mut out = shape;
    for a in axes {
        if a >= like.ndim() || like[a] > shape[a] {
            return Err(Error::shape(format!("axis {a} of data {shape} cannot be cut to that of shape_like {like}")));
        }
        out.set(a, like[a] as usize);
    }
    Ok(out)
}

/// Steps and first element.
fn reversed(shape: Shape, attrs: &Attrs) -> Result<(Vec<isize>, usize)> {
    let strides = shape.strides();
    let mut steps: Vec<isize> = (0..shape.ndim()).map(|a| strides[a] as isize).collect();
    let mut start = 0;
    for &axis in attrs.tuple("axis") {
        let a = shape.axis(axis)?;
        if steps[a] < 0 {
            return Err(Error::attribute(format!("axis {a} is named twice")));
        }
        steps[a] = -steps[a];
        start += (shape[a] as usize).saturating_sub(1) * strides[a];
    }
    Ok((steps, if shape.size() == 0 { 0 } else { start }))
}

/// Shape and offset of a Crop.
fn crop(mut shapes: impl Iterator<Item = Shape>, attrs: &Attrs) -> Result<(Shape, [usize; 2])> {
    let data = shapes.next().ok_or_else(|| Error::attribute("got no arrays; it takes one or two"))?;
    let like = shapes.next();
    if shapes.next().is_some() {
        return Err(Error::attribute("got more than two arrays; it takes one or two"));
    }
    if data.ndim() != 4 || like.is_some_and(|l| l.ndim() != 4) {
        return Err(Error::shape(format!("data has shape {data}; it needs four axes [n,c,h,w]")));
    }
    let pair = |name: &str| attrs.tuple(name).try_into().map(|[a, b]: [i64; 2]| [a as usize, b as usize]);
    let two = |name: &str| pair(name).map_err(|_| Error::attribute(format!("{name} needs two numbers")));
    let size = like.map_or_else(|| two("h_w"), |l| Ok([l[2] as usize, l[3] as usize]))?;
    let whole = [data[2] as usize, data[3] as usize];
    let at =
        if attrs.bool("center_crop") { [0, 1].map(|a| whole[a].saturating_sub(size[a]) / 2) } else { two("offset")? };
    if size.contains(&0) || (0..2).any(|a| at[a] + size[a] > whole[a]) {
        return Err(Error::shape(format!(
            "a window of {} at {} does not fit into data {data}",
            list(&size),
            list(&at)
        )));
    }
    Ok((data.with(2, size[0]).with(3, size[1]), at))
}
