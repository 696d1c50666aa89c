//! Boxes: their overlap, suppression of all but the best of those that overlap, matching of rows and
//! columns by score, and the offsets by which detectors describe boxes relative to anchors.

#[cfg(test)]
mod tests;

use super::slices::{Parts, Workspace, piece_of};
use super::vector::{Real, pieces};
use crate::base::{Context, Error, Result};

/// [xmin, ymin, xmax, ymax], or [x, y, width, height] with the centre.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Corner,
    Center,
}

impl Format {
    pub fn of(word: &str) -> Format {
        if word == "center" { Format::Center } else { Format::Corner }
    }
    /// (xmin, ymin, xmax, ymax)
    #[inline(always)]
    fn corners<T: Real>(self, b: &[T]) -> [T; 4] {
        match self {
            Format::Corner => [b[0], b[1], b[2], b[3]],
            Format::Center => {
                let (w, h) = (b[2] / T::of(2.0), b[3] / T::of(2.0));
                [b[0] - w, b[1] - h, b[0] + w, b[1] + h]
            }
        }
    }
    /// 0 where a side is negative.
    fn area<T: Real>(self, b: &[T]) -> T {
        let (w, h) = if self == Format::Corner { (b[2] - b[0], b[3] - b[1]) } else { (b[2], b[3]) };
        if w < T::ZERO || h < T::ZERO { T::ZERO } else { w * h }
    }
}

#[inline(always)]
fn larger<T: Real>(a: T, b: T) -> T {
    if a > b { a } else { b }
}
#[inline(always)]
fn smaller<T: Real>(a: T, b: T) -> T {
    if a < b { a } else { b }
}
/// Of corners.
#[inline(always)]
pub fn intersection<T: Real>(a: [T; 4], b: [T; 4]) -> T {
    let w = larger(smaller(a[2], b[2]) - larger(a[0], b[0]), T::ZERO);
    let h = larger(smaller(a[3], b[3]) - larger(a[1], b[1]), T::ZERO);
    w * h
}

/// `out[i][j]` is the intersection of boxes i and j over their union.
pub fn iou<T: Real>(context: &dyn Context, format: Format, a: &[T], b: &[T], out: &mut [T]) {
    let (rows, columns) = (a.len() / 4, b.len() / 4);
    let count = pieces(rows, columns * 8);
    let out = Parts::new(out);
    context.parallel(count, &|i| {
        for r in piece_of(rows, count, i) {
            let left = &a[r * 4..r * 4 + 4];
            let (corners, area) = (format.corners(left), format.area(left));
            // SAFETY: row r belongs to one piece.
            let out = unsafe { out.part(r * columns..(r + 1) * columns) };
            for (out, right) in out.iter_mut().zip(b.chunks_exact(4)) {
                let common = intersection(corners, format.corners(right));
                let union = area + format.area(right) - common;
                *out = if common <= T::ZERO { T::ZERO } else { common / union };
            }
        }
    });
}

/// What is suppressed, and how a row of data is read.
#[derive(Clone, Copy, Debug)]
pub struct Suppression {
    pub overlap: f64,
    pub valid: f64,
    /// Negative for no limit.
    pub topk: i64,
    pub coordinates: usize,
    pub score: usize,
    pub id: Option<usize>,
    pub background: i64,
    /// Also of other classes.
    pub force: bool,
    pub from: Format,
    pub to: Format,
}

/// Boxes that were kept, field by field, so that a candidate is held against many at once.
pub struct Kept<'a, T> {
    fields: [Workspace<'a, T>; 5],
    ids: Workspace<'a, i64>,
    len: usize,
}

impl<'a, T: Real> Kept<'a, T> {
    pub fn new(context: &'a dyn Context, most: usize) -> Self {
        let field = || Workspace::new(context, most);
        Kept { fields: [field(), field(), field(), field(), field()], ids: Workspace::new(context, most), len: 0 }
    }
    pub fn push(&mut self, corners: [T; 4], area: T, id: i64) {
        for (field, v) in self.fields.iter_mut().zip(corners.into_iter().chain([area])) {
            field.as_mut_slice()[self.len] = v;
        }
        self.ids.as_mut_slice()[self.len] = id;
        self.len += 1;
    }
    /// Does one of them (of that class, if given) overlap by what `beyond(intersection, union)` says?
    pub fn suppress(&self, corners: [T; 4], area: T, id: Option<i64>, beyond: impl Fn(T, T) -> bool) -> bool {
        let [x0, y0, x1, y1, areas] = self.fields.each_ref().map(|f| &f.as_slice()[..self.len]);
        let ids = &self.ids.as_slice()[..self.len];
        let mut at = 0;
        // Blocks without a branch inside, which the compiler turns into vectors.
        while at < self.len {
            let end = (at + 32).min(self.len);
            let mut any = false;
            for j in at..end {
                let common = intersection(corners, [x0[j], y0[j], x1[j], y1[j]]);
                let same = id.is_none_or(|id| ids[j] == id);
                any |= beyond(common, area + areas[j] - common) & same;
            }
            if any {
                return true;
            }
            at = end;
        }
        false
    }
}

/// Rows of `x` ([batch, boxes, width]) by falling score, without those that are suppressed; the rest
/// is -1. `record` holds the row of the batch that each came from, or -1.
pub fn suppress<T: Real>(
    context: &dyn Context,
    s: &Suppression,
    (boxes, width): (usize, usize),
    x: &[T],
    out: &mut [T],
    record: &mut [i32],
) {
    let batch = record.len() / boxes.max(1);
    if s.topk == 0 {
        out.copy_from_slice(x);
        record.iter_mut().enumerate().for_each(|(i, r)| *r = (i % boxes) as i32);
        return;
    }
    let most = if s.topk < 0 { boxes } else { boxes.min(s.topk as usize) };
    let overlap = T::of(s.overlap as f32 as f64);
    let (out, record) = (Parts::new(out), Parts::new(record));
    let one = |n: usize| {
        let x = &x[n * boxes * width..(n + 1) * boxes * width];
        // SAFETY: batch n belongs to one piece.
        let (out, record) =
            unsafe { (out.part(n * boxes * width..(n + 1) * boxes * width), record.part(n * boxes..(n + 1) * boxes)) };
        out.fill(T::of(-1.0));
        record.fill(-1);
        let row = |i: usize| &x[i * width..(i + 1) * width];
        let valid = T::of(s.valid as f32 as f64);
        let mut order: Vec<u32> = (0..boxes)
            .filter(|&i| {
                let foreground = s.id.is_none_or(|id| row(i)[id] != T::of(s.background as f64));
                row(i)[s.score] > valid && foreground
            })
            .map(|i| i as u32)
            .collect();
        order.sort_by(|&a, &b| row(b as usize)[s.score].wide().total_cmp(&row(a as usize)[s.score].wide()));
        order.truncate(most);
        let mut kept = Kept::<T>::new(context, order.len());
        let mut count = 0;
        for i in order.into_iter().map(|i| i as usize) {
            let coordinates = &row(i)[s.coordinates..s.coordinates + 4];
            let (corners, area) = (s.from.corners(coordinates), s.from.area(coordinates));
            let id = s.id.map_or(0, |id| row(i)[id].wide() as i64);
            if kept.suppress(corners, area, (!s.force).then_some(id), |common, union| common / union > overlap) {
                continue;
            }
            kept.push(corners, area, id);
            let to = &mut out[count * width..(count + 1) * width];
            to.copy_from_slice(row(i));
            convert(s.from, s.to, &mut to[s.coordinates..s.coordinates + 4]);
            record[count] = i as i32;
            count += 1;
        }
    };
    let count = pieces(batch, boxes * width * 4);
    context.parallel(count, &|i| piece_of(batch, count, i).for_each(one));
}

fn convert<T: Real>(from: Format, to: Format, b: &mut [T]) {
    if from == to {
        return;
    }
    let new = match to {
        Format::Corner => from.corners(b),
        Format::Center => [(b[0] + b[2]) / T::of(2.0), (b[1] + b[3]) / T::of(2.0), b[2] - b[0], b[3] - b[1]],
    };
    b.copy_from_slice(&new);
}

/// Puts row i of each batch where `record` says (`back`), or takes it from there; 0 elsewhere.
pub fn move_rows<T: Real>(back: bool, (boxes, width): (usize, usize), from: &[T], record: &[i32], to: &mut [T]) {
    to.fill(T::ZERO);
    for (i, &at) in record.iter().enumerate() {
        // What comes from a script is not trusted.
        if at < 0 || at as usize >= boxes {
            continue;
        }
        let other = i / boxes * boxes + at as usize;
        let (source, target) = if back { (i, other) } else { (other, i) };
        to[target * width..(target + 1) * width].copy_from_slice(&from[source * width..(source + 1) * width]);
    }
}

/// Takes the best score of what is left of each matrix [rows, columns], again and again: the column of
/// each row and the row of each column, -1 for none.
pub fn matching<T: Real>(
    context: &dyn Context,
    (ascend, threshold, topk): (bool, f64, i64),
    (rows, columns): (usize, usize),
    scores: &[T],
    of_rows: &mut [T],
    of_columns: &mut [T],
) {
    of_rows.fill(T::of(-1.0));
    of_columns.fill(T::of(-1.0));
    let size = rows * columns;
    if size == 0 {
        return;
    }
    let batch = scores.len() / size;
    let (of_rows, of_columns) = (Parts::new(of_rows), Parts::new(of_columns));
    let threshold = T::of(threshold as f32 as f64);
    let count = pieces(batch, size * 16);
    context.parallel(count, &|piece| {
        for n in piece_of(batch, count, piece) {
            let scores = &scores[n * size..(n + 1) * size];
            // SAFETY: matrix n belongs to one piece.
            let (of_rows, of_columns) =
                unsafe { (of_rows.part(n * rows..(n + 1) * rows), of_columns.part(n * columns..(n + 1) * columns)) };
            let good = |x: T| if ascend { x < threshold } else { x > threshold };
            let mut order: Vec<u32> = (0..size as u32).filter(|&i| good(scores[i as usize])).collect();
            order.sort_by(|&a, &b| {
                let (a, b) = (scores[a as usize].wide(), scores[b as usize].wide());
                if ascend { a.total_cmp(&b) } else { b.total_cmp(&a) }
            });
            let mut found = 0;
            for i in order.into_iter().map(|i| i as usize) {
                let (r, c) = (i / columns, i % columns);
                if of_rows[r] == T::of(-1.0) && of_columns[c] == T::of(-1.0) {
                    (of_rows[r], of_columns[c]) = (T::of(c as f64), T::of(r as f64));
                    found += 1;
                    // MXNet's limit: it stops once there is one more.
                    if topk > 0 && found > topk {
                        break;
                    }
                }
            }
        }
    });
}

/// Offsets of the matched references from the anchors, and 1 where a sample is positive.
#[allow(clippy::too_many_arguments)]
pub fn encode<T: Real>(
    (anchors_each, references_each): (usize, usize),
    samples: &[T],
    matches: &[T],
    anchors: &[T],
    references: &[T],
    (means, deviations): (&[T], &[T]),
    targets: &mut [T],
    masks: &mut [T],
) -> Result<()> {
    targets.fill(T::ZERO);
    masks.fill(T::ZERO);
    let half = T::of(0.5);
    for (i, &sample) in samples.iter().enumerate() {
        if sample.wide() <= 0.5 || sample.wide().is_nan() {
            continue;
        }
        let at = matches[i].wide();
        if !(at > -1.0 && at < references_each as f64) {
            return Err(Error::index(format!("match {i} is {at}; there are {references_each} references")));
        }
        let reference = &references[(i / anchors_each * references_each + at as usize) * 4..][..4];
        let anchor = &anchors[i * 4..i * 4 + 4];
        let sides = |b: &[T]| {
            let (w, h) = (b[2] - b[0], b[3] - b[1]);
            (b[0] + w * half, b[1] + h * half, w, h)
        };
        let ((rx, ry, rw, rh), (ax, ay, aw, ah)) = (sides(reference), sides(anchor));
        let log = |x: T| T::of(x.wide().ln());
        let offsets = [(rx - ax) / aw, (ry - ay) / ah, log(rw / aw), log(rh / ah)];
        for (k, offset) in offsets.into_iter().enumerate() {
            targets[i * 4 + k] = (offset - means[k]) / deviations[k];
            masks[i * 4 + k] = T::ONE;
        }
    }
    Ok(())
}

/// The boxes (corners) that offsets describe. A positive `clip` bounds the logarithms of the sides.
pub fn decode<T: Real>(
    context: &dyn Context,
    format: Format,
    deviations: [f64; 4],
    clip: f64,
    x: &[T],
    anchors: &[T],
    out: &mut [T],
) {
    let (n, each) = (out.len() / 4, anchors.len() / 4);
    let d = deviations.map(|d| T::of(d as f32 as f64));
    let bound = T::of(clip as f32 as f64);
    let (out, half, count) = (Parts::new(out), T::of(0.5), pieces(n, 64));
    context.parallel(count, &|piece| {
        for i in piece_of(n, count, piece) {
            let a = &anchors[i % each * 4..][..4];
            let (ax, ay, aw, ah) = match format {
                Format::Center => (a[0], a[1], a[2], a[3]),
                Format::Corner => {
                    let (w, h) = (a[2] - a[0], a[3] - a[1]);
                    (a[0] + w * half, a[1] + h * half, w, h)
                }
            };
            let x = &x[i * 4..i * 4 + 4];
            let side = |v: T| {
                let v = if clip > 0.0 && v >= bound { bound } else { v };
                T::of(v.wide().exp()) * half
            };
            let (w, h) = (side(x[2] * d[2]) * aw, side(x[3] * d[3]) * ah);
            let (cx, cy) = (x[0] * d[0] * aw + ax, x[1] * d[1] * ah + ay);
            // SAFETY: box i belongs to one piece.
            unsafe { out.part(i * 4..i * 4 + 4) }.copy_from_slice(&[cx - w, cy - h, cx + w, cy + h]);
        }
    });
}
