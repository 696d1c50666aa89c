//! The dependency engine, after MXNet's: it knows variables and tasks, nothing else. Several
//! readers or one writer of a variable at a time, in program order; independent tasks side by
//! side; loops inside tasks on the same threads. `README.md` has states, transitions, and the race
//! that each step prevents.

use crate::base::{Context, Error, Result, Var};

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
}

/// The interface of both engines. All calls but `threads` come from the main thread.
pub trait Engine: Sync {
    /// True when a task of that cost on these variables should run in the calling thread at once:
    /// it is tiny, nothing is queued on the variables, and none of them holds an error that the
    /// task would inherit.
    fn runs_inline(&self, reads: &[&Var], writes: &[&Var], cost: u64) -> bool;
    /// Runs a piece of work at once, as `runs_inline` allowed: catches its panic, poisons `writes`
    /// with its error.
    fn run_inline(&self, work: &mut dyn Work, writes: &[&Var]);
    /// Queues a task. Returns its number (never 0).
    fn push(&self, task: Task<'_>) -> u32;
    /// Waits until nothing is queued that writes `var`; the thread helps meanwhile. The error that
    /// the variable holds, if any.
    fn wait_to_read(&self, var: &Var) -> Result<()>;
    /// Waits until nothing is queued on `var` at all.
    fn wait_to_write(&self, var: &Var) -> Result<()>;
    /// Waits for everything. The first failure that no wait has raised yet, once each.
    fn wait_all(&self) -> Result<()>;
    /// Makes `var` hold an error (an allocation that failed, a refused gradient).
    fn poison(&self, var: &Var, error: Error);
    /// The storage of `var` is gone: nothing is queued on it any more.
    fn forget(&self, var: &Var);
    /// Is anything queued or running that writes `var`?
    fn pending(&self, var: &Var) -> bool;
    /// Bytes of outputs (as told by `note_pending`) of tasks that have not run.
    fn threads(&self) -> usize;
    /// Runs `f` with a context for work outside any task (loops of the main thread).
    fn with_context(&self, f: &mut dyn FnMut(&dyn Context));
}
