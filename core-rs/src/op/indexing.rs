//! Elements chosen by arrays of indices: take, pick, one_hot, where. Indices may have any
//! dtype; fractions are cut off.
#![forbid(unsafe_code)]

use super::attrs::{Attr, AttrSpec, Attrs};
use super::spec::{Call, Forward, Gradient, InputSpec, Needs, OpSpec, Sample, input};
use super::value::Backward;
use crate::base::{DType, Error, Result, Shape, View};
use crate::kernel::index::{self, Mode};
use crate::kernel::slices::{Workspace, read_bits, write_bits};
use crate::kernel::{floats, map};
use crate::{by_bits, by_real};

const TAKE_AXIS: AttrSpec = AttrSpec::int("axis", 0, "The axis from which elements are taken.");
const TAKE_MODE: AttrSpec = AttrSpec::one_of(
    "mode",
    &["clip", "wrap", "raise"],
    "clip",
    "What becomes of an index out of range: the nearest valid one, modulo the size, or an error.",
);
const PICK_AXIS: AttrSpec = AttrSpec::int("axis", -1, "The axis along which one element is picked.");
const PICK_MODE: AttrSpec =
    AttrSpec::one_of("mode", &["clip", "wrap", "raise"], "clip", "What becomes of an index out of range.");
const SHAPE: AttrSpec = AttrSpec::required_tuple("shape", "Shape of the result.");

const TAKE: &[InputSpec] = &[input("a"), input("indices")];
const PICK: &[InputSpec] = &[input("data"), input("index")];

pub static OPS: &[OpSpec] = &[
    OpSpec {
        name: "take",
        doc: "Slices of an axis in the order of indices. Inputs: a, indices of any shape. Output: a's shape with the axis \
              replaced by the shape of indices.",
        inputs: TAKE,
        attrs: &[TAKE_AXIS, TAKE_MODE],
        infer: |i| {
            let (a, indices) = (i.shape(0), i.shape(1));
            let axis = a.axis(i.attrs.int("axis"))?;
            let (a, n) = (a.to_vec(), a.ndim());
            let dims = a[..axis].iter().copied().chain(indices.iter()).chain(a[axis + 1..n].iter().copied());
            i.one(Shape::checked(dims.map(|d| d as u64))?, i.dtype(0))
        },
        forward: Forward::Kernel(|c| take(c, 0, 1, c.attrs.int("axis"), mode(c.attrs))),
        gradient: Gradient::Rule(|b| {
            let (axis, word) = (b.attrs.int("axis"), b.attrs.word("mode"));
            take_gradient(b, 0, 1, axis, word)
        }),
        needs: |_| Needs { inputs: 0b10, outputs: 0 },
        method: true,
        samples: || {
            vec![
                Sample::new(&[&[4, 3], &[2, 3]]).integers(1, 4),
                Sample::new(&[&[2, 4, 3], &[5]]).integers(1, 6).attr("axis", 1).word("mode", "wrap"),
                Sample::new(&[&[2, 3], &[2]]).integers(1, 3).attr("axis", -1).word("mode", "raise"),
                Sample::new(&[&[2, 3], &[0]]).integers(1, 1),
            ]
        },
        ..OpSpec::NEW
    },
    OpSpec {
        name: "_backward_take",
        doc: "Zeros of the given shape with slices of head added where take read them: the gradient of take.",
        inputs: &[input("head"), input("indices")],
        attrs: &[TAKE_AXIS, TAKE_MODE, SHAPE],
        infer: |i| i.one(i.attrs.shape("shape")?, i.floats_only(0)?),
        forward: Forward::Kernel(|c| {
            let to = c.output(0);
            let axis = to.shape.axis(c.attrs.int("axis"))?;
            let indices = resolved(c, c.input(1), to.shape[axis] as usize, mode(c.attrs))?;
            let sizes = (to.shape[axis] as usize, to.shape.span(axis + 1, to.shape.ndim()));
            by_real!(to.dtype, T => {
                let (dy, mut dx) = (floats::input::<T>(c.context, c.input(0)), floats::output::<T>(c.context, to));
                index::take_backward(c.context, sizes, &dy, indices.as_slice(), &mut dx);
            });
            Ok(())
        }),
        gradient: Gradient::Rule(|b| {
            let (head, indices) = (b.head(0)?, b.input(1));
            let mut attrs = super::find("take").expect("take").attrs(&[("axis", b.attrs.get("axis").clone())])?;
            attrs.set_word("mode", b.attrs.word("mode"))?;
            let gradient = b.call_all("take", &[Some(head), Some(indices)], attrs)?.swap_remove(0);
            b.set(0, gradient);
            b.set_zeros(1)
        }),
        needs: |_| Needs { inputs: 0b10, outputs: 0 },
        hidden: true,
        samples: || vec![Sample::new(&[&[5, 3], &[5]]).integers(1, 4).attr("shape", vec![4, 3])],
        ..OpSpec::NEW
    },
    OpSpec {
        name: "Embedding",
        doc: "Rows of weight, chosen by data. Inputs: data of any shape, weight [input_dim, output_dim]. Output: data's \
              shape and output_dim. Indices out of range take the nearest row.",
        inputs: &[input("data"), input("weight")],
        attrs: &[
            AttrSpec::required_int("input_dim", "The number of rows (words).").at_least(1.0),
            AttrSpec::required_int("output_dim", "The size of a row.").at_least(1.0),
            AttrSpec::dtype("dtype", DType::Float32, "The dtype of weight; seen from weight itself."),
            AttrSpec::bool("sparse_grad", false, "Accepted and ignored: gradients are dense."),
        ],
        infer: |i| {
            let (rows, size) = (i.attrs.int("input_dim") as usize, i.attrs.int("output_dim") as usize);
            if i.shape(1) != Shape::new(&[rows, size]) {
                return Err(Error::shape(format!("weight has shape {}, it needs [{rows},{size}]", i.shape(1))));
            }
            i.one(i.shape(0).inserted(i.shape(0).ndim(), size)?, i.dtype(1))
        },
        forward: Forward::Kernel(|c| take(c, 1, 0, 0, Mode::Clip)),
        gradient: Gradient::Rule(|b| take_gradient(b, 1, 0, 0, "clip")),
        needs: |_| Needs { inputs: 1, outputs: 0 },
        samples: || vec![Sample::new(&[&[2, 3], &[5, 4]]).integers(0, 5).attr("input_dim", 5).attr("output_dim", 4)],
        ..OpSpec::NEW
    },
    OpSpec {
        name: "pick",
        aliases: &["choose_element_0index"],
        doc: "One element along an axis for each place of the others. Inputs: data, index of data's shape without the \
              axis, or with size 1 there.",
        inputs: PICK,
        attrs: &[PICK_AXIS, AttrSpec::bool("keepdims", false, "Keep the axis with size 1."), PICK_MODE],
        positional: 1,
        infer: |i| {
            let shape = i.shape(0);
            let axis = shape.axis(i.attrs.int("axis"))?;
            let (gone, kept) = (shape.removed(axis), shape.with(axis, 1));
            if i.shape(1) != gone && i.shape(1) != kept {
                return Err(Error::shape(format!(
                    "index has shape {}; data {shape} along axis {axis} needs {gone}, or {kept}",
                    i.shape(1)
                )));
            }
            let gone = if gone.ndim() == 0 { Shape::new(&[1]) } else { gone };
            i.one(if i.attrs.bool("keepdims") { kept } else { gone }, i.dtype(0))
        },
        forward: Forward::Kernel(|c| pick(c, c.attrs.int("axis"), mode(c.attrs))),
        gradient: Gradient::Rule(|b| {
            let (axis, word) = (b.attrs.int("axis"), b.attrs.word("mode"));
            pick_gradient(b, axis, word)
        }),
        needs: |_| Needs { inputs: 0b10, outputs: 0 },
        method: true,
        samples: || {
            vec![
                Sample::new(&[&[3, 4], &[3]]).integers(1, 4),
                Sample::new(&[&[2, 3, 4], &[2, 4]]).integers(1, 5).attr("axis", 1).word("mode", "wrap"),
                Sample::new(&[&[3, 4], &[3, 1]]).integers(1, 6).attr("keepdims", true),
            ]
        },
        ..OpSpec::NEW
    },
    OpSpec {
        name: "_backward_pick",
        doc: "Zeros of the given shape with head put where pick read it: the gradient of pick.",
        inputs: &[input("head"), input("index")],
        attrs: &[PICK_AXIS, PICK_MODE, SHAPE],
        infer: |i| i.one(i.attrs.shape("shape")?, i.dtype(0)),
        forward: Forward::Kernel(|c| {
            let to = c.output(0);
            let axis = to.shape.axis(c.attrs.int("axis"))?;
            let sizes = (to.shape[axis] as usize, to.shape.span(axis + 1, to.shape.ndim()));
            let places = resolved(c, c.input(1), sizes.0, mode(c.attrs))?;
            by_bits!(to.dtype, T => {
                let (dy, dx) = (read_bits::<T>(c.input(0)), write_bits::<T>(to));
                index::pick_backward(c.context, sizes, dy, places.as_slice(), dx)
            });
            Ok(())
        }),
        gradient: Gradient::Rule(|b| {
            let (head, index, shape) = (b.head(0)?, b.input(1), b.shape(0));
            let mut attrs = super::find("pick").expect("pick").attrs(&[("axis", b.attrs.get("axis").clone())])?;
            attrs.set_word("mode", b.attrs.word("mode"))?;
            let gradient = b.call_all("pick", &[Some(head), Some(index)], attrs)?.swap_remove(0);
            let gradient = b.call("_view", &[&gradient], &[("shape", shape.into())])?;
            b.set(0, gradient);
            b.set_zeros(1)
        }),
        needs: |_| Needs { inputs: 0b10, outputs: 0 },
        hidden: true,
        samples: || vec![Sample::new(&[&[3], &[3]]).integers(1, 4).attr("shape", vec![3, 4])],
        ..OpSpec::NEW
    },
    OpSpec {
        name: "batch_take",
        doc: "One element of each row: a[i, indices[i]]. Inputs: a [n, k], indices [n].",
        inputs: TAKE,
        infer: |i| {
            let (a, indices) = (i.shape(0), i.shape(1));
            if a.ndim() != 2 || indices != Shape::new(&[a[0] as usize]) {
                return Err(Error::shape(format!("a has shape {a}, indices {indices}; they must be [n,k] and [n]")));
            }
            i.one(indices, i.dtype(0))
        },
        forward: Forward::Kernel(|c| pick(c, 1, Mode::Clip)),
        gradient: Gradient::Rule(|b| pick_gradient(b, 1, "clip")),
        needs: |_| Needs { inputs: 0b10, outputs: 0 },
        samples: || vec![Sample::new(&[&[3, 4], &[3]]).integers(1, 4)],
        ..OpSpec::NEW
    },
    OpSpec {
        name: "fill_element_0index",
        doc: "lhs with one element of each row replaced: row i has mhs[i] at place rhs[i]. Inputs: lhs [n, k], mhs [n], \
              rhs [n].",
        inputs: &[input("lhs"), input("mhs"), input("rhs")],
        infer: |i| {
            let (lhs, rows) = (i.shape(0), i.shape(2));
            if lhs.ndim() != 2 || rows != Shape::new(&[lhs[0] as usize]) || i.shape(1) != rows {
                return Err(Error::shape(format!(
                    "got shapes {lhs}, {}, {rows}; they must be [n,k], [n], [n]",
                    i.shape(1)
                )));
            }
            if i.dtype(0) != i.dtype(1) {
                return Err(Error::dtype(format!("lhs is {}, mhs is {}; they must be equal", i.dtype(0), i.dtype(1))));
            }
            i.same()
        },
        forward: Forward::Kernel(|c| {
            let to = c.output(0);
            map::copy(c.context, c.input(0), to);
            let k = to.shape[1] as usize;
            let places = resolved(c, c.input(2), k, Mode::Clip)?;
            by_bits!(to.dtype, T => {
                let (values, to) = (read_bits::<T>(c.input(1)), write_bits::<T>(to));
                places.as_slice().iter().enumerate().for_each(|(row, &at)| to[row * k + at as usize] = values[row]);
            });
            Ok(())
        }),
        gradient: Gradient::None("MXNet gives it none; use where with one_hot"),
        samples: || vec![Sample::new(&[&[3, 4], &[3], &[3]]).integers(2, 4)],
        ..OpSpec::NEW
    },
    OpSpec {
        name: "one_hot",
        doc: "A new last axis of depth elements: on_value at the index, off_value elsewhere; only off_value where the \
              index is out of range.",
        inputs: &[input("indices")],
        attrs: &[
            AttrSpec::required_int("depth", "The size of the new axis.").at_least(0.0),
            AttrSpec::float("on_value", 1.0, "Stands at the index."),
            AttrSpec::float("off_value", 0.0, "Stands elsewhere."),
            AttrSpec::dtype("dtype", DType::Float32, "The dtype of the result."),
        ],
        positional: 1,
        infer: |i| {
            i.one(i.shape(0).inserted(i.shape(0).ndim(), i.attrs.int("depth") as usize)?, i.attrs.dtype("dtype"))
        },
        forward: Forward::Kernel(|c| {
            let (indices, to) = (index::integers(c.context, c.input(0)), c.output(0));
            let cell = |name: &str| u64::from_ne_bytes(map::element(c.attrs.float(name), to.dtype));
            let depth = c.attrs.int("depth") as usize;
            by_bits!(to.dtype, T => {
                // The element is in the first bytes, which are the low ones on every target.
                let (on, off) = (cell("on_value") as T, cell("off_value") as T);
                index::one_hot(c.context, indices.as_slice(), depth, on, off, write_bits::<T>(to))
            });
            Ok(())
        }),
        gradient: Gradient::Zero("its values do not change with small changes of the indices"),
        method: true,
        samples: || {
            vec![
                Sample::new(&[&[3]]).integers(0, 4).attr("depth", 4),
                Sample::new(&[&[2, 2]]).integers(0, 6).attr("depth", 3).attr("on_value", 2.5).attr("off_value", -1.0),
            ]
        },
        ..OpSpec::NEW
    },
    OpSpec {
        name: "where",
        doc: "x where condition is not 0, else y. Inputs: condition of the shape of x, or [n] to choose whole rows; x, y.",
        inputs: &[input("condition"), input("x"), input("y")],
        infer: |i| {
            let (condition, x, y) = (i.shape(0), i.shape(1), i.shape(2));
            if x != y {
                return Err(Error::shape(format!("x has shape {x} and y {y}; they must be equal")));
            }
            let rows = condition.ndim() == 1 && x.ndim() > 0 && condition[0] == x[0];
            if condition != x && !rows {
                return Err(Error::shape(format!(
                    "condition has shape {condition}; x {x} needs {x}, or [n] for its rows"
                )));
            }
            if i.dtype(1) != i.dtype(2) {
                return Err(Error::dtype(format!(
                    "x is {0} and y is {1}; cast one of them, as in .astype(\"{0}\")",
                    i.dtype(1),
                    i.dtype(2)
                )));
            }
            i.one(x, i.dtype(1))
        },
        forward: Forward::Kernel(|c| {
            let (truths, to) = (index::truths(c.context, c.input(0)), c.output(0));
            by_bits!(to.dtype, T => {
                let (x, y) = (read_bits::<T>(c.input(1)), read_bits::<T>(c.input(2)));
                index::choose(c.context, truths.as_slice(), x, y, write_bits::<T>(to))
            });
            Ok(())
        }),
        gradient: Gradient::Rule(|b| {
            let (condition, head) = (b.input(0), b.head(0)?);
            let zeros = b.call("zeros_like", &[&head], &[])?;
            if b.wants(1) {
                let x = b.call("where", &[&condition, &head, &zeros], &[])?;
                b.set(1, x);
            }
            if b.wants(2) {
                let y = b.call("where", &[&condition, &zeros, &head], &[])?;
                b.set(2, y);
            }
            b.set_zeros(0)
        }),
        needs: |_| Needs { inputs: 1, outputs: 0 },
        samples: || {
            vec![
                Sample::new(&[&[3, 4], &[3, 4], &[3, 4]]).integers(0, 2),
                Sample::new(&[&[3], &[3, 4], &[3, 4]]).integers(0, 2),
            ]
        },
        ..OpSpec::NEW
    },
];

fn mode(attrs: &Attrs) -> Mode {
    match attrs.word("mode") {
        "clip" => Mode::Clip,
        "wrap" => Mode::Wrap,
        _ => Mode::Raise,
    }
}

/// Indices in range.
fn resolved<'a>(c: &Call<'a>, view: &View, n: usize, mode: Mode) -> Result<Workspace<'a, i64>> {
    let mut indices = index::integers(c.context, view);
    index::resolve(indices.as_mut_slice(), n, mode)?;
    Ok(indices)
}

fn take(c: &Call, data: usize, indices: usize, axis: i64, mode: Mode) -> Result<()> {
    let (from, to) = (c.input(data), c.output(0));
    let axis = from.shape.axis(axis)?;
    let sizes = (from.shape[axis] as usize, from.shape.span(axis + 1, from.shape.ndim()));
    let indices = resolved(c, c.input(indices), sizes.0, mode)?;
    by_bits!(to.dtype, T => {
        index::take(c.context, sizes, read_bits::<T>(from), indices.as_slice(), write_bits::<T>(to))
    });
    Ok(())
}

fn take_gradient(b: &mut Backward, data: usize, indices: usize, axis: i64, word: &str) -> Result<()> {
    if b.wants(data) {
        let (head, at) = (b.head(0)?, b.input(indices));
        let given: [(&str, Attr); 2] = [("axis", axis.into()), ("shape", b.shape(data).into())];
        let mut attrs = super::find("_backward_take").expect("_backward_take").attrs(&given)?;
        attrs.set_word("mode", word)?;
        let gradient = b.call_all("_backward_take", &[Some(head), Some(at)], attrs)?.swap_remove(0);
        b.set(data, gradient);
    }
    b.set_zeros(indices)
}

fn pick(c: &Call, axis: i64, mode: Mode) -> Result<()> {
    let (from, to) = (c.input(0), c.output(0));
    let axis = from.shape.axis(axis)?;
    let sizes = (from.shape[axis] as usize, from.shape.span(axis + 1, from.shape.ndim()));
    let places = resolved(c, c.input(1), sizes.0, mode)?;
    by_bits!(to.dtype, T => index::pick(sizes, read_bits::<T>(from), places.as_slice(), write_bits::<T>(to)));
    Ok(())
}

fn pick_gradient(b: &mut Backward, axis: i64, word: &str) -> Result<()> {
    if b.wants(0) {
        let (head, places) = (b.head(0)?, b.input(1));
        let given: [(&str, Attr); 2] = [("axis", axis.into()), ("shape", b.shape(0).into())];
        let mut attrs = super::find("_backward_pick").expect("_backward_pick").attrs(&given)?;
        attrs.set_word("mode", word)?;
        let gradient = b.call_all("_backward_pick", &[Some(head), Some(places)], attrs)?.swap_remove(0);
        b.set(0, gradient);
    }
    b.set_zeros(1)
}
