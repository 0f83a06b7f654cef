//! Data sets with labels: a list of attributes beside pictures, folders of classes, and the batches that are drawn from both.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use stargrid::data::dataset::{Item, LabelledSet, labelled};
use stargrid::data::{DataError, DataReport, DataRoot, FeedOptions, LabelFeed};
use stargrid::domain::{LabelBatch, LabelKind};

use super::{draw, folders};

const LIST: &str = "list_attr_celeba.txt";
const NAMES: &str = "Black_Hair Blond_Hair Male Smiling";

/// The signs of picture `at`: hair in turn, every second male, every third smiling.
fn signs(at: u32) -> [bool; 4] {
    let hair = at.is_multiple_of(2);
    [hair, !hair, at % 4 < 2, at.is_multiple_of(3)]
}

fn name(at: u32) -> String {
    format!("{at:03}.png")
}

fn list(count: u32) -> String {
    let row = |at: u32| {
        let signs = signs(at).map(|sign| if sign { " 1" } else { "-1" });
        format!("{} {}\n", name(at), signs.join(" "))
    };
    let rows: String = (0..count).map(row).collect();
    format!("{count}\n{NAMES}\n{rows}")
}

/// A picture folder with its list; `below` is where the pictures lie.
fn celeba(root: &Path, below: &str, count: u32) {
    for at in 0..count {
        draw(&root.join(below), &name(at), at);
    }
    std::fs::write(root.join(LIST), list(count)).unwrap();
}

fn scanned(root: &Path, wanted: &[&str]) -> Result<(LabelledSet, DataReport), DataError> {
    let wanted: Vec<String> = wanted.iter().map(|&name| name.to_owned()).collect();
    let root = DataRoot::Folder(root.to_owned());
    labelled::scan(&root, &wanted, 0.2, &|_, _| true)
}

fn file_number(item: &Item) -> u32 {
    let Item::File(path) = item else {
        unreachable!("files only");
    };
    let stem = path.file_stem().and_then(|stem| stem.to_str()).unwrap();
    stem.parse().unwrap()
}

#[test]
fn every_picture_keeps_its_labels() {
    for below in ["", "images", "img_align_celeba"] {
        let folder = tempfile::tempdir().unwrap();
        celeba(folder.path(), below, 40);
        let (set, report) = scanned(folder.path(), &["Smiling", "Blond_Hair"]).unwrap();
        assert_eq!(set.labels.names, ["Smiling", "Blond_Hair"]);
        assert!(report.warnings.is_empty(), "{:?}", report.warnings);
        assert_eq!(set.train.len() + set.val.len(), 40);
        assert!((2..=16).contains(&set.val.len()), "{}", set.val.len());
        for picture in set.train.iter().chain(&set.val) {
            let [_, blond, _, smiling] = signs(file_number(&picture.item));
            assert_eq!(picture.labels, [smiling, blond].map(f32::from_bool));
        }
        let smiling = &report.domains[0];
        assert_eq!(
            (smiling.name.as_str(), smiling.train + smiling.val),
            ("Smiling", 14)
        );
    }
}

/// 1 or 0.
trait FromBool {
    fn from_bool(value: bool) -> Self;
}

impl FromBool for f32 {
    fn from_bool(value: bool) -> Self {
        f32::from(u8::from(value))
    }
}

#[test]
fn the_list_may_lie_beside_the_pictures_folder() {
    let folder = tempfile::tempdir().unwrap();
    celeba(folder.path(), "faces", 12);
    let (set, _) = scanned(&folder.path().join("faces"), &[]).unwrap();
    assert_eq!(set.labels.names, ["Black_Hair", "Blond_Hair", "Male"]);
    assert_eq!(set.labels.exclusive, [vec![0, 1]]);
    assert_eq!(set.labels.name, "faces");
}

#[test]
fn what_does_not_fit_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    celeba(root, "images", 12);
    std::fs::remove_file(root.join("images/003.png")).unwrap();
    std::fs::write(root.join("images/004.png"), b"broken").unwrap();
    draw(&root.join("images"), "stray.png", 99);
    let (set, report) = scanned(root, &["Male"]).unwrap();
    assert_eq!(set.train.len() + set.val.len(), 10);
    assert_eq!(report.unreadable.len(), 1);
    let warnings = report.warnings.join("; ");
    assert!(
        warnings.contains("1 row has no picture and is not used: 003.png"),
        "{warnings}"
    );
    assert!(
        warnings.contains("1 picture has no row in the list"),
        "{warnings}"
    );

    let refusal = |wanted: &[&str]| scanned(root, wanted).unwrap_err().to_string();
    let why = refusal(&["Beard"]);
    assert!(
        why.contains("no attribute Beard") && why.ends_with(LIST),
        "{why}"
    );
    let text = list(12).replace("005.png", "005.png 1");
    std::fs::write(root.join(LIST), text).unwrap();
    let why = refusal(&[]);
    assert!(why.contains("Line 8 of the list has 5 values"), "{why}");
    std::fs::write(root.join(LIST), "1\nA B\nnowhere.jpg 1 -1\n").unwrap();
    let why = refusal(&[]);
    assert!(
        why.starts_with("None of the pictures that the list"),
        "{why}"
    );
}

#[test]
fn attributes_that_do_not_vary_are_warned_of() {
    let folder = tempfile::tempdir().unwrap();
    celeba(folder.path(), "", 8);
    let text = list(8).replace(NAMES, "A B C D");
    let even = text
        .lines()
        .enumerate()
        .filter(|(at, _)| *at < 2 || at % 2 == 0);
    let even: Vec<&str> = even.map(|(_, line)| line).collect();
    std::fs::write(folder.path().join(LIST), even.join("\r\n")).unwrap();
    let (set, report) = scanned(folder.path(), &[]).unwrap();
    assert_eq!(set.train.len() + set.val.len(), 4);
    let warnings = report.warnings.join("; ");
    assert!(
        warnings.contains("Every training picture has the attribute A"),
        "{warnings}"
    );
    assert!(
        warnings.contains("No training picture has the attribute B"),
        "{warnings}"
    );
    assert!(
        warnings.contains("first line says 8, but 4 rows follow"),
        "{warnings}"
    );
}

#[test]
fn folders_are_classes() {
    let folder = tempfile::tempdir().unwrap();
    folders(folder.path(), &[("cat", 10), ("dog", 6)]);
    let (set, report) = scanned(folder.path(), &[]).unwrap();
    assert_eq!(
        (set.labels.kind, report.domains.len()),
        (LabelKind::Classes, 2)
    );
    for picture in set.train.iter().chain(&set.val) {
        let Item::File(path) = &picture.item else {
            unreachable!("files only");
        };
        let dog = path.parent().is_some_and(|parent| parent.ends_with("dog"));
        assert_eq!(picture.labels, [!dog, dog].map(f32::from_bool));
    }
    let why = scanned(folder.path(), &["Male"]).unwrap_err().to_string();
    assert!(why.contains("there is no list"), "{why}");
}

#[test]
fn fingerprints_follow_labels_and_not_the_place() {
    let print = |change: &dyn Fn(String) -> String, wanted: &[&str]| {
        let folder = tempfile::tempdir().unwrap();
        celeba(folder.path(), "images", 12);
        std::fs::write(folder.path().join(LIST), change(list(12))).unwrap();
        scanned(folder.path(), wanted).unwrap().0.fingerprint
    };
    let same = |text: String| text;
    let plain = print(&same, &["Male", "Smiling"]);
    assert_eq!(plain, print(&same, &["Male", "Smiling"]));
    assert_ne!(plain, print(&same, &["Smiling", "Male"]));
    let turned = |text: String| {
        text.replace("-1", "?")
            .replace(" 1", " -1")
            .replace('?', " 1")
    };
    assert_ne!(plain, print(&turned, &["Male", "Smiling"]));
}

fn options() -> FeedOptions {
    FeedOptions {
        img_size: 8,
        batch: 6,
        latent_dim: 0,
        seed: 5,
        crop_probability: 0.0,
        flip_probability: 0.5,
    }
}

fn joint_sets(root: &Path) -> Vec<Arc<LabelledSet>> {
    let (faces, moods) = (root.join("faces"), root.join("moods"));
    celeba(&faces, "images", 30);
    folders(&moods, &[("calm", 9), ("glad", 7)]);
    let first = scanned(&faces, &["Male", "Smiling", "Black_Hair"])
        .unwrap()
        .0;
    let second = scanned(&moods, &[]).unwrap().0;
    vec![Arc::new(first), Arc::new(second)]
}

/// The label vectors of a batch, sorted.
fn rows(values: &[f32], width: usize) -> Vec<Vec<u32>> {
    let row = |row: &[f32]| row.iter().map(|&value| value as u32).collect();
    let mut rows: Vec<Vec<u32>> = values.chunks(width).map(row).collect();
    rows.sort();
    rows
}

#[test]
fn batches_follow_seed_and_step_alone() {
    let folder = tempfile::tempdir().unwrap();
    let sets = joint_sets(folder.path());
    let feed = LabelFeed::new(sets.clone(), options());
    let (third, second) = (feed.batch(3).unwrap(), feed.batch(2).unwrap());
    assert_ne!(third, second);
    let again = LabelFeed::new(sets.clone(), options());
    assert_eq!(again.batch(3).unwrap(), third);
    let alone = LabelFeed::new(sets[..1].to_vec(), options());
    let alone = alone.batch(3).unwrap();
    assert_eq!(alone.len(), 1);
    assert_eq!(
        alone[0].pictures, third[0].pictures,
        "a second set moves nothing of the first"
    );
    assert_eq!(alone[0].labels.len(), 6 * 3, "without a mask");
    let other = LabelFeed::new(
        sets,
        FeedOptions {
            seed: 6,
            ..options()
        },
    );
    assert_ne!(other.batch(3).unwrap(), third);
}

#[test]
fn targets_are_the_batchs_labels_in_another_order() {
    let folder = tempfile::tempdir().unwrap();
    let feed = LabelFeed::new(joint_sets(folder.path()), options());
    let space = feed.space();
    assert_eq!((space.logits(), space.len()), (5, 7));
    let (mut moved, mut alphas) = (0, Vec::new());
    for step in 1..=40 {
        let batches = feed.batch(step).unwrap();
        assert_eq!(
            batches.iter().map(|batch| batch.set).collect::<Vec<_>>(),
            [0, 1]
        );
        for LabelBatch {
            set,
            pictures,
            labels,
            targets,
            alphas: own,
        } in &batches
        {
            assert_eq!(
                (pictures.len(), labels.len(), own.len()),
                (6 * 3 * 64, 6 * 7, 6)
            );
            assert_eq!(rows(labels, 7), rows(targets, 7));
            moved += usize::from(labels != targets);
            for vector in labels.chunks(7) {
                assert_eq!(space.set_of(vector), *set);
                let own = space.range(*set);
                assert_eq!(space.vector(*set, &vector[own]), vector);
            }
            alphas.extend_from_slice(own);
        }
    }
    assert!(moved > 60, "{moved} of 80 batches have other targets");
    assert!(alphas.iter().all(|alpha| (0.0..1.0).contains(alpha)));
    let mean = alphas.iter().sum::<f32>() / alphas.len() as f32;
    assert!((mean - 0.5).abs() < 0.06, "{mean}");
}

#[test]
fn pictures_come_evenly_and_with_their_own_labels() {
    let folder = tempfile::tempdir().unwrap();
    let sets = joint_sets(folder.path());
    let plain = FeedOptions {
        flip_probability: 0.0,
        ..options()
    };
    let feed = LabelFeed::new(sets[..1].to_vec(), plain);
    // The labels of each training picture, found again by its pixels.
    let mut known: HashMap<Vec<u32>, (Vec<f32>, usize)> = HashMap::new();
    let bits = |planes: &[f32]| planes.iter().map(|v| v.to_bits()).collect::<Vec<u32>>();
    let mut drawn = 0;
    for step in 1..=100 {
        let batch = &feed.batch(step).unwrap()[0];
        for (planes, labels) in batch.pictures.chunks(3 * 64).zip(batch.labels.chunks(3)) {
            let (own, count) = known.entry(bits(planes)).or_insert((labels.to_vec(), 0));
            assert_eq!(own, labels);
            *count += 1;
            drawn += 1;
        }
    }
    assert_eq!(known.len(), sets[0].train.len(), "each is drawn");
    let mean = drawn / known.len();
    assert!(
        known
            .values()
            .all(|(_, count)| *count > mean / 3 && *count < mean * 2)
    );
}

#[test]
fn probes_are_spread_over_sets_and_labels() {
    let folder = tempfile::tempdir().unwrap();
    let feed = LabelFeed::new(joint_sets(folder.path()), options());
    let probes = feed.probes(10, 1).unwrap();
    assert_eq!(probes.len(), 10);
    for (place, probe) in probes.iter().enumerate() {
        assert_eq!((probe.set, probe.picture.width()), (place % 2, 8));
        assert_eq!(feed.space().set_of(&probe.labels), probe.set);
        let turn = place / 2;
        let label = feed.space().range(probe.set).nth(turn % [3, 2][probe.set]);
        assert_eq!(
            probe.labels[label.unwrap()],
            1.0,
            "{place}: {:?}",
            probe.labels
        );
    }
    let mut seen: Vec<_> = probes
        .iter()
        .map(|p| (p.set, p.picture.fingerprint()))
        .collect();
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), 10, "all different");
    let again = feed.probes(10, 1).unwrap();
    let prints = |probes: &[stargrid::data::LabelProbe]| -> Vec<_> {
        probes.iter().map(|p| p.picture.fingerprint()).collect()
    };
    assert_eq!(prints(&again), prints(&probes));
}

#[test]
fn a_lost_picture_is_replaced_and_a_lost_folder_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("faces");
    celeba(&root, "", 20);
    let set = Arc::new(scanned(&root, &["Male"]).unwrap().0);
    let Item::File(lost) = &set.train[0].item else {
        unreachable!("files only");
    };
    std::fs::remove_file(lost).unwrap();
    let feed = LabelFeed::new(vec![Arc::clone(&set)], options());
    for step in 1..=30 {
        feed.batch(step).unwrap();
    }
    let skipped = feed.take_skipped();
    assert!(
        skipped.len() == 1 && skipped[0].contains(&lost.display().to_string()),
        "{skipped:?}"
    );
    std::fs::remove_dir_all(&root).unwrap();
    let feed = LabelFeed::new(vec![set], options());
    assert_eq!(feed.batch(1), Err(DataError::Gone(PathBuf::from(&root))));
}
