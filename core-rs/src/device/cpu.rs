//! The cpu: an operator's kernel as a task of the engine.
#![forbid(unsafe_code)]

use std::cell::Cell;

use smallvec::SmallVec;

use super::random;
use crate::base::{Array, Context, Error, Result, Shape, Var, View, ViewMut};
use crate::engine::{self, Task, Work};
use crate::memory;
use crate::op::spec::{Call, Forward, Infer, Types};
use crate::op::{Attrs, OpSpec, Value};

/// Tasks longer than this are worth remembering the script's line for.
const LONG: u64 = 200_000;
/// Stands for the number of a long task that ran at once, because there is no worker yet: the front
/// end starts workers when the first one comes.
const LONG_INLINE: u32 = u32::MAX;

thread_local! {
    /// The number of the last task whose line in the script is worth keeping, until the border has
    /// taken it: one that was queued and is long, or one that failed at once.
    static LAST_LONG: Cell<u32> = const { Cell::new(0) };
}

/// Takes the number of the last long task that was queued, 0 if none since.
pub fn take_long_task() -> u32 {
    LAST_LONG.take()
}

pub type Arrays = SmallVec<[Array; 1]>;

/// What a call came to.
pub struct Ran {
    pub outputs: Arrays,
    pub random: (u64, u64),
}

/// A new array whose contents are undefined.
pub fn empty(shape: Shape, dtype: crate::base::DType, context: u16) -> Result<Array> {
    let storage = memory::storage(shape.size() * dtype.size())?;
    Ok(Array { storage, offset: 0, shape, dtype, context })
}

/// An operator's call that runs at once: nothing is cloned, nothing is allocated.
struct Inline<'a> {
    op: &'static OpSpec,
    attrs: &'a Attrs,
    inputs: &'a [Option<&'a Array>],
    outputs: &'a [Array],
    training: bool,
    random: (u64, u64),
}

impl Work for Inline<'_> {
    fn run(&mut self, context: &dyn Context) -> Result<()> {
        let inputs: SmallVec<[Option<View>; 4]> = self.inputs.iter().map(|a| a.map(Array::view)).collect();
        let outputs: SmallVec<[ViewMut; 2]> = self.outputs.iter().map(Array::view_mut).collect();
        let (attrs, training, random) = (self.attrs, self.training, self.random);
        execute(self.op, &Call { context, attrs, inputs: &inputs, outputs: &outputs, training, random })
    }
    fn describe(&self) -> (&'static str, String) {
        (self.op.name, shapes_of(self.inputs.iter().flatten().copied()))
    }
}

/// The same call, queued: it keeps its arrays alive.
struct Queued {
    op: &'static OpSpec,
    attrs: Attrs,
    inputs: SmallVec<[Option<Array>; 4]>,
    outputs: Arrays,
    training: bool,
    random: (u64, u64),
}

impl Work for Queued {
    fn run(&mut self, context: &dyn Context) -> Result<()> {
        let inputs: SmallVec<[Option<View>; 4]> = self.inputs.iter().map(|a| a.as_ref().map(Array::view)).collect();
        let outputs: SmallVec<[ViewMut; 2]> = self.outputs.iter().map(Array::view_mut).collect();
        let (training, random) = (self.training, self.random);
        execute(self.op, &Call { context, attrs: &self.attrs, inputs: &inputs, outputs: &outputs, training, random })
    }
    fn describe(&self) -> (&'static str, String) {
        (self.op.name, shapes_of(self.inputs.iter().flatten()))
    }
}

fn execute(op: &'static OpSpec, call: &Call) -> Result<()> {
    match op.forward {
        Forward::Kernel(kernel) => kernel(call).map_err(|e| e.within(op.name)),
        _ => Ok(()),
    }
}

/// The shapes of some arrays, for messages.
pub fn shapes_of<'a>(arrays: impl Iterator<Item = &'a Array>) -> String {
    arrays.map(|a| format!("{} {}", a.dtype, a.shape)).collect::<Vec<_>>().join(", ")
}

/// The types of some inputs, as `infer` wants them.
pub fn types_of(inputs: &[Option<&Array>]) -> SmallVec<[Option<(Shape, crate::base::DType)>; 2]> {
    inputs.iter().map(|a| a.map(|a| (a.shape, a.dtype))).collect()
}

/// Checks the number of inputs against the entry.
fn check_inputs(op: &OpSpec, inputs: &[Option<&Array>]) -> Result<()> {
    let variadic = op.inputs.last().is_some_and(|i| i.variadic);
    let most = op.inputs.len() - variadic as usize;
    // Optional arrays at the end may be left out.
    let least = op.inputs[..most].iter().rposition(|i| !i.optional).map_or(0, |last| last + 1);
    if inputs.len() < least || (!variadic && inputs.len() > most) {
        let names: Vec<&str> = op.inputs.iter().map(|i| i.name).collect();
        let needs = match (variadic, least < most) {
            (true, _) => format!("{least} or more"),
            (false, true) => format!("{least} to {most}"),
            (false, false) => most.to_string(),
        };
        return Err(Error::attribute(format!("got {} arrays; it takes {needs} ({})", inputs.len(), names.join(", "))));
    }
    for (i, array) in inputs.iter().enumerate() {
        let spec = op.input(i);
        if array.is_none() && !spec.optional {
            return Err(Error::attribute(format!("{} is missing", spec.name)));
        }
    }
    Ok(())
}

/// Refuses what the entry of a composite operator refuses; its parts know other names and shapes.
pub fn check(op: &'static OpSpec, attrs: &Attrs, inputs: &[Option<Value>]) -> Result<()> {
    let arrays: SmallVec<[Option<&Array>; 4]> = inputs.iter().map(|v| v.as_ref().map(|v| &v.array)).collect();
    check_inputs(op, &arrays)?;
    (op.infer)(&Infer { op, attrs, inputs: &types_of(&arrays) }).map(|_| ())
}

/// Runs or queues a kernel operator; makes the output of an alias. `out` are arrays to write into,
/// as many as the operator's visible outputs.
pub fn run(
    op: &'static OpSpec,
    attrs: &Attrs,
    inputs: &[Option<&Array>],
    out: Option<&[Array]>,
    training: bool,
    context: u16,
) -> Result<Ran> {
    check_inputs(op, inputs)?;
    let types = types_of(inputs);
    let infer = Infer { op, attrs, inputs: &types };
    let wanted = (op.infer)(&infer)?;
    let context = inputs.iter().flatten().next().map_or(context, |a| a.context);
    if let Some(other) = inputs.iter().flatten().find(|a| a.context != context) {
        return Err(Error::new(
            crate::base::Kind::Context,
            format!("inputs are on cpu({context}) and cpu({}); copy one of them (asInContext)", other.context),
        ));
    }
    if let Forward::Alias(offset) = op.forward {
        return alias(&infer, inputs[0].expect("an input"), &wanted, offset, out);
    }
    if out.is_none() {
        // The common way: new outputs, and nothing to copy back afterwards.
        let mut outputs = Arrays::new();
        for (shape, dtype) in &wanted {
            outputs.push(empty(*shape, *dtype, context)?);
        }
        let random = draw(op, attrs, &wanted);
        submit(op, attrs, inputs, &outputs, training, random, (op.cost)(&infer, &wanted));
        return Ok(Ran { outputs, random });
    }
    let outputs = outputs_for(op, attrs, &wanted, inputs, out, context)?;
    let random = draw(op, attrs, &wanted);
    let cost = (op.cost)(&infer, &wanted);
    submit(op, attrs, inputs, &outputs.run, training, random, cost);
    // Results computed aside, because they overlap what the kernel reads, are copied into place.
    for (from, to) in outputs.run.iter().zip(&outputs.given) {
        if let Some(to) = to {
            copy(from, to)?;
        }
    }
    let results = outputs.run.into_iter().zip(outputs.given).map(|(ran, given)| given.unwrap_or(ran)).collect();
    Ok(Ran { outputs: results, random })
}

/// Draws what the call needs of the operators' random stream.
fn draw(op: &OpSpec, attrs: &Attrs, wanted: &Types) -> (u64, u64) {
    match (op.random)(attrs, wanted) {
        0 => (0, 0),
        blocks => random::draw(0, blocks),
    }
}

/// Copies one array over another of the same size (dtypes may differ).
pub fn copy(from: &Array, to: &Array) -> Result<()> {
    let op = crate::op::find("_copyto").expect("_copyto");
    let attrs = Attrs::defaults(op.attrs)?;
    let cost = to.bytes() as u64 / 8 + 20;
    submit(op, &attrs, &[Some(from)], std::slice::from_ref(to), false, (0, 0), cost);
    Ok(())
}

/// Runs the call here and now when the engine allows it, else queues it.
fn submit(
    op: &'static OpSpec,
    attrs: &Attrs,
    inputs: &[Option<&Array>],
    outputs: &[Array],
    training: bool,
    random: (u64, u64),
    cost: u64,
) {
    let engine = engine::current();
    let reads: SmallVec<[&Var; 6]> = inputs.iter().flatten().map(|a| &a.storage.var).collect();
    let mut writes: SmallVec<[&Var; 6]> = SmallVec::new();
    for output in outputs {
        output.storage.written();
        writes.push(&output.storage.var);
    }
    for (i, input) in inputs.iter().enumerate() {
        if let Some(array) = input
            && op.mutates(attrs, i)
        {
            array.storage.written();
            writes.push(&array.storage.var);
        }
    }
    if engine.runs_inline(&reads, &writes, cost) {
        let failed = engine.run_inline(&mut Inline { op, attrs, inputs, outputs, training, random }, &writes);
        if failed != 0 {
            LAST_LONG.set(failed);
        } else if cost > LONG {
            LAST_LONG.set(LONG_INLINE);
        }
        return;
    }
    let inputs = inputs.iter().map(|a| a.cloned()).collect();
    let work = Queued { op, attrs: attrs.clone(), inputs, outputs: outputs.into(), training, random };
    let bytes = outputs.iter().map(Array::bytes).sum();
    let number = engine.push(Task { work: Box::new(work), reads: &reads, writes: &writes, cost, bytes });
    if cost > LONG {
        LAST_LONG.set(number);
    }
}

fn alias(
    infer: &Infer,
    input: &Array,
    wanted: &Types,
    offset: fn(&Infer) -> usize,
    out: Option<&[Array]>,
) -> Result<Ran> {
    let (shape, dtype) = wanted[0];
    let array = Array { offset: input.offset + offset(infer), shape, dtype, ..input.clone() };
    let outputs = match out {
        None => smallvec::smallvec![array],
        Some(out) => {
            check_count(out.len(), 1)?;
            check_out(&out[0], shape)?;
            copy(&array, &out[0])?;
            smallvec::smallvec![out[0].clone()]
        }
    };
    Ok(Ran { outputs, random: (0, 0) })
}

/// Refuses an `out` of another length than there are outputs to see.
pub fn check_count(out: usize, visible: usize) -> Result<()> {
    if out != visible {
        return Err(Error::attribute(format!("out holds {out} arrays; there are {visible} outputs")));
    }
    Ok(())
}

fn check_out(out: &Array, shape: Shape) -> Result<()> {
    if out.shape != shape {
        return Err(Error::shape(format!("out has shape {}; the result has {shape}", out.shape)));
    }
    Ok(())
}

struct Outputs {
    /// What the kernel writes.
    run: Arrays,
    /// Where a result has to go afterwards, for those that were computed aside.
    given: SmallVec<[Option<Array>; 2]>,
}

/// Allocates outputs, or takes those of `out=` where the kernel may write straight into them.
fn outputs_for(
    op: &OpSpec,
    attrs: &Attrs,
    wanted: &Types,
    inputs: &[Option<&Array>],
    out: Option<&[Array]>,
    context: u16,
) -> Result<Outputs> {
    let mut run = Arrays::new();
    let mut given = SmallVec::new();
    let visible = (op.visible)(attrs, wanted.len());
    if let Some(out) = out {
        check_count(out.len(), visible)?;
    }
    for (i, (shape, dtype)) in wanted.iter().enumerate() {
        let Some(target) = out.and_then(|o| o.get(i)) else {
            run.push(empty(*shape, *dtype, context)?);
            given.push(None);
            continue;
        };
        check_out(target, *shape)?;
        let overlaps = inputs.iter().enumerate().any(|(j, a)| {
            a.is_some_and(|a| {
                a.same_storage(target) && !(op.elementwise && same_window(a, target)) && !op.mutates(attrs, j)
            })
        });
        if target.dtype != *dtype || overlaps {
            run.push(empty(*shape, *dtype, context)?);
            given.push(Some(target.clone()));
        } else {
            run.push(target.clone());
            given.push(None);
        }
    }
    Ok(Outputs { run, given })
}

/// Element by element, an operator may write exactly what it reads; shifted or repeated, it may not.
fn same_window(a: &Array, b: &Array) -> bool {
    a.offset == b.offset && a.dtype == b.dtype && a.shape == b.shape
}
