//! The gradients of one recurrent layer, from what forward kept.

use super::cells::{self, each};
use super::{Inputs, Layer, Mode, Number, exists, over_batch, weights};
use crate::base::Context;
use crate::kernel::gemm::{self, Bias, Operand};
use crate::kernel::slices::{Parts, Workspace};
use crate::kernel::vector::Real;

/// Gradients of the outputs, in their shapes.
#[derive(Clone, Copy)]
pub struct Heads<'a, T> {
    pub y: &'a [T],
    pub h: &'a [T],
    pub c: &'a [T],
}

/// Gradients of the inputs, in their shapes. `x` may be empty: then it is not wanted.
pub struct Gradients<'a, T> {
    pub x: &'a mut [T],
    pub weights: &'a mut [T],
    pub biases: &'a mut [T],
    pub h: &'a mut [T],
    pub c: &'a mut [T],
}

pub fn backward<T: Number>(
    context: &dyn Context,
    l: &Layer,
    inputs: Inputs<T>,
    y: &[T],
    reserve: &[T],
    heads: Heads<T>,
    out: Gradients<T>,
) {
    out.h.copy_from_slice(heads.h);
    out.c.copy_from_slice(heads.c);
    if l.rows() == 0 {
        out.weights.fill(<T as Real>::ZERO);
        out.biases.fill(<T as Real>::ZERO);
        return;
    }
    let (hs, cs) = (l.batch * l.state, if l.mode == Mode::Lstm { l.batch * l.units } else { 0 });
    for d in 0..l.directions {
        let own = Gradients {
            x: &mut out.x[..],
            weights: &mut out.weights[d * l.weights()..(d + 1) * l.weights()],
            biases: &mut out.biases[d * l.biases()..(d + 1) * l.biases()],
            h: &mut out.h[d * hs..(d + 1) * hs],
            c: &mut out.c[d * cs..(d + 1) * cs],
        };
        direction(context, l, d, inputs, y, &reserve[d * l.reserve()..(d + 1) * l.reserve()], heads.y, own);
    }
}

/// `out.h` and `out.c` are the gradients of the last states and become those of the first; `out.x`
/// is added to by the second direction.
#[allow(clippy::too_many_arguments)]
fn direction<T: Number>(
    context: &dyn Context,
    l: &Layer,
    d: usize,
    inputs: Inputs<T>,
    y: &[T],
    reserve: &[T],
    dy: &[T],
    out: Gradients<T>,
) {
    let (units, wide, rows, state) = (l.units, l.wide(), l.rows(), l.state);
    let (zero, unit) = (<T as Real>::ZERO, <T as Real>::ONE);
    let gru = l.mode == Mode::Gru;
    let w = weights(l, inputs.weights, d);
    let (gates, kept) = reserve.split_at(if reserve.is_empty() { 0 } else { rows * wide });
    let space = |n: usize| Workspace::<T>::new(context, n);
    // Gradients of the sums: of the input's part and, where it is another, of the state's.
    let (mut dsums, mut dstate) = (space(rows * wide), space(if gru { rows * wide } else { 0 }));
    let mut before = space(rows * state);
    // With a projection: the units, their gradients at one step, the gradients of the state.
    let of = |n: usize| if l.projected { n } else { 0 };
    let (mut raw, mut draw, mut dr) = (space(of(rows * units)), space(of(l.batch * units)), space(of(rows * state)));
    let (dsums_parts, dstate_parts) = (Parts::new(dsums.as_mut_slice()), Parts::new(dstate.as_mut_slice()));
    let (before_parts, raw_parts) = (Parts::new(before.as_mut_slice()), Parts::new(raw.as_mut_slice()));
    let (draw_parts, dr_parts) = (Parts::new(draw.as_mut_slice()), Parts::new(dr.as_mut_slice()));
    let first_h = &inputs.h[d * l.batch * state..][..l.batch * state];
    let first_c = if l.mode == Mode::Lstm { &inputs.c[d * l.batch * units..][..l.batch * units] } else { &[] };

    for i in (0..l.steps).rev() {
        let t = l.time(d, i);
        // The step before, unless the sample begins here.
        let earlier = |n: usize| {
            let at = if d == 0 { t.checked_sub(1) } else { Some(t + 1).filter(|&t| t < l.steps) };
            at.filter(|&t| exists(inputs.lengths, n, t))
        };
        let dh = Parts::new(&mut *out.h);
        over_batch(context, l, &|n| {
            // SAFETY: rows of sample n, which belongs to one piece.
            let (dh, before) = unsafe {
                let row = (t * l.batch + n) * state;
                (dh.part(n * state..(n + 1) * state), before_parts.part(row..row + state))
            };
            before.copy_from_slice(match earlier(n) {
                Some(t) => &y[l.place(d, t, n)],
                None => &first_h[n * state..(n + 1) * state],
            });
            let here = exists(inputs.lengths, n, t);
            if here {
                dh.iter_mut().zip(&dy[l.place(d, t, n)]).for_each(|(a, &b)| *a += b);
            }
            if l.projected {
                // SAFETY: as above.
                let dr = unsafe { dr_parts.part((t * l.batch + n) * state..(t * l.batch + n + 1) * state) };
                if here {
                    dr.copy_from_slice(dh);
                    dh.fill(zero);
                } else {
                    dr.fill(zero);
                }
            }
        });
        if l.projected {
            // SAFETY: no piece is running.
            let (dr, draw) = unsafe {
                let at = t * l.batch * state;
                (dr_parts.part(at..at + l.batch * state), draw_parts.part(0..l.batch * units))
            };
            let (a, b) = (Operand::new(dr, state, false), Operand::new(w.projection, units, false));
            gemm::gemm(context, (l.batch, units, state), unit, a, b, zero, draw, units, Bias::None);
        }
        let dc = Parts::new(&mut *out.c);
        over_batch(context, l, &|n| {
            let at = (t * l.batch + n) * wide;
            let unit_at = (t * l.batch + n) * units;
            // SAFETY: rows of sample n, which belongs to one piece.
            unsafe {
                let dsums = dsums_parts.part(at..at + wide);
                if !exists(inputs.lengths, n, t) {
                    dsums.fill(zero);
                    if gru {
                        dstate_parts.part(at..at + wide).fill(zero);
                    }
                    if l.projected {
                        raw_parts.part(unit_at..unit_at + units).fill(zero);
                    }
                    return;
                }
                let dh = if l.projected {
                    draw_parts.part(n * units..(n + 1) * units)
                } else {
                    dh.part(n * state..(n + 1) * state)
                };
                let dsums = dsums.as_mut_ptr();
                match l.mode {
                    Mode::Relu | Mode::Tanh => {
                        let (relu, y) = (l.mode == Mode::Relu, y[l.place(d, t, n)].as_ptr());
                        each(units, &cells::PlainBack { relu, y, dh: dh.as_mut_ptr(), dsum: dsums });
                    }
                    Mode::Lstm => {
                        let c = &kept[unit_at..unit_at + units];
                        let before = match earlier(n) {
                            Some(t) => &kept[(t * l.batch + n) * units..][..units],
                            None => &first_c[n * units..(n + 1) * units],
                        };
                        let gates = &gates[at..at + wide];
                        let cell = cells::LstmBack {
                            units,
                            clip: l.clip,
                            gates: gates.as_ptr(),
                            c: c.as_ptr(),
                            before: before.as_ptr(),
                            dh: dh.as_ptr(),
                            dc: dc.part(n * units..(n + 1) * units).as_mut_ptr(),
                            dgates: dsums,
                        };
                        each(units, &cell);
                        if l.projected {
                            let raw = raw_parts.part(unit_at..unit_at + units);
                            let o = &gates[3 * units..];
                            raw.iter_mut().zip(o.iter().zip(c)).for_each(|(r, (&o, &c))| *r = o * c.tanh());
                        } else {
                            dh.fill(zero);
                        }
                    }
                    Mode::Gru => {
                        let cell = cells::GruBack {
                            units,
                            gates: gates[at..at + wide].as_ptr(),
                            inner: kept[unit_at..unit_at + units].as_ptr(),
                            before: before_parts
                                .part((t * l.batch + n) * state..(t * l.batch + n + 1) * state)
                                .as_ptr(),
                            dh: dh.as_mut_ptr(),
                            dsums,
                            dstate: dstate_parts.part(at..at + wide).as_mut_ptr(),
                        };
                        each(units, &cell);
                    }
                }
            }
        });
        // What flows to the step before by the state's weights, on top of what went past the gates.
        let from = if gru { &dstate_parts } else { &dsums_parts };
        // SAFETY: no piece is running.
        let sums = unsafe { from.part(t * l.batch * wide..(t + 1) * l.batch * wide) };
        let (a, b) = (Operand::new(sums, wide, false), Operand::new(w.h, state, false));
        gemm::gemm(context, (l.batch, state, wide), unit, a, b, unit, &mut *out.h, state, Bias::None);
    }

    let dsums = dsums.as_slice();
    let dstate = if gru { dstate.as_slice() } else { dsums };
    let product = |a: Operand<T>, b: Operand<T>, size, to: &mut [T], ld| {
        gemm::gemm(context, size, unit, a, b, zero, to, ld, Bias::None);
    };
    let (of_x, rest) = out.weights.split_at_mut(wide * l.inputs);
    let (of_h, of_projection) = rest.split_at_mut(wide * state);
    let x = Operand::new(inputs.x, l.inputs, false);
    product(Operand::new(dsums, wide, true), x, (wide, l.inputs, rows), of_x, l.inputs);
    let before = Operand::new(before.as_slice(), state, false);
    product(Operand::new(dstate, wide, true), before, (wide, state, rows), of_h, state);
    if l.projected {
        let raw = Operand::new(raw.as_slice(), units, false);
        product(Operand::new(dr.as_slice(), state, true), raw, (state, units, rows), of_projection, units);
    }
    let mut ones = space(rows);
    ones.as_mut_slice().fill(unit);
    let (bias_x, bias_h) = out.biases.split_at_mut(wide);
    for (sums, to) in [(dsums, &mut *bias_x), (dstate, &mut *bias_h)] {
        let (a, b) = (Operand::new(ones.as_slice(), rows, false), Operand::new(sums, wide, false));
        product(a, b, (1, wide, rows), to, wide);
    }
    if !out.x.is_empty() {
        let (a, b) = (Operand::new(dsums, wide, false), Operand::new(w.x, l.inputs, false));
        let keep = if d == 0 { zero } else { unit };
        gemm::gemm(context, (rows, l.inputs, wide), unit, a, b, keep, out.x, l.inputs, Bias::None);
    }
}
