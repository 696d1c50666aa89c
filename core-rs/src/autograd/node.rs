//! What a recorded array owns: a node for a result, a variable for a leaf.
#![forbid(unsafe_code)]

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

use smallvec::SmallVec;

use super::function::Function;
use crate::base::{Array, DType, Error, Result, Shape};
use crate::op::{Attrs, Link, OpSpec};

/// What backward does with a leaf's gradient.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GradReq {
    Null,
    Write,
    Add,
}

/// A leaf: an array whose gradient is asked for, and the gradient.
pub struct Variable {
    pub req: GradReq,
    /// Replaced by backward for `write` (no copy), added to for `add`.
    pub gradient: RefCell<Array>,
    /// Has backward written since somebody last asked?
    pub fresh: Cell<bool>,
}

/// Where an input of a node came from.
#[derive(Clone)]
pub enum Edge {
    /// Nothing flows back.
    None,
    Node(Rc<Node>, u32),
    Leaf(Rc<Variable>),
}

impl Edge {
    pub fn of(link: &Option<Link>) -> Edge {
        let Some(link) = link else { return Edge::None };
        if let Ok(node) = link.owner.clone().downcast::<Node>() {
            return Edge::Node(node, link.output);
        }
        match link.owner.clone().downcast::<Variable>() {
            Ok(leaf) if leaf.req != GradReq::Null => Edge::Leaf(leaf),
            _ => Edge::None,
        }
    }
    pub fn link(&self) -> Option<Link> {
        match self {
            Edge::None => None,
            Edge::Node(node, output) => Some(Link { owner: node.clone() as Rc<dyn Any>, output: *output }),
            Edge::Leaf(leaf) => Some(Link { owner: leaf.clone() as Rc<dyn Any>, output: 0 }),
        }
    }
    pub fn is_none(&self) -> bool {
        matches!(self, Edge::None)
    }
}

/// An array that backward reads, and the version it must still have.
pub struct Saved {
    array: Array,
    version: u32,
}

impl Saved {
    pub fn new(array: &Array) -> Saved {
        Saved { array: array.clone(), version: array.storage.version() }
    }
    /// Has nobody written into it since?
    pub fn is_unchanged(&self) -> bool {
        self.array.storage.version() == self.version
    }
    /// The array, unless it was changed in place meanwhile.
    pub fn get(&self, op: &str, what: &str) -> Result<Array> {
        if self.is_unchanged() {
            return Ok(self.array.clone());
        }
        Err(Error::graph(format!(
            "backward of {op} needs its {what} of shape {} as it was in forward, but it was changed in place since; \
             copy it before changing it, or change it after backward",
            self.array.shape
        )))
    }
}

/// What backward reads; taken away when the graph is freed.
pub struct Kept {
    pub inputs: SmallVec<[Option<Saved>; 2]>,
    pub outputs: SmallVec<[Option<Saved>; 1]>,
    /// Of a function that the script differentiates.
    pub function: Option<Box<Function>>,
}

/// One recorded call.
pub struct Node {
    /// Grows with each recording: a larger number never comes before a smaller one.
    pub order: u64,
    pub op: &'static OpSpec,
    pub attrs: Attrs,
    pub edges: RefCell<SmallVec<[Edge; 2]>>,
    /// None once backward has freed the graph.
    pub kept: RefCell<Option<Kept>>,
    pub input_types: SmallVec<[Option<(Shape, DType)>; 2]>,
    pub output_types: SmallVec<[(Shape, DType); 1]>,
    pub training: bool,
    pub random: (u64, u64),
    pub context: u16,
}

impl Node {
    /// Lets go of what backward reads and of older nodes.
    pub fn free(&self) {
        let mut list = Edges::new();
        take_edges(&mut self.edges.borrow_mut(), &mut self.kept.borrow_mut(), &mut list);
        self.kept.replace(None);
        drop_edges(list);
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        let mut list = Edges::new();
        take_edges(self.edges.get_mut(), self.kept.get_mut(), &mut list);
        drop_edges(list);
    }
}

type Edges = SmallVec<[Edge; 8]>;

/// Moves all links of a node to older ones into a list.
fn take_edges(edges: &mut SmallVec<[Edge; 2]>, kept: &mut Option<Kept>, list: &mut Edges) {
    list.extend(std::mem::take(edges));
    if let Some(function) = kept.as_mut().and_then(|k| k.function.as_mut()) {
        function.take_edges(list);
    }
}

/// Drops a chain of nodes with a list in place of recursion: a chain of 100,000 must not need as
/// many stack frames.
fn drop_edges(mut list: Edges) {
    while let Some(edge) = list.pop() {
        if let Edge::Node(node, _) = edge
            && let Some(mut last) = Rc::into_inner(node)
        {
            take_edges(last.edges.get_mut(), last.kept.get_mut(), &mut list);
        }
    }
}
