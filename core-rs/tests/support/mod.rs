//! Arrays of numbers in and out of the core, for tests that run operators natively.
#![allow(dead_code)]

use std::sync::{Mutex, MutexGuard, Once};

use hadron_core::autograd::{GradReq, Tape, Variable, Walk};
use hadron_core::base::{DType, Shape};
use hadron_core::device::cpu;
use hadron_core::op::spec::Sample;
use hadron_core::op::{self, Attr, Attrs, Link, OpSpec, Value};
use hadron_core::{engine, memory};

static START: Once = Once::new();
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

/// Starts the core once; operators are run by one test at a time, as by the one main thread.
pub fn main_thread() -> MutexGuard<'static, ()> {
    START.call_once(|| hadron_core::abi::start_native(1));
    ONE_AT_A_TIME.lock().unwrap_or_else(|e| e.into_inner())
}

/// A small generator with a printed seed.
pub struct Numbers(pub u64);

impl Numbers {
    pub fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }
    pub fn below(&mut self, n: usize) -> usize {
        (self.next() % n.max(1) as u64) as usize
    }
    pub fn uniform(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }
}

pub fn array(shape: &[usize], values: &[f64], dtype: DType) -> Value {
    let from = cpu::empty(Shape::new(shape), DType::Float64, 0).unwrap();
    assert_eq!(values.len(), from.shape.size());
    for (i, v) in values.iter().enumerate() {
        // SAFETY: the array has that many elements and nobody else knows it.
        unsafe { *(from.view().address as *mut f64).add(i) = *v };
    }
    let value = Value { array: from, link: None };
    if dtype == DType::Float64 {
        return value;
    }
    let mut tape = Tape::default();
    let cast = op::find("Cast").unwrap();
    tape.invoke(cast, cast.attrs(&[("dtype", dtype.into())]).unwrap(), &[Some(value)], None).unwrap().swap_remove(0)
}

pub fn values(value: &Value) -> Vec<f64> {
    let mut tape = Tape::default();
    let cast = op::find("Cast").unwrap();
    let attrs = cast.attrs(&[("dtype", DType::Float64.into())]).unwrap();
    let plain = Value { array: value.array.clone(), link: None };
    let out = tape.invoke(cast, attrs, &[Some(plain)], None).unwrap().swap_remove(0);
    engine::current().wait_to_read(&out.array.storage.var).unwrap();
    let n = out.array.shape.size();
    // SAFETY: nothing writes it any more.
    (0..n).map(|i| unsafe { *(out.array.view().address as *const f64).add(i) }).collect()
}

/// Makes a leaf of an array.
pub fn leaf(value: &Value) -> Value {
    let gradient = cpu::empty(value.array.shape, value.array.dtype, 0).unwrap();
    let variable = Variable {
        req: GradReq::Write,
        gradient: std::cell::RefCell::new(gradient),
        fresh: std::cell::Cell::new(false),
    };
    let link = Some(Link { owner: std::rc::Rc::new(variable), output: 0 });
    Value { array: value.array.clone(), link }
}

/// Attributes of a sample, words included.
pub fn attrs_of(op: &OpSpec, sample: &Sample) -> Attrs {
    let fitted: Vec<(&str, Attr)> = sample
        .attrs
        .iter()
        .map(|(name, value)| {
            assert!(op.attrs.iter().any(|a| a.name == *name), "{}: sample has no attribute {name}", op.name);
            (*name, value.clone())
        })
        .collect();
    // Required words have no default: they are set by parsing a whole table.
    let mut numbers = vec![0.0];
    let mut mask = 0u64;
    for (i, spec) in op.attrs.iter().enumerate() {
        if let Some((_, word)) = sample.words.iter().find(|(n, _)| *n == spec.name) {
            let hadron_core::op::AttrKind::Enum(words) = spec.kind else {
                panic!("{}: {} is no word", op.name, spec.name)
            };
            mask |= 1 << i;
            numbers.push(words.iter().position(|w| w == word).expect("a word of the attribute") as f64);
        } else if let Some((_, value)) = fitted.iter().find(|(n, _)| *n == spec.name) {
            mask |= 1 << i;
            match value {
                Attr::Int(v) => numbers.push(*v as f64),
                Attr::Float(v) => numbers.push(*v),
                Attr::Bool(v) => numbers.push(*v as u8 as f64),
                Attr::DType(d) => numbers.push(*d as u8 as f64),
                Attr::Enum(e) => numbers.push(*e as f64),
                Attr::Text(text) => {
                    numbers.push(text.chars().count() as f64);
                    numbers.extend(text.chars().map(|c| c as u32 as f64));
                }
                Attr::None => numbers.push(f64::NAN),
                Attr::Tuple(t) => {
                    numbers.push(t.len() as f64);
                    numbers.extend(t.iter().map(|&v| if v == op::attrs::NONE { f64::NAN } else { v as f64 }));
                }
                Attr::Floats(t) => {
                    numbers.push(t.len() as f64);
                    numbers.extend(t.iter());
                }
            }
        }
    }
    numbers[0] = mask as f64;
    Attrs::parse(op.attrs, &numbers).unwrap_or_else(|e| panic!("{}: {e}", op.name))
}

/// Inputs of a sample: drawn from its range, integers where it says so.
pub fn inputs_of(sample: &Sample, numbers: &mut Numbers, dtype: DType) -> Vec<Value> {
    sample
        .shapes
        .iter()
        .enumerate()
        .map(|(i, shape)| {
            let n: usize = shape.iter().product();
            let integers = sample.integers.iter().find(|(place, _)| *place == i);
            let mut data: Vec<f64> = (0..n)
                .map(|_| match integers {
                    Some((_, below)) => numbers.below(*below) as f64,
                    None => numbers.uniform(sample.range.0, sample.range.1),
                })
                .collect();
            if let Some((_, symmetric)) = sample.matrices.iter().find(|(place, _)| *place == i) {
                let (rows, columns) = (shape[shape.len() - 2], shape[shape.len() - 1]);
                if *symmetric {
                    symmetrize(&mut data, columns);
                }
                let scale = sample.range.0.abs().max(sample.range.1.abs());
                for (at, x) in data.iter_mut().enumerate() {
                    let (row, column) = (at / columns % rows, at % columns);
                    if row == column {
                        *x += (row + 2) as f64 * 2.0 * scale;
                    }
                }
            }
            array(shape, &data, dtype)
        })
        .collect()
}

/// The mean of each matrix [n, n] and its transpose.
pub fn symmetrize(data: &mut [f64], n: usize) {
    for matrix in data.chunks_exact_mut((n * n).max(1)) {
        for i in 0..n {
            for j in 0..i {
                let mean = (matrix[i * n + j] + matrix[j * n + i]) / 2.0;
                (matrix[i * n + j], matrix[j * n + i]) = (mean, mean);
            }
        }
    }
}

/// Runs an operator on plain values.
pub fn run(tape: &mut Tape, op: &'static OpSpec, attrs: &Attrs, inputs: &[Value]) -> Vec<Value> {
    let inputs: Vec<Option<Value>> = inputs.iter().cloned().map(Some).collect();
    let out = tape.invoke(op, attrs.clone(), &inputs, None).unwrap_or_else(|e| panic!("{}", e.within(op.name)));
    out.into_iter().collect()
}

pub const PLAIN: Walk = Walk { retain: false, training: true, create: false };

pub fn stats() -> memory::Stats {
    memory::stats()
}
