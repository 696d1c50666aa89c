//! Order: rows of numbers are sorted, or their k first are selected, by way of items that hold a key
//! and a place. NaN counts as the largest number, and of equal numbers the one that stands first comes
//! first, upwards and downwards; so every order is the only one, whatever way leads to it.

mod item;
pub mod out;
mod radix;
mod select;
#[cfg(test)]
mod tests;

use item::{Item, Narrow, Wide};

use super::slices::{Parts, Workspace, piece_of};
use super::vector::pieces;
use crate::base::{Context, DType, View};

/// Rows of `n` elements, `inner` elements apart: an array seen as [outer, n, inner].
#[derive(Clone, Copy, Debug)]
pub struct Rows {
    pub outer: usize,
    pub n: usize,
    pub inner: usize,
}

impl Rows {
    pub fn count(&self) -> usize {
        self.outer * self.inner
    }
    /// Where element 0 of a row stands, in an array that has `n` elements along the axis.
    pub fn start(&self, row: usize, n: usize) -> usize {
        row / self.inner * n * self.inner + row % self.inner
    }
}

/// From this length on the loops of one row are cut into pieces; shorter rows are done side by side.
const LONG: usize = 1 << 17;

/// Writes the places of the first `k` elements of each row, in order: `places` is [rows, k], an
/// element's place is its number along the axis.
pub fn places(context: &dyn Context, x: &View, rows: Rows, k: usize, descending: bool, places: &mut [u32]) {
    assert!(places.len() == rows.count() * k && k <= rows.n && rows.count() * rows.n == x.shape.size());
    if places.is_empty() {
        return;
    }
    match x.dtype {
        DType::Float64 | DType::Int64 => each::<Wide>(context, x, rows, k, descending, places),
        _ => each::<Narrow>(context, x, rows, k, descending, places),
    }
}

fn each<I: Item>(context: &dyn Context, x: &View, rows: Rows, k: usize, descending: bool, places: &mut [u32]) {
    let few = k.saturating_mul(8) <= rows.n && rows.n > 256;
    if rows.n >= LONG {
        for (row, places) in places.chunks_exact_mut(k).enumerate() {
            let source = Source { x, start: rows.start(row, rows.n), step: rows.inner, descending };
            if few {
                select::first::<I>(context, &source, rows.n, places);
            } else {
                long::<I>(context, &source, rows.n, places);
            }
        }
        return;
    }
    let count = pieces(rows.count(), rows.n * 8);
    let parts = Parts::new(places);
    context.parallel(count, &|i| {
        let range = piece_of(rows.count(), count, i);
        // SAFETY: pieces take disjoint ranges of rows.
        let places = unsafe { parts.part(range.start * k..range.end * k) };
        let mut items = Workspace::<I>::new(context, if few { select::room(k) } else { rows.n });
        let mut spare = Workspace::<I>::new(context, if few { 0 } else { radix::spare(rows.n) });
        for (row, places) in range.zip(places.chunks_exact_mut(k)) {
            let source = Source { x, start: rows.start(row, rows.n), step: rows.inner, descending };
            let items = items.as_mut_slice();
            let sorted = if few {
                select::scan(&source, 0..rows.n, k, items)
            } else {
                I::load(&source, 0, items);
                radix::sort(items, spare.as_mut_slice())
            };
            places.iter_mut().zip(sorted).for_each(|(to, item)| *to = item.place());
        }
    });
}

/// One long row, sorted by several threads.
fn long<I: Item>(context: &dyn Context, source: &Source, n: usize, places: &mut [u32]) {
    let (mut a, mut b) = (Workspace::<I>::new(context, n), Workspace::<I>::new(context, n));
    let count = pieces(n, 4);
    {
        let parts = Parts::new(a.as_mut_slice());
        context.parallel(count, &|i| {
            let range = piece_of(n, count, i);
            // SAFETY: pieces take disjoint ranges.
            I::load(source, range.start, unsafe { parts.part(range) });
        });
    }
    let sorted = radix::sort_parallel(context, a.as_mut_slice(), b.as_mut_slice());
    let k = places.len();
    let parts = Parts::new(places);
    context.parallel(count, &|i| {
        let range = piece_of(k, count, i);
        // SAFETY: pieces take disjoint ranges.
        let to = unsafe { parts.part(range.clone()) };
        to.iter_mut().zip(&sorted[range]).for_each(|(to, item)| *to = item.place());
    });
}

/// One row of an array.
pub struct Source<'a> {
    x: &'a View,
    start: usize,
    step: usize,
    descending: bool,
}

/// Scratch memory holds elements, and there is no element of 32 bits without a sign: its bits.
pub fn unsigned(places: &mut [i32]) -> &mut [u32] {
    // SAFETY: the same size and alignment, and every pattern of bits is a number of both.
    unsafe { std::slice::from_raw_parts_mut(places.as_mut_ptr().cast(), places.len()) }
}

/// The same for reading.
pub fn unsigned_of(places: &[i32]) -> &[u32] {
    // SAFETY: as above.
    unsafe { std::slice::from_raw_parts(places.as_ptr().cast(), places.len()) }
}
