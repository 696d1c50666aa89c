//! What `HADRON_DEBUG=memory` adds to the pool: a pattern behind each block that is looked at after
//! each task and at release, and NaN in memory that holds nothing.

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

fn overwritten(address: usize, bytes: usize, size: usize) -> Option<String> {
    // SAFETY: the block is handed out and `size` bytes long; only a faulty kernel writes behind
    // `bytes`, and a torn read of what it writes is noticed all the same.
    let behind = unsafe { std::slice::from_raw_parts((address + bytes) as *const u8, size - bytes) };
    let at = behind.iter().position(|&b| b != PATTERN)?;
    Some(format!("a block of {bytes} bytes at {address:#x} was written {at} bytes behind its end"))
}
