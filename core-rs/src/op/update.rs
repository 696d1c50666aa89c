//! Optimizer steps: one fused loop each. The new weight is the output (write it over the weight with
//! out=), states are changed in place.
#![forbid(unsafe_code)]

use super::attrs::{AttrSpec, Attrs};
use super::spec::{Call, Forward, Gradient, Infer, InputSpec, OpSpec, Sample, Types, input, mutated};
use crate::base::{Error, Result, Shape};
use crate::kernel::floats;
use crate::kernel::update::{self, Adam, Common, Step};

pub(super) const LR: AttrSpec = AttrSpec::required_float("lr", "The learning rate.");
pub(super) const WD: AttrSpec = AttrSpec::float("wd", 0.0, "Weight decay.");
pub(super) const RESCALE: AttrSpec = AttrSpec::float("rescale_grad", 1.0, "The gradient is multiplied by it first.");
pub(super) const CLIP: AttrSpec =
    AttrSpec::float("clip_gradient", -1.0, "Gradients are clipped to ± this; not at all where negative.");
const LAZY: AttrSpec = AttrSpec::bool("lazy_update", true, "Accepted and ignored: gradients are dense.");
pub(super) const MOMENTUM: AttrSpec = AttrSpec::float("momentum", 0.0, "How much of the last step is kept.");
pub(super) const BETA1: AttrSpec = AttrSpec::float("beta1", 0.9, "How much of the mean of gradients is kept.");
pub(super) const BETA2: AttrSpec = AttrSpec::float("beta2", 0.999, "How much of the mean of squares is kept.");
pub(super) const EPSILON: AttrSpec = AttrSpec::float("epsilon", 1e-8, "Keeps the divisor from 0.");
const CLIP_WEIGHTS: AttrSpec =
    AttrSpec::float("clip_weights", -1.0, "Weights are clipped to ± this; not at all where negative.");

pub(super) fn common(attrs: &Attrs) -> Common {
    Common {
        lr: attrs.float("lr"),
        wd: attrs.float("wd"),
        rescale: attrs.float("rescale_grad"),
        clip: attrs.float("clip_gradient"),
    }
}
fn adam(attrs: &Attrs) -> Adam {
    Adam {
        common: common(attrs),
        beta1: attrs.float("beta1"),
        beta2: attrs.float("beta2"),
        epsilon: attrs.float("epsilon"),
    }
}

/// All inputs have one shape and, but for the arrays of mixed precision, one dtype.
fn infer(i: &Infer) -> Result<Types> {
    i.floats_only(0)?;
    i.same_dtypes()?;
    alike(i, i.inputs.len())
}
pub(super) fn alike(i: &Infer, n: usize) -> Result<Types> {
    for k in 1..n {
        if i.shape(k) != i.shape(0) {
            return Err(Error::shape(format!(
                "{} has shape {} and {} {}; they must be equal",
                i.name(0),
                i.shape(0),
                i.name(k),
                i.shape(k)
            )));
        }
    }
    i.same()
}

pub(super) const fn step(
    name: &'static str,
    doc: &'static str,
    inputs: &'static [InputSpec],
    attrs: &'static [AttrSpec],
    kernel: fn(&Call) -> Result<()>,
    samples: fn() -> Vec<Sample>,
) -> OpSpec {
    OpSpec {
        name,
        doc,
        inputs,
        attrs,
        positional: 1,
        infer,
        forward: Forward::Kernel(kernel),
        gradient: Gradient::None("an optimizer's step is not part of a model"),
        elementwise: true,
        samples,
        ..OpSpec::NEW
    }
}

/// Runs a step of which all inputs are read, and the weight and the states (those after the first
/// two inputs) are written.
pub(super) fn run<const R: usize, const W: usize>(c: &Call, step: &impl Step<R, W>) -> Result<()> {
    let states: [_; W] = std::array::from_fn(|i| if i == 0 { *c.output(0) } else { c.mutated(i + 1) });
    let reads = std::array::from_fn(|i| c.input(i));
    let writes = std::array::from_fn(|i| &states[i]);
    update::run::<R, W>(c.context, step, reads, writes)
}

const TWO: &[InputSpec] = &[input("weight"), input("grad")];
const MOM: &[InputSpec] = &[input("weight"), input("grad"), mutated("mom")];
const MEAN_VAR: &[InputSpec] = &[input("weight"), input("grad"), mutated("mean"), mutated("var")];

pub(super) fn arrays<const N: usize>() -> Sample {
    let shape: &[usize] = &[3, 5];
    Sample::new(&[shape; N]).range(0.1, 1.0).attr("lr", 0.1).attr("wd", 0.01)
}

pub static OPS: &[OpSpec] = &[
    OpSpec {
        aliases: &["_sparse_sgd_update"],
        ..step(
            "sgd_update",
            "weight - lr * (clip(rescale_grad * grad) + wd * weight).",
            TWO,
            &[LR, WD, RESCALE, CLIP, LAZY],
            |c| run(c, &update::Sgd(common(c.attrs))),
            || vec![arrays::<2>()],
        )
    },
    OpSpec {
        aliases: &["_sparse_sgd_mom_update"],
        ..step(
            "sgd_mom_update",
            "mom = momentum * mom - lr * (clip(rescale_grad * grad) + wd * weight); weight + mom.",
            MOM,
            &[LR, MOMENTUM, WD, RESCALE, CLIP, LAZY],
            |c| run(c, &update::SgdMomentum { common: common(c.attrs), momentum: c.attrs.float("momentum") }),
            || vec![arrays::<3>().attr("momentum", 0.9)],
        )
    },
    OpSpec {
        infer: |i| alike(i, 3),
        ..step(
            "mp_sgd_update",
            "sgd_update of a float32 copy of the weight; the output is rounded to the weight's dtype.",
            &[input("weight"), input("grad"), mutated("weight32")],
            &[LR, WD, RESCALE, CLIP, LAZY],
            |c| {
                let w = c.mutated(2);
                update::run(c.context, &update::MixedSgd(common(c.attrs)), [c.input(1), c.input(2)], [c.output(0), &w])
            },
            || vec![arrays::<3>()],
        )
    },
    OpSpec {
        infer: |i| alike(i, 4),
        ..step(
            "mp_sgd_mom_update",
            "sgd_mom_update of a float32 copy of the weight; the output is rounded to the weight's dtype.",
            &[input("weight"), input("grad"), mutated("mom"), mutated("weight32")],
            &[LR, MOMENTUM, WD, RESCALE, CLIP, LAZY],
            |c| {
                let (v, w) = (c.mutated(2), c.mutated(3));
                let step = update::SgdMomentum { common: common(c.attrs), momentum: c.attrs.float("momentum") };
                let reads = [c.input(1), c.input(2), c.input(3)];
                update::run(c.context, &update::MixedSgdMomentum(step), reads, [c.output(0), &v, &w])
            },
            || vec![arrays::<4>().attr("momentum", 0.9)],
        )
    },
    step(
        "nag_mom_update",
        "Nesterov's momentum: with g = clip(rescale_grad * grad) + wd * weight the weight moves by momentum² * mom - \
         (momentum + 1) * lr * g, and mom becomes momentum * mom - lr * g of the new weight.",
        MOM,
        &[LR, MOMENTUM, WD, RESCALE, CLIP],
        |c| run(c, &update::Nag { common: common(c.attrs), momentum: c.attrs.float("momentum") }),
        || vec![arrays::<3>().attr("momentum", 0.9)],
    ),
    OpSpec {
        aliases: &["_sparse_adam_update"],
        ..step(
            "adam_update",
            "With g = clip(rescale_grad * grad + wd * weight), mean and var become running means of g and g²; \
         weight - lr * mean / (sqrt(var) + epsilon). The bias of the means is corrected in lr.",
            MEAN_VAR,
            &[LR, BETA1, BETA2, EPSILON, WD, RESCALE, CLIP, LAZY],
            |c| run(c, &adam(c.attrs)),
            || vec![arrays::<4>()],
        )
    },
    OpSpec {
        aliases: &["_adamw_update"],
        infer: |i| {
            if i.shape(4).size() != 1 {
                return Err(Error::shape(format!("rescale_grad has shape {}; it needs one element", i.shape(4))));
            }
            alike(i, 4)
        },
        samples: || vec![Sample::new(&[&[3], &[3], &[3], &[3], &[1]]).range(0.1, 1.0).attr("lr", 0.1).attr("eta", 1.0)],
        ..step(
            "contrib.adamw_update",
            "adam_update with decay apart from the gradient: weight - eta * (lr * mean / (sqrt(var) + epsilon) + \
             wd * weight). Nothing changes where rescale_grad, an array of one element, is 0 or not finite.",
            &[input("weight"), input("grad"), mutated("mean"), mutated("var"), input("rescale_grad")],
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
                let rescale = floats::input::<f64>(c.context, c.input(4))[0];
                let usable = rescale.is_finite() && rescale != 0.0;
                if !usable {
                    crate::kernel::map::copy(c.context, c.input(0), c.output(0));
                    return Ok(());
                }
                let common = Common { lr: a.float("lr"), wd: a.float("wd"), rescale, clip: a.float("clip_gradient") };
                let (beta1, beta2, epsilon) = (a.float("beta1"), a.float("beta2"), a.float("epsilon"));
                run(c, &update::AdamW { adam: Adam { common, beta1, beta2, epsilon }, eta: a.float("eta") })
            },
            Vec::new,
        )
    },
    step(
        "rmsprop_update",
        "With g = clip(rescale_grad * grad + wd * weight), n becomes the running mean of g²; \
         weight - lr * g / sqrt(n + epsilon).",
        &[input("weight"), input("grad"), mutated("n")],
        &[LR, AttrSpec::float("gamma1", 0.95, "How much of n is kept."), EPSILON, WD, RESCALE, CLIP, CLIP_WEIGHTS],
        |c| run(c, &rms(c.attrs)),
        || vec![arrays::<3>()],
    ),
    step(
        "rmspropalex_update",
        "rmsprop_update centred on the running mean g and with momentum: delta = gamma2 * delta - lr * grad / \
         sqrt(n - g² + epsilon); weight + delta.",
        &[input("weight"), input("grad"), mutated("n"), mutated("g"), mutated("delta")],
        &[
            LR,
            AttrSpec::float("gamma1", 0.95, "How much of n and g is kept."),
            AttrSpec::float("gamma2", 0.9, "How much of delta is kept."),
            EPSILON,
            WD,
            RESCALE,
            CLIP,
            CLIP_WEIGHTS,
        ],
        |c| run(c, &update::RmsPropAlex { rms: rms(c.attrs), gamma2: c.attrs.float("gamma2") }),
        || vec![arrays::<5>()],
    ),
    OpSpec {
        aliases: &["_sparse_ftrl_update"],
        ..step(
            "ftrl_update",
            "Follow the regularised leader: z and n accumulate; weights whose z is within lamda1 become 0.",
            &[input("weight"), input("grad"), mutated("z"), mutated("n")],
            &[
                LR,
                AttrSpec::float("lamda1", 0.01, "The strength of the 1-norm."),
                AttrSpec::float("beta", 1.0, "Added to the root of n."),
                WD,
                RESCALE,
                CLIP,
            ],
            |c| {
                let a = c.attrs;
                run(c, &update::Ftrl { common: common(a), lamda1: a.float("lamda1"), beta: a.float("beta") })
            },
            || vec![arrays::<4>()],
        )
    },
    step(
        "ftml_update",
        "Follow the moving leader: d, v and z are its states, t the number of this step.",
        &[input("weight"), input("grad"), mutated("d"), mutated("v"), mutated("z")],
        &[
            LR,
            AttrSpec::float("beta1", 0.6, "How much of z is kept."),
            BETA2,
            EPSILON,
            AttrSpec::required_int("t", "The number of this step, from 1.").at_least(1.0),
            WD,
            RESCALE,
            AttrSpec::float("clip_grad", -1.0, "Gradients are clipped to ± this; not at all where negative."),
        ],
        |c| {
            let a = c.attrs;
            let common = Common {
                lr: a.float("lr"),
                wd: a.float("wd"),
                rescale: a.float("rescale_grad"),
                clip: a.float("clip_grad"),
            };
            let (beta1, beta2, epsilon) = (a.float("beta1"), a.float("beta2"), a.float("epsilon"));
            run(c, &update::Ftml { common, beta1, beta2, epsilon, t: a.int("t") as i32 })
        },
        || vec![arrays::<5>().attr("t", 2)],
    ),
    step(
        "signsgd_update",
        "(1 - lr * wd) * weight - lr * sign(grad).",
        TWO,
        &[LR, WD, RESCALE, CLIP],
        |c| run(c, &update::SignSgd(common(c.attrs))),
        || vec![arrays::<2>()],
    ),
    step(
        "signum_update",
        "mom = momentum * mom - (1 - momentum) * (clip(rescale_grad * grad) + wd * weight); \
         (1 - lr * wd_lh) * weight + lr * sign(mom).",
        MOM,
        &[LR, MOMENTUM, WD, RESCALE, CLIP, AttrSpec::float("wd_lh", 0.0, "Weight decay apart from the gradient.")],
        |c| {
            let a = c.attrs;
            run(c, &update::Signum { common: common(a), momentum: a.float("momentum"), wd_lh: a.float("wd_lh") })
        },
        || vec![arrays::<3>().attr("momentum", 0.9)],
    ),
    OpSpec {
        positional: 0,
        ..step(
            "lamb_update_phase1",
            "The direction of LAMB: mean / (sqrt(var) + epsilon) + wd * weight, bias corrected by t.",
            MEAN_VAR,
            super::update_mixed::LAMB,
            |c| run(c, &super::update_mixed::phase1(c.attrs, c.attrs.float("wd"), c.attrs.int("t"))),
            || vec![Sample::new(&[&[3], &[3], &[3], &[3]]).range(0.1, 1.0).attr("t", 2).attr("wd", 0.01)],
        )
    },
    OpSpec {
        infer: |i| {
            for (k, name) in [(2, "r1"), (3, "r2")] {
                if i.shape(k) != Shape::new(&[1]) && i.shape(k) != Shape::SCALAR {
                    return Err(Error::shape(format!("{name} has shape {}; it needs one element", i.shape(k))));
                }
            }
            alike(i, 2)
        },
        ..step(
            "lamb_update_phase2",
            "weight - lr * r1 / r2 * g: r1 is the norm of the weight (within the bounds), r2 that of the direction g.",
            &[input("weight"), input("g"), input("r1"), input("r2")],
            &[
                LR,
                AttrSpec::float("lower_bound", -1.0, "The least r1; none where negative."),
                AttrSpec::float("upper_bound", -1.0, "The most r1; none where negative."),
            ],
            |c| {
                let norm = |i: usize| floats::input::<f64>(c.context, c.input(i))[0];
                let ratio = super::update_mixed::trust(c.attrs, norm(2), norm(3));
                let step = update::LambPhase2(c.attrs.float("lr") * ratio);
                update::run(c.context, &step, [c.input(0), c.input(1)], [c.output(0)])
            },
            || vec![Sample::new(&[&[3], &[3], &[1], &[1]]).range(0.1, 1.0).attr("lr", 0.1)],
        )
    },
    OpSpec {
        hidden: true,
        ..step(
            "_adagrad_update",
            "history += g², g = clip(rescale_grad * grad); weight - lr * (g / sqrt(history + epsilon) + wd * weight).",
            &[input("weight"), input("grad"), mutated("history")],
            &[LR, AttrSpec::float("epsilon", 1e-7, "Keeps the divisor from 0."), WD, RESCALE, CLIP],
            |c| run(c, &update::AdaGrad { common: common(c.attrs), epsilon: c.attrs.float("epsilon") }),
            || vec![arrays::<3>()],
        )
    },
    OpSpec {
        hidden: true,
        ..step(
            "_adadelta_update",
            "Steps as long as the last ones, over the root of the mean square of g = clip(rescale_grad * grad); less \
             wd * weight. The learning rate is not used.",
            &[input("weight"), input("grad"), mutated("acc_g"), mutated("acc_delta")],
            &[
                AttrSpec::float("lr", 1.0, "Not used."),
                AttrSpec::float("rho", 0.9, "How much of the means is kept."),
                AttrSpec::float("epsilon", 1e-5, "Keeps roots from 0."),
                WD,
                RESCALE,
                CLIP,
            ],
            |c| {
                let a = c.attrs;
                run(c, &update::AdaDelta { common: common(a), rho: a.float("rho"), epsilon: a.float("epsilon") })
            },
            || vec![arrays::<4>()],
        )
    },
    OpSpec {
        hidden: true,
        ..step(
            "_adamax_update",
            "With g = clip(rescale_grad * grad + wd * weight), mean is its running mean and inf the largest |g|, fading; \
             weight - lr * mean / inf. The bias of the mean is corrected in lr.",
            &[input("weight"), input("grad"), mutated("mean"), mutated("inf")],
            &[LR, BETA1, BETA2, WD, RESCALE, CLIP],
            |c| {
                let a = c.attrs;
                run(c, &update::Adamax { common: common(a), beta1: a.float("beta1"), beta2: a.float("beta2") })
            },
            || vec![arrays::<4>()],
        )
    },
];

fn rms(attrs: &Attrs) -> update::RmsProp {
    update::RmsProp {
        common: common(attrs),
        gamma1: attrs.float("gamma1"),
        epsilon: attrs.float("epsilon"),
        clip_weights: attrs.float("clip_weights"),
    }
}
