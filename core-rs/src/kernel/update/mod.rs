//! Optimizer steps, each one loop over weight, gradient and states. A step is written once, for
//! lanes; float16 is converted in blocks. What is written may be what is read (`out=weight`).

mod steps;
#[cfg(test)]
mod tests;

pub use steps::*;

use super::half::{self, Half};
use super::slices::piece_of;
use super::vector::{Real, Vector, pieces};
use crate::base::{Context, DType, Error, Result, View, ViewMut};

/// What a step computes of `R` numbers read, to `W` written.
pub trait Step<const R: usize, const W: usize>: Sync {
    fn step<V: Vector>(&self, read: [V; R]) -> [V; W];
}

/// A constant of a step.
#[inline(always)]
pub(super) fn k<V: Vector>(x: f64) -> V {
    V::splat(V::Scalar::of(x))
}

/// Elements that are converted at a time.
const BLOCK: usize = 256;

/// Runs a step over arrays of one size. They are all float64, or float32 and float16 in any mixture.
pub fn run<const R: usize, const W: usize>(
    context: &dyn Context,
    step: &impl Step<R, W>,
    reads: [&View; R],
    writes: [&ViewMut; W],
) -> Result<()> {
    let n = reads[0].shape.size();
    assert!(reads.iter().all(|v| v.shape.size() == n) && writes.iter().all(|v| v.shape.size() == n));
    let dtypes = || reads.iter().map(|v| v.dtype).chain(writes.iter().map(|v| v.dtype));
    if dtypes().all(|d| d == DType::Float64) {
        over::<f64, R, W>(context, step, n, reads, writes);
    } else if dtypes().all(|d| matches!(d, DType::Float32 | DType::Float16)) {
        over::<f32, R, W>(context, step, n, reads, writes);
    } else {
        let names: Vec<&str> = dtypes().map(|d| d.name()).collect();
        return Err(Error::dtype(format!("got {}; it needs floats of one precision", names.join(", "))));
    }
    Ok(())
}

fn over<T: Real, const R: usize, const W: usize>(
    context: &dyn Context,
    step: &impl Step<R, W>,
    n: usize,
    reads: [&View; R],
    writes: [&ViewMut; W],
) {
    let converted = |d: DType| d != T::DTYPE;
    let any = reads.iter().any(|v| converted(v.dtype)) || writes.iter().any(|v| converted(v.dtype));
    let count = pieces(n, R + W);
    context.parallel(count, &|i| {
        let range = piece_of(n, count, i);
        let (mut from, mut to) = ([[T::ZERO; BLOCK]; R], [[T::ZERO; BLOCK]; W]);
        let block = if any { BLOCK } else { range.len().max(1) };
        let mut at = range.start;
        while at < range.end {
            let m = block.min(range.end - at);
            let (mut read, mut write) = ([std::ptr::null::<T>(); R], [std::ptr::null_mut::<T>(); W]);
            for (j, v) in reads.iter().enumerate() {
                if converted(v.dtype) {
                    // SAFETY: only float16 is converted, and only to float32; m is at most BLOCK.
                    unsafe { half::widen(halves(v.address, at, m), as_f32(&mut from[j][..m])) };
                    read[j] = from[j].as_ptr();
                } else {
                    read[j] = (v.address + at * size_of::<T>()) as *const T;
                }
            }
            for (j, v) in writes.iter().enumerate() {
                let own = (v.address + at * size_of::<T>()) as *mut T;
                write[j] = if converted(v.dtype) { to[j].as_mut_ptr() } else { own };
            }
            // SAFETY: m elements at each address: of live arrays (the engine's promise), or blocks.
            unsafe { block_of(step, m, read, write) };
            for (j, v) in writes.iter().enumerate().filter(|(_, v)| converted(v.dtype)) {
                // SAFETY: as above; pieces write disjoint ranges.
                unsafe { half::narrow(as_f32(&mut to[j][..m]), halves_mut(v.address, at, m)) };
            }
            at += m;
        }
    });
}

/// # Safety
/// `m` elements at each address; a written one may be a read one, at the same place.
#[inline(always)]
unsafe fn block_of<T: Real, const R: usize, const W: usize>(
    step: &impl Step<R, W>,
    m: usize,
    read: [*const T; R],
    write: [*mut T; W],
) {
    let n = T::Lanes::N;
    let mut j = 0;
    // SAFETY: the caller's promise.
    unsafe {
        while j + n <= m {
            let out = step.step(read.map(|p| T::Lanes::load(p.add(j))));
            write.iter().zip(out).for_each(|(p, v)| v.store(p.add(j)));
            j += n;
        }
        while j < m {
            let out = step.step(read.map(|p| *p.add(j)));
            write.iter().zip(out).for_each(|(p, v)| *p.add(j) = v);
            j += 1;
        }
    }
}

/// # Safety
/// A live float16 array of at least `at + m` elements.
unsafe fn halves<'a>(address: usize, at: usize, m: usize) -> &'a [Half] {
    // SAFETY: the caller's promise.
    unsafe { std::slice::from_raw_parts((address as *const Half).add(at), m) }
}
/// # Safety
/// As above, and nobody else uses those elements.
unsafe fn halves_mut<'a>(address: usize, at: usize, m: usize) -> &'a mut [Half] {
    // SAFETY: the caller's promise.
    unsafe { std::slice::from_raw_parts_mut((address as *mut Half).add(at), m) }
}
/// # Safety
/// `T` is f32.
unsafe fn as_f32<T: Real>(slice: &mut [T]) -> &mut [f32] {
    assert_eq!(T::DTYPE, DType::Float32);
    // SAFETY: the same type under another name.
    unsafe { std::slice::from_raw_parts_mut(slice.as_mut_ptr() as *mut f32, slice.len()) }
}
