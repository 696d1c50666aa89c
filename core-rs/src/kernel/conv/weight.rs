//! Gradient of a convolution by its weights: a product whose depth runs over all output positions.
//! It is cut over slices of positions, as many as the shape allows sums for, and over columns
//! (channel, tap); the sums of the slices are added in their order, so bits do not depend on
//! threads.

use super::ConvParams;
use super::axis::{Axis, Direction, all, paddings, positions, triples};
use super::planes::Planes;
use crate::base::Context;
use crate::kernel::gemm::tiles::{PANEL, TileSet};
use crate::kernel::gemm::{Raw, Real, Vector, work};
use crate::kernel::slices::{Workspace, piece_of};

/// Bytes that the sums of all slices may take together.
const SUMS: usize = 16 << 20;
/// Slices, and pieces in all, that are wanted where the work allows.
const PIECES: usize = 8;
/// Multiplications that make a piece (about 40 us).
const PIECE: u64 = 1 << 20;
/// Most positions of a block: one depth of the tiles.
const POSITIONS: usize = 192;

pub fn weight_gradient<T: Real>(context: &dyn Context, p: &ConvParams, x: &[T], dy: &[T], dw: &mut [T]) {
    dw.fill(T::ZERO);
    let axes = all(p, Direction::Forward);
    let size = [p.d, p.h, p.w];
    let planes = Planes::padded(context, x, p.n * p.c, size, paddings(&axes, size));
    for axes in triples(&axes) {
        if p.n * positions(axes) > 0 && axes.iter().all(|a| !a.taps.is_empty()) {
            class(context, p, &planes, axes, dy, dw);
        }
    }
}

/// Adds what the positions of one class give to the taps that they meet.
fn class<T: Real>(
    context: &dyn Context,
    p: &ConvParams,
    planes: &Planes<'_, T>,
    axes: [&Axis; 3],
    dy: &[T],
    dw: &mut [T],
) {
    let tiles = T::tiles();
    let (rows, channels) = (p.k / p.groups, p.c / p.groups);
    let [z, y, x] = axes;
    let mut reads = Vec::with_capacity(channels * z.taps.len() * y.taps.len() * x.taps.len());
    let mut index = Vec::with_capacity(reads.capacity());
    for c in 0..channels {
        for &(q, dz) in &z.taps {
            for &(r, dy) in &y.taps {
                for &(s, dx) in &x.taps {
                    reads.push(c * planes.plane + planes.read(axes, [dz, dy, dx]) as usize);
                    index.push(((c * p.kd + q) * p.kh + r) * p.kw + s);
                }
            }
        }
    }
    let columns = reads.len();
    let positions = p.n * positions(axes);
    let (high, wide) = (rows.next_multiple_of(PANEL), tiles.padded(columns));
    let panels = columns.div_ceil(tiles.width());
    let affords = (work(positions, rows, columns) / PIECE).clamp(1, 1 << 20) as usize;
    // Blocks whose packed sides stay in L2 together.
    let block = ((96 << 10) / (high + wide.div_ceil(2))).clamp(32, POSITIONS).next_multiple_of(4);
    let blocks = positions.div_ceil(block);
    let afford = (SUMS / (p.groups * high * wide * size_of::<T>())).max(1);
    let slices = afford.min(PIECES.div_ceil(p.groups)).min(affords).min(blocks);
    let parts = PIECES.div_ceil(p.groups * slices).min((affords / slices).max(1)).min(panels);
    let mut sums = Workspace::<T>::new(context, p.groups * slices * high * wide);
    let sums_at = Raw::new(sums.as_mut_slice().as_mut_ptr());
    // Read in vectors: the last ones may look past the end of the list.
    while reads.len() < wide {
        reads.push(reads[columns - 1]);
    }
    let job =
        Job { p, planes, z, y, x, dy: Raw::of(dy.as_ptr()), tiles, reads: &reads, rows, high, wide, columns, block };
    context.parallel(p.groups * slices * parts, &|piece| {
        let (group, slice, part) = (piece / parts / slices, piece / parts % slices, piece % parts);
        let mine = piece_of(panels, parts, part);
        let sums = Raw::new(sums_at.get().wrapping_add((group * slices + slice) * high * wide));
        // SAFETY: these columns of this slice's sums belong to this piece.
        unsafe { job.slice(context, group, piece_of(blocks, slices, slice), positions, mine, sums) };
    });
    let taps = p.taps();
    let dw = Raw::new(dw.as_mut_ptr());
    let index = &index;
    let all = p.groups * rows;
    let pieces = (all * columns * slices).div_ceil(1 << 16).min(all);
    context.parallel(pieces, &|piece| {
        for row in piece_of(all, pieces, piece) {
            let (group, i) = (row / rows, row % rows);
            for (q, &at) in index.iter().enumerate() {
                // SAFETY: row `row` of the weights belongs to this piece.
                unsafe {
                    let to = dw.get().add(row * channels * taps + at);
                    let mut sum = *to;
                    for slice in 0..slices {
                        sum += *sums_at.get().add(((group * slices + slice) * high + i) * wide + q);
                    }
                    *to = sum;
                }
            }
        }
    });
}

struct Job<'a, T: Real> {
    p: &'a ConvParams,
    planes: &'a Planes<'a, T>,
    z: &'a Axis,
    y: &'a Axis,
    x: &'a Axis,
    dy: Raw<T>,
    tiles: TileSet<T>,
    /// Where each column (channel, tap) reads, relative to a position.
    reads: &'a [usize],
    rows: usize,
    high: usize,
    wide: usize,
    columns: usize,
    block: usize,
}

impl<T: Real> Job<'_, T> {
    /// Sums over some blocks of positions, for some panels of columns.
    ///
    /// # Safety
    /// Those columns of `sums` belong to the caller.
    unsafe fn slice(
        &self,
        context: &dyn Context,
        group: usize,
        blocks: std::ops::Range<usize>,
        positions: usize,
        panels: std::ops::Range<usize>,
        sums: Raw<T>,
    ) {
        let width = self.tiles.width();
        let (from, to) = (panels.start * width, (panels.end * width).min(self.wide));
        let mut scratch = Workspace::<T>::new(context, self.block * (self.high + to - from));
        let a = scratch.as_mut_slice().as_mut_ptr();
        let (mut reads, mut grads) = ([0usize; POSITIONS + 4], [0usize; POSITIONS + 4]);
        for block in blocks.clone() {
            let first = block * self.block;
            let steps = (positions - first).min(self.block);
            self.places(group, first, steps, &mut reads, &mut grads);
            // SAFETY: scratch holds both packed sides; reads stay in the planes and in dy.
            unsafe {
                let b = a.add(self.block * self.high);
                let plane = self.p.positions();
                for i in (0..self.high).step_by(PANEL) {
                    for v in (0..PANEL).step_by(T::V::LANES) {
                        // Rows past the last repeat it: their sums are not read.
                        let at = |l: usize| self.dy.get().add((i + v + l).min(self.rows - 1) * plane) as *const T;
                        let rows = [at(0), at(1), at(2), at(3)];
                        transpose_runs::<T>(&rows, &grads[..steps], a.add(i * steps + v), PANEL);
                    }
                }
                let mut j = from;
                while j < to {
                    let panel = j / width * width;
                    let wide = (self.wide - panel).min(width);
                    let at = |l: usize| self.planes.at.get().add(self.reads[(j + l).min(self.wide - 1)]) as *const T;
                    let columns = [at(0), at(1), at(2), at(3)];
                    transpose_runs::<T>(&columns, &reads[..steps], b.add((panel - from) * steps + j - panel), wide);
                    j += T::V::LANES;
                }
                let accumulate = block > blocks.start;
                let mut j = from;
                while j < to {
                    let left = self.columns - j;
                    let (wide, tile) = if left >= width { self.tiles.tiles[0] } else { self.tiles.fitting(left) };
                    for i in (0..self.high).step_by(PANEL) {
                        let c = sums.get().add(i * self.wide + j);
                        let (a, b) = (a.add(i * steps), b.add((j - from) * steps));
                        self.tiles.panel(tile, self.rows - i, steps, a, PANEL, b, wide, c, self.wide, accumulate);
                    }
                    j += wide;
                }
            }
        }
    }

    /// Where positions read the first channel of their image, and the first row of their gradient.
    fn places(&self, group: usize, first: usize, steps: usize, reads: &mut [usize], grads: &mut [usize]) {
        let p = self.p;
        let (w, h, d) = (self.x.count, self.y.count, self.z.count);
        let (mut x, mut y, mut z, mut image) = (first % w, first / w % h, first / w / h % d, first / w / h / d);
        for j in 0..steps {
            reads[j] = (image * p.c + group * (p.c / p.groups)) * self.planes.plane
                + z * self.z.step * self.planes.slice
                + y * self.y.step * self.planes.row
                + x * self.x.step;
            grads[j] = (image * p.k + group * self.rows) * p.positions()
                + ((self.z.out_start + z) * p.oh + self.y.out_start + y) * p.ow
                + self.x.out_start
                + x;
            x += 1;
            if x == w {
                x = 0;
                y += 1;
                if y == h {
                    y = 0;
                    z += 1;
                    if z == d {
                        z = 0;
                        image += 1;
                    }
                }
            }
        }
    }
}

/// `to[j * width + l] = rows[l][at[j]]`, in transposed blocks where positions are neighbours.
///
/// # Safety
/// All of that readable and writable.
unsafe fn transpose_runs<T: Real>(rows: &[*const T; 4], at: &[usize], to: *mut T, width: usize) {
    let lanes = T::V::LANES;
    let mut j = 0;
    // SAFETY: the caller's promise.
    unsafe {
        while j < at.len() {
            if j + lanes <= at.len() && at[j + lanes - 1] == at[j] + lanes - 1 {
                T::V::transpose(rows, at[j], to.add(j * width), width);
                j += lanes;
            } else {
                for (l, row) in rows[..lanes].iter().enumerate() {
                    *to.add(j * width + l) = *row.add(at[j]);
                }
                j += 1;
            }
        }
    }
}
