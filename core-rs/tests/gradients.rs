//! Gradients of every operator against finite differences in float64: along a random direction, of
//! the first order for all that have a gradient, of the second where they promise it.

mod support;

use hadron_core::autograd::{Modes, Tape, Walk};
use hadron_core::base::DType;
use hadron_core::op::spec::{Forward, Gradient, Sample};
use hadron_core::op::{self, Attrs, OpSpec, Value};
use support::*;

/// One operator on one sample, as a function of its float inputs.
struct Case {
    op: &'static OpSpec,
    attrs: Attrs,
    inputs: Vec<Value>,
    /// Which inputs are varied.
    varied: Vec<usize>,
    /// The state of the random stream, so that every run draws the same.
    training: bool,
}

impl Case {
    fn of(op: &'static OpSpec, sample: &Sample, numbers: &mut Numbers) -> Case {
        let inputs = inputs_of(sample, numbers, DType::Float64);
        let varied = (0..inputs.len())
            .filter(|i| !sample.integers.iter().any(|(place, _)| place == i))
            .filter(|i| !op.input(*i).mutated)
            .collect();
        Case { op, attrs: attrs_of(op, sample), inputs, varied, training: sample.training }
    }

    /// A random direction for each varied input; symmetric where the sample's matrices are.
    fn direction(&self, sample: &Sample, numbers: &mut Numbers) -> Vec<Vec<f64>> {
        let inputs: Vec<Value> = self.varied.iter().map(|&i| self.inputs[i].clone()).collect();
        let mut all: Vec<Vec<f64>> = random_like(&inputs, numbers).iter().map(values).collect();
        for (data, i) in all.iter_mut().zip(&self.varied) {
            if sample.matrices.contains(&(*i, true)) {
                let shape = &sample.shapes[*i];
                symmetrize(data, shape[shape.len() - 1]);
            }
        }
        all
    }

    /// Copies of the inputs, moved along a direction.
    fn moved(&self, direction: &[Vec<f64>], step: f64) -> Vec<Value> {
        let mut out = Vec::new();
        for (i, value) in self.inputs.iter().enumerate() {
            let mut data = values(value);
            if let Some(at) = self.varied.iter().position(|v| *v == i) {
                data.iter_mut().zip(&direction[at]).for_each(|(x, d)| *x += step * d);
            }
            out.push(array(&value.array.shape.to_vec(), &data, DType::Float64));
        }
        out
    }

    fn outputs(&self, tape: &mut Tape, inputs: &[Value]) -> Vec<Value> {
        hadron_core::device::random::seed(7);
        tape.modes.training = self.training;
        run(tape, self.op, &self.attrs, inputs)
    }

    /// Gradients of `sum(outputs * weights)` by the varied inputs.
    fn gradients(
        &self,
        inputs: &[Value],
        weights: &[Value],
        create: bool,
    ) -> Result<(Tape, Vec<Value>, Vec<Value>), String> {
        let mut tape = Tape::default();
        tape.modes = Modes { recording: true, training: self.training };
        let mut leaves = inputs.to_vec();
        self.varied.iter().for_each(|&i| leaves[i] = leaf(&inputs[i]));
        let outputs = self.outputs(&mut tape, &leaves);
        let (heads, grads): (Vec<Value>, Vec<Option<Value>>) = outputs
            .into_iter()
            .zip(weights)
            .filter(|(o, _)| o.link.is_some())
            .map(|(o, w)| (o, Some(w.clone())))
            .unzip();
        let variables: Vec<Value> = self.varied.iter().map(|&i| leaves[i].clone()).collect();
        let walk = Walk { retain: create, training: self.training, create };
        let found = tape.grad(&heads, &grads, &variables, walk).map_err(|e| e.to_string())?;
        Ok((tape, variables, found))
    }
}

fn random_like(values: &[Value], numbers: &mut Numbers) -> Vec<Value> {
    values
        .iter()
        .map(|v| {
            let data: Vec<f64> = (0..v.array.shape.size()).map(|_| numbers.uniform(-1.0, 1.0)).collect();
            array(&v.array.shape.to_vec(), &data, DType::Float64)
        })
        .collect()
}

fn inner(a: &[Value], b: &[Vec<f64>]) -> f64 {
    a.iter().zip(b).map(|(x, y)| values(x).iter().zip(y).map(|(x, y)| x * y).sum::<f64>()).sum()
}

fn close(name: &str, what: &str, exact: f64, measured: f64) {
    let fine = (exact - measured).abs() <= 2e-5 * (1.0 + exact.abs().max(measured.abs()));
    assert!(fine, "{name}: {what}: backward gives {exact}, finite differences {measured}");
}

fn differentiable() -> impl Iterator<Item = &'static OpSpec> {
    op::all().iter().copied().filter(|op| {
        matches!(op.gradient, Gradient::Rule(_)) || (matches!(op.forward, Forward::Composite(_)) && !op.hidden)
    })
}

#[test]
fn first_order_matches_finite_differences() {
    let _main = main_thread();
    let seed = 0x9e3779b97f4a7c15;
    println!("seed {seed:#x}");
    let mut numbers = Numbers(seed);
    let mut ran = 0;
    for op in differentiable() {
        for sample in (op.samples)() {
            let case = Case::of(op, &sample, &mut numbers);
            if case.varied.is_empty() {
                continue;
            }
            let mut tape = Tape::default();
            let outputs = case.outputs(&mut tape, &case.inputs);
            let weights = random_like(&outputs, &mut numbers);
            let direction = case.direction(&sample, &mut numbers);
            let (_, _, gradients) =
                case.gradients(&case.inputs, &weights, false).unwrap_or_else(|e| panic!("{}: {e}", op.name));
            let at = |step: f64| {
                let outputs = case.outputs(&mut Tape::default(), &case.moved(&direction, step));
                let weights: Vec<Vec<f64>> = weights.iter().map(values).collect();
                inner(&outputs, &weights)
            };
            let step = 1e-6;
            close(
                op.name,
                &format!("{sample:?}"),
                inner(&gradients, &direction),
                (at(step) - at(-step)) / (2.0 * step),
            );
            ran += 1;
        }
    }
    println!("ran {ran} cases");
    assert!(ran > 60);
}

#[test]
fn second_order_matches_finite_differences_where_it_is_promised() {
    let _main = main_thread();
    let seed = 0xd1b54a32d192ed03;
    println!("seed {seed:#x}");
    let mut numbers = Numbers(seed);
    let (mut ran, mut refused) = (0, Vec::new());
    for op in differentiable().filter(|op| !op.hidden) {
        for sample in (op.samples)() {
            let case = Case::of(op, &sample, &mut numbers);
            if case.varied.is_empty() {
                continue;
            }
            let outputs = case.outputs(&mut Tape::default(), &case.inputs);
            let weights = random_like(&outputs, &mut numbers);
            let (mut tape, variables, gradients) = match case.gradients(&case.inputs, &weights, true) {
                Ok(found) => found,
                Err(reason) => {
                    assert!(reason.contains("createGraph"), "{}: {reason}", op.name);
                    refused.push(op.name);
                    continue;
                }
            };
            let second = random_like(&gradients, &mut numbers);
            let direction = case.direction(&sample, &mut numbers);
            let recorded: Vec<usize> = (0..gradients.len()).filter(|&i| gradients[i].link.is_some()).collect();
            let heads: Vec<Value> = recorded.iter().map(|&i| gradients[i].clone()).collect();
            let grads: Vec<Option<Value>> = recorded.iter().map(|&i| Some(second[i].clone())).collect();
            let exact = if heads.is_empty() {
                0.0
            } else {
                let walk = Walk { retain: false, training: case.training, create: false };
                let found = tape.grad(&heads, &grads, &variables, walk).unwrap_or_else(|e| panic!("{}: {e}", op.name));
                inner(&found, &direction)
            };
            let at = |step: f64| {
                let (_, _, g) = case.gradients(&case.moved(&direction, step), &weights, false).unwrap();
                inner(&g, &second.iter().map(values).collect::<Vec<_>>())
            };
            let step = 1e-5;
            close(op.name, &format!("second order {sample:?}"), exact, (at(step) - at(-step)) / (2.0 * step));
            ran += 1;
        }
    }
    refused.dedup();
    println!("ran {ran} cases; no second order: {refused:?}");
    for must in
        ["sigmoid", "broadcast_mul", "sum", "mean", "dot", "batch_dot", "FullyConnected", "Convolution", "BatchNorm"]
    {
        assert!(!refused.contains(&must), "{must} has no second order");
    }
}

#[test]
fn what_the_call_itself_overwrites_is_missed_in_backward() {
    let _main = main_thread();
    let mut tape = Tape::default();
    tape.modes = Modes { recording: true, training: true };
    let x = array(&[2], &[5.0, 7.0], DType::Float32);
    let w = leaf(&array(&[2], &[2.0, 3.0], DType::Float32));
    let op = op::find("broadcast_mul").unwrap();
    let inputs = [Some(w), Some(x.clone())];
    let y = tape.invoke(op, op.attrs(&[]).unwrap(), &inputs, Some(std::slice::from_ref(&x))).unwrap();
    let walk = Walk { retain: false, training: true, create: false };
    let error = tape.backward(&y, &[None], walk).unwrap_err().to_string();
    // The gradient of w is x, which is gone: it would be w * x, silently.
    assert!(error.contains("needs its rhs") && error.contains("changed in place"), "{error}");
}

#[test]
fn out_holds_as_many_arrays_as_there_are_outputs() {
    let _main = main_thread();
    let x = array(&[2, 2], &[1.0, 2.0, 3.0, 4.0], DType::Float32);
    let outs = [0, 1].map(|_| array(&[4], &[0.0; 4], DType::Float32));
    let op = op::find("Reshape").unwrap();
    let attrs = op.attrs(&[("shape", vec![4].into())]).unwrap();
    let error = Tape::default().invoke(op, attrs, &[Some(x)], Some(&outs)).err().expect("two for one").to_string();
    assert!(error.contains("out holds 2 arrays; there are 1 outputs"), "{error}");
}
