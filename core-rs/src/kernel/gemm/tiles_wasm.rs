//! The tiles of `tiles.rs` in wasm assembly, because LLVM moves all loads of a step to its front:
//! the register allocators of V8 and JSC then spill, and JSC needs the second splat's address added
//! (a constant offset costs it two more instructions). Loads stand here where they are used.
//! Only for builds with relaxed SIMD. Parameters of each: 0 k, 1 a, 2 stride of a, 3 b, 4 stride of
//! b, 5 c, 6 ldc, 7 accumulate; strides in elements.

use core::arch::global_asm;

/// `accumulator = t * b + accumulator`.
macro_rules! madd {
    ($op:literal, $t:literal, $b:literal, $acc:literal) => {
        concat!("local.get ", $t, "\nlocal.get ", $b, "\nlocal.get ", $acc, "\n", $op, "\nlocal.set ", $acc, "\n")
    };
}
/// Strides from elements to bytes.
macro_rules! bytes {
    ($shift:literal; $($p:literal)*) => {
        concat!($("local.get ", $p, "\ni32.const ", $shift, "\ni32.shl\nlocal.set ", $p, "\n"),*)
    };
}
/// On to the next step, back to the loop while k lasts.
macro_rules! step {
    () => {
        "local.get 1\nlocal.get 2\ni32.add\nlocal.set 1\n\
         local.get 3\nlocal.get 4\ni32.add\nlocal.set 3\n\
         local.get 0\ni32.const -1\ni32.add\nlocal.tee 0\nbr_if 0\nend_loop\n"
    };
}
macro_rules! next_row {
    () => {
        "local.get 5\nlocal.get 6\ni32.add\nlocal.set 5\n"
    };
}
macro_rules! add_row {
    ($add:literal; $($offset:literal $acc:literal)*) => {
        concat!($("local.get 5\nlocal.get 5\nv128.load ", $offset, ":p2align=2\nlocal.get ", $acc, "\n", $add,
            "\nv128.store ", $offset, ":p2align=2\n"),*)
    };
}
macro_rules! store_row {
    ($($offset:literal $acc:literal)*) => {
        concat!($("local.get 5\nlocal.get ", $acc, "\nv128.store ", $offset, ":p2align=2\n"),*)
    };
}
macro_rules! begin {
    ($name:literal, $locals:literal) => {
        concat!(
            ".text\n.globl ",
            $name,
            "\n.type ",
            $name,
            ",@function\n",
            $name,
            ":\n.functype ",
            $name,
            " (i32, i32, i32, i32, i32, i32, i32, i32) -> ()\n.local ",
            $locals,
            "\n"
        )
    };
}

/// 2 rows: a splat of A each, every vector of B used as it is loaded. Locals: t0, t1, b, then the
/// accumulators.
macro_rules! splat_tile {
    ($name:literal, $shift:literal, $second:literal, $load:literal, $madd:literal, $add:literal, $locals:literal;
     $($offset:literal $c0:literal $c1:literal)*) => {
        global_asm!(concat!(
            begin!($name, $locals), bytes!($shift; 2 4 6),
            "loop\nlocal.get 1\n", $load, " 0:p2align=2\nlocal.set 8\n",
            "local.get 1\ni32.const ", $second, "\ni32.add\n", $load, " 0:p2align=2\nlocal.set 9\n",
            $("local.get 3\nv128.load ", $offset, ":p2align=2\nlocal.set 10\n",
              madd!($madd, 8, 10, $c0), madd!($madd, 9, 10, $c1)),*,
            step!(),
            "local.get 7\nif\n",
            add_row!($add; $($offset $c0)*), next_row!(), add_row!($add; $($offset $c1)*),
            "else\n",
            store_row!($($offset $c0)*), next_row!(), store_row!($($offset $c1)*),
            "end_if\nend_function\n"
        ));
    };
}

/// 4 rows: one load of A, a shuffle a row. Locals: a, t, then b and the accumulators.
macro_rules! shuffle_tile {
    ($name:literal, $locals:literal; $($b:literal $offset:literal)*; $r0:tt $r1:tt $r2:tt $r3:tt) => {
        global_asm!(concat!(
            begin!($name, $locals), bytes!(2; 2 4 6),
            "loop\n",
            $("local.get 3\nv128.load ", $offset, ":p2align=2\nlocal.set ", $b, "\n"),*,
            "local.get 1\nv128.load 0:p2align=2\nlocal.set 8\n",
            shuffle_row!("0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3", $r0),
            shuffle_row!("4, 5, 6, 7, 4, 5, 6, 7, 4, 5, 6, 7, 4, 5, 6, 7", $r1),
            shuffle_row!("8, 9, 10, 11, 8, 9, 10, 11, 8, 9, 10, 11, 8, 9, 10, 11", $r2),
            shuffle_row!("12, 13, 14, 15, 12, 13, 14, 15, 12, 13, 14, 15, 12, 13, 14, 15", $r3),
            step!(),
            "local.get 7\nif\n",
            add_of!($r0), next_row!(), add_of!($r1), next_row!(), add_of!($r2), next_row!(), add_of!($r3),
            "else\n",
            store_of!($r0), next_row!(), store_of!($r1), next_row!(), store_of!($r2), next_row!(), store_of!($r3),
            "end_if\nend_function\n"
        ));
    };
}
macro_rules! shuffle_row {
    ($lanes:literal, [$($b:literal $offset:literal $acc:literal),*]) => {
        concat!("local.get 8\nlocal.get 8\ni8x16.shuffle ", $lanes, "\nlocal.set 9\n",
            $(madd!("f32x4.relaxed_madd", 9, $b, $acc)),*)
    };
}
macro_rules! add_of {
    ([$($b:literal $offset:literal $acc:literal),*]) => { add_row!("f32x4.add"; $($offset $acc)*) };
}
macro_rules! store_of {
    ([$($b:literal $offset:literal $acc:literal),*]) => { store_row!($($offset $acc)*) };
}

shuffle_tile!("hadron_gemm_f32_4x8", "v128, v128, v128, v128, v128, v128, v128, v128, v128, v128, v128, v128";
    10 0 11 16;
    [10 0 12, 11 16 13] [10 0 14, 11 16 15] [10 0 16, 11 16 17] [10 0 18, 11 16 19]);
shuffle_tile!("hadron_gemm_f32_4x4", "v128, v128, v128, v128, v128, v128, v128";
    10 0;
    [10 0 11] [10 0 12] [10 0 13] [10 0 14]);

splat_tile!("hadron_gemm_f32_2x24", 2, 4, "v128.load32_splat", "f32x4.relaxed_madd", "f32x4.add",
    "v128, v128, v128, v128, v128, v128, v128, v128, v128, v128, v128, v128, v128, v128, v128";
    0 11 12 16 13 14 32 15 16 48 17 18 64 19 20 80 21 22);
splat_tile!("hadron_gemm_f32_2x16", 2, 4, "v128.load32_splat", "f32x4.relaxed_madd", "f32x4.add",
    "v128, v128, v128, v128, v128, v128, v128, v128, v128, v128, v128";
    0 11 12 16 13 14 32 15 16 48 17 18);
splat_tile!("hadron_gemm_f32_2x8", 2, 4, "v128.load32_splat", "f32x4.relaxed_madd", "f32x4.add",
    "v128, v128, v128, v128, v128, v128, v128";
    0 11 12 16 13 14);
splat_tile!("hadron_gemm_f64_2x12", 3, 8, "v128.load64_splat", "f64x2.relaxed_madd", "f64x2.add",
    "v128, v128, v128, v128, v128, v128, v128, v128, v128, v128, v128, v128, v128, v128, v128";
    0 11 12 16 13 14 32 15 16 48 17 18 64 19 20 80 21 22);
splat_tile!("hadron_gemm_f64_2x8", 3, 8, "v128.load64_splat", "f64x2.relaxed_madd", "f64x2.add",
    "v128, v128, v128, v128, v128, v128, v128, v128, v128, v128, v128";
    0 11 12 16 13 14 32 15 16 48 17 18);
splat_tile!("hadron_gemm_f64_2x4", 3, 8, "v128.load64_splat", "f64x2.relaxed_madd", "f64x2.add",
    "v128, v128, v128, v128, v128, v128, v128";
    0 11 12 16 13 14);

macro_rules! declare {
    ($t:ty: $($name:ident = $symbol:literal),*) => {
        unsafe extern "C" {
            $(
                #[link_name = $symbol]
                pub fn $name(
                    k: usize, a: *const $t, stride_a: usize, b: *const $t, stride_b: usize, c: *mut $t, ldc: usize,
                    accumulate: bool,
                );
            )*
        }
    };
}
declare!(f32: f32_4x8 = "hadron_gemm_f32_4x8", f32_4x4 = "hadron_gemm_f32_4x4", f32_2x24 = "hadron_gemm_f32_2x24",
    f32_2x16 = "hadron_gemm_f32_2x16", f32_2x8 = "hadron_gemm_f32_2x8");
declare!(f64: f64_2x12 = "hadron_gemm_f64_2x12", f64_2x8 = "hadron_gemm_f64_2x8", f64_2x4 = "hadron_gemm_f64_2x4");
