//! The lanes on plain arrays, for every host that is not WebAssembly. `madd` rounds twice here: a
//! kernel may not depend on which of the two it is.

use std::ops::{Add, BitAnd, BitOr, BitXor, Div, Mul, Neg, Not, Sub};

/// Four f32.
#[derive(Clone, Copy)]
#[repr(transparent)]
pub struct F32x4(pub [f32; 4]);

/// Two f64.
#[derive(Clone, Copy)]
#[repr(transparent)]
pub struct F64x2(pub [f64; 2]);

/// Four i32; arithmetic wraps.
#[derive(Clone, Copy)]
#[repr(transparent)]
pub struct I32x4(pub [i32; 4]);

/// Four answers, each a lane of ones or of zeros.
#[derive(Clone, Copy)]
#[repr(transparent)]
pub struct M32x4(pub [i32; 4]);

/// Two answers, each a lane of ones or of zeros.
#[derive(Clone, Copy)]
#[repr(transparent)]
pub struct M64x2(pub [i64; 2]);

#[inline(always)]
fn four<A: Copy, B: Copy, R>(a: [A; 4], b: [B; 4], f: impl Fn(A, B) -> R) -> [R; 4] {
    [f(a[0], b[0]), f(a[1], b[1]), f(a[2], b[2]), f(a[3], b[3])]
}
#[inline(always)]
fn two<A: Copy, B: Copy, R>(a: [A; 2], b: [B; 2], f: impl Fn(A, B) -> R) -> [R; 2] {
    [f(a[0], b[0]), f(a[1], b[1])]
}

macro_rules! op {
    ($t:ident, $each:ident, $($tr:ident $f:ident $e:expr),*) => { $(
        impl $tr for $t {
            type Output = $t;
            #[inline(always)]
            fn $f(self, other: $t) -> $t {
                $t($each(self.0, other.0, $e))
            }
        }
    )* };
}
macro_rules! compare {
    ($t:ident -> $m:ident, $i:ty, $each:ident, $($f:ident $o:tt),*) => { impl $t { $(
        #[inline(always)]
        pub fn $f(self, other: $t) -> $m {
            $m($each(self.0, other.0, |a, b| -((a $o b) as $i)))
        }
    )* } };
}
macro_rules! negate {
    ($t:ident, $tr:ident, $f:ident, $e:expr) => {
        impl $tr for $t {
            type Output = $t;
            #[inline(always)]
            fn $f(self) -> $t {
                $t(self.0.map($e))
            }
        }
    };
}
macro_rules! float {
    ($t:ident, $e:ident, $each:ident, $n:literal) => {
        impl $t {
            pub const LANES: usize = $n;
            #[inline(always)]
            pub fn splat(x: $e) -> Self {
                $t([x; $n])
            }
            /// # Safety
            /// That many readable elements at `p` (any alignment).
            #[inline(always)]
            pub unsafe fn load(p: *const $e) -> Self {
                $t(unsafe { (p as *const [$e; $n]).read_unaligned() })
            }
            /// # Safety
            /// That many writable elements at `p` (any alignment).
            #[inline(always)]
            pub unsafe fn store(self, p: *mut $e) {
                unsafe { (p as *mut [$e; $n]).write_unaligned(self.0) }
            }
            /// # Safety
            /// One readable element at `p`.
            #[inline(always)]
            pub unsafe fn load_splat(p: *const $e) -> Self {
                $t([unsafe { p.read_unaligned() }; $n])
            }
            /// `self * b + c`.
            #[inline(always)]
            pub fn madd(self, b: Self, c: Self) -> Self {
                self * b + c
            }
            /// `c - self * b`.
            #[inline(always)]
            pub fn nmadd(self, b: Self, c: Self) -> Self {
                c - self * b
            }
            #[inline(always)]
            pub fn to_array(self) -> [$e; $n] {
                self.0
            }
            #[inline(always)]
            pub fn sqrt(self) -> Self {
                $t(self.0.map($e::sqrt))
            }
            #[inline(always)]
            pub fn abs(self) -> Self {
                $t(self.0.map($e::abs))
            }
            #[inline(always)]
            pub fn floor(self) -> Self {
                $t(self.0.map($e::floor))
            }
            #[inline(always)]
            pub fn ceil(self) -> Self {
                $t(self.0.map($e::ceil))
            }
            #[inline(always)]
            pub fn trunc(self) -> Self {
                $t(self.0.map($e::trunc))
            }
            /// To the nearest integer, halves to the even one.
            #[inline(always)]
            pub fn nearest(self) -> Self {
                $t(self.0.map($e::round_ties_even))
            }
            /// `self > other ? self : other`: other's NaN wins.
            #[inline(always)]
            pub fn pmax(self, other: Self) -> Self {
                $t($each(self.0, other.0, |a, b| if b < a { a } else { b }))
            }
            /// `self < other ? self : other`: other's NaN wins.
            #[inline(always)]
            pub fn pmin(self, other: Self) -> Self {
                $t($each(self.0, other.0, |a, b| if a < b { a } else { b }))
            }
            /// The larger of two numbers; any of the two where one is NaN.
            #[inline(always)]
            pub fn max_of_numbers(self, other: Self) -> Self {
                self.pmax(other)
            }
            /// The smaller of two numbers; any of the two where one is NaN.
            #[inline(always)]
            pub fn min_of_numbers(self, other: Self) -> Self {
                self.pmin(other)
            }
            /// The smaller; NaN if either is, -0 below 0.
            #[inline(always)]
            pub fn min(self, other: Self) -> Self {
                $t($each(self.0, other.0, |a, b| {
                    if a < b {
                        a
                    } else if b < a {
                        b
                    } else if a == b {
                        $e::from_bits(a.to_bits() | b.to_bits())
                    } else {
                        $e::NAN
                    }
                }))
            }
            /// The larger; NaN if either is, 0 above -0.
            #[inline(always)]
            pub fn max(self, other: Self) -> Self {
                $t($each(self.0, other.0, |a, b| {
                    if a > b {
                        a
                    } else if b > a {
                        b
                    } else if a == b {
                        $e::from_bits(a.to_bits() & b.to_bits())
                    } else {
                        $e::NAN
                    }
                }))
            }
        }
        op!($t, $each, Add add |a, b| a + b, Sub sub |a, b| a - b, Mul mul |a, b| a * b, Div div |a, b| a / b);
        negate!($t, Neg, neg, |x| -x);
    };
}
float!(F32x4, f32, four, 4);
float!(F64x2, f64, two, 2);
compare!(F32x4 -> M32x4, i32, four, lt <, le <=, gt >, ge >=, eq ==, ne !=);
compare!(F64x2 -> M64x2, i64, two, lt <, le <=, gt >, ge >=, eq ==, ne !=);
compare!(I32x4 -> M32x4, i32, four, lt <, le <=, gt >, ge >=, eq ==, ne !=);

impl F32x4 {
    #[inline(always)]
    pub fn new(a: f32, b: f32, c: f32, d: f32) -> Self {
        F32x4([a, b, c, d])
    }
    /// Lane `I` in all four.
    #[inline(always)]
    pub fn lane_splat<const I: usize>(self) -> Self {
        F32x4([self.0[I]; 4])
    }
    #[inline(always)]
    pub fn to_bits(self) -> I32x4 {
        I32x4(self.0.map(|x| x.to_bits() as i32))
    }
    #[inline(always)]
    pub fn from_bits(bits: I32x4) -> Self {
        F32x4(bits.0.map(|x| f32::from_bits(x as u32)))
    }
    /// Towards zero, saturating; NaN gives 0.
    #[inline(always)]
    pub fn to_i32(self) -> I32x4 {
        I32x4(self.0.map(|x| x as i32))
    }
    /// Towards zero; values out of range and NaN give any number, by the fewest instructions.
    #[inline(always)]
    pub fn to_i32_in_range(self) -> I32x4 {
        self.to_i32()
    }
    /// Lanes 0 and 1.
    #[inline(always)]
    pub fn low_f64(self) -> F64x2 {
        F64x2([self.0[0] as f64, self.0[1] as f64])
    }
    /// Lanes 2 and 3.
    #[inline(always)]
    pub fn high_f64(self) -> F64x2 {
        F64x2([self.0[2] as f64, self.0[3] as f64])
    }
    #[inline(always)]
    pub fn from_f64(low: F64x2, high: F64x2) -> Self {
        F32x4([low.0[0] as f32, low.0[1] as f32, high.0[0] as f32, high.0[1] as f32])
    }
    /// Rows of a 4x4 become its columns.
    #[inline(always)]
    pub fn transpose(r: [Self; 4]) -> [Self; 4] {
        std::array::from_fn(|i| F32x4(std::array::from_fn(|j| r[j].0[i])))
    }
}

impl F64x2 {
    #[inline(always)]
    pub fn new(a: f64, b: f64) -> Self {
        F64x2([a, b])
    }
}

impl I32x4 {
    pub const LANES: usize = 4;
    #[inline(always)]
    pub fn splat(x: i32) -> Self {
        I32x4([x; 4])
    }
    #[inline(always)]
    pub fn new(a: i32, b: i32, c: i32, d: i32) -> Self {
        I32x4([a, b, c, d])
    }
    /// # Safety
    /// Four readable elements at `p` (any alignment).
    #[inline(always)]
    pub unsafe fn load(p: *const i32) -> Self {
        I32x4(unsafe { (p as *const [i32; 4]).read_unaligned() })
    }
    /// Four u16 at `p`, widened.
    /// # Safety
    /// Four readable elements at `p` (any alignment).
    #[inline(always)]
    pub unsafe fn load_u16(p: *const u16) -> Self {
        I32x4(unsafe { (p as *const [u16; 4]).read_unaligned() }.map(i32::from))
    }
    /// # Safety
    /// Four writable elements at `p` (any alignment).
    #[inline(always)]
    pub unsafe fn store(self, p: *mut i32) {
        unsafe { (p as *mut [i32; 4]).write_unaligned(self.0) }
    }
    /// Lanes, each between 0 and 65535, as four u16.
    /// # Safety
    /// Four writable elements at `p` (any alignment).
    #[inline(always)]
    pub unsafe fn store_u16(self, p: *mut u16) {
        unsafe { (p as *mut [u16; 4]).write_unaligned(self.0.map(|x| x as u16)) }
    }
    #[inline(always)]
    pub fn to_array(self) -> [i32; 4] {
        self.0
    }
    #[inline(always)]
    pub fn shl<const N: u32>(self) -> Self {
        I32x4(self.0.map(|x| x << N))
    }
    /// Copies of the sign come in from the left.
    #[inline(always)]
    pub fn shr<const N: u32>(self) -> Self {
        I32x4(self.0.map(|x| x >> N))
    }
    /// Zeros come in from the left.
    #[inline(always)]
    pub fn shr_unsigned<const N: u32>(self) -> Self {
        I32x4(self.0.map(|x| (x as u32 >> N) as i32))
    }
    /// Low and high halves of the 64-bit products of lanes taken as u32.
    #[inline(always)]
    pub fn mul_wide_unsigned(self, other: Self) -> (Self, Self) {
        let wide = four(self.0, other.0, |a, b| a as u32 as u64 * b as u32 as u64);
        (I32x4(wide.map(|x| x as i32)), I32x4(wide.map(|x| (x >> 32) as i32)))
    }
    #[inline(always)]
    pub fn abs(self) -> Self {
        I32x4(self.0.map(i32::wrapping_abs))
    }
    #[inline(always)]
    pub fn min(self, other: Self) -> Self {
        I32x4(four(self.0, other.0, Ord::min))
    }
    #[inline(always)]
    pub fn max(self, other: Self) -> Self {
        I32x4(four(self.0, other.0, Ord::max))
    }
    /// Lanes taken as u32.
    #[inline(always)]
    pub fn lt_unsigned(self, other: Self) -> M32x4 {
        M32x4(four(self.0, other.0, |a, b| -(((a as u32) < (b as u32)) as i32)))
    }
    #[inline(always)]
    pub fn to_f32(self) -> F32x4 {
        F32x4(self.0.map(|x| x as f32))
    }
    /// Rows of a 4x4 become its columns.
    #[inline(always)]
    pub fn transpose(r: [Self; 4]) -> [Self; 4] {
        std::array::from_fn(|i| I32x4(std::array::from_fn(|j| r[j].0[i])))
    }
}
op!(I32x4, four, Add add i32::wrapping_add, Sub sub i32::wrapping_sub, Mul mul i32::wrapping_mul);
op!(I32x4, four, BitAnd bitand |a, b| a & b, BitOr bitor |a, b| a | b, BitXor bitxor |a, b| a ^ b);
negate!(I32x4, Neg, neg, i32::wrapping_neg);
negate!(I32x4, Not, not, |x| !x);

impl M32x4 {
    /// `self ? a : b`, lane by lane.
    #[inline(always)]
    pub fn select(self, a: F32x4, b: F32x4) -> F32x4 {
        F32x4(std::array::from_fn(|i| if self.0[i] != 0 { a.0[i] } else { b.0[i] }))
    }
    /// `self ? a : b`, lane by lane.
    #[inline(always)]
    pub fn select_i32(self, a: I32x4, b: I32x4) -> I32x4 {
        I32x4(std::array::from_fn(|i| if self.0[i] != 0 { a.0[i] } else { b.0[i] }))
    }
    /// -1 where true, else 0.
    #[inline(always)]
    pub fn to_bits(self) -> I32x4 {
        I32x4(self.0)
    }
    #[inline(always)]
    pub fn any(self) -> bool {
        self.0.iter().any(|&x| x != 0)
    }
    #[inline(always)]
    pub fn all(self) -> bool {
        self.0.iter().all(|&x| x != 0)
    }
    #[inline(always)]
    pub fn to_array(self) -> [bool; 4] {
        self.0.map(|x| x != 0)
    }
}
op!(M32x4, four, BitAnd bitand |a, b| a & b, BitOr bitor |a, b| a | b, BitXor bitxor |a, b| a ^ b);
negate!(M32x4, Not, not, |x| !x);

impl M64x2 {
    /// `self ? a : b`, lane by lane.
    #[inline(always)]
    pub fn select(self, a: F64x2, b: F64x2) -> F64x2 {
        F64x2(std::array::from_fn(|i| if self.0[i] != 0 { a.0[i] } else { b.0[i] }))
    }
    #[inline(always)]
    pub fn any(self) -> bool {
        self.0.iter().any(|&x| x != 0)
    }
    #[inline(always)]
    pub fn all(self) -> bool {
        self.0.iter().all(|&x| x != 0)
    }
    #[inline(always)]
    pub fn to_array(self) -> [bool; 2] {
        self.0.map(|x| x != 0)
    }
}
op!(M64x2, two, BitAnd bitand |a, b| a & b, BitOr bitor |a, b| a | b, BitXor bitxor |a, b| a ^ b);
negate!(M64x2, Not, not, |x| !x);
