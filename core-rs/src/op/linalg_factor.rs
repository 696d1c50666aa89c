//! Factorisations, inverses and determinants of MXNet's linear algebra: gelqf, syevd, inverse, det,
//! slogdet. Gradients follow Seeger, Hetzel, Dai and Lawrence (2017), of determinants Jacobi.
#![forbid(unsafe_code)]

use super::attrs::{Attr, AttrSpec};
use super::linalg::{by_triangle, cubic, failed, flipped, folded, last, matrix, product, real, square, with_tail};
use super::spec::{Call, Forward, Gradient, Infer, Needs, OpSpec, Sample, Types, input};
use super::value::{Backward, Value, call};
use crate::base::{Error, Result, Shape};
use crate::by_real;
use crate::kernel::gemm::Real;
use crate::kernel::linalg::batch;
use crate::kernel::slices::{read, write};

const INVERSE: OpSpec = OpSpec {
    inputs: &[input("A")],
    infer: |i| {
        square(i, 0)?;
        i.one(i.shape(0), real(i)?)
    },
    gradient: Gradient::Rule(|b| {
        // -A⁻ᵀ dA⁻¹ A⁻ᵀ
        let (head, a) = (b.head(0)?, b.output(0));
        let inner = product(b.graph, -1.0, (&a, true), (&head, false))?;
        let gradient = product(b.graph, 1.0, (&inner, false), (&a, true))?;
        b.set(0, gradient);
        Ok(())
    }),
    needs: |_| Needs::OUTPUTS,
    cost: |i, _| cubic(i, 2),
    samples: || {
        vec![
            Sample::new(&[&[3, 3]]).range(-1.0, 1.0).dominant(0),
            Sample::new(&[&[2, 2, 2]]).range(-1.0, 1.0).dominant(0),
            Sample::new(&[&[0, 2, 2]]),
        ]
    },
    ..OpSpec::NEW
};

fn run_inverse(c: &Call, zeros: bool) -> Result<()> {
    let (a, out) = (c.input(0), c.output(0));
    let found = by_real!(a.dtype, T => batch::inverse(c.context, read::<T>(a), last(a.shape), zeros, write::<T>(out)));
    failed(found, a.shape, "is singular: it has no inverse")
}

/// One number for each matrix.
fn reduced(shape: Shape) -> Result<Shape> {
    with_tail(shape, shape.ndim() - 2, if shape.ndim() == 2 { &[1] } else { &[] })
}

fn run_determinant(c: &Call) -> Result<()> {
    let a = c.input(0);
    by_real!(a.dtype, T => {
        let logs = c.outputs.get(1).map(write::<T>);
        batch::determinant(c.context, read::<T>(a), last(a.shape), write::<T>(c.output(0)), logs);
    });
    Ok(())
}

/// `factor` (a number for each matrix) times the transpose of the inverse; zeros for singular matrices.
fn by_inverse(b: &mut Backward, factor: &Value) -> Result<()> {
    let (a, shape) = (b.input(0), b.shape(0));
    let inverse = b.call("_linalg_inverse_or_zero", &[&a], &[])?;
    let inverse = flipped(b.graph, &inverse)?;
    let spread = with_tail(shape, shape.ndim() - 2, &[1, 1])?;
    let factor = b.call("_view", &[factor], &[("shape", spread.into())])?;
    let gradient = b.call("broadcast_mul", &[&inverse, &factor], &[])?;
    b.set(0, gradient);
    Ok(())
}

fn determinant_samples() -> Vec<Sample> {
    vec![
        Sample::new(&[&[3, 3]]).range(-1.0, 1.0),
        Sample::new(&[&[2, 2, 2]]).range(-1.0, 1.0).dominant(0),
        Sample::new(&[&[0, 2, 2]]),
    ]
}

fn infer_eigen(i: &Infer) -> Result<Types> {
    let (n, dtype, shape) = (square(i, 0)?, real(i)?, i.shape(0));
    let values = with_tail(shape, shape.ndim() - 2, &[n])?;
    Ok(smallvec::smallvec![(shape, dtype), (values, dtype)])
}

/// `d`, a vector for each matrix, as diagonal matrices.
pub fn diagonal(b: &mut Backward, d: &Value) -> Result<Value> {
    b.call("linalg_makediag", &[d], &[])
}

/// 1 / (value i - value j) for i, j; zeros on the diagonal.
pub fn gaps(b: &mut Backward, values: &Value) -> Result<Value> {
    b.call("_linalg_gaps", &[values], &[])
}

pub static OPS: &[OpSpec] = &[
    OpSpec {
        name: "linalg_gelqf",
        aliases: &["_linalg_gelqf", "linalg.gelqf"],
        doc: "LQ factorisation of A [..., m, n], m <= n: outputs Q [..., m, n] with orthonormal rows and L [..., m, m] lower \
              triangular, A = L Q. Signs are LAPACK's. The gradient needs A of full rank.",
        inputs: &[input("A")],
        infer: |i| {
            let ((rows, columns), dtype, shape) = (matrix(i, 0)?, real(i)?, i.shape(0));
            if rows > columns {
                return Err(Error::shape(format!(
                    "A has shape {shape}: its matrices may not have more rows than columns ({rows} against {columns})"
                )));
            }
            Ok(smallvec::smallvec![(shape, dtype), (shape.with(shape.ndim() - 1, rows), dtype)])
        },
        forward: Forward::Kernel(|c| {
            let a = c.input(0);
            let sizes = (a.shape[a.shape.ndim() - 2] as usize, last(a.shape));
            by_real!(a.dtype, T => {
                let (q, l) = (write::<T>(c.output(0)), write::<T>(c.output(1)));
                batch::orthogonal(c.context, false, read::<T>(a), sizes, l, q);
            });
            Ok(())
        }),
        gradient: Gradient::Rule(|b| {
            // L⁻ᵀ (dQ + M Q), M the lower triangle of Lᵀ dL - dQ Qᵀ on both sides.
            let (dq, dl, q, l) = (b.head(0)?, b.head(1)?, b.output(0), b.output(1));
            let g = &mut *b.graph;
            let x = by_triangle(g, "linalg_trmm", (&l, true, true), &dl, false, 1.0)?;
            let y = product(g, 1.0, (&dq, false), (&q, true))?;
            let m = call(g, "elemwise_sub", &[&x, &y], &[])?;
            let m = folded(g, &m, true)?;
            let m = product(g, 1.0, (&m, false), (&q, false))?;
            let sum = call(g, "elemwise_add", &[&dq, &m], &[])?;
            let gradient = by_triangle(g, "linalg_trsm", (&l, true, true), &sum, false, 1.0)?;
            b.set(0, gradient);
            Ok(())
        }),
        needs: |_| Needs::OUTPUTS,
        cost: |i, _| cubic(i, 4),
        samples: || {
            vec![
                Sample::new(&[&[2, 4]]).range(-1.0, 1.0).dominant(0),
                Sample::new(&[&[2, 3, 3]]).range(-1.0, 1.0).dominant(0),
                Sample::new(&[&[0, 2, 3]]),
            ]
        },
        ..OpSpec::NEW
    },
    OpSpec {
        name: "linalg_syevd",
        aliases: &["_linalg_syevd", "linalg.syevd"],
        doc: "Eigenvectors and eigenvalues of symmetric matrices [..., n, n], of which the lower triangle is read: outputs U \
              [..., n, n], whose rows are the vectors, and L [..., n] in ascending order, A = Uᵀ diag(L) U. The largest \
              component of each vector is positive. The gradient needs eigenvalues that differ.",
        inputs: &[input("A")],
        infer: infer_eigen,
        forward: Forward::Kernel(|c| {
            let a = c.input(0);
            let found = by_real!(a.dtype, T => {
                let (u, l) = (write::<T>(c.output(0)), write::<T>(c.output(1)));
                batch::symmetric(c.context, read::<T>(a), last(a.shape), u, l)
            });
            failed(found, a.shape, "has no eigenvalues: it holds infinities or NaN, or QL did not converge")
        }),
        gradient: Gradient::Rule(|b| {
            // Uᵀ Y U, Y = (X - Xᵀ) / 2 / (L_i - L_j) off the diagonal, dL on it, X = dU Uᵀ.
            let (du, dl, u, l) = (b.head(0)?, b.head(1)?, b.output(0), b.output(1));
            let x = product(b.graph, 0.5, (&du, false), (&u, true))?;
            let turned = flipped(b.graph, &x)?;
            let x = b.call("elemwise_sub", &[&x, &turned], &[])?;
            let gaps = gaps(b, &l)?;
            let off = b.call("elemwise_mul", &[&x, &gaps], &[])?;
            let on = diagonal(b, &dl)?;
            let y = b.call("elemwise_add", &[&off, &on], &[])?;
            let y = product(b.graph, 1.0, (&u, true), (&y, false))?;
            let gradient = product(b.graph, 1.0, (&y, false), (&u, false))?;
            b.set(0, gradient);
            Ok(())
        }),
        needs: |_| Needs::OUTPUTS,
        cost: |i, _| cubic(i, 8),
        samples: || {
            vec![
                Sample::new(&[&[3, 3]]).range(-1.0, 1.0).symmetric(0),
                Sample::new(&[&[2, 2, 2]]).range(-1.0, 1.0).symmetric(0),
                Sample::new(&[&[0, 2, 2]]),
            ]
        },
        ..OpSpec::NEW
    },
    OpSpec {
        name: "linalg_inverse",
        aliases: &["_linalg_inverse", "linalg.inverse", "linalg_inv", "linalg.inv", "_npi_inv"],
        doc: "The inverse of square matrices [..., n, n]. A singular one is an error, raised when the result is waited for.",
        forward: Forward::Kernel(|c| run_inverse(c, false)),
        ..INVERSE
    },
    OpSpec {
        name: "_linalg_inverse_or_zero",
        doc: "The inverse of square matrices, zeros for singular ones.",
        forward: Forward::Kernel(|c| run_inverse(c, true)),
        hidden: true,
        ..INVERSE
    },
    OpSpec {
        name: "linalg_det",
        aliases: &["_linalg_det", "linalg.det", "_npi_det"],
        doc: "The determinant of square matrices [..., n, n]: [...], or [1] of a single one. As in MXNet the gradient of a \
              singular matrix is 0.",
        inputs: &[input("A")],
        infer: |i| {
            square(i, 0)?;
            i.one(reduced(i.shape(0))?, real(i)?)
        },
        forward: Forward::Kernel(run_determinant),
        gradient: Gradient::Rule(|b| {
            // dD D A⁻ᵀ
            let (head, value) = (b.head(0)?, b.output(0));
            let factor = b.call("elemwise_mul", &[&head, &value], &[])?;
            by_inverse(b, &factor)
        }),
        needs: |_| Needs::ALL,
        cost: |i, _| cubic(i, 1),
        samples: determinant_samples,
        ..OpSpec::NEW
    },
    OpSpec {
        name: "linalg_slogdet",
        aliases: &["_linalg_slogdet", "linalg.slogdet", "_npi_slogdet"],
        doc: "The determinant of square matrices [..., n, n] as its sign and the logarithm of its magnitude, each [...], or \
              [1] of a single one. A singular matrix has sign 0, logarithm -infinity and, as in MXNet, gradient 0.",
        inputs: &[input("A")],
        infer: |i| {
            square(i, 0)?;
            let (shape, dtype) = (reduced(i.shape(0))?, real(i)?);
            Ok(smallvec::smallvec![(shape, dtype), (shape, dtype)])
        },
        forward: Forward::Kernel(run_determinant),
        gradient: Gradient::Rule(|b| {
            let head = b.head(1)?;
            by_inverse(b, &head)
        }),
        needs: |_| Needs::INPUTS,
        cost: |i, _| cubic(i, 1),
        samples: determinant_samples,
        ..OpSpec::NEW
    },
    OpSpec {
        name: "_linalg_gaps",
        doc: "1 / (value i - value j) of vectors [..., n], as [..., n, n] with zeros on the diagonal. Differences below \
              1e-30 (1e-100 of float64) count as that.",
        inputs: &[input("values")],
        infer: |i| {
            let (shape, dtype) = (i.shape(0), real(i)?);
            let n = shape.ndim();
            if n == 0 {
                return Err(Error::shape("values has no axes; it needs at least one"));
            }
            i.one(with_tail(shape, n - 1, &[last(shape), last(shape)])?, dtype)
        },
        forward: Forward::Kernel(|c| {
            let (v, n) = (c.input(0), last(c.input(0).shape));
            by_real!(v.dtype, T => {
                let least = if size_of::<T>() == 4 { 1e-30 } else { 1e-100 };
                let out = write::<T>(c.output(0));
                for (v, out) in read::<T>(v).chunks_exact(n.max(1)).zip(out.chunks_exact_mut((n * n).max(1))) {
                    for (at, o) in out.iter_mut().enumerate() {
                        let (i, j) = (at / n, at % n);
                        let gap = v[i].to_f64() - v[j].to_f64();
                        // The order of i and j decides the sign of what is too small.
                        let sign = if gap == 0.0 { if i > j { 1.0 } else { -1.0 } } else { gap.signum() };
                        let gap = if gap.abs() < least { sign * least } else { gap };
                        *o = if i == j { T::ZERO } else { T::from_f64(1.0 / gap) };
                    }
                }
            });
            Ok(())
        }),
        gradient: Gradient::Rule(|b| {
            // d(1 / (a - b)) = -(da - db) / (a - b)²
            let (head, f) = (b.head(0)?, b.output(0));
            let square = b.call("elemwise_mul", &[&f, &f], &[])?;
            let h = b.call("elemwise_mul", &[&head, &square], &[])?;
            let other = flipped(b.graph, &h)?;
            let h = b.call("elemwise_sub", &[&other, &h], &[])?;
            let sum = b.call("sum", &[&h], &[("axis", vec![-1].into())])?;
            let shape = b.shape(0);
            let sum = b.call("_view", &[&sum], &[("shape", shape.into())])?;
            b.set(0, sum);
            Ok(())
        }),
        needs: |_| Needs::OUTPUTS,
        hidden: true,
        samples: || vec![Sample::new(&[&[3]]), Sample::new(&[&[2, 4]])],
        ..OpSpec::NEW
    },
    OpSpec {
        name: "linalg_svd",
        aliases: &["linalg.svd", "_npi_svd"],
        doc: "Singular value decomposition of matrices [..., m, n]: outputs U [..., m, k], values [..., k] in descending \
              order, V [..., k, n], A = U diag(values) V, k the smaller of m and n (NumPy's full_matrices=false). The \
              largest component of each row of V is positive, as in MXNet. The gradient (Townsend 2016) needs values that \
              differ and are not 0.",
        inputs: &[input("A")],
        attrs: &[AttrSpec::bool("full_matrices", false, "Must be false: U and V have k columns and rows.")],
        infer: |i| {
            let ((rows, columns), dtype, shape) = (matrix(i, 0)?, real(i)?, i.shape(0));
            if i.attrs.bool("full_matrices") {
                return Err(Error::attribute("full_matrices is true; only false is possible in this version"));
            }
            let (k, n) = (rows.min(columns), shape.ndim());
            Ok(smallvec::smallvec![
                (shape.with(n - 1, k), dtype),
                (with_tail(shape, n - 2, &[k])?, dtype),
                (shape.with(n - 2, k), dtype)
            ])
        },
        forward: Forward::Kernel(|c| {
            let a = c.input(0);
            let sizes = (a.shape[a.shape.ndim() - 2] as usize, last(a.shape));
            let found = by_real!(a.dtype, T => {
                let (u, s, v) = (write::<T>(c.output(0)), write::<T>(c.output(1)), write::<T>(c.output(2)));
                batch::singular(c.context, read::<T>(a), sizes, u, s, v)
            });
            failed(found, a.shape, "has no singular values: it holds infinities or NaN, or QR did not converge")
        }),
        gradient: Gradient::Rule(svd_gradient),
        needs: |_| Needs::OUTPUTS,
        cost: |i, _| cubic(i, 16),
        samples: || {
            vec![
                Sample::new(&[&[3, 3]]).range(-1.0, 1.0).dominant(0),
                Sample::new(&[&[4, 2]]).range(-1.0, 1.0).dominant(0),
                Sample::new(&[&[2, 2, 3]]).range(-1.0, 1.0).dominant(0),
                Sample::new(&[&[0, 2, 3]]),
            ]
        },
        ..OpSpec::NEW
    },
];

/// U [(F (Uᵀ dU - dUᵀ U)) S + S (F (V dVᵀ - dV Vᵀ)) + diag(dS)] V + (I - U Uᵀ) dU S⁻¹ V + U S⁻¹ dV (I - Vᵀ V), with V's
/// rows as vectors and F = 1 / (s_j² - s_i²) off the diagonal (Townsend 2016).
fn svd_gradient(b: &mut Backward) -> Result<()> {
    let (du, ds, dv) = (b.head(0)?, b.head(1)?, b.head(2)?);
    let (u, s, v) = (b.output(0), b.output(1), b.output(2));
    let shape = b.shape(0);
    let (m, n) = (shape[shape.ndim() - 2], shape[shape.ndim() - 1]);
    let squares = b.call("elemwise_mul", &[&s, &s], &[])?;
    let f = gaps(b, &squares)?;
    let f = b.call("negative", &[&f], &[])?;
    let s_rows = b.call("expand_dims", &[&s], &[("axis", Attr::Int(-1))])?;
    let s_columns = b.call("expand_dims", &[&s], &[("axis", Attr::Int(-2))])?;
    let skew = |b: &mut Backward, x: Value| -> Result<Value> {
        let turned = flipped(b.graph, &x)?;
        let x = b.call("elemwise_sub", &[&x, &turned], &[])?;
        b.call("elemwise_mul", &[&x, &f], &[])
    };
    let x = product(b.graph, 1.0, (&u, true), (&du, false))?;
    let x = skew(b, x)?;
    let x = b.call("broadcast_mul", &[&x, &s_columns], &[])?;
    let y = product(b.graph, 1.0, (&v, false), (&dv, true))?;
    let y = skew(b, y)?;
    let y = b.call("broadcast_mul", &[&y, &s_rows], &[])?;
    let middle = b.call("elemwise_add", &[&x, &y], &[])?;
    let on = diagonal(b, &ds)?;
    let middle = b.call("elemwise_add", &[&middle, &on], &[])?;
    let left = product(b.graph, 1.0, (&u, false), (&middle, false))?;
    let mut gradient = product(b.graph, 1.0, (&left, false), (&v, false))?;
    if m > n {
        // What of dU lies outside the space of U.
        let inside = product(b.graph, 1.0, (&u, true), (&du, false))?;
        let inside = product(b.graph, 1.0, (&u, false), (&inside, false))?;
        let outside = b.call("elemwise_sub", &[&du, &inside], &[])?;
        let outside = b.call("broadcast_div", &[&outside, &s_columns], &[])?;
        let part = product(b.graph, 1.0, (&outside, false), (&v, false))?;
        gradient = b.call("elemwise_add", &[&gradient, &part], &[])?;
    }
    if n > m {
        let inside = product(b.graph, 1.0, (&dv, false), (&v, true))?;
        let inside = product(b.graph, 1.0, (&inside, false), (&v, false))?;
        let outside = b.call("elemwise_sub", &[&dv, &inside], &[])?;
        let outside = b.call("broadcast_div", &[&outside, &s_rows], &[])?;
        let part = product(b.graph, 1.0, (&u, false), (&outside, false))?;
        gradient = b.call("elemwise_add", &[&gradient, &part], &[])?;
    }
    b.set(0, gradient);
    Ok(())
}
