//! Plane rotations, kept until there are many of them and then applied to blocks of columns that
//! stay in the nearest cache, one row carried in registers from rotation to rotation.

use crate::base::Context;
use crate::kernel::gemm::{Raw, Real, Vector};
use crate::kernel::slices::Workspace;

/// Vectors of a block of columns.
const WIDE: usize = 4;
/// Rotations kept.
const MOST: usize = 1 << 13;

/// Elements from row to row that a matrix of `columns` needs so that blocks are whole.
pub fn padded<T: Real>(columns: usize) -> usize {
    columns.next_multiple_of(WIDE * T::V::LANES)
}

/// The root of `f² + g²`: squared where squares are harmless, which saves most of hypot's time.
#[inline]
pub fn hypot(f: f64, g: f64) -> f64 {
    let squares = f * f + g * g;
    if (1e-280..1e280).contains(&squares) { squares.sqrt() } else { f.hypot(g) }
}

/// Rotations of the rows of a matrix: row i becomes `c i + s j`, row j `c j - s i`.
pub struct Rotations<'a, T: Real> {
    context: &'a dyn Context,
    rows: &'a mut [T],
    ld: usize,
    places: Workspace<'a, i32>,
    factors: Workspace<'a, T>,
    held: usize,
}

impl<'a, T: Real> Rotations<'a, T> {
    /// Of the rows of a matrix with `ld` elements from row to row (`padded`).
    pub fn new(context: &'a dyn Context, rows: &'a mut [T], ld: usize) -> Self {
        assert!(ld.is_multiple_of(WIDE * T::V::LANES) && (ld == 0 || rows.len().is_multiple_of(ld)));
        let (places, factors) = (Workspace::new(context, 2 * MOST), Workspace::new(context, 2 * MOST));
        Rotations { context, rows, ld, places, factors, held: 0 }
    }

    pub fn rotate(&mut self, i: usize, j: usize, c: f64, s: f64) {
        debug_assert!(i != j && (i.max(j) + 1) * self.ld <= self.rows.len());
        let at = 2 * self.held;
        self.places.as_mut_slice()[at..at + 2].copy_from_slice(&[i as i32, j as i32]);
        self.factors.as_mut_slice()[at..at + 2].copy_from_slice(&[T::from_f64(c), T::from_f64(s)]);
        self.held += 1;
        if self.held == MOST {
            self.flush();
        }
    }

    /// Applies those that were kept.
    pub fn flush(&mut self) {
        let held = std::mem::take(&mut self.held);
        let (places, factors) = (&self.places.as_slice()[..2 * held], &self.factors.as_slice()[..2 * held]);
        let rows = self.rows.len().checked_div(self.ld).unwrap_or(0);
        assert!(places.iter().all(|&p| (p as usize) < rows));
        let width = WIDE * T::V::LANES;
        let blocks = self.ld / width;
        let pieces = ((held * blocks) / 4096).clamp(1, blocks.max(1));
        let (base, ld) = (Raw::new(self.rows.as_mut_ptr()), self.ld);
        self.context.parallel(pieces, &|piece| {
            for block in crate::kernel::slices::piece_of(blocks, pieces, piece) {
                // SAFETY: every place is below the number of rows (asserted), the block is within a row, and
                // its columns belong to this piece alone.
                unsafe { apply::<T>(base.get().add(block * width), ld, places, factors) };
            }
        });
    }

    /// Applies what is left and gives the matrix back.
    pub fn finish(mut self) -> &'a mut [T] {
        self.flush();
        self.rows
    }
}

/// # Safety
/// `WIDE` vectors are readable and writable at the start of each row that is named.
unsafe fn apply<T: Real>(base: *mut T, ld: usize, places: &[i32], factors: &[T]) {
    let lanes = T::V::LANES;
    let zero = T::V::splat(T::ZERO);
    let mut carried = [zero; WIDE];
    let mut row = usize::MAX;
    // SAFETY: the caller's promise for all.
    unsafe {
        let store = |row: usize, x: &[T::V; WIDE]| {
            let p = base.add(row * ld);
            for (w, x) in x.iter().enumerate() {
                x.store(p.add(w * lanes));
            }
        };
        for (place, factor) in places.chunks_exact(2).zip(factors.chunks_exact(2)) {
            let (i, j) = (place[0] as usize, place[1] as usize);
            let (c, s) = (T::V::splat(factor[0]), T::V::splat(factor[1]));
            let minus = T::V::splat(T::ZERO - factor[1]);
            if i != row {
                if row != usize::MAX {
                    store(row, &carried);
                }
                let p = base.add(i * ld);
                for (w, x) in carried.iter_mut().enumerate() {
                    *x = T::V::load(p.add(w * lanes));
                }
            }
            let (p, q) = (base.add(i * ld), base.add(j * ld));
            for (w, x) in carried.iter_mut().enumerate() {
                let b = T::V::load(q.add(w * lanes));
                b.madd(s, *x * c).store(p.add(w * lanes));
                *x = x.madd(minus, b * c);
            }
            row = j;
        }
        if row != usize::MAX {
            store(row, &carried);
        }
    }
}
