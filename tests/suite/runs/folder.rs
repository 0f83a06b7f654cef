//! The folder of a run: held once, forked, and clean after a crash.

use stargrid::domain::Picture;
use stargrid::runs::checkpoints::{self, mark_best, newest_state, save_state};
use stargrid::runs::metrics::{self, MetricsLog};
use stargrid::runs::{RunError, RunFolder, snapshots, summary};
use stargrid::train::samples::SheetKind;
use stargrid::train::{Preset, TrainConfig};

use super::{assert_names, names, note, place, row, state};

fn config() -> TrainConfig {
    Preset::Small64.config()
}

#[test]
fn a_run_is_held_by_one_at_a_time() {
    let (_folder, run) = place("deep/run");
    assert!(matches!(RunFolder::open(&run), Err(RunError::NoRun(_))));
    assert!(!run.exists(), "looking makes no folder");
    let held = RunFolder::create(&run, &config()).unwrap();
    assert_names(
        &RunFolder::open(&run).unwrap_err(),
        "Another Stargrid trains",
        &run,
    );
    assert!(matches!(
        RunFolder::create(&run, &config()),
        Err(RunError::Exists(_))
    ));
    let mut longer = config();
    longer.schedule.steps += 1;
    held.rewrite(&longer).unwrap();
    drop(held);
    let (held, found) = RunFolder::open(&run).unwrap();
    assert_eq!((found, held.path()), (longer, run.as_path()));
    assert_eq!(
        summary::read(&run).unwrap().rows,
        [],
        "a held run can be looked at"
    );
}

/// The lock goes with the process that has it, also when that is killed.
#[cfg(unix)]
#[test]
fn another_process_in_the_folder_is_noticed_until_it_is_killed() {
    let (_folder, run) = place("run");
    drop(RunFolder::create(&run, &config()).unwrap());
    let lock = run.join("lock");
    let mut other = match std::process::Command::new("flock")
        .arg(&lock)
        .args(["sh", "-c", "echo held; exec sleep 60"])
        .stdout(std::process::Stdio::piped())
        .spawn()
    {
        Ok(other) => other,
        Err(_) => return println!("not run: there is no flock here"),
    };
    let mut said = [0; 4];
    std::io::Read::read_exact(&mut other.stdout.take().unwrap(), &mut said).unwrap();
    assert!(matches!(RunFolder::open(&run), Err(RunError::InUse(_))));
    // `flock` itself and its child both have the file open.
    let children = format!("/proc/{0}/task/{0}/children", other.id());
    let child = std::fs::read_to_string(children).unwrap_or_default();
    other.kill().unwrap();
    other.wait().unwrap();
    for id in child.split_whitespace() {
        let _ = std::process::Command::new("kill").args(["-9", id]).status();
    }
    let free = (0..100).any(|_| {
        std::thread::sleep(std::time::Duration::from_millis(20));
        RunFolder::open(&run).is_ok()
    });
    assert!(free);
}

#[test]
fn only_a_run_stands_in_the_way_of_a_new_one() {
    let (folder, run) = place("run");
    std::fs::create_dir_all(run.join("checkpoints")).unwrap();
    std::fs::write(run.join("notes.txt"), "mine").unwrap();
    std::fs::write(run.join("checkpoints/other.safetensors"), "mine").unwrap();
    drop(RunFolder::create(&run, &config()).unwrap());
    assert_eq!(std::fs::read(run.join("notes.txt")).unwrap(), b"mine");
    let lost = folder.path().join("lost");
    save_state(&lost, &state(3), &note(), false).unwrap();
    assert!(matches!(
        RunFolder::create(&lost, &config()),
        Err(RunError::Exists(_))
    ));
    let file = folder.path().join("file");
    std::fs::write(&file, "x").unwrap();
    assert!(matches!(
        RunFolder::create(&file, &config()),
        Err(RunError::Io { .. })
    ));
    std::fs::write(run.join("config.toml"), "[schedule]\nbatch = 0").unwrap();
    let error = RunFolder::open(&run).unwrap_err();
    assert_names(&error, "Line 2", &run.join("config.toml"));
    assert!(
        matches!(RunFolder::open(&run), Err(RunError::Config { .. })),
        "the lock is free"
    );
}

#[test]
fn leftovers_of_a_crash_are_removed() {
    let (_folder, run) = place("run");
    let held = RunFolder::create(&run, &config()).unwrap();
    save_state(&run, &state(3), &note(), false).unwrap();
    drop(held);
    for name in [".stargrid-abc.part", "checkpoints/.stargrid-def.part"] {
        std::fs::write(run.join(name), "half").unwrap();
    }
    RunFolder::open(&run).unwrap();
    assert_eq!(names(&run), ["checkpoints", "config.toml", "lock"]);
    assert_eq!(
        names(&run.join("checkpoints")),
        ["000003_state.safetensors"]
    );
}

#[test]
fn photos_and_sheets_come_back() {
    let (_folder, run) = place("run");
    let held = RunFolder::create(&run, &config()).unwrap();
    assert!(held.probes().unwrap().is_empty());
    let photos: Vec<Picture> = (0..12)
        .map(|n| Picture::filled(4, 4, [n, 0, 255 - n]))
        .collect();
    held.save_probes(&photos).unwrap();
    assert_eq!(held.probes().unwrap(), photos);
    held.save_probes(&photos[3..5]).unwrap();
    assert_eq!(held.probes().unwrap(), photos[3..5]);
    let probe = run.join("probes").join(&names(&run.join("probes"))[0]);
    std::fs::write(&probe, b"\x89PNG").unwrap();
    assert!(matches!(held.probes(), Err(RunError::Io { .. })));
    for step in [0, 1_000, 1_000_000] {
        for kind in SheetKind::ALL {
            snapshots::save(&run, step, kind, &photos[0]).unwrap();
        }
    }
    assert!(run.join("snapshots/001000_latent_psi_0.5.png").is_file());
    for foreign in [
        "1000_own.png",
        "001000_mine.png",
        "001000_own.jpg",
        "own.png",
    ] {
        std::fs::write(run.join("snapshots").join(foreign), "x").unwrap();
    }
    let sheets = snapshots::list(&run).unwrap();
    let places: Vec<_> = sheets
        .iter()
        .map(|sheet| (sheet.step, sheet.kind))
        .collect();
    assert!(
        places.is_sorted() && places.len() == 3 * SheetKind::ALL.len(),
        "{places:?}"
    );
    snapshots::remove_after(&run, 1_000).unwrap();
    assert_eq!(
        snapshots::list(&run).unwrap().len(),
        2 * SheetKind::ALL.len()
    );
    assert_eq!(
        names(&run.join("snapshots")).len(),
        2 * SheetKind::ALL.len() + 4,
        "foreign files stay"
    );
}

#[test]
fn a_fork_begins_with_everything_up_to_its_step() {
    let (folder, run) = place("run");
    let held = RunFolder::create(&run, &config()).unwrap();
    let mut log = MetricsLog::open_after(&held.metrics(), 0).unwrap();
    (1..=20).for_each(|step| log.append(&row(step)).unwrap());
    held.save_probes(&[Picture::filled(2, 2, [1; 3])]).unwrap();
    for step in [5, 10, 20] {
        save_state(&run, &state(step), &note(), false).unwrap();
        snapshots::save(&run, step, SheetKind::Own, &Picture::filled(2, 2, [9; 3])).unwrap();
    }
    mark_best(&run, 5, 0.5).unwrap();
    let to = folder.path().join("fork");
    assert!(matches!(
        RunFolder::fork(&run, 7, &to),
        Err(RunError::Checkpoint { .. })
    ));
    assert!(!to.exists(), "a fork that cannot be made leaves nothing");
    RunFolder::fork(&run, 10, &to).unwrap();
    assert!(matches!(
        RunFolder::fork(&run, 10, &to),
        Err(RunError::Exists(_))
    ));
    let (forked, found) = RunFolder::open(&to).unwrap();
    assert_eq!((found, forked.probes().unwrap().len()), (config(), 1));
    let rows: Vec<_> = (1..=10).map(row).collect();
    assert_eq!(metrics::read(&forked.metrics()).unwrap(), rows);
    assert_eq!(newest_state(&to).unwrap().0, state(10));
    let steps: Vec<u64> = snapshots::list(&to)
        .unwrap()
        .iter()
        .map(|sheet| sheet.step)
        .collect();
    assert_eq!((steps, checkpoints::best(&to)), (vec![5, 10], None));
    // The autosave can be forked too, and becomes a kept state.
    save_state(&run, &state(22), &note(), true).unwrap();
    let late = folder.path().join("late");
    RunFolder::fork(&run, 22, &late).unwrap();
    assert_eq!(
        names(&late.join("checkpoints")),
        ["000022_state.safetensors"]
    );
    assert_eq!(
        checkpoints::list(&run).unwrap().len(),
        4,
        "the first run is as it was"
    );
    assert_eq!(summary::read(&late).unwrap().snapshots, 3);
}
