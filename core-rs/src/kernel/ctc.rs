//! Connectionist temporal classification (Graves and others, 2006): the loss of one sequence against its
//! labels, summed over all ways to spread them over the steps, and its gradient. In logarithms, in f64.

use super::slices::{Parts, Workspace, piece_of};
use super::vector::{Real, pieces};
use crate::base::{Context, Error, Result};

/// Sizes of data: [steps, batch, classes].
#[derive(Clone, Copy, Debug)]
pub struct Sizes {
    pub steps: usize,
    pub batch: usize,
    pub classes: usize,
}

/// The labels, all checked: classes that exist, lengths that fit.
pub struct Labels<'a> {
    /// [batch, width]
    labels: &'a [i64],
    width: usize,
    /// Steps and labels of each sample.
    lengths: Vec<(usize, usize)>,
    blank: usize,
}

impl<'a> Labels<'a> {
    /// Without `label_lengths` a sample's labels end before the first `padding`.
    pub fn new(
        z: Sizes,
        labels: &'a [i64],
        data_lengths: Option<&[i64]>,
        label_lengths: Option<&[i64]>,
        (blank, padding): (usize, i64),
    ) -> Result<Labels<'a>> {
        let width = labels.len() / z.batch.max(1);
        let mut lengths = Vec::with_capacity(z.batch);
        for n in 0..z.batch {
            let own = &labels[n * width..(n + 1) * width];
            let count = match label_lengths {
                Some(l) => l[n],
                None => own.iter().position(|&x| x == padding).unwrap_or(width) as i64,
            };
            let steps = data_lengths.map_or(z.steps as i64, |l| l[n]);
            if !(0..=width as i64).contains(&count) {
                return Err(Error::index(format!("label_lengths[{n}] is {count}; label has {width} places")));
            }
            if !(0..=z.steps as i64).contains(&steps) {
                return Err(Error::index(format!("data_lengths[{n}] is {steps}; data has {} steps", z.steps)));
            }
            if let Some(bad) = own[..count as usize].iter().find(|l| !(0..z.classes as i64).contains(l)) {
                return Err(Error::index(format!("a label of sample {n} is {bad}; data has {} classes", z.classes)));
            }
            lengths.push((steps as usize, count as usize));
        }
        Ok(Labels { labels, width, lengths, blank })
    }

    /// The class of state `s`: blanks stand around and between the labels.
    fn class(&self, n: usize, s: usize) -> usize {
        if s.is_multiple_of(2) { self.blank } else { self.labels[n * self.width + s / 2] as usize }
    }
    /// May state `s` be reached from `s - 2`?
    fn skips(&self, n: usize, s: usize) -> bool {
        s % 2 == 1 && s >= 3 && self.class(n, s) != self.class(n, s - 2)
    }
    /// Are there steps enough? Equal neighbours need a blank between them.
    fn fits(&self, n: usize) -> bool {
        let (steps, count) = self.lengths[n];
        let own = &self.labels[n * self.width..][..count];
        count + own.windows(2).filter(|w| w[0] == w[1]).count() <= steps
    }
}

/// The logarithm of nothing, where an infinity would make a NaN of its gradient.
pub const NEVER: f64 = -1e30;

/// What the recursion is made of, for those who run it by other means.
pub struct Masks<'a, T> {
    /// 1 at the class of each state that exists, [batch, 2 * labels + 1, classes].
    pub states: &'a mut [T],
    /// [batch, 2 * labels + 1]; 0 where a state may be the first, may be reached from the one but one
    /// before, may be the last; else `NEVER`.
    pub start: &'a mut [T],
    pub skip: &'a mut [T],
    pub end: &'a mut [T],
    /// [steps, batch]; 1 at steps that exist, of samples whose labels fit.
    pub weight: &'a mut [T],
}

pub fn masks<T: Real>(z: Sizes, l: &Labels, m: Masks<T>) {
    let wide = 2 * l.width + 1;
    m.states.fill(T::ZERO);
    m.weight.fill(T::ZERO);
    for n in 0..z.batch {
        let (steps, states) = (l.lengths[n].0, 2 * l.lengths[n].1 + 1);
        for s in 0..wide {
            let allow = |may: bool| if may { T::ZERO } else { T::of(NEVER) };
            let at = n * wide + s;
            m.start[at] = allow(s < states.min(2));
            m.skip[at] = allow(s < states && l.skips(n, s));
            m.end[at] = allow(s < states && s + 2 >= states);
            if s < states {
                m.states[at * z.classes + l.class(n, s)] = T::ONE;
            }
        }
        let steps = if l.fits(n) { steps } else { 0 };
        (0..steps).for_each(|t| m.weight[t * z.batch + n] = T::ONE);
    }
}

fn log_sum(a: f64, b: f64, c: f64) -> f64 {
    let most = a.max(b).max(c);
    if most == f64::NEG_INFINITY {
        return a + b + c; // NaN stays
    }
    most + ((a - most).exp() + (b - most).exp() + (c - most).exp()).ln()
}

/// Logarithms of the probabilities of a sample's steps, [steps, classes].
fn logarithms<T: Real>(z: Sizes, x: &[T], n: usize, steps: usize, to: &mut [f64]) {
    for (t, row) in to.chunks_exact_mut(z.classes).enumerate().take(steps) {
        let from = &x[(t * z.batch + n) * z.classes..][..z.classes];
        let most = from.iter().fold(f64::NEG_INFINITY, |m, x| m.max(x.wide()));
        let sum: f64 = from.iter().map(|x| (x.wide() - most).exp()).sum();
        let shift = most + sum.ln();
        row.iter_mut().zip(from).for_each(|(to, x)| *to = x.wide() - shift);
    }
}

/// Logarithms of what leads to each state at each step, [steps, states]; gives that of the whole.
fn ahead(l: &Labels, z: Sizes, n: usize, p: &[f64], to: &mut [f64]) -> f64 {
    let (steps, states) = (l.lengths[n].0, 2 * l.lengths[n].1 + 1);
    if steps == 0 {
        return 0.0;
    }
    to[..states].fill(f64::NEG_INFINITY);
    for (s, to) in to[..states.min(2)].iter_mut().enumerate() {
        *to = p[l.class(n, s)];
    }
    for t in 1..steps {
        let (before, now) = to[(t - 1) * states..(t + 1) * states].split_at_mut(states);
        for s in 0..states {
            let one = if s > 0 { before[s - 1] } else { f64::NEG_INFINITY };
            let two = if l.skips(n, s) { before[s - 2] } else { f64::NEG_INFINITY };
            now[s] = log_sum(before[s], one, two) + p[t * z.classes + l.class(n, s)];
        }
    }
    let last = &to[(steps - 1) * states..steps * states];
    log_sum(last[states - 1], if states > 1 { last[states - 2] } else { f64::NEG_INFINITY }, f64::NEG_INFINITY)
}

/// What leads on from each state of step `t` of those of the step after it, in place.
fn back(l: &Labels, z: Sizes, n: usize, t: usize, p: &[f64], after: &mut [f64]) {
    let steps = l.lengths[n].0;
    let states = after.len();
    if t == steps - 1 {
        after.fill(f64::NEG_INFINITY);
        after[states.saturating_sub(2)..].fill(0.0);
        return;
    }
    let next = &p[(t + 1) * z.classes..(t + 2) * z.classes];
    for s in 0..states {
        // In rising order nothing is read that was written before.
        let at = |s: usize, after: &[f64]| after[s] + next[l.class(n, s)];
        let one = if s + 1 < states { at(s + 1, after) } else { f64::NEG_INFINITY };
        let two = if s + 2 < states && l.skips(n, s + 2) { at(s + 2, after) } else { f64::NEG_INFINITY };
        after[s] = log_sum(at(s, after), one, two);
    }
}

/// Samples side by side: `each(n, scratch)`, the scratch of `words` numbers.
fn over(context: &dyn Context, z: Sizes, words: usize, each: &(dyn Fn(usize, &mut [f64]) + Sync)) {
    let count = pieces(z.batch, words * 8);
    let mut space = Workspace::<f64>::new(context, words * count);
    let parts = Parts::new(space.as_mut_slice());
    context.parallel(count, &|i| {
        // SAFETY: a part for each piece.
        let own = unsafe { parts.part(i * words..(i + 1) * words) };
        piece_of(z.batch, count, i).for_each(|n| each(n, own));
    });
}

/// The loss of each sample; 0 where the labels do not fit into the steps.
pub fn forward<T: Real>(context: &dyn Context, z: Sizes, x: &[T], l: &Labels, loss: &mut [T]) {
    let states = 2 * l.width + 1;
    let loss = Parts::new(loss);
    over(context, z, z.steps * (z.classes + states), &|n, space| {
        let (p, to) = space.split_at_mut(z.steps * z.classes);
        // SAFETY: sample n belongs to one piece.
        let loss = unsafe { &mut loss.part(n..n + 1)[0] };
        *loss = T::ZERO;
        if l.fits(n) {
            logarithms(z, x, n, l.lengths[n].0, p);
            *loss = T::of(0.0 - ahead(l, z, n, p, to));
        }
    });
}

/// `dx = head * (softmax(x) - how often each class is met)`, 0 beyond a sample's steps.
pub fn backward<T: Real>(context: &dyn Context, z: Sizes, x: &[T], l: &Labels, head: &[T], dx: &mut [T]) {
    let states = 2 * l.width + 1;
    let dx = Parts::new(dx);
    over(context, z, z.steps * (z.classes + states) + states + z.classes, &|n, space| {
        let (p, rest) = space.split_at_mut(z.steps * z.classes);
        let (to, rest) = rest.split_at_mut(z.steps * states);
        let (after, met) = rest.split_at_mut(states);
        // SAFETY: rows of sample n, which belongs to one piece.
        let row = |t: usize| unsafe { dx.part((t * z.batch + n) * z.classes..(t * z.batch + n + 1) * z.classes) };
        let (steps, states) = (l.lengths[n].0, 2 * l.lengths[n].1 + 1);
        (steps..z.steps).for_each(|t| row(t).fill(T::ZERO));
        if !l.fits(n) {
            (0..steps).for_each(|t| row(t).fill(T::ZERO));
            return;
        }
        logarithms(z, x, n, steps, p);
        let whole = ahead(l, z, n, p, to);
        let after = &mut after[..states];
        for t in (0..steps).rev() {
            back(l, z, n, t, p, after);
            met.fill(0.0);
            for s in 0..states {
                met[l.class(n, s)] += (to[t * states + s] + after[s] - whole).exp();
            }
            let p = &p[t * z.classes..(t + 1) * z.classes];
            for (k, dx) in row(t).iter_mut().enumerate() {
                *dx = T::of(head[n].wide() * (p[k].exp() - met[k]));
            }
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Serial;
    use crate::kernel::testing::{Random, close};

    /// The probability by trying all ways.
    fn all_ways(z: Sizes, x: &[f64], wanted: &[i64], blank: usize) -> f64 {
        let mut p = vec![0.0; z.steps * z.classes];
        logarithms(z, x, 0, z.steps, &mut p);
        let mut sum = 0.0;
        for way in 0..z.classes.pow(z.steps as u32) {
            let path: Vec<usize> = (0..z.steps).map(|t| way / z.classes.pow(t as u32) % z.classes).collect();
            let mut read: Vec<usize> = path.clone();
            read.dedup();
            read.retain(|&c| c != blank);
            if read.iter().map(|&c| c as i64).eq(wanted.iter().copied()) {
                sum += path.iter().enumerate().map(|(t, &c)| p[t * z.classes + c]).sum::<f64>().exp();
            }
        }
        -sum.ln()
    }

    #[test]
    fn the_loss_is_the_sum_over_all_ways_and_its_gradient_fits() {
        let (context, mut random) = (&Serial::default(), Random::new(5));
        let z = Sizes { steps: 5, batch: 1, classes: 3 };
        for (labels, blank) in [(vec![1, 2], 0), (vec![1, 1], 0), (vec![], 0), (vec![0, 1, 0], 2), (vec![0, 0, 0], 2)] {
            let x = random.doubles(15);
            let l = Labels::new(z, &labels, None, Some(&[labels.len() as i64]), (blank, 0)).unwrap();
            let loss = |x: &[f64]| {
                let mut loss = [0.0];
                forward(context, z, x, &l, &mut loss);
                loss[0]
            };
            close(&[loss(&x)], &[all_ways(z, &x, &labels, blank)], 1e-12, "loss");
            let mut dx = vec![0.0; 15];
            backward(context, z, &x, &l, &[2.0], &mut dx);
            for i in 0..15 {
                let at = |d: f64| {
                    let mut x = x.clone();
                    x[i] += d;
                    loss(&x)
                };
                close(&[dx[i]], &[2.0 * (at(1e-6) - at(-1e-6)) / 2e-6], 1e-7, "gradient");
            }
        }
    }

    #[test]
    fn labels_that_do_not_fit_give_0_and_wrong_ones_are_refused() {
        let context = &Serial::default();
        let z = Sizes { steps: 2, batch: 1, classes: 3 };
        let l = Labels::new(z, &[1, 1], None, None, (0, 0)).unwrap();
        let (mut loss, mut dx) = ([7.0f32], [7.0f32; 6]);
        forward(context, z, &[0.5; 6], &l, &mut loss);
        backward(context, z, &[0.5; 6], &l, &[1.0], &mut dx);
        assert_eq!((loss, dx), ([0.0], [0.0; 6]));
        assert!(Labels::new(z, &[1, 3], None, None, (0, 0)).is_err());
        assert!(Labels::new(z, &[1, -1], None, None, (0, 0)).is_err());
        assert!(Labels::new(z, &[1, 2], Some(&[3]), None, (0, 0)).is_err());
        assert!(Labels::new(z, &[1, 2], None, Some(&[3]), (0, 0)).is_err());
    }

    #[test]
    fn extreme_numbers_stay_finite() {
        let (context, z) = (&Serial::default(), Sizes { steps: 3, batch: 1, classes: 2 });
        let l = Labels::new(z, &[1], None, None, (0, 0)).unwrap();
        let mut loss = [0.0f32];
        forward(context, z, &[3000.0, -3000.0, 3000.0, -3000.0, 3000.0, -3000.0], &l, &mut loss);
        assert!((loss[0] - 6000.0).abs() < 2.0, "{loss:?}");
    }
}
