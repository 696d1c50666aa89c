//! Factorisations put together again, of all sizes around the blocks, and of awkward matrices.

use super::*;
use crate::base::Serial;
use crate::kernel::gemm::Real;
use crate::kernel::testing::{Random, close};

fn matrix<T: Real>(random: &mut Random, n: usize) -> Vec<T> {
    (0..n).map(|_| T::from_f64(random.uniform(-1.0, 1.0))).collect()
}
fn wide<T: Real>(x: &[T]) -> Vec<f64> {
    x.iter().map(|x| x.to_f64()).collect()
}
/// a [m, k] times b [k, n].
fn times(a: &[f64], b: &[f64], (m, n, k): (usize, usize, usize)) -> Vec<f64> {
    let mut c = vec![0.0; m * n];
    for i in 0..m {
        for s in 0..k {
            for j in 0..n {
                c[i * n + j] += a[i * k + s] * b[s * n + j];
            }
        }
    }
    c
}
fn turned(a: &[f64], m: usize, n: usize) -> Vec<f64> {
    let mut t = vec![0.0; m * n];
    basic::transpose(a, m, n, &mut t);
    t
}
fn unit(n: usize) -> Vec<f64> {
    (0..n * n).map(|i| if i % (n + 1) == 0 { 1.0 } else { 0.0 }).collect()
}

const SIZES: [usize; 7] = [1, 2, 5, 31, 33, 70, 131];

fn all<T: Real>(tolerance: f64) {
    let context = &Serial::default();
    let mut random = Random::new(5);
    for n in SIZES {
        let x = matrix::<T>(&mut random, n * n);
        let x64 = wide(&x);
        let mut definite = times(&x64, &turned(&x64, n, n), (n, n, n));
        (0..n).for_each(|i| definite[i * n + i] += 1.0);
        let a: Vec<T> = definite.iter().map(|&v| T::from_f64(v)).collect();
        let tolerance = tolerance * n as f64;

        let mut l = a.clone();
        assert!(cholesky::lower(context, &mut l, n));
        close(&times(&wide(&l), &turned(&wide(&l), n, n), (n, n, n)), &wide(&a), tolerance, "L Lt");
        let mut inverse = vec![T::ZERO; n * n];
        assert!(triangular::inverse_of_product(context, &l, n, true, &mut inverse));
        close(&times(&wide(&a), &wide(&inverse), (n, n, n)), &unit(n), tolerance * 10.0, "potri");

        let (mut lu, mut pivots) = (x.clone(), vec![0; n]);
        assert!(lu::factor(context, &mut lu, n, &mut pivots));
        let b = matrix::<T>(&mut random, n * 3);
        let mut solution = b.clone();
        lu::solve(context, &lu, n, &pivots, &mut solution, 3);
        let residual = basic::largest(&solution).max(1.0);
        close(&times(&x64, &wide(&solution), (n, 3, n)), &wide(&b), tolerance * residual, "solve");
        let (sign, log) = lu::log_determinant(&lu, n, &pivots);
        let det = lu::determinant(&lu, n, &pivots);
        close(&[sign * log.exp()], &[det], 1e-6 * det.abs().max(1.0), "det");

        let (mut work, mut values, mut vectors) = (a.clone(), vec![T::ZERO; n], vec![T::ZERO; n * n]);
        assert!(eigen::symmetric(context, &mut work, n, &mut values, &mut vectors));
        assert!(values.windows(2).all(|w| w[0] <= w[1]));
        let v = wide(&vectors);
        close(&times(&v, &turned(&v, n, n), (n, n, n)), &unit(n), tolerance, "eigenvectors are orthonormal");
        let scaled: Vec<f64> = v.iter().enumerate().map(|(i, x)| x * values[i / n].to_f64()).collect();
        close(&times(&turned(&v, n, n), &scaled, (n, n, n)), &wide(&a), tolerance, "Vt L V");
    }
    for (m, n) in [(1, 1), (1, 7), (7, 1), (4, 4), (40, 17), (17, 40), (90, 90), (33, 32)] {
        let a = matrix::<T>(&mut random, m * n);
        let k = m.min(n);
        let tolerance = tolerance * m.max(n) as f64;
        let (mut q, mut r) = (vec![T::ZERO; m * k], vec![T::ZERO; k * n]);
        householder::qr(context, &a, m, n, &mut q, &mut r);
        close(&times(&wide(&q), &wide(&r), (m, n, k)), &wide(&a), tolerance, "Q R");
        close(&times(&turned(&wide(&q), m, k), &wide(&q), (k, k, m)), &unit(k), tolerance, "Q is orthonormal");
        decomposed(context, &a, (m, n), tolerance);
    }
    // Of rank one, of zeros, with a zero on the diagonal of the bidiagonal form, with equal values.
    let rank_one: Vec<T> = (0..48).map(|i| T::from_f64((i / 6 + 1) as f64 * (i % 6) as f64)).collect();
    decomposed(context, &rank_one, (8, 6), tolerance * 10.0);
    decomposed(context, &[T::ZERO; 20], (4, 5), tolerance);
    let upper: Vec<T> = [1.0, 1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 3.0].map(T::from_f64).into();
    decomposed(context, &upper, (3, 3), tolerance * 10.0);
    let ones: Vec<T> = unit(30).iter().map(|&x| T::from_f64(x)).collect();
    decomposed(context, &ones, (30, 30), tolerance * 10.0);
    let huge: Vec<T> = matrix::<T>(&mut random, 25).iter().map(|&x| x * T::from_f64(1e30)).collect();
    let (mut u, mut s, mut v) = (vec![T::ZERO; 25], vec![T::ZERO; 5], vec![T::ZERO; 25]);
    assert!(svd::svd(context, &mut huge.clone(), (5, 5), &mut u, &mut s, &mut v) && basic::finite(&s));
}

fn decomposed<T: Real>(context: &Serial, a: &[T], (m, n): (usize, usize), tolerance: f64) {
    let k = m.min(n);
    let (mut u, mut s, mut v) = (vec![T::ZERO; m * k], vec![T::ZERO; k], vec![T::ZERO; k * n]);
    assert!(svd::svd(context, &mut a.to_vec(), (m, n), &mut u, &mut s, &mut v), "svd of {m}x{n}");
    assert!(s.windows(2).all(|w| w[0] >= w[1]) && s.iter().all(|&s| s >= T::ZERO));
    let (u, v) = (wide(&u), wide(&v));
    close(&times(&turned(&u, m, k), &u, (k, k, m)), &unit(k), tolerance, "left vectors are orthonormal");
    close(&times(&v, &turned(&v, k, n), (k, k, n)), &unit(k), tolerance, "right vectors are orthonormal");
    let scaled: Vec<f64> = v.iter().enumerate().map(|(i, x)| x * s[i / n].to_f64()).collect();
    let tolerance = tolerance * basic::largest(&s).max(1.0);
    close(&times(&u, &scaled, (m, n, k)), &wide(a), tolerance, "U S V");
}

#[test]
fn factors_multiply_to_the_matrix_in_float32() {
    all::<f32>(3e-6);
}

#[test]
fn factors_multiply_to_the_matrix_in_float64() {
    all::<f64>(1e-14);
}

#[test]
fn what_cannot_be_factored_is_said() {
    let context = &Serial::default();
    let mut indefinite = [1.0f32, 2.0, 2.0, 1.0];
    assert!(!cholesky::lower(context, &mut indefinite, 2));
    let (mut singular, mut pivots) = ([1.0f64, 2.0, 2.0, 4.0], [0; 2]);
    assert!(!lu::factor(context, &mut singular, 2, &mut pivots));
    let mut nan = [f32::NAN; 4];
    assert!(!eigen::symmetric(context, &mut nan.clone(), 2, &mut [0.0; 2], &mut [0.0; 4]));
    assert!(!svd::svd(context, &mut nan, (2, 2), &mut [0.0; 4], &mut [0.0; 2], &mut [0.0; 4]));
}

/// `cargo test --release -- --ignored --nocapture linalg`
#[test]
#[ignore = "prints times"]
fn times_of_256() {
    let context = &Serial::default();
    let mut random = Random::new(5);
    let n = 256;
    let x = matrix::<f32>(&mut random, n * n);
    let x64 = wide(&x);
    let mut definite = times(&x64, &turned(&x64, n, n), (n, n, n));
    (0..n).for_each(|i| definite[i * n + i] += 1.0);
    let a: Vec<f32> = definite.iter().map(|&v| v as f32).collect();
    let time = |what: &str, f: &mut dyn FnMut()| {
        let best = (0..10).map(|_| {
            let start = std::time::Instant::now();
            f();
            start.elapsed().as_secs_f64() * 1e3
        });
        println!("{what}: {:.3} ms", best.fold(f64::MAX, f64::min));
    };
    time("cholesky", &mut || assert!(cholesky::lower(context, &mut a.clone(), n)));
    let (mut u, mut s, mut v) = (vec![0.0f32; n * n], vec![0.0; n], vec![0.0f32; n * n]);
    time("svd", &mut || assert!(svd::svd(context, &mut x.clone(), (n, n), &mut u, &mut s, &mut v)));
    time("eigh", &mut || assert!(eigen::symmetric(context, &mut a.clone(), n, &mut s, &mut v)));
    time("qr", &mut || householder::qr(context, &x, n, n, &mut u, &mut v));
    time("lu", &mut || assert!(lu::factor(context, &mut x.clone(), n, &mut vec![0; n])));
}
