//! Images [height, width, channels], or batches of them with an axis before: the operators of `nd.image`
//! that move pixels. Those that change colours are in `image_color`.
#![forbid(unsafe_code)]

use super::attrs::{Attr, AttrSpec, Attrs};
use super::spec::{Compose, Forward, Gradient, Infer, OpSpec, Sample};
use super::value::{Graph, Value, Values, call};
use crate::base::{DType, Error, Result, Shape};
use crate::by_real;
use crate::kernel::floats;
use crate::kernel::image::{Interpolation, resize};

/// The axes of height and width, or a refusal.
pub(super) fn image(shape: Shape) -> Result<usize> {
    if matches!(shape.ndim(), 3 | 4) {
        return Ok(shape.ndim() - 3);
    }
    Err(Error::shape(format!("data has shape {shape}; it must be [height, width, channels] or a batch of them")))
}

const P: AttrSpec = AttrSpec::float("p", 0.5, "The probability of a flip, for each image.").between(0.0, 1.0);

const fn flip(
    name: &'static str,
    aliases: &'static [&'static str],
    doc: &'static str,
    attrs: &'static [AttrSpec],
    forward: Compose,
) -> OpSpec {
    OpSpec {
        name,
        aliases,
        doc,
        attrs,
        infer: |i| {
            image(i.shape(0))?;
            i.same()
        },
        forward: Forward::Composite(forward),
        samples: || vec![Sample::new(&[&[2, 3, 3]]), Sample::new(&[&[2, 2, 3, 1]]), Sample::new(&[&[0, 2, 3]])],
        ..OpSpec::NEW
    }
}
fn flipped(graph: &mut dyn Graph, x: &Value, along: usize) -> Result<Value> {
    let axis = image(x.shape())? + along;
    call(graph, "reverse", &[x], &[("axis", vec![axis as i64].into())])
}
/// Flips each image with the probability.
fn maybe(graph: &mut dyn Graph, attrs: &Attrs, x: &Value, along: usize) -> Result<Values> {
    let other = flipped(graph, x, along)?;
    let shape = x.shape();
    let n = if shape.ndim() == 4 { shape[0] as usize } else { 1 };
    let mut sizes: Vec<usize> = shape.iter().collect();
    if sizes.len() == 3 {
        sizes.insert(0, 1);
    }
    let drawn = call(graph, "_random_uniform", &[], &[("shape", Shape::new(&[n.max(1)]).into())])?;
    if n == 0 {
        return Ok(smallvec::smallvec![other]);
    }
    let chosen = call(graph, "_lesser_scalar", &[&drawn], &[("scalar", attrs.float("p").into())])?;
    let view = |graph: &mut dyn Graph, x: &Value, shape: Shape| call(graph, "_view", &[x], &[("shape", shape.into())]);
    let (a, b) = (view(graph, &other, Shape::new(&sizes))?, view(graph, x, Shape::new(&sizes))?);
    let out = call(graph, "where", &[&chosen, &a, &b], &[])?;
    Ok(smallvec::smallvec![view(graph, &out, shape)?])
}

fn interpolation(attrs: &Attrs) -> Interpolation {
    use Interpolation::*;
    [Nearest, Linear, Cubic, Area, Lanczos][attrs.int("interp").clamp(0, 4) as usize]
}
/// The new height and width.
fn new_size(shape: Shape, attrs: &Attrs) -> Result<[usize; 2]> {
    let at = image(shape)?;
    let (h, w) = (shape[at] as usize, shape[at + 1] as usize);
    let size = attrs.tuple("size");
    if size.is_empty() || size.len() > 2 || size.iter().any(|s| *s < 1 || *s > u32::MAX as i64) {
        return Err(Error::attribute(format!("size is {size:?}; it must be (width, height) or one number, from 1 on")));
    }
    if h == 0 || w == 0 {
        return Err(Error::shape(format!("data has shape {shape}; an image without pixels has no other size")));
    }
    let first = size[0] as usize;
    Ok(match (size.len(), attrs.bool("keep_ratio")) {
        (2, _) => [size[1] as usize, first],
        (_, false) => [first, first],
        (_, true) if h > w => [(h * first / w).max(1), first],
        (_, true) => [first, (w * first / h).max(1)],
    })
}

fn channels(i: &Infer) -> Result<usize> {
    let shape = i.shape(0);
    if !matches!(shape.ndim(), 3 | 4) || !matches!(shape[shape.ndim() - 3], 1 | 3) {
        return Err(Error::shape(format!(
            "data has shape {shape}; it must be [channels, height, width] or a batch of them, with 1 or 3 channels"
        )));
    }
    let channels = shape[shape.ndim() - 3] as usize;
    for name in ["mean", "std"] {
        let n = i.attrs.floats(name).len();
        // Four is what the default has.
        if n != 1 && n != channels && n != 4 {
            return Err(Error::attribute(format!("{name} has {n} numbers; it must have 1 or {channels}")));
        }
    }
    Ok(channels)
}

pub static OPS: &[OpSpec] = &[
    OpSpec {
        name: "image.to_tensor",
        aliases: &["_image_to_tensor"],
        doc: "Images [height, width, channels] of 0 to 255 as float32 [channels, height, width] of 0 to 1; batches too.",
        infer: |i| {
            let shape = i.shape(0);
            let at = image(shape)?;
            let [h, w, c] = [0, 1, 2].map(|k| shape[at + k] as usize);
            let mut sizes = if at == 1 { vec![shape[0] as usize] } else { vec![] };
            sizes.extend([c, h, w]);
            i.one(Shape::new(&sizes), DType::Float32)
        },
        forward: Forward::Composite(|graph, _, inputs| {
            let x = inputs[0].as_ref().expect("data");
            let at = image(x.shape())? as i64;
            let mut axes: Vec<i64> = (0..at).collect();
            axes.extend([at + 2, at, at + 1]);
            // Divided in float64 where the data is, so that the gradient is in its dtype until the end.
            let wide = if x.dtype() == DType::Float64 { DType::Float64 } else { DType::Float32 };
            let x = call(graph, "Cast", &[x], &[("dtype", wide.into())])?;
            let x = call(graph, "transpose", &[&x], &[("axes", axes.into())])?;
            let x = call(graph, "_div_scalar", &[&x], &[("scalar", 255.0.into())])?;
            Ok(smallvec::smallvec![call(graph, "Cast", &[&x], &[("dtype", DType::Float32.into())])?])
        }),
        // Without gradient: differences of a float32 result are too coarse for the generated test.
        samples: || vec![Sample::new(&[&[0, 3, 3]]).integers(0, 255), Sample::new(&[&[2, 2, 3, 3]]).integers(0, 255)],
        ..OpSpec::NEW
    },
    OpSpec {
        name: "image.normalize",
        aliases: &["_image_normalize"],
        doc: "(data - mean) / std of each channel of images [channels, height, width], or of batches of them; the dtype stays.",
        attrs: &[
            AttrSpec::floats("mean", &[0.0, 0.0, 0.0, 0.0], "One mean, or one a channel."),
            AttrSpec::floats("std", &[1.0, 1.0, 1.0, 1.0], "One standard deviation, or one a channel."),
        ],
        positional: 2,
        infer: |i| {
            channels(i)?;
            i.same()
        },
        forward: Forward::Kernel(|c| {
            let shape = c.input(0).shape;
            let at = shape.ndim() - 3;
            let (channels, plane) = (shape[at] as usize, (shape[at + 1] * shape[at + 2]) as usize);
            let of = |name: &str, channel: usize| {
                let list = c.attrs.floats(name);
                if list.len() == 1 { list[0] } else { list[channel] }
            };
            by_real!(c.input(0).dtype, T => {
                use crate::kernel::vector::Real;
                let x = floats::input::<T>(c.context, c.input(0));
                let mut y = floats::output::<T>(c.context, c.output(0));
                for (i, (y, x)) in y.chunks_mut(plane.max(1)).zip(x.chunks(plane.max(1))).enumerate() {
                    let (mean, std) = (T::of(of("mean", i % channels)), T::of(of("std", i % channels)));
                    y.iter_mut().zip(x).for_each(|(y, x)| *y = (*x - mean) / std);
                }
            });
            Ok(())
        }),
        gradient: Gradient::Rule(|b| {
            let head = b.head(0)?;
            let std: Attr = b.attrs.get("std").clone();
            let gradient =
                b.call("image.normalize", &[&head], &[("mean", Attr::Floats([0.0].into())), ("std", std)])?;
            b.set(0, gradient);
            Ok(())
        }),
        samples: || {
            let list = |values: &[f64]| Attr::Floats(values.into());
            vec![
                Sample::new(&[&[3, 2, 2]]).attr("mean", list(&[0.1, 0.2, 0.3])).attr("std", list(&[0.5, 0.6, 0.7])),
                Sample::new(&[&[2, 1, 2, 3]]).attr("mean", list(&[0.4])).attr("std", list(&[2.0])),
                Sample::new(&[&[3, 0, 2]]),
            ]
        },
        ..OpSpec::NEW
    },
    OpSpec {
        name: "image.resize",
        aliases: &["_image_resize"],
        doc: "Images [height, width, channels], or a batch, at another size; the dtype stays (integers are rounded).",
        attrs: &[
            AttrSpec::tuple("size", &[], "(width, height), or one number for both; required."),
            AttrSpec::bool("keep_ratio", false, "With one number: it is the shorter edge, the other follows."),
            AttrSpec::int("interp", 1, "0 nearest, 1 linear, 2 cubic, 3 area, 4 Lanczos.").between(0.0, 4.0),
        ],
        positional: 3,
        infer: |i| {
            let shape = i.shape(0);
            let at = image(shape)?;
            let [h, w] = new_size(shape, i.attrs)?;
            let mut sizes: Vec<u64> = shape.iter().map(|d| d as u64).collect();
            (sizes[at], sizes[at + 1]) = (h as u64, w as u64);
            i.one(Shape::checked(sizes)?, i.dtype(0))
        },
        forward: Forward::Kernel(|c| {
            let x = c.input(0);
            let at = image(x.shape)?;
            let [h, w, channels] = [0, 1, 2].map(|k| x.shape[at + k] as usize);
            let new = new_size(x.shape, c.attrs)?;
            let whole = match x.dtype {
                DType::Uint8 => Some((0.0, 255.0)),
                DType::Int8 => Some((-128.0, 127.0)),
                d if d.is_float() => None,
                _ => Some((-2_147_483_648.0, 2_147_483_647.0)),
            };
            let how = interpolation(c.attrs);
            // Integers of more than 24 bits are exact in float64.
            if matches!(x.dtype, DType::Float32 | DType::Float16 | DType::Uint8 | DType::Int8) {
                let x = floats::input::<f32>(c.context, x);
                let mut y = floats::output::<f32>(c.context, c.output(0));
                resize(c.context, &x, [h, w], channels, how, whole, new, &mut y);
            } else {
                let x = floats::input::<f64>(c.context, x);
                let mut y = floats::output::<f64>(c.context, c.output(0));
                resize(c.context, &x, [h, w], channels, how, whole, new, &mut y);
            }
            Ok(())
        }),
        gradient: Gradient::None("images are resized before a model; contrib.BilinearResize2D has a gradient"),
        cost: |i, out| (i.shape(0).size() * 4 + out[0].0.size() * 8) as u64 + 20,
        samples: || {
            let of = |shape: &[usize], size: Vec<i64>| Sample::new(&[shape]).attr("size", size);
            vec![
                of(&[3, 4, 3], vec![5, 2]),
                of(&[2, 3, 4, 1], vec![6]).attr("interp", 2),
                of(&[4, 3, 3], vec![2]).attr("keep_ratio", true).attr("interp", 3),
                of(&[3, 3, 2], vec![4]).attr("interp", 0),
                of(&[3, 3, 2], vec![4]).attr("interp", 4),
                of(&[0, 3, 4, 1], vec![2]),
            ]
        },
        ..OpSpec::NEW
    },
    OpSpec {
        name: "image.crop",
        aliases: &["_image_crop"],
        doc: "The part of images [height, width, channels], or of a batch, of that width and height from (x, y) on.",
        attrs: &[
            AttrSpec::required_int("x", "The left edge.").at_least(0.0),
            AttrSpec::required_int("y", "The upper edge.").at_least(0.0),
            AttrSpec::required_int("width", "The width of the part.").at_least(1.0),
            AttrSpec::required_int("height", "The height of the part.").at_least(1.0),
        ],
        positional: 4,
        infer: |i| {
            let mut shape = i.shape(0);
            let at = image(shape)?;
            for (axis, start, size) in [(at, "y", "height"), (at + 1, "x", "width")] {
                let (first, n) = (i.attrs.int(start), i.attrs.int(size));
                if first.saturating_add(n) > shape[axis] as i64 {
                    return Err(Error::attribute(format!(
                        "{start} {first} and {size} {n} go beyond data of shape {shape}"
                    )));
                }
            }
            shape.set(at, i.attrs.int("height") as _);
            shape.set(at + 1, i.attrs.int("width") as _);
            i.one(shape, i.dtype(0))
        },
        forward: Forward::Composite(|graph, attrs, inputs| {
            let x = inputs[0].as_ref().expect("data");
            let at = image(x.shape())?;
            let mut begin = vec![0i64; x.shape().ndim()];
            let mut end: Vec<i64> = x.shape().iter().map(|d| d as i64).collect();
            for (axis, start, size) in [(at, "y", "height"), (at + 1, "x", "width")] {
                begin[axis] = attrs.int(start);
                end[axis] = attrs.int(start) + attrs.int(size);
            }
            Ok(smallvec::smallvec![call(graph, "slice", &[x], &[("begin", begin.into()), ("end", end.into())])?])
        }),
        samples: || {
            let of =
                |shape: &[usize]| Sample::new(&[shape]).attr("x", 1).attr("y", 0).attr("width", 2).attr("height", 3);
            vec![of(&[4, 3, 3]), of(&[2, 3, 4, 1])]
        },
        ..OpSpec::NEW
    },
    flip(
        "image.flip_left_right",
        &["_image_flip_left_right"],
        "Images mirrored: columns in reverse order.",
        &[],
        |g, _, x| Ok(smallvec::smallvec![flipped(g, x[0].as_ref().expect("data"), 1)?]),
    ),
    flip(
        "image.flip_top_bottom",
        &["_image_flip_top_bottom"],
        "Images upside down: rows in reverse order.",
        &[],
        |g, _, x| Ok(smallvec::smallvec![flipped(g, x[0].as_ref().expect("data"), 0)?]),
    ),
    flip(
        "image.random_flip_left_right",
        &["_image_random_flip_left_right"],
        "Each image mirrored with the probability p.",
        &[P],
        |g, a, x| maybe(g, a, x[0].as_ref().expect("data"), 1),
    ),
    flip(
        "image.random_flip_top_bottom",
        &["_image_random_flip_top_bottom"],
        "Each image upside down with the probability p.",
        &[P],
        |g, a, x| maybe(g, a, x[0].as_ref().expect("data"), 0),
    ),
];
