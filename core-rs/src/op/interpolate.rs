//! Places in ascending numbers, and what lies between them: searchsorted, digitize, interp, histogram.
#![forbid(unsafe_code)]

use super::attrs::{Attr, AttrSpec};
use super::spec::{Forward, Gradient, Infer, InputSpec, Needs, OpSpec, Sample, input, optional};
use super::value::{Graph, Value, call};
use crate::base::{DType, Error, Result, Shape, View};
use crate::kernel::slices::{Workspace, write};
use crate::kernel::sorted::{self, Side};
use crate::kernel::{floats, map};

const SORTED: &[InputSpec] = &[input("a"), input("v")];

fn given(inputs: &[Option<Value>], i: usize, name: &str) -> Result<Value> {
    inputs.get(i).cloned().flatten().ok_or_else(|| Error::attribute(format!("{name} is missing")))
}

fn row(shape: Shape, name: &str) -> Result<usize> {
    if shape.ndim() != 1 {
        return Err(Error::shape(format!("{name} has shape {shape}; it must be [n]")));
    }
    Ok(shape[0] as usize)
}

/// The shapes of x, xp and fp of `interp`, checked.
fn interp_shapes(xp: Shape, fp: Shape) -> Result<()> {
    if row(xp, "xp")? == 0 || fp != xp {
        return Err(Error::shape(format!("xp has shape {xp} and fp {fp}; they must be [n] with n of 1 or more")));
    }
    Ok(())
}

/// `x` is floats, else float64 of the same numbers, as NumPy computes with.
fn real(graph: &mut dyn Graph, x: Value) -> Result<Value> {
    if x.dtype().is_float() {
        return Ok(x);
    }
    call(graph, "Cast", &[&x], &[("dtype", DType::Float64.into())])
}

/// Joins copies of xp and fp, brought into one period, with the last one before and the first one behind.
fn periodic(graph: &mut dyn Graph, xp: &Value, fp: &Value, period: f64) -> Result<(Value, Value)> {
    let by: [(&str, Attr); 1] = [("scalar", period.into())];
    let xp = call(graph, "_mod_scalar", &[xp], &by)?;
    let order = call(graph, "argsort", &[&xp], &[("dtype", DType::Int64.into())])?;
    let (xp, fp) = (call(graph, "take", &[&xp, &order], &[])?, call(graph, "take", &[fp, &order], &[])?);
    let n = xp.shape()[0] as i64;
    let mut part = |x: &Value, at: i64| {
        let range: [(&str, Attr); 3] = [("axis", 0.into()), ("begin", at.into()), ("end", (at + 1).into())];
        call(graph, "_slice_range", &[x], &range)
    };
    let ends = [part(&xp, n - 1)?, part(&xp, 0)?, part(&fp, n - 1)?, part(&fp, 0)?];
    let before = call(graph, "_plus_scalar", &[&ends[0]], &[("scalar", (-period).into())])?;
    let behind = call(graph, "_plus_scalar", &[&ends[1]], &by)?;
    let along: [(&str, Attr); 1] = [("dim", 0.into())];
    Ok((
        call(graph, "Concat", &[&before, &xp, &behind], &along)?,
        call(graph, "Concat", &[&ends[2], &fp, &ends[3]], &along)?,
    ))
}

/// Output like `x`, of its dtype where that is a float one.
fn weight_types(i: &Infer) -> Result<(Shape, DType)> {
    row(i.shape(1), "xp")?;
    Ok((i.shape(0), i.floats_only(0)?))
}

pub static OPS: &[OpSpec] = &[
    OpSpec {
        name: "searchsorted",
        doc: "Where the numbers v would go into the ascending a [n]: int64 of v's shape. `left`: before equal ones, `right`: \
              behind them. NaN is the largest.",
        inputs: SORTED,
        attrs: &[AttrSpec::one_of("side", &["left", "right"], "left", "Before equal numbers, or behind them.")],
        positional: 1,
        infer: |i| {
            row(i.shape(0), "a")?;
            i.one(i.shape(1), DType::Int64)
        },
        forward: Forward::Kernel(|c| {
            let side = if c.attrs.word("side") == "left" { Side::Left } else { Side::Right };
            sorted::search(c.context, c.input(0), c.input(1), side, false, write(c.output(0)));
            Ok(())
        }),
        gradient: Gradient::Zero("its values are places"),
        samples: || {
            vec![
                Sample::new(&[&[1], &[2, 3]]),
                Sample::new(&[&[0], &[3]]).word("side", "right"),
                Sample::new(&[&[2], &[0]]).integers(0, 1),
            ]
        },
        ..OpSpec::NEW
    },
    OpSpec {
        name: "digitize",
        doc: "The number of the bin of each element of x among ascending or descending limits bins [n]: int64 of x's shape, \
              0 before the first limit, n behind the last. A number on a limit is in the bin that begins there, with \
              right in the one that ends there.",
        inputs: &[input("x"), input("bins")],
        attrs: &[AttrSpec::bool("right", false, "Do bins hold their right limits?")],
        infer: |i| {
            row(i.shape(1), "bins")?;
            i.one(i.shape(0), DType::Int64)
        },
        forward: Forward::Kernel(|c| {
            let side = if c.attrs.bool("right") { Side::Left } else { Side::Right };
            let bins = c.input(1);
            let down = sorted::direction(&floats::input::<f64>(c.context, bins))
                .ok_or_else(|| Error::attribute("bins neither ascend nor descend; they must do one of the two"))?;
            sorted::search(c.context, bins, c.input(0), side, down, write(c.output(0)));
            Ok(())
        }),
        gradient: Gradient::Zero("its values are places"),
        samples: || vec![Sample::new(&[&[2, 3], &[1]]), Sample::new(&[&[0], &[1]]).attr("right", true)],
        ..OpSpec::NEW
    },
    OpSpec {
        name: "interp",
        doc: "The line through the points (xp, fp) at x: linear between neighbours, `left` and `right` beyond the ends (the \
              end values by default). Inputs: x, ascending xp [n], fp [n]. Output: x's shape. With a period the line \
              repeats, and xp need not ascend. Gradients go to x and fp.",
        inputs: &[input("x"), input("xp"), input("fp")],
        attrs: &[
            AttrSpec::optional_float("left", "The value before the first point; fp[0] by default."),
            AttrSpec::optional_float("right", "The value behind the last point; fp[n - 1] by default."),
            AttrSpec::optional_float("period", "The period of the line; left and right are not used."),
        ],
        infer: |i| {
            interp_shapes(i.shape(1), i.shape(2))?;
            let float = |d: DType| if d.is_float() { d } else { DType::Float64 };
            if float(i.dtype(0)) != float(i.dtype(2)) || float(i.dtype(0)) != float(i.dtype(1)) {
                return Err(Error::dtype(format!(
                    "x is {}, xp {}, fp {}; cast them, as in .astype(\"{}\")",
                    i.dtype(0),
                    i.dtype(1),
                    i.dtype(2),
                    i.dtype(0)
                )));
            }
            i.one(i.shape(0), float(i.dtype(0)))
        },
        forward: Forward::Composite(|graph, attrs, inputs| {
            let (x, xp) = (real(graph, given(inputs, 0, "x")?)?, real(graph, given(inputs, 1, "xp")?)?);
            let fp = real(graph, given(inputs, 2, "fp")?)?;
            interp_shapes(xp.shape(), fp.shape())?;
            if x.dtype() != xp.dtype() || x.dtype() != fp.dtype() {
                return Err(Error::dtype(format!(
                    "x is {0}, xp {1}, fp {2}; cast them, as in .astype(\"{0}\")",
                    x.dtype(),
                    xp.dtype(),
                    fp.dtype()
                )));
            }
            let period = attrs.optional_float("period");
            let (x, (xp, fp)) = match period {
                None => (x, (xp, fp)),
                Some(p) if p == 0.0 || !p.is_finite() => {
                    return Err(Error::attribute(format!("period is {p}; it must be a number other than 0")));
                }
                Some(p) => {
                    let p = p.abs();
                    (call(graph, "_mod_scalar", &[&x], &[("scalar", p.into())])?, periodic(graph, &xp, &fp, p)?)
                }
            };
            let interval = call(graph, "_interp_interval", &[&x, &xp], &[])?;
            let weight = call(graph, "_interp_weight", &[&x, &xp], &[])?;
            let low = call(graph, "take", &[&fp, &interval], &[])?;
            let next = call(graph, "_plus_scalar", &[&interval], &[("scalar", 1.0.into())])?;
            let high = call(graph, "take", &[&fp, &next], &[])?;
            let rise = call(graph, "elemwise_sub", &[&high, &low], &[])?;
            let part = call(graph, "elemwise_mul", &[&rise, &weight], &[])?;
            let mut y = call(graph, "elemwise_add", &[&low, &part], &[])?;
            let n = xp.shape()[0] as i64;
            for (name, at, comparison) in [("left", 0, "broadcast_lesser"), ("right", n - 1, "broadcast_greater")] {
                let Some(value) = attrs.optional_float(name).filter(|_| period.is_none()) else { continue };
                let range: [(&str, Attr); 3] = [("axis", 0.into()), ("begin", at.into()), ("end", (at + 1).into())];
                let limit = call(graph, "_slice_range", &[&xp], &range)?;
                let limit = call(graph, "_view", &[&limit], &[("shape", vec![].into())])?;
                let outside = call(graph, comparison, &[&x, &limit], &[])?;
                let full: [(&str, Attr); 3] =
                    [("shape", x.shape().into()), ("value", value.into()), ("dtype", x.dtype().into())];
                let value = call(graph, "_full", &[], &full)?;
                y = call(graph, "where", &[&outside, &value, &y], &[])?;
            }
            Ok(smallvec::smallvec![y])
        }),
        samples: || {
            vec![
                // Points that ascend cannot be drawn at random: one point, or equal ones.
                Sample::new(&[&[2, 3], &[1], &[1]]),
                Sample::new(&[&[4], &[1], &[1]]).attr("left", -1.0).attr("right", 2.0),
                Sample::new(&[&[5], &[3], &[3]]).range(0.1, 2.9).integers(1, 1),
                Sample::new(&[&[0], &[2], &[2]]).integers(1, 1),
            ]
        },
        ..OpSpec::NEW
    },
    OpSpec {
        name: "_interp_interval",
        doc: "The number of the interval of xp in which x lies, the first or last one beyond the ends.",
        inputs: &[input("x"), input("xp")],
        infer: |i| i.one(weight_types(i)?.0, DType::Int64),
        forward: Forward::Kernel(|c| {
            sorted::interval(c.context, c.input(1), c.input(0), write(c.output(0)));
            Ok(())
        }),
        gradient: Gradient::Zero("its values are places"),
        hidden: true,
        samples: || vec![Sample::new(&[&[2, 3], &[1]])],
        ..OpSpec::NEW
    },
    OpSpec {
        name: "_interp_weight",
        doc: "How far x has come from the beginning of its interval to the end, 0 to 1.",
        inputs: &[input("x"), input("xp")],
        infer: |i| {
            let (shape, dtype) = weight_types(i)?;
            i.one(shape, dtype)
        },
        forward: Forward::Kernel(|c| {
            let (x, xp) = (floats::input::<f64>(c.context, c.input(0)), floats::input::<f64>(c.context, c.input(1)));
            sorted::weights(c.context, &xp, &x, false, &mut floats::output::<f64>(c.context, c.output(0)));
            Ok(())
        }),
        gradient: Gradient::Rule(|b| {
            let (head, x, xp) = (b.head(0)?, b.input(0), b.input(1));
            if b.wants(0) {
                let rate = b.call("_interp_rate", &[&x, &xp], &[])?;
                let gradient = b.call("elemwise_mul", &[&head, &rate], &[])?;
                b.set(0, gradient);
            }
            b.set_zeros(1)
        }),
        needs: |_| Needs::INPUTS,
        hidden: true,
        ..OpSpec::NEW
    },
    OpSpec {
        name: "_interp_rate",
        doc: "1 over the length of the interval of xp in which x lies, 0 beyond the ends: the derivative of _interp_weight.",
        inputs: &[input("x"), input("xp")],
        infer: |i| {
            let (shape, dtype) = weight_types(i)?;
            i.one(shape, dtype)
        },
        forward: Forward::Kernel(|c| {
            let (x, xp) = (floats::input::<f64>(c.context, c.input(0)), floats::input::<f64>(c.context, c.input(1)));
            sorted::weights(c.context, &xp, &x, true, &mut floats::output::<f64>(c.context, c.output(0)));
            Ok(())
        }),
        gradient: Gradient::Zero("it is constant between the points"),
        hidden: true,
        ..OpSpec::NEW
    },
    OpSpec {
        name: "histogram",
        doc: "How many elements of data lie in each bin (int64 [bins]), and the limits of the bins (data's dtype, [bins + \
              1]). Bins are of equal width from range[0] to range[1], by default from the smallest to the largest \
              element; or an array of ascending limits gives them. The last bin holds its right limit too; what lies \
              outside is not counted.",
        inputs: &[input("data"), optional("bin_edges")],
        attrs: &[
            AttrSpec::int("bins", 10, "How many bins, where no limits are given.").at_least(1.0),
            AttrSpec::optional_floats("range", "The limits of the first and the last bin."),
        ],
        positional: 1,
        infer: |i| {
            let range = i.attrs.floats("range");
            if !i.attrs.is_none("range")
                && (range.len() != 2 || range[0] > range[1] || range[0].is_nan() || range[1].is_nan())
            {
                return Err(Error::attribute(format!("range is {range:?}; it needs two numbers that do not descend")));
            }
            let bins = if i.has(1) {
                row(i.shape(1), "bin_edges")?.checked_sub(1).filter(|&n| n > 0).ok_or_else(|| {
                    Error::shape(format!("bin_edges has shape {}; it needs two limits or more", i.shape(1)))
                })?
            } else {
                i.attrs.int("bins") as usize
            };
            let edges = (Shape::checked([bins as u64 + 1])?, i.dtype(0));
            Ok(smallvec::smallvec![(Shape::checked([bins as u64])?, DType::Int64), edges])
        },
        forward: Forward::Kernel(|c| {
            let (counts, to) = (write::<i64>(c.output(0)), c.output(1));
            let x = floats::input::<f64>(c.context, c.input(0));
            let mut exact = None;
            if let Some(edges) = c.optional(1) {
                map::cast(c.context, edges, to);
            } else {
                let (low, high) = match c.attrs.floats("range") {
                    [low, high] => (*low, *high),
                    _ => sorted::limits(&x),
                };
                if !(high - low).is_finite() {
                    return Err(Error::attribute(format!("the range {low} to {high} is not finite; give another one")));
                }
                let (low, high) = if low == high { (low - 0.5, high + 0.5) } else { (low, high) };
                let n = counts.len() as f64;
                let mut edges = Workspace::<f64>::new(c.context, counts.len() + 1);
                let all = edges.as_mut_slice().iter_mut().enumerate();
                all.for_each(|(i, edge)| *edge = (high * i as f64 + (n - i as f64) * low) / n);
                let address = edges.as_slice().as_ptr() as usize;
                map::cast(c.context, &View { address, shape: to.shape, dtype: DType::Float64 }, to);
                exact = Some(edges);
            }
            // Numbers are compared with the limits as they are given out, as in MXNet; but where data's dtype
            // cannot hold those of a range (below 0 in uint8), with what they should be.
            let view = to.as_view();
            let given = floats::input::<f64>(c.context, &view);
            let ascend = |limits: &[f64]| limits.windows(2).all(|w| w[0] <= w[1]);
            let limits = match &exact {
                Some(exact) if !ascend(&given) => exact.as_slice(),
                _ => &given,
            };
            if !ascend(limits) {
                return Err(Error::attribute(
                    "the limits of the bins descend somewhere, or one is NaN; they must ascend",
                ));
            }
            sorted::histogram(c.context, &x, limits, exact.is_some(), counts);
            Ok(())
        }),
        gradient: Gradient::Zero("it counts"),
        samples: || {
            vec![
                Sample::new(&[&[20]]).attr("bins", 4).attr("range", Attr::Floats(vec![-1.0, 1.5].into())),
                Sample::new(&[&[3, 4]]),
                Sample::new(&[&[0]]).attr("bins", 3),
                Sample::new(&[&[5], &[3]]).range(1.0, 2.0).integers(1, 1),
            ]
        },
        ..OpSpec::NEW
    },
    OpSpec {
        name: "_histogram",
        aliases: &["_npi_histogram"],
        doc: "histogram as MXNet's own operator takes it: bin_cnt and range, or an array of limits.",
        inputs: &[input("data"), optional("bins")],
        attrs: &[
            AttrSpec::optional_int("bin_cnt", "How many bins, where no limits are given.").at_least(1.0),
            AttrSpec::optional_floats("range", "The limits of the first and the last bin."),
        ],
        infer: |i| {
            let (count, range) = (i.attrs.optional_int("bin_cnt"), i.attrs.is_none("range"));
            if count.is_some() == i.has(1) || count.is_some() == range {
                return Err(Error::attribute("it needs bin_cnt and range, or an array of bins and neither of them"));
            }
            let bins = if i.has(1) { row(i.shape(1), "bins")? as u64 } else { count.unwrap_or(1) as u64 + 1 };
            let edges = (Shape::checked([bins])?, i.dtype(0));
            Ok(smallvec::smallvec![(Shape::checked([bins.saturating_sub(1)])?, DType::Int64), edges])
        },
        forward: Forward::Composite(|graph, attrs, inputs| {
            let (count, range) = (attrs.optional_int("bin_cnt"), attrs.is_none("range"));
            if count.is_some() == inputs.get(1).is_some_and(|b| b.is_some()) || count.is_some() == range {
                return Err(Error::attribute("it needs bin_cnt and range, or an array of bins and neither of them"));
            }
            let op = super::find("histogram").expect("histogram");
            let mut bins = op.attrs(&[("range", attrs.get("range").clone())])?;
            if let Some(count) = count {
                bins.set("bins", count.into());
            }
            graph.apply(op, inputs, bins)
        }),
        gradient: Gradient::Zero("it counts"),
        samples: || {
            vec![
                Sample::new(&[&[20]])
                    .integers(0, 9)
                    .attr("bin_cnt", 4)
                    .attr("range", Attr::Floats(vec![-1.0, 1.5].into())),
            ]
        },
        ..OpSpec::NEW
    },
];
