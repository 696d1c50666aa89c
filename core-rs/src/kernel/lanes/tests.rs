//! What every backend of the lanes must answer, written down once.

use super::*;

const ODD: [f32; 8] = [0.0, -0.0, 1.5, -2.5, f32::NAN, f32::INFINITY, f32::NEG_INFINITY, 1e-42];

#[test]
fn comparisons_minimum_and_maximum_follow_ieee() {
    for a in ODD {
        for b in ODD {
            let (x, y) = (F32x4::splat(a), F32x4::splat(b));
            assert_eq!(x.lt(y).to_array(), [a < b; 4]);
            assert_eq!(x.le(y).to_array(), [a <= b; 4]);
            assert_eq!(x.gt(y).all(), a > b);
            assert_eq!(x.ge(y).any(), a >= b);
            assert_eq!(x.eq(y).any(), a == b);
            assert_eq!(x.ne(y).all(), a != b);
            let (min, max) = (x.min(y).to_array()[1], x.max(y).to_array()[2]);
            if a.is_nan() || b.is_nan() {
                assert!(min.is_nan() && max.is_nan());
            } else {
                assert_eq!((min, max), (a.min(b), a.max(b)));
                let negative = |x: f32| x.is_sign_negative();
                assert_eq!(negative(min), negative(a) || negative(b), "{a} {b}");
                assert_eq!(negative(max), negative(a) && negative(b), "{a} {b}");
            }
            assert_eq!(x.pmax(y).to_array()[0].to_bits(), if a > b { a } else { b }.to_bits());
            assert_eq!(x.pmin(y).to_array()[3].to_bits(), if a < b { a } else { b }.to_bits());
            if !a.is_nan() && !b.is_nan() {
                assert_eq!(x.max_of_numbers(y).to_array()[1], a.max(b));
                assert_eq!(x.min_of_numbers(y).to_array()[1], a.min(b));
            }
            assert_eq!(x.relu().to_array()[0].to_bits(), if a < 0.0 { 0.0 } else { a }.to_bits());
            let (p, q) = (F64x2::splat(a as f64), F64x2::splat(b as f64));
            assert_eq!(p.lt(q).to_array(), [a < b; 2]);
            assert_eq!(p.max(q).to_array()[0].is_nan(), a.is_nan() || b.is_nan());
            assert_eq!(x.copysign(y).to_array()[3].to_bits(), a.copysign(b).to_bits());
        }
    }
}

#[test]
fn select_takes_whole_lanes() {
    let a = F32x4::new(1.0, f32::NAN, 3.0, 4.0);
    let m = a.gt(F32x4::splat(2.0));
    assert_eq!(m.select(a, F32x4::splat(-1.0)).to_array(), [-1.0, -1.0, 3.0, 4.0]);
    assert_eq!((!m).select_i32(I32x4::splat(7), I32x4::new(1, 2, 3, 4)).to_array(), [7, 7, 3, 4]);
    assert_eq!((m & !m).any() || !(m | !m).all(), false);
    assert_eq!((m ^ m).to_bits().to_array(), [0; 4]);
}

#[test]
fn rounding_and_conversion() {
    let x = F32x4::new(2.5, -2.5, 3.5, -0.4);
    assert_eq!(x.nearest().to_array(), [2.0, -2.0, 4.0, 0.0]);
    assert_eq!(x.floor().to_array(), [2.0, -3.0, 3.0, -1.0]);
    assert_eq!(x.ceil().to_array(), [3.0, -2.0, 4.0, 0.0]);
    assert_eq!(x.trunc().to_array(), [2.0, -2.0, 3.0, 0.0]);
    assert_eq!(F32x4::new(1e20, -1e20, f32::NAN, -7.9).to_i32().to_array(), [i32::MAX, i32::MIN, 0, -7]);
    assert_eq!(x.to_i32_in_range().to_array(), [2, -2, 3, 0]);
    let (low, high) = x.to_f64();
    assert_eq!((low.to_array(), high.to_array()), ([2.5, -2.5], [3.5, -0.4f32 as f64]));
    assert_eq!(F32x4::from_f64(low, high).to_array(), x.to_array());
    assert_eq!(I32x4::new(1, -2, 3, i32::MIN).to_f32().to_array(), [1.0, -2.0, 3.0, -2147483648.0]);
}

#[test]
fn integers_wrap_and_widen() {
    let a = I32x4::new(i32::MAX, -1, 0x1234_5678, 5);
    let b = I32x4::new(1, -1, 0x0fed_cba9, -3);
    assert_eq!((a + b).to_array()[0], i32::MIN);
    assert_eq!((a - b).to_array()[3], 8);
    assert_eq!((a * b).to_array()[2], 0x1234_5678i32.wrapping_mul(0x0fed_cba9));
    let (low, high) = a.mul_wide_unsigned(b);
    for i in 0..4 {
        let wide = a.to_array()[i] as u32 as u64 * b.to_array()[i] as u32 as u64;
        assert_eq!((low.to_array()[i] as u32 as u64) | (high.to_array()[i] as u32 as u64) << 32, wide);
    }
    assert_eq!(b.shr::<1>().to_array()[1], -1);
    assert_eq!(b.shr_unsigned::<1>().to_array()[1], i32::MAX);
    assert_eq!(b.shl::<2>().to_array(), [4, -4, 0x0fed_cba9 << 2, -12]);
    assert_eq!(b.lt_unsigned(a).to_array(), [true, false, true, false]);
    assert_eq!(b.lt(a).to_array(), [true, false, true, true]);
    assert_eq!((a.min(b).to_array()[3], a.max(b).to_array()[3], b.abs().to_array()[3]), (-3, 5, 3));
    let rows: [I32x4; 4] = std::array::from_fn(|i| I32x4::new(0, 1, 2, 3) + I32x4::splat(4 * i as i32));
    assert_eq!(I32x4::transpose(rows)[1].to_array(), [1, 5, 9, 13]);
    let halves = [1u16, 0, 65535, 9];
    let mut back = [0u16; 4];
    // SAFETY: both arrays hold four elements.
    unsafe { I32x4::load_u16(halves.as_ptr()).store_u16(back.as_mut_ptr()) };
    assert_eq!(back, halves);
}
