//! The pool against a naive model, natively, on addresses alone: nothing is touched, so gigabytes
//! cost nothing.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::super::pages::{End, PAGE, Pages, Taken, reserve};
use super::*;
use crate::kernel::testing::Random;

/// A region of addresses that no memory stands behind.
struct Numbers {
    taken: Taken,
    pages: usize,
    refusals: AtomicUsize,
}
const BASE: usize = 1 << 20;

impl Numbers {
    fn new(bytes: usize) -> Numbers {
        Numbers { taken: Taken::nothing(), pages: bytes / PAGE, refusals: AtomicUsize::new(0) }
    }
}
impl Pages for Numbers {
    fn take(&self, pages: usize) -> Option<usize> {
        let first = self.taken.take(End::Bottom, pages, self.pages);
        if first.is_none() {
            self.refusals.fetch_add(1, Ordering::Relaxed);
        }
        first.map(|page| BASE + page * PAGE)
    }
    fn maximum(&self) -> usize {
        self.pages * PAGE
    }
}

#[test]
fn classes_cover_all_sizes_with_at_most_a_quarter_lost() {
    let mut former = 0;
    for class in 0..CLASSES {
        let bytes = class_bytes(class);
        assert!(bytes > former && bytes % UNIT == 0);
        assert_eq!(class_of(bytes / UNIT), class);
        assert_eq!(class_of(former / UNIT + 1), class);
        assert!(bytes <= 256 || (bytes - former) * 4 <= bytes, "{bytes}");
        let waste = pages_for(class) * PAGE % bytes;
        assert!(waste * 16 <= PAGE && pages_for(class) <= 16, "{bytes}: {waste}");
        former = bytes;
    }
    assert_eq!(former, LARGEST);
}

/// Random requests and releases; every block is apart from all others, and the figures add up.
fn against_a_model(seed: u64, maximum: usize, steps: usize, largest: usize) {
    let mut random = Random::new(seed);
    let mut pool = Pool::new(Numbers::new(maximum));
    let mut model: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
    let (mut live, mut peak) = (0, 0);
    for step in 0..steps {
        let grows = random.below(100) < if step / 500 % 2 == 0 { 65 } else { 35 };
        if grows || model.is_empty() {
            let bits = random.below(largest.ilog2() as usize) + 1;
            let bytes = random.below(1 << bits) + 1;
            let before = pool.stats();
            let Some(address) = pool.acquire(bytes) else {
                let after = pool.stats();
                assert_eq!(before, after, "seed {seed}: a refusal moved something");
                continue;
            };
            let size = pool.size_of(bytes).unwrap();
            assert_eq!(address % 64, 0);
            assert!(address >= BASE && address + size <= BASE + maximum);
            if let Some((&other, &(_, other_size))) = model.range(..=address).next_back() {
                assert!(other + other_size <= address, "seed {seed} step {step}: overlaps the block before");
            }
            if let Some((&other, _)) = model.range(address..).next() {
                assert!(address + size <= other, "seed {seed} step {step}: overlaps the block behind");
            }
            model.insert(address, (bytes, size));
            live += size;
            peak = peak.max(live);
        } else {
            let nth = random.below(model.len());
            let (&address, &(bytes, size)) = model.iter().nth(nth).unwrap();
            model.remove(&address);
            assert!(pool.release(address, bytes).is_none());
            live -= size;
        }
        let s = pool.stats();
        assert_eq!((s.live, s.peak), (live, peak));
        assert_eq!(s.live + s.pooled, s.reserved);
        assert!(s.reserved <= s.maximum);
        for pair in pool.free.windows(2) {
            assert!(pair[0].start + pair[0].pages * PAGE < pair[1].start, "neighbours are not joined");
        }
    }
    for (address, (bytes, _)) in model {
        pool.release(address, bytes);
    }
    assert_eq!(pool.stats().live, 0);
    // Everything can be had again in one piece.
    let reserved = pool.stats().reserved;
    let whole = pool.acquire(maximum).expect("all of it");
    assert_eq!(whole, BASE);
    assert_eq!(pool.stats().reserved, maximum);
    assert!(reserved <= maximum);
}

#[test]
fn blocks_never_overlap_and_figures_add_up() {
    for seed in 0..12 {
        against_a_model(seed, 64 << 20, 4000, 8 << 20);
        against_a_model(seed + 100, 4 << 20, 3000, 1 << 20);
        against_a_model(seed + 200, 1 << 30, 3000, 256 << 20);
    }
}

#[test]
fn a_request_that_is_too_large_moves_nothing_and_the_next_one_is_right() {
    let mut pool = Pool::new(Numbers::new(4095 << 20));
    let half = pool.acquire(2 << 30).unwrap();
    let before = pool.stats();
    for _ in 0..5 {
        assert_eq!(pool.acquire(3 << 30), None);
        assert_eq!(pool.stats(), before);
    }
    let small = pool.acquire(1 << 20).unwrap();
    assert!(small >= half + (2 << 30));
    pool.release(half, 2 << 30);
    assert_eq!(pool.acquire(3 << 30), None, "2 GB below the small block, 2 GB less 1 MB above");
    pool.release(small, 1 << 20);
    assert_eq!(pool.acquire(3 << 30), Some(half), "joined with the pages behind");
    assert_eq!(pool.acquire(usize::MAX), None);
    assert_eq!(pool.acquire(usize::MAX - 70_000), None);
}

#[test]
fn small_blocks_become_pages_again_before_a_refusal() {
    let mut pool = Pool::new(Numbers::new(8 << 20));
    let blocks: Vec<usize> = (0..32).map(|_| pool.acquire(256 << 10).unwrap()).collect();
    assert_eq!(pool.acquire(256 << 10), None);
    for &b in &blocks[1..] {
        pool.release(b, 256 << 10);
    }
    assert_eq!(pool.acquire(8 << 20), None, "one block is still out");
    let large = pool.acquire(7 << 20).expect("31 blocks joined");
    pool.release(large, 7 << 20);
    assert!(pool.acquire(100).is_some());
}

#[test]
fn a_freed_block_is_the_next_one_handed_out() {
    let mut pool = Pool::new(Numbers::new(1 << 30));
    let a = pool.acquire(4000).unwrap();
    pool.release(a, 4000);
    assert_eq!(pool.acquire(3900), Some(a));
    let b = pool.acquire(5 << 20).unwrap();
    let _wall = pool.acquire(2 << 20).unwrap();
    pool.release(b, 5 << 20);
    assert_eq!(pool.acquire(5 << 20), Some(b));
}

/// Pages with memory behind them, for the checks that write.
struct Real {
    start: usize,
    taken: Taken,
    pages: usize,
}
impl Pages for Real {
    fn take(&self, pages: usize) -> Option<usize> {
        self.taken.take(End::Bottom, pages, self.pages).map(|p| self.start + p * PAGE)
    }
    fn maximum(&self) -> usize {
        self.pages * PAGE
    }
}

#[test]
fn checks_find_a_write_behind_the_end_and_fill_with_nan() {
    let mut pool = Pool::new(Real { start: reserve(64).unwrap(), taken: Taken::nothing(), pages: 64 });
    assert!(pool.check_blocks());
    for bytes in [40, 1000, 2 << 20] {
        let a = pool.acquire(bytes).unwrap();
        // SAFETY: the pool gave at least `bytes` bytes, and keeps CANARY more behind them.
        let (first, behind) = unsafe { (&mut *(a as *mut f32), &mut *((a + bytes + 3) as *mut u8)) };
        assert!(first.is_nan());
        *first = 1.0;
        assert_eq!(pool.look(), None);
        let was = *behind;
        *behind = 7;
        assert!(pool.look().unwrap().contains("3 bytes behind"));
        assert!(pool.release(a, bytes).is_some());
        assert!(first.is_nan());
        assert_ne!(was, 7);
        let before = pool.stats();
        assert!(pool.release(a, bytes).unwrap().contains("twice"));
        assert_eq!(pool.stats(), before);
    }
}
