//! The naive engine: every task runs in the calling thread, at once. It keeps errors as the
//! threaded engine does; the debugging aid, and what the tests compare the other one with.
#![forbid(unsafe_code)]

use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};

use super::failure::{self, Failure, Failures};
use super::{Engine, Info, Task, Work};
use crate::base::{Context, Error, Result, Scratch, Var};

pub struct Naive {
    scratch: Scratch,
    errors: Mutex<Errors>,
    numbers: AtomicU32,
    queued: AtomicU64,
    inline: AtomicU64,
}

/// The errors that variables hold: a variable holds slot `i` when it says `i`.
struct Errors {
    slots: Vec<Option<Arc<Failure>>>,
    free: Vec<u32>,
    unraised: Failures,
}

impl Errors {
    fn of(&self, var: &Var) -> Option<Arc<Failure>> {
        self.slots[var.0.load(Ordering::Relaxed) as usize].clone()
    }
    fn set(&mut self, var: &Var, failure: Arc<Failure>) {
        if var.0.load(Ordering::Relaxed) == 0 {
            let slot = self.free.pop().unwrap_or_else(|| {
                self.slots.push(None);
                self.slots.len() as u32 - 1
            });
            var.0.store(slot, Ordering::Relaxed);
        }
        self.slots[var.0.load(Ordering::Relaxed) as usize] = Some(failure);
    }
    fn clear(&mut self, var: &Var) {
        let slot = var.0.swap(0, Ordering::Relaxed);
        if slot != 0 {
            self.slots[slot as usize] = None;
            self.free.push(slot);
        }
    }
}

impl Naive {
    pub fn new(scratch: Scratch) -> Naive {
        let errors = Errors { slots: vec![None], free: Vec::new(), unraised: Failures::new() };
        let (queued, inline) = (AtomicU64::new(0), AtomicU64::new(0));
        Naive { scratch, errors: Mutex::new(errors), numbers: AtomicU32::new(0), queued, inline }
    }

    fn errors(&self) -> MutexGuard<'_, Errors> {
        self.errors.lock().unwrap_or_else(|e| e.into_inner())
    }

    fn next_number(&self) -> u32 {
        let number = self.numbers.fetch_add(1, Ordering::Relaxed).wrapping_add(1);
        if number == 0 { self.next_number() } else { number }
    }

    /// False when it failed.
    fn run(&self, work: &mut dyn Work, writes: &[&Var], number: u32) -> bool {
        let mut done = failure::run_caught(work, self);
        if let Some(text) = (self.scratch.check)() {
            done = Err(Error::execution(text));
        }
        match done {
            Ok(()) => {
                if writes.iter().any(|v| v.0.load(Ordering::Relaxed) != 0) {
                    let mut errors = self.errors();
                    writes.iter().for_each(|v| errors.clear(v));
                }
                true
            }
            Err(error) => {
                let failure = Failure::new(failure::of_task(error, work, number));
                let mut errors = self.errors();
                errors.unraised.keep(&failure);
                writes.iter().for_each(|v| errors.set(v, failure.clone()));
                false
            }
        }
    }

    fn error_of(&self, var: &Var) -> Result<()> {
        if var.0.load(Ordering::Relaxed) == 0 {
            return Ok(());
        }
        self.errors().of(var).map_or(Ok(()), |f| Err(f.raise()))
    }
}

impl Engine for Naive {
    fn runs_inline(&self, reads: &[&Var], _writes: &[&Var], _cost: u64) -> bool {
        reads.iter().all(|v| v.0.load(Ordering::Relaxed) == 0)
    }
    fn run_inline(&self, work: &mut dyn Work, writes: &[&Var]) -> u32 {
        self.inline.fetch_add(1, Ordering::Relaxed);
        let number = self.next_number();
        if self.run(work, writes, number) { 0 } else { number }
    }
    fn push(&self, mut task: Task<'_>) -> u32 {
        let number = self.next_number();
        self.queued.fetch_add(1, Ordering::Relaxed);
        let inherited = {
            let mut errors = self.errors();
            let first = task.reads.iter().find_map(|v| errors.of(v));
            if let Some(failure) = &first {
                task.writes.iter().for_each(|v| errors.set(v, failure.clone()));
            }
            first
        };
        if inherited.is_none() {
            self.run(&mut *task.work, task.writes, number);
        }
        number
    }
    fn wait_to_read(&self, var: &Var) -> Result<()> {
        self.error_of(var)
    }
    fn wait_to_write(&self, var: &Var) -> Result<()> {
        self.error_of(var)
    }
    fn wait_all(&self) -> Result<()> {
        self.errors().unraised.take().map_or(Ok(()), |f| Err(f.raise()))
    }
    fn poison(&self, var: &Var, error: Error) {
        let failure = Failure::new(error);
        let mut errors = self.errors();
        errors.unraised.keep(&failure);
        errors.set(var, failure);
    }
    fn forget(&self, var: &Var) {
        if var.0.load(Ordering::Relaxed) != 0 {
            self.errors().clear(var);
        }
    }
    fn pending(&self, _var: &Var) -> bool {
        false
    }
    fn threads(&self) -> usize {
        1
    }
    fn with_context(&self, f: &mut dyn FnMut(&dyn Context)) {
        f(self);
    }
    fn info(&self) -> Info {
        Info {
            threads: 1,
            naive: true,
            queued: self.queued.load(Ordering::Relaxed),
            inline: self.inline.load(Ordering::Relaxed),
            ..Info::default()
        }
    }
    fn set_threads(&self, _threads: usize) {}
    fn worker_run(&self, _index: usize) {}
    fn worker_died(&self, _index: usize) {}
    fn main_trapped(&self) -> Option<Error> {
        // Nothing is known of what ran: the naive engine keeps no record. Its caller throws this.
        Some(failure::trap())
    }
}

impl Context for Naive {
    fn parallel(&self, pieces: usize, piece: &(dyn Fn(usize) + Sync)) {
        (0..pieces).for_each(piece);
    }
    fn acquire(&self, bytes: usize) -> usize {
        (self.scratch.acquire)(bytes).unwrap_or_else(|| failure::unwind_with(no_scratch(bytes)))
    }
    fn release(&self, address: usize, bytes: usize) {
        (self.scratch.release)(address, bytes);
    }
}

/// The error of a kernel whose scratch memory was refused.
pub fn no_scratch(bytes: usize) -> Error {
    Error::memory(format!("{bytes} bytes of scratch memory were refused; use smaller batches or release arrays"))
}
