//! Triangular matrices of MXNet's linear algebra: trmm, trsm, and the Cholesky factors of potrf and
//! potri.
#![forbid(unsafe_code)]

use super::attrs::AttrSpec;
use super::linalg::{A, A_B, ALPHA, LOWER, by_triangle, cubic, failed, flipped, folded, last};
use super::linalg::{matrix, product, real, square, triangle};
use super::spec::{Call, Forward, Gradient, Infer, Needs, OpSpec, Sample, Types};
use super::value::{Backward, call};
use crate::base::{DType, Error, Result};
use crate::by_real;
use crate::kernel::gemm::Real;
use crate::kernel::linalg::batch::{self, Use};
use crate::kernel::slices::{read, write};

const TRIANGULAR: &[AttrSpec] = &[
    AttrSpec::bool("transpose", false, "Use the transpose of the triangular matrix."),
    AttrSpec::bool("rightside", false, "The triangular matrix stands on the right."),
    LOWER,
    ALPHA,
];

fn triangular_infer(i: &Infer) -> Result<Types> {
    let (dtype, n, (rows, columns)) = (real(i)?, square(i, 0)?, matrix(i, 1)?);
    let (a, b) = (i.shape(0), i.shape(1));
    if a.ndim() != b.ndim() || a.dims()[..a.ndim() - 2] != b.dims()[..b.ndim() - 2] {
        return Err(Error::shape(format!("A {a} and B {b} must have the same leading axes")));
    }
    let (side, name) = if i.attrs.bool("rightside") { (columns, "columns") } else { (rows, "rows") };
    if side != n {
        return Err(Error::shape(format!("the triangular matrix A {a} needs {n} {name} in B, which is {b}")));
    }
    i.one(b, dtype)
}

fn triangular_run(c: &Call, solve: bool) -> Result<()> {
    let (a, b) = (c.input(0), c.input(1));
    let (lower, transposed, right) = (c.attrs.bool("lower"), c.attrs.bool("transpose"), c.attrs.bool("rightside"));
    let how = Use { n: last(a.shape), lower, transposed, right };
    let sizes = (b.shape[b.shape.ndim() - 2] as usize, last(b.shape));
    by_real!(a.dtype, T => {
        let alpha = T::from_f64(c.attrs.float("alpha"));
        batch::triangle(c.context, how, solve, alpha, read::<T>(a), read::<T>(b), sizes, write::<T>(c.output(0)));
    });
    Ok(())
}

fn triangular_gradient(b: &mut Backward, name: &str) -> Result<()> {
    let (lower, transpose, right) = (b.attrs.bool("lower"), b.attrs.bool("transpose"), b.attrs.bool("rightside"));
    let alpha = b.attrs.float("alpha");
    let (head, a) = (b.head(0)?, b.input(0));
    let solve = name == "linalg_trsm";
    let db = by_triangle(b.graph, name, (&a, lower, !transpose), &head, right, alpha)?;
    if b.wants(0) {
        // Of the product: alpha dC Bᵀ; of the solution: -1/alpha dB Cᵀ.
        let (scale, left, other) = if solve {
            (if alpha == 0.0 { 0.0 } else { -1.0 / alpha }, db.clone(), b.output(0))
        } else {
            (alpha, head, b.input(1))
        };
        let da = if right == transpose {
            product(b.graph, scale, (&left, transpose), (&other, !transpose))?
        } else {
            product(b.graph, scale, (&other, !transpose), (&left, transpose))?
        };
        let da = triangle(b.graph, &da, lower, 1.0)?;
        b.set(0, da);
    }
    if b.wants(1) {
        b.set(1, db);
    }
    Ok(())
}

/// A kernel of potrf or potri: the number of the first matrix that it could not treat.
type Factor<T> = fn(&dyn crate::base::Context, &[T], usize, bool, &mut [T]) -> Option<usize>;

fn factor_run(c: &Call, what: &str, f32s: Factor<f32>, f64s: Factor<f64>) -> Result<()> {
    let (a, out, lower) = (c.input(0), c.output(0), c.attrs.bool("lower"));
    let n = last(a.shape);
    let found = match a.dtype {
        DType::Float64 => f64s(c.context, read(a), n, lower, write(out)),
        _ => f32s(c.context, read(a), n, lower, write(out)),
    };
    failed(found, a.shape, what)
}

const fn solving(name: &'static str, aliases: &'static [&'static str], doc: &'static str) -> OpSpec {
    OpSpec {
        name,
        aliases,
        doc,
        inputs: A_B,
        attrs: TRIANGULAR,
        infer: triangular_infer,
        cost: |i, _| cubic(i, 1),
        samples: || {
            let base = |shapes: &[&[usize]]| Sample::new(shapes).range(-1.0, 1.0).dominant(0);
            vec![
                base(&[&[3, 3], &[3, 2]]),
                base(&[&[2, 2], &[3, 2]]).attr("rightside", true).attr("lower", false).attr("alpha", 1.5),
                base(&[&[2, 3, 3], &[2, 3, 4]]).attr("transpose", true).attr("alpha", -0.5),
                base(&[&[2, 3, 3], &[2, 4, 3]]).attr("transpose", true).attr("rightside", true),
                base(&[&[0, 2, 2], &[0, 2, 3]]),
                base(&[&[2, 2], &[2, 0]]),
            ]
        },
        ..OpSpec::NEW
    }
}

const fn definite(name: &'static str, aliases: &'static [&'static str], doc: &'static str) -> OpSpec {
    OpSpec {
        name,
        aliases,
        doc,
        inputs: A,
        attrs: &[LOWER],
        infer: |i| {
            square(i, 0)?;
            i.one(i.shape(0), real(i)?)
        },
        cost: |i, _| cubic(i, 1),
        ..OpSpec::NEW
    }
}

pub static OPS: &[OpSpec] = &[
    OpSpec {
        forward: Forward::Kernel(|c| triangular_run(c, false)),
        gradient: Gradient::Rule(|b| triangular_gradient(b, "linalg_trmm")),
        needs: |_| Needs::INPUTS,
        ..solving(
            "linalg_trmm",
            &["_linalg_trmm", "linalg.trmm"],
            "alpha op(A) B, or alpha B op(A) with rightside, where A is triangular: only that triangle is read. Inputs: A \
             [..., n, n], B [..., n, m] or [..., m, n].",
        )
    },
    OpSpec {
        forward: Forward::Kernel(|c| triangular_run(c, true)),
        gradient: Gradient::Rule(|b| triangular_gradient(b, "linalg_trsm")),
        needs: |_| Needs { inputs: 0b1, outputs: 0b1 },
        ..solving(
            "linalg_trsm",
            &["_linalg_trsm", "linalg.trsm"],
            "Solves op(A) X = alpha B, or X op(A) = alpha B with rightside, where A is triangular: only that triangle is \
             read. Inputs: A [..., n, n], B [..., n, m] or [..., m, n]. A zero on the diagonal gives infinities.",
        )
    },
    OpSpec {
        positional: 1,
        forward: Forward::Kernel(|c| {
            let what = "is not positive definite: a pivot is not above 0";
            factor_run(c, what, batch::potrf::<f32>, batch::potrf::<f64>)
        }),
        gradient: Gradient::Rule(|b| {
            let (head, l, lower) = (b.head(0)?, b.output(0), b.attrs.bool("lower"));
            let g = &mut *b.graph;
            let inner = by_triangle(g, "linalg_trmm", (&l, lower, true), &head, !lower, 1.0)?;
            let inner = folded(g, &inner, lower)?;
            let inner = by_triangle(g, "linalg_trsm", (&l, lower, lower), &inner, false, 1.0)?;
            let gradient = by_triangle(g, "linalg_trsm", (&l, lower, !lower), &inner, true, 0.5)?;
            b.set(0, gradient);
            Ok(())
        }),
        needs: |_| Needs::OUTPUTS,
        samples: || {
            vec![
                Sample::new(&[&[3, 3]]).range(-1.0, 1.0).symmetric(0),
                Sample::new(&[&[2, 2, 2]]).range(-1.0, 1.0).symmetric(0).attr("lower", false),
                Sample::new(&[&[0, 2, 2]]),
            ]
        },
        ..definite(
            "linalg_potrf",
            &["_linalg_potrf", "linalg.potrf", "linalg_cholesky", "linalg.cholesky", "_npi_cholesky"],
            "Cholesky's factor of symmetric positive definite matrices [..., n, n]: L with L Lᵀ = A, or U with Uᵀ U = A. \
             Only that triangle of A is read. A matrix that is not positive definite is an error, raised when the result \
             is waited for.",
        )
    },
    OpSpec {
        positional: 1,
        forward: Forward::Kernel(|c| {
            let what = "is no factor of a positive definite matrix: its diagonal has a 0";
            factor_run(c, what, batch::potri::<f32>, batch::potri::<f64>)
        }),
        gradient: Gradient::Rule(|b| {
            let (head, factor, a, lower) = (b.head(0)?, b.input(0), b.output(0), b.attrs.bool("lower"));
            let g = &mut *b.graph;
            let other = flipped(g, &head)?;
            let both = call(g, "elemwise_add", &[&head, &other], &[])?;
            let inner = if lower {
                product(g, 1.0, (&a, false), (&both, false))?
            } else {
                product(g, 1.0, (&both, false), (&a, false))?
            };
            let inner = by_triangle(g, "linalg_trsm", (&factor, lower, true), &inner, lower, -1.0)?;
            let gradient = triangle(g, &inner, lower, 1.0)?;
            b.set(0, gradient);
            Ok(())
        }),
        needs: |_| Needs::ALL,
        samples: || {
            vec![
                Sample::new(&[&[3, 3]]).range(-1.0, 1.0).dominant(0),
                Sample::new(&[&[2, 2, 2]]).range(-1.0, 1.0).dominant(0).attr("lower", false),
                Sample::new(&[&[0, 2, 2]]),
            ]
        },
        ..definite(
            "linalg_potri",
            &["_linalg_potri", "linalg.potri"],
            "The inverse of the matrices whose Cholesky factors A [..., n, n] are given: (A Aᵀ)⁻¹, or (Aᵀ A)⁻¹ of an upper \
             one.",
        )
    },
    OpSpec {
        name: "_linalg_triangle",
        doc: "One triangle of square matrices, the diagonal multiplied by a number; zeros elsewhere.",
        inputs: A,
        attrs: &[LOWER, AttrSpec::float("diagonal", 1.0, "Multiplies the diagonal.")],
        infer: |i| {
            square(i, 0)?;
            i.one(i.shape(0), real(i)?)
        },
        forward: Forward::Kernel(|c| {
            let (a, lower) = (c.input(0), c.attrs.bool("lower"));
            by_real!(a.dtype, T => {
                let diagonal = T::from_f64(c.attrs.float("diagonal"));
                batch::keep(c.context, read::<T>(a), last(a.shape), lower, diagonal, write::<T>(c.output(0)));
            });
            Ok(())
        }),
        gradient: Gradient::Rule(|b| {
            let (head, lower, diagonal) = (b.head(0)?, b.attrs.bool("lower"), b.attrs.float("diagonal"));
            let gradient = triangle(b.graph, &head, lower, diagonal)?;
            b.set(0, gradient);
            Ok(())
        }),
        hidden: true,
        samples: || {
            vec![Sample::new(&[&[3, 3]]).attr("diagonal", 0.5), Sample::new(&[&[2, 3, 3]]).attr("lower", false)]
        },
        ..OpSpec::NEW
    },
];
