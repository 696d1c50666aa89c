//! The array: a dense row-major window on a storage. Views (reshape, leading slices) share it.
#![forbid(unsafe_code)]

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use super::{DType, Shape, View, ViewMut};

/// The engine's variable of a storage: 0 while nothing is queued on it and it holds no error,
/// else the index of its queue in the engine's table. Only the engine writes it.
#[derive(Debug, Default)]
pub struct Var(pub AtomicU32);

/// Who takes a storage's memory back when its last holder lets go.
pub trait Owner: Sync {
    fn release(&self, address: usize, bytes: usize, var: &Var);
}

/// A block of memory, shared by arrays, recorded nodes and queued tasks.
pub struct Storage {
    pub address: usize,
    pub bytes: usize,
    /// The engine's queue of this storage.
    pub var: Var,
    /// Counted at push of each write: what a recorded node compares.
    version: AtomicU32,
    owner: &'static dyn Owner,
}

impl Storage {
    pub fn new(address: usize, bytes: usize, owner: &'static dyn Owner) -> Arc<Storage> {
        Arc::new(Storage { address, bytes, var: Var::default(), version: AtomicU32::new(0), owner })
    }
    pub fn version(&self) -> u32 {
        self.version.load(Ordering::Relaxed)
    }
    pub fn written(&self) {
        self.version.fetch_add(1, Ordering::Relaxed);
    }
}

impl Drop for Storage {
    fn drop(&mut self) {
        self.owner.release(self.address, self.bytes, &self.var);
    }
}

impl std::fmt::Debug for Storage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Storage({:#x}, {} bytes)", self.address, self.bytes)
    }
}

/// A window on a storage.
#[derive(Clone, Debug)]
pub struct Array {
    pub storage: Arc<Storage>,
    /// First element, counted in elements.
    pub offset: usize,
    pub shape: Shape,
    pub dtype: DType,
    /// The number of the cpu context (cpu(0), cpu(1) … are one memory).
    pub context: u16,
}

impl Array {
    pub fn view(&self) -> View {
        View { address: self.storage.address + self.offset * self.dtype.size(), shape: self.shape, dtype: self.dtype }
    }
    pub fn view_mut(&self) -> ViewMut {
        let v = self.view();
        ViewMut { address: v.address, shape: v.shape, dtype: v.dtype }
    }
    pub fn bytes(&self) -> usize {
        self.shape.size() * self.dtype.size()
    }
    /// The same elements under another shape of the same size.
    pub fn reshaped(&self, shape: Shape) -> Array {
        debug_assert_eq!(shape.size(), self.shape.size());
        Array { shape, ..self.clone() }
    }
    pub fn same_storage(&self, other: &Array) -> bool {
        Arc::ptr_eq(&self.storage, &other.storage)
    }
}
