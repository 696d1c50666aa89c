//! Runs operators on values, and records them while recording is on.
#![forbid(unsafe_code)]

use std::any::Any;
use std::cell::RefCell;
use std::rc::Rc;

use smallvec::SmallVec;

use super::node::{Edge, Kept, Node, Saved};
use crate::base::{Array, Error, Result, View};
use crate::device::cpu;
use crate::engine;
use crate::op::spec::{Forward, Gradient, Needs};
use crate::op::{Attrs, Graph, Link, OpSpec, Value, Values};

/// What `record`, `pause`, `trainMode` and `predictMode` set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Modes {
    pub recording: bool,
    pub training: bool,
}

/// The state of recording: modes and the clock of nodes. One, on the main thread.
#[derive(Default)]
pub struct Tape {
    pub modes: Modes,
    clock: u64,
    /// Functions of the script that no node needs any more.
    pub(super) dead_functions: Rc<RefCell<Vec<u32>>>,
    /// The context on which operators without inputs make their arrays.
    pub context: u16,
}

type Saves = SmallVec<[Option<Saved>; 2]>;

fn needs(op: &OpSpec, attrs: &Attrs) -> Needs {
    match op.gradient {
        Gradient::Rule(_) => (op.needs)(attrs),
        _ => Needs::NOTHING,
    }
}

/// Is array `i` in a mask of `Needs`? The last bit stands for all from there on.
fn named(mask: u32, i: usize) -> bool {
    mask >> i.min(31) & 1 == 1
}

impl Graph for Tape {
    fn apply(&mut self, op: &'static OpSpec, inputs: &[Option<Value>], attrs: Attrs) -> Result<Values> {
        self.invoke(op, attrs, inputs, None).map_err(|e| e.within(op.name))
    }
    fn recording(&self) -> bool {
        self.modes.recording
    }
    fn read(&mut self, value: &Value) -> Result<View> {
        // Operators may not know the engine; the tape, which runs in the thread that may wait, does.
        engine::current().wait_to_read(&value.array.storage.var)?;
        Ok(value.array.view())
    }
}

impl Tape {
    /// Runs an operator: `out` are values to write into, as many as visible outputs. Gives the
    /// visible outputs.
    pub fn invoke(
        &mut self,
        op: &'static OpSpec,
        attrs: Attrs,
        inputs: &[Option<Value>],
        out: Option<&[Value]>,
    ) -> Result<Values> {
        let recorded = self.modes.recording && inputs.iter().flatten().any(|v| !Edge::of(&v.link).is_none());
        if self.modes.recording {
            self.refuse_writes(op, &attrs, inputs, out, recorded)?;
        }
        if let Forward::Composite(compose) = op.forward {
            cpu::check(op, &attrs, inputs)?;
            return self.compose(compose, &attrs, inputs, out);
        }
        let arrays: SmallVec<[Option<&Array>; 4]> = inputs.iter().map(|v| v.as_ref().map(|v| &v.array)).collect();
        let targets: Option<SmallVec<[Array; 2]>> = out.map(|o| o.iter().map(|v| v.array.clone()).collect());
        // Before the run: an input that the call itself writes (`out`) must be saved as it was.
        let kept = recorded.then(|| Tape::kept_inputs(op, &attrs, inputs));
        let ran = cpu::run(op, &attrs, &arrays, targets.as_deref(), self.modes.training, self.context)?;
        let visible = (op.visible)(&attrs, ran.outputs.len());
        let Some(kept) = kept else {
            let mut results = Values::new();
            for array in ran.outputs.into_iter().take(visible) {
                results.push(Value { array, link: None });
            }
            return Ok(results);
        };
        let node = self.node(op, attrs, inputs, kept, &ran);
        let link = |i: usize| Some(Link { owner: node.clone() as Rc<dyn Any>, output: i as u32 });
        Ok(ran.outputs.into_iter().take(visible).enumerate().map(|(i, array)| Value { array, link: link(i) }).collect())
    }

    /// The order of the next node.
    pub(super) fn tick(&mut self) -> u64 {
        self.clock += 1;
        self.clock
    }

    fn compose(
        &mut self,
        compose: fn(&mut dyn Graph, &Attrs, &[Option<Value>]) -> Result<Values>,
        attrs: &Attrs,
        inputs: &[Option<Value>],
        out: Option<&[Value]>,
    ) -> Result<Values> {
        let results = compose(self, attrs, inputs)?;
        let Some(out) = out else { return Ok(results) };
        cpu::check_count(out.len(), results.len())?;
        let copy = crate::op::find("_copyto").expect("_copyto");
        let mut written = Values::new();
        for (result, target) in results.into_iter().zip(out) {
            let attrs = Attrs::defaults(copy.attrs)?;
            written.extend(self.invoke(copy, attrs, &[Some(result)], Some(std::slice::from_ref(target)))?);
        }
        Ok(written)
    }

    /// What backward will read of the inputs.
    fn kept_inputs(op: &OpSpec, attrs: &Attrs, inputs: &[Option<Value>]) -> Saves {
        let mask = needs(op, attrs).inputs;
        let keep =
            |(i, v): (usize, &Option<Value>)| v.as_ref().filter(|_| named(mask, i)).map(|v| Saved::new(&v.array));
        inputs.iter().enumerate().map(keep).collect()
    }

    fn node(
        &mut self,
        op: &'static OpSpec,
        attrs: Attrs,
        inputs: &[Option<Value>],
        kept_inputs: Saves,
        ran: &cpu::Ran,
    ) -> Rc<Node> {
        let mask = needs(op, &attrs).outputs;
        let kept_outputs = ran.outputs.iter().enumerate().map(|(i, a)| named(mask, i).then(|| Saved::new(a))).collect();
        Rc::new(Node {
            order: self.tick(),
            op,
            edges: RefCell::new(inputs.iter().map(|v| v.as_ref().map_or(Edge::None, |v| Edge::of(&v.link))).collect()),
            kept: RefCell::new(Some(Kept { inputs: kept_inputs, outputs: kept_outputs, function: None })),
            input_types: inputs.iter().map(|v| v.as_ref().map(|v| (v.array.shape, v.array.dtype))).collect(),
            output_types: ran.outputs.iter().map(|a| (a.shape, a.dtype)).collect(),
            training: self.modes.training,
            random: ran.random,
            context: ran.outputs[0].context,
            attrs,
        })
    }

    /// While recording, an array that is in the graph may not be written, and a recorded result may
    /// not go into a view (its base would lose the gradient).
    fn refuse_writes(
        &self,
        op: &OpSpec,
        attrs: &Attrs,
        inputs: &[Option<Value>],
        out: Option<&[Value]>,
        recorded: bool,
    ) -> Result<()> {
        let in_graph = |v: &Value| !Edge::of(&v.link).is_none();
        for target in out.unwrap_or(&[]) {
            if in_graph(target) {
                return Err(Error::graph(
                    "writes in place into an array that is already in a recorded graph; write outside of record, or make \
                     a new array",
                ));
            }
            let whole = target.array.offset == 0 && target.array.bytes() == target.array.storage.bytes;
            if recorded && !whole {
                return Err(Error::graph(
                    "writes a recorded result into a view, whose base would lose the gradient; use setAt on the base",
                ));
            }
        }
        for (i, value) in inputs.iter().enumerate() {
            let spec = op.input(i);
            if let Some(value) = value
                && op.mutates(attrs, i)
                && in_graph(value)
            {
                return Err(Error::graph(format!("changes {}, which is already in a recorded graph", spec.name)));
            }
        }
        Ok(())
    }
}
