//! Four f32, two f64 or four i32 side by side, with masks. The only folder that names an instruction
//! set: relaxed SIMD (fused multiply-add) or SIMD128 in `wasm.rs`, and a twin in plain Rust in
//! `twin.rs`, so that `cargo test` runs the very code of the kernels. Both offer the same methods.

#[cfg(target_arch = "wasm32")]
mod wasm;
#[cfg(target_arch = "wasm32")]
pub use wasm::*;

#[cfg(not(target_arch = "wasm32"))]
mod twin;
#[cfg(not(target_arch = "wasm32"))]
pub use twin::*;

impl F32x4 {
    /// The sum of the lanes, always in the same order.
    #[inline(always)]
    pub fn sum(self) -> f32 {
        let [a, b, c, d] = self.to_array();
        (a + c) + (b + d)
    }
    /// The magnitude of `self` with the signs of `other`.
    #[inline(always)]
    pub fn copysign(self, other: F32x4) -> F32x4 {
        let sign = I32x4::splat(i32::MIN);
        F32x4::from_bits((self.to_bits() & !sign) | (other.to_bits() & sign))
    }
    /// `max(x, 0)`, NaN kept: what is below 0 loses its bits.
    #[inline(always)]
    pub fn relu(self) -> F32x4 {
        F32x4::from_bits(self.to_bits() & !self.lt(F32x4::splat(0.0)).to_bits())
    }
    /// Each lane by a scalar function: for those that have no vector form worth its code.
    #[inline(always)]
    pub fn map(self, f: impl Fn(f32) -> f32) -> F32x4 {
        let [a, b, c, d] = self.to_array();
        F32x4::new(f(a), f(b), f(c), f(d))
    }
    /// Two by two lanes by a scalar function of two.
    #[inline(always)]
    pub fn zip(self, other: F32x4, f: impl Fn(f32, f32) -> f32) -> F32x4 {
        let ([a, b, c, d], [p, q, r, s]) = (self.to_array(), other.to_array());
        F32x4::new(f(a, p), f(b, q), f(c, r), f(d, s))
    }
    /// Lanes 0, 1 and lanes 2, 3 as f64.
    #[inline(always)]
    pub fn to_f64(self) -> (F64x2, F64x2) {
        (self.low_f64(), self.high_f64())
    }
}

impl F64x2 {
    /// `max(x, 0)`, NaN kept.
    #[inline(always)]
    pub fn relu(self) -> F64x2 {
        F64x2::splat(0.0).pmax(self)
    }
    #[inline(always)]
    pub fn sum(self) -> f64 {
        let [a, b] = self.to_array();
        a + b
    }
    /// Each lane by a scalar function.
    #[inline(always)]
    pub fn map(self, f: impl Fn(f64) -> f64) -> F64x2 {
        let [a, b] = self.to_array();
        F64x2::new(f(a), f(b))
    }
    #[inline(always)]
    pub fn zip(self, other: F64x2, f: impl Fn(f64, f64) -> f64) -> F64x2 {
        let ([a, b], [p, q]) = (self.to_array(), other.to_array());
        F64x2::new(f(a, p), f(b, q))
    }
}

macro_rules! shown {
    ($($t:ident),*) => { $(impl std::fmt::Debug for $t {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            write!(f, "{:?}", self.to_array())
        }
    })* };
}
shown!(F32x4, F64x2, I32x4, M32x4, M64x2);

#[cfg(test)]
mod tests;
