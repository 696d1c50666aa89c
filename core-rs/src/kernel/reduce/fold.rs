//! The inner loops of each reduction: a block of neighbours into one number, rows side by side.

use super::{Reduction, Sum};
use crate::base::DType;
use crate::kernel::lanes::{F32x4, F64x2, I32x4, M32x4};
use crate::kernel::num::{I64, Num, abs, maximum, minimum, ne, select, square};

/// The most elements that float32 adds up before it goes to float64.
pub(super) const BLOCK: usize = 4096;
/// The most columns, and results, taken at a time.
pub(super) const STRIP: usize = 256;
/// The most rows that float32 adds up before it goes to float64.
const ROWS: usize = 128;

/// The loops of one reduction. Sums are bits of f64, or of i64 where the name says so.
pub(super) struct Fold {
    /// Float32 and float16 are computed in float64: products leave the range of float32 too soon.
    pub wide: bool,
    first: f64,
    pub block_f32: unsafe fn(*const u8, usize) -> Sum,
    pub block_f64: unsafe fn(*const u8, usize) -> Sum,
    pub block_i64: unsafe fn(*const u8, usize) -> Sum,
    pub strip_f32: Strip,
    pub strip_f64: Strip,
    pub strip_i64: Strip,
    pub short_f32: unsafe fn(*const u8, usize, &mut [Sum]),
    pub join_f64: fn(Sum, Sum) -> Sum,
    pub join_i64: fn(Sum, Sum) -> Sum,
}
/// `(from, bytes from row to row, rows, whether there is no gap between rows, sums of the columns)`.
pub(super) type Strip = unsafe fn(*const u8, usize, usize, bool, &mut [Sum]);

impl Fold {
    /// The accumulator of nothing.
    pub fn start(&self, dtype: DType) -> Sum {
        let extreme = self.first.is_infinite();
        let largest = self.first < 0.0;
        match dtype {
            d if d.is_float() => self.first.to_bits(),
            DType::Uint8 if extreme => (if largest { u8::MIN as i64 } else { u8::MAX as i64 }) as Sum,
            DType::Int8 if extreme => (if largest { i8::MIN as i64 } else { i8::MAX as i64 }) as Sum,
            DType::Int32 if extreme => (if largest { i32::MIN as i64 } else { i32::MAX as i64 }) as Sum,
            // Saturates, which is right for int64.
            _ => self.first as i64 as Sum,
        }
    }
}

pub(super) fn of(kind: Reduction) -> &'static Fold {
    match kind {
        Reduction::Sum | Reduction::Mean => &Plus::FOLD,
        Reduction::Prod => &Times::FOLD,
        Reduction::Max => &Largest::FOLD,
        Reduction::Min => &Smallest::FOLD,
        Reduction::NanSum => &NanPlus::FOLD,
        Reduction::NanProd => &NanTimes::FOLD,
        Reduction::Norm1 => &PlusAbs::FOLD,
        Reduction::SumSquares | Reduction::Norm2 => &PlusSquare::FOLD,
    }
}

/// What a reduction does to an element and to two sums. `FIRST` changes nothing when joined.
trait Op: 'static {
    const FIRST: f64;
    const WIDE: bool = false;
    fn of<N: Num>(x: N) -> N {
        x
    }
    fn join<N: Num>(a: N, b: N) -> N;
    /// A block of float32 in a way of its own.
    const BLOCK_F32: unsafe fn(*const u8, usize) -> Sum = block::<Self, F32x4>;
    const FOLD: Fold = Fold {
        wide: Self::WIDE,
        first: Self::FIRST,
        block_f32: Self::BLOCK_F32,
        block_f64: block::<Self, F64x2>,
        block_i64: block::<Self, I64>,
        strip_f32: strip_f32::<Self>,
        strip_f64: strip::<Self, F64x2>,
        strip_i64: strip::<Self, I64>,
        short_f32: short::<Self>,
        join_f64: |a, b| {
            let (a, b) = (F64x2::splat(f64::from_bits(a)), F64x2::splat(f64::from_bits(b)));
            Self::join(a, b).to_array()[0].to_bits()
        },
        join_i64: |a, b| Self::join(I64(a as i64), I64(b as i64)).0 as Sum,
    };
}

macro_rules! op {
    ($name:ident, $first:expr, $wide:expr, $of:expr, |$a:ident, $b:ident| $join:expr $(, $block:expr)?) => {
        struct $name;
        impl Op for $name {
            const FIRST: f64 = $first;
            const WIDE: bool = $wide;
            #[inline(always)]
            fn of<N: Num>(x: N) -> N {
                $of(x)
            }
            #[inline(always)]
            fn join<N: Num>($a: N, $b: N) -> N {
                $join
            }
            $(const BLOCK_F32: unsafe fn(*const u8, usize) -> Sum = $block;)?
        }
    };
}
#[inline(always)]
fn same<N: Num>(x: N) -> N {
    x
}
#[inline(always)]
fn or<N: Num>(x: N, instead: f64) -> N {
    select(ne(x.clone(), x.clone()), instead, x)
}
op!(Plus, 0.0, false, same, |a, b| a + b);
op!(PlusAbs, 0.0, false, abs, |a, b| a + b);
op!(PlusSquare, 0.0, false, square, |a, b| a + b);
op!(NanPlus, 0.0, false, |x| or(x, 0.0), |a, b| a + b);
op!(Times, 1.0, true, same, |a, b| a * b);
op!(NanTimes, 1.0, true, |x| or(x, 1.0), |a, b| a * b);
op!(Largest, f64::NEG_INFINITY, false, same, |a, b| maximum(a, b), extreme::<true>);
op!(Smallest, f64::INFINITY, false, same, |a, b| minimum(a, b), extreme::<false>);

/// What a block is read in.
trait Vector: Num + Copy {
    type Element: Copy + Default;
    const LANES: usize;
    unsafe fn load(p: *const Self::Element) -> Self;
    unsafe fn store(self, p: *mut Self::Element);
    /// A constant as an element, saturated for integers.
    fn element(x: f64) -> Self::Element;
    /// All lanes joined, always in the same order, as bits of a sum.
    fn total<O: Op + ?Sized>(self) -> Sum;
}
impl Vector for F32x4 {
    type Element = f32;
    const LANES: usize = 4;
    #[inline(always)]
    unsafe fn load(p: *const f32) -> Self {
        unsafe { F32x4::load(p) }
    }
    #[inline(always)]
    unsafe fn store(self, p: *mut f32) {
        unsafe { self.store(p) }
    }
    fn element(x: f64) -> f32 {
        x as f32
    }
    #[inline(always)]
    fn total<O: Op + ?Sized>(self) -> Sum {
        let (low, high) = self.to_f64();
        O::join(low, high).total::<O>()
    }
}
impl Vector for F64x2 {
    type Element = f64;
    const LANES: usize = 2;
    #[inline(always)]
    unsafe fn load(p: *const f64) -> Self {
        unsafe { F64x2::load(p) }
    }
    #[inline(always)]
    unsafe fn store(self, p: *mut f64) {
        unsafe { self.store(p) }
    }
    fn element(x: f64) -> f64 {
        x
    }
    #[inline(always)]
    fn total<O: Op + ?Sized>(self) -> Sum {
        let [a, b] = self.to_array();
        O::join(F64x2::splat(a), F64x2::splat(b)).to_array()[0].to_bits()
    }
}
impl Vector for I64 {
    type Element = i64;
    const LANES: usize = 1;
    #[inline(always)]
    unsafe fn load(p: *const i64) -> Self {
        I64(unsafe { p.read() })
    }
    #[inline(always)]
    unsafe fn store(self, p: *mut i64) {
        unsafe { p.write(self.0) }
    }
    fn element(x: f64) -> i64 {
        x as i64
    }
    #[inline(always)]
    fn total<O: Op + ?Sized>(self) -> Sum {
        self.0 as Sum
    }
}

/// Vectors joined side by side in a block: enough to hide the latency of an addition.
const CHAINS: usize = 8;

/// # Safety
/// `n` readable elements.
unsafe fn block<O: Op + ?Sized, V: Vector>(from: *const u8, n: usize) -> Sum {
    let from = from as *const V::Element;
    let first = V::lit(O::FIRST);
    let mut at = 0;
    let mut sum = first;
    // SAFETY: all reads lie below n.
    unsafe {
        if n >= CHAINS * V::LANES {
            let mut chains = [first; CHAINS];
            while at + CHAINS * V::LANES <= n {
                for (i, chain) in chains.iter_mut().enumerate() {
                    *chain = O::join(*chain, O::of(V::load(from.add(at + i * V::LANES))));
                }
                at += CHAINS * V::LANES;
            }
            let [a, b, c, d, e, f, g, h] = chains;
            let (left, right) = (O::join(O::join(a, b), O::join(c, d)), O::join(O::join(e, f), O::join(g, h)));
            sum = O::join(left, right);
        }
        while at + V::LANES <= n {
            sum = O::join(sum, O::of(V::load(from.add(at))));
            at += V::LANES;
        }
        if at < n {
            let mut rest = [V::element(O::FIRST); 4];
            std::ptr::copy_nonoverlapping(from.add(at), rest.as_mut_ptr(), n - at);
            sum = O::join(sum, O::of(V::load(rest.as_ptr())));
        }
    }
    sum.total::<O>()
}

/// Runs of fewer elements go through `short`.
pub(super) const SHORT: usize = 32;

/// Runs of `n` float32 that follow one another, one for each sum: four side by side.
/// # Safety
/// `n * sums.len()` readable elements.
unsafe fn short<O: Op + ?Sized>(from: *const u8, n: usize, sums: &mut [Sum]) {
    let from = from as *const f32;
    let count = sums.len();
    for first in (0..count).step_by(4) {
        // The last four may be fewer: the last run is then taken again.
        let run: [*const f32; 4] = std::array::from_fn(|i| from.wrapping_add((first + i).min(count - 1) * n));
        let mut sum = F32x4::splat(O::FIRST as f32);
        let mut at = 0;
        // SAFETY: at + 4 <= n, then at < n.
        unsafe {
            while at + 4 <= n {
                let columns = F32x4::transpose(run.map(|p| F32x4::load(p.add(at))));
                for column in columns {
                    sum = O::join(sum, O::of(column));
                }
                at += 4;
            }
            while at < n {
                let [a, b, c, d] = run.map(|p| p.add(at).read());
                sum = O::join(sum, O::of(F32x4::new(a, b, c, d)));
                at += 1;
            }
        }
        for (to, sum) in sums[first..].iter_mut().zip(sum.to_array()) {
            *to = (sum as f64).to_bits();
        }
    }
}

/// The largest or smallest of a block: one instruction a vector for the number, two to see NaN.
/// # Safety
/// `n` readable elements.
unsafe fn extreme<const MAX: bool>(from: *const u8, n: usize) -> Sum {
    const CHAINS: usize = 4;
    let from = from as *const f32;
    let better = |best: F32x4, x: F32x4| if MAX { x.max_of_numbers(best) } else { x.min_of_numbers(best) };
    let first = if MAX { f32::NEG_INFINITY } else { f32::INFINITY };
    let mut best = [F32x4::splat(first); CHAINS];
    let nothing = I32x4::splat(0);
    let mut nan: [M32x4; CHAINS] = [nothing.ne(nothing); CHAINS];
    let mut at = 0;
    // SAFETY: all reads lie below n.
    unsafe {
        while at + 4 * CHAINS <= n {
            for i in 0..CHAINS {
                let x = F32x4::load(from.add(at + 4 * i));
                best[i] = better(best[i], x);
                nan[i] = nan[i] | x.ne(x);
            }
            at += 4 * CHAINS;
        }
        while at < n {
            let mut rest = [first; 4];
            std::ptr::copy_nonoverlapping(from.add(at), rest.as_mut_ptr(), 4.min(n - at));
            let x = F32x4::load(rest.as_ptr());
            best[0] = better(best[0], x);
            nan[0] = nan[0] | x.ne(x);
            at += 4;
        }
    }
    if ((nan[0] | nan[1]) | (nan[2] | nan[3])).any() {
        return f64::NAN.to_bits();
    }
    let best = better(better(best[0], best[1]), better(best[2], best[3])).to_array();
    let pick = |a: f32, b: f32| if MAX { a.max(b) } else { a.min(b) };
    (pick(pick(best[0], best[1]), pick(best[2], best[3])) as f64).to_bits()
}

/// Joins rows to sums of the same width as their elements (f64 and i64 need no second level).
/// # Safety
/// `rows` rows of `sums.len()` elements, `stride` bytes apart.
unsafe fn strip<O: Op + ?Sized, V: Vector>(
    from: *const u8,
    stride: usize,
    rows: usize,
    _dense: bool,
    sums: &mut [Sum],
) {
    // SAFETY: the bits of a sum are those of an element.
    unsafe { side_by_side::<O, V>(from, stride, rows, sums.as_mut_ptr() as *mut V::Element, sums.len()) }
}

/// # Safety
/// As above, and `n` sums.
unsafe fn side_by_side<O: Op + ?Sized, V: Vector>(
    from: *const u8,
    stride: usize,
    rows: usize,
    sums: *mut V::Element,
    n: usize,
) {
    let row = |i: usize| (from as usize + i * stride) as *const V::Element;
    let mut i = 0;
    // SAFETY: the caller's rows; the rest of a row goes through padded copies.
    unsafe {
        let rest = n % V::LANES;
        let padded = |p: *const V::Element| {
            let mut few = [V::element(O::FIRST); 4];
            std::ptr::copy_nonoverlapping(p.add(n - rest), few.as_mut_ptr(), rest);
            V::load(few.as_ptr())
        };
        while i < rows {
            // Four rows in one pass over the sums.
            let four = i + 4 <= rows;
            let (a, b, c, d) = (row(i), row(i + 1), row(i + 2), row(i + 3));
            let mut at = 0;
            while at + V::LANES <= n {
                let mut sum = O::join(V::load(sums.add(at)), O::of(V::load(a.add(at))));
                if four {
                    sum = O::join(sum, O::of(V::load(b.add(at))));
                    sum = O::join(sum, O::of(V::load(c.add(at))));
                    sum = O::join(sum, O::of(V::load(d.add(at))));
                }
                sum.store(sums.add(at));
                at += V::LANES;
            }
            if rest > 0 {
                let mut sum = O::join(padded(sums), O::of(padded(a)));
                if four {
                    sum = O::join(sum, O::of(padded(b)));
                    sum = O::join(sum, O::of(padded(c)));
                    sum = O::join(sum, O::of(padded(d)));
                }
                let mut few = [V::element(O::FIRST); 4];
                sum.store(few.as_mut_ptr());
                std::ptr::copy_nonoverlapping(few.as_ptr(), sums.add(n - rest), rest);
            }
            i += if four { 4 } else { 1 };
        }
    }
}

/// Rows of float32: `ROWS` of them in float32, then on to the sums in float64.
/// # Safety
/// `rows` rows of `sums.len()` elements, `stride` bytes apart.
unsafe fn strip_f32<O: Op + ?Sized>(from: *const u8, stride: usize, rows: usize, dense: bool, sums: &mut [Sum]) {
    let n = sums.len();
    // Short rows without gaps: several are one row, whose columns are joined afterwards.
    let together = if dense && n < 32 { 64 / n } else { 1 };
    if together > 1 && rows >= 2 * together {
        let (whole, rest) = (rows / together, rows % together);
        let mut wide = [O::FIRST.to_bits(); 64];
        // SAFETY: the same rows, counted otherwise.
        unsafe {
            strip_f32::<O>(from, stride * together, whole, false, &mut wide[..together * n]);
            for part in wide[..together * n].chunks(n) {
                for (sum, &more) in sums.iter_mut().zip(part) {
                    *sum = (O::FOLD.join_f64)(*sum, more);
                }
            }
            if rest > 0 {
                strip_f32::<O>(from.add(whole * together * stride), stride, rest, false, sums);
            }
        }
        return;
    }
    let mut near = [0f32; STRIP];
    for start in (0..rows).step_by(ROWS) {
        near[..n].fill(O::FIRST as f32);
        // SAFETY: rows start.. of the caller's.
        unsafe {
            let here = from.add(start * stride);
            side_by_side::<O, F32x4>(here, stride, ROWS.min(rows - start), near.as_mut_ptr(), n);
        }
        for (sum, &more) in sums.iter_mut().zip(&near) {
            *sum = (O::FOLD.join_f64)(*sum, (more as f64).to_bits());
        }
    }
}
