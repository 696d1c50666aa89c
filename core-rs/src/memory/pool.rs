//! The pool: blocks of 64-byte aligned memory. Up to 1 MiB in four size classes to a power of two,
//! above in whole pages, best fit, neighbours joined. Reserved pages are never given back; spans of
//! small blocks that are wholly free are joined again before a request is refused.

use super::checks::{CANARY, Checks};
use super::pages::{PAGE, Pages};

/// Everything is counted in this many bytes: the alignment, and the smallest block.
pub const UNIT: usize = 64;
/// The largest block that has a size class.
const LARGEST: usize = 1 << 20;
const CLASSES: usize = 52;

/// Figures in bytes; a block counts with its full size.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stats {
    pub live: usize,
    pub peak: usize,
    /// Free blocks and pages in the pool: `reserved - live`.
    pub pooled: usize,
    pub reserved: usize,
    /// What the host can give at most, to the pool and to everybody else.
    pub maximum: usize,
    /// Blocks handed out so far, and their bytes.
    pub allocations: usize,
    pub allocated: u64,
}

/// Pages in a row that nobody uses.
#[derive(Clone, Copy)]
struct Span {
    start: usize,
    pages: usize,
}

/// Pages that were cut into blocks of one class.
#[derive(Clone, Copy)]
struct Carved {
    span: Span,
    class: usize,
}

pub struct Pool<P> {
    pages: P,
    /// Free blocks of each class, last in first out: the next user finds them in cache.
    blocks: [Vec<usize>; CLASSES],
    /// How many blocks each class has in all: the room that its list must have, so that a release
    /// never allocates.
    carved_blocks: [usize; CLASSES],
    carved: Vec<Carved>,
    /// In order of address.
    free: Vec<Span>,
    /// Spans that are not in `free`: as many can come back at worst.
    out: usize,
    live: usize,
    peak: usize,
    reserved: usize,
    allocations: usize,
    allocated: u64,
    checks: Option<Checks>,
}

/// The class of a block of `units` 64-byte units: 1, 2, 3, 4, then four to each doubling.
fn class_of(units: usize) -> usize {
    if units <= 4 {
        return units.max(1) - 1;
    }
    let last = units - 1;
    let power = last.ilog2() as usize;
    4 + (power - 2) * 4 + ((last - (1 << power)) >> (power - 2))
}

/// Bytes of the blocks of a class.
fn class_bytes(class: usize) -> usize {
    if class < 4 {
        return (class + 1) * UNIT;
    }
    let (power, quarter) = ((class - 4) / 4 + 2, (class - 4) % 4 + 1);
    ((1 << power) + (quarter << (power - 2))) * UNIT
}

/// Pages to cut into blocks of a class: one page where little of it is lost, else the least number
/// that the blocks fill exactly.
fn pages_for(class: usize) -> usize {
    let bytes = class_bytes(class);
    if bytes <= 4096 {
        return 1;
    }
    (1..).find(|pages| (pages * PAGE).is_multiple_of(bytes)).expect("at most seven pages, or the block itself")
}

impl<P: Pages> Pool<P> {
    pub const fn new(pages: P) -> Pool<P> {
        Pool {
            pages,
            blocks: [const { Vec::new() }; CLASSES],
            carved_blocks: [0; CLASSES],
            carved: Vec::new(),
            free: Vec::new(),
            out: 0,
            live: 0,
            peak: 0,
            reserved: 0,
            allocations: 0,
            allocated: 0,
            checks: None,
        }
    }

    /// Turns checks on. Only while nothing is handed out: blocks have a pattern behind them from
    /// then on. False when it is too late.
    pub fn check_blocks(&mut self) -> bool {
        if self.live == 0 && self.checks.is_none() {
            self.checks = Some(Checks::new());
        }
        self.checks.is_some()
    }

    /// What stands wrong behind some block, where checks are on.
    pub fn look(&self) -> Option<String> {
        self.checks.as_ref().and_then(Checks::look)
    }

    /// The full size of the block for a request.
    #[inline]
    fn size_of(&self, bytes: usize) -> Option<usize> {
        let bytes = if self.checks.is_some() { bytes.checked_add(CANARY)? } else { bytes };
        if bytes <= LARGEST {
            return Some(class_bytes(class_of(bytes.div_ceil(UNIT))));
        }
        bytes.checked_next_multiple_of(PAGE)
    }

    /// A block of at least `bytes`, or None when there is none: then nothing has been taken.
    #[inline]
    pub fn acquire(&mut self, bytes: usize) -> Option<usize> {
        let size = self.size_of(bytes)?;
        let address = if size <= LARGEST {
            let class = class_of(size / UNIT);
            match self.blocks[class].pop() {
                Some(address) => address,
                None => self.carve(class)?,
            }
        } else {
            self.take_span(size / PAGE)?
        };
        self.live += size;
        self.peak = self.peak.max(self.live);
        self.allocations += 1;
        self.allocated += size as u64;
        if let Some(checks) = &mut self.checks {
            checks.handed_out(address, bytes, size);
        }
        Some(address)
    }

    /// Takes back what `acquire(bytes)` gave. The text says what checks found, where they are on.
    #[inline]
    pub fn release(&mut self, address: usize, bytes: usize) -> Option<String> {
        let size = self.size_of(bytes)?;
        let mut found = None;
        if let Some(checks) = &mut self.checks {
            match checks.came_back(address) {
                Ok(text) => found = text,
                Err(text) => return Some(text),
            }
        }
        self.live -= size;
        if size <= LARGEST {
            self.blocks[class_of(size / UNIT)].push(address);
        } else {
            self.give_span(Span { start: address, pages: size / PAGE });
        }
        found
    }

    /// Cuts new pages into blocks of a class; hands out the first.
    #[cold]
    fn carve(&mut self, class: usize) -> Option<usize> {
        let (pages, bytes) = (pages_for(class), class_bytes(class));
        let count = pages * PAGE / bytes;
        self.carved.try_reserve(1).ok()?;
        let list = &mut self.blocks[class];
        list.try_reserve(self.carved_blocks[class] + count - list.len()).ok()?;
        let start = self.take_span(pages)?;
        self.carved.push(Carved { span: Span { start, pages }, class });
        self.carved_blocks[class] += count;
        // Last in, first out: low addresses are handed out first.
        self.blocks[class].extend((1..count).rev().map(|i| start + i * bytes));
        Some(start)
    }

    #[cold]
    fn take_span(&mut self, pages: usize) -> Option<usize> {
        // Room for every span that may come back, and for what is left of a split one.
        self.free.try_reserve((self.out + 2).saturating_sub(self.free.len())).ok()?;
        let start = self.fit(pages).or_else(|| self.extend(pages)).or_else(|| {
            self.join_carved();
            self.fit(pages).or_else(|| self.extend(pages))
        })?;
        self.out += 1;
        Some(start)
    }

    /// The smallest free span that is large enough.
    fn fit(&mut self, pages: usize) -> Option<usize> {
        let fits = self.free.iter().enumerate().filter(|(_, s)| s.pages >= pages);
        let at = fits.min_by_key(|(_, s)| s.pages)?.0;
        let span = &mut self.free[at];
        let start = span.start;
        if span.pages == pages {
            self.free.remove(at);
        } else {
            *span = Span { start: start + pages * PAGE, pages: span.pages - pages };
        }
        Some(start)
    }

    /// Takes new pages, fewer where the last free span ends at the mark.
    fn extend(&mut self, pages: usize) -> Option<usize> {
        let mark = self.pages.take(0)?;
        let tail = self.free.last().copied().filter(|s| s.start + s.pages * PAGE == mark);
        let have = tail.map_or(0, |s| s.pages);
        let start = self.pages.take(pages - have)?;
        self.reserved += (pages - have) * PAGE;
        if let Some(tail) = tail {
            if start == mark {
                self.free.pop();
                return Some(tail.start);
            }
            // Somebody else took the pages in between: ours are apart, and too few.
            self.out += 1;
            self.give_span(Span { start, pages: pages - have });
            return None;
        }
        Some(start)
    }

    /// Puts a span among the free ones, joined with its neighbours.
    #[cold]
    fn give_span(&mut self, span: Span) {
        self.out -= 1;
        let at = self.free.partition_point(|s| s.start < span.start);
        let after = self.free.get(at).is_some_and(|s| span.start + span.pages * PAGE == s.start);
        let before = at > 0 && self.free[at - 1].start + self.free[at - 1].pages * PAGE == span.start;
        match (before, after) {
            (true, true) => {
                self.free[at - 1].pages += span.pages + self.free[at].pages;
                self.free.remove(at);
            }
            (true, false) => self.free[at - 1].pages += span.pages,
            (false, true) => self.free[at] = Span { start: span.start, pages: span.pages + self.free[at].pages },
            (false, false) => self.free.insert(at, span),
        }
    }

    /// Makes pages again of all carved spans whose blocks are all free.
    fn join_carved(&mut self) {
        self.carved.sort_unstable_by_key(|c| c.span.start);
        for class in 0..CLASSES {
            let bytes = class_bytes(class);
            self.blocks[class].sort_unstable();
            let mut at = 0;
            while at < self.carved.len() {
                let Carved { span, class: of } = self.carved[at];
                let count = span.pages * PAGE / bytes;
                let from = self.blocks[class].partition_point(|&a| a < span.start);
                let to = self.blocks[class].partition_point(|&a| a < span.start + span.pages * PAGE);
                if of == class && to - from == count {
                    self.blocks[class].drain(from..to);
                    self.carved_blocks[class] -= count;
                    self.carved.remove(at);
                    self.give_span(span);
                } else {
                    at += 1;
                }
            }
            self.blocks[class].reverse();
        }
    }

    pub fn stats(&self) -> Stats {
        Stats {
            live: self.live,
            peak: self.peak,
            pooled: self.reserved - self.live,
            reserved: self.reserved,
            maximum: self.pages.maximum(),
            allocations: self.allocations,
            allocated: self.allocated,
        }
    }
}

#[cfg(test)]
#[path = "pool_tests.rs"]
mod tests;
