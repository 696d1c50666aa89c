//! LayerNorm, GroupNorm and InstanceNorm: rows of an array normalised to mean 0 and variance 1.
#![forbid(unsafe_code)]

use super::attrs::{Attr, AttrSpec};
use super::spec::{Call, Forward, Gradient, Infer, Needs, OpSpec, Sample, Types, input, optional};
use super::value::{Backward, Graph, Value, Values};
use crate::base::{DType, Error, Result, Shape};
use crate::by_real;
use crate::kernel::floats;
use crate::kernel::row_norm::{self, Per, Rows};
use crate::kernel::vector::Real;

const EPS: AttrSpec = AttrSpec::float("eps", 1e-5, "Added to the variance.").at_least(0.0);
const STATISTICS: AttrSpec = AttrSpec::bool(
    "output_mean_var",
    false,
    "Give the mean and sqrt(variance + eps) too; no gradient flows through them.",
);
const INPUTS: &[super::spec::InputSpec] = &[input("data"), input("gamma"), input("beta")];
/// How data is cut into rows: which axes make one, by the first of them.
const FIRST: AttrSpec = AttrSpec::int("first", -1, "The first of the axes that make a row.");
const GROUPS: AttrSpec = AttrSpec::int("groups", 0, "Rows take turns with this many gammas; 0 for one a column.");

pub static OPS: &[OpSpec] = &[
    OpSpec {
        name: "LayerNorm",
        doc: "(data - mean) / sqrt(variance + eps) * gamma + beta, with mean and variance along one axis. Inputs: data, \
              and gamma, beta of that axis' size. Output: as data; with output_mean_var also mean and sqrt(variance + \
              eps), in which the axis has size 1.",
        inputs: INPUTS,
        attrs: &[AttrSpec::int("axis", -1, "The axis that is normalised."), EPS, STATISTICS],
        infer: |i| {
            let (shape, dtype) = (i.shape(0), i.floats_only(0)?);
            let axis = i.shape(0).axis(i.attrs.int("axis"))?;
            parameters(i, Shape::new(&[shape[axis] as usize]))?;
            visible(i, shape, shape.with(axis, 1), dtype)
        },
        forward: Forward::Composite(|graph, attrs, inputs| {
            let shape = inputs[0].as_ref().expect("data").shape();
            let (axis, last) = (shape.axis(attrs.int("axis"))?, shape.ndim() as i64 - 1);
            let swap = [("dim1", Attr::Int(axis as i64)), ("dim2", Attr::Int(last))];
            let mut inputs = inputs.to_vec();
            if axis as i64 != last {
                inputs[0] = Some(super::value::call(graph, "SwapAxis", &[inputs[0].as_ref().expect("data")], &swap)?);
            }
            let results = rows(graph, &inputs, last, 0, attrs)?;
            if axis as i64 == last {
                return Ok(results);
            }
            results.iter().map(|v| super::value::call(graph, "SwapAxis", &[v], &swap)).collect()
        }),
        visible: |attrs, n| if attrs.bool("output_mean_var") { n } else { 1 },
        samples: || {
            vec![
                Sample::new(&[&[2, 3, 5], &[5], &[5]]),
                Sample::new(&[&[2, 3, 5], &[3], &[3]]).attr("axis", 1).attr("eps", 1e-3),
                Sample::new(&[&[4, 2], &[4], &[4]]).attr("axis", 0),
                Sample::new(&[&[7], &[7], &[7]]),
                Sample::new(&[&[0, 3], &[3], &[3]]),
                // As integers: no gradient flows through the statistics.
                Sample::new(&[&[2, 3], &[3], &[3]])
                    .integers(0, 9)
                    .integers(1, 3)
                    .integers(2, 3)
                    .attr("output_mean_var", true),
            ]
        },
        ..OpSpec::NEW
    },
    OpSpec {
        name: "GroupNorm",
        doc: "The channels (axis 1) are cut into num_groups groups, and each group of each example is normalised: (data - \
              mean) / sqrt(variance + eps) * gamma + beta. Inputs: data of three axes or more; gamma and beta of \
              num_groups elements. Output: as data; with output_mean_var also mean and sqrt(variance + eps), [batch, \
              num_groups].",
        inputs: INPUTS,
        attrs: &[AttrSpec::int("num_groups", 1, "How many groups.").at_least(1.0), EPS, STATISTICS],
        infer: |i| {
            let (shape, dtype) = (i.shape(0), i.floats_only(0)?);
            let groups = i.attrs.int("num_groups") as usize;
            three_axes(shape)?;
            if !(shape[1] as usize).is_multiple_of(groups) {
                return Err(Error::shape(format!(
                    "data {shape} has {} channels, which num_groups = {groups} does not divide",
                    shape[1]
                )));
            }
            parameters(i, Shape::new(&[groups]))?;
            visible(i, shape, Shape::new(&[shape[0] as usize, groups]), dtype)
        },
        forward: Forward::Composite(|graph, attrs, inputs| {
            let groups = attrs.int("num_groups");
            by_rows(graph, attrs, inputs, groups as usize, attrs.bool("output_mean_var"))
        }),
        visible: |attrs, n| if attrs.bool("output_mean_var") { n } else { 1 },
        samples: || {
            vec![
                Sample::new(&[&[2, 4, 3], &[2], &[2]]).attr("num_groups", 2),
                Sample::new(&[&[2, 3, 2, 2], &[1], &[1]]).attr("eps", 1e-3),
                Sample::new(&[&[0, 4, 3], &[2], &[2]]).attr("num_groups", 2),
                Sample::new(&[&[2, 4, 3], &[2], &[2]])
                    .integers(0, 9)
                    .integers(1, 3)
                    .integers(2, 3)
                    .attr("num_groups", 2)
                    .attr("output_mean_var", true),
            ]
        },
        ..OpSpec::NEW
    },
    OpSpec {
        name: "InstanceNorm",
        doc: "Each channel (axis 1) of each example is normalised: (data - mean) / sqrt(variance + eps) * gamma + beta. \
              Inputs: data of three axes or more; gamma and beta of one element a channel.",
        inputs: INPUTS,
        attrs: &[AttrSpec::float("eps", 1e-3, "Added to the variance.").at_least(0.0)],
        infer: |i| {
            let shape = i.shape(0);
            i.floats_only(0)?;
            three_axes(shape)?;
            parameters(i, Shape::new(&[shape[1] as usize]))?;
            i.same()
        },
        forward: Forward::Composite(|graph, attrs, inputs| {
            let channels = inputs[0].as_ref().expect("data").shape()[1] as usize;
            by_rows(graph, attrs, inputs, channels, false)
        }),
        samples: || {
            vec![
                Sample::new(&[&[2, 3, 4], &[3], &[3]]),
                Sample::new(&[&[2, 1, 2, 3], &[1], &[1]]).attr("eps", 1e-5),
                Sample::new(&[&[2, 0, 3], &[0], &[0]]),
            ]
        },
        ..OpSpec::NEW
    },
    OpSpec {
        name: "_row_norm",
        doc: "Normalises rows made of the axes from `first` on; outputs the result, and mean and sqrt(variance + eps) of \
              each row.",
        inputs: INPUTS,
        attrs: &[FIRST, GROUPS, EPS],
        infer: |i| {
            let (shape, dtype) = (i.shape(0), i.dtype(0));
            let first = shape.axis(i.attrs.int("first"))?;
            let kept = Shape::new(
                &(0..shape.ndim()).map(|a| if a < first { shape[a] as usize } else { 1 }).collect::<Vec<_>>(),
            );
            Ok(smallvec::smallvec![(shape, dtype), (kept, dtype), (kept, dtype)])
        },
        forward: Forward::Kernel(|c| by_real!(c.input(0).dtype, T => forward::<T>(c))),
        gradient: Gradient::Rule(gradient),
        needs: |_| Needs { inputs: 0b11, outputs: 0b110 },
        cost: |i, _| i.shape(0).size() as u64 / 2 + 100,
        hidden: true,
        samples: || vec![Sample::new(&[&[2, 5], &[5], &[5]]).integers(0, 5).integers(1, 3).integers(2, 3)],
        ..OpSpec::NEW
    },
    OpSpec {
        name: "_backward_row_norm",
        doc: "The gradients of normalised rows by data, gamma and beta.",
        inputs: &[input("head"), input("data"), input("gamma"), optional("mean"), optional("std")],
        attrs: &[FIRST, GROUPS, EPS],
        infer: |i| {
            Ok(smallvec::smallvec![(i.shape(1), i.dtype(1)), (i.shape(2), i.dtype(2)), (i.shape(2), i.dtype(2))])
        },
        forward: Forward::Kernel(|c| by_real!(c.input(0).dtype, T => backward::<T>(c))),
        gradient: Gradient::None("where gradients of gradients are wanted, it is made of other operators"),
        cost: |i, _| i.shape(1).size() as u64 + 100,
        hidden: true,
        samples: || vec![Sample::new(&[&[2, 5], &[2, 5], &[5], &[2, 1], &[2, 1]]).range(0.5, 1.5)],
        ..OpSpec::NEW
    },
];

fn three_axes(shape: Shape) -> Result<()> {
    if shape.ndim() >= 3 {
        return Ok(());
    }
    Err(Error::shape(format!("data has shape {shape}; it needs three axes at least: [batch, channels, …]")))
}

/// Refuses a gamma or beta of another shape or dtype.
fn parameters(i: &Infer, wanted: Shape) -> Result<()> {
    for (n, name) in ["gamma", "beta"].iter().enumerate() {
        if i.shape(n + 1) != wanted {
            return Err(Error::shape(format!(
                "{name} has shape {}, data {} needs {wanted}",
                i.shape(n + 1),
                i.shape(0)
            )));
        }
    }
    i.same_dtypes().map(|_| ())
}

fn visible(i: &Infer, shape: Shape, statistics: Shape, dtype: DType) -> Result<Types> {
    if i.attrs.bool("output_mean_var") {
        return Ok(smallvec::smallvec![(shape, dtype), (statistics, dtype), (statistics, dtype)]);
    }
    i.one(shape, dtype)
}

/// Calls `_row_norm`; the statistics only where the attributes ask for them.
fn rows(
    graph: &mut dyn Graph,
    inputs: &[Option<Value>],
    first: i64,
    groups: i64,
    attrs: &super::Attrs,
) -> Result<Values> {
    let op = super::find("_row_norm").expect("_row_norm");
    let eps = attrs.get("eps").clone();
    let mut results =
        graph.apply(op, inputs, op.attrs(&[("first", first.into()), ("groups", groups.into()), ("eps", eps)])?)?;
    if !matches!(attrs.get_if("output_mean_var"), Some(Attr::Bool(true))) {
        results.truncate(1);
    }
    Ok(results)
}

/// Groups of channels as rows: data [batch, channels, …] under the shape [batch, groups, rest].
fn by_rows(
    graph: &mut dyn Graph,
    attrs: &super::Attrs,
    inputs: &[Option<Value>],
    groups: usize,
    statistics: bool,
) -> Result<Values> {
    let data = inputs[0].as_ref().expect("data");
    let shape = data.shape();
    let rest = shape.span(1, shape.ndim()) / groups.max(1);
    let flat = Shape::new(&[shape[0] as usize, groups, rest]);
    let mut inputs = inputs.to_vec();
    inputs[0] = Some(super::value::call(graph, "_view", &[data], &[("shape", flat.into())])?);
    let mut results = rows(graph, &inputs, 2, groups.max(1) as i64, attrs)?;
    results[0] = super::value::call(graph, "_view", &[&results[0]], &[("shape", shape.into())])?;
    if statistics {
        let shape: Attr = Shape::new(&[shape[0] as usize, groups]).into();
        for i in 1..3 {
            results[i] = super::value::call(graph, "_view", &[&results[i]], &[("shape", shape.clone())])?;
        }
    }
    Ok(results)
}

fn rows_of(shape: Shape, attrs: &super::Attrs) -> Result<Rows> {
    let first = shape.axis(attrs.int("first"))?;
    let groups = attrs.int("groups") as usize;
    Ok(Rows {
        rows: shape.span(0, first),
        n: shape.span(first, shape.ndim()),
        per: if groups == 0 { Per::Column } else { Per::Row(groups) },
        eps: attrs.float("eps"),
    })
}

fn forward<T: Real>(c: &Call) -> Result<()> {
    let r = rows_of(c.input(0).shape, c.attrs)?;
    let input = |i: usize| floats::input::<T>(c.context, c.input(i));
    let (x, gamma, beta) = (input(0), input(1), input(2));
    let output = |i: usize| floats::output::<T>(c.context, c.output(i));
    let (mut y, mut mean, mut std) = (output(0), output(1), output(2));
    if gamma.is_empty() {
        mean.fill(T::ZERO);
        std.fill(T::of(r.eps.sqrt()));
        return Ok(());
    }
    row_norm::forward(c.context, r, &x, &gamma, &beta, &mut y, &mut mean, &mut std);
    Ok(())
}

fn backward<T: Real>(c: &Call) -> Result<()> {
    let r = rows_of(c.input(1).shape, c.attrs)?;
    let input = |i: usize| floats::input::<T>(c.context, c.input(i));
    let (dy, x, gamma) = (input(0), input(1), input(2));
    let statistics = c.optional(3).map(|_| (input(3), input(4)));
    let statistics = statistics.as_ref().map(|(mean, std)| (&mean[..], &std[..]));
    let output = |i: usize| floats::output::<T>(c.context, c.output(i));
    let (mut dx, mut dgamma, mut dbeta) = (output(0), output(1), output(2));
    if !gamma.is_empty() {
        row_norm::backward(c.context, r, &x, &dy, &gamma, statistics, &mut dx, &mut dgamma, &mut dbeta);
    }
    Ok(())
}

fn gradient(b: &mut Backward) -> Result<()> {
    let gradients: Vec<Value> = if b.graph.recording() {
        composed(b)?
    } else {
        let head = b.head(0)?;
        let mut inputs = vec![Some(head), Some(b.input(0)), Some(b.input(1))];
        // Statistics in float16 have lost what float32 computed: they are found again.
        if b.dtype(0) != DType::Float16 {
            inputs.extend([Some(b.output(1)), Some(b.output(2))]);
        }
        let attrs = b.attrs.clone();
        b.call_all("_backward_row_norm", &inputs, attrs)?.into_iter().collect()
    };
    for (i, gradient) in gradients.into_iter().enumerate() {
        if b.wants(i) {
            b.set(i, gradient);
        }
    }
    Ok(())
}

/// The gradients made of operators that have gradients themselves.
fn composed(b: &mut Backward) -> Result<Vec<Value>> {
    let (x, gamma, head, shape) = (b.input(0), b.input(1), b.head(0)?, b.shape(0));
    let first = shape.axis(b.attrs.int("first"))?;
    let own = b.shape(1);
    // Under which gamma broadcasts to data: its last axes, or those before the row.
    let spread = Shape::new(
        &(0..shape.ndim())
            .map(|a| {
                let keeps = if b.attrs.int("groups") == 0 { a >= first } else { a + 1 == first };
                if keeps { shape[a] as usize } else { 1 }
            })
            .collect::<Vec<_>>(),
    );
    let axes: Attr = (first as i64..shape.ndim() as i64).collect::<Vec<_>>().into();
    let mean_of =
        |b: &mut Backward, v: &Value| b.call("mean", &[v], &[("axis", axes.clone()), ("keepdims", true.into())]);
    let mean = mean_of(b, &x)?;
    let centred = b.call("broadcast_sub", &[&x, &mean], &[])?;
    let squares = b.call("square", &[&centred], &[])?;
    let variance = mean_of(b, &squares)?;
    let variance = b.call("_plus_scalar", &[&variance], &[("scalar", b.attrs.float("eps").into())])?;
    let rstd = b.call("rsqrt", &[&variance], &[])?;
    let hat = b.call("broadcast_mul", &[&centred, &rstd], &[])?;
    let gamma = b.call("_view", &[&gamma], &[("shape", spread.into())])?;
    let inner = b.call("broadcast_mul", &[&head, &gamma], &[])?;
    let product = b.call("elemwise_mul", &[&inner, &hat], &[])?;
    let (m, p) = (mean_of(b, &inner)?, mean_of(b, &product)?);
    let along = b.call("broadcast_mul", &[&hat, &p], &[])?;
    let inner = b.call("broadcast_sub", &[&inner, &m], &[])?;
    let inner = b.call("elemwise_sub", &[&inner, &along], &[])?;
    let dx = b.call("broadcast_mul", &[&inner, &rstd], &[])?;
    let sum = |b: &mut Backward, v: &Value| {
        let s = b.call("_sum_to", &[v], &[("shape", spread.into())])?;
        b.call("_view", &[&s], &[("shape", own.into())])
    };
    let share = b.call("elemwise_mul", &[&head, &hat], &[])?;
    Ok(vec![dx, sum(b, &share)?, sum(b, &head)?])
}
