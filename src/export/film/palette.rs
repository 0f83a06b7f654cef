//! The best 256 colours of a picture, and the picture drawn with them.
//!
//! The palette is cut out of the picture's colours, always the group with the largest error, and then settled by a few rounds of
//! k-means. What a pixel's colour lacks its neighbours get (Floyd and Steinberg), so that smooth skies stay smooth.

use std::collections::{BTreeMap, HashMap};

use crate::domain::Picture;

/// Most colours of a picture.
const COLOURS: usize = 256;
/// Bits of a channel by which colours are counted together for the palette.
const COUNTED: u32 = 5;
/// Bits of a channel by which the nearest colour is remembered.
const NEAREST: u32 = 6;
/// Rounds of k-means; more hardly change anything.
const ROUNDS: usize = 3;

type Colour = [f32; 3];

/// A picture as a palette (RGB after RGB) and places in it.
pub fn reduced(picture: &Picture) -> (Vec<u8>, Vec<u8>) {
    exact(picture).unwrap_or_else(|| dithered(picture, &palette_of(picture)))
}

/// Without loss, for a picture of few colours.
fn exact(picture: &Picture) -> Option<(Vec<u8>, Vec<u8>)> {
    let mut places: HashMap<&[u8], u8> = HashMap::new();
    let (mut palette, mut indices) = (Vec::new(), Vec::new());
    for colour in picture.rgb().chunks_exact(3) {
        let next = places.len();
        if next == COLOURS && !places.contains_key(colour) {
            return None;
        }
        indices.push(*places.entry(colour).or_insert_with(|| {
            palette.extend_from_slice(colour);
            next as u8
        }));
    }
    Some((palette, indices))
}

/// A colour and how many pixels have it, or nearly.
#[derive(Clone, Copy)]
struct Counted {
    colour: Colour,
    pixels: f32,
}

/// The colours of a picture; equal in their upper bits they are counted together, by their mean.
fn counted(picture: &Picture) -> Vec<Counted> {
    let mut sums: BTreeMap<u32, ([u64; 3], u64)> = BTreeMap::new();
    for rgb in picture.rgb().chunks_exact(3) {
        let rgb = [rgb[0], rgb[1], rgb[2]];
        let (sum, pixels) = sums.entry(cell(rgb, COUNTED)).or_default();
        *pixels += 1;
        for (sum, value) in sum.iter_mut().zip(rgb) {
            *sum += u64::from(value);
        }
    }
    let mean = |(sum, pixels): ([u64; 3], u64)| Counted {
        colour: sum.map(|sum| sum as f32 / pixels as f32),
        pixels: pixels as f32,
    };
    sums.into_values().map(mean).collect()
}

/// The place of a colour in a cube with so many bits a side.
fn cell(rgb: [u8; 3], bits: u32) -> u32 {
    rgb.into_iter()
        .fold(0, |at, value| at << bits | u32::from(value) >> (8 - bits))
}

/// A group of colours: its mean, and the axis along which it is widest with its squared error there.
struct Group {
    colours: Vec<Counted>,
    mean: Colour,
    axis: usize,
    error: f32,
}

impl Group {
    fn of(colours: Vec<Counted>) -> Self {
        let mean = mean_of(&colours);
        let error = |axis: usize| -> f32 {
            let each = colours.iter();
            each.map(|counted| counted.pixels * (counted.colour[axis] - mean[axis]).powi(2))
                .sum()
        };
        let errors = [0, 1, 2].map(error);
        let axis = (1..3).fold(0, |best, axis| match errors[axis] > errors[best] {
            true => axis,
            false => best,
        });
        Self {
            colours,
            mean,
            axis,
            error: errors[axis],
        }
    }

    /// Both sides of its mean.
    fn cut(self) -> [Self; 2] {
        let (axis, middle) = (self.axis, self.mean[self.axis]);
        let below = |counted: &Counted| counted.colour[axis] < middle;
        let (low, high) = self.colours.into_iter().partition(below);
        [low, high].map(Self::of)
    }
}

fn mean_of(colours: &[Counted]) -> Colour {
    let pixels: f32 = colours.iter().map(|counted| counted.pixels).sum();
    std::array::from_fn(|channel| {
        let each = colours.iter();
        let sum: f32 = each
            .map(|counted| counted.pixels * counted.colour[channel])
            .sum();
        sum / pixels.max(1.0)
    })
}

fn palette_of(picture: &Picture) -> Vec<[u8; 3]> {
    let colours = counted(picture);
    let mut groups = vec![Group::of(colours.clone())];
    while groups.len() < COLOURS {
        let errors = groups.iter().enumerate();
        let worst = errors.max_by(|(_, one), (_, other)| one.error.total_cmp(&other.error));
        let Some((at, _)) = worst.filter(|(_, group)| group.error > 0.0) else {
            break;
        };
        let group = groups.swap_remove(at);
        groups.extend(group.cut());
    }
    let mut means: Vec<Colour> = groups.iter().map(|group| group.mean).collect();
    for _ in 0..ROUNDS {
        let mut near: Vec<Vec<Counted>> = vec![Vec::new(); means.len()];
        for counted in &colours {
            near[nearest(&means, counted.colour)].push(*counted);
        }
        for (mean, near) in means.iter_mut().zip(&near) {
            if !near.is_empty() {
                *mean = mean_of(near);
            }
        }
    }
    let bytes = |mean: Colour| mean.map(|value| value.round() as u8);
    means.into_iter().map(bytes).collect()
}

/// The place of the nearest colour.
fn nearest(palette: &[Colour], wanted: Colour) -> usize {
    let distance = |colour: &Colour| -> f32 {
        let pairs = colour.iter().zip(wanted);
        pairs.map(|(value, wanted)| (value - wanted).powi(2)).sum()
    };
    let mut best = (f32::INFINITY, 0);
    for (at, colour) in palette.iter().enumerate() {
        let distance = distance(colour);
        if distance < best.0 {
            best = (distance, at);
        }
    }
    best.1
}

/// The picture in these colours; what a pixel lacks is given on to the right and below, in lines that turn at their ends.
fn dithered(picture: &Picture, palette: &[[u8; 3]]) -> (Vec<u8>, Vec<u8>) {
    let (width, height) = (picture.width(), picture.height());
    let colours: Vec<Colour> = palette.iter().map(|rgb| rgb.map(f32::from)).collect();
    let mut known: Vec<Option<u8>> = vec![None; 1 << (3 * NEAREST)];
    let mut indices = vec![0; width * height];
    // What this line and the next are owed, with a place beside each end.
    let mut owed = [vec![[0.0_f32; 3]; width + 2], vec![[0.0; 3]; width + 2]];
    for y in 0..height {
        let turned = y % 2 == 1;
        for step in 0..width {
            let x = if turned { width - 1 - step } else { step };
            let at = y * width + x;
            let wanted: Colour = std::array::from_fn(|channel| {
                let own = f32::from(picture.rgb()[at * 3 + channel]);
                (own + owed[0][x + 1][channel]).clamp(0.0, 255.0)
            });
            let cell = cell(wanted.map(|value| value.round() as u8), NEAREST) as usize;
            let place = *known[cell].get_or_insert_with(|| nearest(&colours, wanted) as u8);
            indices[at] = place;
            let (ahead, behind) = if turned { (x, x + 2) } else { (x + 2, x) };
            for channel in 0..3 {
                let lacks = wanted[channel] - colours[usize::from(place)][channel];
                owed[0][ahead][channel] += lacks * (7.0 / 16.0);
                owed[1][behind][channel] += lacks * (3.0 / 16.0);
                owed[1][x + 1][channel] += lacks * (5.0 / 16.0);
                owed[1][ahead][channel] += lacks * (1.0 / 16.0);
            }
        }
        owed.swap(0, 1);
        owed[1].fill([0.0; 3]);
    }
    (palette.concat(), indices)
}
