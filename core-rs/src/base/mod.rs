//! What every layer speaks: dtypes, shapes, arrays, errors, and the two services
//! (threads and scratch memory) that a kernel may ask of whoever runs it.
#![forbid(unsafe_code)]

pub mod array;
pub mod context;
pub mod dtype;
pub mod error;
pub mod shape;
pub mod view;

pub use array::{Array, Owner, Storage, Var};
pub use context::{Context, Scratch, Serial};
pub use dtype::{DType, Element};
pub use error::{Error, Kind, Result};
pub use shape::Shape;
pub use view::{View, ViewMut};
