//! The creatures inside the program: four domains as they were drawn, and `night`, an edit of others of them.
//!
//! assets/creatures/make.py makes the files and says what is in them. A grid is decoded once and kept (5 MB each).

use std::path::PathBuf;
use std::sync::OnceLock;

use super::{Found, FoundDomain, Item, Split};
use crate::data::decode::decode;
use crate::domain::Picture;

/// Side of a picture in pixels.
const SIDE: usize = 64;
/// Pictures in a row of a grid.
const COLUMNS: usize = 32;
/// Training pictures of a domain; they come first.
const TRAIN: usize = 500;
/// Held-out pictures of a domain.
const VAL: usize = 24;

/// Names, in the order of their bytes, and grids.
static GRIDS: [(&str, &[u8]); 5] = [
    (
        "clay",
        include_bytes!("../../../assets/creatures/clay.webp"),
    ),
    (
        "critters",
        include_bytes!("../../../assets/creatures/critters.webp"),
    ),
    (
        "moods",
        include_bytes!("../../../assets/creatures/moods.webp"),
    ),
    (
        "night",
        include_bytes!("../../../assets/creatures/night.webp"),
    ),
    (
        "sprouts",
        include_bytes!("../../../assets/creatures/sprouts.webp"),
    ),
];

static DECODED: [OnceLock<Option<Picture>>; GRIDS.len()] = [const { OnceLock::new() }; GRIDS.len()];

/// What is bundled, as if it had been found in folders.
pub fn found() -> Found {
    let items = |range: std::ops::Range<usize>| range.map(Item::Bundled).collect();
    let domains = GRIDS.iter().enumerate().map(|(at, (name, _))| {
        let start = at * (TRAIN + VAL);
        FoundDomain {
            name: (*name).to_owned(),
            folder: PathBuf::from(name),
            train: items(start..start + TRAIN),
            val: items(start + TRAIN..start + TRAIN + VAL),
        }
    });
    Found {
        split: Split::Folders,
        domains: domains.collect(),
        unreadable: Vec::new(),
        warnings: Vec::new(),
    }
}

/// Picture `index`; `None` when there is none.
pub fn picture(index: usize) -> Option<Picture> {
    let (domain, place) = (index / (TRAIN + VAL), index % (TRAIN + VAL));
    let (_, bytes) = GRIDS.get(domain)?;
    let grid = DECODED[domain].get_or_init(|| Some(decode(bytes).ok()?.picture));
    tile(grid.as_ref()?, place)
}

fn tile(grid: &Picture, place: usize) -> Option<Picture> {
    let (left, top) = (place % COLUMNS * SIDE, place / COLUMNS * SIDE);
    let mut rgb = Vec::with_capacity(SIDE * SIDE * 3);
    for row in top..top + SIDE {
        let start = (row * grid.width() + left) * 3;
        rgb.extend_from_slice(grid.rgb().get(start..start + SIDE * 3)?);
    }
    Picture::new(SIDE, SIDE, rgb)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_grids_are_what_the_numbers_say() {
        let total: usize = GRIDS.iter().map(|(_, bytes)| bytes.len()).sum();
        assert!(total <= 4_000_000, "{total}");
        let names: Vec<&str> = GRIDS.iter().map(|(name, _)| *name).collect();
        assert!(names.is_sorted());
        for (name, bytes) in GRIDS {
            let grid = decode(bytes).unwrap();
            let rows = (TRAIN + VAL).div_ceil(COLUMNS);
            let size = (grid.picture.width(), grid.picture.height());
            assert_eq!(size, (COLUMNS * SIDE, rows * SIDE), "{name}");
            assert!(grid.notes.is_empty(), "{:?}", grid.notes);
        }
        assert!(picture(GRIDS.len() * (TRAIN + VAL)).is_none());
    }

    #[test]
    fn a_tile_is_the_official_reduction_of_its_original() {
        // The first held-out picture of the demo's domain is not bundled, the first training picture is; its ground is flat.
        let first = picture(0).unwrap();
        assert_eq!((first.width(), first.height()), (SIDE, SIDE));
        assert_eq!(first.pixel(0, 0), first.pixel(SIDE - 1, 0));
        let night = GRIDS.iter().position(|(name, _)| *name == "night").unwrap();
        let light = |picture: &Picture| picture.rgb().iter().map(|&v| u64::from(v)).sum::<u64>();
        let dark = picture(night * (TRAIN + VAL)).unwrap();
        assert!(light(&dark) * 2 < light(&first));
    }
}
