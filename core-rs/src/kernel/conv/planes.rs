//! Image planes with zeros around them, so that no inner loop asks where the border is.

use super::axis::{Axis, Pad};
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
    /// Elements from slice to slice of a volume.
    pub slice: usize,
    pub front: usize,
    pub above: usize,
    pub left: usize,
}

impl<'a, T: Real> Planes<'a, T> {
    /// `count` volumes of `size` (slices, rows, columns) with zeros around each.
    pub fn padded(
        context: &'a dyn Context,
        from: &[T],
        count: usize,
        [d, h, w]: [usize; 3],
        [z, y, x]: [Pad; 3],
    ) -> Planes<'a, T> {
        Planes::make(context, from, count, (d, h, w), (z, y, x), 0)
    }

    /// `count` planes of `h` by `w` with `slack` readable elements after the last plane.
    pub fn padded_with_slack(
        context: &'a dyn Context,
        from: &[T],
        count: usize,
        (h, w): (usize, usize),
        (y, x): (Pad, Pad),
        slack: usize,
    ) -> Planes<'a, T> {
        Planes::make(context, from, count, (1, h, w), (Pad::default(), y, x), slack)
    }

    fn make(
        context: &'a dyn Context,
        from: &[T],
        count: usize,
        (d, h, w): (usize, usize, usize),
        (z, y, x): (Pad, Pad, Pad),
        slack: usize,
    ) -> Planes<'a, T> {
        assert!(from.len() >= count * d * h * w, "fewer elements than planes");
        let (row, rows, slices) = (w + x.before + x.after, h + y.before + y.after, d + z.before + z.after);
        let slice = row * rows;
        if row == w && rows == h && slices == d && slack == 0 {
            let at = Raw::of(from.as_ptr());
            return Planes { _copy: None, at, row, plane: d * slice, slice, front: 0, above: 0, left: 0 };
        }
        let all = count * slices;
        let mut copy = Workspace::<T>::new(context, all * slice + slack);
        let at = Raw::new(copy.as_mut_slice().as_mut_ptr());
        let pieces = (all * slice).div_ceil(1 << 16).min(all).max(1);
        let shape = Shape { h, w, rows, row, above: y.before, left: x.before };
        context.parallel(pieces, &|piece| {
            for i in piece_of(all, pieces, piece) {
                // SAFETY: slice i of the copy belongs to this piece.
                let to = unsafe { std::slice::from_raw_parts_mut(at.get().add(i * slice), slice) };
                match (i % slices).checked_sub(z.before).filter(|&at| at < d) {
                    Some(at) => shape.copy(&from[(i / slices * d + at) * h * w..][..h * w], to),
                    None => to.fill(T::ZERO),
                }
            }
        });
        Planes {
            _copy: Some(copy),
            at,
            row,
            plane: slices * slice,
            slice,
            front: z.before,
            above: y.before,
            left: x.before,
        }
    }

    /// Where position 0 of the axes reads the first channel under taps of these offsets.
    #[inline(always)]
    pub fn read(&self, [z, y, x]: [&Axis; 3], [dz, dy, dx]: [isize; 3]) -> isize {
        let slice = self.front as isize + z.start + dz;
        let row = self.above as isize + y.start + dy;
        let column = self.left as isize + x.start + dx;
        slice * self.slice as isize + row * self.row as isize + column
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
