//! Rust's general allocator on wasm: dlmalloc on pages from the top of the region, with free lists
//! for blocks of up to 256 bytes in front, because the hot path makes and drops small shared blocks.
//! One lock of one flag, no thread-local: it runs before a thread has any.

use std::alloc::{GlobalAlloc, Layout};

use dlmalloc::Dlmalloc;

use super::lock::Lock;
use super::pages::{self, End, PAGE};

struct FromTop;

// SAFETY: `alloc` gives pages that nobody else has and that are never taken away.
unsafe impl dlmalloc::Allocator for FromTop {
    fn alloc(&self, size: usize) -> (*mut u8, usize, u32) {
        let pages = size.div_ceil(PAGE);
        match pages::take(End::Top, pages) {
            Some(address) => (address as *mut u8, pages * PAGE, 0),
            None => (std::ptr::null_mut(), 0, 0),
        }
    }
    fn remap(&self, _: *mut u8, _: usize, _: usize, _: bool) -> *mut u8 {
        std::ptr::null_mut()
    }
    fn free_part(&self, _: *mut u8, _: usize, _: usize) -> bool {
        false
    }
    fn free(&self, _: *mut u8, _: usize) -> bool {
        false
    }
    fn can_release_part(&self, _: u32) -> bool {
        false
    }
    fn allocates_zeros(&self) -> bool {
        true
    }
    fn page_size(&self) -> usize {
        PAGE
    }
}

/// Small blocks come in steps of 16 bytes, up to 256, and are aligned to 16.
const STEP: usize = 16;
const CLASSES: usize = 16;
/// Bytes that are cut into small blocks at once.
const CHUNK: usize = 4096;

struct State {
    general: Dlmalloc<FromTop>,
    /// Free small blocks of each class; each holds the address of the next.
    free: [*mut u8; CLASSES],
}
// SAFETY: the addresses belong to the allocator, whoever calls it.
unsafe impl Send for State {}

impl State {
    #[inline(always)]
    unsafe fn small(&mut self, class: usize) -> *mut u8 {
        let block = self.free[class];
        if block.is_null() {
            // SAFETY: `class` is below CLASSES, the promise of `class_of`.
            return unsafe { self.refill(class) };
        }
        // SAFETY: a free block holds the next one's address in its first word.
        self.free[class] = unsafe { *(block as *mut *mut u8) };
        block
    }

    #[cold]
    unsafe fn refill(&mut self, class: usize) -> *mut u8 {
        let bytes = (class + 1) * STEP;
        // SAFETY: size and alignment are valid.
        let chunk = unsafe { self.general.malloc(CHUNK, STEP) };
        if chunk.is_null() {
            return chunk;
        }
        for i in (1..CHUNK / bytes).rev() {
            // SAFETY: within the chunk, which is ours alone.
            unsafe {
                let block = chunk.add(i * bytes);
                *(block as *mut *mut u8) = self.free[class];
                self.free[class] = block;
            }
        }
        chunk
    }
}

struct General(Lock<State>);

#[global_allocator]
static GENERAL: General =
    General(Lock::new(State { general: Dlmalloc::new_with_allocator(FromTop), free: [std::ptr::null_mut(); CLASSES] }));

/// The class of a small block, or None. Known again from the layout when the block comes back.
#[inline(always)]
fn class_of(size: usize, align: usize) -> Option<usize> {
    (size <= STEP * CLASSES && align <= STEP).then(|| size.max(1).div_ceil(STEP) - 1)
}

// SAFETY: blocks are disjoint, live until `dealloc`, and aligned as asked; one lock guards the state.
unsafe impl GlobalAlloc for General {
    #[inline]
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let mut state = self.0.lock();
        // SAFETY: the class is below CLASSES; the layout is valid.
        unsafe {
            match class_of(layout.size(), layout.align()) {
                Some(class) => state.small(class),
                None => state.general.malloc(layout.size(), layout.align()),
            }
        }
    }

    #[inline]
    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        let mut state = self.0.lock();
        match class_of(layout.size(), layout.align()) {
            Some(class) => {
                // SAFETY: the block is ours again, and has room for one address.
                unsafe { *(block as *mut *mut u8) = state.free[class] };
                state.free[class] = block;
            }
            // SAFETY: the block came from `malloc` with this layout.
            None => unsafe { state.general.free(block, layout.size(), layout.align()) },
        }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        if class_of(layout.size(), layout.align()).is_none() {
            // SAFETY: the layout is valid.
            return unsafe { self.0.lock().general.calloc(layout.size(), layout.align()) };
        }
        // SAFETY: as `alloc`; the block has `size` bytes.
        unsafe {
            let block = self.alloc(layout);
            if !block.is_null() {
                std::ptr::write_bytes(block, 0, layout.size());
            }
            block
        }
    }

    unsafe fn realloc(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        let (was, is) = (class_of(layout.size(), layout.align()), class_of(size, layout.align()));
        match (was, is) {
            (Some(a), Some(b)) if a == b => block,
            // SAFETY: both sizes belong to the general allocator.
            (None, None) => unsafe { self.0.lock().general.realloc(block, layout.size(), layout.align(), size) },
            // SAFETY: the new block is disjoint from the old one, and both have that many bytes.
            _ => unsafe {
                let new = self.alloc(Layout::from_size_align_unchecked(size, layout.align()));
                if !new.is_null() {
                    std::ptr::copy_nonoverlapping(block, new, layout.size().min(size));
                    self.dealloc(block, layout);
                }
                new
            },
        }
    }
}
