//! The operators of single-shot detectors: anchors, their targets, detections.
#![forbid(unsafe_code)]

use super::attrs::{AttrSpec, Attrs};
use super::spec::{Forward, Gradient, OpSpec, Sample, input};
use crate::base::{Error, Result, Shape};
use crate::by_real;
use crate::kernel::floats;
use crate::kernel::multibox::{self, Detection, Sizes, Targets};

const VARIANCES: AttrSpec =
    AttrSpec::floats("variances", &[0.1, 0.1, 0.2, 0.2], "What the four offsets are divided by.");

/// The numbers of a tuple of that length.
fn numbers<const N: usize>(attrs: &Attrs, name: &str) -> Result<[f64; N]> {
    let given = attrs.floats(name);
    given.try_into().map_err(|_| Error::attribute(format!("{name} has {} numbers; it needs {N}", given.len())))
}

pub static OPS: &[OpSpec] = &[
    OpSpec {
        name: "contrib.MultiBoxPrior",
        aliases: &["_contrib_MultiBoxPrior", "_npx_multibox_prior"],
        doc: "Anchors around the points of a map: of each size with the first ratio, and of the first size with the other \
              ratios, as corners in parts of the image. data: [n, channels, height, width]; output: \
              [1, height * width * (sizes + ratios - 1), 4].",
        attrs: &[
            AttrSpec::floats("sizes", &[1.0], "Sizes, in parts of the image's height."),
            AttrSpec::floats("ratios", &[1.0], "Width by height."),
            AttrSpec::bool("clip", false, "Clip to the image."),
            AttrSpec::floats(
                "steps",
                &[-1.0, -1.0],
                "From point to point down and across; by the map's size where not \
              positive.",
            ),
            AttrSpec::floats("offsets", &[0.5, 0.5], "Of a centre within its cell, down and across."),
        ],
        infer: |i| {
            let (shape, dtype, a) = (i.shape(0), i.floats_only(0)?, i.attrs);
            if shape.ndim() < 4 || shape[2] == 0 || shape[3] == 0 {
                return Err(Error::shape(format!("data has shape {shape}; it must be [n, channels, height, width]")));
            }
            let (sizes, ratios) = (a.floats("sizes").len(), a.floats("ratios").len());
            if sizes == 0 || ratios == 0 {
                return Err(Error::attribute(format!(
                    "there are {sizes} sizes and {ratios} ratios; one each is needed"
                )));
            }
            let steps = numbers::<2>(a, "steps")?;
            if steps[0] * steps[1] < 0.0 {
                return Err(Error::attribute(format!("steps are {} and {}; give both or none", steps[0], steps[1])));
            }
            if let Some(bad) = numbers::<2>(a, "offsets")?.iter().find(|o| !(0.0..=1.0).contains(*o)) {
                return Err(Error::attribute(format!("an offset is {bad}; offsets are between 0 and 1")));
            }
            let count = shape.span(2, 4) as u64 * (sizes + ratios - 1) as u64;
            i.one(Shape::checked([1, count, 4])?, dtype)
        },
        forward: Forward::Kernel(|c| {
            let (a, shape) = (c.attrs, c.input(0).shape);
            let map = (shape[2] as usize, shape[3] as usize);
            let mut steps = numbers::<2>(a, "steps")?;
            if steps[0] <= 0.0 || steps[1] <= 0.0 {
                steps = [1.0 / map.0 as f64, 1.0 / map.1 as f64];
            }
            let (sizes, ratios, offsets) = (a.floats("sizes"), a.floats("ratios"), numbers::<2>(a, "offsets")?);
            by_real!(c.output(0).dtype, T => {
                let mut out = floats::output::<T>(c.context, c.output(0));
                multibox::prior(map, sizes, ratios, steps, offsets, a.bool("clip"), &mut out);
            });
            Ok(())
        }),
        gradient: Gradient::Zero("anchors depend on the shape of data alone"),
        samples: || {
            vec![
                Sample::new(&[&[1, 2, 2, 3]]),
                Sample::new(&[&[1, 1, 3, 2]])
                    .attr("sizes", super::attrs::Attr::Floats([0.3, 0.6].into()))
                    .attr("ratios", super::attrs::Attr::Floats([1.0, 2.0].into()))
                    .attr("clip", true),
            ]
        },
        ..OpSpec::NEW
    },
    OpSpec {
        name: "contrib.MultiBoxTarget",
        aliases: &["_contrib_MultiBoxTarget", "_npx_multibox_target"],
        doc: "Training targets of anchors: each box gets its best anchor, then anchors that overlap a box enough get it. \
              Inputs: anchor [1, n, 4], label [batch, m, 5 or more] (class, corners; -1 from where there are no more), \
              cls_pred [batch, classes, n]. Outputs: offsets [batch, 4 n], their mask, classes [batch, n] (0 is \
              background). With mining only the negatives that look least like background count.",
        inputs: &[input("anchor"), input("label"), input("cls_pred")],
        attrs: &[
            AttrSpec::float("overlap_threshold", 0.5, "Anchors that overlap a box by more are matched with it."),
            AttrSpec::float("ignore_label", -1.0, "The class of anchors that do not count."),
            AttrSpec::float(
                "negative_mining_ratio",
                -1.0,
                "Negatives for each positive; all where it is not positive.",
            ),
            AttrSpec::float("negative_mining_thresh", 0.5, "Anchors that overlap a box by less may be mined."),
            AttrSpec::int("minimum_negative_samples", 0, "Accepted and ignored, as in MXNet."),
            VARIANCES,
        ],
        infer: |i| {
            i.floats_only(0)?;
            let dtype = i.same_dtypes()?;
            let (anchor, label, pred) = (i.shape(0), i.shape(1), i.shape(2));
            let fits = [anchor, label, pred].iter().all(|s| s.ndim() == 3)
                && anchor[0] == 1
                && anchor[1] > 0
                && anchor[2] == 4
                && label[1] > 0
                && label[2] >= 5
                && pred[0] == label[0]
                && pred[1] > 0
                && pred[2] == anchor[1];
            if !fits {
                return Err(Error::shape(format!(
                    "anchor has shape {anchor}, label {label}, cls_pred {pred}; they must be [1, n, 4], [batch, m, 5 or \
                     more] and [batch, classes, n]"
                )));
            }
            numbers::<4>(i.attrs, "variances")?;
            let (ratio, below) = (i.attrs.float("negative_mining_ratio"), i.attrs.float("negative_mining_thresh"));
            if ratio > 0.0 && below <= 0.0 {
                return Err(Error::attribute(format!("negative_mining_thresh is {below}; mining needs it above 0")));
            }
            let all = Shape::checked([label[0] as u64, anchor[1] as u64 * 4])?;
            Ok(smallvec::smallvec![(all, dtype), (all, dtype), (all.with(1, anchor[1] as usize), dtype)])
        },
        forward: Forward::Kernel(|c| {
            let (a, label, pred) = (c.attrs, c.input(1).shape, c.input(2).shape);
            let targets = Targets {
                overlap: a.float("overlap_threshold"),
                ignore: a.float("ignore_label"),
                ratio: a.float("negative_mining_ratio"),
                below: a.float("negative_mining_thresh"),
                variances: numbers::<4>(a, "variances")?,
            };
            let sizes = Sizes {
                anchors: pred[2] as usize,
                labels: label[1] as usize,
                label_width: label[2] as usize,
                classes: pred[1] as usize,
            };
            by_real!(c.input(0).dtype, T => {
                let input = |k: usize| floats::input::<T>(c.context, c.input(k));
                let output = |k: usize| floats::output::<T>(c.context, c.output(k));
                let (anchors, labels, predictions) = (input(0), input(1), input(2));
                let (mut offsets, mut masks, mut classes) = (output(0), output(1), output(2));
                multibox::targets(
                    c.context, &targets, sizes, &anchors, &labels, &predictions, &mut offsets, &mut masks, &mut classes,
                );
            });
            Ok(())
        }),
        gradient: Gradient::Zero("targets of a training are constants"),
        cost: |i, _| i.shape(2).size() as u64 * 10 + i.shape(0).size() as u64 * i.shape(1).size() as u64 + 500,
        samples: || {
            vec![
                Sample::new(&[&[1, 4, 4], &[2, 2, 5], &[2, 3, 4]]).range(0.1, 0.9),
                Sample::new(&[&[1, 4, 4], &[2, 2, 6], &[2, 3, 4]]).range(0.1, 0.9).attr("negative_mining_ratio", 1.0),
                Sample::new(&[&[1, 4, 4], &[0, 2, 5], &[0, 3, 4]]),
            ]
        },
        ..OpSpec::NEW
    },
    OpSpec {
        name: "contrib.MultiBoxDetection",
        aliases: &["_contrib_MultiBoxDetection", "_npx_multibox_detection"],
        doc: "Detections from predictions: offsets become boxes, the best class is taken, and what overlaps a better \
              box of its class is suppressed. Inputs: cls_prob [batch, classes, n] (0 is background), loc_pred \
              [batch, 4 n], anchor [1, n, 4]. Output: [batch, n, 6], rows of class (without background; -1 for none), \
              score and corners.",
        inputs: &[input("cls_prob"), input("loc_pred"), input("anchor")],
        attrs: &[
            AttrSpec::bool("clip", true, "Clip boxes to the image."),
            AttrSpec::float("threshold", 0.01, "The least score."),
            AttrSpec::int("background_id", 0, "Accepted and ignored, as in MXNet: class 0 is the background."),
            AttrSpec::float(
                "nms_threshold",
                0.5,
                "Boxes that overlap a better one by as much are suppressed; outside of \
              0 to 1, none are.",
            ),
            AttrSpec::bool("force_suppress", false, "Suppress boxes of other classes too."),
            VARIANCES,
            AttrSpec::int("nms_topk", -1, "Only so many of the best are kept; all where it is not positive."),
        ],
        infer: |i| {
            i.floats_only(0)?;
            let dtype = i.same_dtypes()?;
            let (prob, pred, anchor) = (i.shape(0), i.shape(1), i.shape(2));
            let fits = prob.ndim() == 3
                && pred.ndim() == 2
                && anchor.ndim() == 3
                && anchor[0] == 1
                && anchor[1] > 0
                && anchor[2] == 4
                && prob[2] == anchor[1]
                && pred[0] == prob[0]
                && pred[1] as u64 == 4 * anchor[1] as u64;
            if !fits {
                return Err(Error::shape(format!(
                    "cls_prob has shape {prob}, loc_pred {pred}, anchor {anchor}; they must be [batch, classes, n], \
                     [batch, 4 n] and [1, n, 4]"
                )));
            }
            numbers::<4>(i.attrs, "variances")?;
            i.one(Shape::checked([prob[0] as u64, prob[2] as u64, 6])?, dtype)
        },
        forward: Forward::Kernel(|c| {
            let (a, shape) = (c.attrs, c.input(0).shape);
            let detection = Detection {
                clip: a.bool("clip"),
                threshold: a.float("threshold"),
                overlap: a.float("nms_threshold"),
                force: a.bool("force_suppress"),
                variances: numbers::<4>(a, "variances")?,
                topk: a.int("nms_topk"),
            };
            let sizes = (shape[2] as usize, shape[1] as usize);
            by_real!(c.input(0).dtype, T => {
                let input = |k: usize| floats::input::<T>(c.context, c.input(k));
                let (scores, offsets, anchors) = (input(0), input(1), input(2));
                let mut out = floats::output::<T>(c.context, c.output(0));
                multibox::detect(c.context, &detection, sizes, &scores, &offsets, &anchors, &mut out);
            });
            Ok(())
        }),
        gradient: Gradient::Zero("as in MXNet no gradient flows through detections"),
        cost: |i, _| i.shape(0).size() as u64 * 10 + i.shape(1).size() as u64 * 50 + 500,
        samples: || {
            vec![
                Sample::new(&[&[2, 3, 5], &[2, 20], &[1, 5, 4]]).range(0.1, 0.9),
                Sample::new(&[&[2, 3, 5], &[2, 20], &[1, 5, 4]])
                    .range(0.1, 0.9)
                    .attr("nms_topk", 2)
                    .attr("force_suppress", true),
                Sample::new(&[&[0, 3, 5], &[0, 20], &[1, 5, 4]]),
            ]
        },
        ..OpSpec::NEW
    },
];
