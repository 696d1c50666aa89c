//! Arrays out of nothing, copies, casts.
#![forbid(unsafe_code)]

use super::attrs::{AttrSpec, Attrs};
use super::spec::{Forward, Gradient, Needs, OpSpec, Sample};
use crate::base::{DType, Error, Result, Shape};
use crate::kernel::generate::generate;
use crate::kernel::map;

const SHAPE: AttrSpec = AttrSpec::tuple("shape", &[], "Sizes of the axes.");
const DTYPE: AttrSpec = AttrSpec::dtype("dtype", DType::Float32, "The dtype of the result.");
const CONSTANT: Gradient = Gradient::Zero("its result does not depend on its inputs");

const fn filled(name: &'static str, aliases: &'static [&'static str], doc: &'static str) -> OpSpec {
    OpSpec {
        name,
        aliases,
        doc,
        inputs: &[],
        attrs: &[SHAPE, DTYPE],
        positional: 1,
        infer: |i| i.one(i.attrs.shape("shape")?, i.attrs.dtype("dtype")),
        gradient: CONSTANT,
        samples: || vec![Sample::new(&[]).attr("shape", vec![2, 3]), Sample::new(&[]).attr("shape", vec![0])],
        ..OpSpec::NEW
    }
}

const fn like(name: &'static str, doc: &'static str) -> OpSpec {
    OpSpec {
        name,
        doc,
        gradient: CONSTANT,
        method: true,
        samples: || vec![Sample::new(&[&[2, 3]]), Sample::new(&[&[0, 2]])],
        ..OpSpec::NEW
    }
}

pub static OPS: &[OpSpec] = &[
    OpSpec {
        forward: Forward::Kernel(|c| {
            map::fill(c.context, 0.0, c.output(0));
            Ok(())
        }),
        ..filled("_zeros", &[], "An array of zeros.")
    },
    OpSpec {
        forward: Forward::Kernel(|c| {
            map::fill(c.context, 1.0, c.output(0));
            Ok(())
        }),
        ..filled("_ones", &[], "An array of ones.")
    },
    OpSpec {
        attrs: &[SHAPE, AttrSpec::float("value", 0.0, "The value of every element."), DTYPE],
        forward: Forward::Kernel(|c| {
            map::fill(c.context, c.attrs.float("value"), c.output(0));
            Ok(())
        }),
        ..filled("_full", &[], "An array of one value.")
    },
    OpSpec {
        forward: Forward::Kernel(|c| {
            map::fill(c.context, 0.0, c.output(0));
            Ok(())
        }),
        ..like("zeros_like", "Zeros of the shape and dtype of data.")
    },
    OpSpec {
        forward: Forward::Kernel(|c| {
            map::fill(c.context, 1.0, c.output(0));
            Ok(())
        }),
        ..like("ones_like", "Ones of the shape and dtype of data.")
    },
    OpSpec {
        attrs: &[
            AttrSpec::required_float("fill_value", "The value of every element."),
            AttrSpec::optional_dtype("dtype", "The dtype of the result; data's by default."),
        ],
        positional: 1,
        infer: |i| i.one(i.shape(0), i.attrs.optional_dtype("dtype").unwrap_or(i.dtype(0))),
        forward: Forward::Kernel(|c| {
            map::fill(c.context, c.attrs.float("fill_value"), c.output(0));
            Ok(())
        }),
        samples: || vec![Sample::new(&[&[2, 3]]).attr("fill_value", 2.5)],
        method: false,
        ..like("full_like", "One value in the shape of data.")
    },
    OpSpec {
        name: "_arange",
        doc: "Numbers from start up to, not including, stop in steps of step, each repeated `repeat` times.",
        inputs: &[],
        attrs: &[
            AttrSpec::required_float("start", "The first number, or the end where stop is left out."),
            AttrSpec::optional_float("stop", "The end, not included."),
            AttrSpec::float("step", 1.0, "The step; not 0."),
            AttrSpec::int("repeat", 1, "How often each number stands.").at_least(1.0),
            AttrSpec::bool("infer_range", false, "Accepted and ignored."),
            DTYPE,
        ],
        positional: 2,
        infer: |i| {
            let range = Range::of(i.attrs)?;
            i.one(Shape::checked([range.count as u64 * range.repeat as u64])?, i.attrs.dtype("dtype"))
        },
        forward: Forward::Kernel(|c| {
            let range = Range::of(c.attrs)?;
            generate(c.context, c.output(0), &|i| range.start + (i / range.repeat) as f64 * range.step);
            Ok(())
        }),
        gradient: CONSTANT,
        samples: || vec![Sample::new(&[]).attr("start", 0.0).attr("stop", 5.0)],
        ..OpSpec::NEW
    },
    OpSpec {
        name: "_linspace",
        doc: "`num` numbers from start to stop at equal distances.",
        inputs: &[],
        attrs: &[
            AttrSpec::required_float("start", "The first number."),
            AttrSpec::required_float("stop", "The last number, or the end."),
            AttrSpec::required_int("num", "How many.").at_least(0.0),
            AttrSpec::bool("endpoint", true, "Is stop the last number?"),
            DTYPE,
        ],
        positional: 3,
        infer: |i| i.one(Shape::checked([i.attrs.int("num") as u64])?, i.attrs.dtype("dtype")),
        forward: Forward::Kernel(|c| {
            let (start, stop) = (c.attrs.float("start"), c.attrs.float("stop"));
            let gaps = (c.attrs.int("num") - c.attrs.bool("endpoint") as i64).max(1) as f64;
            let step = (stop - start) / gaps;
            generate(c.context, c.output(0), &|i| start + i as f64 * step);
            Ok(())
        }),
        gradient: CONSTANT,
        samples: || vec![Sample::new(&[]).attr("start", 0.0).attr("stop", 1.0).attr("num", 5)],
        ..OpSpec::NEW
    },
    OpSpec {
        name: "_eye",
        doc: "Ones on a diagonal, zeros elsewhere.",
        inputs: &[],
        attrs: &[
            AttrSpec::required_int("N", "Rows.").at_least(0.0),
            AttrSpec::int("M", 0, "Columns; as many as rows when 0.").at_least(0.0),
            AttrSpec::int("k", 0, "Which diagonal: 0 the main one, above it positive."),
            DTYPE,
        ],
        positional: 1,
        infer: |i| {
            let (n, m) = (i.attrs.int("N") as u64, i.attrs.int("M") as u64);
            i.one(Shape::checked([n, if m == 0 { n } else { m }])?, i.attrs.dtype("dtype"))
        },
        forward: Forward::Kernel(|c| {
            let columns = c.output(0).shape[1] as usize;
            let k = c.attrs.int("k");
            generate(c.context, c.output(0), &|i| ((i % columns) as i64 - (i / columns) as i64 == k) as u8 as f64);
            Ok(())
        }),
        gradient: CONSTANT,
        samples: || vec![Sample::new(&[]).attr("N", 3)],
        ..OpSpec::NEW
    },
    OpSpec {
        name: "_copyto",
        doc: "A copy; with out= of another dtype, cast.",
        forward: Forward::Kernel(|c| {
            map::cast(c.context, c.input(0), c.output(0));
            Ok(())
        }),
        gradient: Gradient::Rule(|b| {
            let head = b.head(0)?;
            b.set(0, head);
            Ok(())
        }),
        elementwise: true,
        hidden: true,
        samples: || vec![Sample::new(&[&[2, 3]])],
        ..OpSpec::NEW
    },
    OpSpec {
        name: "Cast",
        aliases: &["cast"],
        doc: "The elements in another dtype; floats become integers by dropping the fraction.",
        attrs: &[AttrSpec::required_dtype("dtype", "The dtype of the result.")],
        positional: 1,
        infer: |i| i.one(i.shape(0), i.attrs.dtype("dtype")),
        forward: Forward::Kernel(|c| {
            map::cast(c.context, c.input(0), c.output(0));
            Ok(())
        }),
        gradient: Gradient::Rule(|b| {
            let (head, dtype) = (b.head(0)?, b.dtype(0));
            let gradient = b.call("Cast", &[&head], &[("dtype", dtype.into())])?;
            b.set(0, gradient);
            Ok(())
        }),
        samples: || vec![Sample::new(&[&[2, 3]]).attr("dtype", DType::Float64)],
        ..OpSpec::NEW
    },
    OpSpec {
        name: "clip",
        doc: "Each element held between a_min and a_max; the gradient is 1 from bound to bound, bounds included.",
        attrs: &[
            AttrSpec::required_float("a_min", "The lower bound; -Infinity for none."),
            AttrSpec::required_float("a_max", "The upper bound; Infinity for none."),
        ],
        positional: 2,
        infer: |i| {
            let (low, high) = (i.attrs.float("a_min"), i.attrs.float("a_max"));
            if low.is_nan() || high.is_nan() {
                return Err(Error::attribute("a_min and a_max must be numbers"));
            }
            i.same()
        },
        forward: Forward::Kernel(|c| {
            let clip = Clip { low: c.attrs.float("a_min"), high: c.attrs.float("a_max") };
            map::elementwise(c.context, &clip, &[*c.input(0)], c.output(0));
            Ok(())
        }),
        gradient: Gradient::Rule(|b| {
            let (low, high) = (b.attrs.float("a_min"), b.attrs.float("a_max"));
            let (head, x) = (b.head(0)?, b.input(0));
            // Counted from outside, so that NaN is inside.
            let below = b.call("_lesser_scalar", &[&x], &[("scalar", low.into())])?;
            let above = b.call("_greater_scalar", &[&x], &[("scalar", high.into())])?;
            let outside = b.call("elemwise_add", &[&below, &above], &[])?;
            let inside = b.call("_rminus_scalar", &[&outside], &[("scalar", 1.0.into())])?;
            let gradient = b.call("elemwise_mul", &[&head, &inside], &[])?;
            b.set(0, gradient);
            Ok(())
        }),
        needs: |_| Needs::INPUTS,
        elementwise: true,
        method: true,
        samples: || vec![Sample::new(&[&[4, 5]]).attr("a_min", -1.0).attr("a_max", 1.1)],
        ..OpSpec::NEW
    },
    OpSpec {
        name: "_sum_to",
        doc: "Sums over the axes along which a smaller shape would be broadcast to data's: what undoes broadcasting.",
        attrs: &[SHAPE],
        positional: 1,
        infer: |i| {
            let shape = i.attrs.shape("shape")?;
            if shape.broadcast(&i.shape(0))? != i.shape(0) {
                return Err(Error::shape(format!("{shape} does not broadcast to {}", i.shape(0))));
            }
            i.one(shape, i.dtype(0))
        },
        forward: Forward::Kernel(|c| {
            crate::kernel::reduce::sum_to(c.context, c.input(0), c.output(0));
            Ok(())
        }),
        gradient: Gradient::Rule(|b| {
            let (head, shape) = (b.head(0)?, b.shape(0));
            let gradient = b.call("_spread", &[&head], &[("shape", shape.into())])?;
            b.set(0, gradient);
            Ok(())
        }),
        hidden: true,
        samples: || vec![Sample::new(&[&[2, 3, 4]]).attr("shape", vec![3, 1])],
        ..OpSpec::NEW
    },
    OpSpec {
        name: "shape_array",
        doc: "The sizes of data as an int64 vector.",
        infer: |i| i.one(Shape::new(&[i.shape(0).ndim()]), DType::Int64),
        forward: Forward::Kernel(|c| {
            let shape = c.input(0).shape;
            generate(c.context, c.output(0), &|i| shape[i] as f64);
            Ok(())
        }),
        gradient: CONSTANT,
        samples: || vec![Sample::new(&[&[2, 3]])],
        ..OpSpec::NEW
    },
    OpSpec {
        name: "size_array",
        doc: "The number of elements of data as an int64 vector of one.",
        infer: |i| i.one(Shape::new(&[1]), DType::Int64),
        forward: Forward::Kernel(|c| {
            let size = c.input(0).shape.size() as f64;
            generate(c.context, c.output(0), &|_| size);
            Ok(())
        }),
        gradient: CONSTANT,
        samples: || vec![Sample::new(&[&[2, 3]])],
        ..OpSpec::NEW
    },
];

struct Clip {
    low: f64,
    high: f64,
}

impl map::Formula<1> for Clip {
    const INTEGER: bool = true;
    #[inline(always)]
    fn at<N: crate::kernel::num::Num>(&self, [x]: [N; 1]) -> N {
        // NaN passes: both comparisons are false for it.
        use crate::kernel::num::{gt, lt, select};
        let x = select(lt(x.clone(), self.low), self.low, x);
        select(gt(x.clone(), self.high), self.high, x)
    }
}

/// What `_arange` counts.
struct Range {
    start: f64,
    step: f64,
    count: usize,
    repeat: usize,
}

impl Range {
    fn of(attrs: &Attrs) -> Result<Range> {
        let (mut start, step) = (attrs.float("start"), attrs.float("step"));
        let stop = attrs.optional_float("stop").unwrap_or_else(|| std::mem::replace(&mut start, 0.0));
        if step == 0.0 || !(start.is_finite() && stop.is_finite() && step.is_finite()) {
            return Err(Error::attribute(format!("from {start} to {stop} in steps of {step} is no range")));
        }
        let count = ((stop - start) / step).ceil().max(0.0);
        if count > u32::MAX as f64 {
            return Err(Error::shape(format!(
                "from {start} to {stop} in steps of {step} are {count} numbers, too many"
            )));
        }
        Ok(Range { start, step, count: count as usize, repeat: attrs.int("repeat") as usize })
    }
}
