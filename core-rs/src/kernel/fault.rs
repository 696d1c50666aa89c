//! Faults on request, to see that nothing hangs and nothing is lost when a kernel fails.

use crate::base::{Context, Error, Result};

/// How to fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Return an error, as a kernel does that finds bad values.
    Error,
    Panic,
    /// An instruction that ends the thread: only WebAssembly has one.
    Trap,
    /// Use nearly all of a stack of a megabyte: what checks of memory see.
    Stack,
}

/// Fails at once, or in one of the pieces of a loop whose other pieces take a while.
pub fn fail(context: &dyn Context, fault: Fault, in_piece: bool) -> Result<()> {
    if !in_piece || fault == Fault::Error {
        return now(fault);
    }
    context.parallel(16, &|piece| {
        let mut state = piece as u64;
        for i in 0..200_000u64 {
            state = std::hint::black_box(state.wrapping_mul(31).wrapping_add(i));
        }
        if piece == 9 {
            let _ = now(fault);
        }
    });
    Ok(())
}

fn now(fault: Fault) -> Result<()> {
    match fault {
        Fault::Error => Err(Error::execution("an error was asked for")),
        Fault::Stack => {
            let here = 0u8;
            descend(std::hint::black_box(&raw const here) as usize);
            Ok(())
        }
        Fault::Panic => panic!("a panic was asked for"),
        #[cfg(target_arch = "wasm32")]
        Fault::Trap => core::arch::wasm32::unreachable(),
        #[cfg(not(target_arch = "wasm32"))]
        Fault::Trap => Err(Error::execution("only WebAssembly has traps")),
    }
}

/// Calls itself until 12 KB are left of a stack of which 12 KB may have been in use at `top`.
#[inline(never)]
fn descend(top: usize) {
    let frame = std::hint::black_box([1u8; 1024]);
    if top - (&raw const frame as usize) < (1 << 20) - (12 << 10) {
        descend(top);
    }
    std::hint::black_box(frame);
}
