//! Recording and the walk back. A recorded array owns a node; nodes hold what backward reads and
//! point to older nodes, so a graph dies with its last array.
#![forbid(unsafe_code)]

mod ask;
mod backward;
mod function;
mod node;
mod tape;
mod walker;

pub use backward::Walk;
pub use node::{GradReq, Node, Variable};
pub use tape::{Modes, Tape};
pub use walker::{Step, Walker};
