//! Suppression by its definition; strange numbers.

use super::*;
use crate::base::Serial;
use crate::kernel::testing::Random;

fn boxes(n: usize, seed: u64) -> Vec<f32> {
    let mut random = Random::new(seed);
    let mut rows = Vec::new();
    for _ in 0..n {
        let (x, y) = (random.uniform(0.0, 0.8), random.uniform(0.0, 0.8));
        let (w, h) = (random.uniform(0.05, 0.2), random.uniform(0.05, 0.2));
        let row = [random.below(3) as f64, random.uniform(0.0, 1.0), x, y, x + w, y + h];
        rows.extend(row.map(|v| v as f32));
    }
    rows
}

const ALL: Suppression = Suppression {
    overlap: 0.3,
    valid: 0.1,
    topk: -1,
    coordinates: 2,
    score: 1,
    id: Some(0),
    background: -1,
    force: false,
    from: Format::Corner,
    to: Format::Corner,
};

#[test]
fn what_is_kept_does_not_overlap_and_what_is_not_overlaps_something_better() {
    let (context, n) = (&Serial::default(), 300);
    for force in [false, true] {
        let x = boxes(n, 17);
        let (mut out, mut record) = (vec![0.0f32; n * 6], vec![0i32; n]);
        suppress(context, &Suppression { force, ..ALL }, (n, 6), &x, &mut out, &mut record);
        let row = |i: usize| &x[i * 6..i * 6 + 6];
        let overlap = |i: usize, j: usize| {
            let mut v = [0.0f32];
            iou(context, Format::Corner, &row(i)[2..], &row(j)[2..], &mut v);
            v[0] > 0.3 && (force || row(i)[0] == row(j)[0])
        };
        let kept: Vec<usize> = record.iter().take_while(|r| **r >= 0).map(|&r| r as usize).collect();
        assert!(kept.len() > 20 && kept.len() < n && record[kept.len()..].iter().all(|&r| r == -1));
        for (place, &i) in kept.iter().enumerate() {
            assert_eq!(&out[place * 6..place * 6 + 6], row(i));
            assert!(kept[..place].iter().all(|&j| row(j)[1] >= row(i)[1] && !overlap(i, j)));
        }
        for i in (0..n).filter(|i| !kept.contains(i)) {
            let better = kept.iter().any(|&j| row(j)[1] >= row(i)[1] && overlap(i, j));
            assert!(better || row(i)[1] <= 0.1, "{i}");
        }
        assert!(out[kept.len() * 6..].iter().all(|&v| v == -1.0));
    }
}

#[test]
fn strange_scores_and_records_do_no_harm() {
    let context = &Serial::default();
    let mut x = boxes(4, 1);
    (x[1], x[7], x[13], x[19]) = (f32::NAN, f32::INFINITY, 0.0, 0.5);
    let (mut out, mut record) = (vec![0.0; 24], vec![0; 4]);
    suppress(context, &Suppression { overlap: 1.0, ..ALL }, (4, 6), &x, &mut out, &mut record);
    assert_eq!(record, [1, 3, -1, -1]);
    let mut to = [7.0f32; 4];
    move_rows(true, (2, 2), &[1.0, 2.0, 3.0, 4.0], &[1, 9], &mut to);
    assert_eq!(to, [0.0, 0.0, 1.0, 2.0]);
    move_rows(false, (2, 2), &[1.0, 2.0, 3.0, 4.0], &[1, -1], &mut to);
    assert_eq!(to, [3.0, 4.0, 0.0, 0.0]);
    let (mut targets, mut masks) = ([0.0f64; 4], [0.0; 4]);
    let b = [0.1, 0.1, 0.5, 0.5];
    let mut run =
        |at: f64| encode((1, 1), &[1.0], &[at], &b, &b, (&[0.0; 4], &[1.0; 4]), &mut targets, &mut masks).is_ok();
    assert!(run(0.0) && !run(1.0) && !run(-1.0) && !run(f64::NAN));
}
