//! An operator is asked for the gradients of its inputs.
#![forbid(unsafe_code)]

use std::rc::Rc;
use std::sync::Arc;

use smallvec::SmallVec;

use super::node::{Edge, Node};
use super::tape::Tape;
use super::walker::{Sum, Walker};
use crate::base::{Error, Result, Storage};
use crate::op::spec::Gradient;
use crate::op::value::call;
use crate::op::{Backward, Value};

impl Walker {
    /// Asks a node for the gradients of its inputs and sends them on.
    pub(super) fn ask(&mut self, tape: &mut Tape, node: &Rc<Node>, heads: &[Option<Value>]) -> Result<()> {
        let edges = node.edges.borrow().clone();
        let name = node.op.name;
        let wants: SmallVec<[bool; 4]> = edges.iter().map(|e| self.wants(e)).collect();
        let rule = match node.op.gradient {
            Gradient::Rule(rule) => rule,
            Gradient::Zero(_) => return self.zeros(tape, node, &edges, &wants),
            // The script's own functions do not come here while they can be asked.
            Gradient::None(_) if node.kept.borrow().is_none() => return Err(freed()),
            Gradient::None(reason) => {
                return Err(Error::graph(format!("has no gradient: {reason}")).within(name));
            }
        };
        let (inputs, outputs) = kept(node, &edges)?;
        let mut gradients: SmallVec<[Option<Value>; 2]> = edges.iter().map(|_| None).collect();
        let context = std::mem::replace(&mut tape.context, node.context);
        let done = rule(&mut Backward {
            graph: tape,
            op: node.op,
            attrs: &node.attrs,
            inputs: &inputs,
            outputs: &outputs,
            input_types: &node.input_types,
            output_types: &node.output_types,
            heads,
            wants: &wants,
            training: node.training,
            random: node.random,
            gradients: &mut gradients,
        });
        tape.context = context;
        done.map_err(|e| e.within(format!("backward of {name}")))?;
        let mut passed: SmallVec<[Arc<Storage>; 4]> = SmallVec::new();
        for (i, edge) in edges.into_iter().enumerate() {
            let Some(gradient) = gradients[i].take() else { continue };
            // A head passed on as it is, or one array given to two inputs, belongs to others too.
            let rest = gradients[i + 1..].iter();
            let others = heads.iter().chain(inputs.iter()).chain(outputs.iter()).chain(rest).flatten();
            let ours = !others.into_iter().any(|v| v.array.same_storage(&gradient.array))
                && !passed.iter().any(|p| Arc::ptr_eq(p, &gradient.array.storage));
            passed.push(gradient.array.storage.clone());
            self.flowing.push_back((edge, Sum { value: gradient, ours }));
        }
        Ok(())
    }

    /// Zeros for a leaf under an operator that is flat almost everywhere.
    fn zeros(&mut self, tape: &mut Tape, node: &Rc<Node>, edges: &[Edge], wants: &[bool]) -> Result<()> {
        let mut flows: SmallVec<[(Edge, Sum); 2]> = SmallVec::new();
        for (i, edge) in edges.iter().enumerate() {
            let Some((shape, dtype)) = node.input_types[i].filter(|_| wants[i]) else { continue };
            let value = call(tape, "_zeros", &[], &[("shape", shape.into()), ("dtype", dtype.into())])?;
            flows.push((edge.clone(), Sum { value, ours: true }));
        }
        self.flowing.extend(flows);
        Ok(())
    }
}

pub(super) fn freed() -> Error {
    Error::graph("the graph was freed by an earlier backward; pass { retainGraph: true } to the first one")
}

#[allow(clippy::type_complexity)]
fn kept(node: &Rc<Node>, edges: &[Edge]) -> Result<(SmallVec<[Option<Value>; 2]>, SmallVec<[Option<Value>; 1]>)> {
    let kept = node.kept.borrow();
    let Some(kept) = &*kept else { return Err(freed()) };
    let name = node.op.name;
    let mut inputs = SmallVec::new();
    for (i, saved) in kept.inputs.iter().enumerate() {
        let what = node.op.input(i).name;
        inputs.push(match saved {
            None => None,
            Some(saved) => Some(Value { array: saved.get(name, what)?, link: edges[i].link() }),
        });
    }
    let mut outputs = SmallVec::new();
    for (i, saved) in kept.outputs.iter().enumerate() {
        let link = Edge::Node(node.clone(), i as u32).link();
        outputs.push(match saved {
            None => None,
            Some(saved) => Some(Value { array: saved.get(name, "output")?, link }),
        });
    }
    Ok((inputs, outputs))
}
