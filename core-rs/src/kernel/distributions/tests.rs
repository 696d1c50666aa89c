//! Distributions against their moments, and against the distribution functions (Kolmogorov-Smirnov,
//! chi-square of the discrete ones), with fixed seeds.

use super::*;
use crate::base::{Serial, Shape};
use crate::kernel::map::tests::Owned;
use crate::kernel::math::f64x2::erf_scalar;
use crate::kernel::rng;

const FLOATS: [DType; 3] = [DType::Float32, DType::Float64, DType::Float16];

fn drawn(kind: Distribution, a: f64, b: f64, n: usize, dtype: DType, counter: u64) -> Vec<f64> {
    let mut out = Owned::new(Shape::new(&[n]), dtype, || 0.0);
    sample(&Serial::default(), Draw::new(11, counter), kind, &[a], &[b], &out.view_mut());
    out.all()
}

/// The largest distance to the distribution function, by Kolmogorov and Smirnov; above 1.95 once in a
/// thousand.
fn distance(mut x: Vec<f64>, cdf: impl Fn(f64) -> f64) -> f64 {
    x.sort_by(f64::total_cmp);
    let n = x.len() as f64;
    let apart = |(i, x): (usize, &f64)| (cdf(*x) - i as f64 / n).abs().max((cdf(*x) - (i + 1) as f64 / n).abs());
    x.iter().enumerate().map(apart).fold(0.0, f64::max) * n.sqrt()
}

/// Chi-square over counts with at least ten expected, less its mean, in standard deviations.
fn chi_square(x: &[f64], probability: impl Fn(f64) -> f64) -> f64 {
    let n = x.len() as f64;
    let most = x.iter().cloned().fold(0.0, f64::max) as usize + 1;
    let mut seen = vec![0.0; most + 1];
    x.iter().for_each(|&x| seen[x as usize] += 1.0);
    let (mut sum, mut bins, mut rest_seen, mut rest) = (0.0, 0.0, n, n);
    for (count, &seen) in seen.iter().enumerate() {
        let expected = n * probability(count as f64);
        if expected >= 10.0 {
            sum += (seen - expected).powi(2) / expected;
            (bins, rest_seen, rest) = (bins + 1.0, rest_seen - seen, rest - expected);
        }
    }
    if rest >= 10.0 {
        sum += (rest_seen - rest).powi(2) / rest;
    } else {
        assert!(rest_seen < 40.0, "{rest_seen} counts where {rest} are expected");
    }
    (sum - bins) / (2.0 * bins).sqrt()
}

fn poisson(mean: f64) -> impl Fn(f64) -> f64 {
    move |k| (k * mean.ln() - mean - gammaln(k + 1.0)).exp()
}
fn negative_binomial(k: f64, p: f64) -> impl Fn(f64) -> f64 {
    move |x| (gammaln(x + k) - gammaln(x + 1.0) - gammaln(k) + k * p.ln() + x * (1.0 - p).ln()).exp()
}

#[test]
fn continuous_ones_have_their_distribution_functions() {
    let erf = |x: f64| erf_scalar(x);
    for dtype in [DType::Float32, DType::Float64] {
        for counter in [0, 1 << 40] {
            let ks = |kind, a, b, cdf: &dyn Fn(f64) -> f64| {
                let d = distance(drawn(kind, a, b, 30_000, dtype, counter), cdf);
                assert!(d < 1.95, "{kind:?} {a} {b} {dtype}: {d}");
            };
            ks(Distribution::Uniform, -1.0, 3.0, &|x| (x + 1.0) / 4.0);
            ks(Distribution::Normal, 2.0, 3.0, &|x| 0.5 + 0.5 * erf((x - 2.0) / (3.0 * 2f64.sqrt())));
            ks(Distribution::Exponential, 4.0, 0.0, &|x| 1.0 - (-4.0 * x).exp());
            ks(Distribution::Gamma, 1.0, 2.0, &|x| 1.0 - (-x / 2.0).exp());
            ks(Distribution::Gamma, 0.5, 3.0, &|x| erf((x / 3.0).sqrt()));
            ks(Distribution::Gamma, 3.0, 0.5, &|x| {
                let x = x / 0.5;
                1.0 - (-x).exp() * (1.0 + x + x * x / 2.0)
            });
        }
        let mut out = Owned::new(Shape::new(&[30_000]), dtype, || 0.0);
        rng::exponential(&Serial::default(), Draw::new(3, 5), 0.25, &out.view_mut());
        let d = distance(out.all(), |x| 1.0 - (-4.0 * x).exp());
        assert!(d < 1.95 && out.all().iter().all(|x| x.is_finite() && *x >= 0.0), "exponential {dtype}: {d}");
    }
}

#[test]
fn counts_have_their_probabilities() {
    let n = 60_000;
    for mean in [0.05, 1.0, 3.5, 9.99, 10.01, 45.0, 1000.0] {
        let off = chi_square(&drawn(Distribution::Poisson, mean, 0.0, n, DType::Float64, 7), poisson(mean));
        assert!(off.abs() < 4.0, "poisson {mean}: {off}");
    }
    for (k, p) in [(1.0, 0.5), (3.0, 0.4), (2.5, 0.9), (20.0, 0.3)] {
        let x = drawn(Distribution::NegativeBinomial, k, p, n, DType::Float32, 7);
        let off = chi_square(&x, negative_binomial(k, p));
        assert!(off.abs() < 4.0, "negative binomial {k} {p}: {off}");
    }
    for (mu, alpha) in [(2.0, 0.3), (10.0, 1.0), (0.5, 2.0)] {
        let x = drawn(Distribution::GeneralizedNegativeBinomial, mu, alpha, n, DType::Float32, 7);
        let off = chi_square(&x, negative_binomial(1.0 / alpha, 1.0 / (mu * alpha + 1.0)));
        assert!(off.abs() < 4.0, "generalized {mu} {alpha}: {off}");
    }
    let x = drawn(Distribution::GeneralizedNegativeBinomial, 4.0, 0.0, n, DType::Float64, 7);
    assert!(chi_square(&x, poisson(4.0)).abs() < 4.0);
}

#[test]
fn large_parameters_keep_their_moments() {
    let n = 40_000;
    for (kind, a, b, mean, variance) in [
        (Distribution::Poisson, 1e6, 0.0, 1e6, 1e6),
        (Distribution::Poisson, 1e12, 0.0, 1e12, 1e12),
        (Distribution::Gamma, 1e5, 2.0, 2e5, 4e5),
        (Distribution::Gamma, 0.01, 1.0, 0.01, 0.01),
        (Distribution::NegativeBinomial, 1000.0, 0.01, 99_000.0, 9.9e6),
    ] {
        let x = drawn(kind, a, b, n, DType::Float64, 1);
        let m = x.iter().sum::<f64>() / n as f64;
        let v = x.iter().map(|x| (x - m).powi(2)).sum::<f64>() / n as f64;
        assert!((m - mean).abs() < 5.0 * (variance / n as f64).sqrt(), "{kind:?} {a} {b}: mean {m}");
        assert!((v / variance - 1.0).abs() < 0.15, "{kind:?} {a} {b}: variance {v}");
    }
}

#[test]
fn outside_of_their_domain_they_are_nan_and_end() {
    for (kind, a, b) in [
        (Distribution::Gamma, 0.0, 1.0),
        (Distribution::Gamma, -1.0, 1.0),
        (Distribution::Gamma, 1.0, -1.0),
        (Distribution::Gamma, f64::INFINITY, 1.0),
        (Distribution::Exponential, -1.0, 0.0),
        (Distribution::Poisson, -1.0, 0.0),
        (Distribution::Poisson, f64::NAN, 0.0),
        (Distribution::Poisson, f64::INFINITY, 0.0),
        (Distribution::NegativeBinomial, 2.0, 0.0),
        (Distribution::NegativeBinomial, 2.0, 1.5),
        (Distribution::NegativeBinomial, -2.0, 0.5),
        (Distribution::GeneralizedNegativeBinomial, 2.0, -1.0),
    ] {
        assert!(drawn(kind, a, b, 3, DType::Float32, 0).iter().all(|x| x.is_nan()), "{kind:?} {a} {b}");
    }
    for (kind, a, b) in [
        (Distribution::Poisson, 0.0, 0.0),
        (Distribution::NegativeBinomial, 0.0, 0.5),
        (Distribution::NegativeBinomial, 3.0, 1.0),
        (Distribution::GeneralizedNegativeBinomial, 0.0, 1.0),
    ] {
        assert_eq!(drawn(kind, a, b, 3, DType::Float32, 0), [0.0; 3], "{kind:?} {a} {b}");
    }
    for dtype in FLOATS {
        let x = drawn(Distribution::Uniform, 0.0, 1.0, 5000, dtype, 0);
        assert!(x.iter().all(|x| (0.0..1.0).contains(x)));
        assert_eq!(drawn(Distribution::Uniform, 2.0, 2.0, 3, dtype, 0), [2.0; 3]);
    }
}

#[test]
fn an_element_depends_on_its_place_alone() {
    for dtype in FLOATS {
        for (kind, a, b) in [
            (Distribution::Gamma, 0.7, 2.0),
            (Distribution::Poisson, 30.0, 0.0),
            (Distribution::NegativeBinomial, 3.0, 0.4),
        ] {
            let long = drawn(kind, a, b, 5000, dtype, 3);
            assert_eq!(drawn(kind, a, b, 77, dtype, 3), long[..77]);
            assert_eq!(drawn(kind, a, b, 77, dtype, 1003), long[1000..1077]);
            // Other parameters before it, which take another number of words, change nothing.
            let (mut left, mut right) = (vec![0.01; 5000], vec![0.9; 5000]);
            (left[4321], right[4321]) = (a, b);
            let mut out = Owned::new(Shape::new(&[5000]), dtype, || 0.0);
            sample(&Serial::default(), Draw::new(11, 3), kind, &left, &right, &out.view_mut());
            assert_eq!(out.all()[4321], long[4321]);
        }
    }
    let x = drawn(Distribution::Gamma, 2.0, 1.0, 50_000, DType::Float64, 9);
    let mean = x.iter().sum::<f64>() / x.len() as f64;
    for lag in 1..4 {
        let c = x.windows(lag + 1).map(|w| (w[0] - mean) * (w[lag] - mean)).sum::<f64>() / x.len() as f64;
        assert!(c.abs() < 0.04, "neighbours are correlated: {c}");
    }
}

#[test]
fn outcomes_come_by_their_probabilities() {
    let p = [0.0, 0.2, 0.0, 0.5, 0.3, 0.0, 2.0, 0.0, 0.0, 2.0, 0.0, 4.0];
    let n = 40_000;
    for dtype in [DType::Int32, DType::Uint8, DType::Float16, DType::Float64] {
        let mut out = Owned::new(Shape::new(&[2, n]), dtype, || 9.0);
        let mut logs = Owned::new(Shape::new(&[2, n]), DType::Float32, || 9.0);
        let bad = categorical(&Serial::default(), Draw::new(2, 8), &p, 6, &out.view_mut(), Some(&logs.view_mut()));
        assert_eq!(bad, None);
        let (out, logs) = (out.all(), logs.all());
        for row in 0..2 {
            let own = &p[row * 6..row * 6 + 6];
            let total: f64 = own.iter().sum();
            for (outcome, &p) in own.iter().enumerate() {
                let share =
                    out[row * n..(row + 1) * n].iter().filter(|x| **x == outcome as f64).count() as f64 / n as f64;
                assert!(
                    (share - p / total).abs() < 0.01 && (p > 0.0 || share == 0.0),
                    "{dtype} {row} {outcome} {share}"
                );
            }
            for i in row * n..row * n + 100 {
                assert_eq!(logs[i], own[out[i] as usize].ln() as f32 as f64);
            }
        }
    }
    for row in [[0.0, 0.0], [f64::NAN, 1.0], [-0.5, 1.0], [f64::INFINITY, 1.0]] {
        let p = [0.5, 0.5, row[0], row[1]];
        let mut out = Owned::new(Shape::new(&[2, 3]), DType::Int32, || 0.0);
        assert_eq!(categorical(&Serial::default(), Draw::new(2, 8), &p, 2, &out.view_mut(), None), Some(1));
    }
}

#[test]
fn unique_numbers_are_different_and_small_ones_more_often() {
    let (rows, each, range) = (400, 20, 100);
    let (mut out, mut tries) = (vec![0; rows * each], vec![0; rows]);
    unique_zipfian(Draw::new(4, 4), range, rows, &mut out, &mut tries);
    for (row, tries) in out.chunks(each).zip(&tries) {
        let mut sorted = row.to_vec();
        sorted.sort();
        sorted.dedup();
        assert!(sorted.len() == each && sorted[0] >= 0 && sorted[each - 1] < range as i64 && *tries >= each as i64);
    }
    let first = out.chunks(each).filter(|row| row[0] == 0).count() as f64 / rows as f64;
    let expected = 1.5f64.ln() / (range as f64).ln();
    assert!((first - expected).abs() < 0.05, "{first} begin with 0, not {expected}");
    let (mut all, mut tries) = (vec![0; 8], vec![0; 1]);
    unique_zipfian(Draw::new(4, 4), 8, 1, &mut all, &mut tries);
    all.sort();
    assert_eq!(all, [0, 1, 2, 3, 4, 5, 6, 7]);
}
