//! The drivers against one element at a time, over random shapes, broadcasts and dtypes.

use super::*;
use crate::base::{DType, Serial, Shape};
use crate::kernel::num::*;

pub(crate) struct Random(pub u64);
impl Random {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (self.0 ^ self.0 >> 29) >> 16
    }
    pub fn below(&mut self, n: usize) -> usize {
        (self.next() % n as u64) as usize
    }
}

/// An array of some dtype, filled with what `f` gives.
pub(crate) struct Owned {
    bytes: Vec<u64>,
    pub shape: Shape,
    pub dtype: DType,
}
impl Owned {
    pub fn new(shape: Shape, dtype: DType, mut f: impl FnMut() -> f64) -> Owned {
        let mut owned = Owned { bytes: vec![0; shape.size() + 1], shape, dtype };
        for i in 0..shape.size() {
            owned.set(i, f());
        }
        owned
    }
    pub fn set(&mut self, i: usize, x: f64) {
        let (size, cell) = (self.dtype.size(), element(x, self.dtype));
        // SAFETY: i is below the number of elements.
        let bytes = unsafe { std::slice::from_raw_parts_mut(self.bytes.as_mut_ptr() as *mut u8, self.bytes.len() * 8) };
        bytes[i * size..(i + 1) * size].copy_from_slice(&cell[..size]);
    }
    pub fn get(&self, i: usize) -> f64 {
        let mut x = 0f64;
        let from = (self.bytes.as_ptr() as usize + i * self.dtype.size()) as *const u8;
        // SAFETY: i is below the number of elements.
        unsafe { convert::conversion(self.dtype, DType::Float64)(from, &raw mut x as *mut u8, 1) };
        x
    }
    pub fn view(&self) -> View {
        View { address: self.bytes.as_ptr() as usize, shape: self.shape, dtype: self.dtype }
    }
    pub fn view_mut(&mut self) -> ViewMut {
        ViewMut { address: self.bytes.as_mut_ptr() as usize, shape: self.shape, dtype: self.dtype }
    }
    pub fn all(&self) -> Vec<f64> {
        (0..self.shape.size()).map(|i| self.get(i)).collect()
    }
}

/// The index in an operand of element `i` of the common shape.
pub(crate) fn position(i: usize, shape: &Shape, operand: &Shape) -> usize {
    let (mut rest, mut at, mut step) = (i, 0, 1);
    for back in 1..=shape.ndim() {
        let size = shape[shape.ndim() - back] as usize;
        let index = rest % size;
        rest /= size;
        if back <= operand.ndim() {
            let own = operand[operand.ndim() - back] as usize;
            at += if own == 1 { 0 } else { index * step };
            step *= own;
        }
    }
    at
}

/// A random shape, large ones now and then, and one that broadcasts to it.
pub(crate) fn shapes(random: &mut Random) -> (Shape, Shape) {
    let dims: Vec<usize> = (0..random.below(5))
        .map(|_| match random.below(12) {
            0 => 0,
            1 | 2 => 1,
            3 => 70 + random.below(300),
            _ => 1 + random.below(9),
        })
        .collect();
    let shape = if random.below(20) == 0 { Shape::new(&[3, 41000]) } else { Shape::new(&dims) };
    if shape.size() > 400_000 {
        return shapes(random);
    }
    let skip = random.below(shape.ndim() + 1);
    let own: Vec<usize> = shape.iter().skip(if random.below(2) == 0 { skip } else { 0 }).collect();
    let own: Vec<usize> = own.into_iter().map(|d| if random.below(3) == 0 { 1 } else { d }).collect();
    (shape, Shape::new(&own))
}

struct Mixed;
impl Binary for Mixed {
    const INTEGER: bool = true;
    fn forward<N: Num>(a: N, b: N) -> N {
        a.clone() * 3.0 - select(gt(a, b.clone()), b.clone(), b * 2.0)
    }
}
struct Hypotenuse;
impl Binary for Hypotenuse {
    fn forward<N: Num>(a: N, b: N) -> N {
        sqrt(square(a) + square(b))
    }
}
struct Less;
impl Binary for Less {
    const INTEGER: bool = true;
    fn forward<N: Num>(a: N, b: N) -> N {
        mask_to_num(lt(a, b))
    }
}

/// `x` as an element of the dtype holds it.
fn kept(x: f64, dtype: DType) -> f64 {
    let mut one = Owned::new(Shape::SCALAR, dtype, || 0.0);
    one.set(0, x);
    one.get(0)
}

fn check_binary<F: Binary>(seed: u64, reference: fn(f64, f64) -> f64) {
    let mut random = Random(seed);
    for round in 0..120 {
        let (shape, other) = shapes(&mut random);
        let dtype = DType::ALL[random.below(7)];
        let value = |random: &mut Random| random.below(12) as f64 - if dtype == DType::Uint8 { 0.0 } else { 5.0 };
        let a = Owned::new(shape, dtype, || value(&mut random));
        let b = Owned::new(other, dtype, || value(&mut random));
        let swap = random.below(2) == 0;
        let (l, r) = if swap { (&b, &a) } else { (&a, &b) };
        let mut out = Owned::new(shape, dtype, || 99.0);
        binary::<F>(&Serial::default(), &l.view(), &r.view(), &out.view_mut());
        for i in 0..shape.size() {
            let (x, y) = (l.get(position(i, &shape, &l.shape)), r.get(position(i, &shape, &r.shape)));
            let want = kept(reference(x, y), dtype);
            let tolerance = if dtype.is_float() { 1e-6 } else { 0.0 };
            assert!(
                (out.get(i) - want).abs() <= tolerance * want.abs(),
                "seed {seed} round {round}: {dtype} {} with {} at {i}: {x}, {y} gave {}, not {want}",
                l.shape,
                r.shape,
                out.get(i)
            );
        }
        // In place, on the operand that has the full shape.
        let mut again = Owned::new(shape, dtype, || 0.0);
        copy(&Serial::default(), &a.view(), &again.view_mut());
        let full = again.view();
        let (l, r) = if swap { (b.view(), full) } else { (full, b.view()) };
        binary::<F>(&Serial::default(), &l, &r, &again.view_mut());
        assert_eq!(again.all(), out.all(), "seed {seed} round {round}: in place {shape}, {other}");
    }
}

#[test]
fn binary_formulas_broadcast_in_every_dtype() {
    for seed in 1..4 {
        check_binary::<Mixed>(seed, |a, b| a * 3.0 - if a > b { b } else { b * 2.0 });
        check_binary::<Hypotenuse>(seed, f64::hypot);
    }
}

#[test]
fn comparisons_take_any_two_dtypes() {
    let mut random = Random(7);
    for left in DType::ALL {
        for right in DType::ALL {
            let (shape, other) = shapes(&mut random);
            let a = Owned::new(shape, left, || random.below(6) as f64);
            let b = Owned::new(other, right, || random.below(6) as f64 + 0.5);
            let mut out = Owned::new(shape, left, || 0.0);
            binary::<Less>(&Serial::default(), &a.view(), &b.view(), &out.view_mut());
            for i in 0..shape.size() {
                let want = (a.get(i) < b.get(position(i, &shape, &other))) as u8 as f64;
                assert_eq!(out.get(i), want, "{left} {shape} < {right} {other} at {i}");
            }
        }
    }
    // Exact where f64 is not.
    let big = |x: i64| [x];
    let (a, b) = (big((1 << 53) + 1), big((1 << 53) + 2));
    let of = |x: &[i64; 1]| View { address: x.as_ptr() as usize, shape: Shape::new(&[1]), dtype: DType::Int64 };
    let mut out = Owned::new(Shape::new(&[1]), DType::Int64, || 0.0);
    binary::<Less>(&Serial::default(), &of(&a), &of(&b), &out.view_mut());
    assert_eq!(out.get(0), 1.0);
}

struct Sigmoid;
impl Unary for Sigmoid {
    fn forward<N: Num>(x: N) -> N {
        sigmoid(x)
    }
}
impl UnaryGradient for Sigmoid {
    fn gradient<N: Num>(g: N, _x: N, y: N) -> N {
        g * y.clone() * (lit(1.0) - y)
    }
}

#[test]
fn unary_results_do_not_depend_on_the_place() {
    let context = Serial::default();
    for n in [0, 1, 3, 4, 7, 8, 9, 255, 257, 70_001] {
        let mut random = Random(n as u64);
        let x = Owned::new(Shape::new(&[n]), DType::Float32, || random.below(2000) as f64 / 100.0 - 10.0);
        let mut y = Owned::new(Shape::new(&[n]), DType::Float32, || 0.0);
        unary::<Sigmoid>(&context, &x.view(), &y.view_mut());
        for i in 0..n {
            let alone = Sigmoid::forward(F32x4::splat(x.get(i) as f32)).to_array()[0];
            assert_eq!(y.get(i) as f32, alone, "{i} of {n}");
        }
        // The gradient as one loop, written over the head gradient.
        let mut g = Owned::new(Shape::new(&[n]), DType::Float32, || 2.0);
        let head = g.view();
        unary_gradient::<Sigmoid>(&context, &head, None, Some(&y.view()), &g.view_mut());
        for i in 0..n {
            let want = 2.0 * y.get(i) * (1.0 - y.get(i));
            assert!((g.get(i) - want).abs() <= 1e-6 * want.abs(), "{i} of {n}");
        }
    }
}

#[test]
fn an_output_may_be_larger_than_all_operands() {
    for dtype in DType::ALL {
        let one = Owned::new(Shape::new(&[1]), dtype, || 3.0);
        let column = Owned::new(Shape::new(&[2, 1]), dtype, || 4.0);
        let mut out = Owned::new(Shape::new(&[2, 100]), dtype, || 0.0);
        binary::<Subtract>(&Serial::default(), &column.view(), &one.view(), &out.view_mut());
        assert!(out.all().iter().all(|&x| x == 1.0), "{dtype}");
    }
}

struct Product;
impl BinaryGradient for Product {
    const INTEGER: bool = true;
    fn left<N: Num>(g: N, _a: N, b: N, _y: N) -> N {
        g * b
    }
    fn right<N: Num>(g: N, a: N, _b: N, _y: N) -> N {
        g * a
    }
}

#[test]
fn binary_gradients_have_the_full_shape() {
    let mut random = Random(11);
    for round in 0..60 {
        let (shape, other) = shapes(&mut random);
        let dtype = DType::ALL[random.below(7)];
        let a = Owned::new(shape, dtype, || random.below(5) as f64);
        let b = Owned::new(other, dtype, || random.below(5) as f64);
        let g = Owned::new(shape, dtype, || random.below(5) as f64);
        let mut left = Owned::new(shape, dtype, || 0.0);
        let mut right = Owned::new(shape, dtype, || 0.0);
        let context = Serial::default();
        let (av, bv, gv) = (a.view(), b.view(), g.view());
        binary_gradient::<Product>(&context, Side::Left, &gv, None, Some(&bv), None, &left.view_mut());
        binary_gradient::<Product>(&context, Side::Right, &gv, Some(&av), None, None, &right.view_mut());
        for i in 0..shape.size() {
            assert_eq!(left.get(i), g.get(i) * b.get(position(i, &shape, &other)), "round {round} {shape} {other}");
            assert_eq!(right.get(i), g.get(i) * a.get(i), "round {round}");
        }
    }
}

struct Divide;
impl Binary for Divide {
    const INTEGER: bool = true;
    fn forward<N: Num>(a: N, b: N) -> N {
        a / b
    }
}
struct Subtract;
impl Binary for Subtract {
    const INTEGER: bool = true;
    fn forward<N: Num>(a: N, b: N) -> N {
        a - b
    }
}

#[test]
fn scalars_are_cast_to_the_array() {
    let context = Serial::default();
    let run =
        |values: &[f64], dtype: DType, scalar: f64, reversed: bool, f: fn(&dyn Context, &View, f64, bool, &ViewMut)| {
            let mut at = values.iter();
            let a = Owned::new(Shape::new(&[values.len()]), dtype, || *at.next().unwrap());
            let mut out = Owned::new(a.shape, dtype, || 0.0);
            f(&context, &a.view(), scalar, reversed, &out.view_mut());
            out.all()
        };
    assert_eq!(run(&[7.0, -7.0], DType::Int32, 2.9, false, binary_scalar::<Divide>), [3.0, -3.0]);
    assert_eq!(run(&[2.0, 0.0], DType::Int64, 5.0, true, binary_scalar::<Divide>), [2.0, 0.0]);
    assert_eq!(run(&[5.0], DType::Uint8, 10.0, false, binary_scalar::<Subtract>), [251.0]);
    assert_eq!(run(&[5.0], DType::Uint8, 300.0, true, binary_scalar::<Subtract>), [39.0]);
    assert_eq!(run(&[-128.0], DType::Int8, 1.0, false, binary_scalar::<Subtract>), [127.0]);
    assert_eq!(run(&[1.0, 3.0], DType::Float16, 2.0, true, binary_scalar::<Divide>), [2.0, 0.66650390625]);
    assert_eq!(run(&[1.0, 3.0], DType::Float64, 2.0, true, binary_scalar::<Divide>), [2.0, 2.0 / 3.0]);
}

#[test]
fn a_formula_may_carry_constants() {
    struct Clip(f64, f64);
    impl Formula<1> for Clip {
        const INTEGER: bool = true;
        fn at<N: Num>(&self, [x]: [N; 1]) -> N {
            minimum(maximum(x, self.0), self.1)
        }
    }
    for dtype in DType::ALL {
        let mut next = 0.0;
        let x = Owned::new(Shape::new(&[600]), dtype, || {
            next = if next > 90.0 { 0.0 } else { next + 1.0 };
            next
        });
        let mut y = Owned::new(x.shape, dtype, || 0.0);
        elementwise(&Serial::default(), &Clip(10.0, 20.0), &[x.view()], &y.view_mut());
        assert!((0..600).all(|i| y.get(i) == x.get(i).clamp(10.0, 20.0)), "{dtype}");
    }
}

#[test]
fn casts_copies_fills_and_sums() {
    let context = Serial::default();
    let shape = Shape::new(&[2, 35_000]);
    for from in DType::ALL {
        let mut next = 0;
        let x = Owned::new(shape, from, || {
            next += 1;
            (next % 100) as f64 + if from.is_float() { 0.75 } else { 0.0 }
        });
        for to in DType::ALL {
            let mut y = Owned::new(shape, to, || 0.0);
            cast(&context, &x.view(), &y.view_mut());
            assert!((0..shape.size()).all(|i| y.get(i) == if to.is_float() { x.get(i) } else { x.get(i).trunc() }));
        }
        let mut sum = Owned::new(shape, from, || 1.0);
        accumulate(&context, &x.view(), &sum.view_mut());
        assert!((0..shape.size()).all(|i| sum.get(i) == x.get(i) + 1.0), "{from}");
        fill(&context, 3.0, &sum.view_mut());
        assert!(sum.all().iter().all(|&x| x == 3.0), "{from}");
    }
    let one = |x: f64, from: DType, to: DType| {
        let a = Owned::new(Shape::SCALAR, from, || x);
        let mut b = Owned::new(Shape::SCALAR, to, || 0.0);
        cast(&context, &a.view(), &b.view_mut());
        b.get(0)
    };
    assert_eq!(one(-1.0, DType::Int32, DType::Uint8), 255.0);
    assert_eq!(one(300.7, DType::Float32, DType::Uint8), 44.0);
    assert_eq!(one(f64::NAN, DType::Float32, DType::Int32), 0.0);
    assert_eq!(one(1e20, DType::Float64, DType::Int32), i32::MAX as f64);
    // Just above the middle of two halves: rounding over f32 would first fall on the middle.
    assert_eq!(one(1.0 + 2f64.powi(-11) + 2f64.powi(-40), DType::Float64, DType::Float16), 1.0 + 2f64.powi(-10));
}

#[test]
fn broadcast_to_repeats_every_dtype() {
    let mut random = Random(5);
    for round in 0..100 {
        let (shape, other) = shapes(&mut random);
        let x = Owned::new(other, DType::ALL[round % 7], || random.below(100) as f64);
        let mut y = Owned::new(shape, x.dtype, || 0.0);
        broadcast_to(&Serial::default(), &x.view(), &y.view_mut());
        assert!((0..shape.size()).all(|i| y.get(i) == x.get(position(i, &shape, &other))), "{other} to {shape}");
    }
}
