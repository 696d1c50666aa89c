//! Order along an axis: sort, argsort, topk. NaN counts as the largest number; of equal numbers the one
//! that stands first comes first, upwards and downwards.
#![forbid(unsafe_code)]

use super::attrs::{Attr, AttrSpec, Attrs};
use super::spec::{Call, Forward, Gradient, Infer, Needs, OpSpec, Sample, Types};
use super::value::Backward;
use crate::base::{DType, Error, Result, Shape, ViewMut};
use crate::kernel::order::{self, Rows, out};
use crate::kernel::slices::Workspace;

const AXIS: AttrSpec = AttrSpec::int_or_none("axis", -1, "The axis that is ordered; None for all elements in a row.");
const UP: AttrSpec = AttrSpec::bool("is_ascend", true, "From the smallest to the largest.");
const DTYPE: AttrSpec =
    AttrSpec::dtype("dtype", DType::Float32, "The dtype of the indices; float32 counts exactly to 2^24.");
const K: AttrSpec = AttrSpec::int("k", 1, "How many; all where it is 0 or less.");
const DOWN: AttrSpec = AttrSpec::bool("is_ascend", false, "The smallest instead of the largest.");

/// What an order is about: rows of the array, how many of each, the shape of the result.
struct Order {
    rows: Rows,
    k: usize,
    shape: Shape,
}

impl Order {
    fn of(shape: Shape, axis: Option<i64>, k: i64) -> Result<Order> {
        let (rows, whole) = match axis {
            None => (Rows { outer: 1, n: shape.size(), inner: 1 }, Shape::new(&[shape.size()])),
            Some(axis) => {
                let a = shape.axis(axis)?;
                let (outer, inner) = (shape.span(0, a), shape.span(a + 1, shape.ndim()));
                (Rows { outer, n: shape[a] as usize, inner }, shape)
            }
        };
        let k = if k <= 0 { rows.n } else { k as usize };
        if k > rows.n {
            return Err(Error::attribute(format!("k is {k}; {shape} has {} elements along the axis", rows.n)));
        }
        let a = axis.map_or(Ok(0), |axis| whole.axis(axis))?;
        Ok(Order { rows, k, shape: whole.with(a, k) })
    }
    fn from(shape: Shape, attrs: &Attrs) -> Result<Order> {
        let k = attrs.get_if("k").map_or(0, |k| if let Attr::Int(k) = k { *k } else { 0 });
        Order::of(shape, attrs.optional_int("axis"), k)
    }
}

/// Refuses a dtype that cannot count the elements.
fn counts(dtype: DType, n: usize) -> Result<DType> {
    let most: u64 = match dtype {
        DType::Int8 => 1 << 7,
        DType::Uint8 => 1 << 8,
        DType::Float16 => (1 << 11) + 1,
        DType::Float32 => (1 << 24) + 1,
        _ => u64::MAX,
    };
    if n as u64 > most {
        return Err(Error::dtype(format!(
            "{dtype} cannot hold the indices of {n} elements; ask for dtype \"int32\" or \"int64\""
        )));
    }
    Ok(dtype)
}

/// The places of the ordered elements.
fn places<'a>(c: &Call<'a>, order: &Order, descending: bool) -> Workspace<'a, i32> {
    let mut places = Workspace::<i32>::new(c.context, order.rows.count() * order.k);
    order::places(c.context, c.input(0), order.rows, order.k, descending, order::unsigned(places.as_mut_slice()));
    places
}

fn write(c: &Call, what: &str, to: &[ViewMut]) -> Result<()> {
    let order = Order::from(c.input(0).shape, c.attrs)?;
    let places = places(c, &order, !c.attrs.bool("is_ascend"));
    let places = order::unsigned_of(places.as_slice());
    match what {
        "value" => out::values(c.context, order.rows, c.input(0), places, &to[0]),
        "indices" => out::indices(c.context, order.rows, places, &to[0]),
        "mask" => out::mask(c.context, order.rows, places, &to[0]),
        "both" => {
            out::values(c.context, order.rows, c.input(0), places, &to[0]);
            out::indices(c.context, order.rows, places, &to[1]);
        }
        _ => out::whole(c.context, order.rows, places, &to[0]),
    }
    Ok(())
}

/// The head goes back to where the values came from.
fn values_gradient(b: &mut Backward) -> Result<()> {
    let (head, x, shape) = (b.head(0)?, b.input(0), b.shape(0));
    let k = b.attrs.get_if("k").cloned().unwrap_or(Attr::Int(0));
    let mut attrs = super::find("_order_places").expect("_order_places").attrs(&[("k", k)])?;
    attrs.set("axis", b.attrs.get("axis").clone());
    attrs.set("is_ascend", b.attrs.get("is_ascend").clone());
    let places = b.call_all("_order_places", &[Some(x)], attrs)?.swap_remove(0);
    let flat = b.call("_view", &[&head], &[("shape", vec![head.shape().size() as i64].into())])?;
    let size: Attr = vec![shape.size() as i64].into();
    let gradient = b.call("_backward_take", &[&flat, &places], &[("shape", size)])?;
    let gradient = b.call("_view", &[&gradient], &[("shape", shape.into())])?;
    b.set(0, gradient);
    Ok(())
}

/// About a nanosecond for each byte of the key.
fn cost(i: &Infer, _: &Types) -> u64 {
    i.shape(0).size() as u64 * 8 * i.dtype(0).size() as u64 / 4 + 50
}

fn samples() -> Vec<Sample> {
    vec![
        Sample::new(&[&[2, 5]]),
        Sample::new(&[&[3, 4, 2]]).attr("axis", 1).attr("is_ascend", false),
        Sample::new(&[&[2, 3]]).attr("axis", Attr::None),
        Sample::new(&[&[0, 3]]),
        Sample::new(&[&[3, 0]]).attr("is_ascend", true),
    ]
}

pub static OPS: &[OpSpec] = &[
    OpSpec {
        name: "sort",
        doc: "The elements in order along an axis; with axis None all of them, as one row. NaN is the largest.",
        attrs: &[AXIS, UP],
        positional: 2,
        infer: |i| i.one(Order::from(i.shape(0), i.attrs)?.shape, i.dtype(0)),
        forward: Forward::Kernel(|c| write(c, "value", c.outputs)),
        gradient: Gradient::Rule(values_gradient),
        needs: |_| Needs::INPUTS,
        cost,
        method: true,
        samples,
        ..OpSpec::NEW
    },
    OpSpec {
        name: "argsort",
        doc: "Where the elements of `sort` stand along the axis. Of equal ones the first comes first.",
        attrs: &[AXIS, UP, DTYPE],
        positional: 2,
        infer: |i| {
            let order = Order::from(i.shape(0), i.attrs)?;
            i.one(order.shape, counts(i.attrs.dtype("dtype"), order.rows.n)?)
        },
        forward: Forward::Kernel(|c| write(c, "indices", c.outputs)),
        gradient: Gradient::Zero("its values are indices"),
        cost,
        method: true,
        samples,
        ..OpSpec::NEW
    },
    OpSpec {
        name: "topk",
        doc: "The k largest elements along an axis, in order: their indices (ret_typ `indices`), values (`value`), both \
              as two arrays (`both`), or 1 where they stand and 0 elsewhere (`mask`). Indices have the dtype asked for, \
              the others that of data. NaN is the largest.",
        attrs: &[
            AXIS,
            K,
            AttrSpec::one_of("ret_typ", &["value", "indices", "mask", "both"], "indices", "What is given."),
            DOWN,
            DTYPE,
        ],
        infer: |i| {
            let order = Order::from(i.shape(0), i.attrs)?;
            let what = i.attrs.word("ret_typ");
            let mut types = Types::new();
            if what != "indices" {
                types.push((if what == "mask" { i.shape(0) } else { order.shape }, i.dtype(0)));
            }
            if what == "indices" || what == "both" {
                types.push((order.shape, counts(i.attrs.dtype("dtype"), order.rows.n)?));
            }
            Ok(types)
        },
        forward: Forward::Kernel(|c| write(c, c.attrs.word("ret_typ"), c.outputs)),
        gradient: Gradient::Rule(|b| match b.attrs.word("ret_typ") {
            "value" | "both" => values_gradient(b),
            _ => {
                let (shape, dtype) = (b.shape(0), b.dtype(0));
                let zeros = b.call("_zeros", &[], &[("shape", shape.into()), ("dtype", dtype.into())])?;
                b.set(0, zeros);
                Ok(())
            }
        }),
        needs: |attrs| match attrs.word("ret_typ") {
            "value" | "both" => Needs::INPUTS,
            _ => Needs::NOTHING,
        },
        cost,
        method: true,
        samples: || {
            vec![
                Sample::new(&[&[3, 5]]).attr("k", 2).word("ret_typ", "value"),
                Sample::new(&[&[3, 4, 2]])
                    .attr("k", 3)
                    .attr("axis", 1)
                    .attr("is_ascend", true)
                    .word("ret_typ", "value"),
                Sample::new(&[&[3, 4]]).attr("k", 5).attr("axis", Attr::None).word("ret_typ", "value"),
                Sample::new(&[&[300, 2]]).attr("k", 3).attr("axis", 0).word("ret_typ", "value"),
                Sample::new(&[&[3, 4]]).attr("k", 0).word("ret_typ", "mask"),
                Sample::new(&[&[3, 4]]).attr("k", 2).attr("dtype", DType::Float64),
                Sample::new(&[&[3, 4]]).attr("k", 2).word("ret_typ", "both").attr("dtype", DType::Float64),
                Sample::new(&[&[0, 4]]).attr("k", 2).word("ret_typ", "mask"),
                Sample::new(&[&[3, 0]]).attr("k", 0).word("ret_typ", "value"),
            ]
        },
        ..OpSpec::NEW
    },
    OpSpec {
        name: "_order_places",
        doc: "Where the elements of `topk` (of all, with k 0) stand in the whole array, as one row of int64.",
        attrs: &[AXIS, K, DOWN],
        infer: |i| i.one(Shape::new(&[Order::from(i.shape(0), i.attrs)?.shape.size()]), DType::Int64),
        forward: Forward::Kernel(|c| write(c, "whole", c.outputs)),
        gradient: Gradient::Zero("its values are indices"),
        cost,
        hidden: true,
        samples: || vec![Sample::new(&[&[3, 4]]).attr("k", 2).attr("axis", 0)],
        ..OpSpec::NEW
    },
];
