//! contrib.DeformableConvolution: columns sampled at displaced places, then a product with the
//! weights. It is made of other operators, so that it has all gradients.
#![forbid(unsafe_code)]

use super::attrs::{Attr, AttrSpec, Attrs};
use super::convolution::{Window, check_bias};
use super::spec::{Forward, Gradient, OpSpec, Sample, input, optional};
use super::value::{Graph, Value, call};
use crate::base::{DType, Error, Result, Shape};
use crate::by_real;
use crate::kernel::floats;

const KERNEL: AttrSpec = AttrSpec::required_tuple("kernel", "The size of the kernel: (h, w).").at_least(1.0);
const STRIDE: AttrSpec = AttrSpec::tuple("stride", &[], "The step of the kernel; 1 by default.").at_least(1.0);
const DILATE: AttrSpec =
    AttrSpec::tuple("dilate", &[], "The distance of the kernel's taps; 1 by default.").at_least(1.0);
const PAD: AttrSpec = AttrSpec::tuple("pad", &[], "Zeros around the data; 0 by default.").at_least(0.0);

pub static OPS: &[OpSpec] = &[
    OpSpec {
        name: "contrib.DeformableConvolution",
        aliases: &["_contrib_DeformableConvolution"],
        doc: "A convolution whose taps are displaced by offset, with bilinear interpolation. Inputs: data [n, c, h, w], \
              offset [n, num_deformable_group * taps * 2, h', w'] of (y, x) for each tap, weight \
              [num_filter, c / num_group, kernel], bias [num_filter]. Output: [n, num_filter, h', w'], as Convolution's.",
        inputs: &[input("data"), input("offset"), input("weight"), optional("bias")],
        attrs: &[
            KERNEL,
            STRIDE,
            DILATE,
            PAD,
            AttrSpec::required_int("num_filter", "The number of filters (output channels).").at_least(1.0),
            AttrSpec::int("num_group", 1, "The number of groups of channels and filters.").at_least(1.0),
            AttrSpec::int("num_deformable_group", 1, "The number of groups of channels with offsets of their own.")
                .at_least(1.0),
            AttrSpec::int("workspace", 1024, "Accepted and ignored.").at_least(0.0),
            AttrSpec::bool("no_bias", false, "Leave the bias out."),
            AttrSpec::optional_one_of("layout", &["NCW", "NCHW", "NCDHW"], "The order of axes; NCHW."),
        ],
        infer: |i| {
            i.floats_only(0)?;
            let dtype = i.same_dtypes()?;
            let bias = i.has(3).then(|| i.shape(3));
            i.one(sizes(i.attrs, i.shape(0), i.shape(1), i.shape(2), bias)?.output, dtype)
        },
        forward: Forward::Composite(|graph, attrs, inputs| {
            let [data, offset, weight] = [0, 1, 2].map(|i| inputs[i].clone().expect("a required input"));
            let bias = inputs.get(3).cloned().flatten();
            if !data.dtype().is_float() {
                return Err(Error::dtype(format!("data is {}; it must be float32, float64 or float16", data.dtype())));
            }
            let s = sizes(attrs, data.shape(), offset.shape(), weight.shape(), bias.as_ref().map(|b| b.shape()))?;
            Ok(smallvec::smallvec![compose(graph, attrs, &s, &data, &offset, &weight, bias.as_ref())?])
        }),
        samples: || {
            vec![
                Sample::new(&[&[2, 2, 5, 4], &[2, 8, 4, 3], &[3, 2, 2, 2], &[3]])
                    .range(0.05, 0.9)
                    .attr("kernel", vec![2, 2])
                    .attr("num_filter", 3),
                Sample::new(&[&[1, 4, 5, 5], &[1, 16, 3, 3], &[2, 2, 2, 2]])
                    .range(0.05, 0.9)
                    .attr("kernel", vec![2, 2])
                    .attr("stride", vec![2, 2])
                    .attr("pad", vec![1, 1])
                    .attr("dilate", vec![1, 2])
                    .attr("num_filter", 2)
                    .attr("num_group", 2)
                    .attr("num_deformable_group", 2)
                    .attr("no_bias", true),
                Sample::new(&[&[0, 2, 3, 3], &[0, 8, 2, 2], &[1, 2, 2, 2]])
                    .attr("kernel", vec![2, 2])
                    .attr("num_filter", 1)
                    .attr("no_bias", true),
            ]
        },
        ..OpSpec::NEW
    },
    OpSpec {
        name: "_window_points",
        doc: "Where each tap of a sliding window reads, without offsets: x, then y. Output: [1, 2, taps, positions].",
        inputs: &[],
        attrs: &[
            KERNEL,
            STRIDE,
            DILATE,
            PAD,
            AttrSpec::required_tuple("positions", "Positions of the window: (h, w).").at_least(1.0),
            AttrSpec::dtype("dtype", DType::Float32, "The dtype of the result."),
        ],
        infer: |i| {
            let ([_, kh, kw], [h, w]) = (Window::of(i.attrs)?.kernel, positions(i.attrs)?);
            i.one(Shape::checked([1, 2, kh as u64 * kw as u64, (h * w) as u64])?, i.attrs.dtype("dtype"))
        },
        forward: Forward::Kernel(|c| {
            let (window, [h, w]) = (Window::of(c.attrs)?, positions(c.attrs)?);
            let [_, kh, kw] = window.kernel;
            let place = |a: usize, o: usize, tap: usize| {
                (o * window.stride[a] + tap * window.dilate[a]) as f64 - window.pad[a] as f64
            };
            by_real!(c.output(0).dtype, T => {
                let mut to = floats::output::<T>(c.context, c.output(0));
                let half = kh * kw * h * w;
                for i in 0..half {
                    let (tap, o) = (i / (h * w), i % (h * w));
                    to[i] = place(2, o % w, tap % kw) as T;
                    to[half + i] = place(1, o / w, tap / kw) as T;
                }
            });
            Ok(())
        }),
        gradient: Gradient::Zero("places are constants"),
        hidden: true,
        ..OpSpec::NEW
    },
];

fn positions(attrs: &Attrs) -> Result<[usize; 2]> {
    match attrs.tuple("positions") {
        &[h, w] if h <= 1 << 24 && w <= 1 << 24 => Ok([h as usize, w as usize]),
        other => Err(Error::attribute(format!("positions is {other:?}; it needs (h, w)"))),
    }
}

struct Sizes {
    taps: usize,
    /// Groups of channels with offsets of their own.
    groups: usize,
    output: Shape,
}

fn sizes(attrs: &Attrs, data: Shape, offset: Shape, weight: Shape, bias: Option<Shape>) -> Result<Sizes> {
    let window = Window::of(attrs)?;
    if window.axes != 2 {
        return Err(Error::attribute(format!("kernel has {} sizes; it needs two, (h, w)", window.axes)));
    }
    let input = window.spatial(data)?;
    let (n, c) = (data[0] as usize, data[1] as usize);
    let [filters, groups, deformed] =
        ["num_filter", "num_group", "num_deformable_group"].map(|name| attrs.int(name) as usize);
    if c % groups != 0 || filters % groups != 0 || c % deformed != 0 {
        return Err(Error::attribute(format!(
            "num_group={groups} and num_deformable_group={deformed} do not divide {c} channels and {filters} filters"
        )));
    }
    let mut out = [1; 3];
    for a in 1..3 {
        let room = (input[a] + 2 * window.pad[a]).checked_sub(window.reach(a)).filter(|_| input[a] > 0);
        out[a] = room.map(|room| room / window.stride[a] + 1).ok_or_else(|| {
            Error::shape(format!("kernel {:?} is larger than the padded data of shape {data}", attrs.tuple("kernel")))
        })?;
    }
    let taps = window.kernel[1] * window.kernel[2];
    let wanted = window.shape(filters, c / groups, window.kernel)?;
    if weight != wanted {
        return Err(Error::shape(format!("weight has shape {weight}; data {data} needs {wanted}")));
    }
    let wanted = window.shape(n, 2 * taps * deformed, out)?;
    if offset != wanted {
        return Err(Error::shape(format!("offset has shape {offset}; data {data} needs {wanted}")));
    }
    check_bias(attrs, bias)?;
    Ok(Sizes { taps, groups: deformed, output: window.shape(n, filters, out)? })
}

fn compose(
    graph: &mut dyn Graph,
    attrs: &Attrs,
    s: &Sizes,
    data: &Value,
    offset: &Value,
    weight: &Value,
    bias: Option<&Value>,
) -> Result<Value> {
    let (shape, out) = (data.shape(), s.output);
    let (n, c, positions) = (shape[0] as usize, shape[1] as usize, out.span(2, 4));
    let mut points: Vec<(&str, Attr)> =
        ["kernel", "stride", "dilate", "pad"].map(|name| (name, attrs.get(name).clone())).into();
    points.push(("positions", vec![out[2] as i64, out[3] as i64].into()));
    points.push(("dtype", data.dtype().into()));
    let points = call(graph, "_window_points", &[], &points)?;
    let part = |graph: &mut dyn Graph, v: &Value, axis: i64, begin: usize, end: usize| {
        let attrs = [("axis", axis.into()), ("begin", (begin as i64).into()), ("end", (end as i64).into())];
        call(graph, "_slice_range", &[v], &attrs)
    };
    let view = |graph: &mut dyn Graph, v: &Value, sizes: &[usize]| {
        call(graph, "_view", &[v], &[("shape", Shape::new(sizes).into())])
    };
    // [n, groups, taps, (y, x), positions]
    let offset = view(graph, offset, &[n * s.groups, s.taps, 2, positions])?;
    let [y, x] = [part(graph, &offset, 2, 0, 1)?, part(graph, &offset, 2, 1, 2)?];
    let [x, y] = [
        view(graph, &x, &[n * s.groups, 1, s.taps, positions])?,
        view(graph, &y, &[n * s.groups, 1, s.taps, positions])?,
    ];
    let grid = call(graph, "Concat", &[&x, &y], &[("dim", 1.into())])?;
    let grid = call(graph, "broadcast_add", &[&grid, &points], &[])?;
    // Groups of channels are images of their own.
    let images = view(graph, data, &[n * s.groups, c / s.groups, shape[2] as usize, shape[3] as usize])?;
    let columns = call(graph, "_pixel_sampler", &[&images, &grid], &[])?;
    let columns = view(graph, &columns, &[n, c * s.taps, positions])?;
    let filters = out[1] as usize;
    let weight = view(graph, weight, &[filters, weight.shape().span(1, 4), 1])?;
    let product = [
        ("kernel", vec![1].into()),
        ("num_filter", (filters as i64).into()),
        ("num_group", attrs.get("num_group").clone()),
        ("no_bias", bias.is_none().into()),
    ];
    let inputs: Vec<&Value> = [&columns, &weight].into_iter().chain(bias).collect();
    let product = call(graph, "Convolution", &inputs, &product)?;
    call(graph, "_view", &[&product], &[("shape", out.into())])
}
