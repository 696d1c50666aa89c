//! Results whose shape follows from numbers: boolean_mask, nonzero, unique, bincount. Each waits for its
//! input to be counted (`Graph::read`), then applies operators whose sizes are attributes.
#![forbid(unsafe_code)]

use super::attrs::{Attr, AttrSpec};
use super::spec::{Forward, Gradient, Needs, OpSpec, Sample, input, optional};
use super::value::{Graph, Value, Values, call};
use crate::base::{DType, Error, Result, Shape};
use crate::by_real;
use crate::kernel::slices::{read, write};
use crate::kernel::{floats, found, index};

const SIZE: AttrSpec = AttrSpec::required_int("size", "The size of the result.").at_least(0.0);

/// Waits for the one number of an int64 array.
fn number(graph: &mut dyn Graph, value: &Value) -> Result<i64> {
    let view = graph.read(value)?;
    Ok(read::<i64>(&view)[0])
}

fn given(inputs: &[Option<Value>], i: usize, name: &str) -> Result<Value> {
    inputs.get(i).cloned().flatten().ok_or_else(|| Error::attribute(format!("{name} is missing")))
}

/// The places in the whole array, in order, of what is not 0.
fn places(graph: &mut dyn Graph, x: &Value) -> Result<Value> {
    let count = call(graph, "_count_nonzero", &[x], &[])?;
    let size = number(graph, &count)?;
    call(graph, "_flatnonzero", &[x], &[("size", size.into())])
}

/// All elements as one row.
fn flat(graph: &mut dyn Graph, x: &Value) -> Result<Value> {
    call(graph, "_view", &[x], &[("shape", vec![x.shape().size() as i64].into())])
}

fn coordinates(graph: &mut dyn Graph, x: &Value) -> Result<Value> {
    if x.shape().ndim() == 0 {
        return Err(Error::shape("data has no axes; a single number has no places (reshape it to [1])"));
    }
    let at = places(graph, x)?;
    // Places exist only where no size is 0; sizes of 0 are not divided by.
    let sizes: Vec<i64> = x.shape().iter().map(|d| d.max(1) as i64).collect();
    call(graph, "unravel_index", &[&at], &[("shape", sizes.into())])
}

const DATA: &[super::spec::InputSpec] = &[input("data")];

pub static OPS: &[OpSpec] = &[
    OpSpec {
        name: "contrib.boolean_mask",
        aliases: &["_contrib_boolean_mask", "_npi_boolean_mask"],
        doc: "The slices of data along an axis where index is not 0. Inputs: data, index [n] of the size of the axis. The \
              shape of the result follows from index, which is waited for.",
        inputs: &[input("data"), input("index")],
        attrs: &[AttrSpec::int("axis", 0, "The axis of data that index describes.")],
        infer: |i| {
            i.shape(0).axis(i.attrs.int("axis"))?;
            i.same()
        },
        forward: Forward::Composite(|graph, attrs, inputs| {
            let (data, index) = (given(inputs, 0, "data")?, given(inputs, 1, "index")?);
            let axis = data.shape().axis(attrs.int("axis"))?;
            if index.shape() != Shape::new(&[data.shape()[axis] as usize]) {
                return Err(Error::shape(format!(
                    "index has shape {}; data {} along axis {axis} needs [{}]",
                    index.shape(),
                    data.shape(),
                    data.shape()[axis]
                )));
            }
            let at = places(graph, &index)?;
            Ok(smallvec::smallvec![call(graph, "take", &[&data, &at], &[("axis", (axis as i64).into())])?])
        }),
        dynamic: true,
        samples: || {
            vec![
                Sample::new(&[&[5, 3], &[5]]).integers(1, 2),
                Sample::new(&[&[2, 6], &[6]]).integers(1, 2).attr("axis", 1),
                Sample::new(&[&[4, 2], &[4]]).integers(1, 1),
                Sample::new(&[&[0, 2], &[0]]).integers(1, 2),
            ]
        },
        ..OpSpec::NEW
    },
    OpSpec {
        name: "nonzero",
        doc: "Where data is not 0: one int64 array of coordinates for each axis, in the order of the elements. The shape \
              of the results follows from data, which is waited for. NaN is not 0.",
        inputs: DATA,
        infer: |i| {
            let one = (Shape::new(&[i.shape(0).size()]), DType::Int64);
            Ok((0..i.shape(0).ndim()).map(|_| one).collect())
        },
        forward: Forward::Composite(|graph, _, inputs| {
            let data = given(inputs, 0, "data")?;
            let all = coordinates(graph, &data)?;
            let op = super::find("SliceChannel").expect("SliceChannel");
            let axes: [(&str, Attr); 3] = [
                ("num_outputs", (data.shape().ndim() as i64).into()),
                ("axis", 0.into()),
                ("squeeze_axis", true.into()),
            ];
            graph.apply(op, &[Some(all)], op.attrs(&axes)?)
        }),
        gradient: Gradient::Zero("its values are indices"),
        many: true,
        dynamic: true,
        method: true,
        samples: || {
            vec![
                Sample::new(&[&[3, 4]]).integers(0, 2),
                Sample::new(&[&[7]]).integers(0, 3),
                Sample::new(&[&[2, 2, 2]]).integers(0, 1),
                Sample::new(&[&[0, 3]]).integers(0, 2),
            ]
        },
        ..OpSpec::NEW
    },
    OpSpec {
        name: "argwhere",
        aliases: &["_npx_nonzero"],
        doc: "The coordinates of nonzero as rows of one int64 array [found, axes].",
        inputs: DATA,
        infer: |i| i.one(Shape::new(&[i.shape(0).size(), i.shape(0).ndim()]), DType::Int64),
        forward: Forward::Composite(|graph, _, inputs| {
            let all = coordinates(graph, &given(inputs, 0, "data")?)?;
            Ok(smallvec::smallvec![call(graph, "transpose", &[&all], &[])?])
        }),
        gradient: Gradient::Zero("its values are indices"),
        dynamic: true,
        samples: || vec![Sample::new(&[&[3, 4]]).integers(0, 2), Sample::new(&[&[0, 3]]).integers(0, 2)],
        ..OpSpec::NEW
    },
    OpSpec {
        name: "flatnonzero",
        doc: "Where data, read as one row, is not 0: an int64 array of places.",
        inputs: DATA,
        infer: |i| i.one(Shape::new(&[i.shape(0).size()]), DType::Int64),
        forward: Forward::Composite(|graph, _, inputs| {
            Ok(smallvec::smallvec![places(graph, &given(inputs, 0, "data")?)?])
        }),
        gradient: Gradient::Zero("its values are indices"),
        dynamic: true,
        samples: || vec![Sample::new(&[&[3, 4]]).integers(0, 2), Sample::new(&[&[0]]).integers(0, 2)],
        ..OpSpec::NEW
    },
    OpSpec {
        name: "_count_nonzero",
        doc: "How many elements are not 0, as int64 [1].",
        inputs: DATA,
        infer: |i| i.one(Shape::new(&[1]), DType::Int64),
        forward: Forward::Kernel(|c| {
            let truths = index::truths(c.context, c.input(0));
            write::<i64>(c.output(0))[0] = found::count(c.context, truths.as_slice());
            Ok(())
        }),
        gradient: Gradient::Zero("it counts"),
        hidden: true,
        samples: || vec![Sample::new(&[&[3, 4]]).integers(0, 2)],
        ..OpSpec::NEW
    },
    OpSpec {
        name: "_flatnonzero",
        doc: "flatnonzero where it is known how many there are.",
        inputs: DATA,
        attrs: &[SIZE],
        infer: |i| i.one(Shape::checked([i.attrs.int("size") as u64])?, DType::Int64),
        forward: Forward::Kernel(|c| {
            let truths = index::truths(c.context, c.input(0));
            match found::places(c.context, truths.as_slice(), write::<i64>(c.output(0))) {
                true => Ok(()),
                false => Err(Error::attribute(format!(
                    "size is {}; the elements found are not as many",
                    c.attrs.int("size")
                ))),
            }
        }),
        gradient: Gradient::Zero("its values are indices"),
        hidden: true,
        samples: || vec![Sample::new(&[&[3]]).range(1.0, 2.0).attr("size", 3)],
        ..OpSpec::NEW
    },
    OpSpec {
        name: "unique",
        doc: "The different elements of data in ascending order; then, where asked for, the place of the first of each in \
              data read as one row, for each element of data its place among the different ones (in data's shape), and \
              how often each occurs, all int64. NaN is the largest and occurs once. The shape of the result follows from \
              data, which is waited for. A gradient goes to the first of equal elements.",
        inputs: DATA,
        attrs: &[
            AttrSpec::bool("return_index", false, "Give the first places too."),
            AttrSpec::bool("return_inverse", false, "Give the places among the different ones too."),
            AttrSpec::bool("return_counts", false, "Give how often each occurs too."),
        ],
        infer: |i| {
            let row = Shape::new(&[i.shape(0).size()]);
            let mut types = smallvec::smallvec![(row, i.dtype(0))];
            for (name, shape) in [("return_index", row), ("return_inverse", i.shape(0)), ("return_counts", row)] {
                if i.attrs.bool(name) {
                    types.push((shape, DType::Int64));
                }
            }
            Ok(types)
        },
        forward: Forward::Composite(|graph, attrs, inputs| {
            let data = given(inputs, 0, "data")?;
            let row = flat(graph, &data)?;
            let order = call(graph, "argsort", &[&row], &[("dtype", DType::Int64.into())])?;
            let op = super::find("_unique_groups").expect("_unique_groups");
            let grouped = graph.apply(op, &[Some(row.clone()), Some(order.clone())], op.attrs(&[])?)?;
            let size = number(graph, &grouped[1])?;
            let op = super::find("_unique_members").expect("_unique_members");
            let size: [(&str, Attr); 1] = [("size", size.into())];
            let found = graph.apply(op, &[Some(order), Some(grouped[0].clone())], op.attrs(&size)?)?;
            let mut out: Values = smallvec::smallvec![call(graph, "take", &[&row, &found[0]], &[])?];
            if attrs.bool("return_index") {
                out.push(found[0].clone());
            }
            if attrs.bool("return_inverse") {
                out.push(call(graph, "_view", &[&found[1]], &[("shape", data.shape().into())])?);
            }
            if attrs.bool("return_counts") {
                out.push(found[2].clone());
            }
            Ok(out)
        }),
        dynamic: true,
        method: true,
        samples: || {
            vec![
                Sample::new(&[&[2, 3]]),
                Sample::new(&[&[3, 4]])
                    .integers(0, 5)
                    .attr("return_index", true)
                    .attr("return_inverse", true)
                    .attr("return_counts", true),
                Sample::new(&[&[0]]).integers(0, 2).attr("return_inverse", true),
            ]
        },
        ..OpSpec::NEW
    },
    OpSpec {
        name: "_unique_groups",
        doc: "Numbers the groups of equal elements along an order that sorts them, and how many groups there are.",
        inputs: &[input("data"), input("order")],
        infer: |i| {
            if i.shape(0) != i.shape(1) || i.shape(0).ndim() != 1 || i.dtype(1) != DType::Int64 {
                return Err(Error::shape(format!(
                    "got {} and {}; they must be [n], [n] int64",
                    i.shape(0),
                    i.shape(1)
                )));
            }
            Ok(smallvec::smallvec![(i.shape(0), DType::Int64), (Shape::new(&[1]), DType::Int64)])
        },
        forward: Forward::Kernel(|c| {
            let (x, order, group) = (c.input(0), read::<i64>(c.input(1)), write::<i64>(c.output(0)));
            checked(order, x.shape.size())?;
            let count = if x.dtype.is_float() {
                found::groups(&floats::input::<f64>(c.context, x), order, group)
            } else {
                found::groups(index::integers(c.context, x).as_slice(), order, group)
            };
            write::<i64>(c.output(1))[0] = count;
            Ok(())
        }),
        gradient: Gradient::Zero("it counts"),
        hidden: true,
        ..OpSpec::NEW
    },
    OpSpec {
        name: "_unique_members",
        doc: "From an order and its groups: the first element of each, the group of each element, sizes of groups.",
        inputs: &[input("order"), input("groups")],
        attrs: &[SIZE],
        infer: |i| {
            let size = (Shape::checked([i.attrs.int("size") as u64])?, DType::Int64);
            Ok(smallvec::smallvec![size, (i.shape(0), DType::Int64), size])
        },
        forward: Forward::Kernel(|c| {
            let (order, groups) = (read::<i64>(c.input(0)), read::<i64>(c.input(1)));
            let (first, inverse) = (write::<i64>(c.output(0)), write::<i64>(c.output(1)));
            checked(order, inverse.len())?;
            checked(groups, first.len())?;
            found::members(order, groups, first, inverse, write::<i64>(c.output(2)));
            Ok(())
        }),
        gradient: Gradient::Zero("it counts"),
        hidden: true,
        ..OpSpec::NEW
    },
    OpSpec {
        name: "bincount",
        aliases: &["_npi_bincount"],
        doc: "How often each whole number from 0 on occurs in x [n] (int64), or the sum of its weights (in their dtype). The \
              size of the result is the largest number and 1, at least minlength; x is waited for.",
        inputs: &[input("x"), optional("weights")],
        attrs: &[AttrSpec::int("minlength", 0, "The least size of the result.").at_least(0.0)],
        positional: 1,
        infer: |i| {
            let dtype = if i.has(1) { i.dtype(1) } else { DType::Int64 };
            i.one(Shape::checked([u32::MAX as u64])?, dtype)
        },
        forward: Forward::Composite(|graph, attrs, inputs| {
            let x = given(inputs, 0, "x")?;
            if x.shape().ndim() != 1 {
                return Err(Error::shape(format!("x has shape {}; it must be [n]", x.shape())));
            }
            let mut size = attrs.int("minlength");
            if x.shape().size() > 0 {
                let most = call(graph, "max", &[&x], &[])?;
                let most = call(graph, "Cast", &[&most], &[("dtype", DType::Int64.into())])?;
                size = size.max(number(graph, &most)?.saturating_add(1));
            }
            let op = super::find("_bincount").expect("_bincount");
            let weights = inputs.get(1).cloned().flatten();
            graph.apply(op, &[Some(x), weights], op.attrs(&[("size", size.into())])?)
        }),
        dynamic: true,
        samples: || {
            vec![
                Sample::new(&[&[6]]).integers(0, 4),
                Sample::new(&[&[6], &[6]]).integers(0, 4).attr("minlength", 5),
                Sample::new(&[&[0]]).integers(0, 4).attr("minlength", 2),
            ]
        },
        ..OpSpec::NEW
    },
    OpSpec {
        name: "_bincount",
        doc: "bincount of a given size.",
        inputs: &[input("x"), optional("weights")],
        attrs: &[SIZE],
        infer: |i| {
            if i.has(1) && i.shape(1) != i.shape(0) {
                return Err(Error::shape(format!(
                    "x has shape {} and weights {}; they must be equal",
                    i.shape(0),
                    i.shape(1)
                )));
            }
            let dtype = if i.has(1) { i.dtype(1) } else { DType::Int64 };
            i.one(Shape::checked([i.attrs.int("size") as u64])?, dtype)
        },
        forward: Forward::Kernel(|c| {
            let (numbers, size) = (index::integers(c.context, c.input(0)), c.output(0).shape.size());
            checked(numbers.as_slice(), size)?;
            match c.optional(1) {
                None => {
                    let to = write::<i64>(c.output(0));
                    to.fill(0);
                    numbers.as_slice().iter().for_each(|&x| to[x as usize] += 1);
                }
                Some(weights) if weights.dtype.is_float() => by_real!(weights.dtype, T => {
                    let from = floats::input::<T>(c.context, weights);
                    let mut to = floats::output::<T>(c.context, c.output(0));
                    to.fill(0.0);
                    numbers.as_slice().iter().zip(from.iter()).for_each(|(&x, &w)| to[x as usize] += w);
                }),
                Some(weights) => {
                    let from = floats::input::<i64>(c.context, weights);
                    let mut to = floats::output::<i64>(c.context, c.output(0));
                    to.fill(0);
                    let all = numbers.as_slice().iter().zip(from.iter());
                    all.for_each(|(&x, &w)| to[x as usize] = to[x as usize].wrapping_add(w));
                }
            }
            Ok(())
        }),
        gradient: Gradient::Rule(|b| {
            let (head, x) = (b.head(0)?, b.input(0));
            if b.wants(1) {
                let gradient = b.call("take", &[&head, &x], &[])?;
                b.set(1, gradient);
            }
            b.set_zeros(0)
        }),
        needs: |_| Needs { inputs: 1, outputs: 0 },
        hidden: true,
        samples: || vec![Sample::new(&[&[4], &[4]]).integers(0, 3).attr("size", 3)],
        ..OpSpec::NEW
    },
];

/// Refuses places outside `0..n`.
fn checked(places: &[i64], n: usize) -> Result<()> {
    match places.iter().enumerate().find(|(_, p)| **p < 0 || **p >= n as i64) {
        Some((i, bad)) => Err(Error::index(format!("number {i} is {bad}; it must be in 0..{n}"))),
        None => Ok(()),
    }
}
