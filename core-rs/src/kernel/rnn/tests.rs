//! What the values of MXNet do not show: lengths, projection with gradients, clipping, sizes beyond a
//! vector. A sample with a length must be as if it were alone.

use super::*;
use crate::base::Serial;
use crate::kernel::testing::{Random, close};

const MODES: [Mode; 4] = [Mode::Relu, Mode::Tanh, Mode::Lstm, Mode::Gru];

fn layer(mode: Mode, directions: usize, steps: usize, batch: usize, projected: bool) -> Layer {
    let state = if projected { 3 } else { 5 };
    Layer { mode, directions, steps, batch, inputs: 4, units: 5, state, projected, clip: None }
}

/// Inputs and heads of a layer, as f64.
struct Numbers {
    x: Vec<f64>,
    weights: Vec<f64>,
    biases: Vec<f64>,
    h: Vec<f64>,
    c: Vec<f64>,
    dy: Vec<f64>,
    dh: Vec<f64>,
    dc: Vec<f64>,
}

impl Numbers {
    fn new(l: &Layer, seed: u64) -> Numbers {
        let mut random = Random::new(seed);
        let (states, cells) = (l.directions * l.batch * l.state, l.directions * l.batch * l.units);
        let cells = if l.mode == Mode::Lstm { cells } else { 0 };
        let outputs = l.rows() * l.directions * l.state;
        let mut take = |n: usize| random.doubles(n);
        Numbers {
            x: take(l.rows() * l.inputs),
            weights: take(l.directions * l.weights()),
            biases: take(l.directions * l.biases()),
            h: take(states),
            c: take(cells),
            dy: take(outputs),
            dh: take(states),
            dc: take(cells),
        }
    }
    /// Sample `n` alone, of `steps` steps.
    fn alone(&self, l: &Layer, n: usize, steps: usize) -> Numbers {
        let timed = |v: &[f64], size: usize| -> Vec<f64> {
            (0..steps).flat_map(|t| v[(t * l.batch + n) * size..][..size].to_vec()).collect()
        };
        let states = |v: &[f64], size: usize| -> Vec<f64> {
            let directions = if v.is_empty() { 0 } else { l.directions };
            (0..directions).flat_map(|d| v[(d * l.batch + n) * size..][..size].to_vec()).collect()
        };
        Numbers {
            x: timed(&self.x, l.inputs),
            weights: self.weights.clone(),
            biases: self.biases.clone(),
            h: states(&self.h, l.state),
            c: states(&self.c, l.units),
            dy: timed(&self.dy, l.directions * l.state),
            dh: states(&self.dh, l.state),
            dc: states(&self.dc, l.units),
        }
    }
}

/// [y, last h, last c, dx, dweights, dbiases, dh, dc]
fn run<T: Number>(l: &Layer, numbers: &Numbers, lengths: Option<&[i64]>) -> [Vec<f64>; 8] {
    let context = &Serial::default();
    let cast = |v: &[f64]| v.iter().map(|&x| T::of(x)).collect::<Vec<T>>();
    let (x, w, b) = (cast(&numbers.x), cast(&numbers.weights), cast(&numbers.biases));
    let (h, c) = (cast(&numbers.h), cast(&numbers.c));
    let inputs = Inputs { x: &x, weights: &w, biases: &b, h: &h, c: &c, lengths };
    let like = |v: &[T]| vec![T::of(7.0); v.len()];
    let (mut y, mut last_h, mut last_c) = (cast(&vec![7.0; numbers.dy.len()]), like(&h), like(&c));
    let mut reserve = cast(&vec![7.0; l.directions * l.reserve()]);
    forward(context, l, inputs, &mut y, &mut last_h, &mut last_c, &mut reserve);
    // What is not kept gives the same.
    let (mut y2, mut h2, mut c2) = (like(&y), like(&h), like(&c));
    forward(context, l, inputs, &mut y2, &mut h2, &mut c2, &mut []);
    assert!(y == y2 && last_h == h2 && last_c == c2);
    let (dy, dh, dc) = (cast(&numbers.dy), cast(&numbers.dh), cast(&numbers.dc));
    let (mut gx, mut gw, mut gb, mut gh, mut gc) = (like(&x), like(&w), like(&b), like(&h), like(&c));
    let out = Gradients { x: &mut gx, weights: &mut gw, biases: &mut gb, h: &mut gh, c: &mut gc };
    backward(context, l, inputs, &y, &reserve, Heads { y: &dy, h: &dh, c: &dc }, out);
    [y, last_h, last_c, gx, gw, gb, gh, gc].map(|v| v.iter().map(|x| x.wide()).collect())
}

#[test]
fn a_sample_with_a_length_is_as_if_it_were_alone() {
    for mode in MODES {
        for (directions, projected) in [(1, false), (2, false), (1, true), (2, true)] {
            if projected && mode != Mode::Lstm {
                continue;
            }
            let l = layer(mode, directions, 4, 3, projected);
            let numbers = Numbers::new(&l, 11);
            let lengths = [4, 0, 2];
            let all = run::<f64>(&l, &numbers, Some(&lengths));
            let mut weights = vec![0.0; all[4].len()];
            let mut biases = vec![0.0; all[5].len()];
            for (n, steps) in lengths.iter().map(|&x| x as usize).enumerate() {
                let one = Layer { steps, batch: 1, ..l };
                let alone = run::<f64>(&one, &numbers.alone(&l, n, steps), None);
                let outputs = l.directions * l.state;
                for t in 0..4 {
                    let (y, dx) = (&all[0][(t * 3 + n) * outputs..][..outputs], &all[3][(t * 3 + n) * 4..][..4]);
                    if t < steps {
                        close(y, &alone[0][t * outputs..][..outputs], 1e-12, "output");
                        close(dx, &alone[3][t * 4..][..4], 1e-12, "gradient of data");
                    } else {
                        assert!(y.iter().chain(dx).all(|&v| v == 0.0));
                    }
                }
                for (k, size) in [(1, l.state), (6, l.state), (2, l.units), (7, l.units)] {
                    for d in 0..if all[k].is_empty() { 0 } else { directions } {
                        close(&all[k][(d * 3 + n) * size..][..size], &alone[k][d * size..][..size], 1e-12, "state");
                    }
                }
                weights.iter_mut().zip(&alone[4]).for_each(|(a, b)| *a += b);
                biases.iter_mut().zip(&alone[5]).for_each(|(a, b)| *a += b);
            }
            close(&all[4], &weights, 1e-12, "gradient of weights");
            close(&all[5], &biases, 1e-12, "gradient of biases");
        }
    }
}

#[test]
fn vectors_and_packed_products_give_what_double_precision_does() {
    for mode in MODES {
        let l = Layer { units: 37, state: 37, inputs: 19, ..layer(mode, 2, 5, 13, false) };
        let mut numbers = Numbers::new(&l, 3);
        numbers.weights.iter_mut().for_each(|w| *w *= 0.2);
        let (single, double) = (run::<f32>(&l, &numbers, None), run::<f64>(&l, &numbers, None));
        for (k, (a, b)) in single.iter().zip(&double).enumerate() {
            close(a, b, 2e-5, &format!("{mode:?} {k}"));
        }
    }
}

#[test]
fn cells_are_clipped_and_nan_too_where_asked() {
    let clip = Some(Clip { low: -0.1, high: 0.2, nan: false });
    let l = Layer { clip, ..layer(Mode::Lstm, 1, 3, 2, false) };
    let mut numbers = Numbers::new(&l, 9);
    let [_, _, c, ..] = run::<f32>(&l, &numbers, None);
    assert!(c.iter().all(|c| (-0.1001..=0.2001).contains(c)) && c.iter().any(|c| (c - 0.2).abs() < 1e-6), "{c:?}");
    numbers.c[0] = f64::NAN;
    let [.., dc] = run::<f64>(&Layer { clip: Some(Clip { low: -0.1, high: 0.2, nan: true }), ..l }, &numbers, None);
    assert!(dc.iter().all(|v| v.is_finite()));
    let cell = |clip: Option<Clip>| {
        let (mut gates, mut c, mut h) = ([0.5f64; 4], [f64::NAN], [0.0]);
        let cell = cells::Lstm { units: 1, clip, gates: gates.as_mut_ptr(), c: c.as_mut_ptr(), h: h.as_mut_ptr() };
        // SAFETY: one unit.
        unsafe { each(1, &cell) };
        c[0]
    };
    assert!(cell(clip).is_nan());
    assert_eq!(cell(clip.map(|c| Clip { nan: true, ..c })), -0.1);
}
