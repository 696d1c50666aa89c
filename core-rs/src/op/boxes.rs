//! Operators on boxes: overlap, suppression, matching, and offsets relative to anchors.
#![forbid(unsafe_code)]

use super::attrs::AttrSpec;
use super::spec::{Forward, Gradient, Needs, OpSpec, Sample, input};
use crate::base::{DType, Error, Result, Shape};
use crate::by_real;
use crate::kernel::boxes::{self, Format, Suppression};
use crate::kernel::{floats, slices};

const FORMATS: &[&str] = &["corner", "center"];

const NMS: &[AttrSpec] = &[
    AttrSpec::float("overlap_thresh", 0.5, "A box that overlaps a better one by more is suppressed."),
    AttrSpec::float("valid_thresh", 0.0, "Boxes count only with a score above this."),
    AttrSpec::int("topk", -1, "Only so many of the best are looked at; all by default, and 0 leaves data as it is."),
    AttrSpec::int("coord_start", 2, "Where the four coordinates begin."),
    AttrSpec::int("score_index", 1, "Where the score is."),
    AttrSpec::int("id_index", -1, "Where the class is; -1 for none."),
    AttrSpec::int("background_id", -1, "The class that is left out."),
    AttrSpec::bool("force_suppress", false, "Suppress boxes of other classes too."),
    AttrSpec::one_of("in_format", FORMATS, "corner", "What the coordinates are: corners, or centre and sides."),
    AttrSpec::one_of("out_format", FORMATS, "corner", "What they become."),
];
const FORMAT: AttrSpec =
    AttrSpec::one_of("format", FORMATS, "corner", "[xmin, ymin, xmax, ymax], or center: [x, y, width, height].");
const BACK: AttrSpec = AttrSpec::bool("back", true, "To the rows that the record says, not from there.");

pub static OPS: &[OpSpec] = &[
    OpSpec {
        name: "contrib.box_nms",
        aliases: &["_contrib_box_nms", "contrib.box_non_maximum_suppression", "_contrib_box_non_maximum_suppression"],
        doc: "Non-maximum suppression: rows by falling score, without those that overlap a better one; the rest is -1. \
              data is [..., boxes, width]. Gradients go to the rows that the output came from; where the format is \
              changed they are passed on as they are, as in MXNet.",
        attrs: NMS,
        infer: |i| {
            let (shape, dtype) = (i.shape(0), i.floats_only(0)?);
            if shape.ndim() < 2 {
                return Err(Error::shape(format!("data has shape {shape}; it must be [..., boxes, width]")));
            }
            let width = shape[shape.ndim() - 1] as i64;
            let int = |name: &str| i.attrs.int(name);
            let (start, score, id) = (int("coord_start"), int("score_index"), int("id_index"));
            let inside = |at: i64| (0..width).contains(&at) && !(start..start.saturating_add(4)).contains(&at);
            let fits = start >= 0 && start <= width - 4 && inside(score) && (id < 0 || inside(id) && id != score);
            if !fits {
                return Err(Error::attribute(format!(
                    "coord_start is {start}, score_index {score} and id_index {id}; they must be apart and within rows \
                     of {width}"
                )));
            }
            Ok(smallvec::smallvec![(shape, dtype), (shape.removed(shape.ndim() - 1), DType::Int32)])
        },
        forward: Forward::Kernel(|c| {
            let a = c.attrs;
            let at = |name: &str| a.int(name) as usize;
            let s = Suppression {
                overlap: a.float("overlap_thresh"),
                valid: a.float("valid_thresh"),
                topk: a.int("topk"),
                coordinates: at("coord_start"),
                score: at("score_index"),
                id: (a.int("id_index") >= 0).then(|| at("id_index")),
                background: a.int("background_id"),
                force: a.bool("force_suppress"),
                from: Format::of(a.word("in_format")),
                to: Format::of(a.word("out_format")),
            };
            let record = slices::write::<i32>(c.output(1));
            by_real!(c.input(0).dtype, T => {
                let x = floats::input::<T>(c.context, c.input(0));
                let mut out = floats::output::<T>(c.context, c.output(0));
                boxes::suppress(c.context, &s, rows(c.input(0).shape), &x, &mut out, record);
            });
            Ok(())
        }),
        gradient: Gradient::Rule(|b| {
            let (head, record) = (b.head(0)?, b.output(1));
            let gradient = b.call("_box_rows", &[&head, &record], &[])?;
            b.set(0, gradient);
            Ok(())
        }),
        needs: |_| Needs { inputs: 0, outputs: 0b10 },
        visible: |_, _| 1,
        cost: |i, _| i.shape(0).size() as u64 * 20 + 500,
        samples: || {
            vec![
                Sample::new(&[&[5, 6]]).range(0.1, 1.0),
                Sample::new(&[&[2, 4, 7]]).range(0.1, 1.0).attr("id_index", 0).attr("topk", 3),
                Sample::new(&[&[3, 5]]).range(0.1, 1.0).attr("score_index", 4).attr("coord_start", 0),
                Sample::new(&[&[0, 6]]),
            ]
        },
        ..OpSpec::NEW
    },
    OpSpec {
        name: "_box_rows",
        doc: "Rows moved as a record of box_nms says: to where they came from, or (back=false) from there; the rest is 0.",
        inputs: &[input("data"), input("record")],
        attrs: &[BACK],
        infer: |i| {
            let shape = i.shape(0);
            if shape.ndim() < 2 || i.shape(1) != shape.removed(shape.ndim() - 1) || i.dtype(1) != DType::Int32 {
                return Err(Error::shape(format!("data has shape {shape}, the record {}", i.shape(1))));
            }
            i.same()
        },
        forward: Forward::Kernel(|c| {
            let (back, record) = (c.attrs.bool("back"), slices::read::<i32>(c.input(1)));
            by_real!(c.input(0).dtype, T => {
                let x = floats::input::<T>(c.context, c.input(0));
                let mut out = floats::output::<T>(c.context, c.output(0));
                boxes::move_rows(back, rows(c.input(0).shape), &x, record, &mut out);
            });
            Ok(())
        }),
        gradient: Gradient::Rule(|b| {
            let (head, record, back) = (b.head(0)?, b.input(1), b.attrs.bool("back"));
            let gradient = b.call("_box_rows", &[&head, &record], &[("back", (!back).into())])?;
            b.set(0, gradient);
            Ok(())
        }),
        needs: |_| Needs { inputs: 0b10, outputs: 0 },
        hidden: true,
        ..OpSpec::NEW
    },
    OpSpec {
        name: "contrib.box_iou",
        aliases: &["_contrib_box_iou"],
        doc: "Intersection over union of all pairs of boxes: lhs [..., 4] and rhs [..., 4] give the axes of both.",
        inputs: &[input("lhs"), input("rhs")],
        attrs: &[FORMAT],
        infer: |i| {
            i.floats_only(0)?;
            let dtype = i.same_dtypes()?;
            let (a, b) = (i.shape(0), i.shape(1));
            four(a, "lhs", 2)?;
            four(b, "rhs", 2)?;
            let axes = |s: Shape| s.to_vec()[..s.ndim() - 1].iter().map(|&d| d as u64).collect::<Vec<_>>();
            i.one(Shape::checked(axes(a).into_iter().chain(axes(b)))?, dtype)
        },
        forward: Forward::Kernel(|c| {
            let format = Format::of(c.attrs.word("format"));
            by_real!(c.input(0).dtype, T => {
                let (a, b) = (floats::input::<T>(c.context, c.input(0)), floats::input::<T>(c.context, c.input(1)));
                boxes::iou(c.context, format, &a, &b, &mut floats::output::<T>(c.context, c.output(0)));
            });
            Ok(())
        }),
        gradient: Gradient::Zero("as in MXNet no gradient flows through the overlap of boxes"),
        cost: |_, out| out[0].0.size() as u64 * 2 + 100,
        samples: || {
            vec![
                Sample::new(&[&[3, 4], &[2, 4]]),
                Sample::new(&[&[2, 3, 4], &[2, 4]]).word("format", "center"),
                Sample::new(&[&[0, 4], &[2, 4]]),
            ]
        },
        ..OpSpec::NEW
    },
    OpSpec {
        name: "contrib.bipartite_matching",
        aliases: &["_contrib_bipartite_matching"],
        doc: "Pairs rows with columns of [..., rows, columns], the best score of what is left first. Outputs: the column \
              of each row and the row of each column, -1 where there is none.",
        attrs: &[
            AttrSpec::bool("is_ascend", false, "The smallest score is the best."),
            AttrSpec::required_float("threshold", "Only better scores are paired."),
            AttrSpec::int("topk", -1, "Stop once there are more pairs than this (so there is one more, as in MXNet)."),
        ],
        infer: |i| {
            let (shape, dtype) = (i.shape(0), i.floats_only(0)?);
            let n = shape.ndim();
            if n < 2 {
                return Err(Error::shape(format!("data has shape {shape}; it must be [..., rows, columns]")));
            }
            Ok(smallvec::smallvec![(shape.removed(n - 1), dtype), (shape.removed(n - 2), dtype)])
        },
        forward: Forward::Kernel(|c| {
            let a = (c.attrs.bool("is_ascend"), c.attrs.float("threshold"), c.attrs.int("topk"));
            let shape = c.input(0).shape;
            let size = (shape[shape.ndim() - 2] as usize, shape[shape.ndim() - 1] as usize);
            by_real!(c.input(0).dtype, T => {
                let x = floats::input::<T>(c.context, c.input(0));
                let mut rows = floats::output::<T>(c.context, c.output(0));
                let mut columns = floats::output::<T>(c.context, c.output(1));
                boxes::matching(c.context, a, size, &x, &mut rows, &mut columns);
            });
            Ok(())
        }),
        gradient: Gradient::Zero("matches are places, which do not change with the scores"),
        cost: |i, _| i.shape(0).size() as u64 * 30 + 100,
        samples: || {
            vec![
                Sample::new(&[&[3, 4]]).attr("threshold", 0.1),
                Sample::new(&[&[2, 3, 2]]).attr("threshold", 0.5).attr("is_ascend", true).attr("topk", 1),
                Sample::new(&[&[0, 4]]).attr("threshold", 0.1),
            ]
        },
        ..OpSpec::NEW
    },
    OpSpec {
        name: "contrib.box_encode",
        aliases: &["_contrib_box_encode"],
        doc: "Offsets from anchors to the boxes that they are matched with, ((x, y) by the anchor's sides, logarithms of \
              the sides' ratios) minus means, divided by stds; and a mask. Inputs: samples [b, n] (1 positive), matches \
              [b, n], anchors [b, n, 4] and refs [b, m, 4] in corners, means [4], stds [4]. Outputs: [b, n, 4] twice; \
              both are 0 where a sample is not positive.",
        inputs: &[input("samples"), input("matches"), input("anchors"), input("refs"), input("means"), input("stds")],
        infer: |i| {
            i.floats_only(0)?;
            let dtype = i.same_dtypes()?;
            let (anchors, refs) = (i.shape(2), i.shape(3));
            let n = i.shape(0);
            let fits = n.ndim() == 2
                && i.shape(1) == n
                && anchors == Shape::new(&[n[0] as usize, n[1] as usize, 4])
                && refs.ndim() == 3
                && refs[0] == n[0]
                && refs[2] == 4
                && (4..6).all(|k| i.shape(k) == Shape::new(&[4]));
            if !fits {
                let got: Vec<String> = (0..6).map(|k| i.shape(k).to_string()).collect();
                return Err(Error::shape(format!(
                    "the inputs have shapes {}; they must be [b,n], [b,n], [b,n,4], [b,m,4], [4], [4]",
                    got.join(", ")
                )));
            }
            Ok(smallvec::smallvec![(anchors, dtype), (anchors, dtype)])
        },
        forward: Forward::Kernel(|c| {
            let each = (c.input(2).shape[1] as usize, c.input(3).shape[1] as usize);
            by_real!(c.input(0).dtype, T => {
                let input = |k: usize| floats::input::<T>(c.context, c.input(k));
                let (samples, matches, anchors, refs) = (input(0), input(1), input(2), input(3));
                let (means, stds) = (input(4), input(5));
                let mut targets = floats::output::<T>(c.context, c.output(0));
                let mut masks = floats::output::<T>(c.context, c.output(1));
                let by = (&means[..], &stds[..]);
                boxes::encode(each, &samples, &matches, &anchors, &refs, by, &mut targets, &mut masks)
            })
        }),
        gradient: Gradient::Zero("targets of a training are constants"),
        samples: || {
            vec![
                Sample::new(&[&[2, 3], &[2, 3], &[2, 3, 4], &[2, 2, 4], &[4], &[4]])
                    .integers(0, 2)
                    .integers(1, 2)
                    .range(0.1, 1.0),
                Sample::new(&[&[0, 3], &[0, 3], &[0, 3, 4], &[0, 2, 4], &[4], &[4]]),
            ]
        },
        ..OpSpec::NEW
    },
    OpSpec {
        name: "contrib.box_decode",
        aliases: &["_contrib_box_decode"],
        doc: "The boxes, as corners, that offsets from anchors describe: what box_encode made, without means. Inputs: \
              data [b, n, 4], anchors [1, n, 4].",
        inputs: &[input("data"), input("anchors")],
        attrs: &[
            AttrSpec::float("std0", 1.0, "The first offset is multiplied by it."),
            AttrSpec::float("std1", 1.0, "The second offset is multiplied by it."),
            AttrSpec::float("std2", 1.0, "The third offset is multiplied by it."),
            AttrSpec::float("std3", 1.0, "The fourth offset is multiplied by it."),
            AttrSpec::float("clip", -1.0, "Where positive, the logarithms of the sides' ratios are at most this."),
            AttrSpec::one_of("format", FORMATS, "center", "What anchors are: corners, or centre and sides."),
        ],
        infer: |i| {
            i.floats_only(0)?;
            let dtype = i.same_dtypes()?;
            let (data, anchors) = (i.shape(0), i.shape(1));
            if data.ndim() != 3 || data[2] != 4 || anchors != data.with(0, 1) {
                return Err(Error::shape(format!(
                    "data has shape {data}, anchors {anchors}; they must be [b, n, 4] and [1, n, 4]"
                )));
            }
            i.one(data, dtype)
        },
        forward: Forward::Kernel(|c| {
            let a = c.attrs;
            let stds = ["std0", "std1", "std2", "std3"].map(|n| a.float(n));
            let (format, clip) = (Format::of(a.word("format")), a.float("clip"));
            by_real!(c.input(0).dtype, T => {
                let (x, anchors) = (floats::input::<T>(c.context, c.input(0)), floats::input::<T>(c.context, c.input(1)));
                let mut out = floats::output::<T>(c.context, c.output(0));
                boxes::decode(c.context, format, stds, clip, &x, &anchors, &mut out);
            });
            Ok(())
        }),
        gradient: Gradient::Zero("as in MXNet no gradient flows through decoded boxes"),
        cost: |i, _| i.shape(0).size() as u64 * 10 + 100,
        samples: || {
            vec![
                Sample::new(&[&[2, 3, 4], &[1, 3, 4]]),
                Sample::new(&[&[2, 3, 4], &[1, 3, 4]]).word("format", "corner").attr("clip", 0.5).attr("std2", 0.2),
                Sample::new(&[&[0, 3, 4], &[1, 3, 4]]),
            ]
        },
        ..OpSpec::NEW
    },
];

/// Rows and their width.
fn rows(shape: Shape) -> (usize, usize) {
    let n = shape.ndim();
    (shape[n - 2] as usize, shape[n - 1] as usize)
}

/// Refuses what are not boxes.
fn four(shape: Shape, name: &str, ndim: usize) -> Result<()> {
    if shape.ndim() < ndim || shape[shape.ndim() - 1] != 4 {
        return Err(Error::shape(format!("{name} has shape {shape}; it needs {ndim} axes at least, the last of 4")));
    }
    Ok(())
}
