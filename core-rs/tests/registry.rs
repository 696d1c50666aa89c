//! Every operator, from its own entry: what `infer` says is what comes out, samples and documentation
//! are there, shaders compile, and wrong input is refused before anything runs.

mod support;

use hadron_core::autograd::Tape;
use hadron_core::base::{DType, Shape};
use hadron_core::op::formula::wgsl::PRELUDE;
use hadron_core::op::spec::{Gpu, Gradient, Infer};
use hadron_core::op::{self, Attr, Attrs};
use support::*;

#[test]
fn every_entry_is_whole() {
    for op in op::all() {
        assert!(!op.doc.is_empty() && op.doc.ends_with(['.', '!']), "{}: a sentence of documentation", op.name);
        assert!(op.positional <= op.attrs.len(), "{}: positional", op.name);
        assert!(op.attrs.len() <= 50, "{}: the mask of attributes is exact to 2^53", op.name);
        for attr in op.attrs {
            assert!(attr.doc.ends_with(['.', '?']), "{}.{}: a sentence", op.name, attr.name);
        }
        if !op.hidden {
            assert!(!(op.samples)().is_empty(), "{}: samples", op.name);
        }
        if let Gradient::Zero(why) | Gradient::None(why) = op.gradient {
            assert!(why.len() > 8, "{}: a reason", op.name);
        }
        if let Gpu::None(why) = op.gpu {
            assert!(why.len() > 8, "{}: a reason", op.name);
        }
    }
}

#[test]
fn infer_says_what_comes_out() {
    let _main = main_thread();
    let mut numbers = Numbers(0x1234567);
    for op in op::all() {
        for sample in (op.samples)() {
            for dtype in [DType::Float32, DType::Float64] {
                let inputs = inputs_of(&sample, &mut numbers, dtype);
                let attrs = attrs_of(op, &sample);
                let types: Vec<_> = inputs.iter().map(|v| Some((v.array.shape, v.array.dtype))).collect();
                let wanted = (op.infer)(&Infer { op, attrs: &attrs, inputs: &types })
                    .unwrap_or_else(|e| panic!("{}: {e}", op.name));
                let outputs = run(&mut Tape::default(), op, &attrs, &inputs);
                assert_eq!(outputs.len(), (op.visible)(&attrs, wanted.len()), "{}", op.name);
                for (out, (shape, dtype)) in outputs.iter().zip(&wanted) {
                    let got = out.array.shape;
                    let within =
                        op.dynamic && got.ndim() == shape.ndim() && got.iter().zip(shape.iter()).all(|(a, b)| a <= b);
                    assert!(got == *shape || within, "{}: {got}, not {shape}", op.name);
                    assert_eq!(out.array.dtype, *dtype, "{}", op.name);
                    values(out);
                }
            }
        }
    }
}

#[test]
fn float32_and_float64_agree() {
    let _main = main_thread();
    for op in op::all() {
        if op.name.contains("random") || op.name.contains("sample") || op.name.contains("shuffle") {
            continue;
        }
        for sample in (op.samples)() {
            let attrs = attrs_of(op, &sample);
            let both: Vec<Vec<Vec<f64>>> = [DType::Float32, DType::Float64]
                .into_iter()
                .map(|dtype| {
                    let inputs = inputs_of(&sample, &mut Numbers(0xabcdef), dtype);
                    hadron_core::device::random::seed(3);
                    let mut tape = Tape::default();
                    tape.modes.training = sample.training;
                    run(&mut tape, op, &attrs, &inputs).iter().map(values).collect()
                })
                .collect();
            for (a, b) in both[0].iter().flatten().zip(both[1].iter().flatten()) {
                let fine = (a - b).abs() <= 1e-4 * (1.0 + b.abs()) || a.is_nan() && b.is_nan() || a == b;
                assert!(fine, "{}: {a} in float32, {b} in float64", op.name);
            }
        }
    }
}

#[test]
fn shaders_of_formulas_compile() {
    let mut compiled = 0;
    for op in op::all() {
        let Gpu::Formula(print) = op.gpu else { continue };
        let text = format!(
            "{PRELUDE}\nstruct Parameters {{ n: u32, scalar: f32 }}\n\
             @group(0) @binding(0) var<storage, read> a: array<f32>;\n\
             @group(0) @binding(1) var<storage, read> b: array<f32>;\n\
             @group(0) @binding(2) var<storage, read_write> out: array<f32>;\n\
             @group(0) @binding(3) var<uniform> p: Parameters;\n\
             @compute @workgroup_size(256) fn main(@builtin(global_invocation_id) id: vec3u) {{\n\
             if id.x >= p.n {{ return; }}\n let x = a[id.x];\n let y = b[id.x];\n out[id.x] = {};\n}}\n",
            print()
        );
        let module =
            naga::front::wgsl::parse_str(&text).unwrap_or_else(|e| panic!("{}: {}", op.name, e.emit_to_string(&text)));
        naga::valid::Validator::new(naga::valid::ValidationFlags::all(), naga::valid::Capabilities::empty())
            .validate(&module)
            .unwrap_or_else(|e| panic!("{}: {e:?}", op.name));
        compiled += 1;
    }
    println!("compiled {compiled} shaders");
    assert!(compiled > 60);
}

#[test]
fn missing_attributes_and_wrong_counts_are_refused() {
    let _main = main_thread();
    let clip = op::find("clip").unwrap();
    let error = Attrs::defaults(clip.attrs).unwrap_err();
    assert!(error.text.contains("a_min is required"), "{error}");
    let dot = op::find("dot").unwrap();
    let x = array(&[2, 2], &[1.0; 4], DType::Float32);
    let error = Tape::default().invoke(dot, Attrs::defaults(dot.attrs).unwrap(), &[Some(x)], None).err().unwrap();
    assert!(error.text.contains("got 1 arrays; it takes 2"), "{error}");
}

#[test]
fn refusals_name_the_inputs_and_write_lists_one_way() {
    let types = |list: &[(&[usize], DType)]| list.iter().map(|(s, d)| Some((Shape::new(s), *d))).collect::<Vec<_>>();
    let text = |name: &str, inputs: &[(&[usize], DType)], attrs: &[(&str, Attr)]| {
        let op = op::find(name).unwrap();
        let (attrs, inputs) = (op.attrs(attrs).unwrap(), types(inputs));
        (op.infer)(&Infer { op, attrs: &attrs, inputs: &inputs }).unwrap_err().text
    };
    let (f, i) = (DType::Float32, DType::Int32);
    assert_eq!(
        text("broadcast_add", &[(&[2, 3], f), (&[2, 3], i)], &[]),
        "lhs is float32 and rhs is int32; cast one of them, as in .astype(\"float32\")"
    );
    assert_eq!(
        text("Concat", &[(&[2, 3], f), (&[2, 3], f), (&[2, 3], i)], &[("num_args", 3.into())]),
        "data[0] is float32 and data[2] is int32; cast one of them, as in .astype(\"float32\")"
    );
    assert_eq!(
        text("batch_dot", &[(&[2, 3, 4], f), (&[4, 5], f)], &[]),
        "lhs [2,3,4] has 3 axes and rhs [4,5] has 2; both must have as many, at least three"
    );
    assert_eq!(
        text("batch_dot", &[(&[2, 3, 4], f), (&[7, 4, 5], f)], &[]),
        "lhs [2,3,4] is a batch of [2] matrices and rhs [7,4,5] one of [7]; they must be as many"
    );
    assert_eq!(
        text("batch_dot", &[(&[2, 3, 4], f), (&[2, 4, 5], f)], &[("transpose_b", true.into())]),
        "matrices of lhs [2,3,4] and rhs [2,4,5] do not multiply: lhs has 4 columns, rhs 5 rows (after transposing)"
    );
    assert_eq!(
        text("broadcast_to", &[(&[2, 3], f)], &[("shape", vec![4, 3].into())]),
        "data [2,3] cannot be broadcast to [4,3]: 2 against 4"
    );
}
