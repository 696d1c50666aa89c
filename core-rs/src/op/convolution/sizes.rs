//! From attributes and shapes to the sizes that the kernels take, or the error.
#![forbid(unsafe_code)]

use crate::base::shape::list;
use crate::base::{Error, Result, Shape};
use crate::kernel::conv::ConvParams;
use crate::op::Attrs;

/// The layouts that are computed, by the number of axes; and those that are refused with a reason.
pub const LAYOUTS: &[&str] = &["NCW", "NCHW", "NCDHW", "NWC", "NHWC", "NDHWC"];

pub struct Sizes {
    pub params: ConvParams,
    pub output: Shape,
}

/// The attributes of a window as (depth, height, width), with a depth and a height of one where
/// there are fewer axes.
pub struct Window {
    pub axes: usize,
    pub kernel: [usize; 3],
    pub stride: [usize; 3],
    pub pad: [usize; 3],
    pub dilate: [usize; 3],
}

impl Window {
    pub fn of(attrs: &Attrs) -> Result<Window> {
        let kernel = attrs.tuple("kernel");
        let axes = kernel.len();
        if axes == 0 || axes > 3 {
            return Err(Error::attribute(format!("kernel has {axes} sizes; it needs one, two or three")));
        }
        let each = |name: &str, default: i64| Window::sizes(attrs, name, axes, default);
        let (kernel, stride, pad, dilate) =
            (each("kernel", 1)?, each("stride", 1)?, each("pad", 0)?, each("dilate", 1)?);
        for a in 0..3 {
            // A reach that no shape can have would overflow the sums below.
            let reach = (kernel[a] as u64).saturating_mul(dilate[a] as u64);
            if reach > 1 << 31 || pad[a] > 1 << 30 || stride[a] > 1 << 31 {
                return Err(Error::attribute(format!(
                    "kernel {}, dilate {}, stride {} and pad {} reach further than any array",
                    kernel[a], dilate[a], stride[a], pad[a]
                )));
            }
        }
        if let Some(layout) = attrs.get_if("layout").and_then(|_| attrs.optional_word("layout")) {
            if layout.ends_with('C') {
                return Err(Error::attribute(format!(
                    "layout is {layout}; the channel must come second, as on MXNet's CPU: transpose data beforehand"
                )));
            }
            if layout.len() != axes + 2 {
                return Err(Error::attribute(format!("layout is {layout}, but kernel has {axes} sizes")));
            }
        }
        Ok(Window { axes, kernel, stride, pad, dilate })
    }

    /// A tuple attribute of as many sizes as the kernel, or none.
    pub fn sizes(attrs: &Attrs, name: &str, axes: usize, default: i64) -> Result<[usize; 3]> {
        let given = attrs.tuple(name);
        if !given.is_empty() && given.len() != axes {
            return Err(Error::attribute(format!("{name} has {} sizes, kernel {axes}", given.len())));
        }
        let mut out = [if name == "pad" || name == "adj" { 0 } else { 1 }; 3];
        for a in 0..axes {
            out[3 - axes + a] = given.get(a).copied().unwrap_or(default) as usize;
        }
        Ok(out)
    }

    /// The distance from the first tap to behind the last.
    pub fn reach(&self, a: usize) -> usize {
        (self.kernel[a] - 1) * self.dilate[a] + 1
    }

    /// The last three sizes of [n, c, …]; refused unless data has as many axes as the kernel.
    pub fn spatial(&self, data: Shape) -> Result<[usize; 3]> {
        if data.ndim() != self.axes + 2 {
            return Err(Error::shape(format!(
                "data has shape {data}; a kernel of {} axes needs {} axes",
                self.axes,
                self.axes + 2
            )));
        }
        let mut out = [1; 3];
        (0..self.axes).for_each(|a| out[3 - self.axes + a] = data[a + 2] as usize);
        Ok(out)
    }

    /// [n, c] and the sizes of as many axes as the kernel has.
    pub fn shape(&self, n: usize, c: usize, sizes: [usize; 3]) -> Result<Shape> {
        Shape::checked([n, c].iter().chain(&sizes[3 - self.axes..]).map(|&d| d as u64))
    }
}

impl Sizes {
    /// Of a convolution of `data` with `weight`.
    pub fn of(attrs: &Attrs, data: Shape, weight: Shape) -> Result<Sizes> {
        let (k, groups) = (attrs.int("num_filter") as usize, attrs.int("num_group") as usize);
        Sizes::with(attrs, data, weight, k, groups)
    }

    fn with(attrs: &Attrs, data: Shape, weight: Shape, k: usize, groups: usize) -> Result<Sizes> {
        let window = Window::of(attrs)?;
        let [d, h, w] = window.spatial(data)?;
        let (n, c) = (data[0] as usize, data[1] as usize);
        if c % groups != 0 || k % groups != 0 {
            return Err(Error::attribute(format!("num_group={groups} does not divide {c} channels and {k} filters")));
        }
        let wanted = window.shape(k, c / groups, window.kernel)?;
        if weight != wanted {
            return Err(Error::shape(format!(
                "weight has shape {weight}, but data {data} with num_filter={k}, num_group={groups} needs {wanted}"
            )));
        }
        let out = |a: usize, size: usize| {
            let (kernel, stride, pad, dilate) = (window.kernel[a], window.stride[a], window.pad[a], window.dilate[a]);
            ConvParams::output(size, kernel, stride, pad, dilate)
        };
        let [od, oh, ow] = [out(0, d), out(1, h), out(2, w)];
        if od == 0 || oh == 0 || ow == 0 {
            return Err(Error::shape(format!(
                "kernel {} is larger than the padded data of shape {data}",
                list(attrs.tuple("kernel"))
            )));
        }
        let ([kd, kh, kw], [sd, sh, sw]) = (window.kernel, window.stride);
        let ([pd, ph, pw], [dd, dh, dw]) = (window.pad, window.dilate);
        let params =
            ConvParams { n, c, d, h, w, k, kd, kh, kw, sd, sh, sw, pd, ph, pw, dd, dh, dw, groups, od, oh, ow };
        Ok(Sizes { params, output: window.shape(n, k, [od, oh, ow])? })
    }

    pub fn expect_output(&self, shape: Shape) -> Result<()> {
        if shape == self.output {
            return Ok(());
        }
        Err(Error::shape(format!("head has shape {shape}, the convolution gives {}", self.output)))
    }
}

/// A transposed convolution: the padding and the convolution whose data gradient it is.
pub struct Transposed {
    pub pad: Vec<i64>,
    pub sizes: Sizes,
    pub output: Shape,
}

impl Transposed {
    /// MXNet's rules: with a target_shape, pad and adj are what gives it.
    pub fn of(attrs: &Attrs, data: Shape, weight: Shape) -> Result<Transposed> {
        let window = Window::of(attrs)?;
        let input = window.spatial(data)?;
        let (axes, first) = (window.axes, 3 - window.axes);
        let target = attrs.tuple("target_shape");
        if !target.is_empty() && target.len() != axes {
            return Err(Error::attribute(format!("target_shape has {} sizes, kernel {axes}", target.len())));
        }
        let wanted = target.iter().any(|&t| t != 0);
        let (mut pad, mut adj) = (window.pad, Window::sizes(attrs, "adj", axes, 0)?);
        let mut out = [1; 3];
        for a in first..3 {
            let (stride, axis) = (window.stride[a], a - first + 2);
            if input[a] == 0 {
                return Err(Error::shape(format!("data has shape {data}; axis {axis} must not be empty")));
            }
            let whole = stride * (input[a] - 1) + window.reach(a);
            if wanted {
                let target = target[a - first] as usize;
                let surplus = whole.checked_sub(target).ok_or_else(|| {
                    Error::attribute(format!("target_shape asks for {target} along axis {axis}; at most {whole} fit"))
                })?;
                (pad[a], adj[a]) = (surplus.div_ceil(2), surplus % 2);
            }
            if adj[a] >= stride {
                let given = if wanted { "target_shape needs adj" } else { "adj is" };
                return Err(Error::attribute(format!(
                    "{given} {} along axis {axis}; it must be less than stride, which is {stride}",
                    adj[a]
                )));
            }
            out[a] = (whole + adj[a]).checked_sub(2 * pad[a]).filter(|&o| o > 0).ok_or_else(|| {
                Error::shape(format!("pad {} leaves nothing of {} along axis {axis}", pad[a], whole + adj[a]))
            })?;
        }
        let (filters, groups) = (attrs.int("num_filter") as usize, attrs.int("num_group") as usize);
        let output = window.shape(data[0] as usize, filters, out)?;
        let c = data[1] as usize;
        if c % groups != 0 || filters % groups != 0 {
            return Err(Error::attribute(format!(
                "num_group={groups} does not divide {c} channels and {filters} filters"
            )));
        }
        let needs = window.shape(c, filters / groups, window.kernel)?;
        if weight != needs {
            return Err(Error::shape(format!(
                "weight has shape {weight}, but data {data} with num_filter={filters}, num_group={groups} needs {needs}"
            )));
        }
        let pad: Vec<i64> = pad[first..].iter().map(|&p| p as i64).collect();
        let mut convolution = attrs.clone();
        convolution.set("pad", pad.clone().into());
        let sizes = Sizes::with(&convolution, output, weight, c, groups)?;
        sizes.expect_output(data)?;
        Ok(Transposed { pad, sizes, output })
    }
}
