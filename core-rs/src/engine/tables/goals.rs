//! What the main thread waits for, and the marking of all tasks that it depends on: those are handed
//! out first.
#![forbid(unsafe_code)]

use super::{Entry, NONE, State, Tables};

/// What the main thread waits for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Goal {
    /// No task that writes this queue's variable.
    Read(u32),
    /// No task on this queue.
    Write(u32),
    All,
    /// At most this many bytes and tasks outstanding.
    Backlog(usize, usize),
}

impl Tables {
    pub fn reached(&self, goal: Option<Goal>) -> bool {
        match goal {
            None => true,
            Some(Goal::Read(q)) => self.queues[q].writes == 0,
            Some(Goal::Write(q)) => self.queues[q].head == NONE,
            Some(Goal::All) => self.outstanding == 0,
            Some(Goal::Backlog(bytes, tasks)) => self.outstanding_bytes <= bytes && self.outstanding <= tasks,
        }
    }

    /// Before a queue may be freed: is it what the main thread waits for?
    pub(super) fn goal_of(&mut self, q: u32) {
        if let Some(Goal::Read(g) | Goal::Write(g)) = self.goal
            && g == q
            && self.reached(self.goal)
        {
            self.goal = None;
        }
    }

    /// Notes what the main thread waits for and marks the tasks at its end.
    pub fn want(&mut self, goal: Goal) {
        self.goal = Some(goal);
        let (Goal::Read(q) | Goal::Write(q)) = goal else { return };
        let mut e = self.queues[q].tail;
        while e != NONE {
            let Entry { task, prev, writes, .. } = self.entries[e];
            if writes || matches!(goal, Goal::Write(_)) {
                self.want_task(task);
            }
            if writes {
                break;
            }
            e = prev;
        }
    }

    fn want_task(&mut self, t: u32) {
        let slot = &self.tasks[t];
        if slot.wanted {
            return;
        }
        match slot.state {
            State::Ready => {
                self.leave_ready(t);
                self.tasks[t].wanted = true;
                self.make_ready(t);
            }
            State::Running => {
                self.wanted_threads |= 1 << slot.thread;
                self.tasks[t].wanted = true;
            }
            State::Blocked => {
                let slot = &mut self.tasks[t];
                (slot.wanted, slot.listed, slot.mark) = (true, true, self.marks);
                self.marks = t;
            }
            State::Free | State::Done => {}
        }
    }

    /// Marks predecessors of wanted tasks as wanted, about `budget` of them; true when more are left.
    /// A task is marked once in its life, and all that it depends on is then marked as well, so the
    /// whole marking costs a constant for each task, however often somebody waits.
    pub fn mark(&mut self, budget: usize) -> bool {
        let mut seen = 0;
        while self.marks != NONE && seen < budget {
            let t = self.marks;
            self.marks = self.tasks[t].mark;
            self.tasks[t].listed = false;
            if self.tasks[t].state == State::Done {
                self.tasks[t].state = State::Free;
                self.tasks.give(t);
                continue;
            }
            let mut own = self.tasks[t].first;
            while own != NONE {
                let Entry { sibling, writes: is_write, granted, mut prev, .. } = self.entries[own];
                while !granted && prev != NONE {
                    seen += 1;
                    let Entry { task, writes, prev: before, .. } = self.entries[prev];
                    // A writer waits for all readers before it, back to a writer; a reader for that
                    // writer alone, which a wanted reader on the way has marked already.
                    let covered = !is_write && !writes && self.tasks[task].wanted;
                    if writes || is_write {
                        self.want_task(task);
                    }
                    if writes || covered {
                        break;
                    }
                    prev = before;
                }
                own = sibling;
                seen += 1;
            }
        }
        self.marks != NONE
    }
}
