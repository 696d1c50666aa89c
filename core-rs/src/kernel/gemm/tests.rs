//! All ways of multiplying against the triple loop, for random sizes, transposes, leading
//! dimensions, factors and biases, with each set of tiles; and the same bits on several threads.

use super::*;
use crate::base::Serial;
use crate::kernel::gemm::tiles::{Choice, choose};

/// A small generator of numbers (xorshift), so that a failure is repeated from its seed.
pub struct Random(pub u64);
impl Random {
    pub fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }
    pub fn below(&mut self, n: usize) -> usize {
        (self.next() >> 33) as usize % n
    }
    pub fn values<T: Real>(&mut self, n: usize) -> Vec<T> {
        (0..n).map(|_| T::from_f64((self.next() >> 11) as f64 / (1u64 << 52) as f64 - 1.0)).collect()
    }
}

/// Threads that take pieces in any order, each piece once.
pub struct Threads(pub usize);
impl Context for Threads {
    fn parallel(&self, pieces: usize, piece: &(dyn Fn(usize) + Sync)) {
        let next = std::sync::atomic::AtomicUsize::new(0);
        std::thread::scope(|scope| {
            for _ in 0..self.0 {
                scope.spawn(|| {
                    loop {
                        let i = next.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                        if i >= pieces {
                            break;
                        }
                        piece(pieces - 1 - i);
                    }
                });
            }
        });
    }
    fn acquire(&self, bytes: usize) -> usize {
        let layout = std::alloc::Layout::from_size_align(bytes, 64).unwrap();
        // SAFETY: of size above 0. Filled with NaN patterns so that reading unset scratch shows.
        unsafe {
            let at = std::alloc::alloc(layout);
            at.write_bytes(0xff, bytes);
            at as usize
        }
    }
    fn release(&self, address: usize, bytes: usize) {
        // SAFETY: from `acquire`, with the same layout.
        unsafe { std::alloc::dealloc(address as *mut u8, std::alloc::Layout::from_size_align(bytes, 64).unwrap()) }
    }
}

pub fn close<T: Real>(got: &[T], want: &[T], tolerance: f64, what: &str) {
    let scale = want.iter().fold(1e-30, |m: f64, v| m.max(v.to_f64().abs()));
    for (i, (g, w)) in got.iter().zip(want).enumerate() {
        let d = (g.to_f64() - w.to_f64()).abs();
        assert!(d <= tolerance * scale, "{what}: element {i} is {g:?}, should be {w:?} (largest {scale})");
    }
}

/// Held by tests that choose tiles or compare bits, so that none switches the tiles of another.
pub static CHOOSING: std::sync::Mutex<()> = std::sync::Mutex::new(());
pub fn choosing() -> std::sync::MutexGuard<'static, ()> {
    CHOOSING.lock().unwrap_or_else(|e| e.into_inner())
}

pub fn seed() -> u64 {
    let seed = std::env::var("SEED").ok().and_then(|s| s.parse().ok()).unwrap_or(20_261_124);
    println!("SEED={seed}");
    seed
}

fn random_products<T: Real>(rounds: usize, tolerance: f64) {
    let _guard = choosing();
    let mut r = Random(seed());
    for round in 0..rounds {
        let size = |r: &mut Random| match r.below(5) {
            0 => 1,
            1 => r.below(9),
            2 => r.below(40) + 1,
            _ => r.below(130) + 1,
        };
        let (m, n) = (size(&mut r), size(&mut r));
        let k = if r.below(6) == 0 { 257 + r.below(300) } else { size(&mut r) };
        let (ta, tb) = (r.below(2) == 1, r.below(2) == 1);
        let (ar, ac) = if ta { (k, m) } else { (m, k) };
        let (br, bc) = if tb { (n, k) } else { (k, n) };
        let (lda, ldb, ldc) = (ac + r.below(4), bc + r.below(4), n + r.below(4));
        let (a, b, c) = (r.values::<T>(ar * lda), r.values::<T>(br * ldb), r.values::<T>(m * ldc));
        let pick = [T::ZERO, T::ONE, T::from_f64(-0.5)];
        let (alpha, beta) = (pick[1 + r.below(2)], pick[r.below(3)]);
        let bias = r.values::<T>(m.max(n));
        let bias = match r.below(3) {
            0 => Bias::None,
            1 => Bias::Rows(&bias[..]),
            _ => Bias::Columns(&bias[..]),
        };
        let (a, b) = (Operand::new(&a, lda, ta), Operand::new(&b, ldb, tb));
        let (mut got, mut want) = (c.clone(), c.clone());
        choose([Choice::Shuffle, Choice::Splat][round % 2]);
        gemm(&Threads(2), (m, n, k), alpha, a, b, beta, &mut got, ldc, bias);
        gemm_naive((m, n, k), alpha, a, b, beta, &mut want, ldc, bias);
        close(
            &got,
            &want,
            tolerance,
            &format!("round {round}: {m}x{n}x{k} ta {ta} tb {tb} {alpha:?} {beta:?} {bias:?}"),
        );
    }
}

#[test]
fn gemm_f32_equals_the_triple_loop() {
    random_products::<f32>(400, 2e-5);
}

#[test]
fn gemm_f64_equals_the_triple_loop() {
    random_products::<f64>(200, 1e-13);
}

#[test]
fn gemm_gives_the_same_bits_on_any_number_of_threads() {
    let _guard = choosing();
    let mut r = Random(seed());
    for (m, n, k) in [(130, 200, 300), (64, 1100, 70), (500, 33, 257)] {
        let (a, b) = (r.values::<f32>(m * k), r.values::<f32>(k * n));
        let run = |context: &dyn Context| {
            let mut c = vec![f32::NAN; m * n];
            let (a, b) = (Operand::new(&a, k, false), Operand::new(&b, n, false));
            gemm(context, (m, n, k), 1.0, a, b, 0.0, &mut c, n, Bias::None);
            c
        };
        let one = run(&Serial::default());
        for threads in [2, 3, 8] {
            let many = run(&Threads(threads));
            assert!(many.iter().zip(&one).all(|(a, b)| a.to_bits() == b.to_bits()), "{threads} threads");
        }
    }
}

#[test]
fn batches_equal_their_single_products() {
    let mut r = Random(seed());
    for (batch, m, n, k) in [(5, 7, 9, 11), (3, 120, 110, 100), (40, 16, 33, 20), (0, 3, 3, 3), (2, 4, 4, 0)] {
        for (ta, tb) in [(false, false), (true, false), (false, true), (true, true)] {
            let (a, b) = (r.values::<f32>(batch * m * k), r.values::<f32>(batch * k * n));
            let (mut got, mut want) = (vec![f32::NAN; batch * m * n], vec![0f32; batch * m * n]);
            gemm_batch(&Threads(2), batch, (m, n, k), 1.0, (&a, ta), (&b, tb), 0.0, &mut got);
            for i in 0..batch {
                let a = Operand::new(&a[i * m * k..], if ta { m } else { k }, ta);
                let b = Operand::new(&b[i * k * n..], if tb { k } else { n }, tb);
                gemm_naive((m, n, k), 1.0, a, b, 0.0, &mut want[i * m * n..], n, Bias::None);
            }
            close(&got, &want, 1e-5, "batch");
        }
    }
}
