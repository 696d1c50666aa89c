//! What a kernel may ask of whoever runs it: threads and scratch memory.
#![forbid(unsafe_code)]

use std::collections::HashMap;
use std::sync::Mutex;

/// Given to every kernel. The engine implements it; tests use [`Serial`].
pub trait Context: Sync {
    /// Runs `piece(0)` … `piece(pieces - 1)`, each exactly once, on whatever threads are free, and
    /// returns when all have run. The number of pieces is decided by sizes alone, never by the
    /// number of threads, and partial results are combined by the caller in the order of pieces.
    fn parallel(&self, pieces: usize, piece: &(dyn Fn(usize) + Sync));
    /// Scratch memory of at least `bytes`, 64-byte aligned, not cleared. Panics when there is none.
    /// Use it through `kernel::workspace::Workspace`, which gives it back.
    fn acquire(&self, bytes: usize) -> usize;
    /// Gives back what `acquire` gave.
    fn release(&self, address: usize, bytes: usize);
}

/// Where scratch memory comes from: memory hands this to the engine through whoever starts both,
/// because the two do not import each other.
#[derive(Clone, Copy)]
pub struct Scratch {
    /// None where memory is refused.
    pub acquire: fn(usize) -> Option<usize>,
    pub release: fn(usize, usize),
    /// Asked after each task; a text says that something was written behind its end.
    pub check: fn() -> Option<String>,
}

/// One thread and the general allocator: for tests and tools.
#[derive(Default)]
pub struct Serial {
    live: Mutex<HashMap<usize, Box<[u64]>>>,
}

impl Context for Serial {
    fn parallel(&self, pieces: usize, piece: &(dyn Fn(usize) + Sync)) {
        for i in 0..pieces {
            piece(i);
        }
    }
    fn acquire(&self, bytes: usize) -> usize {
        let block = vec![0u64; bytes.div_ceil(8) + 8].into_boxed_slice();
        let aligned = (block.as_ptr() as usize + 63) & !63;
        self.live.lock().unwrap().insert(aligned, block);
        aligned
    }
    fn release(&self, address: usize, _bytes: usize) {
        self.live.lock().unwrap().remove(&address);
    }
}
