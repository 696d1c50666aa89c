//! Diagonals and triangles of matrices as vectors, and back: MXNet's extractdiag, makediag,
//! extracttrian, maketrian, sumlogdiag.
#![forbid(unsafe_code)]

use super::attrs::{Attr, AttrSpec, Attrs};
use super::linalg::{A, last, one, real, square, with_tail};
use super::spec::{Call, Forward, Gradient, Infer, OpSpec, Sample, Types};
use super::value::{Backward, call};
use crate::base::{Error, Result};
use crate::by_real;
use crate::kernel::linalg::batch;
use crate::kernel::slices::{read, write};

const OFFSET: AttrSpec =
    AttrSpec::int("offset", 0, "Which diagonal: 0 is the main one, positive ones lie above it, negative ones below.")
        .between(-2147483648.0, 2147483647.0);

const TRIANGLE: &[AttrSpec] = &[
    OFFSET,
    AttrSpec::bool("lower", true, "The lower triangle, else the upper; only where offset is 0, else its sign decides."),
];

const fn moved(name: &'static str, aliases: &'static [&'static str], doc: &'static str) -> OpSpec {
    OpSpec { name, aliases, doc, inputs: A, positional: 1, ..OpSpec::NEW }
}

/// The shape that a diagonal or triangle is taken out as.
fn extracted(i: &Infer, lower: Option<bool>) -> Result<Types> {
    let (dtype, n, offset) = (real(i)?, square(i, 0)?, i.attrs.int("offset"));
    if offset.unsigned_abs() as usize >= n {
        return Err(Error::attribute(format!("offset is {offset}; matrices of {} have no such diagonal", i.shape(0))));
    }
    i.one(with_tail(i.shape(0), i.shape(0).ndim() - 2, &[batch::count(n, offset, lower)])?, dtype)
}

/// The shape of matrices that hold a diagonal or triangle.
fn made(i: &Infer, triangle: bool) -> Result<Types> {
    let (dtype, shape, offset) = (real(i)?, i.shape(0), i.attrs.int("offset"));
    if shape.ndim() == 0 {
        return Err(Error::shape("A has no axes; it needs at least one"));
    }
    let mut n = last(shape);
    if triangle {
        let side = ((8.0 * n as f64 + 1.0).sqrt() * 0.5 - 0.5).round() as usize;
        if side * (side + 1) / 2 != n {
            return Err(Error::shape(format!(
                "the last axis of A {shape} is {n}; a triangle has 1, 3, 6, 10, … elements"
            )));
        }
        n = side;
    }
    let n = n.saturating_add(offset.unsigned_abs() as usize);
    i.one(with_tail(shape, shape.ndim() - 1, &[n, n])?, dtype)
}

fn triangle_of(attrs: &Attrs) -> Option<bool> {
    matches!(attrs.get_if("lower"), Some(Attr::Bool(_))).then(|| attrs.bool("lower"))
}

fn run_extract(c: &Call) -> Result<()> {
    let (a, offset, triangle) = (c.input(0), c.attrs.int("offset"), triangle_of(c.attrs));
    by_real!(a.dtype, T => batch::extract(read::<T>(a), last(a.shape), offset, triangle, write::<T>(c.output(0))));
    Ok(())
}

fn run_make(c: &Call) -> Result<()> {
    let (a, offset, triangle) = (c.input(0), c.attrs.int("offset"), triangle_of(c.attrs));
    let n = last(c.output(0).shape);
    by_real!(a.dtype, T => batch::make(read::<T>(a), n, offset, triangle, write::<T>(c.output(0))));
    Ok(())
}

/// The gradient is the operator that moves the elements back.
fn move_back(b: &mut Backward, name: &str) -> Result<()> {
    let head = b.head(0)?;
    let mut attrs = vec![("offset", Attr::Int(b.attrs.int("offset")))];
    if let Some(lower) = triangle_of(b.attrs) {
        attrs.push(("lower", lower.into()));
    }
    let gradient = b.call(name, &[&head], &attrs)?;
    b.set(0, gradient);
    Ok(())
}

pub static OPS: &[OpSpec] = &[
    OpSpec {
        name: "linalg_sumlogdiag",
        aliases: &["_linalg_sumlogdiag", "linalg.sumlogdiag"],
        doc: "The sum of the logarithms of the diagonal of square matrices [..., n, n]: [...], or [1] of a single one.",
        inputs: A,
        infer: |i| {
            square(i, 0)?;
            i.one(
                with_tail(i.shape(0), i.shape(0).ndim() - 2, if i.shape(0).ndim() == 2 { &[1] } else { &[] })?,
                real(i)?,
            )
        },
        forward: Forward::Composite(|g, _, inputs| {
            let a = inputs[0].clone().expect("A");
            let diagonal = call(g, "linalg_extractdiag", &[&a], &[])?;
            let logs = call(g, "log", &[&diagonal], &[])?;
            one(call(g, "sum", &[&logs], &[("axis", vec![-1].into())])?)
        }),
        samples: || {
            vec![
                Sample::new(&[&[3, 3]]).range(0.5, 2.0),
                Sample::new(&[&[2, 2, 2]]).range(0.5, 2.0),
                Sample::new(&[&[0, 2, 2]]),
            ]
        },
        ..OpSpec::NEW
    },
    OpSpec {
        attrs: &[OFFSET],
        infer: |i| extracted(i, None),
        forward: Forward::Kernel(run_extract),
        gradient: Gradient::Rule(|b| move_back(b, "linalg_makediag")),
        samples: || {
            vec![
                Sample::new(&[&[3, 3]]),
                Sample::new(&[&[2, 4, 4]]).attr("offset", -1),
                Sample::new(&[&[0, 2, 2]]).attr("offset", 1),
            ]
        },
        ..moved(
            "linalg_extractdiag",
            &["_linalg_extractdiag", "linalg.extractdiag"],
            "A diagonal of square matrices [..., n, n], as vectors [..., n - |offset|].",
        )
    },
    OpSpec {
        attrs: &[OFFSET],
        infer: |i| made(i, false),
        forward: Forward::Kernel(run_make),
        gradient: Gradient::Rule(|b| move_back(b, "linalg_extractdiag")),
        samples: || {
            vec![
                Sample::new(&[&[3]]),
                Sample::new(&[&[2, 4]]).attr("offset", -1),
                Sample::new(&[&[0, 2]]).attr("offset", 1),
            ]
        },
        ..moved(
            "linalg_makediag",
            &["_linalg_makediag", "linalg.makediag"],
            "Square matrices [..., n + |offset|, n + |offset|] that hold the vectors [..., n] on a diagonal, else zeros.",
        )
    },
    OpSpec {
        attrs: TRIANGLE,
        infer: |i| extracted(i, Some(i.attrs.bool("lower"))),
        forward: Forward::Kernel(run_extract),
        gradient: Gradient::Rule(|b| move_back(b, "linalg_maketrian")),
        samples: || {
            vec![
                Sample::new(&[&[3, 3]]),
                Sample::new(&[&[2, 4, 4]]).attr("offset", -1),
                Sample::new(&[&[2, 3, 3]]).attr("lower", false),
                Sample::new(&[&[0, 2, 2]]).attr("offset", 1),
            ]
        },
        ..moved(
            "linalg_extracttrian",
            &["_linalg_extracttrian", "linalg.extracttrian"],
            "A triangle of square matrices [..., n, n], row by row of the lower one (column by column of the upper one), \
             as vectors [..., m (m + 1) / 2] with m = n - |offset|.",
        )
    },
    OpSpec {
        attrs: TRIANGLE,
        infer: |i| made(i, true),
        forward: Forward::Kernel(run_make),
        gradient: Gradient::Rule(|b| move_back(b, "linalg_extracttrian")),
        samples: || {
            vec![
                Sample::new(&[&[6]]),
                Sample::new(&[&[2, 3]]).attr("offset", -1),
                Sample::new(&[&[2, 3]]).attr("lower", false),
                Sample::new(&[&[0, 3]]).attr("offset", 1),
            ]
        },
        ..moved(
            "linalg_maketrian",
            &["_linalg_maketrian", "linalg.maketrian"],
            "Square matrices that hold the vectors [..., m (m + 1) / 2] as a triangle, else zeros: what extracttrian took.",
        )
    },
];
