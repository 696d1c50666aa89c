//! The random streams: one key, a counter a stream, drawn at push in program order, so that the
//! same seed gives the same numbers whatever runs where.
#![forbid(unsafe_code)]

use std::sync::atomic::{AtomicU64, Ordering};

/// Stream 0 belongs to operators, 1 to shuffling, 2 and up to passes of data loaders.
pub const STREAMS: usize = 8;

static KEY: AtomicU64 = AtomicU64::new(0);
static COUNTERS: [AtomicU64; STREAMS] = [const { AtomicU64::new(0) }; STREAMS];

/// Starts all streams anew.
pub fn seed(key: u64) {
    KEY.store(key, Ordering::Relaxed);
    for counter in &COUNTERS {
        counter.store(0, Ordering::Relaxed);
    }
}

/// Takes `blocks` blocks of 128 bits of a stream: key and first counter. The stream's number sits
/// in the top byte of the counter, so streams never meet.
pub fn draw(stream: usize, blocks: u64) -> (u64, u64) {
    let stream = stream % STREAMS;
    let at = COUNTERS[stream].fetch_add(blocks, Ordering::Relaxed);
    (KEY.load(Ordering::Relaxed), at | (stream as u64) << 56)
}

/// Key and counters, for saving.
pub fn state() -> (u64, [u64; STREAMS]) {
    (KEY.load(Ordering::Relaxed), std::array::from_fn(|i| COUNTERS[i].load(Ordering::Relaxed)))
}

/// What `state` gave.
pub fn restore(key: u64, counters: [u64; STREAMS]) {
    KEY.store(key, Ordering::Relaxed);
    for (counter, value) in COUNTERS.iter().zip(counters) {
        counter.store(value, Ordering::Relaxed);
    }
}
