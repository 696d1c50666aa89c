//! The products of multi-head attention on interleaved projections: made of transposes and products of
//! batches, so that gradients of any order follow.
#![forbid(unsafe_code)]

use super::attrs::{AttrSpec, Attrs};
use super::spec::{Forward, Infer, OpSpec, Sample, input};
use super::value::{Graph, Value, Values, call};
use crate::base::{DType, Error, Result, Shape};

const HEADS: &[AttrSpec] = &[AttrSpec::required_int("heads", "The number of heads.").at_least(1.0)];

fn sample(shapes: &[&[usize]]) -> Sample {
    Sample::new(shapes).attr("heads", 2)
}

pub static OPS: &[OpSpec] = &[
    OpSpec {
        name: "contrib.interleaved_matmul_selfatt_qk",
        aliases: &["_contrib_interleaved_matmul_selfatt_qk"],
        doc: "Queries times the transpose of keys, over the square root of a head's size, for each head. Input: [length, \
              batch, heads * 3 * size], each head's query, key and value after one another. Output: [batch * heads, \
              length, length].",
        inputs: &[input("queries_keys_values")],
        attrs: HEADS,
        infer: |i| {
            let [length, batch, _] = projected(i, 0, "queries_keys_values", 3)?;
            i.one(Shape::checked([batch * i.attrs.int("heads") as u64, length, length])?, i.dtype(0))
        },
        forward: Forward::Composite(|graph, attrs, inputs| {
            let all = checked(attrs, inputs, &OPS[0])?;
            let (q, k) = (part(graph, &all[0], attrs, 3, 0)?, part(graph, &all[0], attrs, 3, 1)?);
            scores(graph, &q, &k)
        }),
        samples: || vec![sample(&[&[3, 2, 12]]), sample(&[&[0, 2, 12]])],
        ..OpSpec::NEW
    },
    OpSpec {
        name: "contrib.interleaved_matmul_selfatt_valatt",
        aliases: &["_contrib_interleaved_matmul_selfatt_valatt"],
        doc: "Attention times values for each head: of interleaved projections [length, batch, heads * 3 * size] and \
              attention [batch * heads, length, length]. Output: [length, batch, heads * size].",
        inputs: &[input("queries_keys_values"), input("attention")],
        attrs: HEADS,
        infer: |i| {
            let [length, batch, size] = projected(i, 0, "queries_keys_values", 3)?;
            attention(i, [batch * i.attrs.int("heads") as u64, length, length])?;
            i.one(Shape::checked([length, batch, size])?, i.dtype(0))
        },
        forward: Forward::Composite(|graph, attrs, inputs| {
            let all = checked(attrs, inputs, &OPS[1])?;
            let values = part(graph, &all[0], attrs, 3, 2)?;
            weighted(graph, attrs, &all[1], &values, all[0].shape()[1] as usize)
        }),
        samples: || vec![sample(&[&[3, 2, 12], &[4, 3, 3]])],
        ..OpSpec::NEW
    },
    OpSpec {
        name: "contrib.interleaved_matmul_encdec_qk",
        aliases: &["_contrib_interleaved_matmul_encdec_qk"],
        doc: "Queries times the transpose of keys, over the square root of a head's size, for each head. Inputs: queries \
              [rows, batch, heads * size], and each head's key and value after one another [columns, batch, heads * 2 * \
              size]. Output: [batch * heads, rows, columns].",
        inputs: &[input("queries"), input("keys_values")],
        attrs: HEADS,
        infer: |i| {
            let [rows, batch, size] = projected(i, 0, "queries", 1)?;
            let [columns, batch2, size2] = projected(i, 1, "keys_values", 2)?;
            i.same_dtypes()?;
            if (batch, size) != (batch2, size2) {
                return Err(Error::shape(format!(
                    "queries has shape {}, keys_values {}; they must be [rows, batch, n] and [columns, batch, 2 n]",
                    i.shape(0),
                    i.shape(1)
                )));
            }
            i.one(Shape::checked([batch * i.attrs.int("heads") as u64, rows, columns])?, i.dtype(0))
        },
        forward: Forward::Composite(|graph, attrs, inputs| {
            let all = checked(attrs, inputs, &OPS[2])?;
            let (q, k) = (part(graph, &all[0], attrs, 1, 0)?, part(graph, &all[1], attrs, 2, 0)?);
            scores(graph, &q, &k)
        }),
        samples: || vec![sample(&[&[3, 2, 4], &[5, 2, 8]])],
        ..OpSpec::NEW
    },
    OpSpec {
        name: "contrib.interleaved_matmul_encdec_valatt",
        aliases: &["_contrib_interleaved_matmul_encdec_valatt"],
        doc: "Attention times values for each head: of keys and values [columns, batch, heads * 2 * size] and attention \
              [batch * heads, rows, columns]. Output: [rows, batch, heads * size].",
        inputs: &[input("keys_values"), input("attention")],
        attrs: HEADS,
        infer: |i| {
            let [columns, batch, size] = projected(i, 0, "keys_values", 2)?;
            let rows = if i.shape(1).ndim() == 3 { i.shape(1)[1] as u64 } else { 0 };
            attention(i, [batch * i.attrs.int("heads") as u64, rows, columns])?;
            i.one(Shape::checked([rows, batch, size])?, i.dtype(0))
        },
        forward: Forward::Composite(|graph, attrs, inputs| {
            let all = checked(attrs, inputs, &OPS[3])?;
            let values = part(graph, &all[0], attrs, 2, 1)?;
            weighted(graph, attrs, &all[1], &values, all[0].shape()[1] as usize)
        }),
        samples: || vec![sample(&[&[5, 2, 8], &[4, 3, 5]])],
        ..OpSpec::NEW
    },
];

/// Length, batch and the size of one of `parts` projections of all heads.
fn projected(i: &Infer, k: usize, name: &str, parts: u64) -> Result<[u64; 3]> {
    let (shape, heads) = (i.shape(k), i.attrs.int("heads") as u64);
    if !matches!(i.dtype(k), DType::Float32 | DType::Float64) {
        return Err(Error::dtype(format!("computes float32 and float64, got {}; cast it", i.dtype(k))));
    }
    if shape.ndim() != 3 || !(shape[2] as u64).is_multiple_of(heads * parts) {
        return Err(Error::shape(format!(
            "{name} has shape {shape}; with {heads} heads it must be [length, batch, a multiple of {}]",
            heads * parts
        )));
    }
    Ok([shape[0] as u64, shape[1] as u64, shape[2] as u64 / parts])
}

fn attention(i: &Infer, wanted: [u64; 3]) -> Result<()> {
    i.same_dtypes()?;
    let wanted = Shape::checked(wanted)?;
    if i.shape(1) == wanted {
        return Ok(());
    }
    Err(Error::shape(format!("attention has shape {}; the other input needs {wanted}", i.shape(1))))
}

/// The inputs, after their count and what `infer` checks.
fn checked(attrs: &Attrs, inputs: &[Option<Value>], op: &'static OpSpec) -> Result<Vec<Value>> {
    let types: Vec<_> = inputs.iter().map(|v| v.as_ref().map(|v| (v.shape(), v.dtype()))).collect();
    let (given, needed) = (types.iter().flatten().count(), op.inputs.len());
    if given != needed || types.len() != needed {
        return Err(Error::attribute(format!("got {given} arrays; it takes {needed}")));
    }
    (op.infer)(&Infer { op, attrs, inputs: &types })?;
    Ok(inputs.iter().flatten().cloned().collect())
}

fn view(graph: &mut dyn Graph, x: &Value, dims: &[usize]) -> Result<Value> {
    call(graph, "_view", &[x], &[("shape", Shape::new(dims).into())])
}

/// Projection `which` of `parts`, as [batch * heads, length, size].
fn part(graph: &mut dyn Graph, x: &Value, attrs: &Attrs, parts: usize, which: usize) -> Result<Value> {
    let (shape, heads) = (x.shape(), attrs.int("heads") as usize);
    let (length, batch) = (shape[0] as usize, shape[1] as usize);
    let size = shape[2] as usize / heads / parts;
    let x = view(graph, x, &[length, batch * heads, parts, size])?;
    let (begin, end) = (which as i64, which as i64 + 1);
    let x = call(graph, "slice_axis", &[&x], &[("axis", 2.into()), ("begin", begin.into()), ("end", end.into())])?;
    let x = view(graph, &x, &[length, batch * heads, size])?;
    call(graph, "transpose", &[&x], &[("axes", vec![1, 0, 2].into())])
}

fn scores(graph: &mut dyn Graph, q: &Value, k: &Value) -> Result<Values> {
    let size = q.shape()[2].max(1) as f64;
    let q = call(graph, "_mul_scalar", &[q], &[("scalar", (1.0 / size.sqrt()).into())])?;
    Ok(smallvec::smallvec![call(graph, "batch_dot", &[&q, k], &[("transpose_b", true.into())])?])
}

/// Attention times values, heads side by side again.
fn weighted(graph: &mut dyn Graph, attrs: &Attrs, weights: &Value, values: &Value, batch: usize) -> Result<Values> {
    let out = call(graph, "batch_dot", &[weights, values], &[])?;
    let (rows, size) = (out.shape()[1] as usize, out.shape()[2] as usize);
    let out = call(graph, "transpose", &[&out], &[("axes", vec![1, 0, 2].into())])?;
    Ok(smallvec::smallvec![view(graph, &out, &[rows, batch, attrs.int("heads") as usize * size])?])
}
