//! The walk back: nodes in falling order of recording, each asked for the gradients of its inputs
//! once all that reads its outputs has been asked.
#![forbid(unsafe_code)]

use std::collections::{BTreeMap, HashMap, HashSet};
use std::rc::Rc;
use std::sync::Arc;

use smallvec::SmallVec;

use super::node::{Edge, GradReq, Node, Variable};
use super::tape::{Modes, Tape};
use crate::base::{Array, Error, Result, Storage};
use crate::device::cpu;
use crate::op::spec::Gradient;
use crate::op::value::call;
use crate::op::{Backward, Value};

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

type Slots = SmallVec<[Option<Sum>; 1]>;

/// A gradient being summed; `ours` when it is a new array that may be added to in place.
struct Sum {
    value: Value,
    ours: bool,
}

fn key(node: &Rc<Node>) -> u64 {
    node.order
}

/// Where a gradient is wanted by `grad`: a leaf or an output of a node.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Target {
    Leaf(usize),
    Output(u64, u32),
}

fn target_of(edge: &Edge) -> Option<Target> {
    match edge {
        Edge::None => None,
        Edge::Leaf(leaf) => Some(Target::Leaf(Rc::as_ptr(leaf) as usize)),
        Edge::Node(node, output) => Some(Target::Output(key(node), *output)),
    }
}

struct Walker<'a> {
    tape: &'a mut Tape,
    walk: Walk,
    /// Nodes still to be asked, by order, with the gradients of their outputs.
    waiting: BTreeMap<u64, (Rc<Node>, Slots)>,
    leaves: HashMap<usize, (Rc<Variable>, Sum)>,
    /// For `grad`: where to stop and what was found; None when leaves are written.
    found: Option<HashMap<Target, Option<Value>>>,
    /// For `grad`: nodes through which a target is reached.
    useful: Option<HashSet<u64>>,
}

impl Tape {
    /// Writes the gradients of all leaves that the heads depend on.
    pub fn backward(&mut self, heads: &[Value], head_grads: &[Option<Value>], walk: Walk) -> Result<()> {
        let walk = Walk { create: false, ..walk };
        let leaves = self.walk(heads, head_grads, None, walk)?.0;
        for (leaf, sum) in leaves {
            let mut gradient = leaf.gradient.borrow_mut();
            if leaf.req == GradReq::Add {
                let op = crate::op::find("_grad_add").expect("_grad_add");
                let inputs = [Some(&*gradient), Some(&sum.value.array)];
                let attrs = op.attrs(&[])?;
                cpu::run(op, &attrs, &inputs, Some(std::slice::from_ref(&gradient)), false, 0)?;
            } else if sum.ours && whole(&sum.value.array) {
                *gradient = sum.value.array;
            } else {
                cpu::copy(&sum.value.array, &gradient)?;
            }
            leaf.fresh.set(true);
        }
        Ok(())
    }

    /// Gradients of the heads with respect to `variables`, which need not be leaves.
    pub fn grad(
        &mut self,
        heads: &[Value],
        head_grads: &[Option<Value>],
        variables: &[Value],
        walk: Walk,
    ) -> Result<Vec<Value>> {
        let mut targets = Vec::new();
        for (i, variable) in variables.iter().enumerate() {
            let Some(target) = target_of(&Edge::of(&variable.link)) else {
                return Err(Error::graph(format!(
                    "variable {i} is not part of a recorded graph; call attachGrad() before recording"
                )));
            };
            targets.push(target);
        }
        let found = self.walk(heads, head_grads, Some(&targets), walk)?.1;
        targets
            .iter()
            .zip(variables)
            .map(|(target, variable)| match &found[target] {
                Some(value) => Ok(value.clone()),
                None => call(self, "zeros_like", &[&Value { array: variable.array.clone(), link: None }], &[]),
            })
            .collect()
    }

    #[allow(clippy::type_complexity)]
    fn walk(
        &mut self,
        heads: &[Value],
        head_grads: &[Option<Value>],
        targets: Option<&[Target]>,
        walk: Walk,
    ) -> Result<(Vec<(Rc<Variable>, Sum)>, HashMap<Target, Option<Value>>)> {
        let before = self.modes;
        self.modes = Modes { recording: walk.create, training: walk.training };
        let useful = targets.map(|t| useful(heads, t));
        let found = targets.map(|t| t.iter().map(|t| (*t, None)).collect());
        let mut walker = Walker { tape: self, walk, waiting: BTreeMap::new(), leaves: HashMap::new(), found, useful };
        let done = walker.run(heads, head_grads);
        let (leaves, found) = (std::mem::take(&mut walker.leaves), walker.found.take());
        self.modes = before;
        done?;
        if targets.is_none() && leaves.is_empty() {
            return Err(Error::graph(
                "no array in the recorded graph asks for a gradient; call attachGrad() before recording",
            ));
        }
        let mut leaves: Vec<_> = leaves.into_iter().collect();
        leaves.sort_by_key(|(address, _)| *address);
        Ok((leaves.into_iter().map(|(_, leaf)| leaf).collect(), found.unwrap_or_default()))
    }
}

/// An array that owns the whole of its storage may become a gradient as it is.
fn whole(array: &Array) -> bool {
    array.offset == 0 && array.bytes() == array.storage.bytes
}

/// The nodes from which one of the targets is reached.
fn useful(heads: &[Value], targets: &[Target]) -> HashSet<u64> {
    let mut nodes: BTreeMap<u64, Rc<Node>> = BTreeMap::new();
    let mut list: Vec<Edge> = heads.iter().map(|h| Edge::of(&h.link)).collect();
    while let Some(edge) = list.pop() {
        if let Edge::Node(node, _) = edge
            && !nodes.contains_key(&key(&node))
        {
            list.extend(node.edges.borrow().iter().cloned());
            nodes.insert(key(&node), node);
        }
    }
    let mut useful = HashSet::new();
    for (order, node) in &nodes {
        let reaches = node.edges.borrow().iter().any(|edge| {
            target_of(edge).is_some_and(|t| targets.contains(&t))
                || matches!(edge, Edge::Node(parent, _) if useful.contains(&key(parent)))
        });
        if reaches {
            useful.insert(*order);
        }
    }
    useful
}

impl Walker<'_> {
    fn run(&mut self, heads: &[Value], head_grads: &[Option<Value>]) -> Result<()> {
        for (i, head) in heads.iter().enumerate() {
            let edge = Edge::of(&head.link);
            if edge.is_none() {
                return Err(Error::graph(
                    "cannot differentiate an array that is not in a recorded graph; compute it inside autograd.record, from \
                     arrays with attachGrad()",
                ));
            }
            let plain = Value { array: head.array.clone(), link: None };
            let (gradient, ours) = match head_grads.get(i).cloned().flatten() {
                None => (call(self.tape, "ones_like", &[&plain], &[])?, true),
                Some(g) if g.shape() != head.shape() => {
                    return Err(Error::shape(format!(
                        "head gradient {i} has shape {}, the head has {}",
                        g.shape(),
                        head.shape()
                    )));
                }
                Some(g) if g.dtype() != head.dtype() => {
                    return Err(Error::dtype(format!(
                        "head gradient {i} is {}, the head is {}",
                        g.dtype(),
                        head.dtype()
                    )));
                }
                Some(g) => (g, false),
            };
            self.add(&edge, gradient, ours)?;
        }
        while let Some((_, (node, slots))) = self.waiting.pop_last() {
            self.ask(&node, slots)?;
            if !self.walk.retain && !self.walk.create {
                node.free();
            }
        }
        Ok(())
    }

    /// Adds a gradient to what flows into a node's output or a leaf.
    fn add(&mut self, edge: &Edge, gradient: Value, ours: bool) -> Result<()> {
        if self.found.is_some() {
            self.note(edge, &gradient)?;
        }
        match edge {
            Edge::None => Ok(()),
            Edge::Leaf(leaf) => {
                if self.found.is_some() {
                    return Ok(());
                }
                let at = Rc::as_ptr(leaf) as usize;
                let sum = match self.leaves.remove(&at) {
                    None => Sum { value: gradient, ours },
                    Some((_, sum)) => self.sum(sum, gradient)?,
                };
                self.leaves.insert(at, (leaf.clone(), sum));
                Ok(())
            }
            Edge::Node(node, output) => {
                if self.useful.as_ref().is_some_and(|u| !u.contains(&key(node))) {
                    return Ok(());
                }
                let at = key(node);
                let (node, mut slots) = self
                    .waiting
                    .remove(&at)
                    .unwrap_or_else(|| (node.clone(), node.output_types.iter().map(|_| None).collect()));
                let slot = &mut slots[*output as usize];
                *slot = Some(match slot.take() {
                    None => Sum { value: gradient, ours },
                    Some(sum) => self.sum(sum, gradient)?,
                });
                self.waiting.insert(at, (node, slots));
                Ok(())
            }
        }
    }

    /// For `grad`: keeps the gradient where it was asked for.
    fn note(&mut self, edge: &Edge, gradient: &Value) -> Result<()> {
        let Some(target) = target_of(edge) else { return Ok(()) };
        let Some(slot) = self.found.as_mut().expect("grad").get_mut(&target) else { return Ok(()) };
        let sum = match slot.take() {
            None => gradient.clone(),
            Some(before) => call(self.tape, "elemwise_add", &[&before, gradient], &[])?,
        };
        self.found.as_mut().expect("grad").insert(target, Some(sum));
        Ok(())
    }

    fn sum(&mut self, sum: Sum, gradient: Value) -> Result<Sum> {
        if self.walk.create || !sum.ours {
            let value = call(self.tape, "elemwise_add", &[&sum.value, &gradient], &[])?;
            return Ok(Sum { value, ours: true });
        }
        let op = crate::op::find("_grad_add").expect("_grad_add");
        let inputs = [Some(&sum.value.array), Some(&gradient.array)];
        cpu::run(op, &op.attrs(&[])?, &inputs, Some(std::slice::from_ref(&sum.value.array)), false, 0)?;
        Ok(sum)
    }

    /// Asks a node for the gradients of its inputs and passes them on.
    fn ask(&mut self, node: &Rc<Node>, slots: Slots) -> Result<()> {
        let edges = node.edges.borrow().clone();
        let name = node.op.name;
        let heads: SmallVec<[Option<Value>; 1]> = slots.into_iter().map(|s| s.map(|s| s.value)).collect();
        let wants: SmallVec<[bool; 4]> = edges.iter().map(|e| self.wants(e)).collect();
        let rule = match node.op.gradient {
            Gradient::Rule(rule) => rule,
            Gradient::Zero(_) => return self.zeros(node, &edges, &wants),
            Gradient::None(reason) => {
                return Err(Error::graph(format!("has no gradient: {reason}")).within(name));
            }
        };
        let (inputs, outputs) = self.kept(node, &edges)?;
        let mut gradients: SmallVec<[Option<Value>; 2]> = edges.iter().map(|_| None).collect();
        let context = std::mem::replace(&mut self.tape.context, node.context);
        let done = rule(&mut Backward {
            graph: self.tape,
            op: node.op,
            attrs: &node.attrs,
            inputs: &inputs,
            outputs: &outputs,
            input_types: &node.input_types,
            output_types: &node.output_types,
            heads: &heads,
            wants: &wants,
            training: node.training,
            random: node.random,
            gradients: &mut gradients,
        });
        self.tape.context = context;
        done.map_err(|e| e.within(format!("backward of {name}")))?;
        let mut passed: SmallVec<[Arc<Storage>; 4]> = SmallVec::new();
        for i in 0..gradients.len() {
            let Some(gradient) = gradients[i].take() else { continue };
            // A head passed on as it is, or one array given to two inputs, belongs to others too.
            let rest = gradients[i + 1..].iter();
            let others = heads.iter().chain(inputs.iter()).chain(outputs.iter()).chain(rest).flatten();
            let ours = !others.into_iter().any(|v| v.array.same_storage(&gradient.array))
                && !passed.iter().any(|p| Arc::ptr_eq(p, &gradient.array.storage));
            passed.push(gradient.array.storage.clone());
            self.add(&edges[i], gradient, ours)?;
        }
        Ok(())
    }

    fn wants(&self, edge: &Edge) -> bool {
        let Some(useful) = &self.useful else { return !edge.is_none() };
        let found = self.found.as_ref().expect("grad");
        target_of(edge).is_some_and(|t| found.contains_key(&t))
            || matches!(edge, Edge::Node(node, _) if useful.contains(&key(node)))
    }

    /// Zeros for a leaf under an operator that is flat almost everywhere.
    fn zeros(&mut self, node: &Rc<Node>, edges: &[Edge], wants: &[bool]) -> Result<()> {
        for (i, edge) in edges.iter().enumerate() {
            let Some((shape, dtype)) = node.input_types[i].filter(|_| wants[i]) else { continue };
            let zeros = call(self.tape, "_zeros", &[], &[("shape", shape.into()), ("dtype", dtype.into())])?;
            self.add(edge, zeros, true)?;
        }
        Ok(())
    }

    #[allow(clippy::type_complexity)]
    fn kept(
        &self,
        node: &Rc<Node>,
        edges: &[Edge],
    ) -> Result<(SmallVec<[Option<Value>; 2]>, SmallVec<[Option<Value>; 1]>)> {
        let kept = node.kept.borrow();
        let Some(kept) = &*kept else {
            return Err(Error::graph(
                "the graph was freed by an earlier backward; pass { retainGraph: true } to the first one",
            ));
        };
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
}
