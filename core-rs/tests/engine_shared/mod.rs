//! What the tests of the engine share: a watchdog, random numbers, work made of closures.
#![allow(dead_code)]

use std::sync::mpsc::{Sender, channel};
use std::time::Duration;

use hadron_core::base::{Context, Result, Scratch};
use hadron_core::engine::Work;

/// Ends the process when a test takes too long: nothing may hang.
pub struct Watchdog(Sender<()>);

impl Watchdog {
    pub fn new(test: &'static str, seconds: u64) -> Watchdog {
        let (alive, gone) = channel::<()>();
        std::thread::spawn(move || {
            if let Err(std::sync::mpsc::RecvTimeoutError::Timeout) = gone.recv_timeout(Duration::from_secs(seconds)) {
                eprintln!("{test}: hangs (more than {seconds} s)");
                std::process::abort();
            }
        });
        Watchdog(alive)
    }
}

/// xorshift; the seed is printed by whoever fails.
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Random {
        Random((seed + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }
    pub fn word(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }
    pub fn below(&mut self, n: usize) -> usize {
        ((self.word() >> 33) as usize) % n
    }
    pub fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }
}

/// Work made of a closure.
pub struct Does<F>(pub &'static str, pub F);

impl<F: FnMut(&dyn Context) -> Result<()> + Send> Work for Does<F> {
    fn run(&mut self, context: &dyn Context) -> Result<()> {
        (self.1)(context)
    }
    fn describe(&self) -> (&'static str, String) {
        (self.0, "float32 [2,3]".to_string())
    }
}

pub fn does(name: &'static str, f: impl FnMut(&dyn Context) -> Result<()> + Send + 'static) -> Box<dyn Work> {
    Box::new(Does(name, f))
}

pub fn scratch() -> Scratch {
    hadron_core::memory::scratch()
}

/// Panics that tests make on purpose print nothing.
pub fn quiet() {
    static ONCE: std::sync::Once = std::sync::Once::new();
    ONCE.call_once(|| {
        let former = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            let text = info.payload_as_str().unwrap_or("");
            if !text.starts_with("on purpose") {
                former(info);
            }
        }));
    });
}
