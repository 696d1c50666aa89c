//! The one-dimensional transforms of Winograd's F(2,3), F(4,3) and F(6,3), on vectors whose lanes
//! are four tiles or four channels, and the two-dimensional ones made of them. `A` is the number of
//! points along an axis (4, 6 or 8): outputs along it are `A - 2`, at points 0, +-1, +-2, +-1/2 and
//! infinity. Arrays of `A` hold shorter vectors in their first entries.

use crate::kernel::lanes::F32x4;
use std::f32::consts::SQRT_2;

type V = F32x4;

/// The inner points of six, and the cube of the outer one; the outer one is `SQRT_2`.
const INNER: f32 = std::f32::consts::FRAC_1_SQRT_2;
const OUTER_CUBE: f32 = 2.0 * SQRT_2;

#[inline(always)]
fn zero() -> V {
    V::splat(0.0)
}
/// `s * a + b`.
#[inline(always)]
fn scaled(s: f32, a: V, b: V) -> V {
    V::splat(s).madd(a, b)
}
#[inline(always)]
fn times(s: f32, a: V) -> V {
    V::splat(s) * a
}

/// `B^T d`: `A` inputs to `A` points.
#[inline(always)]
fn input<const A: usize>(d: [V; A]) -> [V; A] {
    let mut o = d;
    let mut pair = |i: usize, even: V, odd: V| {
        o[i] = even + odd;
        o[i + 1] = even - odd;
    };
    match A {
        4 => {
            pair(1, d[2], d[1]);
            o[0] = d[0] - d[2];
            o[3] = d[1] - d[3];
        }
        6 => {
            pair(1, scaled(-2.0, d[2], d[4]), scaled(-SQRT_2, d[1], times(INNER, d[3])));
            pair(3, scaled(-0.5, d[2], d[4]), scaled(-INNER, d[1], times(SQRT_2, d[3])));
            o[0] = scaled(-2.5, d[2], d[0] + d[4]);
            o[5] = scaled(-2.5, d[3], d[1] + d[5]);
        }
        _ => {
            pair(1, scaled(-4.25, d[4], d[2] + d[6]), scaled(-4.25, d[3], d[1] + d[5]));
            pair(
                3,
                scaled(-1.25, d[4], scaled(0.25, d[2], d[6])),
                scaled(-2.5, d[3], scaled(0.5, d[1], times(2.0, d[5]))),
            );
            pair(
                5,
                scaled(4.0, scaled(-1.25, d[4], d[2]), d[6]),
                scaled(-2.5, d[3], scaled(2.0, d[1], times(0.5, d[5]))),
            );
            o[0] = scaled(5.25, d[4] - d[2], d[0] - d[6]);
            o[7] = scaled(5.25, d[3] - d[5], d[7] - d[1]);
        }
    }
    o
}

/// `A^T m`: `A` points to `A - 2` outputs.
#[inline(always)]
fn output<const A: usize>(m: [V; A]) -> [V; A] {
    let mut o = m;
    let (s1, d1) = (m[1] + m[2], m[1] - m[2]);
    match A {
        4 => {
            o[0] = m[0] + s1;
            o[1] = d1 - m[3];
        }
        6 => {
            let (s2, d2) = (m[3] + m[4], m[3] - m[4]);
            o[0] = m[0] + s1 + s2;
            o[1] = scaled(SQRT_2, d2, times(INNER, d1));
            o[2] = scaled(2.0, s2, times(0.5, s1));
            o[3] = scaled(OUTER_CUBE, d2, scaled(INNER / 2.0, d1, m[5]));
        }
        _ => {
            let (s2, d2, s3, d3) = (m[3] + m[4], m[3] - m[4], m[5] + m[6], m[5] - m[6]);
            o[0] = m[0] + s1 + (s2 + s3);
            o[1] = scaled(2.0, d2, scaled(0.5, d3, d1));
            o[2] = scaled(4.0, s2, scaled(0.25, s3, s1));
            o[3] = scaled(8.0, d2, scaled(0.125, d3, d1));
            o[4] = scaled(16.0, s2, scaled(0.0625, s3, s1));
            o[5] = scaled(32.0, d2, scaled(0.03125, d3, d1)) + m[7];
        }
    }
    o
}

/// `A y`, the adjoint of `output`: `A - 2` gradients to `A` points.
#[inline(always)]
fn output_adjoint<const A: usize>(y: [V; A]) -> [V; A] {
    let mut o = y;
    let mut pair = |i: usize, even: V, odd: V| {
        o[i] = even + odd;
        o[i + 1] = even - odd;
    };
    match A {
        4 => {
            pair(1, y[0], y[1]);
            o[3] = zero() - y[1];
        }
        6 => {
            pair(1, scaled(0.5, y[2], y[0]), scaled(INNER / 2.0, y[3], times(INNER, y[1])));
            pair(3, scaled(2.0, y[2], y[0]), scaled(OUTER_CUBE, y[3], times(SQRT_2, y[1])));
            o[5] = y[3];
        }
        _ => {
            pair(1, y[0] + y[2] + y[4], y[1] + y[3] + y[5]);
            pair(
                3,
                scaled(16.0, y[4], scaled(4.0, y[2], y[0])),
                scaled(32.0, y[5], scaled(8.0, y[3], times(2.0, y[1]))),
            );
            pair(
                5,
                scaled(0.0625, y[4], scaled(0.25, y[2], y[0])),
                scaled(0.03125, y[5], scaled(0.125, y[3], times(0.5, y[1]))),
            );
            o[7] = y[5];
        }
    }
    o
}

/// `G g`: 3 weights to `A` points.
#[inline(always)]
fn weights<const A: usize>(g: [V; 3]) -> [V; A] {
    let mut o = [g[0]; A];
    // Points +x and -x: even part plus and minus `odd * g[1]`.
    let mut pair = |i: usize, a: f32, b: f32, odd: f32| {
        let even = scaled(a, g[0], times(b, g[2]));
        o[i] = scaled(odd, g[1], even);
        o[i + 1] = scaled(-odd, g[1], even);
    };
    match A {
        4 => pair(1, 0.5, 0.5, 0.5),
        6 => {
            pair(1, -2.0 / 3.0, -1.0 / 3.0, INNER * (-2.0 / 3.0));
            pair(3, 1.0 / 6.0, 1.0 / 3.0, SQRT_2 / 6.0);
        }
        _ => {
            pair(1, -2.0 / 9.0, -2.0 / 9.0, -2.0 / 9.0);
            pair(3, 1.0 / 90.0, 2.0 / 45.0, 1.0 / 45.0);
            pair(5, 32.0 / 45.0, 8.0 / 45.0, 16.0 / 45.0);
        }
    }
    o[A - 1] = g[2];
    o
}

/// `G^T p`, the adjoint of `weights`: `A` points to 3 weights.
#[inline(always)]
fn weights_adjoint<const A: usize>(p: [V; A]) -> [V; 3] {
    let (s1, d1) = (p[1] + p[2], p[1] - p[2]);
    match A {
        4 => [scaled(0.5, s1, p[0]), times(0.5, d1), scaled(0.5, s1, p[3])],
        6 => {
            let (s2, d2) = (p[3] + p[4], p[3] - p[4]);
            [
                scaled(-2.0 / 3.0, s1, scaled(1.0 / 6.0, s2, p[0])),
                scaled(INNER * (-2.0 / 3.0), d1, times(SQRT_2 / 6.0, d2)),
                scaled(-1.0 / 3.0, s1, scaled(1.0 / 3.0, s2, p[5])),
            ]
        }
        _ => {
            let (s2, d2, s3, d3) = (p[3] + p[4], p[3] - p[4], p[5] + p[6], p[5] - p[6]);
            [
                scaled(-2.0 / 9.0, s1, scaled(1.0 / 90.0, s2, scaled(32.0 / 45.0, s3, p[0]))),
                scaled(-2.0 / 9.0, d1, scaled(1.0 / 45.0, d2, times(16.0 / 45.0, d3))),
                scaled(-2.0 / 9.0, s1, scaled(2.0 / 45.0, s2, scaled(8.0 / 45.0, s3, p[7]))),
            ]
        }
    }
}

/// `count` elements (rounded up to 4) at each of four places, transposed: lanes are the places.
#[inline(always)]
unsafe fn four<const A: usize>(from: [*const f32; 4], offset: usize, count: usize) -> [V; A] {
    let mut r = [zero(); A];
    let mut x = 0;
    while x < count {
        // SAFETY: the caller's promise, with slack up to a multiple of 4.
        let t = unsafe {
            V::transpose([
                V::load(from[0].add(offset + x)),
                V::load(from[1].add(offset + x)),
                V::load(from[2].add(offset + x)),
                V::load(from[3].add(offset + x)),
            ])
        };
        for (l, &v) in t.iter().enumerate() {
            if x + l < count {
                r[x + l] = v;
            }
        }
        x += 4;
    }
    r
}

/// `B^T d B` of four patches of `A` by `A`, to `to + point * step`.
///
/// # Safety
/// Patches with rows of `row` at the four places, rows readable up to a multiple of 4; vectors
/// writable at all points.
#[inline(always)]
pub unsafe fn input_tiles<const A: usize>(from: [*const f32; 4], row: usize, to: *mut f32, step: usize) {
    let mut m = [[zero(); A]; A];
    // SAFETY: the caller's promise.
    unsafe {
        for (y, m) in m.iter_mut().enumerate() {
            *m = input::<A>(four::<A>(from, y * row, A));
        }
        for x in 0..A {
            let column = input::<A>(std::array::from_fn(|y| m[y][x]));
            for (y, v) in column.iter().enumerate() {
                v.store(to.add((y * A + x) * step));
            }
        }
    }
}

/// `A dy A^T` of four patches of `A - 2` by `A - 2`, to `to + point * step`.
///
/// # Safety
/// As `input_tiles`.
#[inline(always)]
pub unsafe fn gradient_tiles<const A: usize>(from: [*const f32; 4], row: usize, to: *mut f32, step: usize) {
    let mut m = [[zero(); A]; A];
    // SAFETY: the caller's promise.
    unsafe {
        for (y, m) in m[..A - 2].iter_mut().enumerate() {
            *m = output_adjoint::<A>(four::<A>(from, y * row, A - 2));
        }
        for x in 0..A {
            let column = output_adjoint::<A>(std::array::from_fn(|y| m[y][x]));
            for (y, v) in column.iter().enumerate() {
                v.store(to.add((y * A + x) * step));
            }
        }
    }
}

/// `A^T m A` of the vectors at `from + point * step`: `A - 2` rows of `A - 2`, lanes as they came.
///
/// # Safety
/// Vectors readable at all points.
#[inline(always)]
pub unsafe fn output_tiles<const A: usize>(from: *const f32, step: usize) -> [[V; A]; A] {
    let mut m = [[zero(); A]; A];
    for x in 0..A {
        // SAFETY: the caller's promise.
        let column = output::<A>(std::array::from_fn(|y| unsafe { V::load(from.add((y * A + x) * step)) }));
        for (y, &v) in column[..A - 2].iter().enumerate() {
            m[y][x] = v;
        }
    }
    for m in &mut m[..A - 2] {
        *m = output::<A>(*m);
    }
    m
}

/// `G g G^T` of nine weights, to `to + point * step`.
///
/// # Safety
/// Vectors writable at all points.
#[inline(always)]
pub unsafe fn weight_points<const A: usize>(g: [V; 9], to: *mut f32, step: usize) {
    let mut t = [[zero(); 3]; A];
    for x in 0..3 {
        let column = weights::<A>([g[x], g[3 + x], g[6 + x]]);
        for (y, &v) in column.iter().enumerate() {
            t[y][x] = v;
        }
    }
    for (y, &t) in t.iter().enumerate() {
        for (x, v) in weights::<A>(t).iter().enumerate() {
            // SAFETY: the caller's promise.
            unsafe { v.store(to.add((y * A + x) * step)) };
        }
    }
}

/// `G^T p G` of the vectors that `at(point)` gives: nine weights.
#[inline(always)]
pub fn weight_sums<const A: usize>(at: impl Fn(usize) -> V) -> [V; 9] {
    let mut t = [[zero(); A]; 3];
    for x in 0..A {
        let column = weights_adjoint::<A>(std::array::from_fn(|y| at(y * A + x)));
        for y in 0..3 {
            t[y][x] = column[y];
        }
    }
    let mut g = [zero(); 9];
    for y in 0..3 {
        let row = weights_adjoint::<A>(t[y]);
        g[y * 3..y * 3 + 3].copy_from_slice(&row);
    }
    g
}
