//! One recurrent layer: the fused operator and its gradient.
#![forbid(unsafe_code)]

use super::super::attrs::{Attr, AttrSpec, Attrs};
use super::super::spec::{Call, Forward, Gradient, Infer, Needs, OpSpec, Sample, input, optional};
use super::super::value::Backward;
use super::{BIDIRECTIONAL, CLIP_MAX, CLIP_MIN, CLIP_NAN, PROJECTION, STATE_SIZE, clip, composed};
use crate::base::{DType, Error, Result, Shape, View};
use crate::by_real;
use crate::kernel::rnn::{self, Gradients, Heads, Inputs, Layer, Mode, Number};
use crate::kernel::{floats, index};

/// Attributes that RNN passes on as they are; the mode it sets by word.
pub const GIVEN: [&str; 6] = [
    "state_size",
    "bidirectional",
    "projection_size",
    "lstm_state_clip_min",
    "lstm_state_clip_max",
    "lstm_state_clip_nan",
];

const MODE: AttrSpec =
    AttrSpec::one_of("mode", &["rnn_relu", "rnn_tanh", "lstm", "gru"], "lstm", "The cell, as in RNN.");

pub const FORWARD: OpSpec = OpSpec {
    name: "_rnn_layer",
    doc: "One layer of RNN: data, the layer's weights, its biases, its first state (and cell, and lengths) give the \
          output, the last state and cell, and, where it is to be kept, what backward needs.",
    inputs: &[
        input("data"),
        input("weights"),
        input("biases"),
        input("state"),
        optional("state_cell"),
        optional("sequence_length"),
    ],
    attrs: &[
        STATE_SIZE,
        BIDIRECTIONAL,
        MODE,
        PROJECTION,
        CLIP_MIN,
        CLIP_MAX,
        CLIP_NAN,
        AttrSpec::bool("keep", true, "Keep what backward needs."),
    ],
    infer: |i| {
        let l = sizes(i)?;
        let dtype = i.dtype(0);
        let cell = if l.mode == Mode::Lstm { [l.directions, l.batch, l.units].to_vec() } else { vec![0] };
        let kept = if i.attrs.bool("keep") { l.directions * l.reserve() } else { 0 };
        let output = Shape::checked([l.steps, l.batch, l.directions * l.state].map(|d| d as u64))?;
        Ok(smallvec::smallvec![
            (output, dtype),
            (i.shape(3), dtype),
            (Shape::new(&cell), dtype),
            (Shape::checked([kept as u64])?, wide(dtype)),
        ])
    },
    forward: Forward::Kernel(|c| by_real!(c.input(0).dtype, T => forward::<T>(c))),
    gradient: Gradient::Rule(gradient),
    needs: |_| Needs { inputs: u32::MAX, outputs: 0b1001 },
    visible: |_, _| 3,
    cost: |i, _| 2 * work(i),
    hidden: true,
    samples: || {
        let sample = |shapes: &[&[usize]]| Sample::new(shapes).range(-0.9, 0.9).attr("state_size", 3);
        vec![
            sample(&[&[3, 2, 4], &[84], &[24], &[1, 2, 3], &[1, 2, 3]]),
            sample(&[&[3, 2, 2], &[90], &[36], &[2, 2, 3]]).word("mode", "gru").attr("bidirectional", true),
            sample(&[&[0, 2, 2], &[45], &[18], &[1, 2, 3]]).word("mode", "gru"),
        ]
    },
    ..OpSpec::NEW
};

pub const BACKWARD: OpSpec = OpSpec {
    name: "_backward_rnn_layer",
    doc: "The gradients of _rnn_layer by data (empty where it is not wanted), weights, biases, state and state_cell.",
    inputs: &[
        input("head_output"),
        input("head_state"),
        input("head_cell"),
        input("output"),
        input("reserve"),
        input("data"),
        input("weights"),
        input("biases"),
        input("state"),
        optional("state_cell"),
        optional("sequence_length"),
    ],
    attrs: &[
        STATE_SIZE,
        BIDIRECTIONAL,
        MODE,
        PROJECTION,
        CLIP_MIN,
        CLIP_MAX,
        CLIP_NAN,
        AttrSpec::bool("data", true, "Give the gradient of data."),
    ],
    infer: |i| {
        let like = |k: usize| (i.shape(k), i.dtype(k));
        let data = if i.attrs.bool("data") { like(5) } else { (Shape::new(&[0]), i.dtype(5)) };
        Ok(smallvec::smallvec![data, like(6), like(7), like(8), like(2)])
    },
    forward: Forward::Kernel(|c| by_real!(c.input(0).dtype, T => backward::<T>(c))),
    gradient: Gradient::None("where gradients of gradients are wanted, a layer's gradient is made of other operators"),
    cost: |i, _| 4 * work(&Infer { op: i.op, attrs: i.attrs, inputs: &i.inputs[5..] }),
    hidden: true,
    ..OpSpec::NEW
};

/// float16 is kept in float32.
fn wide(dtype: DType) -> DType {
    if dtype == DType::Float16 { DType::Float32 } else { dtype }
}

/// Nanoseconds of the multiplications with one of the two sides.
fn work(i: &Infer) -> u64 {
    let rows = i.shape(0).span(0, 2) as u64;
    rows * i.shape(1).size() as u64 / 40 + 1000
}

fn layer(attrs: &Attrs, data: Shape, state: Shape) -> Result<Layer> {
    Ok(Layer {
        mode: Mode::of(attrs.word("mode")),
        directions: state[0] as usize,
        steps: data[0] as usize,
        batch: data[1] as usize,
        inputs: data[2] as usize,
        units: attrs.int("state_size") as usize,
        state: state[2] as usize,
        projected: attrs.optional_int("projection_size").is_some(),
        clip: clip(attrs)?,
    })
}

/// The layer of the shapes, all of them checked.
fn sizes(i: &Infer) -> Result<Layer> {
    i.floats_only(0)?;
    let (data, state) = (i.shape(0), i.shape(3));
    let a = i.attrs;
    let units = a.int("state_size") as usize;
    let (directions, size) =
        (1 + a.bool("bidirectional") as usize, a.optional_int("projection_size").map_or(units, |p| p as usize));
    let ranks = data.ndim() == 3 && state.ndim() == 3;
    if !ranks || state != Shape::new(&[directions, data[1] as usize, size]) {
        return Err(Error::shape(format!(
            "data has shape {data}, state {state}; they must be [steps, batch, size] and [{directions}, batch, {size}]"
        )));
    }
    let l = layer(a, data, state)?;
    let cell = Shape::new(&[directions, l.batch, units]);
    let fits = i.shape(1) == Shape::new(&[directions * l.weights()])
        && i.shape(2) == Shape::new(&[directions * l.biases()])
        && i.has(4) == (l.mode == Mode::Lstm)
        && (!i.has(4) || i.shape(4) == cell)
        && (!i.has(5) || i.shape(5) == Shape::new(&[l.batch]));
    if !fits || (1..5).any(|k| i.has(k) && i.dtype(k) != i.dtype(0)) {
        return Err(Error::shape(format!("weights, biases, cells or lengths do not belong to data {data}")));
    }
    Ok(l)
}

/// Optional arrays as slices.
fn optional_input<'a, T: Number>(c: &Call<'a>, view: Option<&'a View>) -> Option<floats::Input<'a, T>> {
    view.map(|v| floats::input::<T>(c.context, v))
}

fn forward<T: Number>(c: &Call) -> Result<()> {
    let l = layer(c.attrs, c.input(0).shape, c.input(3).shape)?;
    let input = |i: usize| floats::input::<T>(c.context, c.input(i));
    let (x, weights, biases, h) = (input(0), input(1), input(2), input(3));
    let cell = optional_input::<T>(c, c.optional(4));
    let lengths = c.optional(5).map(|v| index::integers(c.context, v));
    let inputs = Inputs {
        x: &x,
        weights: &weights,
        biases: &biases,
        h: &h,
        c: cell.as_deref().unwrap_or(&[]),
        lengths: lengths.as_ref().map(|l| l.as_slice()),
    };
    let output = |i: usize| floats::output::<T>(c.context, c.output(i));
    let (mut y, mut last, mut last_c, mut reserve) = (output(0), output(1), output(2), output(3));
    rnn::forward(c.context, &l, inputs, &mut y, &mut last, &mut last_c, &mut reserve);
    Ok(())
}

fn backward<T: Number>(c: &Call) -> Result<()> {
    let l = layer(c.attrs, c.input(5).shape, c.input(8).shape)?;
    let input = |i: usize| floats::input::<T>(c.context, c.input(i));
    let (dy, dh, dc, y, reserve) = (input(0), input(1), input(2), input(3), input(4));
    let (x, weights, biases, h) = (input(5), input(6), input(7), input(8));
    let cell = optional_input::<T>(c, c.optional(9));
    let lengths = c.optional(10).map(|v| index::integers(c.context, v));
    let inputs = Inputs {
        x: &x,
        weights: &weights,
        biases: &biases,
        h: &h,
        c: cell.as_deref().unwrap_or(&[]),
        lengths: lengths.as_ref().map(|l| l.as_slice()),
    };
    let output = |i: usize| floats::output::<T>(c.context, c.output(i));
    let (mut of_x, mut of_weights, mut of_biases) = (output(0), output(1), output(2));
    let (mut of_h, mut of_c) = (output(3), output(4));
    let out = Gradients { x: &mut of_x, weights: &mut of_weights, biases: &mut of_biases, h: &mut of_h, c: &mut of_c };
    rnn::backward(c.context, &l, inputs, &y, &reserve, Heads { y: &dy, h: &dh, c: &dc }, out);
    Ok(())
}

fn gradient(b: &mut Backward) -> Result<()> {
    if b.wants(5) {
        let (shape, dtype) = (b.shape(5), b.dtype(5));
        let zeros = b.call("_zeros", &[], &[("shape", shape.into()), ("dtype", dtype.into())])?;
        b.set(5, zeros);
    }
    if b.graph.recording() {
        return composed::gradient(b);
    }
    if !b.attrs.bool("keep") {
        return Err(Error::graph("was run without keeping what backward needs"));
    }
    let heads = [b.head(0)?, b.head(1)?, b.head(2)?];
    let mut inputs: Vec<_> = heads.into_iter().map(Some).collect();
    inputs.extend([Some(b.output(0)), Some(b.output(3))]);
    inputs.extend((0..6).map(|i| b.inputs.get(i).cloned().flatten()));
    let op = crate::op::find("_backward_rnn_layer").expect("_backward_rnn_layer");
    let data: Attr = b.wants(0).into();
    let given: Vec<_> = GIVEN.iter().map(|n| (*n, b.attrs.get(n).clone())).chain([("data", data)]).collect();
    let mut attrs = op.attrs(&given)?;
    attrs.set_word("mode", b.attrs.word("mode"))?;
    let out = b.call_all("_backward_rnn_layer", &inputs, attrs)?;
    for (i, gradient) in out.into_iter().enumerate() {
        if b.wants(i) {
            b.set(i, gradient);
        }
    }
    Ok(())
}

/// The layer of a recorded call.
pub fn of(b: &Backward) -> Result<Layer> {
    layer(b.attrs, b.shape(0), b.shape(3))
}
