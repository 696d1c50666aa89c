//! Batch normalisation against its definition, written out in f64.

use super::*;
use crate::base::Serial;
use crate::kernel::testing::{Random, close};

struct Naive {
    y: Vec<f64>,
    mean: Vec<f64>,
    variance: Vec<f64>,
    dx: Vec<f64>,
    dgamma: Vec<f64>,
    dbeta: Vec<f64>,
}

fn naive(d: Dims, x: &[f64], gamma: &[f64], beta: &[f64], dy: &[f64], given: Option<(&[f64], &[f64])>) -> Naive {
    let (eps, n) = (1e-3, d.size());
    let zero = || vec![0.0; d.channels];
    let mut out =
        Naive { y: vec![0.0; n], mean: zero(), variance: zero(), dx: vec![0.0; n], dgamma: zero(), dbeta: zero() };
    for c in 0..d.channels {
        let at: Vec<usize> = (0..n).filter(|i| i / d.inner % d.channels == c).collect();
        let m = at.len() as f64;
        let mean = given.map_or(at.iter().map(|&i| x[i]).sum::<f64>() / m, |g| g.0[c]);
        let var = given.map_or(at.iter().map(|&i| (x[i] - mean).powi(2)).sum::<f64>() / m, |g| g.1[c]);
        let r = 1.0 / (var + eps).sqrt();
        let (s, p) = at.iter().fold((0.0, 0.0), |(s, p), &i| (s + dy[i], p + dy[i] * (x[i] - mean) * r));
        for &i in &at {
            let hat = (x[i] - mean) * r;
            out.y[i] = hat * gamma[c] + beta[c];
            out.dx[i] = gamma[c] * r * if given.is_some() { dy[i] } else { dy[i] - s / m - hat * p / m };
        }
        (out.mean[c], out.variance[c], out.dgamma[c], out.dbeta[c]) = (mean, var, p, s);
    }
    out
}

fn check<T: Real>(d: Dims, r: &mut Random, offset: f64, tolerance: f64) {
    let what = &format!("{} {d:?}", T::DTYPE);
    let narrow = |v: Vec<f64>| v.into_iter().map(T::of).collect::<Vec<T>>();
    let wide = |v: &[T]| v.iter().map(|e| e.wide()).collect::<Vec<f64>>();
    let x = narrow(r.doubles(d.size()).iter().map(|e| e + offset).collect());
    let dy = narrow(r.doubles(d.size()));
    let (gamma, beta) = (narrow(r.doubles(d.channels)), narrow(r.doubles(d.channels)));
    let context = &Serial::default();
    let (mut y, mut dx) = (vec![T::NAN; d.size()], vec![T::NAN; d.size()]);
    let per_channel = || vec![T::NAN; d.channels];
    let (mut mean, mut variance, mut dgamma, mut dbeta) = (per_channel(), per_channel(), per_channel(), per_channel());

    let want = naive(d, &wide(&x), &wide(&gamma), &wide(&beta), &wide(&dy), None);
    forward(context, d, &x, Some(&gamma), &beta, 1e-3, &mut y, &mut mean, &mut variance);
    close(&wide(&mean), &want.mean, tolerance, what);
    close(&wide(&variance), &want.variance, tolerance, what);
    close(&wide(&y), &want.y, tolerance, what);
    let mut rstd = per_channel();
    reciprocal_deviation(&variance, 1e-3, &mut rstd);
    let statistics = (&mean[..], &rstd[..]);
    backward(context, d, &x, &dy, Some(&gamma), statistics, false, &mut dx, &mut dgamma, &mut dbeta);
    close(&wide(&dx), &want.dx, tolerance, what);
    close(&wide(&dgamma), &want.dgamma, 30.0 * tolerance, what);
    close(&wide(&dbeta), &want.dbeta, 30.0 * tolerance, what);

    let ones = vec![1.0; d.channels];
    let given = (wide(&mean).iter().map(|m| m * 0.9).collect::<Vec<_>>(), ones.clone());
    let want = naive(d, &wide(&x), &ones, &wide(&beta), &wide(&dy), Some((&given.0, &given.1)));
    let statistics = (narrow(given.0.clone()), narrow(given.1.clone()));
    let statistics = (&statistics.0[..], &statistics.1[..]);
    inference(context, d, &x, None, &beta, statistics, 1e-3, &mut y);
    close(&wide(&y), &want.y, tolerance, what);
    reciprocal_deviation(statistics.1, 1e-3, &mut rstd);
    let statistics = (statistics.0, &rstd[..]);
    backward(context, d, &x, &dy, None, statistics, true, &mut dx, &mut dgamma, &mut dbeta);
    close(&wide(&dx), &want.dx, tolerance, what);
}

#[test]
fn batch_norm_equals_its_definition() {
    let r = &mut Random::new(3);
    for _ in 0..150 {
        let inner = [1, 2, 9, 16, 25, 144][r.below(6)];
        let d = Dims { outer: r.below(20) + 2, channels: r.below(40) + 1, inner };
        check::<f32>(d, r, 0.0, 3e-5);
        check::<f64>(d, r, 0.0, 1e-11);
    }
    for d in [
        Dims { outer: 3000, channels: 3, inner: 1 },
        Dims { outer: 40, channels: 300, inner: 4 },
        Dims { outer: 5, channels: 2, inner: 9000 },
        Dims { outer: 64, channels: 32, inner: 36 },
    ] {
        check::<f32>(d, r, 0.0, 1e-4);
        check::<f64>(d, r, 0.0, 1e-10);
    }
}

#[test]
fn a_large_mean_does_not_spoil_the_variance() {
    let r = &mut Random::new(4);
    check::<f32>(Dims { outer: 16, channels: 20, inner: 49 }, r, 1000.0, 1e-3);
    check::<f32>(Dims { outer: 300, channels: 20, inner: 1 }, r, 1000.0, 1e-3);
}
