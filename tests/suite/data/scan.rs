//! What a folder is taken for, and the sentences about it.

use std::sync::atomic::{AtomicUsize, Ordering};

use stargrid::data::dataset::{Item, Split, scan};
use stargrid::data::{DataError, DataRoot};

use super::{counts, draw, folders, refusal, scanned};

#[test]
fn pictures_of_all_types_and_depths_are_found() {
    let root = tempfile::tempdir().unwrap();
    let root = root.path();
    let names = ["a.JPG", "b.jpeg", "c.PNG", "d.WebP", "deep/er/e.bmp"];
    for (number, name) in names.iter().enumerate() {
        draw(root, &format!("cat/{name}"), number as u32);
        draw(root, &format!("Dog/{name}"), number as u32 + 10);
    }
    draw(root, "cat/.hidden.png", 90);
    draw(root, "cat/__MACOSX/x.png", 91);
    draw(root, ".cache/x.png", 92);
    draw(root, "cat/film.gif", 93);
    draw(root, "Dog/scan.tif", 94);
    draw(root, "beside.png", 95);
    std::fs::write(root.join("cat/notes.txt"), "x").unwrap();
    let (dataset, report) = scanned(root, 0.0).unwrap();
    assert_eq!(counts(&report), [("Dog", 5, 0), ("cat", 5, 0)]);
    assert_eq!(dataset.domains.names(), ["Dog", "cat"]);
    assert!(dataset.train[1].is_sorted_by_key(|item| format!("{item:?}")));
    assert_eq!((report.split, report.duplicates), (Split::Automatic, 0));
    assert_eq!(
        report.warnings,
        [
            "1 picture is beside the domain folders not used; pictures count only inside them",
            "2 pictures of other types were passed over: only JPEG, PNG, WebP and BMP are trained on"
        ]
    );
    assert_eq!(dataset.counts(), [("Dog".into(), 5), ("cat".into(), 5)]);
}

#[test]
fn a_folder_without_domains_is_refused_with_advice() {
    let root = tempfile::tempdir().unwrap();
    let root = root.path();
    let absent = root.join("absent");
    assert!(refusal(&absent, &absent).starts_with("There is no such folder; choose"));
    assert!(refusal(root, root).starts_with("The folder holds no folders of pictures; make one"));
    let file = draw(root, "a.png", 1);
    assert!(refusal(root, root).starts_with("The pictures lie directly in the folder; put them"));
    assert!(refusal(&file, &file).starts_with("This is a file; choose the folder"));
    let train = root.join("train");
    std::fs::create_dir(&train).unwrap();
    assert!(refusal(root, &train).starts_with("The folder holds no folders of pictures"));
    draw(root, "train/b.png", 2);
    draw(root, "val/c.png", 3);
    assert!(refusal(root, &train).starts_with("The pictures lie directly in the folder"));
}

#[test]
fn a_domain_without_readable_pictures_is_refused() {
    let root = tempfile::tempdir().unwrap();
    let root = root.path();
    folders(root, &[("cat", 3)]);
    let dog = root.join("dog");
    std::fs::create_dir(&dog).unwrap();
    let expected = "The domain dog has no picture that can be read; put JPEG, PNG, WebP or BMP pictures there, or remove the folder";
    assert_eq!(refusal(root, &dog), expected);
    std::fs::write(dog.join("broken.png"), "no picture").unwrap();
    assert_eq!(refusal(root, &dog), expected);
}

#[test]
fn one_domain_and_one_picture_are_allowed_and_explained() {
    let root = tempfile::tempdir().unwrap();
    let root = root.path();
    folders(root, &[("cat", 1)]);
    let (_, report) = scanned(root, 0.5).unwrap();
    assert_eq!(counts(&report), [("cat", 1, 0)]);
    assert_eq!(
        report.warnings,
        [
            "There is only one domain: its pictures can take each other's style, but there is nothing to translate between",
            "cat has a single training picture: its reference pairs are always that picture, so its styles cannot differ"
        ]
    );
}

#[test]
fn unreadable_files_are_listed_with_reasons() {
    let root = tempfile::tempdir().unwrap();
    let root = root.path();
    folders(root, &[("cat", 4), ("dog", 4)]);
    let whole = std::fs::read(root.join("dog/000.png")).unwrap();
    std::fs::write(root.join("dog/000.png"), &whole[..whole.len() / 2]).unwrap();
    std::fs::write(root.join("dog/001.png"), "").unwrap();
    let (dataset, report) = scanned(root, 0.0).unwrap();
    assert_eq!(counts(&report), [("cat", 4, 0), ("dog", 2, 0)]);
    let expected = [
        (
            root.join("dog/000.png"),
            "The file ends before the picture is complete (a broken download or copy?)".to_owned(),
        ),
        (root.join("dog/001.png"), "The file is empty".to_owned()),
    ];
    assert_eq!(report.unreadable, expected);
    let error = dataset
        .read(&Item::File(root.join("dog/001.png")))
        .unwrap_err();
    let sentence = format!("The file is empty: {}", root.join("dog/001.png").display());
    assert_eq!(error.to_string(), sentence);
}

#[test]
fn a_scan_tells_how_far_it_is_and_can_be_stopped() {
    let root = tempfile::tempdir().unwrap();
    folders(root.path(), &[("cat", 20), ("dog", 20)]);
    let place = DataRoot::Folder(root.path().to_owned());
    let (most, calls) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let count = |done: usize, all: usize| {
        assert_eq!(all, 40);
        most.fetch_max(done, Ordering::Relaxed);
        calls.fetch_add(1, Ordering::Relaxed);
        true
    };
    scan(&place, 0.1, &count).unwrap();
    assert_eq!((most.into_inner(), calls.into_inner()), (40, 41));
    for stop in [0, 7, 40] {
        let stopped = scan(&place, 0.1, &|done, _| done != stop);
        assert_eq!(stopped.unwrap_err(), DataError::Cancelled, "{stop}");
    }
}

#[cfg(unix)]
#[test]
fn links_in_circles_and_links_upwards_end() {
    use std::os::unix::fs::symlink;
    let root = tempfile::tempdir().unwrap();
    let root = root.path();
    folders(root, &[("cat", 3), ("dog", 2), ("elsewhere/more", 1)]);
    symlink(root.join("cat"), root.join("cat/again")).unwrap();
    symlink(root, root.join("dog/up")).unwrap();
    symlink(root, root.join("self")).unwrap();
    symlink("/", root.join("all")).unwrap();
    symlink(root.join("nowhere"), root.join("broken")).unwrap();
    let (_, report) = scanned(root, 0.0).unwrap();
    let expected = [("cat", 3, 0), ("dog", 2, 0), ("elsewhere", 1, 0)];
    assert_eq!(counts(&report), expected);
}

#[cfg(target_os = "linux")]
#[test]
fn names_that_are_no_text_are_names() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let root = tempfile::tempdir().unwrap();
    let root = root.path();
    folders(root, &[("z", 2)]);
    let file = root.join("z/000.png");
    for name in [&b"a\xff"[..], b"a\xfe"] {
        let folder = root.join(OsStr::from_bytes(name));
        std::fs::create_dir(&folder).unwrap();
        std::fs::copy(&file, folder.join(OsStr::from_bytes(b"\xc3\x28.png"))).unwrap();
    }
    let (_, report) = scanned(root, 0.0).unwrap();
    let expected = [("a\u{fffd}", 1, 0), ("a\u{fffd} (2)", 1, 0), ("z", 2, 0)];
    assert_eq!(counts(&report), expected);
}

#[test]
fn the_fingerprint_follows_names_and_contents_but_not_the_place() {
    let (here, there) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let print = |root: &tempfile::TempDir| scanned(root.path(), 0.0).unwrap().0.fingerprint;
    for root in [&here, &there] {
        folders(root.path(), &[("cat", 3), ("dog", 3)]);
    }
    let first = print(&here);
    assert_eq!(first, print(&there));
    draw(there.path(), "cat/000.png", 50);
    let changed = print(&there);
    assert_ne!(first, changed);
    draw(there.path(), "cat/000.png", 0);
    assert_eq!(first, print(&there));
    std::fs::rename(there.path().join("cat"), there.path().join("cow")).unwrap();
    assert_ne!(first, print(&there));
}

#[test]
fn the_bundled_creatures_need_no_disk() {
    let (dataset, report) = scan(&DataRoot::Bundled, 0.1, &|_, _| true).unwrap();
    let expected = ["clay", "critters", "moods", "night", "sprouts"].map(|name| (name, 500, 24));
    assert_eq!(counts(&report), expected);
    assert_eq!((report.duplicates, report.warnings.len()), (0, 0));
    assert_eq!(report.split, Split::Folders);
    assert_eq!(dataset.looks.len(), 2500);
    let known = dataset.read(&dataset.train[3][7]).unwrap();
    assert!(dataset.has_near_duplicate(&known));
}
