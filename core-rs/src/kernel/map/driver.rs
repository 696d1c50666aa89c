//! Walks arrays for a formula: cuts large ones, lines up operands that broadcast, converts dtypes in
//! blocks that stay in cache. Compiled once for all formulas; a formula brings only its inner loops.

use smallvec::SmallVec;

use super::convert::{Convert, conversion, repeat};
use crate::base::shape::MAX_NDIM;
use crate::base::{Context, DType, Shape, View, ViewMut};

/// Elements of a piece: what one thread takes at a time.
pub(crate) const PIECE: usize = 1 << 16;
/// Elements of a block: what is converted or lined up at a time.
const BLOCK: usize = 256;
/// Rows from here on are computed where they lie; shorter ones are lined up in blocks.
const ROW: usize = 64;
/// The length that a short repeated row is brought to.
const PATTERN: usize = 512;

/// How many pieces of `PIECE` make `n` elements. By the size alone, as all cutting.
pub(crate) fn pieces(n: usize) -> usize {
    n.div_ceil(PIECE)
}

/// What a loop computes in.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Compute {
    F32,
    F64,
    I32,
    I64,
}
impl Compute {
    fn dtype(self) -> DType {
        match self {
            Compute::F32 => DType::Float32,
            Compute::F64 => DType::Float64,
            Compute::I32 => DType::Int32,
            Compute::I64 => DType::Int64,
        }
    }
}

/// The inner loop of a formula: `n` results of inputs that lie side by side, except the one numbered
/// `single`, which is one element.
pub(super) type Loop = unsafe fn(formula: *const u8, inputs: *const *const u8, single: usize, out: *mut u8, n: usize);
/// No input is a single element.
pub(super) const NONE: usize = usize::MAX;

/// The loops of a formula; those on integers only where it is exact there.
#[derive(Clone, Copy)]
pub(super) struct Loops {
    pub f32: Loop,
    pub f64: Loop,
    pub integer: Option<(Loop, Loop)>,
}

impl Loops {
    /// What to compute in. Equal dtypes keep theirs; mixtures (comparisons) take one that holds both.
    fn choose(&self, inputs: &[View], out: DType) -> (Compute, Loop) {
        let all = |f: fn(DType) -> bool| inputs.iter().all(|v| f(v.dtype));
        let compute = if inputs.iter().all(|v| v.dtype == out) {
            match (out, self.integer.is_some()) {
                (DType::Float32 | DType::Float16, _) => Compute::F32,
                (DType::Int32 | DType::Uint8 | DType::Int8, true) => Compute::I32,
                (DType::Int64, true) => Compute::I64,
                _ => Compute::F64,
            }
        } else if self.integer.is_some() && all(|d| !d.is_float()) {
            Compute::I64
        } else if all(|d| matches!(d, DType::Float32 | DType::Float16)) {
            Compute::F32
        } else {
            Compute::F64
        };
        let integer = || self.integer.expect("chosen above only if there");
        let inner = match compute {
            Compute::F32 => self.f32,
            Compute::F64 => self.f64,
            Compute::I32 => integer().0,
            Compute::I64 => integer().1,
        };
        (compute, inner)
    }
}

/// The common shape of operands with axes merged where all of them allow it. Strides in elements; 0
/// where an operand is repeated along the axis.
pub(crate) struct Walk {
    dims: SmallVec<[usize; MAX_NDIM]>,
    strides: SmallVec<[[usize; MAX_NDIM]; 4]>,
}

impl Walk {
    /// Of one operand, by the sizes and strides of its axes.
    pub(crate) fn of(axes: impl IntoIterator<Item = (usize, usize)>) -> Walk {
        let mut walk = Walk { dims: SmallVec::new(), strides: SmallVec::from_elem([0; MAX_NDIM], 1) };
        for (size, stride) in axes {
            walk.strides[0][walk.dims.len()] = stride;
            walk.dims.push(size);
        }
        if walk.dims.is_empty() {
            walk.dims.push(1);
        }
        walk
    }
    pub(crate) fn axes(&self) -> usize {
        self.dims.len()
    }
    pub(crate) fn inner_stride(&self) -> usize {
        self.strides[0][self.dims.len() - 1]
    }
    pub(crate) fn new(shape: &Shape, operands: &[Shape]) -> Walk {
        let mut walk = Walk { dims: SmallVec::new(), strides: SmallVec::from_elem([0; MAX_NDIM], operands.len()) };
        let own: SmallVec<[[usize; MAX_NDIM]; 4]> = operands.iter().map(|s| s.strides()).collect();
        // The stride of an operand along an axis of the common shape.
        let stride = |k: usize, axis: usize| {
            let s = &operands[k];
            let missing = shape.ndim() - s.ndim();
            if axis < missing || s[axis - missing] == 1 { 0 } else { own[k][axis - missing] }
        };
        for s in operands {
            let fits =
                s.ndim() <= shape.ndim() && s.iter().rev().zip(shape.iter().rev()).all(|(a, b)| a == b || a == 1);
            assert!(fits, "{s} does not broadcast to {shape}");
        }
        for axis in 0..shape.ndim() {
            let size = shape[axis] as usize;
            if size == 1 {
                continue;
            }
            let last = walk.dims.len();
            // Merge with the axis before, if in each operand that one steps over exactly this one.
            let merge = last > 0 && (0..operands.len()).all(|k| walk.strides[k][last - 1] == stride(k, axis) * size);
            let at = if merge { last - 1 } else { last };
            if merge {
                walk.dims[at] *= size;
            } else {
                walk.dims.push(size);
            }
            for k in 0..operands.len() {
                walk.strides[k][at] = stride(k, axis);
            }
        }
        if walk.dims.is_empty() {
            walk.dims.push(1);
        }
        walk
    }
    pub(crate) fn inner(&self) -> usize {
        self.dims[self.dims.len() - 1]
    }
    /// Whether operand `k` has all elements of the common shape, so that it needs no lining up.
    fn full(&self, k: usize) -> bool {
        self.dims.len() == 1 && (self.strides[k][0] == 1 || self.dims[0] == 1)
            || self.dims.len() > 1 && {
                let mut step = 1;
                (0..self.dims.len()).rev().all(|axis| {
                    let fits = self.strides[k][axis] == step;
                    step *= self.dims[axis];
                    fits
                })
            }
    }
    fn single(&self, k: usize) -> bool {
        self.strides[k][..self.dims.len()].iter().all(|&s| s == 0)
    }
    /// Calls `each(offset in the common order, offsets of the operands, length)` for the parts of rows
    /// that make up elements `start..end`.
    pub(crate) fn rows(&self, start: usize, end: usize, mut each: impl FnMut(usize, &[usize], usize)) {
        let (inner, outer) = (self.inner(), self.dims.len() - 1);
        let mut index = [0usize; MAX_NDIM];
        let mut offsets: SmallVec<[usize; 4]> = SmallVec::from_elem(0, self.strides.len());
        let mut rest = start / inner;
        for axis in (0..outer).rev() {
            index[axis] = rest % self.dims[axis];
            rest /= self.dims[axis];
            for (offset, strides) in offsets.iter_mut().zip(&self.strides) {
                *offset += index[axis] * strides[axis];
            }
        }
        let mut column = start % inner;
        for (offset, strides) in offsets.iter_mut().zip(&self.strides) {
            *offset += column * strides[outer];
        }
        let mut at = start;
        while at < end {
            let n = (inner - column).min(end - at);
            each(at, &offsets, n);
            at += n;
            // Back to the row's start, then one step of the odometer.
            for (offset, strides) in offsets.iter_mut().zip(&self.strides) {
                *offset -= column * strides[outer];
            }
            column = 0;
            for axis in (0..outer).rev() {
                index[axis] += 1;
                let wrapped = index[axis] == self.dims[axis];
                for (offset, strides) in offsets.iter_mut().zip(&self.strides) {
                    *offset += strides[axis];
                    if wrapped {
                        *offset -= strides[axis] * self.dims[axis];
                    }
                }
                if !wrapped {
                    break;
                }
                index[axis] = 0;
            }
        }
    }
}

/// Writes elements `start..end` of a repeated operand side by side, `size` bytes each.
pub(super) unsafe fn line_up(walk: &Walk, from: usize, to: *mut u8, size: usize, start: usize, end: usize) {
    let repeated = walk.strides[0][walk.dims.len() - 1] == 0 && walk.inner() > 1;
    walk.rows(start, end, |at, offsets, n| {
        let source = (from + offsets[0] * size) as *const u8;
        // SAFETY: offsets stay within the operand, at - start + n within the target.
        unsafe {
            let target = to.add((at - start) * size);
            if repeated {
                repeat(source, target, size, n);
            } else if size == 4 && n < 16 {
                // A call of memcpy for a few elements costs more than they do.
                for i in 0..n {
                    (target as *mut u32).add(i).write((source as *const u32).add(i).read());
                }
            } else {
                std::ptr::copy_nonoverlapping(source, target, n * size);
            }
        }
    });
}

/// The elements of `from` repeated to the shape of `to`; same dtype, different memory.
pub fn broadcast_to(context: &dyn Context, from: &View, to: &ViewMut) {
    assert_eq!(from.dtype, to.dtype, "broadcast_to: two dtypes");
    let n = to.shape.size();
    if n == 0 {
        return;
    }
    let (walk, size) = (Walk::new(&to.shape, &[from.shape]), from.dtype.size());
    let (source, target) = (from.address, to.address);
    context.parallel(pieces(n), &|i| {
        let (start, end) = (i * PIECE, n.min((i + 1) * PIECE));
        // SAFETY: piece i of the target is written by this call alone.
        unsafe { line_up(&walk, source, (target + start * size) as *mut u8, size, start, end) }
    });
}

/// How an input reaches the loop.
enum Source {
    /// Where it lies.
    Direct,
    /// One element, converted beforehand.
    Cell([u64; 1]),
    /// Converted block by block, after lining up where it is repeated.
    Block { convert: Option<Convert>, walk: Option<Walk> },
}

/// Room for blocks, aligned for every dtype.
type Buffer = [u64; BLOCK];

/// Runs a formula's loop over all elements.
pub(super) fn run(context: &dyn Context, loops: &Loops, formula: *const u8, inputs: &[View], out: &ViewMut) {
    let n = out.shape.size();
    if n == 0 {
        return;
    }
    let formula = formula as usize;
    let (compute, inner) = loops.choose(inputs, out.dtype);
    let native = compute.dtype();
    let size = native.size();
    let all_native = out.dtype == native && inputs.iter().all(|v| v.dtype == native);
    let target = out.address;

    // The usual case, and small arrays, must not pay for anything below.
    if all_native {
        let mut single = NONE;
        let mut from = [0usize; 4];
        let mut straight = true;
        for (k, v) in inputs.iter().enumerate() {
            from[k] = v.address;
            if v.shape == out.shape {
                continue;
            }
            let one = inputs.len() == 2 && single == NONE && v.shape.size() == 1 && v.shape.ndim() <= out.shape.ndim();
            straight &= one;
            single = k;
        }
        if straight {
            let piece = |start: usize, end: usize| {
                let from: [*const u8; 4] =
                    std::array::from_fn(|k| (from[k] + if k == single { 0 } else { start * size }) as *const u8);
                // SAFETY: all inputs have elements start..end (pointers beyond the inputs are not used),
                // and this piece alone writes its part of the output.
                unsafe {
                    let to = (target + start * size) as *mut u8;
                    inner(formula as *const u8, from.as_ptr(), single, to, end - start)
                }
            };
            if n <= PIECE {
                piece(0, n);
            } else {
                context.parallel(pieces(n), &|i| piece(i * PIECE, n.min((i + 1) * PIECE)));
            }
            return;
        }
    }

    let shapes: SmallVec<[Shape; 4]> = inputs.iter().map(|v| v.shape).collect();
    let walk = Walk::new(&out.shape, &shapes);

    // Two operands whose rows are long are computed where they lie.
    let last = walk.dims.len() - 1;
    let repeated = |k: usize| walk.strides[k][last] == 0 && walk.inner() > 1;
    let along_rows = (0..inputs.len()).filter(|&k| !repeated(k)).count();
    let long = walk.inner() >= ROW || walk.dims.len() == 1;
    // An output may be larger than all operands together; such rows go the other way.
    if all_native && long && inputs.len() <= 2 && along_rows > 0 {
        let single = (0..inputs.len()).find(|&k| repeated(k)).unwrap_or(NONE);
        let addresses: SmallVec<[usize; 2]> = inputs.iter().map(|v| v.address).collect();
        context.parallel(pieces(n), &|i| {
            walk.rows(i * PIECE, n.min((i + 1) * PIECE), |at, offsets, n| {
                let mut from = [std::ptr::null::<u8>(); 2];
                for k in 0..addresses.len() {
                    from[k] = (addresses[k] + offsets[k] * size) as *const u8;
                }
                // SAFETY: rows lie within their arrays; this piece alone writes its part of the output.
                unsafe { inner(formula as *const u8, from.as_ptr(), single, (target + at * size) as *mut u8, n) }
            });
        });
        return;
    }

    // Short rows and one that is repeated for each of them: that one, many times over, makes long rows.
    if all_native && inputs.len() == 2 && walk.dims.len() == 2 {
        let row = (0..2).find(|&k| walk.strides[k][..2] == [0, 1] && walk.full(1 - k));
        if let Some(k) = row {
            let (width, length) = (walk.dims[1], PATTERN / walk.dims[1] * walk.dims[1]);
            let mut pattern = [0u64; PATTERN + ROW];
            let repeated = pattern.as_mut_ptr() as *mut u8;
            for at in (0..length + width).step_by(width) {
                // SAFETY: the operand has one row; the pattern has room for PATTERN + ROW elements.
                unsafe {
                    let row = inputs[k].address as *const u8;
                    std::ptr::copy_nonoverlapping(row, repeated.add(at * size), width * size)
                };
            }
            let (repeated, other) = (repeated as usize, inputs[1 - k].address);
            context.parallel(pieces(n), &|i| {
                let end = n.min((i + 1) * PIECE);
                for at in (i * PIECE..end).step_by(length) {
                    let mut from = [(other + at * size) as *const u8; 2];
                    from[k] = (repeated + at % width * size) as *const u8;
                    // SAFETY: from any column on, the pattern goes on for `length` elements.
                    unsafe {
                        let to = (target + at * size) as *mut u8;
                        inner(formula as *const u8, from.as_ptr(), NONE, to, length.min(end - at))
                    }
                }
            });
            return;
        }
    }

    let mut single = NONE;
    let sources: SmallVec<[Source; 4]> = (0..inputs.len())
        .map(|k| {
            let v = &inputs[k];
            let convert = (v.dtype != native).then(|| conversion(v.dtype, native));
            if inputs.len() == 2 && single == NONE && walk.single(k) && n > 1 {
                single = k;
                let mut cell = [0u64; 1];
                // SAFETY: the operand has one element, at most as large as the cell.
                unsafe { conversion(v.dtype, native)(v.address as *const u8, cell.as_mut_ptr() as *mut u8, 1) };
                return Source::Cell(cell);
            }
            let repeated = (!walk.full(k)).then(|| Walk::new(&out.shape, &[v.shape]));
            if convert.is_none() && repeated.is_none() {
                Source::Direct
            } else {
                Source::Block { convert, walk: repeated }
            }
        })
        .collect();
    let views: SmallVec<[View; 4]> = inputs.iter().copied().collect();
    let size = out.dtype.size();
    let back = (out.dtype != native).then(|| conversion(native, out.dtype));
    context.parallel(pieces(n), &|i| {
        let mut buffers = [[0u64; BLOCK]; 4];
        let mut raw: Buffer = [0; BLOCK];
        let mut result: Buffer = [0; BLOCK];
        let end = n.min((i + 1) * PIECE);
        let mut start = i * PIECE;
        while start < end {
            let stop = end.min(start + BLOCK);
            let mut from = [std::ptr::null::<u8>(); 4];
            for (k, source) in sources.iter().enumerate() {
                let v = &views[k];
                let here = (v.address + start * v.dtype.size()) as *const u8;
                let buffer = buffers[k].as_mut_ptr() as *mut u8;
                from[k] = match source {
                    Source::Direct => here,
                    Source::Cell(cell) => cell.as_ptr() as *const u8,
                    // SAFETY: a block has at most BLOCK elements of at most eight bytes; the operand has
                    // the elements that the walk names.
                    Source::Block { convert, walk } => unsafe {
                        match (walk, convert) {
                            (Some(walk), Some(convert)) => {
                                let raw = raw.as_mut_ptr() as *mut u8;
                                line_up(walk, v.address, raw, v.dtype.size(), start, stop);
                                convert(raw, buffer, stop - start);
                            }
                            (Some(walk), None) => line_up(walk, v.address, buffer, v.dtype.size(), start, stop),
                            (None, Some(convert)) => convert(here, buffer, stop - start),
                            (None, None) => unreachable!("such a source is direct"),
                        }
                        buffer
                    },
                };
            }
            let here = (target + start * size) as *mut u8;
            // SAFETY: inputs of the block are ready, and this piece alone writes its part of the output.
            unsafe {
                match back {
                    None => inner(formula as *const u8, from.as_ptr(), single, here, stop - start),
                    Some(back) => {
                        let result = result.as_mut_ptr() as *mut u8;
                        inner(formula as *const u8, from.as_ptr(), single, result, stop - start);
                        back(result, here, stop - start);
                    }
                }
            }
            start = stop;
        }
    });
}
