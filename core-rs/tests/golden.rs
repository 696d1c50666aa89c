//! The values of MXNet in `tests/golden/`, natively: seconds, where the same cases in TypeScript need
//! a build. Operators that this version lacks are counted; `GOLDEN_OP=softmax` runs one operator.

mod support;

use hadron_core::autograd::{GradReq, Modes, Tape, Variable, Walk};
use hadron_core::base::DType;
use hadron_core::op::attrs::Default;
use hadron_core::op::{self, AttrKind, Attrs, Link, OpSpec, Value};
use serde_json::Value as Json;
use support::*;

fn read(name: &str) -> Json {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/golden/");
    serde_json::from_str(&std::fs::read_to_string(format!("{path}{name}")).unwrap()).unwrap()
}

fn number(j: &Json) -> f64 {
    match j {
        Json::Null => f64::NAN,
        Json::Bool(b) => *b as u8 as f64,
        Json::String(s) if s == "Infinity" => f64::INFINITY,
        Json::String(s) if s == "-Infinity" => f64::NEG_INFINITY,
        Json::String(_) => f64::NAN,
        other => other.as_f64().unwrap(),
    }
}

fn golden_array(j: &Json) -> Value {
    let shape: Vec<usize> = j["shape"].as_array().unwrap().iter().map(|d| d.as_u64().unwrap() as usize).collect();
    let data: Vec<f64> = j["data"].as_array().unwrap().iter().map(number).collect();
    array(&shape, &data, DType::from_name(j["dtype"].as_str().unwrap()).unwrap())
}

/// Attributes as the border writes them.
fn golden_attrs(op: &OpSpec, given: &Json) -> Result<Attrs, String> {
    let (mut mask, mut numbers) = (0u64, vec![0.0]);
    let given = given.as_object().unwrap();
    for name in given.keys() {
        if !op.attrs.iter().any(|a| a.name == name) {
            return Err(format!("no attribute {name}"));
        }
    }
    for (i, spec) in op.attrs.iter().enumerate() {
        let Some(value) = given.get(spec.name) else { continue };
        if value.is_null() && !matches!(spec.default, Default::IntOrNone(_)) {
            continue;
        }
        mask |= 1 << i;
        match (spec.kind, value) {
            (AttrKind::Enum(words), Json::String(s)) => {
                let at = words.iter().position(|w| w == s).ok_or(format!("{} has no word {s}", spec.name))?;
                numbers.push(at as f64);
            }
            (AttrKind::DType, Json::String(s)) => {
                numbers.push(DType::from_name(s).ok_or(format!("dtype {s}"))? as u8 as f64);
            }
            (AttrKind::Text, Json::String(s)) => {
                numbers.push(s.chars().count() as f64);
                numbers.extend(s.chars().map(|c| c as u32 as f64));
            }
            (AttrKind::Tuple | AttrKind::Floats, Json::Array(all)) => {
                numbers.push(all.len() as f64);
                numbers.extend(all.iter().map(number));
            }
            (AttrKind::Tuple | AttrKind::Floats, one) => numbers.extend([1.0, number(one)]),
            (_, Json::Array(_)) => return Err(format!("{} is a tuple", spec.name)),
            (_, one) => numbers.push(number(one)),
        }
    }
    numbers[0] = mask as f64;
    Attrs::parse(op.attrs, &numbers).map_err(|e| e.to_string())
}

fn tolerance(op: &str, dtype: &str) -> (f64, f64) {
    let loose = op.starts_with("linalg") || ["RNN", "ctc_loss", "CTCLoss"].contains(&op);
    let single = ["erf", "erfinv", "gamma", "gammaln"].contains(&op);
    match dtype {
        "float16" => (5e-3, 1e-3),
        "float32" | "float64" if loose => (1e-3, 1e-4),
        "float64" if single => (1e-5, 1e-5),
        "float64" => (1e-7, 1e-9),
        "float32" => (1e-4, 1e-5),
        _ => (0.0, 0.0),
    }
}

fn compare(what: &str, got: &Value, want: &Json, (relative, absolute): (f64, f64)) -> Option<String> {
    let wanted = golden_array(want);
    if got.array.shape != wanted.array.shape || got.array.dtype != wanted.array.dtype {
        let (a, b) = (&got.array, &wanted.array);
        return Some(format!("{what} is {} {}, not {} {}", a.dtype, a.shape, b.dtype, b.shape));
    }
    for (i, (g, w)) in values(got).into_iter().zip(values(&wanted)).enumerate() {
        let fine = g == w || (g.is_nan() && w.is_nan()) || (g - w).abs() <= absolute + relative * w.abs();
        if !fine {
            return Some(format!("{what}[{i}] is {g}, not {w}"));
        }
    }
    None
}

/// What is wrong with a case; None where its operator does not exist.
fn run_case(case: &Json) -> Option<Result<(), String>> {
    let name = case["op"].as_str().unwrap();
    let op = op::find(name).or_else(|| op::find(name.strip_prefix("_internal.")?))?;
    Some(check(op, name, case))
}

fn check(op: &'static OpSpec, name: &str, case: &Json) -> Result<(), String> {
    let attrs = golden_attrs(op, &case["attrs"])?;
    let mut inputs: Vec<Value> = case["inputs"].as_array().unwrap().iter().map(golden_array).collect();
    let plain = inputs.clone();
    if let Some(grads) = case["input_grads"].as_array() {
        for (value, grad) in inputs.iter_mut().zip(grads) {
            if !grad.is_null() {
                *value = leaf(value);
            }
        }
    }
    let training = case["train_mode"].as_bool().unwrap_or(false);
    let mut tape = Tape::default();
    tape.modes = Modes { recording: case["input_grads"].is_array(), training };
    let out = case["out_is_weight"].as_bool().unwrap_or(false).then(|| plain[..1].to_vec());
    let optional: Vec<Option<Value>> = inputs.iter().cloned().map(Some).collect();
    let outputs = tape.invoke(op, attrs, &optional, out.as_deref()).map_err(|e| e.to_string())?;
    let tolerance_of = |j: &Json| tolerance(name, j["dtype"].as_str().unwrap());
    let wanted = case["outputs"].as_array().unwrap();
    if outputs.len() != wanted.len() {
        return Err(format!("{} outputs, not {}", outputs.len(), wanted.len()));
    }
    let mut wrong: Vec<String> = Vec::new();
    for (i, (got, want)) in outputs.iter().zip(wanted).enumerate() {
        wrong.extend(compare(&format!("output {i}"), got, want, tolerance_of(want)));
    }
    if let (Some(grads), Some(heads)) = (case["input_grads"].as_array(), case["head_grads"].as_array()) {
        let heads: Vec<Option<Value>> = heads.iter().map(|h| Some(golden_array(h))).collect();
        let walk = Walk { retain: false, training, create: false };
        tape.backward(&outputs, &heads, walk).map_err(|e| e.to_string())?;
        for (i, (value, want)) in inputs.iter().zip(grads).enumerate() {
            let Some(gradient) = gradient_of(value).filter(|_| !want.is_null()) else { continue };
            wrong.extend(compare(&format!("gradient {i}"), &gradient, want, tolerance_of(want)));
        }
    }
    let after: Vec<(usize, &Json)> = match &case["inputs_after"] {
        Json::Object(map) => map.iter().map(|(i, a)| (i.parse().unwrap(), a)).collect(),
        Json::Array(all) => all.iter().enumerate().collect(),
        _ => vec![],
    };
    for (i, want) in after {
        wrong.extend(compare(&format!("input {i} after"), &plain[i], want, tolerance_of(want)));
    }
    if wrong.is_empty() { Ok(()) } else { Err(wrong.join("; ")) }
}

/// The gradient that backward wrote, where the value is a leaf that was reached.
fn gradient_of(value: &Value) -> Option<Value> {
    let Link { owner, .. } = value.link.as_ref()?;
    let variable = owner.clone().downcast::<Variable>().ok()?;
    assert!(variable.req == GradReq::Write);
    variable.fresh.get().then(|| Value { array: variable.gradient.borrow().clone(), link: None })
}

fn run_file(file: &str, of: impl Fn(&Json) -> bool) {
    let _main = main_thread();
    let only = std::env::var("GOLDEN_OP").ok();
    let exceptions = read("ops_exceptions.json");
    let (mut ran, mut lacking, mut failures) = (0, Vec::new(), Vec::new());
    for case in read(file).as_array().unwrap().iter().filter(|c| of(c)) {
        let op = case["op"].as_str().unwrap();
        if only.as_ref().is_some_and(|o| o != op) || !exceptions["differs"][case["name"].as_str().unwrap()].is_null() {
            continue;
        }
        match run_case(case) {
            None => lacking.push(op.to_string()),
            Some(Ok(())) => ran += 1,
            Some(Err(wrong)) => failures.push(format!("{} {}: {wrong}", case["name"], case["attrs"])),
        }
    }
    lacking.dedup();
    println!("{file}: {ran} cases as MXNet; not here: {}", lacking.join(" "));
    assert!(failures.is_empty(), "{} cases differ\n{}", failures.len(), failures.join("\n"));
}

#[test]
fn operators_compute_what_mxnet_does() {
    run_file("ops.json", |_| true);
}

#[test]
fn optimizer_steps_compute_what_mxnet_does() {
    run_file("optimizers.json", |case| case["kind"] == "op");
}

#[test]
fn images_are_resized_as_mxnet_does() {
    let _main = main_thread();
    let file = read("resize.json");
    let resize = op::find("image.resize").unwrap();
    for case in file["cases"].as_array().unwrap() {
        let name = case["name"].as_str().unwrap();
        let interp = name.split("interp=").nth(1).and_then(|s| s.chars().next()).and_then(|c| c.to_digit(10)).unwrap();
        let size: Vec<i64> = ["w", "h"].iter().map(|k| case[k].as_i64().unwrap()).collect();
        let attrs = resize.attrs(&[("size", size.into()), ("interp", (interp as i64).into())]).unwrap();
        let got = run(&mut Tape::default(), resize, &attrs, &[golden_array(&case["input"])]).swap_remove(0);
        let want = golden_array(&case["output"]);
        assert_eq!((got.array.shape, got.array.dtype), (want.array.shape, want.array.dtype), "{name}");
        let most = if got.array.dtype == DType::Uint8 { 1.0 } else { 0.255 };
        let (got, want) = (values(&got), values(&want));
        let worst = got.iter().zip(&want).map(|(g, w)| (g - w).abs()).fold(0.0, f64::max);
        assert!(worst <= most, "{name}: {worst}");
    }
}
