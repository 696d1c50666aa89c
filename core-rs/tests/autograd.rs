//! The walk back: long chains, and functions of the script on the way, with the test in the script's
//! place.

mod support;

use hadron_core::autograd::{Modes, Step, Tape, Walk};
use hadron_core::base::{DType, Kind};
use hadron_core::op::value::call;
use hadron_core::op::{Attr, Value};
use support::*;

const RECORDING: Modes = Modes { recording: true, training: true };
const KEEP: Walk = Walk { retain: true, training: true, create: false };
const CREATE: Walk = Walk { retain: true, training: true, create: true };

fn recording() -> Tape {
    let mut tape = Tape::default();
    tape.modes = RECORDING;
    tape
}

fn vector(data: &[f64]) -> Value {
    array(&[data.len()], data, DType::Float64)
}

fn apply(tape: &mut Tape, name: &str, inputs: &[&Value], attrs: &[(&str, Attr)]) -> Value {
    call(tape, name, inputs, attrs).unwrap()
}

fn mul(tape: &mut Tape, a: &Value, b: &Value) -> Value {
    apply(tape, "elemwise_mul", &[a, b], &[])
}

/// Runs outside of the tape, as the body of a function's forward does.
fn plain(value: &Value) -> Value {
    Value { array: value.array.clone(), link: None }
}

/// `x y` as a function of the script, which saves both inputs and its output.
fn product(tape: &mut Tape, number: u32, x: &Value, y: &Value) -> Value {
    let before = std::mem::take(&mut tape.modes);
    let out = mul(tape, x, y);
    tape.modes = before;
    let saved = vec![(x.clone(), None), (y.clone(), None), (out.clone(), Some(0))];
    tape.record_function(number, &[x.clone(), y.clone()], &[out], saved).expect("in a graph").swap_remove(0)
}

/// Walks to the end, answering for each `product`; gives the numbers asked and what `grad` gave.
fn walk(tape: &mut Tape, heads: &[Value], variables: Option<&[Value]>, walk: Walk) -> (Vec<u32>, Vec<Value>) {
    let mut walker = match variables {
        None => tape.begin_backward(heads, &[], walk).unwrap(),
        Some(variables) => tape.begin_grad(heads, &[], variables, walk).unwrap(),
    };
    let mut numbers = vec![];
    while walker.run(tape).unwrap() == Step::Asks {
        assert_eq!(tape.modes, Modes { recording: walk.create, training: walk.training });
        let (number, heads) = walker.question().unwrap();
        numbers.push(number);
        let (head, saved) = (heads[0].clone(), walker.saved().unwrap());
        let (dx, dy) = (mul(tape, &head, &saved[1]), mul(tape, &head, &saved[0]));
        walker.answer(tape, &[Some(dx), Some(dy)]).unwrap();
    }
    let found = walker.finish(tape).unwrap();
    walker.leave(tape);
    (numbers, found)
}

fn gradient(value: &Value) -> Vec<f64> {
    let owner = value.link.as_ref().unwrap().owner.clone();
    let variable = owner.downcast::<hadron_core::autograd::Variable>().ok().unwrap();
    let array = variable.gradient.borrow().clone();
    values(&Value { array, link: None })
}

fn dead(tape: &mut Tape) -> Vec<u32> {
    let mut list: Vec<u32> = std::iter::from_fn(|| Some(tape.dead_function()).filter(|&n| n != 0)).collect();
    list.sort_unstable();
    list
}

#[test]
fn a_chain_of_100_000_operators_goes_back_and_is_dropped_without_deep_recursion() {
    let _main = main_thread();
    let mut tape = recording();
    let x = leaf(&vector(&[0.5, 2.0]));
    let chain = |tape: &mut Tape| {
        (0..100_000).fold(x.clone(), |y, i| match i % 1000 {
            0 => mul(tape, &y, &x),
            _ => apply(tape, "_plus_scalar", &[&y], &[("scalar", 0.0.into())]),
        })
    };
    let y = chain(&mut tape);
    // x^101
    tape.backward(std::slice::from_ref(&y), &[], PLAIN).unwrap();
    let exact = |x: f64| 101.0 * x.powi(100);
    let near = |a: f64, b: f64| assert!((a / b - 1.0).abs() < 1e-9, "{a} {b}");
    gradient(&x).iter().zip([0.5, 2.0]).for_each(|(g, x)| near(*g, exact(x)));
    drop(y);
    // Recorded on the way back, and again from there; then dropped with all that hangs on it.
    let y = chain(&mut tape);
    let first = tape.grad(&[y], &[], std::slice::from_ref(&x), CREATE).unwrap().swap_remove(0);
    let second = tape.grad(&[first], &[], std::slice::from_ref(&x), CREATE).unwrap().swap_remove(0);
    values(&second).iter().zip([0.5f64, 2.0]).for_each(|(g, x)| near(*g, 101.0 * 100.0 * x.powi(99)));
    drop(second);
    // Dropped without a walk.
    drop(chain(&mut tape));
}

#[test]
fn a_function_of_the_script_is_asked_and_its_answer_goes_on() {
    let _main = main_thread();
    let mut tape = recording();
    let (x, y) = (leaf(&vector(&[2.0, 3.0])), leaf(&vector(&[5.0, 7.0])));
    let half = apply(&mut tape, "_mul_scalar", &[&x], &[("scalar", 0.5.into())]);
    let p = product(&mut tape, 41, &half, &y);
    let z = product(&mut tape, 42, &p, &p);
    let (asked, _) = walk(&mut tape, std::slice::from_ref(&z), None, KEEP);
    assert_eq!(asked, [42, 41]);
    assert_eq!(tape.modes, RECORDING);
    // z = x² y² / 4
    assert_eq!(gradient(&x), [2.0 * 25.0 / 2.0, 3.0 * 49.0 / 2.0]);
    assert_eq!(gradient(&y), [4.0 * 5.0 / 2.0, 9.0 * 7.0 / 2.0]);
    assert_eq!(dead(&mut tape), []);
    walk(&mut tape, std::slice::from_ref(&z), None, PLAIN);
    // Freed with the graph, though the arrays live.
    assert_eq!(dead(&mut tape), [41, 42]);
    assert_eq!(dead(&mut tape), []);
    let mut again = tape.begin_backward(&[z], &[], PLAIN).unwrap();
    let error = again.run(&mut tape).unwrap_err();
    assert!(error.kind == Kind::Graph && error.text.contains("freed"), "{error}");
    again.leave(&mut tape);
}

#[test]
fn gradients_of_gradients_go_through_inputs_and_outputs_that_a_function_saved() {
    let _main = main_thread();
    let mut tape = recording();
    let x = leaf(&vector(&[1.5, -2.0]));
    let y = product(&mut tape, 1, &x, &x);
    let cube = product(&mut tape, 2, &y, &x);
    let variables = [x.clone()];
    let (asked, first) = walk(&mut tape, &[cube], Some(&variables), CREATE);
    assert_eq!(asked, [2, 1]);
    assert_eq!(values(&first[0]), [3.0 * 2.25, 3.0 * 4.0]);
    let (asked, second) = walk(&mut tape, &first, Some(&variables), CREATE);
    assert_eq!(values(&second[0]), [9.0, -12.0]);
    // The gradient reads y, the output of the first function.
    assert!(asked.contains(&1));
    let (_, third) = walk(&mut tape, &second, Some(&variables), CREATE);
    assert_eq!(values(&third[0]), [6.0, 6.0]);
    drop((first, second, third, y));
    assert_eq!(dead(&mut tape), [1, 2]);

    // A function whose backward reads its own output: y = 1 / x, dy/dx = -y².
    let inverse = |tape: &mut Tape, x: &Value| {
        let before = std::mem::take(&mut tape.modes);
        let out = apply(tape, "reciprocal", &[x], &[]);
        tape.modes = before;
        tape.record_function(3, std::slice::from_ref(x), std::slice::from_ref(&out), vec![(out.clone(), Some(0))])
            .unwrap()
            .swap_remove(0)
    };
    let mut heads = vec![inverse(&mut tape, &x)];
    for expected in [|x: f64| -1.0 / (x * x), |x: f64| 2.0 / (x * x * x), |x: f64| -6.0 / (x * x * x * x)] {
        let mut walker = tape.begin_grad(&heads, &[], &variables, CREATE).unwrap();
        while walker.run(&mut tape).unwrap() == Step::Asks {
            let (head, y) = (walker.question().unwrap().1[0].clone(), walker.saved().unwrap().swap_remove(0));
            let square = mul(&mut tape, &y, &y);
            let dx = mul(&mut tape, &head, &square);
            let dx = apply(&mut tape, "negative", &[&dx], &[]);
            walker.answer(&mut tape, &[Some(dx)]).unwrap();
        }
        heads = walker.finish(&mut tape).unwrap();
        walker.leave(&mut tape);
        let close = values(&heads[0]).iter().zip([1.5, -2.0]).all(|(a, x)| (a - expected(x)).abs() < 1e-12);
        assert!(close, "{:?}", values(&heads[0]));
    }
    drop(heads);
    assert_eq!(dead(&mut tape), [3]);
}

#[test]
fn an_answer_that_does_not_fit_is_refused_and_the_walk_still_waits() {
    let _main = main_thread();
    let mut tape = recording();
    let (x, y) = (leaf(&vector(&[2.0, 3.0])), leaf(&vector(&[5.0, 7.0])));
    let z = product(&mut tape, 7, &x, &y);
    let mut walker = tape.begin_backward(&[z], &[], PLAIN).unwrap();
    assert_eq!(walker.run(&mut tape).unwrap(), Step::Asks);
    assert_eq!(walker.run(&mut tape).unwrap_err().kind, Kind::Graph);
    let fine = Some(vector(&[1.0, 1.0]));
    let error = walker.answer(&mut tape, std::slice::from_ref(&fine)).unwrap_err();
    assert_eq!(error.text, "backward gave 1 gradients; it needs one for each of the 2 inputs");
    let error = walker.answer(&mut tape, &[fine.clone(), Some(vector(&[1.0]))]).unwrap_err();
    assert!(error.kind == Kind::Shape && error.text.contains("input 1"), "{error}");
    // Nothing flows back to y: zeros.
    walker.answer(&mut tape, &[fine, None]).unwrap();
    assert!(walker.question().is_err());
    assert_eq!(walker.run(&mut tape).unwrap(), Step::Done);
    walker.finish(&mut tape).unwrap();
    walker.leave(&mut tape);
    assert_eq!((gradient(&x), gradient(&y)), (vec![1.0, 1.0], vec![0.0, 0.0]));
}

#[test]
fn writing_into_what_others_need_is_refused() {
    let _main = main_thread();
    let mut tape = recording();
    let x = leaf(&vector(&[2.0, 3.0]));
    let start = |tape: &mut Tape| {
        tape.modes = RECORDING;
        let y = product(tape, 7, &x, &x);
        let mut walker = tape.begin_backward(&[y], &[], PLAIN).unwrap();
        assert_eq!(walker.run(tape).unwrap(), Step::Asks);
        walker
    };
    let mut walker = start(&mut tape);
    walker.question().unwrap().1[0].array.storage.written();
    let one = Some(vector(&[1.0, 1.0]));
    let error = walker.answer(&mut tape, &[one.clone(), one]).unwrap_err();
    assert!(error.text.contains("in place"), "{error}");
    walker.leave(&mut tape);
    drop(walker);
    let walker = start(&mut tape);
    x.array.storage.written();
    let error = walker.saved().err().unwrap();
    assert!(error.kind == Kind::Graph && error.text.contains("changed in place"), "{error}");
    walker.leave(&mut tape);
    assert_eq!(tape.modes, RECORDING);
    drop(walker);
    assert_eq!(dead(&mut tape), [7, 7]);
}

#[test]
fn a_long_chain_of_functions_is_dropped_at_once() {
    let _main = main_thread();
    let mut tape = recording();
    let x = leaf(&vector(&[1.0]));
    let y = (1..=100_000).fold(x.clone(), |y, number| {
        // It also saves an array that is no input, with a history of its own.
        let aside = apply(&mut tape, "_plus_scalar", &[&y], &[("scalar", 1.0.into())]);
        let saved = vec![(aside, None)];
        tape.record_function(number, std::slice::from_ref(&x), &[plain(&x)], saved).unwrap().swap_remove(0)
    });
    assert_eq!(dead(&mut tape), []);
    drop(y);
    assert_eq!(dead(&mut tape).len(), 100_000);
}

#[test]
fn without_a_graph_nothing_is_recorded_and_a_dropped_walk_leaves_the_modes() {
    let _main = main_thread();
    let mut tape = recording();
    let (x, plain) = (leaf(&vector(&[1.0])), vector(&[1.0]));
    let one = std::slice::from_ref;
    assert!(tape.record_function(1, one(&plain), one(&plain), vec![]).is_none());
    tape.modes.recording = false;
    assert!(tape.record_function(1, one(&x), one(&plain), vec![]).is_none());
    tape.modes = RECORDING;
    let y = product(&mut tape, 9, &x, &x);
    // Where there is nobody to ask.
    let error = tape.backward(one(&y), &[], KEEP).unwrap_err();
    assert!(error.text.contains("function of the script"), "{error}");
    // A walk inside the other's question.
    let mut outer = tape.begin_backward(one(&y), &[], KEEP).unwrap();
    assert_eq!(outer.run(&mut tape).unwrap(), Step::Asks);
    tape.modes = RECORDING;
    let inner = product(&mut tape, 10, &x, &x);
    assert_eq!(walk(&mut tape, &[inner], None, PLAIN).0, [10]);
    assert_eq!(gradient(&x), [2.0]);
    outer.leave(&mut tape);
    assert_eq!(tape.modes, RECORDING);
    drop((outer, y));
    assert_eq!(dead(&mut tape), [9, 10]);
}
