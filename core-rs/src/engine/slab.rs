//! A table of slots that are taken and given back in constant time. It grows only by `room`, made
//! before the engine's lock is taken: under the lock nothing allocates.
#![forbid(unsafe_code)]

use std::ops::{Index, IndexMut};

pub struct Slab<T> {
    items: Vec<T>,
    free: Vec<u32>,
}

impl<T: Default> Slab<T> {
    pub fn with_room(count: usize) -> Slab<T> {
        let mut slab = Slab::room(count);
        slab.fill();
        slab
    }
    /// Memory for a slab of `count` slots.
    pub fn room(count: usize) -> Slab<T> {
        Slab { items: Vec::with_capacity(count), free: Vec::with_capacity(count) }
    }
    fn fill(&mut self) {
        let (len, capacity) = (self.items.len(), self.items.capacity().min(self.free.capacity()));
        self.items.extend((len..capacity).map(|_| T::default()));
        self.free.extend((len as u32..capacity as u32).rev());
    }
    /// Moves into a larger room; the old one is left in `room`, for dropping without the lock.
    pub fn move_into(&mut self, room: &mut Slab<T>) {
        if room.items.capacity().min(room.free.capacity()) <= self.items.len() {
            return;
        }
        room.items.append(&mut self.items);
        room.free.append(&mut self.free);
        room.fill();
        std::mem::swap(self, room);
    }
    pub fn left(&self) -> usize {
        self.free.len()
    }
    pub fn used(&self) -> usize {
        self.items.len() - self.free.len()
    }
    pub fn slots(&self) -> usize {
        self.items.len()
    }
    /// A slot; room has been made before.
    pub fn take(&mut self) -> u32 {
        self.free.pop().expect("room was made before the lock was taken")
    }
    pub fn give(&mut self, slot: u32) {
        self.free.push(slot);
    }
}

impl<T> Index<u32> for Slab<T> {
    type Output = T;
    fn index(&self, slot: u32) -> &T {
        &self.items[slot as usize]
    }
}
impl<T> IndexMut<u32> for Slab<T> {
    fn index_mut(&mut self, slot: u32) -> &mut T {
        &mut self.items[slot as usize]
    }
}
