//! Random workloads give the same values, errors and failures under the naive engine and under 1, 2
//! and 8 threads: tasks with random reads, writes and costs, loops in them, errors, panics in tasks
//! and in pieces, waits and polls in between. Every access also checks "several readers or one
//! writer".

mod engine_shared;

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicI32, AtomicU32, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use engine_shared::{Random, Watchdog, quiet, scratch};
use hadron_core::base::{Context, Error, Result, Var};
use hadron_core::engine::{Crew, Engine, Naive, Task, Work};

/// Variables and what they stand for.
struct World {
    vars: Vec<Var>,
    values: Vec<AtomicU64>,
    /// Readers inside, or -1 for a writer.
    users: Vec<AtomicI32>,
    violations: AtomicU32,
}

#[derive(Clone, Copy, PartialEq, Debug)]
enum Fate {
    Fine,
    Error,
    Panic,
    PanicInPiece,
}

#[derive(Clone)]
struct Plan {
    id: u64,
    reads: Vec<usize>,
    writes: Vec<usize>,
    fate: Fate,
    pieces: usize,
    cost: u64,
    spins: u32,
    bytes: usize,
}

#[derive(Clone)]
enum Step {
    Run(Plan),
    WaitToRead(usize),
    WaitToWrite(usize),
    Poll(usize),
    Poison(usize, u64),
}

struct Step1 {
    world: Arc<World>,
    plan: Plan,
}

fn mix(a: u64, b: u64) -> u64 {
    (a ^ b).wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(23).wrapping_add(b)
}

impl Work for Step1 {
    fn run(&mut self, context: &dyn Context) -> Result<()> {
        let (w, p) = (&self.world, &self.plan);
        let readers: Vec<usize> = p.reads.iter().copied().filter(|r| !p.writes.contains(r)).collect();
        for &r in &readers {
            if w.users[r].fetch_add(1, Ordering::SeqCst) < 0 {
                w.violations.fetch_add(1, Ordering::SeqCst);
            }
        }
        for &v in &p.writes {
            if w.users[v].compare_exchange(0, -1, Ordering::SeqCst, Ordering::SeqCst).is_err() {
                w.violations.fetch_add(1, Ordering::SeqCst);
            }
        }
        let mut sum = p.reads.iter().fold(p.id, |sum, &r| mix(sum, w.values[r].load(Ordering::Relaxed)));
        for _ in 0..p.spins {
            std::hint::spin_loop();
        }
        let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            if p.pieces > 0 {
                let parts: Vec<AtomicU64> = (0..p.pieces).map(|_| AtomicU64::new(0)).collect();
                context.parallel(p.pieces, &|i| {
                    if p.fate == Fate::PanicInPiece && i == p.pieces / 2 {
                        panic!("on purpose, piece of {}", p.id);
                    }
                    parts[i].fetch_add(mix(sum, i as u64), Ordering::Relaxed);
                    // Loops in loops run serially.
                    context.parallel(2, &|_| {});
                });
                for part in &parts {
                    sum = mix(sum, part.load(Ordering::Relaxed));
                }
            }
            if p.fate == Fate::Panic {
                panic!("on purpose, task {}", p.id);
            }
        }));
        if outcome.is_ok() && p.fate != Fate::Error {
            p.writes.iter().for_each(|&v| w.values[v].store(mix(sum, v as u64), Ordering::Relaxed));
        }
        readers.iter().for_each(|&r| {
            w.users[r].fetch_sub(1, Ordering::SeqCst);
        });
        p.writes.iter().for_each(|&v| w.users[v].store(0, Ordering::SeqCst));
        if let Err(payload) = outcome {
            std::panic::resume_unwind(payload);
        }
        if p.fate == Fate::Error { Err(Error::execution(format!("on purpose, error {}", p.id))) } else { Ok(()) }
    }
    fn describe(&self) -> (&'static str, String) {
        ("random", format!("task {}", self.plan.id))
    }
}

fn plans(seed: u64) -> (usize, Vec<Step>) {
    let mut random = Random::new(seed);
    let vars = 1 + random.below(8);
    let length = 1 + random.below(40);
    let fails = if random.chance(50) { 0 } else { 8 };
    let long = random.chance(10);
    let some = |random: &mut Random, most: usize| -> Vec<usize> {
        (0..random.below(most + 1)).map(|_| random.below(vars)).collect()
    };
    let steps = (0..length as u64).map(|id| {
        let v = random.below(vars);
        match random.below(100) {
            0..4 => Step::WaitToRead(v),
            4..7 => Step::WaitToWrite(v),
            7..10 => Step::Poll(v),
            10 if fails > 0 => Step::Poison(v, id),
            _ => {
                let pieces = if random.chance(15) { random.below(12) } else { 0 };
                let fate = match random.below(3) {
                    _ if !random.chance(fails) => Fate::Fine,
                    0 => Fate::Error,
                    1 if pieces > 0 => Fate::PanicInPiece,
                    _ => Fate::Panic,
                };
                let (reads, mut writes) = (some(&mut random, 3), some(&mut random, 2));
                writes.sort_unstable();
                writes.dedup();
                Step::Run(Plan {
                    id: id + 1,
                    reads,
                    writes,
                    fate,
                    pieces,
                    cost: [100, 1_000, 20_000, 60_000, 200_000][random.below(5)],
                    spins: if long && random.chance(20) { random.below(2000) as u32 } else { 0 },
                    bytes: if random.chance(2) { 100 << 20 } else { random.below(1000) },
                })
            }
        }
    });
    (vars, steps.collect())
}

/// Everything that a script could see.
#[derive(PartialEq, Debug)]
struct Seen {
    waits: Vec<Option<String>>,
    values: Vec<Option<u64>>,
    errors: Vec<Option<String>>,
    failures: BTreeSet<String>,
}

fn play(engine: &dyn Engine, inline: bool, (vars, steps): &(usize, Vec<Step>)) -> Seen {
    let world = Arc::new(World {
        vars: (0..*vars).map(|_| Var::default()).collect(),
        values: (0..*vars as u64).map(AtomicU64::new).collect(),
        users: (0..*vars).map(|_| AtomicI32::new(0)).collect(),
        violations: AtomicU32::new(0),
    });
    let text = |r: Result<()>| r.err().map(|e| e.to_string());
    let mut waits = Vec::new();
    for step in steps {
        match step {
            Step::WaitToRead(v) => waits.push(text(engine.wait_to_read(&world.vars[*v]))),
            Step::WaitToWrite(v) => waits.push(text(engine.wait_to_write(&world.vars[*v]))),
            Step::Poll(v) => while engine.pending(&world.vars[*v]) {},
            Step::Poison(v, id) => engine.poison(&world.vars[*v], Error::memory(format!("refused {id}"))),
            Step::Run(plan) => {
                let of = |list: &[usize]| list.iter().map(|&v| &world.vars[v]).collect::<Vec<&Var>>();
                let (reads, writes) = (of(&plan.reads), of(&plan.writes));
                let mut work = Step1 { world: world.clone(), plan: plan.clone() };
                if inline && engine.runs_inline(&reads, &writes, plan.cost) {
                    engine.run_inline(&mut work, &writes);
                } else {
                    let (cost, bytes) = (plan.cost, plan.bytes);
                    engine.push(Task { work: Box::new(work), reads: &reads, writes: &writes, cost, bytes });
                }
            }
        }
    }
    let mut failures = BTreeSet::new();
    while let Err(e) = engine.wait_all() {
        assert!(failures.insert(e.to_string()), "raised twice: {e}");
    }
    assert_eq!(world.violations.load(Ordering::SeqCst), 0, "readers and writers met");
    let errors: Vec<Option<String>> = world.vars.iter().map(|v| text(engine.wait_to_read(v))).collect();
    let value = |(v, e): (&AtomicU64, &Option<String>)| e.is_none().then(|| v.load(Ordering::Relaxed));
    let values = world.values.iter().zip(&errors).map(value).collect();
    world.vars.iter().for_each(|v| engine.forget(v));
    assert!(world.vars.iter().all(|v| v.0.load(Ordering::SeqCst) == 0));
    assert_eq!(Arc::strong_count(&world), 1, "a task's work was not dropped");
    Seen { waits, values, errors, failures }
}

#[test]
fn random_workloads_agree_under_naive_1_2_and_8_threads() {
    let _watchdog = Watchdog::new("random workloads", 300);
    quiet();
    let first: u64 = std::env::var("SEED").map_or(1, |s| s.parse().expect("SEED is a number"));
    let naive = Naive::new(scratch());
    let crews: Vec<Crew> = [(1, 2000), (2, 2000), (8, 300)].map(|(n, spin)| Crew::new(n, spin, scratch())).into();
    let begin = Instant::now();
    let mut count = 0;
    while count < 10_000 && begin.elapsed() < Duration::from_secs(120) {
        let seed = first + count;
        let plan = plans(seed);
        let want = play(&naive, true, &plan);
        for crew in &crews {
            // One in two without inline runs, so that everything goes through the queues.
            let got = play(&**crew, seed % 2 == 0, &plan);
            assert_eq!(got, want, "seed {seed}, {} threads", crew.threads());
        }
        count += 1;
    }
    let ran: Vec<u64> = crews.iter().map(|c| c.info().tasks_on_workers).collect();
    println!("{count} workloads from seed {first} in {:?}; on workers {ran:?}", begin.elapsed());
    assert!(ran[1] > 0 && ran[2] > 0, "workers ran nothing");
    assert!(crews[2].info().pieces_helped > 0, "nobody helped with loops");
    assert!(count >= 1000, "only {count} workloads in two minutes");
}
