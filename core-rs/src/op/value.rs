//! What gradients and composite operators are written with: values, and a graph that applies
//! operators to them. Run eagerly a value is an array; recorded, it also says where it came from.
#![forbid(unsafe_code)]

use std::any::Any;
use std::rc::Rc;

use smallvec::SmallVec;

use super::attrs::{Attr, Attrs};
use super::spec::OpSpec;
use crate::base::{Array, DType, Error, Result, Shape, View};

/// Where a value came from: an owner that only the recorder understands, and which of its outputs.
#[derive(Clone)]
pub struct Link {
    pub owner: Rc<dyn Any>,
    pub output: u32,
}

/// An array and, while it is recorded, its origin.
pub struct Value {
    pub array: Array,
    pub link: Option<Link>,
}

impl Clone for Value {
    // Called, not inlined: rules and composites clone values in some thousand places.
    #[inline(never)]
    fn clone(&self) -> Value {
        Value { array: self.array.clone(), link: self.link.clone() }
    }
}

impl Value {
    pub fn shape(&self) -> Shape {
        self.array.shape
    }
    pub fn dtype(&self) -> DType {
        self.array.dtype
    }
}

/// Inline for one output, which most have: wide ones are moved about as memory copies.
pub type Values = SmallVec<[Value; 1]>;

/// Applies operators. Autograd implements it eagerly (and records when asked to).
pub trait Graph {
    fn apply(&mut self, op: &'static OpSpec, inputs: &[Option<Value>], attrs: Attrs) -> Result<Values>;
    /// Are applied operators recorded? Then a gradient must be made of differentiable operators.
    fn recording(&self) -> bool;
    /// Waits until an array is computed and lets it be read, for composite operators whose result's shape
    /// follows from numbers (`unique`). Refused where nothing has numbers yet. The value must outlive the view.
    fn read(&mut self, value: &Value) -> Result<View> {
        let _ = value;
        Err(Error::graph("the shape of its result follows from numbers, so it cannot be traced without them"))
    }
}

/// Calls the operator of that name with one output.
pub fn call(graph: &mut dyn Graph, name: &str, inputs: &[&Value], attrs: &[(&str, Attr)]) -> Result<Value> {
    let op = super::find(name).unwrap_or_else(|| panic!("no operator {name}"));
    let inputs: SmallVec<[Option<Value>; 2]> = inputs.iter().map(|v| Some((*v).clone())).collect();
    let mut out = graph.apply(op, &inputs, Attrs::with(op.attrs, attrs)?)?;
    Ok(out.swap_remove(0))
}

/// What a gradient function is given, and where it puts what it found.
pub struct Backward<'a> {
    pub graph: &'a mut dyn Graph,
    pub op: &'static OpSpec,
    pub attrs: &'a Attrs,
    /// The inputs that `OpSpec::needs` asked for (others are None).
    pub inputs: &'a [Option<Value>],
    /// The outputs that `OpSpec::needs` asked for.
    pub outputs: &'a [Option<Value>],
    pub input_types: &'a [Option<(Shape, DType)>],
    pub output_types: &'a [(Shape, DType)],
    /// Gradients of the outputs; None where nothing flows back.
    pub heads: &'a [Option<Value>],
    /// Which inputs want a gradient.
    pub wants: &'a [bool],
    /// The mode in which the forward ran.
    pub training: bool,
    /// The random key and counter that the forward drew, for masks that are recomputed.
    pub random: (u64, u64),
    pub gradients: &'a mut [Option<Value>],
}

impl Backward<'_> {
    pub fn input(&self, i: usize) -> Value {
        self.inputs[i].clone().unwrap_or_else(|| panic!("{} does not keep input {i}", self.op.name))
    }
    pub fn output(&self, i: usize) -> Value {
        self.outputs[i].clone().unwrap_or_else(|| panic!("{} does not keep output {i}", self.op.name))
    }
    pub fn shape(&self, i: usize) -> Shape {
        self.input_types[i].expect("an input").0
    }
    pub fn dtype(&self, i: usize) -> DType {
        self.input_types[i].expect("an input").1
    }
    /// The gradient of output `i`, zeros where nothing flowed back.
    pub fn head(&mut self, i: usize) -> Result<Value> {
        if let Some(head) = &self.heads[i] {
            return Ok(head.clone());
        }
        let (shape, dtype) = self.output_types[i];
        self.call("_zeros", &[], &[("shape", shape.into()), ("dtype", dtype.into())])
    }
    pub fn wants(&self, i: usize) -> bool {
        self.wants.get(i).copied().unwrap_or(false)
    }
    pub fn set(&mut self, i: usize, gradient: Value) {
        debug_assert_eq!(Some(gradient.shape()), self.input_types[i].map(|t| t.0), "gradient {i} of {}", self.op.name);
        self.gradients[i] = Some(gradient);
    }
    /// Zeros for input `i`, if it is wanted: for one that has no gradient (indices, labels, lengths).
    pub fn set_zeros(&mut self, i: usize) -> Result<()> {
        if self.wants(i) {
            let (shape, dtype) = (self.shape(i), self.dtype(i));
            let zeros = self.call("_zeros", &[], &[("shape", shape.into()), ("dtype", dtype.into())])?;
            self.set(i, zeros);
        }
        Ok(())
    }
    /// Calls the operator of that name with one output.
    pub fn call(&mut self, name: &str, inputs: &[&Value], attrs: &[(&str, Attr)]) -> Result<Value> {
        call(self.graph, name, inputs, attrs)
    }
    /// Calls with optional inputs, all outputs.
    pub fn call_all(&mut self, name: &str, inputs: &[Option<Value>], attrs: Attrs) -> Result<Values> {
        let op = super::find(name).unwrap_or_else(|| panic!("no operator {name}"));
        self.graph.apply(op, inputs, attrs)
    }
    /// For an operator whose gradient has no gradient of its own.
    pub fn first_order_only(&self) -> Result<()> {
        if self.graph.recording() {
            return Err(Error::graph(format!(
                "its gradient is not differentiable in this version (createGraph needs the second order of {})",
                self.op.name
            )));
        }
        Ok(())
    }
    /// Sums a gradient over the axes along which the operand was broadcast.
    pub fn sum_to(&mut self, gradient: Value, shape: Shape) -> Result<Value> {
        if gradient.shape() == shape {
            return Ok(gradient);
        }
        self.call("_sum_to", &[&gradient], &[("shape", shape.into())])
    }
}
