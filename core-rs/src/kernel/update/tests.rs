//! Steps against formulas written out, in place, over sizes that end within a vector.

use super::*;
use crate::base::{Serial, Shape};
use crate::kernel::testing::{Random, close};

fn view<T: crate::base::Element>(a: &[T]) -> View {
    View { address: a.as_ptr() as usize, shape: Shape::new(&[a.len()]), dtype: T::DTYPE }
}
fn view_mut<T: crate::base::Element>(a: &mut [T]) -> ViewMut {
    let v = view(a);
    ViewMut { address: v.address, shape: v.shape, dtype: v.dtype }
}

const COMMON: Common = Common { lr: 0.1, wd: 0.05, rescale: 0.5, clip: 0.3 };

#[test]
fn sgd_with_momentum_in_place() {
    let r = &mut Random::new(2);
    for n in [0, 1, 3, 4, 7, 1001, 70_000] {
        let (mut w, g, mut v) = (r.doubles(n), r.doubles(n), r.doubles(n));
        let mut narrow: Vec<Vec<f32>> = [&w, &g, &v].iter().map(|a| a.iter().map(|&e| e as f32).collect()).collect();
        let want: Vec<(f64, f64)> = (0..n)
            .map(|i| {
                let v = 0.9 * v[i] - 0.1 * ((0.5 * g[i]).clamp(-0.3, 0.3) + 0.05 * w[i]);
                (w[i] + v, v)
            })
            .collect();
        let step = SgdMomentum { common: COMMON, momentum: 0.9 };
        let reads = (view(&w), view(&g), view(&v));
        run(&Serial::default(), &step, [&reads.0, &reads.1, &reads.2], [&view_mut(&mut w), &view_mut(&mut v)]).unwrap();
        close(&w, &want.iter().map(|e| e.0).collect::<Vec<_>>(), 1e-14, "weight");
        close(&v, &want.iter().map(|e| e.1).collect::<Vec<_>>(), 1e-14, "momentum");
        let reads: Vec<View> = narrow.iter().map(|a| view(a)).collect();
        let mut fresh = vec![0.0f32; n];
        let (state, target) = (view_mut(&mut narrow[2]), view_mut(&mut fresh));
        run(&Serial::default(), &step, [&reads[0], &reads[1], &reads[2]], [&target, &state]).unwrap();
        close(&fresh.iter().map(|&e| e as f64).collect::<Vec<_>>(), &w, 1e-6, "weight f32");
    }
}

#[test]
fn float16_weights_with_a_float32_copy() {
    let r = &mut Random::new(6);
    let n = 700;
    let mut master = r.floats(n);
    let start = master.clone();
    let grad: Vec<Half> = r.floats(n).iter().map(|&e| half::from_f32(e)).collect();
    let mut weight = vec![Half(0); n];
    let reads = (view(&grad), view(&master));
    let writes = (view_mut(&mut weight), view_mut(&mut master));
    run(&Serial::default(), &MixedSgd(COMMON), [&reads.0, &reads.1], [&writes.0, &writes.1]).unwrap();
    for i in 0..n {
        let want = start[i] - 0.1 * ((0.5 * half::to_f32(grad[i])).clamp(-0.3, 0.3) + 0.05 * start[i]);
        assert!((master[i] - want).abs() < 1e-6);
        assert_eq!(weight[i], half::from_f32(master[i]));
    }
}

#[test]
fn mixed_precisions_are_refused_and_nan_is_kept() {
    let (mut a, b) = ([1.0f64, f64::NAN], [1.0f32; 2]);
    let (reads, write) = ((view(&a), view(&b)), view_mut(&mut a));
    let error = run(&Serial::default(), &Sgd(COMMON), [&reads.0, &reads.1], [&write]).unwrap_err();
    assert!(error.text.contains("float64, float32"));
    run(&Serial::default(), &Sgd(COMMON), [&reads.0, &reads.0], [&write]).unwrap();
    assert!(a[1].is_nan() && a[0] < 1.0);
}

#[test]
fn shrinkage_reaches_zero() {
    let step = Ftrl { common: Common { clip: -1.0, rescale: 1.0, ..COMMON }, lamda1: 0.5, beta: 1.0 };
    let [w, z, n] = step.step::<f64>([0.0, 0.2, 0.0, 0.0]);
    assert_eq!((w, z), (0.0, 0.2));
    assert!((n - 0.04).abs() < 1e-12);
    let [w, z, _] = step.step::<f64>([0.0, 2.0, 0.0, 0.0]);
    assert!(w < 0.0 && z == 2.0);
}
