//! The element types of matrix products (f32, f64) and what the loops ask of their vectors, so that
//! packing, blocking and convolution are written once for both.

use std::ops::{Add, AddAssign, Mul, Sub};

use super::tiles::{self, TileSet};
use crate::base::Element;
use crate::kernel::lanes::{F32x4, F64x2};

/// A pointer that pieces of one loop share; each writes its own part.
#[derive(Debug)]
pub struct Raw<T>(*mut T);
impl<T> Clone for Raw<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for Raw<T> {}
// SAFETY: a plain address; the loops that hold one give each piece a part of its own.
unsafe impl<T> Send for Raw<T> {}
unsafe impl<T> Sync for Raw<T> {}
impl<T> Raw<T> {
    pub fn new(at: *mut T) -> Self {
        Raw(at)
    }
    pub fn of(at: *const T) -> Self {
        Raw(at as *mut T)
    }
    #[inline(always)]
    pub fn get(self) -> *mut T {
        self.0
    }
}

/// f32 or f64.
pub trait Real:
    Element + PartialOrd + Add<Output = Self> + Sub<Output = Self> + Mul<Output = Self> + AddAssign
{
    type V: Vector<Self>;
    const ZERO: Self;
    const ONE: Self;
    fn from_f64(x: f64) -> Self;
    fn to_f64(self) -> f64;
    /// The register tiles that are best on this host.
    fn tiles() -> TileSet<Self>;
    /// The slice itself where `Self` is f32: for ways that exist for f32 only.
    fn f32s(_x: &[Self]) -> Option<&[f32]> {
        None
    }
    fn f32s_mut(_x: &mut [Self]) -> Option<&mut [f32]> {
        None
    }
}

/// A vector of `LANES` elements.
pub trait Vector<T>: Copy + Add<Output = Self> + Sub<Output = Self> + Mul<Output = Self> {
    const LANES: usize;
    fn splat(x: T) -> Self;
    /// # Safety
    /// `LANES` readable elements at `p`.
    unsafe fn load(p: *const T) -> Self;
    /// # Safety
    /// One readable element at `p`.
    unsafe fn load_splat(p: *const T) -> Self;
    /// # Safety
    /// `LANES` writable elements at `p`.
    unsafe fn store(self, p: *mut T);
    fn madd(self, b: Self, c: Self) -> Self;
    /// Lane `I` (modulo the number of lanes) in all of them.
    fn lane_splat<const I: usize>(self) -> Self;
    /// The elements at `p + at[0]`, `p + at[1]` ….
    /// # Safety
    /// All of them readable; `at` has `LANES` entries.
    unsafe fn gather(p: *const T, at: &[usize]) -> Self;
    /// Reads `LANES` vectors at `from + offset` and writes vector `i` of the transposed block at `to + i * step`.
    /// # Safety
    /// All of them readable and writable; `from` has at least `LANES` entries.
    unsafe fn transpose(from: &[*const T; 4], offset: usize, to: *mut T, step: usize);
    fn sum(self) -> T;
}

impl Vector<f32> for F32x4 {
    const LANES: usize = 4;
    #[inline(always)]
    fn splat(x: f32) -> Self {
        F32x4::splat(x)
    }
    #[inline(always)]
    unsafe fn load(p: *const f32) -> Self {
        // SAFETY: the caller's promise.
        unsafe { F32x4::load(p) }
    }
    #[inline(always)]
    unsafe fn load_splat(p: *const f32) -> Self {
        // SAFETY: the caller's promise.
        unsafe { F32x4::load_splat(p) }
    }
    #[inline(always)]
    unsafe fn store(self, p: *mut f32) {
        // SAFETY: the caller's promise.
        unsafe { F32x4::store(self, p) }
    }
    #[inline(always)]
    fn madd(self, b: Self, c: Self) -> Self {
        F32x4::madd(self, b, c)
    }
    #[inline(always)]
    fn lane_splat<const I: usize>(self) -> Self {
        F32x4::lane_splat::<I>(self)
    }
    #[inline(always)]
    unsafe fn gather(p: *const f32, at: &[usize]) -> Self {
        // SAFETY: the caller's promise.
        unsafe { F32x4::new(*p.add(at[0]), *p.add(at[1]), *p.add(at[2]), *p.add(at[3])) }
    }
    #[inline(always)]
    unsafe fn transpose(from: &[*const f32; 4], offset: usize, to: *mut f32, step: usize) {
        // SAFETY: the caller's promise.
        unsafe {
            let t = F32x4::transpose([
                F32x4::load(from[0].add(offset)),
                F32x4::load(from[1].add(offset)),
                F32x4::load(from[2].add(offset)),
                F32x4::load(from[3].add(offset)),
            ]);
            t[0].store(to);
            t[1].store(to.add(step));
            t[2].store(to.add(2 * step));
            t[3].store(to.add(3 * step));
        }
    }
    #[inline(always)]
    fn sum(self) -> f32 {
        let a = self.to_array();
        (a[0] + a[2]) + (a[1] + a[3])
    }
}

impl Vector<f64> for F64x2 {
    const LANES: usize = 2;
    #[inline(always)]
    fn splat(x: f64) -> Self {
        F64x2::splat(x)
    }
    #[inline(always)]
    unsafe fn load(p: *const f64) -> Self {
        // SAFETY: the caller's promise.
        unsafe { F64x2::load(p) }
    }
    #[inline(always)]
    unsafe fn load_splat(p: *const f64) -> Self {
        // SAFETY: the caller's promise.
        F64x2::splat(unsafe { p.read_unaligned() })
    }
    #[inline(always)]
    unsafe fn store(self, p: *mut f64) {
        // SAFETY: the caller's promise.
        unsafe { F64x2::store(self, p) }
    }
    #[inline(always)]
    fn madd(self, b: Self, c: Self) -> Self {
        F64x2::madd(self, b, c)
    }
    #[inline(always)]
    fn lane_splat<const I: usize>(self) -> Self {
        F64x2::splat(self.to_array()[I & 1])
    }
    #[inline(always)]
    unsafe fn gather(p: *const f64, at: &[usize]) -> Self {
        // SAFETY: the caller's promise.
        unsafe { F64x2::new(*p.add(at[0]), *p.add(at[1])) }
    }
    #[inline(always)]
    unsafe fn transpose(from: &[*const f64; 4], offset: usize, to: *mut f64, step: usize) {
        // SAFETY: the caller's promise.
        unsafe {
            let (a, b) = (from[0].add(offset), from[1].add(offset));
            F64x2::new(*a, *b).store(to);
            F64x2::new(*a.add(1), *b.add(1)).store(to.add(step));
        }
    }
    #[inline(always)]
    fn sum(self) -> f64 {
        let a = self.to_array();
        a[0] + a[1]
    }
}

impl Real for f32 {
    type V = F32x4;
    const ZERO: f32 = 0.0;
    const ONE: f32 = 1.0;
    fn from_f64(x: f64) -> f32 {
        x as f32
    }
    fn to_f64(self) -> f64 {
        self as f64
    }
    fn tiles() -> TileSet<f32> {
        tiles::chosen_f32()
    }
    fn f32s(x: &[f32]) -> Option<&[f32]> {
        Some(x)
    }
    fn f32s_mut(x: &mut [f32]) -> Option<&mut [f32]> {
        Some(x)
    }
}

impl Real for f64 {
    type V = F64x2;
    const ZERO: f64 = 0.0;
    const ONE: f64 = 1.0;
    fn from_f64(x: f64) -> f64 {
        x
    }
    fn to_f64(self) -> f64 {
        self
    }
    fn tiles() -> TileSet<f64> {
        tiles::chosen_f64()
    }
}
