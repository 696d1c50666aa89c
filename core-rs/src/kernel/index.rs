//! Reading and writing by indices: take, pick, one_hot, where. Elements are moved as bits; indices
//! come from arrays of any dtype, truncated towards zero, and are brought into range beforehand.

use super::half;
use super::slices::{self, Bits, Parts, Workspace, piece_of};
use super::vector::{Real, Vector, pieces};
use crate::base::dtype::Half;
use crate::base::{Context, DType, Error, Result, View};

/// What becomes of an index that is out of range.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Mode {
    /// The nearest valid one.
    Clip,
    /// Modulo the length.
    Wrap,
    /// An error.
    Raise,
}

/// The numbers of an array of any dtype as integers (fractions cut off; NaN is 0).
pub fn integers<'a>(context: &'a dyn Context, view: &View) -> Workspace<'a, i64> {
    let mut out = Workspace::<i64>::new(context, view.shape.size());
    let to = out.as_mut_slice();
    macro_rules! each {
        ($t:ty, $of:expr) => {
            to.iter_mut().zip(slices::read::<$t>(view)).for_each(|(to, &x)| *to = $of(x))
        };
    }
    match view.dtype {
        DType::Float32 => each!(f32, |x| x as i64),
        DType::Float64 => each!(f64, |x| x as i64),
        DType::Float16 => each!(Half, |x| half::to_f32(x) as i64),
        DType::Uint8 => each!(u8, |x| x as i64),
        DType::Int32 => each!(i32, |x| x as i64),
        DType::Int8 => each!(i8, |x| x as i64),
        DType::Int64 => each!(i64, |x: i64| x),
    }
    out
}

/// 1 where an array of any dtype is not zero (NaN is not), else 0.
pub fn truths<'a>(context: &'a dyn Context, view: &View) -> Workspace<'a, u8> {
    let n = view.shape.size();
    let mut out = Workspace::<u8>::new(context, n);
    let parts = Parts::new(out.as_mut_slice());
    let count = pieces(n, 1);
    macro_rules! each {
        ($t:ty, $zero:expr) => {{
            let from = slices::read::<$t>(view);
            context.parallel(count, &|i| {
                let range = piece_of(n, count, i);
                // SAFETY: pieces take disjoint ranges.
                let to = unsafe { parts.part(range.clone()) };
                to.iter_mut().zip(&from[range]).for_each(|(to, &x)| *to = !$zero(x) as u8);
            });
        }};
    }
    match view.dtype {
        DType::Float32 => each!(f32, |x| x == 0.0),
        DType::Float64 => each!(f64, |x| x == 0.0),
        DType::Float16 => each!(Half, |x: Half| x.0 & 0x7fff == 0),
        DType::Uint8 => each!(u8, |x| x == 0),
        DType::Int32 => each!(i32, |x| x == 0),
        DType::Int8 => each!(i8, |x| x == 0),
        DType::Int64 => each!(i64, |x| x == 0),
    }
    out
}

/// Brings indices into `0..n`.
pub fn resolve(indices: &mut [i64], n: usize, mode: Mode) -> Result<()> {
    if n == 0 && !indices.is_empty() {
        return Err(Error::index("the axis has no elements to take from"));
    }
    let last = n as i64 - 1;
    match mode {
        Mode::Clip => indices.iter_mut().for_each(|i| *i = (*i).clamp(0, last)),
        Mode::Wrap => indices.iter_mut().for_each(|i| *i = i.rem_euclid(n as i64)),
        Mode::Raise => {
            if let Some((at, bad)) = indices.iter().enumerate().find(|(_, i)| !(0..=last).contains(*i)) {
                return Err(Error::index(format!("index {bad} at place {at} is outside 0..{n}")));
            }
        }
    }
    Ok(())
}

/// `to[o, j, :] = from[o, index[j], :]`, `from` being [outer, n, inner]. Indices are in range.
pub fn take<T: Bits>(context: &dyn Context, (n, inner): (usize, usize), from: &[T], index: &[i64], to: &mut [T]) {
    if to.is_empty() {
        return;
    }
    let rows = to.len() / inner;
    let count = pieces(rows, inner);
    let parts = Parts::new(to);
    context.parallel(count, &|i| {
        let range = piece_of(rows, count, i);
        // SAFETY: pieces take disjoint ranges of rows.
        let to = unsafe { parts.part(range.start * inner..range.end * inner) };
        if inner == 1 {
            for (row, to) in range.zip(to) {
                *to = from[row / index.len() * n + index[row % index.len()] as usize];
            }
            return;
        }
        for (row, to) in range.zip(to.chunks_exact_mut(inner)) {
            let at = (row / index.len() * n + index[row % index.len()] as usize) * inner;
            to.copy_from_slice(&from[at..at + inner]);
        }
    });
}

/// `dx = 0; dx[o, index[j], :] += dy[o, j, :]`. Each piece owns some rows of `dx` and reads all
/// indices in their order, so that sums do not depend on threads.
pub fn take_backward<T: Real>(
    context: &dyn Context,
    (n, inner): (usize, usize),
    dy: &[T],
    index: &[i64],
    dx: &mut [T],
) {
    if dx.is_empty() {
        return;
    }
    let outer = dx.len() / (n * inner);
    let count = pieces(outer * n, (dx.len() + dy.len()) / (outer * n)).min(16);
    let parts = Parts::new(dx);
    context.parallel(count, &|i| {
        let own = piece_of(outer * n, count, i);
        // SAFETY: pieces own disjoint ranges of rows.
        let dx = unsafe { parts.part(own.start * inner..own.end * inner) };
        dx.fill(T::ZERO);
        for o in 0..outer {
            if (o + 1) * n <= own.start || o * n >= own.end {
                continue;
            }
            for (j, &at) in index.iter().enumerate() {
                let row = o * n + at as usize;
                if own.contains(&row) {
                    let to = &mut dx[(row - own.start) * inner..][..inner];
                    add(to, &dy[(o * index.len() + j) * inner..][..inner]);
                }
            }
        }
    });
}

/// `to += from`.
fn add<T: Real>(to: &mut [T], from: &[T]) {
    let (n, mut j) = (T::Lanes::N, 0);
    while j + n <= to.len() {
        // SAFETY: both have as many elements.
        unsafe {
            let at = to.as_mut_ptr().add(j);
            (T::Lanes::load(at) + T::Lanes::load(from.as_ptr().add(j))).store(at);
        }
        j += n;
    }
    for j in j..to.len() {
        to[j] = to[j] + from[j];
    }
}

/// `to[o, i] = from[o, index[o, i], i]`, `from` being [outer, n, inner]. Indices are in range.
pub fn pick<T: Bits>((n, inner): (usize, usize), from: &[T], index: &[i64], to: &mut [T]) {
    for (at, (to, &i)) in to.iter_mut().zip(index).enumerate() {
        *to = from[(at / inner * n + i as usize) * inner + at % inner];
    }
}

/// `dx = 0; dx[o, index[o, i], i] = dy[o, i]`.
pub fn pick_backward<T: Bits>(
    context: &dyn Context,
    (n, inner): (usize, usize),
    dy: &[T],
    index: &[i64],
    dx: &mut [T],
) {
    super::permute::fill(context, dx, T::default());
    for (at, (&dy, &i)) in dy.iter().zip(index).enumerate() {
        dx[(at / inner * n + i as usize) * inner + at % inner] = dy;
    }
}

/// Rows of `depth` elements: `on` at the index, `off` elsewhere; a row whose index is outside has
/// `off` only.
pub fn one_hot<T: Bits>(context: &dyn Context, index: &[i64], depth: usize, on: T, off: T, to: &mut [T]) {
    super::permute::fill(context, to, off);
    for (row, &i) in index.iter().enumerate() {
        if (0..depth as i64).contains(&i) {
            to[row * depth + i as usize] = on;
        }
    }
}

/// `to = condition ? a : b`, where one truth stands for `to.len() / condition.len()` elements.
pub fn choose<T: Bits>(context: &dyn Context, condition: &[u8], a: &[T], b: &[T], to: &mut [T]) {
    if to.is_empty() {
        return;
    }
    let (n, each) = (to.len(), to.len() / condition.len());
    assert!(a.len() == n && b.len() == n && each * condition.len() == n);
    let count = pieces(condition.len(), each);
    let parts = Parts::new(to);
    context.parallel(count, &|i| {
        let rows = piece_of(condition.len(), count, i);
        let range = rows.start * each..rows.end * each;
        // SAFETY: pieces take disjoint ranges.
        let to = unsafe { parts.part(range.clone()) };
        if each == 1 {
            let sources = a[range.clone()].iter().zip(&b[range]);
            for ((to, &c), (&a, &b)) in to.iter_mut().zip(&condition[rows]).zip(sources) {
                *to = if c != 0 { a } else { b };
            }
            return;
        }
        for (row, to) in rows.zip(to.chunks_exact_mut(each)) {
            let from = if condition[row] != 0 { a } else { b };
            to.copy_from_slice(&from[row * each..][..each]);
        }
    });
}

/// `y[i] = x[at[i]]`, 0 where that is outside.
pub fn gather_flat<T: Real>(context: &dyn Context, x: &[T], at: &[i32], y: &mut [T]) {
    assert_eq!(at.len(), y.len());
    let (n, count) = (y.len(), pieces(y.len(), 1));
    let parts = Parts::new(y);
    context.parallel(count, &|i| {
        let range = piece_of(n, count, i);
        // SAFETY: pieces take disjoint ranges.
        let y = unsafe { parts.part(range.clone()) };
        for (y, &at) in y.iter_mut().zip(&at[range]) {
            *y = x.get(at as usize).copied().unwrap_or(T::ZERO);
        }
    });
}

/// Zeros with `x[i]` added at `at[i]`, in the order of `x`; what lies outside is left out.
pub fn scatter_flat<T: Real>(x: &[T], at: &[i32], y: &mut [T]) {
    y.fill(T::ZERO);
    for (&x, &at) in x.iter().zip(at) {
        if let Some(y) = y.get_mut(at as usize) {
            *y = *y + x;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{Serial, Shape};
    use crate::kernel::testing::{Random, close};

    #[test]
    fn indices_of_any_dtype_come_into_range() {
        let context = &Serial::default();
        let (floats, bytes) = ([-1.5f32, 0.9, 7.0, f32::NAN], [200u8, 3]);
        let view = |address: usize, n: usize, dtype| View { address, shape: Shape::new(&[n]), dtype };
        let mut a = integers(context, &view(floats.as_ptr() as usize, 4, DType::Float32));
        assert_eq!(a.as_slice(), [-1, 0, 7, 0]);
        let truth = truths(context, &view(floats.as_ptr() as usize, 4, DType::Float32));
        assert_eq!(truth.as_slice(), [1, 1, 1, 1]);
        assert_eq!(integers(context, &view(bytes.as_ptr() as usize, 2, DType::Uint8)).as_slice(), [200, 3]);
        assert!(resolve(a.as_mut_slice(), 5, Mode::Raise).unwrap_err().text.contains("-1 at place 0"));
        resolve(a.as_mut_slice(), 5, Mode::Wrap).unwrap();
        assert_eq!(a.as_slice(), [4, 0, 2, 0]);
        let mut b = [-3, 9, 2];
        resolve(&mut b, 5, Mode::Clip).unwrap();
        assert_eq!(b, [0, 4, 2]);
        assert!(resolve(&mut b, 0, Mode::Clip).is_err());
        resolve(&mut [], 0, Mode::Raise).unwrap();
    }

    #[test]
    fn take_and_pick_equal_their_definitions() {
        let (r, context) = (&mut Random::new(8), &Serial::default());
        for round in 0..200 {
            let big = round % 20 == 0;
            let (outer, n) = (r.below(4) + 1, r.below(if big { 300 } else { 9 }) + 1);
            let (inner, m) = (r.below(if big { 90 } else { 7 }) + 1, r.below(50));
            let x: Vec<u32> = (0..(outer * n * inner) as u32).collect();
            let index: Vec<i64> = (0..m).map(|_| r.below(n) as i64).collect();
            let mut y = vec![9u32; outer * m * inner];
            take(context, (n, inner), &x, &index, &mut y);
            let dy = r.doubles(y.len());
            let (mut dx, mut want) = (vec![9.0f64; x.len()], vec![0.0f64; x.len()]);
            for (at, &y) in y.iter().enumerate() {
                let (o, j, i) = (at / (m * inner), at / inner % m, at % inner);
                let from = (o * n + index[j] as usize) * inner + i;
                assert_eq!(y, x[from]);
                want[from] += dy[at];
            }
            take_backward(context, (n, inner), &dy, &index, &mut dx);
            close(&dx, &want, 1e-12, "take");
            let narrow: Vec<f32> = dy.iter().map(|&e| e as f32).collect();
            let mut dx32 = vec![9.0f32; x.len()];
            take_backward(context, (n, inner), &narrow, &index, &mut dx32);
            close(&dx32.iter().map(|&e| e as f64).collect::<Vec<_>>(), &want, 1e-4, "take f32");

            let index: Vec<i64> = (0..outer * inner).map(|_| r.below(n) as i64).collect();
            let (mut y, mut dx) = (vec![9u32; outer * inner], vec![9u32; x.len()]);
            pick((n, inner), &x, &index, &mut y);
            pick_backward(context, (n, inner), &y, &index, &mut dx);
            for (at, &y) in y.iter().enumerate() {
                let from = (at / inner * n + index[at] as usize) * inner + at % inner;
                assert!(y == x[from] && dx[from] == y);
            }
            assert_eq!(dx.iter().filter(|&&e| e != 0).count(), y.iter().filter(|&&e| e != 0).count());
        }
    }

    #[test]
    fn one_hot_and_choose() {
        let context = &Serial::default();
        let mut y = [9u8; 9];
        one_hot(context, &[2, -1, 3], 3, 1, 0, &mut y);
        assert_eq!(y, [0, 0, 1, 0, 0, 0, 0, 0, 0]);
        let (a, b) = ([1u16, 2, 3, 4, 5, 6], [10u16, 20, 30, 40, 50, 60]);
        let mut y = [0; 6];
        choose(context, &[1, 0], &a, &b, &mut y);
        assert_eq!(y, [1, 2, 3, 40, 50, 60]);
        choose(context, &[1, 0, 0, 1, 1, 0], &a, &b, &mut y);
        assert_eq!(y, [1, 20, 30, 4, 5, 60]);
    }
}
