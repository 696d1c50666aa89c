//! The dependency engine, after MXNet's: it knows variables and tasks, nothing else. Several
//! readers or one writer of a variable at a time, in program order; independent tasks side by
//! side; loops inside tasks on the same threads. `README.md` has states, transitions, and the race
//! that each step prevents.

mod failure;
mod naive;
#[cfg(not(target_arch = "wasm32"))]
mod native;
mod queue;
mod slab;
mod tables;
mod threaded;
mod waiting;
mod worker;

pub use naive::Naive;
#[cfg(not(target_arch = "wasm32"))]
pub use native::Crew;
pub use threaded::{MAX_THREADS, Threaded};

use std::sync::OnceLock;

use crate::base::{Context, Error, Result, Scratch, Var};

/// What a task does. It is kept in the engine's tables, never on a stack, because a thread that
/// traps never comes back to its stack.
pub trait Work: Send {
    /// Computes. Called once, on any thread.
    fn run(&mut self, context: &dyn Context) -> Result<()>;
    /// Operator and shapes, for the error when `run` panics or traps.
    fn describe(&self) -> (&'static str, String);
}

/// A task to be queued. The work itself keeps alive what `reads` and `writes` point to.
pub struct Task<'a> {
    pub work: Box<dyn Work>,
    pub reads: &'a [&'a Var],
    /// A variable may be in both lists (it is then written, and its earlier error is inherited).
    pub writes: &'a [&'a Var],
    /// Estimated nanoseconds on one thread: what decides whether anything is handed over.
    pub cost: u64,
    /// Bytes of the outputs that the task keeps alive: the queue is bounded by their sum.
    pub bytes: usize,
}

/// What `engine_info` tells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Info {
    /// The main thread included.
    pub threads: usize,
    pub naive: bool,
    pub queued: u64,
    pub inline: u64,
    /// Pieces of loops that ran on another thread than the one that started the loop.
    pub pieces_helped: u64,
    /// Tasks that ran on workers.
    pub tasks_on_workers: u64,
}

/// The interface of both engines. Calls come from the main thread, except `threads`, `forget` and
/// the `worker_` ones.
pub trait Engine: Sync {
    /// True when a task of that cost on these variables should run in the calling thread at once:
    /// it is tiny, nothing is queued on the variables, and none of them holds an error that the
    /// task would inherit.
    fn runs_inline(&self, reads: &[&Var], writes: &[&Var], cost: u64) -> bool;
    /// Runs a piece of work at once, as `runs_inline` allowed: catches its panic, poisons `writes`
    /// with its error. The number of the task if it failed, else 0.
    fn run_inline(&self, work: &mut dyn Work, writes: &[&Var]) -> u32;
    /// Queues a task. Returns its number (never 0).
    fn push(&self, task: Task<'_>) -> u32;
    /// Waits until nothing is queued that writes `var`; the thread helps meanwhile. The error that
    /// the variable holds, if any.
    fn wait_to_read(&self, var: &Var) -> Result<()>;
    /// Waits until nothing is queued on `var` at all. The error that the variable holds, if any.
    fn wait_to_write(&self, var: &Var) -> Result<()>;
    /// Waits for everything. The first failure that no wait has raised yet, once each.
    fn wait_all(&self) -> Result<()>;
    /// Makes `var` hold an error (an allocation that failed, a refused gradient).
    fn poison(&self, var: &Var, error: Error);
    /// The storage of `var` is gone: nothing is queued on it any more. From any thread.
    fn forget(&self, var: &Var);
    /// Is anything queued or running that writes `var`? Never blocks for long, and whoever asks
    /// again and again sees it end: a worker is woken for it, or, without workers, the task runs.
    fn pending(&self, var: &Var) -> bool;
    /// The number of threads, the main thread included.
    fn threads(&self) -> usize;
    /// Runs `f` with a context for work outside any task (loops of the main thread).
    fn with_context(&self, f: &mut dyn FnMut(&dyn Context));
    fn info(&self) -> Info;

    /// Lets at most this many threads work, the main thread included.
    fn set_threads(&self, threads: usize);
    /// The body of worker `index` (1 and up); returns when the engine is told to end it.
    fn worker_run(&self, index: usize);
    /// Worker `index` has trapped and will not come back: what it was running fails. A new thread
    /// may call `worker_run` with the same index. Called by the dying thread itself, or by the main
    /// thread where that was not possible; returns when nobody uses the dead thread's stack any more.
    fn worker_died(&self, index: usize);
    /// The main thread has trapped in a kernel (JavaScript caught it and calls this before it
    /// restores the stack pointer). The task in question fails; returns when no thread is inside its
    /// loop any more. The error, for a task that ran inline or for a loop outside any task: its
    /// caller is gone, so it must be thrown at once. None for a queued one: waits will raise it.
    fn main_trapped(&self) -> Option<Error>;
}

static CURRENT: OnceLock<&'static dyn Engine> = OnceLock::new();

/// Makes the engine of this process, once; later calls change nothing. `threads` counts the main
/// thread; of `spin` empty iterations a thread without work makes a quarter before it sleeps.
pub fn start(threads: usize, naive: bool, spin: u32, scratch: Scratch) {
    CURRENT.get_or_init(|| {
        if naive {
            Box::leak(Box::new(Naive::new(scratch)))
        } else {
            Box::leak(Box::new(Threaded::new(threads, spin, scratch)))
        }
    });
}

/// The engine that `start` made.
#[inline]
pub fn current() -> &'static dyn Engine {
    *CURRENT.get().expect("the engine: start() has not been called")
}

/// For `memory::on_release`: a variable's storage is gone.
pub fn forget(var: &Var) {
    if let Some(engine) = CURRENT.get() {
        engine.forget(var);
    }
}

pub fn set_threads(threads: usize) {
    current().set_threads(threads);
}

/// The words of `engine_info`: threads, 0 threaded or 1 naive, tasks queued, tasks inline, pieces of
/// loops that other threads took.
pub fn info() -> [u32; 5] {
    let i = current().info();
    [i.threads as u32, i.naive as u32, i.queued as u32, i.inline as u32, i.pieces_helped as u32]
}

pub fn worker_run(index: usize) {
    current().worker_run(index);
}

pub fn worker_died(index: usize) {
    current().worker_died(index);
}

/// See `Engine::main_trapped`.
pub fn trap_main() -> Option<Error> {
    current().main_trapped()
}
