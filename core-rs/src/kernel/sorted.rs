//! Places among numbers in order: binary search, intervals of a line through points, bins of a histogram.

use super::slices::{Parts, Workspace, piece_of};
use super::vector::pieces;
use super::{floats, index};
use crate::base::{Context, Element, View};

/// Before equal numbers, or behind them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Side {
    Left,
    Right,
}

/// Calls `of` for each element, in pieces.
fn each<T: Element, U: Element>(context: &dyn Context, from: &[T], to: &mut [U], of: impl Fn(T) -> U + Sync) {
    assert_eq!(from.len(), to.len());
    let (n, count) = (from.len(), pieces(from.len(), 16));
    let parts = Parts::new(to);
    context.parallel(count, &|i| {
        let range = piece_of(n, count, i);
        // SAFETY: pieces take disjoint ranges.
        let to = unsafe { parts.part(range.clone()) };
        to.iter_mut().zip(&from[range]).for_each(|(to, &x)| *to = of(x));
    });
}

/// Is `a` before `b`? NaN is behind all numbers.
fn before(a: f64, b: f64) -> bool {
    a < b || (b.is_nan() && !a.is_nan())
}

/// Where each `v` would go into `a`, which ascends (or descends).
pub fn search(context: &dyn Context, a: &View, v: &View, side: Side, descending: bool, to: &mut [i64]) {
    if !a.dtype.is_float() && !v.dtype.is_float() {
        // Whole numbers beyond 2^53 are no float64.
        let (a, v) = (index::integers(context, a), index::integers(context, v));
        return find(context, a.as_slice(), v.as_slice(), side, descending, |a, b| a < b, to);
    }
    let (a, v) = (floats::input::<f64>(context, a), floats::input::<f64>(context, v));
    find(context, &a, &v, side, descending, before, to);
}

fn find<T: Element>(
    context: &dyn Context,
    a: &[T],
    v: &[T],
    side: Side,
    descending: bool,
    less: impl Fn(T, T) -> bool + Sync,
    to: &mut [i64],
) {
    each(context, v, to, |v| {
        let place = a.partition_point(|&a| match (side, descending) {
            (Side::Left, false) => less(a, v),
            (Side::Right, false) => !less(v, a),
            // Descending: what is on a limit changes sides, as in NumPy's digitize.
            (Side::Left, true) => !less(a, v),
            (Side::Right, true) => less(v, a),
        });
        place as i64
    });
}

/// Do the numbers descend? None when they do neither.
pub fn direction(a: &[f64]) -> Option<bool> {
    if a.windows(2).all(|w| !before(w[1], w[0])) {
        Some(false)
    } else if a.windows(2).all(|w| !before(w[0], w[1])) {
        Some(true)
    } else {
        None
    }
}

/// The interval of `x` among the points: the last point that is not behind it, within the ends.
fn interval_of(points: &[f64], x: f64) -> usize {
    let behind = points.partition_point(|&p| !before(x, p));
    behind.saturating_sub(1).min(points.len().saturating_sub(2))
}

pub fn interval(context: &dyn Context, points: &View, x: &View, to: &mut [i64]) {
    let (points, x) = (floats::input::<f64>(context, points), floats::input::<f64>(context, x));
    each(context, &x, to, |x| interval_of(&points, x) as i64);
}

/// How far `x` has come in its interval, 0 to 1; or (`rate`) the derivative of that.
pub fn weights(context: &dyn Context, points: &[f64], x: &[f64], rate: bool, to: &mut [f64]) {
    each(context, x, to, |x| {
        let at = interval_of(points, x);
        let (low, high) = (points[at], points[(at + 1).min(points.len() - 1)]);
        if x.is_nan() {
            return if rate { 0.0 } else { f64::NAN };
        }
        if x <= low || x >= high {
            // Beyond the ends, or on a point.
            let inside = rate && low < high && (x == low || (x == high && at + 2 == points.len()));
            return if inside {
                1.0 / (high - low)
            } else if rate || x < high || low == high && x <= low {
                0.0
            } else {
                1.0
            };
        }
        if rate { 1.0 / (high - low) } else { (x - low) / (high - low) }
    });
}

/// The smallest and the largest finite-ordered number; 0 and 1 of nothing, as in NumPy.
pub fn limits(x: &[f64]) -> (f64, f64) {
    if x.is_empty() {
        return (0.0, 1.0);
    }
    x.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), &x| {
        // A NaN stays, and is refused by the caller.
        (if x < low || x.is_nan() { x } else { low }, if x > high || x.is_nan() { x } else { high })
    })
}

/// Counts numbers between limits; the last bin holds its right limit. Bins of equal width are guessed
/// first and corrected by the limits.
pub fn histogram(context: &dyn Context, x: &[f64], limits: &[f64], equal: bool, counts: &mut [i64]) {
    let bins = counts.len();
    assert!(limits.len() == bins + 1 && bins > 0);
    let (low, high) = (limits[0], limits[bins]);
    let scale = bins as f64 / (high - low);
    let bin_of = |x: f64| -> Option<usize> {
        if !(x >= low && x <= high) {
            return None;
        }
        if equal && scale.is_finite() {
            let guess = (((x - low) * scale) as usize).min(bins - 1);
            if x < limits[guess] {
                return Some(guess.saturating_sub(1));
            }
            let next = guess < bins - 1 && x >= limits[guess + 1];
            return Some(guess + next as usize);
        }
        Some(limits.partition_point(|&l| l <= x).saturating_sub(1).min(bins - 1))
    };
    // Each piece counts for itself, where that does not cost more than counting.
    let count = pieces(x.len(), 4).min(16).min((x.len() / bins).max(1));
    let mut own = Workspace::<i64>::new(context, count * bins);
    {
        let parts = Parts::new(own.as_mut_slice());
        context.parallel(count, &|i| {
            // SAFETY: each piece has its own counts.
            let own = unsafe { parts.part(i * bins..(i + 1) * bins) };
            own.fill(0);
            x[piece_of(x.len(), count, i)].iter().filter_map(|&x| bin_of(x)).for_each(|bin| own[bin] += 1);
        });
    }
    counts.fill(0);
    for own in own.as_slice().chunks_exact(bins) {
        counts.iter_mut().zip(own).for_each(|(sum, own)| *sum += own);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{DType, Serial, Shape};

    fn view(x: &[f64]) -> View {
        View { address: x.as_ptr() as usize, shape: Shape::new(&[x.len()]), dtype: DType::Float64 }
    }

    /// Constants computed by NumPy 2.4.
    #[test]
    fn places_as_numpy_finds_them() {
        let context = &Serial::default();
        let a = [1.0, 2.0, 2.0, 3.0, f64::NAN];
        let v = [0.5, 1.0, 2.0, 2.5, 3.0, 4.0, f64::NAN];
        let mut to = [9; 7];
        search(context, &view(&a), &view(&v), Side::Left, false, &mut to);
        assert_eq!(to, [0, 0, 1, 3, 3, 4, 4]);
        search(context, &view(&a), &view(&v), Side::Right, false, &mut to);
        assert_eq!(to, [0, 1, 3, 3, 4, 4, 5]);
        let down = [3.0, 2.0, 1.0];
        assert_eq!(direction(&down), Some(true));
        assert_eq!(direction(&[1.0, 3.0, 2.0]), None);
        search(context, &view(&down), &view(&v[..6]), Side::Right, true, &mut to[..6]);
        assert_eq!(to[..6], [3, 2, 1, 1, 0, 0]);
        search(context, &view(&down), &view(&v[..6]), Side::Left, true, &mut to[..6]);
        assert_eq!(to[..6], [3, 3, 2, 1, 1, 0]);
    }

    #[test]
    fn weights_grow_from_point_to_point() {
        let context = &Serial::default();
        let (points, x) = ([0.0, 1.0, 3.0], [-1.0, 0.0, 0.25, 1.0, 2.0, 3.0, 9.0]);
        let (mut to, mut at) = ([9.0; 7], [9; 7]);
        weights(context, &points, &x, false, &mut to);
        interval(context, &view(&points), &view(&x), &mut at);
        assert_eq!(at, [0, 0, 0, 1, 1, 1, 1]);
        assert_eq!(to, [0.0, 0.0, 0.25, 0.0, 0.5, 1.0, 1.0]);
        weights(context, &points, &x, true, &mut to);
        assert_eq!(to, [0.0, 1.0, 1.0, 0.5, 0.5, 0.5, 0.0]);
        // One point, and two at one place.
        weights(context, &[1.0], &x, false, &mut to);
        interval(context, &view(&[1.0]), &view(&x), &mut at);
        assert_eq!((to.map(|w| w.is_finite()), at), ([true; 7], [0; 7]));
        weights(context, &[1.0, 1.0], &x, true, &mut to);
        assert_eq!(to, [0.0; 7]);
    }

    #[test]
    fn bins_hold_their_left_limit() {
        let context = &Serial::default();
        let x = [0.0, 0.1, 0.3, 0.7, 1.0, -0.1, 1.1, f64::NAN];
        let edges: Vec<f64> = (0..=10).map(|i| i as f64 / 10.0).collect();
        let mut equal = [9; 10];
        let mut given = [9; 10];
        histogram(context, &x, &edges, true, &mut equal);
        histogram(context, &x, &edges, false, &mut given);
        assert_eq!(equal, [1, 1, 0, 1, 0, 0, 0, 1, 0, 1]);
        assert_eq!(equal, given);
        histogram(context, &[2.0, 2.0], &[2.0, 2.0, 2.0], false, &mut given[..2]);
        assert_eq!(given[..2], [0, 2]);
    }
}
