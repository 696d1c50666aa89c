//! The fused loops over the gates of one sample at one step, forward and backward. What comes before
//! and after them are matrix products.

use crate::kernel::vector::{Real, Vector};

/// Bounds of an LSTM's cell, and whether they catch NaN too.
#[derive(Clone, Copy, Debug)]
pub struct Clip {
    pub low: f64,
    pub high: f64,
    pub nan: bool,
}

/// Work on element `j` and its neighbours in a vector.
pub trait Cell<T> {
    /// # Safety
    /// `j` and the `V::N - 1` units after it exist.
    unsafe fn at<V: Vector<Scalar = T>>(&self, j: usize);
}

/// Runs a cell on `units` units: vectors, then one by one.
///
/// # Safety
/// The pointers of the cell hold that many units.
pub unsafe fn each<T: Real>(units: usize, cell: &impl Cell<T>) {
    let mut j = 0;
    // SAFETY: the caller's promise.
    unsafe {
        while j + T::Lanes::N <= units {
            cell.at::<T::Lanes>(j);
            j += T::Lanes::N;
        }
        while j < units {
            cell.at::<T>(j);
            j += 1;
        }
    }
}

fn one<V: Vector>() -> V {
    V::splat(V::Scalar::ONE)
}
#[inline(always)]
fn sigmoid<V: Vector>(x: V) -> V {
    one::<V>() / (one::<V>() + (-x).exp())
}
#[inline(always)]
fn clipped<V: Vector>(clip: Clip, x: V) -> V {
    let (low, high) = (V::splat(V::Scalar::of(clip.low)), V::splat(V::Scalar::of(clip.high)));
    // `a.pmax(b)` is `b` where one is NaN.
    let x = if clip.nan { x.pmax(low) } else { low.pmax(x) };
    -(-high).pmax(-x)
}

/// A unit that is its sum through tanh or relu.
pub struct Plain<T> {
    pub relu: bool,
    /// The sum; becomes the unit.
    pub sum: *mut T,
    pub h: *mut T,
}
impl<T: Real> Cell<T> for Plain<T> {
    #[inline(always)]
    unsafe fn at<V: Vector<Scalar = T>>(&self, j: usize) {
        // SAFETY: the caller's promise.
        unsafe {
            let x = V::load(self.sum.add(j));
            let y = if self.relu { V::splat(T::ZERO).pmax(x) } else { x.tanh() };
            y.store(self.h.add(j));
        }
    }
}

/// `dsum = dh * the slope at y`; what is left of `dh` is 0.
pub struct PlainBack<T> {
    pub relu: bool,
    pub y: *const T,
    pub dh: *mut T,
    pub dsum: *mut T,
}
impl<T: Real> Cell<T> for PlainBack<T> {
    #[inline(always)]
    unsafe fn at<V: Vector<Scalar = T>>(&self, j: usize) {
        // SAFETY: the caller's promise.
        unsafe {
            let (y, dh) = (V::load(self.y.add(j)), V::load(self.dh.add(j)));
            let slope = if self.relu { y.sign() } else { one::<V>() - y * y };
            (dh * slope).store(self.dsum.add(j));
            V::splat(T::ZERO).store(self.dh.add(j));
        }
    }
}

/// Gates i, f, g, o one after the other, `units` each.
pub struct Lstm<T> {
    pub units: usize,
    pub clip: Option<Clip>,
    /// The sums; become the gates.
    pub gates: *mut T,
    pub c: *mut T,
    pub h: *mut T,
}
impl<T: Real> Cell<T> for Lstm<T> {
    #[inline(always)]
    unsafe fn at<V: Vector<Scalar = T>>(&self, j: usize) {
        // SAFETY: the caller's promise.
        unsafe {
            let gate = |k: usize| self.gates.add(k * self.units + j);
            let (i, f) = (sigmoid(V::load(gate(0))), sigmoid(V::load(gate(1))));
            let (g, o) = (V::load(gate(2)).tanh(), sigmoid(V::load(gate(3))));
            let c = f * V::load(self.c.add(j)) + i * g;
            let c = self.clip.map_or(c, |clip| clipped(clip, c));
            for (k, v) in [i, f, g, o].into_iter().enumerate() {
                v.store(gate(k));
            }
            c.store(self.c.add(j));
            (o * c.tanh()).store(self.h.add(j));
        }
    }
}

pub struct LstmBack<T> {
    pub units: usize,
    pub clip: Option<Clip>,
    pub gates: *const T,
    pub c: *const T,
    pub before: *const T,
    pub dh: *const T,
    pub dc: *mut T,
    pub dgates: *mut T,
}
impl<T: Real> Cell<T> for LstmBack<T> {
    #[inline(always)]
    unsafe fn at<V: Vector<Scalar = T>>(&self, j: usize) {
        // SAFETY: the caller's promise.
        unsafe {
            let gate = |k: usize| V::load(self.gates.add(k * self.units + j));
            let (i, f, g, o) = (gate(0), gate(1), gate(2), gate(3));
            let (c, before, dh) = (V::load(self.c.add(j)), V::load(self.before.add(j)), V::load(self.dh.add(j)));
            let t = c.tanh();
            let mut dc = V::load(self.dc.add(j)) + dh * o * (one::<V>() - t * t);
            if let Some(clip) = self.clip {
                let raw = f * before + i * g;
                dc = dc.split_eq(raw, clipped(clip, raw)).0;
            }
            let slope = |y: V| y * (one::<V>() - y);
            let d = [dc * g * slope(i), dc * before * slope(f), dc * i * (one::<V>() - g * g), dh * t * slope(o)];
            for (k, v) in d.into_iter().enumerate() {
                v.store(self.dgates.add(k * self.units + j));
            }
            (dc * f).store(self.dc.add(j));
        }
    }
}

/// Gates r, z, n: `sums` is the part of data with biases, `state` the part of the state without.
pub struct Gru<T> {
    pub units: usize,
    /// Becomes the gates.
    pub sums: *mut T,
    pub state: *const T,
    /// What is added to the state's part of n, within the reset.
    pub bias: *const T,
    /// Where the state's part of n goes.
    pub inner: *mut T,
    pub h: *mut T,
}
impl<T: Real> Cell<T> for Gru<T> {
    #[inline(always)]
    unsafe fn at<V: Vector<Scalar = T>>(&self, j: usize) {
        // SAFETY: the caller's promise.
        unsafe {
            let sum = |k: usize| self.sums.add(k * self.units + j);
            let state = |k: usize| V::load(self.state.add(k * self.units + j));
            let (r, z) = (sigmoid(V::load(sum(0)) + state(0)), sigmoid(V::load(sum(1)) + state(1)));
            let inner = state(2) + V::load(self.bias.add(j));
            let n = (V::load(sum(2)) + r * inner).tanh();
            let h = V::load(self.h.add(j));
            for (k, v) in [r, z, n].into_iter().enumerate() {
                v.store(sum(k));
            }
            inner.store(self.inner.add(j));
            ((one::<V>() - z) * n + z * h).store(self.h.add(j));
        }
    }
}

pub struct GruBack<T> {
    pub units: usize,
    pub gates: *const T,
    pub inner: *const T,
    pub before: *const T,
    /// Keeps what reaches the state past the gates.
    pub dh: *mut T,
    pub dsums: *mut T,
    pub dstate: *mut T,
}
impl<T: Real> Cell<T> for GruBack<T> {
    #[inline(always)]
    unsafe fn at<V: Vector<Scalar = T>>(&self, j: usize) {
        // SAFETY: the caller's promise.
        unsafe {
            let gate = |k: usize| V::load(self.gates.add(k * self.units + j));
            let (r, z, n) = (gate(0), gate(1), gate(2));
            let (inner, before, dh) =
                (V::load(self.inner.add(j)), V::load(self.before.add(j)), V::load(self.dh.add(j)));
            let dn = dh * (one::<V>() - z) * (one::<V>() - n * n);
            let dz = dh * (before - n) * z * (one::<V>() - z);
            let dr = dn * inner * r * (one::<V>() - r);
            for (k, (x, h)) in [(dr, dr), (dz, dz), (dn, dn * r)].into_iter().enumerate() {
                x.store(self.dsums.add(k * self.units + j));
                h.store(self.dstate.add(k * self.units + j));
            }
            (dh * z).store(self.dh.add(j));
        }
    }
}
