//! How the main thread waits: it names its goal, runs what the goal depends on, helps with loops, and
//! sleeps when there is nothing to do.
#![forbid(unsafe_code)]

use std::sync::atomic::Ordering;

use super::queue;
use super::tables::{Goal, Tables};
use super::threaded::{NAP, Threaded};
use crate::base::{Result, Var};

/// Predecessors marked under one hold of the lock: about a microsecond.
const MARKS: usize = 64;

impl Threaded {
    /// The main thread waits for a goal, which is chosen under the lock (None: reached already). It
    /// runs what the goal depends on, and pieces of loops of such tasks; everything, where the goal
    /// is about everything.
    pub(super) fn wait_for(&self, choose: impl FnOnce(&Tables) -> Option<Goal>) {
        // Read before the tables are looked at: what happens from here on wakes this thread.
        let mut seen = self.signal.0.load(Ordering::SeqCst);
        let mut t = self.tables.lock();
        let Some(goal) = choose(&t) else { return };
        if t.reached(Some(goal)) {
            return;
        }
        t.want(goal);
        let any = matches!(goal, Goal::All | Goal::Backlog(..));
        let mut spins = 0;
        while t.goal.is_some() {
            let more = t.mark(MARKS);
            let popped = t.pop(0, any);
            self.publish(&t);
            drop(t);
            let mask = if any { u64::MAX } else { self.wanted_threads.load(Ordering::Relaxed) };
            if let Some(popped) = popped {
                if self.run_chain(0, popped, any) {
                    return;
                }
                spins = 0;
            } else if more || self.help_loops(0, mask) {
                spins = 0;
            } else {
                self.mend();
                while spins < self.spin / 4 && self.signal.0.load(Ordering::Acquire) == seen {
                    std::hint::spin_loop();
                    spins += 1;
                }
                if spins >= self.spin / 4 {
                    self.sleep(0, seen, NAP);
                    spins = 0;
                }
            }
            seen = self.signal.0.load(Ordering::SeqCst);
            t = self.tables.lock();
        }
    }

    /// What the last tasks kept alive is being dropped on other threads: lets it be gone, so that
    /// figures of memory are what the script expects. Not for ever: a thread may have died there.
    pub(super) fn wait_for_drops(&self) {
        let mut spins = 0;
        while self.dropping.load(Ordering::Acquire) != 0 && spins < self.spin {
            std::hint::spin_loop();
            spins += 1;
        }
        for _ in 0..50 {
            let left = self.dropping.load(Ordering::Acquire);
            if left == 0 {
                return;
            }
            queue::wait(&self.dropping, left, NAP / 5);
        }
    }

    /// Waits for a goal on a variable.
    pub(super) fn wait_on(&self, var: &Var, goal: fn(u32) -> Goal) {
        if var.0.load(Ordering::Acquire) != 0 {
            self.wait_for(|_| match var.0.load(Ordering::Relaxed) {
                0 => None,
                q => Some(goal(q)),
            });
            self.wait_for_drops();
        }
    }

    /// Raises the error that an idle variable holds.
    pub(super) fn raise(&self, var: &Var) -> Result<()> {
        if var.0.load(Ordering::Acquire) == 0 {
            return Ok(());
        }
        let failure = self.tables.lock().error_of(var);
        failure.map_or(Ok(()), |f| Err(f.raise()))
    }
}
