//! All convolutions and gradients against the plain loops, for random shapes (the seed is printed;
//! set SEED to repeat), with each set of tiles, on two threads; and the same bits on any number.

use super::*;
use crate::base::Serial;
use crate::kernel::gemm::tests::{Random, Threads, choosing, close, seed};
use crate::kernel::gemm::tiles::{Choice, choose};

fn params(
    (n, c, h, w): (usize, usize, usize, usize),
    (k, kh, kw): (usize, usize, usize),
    (sh, sw): (usize, usize),
    (ph, pw): (usize, usize),
    (dh, dw): (usize, usize),
    groups: usize,
) -> ConvParams {
    let oh = ConvParams::output(h, kh, sh, ph, dh);
    let ow = ConvParams::output(w, kw, sw, pw, dw);
    ConvParams { n, c, h, w, k, kh, kw, sh, sw, ph, pw, dh, dw, groups, oh, ow, ..ConvParams::FLAT }
}

/// The same with a depth.
fn deep(p: ConvParams, d: usize, kd: usize, sd: usize, pd: usize, dd: usize) -> ConvParams {
    ConvParams { d, kd, sd, pd, dd, od: ConvParams::output(d, kd, sd, pd, dd), ..p }
}

pub fn square(n: usize, c: usize, side: usize, k: usize, kernel: usize, stride: usize, pad: usize) -> ConvParams {
    params((n, c, side, side), (k, kernel, kernel), (stride, stride), (pad, pad), (1, 1), 1)
}

fn compare<T: Real>(p: &ConvParams, r: &mut Random, tolerance: f64) {
    let (xs, ws, ys) = p.sizes();
    let (x, w, dy, bias) = (r.values::<T>(xs), r.values::<T>(ws), r.values::<T>(ys), r.values::<T>(p.k));
    let bias = (r.below(2) == 0).then_some(&bias[..]);
    let context = Threads(2);
    let nan = T::from_f64(f64::NAN);
    let mut y = vec![nan; ys];
    forward(&context, p, &x, &w, bias, &mut y);
    close(&y, &naive::forward(p, &x, &w, bias), tolerance, &format!("forward {p:?}"));
    let mut dx = vec![nan; xs];
    let shift = (r.below(2) == 0).then(|| r.values::<T>(p.c));
    data_gradient(&context, p, &dy, &w, shift.as_deref(), &mut dx);
    let mut want = naive::data_gradient(p, &dy, &w);
    if let Some(shift) = shift {
        let plane = p.d * p.h * p.w;
        want.iter_mut().enumerate().for_each(|(i, v)| *v += shift[i / plane % p.c]);
    }
    close(&dx, &want, tolerance, &format!("data gradient {p:?}"));
    let mut dw = vec![nan; ws];
    weight_gradient(&context, p, &x, &dy, &mut dw);
    close(&dw, &naive::weight_gradient(p, &x, &dy), tolerance, &format!("weight gradient {p:?}"));
    let mut db = vec![nan; p.k];
    bias_gradient(&context, p, &dy, &mut db);
    let want: Vec<T> = (0..p.k)
        .map(|k| {
            let plane = p.positions();
            let sum: f64 =
                (0..p.n * plane).map(|i| dy[(i / plane.max(1) * p.k + k) * plane + i % plane.max(1)].to_f64()).sum();
            T::from_f64(sum)
        })
        .collect();
    close(&db, &want, tolerance * 10.0, &format!("bias gradient {p:?}"));
}

fn random_shapes<T: Real>(rounds: usize, tolerance: f64) {
    let _guard = choosing();
    let mut r = Random(seed());
    for round in 0..rounds {
        choose([Choice::Shuffle, Choice::Splat][round % 2]);
        let groups = [1, 1, 1, 2, 3][r.below(5)];
        let (cg, kg) = (r.below(6) + 1, r.below(9) + 1);
        let mut one = || {
            let (size, kernel) = (r.below(17) + 1, [1, 2, 3, 3, 4, 5, 7][r.below(7)]);
            let (stride, dilate) = ([1, 1, 2, 3, 4][r.below(5)], [1, 1, 2, 3][r.below(4)]);
            (size, kernel, stride, [0, kernel / 2, kernel - 1, kernel + 1][r.below(4)], dilate)
        };
        let (y, x) = (one(), one());
        let n = [0, 1, 2, 3, 9][r.below(5)];
        let p = params((n, cg * groups, y.0, x.0), (kg * groups, y.1, x.1), (y.2, x.2), (y.3, x.3), (y.4, x.4), groups);
        let p = match round % 3 {
            0 => {
                let (d, kd) = (r.below(6) + 1, r.below(3) + 1);
                deep(p, d, kd, r.below(3) + 1, r.below(kd + 1), r.below(2) + 1)
            }
            _ => p,
        };
        compare::<T>(&p, &mut r, tolerance);
    }
    choose(Choice::Host);
}

#[test]
fn convolutions_of_f32_equal_the_plain_loops() {
    random_shapes::<f32>(400, 2e-5);
}

#[test]
fn convolutions_of_f64_equal_the_plain_loops() {
    random_shapes::<f64>(150, 1e-12);
}

#[test]
fn convolutions_of_common_layers_equal_the_plain_loops() {
    let _guard = choosing();
    let mut r = Random(seed());
    let depthwise = |n, c, side, many, kernel, stride, pad| {
        params((n, c, side, side), (c * many, kernel, kernel), (stride, stride), (pad, pad), (1, 1), c)
    };
    for choice in [Choice::Shuffle, Choice::Splat] {
        choose(choice);
        for p in [
            square(4, 1, 28, 20, 5, 1, 0),
            square(3, 20, 12, 50, 3, 1, 0),
            square(1, 3, 40, 17, 7, 2, 3),
            square(2, 32, 14, 40, 3, 1, 1),
            square(3, 24, 6, 30, 3, 1, 1),
            square(9, 20, 4, 30, 3, 1, 1),
            square(3, 33, 13, 34, 3, 2, 1),
            square(3, 48, 7, 35, 1, 1, 0),
            square(3, 24, 14, 40, 1, 2, 0),
            square(20, 40, 1, 50, 3, 1, 1),
            square(20, 40, 2, 30, 3, 1, 1),
            square(17, 20, 3, 30, 3, 1, 1),
            square(2, 130, 9, 6, 3, 1, 1),
            depthwise(2, 24, 17, 1, 3, 1, 1),
            depthwise(2, 5, 17, 2, 3, 2, 1),
            depthwise(2, 5, 9, 1, 5, 1, 2),
            params((2, 6, 1, 50), (7, 1, 5), (1, 2), (0, 2), (1, 1), 1),
            deep(square(2, 8, 9, 12, 3, 1, 1), 5, 3, 1, 1, 1),
            deep(square(1, 3, 20, 16, 3, 2, 1), 8, 3, 2, 1, 1),
            deep(depthwise(2, 5, 9, 2, 3, 1, 1), 6, 3, 2, 1, 1),
        ] {
            compare::<f32>(&p, &mut r, 2e-5);
        }
    }
    choose(Choice::Host);
}

#[test]
fn convolution_gives_the_same_bits_on_any_number_of_threads() {
    let _guard = choosing();
    let mut r = Random(seed());
    for p in [square(9, 20, 12, 50, 3, 1, 0), square(2, 3, 40, 17, 7, 2, 3), square(20, 40, 2, 30, 3, 1, 1)] {
        let (xs, ws, ys) = p.sizes();
        let (x, w, dy) = (r.values::<f32>(xs), r.values::<f32>(ws), r.values::<f32>(ys));
        let run = |context: &dyn Context| {
            let (mut y, mut dx, mut dw) = (vec![0f32; ys], vec![0f32; xs], vec![0f32; ws]);
            forward(context, &p, &x, &w, None, &mut y);
            data_gradient(context, &p, &dy, &w, None, &mut dx);
            weight_gradient(context, &p, &x, &dy, &mut dw);
            [y, dx, dw].concat().into_iter().map(f32::to_bits).collect::<Vec<_>>()
        };
        let one = run(&Serial::default());
        for threads in [2, 8] {
            assert!(run(&Threads(threads)) == one, "{threads} threads: {p:?}");
        }
    }
}
