//! Every failure: its exit code, one sentence, and nothing left behind.

use std::path::{Path, PathBuf};

use super::{Outcome, demo_picture, typed};

/// A folder with something of every wrong kind in it.
struct Bench {
    folder: tempfile::TempDir,
}

impl Bench {
    fn new() -> Self {
        let bench = Self {
            folder: tempfile::tempdir().unwrap(),
        };
        std::fs::write(bench.at("text.png"), b"not a picture").unwrap();
        std::fs::write(bench.at("empty.png"), b"").unwrap();
        std::fs::write(bench.at("text.ckpt"), b"not a model").unwrap();
        std::fs::create_dir(bench.at("nothing")).unwrap();
        std::fs::create_dir(bench.at("folder.png")).unwrap();
        std::fs::copy(demo_picture("clay", 0), bench.at("stray.png")).unwrap();
        bench
    }

    fn at(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Runs `line`, in which `@` stands for this folder and `CLAY` and `MOODS` for pictures.
    fn run(&self, line: &str) -> Outcome {
        let line = line
            .replace('@', &format!("{}/", self.folder.path().display()))
            .replace("CLAY", demo_picture("clay", 0).to_str().unwrap())
            .replace("MOODS", demo_picture("moods", 0).to_str().unwrap());
        typed(&line, &self.at("out.png"))
    }

    /// `line` ends with exit code 1, one line of text that holds `sentence`, and no output file.
    fn fails(&self, line: &str, sentence: &str) {
        let outcome = self.run(line);
        assert_eq!(outcome.code, Some(1), "{line}: {outcome:?}");
        assert!(outcome.stderr.starts_with("error: "), "{line}: {outcome:?}");
        assert!(outcome.stderr.contains(sentence), "{line}: {outcome:?}");
        assert_eq!(outcome.stderr.lines().count(), 1, "{line}: {outcome:?}");
        assert_eq!(outcome.stdout, "", "{line}");
        assert!(!self.at("out.png").exists(), "{line}");
    }

    /// `line` is wrong usage: exit code 2, and `sentence` in what is said.
    fn misused(&self, line: &str, sentence: &str) {
        let outcome = self.run(line);
        assert_eq!(outcome.code, Some(2), "{line}: {outcome:?}");
        assert!(outcome.stderr.starts_with("error: "), "{line}: {outcome:?}");
        assert!(outcome.stderr.contains(sentence), "{line}: {outcome:?}");
        assert!(!self.at("out.png").exists(), "{line}");
    }
}

#[test]
fn models_that_are_none_are_refused() {
    let bench = Bench::new();
    let line = |model: &str| {
        format!("translate --model {model} --source CLAY --reference MOODS --out OUT")
    };
    bench.fails(&line("@no.ckpt"), "There is no such file");
    bench.fails(&line("@text.ckpt"), "not a model file");
    bench.fails(&line("@nothing"), "This is a folder, not a model file");
    bench.fails(&line("CLAY"), "not a model file");
    bench.fails("inspect @no.ckpt --json", "There is no such file");
    bench.fails("inspect @empty.png", "This file is empty");
}

#[test]
fn pictures_that_are_none_are_refused() {
    let bench = Bench::new();
    let line = |source: &str, reference: &str| {
        format!("translate --model demo --source {source} --reference {reference} --out OUT")
    };
    bench.fails(&line("@no.png", "MOODS"), "There is no such file");
    bench.fails(
        &line("@text.png", "MOODS"),
        "This is not a picture in a known format",
    );
    bench.fails(&line("CLAY", "@empty.png"), "The file is empty");
    bench.fails(
        &line("@nothing", "MOODS"),
        "This is a folder, not a picture",
    );
    bench.fails(
        &line("CLAY --crop face", "MOODS"),
        "No face was found; use --crop centre",
    );
    let line = |sources: &str, references: &str| {
        format!("grid --model demo --sources {sources} --references {references} --out OUT")
    };
    bench.fails(&line("@nothing", "MOODS"), "The folder holds no picture");
    bench.fails(
        &line("CLAY @text.png", "MOODS"),
        "This is not a picture in a known format",
    );
    bench.fails(&line("CLAY", "@no.png"), "There is no such file or folder");
    bench.fails(
        &line("@text.ckpt", "MOODS"),
        "This holds a model and no picture",
    );
}

#[test]
fn domains_that_are_unknown_are_refused() {
    let bench = Bench::new();
    let known = "clay, critters, moods and sprouts (or 0 to 3)";
    let translate =
        |options: &str| format!("translate --model demo --source CLAY {options} --out OUT");
    bench.fails(
        &translate("--reference MOODS --domain wolf"),
        "no domain \"wolf\"",
    );
    bench.fails(&translate("--reference MOODS --domain wolf"), known);
    bench.fails(
        &translate("--reference MOODS --domain 4"),
        "no domain \"4\"",
    );
    bench.fails(
        &translate("--reference @stray.png"),
        "The domain of this reference is not known",
    );
    bench.fails(&translate("--reference @stray.png"), known);
    bench.fails(&translate("--seed 1"), "A seed has no domain of its own");
    let grid = |options: &str| format!("grid --model demo --sources CLAY {options} --out OUT");
    bench.fails(
        &grid("--references @stray.png"),
        "The domain of this reference is not known",
    );
    bench.fails(&grid("--references MOODS --domain wolf"), known);
    bench.fails(
        &grid("--references wolf=MOODS"),
        "If wolf was meant as a domain, the model has clay",
    );
    bench.fails(
        &grid("--seeds 1,2"),
        "give --domain with all or one of clay",
    );
}

#[test]
fn outputs_that_cannot_be_are_refused() {
    let bench = Bench::new();
    let translate = |out: &str| {
        format!("translate --model demo --source @stray.png --reference MOODS --out {out}")
    };
    bench.fails(&translate("@folder.png"), "The output is a folder");
    bench.fails(&translate("@out.jpg"), "The output must be a .png file");
    bench.fails(&translate("@out"), "The output must be a .png file");
    bench.fails(
        &translate("@no/out.png"),
        "The output's folder does not exist",
    );
    bench.fails(
        &translate("@text.png/out.png"),
        "The output's folder is not a folder",
    );
    bench.fails(
        &translate("@stray.png"),
        "The output would replace an input",
    );
    bench.fails(
        &translate("@nothing/../stray.png"),
        "The output would replace an input",
    );
    let grid = "grid --model demo --sources @ --seeds 1 --domain clay --out @stray.png";
    bench.fails(grid, "The output would replace an input");
    let grid = "grid --model demo --sources CLAY --references 0=@stray.png --out @stray.png";
    bench.fails(grid, "The output would replace an input");
    bench.fails(
        "import demo --out @a.ckpt",
        "The output must be a .safetensors file",
    );
    // Nobody can make files there, not even root.
    if Path::new("/proc/self").exists() {
        bench.fails(
            &translate("/proc/out.png"),
            "The output's folder may not be written to",
        );
    }
    let stray = std::fs::read(bench.at("stray.png")).unwrap();
    assert_eq!(
        stray,
        std::fs::read(demo_picture("clay", 0)).unwrap(),
        "inputs are untouched"
    );
}

#[test]
fn wrong_usage_is_told_apart() {
    let bench = Bench::new();
    let translate = "translate --model demo --source CLAY --out OUT";
    bench.misused(translate, "--reference");
    bench.misused(
        &format!("{translate} --reference MOODS --seed 1"),
        "cannot be used with",
    );
    bench.misused(
        &format!("{translate} --reference MOODS --psi 1"),
        "cannot be used with",
    );
    bench.misused(&format!("{translate} --seed one --domain clay"), "--seed");
    bench.misused(
        &format!("{translate} --seed 1 --domain clay --psi much"),
        "a number from 0 to 2 is wanted",
    );
    bench.misused(
        &format!("{translate} --seed 1 --domain clay --psi NaN"),
        "a number from 0 to 2 is wanted",
    );
    bench.misused("grid --model demo --sources CLAY --out OUT", "--references");
    bench.misused("doctor --device tpu", "possible values: auto, gpu, cpu");
    bench.misused(
        "transalte",
        "there is no command, file or folder called transalte",
    );
    bench.misused(
        "CLAY doctor",
        "the command doctor must stand before any file",
    );
}

#[test]
fn a_mistyped_file_for_the_window_is_told_at_once() {
    let bench = Bench::new();
    bench.fails("CLAY @no.png", "There is no such file or folder");
}
