//! Four f32 (or two f64) side by side. The only file that names an instruction set: relaxed SIMD
//! (fused multiply-add) or SIMD128 in wasm, and a four-lane twin in plain Rust natively, so that
//! `cargo test` runs the very code of the kernels.

#[cfg(target_arch = "wasm32")]
pub use wasm::*;

#[cfg(not(target_arch = "wasm32"))]
pub use twin::*;

#[cfg(target_arch = "wasm32")]
mod wasm {
    use core::arch::wasm32::*;
    use std::ops::{Add, Div, Mul, Neg, Sub};

    /// Four f32.
    #[derive(Clone, Copy)]
    #[repr(transparent)]
    pub struct F32x4(pub v128);

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
        #[inline(always)]
        pub fn sqrt(self) -> Self {
            F32x4(f32x4_sqrt(self.0))
        }
        #[inline(always)]
        pub fn abs(self) -> Self {
            F32x4(f32x4_abs(self.0))
        }
        /// `self > other ? self : other`: one instruction, other's NaN wins.
        #[inline(always)]
        pub fn pmax(self, other: Self) -> Self {
            F32x4(f32x4_pmax(other.0, self.0))
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
    macro_rules! op {
        ($t:ident, $tr:ident, $f:ident, $w:ident) => {
            impl $tr for $t {
                type Output = $t;
                #[inline(always)]
                fn $f(self, other: $t) -> $t {
                    $t($w(self.0, other.0))
                }
            }
        };
    }
    op!(F32x4, Add, add, f32x4_add);
    op!(F32x4, Sub, sub, f32x4_sub);
    op!(F32x4, Mul, mul, f32x4_mul);
    op!(F32x4, Div, div, f32x4_div);
    impl Neg for F32x4 {
        type Output = F32x4;
        #[inline(always)]
        fn neg(self) -> F32x4 {
            F32x4(f32x4_neg(self.0))
        }
    }
}

#[cfg(not(target_arch = "wasm32"))]
mod twin {
    use std::ops::{Add, Div, Mul, Neg, Sub};

    /// Four f32.
    #[derive(Clone, Copy)]
    #[repr(transparent)]
    pub struct F32x4(pub [f32; 4]);

    #[inline(always)]
    fn each(a: [f32; 4], b: [f32; 4], f: impl Fn(f32, f32) -> f32) -> F32x4 {
        F32x4([f(a[0], b[0]), f(a[1], b[1]), f(a[2], b[2]), f(a[3], b[3])])
    }

    impl F32x4 {
        pub const LANES: usize = 4;
        #[inline(always)]
        pub fn splat(x: f32) -> Self {
            F32x4([x; 4])
        }
        #[inline(always)]
        pub fn new(a: f32, b: f32, c: f32, d: f32) -> Self {
            F32x4([a, b, c, d])
        }
        /// # Safety
        /// Four readable elements at `p` (any alignment).
        #[inline(always)]
        pub unsafe fn load(p: *const f32) -> Self {
            F32x4(unsafe { (p as *const [f32; 4]).read_unaligned() })
        }
        /// # Safety
        /// Four writable elements at `p` (any alignment).
        #[inline(always)]
        pub unsafe fn store(self, p: *mut f32) {
            unsafe { (p as *mut [f32; 4]).write_unaligned(self.0) }
        }
        /// # Safety
        /// One readable element at `p`.
        #[inline(always)]
        pub unsafe fn load_splat(p: *const f32) -> Self {
            F32x4([unsafe { p.read_unaligned() }; 4])
        }
        /// `self * b + c`.
        #[inline(always)]
        pub fn madd(self, b: Self, c: Self) -> Self {
            self * b + c
        }
        /// Lane `I` in all four.
        #[inline(always)]
        pub fn lane_splat<const I: usize>(self) -> Self {
            F32x4([self.0[I]; 4])
        }
        #[inline(always)]
        pub fn to_array(self) -> [f32; 4] {
            self.0
        }
        #[inline(always)]
        pub fn sqrt(self) -> Self {
            F32x4(self.0.map(f32::sqrt))
        }
        #[inline(always)]
        pub fn abs(self) -> Self {
            F32x4(self.0.map(f32::abs))
        }
        /// `self > other ? self : other`: other's NaN wins.
        #[inline(always)]
        pub fn pmax(self, other: Self) -> Self {
            each(self.0, other.0, |a, b| if b < a { a } else { b })
        }
        /// Rows of a 4x4 become its columns.
        #[inline(always)]
        pub fn transpose(r: [Self; 4]) -> [Self; 4] {
            std::array::from_fn(|i| F32x4(std::array::from_fn(|j| r[j].0[i])))
        }
    }
    macro_rules! op {
        ($tr:ident, $f:ident, $o:tt) => {
            impl $tr for F32x4 {
                type Output = F32x4;
                #[inline(always)]
                fn $f(self, other: F32x4) -> F32x4 {
                    each(self.0, other.0, |a, b| a $o b)
                }
            }
        };
    }
    op!(Add, add, +);
    op!(Sub, sub, -);
    op!(Mul, mul, *);
    op!(Div, div, /);
    impl Neg for F32x4 {
        type Output = F32x4;
        #[inline(always)]
        fn neg(self) -> F32x4 {
            F32x4(self.0.map(|x| -x))
        }
    }
}
