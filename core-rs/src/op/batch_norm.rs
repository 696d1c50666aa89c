//! Batch normalisation. A training call also moves the running statistics, once, in forward (MXNet's
//! CPU does it in backward, and not at all where no gradient is wanted).
#![forbid(unsafe_code)]

use super::attrs::{Attr, AttrSpec};
use super::spec::{Call, Forward, Gradient, Needs, OpSpec, Sample, input, mutated};
use super::value::{Backward, Value};
use crate::base::{DType, Error, Result, Shape};
use crate::by_real;
use crate::kernel::batch_norm::{self, Dims};
use crate::kernel::floats;
use crate::kernel::slices::Workspace;
use crate::kernel::vector::Real;

const EPS: AttrSpec = AttrSpec::float("eps", 1e-3, "Added to the variance.").at_least(0.0);
const FIX_GAMMA: AttrSpec = AttrSpec::bool("fix_gamma", true, "Take gamma as 1, whatever it holds; its gradient is 0.");
const AXIS: AttrSpec = AttrSpec::int("axis", 1, "The channel axis.");

pub static OPS: &[OpSpec] = &[
    OpSpec {
        name: "BatchNorm",
        aliases: &["BatchNorm_v1"],
        doc: "Normalises each channel: (data - mean) / sqrt(variance + eps) * gamma + beta. In training the mean and the \
              biased variance are the batch's, and the running ones move: moving * momentum + batch * (1 - momentum); \
              else the running ones are used. Inputs: data, and gamma, beta, moving_mean, moving_var of one element a \
              channel. Output: as data; with output_mean_var also the mean and 1 / sqrt(variance + eps), through which, as in MXNet, \
              no gradient flows.",
        inputs: &[input("data"), input("gamma"), input("beta"), mutated("moving_mean"), mutated("moving_var")],
        attrs: &[
            EPS,
            AttrSpec::float("momentum", 0.9, "How much of the running statistics stays.").between(0.0, 1.0),
            FIX_GAMMA,
            AttrSpec::bool("use_global_stats", false, "Use the running statistics in training too, and keep them."),
            AttrSpec::bool("output_mean_var", false, "Give the mean and 1 / sqrt(variance + eps) too."),
            AXIS,
            AttrSpec::bool("cudnn_off", false, "Accepted and ignored."),
        ],
        infer: |i| {
            let (shape, dtype) = (i.shape(0), i.floats_only(0)?);
            let channels = Shape::new(&[shape[shape.axis(i.attrs.int("axis"))?] as usize]);
            let narrow = if dtype == DType::Float16 { DType::Float32 } else { dtype };
            for (n, name) in ["gamma", "beta", "moving_mean", "moving_var"].iter().enumerate() {
                if i.shape(n + 1) != channels {
                    return Err(Error::shape(format!(
                        "{name} has shape {}, data {shape} needs {channels}",
                        i.shape(n + 1)
                    )));
                }
                if i.dtype(n + 1) != narrow {
                    return Err(Error::dtype(format!("{name} is {}, data of {dtype} needs {narrow}", i.dtype(n + 1))));
                }
            }
            Ok(smallvec::smallvec![(shape, dtype), (channels, narrow), (channels, narrow)])
        },
        forward: Forward::Kernel(|c| by_real!(c.input(0).dtype, T => forward::<T>(c))),
        gradient: Gradient::Rule(gradient),
        needs: |_| Needs { inputs: 0b11, outputs: 0b110 },
        visible: |attrs, n| if attrs.bool("output_mean_var") { n } else { 1 },
        cost: |i, _| i.shape(0).size() as u64 / 2 + 100,
        samples: || {
            let channels: &[usize] = &[3];
            let shapes =
                |data: &'static [usize]| Sample::new(&[data, channels, channels, channels, channels]).range(0.5, 2.0);
            vec![
                shapes(&[4, 3, 2, 5]),
                shapes(&[4, 3, 2, 5]).attr("fix_gamma", false),
                shapes(&[6, 3]).attr("fix_gamma", false).attr("eps", 1e-5),
                shapes(&[2, 4, 3]).attr("fix_gamma", false).attr("axis", -1),
                shapes(&[4, 3, 2]).attr("fix_gamma", false).attr("use_global_stats", true),
                shapes(&[4, 3, 2]).attr("fix_gamma", false).predict(),
                // As integers, so that no finite differences are taken of the two statistics.
                shapes(&[2, 3, 5]).integers(0, 4).integers(1, 3).integers(2, 3).attr("output_mean_var", true),
            ]
        },
        ..OpSpec::NEW
    },
    OpSpec {
        name: "_backward_BatchNorm",
        doc: "The gradients of BatchNorm by data, gamma and beta, from the mean and 1 / sqrt(variance + eps).",
        inputs: &[input("head"), input("data"), input("gamma"), input("mean"), input("rstd")],
        attrs: &[FIX_GAMMA, AXIS, AttrSpec::bool("constant", false, "The statistics did not come from data.")],
        infer: |i| {
            Ok(smallvec::smallvec![(i.shape(1), i.dtype(1)), (i.shape(2), i.dtype(2)), (i.shape(2), i.dtype(2))])
        },
        forward: Forward::Kernel(|c| by_real!(c.input(0).dtype, T => backward::<T>(c))),
        gradient: Gradient::None(
            "where gradients of gradients are wanted, BatchNorm's gradient is made of other operators",
        ),
        cost: |i, _| i.shape(1).size() as u64 / 2 + 100,
        hidden: true,
        samples: || vec![Sample::new(&[&[4, 3, 2], &[4, 3, 2], &[3], &[3], &[3]])],
        ..OpSpec::NEW
    },
];

fn dims(shape: Shape, axis: i64) -> Result<Dims> {
    let a = shape.axis(axis)?;
    Ok(Dims { outer: shape.span(0, a), channels: shape[a] as usize, inner: shape.span(a + 1, shape.ndim()) })
}

fn forward<T: Real>(c: &Call) -> Result<()> {
    let d = dims(c.input(0).shape, c.attrs.int("axis"))?;
    let (eps, context) = (c.attrs.float("eps"), c.context);
    let input = |i: usize| floats::input::<T>(context, c.input(i));
    let (x, gamma, beta) = (input(0), input(1), input(2));
    let gamma = (!c.attrs.bool("fix_gamma")).then_some(&gamma[..]);
    let mut y = floats::output::<T>(context, c.output(0));
    let (mut mean, mut rstd) = (floats::output::<T>(context, c.output(1)), floats::output::<T>(context, c.output(2)));
    if !c.training || c.attrs.bool("use_global_stats") {
        let (moving_mean, moving_var) = (input(3), input(4));
        batch_norm::inference(context, d, &x, gamma, &beta, (&moving_mean, &moving_var), eps, &mut y);
        mean.copy_from_slice(&moving_mean);
        batch_norm::reciprocal_deviation(&moving_var, eps, &mut rstd);
        return Ok(());
    }
    let mut variance = Workspace::<T>::new(context, d.channels);
    let variance = variance.as_mut_slice();
    batch_norm::forward(context, d, &x, gamma, &beta, eps, &mut y, &mut mean, variance);
    batch_norm::reciprocal_deviation(variance, eps, &mut rstd);
    if x.is_empty() {
        return Ok(()); // an empty batch says nothing about the data
    }
    // MXNet keeps this attribute as a float32, and so do its running statistics of float64.
    let momentum = c.attrs.float("momentum") as f32 as f64;
    let (moving_mean, moving_var) = (c.mutated(3), c.mutated(4));
    batch_norm::update_running(&mut floats::output::<T>(context, &moving_mean), &mean, momentum);
    batch_norm::update_running(&mut floats::output::<T>(context, &moving_var), variance, momentum);
    Ok(())
}

fn backward<T: Real>(c: &Call) -> Result<()> {
    let d = dims(c.input(1).shape, c.attrs.int("axis"))?;
    let input = |i: usize| floats::input::<T>(c.context, c.input(i));
    let (dy, x, gamma, mean, rstd) = (input(0), input(1), input(2), input(3), input(4));
    let fixed = c.attrs.bool("fix_gamma");
    let gamma = (!fixed).then_some(&gamma[..]);
    let output = |i: usize| floats::output::<T>(c.context, c.output(i));
    let (mut dx, mut dgamma, mut dbeta) = (output(0), output(1), output(2));
    let constant = c.attrs.bool("constant");
    batch_norm::backward(c.context, d, &x, &dy, gamma, (&mean, &rstd), constant, &mut dx, &mut dgamma, &mut dbeta);
    if fixed {
        dgamma.fill(T::ZERO);
    }
    Ok(())
}

fn gradient(b: &mut Backward) -> Result<()> {
    let constant = !b.training || b.attrs.bool("use_global_stats");
    let gradients = if b.graph.recording() {
        composed(b, constant)?
    } else {
        let head = b.head(0)?;
        let inputs = [Some(head), Some(b.input(0)), Some(b.input(1)), Some(b.output(1)), Some(b.output(2))];
        let op = super::find("_backward_BatchNorm").expect("_backward_BatchNorm");
        let given = ["fix_gamma", "axis"].map(|n| (n, b.attrs.get(n).clone()));
        let attrs = op.attrs(&[given[0].clone(), given[1].clone(), ("constant", constant.into())])?;
        b.call_all("_backward_BatchNorm", &inputs, attrs)?.into_iter().collect()
    };
    for (i, gradient) in gradients.into_iter().enumerate() {
        if b.wants(i) {
            b.set(i, gradient);
        }
    }
    for i in 3..5 {
        b.set_zeros(i)?;
    }
    Ok(())
}

/// The gradients made of operators that have gradients themselves.
fn composed(b: &mut Backward, constant: bool) -> Result<Vec<Value>> {
    let (x, shape) = (b.input(0), b.shape(0));
    let axis = shape.axis(b.attrs.int("axis"))?;
    let others: Attr = (0..shape.ndim() as i64).filter(|&a| a != axis as i64).collect::<Vec<_>>().into();
    let channel =
        Shape::new(&(0..shape.ndim()).map(|a| if a == axis { shape[a] as usize } else { 1 }).collect::<Vec<_>>());
    let per_channel = b.shape(1);
    let mean_of =
        |b: &mut Backward, v: &Value| b.call("mean", &[v], &[("axis", others.clone()), ("keepdims", true.into())]);
    let spread = |b: &mut Backward, v: Value| b.call("_view", &[&v], &[("shape", channel.into())]);

    let (centred, r) = if constant {
        let (mean, r) = (b.output(1), b.output(2));
        let (mean, r) = (spread(b, mean)?, spread(b, r)?);
        (b.call("broadcast_sub", &[&x, &mean], &[])?, r)
    } else {
        let mean = mean_of(b, &x)?;
        let centred = b.call("broadcast_sub", &[&x, &mean], &[])?;
        let squares = b.call("square", &[&centred], &[])?;
        let variance = mean_of(b, &squares)?;
        let variance = b.call("_plus_scalar", &[&variance], &[("scalar", b.attrs.float("eps").into())])?;
        (centred, b.call("rsqrt", &[&variance], &[])?)
    };
    let hat = b.call("broadcast_mul", &[&centred, &r], &[])?;
    let head = b.head(0)?;
    let product = b.call("broadcast_mul", &[&head, &hat], &[])?;
    let sum = |b: &mut Backward, v: &Value| {
        let s = b.call("_sum_to", &[v], &[("shape", channel.into())])?;
        b.call("_view", &[&s], &[("shape", per_channel.into())])
    };
    let dbeta = sum(b, &head)?;
    let mut inner = head;
    if !constant {
        let (m, p) = (mean_of(b, &inner)?, mean_of(b, &product)?);
        let along = b.call("broadcast_mul", &[&hat, &p], &[])?;
        inner = b.call("broadcast_sub", &[&inner, &m], &[])?;
        inner = b.call("broadcast_sub", &[&inner, &along], &[])?;
    }
    let mut dx = b.call("broadcast_mul", &[&inner, &r], &[])?;
    let dgamma = if b.attrs.bool("fix_gamma") {
        let dtype = b.dtype(1);
        b.call("_zeros", &[], &[("shape", per_channel.into()), ("dtype", dtype.into())])?
    } else {
        let gamma = b.input(1);
        let gamma = spread(b, gamma)?;
        dx = b.call("broadcast_mul", &[&dx, &gamma], &[])?;
        sum(b, &product)?
    };
    Ok(vec![dx, dgamma, dbeta])
}
