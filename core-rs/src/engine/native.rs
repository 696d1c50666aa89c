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
    workers: Vec<(usize, JoinHandle<()>)>,
}

impl Crew {
    /// `threads` counts the calling thread, which is the engine's main thread.
    pub fn new(threads: usize, spin: u32, scratch: Scratch) -> Crew {
        let engine = Arc::new(Threaded::new(threads, spin, scratch));
        let workers = (1..threads).map(|index| (index, Crew::spawn(&engine, index))).collect();
        // On wasm workers arrive when they do; tests want them there.
        while engine.workers().count_ones() as usize + 1 < threads {
            std::thread::yield_now();
        }
        Crew { engine, workers }
    }
    fn spawn(engine: &Arc<Threaded>, index: usize) -> JoinHandle<()> {
        let engine = engine.clone();
        let builder = std::thread::Builder::new().name(format!("worker {index}"));
        builder.spawn(move || engine.worker_run(index)).expect("a thread")
    }
    pub fn engine(&self) -> Arc<Threaded> {
        self.engine.clone()
    }
    /// Another thread for a worker that has died; the dead one is not waited for.
    pub fn replace(&mut self, index: usize) {
        self.workers.retain(|(i, _)| *i != index);
        self.workers.push((index, Crew::spawn(&self.engine, index)));
        while !self.engine.is_alive(index) {
            std::thread::yield_now();
        }
    }
    /// The worker has died and nobody takes its place.
    pub fn abandon(&mut self, index: usize) {
        self.workers.retain(|(i, _)| *i != index);
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
        for (_, worker) in self.workers.drain(..) {
            // A panic that came this far was the engine's own: the test has to fail by it.
            if worker.join().is_err() && !std::thread::panicking() {
                panic!("a worker panicked outside a task");
            }
        }
    }
}
