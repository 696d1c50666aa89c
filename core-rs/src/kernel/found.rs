//! What is counted before its size is known: elements that are not 0, groups of equal ones, numbers that
//! occur.

use super::slices::{Parts, Workspace, piece_of};
use super::vector::pieces;
use crate::base::Context;

/// How many truths hold in each of `count` pieces, as running sums from 0: the last one counts all.
fn counted<'a>(context: &'a dyn Context, truths: &[u8], count: usize) -> Workspace<'a, i64> {
    let mut sums = Workspace::<i64>::new(context, count + 1);
    {
        let parts = Parts::new(sums.as_mut_slice());
        context.parallel(count, &|i| {
            // SAFETY: one element for each piece.
            let own = unsafe { parts.part(i + 1..i + 2) };
            own[0] = truths[piece_of(truths.len(), count, i)].iter().map(|&t| t as i64).sum();
        });
    }
    let sums_of = sums.as_mut_slice();
    sums_of[0] = 0;
    for i in 1..=count {
        sums_of[i] += sums_of[i - 1];
    }
    sums
}

/// How many truths hold.
pub fn count(context: &dyn Context, truths: &[u8]) -> i64 {
    let count = pieces(truths.len(), 1);
    counted(context, truths, count).as_slice()[count]
}

/// Where they hold. False when there are not as many as `to` has room for.
pub fn places(context: &dyn Context, truths: &[u8], to: &mut [i64]) -> bool {
    let count = pieces(truths.len(), 1);
    let starts = counted(context, truths, count);
    let starts = starts.as_slice();
    if starts[count] as usize != to.len() {
        return false;
    }
    let parts = Parts::new(to);
    context.parallel(count, &|i| {
        // SAFETY: pieces write as many places as they counted.
        let own = unsafe { parts.part(starts[i] as usize..starts[i + 1] as usize) };
        let found = piece_of(truths.len(), count, i).filter(|&at| truths[at] != 0);
        own.iter_mut().zip(found).for_each(|(to, at)| *to = at as i64);
    });
    true
}

/// Numbers the groups of equal elements: `order` sorts `x`, `group[j]` is the group of `x[order[j]]`.
/// How many groups there are. NaN equals NaN.
pub fn groups<T: Copy + PartialEq>(x: &[T], order: &[i64], group: &mut [i64]) -> i64 {
    let (mut last, mut number): (Option<T>, i64) = (None, -1);
    for (group, &at) in group.iter_mut().zip(order) {
        let own = x[at as usize];
        #[allow(clippy::eq_op)]
        let same = last.is_some_and(|last| last == own || (last != last && own != own));
        if !same {
            number += 1;
            last = Some(own);
        }
        *group = number;
    }
    number + 1
}

/// From groups to the first element of each, the group of each element, and the size of each group.
pub fn members(order: &[i64], group: &[i64], first: &mut [i64], inverse: &mut [i64], sizes: &mut [i64]) {
    sizes.fill(0);
    for (&at, &g) in order.iter().zip(group) {
        if sizes[g as usize] == 0 {
            first[g as usize] = at;
        }
        sizes[g as usize] += 1;
        inverse[at as usize] = g;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Serial;
    use crate::kernel::testing::Random;

    #[test]
    fn places_are_counted_and_found() {
        let (r, context) = (&mut Random::new(4), &Serial::default());
        for n in [0, 1, 5, 100_000] {
            let truths: Vec<u8> = (0..n).map(|_| (r.below(3) == 0) as u8).collect();
            let want: Vec<i64> = (0..n).filter(|&i| truths[i] != 0).map(|i| i as i64).collect();
            assert_eq!(count(context, &truths), want.len() as i64);
            let mut got = vec![-1; want.len()];
            assert!(places(context, &truths, &mut got));
            assert_eq!(got, want);
            assert!(!places(context, &truths, &mut vec![0; want.len() + 1]));
        }
    }

    #[test]
    fn groups_of_equal_numbers() {
        let x = [2.0, f64::NAN, 0.0, 2.0, -0.0, f64::NAN];
        let order = [2, 4, 0, 3, 1, 5];
        let (mut group, mut first, mut inverse, mut sizes) = ([9; 6], [9; 3], [9; 6], [9; 3]);
        assert_eq!(groups(&x, &order, &mut group), 3);
        assert_eq!(group, [0, 0, 1, 1, 2, 2]);
        members(&order, &group, &mut first, &mut inverse, &mut sizes);
        assert_eq!((first, sizes), ([2, 0, 1], [2, 2, 2]));
        assert_eq!(inverse, [1, 2, 0, 1, 0, 2]);
        assert_eq!(groups::<f64>(&[], &[], &mut []), 0);
    }
}
