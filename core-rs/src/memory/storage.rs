//! The process's pool, and storages: blocks that go back to it when their last holder lets go.
#![forbid(unsafe_code)]

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};

use super::checks::Stacks;
use super::lock::Lock;
use super::pages::Host;
use super::pool::{Pool, Stats, UNIT};
use crate::base::{Error, Owner, Result, Scratch, Storage, Var};

static POOL: Lock<Pool<Host>> = Lock::new(Pool::new(Host));
static LAST_REFUSED: AtomicUsize = AtomicUsize::new(0);
static CHECKING: AtomicBool = AtomicBool::new(false);
/// Whom to tell that a variable is gone.
static FORGET: OnceLock<fn(&Var)> = OnceLock::new();
/// What checks found at a release, until `check` takes it.
static FOUND: Lock<Option<String>> = Lock::new(None);
static STACKS: Lock<Stacks> = Lock::new(Stacks::new());

struct ToPool;

impl Owner for ToPool {
    fn release(&self, address: usize, bytes: usize, var: &Var) {
        if var.0.load(Ordering::Relaxed) != 0
            && let Some(forget) = FORGET.get()
        {
            forget(var);
        }
        release(address, bytes);
    }
}

/// A new storage whose contents are undefined.
pub fn storage(bytes: usize) -> Result<Arc<Storage>> {
    let address = acquire(bytes).ok_or_else(|| refusal(bytes))?;
    Ok(Storage::new(address, bytes, &ToPool))
}

/// A block of at least `bytes`, 64-byte aligned, not cleared; None when it is refused. A request
/// for nothing gets an aligned address that must not be used.
#[inline]
pub fn acquire(bytes: usize) -> Option<usize> {
    if bytes == 0 {
        return Some(UNIT);
    }
    let address = POOL.lock().acquire(bytes);
    if address.is_none() {
        LAST_REFUSED.store(bytes, Ordering::Relaxed);
    }
    address
}

/// Gives back what `acquire(bytes)` gave.
#[inline]
pub fn release(address: usize, bytes: usize) {
    if bytes == 0 {
        return;
    }
    let found = POOL.lock().release(address, bytes);
    if found.is_some() {
        *FOUND.lock() = found;
    }
}

#[cold]
fn refusal(bytes: usize) -> Error {
    let s = stats();
    Error::memory(format!(
        "an array of {} needs more memory than there is: {} are in use, {} are free in pieces, the maximum is {}; \
         use smaller batches or release arrays (dispose, nd.scope)",
        text(bytes),
        text(s.live),
        text(s.pooled),
        text(s.maximum)
    ))
}

fn text(bytes: usize) -> String {
    if bytes < 10 << 20 { format!("{bytes} bytes") } else { format!("{} MB", bytes >> 20) }
}

pub fn stats() -> Stats {
    POOL.lock().stats()
}

/// Bytes of the request that was refused last.
pub fn last_refused() -> usize {
    LAST_REFUSED.load(Ordering::Relaxed)
}

/// Says, once, whom to tell that a variable's storage is gone.
pub fn on_release(forget: fn(&Var)) {
    let _ = FORGET.set(forget);
}

/// Before the first array. `checks` (`HADRON_DEBUG=memory`): patterns behind blocks, NaN in what is
/// free. False when it is too late for checks.
pub fn start(checks: bool) -> bool {
    if checks {
        CHECKING.store(POOL.lock().check_blocks(), Ordering::Relaxed);
    }
    checks == CHECKING.load(Ordering::Relaxed)
}

/// What the engine needs for kernels.
pub fn scratch() -> Scratch {
    Scratch { acquire, release, check }
}

/// What checks have found, where they are on: the engine asks after each task.
pub fn check() -> Option<String> {
    if !CHECKING.load(Ordering::Relaxed) {
        return None;
    }
    let found = POOL.lock().look();
    found.or_else(|| STACKS.lock().look()).or_else(|| FOUND.lock().take())
}

/// Where checks are on: the calling thread, with a stack that is empty and ends at `low`, begins.
pub fn stack_begun(low: usize) {
    if CHECKING.load(Ordering::Relaxed) {
        STACKS.lock().begun(low);
    }
}

/// The thread whose stack ends at `low` ends.
pub fn stack_ended(low: usize) {
    if CHECKING.load(Ordering::Relaxed) {
        STACKS.lock().ended(low);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_storage_goes_back_with_its_last_holder() {
        let a = storage(1000).unwrap();
        assert_eq!(a.address % 64, 0);
        let b = a.clone();
        let address = a.address;
        drop(a);
        assert_ne!(storage(1000).unwrap().address, address);
        drop(b);
        assert_eq!(storage(0).unwrap().bytes, 0);
    }

    #[test]
    fn a_refusal_tells_the_figures() {
        let error = storage(usize::MAX / 2).unwrap_err();
        assert_eq!(error.kind, crate::base::Kind::Memory);
        assert!(error.text.contains("in use") && error.text.contains("maximum"), "{}", error.text);
    }
}
