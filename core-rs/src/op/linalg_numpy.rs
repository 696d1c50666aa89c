//! What NumPy's linear algebra has beyond MXNet's: solve, qr, eigh, pinv, lstsq.
#![forbid(unsafe_code)]

use super::attrs::{Attr, AttrSpec};
use super::linalg::{by_triangle, cubic, failed, flipped, folded, last, matrix, one, product, real, square, with_tail};
use super::spec::{Forward, Gradient, Infer, Needs, OpSpec, Sample, input};
use super::value::{Backward, Graph, Value, call};
use crate::base::{Error, Result};
use crate::by_real;
use crate::kernel::linalg::batch;
use crate::kernel::slices::{read, write};

const RCOND: AttrSpec =
    AttrSpec::float("rcond", 1e-15, "Singular values below this times the largest count as 0.").at_least(0.0);

/// Sizes of `A X = B`: whether B holds vectors, and its columns.
fn system(i: &Infer) -> Result<(bool, usize)> {
    let (a, b) = (i.shape(0), i.shape(1));
    let (rows, _) = matrix(i, 0)?;
    let leading = a.ndim() - 2;
    let vector = b.ndim() + 1 == a.ndim();
    if !(vector || b.ndim() == a.ndim()) || a.dims()[..leading] != b.dims()[..leading] || b[leading] as usize != rows {
        return Err(Error::shape(format!(
            "A {a} needs B of {} or of {}, got {b}",
            with_tail(a, leading + 1, &[])?,
            with_tail(a, leading + 1, &[])?.inserted(leading + 1, 1)?.to_string().replace(",1]", ",k]")
        )));
    }
    Ok((vector, if vector { 1 } else { last(b) }))
}

/// The rule of `solve`: dB = A⁻ᵀ dX, dA = -dB Xᵀ.
fn solve_gradient(b: &mut Backward) -> Result<()> {
    let (head, a, x) = (b.head(0)?, b.input(0), b.output(0));
    let turned = flipped(b.graph, &a)?;
    let db = b.call("linalg_solve", &[&turned, &head], &[])?;
    if b.wants(0) {
        let as_matrix = |b: &mut Backward, v: &Value| -> Result<Value> {
            if v.shape().ndim() == a.shape().ndim() {
                return Ok(v.clone());
            }
            let shape = v.shape().inserted(v.shape().ndim(), 1)?;
            b.call("_view", &[v], &[("shape", shape.into())])
        };
        let (left, right) = (as_matrix(b, &db)?, as_matrix(b, &x)?);
        let da = product(b.graph, -1.0, (&left, false), (&right, true))?;
        b.set(0, da);
    }
    if b.wants(1) {
        b.set(1, db);
    }
    Ok(())
}

/// Of A = Q R with at least as many rows as columns: (dQ + Q M) R⁻ᵀ, M the lower triangle of R dRᵀ - dQᵀ Q on both sides.
fn tall(g: &mut dyn Graph, dq: &Value, dr: &Value, q: &Value, r: &Value) -> Result<Value> {
    let x = product(g, 1.0, (r, false), (dr, true))?;
    let y = product(g, 1.0, (dq, true), (q, false))?;
    let m = call(g, "elemwise_sub", &[&x, &y], &[])?;
    let m = folded(g, &m, true)?;
    let m = product(g, 1.0, (q, false), (&m, false))?;
    let sum = call(g, "elemwise_add", &[dq, &m], &[])?;
    by_triangle(g, "linalg_trsm", (r, false, true), &sum, true, 1.0)
}

fn qr_gradient(b: &mut Backward) -> Result<()> {
    let (dq, dr, q, r, shape) = (b.head(0)?, b.head(1)?, b.output(0), b.output(1), b.shape(0));
    let (m, n) = (shape[shape.ndim() - 2], shape[shape.ndim() - 1]);
    if m >= n {
        let gradient = tall(b.graph, &dq, &dr, &q, &r)?;
        b.set(0, gradient);
        return Ok(());
    }
    // A = [X, Y], R = [S, T] with X = Q S, T = Qᵀ Y: Y's part goes by Q, and Q's gradient gains Y dTᵀ.
    let a = b.input(0);
    let cut = |b: &mut Backward, x: &Value, first: bool| {
        let (begin, end) = if first { (0, m as i64) } else { (m as i64, n as i64) };
        let attrs = [("axis", Attr::Int(-1)), ("begin", Attr::Int(begin)), ("end", Attr::Int(end))];
        b.call("slice_axis", &[x], &attrs)
    };
    let (ds, dt, s, y) = (cut(b, &dr, true)?, cut(b, &dr, false)?, cut(b, &r, true)?, cut(b, &a, false)?);
    let more = product(b.graph, 1.0, (&y, false), (&dt, true))?;
    let dq = b.call("elemwise_add", &[&dq, &more], &[])?;
    let dx = tall(b.graph, &dq, &ds, &q, &s)?;
    let dy = product(b.graph, 1.0, (&q, false), (&dt, false))?;
    let mut attrs = vec![("dim", Attr::Int(shape.ndim() as i64 - 1))];
    if super::find("Concat").is_some_and(|op| op.attrs.iter().any(|a| a.name == "num_args")) {
        attrs.push(("num_args", Attr::Int(2)));
    }
    let gradient = b.call("Concat", &[&dx, &dy], &attrs)?;
    b.set(0, gradient);
    Ok(())
}

/// Golub and Pereyra (1973): -Pᵀ G Pᵀ + (I - A P) Gᵀ P Pᵀ + Pᵀ P Gᵀ (I - P A).
fn pinv_gradient(b: &mut Backward) -> Result<()> {
    let (head, a, p) = (b.head(0)?, b.input(0), b.output(0));
    let g = &mut *b.graph;
    let x = product(g, -1.0, (&p, true), (&head, false))?;
    let mut gradient = product(g, 1.0, (&x, false), (&p, true))?;
    // Gᵀ P Pᵀ, and what A P takes from it.
    let y = product(g, 1.0, (&head, true), (&p, false))?;
    let y = product(g, 1.0, (&y, false), (&p, true))?;
    let z = product(g, 1.0, (&p, false), (&y, false))?;
    let z = product(g, 1.0, (&a, false), (&z, false))?;
    let y = call(g, "elemwise_sub", &[&y, &z], &[])?;
    gradient = call(g, "elemwise_add", &[&gradient, &y], &[])?;
    // Pᵀ P Gᵀ, and what P A takes from it.
    let y = product(g, 1.0, (&p, false), (&head, true))?;
    let y = product(g, 1.0, (&p, true), (&y, false))?;
    let z = product(g, 1.0, (&y, false), (&p, false))?;
    let z = product(g, 1.0, (&z, false), (&a, false))?;
    let y = call(g, "elemwise_sub", &[&y, &z], &[])?;
    gradient = call(g, "elemwise_add", &[&gradient, &y], &[])?;
    b.set(0, gradient);
    Ok(())
}

pub static OPS: &[OpSpec] = &[
    OpSpec {
        name: "linalg_solve",
        aliases: &["linalg.solve", "_npi_solve"],
        doc: "Solves A X = B for square matrices A [..., n, n] and B [..., n, k], or vectors [..., n], by LU with partial \
              pivoting. A singular A is an error, raised when the result is waited for.",
        inputs: &[input("A"), input("B")],
        infer: |i| {
            let dtype = real(i)?;
            square(i, 0)?;
            system(i)?;
            i.one(i.shape(1), dtype)
        },
        forward: Forward::Kernel(|c| {
            let (a, b, out) = (c.input(0), c.input(1), c.output(0));
            let n = last(a.shape);
            let columns = if b.shape.ndim() < a.shape.ndim() { 1 } else { last(b.shape) };
            let found = by_real!(a.dtype, T =>
                batch::solve(c.context, read::<T>(a), read::<T>(b), (n, columns), write::<T>(out)));
            failed(found, a.shape, "is singular: the system has no single solution")
        }),
        gradient: Gradient::Rule(solve_gradient),
        needs: |_| Needs { inputs: 0b1, outputs: 0b1 },
        cost: |i, _| cubic(i, 1),
        samples: || {
            let base = |shapes: &[&[usize]]| Sample::new(shapes).range(-1.0, 1.0).dominant(0);
            vec![
                base(&[&[3, 3], &[3, 2]]),
                base(&[&[3, 3], &[3]]),
                base(&[&[2, 2, 2], &[2, 2, 3]]),
                base(&[&[0, 2, 2], &[0, 2, 3]]),
            ]
        },
        ..OpSpec::NEW
    },
    OpSpec {
        name: "linalg_qr",
        aliases: &["linalg.qr", "_npi_qr"],
        doc: "QR factorisation of matrices [..., m, n], reduced: outputs Q [..., m, k] with orthonormal columns and R \
              [..., k, n] upper triangular, A = Q R, k the smaller of m and n. Signs are LAPACK's. The gradient (Walter and \
              Lehmann 2010) needs the first k columns to be independent.",
        inputs: &[input("A")],
        infer: |i| {
            let ((rows, columns), dtype, shape) = (matrix(i, 0)?, real(i)?, i.shape(0));
            let (k, n) = (rows.min(columns), shape.ndim());
            Ok(smallvec::smallvec![(shape.with(n - 1, k), dtype), (shape.with(n - 2, k), dtype)])
        },
        forward: Forward::Kernel(|c| {
            let a = c.input(0);
            let sizes = (a.shape[a.shape.ndim() - 2] as usize, last(a.shape));
            by_real!(a.dtype, T => {
                let (q, r) = (write::<T>(c.output(0)), write::<T>(c.output(1)));
                batch::orthogonal(c.context, true, read::<T>(a), sizes, q, r);
            });
            Ok(())
        }),
        gradient: Gradient::Rule(qr_gradient),
        needs: |_| Needs::ALL,
        cost: |i, _| cubic(i, 4),
        samples: || {
            vec![
                Sample::new(&[&[4, 2]]).range(-1.0, 1.0).dominant(0),
                Sample::new(&[&[2, 3, 3]]).range(-1.0, 1.0).dominant(0),
                Sample::new(&[&[2, 4]]).range(-1.0, 1.0).dominant(0),
                Sample::new(&[&[0, 2, 3]]),
            ]
        },
        ..OpSpec::NEW
    },
    OpSpec {
        name: "linalg_eigh",
        aliases: &["linalg.eigh", "_npi_eigh"],
        doc: "Eigenvalues and eigenvectors of symmetric matrices [..., n, n]: outputs values [..., n] in ascending order and \
              vectors [..., n, n] as columns, A = V diag(values) Vᵀ. The largest component of each vector is positive.",
        inputs: &[input("A")],
        attrs: &[AttrSpec::one_of("UPLO", &["L", "U"], "L", "Which triangle is read: the lower or the upper one.")],
        infer: |i| {
            let (n, dtype, shape) = (square(i, 0)?, real(i)?, i.shape(0));
            Ok(smallvec::smallvec![(with_tail(shape, shape.ndim() - 2, &[n])?, dtype), (shape, dtype)])
        },
        forward: Forward::Composite(|g, attrs, inputs| {
            let mut a = inputs[0].clone().expect("A");
            if attrs.word("UPLO") == "U" {
                a = flipped(g, &a)?;
            }
            let syevd = super::find("linalg_syevd").expect("linalg_syevd");
            let mut found = g.apply(syevd, &[Some(a)], syevd.attrs(&[])?)?;
            let (values, rows) = (found.swap_remove(1), found.swap_remove(0));
            let vectors = flipped(g, &rows)?;
            Ok(smallvec::smallvec![values, vectors])
        }),
        cost: |i, _| cubic(i, 8),
        samples: || {
            vec![
                Sample::new(&[&[3, 3]]).range(-1.0, 1.0).symmetric(0),
                Sample::new(&[&[2, 2, 2]]).range(-1.0, 1.0).symmetric(0).word("UPLO", "U"),
                Sample::new(&[&[0, 2, 2]]),
            ]
        },
        ..OpSpec::NEW
    },
    OpSpec {
        name: "linalg_pinv",
        aliases: &["linalg.pinv", "_npi_pinv_scalar_rcond"],
        doc: "The pseudo-inverse of matrices [..., m, n] by their singular values: [..., n, m]. The gradient (Golub and \
              Pereyra 1973) holds where the rank does not change.",
        inputs: &[input("A")],
        attrs: &[RCOND, AttrSpec::bool("hermitian", false, "Accepted and ignored: it changes no result.")],
        positional: 1,
        infer: |i| {
            let ((rows, columns), dtype, shape) = (matrix(i, 0)?, real(i)?, i.shape(0));
            i.one(shape.with(shape.ndim() - 2, columns).with(shape.ndim() - 1, rows), dtype)
        },
        forward: Forward::Kernel(|c| {
            let (a, out, rcond) = (c.input(0), c.output(0), c.attrs.float("rcond"));
            let sizes = (a.shape[a.shape.ndim() - 2] as usize, last(a.shape));
            let found = by_real!(a.dtype, T =>
                batch::pseudo_inverse(c.context, read::<T>(a), sizes, rcond, write::<T>(out)));
            failed(found, a.shape, "has no singular values: it holds infinities or NaN, or QR did not converge")
        }),
        gradient: Gradient::Rule(pinv_gradient),
        needs: |_| Needs::ALL,
        cost: |i, _| cubic(i, 16),
        samples: || {
            vec![
                Sample::new(&[&[4, 2]]).range(-1.0, 1.0).dominant(0),
                Sample::new(&[&[2, 2, 3]]).range(-1.0, 1.0).dominant(0),
                Sample::new(&[&[0, 2, 3]]),
            ]
        },
        ..OpSpec::NEW
    },
    OpSpec {
        name: "linalg_lstsq",
        aliases: &["linalg.lstsq"],
        doc: "The X of least norm among those that make |A X - B| least, for A [..., m, n] and B [..., m, k] or vectors \
              [..., m]: the pseudo-inverse of A times B. Only the solution, not NumPy's residuals, rank and values.",
        inputs: &[input("A"), input("B")],
        attrs: &[RCOND],
        positional: 1,
        infer: |i| {
            let (dtype, (_, columns), (vector, k)) = (real(i)?, matrix(i, 0)?, system(i)?);
            let leading = i.shape(0).ndim() - 2;
            let tail = [columns, k];
            i.one(with_tail(i.shape(0), leading, if vector { &tail[..1] } else { &tail })?, dtype)
        },
        forward: Forward::Composite(|g, attrs, inputs| {
            let (a, b) = (inputs[0].clone().expect("A"), inputs[1].clone().expect("B"));
            let types = [Some((a.shape(), a.dtype())), Some((b.shape(), b.dtype()))];
            let (vector, _) =
                system(&Infer { op: super::find("linalg_lstsq").expect("registered"), attrs, inputs: &types })?;
            let inverse = call(g, "linalg_pinv", &[&a], &[("rcond", attrs.float("rcond").into())])?;
            if !vector {
                return one(product(g, 1.0, (&inverse, false), (&b, false))?);
            }
            let shape = b.shape().inserted(b.shape().ndim(), 1)?;
            let b = call(g, "_view", &[&b], &[("shape", shape.into())])?;
            let x = product(g, 1.0, (&inverse, false), (&b, false))?;
            let shape = x.shape().removed(x.shape().ndim() - 1);
            one(call(g, "_view", &[&x], &[("shape", shape.into())])?)
        }),
        cost: |i, _| cubic(i, 16),
        samples: || {
            vec![
                Sample::new(&[&[4, 2], &[4, 3]]).range(-1.0, 1.0).dominant(0),
                Sample::new(&[&[4, 2], &[4]]).range(-1.0, 1.0).dominant(0),
                Sample::new(&[&[2, 2, 3], &[2, 2, 1]]).range(-1.0, 1.0).dominant(0),
            ]
        },
        ..OpSpec::NEW
    },
];
