//! Everything that can go wrong with a run: a sentence each, and nothing is lost.

use stargrid::engine::training::Advance;
use stargrid::engine::training::prepare::scan_of;
use stargrid::runs::{checkpoints, config as run_config};

use super::{Bench, fill_domain, finish, steps, timeless, troubles};

#[test]
fn a_run_that_blows_up_stops_at_its_last_good_checkpoint() {
    let bench = Bench::new();
    let mut config = bench.config(50);
    config.schedule.autosave_steps = 1;
    config.optimiser.learning_rate = 1e30;
    let (mut session, reports) = bench.begin("run", config).unwrap();
    let problem = loop {
        match session.advance(&mut || {}) {
            Advance::Went => {}
            Advance::Failed(problem) => break problem.to_string(),
            Advance::Done => panic!("it did not blow up"),
        }
    };
    assert!(problem.contains("Training stopped at step"), "{problem}");
    assert!(problem.contains("checkpoint"), "{problem}");
    assert!(session.finish().is_err(), "the broken state is not saved");
    drop(session);
    let run = bench.path("run");
    if let Ok((state, _, complaints)) = checkpoints::newest_state(&run) {
        assert_eq!(complaints, Vec::<String>::new());
        let tensors = state.networks.values().chain(state.averaged.values());
        for tensor in tensors.chain(state.moments.values()) {
            assert_eq!(tensor.first_broken(), None);
        }
    }
    assert!(
        timeless(&run)
            .iter()
            .all(|row| row.terms.first_broken().is_none())
    );
    assert_eq!(troubles(&reports), Vec::<String>::new());
}

#[test]
fn numbers_out_of_range_are_named() {
    let bench = Bench::new();
    let mut config = bench.config(4);
    config.schedule.batch = 0;
    let refusal = bench.begin("run", config).err().unwrap().to_string();
    assert!(refusal.contains("schedule.batch"), "{refusal}");
    let mut config = bench.config(4);
    config.model.img_size = 100;
    let refusal = bench.begin("run", config).err().unwrap().to_string();
    assert!(
        refusal.contains("100") && refusal.contains("power of two"),
        "{refusal}"
    );
    assert!(!bench.path("run").exists(), "nothing was made");
}

#[test]
fn an_unknown_key_is_named() {
    let bench = Bench::new();
    let path = bench.path("config.toml");
    std::fs::write(&path, "[schedule]\nbatch = 4\nbacth = 8\n").unwrap();
    let refusal = run_config::load(&path).unwrap_err().to_string();
    assert!(refusal.contains("bacth"), "{refusal}");
}

/// What a scan of the bench's data warns of.
fn warnings(bench: &Bench) -> String {
    let scan = scan_of(&bench.config(1), None).unwrap();
    scan.report.warnings.join("\n")
}

#[test]
fn one_domain_is_warned_about_and_trains() {
    let bench = Bench::new();
    std::fs::remove_dir_all(bench.data().join("red")).unwrap();
    let warnings = warnings(&bench);
    assert!(warnings.contains("only one domain"), "{warnings}");
    bench.whole("run", 2);
    assert_eq!(timeless(&bench.path("run")).len(), 2);
}

#[test]
fn a_domain_with_one_picture_is_warned_about_and_trains() {
    let bench = Bench::new();
    fill_domain(&bench.data().join("single"), 1, 1);
    let warnings = warnings(&bench);
    assert!(
        warnings.contains("single has a single training picture"),
        "{warnings}"
    );
    bench.whole("run", 3);
    assert_eq!(timeless(&bench.path("run")).len(), 3);
}

#[test]
fn a_corrupt_file_among_many_is_left_out() {
    let bench = Bench::new();
    std::fs::write(bench.data().join("red/broken.png"), b"no picture").unwrap();
    let (mut session, _) = bench.begin("run", bench.config(3)).unwrap();
    finish(&mut session);
    drop(session);
    let expected = Bench::new();
    expected.whole("run", 3);
    assert!(
        bench.outcome("run").0 == expected.outcome("run").0,
        "the same pictures count"
    );
}

#[test]
fn pictures_that_disappear_end_the_run_with_its_state_saved() {
    let bench = Bench::new();
    fill_domain(&bench.data().join("red"), 0, 200);
    fill_domain(&bench.data().join("blue"), 2, 200);
    let (mut session, _) = bench.begin("run", bench.config(500)).unwrap();
    steps(&mut session, 2);
    let away = bench.path("away");
    std::fs::rename(bench.data(), &away).unwrap();
    let problem = loop {
        match session.advance(&mut || {}) {
            Advance::Went => {}
            Advance::Failed(problem) => break problem.to_string(),
            Advance::Done => panic!("nobody missed the pictures"),
        }
    };
    assert!(problem.contains("can no longer be read"), "{problem}");
    let step = session.step();
    assert!(
        problem.contains(&format!("saved at step {step}")),
        "{problem}"
    );
    drop(session);
    std::fs::rename(&away, bench.data()).unwrap();
    let (mut session, _) = bench.resume("run", Some(step + 1)).unwrap();
    assert_eq!(session.step(), step);
    finish(&mut session);
}

#[test]
fn other_domains_than_before_are_refused() {
    let bench = Bench::new();
    bench.whole("run", 2);
    fill_domain(&bench.data().join("green"), 1, 4);
    let refusal = bench.resume("run", Some(4)).err().unwrap().to_string();
    assert!(
        refusal.contains("blue, red, but the data has blue, green, red"),
        "{refusal}"
    );
    std::fs::remove_dir_all(bench.data().join("green")).unwrap();
    let (mut session, _) = bench.resume("run", Some(4)).unwrap();
    finish(&mut session);
}

#[test]
fn other_pictures_than_before_are_a_warning() {
    let bench = Bench::new();
    bench.whole("run", 2);
    fill_domain(&bench.data().join("red"), 0, 14);
    let (mut session, reports) = bench.resume("run", Some(4)).unwrap();
    assert!(troubles(&reports)[0].contains("not those that the run began with"));
    finish(&mut session);
}

#[test]
fn a_folder_in_use_and_a_folder_with_a_run_are_refused() {
    let bench = Bench::new();
    let (session, _) = bench.begin("run", bench.config(4)).unwrap();
    let refusal = bench.resume("run", None).err().unwrap().to_string();
    assert!(refusal.contains("Another Stargrid"), "{refusal}");
    drop(session);
    let refusal = bench
        .begin("run", bench.config(4))
        .err()
        .unwrap()
        .to_string();
    assert!(refusal.contains("There is a run"), "{refusal}");
    let refusal = bench.resume("none", None).err().unwrap().to_string();
    assert!(refusal.contains("no training run"), "{refusal}");
}

#[test]
fn a_checkpoint_that_cannot_be_written_is_told_once_and_tried_again() {
    let bench = Bench::new();
    let mut config = bench.config(30);
    config.schedule.autosave_steps = 1;
    let (mut session, reports) = bench.begin("run", config).unwrap();
    steps(&mut session, 2);
    let (folder, away) = (bench.path("run/checkpoints"), bench.path("away"));
    let _ = std::fs::rename(&folder, &away);
    // A file in its place: nothing can be written below it, whoever asks.
    std::fs::write(&folder, b"").unwrap();
    steps(&mut session, 8);
    let told = troubles(&reports);
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].contains("will try again"), "{told:?}");
    std::fs::remove_file(&folder).unwrap();
    let _ = std::fs::rename(&away, &folder);
    std::fs::create_dir_all(&folder).unwrap();
    finish(&mut session);
    drop(session);
    assert_eq!(bench.outcome("run").1.step, 30);
    assert_eq!(timeless(&bench.path("run")).len(), 30);
}

#[test]
fn a_checkpoint_cut_short_gives_way_to_the_one_before() {
    let bench = Bench::new();
    let mut config = bench.config(6);
    config.schedule.save_every = 3;
    let (mut session, _) = bench.begin("run", config).unwrap();
    finish(&mut session);
    drop(session);
    let whole = bench.outcome("run");
    let saved = checkpoints::list(&bench.path("run")).unwrap();
    let newest = saved.last().and_then(|saved| saved.state.clone()).unwrap();
    let bytes = std::fs::read(&newest).unwrap();
    std::fs::write(&newest, &bytes[..bytes.len() / 2]).unwrap();
    let (mut session, reports) = bench.resume("run", None).unwrap();
    assert_eq!(session.step(), 3);
    let told = troubles(&reports);
    assert!(
        told[0].contains(newest.file_name().unwrap().to_str().unwrap()),
        "{told:?}"
    );
    finish(&mut session);
    drop(session);
    assert!(bench.outcome("run") == whole);
}
