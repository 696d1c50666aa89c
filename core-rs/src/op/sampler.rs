//! Sampling at the points of a grid: BilinearSampler, and the operators that its gradients of all
//! orders are made of. `grid.rs` makes grids.
#![forbid(unsafe_code)]

use super::attrs::{Attr, AttrSpec, Attrs};
use super::spec::{Call, Forward, Gradient, Infer, InputSpec, Needs, OpSpec, Sample, input};
use super::value::{Backward, Value};
use crate::base::{DType, Error, Result, Shape};
use crate::by_real;
use crate::kernel::floats;
use crate::kernel::sampler::{self, Sampler};

pub const CUDNN: AttrSpec = AttrSpec::optional_bool("cudnn_off", "Accepted and ignored.");
const DX: AttrSpec = AttrSpec::int("dx", 0, "0: the left neighbour, 1: the right one.").between(0.0, 1.0);
const DY: AttrSpec = AttrSpec::int("dy", 0, "0: the upper neighbour, 1: the lower one.").between(0.0, 1.0);
const PIXELS: AttrSpec = AttrSpec::bool("pixels", false, "The grid counts elements, from 0.");
const SAMPLED: &[InputSpec] = &[input("data"), input("grid")];
const GRID_ONLY: fn(&Attrs) -> Needs = |_| Needs { inputs: 0b10, outputs: 0 };

const SAMPLER: OpSpec = OpSpec {
    name: "BilinearSampler",
    doc: "data at the points of a grid, by bilinear interpolation; 0 outside. Inputs: data [n, c, h, w], grid \
          [n, 2, h', w'] of (x, y), where -1 and 1 are the first and the last element. Output: [n, c, h', w'].",
    inputs: SAMPLED,
    attrs: &[CUDNN],
    infer: |i| i.one(sizes(i.attrs, i.shape(0), i.shape(1))?.1, real(i)?),
    forward: Forward::Kernel(|c| {
        let s = sizes(c.attrs, c.input(0).shape, c.input(1).shape)?.0;
        by_real!(c.input(0).dtype, T => {
            let [x, grid] = [0, 1].map(|i| floats::input::<T>(c.context, c.input(i)));
            sampler::forward(c.context, &s, &x, &grid, &mut floats::output::<T>(c.context, c.output(0)));
        });
        Ok(())
    }),
    gradient: Gradient::Rule(|b| {
        let (head, data, grid) = (b.head(0)?, b.input(0), b.input(1));
        if b.graph.recording() {
            return differentiable(b, &head, &data, &grid);
        }
        let attrs = super::find("_backward_BilinearSampler")
            .expect("an operator of this file")
            .attrs(&[("pixels", pixels(b.attrs).into())])?;
        let all = b.call_all("_backward_BilinearSampler", &[Some(head), Some(data), Some(grid)], attrs)?;
        all.into_iter().enumerate().for_each(|(i, gradient)| b.set(i, gradient));
        Ok(())
    }),
    needs: |_| Needs::INPUTS,
    cost: |_, out| out[0].0.size() as u64 * 12 + 50,
    samples: || {
        let inside = |shapes: &[&[usize]]| Sample::new(shapes).range(-0.97, 0.97);
        vec![
            inside(&[&[2, 3, 4, 5], &[2, 2, 3, 2]]),
            Sample::new(&[&[1, 2, 3, 3], &[1, 2, 4, 4]]).range(-1.6, 1.6),
            inside(&[&[0, 3, 4, 5], &[0, 2, 3, 2]]),
        ]
    },
    ..OpSpec::NEW
};

pub static OPS: &[OpSpec] = &[
    SAMPLER,
    OpSpec {
        name: "_pixel_sampler",
        doc: "BilinearSampler on a grid that counts elements, from 0; 0 outside data. The last element holds up to the \
              edge.",
        attrs: &[AttrSpec::bool("pixels", true, "The grid counts elements, from 0.")],
        hidden: true,
        samples: || vec![Sample::new(&[&[2, 3, 4, 5], &[2, 2, 3, 2]]).range(0.1, 3.9)],
        ..SAMPLER
    },
    OpSpec {
        name: "_backward_BilinearSampler",
        doc: "The gradients of BilinearSampler by data and grid.",
        inputs: &[input("head"), input("data"), input("grid")],
        attrs: &[PIXELS],
        infer: |i| {
            let shape = sizes(i.attrs, i.shape(1), i.shape(2))?.1;
            if i.shape(0) != shape {
                return Err(Error::shape(format!("head has shape {}, the output {shape}", i.shape(0))));
            }
            let dtype = real(i)?;
            Ok(smallvec::smallvec![(i.shape(1), dtype), (i.shape(2), dtype)])
        },
        forward: Forward::Kernel(|c| {
            let s = sizes(c.attrs, c.input(1).shape, c.input(2).shape)?.0;
            by_real!(c.input(0).dtype, T => {
                let [dy, x, grid] = [0, 1, 2].map(|i| floats::input::<T>(c.context, c.input(i)));
                sampler::backward_data(c.context, &s, &grid, &dy, &mut floats::output::<T>(c.context, c.output(0)));
                let mut to = floats::output::<T>(c.context, c.output(1));
                sampler::backward_grid(c.context, &s, &x, &grid, &dy, &mut to);
            });
            Ok(())
        }),
        gradient: Gradient::None(
            "where gradients of gradients are wanted, BilinearSampler's gradient is made of other operators",
        ),
        hidden: true,
        samples: || vec![Sample::new(&[&[1, 2, 3, 2], &[1, 2, 4, 4], &[1, 2, 3, 2]])],
        ..OpSpec::NEW
    },
    OpSpec {
        name: "_sampler_corner",
        doc: "The element at one corner of the square in which each point of a grid lies; 0 outside data.",
        inputs: SAMPLED,
        attrs: &[DX, DY, PIXELS],
        infer: |i| i.one(sizes(i.attrs, i.shape(0), i.shape(1))?.1, real(i)?),
        forward: Forward::Kernel(|c| {
            let s = sizes(c.attrs, c.input(0).shape, c.input(1).shape)?.0;
            by_real!(c.input(0).dtype, T => {
                let [x, grid] = [0, 1].map(|i| floats::input::<T>(c.context, c.input(i)));
                let mut to = floats::output::<T>(c.context, c.output(0));
                sampler::corner(c.context, &s, which(c), &x, &grid, &mut to);
            });
            Ok(())
        }),
        gradient: Gradient::Rule(|b| {
            let (head, grid, shape) = (b.head(0)?, b.input(1), b.shape(0));
            let mut attrs = corner_attrs(b.attrs);
            attrs.push(("shape", shape.into()));
            let gradient = b.call("_backward_sampler_corner", &[&head, &grid], &attrs)?;
            b.set(0, gradient);
            flat_grid(b)
        }),
        needs: GRID_ONLY,
        hidden: true,
        samples: || vec![Sample::new(&[&[1, 2, 3, 4], &[1, 2, 3, 3]]).range(-1.2, 1.2).attr("dx", 1)],
        ..OpSpec::NEW
    },
    OpSpec {
        name: "_backward_sampler_corner",
        doc: "Zeros of the given shape with head added where _sampler_corner read.",
        inputs: &[input("head"), input("grid")],
        attrs: &[DX, DY, PIXELS, AttrSpec::required_tuple("shape", "Shape of the data.")],
        infer: |i| {
            let data = i.attrs.shape("shape")?;
            let shape = sizes(i.attrs, data, i.shape(1))?.1;
            if i.shape(0) != shape {
                return Err(Error::shape(format!("head has shape {}, the output {shape}", i.shape(0))));
            }
            i.one(data, real(i)?)
        },
        forward: Forward::Kernel(|c| {
            let s = sizes(c.attrs, c.output(0).shape, c.input(1).shape)?.0;
            by_real!(c.input(0).dtype, T => {
                let [head, grid] = [0, 1].map(|i| floats::input::<T>(c.context, c.input(i)));
                let mut to = floats::output::<T>(c.context, c.output(0));
                sampler::corner_backward(c.context, &s, which(c), &head, &grid, &mut to);
            });
            Ok(())
        }),
        gradient: Gradient::Rule(|b| {
            let (head, grid) = (b.head(0)?, b.input(1));
            let attrs = corner_attrs(b.attrs);
            let gradient = b.call("_sampler_corner", &[&head, &grid], &attrs)?;
            b.set(0, gradient);
            flat_grid(b)
        }),
        needs: GRID_ONLY,
        hidden: true,
        samples: || {
            let shape = vec![1, 2, 3, 4];
            vec![Sample::new(&[&[1, 2, 3, 3], &[1, 2, 3, 3]]).range(-1.2, 1.2).attr("dy", 1).attr("shape", shape)]
        },
        ..OpSpec::NEW
    },
];

pub fn real(i: &Infer) -> Result<DType> {
    i.floats_only(0)?;
    i.same_dtypes()
}

fn sizes(attrs: &Attrs, data: Shape, grid: Shape) -> Result<(Sampler, Shape)> {
    let fits = data.ndim() == 4 && grid.ndim() == 4 && data[0] == grid[0] && grid[1] == 2;
    if !fits || data[2] == 0 || data[3] == 0 {
        return Err(Error::shape(format!(
            "data has shape {data}, grid {grid}; they must be [n, c, h, w] with planes that are not empty, and [n, 2, h', w']"
        )));
    }
    let [n, c, h, w, out_h, out_w] = [data[0], data[1], data[2], data[3], grid[2], grid[3]].map(|d| d as usize);
    let shape = Shape::checked([n, c, out_h, out_w].into_iter().map(|d| d as u64))?;
    Ok((Sampler { n, c, h, w, out_h, out_w, pixels: pixels(attrs) }, shape))
}

fn pixels(attrs: &Attrs) -> bool {
    attrs.get_if("pixels").is_some() && attrs.bool("pixels")
}

fn corner_attrs(attrs: &Attrs) -> Vec<(&'static str, Attr)> {
    ["dx", "dy", "pixels"].iter().map(|n| (*n, attrs.get(n).clone())).collect()
}

fn which(c: &Call) -> (i64, i64) {
    (c.attrs.int("dx"), c.attrs.int("dy"))
}

pub fn along(axis: i64, begin: i64, end: i64) -> [(&'static str, Attr); 3] {
    [("axis", axis.into()), ("begin", begin.into()), ("end", end.into())]
}

/// The grid moves a corner in jumps only.
fn flat_grid(b: &mut Backward) -> Result<()> {
    if b.wants(1) {
        let (shape, dtype) = (b.shape(1), b.dtype(1));
        let zeros = b.call("_zeros", &[], &[("shape", shape.into()), ("dtype", dtype.into())])?;
        b.set(1, zeros);
    }
    Ok(())
}

/// The gradient of BilinearSampler in operators that have gradients: with the corners a, b, c, d of a
/// square and the parts p to the right and q down, the output is
/// (a (1 - p) + b p) (1 - q) + (c (1 - p) + d p) q.
fn differentiable(b: &mut Backward, head: &Value, data: &Value, grid: &Value) -> Result<()> {
    let shape = data.shape();
    if head.shape().size() == 0 || shape.size() == 0 {
        for (i, v) in [data, grid].into_iter().enumerate() {
            let zeros = b.call("_mul_scalar", &[v], &[("scalar", 0.0.into())])?;
            b.set(i, zeros);
        }
        return Ok(());
    }
    let counted = pixels(b.attrs);
    let step = |size: u32| if counted { 1.0 } else { (size as f64 - 1.0) / 2.0 };
    // Parts and their rests along x and y, [n, 1, h', w'].
    let mut parts = Vec::new();
    for (axis, size) in [(0, shape[3]), (1, shape[2])] {
        let v = b.call("slice_axis", &[grid], &along(1, axis, axis + 1))?;
        let v = match counted {
            true => v,
            false => {
                let v = b.call("_plus_scalar", &[&v], &[("scalar", 1.0.into())])?;
                b.call("_mul_scalar", &[&v], &[("scalar", step(size).into())])?
            }
        };
        let floor = b.call("floor", &[&v], &[])?;
        let part = b.call("elemwise_sub", &[&v, &floor], &[])?;
        let rest = b.call("_rminus_scalar", &[&part], &[("scalar", 1.0.into())])?;
        parts.push([rest, part]);
    }
    let [x, y] = [parts[0].clone(), parts[1].clone()];
    let corner =
        |dx: usize, dy: usize| [("dx", Attr::Int(dx as i64)), ("dy", Attr::Int(dy as i64)), ("pixels", counted.into())];
    if b.wants(0) {
        let mut total: Option<Value> = None;
        for (dx, dy) in [(0, 0), (1, 0), (0, 1), (1, 1)] {
            let weight = b.call("elemwise_mul", &[&x[dx], &y[dy]], &[])?;
            let weighted = b.call("broadcast_mul", &[head, &weight], &[])?;
            let [dx, dy, counted] = corner(dx, dy);
            let part =
                b.call("_backward_sampler_corner", &[&weighted, grid], &[dx, dy, counted, ("shape", shape.into())])?;
            total = Some(match total {
                Some(sum) => b.call("elemwise_add", &[&sum, &part], &[])?,
                None => part,
            });
        }
        b.set(0, total.expect("four corners"));
    }
    if b.wants(1) {
        let mut corners = Vec::new();
        for (dx, dy) in [(0, 0), (1, 0), (0, 1), (1, 1)] {
            corners.push(b.call("_sampler_corner", &[data, grid], &corner(dx, dy))?);
        }
        let mut gradients = Vec::new();
        for (near, far, other, size) in [([0, 1], [2, 3], &y, shape[3]), ([0, 2], [1, 3], &x, shape[2])] {
            let mut sum: Option<Value> = None;
            for (pair, weight) in [near, far].into_iter().zip(other) {
                let slope = b.call("elemwise_sub", &[&corners[pair[1]], &corners[pair[0]]], &[])?;
                let part = b.call("broadcast_mul", &[&slope, weight], &[])?;
                sum = Some(match sum {
                    Some(sum) => b.call("elemwise_add", &[&sum, &part], &[])?,
                    None => part,
                });
            }
            let slope = b.call("elemwise_mul", &[head, &sum.expect("two pairs")], &[])?;
            let slope = b.call("sum", &[&slope], &[("axis", vec![1].into()), ("keepdims", true.into())])?;
            gradients.push(b.call("_mul_scalar", &[&slope], &[("scalar", step(size).into())])?);
        }
        let gradient = b.call("Concat", &[&gradients[0], &gradients[1]], &[("dim", 1.into())])?;
        b.set(1, gradient);
    }
    Ok(())
}
