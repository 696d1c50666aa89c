//! Products and triangular matrices of MXNet's linear algebra (la_op.cc): gemm, gemm2, syrk, trmm,
//! trsm, potrf, potri, diagonals and triangles. All of float32 and float64, over leading axes.
//! Gradients follow Seeger, Hetzel, Dai and Lawrence, "Auto-differentiating linear algebra" (2017).
#![forbid(unsafe_code)]

use super::attrs::{Attr, AttrSpec, Attrs};
use super::spec::{Call, Forward, Gradient, Infer, InputSpec, Needs, OpSpec, Sample, Types, input};
use super::value::{Backward, Graph, Value, Values, call};
use crate::base::{DType, Error, Result, Shape};
use crate::by_real;
use crate::kernel::gemm::Real;
use crate::kernel::linalg::batch::{self, Layout, Use};
use crate::kernel::slices::{read, write};

const AXIS: AttrSpec = AttrSpec::int("axis", -2, "The axis of the matrix rows; columns are the last axis.");
const ALPHA: AttrSpec = AttrSpec::float("alpha", 1.0, "Multiplies the result.");
const TRANSPOSE_A: AttrSpec = AttrSpec::bool("transpose_a", false, "Use the transpose of A.");
const TRANSPOSE_B: AttrSpec = AttrSpec::bool("transpose_b", false, "Use the transpose of B.");
const LOWER: AttrSpec = AttrSpec::bool("lower", true, "The triangular matrix is lower, else upper.");
const OFFSET: AttrSpec =
    AttrSpec::int("offset", 0, "Which diagonal: 0 is the main one, positive ones lie above it, negative ones below.");
const TRIANGULAR: &[AttrSpec] = &[
    AttrSpec::bool("transpose", false, "Use the transpose of the triangular matrix."),
    AttrSpec::bool("rightside", false, "The triangular matrix stands on the right."),
    LOWER,
    ALPHA,
];
const TRIANGLE: &[AttrSpec] = &[
    OFFSET,
    AttrSpec::bool("lower", true, "The lower triangle, else the upper; only where offset is 0, else its sign decides."),
];

const A: &[InputSpec] = &[input("A")];
const A_B: &[InputSpec] = &[input("A"), input("B")];

/// float32 or float64, all the same.
pub fn real(i: &Infer) -> Result<DType> {
    match i.same_dtypes()? {
        dtype @ (DType::Float32 | DType::Float64) => Ok(dtype),
        other => Err(Error::dtype(format!(
            "linear algebra computes float32 and float64, got {other}; cast it (.astype(\"float32\"))"
        ))),
    }
}

/// Rows and columns of the matrices of input `i`.
pub fn matrix(i: &Infer, at: usize) -> Result<(usize, usize)> {
    let s = i.shape(at);
    if s.ndim() < 2 {
        return Err(Error::shape(format!("input {at} has shape {s}; it must be matrices, of at least two axes")));
    }
    Ok((s[s.ndim() - 2] as usize, s[s.ndim() - 1] as usize))
}

/// The size of square matrices.
pub fn square(i: &Infer, at: usize) -> Result<usize> {
    let (rows, columns) = matrix(i, at)?;
    if rows != columns {
        return Err(Error::shape(format!("input {at} has shape {}; its matrices must be square", i.shape(at))));
    }
    Ok(rows)
}

/// The last size of a shape that was checked.
pub fn last(shape: Shape) -> usize {
    shape[shape.ndim() - 1] as usize
}

/// The same leading axes with other ones behind.
pub fn with_tail(shape: Shape, leading: usize, tail: &[usize]) -> Result<Shape> {
    Shape::checked(shape.iter().take(leading).chain(tail.iter().copied()).map(|d| d as u64))
}

/// An error for the matrix that could not be treated.
pub fn failed(found: Option<usize>, shape: Shape, what: &str) -> Result<()> {
    let Some(i) = found else { return Ok(()) };
    let which = if shape.ndim() > 2 { format!("matrix {i} of {shape}") } else { format!("the matrix {shape}") };
    Err(Error::execution(format!("{which} {what}")))
}

/// `alpha x y`, transposed as said.
pub fn product(g: &mut dyn Graph, alpha: f64, (x, tx): (&Value, bool), (y, ty): (&Value, bool)) -> Result<Value> {
    let attrs = [("transpose_a", tx.into()), ("transpose_b", ty.into()), ("alpha", alpha.into())];
    call(g, "linalg_gemm2", &[x, y], &attrs)
}

/// The last two axes exchanged.
pub fn flipped(g: &mut dyn Graph, x: &Value) -> Result<Value> {
    call(g, "SwapAxis", &[x], &[("dim1", Attr::Int(-1)), ("dim2", Attr::Int(-2))])
}

/// One triangle, its diagonal multiplied.
pub fn triangle(g: &mut dyn Graph, x: &Value, lower: bool, diagonal: f64) -> Result<Value> {
    call(g, "_linalg_triangle", &[x], &[("lower", lower.into()), ("diagonal", diagonal.into())])
}

/// One triangle copied to the other side.
pub fn folded(g: &mut dyn Graph, x: &Value, lower: bool) -> Result<Value> {
    let half = triangle(g, x, lower, 0.5)?;
    let other = flipped(g, &half)?;
    call(g, "elemwise_add", &[&half, &other], &[])
}

/// trsm or trmm.
pub fn by_triangle(
    g: &mut dyn Graph,
    name: &str,
    (a, lower, transpose): (&Value, bool, bool),
    b: &Value,
    right: bool,
    alpha: f64,
) -> Result<Value> {
    let attrs =
        [("transpose", transpose.into()), ("rightside", right.into()), ("lower", lower.into()), ("alpha", alpha.into())];
    call(g, name, &[a, b], &attrs)
}

pub fn one(value: Value) -> Result<Values> {
    Ok(smallvec::smallvec![value])
}

/// About two nanoseconds a hundred multiplications, and something for each matrix.
pub fn cubic(i: &Infer, factor: u64) -> u64 {
    let shape = i.shape(0);
    shape.size() as u64 * shape.iter().next_back().unwrap_or(1) as u64 * factor / 16 + 200
}

fn layout(attrs: &Attrs, a: Shape, b: Shape) -> Result<(Layout, Shape)> {
    let n = a.ndim();
    if n < 2 || b.ndim() != n {
        return Err(Error::shape(format!("takes two arrays of as many axes, two at least; got {a} and {b}")));
    }
    let given = attrs.int("axis");
    let axis = a.axis(given)?;
    if axis == n - 1 {
        return Err(Error::attribute(format!("axis is {given}: the last axis holds the columns, not the rows")));
    }
    if (0..n - 1).any(|i| i != axis && a[i] != b[i]) {
        return Err(Error::shape(format!("A {a} and B {b} differ in an axis other than rows (axis {axis}) and columns")));
    }
    let (ta, tb) = (attrs.bool("transpose_a"), attrs.bool("transpose_b"));
    let sides = |s: Shape, t: bool| if t { (s[n - 1], s[axis]) } else { (s[axis], s[n - 1]) };
    let ((m, k), (k2, columns)) = (sides(a, ta), sides(b, tb));
    if k != k2 {
        return Err(Error::shape(format!("matrices of A {a} and B {b} do not multiply: {k} against {k2}")));
    }
    let out = Shape::checked((0..n).map(|i| match i {
        i if i == axis => m as u64,
        i if i == n - 1 => columns as u64,
        i => a[i] as u64,
    }))?;
    let sizes = (m as usize, columns as usize, k as usize);
    let layout = Layout { outer: a.span(0, axis), inner: a.span(axis + 1, n - 1), sizes, transposed: (ta, tb) };
    Ok((layout, out))
}

fn infer_product(i: &Infer) -> Result<Types> {
    let dtype = real(i)?;
    let (_, out) = layout(i.attrs, i.shape(0), i.shape(1))?;
    if i.has(2) && i.shape(2) != out {
        return Err(Error::shape(format!("C has shape {}; the product has {out}", i.shape(2))));
    }
    i.one(out, dtype)
}

fn run_product(c: &Call) -> Result<()> {
    let (layout, _) = layout(c.attrs, c.input(0).shape, c.input(1).shape)?;
    by_real!(c.input(0).dtype, T => {
        let out = write::<T>(c.output(0));
        let mut beta = T::ZERO;
        if let Some(with) = c.optional(2) {
            out.copy_from_slice(read::<T>(with));
            beta = T::from_f64(c.attrs.float("beta"));
        }
        let alpha = T::from_f64(c.attrs.float("alpha"));
        batch::gemm(c.context, layout, alpha, read::<T>(c.input(0)), read::<T>(c.input(1)), beta, out);
    });
    Ok(())
}

fn product_gradient(b: &mut Backward) -> Result<()> {
    let head = b.head(0)?;
    let (ta, tb) = (b.attrs.bool("transpose_a"), b.attrs.bool("transpose_b"));
    let (alpha, axis) = (b.attrs.float("alpha"), b.attrs.int("axis"));
    let multiply = |b: &mut Backward, x: &Value, tx: bool, y: &Value, ty: bool| {
        let attrs =
            [("transpose_a", tx.into()), ("transpose_b", ty.into()), ("alpha", alpha.into()), ("axis", axis.into())];
        b.call("linalg_gemm2", &[x, y], &attrs)
    };
    if b.wants(0) {
        let other = b.input(1);
        let da = if ta { multiply(b, &other, tb, &head, true)? } else { multiply(b, &head, false, &other, !tb)? };
        b.set(0, da);
    }
    if b.wants(1) {
        let other = b.input(0);
        let db = if tb { multiply(b, &head, true, &other, ta)? } else { multiply(b, &other, !ta, &head, false)? };
        b.set(1, db);
    }
    if b.wants(2) {
        let beta = b.attrs.float("beta");
        let dc = b.call("_mul_scalar", &[&head], &[("scalar", beta.into())])?;
        b.set(2, dc);
    }
    Ok(())
}

fn product_cost(i: &Infer, out: &Types) -> u64 {
    let k = i.shape(0).dims()[if i.attrs.bool("transpose_a") { i.shape(0).ndim() - 2 } else { i.shape(0).ndim() - 1 }];
    out[0].0.size() as u64 * k as u64 / 24 + 100
}

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
    let (lower, transposed, right) =
        (c.attrs.bool("lower"), c.attrs.bool("transpose"), c.attrs.bool("rightside"));
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

fn factor_run(
    c: &Call,
    what: &str,
    f32s: fn(&dyn crate::base::Context, &[f32], usize, bool, &mut [f32]) -> Option<usize>,
    f64s: fn(&dyn crate::base::Context, &[f64], usize, bool, &mut [f64]) -> Option<usize>,
) -> Result<()> {
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
            return Err(Error::shape(format!("the last axis of A {shape} is {n}; a triangle has 1, 3, 6, 10, … elements")));
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
        name: "linalg_gemm",
        aliases: &["_linalg_gemm", "linalg.gemm"],
        doc: "alpha op(A) op(B) + beta C, where op may transpose. Inputs: A [..., m, k], B [..., k, n], C [..., m, n], of \
              the same leading axes; with `axis` the rows lie on another axis.",
        inputs: &[input("A"), input("B"), input("C")],
        attrs: &[
            TRANSPOSE_A,
            TRANSPOSE_B,
            AttrSpec::float("alpha", 1.0, "Multiplies the product."),
            AttrSpec::float("beta", 1.0, "Multiplies C."),
            AXIS,
        ],
        infer: infer_product,
        forward: Forward::Kernel(run_product),
        gradient: Gradient::Rule(product_gradient),
        needs: |_| Needs { inputs: 0b11, outputs: 0 },
        cost: product_cost,
        samples: || {
            vec![
                Sample::new(&[&[3, 4], &[4, 2], &[3, 2]]).attr("alpha", 1.5).attr("beta", -0.5),
                Sample::new(&[&[2, 4, 3], &[2, 5, 4], &[2, 3, 5]]).attr("transpose_a", true).attr("transpose_b", true),
                Sample::new(&[&[3, 2, 4], &[4, 2, 2], &[3, 2, 2]]).attr("axis", 0),
                Sample::new(&[&[2, 0], &[0, 3], &[2, 3]]),
                Sample::new(&[&[0, 2, 2], &[0, 2, 3], &[0, 2, 3]]),
            ]
        },
        ..OpSpec::NEW
    },
    OpSpec {
        name: "linalg_gemm2",
        aliases: &["_linalg_gemm2", "linalg.gemm2"],
        doc: "alpha op(A) op(B), where op may transpose. Inputs: A [..., m, k], B [..., k, n], of the same leading axes; \
              with `axis` the rows lie on another axis.",
        inputs: A_B,
        attrs: &[TRANSPOSE_A, TRANSPOSE_B, ALPHA, AXIS],
        infer: infer_product,
        forward: Forward::Kernel(run_product),
        gradient: Gradient::Rule(product_gradient),
        needs: |_| Needs::INPUTS,
        cost: product_cost,
        samples: || {
            vec![
                Sample::new(&[&[3, 4], &[4, 2]]).attr("alpha", 1.5),
                Sample::new(&[&[2, 4, 3], &[2, 5, 4]]).attr("transpose_a", true).attr("transpose_b", true),
                Sample::new(&[&[3, 2, 4], &[3, 2, 2]]).attr("axis", 0).attr("transpose_a", true),
                Sample::new(&[&[2, 3, 2, 4], &[2, 5, 2, 4]]).attr("axis", 1).attr("transpose_b", true),
                Sample::new(&[&[0, 2, 2], &[0, 2, 3]]),
            ]
        },
        ..OpSpec::NEW
    },
    OpSpec {
        name: "linalg_syrk",
        aliases: &["_linalg_syrk", "linalg.syrk"],
        doc: "alpha A Aᵀ, or alpha Aᵀ A with transpose. Input: A [..., m, n].",
        inputs: A,
        attrs: &[AttrSpec::bool("transpose", false, "Multiply the transpose with A."), ALPHA],
        infer: |i| {
            let (rows, columns) = matrix(i, 0)?;
            let n = if i.attrs.bool("transpose") { columns } else { rows };
            i.one(with_tail(i.shape(0), i.shape(0).ndim() - 2, &[n, n])?, real(i)?)
        },
        forward: Forward::Composite(|g, attrs, inputs| {
            let (a, t) = (inputs[0].clone().expect("A"), attrs.bool("transpose"));
            one(product(g, attrs.float("alpha"), (&a, t), (&a, !t))?)
        }),
        cost: |i, _| cubic(i, 1),
        samples: || {
            vec![
                Sample::new(&[&[3, 4]]).attr("alpha", 0.5),
                Sample::new(&[&[2, 3, 4]]).attr("transpose", true),
                Sample::new(&[&[0, 2, 2]]),
            ]
        },
        ..OpSpec::NEW
    },
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
        name: "linalg_sumlogdiag",
        aliases: &["_linalg_sumlogdiag", "linalg.sumlogdiag"],
        doc: "The sum of the logarithms of the diagonal of square matrices [..., n, n]: [...], or [1] of a single one.",
        inputs: A,
        infer: |i| {
            square(i, 0)?;
            i.one(with_tail(i.shape(0), i.shape(0).ndim() - 2, if i.shape(0).ndim() == 2 { &[1] } else { &[] })?, real(i)?)
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
        samples: || vec![Sample::new(&[&[3, 3]]).attr("diagonal", 0.5), Sample::new(&[&[2, 3, 3]]).attr("lower", false)],
        ..OpSpec::NEW
    },
];
