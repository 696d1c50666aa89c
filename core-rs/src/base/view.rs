//! What a task sees of an array: an address, a shape, a dtype. Only `kernel` reads through them
//! (`kernel::slices`): the engine has seen to it that nobody else writes meanwhile.
#![forbid(unsafe_code)]

use super::{DType, Shape};

/// An array that a task reads. Dense, row-major.
#[derive(Clone, Copy, Debug)]
pub struct View {
    pub address: usize,
    pub shape: Shape,
    pub dtype: DType,
}

/// An array that a task writes. May be the same memory as one it reads, where the operator says
/// that it works in place.
#[derive(Clone, Copy, Debug)]
pub struct ViewMut {
    pub address: usize,
    pub shape: Shape,
    pub dtype: DType,
}

impl ViewMut {
    pub fn as_view(&self) -> View {
        View { address: self.address, shape: self.shape, dtype: self.dtype }
    }
}
