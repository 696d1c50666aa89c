//! Convolution as a matrix product whose right side is never written out: columns are output
//! positions of all images, depth is (channel, tap), and panels of it are read straight from the
//! padded planes. The data gradient is the same product with the roles of the channels swapped.

use super::ConvParams;
use super::axis::{Axis, Direction, all, paddings, positions, triples};
use super::planes::Planes;
use crate::base::Context;
use crate::kernel::gemm::pack::pack;
use crate::kernel::gemm::tiles::{PANEL, TileSet};
use crate::kernel::gemm::{Raw, Real, Vector, edge, work};
use crate::kernel::slices::{Workspace, piece_of};

/// Columns of a block: a multiple of every tile's width.
const BLOCK: usize = 96;
/// Depth of a block: its panels of B (96 by 384 f32, 147 KB) stay in L2.
const DEPTH: usize = 384;
/// Multiplications that make a piece (about 40 us).
const PIECE: u64 = 1 << 20;

/// One convolution-like product: `rows` outputs from `channels` inputs per group.
struct Pass<T> {
    images: usize,
    groups: usize,
    rows: usize,
    channels: usize,
    /// Weights: of (group, row, channel, tap) at `group * w_group + row * w_row + channel * w_channel + tap`.
    weights: Raw<T>,
    w_group: usize,
    w_row: usize,
    w_channel: usize,
    out: Raw<T>,
    out_row: usize,
    out_slice: usize,
    out_plane: usize,
    bias: Option<Raw<T>>,
}

pub fn forward<T: Real>(context: &dyn Context, p: &ConvParams, x: &[T], w: &[T], bias: Option<&[T]>, y: &mut [T]) {
    let taps = p.taps();
    let (rows, channels) = (p.k / p.groups, p.c / p.groups);
    let axes = all(p, Direction::Forward);
    let size = [p.d, p.h, p.w];
    let planes = Planes::padded(context, x, p.n * p.c, size, paddings(&axes, size));
    let pass = Pass {
        images: p.n,
        groups: p.groups,
        rows,
        channels,
        weights: Raw::of(w.as_ptr()),
        w_group: rows * channels * taps,
        w_row: channels * taps,
        w_channel: taps,
        out: Raw::new(y.as_mut_ptr()),
        out_row: p.ow,
        out_slice: p.oh * p.ow,
        out_plane: p.positions(),
        bias: bias.map(|b| Raw::of(b.as_ptr())),
    };
    pass.run(context, (p.kh, p.kw), &planes, &axes);
}

pub fn data_gradient<T: Real>(
    context: &dyn Context,
    p: &ConvParams,
    dy: &[T],
    w: &[T],
    bias: Option<&[T]>,
    dx: &mut [T],
) {
    let taps = p.taps();
    let (rows, channels) = (p.c / p.groups, p.k / p.groups);
    let axes = all(p, Direction::Gradient);
    let size = [p.od, p.oh, p.ow];
    let planes = Planes::padded(context, dy, p.n * p.k, size, paddings(&axes, size));
    let pass = Pass {
        images: p.n,
        groups: p.groups,
        rows,
        channels,
        weights: Raw::of(w.as_ptr()),
        w_group: rows * channels * taps,
        w_row: taps,
        w_channel: rows * taps,
        out: Raw::new(dx.as_mut_ptr()),
        out_row: p.w,
        out_slice: p.h * p.w,
        out_plane: p.d * p.h * p.w,
        bias: bias.map(|b| Raw::of(b.as_ptr())),
    };
    pass.run(context, (p.kh, p.kw), &planes, &axes);
}

impl<T: Real> Pass<T> {
    fn run(&self, context: &dyn Context, kernel: (usize, usize), planes: &Planes<'_, T>, axes: &[Vec<Axis>; 3]) {
        for axes in triples(axes) {
            if positions(axes) * self.images > 0 {
                self.class(context, kernel, planes, axes);
            }
        }
    }

    /// All output positions that share a set of taps.
    fn class(&self, context: &dyn Context, (kh, kw): (usize, usize), planes: &Planes<'_, T>, axes: [&Axis; 3]) {
        let tiles = T::tiles();
        let [z, y, x] = axes;
        let mut reads = Vec::with_capacity(z.taps.len() * y.taps.len() * x.taps.len());
        let mut index = Vec::with_capacity(reads.capacity());
        for &(q, dz) in &z.taps {
            for &(r, dy) in &y.taps {
                for &(s, dx) in &x.taps {
                    reads.push(planes.read(axes, [dz, dy, dx]) as usize);
                    index.push((q * kh + r) * kw + s);
                }
            }
        }
        let depth = self.channels * reads.len();
        let panels = self.rows.div_ceil(PANEL);
        let mut packed = Workspace::<T>::new(context, self.groups * panels * PANEL * depth);
        let weights = Raw::new(packed.as_mut_slice().as_mut_ptr());
        let natural = index.iter().enumerate().all(|(i, &t)| i == t) && reads.len() == self.w_channel;
        let total = self.groups * panels;
        let pieces = (total * PANEL * depth).div_ceil(1 << 14).min(total).max(1);
        context.parallel(pieces, &|piece| {
            for i in piece_of(total, pieces, piece) {
                let (group, row) = (i / panels, i % panels * PANEL);
                // SAFETY: panel i of the packed weights belongs to this piece.
                unsafe {
                    let from = self.weights.get().add(group * self.w_group + row * self.w_row);
                    let to = weights.get().add(i * PANEL * depth);
                    let valid = (self.rows - row).min(PANEL);
                    if natural {
                        pack(PANEL, from, self.w_row, 1, depth, valid, to);
                    } else if let [tap] = index[..] {
                        pack(PANEL, from.add(tap), self.w_row, self.w_channel, depth, valid, to);
                    } else {
                        self.pack_taps(from, &index, valid, to);
                    }
                }
            }
        });
        let columns = self.images * positions(axes);
        let blocks = columns.div_ceil(BLOCK);
        // Pieces of whole blocks, none smaller than is worth handing over.
        let per_group = (work(columns, self.rows, depth) / PIECE).clamp(1, blocks as u64) as usize;
        let class = Class { pass: self, tiles, planes, z, y, x, reads: &reads, depth, panels, weights, columns };
        context.parallel(self.groups * per_group, &|piece| {
            let (group, part) = (piece / per_group, piece % per_group);
            let mut scratch = Workspace::<T>::new(context, class.scratch());
            let scratch = Raw::new(scratch.as_mut_slice().as_mut_ptr());
            for block in piece_of(blocks, per_group, part) {
                // SAFETY: this block's columns of this group's planes are written by this piece alone.
                unsafe { class.block(group, block * BLOCK, scratch) };
            }
        });
    }

    /// Weights of four rows in the order (channel, tap), taps chosen by `index`.
    ///
    /// # Safety
    /// `valid` rows of weights at `from`, a whole panel at `to`.
    unsafe fn pack_taps(&self, from: *const T, index: &[usize], valid: usize, to: *mut T) {
        // SAFETY: the caller's promise.
        unsafe {
            let mut to = to;
            for channel in 0..self.channels {
                let from = from.add(channel * self.w_channel);
                for &tap in index {
                    for l in 0..PANEL {
                        *to.add(l) = if l < valid { *from.add(l * self.w_row + tap) } else { T::ZERO };
                    }
                    to = to.add(PANEL);
                }
            }
        }
    }
}

/// What the blocks of one class share.
struct Class<'a, T: Real> {
    pass: &'a Pass<T>,
    tiles: TileSet<T>,
    planes: &'a Planes<'a, T>,
    z: &'a Axis,
    y: &'a Axis,
    x: &'a Axis,
    reads: &'a [usize],
    depth: usize,
    panels: usize,
    weights: Raw<T>,
    columns: usize,
}

impl<T: Real> Class<'_, T> {
    /// Depth of one block: equal parts of at most `DEPTH`.
    fn steps(&self) -> usize {
        self.depth.div_ceil(self.depth.div_ceil(DEPTH).max(1))
    }
    fn scratch(&self) -> usize {
        BLOCK * self.steps() + self.panels * PANEL * BLOCK
    }

    /// # Safety
    /// Columns `first..first + BLOCK` of that group are this caller's; scratch of `scratch()`.
    unsafe fn block(&self, group: usize, first: usize, scratch: Raw<T>) {
        let (pass, tiles, width) = (self.pass, &self.tiles, self.tiles.width());
        let count = (self.columns - first).min(BLOCK);
        let padded = tiles.padded(count);
        let (mut from, mut to) = ([0usize; BLOCK], [0usize; BLOCK]);
        self.places(group, first, count, &mut from, &mut to);
        for j in count..padded {
            from[j] = from[count - 1];
        }
        let packed = scratch.get();
        // SAFETY: scratch has both parts; reads and writes go where `places` says.
        unsafe {
            let sums = packed.add(BLOCK * self.steps());
            let weights = self.weights.get().add(group * self.panels * PANEL * self.depth);
            let whole = |j: usize| self.x.out_step == 1 && j + width <= count && to[j + width - 1] == to[j] + width - 1;
            let mut start = 0;
            while start < self.depth {
                let steps = (self.depth - start).min(self.steps());
                self.gather(&from[..padded], start, steps, packed);
                let mut j = 0;
                while j < padded {
                    let (wide, tile) = if count - j >= width { tiles.tiles[0] } else { tiles.fitting(count - j) };
                    let b = packed.add(j * steps);
                    let direct = whole(j);
                    for i in 0..self.panels {
                        let a = weights.add(i * PANEL * self.depth + start * PANEL);
                        let high = (pass.rows - i * PANEL).min(PANEL);
                        if direct {
                            let c = pass.out.get().add(to[j] + i * PANEL * pass.out_plane);
                            if start == 0
                                && let Some(bias) = pass.bias
                            {
                                for y in 0..high {
                                    let v = *bias.get().add(group * pass.rows + i * PANEL + y);
                                    std::slice::from_raw_parts_mut(c.add(y * pass.out_plane), wide).fill(v);
                                }
                            }
                            let accumulate = start > 0 || pass.bias.is_some();
                            if high % tiles.rows == 0 {
                                tiles.panel(tile, high, steps, a, PANEL, b, wide, c, pass.out_plane, accumulate);
                            } else {
                                edge(
                                    tiles,
                                    tile,
                                    wide,
                                    steps,
                                    a,
                                    PANEL,
                                    b,
                                    wide,
                                    c,
                                    pass.out_plane,
                                    high,
                                    wide,
                                    accumulate,
                                );
                            }
                        } else {
                            let c = sums.add(i * PANEL * BLOCK + j);
                            tiles.panel(tile, high, steps, a, PANEL, b, wide, c, BLOCK, start > 0);
                        }
                    }
                    j += wide;
                }
                start += steps;
            }
            if self.x.out_step > 1 {
                // No neighbours in the output: row by row, so that at least lines are kept.
                for row in 0..pass.rows {
                    let bias = pass.bias.map_or(T::ZERO, |b| *b.get().add(group * pass.rows + row));
                    let out = pass.out.get().add(row * pass.out_plane);
                    for (j, &to) in to[..count].iter().enumerate() {
                        let v = if self.depth > 0 { *sums.add(row * BLOCK + j) } else { T::ZERO };
                        *out.add(to) = v + bias;
                    }
                }
                return;
            }
            let mut j = 0;
            while j < count {
                if self.depth > 0 && whole(j) && j % width == 0 {
                    j += width;
                    continue;
                }
                // A run of neighbours in the output, within this panel.
                let end = (j / width * width + width).min(count);
                let mut run = 1;
                while j + run < end && to[j + run] == to[j] + run {
                    run += 1;
                }
                for row in 0..pass.rows {
                    let bias = pass.bias.map_or(T::ZERO, |b| *b.get().add(group * pass.rows + row));
                    let out = pass.out.get().add(to[j] + row * pass.out_plane);
                    for e in 0..run {
                        let v = if self.depth > 0 { *sums.add(row * BLOCK + j + e) } else { T::ZERO };
                        *out.add(e) = v + bias;
                    }
                }
                j += run;
            }
        }
    }

    /// Where each column of a block reads its first channel, and where it writes its first row.
    fn places(&self, group: usize, first: usize, count: usize, from: &mut [usize], to: &mut [usize]) {
        let (pass, planes) = (self.pass, self.planes);
        let (w, h, d) = (self.x.count, self.y.count, self.z.count);
        let (mut x, mut y, mut z, mut image) = (first % w, first / w % h, first / w / h % d, first / w / h / d);
        for j in 0..count {
            from[j] = (image * pass.groups + group) * pass.channels * planes.plane
                + z * self.z.step * planes.slice
                + y * self.y.step * planes.row
                + x * self.x.step;
            to[j] = (image * pass.groups + group) * pass.rows * pass.out_plane
                + (self.z.out_start + z * self.z.out_step) * pass.out_slice
                + (self.y.out_start + y * self.y.out_step) * pass.out_row
                + self.x.out_start
                + x * self.x.out_step;
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

    /// Panels of B for depth `start..start + steps`.
    ///
    /// # Safety
    /// `packed` holds `steps` times the padded columns.
    unsafe fn gather(&self, from: &[usize], start: usize, steps: usize, packed: *mut T) {
        let (lanes, width, taps) = (T::V::LANES, self.tiles.width(), self.reads.len());
        let mut j = 0;
        while j < from.len() {
            let panel = j / width * width;
            let wide = (from.len() - panel).min(width);
            let at = &from[j..j + lanes];
            let neighbours = (1..lanes).all(|l| at[l] == at[0] + l);
            let (mut channel, mut tap) = (start / taps, start % taps);
            // SAFETY: tap offsets stay inside the padded planes by the construction of the axes.
            unsafe {
                let mut to = packed.add(panel * steps + (j - panel));
                let mut left = steps;
                while left > 0 {
                    let plane = self.planes.at.get().add(channel * self.planes.plane);
                    let some = (taps - tap).min(left);
                    if neighbours {
                        let plane = plane.add(at[0]);
                        for &read in &self.reads[tap..tap + some] {
                            T::V::load(plane.add(read)).store(to);
                            to = to.add(wide);
                        }
                    } else {
                        for &read in &self.reads[tap..tap + some] {
                            T::V::gather(plane.add(read), at).store(to);
                            to = to.add(wide);
                        }
                    }
                    left -= some;
                    tap = 0;
                    channel += 1;
                }
            }
            j += lanes;
        }
    }
}
