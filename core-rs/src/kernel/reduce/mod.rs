//! Sums, products and extremes over any axes. Float32 adds up blocks of at most 4096 elements on
//! lanes, and blocks in float64: more exact than one chain, and the same bits for any number of
//! threads, since sizes alone decide where to cut. Integers wrap in their own dtype.

mod arg;
mod fold;
#[cfg(test)]
mod tests;

pub use arg::{argmax, argmin};

use smallvec::SmallVec;

use self::fold::{BLOCK, Fold, SHORT, STRIP};
use super::map::{PIECE, Walk, conversion};
use super::slices::{Parts, Workspace};
use crate::base::shape::MAX_NDIM;
use crate::base::{Context, DType, Shape, View, ViewMut};

/// What becomes of the elements. Of no elements: sum 0, product 1, the extremes of the dtype, mean NaN
/// (0 for integers). Extremes hand NaN on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reduction {
    Sum,
    /// Truncated for integers.
    Mean,
    Prod,
    Max,
    Min,
    /// NaN counts as 0.
    NanSum,
    /// NaN counts as 1.
    NanProd,
    SumSquares,
    /// The sum of magnitudes.
    Norm1,
    /// The root of the sum of squares.
    Norm2,
}

/// What is computed in: all dtypes are one of these, or converted to one in blocks.
#[derive(Clone, Copy, PartialEq)]
enum Native {
    F32,
    F64,
    I64,
}
impl Native {
    fn of(dtype: DType, wide: bool) -> Native {
        match dtype {
            DType::Float32 | DType::Float16 if !wide => Native::F32,
            d if d.is_float() => Native::F64,
            _ => Native::I64,
        }
    }
    fn dtype(self) -> DType {
        match self {
            Native::F32 => DType::Float32,
            Native::F64 => DType::Float64,
            Native::I64 => DType::Int64,
        }
    }
}

/// An accumulator: the bits of an f64, or of an i64 for integers.
type Sum = u64;

/// One reduction of one array, made ready.
struct Job {
    fold: &'static Fold,
    kind: Reduction,
    native: Native,
    address: usize,
    dtype: DType,
    start: Sum,
    /// Elements that make one result.
    count: usize,
    /// Axes that stay, without the innermost where that one stays: (size, stride).
    kept: SmallVec<[(usize, usize); MAX_NDIM]>,
    reduced: Walk,
}

/// Reduces `axes` of `x` into `out`, which has the elements of the other axes in their order (kept
/// axes of size 1 or none: that is a matter of its shape). Its dtype may be another than that of `x`.
pub fn reduce(context: &dyn Context, kind: Reduction, x: &View, axes: &[usize], out: &ViewMut) {
    // Neighbouring axes of one kind are one axis; axes of size 1 are none.
    let strides = x.shape.strides();
    let mut merged: SmallVec<[(usize, usize, bool); MAX_NDIM]> = SmallVec::new();
    let (mut count, mut results) = (1, 1);
    for axis in 0..x.shape.ndim() {
        let (size, reduced) = (x.shape[axis] as usize, axes.contains(&axis));
        *(if reduced { &mut count } else { &mut results }) *= size;
        match merged.last_mut() {
            _ if size == 1 => {}
            Some(last) if last.2 == reduced => *last = (last.0 * size, strides[axis], reduced),
            _ => merged.push((size, strides[axis], reduced)),
        }
    }
    assert_eq!(out.shape.size(), results, "reduce: {} without axes {axes:?} into {}", x.shape, out.shape);
    let fold = fold::of(kind);
    let native = Native::of(x.dtype, fold.wide);
    let mut job = Job {
        fold,
        kind,
        native,
        address: x.address,
        dtype: x.dtype,
        start: fold.start(x.dtype),
        count,
        kept: SmallVec::new(),
        reduced: Walk::of([]),
    };
    if results == 0 {
        return;
    }
    if count == 0 {
        let mut cell = [0u8; 8];
        job.store(&[job.start], cell.as_mut_ptr() as usize, out.dtype, 0);
        return super::map::fill_element(context, cell, out);
    }
    let inner = match merged.last() {
        Some(&(size, _, false)) => {
            merged.pop();
            Some(size)
        }
        _ => None,
    };
    job.kept = merged.iter().filter(|m| !m.2).map(|m| (m.0, m.1)).collect();
    job.reduced = Walk::of(merged.iter().filter(|m| m.2).map(|m| (m.0, m.1)));
    match inner {
        Some(width) => job.strips(context, width, results, out),
        None => job.runs(context, results, out),
    }
}

/// Sums `x` down to the shape of `out`, which broadcasts to it: the gradient of broadcasting.
pub fn sum_to(context: &dyn Context, x: &View, out: &ViewMut) {
    let missing = x.shape.ndim() - out.shape.ndim();
    let axes: SmallVec<[usize; MAX_NDIM]> = (0..x.shape.ndim())
        .filter(|&axis| axis < missing || (out.shape[axis - missing] == 1 && x.shape[axis] != 1))
        .collect();
    reduce(context, Reduction::Sum, x, &axes, out);
}

/// The shape that `reduce` leaves, with reduced axes dropped or of size 1.
pub fn reduced_shape(shape: &Shape, axes: &[usize], keepdims: bool) -> Shape {
    let left = shape.iter().enumerate().filter(|(axis, _)| keepdims || !axes.contains(axis));
    let left: Vec<usize> = left.map(|(axis, size)| if axes.contains(&axis) { 1 } else { size }).collect();
    Shape::new(&left)
}

impl Job {
    /// The offset of result `index` (of the strip's row, where the innermost axis stays).
    fn offset(&self, index: usize) -> usize {
        if let [(_, stride)] = self.kept[..] {
            return index * stride;
        }
        let (mut rest, mut offset) = (index, 0);
        for &(size, stride) in self.kept.iter().rev() {
            offset += rest % size * stride;
            rest /= size;
        }
        offset
    }

    /// Writes finished results `at..` of the output.
    fn store(&self, sums: &[Sum], address: usize, dtype: DType, at: usize) {
        let float = self.native != Native::I64;
        let mut done = [0 as Sum; STRIP];
        for (done, &sum) in done.iter_mut().zip(sums) {
            *done = finish(self.kind, sum, self.count, float);
        }
        let from = if float { DType::Float64 } else { DType::Int64 };
        // SAFETY: the output has these elements, and this piece alone writes them.
        unsafe {
            let to = (address + at * dtype.size()) as *mut u8;
            conversion(from, dtype)(done.as_ptr() as *const u8, to, sums.len())
        }
    }

    /// The innermost axis is reduced: each result is made of runs of neighbours.
    fn runs(&self, context: &dyn Context, results: usize, out: &ViewMut) {
        let (address, dtype) = (out.address, out.dtype);
        // Few long results are cut into parts, which are joined in their order.
        let parts = if results < 16 { self.count.div_ceil(PIECE) } else { 1 };
        if parts > 1 {
            let mut sums: Workspace<i64> = Workspace::new(context, results * parts);
            let cells = Parts::new(sums.as_mut_slice());
            context.parallel(results * parts, &|i| {
                let (result, start) = (i / parts, i % parts * PIECE);
                let sum = self.run(self.offset(result), start, self.count.min(start + PIECE));
                // SAFETY: one cell for each i.
                unsafe { cells.part(i..i + 1)[0] = sum as i64 };
            });
            for (result, parts) in sums.as_slice().chunks(parts).enumerate() {
                let sum = parts.iter().fold(self.start, |a, &b| self.join(a, b as Sum));
                self.store(&[sum], address, dtype, result);
            }
            return;
        }
        let each = (PIECE / self.count).max(1);
        // All of the array in order, as short runs.
        let short = self.native == Native::F32
            && self.dtype == DType::Float32
            && self.count < SHORT
            && self.reduced.axes() == 1
            && self.kept.len() == 1;
        context.parallel(results.div_ceil(each), &|i| {
            let end = results.min((i + 1) * each);
            let mut at = i * each;
            while at < end {
                let stop = end.min(at + STRIP);
                let mut sums = [self.start; STRIP];
                if short {
                    let from = (self.address + at * self.count * size_of::<f32>()) as *const u8;
                    // SAFETY: the runs of these results follow one another.
                    unsafe { (self.fold.short_f32)(from, self.count, &mut sums[..stop - at]) };
                    self.store(&sums[..stop - at], address, dtype, at);
                    at = stop;
                    continue;
                }
                for result in at..stop {
                    sums[result - at] = self.run(self.offset(result), 0, self.count);
                }
                self.store(&sums[..stop - at], address, dtype, at);
                at = stop;
            }
        });
    }

    fn join(&self, a: Sum, b: Sum) -> Sum {
        if self.native == Native::I64 { (self.fold.join_i64)(a, b) } else { (self.fold.join_f64)(a, b) }
    }

    /// Elements `start..end` of the result whose first one lies at `offset`.
    fn run(&self, offset: usize, start: usize, end: usize) -> Sum {
        let size = self.dtype.size();
        let mut sum = self.start;
        if self.reduced.axes() == 1 {
            return self.neighbours(self.address + (offset + start) * size, end - start, sum);
        }
        self.reduced.rows(start, end, |_, at, n| {
            sum = self.neighbours(self.address + (offset + at[0]) * size, n, sum);
        });
        sum
    }

    /// Joins `n` neighbours from `address` on to `sum`, block by block.
    fn neighbours(&self, address: usize, n: usize, mut sum: Sum) -> Sum {
        let (size, native) = (self.dtype.size(), self.native.dtype());
        let block = match self.native {
            Native::F32 => self.fold.block_f32,
            Native::F64 => self.fold.block_f64,
            Native::I64 => self.fold.block_i64,
        };
        // SAFETY: the array has these elements; a buffer has room for its block.
        unsafe {
            if self.dtype == native {
                for at in (0..n).step_by(BLOCK) {
                    sum = self.join(sum, block((address + at * size) as *const u8, BLOCK.min(n - at)));
                }
            } else {
                let convert = conversion(self.dtype, native);
                let mut buffer = [0u64; STRIP];
                for at in (0..n).step_by(STRIP) {
                    let m = STRIP.min(n - at);
                    convert((address + at * size) as *const u8, buffer.as_mut_ptr() as *mut u8, m);
                    sum = self.join(sum, block(buffer.as_ptr() as *const u8, m));
                }
            }
        }
        sum
    }

    /// The innermost axis, of `width`, stays: rows are joined side by side, `STRIP` columns at a time.
    fn strips(&self, context: &dyn Context, width: usize, results: usize, out: &ViewMut) {
        let (address, dtype) = (out.address, out.dtype);
        let strips = width.div_ceil(STRIP);
        let units = results / width * strips;
        let work = width.min(STRIP);
        // Where a unit's columns begin in the output, and how many they are.
        let columns = |unit: usize| {
            let first = unit % strips * STRIP;
            (unit / strips * width + first, STRIP.min(width - first))
        };
        let rows = (PIECE / work).max(1);
        let parts = if units < 16 { self.count.div_ceil(rows) } else { 1 };
        if parts > 1 {
            let mut sums: Workspace<i64> = Workspace::new(context, units * parts * work);
            let cells = Parts::new(sums.as_mut_slice());
            context.parallel(units * parts, &|i| {
                let (unit, start) = (i / parts, i % parts * rows);
                // SAFETY: one part for each i; the bits of a Sum are those of an i64.
                let cells = unsafe { cells.part(i * work..(i + 1) * work) };
                let cells = unsafe { std::slice::from_raw_parts_mut(cells.as_mut_ptr() as *mut Sum, work) };
                cells.fill(self.start);
                let (_, n) = columns(unit);
                self.strip(
                    unit / strips,
                    unit % strips * STRIP,
                    width,
                    start,
                    self.count.min(start + rows),
                    &mut cells[..n],
                );
            });
            for (unit, parts) in sums.as_slice().chunks(parts * work).enumerate() {
                let (at, n) = columns(unit);
                let mut total = [self.start; STRIP];
                for part in parts.chunks(work) {
                    for (total, &sum) in total[..n].iter_mut().zip(part) {
                        *total = self.join(*total, sum as Sum);
                    }
                }
                self.store(&total[..n], address, dtype, at);
            }
            return;
        }
        let each = (PIECE / (self.count * work).max(1)).max(1);
        context.parallel(units.div_ceil(each), &|i| {
            for unit in i * each..units.min((i + 1) * each) {
                let (at, n) = columns(unit);
                let mut sums = [self.start; STRIP];
                self.strip(unit / strips, unit % strips * STRIP, width, 0, self.count, &mut sums[..n]);
                self.store(&sums[..n], address, dtype, at);
            }
        });
    }

    /// Joins rows `start..end`, columns `first..first + sums.len()`, to `sums`.
    fn strip(&self, kept: usize, first: usize, width: usize, start: usize, end: usize, sums: &mut [Sum]) {
        let (size, native) = (self.dtype.size(), self.native.dtype());
        let join = match self.native {
            Native::F32 => self.fold.strip_f32,
            Native::F64 => self.fold.strip_f64,
            Native::I64 => self.fold.strip_i64,
        };
        let offset = self.offset(kept) + first;
        let stride = self.reduced.inner_stride();
        let n = sums.len();
        // Rows that follow one another without a gap may be taken as fewer and longer ones.
        let dense = stride == width && n == width;
        self.reduced.rows(start, end, |_, at, rows| {
            let from = self.address + (offset + at[0]) * size;
            // SAFETY: the array has these rows; a buffer has room for the rows converted at a time.
            unsafe {
                if self.dtype == native {
                    return join(from as *const u8, stride * size, rows, dense, sums);
                }
                let convert = conversion(self.dtype, native);
                let mut buffer = [0u64; 2 * STRIP];
                let together = if dense { 2 * STRIP / width } else { 1 };
                for row in (0..rows).step_by(together) {
                    let m = together.min(rows - row);
                    let source = (from + row * stride * size) as *const u8;
                    convert(source, buffer.as_mut_ptr() as *mut u8, m * n);
                    join(buffer.as_ptr() as *const u8, n * native.size(), m, dense, sums);
                }
            }
        });
    }
}

/// From what was joined to what was asked for.
fn finish(kind: Reduction, sum: Sum, count: usize, float: bool) -> Sum {
    match (kind, float) {
        (Reduction::Mean, true) => (f64::from_bits(sum) / count as f64).to_bits(),
        (Reduction::Mean, false) => (sum as i64).checked_div(count as i64).unwrap_or(0) as Sum,
        (Reduction::Norm2, true) => f64::from_bits(sum).sqrt().to_bits(),
        (Reduction::Norm2, false) => (sum as i64 as f64).sqrt() as i64 as Sum,
        _ => sum,
    }
}
