//! Dropout. The mask is not kept: the draw that made it makes it again in backward.
#![forbid(unsafe_code)]

use super::attrs::{AttrSpec, Attrs};
use super::binary::Mul;
use super::spec::{Call, Forward, Gradient, OpSpec, Sample};
use crate::base::{Result, Shape, ViewMut};
use crate::kernel::map;
use crate::kernel::rng::{self, Draw};
use crate::kernel::slices::Workspace;

const P: AttrSpec = AttrSpec::float("p", 0.5, "The probability that an element is dropped.").between(0.0, 1.0);
const AXES: AttrSpec = AttrSpec::tuple("axes", &[], "Axes along which one decision is shared.");

pub static OPS: &[OpSpec] = &[
    OpSpec {
        name: "Dropout",
        doc: "Sets elements to 0 with probability p and scales the others by 1 / (1 - p), while training (or always, with \
              mode always); else data as it is. With p = 1 all is 0 (MXNet gives NaN).",
        attrs: &[
            P,
            AttrSpec::one_of("mode", &["training", "always"], "training", "When elements are dropped."),
            AXES,
            AttrSpec::optional_bool("cudnn_off", "Accepted and ignored."),
        ],
        positional: 1,
        infer: |i| {
            i.floats_only(0)?;
            mask_shape(i.shape(0), i.attrs)?;
            i.same()
        },
        forward: Forward::Kernel(|c| {
            let active = c.training || c.attrs.word("mode") == "always";
            run(c, Draw::new(c.random.0, c.random.1), active)
        }),
        gradient: Gradient::Rule(|b| {
            let active = b.training || b.attrs.word("mode") == "always";
            let head = b.head(0)?;
            let gradient = if active && b.attrs.float("p") > 0.0 {
                let (key, counter) = b.random;
                let given = ["p", "axes"].map(|n| (n, b.attrs.get(n).clone()));
                let draw = vec![key as i64, counter as i64].into();
                b.call("_dropout_again", &[&head], &[given[0].clone(), given[1].clone(), ("draw", draw)])?
            } else {
                head
            };
            b.set(0, gradient);
            Ok(())
        }),
        // `axes` can only lower the need; what is left over is not used.
        random: |attrs, types| if attrs.float("p") > 0.0 { rng::blocks(types[0].0.size(), false) } else { 0 },
        cost: |i, _| i.shape(0).size() as u64 * 3 + 50,
        samples: || {
            vec![
                Sample::new(&[&[3, 4]]),
                Sample::new(&[&[3, 4]]).predict(),
                Sample::new(&[&[2, 3, 4]]).attr("p", 0.3).attr("axes", vec![1]),
                Sample::new(&[&[0, 4]]),
            ]
        },
        ..OpSpec::NEW
    },
    OpSpec {
        name: "_dropout_again",
        doc: "Drops and scales by an earlier draw: the gradient of Dropout.",
        attrs: &[P, AXES, AttrSpec::required_tuple("draw", "Key and counter of the draw.")],
        forward: Forward::Kernel(|c| {
            let draw = c.attrs.tuple("draw");
            run(c, Draw::new(draw[0] as u64, draw[1] as u64), true)
        }),
        gradient: Gradient::Rule(|b| {
            let head = b.head(0)?;
            let given = ["p", "axes", "draw"].map(|n| (n, b.attrs.get(n).clone()));
            let gradient = b.call("_dropout_again", &[&head], &given)?;
            b.set(0, gradient);
            Ok(())
        }),
        cost: |i, _| i.shape(0).size() as u64 * 3 + 50,
        hidden: true,
        samples: || vec![Sample::new(&[&[3, 4]]).attr("draw", vec![1, 2])],
        ..OpSpec::NEW
    },
];

/// The shape of the decisions.
fn mask_shape(shape: Shape, attrs: &Attrs) -> Result<Shape> {
    let mut mask = shape;
    for &axis in attrs.tuple("axes") {
        let a = shape.axis(axis)?;
        mask.set(a, 1);
    }
    Ok(mask)
}

fn run(c: &Call, draw: Draw, active: bool) -> Result<()> {
    let (x, y, p) = (c.input(0), c.output(0), c.attrs.float("p"));
    if !active || p == 0.0 {
        map::copy(c.context, x, y);
        return Ok(());
    }
    let shape = mask_shape(x.shape, c.attrs)?;
    if shape == x.shape {
        rng::dropout(c.context, draw, 1.0 - p, x, y);
        return Ok(());
    }
    let scale = if p < 1.0 { 1.0 / (1.0 - p) } else { 0.0 };
    let mut space = Workspace::<i64>::new(c.context, (shape.size() * x.dtype.size()).div_ceil(8));
    let mask = ViewMut { address: space.as_mut_slice().as_mut_ptr() as usize, shape, dtype: x.dtype };
    rng::mask(c.context, draw, 1.0 - p, scale, &mask);
    map::binary::<Mul>(c.context, x, &mask.as_view(), y);
    Ok(())
}
