//! The table of arrays that JavaScript holds. An id is the index of a slot; the generation, checked
//! at release, tells a late release from a new holder.

use std::any::Any;
use std::cell::UnsafeCell;
use std::rc::Rc;
use std::sync::Arc;

use super::walks::Going;
use crate::autograd::{Tape, Variable};
use crate::base::{Array, Error, Kind, Result};
use crate::op::{Link, Value};

/// What a slot holds.
enum Held {
    Free(u32),
    Value(Value),
    /// The gradient of a leaf: backward replaces the array behind it.
    Gradient(Rc<Variable>),
}

struct Slot {
    held: Held,
    generation: u32,
}

/// All state of the main thread.
pub struct State {
    slots: Vec<Slot>,
    free: u32,
    pub live: usize,
    pub tape: Tape,
    /// Walks back that are on their way, the innermost last.
    pub walks: Vec<Going>,
    pub allow_faults: bool,
    sweep: Sweep,
}

/// When to look for arrays that the script no longer holds.
struct Sweep {
    /// Sweepable bytes that the last sweep left, and handles.
    left: usize,
    left_handles: usize,
    /// Bytes handed out since the start at which the table is looked through again. (Not live bytes: when
    /// the graph lets go of its arrays, those become sweepable while live bytes fall.)
    look_at: u64,
}

/// Handles that may come to be before a sweep, whatever their bytes.
const HANDLES: usize = 100_000;
/// Sweepable bytes from which the front end is asked whether a sweep is worth its milliseconds. So few because
/// fresh pages cost more: a product of 512 x 512 (1 MB) took 6 ms on used pages and 10 to 13 on new ones. A
/// ResNet training, which leaves 95 MB a step, stood at 520 MB when this was 128, and at 700 at 256.
const LEAST: usize = 8 << 20;
/// The table is looked through at most once for so many new bytes.
const STEP: usize = 1 << 20;

impl State {
    fn new() -> State {
        // Slot 0 is "no array".
        let none = Slot { held: Held::Free(0), generation: 0 };
        State {
            slots: vec![none],
            free: 0,
            live: 0,
            tape: Tape::default(),
            walks: vec![],
            allow_faults: false,
            sweep: Sweep { left: 0, left_handles: 0, look_at: LEAST as u64 },
        }
    }

    pub fn insert(&mut self, value: Value) -> u32 {
        self.put(Held::Value(value))
    }

    fn put(&mut self, held: Held) -> u32 {
        self.live += 1;
        if self.free == 0 {
            self.slots.push(Slot { held, generation: 1 });
            return (self.slots.len() - 1) as u32;
        }
        let id = self.free;
        let slot = &mut self.slots[id as usize];
        let Held::Free(next) = slot.held else { unreachable!("a slot of the free list is in use") };
        self.free = next;
        slot.held = held;
        id
    }

    fn slot(&self, id: u32) -> Result<&Slot> {
        match self.slots.get(id as usize) {
            Some(slot) if !matches!(slot.held, Held::Free(_)) => Ok(slot),
            _ => Err(Error::new(Kind::Disposed, "the array was disposed")),
        }
    }

    /// The array of an id and its place in the recorded graph.
    pub fn value(&self, id: u32) -> Result<Value> {
        Ok(match &self.slot(id)?.held {
            Held::Value(value) => value.clone(),
            Held::Gradient(variable) => Value { array: variable.gradient.borrow().clone(), link: None },
            Held::Free(_) => unreachable!("slot() refuses free slots"),
        })
    }

    pub fn array(&self, id: u32) -> Result<Array> {
        Ok(match &self.slot(id)?.held {
            Held::Value(value) => value.array.clone(),
            Held::Gradient(variable) => variable.gradient.borrow().clone(),
            Held::Free(_) => unreachable!("slot() refuses free slots"),
        })
    }

    /// After a recorded write: the array now comes from there.
    pub fn set_link(&mut self, id: u32, link: Option<Link>) {
        if let Some(Slot { held: Held::Value(value), .. }) = self.slots.get_mut(id as usize) {
            value.link = link;
        }
    }

    /// Makes the array a leaf with this variable.
    pub fn set_variable(&mut self, id: u32, variable: Rc<Variable>) -> Result<()> {
        let array = self.array(id)?;
        let link = Some(Link { owner: variable as Rc<dyn Any>, output: 0 });
        self.slots[id as usize].held = Held::Value(Value { array, link });
        Ok(())
    }

    /// Makes an array that the script made the gradient of a leaf.
    pub fn set_gradient(&mut self, id: u32, variable: Rc<Variable>) {
        self.slots[id as usize].held = Held::Gradient(variable);
    }

    /// A new handle on the gradient of a leaf.
    pub fn insert_gradient(&mut self, variable: Rc<Variable>) -> u32 {
        self.put(Held::Gradient(variable))
    }

    /// The variable of a leaf.
    pub fn variable(&self, id: u32) -> Result<Option<Rc<Variable>>> {
        Ok(self.value(id)?.link.and_then(|l| l.owner.downcast::<Variable>().ok()))
    }

    pub fn generation(&self, id: u32) -> u32 {
        self.slots.get(id as usize).map_or(0, |s| s.generation)
    }

    /// Gives the slot up. False when the generation is another (a second release).
    pub fn release(&mut self, id: u32, generation: u32) -> bool {
        let Some(slot) = self.slots.get_mut(id as usize) else { return false };
        if id == 0 || slot.generation != generation || matches!(slot.held, Held::Free(_)) {
            return false;
        }
        slot.generation = slot.generation.wrapping_add(1).max(1);
        let held = std::mem::replace(&mut slot.held, Held::Free(self.free));
        self.free = id;
        self.live -= 1;
        drop(held);
        true
    }

    /// Bytes of storages that nothing but one handle holds: what a sweep might free.
    pub fn sweepable(&self) -> usize {
        self.slots
            .iter()
            .filter_map(|slot| match &slot.held {
                Held::Value(value) if Arc::strong_count(&value.array.storage) == 1 => Some(value.array.storage.bytes),
                _ => None,
            })
            .sum()
    }

    /// Is it time to look for dead arrays? Cheap unless the pool has grown much since last asked.
    pub fn sweep_due(&mut self) -> bool {
        if self.live > self.sweep.left_handles.max(HANDLES / 2) * 2 {
            return true;
        }
        let stats = crate::memory::stats();
        if stats.allocated < self.sweep.look_at {
            return false;
        }
        let rest = stats.maximum.saturating_sub(stats.live);
        let limit = LEAST.min((rest / 2).max(1 << 20));
        let found = self.sweepable().saturating_sub(self.sweep.left);
        if found >= limit {
            return true;
        }
        self.sweep.look_at = stats.allocated + ((limit - found) / 2).max(STEP) as u64;
        false
    }

    /// A sweep has been: what is left is the base of the next limit.
    pub fn swept(&mut self) {
        self.sweep.left = self.sweepable();
        self.sweep.left_handles = self.live;
        self.sweep.look_at = crate::memory::stats().allocated + LEAST as u64 / 2;
    }
}

struct Main(UnsafeCell<Option<State>>);
// SAFETY: only the main thread calls exports that reach the state.
unsafe impl Sync for Main {}
static STATE: Main = Main(UnsafeCell::new(None));

/// The state, for the length of one export.
pub fn with_state<T>(f: impl FnOnce(&mut State) -> T) -> T {
    // SAFETY: exports of the main thread do not call each other, so there is one borrow at a time.
    let state = unsafe { &mut *STATE.0.get() };
    f(state.get_or_insert_with(State::new))
}
