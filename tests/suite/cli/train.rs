//! `stargrid train` and `stargrid runs` as processes: they are killed, interrupted, and resumed.

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;
use stargrid::runs::{checkpoints, config};

use super::{Outcome, stargrid};
use crate::training::{Bench, timeless};

/// Far above what any step takes; reached only when something hangs.
const PATIENCE: Duration = Duration::from_secs(120);

/// The command that begins (or goes on with) the run `name`.
fn command(bench: &Bench, name: &str, more: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_stargrid"));
    command
        .args(["--device", "cpu", "train", "--out"])
        .arg(bench.path(name))
        .args(more)
        .env_remove("STARGRID_DATA_DIR")
        .env("XDG_RUNTIME_DIR", std::env::temp_dir())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

/// Writes the configuration of a run of `steps` steps and gives the words that use it.
fn configured(bench: &Bench, steps: u64) -> [String; 4] {
    let path = bench.path(&format!("steps-{steps}.toml"));
    std::fs::write(&path, config::to_text(&bench.config(steps))).unwrap();
    let data = bench.data().display().to_string();
    [
        "--config".into(),
        path.display().to_string(),
        "--data".into(),
        data,
    ]
}

fn ended(child: Child) -> Outcome {
    let output = child.wait_with_output().unwrap();
    Outcome {
        code: output.status.code(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

fn run(command: &mut Command) -> Outcome {
    ended(command.spawn().unwrap())
}

/// Waits until the run has logged `count` rows.
fn wait_for_rows(run: &Path, count: usize) {
    let begun = Instant::now();
    let rows = || std::fs::read_to_string(run.join("metrics.jsonl")).unwrap_or_default();
    while rows().lines().count() < count {
        assert!(
            begun.elapsed() < PATIENCE,
            "no row {count} in {}",
            run.display()
        );
        std::thread::sleep(Duration::from_millis(2));
    }
}

/// A signal by its name, with the system's own tool.
fn signal(child: &Child, name: &str) {
    let status = Command::new("kill")
        .args([&format!("-{name}"), &child.id().to_string()])
        .status();
    assert!(status.unwrap().success());
}

#[test]
fn a_run_without_a_window_tells_what_it_does() {
    let bench = Bench::new();
    let words = configured(&bench, 12);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let outcome = run(&mut command(&bench, "run", &words)).success();
    for told in [
        "blue: ",
        "red: ",
        "pictures to train on",
        "Estimate    12 steps of",
        "memory",
        "iteration 10/12, D/latent_real: [",
        "iteration 12/12",
        "G/lambda_ds: [",
    ] {
        assert!(outcome.stderr.contains(told), "{told}: {outcome:?}");
    }
    assert!(outcome.stdout.contains("12 steps are done"), "{outcome:?}");
    let line = format!("runs {} --json", bench.path("run").display());
    let outcome = stargrid(line.split_whitespace()).success();
    let found: Value = serde_json::from_str(&outcome.stdout).unwrap();
    assert_eq!(
        (found["step"].as_u64(), found["steps"].as_u64()),
        (Some(12), Some(12))
    );
    assert_eq!(found["losses"].as_object().unwrap().len(), 14);
    assert_eq!(found["domains"], serde_json::json!(["blue", "red"]));
    let curves = image::open(bench.path("run/curves.png")).unwrap();
    assert!(curves.width() > 400);
    let line = format!("runs {}", bench.path("run").display());
    let text = stargrid(line.split_whitespace()).success().stdout;
    assert!(
        text.contains("12 of 12") && text.contains("G/latent_cyc"),
        "{text}"
    );
}

#[test]
fn the_total_of_steps_grows_with_resume() {
    let bench = Bench::new();
    let words = configured(&bench, 10);
    let mut words: Vec<&str> = words.iter().map(String::as_str).collect();
    run(&mut command(
        &bench,
        "run",
        &[&words[..], &["--steps", "4"]].concat(),
    ))
    .success();
    assert_eq!(timeless(&bench.path("run")).len(), 4);
    run(&mut command(&bench, "run", &["--resume", "--steps", "10"])).success();
    bench.whole("whole", 10);
    assert!(bench.outcome("run") == bench.outcome("whole"));
    // Beginning anew in its folder is refused, and so is a run that is not there.
    words.extend(["--steps", "4"]);
    let outcome = run(&mut command(&bench, "run", &words));
    assert_eq!(outcome.code, Some(1), "{outcome:?}");
    assert!(outcome.stderr.contains("--resume"), "{outcome:?}");
    let outcome = run(&mut command(&bench, "none", &["--resume"]));
    assert_eq!(outcome.code, Some(1), "{outcome:?}");
    assert!(outcome.stderr.contains("no training run"), "{outcome:?}");
}

#[cfg(unix)]
#[test]
fn ctrl_c_saves_and_ends_cleanly() {
    let bench = Bench::new();
    let words = configured(&bench, 100_000);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let child = command(&bench, "run", &words).spawn().unwrap();
    wait_for_rows(&bench.path("run"), 6);
    signal(&child, "INT");
    let outcome = ended(child);
    assert_eq!(outcome.code, Some(0), "{outcome:?}");
    assert!(outcome.stdout.contains("Saved at step"), "{outcome:?}");
    let rows = timeless(&bench.path("run"));
    let (state, _, _) = checkpoints::newest_state(&bench.path("run")).unwrap();
    assert_eq!(
        Some(state.step),
        rows.last().map(|row| row.step),
        "nothing is lost"
    );
}

#[cfg(unix)]
#[test]
fn twenty_kills_lose_at_most_the_steps_since_the_autosave() {
    const STEPS: u64 = 150;
    const AUTOSAVE: u64 = 4;
    let bench = Bench::new();
    bench.whole("whole", STEPS);
    let words = configured(&bench, STEPS);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let run_folder = bench.path("run");
    let mut child = command(&bench, "run", &words).spawn().unwrap();
    wait_for_rows(&run_folder, 1);
    let mut random = 0x9E37_79B9_u64;
    let mut best = 0;
    for kill in 0..20 {
        random = random
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(kill);
        std::thread::sleep(Duration::from_millis((random >> 33) % 400));
        // The program may have come to its end before the last kills: they then hit a run that is done.
        let _ = child.kill();
        let _ = child.wait();
        let logged = timeless(&run_folder).last().map_or(0, |row| row.step);
        let kept = checkpoints::newest_state(&run_folder);
        let kept = kept.map_or(0, |(state, _, _)| state.step);
        assert!(kept >= best, "kill {kill}: step {kept} after {best}");
        // One autosave may be in flight, so up to two periods are not on the disk yet.
        assert!(
            logged < kept + 2 * AUTOSAVE + 1,
            "kill {kill}: {logged} logged, {kept} kept"
        );
        best = kept;
        child = command(&bench, "run", &["--resume"]).spawn().unwrap();
    }
    let outcome = ended(child);
    let done = outcome.code == Some(0) || outcome.stderr.contains("nothing left to do");
    assert!(done, "{outcome:?}");
    assert!(bench.outcome("run") == bench.outcome("whole"));
}

#[test]
fn what_cannot_be_trained_is_told_in_a_sentence() {
    let bench = Bench::new();
    let data = bench.data().display().to_string();
    let bad = bench.path("bad.toml");
    for (text, told) in [
        ("[schedule]\nbatch = 0\n", "schedule.batch"),
        ("[model]\nimg_size = 100\n", "power of two"),
        ("[data]\nfolder = \"x\"\n", "folder"),
    ] {
        std::fs::write(&bad, text).unwrap();
        let words = ["--config", bad.to_str().unwrap(), "--data", &data];
        let outcome = run(&mut command(&bench, "run", &words));
        assert_eq!(outcome.code, Some(1), "{outcome:?}");
        assert!(outcome.stderr.contains(told), "{told}: {outcome:?}");
        assert!(!bench.path("run").exists(), "{told}");
    }
    let outcome = run(&mut command(&bench, "run", &["--preset", "small-64"]));
    assert!(outcome.stderr.contains("--data DIR"), "{outcome:?}");
    let outcome = run(&mut command(&bench, "run", &["--preset", "tiny"]));
    assert_eq!(outcome.code, Some(2), "{outcome:?}");
    let words = [
        "--data",
        bench.path("nowhere").to_str().unwrap().to_owned().leak(),
    ];
    let outcome = run(&mut command(&bench, "run", &words));
    assert_eq!(outcome.code, Some(1), "{outcome:?}");
}
