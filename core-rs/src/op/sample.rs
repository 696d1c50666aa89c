//! Random arrays whose parameters are arrays: each of their elements is a distribution of its own, of
//! which `shape` numbers are drawn.
#![forbid(unsafe_code)]

use super::attrs::AttrSpec;
use super::random::{DRAWN, DTYPE, draw, float};
use super::spec::{Call, Forward, Gradient, Infer, InputSpec, Needs, OpSpec, Sample, input};
use super::value::Backward;
use crate::base::{DType, Error, Result, Shape};
use crate::kernel::distributions::{self, Distribution};
use crate::kernel::{floats, rng};

const SHAPE: AttrSpec =
    AttrSpec::tuple("shape", &[], "The shape of what is drawn of each distribution; one by default.");

const fn sampled(
    name: &'static str,
    aliases: &'static [&'static str],
    doc: &'static str,
    inputs: &'static [InputSpec],
    kernel: fn(&Call) -> Result<()>,
) -> OpSpec {
    OpSpec {
        name,
        aliases,
        doc,
        inputs,
        attrs: &[SHAPE, DTYPE],
        positional: 1,
        infer: |i| {
            i.same_dtypes()?;
            for k in 1..i.inputs.len() {
                if i.shape(k) != i.shape(0) {
                    return Err(Error::shape(format!(
                        "the parameters have shapes {} and {}; they must be equal",
                        i.shape(0),
                        i.shape(k)
                    )));
                }
            }
            i.one(appended(i.shape(0), i)?, float(i.attrs)?)
        },
        forward: Forward::Kernel(kernel),
        gradient: DRAWN,
        random: |_, out| out[0].0.size() as u64,
        cost: |_, out| out[0].0.size() as u64 * 80 + 20,
        samples: if inputs.len() == 1 { one_parameter } else { two_parameters },
        ..OpSpec::NEW
    }
}
fn one_parameter() -> Vec<Sample> {
    vec![
        Sample::new(&[&[2, 3]]).range(0.1, 0.9),
        Sample::new(&[&[3]]).range(0.1, 0.9).attr("shape", vec![2, 2]),
        Sample::new(&[&[0]]).attr("shape", vec![2]),
        Sample::new(&[&[2]]).range(0.1, 0.9).attr("shape", vec![0]),
    ]
}
fn two_parameters() -> Vec<Sample> {
    vec![
        Sample::new(&[&[2, 3], &[2, 3]]).range(0.1, 0.9),
        Sample::new(&[&[3], &[3]]).range(0.1, 0.9).attr("shape", vec![2, 2]),
        Sample::new(&[&[0], &[0]]).attr("shape", vec![2]),
    ]
}

/// The shape with the attribute `shape` behind it.
fn appended(shape: Shape, i: &Infer) -> Result<Shape> {
    let drawn = i.attrs.shape("shape")?;
    Shape::checked(shape.iter().chain(drawn.iter()).map(|d| d as u64))
}

fn run(call: &Call, kind: Distribution) -> Result<()> {
    let a = floats::input::<f64>(call.context, call.input(0));
    let b = floats::input::<f64>(call.context, call.optional(1).unwrap_or(call.input(0)));
    distributions::sample(call.context, draw(call), kind, &a, &b, call.output(0));
    Ok(())
}

pub static OPS: &[OpSpec] = &[
    sampled(
        "_sample_uniform",
        &["sample_uniform"],
        "Numbers uniform in [low, high), for each pair of them.",
        &[input("low"), input("high")],
        |c| run(c, Distribution::Uniform),
    ),
    sampled(
        "_sample_normal",
        &["sample_normal"],
        "Numbers of normal distributions with means mu and standard deviations sigma.",
        &[input("mu"), input("sigma")],
        |c| run(c, Distribution::Normal),
    ),
    sampled(
        "_sample_gamma",
        &["sample_gamma"],
        "Numbers of gamma distributions of shapes alpha and scales beta.",
        &[input("alpha"), input("beta")],
        |c| run(c, Distribution::Gamma),
    ),
    sampled(
        "_sample_exponential",
        &["sample_exponential"],
        "Numbers of exponential distributions of rates lam.",
        &[input("lam")],
        |c| run(c, Distribution::Exponential),
    ),
    sampled(
        "_sample_poisson",
        &["sample_poisson"],
        "Counts of Poisson distributions of means lam.",
        &[input("lam")],
        |c| run(c, Distribution::Poisson),
    ),
    sampled(
        "_sample_negative_binomial",
        &["sample_negative_binomial"],
        "Successes before the k-th failure, whose probability is p each time. k need not be whole.",
        &[input("k"), input("p")],
        |c| run(c, Distribution::NegativeBinomial),
    ),
    sampled(
        "_sample_generalized_negative_binomial",
        &["sample_generalized_negative_binomial"],
        "Counts of negative binomial distributions of means mu and variances mu + alpha mu².",
        &[input("mu"), input("alpha")],
        |c| run(c, Distribution::GeneralizedNegativeBinomial),
    ),
    OpSpec {
        name: "_sample_multinomial",
        aliases: &["sample_multinomial"],
        doc: "Numbers of outcomes, of distributions whose probabilities are the last axis of data. Output: data's other \
              axes and shape; with get_prob a second array of that shape, the logarithms of the probabilities, whose \
              gradient flows to data.",
        attrs: &[
            SHAPE,
            AttrSpec::bool("get_prob", false, "Give the logarithms of the probabilities too."),
            AttrSpec::dtype("dtype", DType::Int32, "The dtype of the outcomes."),
        ],
        positional: 1,
        infer: |i| {
            let data = i.shape(0);
            let probability = i.floats_only(0)?;
            if data.ndim() == 0 {
                return Err(Error::shape("data has no axes; its last one holds probabilities".to_string()));
            }
            let outcomes = data[data.ndim() - 1] as usize;
            let mut shape = appended(data.removed(data.ndim() - 1), i)?;
            if shape.ndim() == 0 {
                shape = Shape::new(&[1]);
            }
            if outcomes == 0 && shape.size() > 0 {
                return Err(Error::shape(format!("data has shape {data}: there is no outcome to draw")));
            }
            let dtype = i.attrs.dtype("dtype");
            if dtype == DType::Uint8 && outcomes > 256 || dtype == DType::Int8 && outcomes > 128 {
                return Err(Error::dtype(format!("{outcomes} outcomes cannot be numbered in {dtype}; int32 can")));
            }
            let mut types = i.one(shape, dtype)?;
            if i.attrs.bool("get_prob") {
                types.push((shape, probability));
            }
            Ok(types)
        },
        forward: Forward::Kernel(|c| {
            let data = c.input(0);
            let outcomes = data.shape[data.shape.ndim() - 1] as usize;
            let probabilities = floats::input::<f64>(c.context, data);
            let logs = c.outputs.get(1);
            match distributions::categorical(c.context, draw(c), &probabilities, outcomes.max(1), c.output(0), logs) {
                None => Ok(()),
                Some(row) => Err(Error::execution(format!(
                    "row {row} of data holds no probabilities: they must not be negative, and not all of them 0"
                ))),
            }
        }),
        gradient: Gradient::Rule(multinomial_rule),
        needs: |attrs| if attrs.bool("get_prob") { Needs { inputs: 1, outputs: 1 } } else { Needs::NOTHING },
        random: |_, out| rng::blocks(out[0].0.size(), true),
        cost: |i, out| (out[0].0.size() * 30 + i.shape(0).size() * 2) as u64 + 20,
        samples: || {
            // In float64, since outputs of integers take no gradient.
            let of = |shape: &[usize]| Sample::new(&[shape]).range(0.1, 0.9).attr("dtype", DType::Float64);
            vec![
                of(&[3, 4]),
                of(&[4]).attr("shape", vec![2, 3]),
                of(&[2, 3, 4]).attr("shape", vec![2]).attr("get_prob", true),
                of(&[5]).attr("get_prob", true),
                of(&[0, 4]).attr("get_prob", true),
            ]
        },
        ..OpSpec::NEW
    },
    OpSpec {
        name: "_backward_sample_multinomial",
        doc: "The gradient of the logarithms of drawn probabilities: head / data at the outcomes, 0 elsewhere.",
        inputs: &[input("head"), input("data"), input("outcome")],
        infer: |i| {
            let (head, data, outcome) = (i.shape(0), i.shape(1), i.shape(2));
            let rows = data.size() / data.dims().last().copied().unwrap_or(1).max(1) as usize;
            if data.ndim() == 0 || head != outcome || rows == 0 && head.size() > 0 || head.size() % rows.max(1) != 0 {
                return Err(Error::shape(format!("head {head}, data {data} and outcome {outcome} do not fit")));
            }
            i.one(data, i.floats_only(1)?)
        },
        forward: Forward::Kernel(|c| {
            let data = c.input(1);
            let outcomes = data.shape[data.shape.ndim() - 1] as usize;
            let head = floats::input::<f64>(c.context, c.input(0));
            let probabilities = floats::input::<f64>(c.context, data);
            let chosen = floats::input::<f64>(c.context, c.input(2));
            let mut gradient = floats::output::<f64>(c.context, c.output(0));
            distributions::categorical_backward(c.context, &head, &probabilities, &chosen, outcomes, &mut gradient);
            Ok(())
        }),
        gradient: Gradient::None("where gradients of gradients are wanted, it is made of other operators"),
        hidden: true,
        samples: || vec![Sample::new(&[&[2, 3], &[2, 4], &[2, 3]]).range(0.1, 0.9).integers(2, 4)],
        ..OpSpec::NEW
    },
    OpSpec {
        name: "_sample_unique_zipfian",
        doc: "Different whole numbers below range_max in each row, small ones more often: the logarithm of number + 1 is \
              uniform. Outputs: shape, and how many draws each row took, both int64.",
        inputs: &[],
        attrs: &[
            AttrSpec::required_int("range_max", "The number of possible numbers.").between(1.0, 2_147_483_647.0),
            AttrSpec::tuple("shape", &[], "Rows and numbers in each; required."),
        ],
        positional: 1,
        infer: |i| {
            let (shape, range) = (i.attrs.shape("shape")?, i.attrs.int("range_max"));
            if shape.ndim() != 2 {
                return Err(Error::attribute(format!(
                    "shape is {shape}; it must have two axes: rows, numbers in each"
                )));
            }
            if shape[1] as i64 > range {
                return Err(Error::attribute(format!(
                    "{} different numbers below range_max {range} are too many",
                    shape[1]
                )));
            }
            Ok(smallvec::smallvec![(shape, DType::Int64), (Shape::new(&[shape[0] as usize]), DType::Int64)])
        },
        forward: Forward::Kernel(|c| {
            use crate::kernel::slices::write;
            let rows = c.output(1).shape.size();
            let range = c.attrs.int("range_max") as u64;
            distributions::unique_zipfian(draw(c), range, rows, write(c.output(0)), write(c.output(1)));
            Ok(())
        }),
        gradient: DRAWN,
        random: |_, out| out[1].0.size() as u64,
        cost: |_, out| out[0].0.size() as u64 * 100 + 20,
        samples: || {
            let of = |shape: Vec<i64>| Sample::new(&[]).attr("range_max", 50).attr("shape", shape);
            vec![of(vec![2, 5]), of(vec![0, 5]), of(vec![3, 0])]
        },
        ..OpSpec::NEW
    },
];

/// `d log p(outcome) / d data` is 1 / p at the outcome.
fn multinomial_rule(b: &mut Backward) -> Result<()> {
    let (shape, dtype) = (b.shape(0), b.dtype(0));
    let silent = b.heads.get(1).is_none_or(|h| h.as_ref().is_none_or(|h| h.shape().size() == 0));
    if !b.attrs.bool("get_prob") || silent {
        let zeros = b.call("_zeros", &[], &[("shape", shape.into()), ("dtype", dtype.into())])?;
        b.set(0, zeros);
        return Ok(());
    }
    let (head, data, outcome) = (b.head(1)?, b.input(0), b.output(0));
    let gradient = if b.graph.recording() {
        // Each draw by itself: [rows, draws, outcomes].
        let outcomes = shape[shape.ndim() - 1] as usize;
        let rows = shape.size() / outcomes;
        let draws = head.shape().size() / rows;
        let of = |sizes: &[usize]| [("shape", super::Attr::from(Shape::new(sizes)))];
        let chosen = b.call("_view", &[&outcome], &of(&[rows, draws]))?;
        let one_hot = super::Attr::from(outcomes as i64);
        let chosen = b.call("one_hot", &[&chosen], &[("depth", one_hot), ("dtype", dtype.into())])?;
        let p = b.call("_view", &[&data], &of(&[rows, 1, outcomes]))?;
        let head = b.call("_view", &[&head], &of(&[rows, draws, 1]))?;
        let p = b.call("_spread", &[&p], &of(&[rows, draws, outcomes]))?;
        // 1 where the outcome is another, so that a probability of 0 does no harm.
        let ones = b.call("ones_like", &[&chosen], &[])?;
        let p = b.call("where", &[&chosen, &p, &ones], &[])?;
        let ratio = b.call("broadcast_div", &[&head, &p], &[])?;
        let kept = b.call("elemwise_mul", &[&chosen, &ratio], &[])?;
        let sum = b.call("sum", &[&kept], &[("axis", vec![1].into())])?;
        b.call("_view", &[&sum], &[("shape", shape.into())])?
    } else {
        b.call("_backward_sample_multinomial", &[&head, &data, &outcome], &[])?
    };
    b.set(0, gradient);
    Ok(())
}
