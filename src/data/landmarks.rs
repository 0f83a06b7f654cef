//! Where a face's landmarks are, from the heatmaps that the landmark network made: plain numbers, no tensors.

use crate::domain::landmarks::{COUNT, Landmarks, MAP_SIDE};

/// How far the higher of two neighbours pulls a maximum, in map pixels.
const PULL: f64 = 0.25;

/// The landmarks of one face in a picture of `size` x `size`, from `heatmaps` (98 x 64 x 64, row-major).
///
/// Each lies on the first maximum of its map; inside the map it is pulled a quarter of a pixel towards the higher neighbour in each
/// direction. `None` when the count of values is another, or one of them is not finite.
pub fn landmarks(heatmaps: &[f32], size: usize) -> Option<Landmarks> {
    const PIXELS: usize = MAP_SIDE * MAP_SIDE;
    let (maps, rest) = heatmaps.as_chunks::<PIXELS>();
    let finite = heatmaps.iter().all(|value| value.is_finite());
    if maps.len() != COUNT || !rest.is_empty() || !finite {
        return None;
    }
    // The official code divides whole numbers, which gives 0 for pictures smaller than the maps.
    let scale = size as f64 / MAP_SIDE as f64;
    let point = |map: &[f32; PIXELS]| {
        let (at, _) = map
            .iter()
            .enumerate()
            .fold(
                (0, map[0]),
                |best, (at, &value)| if value > best.1 { (at, value) } else { best },
            );
        let [x, y] = [at % MAP_SIDE, at / MAP_SIDE];
        let inside = [x, y].iter().all(|place| (1..MAP_SIDE - 1).contains(place));
        let pulled = |place: usize, step: usize| {
            let pull = if inside {
                PULL * sign(map[at + step], map[at - step])
            } else {
                0.0
            };
            (place as f64 + 0.5 + pull) * scale
        };
        [pulled(x, 1), pulled(y, MAP_SIDE)]
    };
    Landmarks::new(maps.iter().map(point).collect())
}

/// 1 towards the next pixel, -1 towards the one before, 0 when both are equally high.
fn sign(next: f32, before: f32) -> f64 {
    f64::from(i8::from(next > before) - i8::from(next < before))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_pictures_keep_their_scale_and_broken_maps_are_refused() {
        let mut maps = vec![0.0_f32; COUNT * MAP_SIDE * MAP_SIDE];
        maps[10 * MAP_SIDE + 20] = 1.0;
        maps[10 * MAP_SIDE + 21] = 0.5;
        let found = landmarks(&maps, 32).unwrap();
        assert_eq!(found.points()[0], [10.375, 5.25]);
        assert_eq!(landmarks(&maps, 256).unwrap().points()[1], [2.0, 2.0]);
        assert!(landmarks(&maps[1..], 256).is_none());
        maps[7] = f32::NAN;
        assert!(landmarks(&maps, 256).is_none());
    }
}
