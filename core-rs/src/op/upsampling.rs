//! Images made larger: each point repeated, or bilinearly through a weight.
#![forbid(unsafe_code)]

use super::attrs::{Attr, AttrSpec};
use super::spec::{Forward, Infer, OpSpec, Sample, variadic};
use super::value::{Graph, Value, call};
use crate::base::{Error, Result, Shape};

pub static OPS: &[OpSpec] = &[OpSpec {
    name: "UpSampling",
    doc: "Images [batch, channels, height, width] made scale times as high and wide. nearest: each point is repeated; \
          further images are brought to the size of the first result, and all are joined along the channels or summed. \
          bilinear: data and a weight [channels, 1, k, k], k = 2 scale - scale % 2, through a Deconvolution.",
    inputs: &[variadic("data")],
    attrs: &[
        AttrSpec::required_int("scale", "How many times as high and wide.").at_least(1.0),
        AttrSpec::int("num_filter", 0, "Accepted: the number of channels is seen.").at_least(0.0),
        AttrSpec::required_one_of("sample_type", &["bilinear", "nearest"], "How points in between are made."),
        AttrSpec::one_of("multi_input_mode", &["concat", "sum"], "concat", "What becomes of several images."),
        AttrSpec::optional_int("num_args", "Accepted and ignored: the number of arrays is seen."),
        AttrSpec::int("workspace", 512, "Accepted and ignored.").at_least(0.0),
    ],
    infer: |i| {
        let dtype = i.same_dtypes()?;
        i.floats_only(0)?;
        let (first, scale) = (i.shape(0), i.attrs.int("scale") as u64);
        four_axes(i, 0)?;
        let (height, width) = (first[2] as u64 * scale, first[3] as u64 * scale);
        let mut channels = first[1] as u64;
        if i.attrs.word("sample_type") == "bilinear" {
            let kernel = 2 * scale - scale % 2;
            let wanted = Shape::checked([channels, 1, kernel, kernel])?;
            if i.inputs.len() != 2 || i.shape(1) != wanted {
                let got: Vec<String> = i.inputs.iter().flatten().map(|t| t.0.to_string()).collect();
                return Err(Error::shape(format!(
                    "got arrays of shapes {}; bilinear needs data and a weight {wanted}",
                    got.join(", ")
                )));
            }
            if super::find("Deconvolution").is_none() {
                return Err(Error::attribute(
                    "sample_type is bilinear, which needs a Deconvolution; nearest is possible",
                ));
            }
            return i.one(Shape::checked([first[0] as u64, channels, height, width])?, dtype);
        }
        for n in 1..i.inputs.len() {
            four_axes(i, n)?;
            let shape = i.shape(n);
            let fits =
                |large: u64, small: u32| large == small as u64 || (small > 0 && large.is_multiple_of(small as u64));
            if shape[0] != first[0] || !fits(height, shape[2]) || !fits(width, shape[3]) {
                return Err(Error::shape(format!(
                    "array {n} has shape {shape}; its batch must be {} and its height and width divide [{height},{width}]",
                    first[0]
                )));
            }
            if i.attrs.word("multi_input_mode") == "concat" {
                channels += shape[1] as u64;
            } else if shape[1] != first[1] {
                return Err(Error::shape(format!("array {n} has {} channels, array 0 has {}", shape[1], first[1])));
            }
        }
        i.one(Shape::checked([first[0] as u64, channels, height, width])?, dtype)
    },
    forward: Forward::Composite(|graph, attrs, inputs| {
        let first = inputs[0].as_ref().expect("data");
        let (shape, scale) = (first.shape(), attrs.int("scale"));
        if attrs.word("sample_type") == "bilinear" {
            let op = super::find("Deconvolution").ok_or_else(|| Error::attribute("bilinear needs a Deconvolution"))?;
            let both = |v: i64| Attr::from(vec![v, v]);
            let channels = shape[1] as i64;
            let given = op.attrs(&[
                ("kernel", both(2 * scale - scale % 2)),
                ("stride", both(scale)),
                ("pad", both(scale / 2)),
                ("num_filter", channels.into()),
                ("num_group", channels.into()),
                ("no_bias", true.into()),
            ])?;
            return graph.apply(op, &[inputs[0].clone(), inputs[1].clone()], given);
        }
        let size = (shape[2] as usize * scale as usize, shape[3] as usize * scale as usize);
        let mut images = Vec::new();
        for image in inputs.iter().flatten() {
            images.push(enlarged(graph, image, size)?);
        }
        let op = match images.len() {
            1 => return Ok(images.into_iter().collect()),
            _ if attrs.word("multi_input_mode") == "sum" => "add_n",
            _ => "Concat",
        };
        let images: Vec<&Value> = images.iter().collect();
        Ok(smallvec::smallvec![call(graph, op, &images, &[])?])
    }),
    samples: || {
        let nearest = |shapes: &[&[usize]]| Sample::new(shapes).word("sample_type", "nearest");
        vec![
            nearest(&[&[1, 2, 2, 3]]).attr("scale", 2),
            nearest(&[&[2, 1, 2, 2], &[2, 2, 1, 2]]).attr("scale", 2),
            nearest(&[&[1, 2, 2, 2], &[1, 2, 1, 1]]).attr("scale", 1).word("multi_input_mode", "sum"),
            nearest(&[&[0, 2, 2, 2]]).attr("scale", 3),
        ]
    },
    ..OpSpec::NEW
}];

fn four_axes(i: &Infer, n: usize) -> Result<()> {
    if i.shape(n).ndim() == 4 {
        return Ok(());
    }
    Err(Error::shape(format!("array {n} has shape {}; it must be [batch, channels, height, width]", i.shape(n))))
}

/// Each point repeated up to the size.
fn enlarged(graph: &mut dyn Graph, image: &Value, (height, width): (usize, usize)) -> Result<Value> {
    let shape = image.shape();
    let [n, c, h, w] = [0, 1, 2, 3].map(|a| shape[a] as usize);
    if (h, w) == (height, width) {
        return Ok(image.clone());
    }
    let (down, right) = (height / h.max(1), width / w.max(1));
    let view = |graph: &mut dyn Graph, v: &Value, dims: &[usize]| {
        call(graph, "_view", &[v], &[("shape", Shape::new(dims).into())])
    };
    let apart = view(graph, image, &[n * c * h, 1, w, 1])?;
    let repeated = Shape::checked([n * c * h, down, w, right].map(|d| d as u64))?;
    let repeated = call(graph, "_spread", &[&apart], &[("shape", repeated.into())])?;
    view(graph, &repeated, &[n, c, height, width])
}
