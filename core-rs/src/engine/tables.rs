//! The dependency tables: a queue of entries for each variable in use, and the tasks that the
//! entries belong to. Pure bookkeeping under the engine's lock: nothing here allocates, waits or
//! runs a kernel. The main thread alone adds; every thread completes.
#![forbid(unsafe_code)]

mod goals;

use std::sync::Arc;
use std::sync::atomic::Ordering;

use super::failure::{Failure, Failures};
use super::queue::{Job, NONE, VarRef};
use super::slab::Slab;
use crate::base::Var;

pub use goals::Goal;

/// A variable that has tasks or an error. `Var` holds the index; index 0 is never used.
#[derive(Default)]
pub struct Queue {
    var: Option<VarRef>,
    /// Entries in program order.
    head: u32,
    tail: u32,
    /// How many of them write.
    writes: u32,
    error: Option<Arc<Failure>>,
}

/// One task's place in one queue.
#[derive(Default)]
pub struct Entry {
    task: u32,
    queue: u32,
    prev: u32,
    next: u32,
    /// The task's next entry.
    sibling: u32,
    writes: bool,
    /// The task fails when the variable holds an error.
    reads: bool,
    /// Nothing before it in the queue stands in its way.
    granted: bool,
}

#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
enum State {
    #[default]
    Free,
    /// Some entries are not granted.
    Blocked,
    /// In a list of ready tasks.
    Ready,
    Running,
    /// Complete; the slot waits until the marking has passed it.
    Done,
}

#[derive(Default)]
pub struct Slot {
    number: u32,
    job: Option<Job>,
    first: u32,
    blocked: u32,
    state: State,
    /// Somebody waits for a variable that depends on this task.
    wanted: bool,
    /// In the list of tasks whose predecessors are to be marked.
    listed: bool,
    thread: u8,
    /// Links of the list of ready tasks.
    prev: u32,
    next: u32,
    /// Link of the marking's list.
    mark: u32,
    cost: u64,
    bytes: usize,
}

#[derive(Clone, Copy)]
struct List {
    head: u32,
    tail: u32,
}
const EMPTY: List = List { head: NONE, tail: NONE };

/// A task that has been handed to a thread.
pub struct Popped {
    pub task: u32,
    pub job: Job,
    pub number: u32,
    pub cost: u64,
    /// A variable that it reads holds this: it fails without running.
    pub inherited: Option<Arc<Failure>>,
}

pub struct Tables {
    pub queues: Slab<Queue>,
    pub entries: Slab<Entry>,
    pub tasks: Slab<Slot>,
    /// Tasks that may run: those somebody waits for, and the others.
    wanted: List,
    others: List,
    marks: u32,
    pub ready: usize,
    pub ready_cost: u64,
    pub outstanding: usize,
    pub outstanding_cost: u64,
    pub outstanding_bytes: usize,
    /// Threads that run a wanted task, as bits.
    pub wanted_threads: u64,
    pub goal: Option<Goal>,
    pub failures: Failures,
    pub number: u32,
    pub pushed: u64,
}

impl Tables {
    pub fn new() -> Tables {
        let mut queues = Slab::with_room(64);
        queues.take();
        Tables {
            queues,
            entries: Slab::with_room(256),
            tasks: Slab::with_room(64),
            wanted: EMPTY,
            others: EMPTY,
            marks: NONE,
            ready: 0,
            ready_cost: 0,
            outstanding: 0,
            outstanding_cost: 0,
            outstanding_bytes: 0,
            wanted_threads: 0,
            goal: None,
            failures: Failures::new(),
            number: 0,
            pushed: 0,
        }
    }

    /// No variable has tasks or an error. (Slot 0 is always taken.)
    pub fn is_idle(&self) -> bool {
        self.queues.used() == 1
    }

    // --- variables ---

    fn queue_of(&mut self, var: &Var) -> u32 {
        match var.0.load(Ordering::Relaxed) {
            0 => {
                let q = self.queues.take();
                self.queues[q] = Queue { var: Some(VarRef::of(var)), head: NONE, tail: NONE, writes: 0, error: None };
                var.0.store(q, Ordering::Relaxed);
                q
            }
            q => q,
        }
    }

    /// Frees a queue that holds nothing any more.
    fn tidy(&mut self, q: u32) {
        let queue = &mut self.queues[q];
        if queue.head == NONE && queue.error.is_none() {
            if let Some(var) = queue.var.take() {
                var.clear();
            }
            self.queues.give(q);
        }
    }

    /// True when no task is queued on the variable and it holds no error that a reader would inherit.
    pub fn is_free(&self, var: &Var, for_reading: bool) -> bool {
        let q = var.0.load(Ordering::Relaxed);
        q == 0 || (self.queues[q].head == NONE && !(for_reading && self.queues[q].error.is_some()))
    }

    pub fn error_of(&self, var: &Var) -> Option<Arc<Failure>> {
        self.queues[var.0.load(Ordering::Relaxed)].error.clone()
    }

    pub fn has_writer(&self, var: &Var) -> bool {
        self.queues[var.0.load(Ordering::Relaxed)].writes > 0
    }

    /// Sets or clears the error of a variable on which nothing is queued.
    pub fn set_error(&mut self, var: &Var, error: Option<Arc<Failure>>) {
        if error.is_none() && var.0.load(Ordering::Relaxed) == 0 {
            return;
        }
        let q = self.queue_of(var);
        self.queues[q].error = error;
        self.tidy(q);
    }

    /// The variable goes away. Its tasks, if any were left, keep their order without it.
    pub fn forget(&mut self, var: &Var) {
        let q = var.0.swap(0, Ordering::Relaxed);
        if q != 0 {
            self.queues[q].var = None;
            self.queues[q].error = None;
            self.tidy(q);
        }
    }

    // --- adding ---

    /// The number of the next task; never 0.
    pub fn next_number(&mut self) -> u32 {
        self.number = self.number.wrapping_add(1).max(1);
        self.number
    }

    /// Queues a task; its number, and whether it may run at once.
    pub fn push(&mut self, job: Job, reads: &[&Var], writes: &[&Var], cost: u64, bytes: usize) -> (u32, bool) {
        self.next_number();
        self.pushed += 1;
        let t = self.tasks.take();
        self.tasks[t] = Slot {
            number: self.number,
            job: Some(job),
            first: NONE,
            prev: NONE,
            next: NONE,
            mark: NONE,
            cost,
            bytes,
            state: State::Blocked,
            ..Slot::default()
        };
        // Reads first: the error that a task inherits is that of the first variable it reads.
        reads.iter().for_each(|var| self.append(t, var, false));
        writes.iter().for_each(|var| self.append(t, var, true));
        self.outstanding += 1;
        self.outstanding_cost += cost;
        self.outstanding_bytes += bytes;
        let ready = self.tasks[t].blocked == 0;
        if ready {
            self.make_ready(t);
        }
        (self.number, ready)
    }

    fn append(&mut self, t: u32, var: &Var, writes: bool) {
        let q = self.queue_of(var);
        let tail = self.queues[q].tail;
        // The newest task can only be the last in a queue: this finds a variable named twice.
        if tail != NONE && self.entries[tail].task == t {
            if writes && !self.entries[tail].writes {
                // Read and written: one entry, which writes, so readers before it are in its way.
                let alone = self.entries[tail].prev == NONE;
                self.tasks[t].blocked += (self.entries[tail].granted && !alone) as u32;
                self.entries[tail].granted &= alone;
                self.entries[tail].writes = true;
                self.queues[q].writes += 1;
            }
            return;
        }
        let queue = &mut self.queues[q];
        let granted = if writes { queue.head == NONE } else { queue.writes == 0 };
        queue.writes += writes as u32;
        let e = self.entries.take();
        let sibling = self.tasks[t].first;
        self.entries[e] = Entry { task: t, queue: q, prev: tail, next: NONE, sibling, writes, reads: !writes, granted };
        self.queues[q].tail = e;
        if tail == NONE {
            self.queues[q].head = e;
        } else {
            self.entries[tail].next = e;
        }
        self.tasks[t].first = e;
        self.tasks[t].blocked += !granted as u32;
    }

    // --- ready tasks ---

    fn list(&mut self, wanted: bool) -> &mut List {
        if wanted { &mut self.wanted } else { &mut self.others }
    }

    fn make_ready(&mut self, t: u32) {
        let wanted = self.tasks[t].wanted;
        let tail = self.list(wanted).tail;
        let slot = &mut self.tasks[t];
        (slot.state, slot.prev, slot.next) = (State::Ready, tail, NONE);
        self.ready += 1;
        self.ready_cost += slot.cost;
        if tail == NONE {
            self.list(wanted).head = t;
        } else {
            self.tasks[tail].next = t;
        }
        self.list(wanted).tail = t;
    }

    fn leave_ready(&mut self, t: u32) {
        let Slot { wanted, prev, next, cost, .. } = self.tasks[t];
        self.ready -= 1;
        self.ready_cost -= cost;
        if prev == NONE {
            self.list(wanted).head = next;
        } else {
            self.tasks[prev].next = next;
        }
        if next == NONE {
            self.list(wanted).tail = prev;
        } else {
            self.tasks[next].prev = prev;
        }
    }

    /// Hands the oldest ready task to a thread: one that is waited for, else (`any`) another one.
    pub fn pop(&mut self, thread: usize, any: bool) -> Option<Popped> {
        let task = match (self.wanted.head, self.others.head) {
            (NONE, NONE) => return None,
            (NONE, _) if !any => return None,
            (NONE, other) => other,
            (wanted, _) => wanted,
        };
        self.leave_ready(task);
        // All writers before this task are done and none behind has started: the errors are final.
        let inherited = self.inherited(task);
        let slot = &mut self.tasks[task];
        (slot.state, slot.thread) = (State::Running, thread as u8);
        if slot.wanted {
            self.wanted_threads |= 1 << thread;
        }
        Some(Popped { task, job: slot.job?, number: slot.number, cost: slot.cost, inherited })
    }

    fn inherited(&self, t: u32) -> Option<Arc<Failure>> {
        let mut e = self.tasks[t].first;
        let mut found = None;
        while e != NONE {
            let entry = &self.entries[e];
            if entry.reads && self.queues[entry.queue].error.is_some() {
                // The list runs backwards: the last one found belongs to the first variable read.
                found = self.queues[entry.queue].error.clone();
            }
            e = entry.sibling;
        }
        found
    }

    // --- completing ---

    /// A task has ended, well or with a failure that its variables keep. The work, for dropping when
    /// the lock is no longer held.
    pub fn complete(&mut self, t: u32, failure: Option<&Arc<Failure>>) -> Option<Job> {
        let mut e = self.tasks[t].first;
        while e != NONE {
            let Entry { queue: q, sibling, writes, .. } = self.entries[e];
            self.unlink(e);
            if writes {
                self.queues[q].writes -= 1;
                self.queues[q].error = failure.cloned();
            }
            self.grant(q);
            self.entries.give(e);
            self.goal_of(q);
            self.tidy(q);
            e = sibling;
        }
        let slot = &mut self.tasks[t];
        slot.state = State::Done;
        self.outstanding -= 1;
        self.outstanding_cost -= slot.cost;
        self.outstanding_bytes -= slot.bytes;
        self.wanted_threads &= !(1 << slot.thread);
        let job = slot.job.take();
        if !slot.listed {
            slot.state = State::Free;
            self.tasks.give(t);
        }
        if let Some(Goal::All | Goal::Backlog(..)) = self.goal
            && self.reached(self.goal)
        {
            self.goal = None;
        }
        job
    }

    fn unlink(&mut self, e: u32) {
        let Entry { queue: q, prev, next, .. } = self.entries[e];
        if prev == NONE {
            self.queues[q].head = next;
        } else {
            self.entries[prev].next = next;
        }
        if next == NONE {
            self.queues[q].tail = prev;
        } else {
            self.entries[next].prev = prev;
        }
    }

    /// Lets the front of a queue go on: one writer, or all readers up to the next writer.
    fn grant(&mut self, q: u32) {
        let mut e = self.queues[q].head;
        let mut first = true;
        while e != NONE {
            let Entry { task, next, writes, granted, .. } = self.entries[e];
            if writes && !first {
                break;
            }
            if !granted {
                self.entries[e].granted = true;
                self.tasks[task].blocked -= 1;
                if self.tasks[task].blocked == 0 {
                    self.make_ready(task);
                }
            } else if !writes && !first {
                // Readers are granted together, from the front: those behind have it already.
                break;
            }
            if writes {
                break;
            }
            first = false;
            e = next;
        }
    }

    /// The job and number of a task that some thread runs, for the blame.
    pub fn running(&self, t: u32) -> Option<(Job, u32)> {
        let slot = &self.tasks[t];
        Some((slot.job?, slot.number))
    }
}
