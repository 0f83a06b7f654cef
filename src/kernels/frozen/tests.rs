//! The kernels against the definitions, number by number.

use super::dense::Dense;
use super::each::Each;
use super::pool::{blur, largest};
use super::window::Window;
use super::{Map, Range, each_sample};

/// Numbers in [-1, 1) that look random.
fn noise(count: usize, seed: u32) -> Vec<f32> {
    let mut state = seed;
    let next = move || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 8) as f32 / 8_388_608.0 - 1.0
    };
    std::iter::repeat_with(next).take(count).collect()
}

fn map(channels: usize, extents: [usize; 2], pieces: usize) -> Map {
    let values = noise(channels * extents[0] * extents[1], 7);
    Map::copy_of(&values, channels, extents, pieces)
}

/// One output of a convolution of one channel, by the definition.
fn sum(x: &[f32], [height, width]: [usize; 2], weight: &[f32], w: Window, at: [usize; 2]) -> f64 {
    let mut total = 0.0;
    for (tap, &weight) in weight.iter().enumerate() {
        let row = at[0] * w.stride + tap / w.kernel[1];
        let column = at[1] * w.stride + tap % w.kernel[1];
        let inside = |place: usize, before: usize, side: usize| {
            place.checked_sub(before).filter(|&place| place < side)
        };
        let row = inside(row, w.before[0], height);
        if let (Some(row), Some(column)) = (row, inside(column, w.before[1], width)) {
            total += f64::from(weight) * f64::from(x[row * width + column]);
        }
    }
    total
}

fn windows() -> Vec<(Window, [usize; 2])> {
    vec![
        (Window::new([1, 1], 1, [0, 0]), [7, 7]),
        (Window::new([1, 1], 1, [0, 0]), [12, 8]),
        (Window::new([3, 3], 1, [1, 1]), [8, 8]),
        (Window::new([3, 3], 1, [0, 0]), [9, 13]),
        (Window::new([3, 3], 2, [0, 0]), [9, 11]),
        (Window::new([3, 3], 2, [0, 0]), [8, 10]),
        (Window::new([5, 5], 1, [2, 2]), [7, 17]),
        (Window::new([1, 7], 1, [0, 3]), [17, 17]),
        (Window::new([7, 1], 1, [3, 0]), [17, 17]),
        (Window::new([11, 11], 4, [2, 2]), [64, 47]),
        (Window::new([11, 11], 1, [2, 2]), [16, 21]),
        (Window::same([3, 3], 2, [14, 12]), [14, 12]),
        (Window::same([5, 5], 2, [14, 15]), [14, 15]),
        (Window::same([5, 5], 1, [7, 6]), [7, 6]),
        (Window::same([3, 3], 1, [2, 1]), [2, 1]),
    ]
}

#[test]
fn every_window_is_summed_as_defined() {
    let (inputs, outputs) = (5, 11);
    for (at, (window, extents)) in windows().into_iter().enumerate() {
        let taps = window.kernel[0] * window.kernel[1];
        // Errors of rounding in a sum grow as the root of the number of its terms.
        let rounding = 2e-6 * ((inputs * taps) as f64).sqrt();
        let weight = noise(outputs * inputs * taps, 3);
        let bias = noise(outputs, 5);
        let range = [Range::ALL, Range::POSITIVE, Range::TO_SIX][at % 3];
        let dense = Dense::new(&weight, bias.clone(), inputs, range);
        for pieces in [1, 3] {
            let x = map(inputs, extents, pieces);
            let bare = dense.bare(&x, window);
            let addend = map(outputs, window.extents(extents), 1);
            let found = dense.forward(&x, window, Some(&addend));
            assert_eq!(found.extents, window.extents(extents), "{window:?}");
            let width = found.extents[1];
            for (place, (&value, &bare)) in found.values().iter().zip(bare.values()).enumerate() {
                let (output, pixel) = (place / found.size(), place % found.size());
                let expected: f64 = (0..inputs)
                    .map(|input| {
                        let x = &x.values()[input * x.size()..][..x.size()];
                        let weight = &weight[(output * inputs + input) * taps..][..taps];
                        sum(x, extents, weight, window, [pixel / width, pixel % width])
                    })
                    .sum();
                let apart = (f64::from(bare) - expected).abs();
                assert!(apart < rounding, "{window:?} {place}: {apart}");
                let whole = expected as f32 + bias[output] + addend.values()[place];
                let apart = (value - range.hold(whole)).abs();
                assert!(apart < 1e-4, "{window:?} {place}: {apart}");
            }
        }
    }
}

#[test]
fn each_channel_alone_is_summed_as_defined() {
    let channels = 7;
    for (window, extents) in windows() {
        let taps = window.kernel[0] * window.kernel[1];
        let (weights, bias) = (noise(channels * taps, 3), noise(channels, 5));
        let each = Each::new(weights.clone(), bias.clone(), Range::TO_SIX);
        for pieces in [1, 2] {
            let x = map(channels, extents, pieces);
            let found = each.forward(&x, window);
            let width = found.extents[1];
            for (place, &value) in found.values().iter().enumerate() {
                let (channel, pixel) = (place / found.size(), place % found.size());
                let x = &x.values()[channel * x.size()..][..x.size()];
                let weight = &weights[channel * taps..][..taps];
                let sum = sum(x, extents, weight, window, [pixel / width, pixel % width]);
                let expected = Range::TO_SIX.hold(sum as f32 + bias[channel]);
                assert!((value - expected).abs() < 1e-5, "{window:?} {place}");
            }
        }
    }
}

#[test]
fn zeros_count_in_the_mean() {
    let x = Map::copy_of(&[9.0; 4], 1, [2, 2], 1);
    let mean = Each::mean(9, vec![0.5], Range::ALL);
    let found = mean.forward(&x, Window::new([3, 3], 1, [1, 1]));
    assert!(found.values().iter().all(|v| (v - 4.5).abs() < 1e-6));
}

#[test]
fn pools_and_blurs_are_as_defined() {
    for extents in [[3, 3], [8, 5], [7, 16], [21, 4]] {
        for pieces in [1, 2] {
            let x = map(3, extents, pieces);
            let pixel = |channel: usize, row: usize, column: usize| {
                x.values()[channel * x.size() + row * extents[1] + column]
            };
            for step in [1, 2] {
                let found = largest(&x, step);
                assert_eq!(found.extents, extents.map(|side| (side - 3) / step + 1));
                for (place, &value) in found.values().iter().enumerate() {
                    let (channel, at) = (place / found.size(), place % found.size());
                    let [row, column] = [at / found.extents[1], at % found.extents[1]];
                    let nine = (0..9)
                        .map(|tap| pixel(channel, row * step + tap / 3, column * step + tap % 3));
                    assert_eq!(value, nine.fold(f32::NEG_INFINITY, f32::max));
                }
            }
            let found = blur(&x);
            let inside = |at: usize, side: usize| {
                let last = side as i64 - 1;
                (last - (last - (at as i64 - 2).abs()).abs()) as usize
            };
            for (place, &value) in found.values().iter().enumerate() {
                let (channel, at) = (place / found.size(), place % found.size());
                let [row, column] = [at / found.extents[1], at % found.extents[1]];
                let expected: f32 = (0..9)
                    .map(|tap| {
                        let weight = [1.0, 2.0, 1.0][tap / 3] * [1.0, 2.0, 1.0][tap % 3] / 16.0;
                        let row = inside(2 * row + tap / 3, extents[0]);
                        weight * pixel(channel, row, inside(2 * column + tap % 3, extents[1]))
                    })
                    .sum();
                assert!((value - expected).abs() < 1e-6, "{extents:?} {place}");
            }
        }
    }
}

#[test]
fn maps_stand_side_by_side_and_samples_in_order() {
    let maps = [map(1, [2, 3], 1), map(2, [2, 3], 1)];
    let all = Map::beside(&maps);
    assert_eq!((all.channels, all.extents), (3, [2, 3]));
    assert_eq!(all.values()[6..], *maps[1].values());
    let mean: f32 = maps[0].values().iter().sum::<f32>() / 6.0;
    assert!((all.means().values()[0] - mean).abs() < 1e-6);
    assert_eq!(each_sample(5, |sample, _| sample), [0, 1, 2, 3, 4]);
}
