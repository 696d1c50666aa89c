//! Pooling against the loops of its definition, on random shapes.

use super::*;
use crate::base::Serial;
use crate::kernel::testing::Random;

struct Naive {
    y: Vec<f64>,
    dx: Vec<f64>,
}

fn naive(p: &Pool, kind: Kind, x: &[f64], dy: &[f64]) -> Naive {
    let (size, out) = (p.in_size(), p.out_size());
    let (mut y, mut dx) = (vec![0.0; p.planes * out], vec![0.0; p.planes * size]);
    for plane in 0..p.planes {
        for o in 0..out {
            let at = [o / (p.output[1] * p.output[2]), o / p.output[2] % p.output[1], o % p.output[2]];
            let mut members = vec![];
            let (mut padded, mut covered) = (1i64, 1i64);
            let ranges: Vec<(i64, i64)> = (0..3)
                .map(|a| {
                    let start = (at[a] * p.stride[a]) as i64 - p.pad[a] as i64;
                    let end = (start + p.kernel[a] as i64).min((p.input[a] + p.pad[a]) as i64);
                    padded *= (end - start).max(0);
                    let (from, to) = (start.max(0), end.min(p.input[a] as i64));
                    covered *= (to - from).max(0);
                    (from, to)
                })
                .collect();
            for d in ranges[0].0..ranges[0].1 {
                for h in ranges[1].0..ranges[1].1 {
                    for w in ranges[2].0..ranges[2].1 {
                        members.push(plane * size + (d as usize * p.input[1] + h as usize) * p.input[2] + w as usize);
                    }
                }
            }
            let sum = |e: u32| members.iter().map(|&m| x[m].powi(e as i32)).sum::<f64>();
            let g = dy[plane * out + o];
            let value = match kind {
                Kind::Max => {
                    let best = members.iter().map(|&m| x[m]).fold(f64::MIN, f64::max);
                    if let Some(&first) = members.iter().find(|&&m| x[m] == best) {
                        dx[first] += g;
                    }
                    best
                }
                Kind::Sum => sum(1),
                Kind::Average { count_pad } => sum(1) / (if count_pad { padded } else { covered }).max(1) as f64,
                Kind::Lp(e) => sum(e).signum() * sum(e).abs().powf(1.0 / e as f64),
            };
            y[plane * out + o] = value;
            for &m in &members {
                dx[m] += match kind {
                    Kind::Max => 0.0,
                    Kind::Sum => g,
                    Kind::Average { count_pad } => g / (if count_pad { padded } else { covered }).max(1) as f64,
                    Kind::Lp(e) => g * x[m].powi(e as i32 - 1) / value.powi(e as i32 - 1),
                };
            }
        }
    }
    Naive { y, dx }
}

fn random_pool(r: &mut Random) -> Pool {
    loop {
        let axes = r.below(3) + 1;
        let mut p =
            Pool { planes: r.below(5) + 1, input: [1; 3], output: [1; 3], kernel: [1; 3], stride: [1; 3], pad: [0; 3] };
        let convention = if r.below(2) == 0 { Convention::Valid } else { Convention::Full };
        for a in 3 - axes..3 {
            p.input[a] = r.below(if a == 2 { 23 } else { 9 }) + 1;
            p.kernel[a] = if r.below(5) == 0 { p.input[a] } else { r.below(4) + 1 };
            p.stride[a] = r.below(3) + 1;
            p.pad[a] = r.below(p.kernel[a].min(3));
        }
        if r.below(4) == 0 {
            (p.kernel[1], p.kernel[2], p.stride[1], p.stride[2]) = (2, 2, 2, 2);
            p.pad = [0; 3];
        }
        let out = (0..3).map(|a| windows(p.input[a], p.kernel[a], p.stride[a], p.pad[a], convention));
        if let Some(out) = out.collect::<Option<Vec<_>>>() {
            p.output = [out[0], out[1], out[2]];
            return p;
        }
    }
}

#[test]
fn pooling_equals_its_definition() {
    let r = &mut Random::new(11);
    for _ in 0..600 {
        let p = random_pool(r);
        let kind = match r.below(7) {
            0..=2 => Kind::Max,
            3 => Kind::Average { count_pad: true },
            4 => Kind::Average { count_pad: false },
            5 => Kind::Sum,
            _ => Kind::Lp(r.below(3) as u32 + 1),
        };
        let (n, m) = (p.planes * p.in_size(), p.planes * p.out_size());
        // Few different values, so that maxima tie.
        let ties = matches!(kind, Kind::Max) && r.below(2) == 0;
        let x: Vec<f64> = (0..n).map(|_| if ties { r.below(3) as f64 - 1.0 } else { r.uniform(0.2, 2.0) }).collect();
        let dy: Vec<f64> = (0..m).map(|_| r.uniform(-1.0, 1.0)).collect();
        let want = naive(&p, kind, &x, &dy);

        let (mut y, mut dx) = (vec![9.0; m], vec![9.0; n]);
        forward(&Serial::default(), &p, kind, &x, &mut y);
        backward(&Serial::default(), &p, kind, &x, &y, &dy, &mut dx);
        crate::kernel::testing::close(&y, &want.y, 1e-12, &format!("y {p:?} {kind:?}"));
        crate::kernel::testing::close(&dx, &want.dx, 1e-12, &format!("dx {p:?} {kind:?}"));

        let narrow = |v: &[f64]| v.iter().map(|&e| e as f32).collect::<Vec<f32>>();
        let (x, dy) = (narrow(&x), narrow(&dy));
        let wide = |v: &[f32]| v.iter().map(|&e| e as f64).collect::<Vec<f64>>();
        let want = naive(&p, kind, &wide(&x), &wide(&dy));
        let (mut y, mut dx) = (vec![9.0; m], vec![9.0; n]);
        forward(&Serial::default(), &p, kind, &x, &mut y);
        backward(&Serial::default(), &p, kind, &x, &y, &dy, &mut dx);
        let lowest = |v: &[f64]| v.iter().map(|&e| e.max(f32::MIN as f64)).collect::<Vec<f64>>();
        crate::kernel::testing::close(&wide(&y), &lowest(&want.y), 1e-5, &format!("f32 y {p:?} {kind:?}"));
        crate::kernel::testing::close(&wide(&dx), &want.dx, 1e-4, &format!("f32 dx {p:?} {kind:?}"));
    }
}

#[test]
fn a_larger_pool_is_cut_into_pieces() {
    let p = Pool {
        planes: 40,
        input: [1, 24, 24],
        output: [1, 12, 12],
        kernel: [1, 3, 3],
        stride: [1, 2, 2],
        pad: [0, 1, 1],
    };
    let r = &mut Random::new(5);
    let x: Vec<f32> = (0..40 * 576).map(|_| r.uniform(-1.0, 1.0) as f32).collect();
    let dy: Vec<f32> = (0..40 * 144).map(|_| r.uniform(-1.0, 1.0) as f32).collect();
    let wide = |v: &[f32]| v.iter().map(|&e| e as f64).collect::<Vec<f64>>();
    for kind in [Kind::Max, Kind::Average { count_pad: true }] {
        let want = naive(&p, kind, &wide(&x), &wide(&dy));
        let (mut y, mut dx) = (vec![9.0f32; dy.len()], vec![9.0f32; x.len()]);
        forward(&Serial::default(), &p, kind, &x, &mut y);
        backward(&Serial::default(), &p, kind, &x, &y, &dy, &mut dx);
        crate::kernel::testing::close(&wide(&y), &want.y, 1e-5, "y");
        crate::kernel::testing::close(&wide(&dx), &want.dx, 1e-5, "dx");
    }
}

#[test]
fn conventions_round_as_in_mxnet() {
    assert_eq!(windows(224, 3, 2, 0, Convention::Valid), Some(111));
    assert_eq!(windows(224, 3, 2, 0, Convention::Full), Some(112));
    assert_eq!(windows(2, 3, 1, 0, Convention::Valid), None);
    assert_eq!(windows(5, 2, 2, 1, Convention::Full), Some(4));
}
