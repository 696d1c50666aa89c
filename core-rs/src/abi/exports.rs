//! Every `extern "C"` export, one table row of `README.md` each.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;

use smallvec::SmallVec;

use super::handles::{State, with_state};
use super::scratch::{self, header};
use crate::autograd::{GradReq, Modes, Variable};
use crate::base::{Array, DType, Error, Kind, Result, Shape};
use crate::device::{cpu, random};
use crate::op::{self, Attrs, OpSpec, Value};
use crate::{engine, memory};

/// Runs the body of an export: an error or a panic becomes the text in the scratch area and 0.
pub(super) fn guarded(body: impl FnOnce(&mut State) -> Result<u32>) -> u32 {
    match catch_unwind(AssertUnwindSafe(|| with_state(body))) {
        Ok(Ok(value)) => value,
        Ok(Err(error)) => {
            scratch::put_error(&error);
            0
        }
        Err(panic) => {
            let text = panic
                .downcast_ref::<String>()
                .cloned()
                .or_else(|| panic.downcast_ref::<&str>().map(|s| s.to_string()))
                .unwrap_or_else(|| "a panic without a message".to_string());
            scratch::put_error(&Error::execution(format!("the core failed: {text}")));
            0
        }
    }
}

#[unsafe(no_mangle)]
pub extern "C" fn scratch() -> usize {
    scratch::address()
}

#[unsafe(no_mangle)]
pub extern "C" fn registry_hash() -> u32 {
    op::hash()
}

#[unsafe(no_mangle)]
pub extern "C" fn start(threads: u32, flags: u32, spin: u32) -> u32 {
    guarded(|state| {
        state.allow_faults = flags & 2 != 0;
        memory::start(flags & 4 != 0);
        memory::on_release(engine::forget);
        engine::start(threads.max(1) as usize, flags & 1 != 0, spin, memory::scratch());
        Ok(1)
    })
}

fn operator(state: &State, number: u32) -> Result<&'static OpSpec> {
    let Some(op) = op::all().get(number as usize).copied() else {
        return Err(Error::new(Kind::UnknownOperator, format!("operator number {number} is not in this core")));
    };
    if op.debug_only && !state.allow_faults {
        return Err(Error::execution("works only when HADRON_DEBUG is set before the start").within(op.name));
    }
    Ok(op)
}

pub(super) fn optional_value(state: &State, id: u32) -> Result<Option<Value>> {
    if id == 0 { Ok(None) } else { state.value(id).map(Some) }
}

/// After an allocating call: what the front end looks at before its next one.
pub(super) fn finish(state: &mut State) {
    let head = scratch::head();
    head[header::LONG_TASK] = cpu::take_long_task();
    if head[header::SWEEP_DUE] == 0 && state.sweep_due() {
        head[header::SWEEP_DUE] = 1;
    }
}

#[unsafe(no_mangle)]
pub extern "C" fn invoke(number: u32, inputs: u32, outs: u32) -> u32 {
    guarded(|state| {
        let op = operator(state, number)?;
        let (inputs, outs) = (inputs as usize, outs as usize);
        let run = |state: &mut State| -> Result<u32> {
            let attrs =
                if op.attrs.is_empty() { Attrs::defaults(&[])? } else { Attrs::parse(op.attrs, scratch::numbers())? };
            state.tape.context = scratch::head()[header::CONTEXT] as u16;
            let words = scratch::words();
            let values =
                words[..inputs].iter().map(|&id| optional_value(state, id)).collect::<Result<SmallVec<[_; 4]>>>()?;
            let targets: SmallVec<[u32; 2]> = words[inputs..inputs + outs].into();
            let out = targets.iter().map(|&id| state.value(id)).collect::<Result<SmallVec<[Value; 2]>>>()?;
            let out = if outs > 0 { Some(&out[..]) } else { None };
            let results = state.tape.invoke(op, attrs, &values, out)?;
            let count = results.len() as u32;
            for (i, result) in results.into_iter().enumerate() {
                words[i] = match targets.get(i) {
                    None => state.insert(result),
                    Some(&id) => {
                        if result.link.is_some() {
                            state.set_link(id, result.link);
                        }
                        id
                    }
                };
            }
            Ok(count)
        };
        let count = run(state).map_err(|e| e.within(op.name))?;
        finish(state);
        Ok(count)
    })
}

fn one(state: &mut State, op: &'static OpSpec, attrs: Result<Attrs>, inputs: &[Option<Value>]) -> Result<u32> {
    let mut results =
        attrs.and_then(|attrs| state.tape.invoke(op, attrs, inputs, None)).map_err(|e| e.within(op.name))?;
    let id = state.insert(results.swap_remove(0));
    finish(state);
    Ok(id)
}

#[unsafe(no_mangle)]
pub extern "C" fn invoke1(number: u32, a: u32, attributes: u32, value: f64) -> u32 {
    guarded(|state| {
        let op = operator(state, number)?;
        let attrs = if attributes == 0 { Attrs::defaults(op.attrs) } else { Attrs::number(op.attrs, value) };
        let input = state.value(a).map_err(|e| e.within(op.name))?;
        one(state, op, attrs, &[Some(input)])
    })
}

#[unsafe(no_mangle)]
pub extern "C" fn invoke2(number: u32, a: u32, b: u32) -> u32 {
    guarded(|state| {
        let op = operator(state, number)?;
        let inputs = [
            Some(state.value(a).map_err(|e| e.within(op.name))?),
            Some(state.value(b).map_err(|e| e.within(op.name))?),
        ];
        one(state, op, Attrs::defaults(op.attrs), &inputs)
    })
}

#[unsafe(no_mangle)]
pub extern "C" fn array_new(dtype: u32, ndim: u32, context: u32) -> u32 {
    guarded(|state| {
        let dtype = DType::from_flag(dtype).ok_or_else(|| Error::dtype(format!("{dtype} is no dtype")))?;
        let shape = Shape::checked(scratch::words()[..ndim as usize].iter().map(|&d| d as u64))?;
        let array = cpu::empty(shape, dtype, context as u16)?;
        let id = state.insert(Value { array, link: None });
        finish(state);
        Ok(id)
    })
}

#[unsafe(no_mangle)]
pub extern "C" fn array_info(id: u32) -> u32 {
    guarded(|state| {
        let value = state.value(id)?;
        let array = &value.array;
        let words = scratch::words();
        words[0] = array.dtype as u32;
        words[1] = array.shape.ndim() as u32;
        words[2..10].fill(0);
        words[2..2 + array.shape.ndim()].copy_from_slice(array.shape.dims());
        words[10] = array.context as u32;
        let leaf = value.link.as_ref().is_some_and(|l| l.owner.is::<Variable>());
        words[11] = leaf as u32 | (value.link.is_some() as u32) << 1;
        words[12] = state.generation(id);
        scratch::numbers()[0] = array.bytes() as f64;
        Ok(1)
    })
}

#[unsafe(no_mangle)]
pub extern "C" fn array_generation(id: u32) -> u32 {
    with_state(|state| state.generation(id))
}

#[unsafe(no_mangle)]
pub extern "C" fn array_release(id: u32, generation: u32) -> u32 {
    with_state(|state| if state.release(id, generation) { 1 } else { 2 })
}

fn address_of(array: &Array) -> u32 {
    let address = array.view().address;
    if array.bytes() == 0 { 1 } else { address as u32 }
}

#[unsafe(no_mangle)]
pub extern "C" fn array_read(id: u32) -> u32 {
    guarded(|state| {
        let array = state.array(id)?;
        engine::current().wait_to_read(&array.storage.var)?;
        Ok(address_of(&array))
    })
}

#[unsafe(no_mangle)]
pub extern "C" fn array_write(id: u32) -> u32 {
    guarded(|state| {
        let value = state.value(id)?;
        if state.tape.modes.recording && value.link.is_some() {
            return Err(Error::graph("writes in place into an array that is already in a recorded graph"));
        }
        engine::current().wait_to_write(&value.array.storage.var)?;
        value.array.storage.written();
        Ok(address_of(&value.array))
    })
}

#[unsafe(no_mangle)]
pub extern "C" fn array_wait(id: u32) -> u32 {
    guarded(|state| {
        let array = state.array(id)?;
        engine::current().wait_to_read(&array.storage.var)?;
        Ok(1)
    })
}

#[unsafe(no_mangle)]
pub extern "C" fn array_pending(id: u32) -> u32 {
    with_state(|state| match state.array(id) {
        Ok(array) if engine::current().pending(&array.storage.var) => 1,
        _ => 2,
    })
}

#[unsafe(no_mangle)]
pub extern "C" fn array_detach(id: u32) -> u32 {
    guarded(|state| {
        let array = state.array(id)?;
        Ok(state.insert(Value { array, link: None }))
    })
}

#[unsafe(no_mangle)]
pub extern "C" fn wait_all() -> u32 {
    guarded(|_| engine::current().wait_all().map(|_| 1))
}

#[unsafe(no_mangle)]
pub extern "C" fn set_recording(on: u32) -> u32 {
    with_state(|state| std::mem::replace(&mut state.tape.modes.recording, on != 0) as u32 + 1)
}

#[unsafe(no_mangle)]
pub extern "C" fn set_training(on: u32) -> u32 {
    with_state(|state| std::mem::replace(&mut state.tape.modes.training, on != 0) as u32 + 1)
}

#[unsafe(no_mangle)]
pub extern "C" fn modes() -> u32 {
    with_state(|state| {
        let Modes { recording, training } = state.tape.modes;
        recording as u32 | (training as u32) << 1
    })
}

#[unsafe(no_mangle)]
pub extern "C" fn attach_grad(id: u32, req: u32, gradient: u32) -> u32 {
    guarded(|state| {
        let array = state.array(id)?;
        let req = match req {
            0 => GradReq::Null,
            1 => GradReq::Write,
            2 => GradReq::Add,
            other => return Err(Error::attribute(format!("gradReq {other} is none of null, write, add"))),
        };
        if !array.dtype.is_float() {
            return Err(Error::dtype(format!("an array of {} has no gradient; it must be a float", array.dtype)));
        }
        let buffer = if gradient == 0 {
            let zeros = op::find("_zeros").expect("_zeros");
            let attrs = zeros.attrs(&[("shape", array.shape.into()), ("dtype", array.dtype.into())])?;
            cpu::run(zeros, &attrs, &[], None, false, array.context)?.outputs.swap_remove(0)
        } else {
            let buffer = state.array(gradient)?;
            if buffer.shape != array.shape || buffer.dtype != array.dtype {
                return Err(Error::shape(format!(
                    "the gradient buffer is {} {}, the array {} {}",
                    buffer.dtype, buffer.shape, array.dtype, array.shape
                )));
            }
            buffer
        };
        let variable =
            Rc::new(Variable { req, gradient: std::cell::RefCell::new(buffer), fresh: std::cell::Cell::new(false) });
        if gradient != 0 {
            state.set_gradient(gradient, variable.clone());
        }
        state.set_variable(id, variable)?;
        Ok(1)
    })
}

#[unsafe(no_mangle)]
pub extern "C" fn grad_of(id: u32) -> u32 {
    guarded(|state| {
        scratch::head()[header::KIND] = 0;
        match state.variable(id)? {
            Some(variable) if variable.req != GradReq::Null => Ok(state.insert_gradient(variable)),
            _ => Ok(0),
        }
    })
}

#[unsafe(no_mangle)]
pub extern "C" fn grad_fresh(id: u32, clear: u32) -> u32 {
    guarded(|state| {
        let Some(variable) = state.variable(id)? else { return Ok(1) };
        if clear != 0 {
            variable.fresh.set(false);
            return Ok(1);
        }
        Ok(variable.fresh.get() as u32 + 1)
    })
}

#[unsafe(no_mangle)]
pub extern "C" fn seed(low: u32, high: u32) -> u32 {
    random::seed(low as u64 | (high as u64) << 32);
    1
}

#[unsafe(no_mangle)]
pub extern "C" fn random_draw(words: u32, stream: u32) -> u32 {
    let (_, counter) = random::draw(stream as usize, words as u64);
    let head = scratch::head();
    head[0] = counter as u32;
    head[1] = (counter >> 32) as u32;
    1
}

#[unsafe(no_mangle)]
pub extern "C" fn random_state(set: u32) -> u32 {
    let words = scratch::words();
    let join = |low: u32, high: u32| low as u64 | (high as u64) << 32;
    if set != 0 {
        let counters = std::array::from_fn(|i| join(words[2 + 2 * i], words[3 + 2 * i]));
        random::restore(join(words[0], words[1]), counters);
        return 1;
    }
    let (key, counters) = random::state();
    (words[0], words[1]) = (key as u32, (key >> 32) as u32);
    for (i, counter) in counters.into_iter().enumerate() {
        (words[2 + 2 * i], words[3 + 2 * i]) = (counter as u32, (counter >> 32) as u32);
    }
    1
}

#[unsafe(no_mangle)]
pub extern "C" fn memory_stats() -> u32 {
    with_state(|state| {
        let stats = memory::stats();
        let sweepable = state.sweepable();
        let all = [
            stats.live,
            stats.peak,
            stats.pooled,
            stats.reserved,
            stats.maximum,
            sweepable,
            state.live,
            stats.allocations,
        ];
        for (place, value) in scratch::numbers().iter_mut().zip(all) {
            *place = value as f64;
        }
        1
    })
}

#[unsafe(no_mangle)]
pub extern "C" fn sweep_due() -> u32 {
    with_state(|state| state.sweep_due() as u32 + 1)
}

#[unsafe(no_mangle)]
pub extern "C" fn pool_reserved() -> f64 {
    memory::stats().reserved as f64
}

#[unsafe(no_mangle)]
pub extern "C" fn pool_free() -> f64 {
    memory::stats().pooled as f64
}

#[unsafe(no_mangle)]
pub extern "C" fn swept() -> u32 {
    with_state(|state| state.swept());
    scratch::head()[header::SWEEP_DUE] = 0;
    1
}

#[unsafe(no_mangle)]
pub extern "C" fn engine_set_threads(threads: u32) -> u32 {
    engine::set_threads(threads.max(1) as usize);
    1
}

#[unsafe(no_mangle)]
pub extern "C" fn engine_info() -> u32 {
    let info = engine::info();
    let words = scratch::words();
    words[..5].copy_from_slice(&info);
    1
}

#[unsafe(no_mangle)]
pub extern "C" fn worker_run(index: u32) {
    engine::worker_run(index as usize);
}

#[unsafe(no_mangle)]
pub extern "C" fn worker_died(index: u32) -> u32 {
    engine::worker_died(index as usize);
    1
}

#[unsafe(no_mangle)]
pub extern "C" fn stack_begun(low: usize) {
    memory::stack_begun(low);
}

#[unsafe(no_mangle)]
pub extern "C" fn stack_ended(low: usize) {
    memory::stack_ended(low);
}

#[unsafe(no_mangle)]
pub extern "C" fn trap_main() -> u32 {
    match engine::trap_main() {
        None => 1,
        Some(error) => {
            scratch::put_error(&error);
            0
        }
    }
}
