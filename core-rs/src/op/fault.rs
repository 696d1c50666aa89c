//! A kernel that fails on request: refused unless the core was started for debugging.
#![forbid(unsafe_code)]

use super::attrs::AttrSpec;
use super::spec::{Forward, Gradient, OpSpec, Sample, optional};
use crate::kernel::fault::{Fault, fail};
use crate::kernel::map;

pub static OPS: &[OpSpec] = &[OpSpec {
    name: "_fault",
    doc: "A copy of data that fails on the way, to try how failures are told. Needs HADRON_DEBUG.",
    inputs: &[super::spec::input("data"), optional("after")],
    attrs: &[
        AttrSpec::one_of("kind", &["none", "error", "panic", "trap", "stack"], "error", "How it fails."),
        AttrSpec::bool("in_piece", false, "Fail in a piece of a loop, perhaps on another thread."),
        AttrSpec::int("cost", 0, "Estimated nanoseconds, which decide whether the task is queued.").at_least(0.0),
    ],
    forward: Forward::Kernel(|c| {
        map::copy(c.context, c.input(0), c.output(0));
        let fault = match c.attrs.word("kind") {
            "none" => return Ok(()),
            "panic" => Fault::Panic,
            "trap" => Fault::Trap,
            "stack" => Fault::Stack,
            _ => Fault::Error,
        };
        fail(c.context, fault, c.attrs.bool("in_piece"))
    }),
    gradient: Gradient::None("it exists to fail"),
    cost: |i, _| i.attrs.int("cost") as u64,
    hidden: true,
    debug_only: true,
    samples: || vec![Sample::new(&[&[2, 3]]).word("kind", "none")],
    ..OpSpec::NEW
}];
