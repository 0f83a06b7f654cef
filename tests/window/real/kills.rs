//! The real program, killed at random moments: every start works, and next to nothing of what was set up is lost.
#![expect(
    clippy::print_stdout,
    reason = "a person who looks for kills reads them"
)]

use std::path::PathBuf;
use std::time::{Duration, Instant};

use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;
use serde_json::Value;

use super::{Display, until};

/// After so long a change must be on the disk; the promise is 30 s.
const KEPT_AFTER: Duration = Duration::from_secs(10);
/// The longest life after a change.
const LONGEST: f64 = 13.0;
/// Kills in the ordinary test, and in the long one.
const KILLS: (usize, usize) = (4, 20);

impl Display {
    fn session_folder(&self) -> PathBuf {
        self.home.path().join("data/stargrid/session")
    }

    /// The branch that was kept: its number, or none before the first change.
    fn kept_branch(&self) -> Option<u64> {
        let text = std::fs::read_to_string(self.session_folder().join("session.json")).ok()?;
        let whole: Value = serde_json::from_str(&text).unwrap();
        whole["session"]["explore"]["branch"]["One"].as_u64()
    }
}

/// Kills the program so many times; prints how long each change lived and whether it was kept.
fn kill(times: usize, seed: u64) {
    let display = Display::open();
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let mut kept = None;
    for round in 0..times {
        let mut window = display.program();
        display.grid_is_drawn();
        let branch = (round as u64 + 1) % 4;
        let key = (branch + 1).to_string();
        let struck = display.tool(
            "xdotool",
            "xdotool",
            &["windowfocus", &window.id, "key", &key],
        );
        assert!(struck.status.success(), "{struck:?}");
        let changed = Instant::now();
        std::thread::sleep(Duration::from_secs_f64(random.random_range(0.0..LONGEST)));
        let lived = changed.elapsed();
        window.process.0.kill().unwrap();
        window.process.0.wait().unwrap();
        let now = display.kept_branch();
        println!("kill {round}: {lived:.1?} after the change, branch {branch}, kept {now:?}");
        if lived >= KEPT_AFTER {
            assert_eq!(now, Some(branch), "lost after {lived:?}");
        }
        assert!(
            now == Some(branch) || now == kept,
            "neither this nor the one before"
        );
        kept = now;
    }
    let window = display.program();
    display.grid_is_drawn();
    window.close(&display);
    assert_eq!(display.kept_branch(), kept, "what was kept came back");
    let files = std::fs::read_dir(display.session_folder()).unwrap();
    let names = files.map(|file| file.unwrap().file_name().into_string().unwrap());
    let odd: Vec<String> = names
        .filter(|name| name.contains("unreadable") || name.ends_with(".part"))
        .collect();
    assert!(odd.is_empty(), "{odd:?}");
}

#[test]
fn a_few_kills_lose_next_to_nothing() {
    kill(KILLS.0, 1);
}

#[test]
#[ignore = "takes minutes: the long form of the test above"]
fn twenty_kills_lose_next_to_nothing() {
    kill(KILLS.1, 2);
}

#[test]
fn after_a_kill_the_start_says_so_and_after_a_close_it_does_not() {
    let display = Display::open();
    let mut window = display.program();
    display.grid_is_drawn();
    let running = display.session_folder().join("running");
    let marked = || std::fs::metadata(&running).unwrap().len() > 0;
    assert!(marked());
    window.process.0.kill().unwrap();
    window.process.0.wait().unwrap();
    assert!(marked(), "nobody took the mark away");
    let window = display.program();
    display.grid_is_drawn();
    window.close(&display);
    until("the mark is taken away", || (!marked()).then_some(()));
}
