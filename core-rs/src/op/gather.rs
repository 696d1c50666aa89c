//! Slices chosen by points, arrays of coordinates: gather_nd and scatter_nd, each the gradient of the other.
//! Coordinates may have any dtype; fractions are cut off.
#![forbid(unsafe_code)]

use super::attrs::AttrSpec;
use super::spec::{Call, Forward, Gradient, Infer, InputSpec, Needs, OpSpec, Sample, Types, input};
use crate::base::{Error, Result, Shape, View};
use crate::kernel::index;
use crate::kernel::slices::{Workspace, read_bits, write_bits};
use crate::kernel::{floats, map};
use crate::{by_bits, by_real};

const SCATTER: &[AttrSpec] = &[AttrSpec::required_tuple("shape", "Shape of the result.")];
const POINTS: &[InputSpec] = &[input("data"), input("indices")];

pub static OPS: &[OpSpec] = &[
    OpSpec {
        name: "gather_nd",
        doc: "Slices of data at points. Inputs: data, indices [m, …] whose first axis holds the coordinates on data's \
              first m axes (negative ones count from the end). Output: the other axes of indices, then of data.",
        inputs: &[input("data"), input("indices")],
        infer: |i| {
            let (shape, _) = points(i.shape(0), i.shape(1))?;
            i.one(shape, i.dtype(0))
        },
        forward: Forward::Kernel(|c| {
            let (from, to) = (c.input(0), c.output(0));
            let (_, m) = points(from.shape, c.input(1).shape)?;
            let at = linear(c, c.input(1), from.shape, m)?;
            let sizes = (from.shape.span(0, m), from.shape.span(m, from.shape.ndim()));
            by_bits!(to.dtype, T => {
                index::take(c.context, sizes, read_bits::<T>(from), at.as_slice(), write_bits::<T>(to))
            });
            Ok(())
        }),
        gradient: Gradient::Rule(|b| {
            let (head, indices, shape) = (b.head(0)?, b.input(1), b.shape(0));
            if b.wants(0) {
                let gradient = b.call("_backward_gather_nd", &[&head, &indices], &[("shape", shape.into())])?;
                b.set(0, gradient);
            }
            b.set_zeros(1)
        }),
        needs: |_| Needs { inputs: 0b10, outputs: 0 },
        samples: || {
            vec![
                Sample::new(&[&[3, 4], &[2, 5]]).integers(1, 3),
                Sample::new(&[&[3, 4, 2], &[2, 2, 2]]).integers(1, 3),
                Sample::new(&[&[4, 3], &[1, 3]]).integers(1, 4),
            ]
        },
        ..OpSpec::NEW
    },
    scatter(
        "scatter_nd",
        "Zeros of the given shape with slices of data at points; of several at one point the last stays. The reverse of \
         gather_nd.",
        false,
    ),
    OpSpec {
        hidden: true,
        ..scatter(
            "_backward_gather_nd",
            "Zeros of the given shape with slices of data added at points: the gradient of gather_nd.",
            true,
        )
    },
];

const fn scatter(name: &'static str, doc: &'static str, adds: bool) -> OpSpec {
    OpSpec {
        name,
        doc,
        inputs: POINTS,
        attrs: SCATTER,
        positional: 1,
        infer: scattered,
        forward: Forward::Kernel(if adds {
            |c| {
                let to = c.output(0);
                let m = c.input(1).shape[0] as usize;
                let at = linear(c, c.input(1), to.shape, m)?;
                let sizes = (to.shape.span(0, m), to.shape.span(m, to.shape.ndim()));
                by_real!(to.dtype, T => {
                    let (dy, mut dx) = (floats::input::<T>(c.context, c.input(0)), floats::output::<T>(c.context, to));
                    index::take_backward(c.context, sizes, &dy, at.as_slice(), &mut dx);
                });
                Ok(())
            }
        } else {
            |c| {
                let to = c.output(0);
                let m = c.input(1).shape[0] as usize;
                let at = linear(c, c.input(1), to.shape, m)?;
                let inner = to.shape.span(m, to.shape.ndim());
                map::fill(c.context, 0.0, to);
                by_bits!(to.dtype, T => {
                    let (from, to) = (read_bits::<T>(c.input(0)), write_bits::<T>(to));
                    for (row, &at) in at.as_slice().iter().enumerate() {
                        to[at as usize * inner..][..inner].copy_from_slice(&from[row * inner..][..inner]);
                    }
                });
                Ok(())
            }
        }),
        gradient: Gradient::Rule(|b| {
            let (head, indices) = (b.head(0)?, b.input(1));
            if b.wants(0) {
                let gradient = b.call("gather_nd", &[&head, &indices], &[])?;
                b.set(0, gradient);
            }
            b.set_zeros(1)
        }),
        needs: |_| Needs { inputs: 0b10, outputs: 0 },
        samples: || {
            vec![
                Sample::new(&[&[1], &[2, 1]]).integers(1, 3).attr("shape", vec![3, 4]),
                Sample::new(&[&[1, 3], &[1, 1]]).integers(1, 4).attr("shape", vec![4, 3]),
            ]
        },
        ..OpSpec::NEW
    }
}

fn scattered(i: &Infer) -> Result<Types> {
    let shape = i.attrs.shape("shape")?;
    let (wanted, _) = points(shape, i.shape(1))?;
    if i.shape(0) != wanted {
        return Err(Error::shape(format!("data has shape {}; indices and shape need {wanted}", i.shape(0))));
    }
    i.one(shape, i.dtype(0))
}

/// The shape of `gather_nd`, and how many axes the points have.
pub(super) fn points(data: Shape, indices: Shape) -> Result<(Shape, usize)> {
    let m = indices.dims().first().map_or(0, |&m| m as usize);
    if m == 0 || m > data.ndim() {
        return Err(Error::shape(format!(
            "indices has shape {indices}; its first axis holds coordinates on up to {} axes of {data}",
            data.ndim()
        )));
    }
    let dims = indices.iter().skip(1).chain(data.iter().skip(m)).map(|d| d as u64);
    let shape = Shape::checked(dims)?;
    Ok((if shape.ndim() == 0 { Shape::new(&[1]) } else { shape }, m))
}

/// Points as places in the first m axes taken together.
pub(super) fn linear<'a>(c: &Call<'a>, indices: &View, shape: Shape, m: usize) -> Result<Workspace<'a, i64>> {
    let indices = index::integers(c.context, indices);
    let n = indices.as_slice().len() / m;
    let mut at = Workspace::<i64>::new(c.context, n);
    at.as_mut_slice().fill(0);
    for a in 0..m {
        let size = shape[a] as i64;
        for (at, &i) in at.as_mut_slice().iter_mut().zip(&indices.as_slice()[a * n..][..n]) {
            if i < -size || i >= size {
                return Err(Error::index(format!("index {i} is outside axis {a} of size {size}")));
            }
            *at = *at * size + i.rem_euclid(size);
        }
    }
    Ok(at)
}
