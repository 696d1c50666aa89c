//! From each dtype to each other one. Floats become integers towards zero, NaN becomes 0, what is too
//! large the nearest possible; eight-bit integers keep the low bits, as in C.

use crate::base::{Context, DType, View, ViewMut};
use crate::kernel::half::{self, Half};

use super::driver::{PIECE, pieces};

/// The value of one element as another dtype has it.
pub trait Cast<To> {
    fn cast(self) -> To;
}

macro_rules! plain {
    ($($from:ty => $($to:ty)*);*) => { $($(impl Cast<$to> for $from {
        #[inline(always)]
        fn cast(self) -> $to {
            self as $to
        }
    })*)* };
}
plain!(f32 => f32 f64 i32 i64; f64 => f32 f64 i32 i64; u8 => f32 f64 u8 i8 i32 i64; i8 => f32 f64 u8 i8 i32 i64;
    i32 => f32 f64 u8 i8 i32 i64; i64 => f32 f64 u8 i8 i32 i64);

macro_rules! through {
    ($($from:ty => $by:ty => $($to:ty)*);*) => { $($(impl Cast<$to> for $from {
        #[inline(always)]
        fn cast(self) -> $to {
            self as $by as $to
        }
    })*)* };
}
through!(f32 => i32 => u8 i8; f64 => i64 => u8 i8);

macro_rules! from_half {
    ($($to:ty)*) => { $(impl Cast<$to> for Half {
        #[inline(always)]
        fn cast(self) -> $to {
            half::to_f32(self).cast()
        }
    })* };
}
from_half!(f32 f64 u8 i8 i32 i64);
macro_rules! to_half {
    ($($from:ty)*) => { $(impl Cast<Half> for $from {
        #[inline(always)]
        fn cast(self) -> Half {
            half::from_f32(self as f32)
        }
    })* };
}
to_half!(f32 u8 i8 i32 i64);
impl Cast<Half> for Half {
    fn cast(self) -> Half {
        self
    }
}
impl Cast<Half> for f64 {
    /// Rounded once: the step over f32 keeps in its last bit whether anything was lost.
    fn cast(self) -> Half {
        let near = self as f32;
        if near as f64 == self || near.is_nan() {
            return half::from_f32(near);
        }
        let below = near.to_bits() - ((near as f64).abs() > self.abs()) as u32;
        half::from_f32(f32::from_bits(below | 1))
    }
}

/// Converts `n` neighbouring elements.
pub(crate) type Convert = unsafe fn(from: *const u8, to: *mut u8, n: usize);

unsafe fn each<A: Cast<B> + Copy, B>(from: *const u8, to: *mut u8, n: usize) {
    let (from, to) = (from as *const A, to as *mut B);
    for i in 0..n {
        // SAFETY: the caller gives n elements on both sides.
        unsafe { to.add(i).write(from.add(i).read().cast()) }
    }
}
unsafe fn widen(from: *const u8, to: *mut u8, n: usize) {
    // SAFETY: the caller gives n elements on both sides, of different arrays.
    unsafe {
        half::widen(
            std::slice::from_raw_parts(from as *const Half, n),
            std::slice::from_raw_parts_mut(to as *mut f32, n),
        )
    }
}
unsafe fn narrow(from: *const u8, to: *mut u8, n: usize) {
    // SAFETY: as above.
    unsafe {
        half::narrow(
            std::slice::from_raw_parts(from as *const f32, n),
            std::slice::from_raw_parts_mut(to as *mut Half, n),
        )
    }
}

pub(crate) fn conversion(from: DType, to: DType) -> Convert {
    macro_rules! to {
        ($a:ty) => {
            match to {
                DType::Float32 => each::<$a, f32>,
                DType::Float64 => each::<$a, f64>,
                DType::Float16 => each::<$a, Half>,
                DType::Uint8 => each::<$a, u8>,
                DType::Int32 => each::<$a, i32>,
                DType::Int8 => each::<$a, i8>,
                DType::Int64 => each::<$a, i64>,
            }
        };
    }
    match (from, to) {
        (DType::Float16, DType::Float32) => widen,
        (DType::Float32, DType::Float16) => narrow,
        (DType::Float32, _) => to!(f32),
        (DType::Float64, _) => to!(f64),
        (DType::Float16, _) => to!(Half),
        (DType::Uint8, _) => to!(u8),
        (DType::Int32, _) => to!(i32),
        (DType::Int8, _) => to!(i8),
        (DType::Int64, _) => to!(i64),
    }
}

/// A number as one element of a dtype, in the first bytes. Integers come from i64, so that 300 is 44
/// as uint8 and -1 is 255.
pub fn element(x: f64, dtype: DType) -> [u8; 8] {
    let mut cell = [0u8; 8];
    // SAFETY: both sides have room for one element of at most eight bytes.
    unsafe { conversion(DType::Float64, dtype)((&raw const x) as *const u8, cell.as_mut_ptr(), 1) };
    cell
}

/// The same values in another dtype; both are dense and of the same size.
pub fn cast(context: &dyn Context, from: &View, to: &ViewMut) {
    let n = from.shape.size();
    assert_eq!(n, to.shape.size(), "cast: two sizes");
    if from.dtype == to.dtype {
        return copy(context, from, to);
    }
    let (convert, source, target) = (conversion(from.dtype, to.dtype), from.address, to.address);
    context.parallel(pieces(n), &|i| {
        let start = i * PIECE;
        // SAFETY: piece i lies within both arrays, which the engine lent to this task.
        unsafe {
            convert(
                (source + start * from.dtype.size()) as *const u8,
                (target + start * to.dtype.size()) as *mut u8,
                PIECE.min(n - start),
            )
        }
    });
}

/// The same elements; the two may overlap only if they are the same.
pub fn copy(context: &dyn Context, from: &View, to: &ViewMut) {
    let n = from.shape.size();
    assert!(n == to.shape.size() && from.dtype == to.dtype, "copy: two sizes or dtypes");
    if from.address == to.address {
        return;
    }
    let (source, target, size) = (from.address, to.address, from.dtype.size());
    context.parallel(pieces(n), &|i| {
        let start = i * PIECE;
        // SAFETY: as above.
        unsafe {
            std::ptr::copy(
                (source + start * size) as *const u8,
                (target + start * size) as *mut u8,
                PIECE.min(n - start) * size,
            )
        }
    });
}

/// The same number everywhere.
pub fn fill(context: &dyn Context, x: f64, to: &ViewMut) {
    fill_element(context, element(x, to.dtype), to)
}

/// The same element, given by its bytes, everywhere: for i64 beyond the integers of f64.
pub fn fill_element(context: &dyn Context, cell: [u8; 8], to: &ViewMut) {
    let (n, size, target) = (to.shape.size(), to.dtype.size(), to.address);
    context.parallel(pieces(n), &|i| {
        let start = i * PIECE;
        // SAFETY: as above; cell has eight bytes, aligned enough for `read_unaligned` in `repeat`.
        unsafe { repeat(cell.as_ptr(), (target + start * size) as *mut u8, size, PIECE.min(n - start)) }
    });
}

/// One element of `size` bytes `n` times.
/// # Safety
/// A readable element, `n` writable and aligned ones.
#[inline]
pub(super) unsafe fn repeat(from: *const u8, to: *mut u8, size: usize, n: usize) {
    // SAFETY: the caller's.
    unsafe {
        match size {
            1 => std::ptr::write_bytes(to, *from, n),
            2 => std::slice::from_raw_parts_mut(to as *mut u16, n).fill((from as *const u16).read_unaligned()),
            4 => std::slice::from_raw_parts_mut(to as *mut u32, n).fill((from as *const u32).read_unaligned()),
            _ => std::slice::from_raw_parts_mut(to as *mut u64, n).fill((from as *const u64).read_unaligned()),
        }
    }
}
