//! Batches: equal whenever and wherever they are made, even over domains, and whole when files are not.

use std::collections::{HashMap, HashSet};

use stargrid::data::{DataError, FeedOptions, Filter, resize};
use stargrid::domain::{Batch, CropBox, range};

use super::{feed, folders, options, scanned};

/// One sample of many.
fn sample(values: &[f32], batch: &Batch, at: usize) -> Vec<u32> {
    let width = values.len() / batch.len();
    let sample = &values[at * width..(at + 1) * width];
    sample.iter().map(|value| value.to_bits()).collect()
}

/// Neither cropped nor mirrored, so that a picture is known by its values.
fn plain(seed: u64) -> FeedOptions {
    FeedOptions {
        crop_probability: 0.0,
        flip_probability: 0.0,
        ..options(seed)
    }
}

#[test]
fn a_batch_depends_on_its_step_alone() {
    let root = tempfile::tempdir().unwrap();
    folders(root.path(), &[("cat", 9), ("dog", 5)]);
    let one = feed(root.path(), options(777));
    let forward: Vec<Batch> = (1..=12).map(|step| one.batch(step).unwrap()).collect();
    let other = feed(root.path(), options(777));
    for step in (1..=12).rev() {
        assert_eq!(other.batch(step).unwrap(), forward[step as usize - 1]);
    }
    std::thread::scope(|scope| {
        for offset in 0..4 {
            let (other, forward) = (&other, &forward);
            scope.spawn(move || {
                for at in 0..12 {
                    let step = (at + offset * 3) % 12;
                    assert_eq!(other.batch(step as u64 + 1).unwrap(), forward[step]);
                }
            });
        }
    });
    for (at, batch) in forward.iter().enumerate() {
        assert!(!forward[..at].contains(batch));
        assert_eq!(batch.len(), 8);
        assert_eq!(batch.references2.len(), 8 * 3 * 16 * 16);
        assert_eq!(batch.latents2.len(), 8 * 4);
    }
    let reseeded = feed(root.path(), options(778));
    assert_ne!(reseeded.batch(1).unwrap(), forward[0]);
    assert!(other.take_skipped().is_empty());
}

/// How far counts are from even, as chi squared.
fn chi_squared(counts: &[usize]) -> f64 {
    let expected = counts.iter().sum::<usize>() as f64 / counts.len() as f64;
    let apart = |&count: &usize| (count as f64 - expected).powi(2) / expected;
    counts.iter().map(apart).sum()
}

#[test]
fn domains_are_drawn_evenly_and_sources_without_regard_to_references() {
    let root = tempfile::tempdir().unwrap();
    folders(root.path(), &[("a", 40), ("b", 4), ("c", 1)]);
    let feed = feed(root.path(), plain(1));
    let mut pairs = [0; 9];
    let mut pictures: HashMap<Vec<u32>, usize> = HashMap::new();
    for step in 1..=1500 {
        let batch = feed.batch(step).unwrap();
        for at in 0..8 {
            let (from, to) = (batch.source_domains[at], batch.target_domains[at]);
            pairs[from * 3 + to] += 1;
            if from == 1 {
                *pictures
                    .entry(sample(&batch.sources, &batch, at))
                    .or_default() += 1;
            }
        }
    }
    // Eight degrees of freedom: above 26.1 once in a thousand seeds. All nine pairs are as likely, so both sides are even and independent.
    assert!(chi_squared(&pairs) < 26.1, "{pairs:?}");
    let pictures: Vec<usize> = pictures.into_values().collect();
    assert_eq!(pictures.len(), 4);
    // Three degrees of freedom.
    assert!(chi_squared(&pictures) < 16.3, "{pictures:?}");
}

#[test]
fn reference_pairs_are_fixed_for_a_run() {
    let root = tempfile::tempdir().unwrap();
    folders(root.path(), &[("a", 7), ("b", 5)]);
    let feed = feed(root.path(), plain(2));
    let mut partner: HashMap<Vec<u32>, Vec<u32>> = HashMap::new();
    for step in 1..=60 {
        let batch = feed.batch(step).unwrap();
        for at in 0..8 {
            let first = sample(&batch.references, &batch, at);
            let second = sample(&batch.references2, &batch, at);
            let known = partner.entry(first).or_insert_with(|| second.clone());
            assert_eq!(*known, second);
        }
    }
    assert_eq!(partner.len(), 12, "all pictures are drawn as first ones");
    let seconds: HashSet<&Vec<u32>> = partner.values().collect();
    assert_eq!(seconds.len(), 12, "and all are somebody's second");
}

#[test]
fn a_plain_sample_is_the_resized_picture() {
    let root = tempfile::tempdir().unwrap();
    folders(root.path(), &[("a", 6), ("b", 6)]);
    let feed = feed(root.path(), plain(3));
    let views: Vec<HashSet<Vec<u32>>> = {
        feed.dataset()
            .train
            .iter()
            .map(|items| {
                let view = |item| {
                    let picture = feed.dataset().read(item).unwrap();
                    let whole = CropBox::whole(picture.width(), picture.height());
                    let small = resize(&picture, whole, 16, 16, Filter::Bilinear);
                    let planes = range::picture_to_planes(&small);
                    planes.iter().map(|value| value.to_bits()).collect()
                };
                items.iter().map(view).collect()
            })
            .collect()
    };
    for step in 1..=10 {
        let batch = feed.batch(step).unwrap();
        for at in 0..8 {
            let source = sample(&batch.sources, &batch, at);
            assert!(views[batch.source_domains[at]].contains(&source));
            let second = sample(&batch.references2, &batch, at);
            assert!(views[batch.target_domains[at]].contains(&second));
        }
    }
}

#[test]
fn a_picture_that_broke_is_replaced_and_told_of_once() {
    let root = tempfile::tempdir().unwrap();
    let root = root.path();
    folders(root, &[("a", 8), ("b", 8)]);
    let (broken, intact) = (feed(root, plain(4)), feed(root, plain(4)));
    let before: Vec<Batch> = (1..=20).map(|step| intact.batch(step).unwrap()).collect();
    let file = root.join("b/003.png");
    std::fs::write(&file, "overwritten").unwrap();
    let mut changed = 0;
    for (step, before) in (1..).zip(&before) {
        let batch = broken.batch(step).unwrap();
        assert_eq!(batch.source_domains, before.source_domains);
        assert_eq!(batch.latents, before.latents);
        let same = |at: &usize| {
            sample(&batch.sources, &batch, *at) == sample(&before.sources, before, *at)
        };
        let others = (0..8).filter(|at| !same(at)).count();
        assert!(others < 5, "only those that broke are replaced");
        changed += others;
        assert_eq!(batch, broken.batch(step).unwrap());
    }
    assert!(changed > 0);
    let why = "This is not a picture in a known format (PNG, JPEG, WebP, GIF, BMP or TIFF)";
    assert_eq!(
        broken.take_skipped(),
        [format!("{why}: {}", file.display())]
    );
    assert!(broken.take_skipped().is_empty());
}

#[test]
fn data_that_disappears_is_told_with_its_place() {
    let root = tempfile::tempdir().unwrap();
    let gone = |path: &std::path::Path| Err(DataError::Gone(path.to_owned()));
    folders(root.path(), &[("a", 8), ("b", 8)]);
    // Pictures that are in memory are still good.
    let warm = feed(root.path(), plain(5));
    let before: Vec<Batch> = (1..=30).map(|step| warm.batch(step).unwrap()).collect();
    let cold = feed(root.path(), plain(5));
    std::fs::remove_dir_all(root.path().join("b")).unwrap();
    assert_eq!(
        cold.batch(1).map(|batch| batch.len()),
        gone(&root.path().join("b"))
    );
    std::fs::remove_dir_all(root.path()).unwrap();
    assert_eq!(cold.batch(2).map(|batch| batch.len()), gone(root.path()));
    assert_eq!(warm.batch(30).unwrap(), before[29]);
    let sentence = cold.batch(2).unwrap_err().to_string();
    assert!(
        sentence.ends_with(&root.path().display().to_string()),
        "{sentence}"
    );
}

#[test]
fn probes_are_held_out_pictures_in_turn() {
    let root = tempfile::tempdir().unwrap();
    let sides = [("train/a", 6), ("train/b", 6), ("val/a", 3), ("val/b", 1)];
    folders(root.path(), &sides);
    let feed = feed(root.path(), plain(6));
    let probes = feed.probes(8, 1).unwrap();
    let domains: Vec<usize> = probes.iter().map(|(_, domain)| *domain).collect();
    assert_eq!(domains, [0, 1, 0, 1, 0, 1, 0, 1]);
    assert_eq!(probes, feed.probes(8, 1).unwrap());
    assert_eq!(probes[..3], feed.probes(3, 1).unwrap());
    let (dataset, _) = scanned(root.path(), 0.0).unwrap();
    let held_out = |at: usize| {
        let (view, domain) = &probes[at];
        dataset.val[*domain].iter().any(|item| {
            let picture = dataset.read(item).unwrap();
            let whole = CropBox::whole(picture.width(), picture.height());
            resize(&picture, whole, 16, 16, Filter::Bilinear) == *view
        })
    };
    let found: Vec<bool> = (0..8).map(held_out).collect();
    // b has one held-out picture, so training pictures follow it.
    assert_eq!(found, [true, true, true, false, true, false, false, false]);
    let views: HashSet<_> = probes.iter().map(|(view, _)| view.fingerprint()).collect();
    assert_eq!(views.len(), 8, "none comes twice while there are others");
}
