//! The gradient of a recurrent layer made of operators that have gradients themselves, step by step:
//! for gradients of gradients. The fused kernel is what runs otherwise.
#![forbid(unsafe_code)]

use super::super::value::{Backward, Value, Values};
use super::layer;
use super::ops::Ops;
use crate::base::{Result, Shape};
use crate::kernel::rnn::{Layer, Mode};

/// What forward had at one step.
struct Step {
    /// 1 where the sample exists, [batch, 1].
    mask: Option<Value>,
    h: Value,
    c: Option<Value>,
    gates: Values,
    /// LSTM: the tanh of the cell, and 1 where it was not clipped; GRU: the state's part of n.
    inner: Option<Value>,
    inside: Option<Value>,
    /// The units before the projection.
    raw: Value,
}

/// One direction: weights of input, state and projection, biases of input and state.
struct Weights {
    x: Value,
    h: Value,
    projection: Option<Value>,
    bias_x: Value,
    bias_h: Value,
}

pub fn gradient(b: &mut Backward) -> Result<()> {
    let l = layer::of(b)?;
    let lstm = l.mode == Mode::Lstm;
    let heads = [b.head(0)?, b.head(1)?, b.head(2)?];
    let mut ops = Ops { b };
    let (mut of_x, mut of_weights, mut of_biases) = (None, Vec::new(), Vec::new());
    let (mut of_h, mut of_c) = (Vec::new(), Vec::new());
    for d in 0..l.directions {
        let g = direction(&mut ops, &l, d, &heads)?;
        of_x = Some(match of_x {
            Some(x) => ops.add(&x, &g.x)?,
            None => g.x,
        });
        of_weights.extend(g.weights);
        of_biases.extend(g.biases);
        of_h.push(ops.view(&g.h, &[1, l.batch, l.state])?);
        if let Some(c) = g.c {
            of_c.push(ops.view(&c, &[1, l.batch, l.units])?);
        }
    }
    let mut all = vec![of_x.expect("a direction"), ops.flat(&of_weights)?, ops.flat(&of_biases)?, ops.join(&of_h, 0)?];
    if lstm {
        all.push(ops.join(&of_c, 0)?);
    }
    for (i, gradient) in all.into_iter().enumerate() {
        if b.wants(i) {
            b.set(i, gradient);
        }
    }
    Ok(())
}

struct Found {
    x: Value,
    weights: Vec<Value>,
    biases: [Value; 2],
    h: Value,
    c: Option<Value>,
}

fn direction(ops: &mut Ops, l: &Layer, d: usize, heads: &[Value; 3]) -> Result<Found> {
    let (wide, batch) = (l.mode.gates() * l.units, l.batch);
    let (all, biases, x) = (ops.b.input(1), ops.b.input(2), ops.b.input(0));
    let at = d * l.weights();
    let w = Weights {
        x: ops.part(&all, at, &[wide, l.inputs])?,
        h: ops.part(&all, at + wide * l.inputs, &[wide, l.state])?,
        projection: if l.projected {
            Some(ops.part(&all, at + wide * (l.inputs + l.state), &[l.state, l.units])?)
        } else {
            None
        },
        bias_x: ops.part(&biases, d * l.biases(), &[wide])?,
        bias_h: ops.part(&biases, d * l.biases() + wide, &[wide])?,
    };
    let x = ops.view(&x, &[l.steps * batch, l.inputs])?;
    let steps = replay(ops, l, d, &x, &w)?;

    let head = ops.call(
        "slice_axis",
        &[&heads[0]],
        &[("axis", 2.into()), ("begin", ((d * l.state) as i64).into()), ("end", (((d + 1) * l.state) as i64).into())],
    )?;
    let mut dh = ops.part_of_state(&heads[1], d, batch, l.state)?;
    let mut dc = if l.mode == Mode::Lstm { Some(ops.part_of_state(&heads[2], d, batch, l.units)?) } else { None };
    // In the order of time.
    let mut of_sums: Vec<Option<Value>> = vec![None; l.steps];
    let (mut of_state, mut of_raw) = (of_sums.clone(), of_sums.clone());
    for (t, step) in steps.iter().rev() {
        let dy = ops.rows(&head, *t, t + 1)?;
        let dy = ops.view(&dy, &[batch, l.state])?;
        let (mut past_h, mut past_c) = (None, None);
        let mut here = ops.add(&dh, &dy)?;
        if let Some(mask) = &step.mask {
            let out = ops.rest(mask)?;
            past_h = Some(ops.mul(&dh, &out)?);
            here = ops.mul(&here, mask)?;
            if let Some(c) = &dc {
                past_c = Some(ops.mul(c, &out)?);
                dc = Some(ops.mul(c, mask)?);
            }
        }
        if let Some(projection) = &w.projection {
            of_raw[*t] = Some(here.clone());
            here = ops.dot(&here, projection, (false, false))?;
        }
        let (dsums, dstate, direct) = unit(ops, l.mode, step, &here, &mut dc)?;
        dh = ops.dot(&dstate, &w.h, (false, false))?;
        for part in [direct, past_h].into_iter().flatten() {
            dh = ops.add(&dh, &part)?;
        }
        if let (Some(c), Some(past)) = (&dc, past_c) {
            dc = Some(ops.add(c, &past)?);
        }
        (of_sums[*t], of_state[*t]) = (Some(dsums), Some(dstate));
    }
    if l.steps == 0 {
        let weights = vec![ops.zeros(Shape::new(&[l.weights()]))?];
        let biases = [ops.zeros(Shape::new(&[wide]))?, ops.zeros(Shape::new(&[wide]))?];
        let of_x = ops.zeros(Shape::new(&[0, batch, l.inputs]))?;
        return Ok(Found { x: of_x, weights, biases, h: dh, c: dc });
    }

    let whole = |ops: &mut Ops, parts: Vec<Option<Value>>| {
        let parts: Vec<Value> = parts.into_iter().flatten().collect();
        ops.join(&parts, 0)
    };
    let mut before: Vec<Option<Value>> = vec![None; l.steps];
    let mut raw = before.clone();
    for (t, step) in &steps {
        (before[*t], raw[*t]) = (Some(step.h.clone()), Some(step.raw.clone()));
    }
    let (of_sums, of_state, before) = (whole(ops, of_sums)?, whole(ops, of_state)?, whole(ops, before)?);
    let mut weights = vec![ops.dot(&of_sums, &x, (true, false))?, ops.dot(&of_state, &before, (true, false))?];
    if l.projected {
        let (of_raw, raw) = (whole(ops, of_raw)?, whole(ops, raw)?);
        weights.push(ops.dot(&of_raw, &raw, (true, false))?);
    }
    let sum = |ops: &mut Ops, v: &Value| ops.call("_sum_to", &[v], &[("shape", Shape::new(&[wide]).into())]);
    let biases = [sum(ops, &of_sums)?, sum(ops, &of_state)?];
    let of_x = ops.dot(&of_sums, &w.x, (false, false))?;
    let of_x = ops.view(&of_x, &[l.steps, batch, l.inputs])?;
    Ok(Found { x: of_x, weights, biases, h: dh, c: dc })
}

/// Forward again: each step with its time, in the order in which they ran.
fn replay(ops: &mut Ops, l: &Layer, d: usize, x: &Value, w: &Weights) -> Result<Vec<(usize, Step)>> {
    let batch = l.batch;
    let gru = l.mode == Mode::Gru;
    let sums = ops.dot(x, &w.x, (false, true))?;
    let mut sums = ops.add(&sums, &w.bias_x)?;
    if !gru {
        sums = ops.add(&sums, &w.bias_h)?;
    }
    let states = ops.b.input(3);
    let mut h = ops.part_of_state(&states, d, batch, l.state)?;
    let mut c = match (l.mode == Mode::Lstm).then(|| ops.b.input(4)) {
        Some(cells) => Some(ops.part_of_state(&cells, d, batch, l.units)?),
        None => None,
    };
    let lengths = match ops.b.inputs.get(5).cloned().flatten() {
        Some(lengths) => {
            let dtype = ops.b.dtype(0);
            // Fractions do not count: 2.5 steps are 2.
            let lengths = ops.call("Cast", &[&lengths], &[("dtype", crate::base::DType::Int32.into())])?;
            let lengths = ops.call("Cast", &[&lengths], &[("dtype", dtype.into())])?;
            Some(ops.view(&lengths, &[batch, 1])?)
        }
        None => None,
    };
    let mut steps = Vec::new();
    for i in 0..l.steps {
        let t = if d == 0 { i } else { l.steps - 1 - i };
        let mask = match &lengths {
            Some(lengths) => Some(ops.call("_greater_scalar", &[lengths], &[("scalar", (t as f64).into())])?),
            None => None,
        };
        let sum = ops.rows(&sums, t * batch, (t + 1) * batch)?;
        let state = ops.dot(&h, &w.h, (false, true))?;
        let (gates, inner, inside, next_c, raw);
        match l.mode {
            Mode::Relu | Mode::Tanh => {
                let sum = ops.add(&sum, &state)?;
                raw = ops.call(if l.mode == Mode::Relu { "relu" } else { "tanh" }, &[&sum], &[])?;
                (gates, inner, inside, next_c) = (smallvec::smallvec![raw.clone()], None, None, None);
            }
            Mode::Lstm => {
                let sum = ops.add(&sum, &state)?;
                let mut g = ops.split(&sum, 4)?;
                for k in 0..4 {
                    g[k] = ops.call(if k == 2 { "tanh" } else { "sigmoid" }, &[&g[k].clone()], &[])?;
                }
                let (kept, new) = (ops.mul(&g[1], c.as_ref().expect("a cell"))?, ops.mul(&g[0], &g[2])?);
                let mut cell = ops.add(&kept, &new)?;
                inside = match l.clip {
                    Some(clip) => {
                        let bounds = [("a_min", clip.low.into()), ("a_max", clip.high.into())];
                        let clipped = ops.call("clip", &[&cell], &bounds)?;
                        let inside = ops.call("broadcast_equal", &[&clipped, &cell], &[])?;
                        cell = clipped;
                        Some(inside)
                    }
                    None => None,
                };
                let t = ops.call("tanh", &[&cell], &[])?;
                raw = ops.mul(&g[3], &t)?;
                (gates, inner, next_c) = (g, Some(t), Some(cell));
            }
            Mode::Gru => {
                let state = ops.add(&state, &w.bias_h)?;
                let (a, s) = (ops.split(&sum, 3)?, ops.split(&state, 3)?);
                let (r, z) = (ops.add(&a[0], &s[0])?, ops.add(&a[1], &s[1])?);
                let (r, z) = (ops.call("sigmoid", &[&r], &[])?, ops.call("sigmoid", &[&z], &[])?);
                let n = ops.mul(&r, &s[2])?;
                let n = ops.add(&a[2], &n)?;
                let n = ops.call("tanh", &[&n], &[])?;
                let difference = ops.sub(&h, &n)?;
                let moved = ops.mul(&z, &difference)?;
                raw = ops.add(&n, &moved)?;
                (gates, inner, inside, next_c) = (smallvec::smallvec![r, z, n], Some(s[2].clone()), None, None);
            }
        }
        let mut next = match &w.projection {
            Some(p) => ops.dot(&raw, p, (false, true))?,
            None => raw.clone(),
        };
        let mut next_c = next_c;
        let before_c = c.clone();
        if let Some(mask) = &mask {
            next = keep(ops, mask, &h, &next)?;
            if let (Some(old), Some(new)) = (&c, &next_c) {
                next_c = Some(keep(ops, mask, old, new)?);
            }
        }
        steps.push((t, Step { mask, h, c: before_c, gates, inner, inside, raw }));
        (h, c) = (next, next_c);
    }
    Ok(steps)
}

/// `new` where the mask is 1, else `old`.
fn keep(ops: &mut Ops, mask: &Value, old: &Value, new: &Value) -> Result<Value> {
    let difference = ops.sub(new, old)?;
    let moved = ops.mul(mask, &difference)?;
    ops.add(old, &moved)
}

/// Gradients of the sums of the input's part and of the state's, and what reaches the state before
/// directly; `dc` becomes that of the cell before.
fn unit(
    ops: &mut Ops,
    mode: Mode,
    step: &Step,
    dh: &Value,
    dc: &mut Option<Value>,
) -> Result<(Value, Value, Option<Value>)> {
    let g = &step.gates;
    match mode {
        Mode::Relu | Mode::Tanh => {
            let slope = if mode == Mode::Relu { ops.call("sign", &[&g[0]], &[])? } else { ops.tanh_slope(&g[0])? };
            let d = ops.mul(dh, &slope)?;
            Ok((d.clone(), d, None))
        }
        Mode::Lstm => {
            let (tanh, before) = (step.inner.as_ref().expect("a tanh"), step.c.as_ref().expect("a cell"));
            let slope = ops.tanh_slope(tanh)?;
            let through = ops.product(&[dh, &g[3], &slope])?;
            let mut cell = ops.add(dc.as_ref().expect("a cell's gradient"), &through)?;
            if let Some(inside) = &step.inside {
                cell = ops.mul(&cell, inside)?;
            }
            let (si, sf, so) = (ops.sigmoid_slope(&g[0])?, ops.sigmoid_slope(&g[1])?, ops.sigmoid_slope(&g[3])?);
            let sg = ops.tanh_slope(&g[2])?;
            let parts = [
                ops.product(&[&cell, &g[2], &si])?,
                ops.product(&[&cell, before, &sf])?,
                ops.product(&[&cell, &g[0], &sg])?,
                ops.product(&[dh, tanh, &so])?,
            ];
            *dc = Some(ops.mul(&cell, &g[1])?);
            let d = ops.join(&parts, 1)?;
            Ok((d.clone(), d, None))
        }
        Mode::Gru => {
            let (r, z, n) = (&g[0], &g[1], &g[2]);
            let inner = step.inner.as_ref().expect("the state's part");
            let (rest, slope) = (ops.rest(z)?, ops.tanh_slope(n)?);
            let dn = ops.product(&[dh, &rest, &slope])?;
            let difference = ops.sub(&step.h, n)?;
            let (sz, sr) = (ops.sigmoid_slope(z)?, ops.sigmoid_slope(r)?);
            let dz = ops.product(&[dh, &difference, &sz])?;
            let dr = ops.product(&[&dn, inner, &sr])?;
            let dinner = ops.mul(&dn, r)?;
            let dsums = ops.join(&[dr.clone(), dz.clone(), dn], 1)?;
            let dstate = ops.join(&[dr, dz, dinner], 1)?;
            let direct = ops.mul(dh, z)?;
            Ok((dsums, dstate, Some(direct)))
        }
    }
}
