//! Random operators and densities as a whole: what MXNet 1.9.1 gives for the same input, dispatch of
//! parameters, and that a seed repeats.

mod support;

use hadron_core::autograd::{Modes, Tape, Walk};
use hadron_core::base::DType;
use hadron_core::device::random;
use hadron_core::op::{self, Attr, Value};
use support::*;

fn apply(name: &str, inputs: &[Value], attrs: &[(&str, Attr)]) -> Vec<Value> {
    let op = op::find(name).unwrap_or_else(|| panic!("no operator {name}"));
    run(&mut Tape::default(), op, &op.attrs(attrs).unwrap_or_else(|e| panic!("{name}: {e}")), inputs)
}
fn refusal(name: &str, inputs: &[Value], attrs: &[(&str, Attr)]) -> String {
    let op = op::find(name).unwrap();
    let attrs = match op.attrs(attrs) {
        Ok(attrs) => attrs,
        Err(e) => return e.to_string(),
    };
    let inputs: Vec<Option<Value>> = inputs.iter().cloned().map(Some).collect();
    Tape::default().invoke(op, attrs, &inputs, None).err().unwrap_or_else(|| panic!("{name} took it")).to_string()
}
fn close(got: &[f64], want: &[f64], what: &str) {
    assert_eq!(got.len(), want.len(), "{what}");
    for (g, w) in got.iter().zip(want) {
        assert!((g - w).abs() <= 2e-5 * (1.0 + w.abs()), "{what}: {got:?}, not {want:?}");
    }
}
fn ramp(shape: &[usize], values: &[f64]) -> Value {
    array(shape, values, DType::Float32)
}

#[test]
fn densities_and_their_gradients_are_those_of_mxnet() {
    let _main = main_thread();
    let sample = [1.0, 2.0, 3.0, 4.0];
    // Name, parameters, densities, gradients of their sum by sample and parameters.
    type Case<'a> = (&'a str, &'a [[f64; 2]], [f64; 4], &'a [&'a [f64]]);
    let cases: [Case; 7] = [
        ("uniform", &[[0.0, 1.0], [10.0, 6.0]], [0.1, 0.1, 0.2, 0.2], &[&[0.0; 4], &[0.02, 0.08], &[-0.02, -0.08]]),
        (
            "normal",
            &[[0.0, 1.0], [1.5, 2.0]],
            [0.21296532, 0.10934004, 0.12098536, 0.0647588],
            &[
                &[-0.09465125, -0.09719115, -0.06049268, -0.0485691],
                &[0.19184241, 0.10906178],
                &[-0.02218121, 0.04047425],
            ],
        ),
        (
            "gamma",
            &[[0.5, 3.0], [1.5, 2.0]],
            [0.15418033, 0.02432608, 0.08923508, 0.02146961],
            &[
                &[-0.30836067, -0.04257065, -0.1189801, -0.03220441],
                &[0.43973893, 0.10237604],
                &[-0.14333037, -0.18752664],
            ],
        ),
        (
            "exponential",
            &[[0.5, 3.0]],
            [0.30326533, 0.18393973, 0.00037022942, 1.8432636e-5],
            &[&[-0.15163267, -0.09196986, -0.0011106883, -5.5297911e-5], &[0.30326533, -0.0010548648]],
        ),
        (
            "poisson",
            &[[0.5, 3.0]],
            [0.30326533, 0.07581633, 0.22404182, 0.16803136],
            &[&[0.0; 4], &[0.53071433, 0.05601046]],
        ),
        (
            "negative_binomial",
            &[[0.5, 3.0], [0.4, 0.7]],
            [0.18973668, 0.08538152, 0.09261001, 0.04167451],
            &[&[0.0; 4], &[0.35506934, 0.0642394], &[-0.25693509, -0.90625513]],
        ),
        (
            "generalized_negative_binomial",
            &[[0.5, 3.0], [0.4, 0.7]],
            [0.2641409, 0.0770411, 0.12241717, 0.09181289],
            &[&[0.0; 4], &[0.41272008, 0.00987236], &[-0.08584805, -0.11893229]],
        ),
    ];
    for (name, parameters, densities, gradients) in cases {
        let op = op::find(&format!("random_pdf_{name}")).unwrap();
        let mut leaves = vec![leaf(&ramp(&[2, 2], &sample))];
        leaves.extend(parameters.iter().map(|p| leaf(&ramp(&[2], p))));
        let mut tape = Tape::default();
        tape.modes = Modes { recording: true, training: true };
        let out = run(&mut tape, op, &op.attrs(&[]).unwrap(), &leaves);
        close(&values(&out[0]), &densities, name);
        let walk = Walk { retain: false, training: true, create: false };
        let found = tape.grad(&out, &[None], &leaves, walk).unwrap();
        for (found, want) in found.iter().zip(gradients) {
            close(&values(found), want, name);
        }
        let logs = apply(&format!("_random_pdf_{name}"), &leaves, &[("is_log", true.into())]);
        close(&values(&logs[0]), &densities.map(f64::ln), name);
        let half: Vec<Value> = leaves
            .iter()
            .map(|l| apply("Cast", &[l.clone()], &[("dtype", DType::Float16.into())]).swap_remove(0))
            .collect();
        let out = apply(&format!("_random_pdf_{name}"), &half, &[]);
        assert_eq!(out[0].array.dtype, DType::Float16);
        assert!(
            values(&out[0]).iter().zip(densities).all(|(g, w)| (g - w).abs() < 2e-3 * w + 1e-6),
            "{name} in float16"
        );
    }
    let sample = ramp(&[2, 2, 2], &[0.2, 0.8, 0.3, 0.7, 0.5, 0.5, 0.9, 0.1]);
    let alpha = ramp(&[2, 2], &[0.5, 3.0, 2.0, 2.0]);
    let out = apply("random_pdf_dirichlet", &[sample, alpha], &[]);
    close(&values(&out[0]), &[1.34164083, 0.83870018, 1.5, 0.54], "dirichlet");
    // The example of MXNet's documentation, and one vector alone.
    let out = apply("random_pdf_dirichlet", &[ramp(&[3, 2], &[1., 2., 2., 3., 3., 4.]), ramp(&[2], &[2.5, 2.5])], &[]);
    close(&values(&out[0]), &[38.413498, 199.60245, 564.56085], "dirichlet");
    let out = apply("random_pdf_dirichlet", &[ramp(&[2], &[1., 2.]), ramp(&[2], &[2.5, 2.5])], &[]);
    assert_eq!(out[0].array.shape.to_vec(), [1]);
}

#[test]
fn the_gradient_of_drawn_probabilities_is_that_of_mxnet() {
    let _main = main_thread();
    let p = [0.2, 0.3, 0.5, 0.1, 0.8, 0.1];
    let data = leaf(&ramp(&[2, 3], &p));
    let op = op::find("sample_multinomial").unwrap();
    let mut tape = Tape::default();
    tape.modes = Modes { recording: true, training: true };
    let attrs = op.attrs(&[("shape", vec![4].into()), ("get_prob", true.into())]).unwrap();
    let out = run(&mut tape, op, &attrs, std::slice::from_ref(&data));
    assert_eq!((out[0].array.dtype, out[0].array.shape.to_vec()), (DType::Int32, vec![2, 4]));
    let (outcome, log) = (values(&out[0]), values(&out[1]));
    let head: Vec<f64> = (0..8).map(f64::from).collect();
    let walk = Walk { retain: false, training: true, create: false };
    let heads = [Some(ramp(&[2, 4], &head))];
    let found = tape.grad(&out[1..], &heads, &[data], walk).unwrap();
    let mut want = [0.0; 6];
    for i in 0..8 {
        let at = i / 4 * 3 + outcome[i] as usize;
        assert!((log[i] - p[at].ln()).abs() < 1e-6);
        want[at] += head[i] / p[at];
    }
    close(&values(&found[0]), &want, "gradient");
}

#[test]
fn shapes_dtypes_and_refusals() {
    let _main = main_thread();
    let shape = |v: &Value| v.array.shape.to_vec();
    let two = |dtype| array(&[2], &[2.0, 3.0], dtype);
    // Parameters of any dtype; the result is float32 unless asked otherwise.
    for dtype in [DType::Float32, DType::Float64, DType::Float16, DType::Int32] {
        let out = apply("sample_gamma", &[two(dtype), two(dtype)], &[("shape", vec![3, 1].into())]);
        assert_eq!((shape(&out[0]), out[0].array.dtype), (vec![2, 3, 1], DType::Float32));
        assert!(values(&out[0]).iter().all(|x| *x > 0.0));
    }
    let out = apply("random_poisson", &[], &[("lam", 3.0.into()), ("dtype", DType::Float16.into())]);
    assert_eq!((shape(&out[0]), out[0].array.dtype), (vec![1], DType::Float16));
    let row = array(&[3], &[0.0, 0.5, 0.5], DType::Float32);
    assert_eq!(shape(&apply("sample_multinomial", &[row.clone()], &[])[0]), [1]);
    assert_eq!(shape(&apply("sample_multinomial", &[row.clone()], &[("shape", vec![2, 2].into())])[0]), [2, 2]);
    let like = apply("_random_negative_binomial_like", &[row], &[("k", 3.into()), ("p", 0.5.into())]);
    assert_eq!(shape(&like[0]), [3]);
    for (name, attrs, says) in [
        ("random_exponential", ("lam", 0.0), "must be above 0"),
        ("random_gamma", ("alpha", 0.0), "must be above 0"),
        ("random_gamma", ("beta", -1.0), "must be above 0"),
        ("random_gamma", ("beta", f64::NAN), "must be above 0"),
    ] {
        let text = refusal(name, &[], &[(attrs.0, attrs.1.into())]);
        assert!(text.contains(says), "{name}: {text}");
    }
    let text = refusal("random_poisson", &[], &[("dtype", DType::Int32.into())]);
    assert!(text.contains("must be float32"), "{text}");
    let text = refusal("sample_normal", &[two(DType::Float32), array(&[1], &[1.0], DType::Float32)], &[]);
    assert!(text.contains("must be equal"), "{text}");
    let text = refusal("random_pdf_normal", &[two(DType::Float32), ramp(&[3], &[1.; 3]), ramp(&[3], &[1.; 3])], &[]);
    assert!(text.contains("first axes"), "{text}");
    let text = refusal("sample_multinomial", &[ramp(&[2, 0], &[])], &[]);
    assert!(text.contains("no outcome"), "{text}");
}

#[test]
fn a_seed_repeats_and_calls_do_not() {
    let _main = main_thread();
    let draw = |name: &str| values(&apply(name, &[], &[("shape", vec![50].into())])[0]);
    for name in ["random_exponential", "random_gamma", "random_poisson", "random_generalized_negative_binomial"] {
        random::seed(5);
        let (first, second) = (draw(name), draw(name));
        random::seed(5);
        assert_eq!(first, draw(name), "{name}");
        assert_ne!(first, second, "{name}");
    }
}

#[test]
fn images_change_as_in_mxnet() {
    let _main = main_thread();
    let pixels = [19., 174., 42., 115., 184., 188., 232., 77., 30., 24., 125., 2.];
    let image = |dtype| array(&[2, 2, 3], &pixels, dtype);
    let factor = |f: f64| [("min_factor", Attr::from(f)), ("max_factor", f.into())];
    let one = |name: &str, x: Value, attrs: &[(&str, Attr)]| values(&apply(name, &[x], attrs)[0]);
    // MXNet's values; its saturation takes blue alone for gray, so that is computed by hand.
    let bright = one("_image_random_brightness", image(DType::Uint8), &factor(1.3));
    assert_eq!(bright, [24., 226., 54., 149., 239., 244., 255., 100., 39., 31., 162., 2.]);
    let contrast = one("image.random_contrast", image(DType::Uint8), &factor(0.7));
    assert_eq!(contrast, [48., 157., 65., 116., 164., 167., 198., 89., 56., 52., 123., 37.]);
    let hue = one("image.random_hue", image(DType::Float32), &factor(0.2));
    close(&hue[..6], &[19.0, 120.0, 174.0, 133.6, 115.0, 188.0], "hue");
    let alpha = Attr::Floats([0.1, -0.2, 0.3].into());
    let light = one("image.adjust_lighting", image(DType::Float32), &[("alpha", alpha)]);
    close(&light[..3], &[15.301146, 170.502853, 39.57428], "lighting");
    let saturated = one("image.random_saturation", image(DType::Float32), &factor(0.5));
    let gray = 0.299 * 19. + 0.587 * 174. + 0.114 * 42.;
    close(&saturated[..3], &[19., 174., 42.].map(|x| 0.5 * x + 0.5 * gray), "saturation");
    let resized = one("image.resize", image(DType::Uint8), &[("size", vec![5, 3].into()), ("interp", 2.into())]);
    let red: Vec<f64> = resized.into_iter().step_by(3).collect();
    assert_eq!(red, [0., 11., 62., 113., 136., 132., 121., 98., 74., 63., 255., 231., 133., 35., 0.]);
    let (left, top) = (
        one("image.flip_left_right", image(DType::Uint8), &[]),
        one("image.flip_top_bottom", image(DType::Uint8), &[]),
    );
    assert_eq!((&left[..3], &top[..3]), (&pixels[3..6], &pixels[6..9]));
    // Of many images, about a half is mirrored; with p = 1 all, with 0 none.
    let many: Vec<f64> = (0..2000).map(|i| (i % 2) as f64).collect();
    let many = array(&[1000, 1, 2, 1], &many, DType::Uint8);
    let share = |p: f64| {
        let out = one("image.random_flip_left_right", many.clone(), &[("p", p.into())]);
        out.iter().step_by(2).sum::<f64>() / 1000.0
    };
    assert!((share(0.5) - 0.5).abs() < 0.07 && share(1.0) == 1.0 && share(0.0) == 0.0);
    let tensor = apply("image.to_tensor", &[image(DType::Uint8)], &[]);
    assert_eq!(tensor[0].array.shape.to_vec(), [3, 2, 2]);
    close(&values(&tensor[0])[..4], &[19. / 255., 115. / 255., 232. / 255., 24. / 255.], "to_tensor");
    let crop = [("x", 1.into()), ("y", 0.into()), ("width", 1.into()), ("height", 2.into())];
    assert_eq!(one("image.crop", image(DType::Uint8), &crop), [115., 184., 188., 24., 125., 2.]);
    let crop = [("x", 1.into()), ("y", 0.into()), ("width", 2.into()), ("height", 2.into())];
    assert!(refusal("image.crop", &[image(DType::Uint8)], &crop).contains("go beyond"));
}

#[test]
fn images_shrink_as_in_mxnet() {
    let _main = main_thread();
    let pixels: Vec<f64> = (0..42).map(|i| (i * 37 % 101) as f64).collect();
    let image = array(&[7, 6, 1], &pixels, DType::Float32);
    let resize = |size: Vec<i64>, interp: i64| {
        values(&apply("image.resize", &[image.clone()], &[("size", size.into()), ("interp", interp.into())])[0])
    };
    let cases: [(i64, &[f64]); 4] = [
        (
            1,
            &[
                22.58300018310547,
                78.08300018310547,
                32.58300018310547,
                37.58300018310547,
                69.25,
                49.0,
                54.0,
                33.75,
                65.41699981689453,
                70.41699981689453,
                24.91699981689453,
                55.16699981689453,
            ],
        ),
        (
            2,
            &[
                18.16900062561035,
                95.01300048828125,
                23.062999725341797,
                34.875,
                70.63300323486328,
                44.89799880981445,
                58.10200119018555,
                32.367000579833984,
                68.125,
                79.93699645996094,
                9.104999542236328,
                60.23899841308594,
            ],
        ),
        (
            3,
            &[
                26.618999481201172,
                66.33300018310547,
                36.61899948120117,
                47.47600173950195,
                62.7140007019043,
                44.7140007019043,
                58.2859992980957,
                40.2859992980957,
                55.52399826049805,
                66.38099670410156,
                36.66699981689453,
                47.52399826049805,
            ],
        ),
        (
            4,
            &[
                15.085000038146973,
                100.80699920654297,
                20.909000396728516,
                36.62099838256836,
                73.46299743652344,
                42.07600021362305,
                60.92399978637695,
                29.53700065612793,
                66.37899780273438,
                82.55899810791016,
                4.190999984741211,
                63.58700180053711,
            ],
        ),
    ];
    for (interp, want) in cases {
        let got = resize(vec![4, 3], interp);
        assert!(got.iter().zip(want).all(|(g, w)| (g - w).abs() < 0.01), "interp {interp}: {got:?}, not {want:?}");
    }
    // By area where one axis grows.
    let got = resize(vec![9, 3], 3);
    let want = [
        11.428999900817871,
        29.929000854492188,
        48.42900085449219,
        85.42900085449219,
        53.42900085449219,
        21.429000854492188,
        58.42900085449219,
        48.07099914550781,
        37.7140007019043,
    ];
    assert!(got.iter().zip(want).all(|(g, w)| (g - w).abs() < 0.01), "{got:?}, not {want:?}");
}
