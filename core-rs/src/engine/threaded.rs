//! The threaded engine: tasks by their variables on all threads. This file has what the main thread
//! does when it decides and queues; `waiting.rs` has how it waits and helps, `worker.rs` loops, workers
//! and their deaths.
#![forbid(unsafe_code)]

use std::cell::Cell;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, AtomicU64, AtomicUsize, Ordering};

use super::failure::{self, Failure};
use super::queue::{Job, Lock, NONE, Record, life};
use super::slab::Slab;
use super::tables::{Goal, Popped, Tables};
use super::{Engine, Info, Task, Work};
use crate::base::{Context, Error, Result, Scratch, Var};

/// Threads at most: one bit each in a word.
pub const MAX_THREADS: usize = 64;
/// Nanoseconds of work below which nothing is handed to a thread that is awake …
const WORTH_HANDING: u64 = 5_000;
/// … and to one that has to be woken, which costs the caller 5 to 20 microseconds.
pub(super) const WORTH_WAKING: u64 = 100_000;
/// Outputs of queued tasks, in bytes, before the main thread stops queueing and helps.
const BACKLOG_BYTES: usize = 256 << 20;
const BACKLOG_TASKS: usize = 1 << 14;
/// A sleep of a waiting thread: it then looks for dead workers.
pub(super) const NAP: i64 = 5_000_000;

thread_local! {
    /// Which record is this thread's: 0 for the main thread.
    pub(super) static INDEX: Cell<usize> = const { Cell::new(0) };
}

/// A word that many threads write, alone on its cache lines.
#[repr(align(128))]
#[derive(Default)]
pub(super) struct Padded<T>(pub T);

pub struct Threaded {
    pub(super) tables: Lock<Tables>,
    pub(super) records: Box<[Record]>,
    pub(super) scratch: Scratch,
    /// Empty iterations of about 100 microseconds.
    pub(super) spin: u32,
    /// Threads that may work, the main thread included.
    pub(super) limit: AtomicUsize,

    /// Counted whenever there may be something new to do: what idle threads watch.
    pub(super) signal: Padded<AtomicU32>,
    /// Threads whose loops have pieces to take.
    pub(super) open: Padded<AtomicU64>,
    /// Copies of figures in the tables, written under the lock, read without it.
    pub(super) ready: Padded<AtomicU32>,
    pub(super) wanted_threads: AtomicU64,
    busy: AtomicU32,
    /// Workers that exist; threads that sleep; workers that look for work.
    pub(super) live: AtomicU64,
    pub(super) asleep: Padded<AtomicU64>,
    pub(super) idle: Padded<AtomicU32>,
    /// Jobs that workers have completed and are dropping.
    pub(super) dropping: AtomicU32,
    pub(super) deaths: AtomicU32,
    pub(super) mending: AtomicU32,
    pub(super) ended: AtomicU32,

    /// For the main thread alone: slots that are surely free, and bytes that may be outstanding.
    room: [AtomicUsize; 3],
    backlog: AtomicUsize,
    backlog_tasks: AtomicUsize,
}

impl Threaded {
    /// An engine of `threads` threads, the main thread included. Workers come by `worker_run`.
    pub fn new(threads: usize, spin: u32, scratch: Scratch) -> Threaded {
        Threaded {
            tables: Lock::new(Tables::new(), (spin / 64).max(16)),
            records: (0..MAX_THREADS).map(|_| Record::new()).collect(),
            scratch,
            spin: spin.max(64),
            limit: AtomicUsize::new(threads.clamp(1, MAX_THREADS)),
            signal: Padded::default(),
            open: Padded::default(),
            ready: Padded::default(),
            wanted_threads: AtomicU64::new(0),
            busy: AtomicU32::new(0),
            live: AtomicU64::new(0),
            asleep: Padded::default(),
            idle: Padded::default(),
            dropping: AtomicU32::new(0),
            deaths: AtomicU32::new(0),
            mending: AtomicU32::new(0),
            ended: AtomicU32::new(0),
            room: [const { AtomicUsize::new(0) }; 3],
            backlog: AtomicUsize::new(0),
            backlog_tasks: AtomicUsize::new(0),
        }
    }

    /// Workers that may work now.
    pub(super) fn workers(&self) -> u64 {
        let limit = self.limit.load(Ordering::Relaxed);
        let allowed = if limit >= 64 { u64::MAX } else { (1 << limit) - 1 };
        self.live.load(Ordering::Relaxed) & allowed
    }

    /// Copies what other threads read without the lock; only what has changed is written.
    pub(super) fn publish(&self, tables: &Tables) {
        let (ready, busy) = (tables.ready as u32, !tables.is_idle() as u32);
        if self.ready.0.load(Ordering::Relaxed) != ready {
            self.ready.0.store(ready, Ordering::Relaxed);
        }
        if self.wanted_threads.load(Ordering::Relaxed) != tables.wanted_threads {
            self.wanted_threads.store(tables.wanted_threads, Ordering::Relaxed);
        }
        if self.busy.load(Ordering::Relaxed) != busy {
            // Release: who sees "nothing is busy" sees what the tasks wrote.
            self.busy.store(busy, Ordering::Release);
        }
    }

    /// Makes room in the tables for what is about to be added, before the lock is taken. Only the
    /// main thread adds, so what it last saw free is free still.
    fn reserve(&self, tasks: usize, entries: usize) {
        let wanted = [tasks, entries, entries];
        if self.room.iter().zip(wanted).all(|(room, n)| room.load(Ordering::Relaxed) >= n) {
            return;
        }
        let (left, slots) = {
            let t = self.tables.lock();
            (
                [t.tasks.left(), t.entries.left(), t.queues.left()],
                [t.tasks.slots(), t.entries.slots(), t.queues.slots()],
            )
        };
        let size = |i: usize| if left[i] >= wanted[i] { 0 } else { slots[i] * 2 + wanted[i] };
        let (mut tasks, mut entries, mut queues) = (Slab::room(size(0)), Slab::room(size(1)), Slab::room(size(2)));
        let mut t = self.tables.lock();
        t.tasks.move_into(&mut tasks);
        t.entries.move_into(&mut entries);
        t.queues.move_into(&mut queues);
        self.note_room(&t);
        drop(t);
    }

    fn note_room(&self, t: &Tables) {
        self.room[0].store(t.tasks.left(), Ordering::Relaxed);
        self.room[1].store(t.entries.left(), Ordering::Relaxed);
        self.room[2].store(t.queues.left(), Ordering::Relaxed);
        self.backlog.store(t.outstanding_bytes, Ordering::Relaxed);
        self.backlog_tasks.store(t.outstanding, Ordering::Relaxed);
    }

    /// The main thread stops queueing and helps while too much is outstanding.
    fn bound(&self, bytes: usize) {
        let high = self.backlog.load(Ordering::Relaxed) + bytes > BACKLOG_BYTES
            || self.backlog_tasks.load(Ordering::Relaxed) >= BACKLOG_TASKS;
        if high {
            self.wait_for(|_| Some(Goal::Backlog(BACKLOG_BYTES.saturating_sub(bytes), BACKLOG_TASKS / 2)));
            self.note_room(&self.tables.lock());
        }
    }

    /// Runs a task that was handed to this thread; its failure, and whether it is a new one.
    fn run(&self, me: usize, popped: &Popped) -> (Option<Arc<Failure>>, bool) {
        if let Some(failure) = &popped.inherited {
            return (Some(failure.clone()), false);
        }
        let record = &self.records[me];
        record.with(|own| (own.task, own.cost) = (popped.task, popped.cost));
        let mut done = popped.job.run(self);
        if let Some(text) = (self.scratch.check)() {
            done = Err(Error::execution(text));
        }
        record.with(|own| own.task = NONE);
        match done {
            Ok(()) => (None, false),
            Err(error) => (Some(Failure::new(popped.job.blame(error, popped.number))), true),
        }
    }

    /// Completes a task and takes the next one under the same hold of the lock. The next one, and
    /// whether this was what the main thread waited for.
    pub(super) fn complete(
        &self,
        me: usize,
        task: u32,
        (failure, new): (Option<Arc<Failure>>, bool),
        next: Option<bool>,
    ) -> (Option<Popped>, bool) {
        let mut t = self.tables.lock();
        if new && let Some(failure) = &failure {
            t.failures.keep(failure);
        }
        let waited = t.goal.is_some();
        let job = t.complete(task, failure.as_ref());
        let reached = waited && t.goal.is_none();
        if reached {
            // All marked tasks have ended: their slots go back.
            t.mark(usize::MAX);
        }
        let popped = next.and_then(|any| t.pop(me, any));
        let (ready, cost) = (t.ready as u32, t.ready_cost);
        self.publish(&t);
        if me != 0 {
            self.dropping.fetch_add(1, Ordering::Relaxed);
        }
        drop(t);
        if ready > 0 || (waited && me != 0) {
            self.signal();
        }
        if ready > 0 {
            self.call_in(ready, cost);
        }
        if me != 0 {
            if reached {
                self.wake(0);
            }
            drop(job.map(Job::take));
            self.dropping.fetch_sub(1, Ordering::Release);
        } else {
            drop(job.map(Job::take));
        }
        (popped, reached)
    }

    /// Takes a ready task. Whoever asks has seen without the lock that there may be one.
    pub(super) fn pop(&self, me: usize, any: bool) -> Option<Popped> {
        let mut t = self.tables.lock();
        let popped = t.pop(me, any);
        self.publish(&t);
        popped
    }

    /// Runs a task and those that become ready by it, until there is none or there are pieces of
    /// loops to take: what has been started comes first. True when the main thread's goal was reached.
    pub(super) fn run_chain(&self, me: usize, first: Popped, any: bool) -> bool {
        let mut popped = Some(first);
        let mut reached = false;
        while let Some(p) = popped {
            let done = self.run(me, &p);
            if me != 0 {
                let count = &self.records[me].tasks;
                count.store(count.load(Ordering::Relaxed) + 1, Ordering::Relaxed);
            }
            let more = self.open.0.load(Ordering::Relaxed) == 0 || me == 0;
            let (next, goal) = self.complete(me, p.task, done, more.then_some(any));
            popped = next;
            reached |= goal;
        }
        reached
    }

    /// Some variable is not idle: may a task run at once all the same? `reads` must hold no error.
    #[cold]
    fn all_free(&self, reads: &[&Var], writes: &[&Var]) -> bool {
        let idle = |v: &&Var| v.0.load(Ordering::Acquire) == 0;
        if reads.iter().all(idle) && writes.iter().all(idle) {
            return true;
        }
        let t = self.tables.lock();
        reads.iter().all(|v| t.is_free(v, true)) && writes.iter().all(|v| t.is_free(v, false))
    }

    /// Sets the same failure on variables that are idle.
    pub(super) fn set_failure(&self, error: Error, vars: &[&Var]) {
        let failure = Failure::new(error);
        self.reserve(0, vars.len());
        let mut t = self.tables.lock();
        t.failures.keep(&failure);
        vars.iter().for_each(|v| t.set_error(v, Some(failure.clone())));
        self.note_room(&t);
        self.publish(&t);
    }
}

impl Engine for Threaded {
    #[inline]
    fn runs_inline(&self, reads: &[&Var], writes: &[&Var], cost: u64) -> bool {
        if self.busy.load(Ordering::Acquire) != 0 && !self.all_free(reads, writes) {
            return false;
        }
        self.records[0].with(|own| own.cost = cost);
        if cost <= WORTH_HANDING || self.workers() == 0 {
            return true;
        }
        // Nobody is free: a thread that has to be woken pays only for more.
        cost <= WORTH_WAKING && self.idle.0.load(Ordering::Relaxed) == 0
    }

    fn run_inline(&self, work: &mut dyn Work, writes: &[&Var]) -> u32 {
        let record = &self.records[0];
        record.begin_inline(work, writes);
        let mut done = failure::run_caught(work, self);
        record.end_inline();
        if let Some(text) = (self.scratch.check)() {
            done = Err(Error::execution(text));
        }
        match done {
            Ok(()) => {
                if self.busy.load(Ordering::Relaxed) != 0 && writes.iter().any(|v| v.0.load(Ordering::Relaxed) != 0) {
                    let mut t = self.tables.lock();
                    writes.iter().for_each(|v| t.set_error(v, None));
                    self.publish(&t);
                }
                0
            }
            Err(error) => {
                let number = self.tables.lock().next_number();
                self.set_failure(failure::of_task(error, work, number), writes);
                number
            }
        }
    }

    fn push(&self, task: Task<'_>) -> u32 {
        self.bound(task.bytes);
        self.reserve(1, task.reads.len() + task.writes.len());
        let job = Job::new(task.work);
        let mut t = self.tables.lock();
        let (number, ready) = t.push(job, task.reads, task.writes, task.cost, task.bytes);
        let (waiting, cost, all) = (t.ready as u32, t.ready_cost, t.outstanding_cost);
        self.note_room(&t);
        self.publish(&t);
        drop(t);
        if ready {
            self.signal();
        }
        let workers = self.workers();
        if waiting > 0 && workers != 0 {
            // Somebody awake will come to it, or else the whole backlog is what a wake-up serves.
            let awake = workers & !self.asleep.0.load(Ordering::SeqCst);
            self.call_in(waiting, if awake == 0 { all } else { cost });
        }
        number
    }

    fn wait_to_read(&self, var: &Var) -> Result<()> {
        self.wait_on(var, Goal::Read);
        self.raise(var)
    }

    fn wait_to_write(&self, var: &Var) -> Result<()> {
        self.wait_on(var, Goal::Write);
        self.raise(var)
    }

    fn wait_all(&self) -> Result<()> {
        self.wait_for(|_| Some(Goal::All));
        self.wait_for_drops();
        let failure = self.tables.lock().failures.take();
        failure.map_or(Ok(()), |f| Err(f.raise()))
    }

    fn poison(&self, var: &Var, error: Error) {
        // In program order: what is queued on the variable still means its old contents.
        self.wait_on(var, Goal::Write);
        self.set_failure(error, &[var]);
    }

    fn forget(&self, var: &Var) {
        if var.0.load(Ordering::Acquire) == 0 {
            return;
        }
        let mut t = self.tables.lock();
        t.forget(var);
        self.publish(&t);
    }

    fn pending(&self, var: &Var) -> bool {
        if var.0.load(Ordering::Acquire) == 0 {
            return false;
        }
        self.mend();
        let (pending, ready) = {
            let t = self.tables.lock();
            (var.0.load(Ordering::Relaxed) != 0 && t.has_writer(var), t.ready as u32)
        };
        if pending && self.workers() == 0 {
            self.wait_on(var, Goal::Read);
            return false;
        }
        if pending && ready > 0 && self.idle.0.load(Ordering::SeqCst) == 0 {
            self.call_in(1, u64::MAX);
        }
        pending
    }

    fn threads(&self) -> usize {
        self.limit.load(Ordering::Relaxed)
    }

    fn with_context(&self, f: &mut dyn FnMut(&dyn Context)) {
        // Its length is not known: loops inside count by their pieces.
        self.records[0].with(|own| own.cost = 0);
        f(self);
    }

    fn info(&self) -> Info {
        let sum = |f: fn(&Record) -> usize| self.records.iter().map(|r| f(r) as u64).sum();
        Info {
            threads: self.threads(),
            naive: false,
            queued: self.tables.lock().pushed,
            inline: self.records[0].with(|own| own.inline_runs),
            pieces_helped: sum(|r| r.pieces_helped.load(Ordering::Relaxed)),
            tasks_on_workers: sum(|r| r.tasks.load(Ordering::Relaxed)),
        }
    }

    fn set_threads(&self, threads: usize) {
        self.limit.store(threads.clamp(1, MAX_THREADS), Ordering::SeqCst);
        self.signal();
        (1..MAX_THREADS).for_each(|i| self.wake(i));
    }

    fn worker_run(&self, index: usize) {
        self.work(index);
    }

    fn worker_died(&self, index: usize) {
        let Some(record) = self.records.get(index) else { return };
        // A worker that never arrived, or is told of twice, has nothing to mend.
        let (alive, dead) = (life::ALIVE, life::DEAD);
        if record.state.compare_exchange(alive, dead, Ordering::AcqRel, Ordering::Relaxed).is_err() {
            return;
        }
        self.deaths.fetch_add(1, Ordering::SeqCst);
        self.signal();
        self.wake(0);
        // Its stack and thread-locals are given back after this call: nobody may be inside them.
        while record.state.load(Ordering::Acquire) == life::DEAD {
            self.mend();
            std::hint::spin_loop();
        }
    }

    fn main_trapped(&self) -> Option<Error> {
        self.mend_main()
    }
}
