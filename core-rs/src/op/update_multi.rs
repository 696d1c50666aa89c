//! Optimizer steps of many weights in one call. The arrays come weight by weight, each with its gradient
//! and states; the outputs are the new weights.
#![forbid(unsafe_code)]

use super::attrs::{AttrSpec, Attrs};
use super::spec::{Call, Forward, Gradient, Infer, InputSpec, OpSpec, Sample, Types, variadic};
use super::update::{BETA1, BETA2, CLIP, EPSILON, MOMENTUM, RESCALE};
use super::update_mixed::{adam_of, phase1, trust, usable_scale};
use super::update_norms::norm;
use crate::base::{DType, Element, Error, Result, View, ViewMut};
use crate::kernel::slices::Workspace;
use crate::kernel::update::{self, Common};
use crate::kernel::{floats, map};

const LRS: AttrSpec = AttrSpec::required_floats("lrs", "The learning rate of each weight.");
const WDS: AttrSpec = AttrSpec::required_floats("wds", "The weight decay of each weight.");
const COUNT: AttrSpec = AttrSpec::int("num_weights", 1, "The number of weights.").at_least(1.0);
const ADAM: &[AttrSpec] = &[
    LRS,
    BETA1,
    BETA2,
    EPSILON,
    WDS,
    AttrSpec::required_floats("etas", "The schedule's factor of the step of each weight."),
    CLIP,
    COUNT,
];
const LAMB: &[AttrSpec] = &[
    AttrSpec::required_floats("learning_rates", "The learning rate of each weight."),
    BETA1,
    BETA2,
    AttrSpec::float("epsilon", 1e-6, "Keeps the divisor from 0."),
    WDS,
    RESCALE,
    AttrSpec::float("lower_bound", -1.0, "The least norm of a weight; none where negative."),
    AttrSpec::float("upper_bound", -1.0, "The most norm of a weight; none where negative."),
    CLIP,
    AttrSpec::bool("bias_correction", true, "Correct the bias of the means."),
    AttrSpec::required_tuple("step_count", "The number of this step of each weight, from 1.").at_least(1.0),
    AttrSpec::int("num_tensors", 1, "The number of weights.").at_least(1.0),
];

const DATA: &[InputSpec] = &[variadic("data")];

/// How many weights, by the attribute that the operator has for it.
fn count(attrs: &Attrs) -> usize {
    let name = if attrs.get_if("num_weights").is_some() { "num_weights" } else { "num_tensors" };
    attrs.int(name) as usize
}

/// Groups of `stride` arrays of one shape, then `extra` arrays, and lists with a number a weight.
fn infer(i: &Infer, stride: usize, extra: usize, lists: &[&str]) -> Result<Types> {
    let n = count(i.attrs);
    if i.inputs.len() != n * stride + extra {
        return Err(Error::attribute(format!(
            "got {} arrays for {n} weights; it takes {stride} for each{}",
            i.inputs.len(),
            if extra > 0 { format!(", and {extra} more") } else { String::new() }
        )));
    }
    for name in lists {
        let length = if *name == "step_count" { i.attrs.tuple(name).len() } else { i.attrs.floats(name).len() };
        if length != n {
            return Err(Error::attribute(format!("{name} has {length} numbers; there are {n} weights")));
        }
    }
    let mut types = Types::new();
    for weight in 0..n {
        let first = weight * stride;
        let double = i.floats_only(first)? == DType::Float64;
        for k in first..first + stride {
            if i.shape(k) != i.shape(first) {
                return Err(Error::shape(format!(
                    "weight {weight} has shape {} and input {k} {}; they must be equal",
                    i.shape(first),
                    i.shape(k)
                )));
            }
            if (i.floats_only(k)? == DType::Float64) != double {
                let (a, b) = (i.dtype(first), i.dtype(k));
                return Err(Error::dtype(format!("weight {weight} is {a} and input {k} {b}; they need one precision")));
            }
        }
        types.push((i.shape(first), i.dtype(first)));
    }
    for k in n * stride..n * stride + extra {
        i.floats_only(k)?;
    }
    Ok(types)
}

/// `mutates` says which arrays of a group are changed.
const fn multi(
    name: &'static str,
    doc: &'static str,
    attrs: &'static [AttrSpec],
    infer: fn(&Infer) -> Result<Types>,
    mutates: fn(&Attrs, usize) -> bool,
    kernel: fn(&Call) -> Result<()>,
    samples: fn() -> Vec<Sample>,
) -> OpSpec {
    OpSpec {
        name,
        doc,
        inputs: DATA,
        attrs,
        infer,
        changes: Some(mutates),
        forward: Forward::Kernel(kernel),
        gradient: Gradient::None("an optimizer's step is not part of a model"),
        elementwise: true,
        many: true,
        samples,
        ..OpSpec::NEW
    }
}

/// Is input `i` one of the last `states` of a group of `stride`?
fn state(attrs: &Attrs, i: usize, stride: usize, states: usize) -> bool {
    i < stride * count(attrs) && i % stride >= stride - states
}

/// Stochastic gradient descent of all weights; the groups are weight, gradient, momentum where there is
/// one, and a float32 copy of the weight where `mixed`. Rates and decays come from `rates`.
fn sgd(c: &Call, mixed: bool, rates: impl Fn(usize) -> (f64, f64)) -> Result<()> {
    let a = c.attrs;
    let momentum = a.get_if("momentum").map(|_| a.float("momentum"));
    let stride = 2 + momentum.is_some() as usize + mixed as usize;
    for i in 0..count(a) {
        let (lr, wd) = rates(i);
        let common = Common { lr, wd, rescale: a.float("rescale_grad"), clip: a.float("clip_gradient") };
        let at = i * stride;
        let (weight, grad, out) = (c.input(at), c.input(at + 1), c.output(i));
        let (second, third) = (|| c.mutated(at + 2), || c.mutated(at + 3));
        match (momentum, mixed) {
            (None, false) => update::run(c.context, &update::Sgd(common), [weight, grad], [out])?,
            (None, true) => {
                update::run(c.context, &update::MixedSgd(common), [grad, c.input(at + 2)], [out, &second()])?
            }
            (Some(momentum), false) => {
                let step = update::SgdMomentum { common, momentum };
                update::run(c.context, &step, [weight, grad, c.input(at + 2)], [out, &second()])?
            }
            (Some(momentum), true) => {
                let step = update::MixedSgdMomentum(update::SgdMomentum { common, momentum });
                let reads = [grad, c.input(at + 2), c.input(at + 3)];
                update::run(c.context, &step, reads, [out, &second(), &third()])?
            }
        }
    }
    Ok(())
}
fn listed(c: &Call, mixed: bool) -> Result<()> {
    sgd(c, mixed, |i| (c.attrs.floats("lrs")[i], c.attrs.floats("wds")[i]))
}
/// Rates and decays are the last two arrays.
fn preloaded(c: &Call, mixed: bool) -> Result<()> {
    let last = c.inputs.len() - 1;
    let lrs = floats::input::<f64>(c.context, c.input(last - 1));
    let wds = floats::input::<f64>(c.context, c.input(last));
    sgd(c, mixed, |i| (lrs[i], wds[i]))
}
fn infer_preloaded(i: &Infer, stride: usize) -> Result<Types> {
    let types = infer(i, stride, 2, &[])?;
    for k in [i.inputs.len() - 2, i.inputs.len() - 1] {
        if i.shape(k).size() != types.len() {
            let shape = i.shape(k);
            return Err(Error::shape(format!(
                "input {k} has shape {shape}; it needs a number for each of {} weights",
                types.len()
            )));
        }
    }
    Ok(types)
}

fn adamw(c: &Call, mixed: bool) -> Result<()> {
    let (a, stride) = (c.attrs, 4 + mixed as usize);
    let scale = usable_scale(c, c.inputs.len() - 1);
    for i in 0..count(a) {
        let at = i * stride;
        let Some(rescale) = scale else {
            map::cast(c.context, c.input(at), c.output(i));
            continue;
        };
        let clip = a.float("clip_gradient");
        let common = Common { lr: a.floats("lrs")[i], wd: a.floats("wds")[i], rescale, clip };
        let step = update::AdamW { adam: adam_of(a, common), eta: a.floats("etas")[i] };
        let (m, v) = (c.mutated(at + 2), c.mutated(at + 3));
        let [grad, mean, var] = [1, 2, 3].map(|k| c.input(at + k));
        if mixed {
            let w = c.mutated(at + 4);
            let reads = [c.input(at + 4), grad, mean, var];
            update::run(c.context, &update::MixedAdamW(step), reads, [c.output(i), &m, &v, &w])?;
        } else {
            update::run(c.context, &step, [c.input(at), grad, mean, var], [c.output(i), &m, &v])?;
        }
    }
    Ok(())
}

fn lamb(c: &Call, mixed: bool) -> Result<()> {
    for i in 0..count(c.attrs) {
        let weight = c.input(i * (4 + mixed as usize));
        if weight.dtype == DType::Float64 { lamb_one::<f64>(c, mixed, i)? } else { lamb_one::<f32>(c, mixed, i)? }
    }
    Ok(())
}
fn lamb_one<T: Element>(c: &Call, mixed: bool, i: usize) -> Result<()> {
    let (a, at) = (c.attrs, i * (4 + mixed as usize));
    let weight = c.input(if mixed { at + 4 } else { at });
    let mut direction = Workspace::<T>::new(c.context, weight.shape.size());
    let address = direction.as_mut_slice().as_mut_ptr() as usize;
    let to = ViewMut { address, shape: weight.shape, dtype: T::DTYPE };
    let direction = View { address, shape: weight.shape, dtype: T::DTYPE };
    let (m, v) = (c.mutated(at + 2), c.mutated(at + 3));
    let before = norm(c, weight);
    let step = phase1(a, a.floats("wds")[i], a.tuple("step_count")[i]);
    let reads = [weight, c.input(at + 1), c.input(at + 2), c.input(at + 3)];
    update::run(c.context, &step, reads, [&to, &m, &v])?;
    let length = a.floats("learning_rates")[i] * trust(a, before, norm(c, &direction));
    if mixed {
        let w = c.mutated(at + 4);
        update::run(c.context, &update::MixedLambPhase2(length), [weight, &direction], [c.output(i), &w])
    } else {
        update::run(c.context, &update::LambPhase2(length), [weight, &direction], [c.output(i)])
    }
}

/// Two weights with `stride` arrays each, then `extra` arrays of shape [n].
fn two(stride: usize, extra: &[usize]) -> Sample {
    let mut shapes: Vec<&[usize]> = vec![&[3, 2]; stride];
    shapes.extend(vec![&[4usize] as &[usize]; stride]);
    let extra: Vec<[usize; 1]> = extra.iter().map(|n| [*n]).collect();
    shapes.extend(extra.iter().map(|e| e as &[usize]));
    let sample = Sample::new(&shapes).range(0.1, 1.0);
    sample.attr(if stride > 3 && extra.is_empty() { "num_tensors" } else { "num_weights" }, 2)
}
fn floats_of(values: &[f64]) -> super::Attr {
    super::Attr::Floats(values.into())
}
fn sgd_sample(stride: usize) -> Vec<Sample> {
    let mut sample = two(stride, &[]);
    sample.attrs = vec![("num_weights", 2.into()), ("lrs", floats_of(&[0.1, 0.2])), ("wds", floats_of(&[0.0, 0.01]))];
    vec![sample]
}
fn adam_sample(stride: usize) -> Vec<Sample> {
    let lists = [("lrs", [0.1, 0.2]), ("wds", [0.0, 0.01]), ("etas", [1.0, 0.5])];
    vec![lists.iter().fold(two(stride, &[1]), |s, (name, values)| s.attr(name, floats_of(values)))]
}
fn lamb_sample(stride: usize) -> Vec<Sample> {
    let sample = two(stride, &[]).attr("learning_rates", floats_of(&[0.1, 0.2])).attr("wds", floats_of(&[0.0, 0.01]));
    vec![sample.attr("step_count", vec![1, 3])]
}

const SGD: &[AttrSpec] = &[LRS, WDS, RESCALE, CLIP, COUNT];
const SGD_MOM: &[AttrSpec] = &[LRS, WDS, MOMENTUM, RESCALE, CLIP, COUNT];
const LISTS: &[&str] = &["lrs", "wds"];

pub static OPS: &[OpSpec] = &[
    multi(
        "multi_sgd_update",
        "sgd_update of many weights. Inputs: weight, grad, weight, grad and so on.",
        SGD,
        |i| infer(i, 2, 0, LISTS),
        |_, _| false,
        |c| listed(c, false),
        || sgd_sample(2),
    ),
    multi(
        "multi_sgd_mom_update",
        "sgd_mom_update of many weights. Inputs: weight, grad, mom, weight and so on.",
        SGD_MOM,
        |i| infer(i, 3, 0, LISTS),
        |a, i| state(a, i, 3, 1),
        |c| listed(c, false),
        || sgd_sample(3),
    ),
    multi(
        "multi_mp_sgd_update",
        "mp_sgd_update of many weights. Inputs: weight, grad, weight32, weight and so on.",
        SGD,
        |i| infer(i, 3, 0, LISTS),
        |a, i| state(a, i, 3, 1),
        |c| listed(c, true),
        || sgd_sample(3),
    ),
    multi(
        "multi_mp_sgd_mom_update",
        "mp_sgd_mom_update of many weights. Inputs: weight, grad, mom, weight32, weight and so on.",
        SGD_MOM,
        |i| infer(i, 4, 0, LISTS),
        |a, i| state(a, i, 4, 2),
        |c| listed(c, true),
        || sgd_sample(4),
    ),
    multi(
        "preloaded_multi_sgd_update",
        "multi_sgd_update whose rates and decays are arrays. Inputs: weight, grad, …, lrs, wds.",
        &[RESCALE, CLIP, COUNT],
        |i| infer_preloaded(i, 2),
        |_, _| false,
        |c| preloaded(c, false),
        || vec![two(2, &[2, 2])],
    ),
    multi(
        "preloaded_multi_sgd_mom_update",
        "multi_sgd_mom_update whose rates and decays are arrays. Inputs: weight, grad, mom, …, lrs, wds.",
        &[MOMENTUM, RESCALE, CLIP, COUNT],
        |i| infer_preloaded(i, 3),
        |a, i| state(a, i, 3, 1),
        |c| preloaded(c, false),
        || vec![two(3, &[2, 2]).attr("momentum", 0.9)],
    ),
    multi(
        "preloaded_multi_mp_sgd_update",
        "multi_mp_sgd_update whose rates and decays are arrays. Inputs: weight, grad, weight32, …, lrs, wds.",
        &[RESCALE, CLIP, COUNT],
        |i| infer_preloaded(i, 3),
        |a, i| state(a, i, 3, 1),
        |c| preloaded(c, true),
        || vec![two(3, &[2, 2])],
    ),
    multi(
        "preloaded_multi_mp_sgd_mom_update",
        "multi_mp_sgd_mom_update whose rates and decays are arrays. Inputs: weight, grad, mom, weight32, …, lrs, wds.",
        &[MOMENTUM, RESCALE, CLIP, COUNT],
        |i| infer_preloaded(i, 4),
        |a, i| state(a, i, 4, 2),
        |c| preloaded(c, true),
        || vec![two(4, &[2, 2]).attr("momentum", 0.9)],
    ),
    OpSpec {
        aliases: &["_multi_adamw_update"],
        ..multi(
            "contrib.multi_adamw_update",
            "contrib.adamw_update of many weights. Inputs: weight, grad, mean, var, …, rescale_grad.",
            ADAM,
            |i| {
                super::update_mixed::single(i, i.inputs.len() - 1, "rescale_grad")?;
                infer(i, 4, 1, &["lrs", "wds", "etas"])
            },
            |a, i| state(a, i, 4, 2),
            |c| adamw(c, false),
            || adam_sample(4),
        )
    },
    OpSpec {
        aliases: &["_multi_mp_adamw_update"],
        ..multi(
            "contrib.multi_mp_adamw_update",
            "contrib.mp_adamw_update of many weights. Inputs: weight, grad, mean, var, weight32, …, rescale_grad.",
            ADAM,
            |i| {
                super::update_mixed::single(i, i.inputs.len() - 1, "rescale_grad")?;
                infer(i, 5, 1, &["lrs", "wds", "etas"])
            },
            |a, i| state(a, i, 5, 3),
            |c| adamw(c, true),
            || adam_sample(5),
        )
    },
    OpSpec {
        aliases: &["_multi_lamb_update"],
        ..multi(
            "contrib.multi_lamb_update",
            "Both phases of LAMB for many weights. Inputs: weight, grad, mean, var, weight and so on.",
            LAMB,
            |i| infer(i, 4, 0, &["learning_rates", "wds", "step_count"]),
            |a, i| state(a, i, 4, 2),
            |c| lamb(c, false),
            || lamb_sample(4),
        )
    },
    OpSpec {
        aliases: &["_multi_mp_lamb_update"],
        ..multi(
            "contrib.multi_mp_lamb_update",
            "Both phases of LAMB for float32 copies of many weights. Inputs: weight, grad, mean, var, weight32, weight and so on.",
            LAMB,
            |i| infer(i, 5, 0, &["learning_rates", "wds", "step_count"]),
            |a, i| state(a, i, 5, 3),
            |c| lamb(c, true),
            || lamb_sample(5),
        )
    },
];
