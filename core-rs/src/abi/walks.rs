//! Exports of the walk back, which stops at functions of the script and goes on with their answers. A
//! function may itself walk back, so the walks on their way are a stack.

use super::exports::{finish, guarded, optional_value};
use super::handles::{State, with_state};
use super::scratch::{self, header};
use crate::autograd::{Step, Walk, Walker};
use crate::base::{Error, Kind, Result};
use crate::op::Value;

/// What `walk` gives when a function of the script is asked.
const ASKED: u32 = 1 << 20;

/// A walk on its way.
pub struct Going {
    walker: Walker,
    /// For messages.
    name: &'static str,
    /// True while a step runs: still so at the next one, a kernel stopped the step halfway.
    inside: bool,
}

fn take_values(state: &State, from: usize, count: usize) -> Result<Vec<Option<Value>>> {
    scratch::words()[from..from + count].iter().map(|&id| optional_value(state, id)).collect()
}

fn present(values: Vec<Option<Value>>) -> Result<Vec<Value>> {
    values.into_iter().map(|v| v.ok_or_else(|| Error::new(Kind::Disposed, "the array was disposed"))).collect()
}

fn put_values(state: &mut State, from: usize, values: impl IntoIterator<Item = Value>) -> usize {
    let mut n = 0;
    for value in values {
        scratch::words()[from + n] = state.insert(value);
        n += 1;
    }
    n
}

fn begin(state: &mut State, walker: Result<Walker>, name: &'static str) -> Result<u32> {
    let walker = walker.map_err(|e| e.within(name))?;
    state.walks.push(Going { walker, name, inside: false });
    Ok(1)
}

#[unsafe(no_mangle)]
pub extern "C" fn backward(heads: u32, retain: u32, train: u32) -> u32 {
    guarded(|state| {
        let n = heads as usize;
        let values = present(take_values(state, 0, n)?)?;
        let grads = take_values(state, n, n)?;
        let walk = Walk { retain: retain != 0, training: train != 0, create: false };
        let walker = state.tape.begin_backward(&values, &grads, walk);
        begin(state, walker, "backward")
    })
}

#[unsafe(no_mangle)]
pub extern "C" fn grad(heads: u32, variables: u32, retain: u32, train: u32, create: u32) -> u32 {
    guarded(|state| {
        let (n, m) = (heads as usize, variables as usize);
        let values = present(take_values(state, 0, n)?)?;
        let grads = take_values(state, n, n)?;
        let targets = present(take_values(state, 2 * n, m)?)?;
        let walk = Walk { retain: retain != 0, training: train != 0, create: create != 0 };
        let walker = state.tape.begin_grad(&values, &grads, &targets, walk);
        begin(state, walker, "autograd.grad")
    })
}

fn nothing_goes() -> Error {
    Error::graph("no walk back is on its way")
}

#[unsafe(no_mangle)]
pub extern "C" fn walk() -> u32 {
    guarded(|state| {
        let State { walks, tape, .. } = state;
        let going = walks.last_mut().ok_or_else(nothing_goes)?;
        if std::mem::replace(&mut going.inside, true) {
            return Err(Error::execution("a fault in a kernel stopped it halfway; record again").within(going.name));
        }
        let done = going.walker.run(tape).and_then(|step| match step {
            Step::Done => going.walker.finish(tape).map(Some),
            Step::Asks => Ok(None),
        });
        going.inside = false;
        scratch::head()[header::WALKED] = going.walker.steps;
        let done = done.map_err(|e| e.within(going.name))?;
        let result = match done {
            Some(results) => {
                going.walker.leave(tape);
                // All of it goes now, before the front end is asked to sweep.
                walks.pop();
                1 + put_values(state, 0, results) as u32
            }
            None => {
                let (number, heads) = going.walker.question()?;
                let heads = heads.to_vec();
                (scratch::words()[0], scratch::words()[1]) = (number, heads.len() as u32);
                put_values(state, 2, heads);
                ASKED
            }
        };
        finish(state);
        Ok(result)
    })
}

#[unsafe(no_mangle)]
pub extern "C" fn walk_saved() -> u32 {
    guarded(|state| {
        let going = state.walks.last().ok_or_else(nothing_goes)?;
        let saved = going.walker.saved()?;
        Ok(1 + put_values(state, 0, saved) as u32)
    })
}

#[unsafe(no_mangle)]
pub extern "C" fn walk_answer(count: u32) -> u32 {
    guarded(|state| {
        let gradients = take_values(state, 0, count as usize)?;
        let State { walks, tape, .. } = state;
        let going = walks.last_mut().ok_or_else(nothing_goes)?;
        going.walker.answer(tape, &gradients)?;
        Ok(1)
    })
}

#[unsafe(no_mangle)]
pub extern "C" fn walk_drop() -> u32 {
    guarded(|state| {
        if let Some(going) = state.walks.pop() {
            going.walker.leave(&mut state.tape);
        }
        Ok(1)
    })
}

#[unsafe(no_mangle)]
pub extern "C" fn function_record(number: u32, inputs: u32, outputs: u32, saved: u32) -> u32 {
    guarded(|state| {
        let (n, m, k) = (inputs as usize, outputs as usize, saved as usize);
        let values = present(take_values(state, 0, n)?)?;
        let results = present(take_values(state, n, m)?)?;
        let kept = present(take_values(state, n + m, k)?)?;
        let words = scratch::words();
        let own = |i: usize| {
            let id = words[n + m + i];
            // An input that comes out as it went in is known by its own origin.
            let is_input = words[..n].contains(&id);
            words[n..n + m].iter().position(|&o| o == id && !is_input).map(|place| place as u32)
        };
        let kept = kept.into_iter().enumerate().map(|(i, v)| (v, own(i))).collect();
        let recorded = state.tape.record_function(number, &values, &results, kept);
        Ok(1 + recorded.map_or(0, |list| put_values(state, 0, list)) as u32)
    })
}

#[unsafe(no_mangle)]
pub extern "C" fn function_dead() -> u32 {
    with_state(|state| state.tape.dead_function())
}
