//! From the places of ordered elements to what an operator gives: values, indices, a mask, places in the
//! whole array.

use super::Rows;
use crate::base::dtype::Half;
use crate::base::{Context, DType, View, ViewMut};
use crate::by_bits;
use crate::kernel::slices::{self, Bits, Parts, piece_of, read_bits, write_bits};
use crate::kernel::vector::pieces;
use crate::kernel::{half, map};

/// Calls `write(at, row, place)` for each element of the result [outer, k, inner], in pieces of rows.
fn each<T: Send>(
    context: &dyn Context,
    rows: Rows,
    places: &[u32],
    to: &mut [T],
    value: impl Fn(usize, usize) -> T + Sync,
) {
    assert_eq!(to.len(), places.len());
    if places.is_empty() {
        return;
    }
    let k = places.len() / rows.count();
    let count = pieces(places.len(), 2);
    let parts = Parts::new(to);
    context.parallel(count, &|i| {
        let range = piece_of(places.len(), count, i);
        // SAFETY: pieces take disjoint ranges.
        let to = unsafe { parts.part(range.clone()) };
        if rows.inner == 1 {
            let mut row = range.start / k;
            let mut left = k - range.start % k;
            for (to, &place) in to.iter_mut().zip(&places[range]) {
                if left == 0 {
                    (row, left) = (row + 1, k);
                }
                *to = value(row, place as usize);
                left -= 1;
            }
            return;
        }
        for (at, to) in range.zip(to) {
            let (o, j, i) = (at / (k * rows.inner), at / rows.inner % k, at % rows.inner);
            let row = o * rows.inner + i;
            *to = value(row, places[row * k + j] as usize);
        }
    });
}

/// The elements at the places.
pub fn values(context: &dyn Context, rows: Rows, x: &View, places: &[u32], to: &ViewMut) {
    by_bits!(x.dtype, T => {
        let x = read_bits::<T>(x);
        each(context, rows, places, write_bits::<T>(to), |row, place| x[rows.start(row, rows.n) + place * rows.inner]);
    });
}

/// The places as numbers of the dtype of `to`.
pub fn indices(context: &dyn Context, rows: Rows, places: &[u32], to: &ViewMut) {
    macro_rules! write {
        ($t:ty, $of:expr) => {
            each(context, rows, places, slices::write::<$t>(to), |_, place| $of(place))
        };
    }
    match to.dtype {
        DType::Float32 => write!(f32, |p| p as f32),
        DType::Float64 => write!(f64, |p| p as f64),
        DType::Float16 => write!(Half, |p| half::from_f32(p as f32)),
        DType::Uint8 => write!(u8, |p| p as u8),
        DType::Int8 => write!(i8, |p| p as i8),
        DType::Int32 => write!(i32, |p| p as i32),
        DType::Int64 => write!(i64, |p| p as i64),
    }
}

/// Where the elements stand in the whole array.
pub fn whole(context: &dyn Context, rows: Rows, places: &[u32], to: &ViewMut) {
    each(context, rows, places, slices::write::<i64>(to), |row, place| {
        (rows.start(row, rows.n) + place * rows.inner) as i64
    });
}

/// 1 at the places, 0 elsewhere.
pub fn mask(context: &dyn Context, rows: Rows, places: &[u32], to: &ViewMut) {
    map::fill(context, 0.0, to);
    if places.is_empty() {
        return;
    }
    let k = places.len() / rows.count();
    let one = u64::from_le_bytes(map::element(1.0, to.dtype));
    by_bits!(to.dtype, T => put(rows, k, places, one as T, write_bits::<T>(to)));
}

fn put<T: Bits>(rows: Rows, k: usize, places: &[u32], one: T, to: &mut [T]) {
    for (row, places) in places.chunks_exact(k).enumerate() {
        places.iter().for_each(|&p| to[rows.start(row, rows.n) + p as usize * rows.inner] = one);
    }
}
