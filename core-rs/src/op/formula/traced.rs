//! A formula on values of a graph: each step applies an operator, so a gradient of a gradient needs
//! no second formula.
#![forbid(unsafe_code)]

use std::cell::RefCell;
use std::ops::{Add, BitAnd, BitOr, Div, Mul, Neg, Not, Sub};
use std::rc::Rc;

use crate::base::{Error, Result};
use crate::comparisons;
use crate::kernel::num::Num;
use crate::op::attrs::Attr;
use crate::op::value::{Graph, Value, call};

/// The graph, and the first failure: `Num` has no way to return one.
struct Env<'g> {
    graph: RefCell<&'g mut dyn Graph>,
    failed: RefCell<Option<Error>>,
}

/// A constant or a value.
#[derive(Clone)]
enum Term {
    Number(f64),
    Value(Value),
}

#[derive(Clone)]
pub struct Traced<'g> {
    term: Term,
    env: Option<Rc<Env<'g>>>,
}

/// Runs `formula` on values: `f` is given one `Traced` for each of `values`.
pub fn trace<'g>(
    graph: &'g mut dyn Graph,
    values: &[Option<Value>],
    f: impl FnOnce(&[Traced<'g>]) -> Traced<'g>,
) -> Result<Value> {
    let env = Rc::new(Env { graph: RefCell::new(graph), failed: RefCell::new(None) });
    let arguments: Vec<Traced<'g>> = values
        .iter()
        .map(|v| Traced { term: v.clone().map_or(Term::Number(f64::NAN), Term::Value), env: Some(env.clone()) })
        .collect();
    let result = f(&arguments);
    if let Some(error) = env.failed.borrow_mut().take() {
        return Err(error);
    }
    match result.term {
        Term::Value(value) => Ok(value),
        Term::Number(number) => {
            let like = values.iter().flatten().next().expect("a formula with a value");
            let mut graph = env.graph.borrow_mut();
            constant(&mut **graph, number, like)
        }
    }
}

/// The number in every element of the shape of `like`.
fn constant(graph: &mut dyn Graph, number: f64, like: &Value) -> Result<Value> {
    let attrs = [("shape", like.shape().into()), ("value", Attr::Float(number)), ("dtype", like.dtype().into())];
    call(graph, "_full", &[], &attrs)
}

impl<'g> Traced<'g> {
    /// A constant argument, as the scalar of `x * 2`.
    pub fn number(x: f64) -> Traced<'g> {
        Traced { term: Term::Number(x), env: None }
    }

    #[inline(never)]
    fn step(env: Option<Rc<Env<'g>>>, f: &mut dyn FnMut(&mut dyn Graph) -> Result<Value>) -> Traced<'g> {
        let Some(env) = env else { return Traced::number(f64::NAN) };
        if env.failed.borrow().is_some() {
            return Traced { term: Term::Number(f64::NAN), env: Some(env) };
        }
        let result = f(&mut **env.graph.borrow_mut());
        let term = match result {
            Ok(value) => Term::Value(value),
            Err(error) => {
                env.failed.replace(Some(error));
                Term::Number(f64::NAN)
            }
        };
        Traced { term, env: Some(env) }
    }

    #[inline(never)]
    fn unary(self, name: &str, number: fn(f64) -> f64) -> Traced<'g> {
        match self.term {
            Term::Number(x) => Traced { term: Term::Number(number(x)), env: self.env },
            Term::Value(value) => Traced::step(self.env, &mut |graph| call(graph, name, &[&value], &[])),
        }
    }

    /// `names`: of two arrays, of an array and a number, of a number and an array.
    #[inline(never)]
    fn binary(self, other: Traced<'g>, names: [&str; 3], number: fn(f64, f64) -> f64) -> Traced<'g> {
        let env = self.env.or(other.env);
        match (self.term, other.term) {
            (Term::Number(a), Term::Number(b)) => Traced { term: Term::Number(number(a, b)), env },
            (Term::Value(a), Term::Value(b)) => Traced::step(env, &mut |graph| call(graph, names[0], &[&a, &b], &[])),
            (Term::Value(a), Term::Number(b)) => {
                Traced::step(env, &mut |graph| call(graph, names[1], &[&a], &[("scalar", b.into())]))
            }
            (Term::Number(a), Term::Value(b)) => {
                Traced::step(env, &mut |graph| call(graph, names[2], &[&b], &[("scalar", a.into())]))
            }
        }
    }

    fn mask_number(on: bool) -> f64 {
        on as u8 as f64
    }
}

macro_rules! operators {
    ($($tr:ident $f:ident $o:tt [$($name:literal),*];)*) => { $(
        impl<'g> $tr for Traced<'g> {
            type Output = Traced<'g>;
            fn $f(self, other: Traced<'g>) -> Traced<'g> {
                // Adding nothing and multiplying by one need no step.
                self.binary(other, [$($name),*], |a, b| a $o b)
            }
        }
    )* };
}
operators! {
    Add add + ["broadcast_add", "_plus_scalar", "_plus_scalar"];
    Sub sub - ["broadcast_sub", "_minus_scalar", "_rminus_scalar"];
    Mul mul * ["broadcast_mul", "_mul_scalar", "_mul_scalar"];
    Div div / ["broadcast_div", "_div_scalar", "_rdiv_scalar"];
}

impl<'g> Neg for Traced<'g> {
    type Output = Traced<'g>;
    fn neg(self) -> Traced<'g> {
        self.unary("negative", |x| -x)
    }
}
impl<'g> BitAnd for Traced<'g> {
    type Output = Traced<'g>;
    fn bitand(self, other: Traced<'g>) -> Traced<'g> {
        self * other
    }
}
impl<'g> BitOr for Traced<'g> {
    type Output = Traced<'g>;
    fn bitor(self, other: Traced<'g>) -> Traced<'g> {
        self.maximum(other)
    }
}
impl<'g> Not for Traced<'g> {
    type Output = Traced<'g>;
    fn not(self) -> Traced<'g> {
        Traced::number(1.0) - self
    }
}

macro_rules! unary_named {
    ($($f:ident $name:literal $std:expr;)*) => { $(
        fn $f(self) -> Self {
            self.unary($name, $std)
        }
    )* };
}
macro_rules! compare {
    ($($f:ident)*) => { $(
        fn $f(self, other: Self) -> Self {
            let names = compare_names(stringify!($f));
            self.binary(other, names, |a, b| Traced::mask_number(compare_numbers(stringify!($f), a, b)))
        }
    )* };
}

fn compare_names(f: &str) -> [&'static str; 3] {
    match f {
        "gt" => ["broadcast_greater", "_greater_scalar", "_lesser_scalar"],
        "ge" => ["broadcast_greater_equal", "_greater_equal_scalar", "_lesser_equal_scalar"],
        "lt" => ["broadcast_lesser", "_lesser_scalar", "_greater_scalar"],
        "le" => ["broadcast_lesser_equal", "_lesser_equal_scalar", "_greater_equal_scalar"],
        "eq" => ["broadcast_equal", "_equal_scalar", "_equal_scalar"],
        _ => ["broadcast_not_equal", "_not_equal_scalar", "_not_equal_scalar"],
    }
}

fn compare_numbers(f: &str, a: f64, b: f64) -> bool {
    match f {
        "gt" => a > b,
        "ge" => a >= b,
        "lt" => a < b,
        "le" => a <= b,
        "eq" => a == b,
        _ => a != b,
    }
}

impl<'g> Num for Traced<'g> {
    type Mask = Traced<'g>;
    fn lit(x: f64) -> Self {
        Traced::number(x)
    }
    #[inline(never)]
    fn select(mask: Self, a: Self, b: Self) -> Self {
        let env = mask.env.clone().or(a.env.clone()).or(b.env.clone());
        let mask = match mask.term {
            Term::Number(on) => return if on != 0.0 { a } else { b },
            Term::Value(mask) => mask,
        };
        Traced::step(env, &mut |graph| {
            let mut side = |t: Term| match t {
                Term::Number(number) => constant(graph, number, &mask),
                Term::Value(value) if value.shape() == mask.shape() => Ok(value),
                Term::Value(value) => call(graph, "broadcast_to", &[&value], &[("shape", Attr::from(mask.shape()))]),
            };
            let (a, b) = (side(a.term.clone())?, side(b.term.clone())?);
            call(graph, "where", &[&mask, &a, &b], &[])
        })
    }
    unary_named! {
        exp "exp" f64::exp;
        expm1 "expm1" f64::exp_m1;
        log "log" f64::ln;
        log1p "log1p" f64::ln_1p;
        log2 "log2" f64::log2;
        log10 "log10" f64::log10;
        sqrt "sqrt" f64::sqrt;
        cbrt "cbrt" f64::cbrt;
        abs "abs" f64::abs;
        sin "sin" f64::sin;
        cos "cos" f64::cos;
        tan "tan" f64::tan;
        asin "arcsin" f64::asin;
        acos "arccos" f64::acos;
        atan "arctan" f64::atan;
        sinh "sinh" f64::sinh;
        cosh "cosh" f64::cosh;
        tanh "tanh" f64::tanh;
        asinh "arcsinh" f64::asinh;
        acosh "arccosh" f64::acosh;
        atanh "arctanh" f64::atanh;
        erf "erf" |x| crate::kernel::math::f64x2::erf_scalar(x);
        erfinv "erfinv" crate::kernel::math::special::erfinv;
        gamma "gamma" crate::kernel::math::special::gamma;
        gammaln "gammaln" crate::kernel::math::special::gammaln;
        digamma "digamma" crate::kernel::math::special::digamma;
        floor "floor" f64::floor;
        ceil "ceil" f64::ceil;
        trunc "trunc" f64::trunc;
    }
    fn pow(self, other: Self) -> Self {
        self.binary(other, ["broadcast_power", "_power_scalar", "_rpower_scalar"], f64::powf)
    }
    fn modulo(self, other: Self) -> Self {
        self.binary(other, ["broadcast_mod", "_mod_scalar", "_rmod_scalar"], |a, b| {
            if b == 0.0 { 0.0 } else { a - b * (a / b).floor() }
        })
    }
    fn minimum(self, other: Self) -> Self {
        self.binary(other, ["broadcast_minimum", "_minimum_scalar", "_minimum_scalar"], f64::min)
    }
    fn maximum(self, other: Self) -> Self {
        self.binary(other, ["broadcast_maximum", "_maximum_scalar", "_maximum_scalar"], f64::max)
    }
    fn relu(self) -> Self {
        self.unary("relu", |x| x.max(0.0))
    }
    comparisons!(compare);
}

macro_rules! constants {
    ($($tr:ident $f:ident $o:tt),*) => { $(
        impl<'g> $tr<f64> for Traced<'g> {
            type Output = Traced<'g>;
            fn $f(self, x: f64) -> Traced<'g> {
                self $o Traced::number(x)
            }
        }
    )* };
}
constants!(Add add +, Sub sub -, Mul mul *, Div div /);
impl<'g> From<f64> for Traced<'g> {
    fn from(x: f64) -> Self {
        Traced::number(x)
    }
}
impl<'g> From<crate::kernel::num::Lit> for Traced<'g> {
    fn from(x: crate::kernel::num::Lit) -> Self {
        Traced::number(x.0)
    }
}
