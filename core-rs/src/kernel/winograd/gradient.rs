//! Weight gradient, the exact adjoint of the forward pass: `G^T [sum over tiles (A dy A^T) (B^T d B)] G`.
//! Lanes are four channels, the depth of the products is tiles. Blocks of tiles pass through two loops:
//! both transforms, then the products cut over points and rows, so each sum is made by one piece in
//! one order and the bits do not depend on threads. (Slices of tiles with sums of their own were
//! slower everywhere: 97 against 107 GFLOP/s for 64 channels of 56x56, 96 against 133 for 128 of 28x28.)

use super::transform::{gradient_tiles, input_tiles, weight_sums};
use super::{GAP, Sizes};
use crate::base::Context;
use crate::kernel::conv::axis::Pad;
use crate::kernel::conv::planes::Planes;
use crate::kernel::gemm::tiles::{PANEL, TileSet};
use crate::kernel::gemm::{Raw, Real};
use crate::kernel::lanes::F32x4;
use crate::kernel::slices::{Workspace, piece_of};
use std::ops::Range;

/// Floats of the sums of one pass over rows (16 MB).
const SUMS: usize = 4 << 20;
/// Floats of both transformed sides of a block (2.4 MB), and the fewest tiles of one: below that the
/// sums are read and written too often (256 channels: 33 tiles 95 GFLOP/s, 114 tiles 104).
const BLOCK: usize = 600 << 10;
const TILES: usize = 128;

pub fn run<const A: usize>(context: &dyn Context, s: &Sizes, x: &[f32], dy: &[f32], dw: &mut [f32]) {
    let tiles = f32::tiles();
    let pad = |before: usize, size: usize, needed: usize, slack: usize| Pad {
        before,
        after: needed.saturating_sub(before + size) + slack,
    };
    // Vectors may look up to 4 past a row's end.
    let inputs = Planes::padded_with_slack(
        context,
        x,
        s.n * s.channels,
        (s.h, s.w),
        (pad(s.above, s.h, s.th * s.m + 2, 0), pad(s.left, s.w, s.tw * s.m + 2, 2)),
        8,
    );
    let grads = Planes::padded_with_slack(
        context,
        dy,
        s.n * s.rows,
        (s.oh, s.ow),
        (pad(0, s.oh, s.th * s.m, 0), pad(0, s.ow, s.tw * s.m, 2)),
        8,
    );
    let columns = tiles.padded(s.channels);
    let dw = Raw::new(dw.as_mut_ptr());
    // As many rows at a time as their sums allow.
    let passes = (A * A * s.rows.next_multiple_of(PANEL) * columns).div_ceil(SUMS);
    let chunk = s.rows.div_ceil(passes).next_multiple_of(PANEL);
    let mut first = 0;
    while first < s.rows {
        let rows = first..(first + chunk).min(s.rows);
        let high = rows.len().next_multiple_of(PANEL);
        let p_step = high * columns + GAP;
        let job = Job::<A> { s, tiles, rows, high, columns, p_step, inputs: &inputs, grads: &grads };
        let all = s.tiles();
        let wanted = (BLOCK / (A * A * (high + columns))).max(TILES);
        let mut sums = Workspace::<f32>::new(context, A * A * p_step);
        let sums = Raw::new(sums.as_mut_slice().as_mut_ptr());
        let blocks = all.div_ceil(wanted);
        let size = job.sizes(all.div_ceil(blocks));
        let mut scratch = Workspace::<f32>::new(context, size.2);
        let v = Raw::new(scratch.as_mut_slice().as_mut_ptr());
        let d = Raw::new(v.get().wrapping_add(A * A * size.0));
        for block in 0..blocks {
            let part = piece_of(all, blocks, block);
            // Lanes of four channels, several to a piece; panels stay whole.
            let (a, b) = (columns.div_ceil(tiles.width()), high.div_ceil(16));
            context.parallel(a + b, &|piece| {
                // SAFETY: these channels of one side are this piece's.
                unsafe {
                    if piece < a {
                        let from = piece * tiles.width() / 4;
                        let to = ((piece + 1) * tiles.width()).min(columns) / 4;
                        job.inputs(part.clone(), from..to, v, size.0);
                    } else {
                        let from = (piece - a) * 4;
                        job.grads(part.clone(), from..(from + 4).min(high / 4), d, size.1);
                    }
                }
            });
            let panels = high / PANEL;
            let cuts = (high * columns).div_ceil(1 << 16).min(panels);
            context.parallel(A * A * cuts, &|piece| {
                let (point, rows) = (piece / cuts, piece_of(panels, cuts, piece % cuts));
                // SAFETY: these rows of this point's sums are this piece's.
                unsafe { job.multiply(part.len(), point..point + 1, rows, (v, size.0), (d, size.1), sums, block > 0) };
            });
        }
        let pieces = job.rows.len().div_ceil(4);
        context.parallel(pieces, &|piece| {
            for row in piece_of(job.rows.len(), pieces, piece) {
                // SAFETY: this row of the weights is this piece's.
                unsafe { job.finish(row, sums, dw) };
            }
        });
        first += chunk;
    }
}

struct Job<'a, const A: usize> {
    s: &'a Sizes,
    tiles: TileSet<f32>,
    /// Filters of this pass, and how many with padding.
    rows: Range<usize>,
    high: usize,
    /// Channels with padding.
    columns: usize,
    /// Floats from point to point of the sums `[point][row][channel]`.
    p_step: usize,
    inputs: &'a Planes<'a, f32>,
    grads: &'a Planes<'a, f32>,
}

impl<const A: usize> Job<'_, A> {
    /// Steps between points of both sides for `tiles` tiles, and floats of both.
    fn sizes(&self, tiles: usize) -> (usize, usize, usize) {
        let (v, d) = (tiles * self.columns + GAP, tiles * self.high + GAP);
        (v, d, A * A * (v + d))
    }

    /// Image and place of a tile's first output.
    fn place(&self, tile: usize) -> (usize, usize, usize) {
        let s = self.s;
        (tile / (s.th * s.tw), tile / s.tw % s.th * s.m, tile % s.tw * s.m)
    }

    /// `v[point][panel][tile][channel]` for groups of four channels.
    ///
    /// # Safety
    /// Those groups are written by nobody else.
    #[inline(never)]
    unsafe fn inputs(&self, tiles: Range<usize>, groups: Range<usize>, v: Raw<f32>, step: usize) {
        let (s, width, count) = (self.s, self.tiles.width(), tiles.len());
        let mut group = groups.start;
        while group < groups.end {
            let panel = group * 4 / width * width;
            let wide = (self.columns - panel).min(width);
            let end = groups.end.min((panel + wide) / 4);
            for (t, tile) in tiles.clone().enumerate() {
                let (image, y, x) = self.place(tile);
                for g in group..end {
                    // SAFETY: patches inside the padded planes; channels past the last repeat it.
                    unsafe {
                        let at = |l: usize| {
                            let channel = (g * 4 + l).min(s.channels - 1);
                            let plane = (image * s.channels + channel) * self.inputs.plane;
                            self.inputs.at.get().add(plane + y * self.inputs.row + x) as *const f32
                        };
                        let to = v.get().add(panel * count + t * wide + g * 4 - panel);
                        input_tiles::<A>([at(0), at(1), at(2), at(3)], self.inputs.row, to, step);
                    }
                }
            }
            group = end;
        }
    }

    /// `d[point][panel][tile][row]` for panels of four filters.
    ///
    /// # Safety
    /// Those panels are written by nobody else.
    #[inline(never)]
    unsafe fn grads(&self, tiles: Range<usize>, panels: Range<usize>, d: Raw<f32>, step: usize) {
        let (s, count) = (self.s, tiles.len());
        for panel in panels {
            for (t, tile) in tiles.clone().enumerate() {
                let (image, y, x) = self.place(tile);
                // SAFETY: patches inside the padded planes; rows past the last repeat it.
                unsafe {
                    let at = |l: usize| {
                        let row = (self.rows.start + panel * PANEL + l).min(s.rows - 1);
                        let plane = (image * s.rows + row) * self.grads.plane;
                        self.grads.at.get().add(plane + y * self.grads.row + x) as *const f32
                    };
                    let to = d.get().add((panel * count + t) * PANEL);
                    gradient_tiles::<A>([at(0), at(1), at(2), at(3)], self.grads.row, to, step);
                }
            }
        }
    }

    /// Adds the products of `count` tiles to some rows of the sums at some points.
    ///
    /// # Safety
    /// Those rows are written by nobody else.
    #[allow(clippy::too_many_arguments)]
    #[inline(never)]
    unsafe fn multiply(
        &self,
        count: usize,
        points: Range<usize>,
        rows: Range<usize>,
        (v, v_step): (Raw<f32>, usize),
        (d, d_step): (Raw<f32>, usize),
        sums: Raw<f32>,
        accumulate: bool,
    ) {
        let width = self.tiles.width();
        for point in points {
            let mut j = 0;
            while j < self.columns {
                let left = self.columns - j;
                let (wide, tile) = if left >= width { self.tiles.tiles[0] } else { self.tiles.fitting(left) };
                for i in rows.clone() {
                    // SAFETY: packed panels of both sides, four rows of the sums.
                    unsafe {
                        let a = d.get().add(point * d_step + i * PANEL * count);
                        let b = v.get().add(point * v_step + j * count);
                        let c = sums.get().add(point * self.p_step + i * PANEL * self.columns + j);
                        self.tiles.panel(tile, PANEL, count, a, PANEL, b, wide, c, self.columns, accumulate);
                    }
                }
                j += wide;
            }
        }
    }

    /// Turns the sums of one filter into its weights' gradients.
    ///
    /// # Safety
    /// Nobody else writes them.
    #[inline(never)]
    unsafe fn finish(&self, row: usize, sums: Raw<f32>, dw: Raw<f32>) {
        let channels = self.s.channels;
        for first in (0..channels).step_by(4) {
            // SAFETY: vectors of the sums (padded to whole panels), nine weights a channel.
            unsafe {
                let from = sums.get().add(row * self.columns + first);
                let g = weight_sums::<A>(|point| F32x4::load(from.add(point * self.p_step)));
                let (a, b) = (F32x4::transpose([g[0], g[1], g[2], g[3]]), F32x4::transpose([g[4], g[5], g[6], g[7]]));
                let last = g[8].to_array();
                for l in 0..(channels - first).min(4) {
                    let to = dw.get().add(((self.rows.start + row) * channels + first + l) * 9);
                    a[l].store(to);
                    b[l].store(to.add(4));
                    *to.add(8) = last[l];
                }
            }
        }
    }
}
