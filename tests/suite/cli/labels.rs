//! Every system on the command line: labels where labels guide, styles where styles do, and a sentence where they are mixed up.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use image::RgbImage;
use serde_json::{Value, json};
use stargrid::checkpoint::{Imported, bundle, import};
use stargrid::data;
use stargrid::domain::{LabelSpace, StyleSource};
use stargrid::engine::device::{self, DeviceChoice};
use stargrid::engine::messages::ModelSource;
use stargrid::engine::open;
use stargrid::engine::translator::{Pictures, Translator};
use stargrid::model::system::System;

use super::{Outcome, assert_same, demo_picture, pixels, tile, typed};
use crate::systems::{SIDE, faces, joint, model, tiny};

/// A folder with tiny models of all systems.
struct Shelf {
    folder: tempfile::TempDir,
}

impl Shelf {
    fn new() -> Self {
        let shelf = Self {
            folder: tempfile::tempdir().unwrap(),
        };
        for &system in System::ALL {
            shelf.save(system.name(), &model(&tiny(system, faces())));
        }
        shelf.save("joint", &model(&tiny(System::StarGan, joint())));
        shelf
    }

    fn save(&self, name: &str, model: &Imported) {
        bundle::save(&self.model(name), model).unwrap();
    }

    fn model(&self, name: &str) -> PathBuf {
        self.folder.path().join(name).with_extension("safetensors")
    }

    /// Runs `line`, in which `@name` stands for a model and `CLAY` and `MOODS` for pictures.
    fn run(&self, line: &str) -> Outcome {
        let place = |word: &str| match (word, word.strip_prefix('@')) {
            ("CLAY", _) => demo_picture("clay", 0).display().to_string(),
            ("MOODS", _) => demo_picture("moods", 0).display().to_string(),
            (_, Some(name)) => self.model(name).display().to_string(),
            _ => word.to_owned(),
        };
        let words: Vec<String> = line.split(' ').map(place).collect();
        typed(&words.join(" "), &self.out())
    }

    fn out(&self) -> PathBuf {
        self.folder.path().join("out.png")
    }

    /// What `translate` writes with these options.
    fn translated(&self, model: &str, options: &str) -> RgbImage {
        self.run(&format!(
            "translate --model @{model} --source CLAY {options} --out OUT"
        ))
        .success();
        let picture = pixels(&self.out());
        std::fs::remove_file(self.out()).unwrap();
        picture
    }

    fn refused(&self, line: &str, code: i32, sentence: &str) {
        let outcome = self.run(&format!("{line} --out OUT"));
        assert_eq!(outcome.code, Some(code), "{line}: {outcome:?}");
        assert!(outcome.stderr.starts_with("error: "), "{line}: {outcome:?}");
        assert!(outcome.stderr.contains(sentence), "{line}: {outcome:?}");
        assert_eq!(outcome.stderr.lines().count(), 1, "{line}: {outcome:?}");
        assert!(!self.out().exists(), "{line}");
    }

    fn inspected(&self, model: &str) -> Value {
        let outcome = self.run(&format!("inspect @{model} --json")).success();
        serde_json::from_str(&outcome.stdout).unwrap()
    }
}

/// A model in this process, as the window would use it.
struct Engine {
    translator: Translator,
    pictures: Pictures,
}

impl Engine {
    fn of(path: &Path) -> Self {
        let compute = device::choose(DeviceChoice::Cpu, None).unwrap();
        let read = open::build(&ModelSource::File(path.to_owned()), &compute.device).unwrap();
        Self {
            translator: Translator::new(read.model),
            pictures: Pictures::new(),
        }
    }

    fn add(&mut self, path: &Path) -> stargrid::domain::Fingerprint {
        let opened = data::open_picture(path).unwrap();
        let view = data::model_view(&opened.picture, opened.guess.crop, SIDE);
        let fingerprint = view.fingerprint();
        self.pictures.insert(fingerprint, Arc::new(view));
        fingerprint
    }

    fn space(&self) -> LabelSpace {
        self.translator.model().config.labels.clone()
    }

    fn own(&mut self, path: &Path, set: usize) -> Vec<f32> {
        let source = self.add(path);
        self.translator
            .read_labels(source, set, &self.pictures)
            .unwrap()
    }

    fn cell(&mut self, path: &Path, set: usize, own: &[f32], to: &[f32]) -> RgbImage {
        let (source, space) = (self.add(path), self.space());
        let style = StyleSource::Labels {
            from: space.vector(set, own),
            to: space.vector(set, to),
            strength: 1.0,
        };
        let made = self
            .translator
            .translate(source, &style, &self.pictures)
            .unwrap();
        RgbImage::from_raw(SIDE as u32, SIDE as u32, made.into_rgb()).unwrap()
    }
}

#[test]
fn every_system_translates_and_makes_a_grid() {
    let shelf = Shelf::new();
    for &system in System::ALL {
        let name = system.name();
        let (one, rows, count) = if system.takes_labels() {
            ("--labels Male", "", 3)
        } else {
            ("--seed 1 --domain 0", "--seeds 1 --domain all", 2)
        };
        let picture = shelf.translated(name, one);
        assert_eq!(picture.dimensions(), (SIDE as u32, SIDE as u32), "{name}");
        let line = format!("grid --model @{name} --sources CLAY MOODS {rows} --out OUT");
        shelf.run(line.replace("  ", " ").as_str()).success();
        let side = SIDE as u32 + 2;
        let expected = (4 + 3 * side - 2, (1 + count) * side - 2);
        assert_eq!(pixels(&shelf.out()).dimensions(), expected, "{name}");
        std::fs::remove_file(shelf.out()).unwrap();
        let found = shelf.inspected(name);
        assert_eq!(found["system"], name);
        assert_eq!(found["title"], system.title());
    }
}

#[test]
fn the_classifier_reads_the_source() {
    let shelf = Shelf::new();
    let mut engine = Engine::of(&shelf.model("joint"));
    let space = engine.space();
    for (domain, number) in [("clay", 0), ("moods", 1), ("sprouts", 2)] {
        let path = demo_picture(domain, number);
        let source = engine.add(&path);
        let model = engine.translator.model();
        let planes = stargrid::domain::range::picture_to_planes(&engine.pictures[&source]);
        let classifier = model.classifier.as_ref().unwrap();
        let (_, logits) = classifier.forward(model.pictures(planes));
        let logits = logits.into_data().try_into_vec::<f32>().unwrap();
        let attributes = engine.own(&path, 0);
        // Hair colours exclude each other: of several that are likely the likeliest is read.
        assert_eq!(attributes, space.sets[0].read(&logits[space.range(0)]));
        let classes = engine.own(&path, 1);
        let happier = logits[3] >= logits[4];
        assert_eq!(classes, if happier { [1.0, 0.0] } else { [0.0, 1.0] });
    }
}

#[test]
fn toggles_start_from_what_the_classifier_reads() {
    let shelf = Shelf::new();
    let (clay, moods) = (demo_picture("clay", 0), demo_picture("moods", 0));
    for name in ["stargan", "fixed-point"] {
        let mut engine = Engine::of(&shelf.model(name));
        let space = engine.space();
        let own = engine.own(&clay, 0);
        let to = space.toggled(0, &own, 2);
        let expected = engine.cell(&clay, 0, &own, &to);
        let toggled = shelf.translated(name, "--toggle male");
        assert_same(&toggled, &expected, "toggled");
        let unchanged = engine.cell(&clay, 0, &own, &own);
        assert!(toggled != unchanged, "the label acts");
        let still = shelf.translated(name, "--toggle Male --strength 0");
        assert_same(&still, &unchanged, "no strength, no change");
        let labels = shelf.translated(name, "--labels Black_Hair,Male=0.5");
        let expected = engine.cell(&clay, 0, &own, &[1.0, 0.0, 0.5]);
        assert_same(&labels, &expected, "absolute");
        let said = shelf.translated(name, "--toggle Black_Hair --source-labels Blond_Hair,Male");
        let expected = engine.cell(&clay, 0, &own, &[1.0, 0.0, 1.0]);
        assert_same(&said, &expected, "the person's word counts");
        // A grid toggles each label of each source.
        let line = format!("grid --model @{name} --sources CLAY MOODS --out OUT");
        shelf.run(&line).success();
        let sheet = pixels(&shelf.out());
        for (column, path) in [&clay, &moods].into_iter().enumerate() {
            let own = engine.own(path, 0);
            for label in 0..3 {
                let to = space.toggled(0, &own, label);
                let expected = engine.cell(path, 0, &own, &to);
                let cell = tile(&sheet, SIDE as u32, column as u32 + 1, label as u32 + 1);
                assert_same(&cell, &expected, "grid");
            }
        }
        std::fs::remove_file(shelf.out()).unwrap();
    }
}

#[test]
fn joint_models_show_the_right_and_the_wrong_mask() {
    let shelf = Shelf::new();
    let clay = demo_picture("clay", 0);
    let mut engine = Engine::of(&shelf.model("joint"));
    let right = shelf.translated("joint", "--labels happy");
    let expected = engine.cell(&clay, 1, &[1.0, 0.0], &[1.0, 0.0]);
    assert_same(&right, &expected, "the label tells the set");
    let same = shelf.translated("joint", "--set moods --labels 0");
    assert_same(&same, &right, "by set and number");
    let wrong = shelf.translated("joint", "--labels happy --mask faces");
    assert!(wrong != right, "the mask acts");
    shelf
        .run("grid --model @joint --sources CLAY --out OUT")
        .success();
    assert_eq!(pixels(&shelf.out()).height(), 6 * (SIDE as u32 + 2) - 2);
}

#[test]
fn options_of_the_other_kind_are_refused_with_advice() {
    let shelf = Shelf::new();
    let translate =
        |model: &str, options: &str| format!("translate --model @{model} --source CLAY {options}");
    let advice = "use --labels or --toggle with Black_Hair, Blond_Hair, Male";
    for name in ["stargan", "fixed-point"] {
        let seed = translate(name, "--seed 1 --domain 0");
        shelf.refused(&seed, 2, "--seed is for models that take styles");
        shelf.refused(&seed, 2, advice);
        let reference = translate(name, "--reference MOODS");
        shelf.refused(&reference, 2, "--reference is for models that take styles");
        let domain = translate(name, "--labels Male --domain 0");
        shelf.refused(&domain, 2, "--domain is for models that take styles");
        let grid = format!("grid --model @{name} --sources CLAY --references MOODS");
        shelf.refused(&grid, 2, "--references is for models that take styles");
    }
    for name in ["stargan-v2", "unet-skips", "modulated"] {
        let labels = translate(name, "--labels Male");
        shelf.refused(&labels, 2, "--labels is for models that take labels");
        shelf.refused(&labels, 2, "use a reference or a seed with --domain");
        let strength = translate(name, "--seed 1 --domain 0 --strength 0.5");
        shelf.refused(&strength, 2, "--strength is for models that take labels");
        let grid = format!("grid --model @{name} --sources CLAY --toggle Male");
        shelf.refused(&grid, 2, "--toggle is for models that take labels");
        let bare = format!("grid --model @{name} --sources CLAY");
        shelf.refused(&bare, 2, "give --references or --seeds");
    }
    let unknown = translate("stargan", "--labels Bald");
    shelf.refused(&unknown, 1, "no label \"Bald\"; it has Black_Hair");
    let mixed = translate("joint", "--labels Male,happy");
    shelf.refused(&mixed, 1, "give --set with one of faces");
    let mask = translate("stargan", "--labels Male --mask faces");
    shelf.refused(&mask, 1, "it has no mask");
    let both = shelf.run(&format!(
        "{} --out OUT",
        translate("stargan", "--labels Male --toggle Male")
    ));
    assert_eq!(both.code, Some(2), "{both:?}");
    let value = shelf.run(&format!(
        "{} --out OUT",
        translate("stargan", "--labels Male=7")
    ));
    assert!(value.stderr.contains("a number from 0 to 1"), "{value:?}");
}

#[test]
fn a_model_without_its_discriminator_says_so() {
    let shelf = Shelf::new();
    let mut alone = model(&tiny(System::StarGan, faces()));
    let of_generator = |name: &String| name.starts_with("generator.");
    alone.tensors.retain(|name, _| of_generator(name));
    shelf.save("alone", &alone);
    let line = "translate --model @alone --source CLAY --toggle Male --out OUT";
    let outcome = shelf.run(line);
    assert_eq!(outcome.code, Some(0), "{outcome:?}");
    assert!(outcome.stderr.contains("no discriminator"), "{outcome:?}");
    let said = format!("{line} --source-labels none");
    assert_eq!(shelf.run(&said).success().stderr, "");
}

#[test]
fn import_says_what_tensors_do_not() {
    let shelf = Shelf::new();
    let out = shelf.model("renamed");
    let run = |options: &str| {
        let line = format!("import @{options} --out {}", out.display());
        shelf.run(&line)
    };
    let outcome = run("stargan --system fixed-point --labels a_hair,b_hair,Old").success();
    assert!(
        outcome.stdout.contains("labels a_hair, b_hair, Old"),
        "{outcome:?}"
    );
    let model = import(&out).unwrap();
    assert_eq!(model.config.system, System::FixedPoint);
    assert_eq!(model.config.labels.sets[0].exclusive, [vec![0, 1]]);
    run("joint --labels a,b --classes x,y,z").success();
    let sets = &shelf.inspected("renamed")["labels"]["sets"];
    assert_eq!(sets[1]["kind"], "classes");
    assert_eq!(sets[1]["names"], json!(["x", "y", "z"]));
    run("stargan-v2 --system unet-skips").success();
    assert_eq!(shelf.inspected("renamed")["system"], "unet-skips");
    for (options, code, sentence) in [
        ("stargan --domains a,b,c", 2, "use --labels, or --classes"),
        ("stargan-v2 --labels a,b", 2, "use --domains"),
        ("stargan --labels a,b", 1, "once for each set"),
        ("stargan --labels a,a,b", 1, "two labels called a"),
        (
            "stargan-v2 --system stargan",
            1,
            "cannot be those of a StarGAN model",
        ),
        ("stargan --system pix2pix", 2, "possible values"),
    ] {
        let outcome = run(options);
        assert_eq!(outcome.code, Some(code), "{options}: {outcome:?}");
        assert!(outcome.stderr.contains(sentence), "{options}: {outcome:?}");
    }
}

#[test]
fn a_walk_goes_through_the_strengths_of_a_label() {
    let shelf = Shelf::new();
    let ends = ["0", "1"].map(|strength| {
        shelf.translated("stargan", &format!("--toggle Male --strength {strength}"))
    });
    let film = "walk --model @stargan --source CLAY --toggle Male --frames 1 --hold 0 --out OUT";
    let outcome = shelf.run(film).success();
    assert!(outcome.stdout.starts_with("3 frames of "), "{outcome:?}");
    let file = std::io::BufReader::new(std::fs::File::open(shelf.out()).unwrap());
    let mut reader = png::Decoder::new(file).read_info().unwrap();
    let mut frame = vec![0; reader.output_buffer_size().unwrap()];
    for at in 0..3 {
        reader.next_frame(&mut frame).unwrap();
        let end = [Some(&ends[0]), None, Some(&ends[1])][at];
        assert!(end.is_none_or(|end| *end.as_raw() == frame), "frame {at}");
    }
    for (options, code, words) in [
        ("CLAY --seeds 1,2", 2, "takes labels"),
        ("CLAY --toggle Male --form slide", 1, "the references"),
        ("CLAY MOODS --toggle Male", 1, "takes one source"),
    ] {
        let line = format!("walk --model @stargan --source {options} --out OUT");
        let outcome = shelf.run(&line);
        assert_eq!(outcome.code, Some(code), "{outcome:?}");
        assert!(outcome.stderr.contains(words), "{outcome:?}");
    }
}
