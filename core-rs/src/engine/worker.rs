//! Loops cut into pieces, the body of a worker, sleeping and waking, and what is done after a
//! thread that trapped.
#![forbid(unsafe_code)]

use std::sync::atomic::Ordering;

use super::failure::{self, Failure};
use super::naive::no_scratch;
use super::queue::{self, NONE, life};
use super::threaded::{INDEX, MAX_THREADS, NAP, Threaded, WORTH_WAKING};
use crate::base::{Context, Error};

/// What a piece of a loop is taken to cost where nothing else is known: kernels cut no finer.
const PIECE: u64 = 8_000;

impl Context for Threaded {
    fn parallel(&self, pieces: usize, piece: &(dyn Fn(usize) + Sync)) {
        let me = INDEX.get();
        let record = &self.records[me];
        let (nested, cost) = record.with(|own| (own.piece_of != 0, own.cost));
        if pieces <= 1 || nested || self.workers() == 0 || pieces > u32::MAX as usize {
            (0..pieces).for_each(piece);
            return;
        }
        let the_loop = &record.the_loop;
        record.with(|own| own.looping = true);
        the_loop.open(pieces, piece);
        self.open.0.fetch_or(1 << me, Ordering::SeqCst);
        self.signal();
        self.call_in(pieces as u32 - 1, if cost == 0 { pieces as u64 * PIECE } else { cost });
        self.take_pieces(me, me);
        self.open.0.fetch_and(!(1 << me), Ordering::Relaxed);
        // Others are in their last pieces. Nothing else is begun meanwhile: that could take long.
        let mut spins = 0;
        while !the_loop.is_done() {
            if spins < self.spin / 4 {
                std::hint::spin_loop();
                spins += 1;
            } else {
                the_loop.sleep(NAP);
                self.mend();
            }
        }
        record.with(|own| own.looping = false);
        if let Some(error) = the_loop.take_error() {
            failure::unwind_with(error);
        }
    }

    fn acquire(&self, bytes: usize) -> usize {
        let Some(address) = (self.scratch.acquire)(bytes) else { failure::unwind_with(no_scratch(bytes)) };
        self.records[INDEX.get()].with(|own| own.hold(address, bytes));
        address
    }

    fn release(&self, address: usize, bytes: usize) {
        self.records[INDEX.get()].with(|own| own.let_go(address));
        (self.scratch.release)(address, bytes);
    }
}

impl Threaded {
    /// Runs pieces of a thread's loop until none is left to take. False when there was none.
    fn take_pieces(&self, me: usize, owner: usize) -> bool {
        let record = &self.records[me];
        let the_loop = &self.records[owner].the_loop;
        let mut taken = 0;
        while let Some(piece) = the_loop.take() {
            record.with(|own| own.piece_of = owner as u32 + 1);
            the_loop.run(piece);
            record.with(|own| own.piece_of = 0);
            if me != owner {
                // Before `finish`: who waits for the loop may ask for the figure.
                let count = &record.pieces_helped;
                count.store(count.load(Ordering::Relaxed) + 1, Ordering::Relaxed);
            }
            the_loop.finish();
            taken += 1;
        }
        taken > 0
    }

    /// Helps with loops of the threads in `mask`; true when a piece was run.
    pub(super) fn help_loops(&self, me: usize, mask: u64) -> bool {
        let mut open = self.open.0.load(Ordering::Acquire) & mask & !(1 << me);
        while open != 0 {
            let owner = open.trailing_zeros() as usize;
            if self.records[owner].the_loop.has_pieces() && self.take_pieces(me, owner) {
                return true;
            }
            open &= open - 1;
        }
        false
    }

    /// There may be something new to do. SeqCst: a thread that goes to sleep either sees this, or is
    /// seen asleep by who looks next.
    pub(super) fn signal(&self) {
        self.signal.0.fetch_add(1, Ordering::SeqCst);
    }

    /// Wakes sleepers for work of that cost in so many parts, as far as it pays.
    pub(super) fn call_in(&self, parts: u32, cost: u64) {
        if cost < WORTH_WAKING {
            return;
        }
        let mut asleep = self.asleep.0.load(Ordering::SeqCst) & (self.workers() | 1);
        if asleep == 0 {
            return;
        }
        let awake = self.idle.0.load(Ordering::SeqCst);
        let worth = (cost / WORTH_WAKING).min(MAX_THREADS as u64) as u32;
        for _ in 0..parts.saturating_sub(awake).min(worth) {
            // Workers first: the main thread can help only with what it waits for.
            let last = 63 - (asleep | 1).leading_zeros();
            if asleep == 0 {
                break;
            }
            self.wake(last as usize);
            asleep &= !(1 << last);
        }
    }

    pub(super) fn wake(&self, thread: usize) {
        if self.asleep.0.fetch_and(!(1 << thread), Ordering::SeqCst) & (1 << thread) != 0 {
            let park = &self.records[thread].park;
            park.store(1, Ordering::SeqCst);
            queue::wake(park, 1);
        }
    }

    /// Sleeps until woken, unless something has happened since `seen`.
    pub(super) fn sleep(&self, me: usize, seen: u32, nanoseconds: i64) {
        let park = &self.records[me].park;
        park.store(0, Ordering::SeqCst);
        self.asleep.0.fetch_or(1 << me, Ordering::SeqCst);
        if self.signal.0.load(Ordering::SeqCst) == seen && self.ended.load(Ordering::SeqCst) == 0 {
            queue::wait(park, 0, nanoseconds);
        }
        self.asleep.0.fetch_and(!(1 << me), Ordering::SeqCst);
    }

    /// The body of a worker.
    pub(super) fn work(&self, me: usize) {
        if me == 0 || me >= MAX_THREADS {
            return;
        }
        INDEX.set(me);
        let record = &self.records[me];
        // A former thread of this number has died: its record is mended first.
        while record.state.load(Ordering::Acquire) == life::DEAD {
            self.mend();
            std::hint::spin_loop();
        }
        record.state.store(life::ALIVE, Ordering::Release);
        self.live.fetch_or(1 << me, Ordering::SeqCst);
        let mut spins = 0;
        while self.ended.load(Ordering::Relaxed) == 0 {
            let seen = self.signal.0.load(Ordering::SeqCst);
            if me >= self.limit.load(Ordering::SeqCst) {
                self.sleep(me, seen, -1);
                continue;
            }
            if self.help_loops(me, u64::MAX) {
                spins = 0;
                continue;
            }
            if self.ready.0.load(Ordering::Relaxed) > 0
                && let Some(popped) = self.pop(me, true)
            {
                self.run_chain(me, popped, true);
                spins = 0;
                continue;
            }
            self.mend();
            self.idle.0.fetch_add(1, Ordering::SeqCst);
            while spins < self.spin && self.signal.0.load(Ordering::Acquire) == seen {
                std::hint::spin_loop();
                spins += 1;
            }
            self.idle.0.fetch_sub(1, Ordering::SeqCst);
            if spins >= self.spin {
                self.sleep(me, seen, -1);
                spins = 0;
            }
        }
        self.live.fetch_and(!(1 << me), Ordering::SeqCst);
        record.state.store(life::ABSENT, Ordering::Release);
    }

    /// Has this worker arrived, and not died?
    pub fn is_alive(&self, index: usize) -> bool {
        let alive = self.records[index].state.load(Ordering::SeqCst) == life::ALIVE;
        alive && self.live.load(Ordering::SeqCst) & (1 << index) != 0
    }

    /// Workers leave `worker_run`; for tests and tools that make engines and drop them.
    pub fn end(&self) {
        self.ended.store(1, Ordering::SeqCst);
        self.signal();
        (1..MAX_THREADS).for_each(|i| self.wake(i));
    }

    /// Mends the records of workers that have died; whoever waits or looks for work comes by here.
    #[inline]
    pub(super) fn mend(&self) {
        if self.deaths.load(Ordering::SeqCst) != 0 {
            self.mend_dead();
        }
    }

    #[cold]
    fn mend_dead(&self) {
        // One at a time; the others have their own work to look for.
        if self.mending.swap(1, Ordering::Acquire) != 0 {
            return;
        }
        for index in 1..MAX_THREADS {
            let record = &self.records[index];
            if record.state.load(Ordering::Acquire) == life::DEAD && self.settle(index) {
                self.fail_task(index);
                self.live.fetch_and(!(1 << index), Ordering::SeqCst);
                self.deaths.fetch_sub(1, Ordering::SeqCst);
                record.state.store(life::ABSENT, Ordering::Release);
            }
        }
        self.mending.store(0, Ordering::Release);
    }

    /// Takes a dead thread out of the loop it was helping with, and ends its own loop. False while
    /// other threads are still inside that one: they use the dead thread's stack.
    fn settle(&self, index: usize) -> bool {
        let record = &self.records[index];
        let piece_of = record.with(|own| std::mem::take(&mut own.piece_of));
        if piece_of != 0 {
            let the_loop = &self.records[piece_of as usize - 1].the_loop;
            the_loop.fail(failure::trap());
            the_loop.finish();
        }
        if record.with(|own| own.looping) {
            let the_loop = &record.the_loop;
            the_loop.fail(failure::trap());
            the_loop.drain();
            if !the_loop.is_done() {
                return false;
            }
            self.open.0.fetch_and(!(1 << index), Ordering::SeqCst);
            the_loop.take_error();
            record.with(|own| own.looping = false);
        }
        true
    }

    /// The task that a dead thread was running has failed; its scratch memory goes back.
    fn fail_task(&self, index: usize) {
        let record = &self.records[index];
        while let Some((address, bytes)) = record.with(|own| own.left_over()) {
            (self.scratch.release)(address, bytes);
        }
        let task = record.with(|own| std::mem::replace(&mut own.task, NONE));
        if task != NONE {
            let running = self.tables.lock().running(task);
            if let Some((job, number)) = running {
                let failure = Failure::new(job.blame(failure::trap(), number));
                self.complete(INDEX.get(), task, (Some(failure), true), None);
            }
        }
    }

    /// See `Engine::main_trapped`.
    pub(super) fn mend_main(&self) -> Option<Error> {
        let record = &self.records[0];
        // It may have been helping with another thread's loop: then that one's task fails.
        let helping = record.with(|own| own.piece_of > 1);
        while !self.settle(0) {
            std::hint::spin_loop();
        }
        {
            // The wait that the task was run for is gone as well.
            let mut t = self.tables.lock();
            t.goal = None;
        }
        let outside = !helping && record.with(|own| own.task == NONE);
        self.fail_task(0);
        match record.trapped_inline(failure::trap()) {
            Some((error, writes)) => {
                self.set_failure(error.clone(), &writes);
                Some(error)
            }
            None => outside.then(failure::trap),
        }
    }
}
