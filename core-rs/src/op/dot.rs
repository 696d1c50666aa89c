//! Products of matrices: dot and batch_dot. Their gradients are products again, of any order.
#![forbid(unsafe_code)]

use super::attrs::AttrSpec;
use super::spec::{Call, Forward, Gradient, Infer, Needs, OpSpec, Sample, Types, input};
use super::value::{Backward, Value};
use crate::base::shape::list;
use crate::base::{DType, Element, Error, Result, Shape};
use crate::kernel::gemm::{self, Bias, Operand, Real};
use crate::kernel::slices::{read, write};

const TRANSPOSES: &[AttrSpec] = &[
    AttrSpec::bool("transpose_a", false, "Use the transpose of lhs."),
    AttrSpec::bool("transpose_b", false, "Use the transpose of rhs."),
    AttrSpec::optional_one_of(
        "forward_stype",
        &["default", "csr", "row_sparse"],
        "Accepted and ignored: arrays are dense.",
    ),
];

pub static OPS: &[OpSpec] = &[
    OpSpec {
        name: "dot",
        doc: "The product of two arrays: the last axis of lhs is summed against the first of rhs, so matrices multiply \
              and two vectors give their inner product, of shape [1]. float32 and float64.",
        inputs: &[input("lhs"), input("rhs")],
        attrs: TRANSPOSES,
        infer: |i| {
            let dtype = real(i)?;
            let p = Product::of(i.shape(0), i.shape(1), i.attrs.bool("transpose_a"), i.attrs.bool("transpose_b"))?;
            i.one(p.out, dtype)
        },
        forward: Forward::Kernel(|call| match call.input(0).dtype {
            DType::Float64 => dot::<f64>(call),
            _ => dot::<f32>(call),
        }),
        gradient: Gradient::Rule(dot_gradient),
        needs: |_| Needs::INPUTS,
        cost: |i, out| flops(i.shape(0).size() as u64, out),
        method: true,
        samples: || {
            vec![
                Sample::new(&[&[3, 4], &[4, 2]]),
                Sample::new(&[&[4, 3], &[2, 4]]).attr("transpose_a", true).attr("transpose_b", true),
                Sample::new(&[&[2, 3, 4], &[4, 5]]),
                Sample::new(&[&[5], &[5]]),
                Sample::new(&[&[0, 3], &[3, 2]]),
            ]
        },
        ..OpSpec::NEW
    },
    OpSpec {
        name: "batch_dot",
        doc: "The product of each pair of matrices of two batches: [b, m, k] and [b, k, n] give [b, m, n].",
        inputs: &[input("lhs"), input("rhs")],
        attrs: TRANSPOSES,
        infer: |i| {
            let dtype = real(i)?;
            let (a, b) = (i.shape(0), i.shape(1));
            let n = a.ndim();
            if n < 3 || b.ndim() != n {
                return Err(Error::shape(format!(
                    "lhs {a} has {n} axes and rhs {b} has {}; both must have as many, at least three",
                    b.ndim()
                )));
            }
            let (batch, other) = (&a.dims()[..n - 2], &b.dims()[..n - 2]);
            if batch != other {
                return Err(Error::shape(format!(
                    "lhs {a} is a batch of {} matrices and rhs {b} one of {}; they must be as many",
                    list(batch),
                    list(other)
                )));
            }
            let (ta, tb) = (i.attrs.bool("transpose_a"), i.attrs.bool("transpose_b"));
            let (m, k) = sides(a, ta);
            let (k2, columns) = sides(b, tb);
            if k != k2 {
                return Err(Error::shape(format!(
                    "matrices of lhs {a} and rhs {b} do not multiply: lhs has {k} columns, rhs {k2} rows (after \
                     transposing)"
                )));
            }
            i.one(a.with(n - 2, m).with(n - 1, columns), dtype)
        },
        forward: Forward::Kernel(|call| match call.input(0).dtype {
            DType::Float64 => batch_dot::<f64>(call),
            _ => batch_dot::<f32>(call),
        }),
        gradient: Gradient::Rule(|b| {
            let head = b.head(0)?;
            let flags = (b.attrs.bool("transpose_a"), b.attrs.bool("transpose_b"));
            both(b, "batch_dot", &head, flags, |b, v, i| b.call("_view", &[v], &[("shape", b.shape(i).into())]))
        }),
        needs: |_| Needs::INPUTS,
        cost: |i, out| flops(i.shape(0).span(i.shape(0).ndim() - 2, i.shape(0).ndim()) as u64, out),
        method: true,
        samples: || {
            vec![
                Sample::new(&[&[2, 3, 4], &[2, 4, 5]]),
                Sample::new(&[&[2, 4, 3], &[2, 5, 4]]).attr("transpose_a", true).attr("transpose_b", true),
                Sample::new(&[&[0, 3, 4], &[0, 4, 5]]),
            ]
        },
        ..OpSpec::NEW
    },
];

/// Both inputs of one dtype that the product is computed in.
fn real(i: &Infer) -> Result<DType> {
    let dtype = i.same_dtypes()?;
    match dtype {
        DType::Float32 | DType::Float64 => Ok(dtype),
        other => {
            Err(Error::dtype(format!("computes float32 and float64, got {other}; cast it (.astype(\"float32\"))")))
        }
    }
}

/// About two nanoseconds a hundred multiplications.
fn flops(lhs: u64, out: &Types) -> u64 {
    let columns = out[0].0.dims().last().copied().unwrap_or(1) as u64;
    lhs * columns / 24 + 100
}

fn sides(shape: Shape, transposed: bool) -> (usize, usize) {
    let n = shape.ndim();
    let (rows, columns) = (shape[n - 2] as usize, shape[n - 1] as usize);
    if transposed { (columns, rows) } else { (rows, columns) }
}

/// A dot of any axes as the product of two matrices.
struct Product {
    m: usize,
    k: usize,
    n: usize,
    out: Shape,
}

impl Product {
    fn of(a: Shape, b: Shape, ta: bool, tb: bool) -> Result<Product> {
        if a.ndim() == 0 || b.ndim() == 0 {
            return Err(Error::shape(format!("takes arrays of at least one axis, got {a} and {b}")));
        }
        let (la, lb) = (a.ndim(), b.ndim());
        let (k, rows) = if ta { (a[0], a.dims()[1..].to_vec()) } else { (a[la - 1], a.dims()[..la - 1].to_vec()) };
        let (k2, columns) = if tb { (b[lb - 1], b.dims()[..lb - 1].to_vec()) } else { (b[0], b.dims()[1..].to_vec()) };
        if k != k2 {
            let side = |t: bool, first: bool| if t != first { "last" } else { "first" };
            return Err(Error::shape(format!(
                "lhs {a} and rhs {b} do not multiply: the {} axis of lhs is {k}, the {} axis of rhs {k2}",
                side(!ta, false),
                side(tb, false),
            )));
        }
        let dims: Vec<u64> = rows.iter().chain(&columns).map(|&d| d as u64).collect();
        let out = if dims.is_empty() { Shape::new(&[1]) } else { Shape::checked(dims)? };
        let count = |d: &[u32]| d.iter().map(|&d| d as usize).product();
        Ok(Product { m: count(&rows), k: k as usize, n: count(&columns), out })
    }
}

fn dot<T: Real + Element>(call: &Call) -> Result<()> {
    let (a, b) = (call.input(0), call.input(1));
    let (ta, tb) = (call.attrs.bool("transpose_a"), call.attrs.bool("transpose_b"));
    let p = Product::of(a.shape, b.shape, ta, tb)?;
    let lhs = Operand::new(read::<T>(a), if ta { p.m } else { p.k }, ta);
    let rhs = Operand::new(read::<T>(b), if tb { p.k } else { p.n }, tb);
    let (one, zero) = (T::from_f64(1.0), T::from_f64(0.0));
    gemm::gemm(call.context, (p.m, p.n, p.k), one, lhs, rhs, zero, write::<T>(call.output(0)), p.n, Bias::None);
    Ok(())
}

fn batch_dot<T: Real + Element>(call: &Call) -> Result<()> {
    let (a, b) = (call.input(0), call.input(1));
    let (ta, tb) = (call.attrs.bool("transpose_a"), call.attrs.bool("transpose_b"));
    let (m, k) = sides(a.shape, ta);
    let (_, n) = sides(b.shape, tb);
    let batch = a.shape.span(0, a.shape.ndim() - 2);
    let (one, zero) = (T::from_f64(1.0), T::from_f64(0.0));
    let out = write::<T>(call.output(0));
    gemm::gemm_batch(call.context, batch, (m, n, k), one, (read::<T>(a), ta), (read::<T>(b), tb), zero, out);
    Ok(())
}

/// Gradients of a product: dA = dC Bᵀ, dB = Aᵀ dC, with the transposes moved where they belong.
fn both(
    b: &mut Backward,
    op: &str,
    head: &Value,
    (ta, tb): (bool, bool),
    restore: impl Fn(&mut Backward, &Value, usize) -> Result<Value>,
) -> Result<()> {
    both_of(b, op, head, (ta, tb), |b, i| Ok(b.input(i)), restore)
}

fn both_of(
    b: &mut Backward,
    op: &str,
    head: &Value,
    (ta, tb): (bool, bool),
    operand: impl Fn(&mut Backward, usize) -> Result<Value>,
    restore: impl Fn(&mut Backward, &Value, usize) -> Result<Value>,
) -> Result<()> {
    let product = |b: &mut Backward, x: &Value, y: &Value, tx: bool, ty: bool, i: usize| -> Result<()> {
        let result = b.call(op, &[x, y], &[("transpose_a", tx.into()), ("transpose_b", ty.into())])?;
        let result = restore(b, &result, i)?;
        b.set(i, result);
        Ok(())
    };
    if b.wants(0) {
        let rhs = operand(b, 1)?;
        if ta { product(b, &rhs, head, tb, true, 0)? } else { product(b, head, &rhs, false, !tb, 0)? }
    }
    if b.wants(1) {
        let lhs = operand(b, 0)?;
        if tb { product(b, head, &lhs, true, ta, 1)? } else { product(b, &lhs, head, !ta, false, 1)? }
    }
    Ok(())
}

fn dot_gradient(b: &mut Backward) -> Result<()> {
    let flags = (b.attrs.bool("transpose_a"), b.attrs.bool("transpose_b"));
    let p = Product::of(b.shape(0), b.shape(1), flags.0, flags.1)?;
    let head = b.head(0)?;
    let head = b.call("_view", &[&head], &[("shape", Shape::new(&[p.m, p.n]).into())])?;
    let matrix = [if flags.0 { [p.k, p.m] } else { [p.m, p.k] }, if flags.1 { [p.n, p.k] } else { [p.k, p.n] }];
    both_of(
        b,
        "dot",
        &head,
        flags,
        |b, i| {
            let value = b.input(i);
            b.call("_view", &[&value], &[("shape", Shape::new(&matrix[i]).into())])
        },
        |b, v, i| b.call("_view", &[v], &[("shape", b.shape(i).into())]),
    )
}
