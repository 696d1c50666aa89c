//! Margins that repeat what lies inside: each axis has a table that says which source element stands
//! at each place of the target.

use super::slices::{self, Bits, Parts, piece_of};
use super::vector::{Real, pieces};
use crate::base::{Context, View, ViewMut};

/// The table of one axis of `n` elements with `before` and `after` more.
pub fn table(n: usize, before: usize, after: usize, mirrored: bool) -> Vec<usize> {
    let last = n as i64 - 1;
    let place = |at: i64| {
        if !mirrored || last == 0 {
            return at.clamp(0, last) as usize;
        }
        // There and back again: 0 1 2 1 0 1 2 … for three elements.
        let at = at.rem_euclid(2 * last);
        (if at > last { 2 * last - at } else { at }) as usize
    };
    (0..before + n + after).map(|at| place(at as i64 - before as i64)).collect()
}

/// Sizes of a plane and where each of its places comes from, for the axes after the first two.
pub struct Margin {
    pub planes: usize,
    pub inner: Vec<usize>,
    pub tables: Vec<Vec<usize>>,
}

impl Margin {
    fn sizes(&self) -> (usize, usize) {
        (self.inner.iter().product(), self.tables.iter().map(|t| t.len()).product())
    }
    /// Calls `f(start of the source row, target row number)` for all rows of a plane.
    fn rows(&self, mut f: impl FnMut(usize, usize)) {
        let outer = &self.tables[..self.tables.len() - 1];
        let width = *self.inner.last().expect("an inner axis");
        for row in 0..outer.iter().map(|t| t.len()).product() {
            let (mut rest, mut start, mut step) = (row, 0, width);
            for (table, &n) in outer.iter().zip(&self.inner).rev() {
                start += table[rest % table.len()] * step;
                rest /= table.len();
                step *= n;
            }
            f(start, row);
        }
    }
}

/// Fills the target.
pub fn gather(context: &dyn Context, m: &Margin, from: &View, to: &ViewMut) {
    assert_eq!(from.dtype, to.dtype);
    crate::by_bits!(from.dtype, T => gather_bits::<T>(context, m, slices::read_bits(from), slices::write_bits(to)));
}

fn gather_bits<T: Bits>(context: &dyn Context, m: &Margin, from: &[T], to: &mut [T]) {
    let (source, target) = m.sizes();
    assert!(from.len() == m.planes * source && to.len() == m.planes * target);
    let columns = m.tables.last().expect("an inner axis");
    let count = pieces(m.planes, target);
    let parts = Parts::new(to);
    context.parallel(count, &|i| {
        for plane in piece_of(m.planes, count, i) {
            let from = &from[plane * source..][..source];
            // SAFETY: pieces take disjoint ranges of planes.
            let to = unsafe { parts.part(plane * target..(plane + 1) * target) };
            m.rows(|start, row| {
                let to = &mut to[row * columns.len()..][..columns.len()];
                to.iter_mut().zip(columns).for_each(|(to, &c)| *to = from[start + c]);
            });
        }
    });
}

/// The adjoint: every source element becomes the sum of what stands for it in the target.
pub fn scatter<T: Real>(context: &dyn Context, m: &Margin, target: &[T], source: &mut [T]) {
    let (inner, outer) = m.sizes();
    assert!(source.len() == m.planes * inner && target.len() == m.planes * outer);
    let columns = m.tables.last().expect("an inner axis");
    let count = pieces(m.planes, outer);
    let parts = Parts::new(source);
    context.parallel(count, &|i| {
        for plane in piece_of(m.planes, count, i) {
            let from = &target[plane * outer..][..outer];
            // SAFETY: pieces take disjoint ranges of planes.
            let to = unsafe { parts.part(plane * inner..(plane + 1) * inner) };
            to.fill(T::ZERO);
            m.rows(|start, row| {
                for (&from, &c) in from[row * columns.len()..].iter().zip(columns) {
                    to[start + c] = to[start + c] + from;
                }
            });
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Serial;

    #[test]
    fn tables_repeat_or_mirror() {
        assert_eq!(table(3, 2, 2, false), [0, 0, 0, 1, 2, 2, 2]);
        assert_eq!(table(3, 2, 3, true), [2, 1, 0, 1, 2, 1, 0, 1]);
        assert_eq!(table(1, 1, 1, true), [0, 0, 0]);
    }

    #[test]
    fn scatter_is_the_adjoint_of_gather() {
        let m = Margin { planes: 2, inner: vec![2, 3], tables: vec![table(2, 1, 0, true), table(3, 1, 2, false)] };
        let x: Vec<u64> = (0..12).collect();
        let mut y = vec![99; 36];
        gather_bits(&Serial::default(), &m, &x, &mut y);
        assert_eq!(y[..12], [3, 3, 4, 5, 5, 5, 0, 0, 1, 2, 2, 2]);
        let g: Vec<f64> = (0..36).map(|i| i as f64).collect();
        let mut dx = vec![9.0; 12];
        scatter(&Serial::default(), &m, &g, &mut dx);
        let product = |a: &mut dyn Iterator<Item = f64>| a.sum::<f64>();
        let left = product(&mut y.iter().zip(&g).map(|(&y, g)| y as f64 * g));
        let right = product(&mut x.iter().zip(&dx).map(|(&x, g)| x as f64 * g));
        assert_eq!(left, right);
    }
}
