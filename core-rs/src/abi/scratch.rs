//! The scratch area: 64 KB through which ids, attributes, numbers and text cross the border.

use crate::base::{Error, Kind};

pub const BYTES: usize = 65536;
/// Where the parts begin (`README.md`).
pub const HEADER: usize = 4096;
pub const NUMBERS: usize = 8192;
pub const TEXT: usize = 16384;

/// Kind of an error that asks the front end to sweep and to repeat the call.
const RETRY: u32 = 100;

/// Header words.
pub mod header {
    pub const KIND: usize = 0;
    pub const NAME_BYTES: usize = 1;
    pub const TEXT_BYTES: usize = 2;
    pub const TASK: usize = 3;
    pub const ASKED: usize = 4;
    pub const LONG_TASK: usize = 8;
    pub const CONTEXT: usize = 9;
    pub const WALKED: usize = 10;
    pub const SWEEP_DUE: usize = 16;
}

#[repr(C, align(64))]
struct Area([u8; BYTES]);

static mut AREA: Area = Area([0; BYTES]);

pub fn address() -> usize {
    (&raw const AREA) as usize
}

/// The u32 words, ids first.
pub fn words() -> &'static mut [u32] {
    // SAFETY: only the main thread touches the area, one call at a time; the range is inside it.
    unsafe { std::slice::from_raw_parts_mut(address() as *mut u32, HEADER / 4) }
}

pub fn head() -> &'static mut [u32] {
    // SAFETY: as above.
    unsafe { std::slice::from_raw_parts_mut((address() + HEADER) as *mut u32, 32) }
}

pub fn numbers() -> &'static mut [f64] {
    // SAFETY: as above.
    unsafe { std::slice::from_raw_parts_mut((address() + NUMBERS) as *mut f64, (TEXT - NUMBERS) / 8) }
}

pub fn text() -> &'static mut [u8] {
    // SAFETY: as above.
    unsafe { std::slice::from_raw_parts_mut((address() + TEXT) as *mut u8, BYTES - TEXT) }
}

/// Puts an error where the front end looks for it; the call then returns 0.
pub fn put_error(error: &Error) {
    let area = text();
    let name = error.operator.as_bytes();
    let name = &name[..name.len().min(1024)];
    let mut end = error.text.len().min(area.len() - name.len());
    while !error.text.is_char_boundary(end) {
        end -= 1;
    }
    area[..name.len()].copy_from_slice(name);
    area[name.len()..name.len() + end].copy_from_slice(&error.text.as_bytes()[..end]);
    let head = head();
    head[header::KIND] = if error.kind == Kind::Memory { RETRY } else { error.kind as u32 };
    head[header::NAME_BYTES] = name.len() as u32;
    head[header::TEXT_BYTES] = end as u32;
    head[header::TASK] = error.task;
}
