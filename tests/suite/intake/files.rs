//! Files, folders, pasted pixels and the first crop.

use std::fs;
use std::path::Path;

use image::ImageFormat;
use stargrid::data::walk::MOST_PICTURES;
use stargrid::data::{
    CropReason, DecodeError, Note, decode_file, expand, guess_crop, model_view, open_picture,
    open_pixels, parent_domain,
};
use stargrid::domain::{CropBox, Picture};

use super::{colourful, data, encoded, sentences};

#[test]
fn wrong_extensions_are_noted_not_followed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("cat.PNG");
    fs::write(&path, encoded(colourful(20, 20), ImageFormat::Jpeg)).unwrap();
    let decoded = decode_file(&path).unwrap();
    assert_eq!(
        sentences(&decoded),
        ["The file is called .PNG but holds a JPEG picture"]
    );
    for right in ["cat.JPG", "cat.jpeg", "cat"] {
        let path = folder.path().join(right);
        fs::write(&path, encoded(colourful(20, 20), ImageFormat::Jpeg)).unwrap();
        assert_eq!(decode_file(&path).unwrap().notes, [], "{right}");
    }
}

#[test]
fn a_portrait_is_cropped_around_its_face() {
    let opened = open_picture(&data("astronaut.jpg")).unwrap();
    assert_eq!(opened.guess.reason, CropReason::Face);
    let crop = opened.guess.crop;
    assert_eq!(crop.width, crop.height);
    assert_eq!(crop, crop.inside(384, 240));
    // Her nose is near (168, 95) and her face is about 70 pixels wide.
    let (centre_x, centre_y) = (crop.x + crop.width / 2.0, crop.y + crop.height / 2.0);
    assert!((centre_x - 168.0).abs() < 20.0, "{crop:?}");
    assert!((centre_y - 90.0).abs() < 30.0, "{crop:?}");
    assert!(crop.width > 90.0 && crop.width < 210.0, "{crop:?}");
    assert_eq!(opened.name, "astronaut.jpg");
    assert_eq!(opened.parent.as_deref(), Some("data"));
    assert_eq!(opened.path, Some(data("astronaut.jpg")));
}

#[test]
fn square_portraits_stay_whole_and_small_faces_in_squares_do_not() {
    let wide = open_picture(&data("astronaut.jpg")).unwrap();
    let portrait = model_view(&wide.picture, wide.guess.crop, 256);
    let guess = guess_crop(&portrait);
    assert_eq!(guess.reason, CropReason::Whole);
    assert_eq!(guess.crop, CropBox::whole(256, 256));
    let mut poster = Picture::filled(500, 500, [120, 130, 140]);
    poster.paste(&wide.picture, 100, 200);
    let guess = guess_crop(&poster);
    assert_eq!(guess.reason, CropReason::Face);
    assert!((guess.crop.x + guess.crop.width / 2.0 - 268.0).abs() < 25.0);
    let plain = guess_crop(&Picture::filled(300, 200, [120, 130, 140]));
    assert_eq!(plain.reason, CropReason::Centre);
    assert_eq!(plain.crop, CropBox::centred_square(300, 200));
}

#[test]
fn pasted_pixels_are_opened() {
    let opened = open_pixels("Pasted", 2, 1, &[1, 2, 3, 255, 0, 0, 0, 0]).unwrap();
    assert_eq!(opened.picture.rgb(), [1, 2, 3, 255, 255, 255]);
    assert_eq!(opened.notes, [Note::TransparentOverWhite]);
    assert_eq!((opened.name.as_str(), opened.path), ("Pasted", None));
    let error = open_pixels("Pasted", 2, 2, &[0; 15]).unwrap_err();
    assert_eq!(
        error.to_string(),
        "The pasted picture is damaged (15 bytes do not fit 2 x 2 pixels)"
    );
    let error = open_pixels("Pasted", usize::MAX, 9, &[]).unwrap_err();
    assert!(matches!(error, DecodeError::TooLarge { .. }));
    assert!(open_pixels("Pasted", 0, 9, &[]).is_err());
}

#[test]
fn folders_are_searched_to_the_bottom() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    fs::create_dir_all(root.join("dog/deep")).unwrap();
    fs::create_dir_all(root.join(".cache")).unwrap();
    for name in [
        "dog/deep/b.JPEG",
        "dog/a.webp",
        "z.TIF",
        ".hidden.png",
        ".cache/c.png",
        "notes.txt",
        "nets.CKPT",
    ] {
        fs::write(root.join(name), b"x").unwrap();
    }
    #[cfg(unix)]
    std::os::unix::fs::symlink(root, root.join("dog/loop")).unwrap();
    let named = root.join("notes.txt");
    let found = expand(&[root.to_owned(), named.clone(), root.join("z.TIF")]);
    let wanted = ["dog/a.webp", "dog/deep/b.JPEG", "notes.txt", "z.TIF"];
    assert_eq!(found.pictures, wanted.map(|name| root.join(name)));
    assert_eq!(found.models, [root.join("nets.CKPT")]);
    assert_eq!((found.problems.len(), found.truncated), (0, None));
    assert_eq!(
        parent_domain(&root.join("dog/a.webp")).as_deref(),
        Some("dog")
    );
    assert_eq!(parent_domain(Path::new("a.webp")), None);
}

#[test]
fn folders_and_paths_without_pictures_are_named() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("notes.txt"), b"x").unwrap();
    let missing = folder.path().join("gone");
    let found = expand(&[folder.path().to_owned(), missing.clone()]);
    assert!(found.pictures.is_empty());
    let said: Vec<String> = found.problems.iter().map(ToString::to_string).collect();
    assert_eq!(
        said,
        [
            format!("The folder holds no picture: {}", folder.path().display()),
            format!("There is no such file or folder: {}", missing.display()),
        ]
    );
}

#[test]
fn two_thousand_pictures_are_taken_and_the_rest_is_counted() {
    let folder = tempfile::tempdir().unwrap();
    for index in 0..MOST_PICTURES + 7 {
        fs::write(folder.path().join(format!("{index:05}.png")), b"").unwrap();
    }
    let found = expand(&[folder.path().to_owned()]);
    assert_eq!(found.pictures.len(), 2_000);
    assert_eq!(found.truncated, Some(7));
    assert_eq!(
        found.truncation_sentence().as_deref(),
        Some("The first 2000 pictures were taken; 7 more were left out")
    );
    assert!(found.pictures[1999].ends_with("01999.png"));
}

#[test]
#[cfg(target_os = "linux")]
fn names_that_are_not_text_are_opened() {
    use std::os::unix::ffi::OsStrExt;
    let folder = tempfile::tempdir().unwrap();
    let path = folder
        .path()
        .join(std::ffi::OsStr::from_bytes(b"caf\xe9.png"));
    fs::write(&path, encoded(colourful(9, 9), ImageFormat::Png)).unwrap();
    let found = expand(&[folder.path().to_owned()]);
    assert_eq!(found.pictures, std::slice::from_ref(&path));
    let opened = open_picture(&path).unwrap();
    assert_eq!(opened.name, "caf\u{fffd}.png");
    assert_eq!(opened.picture.width(), 9);
    fs::write(&path, b"").unwrap();
    let message = open_picture(&path).unwrap_err().to_string();
    assert!(message.starts_with("The file is empty: "), "{message}");
}
