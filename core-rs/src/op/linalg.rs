//! Products of MXNet's linear algebra (la_op.cc): gemm, gemm2, syrk, and what the entries of the whole
//! family share: shapes, checks, the steps of gradients. All of float32 and float64, over leading axes.
//! Gradients follow Seeger, Hetzel, Dai and Lawrence, "Auto-differentiating linear algebra" (2017).
#![forbid(unsafe_code)]

use super::attrs::{Attr, AttrSpec, Attrs};
use super::spec::{Call, Forward, Gradient, Infer, InputSpec, Needs, OpSpec, Sample, Types, input};
use super::value::{Backward, Graph, Value, Values, call};
use crate::base::{DType, Error, Result, Shape};
use crate::by_real;
use crate::kernel::gemm::Real;
use crate::kernel::linalg::batch::{self, Layout};
use crate::kernel::slices::{read, write};

const AXIS: AttrSpec = AttrSpec::int("axis", -2, "The axis of the matrix rows; columns are the last axis.");
pub const ALPHA: AttrSpec = AttrSpec::float("alpha", 1.0, "Multiplies the result.");
const TRANSPOSE_A: AttrSpec = AttrSpec::bool("transpose_a", false, "Use the transpose of A.");
const TRANSPOSE_B: AttrSpec = AttrSpec::bool("transpose_b", false, "Use the transpose of B.");
pub const LOWER: AttrSpec = AttrSpec::bool("lower", true, "The triangular matrix is lower, else upper.");

pub const A: &[InputSpec] = &[input("A")];
pub const A_B: &[InputSpec] = &[input("A"), input("B")];

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
    let attrs = [
        ("transpose", transpose.into()),
        ("rightside", right.into()),
        ("lower", lower.into()),
        ("alpha", alpha.into()),
    ];
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
        return Err(Error::shape(format!(
            "A {a} and B {b} differ in an axis other than rows (axis {axis}) and columns"
        )));
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
];
