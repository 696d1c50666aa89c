//! Short names for the operators that a layer's gradient is made of.
#![forbid(unsafe_code)]

use super::super::attrs::Attr;
use super::super::value::{Backward, Value, Values};
use crate::base::{Result, Shape};

/// Short names for the operators.
pub struct Ops<'a, 'b> {
    pub b: &'a mut Backward<'b>,
}

impl Ops<'_, '_> {
    pub fn call(&mut self, name: &str, inputs: &[&Value], attrs: &[(&str, Attr)]) -> Result<Value> {
        self.b.call(name, inputs, attrs)
    }
    pub fn many(&mut self, name: &str, inputs: &[Value], attrs: &[(&str, Attr)]) -> Result<Values> {
        let op = crate::op::find(name).expect("an operator");
        let inputs: Vec<_> = inputs.iter().cloned().map(Some).collect();
        self.b.call_all(name, &inputs, op.attrs(attrs)?)
    }
    pub fn add(&mut self, x: &Value, y: &Value) -> Result<Value> {
        self.call("broadcast_add", &[x, y], &[])
    }
    pub fn sub(&mut self, x: &Value, y: &Value) -> Result<Value> {
        self.call("broadcast_sub", &[x, y], &[])
    }
    pub fn mul(&mut self, x: &Value, y: &Value) -> Result<Value> {
        self.call("broadcast_mul", &[x, y], &[])
    }
    pub fn product(&mut self, factors: &[&Value]) -> Result<Value> {
        let mut product = factors[0].clone();
        for f in &factors[1..] {
            product = self.mul(&product, f)?;
        }
        Ok(product)
    }
    pub fn rest(&mut self, x: &Value) -> Result<Value> {
        self.call("_rminus_scalar", &[x], &[("scalar", 1.0.into())])
    }
    /// `1 - y²`
    pub fn tanh_slope(&mut self, y: &Value) -> Result<Value> {
        let square = self.mul(y, y)?;
        self.rest(&square)
    }
    /// `y (1 - y)`
    pub fn sigmoid_slope(&mut self, y: &Value) -> Result<Value> {
        let rest = self.rest(y)?;
        self.mul(y, &rest)
    }
    pub fn dot(&mut self, x: &Value, y: &Value, (a, b): (bool, bool)) -> Result<Value> {
        self.call("dot", &[x, y], &[("transpose_a", a.into()), ("transpose_b", b.into())])
    }
    pub fn view(&mut self, x: &Value, dims: &[usize]) -> Result<Value> {
        self.call("_view", &[x], &[("shape", Shape::new(dims).into())])
    }
    pub fn rows(&mut self, x: &Value, begin: usize, end: usize) -> Result<Value> {
        self.call("_slice_rows", &[x], &[("begin", (begin as i64).into()), ("end", (end as i64).into())])
    }
    /// `rows` under another shape.
    pub fn part(&mut self, x: &Value, begin: usize, dims: &[usize]) -> Result<Value> {
        let part = self.rows(x, begin, begin + dims.iter().product::<usize>())?;
        self.view(&part, dims)
    }
    /// Equal parts of the last axis.
    pub fn split(&mut self, x: &Value, parts: usize) -> Result<Values> {
        if parts == 1 {
            return Ok(smallvec::smallvec![x.clone()]);
        }
        self.many(
            "SliceChannel",
            std::slice::from_ref(x),
            &[("num_outputs", (parts as i64).into()), ("axis", (-1).into())],
        )
    }
    pub fn join(&mut self, parts: &[Value], axis: i64) -> Result<Value> {
        if let [one] = parts {
            return Ok(one.clone());
        }
        Ok(self.many("Concat", parts, &[("dim", axis.into())])?.swap_remove(0))
    }
    /// Arrays of any shapes as one vector.
    pub fn flat(&mut self, parts: &[Value]) -> Result<Value> {
        let mut vectors = Vec::new();
        for p in parts {
            vectors.push(self.view(p, &[p.shape().size()])?);
        }
        self.join(&vectors, 0)
    }
    pub fn zeros(&mut self, shape: Shape) -> Result<Value> {
        let dtype = self.b.dtype(0);
        self.call("_zeros", &[], &[("shape", shape.into()), ("dtype", dtype.into())])
    }
    /// Direction `d` of [directions, batch, size] as a matrix.
    pub fn part_of_state(&mut self, states: &Value, d: usize, batch: usize, size: usize) -> Result<Value> {
        let part = self.rows(states, d, d + 1)?;
        self.view(&part, &[batch, size])
    }
}
