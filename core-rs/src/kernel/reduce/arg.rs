//! Where the largest or smallest element is: the first of several, and NaN before all numbers, as
//! in NumPy.

use crate::base::{Context, DType, View, ViewMut};
use crate::kernel::map::{PIECE, conversion};

/// Columns taken at a time.
const STRIP: usize = 256;

/// The index of the largest element along `axis`, or of the flattened array.
pub fn argmax(context: &dyn Context, x: &View, axis: Option<usize>, out: &ViewMut) {
    arg::<true>(context, x, axis, out)
}
/// The index of the smallest element along `axis`, or of the flattened array.
pub fn argmin(context: &dyn Context, x: &View, axis: Option<usize>, out: &ViewMut) {
    arg::<false>(context, x, axis, out)
}

fn arg<const MAX: bool>(context: &dyn Context, x: &View, axis: Option<usize>, out: &ViewMut) {
    let (outer, count, inner) = match axis {
        Some(axis) => (x.shape.span(0, axis), x.shape[axis] as usize, x.shape.span(axis + 1, x.shape.ndim())),
        None => (1, x.shape.size(), 1),
    };
    assert_eq!(out.shape.size(), outer * inner, "argmax: an output of another size");
    if outer * inner == 0 {
        return;
    }
    assert!(count > 0, "argmax: of no elements");
    let search = match x.dtype {
        DType::Float32 | DType::Float16 => search::<f32, MAX>,
        DType::Float64 => search::<f64, MAX>,
        _ => search::<i64, MAX>,
    };
    let (strips, address, size) = (inner.div_ceil(STRIP), out.address, out.dtype.size());
    let work = count * inner.min(STRIP);
    let each = (PIECE / work).max(1);
    let units = outer * strips;
    let (x, dtype) = (*x, out.dtype);
    context.parallel(units.div_ceil(each), &|piece| {
        for unit in piece * each..units.min((piece + 1) * each) {
            let first = unit % strips * STRIP;
            let n = STRIP.min(inner - first);
            let mut found = [0i64; STRIP];
            search(&x, unit / strips * count * inner + first, count, inner, &mut found[..n]);
            // SAFETY: these results belong to this unit alone.
            unsafe {
                let to = (address + (unit / strips * inner + first) * size) as *mut u8;
                conversion(DType::Int64, dtype)(found.as_ptr() as *const u8, to, n)
            }
        }
    });
}

/// What is compared: its own dtype, or what the others are converted to.
trait Ordered: Copy + Default + PartialOrd {
    const DTYPE: DType;
    fn is_nan(self) -> bool;
}
impl Ordered for f32 {
    const DTYPE: DType = DType::Float32;
    fn is_nan(self) -> bool {
        self.is_nan()
    }
}
impl Ordered for f64 {
    const DTYPE: DType = DType::Float64;
    fn is_nan(self) -> bool {
        self.is_nan()
    }
}
impl Ordered for i64 {
    const DTYPE: DType = DType::Int64;
    fn is_nan(self) -> bool {
        false
    }
}

/// For each column from element `from` on, the row of the best of `count` elements `stride` apart.
fn search<T: Ordered, const MAX: bool>(x: &View, from: usize, count: usize, stride: usize, found: &mut [i64]) {
    let n = found.len();
    let mut best = [T::default(); STRIP];
    let mut buffer = [T::default(); STRIP];
    let convert = conversion(x.dtype, T::DTYPE);
    let size = x.dtype.size();
    let better = |a: T, b: T| if MAX { a > b } else { a < b };
    // Of a single column, rows that lie side by side are read as one row.
    let (step, width) = if stride == 1 { (STRIP, STRIP) } else { (1, n) };
    for row in (0..count).step_by(step) {
        let m = if stride == 1 { width.min(count - row) } else { n };
        let at = (x.address + (from + row * stride) * size) as *const u8;
        let values: &[T] = if x.dtype == T::DTYPE {
            // SAFETY: the array has these elements, and they are of this dtype.
            unsafe { std::slice::from_raw_parts(at as *const T, m) }
        } else {
            // SAFETY: the buffer has STRIP >= m elements.
            unsafe {
                convert(at, buffer.as_mut_ptr() as *mut u8, m);
                &buffer[..m]
            }
        };
        if stride == 1 {
            for (i, &value) in values.iter().enumerate() {
                if row + i == 0 || better(value, best[0]) || (value.is_nan() && !best[0].is_nan()) {
                    (best[0], found[0]) = (value, (row + i) as i64);
                }
            }
        } else if row == 0 {
            best[..n].copy_from_slice(values);
            found.fill(0);
        } else {
            for ((&value, best), found) in values.iter().zip(&mut best).zip(found.iter_mut()) {
                if better(value, *best) || (value.is_nan() && !best.is_nan()) {
                    (*best, *found) = (value, row as i64);
                }
            }
        }
    }
}
