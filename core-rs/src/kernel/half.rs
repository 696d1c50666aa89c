//! Between float16, which is storage only, and float32: rounding to nearest, ties to even;
//! subnormals, infinities and NaN kept. One at a time, and four side by side.

use super::lanes::{F32x4, I32x4};
pub use crate::base::dtype::Half;

/// 2^112: moves the exponent of a half, put into a float32's place, to where it belongs.
const SCALE: u32 = (127 + 112) << 23;
/// 65536, beyond all halves.
const OVER: i32 = (127 + 16) << 23;
/// 2^-14, the least normal half.
const NORMAL: i32 = (127 - 14) << 23;
/// 0.5: added to a number below 2^-14, it leaves the bits of the half, rounded, in the low bits.
const ALIGN: i32 = 126 << 23;

pub fn to_f32(h: Half) -> f32 {
    let magnitude = (h.0 as u32 & 0x7fff) << 13;
    let sign = (h.0 as u32 & 0x8000) << 16;
    let scaled = f32::from_bits(magnitude) * f32::from_bits(SCALE);
    let infinite = if h.0 & 0x7c00 == 0x7c00 { 0x7f80_0000 } else { 0 };
    f32::from_bits(scaled.to_bits() | infinite | sign)
}

pub fn from_f32(x: f32) -> Half {
    let magnitude = (x.to_bits() & 0x7fff_ffff) as i32;
    let sign = (x.to_bits() >> 16) as u16 & 0x8000;
    let bits = if magnitude >= OVER {
        if magnitude > 0x7f80_0000 { 0x7e00 } else { 0x7c00 }
    } else if magnitude < NORMAL {
        (f32::from_bits(magnitude as u32) + f32::from_bits(ALIGN as u32)).to_bits() as i32 - ALIGN
    } else {
        (magnitude - (112 << 23) + 0xfff + (magnitude >> 13 & 1)) >> 13
    };
    Half(bits as u16 | sign)
}

/// Four halves at `p` as f32.
/// # Safety
/// Four readable elements at `p`.
#[inline(always)]
pub unsafe fn load(p: *const Half) -> F32x4 {
    // SAFETY: Half is a transparent u16.
    let h = unsafe { I32x4::load_u16(p as *const u16) };
    let magnitude = (h & I32x4::splat(0x7fff)).shl::<13>();
    let sign = (h & I32x4::splat(0x8000)).shl::<16>();
    let scaled = F32x4::from_bits(magnitude) * F32x4::splat(f32::from_bits(SCALE));
    let edge = magnitude.ge(I32x4::splat(0x7c00 << 13)).to_bits() & I32x4::splat(0x7f80_0000);
    F32x4::from_bits(scaled.to_bits() | edge | sign)
}

/// Four f32 as halves to `p`.
/// # Safety
/// Four writable elements at `p`.
#[inline(always)]
pub unsafe fn store(x: F32x4, p: *mut Half) {
    let bits = x.to_bits();
    let magnitude = bits & I32x4::splat(0x7fff_ffff);
    let sign = bits.shr_unsigned::<16>() & I32x4::splat(0x8000);
    let odd = magnitude.shr::<13>() & I32x4::splat(1);
    let usual = (magnitude - I32x4::splat((112 << 23) - 0xfff) + odd).shr::<13>();
    let align = I32x4::splat(ALIGN);
    let small = (F32x4::from_bits(magnitude) + F32x4::from_bits(align)).to_bits() - align;
    let edge = magnitude.gt(I32x4::splat(0x7f80_0000)).select_i32(I32x4::splat(0x7e00), I32x4::splat(0x7c00));
    let half = magnitude.lt(I32x4::splat(NORMAL)).select_i32(small, usual);
    let half = magnitude.ge(I32x4::splat(OVER)).select_i32(edge, half);
    // SAFETY: as above; each lane is below 65536.
    unsafe { (half | sign).store_u16(p as *mut u16) }
}

pub fn widen(from: &[Half], to: &mut [f32]) {
    assert_eq!(from.len(), to.len());
    let whole = from.len() & !3;
    for i in (0..whole).step_by(4) {
        // SAFETY: i + 4 <= len of both.
        unsafe { load(from.as_ptr().add(i)).store(to.as_mut_ptr().add(i)) }
    }
    for i in whole..from.len() {
        to[i] = to_f32(from[i]);
    }
}

pub fn narrow(from: &[f32], to: &mut [Half]) {
    assert_eq!(from.len(), to.len());
    let whole = from.len() & !3;
    for i in (0..whole).step_by(4) {
        // SAFETY: i + 4 <= len of both.
        unsafe { store(F32x4::load(from.as_ptr().add(i)), to.as_mut_ptr().add(i)) }
    }
    for i in whole..from.len() {
        to[i] = from_f32(from[i]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_half_round_trips() {
        let all: Vec<Half> = (0..=u16::MAX).map(Half).collect();
        let mut wide = vec![0.0; all.len()];
        widen(&all, &mut wide);
        let mut back = vec![Half(0); all.len()];
        narrow(&wide, &mut back);
        for (h, (x, b)) in all.iter().zip(wide.iter().zip(&back)) {
            assert_eq!(to_f32(*h).to_bits(), x.to_bits(), "{h:?}");
            if x.is_nan() {
                assert_eq!((b.0 & 0x7c00, b.0 & 0x3ff != 0), (0x7c00, true));
            } else {
                assert_eq!(h, b);
            }
        }
        assert_eq!(
            (wide[0x3c00], wide[1], wide[0x7bff], wide[0xfc00]),
            (1.0, 2f32.powi(-24), 65504.0, f32::NEG_INFINITY)
        );
    }

    #[test]
    fn rounding_goes_to_the_nearest_half_ties_to_even() {
        let mut got = [Half(0); 4];
        for bits in (0..=u32::MAX).step_by(4099) {
            let x = f32::from_bits(bits);
            // SAFETY: four elements.
            unsafe { store(F32x4::splat(x), got.as_mut_ptr()) };
            assert_eq!(got, [from_f32(x); 4], "{x:e}");
            if x.is_finite() && x.abs() < 65504.0 {
                let h = got[0];
                let error = |h: u16| (to_f32(Half(h)) as f64 - x as f64).abs();
                let others = [h.0.wrapping_add(1), if h.0 & 0x7fff == 0 { h.0 } else { h.0 - 1 }];
                for o in others {
                    assert!(error(h.0) < error(o) || o == h.0 || (error(h.0) == error(o) && h.0 & 1 == 0), "{x:e}");
                }
            }
        }
        assert_eq!((from_f32(65520.0), from_f32(65519.0), from_f32(1e9)), (Half(0x7c00), Half(0x7bff), Half(0x7c00)));
        assert_eq!((from_f32(2f32.powi(-25)), from_f32(-2e-8)), (Half(0), Half(0x8000)));
    }
}
