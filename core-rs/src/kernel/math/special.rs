//! The gamma function and its family, and the inverse of the error function, of one f64. Kernels of
//! float32 use them too: they are correct to about 1e-14 of their value.

use std::f64::consts::{FRAC_2_SQRT_PI, PI};

use super::f64x2::erf_scalar;

/// Lanczos' coefficients for g = 7.
const LANCZOS: [f64; 8] = [
    676.520_368_121_885_1,
    -1_259.139_216_722_402_8,
    771.323_428_777_653_1,
    -176.615_029_162_140_6,
    12.507_343_278_686_905,
    -0.138_571_095_265_720_12,
    9.984_369_578_019_572e-6,
    1.505_632_735_149_311_6e-7,
];
const HALF_LOG_TAU: f64 = 0.918_938_533_204_672_7;

fn lanczos(z: f64) -> f64 {
    LANCZOS.iter().enumerate().fold(0.999_999_999_999_809_9, |sum, (i, c)| sum + c / (z + 1.0 + i as f64))
}

/// `sin(pi x)`, exact at the integers.
fn sin_pi(x: f64) -> f64 {
    let near = x.round();
    let y = (PI * (x - near)).sin();
    if near.rem_euclid(2.0) == 1.0 { -y } else { y }
}

/// The gamma function: exact at small integers, NaN at negative ones, infinite at 0 with its sign.
pub fn gamma(x: f64) -> f64 {
    if x.fract() == 0.0 {
        return match x {
            0.0 => 1.0 / x,
            x if x < 0.0 => f64::NAN,
            x if x > 171.0 => f64::INFINITY,
            x => (2..x as u32).fold(1.0, |product, n| product * n as f64),
        };
    }
    if x < 0.5 {
        return PI / (sin_pi(x) * gamma_above_half(1.0 - x));
    }
    gamma_above_half(x)
}
fn gamma_above_half(x: f64) -> f64 {
    if x > 172.0 {
        return f64::INFINITY;
    }
    let z = x - 1.0;
    let t = z + 7.5;
    // In two steps, since the power alone would overflow before the result does.
    let half = t.powf(0.5 * (z + 0.5));
    half * (-t).exp() * lanczos(z) * (2.0 * PI).sqrt() * half
}

/// The logarithm of |gamma(x)|; infinite at 0 and negative integers.
pub fn gammaln(x: f64) -> f64 {
    if x.is_infinite() {
        return f64::INFINITY;
    }
    if x <= 0.0 && x.fract() == 0.0 {
        return f64::INFINITY;
    }
    if x == 1.0 || x == 2.0 {
        return 0.0;
    }
    if x < 0.5 {
        // For numbers next to 0 the sine would be lost in 1 - x.
        return (PI / sin_pi(x).abs()).ln() - gammaln_above_half(1.0 - x);
    }
    gammaln_above_half(x)
}
fn gammaln_above_half(x: f64) -> f64 {
    let z = x - 1.0;
    let t = z + 7.5;
    (z + 0.5) * (t.ln() - 1.0) - 7.0 + HALF_LOG_TAU + lanczos(z).ln()
}

/// The derivative of gammaln. At its poles infinite, as in MXNet.
pub fn digamma(x: f64) -> f64 {
    if x <= 0.0 {
        if x.fract() == 0.0 {
            return f64::INFINITY;
        }
        let r = x - x.round();
        return digamma(1.0 - x) - PI / (PI * r).tan();
    }
    let (mut x, mut sum) = (x, 0.0);
    while x < 10.0 {
        sum -= 1.0 / x;
        x += 1.0;
    }
    let z = 1.0 / (x * x);
    let series = [1.0 / 12.0, -691.0 / 32760.0, 1.0 / 132.0, -1.0 / 240.0, 1.0 / 252.0, -1.0 / 120.0, 1.0 / 12.0]
        .iter()
        .fold(0.0, |sum, b| (sum + b) * z);
    sum + x.ln() - 0.5 / x - series
}

/// The n-th derivative of digamma, by the sum over 1 / (x + k)^(n + 1) and Euler and Maclaurin's
/// formula for its tail. NaN where the sum would be too long.
pub fn polygamma(n: u32, x: f64) -> f64 {
    if n == 0 {
        return digamma(x);
    }
    if x.is_nan() || x < -1e6 || n > 100 {
        return f64::NAN;
    }
    if x == f64::INFINITY {
        return if n % 2 == 1 { 0.0 } else { -0.0 };
    }
    let s = n as f64 + 1.0;
    let (mut a, mut sum) = (x, 0.0);
    while a < 20.0 + n as f64 {
        sum += 1.0 / a.powi(n as i32 + 1);
        a += 1.0;
    }
    sum += a.powf(1.0 - s) / (s - 1.0) + 0.5 * a.powf(-s);
    // Bernoulli's numbers 2k over the factorial of 2k.
    const B: [f64; 7] = [
        1.0 / 12.0,
        -1.0 / 720.0,
        1.0 / 30240.0,
        -1.0 / 1209600.0,
        1.0 / 47900160.0,
        -691.0 / 1307674368000.0,
        1.0 / 74724249600.0,
    ];
    let (mut rising, mut power) = (s, a.powf(-s - 1.0));
    for (k, b) in B.iter().enumerate() {
        sum += b * rising * power;
        let next = s + 2.0 * k as f64 + 1.0;
        rising *= next * (next + 1.0);
        power /= a * a;
    }
    let factorial: f64 = (2..=n).map(|i| i as f64).product();
    if n % 2 == 1 { factorial * sum } else { -factorial * sum }
}

/// `1 - erf(a)` for `a >= 0`.
fn erfc(a: f64) -> f64 {
    if a < 3.0 {
        return 1.0 - erf_scalar(a);
    }
    let fraction = (1..=40).rev().fold(a, |fraction, n| a + 0.5 * n as f64 / fraction);
    (-a * a).exp() * 0.5 * FRAC_2_SQRT_PI / fraction
}

/// The inverse of the error function: Giles' polynomial, then three of Halley's steps. Infinite at
/// -1 and 1, NaN beyond.
pub fn erfinv(x: f64) -> f64 {
    if x.is_nan() || x.abs() > 1.0 {
        return f64::NAN;
    }
    if x.abs() == 1.0 {
        return x * f64::INFINITY;
    }
    const NEAR: [f64; 9] = [
        2.810_226_36e-8,
        3.432_739_39e-7,
        -3.523_387_7e-6,
        -4.391_506_54e-6,
        2.185_808_7e-4,
        -1.253_725_03e-3,
        -4.177_681_64e-3,
        0.246_640_727,
        1.501_409_41,
    ];
    const FAR: [f64; 9] = [
        -2.002_142_57e-4,
        1.009_505_58e-4,
        1.349_343_22e-3,
        -3.673_428_44e-3,
        5.739_507_73e-3,
        -7.622_461_3e-3,
        9.438_870_47e-3,
        1.001_674_06,
        2.832_976_82,
    ];
    let w = -((1.0 - x) * (1.0 + x)).ln();
    let (w, c) = if w < 5.0 { (w - 2.5, NEAR) } else { (w.sqrt() - 3.0, FAR) };
    let mut y = c.iter().fold(0.0, |sum, c| sum * w + c) * x;
    for _ in 0..3 {
        // Near 1 by the complement: erf itself would round the digits away.
        let error = if x.abs() < 0.5 { erf_scalar(y) - x } else { (1.0 - x.abs() - erfc(y.abs())) * x.signum() };
        let step = error / (FRAC_2_SQRT_PI * (-y * y).exp());
        let better = y - step / (1.0 + y * step);
        if !better.is_finite() {
            break;
        }
        y = better;
    }
    y
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(got: f64, want: f64) {
        assert!(got == want || (got - want).abs() <= 2e-13 * want.abs().max(1.0), "{got}, not {want}");
    }

    #[test]
    fn gammas_family_is_right() {
        for (x, g, l, d) in FAMILY {
            near(gamma(x) / g, 1.0);
            near(gammaln(x), l);
            near(digamma(x), d);
        }
        for (n, x, p) in POLYGAMMA {
            near(polygamma(n, x) / p, 1.0);
        }
        assert_eq!(gamma(5.0), 24.0);
        assert_eq!((gamma(0.0), gamma(-0.0), gamma(172.0)), (f64::INFINITY, f64::NEG_INFINITY, f64::INFINITY));
        assert!(gamma(-3.0).is_nan() && gamma(f64::NAN).is_nan() && gamma(f64::NEG_INFINITY).is_nan());
        assert_eq!((gammaln(-2.0), gammaln(f64::NEG_INFINITY), gammaln(1.0)), (f64::INFINITY, f64::INFINITY, 0.0));
    }

    #[test]
    fn erfinv_undoes_erf() {
        for x in [-0.99999999, -0.9, -0.3, -1e-9, 0.0, 1e-300, 0.2, 0.7, 0.99, 0.999999] {
            let y = erfinv(x);
            assert!((erf_scalar(y) - x).abs() <= 3e-16 * x.abs().max(1e-300) * 4.0, "{x}: {y}");
        }
        near(erfinv(0.5), 0.4769362762044699);
        near(erfinv(0.9999999999), 4.572824958544925);
        assert_eq!((erfinv(1.0), erfinv(-1.0)), (f64::INFINITY, f64::NEG_INFINITY));
        assert!(erfinv(1.5).is_nan() && erfinv(f64::NAN).is_nan());
    }

    /// x, gamma, its logarithm, digamma: values of mpmath.
    #[rustfmt::skip]
    #[allow(clippy::excessive_precision)]
    const FAMILY: [(f64, f64, f64, f64); 13] = [
        (0.1, 9.51350769866873, 2.252712651734206, -10.423754940411076),
        (0.5, 1.772453850905516, 0.5723649429247001, -1.9635100260214235),
        (0.75, 1.2254167024651776, 0.20328095143129538, -1.0858608797864722),
        (1.5, 0.886226925452758, -0.12078223763524522, 0.03648997397857652),
        (2.5, 1.329340388179137, 0.2846828704729192, 0.7031566406452432),
        (3.7, 4.170651783796604, 1.428072326665388, 1.1671535393615113),
        (10.3, 716430.6890623764, 13.482036786138359, 2.282815446439123),
        (50.5, 4.29046291235196e+63, 146.51925549072064, 3.912039670928392),
        (150.2, 1.0370235662989805e+261, 601.0110639258921, 5.008635150692605),
        (-0.5, -3.544907701811032, 1.2655121234846454, 0.03648997397857652),
        (-1.5, 2.363271801207355, 0.860047015376481, 0.7031566406452432),
        (-2.25, -1.7428148657282527, 0.5555015450206475, 4.158583564657972),
        (-7.9, 0.00031214593597195315, -8.072039736012833, -7.540007224419479),
    ];
    /// n, x, polygamma: values of mpmath.
    #[rustfmt::skip]
    #[allow(clippy::excessive_precision)]
    const POLYGAMMA: [(u32, f64, f64); 9] = [
        (1, 0.3, 12.245364546107732),
        (1, 2.5, 0.49035775610023485),
        (2, 0.7, -6.4349928741909235),
        (3, 4.2, 0.03812584146098512),
        (2, 15.5, -0.004439518913277244),
        (1, 30.0, 0.033895060357739946),
        (4, 1.1, -15.607203195864907),
        (1, -2.3, 14.725912160961292),
        (2, -0.6, -22.979869364319093),
    ];
}
