//! One axis of a convolution, seen from its outputs: which positions there are, which taps of the
//! kernel each of them meets, and where those taps read. Forward, data gradient and weight gradient
//! are all made of such axes, so strides, dilation, phases of a strided gradient and taps that
//! would only meet padding are dealt with here, once.
#![forbid(unsafe_code)]

use super::ConvParams;

/// Output positions `0..count` along one axis that share a list of taps.
#[derive(Clone, Debug, PartialEq)]
pub struct Axis {
    pub count: usize,
    /// Input coordinate of position 0 under a tap of offset 0, and from position to position.
    pub start: isize,
    pub step: usize,
    /// Index in the kernel, and offset in the input.
    pub taps: Vec<(usize, isize)>,
    /// Output coordinate of position 0, and from position to position.
    pub out_start: usize,
    pub out_step: usize,
    /// Pairs of position and tap that meet the input, not its padding.
    pub useful: usize,
}

/// Zeros that must stand before and after the input so that every read of these axes is inside.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Pad {
    pub before: usize,
    pub after: usize,
}

fn padding(axes: &[Axis], size: usize) -> Pad {
    let mut pad = Pad::default();
    for axis in axes.iter().filter(|a| a.count > 0) {
        for &(_, offset) in &axis.taps {
            let first = axis.start + offset;
            let last = first + ((axis.count - 1) * axis.step) as isize;
            pad.before = pad.before.max((-first).max(0) as usize);
            pad.after = pad.after.max((last - size as isize + 1).max(0) as usize);
        }
    }
    pad
}

/// Axes of the forward pass along one direction; one, or several when `split`.
pub fn forward(
    (out, size): (usize, usize),
    (kernel, stride, pad, dilate): (usize, usize, usize, usize),
    split: bool,
) -> Vec<Axis> {
    let taps = (0..kernel).map(|r| (r, (r * dilate) as isize - pad as isize)).collect();
    let whole = Axis { count: out, start: 0, step: stride, taps, out_start: 0, out_step: 1, useful: 0 };
    classes(whole, size, split)
}

/// Axes of the gradient by the input: one (or several when `split`) for each phase of the stride,
/// because inputs of one phase meet the same taps.
pub fn gradient(
    (out, size): (usize, usize),
    (kernel, stride, pad, dilate): (usize, usize, usize, usize),
    split: bool,
) -> Vec<Axis> {
    let mut axes = Vec::new();
    for phase in 0..stride.min(size) {
        let taps = (0..kernel)
            .filter_map(|r| {
                let t = (phase + pad) as isize - (r * dilate) as isize;
                (t.rem_euclid(stride as isize) == 0).then(|| (r, t.div_euclid(stride as isize)))
            })
            .collect();
        let count = (size - phase).div_ceil(stride);
        let whole = Axis { count, start: 0, step: 1, taps, out_start: phase, out_step: stride, useful: 0 };
        axes.extend(classes(whole, out, split));
    }
    axes
}

/// Drops taps that meet only padding; when `split`, cuts the positions where the set of taps that
/// meet the input changes.
fn classes(whole: Axis, size: usize, split: bool) -> Vec<Axis> {
    let meets = |position: usize, offset: isize| {
        let at = whole.start + (position * whole.step) as isize + offset;
        at >= 0 && at < size as isize
    };
    let met = |range: std::ops::Range<usize>| -> Vec<(usize, isize)> {
        whole.taps.iter().copied().filter(|&(_, o)| range.clone().any(|p| meets(p, o))).collect()
    };
    let part = |range: std::ops::Range<usize>| {
        let taps = met(range.clone());
        let useful = range.clone().map(|p| taps.iter().filter(|t| meets(p, t.1)).count()).sum();
        Axis {
            count: range.len(),
            start: whole.start + (range.start * whole.step) as isize,
            taps,
            out_start: whole.out_start + range.start * whole.out_step,
            useful,
            ..whole
        }
    };
    if !split {
        return vec![part(0..whole.count)];
    }
    let mut axes = Vec::new();
    let mut from = 0;
    while from < whole.count {
        let taps = met(from..from + 1);
        let mut to = from + 1;
        while to < whole.count && met(to..to + 1) == taps {
            to += 1;
        }
        axes.push(part(from..to));
        from = to;
    }
    axes
}

/// The axes of all directions, whole or cut: whichever multiplies less. Small images with wide
/// padding gain (3x3 on 2x2 needs 16 products of 36), large ones do not. Depth, rows, columns.
pub fn all(p: &ConvParams, of: Direction) -> [Vec<Axis>; 3] {
    let axes = |split| {
        let sizes = [
            ((p.od, p.d), (p.kd, p.sd, p.pd, p.dd)),
            ((p.oh, p.h), (p.kh, p.sh, p.ph, p.dh)),
            ((p.ow, p.w), (p.kw, p.sw, p.pw, p.dw)),
        ];
        sizes.map(|(size, kernel)| match of {
            Direction::Forward => forward(size, kernel, split),
            Direction::Gradient => gradient(size, kernel, split),
        })
    };
    let whole = axes(false);
    let product = |each: &dyn Fn(&Axis) -> usize| -> usize {
        whole.iter().map(|axes| axes.iter().map(each).sum::<usize>()).product()
    };
    if product(&|a| a.useful) * 4 > product(&|a| a.count * a.taps.len()) * 3 {
        return whole;
    }
    let cut = axes(true);
    // Columns come in tiles of at least 8, and every class packs the weights that it meets.
    let price = |axes: &[Vec<Axis>; 3]| -> usize {
        triples(axes)
            .map(|a| {
                let [columns, taps] = [p.n * positions(a), a[0].taps.len() * a[1].taps.len() * a[2].taps.len()];
                (columns.next_multiple_of(8) + 16) * taps
            })
            .sum()
    };
    if price(&cut) < price(&whole) { cut } else { whole }
}

/// Every choice of one axis for each direction.
pub fn triples(axes: &[Vec<Axis>; 3]) -> impl Iterator<Item = [&Axis; 3]> {
    let [zs, ys, xs] = axes;
    zs.iter().flat_map(move |z| ys.iter().flat_map(move |y| xs.iter().map(move |x| [z, y, x])))
}

/// Output positions of an image.
pub fn positions(axes: [&Axis; 3]) -> usize {
    axes.iter().map(|a| a.count).product()
}

/// The padding of each direction for an input of these sizes.
pub fn paddings(axes: &[Vec<Axis>; 3], size: [usize; 3]) -> [Pad; 3] {
    [padding(&axes[0], size[0]), padding(&axes[1], size[1]), padding(&axes[2], size[2])]
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Direction {
    Forward,
    Gradient,
}
