//! `stargrid walk`: what the films hold is what the engine computes, and nothing unfinished stays.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use image::RgbImage;
use stargrid::data;
use stargrid::domain::walk::{Ease, Joint, Pace, Walk, WayPoint};
use stargrid::domain::{Fingerprint, Picture, StyleSource};
use stargrid::engine::device::{self, DeviceChoice};
use stargrid::engine::messages::ModelSource;
use stargrid::engine::open;
use stargrid::engine::translator::{Pictures, Translator};

use super::{assert_same, demo_picture, pixels, typed};

const SIDE: u32 = 64;

/// Opens the demo model in this process, and pictures as it sees them.
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

    fn file(&mut self, path: &Path) -> Fingerprint {
        let opened = data::open_picture(path).unwrap();
        let view = data::model_view(&opened.picture, opened.guess.crop, SIDE as usize);
        let fingerprint = view.fingerprint();
        self.pictures.insert(fingerprint, Arc::new(view));
        fingerprint
    }

    fn point(&mut self, path: &Path, domain: usize) -> WayPoint {
        let picture = self.file(path);
        WayPoint {
            style: StyleSource::Reference { picture, domain },
            branch: Some(domain),
            name: String::new(),
        }
    }

    fn frame(&mut self, source: Fingerprint, walk: &Walk, tick: usize) -> RgbImage {
        let style = walk.style(walk.moment(tick).unwrap()).unwrap();
        let made = self.translator.translate(source, &style, &self.pictures);
        image_of(&made.unwrap())
    }
}

fn image_of(picture: &Picture) -> RgbImage {
    let (width, height) = (picture.width() as u32, picture.height() as u32);
    RgbImage::from_raw(width, height, picture.rgb().to_vec()).unwrap()
}

fn frame_file(folder: &Path, number: usize) -> PathBuf {
    folder.join(format!("frame-{number:06}.png"))
}

#[test]
fn a_sequence_holds_the_engines_frames() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("frames");
    let (source, first, second) = (
        demo_picture("clay", 0),
        demo_picture("moods", 1),
        demo_picture("critters", 2),
    );
    let line = format!(
        "walk --model demo --source {} --references {} {} --frames 3 --hold 2 --ease smooth --loop --out OUT",
        source.display(),
        first.display(),
        second.display()
    );
    let outcome = typed(&line, &out).success();
    let words = "12 frames of 64 x 64 pixels, 0.5 s at 25 a second, ";
    assert!(outcome.stdout.starts_with(words), "{outcome:?}");
    let mut engine = Engine::demo();
    let source = engine.file(&source);
    let walk = Walk {
        points: vec![engine.point(&first, 2), engine.point(&second, 1)],
        pace: Pace {
            between: 3,
            hold: 2,
            ease: Ease::Smooth,
        },
        joint: Joint::Blend,
        closes: true,
        ends: [0; 2],
    };
    assert_eq!(walk.ticks(), 12);
    for tick in 0..12 {
        let found = pixels(&frame_file(&out, tick + 1));
        let expected = engine.frame(source, &walk, tick);
        assert_same(&found, &expected, &format!("frame {tick}"));
    }
    assert_eq!(std::fs::read_dir(&out).unwrap().count(), 12);
    let again = typed(&line, &out);
    assert_eq!(again.code, Some(1), "{again:?}");
    assert!(
        again.stderr.contains("holds something already"),
        "{again:?}"
    );
}

#[test]
fn the_official_form_shows_references_sources_and_results() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("slide.apng");
    let sources = [demo_picture("clay", 0), demo_picture("sprouts", 1)];
    // Of three references the third is of another domain: the official form leaves that pair out.
    let references = [("moods", 0), ("moods", 1), ("clay", 2)];
    let references = references.map(|(domain, at)| demo_picture(domain, at));
    let line = format!(
        "walk --model demo --source {} {} --references {} {} {} --form slide --out OUT",
        sources[0].display(),
        sources[1].display(),
        references[0].display(),
        references[1].display(),
        references[2].display()
    );
    let outcome = typed(&line, &out).success();
    let words = "41 frames of 224 x 128 pixels, 3.3 s at 12.5 a second, ";
    assert!(outcome.stdout.starts_with(words), "{outcome:?}");
    let first = pixels(&out);
    let part = |x: u32, y: u32| image::imageops::crop_imm(&first, x, y, SIDE, SIDE).to_image();
    let mut engine = Engine::demo();
    let mut view = |path: &Path| {
        let at = engine.file(path);
        image_of(&engine.pictures[&at])
    };
    assert!(part(0, 0).pixels().all(|pixel| pixel.0 == [0; 3]));
    assert_same(&part(0, SIDE), &view(&references[0]), "the reference below");
    for (at, source) in sources.iter().enumerate() {
        let left = SIDE + 32 + at as u32 * SIDE;
        assert_same(&part(left, 0), &view(source), "the source");
    }
    let domain = engine.point(&references[0], 2).style;
    for (at, source) in sources.iter().enumerate() {
        let left = SIDE + 32 + at as u32 * SIDE;
        let source = engine.file(source);
        let made = engine
            .translator
            .translate(source, &domain, &engine.pictures);
        assert_same(&part(left, SIDE), &image_of(&made.unwrap()), "the result");
    }
}

#[test]
fn seeds_walk_through_domains_as_a_gif() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("walk.gif");
    let line = format!(
        "walk --model demo --source {} --seeds 1,2 --domain all --form beside --frames 1 --hold 0 --fps 10 --out OUT",
        demo_picture("clay", 0).display()
    );
    let outcome = typed(&line, &out).success();
    // Eight styles, seven steps of a way point and a frame between, and the last style.
    let words = "15 frames of 128 x 64 pixels, 1.5 s at 10 a second, ";
    assert!(outcome.stdout.starts_with(words), "{outcome:?}");
    let bytes = std::fs::read(&out).unwrap();
    assert_eq!(&bytes[..6], b"GIF89a");
    let outcome = typed(&line.replace("--fps 10", "--fps 60"), &out).success();
    let words = "15 frames of 128 x 64 pixels, 0.3 s at 50 a second, ";
    assert!(outcome.stdout.starts_with(words), "{outcome:?}");
    assert!(outcome.stderr.contains("at most 50 frames a second"));
}

#[test]
fn misuse_is_said_before_any_work() {
    let folder = tempfile::tempdir().unwrap();
    let source = demo_picture("clay", 0);
    let refusal = |options: &str, out: &str, code: i32, words: &str| {
        let line = format!(
            "walk --model demo --source {} {options} --out OUT",
            source.display()
        );
        let outcome = typed(&line, &folder.path().join(out));
        assert_eq!(outcome.code, Some(code), "{outcome:?}");
        assert!(outcome.stderr.contains(words), "{words}: {outcome:?}");
    };
    refusal(
        "--seeds 1,2 --domain clay",
        "a.avi",
        1,
        "must end in .gif, .apng",
    );
    refusal(
        "--seeds 1,2 --domain clay",
        "no/a.gif",
        1,
        "folder does not exist",
    );
    refusal("", "a.gif", 2, "give --references or --seeds");
    refusal("--seeds 1 --domain clay", "a.gif", 1, "at least two styles");
    refusal("--seeds 1,2", "a.gif", 1, "no domain of its own");
    refusal(
        "--seeds 1,2 --domain clay --form slide",
        "a.gif",
        1,
        "a seed has no picture",
    );
    refusal(
        "--seeds 1 --domain all --form interpolate",
        "a.gif",
        1,
        "do not cross branches",
    );
    refusal(
        "--seeds 1,2 --domain clay --fps 0",
        "a.gif",
        2,
        "from 1 to 60",
    );
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

/// A program called ffmpeg that writes down how it was called and what it was given; its last argument names the film.
#[cfg(unix)]
fn fake_ffmpeg(folder: &Path, script: &str) {
    use std::os::unix::fs::PermissionsExt as _;
    let program = folder.join("ffmpeg");
    std::fs::write(&program, format!("#!/bin/sh\n{script}\n")).unwrap();
    std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).unwrap();
}

/// `stargrid walk` to an MP4, two seeds and two frames, with `path` as PATH.
#[cfg(unix)]
fn walk_with_path(path: &str, out: &Path) -> std::process::Output {
    Command::new(env!("CARGO_BIN_EXE_stargrid"))
        .args(
            "--device cpu walk --model demo --seeds 1,2 --domain clay --frames 0 --hold 0 --source"
                .split(' '),
        )
        .arg(demo_picture("clay", 0))
        .arg("--out")
        .arg(out)
        .env("PATH", path)
        .output()
        .unwrap()
}

#[cfg(unix)]
#[test]
fn an_mp4_goes_through_the_ffmpeg_on_path() {
    let folder = tempfile::tempdir().unwrap();
    let tools = tempfile::tempdir().unwrap();
    let tool = |name: &str| tools.path().join(name);
    fake_ffmpeg(
        tools.path(),
        &format!(
            "printf '%s\\n' \"$@\" >{0}\n/bin/cat >{1}\nfor last; do :; done\nprintf film >\"${{last#file:}}\"",
            tool("arguments").display(),
            tool("frames").display()
        ),
    );
    // A name that is an option or a protocol to ffmpeg, or something to a shell, is a name all the same.
    let out = folder.path().join("-y $(touch x) http:;a.mp4");
    let output = walk_with_path(tools.path().to_str().unwrap(), &out);
    assert!(output.status.success(), "{output:?}");
    assert_eq!(std::fs::read(&out).unwrap(), b"film");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    let arguments = std::fs::read_to_string(tool("arguments")).unwrap();
    let all: Vec<&str> = arguments.lines().collect();
    let follows = |name: &str, value: &str| {
        let at = all.iter().position(|word| *word == name);
        assert_eq!(at.map(|at| all[at + 1]), Some(value), "{arguments}");
    };
    follows("-video_size", "64x64");
    follows("-framerate", "250/10");
    follows("-pixel_format", "rgb24");
    follows("-i", "pipe:0");
    follows("-c:v", "libx264");
    follows("-pix_fmt", "yuv420p");
    assert!(all.last().unwrap().starts_with("file:/"), "{arguments}");
    let frames = std::fs::read(tool("frames")).unwrap();
    assert_eq!(frames.len(), 2 * 64 * 64 * 3, "two frames of rgb24");
    let mut engine = Engine::demo();
    let source = engine.file(&demo_picture("clay", 0));
    for (seed, bytes) in [1, 2].into_iter().zip(frames.chunks_exact(64 * 64 * 3)) {
        let z = stargrid::domain::latent::from_seed(seed, 16);
        let style = StyleSource::Latent {
            z,
            domain: 0,
            psi: 1.0,
        };
        let made = engine
            .translator
            .translate(source, &style, &engine.pictures);
        assert!(made.unwrap().rgb() == bytes, "seed {seed}");
    }
}

#[cfg(unix)]
#[test]
fn a_failing_ffmpeg_is_quoted_and_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let tools = tempfile::tempdir().unwrap();
    let out = folder.path().join("a.mp4");
    let path = tools.path().to_str().unwrap();
    let none = walk_with_path(path, &out);
    let words = String::from_utf8(none.stderr).unwrap();
    assert!(words.contains("install ffmpeg"), "{words}");
    for script in [
        "echo >&2 'Unknown encoder libx264'; exit 1",
        "/bin/cat >/dev/null; echo >&2 'Unknown encoder libx264'; exit 3",
    ] {
        fake_ffmpeg(tools.path(), script);
        let failed = walk_with_path(path, &out);
        assert_eq!(failed.status.code(), Some(1));
        let words = String::from_utf8(failed.stderr).unwrap();
        assert!(words.contains("Unknown encoder libx264"), "{words}");
        assert_eq!(words.lines().count(), 1, "{words}");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}

#[cfg(unix)]
#[test]
fn an_interrupt_that_ends_ffmpeg_too_is_no_failure() {
    let folder = tempfile::tempdir().unwrap();
    let tools = tempfile::tempdir().unwrap();
    fake_ffmpeg(tools.path(), "kill -INT $PPID; exit 255");
    let path = tools.path().to_str().unwrap();
    let stopped = walk_with_path(path, &folder.path().join("a.mp4"));
    assert_eq!(stopped.status.code(), Some(1));
    let words = String::from_utf8(stopped.stderr).unwrap();
    assert!(words.contains("nothing was written"), "{words}");
    assert!(!words.contains("could not make the video"), "{words}");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[cfg(unix)]
#[test]
fn an_interrupt_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut child = Command::new(env!("CARGO_BIN_EXE_stargrid"))
        .args(
            "--device cpu walk --model demo --seeds 1,2 --domain clay --frames 50000 --source"
                .split(' '),
        )
        .arg(demo_picture("clay", 0))
        .arg("--out")
        .arg(folder.path().join("a.apng"))
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let began = Instant::now();
    let count = || std::fs::read_dir(folder.path()).unwrap().count();
    while count() == 0 {
        assert!(began.elapsed() < Duration::from_secs(60));
        std::thread::sleep(Duration::from_millis(10));
    }
    let sent = Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status();
    assert!(sent.unwrap().success());
    let status = child.wait().unwrap();
    assert_eq!(status.code(), Some(1));
    let mut words = String::new();
    std::io::Read::read_to_string(&mut child.stderr.take().unwrap(), &mut words).unwrap();
    assert!(words.contains("nothing was written"), "{words}");
    assert_eq!(count(), 0, "what was unfinished is gone");
}
