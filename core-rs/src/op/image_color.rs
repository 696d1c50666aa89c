//! Images whose colours are changed: by random factors, one an image, or by given ones. Integers stay
//! within their range: uint8 is bounded to 0 to 255, fractions are cut off.
#![forbid(unsafe_code)]

use super::attrs::{Attr, AttrSpec, Attrs};
use super::image::image;
use super::random::draw;
use super::spec::{Call, Forward, Gradient, Infer, OpSpec, Sample, Types};
use super::value::{Graph, Value, Values, call};
use crate::base::{DType, Error, Result, Shape};
use crate::kernel::floats;
use crate::kernel::image::{Jitter, jitter, turn_hue};

const FACTORS: &[AttrSpec] = &[
    AttrSpec::required_float("min_factor", "The least factor.").at_least(0.0),
    AttrSpec::required_float("max_factor", "The most factor.").at_least(0.0),
];
/// How bright red, green and blue are.
const GRAY: [f64; 3] = [0.299, 0.587, 0.114];
/// The main directions of the colours of photographs, times their strength.
const DIRECTIONS: [[f64; 3]; 3] = [
    [55.46 * -0.5675, 4.794 * 0.7192, 1.148 * 0.4009],
    [55.46 * -0.5808, 4.794 * -0.0045, 1.148 * -0.8140],
    [55.46 * -0.5836, 4.794 * -0.6948, 1.148 * 0.4203],
];

fn infer(i: &Infer) -> Result<Types> {
    let shape = i.shape(0);
    let at = image(shape)?;
    if !matches!(shape[at + 2], 1 | 3) {
        return Err(Error::shape(format!("data has shape {shape}; its last axis must have 1 or 3 channels")));
    }
    if i.attrs.get_if("min_factor").is_some() {
        let (least, most) = (i.attrs.float("min_factor"), i.attrs.float("max_factor"));
        if !(least <= most && most.is_finite()) {
            return Err(Error::attribute(format!("min_factor {least} is not below max_factor {most}")));
        }
    }
    i.same()
}

/// Formulas are computed in float32, or float64 where the image is.
struct Paint<'a> {
    graph: &'a mut dyn Graph,
    x: Value,
    dtype: DType,
}

impl<'a> Paint<'a> {
    fn new(graph: &'a mut dyn Graph, x: &Value) -> Result<Paint<'a>> {
        let dtype = x.dtype();
        let wide = if dtype == DType::Float64 { dtype } else { DType::Float32 };
        let x = if dtype == wide { x.clone() } else { call(graph, "Cast", &[x], &[("dtype", wide.into())])? };
        Ok(Paint { graph, x, dtype })
    }
    fn number(&mut self, name: &str, x: &Value, number: f64) -> Result<Value> {
        call(self.graph, name, &[x], &[("scalar", number.into())])
    }
    fn two(&mut self, name: &str, a: &Value, b: &Value) -> Result<Value> {
        call(self.graph, name, &[a, b], &[])
    }
    /// Axes of 1, but for that of the images, and `last`.
    fn axes(&self, last: usize) -> Vec<usize> {
        let shape = self.x.shape();
        let mut sizes = vec![1; shape.ndim()];
        if sizes.len() == 4 {
            sizes[0] = shape[0] as usize;
        }
        sizes[shape.ndim() - 1] = last;
        sizes
    }
    fn drawn(&mut self, name: &str, last: usize, a: (&str, f64), b: (&str, f64)) -> Result<Value> {
        let shape = Shape::new(&self.axes(last));
        let dtype = self.x.dtype();
        let attrs = [(a.0, a.1.into()), (b.0, b.1.into()), ("shape", shape.into()), ("dtype", dtype.into())];
        call(self.graph, name, &[], &attrs)
    }
    /// A factor for each image.
    fn factor(&mut self, attrs: &Attrs) -> Result<Value> {
        let (least, most) = (attrs.float("min_factor"), attrs.float("max_factor"));
        self.drawn("_random_uniform", 1, ("low", least), ("high", most))
    }
    /// One of the last axis.
    fn channel(&mut self, x: &Value, i: i64) -> Result<Value> {
        let attrs = [("axis", Attr::Int(-1)), ("begin", Attr::Int(i)), ("end", Attr::Int(i + 1))];
        call(self.graph, "slice_axis", &[x], &attrs)
    }
    /// The sum of the channels of `x` with these weights.
    fn weighed(&mut self, x: &Value, weights: [f64; 3]) -> Result<Value> {
        let mut sum: Option<Value> = None;
        for (i, weight) in weights.into_iter().enumerate() {
            let part = self.channel(x, i as i64)?;
            let part = self.number("_mul_scalar", &part, weight)?;
            sum = Some(match sum {
                None => part,
                Some(sum) => self.two("elemwise_add", &sum, &part)?,
            });
        }
        Ok(sum.expect("three channels"))
    }
    fn gray(&mut self) -> Result<Value> {
        let x = self.x.clone();
        if x.shape()[x.shape().ndim() - 1] == 1 { Ok(x) } else { self.weighed(&x, GRAY) }
    }
    /// `factor * x + (1 - factor) * other`
    fn mix(&mut self, factor: &Value, other: &Value) -> Result<Value> {
        let x = self.x.clone();
        let rest = self.number("_rminus_scalar", factor, 1.0)?;
        let (one, two) = (self.two("broadcast_mul", &x, factor)?, self.two("broadcast_mul", other, &rest)?);
        self.two("broadcast_add", &one, &two)
    }
    fn done(self, y: Value) -> Result<Values> {
        let y = if self.dtype == DType::Uint8 {
            call(self.graph, "clip", &[&y], &[("a_min", 0.0.into()), ("a_max", 255.0.into())])?
        } else {
            y
        };
        let y =
            if y.dtype() == self.dtype { y } else { call(self.graph, "Cast", &[&y], &[("dtype", self.dtype.into())])? };
        Ok(smallvec::smallvec![y])
    }
}

/// Adds to each channel what three strengths along the directions make.
fn light(mut p: Paint, strengths: [Value; 3]) -> Result<Values> {
    let x = p.x.clone();
    if x.shape()[x.shape().ndim() - 1] == 1 {
        return p.done(x);
    }
    let mut channels = Vec::new();
    for row in DIRECTIONS {
        let mut parts = Vec::new();
        for (strength, factor) in strengths.iter().zip(row) {
            parts.push(p.number("_mul_scalar", strength, factor)?);
        }
        let sum = p.two("elemwise_add", &parts[0], &parts[1])?;
        channels.push(p.two("elemwise_add", &sum, &parts[2])?);
    }
    let all: Vec<&Value> = channels.iter().collect();
    let shift = call(p.graph, "Concat", &all, &[("dim", Attr::Int(x.shape().ndim() as i64 - 1))])?;
    let y = p.two("broadcast_add", &x, &shift)?;
    p.done(y)
}

const fn painted(
    name: &'static str,
    aliases: &'static [&'static str],
    doc: &'static str,
    attrs: &'static [AttrSpec],
    forward: Forward,
    samples: fn() -> Vec<Sample>,
) -> OpSpec {
    OpSpec { name, aliases, doc, attrs, positional: attrs.len(), infer, forward, samples, ..OpSpec::NEW }
}
fn factors() -> Vec<Sample> {
    let of = |shape: &[usize]| Sample::new(&[shape]).range(10.0, 200.0).attr("min_factor", 0.5).attr("max_factor", 0.8);
    vec![of(&[2, 3, 3]), of(&[2, 2, 3, 1]), of(&[2, 2, 3, 3]), of(&[0, 2, 2, 3])]
}

/// Runs a change over a float32 copy and gives it back in the dtype of the image.
fn over(c: &Call, change: impl FnOnce(bool, usize, usize, &mut [f32])) -> Result<()> {
    let shape = c.input(0).shape;
    let at = image(shape)?;
    let size = (shape[at] * shape[at + 1] * shape[at + 2]) as usize;
    let bounded = c.input(0).dtype == DType::Uint8;
    let x = floats::input::<f32>(c.context, c.input(0));
    let mut y = floats::output::<f32>(c.context, c.output(0));
    y.copy_from_slice(&x);
    change(bounded, shape[at + 2] as usize, size, &mut y);
    if bounded {
        y.iter_mut().for_each(|y| *y = y.clamp(0.0, 255.0));
    }
    Ok(())
}
const NO_GRADIENT: Gradient = Gradient::None("colours are changed before a model, not within");

pub static OPS: &[OpSpec] = &[
    painted(
        "image.random_brightness",
        &["_image_random_brightness"],
        "Images times a factor uniform in [min_factor, max_factor).",
        FACTORS,
        Forward::Composite(|graph, attrs, inputs| {
            let mut p = Paint::new(graph, inputs[0].as_ref().expect("data"))?;
            let (x, factor) = (p.x.clone(), p.factor(attrs)?);
            let y = p.two("broadcast_mul", &x, &factor)?;
            p.done(y)
        }),
        factors,
    ),
    painted(
        "image.random_contrast",
        &["_image_random_contrast"],
        "The distance of images to their mean gray, times a factor uniform in [min_factor, max_factor).",
        FACTORS,
        Forward::Composite(|graph, attrs, inputs| {
            let mut p = Paint::new(graph, inputs[0].as_ref().expect("data"))?;
            let (factor, gray) = (p.factor(attrs)?, p.gray()?);
            let n = gray.shape().ndim() as i64;
            let axes = [("axis", vec![n - 3, n - 2].into()), ("keepdims", true.into())];
            let mean = call(p.graph, "mean", &[&gray], &axes)?;
            let y = p.mix(&factor, &mean)?;
            p.done(y)
        }),
        factors,
    ),
    painted(
        "image.random_saturation",
        &["_image_random_saturation"],
        "The distance of pixels to their gray, times a factor uniform in [min_factor, max_factor).",
        FACTORS,
        Forward::Composite(|graph, attrs, inputs| {
            let mut p = Paint::new(graph, inputs[0].as_ref().expect("data"))?;
            let (factor, gray) = (p.factor(attrs)?, p.gray()?);
            let y = p.mix(&factor, &gray)?;
            p.done(y)
        }),
        factors,
    ),
    OpSpec {
        gradient: NO_GRADIENT,
        random: |_, out| out[0].0.size() as u64,
        cost: |i, _| i.shape(0).size() as u64 * 10 + 20,
        ..painted(
            "image.random_hue",
            &["_image_random_hue"],
            "The hue of images turned by a part of the circle that is uniform in [min_factor, max_factor).",
            FACTORS,
            Forward::Kernel(|c| {
                let range = (c.attrs.float("min_factor"), c.attrs.float("max_factor"));
                over(c, |_, channels, size, y| {
                    if channels == 3 {
                        turn_hue(c.context, draw(c), range, size, y);
                    }
                })
            }),
            factors,
        )
    },
    OpSpec {
        gradient: NO_GRADIENT,
        random: |_, out| out[0].0.size() as u64,
        cost: |i, _| i.shape(0).size() as u64 * 20 + 20,
        ..painted(
            "image.random_color_jitter",
            &["_image_random_color_jitter"],
            "Brightness, contrast and saturation of images times factors within 1 ± the attribute, and the hue turned by \
             up to ± hue of the circle; in random order.",
            &[
                AttrSpec::required_float("brightness", "How much brightness changes."),
                AttrSpec::required_float("contrast", "How much contrast changes."),
                AttrSpec::required_float("saturation", "How much saturation changes."),
                AttrSpec::required_float("hue", "How much the hue turns."),
            ],
            Forward::Kernel(|c| {
                let a = c.attrs;
                let by = Jitter {
                    brightness: a.float("brightness"),
                    contrast: a.float("contrast"),
                    saturation: a.float("saturation"),
                    hue: a.float("hue"),
                };
                over(c, |bounded, channels, size, y| jitter(c.context, draw(c), by, bounded, channels, size, y))
            }),
            || {
                let of = |shape: &[usize]| {
                    let s = Sample::new(&[shape]).range(10.0, 200.0).attr("brightness", 0.1).attr("contrast", 0.1);
                    s.attr("saturation", 0.1).attr("hue", 0.1)
                };
                vec![of(&[2, 3, 3]), of(&[2, 2, 3, 1]), of(&[0, 2, 2, 3])]
            },
        )
    },
    painted(
        "image.adjust_lighting",
        &["_image_adjust_lighting"],
        "Images with alpha along the main directions of the colours of photographs added (AlexNet's noise).",
        &[AttrSpec::required_floats("alpha", "Three strengths.")],
        Forward::Composite(|graph, attrs, inputs| {
            let alpha = attrs.floats("alpha");
            let mut p = Paint::new(graph, inputs[0].as_ref().expect("data"))?;
            let of = [("shape", Attr::from(Shape::new(&p.axes(1)))), ("dtype", p.x.dtype().into())];
            let zeros = call(p.graph, "_zeros", &[], &of)?;
            let mut strengths = Vec::new();
            for alpha in alpha {
                strengths.push(p.number("_plus_scalar", &zeros, *alpha)?);
            }
            let Ok(strengths) = <[Value; 3]>::try_from(strengths) else { return Err(three(alpha.len())) };
            light(p, strengths)
        }),
        || {
            let of = |shape: &[usize]| Sample::new(&[shape]).attr("alpha", Attr::Floats([0.1, -0.2, 0.3].into()));
            vec![of(&[2, 3, 3]), of(&[2, 2, 3, 1]), of(&[0, 2, 2, 3])]
        },
    ),
    painted(
        "image.random_lighting",
        &["_image_random_lighting"],
        "image.adjust_lighting with normal strengths of standard deviation alpha_std.",
        &[AttrSpec::float("alpha_std", 0.05, "The standard deviation of the strengths.").at_least(0.0)],
        Forward::Composite(|graph, attrs, inputs| {
            let mut p = Paint::new(graph, inputs[0].as_ref().expect("data"))?;
            let drawn = p.drawn("_random_normal", 3, ("loc", 0.0), ("scale", attrs.float("alpha_std")))?;
            let strengths = [p.channel(&drawn, 0)?, p.channel(&drawn, 1)?, p.channel(&drawn, 2)?];
            light(p, strengths)
        }),
        || vec![Sample::new(&[&[2, 3, 3]]), Sample::new(&[&[2, 2, 3, 3]]), Sample::new(&[&[2, 3, 1]])],
    ),
];

fn three(n: usize) -> Error {
    Error::attribute(format!("alpha has {n} numbers; it must have 3"))
}
