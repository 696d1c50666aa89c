//! What an operator consists of. Reading this is reading the whole contract; from an entry follow
//! the functions of `nd`, methods, types, checks, documentation and tests.
#![forbid(unsafe_code)]

use smallvec::SmallVec;

use super::attrs::{AttrSpec, Attrs};
use super::value::{Backward, Graph, Value, Values};
use crate::base::{Context, DType, Error, Kind, Result, Shape, View, ViewMut};
use crate::kernel::map::program::Step;

/// One array that an operator takes.
#[derive(Clone, Copy, Debug)]
pub struct InputSpec {
    pub name: &'static str,
    /// May be left out (a bias).
    pub optional: bool,
    /// Is changed by the operator (running statistics, an optimizer's state).
    pub mutated: bool,
    /// Any number of arrays (concat); only as the last one.
    pub variadic: bool,
}

pub const fn input(name: &'static str) -> InputSpec {
    InputSpec { name, optional: false, mutated: false, variadic: false }
}
pub const fn optional(name: &'static str) -> InputSpec {
    InputSpec { name, optional: true, mutated: false, variadic: false }
}
pub const fn mutated(name: &'static str) -> InputSpec {
    InputSpec { name, optional: false, mutated: true, variadic: false }
}
pub const fn variadic(name: &'static str) -> InputSpec {
    InputSpec { name, optional: false, mutated: false, variadic: true }
}

pub type Types = SmallVec<[(Shape, DType); 1]>;

/// What `infer` is asked with.
pub struct Infer<'a> {
    pub op: &'static OpSpec,
    pub attrs: &'a Attrs,
    /// Shapes and dtypes of the inputs; None for an optional one that is absent.
    pub inputs: &'a [Option<(Shape, DType)>],
}

impl Infer<'_> {
    pub fn shape(&self, i: usize) -> Shape {
        self.inputs[i].expect("a required input").0
    }
    pub fn dtype(&self, i: usize) -> DType {
        self.inputs[i].expect("a required input").1
    }
    pub fn has(&self, i: usize) -> bool {
        self.inputs.get(i).is_some_and(|t| t.is_some())
    }
    /// The name of an input, for messages: `rhs`, or `data[1]` for one of any number.
    pub fn name(&self, i: usize) -> String {
        let InputSpec { name, variadic, .. } = self.op.input(i);
        if *variadic { format!("{name}[{}]", i + 1 - self.op.inputs.len()) } else { name.to_string() }
    }
    /// One output.
    pub fn one(&self, shape: Shape, dtype: DType) -> Result<Types> {
        Ok(smallvec::smallvec![(shape, dtype)])
    }
    /// One output like input 0.
    pub fn same(&self) -> Result<Types> {
        self.one(self.shape(0), self.dtype(0))
    }
    /// Refuses inputs of different dtypes, naming the cast that helps.
    pub fn same_dtypes(&self) -> Result<DType> {
        let mut found: Option<(usize, DType)> = None;
        for (i, t) in self.inputs.iter().enumerate() {
            let Some((_, dtype)) = t else { continue };
            match found {
                None => found = Some((i, *dtype)),
                Some((j, first)) if first != *dtype => {
                    return Err(Error::dtype(format!(
                        "{} is {first} and {} is {dtype}; cast one of them, as in .astype(\"{first}\")",
                        self.name(j),
                        self.name(i)
                    )));
                }
                _ => {}
            }
        }
        Ok(found.map_or(DType::Float32, |f| f.1))
    }
    /// Refuses integer arrays where the operator has no meaning for them.
    pub fn floats_only(&self, i: usize) -> Result<DType> {
        let dtype = self.dtype(i);
        if dtype.is_float() {
            return Ok(dtype);
        }
        Err(Error::dtype(format!(
            "{} is {dtype}; it must be float32, float64 or float16 (.astype(\"float32\"))",
            self.name(i)
        )))
    }
}

/// What a kernel is run with.
pub struct Call<'a> {
    pub context: &'a dyn Context,
    pub attrs: &'a Attrs,
    pub inputs: &'a [Option<View>],
    /// All outputs, hidden ones too.
    pub outputs: &'a [ViewMut],
    pub training: bool,
    /// Key and counter of the random stream; `OpSpec::random` blocks were reserved.
    pub random: (u64, u64),
}

impl Call<'_> {
    pub fn input(&self, i: usize) -> &View {
        self.inputs[i].as_ref().expect("a required input")
    }
    pub fn optional(&self, i: usize) -> Option<&View> {
        self.inputs.get(i).and_then(|v| v.as_ref())
    }
    pub fn output(&self, i: usize) -> &ViewMut {
        &self.outputs[i]
    }
    /// An input that the entry declares as mutated.
    pub fn mutated(&self, i: usize) -> ViewMut {
        let v = self.input(i);
        ViewMut { address: v.address, shape: v.shape, dtype: v.dtype }
    }
}

/// An operator made of others.
pub type Compose = fn(&mut dyn Graph, &Attrs, &[Option<Value>]) -> Result<Values>;

/// How outputs come to be.
pub enum Forward {
    /// Numbers in, numbers out, as a task of the engine.
    Kernel(fn(&Call) -> Result<()>),
    /// Output 0 is input 0 under the inferred shape; the attributes may move the start: the
    /// function gives the offset in elements.
    Alias(fn(&Infer) -> usize),
    /// Made of other operators; its gradient follows from theirs.
    Composite(Compose),
}

/// How gradients of the inputs come from gradients of the outputs.
pub enum Gradient {
    Rule(fn(&mut Backward) -> Result<()>),
    /// Zero almost everywhere (comparisons, rounding): the sentence says why.
    Zero(&'static str),
    /// Refused in backward, with the reason.
    None(&'static str),
}

/// The shader.
pub enum Gpu {
    /// An expression of `x` (and `y`) printed from the formula.
    Formula(fn() -> String),
    None(&'static str),
}

/// For formulas: the loop that takes part in a program of several (`kernel::map::program`).
pub struct Fuse {
    pub step: Step,
    /// The argument for which the attribute `scalar` stands.
    pub number: Option<usize>,
}

/// What backward reads, as bit masks (bit i = input or output i). It is kept alive, and changing it
/// in place before backward is an error.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Needs {
    pub inputs: u32,
    pub outputs: u32,
}
impl Needs {
    pub const NOTHING: Needs = Needs { inputs: 0, outputs: 0 };
    pub const INPUTS: Needs = Needs { inputs: u32::MAX, outputs: 0 };
    pub const OUTPUTS: Needs = Needs { inputs: 0, outputs: u32::MAX };
    pub const ALL: Needs = Needs { inputs: u32::MAX, outputs: u32::MAX };
}

/// Inputs for the generated tests.
#[derive(Clone, Debug)]
pub struct Sample {
    pub shapes: Vec<Vec<usize>>,
    /// Values are drawn uniformly from this range (kinks are avoided by choosing it).
    pub range: (f64, f64),
    pub attrs: Vec<(&'static str, super::attrs::Attr)>,
    /// One-of attributes by word.
    pub words: Vec<(&'static str, &'static str)>,
    /// Inputs (by index) that hold integers below the bound (labels, indices): no gradient.
    pub integers: Vec<(usize, usize)>,
    /// Inputs (by index) that are square matrices with a growing diagonal added, so that they are regular and their
    /// eigenvalues apart; true: made symmetric too, and varied as such.
    pub matrices: Vec<(usize, bool)>,
    pub training: bool,
}

impl Sample {
    pub fn new(shapes: &[&[usize]]) -> Sample {
        Sample {
            shapes: shapes.iter().map(|s| s.to_vec()).collect(),
            range: (-2.0, 2.0),
            attrs: vec![],
            words: vec![],
            integers: vec![],
            matrices: vec![],
            training: true,
        }
    }
    pub fn range(mut self, low: f64, high: f64) -> Sample {
        self.range = (low, high);
        self
    }
    pub fn attr(mut self, name: &'static str, value: impl Into<super::attrs::Attr>) -> Sample {
        self.attrs.push((name, value.into()));
        self
    }
    pub fn word(mut self, name: &'static str, word: &'static str) -> Sample {
        self.words.push((name, word));
        self
    }
    /// Input `i` holds integers in `0..below`.
    pub fn integers(mut self, i: usize, below: usize) -> Sample {
        self.integers.push((i, below));
        self
    }
    /// Input `i` holds matrices whose diagonal outweighs the rest.
    pub fn dominant(mut self, i: usize) -> Sample {
        self.matrices.push((i, false));
        self
    }
    /// Input `i` holds symmetric positive definite matrices.
    pub fn symmetric(mut self, i: usize) -> Sample {
        self.matrices.push((i, true));
        self
    }
    pub fn predict(mut self) -> Sample {
        self.training = false;
        self
    }
}

/// One operator.
pub struct OpSpec {
    /// MXNet's name, as under `mx.nd` (or `_internal`, `linalg`, `contrib` with a dot).
    pub name: &'static str,
    pub aliases: &'static [&'static str],
    /// One sentence, then what is worth knowing; shapes of inputs and outputs.
    pub doc: &'static str,
    pub inputs: &'static [InputSpec],
    /// Which inputs are changed, where `inputs` cannot say it (some of a variadic list).
    pub changes: Option<fn(&Attrs, usize) -> bool>,
    pub attrs: &'static [AttrSpec],
    /// How many of the first attributes may be given by position.
    pub positional: usize,
    pub infer: fn(&Infer) -> Result<Types>,
    pub forward: Forward,
    pub gradient: Gradient,
    pub needs: fn(&Attrs) -> Needs,
    /// How many of the outputs a script sees (the rest are for backward).
    pub visible: fn(&Attrs, usize) -> usize,
    pub gpu: Gpu,
    /// Elementwise: outputs may be the same memory as inputs, and neighbours may be fused.
    pub elementwise: bool,
    /// How it runs in one loop with others.
    pub fuse: Option<Fuse>,
    /// Random words of 128 bits that a call draws.
    pub random: fn(&Attrs, &Types) -> u64,
    /// Estimated nanoseconds on one thread.
    pub cost: fn(&Infer, &Types) -> u64,
    /// Hidden from `nd` (gradients, helpers); still callable by name.
    pub hidden: bool,
    /// Refused unless the core was started for debugging.
    pub debug_only: bool,
    /// Is it a method of NDArray too?
    pub method: bool,
    /// Gives a list of arrays, however many (split).
    pub many: bool,
    /// Shapes of the outputs follow from numbers (`unique`): `infer` says the largest that are possible,
    /// and the operator waits for its inputs (a composite, through `Graph::read`).
    pub dynamic: bool,
    pub samples: fn() -> Vec<Sample>,
}

/// A fixed cost per element that moves: what most operators are bound by.
pub fn memory_cost(infer: &Infer, out: &Types) -> u64 {
    let read: usize = infer.inputs.iter().flatten().map(|(s, d)| s.size() * d.size()).sum();
    let written: usize = out.iter().map(|(s, d)| s.size() * d.size()).sum();
    (read + written) as u64 / 12 + 20
}

impl OpSpec {
    /// What an entry starts from: `OpSpec { name: …, ..OpSpec::NEW }`.
    pub const NEW: OpSpec = OpSpec {
        name: "",
        aliases: &[],
        doc: "",
        inputs: &[input("data")],
        changes: None,
        attrs: &[],
        positional: 0,
        infer: |i| i.same(),
        forward: Forward::Kernel(|_| Err(Error::new(Kind::Execution, "has no kernel"))),
        gradient: Gradient::None("it has no gradient"),
        needs: |_| Needs::NOTHING,
        visible: |_, n| n,
        gpu: Gpu::None("its shader comes with gpu()"),
        elementwise: false,
        fuse: None,
        random: |_, _| 0,
        cost: memory_cost,
        hidden: false,
        debug_only: false,
        method: false,
        many: false,
        dynamic: false,
        samples: Vec::new,
    };

    /// What the entry says of array `i` of a call: the last input may stand for any number of them.
    pub fn input(&self, i: usize) -> &InputSpec {
        &self.inputs[i.min(self.inputs.len() - 1)]
    }

    /// Is input `i` changed by the operator?
    pub fn mutates(&self, attrs: &Attrs, i: usize) -> bool {
        match self.changes {
            Some(changes) => changes(attrs, i),
            None => self.input(i).mutated,
        }
    }

    pub fn attrs(&self, given: &[(&str, super::attrs::Attr)]) -> Result<Attrs> {
        Attrs::with(self.attrs, given)
    }
}
