//! From attributes and shapes to the sizes that the kernels take, or the error.
#![forbid(unsafe_code)]

use crate::base::shape::list;
use crate::base::{Error, Result, Shape};
use crate::kernel::conv::ConvParams;
use crate::op::Attrs;

pub struct Sizes {
    pub params: ConvParams,
    pub output: Shape,
}

impl Sizes {
    pub fn of(attrs: &Attrs, data: Shape, weight: Shape) -> Result<Sizes> {
        let kernel = attrs.tuple("kernel");
        let axes = kernel.len();
        if axes == 0 || axes > 2 {
            return Err(Error::attribute(format!(
                "kernel has {axes} sizes; one and two axes are computed in this version"
            )));
        }
        if data.ndim() != axes + 2 {
            return Err(Error::shape(format!(
                "data has shape {data}; a kernel of {axes} axes needs {} axes",
                axes + 2
            )));
        }
        let each = |name: &str, default: i64| -> Result<[usize; 2]> {
            let given = attrs.tuple(name);
            let values = match given.len() {
                0 => vec![default; axes],
                n if n == axes => given.to_vec(),
                n => return Err(Error::attribute(format!("{name} has {n} sizes, kernel {axes}"))),
            };
            Ok(if axes == 1 {
                [if name == "pad" { 0 } else { 1 }, values[0] as usize]
            } else {
                [values[0] as usize, values[1] as usize]
            })
        };
        let [kh, kw] = each("kernel", 1)?;
        let [sh, sw] = each("stride", 1)?;
        let [dh, dw] = each("dilate", 1)?;
        let [ph, pw] = each("pad", 0)?;
        let (n, c) = (data[0] as usize, data[1] as usize);
        let (h, w) = if axes == 1 { (1, data[2] as usize) } else { (data[2] as usize, data[3] as usize) };
        let (k, groups) = (attrs.int("num_filter") as usize, attrs.int("num_group") as usize);
        if c % groups != 0 || k % groups != 0 {
            return Err(Error::attribute(format!("num_group={groups} does not divide {c} channels and {k} filters")));
        }
        let wanted: Vec<u32> =
            [k as u32, (c / groups) as u32].into_iter().chain(kernel.iter().map(|&d| d as u32)).collect();
        if weight.dims() != wanted {
            return Err(Error::shape(format!(
                "weight has shape {weight}, but data {data} with num_filter={k}, num_group={groups} needs {}",
                Shape::new(&wanted.iter().map(|&d| d as usize).collect::<Vec<_>>())
            )));
        }
        let (oh, ow) = (ConvParams::output(h, kh, sh, ph, dh), ConvParams::output(w, kw, sw, pw, dw));
        if oh == 0 || ow == 0 {
            return Err(Error::shape(format!(
                "kernel {} is larger than the padded data of shape {data}",
                list(kernel)
            )));
        }
        let params = ConvParams { n, c, h, w, k, kh, kw, sh, sw, ph, pw, dh, dw, groups, oh, ow };
        let output = if axes == 1 { Shape::new(&[n, k, ow]) } else { Shape::new(&[n, k, oh, ow]) };
        Ok(Sizes { params, output })
    }

    pub fn expect_output(&self, shape: Shape) -> Result<()> {
        if shape == self.output {
            return Ok(());
        }
        Err(Error::shape(format!("head has shape {shape}, the convolution gives {}", self.output)))
    }
}
