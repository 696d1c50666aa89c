//! Which of its arguments a formula reads, found by running it on sets: so `needs` is derived, never
//! declared.
#![forbid(unsafe_code)]

use std::ops::{Add, BitAnd, BitOr, Div, Mul, Neg, Not, Sub};

use crate::kernel::num::Num;
use crate::{binary_functions, comparisons, constants_for, unary_functions};

/// A set of arguments as bits, and whether the value is one of them unchanged.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Uses {
    pub set: u32,
    /// The value is exactly the one argument in `set`.
    pub unchanged: bool,
}

impl Uses {
    pub fn argument(i: u32) -> Uses {
        Uses { set: 1 << i, unchanged: true }
    }
    fn of(a: Uses, b: Uses) -> Uses {
        Uses { set: a.set | b.set, unchanged: false }
    }
    pub fn reads(&self, i: u32) -> bool {
        self.set >> i & 1 == 1
    }
}

macro_rules! operators {
    ($($tr:ident $f:ident),*) => { $(
        impl $tr for Uses {
            type Output = Uses;
            fn $f(self, other: Uses) -> Uses {
                Uses::of(self, other)
            }
        }
    )* };
}
operators!(Add add, Sub sub, Mul mul, Div div, BitAnd bitand, BitOr bitor);

impl Neg for Uses {
    type Output = Uses;
    fn neg(self) -> Uses {
        Uses::of(self, self)
    }
}
impl Not for Uses {
    type Output = Uses;
    fn not(self) -> Uses {
        Uses::of(self, self)
    }
}
constants_for!(Uses);

macro_rules! unary { ($($f:ident)*) => { $(fn $f(self) -> Self { Uses::of(self, self) })* } }
macro_rules! binary { ($($f:ident)*) => { $(fn $f(self, other: Self) -> Self { Uses::of(self, other) })* } }

impl Num for Uses {
    type Mask = Uses;
    fn lit(_: f64) -> Uses {
        Uses { set: 0, unchanged: false }
    }
    fn select(mask: Uses, a: Uses, b: Uses) -> Uses {
        Uses::of(mask, Uses::of(a, b))
    }
    unary_functions!(unary);
    binary_functions!(binary);
    comparisons!(binary);
}
