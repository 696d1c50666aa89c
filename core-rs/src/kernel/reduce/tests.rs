//! Against one element at a time, over random shapes, axes and dtypes.

use super::*;
use crate::base::Serial;
use crate::kernel::map::tests::{Owned, Random, position, shapes};

fn reference(kind: Reduction, values: &[f64], dtype: DType) -> f64 {
    let sum = |f: fn(f64) -> f64| values.iter().map(|&x| f(x)).sum::<f64>();
    let none = |x: f64, instead: f64| if x.is_nan() { instead } else { x };
    let extreme = |better: fn(f64, f64) -> f64, first: f64| {
        if values.iter().any(|x| x.is_nan()) { f64::NAN } else { values.iter().fold(first, |a, &b| better(a, b)) }
    };
    match kind {
        Reduction::Sum => sum(|x| x),
        Reduction::Mean if dtype.is_float() => sum(|x| x) / values.len() as f64,
        Reduction::Mean => {
            if values.is_empty() {
                0.0
            } else {
                (sum(|x| x) / values.len() as f64).trunc()
            }
        }
        Reduction::Prod => values.iter().product(),
        Reduction::Max => extreme(f64::max, f64::NEG_INFINITY),
        Reduction::Min => extreme(f64::min, f64::INFINITY),
        Reduction::NanSum => values.iter().map(|&x| none(x, 0.0)).sum(),
        Reduction::NanProd => values.iter().map(|&x| none(x, 1.0)).product(),
        Reduction::SumSquares => sum(|x| x * x),
        Reduction::Norm1 => sum(f64::abs),
        Reduction::Norm2 => sum(|x| x * x).sqrt(),
    }
}

const ALL: [Reduction; 10] = [
    Reduction::Sum,
    Reduction::Mean,
    Reduction::Prod,
    Reduction::Max,
    Reduction::Min,
    Reduction::NanSum,
    Reduction::NanProd,
    Reduction::SumSquares,
    Reduction::Norm1,
    Reduction::Norm2,
];

#[test]
fn every_reduction_over_any_axes_in_every_dtype() {
    let mut random = Random(3);
    for round in 0..600 {
        let (shape, _) = shapes(&mut random);
        let dtype = DType::ALL[random.below(7)];
        let kind = ALL[random.below(10)];
        let axes: Vec<usize> = (0..shape.ndim()).filter(|_| random.below(2) == 0).collect();
        let left = reduced_shape(&shape, &axes, true);
        let product = matches!(kind, Reduction::Prod | Reduction::NanProd);
        let mut value = || match (product, dtype) {
            (true, d) if d.is_float() => 1.0 + random.below(3) as f64 / 256.0 - 1.0 / 256.0,
            (true, _) => random.below(2) as f64,
            (_, DType::Uint8) => random.below(4) as f64,
            (_, DType::Float16) => random.below(7) as f64 / 4.0 - 0.5,
            _ => random.below(9) as f64 - 4.0,
        };
        let x = Owned::new(shape, dtype, &mut value);
        let mut out = Owned::new(left, dtype, || 77.0);
        reduce(&Serial::default(), kind, &x.view(), &axes, &out.view_mut());
        let mut groups = vec![vec![]; left.size()];
        for i in 0..shape.size() {
            groups[position(i, &shape, &left)].push(x.get(i));
        }
        for (i, group) in groups.iter().enumerate() {
            let mut want = Owned::new(Shape::SCALAR, dtype, || 0.0);
            let exact = reference(kind, group, dtype);
            if dtype.is_float() || exact.is_finite() {
                // Integers wrap.
                want.set(0, if dtype.is_float() { exact } else { exact % 2f64.powi(32) });
            } else {
                continue;
            }
            let (got, want) = (out.get(i), want.get(0));
            let close =
                if dtype.is_float() { 2e-3f64.min(if dtype == DType::Float16 { 1.0 } else { 1e-5 }) } else { 0.0 };
            let ok =
                got == want || (got.is_nan() && want.is_nan()) || (got - want).abs() <= close * want.abs().max(0.1);
            assert!(ok, "round {round}: {kind:?} of {dtype} {shape} over {axes:?} at {i}: {got}, not {want}");
        }
    }
}

#[test]
fn nothing_at_all_has_a_value() {
    let of = |kind, dtype| {
        let x = Owned::new(Shape::new(&[2, 0]), dtype, || 0.0);
        let mut out = Owned::new(Shape::new(&[2]), dtype, || 7.0);
        reduce(&Serial::default(), kind, &x.view(), &[1], &out.view_mut());
        assert!(out.get(0) == out.get(1) || out.get(0).is_nan());
        out.get(1)
    };
    assert_eq!((of(Reduction::Sum, DType::Float32), of(Reduction::Prod, DType::Int8)), (0.0, 1.0));
    assert_eq!(
        (of(Reduction::Max, DType::Float16), of(Reduction::Min, DType::Float64)),
        (f64::NEG_INFINITY, f64::INFINITY)
    );
    assert_eq!((of(Reduction::Max, DType::Int32), of(Reduction::Min, DType::Uint8)), (i32::MIN as f64, 255.0));
    assert_eq!(of(Reduction::Max, DType::Int64), i64::MIN as f64);
    assert!(of(Reduction::Mean, DType::Float32).is_nan() && of(Reduction::Mean, DType::Int32) == 0.0);
}

#[test]
fn nan_and_wrapping() {
    let one = |kind, values: &[f64], dtype| {
        let mut at = values.iter();
        let x = Owned::new(Shape::new(&[values.len()]), dtype, || *at.next().unwrap());
        let mut out = Owned::new(Shape::SCALAR, dtype, || 7.0);
        reduce(&Serial::default(), kind, &x.view(), &[0], &out.view_mut());
        out.get(0)
    };
    for at in [0, 5, 31, 39] {
        for dtype in [DType::Float32, DType::Float64, DType::Float16] {
            let mut values = [1.0; 40];
            values[at] = f64::NAN;
            assert!(one(Reduction::Max, &values, dtype).is_nan() && one(Reduction::Min, &values, dtype).is_nan());
            assert!(one(Reduction::Sum, &values, dtype).is_nan());
            assert_eq!((one(Reduction::NanSum, &values, dtype), one(Reduction::NanProd, &values, dtype)), (39.0, 1.0));
        }
    }
    assert_eq!(one(Reduction::Sum, &[1.0; 300], DType::Uint8), 44.0);
    assert_eq!(one(Reduction::Mean, &[1.0, 2.0, 2.0], DType::Int32), 1.0);
    assert_eq!(one(Reduction::Mean, &[200.0, 200.0], DType::Uint8), 200.0);
    // Float16 adds up in float32: 2048 + 1 would not move in float16.
    assert_eq!(one(Reduction::Sum, &[1.0; 4000], DType::Float16), 4000.0);
    assert_eq!(one(Reduction::Prod, &[1e30, 1e30, 1e-30, 1e-30], DType::Float32), 1.0);
}

#[test]
fn long_sums_are_exact_to_float32() {
    let mut random = Random(9);
    let n = 3_000_000;
    let x = Owned::new(Shape::new(&[n]), DType::Float32, || (random.below(1 << 24) as f64) / (1 << 24) as f64);
    let exact: f64 = x.all().iter().sum();
    let mut out = Owned::new(Shape::SCALAR, DType::Float64, || 0.0);
    reduce(&Serial::default(), Reduction::Sum, &x.view(), &[0], &out.view_mut());
    assert!((out.get(0) / exact - 1.0).abs() < 1e-7, "{} {exact}", out.get(0));
    let table = View { shape: Shape::new(&[n / 3, 3]), ..x.view() };
    let mut out = Owned::new(Shape::new(&[3]), DType::Float32, || 0.0);
    sum_to(&Serial::default(), &table, &out.view_mut());
    assert!((out.all().iter().sum::<f64>() / exact - 1.0).abs() < 2e-7);
}

#[test]
fn sum_to_undoes_broadcasting() {
    let mut random = Random(21);
    for round in 0..150 {
        let (shape, other) = shapes(&mut random);
        let x = Owned::new(shape, DType::Float64, || random.below(50) as f64);
        let mut out = Owned::new(other, DType::Float64, || 1.0);
        sum_to(&Serial::default(), &x.view(), &out.view_mut());
        let mut want = vec![0.0; other.size()];
        for i in 0..shape.size() {
            want[position(i, &shape, &other)] += x.get(i);
        }
        assert_eq!(out.all(), want, "round {round}: {shape} to {other}");
    }
}

#[test]
fn the_first_of_several_extremes() {
    let mut random = Random(13);
    for round in 0..200 {
        let (shape, _) = shapes(&mut random);
        let dtype = DType::ALL[random.below(7)];
        let nan = dtype.is_float() && round % 5 == 0;
        let x = Owned::new(shape, dtype, || match random.below(40) {
            0 if nan => f64::NAN,
            v => (v % 9) as f64,
        });
        let axis = if shape.ndim() == 0 || random.below(4) == 0 { None } else { Some(random.below(shape.ndim())) };
        let axes: Vec<usize> = axis.map_or((0..shape.ndim()).collect(), |a| vec![a]);
        let left = reduced_shape(&shape, &axes, true);
        if shape.size() == 0 {
            continue;
        }
        let mut largest = Owned::new(left, DType::Float32, || 0.0);
        let mut smallest = Owned::new(left, DType::Int32, || 0.0);
        argmax(&Serial::default(), &x.view(), axis, &largest.view_mut());
        argmin(&Serial::default(), &x.view(), axis, &smallest.view_mut());
        let mut groups = vec![vec![]; left.size()];
        for i in 0..shape.size() {
            groups[position(i, &shape, &left)].push(x.get(i));
        }
        for (i, group) in groups.iter().enumerate() {
            let first = |best: f64| group.iter().position(|&v| v == best || v.is_nan()).unwrap() as f64;
            let has = group.iter().any(|v| v.is_nan());
            let nan = group.iter().position(|v| v.is_nan()).unwrap_or(0) as f64;
            let max = if has { nan } else { first(group.iter().cloned().fold(f64::MIN, f64::max)) };
            let min = if has { nan } else { first(group.iter().cloned().fold(f64::MAX, f64::min)) };
            assert_eq!((largest.get(i), smallest.get(i)), (max, min), "round {round}: {dtype} {shape} {axis:?} at {i}");
        }
    }
}
