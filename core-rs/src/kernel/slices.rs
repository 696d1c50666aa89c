//! From the addresses that a task holds to slices, and scratch memory: the only two ways by which
//! memory reaches a kernel.

use std::marker::PhantomData;
use std::ops::Range;

use crate::base::{Context, Element, View, ViewMut};

/// The elements of an array that the task reads. Panics when the dtype is another.
pub fn read<T: Element>(view: &View) -> &[T] {
    assert_eq!(T::DTYPE, view.dtype, "a view of another dtype");
    let n = view.shape.size();
    if n == 0 {
        return &[];
    }
    // SAFETY: the device made the view from a live storage of that many elements, which the engine
    // keeps alive and free of writers (other than this task) until the task has ended.
    unsafe { std::slice::from_raw_parts(view.address as *const T, n) }
}

/// The elements of an array that the task writes. Only where it is not read through `read` at the
/// same time (an operator that works in place uses `kernel::map`, which works on addresses).
// Of the memory that the view names, not of the view.
#[allow(clippy::mut_from_ref)]
pub fn write<T: Element>(view: &ViewMut) -> &mut [T] {
    assert_eq!(T::DTYPE, view.dtype, "a view of another dtype");
    let n = view.shape.size();
    if n == 0 {
        return &mut [];
    }
    // SAFETY: as above; the engine grants one writer at a time.
    unsafe { std::slice::from_raw_parts_mut(view.address as *mut T, n) }
}

/// Elements as bits, for kernels that move them without looking.
pub trait Bits: Copy + Send + Sync + Default + PartialEq + std::fmt::Debug + 'static {}
impl Bits for u8 {}
impl Bits for u16 {}
impl Bits for u32 {}
impl Bits for u64 {}

/// The elements of an array of any dtype of that size.
pub fn read_bits<T: Bits>(view: &View) -> &[T] {
    assert_eq!(size_of::<T>(), view.dtype.size(), "elements of another size");
    let n = view.shape.size();
    // SAFETY: as in `read`; every pattern of bits is a number of `T`.
    if n == 0 { &[] } else { unsafe { std::slice::from_raw_parts(view.address as *const T, n) } }
}

/// The same for writing.
// Of the memory that the view names, not of the view.
#[allow(clippy::mut_from_ref)]
pub fn write_bits<T: Bits>(view: &ViewMut) -> &mut [T] {
    assert_eq!(size_of::<T>(), view.dtype.size(), "elements of another size");
    let n = view.shape.size();
    // SAFETY: as in `write`.
    if n == 0 { &mut [] } else { unsafe { std::slice::from_raw_parts_mut(view.address as *mut T, n) } }
}

/// Runs the expression with the named type standing for the bits of the dtype's elements.
#[macro_export]
macro_rules! by_bits {
    ($dtype:expr, $t:ident => $body:expr) => {
        match $dtype.size() {
            1 => {
                type $t = u8;
                $body
            }
            2 => {
                type $t = u16;
                $body
            }
            4 => {
                type $t = u32;
                $body
            }
            _ => {
                type $t = u64;
                $body
            }
        }
    };
}

/// Zeros the target and copies the source's bytes to it from byte `at` on.
pub fn put_bytes(source: &View, target: &ViewMut, at: usize) {
    let (from, whole) = (source.shape.size() * source.dtype.size(), target.shape.size() * target.dtype.size());
    assert!(source.dtype == target.dtype && at + from <= whole);
    if whole == 0 {
        return;
    }
    // SAFETY: both views are live (see `read`), the range was checked, and they do not overlap: the
    // device never lets an operator that is not elementwise write what it reads.
    unsafe {
        std::ptr::write_bytes(target.address as *mut u8, 0, whole);
        std::ptr::copy_nonoverlapping(source.address as *const u8, (target.address + at) as *mut u8, from);
    }
}

/// Row i of the target is row `order[i]` of the source (rows of the first axis).
pub fn copy_rows(source: &View, order: &[u32], target: &ViewMut) {
    let rows = source.shape.dims().first().copied().unwrap_or(1) as usize;
    let row = source.shape.size() / rows.max(1) * source.dtype.size();
    assert!(source.shape == target.shape && source.dtype == target.dtype && order.len() == rows);
    for (i, &from) in order.iter().enumerate() {
        assert!((from as usize) < rows);
        // SAFETY: both rows are inside their arrays (asserted), which do not overlap.
        unsafe {
            std::ptr::copy_nonoverlapping(
                (source.address + from as usize * row) as *const u8,
                (target.address + i * row) as *mut u8,
                row,
            );
        }
    }
}

/// A slice that several pieces of one loop write, each its own part.
pub struct Parts<'a, T> {
    at: *mut T,
    len: usize,
    _life: PhantomData<&'a mut [T]>,
}
// SAFETY: pieces get disjoint parts (the promise of `part`).
unsafe impl<T: Send> Sync for Parts<'_, T> {}
unsafe impl<T: Send> Send for Parts<'_, T> {}

impl<'a, T> Parts<'a, T> {
    pub fn new(slice: &'a mut [T]) -> Self {
        Parts { at: slice.as_mut_ptr(), len: slice.len(), _life: PhantomData }
    }
    pub fn len(&self) -> usize {
        self.len
    }
    /// # Safety
    /// No two pieces that run at the same time may ask for overlapping ranges.
    #[allow(clippy::mut_from_ref)]
    pub unsafe fn part(&self, range: Range<usize>) -> &mut [T] {
        assert!(range.start <= range.end && range.end <= self.len);
        // SAFETY: within the slice; disjointness is the caller's promise.
        unsafe { std::slice::from_raw_parts_mut(self.at.add(range.start), range.end - range.start) }
    }
    /// The address of the first element, for kernels that write strided patterns.
    pub fn as_ptr(&self) -> *mut T {
        self.at
    }
}

/// Scratch memory for the length of a scope, not cleared.
pub struct Workspace<'a, T> {
    context: &'a dyn Context,
    address: usize,
    len: usize,
    _type: PhantomData<T>,
}

impl<'a, T: Element> Workspace<'a, T> {
    pub fn new(context: &'a dyn Context, len: usize) -> Self {
        let address = context.acquire(len.max(1) * size_of::<T>());
        Workspace { context, address, len, _type: PhantomData }
    }
    pub fn as_slice(&self) -> &[T] {
        // SAFETY: `acquire` gave at least this many bytes, aligned to 64, to us alone.
        unsafe { std::slice::from_raw_parts(self.address as *const T, self.len) }
    }
    pub fn as_mut_slice(&mut self) -> &mut [T] {
        // SAFETY: as above.
        unsafe { std::slice::from_raw_parts_mut(self.address as *mut T, self.len) }
    }
}

impl<T> Drop for Workspace<'_, T> {
    fn drop(&mut self) {
        self.context.release(self.address, self.len.max(1) * size_of::<T>());
    }
}

/// Cuts `total` into equal pieces of about `grain` and gives piece `i`.
pub fn piece_of(total: usize, pieces: usize, i: usize) -> Range<usize> {
    total * i / pieces..total * (i + 1) / pieces
}
