//! One recurrent layer over all steps, in one or both directions. The part of the input is one matrix
//! product over all steps; each step then multiplies the state and runs the fused loop of its cell.
//! Backward goes the same way back and makes the gradients of weights by one product at its end.

mod backward;
mod cells;
#[cfg(test)]
mod tests;

pub use backward::{Gradients, Heads, backward};
pub use cells::Clip;

use cells::each;

use crate::base::Context;
use crate::kernel::gemm::{self, Bias, Operand};
use crate::kernel::slices::{Parts, Workspace, piece_of};
use crate::kernel::vector::{Real, pieces};

/// What both the products and the loops compute in.
pub trait Number: Real + gemm::Real {}
impl Number for f32 {}
impl Number for f64 {}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    Relu,
    Tanh,
    Lstm,
    Gru,
}

impl Mode {
    pub fn of(word: &str) -> Mode {
        match word {
            "rnn_relu" => Mode::Relu,
            "rnn_tanh" => Mode::Tanh,
            "lstm" => Mode::Lstm,
            _ => Mode::Gru,
        }
    }
    pub fn gates(self) -> usize {
        match self {
            Mode::Relu | Mode::Tanh => 1,
            Mode::Lstm => 4,
            Mode::Gru => 3,
        }
    }
}

/// The sizes of a layer.
#[derive(Clone, Copy, Debug)]
pub struct Layer {
    pub mode: Mode,
    pub directions: usize,
    pub steps: usize,
    pub batch: usize,
    pub inputs: usize,
    /// Units of the cell.
    pub units: usize,
    /// Size of the state: `units`, unless it is projected.
    pub state: usize,
    /// The state is `units` multiplied by a matrix of its own.
    pub projected: bool,
    pub clip: Option<Clip>,
}

impl Layer {
    fn rows(&self) -> usize {
        self.steps * self.batch
    }
    /// All gates of one sample.
    fn wide(&self) -> usize {
        self.mode.gates() * self.units
    }
    /// Weights of one direction: input's [gates * units, inputs], state's [gates * units, state],
    /// projection's [state, units].
    pub fn weights(&self) -> usize {
        self.wide() * (self.inputs + self.state) + if self.projected { self.state * self.units } else { 0 }
    }
    /// Biases of one direction: input's, then state's.
    pub fn biases(&self) -> usize {
        2 * self.wide()
    }
    /// Elements that backward needs of one direction, besides the output: the gates of all steps, and
    /// for LSTM the cells, for GRU the state's part of n. A plain layer needs its output alone.
    pub fn reserve(&self) -> usize {
        match self.mode {
            Mode::Relu | Mode::Tanh => 0,
            Mode::Lstm | Mode::Gru => self.rows() * (self.wide() + self.units),
        }
    }
    /// Of direction `d` the time of its `i`th step.
    fn time(&self, d: usize, i: usize) -> usize {
        if d == 0 { i } else { self.steps - 1 - i }
    }
    /// Where the output of direction `d` lies.
    fn place(&self, d: usize, t: usize, n: usize) -> std::ops::Range<usize> {
        let at = ((t * self.batch + n) * self.directions + d) * self.state;
        at..at + self.state
    }
}

/// What a layer reads.
#[derive(Clone, Copy)]
pub struct Inputs<'a, T> {
    /// [steps, batch, inputs]
    pub x: &'a [T],
    /// Of both directions.
    pub weights: &'a [T],
    pub biases: &'a [T],
    /// [directions, batch, state]
    pub h: &'a [T],
    /// [directions, batch, units]; empty unless LSTM.
    pub c: &'a [T],
    /// Steps of each sample that exist.
    pub lengths: Option<&'a [i64]>,
}

/// One direction's weights as they lie in the vector.
struct Weights<'a, T> {
    x: &'a [T],
    h: &'a [T],
    projection: &'a [T],
}

fn weights<'a, T>(l: &Layer, all: &'a [T], d: usize) -> Weights<'a, T> {
    let own = &all[d * l.weights()..(d + 1) * l.weights()];
    let (x, rest) = own.split_at(l.wide() * l.inputs);
    let (h, projection) = rest.split_at(l.wide() * l.state);
    Weights { x, h, projection }
}

/// Does step `t` of sample `n` exist?
fn exists(lengths: Option<&[i64]>, n: usize, t: usize) -> bool {
    lengths.is_none_or(|l| (t as i64) < l[n])
}

/// The samples, some to a piece.
fn over_batch(context: &dyn Context, l: &Layer, f: &(dyn Fn(usize) + Sync)) {
    let count = pieces(l.batch, l.wide() * 4);
    context.parallel(count, &|i| piece_of(l.batch, count, i).for_each(f));
}

/// Output [steps, batch, directions * state], last states and cells; `reserve` is what backward needs,
/// or empty.
pub fn forward<T: Number>(
    context: &dyn Context,
    l: &Layer,
    inputs: Inputs<T>,
    y: &mut [T],
    last_h: &mut [T],
    last_c: &mut [T],
    reserve: &mut [T],
) {
    let (hs, cs) = (l.batch * l.state, l.batch * l.units);
    for d in 0..l.directions {
        let h = &mut last_h[d * hs..(d + 1) * hs];
        h.copy_from_slice(&inputs.h[d * hs..(d + 1) * hs]);
        let c = if l.mode == Mode::Lstm { &mut last_c[d * cs..(d + 1) * cs] } else { &mut [] };
        if l.mode == Mode::Lstm {
            c.copy_from_slice(&inputs.c[d * cs..(d + 1) * cs]);
        }
        if reserve.is_empty() {
            let mut gates = Workspace::<T>::new(context, l.rows() * l.wide());
            direction(context, l, d, inputs, y, h, c, gates.as_mut_slice(), None);
        } else {
            let own = &mut reserve[d * l.reserve()..(d + 1) * l.reserve()];
            let (gates, kept) = own.split_at_mut(l.rows() * l.wide());
            direction(context, l, d, inputs, y, h, c, gates, Some(kept));
        }
    }
}

/// `h` and `c` are the first states and become the last.
#[allow(clippy::too_many_arguments)]
fn direction<T: Number>(
    context: &dyn Context,
    l: &Layer,
    d: usize,
    inputs: Inputs<T>,
    y: &mut [T],
    h: &mut [T],
    c: &mut [T],
    gates: &mut [T],
    kept: Option<&mut [T]>,
) {
    let (units, wide) = (l.units, l.wide());
    let (zero, unit) = (<T as Real>::ZERO, <T as Real>::ONE);
    let w = weights(l, inputs.weights, d);
    let (bias_x, bias_h) = inputs.biases[d * l.biases()..(d + 1) * l.biases()].split_at(wide);
    let gru = l.mode == Mode::Gru;
    let mut bias = Workspace::<T>::new(context, wide);
    for (j, b) in bias.as_mut_slice().iter_mut().enumerate() {
        // The state's bias of n lies within the reset.
        *b = if gru && j >= 2 * units { bias_x[j] } else { bias_x[j] + bias_h[j] };
    }
    let x = Operand::new(inputs.x, l.inputs, false);
    let columns = Bias::Columns(bias.as_slice());
    let size = (l.rows(), wide, l.inputs);
    gemm::gemm(context, size, unit, x, Operand::new(w.x, l.inputs, true), zero, gates, wide, columns);

    let mut scratch = Workspace::<T>::new(context, if gru { l.batch * wide } else { 0 });
    let mut raw = Workspace::<T>::new(context, if l.projected { l.batch * units } else { 0 });
    let raw_parts = Parts::new(raw.as_mut_slice());
    let keeps = kept.is_some();
    let kept = Parts::new(kept.unwrap_or(&mut []));
    let y = Parts::new(y);
    for i in 0..l.steps {
        let t = l.time(d, i);
        let step = &mut gates[t * l.batch * wide..(t + 1) * l.batch * wide];
        let before = Operand::new(h, l.state, false);
        let to_gates = Operand::new(w.h, l.state, true);
        let size = (l.batch, wide, l.state);
        if gru {
            gemm::gemm(context, size, unit, before, to_gates, zero, scratch.as_mut_slice(), wide, Bias::None);
        } else {
            gemm::gemm(context, size, unit, before, to_gates, unit, step, wide, Bias::None);
        }
        let state_part = Parts::new(scratch.as_mut_slice());
        let (step, h_parts, c_parts) = (Parts::new(step), Parts::new(h), Parts::new(c));
        over_batch(context, l, &|n| {
            // SAFETY: rows of sample n, which belongs to one piece.
            unsafe {
                let gates = step.part(n * wide..(n + 1) * wide);
                let out = if l.projected { &raw_parts } else { &h_parts };
                if !exists(inputs.lengths, n, t) {
                    y.part(l.place(d, t, n)).fill(zero);
                    if l.projected {
                        out.part(n * units..(n + 1) * units).fill(zero);
                    }
                    return;
                }
                let h = out.part(n * units..(n + 1) * units);
                let at = (t * l.batch + n) * units;
                match l.mode {
                    Mode::Relu | Mode::Tanh => {
                        let relu = l.mode == Mode::Relu;
                        each(units, &cells::Plain { relu, sum: gates.as_mut_ptr(), h: h.as_mut_ptr() });
                    }
                    Mode::Lstm => {
                        let c = c_parts.part(n * units..(n + 1) * units);
                        let (clip, gates, h) = (l.clip, gates.as_mut_ptr(), h.as_mut_ptr());
                        each(units, &cells::Lstm { units, clip, gates, c: c.as_mut_ptr(), h });
                        if keeps {
                            kept.part(at..at + units).copy_from_slice(c);
                        }
                    }
                    Mode::Gru => {
                        let state = state_part.part(n * wide..(n + 1) * wide).as_mut_ptr();
                        let inner = if keeps { kept.part(at..at + units).as_mut_ptr() } else { state.add(2 * units) };
                        let (sums, bias, h) = (gates.as_mut_ptr(), bias_h[2 * units..].as_ptr(), h.as_mut_ptr());
                        each(units, &cells::Gru { units, sums, state, bias, inner, h });
                    }
                }
                if !l.projected {
                    y.part(l.place(d, t, n)).copy_from_slice(h);
                }
            }
        });
        if l.projected {
            // SAFETY: no piece is running.
            let raw = unsafe { raw_parts.part(0..l.batch * units) };
            project(context, l, raw, w.projection, inputs.lengths, t, h, |n, row| {
                // SAFETY: as above.
                unsafe { y.part(l.place(d, t, n)).copy_from_slice(row) }
            });
        }
    }
}

/// `h = raw * projectionᵀ` of the samples that exist at the step; `put` is told of each.
#[allow(clippy::too_many_arguments)]
fn project<T: Number>(
    context: &dyn Context,
    l: &Layer,
    raw: &[T],
    projection: &[T],
    lengths: Option<&[i64]>,
    t: usize,
    h: &mut [T],
    put: impl Fn(usize, &[T]),
) {
    let (zero, unit) = (<T as Real>::ZERO, <T as Real>::ONE);
    let mut all = Workspace::<T>::new(context, l.batch * l.state);
    let (a, b) = (Operand::new(raw, l.units, false), Operand::new(projection, l.units, true));
    let to = all.as_mut_slice();
    gemm::gemm(context, (l.batch, l.state, l.units), unit, a, b, zero, to, l.state, Bias::None);
    for (n, row) in to.chunks_exact(l.state).enumerate() {
        if exists(lengths, n, t) {
            h[n * l.state..(n + 1) * l.state].copy_from_slice(row);
            put(n, row);
        }
    }
}
