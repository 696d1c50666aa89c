//! Copies between strided patterns: transpose, slice with steps, flip, tile, repeat, broadcast,
//! concat and pad are all one loop over axes with a step on each side. Elements are bits of 1, 2, 4
//! or 8 bytes; what they mean does not matter here.

use super::lanes::F32x4;
use super::slices::{self, Bits, Parts, piece_of};
use super::vector::pieces;
use crate::base::{Context, View, ViewMut};

/// One axis of a copy: its length, and how many elements one step is in the source (backwards where
/// negative, standing still where 0) and in the target.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Axis {
    pub len: usize,
    pub from: isize,
    pub to: usize,
}

/// Row-major axes of a target with the source's steps.
pub fn axes(lens: &[usize], from: &[isize]) -> Vec<Axis> {
    let mut to = 1;
    let mut axes: Vec<Axis> = lens.iter().zip(from).map(|(&len, &from)| Axis { len, from, to: 0 }).collect();
    for axis in axes.iter_mut().rev() {
        axis.to = to;
        to *= axis.len;
    }
    axes
}

/// Copies element by element along all axes, starting at `from` and `to`. Steps in the target must
/// not lead to the same element twice. Elements of the target that are not reached stay.
pub fn copy<T: Bits>(context: &dyn Context, axes: &[Axis], source: &[T], from: usize, target: &mut [T], to: usize) {
    if axes.iter().any(|a| a.len == 0) {
        return;
    }
    check(axes, source.len(), from, target.len(), to);
    let axes = simplify(axes);
    let walk = Walk { axes: &axes, source, from, to, target: Parts::new(target) };
    let Some((&inner, outer)) = axes.split_last() else {
        // SAFETY: one element, checked above.
        return unsafe { walk.run(Axis { len: 1, from: 1, to: 1 }, 0, 0, 0..1) };
    };
    if inner.to == 1 && inner.from != 1 {
        let across = outer.iter().position(|a| a.from == 1);
        if let Some(across) = across.filter(|&a| outer[a].len >= 4 && inner.len >= 4) {
            return walk.transpose(context, across);
        }
    }
    // Long runs are cut too, so that one long copy is worth several threads.
    let blocks = inner.len.div_ceil(BLOCK);
    let items = outer.iter().map(|a| a.len).product::<usize>() * blocks;
    let count = pieces(items, inner.len / blocks);
    context.parallel(count, &|i| {
        let range = piece_of(items, count, i);
        let mut at = Odometer::new(outer, range.start / blocks);
        for item in range {
            let block = item % blocks;
            // SAFETY: the odometer stays within the axes, whose ends were checked; each item is its
            // own part of the target, because no two steps meet there.
            unsafe { walk.run(inner, at.from, at.to, piece_of(inner.len, blocks, block)) };
            if block + 1 == blocks {
                at.step(outer);
            }
        }
    });
}

const BLOCK: usize = 16384;

/// The bounds that make the raw loops below safe.
fn check(axes: &[Axis], source: usize, from: usize, target: usize, to: usize) {
    let (mut low, mut high, mut end) = (from as isize, from as isize, to);
    for a in axes {
        let way = (a.len as isize - 1) * a.from;
        *(if way < 0 { &mut low } else { &mut high }) += way;
        end += (a.len - 1) * a.to;
    }
    assert!(low >= 0 && (high as usize) < source && end < target, "a copy outside its arrays");
    let mut steps: Vec<(usize, usize)> = axes.iter().filter(|a| a.len > 1).map(|a| (a.to, a.len)).collect();
    steps.sort_unstable();
    let mut reach = 0;
    for (step, len) in steps {
        assert!(step > reach, "two elements of a copy meet");
        reach += step * (len - 1);
    }
}

/// Leaves out axes of one element and joins neighbours that are one run on both sides.
fn simplify(axes: &[Axis]) -> Vec<Axis> {
    let mut out: Vec<Axis> = Vec::with_capacity(axes.len());
    for &axis in axes.iter().filter(|a| a.len != 1) {
        match out.last_mut() {
            Some(last) if last.from == axis.len as isize * axis.from && last.to == axis.len * axis.to => {
                *last = Axis { len: last.len * axis.len, ..axis };
            }
            _ => out.push(axis),
        }
    }
    // The finest step of the target runs innermost, so that it is written in order.
    out.sort_by(|a, b| b.to.cmp(&a.to));
    out
}

/// Counts through the outer axes and keeps both offsets.
struct Odometer {
    index: [usize; 16],
    from: isize,
    to: usize,
}

impl Odometer {
    fn new(axes: &[Axis], mut at: usize) -> Odometer {
        assert!(axes.len() <= 16);
        let mut o = Odometer { index: [0; 16], from: 0, to: 0 };
        for (i, a) in axes.iter().enumerate().rev() {
            o.index[i] = at % a.len;
            at /= a.len;
            o.from += o.index[i] as isize * a.from;
            o.to += o.index[i] * a.to;
        }
        o
    }
    #[inline]
    fn step(&mut self, axes: &[Axis]) {
        for (i, a) in axes.iter().enumerate().rev() {
            self.index[i] += 1;
            self.from += a.from;
            self.to += a.to;
            if self.index[i] < a.len {
                return;
            }
            self.from -= a.len as isize * a.from;
            self.to -= a.len * a.to;
            self.index[i] = 0;
        }
    }
}

struct Walk<'a, T> {
    axes: &'a [Axis],
    source: &'a [T],
    from: usize,
    to: usize,
    target: Parts<'a, T>,
}

impl<T: Bits> Walk<'_, T> {
    /// Elements `range` of an inner axis at the given offsets.
    ///
    /// # Safety
    /// All of them within both arrays, and no other piece writes them.
    #[inline]
    unsafe fn run(&self, inner: Axis, from: isize, to: usize, range: std::ops::Range<usize>) {
        let n = range.len();
        // SAFETY: the caller's promise.
        unsafe {
            let source = self.source.as_ptr().offset(self.from as isize + from + range.start as isize * inner.from);
            let target = self.target.as_ptr().add(self.to + to + range.start * inner.to);
            match (inner.from, inner.to) {
                (1, 1) if n >= 32 => std::ptr::copy_nonoverlapping(source, target, n),
                (1, 1) => (0..n).for_each(|j| *target.add(j) = *source.add(j)),
                (0, 1) => {
                    let value = *source;
                    (0..n).for_each(|j| *target.add(j) = value);
                }
                (s, 1) => (0..n).for_each(|j| *target.add(j) = *source.offset(j as isize * s)),
                (s, t) => (0..n).for_each(|j| *target.add(j * t) = *source.offset(j as isize * s)),
            }
        }
    }

    /// The target runs along the last axis, the source along `across`: blocks of 16 by 16, so that
    /// a cache line of either side is used whole (16 was faster than 64: 11.7 against 12.7 ms).
    fn transpose(&self, context: &dyn Context, across: usize) {
        const B: usize = 16;
        let (inner, cross) = (self.axes[self.axes.len() - 1], self.axes[across]);
        let mut outer = self.axes[..self.axes.len() - 1].to_vec();
        outer.remove(across);
        let strips = cross.len.div_ceil(B);
        let items = outer.iter().map(|a| a.len).product::<usize>() * strips;
        let count = pieces(items, inner.len * cross.len / strips);
        context.parallel(count, &|i| {
            let range = piece_of(items, count, i);
            let mut at = Odometer::new(&outer, range.start / strips);
            for item in range {
                let strip = item % strips;
                let (c0, c1) = (strip * B, (strip * B + B).min(cross.len));
                for j0 in (0..inner.len).step_by(B) {
                    let (w, h) = (B.min(inner.len - j0), c1 - c0);
                    // SAFETY: the block lies within both axes, whose ends `check` has seen.
                    unsafe {
                        let source = (self.source.as_ptr())
                            .offset(self.from as isize + at.from + j0 as isize * inner.from + c0 as isize);
                        let target = self.target.as_ptr().add(self.to + at.to + j0 + c0 * cross.to);
                        if size_of::<T>() == 4 && w == B && h == B {
                            let (source, target) = (source as *const f32, target as *mut f32);
                            block_of_words(source, inner.from, target, cross.to);
                        } else {
                            for c in 0..h {
                                for j in 0..w {
                                    *target.add(c * cross.to + j) = *source.offset(j as isize * inner.from).add(c);
                                }
                            }
                        }
                    }
                }
                if strip + 1 == strips {
                    at.step(&outer);
                }
            }
        });
    }
}

/// Transposes 16 by 16 elements of four bytes; loads and stores of lanes do not look at the bits.
///
/// # Safety
/// Sixteen rows of sixteen elements on both sides.
#[inline]
unsafe fn block_of_words(source: *const f32, from: isize, target: *mut f32, to: usize) {
    for c in (0..16).step_by(4) {
        for j in (0..16).step_by(4) {
            // SAFETY: the caller's promise.
            unsafe {
                let at = |k: isize| F32x4::load(source.offset((j as isize + k) * from).add(c));
                let rows = F32x4::transpose([at(0), at(1), at(2), at(3)]);
                for (k, row) in rows.into_iter().enumerate() {
                    row.store(target.add((c + k) * to + j));
                }
            }
        }
    }
}

/// `copy` between two arrays of one dtype, whatever it is.
pub fn strided(context: &dyn Context, axes: &[Axis], source: &View, from: usize, target: &ViewMut, to: usize) {
    assert_eq!(source.dtype, target.dtype, "a copy between two dtypes");
    crate::by_bits!(source.dtype, T => {
        copy::<T>(context, axes, slices::read_bits(source), from, slices::write_bits(target), to)
    });
}

/// Sets all elements to one value.
pub fn fill<T: Bits>(context: &dyn Context, target: &mut [T], value: T) {
    let n = target.len();
    let blocks = n.div_ceil(BLOCK);
    let count = pieces(blocks, BLOCK);
    let parts = Parts::new(target);
    context.parallel(count, &|i| {
        // SAFETY: pieces take disjoint ranges.
        unsafe { parts.part(piece_of(n, count, i)) }.fill(value);
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Serial;
    use crate::kernel::testing::Random;

    fn naive<T: Bits>(axes: &[Axis], source: &[T], from: usize, target: &mut [T], to: usize) {
        let total: usize = axes.iter().map(|a| a.len).product();
        for mut i in 0..total {
            let (mut f, mut t) = (from as isize, to);
            for a in axes.iter().rev() {
                f += (i % a.len) as isize * a.from;
                t += i % a.len * a.to;
                i /= a.len;
            }
            target[t] = source[f as usize];
        }
    }

    fn check_one<T: Bits>(
        axes: &[Axis],
        from: usize,
        source_len: usize,
        to: usize,
        target_len: usize,
        of: fn(u64) -> T,
    ) {
        let source: Vec<T> = (0..source_len as u64).map(of).collect();
        let (mut got, mut want) = (vec![of(7); target_len], vec![of(7); target_len]);
        copy(&Serial::default(), axes, &source, from, &mut got, to);
        naive(axes, &source, from, &mut want, to);
        assert!(got == want, "{axes:?}");
    }

    #[test]
    fn copies_equal_the_plain_loop() {
        let r = &mut Random::new(21);
        for round in 0..400 {
            let n = r.below(5);
            let shape: Vec<usize> = (0..n).map(|_| r.below(if round % 4 == 0 { 40 } else { 7 }) + 1).collect();
            if shape.iter().product::<usize>() > 200_000 {
                continue;
            }
            let mut strides = vec![1usize; n];
            (0..n.saturating_sub(1)).rev().for_each(|i| strides[i] = strides[i + 1] * shape[i + 1]);
            // A window with steps, in any order of axes, into a target with room around.
            let mut order: Vec<usize> = (0..n).collect();
            (0..n).for_each(|i| order.swap(i, r.below(n)));
            let (mut lens, mut steps, mut from) = (vec![], vec![], 0);
            for &a in &order {
                let step = if r.below(3) == 0 { r.below(3) + 1 } else { 1 };
                let len = shape[a].div_ceil(step);
                let back = r.below(4) == 0;
                let stay = r.below(9) == 0;
                from += if back { (len - 1) * step * strides[a] } else { 0 };
                lens.push(len);
                let way = (step * strides[a]) as isize;
                steps.push(if stay {
                    0
                } else if back {
                    -way
                } else {
                    way
                });
            }
            let mut list = axes(&lens, &steps);
            let (to, wider) = (r.below(3), r.below(2) + 1);
            list.iter_mut().for_each(|a| a.to *= wider);
            let source: usize = shape.iter().product();
            let target = to + wider * lens.iter().product::<usize>();
            check_one::<u8>(&list, from, source, to, target, |i| i as u8);
            check_one::<u32>(&list, from, source, to, target, |i| (i as u32).wrapping_mul(0x0101_0101));
            check_one::<u64>(&list, from, source, to, target, |i| i << 31);
        }
    }

    #[test]
    fn a_large_transpose_and_a_large_run() {
        check_one::<u32>(&axes(&[130, 77], &[1, 130]), 0, 130 * 77, 0, 130 * 77, |i| i as u32);
        check_one::<u32>(&axes(&[3, 96, 80], &[7680, 1, 96]), 0, 23040, 0, 23040, |i| i as u32);
        check_one::<u8>(&axes(&[100_000], &[1]), 5, 100_005, 2, 100_009, |i| i as u8);
        check_one::<u16>(&axes(&[70_000], &[-2]), 139_999, 140_000, 0, 70_000, |i| i as u16);
    }

    #[test]
    #[should_panic(expected = "outside its arrays")]
    fn a_copy_outside_is_refused() {
        copy(&Serial::default(), &axes(&[4], &[-1]), &[1u8; 4], 2, &mut [0; 4], 0);
    }
}
