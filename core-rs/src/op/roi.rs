//! Fixed-size features of boxes: ROIPooling takes maxima, contrib.ROIAlign means of interpolated
//! samples. Neither has a gradient by the boxes (it is 0, as in MXNet).
#![forbid(unsafe_code)]

use super::attrs::{Attr, AttrSpec, Attrs};
use super::spec::{Call, Forward, Gradient, Infer, InputSpec, Needs, OpSpec, Sample, input};
use super::value::Backward;
use crate::base::{DType, Error, Result, Shape};
use crate::by_real;
use crate::kernel::floats;
use crate::kernel::roi::{Regions, Sampling, maxima, means, means_backward};
use crate::kernel::slices::write;

const POOLED: AttrSpec = AttrSpec::required_tuple("pooled_size", "Cells of a box: (h, w).").at_least(1.0);
const SCALE: AttrSpec =
    AttrSpec::required_float("spatial_scale", "What the boxes' numbers are multiplied by to count elements of data.")
        .between(0.0, 1.0);
const ALIGN_ATTRS: &[AttrSpec] = &[
    POOLED,
    SCALE,
    AttrSpec::int("sample_ratio", -1, "Samples of a cell along each axis; -1: as many as elements in the cell."),
    AttrSpec::bool("position_sensitive", false, "Each cell has channels of its own: data has c * h * w of them."),
    AttrSpec::bool("aligned", false, "Centre the samples half an element off, as Detectron2 does."),
];
const ALIGN_GRADIENT_ATTRS: &[AttrSpec] = &[
    ALIGN_ATTRS[0],
    ALIGN_ATTRS[1],
    ALIGN_ATTRS[2],
    ALIGN_ATTRS[3],
    ALIGN_ATTRS[4],
    AttrSpec::required_tuple("shape", "Shape of the data."),
];
const BOXES: &[InputSpec] = &[input("data"), input("rois")];

pub static OPS: &[OpSpec] = &[
    OpSpec {
        name: "ROIPooling",
        doc: "The maximum over each cell of each box. Inputs: data [n, c, h, w], rois [boxes, 5] of (image, x1, y1, x2, \
              y2), both corners included. Output: [boxes, c] and pooled_size. A cell outside data, or of no image, is 0.",
        inputs: BOXES,
        attrs: &[POOLED, SCALE],
        infer: |i| {
            let (shape, size) = (regions(i.attrs, i.shape(0), i.shape(1), false)?.1, i.shape(0).size());
            let dtype = real(i)?;
            if size > i32::MAX as usize {
                return Err(Error::shape(format!("data has {size} elements; places are counted in 31 bits")));
            }
            Ok(smallvec::smallvec![(shape, dtype), (shape, DType::Int32)])
        },
        forward: Forward::Kernel(|c| {
            let (p, _) = regions(c.attrs, c.input(0).shape, c.input(1).shape, false)?;
            by_real!(c.input(0).dtype, T => {
                let [x, rois] = [0, 1].map(|i| floats::input::<T>(c.context, c.input(i)));
                let mut y = floats::output::<T>(c.context, c.output(0));
                maxima(c.context, &p, &x, &rois, &mut y, write::<i32>(c.output(1)));
            });
            Ok(())
        }),
        gradient: Gradient::Rule(|b| {
            let (head, places, shape) = (b.head(0)?, b.output(1), b.shape(0));
            let gradient = b.call("_scatter_flat", &[&head, &places], &[("shape", shape.into())])?;
            b.set(0, gradient);
            no_gradient(b)
        }),
        needs: |_| Needs { inputs: 0, outputs: 0b10 },
        visible: |_, _| 1,
        cost: |i, out| (i.shape(0).size() / 4 + 16 * out[0].0.size()) as u64 + 100,
        samples: || {
            vec![
                Sample::new(&[&[3, 2, 6, 5], &[4, 5]])
                    .integers(1, 3)
                    .attr("pooled_size", vec![2, 2])
                    .attr("spatial_scale", 1.0),
                Sample::new(&[&[2, 1, 4, 4], &[0, 5]])
                    .integers(1, 2)
                    .attr("pooled_size", vec![2, 1])
                    .attr("spatial_scale", 0.5),
            ]
        },
        ..OpSpec::NEW
    },
    OpSpec {
        name: "contrib.ROIAlign",
        aliases: &["_contrib_ROIAlign"],
        doc: "The mean of bilinear samples over each cell of each box. Inputs: data [n, c, h, w], rois [boxes, 5] of \
              (image, x1, y1, x2, y2). Output: [boxes, c] and pooled_size; a box in an image below 0 gives 0.",
        inputs: BOXES,
        attrs: ALIGN_ATTRS,
        infer: |i| {
            let by_position = i.attrs.bool("position_sensitive");
            let shape = regions(i.attrs, i.shape(0), i.shape(1), by_position)?.1;
            i.one(shape, real(i)?)
        },
        forward: Forward::Kernel(|c| {
            let (p, s) = (regions_of(c, c.input(0).shape)?, sampling(c.attrs));
            by_real!(c.input(0).dtype, T => {
                let [x, rois] = [0, 1].map(|i| floats::input::<T>(c.context, c.input(i)));
                means(c.context, &p, &s, &x, &rois, &mut floats::output::<T>(c.context, c.output(0)))
            })
        }),
        gradient: Gradient::Rule(|b| {
            let (head, rois) = (b.head(0)?, b.input(1));
            let mut attrs = shared(b.attrs);
            attrs.push(("shape", b.shape(0).into()));
            let gradient = b.call("_backward_ROIAlign", &[&head, &rois], &attrs)?;
            b.set(0, gradient);
            no_gradient(b)
        }),
        needs: |_| Needs { inputs: 0b10, outputs: 0 },
        cost: |_, out| 32 * out[0].0.size() as u64 + 100,
        samples: || {
            let align = |data: &'static [usize], rois: &'static [usize]| {
                Sample::new(&[data, rois]).integers(1, 3).attr("spatial_scale", 0.75)
            };
            vec![
                align(&[3, 2, 6, 5], &[4, 5]).attr("pooled_size", vec![2, 2]),
                align(&[3, 2, 6, 5], &[4, 5]).attr("pooled_size", vec![2, 3]).attr("sample_ratio", 2),
                align(&[3, 4, 6, 5], &[3, 5]).attr("pooled_size", vec![2, 1]).attr("position_sensitive", true),
                align(&[2, 1, 4, 4], &[0, 5]).attr("pooled_size", vec![2, 1]).attr("aligned", true),
            ]
        },
        ..OpSpec::NEW
    },
    OpSpec {
        name: "_backward_ROIAlign",
        doc: "The gradient of contrib.ROIAlign by its data.",
        inputs: &[input("head"), input("rois")],
        attrs: ALIGN_GRADIENT_ATTRS,
        infer: |i| {
            let (data, by_position) = (i.attrs.shape("shape")?, i.attrs.bool("position_sensitive"));
            let shape = regions(i.attrs, data, i.shape(1), by_position)?.1;
            if i.shape(0) != shape {
                return Err(Error::shape(format!("head has shape {}, the output {shape}", i.shape(0))));
            }
            i.one(data, real(i)?)
        },
        forward: Forward::Kernel(|c| {
            let (p, s) = (regions_of(c, c.output(0).shape)?, sampling(c.attrs));
            by_real!(c.input(0).dtype, T => {
                let [dy, rois] = [0, 1].map(|i| floats::input::<T>(c.context, c.input(i)));
                means_backward(c.context, &p, &s, &dy, &rois, &mut floats::output::<T>(c.context, c.output(0)))
            })
        }),
        gradient: Gradient::Rule(|b| {
            let (head, rois) = (b.head(0)?, b.input(1));
            let attrs = shared(b.attrs);
            let gradient = b.call("contrib.ROIAlign", &[&head, &rois], &attrs)?;
            b.set(0, gradient);
            no_gradient(b)
        }),
        needs: |_| Needs { inputs: 0b10, outputs: 0 },
        hidden: true,
        samples: || {
            vec![
                Sample::new(&[&[3, 2, 2, 2], &[3, 5]])
                    .integers(1, 2)
                    .attr("pooled_size", vec![2, 2])
                    .attr("spatial_scale", 1.0)
                    .attr("shape", vec![2, 2, 4, 3]),
            ]
        },
        ..OpSpec::NEW
    },
];

fn real(i: &Infer) -> Result<DType> {
    i.floats_only(0)?;
    i.same_dtypes()
}

/// The sizes that the kernels take, and the shape of the output.
fn regions(attrs: &Attrs, data: Shape, rois: Shape, by_position: bool) -> Result<(Regions, Shape)> {
    let &[cells_h, cells_w] = attrs.tuple("pooled_size") else {
        let given = attrs.tuple("pooled_size").len();
        return Err(Error::attribute(format!("pooled_size has {given} sizes; it needs two, (h, w)")));
    };
    if data.ndim() != 4 || rois.ndim() != 2 || rois[1] != 5 {
        return Err(Error::shape(format!(
            "data has shape {data}, rois {rois}; they must be [n, c, h, w] and [boxes, 5] of (image, x1, y1, x2, y2)"
        )));
    }
    let mut channels = data[1] as u64;
    if by_position {
        let cells = (cells_h as u64).saturating_mul(cells_w as u64);
        if channels % cells != 0 {
            return Err(Error::shape(format!(
                "data has {channels} channels; with position_sensitive they must be a multiple of {cells} cells"
            )));
        }
        channels /= cells;
    }
    let output = Shape::checked([rois[0] as u64, channels, cells_h as u64, cells_w as u64])?;
    let regions = Regions {
        images: data[0] as usize,
        channels: channels as usize,
        height: data[2] as usize,
        width: data[3] as usize,
        cells: [cells_h as usize, cells_w as usize],
        scale: attrs.float("spatial_scale") as f32,
    };
    if regions.height == 0 || regions.width == 0 {
        return Err(Error::shape(format!("data has shape {data}; its planes must not be empty")));
    }
    Ok((regions, output))
}

fn regions_of(c: &Call, data: Shape) -> Result<Regions> {
    Ok(regions(c.attrs, data, c.input(1).shape, c.attrs.bool("position_sensitive"))?.0)
}

fn sampling(attrs: &Attrs) -> Sampling {
    Sampling {
        ratio: attrs.int("sample_ratio"),
        aligned: attrs.bool("aligned"),
        by_position: attrs.bool("position_sensitive"),
    }
}

fn shared(attrs: &Attrs) -> Vec<(&'static str, Attr)> {
    ALIGN_ATTRS.iter().map(|a| (a.name, attrs.get(a.name).clone())).collect()
}

/// Boxes get a gradient of zeros.
fn no_gradient(b: &mut Backward) -> Result<()> {
    if b.wants(1) {
        let (shape, dtype) = (b.shape(1), b.dtype(1));
        let zeros = b.call("_zeros", &[], &[("shape", shape.into()), ("dtype", dtype.into())])?;
        b.set(1, zeros);
    }
    Ok(())
}
