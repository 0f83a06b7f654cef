//! Face models: `--fan`, and `stargrid align`.

use std::path::Path;

use super::{Outcome, demo_picture, pixels, stargrid, typed};
use crate::support::eye_files;

fn translated(model: &Path, fan: Option<&Path>, out: &Path) -> Outcome {
    let fan = fan.map_or(String::new(), |fan| format!("--fan {}", fan.display()));
    let source = demo_picture("moods", 1);
    let line = format!(
        "translate --model {} --source {} --seed 3 --domain 1 {fan} --out OUT",
        model.display(),
        source.display(),
    );
    typed(&line, out)
}

#[test]
fn a_face_model_sees_with_the_network_it_is_given() {
    let folder = tempfile::tempdir().unwrap();
    let [wing, blind, seeing] = eye_files(folder.path());
    let out = |name: &str| folder.path().join(name);
    let alone = translated(&blind, None, &out("alone.png")).success();
    assert!(alone.stderr.contains("--fan wing.ckpt"), "{alone:?}");
    let given = translated(&blind, Some(&wing), &out("given.png")).success();
    assert_eq!(given.stderr, "");
    let own = translated(&seeing, None, &out("own.png")).success();
    assert_eq!(own.stderr, "");
    assert_eq!(pixels(&out("given.png")), pixels(&out("own.png")));
    assert_ne!(pixels(&out("given.png")), pixels(&out("alone.png")));
    let demo = translated(Path::new("demo"), Some(&wing), &out("demo.png"));
    assert_eq!(demo.code, Some(1));
    assert!(demo.stderr.contains("no use for --fan"), "{demo:?}");
    let grid = format!(
        "grid --model {} --fan {} --sources {} --seeds 3 --domain 1 --out OUT",
        blind.display(),
        wing.display(),
        demo_picture("moods", 1).display(),
    );
    assert_eq!(typed(&grid, &out("grid.png")).success().stderr, "");
}

/// A mean face as NumPy writes it: 98 points in 256 x 256.
fn write_mean(path: &Path) {
    let mut bytes = b"\x93NUMPY\x01\x00".to_vec();
    let header = "{'descr': '<f8', 'fortran_order': False, 'shape': (98, 2), }";
    let header = format!("{header:<117}\n");
    bytes.extend((header.len() as u16).to_le_bytes());
    bytes.extend(header.as_bytes());
    for at in 0..98 {
        let turn = f64::from(at) * 0.7;
        let point = [128.0 + 60.0 * turn.cos(), 130.0 + 70.0 * turn.sin()];
        bytes.extend(point.iter().flat_map(|value: &f64| value.to_le_bytes()));
    }
    std::fs::write(path, bytes).unwrap();
}

#[test]
fn faces_are_aligned_to_a_file_or_to_their_own_mean() {
    let folder = tempfile::tempdir().unwrap();
    let [wing, blind, _] = eye_files(folder.path());
    let mean = folder.path().join("mean.npy");
    write_mean(&mean);
    let pictures = [demo_picture("moods", 1), demo_picture("clay", 0)];
    let align = |fan: &Path, mean: Option<&Path>, out: &Path| {
        let mut words = vec!["align".to_owned()];
        words.extend(pictures.iter().map(|path| path.display().to_string()));
        words.extend(["--fan".to_owned(), fan.display().to_string()]);
        words.extend(["--size", "64", "-o"].map(str::to_owned));
        words.push(out.display().to_string());
        if let Some(mean) = mean {
            words.extend(["--mean".to_owned(), mean.display().to_string()]);
        }
        stargrid(words)
    };
    let [to_file, to_own] = ["file", "own"].map(|name| folder.path().join(name));
    let found = align(&wing, Some(&mean), &to_file).success();
    assert!(
        found.stdout.contains("2 of 2 pictures aligned"),
        "{found:?}"
    );
    align(&wing, None, &to_own).success();
    for name in ["moods-0001.png", "clay-0000.png"] {
        let [one, other] = [&to_file, &to_own].map(|folder| pixels(&folder.join(name)));
        assert_eq!(one.dimensions(), (64, 64));
        assert_ne!(one, other, "{name}: another mean face, another picture");
    }
    let refused = align(&blind, Some(&mean), &to_file);
    assert!(
        refused.stderr.contains("without the face landmark network"),
        "{refused:?}"
    );
    let refused = align(&wing, Some(&wing), &to_file);
    assert!(refused.stderr.contains("mean face"), "{refused:?}");
    let itself = align(&wing, Some(&mean), pictures[0].parent().unwrap());
    assert!(
        itself.stderr.contains("would replace the picture itself"),
        "{itself:?}"
    );
}
