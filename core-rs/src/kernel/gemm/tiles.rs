//! The register tiles, innermost loops of everything that multiplies matrices, and the choice
//! between them. V8 checks each access, so it wants few accesses: 4 rows by 8 columns, four values
//! of A by one load and shuffles ("S"). JSC has no fused multiply-add here and no checks, so it
//! wants few instructions: 2 rows by 24 columns, one splat a row ("Z"). Both read the same packed A.

use std::sync::atomic::{AtomicU8, Ordering, compiler_fence};

use super::real::{Real, Vector};
use crate::kernel::lanes::F32x4;

/// Rows of one packed panel of A, whatever the tile.
pub const PANEL: usize = 4;

/// `c[rows][columns] (+)= sum over k of a[k * stride_a + row] * b[k * stride_b + column]`, all in
/// elements, `ldc` between rows of c. `k` is at least 1.
pub type TileFn<T> = unsafe extern "C" fn(
    k: usize,
    a: *const T,
    stride_a: usize,
    b: *const T,
    stride_b: usize,
    c: *mut T,
    ldc: usize,
    accumulate: bool,
);

/// The tiles of one host: `rows` by each of several widths, widest first.
#[derive(Clone, Copy)]
pub struct TileSet<T: 'static> {
    pub name: &'static str,
    /// 2 or 4; divides `PANEL`.
    pub rows: usize,
    /// Widths in elements, falling, each a multiple of the vector; and their functions.
    pub tiles: &'static [(usize, TileFn<T>)],
}

impl<T: Real> TileSet<T> {
    /// Width of a full panel of B.
    #[inline(always)]
    pub fn width(&self) -> usize {
        self.tiles[0].0
    }
    /// The narrowest tile that holds `columns`.
    #[inline(always)]
    pub fn fitting(&self, columns: usize) -> (usize, TileFn<T>) {
        let mut best = self.tiles[0];
        for &tile in &self.tiles[1..] {
            if tile.0 >= columns {
                best = tile;
            }
        }
        best
    }
    /// Elements that `columns` take in panels: full ones, then one fitted to the rest.
    pub fn padded(&self, columns: usize) -> usize {
        let full = columns / self.width() * self.width();
        if full == columns { full } else { full + self.fitting(columns - full).0 }
    }
    /// One packed A panel of `rows` valid rows against one packed B panel.
    ///
    /// # Safety
    /// `a` holds `k` steps of `stride_a >= PANEL` elements, `b` of the tile's width, and `c` the
    /// rows of the panel rounded up to `self.rows`, `ldc` apart, each as wide as the tile.
    #[inline(always)]
    #[allow(clippy::too_many_arguments)]
    pub unsafe fn panel(
        &self,
        tile: TileFn<T>,
        rows: usize,
        k: usize,
        a: *const T,
        stride_a: usize,
        b: *const T,
        stride_b: usize,
        c: *mut T,
        ldc: usize,
        accumulate: bool,
    ) {
        // SAFETY: the caller's promise; a second call reads rows 2 and 3 of the same panel.
        unsafe {
            tile(k, a, stride_a, b, stride_b, c, ldc, accumulate);
            if self.rows < PANEL && rows > self.rows {
                tile(k, a.add(self.rows), stride_a, b, stride_b, c.add(self.rows * ldc), ldc, accumulate);
            }
        }
    }
}

/// S: 4 rows, `NV` vectors wide; A by whole vectors, a shuffle a row.
unsafe extern "C" fn tile_shuffle<T: Real, const NV: usize>(
    k: usize,
    a: *const T,
    stride_a: usize,
    b: *const T,
    stride_b: usize,
    c: *mut T,
    ldc: usize,
    accumulate: bool,
) {
    let lanes = T::V::LANES;
    let mut acc = [[T::V::splat(T::ZERO); NV]; 4];
    let (mut a, mut b) = (a, b);
    // SAFETY: the caller's promise: k steps of 4 elements of A and NV vectors of B, 4 rows of C.
    unsafe {
        for _ in 0..k {
            let mut w = [T::V::splat(T::ZERO); NV];
            for j in 0..NV {
                w[j] = T::V::load(b.add(j * lanes));
            }
            if lanes == 4 {
                let v = T::V::load(a);
                row(&mut acc[0], v.lane_splat::<0>(), &w);
                row(&mut acc[1], v.lane_splat::<1>(), &w);
                row(&mut acc[2], v.lane_splat::<2>(), &w);
                row(&mut acc[3], v.lane_splat::<3>(), &w);
            } else {
                let (v, u) = (T::V::load(a), T::V::load(a.add(2)));
                row(&mut acc[0], v.lane_splat::<0>(), &w);
                row(&mut acc[1], v.lane_splat::<1>(), &w);
                row(&mut acc[2], u.lane_splat::<0>(), &w);
                row(&mut acc[3], u.lane_splat::<1>(), &w);
            }
            a = a.add(stride_a);
            b = b.add(stride_b);
        }
        finish(&acc, c, ldc, accumulate);
    }
}

/// Z: `R` rows, `NV` vectors wide; a splat a row, each vector of B used at once.
unsafe extern "C" fn tile_splat<T: Real, const R: usize, const NV: usize>(
    k: usize,
    a: *const T,
    stride_a: usize,
    b: *const T,
    stride_b: usize,
    c: *mut T,
    ldc: usize,
    accumulate: bool,
) {
    let mut acc = [[T::V::splat(T::ZERO); NV]; R];
    let (mut a, mut b) = (a, b);
    // SAFETY: the caller's promise: k steps of R elements of A and NV vectors of B, R rows of C.
    unsafe {
        for _ in 0..k {
            let mut s = [T::V::splat(T::ZERO); R];
            for (i, s) in s.iter_mut().enumerate() {
                // Wrapping, so that the address is added and not folded into the load's offset:
                // JSC makes one instruction of a splat at offset 0 and three of any other.
                *s = T::V::load_splat(a.wrapping_add(i));
            }
            for j in 0..NV {
                let w = T::V::load(b.add(j * T::V::LANES));
                for i in 0..R {
                    acc[i][j] = s[i].madd(w, acc[i][j]);
                }
                // LLVM would move all loads of the step to its front, and the hosts would spill.
                compiler_fence(Ordering::SeqCst);
            }
            a = a.add(stride_a);
            b = b.add(stride_b);
        }
        finish(&acc, c, ldc, accumulate);
    }
}

#[inline(always)]
fn row<T: Real, V: Vector<T>, const NV: usize>(acc: &mut [V; NV], s: V, w: &[V; NV]) {
    for j in 0..NV {
        acc[j] = s.madd(w[j], acc[j]);
    }
}

#[inline(always)]
unsafe fn finish<T: Real, V: Vector<T>, const R: usize, const NV: usize>(
    acc: &[[V; NV]; R],
    c: *mut T,
    ldc: usize,
    accumulate: bool,
) {
    // SAFETY: R rows of NV vectors at c, by the promise of the tile.
    unsafe {
        for (i, row) in acc.iter().enumerate() {
            for (j, &v) in row.iter().enumerate() {
                let p = c.add(i * ldc + j * V::LANES);
                if accumulate { (V::load(p) + v).store(p) } else { v.store(p) }
            }
        }
    }
}

/// Which tiles to use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Choice {
    /// By whether multiply-add fuses.
    Host = 0,
    /// 4x8, written in Rust.
    Shuffle = 1,
    /// 2x24, written in Rust.
    Splat = 2,
    /// The same in assembly, where the build has it.
    ShuffleAssembly = 3,
    SplatAssembly = 4,
}

static CHOICE: AtomicU8 = AtomicU8::new(0);
static FUSES: AtomicU8 = AtomicU8::new(2);

/// Forces the tiles of all later calls. For tests and measurements.
pub fn choose(choice: Choice) {
    CHOICE.store(choice as u8, Ordering::Relaxed);
}

/// Does `madd` round once on this host? Decided by three constants, never by a clock:
/// (1 + 2^-12)^2 - (1 + 2^-11) is 2^-24 when it does and 0 when it does not.
pub fn fuses() -> bool {
    match FUSES.load(Ordering::Relaxed) {
        2 => {
            let a = F32x4::splat(std::hint::black_box(1.0 + 1.0 / 4096.0));
            let c = F32x4::splat(std::hint::black_box(-(1.0 + 1.0 / 2048.0)));
            let fused = a.madd(a, c).to_array()[0] != 0.0;
            FUSES.store(fused as u8, Ordering::Relaxed);
            fused
        }
        known => known == 1,
    }
}

/// Rust's 2x24 spills everywhere (27 GFLOP/s in JSC, 25 in V8, against 38 and 46 of 4x8), so without
/// the assembly 4x8 is the best of both.
fn choice() -> Choice {
    match CHOICE.load(Ordering::Relaxed) {
        1 => Choice::Shuffle,
        2 => Choice::Splat,
        3 => Choice::ShuffleAssembly,
        4 => Choice::SplatAssembly,
        _ if !cfg!(target_feature = "relaxed-simd") => Choice::Shuffle,
        _ if fuses() => Choice::ShuffleAssembly,
        _ => Choice::SplatAssembly,
    }
}

pub const SHUFFLE_F32: TileSet<f32> =
    TileSet { name: "4x8", rows: 4, tiles: &[(8, tile_shuffle::<f32, 2>), (4, tile_shuffle::<f32, 1>)] };
pub const SPLAT_F32: TileSet<f32> = TileSet {
    name: "2x24",
    rows: 2,
    tiles: &[(24, tile_splat::<f32, 2, 6>), (16, tile_splat::<f32, 2, 4>), (8, tile_splat::<f32, 2, 2>)],
};
pub const SHUFFLE_F64: TileSet<f64> =
    TileSet { name: "4x4", rows: 4, tiles: &[(4, tile_shuffle::<f64, 2>), (2, tile_shuffle::<f64, 1>)] };
pub const SPLAT_F64: TileSet<f64> = TileSet {
    name: "2x12",
    rows: 2,
    tiles: &[(12, tile_splat::<f64, 2, 6>), (8, tile_splat::<f64, 2, 4>), (4, tile_splat::<f64, 2, 2>)],
};

#[cfg(all(target_arch = "wasm32", target_feature = "relaxed-simd"))]
mod assembly {
    use super::super::tiles_wasm::*;
    use super::TileSet;
    pub const SHUFFLE_F32: TileSet<f32> =
        TileSet { name: "4x8 assembly", rows: 4, tiles: &[(8, f32_4x8), (4, f32_4x4)] };
    pub const SPLAT_F32: TileSet<f32> =
        TileSet { name: "2x24 assembly", rows: 2, tiles: &[(24, f32_2x24), (16, f32_2x16), (8, f32_2x8)] };
    pub const SPLAT_F64: TileSet<f64> =
        TileSet { name: "2x12 assembly", rows: 2, tiles: &[(12, f64_2x12), (8, f64_2x8), (4, f64_2x4)] };
}

/// The set of a choice; the Rust twin where the build has no assembly.
pub fn chosen_f32() -> TileSet<f32> {
    match choice() {
        #[cfg(all(target_arch = "wasm32", target_feature = "relaxed-simd"))]
        Choice::ShuffleAssembly => assembly::SHUFFLE_F32,
        #[cfg(all(target_arch = "wasm32", target_feature = "relaxed-simd"))]
        Choice::SplatAssembly => assembly::SPLAT_F32,
        Choice::Splat | Choice::SplatAssembly => SPLAT_F32,
        _ => SHUFFLE_F32,
    }
}

pub fn chosen_f64() -> TileSet<f64> {
    match choice() {
        #[cfg(all(target_arch = "wasm32", target_feature = "relaxed-simd"))]
        Choice::SplatAssembly => assembly::SPLAT_F64,
        Choice::Splat | Choice::SplatAssembly => SPLAT_F64,
        _ => SHUFFLE_F64,
    }
}
