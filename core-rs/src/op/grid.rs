//! Grids for BilinearSampler: GridGenerator, and SpatialTransformer, which samples on one at once.
#![forbid(unsafe_code)]

use super::attrs::{AttrSpec, Attrs};
use super::sampler::{CUDNN, along, real};
use super::spec::{Forward, Gradient, OpSpec, Sample, input};
use super::value::{Graph, Value, call};
use crate::base::{DType, Error, Result, Shape};
use crate::by_real;
use crate::kernel::floats;

const TARGET: AttrSpec =
    AttrSpec::tuple("target_shape", &[0, 0], "The size of the result: (h, w); required for affine.").at_least(0.0);

pub static OPS: &[OpSpec] = &[
    OpSpec {
        name: "GridGenerator",
        doc: "A grid for BilinearSampler, (x, y) from -1 to 1. affine: data [n, 6], a matrix [[a, b, c], [d, e, f]] of \
              each image that (x, y, 1) is multiplied by; warp: data [n, 2, h, w], a flow in elements that is added to \
              each place. Output: [n, 2, h, w].",
        attrs: &[AttrSpec::required_one_of("transform_type", &["affine", "warp"], "What data holds."), TARGET],
        infer: |i| i.one(grid_shape(i.attrs, i.shape(0))?, i.floats_only(0)?),
        forward: Forward::Composite(|graph, attrs, inputs| {
            let data = inputs[0].clone().expect("data");
            let shape = grid_shape(attrs, data.shape())?;
            float(&data)?;
            let grid = match attrs.word("transform_type") {
                "affine" => affine(graph, &data, shape)?,
                _ => warp(graph, &data, shape)?,
            };
            Ok(smallvec::smallvec![grid])
        }),
        samples: || {
            vec![
                Sample::new(&[&[2, 6]]).word("transform_type", "affine").attr("target_shape", vec![3, 4]),
                Sample::new(&[&[2, 6]]).word("transform_type", "affine").attr("target_shape", vec![1, 3]),
                Sample::new(&[&[2, 2, 3, 4]]).word("transform_type", "warp"),
                Sample::new(&[&[0, 6]]).word("transform_type", "affine").attr("target_shape", vec![2, 2]),
            ]
        },
        ..OpSpec::NEW
    },
    OpSpec {
        name: "_grid_points",
        doc: "The rows x, y and 1 of all places of a plane, x and y from -1 to 1; 0 along an axis of one element. Output: \
              [3, h * w].",
        inputs: &[],
        attrs: &[
            AttrSpec::required_tuple("target_shape", "The size of the plane: (h, w).").at_least(1.0),
            AttrSpec::dtype("dtype", DType::Float32, "The dtype of the result."),
        ],
        infer: |i| {
            let (h, w) = size(i.attrs)?;
            i.one(Shape::checked([3, h as u64 * w as u64])?, i.attrs.dtype("dtype"))
        },
        forward: Forward::Kernel(|c| {
            let (h, w) = size(c.attrs)?;
            let place = |i: usize, n: usize| if n == 1 { 0.0 } else { -1.0 + i as f64 * (2.0 / (n as f64 - 1.0)) };
            by_real!(c.output(0).dtype, T => {
                let mut to = floats::output::<T>(c.context, c.output(0));
                for i in 0..h * w {
                    to[i] = place(i % w, w) as T;
                    to[h * w + i] = place(i / w, h) as T;
                    to[2 * h * w + i] = 1.0;
                }
            });
            Ok(())
        }),
        gradient: Gradient::Zero("places are constants"),
        hidden: true,
        ..OpSpec::NEW
    },
    OpSpec {
        name: "SpatialTransformer",
        doc: "data seen through an affine map: BilinearSampler on the grid that GridGenerator makes of loc. Inputs: data \
              [n, c, h, w], loc [n, 6]. Output: [n, c] and target_shape.",
        inputs: &[input("data"), input("loc")],
        attrs: &[
            TARGET,
            AttrSpec::required_one_of("transform_type", &["affine"], "The only one."),
            AttrSpec::required_one_of("sampler_type", &["bilinear"], "The only one."),
            CUDNN,
        ],
        infer: |i| i.one(transformed(i.attrs, i.shape(0), i.shape(1))?, real(i)?),
        forward: Forward::Composite(|graph, attrs, inputs| {
            let (data, loc) = (inputs[0].clone().expect("data"), inputs[1].clone().expect("loc"));
            let shape = transformed(attrs, data.shape(), loc.shape())?;
            float(&data)?;
            let grid = affine(graph, &loc, shape.with(1, 2))?;
            Ok(smallvec::smallvec![call(graph, "BilinearSampler", &[&data, &grid], &[])?])
        }),
        samples: || {
            let affine = |shapes: &[&[usize]]| {
                Sample::new(shapes)
                    .range(-0.45, 0.45)
                    .word("transform_type", "affine")
                    .word("sampler_type", "bilinear")
                    .attr("target_shape", vec![3, 2])
            };
            vec![affine(&[&[2, 3, 4, 5], &[2, 6]]), affine(&[&[0, 3, 4, 5], &[0, 6]])]
        },
        ..OpSpec::NEW
    },
];

/// Composite operators check by themselves.
fn float(data: &Value) -> Result<()> {
    if data.dtype().is_float() {
        return Ok(());
    }
    Err(Error::dtype(format!("data is {}; it must be float32, float64 or float16", data.dtype())))
}

/// The height and width that are asked for.
fn size(attrs: &Attrs) -> Result<(usize, usize)> {
    match attrs.tuple("target_shape") {
        &[h, w] if h > 0 && w > 0 => Ok((h as usize, w as usize)),
        other => Err(Error::attribute(format!("target_shape is {other:?}; it needs (h, w), both above 0"))),
    }
}

fn grid_shape(attrs: &Attrs, data: Shape) -> Result<Shape> {
    if attrs.word("transform_type") == "affine" {
        if data.ndim() != 2 || data[1] != 6 {
            return Err(Error::shape(format!("data has shape {data}; an affine map needs [n, 6]")));
        }
        let (h, w) = size(attrs)?;
        return Shape::checked([data[0] as u64, 2, h as u64, w as u64]);
    }
    if data.ndim() != 4 || data[1] != 2 {
        return Err(Error::shape(format!("data has shape {data}; a flow needs [n, 2, h, w]")));
    }
    Ok(data)
}

fn transformed(attrs: &Attrs, data: Shape, loc: Shape) -> Result<Shape> {
    let (h, w) = size(attrs)?;
    if data.ndim() != 4 || data[2] == 0 || data[3] == 0 || loc.ndim() != 2 || loc[0] != data[0] || loc[1] != 6 {
        return Err(Error::shape(format!("data has shape {data}, loc {loc}; they must be [n, c, h, w] and [n, 6]")));
    }
    Shape::checked([data[0] as u64, data[1] as u64, h as u64, w as u64])
}

/// [n, 2, h, w] from matrices [n, 6].
fn affine(graph: &mut dyn Graph, data: &Value, shape: Shape) -> Result<Value> {
    let target = vec![shape[2] as i64, shape[3] as i64];
    let attrs = [("target_shape", target.into()), ("dtype", data.dtype().into())];
    let points = call(graph, "_grid_points", &[], &attrs)?;
    let matrix = Shape::new(&[2 * data.shape()[0] as usize, 3]);
    let matrix = call(graph, "_view", &[data], &[("shape", matrix.into())])?;
    let grid = call(graph, "dot", &[&matrix, &points], &[])?;
    call(graph, "_view", &[&grid], &[("shape", shape.into())])
}

/// (flow + place) / ((size - 1) / 2) - 1, which is 0 along an axis of one element.
fn warp(graph: &mut dyn Graph, flow: &Value, shape: Shape) -> Result<Value> {
    if shape.size() == 0 {
        return call(graph, "_mul_scalar", &[flow], &[("scalar", 1.0.into())]);
    }
    let target = vec![shape[2] as i64, shape[3] as i64];
    let attrs = [("target_shape", target.into()), ("dtype", flow.dtype().into())];
    let points = call(graph, "_grid_points", &[], &attrs)?;
    let points = call(graph, "slice_axis", &[&points], &along(0, 0, 2))?;
    let points = call(graph, "_view", &[&points], &[("shape", shape.with(0, 1).into())])?;
    let mut parts = Vec::new();
    for (axis, size) in [(0, shape[3]), (1, shape[2])] {
        let part = call(graph, "slice_axis", &[flow], &along(1, axis, axis + 1))?;
        let scale = if size == 1 { 0.0 } else { 2.0 / (size as f64 - 1.0) };
        parts.push(call(graph, "_mul_scalar", &[&part], &[("scalar", scale.into())])?);
    }
    let scaled = call(graph, "Concat", &[&parts[0], &parts[1]], &[("dim", 1.into())])?;
    call(graph, "broadcast_add", &[&scaled, &points], &[])
}
