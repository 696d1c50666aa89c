//! Running sums along an axis: floats are summed in double precision, integers wrap.

use super::slices::{Parts, Workspace, piece_of};
use super::vector::pieces;
use crate::base::{Context, Element};

/// A number and what its sums are kept in.
pub trait Summed: Element {
    type Sum: Element;
    fn wide(self) -> Self::Sum;
    fn narrow(sum: Self::Sum) -> Self;
    fn add(a: Self::Sum, b: Self::Sum) -> Self::Sum;
}
macro_rules! summed {
    ($($t:ty, $sum:ty, $add:expr;)*) => { $(
        impl Summed for $t {
            type Sum = $sum;
            fn wide(self) -> $sum {
                self as $sum
            }
            fn narrow(sum: $sum) -> $t {
                sum as $t
            }
            fn add(a: $sum, b: $sum) -> $sum {
                $add(a, b)
            }
        }
    )* };
}
summed! {
    f32, f64, |a, b| a + b;
    f64, f64, |a, b| a + b;
    i64, i64, i64::wrapping_add;
}

/// A row this long is cut into blocks: their sums first, then the running sums of each from there.
const BLOCK: usize = 1 << 16;

/// `y[o, j, i] = x[o, 0, i] + … + x[o, j, i]`, both being [outer, n, inner].
pub fn sums<T: Summed>(context: &dyn Context, (n, inner): (usize, usize), x: &[T], y: &mut [T]) {
    assert_eq!(x.len(), y.len());
    if y.is_empty() {
        return;
    }
    let outer = y.len() / (n * inner);
    if inner == 1 && n >= 2 * BLOCK {
        for (x, y) in x.chunks_exact(n).zip(y.chunks_exact_mut(n)) {
            blocks(context, x, y);
        }
        return;
    }
    // Pieces take some rows of [n, inner], or some columns of one.
    let columns = if inner == 1 { 1 } else { inner.div_ceil(64) };
    let count = pieces(outer * columns, n * inner.div_ceil(columns));
    let parts = Parts::new(y);
    context.parallel(count, &|i| {
        let mut sums = Workspace::<T::Sum>::new(context, 64);
        let sums = sums.as_mut_slice();
        for item in piece_of(outer * columns, count, i) {
            let (o, first) = (item / columns, item % columns * 64);
            let width = 64.min(inner - first);
            let sums = &mut sums[..width];
            sums.fill(T::Sum::default());
            for j in 0..n {
                let at = (o * n + j) * inner + first;
                // SAFETY: every item has its own columns of its own row.
                let y = unsafe { parts.part(at..at + width) };
                for ((sum, y), &x) in sums.iter_mut().zip(y).zip(&x[at..at + width]) {
                    *sum = T::add(*sum, x.wide());
                    *y = T::narrow(*sum);
                }
            }
        }
    });
}

fn blocks<T: Summed>(context: &dyn Context, x: &[T], y: &mut [T]) {
    let count = x.len().div_ceil(BLOCK);
    let mut starts = Workspace::<T::Sum>::new(context, count);
    {
        let parts = Parts::new(starts.as_mut_slice());
        context.parallel(count, &|b| {
            // SAFETY: one element for each block.
            let own = unsafe { parts.part(b..b + 1) };
            let block = &x[b * BLOCK..x.len().min((b + 1) * BLOCK)];
            own[0] = block.iter().fold(T::Sum::default(), |sum, &x| T::add(sum, x.wide()));
        });
    }
    let mut sum = T::Sum::default();
    for start in starts.as_mut_slice() {
        sum = T::add(sum, std::mem::replace(start, sum));
    }
    let (starts, n, parts) = (starts.as_slice(), x.len(), Parts::new(y));
    context.parallel(count, &|b| {
        let range = b * BLOCK..n.min((b + 1) * BLOCK);
        let mut sum = starts[b];
        // SAFETY: blocks are disjoint.
        for (y, &x) in unsafe { parts.part(range.clone()) }.iter_mut().zip(&x[range]) {
            sum = T::add(sum, x.wide());
            *y = T::narrow(sum);
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Serial;
    use crate::kernel::testing::{Random, close};

    #[test]
    fn running_sums_equal_their_definition() {
        let (r, context) = (&mut Random::new(3), &Serial::default());
        for (outer, n, inner) in
            [(1, 1, 1), (3, 5, 1), (2, 7, 3), (1, 300, 200), (2, 2 * BLOCK + 5, 1), (300, 90, 1), (2, 0, 3)]
        {
            let x = r.doubles(outer * n * inner);
            let (mut y, mut want) = (vec![9.0; x.len()], x.clone());
            sums(context, (n, inner), &x, &mut y);
            for at in 0..x.len() {
                if at / inner % n > 0 {
                    want[at] += want[at - inner];
                }
            }
            close(&y, &want, 1e-10, "sums");
        }
        let mut y = [0i64; 3];
        sums(context, (3, 1), &[i64::MAX, 1, 1], &mut y);
        assert_eq!(y, [i64::MAX, i64::MIN, i64::MIN + 1]);
        // A million times 0.1, which sums in float32 would miss by far more.
        let mut y = vec![0f32; 1 << 20];
        sums(context, (1 << 20, 1), &vec![0.1f32; 1 << 20], &mut y);
        close(&[y[(1 << 20) - 1] as f64], &[104857.6], 1e-6, "precision");
    }
}
