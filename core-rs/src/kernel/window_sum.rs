//! Sums of neighbours along the middle axis of an array.

use super::slices::{Parts, piece_of};
use super::vector::{Real, cover, load, pieces, store};
use crate::base::Context;

/// In an array [outer, n, inner], each element becomes the sum of those up to `reach` before and
/// behind it along the middle axis.
pub fn run<T: Real>(
    context: &dyn Context,
    (outer, n, inner): (usize, usize, usize),
    reach: usize,
    x: &[T],
    y: &mut [T],
) {
    assert!(x.len() == outer * n * inner && y.len() == x.len());
    let rows = outer * n;
    let count = pieces(rows, inner.saturating_mul(2 * reach.min(n) + 1));
    let parts = Parts::new(y);
    context.parallel(count, &|i| {
        for row in piece_of(rows, count, i) {
            let (first, at) = (row / n * n, row % n);
            let around = first + at.saturating_sub(reach)..first + at.saturating_add(reach + 1).min(n);
            // SAFETY: pieces take disjoint ranges of rows.
            let y = unsafe { parts.part(row * inner..(row + 1) * inner) };
            cover::<T::Lanes>(inner, |j, m| {
                // SAFETY: `cover` keeps j + m within a row.
                unsafe {
                    let part = |row: usize| load::<T::Lanes>(x[row * inner..].as_ptr().add(j), m, T::ZERO);
                    let sum = around.clone().skip(1).fold(part(around.start), |sum, row| sum + part(row));
                    store(sum, y.as_mut_ptr().add(j), m);
                }
            });
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Serial;
    use crate::kernel::testing::{Random, close};

    #[test]
    fn windows_end_at_the_ends() {
        let r = &mut Random::new(8);
        for (outer, n, inner, reach) in [(2, 5, 3, 1), (1, 4, 9, 2), (3, 2, 1, 7), (2, 3, 0, 1), (1, 40, 130, 2)] {
            let x = r.doubles(outer * n * inner);
            let mut y = vec![9.0; x.len()];
            run(&Serial::default(), (outer, n, inner), reach, &x, &mut y);
            let want: Vec<f64> = (0..x.len())
                .map(|i| {
                    let (o, c, j) = (i / inner / n, i / inner % n, i % inner);
                    (0..n).filter(|k| k.abs_diff(c) <= reach).map(|k| x[(o * n + k) * inner + j]).sum()
                })
                .collect();
            close(&y, &want, 1e-14, "window");
        }
    }
}
