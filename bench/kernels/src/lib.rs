//! The matrix products and convolutions of the core behind plain exports, on one thread, so that
//! `run.mjs` can time them alone in Deno and Bun.

use std::alloc::Layout;
use std::sync::Mutex;

use hadron_core::base::Context;
use hadron_core::kernel::conv::{self, ConvParams};
use hadron_core::kernel::gemm::{self, Bias, Operand, tiles};
use hadron_core::kernel::lanes::F32x4;

/// One thread; scratch is kept and used again, as the pool of the core does.
struct Single(Mutex<Vec<(usize, usize)>>);
impl Context for Single {
    fn parallel(&self, pieces: usize, piece: &(dyn Fn(usize) + Sync)) {
        (0..pieces).for_each(piece);
    }
    fn acquire(&self, bytes: usize) -> usize {
        let mut free = self.0.lock().unwrap();
        if let Some(at) = free.iter().position(|b| b.1 == bytes) {
            return free.swap_remove(at).0;
        }
        allocate(bytes) as usize
    }
    fn release(&self, address: usize, bytes: usize) {
        self.0.lock().unwrap().push((address, bytes));
    }
}
static CONTEXT: Single = Single(Mutex::new(Vec::new()));

#[unsafe(no_mangle)]
pub extern "C" fn allocate(bytes: usize) -> *mut u8 {
    let layout = Layout::from_size_align(bytes + 256, 64).unwrap();
    // SAFETY: a layout of size above 0. Touched, so that no page is new when time is taken.
    unsafe {
        let at = std::alloc::alloc(layout);
        at.write_bytes(1, bytes);
        at
    }
}

#[unsafe(no_mangle)]
pub extern "C" fn choose(i: u32) {
    tiles::choose(match i {
        0 => tiles::Choice::Host,
        1 => tiles::Choice::Shuffle,
        2 => tiles::Choice::Splat,
        3 => tiles::Choice::ShuffleAssembly,
        _ => tiles::Choice::SplatAssembly,
    });
}

#[unsafe(no_mangle)]
pub extern "C" fn fuses() -> u32 {
    tiles::fuses() as u32
}

/// Twelve chains of multiply-add in registers: what no kernel can pass. 96 flops a repetition.
#[unsafe(no_mangle)]
pub extern "C" fn peak(repetitions: u32, x: f32) -> f32 {
    let mut acc: [F32x4; 12] = std::array::from_fn(|i| F32x4::splat(x + i as f32));
    let (a, b) = (F32x4::splat(x), F32x4::splat(x * 0.5));
    for _ in 0..repetitions {
        for acc in &mut acc {
            *acc = a.madd(b, *acc);
        }
    }
    acc.iter().map(|v| v.to_array()[0]).sum()
}

/// # Safety
/// `n` elements at `p` that live on.
unsafe fn slice<'a, T>(p: *mut T, n: usize) -> &'a mut [T] {
    // SAFETY: from `allocate`.
    unsafe { std::slice::from_raw_parts_mut(p, n) }
}

/// `mode` 0: NN, 1: NT, 2: TN.
///
/// # Safety
/// Matrices of those sizes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gemm32(mode: u32, m: usize, n: usize, k: usize, a: *mut f32, b: *mut f32, c: *mut f32) {
    // SAFETY: the caller's promise.
    let (a, b, c) = unsafe { (slice(a, m * k), slice(b, k * n), slice(c, m * n)) };
    let a = Operand::new(a, if mode == 2 { m } else { k }, mode == 2);
    let b = Operand::new(b, if mode == 1 { k } else { n }, mode == 1);
    gemm::gemm(&CONTEXT, (m, n, k), 1.0, a, b, 0.0, c, n, Bias::None);
}

/// # Safety
/// Matrices of those sizes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gemm64(m: usize, n: usize, k: usize, a: *mut f64, b: *mut f64, c: *mut f64) {
    // SAFETY: the caller's promise.
    let (a, b, c) = unsafe { (slice(a, m * k), slice(b, k * n), slice(c, m * n)) };
    let (a, b) = (Operand::new(a, k, false), Operand::new(b, n, false));
    gemm::gemm(&CONTEXT, (m, n, k), 1.0, a, b, 0.0, c, n, Bias::None);
}

/// A convolution of square images with square kernels.
#[allow(clippy::too_many_arguments)]
fn square(
    n: usize,
    c: usize,
    h: usize,
    k: usize,
    kernel: usize,
    stride: usize,
    pad: usize,
    groups: usize,
) -> ConvParams {
    let out = ConvParams::output(h, kernel, stride, pad, 1);
    ConvParams {
        n,
        c,
        h,
        w: h,
        k,
        kh: kernel,
        kw: kernel,
        sh: stride,
        sw: stride,
        ph: pad,
        pw: pad,
        dh: 1,
        dw: 1,
        groups,
        oh: out,
        ow: out,
    }
}

/// One convolution on square images: `what` 0 forward, 1 data gradient, 2 weight gradient.
///
/// # Safety
/// Arrays of those sizes.
#[unsafe(no_mangle)]
#[allow(clippy::too_many_arguments)]
pub unsafe extern "C" fn conv32(
    what: u32,
    n: usize,
    c: usize,
    h: usize,
    k: usize,
    kernel: usize,
    stride: usize,
    pad: usize,
    groups: usize,
    x: *mut f32,
    w: *mut f32,
    y: *mut f32,
) {
    let p = square(n, c, h, k, kernel, stride, pad, groups);
    let (xs, ws, ys) = p.sizes();
    // SAFETY: the caller's promise.
    let (x, w, y) = unsafe { (slice(x, xs), slice(w, ws), slice(y, ys)) };
    match what {
        0 => conv::forward(&CONTEXT, &p, x, w, None, y),
        1 => conv::data_gradient(&CONTEXT, &p, y, w, x),
        _ => conv::weight_gradient(&CONTEXT, &p, x, y, w),
    }
}

/// Largest difference from the plain loops, relative to the largest value, over products and
/// convolutions with ragged edges, with tiles `tile`; `f64` elements where `wide`. The fast code in wasm
/// is other code than its native twin, so it is held against the references here too.
#[unsafe(no_mangle)]
pub extern "C" fn check(tile: u32, wide: u32) -> f64 {
    choose(tile);
    let error = if wide != 0 { check_all::<f64>() } else { check_all::<f32>() };
    choose(0);
    error
}

fn values<T: gemm::Real>(n: usize) -> Vec<T> {
    let mut x = 12345u32.wrapping_add(n as u32);
    let mut next = || {
        x = x.wrapping_mul(1664525).wrapping_add(1013904223);
        T::from_f64(x as f64 / 2147483648.0 - 1.0)
    };
    (0..n).map(|_| next()).collect()
}

fn difference<T: gemm::Real>(got: &[T], want: &[T]) -> f64 {
    let scale = want.iter().fold(1e-30, |m: f64, v| m.max(v.to_f64().abs()));
    // A NaN, which no comparison finds, counts as infinite.
    let each = |(g, w): (&T, &T)| Some((g.to_f64() - w.to_f64()).abs() / scale).filter(|d| d.is_finite());
    got.iter().zip(want).map(|p| each(p).unwrap_or(f64::INFINITY)).fold(0.0, f64::max)
}

fn check_all<T: gemm::Real>() -> f64 {
    let mut worst: f64 = 0.0;
    for (i, &(m, n, k)) in
        [(5, 3, 300), (33, 9, 70), (34, 15, 64), (7, 24, 65), (6, 41, 300), (64, 64, 64), (97, 131, 515)]
            .iter()
            .enumerate()
    {
        let (a, b, bias) = (values::<T>(m * k), values::<T>(k * n), values::<T>(m.max(n)));
        let (ta, tb) = (i % 2 == 1, i % 3 == 1);
        let (a, b) = (Operand::new(&a, if ta { m } else { k }, ta), Operand::new(&b, if tb { k } else { n }, tb));
        let (mut got, mut want) = (vec![T::ZERO; m * n], vec![T::ZERO; m * n]);
        gemm::gemm(&CONTEXT, (m, n, k), T::ONE, a, b, T::ZERO, &mut got, n, Bias::Rows(&bias));
        gemm::gemm_naive((m, n, k), T::ONE, a, b, T::ZERO, &mut want, n, Bias::Rows(&bias));
        worst = worst.max(difference(&got, &want));
    }
    // (n, c, side, k, kernel, stride, pad, groups)
    for (n, c, h, k, kernel, stride, pad, groups) in [
        (3, 3, 17, 9, 5, 1, 0, 1),
        (2, 16, 14, 22, 3, 1, 1, 1),
        (3, 40, 7, 24, 3, 1, 1, 1),
        (5, 24, 12, 20, 3, 1, 1, 1),
        (2, 20, 15, 14, 3, 2, 1, 1),
        (3, 12, 9, 10, 1, 2, 0, 1),
        (20, 30, 2, 20, 3, 1, 1, 1),
        (2, 12, 11, 8, 3, 1, 1, 4),
        (2, 6, 19, 6, 3, 1, 1, 6),
    ] {
        let p = square(n, c, h, k, kernel, stride, pad, groups);
        let (xs, ws, ys) = p.sizes();
        let (x, w, dy) = (values::<T>(xs), values::<T>(ws), values::<T>(ys));
        let (mut y, mut dx, mut dw) = (vec![T::ZERO; ys], vec![T::ZERO; xs], vec![T::ZERO; ws]);
        conv::forward(&CONTEXT, &p, &x, &w, None, &mut y);
        conv::data_gradient(&CONTEXT, &p, &dy, &w, &mut dx);
        conv::weight_gradient(&CONTEXT, &p, &x, &dy, &mut dw);
        worst = worst
            .max(difference(&y, &conv::naive::forward(&p, &x, &w, None)))
            .max(difference(&dx, &conv::naive::data_gradient(&p, &dy, &w)))
            .max(difference(&dw, &conv::naive::weight_gradient(&p, &x, &dy)));
    }
    worst
}
