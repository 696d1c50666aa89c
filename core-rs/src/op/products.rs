//! NumPy's products of arrays: matmul, tensordot, inner, outer, vdot, kron, and convolve.
#![forbid(unsafe_code)]

use super::attrs::{Attr, AttrSpec, Attrs};
use super::spec::{Forward, Infer, InputSpec, OpSpec, Sample, Types, input};
use super::value::{Graph, Value, Values, call};
use crate::base::shape::MAX_NDIM;
use crate::base::{Error, Result, Shape};

const PAIR: &[InputSpec] = &[input("a"), input("b")];

const fn product(name: &'static str, aliases: &'static [&'static str], doc: &'static str) -> OpSpec {
    OpSpec { name, aliases, doc, inputs: PAIR, ..OpSpec::NEW }
}

fn view(g: &mut dyn Graph, x: &Value, shape: Shape) -> Result<Value> {
    if x.shape() == shape { Ok(x.clone()) } else { call(g, "_view", &[x], &[("shape", shape.into())]) }
}

fn both(inputs: &[Option<Value>]) -> (Value, Value) {
    (inputs[0].clone().expect("a"), inputs[1].clone().expect("b"))
}

/// Checks a call of a composite as `infer` would, and gives the shape of its result.
fn checked(infer: fn(&Infer) -> Result<Types>, attrs: &Attrs, (a, b): (&Value, &Value)) -> Result<Shape> {
    let types = [Some((a.shape(), a.dtype())), Some((b.shape(), b.dtype()))];
    Ok(infer(&Infer { op: super::find("matmul").expect("registered"), attrs, inputs: &types })?[0].0)
}

fn one(value: Value) -> Result<Values> {
    Ok(smallvec::smallvec![value])
}

/// A product of float32 or float64, which the matrix product computes.
fn real(i: &Infer) -> Result<crate::base::DType> {
    super::linalg::real(i)
}

/// The last axes of both as matrices, and the leading ones broadcast.
fn matmul_shapes(a: Shape, b: Shape) -> Result<(Shape, Shape, Shape, Shape)> {
    if a.ndim() == 0 || b.ndim() == 0 {
        return Err(Error::shape(format!("takes arrays of at least one axis, got {a} and {b}")));
    }
    let (x, y) = (if a.ndim() == 1 { a.inserted(0, 1)? } else { a }, if b.ndim() == 1 { b.inserted(1, 1)? } else { b });
    let (k, k2) = (x[x.ndim() - 1], y[y.ndim() - 2]);
    if k != k2 {
        return Err(Error::shape(format!("{a} and {b} do not multiply: {k} against {k2}")));
    }
    let lead = |s: Shape| Shape::new(&s.to_vec()[..s.ndim() - 2]);
    let leading = lead(x).broadcast(&lead(y))?;
    let with = |tail: &[u32]| Shape::checked(leading.dims().iter().chain(tail).map(|&d| d as u64));
    let mut result: Vec<u64> = leading.iter().map(|d| d as u64).collect();
    if a.ndim() > 1 {
        result.push(x[x.ndim() - 2] as u64);
    }
    if b.ndim() > 1 {
        result.push(y[y.ndim() - 1] as u64);
    }
    let result = if result.is_empty() { Shape::new(&[1]) } else { Shape::checked(result)? };
    Ok((with(&x.dims()[x.ndim() - 2..])?, with(&y.dims()[y.ndim() - 2..])?, leading, result))
}

fn infer_matmul(i: &Infer) -> Result<Types> {
    i.one(matmul_shapes(i.shape(0), i.shape(1))?.3, real(i)?)
}

fn matmul(g: &mut dyn Graph, attrs: &Attrs, inputs: &[Option<Value>]) -> Result<Values> {
    let (a, b) = both(inputs);
    checked(infer_matmul, attrs, (&a, &b))?;
    let (x, y, leading, result) = matmul_shapes(a.shape(), b.shape())?;
    let (n, k) = (x.ndim(), x[x.ndim() - 1] as usize);
    if b.shape().ndim() <= 2 {
        // One matrix on the right: the rows of all on the left are multiplied at once.
        let rows = x.span(0, n - 1);
        let (a, b) = (view(g, &a, Shape::new(&[rows, k]))?, view(g, &b, Shape::new(&[k, y[n - 1] as usize]))?);
        let product = call(g, "linalg_gemm2", &[&a, &b], &[])?;
        return one(view(g, &product, result)?);
    }
    let mut spread = |v: &Value, to: Shape| -> Result<Value> {
        let missing = n - v.shape().ndim().max(2);
        // Axes of its own: matrices, with ones in front.
        let tail = &to.to_vec()[n - 2..];
        let own = v.shape().to_vec();
        let mut dims = vec![1; missing];
        if own.len() > 2 {
            dims.extend(&own[..own.len() - 2]);
        }
        dims.extend(tail);
        let v = view(g, v, Shape::new(&dims))?;
        if v.shape() == to { Ok(v) } else { call(g, "_spread", &[&v], &[("shape", to.into())]) }
    };
    let (a, b) = (spread(&a, x)?, spread(&b, y)?);
    debug_assert_eq!(leading.ndim() + 2, n);
    let product = call(g, "linalg_gemm2", &[&a, &b], &[])?;
    one(view(g, &product, result)?)
}

/// Which axes of each are summed over.
fn summed(attrs: &Attrs, a: Shape, b: Shape) -> Result<(Vec<usize>, Vec<usize>)> {
    let (left, right) = (attrs.optional_tuple("a_axes_summed"), attrs.optional_tuple("b_axes_summed"));
    let (left, right): (Vec<usize>, Vec<usize>) = match (left, right) {
        (None, None) => {
            let n = attrs.int("axes") as usize;
            if n > a.ndim().min(b.ndim()) {
                return Err(Error::attribute(format!("axes is {n}; the arrays {a} and {b} have fewer axes")));
            }
            ((a.ndim() - n..a.ndim()).collect(), (0..n).collect())
        }
        (Some(left), Some(right)) => (
            left.iter().map(|&x| a.axis(x)).collect::<Result<_>>()?,
            right.iter().map(|&x| b.axis(x)).collect::<Result<_>>()?,
        ),
        _ => return Err(Error::attribute("a_axes_summed and b_axes_summed are given both or not at all")),
    };
    let twice = |axes: &[usize]| axes.iter().enumerate().any(|(i, x)| axes[..i].contains(x));
    if left.len() != right.len() || twice(&left) || twice(&right) {
        return Err(Error::attribute(format!(
            "the axes {left:?} of a and {right:?} of b must be as many, each of them once"
        )));
    }
    if let Some((&x, &y)) = left.iter().zip(&right).find(|&(&x, &y)| a[x] != b[y]) {
        return Err(Error::shape(format!("axis {x} of a {a} and axis {y} of b {b} differ: {} against {}", a[x], b[y])));
    }
    Ok((left, right))
}

fn rest(shape: Shape, axes: &[usize]) -> Vec<usize> {
    (0..shape.ndim()).filter(|a| !axes.contains(a)).collect()
}

fn tensordot_shape(a: Shape, b: Shape, left: &[usize], right: &[usize]) -> Result<Shape> {
    let dims = rest(a, left).into_iter().map(|x| a[x] as u64).chain(rest(b, right).into_iter().map(|x| b[x] as u64));
    let dims: Vec<u64> = dims.collect();
    if dims.is_empty() { Ok(Shape::new(&[1])) } else { Shape::checked(dims) }
}

fn infer_tensordot(i: &Infer) -> Result<Types> {
    let (left, right) = summed(i.attrs, i.shape(0), i.shape(1))?;
    i.one(tensordot_shape(i.shape(0), i.shape(1), &left, &right)?, real(i)?)
}

/// Products of a and b summed over axes that correspond, by one matrix product.
fn contract(g: &mut dyn Graph, a: &Value, b: &Value, left: &[usize], right: &[usize]) -> Result<Value> {
    let result = tensordot_shape(a.shape(), b.shape(), left, right)?;
    let sizes = |s: Shape, axes: &[usize]| axes.iter().map(|&x| s[x] as usize).product::<usize>();
    let (rows, columns) = (rest(a.shape(), left), rest(b.shape(), right));
    let (m, k, n) = (sizes(a.shape(), &rows), sizes(a.shape(), left), sizes(b.shape(), &columns));
    let mut matrix = |v: &Value, order: Vec<usize>, shape: [usize; 2]| -> Result<Value> {
        let moved = order.windows(2).any(|w| w[0] > w[1]);
        let axes: Vec<i64> = order.into_iter().map(|x| x as i64).collect();
        let v = if moved { call(g, "transpose", &[v], &[("axes", axes.into())])? } else { v.clone() };
        view(g, &v, Shape::new(&shape))
    };
    let x = matrix(a, [rows, left.to_vec()].concat(), [m, k])?;
    let y = matrix(b, [right.to_vec(), columns].concat(), [k, n])?;
    let product = call(g, "linalg_gemm2", &[&x, &y], &[])?;
    view(g, &product, result)
}

fn infer_inner(i: &Infer) -> Result<Types> {
    let (a, b) = (i.shape(0), i.shape(1));
    if a.ndim() == 0 || b.ndim() == 0 || a[a.ndim() - 1] != b[b.ndim() - 1] {
        return Err(Error::shape(format!("the last axes of {a} and {b} must be of one size")));
    }
    i.one(tensordot_shape(a, b, &[a.ndim() - 1], &[b.ndim() - 1])?, real(i)?)
}

fn infer_outer(i: &Infer) -> Result<Types> {
    let dtype = i.same_dtypes()?;
    i.one(Shape::checked([i.shape(0).size() as u64, i.shape(1).size() as u64])?, dtype)
}

fn infer_vdot(i: &Infer) -> Result<Types> {
    if i.shape(0).size() != i.shape(1).size() {
        return Err(Error::shape(format!("{} and {} must have as many elements", i.shape(0), i.shape(1))));
    }
    i.one(Shape::new(&[1]), real(i)?)
}

/// Both with as many axes, ones in front.
fn kron_shapes(a: Shape, b: Shape) -> Result<(Vec<usize>, Vec<usize>)> {
    let n = a.ndim().max(b.ndim());
    if 2 * n > MAX_NDIM {
        return Err(Error::shape(format!("takes arrays of at most {} axes, got {a} and {b}", MAX_NDIM / 2)));
    }
    let pad = |s: Shape| [vec![1; n - s.ndim()], s.to_vec()].concat();
    Ok((pad(a), pad(b)))
}

fn infer_kron(i: &Infer) -> Result<Types> {
    let dtype = i.same_dtypes()?;
    let (a, b) = kron_shapes(i.shape(0), i.shape(1))?;
    i.one(Shape::checked(a.iter().zip(&b).map(|(&x, &y)| x as u64 * y as u64))?, dtype)
}

/// Sizes of a convolution: of the longer and the shorter vector, of the result, and what is cut off in front.
fn convolution(i: &Infer) -> Result<(usize, usize, usize, usize)> {
    let (a, v) = (i.shape(0), i.shape(1));
    if a.ndim() != 1 || v.ndim() != 1 || a.size() == 0 || v.size() == 0 {
        return Err(Error::shape(format!("takes two vectors of at least one element, got {a} and {v}")));
    }
    let (long, short) = (a.size().max(v.size()), a.size().min(v.size()));
    Ok(match i.attrs.word("mode") {
        "full" => (long, short, long + short - 1, 0),
        "same" => (long, short, long, (short - 1) / 2),
        _ => (long, short, long - short + 1, 0),
    })
}

fn infer_convolve(i: &Infer) -> Result<Types> {
    i.one(Shape::new(&[convolution(i)?.2]), real(i)?)
}

pub static OPS: &[OpSpec] = &[
    OpSpec {
        infer: infer_matmul,
        forward: Forward::Composite(matmul),
        cost: |i, out| out[0].0.size() as u64 * i.shape(0).iter().next_back().unwrap_or(1) as u64 / 24 + 100,
        samples: || {
            vec![
                Sample::new(&[&[2, 3], &[3, 4]]),
                Sample::new(&[&[2, 1, 2, 3], &[4, 3, 2]]),
                Sample::new(&[&[3], &[2, 3, 2]]),
                Sample::new(&[&[2, 2, 3], &[3]]),
                Sample::new(&[&[3], &[3]]),
                Sample::new(&[&[0, 2, 3], &[3, 2]]),
            ]
        },
        ..product(
            "matmul",
            &["_npi_matmul"],
            "NumPy's product of matrices: [..., m, k] and [..., k, n] give [..., m, n], leading axes broadcast. A vector on \
             the left is a row, on the right a column, and its axis goes; two vectors give [1].",
        )
    },
    OpSpec {
        attrs: &[
            AttrSpec::int("axes", 2, "So many of the last axes of a and the first of b are summed over.")
                .between(0.0, 8.0),
            AttrSpec::optional_tuple("a_axes_summed", "Instead, which axes of a are summed over."),
            AttrSpec::optional_tuple("b_axes_summed", "The axes of b that correspond to them."),
        ],
        positional: 1,
        infer: infer_tensordot,
        forward: Forward::Composite(|g, attrs, inputs| {
            let (a, b) = both(inputs);
            checked(infer_tensordot, attrs, (&a, &b))?;
            let (left, right) = summed(attrs, a.shape(), b.shape())?;
            one(contract(g, &a, &b, &left, &right)?)
        }),
        samples: || {
            vec![
                Sample::new(&[&[2, 3, 4], &[3, 4, 2]]),
                Sample::new(&[&[2, 3], &[3, 4]]).attr("axes", 1),
                Sample::new(&[&[2], &[3]]).attr("axes", 0),
                Sample::new(&[&[2, 3, 4], &[4, 5, 2]])
                    .attr("a_axes_summed", vec![0, -1])
                    .attr("b_axes_summed", vec![2, 0]),
                Sample::new(&[&[2, 0], &[0, 2]]).attr("axes", 1),
            ]
        },
        ..product(
            "tensordot",
            &["_npi_tensordot", "_npi_tensordot_int_axes"],
            "Products of a and b summed over axes that correspond: the last of a with the first of b, or those that are \
             named. The result has the other axes of a, then of b; [1] where none is left.",
        )
    },
    OpSpec {
        infer: infer_inner,
        forward: Forward::Composite(|g, attrs, inputs| {
            let (a, b) = both(inputs);
            checked(infer_inner, attrs, (&a, &b))?;
            one(contract(g, &a, &b, &[a.shape().ndim() - 1], &[b.shape().ndim() - 1])?)
        }),
        samples: || vec![Sample::new(&[&[2, 3], &[4, 3]]), Sample::new(&[&[3], &[3]]), Sample::new(&[&[0, 3], &[3]])],
        ..product("inner", &[], "Products summed over the last axes: [..., k] and [..., k]; two vectors give [1].")
    },
    OpSpec {
        infer: infer_outer,
        forward: Forward::Composite(|g, attrs, inputs| {
            let (a, b) = both(inputs);
            checked(infer_outer, attrs, (&a, &b))?;
            let x = view(g, &a, Shape::new(&[a.shape().size(), 1]))?;
            let y = view(g, &b, Shape::new(&[1, b.shape().size()]))?;
            one(call(g, "broadcast_mul", &[&x, &y], &[])?)
        }),
        samples: || vec![Sample::new(&[&[3], &[4]]), Sample::new(&[&[2, 2], &[3]]), Sample::new(&[&[0], &[2]])],
        ..product("outer", &[], "Each element of a times each of b, both flattened: [n, m].")
    },
    OpSpec {
        infer: infer_vdot,
        forward: Forward::Composite(|g, attrs, inputs| {
            let (a, b) = both(inputs);
            checked(infer_vdot, attrs, (&a, &b))?;
            let n = a.shape().size();
            let (x, y) = (view(g, &a, Shape::new(&[1, n]))?, view(g, &b, Shape::new(&[n, 1]))?);
            let product = call(g, "linalg_gemm2", &[&x, &y], &[])?;
            one(view(g, &product, Shape::new(&[1]))?)
        }),
        samples: || vec![Sample::new(&[&[2, 3], &[3, 2]]), Sample::new(&[&[4], &[4]])],
        ..product("vdot", &[], "The sum of the products of elements, both arrays flattened: [1].")
    },
    OpSpec {
        infer: infer_kron,
        forward: Forward::Composite(|g, attrs, inputs| {
            let (a, b) = both(inputs);
            let result = checked(infer_kron, attrs, (&a, &b))?;
            let (left, right) = kron_shapes(a.shape(), b.shape())?;
            let spaced = |dims: &[usize], first: bool| -> Shape {
                Shape::new(&dims.iter().flat_map(|&d| if first { [d, 1] } else { [1, d] }).collect::<Vec<_>>())
            };
            let (x, y) = (view(g, &a, spaced(&left, true))?, view(g, &b, spaced(&right, false))?);
            let product = call(g, "broadcast_mul", &[&x, &y], &[])?;
            one(view(g, &product, result)?)
        }),
        samples: || {
            vec![Sample::new(&[&[2, 3], &[3, 2]]), Sample::new(&[&[2], &[2, 2]]), Sample::new(&[&[0, 2], &[2, 2]])]
        },
        ..product(
            "kron",
            &["_npi_kron"],
            "Kronecker's product: each element of a times the whole of b, sizes multiplied axis by axis.",
        )
    },
    OpSpec {
        inputs: &[input("a"), input("v")],
        attrs: &[AttrSpec::one_of(
            "mode",
            &["full", "same", "valid"],
            "full",
            "full: n + m - 1 elements; same: the middle max(n, m); valid: where both overlap wholly.",
        )],
        infer: infer_convolve,
        forward: Forward::Composite(|g, attrs, inputs| {
            let (mut a, mut v) = both(inputs);
            checked(infer_convolve, attrs, (&a, &v))?;
            let types = [Some((a.shape(), a.dtype())), Some((v.shape(), v.dtype()))];
            let (long, short, size, skip) =
                convolution(&Infer { op: super::find("convolve").expect("registered"), attrs, inputs: &types })?;
            if v.shape().size() > a.shape().size() {
                std::mem::swap(&mut a, &mut v);
            }
            let turned = call(g, "reverse", &[&v], &[("axis", vec![0].into())])?;
            let (x, w) = (view(g, &a, Shape::new(&[1, 1, long]))?, view(g, &turned, Shape::new(&[1, 1, short]))?);
            let pad = if attrs.word("mode") == "valid" { 0 } else { short as i64 - 1 };
            let conv = super::find("Convolution").expect("Convolution");
            let given: [(&str, Attr); 4] = [
                ("kernel", vec![short as i64].into()),
                ("pad", vec![pad].into()),
                ("num_filter", Attr::Int(1)),
                ("no_bias", true.into()),
            ];
            let inputs = [Some(x), Some(w), None];
            let out = g.apply(conv, &inputs, conv.attrs(&given)?)?.swap_remove(0);
            let whole = out.shape().size();
            let out = view(g, &out, Shape::new(&[whole]))?;
            if whole == size {
                return one(out);
            }
            let cut =
                [("axis", Attr::Int(0)), ("begin", Attr::Int(skip as i64)), ("end", Attr::Int((skip + size) as i64))];
            one(call(g, "slice_axis", &[&out], &cut)?)
        }),
        cost: |i, _| i.shape(0).size() as u64 * i.shape(1).size() as u64 / 8 + 200,
        samples: || {
            vec![
                Sample::new(&[&[5], &[3]]),
                Sample::new(&[&[2], &[4]]).word("mode", "same"),
                Sample::new(&[&[6], &[3]]).word("mode", "valid"),
                Sample::new(&[&[1], &[1]]),
            ]
        },
        ..product("convolve", &[], "The convolution of two vectors: element i is the sum over j of a[j] v[i - j].")
    },
];
