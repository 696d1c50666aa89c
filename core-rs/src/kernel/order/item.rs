//! What is sorted: the number as an unsigned key that orders as the numbers do, and its place. The
//! place is part of the order, so no two items are equal.

use super::Source;
use crate::base::dtype::Half;
use crate::base::{DType, Element};
use crate::kernel::{half, slices};

/// A key with a place.
pub trait Item: Element + Ord {
    /// Bytes of the key.
    const BYTES: usize;
    /// Byte `b` of the key, 0 the lowest.
    fn digit(self, b: usize) -> usize;
    fn place(self) -> u32;
    /// Elements of a row from number `from` on, as many as `to` holds.
    fn load(source: &Source, from: usize, to: &mut [Self]);
}

/// A key of 32 bits above a place of 32: for all dtypes of up to 32 bits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
#[repr(transparent)]
pub struct Narrow(u64);

/// A key of 64 bits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Wide {
    key: u64,
    place: u32,
}

// Items live in scratch memory, which asks for an element; they are never the elements of an array.
impl Element for Narrow {
    const DTYPE: DType = DType::Int64;
}
impl Element for Wide {
    const DTYPE: DType = DType::Int64;
}

/// The order of IEEE numbers as that of integers; -0 is 0, every NaN the largest.
fn key32(x: f32) -> u32 {
    let bits = (x + 0.0).to_bits();
    if x.is_nan() {
        u32::MAX
    } else if bits >> 31 == 1 {
        !bits
    } else {
        bits | 1 << 31
    }
}

fn key64(x: f64) -> u64 {
    let bits = (x + 0.0).to_bits();
    if x.is_nan() {
        u64::MAX
    } else if bits >> 63 == 1 {
        !bits
    } else {
        bits | 1 << 63
    }
}

impl Item for Narrow {
    const BYTES: usize = 4;
    #[inline(always)]
    fn digit(self, b: usize) -> usize {
        (self.0 >> (32 + 8 * b)) as usize & 255
    }
    #[inline(always)]
    fn place(self) -> u32 {
        self.0 as u32
    }
    fn load(source: &Source, from: usize, to: &mut [Narrow]) {
        let flip = if source.descending { u32::MAX } else { 0 };
        let at = source.start + from * source.step;
        macro_rules! each {
            ($t:ty, $key:expr) => {{
                let x = slices::read::<$t>(source.x);
                assert!(to.is_empty() || at + (to.len() - 1) * source.step < x.len());
                for (i, to) in to.iter_mut().enumerate() {
                    // SAFETY: the last one is inside, as asserted, and so are those before it.
                    let key: u32 = $key(unsafe { *x.get_unchecked(at + i * source.step) });
                    *to = Narrow(((key ^ flip) as u64) << 32 | (from + i) as u64);
                }
            }};
        }
        match source.x.dtype {
            DType::Float16 => each!(Half, |x| key32(half::to_f32(x))),
            DType::Uint8 => each!(u8, |x| x as u32),
            DType::Int8 => each!(i8, |x| (x as i32 as u32) ^ (1 << 31)),
            DType::Int32 => each!(i32, |x| (x as u32) ^ (1 << 31)),
            _ => each!(f32, key32),
        }
    }
}

impl Item for Wide {
    const BYTES: usize = 8;
    #[inline(always)]
    fn digit(self, b: usize) -> usize {
        (self.key >> (8 * b)) as usize & 255
    }
    #[inline(always)]
    fn place(self) -> u32 {
        self.place
    }
    fn load(source: &Source, from: usize, to: &mut [Wide]) {
        let flip = if source.descending { u64::MAX } else { 0 };
        let at = source.start + from * source.step;
        macro_rules! each {
            ($t:ty, $key:expr) => {{
                let x = slices::read::<$t>(source.x);
                assert!(to.is_empty() || at + (to.len() - 1) * source.step < x.len());
                for (i, to) in to.iter_mut().enumerate() {
                    // SAFETY: the last one is inside, as asserted, and so are those before it.
                    let key: u64 = $key(unsafe { *x.get_unchecked(at + i * source.step) });
                    *to = Wide { key: key ^ flip, place: (from + i) as u32 };
                }
            }};
        }
        match source.x.dtype {
            DType::Int64 => each!(i64, |x| (x as u64) ^ (1 << 63)),
            _ => each!(f64, key64),
        }
    }
}
