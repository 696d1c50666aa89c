//! Activation by name: made of the functions of one argument.
#![forbid(unsafe_code)]

use super::attrs::{AttrSpec, Attrs};
use super::spec::{Forward, Gradient, OpSpec, Sample};

const TYPES: &[&str] = &["relu", "sigmoid", "tanh", "softrelu", "softsign", "log_sigmoid", "mish"];

pub static OPS: &[OpSpec] = &[OpSpec {
    name: "Activation",
    doc: "An activation by name: relu max(x, 0), sigmoid 1/(1+exp(-x)), tanh, softrelu log(1+exp(x)), softsign \
          x/(1+|x|), log_sigmoid, mish.",
    attrs: &[AttrSpec::required_one_of("act_type", TYPES, "Which one.")],
    positional: 1,
    forward: Forward::Composite(|graph, attrs, inputs| {
        let name = match attrs.word("act_type") {
            "softrelu" => "_softrelu",
            other => other,
        };
        let op = super::find(name).unwrap_or_else(|| panic!("no operator {name}"));
        graph.apply(op, inputs, Attrs::defaults(op.attrs)?)
    }),
    gradient: Gradient::None("its parts have theirs"),
    samples: || {
        ["relu", "sigmoid", "tanh", "softrelu", "softsign"]
            .map(|w| Sample::new(&[&[2, 3]]).range(0.2, 2.0).word("act_type", w))
            .into()
    },
    ..OpSpec::NEW
}];
