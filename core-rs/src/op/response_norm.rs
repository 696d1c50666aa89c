//! Elements divided by a norm of their neighbours: L2Normalization and local response normalisation.
#![forbid(unsafe_code)]

use super::attrs::{Attr, AttrSpec};
use super::spec::{Forward, Gradient, OpSpec, Sample};
use super::value::{Graph, Value, call};
use crate::base::{DType, Error, Result};
use crate::by_real;
use crate::kernel::{floats, window_sum};

const NSIZE: AttrSpec = AttrSpec::required_int("nsize", "How many neighbouring channels; odd.").at_least(1.0);

pub static OPS: &[OpSpec] = &[
    OpSpec {
        name: "L2Normalization",
        doc: "data / sqrt(sum of squares + eps). The sum runs over all axes but the first (instance), over the channels, \
              axis 1 (channel), or over all axes but the first two (spatial).",
        attrs: &[
            AttrSpec::float("eps", 1e-10, "Added to the sum of squares.").at_least(0.0),
            AttrSpec::one_of("mode", &["channel", "instance", "spatial"], "instance", "What is summed over."),
        ],
        infer: |i| {
            i.floats_only(0)?;
            let (shape, mode) = (i.shape(0), i.attrs.word("mode"));
            let least = if mode == "instance" { 1 } else { 3 };
            if shape.ndim() < least {
                return Err(Error::shape(format!("data has shape {shape}; mode {mode} needs {least} axes at least")));
            }
            i.same()
        },
        forward: Forward::Composite(|graph, attrs, inputs| {
            let x = inputs[0].clone().expect("data");
            let n = x.shape().ndim() as i64;
            let axes: Vec<i64> = match attrs.word("mode") {
                "channel" => vec![1],
                "spatial" => (2..n).collect(),
                _ => (1..n).collect(),
            };
            let eps = attrs.get("eps").clone();
            in_float32(graph, x, |graph, x| {
                let squares = call(graph, "square", &[&x], &[])?;
                // Naming no axis would sum over all.
                let sum = if axes.is_empty() {
                    squares
                } else {
                    call(graph, "sum", &[&squares], &[("axis", axes.into()), ("keepdims", true.into())])?
                };
                let sum = call(graph, "_plus_scalar", &[&sum], &[("scalar", eps)])?;
                let norm = call(graph, "sqrt", &[&sum], &[])?;
                call(graph, "broadcast_div", &[&x, &norm], &[])
            })
        }),
        samples: || {
            vec![
                Sample::new(&[&[2, 3]]),
                Sample::new(&[&[3]]).range(0.5, 2.0),
                Sample::new(&[&[2, 3, 2, 2]]).word("mode", "channel").attr("eps", 1e-3),
                Sample::new(&[&[2, 3, 4]]).word("mode", "spatial"),
                Sample::new(&[&[0, 3]]),
            ]
        },
        ..OpSpec::NEW
    },
    OpSpec {
        name: "LRN",
        doc: "Local response normalisation: data / (knorm + alpha / nsize * s)^beta, where s is the sum of squares of the \
              nsize channels around. Data is [batch, channels, height, width].",
        attrs: &[
            AttrSpec::float("alpha", 1e-4, "The factor of the mean of squares."),
            AttrSpec::float("beta", 0.75, "The power."),
            AttrSpec::float("knorm", 2.0, "What is added to the mean of squares."),
            NSIZE,
        ],
        infer: |i| {
            i.floats_only(0)?;
            odd(i.attrs.int("nsize"))?;
            if i.shape(0).ndim() != 4 {
                return Err(Error::shape(format!(
                    "data has shape {}; it must be [batch, channels, height, width]",
                    i.shape(0)
                )));
            }
            i.same()
        },
        forward: Forward::Composite(|graph, attrs, inputs| {
            let nsize = attrs.int("nsize");
            let (scale, knorm) = (attrs.float("alpha") / nsize as f64, attrs.get("knorm").clone());
            let power: Attr = (-attrs.float("beta")).into();
            in_float32(graph, inputs[0].clone().expect("data"), |graph, x| {
                let squares = call(graph, "square", &[&x], &[])?;
                let sum = call(graph, "_window_sum", &[&squares], &[("nsize", nsize.into())])?;
                let mean = call(graph, "_mul_scalar", &[&sum], &[("scalar", scale.into())])?;
                let norm = call(graph, "_plus_scalar", &[&mean], &[("scalar", knorm)])?;
                let factor = call(graph, "_power_scalar", &[&norm], &[("scalar", power)])?;
                call(graph, "elemwise_mul", &[&x, &factor], &[])
            })
        }),
        samples: || {
            vec![
                Sample::new(&[&[1, 5, 2, 2]]).attr("nsize", 3).attr("alpha", 0.3),
                Sample::new(&[&[2, 2, 1, 3]]).attr("nsize", 5).attr("alpha", 0.2).attr("beta", 0.6).attr("knorm", 1.5),
                Sample::new(&[&[0, 2, 1, 3]]).attr("nsize", 1),
            ]
        },
        ..OpSpec::NEW
    },
    OpSpec {
        name: "_window_sum",
        doc: "Along axis 1 the sum of the nsize elements around each, fewer at the ends.",
        attrs: &[NSIZE],
        infer: |i| {
            i.floats_only(0)?;
            odd(i.attrs.int("nsize"))?;
            i.shape(0).axis(1)?;
            i.same()
        },
        forward: Forward::Kernel(|c| {
            let shape = c.input(0).shape;
            let sizes = (shape[0] as usize, shape[1] as usize, shape.span(2, shape.ndim()));
            let reach = c.attrs.int("nsize") as usize / 2;
            by_real!(c.input(0).dtype, T => {
                let x = floats::input::<T>(c.context, c.input(0));
                window_sum::run(c.context, sizes, reach, &x, &mut floats::output::<T>(c.context, c.output(0)));
            });
            Ok(())
        }),
        // The window is as wide on both sides, so the sum is its own adjoint.
        gradient: Gradient::Rule(|b| {
            let (head, nsize) = (b.head(0)?, b.attrs.get("nsize").clone());
            let gradient = b.call("_window_sum", &[&head], &[("nsize", nsize)])?;
            b.set(0, gradient);
            Ok(())
        }),
        cost: |i, _| i.shape(0).size() as u64 * i.attrs.int("nsize").min(64) as u64 / 4 + 50,
        hidden: true,
        samples: || vec![Sample::new(&[&[2, 5, 3]]).attr("nsize", 3), Sample::new(&[&[2, 2]]).attr("nsize", 7)],
        ..OpSpec::NEW
    },
];

fn odd(nsize: i64) -> Result<()> {
    if nsize % 2 == 1 {
        return Ok(());
    }
    Err(Error::attribute(format!("nsize is {nsize}; it must be odd, as many channels on each side")))
}

/// Float16 is computed in float32: squares of it leave its range too soon.
fn in_float32(
    graph: &mut dyn Graph,
    x: Value,
    f: impl FnOnce(&mut dyn Graph, Value) -> Result<Value>,
) -> Result<super::Values> {
    let cast = |graph: &mut dyn Graph, x: &Value, dtype: DType| call(graph, "Cast", &[x], &[("dtype", dtype.into())]);
    let result = if x.dtype() == DType::Float16 {
        let wide = cast(graph, &x, DType::Float32)?;
        let result = f(graph, wide)?;
        cast(graph, &result, DType::Float16)?
    } else {
        f(graph, x)?
    };
    Ok(smallvec::smallvec![result])
}
