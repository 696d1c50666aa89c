//! The k first of a long row without sorting it: what comes after the k-th found so far is passed over,
//! the rest is collected and thinned out when the room is full.

use std::ops::Range;

use super::Source;
use super::item::Item;
use crate::base::Context;
use crate::kernel::slices::{Parts, Workspace, piece_of};
use crate::kernel::vector::pieces;

/// Items that are loaded at a time.
const BLOCK: usize = 512;

/// How many are collected before they are thinned out to `k`: few, so that there is soon a k-th one that
/// most are behind, and so many that thinning costs a moment for each one collected at worst.
fn most(k: usize) -> usize {
    4 * k + 64
}

/// Room that `scan` wants: what is kept and collected, and a block.
pub fn room(k: usize) -> usize {
    most(k) + BLOCK
}

/// The first `k` of a part of a row, sorted; fewer where the part is shorter.
pub fn scan<'a, I: Item>(source: &Source, range: Range<usize>, k: usize, room: &'a mut [I]) -> &'a [I] {
    let (kept, block) = room.split_at_mut(most(k));
    let (mut len, mut last) = (0, None);
    let mut at = range.start;
    while at < range.end {
        let step = BLOCK.min(range.end - at);
        I::load(source, at, &mut block[..step]);
        at += step;
        for &item in &block[..step] {
            if last.is_some_and(|last| item > last) {
                continue;
            }
            kept[len] = item;
            len += 1;
            if len == kept.len() {
                last = Some(thin(&mut kept[..len], k));
                len = k;
            }
        }
    }
    if len > k {
        thin(&mut kept[..len], k);
        len = k;
    }
    kept[..len].sort_unstable();
    &kept[..len]
}

/// Brings the first `k` to the front; the last of them.
fn thin<I: Item>(items: &mut [I], k: usize) -> I {
    *items.select_nth_unstable(k - 1).1
}

/// The places of the first ones of one long row, by several threads: of each piece, then of those.
pub fn first<I: Item>(context: &dyn Context, source: &Source, n: usize, places: &mut [u32]) {
    let k = places.len();
    // A piece must be long beside k, else selecting from what pieces found is the work itself.
    let count = pieces(n, 1).min((n / (8 * k)).max(1)).min(16);
    let mut found = Workspace::<I>::new(context, count * k);
    {
        let parts = Parts::new(found.as_mut_slice());
        context.parallel(count, &|i| {
            // SAFETY: each piece has its own part.
            let own = unsafe { parts.part(i * k..(i + 1) * k) };
            let mut space = Workspace::<I>::new(context, room(k));
            let sorted = scan(source, piece_of(n, count, i), k, space.as_mut_slice());
            own.copy_from_slice(sorted);
        });
    }
    let found = found.as_mut_slice();
    if count > 1 {
        thin(found, k);
        found[..k].sort_unstable();
    }
    places.iter_mut().zip(&*found).for_each(|(to, item)| *to = item.place());
}
