//! Sorting by the bytes of the key, lowest first: as many passes as the key has bytes that differ,
//! each moving every item once and keeping the order of equal bytes. Short rows are compared instead.

use super::item::Item;
use crate::base::Context;
use crate::kernel::slices::{Parts, Workspace, piece_of};
use crate::kernel::vector::pieces;

/// Below this length comparing is faster than moving.
const SHORT: usize = 512;

/// How much spare memory `sort` wants for `n` items.
pub fn spare(n: usize) -> usize {
    if n < SHORT { 0 } else { n }
}

/// Sorts; the result is in one of the two.
pub fn sort<'a, I: Item>(mut from: &'a mut [I], mut to: &'a mut [I]) -> &'a [I] {
    let n = from.len();
    if n < SHORT {
        from.sort_unstable();
        return from;
    }
    let mut counts = [[0u32; 256]; 8];
    for item in from.iter() {
        for (b, counts) in counts.iter_mut().enumerate().take(I::BYTES) {
            counts[item.digit(b)] += 1;
        }
    }
    for (b, counts) in counts.iter_mut().enumerate().take(I::BYTES) {
        if counts[from[0].digit(b)] as usize == n {
            continue;
        }
        let mut at = 0;
        for count in counts.iter_mut() {
            at += std::mem::replace(count, at);
        }
        for &item in from.iter() {
            let place = &mut counts[item.digit(b)];
            to[*place as usize] = item;
            *place += 1;
        }
        (from, to) = (to, from);
    }
    from
}

/// The same with every pass cut into pieces: each counts its part, then moves it to the places that
/// the counts of all give it.
pub fn sort_parallel<'a, I: Item>(context: &dyn Context, mut from: &'a mut [I], mut to: &'a mut [I]) -> &'a [I] {
    let n = from.len();
    assert_eq!(n, to.len());
    let count = pieces(n, 4).min(16);
    let mut counts = Workspace::<i32>::new(context, count * 256);
    for b in 0..I::BYTES {
        {
            let parts = Parts::new(counts.as_mut_slice());
            let from = &*from;
            context.parallel(count, &|i| {
                // SAFETY: each piece has its own counts.
                let own = unsafe { parts.part(i * 256..(i + 1) * 256) };
                own.fill(0);
                from[piece_of(n, count, i)].iter().for_each(|item| own[item.digit(b)] += 1);
            });
        }
        let counts = counts.as_mut_slice();
        let first = from[0].digit(b);
        if (0..count).map(|i| counts[i * 256 + first] as u32 as usize).sum::<usize>() == n {
            continue;
        }
        let mut at = 0u32;
        for digit in 0..256 {
            for i in 0..count {
                let own = &mut counts[i * 256 + digit];
                at = at.wrapping_add(std::mem::replace(own, at as i32) as u32);
            }
        }
        let (parts, target, source) = (Parts::new(counts), Parts::new(to), &*from);
        context.parallel(count, &|i| {
            // SAFETY: each piece has its own counts.
            let own = unsafe { parts.part(i * 256..(i + 1) * 256) };
            let to = target.as_ptr();
            for &item in &source[piece_of(n, count, i)] {
                let place = &mut own[item.digit(b)];
                debug_assert!((*place as u32 as usize) < n);
                // SAFETY: the places are a permutation of 0..n: the counts were taken from the same items.
                unsafe { *to.add(*place as u32 as usize) = item };
                *place = place.wrapping_add(1);
            }
        });
        (from, to) = (to, from);
    }
    from
}
