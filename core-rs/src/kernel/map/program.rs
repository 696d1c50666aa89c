//! Several formulas as one loop: a program of their inner loops over blocks that stay in the first
//! cache. What a step makes is read by the next ones from there; memory sees the inputs and outputs
//! only. Results have the same bits as the formulas one after the other.

use smallvec::SmallVec;

use super::driver::{Loop, Loops, NONE, PIECE, Walk, line_up, pieces};
use super::{Binary, BinaryGradient, Of, OfBinary, OfLeft, OfRight, OfUnary, OfUnaryGradient, Unary, UnaryGradient};
use crate::base::{Context, DType, View, ViewMut};
use crate::kernel::slices::Workspace;

/// Bytes of a block of one register: a few of them fit the first cache.
const BLOCK: usize = 4096;

/// The loops of one formula.
pub struct Step {
    loops: Loops,
    /// How many arrays it takes.
    pub arguments: usize,
}

impl Step {
    pub const fn unary<F: Unary>() -> Step {
        Step { loops: Of::<OfUnary<F>, 1>::LOOPS, arguments: 1 }
    }
    pub const fn binary<F: Binary>() -> Step {
        Step { loops: Of::<OfBinary<F>, 2>::LOOPS, arguments: 2 }
    }
    /// Of g, x, y.
    pub const fn unary_gradient<F: UnaryGradient>() -> Step {
        Step { loops: Of::<OfUnaryGradient<F>, 3>::LOOPS, arguments: 3 }
    }
    /// Of g, a, b, y.
    pub const fn left<F: BinaryGradient>() -> Step {
        Step { loops: Of::<OfLeft<F>, 4>::LOOPS, arguments: 4 }
    }
    pub const fn right<F: BinaryGradient>() -> Step {
        Step { loops: Of::<OfRight<F>, 4>::LOOPS, arguments: 4 }
    }
}

/// Where an argument of a step comes from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Place {
    Input(usize),
    /// The result of an earlier step.
    Step(usize),
    Number(f64),
    /// The formula does not read it.
    Nothing,
}

/// One step with its arguments.
#[derive(Clone)]
pub struct Applied<'a> {
    pub step: &'a Step,
    pub from: [Place; 4],
}

/// How the argument of a step is found at run time.
#[derive(Clone, Copy)]
enum Source {
    /// An array that has every element, by its address.
    Direct(usize),
    /// A block in the workspace, by its number.
    Block(usize),
    /// One element, by its address.
    Cell(usize),
    /// What an output's block already holds.
    Output(usize),
}

struct Instruction {
    run: Loop,
    from: [Source; 4],
    single: usize,
    /// A block of the workspace, or an output.
    to: Source,
}

/// Runs `steps` on every element: output `i` is the result of step `results[i]`, no step twice. All
/// inputs and outputs are float32, or all are float64; inputs broadcast to the shape of the outputs.
/// Steps that no output needs are not run.
pub fn run(context: &dyn Context, steps: &[Applied], results: &[usize], inputs: &[View], outs: &[ViewMut]) {
    let Some(first) = outs.first() else { return };
    let (shape, dtype, n) = (first.shape, first.dtype, first.shape.size());
    assert!(outs.len() == results.len() && outs.iter().all(|o| o.shape == shape && o.dtype == dtype));
    assert!(matches!(dtype, DType::Float32 | DType::Float64) && inputs.iter().all(|v| v.dtype == dtype));
    if n == 0 {
        return;
    }
    let plan = Plan::new(steps, results, inputs, outs);
    let size = dtype.size();
    let block = BLOCK / size;
    context.parallel(pieces(n), &|i| {
        let (start, end) = (i * PIECE, n.min((i + 1) * PIECE));
        let mut space = Workspace::<i64>::new(context, plan.blocks * BLOCK / 8);
        let base = space.as_mut_slice().as_mut_ptr() as usize;
        for &(at, cell) in &plan.filled {
            let longest = block.min(end - start);
            // SAFETY: a block of the workspace, a cell of one element.
            unsafe { super::convert::repeat(cell as *const u8, (base + at * BLOCK) as *mut u8, size, longest) };
        }
        for start in (start..end).step_by(block) {
            let stop = end.min(start + block);
            for (at, walk, address) in &plan.lined_up {
                // SAFETY: a block of the workspace; the operand has the elements that the walk names.
                unsafe { line_up(walk, *address, (base + at * BLOCK) as *mut u8, size, start, stop) };
            }
            let find = |source: Source| match source {
                Source::Direct(address) => address + start * size,
                Source::Block(at) => base + at * BLOCK,
                Source::Cell(address) => address,
                Source::Output(k) => outs[k].address + start * size,
            };
            for instruction in &plan.instructions {
                let from: [*const u8; 4] = instruction.from.map(|s| find(s) as *const u8);
                // SAFETY: each source has elements start..stop (a cell one, named as single); blocks and
                // this part of the outputs are this piece's own.
                unsafe {
                    let to = find(instruction.to) as *mut u8;
                    (instruction.run)(std::ptr::dangling(), from.as_ptr(), instruction.single, to, stop - start)
                };
            }
        }
    });
}

struct Plan {
    instructions: Vec<Instruction>,
    /// Blocks of the workspace.
    blocks: usize,
    /// Blocks that hold one element many times over, and where it is.
    filled: SmallVec<[(usize, usize); 4]>,
    /// Blocks for inputs that are repeated along some axes.
    lined_up: SmallVec<[(usize, Walk, usize); 2]>,
    /// Numbers in the dtype; never moved once their addresses are taken.
    _cells: Box<[u64]>,
}

impl Plan {
    fn new(steps: &[Applied], results: &[usize], inputs: &[View], outs: &[ViewMut]) -> Plan {
        let (shape, dtype) = (outs[0].shape, outs[0].dtype);
        let needed = needed(steps, results);
        // The last step that reads each step's result.
        let mut last = vec![0usize; steps.len()];
        for (i, applied) in steps.iter().enumerate().filter(|(i, _)| needed[*i]) {
            for place in applied.from {
                if let Place::Step(s) = place {
                    last[s] = i;
                }
            }
        }
        let cells: Box<[u64]> = steps
            .iter()
            .flat_map(|a| a.from)
            .filter_map(|p| {
                if let Place::Number(x) = p { Some(u64::from_ne_bytes(super::element(x, dtype))) } else { None }
            })
            .collect();
        let mut plan = Plan {
            instructions: Vec::with_capacity(steps.len()),
            blocks: 0,
            filled: SmallVec::new(),
            lined_up: SmallVec::new(),
            _cells: cells,
        };
        let mut sources: Vec<Option<Source>> = vec![None; inputs.len()];
        let mut made: Vec<Source> = Vec::with_capacity(steps.len());
        let mut free: Vec<usize> = Vec::new();
        let mut number = 0;
        for (i, applied) in steps.iter().enumerate() {
            let mut from = [Source::Block(0); 4];
            let mut single = NONE;
            let two = applied.step.arguments == 2;
            for (k, place) in applied.from.iter().enumerate().take(applied.step.arguments) {
                let source = match *place {
                    Place::Nothing => None,
                    Place::Step(s) => Some(made[s]),
                    Place::Number(_) => {
                        number += 1;
                        Some(Source::Cell(&raw const plan._cells[number - 1] as usize))
                    }
                    Place::Input(at) => Some(*sources[at].get_or_insert_with(|| plan.input(&inputs[at], &shape))),
                };
                from[k] = match source {
                    Some(Source::Cell(cell)) if !two || single != NONE => plan.fill(cell),
                    Some(Source::Cell(cell)) => {
                        single = k;
                        Source::Cell(cell)
                    }
                    Some(source) => source,
                    // Never read, but it must be an address.
                    None => from[0],
                };
            }
            if !needed[i] {
                made.push(Source::Block(0));
                continue;
            }
            let to = match results.iter().position(|&r| r == i) {
                Some(out) => Source::Output(out),
                None => Source::Block(free.pop().unwrap_or_else(|| plan.block())),
            };
            for place in applied.from {
                if let Place::Step(s) = place
                    && last[s] == i
                    && let Source::Block(at) = made[s]
                    && !free.contains(&at)
                {
                    free.push(at);
                }
            }
            let loops = &applied.step.loops;
            let run = if dtype == DType::Float32 { loops.f32 } else { loops.f64 };
            plan.instructions.push(Instruction { run, from, single, to });
            made.push(to);
        }
        plan
    }

    fn block(&mut self) -> usize {
        self.blocks += 1;
        self.blocks - 1
    }
    /// A block of one element, made once for all who read it.
    fn fill(&mut self, cell: usize) -> Source {
        if let Some(&(at, _)) = self.filled.iter().find(|(_, c)| *c == cell) {
            return Source::Block(at);
        }
        let at = self.block();
        self.filled.push((at, cell));
        Source::Block(at)
    }
    fn input(&mut self, v: &View, shape: &crate::base::Shape) -> Source {
        if v.shape.size() == shape.size() {
            return Source::Direct(v.address);
        }
        if v.shape.size() == 1 {
            return Source::Cell(v.address);
        }
        let at = self.block();
        self.lined_up.push((at, Walk::new(shape, &[v.shape]), v.address));
        Source::Block(at)
    }
}

/// Which steps the results need.
fn needed(steps: &[Applied], results: &[usize]) -> Vec<bool> {
    let mut needed = vec![false; steps.len()];
    results.iter().for_each(|&r| needed[r] = true);
    for i in (0..steps.len()).rev() {
        if needed[i] {
            for place in steps[i].from {
                if let Place::Step(s) = place {
                    needed[s] = true;
                }
            }
        }
    }
    needed
}
