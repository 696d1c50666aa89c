//! Optimizer steps of mixed precision and of many weights. Numbers were computed by MXNet 1.9.1.

mod support;

use hadron_core::autograd::Tape;
use hadron_core::base::DType;
use hadron_core::op::{self, Attr, Value};
use support::*;

fn f32s(values: &[f64]) -> Value {
    array(&[values.len()], values, DType::Float32)
}
fn apply(name: &str, inputs: &[&Value], attrs: &[(&str, Attr)]) -> Vec<Value> {
    let op = op::find(name).unwrap_or_else(|| panic!("no operator {name}"));
    let inputs: Vec<Value> = inputs.iter().map(|v| (*v).clone()).collect();
    run(&mut Tape::default(), op, &op.attrs(attrs).unwrap_or_else(|e| panic!("{name}: {e}")), &inputs)
}
fn is(value: &Value, want: &[f64], what: &str) {
    let got = values(value);
    let tolerance = if value.array.dtype == DType::Float16 { 1e-3 } else { 4e-6 };
    let fine = got.len() == want.len() && got.iter().zip(want).all(|(g, w)| (g - w).abs() <= tolerance);
    assert!(fine, "{what}: {got:?}, not {want:?}");
}
fn list(values: &[f64]) -> Attr {
    Attr::Floats(values.into())
}

#[test]
fn mixed_precision() {
    let _main = main_thread();
    let half = |v: &[f64]| array(&[v.len()], v, DType::Float16);
    let (w, g) = (half(&[0.59375, 0.743652, 0.642578]), half(&[0.590332, 0.481201, 0.681152]));
    let (m, w32) = (f32s(&[0.493828, 0.902596, 0.967296]), f32s(&[0.445097, 0.812553, 0.576005]));
    let attrs: [(&str, Attr); 4] =
        [("lr", 0.1.into()), ("momentum", 0.9.into()), ("wd", 0.01.into()), ("rescale_grad", 0.5.into())];
    let out = apply("mp_nag_mom_update", &[&w, &g, &m, &w32], &attrs);
    assert_eq!(out[0].array.dtype, DType::Float16);
    is(&out[0], &[0.788086, 1.496094, 1.293945], "weight");
    is(&m, &[0.414141, 0.78678, 0.835215], "mom");
    is(&w32, &[0.788171, 1.496397, 1.293712], "weight32");

    let (w, g) = (half(&[0.38623, 0.4729, 0.157715]), half(&[0.723145, 0.609863, 0.338867]));
    let (m, v) = (f32s(&[0.570923, 0.184546, 0.618352]), f32s(&[0.936367, 0.386712, 0.700669]));
    let w32 = f32s(&[0.218618, 0.744694, 0.360465]);
    let attrs = [("t", 2.into()), ("wd", 0.01.into()), ("rescale_grad", 0.5.into())];
    let direction = apply("mp_lamb_update_phase1", &[&w, &g, &m, &v, &w32], &attrs);
    assert_eq!(direction[0].array.dtype, DType::Float32);
    is(&direction[0], &[0.135989, 0.081864, 0.164893], "direction");
    is(&m, &[0.549988, 0.196585, 0.57346], "mean");
    is(&v, &[0.935561, 0.386418, 0.699997], "var");
    let (r1, r2) = (f32s(&[1.5]), f32s(&[0.7]));
    let out = apply("mp_lamb_update_phase2", &[&w, &direction[0], &r1, &r2, &w32], &[("lr", 0.1.into())]);
    is(&out[0], &[0.189453, 0.727051, 0.325195], "weight");
    // MXNet's documentation says so; its kernel leaves weight32 as it was.
    is(&w32, &[0.189477, 0.727152, 0.325131], "weight32");
}

#[test]
fn grouped_and_scaled() {
    let _main = main_thread();
    let of = |shape: &[usize], v: &[f64]| array(shape, v, DType::Float32);
    let w = of(&[2, 3], &[0.819243, 0.515331, 0.802476, 0.206447, 0.675929, 0.229018]);
    let g = of(&[2, 3], &[0.950202, 0.569663, 0.473196, 0.3381, 0.79681, 0.510535]);
    let h = of(&[2, 1], &[0.611591, 0.116911]);
    let attrs = [("lr", 0.1.into()), ("rescale_grad", 0.5.into()), ("clip_gradient", 0.2.into())];
    let out = apply("_contrib_group_adagrad_update", &[&w, &g, &h], &attrs);
    is(&out[0], &[0.794466, 0.490555, 0.7777, 0.163245, 0.624817, 0.177906], "weight");
    is(&h, &[0.651591, 0.153103], "history");
    let (lrs, ws, wds) = (f32s(&[0.319983, 0.243073]), f32s(&[0.199338, 0.690697]), f32s(&[0.224365, 0.276924]));
    let attrs = [("eta", 0.1.into()), ("eps", 1e-3.into()), ("rescale_grad", 0.5.into())];
    let out = apply("multi_lars", &[&lrs, &ws, &f32s(&[0.5, 0.0]), &wds], &attrs);
    is(&out[0], &[0.031418, 0.243073], "lars");
    let h = f32s(&[0.5, 0.25]);
    let out = apply("_sparse_adagrad_update", &[&f32s(&[1.0, 2.0]), &f32s(&[0.5, 0.0]), &h], &[("lr", 0.1.into())]);
    is(&out[0], &[1.0 - 0.05 / 0.75f64.sqrt(), 2.0], "adagrad");
    is(&h, &[0.75, 0.25], "history");
}

#[test]
fn many_weights() {
    let _main = main_thread();
    let (w1, g1, m1) = (f32s(&[0.431853, 0.838894]), f32s(&[0.187391, 0.85415]), f32s(&[0.186489, 0.978814]));
    let w2 = f32s(&[0.521786, 0.979085, 0.644361]);
    let (g2, m2) = (f32s(&[0.765337, 0.135269, 0.354526]), f32s(&[0.208177, 0.366526, 0.206855]));
    let rest = || {
        [
            ("momentum", 0.9.into()),
            ("rescale_grad", 0.5.into()),
            ("clip_gradient", 0.2.into()),
            ("num_weights", 2.into()),
        ]
    };
    let mut attrs: Vec<(&str, Attr)> = vec![("lrs", list(&[0.1, 0.2])), ("wds", list(&[0.01, 0.02]))];
    attrs.extend(rest());
    let arrays = [&w1, &g1, &m1, &w2, &g2, &m2];
    let out = apply("multi_sgd_mom_update", &arrays, &attrs);
    is(&out[0], &[0.589891, 1.698987], "weight 0");
    is(&out[1], &[0.667058, 1.291515, 0.7925], "weight 1");
    is(&m1, &[0.158038, 0.860093], "mom 0");
    is(&m2, &[0.145272, 0.31243, 0.148139], "mom 1");
    is(&w1, &[0.431853, 0.838894], "the weight that was given");
    let (lrs, wds) = (f32s(&[0.1, 0.2]), f32s(&[0.01, 0.02]));
    let mut with: Vec<&Value> = arrays.to_vec();
    with.extend([&lrs, &wds]);
    let out = apply("preloaded_multi_sgd_mom_update", &with, &rest());
    is(&out[0], &[0.564286, 1.592139], "weight 0");
    is(&out[1], &[0.610444, 1.242829, 0.739656], "weight 1");
    is(&m2, &[0.088658, 0.263744, 0.095295], "mom 1");
    // Into the weights themselves.
    let op = op::find("multi_sgd_update").unwrap();
    let attrs = op.attrs(&[("lrs", list(&[1.0, 0.5])), ("wds", list(&[0.0, 0.0])), ("num_weights", 2.into())]).unwrap();
    let (a, b) = (f32s(&[1.0, 2.0]), f32s(&[3.0]));
    let inputs: Vec<Option<Value>> = [&a, &f32s(&[0.5, 0.5]), &b, &f32s(&[2.0])].map(|v| Some(v.clone())).into();
    Tape::default().invoke(op, attrs, &inputs, Some(&[a.clone(), b.clone()])).unwrap();
    is(&a, &[0.5, 1.5], "in place");
    is(&b, &[2.0], "in place");
}

#[test]
fn adam_and_lamb_of_many_weights() {
    let _main = main_thread();
    let (w, g) = (f32s(&[0.655872, 0.650886, 0.655241]), f32s(&[0.949373, 0.713638, 0.423557]));
    let (m, v) = (f32s(&[0.493329, 0.727868, 0.154203]), f32s(&[0.70009, 0.703574, 0.289344]));
    let lamb = || {
        [
            ("learning_rates", list(&[0.1])),
            ("wds", list(&[0.01])),
            ("step_count", vec![3].into()),
            ("rescale_grad", 0.5.into()),
        ]
    };
    let (m2, v2) = (f32s(&values(&m)), f32s(&values(&v)));
    let out = apply("_multi_lamb_update", &[&w, &g, &m, &v], &lamb());
    is(&out[0], &[0.592443, 0.563312, 0.621489], "weight");
    is(&m, &[0.491465, 0.690763, 0.15996], "mean");
    is(&v, &[0.699615, 0.702998, 0.2891], "var");
    // The same of a float32 copy.
    let cast = |v: &Value| apply("Cast", &[v], &[("dtype", DType::Float16.into())]).swap_remove(0);
    let (half, w32) = (cast(&w), f32s(&values(&w)));
    let out = apply("_multi_mp_lamb_update", &[&half, &g, &m2, &v2, &w32], &lamb());
    is(&w32, &[0.592443, 0.563312, 0.621489], "weight32");
    is(&out[0], &[0.592443, 0.563312, 0.621489], "weight");
    assert_eq!(out[0].array.dtype, DType::Float16);

    let (w, g) = (f32s(&[0.216034, 0.383886, 0.42734]), f32s(&[0.613177, 0.494741, 0.989536]));
    let (m, v) = (f32s(&[0.19184, 0.287989, 0.245179]), f32s(&[0.687797, 0.327962, 0.51968]));
    let attrs = || [("lrs", list(&[0.1])), ("wds", list(&[0.01])), ("etas", list(&[0.7]))];
    // A scale that is not finite leaves all as it was.
    for bad in [0.0, f64::INFINITY, f64::NAN] {
        let out = apply("_multi_adamw_update", &[&w, &g, &m, &v, &f32s(&[bad])], &attrs());
        is(&out[0], &values(&w), "left out");
    }
    let (m2, v2, w32) = (f32s(&values(&m)), f32s(&values(&v)), f32s(&values(&w)));
    let scale = f32s(&[0.5]);
    let out = apply("_multi_adamw_update", &[&w, &g, &m, &v, &scale], &attrs());
    is(&out[0], &[0.197353, 0.346479, 0.39811], "weight");
    is(&m, &[0.203315, 0.283927, 0.270138], "mean");
    is(&v, &[0.687204, 0.327696, 0.519405], "var");
    let one = [("lr", 0.1.into()), ("wd", 0.01.into()), ("eta", 0.7.into())];
    let out = apply("_mp_adamw_update", &[&cast(&w), &g, &m2, &v2, &w32, &scale], &one);
    is(&out[0], &[0.197353, 0.346479, 0.39811], "weight");
    is(&w32, &[0.197353, 0.346479, 0.39811], "weight32");
}

#[test]
fn what_does_not_fit_is_refused() {
    let _main = main_thread();
    let refuse = |name: &str, inputs: &[Value], attrs: &[(&str, Attr)], says: &str| {
        let op = op::find(name).unwrap();
        let inputs: Vec<Option<Value>> = inputs.iter().cloned().map(Some).collect();
        let error = Tape::default().invoke(op, op.attrs(attrs).unwrap(), &inputs, None).err();
        let text = error.unwrap_or_else(|| panic!("{name} took it")).to_string();
        assert!(text.contains(says), "{name}: {text}");
    };
    let (a, b) = (f32s(&[1.0, 2.0]), f32s(&[1.0, 2.0, 3.0]));
    let lists = |n: usize| [("lrs", list(&vec![0.1; n])), ("wds", list(&vec![0.0; n])), ("num_weights", 1.into())];
    refuse("multi_sgd_update", &[a.clone(), a.clone(), b.clone()], &lists(1), "got 3 arrays for 1 weights");
    refuse("multi_sgd_update", &[a.clone(), b.clone()], &lists(1), "must be equal");
    refuse("multi_sgd_update", &[a.clone(), a.clone()], &lists(2), "lrs has 2 numbers");
    let double = array(&[2], &[1.0, 2.0], DType::Float64);
    refuse("multi_sgd_update", &[a.clone(), double], &lists(1), "one precision");
    let attrs = [("lr", 0.1.into())];
    refuse("_contrib_group_adagrad_update", &[a.clone(), a.clone(), b.clone()], &attrs, "history has shape");
    refuse(
        "_sparse_adagrad_update",
        &[a.clone(), a.clone(), a.clone()],
        &[("lr", 0.1.into()), ("wd", 0.1.into())],
        "no weight decay",
    );
    refuse("preloaded_multi_sgd_update", &[a.clone(), a.clone(), b.clone(), b], &[], "a number for each");
}
