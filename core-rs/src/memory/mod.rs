//! One pool for arrays and scratch memory, and the pages below it. A storage made here goes back to
//! the pool when its last holder lets go. Nothing is ever given back to the host.

#[cfg(target_arch = "wasm32")]
mod allocator;
mod checks;
mod lock;
pub mod pages;
pub mod pool;
mod storage;

pub use pool::Stats;
pub use storage::{
    acquire, check, last_refused, on_release, release, scratch, stack_begun, stack_ended, start, stats, storage,
};
