//! The five loops around the tiles: columns by 1024, depth by 256, rows by 96; both operands packed
//! in one parallel phase, then a grid of row blocks and column groups. The grid depends on sizes
//! alone, and each element of C is summed by one piece in one order, so the bits do not depend on
//! threads.

use super::pack::{pack, pack_rows};
use super::real::{Raw, Real};
use super::tiles::{PANEL, TileFn, TileSet};
use crate::base::Context;
use crate::kernel::slices::{Workspace, piece_of};

const DEPTH: usize = 256;
const ROWS: usize = 96;
const COLUMNS: usize = 1024;
/// Widest tile times rows of a panel: what a ragged edge is computed into.
const EDGE: usize = 24 * PANEL;
/// Multiplications that make a piece worth handing to another thread (about 20 us).
const PIECE: u64 = 1 << 19;

/// C = alpha A B + beta C + bias, all strides in elements.
pub struct Problem<T> {
    pub m: usize,
    pub n: usize,
    pub k: usize,
    pub alpha: T,
    pub a: Raw<T>,
    /// Between rows of A, and between its columns.
    pub a_row: usize,
    pub a_column: usize,
    pub b: Raw<T>,
    pub b_row: usize,
    pub b_column: usize,
    pub beta: T,
    pub c: Raw<T>,
    pub ldc: usize,
    pub bias: Bias<Raw<T>>,
}

/// What is added to each element of C besides the product.
#[derive(Clone, Copy, Debug)]
pub enum Bias<B> {
    None,
    /// One value a column of C, as in a dense layer.
    Columns(B),
    /// One value a row of C, as in a convolution.
    Rows(B),
}

impl<B> Bias<B> {
    fn is_some(&self) -> bool {
        !matches!(self, Bias::None)
    }
}

/// # Safety
/// The pointers of `p` hold matrices of those sizes and strides; nobody else writes C meanwhile.
pub unsafe fn gemm_blocked<T: Real>(context: &dyn Context, tiles: &TileSet<T>, p: &Problem<T>) {
    let (m, n, k) = (p.m, p.n, p.k);
    let row_panels = m.div_ceil(PANEL);
    // A wide panel of B (24 columns) is kept half as deep: 12 KB leave the first cache room for A.
    let deepest = if tiles.width() * DEPTH * size_of::<T>() > 16 << 10 { DEPTH / 2 } else { DEPTH };
    let depth = k.div_ceil(k.div_ceil(deepest)).next_multiple_of(4).min(k);
    let mut packed_a = Workspace::<T>::new(context, row_panels * PANEL * depth);
    let mut packed_b = Workspace::<T>::new(context, tiles.padded(n.min(COLUMNS)) * depth);
    let pa = Raw::new(packed_a.as_mut_slice().as_mut_ptr());
    let pb = Raw::new(packed_b.as_mut_slice().as_mut_ptr());
    let width = tiles.width();
    // Whatever C holds is either kept (beta 1), dropped (beta 0) or scaled first.
    if p.beta != T::ZERO && p.beta != T::ONE {
        // SAFETY: C by the caller's promise.
        unsafe { scale(context, p) };
    }
    let mut column = 0;
    while column < n {
        let columns = (n - column).min(COLUMNS);
        let column_panels = columns.div_ceil(width);
        let mut start = 0;
        while start < k {
            let steps = (k - start).min(depth);
            let pieces = (super::work(m, columns, steps) / PIECE).clamp(1, 64) as usize;
            let pack_a = move |range: std::ops::Range<usize>| {
                for i in range {
                    // SAFETY: panel i of A, written by this piece alone.
                    unsafe {
                        let from = p.a.get().add(i * PANEL * p.a_row + start * p.a_column);
                        let to = pa.get().add(i * PANEL * steps);
                        pack_rows(from, p.a_row, p.a_column, steps, m - i * PANEL, p.alpha, to);
                    }
                }
            };
            let pack_b = move |range: std::ops::Range<usize>| {
                for j in range {
                    let left = columns - j * width;
                    let (wide, _) = if left >= width { tiles.tiles[0] } else { tiles.fitting(left) };
                    // SAFETY: panel j of B, written by this piece alone.
                    unsafe {
                        let from = p.b.get().add(start * p.b_row + (column + j * width) * p.b_column);
                        pack(wide, from, p.b_column, p.b_row, steps, left.min(wide), pb.get().add(j * width * steps));
                    }
                }
            };
            if pieces == 1 {
                pack_a(0..row_panels);
                pack_b(0..column_panels);
            } else {
                // About 16 K elements a piece.
                let for_a = (row_panels * PANEL * steps).div_ceil(1 << 14).min(row_panels);
                let for_b = (columns * steps).div_ceil(1 << 14).min(column_panels);
                context.parallel(for_a + for_b, &|i| {
                    if i < for_a {
                        pack_a(piece_of(row_panels, for_a, i));
                    } else {
                        pack_b(piece_of(column_panels, for_b, i - for_a));
                    }
                });
            }
            let grid = Grid {
                tiles,
                p,
                m,
                row_panels,
                column,
                columns,
                column_panels,
                steps,
                pa,
                pb,
                first: start == 0,
                accumulate: start > 0 || p.beta != T::ZERO,
            };
            let row_blocks = row_panels.div_ceil(ROWS / PANEL);
            let (rows, groups) = if pieces == 1 {
                (row_blocks, 1)
            } else {
                (row_blocks, pieces.min(8).div_ceil(row_blocks).min(column_panels))
            };
            let run = |i: usize| {
                let (r, g) = (i / groups, i % groups);
                let (from, to) = (r * (ROWS / PANEL), ((r + 1) * (ROWS / PANEL)).min(row_panels));
                let range = piece_of(column_panels, groups, g);
                // SAFETY: this piece's rows and columns of C.
                unsafe { grid.run(from..to, range) };
            };
            if pieces == 1 {
                (0..rows).for_each(run)
            } else {
                context.parallel(rows * groups, &run)
            }
            start += steps;
        }
        column += columns;
    }
}

/// One (column block, depth block) of the loops, both sides packed.
struct Grid<'a, T: 'static> {
    tiles: &'a TileSet<T>,
    p: &'a Problem<T>,
    m: usize,
    row_panels: usize,
    column: usize,
    columns: usize,
    column_panels: usize,
    steps: usize,
    pa: Raw<T>,
    pb: Raw<T>,
    first: bool,
    accumulate: bool,
}

impl<T: Real> Grid<'_, T> {
    /// # Safety
    /// No other piece holds the same rows and columns of C.
    unsafe fn run(&self, rows: std::ops::Range<usize>, panels: std::ops::Range<usize>) {
        debug_assert!(rows.end <= self.row_panels && panels.end <= self.column_panels);
        let (width, steps, ldc) = (self.tiles.width(), self.steps, self.p.ldc);
        let bias = self.first && self.p.bias.is_some();
        for j in panels {
            let left = self.columns - j * width;
            let (wide, tile) = if left >= width { self.tiles.tiles[0] } else { self.tiles.fitting(left) };
            for i in rows.clone() {
                let (high, low) = ((self.m - i * PANEL).min(PANEL), left.min(wide));
                // SAFETY: packed panels i and j; the tile of C at their crossing, or `edge` for a
                // ragged one.
                unsafe {
                    let a = self.pa.get().add(i * PANEL * steps);
                    let b = self.pb.get().add(j * width * steps);
                    let c = self.p.c.get().add(i * PANEL * ldc + self.column + j * width);
                    if bias {
                        add_bias(self.p.bias, i * PANEL, self.column + j * width, c, ldc, high, low, self.accumulate);
                    }
                    let accumulate = self.accumulate || bias;
                    if high % self.tiles.rows == 0 && low == wide {
                        self.tiles.panel(tile, high, steps, a, PANEL, b, wide, c, ldc, accumulate);
                    } else {
                        edge(self.tiles, tile, wide, steps, a, PANEL, b, wide, c, ldc, high, low, accumulate);
                    }
                }
            }
        }
    }
}

/// A tile of which only `high` by `low` exists in C.
///
/// # Safety
/// As `TileSet::panel`, and C holds `high` by `low`.
#[allow(clippy::too_many_arguments)]
pub unsafe fn edge<T: Real>(
    tiles: &TileSet<T>,
    tile: TileFn<T>,
    wide: usize,
    steps: usize,
    a: *const T,
    stride_a: usize,
    b: *const T,
    stride_b: usize,
    c: *mut T,
    ldc: usize,
    high: usize,
    low: usize,
    accumulate: bool,
) {
    let mut whole = [T::ZERO; EDGE];
    // SAFETY: `whole` holds PANEL rows of the widest tile.
    unsafe {
        tiles.panel(tile, high, steps, a, stride_a, b, stride_b, whole.as_mut_ptr(), wide, false);
        for y in 0..high {
            for x in 0..low {
                let p = c.add(y * ldc + x);
                let v = whole[y * wide + x];
                *p = if accumulate { *p + v } else { v };
            }
        }
    }
}

/// # Safety
/// C holds the part named, the bias its values.
#[allow(clippy::too_many_arguments)]
unsafe fn add_bias<T: Real>(
    bias: Bias<Raw<T>>,
    row: usize,
    column: usize,
    c: *mut T,
    ldc: usize,
    high: usize,
    low: usize,
    keep: bool,
) {
    for y in 0..high {
        for x in 0..low {
            // SAFETY: the caller's promise.
            unsafe {
                let v = match bias {
                    Bias::None => T::ZERO,
                    Bias::Rows(b) => *b.get().add(row + y),
                    Bias::Columns(b) => *b.get().add(column + x),
                };
                let p = c.add(y * ldc + x);
                *p = if keep { *p + v } else { v };
            }
        }
    }
}

/// C = beta C.
///
/// # Safety
/// C by the caller's promise.
unsafe fn scale<T: Real>(context: &dyn Context, p: &Problem<T>) {
    let pieces = (p.m * p.n).div_ceil(1 << 16).min(p.m).max(1);
    context.parallel(pieces, &|i| {
        for y in piece_of(p.m, pieces, i) {
            for x in 0..p.n {
                // SAFETY: row y belongs to this piece.
                unsafe {
                    let c = p.c.get().add(y * p.ldc + x);
                    *c = *c * p.beta;
                }
            }
        }
    });
}

/// Products too small to pack, and those without depth: plain loops, vectors along the columns
/// where B's lie side by side.
///
/// # Safety
/// As `gemm_blocked`.
pub unsafe fn gemm_small<T: Real>(p: &Problem<T>) {
    use super::real::Vector;
    let lanes = T::V::LANES;
    for i in 0..p.m {
        // SAFETY: within A, B, C and the bias by the caller's promise.
        unsafe {
            let a = p.a.get().add(i * p.a_row);
            let finish = |j: usize, sum: T| {
                let c = p.c.get().add(i * p.ldc + j);
                let kept = if p.beta == T::ZERO { T::ZERO } else { p.beta * *c };
                let bias = match p.bias {
                    Bias::None => T::ZERO,
                    Bias::Rows(b) => *b.get().add(i),
                    Bias::Columns(b) => *b.get().add(j),
                };
                *c = p.alpha * sum + kept + bias;
            };
            let mut j = 0;
            if p.b_column == 1 {
                while j + lanes <= p.n {
                    let mut sum = T::V::splat(T::ZERO);
                    for s in 0..p.k {
                        let b = T::V::load(p.b.get().add(s * p.b_row + j));
                        sum = T::V::splat(*a.add(s * p.a_column)).madd(b, sum);
                    }
                    let mut out = [T::ZERO; 4];
                    sum.store(out.as_mut_ptr());
                    for (l, &v) in out[..lanes].iter().enumerate() {
                        finish(j + l, v);
                    }
                    j += lanes;
                }
            }
            while j < p.n {
                let mut sum = T::ZERO;
                for s in 0..p.k {
                    sum += *a.add(s * p.a_column) * *p.b.get().add(s * p.b_row + j * p.b_column);
                }
                finish(j, sum);
                j += 1;
            }
        }
    }
}
