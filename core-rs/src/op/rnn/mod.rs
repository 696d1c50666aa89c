//! Recurrent layers: RNN, made of one layer after the other with dropout between them, and the layer
//! itself with its gradient.
#![forbid(unsafe_code)]

mod composed;
mod layer;
mod ops;

use super::attrs::{AttrSpec, Attrs};
use super::spec::{Forward, Infer, OpSpec, Sample, Types, input, optional};
use super::value::{Graph, Value, Values, call};
use crate::base::{Error, Result, Shape};
use crate::kernel::rnn::Mode;

const MODE: AttrSpec = AttrSpec::required_one_of(
    "mode",
    &["rnn_relu", "rnn_tanh", "lstm", "gru"],
    "The cell: a plain one with relu or tanh, LSTM or GRU.",
);
const STATE_SIZE: AttrSpec = AttrSpec::required_int("state_size", "Units of each layer.").at_least(1.0);
const BIDIRECTIONAL: AttrSpec = AttrSpec::bool("bidirectional", false, "Run through the steps backwards too.");
const PROJECTION: AttrSpec = AttrSpec::optional_int(
    "projection_size",
    "Size of the state that LSTM's units are multiplied down to; none by default.",
)
.at_least(1.0);
const CLIP_MIN: AttrSpec =
    AttrSpec::optional_float("lstm_state_clip_min", "The least value of LSTM's cells; together with the greatest.");
const CLIP_MAX: AttrSpec =
    AttrSpec::optional_float("lstm_state_clip_max", "The greatest value of LSTM's cells; together with the least.");
const CLIP_NAN: AttrSpec =
    AttrSpec::bool("lstm_state_clip_nan", false, "Where cells are clipped, NaN becomes the least value.");

pub static OPS: &[OpSpec] = &[
    OpSpec {
        name: "RNN",
        aliases: &["_npx_rnn"],
        doc: "Recurrent layers, one upon the other. Inputs: data [steps, batch, size], parameters (a vector), state \
              [layers * directions, batch, state_size], for lstm state_cell of that shape, with use_sequence_length \
              sequence_length [batch]. Output: [steps, batch, directions * state_size]; with state_outputs also the \
              last state and, for lstm, the last cell. The vector holds for each layer and direction the input's \
              weights [gates * state_size, size] and the state's [gates * state_size, state_size] (then, with a \
              projection, its [projection_size, state_size]), and after all weights for each the biases of the \
              input and of the state. Gates of lstm: i, f, g, o; of gru: r, z, n, with \
              n = tanh(input + r * (state + bias)). Steps beyond a sample's length give 0 and leave its state; \
              backwards it begins at its last step.",
        inputs: &[
            input("data"),
            input("parameters"),
            input("state"),
            optional("state_cell"),
            optional("sequence_length"),
        ],
        attrs: &[
            STATE_SIZE,
            AttrSpec::required_int("num_layers", "The number of layers.").at_least(1.0),
            BIDIRECTIONAL,
            MODE,
            AttrSpec::float("p", 0.0, "While training, the probability that an element between two layers is dropped.")
                .between(0.0, 1.0),
            AttrSpec::bool("state_outputs", false, "Give the last states too."),
            PROJECTION,
            CLIP_MIN,
            CLIP_MAX,
            CLIP_NAN,
            AttrSpec::bool("use_sequence_length", false, "Samples have the lengths that sequence_length says."),
        ],
        infer: |i| {
            let p = Plan::of(i)?;
            let mut types: Types = smallvec::smallvec![(p.output, i.dtype(0))];
            if i.attrs.bool("state_outputs") {
                types.push((p.state, i.dtype(0)));
                if p.mode == Mode::Lstm {
                    types.push((p.cell, i.dtype(0)));
                }
            }
            Ok(types)
        },
        forward: Forward::Composite(layers),
        samples,
        ..OpSpec::NEW
    },
    layer::FORWARD,
    layer::BACKWARD,
];

fn samples() -> Vec<Sample> {
    let sample = |shapes: &[&[usize]], mode: &'static str, units: i64, layers: i64| {
        Sample::new(shapes)
            .range(-0.9, 0.9)
            .word("mode", mode)
            .attr("state_size", units)
            .attr("num_layers", layers)
            .attr("state_outputs", true)
    };
    let state: &[usize] = &[1, 2, 3];
    vec![
        sample(&[&[3, 2, 4], &[108], state, state], "lstm", 3, 1),
        sample(&[&[2, 2, 2], &[432], &[4, 2, 3], &[4, 2, 3]], "lstm", 3, 2).attr("bidirectional", true).attr("p", 0.4),
        sample(&[&[3, 2, 2], &[156], &[2, 2, 2], &[2, 2, 3], &[2]], "lstm", 3, 1)
            .attr("projection_size", 2)
            .attr("bidirectional", true)
            .attr("use_sequence_length", true)
            .integers(4, 4),
        sample(&[&[3, 2, 2], &[84], &[1, 2, 3], &[1, 2, 3]], "lstm", 3, 1)
            .attr("state_outputs", false)
            .attr("lstm_state_clip_min", -0.3)
            .attr("lstm_state_clip_max", 0.4),
        sample(&[&[3, 2, 2], &[63], state], "gru", 3, 1),
        sample(&[&[3, 1, 2], &[324], &[4, 1, 3]], "gru", 3, 2).attr("bidirectional", true),
        sample(&[&[3, 2, 2], &[21], state], "rnn_tanh", 3, 1),
        sample(&[&[2, 2, 2], &[108], &[4, 2, 3]], "rnn_relu", 3, 2).attr("bidirectional", true).range(0.1, 0.9),
        sample(&[&[0, 2, 2], &[21], state], "rnn_tanh", 3, 1),
        sample(&[&[3, 0, 2], &[63], &[1, 0, 3]], "gru", 3, 1),
    ]
}

/// The inputs sorted out, and the sizes of all layers.
pub(crate) struct Plan {
    pub mode: Mode,
    pub layers: usize,
    pub directions: usize,
    pub inputs: usize,
    pub units: usize,
    /// Size of the state.
    pub size: usize,
    pub projected: bool,
    pub output: Shape,
    pub state: Shape,
    pub cell: Shape,
    /// Which input holds the lengths.
    lengths: Option<usize>,
}

impl Plan {
    pub fn of(i: &Infer) -> Result<Plan> {
        let (data, dtype, a) = (i.shape(0), i.floats_only(0)?, i.attrs);
        if data.ndim() != 3 {
            return Err(Error::shape(format!("data has shape {data}; it must be [steps, batch, size]")));
        }
        let (word, units, layers) = (a.word("mode"), a.int("state_size") as usize, a.int("num_layers") as usize);
        let mode = Mode::of(word);
        if a.float("p") >= 1.0 {
            return Err(Error::attribute(format!("p is {}; it must be below 1", a.float("p"))));
        }
        clip(a)?;
        let projection = a.optional_int("projection_size").map(|p| p as usize);
        if let Some(p) = projection
            && (mode != Mode::Lstm || p > units)
        {
            return Err(Error::attribute(format!(
                "projection_size is {p} with mode {word} and state_size {units}; only lstm is projected, to at most \
                 state_size"
            )));
        }
        let (steps, batch, inputs) = (data[0] as usize, data[1] as usize, data[2] as usize);
        let directions = 1 + a.bool("bidirectional") as usize;
        let size = projection.unwrap_or(units);
        let shape = |dims: [usize; 3]| Shape::checked(dims.map(|d| d as u64));
        let plan = Plan {
            mode,
            layers,
            directions,
            inputs,
            units,
            size,
            projected: projection.is_some(),
            output: shape([steps, batch, directions * size])?,
            state: shape([layers * directions, batch, size])?,
            cell: shape([layers * directions, batch, units])?,
            lengths: Plan::lengths_of(i, mode),
        };
        let wanted = (plan.weights_before(layers) + plan.biases_before(layers)) as u64;
        let what = || format!("mode {word} with data {data}, state_size {units} and num_layers {layers}");
        if i.shape(1).ndim() != 1 || i.shape(1)[0] as u64 != wanted {
            return Err(Error::shape(format!("parameters has shape {}; {} needs [{wanted}]", i.shape(1), what())));
        }
        if i.shape(2) != plan.state {
            return Err(Error::shape(format!("state has shape {}; {} needs {}", i.shape(2), what(), plan.state)));
        }
        match (mode == Mode::Lstm, i.has(3) && plan.lengths != Some(3)) {
            (true, false) => return Err(Error::attribute("state_cell is missing; lstm needs it")),
            (false, true) => return Err(Error::attribute(format!("a state_cell is given, but {word} has none"))),
            (true, true) if i.shape(3) != plan.cell => {
                return Err(Error::shape(format!(
                    "state_cell has shape {}; {} needs {}",
                    i.shape(3),
                    what(),
                    plan.cell
                )));
            }
            _ => {}
        }
        match (a.bool("use_sequence_length"), plan.lengths) {
            (true, None) => return Err(Error::attribute("sequence_length is missing; use_sequence_length needs it")),
            (false, Some(_)) => {
                return Err(Error::attribute("a sequence_length is given, but use_sequence_length is false"));
            }
            (true, Some(at)) if i.shape(at) != Shape::new(&[batch]) => {
                return Err(Error::shape(format!(
                    "sequence_length has shape {}; data {data} needs [{batch}]",
                    i.shape(at)
                )));
            }
            _ => {}
        }
        for (k, name) in ["parameters", "state", "state_cell"].iter().enumerate() {
            if i.has(k + 1) && plan.lengths != Some(k + 1) && i.dtype(k + 1) != dtype {
                return Err(Error::dtype(format!("{name} is {}, data {dtype}; they must be equal", i.dtype(k + 1))));
            }
        }
        Ok(plan)
    }

    /// Without a state_cell, as in MXNet the lengths may follow the state.
    fn lengths_of(i: &Infer, mode: Mode) -> Option<usize> {
        let moved = mode != Mode::Lstm && i.attrs.bool("use_sequence_length") && i.has(3) && !i.has(4);
        if moved { Some(3) } else { i.has(4).then_some(4) }
    }

    fn gates(&self) -> usize {
        self.mode.gates() * self.units
    }
    fn inputs_of(&self, layer: usize) -> usize {
        if layer == 0 { self.inputs } else { self.directions * self.size }
    }
    /// Elements of the weights of the layers below.
    fn weights_before(&self, layer: usize) -> u128 {
        let projection = if self.projected { self.size * self.units } else { 0 };
        (0..layer.min(2))
            .map(|l| {
                let one = self.gates() as u128 * (self.inputs_of(l) + self.size) as u128 + projection as u128;
                one * self.directions as u128 * if l == 1 { layer as u128 - 1 } else { 1 }
            })
            .sum()
    }
    fn biases_before(&self, layer: usize) -> u128 {
        2 * self.gates() as u128 * self.directions as u128 * layer as u128
    }
}

/// The bounds of cells, where given.
pub(crate) fn clip(a: &Attrs) -> Result<Option<crate::kernel::rnn::Clip>> {
    let (low, high) = (a.optional_float("lstm_state_clip_min"), a.optional_float("lstm_state_clip_max"));
    match (low, high) {
        (None, None) => Ok(None),
        (Some(low), Some(high)) if low <= high && a.word("mode") == "lstm" => {
            Ok(Some(crate::kernel::rnn::Clip { low, high, nan: a.bool("lstm_state_clip_nan") }))
        }
        (Some(low), Some(high)) => Err(Error::attribute(format!(
            "cells are clipped to {low} and {high} with mode {}; only lstm has cells, and the least comes first",
            a.word("mode")
        ))),
        _ => Err(Error::attribute("lstm_state_clip_min and lstm_state_clip_max go together; one is missing")),
    }
}

fn layers(graph: &mut dyn Graph, attrs: &Attrs, inputs: &[Option<Value>]) -> Result<Values> {
    for (i, name) in ["data", "parameters", "state"].iter().enumerate() {
        if inputs.get(i).is_none_or(|v| v.is_none()) {
            return Err(Error::attribute(format!("{name} is missing; it takes data, parameters and state at least")));
        }
    }
    let types: Vec<_> = inputs.iter().map(|v| v.as_ref().map(|v| (v.shape(), v.dtype()))).collect();
    let p = Plan::of(&Infer { op: crate::op::find("RNN").expect("registered"), attrs, inputs: &types })?;
    let get = |i: usize| inputs.get(i).and_then(|v| v.clone());
    let lengths = p.lengths.and_then(get);
    let (mut data, parameters, state) = (get(0).expect("data"), get(1).expect("parameters"), get(2).expect("state"));
    let cell = if p.mode == Mode::Lstm { get(3) } else { None };
    let rows = |graph: &mut dyn Graph, v: &Value, begin: usize, end: usize| {
        call(graph, "_slice_rows", &[v], &[("begin", (begin as i64).into()), ("end", (end as i64).into())])
    };
    let layer = super::find("_rnn_layer").expect("_rnn_layer");
    let mut own = Attrs::with(
        layer.attrs,
        &layer::GIVEN
            .map(|n| (n, attrs.get(n).clone()))
            .into_iter()
            .chain([("keep", graph.recording().into())])
            .collect::<Vec<_>>(),
    )?;
    own.set_word("mode", attrs.word("mode"))?;
    let (mut states, mut cells) = (Vec::new(), Vec::new());
    let all_weights = p.weights_before(p.layers) as usize;
    for l in 0..p.layers {
        let weights = rows(graph, &parameters, p.weights_before(l) as usize, p.weights_before(l + 1) as usize)?;
        let bias = |l: usize| all_weights + p.biases_before(l) as usize;
        let biases = rows(graph, &parameters, bias(l), bias(l + 1))?;
        let (from, to) = (l * p.directions, (l + 1) * p.directions);
        let one =
            |graph: &mut dyn Graph, v: &Value| if p.layers == 1 { Ok(v.clone()) } else { rows(graph, v, from, to) };
        let first = one(graph, &state)?;
        let first_cell = cell.as_ref().map(|c| one(graph, c)).transpose()?;
        if l > 0 && attrs.float("p") > 0.0 {
            data = call(graph, "Dropout", &[&data], &[("p", attrs.float("p").into())])?;
        }
        let given = [Some(data), Some(weights), Some(biases), Some(first), first_cell, lengths.clone()];
        let out = graph.apply(layer, &given, own.clone())?;
        data = out[0].clone();
        states.push(Some(out[1].clone()));
        cells.push(Some(out[2].clone()));
    }
    let mut results: Values = smallvec::smallvec![data];
    if attrs.bool("state_outputs") {
        results.push(joined(graph, states)?);
        if p.mode == Mode::Lstm {
            results.push(joined(graph, cells)?);
        }
    }
    Ok(results)
}

/// The states of all layers, one after the other.
fn joined(graph: &mut dyn Graph, mut parts: Vec<Option<Value>>) -> Result<Value> {
    if parts.len() == 1 {
        return Ok(parts.swap_remove(0).expect("a state"));
    }
    let concat = super::find("Concat").expect("Concat");
    let attrs = concat.attrs(&[("dim", 0i64.into())])?;
    Ok(graph.apply(concat, &parts, attrs)?.swap_remove(0))
}
