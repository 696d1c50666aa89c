//! The loss of connectionist temporal classification.
#![forbid(unsafe_code)]

mod composed;

use super::attrs::{AttrSpec, Attrs};
use super::spec::{Call, Forward, Gradient, Infer, Needs, OpSpec, Sample, input, optional};
use super::value::Backward;
use crate::base::{Error, Result, Shape};
use crate::by_real;
use crate::kernel::ctc::{self, Labels, Masks, Sizes};
use crate::kernel::slices::Workspace;
use crate::kernel::{floats, index};

const ATTRS: &[AttrSpec] = &[
    AttrSpec::bool("use_data_lengths", false, "Samples have the steps that data_lengths says."),
    AttrSpec::bool("use_label_lengths", false, "Samples have as many labels as label_lengths says."),
    AttrSpec::one_of(
        "blank_label",
        &["first", "last"],
        "first",
        "Which class is the blank. With first, labels are from 1 on and padded with 0; with last, from 0 on and padded \
         with -1.",
    ),
];

pub static OPS: &[OpSpec] = &[
    OpSpec {
        name: "CTCLoss",
        aliases: &["ctc_loss", "_contrib_CTCLoss", "_contrib_ctc_loss", "contrib.CTCLoss", "contrib.ctc_loss"],
        doc: "The negative logarithm of the probability that a sequence reads as its labels, over all alignments (Graves \
              and others, 2006). Inputs: data [steps, batch, classes] before softmax, label [batch, at most steps], \
              lengths [batch]. Output: [batch]; 0 where the labels do not fit into the steps.",
        inputs: &[input("data"), input("label"), optional("data_lengths"), optional("label_lengths")],
        attrs: ATTRS,
        infer: |i| {
            let (dtype, data, label) = (i.floats_only(0)?, i.shape(0), i.shape(1));
            if data.ndim() != 3 || label.ndim() != 2 || label[0] != data[1] || label[1] > data[0] || data[2] == 0 {
                return Err(Error::shape(format!(
                    "data has shape {data}, label {label}; they must be [steps, batch, classes] and [batch, labels], no \
                     more labels than steps"
                )));
            }
            let (data_at, label_at) = places(i.attrs.bool("use_data_lengths"), i.has(2), i.has(3));
            for (used, at, name) in [
                (i.attrs.bool("use_data_lengths"), data_at, "data_lengths"),
                (i.attrs.bool("use_label_lengths"), label_at, "label_lengths"),
            ] {
                match at {
                    None if used => return Err(Error::attribute(format!("{name} is missing; use_{name} needs it"))),
                    Some(_) if !used => {
                        return Err(Error::attribute(format!("{name} is given, but use_{name} is false")));
                    }
                    Some(at) if i.shape(at) != Shape::new(&[data[1] as usize]) => {
                        return Err(Error::shape(format!(
                            "{name} has shape {}; data {data} needs [{}]",
                            i.shape(at),
                            data[1]
                        )));
                    }
                    _ => {}
                }
            }
            i.one(Shape::new(&[data[1] as usize]), dtype)
        },
        forward: Forward::Kernel(|c| {
            by_real!(c.input(0).dtype, T => {
                with_labels(c, 0, |z, labels| {
                    let x = floats::input::<T>(c.context, c.input(0));
                    ctc::forward(c.context, z, &x, labels, &mut floats::output::<T>(c.context, c.output(0)));
                })
            })
        }),
        gradient: Gradient::Rule(gradient),
        needs: |_| Needs::INPUTS,
        cost,
        samples: || {
            vec![
                Sample::new(&[&[5, 2, 4], &[2, 2]]).integers(1, 4),
                Sample::new(&[&[4, 2, 4], &[2, 3]]).integers(1, 3).word("blank_label", "last"),
                Sample::new(&[&[5, 2, 4], &[2, 2], &[2], &[2]])
                    .integers(1, 3)
                    .integers(2, 6)
                    .integers(3, 3)
                    .attr("use_data_lengths", true)
                    .attr("use_label_lengths", true),
                Sample::new(&[&[3, 0, 4], &[0, 2]]).integers(1, 4),
            ]
        },
        ..OpSpec::NEW
    },
    OpSpec {
        name: "_backward_ctc_loss",
        doc: "The gradient of CTCLoss by data, from the gradient of the loss and the inputs.",
        inputs: &[input("head"), input("data"), input("label"), optional("data_lengths"), optional("label_lengths")],
        attrs: ATTRS,
        infer: |i| i.one(i.shape(1), i.dtype(1)),
        forward: Forward::Kernel(|c| {
            by_real!(c.input(1).dtype, T => {
                with_labels(c, 1, |z, labels| {
                    let head = floats::input::<T>(c.context, c.input(0));
                    let x = floats::input::<T>(c.context, c.input(1));
                    ctc::backward(c.context, z, &x, labels, &head, &mut floats::output::<T>(c.context, c.output(0)));
                })
            })
        }),
        gradient: Gradient::None("where gradients of gradients are wanted, it is made of other operators"),
        cost: |i, out| 2 * cost(&Infer { op: i.op, attrs: i.attrs, inputs: &i.inputs[1..] }, out),
        hidden: true,
        ..OpSpec::NEW
    },
    OpSpec {
        name: "_ctc_masks",
        doc: "What the recursion of CTCLoss is made of: classes of states, logarithms of where to begin, skip and end, \
              weights of steps.",
        inputs: &[input("data"), input("label"), optional("data_lengths"), optional("label_lengths")],
        attrs: ATTRS,
        infer: |i| {
            let (data, dtype, wide) = (i.shape(0), i.dtype(0), 2 * i.shape(1)[1] as u64 + 1);
            let by_state = Shape::checked([data[1] as u64, wide])?;
            let states = Shape::checked([data[1] as u64, wide, data[2] as u64])?;
            let weight = Shape::checked([data[0] as u64, data[1] as u64, 1])?;
            Ok([states, by_state, by_state, by_state, weight].into_iter().map(|s| (s, dtype)).collect())
        },
        forward: Forward::Kernel(|c| {
            by_real!(c.input(0).dtype, T => {
                with_labels(c, 0, |z, labels| {
                    let output = |k: usize| floats::output::<T>(c.context, c.output(k));
                    let (mut states, mut start, mut skip) = (output(0), output(1), output(2));
                    let (mut end, mut weight) = (output(3), output(4));
                    let masks = Masks {
                        states: &mut states,
                        start: &mut start,
                        skip: &mut skip,
                        end: &mut end,
                        weight: &mut weight,
                    };
                    ctc::masks(z, labels, masks);
                })
            })
        }),
        gradient: Gradient::Zero("it depends on labels and lengths alone"),
        hidden: true,
        ..OpSpec::NEW
    },
];

/// The attributes of a call for the operator of that name, which has the same.
fn passed(attrs: &Attrs, name: &str) -> Result<Attrs> {
    let op = super::find(name).expect("an operator");
    let given = ["use_data_lengths", "use_label_lengths"].map(|n| (n, attrs.get(n).clone()));
    let mut own = op.attrs(&given)?;
    own.set_word("blank_label", attrs.word("blank_label"))?;
    Ok(own)
}

fn cost(i: &Infer, _: &super::spec::Types) -> u64 {
    let states = i.shape(0).span(0, 2) * (2 * i.shape(1)[1] as usize + 1);
    (i.shape(0).size() * 15 + states * 40) as u64 + 500
}

/// Where the two arrays of lengths are: where only labels have lengths, these may come third, as in
/// MXNet.
fn places(use_data: bool, third: bool, fourth: bool) -> (Option<usize>, Option<usize>) {
    match (use_data, third, fourth) {
        (false, true, false) => (None, Some(2)),
        _ => (third.then_some(2), fourth.then_some(3)),
    }
}

/// Reads the labels, which begin after input `first`, and checks them.
fn with_labels(c: &Call, first: usize, f: impl FnOnce(Sizes, &Labels)) -> Result<()> {
    let shape = c.input(first).shape;
    let z = Sizes { steps: shape[0] as usize, batch: shape[1] as usize, classes: shape[2] as usize };
    let integers = |i: usize| index::integers(c.context, c.input(first + i));
    let given = |i: usize| c.optional(first + i).is_some();
    let (data_at, label_at) = places(c.attrs.bool("use_data_lengths"), given(2), given(3));
    let (labels, steps, counts) = (integers(1), data_at.map(integers), label_at.map(integers));
    let blank = if c.attrs.word("blank_label") == "first" { (0, 0) } else { (z.classes - 1, -1) };
    fn slice<'a>(w: &'a Option<Workspace<i64>>) -> Option<&'a [i64]> {
        w.as_ref().map(|w| w.as_slice())
    }
    let labels = Labels::new(z, labels.as_slice(), slice(&steps), slice(&counts), blank)?;
    f(z, &labels);
    Ok(())
}

fn gradient(b: &mut Backward) -> Result<()> {
    for i in 1..b.input_types.len() {
        if b.wants(i) {
            let (shape, dtype) = (b.shape(i), b.dtype(i));
            let zeros = b.call("_zeros", &[], &[("shape", shape.into()), ("dtype", dtype.into())])?;
            b.set(i, zeros);
        }
    }
    if b.wants(0) {
        if b.graph.recording() {
            return composed::gradient(b);
        }
        let inputs: Vec<_> = std::iter::once(Some(b.head(0)?)).chain(b.inputs.iter().cloned()).collect();
        let attrs = passed(b.attrs, "_backward_ctc_loss")?;
        let out = b.call_all("_backward_ctc_loss", &inputs, attrs)?.swap_remove(0);
        b.set(0, out);
    }
    Ok(())
}
