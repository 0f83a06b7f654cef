//! Which pictures are held out: no content is ever on both sides.

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use stargrid::data::dataset::Split;

use super::{contents, counts, draw, folders, scanned};

#[test]
fn folders_of_both_sides_are_used_as_they_are() {
    let root = tempfile::tempdir().unwrap();
    let root = root.path();
    let sides = [
        ("train/cat", 5),
        ("train/dog", 4),
        ("val/cat", 3),
        ("val/dog", 2),
    ];
    folders(root, &sides);
    let (_, report) = scanned(root, 0.5).unwrap();
    assert_eq!(report.split, Split::Folders);
    assert_eq!(counts(&report), [("cat", 5, 3), ("dog", 4, 2)]);
    assert!(report.warnings.is_empty(), "{:?}", report.warnings);
}

#[test]
fn sides_that_do_not_match_are_told() {
    let root = tempfile::tempdir().unwrap();
    let root = root.path();
    let sides = [("train/cat", 5), ("train/dog", 4), ("val/cat", 3)];
    folders(root, &sides);
    folders(
        root,
        &[
            ("val/wolf", 2),
            ("val/fox", 1),
            ("other/x", 1),
            ("test/cat", 1),
        ],
    );
    // Once as it is and once under another name and in another format: two leaks.
    draw(root, "val/cat/leak.png", 8);
    draw(root, "val/cat/leak.bmp", 1);
    let (dataset, report) = scanned(root, 0.5).unwrap();
    assert_eq!(counts(&report), [("cat", 5, 3), ("dog", 4, 0)]);
    assert_eq!(
        report.warnings,
        [
            "Folders beside train and val are not used: other",
            "Domains of val that train does not have are not used: fox, wolf",
            "1 picture lies in more than one domain, which teaches that the domains are the same; remove one of each",
            "2 pictures of val are in train as well and left out of the held-out ones",
            "Without held-out pictures; training pictures are shown instead: dog",
        ]
    );
    assert_eq!(report.duplicates, 2);
    let (train, val) = (
        contents(&dataset, &dataset.train),
        contents(&dataset, &dataset.val),
    );
    assert!(train.is_disjoint(&val));
}

#[test]
fn train_alone_is_divided_and_a_domain_may_be_called_train() {
    let root = tempfile::tempdir().unwrap();
    folders(root.path(), &[("train/cat", 30), ("train/dog", 30)]);
    let (_, report) = scanned(root.path(), 0.2).unwrap();
    assert_eq!(report.split, Split::Automatic);
    assert!(
        report
            .domains
            .iter()
            .all(|d| d.val > 0 && d.train + d.val == 30)
    );
    let vehicles = tempfile::tempdir().unwrap();
    folders(vehicles.path(), &[("bus", 2), ("car", 2), ("train", 2)]);
    let (_, report) = scanned(vehicles.path(), 0.0).unwrap();
    assert_eq!(
        counts(&report),
        [("bus", 2, 0), ("car", 2, 0), ("train", 2, 0)]
    );
}

/// A folder of two to four domains, in which pictures come again in other places, under other names and in other formats.
fn random_folder(root: &std::path::Path, rng: &mut ChaCha8Rng) -> usize {
    let mut below = |count: u32| rng.next_u32() % count;
    let mut all = 0;
    for domain in 0..2 + below(3) {
        for at in 0..1 + below(12) {
            let ending = ["png", "bmp", "webp", "PNG"][below(4) as usize];
            let name = format!(
                "d{domain}/{}/{at}.{ending}",
                ["a", "b/c"][below(2) as usize]
            );
            draw(root, &name, below(25));
            all += 1;
        }
    }
    all
}

#[test]
fn the_automatic_split_leaks_nothing() {
    let mut rng = ChaCha8Rng::seed_from_u64(5);
    let (mut all_duplicates, mut all_held_out) = (0, 0);
    for round in 0..25 {
        let root = tempfile::tempdir().unwrap();
        let all = random_folder(root.path(), &mut rng);
        let share = [0.1, 0.3, 1.0][round % 3];
        let (dataset, report) = scanned(root.path(), share).unwrap();
        let (train, val) = (
            contents(&dataset, &dataset.train),
            contents(&dataset, &dataset.val),
        );
        assert!(train.is_disjoint(&val), "{round}");
        let found: usize = report.domains.iter().map(|d| d.train + d.val).sum();
        assert_eq!(found, all, "nothing is lost");
        assert_eq!(report.duplicates, all - train.len() - val.len());
        assert!(report.domains.iter().all(|d| d.train > 0), "{report:?}");
        let (again, _) = scanned(root.path(), share).unwrap();
        assert_eq!((&again.train, &again.val), (&dataset.train, &dataset.val));
        assert_eq!(again.fingerprint, dataset.fingerprint);
        all_duplicates += report.duplicates;
        all_held_out += val.len();
    }
    // The rounds must have had something to leak.
    assert!(
        all_duplicates > 50 && all_held_out > 50,
        "{all_duplicates} {all_held_out}"
    );
}
