//! The registry described for the front end: every generated file is written from here
//! (`cargo run --example describe`).
#![forbid(unsafe_code)]

mod functions;
mod names;
mod samples;
mod tables;

use crate::base::{DType, Shape};
use crate::op::attrs::{AttrKind, AttrSpec, Default};
use crate::op::spec::{Infer, Sample};
use crate::op::{self, Attr, Attrs, OpSpec};

/// Path below the repository's root, and the text of each generated file.
pub fn files() -> Vec<(&'static str, String)> {
    vec![
        ("ts/runtime/abi.gen.ts", tables::abi()),
        ("ts/ndarray/ops_types.gen.ts", functions::types()),
        ("ts/ndarray/ops.gen.ts", functions::functions()),
        ("ts/ndarray/methods.gen.ts", functions::methods()),
        ("docs/operators.md", tables::documentation()),
        (
            "docs/mxnet-names.md",
            names::table().unwrap_or_else(|missing| panic!("mxnet_names.txt does not explain {missing}")),
        ),
    ]
}

/// The first line of each generated file.
const HEAD: &str =
    "// Generated from the operator registry by core-rs/examples/describe.rs (deno task gen). Do not edit.\n";

/// MXNet's name in TypeScript: camelCase, a leading run of capitals lowered, a leading underscore gone.
pub fn camel(name: &str) -> String {
    let name = name.trim_start_matches('_');
    let chars: Vec<char> = name.chars().collect();
    let run = chars.iter().take_while(|c| c.is_ascii_uppercase() || c.is_ascii_digit()).count();
    // "ROIPooling": the last capital of the run begins the next word. "L2Normalization": after a digit too.
    let lowered = if run <= 1 || run == chars.len() { run } else { run - 1 };
    let mut out = String::new();
    let mut upper = false;
    for (i, &c) in chars.iter().enumerate() {
        if c == '_' {
            upper = true;
        } else if i < lowered {
            out.push(c.to_ascii_lowercase());
        } else if upper {
            out.push(c.to_ascii_uppercase());
            upper = false;
        } else {
            out.push(c);
        }
    }
    out
}

fn pascal(name: &str) -> String {
    let name = camel(name);
    name[..1].to_ascii_uppercase() + &name[1..]
}

/// Operators that `nd` shows, each under the TypeScript names that its MXNet names give.
fn shown() -> Vec<(usize, &'static OpSpec, Vec<String>)> {
    let mut taken = std::collections::HashSet::new();
    let mut shown = Vec::new();
    for (number, op) in op::all().iter().enumerate() {
        if op.hidden {
            continue;
        }
        let names: Vec<String> = std::iter::once(&op.name)
            .chain(op.aliases)
            .filter(|n| !n.starts_with('_') && !n.contains('.'))
            .map(|n| camel(n))
            .filter(|n| taken.insert(n.clone()))
            .collect();
        if !names.is_empty() {
            shown.push((number, *op, names));
        }
    }
    shown
}

/// One operator in a namespace of `nd`: its number, and its name there.
struct Placed {
    number: usize,
    op: &'static OpSpec,
    name: String,
}

/// The namespaces of `nd` (`linalg`, `contrib` …) by the names of MXNet that have a dot, `linalg.gemm2`.
fn namespaces() -> std::collections::BTreeMap<String, Vec<Placed>> {
    let mut spaces: std::collections::BTreeMap<String, Vec<Placed>> = std::collections::BTreeMap::new();
    for (number, op) in op::all().iter().enumerate().filter(|(_, op)| !op.hidden) {
        for name in std::iter::once(&op.name).chain(op.aliases) {
            let Some((space, name)) = name.split_once('.') else { continue };
            if space.starts_with('_') || space == "random" {
                continue;
            }
            let place = spaces.entry(camel(space)).or_default();
            let name = camel(name);
            if !place.iter().any(|p| p.name == name) {
                place.push(Placed { number, op, name });
            }
        }
    }
    spaces
}

/// The TypeScript type of what a function gives: one array, or as many as all samples of the operator show.
fn result_type(op: &'static OpSpec) -> String {
    if op.many {
        return "NDArray[]".to_string();
    }
    let outputs = |sample: &Sample| -> crate::base::Result<usize> {
        let mut attrs = Attrs::defaults(&[])?;
        if !op.attrs.is_empty() {
            let mut given: Vec<(&str, Attr)> = sample.attrs.clone();
            // Words that are required must be there before the table is filled in.
            given.retain(|(_, value)| !matches!(value, Attr::Enum(_)));
            attrs = op.attrs(&given)?;
            for (name, word) in &sample.words {
                attrs.set_word(name, word)?;
            }
        }
        let inputs: Vec<_> = sample.shapes.iter().map(|s| Some((Shape::new(s), DType::Float32))).collect();
        Ok((op.visible)(&attrs, (op.infer)(&Infer { op, attrs: &attrs, inputs: &inputs })?.len()))
    };
    let counts: Vec<usize> = (op.samples)().iter().filter_map(|sample| outputs(sample).ok()).collect();
    match counts.first() {
        Some(&n) if n > 1 && counts.iter().all(|&m| m == n) => format!("[{}]", vec!["NDArray"; n].join(", ")),
        _ => "NDArray".to_string(),
    }
}

/// The TypeScript type of an attribute.
fn type_of(attr: &AttrSpec) -> String {
    let base = match attr.kind {
        AttrKind::Int => "number | bigint".to_string(),
        AttrKind::Float => "number".to_string(),
        AttrKind::Bool => "boolean".to_string(),
        AttrKind::Tuple => "number | readonly (number | null)[]".to_string(),
        AttrKind::Floats => "number | readonly number[]".to_string(),
        AttrKind::DType => "DType".to_string(),
        AttrKind::Text => "string".to_string(),
        AttrKind::Enum(words) => words.iter().map(|w| format!("\"{w}\"")).collect::<Vec<_>>().join(" | "),
    };
    if attr.allows_none() { format!("{base} | null") } else { base }
}

fn default_text(attr: &AttrSpec) -> String {
    match attr.default {
        Default::Required => "required".to_string(),
        Default::None => "none".to_string(),
        Default::Int(i) | Default::IntOrNone(i) => i.to_string(),
        Default::Float(f) => f.to_string(),
        Default::Bool(b) => b.to_string(),
        Default::Tuple(t) => format!("{t:?}").replace(' ', ""),
        Default::Floats(t) => format!("{t:?}").replace(' ', ""),
        Default::Enum(w) | Default::Text(w) => format!("\"{w}\""),
        Default::DType(d) => format!("\"{d}\""),
    }
}

#[cfg(test)]
mod tests {
    use super::{camel, namespaces, result_type};
    use crate::op;

    #[test]
    fn names_with_a_dot_are_functions_of_a_namespace() {
        let spaces = namespaces();
        for (space, name, operator) in [
            ("linalg", "gemm2", "linalg_gemm2"),
            ("linalg", "syevd", "linalg_syevd"),
            ("contrib", "fft", "contrib.fft"),
        ] {
            let place = spaces[space].iter().find(|p| p.name == name).expect(name);
            assert_eq!((place.op.name, op::all()[place.number].name), (operator, operator));
        }
        // No function of `nd` has the name of a namespace.
        for (_, _, names) in super::shown() {
            assert!(names.iter().all(|n| !spaces.contains_key(n)), "{names:?} is a namespace too");
        }
    }

    #[test]
    fn several_outputs_are_a_tuple() {
        let of = |name: &str| result_type(op::find(name).expect(name));
        assert_eq!(of("linalg_svd"), "[NDArray, NDArray, NDArray]");
        assert_eq!(of("linalg_det"), "NDArray");
    }

    #[test]
    fn names_follow_the_rules_of_the_surface() {
        let pairs = [
            ("FullyConnected", "fullyConnected"),
            ("broadcast_add", "broadcastAdd"),
            ("LRN", "lrn"),
            ("RNN", "rnn"),
            ("L2Normalization", "l2Normalization"),
            ("ROIPooling", "roiPooling"),
            ("BatchNorm", "batchNorm"),
            ("one_hot", "oneHot"),
            ("sgd_mom_update", "sgdMomUpdate"),
        ];
        for (mxnet, here) in pairs {
            assert_eq!(camel(mxnet), here);
        }
    }
}
