//! The real program on a display of its own (Xvfb), without a window manager: it appears, draws, takes a drop, closes, comes back.
#![expect(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

mod kills;

use std::collections::HashSet;
use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use super::app::picture_in;

/// How long the program may take for anything, on a busy machine with software drawing.
const PATIENCE: Duration = Duration::from_secs(60);
/// More colours than any panel, text or gradient has: pictures are there.
const COLOURS: usize = 2000;

/// A process that ends with the test, whatever happens.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended by itself, which is what the tests want.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A display that nobody else uses, and a home for the program's settings.
struct Display {
    _server: Running,
    name: String,
    home: tempfile::TempDir,
}

/// A window on it.
struct Window {
    process: Running,
    id: String,
    stderr: PathBuf,
}

fn start(command: &mut Command, package: &str) -> Running {
    let program = command.get_program().to_string_lossy().into_owned();
    match command.spawn() {
        Ok(child) => Running(child),
        Err(error) => panic!(
            "`{program}` cannot be started ({error}): install it, on Debian with `apt install {package}`"
        ),
    }
}

#[track_caller]
fn until<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let began = Instant::now();
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(
            began.elapsed() < PATIENCE,
            "after {PATIENCE:?} still not: {what}"
        );
        std::thread::sleep(Duration::from_millis(100));
    }
}

impl Display {
    fn open() -> Self {
        let mut xvfb = Command::new("Xvfb");
        // Without -noreset the server starts afresh whenever its last client leaves, and a program that comes just then is cut off.
        xvfb.args(["-displayfd", "1", "-nolisten", "tcp", "-noreset"])
            .args(["-screen", "0", "1500x950x24"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        let mut server = start(&mut xvfb, "xvfb");
        let mut number = String::new();
        let pipe = server.0.stdout.take().unwrap();
        BufReader::new(pipe).read_line(&mut number).unwrap();
        assert!(!number.trim().is_empty(), "Xvfb found no free display");
        Self {
            _server: server,
            name: format!(":{}", number.trim()),
            home: tempfile::tempdir().unwrap(),
        }
    }

    fn tool(&self, program: &str, package: &str, arguments: &[&str]) -> Output {
        let mut command = Command::new(program);
        command.args(arguments).env("DISPLAY", &self.name);
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut running = start(&mut command, package);
        let out = std::io::read_to_string(running.0.stdout.take().unwrap()).unwrap();
        let err = std::io::read_to_string(running.0.stderr.take().unwrap()).unwrap();
        Output {
            status: running.0.wait().unwrap(),
            stdout: out.into(),
            stderr: err.into(),
        }
    }

    /// Starts the program and waits for its window.
    #[track_caller]
    fn program(&self) -> Window {
        let stderr = self.home.path().join("stderr.txt");
        let mut command = Command::new(env!("CARGO_BIN_EXE_stargrid"));
        command
            .env("DISPLAY", &self.name)
            .env("HOME", self.home.path())
            .env("XDG_DATA_HOME", self.home.path().join("data"))
            .env_remove("WAYLAND_DISPLAY")
            .env_remove("WAYLAND_SOCKET")
            .stdout(Stdio::null())
            .stderr(File::create(&stderr).unwrap());
        let mut process = start(&mut command, "cargo");
        let said = || std::fs::read_to_string(&stderr).unwrap();
        let search = ["search", "--onlyvisible", "--name", "^Stargrid$"];
        let id = until("a window called Stargrid", || {
            let found = self.tool("xdotool", "xdotool", &search).stdout;
            let found = String::from_utf8_lossy(&found).trim().to_owned();
            let ended = process.0.try_wait().unwrap();
            assert!(ended.is_none(), "it ended at once: {ended:?}\n{}", said());
            (!found.is_empty()).then_some(found)
        });
        Window {
            process,
            id,
            stderr,
        }
    }

    /// The middle of the screen, where the grid is.
    fn grid_area(&self) -> image::RgbImage {
        let path = self.home.path().join("screen.png");
        let arguments = ["-window", "root", path.to_str().unwrap()];
        let taken = self.tool("import", "imagemagick", &arguments);
        assert!(taken.status.success(), "{taken:?}");
        let screen = image::open(&path).unwrap().into_rgb8();
        image::imageops::crop_imm(&screen, 280, 50, 720, 760).to_image()
    }

    /// Waits until the grid's pictures are on screen.
    fn grid_is_drawn(&self) -> image::RgbImage {
        until("the grid on screen", || {
            let area = self.grid_area();
            (colours(&area) > COLOURS).then_some(area)
        })
    }

    fn hand(&self, arguments: &[&str]) {
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/window/x11.py");
        let all: Vec<&str> = [script].iter().chain(arguments).copied().collect();
        let done = self.tool("/usr/bin/python3", "python3 python3-xlib", &all);
        let said = String::from_utf8_lossy(&done.stderr).into_owned();
        assert!(
            !said.contains("No module named"),
            "the tests' hand needs python-xlib: install it, on Debian with `apt install python3-xlib`"
        );
        assert!(done.status.success(), "{said}");
    }

    /// What the program kept when it was closed.
    fn session(&self) -> String {
        let path = self.home.path().join("data/stargrid/session/session.json");
        std::fs::read_to_string(&path)
            .unwrap_or_else(|error| panic!("no session at {}: {error}", path.display()))
    }
}

impl Window {
    /// Closes it as a window manager would, and checks that it went in peace.
    fn close(mut self, display: &Display) {
        display.hand(&["close", &self.id]);
        let status = until("the program has ended", || {
            self.process.0.try_wait().unwrap()
        });
        let said = std::fs::read_to_string(&self.stderr).unwrap();
        assert!(status.success(), "{status}\n{said}");
        assert!(!said.contains("panicked"), "{said}");
    }
}

fn colours(picture: &image::RgbImage) -> usize {
    let seen: HashSet<[u8; 3]> = picture.pixels().map(|pixel| pixel.0).collect();
    seen.len()
}

fn part_changed(before: &image::RgbImage, after: &image::RgbImage) -> f64 {
    let pairs = before.pixels().zip(after.pixels());
    let changed = pairs.filter(|(old, new)| old != new).count();
    changed as f64 / f64::from(before.width() * before.height())
}

#[test]
fn it_appears_draws_closes_and_comes_back() {
    let display = Display::open();
    let empty = colours(&display.grid_area());
    assert!(empty < 10, "nothing else draws here: {empty} colours");
    let window = display.program();
    display.grid_is_drawn();
    window.close(&display);
    assert!(display.session().contains("\"version\":1"));
    let again = display.program();
    display.grid_is_drawn();
    again.close(&display);
}

#[test]
fn a_session_from_before_its_own_file_is_taken_over() {
    let display = Display::open();
    let folder = display.home.path().join("data/stargrid");
    std::fs::create_dir_all(&folder).unwrap();
    let old = r#"{"dark":false,"recent":["/models/old.ckpt"]}"#;
    let storage = format!(
        "{{\"stargrid_session_v1\":\"{}\"}}",
        old.replace('"', "\\\"")
    );
    std::fs::write(folder.join("app.ron"), storage).unwrap();
    let window = display.program();
    display.grid_is_drawn();
    window.close(&display);
    let kept = display.session();
    assert!(
        kept.contains("\"dark\":false") && kept.contains("/models/old.ckpt"),
        "{kept}"
    );
    let storage = std::fs::read_to_string(folder.join("app.ron")).unwrap();
    assert!(!storage.contains("stargrid_session_v1"), "{storage}");
}

#[test]
fn it_takes_a_real_drop_and_remembers_it() {
    let display = Display::open();
    let window = display.program();
    let before = display.grid_is_drawn();
    let path: PathBuf = picture_in(display.home.path(), "my cat.png", 200);
    display.hand(&["drop", &window.id, name_of(&path)]);
    until("the dropped picture has its column", || {
        (part_changed(&before, &display.grid_area()) > 0.1).then_some(())
    });
    window.close(&display);
    let kept = display.session();
    assert!(kept.contains("my cat.png"), "{kept}");
}

fn name_of(path: &Path) -> &str {
    path.to_str().unwrap()
}
