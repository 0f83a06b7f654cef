//! What `translate` and `grid` write is what the engine computes.

use std::path::Path;
use std::sync::Arc;

use image::RgbImage;
use stargrid::data;
use stargrid::domain::domains::colour;
use stargrid::domain::{Fingerprint, Picture, StyleSource, latent};
use stargrid::engine::device::{self, DeviceChoice};
use stargrid::engine::messages::ModelSource;
use stargrid::engine::open;
use stargrid::engine::translator::{Pictures, Translator};

use super::{assert_same, demo_picture, pixels, stargrid, tile, typed};

const SIZE: u32 = 64;

/// The demo model in this process, as the window would use it.
struct Engine {
    translator: Translator,
    pictures: Pictures,
}

impl Engine {
    fn demo() -> Self {
        let compute = device::choose(DeviceChoice::Cpu, None).unwrap();
        let read = open::build(&ModelSource::Demo, &compute.device).unwrap();
        Self {
            translator: Translator::new(read.model),
            pictures: Pictures::new(),
        }
    }

    fn add(&mut self, picture: Picture) -> Fingerprint {
        let fingerprint = picture.fingerprint();
        self.pictures.insert(fingerprint, Arc::new(picture));
        fingerprint
    }

    fn file(&mut self, path: &Path) -> Fingerprint {
        let opened = data::open_picture(path).unwrap();
        self.add(data::model_view(
            &opened.picture,
            opened.guess.crop,
            SIZE as usize,
        ))
    }

    /// A file as the model sees it.
    fn view(&mut self, path: &Path) -> RgbImage {
        let fingerprint = self.file(path);
        let rgb = self.pictures[&fingerprint].rgb().to_vec();
        RgbImage::from_raw(SIZE, SIZE, rgb).unwrap()
    }

    fn cell(&mut self, source: Fingerprint, style: &StyleSource) -> RgbImage {
        let picture = self
            .translator
            .translate(source, style, &self.pictures)
            .unwrap();
        RgbImage::from_raw(SIZE, SIZE, picture.into_rgb()).unwrap()
    }

    fn by_reference(&mut self, source: &Path, reference: &Path, domain: usize) -> RgbImage {
        let source = self.file(source);
        let picture = self.file(reference);
        self.cell(source, &StyleSource::Reference { picture, domain })
    }

    fn by_seed(&mut self, source: &Path, seed: u64, domain: usize, psi: f32) -> RgbImage {
        let source = self.file(source);
        let z = latent::from_seed(seed, 16);
        self.cell(source, &StyleSource::Latent { z, domain, psi })
    }
}

#[test]
fn a_reference_gives_the_engines_picture_every_time() {
    let folder = tempfile::tempdir().unwrap();
    let (source, reference) = (demo_picture("clay", 0), demo_picture("moods", 1));
    let run = |name: &str, domain: &str| {
        let out = folder.path().join(name);
        let line = format!(
            "translate --model demo --source {} --reference {} {domain} --out OUT",
            source.display(),
            reference.display()
        );
        let outcome = typed(&line, &out).success();
        assert_eq!(outcome.stdout.lines().count(), 1, "{outcome:?}");
        assert!(outcome.stdout.contains("on CPU"), "{outcome:?}");
        std::fs::read(out).unwrap()
    };
    let (first, again) = (run("a.png", ""), run("b.png", ""));
    assert!(first == again, "equal input, equal file");
    let mut engine = Engine::demo();
    let read = |bytes: &[u8]| image::load_from_memory(bytes).unwrap().into_rgb8();
    assert_eq!(read(&first).dimensions(), (SIZE, SIZE));
    let expected = engine.by_reference(&source, &reference, 2);
    assert_same(&read(&first), &expected, "the folder names the domain");
    let sprouts = engine.by_reference(&source, &reference, 3);
    assert!(expected != sprouts, "the branch matters");
    assert_same(
        &read(&run("c.png", "--domain SPROUTS")),
        &sprouts,
        "by name",
    );
    assert_same(&read(&run("d.png", "--domain 3")), &sprouts, "by index");
}

#[test]
fn a_seed_gives_the_engines_picture() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("a.png");
    let source = demo_picture("sprouts", 2);
    let mut engine = Engine::demo();
    for (options, seed, psi) in [("--seed 7", 7, 1.0), ("--seed 8 --psi 0.5", 8, 0.5)] {
        let line = format!(
            "translate --model demo --source {} {options} --domain critters --out OUT",
            source.display()
        );
        typed(&line, &out).success();
        let expected = engine.by_seed(&source, seed, 1, psi);
        assert_same(&pixels(&out), &expected, options);
    }
}

#[test]
fn a_source_of_the_models_size_is_used_pixel_for_pixel() {
    let folder = tempfile::tempdir().unwrap();
    let noise = RgbImage::from_fn(SIZE, SIZE, |x, y| {
        image::Rgb([
            (x * 37 + y * 91) as u8,
            (x * y) as u8,
            ((x * 151) ^ (y * 13)) as u8,
        ])
    });
    let source = folder.path().join("noise.png");
    noise.save(&source).unwrap();
    let mut engine = Engine::demo();
    let exact = Picture::new(64, 64, noise.as_raw().clone()).unwrap();
    let exact = engine.add(exact);
    let z = latent::from_seed(3, 16);
    let style = StyleSource::Latent {
        z,
        domain: 0,
        psi: 1.0,
    };
    let out = folder.path().join("out.png");
    let line = format!(
        "translate --model demo --source {} --seed 3 --domain clay --out OUT",
        source.display()
    );
    typed(&line, &out).success();
    assert_same(&pixels(&out), &engine.cell(exact, &style), "the result");
    let line = format!(
        "grid --model demo --sources {} --seeds 3 --domain clay --out OUT",
        source.display()
    );
    typed(&line, &out).success();
    assert_same(&tile(&pixels(&out), SIZE, 1, 0), &noise, "the header");
}

#[test]
fn another_size_is_cropped_as_asked() {
    let folder = tempfile::tempdir().unwrap();
    let photo = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/astronaut.jpg");
    let run = |crop: &str| {
        let out = folder.path().join("out.png");
        let line = format!(
            "translate --model demo --source {} --seed 1 --domain clay {crop} --out OUT",
            photo.display()
        );
        typed(&line, &out).success();
        pixels(&out)
    };
    let guessed = run("");
    assert_eq!(guessed.dimensions(), (SIZE, SIZE));
    let expected = Engine::demo().by_seed(&photo, 1, 0, 1.0);
    assert_same(&guessed, &expected, "the guess is the window's");
    assert_same(&guessed, &run("--crop face"), "a face is found by itself");
    assert!(guessed != run("--crop whole"));
    assert!(guessed != run("--crop centre"));
}

#[test]
fn a_grid_has_its_headers_and_one_row_a_reference() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("grid.png");
    let (first, second) = (demo_picture("moods", 1), demo_picture("clay", 0));
    let reference = demo_picture("critters", 3);
    // A picture with "=" in its path that names no domain is a path; "sprouts=" and "0=" are domains.
    let odd = folder.path().join("x=y.png");
    std::fs::copy(&reference, &odd).unwrap();
    let line = format!(
        "grid --model demo --sources {} {} --references {} sprouts={} 0={} --out OUT",
        first.display(),
        second.display(),
        reference.display(),
        reference.display(),
        odd.display()
    );
    let outcome = typed(&line, &out).success();
    assert!(outcome.stdout.starts_with("6 cells, "), "{outcome:?}");
    assert!(
        outcome.stdout.contains(" ms a cell on CPU: "),
        "{outcome:?}"
    );
    let sheet = pixels(&out);
    assert_eq!(sheet.dimensions(), (4 + 3 * 66 - 2, 4 * 66 - 2));
    let mut engine = Engine::demo();
    // Sources stand in the order in which they were typed, not in that of their names.
    for (column, source) in [(1, &first), (2, &second)] {
        assert_same(
            &tile(&sheet, SIZE, column, 0),
            &engine.view(source),
            "source",
        );
    }
    for (row, domain) in [(1, 1), (2, 3), (3, 0)] {
        assert_same(
            &tile(&sheet, SIZE, 0, row),
            &engine.view(&reference),
            "reference",
        );
        assert_eq!(
            sheet.get_pixel(0, row * 66).0,
            colour(domain),
            "edge of row {row}"
        );
        for (column, source) in [(1, &first), (2, &second)] {
            let expected = engine.by_reference(source, &reference, domain);
            let cell = format!("cell {column}, {row}");
            assert_same(&tile(&sheet, SIZE, column, row), &expected, &cell);
        }
    }
}

#[test]
fn a_labelled_sheet_holds_the_grids_cells_enlarged() {
    let folder = tempfile::tempdir().unwrap();
    let (out, sheet) = (
        folder.path().join("grid.png"),
        folder.path().join("sheet.png"),
    );
    let source = demo_picture("moods", 1);
    let line = format!(
        "grid --model demo --sources {} --seeds 3 --domain clay --out OUT",
        source.display()
    );
    typed(&line, &out).success();
    let labels = format!("{line} --sheet --dark --title Mine --caption Made_here");
    typed(&labels, &sheet).success();
    let cell = tile(&pixels(&out), SIZE, 1, 1);
    let sheet = pixels(&sheet);
    assert_eq!(sheet.get_pixel(0, 0).0, [20, 21, 24], "dark paper");
    let doubled = |x: u32, y: u32| {
        let mut all = cell.enumerate_pixels();
        all.all(|(column, row, pixel)| sheet.get_pixel(x + 2 * column + 1, y + 2 * row) == pixel)
    };
    let (width, height) = sheet.dimensions();
    // The cell ends at the right margin, above the caption.
    let found = (0..height - 128).any(|y| doubled(width - 36 - 128, y));
    assert!(found, "its pixels are those of the plain grid");
    let bare = format!("{line} --title Mine");
    assert_eq!(typed(&bare, &out).code, Some(2), "a title needs a sheet");
}

#[test]
fn a_grid_takes_one_branch_or_all() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("grid.png");
    let source = demo_picture("clay", 0);
    let references = demo_picture("moods", 0).parent().unwrap().to_owned();
    let run = |domain: &str, more: &str| {
        let line = format!(
            "grid --model demo --sources {} --references {} {more} --domain {domain} --out OUT",
            source.display(),
            references.display()
        );
        typed(&line, &out).success();
        pixels(&out)
    };
    let one = run("critters", "");
    assert_eq!(
        one.dimensions(),
        (4 + 2 * 66 - 2, 7 * 66 - 2),
        "six references"
    );
    assert!((1..7).all(|row| one.get_pixel(0, row * 66).0 == colour(1)));
    let all = run("all", "--seeds 4,5 --psi 0.7");
    assert_eq!(all.dimensions(), (4 + 2 * 66 - 2, (1 + 8 * 4) * 66 - 2));
    let mut engine = Engine::demo();
    for domain in 0..4 {
        let expected = engine.by_reference(&source, &demo_picture("moods", 0), domain);
        let found = tile(&all, SIZE, 1, 1 + domain as u32);
        assert_same(&found, &expected, "a branch of the reference");
        assert_eq!(all.get_pixel(0, (1 + domain as u32) * 66).0, colour(domain));
        let latent = engine.by_seed(&source, 5, domain, 0.7);
        let found = tile(&all, SIZE, 1, 29 + domain as u32);
        assert_same(&found, &latent, "a branch of seed 5");
    }
}

#[test]
fn a_broken_file_in_a_folder_is_left_out_and_said() {
    let folder = tempfile::tempdir().unwrap();
    let pictures = folder.path().join("moods");
    std::fs::create_dir(&pictures).unwrap();
    std::fs::copy(demo_picture("moods", 0), pictures.join("a.png")).unwrap();
    std::fs::write(pictures.join("b.png"), b"not a picture").unwrap();
    let out = folder.path().join("grid.png");
    let line = format!(
        "grid --model demo --sources {0} --references {0} --out OUT",
        pictures.display()
    );
    let outcome = typed(&line, &out);
    assert_eq!(outcome.code, Some(0), "{outcome:?}");
    assert_eq!(
        outcome.stderr.matches("note: left out: ").count(),
        2,
        "{outcome:?}"
    );
    assert!(outcome.stdout.starts_with("1 cell, "), "{outcome:?}");
}

#[cfg(unix)]
#[test]
fn names_need_not_be_text() {
    use std::os::unix::ffi::OsStrExt as _;
    let folder = tempfile::tempdir().unwrap();
    let name = |bytes: &[u8]| folder.path().join(std::ffi::OsStr::from_bytes(bytes));
    let (source, out) = (name(b"\xff.png"), name(b"\xfe.png"));
    std::fs::copy(demo_picture("clay", 1), &source).unwrap();
    let mut arguments: Vec<std::ffi::OsString> = [
        "grid",
        "--model",
        "demo",
        "--seeds",
        "1",
        "--domain",
        "clay",
        "--sources",
    ]
    .map(Into::into)
    .to_vec();
    arguments.extend([source.into(), "--out".into(), out.clone().into()]);
    stargrid(arguments).success();
    assert_eq!(
        image::load_from_memory(&std::fs::read(out).unwrap())
            .unwrap()
            .height(),
        130
    );
}
