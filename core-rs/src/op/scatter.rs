//! Coordinates and places turned into each other, and arrays with some of their parts replaced:
//! ravel_multi_index, unravel_index, index_copy, and what MXNet's own indexing is made of.
#![forbid(unsafe_code)]

use super::attrs::{Attr, AttrSpec, Attrs};
use super::gather::{linear, points};
use super::slice::{BEGIN, END, STEP, Window, fits};
use super::spec::{Call, Forward, Gradient, Needs, OpSpec, Sample, input};
use super::value::call;
use crate::base::{DType, Error, Result, View};
use crate::by_bits;
use crate::kernel::index::{self, Mode};
use crate::kernel::slices::{Workspace, read_bits, write_bits};
use crate::kernel::{map, permute};

const SHAPE: AttrSpec =
    AttrSpec::required_tuple("shape", "The array into which the coordinates point; its first size may be -1.");

/// The sizes of that array: all but the first are divided by.
fn sizes(attrs: &Attrs) -> Result<&[i64]> {
    let sizes = attrs.tuple("shape");
    if sizes.is_empty() || sizes[1..].iter().any(|&d| d < 1) {
        return Err(Error::attribute(format!("shape is {sizes:?}; it needs one size or more, of 1 or more")));
    }
    Ok(sizes)
}

/// Whole numbers into an array of any dtype.
fn put(c: &Call, numbers: Workspace<i64>) {
    let (address, to) = (numbers.as_slice().as_ptr() as usize, c.output(0));
    map::cast(c.context, &View { address, shape: to.shape, dtype: DType::Int64 }, to);
}

fn refuse_mixture(a: DType, b: DType, names: (&str, &str)) -> Result<()> {
    if a == b {
        return Ok(());
    }
    Err(Error::dtype(format!("{} is {a} and {} is {b}; cast one of them, as in .astype(\"{a}\")", names.0, names.1)))
}

fn window_of(attrs: &Attrs) -> Vec<(&'static str, Attr)> {
    ["begin", "end", "step"].into_iter().map(|n| (n, attrs.get(n).clone())).collect()
}

pub static OPS: &[OpSpec] = &[
    OpSpec {
        name: "ravel_multi_index",
        aliases: &["_ravel_multi_index"],
        doc: "Coordinates in an array of the given shape as places in it read as one row. Input: [axes, n]; output: [n] of \
              the same dtype.",
        attrs: &[SHAPE],
        positional: 1,
        infer: |i| {
            let (shape, n) = (i.shape(0), sizes(i.attrs)?.len());
            if shape.ndim() < 1 || shape[0] as usize != n {
                return Err(Error::shape(format!("data has shape {shape}; the shape of {n} axes needs [{n}, …]")));
            }
            i.one(shape.removed(0), i.dtype(0))
        },
        forward: Forward::Kernel(|c| {
            let from = index::integers(c.context, c.input(0));
            let n = c.output(0).shape.size();
            let mut to = Workspace::<i64>::new(c.context, n);
            to.as_mut_slice().fill(0);
            for (a, &size) in sizes(c.attrs)?.iter().enumerate() {
                for (to, &at) in to.as_mut_slice().iter_mut().zip(&from.as_slice()[a * n..]) {
                    *to = to.wrapping_mul(size).wrapping_add(at);
                }
            }
            put(c, to);
            Ok(())
        }),
        gradient: Gradient::Zero("its values are indices"),
        samples: || {
            vec![
                Sample::new(&[&[2, 4]]).integers(0, 3).attr("shape", vec![3, 5]),
                Sample::new(&[&[2, 0]]).integers(0, 3).attr("shape", vec![-1, 5]),
            ]
        },
        ..OpSpec::NEW
    },
    OpSpec {
        name: "unravel_index",
        aliases: &["_unravel_index"],
        doc: "Places in an array read as one row as coordinates in its shape. Input: [n]; output: [axes, n] of the same \
              dtype.",
        attrs: &[SHAPE],
        positional: 1,
        infer: |i| i.one(i.shape(0).inserted(0, sizes(i.attrs)?.len())?, i.dtype(0)),
        forward: Forward::Kernel(|c| {
            let mut from = index::integers(c.context, c.input(0));
            let n = from.as_slice().len();
            let sizes = sizes(c.attrs)?;
            let mut to = Workspace::<i64>::new(c.context, n * sizes.len());
            let all = to.as_mut_slice();
            for a in (1..sizes.len()).rev() {
                for (to, at) in all[a * n..][..n].iter_mut().zip(from.as_mut_slice()) {
                    *to = *at % sizes[a];
                    *at /= sizes[a];
                }
            }
            all[..n].copy_from_slice(from.as_slice());
            put(c, to);
            Ok(())
        }),
        gradient: Gradient::Zero("its values are indices"),
        samples: || {
            vec![
                Sample::new(&[&[5]]).integers(0, 15).attr("shape", vec![3, 5]),
                Sample::new(&[&[0]]).integers(0, 15).attr("shape", vec![-1, 5]),
            ]
        },
        ..OpSpec::NEW
    },
    OpSpec {
        name: "contrib.index_copy",
        aliases: &["_contrib_index_copy"],
        doc: "old_tensor with row index_vector[i] replaced by row i of new_tensor; of several for one row the last stays. \
              Inputs: old_tensor [n, …], index_vector [m], new_tensor [m, …].",
        inputs: &[input("old_tensor"), input("index_vector"), input("new_tensor")],
        infer: |i| {
            let (old, at, new) = (i.shape(0), i.shape(1), i.shape(2));
            let fits = at.ndim() == 1
                && old.ndim() > 0
                && new.ndim() == old.ndim()
                && new[0] == at[0]
                && old.iter().skip(1).eq(new.iter().skip(1));
            if !fits {
                return Err(Error::shape(format!(
                    "old_tensor has shape {old}, index_vector {at}, new_tensor {new}; they must be [n, …], [m], [m, …]"
                )));
            }
            refuse_mixture(i.dtype(0), i.dtype(2), ("old_tensor", "new_tensor"))?;
            i.same()
        },
        forward: Forward::Kernel(|c| {
            let to = c.output(0);
            map::copy(c.context, c.input(0), to);
            let mut rows = index::integers(c.context, c.input(1));
            index::resolve(rows.as_mut_slice(), to.shape[0] as usize, Mode::Raise)?;
            let inner = to.shape.span(1, to.shape.ndim());
            by_bits!(to.dtype, T => {
                let (from, to) = (read_bits::<T>(c.input(2)), write_bits::<T>(to));
                for (i, &row) in rows.as_slice().iter().enumerate() {
                    to[row as usize * inner..][..inner].copy_from_slice(&from[i * inner..][..inner]);
                }
            });
            Ok(())
        }),
        gradient: Gradient::Rule(|b| {
            let (head, at) = (b.head(0)?, b.input(1));
            let (n, new) = (b.shape(0)[0] as i64, b.shape(2));
            let zeros = b.call("_zeros", &[], &[("shape", new.into()), ("dtype", head.dtype().into())])?;
            if b.wants(0) {
                let gradient = b.call("contrib.index_copy", &[&head, &at, &zeros], &[])?;
                b.set(0, gradient);
            }
            if b.wants(2) {
                // Who stayed: each writes its number, and looks whether it is still there.
                let int64: (&str, Attr) = ("dtype", DType::Int64.into());
                let numbers = [("start", Attr::Float(0.0)), ("stop", Attr::Float(new[0] as f64)), int64.clone()];
                let own = b.call("_arange", &[], &numbers)?;
                let blank = b.call("_zeros", &[], &[("shape", vec![n].into()), int64])?;
                let written = b.call("contrib.index_copy", &[&blank, &at, &own], &[])?;
                let seen = b.call("take", &[&written, &at], &[])?;
                let stayed = b.call("broadcast_equal", &[&seen, &own], &[])?;
                let rows = b.call("take", &[&head, &at], &[])?;
                let gradient = b.call("where", &[&stayed, &rows, &zeros], &[])?;
                b.set(2, gradient);
            }
            b.set_zeros(1)
        }),
        needs: |_| Needs { inputs: 0b10, outputs: 0 },
        samples: || {
            vec![
                Sample::new(&[&[5, 2], &[3], &[3, 2]]).integers(1, 5),
                Sample::new(&[&[3], &[4], &[4]]).integers(1, 3),
                Sample::new(&[&[3, 0], &[2], &[2, 0]]).integers(1, 3),
                Sample::new(&[&[3, 2], &[0], &[0, 2]]).integers(1, 3),
            ]
        },
        ..OpSpec::NEW
    },
    OpSpec {
        name: "_scatter_set_nd",
        doc: "lhs with the slices of rhs put at points, as scatter_nd puts them. Inputs: lhs, rhs, indices [m, …]; the shape \
              is that of lhs.",
        inputs: &[input("lhs"), input("rhs"), input("indices")],
        attrs: &[AttrSpec::optional_tuple("shape", "The shape of lhs, which is seen from lhs itself.")],
        infer: |i| {
            let (wanted, _) = points(i.shape(0), i.shape(2))?;
            if i.shape(1) != wanted {
                return Err(Error::shape(format!("rhs has shape {}; lhs and indices need {wanted}", i.shape(1))));
            }
            if i.attrs.optional_tuple("shape").is_some() && i.attrs.shape("shape")? != i.shape(0) {
                return Err(Error::attribute(format!("shape is {}; lhs has {}", i.attrs.shape("shape")?, i.shape(0))));
            }
            refuse_mixture(i.dtype(0), i.dtype(1), ("lhs", "rhs"))?;
            i.same()
        },
        forward: Forward::Kernel(|c| {
            let to = c.output(0);
            map::copy(c.context, c.input(0), to);
            let (_, m) = points(to.shape, c.input(2).shape)?;
            let at = linear(c, c.input(2), to.shape, m)?;
            let inner = to.shape.span(m, to.shape.ndim());
            by_bits!(to.dtype, T => {
                let (from, to) = (read_bits::<T>(c.input(1)), write_bits::<T>(to));
                for (row, &at) in at.as_slice().iter().enumerate() {
                    to[at as usize * inner..][..inner].copy_from_slice(&from[row * inner..][..inner]);
                }
            });
            Ok(())
        }),
        gradient: Gradient::Rule(|b| {
            let (head, at) = (b.head(0)?, b.input(2));
            if b.wants(0) {
                let (shape, dtype) = (b.shape(1), b.dtype(1));
                let zeros = b.call("_zeros", &[], &[("shape", shape.into()), ("dtype", dtype.into())])?;
                let gradient = b.call("_scatter_set_nd", &[&head, &zeros, &at], &[])?;
                b.set(0, gradient);
            }
            if b.wants(1) {
                let gradient = b.call("gather_nd", &[&head, &at], &[])?;
                b.set(1, gradient);
            }
            b.set_zeros(2)
        }),
        needs: |_| Needs { inputs: 0b100, outputs: 0 },
        samples: || {
            vec![
                Sample::new(&[&[3, 4], &[1], &[2, 1]]).integers(2, 3),
                Sample::new(&[&[4, 3], &[1, 3], &[1, 1]]).integers(2, 4).attr("shape", vec![4, 3]),
            ]
        },
        ..OpSpec::NEW
    },
    OpSpec {
        name: "_slice_assign",
        aliases: &["_crop_assign"],
        doc: "lhs with a window of it replaced by rhs, which has the window's shape.",
        inputs: &[input("lhs"), input("rhs")],
        attrs: &[BEGIN, END, STEP],
        infer: |i| {
            fits(i.shape(1), &Window::of(i.shape(0), i.attrs)?)?;
            i.one(i.shape(0), i.same_dtypes()?)
        },
        forward: Forward::Kernel(|c| {
            let to = c.output(0);
            map::copy(c.context, c.input(0), to);
            let (axes, from, at) = Window::of(to.shape, c.attrs)?.inwards();
            permute::strided(c.context, &axes, c.input(1), from, to, at);
            Ok(())
        }),
        gradient: Gradient::Rule(|b| {
            let (head, window) = (b.head(0)?, window_of(b.attrs));
            if b.wants(0) {
                let (shape, dtype) = (b.shape(1), b.dtype(1));
                let zeros = b.call("_zeros", &[], &[("shape", shape.into()), ("dtype", dtype.into())])?;
                let gradient = b.call("_slice_assign", &[&head, &zeros], &window)?;
                b.set(0, gradient);
            }
            if b.wants(1) {
                let gradient = b.call("slice", &[&head], &window)?;
                b.set(1, gradient);
            }
            Ok(())
        }),
        samples: || {
            vec![
                Sample::new(&[&[4, 3], &[2, 3]]).attr("begin", vec![1]).attr("end", vec![3]),
                Sample::new(&[&[4, 5], &[2, 2]])
                    .attr("begin", vec![3, 0])
                    .attr("end", vec![super::attrs::NONE, 3])
                    .attr("step", vec![-2, 2]),
                Sample::new(&[&[4], &[0]]).attr("begin", vec![2]).attr("end", vec![2]),
            ]
        },
        ..OpSpec::NEW
    },
    OpSpec {
        name: "_slice_assign_scalar",
        aliases: &["_crop_assign_scalar"],
        doc: "data with a window of it filled with a number.",
        attrs: &[AttrSpec::float("scalar", 0.0, "The number."), BEGIN, END, STEP],
        infer: |i| {
            Window::of(i.shape(0), i.attrs)?;
            i.same()
        },
        forward: Forward::Composite(|graph, attrs, inputs| {
            let data = inputs[0].clone().ok_or_else(|| Error::attribute("data is missing"))?;
            let shape = Window::of(data.shape(), attrs)?.shape;
            let full: [(&str, Attr); 3] =
                [("shape", shape.into()), ("value", attrs.get("scalar").clone()), ("dtype", data.dtype().into())];
            let part = call(graph, "_full", &[], &full)?;
            Ok(smallvec::smallvec![call(graph, "_slice_assign", &[&data, &part], &window_of(attrs))?])
        }),
        samples: || {
            vec![
                Sample::new(&[&[4, 3]]).attr("begin", vec![1, 0]).attr("end", vec![3, 2]).attr("scalar", 1.5),
                Sample::new(&[&[0, 3]]).attr("begin", vec![0]).attr("end", vec![0]),
            ]
        },
        ..OpSpec::NEW
    },
    OpSpec {
        name: "onehot_encode",
        aliases: &["_onehot_encode"],
        doc: "one_hot by its older name: of indices [n] rows of the width and dtype of out [n, depth]; use one_hot.",
        inputs: &[input("indices"), input("out_like")],
        infer: |i| {
            let (indices, like) = (i.shape(0), i.shape(1));
            if indices.ndim() != 1 || like.ndim() != 2 || like[0] != indices[0] {
                return Err(Error::shape(format!("got shapes {indices} and {like}; they must be [n] and [n, depth]")));
            }
            i.one(like, i.dtype(1))
        },
        forward: Forward::Composite(|graph, _, inputs| {
            let (Some(Some(indices)), Some(Some(like))) = (inputs.first(), inputs.get(1)) else {
                return Err(Error::attribute("it takes indices and out_like"));
            };
            if indices.shape().ndim() != 1 || like.shape().ndim() != 2 || like.shape()[0] != indices.shape()[0] {
                return Err(Error::shape(format!(
                    "got shapes {} and {}; they must be [n] and [n, depth]",
                    indices.shape(),
                    like.shape()
                )));
            }
            let like: [(&str, Attr); 2] = [("depth", (like.shape()[1] as i64).into()), ("dtype", like.dtype().into())];
            Ok(smallvec::smallvec![call(graph, "one_hot", &[indices], &like)?])
        }),
        samples: || vec![Sample::new(&[&[3], &[3, 4]]).integers(0, 4).integers(1, 1)],
        ..OpSpec::NEW
    },
    OpSpec {
        name: "_identity_with_attr_like_rhs",
        doc: "lhs, which has the shape of rhs; rhs itself is not read.",
        inputs: &[input("lhs"), input("rhs")],
        infer: |i| {
            if i.shape(0) != i.shape(1) {
                return Err(Error::shape(format!(
                    "lhs has shape {}, rhs {}; they must be equal",
                    i.shape(0),
                    i.shape(1)
                )));
            }
            i.same()
        },
        forward: Forward::Kernel(|c| {
            map::copy(c.context, c.input(0), c.output(0));
            Ok(())
        }),
        gradient: Gradient::Rule(|b| {
            let head = b.head(0)?;
            if b.wants(0) {
                b.set(0, head);
            }
            b.set_zeros(1)
        }),
        samples: || vec![Sample::new(&[&[2, 3], &[2, 3]]), Sample::new(&[&[0], &[0]])],
        ..OpSpec::NEW
    },
    OpSpec {
        name: "_square_sum",
        doc: "The sum of squares over axes.",
        attrs: &[
            AttrSpec::optional_tuple("axis", "The axes to reduce; all by default."),
            AttrSpec::bool("keepdims", false, "Keep the reduced axes with size 1."),
            AttrSpec::bool("exclude", false, "Reduce all axes but those named."),
        ],
        infer: |i| i.one(super::reduce::Axes::of(i.shape(0), i.attrs)?.result, i.dtype(0)),
        forward: Forward::Composite(|graph, attrs, inputs| {
            let data = inputs[0].clone().ok_or_else(|| Error::attribute("data is missing"))?;
            let squares = call(graph, "square", &[&data], &[])?;
            let axes: Vec<(&str, Attr)> =
                ["axis", "keepdims", "exclude"].into_iter().map(|n| (n, attrs.get(n).clone())).collect();
            Ok(smallvec::smallvec![call(graph, "sum", &[&squares], &axes)?])
        }),
        samples: || {
            vec![
                Sample::new(&[&[2, 3]]).attr("axis", vec![1]).attr("keepdims", true),
                Sample::new(&[&[2, 3]]),
                Sample::new(&[&[0, 3]]).attr("axis", vec![0]),
            ]
        },
        ..OpSpec::NEW
    },
];
