//! Numbers in, numbers out: no operator, no thread of its own, no shape rule. A kernel that is
//! worth splitting takes a [`crate::base::Context`] and cuts its work by size alone.

pub mod columns;
pub mod conv;
pub mod correlation;
pub mod fault;
pub mod fft;
pub mod gemm;
pub mod generate;
pub mod half;
pub mod lanes;
pub mod linalg;
pub mod map;
pub mod math;
pub mod num;
pub mod order;
pub mod reduce;
pub mod rng;
pub mod scan;
pub mod slices;
pub mod sorted;
pub mod vector;

pub mod batch_norm;
pub mod boxes;
pub mod checks;
pub mod ctc;
pub mod distributions;
pub mod floats;
pub mod found;
pub mod image;
pub mod index;
pub mod margin;
pub mod multibox;
pub mod permute;
pub mod pool;
pub mod resample;
pub mod rnn;
pub mod roi;
pub mod row_norm;
pub mod sampler;
pub mod softmax;
pub mod update;
pub mod window_sum;

#[cfg(test)]
pub mod testing;
pub mod winograd;
