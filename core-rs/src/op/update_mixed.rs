//! More optimizer steps: of mixed precision (a float32 copy of the weight is changed, the output is it
//! in the weight's dtype), and Adagrad in MXNet's sparse and grouped forms, here on dense gradients.
#![forbid(unsafe_code)]

use super::attrs::{AttrSpec, Attrs};
use super::spec::{Call, Forward, Infer, OpSpec, Sample, Types, input, mutated};
use super::update::{BETA1, BETA2, CLIP, EPSILON, LR, MOMENTUM, RESCALE, WD, alike, arrays, common, run, step};
use crate::base::{Error, Result};
use crate::by_real;
use crate::kernel::slices::Workspace;
use crate::kernel::update::{self, Adam, Common};
use crate::kernel::{floats, map};

pub(super) const LAMB: &[AttrSpec] = &[
    BETA1,
    BETA2,
    AttrSpec::float("epsilon", 1e-6, "Keeps the divisor from 0."),
    AttrSpec::required_int("t", "The number of this step, from 1.").at_least(1.0),
    AttrSpec::bool("bias_correction", true, "Correct the bias of the means."),
    AttrSpec::required_float("wd", "Weight decay."),
    RESCALE,
    CLIP,
];
const BOUNDS: &[AttrSpec] = &[
    LR,
    AttrSpec::float("lower_bound", -1.0, "The least r1; none where negative."),
    AttrSpec::float("upper_bound", -1.0, "The most r1; none where negative."),
];

/// The first `n` inputs have one shape.
fn shapes(i: &Infer, n: usize) -> Result<Types> {
    i.floats_only(0)?;
    alike(i, n)
}
/// An array of one element.
pub(super) fn single(i: &Infer, k: usize, name: &str) -> Result<()> {
    if i.shape(k).size() == 1 {
        return Ok(());
    }
    Err(Error::shape(format!("{name} has shape {}; it needs one element", i.shape(k))))
}

/// What the length of a step is multiplied by: the norm of the weight, within its bounds, over that of
/// the direction.
pub(super) fn trust(attrs: &Attrs, r1: f64, r2: f64) -> f64 {
    let (low, high) = (attrs.float("lower_bound"), attrs.float("upper_bound"));
    let r1 = if low >= 0.0 { r1.max(low) } else { r1 };
    let r1 = if high >= 0.0 { r1.min(high) } else { r1 };
    if r1 == 0.0 || r2 == 0.0 { 1.0 } else { r1 / r2 }
}

/// The scale of gradients, an array of one element; None where the step is to be left out.
pub(super) fn usable_scale(c: &Call, i: usize) -> Option<f64> {
    let scale = floats::input::<f64>(c.context, c.input(i))[0];
    (scale.is_finite() && scale != 0.0).then_some(scale)
}

fn group(i: &Infer) -> Result<usize> {
    let (weight, history) = (i.shape(0), i.shape(2));
    let rows = weight.dims().first().copied().unwrap_or(1) as usize;
    let first = history.dims().first().copied().unwrap_or(1) as usize;
    if first != rows || history.size() != rows {
        return Err(Error::shape(format!(
            "history has shape {history}; it must be [{rows}, 1]: a number a row of weight"
        )));
    }
    Ok(rows)
}

fn run_group(c: &Call) -> Result<()> {
    let a = c.attrs;
    let (lr, epsilon) = (a.float("lr"), a.float("epsilon"));
    let (rescale, clip) = (a.float("rescale_grad"), a.float("clip_gradient"));
    let rows = c.input(2).shape.size();
    let mut history = Workspace::<f64>::new(c.context, rows);
    history.as_mut_slice().copy_from_slice(&floats::input::<f64>(c.context, c.input(2)));
    let history = history.as_mut_slice();
    by_real!(c.input(0).dtype, T => {
        use crate::kernel::vector::Real;
        let (w, g) = (floats::input::<T>(c.context, c.input(0)), floats::input::<T>(c.context, c.input(1)));
        let mut out = floats::output::<T>(c.context, c.output(0));
        let length = w.len() / rows.max(1);
        let scaled = |g: T| {
            let g = g.wide() * rescale;
            if clip >= 0.0 { g.clamp(-clip, clip) } else { g }
        };
        for (row, h) in history.iter_mut().enumerate() {
            let range = row * length..(row + 1) * length;
            let sum: f64 = g[range.clone()].iter().map(|&g| scaled(g) * scaled(g)).sum();
            *h += sum / length.max(1) as f64;
            let factor = lr / (h.sqrt() + epsilon);
            for ((out, &w), &g) in out[range.clone()].iter_mut().zip(&w[range.clone()]).zip(&g[range]) {
                *out = T::of(w.wide() - factor * scaled(g));
            }
        }
    });
    let state = c.mutated(2);
    floats::output::<f64>(c.context, &state).copy_from_slice(history);
    Ok(())
}

pub static OPS: &[OpSpec] = &[
    OpSpec {
        infer: |i| shapes(i, 4),
        ..step(
            "mp_nag_mom_update",
            "nag_mom_update of a float32 copy of the weight; the output is rounded to the weight's dtype.",
            &[input("weight"), input("grad"), mutated("mom"), mutated("weight32")],
            &[LR, MOMENTUM, WD, RESCALE, CLIP],
            |c| {
                let (v, w) = (c.mutated(2), c.mutated(3));
                let step = update::Nag { common: common(c.attrs), momentum: c.attrs.float("momentum") };
                let reads = [c.input(1), c.input(2), c.input(3)];
                update::run(c.context, &update::MixedNag(step), reads, [c.output(0), &v, &w])
            },
            || vec![arrays::<4>().attr("momentum", 0.9)],
        )
    },
    OpSpec {
        infer: |i| {
            shapes(i, 5)?;
            i.one(i.shape(0), i.dtype(4))
        },
        positional: 0,
        ..step(
            "mp_lamb_update_phase1",
            "lamb_update_phase1 of a float32 copy of the weight; the direction is float32.",
            &[input("weight"), input("grad"), mutated("mean"), mutated("var"), input("weight32")],
            LAMB,
            |c| {
                let (m, v) = (c.mutated(2), c.mutated(3));
                let reads = [c.input(4), c.input(1), c.input(2), c.input(3)];
                let a = c.attrs;
                let step = phase1(a, a.float("wd"), a.int("t"));
                update::run(c.context, &step, reads, [c.output(0), &m, &v])
            },
            || vec![Sample::new(&[&[3], &[3], &[3], &[3], &[3]]).range(0.1, 1.0).attr("t", 2).attr("wd", 0.01)],
        )
    },
    OpSpec {
        infer: |i| {
            single(i, 2, "r1")?;
            single(i, 3, "r2")?;
            if i.shape(1) != i.shape(0) || i.shape(4) != i.shape(0) {
                return Err(Error::shape(format!(
                    "weight has shape {}, g {} and weight32 {}; they must be equal",
                    i.shape(0),
                    i.shape(1),
                    i.shape(4)
                )));
            }
            i.floats_only(0)?;
            i.same()
        },
        ..step(
            "mp_lamb_update_phase2",
            "lamb_update_phase2 of a float32 copy of the weight, which is changed; the output is rounded to the weight's \
             dtype.",
            &[input("weight"), input("g"), input("r1"), input("r2"), mutated("weight32")],
            BOUNDS,
            |c| {
                let norm = |i: usize| floats::input::<f64>(c.context, c.input(i))[0];
                let ratio = trust(c.attrs, norm(2), norm(3));
                let w = c.mutated(4);
                let step = update::MixedLambPhase2(c.attrs.float("lr") * ratio);
                update::run(c.context, &step, [c.input(4), c.input(1)], [c.output(0), &w])
            },
            || vec![Sample::new(&[&[3], &[3], &[1], &[1], &[3]]).range(0.1, 1.0).attr("lr", 0.1)],
        )
    },
    OpSpec {
        aliases: &["_mp_adamw_update"],
        infer: |i| {
            single(i, 5, "rescale_grad")?;
            shapes(i, 5)
        },
        ..step(
            "contrib.mp_adamw_update",
            "contrib.adamw_update of a float32 copy of the weight; the output is rounded to the weight's dtype.",
            &[
                input("weight"),
                input("grad"),
                mutated("mean"),
                mutated("var"),
                mutated("weight32"),
                input("rescale_grad"),
            ],
            &[
                LR,
                BETA1,
                BETA2,
                EPSILON,
                WD,
                AttrSpec::required_float("eta", "The schedule's factor of the whole step."),
                CLIP,
            ],
            |c| {
                let a = c.attrs;
                let Some(rescale) = usable_scale(c, 5) else {
                    map::cast(c.context, c.input(0), c.output(0));
                    return Ok(());
                };
                let common = Common { lr: a.float("lr"), wd: a.float("wd"), rescale, clip: a.float("clip_gradient") };
                let (m, v, w) = (c.mutated(2), c.mutated(3), c.mutated(4));
                let step = update::MixedAdamW(update::AdamW { adam: adam_of(a, common), eta: a.float("eta") });
                let reads = [c.input(4), c.input(1), c.input(2), c.input(3)];
                update::run(c.context, &step, reads, [c.output(0), &m, &v, &w])
            },
            || {
                let shapes: [&[usize]; 6] = [&[3], &[3], &[3], &[3], &[3], &[1]];
                vec![Sample::new(&shapes).range(0.1, 1.0).attr("lr", 0.1).attr("eta", 1.0)]
            },
        )
    },
    OpSpec {
        infer: |i| {
            if i.attrs.float("wd") != 0.0 {
                return Err(Error::attribute(format!("wd is {}; this step has no weight decay", i.attrs.float("wd"))));
            }
            i.same_dtypes()?;
            shapes(i, 3)
        },
        ..step(
            "_sparse_adagrad_update",
            "history += g², g = clip(rescale_grad * grad); weight - lr * g / (sqrt(history) + epsilon).",
            &[input("weight"), input("grad"), mutated("history")],
            &[
                LR,
                AttrSpec::float("epsilon", 1e-7, "Keeps the divisor from 0."),
                AttrSpec::float("wd", 0.0, "Must be 0."),
                RESCALE,
                CLIP,
            ],
            |c| run(c, &update::SparseAdaGrad { common: common(c.attrs), epsilon: c.attrs.float("epsilon") }),
            || vec![Sample::new(&[&[3, 5], &[3, 5], &[3, 5]]).range(0.1, 1.0).attr("lr", 0.1)],
        )
    },
    OpSpec {
        aliases: &["_contrib_group_adagrad_update"],
        infer: |i| {
            i.same_dtypes()?;
            group(i)?;
            shapes(i, 2)
        },
        elementwise: false,
        forward: Forward::Kernel(run_group),
        ..step(
            "contrib.group_adagrad_update",
            "Adagrad with one history a row: history += mean(g²) over the row, g = clip(rescale_grad * grad); \
             weight - lr * g / (sqrt(history) + epsilon).",
            &[input("weight"), input("grad"), mutated("history")],
            &[LR, RESCALE, CLIP, AttrSpec::float("epsilon", 1e-5, "Keeps the divisor from 0.")],
            run_group,
            || {
                let of = |rows, columns| Sample::new(&[&[rows, columns], &[rows, columns], &[rows, 1]]).range(0.1, 1.0);
                vec![of(2, 3).attr("lr", 0.1), of(0, 3).attr("lr", 0.1), of(2, 0).attr("lr", 0.1)]
            },
        )
    },
];

pub(super) fn adam_of(a: &Attrs, common: Common) -> Adam {
    Adam { common, beta1: a.float("beta1"), beta2: a.float("beta2"), epsilon: a.float("epsilon") }
}

/// The first phase of LAMB, with its own weight decay and number of steps.
pub(super) fn phase1(a: &Attrs, wd: f64, t: i64) -> update::LambPhase1 {
    let common = Common { lr: 1.0, wd, rescale: a.float("rescale_grad"), clip: a.float("clip_gradient") };
    update::LambPhase1 { adam: adam_of(a, common), t: t as i32, bias_correction: a.bool("bias_correction") }
}
