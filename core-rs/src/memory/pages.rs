//! Where pages come from: one region that never grows. The pool takes from its bottom, so that its
//! blocks are neighbours; the general allocator takes from its top. A refusal moves nothing.

use std::sync::atomic::{AtomicU64, Ordering};

/// Bytes of a page (WebAssembly's).
pub const PAGE: usize = 1 << 16;

/// How much of a region is taken: pages from the bottom in the low half, from the top in the high
/// half of one word, so that the two ends can never pass each other unnoticed.
pub struct Taken(AtomicU64);

/// From which end.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum End {
    Bottom,
    Top,
}

impl Taken {
    pub const fn nothing() -> Taken {
        Taken(AtomicU64::new(0))
    }

    /// Takes `pages` of a region of `total`; the number of the first one, or None with nothing moved.
    /// Compare-exchange, not an addition that is undone: between the two, others would see the
    /// counter past the end, and pages in use would be handed out once it wraps.
    pub fn take(&self, end: End, pages: usize, total: usize) -> Option<usize> {
        let mut seen = self.0.load(Ordering::Relaxed);
        loop {
            let (bottom, top) = ((seen & 0xffff_ffff) as usize, (seen >> 32) as usize);
            let left = total.checked_sub(bottom)?.checked_sub(top)?;
            if pages > left {
                return None;
            }
            let (first, now) = match end {
                End::Bottom => (bottom, seen + pages as u64),
                End::Top => (total - top - pages, seen + ((pages as u64) << 32)),
            };
            match self.0.compare_exchange_weak(seen, now, Ordering::Relaxed, Ordering::Relaxed) {
                Ok(_) => return Some(first),
                Err(other) => seen = other,
            }
        }
    }

    /// Pages taken from the bottom, and from the top.
    pub fn pages(&self) -> (usize, usize) {
        let seen = self.0.load(Ordering::Relaxed);
        ((seen & 0xffff_ffff) as usize, (seen >> 32) as usize)
    }
}

/// What a pool takes its pages from.
pub trait Pages {
    /// The address of `pages` pages in a row, or None with nothing moved.
    fn take(&self, pages: usize) -> Option<usize>;
    /// Bytes that can be had at most, by everybody.
    fn maximum(&self) -> usize;
}

/// The memory behind the process's pool: on wasm what follows the module's own data, up to the end
/// of memory or the last page below 4 GiB; natively one large reservation that costs nothing until
/// it is touched.
pub struct Host;

impl Pages for Host {
    fn take(&self, pages: usize) -> Option<usize> {
        host::take(End::Bottom, pages)
    }
    fn maximum(&self) -> usize {
        host::bounds().1 * PAGE
    }
}

#[cfg(target_arch = "wasm32")]
pub use host::take;

#[cfg(target_arch = "wasm32")]
mod host {
    use super::{End, PAGE, Taken};

    unsafe extern "C" {
        static __heap_base: u8;
    }
    static TAKEN: Taken = Taken::nothing();

    /// wasm-bindgen puts its thread counter, a lock and a stack right behind the linker's heap base
    /// and bumps only the exported global; this symbol still has the old value.
    const LEFT_FREE: usize = 4;

    /// First page, and number of pages. The memory never grows, so this never changes.
    pub fn bounds() -> (usize, usize) {
        let first = (&raw const __heap_base as usize).div_ceil(PAGE) + LEFT_FREE;
        // One page is left at the very top: addresses one past the end must not wrap to zero.
        let end = core::arch::wasm32::memory_size(0).min(65_535);
        (first, end.saturating_sub(first))
    }

    pub fn take(end: End, pages: usize) -> Option<usize> {
        let (first, total) = bounds();
        TAKEN.take(end, pages, total).map(|page| (first + page) * PAGE)
    }
}

#[cfg(not(target_arch = "wasm32"))]
mod host {
    use std::sync::OnceLock;

    use super::{End, PAGE, Taken};

    static TAKEN: Taken = Taken::nothing();
    static BOUNDS: OnceLock<(usize, usize)> = OnceLock::new();

    /// First page, and number of pages: 4 GiB as on wasm, by halves where that is refused.
    pub fn bounds() -> (usize, usize) {
        *BOUNDS.get_or_init(|| {
            let mut pages = 65_535;
            while pages > 0 {
                if let Some(address) = super::reserve(pages) {
                    return (address / PAGE, pages);
                }
                pages /= 2;
            }
            (0, 0)
        })
    }

    pub fn take(end: End, pages: usize) -> Option<usize> {
        let (first, total) = bounds();
        TAKEN.take(end, pages, total).map(|page| (first + page) * PAGE)
    }
}

/// Reserves memory for the rest of the process; untouched pages cost nothing.
#[cfg(not(target_arch = "wasm32"))]
pub fn reserve(pages: usize) -> Option<usize> {
    let layout = std::alloc::Layout::from_size_align(pages * PAGE, PAGE).ok()?;
    // SAFETY: the layout's size is not zero: `pages` is not.
    let address = unsafe { std::alloc::alloc(layout) };
    (!address.is_null()).then_some(address as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_ends_meet_and_a_refusal_moves_nothing() {
        let taken = Taken::nothing();
        assert_eq!(taken.take(End::Bottom, 3, 10), Some(0));
        assert_eq!(taken.take(End::Top, 2, 10), Some(8));
        assert_eq!(taken.take(End::Bottom, 6, 10), None);
        assert_eq!(taken.take(End::Top, usize::MAX, 10), None);
        assert_eq!(taken.pages(), (3, 2));
        assert_eq!(taken.take(End::Bottom, 5, 10), Some(3));
        assert_eq!(taken.take(End::Top, 1, 10), None);
        assert_eq!(taken.take(End::Top, 0, 10), Some(8));
    }
}
