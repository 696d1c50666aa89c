//! What a tiny call costs inside the core: a chain of additions on ten elements, plain and recorded
//! with backward (`cargo run --release --example dispatch`).

use std::hint::black_box;
use std::time::Instant;

use hadron_core::abi::exports::*;
use hadron_core::abi::walks::{backward, walk};
use hadron_core::abi::{scratch, start_native};
use hadron_core::op;

fn main() {
    start_native(1);
    let plus = op::number("_plus_scalar").expect("an operator");
    let chain = 10_000;
    for _ in 0..5 {
        scratch::words()[0] = 10;
        let start = Instant::now();
        let mut x = array_new(0, 1, 0);
        for _ in 0..chain {
            let y = invoke1(plus, x, 1, 1.0);
            array_release(x, array_generation(x));
            x = y;
        }
        let plain = start.elapsed().as_nanos() as f64 / chain as f64;
        array_release(black_box(x), array_generation(x));

        scratch::words()[0] = 10;
        let leaf = array_new(0, 1, 0);
        attach_grad(leaf, 1, 0);
        let start = Instant::now();
        set_recording(1);
        let mut x = invoke1(plus, leaf, 1, 1.0);
        for _ in 0..chain {
            let y = invoke1(plus, x, 1, 1.0);
            array_release(x, array_generation(x));
            x = y;
        }
        set_recording(0);
        scratch::words()[0] = x;
        scratch::words()[1] = 0;
        assert_eq!((backward(1, 0, 1), walk()), (1, 1));
        let recorded = start.elapsed().as_nanos() as f64 / chain as f64;
        array_release(x, array_generation(x));
        array_release(leaf, array_generation(leaf));
        println!("{plain:.0} ns a call, {recorded:.0} ns recorded with backward");
    }
}
