//! Elements by their place in the whole array: what gradients of maxima are made of where they must
//! be differentiable again. Both operators are linear in their first input and each other's adjoint.
#![forbid(unsafe_code)]

use super::attrs::AttrSpec;
use super::spec::{Forward, Gradient, Needs, OpSpec, input};
use crate::base::{DType, Error, Result};
use crate::by_real;
use crate::kernel::slices::read;
use crate::kernel::{floats, index};

fn places(dtype: DType) -> Result<()> {
    match dtype {
        DType::Int32 => Ok(()),
        other => Err(Error::dtype(format!("index is {other}; it must be int32"))),
    }
}

pub static OPS: &[OpSpec] = &[
    OpSpec {
        name: "_gather_flat",
        doc: "The elements of data at these places, counted in row-major order; 0 for places outside. Inputs: data, \
              index (int32). Output: as index.",
        inputs: &[input("data"), input("index")],
        infer: |i| {
            places(i.dtype(1))?;
            i.one(i.shape(1), i.floats_only(0)?)
        },
        forward: Forward::Kernel(|c| {
            let at = read::<i32>(c.input(1));
            by_real!(c.input(0).dtype, T => {
                let x = floats::input::<T>(c.context, c.input(0));
                index::gather_flat(c.context, &x, at, &mut floats::output::<T>(c.context, c.output(0)));
            });
            Ok(())
        }),
        gradient: Gradient::Rule(|b| {
            let (head, index, shape) = (b.head(0)?, b.input(1), b.shape(0));
            let gradient = b.call("_scatter_flat", &[&head, &index], &[("shape", shape.into())])?;
            b.set(0, gradient);
            Ok(())
        }),
        needs: |_| Needs { inputs: 0b10, outputs: 0 },
        hidden: true,
        ..OpSpec::NEW
    },
    OpSpec {
        name: "_scatter_flat",
        doc: "Zeros of the given shape with the elements of head added at these places; those outside are left out.",
        inputs: &[input("head"), input("index")],
        attrs: &[AttrSpec::required_tuple("shape", "Shape of the result.")],
        infer: |i| {
            places(i.dtype(1))?;
            if i.shape(0) != i.shape(1) {
                return Err(Error::shape(format!("head has shape {}, index {}", i.shape(0), i.shape(1))));
            }
            i.one(i.attrs.shape("shape")?, i.floats_only(0)?)
        },
        forward: Forward::Kernel(|c| {
            let at = read::<i32>(c.input(1));
            by_real!(c.input(0).dtype, T => {
                let x = floats::input::<T>(c.context, c.input(0));
                index::scatter_flat(&x, at, &mut floats::output::<T>(c.context, c.output(0)));
            });
            Ok(())
        }),
        gradient: Gradient::Rule(|b| {
            let (head, index) = (b.head(0)?, b.input(1));
            let gradient = b.call("_gather_flat", &[&head, &index], &[])?;
            b.set(0, gradient);
            Ok(())
        }),
        needs: |_| Needs { inputs: 0b10, outputs: 0 },
        hidden: true,
        ..OpSpec::NEW
    },
];
