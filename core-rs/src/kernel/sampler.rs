//! Bilinear sampling of planes at the points of a grid, its gradients, and the four corners of each
//! point by themselves, of which gradients of gradients are made.

use super::slices::{Parts, piece_of};
use super::vector::{Real, pieces};
use crate::base::Context;

/// Data [n, c, h, w], grid [n, 2, out_h, out_w] of (x, y), output [n, c, out_h, out_w].
#[derive(Clone, Copy, Debug)]
pub struct Sampler {
    pub n: usize,
    pub c: usize,
    pub h: usize,
    pub w: usize,
    pub out_h: usize,
    pub out_w: usize,
    /// The grid counts elements, and beyond the last element's place up to the edge it is that element;
    /// else it goes from -1 to 1, and data is surrounded by zeros.
    pub pixels: bool,
}

/// A point in a plane: the element up and left of it, and how far it is from there.
struct Point<T> {
    x: i64,
    y: i64,
    right: T,
    down: T,
}

impl Sampler {
    fn plane(&self) -> usize {
        self.h * self.w
    }
    fn points(&self) -> usize {
        self.out_h * self.out_w
    }

    #[inline(always)]
    fn point<T: Real>(&self, grid: &[T], image: usize, i: usize) -> Point<T> {
        let grid = &grid[2 * image * self.points()..];
        let place = |v: T, size: usize| {
            let v = if self.pixels { v } else { (v + T::ONE) * T::of(size as f64 - 1.0) / T::of(2.0) };
            let floor = v.wide().floor();
            if self.pixels && !(v >= T::ZERO && floor < size as f64) {
                return (-2, T::ZERO);
            }
            // What is far outside, or NaN, meets no element.
            if floor >= -1.0 && floor <= size as f64 { (floor as i64, v - T::of(floor)) } else { (-2, T::ZERO) }
        };
        let (x, right) = place(grid[i], self.w);
        let (y, down) = place(grid[self.points() + i], self.h);
        Point { x, y, right, down }
    }

    /// What a step in the grid is in elements.
    fn step(&self, size: usize) -> f64 {
        if self.pixels { 1.0 } else { (size as f64 - 1.0) / 2.0 }
    }

    /// The element of a plane at a corner of the point.
    #[inline(always)]
    fn at<T>(&self, p: &Point<T>, dx: i64, dy: i64) -> Option<usize> {
        let (mut x, mut y) = (p.x + dx, p.y + dy);
        if self.pixels {
            (x, y) = (x.min(self.w as i64 - 1), y.min(self.h as i64 - 1));
        }
        (x >= 0 && y >= 0 && x < self.w as i64 && y < self.h as i64).then(|| y as usize * self.w + x as usize)
    }

    #[inline(always)]
    fn value<T: Real>(&self, x: &[T], p: &Point<T>, dx: i64, dy: i64) -> T {
        self.at(p, dx, dy).map_or(T::ZERO, |i| x[i])
    }
}

const CORNERS: [(i64, i64); 4] = [(0, 0), (1, 0), (0, 1), (1, 1)];

fn weight<T: Real>(p: &Point<T>, dx: i64, dy: i64) -> T {
    let along = |d: i64, part: T| if d == 1 { part } else { T::ONE - part };
    along(dx, p.right) * along(dy, p.down)
}

/// Runs `f(plane, its part of out)` for each plane of `out`.
fn planes<T: Real>(
    context: &dyn Context,
    count: usize,
    work: usize,
    out: &mut [T],
    f: impl Fn(usize, &mut [T]) + Sync,
) {
    if out.is_empty() {
        return;
    }
    let size = out.len() / count;
    let pieces = pieces(count, work * 8);
    let parts = Parts::new(out);
    context.parallel(pieces, &|i| {
        for plane in piece_of(count, pieces, i) {
            // SAFETY: each plane belongs to one piece.
            f(plane, unsafe { parts.part(plane * size..(plane + 1) * size) });
        }
    });
}

pub fn forward<T: Real>(context: &dyn Context, s: &Sampler, x: &[T], grid: &[T], y: &mut [T]) {
    let size = s.plane();
    planes(context, s.n * s.c, s.points(), y, |plane, y| {
        let x = &x[plane * size..][..size];
        for (i, y) in y.iter_mut().enumerate() {
            let p = s.point(grid, plane / s.c, i);
            *y = CORNERS.iter().fold(T::ZERO, |sum, &(dx, dy)| sum + s.value(x, &p, dx, dy) * weight(&p, dx, dy));
        }
    });
}

/// The gradient by data.
pub fn backward_data<T: Real>(context: &dyn Context, s: &Sampler, grid: &[T], dy: &[T], dx: &mut [T]) {
    let points = s.points();
    planes(context, s.n * s.c, points, dx, |plane, out| {
        out.fill(T::ZERO);
        for (i, &head) in dy[plane * points..][..points].iter().enumerate() {
            let p = s.point(grid, plane / s.c, i);
            for (dx, dy) in CORNERS {
                if let Some(at) = s.at(&p, dx, dy) {
                    out[at] = out[at] + head * weight(&p, dx, dy);
                }
            }
        }
    });
}

/// The gradient by the grid.
pub fn backward_grid<T: Real>(context: &dyn Context, s: &Sampler, x: &[T], grid: &[T], dy: &[T], dgrid: &mut [T]) {
    let (size, points) = (s.plane(), s.points());
    planes(context, s.n, points * s.c, dgrid, |image, out| {
        for i in 0..points {
            let p = s.point(grid, image, i);
            let (mut gx, mut gy) = (T::ZERO, T::ZERO);
            for c in image * s.c..(image + 1) * s.c {
                let (x, head) = (&x[c * size..][..size], dy[c * points + i]);
                let [a, b, c, d] = CORNERS.map(|(dx, dy)| s.value(x, &p, dx, dy));
                gx = gx + head * ((b - a) * (T::ONE - p.down) + (d - c) * p.down);
                gy = gy + head * ((c - a) * (T::ONE - p.right) + (d - b) * p.right);
            }
            out[i] = gx * T::of(s.step(s.w));
            out[points + i] = gy * T::of(s.step(s.h));
        }
    });
}

/// The element at one corner of each point; 0 outside.
pub fn corner<T: Real>(context: &dyn Context, s: &Sampler, (dx, dy): (i64, i64), x: &[T], grid: &[T], y: &mut [T]) {
    let size = s.plane();
    planes(context, s.n * s.c, s.points(), y, |plane, y| {
        let x = &x[plane * size..][..size];
        for (i, y) in y.iter_mut().enumerate() {
            *y = s.value(x, &s.point(grid, plane / s.c, i), dx, dy);
        }
    });
}

/// The adjoint of `corner` as a map of data.
pub fn corner_backward<T: Real>(
    context: &dyn Context,
    s: &Sampler,
    (dx, dy): (i64, i64),
    head: &[T],
    grid: &[T],
    out: &mut [T],
) {
    let points = s.points();
    planes(context, s.n * s.c, points, out, |plane, out| {
        out.fill(T::ZERO);
        for (i, &head) in head[plane * points..][..points].iter().enumerate() {
            if let Some(at) = s.at(&s.point(grid, plane / s.c, i), dx, dy) {
                out[at] = out[at] + head;
            }
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Serial;

    fn sample(pixels: bool, x: &[f64], grid: &[f64]) -> Vec<f64> {
        let s = Sampler { n: 1, c: 1, h: 2, w: 2, out_h: 1, out_w: grid.len() / 2, pixels };
        let mut y = vec![f64::NAN; grid.len() / 2];
        forward(&Serial::default(), &s, x, grid, &mut y);
        y
    }

    #[test]
    fn zeros_surround_data_and_no_point_reads_outside() {
        let x = [1.0, 2.0, 3.0, 4.0];
        // x of all points, then y; the middle, a corner, half an element outside, and nonsense.
        let grid = [0.0, 1.0, 2.0, 1e30, f64::NAN, f64::NEG_INFINITY, 0.0, 1.0, 1.0, 0.0, 0.0, 0.0];
        assert_eq!(sample(false, &x, &grid), [2.5, 4.0, 2.0, 0.0, 0.0, 0.0]);
    }

    #[test]
    fn grids_in_elements_hold_the_last_element_up_to_the_edge() {
        let x = [1.0, 2.0, 3.0, 4.0];
        let grid = [0.5, 1.5, 2.0, -0.1, f64::NAN, 0.0, 0.5, 1.75, 0.0, 0.0, 0.0, 1.0];
        assert_eq!(sample(true, &x, &grid), [2.5, 4.0, 0.0, 0.0, 0.0, 3.0]);
    }
}
