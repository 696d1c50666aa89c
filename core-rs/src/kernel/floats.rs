//! Arrays as the numbers that a kernel computes with: in place where the dtype is the kernel's own,
//! else by way of a converted copy (float16 is computed in float32).

use std::ops::{Deref, DerefMut};

use super::map;
use super::slices::{self, Workspace};
use crate::base::{Context, Element, View, ViewMut};

/// What a kernel reads.
pub enum Input<'a, T> {
    Own(&'a [T]),
    Copy(Workspace<'a, T>),
}

/// The elements of an array as `T`.
pub fn input<'a, T: Element>(context: &'a dyn Context, view: &'a View) -> Input<'a, T> {
    if view.dtype == T::DTYPE {
        return Input::Own(slices::read(view));
    }
    let mut copy = Workspace::<T>::new(context, view.shape.size());
    let address = copy.as_mut_slice().as_mut_ptr() as usize;
    map::cast(context, view, &ViewMut { address, shape: view.shape, dtype: T::DTYPE });
    Input::Copy(copy)
}

impl<T: Element> Deref for Input<'_, T> {
    type Target = [T];
    fn deref(&self) -> &[T] {
        match self {
            Input::Own(slice) => slice,
            Input::Copy(copy) => copy.as_slice(),
        }
    }
}

/// What a kernel writes. A converted copy goes to the array when this is dropped.
pub enum Output<'a, T: Element> {
    Own(&'a mut [T]),
    Copy { context: &'a dyn Context, to: &'a ViewMut, copy: Workspace<'a, T> },
}

/// The elements of an array as `T`, to be written.
pub fn output<'a, T: Element>(context: &'a dyn Context, to: &'a ViewMut) -> Output<'a, T> {
    if to.dtype == T::DTYPE {
        return Output::Own(slices::write(to));
    }
    Output::Copy { context, to, copy: Workspace::new(context, to.shape.size()) }
}

impl<T: Element> Deref for Output<'_, T> {
    type Target = [T];
    fn deref(&self) -> &[T] {
        match self {
            Output::Own(slice) => slice,
            Output::Copy { copy, .. } => copy.as_slice(),
        }
    }
}
impl<T: Element> DerefMut for Output<'_, T> {
    fn deref_mut(&mut self) -> &mut [T] {
        match self {
            Output::Own(slice) => slice,
            Output::Copy { copy, .. } => copy.as_mut_slice(),
        }
    }
}
impl<T: Element> Drop for Output<'_, T> {
    fn drop(&mut self) {
        if let Output::Copy { context, to, copy } = self {
            let address = copy.as_slice().as_ptr() as usize;
            map::cast(*context, &View { address, shape: to.shape, dtype: T::DTYPE }, to);
        }
    }
}

/// Runs the expression with the named type standing for what is computed with: f64 for float64,
/// else f32.
#[macro_export]
macro_rules! by_real {
    ($dtype:expr, $t:ident => $body:expr) => {
        match $dtype {
            $crate::base::DType::Float64 => {
                type $t = f64;
                $body
            }
            _ => {
                type $t = f32;
                $body
            }
        }
    };
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{DType, Serial, Shape};
    use crate::kernel::half::{Half, from_f32};

    #[test]
    fn float16_is_computed_in_float32() {
        let context = &Serial::default();
        let (from, mut to) = ([from_f32(1.5), from_f32(-2.0)], [Half(0); 2]);
        let view = |address| View { address, shape: Shape::new(&[2]), dtype: DType::Float16 };
        let (x, y) = (view(from.as_ptr() as usize), view(to.as_mut_ptr() as usize));
        let y = ViewMut { address: y.address, shape: y.shape, dtype: y.dtype };
        let x = input::<f32>(context, &x);
        let mut y = output::<f32>(context, &y);
        y.iter_mut().zip(x.iter()).for_each(|(y, x)| *y = x * 2.0);
        drop(y);
        assert_eq!(to, [from_f32(3.0), from_f32(-4.0)]);
    }
}
