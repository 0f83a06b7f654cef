//! The data of training: what a folder is taken for, what a person reads about it, and what batches are drawn from it.

// The settings of clippy excuse `#[test]` functions only, not the helpers between them.
#![allow(clippy::unwrap_used)]

mod batches;
mod fitness;
mod labelled;
mod measure;
mod scan;
mod sides;

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use image::{Rgb, RgbImage};
use stargrid::data::dataset::{Item, scan};
use stargrid::data::{DataError, DataReport, DataRoot, Dataset, Feed, FeedOptions};
use stargrid::domain::Fingerprint;

/// Saves a small picture that differs for each `number`; the ending decides the format.
fn draw(root: &Path, name: &str, number: u32) -> PathBuf {
    let path = root.join(name);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    let (width, height) = (12 + number % 5, 10 + number % 3);
    let picture = RgbImage::from_fn(width, height, |x, y| {
        let bits = (number + 1).wrapping_mul(0x9E37_79B9) >> ((x + y) % 8);
        Rgb([(x * 20) as u8, bits as u8, (bits >> 8) as u8])
    });
    picture.save(&path).unwrap();
    path
}

/// Domains of so many pictures, all different.
fn folders(root: &Path, domains: &[(&str, u32)]) {
    let mut number = 0;
    for (name, count) in domains {
        for at in 0..*count {
            draw(root, &format!("{name}/{at:03}.png"), number);
            number += 1;
        }
    }
}

fn scanned(root: &Path, val_share: f32) -> Result<(Dataset, DataReport), DataError> {
    scan(&DataRoot::Folder(root.to_owned()), val_share, &|_, _| true)
}

/// The sentence of a refusal, without the path that must be at its end.
fn refusal(root: &Path, path: &Path) -> String {
    match scanned(root, 0.1) {
        Err(DataError::Unusable(sentence)) => {
            let end = format!(": {}", path.display());
            sentence.strip_suffix(&end).unwrap_or(&sentence).to_owned()
        }
        other => format!("not refused: {other:?}"),
    }
}

fn counts(report: &DataReport) -> Vec<(&str, usize, usize)> {
    let domains = report.domains.iter();
    domains
        .map(|domain| (domain.name.as_str(), domain.train, domain.val))
        .collect()
}

fn contents(dataset: &Dataset, side: &[Vec<Item>]) -> HashSet<Fingerprint> {
    let items = side.iter().flatten();
    items
        .map(|item| dataset.read(item).unwrap().fingerprint())
        .collect()
}

fn options(seed: u64) -> FeedOptions {
    FeedOptions {
        img_size: 16,
        batch: 8,
        latent_dim: 4,
        seed,
        crop_probability: 0.5,
        flip_probability: 0.5,
    }
}

fn feed(root: &Path, options: FeedOptions) -> Feed {
    let (dataset, _) = scanned(root, 0.0).unwrap();
    Feed::new(Arc::new(dataset), options)
}
