//! Planes under a linear map of rows and one of columns: averages over cells, bilinear resizing, and
//! the gradients of both, which are the transposed maps.

use super::slices::{Parts, Workspace, piece_of};
use super::vector::{Real, pieces};
use crate::base::Context;

/// A sparse matrix by rows: outputs of an axis from its inputs.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AxisMap {
    pub inputs: usize,
    /// Row `o` is `entries[ends[o - 1]..ends[o]]`.
    ends: Vec<usize>,
    entries: Vec<(usize, f64)>,
}

impl AxisMap {
    fn new(inputs: usize) -> AxisMap {
        AxisMap { inputs, ..AxisMap::default() }
    }
    fn row(&mut self, entries: impl IntoIterator<Item = (usize, f64)>) {
        self.entries.extend(entries);
        self.ends.push(self.entries.len());
    }
    pub fn outputs(&self) -> usize {
        self.ends.len()
    }
    fn of(&self, o: usize) -> &[(usize, f64)] {
        &self.entries[if o == 0 { 0 } else { self.ends[o - 1] }..self.ends[o]]
    }

    /// Means over `outputs` cells as even as they go: from floor(o n / outputs) to
    /// ceil((o + 1) n / outputs).
    pub fn means(inputs: usize, outputs: usize) -> AxisMap {
        let mut map = AxisMap::new(inputs);
        for o in 0..outputs {
            let (from, to) = (o * inputs / outputs, ((o + 1) * inputs).div_ceil(outputs));
            map.row((from..to).map(|i| (i, 1.0 / (to - from) as f64)));
        }
        map
    }

    /// Linear interpolation. Positions are computed in f32, as MXNet does for every dtype.
    pub fn linear(inputs: usize, outputs: usize, align_corners: bool) -> AxisMap {
        let mut map = AxisMap::new(inputs);
        let (n, m) = (inputs as f32, outputs as f32);
        let scale = match align_corners {
            _ if outputs <= 1 => 0.0,
            true => (n - 1.0) / (m - 1.0),
            false => n / m,
        };
        for o in 0..outputs {
            let at = match align_corners {
                true => scale * o as f32,
                false => ((scale as f64 * (o as f64 + 0.5) - 0.5) as f32).max(0.0),
            };
            let low = (at as usize).min(inputs.saturating_sub(1));
            let high = (low + 1).min(inputs.saturating_sub(1));
            let part = (at - low as f32) as f64;
            map.row([(low, 1.0 - part), (high, part)]);
        }
        map
    }

    /// Every output is its input.
    pub fn identity(n: usize) -> AxisMap {
        let mut map = AxisMap::new(n);
        (0..n).for_each(|o| map.row([(o, 1.0)]));
        map
    }

    pub fn transposed(&self) -> AxisMap {
        let mut rows = vec![Vec::new(); self.inputs];
        for o in 0..self.outputs() {
            self.of(o).iter().for_each(|&(i, w)| rows[i].push((o, w)));
        }
        let mut map = AxisMap::new(self.outputs());
        rows.into_iter().for_each(|row| map.row(row));
        map
    }
}

/// `y = rows x columns^T` for each plane of `x`.
pub fn apply<T: Real>(context: &dyn Context, rows: &AxisMap, columns: &AxisMap, x: &[T], y: &mut [T]) {
    let (size, out) = (rows.inputs * columns.inputs, rows.outputs() * columns.outputs());
    if y.is_empty() {
        return;
    }
    let planes = y.len() / out;
    assert!(x.len() == planes * size && y.len() == planes * out);
    let (w, out_w) = (columns.inputs, columns.outputs());
    let cost = rows.entries.len() * w + rows.outputs() * columns.entries.len();
    let count = pieces(planes, cost);
    let parts = Parts::new(y);
    context.parallel(count, &|i| {
        let range = piece_of(planes, count, i);
        // SAFETY: pieces take disjoint ranges of planes.
        let y = unsafe { parts.part(range.start * out..range.end * out) };
        let mut line = Workspace::<T>::new(context, w);
        let line = line.as_mut_slice();
        for (plane, y) in range.zip(y.chunks_exact_mut(out)) {
            let x = &x[plane * size..][..size];
            for (o, y) in y.chunks_exact_mut(out_w).enumerate() {
                line.fill(T::ZERO);
                for &(i, weight) in rows.of(o) {
                    let weight = T::of(weight);
                    for (line, &x) in line.iter_mut().zip(&x[i * w..][..w]) {
                        *line = *line + weight * x;
                    }
                }
                for (o, y) in y.iter_mut().enumerate() {
                    *y = columns.of(o).iter().fold(T::ZERO, |sum, &(i, weight)| sum + T::of(weight) * line[i]);
                }
            }
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Serial;

    #[test]
    fn a_transposed_map_is_the_adjoint() {
        let (rows, columns) = (AxisMap::linear(5, 8, false), AxisMap::means(7, 3));
        let x: Vec<f64> = (0..2 * 35).map(|i| (i * 7 % 11) as f64).collect();
        let g: Vec<f64> = (0..2 * 24).map(|i| (i * 5 % 13) as f64).collect();
        let (mut y, mut dx) = (vec![0.0; g.len()], vec![0.0; x.len()]);
        apply(&Serial::default(), &rows, &columns, &x, &mut y);
        apply(&Serial::default(), &rows.transposed(), &columns.transposed(), &g, &mut dx);
        let inner = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
        assert!((inner(&y, &g) - inner(&x, &dx)).abs() < 1e-9);
    }

    #[test]
    fn cells_cover_the_axis_and_overlap_where_they_must() {
        let map = AxisMap::means(5, 3);
        let cells: Vec<Vec<usize>> = (0..3).map(|o| map.of(o).iter().map(|e| e.0).collect()).collect();
        assert_eq!(cells, [vec![0, 1], vec![1, 2, 3], vec![3, 4]]);
    }

    #[test]
    fn interpolation_ends_at_the_last_input() {
        for (n, m) in [(1, 4), (4, 1), (3, 7), (7, 3)] {
            for align in [true, false] {
                let map = AxisMap::linear(n, m, align);
                assert!(map.entries.iter().all(|&(i, w)| i < n && (0.0..=1.0).contains(&w)), "{n} {m} {align}");
            }
        }
    }
}
