//! What the samples of an entry tell of it for the documentation: its dtypes, an example, and to which order it can be
//! differentiated. Nothing is computed: shapes and dtypes go through the entries' rules.

use std::rc::Rc;

use super::camel;
use crate::base::{Array, DType, Result, Shape};
use crate::memory;
use crate::op::attrs::{Attr, AttrKind};
use crate::op::spec::{Forward, Gradient, Infer, Sample};
use crate::op::{Attrs, Backward, Graph, Link, OpSpec, Value, Values};

fn attrs_of(op: &'static OpSpec, sample: &Sample) -> Result<Attrs> {
    let mut given: Vec<(&str, Attr)> = sample.attrs.clone();
    for (name, word) in &sample.words {
        let spec = op.attrs.iter().find(|a| a.name == *name);
        if let Some(AttrKind::Enum(words)) = spec.map(|a| a.kind) {
            given.push((name, Attr::Enum(words.iter().position(|w| w == word).expect("a word") as u8)));
        }
    }
    if op.attrs.is_empty() { Attrs::defaults(&[]) } else { op.attrs(&given) }
}

/// Something to describe by: a sample with elements.
fn first(op: &'static OpSpec) -> Option<Sample> {
    (op.samples)().into_iter().find(|s| s.shapes.iter().all(|shape| !shape.contains(&0)))
}

fn types(sample: &Sample, dtype: DType) -> Vec<Option<(Shape, DType)>> {
    sample.shapes.iter().map(|s| Some((Shape::new(s), dtype))).collect()
}

/// The dtypes that the first array may have (all arrays with it, but those that hold indices).
pub fn dtypes(op: &'static OpSpec) -> String {
    let Some(sample) = first(op).filter(|s| !s.shapes.is_empty()) else { return String::new() };
    let Ok(attrs) = attrs_of(op, &sample) else { return String::new() };
    let accepts = |dtype: &DType| {
        let mut inputs = types(&sample, *dtype);
        for (i, _) in &sample.integers {
            if let Some(input) = inputs.get_mut(*i).filter(|_| *i > 0) {
                *input = input.map(|(shape, _)| (shape, DType::Float32));
            }
        }
        (op.infer)(&Infer { op, attrs: &attrs, inputs: &inputs }).is_ok()
    };
    let accepted: Vec<&DType> = DType::ALL.iter().filter(|d| accepts(d)).collect();
    if accepted.len() == DType::ALL.len() {
        return "all".to_string();
    }
    if accepted.len() == 3 && accepted.iter().all(|d| d.is_float()) {
        return "floats".to_string();
    }
    accepted.iter().map(|d| d.to_string()).collect::<Vec<_>>().join(", ")
}

/// A call with the attributes of the first sample; arrays are written by their shapes.
pub fn example(op: &'static OpSpec, here: &str) -> String {
    let Some(sample) = first(op) else { return String::new() };
    let arrays = sample.shapes.iter().enumerate().map(|(i, shape)| {
        let list: Vec<String> = shape.iter().map(|d| d.to_string()).collect();
        format!("{}[{}]", camel(op.input(i).name), list.join(","))
    });
    let mut options: Vec<String> = Vec::new();
    let text = |value: &Attr| match value {
        Attr::None => "null".to_string(),
        Attr::Int(v) => v.to_string(),
        Attr::Float(v) => v.to_string(),
        Attr::Bool(v) => v.to_string(),
        Attr::Tuple(list) => format!("{list:?}"),
        Attr::Floats(list) => format!("{list:?}"),
        Attr::DType(dtype) => format!("\"{dtype}\""),
        Attr::Text(text) => format!("{text:?}"),
        Attr::Enum(_) => String::new(),
    };
    let invoked = here.is_empty();
    let key = |name: &str| if invoked { name.to_string() } else { camel(name) };
    options.extend(sample.attrs.iter().map(|(name, value)| format!("{}: {}", key(name), text(value))));
    options.extend(sample.words.iter().map(|(name, word)| format!("{}: \"{word}\"", key(name))));
    let mut arguments: Vec<String> = arrays.collect();
    let options = if options.is_empty() { None } else { Some(format!("{{ {} }}", options.join(", "))) };
    if invoked {
        let tail = options.map_or(String::new(), |o| format!(", {o}"));
        return format!("`nd.invoke(\"{}\", [{}]{tail})`", op.name, arguments.join(", "));
    }
    arguments.extend(options);
    format!("`nd.{here}({})`", arguments.join(", "))
}

/// A graph that follows shapes only, as if all were recorded.
struct Shapes;

fn value(shape: Shape, dtype: DType) -> Result<Value> {
    let array = Array { storage: memory::storage(0)?, offset: 0, shape, dtype, context: 0 };
    Ok(Value { array, link: Some(Link { owner: Rc::new(()), output: 0 }) })
}

impl Graph for Shapes {
    fn apply(&mut self, op: &'static OpSpec, inputs: &[Option<Value>], attrs: Attrs) -> Result<Values> {
        if let Forward::Composite(compose) = op.forward {
            return compose(self, &attrs, inputs);
        }
        let types: Vec<_> = inputs.iter().map(|v| v.as_ref().map(|v| (v.shape(), v.dtype()))).collect();
        let out = (op.infer)(&Infer { op, attrs: &attrs, inputs: &types })?;
        let visible = (op.visible)(&attrs, out.len());
        out.into_iter().take(visible).map(|(shape, dtype)| value(shape, dtype)).collect()
    }
    fn recording(&self) -> bool {
        true
    }
}

/// The gradient in words.
pub fn gradient(op: &'static OpSpec) -> String {
    match op.gradient {
        _ if matches!(op.forward, Forward::Composite(_)) => "that of its parts".to_string(),
        Gradient::Zero(why) => format!("zero: {why}"),
        Gradient::None(why) => format!("no: {why}"),
        Gradient::Rule(rule) => match again(op, rule) {
            Some(Ok(())) => "any order".to_string(),
            Some(Err(_)) => "first order".to_string(),
            None => "yes".to_string(),
        },
    }
}

/// Is the gradient of the first sample made of operators that have one?
fn again(op: &'static OpSpec, rule: fn(&mut Backward) -> Result<()>) -> Option<Result<()>> {
    let sample = first(op)?;
    let attrs = attrs_of(op, &sample).ok()?;
    let mut input_types = types(&sample, DType::Float32);
    input_types.resize(input_types.len().max(op.inputs.iter().filter(|i| !i.variadic).count()), None);
    let output_types = (op.infer)(&Infer { op, attrs: &attrs, inputs: &input_types }).ok()?;
    let of = |t: &(Shape, DType)| value(t.0, t.1).ok();
    let inputs: Vec<Option<Value>> = input_types.iter().map(|t| t.as_ref().and_then(of)).collect();
    let outputs: Vec<Option<Value>> = output_types.iter().map(of).collect();
    let wants: Vec<bool> = (0..inputs.len())
        .map(|i| inputs[i].is_some() && !op.input(i).mutated && !sample.integers.iter().any(|(at, _)| *at == i))
        .collect();
    let mut gradients: Vec<Option<Value>> = inputs.iter().map(|_| None).collect();
    Some(rule(&mut Backward {
        graph: &mut Shapes,
        op,
        attrs: &attrs,
        inputs: &inputs,
        outputs: &outputs,
        input_types: &input_types,
        output_types: &output_types,
        heads: &outputs,
        wants: &wants,
        training: sample.training,
        random: (0, 0),
        gradients: &mut gradients,
    }))
}
