//! All three passes with each tile size against the plain loops, with each set of tiles and on
//! several threads; and which size is chosen for layers that were measured.

use super::*;
use crate::base::Serial;
use crate::kernel::conv::naive;
use crate::kernel::gemm::tests::{Random, Threads, choosing, close, seed};
use crate::kernel::gemm::tiles::{Choice, choose as choose_tiles};

fn layer(n: usize, c: usize, (h, w): (usize, usize), k: usize, (ph, pw): (usize, usize)) -> ConvParams {
    let (oh, ow) = (ConvParams::output(h, 3, 1, ph, 1), ConvParams::output(w, 3, 1, pw, 1));
    ConvParams {
        n,
        c,
        h,
        w,
        k,
        kh: 3,
        kw: 3,
        sh: 1,
        sw: 1,
        ph,
        pw,
        dh: 1,
        dw: 1,
        groups: 1,
        oh,
        ow,
        ..ConvParams::FLAT
    }
}

#[test]
fn winograd_equals_the_plain_loops() {
    let _guard = choosing();
    let mut r = Random(seed());
    for round in 0..40 {
        choose_tiles([Choice::Shuffle, Choice::Splat][round % 2]);
        let pads = (r.below(3), r.below(3));
        let side = |r: &mut Random| r.below(16) + 3;
        let (c, k) =
            if round % 8 == 0 { (70 + r.below(230), 90 + r.below(10)) } else { (r.below(30) + 1, r.below(30) + 1) };
        let p = layer(r.below(4) + 1, c, (side(&mut r), side(&mut r)), k, pads);
        let (xs, ws, ys) = p.sizes();
        let (x, w, dy, bias) = (r.values::<f32>(xs), r.values::<f32>(ws), r.values::<f32>(ys), r.values::<f32>(p.k));
        let want = [
            naive::forward(&p, &x, &w, Some(&bias)),
            naive::data_gradient(&p, &dy, &w),
            naive::weight_gradient(&p, &x, &dy),
        ];
        for m in [2, 4, 6] {
            let tolerance = [0.0, 2e-6, 5e-6, 5e-5][m / 2];
            let run = |context: &dyn Context| {
                let (mut y, mut dx, mut dw) = (vec![f32::NAN; ys], vec![f32::NAN; xs], vec![f32::NAN; ws]);
                forward(context, &p, m, &x, &w, Some(&bias), &mut y);
                data_gradient(context, &p, m, &dy, &w, None, &mut dx);
                weight_gradient(context, &p, m, &x, &dy, &mut dw);
                [y, dx, dw]
            };
            let two = run(&Threads(2));
            for (i, what) in ["forward", "data", "weight"].into_iter().enumerate() {
                close(&two[i], &want[i], tolerance, &format!("round {round} F({m},3) {what} {p:?}"));
            }
            if round % 4 == 0 {
                let bits = |a: [Vec<f32>; 3]| a.concat().into_iter().map(f32::to_bits).collect::<Vec<_>>();
                assert!(bits(run(&Serial::default())) == bits(two), "bits of F({m},3) {p:?}");
            }
        }
    }
    choose_tiles(Choice::Host);
}

#[test]
fn the_size_is_chosen_by_the_image() {
    let at = |n, c, side| choose(&layer(n, c, (side, side), c, (1, 1)), Pass::Forward);
    assert_eq!(at(8, 64, 56), Some(4));
    assert_eq!(at(8, 256, 14), Some(4));
    assert_eq!(at(64, 128, 12), Some(6));
    assert_eq!(at(64, 128, 4), Some(4));
    assert_eq!(at(64, 512, 1), None);
    assert_eq!(choose(&layer(8, 3, (56, 56), 64, (1, 1)), Pass::Forward), None);
}
