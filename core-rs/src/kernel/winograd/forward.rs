//! Forward (and data gradient): input tiles to panels of B, a product at each point, outputs back.
//! Where all transformed weights fit beside a block of tiles in the second cache, a piece takes a
//! block through all three steps; where they do not, the steps are loops of their own over a large
//! block, so that the weights of a point are read once.

use super::transform::{input_tiles, output_tiles, weight_points};
use super::{DEPTH, GAP, Sizes};
use crate::base::Context;
use crate::kernel::conv::axis::Pad;
use crate::kernel::conv::planes::Planes;
use crate::kernel::gemm::tiles::{PANEL, TileSet};
use crate::kernel::gemm::{Raw, Real};
use crate::kernel::lanes::F32x4;
use crate::kernel::slices::{Workspace, piece_of};
use std::ops::Range;

/// Floats of transformed weights up to which a block of tiles takes all steps in one piece.
const SMALL_WEIGHTS: usize = 400 << 10;
/// Floats of both transformed sides of such a block (0.9 MB), and of a large block (16 MB).
const BLOCK: usize = 230_400;
const LARGE_BLOCK: usize = 4 << 20;

/// How the weights of (row, channel) are found: `row * row_step + channel * step`, nine of them.
#[derive(Clone, Copy)]
pub struct Weights {
    pub row: usize,
    pub channel: usize,
    pub rotated: bool,
}

pub fn run<const A: usize>(
    context: &dyn Context,
    s: &Sizes,
    x: &[f32],
    w: &[f32],
    weights: Weights,
    bias: Option<&[f32]>,
    y: &mut [f32],
) {
    let tiles = f32::tiles();
    let panels = s.rows.div_ceil(PANEL);
    let u_step = panels * PANEL * s.channels + GAP;
    let mut u = Workspace::<f32>::new(context, A * A * u_step);
    let u = Raw::new(u.as_mut_slice().as_mut_ptr());
    transform_weights::<A>(context, s, w, weights, u, u_step);
    // Rows of A + the slack of the last vector; the copy always exists, since tiles overhang.
    let pad = |before: usize, size: usize, tiles: usize| Pad {
        before,
        after: (tiles * s.m + 2).saturating_sub(before + size),
    };
    let (below, beside) = (pad(s.above, s.h, s.th), pad(s.left, s.w, s.tw));
    let beside = Pad { after: beside.after + 2, ..beside };
    let planes = Planes::padded_with_slack(context, x, s.n * s.channels, (s.h, s.w), (below, beside), 8);
    let job = Job::<A> { s, tiles, panels, u, u_step, planes: &planes, bias, y: Raw::new(y.as_mut_ptr()) };
    let (all, width) = (s.tiles(), tiles.width());
    let per_tile = A * A * (s.channels + panels * PANEL);
    let small = A * A * u_step <= SMALL_WEIGHTS;
    let wanted = (if small { BLOCK } else { LARGE_BLOCK }) / per_tile;
    // Equal blocks of whole panels.
    let blocks = all.div_ceil((wanted / width * width).max(width));
    let block = all.div_ceil(blocks).next_multiple_of(tiles.tiles[tiles.tiles.len() - 1].0);
    let blocks = all.div_ceil(block);
    let range = |i: usize| i * block..((i + 1) * block).min(all);
    if small {
        context.parallel(blocks, &|i| {
            let buffers = job.buffers(block);
            let mut scratch = Workspace::<f32>::new(context, buffers.size);
            let buffers = buffers.at(scratch.as_mut_slice());
            let span = Span::new(s, range(i));
            // SAFETY: the tiles of this block are this piece's.
            unsafe {
                job.transform(&span, 0..span.panels(&tiles), &buffers);
                job.multiply(&span, 0..A * A, 0..panels, &buffers);
                job.output(&span, 0..s.rows, &buffers);
            }
        });
        return;
    }
    let buffers = job.buffers(block);
    let mut scratch = Workspace::<f32>::new(context, buffers.size);
    let buffers = buffers.at(scratch.as_mut_slice());
    for i in 0..blocks {
        let span = Span::new(s, range(i));
        let tile_panels = span.panels(&tiles);
        // Steps of about 20 us: panels of tiles by parts of the channels.
        let parts = (s.channels / 32).clamp(1, 16);
        context.parallel(tile_panels * parts, &|piece| {
            // SAFETY: this panel and these channels of B are this piece's.
            unsafe { job.transform_part(&span, piece / parts, piece_of(s.channels, parts, piece % parts), &buffers) };
        });
        let cuts = (panels * PANEL * s.channels).div_ceil(1 << 16).min(panels);
        context.parallel(A * A * cuts, &|piece| {
            let (point, part) = (piece / cuts, piece % cuts);
            // SAFETY: these rows of this point's product are this piece's.
            unsafe { job.multiply(&span, point..point + 1, piece_of(panels, cuts, part), &buffers) };
        });
        let pieces = s.rows.div_ceil(8);
        context.parallel(pieces, &|piece| {
            // SAFETY: these rows of the output are this piece's.
            unsafe { job.output(&span, piece_of(s.rows, pieces, piece), &buffers) };
        });
    }
}

/// Four rows at a time, lanes are the rows: `u[point][panel][channel][row]`.
fn transform_weights<const A: usize>(
    context: &dyn Context,
    s: &Sizes,
    w: &[f32],
    weights: Weights,
    u: Raw<f32>,
    u_step: usize,
) {
    let panels = s.rows.div_ceil(PANEL);
    let parts = s.channels.div_ceil(128);
    context.parallel(panels * parts, &|piece| {
        let (panel, channels) = (piece / parts, piece_of(s.channels, parts, piece % parts));
        for channel in channels {
            // SAFETY: nine weights for each of four rows (the last repeated), within w by its
            // length, and the vectors of this panel and channel, which belong to this piece.
            unsafe {
                let row = |l: usize| {
                    let row = (panel * PANEL + l).min(s.rows - 1);
                    w.as_ptr().add(row * weights.row + channel * weights.channel)
                };
                let rows = [row(0), row(1), row(2), row(3)];
                let load = |x: usize| {
                    F32x4::transpose([
                        F32x4::load(rows[0].add(x)),
                        F32x4::load(rows[1].add(x)),
                        F32x4::load(rows[2].add(x)),
                        F32x4::load(rows[3].add(x)),
                    ])
                };
                let (a, b) = (load(0), load(4));
                let last = F32x4::new(*rows[0].add(8), *rows[1].add(8), *rows[2].add(8), *rows[3].add(8));
                let mut g = [a[0], a[1], a[2], a[3], b[0], b[1], b[2], b[3], last];
                if weights.rotated {
                    g.reverse();
                }
                weight_points::<A>(g, u.get().add((panel * s.channels + channel) * PANEL), u_step);
            }
        }
    });
}

struct Job<'a, const A: usize> {
    s: &'a Sizes,
    tiles: TileSet<f32>,
    panels: usize,
    u: Raw<f32>,
    u_step: usize,
    planes: &'a Planes<'a, f32>,
    bias: Option<&'a [f32]>,
    y: Raw<f32>,
}

/// A run of tiles, counted over all images.
struct Span {
    range: Range<usize>,
    /// Image, and row and column of its first output.
    places: Vec<(usize, usize, usize)>,
}

impl Span {
    fn new(s: &Sizes, range: Range<usize>) -> Span {
        let places = range.clone().map(|t| (t / (s.th * s.tw), t / s.tw % s.th * s.m, t % s.tw * s.m)).collect();
        Span { range, places }
    }
    fn len(&self) -> usize {
        self.range.len()
    }
    fn panels(&self, tiles: &TileSet<f32>) -> usize {
        self.len().div_ceil(tiles.width())
    }
}

/// Both transformed sides: `v[point][panel][channel][tile]`, `m[point][row][tile]`.
#[derive(Clone, Copy)]
struct Buffers {
    size: usize,
    v: Raw<f32>,
    v_step: usize,
    m: Raw<f32>,
    m_step: usize,
    /// From row to row of `m`.
    ldm: usize,
}

impl Buffers {
    fn at(self, memory: &mut [f32]) -> Buffers {
        assert!(memory.len() >= self.size);
        let v = memory.as_mut_ptr();
        let offset = self.size - self.m_step * (self.size / (self.v_step + self.m_step));
        Buffers { v: Raw::new(v), m: Raw::new(v.wrapping_add(offset)), ..self }
    }
}

impl<const A: usize> Job<'_, A> {
    fn buffers(&self, block: usize) -> Buffers {
        let ldm = self.tiles.padded(block);
        let v_step = ldm * self.s.channels + GAP;
        let m_step = self.panels * PANEL * ldm + GAP;
        let none = Raw::new(std::ptr::null_mut());
        Buffers { size: A * A * (v_step + m_step), v: none, v_step, m: none, m_step, ldm }
    }

    unsafe fn transform(&self, span: &Span, panels: Range<usize>, b: &Buffers) {
        for panel in panels {
            // SAFETY: the caller's promise.
            unsafe { self.transform_part(span, panel, 0..self.s.channels, b) };
        }
    }

    /// Some channels of one panel of tiles.
    ///
    /// # Safety
    /// They are written by nobody else.
    #[inline(never)]
    unsafe fn transform_part(&self, span: &Span, panel: usize, channels: Range<usize>, b: &Buffers) {
        let (s, planes) = (self.s, self.planes);
        let width = self.tiles.width();
        let first = panel * width;
        let left = span.len() - first;
        let wide = if left >= width { width } else { self.tiles.fitting(left).0 };
        let mut at = [0usize; 24];
        for (l, at) in at[..wide].iter_mut().enumerate() {
            // Tiles past the last repeat it; their outputs are not read.
            let (image, y, x) = span.places[(first + l).min(span.len() - 1)];
            *at = image * s.channels * planes.plane + y * planes.row + x;
        }
        // SAFETY: every tile's patch is inside the padded planes.
        unsafe {
            let to = b.v.get().add(first * s.channels);
            for channel in channels {
                let plane = planes.at.get().add(channel * planes.plane) as *const f32;
                for l in (0..wide).step_by(4) {
                    let from = [plane.add(at[l]), plane.add(at[l + 1]), plane.add(at[l + 2]), plane.add(at[l + 3])];
                    input_tiles::<A>(from, planes.row, to.add(channel * wide + l), b.v_step);
                }
            }
        }
    }

    /// `m = u v` at some points, for some panels of rows.
    ///
    /// # Safety
    /// Those rows of `m` are written by nobody else.
    #[inline(never)]
    unsafe fn multiply(&self, span: &Span, points: Range<usize>, rows: Range<usize>, b: &Buffers) {
        let (width, channels) = (self.tiles.width(), self.s.channels);
        for point in points {
            let mut j = 0;
            while j < span.len() {
                let left = span.len() - j;
                let (wide, tile) = if left >= width { self.tiles.tiles[0] } else { self.tiles.fitting(left) };
                let mut start = 0;
                while start < channels {
                    let steps = (channels - start).min(DEPTH);
                    for i in rows.clone() {
                        // SAFETY: packed panels of u and v, four rows of m.
                        unsafe {
                            let u = self.u.get().add(point * self.u_step + (i * channels + start) * PANEL);
                            let v = b.v.get().add(point * b.v_step + j * channels + start * wide);
                            let m = b.m.get().add(point * b.m_step + i * PANEL * b.ldm + j);
                            self.tiles.panel(tile, PANEL, steps, u, PANEL, v, wide, m, b.ldm, start > 0);
                        }
                    }
                    start += steps;
                }
                j += wide;
            }
        }
    }

    /// Some rows of the output.
    ///
    /// # Safety
    /// They are written by nobody else.
    #[inline(never)]
    unsafe fn output(&self, span: &Span, rows: Range<usize>, b: &Buffers) {
        let (s, m) = (self.s, A - 2);
        for row in rows {
            let bias = F32x4::splat(self.bias.map_or(0.0, |b| b[row]));
            for first in (0..span.len()).step_by(4) {
                // SAFETY: four tiles of a row of m; the part of each that lies inside the output.
                unsafe {
                    let out = output_tiles::<A>(b.m.get().add(row * b.ldm + first), b.m_step);
                    let count = (span.len() - first).min(4);
                    for (y, o) in out[..m].iter().enumerate() {
                        let none = F32x4::splat(0.0);
                        let low = F32x4::transpose([
                            o[0] + bias,
                            o[1] + bias,
                            if m > 2 { o[2] + bias } else { none },
                            if m > 2 { o[3] + bias } else { none },
                        ]);
                        let high =
                            if m == 6 { F32x4::transpose([o[A - 4] + bias, o[A - 3] + bias, none, none]) } else { low };
                        for l in 0..count {
                            let (image, oy, ox) = span.places[first + l];
                            if oy + y >= s.oh {
                                continue;
                            }
                            let to = self.y.get().add(((image * s.rows + row) * s.oh + oy + y) * s.ow + ox);
                            let left = s.ow - ox;
                            if m == 4 && left >= 4 {
                                low[l].store(to);
                            } else {
                                let mut line = [0f32; 8];
                                low[l].store(line.as_mut_ptr());
                                if m == 6 {
                                    high[l].store(line.as_mut_ptr().add(4));
                                }
                                std::ptr::copy_nonoverlapping(line.as_ptr(), to, left.min(m));
                            }
                        }
                    }
                }
            }
        }
    }
}
