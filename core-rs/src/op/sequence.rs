//! Sequences of different lengths side by side in one array: what lies beyond the end of each masked, the
//! last element taken, the order reversed. The sequence runs along axis 0 or 1, the other is the batch.
#![forbid(unsafe_code)]

use super::attrs::{Attr, AttrSpec, Attrs};
use super::spec::{Call, Forward, Gradient, Infer, InputSpec, Needs, OpSpec, Sample, input, optional};
use super::value::{Backward, Value};
use crate::base::{Error, Result, Shape, View};
use crate::by_bits;
use crate::kernel::slices::{Workspace, read_bits, write_bits};
use crate::kernel::{index, map};

const INPUTS: &[InputSpec] = &[input("data"), optional("sequence_length")];
const LENGTHS: AttrSpec =
    AttrSpec::bool("use_sequence_length", false, "Take the lengths from sequence_length; else all are whole.");
const AXIS: AttrSpec = AttrSpec::int("axis", 0, "The axis along which a sequence runs.").between(0.0, 1.0);

/// Sizes of an array seen as sequences.
#[derive(Clone, Copy)]
struct Dims {
    length: usize,
    batch: usize,
    /// Elements of one step of one sequence, which lie together.
    inner: usize,
    /// Steps between neighbours of a sequence and of the batch.
    step: usize,
    next: usize,
}

impl Dims {
    fn of(shape: Shape, axis: i64) -> Result<Dims> {
        if shape.ndim() < 2 {
            return Err(Error::shape(format!("data has shape {shape}; it needs two axes or more, [length, batch, …]")));
        }
        let (d0, d1, inner) = (shape[0] as usize, shape[1] as usize, shape.span(2, shape.ndim()));
        Ok(match axis {
            0 => Dims { length: d0, batch: d1, inner, step: d1, next: 1 },
            _ => Dims { length: d1, batch: d0, inner, step: 1, next: d1 },
        })
    }
    /// The number of step `t` of sequence `b` among all steps in memory.
    fn row(&self, t: usize, b: usize) -> usize {
        t * self.step + b * self.next
    }
    /// The first element of it.
    fn at(&self, t: usize, b: usize) -> usize {
        self.row(t, b) * self.inner
    }
}

fn checked(i: &Infer) -> Result<Dims> {
    let dims = Dims::of(i.shape(0), i.attrs.int("axis"))?;
    match (i.attrs.bool("use_sequence_length"), i.has(1)) {
        (true, true) if i.shape(1) != Shape::new(&[dims.batch]) => Err(Error::shape(format!(
            "sequence_length has shape {}; data {} has a batch of {} and needs [{}]",
            i.shape(1),
            i.shape(0),
            dims.batch,
            dims.batch
        ))),
        (true, false) => Err(Error::attribute("sequence_length is missing; use_sequence_length needs it")),
        (false, true) => Err(Error::attribute("sequence_length is given, but use_sequence_length is false")),
        _ => Ok(dims),
    }
}

/// The lengths, each in `least..=length`.
fn lengths<'a>(c: &Call<'a>, given: Option<&View>, dims: Dims, least: i64) -> Result<Workspace<'a, i64>> {
    let Some(view) = given else {
        let mut all = Workspace::<i64>::new(c.context, dims.batch);
        all.as_mut_slice().fill(dims.length as i64);
        return Ok(all);
    };
    let lengths = index::integers(c.context, view);
    if let Some((b, bad)) = lengths.as_slice().iter().enumerate().find(|(_, l)| **l < least || **l > dims.length as i64)
    {
        return Err(Error::index(format!(
            "sequence_length[{b}] is {bad}; it must be {least} to {}, the length of data",
            dims.length
        )));
    }
    Ok(lengths)
}

fn mask(c: &Call, value: f64) -> Result<()> {
    let (from, to) = (c.input(0), c.output(0));
    map::copy(c.context, from, to);
    let Some(given) = c.optional(1) else { return Ok(()) };
    let dims = Dims::of(from.shape, c.attrs.int("axis"))?;
    let lengths = index::integers(c.context, given);
    let cell = u64::from_le_bytes(map::element(value, to.dtype));
    by_bits!(to.dtype, T => {
        let to = write_bits::<T>(to);
        for (b, &length) in lengths.as_slice().iter().enumerate() {
            for t in length.clamp(0, dims.length as i64) as usize..dims.length {
                to[dims.at(t, b)..][..dims.inner].fill(cell as T);
            }
        }
    });
    Ok(())
}

fn last(c: &Call) -> Result<()> {
    let dims = Dims::of(c.input(0).shape, c.attrs.int("axis"))?;
    let mut steps = lengths(c, c.optional(1), dims, 1)?;
    for (b, step) in steps.as_mut_slice().iter_mut().enumerate() {
        *step = dims.row(*step as usize - 1, b) as i64;
    }
    take(c, dims, steps.as_slice())
}

/// The steps whose numbers are given, as they follow each other in memory.
fn take(c: &Call, dims: Dims, steps: &[i64]) -> Result<()> {
    let (from, to) = (c.input(0), c.output(0));
    let sizes = (dims.length * dims.batch, dims.inner);
    by_bits!(to.dtype, T => index::take(c.context, sizes, read_bits::<T>(from), steps, write_bits::<T>(to)));
    Ok(())
}

/// Zeros with the head where `last` read.
fn last_backward(c: &Call) -> Result<()> {
    let (from, to) = (c.input(0), c.output(0));
    let dims = Dims::of(to.shape, c.attrs.int("axis"))?;
    let lengths = lengths(c, c.optional(1), dims, 1)?;
    map::fill(c.context, 0.0, to);
    by_bits!(to.dtype, T => {
        let (from, to) = (read_bits::<T>(from), write_bits::<T>(to));
        for (b, &length) in lengths.as_slice().iter().enumerate() {
            let at = dims.at(length as usize - 1, b);
            to[at..at + dims.inner].copy_from_slice(&from[b * dims.inner..][..dims.inner]);
        }
    });
    Ok(())
}

fn reverse(c: &Call) -> Result<()> {
    let dims = Dims::of(c.input(0).shape, c.attrs.int("axis"))?;
    let lengths = lengths(c, c.optional(1), dims, 0)?;
    let mut steps = Workspace::<i64>::new(c.context, dims.length * dims.batch);
    let all = steps.as_mut_slice();
    for (b, &length) in lengths.as_slice().iter().enumerate() {
        for t in 0..dims.length {
            let source = if t < length as usize { length as usize - 1 - t } else { t };
            all[dims.row(t, b)] = dims.row(source, b) as i64;
        }
    }
    take(c, dims, all)
}

/// The gradient by calling the operator of that name on the head, with the same lengths.
fn through(b: &mut Backward, name: &str, more: &[(&str, Attr)]) -> Result<()> {
    let head = b.head(0)?;
    let lengths = if b.input_types.len() > 1 && b.input_types[1].is_some() { Some(b.input(1)) } else { None };
    let mut given = vec![
        ("axis", b.attrs.get("axis").clone()),
        ("use_sequence_length", b.attrs.get("use_sequence_length").clone()),
    ];
    given.extend(more.iter().cloned());
    if b.wants(0) {
        let attrs = super::find(name).expect("an operator of this file").attrs(&given)?;
        let gradient = b.call_all(name, &[Some(head), lengths], attrs)?.swap_remove(0);
        b.set(0, gradient);
    }
    if b.wants(1) {
        let (shape, dtype) = (b.shape(1), b.dtype(1));
        let zeros: Value = b.call("_zeros", &[], &[("shape", shape.into()), ("dtype", dtype.into())])?;
        b.set(1, zeros);
    }
    Ok(())
}

fn samples() -> Vec<Sample> {
    vec![Sample::new(&[&[4, 3, 2]]), Sample::new(&[&[3, 4]]).attr("axis", 1), Sample::new(&[&[2, 0, 3]])]
}

const NEW: OpSpec = OpSpec {
    inputs: INPUTS,
    attrs: &[LENGTHS, AXIS],
    needs: |_: &Attrs| Needs { inputs: 0b10, outputs: 0 },
    samples,
    ..OpSpec::NEW
};

fn last_shape(shape: Shape, dims: Dims) -> Result<Shape> {
    Shape::checked(std::iter::once(dims.batch as u64).chain(shape.iter().skip(2).map(|d| d as u64)))
}

pub static OPS: &[OpSpec] = &[
    OpSpec {
        name: "SequenceMask",
        doc: "data with `value` in all steps from sequence_length[b] on. Inputs: data [length, batch, …] (axis 0) or \
              [batch, length, …] (axis 1), sequence_length [batch].",
        attrs: &[LENGTHS, AttrSpec::float("value", 0.0, "What stands beyond the end."), AXIS],
        infer: |i| {
            checked(i)?;
            i.same()
        },
        forward: Forward::Kernel(|c| mask(c, c.attrs.float("value"))),
        gradient: Gradient::Rule(|b| through(b, "SequenceMask", &[("value", 0.0.into())])),
        samples: || {
            let mut all = samples();
            for axis in 0..2 {
                let sample = Sample::new(&[&[4, 4, 2], &[4]]).integers(1, 6).attr("axis", axis);
                all.push(sample.attr("use_sequence_length", true).attr("value", 1.5));
            }
            all
        },
        ..NEW
    },
    OpSpec {
        name: "SequenceLast",
        doc: "Step sequence_length[b] - 1 of each sequence, the last one without lengths. Lengths are 1 or more. Output: \
              [batch, …].",
        infer: |i| {
            let dims = checked(i)?;
            if dims.length == 0 && dims.batch > 0 {
                return Err(Error::shape(format!(
                    "data has shape {}; a sequence without steps has no last",
                    i.shape(0)
                )));
            }
            i.one(last_shape(i.shape(0), dims)?, i.dtype(0))
        },
        forward: Forward::Kernel(last),
        gradient: Gradient::Rule(|b| {
            let shape: Attr = b.shape(0).into();
            through(b, "_backward_SequenceLast", &[("shape", shape)])
        }),
        samples: || {
            let mut all = samples();
            for axis in 0..2 {
                // Lengths of 1 and more.
                let sample = Sample::new(&[&[4, 4, 2], &[4]]).range(1.0, 4.9).attr("axis", axis);
                all.push(sample.attr("use_sequence_length", true));
            }
            all
        },
        ..NEW
    },
    OpSpec {
        name: "_backward_SequenceLast",
        doc: "Zeros of the given shape with head put where SequenceLast read: its gradient.",
        inputs: &[input("head"), optional("sequence_length")],
        attrs: &[LENGTHS, AXIS, AttrSpec::required_tuple("shape", "Shape of data.")],
        infer: |i| {
            let shape = i.attrs.shape("shape")?;
            let wanted = last_shape(shape, Dims::of(shape, i.attrs.int("axis"))?)?;
            if i.shape(0) != wanted {
                return Err(Error::shape(format!("head has shape {}; it must be {wanted}", i.shape(0))));
            }
            i.one(shape, i.dtype(0))
        },
        forward: Forward::Kernel(last_backward),
        gradient: Gradient::Rule(|b| through(b, "SequenceLast", &[])),
        hidden: true,
        samples: || vec![Sample::new(&[&[3, 2]]).attr("shape", vec![4, 3, 2])],
        ..NEW
    },
    OpSpec {
        name: "SequenceReverse",
        doc: "The first sequence_length[b] steps of each sequence in reverse order, the others as they are.",
        infer: |i| {
            checked(i)?;
            i.same()
        },
        forward: Forward::Kernel(reverse),
        gradient: Gradient::Rule(|b| through(b, "SequenceReverse", &[])),
        samples: || {
            let mut all = samples();
            for axis in 0..2 {
                let sample = Sample::new(&[&[4, 4, 2], &[4]]).integers(1, 5).attr("axis", axis);
                all.push(sample.attr("use_sequence_length", true));
            }
            all
        },
        ..NEW
    },
];
