//! The script that takes the README's pictures, in its short form: the real window, worked by hand through the main story.

#![allow(clippy::unwrap_used, reason = "helpers of tests")]

use std::collections::HashSet;
use std::path::Path;
use std::process::Command;

/// What the script takes.
const PICTURES: [&str; 5] = ["explore", "train", "evaluate", "compare", "gallery"];
/// More colours than any panel, text or gradient has.
const COLOURS: usize = 2000;

fn brightness(picture: &image::RgbImage) -> f64 {
    let sum: u64 = picture.iter().map(|value| u64::from(*value)).sum();
    sum as f64 / picture.len() as f64
}

#[test]
fn the_main_story_can_be_told_and_seen() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let out = tempfile::tempdir().unwrap();
    let told = Command::new("python3")
        .arg(root.join("docs/images/take"))
        .arg("--short")
        .arg("--program")
        .arg(env!("CARGO_BIN_EXE_stargrid"))
        .arg("--out")
        .arg(out.path())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&told.stderr);
    assert!(told.status.success(), "{said}");
    for name in PICTURES {
        let open = |theme: &str| {
            let path = out.path().join(format!("{name}-{theme}.png"));
            image::open(&path).unwrap().into_rgb8()
        };
        let (dark, light) = (open("dark"), open("light"));
        assert_eq!(dark.dimensions(), (1360, 840));
        assert!(
            brightness(&light) > brightness(&dark) + 50.0,
            "{name} in both themes"
        );
        let colours: HashSet<[u8; 3]> = dark.pixels().map(|pixel| pixel.0).collect();
        let pictures = ["explore", "compare", "gallery"].contains(&name);
        assert!(
            !pictures || colours.len() > COLOURS,
            "{name} has {} colours",
            colours.len()
        );
    }
}
