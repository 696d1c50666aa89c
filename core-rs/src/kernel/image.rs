//! Images: resizing by sums over neighbours, as OpenCV does it, and changes of colour. An image is
//! [height, width, channels], several of them one after the other.

use super::distributions::Words;
use super::rng::Draw;
use super::slices::{Parts, Workspace, piece_of};
use super::vector::{Real, pieces};
use crate::base::{Context, Element};

/// Which pixels of an axis make a new one, and with which weights.
type Taps = Vec<Vec<(usize, f64)>>;

/// How pixels between others are made, by OpenCV's numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Interpolation {
    Nearest,
    Linear,
    Cubic,
    Area,
    Lanczos,
}

fn taps(from: usize, to: usize, how: Interpolation, shrinks: bool) -> Taps {
    let scale = from as f64 / to as f64;
    let at = |place: f64| place.clamp(0.0, (from - 1) as f64) as usize;
    (0..to)
        .map(|i| {
            let place = (i as f64 + 0.5) * scale - 0.5;
            let (low, x) = (place.floor(), place - place.floor());
            match how {
                Interpolation::Nearest => vec![(at((i as f64 * scale).floor()), 1.0)],
                Interpolation::Linear => vec![(at(low), 1.0 - x), (at(low + 1.0), x)],
                Interpolation::Cubic => {
                    const A: f64 = -0.75;
                    let near = |x: f64| ((A + 2.0) * x - (A + 3.0)) * x * x + 1.0;
                    let first = ((A * (x + 1.0) - 5.0 * A) * (x + 1.0) + 8.0 * A) * (x + 1.0) - 4.0 * A;
                    let (second, third) = (near(x), near(1.0 - x));
                    let weights = [first, second, third, 1.0 - first - second - third];
                    weights.iter().enumerate().map(|(j, w)| (at(low - 1.0 + j as f64), *w)).collect()
                }
                Interpolation::Lanczos => {
                    let sinc = |x: f64| {
                        if x == 0.0 { 1.0 } else { (std::f64::consts::PI * x).sin() / (std::f64::consts::PI * x) }
                    };
                    let weights: [f64; 8] = std::array::from_fn(|j| {
                        let away = x + 3.0 - j as f64;
                        sinc(away) * sinc(away / 4.0)
                    });
                    let sum: f64 = weights.iter().sum();
                    weights.iter().enumerate().map(|(j, w)| (at(low - 3.0 + j as f64), w / sum)).collect()
                }
                Interpolation::Area if shrinks => area(i, scale, from),
                // Where it grows: each pixel whole, and a slope as wide as a new pixel between two.
                Interpolation::Area => {
                    let low = (i as f64 * scale).floor();
                    let x = (i as f64 + 1.0) - (low + 1.0) / scale;
                    let x = if x <= 0.0 { 0.0 } else { x - x.floor() };
                    vec![(at(low), 1.0 - x), (at(low + 1.0), x)]
                }
            }
        })
        .collect()
}

/// Each pixel by the share of it that the new one covers.
fn area(i: usize, scale: f64, from: usize) -> Vec<(usize, f64)> {
    let (start, end) = (i as f64 * scale, ((i + 1) as f64 * scale).min(from as f64));
    let width = end - start;
    (start as usize..from.min(end.ceil() as usize))
        .map(|p| (p, ((p as f64 + 1.0).min(end) - (p as f64).max(start)) / width))
        .filter(|(_, weight)| *weight > 1e-6)
        .collect()
}

/// Resizes images of `[height, width]` to `[new height, new width]`. Where `whole`, results are rounded to
/// whole numbers within these bounds.
#[allow(clippy::too_many_arguments)]
pub fn resize<T: Element + Real>(
    context: &dyn Context,
    images: &[T],
    [h, w]: [usize; 2],
    channels: usize,
    how: Interpolation,
    whole: Option<(f64, f64)>,
    [new_h, new_w]: [usize; 2],
    out: &mut [T],
) {
    let row = w * channels;
    if out.is_empty() || h == 0 || row == 0 {
        return;
    }
    let (n, new_row) = (images.len() / (h * row), new_w * channels);
    assert!(images.len() == n * h * row && out.len() == n * new_h * new_row, "resize: sizes");
    let shrinks = h >= new_h && w >= new_w;
    let (across, down) = (taps(w, new_w, how, shrinks), taps(h, new_h, how, shrinks));
    let mut middle = Workspace::<T>::new(context, n * h * new_row);
    let middle = middle.as_mut_slice();
    let (rows, parts) = (n * h, Parts::new(middle));
    let count = pieces(rows, new_row * across[0].len());
    context.parallel(count, &|piece| {
        for r in piece_of(rows, count, piece) {
            let from = &images[r * row..(r + 1) * row];
            // SAFETY: rows belong to one piece each.
            let to = unsafe { parts.part(r * new_row..(r + 1) * new_row) };
            for (pixel, taps) in to.chunks_exact_mut(channels).zip(&across) {
                for (c, y) in pixel.iter_mut().enumerate() {
                    *y = T::of(taps.iter().map(|(x, weight)| from[x * channels + c].wide() * weight).sum());
                }
            }
        }
    });
    let middle = &*middle;
    let (rows, parts) = (n * new_h, Parts::new(out));
    let count = pieces(rows, new_row * down[0].len());
    context.parallel(count, &|piece| {
        for r in piece_of(rows, count, piece) {
            // SAFETY: as above.
            let to = unsafe { parts.part(r * new_row..(r + 1) * new_row) };
            let image = r / new_h * h;
            for (j, y) in to.iter_mut().enumerate() {
                let sum: f64 = down[r % new_h]
                    .iter()
                    .map(|(row, weight)| middle[(image + row) * new_row + j].wide() * weight)
                    .sum();
                *y = T::of(match whole {
                    Some((least, most)) => sum.round_ties_even().clamp(least, most),
                    None => sum,
                });
            }
        }
    });
}

/// How bright a pixel is.
const GRAY: [f32; 3] = [0.299, 0.587, 0.114];

/// By how much colours may be changed; 0 for not at all.
#[derive(Clone, Copy, Debug)]
pub struct Jitter {
    pub brightness: f64,
    pub contrast: f64,
    pub saturation: f64,
    pub hue: f64,
}

/// Changes brightness, contrast, saturation and hue of each image by random factors, in random order.
/// `bounded` keeps every step within 0 to 255. Takes a block an image.
pub fn jitter(
    context: &dyn Context,
    draw: Draw,
    j: Jitter,
    bounded: bool,
    channels: usize,
    size: usize,
    data: &mut [f32],
) {
    if size == 0 {
        return;
    }
    let (n, parts) = (data.len() / size, Parts::new(data));
    context.parallel(n, &|i| {
        // SAFETY: an image is one piece.
        let image = unsafe { parts.part(i * size..(i + 1) * size) };
        let mut words = Words::new(draw, i);
        let mut order = [0, 1, 2, 3];
        for at in (1..4).rev() {
            order.swap(at, (words.unit() * (at + 1) as f64) as usize);
        }
        let mut around = |middle: f64, by: f64| (middle + by * (2.0 * words.unit() - 1.0)) as f32;
        for kind in order {
            match kind {
                0 if j.brightness > 0.0 => {
                    let factor = around(1.0, j.brightness);
                    image.iter_mut().for_each(|x| *x *= factor);
                }
                1 if j.contrast > 0.0 => contrast(around(1.0, j.contrast), channels, image),
                2 if j.saturation > 0.0 && channels == 3 => saturation(around(1.0, j.saturation), image),
                3 if j.hue > 0.0 && channels == 3 => hue(around(0.0, j.hue), image),
                _ => continue,
            }
            if bounded {
                image.iter_mut().for_each(|x| *x = x.clamp(0.0, 255.0).trunc());
            }
        }
    });
}

/// Turns the hue of each image by a part of the circle that is uniform between the factors. Takes a
/// block an image.
pub fn turn_hue(context: &dyn Context, draw: Draw, range: (f64, f64), size: usize, data: &mut [f32]) {
    if size == 0 {
        return;
    }
    let (n, parts) = (data.len() / size, Parts::new(data));
    context.parallel(n, &|i| {
        // SAFETY: an image is one piece.
        let image = unsafe { parts.part(i * size..(i + 1) * size) };
        hue((range.0 + (range.1 - range.0) * Words::new(draw, i).unit()) as f32, image);
    });
}

fn contrast(factor: f32, channels: usize, image: &mut [f32]) {
    let gray = |pixel: &[f32]| -> f64 {
        if channels == 3 { pixel.iter().zip(GRAY).map(|(x, g)| (x * g) as f64).sum() } else { pixel[0] as f64 }
    };
    let sum: f64 = image.chunks_exact(channels).map(gray).sum();
    let shift = (1.0 - factor) * (sum / (image.len() / channels) as f64) as f32;
    image.iter_mut().for_each(|x| *x = *x * factor + shift);
}

fn saturation(factor: f32, image: &mut [f32]) {
    for pixel in image.chunks_exact_mut(3) {
        let gray: f32 = pixel.iter().zip(GRAY).map(|(x, g)| x * g).sum();
        pixel.iter_mut().for_each(|x| *x = *x * factor + (1.0 - factor) * gray);
    }
}

/// Turns the hue by `part` of the circle, lightness and saturation staying.
fn hue(part: f32, image: &mut [f32]) {
    for pixel in image.chunks_exact_mut(3) {
        let [r, g, b] = [pixel[0] / 255.0, pixel[1] / 255.0, pixel[2] / 255.0];
        let (most, least) = (r.max(g).max(b), r.min(g).min(b));
        let (range, lightness) = (most - least, (most + least) * 0.5);
        // Gray, or not a number: no hue to turn.
        if range.is_nan() || range <= f32::EPSILON {
            continue;
        }
        let s = if lightness < 0.5 { range / (most + least) } else { range / (2.0 - most - least) };
        let sector = match most {
            m if m == r => (g - b) / range,
            m if m == g => (b - r) / range + 2.0,
            _ => (r - g) / range + 4.0,
        };
        let turned = (sector + part * 6.0).rem_euclid(6.0);
        let high = if lightness <= 0.5 { lightness * (1.0 + s) } else { lightness + s - lightness * s };
        let low = 2.0 * lightness - high;
        let whole = turned.floor();
        let (up, down) = (low + (high - low) * (turned - whole), low + (high - low) * (1.0 - (turned - whole)));
        let colours = match whole as u32 {
            0 => [high, up, low],
            1 => [down, high, low],
            2 => [low, high, up],
            3 => [low, down, high],
            4 => [up, low, high],
            5 => [high, low, down],
            // Rounded up to the whole circle.
            _ => [high, low, low],
        };
        pixel.iter_mut().zip(colours).for_each(|(x, c)| *x = c * 255.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Serial;

    const CONTEXT: fn() -> Serial = Serial::default;

    /// Values that MXNet 1.9.1 (OpenCV) computed for the same 3 x 4 image.
    #[test]
    fn resizes_as_opencv() {
        let image = [
            68.852f32, 63.4321, 145.9242, 114.017, 75.8464, 224.6813, 176.5956, 243.8013, 154.6303, 168.3443, 109.336,
            145.341,
        ];
        // Rows 0 and 3 of five, six wide.
        let want: [(Interpolation, [f32; 12]); 5] = [
            (
                Interpolation::Nearest,
                [
                    68.852, 68.852, 63.432, 145.9242, 145.9242, 114.017, 75.8464, 75.8464, 224.6813, 176.5956,
                    176.5956, 243.8013,
                ],
            ),
            (
                Interpolation::Linear,
                [
                    68.852, 66.142, 77.1808, 132.1755, 129.9706, 114.017, 123.1167, 156.9979, 181.7725, 145.3464,
                    160.4825, 184.7252,
                ],
            ),
            (
                Interpolation::Cubic,
                [
                    69.9365, 49.1575, 60.5535, 132.586, 131.1776, 97.962, 117.8603, 169.2055, 198.3495, 143.3962,
                    159.2485, 197.6839,
                ],
            ),
            (
                Interpolation::Area,
                [
                    68.852, 66.142, 63.432, 145.9242, 129.9706, 114.017, 128.369, 157.7461, 187.1233, 131.7559,
                    154.9585, 178.1611,
                ],
            ),
            (
                Interpolation::Lanczos,
                [
                    76.5547, 44.9103, 58.0092, 130.3171, 131.6422, 90.8023, 115.218, 176.5326, 201.7464, 145.7945,
                    155.3427, 204.4222,
                ],
            ),
        ];
        for (how, want) in want {
            let mut out = vec![0f32; 30];
            resize(&CONTEXT(), &image, [3, 4], 1, how, None, [5, 6], &mut out);
            for (i, want) in want.iter().enumerate() {
                let got = out[if i < 6 { i } else { 12 + i }];
                assert!((got - want).abs() < 0.02, "{how:?} {i}: {got}, not {want}");
            }
        }
        // The mean of 19, 115, 232 and 24 by area; in whole numbers.
        let mut one = [0f32];
        resize(
            &CONTEXT(),
            &[19.0, 115.0, 232.0, 24.0],
            [2, 2],
            1,
            Interpolation::Area,
            Some((0.0, 255.0)),
            [1, 1],
            &mut one,
        );
        assert_eq!(one, [98.0]);
        // Two images, two channels, shrunk by area in one direction of each kind.
        let images: Vec<f64> = (0..48).map(f64::from).collect();
        let mut out = vec![0f64; 2 * 2 * 2 * 2];
        resize(&CONTEXT(), &images, [3, 4], 2, Interpolation::Area, None, [2, 2], &mut out);
        let mean: f64 = out[8..].iter().step_by(2).sum::<f64>() / 4.0;
        assert!((mean - 35.0).abs() < 1e-9, "{mean}");
    }

    /// `random_hue(0.2, 0.2)` of MXNet 1.9.1.
    #[test]
    fn turns_the_hue_as_mxnet() {
        let mut image = [19.0, 174.0, 42.0, 115.0, 184.0, 188.0, 232.0, 77.0, 30.0, 24.0, 125.0, 2.0, 7.0, 7.0, 7.0];
        hue(0.2, &mut image);
        let want = [19.0, 120.0, 174.0, 133.6, 115.0, 188.0, 144.6, 232.0, 30.0, 2.0, 122.4, 125.0, 7.0, 7.0, 7.0];
        for (got, want) in image.iter().zip(want) {
            assert!((got - want).abs() < 0.01, "{got}, not {want}");
        }
        for part in [-3.7, 0.0, 1.0, 25.0] {
            let mut pixel = [10.0, 200.0, 90.0];
            hue(part, &mut pixel);
            assert!(pixel.iter().all(|x| (9.99..200.01).contains(x)), "{part} {pixel:?}");
        }
    }

    /// `random_contrast(0.7, 0.7)` of MXNet 1.9.1.
    #[test]
    fn contrast_is_around_the_mean_gray() {
        let mut image = [19.0, 174.0, 42.0, 115.0, 184.0, 188.0, 232.0, 77.0, 30.0, 24.0, 125.0, 2.0];
        contrast(0.7, 3, &mut image);
        let want = [48.94, 157.44, 65.04, 116.14, 164.44, 167.24, 198.04, 89.54, 56.64, 52.44, 123.14, 37.04];
        assert!(image.iter().zip(want).all(|(got, want)| (got - want).abs() < 0.01), "{image:?}");
    }

    #[test]
    fn jitter_depends_on_the_image_alone_and_stays_in_bounds() {
        let j = Jitter { brightness: 0.4, contrast: 0.4, saturation: 0.4, hue: 0.4 };
        let draw = Draw::new(3, 4);
        let images: Vec<f32> = (0..360).map(|i| (i * 37 % 256) as f32).collect();
        let mut all = images.clone();
        jitter(&CONTEXT(), draw, j, true, 3, 36, &mut all);
        assert!(all.iter().all(|x| (0.0..=255.0).contains(x) && x.fract() == 0.0) && all != images);
        let mut third = images[72..108].to_vec();
        jitter(&CONTEXT(), Draw::new(3, 6), j, true, 3, 36, &mut third);
        assert_eq!(third, all[72..108]);
        let none = Jitter { brightness: 0.0, contrast: 0.0, saturation: 0.0, hue: 0.0 };
        let mut same = images.clone();
        jitter(&CONTEXT(), draw, none, true, 3, 36, &mut same);
        assert_eq!(same, images);
    }
}
