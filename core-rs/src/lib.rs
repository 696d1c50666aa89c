//! Everything that computes in Hadron. The modules are layers, lowest first:
//! each may use those above it in this list and nothing below (`tests/layers.rs`).
#![cfg_attr(target_arch = "wasm32", feature(stdarch_wasm_atomic_wait, asm_experimental_arch))]

pub mod base;

pub mod engine;
pub mod kernel;
pub mod memory;

pub mod op;

pub mod device;

pub mod autograd;

pub mod abi;

// Its runtime gives threads their stacks and thread-locals; nothing of ours calls it.
#[cfg(target_arch = "wasm32")]
extern crate wasm_bindgen as _;
