//! im2col and col2im, each other's gradients.
#![forbid(unsafe_code)]

use super::attrs::{Attr, AttrSpec, Attrs};
use super::convolution::Window;
use super::spec::{Forward, Gradient, OpSpec, Sample};
use super::value::Backward;
use crate::base::{Error, Result, Shape};
use crate::by_real;
use crate::kernel::columns::{self, Columns};
use crate::kernel::floats;

const KERNEL: AttrSpec =
    AttrSpec::required_tuple("kernel", "The size of the window: (w), (h, w) or (d, h, w).").at_least(1.0);
const STRIDE: AttrSpec = AttrSpec::tuple("stride", &[], "The step of the window; 1 by default.").at_least(1.0);
const DILATE: AttrSpec =
    AttrSpec::tuple("dilate", &[], "The distance of the window's taps; 1 by default.").at_least(1.0);
const PAD: AttrSpec = AttrSpec::tuple("pad", &[], "Zeros around the data; 0 by default.").at_least(0.0);
const SIZE: AttrSpec =
    AttrSpec::required_tuple("output_size", "The sizes of the image: (w), (h, w) or (d, h, w).").at_least(1.0);
const WINDOW: [&str; 4] = ["kernel", "stride", "dilate", "pad"];

pub static OPS: &[OpSpec] = &[
    OpSpec {
        name: "im2col",
        doc: "What lies under each tap of a sliding window, as columns: the matrix that makes a convolution a product. \
              Input: data [n, c, w], [n, c, h, w] or [n, c, d, h, w]. Output: [n, c * taps, positions].",
        attrs: &[KERNEL, STRIDE, DILATE, PAD],
        infer: |i| {
            let data = i.shape(0);
            let (window, sizes) = windows(i.attrs, data)?;
            let (taps, positions) = counts(&window, &sizes);
            let shape = [data[0] as u64, data[1] as u64 * taps, positions];
            i.one(Shape::checked(shape)?, i.floats_only(0)?)
        },
        forward: Forward::Kernel(|c| {
            let sizes = windows(c.attrs, c.input(0).shape)?.1;
            by_real!(c.input(0).dtype, T => {
                let x = floats::input::<T>(c.context, c.input(0));
                columns::gather(c.context, &sizes, &x, &mut floats::output::<T>(c.context, c.output(0)));
            });
            Ok(())
        }),
        gradient: Gradient::Rule(|b| {
            let size: Vec<i64> = b.shape(0).iter().skip(2).map(|d| d as i64).collect();
            back(b, "col2im", &[("output_size", size.into())])
        }),
        samples: || {
            vec![
                Sample::new(&[&[2, 3, 4, 5]]).attr("kernel", vec![2, 3]).attr("stride", vec![2, 1]),
                Sample::new(&[&[1, 2, 6]]).attr("kernel", vec![3]).attr("pad", vec![1]).attr("dilate", vec![2]),
                Sample::new(&[&[1, 2, 3, 4, 3]]).attr("kernel", vec![2, 2, 1]).attr("pad", vec![1, 0, 1]),
                Sample::new(&[&[0, 3, 4, 5]]).attr("kernel", vec![2, 2]),
            ]
        },
        ..OpSpec::NEW
    },
    OpSpec {
        name: "col2im",
        doc: "The adjoint of im2col: each element of the image is the sum of the columns' elements that stand for it. \
              Input: data [n, c * taps, positions]. Output: [n, c] and output_size.",
        attrs: &[SIZE, KERNEL, STRIDE, DILATE, PAD],
        infer: |i| i.one(image(i.attrs, i.shape(0))?, i.floats_only(0)?),
        forward: Forward::Kernel(|c| {
            let sizes = windows(c.attrs, c.output(0).shape)?.1;
            by_real!(c.input(0).dtype, T => {
                let x = floats::input::<T>(c.context, c.input(0));
                columns::scatter(c.context, &sizes, &x, &mut floats::output::<T>(c.context, c.output(0)));
            });
            Ok(())
        }),
        gradient: Gradient::Rule(|b| back(b, "im2col", &[])),
        samples: || {
            vec![
                Sample::new(&[&[2, 12, 6]]).attr("output_size", vec![3, 4]).attr("kernel", vec![2, 2]),
                Sample::new(&[&[1, 6, 4]])
                    .attr("output_size", vec![6])
                    .attr("kernel", vec![3])
                    .attr("pad", vec![1])
                    .attr("dilate", vec![2]),
                Sample::new(&[&[0, 12, 6]]).attr("output_size", vec![3, 4]).attr("kernel", vec![2, 2]),
            ]
        },
        ..OpSpec::NEW
    },
];

/// The window over an image [n, c, …], and the sizes that the kernels take.
fn windows(attrs: &Attrs, image: Shape) -> Result<(Window, Columns)> {
    let window = Window::of(attrs)?;
    let input = window.spatial(image)?;
    let mut output = [1; 3];
    for a in 0..3 {
        let (padded, reach) = (input[a] + 2 * window.pad[a], window.reach(a));
        let room = padded.checked_sub(reach).ok_or_else(|| {
            Error::shape(format!("the window reaches over {reach} elements, but {image} has {padded} with its padding"))
        })?;
        output[a] = room / window.stride[a] + 1;
    }
    let planes = image.span(0, 2);
    let Window { kernel, stride, pad, dilate, .. } = window;
    Ok((window, Columns { planes, input, output, kernel, stride, pad, dilate }))
}

/// Taps and positions of the window.
fn counts(window: &Window, sizes: &Columns) -> (u64, u64) {
    let product = |sizes: &[usize; 3]| sizes.iter().fold(1u64, |n, &d| n.saturating_mul(d as u64));
    (product(&window.kernel), product(&sizes.output))
}

/// The image that columns of this shape make.
fn image(attrs: &Attrs, columns: Shape) -> Result<Shape> {
    let window = Window::of(attrs)?;
    let size = attrs.tuple("output_size");
    if size.len() != window.axes {
        return Err(Error::attribute(format!("output_size has {} sizes, kernel {}", size.len(), window.axes)));
    }
    let taps = window.kernel.iter().fold(1u64, |n, &d| n.saturating_mul(d as u64));
    if columns.ndim() != 3 || columns[1] as u64 % taps != 0 {
        return Err(Error::shape(format!("data has shape {columns}; it needs [n, c * {taps}, positions]")));
    }
    let dims = [columns[0] as u64, columns[1] as u64 / taps].into_iter().chain(size.iter().map(|&d| d as u64));
    let image = Shape::checked(dims)?;
    let (window, sizes) = windows(attrs, image)?;
    let (_, positions) = counts(&window, &sizes);
    if columns[2] as u64 != positions {
        return Err(Error::shape(format!(
            "data has shape {columns}, but a window over output_size {size:?} has {positions} positions"
        )));
    }
    Ok(image)
}

/// The gradient by the other operator of the two.
fn back(b: &mut Backward, op: &str, more: &[(&str, Attr)]) -> Result<()> {
    let head = b.head(0)?;
    let mut attrs: Vec<(&str, Attr)> = WINDOW.iter().map(|n| (*n, b.attrs.get(n).clone())).collect();
    attrs.extend(more.iter().cloned());
    let gradient = b.call(op, &[&head], &attrs)?;
    b.set(0, gradient);
    Ok(())
}
