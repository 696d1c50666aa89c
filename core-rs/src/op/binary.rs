//! Functions of two arguments: of two arrays, with and without broadcasting, and of an array and a
//! number. Comparisons and logic take arguments of any dtypes and give 0 or 1 in the left's.
#![forbid(unsafe_code)]

use super::formula::{
    broadcast, elemwise, flat_binary, left_backward as left, nothing, reversed, right_backward as right, scalar,
};
use super::spec::{Forward, Infer, OpSpec, Types};
use crate::base::{Error, Result};
use crate::binary;
use crate::kernel::map;
use crate::kernel::num::*;

binary! {
    Add, "add", EXACT, |a, b| a + b, |g, a, b, y| g, g;
    Sub, "sub", EXACT, |a, b| a - b, |g, a, b, y| g, -g;
    Mul, "mul", EXACT, |a, b| a * b, |g, a, b, y| g * b, g * a;
    Div, "div", EXACT, |a, b| a / b, |g, a, b, y| g / b, -(g * a / square(b));
    Mod, "mod", EXACT, |a, b| modulo(a, b), |g, a, b, y| g, -(g * floor(a / b));
    Power, "power", EXACT, |a, b| pow(a, b),
        |g, a, b, y| g * b.clone() * pow(a, b - 1.0),
        g * y * log(a);
    Maximum, "maximum", EXACT, |a, b| maximum(a, b), |g, a, b, y| select(ge(a, b), g, 0.0), select(lt(a, b), g, 0.0);
    Minimum, "minimum", EXACT, |a, b| minimum(a, b), |g, a, b, y| select(le(a, b), g, 0.0), select(gt(a, b), g, 0.0);
    Hypot, "hypot", REAL, |a, b| sqrt(square(a) + square(b)), |g, a, b, y| g * a / y, g * b / y;
    Equal, "equal", EXACT, |a, b| mask_to_num(eq(a, b)), |g, a, b, y| nothing(g), nothing(g);
    NotEqual, "not_equal", EXACT, |a, b| mask_to_num(ne(a, b)), |g, a, b, y| nothing(g), nothing(g);
    Greater, "greater", EXACT, |a, b| mask_to_num(gt(a, b)), |g, a, b, y| nothing(g), nothing(g);
    GreaterEqual, "greater_equal", EXACT, |a, b| mask_to_num(ge(a, b)), |g, a, b, y| nothing(g), nothing(g);
    Lesser, "lesser", EXACT, |a, b| mask_to_num(lt(a, b)), |g, a, b, y| nothing(g), nothing(g);
    LesserEqual, "lesser_equal", EXACT, |a, b| mask_to_num(le(a, b)), |g, a, b, y| nothing(g), nothing(g);
    LogicalAnd, "logical_and", EXACT, |a, b| mask_to_num(ne(a, 0.0) & ne(b, 0.0)), |g, a, b, y| nothing(g), nothing(g);
    LogicalOr, "logical_or", EXACT, |a, b| mask_to_num(ne(a, 0.0) | ne(b, 0.0)), |g, a, b, y| nothing(g), nothing(g);
    LogicalXor, "logical_xor", EXACT,
        |a, b| mask_to_num(ne(mask_to_num(ne(a, 0.0)), mask_to_num::<N>(ne(b, 0.0)))), |g, a, b, y| nothing(g), nothing(g);
}

/// For entries that want equal shapes.
pub fn same_shapes(i: &Infer) -> Result<()> {
    if i.shape(0) == i.shape(1) {
        return Ok(());
    }
    Err(Error::shape(format!(
        "lhs has shape {} and rhs {}; they must be equal (the broadcast_ operators stretch sizes of 1)",
        i.shape(0),
        i.shape(1)
    )))
}

const STEP: &str = "it is 0 or 1";

/// A comparison of two arrays of any dtypes.
const fn compare<F: super::formula::BinaryFormula>(
    name: &'static str,
    aliases: &'static [&'static str],
    doc: &'static str,
) -> OpSpec {
    OpSpec {
        infer: |i| i.one(i.shape(0).broadcast(&i.shape(1))?, i.dtype(0)),
        forward: Forward::Kernel(|call| {
            map::binary::<F>(call.context, call.input(0), call.input(1), call.output(0));
            Ok(())
        }),
        elementwise: false,
        ..flat_binary(broadcast::<F>(name, aliases, doc), STEP)
    }
}
const fn compare_same<F: super::formula::BinaryFormula>(
    name: &'static str,
    aliases: &'static [&'static str],
    doc: &'static str,
) -> OpSpec {
    OpSpec { infer: infer_same, samples: elemwise::<F>("", &[], "").samples, ..compare::<F>(name, aliases, doc) }
}
const fn compare_scalar<F: super::formula::BinaryFormula>(
    name: &'static str,
    aliases: &'static [&'static str],
    doc: &'static str,
) -> OpSpec {
    OpSpec {
        forward: Forward::Kernel(|call| {
            let number = call.attrs.float("scalar");
            map::binary_scalar::<F>(call.context, call.input(0), number, false, call.output(0));
            Ok(())
        }),
        ..flat_binary(scalar::<F>(name, aliases, doc), STEP)
    }
}
fn infer_same(i: &Infer) -> Result<Types> {
    same_shapes(i)?;
    i.one(i.shape(0), i.dtype(0))
}

pub static OPS: &[OpSpec] = &[
    OpSpec {
        method: true,
        ..elemwise::<Add>("elemwise_add", &["_add", "_plus", "_Plus"], "lhs + rhs of equal shapes.")
    },
    OpSpec { hidden: true, ..elemwise::<Add>("_grad_add", &[], "The sum of two gradients.") },
    broadcast::<Add>("broadcast_add", &["broadcast_plus"], "lhs + rhs, broadcast as in NumPy."),
    scalar::<Add>("_plus_scalar", &["_PlusScalar"], "x + scalar."),
    elemwise::<Sub>("elemwise_sub", &["_sub", "_minus", "_Minus"], "lhs - rhs of equal shapes."),
    broadcast::<Sub>("broadcast_sub", &["broadcast_minus"], "lhs - rhs, broadcast as in NumPy."),
    scalar::<Sub>("_minus_scalar", &["_MinusScalar"], "x - scalar."),
    reversed::<Sub>("_rminus_scalar", &["_RMinusScalar"], "scalar - x."),
    elemwise::<Mul>("elemwise_mul", &["_mul", "_Mul"], "lhs * rhs of equal shapes."),
    broadcast::<Mul>("broadcast_mul", &[], "lhs * rhs, broadcast as in NumPy."),
    scalar::<Mul>("_mul_scalar", &["_MulScalar"], "x * scalar."),
    elemwise::<Div>("elemwise_div", &["_div", "_Div"], "lhs / rhs of equal shapes; integers truncate, and x / 0 is 0."),
    broadcast::<Div>("broadcast_div", &[], "lhs / rhs, broadcast as in NumPy; integers truncate, and x / 0 is 0."),
    scalar::<Div>("_div_scalar", &["_DivScalar"], "x / scalar."),
    reversed::<Div>("_rdiv_scalar", &["_RDivScalar"], "scalar / x."),
    elemwise::<Mod>("_mod", &["_Mod"], "The remainder with the sign of rhs, 0 where rhs is 0."),
    broadcast::<Mod>("broadcast_mod", &[], "The remainder with the sign of rhs, 0 where rhs is 0; broadcasts."),
    scalar::<Mod>("_mod_scalar", &["_ModScalar"], "The remainder of x by scalar."),
    reversed::<Mod>("_rmod_scalar", &["_RModScalar"], "The remainder of scalar by x."),
    elemwise::<Power>("_power", &["_Power"], "lhs to the power of rhs, of equal shapes."),
    broadcast::<Power>("broadcast_power", &[], "lhs to the power of rhs, broadcast as in NumPy."),
    scalar::<Power>("_power_scalar", &["_PowerScalar"], "x to the power of scalar."),
    reversed::<Power>("_rpower_scalar", &["_RPowerScalar"], "scalar to the power of x."),
    elemwise::<Maximum>("_maximum", &["_Maximum"], "The larger of each pair; the gradient of a tie goes to lhs."),
    broadcast::<Maximum>(
        "broadcast_maximum",
        &[],
        "The larger of each pair, broadcast; the gradient of a tie goes to lhs.",
    ),
    scalar::<Maximum>("_maximum_scalar", &["_MaximumScalar"], "The larger of x and scalar."),
    elemwise::<Minimum>("_minimum", &["_Minimum"], "The smaller of each pair; the gradient of a tie goes to lhs."),
    broadcast::<Minimum>(
        "broadcast_minimum",
        &[],
        "The smaller of each pair, broadcast; the gradient of a tie goes to lhs.",
    ),
    scalar::<Minimum>("_minimum_scalar", &["_MinimumScalar"], "The smaller of x and scalar."),
    elemwise::<Hypot>("_hypot", &[], "sqrt(lhs² + rhs²) of equal shapes."),
    broadcast::<Hypot>("broadcast_hypot", &[], "sqrt(lhs² + rhs²), broadcast."),
    scalar::<Hypot>("_hypot_scalar", &["_HypotScalar"], "sqrt(x² + scalar²)."),
    compare_same::<Equal>("_equal", &["_Equal"], "1 where lhs = rhs, else 0, in lhs's dtype."),
    compare::<Equal>("broadcast_equal", &[], "1 where lhs = rhs, else 0, in lhs's dtype; broadcasts."),
    compare_scalar::<Equal>("_equal_scalar", &["_EqualScalar"], "1 where x = scalar, else 0."),
    compare_same::<NotEqual>("_not_equal", &["_Not_Equal"], "1 where lhs differs from rhs, else 0."),
    compare::<NotEqual>("broadcast_not_equal", &[], "1 where lhs differs from rhs, else 0; broadcasts."),
    compare_scalar::<NotEqual>("_not_equal_scalar", &["_NotEqualScalar"], "1 where x differs from scalar, else 0."),
    compare_same::<Greater>("_greater", &["_Greater"], "1 where lhs > rhs, else 0."),
    compare::<Greater>("broadcast_greater", &[], "1 where lhs > rhs, else 0; broadcasts."),
    compare_scalar::<Greater>("_greater_scalar", &["_GreaterScalar"], "1 where x > scalar, else 0."),
    compare_same::<GreaterEqual>("_greater_equal", &["_Greater_Equal"], "1 where lhs >= rhs, else 0."),
    compare::<GreaterEqual>("broadcast_greater_equal", &[], "1 where lhs >= rhs, else 0; broadcasts."),
    compare_scalar::<GreaterEqual>("_greater_equal_scalar", &["_GreaterEqualScalar"], "1 where x >= scalar, else 0."),
    compare_same::<Lesser>("_lesser", &["_Lesser"], "1 where lhs < rhs, else 0."),
    compare::<Lesser>("broadcast_lesser", &[], "1 where lhs < rhs, else 0; broadcasts."),
    compare_scalar::<Lesser>("_lesser_scalar", &["_LesserScalar"], "1 where x < scalar, else 0."),
    compare_same::<LesserEqual>("_lesser_equal", &["_Lesser_Equal"], "1 where lhs <= rhs, else 0."),
    compare::<LesserEqual>("broadcast_lesser_equal", &[], "1 where lhs <= rhs, else 0; broadcasts."),
    compare_scalar::<LesserEqual>("_lesser_equal_scalar", &["_LesserEqualScalar"], "1 where x <= scalar, else 0."),
    compare_same::<LogicalAnd>("_logical_and", &["_Logical_And"], "1 where both are not 0, else 0."),
    compare::<LogicalAnd>("broadcast_logical_and", &[], "1 where both are not 0, else 0; broadcasts."),
    compare_scalar::<LogicalAnd>(
        "_logical_and_scalar",
        &["_LogicalAndScalar"],
        "1 where x and scalar are not 0, else 0.",
    ),
    compare_same::<LogicalOr>("_logical_or", &["_Logical_Or"], "1 where one is not 0, else 0."),
    compare::<LogicalOr>("broadcast_logical_or", &[], "1 where one is not 0, else 0; broadcasts."),
    compare_scalar::<LogicalOr>("_logical_or_scalar", &["_LogicalOrScalar"], "1 where x or scalar is not 0, else 0."),
    compare_same::<LogicalXor>("_logical_xor", &["_Logical_Xor"], "1 where exactly one is not 0, else 0."),
    compare::<LogicalXor>("broadcast_logical_xor", &[], "1 where exactly one is not 0, else 0; broadcasts."),
    compare_scalar::<LogicalXor>(
        "_logical_xor_scalar",
        &["_LogicalXorScalar"],
        "1 where exactly one of x and scalar is not 0.",
    ),
    right::<Sub>(),
    left::<Mul>(),
    right::<Mul>(),
    left::<Div>(),
    right::<Div>(),
    right::<Mod>(),
    left::<Power>(),
    right::<Power>(),
    left::<Maximum>(),
    right::<Maximum>(),
    left::<Minimum>(),
    right::<Minimum>(),
    left::<Hypot>(),
    right::<Hypot>(),
];
