//! NumPy's norms of vectors and matrices.
#![forbid(unsafe_code)]

use super::attrs::{Attr, AttrSpec};
use super::linalg::{one, real};
use super::spec::{Forward, Infer, OpSpec, Sample};
use super::value::{Graph, Value, call};
use crate::base::{Error, Result, Shape};

/// The shape of a norm over the axes that are named; `[1]` where nothing is left.
fn norm_shape(i: &Infer) -> Result<(Shape, Vec<usize>)> {
    let shape = i.shape(0);
    let axes: Vec<usize> = match i.attrs.optional_tuple("axis") {
        None => (0..shape.ndim()).collect(),
        Some(named) => named.iter().map(|&a| shape.axis(a)).collect::<Result<_>>()?,
    };
    if axes.len() == 2 && axes[0] == axes[1] {
        return Err(Error::attribute(format!("axis {} is named twice", axes[0])));
    }
    if let Some(ord) = i.attrs.optional_word("ord") {
        let matrices_only = matches!(ord, "fro" | "nuc");
        if !(axes.len() == 2 || (axes.len() == 1 && !matrices_only)) {
            return Err(Error::attribute(format!(
                "ord is {ord}, a norm of {}; data {shape} is reduced over {} axes",
                if matrices_only { "matrices (two axes)" } else { "vectors or matrices (one axis or two)" },
                axes.len()
            )));
        }
    }
    let keep = i.attrs.bool("keepdims");
    let dims: Vec<usize> = shape
        .iter()
        .enumerate()
        .filter_map(|(at, d)| {
            if !axes.contains(&at) {
                Some(d)
            } else if keep {
                Some(1)
            } else {
                None
            }
        })
        .collect();
    Ok((Shape::new(if dims.is_empty() { &[1] } else { &dims }), axes))
}

fn norm_of(g: &mut dyn Graph, x: &Value, ord: Option<&str>, axes: &[usize]) -> Result<Value> {
    let over = |axes: &[usize]| -> (&'static str, Attr) {
        ("axis", axes.iter().map(|&a| a as i64).collect::<Vec<_>>().into())
    };
    let keep = || ("keepdims", Attr::Bool(true));
    let matrix = axes.len() == 2;
    match ord {
        None | Some("fro") => {
            let square = call(g, "square", &[x], &[])?;
            let sum = if axes.is_empty() { square } else { call(g, "sum", &[&square], &[over(axes), keep()])? };
            call(g, "sqrt", &[&sum], &[])
        }
        Some(word @ ("nuc" | "2" | "-2")) if matrix => {
            // The matrix axes last; the values are reduced and stand for both.
            let n = x.shape().ndim();
            let mut order: Vec<i64> = (0..n).filter(|a| !axes.contains(a)).map(|a| a as i64).collect();
            order.extend(axes.iter().map(|&a| a as i64));
            let turned = call(g, "transpose", &[x], &[("axes", order.into())])?;
            let svd = super::find("linalg_svd").expect("linalg_svd");
            let values = g.apply(svd, &[Some(turned)], svd.attrs(&[])?)?.swap_remove(1);
            let how = if word == "nuc" {
                "sum"
            } else if word == "2" {
                "max"
            } else {
                "min"
            };
            let reduced = call(g, how, &[&values], &[("axis", vec![-1].into()), keep()])?;
            let mut kept = x.shape();
            axes.iter().for_each(|&a| kept.set(a, 1));
            call(g, "_view", &[&reduced], &[("shape", kept.into())])
        }
        Some(word) => {
            let magnitudes = call(g, "abs", &[x], &[])?;
            let (inner, outer) = match (word.trim_start_matches('-'), matrix) {
                ("1", true) => (Some(axes[0]), axes[1]),
                ("inf", true) => (Some(axes[1]), axes[0]),
                _ => (None, axes[0]),
            };
            let extreme = if word.starts_with('-') { "min" } else { "max" };
            if let Some(inner) = inner {
                let sums = call(g, "sum", &[&magnitudes], &[over(&[inner]), keep()])?;
                return call(g, extreme, &[&sums], &[over(&[outer]), keep()]);
            }
            match word {
                "inf" | "-inf" => call(g, extreme, &[&magnitudes], &[over(axes), keep()]),
                "1" => call(g, "sum", &[&magnitudes], &[over(axes), keep()]),
                "2" => norm_of(g, x, None, axes),
                _ => {
                    // (sum |x|^p)^(1/p), p -1 or -2.
                    let p: f64 = word.parse().unwrap_or(-1.0);
                    let powers = call(g, "_power_scalar", &[&magnitudes], &[("scalar", p.into())])?;
                    let sum = call(g, "sum", &[&powers], &[over(axes), keep()])?;
                    call(g, "_power_scalar", &[&sum], &[("scalar", (1.0 / p).into())])
                }
            }
        }
    }
}

pub static OPS: &[OpSpec] = &[OpSpec {
    name: "linalg_norm",
    aliases: &["linalg.norm"],
    doc: "NumPy's norms over one axis (vectors), two (matrices), or without ord over any (the square root of the sum of \
              squares). Reducing all axes gives [1].",
    attrs: &[
        AttrSpec::optional_one_of(
            "ord",
            &["fro", "nuc", "1", "-1", "2", "-2", "inf", "-inf"],
            "fro: of the squares; nuc: the sum of singular values; of matrices 1 and inf: the largest sum of magnitudes \
                 of a column and of a row, 2: the largest singular value; of vectors the p-norm. A minus takes the least.",
        ),
        AttrSpec::optional_tuple("axis", "The axes that are reduced; all by default."),
        AttrSpec::bool("keepdims", false, "Keep the reduced axes as 1."),
    ],
    positional: 2,
    infer: |i| {
        let dtype = real(i)?;
        let (shape, axes) = norm_shape(i)?;
        if axes.iter().any(|&a| i.shape(0)[a] == 0) && i.attrs.optional_word("ord").is_some() {
            return Err(Error::shape(format!("data {} has no elements along an axis that is reduced", i.shape(0))));
        }
        i.one(shape, dtype)
    },
    forward: Forward::Composite(|g, attrs, inputs| {
        let x = inputs[0].clone().expect("data");
        let types = [Some((x.shape(), x.dtype()))];
        let infer = Infer { op: super::find("linalg_norm").expect("registered"), attrs, inputs: &types };
        real(&infer)?;
        let (shape, axes) = norm_shape(&infer)?;
        if axes.iter().any(|&a| x.shape()[a] == 0) && attrs.optional_word("ord").is_some() {
            return Err(Error::shape(format!("data {} has no elements along an axis that is reduced", x.shape())));
        }
        let norm = norm_of(g, &x, attrs.optional_word("ord"), &axes)?;
        one(call(g, "_view", &[&norm], &[("shape", shape.into())])?)
    }),
    samples: || {
        let base = |shape: &[usize]| Sample::new(&[shape]).range(-1.0, 1.0).dominant(0);
        vec![
            Sample::new(&[&[2, 3, 4]]),
            Sample::new(&[&[2, 3]]).attr("axis", vec![-1]).attr("keepdims", true),
            base(&[3, 3]).word("ord", "nuc"),
            base(&[2, 3, 4]).word("ord", "2").attr("axis", vec![2, 1]),
            base(&[4, 3]).word("ord", "-2").attr("keepdims", true),
            base(&[3, 3]).word("ord", "1"),
            base(&[2, 3, 4]).word("ord", "inf").attr("axis", vec![1, 2]),
            Sample::new(&[&[4]]).range(0.5, 2.0).word("ord", "-1"),
            Sample::new(&[&[2, 4]]).range(0.5, 2.0).word("ord", "inf").attr("axis", vec![1]),
        ]
    },
    ..OpSpec::NEW
}];
