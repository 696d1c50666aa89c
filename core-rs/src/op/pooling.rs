//! Pooling over one, two or three axes, windowed or global.
#![forbid(unsafe_code)]

use super::attrs::{Attr, AttrSpec, Attrs};
use super::spec::{Call, Forward, Gradient, Needs, OpSpec, Sample, input, optional};
use super::value::{Backward, Value};
use crate::base::{DType, Error, Result, Shape};
use crate::by_real;
use crate::kernel::floats;
use crate::kernel::pool::{self, Convention, Kind, Pool};
use crate::kernel::slices::write;
use crate::kernel::vector::Real;

const ATTRS: &[AttrSpec] = &[
    AttrSpec::tuple("kernel", &[], "The size of the window; required unless global_pool.").at_least(1.0),
    AttrSpec::one_of("pool_type", &["max", "avg", "sum", "lp"], "max", "What becomes of a window."),
    AttrSpec::bool("global_pool", false, "One window, the whole plane; kernel, stride and pad are not used."),
    AttrSpec::bool("cudnn_off", false, "Accepted and ignored."),
    AttrSpec::one_of(
        "pooling_convention",
        &["valid", "full", "same"],
        "valid",
        "How the number of windows is rounded: down, up, or (one axis, max) as if the input were padded at its end.",
    ),
    AttrSpec::tuple("stride", &[], "The step of the window; 1 by default.").at_least(1.0),
    AttrSpec::tuple("pad", &[], "The padding on both sides; 0 by default.").at_least(0.0),
    AttrSpec::optional_int("p_value", "The p of pool_type lp: 1, 2 or 3."),
    AttrSpec::optional_bool("count_include_pad", "Do averages count padding as part of the window? True by default."),
    AttrSpec::optional_one_of("layout", &["NCW", "NCHW", "NCDHW"], "The order of axes; the channel comes second."),
];
const GRADIENT_ATTRS: &[AttrSpec] = &[
    ATTRS[0],
    ATTRS[1],
    ATTRS[2],
    ATTRS[4],
    ATTRS[5],
    ATTRS[6],
    ATTRS[7],
    ATTRS[8],
    AttrSpec::required_tuple("shape", "Shape of the data."),
];

const PLACES_ATTRS: &[AttrSpec] = &[ATTRS[0], ATTRS[1], ATTRS[2], ATTRS[4], ATTRS[5], ATTRS[6], ATTRS[7], ATTRS[8]];

pub static OPS: &[OpSpec] = &[
    OpSpec {
        name: "Pooling",
        aliases: &["Pooling_v1"],
        doc: "Each window becomes one element: its maximum, average, sum or p-norm. Input: data [n, c, w], [n, c, h, w] or \
              [n, c, d, h, w]. Output: the same with w' = floor((w + 2 pad - kernel) / stride) + 1, or ceil with \
              pooling_convention full. An average divides by the window's size, padding included unless \
              count_include_pad is false; what lies beyond the padding never counts.",
        attrs: ATTRS,
        infer: |i| {
            let dtype = i.floats_only(0)?;
            i.one(sizes(i.shape(0), i.attrs)?.1, dtype)
        },
        forward: Forward::Kernel(|c| by_real!(c.input(0).dtype, T => forward::<T>(c))),
        gradient: Gradient::Rule(gradient),
        needs: |attrs| match attrs.word("pool_type") {
            "max" | "lp" => Needs { inputs: 1, outputs: 1 },
            _ => Needs::NOTHING,
        },
        cost: |i, out| (i.shape(0).size() + 4 * out[0].0.size()) as u64 / 4 + 50,
        samples: || {
            let small = Sample::new(&[&[2, 3, 6, 5]]).attr("kernel", vec![2, 2]).attr("stride", vec![2, 2]);
            let padded = Sample::new(&[&[1, 2, 5, 6]])
                .attr("kernel", vec![3, 2])
                .attr("stride", vec![2, 2])
                .attr("pad", vec![1, 1])
                .word("pooling_convention", "full");
            vec![
                small.clone(),
                small.word("pool_type", "avg"),
                padded.clone(),
                padded.clone().word("pool_type", "avg"),
                padded.clone().word("pool_type", "avg").attr("count_include_pad", false),
                padded.word("pool_type", "sum"),
                Sample::new(&[&[1, 2, 4, 4]])
                    .range(0.5, 2.0)
                    .attr("kernel", vec![2, 2])
                    .word("pool_type", "lp")
                    .attr("p_value", 2),
                Sample::new(&[&[1, 2, 3, 4, 3]])
                    .range(0.5, 2.0)
                    .attr("kernel", vec![2, 2, 2])
                    .attr("stride", vec![1, 2, 1])
                    .attr("pad", vec![0, 1, 1])
                    .word("pool_type", "lp")
                    .attr("p_value", 3),
                Sample::new(&[&[2, 1, 5]]).attr("kernel", vec![2]).word("pool_type", "lp").attr("p_value", 1),
                Sample::new(&[&[1, 2, 4, 5, 4]])
                    .attr("kernel", vec![2, 3, 2])
                    .attr("stride", vec![2, 2, 1])
                    .attr("pad", vec![1, 1, 0])
                    .word("pooling_convention", "full"),
                Sample::new(&[&[2, 2, 7]])
                    .attr("kernel", vec![3])
                    .attr("stride", vec![2])
                    .word("pooling_convention", "same"),
                Sample::new(&[&[2, 3, 7]]).attr("kernel", vec![3]).attr("stride", vec![2]),
                Sample::new(&[&[1, 2, 3, 4, 4]]).attr("kernel", vec![2, 2, 3]).word("pool_type", "avg"),
                Sample::new(&[&[2, 3, 4, 4]]).attr("global_pool", true).word("pool_type", "avg"),
                Sample::new(&[&[2, 3, 4, 4]]).attr("global_pool", true),
                Sample::new(&[&[0, 3, 4, 4]]).attr("kernel", vec![2, 2]),
            ]
        },
        ..OpSpec::NEW
    },
    OpSpec {
        name: "_backward_Pooling",
        doc: "The gradient of Pooling. Maxima and norms read data and output again.",
        inputs: &[input("head"), optional("data"), optional("output")],
        attrs: GRADIENT_ATTRS,
        infer: |i| i.one(i.attrs.shape("shape")?, i.floats_only(0)?),
        forward: Forward::Kernel(|c| by_real!(c.input(0).dtype, T => backward::<T>(c))),
        gradient: Gradient::Rule(|b| {
            // The gradient of a sum is linear in the head; its adjoint is the sum.
            let head = b.head(0)?;
            let attrs = passed(b.attrs, "Pooling", None)?;
            let gradient = b.call_all("Pooling", &[Some(head)], attrs)?.swap_remove(0);
            b.set(0, gradient);
            Ok(())
        }),
        hidden: true,
        samples: || {
            vec![
                Sample::new(&[&[1, 2, 2, 2]])
                    .attr("kernel", vec![2, 2])
                    .attr("stride", vec![2, 2])
                    .word("pool_type", "avg")
                    .attr("shape", vec![1, 2, 4, 5]),
            ]
        },
        ..OpSpec::NEW
    },
    OpSpec {
        name: "_pooling_places",
        doc: "Where each maximum of Pooling stands in data, counted in row-major order; -1 where there is none.",
        inputs: &[input("data"), input("output")],
        attrs: PLACES_ATTRS,
        infer: |i| {
            let (shape, size) = (sizes(i.shape(0), i.attrs)?.1, i.shape(0).size());
            if shape != i.shape(1) || size > i32::MAX as usize {
                return Err(Error::shape(format!("data has shape {}, output {}", i.shape(0), i.shape(1))));
            }
            i.floats_only(0)?;
            i.one(shape, DType::Int32)
        },
        forward: Forward::Kernel(|c| by_real!(c.input(0).dtype, T => places::<T>(c))),
        gradient: Gradient::Zero("places change in jumps"),
        hidden: true,
        ..OpSpec::NEW
    },
];

/// The geometry and the shape of the output.
fn sizes(shape: Shape, attrs: &Attrs) -> Result<(Pool, Shape)> {
    if !matches!(shape.ndim(), 3..=5) {
        return Err(Error::shape(format!("data has shape {shape}; it needs [n,c,w], [n,c,h,w] or [n,c,d,h,w]")));
    }
    let n = shape.ndim() - 2;
    let global = attrs.bool("global_pool");
    let given = |name: &str, otherwise: usize| -> Result<Vec<usize>> {
        let values = if global { &[] } else { attrs.tuple(name) };
        if values.is_empty() {
            return Ok(vec![otherwise; n]);
        }
        if values.len() != n {
            return Err(Error::attribute(format!("{name} has {} numbers; data {shape} needs {n}", values.len())));
        }
        Ok(values.iter().map(|&v| v as usize).collect())
    };
    if !global && attrs.tuple("kernel").is_empty() {
        return Err(Error::attribute("kernel is required, unless global_pool is true"));
    }
    let (kernel, stride, pad) = (given("kernel", 0)?, given("stride", 1)?, given("pad", 0)?);
    let convention = match attrs.word("pooling_convention") {
        "valid" => Convention::Valid,
        "full" => Convention::Full,
        _ if n == 1 && attrs.word("pool_type") == "max" => Convention::Same,
        _ => return Err(Error::attribute("pooling_convention same is for max pooling over one axis only")),
    };
    if convention == Convention::Same && pad.iter().any(|&p| p > 0) {
        return Err(Error::attribute(format!("pad is {pad:?}; pooling_convention same needs it to be 0")));
    }
    let first = 3 - n;
    let planes = shape.span(0, 2);
    let mut p = Pool { planes, input: [1; 3], output: [1; 3], kernel: [1; 3], stride: [1; 3], pad: [0; 3] };
    let mut out = shape;
    for a in 0..n {
        let size = shape[a + 2] as usize;
        p.input[first + a] = size;
        p.kernel[first + a] = if global { size } else { kernel[a] };
        (p.stride[first + a], p.pad[first + a]) = (stride[a], pad[a]);
        let count = if global { Some(1) } else { pool::windows(size, kernel[a], stride[a], pad[a], convention) };
        p.output[first + a] = count.filter(|_| size > 0).ok_or_else(|| {
            Error::shape(format!("kernel {} is larger than axis {} of data {shape} with its padding", kernel[a], a + 2))
        })?;
        out.set(a + 2, p.output[first + a]);
    }
    Ok((p, Shape::checked(out.iter().map(|d| d as u64))?))
}

fn kind(attrs: &Attrs) -> Result<Kind> {
    Ok(match attrs.word("pool_type") {
        "max" => Kind::Max,
        "sum" => Kind::Sum,
        "avg" => Kind::Average { count_pad: attrs.optional_bool("count_include_pad").unwrap_or(true) },
        _ => match attrs.optional_int("p_value") {
            Some(p @ 1..=3) => Kind::Lp(p as u32),
            other => {
                let got = other.map_or("None".to_string(), |p| p.to_string());
                return Err(Error::attribute(format!("p_value is {got}; pool_type lp needs 1, 2 or 3")));
            }
        },
    })
}

fn forward<T: Real>(c: &Call) -> Result<()> {
    let (pool, _) = sizes(c.input(0).shape, c.attrs)?;
    let x = floats::input::<T>(c.context, c.input(0));
    pool::forward(c.context, &pool, kind(c.attrs)?, &x, &mut floats::output::<T>(c.context, c.output(0)));
    Ok(())
}

fn backward<T: Real>(c: &Call) -> Result<()> {
    let (pool, _) = sizes(c.output(0).shape, c.attrs)?;
    let input = |i: usize| c.optional(i).map(|v| floats::input::<T>(c.context, v));
    let (dy, x, y) = (floats::input::<T>(c.context, c.input(0)), input(1), input(2));
    let (x, y) = (x.as_deref().unwrap_or(&[]), y.as_deref().unwrap_or(&[]));
    let mut dx = floats::output::<T>(c.context, c.output(0));
    pool::backward(c.context, &pool, kind(c.attrs)?, x, y, &dy, &mut dx);
    Ok(())
}

fn places<T: Real>(c: &Call) -> Result<()> {
    let (pool, _) = sizes(c.input(0).shape, c.attrs)?;
    let [x, y] = [0, 1].map(|i| floats::input::<T>(c.context, c.input(i)));
    pool::places(c.context, &pool, &x, &y, write::<i32>(c.output(0)));
    Ok(())
}

/// The attributes that Pooling and its gradient share.
fn passed(attrs: &Attrs, to: &str, shape: Option<Shape>) -> Result<Attrs> {
    let op = super::find(to).expect("an operator of this file");
    let mut out = match shape {
        Some(shape) => op.attrs(&[("shape", shape.into())])?,
        None => op.attrs(&[])?,
    };
    for spec in GRADIENT_ATTRS.iter().filter(|a| a.name != "shape") {
        out.set(spec.name, attrs.get(spec.name).clone());
    }
    Ok(out)
}

fn gradient(b: &mut Backward) -> Result<()> {
    let head = b.head(0)?;
    let attrs = passed(b.attrs, "_backward_Pooling", Some(b.shape(0)))?;
    let reads = matches!(b.attrs.word("pool_type"), "max" | "lp");
    if reads && b.graph.recording() {
        return differentiable(b, &head);
    }
    let inputs = [Some(head), reads.then(|| b.input(0)), reads.then(|| b.output(0))];
    let gradient = b.call_all("_backward_Pooling", &inputs, attrs)?.swap_remove(0);
    b.set(0, gradient);
    Ok(())
}

/// The gradient of maxima and norms, made of operators that have gradients themselves.
fn differentiable(b: &mut Backward, head: &Value) -> Result<()> {
    let (shape, data, output) = (b.shape(0), b.input(0), b.output(0));
    if b.attrs.word("pool_type") == "max" {
        let attrs = passed(b.attrs, "_pooling_places", None)?;
        let places = b.call_all("_pooling_places", &[Some(data), Some(output)], attrs)?.swap_remove(0);
        let gradient = b.call("_scatter_flat", &[head, &places], &[("shape", shape.into())])?;
        b.set(0, gradient);
        return Ok(());
    }
    // x^(p - 1) times the sum over windows of head / y^(p - 1); a window of zeros has no slope.
    let power = (b.attrs.optional_int("p_value").unwrap_or(2) - 1) as f64;
    let mut part = head.clone();
    if power > 0.0 {
        let zero: [(&str, Attr); 1] = [("scalar", 0.0.into())];
        let (none, some) =
            (b.call("_equal_scalar", &[&output], &zero)?, b.call("_not_equal_scalar", &[&output], &zero)?);
        let divisor = b.call("elemwise_add", &[&output, &none], &[])?;
        let divisor = b.call("_power_scalar", &[&divisor], &[("scalar", power.into())])?;
        let quotient = b.call("elemwise_div", &[head, &divisor], &[])?;
        part = b.call("elemwise_mul", &[&quotient, &some], &[])?;
    }
    let mut attrs = passed(b.attrs, "_backward_Pooling", Some(shape))?;
    attrs.set_word("pool_type", "sum")?;
    let mut gradient = b.call_all("_backward_Pooling", &[Some(part), None, None], attrs)?.swap_remove(0);
    if power > 0.0 {
        let slope = b.call("_power_scalar", &[&data], &[("scalar", power.into())])?;
        gradient = b.call("elemwise_mul", &[&gradient, &slope], &[])?;
    }
    b.set(0, gradient);
    Ok(())
}
