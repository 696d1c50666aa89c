//! The walk back: nodes in falling order of recording, each asked for the gradients of its inputs
//! once all that reads its outputs has been asked. It may stop, at a function of the script or where
//! memory was refused, and go on later: each step is done whole or not at all.
#![forbid(unsafe_code)]

use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};
use std::rc::Rc;

use smallvec::SmallVec;

use super::backward::Walk;
use super::function::Asked;
use super::node::{Edge, Node, Variable};
use super::tape::{Modes, Tape};
use crate::base::{Error, Result};
use crate::device::cpu;
use crate::op::Value;
use crate::op::value::call;

type Slots = SmallVec<[Option<Sum>; 1]>;

/// A gradient being summed; `ours` when it is a new array that may be added to in place.
pub(super) struct Sum {
    pub value: Value,
    pub ours: bool,
}

/// Where a gradient is wanted by `grad`: a leaf or an output of a node.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Target {
    Leaf(usize),
    Output(u64, u32),
}

impl Target {
    pub fn of(edge: &Edge) -> Option<Target> {
        match edge {
            Edge::None => None,
            Edge::Leaf(leaf) => Some(Target::Leaf(Rc::as_ptr(leaf) as usize)),
            Edge::Node(node, output) => Some(Target::Output(node.order, *output)),
        }
    }
}

/// How far a walk came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Done,
    /// It stands at a function of the script and waits for `answer`.
    Asks,
}

/// A walk on its way.
pub struct Walker {
    pub(super) walk: Walk,
    /// The modes that come back after it.
    before: Modes,
    /// Heads whose gradients have not been put in yet, the first one in front.
    heads: VecDeque<(Value, Option<Value>)>,
    /// Gradients on their way into nodes and leaves.
    pub(super) flowing: VecDeque<(Edge, Sum)>,
    /// Nodes still to be asked, by order, with the gradients of their outputs.
    waiting: BTreeMap<u64, (Rc<Node>, Slots)>,
    pub(super) leaves: HashMap<usize, (Rc<Variable>, Sum)>,
    /// For `grad`: the variables, in order.
    pub(super) variables: Vec<(Target, Value)>,
    /// For `grad`: where to stop and what was found; None when leaves are written.
    pub(super) found: Option<HashMap<Target, Option<Value>>>,
    /// For `grad`: nodes through which a target is reached.
    useful: Option<HashSet<u64>>,
    pub(super) asked: Option<Asked>,
    /// How many nodes have been asked: what tells that a walk came further.
    pub steps: u32,
}

/// The nodes from which one of the targets is reached.
fn useful(heads: &[Value], targets: &HashMap<Target, Option<Value>>) -> HashSet<u64> {
    let mut nodes: BTreeMap<u64, Rc<Node>> = BTreeMap::new();
    let mut list: Vec<Edge> = heads.iter().map(|h| Edge::of(&h.link)).collect();
    while let Some(edge) = list.pop() {
        if let Edge::Node(node, _) = edge
            && !nodes.contains_key(&node.order)
        {
            list.extend(node.edges.borrow().iter().cloned());
            nodes.insert(node.order, node);
        }
    }
    let mut useful = HashSet::new();
    for (order, node) in &nodes {
        let reaches = node.edges.borrow().iter().any(|edge| {
            Target::of(edge).is_some_and(|t| targets.contains_key(&t))
                || matches!(edge, Edge::Node(parent, _) if useful.contains(&parent.order))
        });
        if reaches {
            useful.insert(*order);
        }
    }
    useful
}

/// Head gradients must fit their heads.
fn check_heads(heads: &[Value], head_grads: &[Option<Value>]) -> Result<()> {
    for (i, head) in heads.iter().enumerate() {
        if Edge::of(&head.link).is_none() {
            return Err(Error::graph(
                "cannot differentiate an array that is not in a recorded graph; compute it inside autograd.record, from \
                 arrays with attachGrad()",
            ));
        }
        let Some(g) = head_grads.get(i).and_then(|g| g.as_ref()) else { continue };
        if g.shape() != head.shape() {
            return Err(Error::shape(format!(
                "head gradient {i} has shape {}, the head has {}",
                g.shape(),
                head.shape()
            )));
        }
        if g.dtype() != head.dtype() {
            return Err(Error::dtype(format!("head gradient {i} is {}, the head is {}", g.dtype(), head.dtype())));
        }
    }
    Ok(())
}

impl Walker {
    pub(super) fn new(
        tape: &mut Tape,
        heads: &[Value],
        head_grads: &[Option<Value>],
        variables: Option<Vec<(Target, Value)>>,
        walk: Walk,
    ) -> Result<Walker> {
        check_heads(heads, head_grads)?;
        let found: Option<HashMap<Target, Option<Value>>> =
            variables.as_ref().map(|list| list.iter().map(|(target, _)| (*target, None)).collect());
        let useful = found.as_ref().map(|found| useful(heads, found));
        let seeds = heads.iter().enumerate().map(|(i, h)| (h.clone(), head_grads.get(i).cloned().flatten())).collect();
        Ok(Walker {
            walk,
            before: tape.modes,
            heads: seeds,
            flowing: VecDeque::new(),
            waiting: BTreeMap::new(),
            leaves: HashMap::new(),
            variables: variables.unwrap_or_default(),
            found,
            useful,
            asked: None,
            steps: 0,
        })
    }

    /// Goes on until the end or to the next function of the script. After an error it can be called again where that
    /// helps (memory was refused); else it is to be dropped by `leave`.
    pub fn run(&mut self, tape: &mut Tape) -> Result<Step> {
        if self.asked.is_some() {
            return Err(Error::graph("the function that was asked for its gradients has not answered"));
        }
        self.enter(tape);
        while let Some((head, gradient)) = self.heads.front() {
            let sum = match gradient {
                None => {
                    let plain = Value { array: head.array.clone(), link: None };
                    Sum { value: call(tape, "ones_like", &[&plain], &[])?, ours: true }
                }
                Some(g) => Sum { value: g.clone(), ours: false },
            };
            self.flowing.push_back((Edge::of(&head.link), sum));
            self.heads.pop_front();
        }
        loop {
            self.flow(tape)?;
            let Some((_, (node, slots))) = self.waiting.pop_last() else { return Ok(Step::Done) };
            let heads: SmallVec<[Option<Value>; 1]> = slots.into_iter().map(|s| s.map(|s| s.value)).collect();
            let script = node.kept.borrow().as_ref().is_some_and(|kept| kept.function.is_some());
            let done = if script { self.stop_at(tape, &node, &heads) } else { self.ask(tape, &node, &heads) };
            if let Err(error) = done {
                // As it was, for another try; what may be shared now is not added to.
                let slots = heads.into_iter().map(|h| h.map(|value| Sum { value, ours: false })).collect();
                self.waiting.insert(node.order, (node, slots));
                return Err(error);
            }
            if script {
                return Ok(Step::Asks);
            }
            self.passed(&node);
        }
    }

    /// Sets the modes of the walk.
    pub(super) fn enter(&self, tape: &mut Tape) {
        tape.modes = Modes { recording: self.walk.create, training: self.walk.training };
    }

    /// Puts the modes back that were there before: at the end, or to drop a walk on its way.
    pub fn leave(&self, tape: &mut Tape) {
        tape.modes = self.before;
    }

    /// Lets a node go that has been asked.
    pub(super) fn passed(&mut self, node: &Node) {
        self.steps = self.steps.wrapping_add(1);
        if !self.walk.retain && !self.walk.create {
            node.free();
        }
    }

    fn flow(&mut self, tape: &mut Tape) -> Result<()> {
        while let Some((edge, sum)) = self.flowing.pop_front() {
            let mut sum = Some(sum);
            if let Err(error) = self.add(tape, &edge, &mut sum) {
                self.flowing.push_front((edge, sum.expect("not taken")));
                return Err(error);
            }
        }
        Ok(())
    }

    /// Adds a gradient to what flows into a node's output or a leaf. It is taken only where that succeeds.
    fn add(&mut self, tape: &mut Tape, edge: &Edge, sum: &mut Option<Sum>) -> Result<()> {
        let value = &sum.as_ref().expect("a gradient").value;
        let noted = self.noted(tape, edge, value)?;
        let create = self.walk.create;
        match edge {
            Edge::Leaf(leaf) if self.found.is_none() => {
                let at = Rc::as_ptr(leaf) as usize;
                match self.leaves.get_mut(&at) {
                    Some((_, before)) => merge(tape, create, before, value)?,
                    None => _ = self.leaves.insert(at, (leaf.clone(), sum.take().expect("a gradient"))),
                }
            }
            Edge::Node(node, output) if self.useful.as_ref().is_none_or(|u| u.contains(&node.order)) => {
                let (_, slots) = self
                    .waiting
                    .entry(node.order)
                    .or_insert_with(|| (node.clone(), node.output_types.iter().map(|_| None).collect()));
                match &mut slots[*output as usize] {
                    Some(before) => merge(tape, create, before, value)?,
                    slot => *slot = sum.take(),
                }
            }
            _ => {}
        }
        if let Some((target, value)) = noted {
            self.found.as_mut().expect("grad").insert(target, Some(value));
        }
        Ok(())
    }

    /// For `grad`: what is known of a gradient that was asked for, with this one.
    fn noted(&self, tape: &mut Tape, edge: &Edge, gradient: &Value) -> Result<Option<(Target, Value)>> {
        let Some(found) = &self.found else { return Ok(None) };
        let Some(target) = Target::of(edge) else { return Ok(None) };
        Ok(match found.get(&target) {
            None => None,
            Some(None) => Some((target, gradient.clone())),
            Some(Some(before)) => Some((target, call(tape, "elemwise_add", &[before, gradient], &[])?)),
        })
    }

    pub(super) fn wants(&self, edge: &Edge) -> bool {
        let Some(useful) = &self.useful else { return !edge.is_none() };
        let found = self.found.as_ref().expect("grad");
        Target::of(edge).is_some_and(|t| found.contains_key(&t))
            || matches!(edge, Edge::Node(node, _) if useful.contains(&node.order))
    }
}

/// Adds a gradient to a sum.
fn merge(tape: &mut Tape, create: bool, before: &mut Sum, more: &Value) -> Result<()> {
    if create || !before.ours {
        let value = call(tape, "elemwise_add", &[&before.value, more], &[])?;
        *before = Sum { value, ours: true };
        return Ok(());
    }
    let op = crate::op::find("_grad_add").expect("_grad_add");
    let inputs = [Some(&before.value.array), Some(&more.array)];
    cpu::run(op, &op.attrs(&[])?, &inputs, Some(std::slice::from_ref(&before.value.array)), false, 0)?;
    Ok(())
}
