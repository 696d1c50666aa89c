//! The lanes in WebAssembly: relaxed SIMD where the build has it, else SIMD128.

use core::arch::wasm32::*;
use std::ops::{Add, BitAnd, BitOr, BitXor, Div, Mul, Neg, Not, Sub};

/// Four f32.
#[derive(Clone, Copy)]
#[repr(transparent)]
pub struct F32x4(pub v128);

/// Two f64.
#[derive(Clone, Copy)]
#[repr(transparent)]
pub struct F64x2(pub v128);

/// Four i32; arithmetic wraps.
#[derive(Clone, Copy)]
#[repr(transparent)]
pub struct I32x4(pub v128);

/// Four answers, each a lane of ones or of zeros.
#[derive(Clone, Copy)]
#[repr(transparent)]
pub struct M32x4(pub v128);

/// Two answers, each a lane of ones or of zeros.
#[derive(Clone, Copy)]
#[repr(transparent)]
pub struct M64x2(pub v128);

macro_rules! op {
    ($t:ident, $($tr:ident $f:ident $w:ident),*) => { $(
        impl $tr for $t {
            type Output = $t;
            #[inline(always)]
            fn $f(self, other: $t) -> $t {
                $t($w(self.0, other.0))
            }
        }
    )* };
}
macro_rules! method {
    ($t:ident -> $out:ident, $($(#[$doc:meta])* $f:ident $w:ident),*) => { impl $t { $(
        $(#[$doc])*
        #[inline(always)]
        pub fn $f(self) -> $out {
            $out($w(self.0))
        }
    )* } };
}
macro_rules! method2 {
    ($t:ident -> $out:ident, $($(#[$doc:meta])* $f:ident $w:ident),*) => { impl $t { $(
        $(#[$doc])*
        #[inline(always)]
        pub fn $f(self, other: $t) -> $out {
            $out($w(self.0, other.0))
        }
    )* } };
}
macro_rules! negate {
    ($t:ident, $tr:ident, $f:ident, $w:ident) => {
        impl $tr for $t {
            type Output = $t;
            #[inline(always)]
            fn $f(self) -> $t {
                $t($w(self.0))
            }
        }
    };
}

impl F32x4 {
    pub const LANES: usize = 4;
    #[inline(always)]
    pub fn splat(x: f32) -> Self {
        F32x4(f32x4_splat(x))
    }
    #[inline(always)]
    pub fn new(a: f32, b: f32, c: f32, d: f32) -> Self {
        F32x4(f32x4(a, b, c, d))
    }
    /// # Safety
    /// Four readable elements at `p` (any alignment).
    #[inline(always)]
    pub unsafe fn load(p: *const f32) -> Self {
        F32x4(unsafe { v128_load(p as *const v128) })
    }
    /// # Safety
    /// Four writable elements at `p` (any alignment).
    #[inline(always)]
    pub unsafe fn store(self, p: *mut f32) {
        unsafe { v128_store(p as *mut v128, self.0) }
    }
    /// # Safety
    /// One readable element at `p`.
    #[inline(always)]
    pub unsafe fn load_splat(p: *const f32) -> Self {
        F32x4(unsafe { v128_load32_splat(p as *const u32) })
    }
    /// `self * b + c`, fused where the build and the host fuse.
    #[inline(always)]
    pub fn madd(self, b: Self, c: Self) -> Self {
        #[cfg(target_feature = "relaxed-simd")]
        return F32x4(f32x4_relaxed_madd(self.0, b.0, c.0));
        #[cfg(not(target_feature = "relaxed-simd"))]
        F32x4(f32x4_add(f32x4_mul(self.0, b.0), c.0))
    }
    /// `c - self * b`, fused where `madd` is.
    #[inline(always)]
    pub fn nmadd(self, b: Self, c: Self) -> Self {
        #[cfg(target_feature = "relaxed-simd")]
        return F32x4(f32x4_relaxed_nmadd(self.0, b.0, c.0));
        #[cfg(not(target_feature = "relaxed-simd"))]
        F32x4(f32x4_sub(c.0, f32x4_mul(self.0, b.0)))
    }
    /// Lane `I` in all four.
    #[inline(always)]
    pub fn lane_splat<const I: usize>(self) -> Self {
        F32x4(match I {
            0 => i32x4_shuffle::<0, 0, 0, 0>(self.0, self.0),
            1 => i32x4_shuffle::<1, 1, 1, 1>(self.0, self.0),
            2 => i32x4_shuffle::<2, 2, 2, 2>(self.0, self.0),
            _ => i32x4_shuffle::<3, 3, 3, 3>(self.0, self.0),
        })
    }
    #[inline(always)]
    pub fn to_array(self) -> [f32; 4] {
        [
            f32x4_extract_lane::<0>(self.0),
            f32x4_extract_lane::<1>(self.0),
            f32x4_extract_lane::<2>(self.0),
            f32x4_extract_lane::<3>(self.0),
        ]
    }
    /// `self > other ? self : other`: other's NaN wins.
    #[inline(always)]
    pub fn pmax(self, other: Self) -> Self {
        // LLVM turns pmax and pmin, written plainly, into the relaxed instructions, which lose NaN (seen
        // 2026-11: exp(NaN) was infinite) and whose answer differs by CPU. It cannot look into a
        // relaxed select.
        #[cfg(target_feature = "relaxed-simd")]
        return self.gt(other).select(self, other);
        #[cfg(not(target_feature = "relaxed-simd"))]
        F32x4(f32x4_pmax(other.0, self.0))
    }
    /// The larger of two numbers by one instruction; any of the two where one is NaN.
    #[inline(always)]
    pub fn max_of_numbers(self, other: Self) -> Self {
        #[cfg(target_feature = "relaxed-simd")]
        return F32x4(f32x4_relaxed_max(self.0, other.0));
        #[cfg(not(target_feature = "relaxed-simd"))]
        F32x4(f32x4_pmax(self.0, other.0))
    }
    /// `self < other ? self : other`: other's NaN wins.
    #[inline(always)]
    pub fn pmin(self, other: Self) -> Self {
        // LLVM turns pmax and pmin, written plainly, into the relaxed instructions, which lose NaN (seen
        // 2026-11: exp(NaN) was infinite) and whose answer differs by CPU. It cannot look into a
        // relaxed select.
        #[cfg(target_feature = "relaxed-simd")]
        return self.lt(other).select(self, other);
        #[cfg(not(target_feature = "relaxed-simd"))]
        F32x4(f32x4_pmin(other.0, self.0))
    }
    /// The smaller of two numbers by one instruction; any of the two where one is NaN.
    #[inline(always)]
    pub fn min_of_numbers(self, other: Self) -> Self {
        #[cfg(target_feature = "relaxed-simd")]
        return F32x4(f32x4_relaxed_min(self.0, other.0));
        #[cfg(not(target_feature = "relaxed-simd"))]
        F32x4(f32x4_pmin(self.0, other.0))
    }
    #[inline(always)]
    pub fn to_bits(self) -> I32x4 {
        I32x4(self.0)
    }
    #[inline(always)]
    pub fn from_bits(bits: I32x4) -> Self {
        F32x4(bits.0)
    }
    /// Towards zero; values out of range and NaN give any number, by the fewest instructions.
    #[inline(always)]
    pub fn to_i32_in_range(self) -> I32x4 {
        #[cfg(target_feature = "relaxed-simd")]
        return I32x4(i32x4_relaxed_trunc_f32x4(self.0));
        #[cfg(not(target_feature = "relaxed-simd"))]
        I32x4(i32x4_trunc_sat_f32x4(self.0))
    }
    /// Lanes 0 and 1.
    #[inline(always)]
    pub fn low_f64(self) -> F64x2 {
        F64x2(f64x2_promote_low_f32x4(self.0))
    }
    /// Lanes 2 and 3.
    #[inline(always)]
    pub fn high_f64(self) -> F64x2 {
        F64x2(f64x2_promote_low_f32x4(i64x2_shuffle::<1, 1>(self.0, self.0)))
    }
    #[inline(always)]
    pub fn from_f64(low: F64x2, high: F64x2) -> Self {
        F32x4(i64x2_shuffle::<0, 2>(f32x4_demote_f64x2_zero(low.0), f32x4_demote_f64x2_zero(high.0)))
    }
    /// Rows of a 4x4 become its columns.
    #[inline(always)]
    pub fn transpose(r: [Self; 4]) -> [Self; 4] {
        let a = i32x4_shuffle::<0, 4, 1, 5>(r[0].0, r[1].0);
        let b = i32x4_shuffle::<2, 6, 3, 7>(r[0].0, r[1].0);
        let c = i32x4_shuffle::<0, 4, 1, 5>(r[2].0, r[3].0);
        let d = i32x4_shuffle::<2, 6, 3, 7>(r[2].0, r[3].0);
        [
            F32x4(i64x2_shuffle::<0, 2>(a, c)),
            F32x4(i64x2_shuffle::<1, 3>(a, c)),
            F32x4(i64x2_shuffle::<0, 2>(b, d)),
            F32x4(i64x2_shuffle::<1, 3>(b, d)),
        ]
    }
}
op!(F32x4, Add add f32x4_add, Sub sub f32x4_sub, Mul mul f32x4_mul, Div div f32x4_div);
negate!(F32x4, Neg, neg, f32x4_neg);
method!(F32x4 -> F32x4, sqrt f32x4_sqrt, abs f32x4_abs, floor f32x4_floor, ceil f32x4_ceil, trunc f32x4_trunc,
    /// To the nearest integer, halves to the even one.
    nearest f32x4_nearest);
method!(F32x4 -> I32x4,
    /// Towards zero, saturating; NaN gives 0.
    to_i32 i32x4_trunc_sat_f32x4);
method2!(F32x4 -> F32x4,
    /// The smaller; NaN if either is, -0 below 0.
    min f32x4_min,
    /// The larger; NaN if either is, 0 above -0.
    max f32x4_max);
method2!(F32x4 -> M32x4, lt f32x4_lt, le f32x4_le, gt f32x4_gt, ge f32x4_ge, eq f32x4_eq, ne f32x4_ne);

impl F64x2 {
    pub const LANES: usize = 2;
    #[inline(always)]
    pub fn splat(x: f64) -> Self {
        F64x2(f64x2_splat(x))
    }
    #[inline(always)]
    pub fn new(a: f64, b: f64) -> Self {
        F64x2(f64x2(a, b))
    }
    /// # Safety
    /// Two readable elements at `p` (any alignment).
    #[inline(always)]
    pub unsafe fn load(p: *const f64) -> Self {
        F64x2(unsafe { v128_load(p as *const v128) })
    }
    /// # Safety
    /// Two writable elements at `p` (any alignment).
    #[inline(always)]
    pub unsafe fn store(self, p: *mut f64) {
        unsafe { v128_store(p as *mut v128, self.0) }
    }
    /// # Safety
    /// One readable element at `p`.
    #[inline(always)]
    pub unsafe fn load_splat(p: *const f64) -> Self {
        F64x2(unsafe { v128_load64_splat(p as *const u64) })
    }
    /// `self * b + c`, fused where the build and the host fuse.
    #[inline(always)]
    pub fn madd(self, b: Self, c: Self) -> Self {
        #[cfg(target_feature = "relaxed-simd")]
        return F64x2(f64x2_relaxed_madd(self.0, b.0, c.0));
        #[cfg(not(target_feature = "relaxed-simd"))]
        F64x2(f64x2_add(f64x2_mul(self.0, b.0), c.0))
    }
    /// `c - self * b`, fused where `madd` is.
    #[inline(always)]
    pub fn nmadd(self, b: Self, c: Self) -> Self {
        #[cfg(target_feature = "relaxed-simd")]
        return F64x2(f64x2_relaxed_nmadd(self.0, b.0, c.0));
        #[cfg(not(target_feature = "relaxed-simd"))]
        F64x2(f64x2_sub(c.0, f64x2_mul(self.0, b.0)))
    }
    #[inline(always)]
    pub fn to_array(self) -> [f64; 2] {
        [f64x2_extract_lane::<0>(self.0), f64x2_extract_lane::<1>(self.0)]
    }
    /// `self > other ? self : other`: other's NaN wins.
    #[inline(always)]
    pub fn pmax(self, other: Self) -> Self {
        // LLVM turns pmax and pmin, written plainly, into the relaxed instructions, which lose NaN (seen
        // 2026-11: exp(NaN) was infinite) and whose answer differs by CPU. It cannot look into a
        // relaxed select.
        #[cfg(target_feature = "relaxed-simd")]
        return self.gt(other).select(self, other);
        #[cfg(not(target_feature = "relaxed-simd"))]
        F64x2(f64x2_pmax(other.0, self.0))
    }
    /// The larger of two numbers by one instruction; any of the two where one is NaN.
    #[inline(always)]
    pub fn max_of_numbers(self, other: Self) -> Self {
        #[cfg(target_feature = "relaxed-simd")]
        return F64x2(f64x2_relaxed_max(self.0, other.0));
        #[cfg(not(target_feature = "relaxed-simd"))]
        F64x2(f64x2_pmax(self.0, other.0))
    }
    /// `self < other ? self : other`: other's NaN wins.
    #[inline(always)]
    pub fn pmin(self, other: Self) -> Self {
        // LLVM turns pmax and pmin, written plainly, into the relaxed instructions, which lose NaN (seen
        // 2026-11: exp(NaN) was infinite) and whose answer differs by CPU. It cannot look into a
        // relaxed select.
        #[cfg(target_feature = "relaxed-simd")]
        return self.lt(other).select(self, other);
        #[cfg(not(target_feature = "relaxed-simd"))]
        F64x2(f64x2_pmin(other.0, self.0))
    }
    /// The smaller of two numbers by one instruction; any of the two where one is NaN.
    #[inline(always)]
    pub fn min_of_numbers(self, other: Self) -> Self {
        #[cfg(target_feature = "relaxed-simd")]
        return F64x2(f64x2_relaxed_min(self.0, other.0));
        #[cfg(not(target_feature = "relaxed-simd"))]
        F64x2(f64x2_pmin(self.0, other.0))
    }
}
op!(F64x2, Add add f64x2_add, Sub sub f64x2_sub, Mul mul f64x2_mul, Div div f64x2_div);
negate!(F64x2, Neg, neg, f64x2_neg);
method!(F64x2 -> F64x2, sqrt f64x2_sqrt, abs f64x2_abs, floor f64x2_floor, ceil f64x2_ceil, trunc f64x2_trunc,
    /// To the nearest integer, halves to the even one.
    nearest f64x2_nearest);
method2!(F64x2 -> F64x2,
    /// The smaller; NaN if either is, -0 below 0.
    min f64x2_min,
    /// The larger; NaN if either is, 0 above -0.
    max f64x2_max);
method2!(F64x2 -> M64x2, lt f64x2_lt, le f64x2_le, gt f64x2_gt, ge f64x2_ge, eq f64x2_eq, ne f64x2_ne);

impl I32x4 {
    pub const LANES: usize = 4;
    #[inline(always)]
    pub fn splat(x: i32) -> Self {
        I32x4(i32x4_splat(x))
    }
    #[inline(always)]
    pub fn new(a: i32, b: i32, c: i32, d: i32) -> Self {
        I32x4(i32x4(a, b, c, d))
    }
    /// # Safety
    /// Four readable elements at `p` (any alignment).
    #[inline(always)]
    pub unsafe fn load(p: *const i32) -> Self {
        I32x4(unsafe { v128_load(p as *const v128) })
    }
    /// Four u16 at `p`, widened.
    /// # Safety
    /// Four readable elements at `p` (any alignment).
    #[inline(always)]
    pub unsafe fn load_u16(p: *const u16) -> Self {
        I32x4(unsafe { i32x4_load_extend_u16x4(p) })
    }
    /// # Safety
    /// Four writable elements at `p` (any alignment).
    #[inline(always)]
    pub unsafe fn store(self, p: *mut i32) {
        unsafe { v128_store(p as *mut v128, self.0) }
    }
    /// Lanes, each between 0 and 65535, as four u16.
    /// # Safety
    /// Four writable elements at `p` (any alignment).
    #[inline(always)]
    pub unsafe fn store_u16(self, p: *mut u16) {
        let packed = u16x8_narrow_i32x4(self.0, self.0);
        unsafe { v128_store64_lane::<0>(packed, p as *mut u64) }
    }
    #[inline(always)]
    pub fn to_array(self) -> [i32; 4] {
        [
            i32x4_extract_lane::<0>(self.0),
            i32x4_extract_lane::<1>(self.0),
            i32x4_extract_lane::<2>(self.0),
            i32x4_extract_lane::<3>(self.0),
        ]
    }
    #[inline(always)]
    pub fn shl<const N: u32>(self) -> Self {
        I32x4(i32x4_shl(self.0, N))
    }
    /// Copies of the sign come in from the left.
    #[inline(always)]
    pub fn shr<const N: u32>(self) -> Self {
        I32x4(i32x4_shr(self.0, N))
    }
    /// Zeros come in from the left.
    #[inline(always)]
    pub fn shr_unsigned<const N: u32>(self) -> Self {
        I32x4(u32x4_shr(self.0, N))
    }
    /// Low and high halves of the 64-bit products of lanes taken as u32.
    #[inline(always)]
    pub fn mul_wide_unsigned(self, other: Self) -> (Self, Self) {
        let a = u64x2_extmul_low_u32x4(self.0, other.0);
        let b = u64x2_extmul_high_u32x4(self.0, other.0);
        (I32x4(i32x4_shuffle::<0, 2, 4, 6>(a, b)), I32x4(i32x4_shuffle::<1, 3, 5, 7>(a, b)))
    }
    /// Rows of a 4x4 become its columns.
    #[inline(always)]
    pub fn transpose(r: [Self; 4]) -> [Self; 4] {
        F32x4::transpose(r.map(F32x4::from_bits)).map(F32x4::to_bits)
    }
}
op!(I32x4, Add add i32x4_add, Sub sub i32x4_sub, Mul mul i32x4_mul);
op!(I32x4, BitAnd bitand v128_and, BitOr bitor v128_or, BitXor bitxor v128_xor);
negate!(I32x4, Neg, neg, i32x4_neg);
negate!(I32x4, Not, not, v128_not);
method!(I32x4 -> I32x4, abs i32x4_abs);
method!(I32x4 -> F32x4, to_f32 f32x4_convert_i32x4);
method2!(I32x4 -> I32x4, min i32x4_min, max i32x4_max);
method2!(I32x4 -> M32x4, lt i32x4_lt, le i32x4_le, gt i32x4_gt, ge i32x4_ge, eq i32x4_eq, ne i32x4_ne,
    /// Lanes taken as u32.
    lt_unsigned u32x4_lt);

impl M32x4 {
    /// `self ? a : b`, lane by lane.
    #[inline(always)]
    pub fn select(self, a: F32x4, b: F32x4) -> F32x4 {
        F32x4(self.select_bits(a.0, b.0))
    }
    /// `self ? a : b`, lane by lane.
    #[inline(always)]
    pub fn select_i32(self, a: I32x4, b: I32x4) -> I32x4 {
        I32x4(self.select_bits(a.0, b.0))
    }
    #[inline(always)]
    fn select_bits(self, a: v128, b: v128) -> v128 {
        // Lanes are all ones or all zeros, so the relaxed form has one meaning.
        #[cfg(target_feature = "relaxed-simd")]
        return i32x4_relaxed_laneselect(a, b, self.0);
        #[cfg(not(target_feature = "relaxed-simd"))]
        v128_bitselect(a, b, self.0)
    }
    /// -1 where true, else 0.
    #[inline(always)]
    pub fn to_bits(self) -> I32x4 {
        I32x4(self.0)
    }
    #[inline(always)]
    pub fn any(self) -> bool {
        v128_any_true(self.0)
    }
    #[inline(always)]
    pub fn all(self) -> bool {
        i32x4_all_true(self.0)
    }
    #[inline(always)]
    pub fn to_array(self) -> [bool; 4] {
        self.to_bits().to_array().map(|x| x != 0)
    }
}
op!(M32x4, BitAnd bitand v128_and, BitOr bitor v128_or, BitXor bitxor v128_xor);
negate!(M32x4, Not, not, v128_not);

impl M64x2 {
    /// `self ? a : b`, lane by lane.
    #[inline(always)]
    pub fn select(self, a: F64x2, b: F64x2) -> F64x2 {
        #[cfg(target_feature = "relaxed-simd")]
        return F64x2(i64x2_relaxed_laneselect(a.0, b.0, self.0));
        #[cfg(not(target_feature = "relaxed-simd"))]
        F64x2(v128_bitselect(a.0, b.0, self.0))
    }
    #[inline(always)]
    pub fn any(self) -> bool {
        v128_any_true(self.0)
    }
    #[inline(always)]
    pub fn all(self) -> bool {
        i64x2_all_true(self.0)
    }
    #[inline(always)]
    pub fn to_array(self) -> [bool; 2] {
        [i64x2_extract_lane::<0>(self.0) != 0, i64x2_extract_lane::<1>(self.0) != 0]
    }
}
op!(M64x2, BitAnd bitand v128_and, BitOr bitor v128_or, BitXor bitxor v128_xor);
negate!(M64x2, Not, not, v128_not);
