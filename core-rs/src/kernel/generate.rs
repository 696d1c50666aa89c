//! Arrays whose elements are a function of their index.

use super::map::{Cast, element};
use super::slices::{Parts, piece_of, write};
use crate::base::dtype::Half;
use crate::base::{Context, DType, ViewMut};

/// `out[i] = f(i)`, converted to the dtype of `out`.
pub fn generate(context: &dyn Context, out: &ViewMut, f: &(dyn Fn(usize) -> f64 + Sync)) {
    let n = out.shape.size();
    let pieces = n.div_ceil(1 << 15).max(1);
    macro_rules! fill {
        ($t:ty, $convert:expr) => {{
            let parts = Parts::new(write::<$t>(out));
            context.parallel(pieces, &|piece| {
                let range = piece_of(n, pieces, piece);
                // SAFETY: pieces are disjoint.
                let part = unsafe { parts.part(range.clone()) };
                for (i, place) in range.zip(part) {
                    *place = $convert(f(i));
                }
            });
        }};
    }
    match out.dtype {
        DType::Float32 => fill!(f32, |x: f64| x as f32),
        DType::Float64 => fill!(f64, |x: f64| x),
        DType::Int32 => fill!(i32, |x: f64| Cast::<i32>::cast(x)),
        DType::Int64 => fill!(i64, |x: f64| Cast::<i64>::cast(x)),
        DType::Uint8 => fill!(u8, |x: f64| Cast::<u8>::cast(x)),
        DType::Int8 => fill!(i8, |x: f64| Cast::<i8>::cast(x)),
        DType::Float16 => fill!(Half, |x: f64| {
            let cell = element(x, DType::Float16);
            Half(u16::from_ne_bytes([cell[0], cell[1]]))
        }),
    }
}
