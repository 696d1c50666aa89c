//! Several formulas as one operator, which runs as one loop: what `nd.expr` makes of neighbouring
//! parts. Its gradient is such a program too, made by the very rules of the operators in it.
#![forbid(unsafe_code)]

use std::rc::Rc;

use smallvec::SmallVec;

use super::attrs::{AttrSpec, Attrs};
use super::spec::{Forward, Gradient, Infer, Needs, OpSpec, Sample, Types, variadic};
use super::value::{Backward, Graph, Link, Value, Values, call};
use crate::base::{Array, DType, Error, Result, Shape, Storage};
use crate::kernel::map::program::{self, Applied, Place};
use crate::memory;

pub static OPS: &[OpSpec] = &[OpSpec {
    name: "_fused",
    doc: "A program of formulas on arrays of one float dtype, which broadcast: how nd.expr runs neighbouring parts. program: \
          the number of results and the step of each, then for each step the operator's number and its arguments (2 i for \
          array i, 2 s + 1 for step s, -1 for none; a number for `scalar` operators).",
    inputs: &[variadic("data")],
    attrs: &[AttrSpec::required_floats("program", "Results and steps.")],
    infer,
    forward: Forward::Kernel(|c| {
        let program = Program::parse(c.attrs, c.inputs.len())?;
        let inputs: SmallVec<[_; 8]> = c.inputs.iter().map(|v| *v.as_ref().expect("an array")).collect();
        let steps: Vec<Applied> = program.steps.iter().map(StepOf::applied).collect();
        program::run(c.context, &steps, &program.results, &inputs, c.outputs);
        Ok(())
    }),
    gradient: Gradient::Rule(gradient),
    needs: |_| Needs::INPUTS,
    cost: |i, out| {
        let steps = i.attrs.floats("program").len() as u64 / 4 + 1;
        out[0].0.size() as u64 * (steps / 2 + 1) + 100
    },
    hidden: true,
    samples,
    ..OpSpec::NEW
}];

/// One step: an operator, its arguments, and the number that stands for one of them.
struct StepOf {
    op: &'static OpSpec,
    from: SmallVec<[Place; 4]>,
}

impl StepOf {
    fn applied(&self) -> Applied<'static> {
        let mut from = [Place::Nothing; 4];
        from[..self.from.len()].copy_from_slice(&self.from);
        Applied { step: &self.op.fuse.as_ref().expect("checked when parsed").step, from }
    }
}

struct Program {
    results: SmallVec<[usize; 4]>,
    steps: Vec<StepOf>,
}

fn foreign(what: &str) -> Error {
    Error::attribute(format!("program {what}; nd.expr writes it"))
}

impl Program {
    fn parse(attrs: &Attrs, inputs: usize) -> Result<Program> {
        let mut words = attrs.floats("program").iter().copied();
        let mut next = || words.next().ok_or_else(|| foreign("ends in the middle of a step"));
        let whole = |x: f64, below: usize, what: &str| {
            if x >= 0.0 && x.fract() == 0.0 && x < below as f64 { Ok(x as usize) } else { Err(foreign(what)) }
        };
        let count = whole(next()?, 64, "has no number of results")?;
        let results: SmallVec<[f64; 4]> = (0..count).map(|_| next()).collect::<Result<_>>()?;
        let mut steps: Vec<StepOf> = Vec::new();
        while let Ok(number) = next() {
            let op = super::all()[whole(number, super::all().len(), "names no operator")?];
            let fuse = op.fuse.as_ref().ok_or_else(|| foreign("names an operator that is no formula"))?;
            let mut from = SmallVec::new();
            for k in 0..fuse.step.arguments {
                let word = next()?;
                from.push(if fuse.number == Some(k) {
                    Place::Number(word)
                } else if word == -1.0 && k > 0 {
                    Place::Nothing
                } else {
                    let at = whole(word, 1 << 20, "has an argument that is no place")?;
                    let (at, limit) = (at / 2, if at % 2 == 0 { inputs } else { steps.len() });
                    if at >= limit {
                        return Err(foreign("has an argument that does not exist yet"));
                    }
                    if word as usize % 2 == 0 { Place::Input(at) } else { Place::Step(at) }
                });
            }
            steps.push(StepOf { op, from });
        }
        let results: SmallVec<[usize; 4]> =
            results.iter().map(|&r| whole(r, steps.len(), "has a result that is no step")).collect::<Result<_>>()?;
        if results.is_empty() || (1..results.len()).any(|i| results[..i].contains(&results[i])) {
            return Err(foreign("has no result, or one twice"));
        }
        Ok(Program { results, steps })
    }
}

fn infer(i: &Infer) -> Result<Types> {
    let dtype = i.same_dtypes()?;
    if !matches!(dtype, DType::Float32 | DType::Float64) {
        return Err(Error::dtype(format!("the arrays are {dtype}; they must be float32 or float64")));
    }
    let mut shape = i.shape(0);
    for k in 1..i.inputs.len() {
        shape = shape.broadcast(&i.shape(k))?;
    }
    let results = i.attrs.floats("program").first().copied().unwrap_or(0.0);
    Program::parse(i.attrs, i.inputs.len())?;
    Ok((0..results as usize).map(|_| (shape, dtype)).collect())
}

fn gradient(b: &mut Backward) -> Result<()> {
    let program = Program::parse(b.attrs, b.inputs.len())?;
    let arrays: Vec<Value> = (0..b.inputs.len()).map(|i| b.input(i)).collect();
    let wants: Vec<bool> = (0..arrays.len()).map(|i| b.wants(i)).collect();
    let heads: Vec<Value> = (0..program.results.len()).map(|i| b.head(i)).collect::<Result<_>>()?;
    let found = if b.graph.recording() {
        // Operator by operator, so that it can be differentiated again.
        reverse(b.graph, &program, arrays, heads, &wants)?
    } else {
        // A rule may need what is no formula: then operator by operator too.
        match one_loop(b.graph, &program, arrays.clone(), heads.clone(), &wants) {
            Ok(found) => found,
            Err(_) => reverse(b.graph, &program, arrays, heads, &wants)?,
        }
    };
    for (i, found) in found.into_iter().enumerate() {
        if let Some(gradient) = found {
            let gradient = b.sum_to(gradient, b.input_types[i].expect("an input").0)?;
            b.set(i, gradient);
        } else if wants[i] {
            let (shape, dtype) = b.input_types[i].expect("an input");
            let zeros = b.call("_zeros", &[], &[("shape", shape.into()), ("dtype", dtype.into())])?;
            b.set(i, zeros);
        }
    }
    Ok(())
}

/// Runs the steps on a graph and asks their rules backwards: the gradients of the arrays.
fn reverse(
    graph: &mut dyn Graph,
    program: &Program,
    arrays: Vec<Value>,
    heads: Vec<Value>,
    wants: &[bool],
) -> Result<Vec<Option<Value>>> {
    let mut made: Vec<Value> = Vec::with_capacity(program.steps.len());
    let mut given: Vec<(SmallVec<[Option<Value>; 4]>, Attrs)> = Vec::new();
    // Does a step depend on an array whose gradient is wanted?
    let mut live: Vec<bool> = Vec::new();
    for step in &program.steps {
        let mut inputs: SmallVec<[Option<Value>; 4]> = SmallVec::new();
        let mut attrs = Attrs::defaults(&[])?;
        let mut lives = false;
        for place in &step.from {
            match *place {
                Place::Input(i) => {
                    inputs.push(Some(arrays[i].clone()));
                    lives |= wants[i];
                }
                Place::Step(s) => {
                    inputs.push(Some(made[s].clone()));
                    lives |= live[s];
                }
                Place::Number(x) => attrs = step.op.attrs(&[("scalar", x.into())])?,
                Place::Nothing => inputs.push(None),
            }
        }
        made.push(graph.apply(step.op, &inputs, attrs.clone())?.swap_remove(0));
        given.push((inputs, attrs));
        live.push(lives);
    }
    let mut flowing: Vec<Option<Value>> = vec![None; program.steps.len()];
    let mut found: Vec<Option<Value>> = vec![None; arrays.len()];
    for (&result, head) in program.results.iter().zip(heads) {
        flowing[result] = Some(head);
    }
    for (i, step) in program.steps.iter().enumerate().rev() {
        let Some(head) = flowing[i].take() else { continue };
        let Gradient::Rule(rule) = step.op.gradient else { continue };
        let (inputs, attrs) = &given[i];
        let places: SmallVec<[Place; 4]> =
            step.from.iter().copied().filter(|p| !matches!(p, Place::Number(_))).collect();
        let wanted: SmallVec<[bool; 4]> = places
            .iter()
            .map(|p| match *p {
                Place::Input(i) => wants[i],
                Place::Step(s) => live[s],
                _ => false,
            })
            .collect();
        if !wanted.contains(&true) {
            continue;
        }
        let input_types: SmallVec<[_; 4]> = inputs.iter().map(|v| v.as_ref().map(|v| (v.shape(), v.dtype()))).collect();
        let mut gradients: SmallVec<[Option<Value>; 4]> = inputs.iter().map(|_| None).collect();
        rule(&mut Backward {
            graph,
            op: step.op,
            attrs,
            inputs,
            outputs: &[Some(made[i].clone())],
            input_types: &input_types,
            output_types: &[(made[i].shape(), made[i].dtype())],
            heads: &[Some(head)],
            wants: &wanted,
            training: false,
            random: (0, 0),
            gradients: &mut gradients,
        })?;
        for ((place, gradient), _) in places.iter().zip(gradients).zip(&wanted).filter(|(_, wanted)| **wanted) {
            let Some(gradient) = gradient else { continue };
            let slot = match *place {
                Place::Input(i) => &mut found[i],
                Place::Step(s) => &mut flowing[s],
                _ => continue,
            };
            *slot = Some(match slot.take() {
                None => gradient,
                Some(before) => call(graph, "elemwise_add", &[&before, &gradient], &[])?,
            });
        }
    }
    Ok(found)
}

/// The same as a program, whose results are the gradients before they are summed over broadcast axes.
fn one_loop(
    graph: &mut dyn Graph,
    program: &Program,
    arrays: Vec<Value>,
    heads: Vec<Value>,
    wants: &[bool],
) -> Result<Vec<Option<Value>>> {
    let (shape, dtype) = (heads[0].shape(), heads[0].dtype());
    let all: Vec<Value> = arrays.into_iter().chain(heads).collect();
    let mut writer = Writer { words: Vec::new(), steps: 0, shape, dtype, storage: memory::storage(0)? };
    let mut inputs: Vec<Value> = (0..all.len()).map(|i| writer.value(2 * i)).collect();
    let heads = inputs.split_off(wants.len());
    let found = reverse(&mut writer, program, inputs, heads, wants)?;
    let places: Vec<Option<usize>> = found.iter().map(|v| v.as_ref().map(place_of)).collect();
    let mut results: Vec<usize> = Vec::new();
    for place in places.iter().flatten() {
        if place % 2 == 1 && !results.contains(&(place / 2)) {
            results.push(place / 2);
        }
    }
    let mut made = Values::new();
    if !results.is_empty() {
        let mut words = vec![results.len() as f64];
        words.extend(results.iter().map(|&r| r as f64));
        words.append(&mut writer.words);
        let op = super::find("_fused").expect("_fused");
        let inputs: Vec<Option<Value>> = all.iter().cloned().map(Some).collect();
        made = graph.apply(op, &inputs, op.attrs(&[("program", super::Attr::Floats(words.into()))])?)?;
    }
    let value = |place: usize| {
        if place % 2 == 0 {
            return all[place / 2].clone();
        }
        made[results.iter().position(|&r| r == place / 2).expect("a result")].clone()
    };
    Ok(places.into_iter().map(|p| p.map(value)).collect())
}

/// A graph that writes down what is applied instead of running it. Its values have no memory behind
/// them: a place in the program is all that they are.
struct Writer {
    words: Vec<f64>,
    steps: usize,
    shape: Shape,
    dtype: DType,
    storage: std::sync::Arc<Storage>,
}

/// Owner of the links of a `Writer`'s values.
struct Written;

fn place_of(value: &Value) -> usize {
    value.link.as_ref().expect("a value of a Writer").output as usize
}

impl Writer {
    fn value(&self, place: usize) -> Value {
        let array =
            Array { storage: self.storage.clone(), offset: 0, shape: self.shape, dtype: self.dtype, context: 0 };
        Value { array, link: Some(Link { owner: Rc::new(Written), output: place as u32 }) }
    }
}

impl Graph for Writer {
    fn apply(&mut self, op: &'static OpSpec, inputs: &[Option<Value>], attrs: Attrs) -> Result<Values> {
        let Some(fuse) = &op.fuse else {
            return Err(Error::graph(format!("{} is not a formula", op.name)));
        };
        let number = super::number(op.name).expect("a registered operator");
        self.words.push(number as f64);
        let mut arrays = inputs.iter();
        for k in 0..fuse.step.arguments {
            self.words.push(if fuse.number == Some(k) {
                attrs.float("scalar")
            } else {
                arrays.next().and_then(|v| v.as_ref()).map_or(-1.0, |v| place_of(v) as f64)
            });
        }
        self.steps += 1;
        Ok(smallvec::smallvec![self.value(2 * self.steps - 1)])
    }
    fn recording(&self) -> bool {
        false
    }
}

fn samples() -> Vec<Sample> {
    let number = |name: &str| super::number(name).map_or(0.0, |n| n as f64);
    // (a * b + 3 a) * tanh(b)
    let program = || {
        let mut words = vec![1.0, 4.0];
        words.extend([number("broadcast_mul"), 0.0, 2.0]);
        words.extend([number("_mul_scalar"), 0.0, 3.0]);
        words.extend([number("broadcast_add"), 1.0, 3.0]);
        words.extend([number("tanh"), 2.0]);
        words.extend([number("broadcast_mul"), 5.0, 7.0]);
        super::Attr::Floats(words.into())
    };
    [[vec![2, 3], vec![2, 3]], [vec![2, 3], vec![]], [vec![4, 1], vec![1, 3]], [vec![0, 3], vec![1, 3]]]
        .iter()
        .map(|[a, b]| Sample::new(&[a, b]).attr("program", program()))
        .collect()
}
