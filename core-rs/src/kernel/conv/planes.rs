//! Image planes with zeros around them, so that no inner loop asks where the border is.

use super::axis::Pad;
use crate::base::Context;
use crate::kernel::gemm::{Raw, Real};
use crate::kernel::slices::{Workspace, piece_of};

/// Planes as a kernel reads them: the caller's own where no padding is needed, else a copy.
pub struct Planes<'a, T: Real> {
    _copy: Option<Workspace<'a, T>>,
    pub at: Raw<T>,
    /// Elements from row to row and from plane to plane.
    pub row: usize,
    pub plane: usize,
    pub above: usize,
    pub left: usize,
}

impl<'a, T: Real> Planes<'a, T> {
    /// `count` planes of `h` by `w` with `y` and `x` zeros around each.
    pub fn padded(
        context: &'a dyn Context,
        from: &[T],
        count: usize,
        size: (usize, usize),
        pads: (Pad, Pad),
    ) -> Planes<'a, T> {
        Planes::padded_with_slack(context, from, count, size, pads, 0)
    }

    /// The same with `slack` readable elements after the last plane.
    pub fn padded_with_slack(
        context: &'a dyn Context,
        from: &[T],
        count: usize,
        (h, w): (usize, usize),
        (y, x): (Pad, Pad),
        slack: usize,
    ) -> Planes<'a, T> {
        assert!(from.len() >= count * h * w, "fewer elements than planes");
        let (row, rows) = (w + x.before + x.after, h + y.before + y.after);
        if row == w && rows == h && slack == 0 {
            return Planes { _copy: None, at: Raw::of(from.as_ptr()), row, plane: h * w, above: 0, left: 0 };
        }
        let plane = row * rows;
        let mut copy = Workspace::<T>::new(context, count * plane + slack);
        let at = Raw::new(copy.as_mut_slice().as_mut_ptr());
        let pieces = (count * plane).div_ceil(1 << 16).min(count).max(1);
        let shape = Shape { h, w, rows, row, above: y.before, left: x.before };
        context.parallel(pieces, &|piece| {
            for i in piece_of(count, pieces, piece) {
                // SAFETY: plane i of the copy belongs to this piece.
                let to = unsafe { std::slice::from_raw_parts_mut(at.get().add(i * plane), plane) };
                shape.copy(&from[i * h * w..(i + 1) * h * w], to);
            }
        });
        Planes { _copy: Some(copy), at, row, plane, above: y.before, left: x.before }
    }
}

/// A plane inside a larger one.
pub struct Shape {
    pub h: usize,
    pub w: usize,
    pub rows: usize,
    pub row: usize,
    pub above: usize,
    pub left: usize,
}

impl Shape {
    /// Writes every element of `to`.
    pub fn copy<T: Real>(&self, from: &[T], to: &mut [T]) {
        to[..self.above * self.row].fill(T::ZERO);
        for y in 0..self.h {
            let to = &mut to[(y + self.above) * self.row..][..self.row];
            to[..self.left].fill(T::ZERO);
            to[self.left..self.left + self.w].copy_from_slice(&from[y * self.w..(y + 1) * self.w]);
            to[self.left + self.w..].fill(T::ZERO);
        }
        to[(self.above + self.h) * self.row..self.rows * self.row].fill(T::ZERO);
    }
}
