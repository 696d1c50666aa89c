//! Questions about whole arrays: are all elements finite, are two arrays close?

use std::sync::atomic::{AtomicBool, Ordering};

use super::floats;
use super::slices::piece_of;
use super::vector::{Real, Vector, load, pieces};
use crate::base::{Context, View};
use crate::by_real;

/// Asks about pieces of `0..n`; the answer does not depend on their order.
fn all(context: &dyn Context, n: usize, piece: &(dyn Fn(std::ops::Range<usize>) -> bool + Sync)) -> bool {
    let (count, fine) = (pieces(n, 1), AtomicBool::new(true));
    context.parallel(count, &|i| {
        if !piece(piece_of(n, count, i)) {
            fine.store(false, Ordering::Relaxed);
        }
    });
    fine.load(Ordering::Relaxed)
}

/// Are all elements neither infinite nor NaN? Float dtypes.
pub fn all_finite(context: &dyn Context, x: &View) -> bool {
    by_real!(x.dtype, T => {
        let x = floats::input::<T>(context, x);
        let x = &x[..];
        all(context, x.len(), &|range| {
            let part = &x[range];
            // 0 x is 0 for a number and NaN else, and NaN stays in a sum.
            let zero = <T as Real>::Lanes::splat(T::ZERO);
            let mut sum = <T as Real>::Lanes::splat(T::ZERO);
            let width = <<T as Real>::Lanes as Vector>::N;
            let mut j = 0;
            while j < part.len() {
                let m = width.min(part.len() - j);
                // SAFETY: j + m is within the part.
                let v: <T as Real>::Lanes = unsafe { load(part.as_ptr().add(j), m, T::ZERO) };
                sum = v.madd(zero, sum);
                j += m;
            }
            sum.sum() == T::ZERO
        })
    })
}

/// Is `|a - b| <= atol + rtol |b|` everywhere? In f64, whatever the dtype; infinities are close where
/// they are equal.
pub fn all_close(context: &dyn Context, a: &View, b: &View, rtol: f64, atol: f64, equal_nan: bool) -> bool {
    let (a, b) = (floats::input::<f64>(context, a), floats::input::<f64>(context, b));
    let (a, b) = (&a[..], &b[..]);
    assert_eq!(a.len(), b.len());
    all(context, a.len(), &|range| {
        a[range.clone()].iter().zip(&b[range]).all(|(&a, &b)| {
            if a.is_nan() || b.is_nan() {
                return equal_nan && a.is_nan() && b.is_nan();
            }
            a == b || (a.is_finite() && b.is_finite() && (a - b).abs() <= atol + rtol * b.abs())
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{DType, Serial, Shape};

    fn view(x: &[f32]) -> View {
        View { address: x.as_ptr() as usize, shape: Shape::new(&[x.len()]), dtype: DType::Float32 }
    }

    #[test]
    fn one_element_that_is_not_finite_is_found_anywhere() {
        let context = &Serial::default();
        for n in [0, 1, 3, 4, 5, 1000, 40000] {
            let mut x = vec![f32::MAX; n];
            assert!(all_finite(context, &view(&x)));
            for at in [0, n / 2, n.saturating_sub(1)].into_iter().filter(|&at| at < n) {
                for bad in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY] {
                    x[at] = bad;
                    assert!(!all_finite(context, &view(&x)), "{bad} at {at} of {n}");
                    x[at] = -1.0;
                }
            }
        }
    }

    #[test]
    fn close_is_numpys() {
        let context = &Serial::default();
        let close = |a: &[f32], b: &[f32], nan| all_close(context, &view(a), &view(b), 1e-5, 1e-8, nan);
        assert!(close(&[1e10, 1e-8], &[1.000009e10, 1e-9], false));
        assert!(!close(&[1e10, 1e-7], &[1.000009e10, 1e-8], false));
        assert!(close(&[f32::NAN, f32::INFINITY], &[f32::NAN, f32::INFINITY], true));
        assert!(!close(&[f32::NAN], &[f32::NAN], false) && !close(&[f32::NAN], &[1.0], true));
        assert!(!close(&[f32::INFINITY], &[f32::NEG_INFINITY], true) && !close(&[1.0], &[f32::INFINITY], true));
    }
}
