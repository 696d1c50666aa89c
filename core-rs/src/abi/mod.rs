//! The border with JavaScript (`README.md` has the table): handles, the scratch area, the exports.

pub mod describe;
pub mod exports;
pub mod handles;
pub mod scratch;
pub mod walks;

/// Starts the core in a native program (tests, tools): as `start`, without JavaScript.
pub fn start_native(threads: usize) {
    exports::start(threads as u32, 1, 1000);
}
