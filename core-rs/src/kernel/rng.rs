//! Random numbers by counting: Philox4x32-10 (Salmon and others, 2011) turns a key and a counter into
//! four words. Element i of a draw depends on key, counter and i alone, so it is the same for any
//! number of threads, and a mask need not be kept: the same draw gives it again.

use super::half::{self, Half};
use super::lanes::{F32x4, I32x4, M32x4};
use super::map::{PIECE, conversion, pieces};
use super::math;
use crate::base::{Context, DType, View, ViewMut};

/// Where a draw begins. Who draws again adds what `blocks` says to the counter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Draw {
    pub key: u64,
    /// Streams of one key never meet.
    pub stream: u64,
    /// In blocks of four words.
    pub counter: u64,
}

impl Draw {
    pub fn new(key: u64, counter: u64) -> Draw {
        Draw { key, stream: 0, counter }
    }
}

/// The blocks that a draw of `n` elements takes: a word an element, or two where `wide` (float64 and
/// integers).
pub fn blocks(n: usize, wide: bool) -> u64 {
    n.div_ceil(if wide { 2 } else { 4 }) as u64
}

const MULTIPLIERS: [u32; 2] = [0xD251_1F53, 0xCD9E_8D57];
const KEY_STEPS: [u32; 2] = [0x9E37_79B9, 0xBB67_AE85];

/// One block of the generator.
pub fn philox(counter: [u32; 4], key: [u32; 2]) -> [u32; 4] {
    let ([mut c0, mut c1, mut c2, mut c3], [mut k0, mut k1]) = (counter, key);
    for _ in 0..10 {
        let (a, b) = (MULTIPLIERS[0] as u64 * c0 as u64, MULTIPLIERS[1] as u64 * c2 as u64);
        (c0, c1, c2, c3) = ((b >> 32) as u32 ^ c1 ^ k0, b as u32, (a >> 32) as u32 ^ c3 ^ k1, a as u32);
        (k0, k1) = (k0.wrapping_add(KEY_STEPS[0]), k1.wrapping_add(KEY_STEPS[1]));
    }
    [c0, c1, c2, c3]
}

/// Four blocks from `block` of the draw on, side by side: word j of block l in lane l of vector j.
#[inline(always)]
fn four_blocks(draw: Draw, block: u64) -> [I32x4; 4] {
    let first = draw.counter.wrapping_add(block);
    let start = I32x4::splat(first as i32);
    let mut c0 = start + I32x4::new(0, 1, 2, 3);
    // A lane below the first has carried; a mask is -1.
    let mut c1 = I32x4::splat((first >> 32) as i32) - c0.lt_unsigned(start).to_bits();
    let mut c2 = I32x4::splat(draw.stream as i32);
    let mut c3 = I32x4::splat((draw.stream >> 32) as i32);
    let (m0, m1) = (I32x4::splat(MULTIPLIERS[0] as i32), I32x4::splat(MULTIPLIERS[1] as i32));
    let (mut k0, mut k1) = (draw.key as u32, (draw.key >> 32) as u32);
    for _ in 0..10 {
        let ((low_a, high_a), (low_b, high_b)) = (m0.mul_wide_unsigned(c0), m1.mul_wide_unsigned(c2));
        (c0, c2) = (high_b ^ c1 ^ I32x4::splat(k0 as i32), high_a ^ c3 ^ I32x4::splat(k1 as i32));
        (c1, c3) = (low_b, low_a);
        (k0, k1) = (k0.wrapping_add(KEY_STEPS[0]), k1.wrapping_add(KEY_STEPS[1]));
    }
    [c0, c1, c2, c3]
}
/// The sixteen words of four blocks, in their order.
#[inline(always)]
fn words(draw: Draw, block: u64) -> [I32x4; 4] {
    I32x4::transpose(four_blocks(draw, block))
}
/// The same as eight 64-bit words.
pub(super) fn wide_words(draw: Draw, block: u64) -> [u64; 8] {
    let w = words(draw, block).map(I32x4::to_array);
    std::array::from_fn(|i| {
        let at = |i: usize| w[i / 4][i % 4] as u32 as u64;
        at(2 * i) | at(2 * i + 1) << 32
    })
}

/// A number from 0 to below 1, of 24 bits.
#[inline(always)]
fn unit(word: I32x4) -> F32x4 {
    word.shr_unsigned::<8>().to_f32() * F32x4::splat(2f32.powi(-24))
}
pub(super) fn unit_f64(word: u64) -> f64 {
    (word >> 11) as f64 * 2f64.powi(-53)
}

/// Fills a float32 or float16 array, sixteen elements at a time: `f(first block)`.
fn fill_f32(context: &dyn Context, out: &ViewMut, f: impl Fn(u64) -> [F32x4; 4] + Sync) {
    let (n, address, dtype) = (out.shape.size(), out.address, out.dtype);
    context.parallel(pieces(n), &|i| {
        let end = n.min((i + 1) * PIECE);
        for at in (i * PIECE..end).step_by(16) {
            let (values, m) = (f(at as u64 / 4), 16.min(end - at));
            // SAFETY: elements at..at + m belong to this piece; a buffer has sixteen.
            unsafe {
                if dtype == DType::Float32 && m == 16 {
                    for (j, v) in values.into_iter().enumerate() {
                        v.store((address as *mut f32).add(at + 4 * j));
                    }
                    continue;
                }
                let mut buffer = [0f32; 16];
                for (j, v) in values.into_iter().enumerate() {
                    v.store(buffer.as_mut_ptr().add(4 * j));
                }
                let to = (address + at * dtype.size()) as *mut u8;
                conversion(DType::Float32, dtype)(buffer.as_ptr() as *const u8, to, m);
            }
        }
    });
}
/// Fills an array from 64-bit words, eight elements at a time.
fn fill_wide<T: Copy + Send>(
    context: &dyn Context,
    out: &ViewMut,
    from: DType,
    draw: Draw,
    f: impl Fn([u64; 8]) -> [T; 8] + Sync,
) {
    let (n, address, dtype) = (out.shape.size(), out.address, out.dtype);
    assert_eq!(size_of::<T>(), from.size());
    context.parallel(pieces(n), &|i| {
        let end = n.min((i + 1) * PIECE);
        for at in (i * PIECE..end).step_by(8) {
            let values = f(wide_words(draw, at as u64 / 2));
            // SAFETY: as above; T is the element of `from`.
            unsafe {
                let to = (address + at * dtype.size()) as *mut u8;
                conversion(from, dtype)(values.as_ptr() as *const u8, to, 8.min(end - at));
            }
        }
    });
}

/// Uniform in [low, high), also after rounding. Float dtypes; wide for float64.
pub fn uniform(context: &dyn Context, draw: Draw, low: f64, high: f64, out: &ViewMut) {
    match out.dtype {
        DType::Float32 | DType::Float16 => {
            let below = largest_below(high, out.dtype).max(low) as f32;
            let (first, width, below) =
                (F32x4::splat(low as f32), F32x4::splat((high - low) as f32), F32x4::splat(below));
            fill_f32(context, out, |block| words(draw, block).map(|w| unit(w).madd(width, first).pmin(below)));
        }
        DType::Float64 => {
            let below = high.next_down().max(low);
            fill_wide(context, out, DType::Float64, draw, |w| w.map(|w| (low + unit_f64(w) * (high - low)).min(below)))
        }
        other => panic!("uniform: {other} is not a float dtype"),
    }
}
/// The largest number of a dtype below `x`.
pub(super) fn largest_below(x: f64, dtype: DType) -> f64 {
    if dtype == DType::Float16 {
        let near = half::from_f32(x as f32);
        let value = half::to_f32(near) as f64;
        if value < x {
            return value;
        }
        // Next to 0 on its other side, else one step towards 0 or away from it.
        let bits =
            if near.0 & 0x7fff == 0 { 0x8001 } else { near.0.wrapping_add_signed(if value > 0.0 { -1 } else { 1 }) };
        return half::to_f32(Half(bits)) as f64;
    }
    let near = x as f32;
    if (near as f64) < x { near as f64 } else { near.next_down() as f64 }
}

/// Normal by Box and Muller: of two words, one gives the radius, one the angle of two elements. Float
/// dtypes; wide for float64.
pub fn normal(context: &dyn Context, draw: Draw, loc: f64, scale: f64, out: &ViewMut) {
    match out.dtype {
        DType::Float32 | DType::Float16 => {
            let (loc, scale) = (F32x4::splat(loc as f32), F32x4::splat(scale as f32));
            fill_f32(context, out, |block| {
                let [a, b, c, d] = four_blocks(draw, block);
                let ((a, b), (c, d)) = (pair(a, b), pair(c, d));
                F32x4::transpose([a, b, c, d]).map(|z| z.madd(scale, loc))
            });
        }
        DType::Float64 => fill_wide(context, out, DType::Float64, draw, |w| {
            let mut z = [0.0; 8];
            for i in (0..8).step_by(2) {
                // From above 0 to 1, so that the logarithm is finite.
                let radius = (-2.0 * (1.0 - unit_f64(w[i])).ln()).sqrt();
                let (sin, cos) = (std::f64::consts::TAU * unit_f64(w[i + 1])).sin_cos();
                (z[i], z[i + 1]) = (loc + scale * radius * cos, loc + scale * radius * sin);
            }
            z
        }),
        other => panic!("normal: {other} is not a float dtype"),
    }
}
/// From 2^-32 to 1, of all 32 bits.
#[inline(always)]
fn above_zero(word: I32x4) -> F32x4 {
    let low = (word & I32x4::splat(0xff)).to_f32() + F32x4::splat(1.0);
    low.madd(F32x4::splat(2f32.powi(-32)), unit(word))
}
#[inline(always)]
fn pair(a: I32x4, b: I32x4) -> (F32x4, F32x4) {
    // All 32 bits, so that the tail reaches 6.6.
    let radius = (math::f32x4::log(above_zero(a)) * F32x4::splat(-2.0)).sqrt();
    let (sin, cos) = math::f32x4::sin_cos_of_turns(unit(b));
    (radius * cos, radius * sin)
}

/// Exponential with the given mean, by the logarithm of a uniform number. Float dtypes; wide for float64.
pub fn exponential(context: &dyn Context, draw: Draw, mean: f64, out: &ViewMut) {
    match out.dtype {
        DType::Float32 | DType::Float16 => {
            let factor = F32x4::splat(-mean as f32);
            fill_f32(context, out, |block| words(draw, block).map(|w| math::f32x4::log(above_zero(w)) * factor));
        }
        DType::Float64 => {
            fill_wide(context, out, DType::Float64, draw, |w| w.map(|w| -mean * (1.0 - unit_f64(w)).ln()))
        }
        other => panic!("exponential: {other} is not a float dtype"),
    }
}

/// Words below it are kept. None for all.
fn threshold(probability: f64) -> Option<u32> {
    let t = (probability * 2f64.powi(32)).round();
    if t >= 2f64.powi(32) { None } else { Some(t as u32) }
}
#[inline(always)]
fn kept(draw: Draw, block: u64, threshold: Option<u32>) -> [M32x4; 4] {
    words(draw, block).map(|w| match threshold {
        Some(t) => w.lt_unsigned(I32x4::splat(t as i32)),
        None => w.eq(w),
    })
}

/// 1 with the given probability, else 0, in any dtype.
pub fn bernoulli(context: &dyn Context, draw: Draw, probability: f64, out: &ViewMut) {
    mask(context, draw, probability, 1.0, out)
}
/// `value` with the given probability, else 0: a mask for dropout that is shared along some axes.
pub fn mask(context: &dyn Context, draw: Draw, probability: f64, value: f64, out: &ViewMut) {
    let t = threshold(probability);
    if out.dtype == DType::Float64 {
        let (n, to) = (out.shape.size(), out.address);
        return context.parallel(pieces(n), &|i| {
            let end = n.min((i + 1) * PIECE);
            for at in (i * PIECE..end).step_by(16) {
                let kept = kept(draw, at as u64 / 4, t).map(M32x4::to_array);
                for i in 0..16.min(end - at) {
                    let value = if kept[i / 4][i % 4] { value } else { 0.0 };
                    // SAFETY: this element belongs to this piece.
                    unsafe { (to as *mut f64).add(at + i).write(value) };
                }
            }
        });
    }
    let (value, zero) = (F32x4::splat(value as f32), F32x4::splat(0.0));
    fill_f32(context, out, |block| kept(draw, block, t).map(|m| m.select(value, zero)));
}
/// `out = x / keep` where the element is kept, with probability `keep`, else 0. The same draw over the
/// head gradient is the gradient. Float dtypes; in place where asked.
pub fn dropout(context: &dyn Context, draw: Draw, keep: f64, x: &View, out: &ViewMut) {
    assert!(x.shape.size() == out.shape.size() && x.dtype == out.dtype, "dropout: two sizes or dtypes");
    let (t, scale) = (threshold(keep), if keep > 0.0 { 1.0 / keep } else { 0.0 });
    let (n, from, to) = (x.shape.size(), x.address, out.address);
    let each = |at: usize, m: usize, kept: [M32x4; 4]| match x.dtype {
        // SAFETY: elements at..at + m belong to the calling piece, in all three arms.
        DType::Float32 if m == 16 => unsafe {
            for (j, mask) in kept.into_iter().enumerate() {
                let x = F32x4::load((from as *const f32).add(at + 4 * j));
                mask.select(x * F32x4::splat(scale as f32), F32x4::splat(0.0)).store((to as *mut f32).add(at + 4 * j));
            }
        },
        DType::Float32 => scaled(from, to, at, m, kept, |x: f32| x * scale as f32),
        DType::Float64 => scaled(from, to, at, m, kept, |x: f64| x * scale),
        DType::Float16 => scaled(from, to, at, m, kept, |x: Half| half::from_f32(half::to_f32(x) * scale as f32)),
        other => panic!("dropout: {other} is not a float dtype"),
    };
    context.parallel(pieces(n), &|i| {
        let end = n.min((i + 1) * PIECE);
        for at in (i * PIECE..end).step_by(16) {
            each(at, 16.min(end - at), kept(draw, at as u64 / 4, t));
        }
    });
}
fn scaled<T: Copy + Default>(from: usize, to: usize, at: usize, m: usize, kept: [M32x4; 4], f: impl Fn(T) -> T) {
    let kept = kept.map(M32x4::to_array);
    for i in 0..m {
        // SAFETY: the caller's elements.
        unsafe {
            let x = (from as *const T).add(at + i).read();
            (to as *mut T).add(at + i).write(if kept[i / 4][i % 4] { f(x) } else { T::default() });
        }
    }
}

/// Whole numbers in [low, high), in any dtype. Wide.
pub fn randint(context: &dyn Context, draw: Draw, low: i64, high: i64, out: &ViewMut) {
    assert!(low < high, "randint: nothing lies in [{low}, {high})");
    let range = high.wrapping_sub(low) as u64;
    fill_wide(context, out, DType::Int64, draw, |w| w.map(|w| low.wrapping_add(below(w, range) as i64)));
}
/// The word scaled to 0..range; the bias is below range / 2^64.
fn below(word: u64, range: u64) -> u64 {
    ((word as u128 * range as u128) >> 64) as u64
}

/// The numbers below `n` in random order (Fisher and Yates). Takes `blocks(n, true)`.
pub fn permutation(draw: Draw, n: usize) -> Vec<u32> {
    let mut order: Vec<u32> = (0..n as u32).collect();
    let mut ready = [0u64; 8];
    for i in 0..n.saturating_sub(1) {
        if i % 8 == 0 {
            ready = wide_words(draw, i as u64 / 2);
        }
        order.swap(i, i + below(ready[i % 8], (n - i) as u64) as usize);
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{Serial, Shape};
    use crate::kernel::map::tests::Owned;

    fn scalar_word(draw: Draw, i: usize) -> u32 {
        let c = draw.counter.wrapping_add(i as u64 / 4);
        let counter = [c as u32, (c >> 32) as u32, draw.stream as u32, (draw.stream >> 32) as u32];
        philox(counter, [draw.key as u32, (draw.key >> 32) as u32])[i % 4]
    }
    fn filled(dtype: DType, n: usize, f: impl Fn(&Serial, &ViewMut)) -> Vec<f64> {
        let mut out = Owned::new(Shape::new(&[n]), dtype, || 0.0);
        f(&Serial::default(), &out.view_mut());
        out.all()
    }

    #[test]
    fn known_answers_of_the_authors() {
        assert_eq!(philox([0; 4], [0; 2]), [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8]);
        assert_eq!(philox([!0; 4], [!0; 2]), [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd]);
        assert_eq!(
            philox([0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344], [0xa4093822, 0x299f31d0]),
            [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1]
        );
    }

    #[test]
    fn lanes_are_the_scalar_generator() {
        for counter in [0, 5, 0xffff_fffd, u64::MAX - 1] {
            let draw = Draw { key: 0x1234_5678_9abc_def0, stream: 0x7_0000_0003, counter };
            for block in [0, 1, 7] {
                let got = words(draw, block).map(I32x4::to_array);
                for i in 0..16 {
                    assert_eq!(got[i / 4][i % 4] as u32, scalar_word(draw, 4 * block as usize + i), "{counter} {i}");
                }
            }
        }
    }

    #[test]
    fn an_element_depends_on_its_number_alone() {
        let draw = Draw::new(42, 1000);
        for dtype in [DType::Float32, DType::Float64, DType::Float16] {
            let long = filled(dtype, 70_003, |c, out| normal(c, draw, 1.0, 2.0, out));
            for n in [1, 15, 17, 65_537] {
                assert_eq!(filled(dtype, n, |c, out| normal(c, draw, 1.0, 2.0, out)), long[..n]);
            }
            // The second half, drawn on its own.
            let wide = dtype == DType::Float64;
            let later = Draw { counter: draw.counter + blocks(4000, wide), ..draw };
            assert_eq!(filled(dtype, 100, |c, out| normal(c, later, 1.0, 2.0, out)), long[4000..4100]);
        }
        let u = filled(DType::Float32, 40, |c, out| uniform(c, draw, 0.0, 1.0, out));
        for (i, u) in u.iter().enumerate() {
            assert_eq!(*u, (scalar_word(draw, i) >> 8) as f64 * 2f64.powi(-24));
        }
    }

    #[test]
    fn moments_and_bounds() {
        let n = 400_000;
        for dtype in [DType::Float32, DType::Float64, DType::Float16] {
            let moments = |x: &[f64]| {
                let mean = x.iter().sum::<f64>() / n as f64;
                let m = |p: i32| x.iter().map(|x| (x - mean).powi(p)).sum::<f64>() / n as f64;
                (mean, m(2), m(3), m(4))
            };
            let x = filled(dtype, n, |c, out| uniform(c, Draw::new(7, 0), -2.0, 4.0, out));
            assert!(x.iter().all(|&x| (-2.0..4.0).contains(&x)), "{dtype}");
            let (mean, variance, ..) = moments(&x);
            assert!((mean - 1.0).abs() < 0.01 && (variance - 3.0).abs() < 0.03, "{dtype} {mean} {variance}");
            let x = filled(dtype, n, |c, out| normal(c, Draw::new(8, 0), 0.0, 1.0, out));
            let (mean, variance, third, fourth) = moments(&x);
            assert!(mean.abs() < 0.01 && (variance - 1.0).abs() < 0.01, "{dtype} {mean} {variance}");
            assert!(third.abs() < 0.03 && (fourth - 3.0).abs() < 0.06, "{dtype} {third} {fourth}");
            let beyond = x.iter().filter(|x| x.abs() > 3.0).count() as f64 / n as f64;
            assert!((beyond - 0.0027).abs() < 0.0004, "{beyond}");
            // Both of a pair, and neighbours, are not correlated.
            for lag in 1..4 {
                let c = x.windows(lag + 1).map(|w| w[0] * w[lag]).sum::<f64>() / n as f64;
                assert!(c.abs() < 0.01, "{dtype} lag {lag}: {c}");
            }
        }
        // A half just below 1 rounds to 1, which is outside.
        assert_eq!(largest_below(1.0, DType::Float16), 0.99951171875);
        assert_eq!(
            (largest_below(0.0, DType::Float16), largest_below(-1.0, DType::Float16)),
            (-2f64.powi(-24), -1.0009765625)
        );
    }

    #[test]
    fn dropout_keeps_its_share_scaled_and_repeats() {
        let n = 100_003;
        for dtype in [DType::Float32, DType::Float64, DType::Float16] {
            let x = Owned::new(Shape::new(&[n]), dtype, || 3.0);
            let run = |keep: f64| filled(dtype, n, |c, out| dropout(c, Draw::new(3, 9), keep, &x.view(), out));
            let y = run(0.75);
            assert!(y.iter().all(|&y| y == 0.0 || y == 4.0), "{dtype}");
            let share = y.iter().filter(|&&y| y != 0.0).count() as f64 / n as f64;
            assert!((share - 0.75).abs() < 0.006, "{share}");
            assert_eq!(y, run(0.75));
            let m = filled(dtype, n, |c, out| bernoulli(c, Draw::new(3, 9), 0.75, out));
            assert!(m.iter().zip(&y).all(|(m, y)| m * 4.0 == *y));
            let third = filled(dtype, 100, |c, out| mask(c, Draw::new(3, 9), 0.75, 1.0 / 3.0, out));
            let rounded = if dtype == DType::Float64 { 1.0 / 3.0 } else { third.iter().cloned().fold(0.0, f64::max) };
            assert!(third.iter().zip(&m).all(|(t, m)| *t == m * rounded));
            assert!(run(1.0).iter().all(|&y| y == 3.0) && run(0.0).iter().all(|&y| y == 0.0));
        }
    }

    #[test]
    fn integers_and_permutations() {
        for dtype in [DType::Int32, DType::Int64, DType::Uint8, DType::Float32] {
            let x = filled(dtype, 60_000, |c, out| randint(c, Draw::new(5, 0), 10, 16, out));
            for v in 10..16 {
                let share = x.iter().filter(|&&x| x == v as f64).count() as f64 / 60_000.0;
                assert!((share - 1.0 / 6.0).abs() < 0.01, "{dtype} {v} {share}");
            }
        }
        let x = filled(DType::Int64, 1000, |c, out| randint(c, Draw::new(5, 0), i64::MIN, i64::MAX, out));
        assert!(x.iter().any(|&x| x < -4e18) && x.iter().any(|&x| x > 4e18));
        for n in [0, 1, 2, 1000] {
            let mut p = permutation(Draw::new(6, 1), n);
            assert_eq!(p, permutation(Draw::new(6, 1), n));
            p.sort();
            assert!(p.iter().copied().eq(0..n as u32));
        }
        // Each of the six orders of three comes up as often.
        let mut counts = std::collections::HashMap::new();
        for i in 0..6000 {
            *counts.entry(permutation(Draw::new(6, i * blocks(3, true)), 3)).or_insert(0) += 1;
        }
        assert!(counts.len() == 6 && counts.values().all(|&c: &i32| (c - 1000).abs() < 120), "{counts:?}");
    }
}
