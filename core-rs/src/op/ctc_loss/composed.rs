//! The gradient of CTCLoss made of operators that have gradients themselves, step by step: for
//! gradients of gradients.
#![forbid(unsafe_code)]

use super::super::attrs::Attr;
use super::super::value::{Backward, Value};
use crate::base::{DType, Result, Shape};
use crate::kernel::ctc::NEVER;

/// Short names for the operators.
struct Ops<'a, 'b> {
    b: &'a mut Backward<'b>,
    /// A column of logarithms of nothing.
    never: Value,
}

impl Ops<'_, '_> {
    fn call(&mut self, name: &str, inputs: &[&Value], attrs: &[(&str, Attr)]) -> Result<Value> {
        self.b.call(name, inputs, attrs)
    }
    fn add(&mut self, x: &Value, y: &Value) -> Result<Value> {
        self.call("broadcast_add", &[x, y], &[])
    }
    fn sub(&mut self, x: &Value, y: &Value) -> Result<Value> {
        self.call("broadcast_sub", &[x, y], &[])
    }
    fn mul(&mut self, x: &Value, y: &Value) -> Result<Value> {
        self.call("broadcast_mul", &[x, y], &[])
    }
    fn view(&mut self, x: &Value, dims: &[usize]) -> Result<Value> {
        self.call("_view", &[x], &[("shape", Shape::new(dims).into())])
    }
    fn join(&mut self, parts: Vec<Value>, axis: i64) -> Result<Value> {
        let op = crate::op::find("Concat").expect("Concat");
        let parts: Vec<_> = parts.into_iter().map(Some).collect();
        Ok(self.b.call_all("Concat", &parts, op.attrs(&[("dim", axis.into())])?)?.swap_remove(0))
    }
    /// Step `t` of [steps, batch, n] as a matrix.
    fn step(&mut self, x: &Value, t: usize) -> Result<Value> {
        let (begin, end) = (t as i64, t as i64 + 1);
        let row = self.call("_slice_rows", &[x], &[("begin", begin.into()), ("end", end.into())])?;
        let shape = x.shape();
        self.view(&row, &[shape[1] as usize, shape[2] as usize])
    }
    /// Columns moved right by `by` (left where negative); nothing comes in.
    fn shift(&mut self, x: &Value, by: i64) -> Result<Value> {
        let (n, width) = (by.unsigned_abs() as usize, x.shape()[1] as i64);
        if width <= by.abs() {
            // One state: nothing but what comes in.
            return Ok(self.never.clone());
        }
        let (begin, end) = if by > 0 { (0, width - by) } else { (-by, width) };
        let ends: [(&str, Attr); 3] = [("axis", 1.into()), ("begin", begin.into()), ("end", end.into())];
        let kept = self.call("slice_axis", &[x], &ends)?;
        let mut parts = vec![self.never.clone(); n];
        parts.insert(if by > 0 { n } else { 0 }, kept);
        self.join(parts, 1)
    }
    /// The logarithm of the sum of exponentials, element by element.
    fn log_sum(&mut self, parts: &[&Value]) -> Result<Value> {
        let mut most = parts[0].clone();
        for p in &parts[1..] {
            most = self.call("broadcast_maximum", &[&most, p], &[])?;
        }
        let most = self.call("BlockGrad", &[&most], &[])?;
        let mut sum: Option<Value> = None;
        for p in parts {
            let p = self.sub(p, &most)?;
            let p = self.call("exp", &[&p], &[])?;
            sum = Some(match sum {
                Some(sum) => self.add(&sum, &p)?,
                None => p,
            });
        }
        let log = self.call("log", &[&sum.expect("a part")], &[])?;
        self.add(&log, &most)
    }
    /// `new` where the weight is 1, else `old`.
    fn keep(&mut self, weight: &Value, old: &Value, new: &Value) -> Result<Value> {
        let rest = self.call("_rminus_scalar", &[weight], &[("scalar", 1.0.into())])?;
        let (old, new) = (self.mul(old, &rest)?, self.mul(new, weight)?);
        self.add(&old, &new)
    }
}

pub fn gradient(b: &mut Backward) -> Result<()> {
    let (shape, dtype) = (b.shape(0), b.dtype(0));
    let (steps, batch, classes) = (shape[0] as usize, shape[1] as usize, shape[2] as usize);
    let (mut x, mut head) = (b.input(0), b.head(0)?);
    if shape.size() == 0 {
        let zeros = b.call("_zeros", &[], &[("shape", shape.into()), ("dtype", dtype.into())])?;
        b.set(0, zeros);
        return Ok(());
    }
    let wide = if dtype == DType::Float64 { dtype } else { DType::Float32 };
    if dtype != wide {
        x = b.call("Cast", &[&x], &[("dtype", wide.into())])?;
        head = b.call("Cast", &[&head], &[("dtype", wide.into())])?;
    }
    let inputs: Vec<_> = std::iter::once(Some(x.clone())).chain(b.inputs[1..].iter().cloned()).collect();
    let attrs = super::passed(b.attrs, "_ctc_masks")?;
    let masks = b.call_all("_ctc_masks", &inputs, attrs)?;
    let [states, start, skip, end, weight] = [0, 1, 2, 3, 4].map(|k: usize| masks[k].clone());
    let column: [(&str, Attr); 2] = [("shape", Shape::new(&[batch, 1]).into()), ("dtype", wide.into())];
    let never = b.call("_zeros", &[], &column)?;
    let never = b.call("_plus_scalar", &[&never], &[("scalar", NEVER.into())])?;
    let mut ops = Ops { b, never };

    let logs = ops.call("log_softmax", &[&x], &[("axis", (-1).into())])?;
    // What each state emits at each step, [steps, batch, states].
    let by_sample = ops.call("transpose", &[&logs], &[("axes", vec![1, 2, 0].into())])?;
    let emitted = ops.call("batch_dot", &[&states, &by_sample], &[])?;
    let emitted = ops.call("transpose", &[&emitted], &[("axes", vec![2, 0, 1].into())])?;
    let weights = (0..steps).map(|t| ops.step(&weight, t)).collect::<Result<Vec<_>>>()?;
    let emitted = (0..steps).map(|t| ops.step(&emitted, t)).collect::<Result<Vec<_>>>()?;

    let mut ahead = vec![ops.add(&start, &emitted[0])?];
    for t in 1..steps {
        let before = ahead[t - 1].clone();
        let (one, two) = (ops.shift(&before, 1)?, ops.shift(&before, 2)?);
        let two = ops.add(&two, &skip)?;
        let sum = ops.log_sum(&[&before, &one, &two])?;
        let now = ops.add(&sum, &emitted[t])?;
        ahead.push(ops.keep(&weights[t], &before, &now)?);
    }
    let ended = ops.add(&ahead[steps - 1], &end)?;
    // Over the states: with the largest taken out.
    let along: [(&str, Attr); 2] = [("axis", vec![1].into()), ("keepdims", true.into())];
    let most = ops.call("max", &[&ended], &along)?;
    let most = ops.call("BlockGrad", &[&most], &[])?;
    let whole = ops.sub(&ended, &most)?;
    let whole = ops.call("exp", &[&whole], &[])?;
    let whole = ops.call("sum", &[&whole], &along)?;
    let whole = ops.call("log", &[&whole], &[])?;
    let whole = ops.add(&whole, &most)?;

    let probabilities = ops.call("exp", &[&logs], &[])?;
    let head = ops.view(&head, &[batch, 1])?;
    let mut rows: Vec<Value> = Vec::new();
    let mut after = end.clone();
    let skip_on = ops.shift(&skip, -2)?;
    for t in (0..steps).rev() {
        if t + 1 < steps {
            let next = ops.add(&after, &emitted[t + 1])?;
            let (one, two) = (ops.shift(&next, -1)?, ops.shift(&next, -2)?);
            let two = ops.add(&two, &skip_on)?;
            let now = ops.log_sum(&[&next, &one, &two])?;
            after = ops.keep(&weights[t + 1], &after, &now)?;
        }
        let met = ops.add(&ahead[t], &after)?;
        let met = ops.sub(&met, &whole)?;
        let met = ops.call("exp", &[&met], &[])?;
        let met = ops.view(&met, &[batch, 1, states.shape()[1] as usize])?;
        let met = ops.call("batch_dot", &[&met, &states], &[])?;
        let met = ops.view(&met, &[batch, classes])?;
        let p = ops.step(&probabilities, t)?;
        let difference = ops.sub(&p, &met)?;
        let weighted = ops.mul(&difference, &weights[t])?;
        let row = ops.mul(&weighted, &head)?;
        rows.push(ops.view(&row, &[1, batch, classes])?);
    }
    rows.reverse();
    let mut gradient = ops.join(rows, 0)?;
    if dtype != wide {
        gradient = ops.call("Cast", &[&gradient], &[("dtype", dtype.into())])?;
    }
    b.set(0, gradient);
    Ok(())
}
