//! What `HADRON_DEBUG=memory` adds: a pattern behind each block of the pool and at the end of each
//! thread's stack, looked at after each task (a block's also at release), and NaN in memory that
//! holds nothing.

use std::collections::BTreeMap;

/// Bytes of pattern behind the bytes that were asked for (the rest of the block has it too).
pub const CANARY: usize = 64;
const PATTERN: u8 = 0xA5;
/// All bits set is a NaN in every float dtype.
const NOTHING: u8 = 0xFF;

/// The blocks that are handed out, with the bytes asked for and the bytes of the block.
#[derive(Default)]
pub struct Checks {
    blocks: BTreeMap<usize, (usize, usize)>,
}

impl Checks {
    pub const fn new() -> Checks {
        Checks { blocks: BTreeMap::new() }
    }

    /// A block of `size` bytes is about to be handed out for `bytes`.
    pub fn handed_out(&mut self, address: usize, bytes: usize, size: usize) {
        self.blocks.insert(address, (bytes, size));
        // SAFETY: the pool owns these `size` bytes and has not handed them out yet.
        unsafe {
            std::ptr::write_bytes(address as *mut u8, NOTHING, bytes);
            std::ptr::write_bytes((address + bytes) as *mut u8, PATTERN, size - bytes);
        }
    }

    /// A block comes back. Its contents become NaN, so that whoever still reads it is noticed.
    /// `Err` for a block that is not handed out: it must not go back to the pool.
    pub fn came_back(&mut self, address: usize) -> Result<Option<String>, String> {
        let Some((bytes, size)) = self.blocks.remove(&address) else {
            return Err(format!("the block at {address:#x} was released twice or never handed out"));
        };
        let found = overwritten(address, bytes, size);
        // SAFETY: the last holder has given these `size` bytes back.
        unsafe { std::ptr::write_bytes(address as *mut u8, NOTHING, size) };
        Ok(found)
    }

    /// Looks behind every block.
    pub fn look(&self) -> Option<String> {
        self.blocks.iter().find_map(|(&address, &(bytes, size))| overwritten(address, bytes, size))
    }
}

/// Bytes of pattern at the end of a stack. No frame of ours is larger, so none steps over it.
const STACK_END: usize = 16 << 10;

/// The stacks of threads that have begun and not ended, by their lowest address. In WebAssembly a stack
/// has no guard: what goes below its end writes into whatever lies there.
#[derive(Default)]
pub struct Stacks {
    ends: Vec<usize>,
}

impl Stacks {
    pub const fn new() -> Stacks {
        Stacks { ends: Vec::new() }
    }

    /// A thread begins whose stack ends at `low`. Nothing may be near that end yet.
    pub fn begun(&mut self, low: usize) {
        self.ends.push(low);
        // SAFETY: the lowest part of a stack, which belongs to one thread and is not in use. Null is no place
        // to write, although the linker's stack may begin there.
        unsafe {
            let from = low.max(64);
            std::ptr::write_bytes(from as *mut u8, PATTERN, low + STACK_END - from);
        }
    }

    pub fn ended(&mut self, low: usize) {
        self.ends.retain(|&end| end != low);
    }

    pub fn look(&self) -> Option<String> {
        self.ends.iter().find_map(|&low| {
            // SAFETY: mapped memory of a thread that has not ended; a torn read of what it writes is noticed.
            let end = unsafe { std::slice::from_raw_parts(low.max(64) as *const u8, STACK_END - 64) };
            let left = end.iter().position(|&b| b != PATTERN)?;
            Some(format!("a thread has used its stack up to {left} bytes before its end at {low:#x}"))
        })
    }
}

fn overwritten(address: usize, bytes: usize, size: usize) -> Option<String> {
    // SAFETY: the block is handed out and `size` bytes long; only a faulty kernel writes behind
    // `bytes`, and a torn read of what it writes is noticed all the same.
    let behind = unsafe { std::slice::from_raw_parts((address + bytes) as *const u8, size - bytes) };
    let at = behind.iter().position(|&b| b != PATTERN)?;
    Some(format!("a block of {bytes} bytes at {address:#x} was written {at} bytes behind its end"))
}
