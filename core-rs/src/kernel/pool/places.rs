//! Where maxima stand: what gradients of the gradient of max pooling are made of.

use super::Pool;
use crate::base::Context;
use crate::kernel::slices::{Parts, piece_of};
use crate::kernel::vector::{Real, pieces};

/// Where each maximum `y` stands in `x` (the first one in row-major order, as in the gradient);
/// -1 where nothing equals it.
pub fn places<T: Real>(context: &dyn Context, pool: &Pool, x: &[T], y: &[T], at: &mut [i32]) {
    pool.check(x, y);
    assert_eq!(y.len(), at.len());
    let pool = pool.without_depth();
    let ([_, h, w], [out_d, out_h, out_w]) = (pool.input, pool.output);
    let (size, out_size) = (pool.in_size(), pool.out_size());
    if y.is_empty() {
        return;
    }
    let window: usize = (0..3).map(|a| pool.kernel[a].min(pool.input[a])).product();
    let count = pieces(pool.planes, out_size * window);
    let parts = Parts::new(at);
    context.parallel(count, &|i| {
        let range = piece_of(pool.planes, count, i);
        // SAFETY: pieces take disjoint ranges of planes.
        let at = unsafe { parts.part(range.start * out_size..range.end * out_size) };
        for (plane, at) in range.zip(at.chunks_exact_mut(out_size)) {
            let (x, y) = (&x[plane * size..][..size], &y[plane * out_size..][..out_size]);
            for (o, at) in at.iter_mut().enumerate() {
                let [d, r, c] = [
                    pool.window(0, o / (out_h * out_w) % out_d),
                    pool.window(1, o / out_w % out_h),
                    pool.window(2, o % out_w),
                ];
                let mut rows = (d.from..d.to).flat_map(|d| (r.from..r.to).map(move |r| (d * h + r) * w));
                let found = rows.find_map(|row| (row + c.from..row + c.to).find(|&i| x[i] == y[o]));
                *at = found.map_or(-1, |i| (plane * size + i) as i32);
            }
        }
    });
}
