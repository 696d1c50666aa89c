//! Numbers in, numbers out: no operator, no thread of its own, no shape rule. A kernel that is
//! worth splitting takes a [`crate::base::Context`] and cuts its work by size alone.

pub mod conv;
pub mod fault;
pub mod gemm;
pub mod generate;
pub mod half;
pub mod lanes;
pub mod map;
pub mod math;
pub mod num;
pub mod reduce;
pub mod rng;
pub mod slices;
pub mod vector;

pub mod batch_norm;
pub mod distributions;
pub mod floats;
pub mod image;
pub mod index;
pub mod margin;
pub mod permute;
pub mod pool;
pub mod softmax;
pub mod update;

#[cfg(test)]
pub mod testing;
pub mod winograd;
