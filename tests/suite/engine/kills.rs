//! A process that writes sessions as fast as it can, killed at random moments: what is read afterwards is always whole.

use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;
use serde_json::Value;
use stargrid::domain::Picture;
use stargrid::engine::home::mark::Before;
use stargrid::engine::home::{Home, pictures};

/// Names the folder for the process that writes.
const FOLDER: &str = "STARGRID_TEST_KILLS";
const KILLS: usize = 20;

fn parse(value: Value) -> Result<(u64, String), String> {
    serde_json::from_value(value).map_err(|error| error.to_string())
}

fn open(folder: &Path) -> (Home, Before) {
    Home::open(folder.to_owned(), Arc::new(|| {})).unwrap()
}

/// Not a test: what the test below starts and kills.
#[test]
#[ignore = "a part of the test below"]
fn writes_until_it_is_killed() {
    let Some(folder) = std::env::var_os(FOLDER) else {
        return;
    };
    let (home, _) = open(Path::new(&folder));
    let first = home.session(parse).session.map_or(0, |(number, _)| number);
    for number in first + 1.. {
        let picture = Picture::filled(64, 64, [number as u8, (number >> 8) as u8, 7]);
        let pixels = vec![(picture.fingerprint(), Some(Arc::new(picture)))];
        let name = pictures::name(pixels[0].0);
        let filler = "x".repeat(20_000);
        let make = move || {
            serde_json::to_string(&(number, name)).map(|text| text + &" ".repeat(filler.len()))
        };
        home.keep(make, pixels, 1 << 30);
        std::thread::sleep(Duration::from_millis(1));
    }
}

#[test]
fn a_session_is_whole_after_twenty_kills() {
    let folder = tempfile::tempdir().unwrap();
    let mut random = ChaCha8Rng::seed_from_u64(7);
    let mut newest = 0;
    for round in 0..KILLS {
        let mut writer = Command::new(std::env::current_exe().unwrap())
            .args([
                "engine::kills::writes_until_it_is_killed",
                "--exact",
                "--ignored",
            ])
            .env(FOLDER, folder.path())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_millis(random.random_range(30..250)));
        writer.kill().unwrap();
        writer.wait().unwrap();
        let (home, before) = open(folder.path());
        let found = home.session(parse);
        assert!(found.problems.is_empty(), "{round}: {:?}", found.problems);
        if let Some((number, name)) = found.session {
            assert_eq!(before, Before::Killed);
            assert!(number >= newest, "{number} after {newest}");
            newest = number;
            let picture = stargrid::export::png::read(&home.picture(&name)).unwrap();
            assert_eq!(picture.pixel(0, 0).unwrap()[0], number as u8);
        }
    }
    assert!(newest > 20, "{newest} sessions in all");
    println!("{newest} sessions, {KILLS} kills");
}
