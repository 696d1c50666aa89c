//! Sums of many arrays, checks of many arrays, casts of mixed precision, and what is counted along an
//! array.
#![forbid(unsafe_code)]

use super::attrs::{Attr, AttrSpec};
use super::binary::Add;
use super::spec::{Call, Forward, Gradient, Infer, OpSpec, Sample, Types, input, variadic};
use super::value::{Graph, Value, Values, call};
use crate::base::{DType, Error, Result, Shape, View, ViewMut};
use crate::kernel::num::Num;
use crate::kernel::reduce::{self, Reduction};
use crate::kernel::{checks, generate::generate, map};

const NUM_ARGS: AttrSpec = AttrSpec::optional_int("num_args", "Accepted and ignored: the number of arrays is seen.");
const NUM_ARRAYS: AttrSpec =
    AttrSpec::optional_int("num_arrays", "Accepted and ignored: the number of arrays is seen.");
const INIT_OUTPUT: AttrSpec =
    AttrSpec::bool("init_output", true, "Only true: several arrays are checked by multi_all_finite at once.");
const COUNT: Gradient = Gradient::Zero("it depends on the shape of data alone");

pub static OPS: &[OpSpec] = &[
    OpSpec {
        name: "add_n",
        aliases: &["ElementWiseSum"],
        doc: "The sum of any number of arrays of one shape.",
        inputs: &[variadic("args")],
        attrs: &[NUM_ARGS],
        infer: |i| {
            let dtype = i.same_dtypes()?;
            let Some((first, _)) = i.inputs.first().copied().flatten() else {
                return Err(Error::attribute("got no arrays; it needs one at least"));
            };
            if let Some((n, (shape, _))) = i.inputs.iter().flatten().enumerate().find(|(_, (s, _))| *s != first) {
                return Err(Error::shape(format!(
                    "array 0 has shape {first}, array {n} has {shape}; they must be equal"
                )));
            }
            i.one(first, dtype)
        },
        forward: Forward::Kernel(|c| {
            let to = c.output(0);
            let arrays: Vec<View> = c.inputs.iter().flatten().copied().collect();
            match &arrays[..] {
                [a] => map::copy(c.context, a, to),
                [a, b] => map::binary::<Add>(c.context, a, b, to),
                [a, b, d, ..] => map::elementwise(c.context, &Three, &[*a, *b, *d], to),
                [] => {}
            }
            let sum = to.as_view();
            for more in arrays.get(3..).unwrap_or(&[]).chunks(2) {
                match more {
                    [a, b] => map::elementwise(c.context, &Three, &[sum, *a, *b], to),
                    _ => map::binary::<Add>(c.context, &sum, &more[0], to),
                }
            }
            Ok(())
        }),
        gradient: Gradient::Rule(|b| {
            let head = b.head(0)?;
            for i in 0..b.input_types.len() {
                if b.wants(i) {
                    b.set(i, head.clone());
                }
            }
            Ok(())
        }),
        samples: || {
            let shape: &[usize] = &[2, 3];
            vec![
                Sample::new(&[shape]),
                Sample::new(&[shape, shape]),
                Sample::new(&[shape, shape, shape]),
                Sample::new(&[shape, shape, shape, shape]),
                Sample::new(&[shape, shape, shape, shape, shape, shape]),
                Sample::new(&[&[0], &[0]]),
            ]
        },
        ..OpSpec::NEW
    },
    finite(
        "all_finite",
        "[1] float32: 1 where all elements of data are finite, else 0.",
        &[input("data")],
        &[INIT_OUTPUT],
    ),
    finite(
        "multi_all_finite",
        "[1] float32: 1 where all elements of all arrays are finite, else 0.",
        &[variadic("data")],
        &[NUM_ARRAYS, INIT_OUTPUT],
    ),
    OpSpec {
        name: "multi_sum_sq",
        doc: "The sum of squares of each array, a float32 vector.",
        inputs: &[variadic("data")],
        attrs: &[NUM_ARRAYS],
        infer: |i| {
            floats(i)?;
            i.one(Shape::new(&[i.inputs.len()]), DType::Float32)
        },
        forward: Forward::Kernel(|c| {
            for (n, x) in c.inputs.iter().flatten().enumerate() {
                let flat = View { shape: Shape::new(&[x.shape.size()]), ..*x };
                let place = c.output(0).address + n * DType::Float32.size();
                let to = ViewMut { address: place, shape: Shape::new(&[1]), dtype: DType::Float32 };
                reduce::reduce(c.context, Reduction::SumSquares, &flat, &[0], &to);
            }
            Ok(())
        }),
        gradient: Gradient::None("MXNet gives it none; sum the squares (square, sum) where one is wanted"),
        samples: || vec![Sample::new(&[&[2, 3], &[4]]), Sample::new(&[&[0]])],
        ..OpSpec::NEW
    },
    OpSpec {
        name: "contrib.allclose",
        aliases: &["_contrib_allclose"],
        doc: "1 (uint8, of shape []) where |a - b| <= atol + rtol |b| everywhere, else 0. Equal infinities are close.",
        inputs: &[input("a"), input("b")],
        attrs: &[
            AttrSpec::float("rtol", 1e-5, "The distance allowed as a part of |b|."),
            AttrSpec::float("atol", 1e-8, "The distance allowed anyway."),
            AttrSpec::bool("equal_nan", true, "Two NaN are close."),
        ],
        infer: |i| {
            i.same_dtypes()?;
            super::binary::same_shapes(i)?;
            i.one(Shape::SCALAR, DType::Uint8)
        },
        forward: Forward::Kernel(|c| {
            let (rtol, atol) = (c.attrs.float("rtol"), c.attrs.float("atol"));
            let equal_nan = c.attrs.bool("equal_nan");
            let close = checks::all_close(c.context, c.input(0), c.input(1), rtol, atol, equal_nan);
            map::fill(c.context, close as u8 as f64, c.output(0));
            Ok(())
        }),
        gradient: Gradient::Zero("it is 0 or 1"),
        samples: || vec![Sample::new(&[&[2, 3], &[2, 3]]), Sample::new(&[&[0], &[0]])],
        ..OpSpec::NEW
    },
    OpSpec {
        name: "khatri_rao",
        doc: "Of matrices with equally many columns: column k of the result is the outer product of their columns k. \
              Output: [product of the rows, columns].",
        inputs: &[variadic("args")],
        attrs: &[NUM_ARGS],
        infer: |i| {
            let dtype = i.same_dtypes()?;
            i.floats_only(0)?;
            let mut rows = 1;
            for (n, (shape, _)) in i.inputs.iter().flatten().enumerate() {
                if shape.ndim() != 2 || i.shape(0).ndim() != 2 || shape[1] != i.shape(0)[1] {
                    return Err(Error::shape(format!(
                        "matrix 0 has shape {}, matrix {n} has {shape}; they need two axes and as many columns",
                        i.shape(0)
                    )));
                }
                rows *= shape[0] as u64;
            }
            i.one(Shape::checked([rows, i.shape(0)[1] as u64])?, dtype)
        },
        forward: Forward::Composite(|graph, _, inputs| {
            let mut matrices = inputs.iter().flatten();
            let mut product = matrices.next().cloned().expect("a matrix");
            for next in matrices {
                let (a, b) = (product.shape(), next.shape());
                let left = view(graph, &product, &[a[0], 1, a[1]])?;
                let right = view(graph, next, &[1, b[0], b[1]])?;
                let both = call(graph, "broadcast_mul", &[&left, &right], &[])?;
                product = view(graph, &both, &[a[0] * b[0], a[1]])?;
            }
            Ok(smallvec::smallvec![product])
        }),
        samples: || {
            vec![
                Sample::new(&[&[2, 3], &[4, 3]]),
                Sample::new(&[&[2, 2], &[1, 2], &[3, 2]]),
                Sample::new(&[&[2, 2]]),
                Sample::new(&[&[0, 2], &[3, 2]]),
            ]
        },
        ..OpSpec::NEW
    },
    OpSpec {
        name: "reset_arrays",
        doc: "Sets all elements of the arrays to 0, in place; it gives nothing.",
        inputs: &[super::spec::InputSpec { mutated: true, ..variadic("data") }],
        attrs: &[NUM_ARRAYS],
        infer: |i| {
            floats(i)?;
            Ok(Types::new())
        },
        forward: Forward::Kernel(|c| {
            (0..c.inputs.len()).for_each(|i| map::fill(c.context, 0.0, &c.mutated(i)));
            Ok(())
        }),
        gradient: Gradient::None("it changes its inputs"),
        samples: || vec![Sample::new(&[&[2, 3], &[4]]), Sample::new(&[&[0]])],
        ..OpSpec::NEW
    },
    OpSpec {
        name: "amp_cast",
        doc: "float16 and float32 in the dtype that is named; any other dtype as it is.",
        attrs: &[AttrSpec::required_dtype("dtype", "The dtype of the result.")],
        positional: 1,
        infer: |i| i.one(i.shape(0), if narrow(i.dtype(0)) { i.attrs.dtype("dtype") } else { i.dtype(0) }),
        forward: Forward::Composite(|graph, attrs, inputs| {
            let x = inputs[0].clone().expect("data");
            let dtype = if narrow(x.dtype()) { attrs.dtype("dtype") } else { x.dtype() };
            Ok(smallvec::smallvec![cast(graph, &x, dtype)?])
        }),
        samples: || {
            vec![
                Sample::new(&[&[2, 3]]).attr("dtype", DType::Float32),
                Sample::new(&[&[0]]).attr("dtype", DType::Float32),
            ]
        },
        ..OpSpec::NEW
    },
    OpSpec {
        name: "amp_multicast",
        doc: "Arrays of float16 and float32 in the widest dtype among them (the narrowest, with cast_narrow); arrays of any \
              other dtype as they are.",
        inputs: &[variadic("data")],
        attrs: &[
            AttrSpec::optional_int("num_outputs", "Accepted and ignored: the number of arrays is seen."),
            AttrSpec::bool("cast_narrow", false, "Cast to the narrowest dtype."),
        ],
        infer: |i| {
            let types: Vec<DType> = i.inputs.iter().flatten().map(|t| t.1).collect();
            let common = common(&types, i.attrs.bool("cast_narrow"));
            Ok(i.inputs.iter().flatten().map(|&(s, d)| (s, if narrow(d) { common } else { d })).collect())
        },
        forward: Forward::Composite(|graph, attrs, inputs| {
            let types: Vec<DType> = inputs.iter().flatten().map(|v| v.dtype()).collect();
            let common = common(&types, attrs.bool("cast_narrow"));
            let mut results = Values::new();
            for x in inputs.iter().flatten() {
                results.push(cast(graph, x, if narrow(x.dtype()) { common } else { x.dtype() })?);
            }
            Ok(results)
        }),
        many: true,
        samples: || vec![Sample::new(&[&[2, 3], &[4]]), Sample::new(&[&[0]])],
        ..OpSpec::NEW
    },
    OpSpec {
        name: "contrib.arange_like",
        aliases: &["_contrib_arange_like"],
        doc: "start, start + step, … each `repeat` times, as many as data has elements, in its shape; or as many as an axis \
              of it has.",
        attrs: &[
            AttrSpec::float("start", 0.0, "The first number."),
            AttrSpec::float("step", 1.0, "The distance of two numbers."),
            AttrSpec::int("repeat", 1, "How often each number stands.").at_least(1.0),
            AttrSpec::optional_int("axis", "The axis whose size counts; all elements by default."),
        ],
        infer: |i| {
            let shape = i.shape(0);
            match i.attrs.optional_int("axis") {
                Some(axis) => i.one(Shape::new(&[shape[shape.axis(axis)?] as usize]), i.dtype(0)),
                None => i.same(),
            }
        },
        forward: Forward::Kernel(|c| {
            let (start, step) = (c.attrs.float("start"), c.attrs.float("step"));
            let repeat = c.attrs.int("repeat") as usize;
            generate(c.context, c.output(0), &|i| start + (i / repeat) as f64 * step);
            Ok(())
        }),
        gradient: COUNT,
        samples: || vec![Sample::new(&[&[2, 3]]), Sample::new(&[&[2, 3]]).attr("axis", -1), Sample::new(&[&[0, 3]])],
        ..OpSpec::NEW
    },
    OpSpec {
        name: "contrib.index_array",
        aliases: &["_contrib_index_array"],
        doc: "The index of each element of data, along a new last axis, in int64; or its part along some axes.",
        attrs: &[AttrSpec::optional_tuple("axes", "The axes; all by default.")],
        infer: |i| {
            let n = index_axes(i.shape(0), i.attrs)?.len();
            i.one(i.shape(0).inserted(i.shape(0).ndim(), n)?, DType::Int64)
        },
        forward: Forward::Kernel(|c| {
            let shape = c.input(0).shape;
            let axes = index_axes(shape, c.attrs)?;
            let (strides, n) = (shape.strides(), axes.len().max(1));
            generate(c.context, c.output(0), &|i| {
                let axis = axes[i % n];
                (i / n / strides[axis] % shape[axis] as usize) as f64
            });
            Ok(())
        }),
        gradient: COUNT,
        samples: || {
            vec![
                Sample::new(&[&[2, 3]]),
                Sample::new(&[&[2, 3, 2]]).attr("axes", vec![-1, 0]),
                Sample::new(&[&[]]),
                Sample::new(&[&[0, 3]]),
            ]
        },
        ..OpSpec::NEW
    },
];

const fn finite(
    name: &'static str,
    doc: &'static str,
    inputs: &'static [super::spec::InputSpec],
    attrs: &'static [AttrSpec],
) -> OpSpec {
    OpSpec {
        name,
        doc,
        inputs,
        attrs,
        infer: |i| {
            floats(i)?;
            if !i.attrs.bool("init_output") {
                return Err(Error::attribute(
                    "init_output is false; what out held before is not seen, use multi_all_finite for several arrays",
                ));
            }
            i.one(Shape::new(&[1]), DType::Float32)
        },
        forward: Forward::Kernel(|c: &Call| {
            let all = c.inputs.iter().flatten().all(|x| checks::all_finite(c.context, x));
            map::fill(c.context, all as u8 as f64, c.output(0));
            Ok(())
        }),
        gradient: Gradient::Zero("it is 0 or 1"),
        samples: || vec![Sample::new(&[&[2, 3]]), Sample::new(&[&[0]])],
        ..OpSpec::NEW
    }
}

/// Refuses integer arrays, and none at all.
fn floats(i: &Infer) -> Result<()> {
    if i.inputs.is_empty() {
        return Err(Error::attribute("got no arrays; it needs one at least"));
    }
    (0..i.inputs.len()).try_for_each(|n| i.floats_only(n).map(|_| ()))
}

struct Three;
impl map::Formula<3> for Three {
    const INTEGER: bool = true;
    #[inline(always)]
    fn at<N: Num>(&self, [a, b, c]: [N; 3]) -> N {
        a + b + c
    }
}

fn view(graph: &mut dyn Graph, x: &Value, shape: &[u32]) -> Result<Value> {
    let shape = Shape::checked(shape.iter().map(|&d| d as u64))?;
    call(graph, "_view", &[x], &[("shape", shape.into())])
}

/// The dtypes that casts of mixed precision change.
fn narrow(dtype: DType) -> bool {
    matches!(dtype, DType::Float16 | DType::Float32)
}

/// The dtype that narrow arrays get: the widest, or the narrowest, of the float dtypes.
fn common(types: &[DType], narrowest: bool) -> DType {
    let has = |dtype| types.contains(&dtype);
    if narrowest {
        return if has(DType::Float16) { DType::Float16 } else { DType::Float32 };
    }
    match types.first() {
        Some(DType::Float64) if !has(DType::Float32) => DType::Float64,
        _ if has(DType::Float32) => DType::Float32,
        _ => DType::Float16,
    }
}

fn cast(graph: &mut dyn Graph, x: &Value, dtype: DType) -> Result<Value> {
    if x.dtype() == dtype {
        return call(graph, "_copy", &[x], &[]);
    }
    call(graph, "Cast", &[x], &[("dtype", Attr::DType(dtype))])
}

fn index_axes(shape: Shape, attrs: &super::Attrs) -> Result<Vec<usize>> {
    match attrs.optional_tuple("axes") {
        Some(axes) => axes.iter().map(|&a| shape.axis(a)).collect(),
        None => Ok((0..shape.ndim()).collect()),
    }
}
