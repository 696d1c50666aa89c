//! Orders against the sort of the standard library, over dtypes, lengths on both sides of every
//! threshold, ties, NaN and rows that are not contiguous.

use super::*;
use crate::base::{Serial, Shape};
use crate::kernel::testing::Random;

fn wanted(x: &[f64], descending: bool, k: usize) -> Vec<u32> {
    let mut order: Vec<u32> = (0..x.len() as u32).collect();
    let key = |i: u32| if x[i as usize].is_nan() { f64::INFINITY } else { x[i as usize] };
    let nan = |i: u32| x[i as usize].is_nan();
    order.sort_by(|&a, &b| {
        let up = nan(a).cmp(&nan(b)).then(key(a).partial_cmp(&key(b)).unwrap());
        if descending { up.reverse() } else { up }
    });
    order.truncate(k);
    order
}

fn check<T: crate::base::Element>(x: &[T], wide: &[f64], rows: Rows, k: usize, descending: bool) {
    let context = &Serial::default();
    let view = View { address: x.as_ptr() as usize, shape: Shape::new(&[x.len()]), dtype: T::DTYPE };
    let mut got = vec![0; rows.count() * k];
    places(context, &view, rows, k, descending, &mut got);
    for row in 0..rows.count() {
        let start = rows.start(row, rows.n);
        let own: Vec<f64> = (0..rows.n).map(|j| wide[start + j * rows.inner]).collect();
        assert_eq!(&got[row * k..][..k], wanted(&own, descending, k), "{rows:?} k {k} {descending} {}", T::DTYPE);
    }
}

#[test]
fn every_dtype_is_ordered_with_ties_by_place() {
    let r = &mut Random::new(5);
    for round in 0..120 {
        let n = [0, 1, 2, 5, 17, 511, 512, 700, 3000][r.below(9)];
        let rows = Rows { outer: r.below(3) + 1, n, inner: r.below(3) + 1 };
        let k = if n == 0 { 0 } else { [n, 1, n.div_ceil(9), r.below(n) + 1][r.below(4)] };
        let (size, descending) = (rows.count() * n, round % 2 == 1);
        let small: Vec<f64> = (0..size).map(|_| r.below(40) as f64 - 20.0).collect();
        macro_rules! each {
            ($($t:ty),*) => { $( check(&small.iter().map(|&x| x as $t).collect::<Vec<_>>(), &small, rows, k, descending); )* };
        }
        each!(f32, f64, i8, i32, i64);
        let bytes: Vec<f64> = small.iter().map(|x| x + 20.0).collect();
        check(&bytes.iter().map(|&x| x as u8).collect::<Vec<_>>(), &bytes, rows, k, descending);
        let halves: Vec<_> = small.iter().map(|&x| crate::kernel::half::from_f32(x as f32)).collect();
        check(&halves, &small, rows, k, descending);
        let mut special = r.doubles(size);
        for x in &mut special {
            *x = [*x, f64::NAN, -f64::NAN, f64::INFINITY, -f64::INFINITY, 0.0, -0.0, 1e-310][r.below(8)];
        }
        check(&special, &special, rows, k, descending);
        let narrow: Vec<f32> = special.iter().map(|&x| x as f32).collect();
        let wide: Vec<f64> = narrow.iter().map(|&x| x as f64).collect();
        check(&narrow, &wide, rows, k, descending);
    }
}

#[test]
fn long_rows_are_ordered_by_pieces() {
    let r = &mut Random::new(6);
    for n in [LONG - 1, LONG, LONG + 12345] {
        let x = r.floats(n);
        let wide: Vec<f64> = x.iter().map(|&x| x as f64).collect();
        for (k, descending) in [(n, false), (n, true), (7, true), (1000, false), (n / 9, true), (n / 3, false)] {
            check(&x, &wide, Rows { outer: 1, n, inner: 1 }, k, descending);
        }
        check(&wide, &wide, Rows { outer: 1, n, inner: 1 }, n, true);
        check(&wide, &wide, Rows { outer: 1, n, inner: 1 }, 20, true);
        let ramp: Vec<i32> = (0..n as i32).collect();
        let wide: Vec<f64> = ramp.iter().map(|&x| x as f64).collect();
        check(&ramp, &wide, Rows { outer: 1, n, inner: 1 }, 100, true);
    }
}

#[test]
fn any_number_of_threads_gives_one_order() {
    // Pieces run in the opposite order: what they wrote must not depend on it.
    struct Backwards(Serial);
    impl Context for Backwards {
        fn parallel(&self, pieces: usize, piece: &(dyn Fn(usize) + Sync)) {
            (0..pieces).rev().for_each(piece);
        }
        fn acquire(&self, bytes: usize) -> usize {
            self.0.acquire(bytes)
        }
        fn release(&self, address: usize, bytes: usize) {
            self.0.release(address, bytes);
        }
    }
    let r = &mut Random::new(7);
    let x: Vec<f32> = (0..LONG * 2).map(|_| r.below(1000) as f32).collect();
    let view = View { address: x.as_ptr() as usize, shape: Shape::new(&[x.len()]), dtype: DType::Float32 };
    for (rows, k) in [
        (Rows { outer: 1, n: x.len(), inner: 1 }, x.len()),
        (Rows { outer: 1, n: x.len(), inner: 1 }, 50),
        (Rows { outer: 64, n: x.len() / 64, inner: 1 }, 9),
    ] {
        let (mut a, mut b) = (vec![0; rows.count() * k], vec![0; rows.count() * k]);
        places(&Serial::default(), &view, rows, k, true, &mut a);
        places(&Backwards(Serial::default()), &view, rows, k, true, &mut b);
        assert_eq!(a, b);
    }
}
