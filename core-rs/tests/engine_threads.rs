//! The engine's promises, one test each: what runs side by side, who helps with what, where errors
//! are raised, what happens after a panic and after a trap. A trap is a thread that never returns
//! and has told `worker_died`.

mod engine_shared;

use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Barrier};

use engine_shared::{Watchdog, does, quiet, scratch};
use hadron_core::base::{Context, Error, Kind, Result, Scratch, Var};
use hadron_core::engine::{Crew, Engine, Task, Threaded, Work};

const SPIN: u32 = 1000;
/// Worth waking a worker for.
const LONG: u64 = 1_000_000;

fn crew(threads: usize) -> Crew {
    Crew::new(threads, SPIN, scratch())
}

fn push(engine: &Threaded, work: Box<dyn Work>, reads: &[&Var], writes: &[&Var], cost: u64) -> u32 {
    engine.push(Task { work, reads, writes, cost, bytes: 0 })
}

fn wait_until(what: &str, f: impl Fn() -> bool) {
    let begin = std::time::Instant::now();
    while !f() {
        assert!(begin.elapsed().as_secs() < 20, "waited in vain: {what}");
        std::thread::yield_now();
    }
}

/// Which worker this thread is; 0 for the main thread.
fn index() -> usize {
    let thread = std::thread::current();
    thread.name().and_then(|n| n.strip_prefix("worker ")).map_or(0, |n| n.parse().unwrap())
}

fn trap(engine: &Threaded) -> ! {
    engine.worker_died(index());
    loop {
        std::thread::park();
    }
}

#[test]
fn readers_of_one_variable_run_side_by_side() {
    let _watchdog = Watchdog::new("readers", 30);
    let crew = crew(3);
    let (x, y) = (Var::default(), [Var::default(), Var::default()]);
    let meet = Arc::new(Barrier::new(2));
    push(&crew, does("write", |_| Ok(())), &[], &[&x], LONG);
    for y in &y {
        let meet = meet.clone();
        push(
            &crew,
            does("read", move |_| {
                meet.wait();
                Ok(())
            }),
            &[&x],
            &[y],
            LONG,
        );
    }
    crew.wait_all().unwrap();
}

#[test]
fn the_main_thread_takes_the_other_branch_while_a_worker_runs_one() {
    let _watchdog = Watchdog::new("branches", 30);
    let crew = crew(2);
    let (a, b, y) = (Var::default(), Var::default(), Var::default());
    let meet = Arc::new(Barrier::new(2));
    for v in [&a, &b] {
        let meet = meet.clone();
        push(
            &crew,
            does("branch", move |_| {
                meet.wait();
                Ok(())
            }),
            &[],
            &[v],
            LONG,
        );
    }
    push(&crew, does("join", |_| Ok(())), &[&a, &b], &[&y], LONG);
    crew.wait_to_read(&y).unwrap();
}

#[test]
fn a_wait_runs_what_it_depends_on_and_nothing_else() {
    let crew = crew(1);
    let vars: Vec<Var> = (0..4).map(|_| Var::default()).collect();
    let ran = Arc::new(AtomicU32::new(0));
    let mark = |bit: u32| {
        let ran = ran.clone();
        does("mark", move |_| {
            ran.fetch_or(1 << bit, Ordering::SeqCst);
            Ok(())
        })
    };
    push(&crew, mark(0), &[], &[&vars[0]], 1);
    push(&crew, mark(1), &[], &[&vars[1]], 1);
    push(&crew, mark(2), &[&vars[0]], &[&vars[2]], 1);
    push(&crew, mark(3), &[&vars[2]], &[&vars[3]], 1);
    push(&crew, mark(4), &[&vars[3]], &[&vars[1]], 1);
    crew.wait_to_read(&vars[2]).unwrap();
    assert_eq!(ran.load(Ordering::SeqCst), 0b00101);
    crew.wait_to_write(&vars[0]).unwrap();
    assert_eq!(ran.load(Ordering::SeqCst), 0b00101);
    crew.wait_to_read(&vars[1]).unwrap();
    assert_eq!(ran.load(Ordering::SeqCst), 0b11111);
    assert!(vars.iter().all(|v| v.0.load(Ordering::SeqCst) == 0), "queues are given back");
}

#[test]
fn a_long_chain_is_marked_once_and_runs_to_its_end() {
    let _watchdog = Watchdog::new("chain", 60);
    for threads in [1, 2, 8] {
        let crew = crew(threads);
        let vars: Vec<Var> = (0..10_001).map(|_| Var::default()).collect();
        let at = Arc::new(AtomicUsize::new(0));
        for i in 0..10_000 {
            let at = at.clone();
            let work = does("step", move |_| {
                assert_eq!(at.swap(i + 1, Ordering::SeqCst), i);
                Ok(())
            });
            push(&crew, work, &[&vars[i]], &[&vars[i + 1]], 100);
        }
        crew.wait_to_read(&vars[10_000]).unwrap();
        assert_eq!(at.load(Ordering::SeqCst), 10_000);
    }
}

/// Adds a million numbers by pieces, combined in the order of the pieces.
fn sum(context: &dyn Context) -> f32 {
    const PIECES: usize = 64;
    let parts: Vec<AtomicU32> = (0..PIECES).map(|_| AtomicU32::new(0)).collect();
    context.parallel(PIECES, &|p| {
        let part = (0..16_384).fold(0f32, |s, i| s + ((p * 16_384 + i) as f32 * 0.001).sin());
        parts[p].store(part.to_bits(), Ordering::Relaxed);
    });
    parts.iter().fold(0f32, |s, p| s + f32::from_bits(p.load(Ordering::Relaxed)))
}

#[test]
fn a_parallel_sum_has_the_same_bits_for_1_2_and_8_threads() {
    let _watchdog = Watchdog::new("sum", 60);
    let mut bits = Vec::new();
    for threads in [1, 2, 8] {
        let crew = crew(threads);
        let (x, result) = (Var::default(), Arc::new(AtomicU32::new(0)));
        for _ in 0..20 {
            let value = result.clone();
            let work = does("sum", move |context| {
                value.store(sum(context).to_bits(), Ordering::SeqCst);
                Ok(())
            });
            push(&crew, work, &[], &[&x], LONG);
            crew.wait_to_read(&x).unwrap();
            bits.push(result.load(Ordering::SeqCst));
        }
        let mut outside = 0;
        crew.with_context(&mut |context| outside = sum(context).to_bits());
        bits.push(outside);
        assert_eq!(crew.info().pieces_helped > 0, threads > 1, "{threads} threads: {:?}", crew.info());
    }
    assert!(bits.iter().all(|&b| b == bits[0]));
}

#[test]
fn a_panic_in_a_piece_on_a_worker_is_raised_where_somebody_waits() {
    let _watchdog = Watchdog::new("panic", 60);
    quiet();
    for _ in 0..50 {
        let crew = crew(2);
        let (x, y, z, other) = (Var::default(), Var::default(), Var::default(), Var::default());
        // The piece panics on whichever thread did not start the loop.
        let work = does("Convolution", |context| {
            let (starter, helped) = (index(), AtomicBool::new(false));
            context.parallel(64, &|_| {
                if index() != starter {
                    helped.store(true, Ordering::SeqCst);
                    panic!("on purpose");
                }
                wait_until("help", || helped.load(Ordering::SeqCst));
            });
            Ok(())
        });
        let number = push(&crew, work, &[], &[&x], LONG);
        push(&crew, does("relu", |_| panic!("runs though its input failed")), &[&x], &[&y], 10);
        push(&crew, does("other", |_| Ok(())), &[], &[&other], 10);
        push(&crew, does("overwritten", |_| Ok(())), &[&other], &[&z], 10);
        let error = crew.wait_to_read(&y).unwrap_err();
        assert_eq!((error.kind, error.task), (Kind::Execution, number));
        assert_eq!(error.to_string(), "Convolution: the kernel panicked: on purpose; inputs: float32 [2,3]");
        assert_eq!(crew.wait_to_read(&x).unwrap_err(), error);
        crew.wait_to_read(&z).unwrap();
        crew.wait_all().unwrap();
        // Writing without reading makes it well again.
        push(&crew, does("fresh", |_| Ok(())), &[], &[&x], 10);
        crew.wait_to_read(&x).unwrap();
        assert!(crew.wait_to_read(&y).is_err());
        [&x, &y].iter().for_each(|v| crew.forget(v));
    }
}

#[test]
fn wait_all_raises_each_failure_once() {
    let _watchdog = Watchdog::new("wait_all", 60);
    let crew = crew(2);
    let vars: Vec<Var> = (0..3).map(|_| Var::default()).collect();
    for v in &vars {
        push(&crew, does("fails", |_| Err(Error::index("label 12, needs 0 to 9"))), &[], &[v], 10);
    }
    assert!(crew.wait_to_read(&vars[1]).is_err());
    for left in [true, true, false, false] {
        assert_eq!(crew.wait_all().is_err(), left);
    }
    // Inline failures poison their outputs and are told like queued ones.
    let y = Var::default();
    assert!(crew.runs_inline(&[], &[&y], 10) && !crew.runs_inline(&[&vars[0]], &[&y], 10));
    crew.run_inline(&mut engine_shared::Does("inline", |_: &dyn Context| Err(Error::index("bad"))), &[&y]);
    assert_eq!(crew.wait_all().unwrap_err().to_string(), "inline: bad");
    assert!(crew.wait_to_read(&y).is_err());
    assert!(crew.runs_inline(&[], &[&y], 10));
    crew.run_inline(&mut engine_shared::Does("inline", |_: &dyn Context| Ok(())), &[&y]);
    crew.wait_to_read(&y).unwrap();
    vars.iter().for_each(|v| crew.forget(v));
}

#[test]
fn a_trap_in_a_task_on_a_worker_fails_the_task_and_the_rest_goes_on() {
    let _watchdog = Watchdog::new("trap in a task", 120);
    let mut crew = crew(2);
    for round in 0..100 {
        let (x, y, z) = (Var::default(), Var::default(), Var::default());
        let engine = crew.engine();
        let entered = Arc::new(AtomicBool::new(false));
        let inside = entered.clone();
        let live = hadron_core::memory::stats().live;
        let work = does("dot", move |context| {
            context.acquire(100_000);
            inside.store(true, Ordering::SeqCst);
            trap(&engine)
        });
        push(&crew, work, &[], &[&x], LONG);
        push(&crew, does("relu", |_| Ok(())), &[&x], &[&y], 10);
        push(&crew, does("other", |_| Ok(())), &[], &[&z], 10);
        wait_until("the worker's trap", || entered.load(Ordering::SeqCst));
        let error = crew.wait_to_read(&y).unwrap_err();
        assert!(error.to_string().starts_with("dot: the kernel trapped") && error.text.contains("[2,3]"), "{error}");
        crew.wait_to_read(&z).unwrap();
        assert_eq!(hadron_core::memory::stats().live.saturating_sub(live), 0, "scratch memory is given back");
        crew.forget(&x);
        crew.forget(&y);
        // Sometimes the main thread goes on alone for a while.
        if round % 3 != 0 {
            crew.replace(1);
        } else {
            crew.abandon(1);
            assert!(crew.runs_inline(&[], &[&x], u64::MAX), "there is nobody to wait for");
            crew.replace(1);
        }
        wait_until("the new worker", || !crew.runs_inline(&[], &[&x], u64::MAX));
    }
    // Failures that waits have raised are not raised again.
    crew.wait_all().unwrap();
}

#[test]
fn a_trap_in_a_piece_on_a_worker_fails_the_task_that_made_the_loop() {
    let _watchdog = Watchdog::new("trap in a piece", 120);
    let mut crew = crew(3);
    for _ in 0..50 {
        let x = Var::default();
        let engine = crew.engine();
        let died = Arc::new(AtomicUsize::new(0));
        let who = died.clone();
        let mut work = does("sum", move |context| {
            let starter = index();
            context.parallel(64, &|_| {
                let first = || who.compare_exchange(0, index() + 1, Ordering::SeqCst, Ordering::SeqCst).is_ok();
                if index() != starter && first() {
                    trap(&engine);
                }
                wait_until("a dead helper", || who.load(Ordering::SeqCst) > 1);
            });
            Ok(())
        });
        // Inline: the main thread starts the loop, a worker dies in it.
        crew.with_context(&mut |_| {});
        crew.run_inline(&mut *work, &[&x]);
        let error = crew.wait_to_read(&x).unwrap_err();
        assert!(error.to_string().starts_with("sum: the kernel trapped"), "{error}");
        crew.replace(died.load(Ordering::SeqCst) - 1);
        crew.forget(&x);
    }
}

#[test]
fn a_trap_of_the_thread_that_started_a_loop_waits_for_those_inside() {
    let _watchdog = Watchdog::new("trap of an owner", 120);
    let mut crew = crew(3);
    for _ in 0..30 {
        let x = Var::default();
        let engine = crew.engine();
        let (dead, inside) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        let (who, within) = (dead.clone(), inside.clone());
        let work = does("sum", move |context| {
            let starter = index();
            let most = AtomicUsize::new(0);
            context.parallel(64, &|_| {
                if index() == starter {
                    wait_until("a helper", || within.load(Ordering::SeqCst) > 0);
                    who.store(index(), Ordering::SeqCst);
                    trap(&engine);
                }
                within.fetch_add(1, Ordering::SeqCst);
                wait_until("the owner's death", || who.load(Ordering::SeqCst) != 0);
                std::thread::sleep(std::time::Duration::from_millis(1));
                most.fetch_max(1, Ordering::SeqCst);
                within.fetch_sub(1, Ordering::SeqCst);
            });
            Ok(())
        });
        push(&crew, work, &[], &[&x], LONG);
        wait_until("the owner's death", || dead.load(Ordering::SeqCst) != 0);
        assert!(crew.wait_to_read(&x).is_err());
        assert_eq!(inside.load(Ordering::SeqCst), 0, "the task ended while a thread used the dead one's stack");
        crew.replace(dead.load(Ordering::SeqCst));
        crew.forget(&x);
    }
}

/// A main thread that traps: another thread takes its place, as JavaScript's catch does.
#[test]
fn a_trap_on_the_main_thread_fails_what_it_ran() {
    let _watchdog = Watchdog::new("trap on main", 60);
    let crew = crew(2);
    let vars: Arc<Vec<Var>> = Arc::new((0..2).map(|_| Var::default()).collect());
    for queued in [false, true] {
        let (engine, held, entered) = (crew.engine(), vars.clone(), Arc::new(AtomicBool::new(false)));
        let inside = entered.clone();
        if queued {
            crew.set_threads(1);
        }
        std::thread::spawn(move || {
            let mut work = does("exp", move |_: &dyn Context| -> Result<()> {
                inside.store(true, Ordering::SeqCst);
                loop {
                    std::thread::park();
                }
            });
            if queued {
                push(&engine, work, &[], &[&held[1]], 10);
                let _ = engine.wait_to_read(&held[1]);
            } else {
                engine.run_inline(&mut *work, &[&held[0]]);
            }
        });
        wait_until("the kernel", || entered.load(Ordering::SeqCst));
        let thrown = crew.main_trapped();
        assert_eq!(thrown.is_some(), !queued);
        let error = crew.wait_to_read(&vars[queued as usize]).unwrap_err();
        assert!(error.to_string().starts_with("exp: the kernel trapped"), "{error}");
    }
    crew.wait_all().unwrap();
}

#[test]
fn the_queue_is_bounded() {
    let _watchdog = Watchdog::new("bound", 60);
    let crew = crew(2);
    let held = Arc::new(AtomicUsize::new(0));
    struct Holds(Arc<AtomicUsize>);
    impl Work for Holds {
        fn run(&mut self, _: &dyn Context) -> Result<()> {
            Ok(())
        }
        fn describe(&self) -> (&'static str, String) {
            ("holds", String::new())
        }
    }
    impl Drop for Holds {
        fn drop(&mut self) {
            self.0.fetch_sub(1, Ordering::SeqCst);
        }
    }
    let x = Var::default();
    for _ in 0..200 {
        held.fetch_add(1, Ordering::SeqCst);
        let work = Box::new(Holds(held.clone()));
        crew.push(Task { work, reads: &[], writes: &[&x], cost: 10, bytes: 64 << 20 });
        assert!(held.load(Ordering::SeqCst) <= 6, "{}", held.load(Ordering::SeqCst));
    }
    for _ in 0..100_000 {
        held.fetch_add(1, Ordering::SeqCst);
        crew.push(Task { work: Box::new(Holds(held.clone())), reads: &[], writes: &[&x], cost: 0, bytes: 0 });
    }
    crew.wait_all().unwrap();
    assert_eq!(held.load(Ordering::SeqCst), 0);
}

#[test]
fn whoever_polls_sees_the_end() {
    let _watchdog = Watchdog::new("polling", 60);
    for threads in [1, 2] {
        let crew = crew(threads);
        for _ in 0..20 {
            // The worker has gone to sleep by now, and the task is not worth waking it.
            std::thread::sleep(std::time::Duration::from_millis(2));
            let x = Var::default();
            push(&crew, does("small", |_| Ok(())), &[], &[&x], 10);
            while crew.pending(&x) {
                std::thread::yield_now();
            }
        }
    }
}

#[test]
fn fewer_threads_may_be_set_and_more_again() {
    let _watchdog = Watchdog::new("set_threads", 60);
    let crew = crew(3);
    let helped = |crew: &Crew| {
        let before = crew.info().pieces_helped;
        crew.with_context(&mut |context| {
            (0..50).for_each(|_| {
                sum(context);
            })
        });
        crew.info().pieces_helped > before
    };
    assert!(helped(&crew));
    crew.set_threads(1);
    assert_eq!(crew.threads(), 1);
    assert!(!helped(&crew));
    crew.set_threads(3);
    assert!(helped(&crew));
}

#[test]
fn refused_scratch_memory_and_found_damage_are_errors_of_the_task() {
    static DAMAGE: AtomicBool = AtomicBool::new(false);
    let source = Scratch {
        acquire: |bytes| (bytes < 1000).then_some(64),
        release: |_, _| (),
        check: || DAMAGE.swap(false, Ordering::SeqCst).then(|| "a block was written behind its end".to_string()),
    };
    let crew = Crew::new(2, SPIN, source);
    let x = Var::default();
    let wants = |bytes: usize| {
        does("dot", move |c| {
            c.acquire(bytes);
            Ok(())
        })
    };
    push(&crew, wants(999), &[], &[&x], 10);
    crew.wait_to_read(&x).unwrap();
    push(&crew, wants(1000), &[], &[&x], 10);
    let error = crew.wait_to_read(&x).unwrap_err();
    assert_eq!(error.kind, Kind::Memory);
    assert!(error.to_string().starts_with("dot: 1000 bytes of scratch memory were refused"), "{error}");
    push(
        &crew,
        does("wild", |_| {
            DAMAGE.store(true, Ordering::SeqCst);
            Ok(())
        }),
        &[],
        &[&x],
        10,
    );
    assert!(crew.wait_to_read(&x).unwrap_err().to_string().starts_with("wild: a block was written"));
    crew.forget(&x);
}

/// Not a test: `cargo test --release --test engine_threads -- --ignored --nocapture`.
#[test]
#[ignore = "prints times"]
fn times() {
    use std::time::Instant;
    for threads in [1, 2] {
        let crew = Crew::new(threads, 30_000, scratch());
        let (x, count) = (Var::default(), Arc::new(AtomicU64::new(0)));
        let add = || {
            let count = count.clone();
            does("add", move |_| {
                count.fetch_add(1, Ordering::Relaxed);
                Ok(())
            })
        };
        let n = 200_000u32;
        let begin = Instant::now();
        for _ in 0..n {
            push(&crew, add(), &[], &[&x], 100);
            crew.wait_to_read(&x).unwrap();
        }
        let each = begin.elapsed() / n;
        let begin = Instant::now();
        for _ in 0..n {
            push(&crew, add(), &[], &[&x], 100);
        }
        let pushed = begin.elapsed() / n;
        crew.wait_all().unwrap();
        let chain = begin.elapsed() / n;
        let mut work = engine_shared::Does("add", |_: &dyn Context| Ok(()));
        let begin = Instant::now();
        for _ in 0..n {
            if std::hint::black_box(crew.runs_inline(&[&x], &[&x], 100)) {
                crew.run_inline(&mut work, &[&x]);
            }
        }
        let inline = begin.elapsed() / n;
        println!("{threads} threads: push and wait {each:?}, push {pushed:?}, chain {chain:?}, inline {inline:?}");
    }
}
