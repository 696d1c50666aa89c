//! Batch normalisation over an array [outer, channels, inner], for any place of the channel axis.
//! Forward is two passes (sums about the channel's first value, then scale and shift), backward two.
//! Long runs of a channel are taken on lanes along the run; short ones (9 values, or 1) on lanes
//! across channels. Partial sums are added in f64, in an order that depends on sizes alone.

use super::slices::{Parts, Workspace, piece_of};
use super::vector::{Real, Vector, pieces};
use crate::base::Context;

/// The array is [outer, channels, inner].
#[derive(Clone, Copy, Debug)]
pub struct Dims {
    pub outer: usize,
    pub channels: usize,
    pub inner: usize,
}

impl Dims {
    /// Of a shape and its channel axis.
    pub fn new(shape: &[usize], axis: usize) -> Dims {
        let product = |s: &[usize]| s.iter().product();
        Dims { outer: product(&shape[..axis]), channels: shape[axis], inner: product(&shape[axis + 1..]) }
    }
    fn size(&self) -> usize {
        self.outer * self.channels * self.inner
    }
    /// Elements of a channel.
    fn count(&self) -> usize {
        self.outer * self.inner
    }
    /// Are runs too short for lanes along them?
    fn short_runs(&self) -> bool {
        self.inner < 16
    }
}

/// Biased mean and variance of each channel.
pub fn statistics<T: Real>(context: &dyn Context, d: Dims, x: &[T], mean: &mut [T], variance: &mut [T]) {
    assert!(x.len() == d.size() && mean.len() == d.channels && variance.len() == d.channels);
    if d.count() == 0 {
        mean.fill(T::ZERO);
        variance.fill(T::ZERO);
        return;
    }
    // About the first value: without it the difference of two large sums would lose the digits.
    let mut first = Workspace::<T>::new(context, d.channels);
    first.as_mut_slice().iter_mut().enumerate().for_each(|(c, k)| *k = x[c * d.inner]);
    let first = first.as_slice();
    let mut sums = Workspace::<f64>::new(context, 2 * d.channels);
    pair_sums(context, d, x, x, first, true, sums.as_mut_slice());
    let m = d.count() as f64;
    for (c, s) in sums.as_slice().chunks_exact(2).enumerate() {
        let about = s[0] / m;
        mean[c] = T::of(first[c].wide() + about);
        variance[c] = T::of((s[1] / m - about * about).max(0.0));
    }
}

/// `y = x * scale + shift`, one of each a channel.
fn scale_shift<T: Real>(context: &dyn Context, d: Dims, x: &[T], scale: &[T], shift: &[T], y: &mut [T]) {
    assert!(x.len() == d.size() && y.len() == d.size());
    affine(context, d, |at, c, n, y| {
        let (x, a, b) = (&x[at..at + n], scale, shift);
        match c {
            Run::Channel(c) => each(n, |j, m| {
                let x = unsafe_load(x, j, m);
                put(x.madd(T::Lanes::splat(a[c]), T::Lanes::splat(b[c])), y, j, m);
            }),
            Run::Table => each(n, |j, m| put(unsafe_load(x, j, m).madd(unsafe_load(a, j, m), unsafe_load(b, j, m)), y, j, m)),
        }
    }, y, &[scale, shift])
}
