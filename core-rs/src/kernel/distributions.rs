//! Random numbers of distributions whose parameters may differ from element to element, and of those
//! that take a number of random words that is not known before. Each element has a stream of its own:
//! blocks that share its counter and differ in the upper half of the stream's number. So it depends
//! on seed, counter and its place alone, whatever the others took.

use std::sync::atomic::{AtomicUsize, Ordering};

use super::map::conversion;
use super::math::special::gammaln;
use super::rng::{Draw, largest_below, philox, unit_f64, wide_words};
use super::slices::{Parts, Workspace};
use crate::base::{Context, DType, ViewMut};

/// A distribution and what its two parameters are called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Distribution {
    /// low, high
    Uniform,
    /// mean, standard deviation
    Normal,
    /// rate
    Exponential,
    /// shape, scale
    Gamma,
    /// mean
    Poisson,
    /// failures, their probability
    NegativeBinomial,
    /// mean, dispersion
    GeneralizedNegativeBinomial,
}

/// Elements of one piece of work; they are dear.
const PIECE: usize = 2048;
/// Elements that are converted at a time.
const BLOCK: usize = 64;
/// How often a candidate may be refused; each is taken with a probability above a half.
const TRIES: usize = 500;

/// The stream of one element.
pub(super) struct Words {
    counter: u64,
    stream: u64,
    key: [u32; 2],
    step: u32,
    spare: Option<u64>,
}

impl Words {
    pub fn new(draw: Draw, element: usize) -> Words {
        let counter = draw.counter.wrapping_add(element as u64);
        let key = [draw.key as u32, (draw.key >> 32) as u32];
        Words { counter, stream: draw.stream, key, step: 0, spare: None }
    }
    fn word(&mut self) -> u64 {
        if let Some(word) = self.spare.take() {
            return word;
        }
        let upper = ((self.stream >> 32) as u32).wrapping_add(self.step);
        let counter = [self.counter as u32, (self.counter >> 32) as u32, self.stream as u32, upper];
        let [a, b, c, d] = philox(counter, self.key).map(u64::from);
        self.step = self.step.wrapping_add(1);
        self.spare = Some(c | d << 32);
        a | b << 32
    }
    /// From 0 to below 1.
    pub fn unit(&mut self) -> f64 {
        unit_f64(self.word())
    }
    /// From above 0 to 1.
    fn above_zero(&mut self) -> f64 {
        1.0 - self.unit()
    }
    /// By Box and Muller, of which one number is used.
    fn normal(&mut self) -> f64 {
        let radius = (-2.0 * self.above_zero().ln()).sqrt();
        radius * (std::f64::consts::TAU * self.unit()).cos()
    }
    /// Of mean `shape` (Marsaglia and Tsang, 2000).
    fn gamma(&mut self, shape: f64) -> f64 {
        if !(shape > 0.0 && shape.is_finite()) {
            return f64::NAN;
        }
        // Below 1, one of shape + 1 is scaled down.
        let factor = if shape < 1.0 { self.above_zero().powf(1.0 / shape) } else { 1.0 };
        let d = if shape < 1.0 { shape + 2.0 / 3.0 } else { shape - 1.0 / 3.0 };
        let c = 1.0 / (9.0 * d).sqrt();
        for _ in 0..TRIES {
            let z = self.normal();
            let v = (1.0 + c * z).powi(3);
            if v > 0.0 && self.above_zero().ln() < 0.5 * z * z + d * (1.0 - v + v.ln()) {
                return d * v * factor;
            }
        }
        d * factor
    }
    fn poisson(&mut self, mean: f64) -> f64 {
        if !(mean >= 0.0 && mean.is_finite()) {
            return f64::NAN;
        }
        if mean < 10.0 {
            // The first count at which the sum of probabilities passes a uniform number.
            let u = self.unit();
            let (mut count, mut probability) = (0.0, (-mean).exp());
            let mut sum = probability;
            while u >= sum && count < 200.0 {
                count += 1.0;
                probability *= mean / count;
                sum += probability;
            }
            return count;
        }
        // Hörmann's transformed rejection with squeeze (PTRS, 1993).
        let b = 0.931 + 2.53 * mean.sqrt();
        let a = -0.059 + 0.02483 * b;
        let inverse_alpha = 1.1239 + 1.1328 / (b - 3.4);
        let v_r = 0.9277 - 3.6224 / (b - 2.0);
        for _ in 0..TRIES {
            let (u, v) = (self.unit() - 0.5, self.above_zero());
            let s = 0.5 - u.abs();
            let count = ((2.0 * a / s + b) * u + mean + 0.43).floor();
            if s >= 0.07 && v <= v_r {
                return count;
            }
            if count < 0.0 || (s < 0.013 && v > s) {
                continue;
            }
            let left = (v * inverse_alpha / (a / (s * s) + b)).ln();
            if left <= count * mean.ln() - mean - gammaln(count + 1.0) {
                return count;
            }
        }
        mean.floor()
    }
    fn draw(&mut self, distribution: Distribution, a: f64, b: f64) -> f64 {
        match distribution {
            Distribution::Uniform => a + self.unit() * (b - a),
            Distribution::Normal => a + b * self.normal(),
            Distribution::Exponential if a >= 0.0 => -self.above_zero().ln() / a,
            Distribution::Exponential => f64::NAN,
            Distribution::Gamma if b >= 0.0 => b * self.gamma(a),
            Distribution::Gamma => f64::NAN,
            Distribution::Poisson => self.poisson(a),
            // A Poisson number whose mean is drawn of a gamma distribution.
            Distribution::NegativeBinomial => match (a, b) {
                (a, b) if !(a >= 0.0 && (0.0..=1.0).contains(&b)) => f64::NAN,
                (a, b) if a == 0.0 || b == 1.0 => 0.0,
                (a, b) => {
                    let mean = self.gamma(a) * ((1.0 - b) / b);
                    self.poisson(mean)
                }
            },
            Distribution::GeneralizedNegativeBinomial => match (a, b) {
                (a, b) if !(a >= 0.0 && b >= 0.0) => f64::NAN,
                (a, b) if a == 0.0 || b == 0.0 => self.poisson(a),
                (a, b) => {
                    let mean = self.gamma(1.0 / b) * (a * b);
                    self.poisson(mean)
                }
            },
        }
    }
}

/// Numbers of a distribution, in a float dtype; NaN where parameters are outside of its domain. Each
/// pair of parameters serves as many elements, one after the other. Takes a block an element.
pub fn sample(context: &dyn Context, draw: Draw, kind: Distribution, a: &[f64], b: &[f64], out: &ViewMut) {
    let (n, dtype, address) = (out.shape.size(), out.dtype, out.address);
    if n == 0 {
        return;
    }
    assert!(!a.is_empty() && a.len() == b.len() && n.is_multiple_of(a.len()), "sample: {} for {n}", a.len());
    let each = n / a.len();
    context.parallel(n.div_ceil(PIECE), &|piece| {
        let end = n.min((piece + 1) * PIECE);
        let mut buffer = [0f64; BLOCK];
        for at in (piece * PIECE..end).step_by(BLOCK) {
            let m = BLOCK.min(end - at);
            for (i, x) in buffer[..m].iter_mut().enumerate() {
                let (a, b) = (a[(at + i) / each], b[(at + i) / each]);
                *x = Words::new(draw, at + i).draw(kind, a, b);
                if kind == Distribution::Uniform {
                    // The bound is not reached by rounding either.
                    let below = if dtype == DType::Float64 { b.next_down() } else { largest_below(b, dtype) };
                    *x = if below >= a { x.min(below) } else { *x };
                }
            }
            // SAFETY: elements at..at + m belong to this piece.
            unsafe {
                let to = (address + at * dtype.size()) as *mut u8;
                conversion(DType::Float64, dtype)(buffer.as_ptr() as *const u8, to, m);
            }
        }
    });
}

/// Numbers of outcomes, each with its probability in the row (rows need not sum to 1: they are scaled),
/// into `out`; the logarithms of the probabilities into `logs`. Every row serves as many elements.
/// Gives the first row that holds no probabilities. Takes `blocks(n, true)`.
pub fn categorical(
    context: &dyn Context,
    draw: Draw,
    probabilities: &[f64],
    outcomes: usize,
    out: &ViewMut,
    logs: Option<&ViewMut>,
) -> Option<usize> {
    let n = out.shape.size();
    if n == 0 {
        return None;
    }
    let rows = probabilities.len() / outcomes;
    assert!(rows > 0 && n.is_multiple_of(rows) && logs.is_none_or(|l| l.shape.size() == n));
    let bad = AtomicUsize::new(usize::MAX);
    let mut sums = Workspace::<f64>::new(context, rows * outcomes);
    let sums = sums.as_mut_slice();
    let parts = Parts::new(sums);
    context.parallel(rows.div_ceil(64), &|piece| {
        for row in piece * 64..rows.min((piece + 1) * 64) {
            let range = row * outcomes..(row + 1) * outcomes;
            // SAFETY: rows belong to one piece each.
            let sums = unsafe { parts.part(range.clone()) };
            let mut sum = 0.0;
            let mut fine = true;
            for (s, &p) in sums.iter_mut().zip(&probabilities[range]) {
                fine &= p >= 0.0;
                sum += p;
                *s = sum;
            }
            if !(fine && sum > 0.0 && sum.is_finite()) {
                bad.fetch_min(row, Ordering::Relaxed);
            }
        }
    });
    let first = bad.into_inner();
    if first != usize::MAX {
        return Some(first);
    }
    let (each, sums) = (n / rows, &*sums);
    context.parallel(n.div_ceil(PIECE), &|piece| {
        let end = n.min((piece + 1) * PIECE);
        for at in (piece * PIECE..end).step_by(8) {
            let m = 8.min(end - at);
            let words = wide_words(draw, at as u64 / 2);
            let (mut chosen, mut log) = ([0f64; 8], [0f64; 8]);
            for i in 0..m {
                let start = (at + i) / each * outcomes;
                let row = &sums[start..start + outcomes];
                let place = unit_f64(words[i]) * row[outcomes - 1];
                // The first sum above it: an outcome of probability 0 adds nothing and is never it.
                let index = row.partition_point(|s| *s <= place).min(outcomes - 1);
                (chosen[i], log[i]) = (index as f64, probabilities[start + index].ln());
            }
            for (to, values) in [(Some(out), &chosen), (logs, &log)] {
                let Some(to) = to else { continue };
                // SAFETY: elements at..at + m belong to this piece.
                unsafe {
                    let address = (to.address + at * to.dtype.size()) as *mut u8;
                    conversion(DType::Float64, to.dtype)(values.as_ptr() as *const u8, address, m);
                }
            }
        }
    });
    None
}

/// What flows back to the probabilities from their logarithms: `head / p` at each chosen outcome, summed.
pub fn categorical_backward(
    context: &dyn Context,
    head: &[f64],
    probabilities: &[f64],
    chosen: &[f64],
    outcomes: usize,
    gradient: &mut [f64],
) {
    gradient.fill(0.0);
    if outcomes == 0 || chosen.is_empty() {
        return;
    }
    let rows = probabilities.len() / outcomes;
    let each = chosen.len() / rows;
    let parts = Parts::new(gradient);
    context.parallel(rows.div_ceil(64), &|piece| {
        for row in piece * 64..rows.min((piece + 1) * 64) {
            let start = row * outcomes;
            // SAFETY: rows belong to one piece each.
            let to = unsafe { parts.part(start..start + outcomes) };
            for i in row * each..(row + 1) * each {
                let index = (chosen[i].max(0.0) as usize).min(outcomes - 1);
                to[index] += head[i] / probabilities[start + index];
            }
        }
    });
}

/// Different numbers below `range`, each row by itself, more often the small ones: the logarithm of
/// number + 1 is uniform, before it is rounded. Beside them, how many draws each row took.
pub fn unique_zipfian(draw: Draw, range: u64, rows: usize, out: &mut [i64], tries: &mut [i64]) {
    assert!(tries.len() == rows && out.len().is_multiple_of(rows.max(1)));
    let each = out.len() / rows.max(1);
    assert!(each as u64 <= range, "unique_zipfian: {each} of {range}");
    for (row, (out, tries)) in out.chunks_mut(each.max(1)).zip(tries.iter_mut()).enumerate() {
        let mut words = Words::new(draw, row);
        let mut seen = std::collections::BTreeSet::new();
        *tries = 0;
        for place in out {
            loop {
                *tries += 1;
                let number = (words.unit() * (range as f64).ln()).exp().round().clamp(1.0, range as f64) as i64 - 1;
                if seen.insert(number) {
                    *place = number;
                    break;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests;
