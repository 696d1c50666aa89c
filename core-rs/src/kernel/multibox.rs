//! The boxes of single-shot detectors (Liu and others, 2016): anchors around the points of a map, their
//! training targets, and detections from predictions.

use super::boxes::{Kept, intersection};
use super::slices::{Parts, Workspace, piece_of};
use super::vector::{Real, pieces};
use crate::base::Context;

/// As MXNet holds such attributes: rounded to float32.
fn single(x: f64) -> f64 {
    x as f32 as f64
}

/// Anchors [height * width * (sizes + ratios - 1), 4], computed in float32 as in MXNet.
pub fn prior<T: Real>(
    (height, width): (usize, usize),
    sizes: &[f64],
    ratios: &[f64],
    steps: [f64; 2],
    offsets: [f64; 2],
    clip: bool,
    out: &mut [T],
) {
    let f = |x: f64| x as f32;
    let root = |x: f64| f(x).sqrt();
    // Sizes with the first ratio, then the first size with the other ratios: (half width, half height).
    let sides: Vec<(f32, f32)> = sizes
        .iter()
        .map(|&s| (f(s), root(ratios[0])))
        .chain(ratios[1..].iter().map(|&r| (f(sizes[0]), root(r))))
        .map(|(size, ratio)| (size * height as f32 / width as f32 * ratio / 2.0, size / ratio / 2.0))
        .collect();
    for (i, to) in out.chunks_exact_mut(4).enumerate() {
        let (point, (w, h)) = (i / sides.len(), sides[i % sides.len()]);
        let y = ((point / width) as f32 + f(offsets[0])) * f(steps[0]);
        let x = ((point % width) as f32 + f(offsets[1])) * f(steps[1]);
        for (to, v) in to.iter_mut().zip([x - w, y - h, x + w, y + h]) {
            // A NaN stays.
            let v = if clip && v < 0.0 {
                0.0
            } else if clip && v > 1.0 {
                1.0
            } else {
                v
            };
            *to = T::of(v as f64);
        }
    }
}

#[derive(Clone, Copy, Debug)]
pub struct Targets {
    pub overlap: f64,
    pub ignore: f64,
    /// Negatives for each positive; all where it is not positive.
    pub ratio: f64,
    /// Anchors that overlap less may be negatives.
    pub below: f64,
    pub variances: [f64; 4],
}

/// Sizes of the arrays of `targets`.
#[derive(Clone, Copy, Debug)]
pub struct Sizes {
    pub anchors: usize,
    pub labels: usize,
    pub label_width: usize,
    pub classes: usize,
}

/// Offsets of the matched boxes, 1 where an anchor is matched, and its class: of anchors [anchors, 4],
/// labels [batch, labels, width] and predictions [batch, classes, anchors].
#[allow(clippy::too_many_arguments)]
pub fn targets<T: Real>(
    context: &dyn Context,
    a: &Targets,
    z: Sizes,
    anchors: &[T],
    labels: &[T],
    predictions: &[T],
    offsets: &mut [T],
    masks: &mut [T],
    classes: &mut [T],
) {
    let own = z.labels * z.label_width;
    let batch = labels.len() / own.max(1);
    offsets.fill(T::ZERO);
    masks.fill(T::ZERO);
    classes.fill(T::of(single(a.ignore)));
    let (offsets, masks, classes) = (Parts::new(offsets), Parts::new(masks), Parts::new(classes));
    let count = pieces(batch, z.anchors * z.labels * 16);
    context.parallel(count, &|piece| {
        for n in piece_of(batch, count, piece) {
            let predictions = &predictions[n * z.classes * z.anchors..(n + 1) * z.classes * z.anchors];
            let labels: Vec<&[T]> = labels[n * own..(n + 1) * own]
                .chunks_exact(z.label_width)
                .take_while(|l| l[0] != T::of(-1.0))
                .collect();
            if labels.is_empty() {
                continue;
            }
            let mut overlaps = Workspace::<T>::new(context, z.anchors * labels.len());
            let found = assign(a, z, anchors, &labels, predictions, overlaps.as_mut_slice());
            // SAFETY: sample n belongs to one piece.
            let (offsets, masks, classes) = unsafe {
                let part = n * z.anchors * 4..(n + 1) * z.anchors * 4;
                (offsets.part(part.clone()), masks.part(part), classes.part(n * z.anchors..(n + 1) * z.anchors))
            };
            for (i, state) in found.into_iter().enumerate() {
                match state {
                    State::Positive(k) => {
                        classes[i] = labels[k][0] + T::ONE;
                        masks[i * 4..i * 4 + 4].fill(T::ONE);
                        let to = &mut offsets[i * 4..i * 4 + 4];
                        offset(&anchors[i * 4..i * 4 + 4], &labels[k][1..5], a.variances, to);
                    }
                    State::Negative => classes[i] = T::ZERO,
                    State::Ignored => {}
                }
            }
        }
    });
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum State {
    Ignored,
    Negative,
    /// Matched with that label.
    Positive(usize),
}

/// What each anchor is.
fn assign<T: Real>(
    a: &Targets,
    z: Sizes,
    anchors: &[T],
    labels: &[&[T]],
    predictions: &[T],
    overlaps: &mut [T],
) -> Vec<State> {
    let count = labels.len();
    for (i, row) in overlaps.chunks_exact_mut(count).enumerate() {
        let anchor = [anchors[i * 4], anchors[i * 4 + 1], anchors[i * 4 + 2], anchors[i * 4 + 3]];
        for (to, label) in row.iter_mut().zip(labels) {
            let label = [label[1], label[2], label[3], label[4]];
            let area = |b: [T; 4]| (b[2] - b[0]) * (b[3] - b[1]);
            let common = intersection(anchor, label);
            let union = area(anchor) + area(label) - common;
            *to = if union == T::ZERO { T::ZERO } else { common / union };
        }
    }
    let mut states = vec![State::Ignored; z.anchors];
    let mut matched = vec![false; count];
    // The best pair of what is left, again and again.
    loop {
        let (mut best, mut most) = (None, T::of(1e-6f32 as f64));
        for (i, row) in overlaps.chunks_exact(count).enumerate() {
            if states[i] != State::Ignored {
                continue;
            }
            for (k, &overlap) in row.iter().enumerate() {
                if overlap > most && !matched[k] {
                    (best, most) = (Some((i, k)), overlap);
                }
            }
        }
        let Some((i, k)) = best else { break };
        states[i] = State::Positive(k);
        matched[k] = true;
    }
    // Each anchor's best label.
    let best = |row: &[T]| {
        let mut best = (0, T::of(-1.0));
        for (k, &overlap) in row.iter().enumerate() {
            if overlap > best.1 {
                best = (k, overlap);
            }
        }
        best
    };
    if a.overlap > 0.0 {
        for (state, row) in states.iter_mut().zip(overlaps.chunks_exact(count)) {
            let (k, overlap) = best(row);
            if *state == State::Ignored && overlap > T::of(single(a.overlap)) {
                *state = State::Positive(k);
            }
        }
    }
    if a.ratio <= 0.0 {
        states.iter_mut().filter(|s| **s == State::Ignored).for_each(|s| *s = State::Negative);
        return states;
    }
    let positive = states.iter().filter(|s| **s != State::Ignored).count();
    let wanted = ((positive as f32 * a.ratio as f32) as usize).min(z.anchors - positive);
    if wanted == 0 {
        return states;
    }
    // Those that look least like background come first.
    let mut hard: Vec<(T, usize)> = (0..z.anchors)
        .filter(|&i| {
            let row = &overlaps[i * count..(i + 1) * count];
            states[i] == State::Ignored && best(row).1 < T::of(single(a.below))
        })
        .map(|i| {
            let all = || predictions.iter().skip(i).step_by(z.anchors);
            let most = all().fold(predictions[i], |m, &x| if x > m { x } else { m });
            let mut sum = T::ZERO;
            all().for_each(|&x| sum = sum + (x - most).exp());
            ((predictions[i] - most).exp() / sum, i)
        })
        .collect();
    hard.sort_by(|a, b| a.0.wide().total_cmp(&b.0.wide()));
    for (_, i) in hard.into_iter().take(wanted) {
        states[i] = State::Negative;
    }
    states
}

/// What takes an anchor to a box, each divided by its variance.
fn offset<T: Real>(anchor: &[T], to: &[T], variances: [f64; 4], out: &mut [T]) {
    let half = T::of(0.5);
    let centre = |b: &[T]| ((b[0] + b[2]) * half, (b[1] + b[3]) * half, b[2] - b[0], b[3] - b[1]);
    let ((ax, ay, aw, ah), (gx, gy, gw, gh)) = (centre(anchor), centre(to));
    let v = variances.map(|v| T::of(single(v)));
    let log = |x: T| T::of(x.wide().ln());
    out[0] = (gx - ax) / aw / v[0];
    out[1] = (gy - ay) / ah / v[1];
    out[2] = log(gw / aw) / v[2];
    out[3] = log(gh / ah) / v[3];
}

#[derive(Clone, Copy, Debug)]
pub struct Detection {
    pub clip: bool,
    pub threshold: f64,
    pub overlap: f64,
    /// Also of other classes.
    pub force: bool,
    pub variances: [f64; 4],
    /// Not positive for no limit.
    pub topk: i64,
}

/// Rows [class, score, xmin, ymin, xmax, ymax] of each sample: the best first, class -1 where there is
/// nothing or it was suppressed. Scores are [batch, classes, anchors].
#[allow(clippy::too_many_arguments)]
pub fn detect<T: Real>(
    context: &dyn Context,
    a: &Detection,
    (anchor_count, class_count): (usize, usize),
    scores: &[T],
    offsets: &[T],
    anchors: &[T],
    out: &mut [T],
) {
    let batch = offsets.len() / (anchor_count * 4).max(1);
    let out = Parts::new(out);
    let count = pieces(batch, anchor_count * 64);
    context.parallel(count, &|piece| {
        for n in piece_of(batch, count, piece) {
            let scores = &scores[n * class_count * anchor_count..(n + 1) * class_count * anchor_count];
            let offsets = &offsets[n * anchor_count * 4..(n + 1) * anchor_count * 4];
            // SAFETY: sample n belongs to one piece.
            let out = unsafe { out.part(n * anchor_count * 6..(n + 1) * anchor_count * 6) };
            out.fill(T::of(-1.0));
            let found = found(a, anchor_count, class_count, scores, offsets, anchors);
            let rows: &mut [[T; 6]] = out.as_chunks_mut().0;
            rows[..found.len()].copy_from_slice(&found);
            if found.is_empty() || single(a.overlap) <= 0.0 || single(a.overlap) > 1.0 {
                continue;
            }
            let mut order: Vec<u32> = (0..found.len() as u32).collect();
            order.sort_by(|&a, &b| found[b as usize][1].wide().total_cmp(&found[a as usize][1].wide()));
            let keep = if a.topk > 0 { order.len().min(a.topk as usize) } else { order.len() };
            rows[keep..found.len()].iter_mut().for_each(|row| row[0] = T::of(-1.0));
            let least = T::of(single(a.overlap));
            let mut kept = Kept::<T>::new(context, keep);
            for (row, &i) in rows.iter_mut().zip(&order[..keep]) {
                *row = found[i as usize];
                let corners = [row[2], row[3], row[4], row[5]];
                let (area, id) = ((row[4] - row[2]) * (row[5] - row[3]), row[0].wide() as i64);
                let beyond = |common: T, union: T| {
                    let overlap = if union <= T::ZERO { T::ZERO } else { common / union };
                    overlap >= least
                };
                if kept.suppress(corners, area, (!a.force).then_some(id), beyond) {
                    row[0] = T::of(-1.0);
                } else {
                    kept.push(corners, area, id);
                }
            }
        }
    });
}

/// All anchors that show something, with class, score and box.
fn found<T: Real>(
    a: &Detection,
    anchor_count: usize,
    class_count: usize,
    scores: &[T],
    offsets: &[T],
    anchors: &[T],
) -> Vec<[T; 6]> {
    let v = a.variances.map(|v| T::of(single(v)));
    let two = T::of(2.0);
    let mut rows = Vec::new();
    for i in 0..anchor_count {
        let (mut score, mut id) = (T::of(-1.0), 0);
        for k in 1..class_count {
            let x = scores[k * anchor_count + i];
            if x > score {
                (score, id) = (x, k);
            }
        }
        if id == 0 || score < T::of(single(a.threshold)) {
            continue;
        }
        let (b, p) = (&anchors[i * 4..i * 4 + 4], &offsets[i * 4..i * 4 + 4]);
        let (aw, ah) = (b[2] - b[0], b[3] - b[1]);
        let (x, y) = (p[0] * v[0] * aw + (b[0] + b[2]) / two, p[1] * v[1] * ah + (b[1] + b[3]) / two);
        let exp = |x: T| T::of(x.wide().exp());
        let (w, h) = (exp(p[2] * v[2]) * aw / two, exp(p[3] * v[3]) * ah / two);
        let hold = |x: T| {
            if !a.clip {
                x
            } else if x < T::ZERO {
                T::ZERO
            } else if x > T::ONE {
                T::ONE
            } else {
                x
            }
        };
        rows.push([T::of(id as f64 - 1.0), score, hold(x - w), hold(y - h), hold(x + w), hold(y + h)]);
    }
    rows
}
