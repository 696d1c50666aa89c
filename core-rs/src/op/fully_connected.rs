//! The dense layer: `y = x Wᵀ + b`.
#![forbid(unsafe_code)]

use super::attrs::AttrSpec;
use super::spec::{Call, Forward, Gradient, Infer, Needs, OpSpec, Sample, input, optional};
use super::value::Backward;
use crate::base::{DType, Element, Error, Result, Shape};
use crate::kernel::gemm::{self, Bias, Operand, Real};
use crate::kernel::slices::{read, write};

pub static OPS: &[OpSpec] = &[OpSpec {
    name: "FullyConnected",
    doc: "A dense layer: data times the transpose of weight, plus bias. Inputs: data [n, …], weight [num_hidden, in], \
          bias [num_hidden]. Output: [n, num_hidden], or with flatten=false [n, …, num_hidden].",
    inputs: &[input("data"), input("weight"), optional("bias")],
    attrs: &[
        AttrSpec::required_int("num_hidden", "The number of outputs.").at_least(1.0),
        AttrSpec::bool("no_bias", false, "Leave the bias out."),
        AttrSpec::bool(
            "flatten",
            true,
            "Fold all axes but the first into one; else only the last axis is transformed.",
        ),
    ],
    infer: |i| {
        let dtype = i.same_dtypes()?;
        if !matches!(dtype, DType::Float32 | DType::Float64) {
            return Err(Error::dtype(format!("computes float32 and float64, got {dtype} (.astype(\"float32\"))")));
        }
        let layer = Layer::of(i)?;
        i.one(layer.out, dtype)
    },
    forward: Forward::Kernel(|call| match call.input(0).dtype {
        DType::Float64 => forward::<f64>(call),
        _ => forward::<f32>(call),
    }),
    gradient: Gradient::Rule(gradient),
    needs: |_| Needs { inputs: 0b11, outputs: 0 },
    cost: |i, out| {
        let inputs = i.shape(1).dims().last().copied().unwrap_or(1) as u64;
        out[0].0.size() as u64 * inputs / 24 + 100
    },
    samples: || {
        vec![
            Sample::new(&[&[3, 4], &[2, 4], &[2]]).attr("num_hidden", 2),
            Sample::new(&[&[2, 3, 4], &[5, 4], &[5]]).attr("num_hidden", 5).attr("flatten", false),
            Sample::new(&[&[2, 3, 2], &[4, 6]]).attr("num_hidden", 4).attr("no_bias", true),
            Sample::new(&[&[0, 3], &[2, 3], &[2]]).attr("num_hidden", 2),
        ]
    },
    ..OpSpec::NEW
}];

/// Sizes of the product.
struct Layer {
    rows: usize,
    inputs: usize,
    out: Shape,
}

impl Layer {
    fn of(i: &Infer) -> Result<Layer> {
        let (data, weight) = (i.shape(0), i.shape(1));
        let units = i.attrs.int("num_hidden") as usize;
        if data.ndim() == 0 {
            return Err(Error::shape("data has no axes; it needs at least one"));
        }
        let flat = i.attrs.bool("flatten");
        let (rows, inputs, out) = if flat {
            (data[0] as usize, data.span(1, data.ndim()), Shape::new(&[data[0] as usize, units]))
        } else {
            let last = data.ndim() - 1;
            (data.span(0, last), data[last] as usize, data.with(last, units))
        };
        if weight != Shape::new(&[units, inputs]) {
            return Err(Error::shape(format!(
                "weight has shape {weight}, but data {data} with num_hidden={units} needs [{units},{inputs}]"
            )));
        }
        match (i.has(2), i.attrs.bool("no_bias")) {
            (true, true) => Err(Error::attribute("a bias is given, but no_bias is true")),
            (false, false) => Err(Error::attribute("bias is missing; give one, or no_bias=true")),
            (true, false) if i.shape(2) != Shape::new(&[units]) => {
                Err(Error::shape(format!("bias has shape {}, num_hidden={units} needs [{units}]", i.shape(2))))
            }
            _ => Ok(Layer { rows, inputs, out }),
        }
    }
}

fn forward<T: Real + Element>(call: &Call) -> Result<()> {
    let weight = call.input(1);
    let (units, inputs) = (weight.shape[0] as usize, weight.shape[1] as usize);
    let y = write::<T>(call.output(0));
    let rows = y.len() / units.max(1);
    let bias = call.optional(2).map_or(Bias::None, |b| Bias::Columns(read::<T>(b)));
    let x = Operand::new(read::<T>(call.input(0)), inputs, false);
    let w = Operand::new(read::<T>(weight), inputs, true);
    gemm::gemm(call.context, (rows, units, inputs), T::from_f64(1.0), x, w, T::from_f64(0.0), y, units, bias);
    Ok(())
}

fn gradient(b: &mut Backward) -> Result<()> {
    let types: Vec<_> = b.input_types.to_vec();
    let layer = Layer::of(&Infer { op: b.op, attrs: b.attrs, inputs: &types })?;
    let units = b.attrs.int("num_hidden") as usize;
    let head = b.head(0)?;
    let head = b.call("_view", &[&head], &[("shape", Shape::new(&[layer.rows, units]).into())])?;
    if b.wants(0) {
        let weight = b.input(1);
        let data = b.call("dot", &[&head, &weight], &[])?;
        let data = b.call("_view", &[&data], &[("shape", b.shape(0).into())])?;
        b.set(0, data);
    }
    if b.wants(1) {
        let data = b.input(0);
        let data = b.call("_view", &[&data], &[("shape", Shape::new(&[layer.rows, layer.inputs]).into())])?;
        let weight = b.call("dot", &[&head, &data], &[("transpose_a", true.into())])?;
        b.set(1, weight);
    }
    if b.wants(2) {
        let bias = b.call("_sum_to", &[&head], &[("shape", Shape::new(&[units]).into())])?;
        b.set(2, bias);
    }
    Ok(())
}
