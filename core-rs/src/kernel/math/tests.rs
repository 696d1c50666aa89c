//! Errors against f64, over sweeps of all bit patterns and at the edges.

use super::*;

/// `|got - want|` in units of the last place of f32 at `want`; 0 where both are NaN or both equal.
fn ulps(got: f32, want: f64) -> f64 {
    let rounded = want as f32;
    if got == rounded || (got.is_nan() && want.is_nan()) {
        return if rounded.is_finite() { (got as f64 - want).abs() / unit(want) } else { 0.0 };
    }
    if !got.is_finite() || !rounded.is_finite() {
        // The last finite number beside infinity is one unit away.
        let close = (got.abs() == f32::MAX || rounded.abs() == f32::MAX) && (got > 0.0) == (rounded > 0.0);
        return if close { 1.0 } else { f64::INFINITY };
    }
    (got as f64 - want).abs() / unit(want)
}
fn unit(x: f64) -> f64 {
    let exponent = if x == 0.0 { -126 } else { x.abs().log2().floor().max(-126.0) as i32 };
    2f64.powi(exponent - 23)
}

/// Sweeps `step` bits at a time and asserts the bound; returns nothing, prints the worst.
fn sweep(name: &str, bound: f64, f: fn(F32x4) -> F32x4, truth: fn(f64) -> f64) {
    let edges = [0.0, -0.0, 1.0, -1.0, f32::NAN, f32::INFINITY, f32::NEG_INFINITY, f32::MIN_POSITIVE, f32::MAX, 1e-45]
        .into_iter()
        .chain([-1e-45, f32::MIN, 88.72284, 88.72283, -87.33655, -103.97, -104.5, 0.625, 0.6249999]);
    let (mut worst, mut at) = (0.0, 0.0f32);
    for x in edges.chain((0..=u32::MAX).step_by(2503).map(f32::from_bits)) {
        let got = f(F32x4::new(x, 0.5, x, x)).to_array();
        assert_eq!(got[0].to_bits(), got[3].to_bits(), "{name}({x}) depends on the lane");
        let error = ulps(got[0], truth(x as f64));
        if error > worst {
            (worst, at) = (error, x);
        }
    }
    println!("{name}: {worst:.3} ulp at {at:e}");
    assert!(worst <= bound, "{name}({at:e}) is {worst} ulp off: {:e}", f(F32x4::splat(at)).to_array()[0]);
}

#[test]
fn exp_family() {
    sweep("exp", 1.1, f32x4::exp, f64::exp);
    sweep("expm1", 1.6, f32x4::expm1, f64::exp_m1);
    sweep("tanh", 1.5, f32x4::tanh, f64::tanh);
}

#[test]
fn log_family() {
    sweep("log", 0.9, f32x4::log, f64::ln);
    sweep("log2", 1.7, f32x4::log2, f64::log2);
    sweep("log1p", 1.6, f32x4::log1p, f64::ln_1p);
    for n in -149..128 {
        let x = 2f64.powi(n) as f32;
        assert_eq!(f32x4::log2(F32x4::splat(x)).to_array()[0], n as f32);
    }
}

#[test]
fn erf_of_both_widths() {
    sweep("erf", 1.4, f32x4::erf, f64x2::erf_scalar);
    // From tables to 16 digits.
    for (x, want) in
        [(0.5, 0.5204998778130465), (1.0, 0.8427007929497149), (2.0, 0.9953222650189527), (3.5, 0.9999992569016276)]
    {
        assert!((f64x2::erf_scalar(x) - want).abs() < 4e-16 && f64x2::erf_scalar(-x) == -f64x2::erf_scalar(x));
    }
}

#[test]
fn trigonometry() {
    sweep("sin", 1.6, f32x4::sin, f64::sin);
    sweep("cos", 1.6, f32x4::cos, f64::cos);
    sweep("tan", 2.6, f32x4::tan, f64::tan);
    // Next to zeros of the sine.
    for n in 1..4000 {
        let x = (n as f64 * std::f64::consts::FRAC_PI_2) as f32;
        assert!(ulps(f32x4::sin(F32x4::splat(x)).to_array()[0], (x as f64).sin()) < 1.6, "{x}");
        assert!(ulps(f32x4::cos(F32x4::splat(x)).to_array()[0], (x as f64).cos()) < 1.6, "{x}");
    }
}

#[test]
fn powers() {
    let mut random = 1u64;
    let mut next = || {
        random = random.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (random >> 40) as f64 / (1 << 24) as f64
    };
    let mut worst = 0.0;
    for i in 0..400_000 {
        let a = if i % 2 == 0 { next() * 4.0 } else { (next() * 180.0 - 90.0).exp() } as f32;
        let b = if i % 3 == 0 { (next() * 20.0 - 10.0).round() } else { next() * 16.0 - 8.0 } as f32;
        let a = if b == b.round() && i % 4 == 0 { -a } else { a };
        let got = f32x4::pow(F32x4::splat(a), F32x4::splat(b)).to_array()[0];
        let error = ulps(got, (a as f64).powf(b as f64));
        assert!(error <= 1.2, "pow({a:e}, {b}) = {got:e} is {error} ulp off");
        worst = f64::max(worst, error);
    }
    println!("pow: {worst:.3} ulp");
    let (inf, nan) = (f32::INFINITY, f32::NAN);
    let edges = [0.0, -0.0, 1.0, -1.0, 0.5, -0.5, 2.0, -2.0, 3.0, -3.0, inf, -inf, nan, 1e-45, 3e38, 0.99999994, 1e9];
    for a in edges {
        for b in edges {
            let (got, want) = (f32x4::pow(F32x4::splat(a), F32x4::splat(b)).to_array()[0], (a as f64).powf(b as f64));
            assert!(
                ulps(got, want) <= 1.2 && (want.is_nan() || got.is_sign_negative() == want.is_sign_negative()),
                "pow({a}, {b}) = {got}, not {want}"
            );
        }
    }
}

#[test]
fn functions_through_f64() {
    sweep("log10", 0.51, f32x4::log10, f64::log10);
    sweep("atan", 0.51, f32x4::atan, f64::atan);
    sweep("sinh", 0.51, f32x4::sinh, f64::sinh);
}
