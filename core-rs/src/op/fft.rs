//! Fourier transforms along an axis. There is no complex dtype: a complex array is two arrays, its
//! real and its imaginary parts. All are linear, and their gradients are transforms again.
#![forbid(unsafe_code)]

use super::attrs::{Attr, AttrSpec, Attrs};
use super::spec::{Forward, Gradient, Infer, InputSpec, OpSpec, Sample, Types, input, optional};
use super::value::{Graph, Value, Values, call};
use crate::base::{DType, Error, Result, Shape};
use crate::by_real;
use crate::kernel::fft::{self, Transform};
use crate::kernel::floats;

/// The most points of a transform.
const MOST: i64 = 1 << 26;

const PARTS: &[InputSpec] = &[input("re"), optional("im")];
const LENGTH: &[AttrSpec] = &[
    AttrSpec::optional_int(
        "n",
        "The length of the transform: the axis is cut or filled with zeros to it. By default the axis as it is; of irfft \
         2 (m - 1).",
    )
    .at_least(1.0),
    AttrSpec::int("axis", -1, "The axis along which it is transformed."),
    AttrSpec::one_of(
        "norm",
        &["backward", "ortho", "forward"],
        "backward",
        "Which way is divided: the inverse by n, both by the root of n, or the forward one by n.",
    ),
];

/// One of the four: which way, and whether the result or the input is half of what real numbers give.
#[derive(Clone, Copy)]
struct Kind {
    inverse: bool,
    half_out: bool,
    half_in: bool,
}
const FFT: Kind = Kind { inverse: false, half_out: false, half_in: false };
const IFFT: Kind = Kind { inverse: true, ..FFT };
const RFFT: Kind = Kind { half_out: true, ..FFT };
const IRFFT: Kind = Kind { inverse: true, half_out: false, half_in: true };

/// The axis, the length of the transform and the size of the axis in the result.
fn sizes(attrs: &Attrs, shape: Shape, kind: Kind) -> Result<(usize, usize, usize)> {
    let axis = shape.axis(attrs.int("axis"))?;
    let length = shape[axis] as usize;
    let n = match attrs.optional_int("n") {
        Some(n) if n > MOST => return Err(Error::attribute(format!("n is {n}; at most {MOST} is possible"))),
        Some(n) => n as usize,
        None if kind.half_in => 2 * length.saturating_sub(1),
        None => length,
    };
    if n == 0 {
        return Err(Error::shape(format!(
            "axis {axis} of {shape} has {length} elements, which makes a transform of none; give n"
        )));
    }
    Ok((axis, n, if kind.half_out { n / 2 + 1 } else { n }))
}

fn infer_kind(i: &Infer, kind: Kind) -> Result<Types> {
    let dtype = i.same_dtypes()?;
    i.floats_only(0)?;
    if i.has(1) && i.shape(1) != i.shape(0) {
        return Err(Error::shape(format!("re has shape {}, im {}; they must be the same", i.shape(0), i.shape(1))));
    }
    let (axis, _, size) = sizes(i.attrs, i.shape(0), kind)?;
    let shape = Shape::checked(i.shape(0).with(axis, size).iter().map(|d| d as u64))?;
    let part = (shape, dtype);
    Ok(if kind.half_in { smallvec::smallvec![part] } else { smallvec::smallvec![part, part] })
}

fn scale(attrs: &Attrs, n: usize, inverse: bool) -> f64 {
    match (attrs.word("norm"), inverse) {
        ("ortho", _) => 1.0 / (n as f64).sqrt(),
        ("backward", true) | ("forward", false) => 1.0 / n as f64,
        _ => 1.0,
    }
}

/// The hidden transform along the last axis: both parts of the result.
fn along_last(g: &mut dyn Graph, parts: [Option<Value>; 2], how: Transform) -> Result<Values> {
    let op = super::find("_fft").expect("_fft");
    let attrs = op.attrs(&[
        ("n", Attr::Int(how.n as i64)),
        ("keep", Attr::Int(how.keep as i64)),
        ("inverse", how.inverse.into()),
        ("scale", how.scale.into()),
    ])?;
    g.apply(op, &parts, attrs)
}

fn swapped(g: &mut dyn Graph, x: &Value, axis: usize) -> Result<Value> {
    if axis + 1 == x.shape().ndim() {
        return Ok(x.clone());
    }
    call(g, "SwapAxis", &[x], &[("dim1", Attr::Int(axis as i64)), ("dim2", Attr::Int(-1))])
}

fn run(g: &mut dyn Graph, attrs: &Attrs, inputs: &[Option<Value>], kind: Kind) -> Result<Values> {
    let types: Vec<_> = inputs.iter().map(|v| v.as_ref().map(|v| (v.shape(), v.dtype()))).collect();
    infer_kind(&Infer { op: super::find("fft").expect("registered"), attrs, inputs: &types }, kind)?;
    let re = inputs[0].clone().expect("re");
    let (axis, n, keep) = sizes(attrs, re.shape(), kind)?;
    let mut parts = [None, None];
    for (part, x) in parts.iter_mut().zip(inputs) {
        let Some(x) = x else { continue };
        let mut x = swapped(g, x, axis)?;
        if kind.half_in {
            let attrs = [("n", Attr::Int(n as i64)), ("keep", Attr::Int(n as i64 / 2 + 1))];
            x = call(g, "_fft_weights", &[&x], &attrs)?;
        }
        *part = Some(x);
    }
    let how = Transform { n, keep, inverse: kind.inverse, scale: scale(attrs, n, kind.inverse) };
    let mut out = along_last(g, parts, how)?;
    out.truncate(if kind.half_in { 1 } else { 2 });
    out.iter().map(|x| swapped(g, x, axis)).collect()
}

const fn family(name: &'static str, aliases: &'static [&'static str], doc: &'static str) -> OpSpec {
    OpSpec {
        name,
        aliases,
        doc,
        inputs: PARTS,
        attrs: LENGTH,
        positional: 2,
        cost: |i, out| (i.shape(0).size() + out[0].0.size()) as u64 * 8 + 500,
        samples: || {
            vec![
                Sample::new(&[&[6], &[6]]),
                Sample::new(&[&[2, 5, 3], &[2, 5, 3]]).attr("axis", 1).word("norm", "ortho"),
                Sample::new(&[&[2, 4]]).attr("n", 7),
                Sample::new(&[&[2, 5], &[2, 5]]).attr("n", 3).word("norm", "forward"),
                Sample::new(&[&[0, 4], &[0, 4]]),
            ]
        },
        ..OpSpec::NEW
    }
}

fn one_part(name: &'static str) -> Result<&'static OpSpec> {
    super::find(name).ok_or_else(|| Error::execution(format!("no operator {name}")))
}

/// MXNet's contrib.fft and contrib.ifft: [..., d] real to [..., 2 d] of pairs, and back.
fn infer_pairs(i: &Infer, inverse: bool) -> Result<Types> {
    let (shape, dtype) = (i.shape(0), i.floats_only(0)?);
    let last = shape.ndim().checked_sub(1).ok_or_else(|| Error::shape("data has no axes; it needs at least one"))?;
    let d = shape[last] as usize;
    if d == 0 || (inverse && !d.is_multiple_of(2)) {
        let needs = if inverse { "an even number" } else { "one or more" };
        return Err(Error::shape(format!("the last axis of data {shape} has {d} elements; it needs {needs}")));
    }
    let size = if inverse { d as u64 / 2 } else { d as u64 * 2 };
    i.one(Shape::checked(shape.iter().take(last).map(|d| d as u64).chain([size]))?, dtype)
}

const COMPUTE_SIZE: &[AttrSpec] = &[AttrSpec::int("compute_size", 128, "Accepted and ignored: rows at a time.")];

pub static OPS: &[OpSpec] = &[
    OpSpec {
        infer: |i| infer_kind(i, FFT),
        forward: Forward::Composite(|g, attrs, inputs| run(g, attrs, inputs, FFT)),
        ..family(
            "fft",
            &[],
            "The discrete Fourier transform along an axis of re + i im (im may be left out): outputs the real and the \
             imaginary parts. Of any length in O(n log n), computed in float64.",
        )
    },
    OpSpec {
        infer: |i| infer_kind(i, IFFT),
        forward: Forward::Composite(|g, attrs, inputs| run(g, attrs, inputs, IFFT)),
        ..family("ifft", &[], "The inverse of fft, divided by n: outputs the real and the imaginary parts.")
    },
    OpSpec {
        inputs: &[input("re")],
        infer: |i| infer_kind(i, RFFT),
        forward: Forward::Composite(|g, attrs, inputs| run(g, attrs, inputs, RFFT)),
        samples: || {
            vec![
                Sample::new(&[&[6]]),
                Sample::new(&[&[2, 5, 3]]).attr("axis", 1).word("norm", "ortho"),
                Sample::new(&[&[2, 4]]).attr("n", 7),
                Sample::new(&[&[2, 5]]).attr("n", 2),
                Sample::new(&[&[0, 4]]),
            ]
        },
        ..family(
            "rfft",
            &[],
            "fft of real numbers, of which the first n / 2 + 1 are given: outputs the real and the imaginary parts.",
        )
    },
    OpSpec {
        infer: |i| infer_kind(i, IRFFT),
        forward: Forward::Composite(|g, attrs, inputs| run(g, attrs, inputs, IRFFT)),
        ..family(
            "irfft",
            &[],
            "The inverse of rfft: n real numbers from the first n / 2 + 1 of their transform; n is 2 (m - 1) of an axis of \
             m unless it is given.",
        )
    },
    OpSpec {
        name: "_fft",
        doc: "A transform of n points along the last axis, of which `keep` are given, multiplied by scale.",
        inputs: PARTS,
        attrs: &[
            AttrSpec::required_int("n", "Points; what the input lacks is 0.").at_least(1.0),
            AttrSpec::required_int("keep", "How many are given; zeros beyond n.").at_least(0.0),
            AttrSpec::bool("inverse", false, "The other sign of the angle."),
            AttrSpec::float("scale", 1.0, "Multiplies the result."),
        ],
        infer: |i| {
            let (shape, dtype) = (i.shape(0), i.same_dtypes()?);
            if i.attrs.int("n") > MOST {
                return Err(Error::shape(format!(
                    "a transform of {} points; at most {MOST} are possible",
                    i.attrs.int("n")
                )));
            }
            let last = shape.ndim().checked_sub(1).ok_or_else(|| Error::shape("re has no axes"))?;
            let keep = i.attrs.int("keep") as u64;
            let shape = Shape::checked(shape.iter().take(last).map(|d| d as u64).chain([keep]))?;
            Ok(smallvec::smallvec![(shape, dtype), (shape, dtype)])
        },
        forward: Forward::Kernel(|c| {
            let (re, a) = (c.input(0), c.attrs);
            let how = Transform {
                n: a.int("n") as usize,
                keep: a.int("keep") as usize,
                inverse: a.bool("inverse"),
                scale: a.float("scale"),
            };
            by_real!(re.dtype, T => {
                let x = floats::input::<T>(c.context, re);
                let y = c.optional(1).map(|im| floats::input::<T>(c.context, im));
                let length = re.shape[re.shape.ndim() - 1] as usize;
                let mut out_re = floats::output::<T>(c.context, c.output(0));
                let mut out_im = floats::output::<T>(c.context, c.output(1));
                fft::transform(c.context, how, (&x, y.as_deref()), length, (&mut out_re, &mut out_im));
            });
            Ok(())
        }),
        gradient: Gradient::Rule(|b| {
            // The adjoint: the transform with the other sign, of as many as the input had.
            let (re, im) = (b.head(0)?, b.head(1)?);
            let shape = b.shape(0);
            let how = Transform {
                n: b.attrs.int("n") as usize,
                keep: shape[shape.ndim() - 1] as usize,
                inverse: !b.attrs.bool("inverse"),
                scale: b.attrs.float("scale"),
            };
            let mut parts = along_last(b.graph, [Some(re), Some(im)], how)?;
            let im = parts.swap_remove(1);
            if b.wants(0) {
                b.set(0, parts.swap_remove(0));
            }
            if b.wants(1) {
                b.set(1, im);
            }
            Ok(())
        }),
        cost: |i, out| (i.shape(0).size() + out[0].0.size()) as u64 * 8 + 500,
        hidden: true,
        samples: || vec![Sample::new(&[&[2, 3], &[2, 3]]).attr("n", 4).attr("keep", 6)],
        ..OpSpec::NEW
    },
    OpSpec {
        name: "_fft_weights",
        doc: "The first `keep` elements of the last axis, all but the first and, for even n, number n / 2 doubled; zeros \
              beyond: what stands for both halves of the transform of real numbers.",
        inputs: &[input("x")],
        attrs: &[
            AttrSpec::required_int("n", "The length of the transform.").between(1.0, MOST as f64),
            AttrSpec::required_int("keep", "How many are given.").at_least(0.0),
        ],
        infer: |i| {
            let shape = i.shape(0);
            let last = shape.ndim().checked_sub(1).ok_or_else(|| Error::shape("x has no axes"))?;
            let keep = i.attrs.int("keep") as u64;
            i.one(Shape::checked(shape.iter().take(last).map(|d| d as u64).chain([keep]))?, i.floats_only(0)?)
        },
        forward: Forward::Kernel(|c| {
            let (x, n, keep) = (c.input(0), c.attrs.int("n") as usize, c.attrs.int("keep") as usize);
            let length = x.shape[x.shape.ndim() - 1] as usize;
            by_real!(x.dtype, T => {
                let from = floats::input::<T>(c.context, x);
                let mut to = floats::output::<T>(c.context, c.output(0));
                fft::weights(&from, length, n, keep, &mut to);
            });
            Ok(())
        }),
        gradient: Gradient::Rule(|b| {
            let (head, shape, n) = (b.head(0)?, b.shape(0), b.attrs.int("n"));
            let keep = shape[shape.ndim() - 1] as i64;
            let gradient = b.call("_fft_weights", &[&head], &[("n", Attr::Int(n)), ("keep", Attr::Int(keep))])?;
            b.set(0, gradient);
            Ok(())
        }),
        hidden: true,
        samples: || {
            vec![
                Sample::new(&[&[2, 3]]).attr("n", 4).attr("keep", 3),
                Sample::new(&[&[5]]).attr("n", 3).attr("keep", 2),
            ]
        },
        ..OpSpec::NEW
    },
    OpSpec {
        name: "contrib.fft",
        aliases: &["_contrib_fft"],
        doc: "MXNet's transform of real numbers [..., d] into pairs of real and imaginary parts side by side [..., 2 d].",
        attrs: COMPUTE_SIZE,
        infer: |i| infer_pairs(i, false),
        forward: Forward::Composite(|g, attrs, inputs| {
            let x = inputs[0].clone().expect("data");
            let types: [Option<(Shape, DType)>; 1] = [Some((x.shape(), x.dtype()))];
            let shape = infer_pairs(
                &Infer { op: super::find("contrib.fft").expect("registered"), attrs, inputs: &types },
                false,
            )?[0]
                .0;
            let op = one_part("fft")?;
            let parts: Vec<Option<Value>> =
                g.apply(op, &[Some(x), None], op.attrs(&[])?)?.into_iter().map(Some).collect();
            let stack = one_part("stack")?;
            let pairs = g.apply(stack, &parts, stack.attrs(&[("axis", Attr::Int(-1))])?)?.swap_remove(0);
            Ok(smallvec::smallvec![call(g, "_view", &[&pairs], &[("shape", shape.into())])?])
        }),
        samples: || vec![Sample::new(&[&[2, 5]]), Sample::new(&[&[2, 1, 2, 4]])],
        ..OpSpec::NEW
    },
    OpSpec {
        name: "contrib.ifft",
        aliases: &["_contrib_ifft"],
        doc: "MXNet's inverse of contrib.fft: the real parts [..., d] from pairs [..., 2 d], not divided by d (cuFFT's rule).",
        attrs: COMPUTE_SIZE,
        infer: |i| infer_pairs(i, true),
        forward: Forward::Composite(|g, attrs, inputs| {
            let x = inputs[0].clone().expect("data");
            let types: [Option<(Shape, DType)>; 1] = [Some((x.shape(), x.dtype()))];
            let shape = infer_pairs(
                &Infer { op: super::find("contrib.fft").expect("registered"), attrs, inputs: &types },
                true,
            )?[0]
                .0;
            let pairs = shape.inserted(shape.ndim(), 2)?;
            let x = call(g, "_view", &[&x], &[("shape", pairs.into())])?;
            let part = |g: &mut dyn Graph, i: i64| -> Result<Value> {
                let attrs = [("axis", Attr::Int(-1)), ("begin", Attr::Int(i)), ("end", Attr::Int(i + 1))];
                let part = call(g, "slice_axis", &[&x], &attrs)?;
                call(g, "_view", &[&part], &[("shape", shape.into())])
            };
            let (re, im) = (part(g, 0)?, part(g, 1)?);
            let n = shape[shape.ndim() - 1] as usize;
            let how = Transform { n, keep: n, inverse: true, scale: 1.0 };
            Ok(smallvec::smallvec![along_last(g, [Some(re), Some(im)], how)?.swap_remove(0)])
        }),
        samples: || vec![Sample::new(&[&[2, 6]]), Sample::new(&[&[2, 1, 2, 4]])],
        ..OpSpec::NEW
    },
];
