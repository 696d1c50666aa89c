//! Factorisations and solutions of dense matrices, f32 and f64, row-major. Each works on one matrix,
//! in place where it can; `each` runs a batch of them, cut by size alone.

pub mod basic;
pub mod batch;
pub mod cholesky;
pub mod eigen;
pub mod householder;
pub mod lu;
pub mod rotations;
pub mod svd;
#[cfg(test)]
mod tests;
pub mod triangular;

use std::sync::atomic::{AtomicUsize, Ordering};

use crate::base::Context;
use crate::kernel::slices::piece_of;

/// Runs `one` for each of `batch` matrices of `work` multiplications. Gives the number of the first
/// for which it gave false.
pub fn each(context: &dyn Context, batch: usize, work: u64, one: &(dyn Fn(usize) -> bool + Sync)) -> Option<usize> {
    let failed = AtomicUsize::new(usize::MAX);
    let pieces = (batch as u64).saturating_mul(work.max(1)).div_ceil(1 << 18).clamp(1, batch.max(1) as u64) as usize;
    context.parallel(pieces, &|piece| {
        for i in piece_of(batch, pieces, piece) {
            if !one(i) {
                failed.fetch_min(i, Ordering::Relaxed);
            }
        }
    });
    Some(failed.into_inner()).filter(|&i| i != usize::MAX)
}
