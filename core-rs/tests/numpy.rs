//! Operators that have NumPy's names give NumPy's answers. The constants were computed by NumPy 2.4; a
//! single number has the shape [1] here, as in MXNet.

mod support;

use hadron_core::autograd::Tape;
use hadron_core::base::{DType, Shape};
use hadron_core::op::spec::Sample;
use hadron_core::op::{self, Attr};
use support::*;

const NAN: f64 = f64::NAN;
const INF: f64 = f64::INFINITY;

type Numbers<'a> = (&'a [usize], &'a [f64]);

fn floats(q: &[f64]) -> Attr {
    Attr::Floats(q.into())
}

fn check(
    name: &str,
    inputs: &[Numbers],
    attrs: &[(&'static str, Attr)],
    words: &[(&'static str, &'static str)],
    wanted: &[Numbers],
) {
    let op = op::find(name).unwrap_or_else(|| panic!("no operator {name}"));
    let mut sample = Sample::new(&[]);
    sample.attrs = attrs.to_vec();
    sample.words = words.to_vec();
    let attrs = attrs_of(op, &sample);
    for dtype in [DType::Float64, DType::Float32] {
        let arrays: Vec<_> = inputs.iter().map(|(shape, data)| array(shape, data, dtype)).collect();
        let outputs = run(&mut Tape::default(), op, &attrs, &arrays);
        assert_eq!(outputs.len(), wanted.len(), "{name}");
        for (got, (shape, data)) in outputs.iter().zip(wanted) {
            assert_eq!(got.array.shape, Shape::new(shape), "{name} {inputs:?}");
            for (g, w) in values(got).iter().zip(*data) {
                let fine = g == w || (g.is_nan() && w.is_nan()) || (g - w).abs() <= 2e-6 * w.abs().max(1.0);
                assert!(fine, "{name} {attrs:?} {inputs:?}: {:?}, not {data:?}", values(got));
            }
        }
    }
}

#[test]
#[rustfmt::skip]
fn answers_are_numpys() {
    let _main = main_thread();
    check("diff", &[(&[3, 4], &[3.0, -1.0, 2.0, 0.0, 5.0, 5.0, -2.0, 7.0, 0.0, 4.0, 1.0, -3.0])], &[("n", 2.into())], &[], &[(&[3, 2], &[7.0, -5.0, -7.0, 16.0, -7.0, -1.0])]);
    check("diff", &[(&[3, 4], &[3.0, -1.0, 2.0, 0.0, 5.0, 5.0, -2.0, 7.0, 0.0, 4.0, 1.0, -3.0])], &[("axis", 0.into())], &[], &[(&[2, 4], &[2.0, 6.0, -4.0, 7.0, -5.0, -1.0, 3.0, -10.0])]);
    check("median", &[(&[3, 4], &[3.0, NAN, 2.0, 0.0, 5.0, 5.0, -2.0, 7.0, 0.0, 4.0, 1.0, -3.0])], &[("axis", vec![1].into())], &[], &[(&[3], &[NAN, 5.0, 0.5])]);
    check("median", &[(&[3, 4], &[3.0, -1.0, 2.0, 0.0, 5.0, 5.0, -2.0, 7.0, 0.0, 4.0, 1.0, -3.0])], &[], &[], &[(&[1], &[1.5])]);
    check("percentile", &[(&[3, 4], &[3.0, -1.0, 2.0, 0.0, 5.0, 5.0, -2.0, 7.0, 0.0, 4.0, 1.0, -3.0])], &[("axis", vec![0].into()), ("q", floats(&[10.0, 37.0, 100.0]))], &[], &[(&[3, 4], &[0.6000000000000001, 0.0, -1.4, -2.4, 2.2199999999999998, 2.7, 0.21999999999999997, -0.78, 5.0, 5.0, 2.0, 7.0])]);
    check("percentile", &[(&[3, 4], &[3.0, -1.0, 2.0, 0.0, 5.0, 5.0, -2.0, 7.0, 0.0, 4.0, 1.0, -3.0])], &[("keepdims", true.into()), ("q", floats(&[37.0]))], &[("interpolation", "nearest")], &[(&[1, 1], &[0.0])]);
    check("quantile", &[(&[3, 4], &[3.0, -1.0, 2.0, 0.0, 5.0, 5.0, -2.0, 7.0, 0.0, 4.0, 1.0, -3.0])], &[("axis", vec![1].into()), ("q", floats(&[0.3]))], &[("interpolation", "midpoint")], &[(&[3], &[-0.5, 1.5, -1.5])]);
    check("searchsorted", &[(&[5], &[-2.0, 0.0, 0.0, 1.0, 4.0]), (&[2, 3], &[-3.0, -2.0, 0.0, 0.5, 4.0, 9.0])], &[], &[], &[(&[2, 3], &[0.0, 0.0, 1.0, 3.0, 4.0, 5.0])]);
    check("searchsorted", &[(&[5], &[-2.0, 0.0, 0.0, 1.0, 4.0]), (&[2, 3], &[-3.0, -2.0, 0.0, 0.5, 4.0, 9.0])], &[], &[("side", "right")], &[(&[2, 3], &[0.0, 1.0, 3.0, 3.0, 5.0, 5.0])]);
    check("digitize", &[(&[2, 3], &[-3.0, -2.0, 0.0, 0.5, 4.0, 9.0]), (&[5], &[-2.0, 0.0, 0.0, 1.0, 4.0])], &[], &[], &[(&[2, 3], &[0.0, 1.0, 3.0, 3.0, 5.0, 5.0])]);
    check("digitize", &[(&[2, 3], &[-3.0, -2.0, 0.0, 0.5, 4.0, 9.0]), (&[5], &[4.0, 1.0, 0.0, 0.0, -2.0])], &[("right", true.into())], &[], &[(&[2, 3], &[5.0, 5.0, 4.0, 2.0, 1.0, 0.0])]);
    check("interp", &[(&[7], &[-1.0, 0.0, 0.5, 1.0, 2.0, 3.0, 5.0]), (&[3], &[0.0, 1.0, 3.0]), (&[3], &[2.0, 4.0, -2.0])], &[], &[], &[(&[7], &[2.0, 2.0, 3.0, 4.0, 1.0, -2.0, -2.0])]);
    check("interp", &[(&[7], &[-1.0, 0.0, 0.5, 1.0, 2.0, 3.0, 5.0]), (&[3], &[0.0, 1.0, 3.0]), (&[3], &[2.0, 4.0, -2.0])], &[("left", (-9.0).into()), ("right", 8.0.into())], &[], &[(&[7], &[-9.0, 2.0, 3.0, 4.0, 1.0, -2.0, 8.0])]);
    check("interp", &[(&[7], &[-1.0, 0.0, 0.5, 1.0, 2.0, 3.0, 5.0]), (&[3], &[3.0, 1.0, 0.0]), (&[3], &[2.0, 4.0, -2.0])], &[("period", 4.0.into())], &[], &[(&[7], &[2.0, -2.0, 1.0, 4.0, 3.0, 2.0, 4.0])]);
    check("meshgrid", &[(&[3], &[0.0, 1.0, 3.0]), (&[2], &[-2.0, 0.0])], &[], &[], &[(&[2, 3], &[0.0, 1.0, 3.0, 0.0, 1.0, 3.0]), (&[2, 3], &[-2.0, -2.0, -2.0, 0.0, 0.0, 0.0])]);
    check("meshgrid", &[(&[3], &[0.0, 1.0, 3.0]), (&[2], &[-2.0, 0.0])], &[], &[("indexing", "ij")], &[(&[3, 2], &[0.0, 0.0, 1.0, 1.0, 3.0, 3.0]), (&[3, 2], &[-2.0, 0.0, -2.0, 0.0, -2.0, 0.0])]);
    check("bincount", &[(&[4], &[1.0, 3.0, 3.0, 0.0])], &[], &[], &[(&[4], &[1.0, 1.0, 0.0, 2.0])]);
    check("nonzero", &[(&[3, 4], &[3.0, -1.0, 2.0, 0.0, 5.0, 5.0, -2.0, 7.0, 0.0, 4.0, 1.0, -3.0])], &[], &[], &[(&[10], &[0.0, 0.0, 0.0, 1.0, 1.0, 1.0, 1.0, 2.0, 2.0, 2.0]), (&[10], &[0.0, 1.0, 2.0, 0.0, 1.0, 2.0, 3.0, 1.0, 2.0, 3.0])]);
    check("argwhere", &[(&[3, 4], &[3.0, -1.0, 2.0, 0.0, 5.0, 5.0, -2.0, 7.0, 0.0, 4.0, 1.0, -3.0])], &[], &[], &[(&[10, 2], &[0.0, 0.0, 0.0, 1.0, 0.0, 2.0, 1.0, 0.0, 1.0, 1.0, 1.0, 2.0, 1.0, 3.0, 2.0, 1.0, 2.0, 2.0, 2.0, 3.0])]);
    check("flatnonzero", &[(&[3, 4], &[3.0, -1.0, 2.0, 0.0, 5.0, 5.0, -2.0, 7.0, 0.0, 4.0, 1.0, -3.0])], &[], &[], &[(&[10], &[0.0, 1.0, 2.0, 4.0, 5.0, 6.0, 7.0, 9.0, 10.0, 11.0])]);
    check("unique", &[(&[3, 4], &[3.0, -1.0, 2.0, 0.0, 5.0, 5.0, -2.0, 7.0, 0.0, 4.0, 1.0, -3.0])], &[("return_index", true.into()), ("return_inverse", true.into()), ("return_counts", true.into())], &[], &[(&[10], &[-3.0, -2.0, -1.0, 0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 7.0]), (&[10], &[11.0, 6.0, 1.0, 3.0, 10.0, 2.0, 0.0, 9.0, 4.0, 7.0]), (&[3, 4], &[6.0, 2.0, 5.0, 3.0, 8.0, 8.0, 1.0, 9.0, 3.0, 7.0, 4.0, 0.0]), (&[10], &[1.0, 1.0, 1.0, 2.0, 1.0, 1.0, 1.0, 1.0, 2.0, 1.0])]);
    check("unique", &[(&[5], &[NAN, 1.0, INF, NAN, 1.0])], &[], &[], &[(&[3], &[1.0, INF, NAN])]);
    check("trace", &[(&[3, 4], &[3.0, -1.0, 2.0, 0.0, 5.0, 5.0, -2.0, 7.0, 0.0, 4.0, 1.0, -3.0])], &[("offset", 1.into())], &[], &[(&[1], &[-6.0])]);
    check("tril", &[(&[3, 4], &[3.0, -1.0, 2.0, 0.0, 5.0, 5.0, -2.0, 7.0, 0.0, 4.0, 1.0, -3.0])], &[("k", (-1).into())], &[], &[(&[3, 4], &[0.0, 0.0, 0.0, 0.0, 5.0, 0.0, 0.0, 0.0, 0.0, 4.0, 0.0, 0.0])]);
    check("triu", &[(&[3], &[0.0, 1.0, 3.0])], &[], &[], &[(&[3, 3], &[0.0, 1.0, 3.0, 0.0, 1.0, 3.0, 0.0, 0.0, 3.0])]);
    check("roll", &[(&[3, 4], &[3.0, -1.0, 2.0, 0.0, 5.0, 5.0, -2.0, 7.0, 0.0, 4.0, 1.0, -3.0])], &[("shift", vec![-5].into())], &[], &[(&[3, 4], &[5.0, -2.0, 7.0, 0.0, 4.0, 1.0, -3.0, 3.0, -1.0, 2.0, 0.0, 5.0])]);
    check("roll", &[(&[3, 4], &[3.0, -1.0, 2.0, 0.0, 5.0, 5.0, -2.0, 7.0, 0.0, 4.0, 1.0, -3.0])], &[("shift", vec![1, 2].into()), ("axis", vec![0, 1].into())], &[], &[(&[3, 4], &[1.0, -3.0, 0.0, 4.0, 2.0, 0.0, 3.0, -1.0, -2.0, 7.0, 5.0, 5.0])]);
    check("rot90", &[(&[3, 4], &[3.0, -1.0, 2.0, 0.0, 5.0, 5.0, -2.0, 7.0, 0.0, 4.0, 1.0, -3.0])], &[("k", 3.into())], &[], &[(&[4, 3], &[0.0, 5.0, 3.0, 4.0, 5.0, -1.0, 1.0, -2.0, 2.0, -3.0, 7.0, 0.0])]);
    check("histogram", &[(&[3, 4], &[3.0, -1.0, 2.0, 0.0, 5.0, 5.0, -2.0, 7.0, 0.0, 4.0, 1.0, -3.0])], &[("bins", 4.into())], &[], &[(&[4], &[3.0, 3.0, 3.0, 3.0]), (&[5], &[-3.0, -0.5, 2.0, 4.5, 7.0])]);
    check("histogram", &[(&[3, 4], &[3.0, -1.0, 2.0, 0.0, 5.0, 5.0, -2.0, 7.0, 0.0, 4.0, 1.0, -3.0]), (&[4], &[-2.0, 0.0, 1.0, 4.0])], &[], &[], &[(&[3], &[2.0, 2.0, 4.0]), (&[4], &[-2.0, 0.0, 1.0, 4.0])]);
}

#[test]
fn what_cannot_be_answered_is_refused() {
    let _main = main_thread();
    let refused = |name: &str, inputs: &[Numbers], attrs: &[(&'static str, Attr)]| {
        let op = op::find(name).unwrap();
        let inputs: Vec<_> = inputs.iter().map(|(s, d)| Some(array(s, d, DType::Float32))).collect();
        let attrs = op.attrs(attrs).unwrap();
        let outputs = match Tape::default().invoke(op, attrs, &inputs, None) {
            Err(error) => return error.text,
            Ok(outputs) => outputs,
        };
        let waited = hadron_core::engine::current().wait_to_read(&outputs[0].array.storage.var);
        waited.expect_err(name).text
    };
    assert!(refused("bincount", &[(&[2], &[1.0, -1.0])], &[]).contains("number 1 is -1"));
    assert!(refused("nonzero", &[(&[], &[1.0])], &[]).contains("no axes"));
    assert!(refused("contrib.boolean_mask", &[(&[2], &[1.0, 2.0]), (&[3], &[1.0; 3])], &[]).contains("needs [2]"));
    assert!(refused("digitize", &[(&[1], &[1.0]), (&[3], &[1.0, 3.0, 2.0])], &[]).contains("neither ascend"));
    assert!(refused("histogram", &[(&[1], &[1.0]), (&[3], &[1.0, 3.0, 2.0])], &[]).contains("must ascend"));
    assert!(refused("histogram", &[(&[2], &[1.0, NAN])], &[]).contains("not finite"));
    assert!(refused("interp", &[(&[1], &[1.0]), (&[0], &[]), (&[0], &[])], &[]).contains("1 or more"));
    assert!(refused("topk", &[(&[2], &[1.0, 2.0])], &[("k", 3.into())]).contains("k is 3"));
    let wide = vec![0.0; 300];
    assert!(refused("argsort", &[(&[300], &wide)], &[("dtype", DType::Uint8.into())]).contains("cannot hold"));
    assert!(refused("unravel_index", &[(&[1], &[3.0])], &[("shape", vec![2, 0].into())]).contains("1 or more"));
    assert!(refused("SequenceLast", &[(&[2], &[1.0, 2.0])], &[]).contains("two axes"));
    let lengths = [("use_sequence_length", true.into())];
    assert!(refused("SequenceLast", &[(&[2, 1], &[1.0, 2.0]), (&[1], &[0.0])], &lengths).contains("must be 1 to 2"));
    assert!(refused("SequenceReverse", &[(&[2, 1], &[1.0, 2.0]), (&[1], &[3.0])], &lengths).contains("must be 0 to 2"));
    let copied: [Numbers; 3] = [(&[2], &[1.0, 2.0]), (&[1], &[2.0]), (&[1], &[5.0])];
    assert!(refused("contrib.index_copy", &copied, &[]).contains("outside 0..2"));
}
