#!/usr/bin/env bash
# Builds kernels.wasm beside this script: relaxed SIMD, shared memory, as the core's threaded build.
set -euo pipefail
cd "$(dirname "$0")"
export PATH=/usr/bin:$PATH RUSTC_BOOTSTRAP=1 CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER=wasm-ld-19
export RUSTFLAGS="-C target-feature=+atomics,+bulk-memory,+mutable-globals,+simd128,+relaxed-simd -C link-arg=--shared-memory -C link-arg=--import-memory -C link-arg=--max-memory=4294967296"
cargo build --release --target wasm32-unknown-unknown -Z build-std=std,panic_abort 2>&1 | tail -"${1:-3}"
cp target/wasm32-unknown-unknown/release/hadron_bench_kernels.wasm kernels.wasm
