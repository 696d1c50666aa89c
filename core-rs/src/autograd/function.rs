//! Functions that the script differentiates itself: their place on the tape, and what they left for
//! their backward. The core cannot call the script, so the walk back stops at such a node.
#![forbid(unsafe_code)]

use std::any::Any;
use std::cell::RefCell;
use std::rc::Rc;

use smallvec::SmallVec;

use super::ask::freed;
use super::node::{Edge, Kept, Node, Saved};
use super::tape::Tape;
use super::walker::{Sum, Walker};
use crate::base::{Error, Result};
use crate::op::spec::{Gradient, variadic};
use crate::op::value::call;
use crate::op::{Attrs, Link, OpSpec, Value};

/// What stands for the operator in the node of a function.
static FUNCTION: OpSpec = OpSpec {
    name: "Function",
    inputs: &[variadic("inputs")],
    gradient: Gradient::None("the script computes it"),
    ..OpSpec::NEW
};

/// Where a saved array came from.
enum Origin {
    Edge(Edge),
    /// An output of the function itself: a link to its node would be a circle.
    Own(u32),
}

/// The script's part of a node.
pub struct Function {
    /// By which the script finds its function again.
    pub number: u32,
    saved: Vec<(Saved, Origin)>,
    /// Where the number goes when the node no longer needs the function.
    dead: Rc<RefCell<Vec<u32>>>,
}

impl Function {
    /// Moves the links to older nodes into a list, so that none is dropped by recursion.
    pub fn take_edges(&mut self, list: &mut impl Extend<Edge>) {
        list.extend(self.saved.drain(..).filter_map(|(_, origin)| match origin {
            Origin::Edge(edge) => Some(edge),
            Origin::Own(_) => None,
        }));
    }

    /// What was saved, unless it was changed in place since.
    pub fn saved(&self, node: &Rc<Node>) -> Result<Vec<Value>> {
        self.saved
            .iter()
            .map(|(saved, origin)| {
                let link = match origin {
                    Origin::Edge(edge) => edge.link(),
                    Origin::Own(output) => Edge::Node(node.clone(), *output).link(),
                };
                Ok(Value { array: saved.get(FUNCTION.name, "saved array")?, link })
            })
            .collect()
    }
}

impl Drop for Function {
    fn drop(&mut self) {
        self.dead.borrow_mut().push(self.number);
    }
}

impl Tape {
    /// Puts a call of the script's function on the tape and gives its outputs anew, as results of that call. `saved`
    /// are arrays that its backward reads; where one is an output, its place says so. None where no input is in a
    /// graph: then nothing flows back.
    pub fn record_function(
        &mut self,
        number: u32,
        inputs: &[Value],
        outputs: &[Value],
        saved: Vec<(Value, Option<u32>)>,
    ) -> Option<Vec<Value>> {
        let edges: SmallVec<[Edge; 2]> = inputs.iter().map(|v| Edge::of(&v.link)).collect();
        if !self.modes.recording || edges.iter().all(Edge::is_none) {
            return None;
        }
        let saved = saved
            .into_iter()
            .map(|(value, output)| {
                let origin = output.map_or_else(|| Origin::Edge(Edge::of(&value.link)), Origin::Own);
                (Saved::new(&value.array), origin)
            })
            .collect();
        let function = Function { number, saved, dead: self.dead_functions.clone() };
        let node = Rc::new(Node {
            order: self.tick(),
            op: &FUNCTION,
            attrs: Attrs::defaults(&[]).expect("no attributes"),
            edges: RefCell::new(edges),
            kept: RefCell::new(Some(Kept {
                inputs: SmallVec::new(),
                outputs: SmallVec::new(),
                function: Some(Box::new(function)),
            })),
            input_types: inputs.iter().map(|v| Some((v.array.shape, v.array.dtype))).collect(),
            output_types: outputs.iter().map(|v| (v.array.shape, v.array.dtype)).collect(),
            training: self.modes.training,
            random: (0, 0),
            context: outputs[0].array.context,
        });
        let link = |i: usize| Some(Link { owner: node.clone() as Rc<dyn Any>, output: i as u32 });
        Some(outputs.iter().enumerate().map(|(i, v)| Value { array: v.array.clone(), link: link(i) }).collect())
    }

    /// The number of a function that no node needs any more, 0 if there is none.
    pub fn dead_function(&mut self) -> u32 {
        self.dead_functions.borrow_mut().pop().unwrap_or(0)
    }
}

/// A function of the script that is being asked.
pub(super) struct Asked {
    node: Rc<Node>,
    heads: Vec<Value>,
    /// The heads as they were: the script must not write into what others may share.
    unchanged: Vec<Saved>,
}

impl Walker {
    pub(super) fn stop_at(&mut self, tape: &mut Tape, node: &Rc<Node>, heads: &[Option<Value>]) -> Result<()> {
        let mut filled = Vec::with_capacity(heads.len());
        for (head, (shape, dtype)) in heads.iter().zip(&node.output_types) {
            filled.push(match head {
                Some(head) => head.clone(),
                None => call(tape, "_zeros", &[], &[("shape", (*shape).into()), ("dtype", (*dtype).into())])?,
            });
        }
        let unchanged = filled.iter().map(|h| Saved::new(&h.array)).collect();
        self.asked = Some(Asked { node: node.clone(), heads: filled, unchanged });
        Ok(())
    }

    fn asked(&self) -> Result<&Asked> {
        self.asked.as_ref().ok_or_else(|| Error::graph("no function is being asked for its gradients"))
    }

    /// The number of the function that is asked, and the gradients of its outputs.
    pub fn question(&self) -> Result<(u32, &[Value])> {
        let asked = self.asked()?;
        let kept = asked.node.kept.borrow();
        let function = kept.as_ref().and_then(|k| k.function.as_ref());
        Ok((function.map_or(0, |f| f.number), &asked.heads))
    }

    /// What the function that is asked has saved.
    pub fn saved(&self) -> Result<Vec<Value>> {
        let asked = self.asked()?;
        match asked.node.kept.borrow().as_ref().and_then(|k| k.function.as_ref()) {
            Some(function) => function.saved(&asked.node),
            None => Err(freed()),
        }
    }

    /// Takes what the script found: the gradients of the function's inputs, None where nothing flows back.
    pub fn answer(&mut self, tape: &mut Tape, gradients: &[Option<Value>]) -> Result<()> {
        let asked = self.asked()?;
        let node = asked.node.clone();
        if gradients.len() != node.input_types.len() {
            return Err(Error::attribute(format!(
                "backward gave {} gradients; it needs one for each of the {} inputs",
                gradients.len(),
                node.input_types.len()
            )));
        }
        if asked.unchanged.iter().any(|head| !head.is_unchanged()) {
            return Err(Error::graph(
                "backward changed the gradient of an output in place, which others may share; make a new array",
            ));
        }
        // The script may have left other modes.
        self.enter(tape);
        let edges = node.edges.borrow().clone();
        let mut flows = Vec::with_capacity(edges.len());
        for (i, edge) in edges.into_iter().enumerate() {
            let (shape, dtype) = node.input_types[i].expect("an input");
            let given = gradients[i].as_ref();
            if let Some(g) = given
                && (g.shape() != shape || g.dtype() != dtype)
            {
                return Err(Error::shape(format!(
                    "backward gave {} {} as gradient of input {i}, which is {dtype} {shape}",
                    g.dtype(),
                    g.shape()
                )));
            }
            if !self.wants(&edge) {
                continue;
            }
            let sum = match given {
                // The script may keep it, so it is not added to in place.
                Some(g) => Sum {
                    value: Value { array: g.array.clone(), link: g.link.clone().filter(|_| self.walk.create) },
                    ours: false,
                },
                None => Sum {
                    value: call(tape, "_zeros", &[], &[("shape", shape.into()), ("dtype", dtype.into())])?,
                    ours: true,
                },
            };
            flows.push((edge, sum));
        }
        self.flowing.extend(flows);
        self.asked = None;
        self.passed(&node);
        Ok(())
    }
}
