//! Workers for an engine outside wasm: threads of the system, joined when the crew is dropped. Tests
//! make as many engines as they like in one process.
#![forbid(unsafe_code)]

use std::ops::Deref;
use std::sync::Arc;
use std::thread::JoinHandle;

use super::{Engine, Threaded};
use crate::base::Scratch;

/// A threaded engine with its workers.
pub struct Crew {
    engine: Arc<Threaded>,
    workers: Vec<JoinHandle<()>>,
}

impl Crew {
    /// `threads` counts the calling thread, which is the engine's main thread.
    pub fn new(threads: usize, spin: u32, scratch: Scratch) -> Crew {
        let engine = Arc::new(Threaded::new(threads, spin, scratch));
        let workers = (1..threads).map(|index| Crew::spawn(&engine, index)).collect();
        Crew { engine, workers }
    }
    fn spawn(engine: &Arc<Threaded>, index: usize) -> JoinHandle<()> {
        let engine = engine.clone();
        let builder = std::thread::Builder::new().name(format!("worker {index}"));
        builder.spawn(move || engine.worker_run(index)).expect("a thread")
    }
    /// Another thread for a worker that has died.
    pub fn replace(&mut self, index: usize) {
        self.workers.push(Crew::spawn(&self.engine, index));
    }
}

impl Deref for Crew {
    type Target = Threaded;
    fn deref(&self) -> &Threaded {
        &self.engine
    }
}

impl Drop for Crew {
    fn drop(&mut self) {
        self.engine.end();
        for worker in self.workers.drain(..) {
            // A worker that a test let die has nothing to tell.
            let _ = worker.join();
        }
    }
}
