//! New shapes on the same memory: reshape and leading rows. They are the only views.
#![forbid(unsafe_code)]

use super::attrs::{AttrSpec, Attrs};
use super::spec::{Forward, Gradient, OpSpec, Sample, input};
use super::value::Backward;
use crate::base::{Error, Result, Shape};
use crate::kernel::slices;

pub static OPS: &[OpSpec] = &[
    OpSpec {
        name: "Reshape",
        aliases: &["reshape", "_np_reshape"],
        doc: "The same elements under another shape, sharing memory. In the new shape 0 copies the size at that place, \
              -1 is inferred, -2 copies all that remain, -3 joins the next two, -4 splits one into the two sizes that \
              follow. With `reverse` the sizes are matched from the right.",
        attrs: &[
            AttrSpec::tuple("shape", &[], "The new shape, with the codes above."),
            AttrSpec::bool("reverse", false, "Match sizes from the right."),
            AttrSpec::tuple("target_shape", &[], "The older form of shape: 0 is inferred."),
            AttrSpec::bool("keep_highest", false, "With target_shape: keep the first size."),
        ],
        positional: 1,
        infer: |i| i.one(reshaped(i.shape(0), i.attrs)?, i.dtype(0)),
        forward: Forward::Alias(|_| 0),
        gradient: Gradient::Rule(view_back),
        samples: || {
            vec![
                Sample::new(&[&[2, 3, 4]]).attr("shape", vec![4, 0, 2]),
                Sample::new(&[&[2, 3, 4]]).attr("shape", vec![-3, 4]),
                Sample::new(&[&[0, 3]]).attr("shape", vec![-3]),
            ]
        },
        ..OpSpec::NEW
    },
    OpSpec {
        name: "_view",
        doc: "The same elements under exactly this shape, sharing memory.",
        attrs: &[AttrSpec::tuple("shape", &[], "The new shape; sizes are taken as they are.")],
        positional: 1,
        infer: |i| {
            let shape = i.attrs.shape("shape")?;
            same_size(i.shape(0), shape)?;
            i.one(shape, i.dtype(0))
        },
        forward: Forward::Alias(|_| 0),
        gradient: Gradient::Rule(view_back),
        hidden: true,
        samples: || vec![Sample::new(&[&[2, 3]]).attr("shape", vec![3, 2])],
        ..OpSpec::NEW
    },
    OpSpec {
        name: "reshape_like",
        doc: "The elements of lhs under the shape of rhs, sharing memory.",
        inputs: &[input("lhs"), input("rhs")],
        attrs: &[
            AttrSpec::optional_int("lhs_begin", "First axis of lhs that is replaced; 0 by default."),
            AttrSpec::optional_int("lhs_end", "Axis of lhs after the last replaced one; all by default."),
            AttrSpec::optional_int("rhs_begin", "First axis of rhs that is taken; 0 by default."),
            AttrSpec::optional_int("rhs_end", "Axis of rhs after the last taken one; all by default."),
        ],
        infer: |i| {
            let (lhs, rhs) = (i.shape(0), i.shape(1));
            let range = |shape: Shape, begin: &str, end: &str| -> Result<(usize, usize)> {
                let n = shape.ndim() as i64;
                let place = |v: i64| if v < 0 { v + n } else { v };
                let (b, e) =
                    (place(i.attrs.optional_int(begin).unwrap_or(0)), place(i.attrs.optional_int(end).unwrap_or(n)));
                if b < 0 || e > n || b > e {
                    return Err(Error::attribute(format!("axes {b}..{e} are outside shape {shape}")));
                }
                Ok((b as usize, e as usize))
            };
            let (lb, le) = range(lhs, "lhs_begin", "lhs_end")?;
            let (rb, re) = range(rhs, "rhs_begin", "rhs_end")?;
            let (l, r) = (lhs.to_vec(), rhs.to_vec());
            let dims: Vec<u64> = l[..lb].iter().chain(&r[rb..re]).chain(&l[le..]).map(|&d| d as u64).collect();
            let shape = Shape::checked(dims)?;
            same_size(lhs, shape)?;
            i.one(shape, i.dtype(0))
        },
        forward: Forward::Alias(|_| 0),
        gradient: Gradient::Rule(|b| {
            view_back(b)?;
            b.set_zeros(1)
        }),
        samples: || vec![Sample::new(&[&[2, 6], &[3, 4]])],
        ..OpSpec::NEW
    },
    OpSpec {
        name: "_slice_rows",
        doc: "Rows begin to end of the first axis, sharing memory; with `drop` the axis goes (a vector keeps shape [1]).",
        attrs: &[
            AttrSpec::required_int("begin", "The first row.").at_least(0.0),
            AttrSpec::required_int("end", "The row after the last.").at_least(0.0),
            AttrSpec::bool("drop", false, "Take the axis away; the one row has index begin."),
        ],
        positional: 2,
        infer: |i| {
            let shape = i.shape(0);
            let (begin, end) = (i.attrs.int("begin") as usize, i.attrs.int("end") as usize);
            if shape.ndim() == 0 || begin > end || end > shape[0] as usize {
                return Err(Error::index(format!("rows {begin}..{end} are outside an array of shape {shape}")));
            }
            let drop = i.attrs.bool("drop") && shape.ndim() > 1;
            i.one(if drop { shape.removed(0) } else { shape.with(0, end - begin) }, i.dtype(0))
        },
        forward: Forward::Alias(|i| {
            let shape = i.shape(0);
            i.attrs.int("begin") as usize * shape.span(1, shape.ndim())
        }),
        gradient: Gradient::Rule(|b| {
            let shape = b.shape(0);
            let begin = b.attrs.int("begin");
            let head = b.head(0)?;
            let rows = b.call("_rows_into", &[&head], &[("shape", shape.into()), ("begin", begin.into())])?;
            b.set(0, rows);
            Ok(())
        }),
        hidden: true,
        samples: || vec![Sample::new(&[&[5, 3]]).attr("begin", 1).attr("end", 3)],
        ..OpSpec::NEW
    },
    OpSpec {
        name: "_rows_into",
        doc: "Zeros of the given shape with the rows of data put in from row begin: the gradient of _slice_rows.",
        attrs: &[
            AttrSpec::required_tuple("shape", "Shape of the whole."),
            AttrSpec::required_int("begin", "The row of the whole where data starts.").at_least(0.0),
        ],
        infer: |i| i.one(i.attrs.shape("shape")?, i.dtype(0)),
        forward: Forward::Kernel(|call| {
            let whole = call.output(0);
            let row = whole.shape.span(1, whole.shape.ndim()) * whole.dtype.size();
            slices::put_bytes(call.input(0), whole, call.attrs.int("begin") as usize * row);
            Ok(())
        }),
        gradient: Gradient::Rule(|b| {
            let begin = b.attrs.int("begin");
            let shape = b.shape(0);
            let whole = b.output_types[0].0;
            let row = whole.span(1, whole.ndim()).max(1);
            let end = begin + (shape.size() / row) as i64;
            let head = b.head(0)?;
            let rows = b.call("_slice_rows", &[&head], &[("begin", begin.into()), ("end", end.into())])?;
            let rows = b.call("_view", &[&rows], &[("shape", shape.into())])?;
            b.set(0, rows);
            Ok(())
        }),
        hidden: true,
        samples: || vec![Sample::new(&[&[2, 3]]).attr("shape", vec![5, 3]).attr("begin", 1)],
        ..OpSpec::NEW
    },
];

/// The gradient of what keeps all elements in their order: the head under the shape of the input.
pub(super) fn view_back(b: &mut Backward) -> Result<()> {
    let (head, shape) = (b.head(0)?, b.shape(0));
    let gradient = b.call("_view", &[&head], &[("shape", shape.into())])?;
    b.set(0, gradient);
    Ok(())
}

fn same_size(from: Shape, to: Shape) -> Result<()> {
    if from.size() == to.size() {
        return Ok(());
    }
    Err(Error::shape(format!("shape {from} has {} elements, shape {to} has {}", from.size(), to.size())))
}

/// One code of a new shape.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Code {
    Size(u64),
    Copy,
    Infer,
    CopyRest,
    Join,
    Split(i64, i64),
}

fn codes(text: &[i64]) -> Result<Vec<Code>> {
    let mut codes = Vec::new();
    let mut at = text.iter();
    while let Some(&code) = at.next() {
        codes.push(match code {
            0 => Code::Copy,
            -1 => Code::Infer,
            -2 => Code::CopyRest,
            -3 => Code::Join,
            -4 => match (at.next(), at.next()) {
                (Some(&a), Some(&b)) => Code::Split(a, b),
                _ => return Err(Error::attribute("shape has a -4 that is not followed by two sizes")),
            },
            size if size > 0 => Code::Size(size as u64),
            bad => return Err(Error::attribute(format!("shape has {bad}; codes are 0, -1, -2, -3, -4"))),
        });
    }
    Ok(codes)
}

/// The shape that `Reshape` gives.
fn reshaped(from: Shape, attrs: &Attrs) -> Result<Shape> {
    let text = attrs.tuple("shape");
    if text.is_empty() && !attrs.tuple("target_shape").is_empty() {
        return by_target(from, attrs);
    }
    if text.is_empty() {
        same_size(from, Shape::SCALAR)?;
        return Ok(Shape::SCALAR);
    }
    let mut codes = codes(text)?;
    let mut dims: Vec<u64> = from.iter().map(|d| d as u64).collect();
    let reverse = attrs.bool("reverse");
    if reverse {
        codes.reverse();
        dims.reverse();
        for code in &mut codes {
            if let Code::Split(a, b) = *code {
                *code = Code::Split(b, a);
            }
        }
    }
    let mut out = follow(&codes, &dims, from)?;
    if reverse {
        out.reverse();
    }
    let shape = Shape::checked(out)?;
    same_size(from, shape)?;
    Ok(shape)
}

fn follow(codes: &[Code], dims: &[u64], from: Shape) -> Result<Vec<u64>> {
    let mut at = 0;
    let mut out: Vec<u64> = Vec::new();
    let mut inferred = None;
    let missing = || Error::shape(format!("the new shape refers to an axis that shape {from} does not have"));
    for &code in codes {
        match code {
            Code::Size(size) => {
                out.push(size);
                at += 1;
            }
            Code::Copy => {
                out.push(*dims.get(at).ok_or_else(missing)?);
                at += 1;
            }
            Code::Infer => {
                if inferred.replace(out.len()).is_some() {
                    return Err(Error::attribute("shape has more than one -1; one size can be inferred"));
                }
                out.push(1);
                at += 1;
            }
            Code::CopyRest => {
                out.extend(dims.iter().skip(at));
                at = dims.len();
            }
            Code::Join => {
                out.push(*dims.get(at).ok_or_else(missing)? * *dims.get(at + 1).ok_or_else(missing)?);
                at += 2;
            }
            Code::Split(a, b) => {
                let whole = *dims.get(at).ok_or_else(missing)? as i64;
                let (a, b) = match (a, b) {
                    (-1, b) if b > 0 => (whole / b, b),
                    (a, -1) if a > 0 => (a, whole / a),
                    other => other,
                };
                if a < 0 || b < 0 || a * b != whole {
                    return Err(Error::shape(format!("-4 cannot split {whole} into {a} and {b}")));
                }
                out.extend([a as u64, b as u64]);
                at += 1;
            }
        }
    }
    if let Some(place) = inferred {
        let known: u64 = out.iter().product();
        let all = from.size() as u64;
        if known == 0 || all % known != 0 {
            return Err(Error::shape(format!("shape {from} has {all} elements, which {known} does not divide (-1)")));
        }
        out[place] = all / known;
    }
    Ok(out)
}

fn by_target(from: Shape, attrs: &Attrs) -> Result<Shape> {
    let mut dims: Vec<u64> = attrs.tuple("target_shape").iter().map(|&d| d.max(0) as u64).collect();
    let start = if attrs.bool("keep_highest") { 1 } else { 0 };
    if start == 1 {
        dims[0] = from.dims().first().copied().unwrap_or(1) as u64;
    }
    if let Some(place) = dims.iter().skip(start).position(|&d| d == 0) {
        dims[place + start] = 1;
        let known: u64 = dims.iter().product();
        dims[place + start] = from.size() as u64 / known.max(1);
    }
    let shape = Shape::checked(dims)?;
    same_size(from, shape)?;
    Ok(shape)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::op::attrs::Attr;

    fn by(from: &[usize], shape: &[i64], reverse: bool) -> Result<Vec<usize>> {
        let attrs = Attrs::with(OPS[0].attrs, &[("shape", Attr::Tuple(shape.into())), ("reverse", reverse.into())])?;
        reshaped(Shape::new(from), &attrs).map(|s| s.to_vec())
    }

    #[test]
    fn reshape_follows_the_codes() {
        assert_eq!(by(&[2, 3, 4], &[4, 0, 2], false).unwrap(), [4, 3, 2]);
        assert_eq!(by(&[2, 3, 4], &[-3, 4], false).unwrap(), [6, 4]);
        assert_eq!(by(&[2, 3, 4], &[0, -3], false).unwrap(), [2, 12]);
        assert_eq!(by(&[2, 3, 4], &[-4, 1, 2, -2], false).unwrap(), [1, 2, 3, 4]);
        assert_eq!(by(&[2, 3, 4], &[2, -4, -1, 3, -2], false).unwrap(), [2, 1, 3, 4]);
        assert_eq!(by(&[10, 5, 4], &[-1, 0], false).unwrap(), [40, 5]);
        assert_eq!(by(&[10, 5, 4], &[-1, 0], true).unwrap(), [50, 4]);
        assert_eq!(by(&[2, 9, 3], &[0, -4, 3, -1, 0], true).unwrap(), [2, 3, 3, 3]);
        assert_eq!(by(&[0, 3], &[3, 0], false).unwrap_err().kind, crate::base::Kind::Shape);
        assert!(by(&[2, 3], &[-1, -1], false).is_err());
        assert!(by(&[2, 3], &[7], false).is_err());
    }
}
