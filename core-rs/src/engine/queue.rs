//! What the threads share by address: the lock, sleeping, the queued work, the loops that are cut
//! into pieces, and a record a thread of what it is running. The only file of the engine with
//! `unsafe`: everything that decides anything is in `tables.rs` and `threaded.rs`.

use std::cell::UnsafeCell;
use std::ops::{Deref, DerefMut};
use std::ptr::NonNull;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, AtomicU64, AtomicUsize, Ordering};

use super::Work;
use super::failure;
use crate::base::{Context, Error, Result, Var};

/// Sleeps while `word` is `expected`: until `wake`, for `nanoseconds` at most (negative: for ever).
/// May return for no reason.
#[cfg(all(target_arch = "wasm32", target_feature = "atomics"))]
pub fn wait(word: &AtomicU32, expected: u32, nanoseconds: i64) {
    // SAFETY: the address is that of a live, aligned atomic in shared memory.
    unsafe { core::arch::wasm32::memory_atomic_wait32(word.as_ptr().cast(), expected as i32, nanoseconds) };
}
/// Wakes up to `count` threads that sleep on `word`.
#[cfg(all(target_arch = "wasm32", target_feature = "atomics"))]
pub fn wake(word: &AtomicU32, count: u32) {
    // SAFETY: as in `wait`.
    unsafe { core::arch::wasm32::memory_atomic_notify(word.as_ptr().cast(), count) };
}

/// In the build without threads nobody else exists: whatever is waited for has happened.
#[cfg(all(target_arch = "wasm32", not(target_feature = "atomics")))]
pub fn wait(_word: &AtomicU32, _expected: u32, _nanoseconds: i64) {}
#[cfg(all(target_arch = "wasm32", not(target_feature = "atomics")))]
pub fn wake(_word: &AtomicU32, _count: u32) {}

#[cfg(not(target_arch = "wasm32"))]
pub use native::{wait, wake};

/// Natively, sleepers gather in a few buckets by address.
#[cfg(not(target_arch = "wasm32"))]
mod native {
    use std::sync::atomic::{AtomicU32, Ordering};
    use std::sync::{Condvar, Mutex};
    use std::time::Duration;

    static BUCKETS: [(Mutex<()>, Condvar); 32] = [const { (Mutex::new(()), Condvar::new()) }; 32];

    fn bucket(word: &AtomicU32) -> &'static (Mutex<()>, Condvar) {
        &BUCKETS[(word as *const AtomicU32 as usize >> 6) % 32]
    }
    pub fn wait(word: &AtomicU32, expected: u32, nanoseconds: i64) {
        let (mutex, condition) = bucket(word);
        let held = mutex.lock().unwrap();
        // Whoever changes the word takes the mutex afterwards: the change is seen here or heard below.
        if word.load(Ordering::SeqCst) != expected {
            return;
        }
        if nanoseconds < 0 {
            drop(condition.wait(held).unwrap());
        } else {
            drop(condition.wait_timeout(held, Duration::from_nanos(nanoseconds as u64)).unwrap());
        }
    }
    pub fn wake(word: &AtomicU32, _count: u32) {
        let (mutex, condition) = bucket(word);
        drop(mutex.lock().unwrap());
        condition.notify_all();
    }
}

/// The engine's one lock: spins for about a microsecond, then sleeps. No poisoning: nothing panics
/// while it is held.
pub struct Lock<T> {
    /// 0 free, 1 held, 2 held and somebody may sleep.
    state: AtomicU32,
    spin: u32,
    value: UnsafeCell<T>,
}
// SAFETY: the state lets one thread at a time reach the value.
unsafe impl<T: Send> Sync for Lock<T> {}

impl<T> Lock<T> {
    pub fn new(value: T, spin: u32) -> Lock<T> {
        Lock { state: AtomicU32::new(0), spin, value: UnsafeCell::new(value) }
    }
    #[inline]
    pub fn lock(&self) -> Held<'_, T> {
        if self.state.compare_exchange(0, 1, Ordering::Acquire, Ordering::Relaxed).is_err() {
            self.contended();
        }
        Held { lock: self }
    }
    #[cold]
    fn contended(&self) {
        for _ in 0..self.spin {
            if self.state.load(Ordering::Relaxed) == 0
                && self.state.compare_exchange_weak(0, 1, Ordering::Acquire, Ordering::Relaxed).is_ok()
            {
                return;
            }
            std::hint::spin_loop();
        }
        // Taken as "2" from here on: there may be more sleepers than this one.
        while self.state.swap(2, Ordering::Acquire) != 0 {
            wait(&self.state, 2, -1);
        }
    }
}

pub struct Held<'a, T> {
    lock: &'a Lock<T>,
}
impl<T> Deref for Held<'_, T> {
    type Target = T;
    #[inline]
    fn deref(&self) -> &T {
        // SAFETY: this guard holds the lock.
        unsafe { &*self.lock.value.get() }
    }
}
impl<T> DerefMut for Held<'_, T> {
    #[inline]
    fn deref_mut(&mut self) -> &mut T {
        // SAFETY: this guard holds the lock, and is borrowed mutably.
        unsafe { &mut *self.lock.value.get() }
    }
}
impl<T> Drop for Held<'_, T> {
    #[inline]
    fn drop(&mut self) {
        if self.lock.state.swap(0, Ordering::Release) == 2 {
            wake(&self.lock.state, 1);
        }
    }
}

/// A variable that has a queue. Its storage outlives this: queued work keeps the storage alive, and
/// a storage that goes tells the engine (`forget`) before it is gone.
pub struct VarRef(NonNull<Var>);
// SAFETY: a variable is an atomic.
unsafe impl Send for VarRef {}

impl VarRef {
    pub fn of(var: &Var) -> VarRef {
        VarRef(NonNull::from(var))
    }
    /// The queue is gone: the variable is idle. Release: who sees the 0 sees what the tasks wrote.
    pub fn clear(&self) {
        // SAFETY: see the type.
        unsafe { self.0.as_ref() }.0.store(0, Ordering::Release);
    }
}

/// Queued work, by address: the table keeps it while a thread runs it, so that it can be described
/// and dropped when that thread never comes back.
#[derive(Clone, Copy)]
pub struct Job(NonNull<dyn Work>);
// SAFETY: `Work` is `Send`; one thread at a time uses it (see `run`).
unsafe impl Send for Job {}

impl Job {
    pub fn new(work: Box<dyn Work>) -> Job {
        Job(NonNull::from(Box::leak(work)))
    }
    /// Runs the work. The table hands a task to one thread, once.
    pub fn run(self, context: &dyn Context) -> Result<()> {
        // SAFETY: the task is in state Running for this thread alone; the box lives until `take`.
        failure::run_caught(unsafe { &mut *self.0.as_ptr() }, context)
    }
    /// The error completed with operator, shapes and number.
    pub fn blame(self, error: Error, number: u32) -> Error {
        // SAFETY: nobody runs the work any more: it has returned, or its thread has died.
        failure::of_task(error, unsafe { self.0.as_ref() }, number)
    }
    /// The box back, for dropping. Called once, when the task has left the table.
    pub fn take(self) -> Box<dyn Work> {
        // SAFETY: the address came from a box, and the table has let go of it.
        unsafe { Box::from_raw(self.0.as_ptr()) }
    }
}

/// A loop that a thread has cut into pieces. One a thread is enough: inside a piece, loops run
/// serially, and a thread that waits for its loop does nothing else.
#[derive(Default)]
pub struct Loop {
    /// Which loop (high half) and how many of its pieces nobody has taken (low half). A thread takes
    /// a piece by compare-exchange on both, so a stale look at a former loop takes nothing.
    ticket: AtomicU64,
    pieces: AtomicU32,
    done: AtomicU32,
    /// The owner sleeps on `done`.
    sleeping: AtomicU32,
    failed: AtomicU32,
    error: Mutex<Option<Error>>,
    body: UnsafeCell<Option<Body>>,
}
#[derive(Clone, Copy)]
struct Body(NonNull<dyn Fn(usize) + Sync>);
// SAFETY: `body` is written by the owner while no pieces are out, and read by threads that took one;
// the ticket orders the two. All else is atomic.
unsafe impl Sync for Loop {}

impl Loop {
    /// Publishes a loop of the calling thread.
    pub fn open(&self, pieces: usize, body: &(dyn Fn(usize) + Sync)) {
        // SAFETY: only the lifetime is changed: `close_and_wait` and `drain` see to it that no piece
        // is out when the owner's `parallel` returns or its thread is replaced.
        let body: NonNull<dyn Fn(usize) + Sync + 'static> = unsafe { std::mem::transmute(NonNull::from(body)) };
        // SAFETY: no pieces of the former loop are out, so nobody reads this.
        unsafe { *self.body.get() = Some(Body(body)) };
        self.pieces.store(pieces as u32, Ordering::Relaxed);
        self.done.store(0, Ordering::Relaxed);
        let former = self.ticket.load(Ordering::Relaxed) >> 32;
        self.ticket.store(((former + 1) << 32) | pieces as u64, Ordering::Release);
    }
    pub fn has_pieces(&self) -> bool {
        self.ticket.load(Ordering::Relaxed) as u32 != 0
    }
    /// Takes a piece: it must be given to `run` and then `finish`, or `fail` and then `finish`.
    pub fn take(&self) -> Option<usize> {
        let mut seen = self.ticket.load(Ordering::Acquire);
        loop {
            let left = seen as u32;
            if left == 0 {
                return None;
            }
            match self.ticket.compare_exchange_weak(seen, seen - 1, Ordering::AcqRel, Ordering::Acquire) {
                // Read after the exchange: with a piece out, the owner cannot start another loop.
                Ok(_) => return Some((self.pieces.load(Ordering::Relaxed) - left) as usize),
                Err(now) => seen = now,
            }
        }
    }
    /// Runs a piece that `take` gave, unless another has failed; keeps its panic.
    pub fn run(&self, piece: usize) {
        if self.failed.load(Ordering::Relaxed) != 0 {
            return;
        }
        // SAFETY: this thread holds a piece, so the owner is inside `parallel` and the body is alive.
        let body = unsafe { (*self.body.get()).expect("an open loop").0.as_ref() };
        if let Err(payload) = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| body(piece))) {
            self.fail(failure::of_panic(payload));
        }
    }
    /// Keeps the first error.
    pub fn fail(&self, error: Error) {
        self.error.lock().unwrap_or_else(|e| e.into_inner()).get_or_insert(error);
        self.failed.store(1, Ordering::Release);
    }
    /// A piece is no longer out. True when the owner has to be told that it was the last.
    pub fn finish(&self) {
        // Before the addition: after it the owner may have started the next loop.
        let pieces = self.pieces.load(Ordering::Relaxed);
        if self.done.fetch_add(1, Ordering::SeqCst) + 1 == pieces && self.sleeping.load(Ordering::SeqCst) != 0 {
            wake(&self.done, 1);
        }
    }
    /// Are all pieces done? Acquire: the owner then sees what they wrote.
    pub fn is_done(&self) -> bool {
        self.done.load(Ordering::Acquire) == self.pieces.load(Ordering::Relaxed)
    }
    /// The owner sleeps for a while, or until the last piece is done.
    pub fn sleep(&self, nanoseconds: i64) {
        self.sleeping.store(1, Ordering::SeqCst);
        let done = self.done.load(Ordering::SeqCst);
        if done != self.pieces.load(Ordering::Relaxed) {
            wait(&self.done, done, nanoseconds);
        }
        self.sleeping.store(0, Ordering::Relaxed);
    }
    /// The error of a piece, once all are done.
    pub fn take_error(&self) -> Option<Error> {
        if self.failed.load(Ordering::Acquire) == 0 {
            return None;
        }
        self.failed.store(0, Ordering::Relaxed);
        self.error.lock().unwrap_or_else(|e| e.into_inner()).take()
    }
    /// Takes all pieces that nobody has, for an owner that will not come back.
    pub fn drain(&self) {
        while self.take().is_some() {
            self.finish();
        }
    }
}

/// A task that runs inline, on the main thread's stack.
#[derive(Clone, Copy)]
struct Inline {
    work: NonNull<dyn Work>,
    writes: NonNull<[*const Var]>,
}

/// Blocks of scratch memory that a record can hold: kernels nest a handful.
const SCRATCH: usize = 32;

/// What a thread is running. Plain fields: the thread itself writes them, and whoever mends after
/// its death reads them, ordered by `Record::state`.
pub struct Own {
    /// Slot of the task, or NONE.
    pub task: u32,
    /// Estimated nanoseconds of the task.
    pub cost: u64,
    /// 1 + the thread whose loop's piece is running, or 0.
    pub piece_of: u32,
    /// This thread's loop is open.
    pub looping: bool,
    pub inline_runs: u64,
    inline: Option<Inline>,
    scratch: [(usize, usize); SCRATCH],
    held: usize,
}

/// No slot.
pub const NONE: u32 = u32::MAX;

/// The life of a record's thread.
pub mod life {
    pub const ABSENT: u32 = 0;
    pub const ALIVE: u32 = 1;
    /// It has trapped; its record is to be mended.
    pub const DEAD: u32 = 2;
}

/// One a thread, on cache lines of its own.
#[repr(align(128))]
pub struct Record {
    own: UnsafeCell<Own>,
    pub state: AtomicU32,
    /// What the thread sleeps on; 1 is a wake-up.
    pub park: AtomicU32,
    pub pieces_helped: AtomicUsize,
    pub tasks: AtomicUsize,
    pub the_loop: Loop,
}
// SAFETY: `own` is used by its thread alone while it is alive, and by the one mender afterwards.
unsafe impl Sync for Record {}
// SAFETY: the pointers in `inline` are used on the main thread only, and only while it runs that task.
unsafe impl Send for Record {}

impl Record {
    pub fn new() -> Record {
        let own = Own {
            task: NONE,
            cost: 0,
            piece_of: 0,
            looping: false,
            inline_runs: 0,
            inline: None,
            scratch: [(0, 0); SCRATCH],
            held: 0,
        };
        Record {
            own: UnsafeCell::new(own),
            state: AtomicU32::new(life::ABSENT),
            park: AtomicU32::new(0),
            pieces_helped: AtomicUsize::new(0),
            tasks: AtomicUsize::new(0),
            the_loop: Loop::default(),
        }
    }

    /// The plain fields, for the thread itself, or for the one that mends after it.
    #[inline]
    pub fn with<R>(&self, f: impl FnOnce(&mut Own) -> R) -> R {
        // SAFETY: one thread at a time, see the type; `f` calls nothing that comes back here.
        f(unsafe { &mut *self.own.get() })
    }

    /// Notes what runs inline, for the case that it never returns.
    #[inline]
    pub fn begin_inline(&self, work: &mut dyn Work, writes: &[&Var]) {
        // SAFETY: only lifetimes are changed: `end_inline` comes before they end, or the thread has
        // trapped and its stack is still as it was.
        let inline = unsafe {
            Inline {
                work: std::mem::transmute::<NonNull<dyn Work + '_>, NonNull<dyn Work + 'static>>(NonNull::from(work)),
                writes: NonNull::new_unchecked(writes as *const [&Var] as *mut [*const Var]),
            }
        };
        self.with(|own| {
            own.inline_runs += 1;
            own.inline = Some(inline);
        });
    }
    #[inline]
    pub fn end_inline(&self) {
        self.with(|own| own.inline = None);
    }
    /// What was running inline when the main thread trapped: its error, and what it was to write.
    pub fn trapped_inline(&self, error: Error) -> Option<(Error, Vec<&Var>)> {
        let inline = self.with(|own| own.inline.take())?;
        // SAFETY: the trapped frames have not been overwritten: JavaScript restores the stack pointer
        // only after this call.
        unsafe {
            let writes = inline.writes.as_ref().iter().map(|&v| &*v).collect();
            Some((failure::of_task(error, inline.work.as_ref(), 0), writes))
        }
    }
}

impl Own {
    /// Scratch memory is noted, so that a trapped kernel's is given back.
    #[inline]
    pub fn hold(&mut self, address: usize, bytes: usize) {
        if let Some(place) = self.scratch.get_mut(self.held) {
            *place = (address, bytes);
            self.held += 1;
        }
    }
    #[inline]
    pub fn let_go(&mut self, address: usize) {
        let held = &self.scratch[..self.held];
        if let Some(at) = held.iter().rposition(|s| s.0 == address) {
            self.held -= 1;
            self.scratch[at] = self.scratch[self.held];
        }
    }
    /// One of the blocks that a trapped kernel held.
    pub fn left_over(&mut self) -> Option<(usize, usize)> {
        self.held = self.held.checked_sub(1)?;
        Some(self.scratch[self.held])
    }
}
