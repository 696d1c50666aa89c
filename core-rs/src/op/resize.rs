//! Planes brought to another size: contrib.AdaptiveAvgPooling2D and contrib.BilinearResize2D. Both are
//! linear, so each gradient is the transposed map, whose gradient is the map again.
#![forbid(unsafe_code)]

use super::attrs::{AttrSpec, Attrs};
use super::spec::{Call, Forward, Gradient, Infer, OpSpec, Sample, input, optional};
use super::value::Backward;
use crate::base::{Error, Result, Shape};
use crate::by_real;
use crate::kernel::floats;
use crate::kernel::resample::{AxisMap, apply};

const SHAPE: AttrSpec = AttrSpec::required_tuple("shape", "Shape of the data.");
const OUTPUT_SIZE: AttrSpec =
    AttrSpec::tuple("output_size", &[], "Height and width of the output, or one number for both; 1 by default.")
        .at_least(1.0);
const ALIGN: AttrSpec = AttrSpec::bool(
    "align_corners",
    true,
    "Put the centres of the corner elements upon each other; else the edges of the planes.",
);
const MODES: &[&str] = &["size", "odd_scale", "like", "to_even_down", "to_even_up", "to_odd_down", "to_odd_up"];

pub static OPS: &[OpSpec] = &[
    OpSpec {
        name: "contrib.AdaptiveAvgPooling2D",
        aliases: &["_contrib_AdaptiveAvgPooling2D"],
        doc: "Means over output_size cells of each plane, as even as they go: cell o reaches from floor(o h / h') to \
              ceil((o + 1) h / h'). Input: data [n, c, h, w]. Output: [n, c, h', w'].",
        attrs: &[OUTPUT_SIZE],
        infer: |i| i.one(adaptive(i.shape(0), i.attrs)?, i.floats_only(0)?),
        forward: Forward::Kernel(|c| map(c, false, |from, to, _| AxisMap::means(from, to))),
        gradient: Gradient::Rule(|b| back(b, "_backward_AdaptiveAvgPooling2D", &["output_size"], true)),
        samples: || {
            vec![
                Sample::new(&[&[2, 3, 5, 7]]).attr("output_size", vec![3, 4]),
                Sample::new(&[&[1, 2, 3, 4]]).attr("output_size", vec![5]),
                Sample::new(&[&[2, 2, 4, 3]]),
                Sample::new(&[&[0, 2, 4, 3]]).attr("output_size", vec![2]),
            ]
        },
        ..OpSpec::NEW
    },
    OpSpec {
        name: "_backward_AdaptiveAvgPooling2D",
        doc: "The gradient of contrib.AdaptiveAvgPooling2D.",
        inputs: &[input("head")],
        attrs: &[OUTPUT_SIZE, SHAPE],
        infer: |i| transposed(i, adaptive(i.attrs.shape("shape")?, i.attrs)?),
        forward: Forward::Kernel(|c| map(c, true, |from, to, _| AxisMap::means(from, to))),
        gradient: Gradient::Rule(|b| back(b, "contrib.AdaptiveAvgPooling2D", &["output_size"], false)),
        hidden: true,
        samples: || {
            let shape = vec![2, 3, 5, 7];
            vec![Sample::new(&[&[2, 3, 3, 4]]).attr("output_size", vec![3, 4]).attr("shape", shape)]
        },
        ..OpSpec::NEW
    },
    OpSpec {
        name: "contrib.BilinearResize2D",
        aliases: &["_contrib_BilinearResize2D"],
        doc: "Each plane brought to another size by bilinear interpolation. Inputs: data [n, c, h, w]; like \
              [n, c, h', w'] with mode like. Output: [n, c, h', w'].",
        inputs: &[input("data"), optional("like")],
        attrs: &[
            AttrSpec::int("height", 1, "Height of the output, in mode size without a scale.").at_least(1.0),
            AttrSpec::int("width", 1, "Width of the output, in mode size without a scale.").at_least(1.0),
            AttrSpec::optional_float("scale_height", "Height as a multiple of data's, in modes size and odd_scale."),
            AttrSpec::optional_float("scale_width", "Width as a multiple of data's, in modes size and odd_scale."),
            AttrSpec::one_of(
                "mode",
                MODES,
                "size",
                "Where the output's size comes from: height and width (or scales); scales that keep odd sizes odd, \
                 (h - 1) scale + 1; the second input; the next even or odd size below or above.",
            ),
            ALIGN,
        ],
        infer: |i| i.one(resized(i)?, i.floats_only(0)?),
        forward: Forward::Kernel(|c| map(c, false, interpolation)),
        gradient: Gradient::Rule(|b| {
            let (head, shape) = (b.head(0)?, b.shape(0));
            let align = b.attrs.get("align_corners").clone();
            let attrs = [("align_corners", align), ("shape", shape.into())];
            let gradient = b.call("_backward_BilinearResize2D", &[&head], &attrs)?;
            b.set(0, gradient);
            if b.wants(1) {
                let (shape, dtype) = (b.shape(1), b.dtype(1));
                let zeros = b.call("_zeros", &[], &[("shape", shape.into()), ("dtype", dtype.into())])?;
                b.set(1, zeros);
            }
            Ok(())
        }),
        samples: || {
            vec![
                Sample::new(&[&[2, 3, 3, 4]]).attr("height", 5).attr("width", 7),
                Sample::new(&[&[1, 2, 5, 6]]).attr("height", 3).attr("width", 1).attr("align_corners", false),
                Sample::new(&[&[1, 2, 3, 4]]).attr("scale_height", 2).attr("scale_width", 1.5),
                Sample::new(&[&[1, 2, 3, 4], &[1, 1, 4, 2]]).word("mode", "like"),
                Sample::new(&[&[1, 2, 3, 4]]).word("mode", "to_odd_up"),
                Sample::new(&[&[0, 2, 3, 4]]).attr("height", 5).attr("width", 7),
            ]
        },
        ..OpSpec::NEW
    },
    OpSpec {
        name: "_backward_BilinearResize2D",
        doc: "The gradient of contrib.BilinearResize2D.",
        inputs: &[input("head")],
        attrs: &[ALIGN, SHAPE],
        infer: |i| {
            let (head, shape) = (i.shape(0), plane(i.attrs.shape("shape")?)?);
            plane(head)?;
            transposed(i, shape.with(2, head[2] as usize).with(3, head[3] as usize))
        },
        forward: Forward::Kernel(|c| map(c, true, interpolation)),
        gradient: Gradient::Rule(|b| {
            let (head, shape) = (b.head(0)?, b.shape(0));
            let attrs = [
                ("align_corners", b.attrs.get("align_corners").clone()),
                ("height", (shape[2] as i64).into()),
                ("width", (shape[3] as i64).into()),
            ];
            let gradient = b.call("contrib.BilinearResize2D", &[&head], &attrs)?;
            b.set(0, gradient);
            Ok(())
        }),
        hidden: true,
        samples: || vec![Sample::new(&[&[2, 3, 5, 7]]).attr("shape", vec![2, 3, 3, 4])],
        ..OpSpec::NEW
    },
];

/// [n, c, h, w] with something in each plane.
fn plane(data: Shape) -> Result<Shape> {
    if data.ndim() != 4 || data[2] == 0 || data[3] == 0 {
        return Err(Error::shape(format!(
            "data has shape {data}; it needs [n, c, h, w] with planes that are not empty"
        )));
    }
    Ok(data)
}

fn adaptive(data: Shape, attrs: &Attrs) -> Result<Shape> {
    let (h, w) = match attrs.tuple("output_size") {
        [] => (1, 1),
        &[size] => (size, size),
        &[h, w] => (h, w),
        more => return Err(Error::attribute(format!("output_size has {} sizes; it takes one or two", more.len()))),
    };
    sized(plane(data)?, h, w)
}

fn sized(data: Shape, h: i64, w: i64) -> Result<Shape> {
    Shape::checked([data[0] as u64, data[1] as u64, h as u64, w as u64])
}

/// The head of a gradient must be what the map gives.
fn transposed(i: &Infer, output: Shape) -> Result<super::spec::Types> {
    if i.shape(0) != output {
        return Err(Error::shape(format!("head has shape {}, the output {output}", i.shape(0))));
    }
    i.one(i.attrs.shape("shape")?, i.floats_only(0)?)
}

/// The shape that BilinearResize2D gives.
fn resized(i: &Infer) -> Result<Shape> {
    let data = plane(i.shape(0))?;
    let mode = i.attrs.word("mode");
    match (mode == "like", i.has(1)) {
        (true, false) => return Err(Error::attribute("like is missing; mode like needs it")),
        (false, true) => return Err(Error::attribute(format!("an array like is given, but mode is {mode}"))),
        _ => {}
    }
    let scale = |name: &str| i.attrs.optional_float(name);
    let missing = |name: &str| Error::attribute(format!("{name} is missing; mode {mode} needs it"));
    // MXNet multiplies in float32.
    let times = |n: i64, scale: f64| (n as f32 * scale as f32) as i64;
    let each = |axis: usize, name: &str, fixed: &str| -> Result<i64> {
        let n = data[axis] as i64;
        Ok(match mode {
            "size" => match (scale("scale_height"), scale(name)) {
                (None, None) => i.attrs.int(fixed),
                (_, Some(scale)) => times(n, scale),
                _ => return Err(missing(name)),
            },
            "odd_scale" => {
                let scale = scale(name).ok_or_else(|| missing(name))?;
                if n % 2 == 0 { times(n, scale) } else { times(n - 1, scale) + 1 }
            }
            "like" => plane(i.shape(1))?[axis] as i64,
            "to_even_down" => n - n % 2,
            "to_even_up" => n + n % 2,
            "to_odd_down" => n - (n + 1) % 2,
            _ => n + (n + 1) % 2,
        })
    };
    let (h, w) = (each(2, "scale_height", "height")?, each(3, "scale_width", "width")?);
    if h < 1 || w < 1 {
        return Err(Error::attribute(format!("the output would be {h} by {w}; it needs at least 1 by 1")));
    }
    sized(data, h, w)
}

/// Planes of the same size are copied, whatever the rounding of positions.
fn interpolation(from: usize, to: usize, attrs: &Attrs) -> AxisMap {
    if from == to { AxisMap::identity(from) } else { AxisMap::linear(from, to, attrs.bool("align_corners")) }
}

/// Runs the map, or its transpose from the head of a gradient.
fn map(c: &Call, back: bool, axis: fn(usize, usize, &Attrs) -> AxisMap) -> Result<()> {
    let (from, to) = (c.input(0).shape, c.output(0).shape);
    let (data, output) = if back { (to, from) } else { (from, to) };
    let [rows, columns] = [2, 3].map(|a| axis(data[a] as usize, output[a] as usize, c.attrs));
    let (rows, columns) = if back { (rows.transposed(), columns.transposed()) } else { (rows, columns) };
    by_real!(c.input(0).dtype, T => {
        let x = floats::input::<T>(c.context, c.input(0));
        apply(c.context, &rows, &columns, &x, &mut floats::output::<T>(c.context, c.output(0)));
    });
    Ok(())
}

/// The gradient by another operator of the family, with these attributes and, where it asks, the
/// shape of data.
fn back(b: &mut Backward, op: &str, names: &[&'static str], shaped: bool) -> Result<()> {
    let head = b.head(0)?;
    let mut attrs: Vec<(&str, super::Attr)> = names.iter().map(|n| (*n, b.attrs.get(n).clone())).collect();
    if shaped {
        attrs.push(("shape", b.shape(0).into()));
    }
    let gradient = b.call(op, &[&head], &attrs)?;
    b.set(0, gradient);
    Ok(())
}
