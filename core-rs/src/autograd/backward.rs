//! Where a walk back begins and ends: the gradients of all leaves, or of the variables asked for.
#![forbid(unsafe_code)]

use super::node::{Edge, GradReq};
use super::tape::Tape;
use super::walker::{Step, Target, Walker};
use crate::base::{Array, Error, Result};
use crate::device::cpu;
use crate::op::Value;
use crate::op::value::call;

/// How to walk.
#[derive(Clone, Copy, Debug)]
pub struct Walk {
    /// Keep the graph for another backward.
    pub retain: bool,
    /// The mode in which gradients are computed.
    pub training: bool,
    /// Record the walk itself, so that its results can be differentiated again.
    pub create: bool,
}

impl Tape {
    /// Begins a walk that writes the gradients of all leaves that the heads depend on.
    pub fn begin_backward(&mut self, heads: &[Value], head_grads: &[Option<Value>], walk: Walk) -> Result<Walker> {
        Walker::new(self, heads, head_grads, None, Walk { create: false, ..walk })
    }

    /// Begins a walk to the gradients of the heads with respect to `variables`, which need not be leaves.
    pub fn begin_grad(
        &mut self,
        heads: &[Value],
        head_grads: &[Option<Value>],
        variables: &[Value],
        walk: Walk,
    ) -> Result<Walker> {
        let mut targets = Vec::new();
        for (i, variable) in variables.iter().enumerate() {
            let Some(target) = Target::of(&Edge::of(&variable.link)) else {
                return Err(Error::graph(format!(
                    "variable {i} is not part of a recorded graph; call attachGrad() before recording"
                )));
            };
            targets.push((target, variable.clone()));
        }
        Walker::new(self, heads, head_grads, Some(targets), walk)
    }

    /// Writes the gradients of all leaves that the heads depend on, where no function of the script is on the way.
    pub fn backward(&mut self, heads: &[Value], head_grads: &[Option<Value>], walk: Walk) -> Result<()> {
        let walker = self.begin_backward(heads, head_grads, walk)?;
        self.complete(walker).map(|_| ())
    }

    /// Gradients of the heads with respect to `variables`, where no function of the script is on the way.
    pub fn grad(
        &mut self,
        heads: &[Value],
        head_grads: &[Option<Value>],
        variables: &[Value],
        walk: Walk,
    ) -> Result<Vec<Value>> {
        let walker = self.begin_grad(heads, head_grads, variables, walk)?;
        self.complete(walker)
    }

    fn complete(&mut self, mut walker: Walker) -> Result<Vec<Value>> {
        let done = match walker.run(self) {
            Ok(Step::Done) => walker.finish(self),
            Ok(Step::Asks) => Err(Error::graph("a function of the script is on the way back, and there is no script")),
            Err(error) => Err(error),
        };
        walker.leave(self);
        done
    }
}

/// An array that owns the whole of its storage may become a gradient as it is.
fn whole(array: &Array) -> bool {
    array.offset == 0 && array.bytes() == array.storage.bytes
}

impl Walker {
    /// After the last step: writes the leaves, or gives what was asked for. Can be called again after an error.
    pub fn finish(&mut self, tape: &mut Tape) -> Result<Vec<Value>> {
        let Some(found) = &self.found else { return self.write_leaves().map(|_| Vec::new()) };
        let zeros = |variable: &Value, tape: &mut Tape| {
            call(tape, "zeros_like", &[&Value { array: variable.array.clone(), link: None }], &[])
        };
        self.variables
            .iter()
            .map(|(target, variable)| found[target].clone().map_or_else(|| zeros(variable, tape), Ok))
            .collect()
    }

    fn write_leaves(&mut self) -> Result<()> {
        if self.leaves.is_empty() {
            return Err(Error::graph(
                "no array in the recorded graph asks for a gradient; call attachGrad() before recording",
            ));
        }
        let mut addresses: Vec<usize> = self.leaves.keys().copied().collect();
        addresses.sort_unstable();
        for address in addresses {
            let (leaf, sum) = &self.leaves[&address];
            let gradient = leaf.gradient.borrow().clone();
            if leaf.req == GradReq::Add {
                let op = crate::op::find("_grad_add").expect("_grad_add");
                let inputs = [Some(&gradient), Some(&sum.value.array)];
                cpu::run(op, &op.attrs(&[])?, &inputs, Some(std::slice::from_ref(&gradient)), false, 0)?;
            } else if sum.ours && whole(&sum.value.array) {
                leaf.gradient.replace(sum.value.array.clone());
            } else {
                cpu::copy(&sum.value.array, &gradient)?;
            }
            leaf.fresh.set(true);
            // Out of the list at once: a second try adds no gradient twice.
            self.leaves.remove(&address);
        }
        Ok(())
    }
}
