//! Failures: the error of a task, shared by all variables that hold it, and the list of those that
//! no wait has raised yet.
#![forbid(unsafe_code)]

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::Work;
use crate::base::{Context, Error, Kind, Result};

pub struct Failure {
    pub error: Error,
    raised: AtomicBool,
}

impl Failure {
    pub fn new(error: Error) -> Arc<Failure> {
        Arc::new(Failure { error, raised: AtomicBool::new(false) })
    }
    /// The error, for a wait that raises it.
    pub fn raise(&self) -> Error {
        self.raised.store(true, Ordering::Relaxed);
        self.error.clone()
    }
    fn is_raised(&self) -> bool {
        self.raised.load(Ordering::Relaxed)
    }
}

/// Failures in the order in which they happened. The room is fixed, because it is filled while the
/// engine's lock is held.
pub struct Failures(Vec<Arc<Failure>>);

const KEPT: usize = 1024;

impl Failures {
    pub fn new() -> Failures {
        Failures(Vec::with_capacity(KEPT))
    }
    /// Keeps a failure; beyond 1,024 that nobody has raised, the later ones are told only by waits
    /// on their own arrays.
    pub fn keep(&mut self, failure: &Arc<Failure>) {
        if self.0.len() == KEPT {
            self.0.retain(|f| !f.is_raised());
        }
        if self.0.len() < KEPT {
            self.0.push(failure.clone());
        }
    }
    /// The first one that nobody has raised.
    pub fn take(&mut self) -> Option<Arc<Failure>> {
        let at = self.0.iter().position(|f| !f.is_raised());
        let found = at.map(|at| self.0[at].clone());
        self.0.drain(..at.map_or(self.0.len(), |at| at + 1));
        found
    }
}

/// Runs a task's work; a panic in it becomes its error.
pub fn run_caught(work: &mut dyn Work, context: &dyn Context) -> Result<()> {
    match catch_unwind(AssertUnwindSafe(|| work.run(context))) {
        Ok(done) => done,
        Err(payload) => Err(of_panic(payload)),
    }
}

/// The error that a panic stands for: one that travelled as the payload, or its text.
pub fn of_panic(payload: Box<dyn Any + Send>) -> Error {
    match payload.downcast::<Error>() {
        Ok(error) => *error,
        Err(payload) => {
            let text = payload.downcast_ref::<String>().map(String::as_str);
            let text = text.or_else(|| payload.downcast_ref::<&str>().copied()).unwrap_or("without a text");
            Error::execution(format!("the kernel panicked: {text}"))
        }
    }
}

/// Ends a kernel with an error that `run_caught` will find; used where `parallel` and `acquire`
/// cannot return one. No message is printed, unlike `panic!`.
pub fn unwind_with(error: Error) -> ! {
    std::panic::resume_unwind(Box::new(error))
}

/// The text of a trap. What kind it was is known to JavaScript alone.
pub fn trap() -> Error {
    Error::execution("the kernel trapped (out of bounds, unreachable or out of stack)")
}

/// Completes an error with what is known of the task.
pub fn of_task(error: Error, work: &dyn Work, number: u32) -> Error {
    let (operator, shapes) = work.describe();
    let mut error = error.within(operator);
    if matches!(error.kind, Kind::Execution | Kind::Memory) && !shapes.is_empty() {
        error.text = format!("{}; inputs: {shapes}", error.text);
    }
    error.task = number;
    error
}
