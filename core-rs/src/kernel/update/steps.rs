//! The formulas. `g` is the gradient, rescaled; clipping is to ±clip, off where clip is negative.
//! Some clip before weight decay is added and some after: as MXNet's optimizers do.

use super::{Step, k};
use crate::kernel::vector::Vector;

/// What all steps have.
#[derive(Clone, Copy, Debug)]
pub struct Common {
    pub lr: f64,
    pub wd: f64,
    pub rescale: f64,
    /// Negative: no clipping.
    pub clip: f64,
}

#[inline(always)]
fn clip<V: Vector>(g: V, bound: f64) -> V {
    if bound < 0.0 {
        return g;
    }
    // The bound is on the left, so that NaN stays.
    let low = k::<V>(-bound);
    -low.pmax(-low.pmax(g))
}

impl Common {
    /// The rescaled gradient, clipped.
    #[inline(always)]
    fn clipped<V: Vector>(&self, g: V) -> V {
        clip(g * k(self.rescale), self.clip)
    }
    /// Clipped, then weight decay.
    #[inline(always)]
    fn then_decay<V: Vector>(&self, w: V, g: V) -> V {
        w.madd(k(self.wd), self.clipped(g))
    }
    /// Weight decay, then clipped.
    #[inline(always)]
    fn decay_then<V: Vector>(&self, w: V, g: V) -> V {
        clip(w.madd(k(self.wd), g * k(self.rescale)), self.clip)
    }
}

/// `old * rate + new * (1 - rate)`.
#[inline(always)]
fn average<V: Vector>(old: V, new: V, rate: f64) -> V {
    old.madd(k(rate), new * k(1.0 - rate))
}

/// weight, grad → weight
pub struct Sgd(pub Common);
impl Step<2, 1> for Sgd {
    #[inline(always)]
    fn step<V: Vector>(&self, [w, g]: [V; 2]) -> [V; 1] {
        [self.0.then_decay(w, g).madd(k(-self.0.lr), w)]
    }
}

/// weight (read for its dtype only), grad, weight32 → weight, weight32
pub struct MixedSgd(pub Common);
impl Step<2, 2> for MixedSgd {
    #[inline(always)]
    fn step<V: Vector>(&self, [g, w]: [V; 2]) -> [V; 2] {
        let w = self.0.then_decay(w, g).madd(k(-self.0.lr), w);
        [w, w]
    }
}

/// weight, grad, mom → weight, mom
pub struct SgdMomentum {
    pub common: Common,
    pub momentum: f64,
}
impl Step<3, 2> for SgdMomentum {
    #[inline(always)]
    fn step<V: Vector>(&self, [w, g, v]: [V; 3]) -> [V; 2] {
        let v = self.common.then_decay(w, g).madd(k(-self.common.lr), v * k(self.momentum));
        [w + v, v]
    }
}

/// grad, mom, weight32 → weight, mom, weight32
pub struct MixedSgdMomentum(pub SgdMomentum);
impl Step<3, 3> for MixedSgdMomentum {
    #[inline(always)]
    fn step<V: Vector>(&self, [g, v, w]: [V; 3]) -> [V; 3] {
        let [w, v] = self.0.step([w, g, v]);
        [w, v, w]
    }
}

/// weight, grad, mom → weight, mom. The momentum reads the weight that was just written, as MXNet's
/// kernel does.
pub struct Nag {
    pub common: Common,
    pub momentum: f64,
}
impl Step<3, 2> for Nag {
    #[inline(always)]
    fn step<V: Vector>(&self, [w, g, v]: [V; 3]) -> [V; 2] {
        let (c, m) = (&self.common, self.momentum);
        let w = w + v * k(m * m) - c.then_decay(w, g) * k((m + 1.0) * c.lr);
        [w, v * k(m) - c.then_decay(w, g) * k(c.lr)]
    }
}

/// grad, mom, weight32 → weight, mom, weight32
pub struct MixedNag(pub Nag);
impl Step<3, 3> for MixedNag {
    #[inline(always)]
    fn step<V: Vector>(&self, [g, v, w]: [V; 3]) -> [V; 3] {
        let [w, v] = self.0.step([w, g, v]);
        [w, v, w]
    }
}

/// weight, grad, mean, var → weight, mean, var
pub struct Adam {
    pub common: Common,
    pub beta1: f64,
    pub beta2: f64,
    pub epsilon: f64,
}
impl Step<4, 3> for Adam {
    #[inline(always)]
    fn step<V: Vector>(&self, [w, g, m, v]: [V; 4]) -> [V; 3] {
        let g = self.common.decay_then(w, g);
        let (m, v) = (average(m, g, self.beta1), average(v, g * g, self.beta2));
        [w - m * k(self.common.lr) / (v.sqrt() + k(self.epsilon)), m, v]
    }
}

/// weight, grad, mean, var → weight, mean, var: decay apart from the gradient.
pub struct AdamW {
    pub adam: Adam,
    pub eta: f64,
}
impl Step<4, 3> for AdamW {
    #[inline(always)]
    fn step<V: Vector>(&self, [w, g, m, v]: [V; 4]) -> [V; 3] {
        let (a, c) = (&self.adam, &self.adam.common);
        let g = c.clipped(g);
        let (m, v) = (average(m, g, a.beta1), average(v, g * g, a.beta2));
        let change = m * k(c.lr) / (v.sqrt() + k(a.epsilon)) + w * k(c.wd);
        [w - change * k(self.eta), m, v]
    }
}

/// weight32, grad, mean, var → weight, mean, var, weight32
pub struct MixedAdamW(pub AdamW);
impl Step<4, 4> for MixedAdamW {
    #[inline(always)]
    fn step<V: Vector>(&self, read: [V; 4]) -> [V; 4] {
        let [w, m, v] = self.0.step(read);
        [w, m, v, w]
    }
}

/// weight, grad, mean, inf → weight, mean, inf. `lr` holds the correction of the mean's bias.
pub struct Adamax {
    pub common: Common,
    pub beta1: f64,
    pub beta2: f64,
}
impl Step<4, 3> for Adamax {
    #[inline(always)]
    fn step<V: Vector>(&self, [w, g, m, u]: [V; 4]) -> [V; 3] {
        let g = self.common.decay_then(w, g);
        let (m, u) = (average(m, g, self.beta1), (u * k(self.beta2)).pmax(g.abs()));
        [w - m * k(self.common.lr) / u, m, u]
    }
}

/// weight, grad, history → weight, history
pub struct AdaGrad {
    pub common: Common,
    pub epsilon: f64,
}
impl Step<3, 2> for AdaGrad {
    #[inline(always)]
    fn step<V: Vector>(&self, [w, g, h]: [V; 3]) -> [V; 2] {
        let g = self.common.clipped(g);
        let h = g.madd(g, h);
        let change = w.madd(k(self.common.wd), g / (h + k(self.epsilon)).sqrt());
        [change.madd(k(-self.common.lr), w), h]
    }
}

/// weight, grad, history → weight, history: the root before epsilon is added.
pub struct SparseAdaGrad {
    pub common: Common,
    pub epsilon: f64,
}
impl Step<3, 2> for SparseAdaGrad {
    #[inline(always)]
    fn step<V: Vector>(&self, [w, g, h]: [V; 3]) -> [V; 2] {
        let g = self.common.clipped(g);
        let h = g.madd(g, h);
        [w - g * k(self.common.lr) / (h.sqrt() + k(self.epsilon)), h]
    }
}

/// weight, grad, acc_g, acc_delta → weight, acc_g, acc_delta. The learning rate is not used.
pub struct AdaDelta {
    pub common: Common,
    pub rho: f64,
    pub epsilon: f64,
}
impl Step<4, 3> for AdaDelta {
    #[inline(always)]
    fn step<V: Vector>(&self, [w, g, a, d]: [V; 4]) -> [V; 3] {
        let (g, e) = (self.common.clipped(g), k::<V>(self.epsilon));
        let a = average(a, g * g, self.rho);
        let delta = (d + e).sqrt() / (a + e).sqrt() * g;
        [w - w.madd(k(self.common.wd), delta), a, average(d, delta * delta, self.rho)]
    }
}

/// weight, grad, n → weight, n
pub struct RmsProp {
    pub common: Common,
    pub gamma1: f64,
    pub epsilon: f64,
    /// Negative: weights are not clipped.
    pub clip_weights: f64,
}
impl Step<3, 2> for RmsProp {
    #[inline(always)]
    fn step<V: Vector>(&self, [w, g, n]: [V; 3]) -> [V; 2] {
        let g = self.common.decay_then(w, g);
        let n = average(n, g * g, self.gamma1);
        let w = w - g * k(self.common.lr) / (n + k(self.epsilon)).sqrt();
        [clip(w, self.clip_weights), n]
    }
}

/// weight, grad, n, g, delta → weight, n, g, delta: centred, with momentum.
pub struct RmsPropAlex {
    pub rms: RmsProp,
    pub gamma2: f64,
}
impl Step<5, 4> for RmsPropAlex {
    #[inline(always)]
    fn step<V: Vector>(&self, [w, g, n, m, d]: [V; 5]) -> [V; 4] {
        let r = &self.rms;
        let g = r.common.decay_then(w, g);
        let (n, m) = (average(n, g * g, r.gamma1), average(m, g, r.gamma1));
        let d = d * k(self.gamma2) - g * k(r.common.lr) / (n - m * m + k(r.epsilon)).sqrt();
        [clip(w + d, r.clip_weights), n, m, d]
    }
}

/// weight, grad, z, n → weight, z, n
pub struct Ftrl {
    pub common: Common,
    pub lamda1: f64,
    pub beta: f64,
}
impl Step<4, 3> for Ftrl {
    #[inline(always)]
    fn step<V: Vector>(&self, [w, g, z, n]: [V; 4]) -> [V; 3] {
        let c = &self.common;
        let g = c.clipped(g);
        let grown = g.madd(g, n);
        let z = z + g - (grown.sqrt() - n.sqrt()) * w / k(c.lr);
        let over = k::<V>(0.0).pmax(z.abs() - k(self.lamda1));
        let w = -z.sign() * over / ((k::<V>(self.beta) + grown.sqrt()) / k(c.lr) + k(c.wd));
        [w, z, grown]
    }
}

/// weight, grad, d, v, z → weight, d, v, z
pub struct Ftml {
    pub common: Common,
    pub beta1: f64,
    pub beta2: f64,
    pub epsilon: f64,
    pub t: i32,
}
impl Step<5, 4> for Ftml {
    #[inline(always)]
    fn step<V: Vector>(&self, [w, g, d, v, z]: [V; 5]) -> [V; 4] {
        let g = self.common.decay_then(w, g);
        let v = average(v, g * g, self.beta2);
        let (one, two) = (1.0 - self.beta1.powi(self.t), 1.0 - self.beta2.powi(self.t));
        let next = ((v / k(two)).sqrt() + k(self.epsilon)) * k(one / self.common.lr);
        let z = average(z, g, self.beta1) - (next - d * k(self.beta1)) * w;
        [-z / next, next, v, z]
    }
}

/// weight, grad → weight
pub struct SignSgd(pub Common);
impl Step<2, 1> for SignSgd {
    #[inline(always)]
    fn step<V: Vector>(&self, [w, g]: [V; 2]) -> [V; 1] {
        let c = &self.0;
        [w * k(1.0 - c.lr * c.wd) - (g * k(c.rescale)).sign() * k(c.lr)]
    }
}

/// weight, grad, mom → weight, mom
pub struct Signum {
    pub common: Common,
    pub momentum: f64,
    pub wd_lh: f64,
}
impl Step<3, 2> for Signum {
    #[inline(always)]
    fn step<V: Vector>(&self, [w, g, v]: [V; 3]) -> [V; 2] {
        let c = &self.common;
        let v = average(v, -c.then_decay(w, g), self.momentum);
        [w * k(1.0 - c.lr * self.wd_lh) + v.sign() * k(c.lr), v]
    }
}

/// weight, grad, mean, var → direction, mean, var
pub struct LambPhase1 {
    pub adam: Adam,
    pub t: i32,
    pub bias_correction: bool,
}
impl Step<4, 3> for LambPhase1 {
    #[inline(always)]
    fn step<V: Vector>(&self, [w, g, m, v]: [V; 4]) -> [V; 3] {
        let a = &self.adam;
        let g = a.common.clipped(g);
        let (m, v) = (average(m, g, a.beta1), average(v, g * g, a.beta2));
        let of = |beta: f64| if self.bias_correction { 1.0 - beta.powi(self.t) } else { 1.0 };
        let direction = m / k(of(a.beta1)) / ((v / k(of(a.beta2))).sqrt() + k(a.epsilon));
        [w.madd(k(a.common.wd), direction), m, v]
    }
}

/// weight, direction → weight: the step of length `lr`, with the ratio of norms multiplied in.
pub struct LambPhase2(pub f64);
impl Step<2, 1> for LambPhase2 {
    #[inline(always)]
    fn step<V: Vector>(&self, [w, g]: [V; 2]) -> [V; 1] {
        [g.madd(k(-self.0), w)]
    }
}

/// weight32, direction → weight, weight32
pub struct MixedLambPhase2(pub f64);
impl Step<2, 2> for MixedLambPhase2 {
    #[inline(always)]
    fn step<V: Vector>(&self, [w, g]: [V; 2]) -> [V; 2] {
        let w = g.madd(k(-self.0), w);
        [w, w]
    }
}
