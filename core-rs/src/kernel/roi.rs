//! Regions of interest: the maximum, or the mean of interpolated samples, over the cells of boxes.

use super::slices::{Parts, piece_of};
use super::vector::{Real, pieces};
use crate::base::{Context, Error, Result};

/// Sizes, and what a box's numbers are multiplied by.
#[derive(Clone, Copy, Debug)]
pub struct Regions {
    pub images: usize,
    /// Of the output.
    pub channels: usize,
    pub height: usize,
    pub width: usize,
    /// Cells of a box, along both axes.
    pub cells: [usize; 2],
    pub scale: f32,
}

impl Regions {
    fn plane(&self) -> usize {
        self.height * self.width
    }
    fn cell_count(&self) -> usize {
        self.cells[0] * self.cells[1]
    }
}

/// The maximum of each cell and its place in `x`; 0 and -1 for a cell outside, or of no image. Boxes
/// (image, x1, y1, x2, y2) are rounded to whole elements, both corners included.
pub fn maxima<T: Real>(context: &dyn Context, p: &Regions, x: &[T], boxes: &[T], y: &mut [T], at: &mut [i32]) {
    let (plane, cells) = (p.plane(), p.cell_count());
    let block = p.channels * cells;
    let rois = boxes.len() / 5;
    assert!(x.len() == p.images * p.channels * plane && y.len() == rois * block && at.len() == y.len());
    let count = pieces(rois, block * 16);
    let (ys, ats) = (Parts::new(y), Parts::new(at));
    context.parallel(count, &|i| {
        for n in piece_of(rois, count, i) {
            // SAFETY: each box belongs to one piece.
            let (y, at) = unsafe { (ys.part(n * block..(n + 1) * block), ats.part(n * block..(n + 1) * block)) };
            let roi = &boxes[n * 5..][..5];
            let image = roi[0].wide() as i64;
            let scaled = |k: usize| (roi[k] * T::of(p.scale as f64)).wide().round() as i32 as i64;
            // Rounded in the dtype as in MXNet: where a quotient is just above a whole number, a cell grows.
            let span = |from: i64, to: i64, cells: usize, size: usize, o: usize| {
                let bin = T::of((to - from + 1).max(1) as f64) / T::of(cells as f64);
                let edge = |o: usize| (T::of(o as f64) * bin).wide();
                let within = |v: f64| (v as i64 + from).clamp(0, size as i64) as usize;
                within(edge(o).floor())..within(edge(o + 1).ceil())
            };
            let (x1, y1, x2, y2) = (scaled(1), scaled(2), scaled(3), scaled(4));
            for o in 0..cells {
                let rows = span(y1, y2, p.cells[0], p.height, o / p.cells[1]);
                let columns = span(x1, x2, p.cells[1], p.width, o % p.cells[1]);
                let empty = rows.is_empty() || columns.is_empty() || image < 0 || image >= p.images as i64;
                for c in 0..p.channels {
                    let to = c * cells + o;
                    (y[to], at[to]) = (T::ZERO, -1);
                    if empty {
                        continue;
                    }
                    let start = (image as usize * p.channels + c) * plane;
                    let mut best = T::of(f32::MIN as f64);
                    for r in rows.clone() {
                        let from = start + r * p.width + columns.start;
                        for (i, &v) in x[from..][..columns.len()].iter().enumerate() {
                            if v > best {
                                (best, at[to]) = (v, (from + i) as i32);
                            }
                        }
                    }
                    y[to] = best;
                }
            }
        }
    });
}

/// How boxes are sampled.
#[derive(Clone, Copy, Debug)]
pub struct Sampling {
    /// Samples of a cell along each axis; as many as elements in a cell where not positive.
    pub ratio: i64,
    /// Boxes count from the corners of elements, and are not widened to one element.
    pub aligned: bool,
    /// Each cell has channels of its own.
    pub by_position: bool,
}

/// Samples along one axis: neighbours and the weight of the second; None outside.
type Along = Vec<Option<(usize, usize, f64)>>;

/// Samples of one box.
struct Samples {
    image: usize,
    rows: Along,
    columns: Along,
    /// Samples of a cell along both axes.
    grid: [usize; 2],
}

fn samples<T: Real>(p: &Regions, s: &Sampling, roi: &[T]) -> Result<Option<Samples>> {
    let image = roi[0].wide();
    if image < 0.0 {
        return Ok(None);
    }
    if image >= p.images as f64 || image.is_nan() {
        return Err(Error::index(format!("a box is in image {image}; data has {} images", p.images)));
    }
    let offset = if s.aligned { 0.5 } else { 0.0 };
    let scale = T::of(p.scale as f64);
    let at = |k: usize| roi[k] * scale - T::of(offset);
    let axis = |from: T, to: T, cells: usize, size: usize| -> Result<(usize, Along)> {
        let mut length = to - from;
        if !s.aligned {
            length = if length > T::ONE { length } else { T::ONE };
        } else if length.wide().is_nan() || length <= T::ZERO {
            return Err(Error::new(
                crate::base::Kind::Execution,
                format!("a box has a side of {}; with aligned it must be positive", length.wide()),
            ));
        }
        let bin = length / T::of(cells as f64);
        let grid = if s.ratio > 0 { s.ratio as f64 } else { bin.wide().ceil() };
        if grid.is_nan() || grid * cells as f64 > (1u32 << 16) as f64 {
            return Err(Error::new(
                crate::base::Kind::Execution,
                format!("a box has a side of {}; it needs too many samples", length.wide()),
            ));
        }
        let grid = grid as usize;
        let mut along = Vec::with_capacity(cells * grid);
        for i in 0..cells * grid {
            let (cell, k) = (T::of((i / grid) as f64), T::of((i % grid) as f64 + 0.5));
            let v = (from + cell * bin + k * bin / T::of(grid as f64)).wide();
            along.push(if v < -1.0 || v > size as f64 || v.is_nan() {
                None
            } else {
                let v = v.max(0.0);
                let low = v as usize;
                if low + 1 >= size { Some((size - 1, size - 1, 0.0)) } else { Some((low, low + 1, v - low as f64)) }
            });
        }
        Ok((grid, along))
    };
    let (gh, rows) = axis(at(2), at(4), p.cells[0], p.height)?;
    let (gw, columns) = axis(at(1), at(3), p.cells[1], p.width)?;
    Ok(Some(Samples { image: image as usize, rows, columns, grid: [gh, gw] }))
}

impl Samples {
    /// Calls `f` with each element under cell `o` and its weight.
    fn each(&self, p: &Regions, o: usize, mut f: impl FnMut(usize, f64)) {
        let [gh, gw] = self.grid;
        let (row, column) = (o / p.cells[1] * gh, o % p.cells[1] * gw);
        let count = (gh * gw) as f64;
        for &(y0, y1, ly) in self.rows[row..row + gh].iter().flatten() {
            for &(x0, x1, lx) in self.columns[column..column + gw].iter().flatten() {
                f(y0 * p.width + x0, (1.0 - ly) * (1.0 - lx) / count);
                f(y0 * p.width + x1, (1.0 - ly) * lx / count);
                f(y1 * p.width + x0, ly * (1.0 - lx) / count);
                f(y1 * p.width + x1, ly * lx / count);
            }
        }
    }
}

fn all_samples<T: Real>(p: &Regions, s: &Sampling, boxes: &[T]) -> Result<Vec<Option<Samples>>> {
    boxes.chunks_exact(5).map(|roi| samples(p, s, roi)).collect()
}

/// The plane of data that channel `c` of cell `o` reads.
fn plane_of(p: &Regions, s: &Sampling, image: usize, c: usize, o: usize) -> usize {
    let cells = p.cell_count();
    if s.by_position { (image * p.channels + c) * cells + o } else { image * p.channels + c }
}

/// The mean of each cell's samples; 0 for a box in an image below 0.
pub fn means<T: Real>(
    context: &dyn Context,
    p: &Regions,
    s: &Sampling,
    x: &[T],
    boxes: &[T],
    y: &mut [T],
) -> Result<()> {
    let (plane, cells) = (p.plane(), p.cell_count());
    let block = p.channels * cells;
    let all = all_samples(p, s, boxes)?;
    assert!(y.len() == all.len() * block);
    let count = pieces(all.len(), block * 16);
    let parts = Parts::new(y);
    context.parallel(count, &|i| {
        for n in piece_of(all.len(), count, i) {
            // SAFETY: each box belongs to one piece.
            let y = unsafe { parts.part(n * block..(n + 1) * block) };
            let Some(samples) = &all[n] else {
                y.fill(T::ZERO);
                continue;
            };
            for (i, y) in y.iter_mut().enumerate() {
                let x = &x[plane_of(p, s, samples.image, i / cells, i % cells) * plane..][..plane];
                let mut sum = 0.0;
                samples.each(p, i % cells, |at, weight| sum += x[at].wide() * weight);
                *y = T::of(sum);
            }
        }
    });
    Ok(())
}

/// The adjoint of `means` as a map of data.
pub fn means_backward<T: Real>(
    context: &dyn Context,
    p: &Regions,
    s: &Sampling,
    dy: &[T],
    boxes: &[T],
    dx: &mut [T],
) -> Result<()> {
    let (plane, cells) = (p.plane(), p.cell_count());
    let block = p.channels * cells;
    let all = all_samples(p, s, boxes)?;
    assert!(dy.len() == all.len() * block);
    dx.fill(T::ZERO);
    let parts = Parts::new(dx);
    let count = pieces(p.channels, all.len() * cells * 16);
    context.parallel(count, &|i| {
        for c in piece_of(p.channels, count, i) {
            for (n, samples) in all.iter().enumerate() {
                let Some(samples) = samples else { continue };
                for o in 0..cells {
                    let from = plane_of(p, s, samples.image, c, o) * plane;
                    // SAFETY: the planes of channel c belong to this piece.
                    let dx = unsafe { parts.part(from..from + plane) };
                    let head = dy[n * block + c * cells + o].wide();
                    samples.each(p, o, |at, weight| dx[at] = dx[at] + T::of(head * weight));
                }
            }
        }
    });
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Serial;

    const P: Regions = Regions { images: 1, channels: 1, height: 3, width: 3, cells: [1, 1], scale: 1.0 };
    const S: Sampling = Sampling { ratio: 1, aligned: false, by_position: false };

    fn mean(roi: [f64; 5]) -> Result<f64> {
        let x: Vec<f64> = (0..9).map(|i| i as f64).collect();
        let mut y = [f64::NAN];
        means(&Serial::default(), &P, &S, &x, &roi, &mut y).map(|()| y[0])
    }

    #[test]
    fn boxes_of_no_image_give_zero_and_those_of_a_missing_image_are_refused() {
        assert_eq!(mean([0.0, 0.0, 0.0, 2.0, 2.0]).unwrap(), 4.0);
        assert_eq!(mean([-1.0, 0.0, 0.0, 2.0, 2.0]).unwrap(), 0.0);
        assert!(mean([1.0, 0.0, 0.0, 2.0, 2.0]).is_err() && mean([f64::NAN; 5]).is_err());
    }

    #[test]
    fn boxes_far_outside_have_no_samples() {
        assert_eq!(mean([0.0, 50.0, 50.0, 60.0, 60.0]).unwrap(), 0.0);
        assert_eq!(mean([0.0, f64::NAN, 0.0, 1.0, 1.0]).unwrap(), 0.0);
        let adaptive = Sampling { ratio: -1, ..S };
        let huge = [0.0, 0.0, 0.0, 1e30, 1e30];
        assert!(means(&Serial::default(), &P, &adaptive, &[0.0; 9], &huge, &mut [0.0]).is_err());
    }

    #[test]
    fn maxima_outside_are_zero_without_a_place() {
        let x: Vec<f64> = (0..9).map(|i| -(i as f64)).collect();
        let rois = [0.0, 1.0, 1.0, 9.0, 9.0, 0.0, 7.0, 7.0, 9.0, 9.0, 3.0, 0.0, 0.0, 1.0, 1.0];
        let (mut y, mut at) = ([f64::NAN; 3], [7; 3]);
        maxima(&Serial::default(), &P, &x, &rois, &mut y, &mut at);
        assert_eq!((y, at), ([-4.0, 0.0, 0.0], [4, -1, -1]));
    }
}
