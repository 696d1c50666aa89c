//! From a call of an operator to work: shapes are inferred or refused at once, outputs allocated,
//! and a task given to the engine. Whatever is tiny and free to run runs here and now.
#![forbid(unsafe_code)]

pub mod cpu;
pub mod random;
