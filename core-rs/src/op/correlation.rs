//! Correlation of two images (FlowNet's layer) and its gradients. As products the three are linear in
//! each of their arrays, and gradients of gradients are again one of them.
#![forbid(unsafe_code)]

use super::attrs::{Attr, AttrSpec, Attrs};
use super::spec::{Forward, Gradient, Infer, Needs, OpSpec, Sample, input};
use super::value::{Backward, Value};
use crate::base::{DType, Error, Result, Shape};
use crate::by_real;
use crate::kernel::correlation::{self, Correlation};
use crate::kernel::floats;

const ATTRS: &[AttrSpec] = &[
    AttrSpec::int("kernel_size", 1, "The side of a patch; odd.").at_least(1.0),
    AttrSpec::int("max_displacement", 1, "The largest displacement along an axis.").at_least(0.0),
    AttrSpec::int("stride1", 1, "The step of the patches of data1.").at_least(1.0),
    AttrSpec::int("stride2", 1, "The step of displacements.").at_least(1.0),
    AttrSpec::int("pad_size", 0, "Zeros around both images.").at_least(0.0),
    AttrSpec::bool("is_multiply", true, "Means of products; else of absolute differences."),
];
const GRADIENT_ATTRS: &[AttrSpec] =
    &[ATTRS[0], ATTRS[1], ATTRS[2], ATTRS[3], ATTRS[4], ATTRS[5], AttrSpec::bool("second", false, "By data2.")];

pub static OPS: &[OpSpec] = &[
    OpSpec {
        name: "Correlation",
        doc: "The mean product of each patch of data1 with the patches of data2 around its place. Inputs: data1, data2 \
              [n, c, h, w]. Output: [n, (2 floor(max_displacement / stride2) + 1)^2, h', w'] with \
              h' = ceil((h + 2 pad_size - 2 max_displacement - kernel_size + 1) / stride1).",
        inputs: &[input("data1"), input("data2")],
        attrs: ATTRS,
        infer: |i| i.one(sizes(i.attrs, i.shape(0), i.shape(1))?.1, real(i)?),
        forward: Forward::Kernel(|c| {
            let p = sizes(c.attrs, c.input(0).shape, c.input(1).shape)?.0;
            by_real!(c.input(0).dtype, T => {
                let [a, b] = [0, 1].map(|i| floats::input::<T>(c.context, c.input(i)));
                correlation::forward(c.context, &p, &a, &b, &mut floats::output::<T>(c.context, c.output(0)));
            });
            Ok(())
        }),
        gradient: Gradient::Rule(|b| {
            if !b.attrs.bool("is_multiply") {
                b.first_order_only()?;
            }
            let (head, first, second) = (b.head(0)?, b.input(0), b.input(1));
            for i in 0..2 {
                if b.wants(i) {
                    let gradient = slope(b, &head, &first, &second, i == 1)?;
                    b.set(i, gradient);
                }
            }
            Ok(())
        }),
        needs: |_| Needs::INPUTS,
        cost,
        samples: || {
            vec![
                Sample::new(&[&[2, 3, 5, 4], &[2, 3, 5, 4]]).attr("pad_size", 1),
                Sample::new(&[&[1, 2, 6, 7], &[1, 2, 6, 7]])
                    .attr("kernel_size", 3)
                    .attr("max_displacement", 3)
                    .attr("stride1", 2)
                    .attr("stride2", 2)
                    .attr("pad_size", 3),
                Sample::new(&[&[1, 2, 4, 4], &[1, 2, 4, 4]]).attr("is_multiply", false),
                Sample::new(&[&[0, 2, 4, 4], &[0, 2, 4, 4]]),
            ]
        },
        ..OpSpec::NEW
    },
    OpSpec {
        name: "_backward_Correlation",
        doc: "The gradient of Correlation by data1 or data2.",
        inputs: &[input("head"), input("data1"), input("data2")],
        attrs: GRADIENT_ATTRS,
        infer: |i| {
            let shape = sizes(i.attrs, i.shape(1), i.shape(2))?.1;
            if i.shape(0) != shape {
                return Err(Error::shape(format!("head has shape {}, the output {shape}", i.shape(0))));
            }
            i.one(i.shape(1), real(i)?)
        },
        forward: Forward::Kernel(|c| {
            let p = sizes(c.attrs, c.input(1).shape, c.input(2).shape)?.0;
            let second = c.attrs.bool("second");
            by_real!(c.input(0).dtype, T => {
                let [dy, a, b] = [0, 1, 2].map(|i| floats::input::<T>(c.context, c.input(i)));
                let mut to = floats::output::<T>(c.context, c.output(0));
                correlation::backward(c.context, &p, second, &a, &b, &dy, &mut to);
            });
            Ok(())
        }),
        gradient: Gradient::Rule(|b| {
            // Linear in head and in the image that it is not the gradient by.
            let (outer, head, first, second) = (b.head(0)?, b.input(0), b.input(1), b.input(2));
            let by_second = b.attrs.bool("second");
            let (first, second) = if by_second { (first, outer) } else { (outer, second) };
            if b.wants(0) {
                let attrs = shared(b.attrs);
                let gradient = b.call("Correlation", &[&first, &second], &attrs)?;
                b.set(0, gradient);
            }
            let (other, own) = if by_second { (1, 2) } else { (2, 1) };
            if b.wants(other) {
                let gradient = slope(b, &head, &first, &second, !by_second)?;
                b.set(other, gradient);
            }
            if b.wants(own) {
                let (shape, dtype) = (b.shape(own), b.dtype(own));
                let zeros = b.call("_zeros", &[], &[("shape", shape.into()), ("dtype", dtype.into())])?;
                b.set(own, zeros);
            }
            Ok(())
        }),
        needs: |_| Needs::INPUTS,
        cost,
        hidden: true,
        samples: || {
            let small: &[&[usize]] = &[&[1, 9, 2, 2], &[1, 2, 4, 4], &[1, 2, 4, 4]];
            vec![Sample::new(small), Sample::new(small).attr("second", true)]
        },
        ..OpSpec::NEW
    },
];

fn real(i: &Infer) -> Result<DType> {
    i.floats_only(0)?;
    i.same_dtypes()
}

fn cost(i: &Infer, out: &super::spec::Types) -> u64 {
    let patch = (i.attrs.int("kernel_size") as u64).saturating_pow(2);
    let grid = (2 * i.attrs.int("max_displacement") as u64 / i.attrs.int("stride2") as u64 + 1).saturating_pow(2);
    let image = i.shape(i.inputs.len() - 1).size().max(out[0].0.size()) as u64;
    (image.saturating_mul(patch).saturating_mul(grid) / 2).saturating_add(100)
}

/// The sizes that the kernels take, and the shape of the output.
fn sizes(attrs: &Attrs, first: Shape, second: Shape) -> Result<(Correlation, Shape)> {
    if first.ndim() != 4 || first != second {
        return Err(Error::shape(format!("data1 has shape {first}, data2 {second}; both need the same [n, c, h, w]")));
    }
    let get = |name: &str| -> Result<usize> {
        let value = attrs.int(name);
        if value > 1 << 20 {
            return Err(Error::attribute(format!("{name} is {value}; it must be at most {}", 1 << 20)));
        }
        Ok(value as usize)
    };
    let (kernel, displacement, pad) = (get("kernel_size")?, get("max_displacement")?, get("pad_size")?);
    let (stride1, stride2) = (get("stride1")?, get("stride2")?);
    if kernel % 2 == 0 {
        return Err(Error::attribute(format!("kernel_size is {kernel}; it must be odd")));
    }
    let [n, c, h, w] = [0, 1, 2, 3].map(|a| first[a] as usize);
    let border = 2 * (displacement + (kernel - 1) / 2);
    let along = |size: usize, name: &str| {
        (size + 2 * pad).checked_sub(border).filter(|&room| room > 0).map(|room| room.div_ceil(stride1)).ok_or_else(
            || {
                Error::shape(format!(
                    "{name} is {size} and {} with its padding; displacements and patches need more than {border}",
                    size + 2 * pad
                ))
            },
        )
    };
    let (out_h, out_w) = (along(h, "the height")?, along(w, "the width")?);
    let out_c = (2 * (displacement / stride2) + 1).pow(2);
    let shape = Shape::checked([n, out_c, out_h, out_w].into_iter().map(|d| d as u64))?;
    if first.size() == 0 && n > 0 {
        return Err(Error::shape(format!("data1 has shape {first}; images must not be empty")));
    }
    let multiply = attrs.bool("is_multiply");
    Ok((Correlation { n, c, h, w, out_c, out_h, out_w, kernel, displacement, stride1, stride2, pad, multiply }, shape))
}

fn shared(attrs: &Attrs) -> Vec<(&'static str, Attr)> {
    ATTRS.iter().map(|a| (a.name, attrs.get(a.name).clone())).collect()
}

fn slope(b: &mut Backward, head: &Value, first: &Value, second: &Value, by_second: bool) -> Result<Value> {
    let mut attrs = shared(b.attrs);
    attrs.push(("second", by_second.into()));
    b.call("_backward_Correlation", &[head, first, second], &attrs)
}
