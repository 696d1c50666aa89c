//! Shapes: up to eight axes, held inline; the arithmetic of broadcasting, axes and strides.
#![forbid(unsafe_code)]

use super::error::{Error, Result};

/// The most axes an array may have.
pub const MAX_NDIM: usize = 8;

/// Sizes of the axes, outermost first. `[]` is a scalar (one element), 0 a real zero.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Shape {
    dims: [u32; MAX_NDIM],
    ndim: u8,
}

impl Shape {
    pub const SCALAR: Shape = Shape { dims: [0; MAX_NDIM], ndim: 0 };

    /// Of sizes known to be at most eight. Panics otherwise: check user input with `checked`.
    pub fn new(dims: &[usize]) -> Shape {
        Shape::checked(dims.iter().map(|&d| d as u64)).expect("at most 8 axes below 2^32")
    }

    /// Of sizes that may be wrong.
    pub fn checked(sizes: impl IntoIterator<Item = u64>) -> Result<Shape> {
        let mut shape = Shape::SCALAR;
        let mut count: u128 = 1;
        for size in sizes {
            if shape.ndim as usize == MAX_NDIM {
                return Err(Error::shape(format!("more than {MAX_NDIM} axes")));
            }
            let Ok(size32) = u32::try_from(size) else {
                return Err(Error::shape(format!("an axis of {size} elements; at most {} are possible", u32::MAX)));
            };
            count = count.saturating_mul(size.max(1) as u128);
            shape.dims[shape.ndim as usize] = size32;
            shape.ndim += 1;
        }
        if count > u32::MAX as u128 {
            return Err(Error::shape(format!("shape {shape} has {count} elements; at most {} are possible", u32::MAX)));
        }
        Ok(shape)
    }

    pub fn ndim(&self) -> usize {
        self.ndim as usize
    }
    /// The sizes of the axes.
    pub fn dims(&self) -> &[u32] {
        &self.dims[..self.ndim as usize]
    }
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = usize> + ExactSizeIterator + Clone + '_ {
        self.dims().iter().map(|&d| d as usize)
    }
    pub fn to_vec(&self) -> Vec<usize> {
        self.iter().collect()
    }
    /// The number of elements.
    pub fn size(&self) -> usize {
        self.iter().product()
    }
    /// Product of the sizes of axes `from..to`.
    pub fn span(&self, from: usize, to: usize) -> usize {
        self.dims()[from..to].iter().map(|&d| d as usize).product()
    }
    /// Row-major strides, in elements.
    pub fn strides(&self) -> [usize; MAX_NDIM] {
        let mut strides = [0; MAX_NDIM];
        let mut step = 1;
        for axis in (0..self.ndim()).rev() {
            strides[axis] = step;
            step *= self.dims[axis] as usize;
        }
        strides
    }
    pub fn set(&mut self, axis: usize, size: usize) {
        assert!(axis < self.ndim());
        self.dims[axis] = size as u32;
    }
    pub fn with(mut self, axis: usize, size: usize) -> Shape {
        self.set(axis, size);
        self
    }
    /// With an axis of `size` put before `axis`.
    pub fn inserted(&self, axis: usize, size: usize) -> Result<Shape> {
        let mut dims: Vec<u64> = self.iter().map(|d| d as u64).collect();
        dims.insert(axis, size as u64);
        Shape::checked(dims)
    }
    pub fn removed(&self, axis: usize) -> Shape {
        let mut dims = self.to_vec();
        dims.remove(axis);
        Shape::new(&dims)
    }

    /// Turns an axis counted from either end into an index below `ndim`, or refuses it.
    pub fn axis(&self, axis: i64) -> Result<usize> {
        axis_in(axis, self.ndim(), || self.to_string())
    }

    /// NumPy's broadcasting of two shapes.
    pub fn broadcast(&self, other: &Shape) -> Result<Shape> {
        if self == other {
            return Ok(*self);
        }
        let n = self.ndim().max(other.ndim());
        let mut out = Shape { dims: [1; MAX_NDIM], ndim: n as u8 };
        for i in 0..n {
            let a = if i < self.ndim() { self.dims[self.ndim() - 1 - i] } else { 1 };
            let b = if i < other.ndim() { other.dims[other.ndim() - 1 - i] } else { 1 };
            out.dims[n - 1 - i] = match (a, b) {
                _ if a == b => a,
                (1, b) => b,
                (a, 1) => a,
                _ => return Err(Error::shape(format!("shapes {self} and {other} do not broadcast: {a} against {b}"))),
            };
        }
        for i in n..MAX_NDIM {
            out.dims[i] = 0;
        }
        Shape::checked(out.iter().map(|d| d as u64))
    }
}

/// `axis` counted from either end of `ndim` axes.
pub fn axis_in(axis: i64, ndim: usize, of: impl Fn() -> String) -> Result<usize> {
    let n = ndim as i64;
    if axis < -n || axis >= n {
        return Err(Error::attribute(format!("axis {axis} is outside an array of shape {} ({n} axes)", of())));
    }
    Ok((if axis < 0 { axis + n } else { axis }) as usize)
}

/// Numbers as messages show them, shapes and attributes alike: `[2,3]`, as JavaScript does.
pub fn list(values: &[impl std::fmt::Display]) -> String {
    let values: Vec<String> = values.iter().map(|v| v.to_string()).collect();
    format!("[{}]", values.join(","))
}

impl std::ops::Index<usize> for Shape {
    type Output = u32;
    fn index(&self, axis: usize) -> &u32 {
        &self.dims()[axis]
    }
}
impl std::fmt::Display for Shape {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&list(self.dims()))
    }
}
impl std::fmt::Debug for Shape {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{self}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn broadcast_follows_numpy() {
        let s = |d: &[usize]| Shape::new(d);
        assert_eq!(s(&[3, 1]).broadcast(&s(&[1, 2])).unwrap(), s(&[3, 2]));
        assert_eq!(s(&[4]).broadcast(&s(&[2, 3, 4])).unwrap(), s(&[2, 3, 4]));
        assert_eq!(s(&[0, 1]).broadcast(&s(&[1, 5])).unwrap(), s(&[0, 5]));
        assert!(s(&[2]).broadcast(&s(&[3])).is_err());
        assert_eq!(s(&[2, 3]).broadcast(&Shape::SCALAR).unwrap(), s(&[2, 3]));
    }

    #[test]
    fn too_many_axes_or_elements_are_refused() {
        assert!(Shape::checked([1; 9]).is_err());
        assert!(Shape::checked([1 << 20, 1 << 20]).is_err());
        assert_eq!(Shape::checked([0, 1 << 20]).unwrap().size(), 0);
    }
}
